"""Follow a resident: one life, week by week, under two plans; the same person with the same luck."""

from __future__ import annotations

import os
from typing import Any, Final

from nicegui import background_tasks, ui

from bereik.errors import BereikError
from bereik.experiments.compare import BURN_IN, WEEKS
from bereik.experiments.wording import Language
from bereik.measures.terms import WEEKS_PER_YEAR
from bereik.present.app import worker
from bereik.present.app.estimates import SEED, Crew
from bereik.present.app.parts import block, text
from bereik.present.app.plans import based_on, scenario_of
from bereik.present.app.state import page_state
from bereik.present.app.words import WORDS
from bereik.scenarios import load_scenario, shipped

RESIDENTS: Final = 2500
_WHO: Final = ("differs", "in_need", "anybody")

_TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "title": "Volg een inwoner",
        "lead": (
            "Eén verzonnen inwoner, onder twee plannen. Dezelfde mens, met hetzelfde geluk en dezelfde pech."
        ),
        "plan": "Plan {letter}",
        "who": "Wie?",
        "differs": "iemand voor wie het verschil maakt",
        "in_need": "iemand die in nood komt",
        "anybody": "zomaar iemand",
        "draw": "Trek een inwoner",
        "number": "Of kies een nummer (0 tot {most})",
        "week": "week",
        "year": "jaar {year}, week {week}",
        "before": "Wat eraan voorafging",
        "before_week": "{weeks} weken ervoor",
        "starts": "Het beleid begint",
        "same": "Tot hier is het leven onder beide plannen hetzelfde. Vanaf {when} lopen ze uiteen.",
        "never": "Onder beide plannen loopt dit leven gelijk.",
        "nothing": "Er gebeurde niets in deze vijf jaar.",
        "none": "Er is niemand voor wie deze twee plannen verschil maken. Kies andere plannen.",
        "working": "Ik zoek het op …",
        "state": "stand: {state}",
        "shorten": "Alleen waar de levens verschillen",
        "talk": "Om te bespreken: waar in dit verhaal had u iets kunnen doen?",
    },
    "en": {
        "title": "Follow a resident",
        "lead": "One made-up resident, under two plans. The same person, with the same luck, good and bad.",
        "plan": "Plan {letter}",
        "who": "Who?",
        "differs": "somebody to whom it makes a difference",
        "in_need": "somebody who comes to be in need",
        "anybody": "anybody",
        "draw": "Draw a resident",
        "number": "Or choose a number (0 to {most})",
        "week": "week",
        "year": "year {year}, week {week}",
        "before": "What came before",
        "before_week": "{weeks} weeks before",
        "starts": "The policy starts",
        "same": "Until here life is the same under both plans. From {when} they part.",
        "never": "Under both plans this life goes the same way.",
        "nothing": "Nothing happened in these five years.",
        "none": "There is nobody to whom these two plans make a difference. Choose other plans.",
        "working": "Looking it up …",
        "state": "state: {state}",
        "shorten": "Only where the lives differ",
        "talk": "To discuss: where in this story could you have done something?",
    },
}  # fmt: skip


class _Page:
    def __init__(self, crew: Crew, lang: Language) -> None:
        self.crew = crew
        self.lang: Language = lang
        self.words = _TEXTS[lang]
        self.state = page_state(
            "life", {"a": "loket-only", "b": "outreach", "who": _WHO[0], "resident": None, "short": False}
        )
        self.version = 0
        words = self.words
        text("h1", words["title"])
        text("p", words["lead"], "lead")
        with block("div", "two"):
            with block("section"):
                self._choices()
            with block("section"):
                self.line = text("p", "", "small")
                self.line.props["role"] = "status"
                self.place = ui.element("div")
        if self.state["resident"] is None:
            self.draw()
        else:
            self.follow()

    def _choices(self) -> None:
        words = self.words
        titles = {name: getattr(load_scenario(name).title, self.lang) for name in shipped()}
        options = dict(sorted(titles.items(), key=lambda item: item[1].lower()))
        for key, letter in (("a", "A"), ("b", "B")):
            label = words["plan"].format(letter=letter)
            select = ui.select(
                options, value=self.state[key], label=label, with_input=True,
                on_change=lambda e, key=key: self._chooses(key, e.value),
            )  # fmt: skip
            select.props("outlined options-dense").classes("wide")
        with block("fieldset", "choice"):
            text("legend", words["who"])
            radio = ui.radio(
                {who: words[who] for who in _WHO}, value=self.state["who"],
                on_change=lambda e: self.state.update(who=e.value),
            )  # fmt: skip
            radio.props["aria-label"] = words["who"]
        ui.button(words["draw"], on_click=self.draw).props("no-caps unelevated")
        label = words["number"].format(most=RESIDENTS - 1)
        self.box = ui.number(label, value=self.state["resident"], min=0, max=RESIDENTS - 1, precision=0)
        self.box.props("outlined debounce=600").classes("wide number-below")
        self.box.on_value_change(lambda e: self._numbered(e.value))
        ui.checkbox(words["shorten"], value=self.state["short"], on_change=self._shortens)
        text("p", words["talk"], "small")

    def _chooses(self, key: str, name: str | None) -> None:
        if name in shipped() and self.state[key] != name:
            self.state[key] = name
            self.follow()

    def _numbered(self, k: float | None) -> None:
        if k is not None and 0 <= k < RESIDENTS and int(k) != self.state["resident"]:
            self.state["resident"] = int(k)
            self.follow()

    def _shortens(self, e: Any) -> None:
        self.state["short"] = e.value
        self.follow()

    def draw(self) -> None:
        """Draw another resident."""
        self._begins(self._draws)

    def follow(self) -> None:
        """Show the life of the resident who was chosen."""
        if self.state["resident"] is not None:
            self._begins(self._follows)

    def _begins(self, work: Any) -> None:
        self.version += 1
        self._says(self.words["working"])
        background_tasks.create(work(self.version))

    def _says(self, words: str, wrong: bool = False) -> None:
        self.line.set_text(words)
        self.line.classes(replace="wrong" if wrong else "small")

    def _restarted(self) -> None:
        self._says(WORDS[self.lang]["restarted"], wrong=True)

    def _plans(self) -> list[Any]:
        a, b = (scenario_of(based_on(self.state[key]), self.lang) for key in ("a", "b"))
        return [a, b]

    async def _draws(self, version: int) -> None:
        who = self.state["who"]
        try:
            chosen = list(range(RESIDENTS))
            if who != "anybody":
                in_need, differs = await self.crew.call(
                    worker.whom_to_follow, self._plans(), SEED, RESIDENTS, WEEKS, BURN_IN,
                    on_restart=self._restarted,
                )  # fmt: skip
                chosen = differs if who == "differs" else in_need
        except BereikError as error:
            self._says(str(error).splitlines()[0], wrong=True)
            return
        if version != self.version:
            return
        if not chosen:
            self._says(self.words["none"], wrong=True)
            return
        # which life is shown decides no number, so it needs no place among the decisions of chance
        self.state["resident"] = chosen[int.from_bytes(os.urandom(4), "big") % len(chosen)]
        self.box.set_value(self.state["resident"])
        await self._follows(version)

    async def _follows(self, version: int) -> None:
        resident = int(self.state["resident"])
        try:
            a, b = await self.crew.call(
                worker.lives, self._plans(), SEED, RESIDENTS, WEEKS, BURN_IN, resident, self.lang,
                on_restart=self._restarted,
            )  # fmt: skip
        except BereikError as error:
            self._says(str(error).splitlines()[0], wrong=True)
            return
        if version == self.version:
            self._says("")
            self.place.clear()
            with self.place:
                self._shows(a, b)

    def _shows(self, a: worker.Life, b: worker.Life) -> None:
        words = self.words
        titles = [getattr(plan.title, self.lang) for plan in self._plans()]
        text("h2", a.who)
        told = [{week: (happened, state) for week, happened, state in life.weeks} for life in (a, b)]
        weeks = sorted({*told[0], *told[1]})
        after = [week for week in weeks if week >= 0]
        apart = next((week for week in after if told[0].get(week) != told[1].get(week)), None)
        if not weeks:
            text("p", words["nothing"])
        elif apart is None:
            text("p", words["never"])
        else:
            text("p", words["same"].format(when=self._when(apart)), "finding")
        before = [week for week in weeks if week < 0]
        if before:
            with block("details"):
                text("summary", words["before"])
                with block("ul", "plain-list"):
                    for week in before:
                        happened, state = told[0].get(week, ([], ""))
                        parts = [*happened, *([words["state"].format(state=state)] if state else [])]
                        text("li", f"{words['before_week'].format(weeks=-week)}: {'; '.join(parts)}")
        if self.state["short"]:
            after = [week for week in after if told[0].get(week) != told[1].get(week)]
        with block("div", "scrolls", tabindex="0", role="region", aria_label=words["title"]):
            self._table(after, told, titles)
        with block("div", "halves"):
            for title, life in zip(titles, (a, b), strict=True):
                text("p", f"{title}. {life.ending}", "small")

    def _table(
        self, weeks: list[int], told: list[dict[int, tuple[list[str], str]]], titles: list[str]
    ) -> None:
        words = self.words
        with block("table", "plain lives"):
            with block("thead"), block("tr"):
                for head in (words["week"], *(f"{k}. {t}" for k, t in zip("AB", titles, strict=True))):
                    with block("th", scope="col"):
                        ui.label(head)
            with block("tbody"):
                for week in weeks:
                    differs = told[0].get(week) != told[1].get(week)
                    with block("tr", "apart" if differs else ""):
                        with block("th", scope="row"):
                            ui.label(self._when(week))
                        for life in told:
                            with block("td"):
                                happened, state = life.get(week, ([], ""))
                                for sentence in happened:
                                    text("p", sentence.replace("_", " "))
                                if state:
                                    text("p", words["state"].format(state=state), "state")

    def _when(self, week: int) -> str:
        year, rest = divmod(week, WEEKS_PER_YEAR)
        return self.words["year"].format(year=year + 1, week=rest + 1)


def build(crew: Crew, lang: Language) -> None:
    """Show the page."""
    _Page(crew, lang)

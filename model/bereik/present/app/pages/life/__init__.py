"""Follow a resident: one life, week by week, under two plans; the same person with the same luck."""

from __future__ import annotations

import os
from contextlib import aclosing
from typing import Any, Final

from nicegui import background_tasks, ui

from bereik.errors import BereikError
from bereik.experiments import persona
from bereik.experiments.job import BURN_IN, WEEKS, prepare
from bereik.experiments.wording import Language
from bereik.present.app import worker
from bereik.present.app.estimates import REFINED, SEED, Crew
from bereik.present.app.numbers import NumberBox
from bereik.present.app.pages.life.told import show_fates, show_lives
from bereik.present.app.pages.life.words import TEXTS
from bereik.present.app.parts import block, text
from bereik.present.app.plans import titles_of_shipped
from bereik.present.app.state import page_state
from bereik.present.app.words import WORDS
from bereik.scenarios import Scenario, load_scenario, shipped
from bereik.scenarios.personas import Persona, load_persona, shipped_personas

RESIDENTS: Final = 2500
_WHO: Final = ("differs", "in_need", "anybody")
_OWN: Final = ("fails", "remedy")  # the two plans in the file of a persona
_DEFAULT: Final = {"a": "loket-only", "b": "outreach"}
_NOBODY: Final = ""


class _Page:
    def __init__(self, crew: Crew, lang: Language) -> None:
        self._crew = crew
        self._lang: Language = lang
        self._words = words = TEXTS[lang]
        self._state = page_state(
            "life",
            {**_DEFAULT, "who": _WHO[0], "resident": None, "short": False, "persona": _NOBODY},
        )
        self._version = 0
        text("h1", words["title"])
        text("p", words["lead"], "lead")
        with block("div", "two"):
            with block("section"):
                self._choices()
            with block("section"):
                self._line = text("p", "", "small")
                self._line.props["role"] = "status"
                self._place = ui.element("div")
                self._fates = ui.element("div")
        if self._her is None and self._state["resident"] is None:
            self._draws_anew()
        else:
            self._shows_anew()

    @property
    def _her(self) -> Persona | None:
        name = self._state["persona"]
        return load_persona(name, self._lang) if name in shipped_personas() else None

    # what is chosen

    @ui.refreshable_method
    def _choices(self) -> None:
        words, her = self._words, self._her
        people = {_NOBODY: words["nobody"]}
        people |= {name: getattr(load_persona(name).title, self._lang) for name in shipped_personas()}
        whom = ui.select(
            people, value=_NOBODY if her is None else her.name, label=words["persona"],
            on_change=lambda e: self._chooses_whom(e.value),
        )  # fmt: skip
        whom.props("outlined options-dense").classes("wide")
        if her is not None:
            text("p", getattr(her.summary, self._lang))
            text("p", her.source, "small")
        for key, letter in (("a", "A"), ("b", "B")):
            select = ui.select(
                self._options(her), value=self._state[key], label=words["plan"].format(letter=letter),
                with_input=True, on_change=lambda e, key=key: self._chooses(key, e.value),
            )  # fmt: skip
            select.props("outlined options-dense").classes("wide")
        if her is None:
            self._chooses_resident()
        ui.checkbox(words["shorten"], value=self._state["short"], on_change=self._shortens)
        text("p", words["talk"], "small")

    def _options(self, her: Persona | None) -> dict[str, str]:
        """Return the plans that can be chosen: those that ship, and before them the two in her own file."""
        options = dict(titles_of_shipped(self._lang))
        if her is None:
            return options
        own = {key: getattr(load_scenario(getattr(her, key)).title, self._lang) for key in _OWN}
        name = getattr(her.title, self._lang)
        return {key: self._words["own"].format(title=t, name=name) for key, t in own.items()} | options

    def _chooses_resident(self) -> None:
        words = self._words
        with block("fieldset", "choice"):
            text("legend", words["who"])
            radio = ui.radio(
                {who: words[who] for who in _WHO}, value=self._state["who"],
                on_change=lambda e: self._state.update(who=e.value),
            )  # fmt: skip
            radio.props["aria-label"] = words["who"]
        ui.button(words["draw"], on_click=self._draws_anew).props("no-caps unelevated")
        label = words["number"].format(most=RESIDENTS - 1)
        self._box = NumberBox(
            label, self._state["resident"], 0, RESIDENTS - 1, self._lang, self._numbered,
            whole=True, label=label,
        )  # fmt: skip
        self._box.field.classes("wide number-below")

    def _chooses_whom(self, name: str) -> None:
        plans = dict(_DEFAULT) if name == _NOBODY else dict(zip("ab", _OWN, strict=True))
        self._state.update(persona=name, **plans)
        self._choices.refresh()
        if name == _NOBODY and self._state["resident"] is None:
            self._draws_anew()
        else:
            self._shows_anew()

    def _chooses(self, key: str, name: str | None) -> None:
        if name in (*shipped(), *_OWN) and self._state[key] != name:
            self._state[key] = name
            self._shows_anew()

    def _numbered(self, k: float) -> None:
        self._state["resident"] = int(k)
        self._shows_anew()

    def _shortens(self, e: Any) -> None:
        self._state["short"] = e.value
        self._shows_anew()

    # what is asked

    def _draws_anew(self) -> None:
        """Draw another resident."""
        self._begins(self._draws)

    def _shows_anew(self) -> None:
        """Show the life of whoever was chosen."""
        self._begins(self._follows if self._her is None else self._follows_her)

    def _begins(self, work: Any) -> None:
        self._version += 1
        self._says(self._words["working"])
        self._fates.clear()
        background_tasks.create(self._works(work, self._version))

    async def _works(self, work: Any, version: int) -> None:
        try:
            await work(version)
        except BereikError as error:
            if version == self._version:
                told = str(error).splitlines()[0]
                same = "only the same people" in told
                self._says(self._words["people"] if same else told, wrong=True)

    def _says(self, words: str, wrong: bool = False) -> None:
        self._line.set_text(words)
        self._line.classes(replace="wrong" if wrong else "small")

    def _restarted(self) -> None:
        self._says(WORDS[self._lang]["restarted"], wrong=True)

    def _plans(self) -> list[Scenario]:
        """Return the two plans, about the same people."""
        her = self._her
        names = [getattr(her, self._state[k]) if self._state[k] in _OWN else self._state[k] for k in "ab"]
        plans = [load_scenario(name, self._lang) for name in names]
        if names[0] != names[1]:
            prepare(plans, residents=RESIDENTS, least=1, replicates=1)  # says so where they are not
        return plans

    async def _draws(self, version: int) -> None:
        who = self._state["who"]
        chosen = list(range(RESIDENTS))
        if who != "anybody":
            in_need, differs = await self._crew.call(
                worker.whom_to_follow, self._plans(), SEED, RESIDENTS, WEEKS, BURN_IN,
                on_restart=self._restarted,
            )  # fmt: skip
            chosen = differs if who == "differs" else in_need
        if version != self._version:
            return
        if not chosen:
            self._says(self._words["none"], wrong=True)
            return
        # which life is shown decides no number, so it needs no place among the decisions of chance
        self._state["resident"] = chosen[int.from_bytes(os.urandom(4), "big") % len(chosen)]
        self._box.shows(self._state["resident"])
        await self._follows(version)

    async def _follows(self, version: int) -> None:
        lives = await self._crew.call(
            worker.lives, self._plans(), SEED, RESIDENTS, WEEKS, BURN_IN, int(self._state["resident"]),
            self._lang, on_restart=self._restarted,
        )  # fmt: skip
        if version == self._version:
            self._says("")
            self._shows(lives, "")

    async def _follows_her(self, version: int) -> None:
        """Tell the life of a persona in one replicate, then count over the others how often she is helped."""
        her, plans = self._her, self._plans()
        if her is None:
            return
        size = (persona.RESIDENTS, persona.WEEKS, persona.BURN_IN, self._lang)
        lives, first = await self._crew.call(
            worker.persona_lives, her.name, plans, SEED, *size, on_restart=self._restarted
        )
        if version != self._version:
            return
        self._shows(lives, self._words["one_of"])
        self._says(self._words["counting"].format(n=persona.SEEDS - 1))
        seeds = range(SEED, SEED + persona.SEEDS)
        fates = {SEED: first}
        facts = [(her.name, plans, seed, *size) for seed in seeds[1:]]
        others = self._crew.each(worker.persona_lives, facts, [REFINED] * len(facts), self._restarted)
        async with aclosing(others):
            async for k, (_, lived) in others:
                if version != self._version:
                    return
                fates[seeds[1 + k]] = lived
        found = persona.PersonaFound(
            her, tuple(plans), tuple(seeds), *size[:3],
            tuple(tuple(fates[seed][p] for seed in seeds) for p in range(len(plans))), (),
        )  # fmt: skip
        self._says("")
        with self._fates:
            show_fates(found, self._lang)

    def _shows(self, lives: list[worker.Life], remark: str) -> None:
        titles = [getattr(plan.title, self._lang) for plan in self._plans()]
        self._place.clear()
        with self._place:
            text("h2", lives[0].who)
            if remark:
                text("p", remark, "small")
            show_lives(lives, titles, self._state["short"], self._lang)


def build(crew: Crew, lang: Language) -> None:
    """Show the page."""
    _Page(crew, lang)

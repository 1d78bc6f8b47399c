"""Compare: two to four plans in one gemeente, by clicking; to save, open again and send as a link."""

from __future__ import annotations

import math
from functools import partial
from typing import Any, Final, cast

from nicegui import events, ui

from bereik.errors import BereikError
from bereik.experiments.compare import departures_from_the_book, findings
from bereik.experiments.runner import Job
from bereik.experiments.wording import Language, number, titles_by_name
from bereik.measures.intervals import Interval
from bereik.parameters.book import the_book
from bereik.present.app import charts
from bereik.present.app.estimates import Crew, Estimate
from bereik.present.app.frame import path_of
from bereik.present.app.parts import Asker, Picture, block, table, text
from bereik.present.app.plans import (
    LARGEST_FILE,
    MOST_PLANS,
    Plan,
    based_on,
    job_of,
    link_of,
    plan_of_file,
    scenario_of,
    state_of_link,
    toml_of,
    with_lever,
)
from bereik.present.app.state import page_state, plain
from bereik.present.app.words import WORDS
from bereik.present.table import difference, levels, lines_told
from bereik.present.texts import NOTICE, PAYERS_TOLD, ROWS, SECTIONS, Line, Section
from bereik.scenarios import load_scenario, shipped
from bereik.scenarios.check import archetypes
from bereik.services.build import PER_ADULTS
from bereik.services.kinds import KINDS
from bereik.vocabulary import UNMET_ROWS

_START: Final = ("loket-only", "outreach")
_ADULTS: Final = 20_000
_NO_STAFF: Final = ("partner",)  # kinds that have no hours for this
_ADDED_FTE: Final = 0.5  # per 10,000 adults, of a service that is added
_OF_ALL: Final = ("cost_programme", "cost_provisions", "cost_unmet", "gained", "lost", "displaced")

_TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "title": "Vergelijk",
        "lead": (
            "Zet twee tot vier plannen naast elkaar. Dezelfde mensen, hetzelfde toeval. Plan A is de maat."
        ),
        "gemeente": "Gemeente",
        "kind": "Soort gemeente",
        "kleinschalig": "kleinschalig (dorpen)",
        "kleinstedelijk": "kleine stad",
        "grootstedelijk": "grote stad",
        "own": "uit uw bestand",
        "adults": "Volwassen inwoners",
        "base": "Uitgangspunt",
        "changed": "(aangepast)",
        "hours": "Uren en prijs",
        "fte": "fte per 10.000 inwoners",
        "price": "euro per uur",
        "in_fte": "{fte} fte in deze gemeente",
        "shared": "werkt met de uren van {other}",
        "add_service": "Dienst erbij",
        "drop_service": "Haal weg",
        "save": "Bewaar",
        "remove": "Plan weg",
        "add": "Plan erbij",
        "open": "Open een plan (.toml)",
        "open_help": (
            "Een plan dat u bewaarde, of een scenario van u zelf. Staat er een [gemeente] in, dan geldt die"
            " voor alle plannen."
        ),
        "share": "Deel als link",
        "link": "Wie deze link opent op dit adres, ziet dezelfde plannen:",
        "opened": "Geopend: {title}.",
        "linked": "De plannen uit de link staan klaar.",
        "start": "Begin opnieuw",
        "by_doen": "Bereik naar doenvermogen",
        "by_time": "Hoe snel?",
        "by_row": "Waarom niet? Weken zonder volledige hulp, per 1000 inwoners per jaar",
        "numbers": "De cijfers",
        "measure": "maat",
        "minus": "{b} min {a}",
        "scaled": "Euro's en aantallen zijn omgerekend naar {adults} volwassenen.",
        "five": "Voor vijf jaar en meer herhalingen: bewaar de plannen, en gebruik `bereik compare`.",
        "wait": "Wachtlijst",
        "waiting": "op een wachtlijst, per 1000 inwoners",
        "who_pays": "Onvervulde nood en crises: wie betaalt, euro per jaar",
        "seen": "Wat de gemeente ziet",
        "use": "gebruik: bekende inwoners met hulp, per 1000",
        "on_list": "op de wachtlijst, per 1000",
        "weeks_waited": "weken op de wachtlijst",
        "reach_registered": "van wie bekend is, krijgt hulp",
        "truth": "Wat waar is",
        "need": "inwoners in nood, per 1000",
        "without": "in nood en zonder passende hulp, per 1000",
        "truth_reach": "van wie in nood is, krijgt passende hulp",
        "decile": "tiende",
        "week": "week",
        "people": (
            "Deze plannen gaan over verschillende mensen, dus ze zijn niet te vergelijken. Kies een ander"
            " uitgangspunt voor een van beide."
        ),
        "one": "Zet er een plan bij om te vergelijken.",
        "figure": "Passende hulp binnen een jaar, % van wie hulp nodig heeft",
        "figure_time": "Ooit passende hulp gehad, % van wie hulp nodig heeft",
    },
    "en": {
        "title": "Compare",
        "lead": (
            "Put two to four plans side by side. The same people, the same luck. Plan A is the yardstick."
        ),
        "gemeente": "Gemeente",
        "kind": "Kind of gemeente",
        "kleinschalig": "small scale (villages)",
        "kleinstedelijk": "small city",
        "grootstedelijk": "large city",
        "own": "from your file",
        "adults": "Adult residents",
        "base": "Starts from",
        "changed": "(changed)",
        "hours": "Hours and price",
        "fte": "fte per 10,000 residents",
        "price": "euros an hour",
        "in_fte": "{fte} fte in this gemeente",
        "shared": "works with the hours of {other}",
        "add_service": "Add a service",
        "drop_service": "Take away",
        "save": "Save",
        "remove": "Remove plan",
        "add": "Add a plan",
        "open": "Open a plan (.toml)",
        "open_help": (
            "A plan you saved, or a scenario of your own. If it has a [gemeente], that holds for all plans."
        ),
        "share": "Share as a link",
        "link": "Who opens this link at this address sees the same plans:",
        "opened": "Opened: {title}.",
        "linked": "The plans of the link are ready.",
        "start": "Start anew",
        "by_doen": "Reach by doenvermogen",
        "by_time": "How soon?",
        "by_row": "Why not? Weeks not fully covered, per 1000 adults a year",
        "numbers": "The figures",
        "measure": "measure",
        "minus": "{b} minus {a}",
        "scaled": "Euros and counts are scaled to {adults} adults.",
        "five": "For five years and more replicates: save the plans, and use `bereik compare`.",
        "wait": "Waiting list",
        "waiting": "on a waiting list, per 1000 adults",
        "who_pays": "Unmet need and crises: who pays, euros a year",
        "seen": "What the gemeente sees",
        "use": "use: registered residents with help, per 1000",
        "on_list": "on the waiting list, per 1000",
        "weeks_waited": "weeks on the waiting list",
        "reach_registered": "of those registered, get help",
        "truth": "What is true",
        "need": "residents in need, per 1000",
        "without": "in need and without fitting help, per 1000",
        "truth_reach": "of those in need, get fitting help",
        "decile": "tenth",
        "week": "week",
        "people": (
            "These plans are about other people, so they cannot be compared. Start one of them from"
            " something else."
        ),
        "one": "Add a plan to compare.",
        "figure": "Fitting help within a year, % of those who need help",
        "figure_time": "Ever had fitting help, % of those who need help",
    },
}  # fmt: skip


def _both(key: str) -> dict[str, str]:
    return {"nl": _TEXTS["nl"][key], "en": _TEXTS["en"][key]}


def _line(measure: str, kind: str, key: str, group: str = "") -> Line:
    return Line(measure, kind, group=group, **_both(key))


_MORE: Final = (
    Section(lines=(_line("waiting_per_1000", "rate", "waiting"),), **_both("wait")),
    Section(
        lines=tuple(
            Line("cost_unmet", "euros", nl, en, group=f"payer={payer}")
            for payer, (nl, en) in PAYERS_TOLD.items()
        ),
        **_both("who_pays"),
    ),
    Section(
        lines=(
            _line("as_seen_by_gemeente", "rate", "use", "seen=use"),
            _line("as_seen_by_gemeente", "rate", "on_list", "seen=waiting"),
            _line("as_seen_by_gemeente", "weeks", "weeks_waited", "seen=weeks_waited"),
            _line("as_seen_by_gemeente", "share", "reach_registered", "seen=reach_registered"),
        ),
        **_both("seen"),
    ),
    Section(
        lines=(
            _line("as_seen_by_gemeente", "rate", "need", "truth=need"),
            _line("as_seen_by_gemeente", "rate", "without", "truth=without_fitting_help"),
            _line("as_seen_by_gemeente", "share", "truth_reach", "truth=reach"),
        ),
        **_both("truth"),
    ),
)


def default_state() -> dict[str, Any]:
    """Return what stands here before anybody chose."""
    return {
        "gemeente": {"archetype": "kleinstedelijk", "residents": _ADULTS},
        "plans": [based_on(name) for name in _START],
    }


class _Page:
    """One visitor at work: what she chose, and what is shown of it."""

    def __init__(self, crew: Crew, lang: Language) -> None:
        self.lang: Language = lang
        self.words = _TEXTS[lang]
        self.state = page_state("compare", default_state())
        text("h1", self.words["title"])
        text("p", self.words["lead"])
        self.said = text("p", "")
        self.said.props["role"] = "status"
        self._opens_link()
        with block("div", "two"):
            with block("section"):
                self.controls()
            with block("section"):
                self._results(crew)
        self.ask()

    @property
    def plans(self) -> list[Plan]:
        """Return the plans as they were chosen."""
        return plain(self.state["plans"])

    def says(self, words: str, wrong: bool = False) -> None:
        """Tell the visitor what happened."""
        self.said.set_text(words)
        self.said.classes(replace="wrong" if wrong else "small")

    def changes(self, plans: list[Plan]) -> None:
        """Take other plans, and ask anew."""
        self.state["plans"] = plans
        self.controls.refresh()
        self.ask()

    def ask(self) -> None:
        """Ask what these plans do."""
        if len(self.plans) < 2:
            self.says(self.words["one"])
        self._asker.ask(self._job)

    def _job(self) -> Job:
        gemeente = {"based_on": _START[0], "gemeente": plain(self.state["gemeente"])}
        try:
            return job_of(self.plans, gemeente, self.lang)
        except BereikError as error:
            if "only the same people" in str(error):
                raise type(error)(self.words["people"]) from None
            raise

    def _opens_link(self) -> None:
        link = ui.context.client.request.query_params.get("plan")
        if not link:
            return
        try:
            asked = state_of_link(link, self.lang)
            plans, gemeente = asked.get("plans"), asked.get("gemeente")
            if not isinstance(plans, list) or not 1 <= len(plans) <= MOST_PLANS:
                raise BereikError(self.words["people"])
            for plan in [*plans, {"based_on": _START[0], "gemeente": gemeente}]:
                scenario_of(plan, self.lang)
        except (BereikError, TypeError, AttributeError) as error:
            self.says(str(error).splitlines()[0], wrong=True)
            return
        self.state.update(plans=plans, gemeente=gemeente)
        self.says(self.words["linked"])
        ui.navigate.history.replace(path_of("compare", self.lang))  # a reload shows what came after

    # what is chosen

    @ui.refreshable_method
    def controls(self) -> None:
        """Show the gemeente and the plans."""
        words = self.words
        with block("div", "card"):
            text("h2", words["gemeente"])
            gemeente = plain(self.state["gemeente"])
            known = {name: words.get(name, name) for name in archetypes(the_book())}
            own = set(gemeente) - {"archetype", "residents", "wijken"}
            options = known | ({"own": words["own"]} if own else {})
            chosen = "own" if own else gemeente.get("archetype", "kleinstedelijk")
            select = ui.select(options, value=chosen, label=words["kind"], on_change=self._chooses_gemeente)
            select.props("outlined options-dense").classes("wide")
            box = ui.number(
                words["adults"], value=gemeente.get("residents", _ADULTS), min=1000, max=1_000_000, step=1000,
                on_change=self._chooses_residents,
            )  # fmt: skip
            box.props("outlined debounce=600").classes("wide")
        plans = self.plans
        for k, plan in enumerate(plans):
            self._plan(k, plan)
        with block("div", "buttons"):
            if len(plans) < MOST_PLANS:
                ui.button(words["add"], on_click=self._adds).props("no-caps outline")
            ui.button(words["share"], on_click=self._shares).props("no-caps outline")
            ui.button(words["start"], on_click=self._starts_anew).props("no-caps flat")
        self._link = text("p", "", "link")
        upload = ui.upload(
            auto_upload=True, max_file_size=20 * LARGEST_FILE, on_upload=self._opens,
            on_rejected=lambda: self.says(self._too_large(), wrong=True),
        )  # fmt: skip
        upload.classes("hidden")  # it has no names for who cannot see; the button has
        ui.button(words["open"], on_click=lambda: upload.run_method("pickFiles")).props("no-caps outline")
        text("p", words["open_help"], "small")

    def _plan(self, k: int, plan: Plan) -> None:
        words, letter = self.words, "ABCD"[k]
        base = plan.get("based_on", "")
        with block("div", "card"):
            text("h2", f"{letter}. {self._title(plan)}")
            titles = {name: getattr(load_scenario(name).title, self.lang) for name in shipped()}
            options = dict(sorted(titles.items(), key=lambda item: item[1].lower()))
            if base not in options:
                options[base] = words["own"]
            select = ui.select(
                options, value=base, label=f"{letter}: {words['base']}", with_input=True,
                on_change=lambda e: self._rebases(k, e.value),
            )  # fmt: skip
            select.props("outlined options-dense").classes("wide")
            with block("details", "levers"):
                text("summary", words["hours"])
                self._levers(k, plan)
            with block("div", "buttons"):
                save = ui.button(words["save"], on_click=lambda: self._saves(k))
                save.props("no-caps outline")
                save.props["aria-label"] = f"{words['save']} {letter}"
                if len(self.plans) > 1:
                    away = ui.button(words["remove"], on_click=lambda: self._removes(k))
                    away.props("no-caps flat")
                    away.props["aria-label"] = f"{words['remove']}: {letter}"

    def _levers(self, k: int, plan: Plan) -> None:
        words = self.words
        try:
            services = scenario_of(plan, self.lang).services
        except BereikError as error:
            text("p", str(error).splitlines()[0], "wrong")
            return
        for name, settings in services.items():
            if settings.kind in _NO_STAFF:
                continue
            with block("fieldset", "service"):
                text("legend", name.replace("_", " "))
                if settings.staff_from:
                    text("p", words["shared"].format(other=settings.staff_from), "small")
                else:
                    self._number(k, name, "fte_per_10000", settings.fte_per_10000, 0.05, words["fte"])
                    self._number(k, name, "price_per_hour", settings.price_per_hour, 1, words["price"])
                drop = ui.button(words["drop_service"], on_click=partial(self._drops, k, name))
                drop.props("no-caps flat dense")
                drop.props["aria-label"] = f"{words['drop_service']}: {name}"
        missing = [kind for kind in KINDS if kind not in services and kind not in _NO_STAFF]
        ui.select(
            missing, label=words["add_service"], on_change=lambda e: self._adds_service(k, e.value)
        ).props("outlined options-dense").classes("wide")

    def _number(self, k: int, service: str, lever: str, value: float, step: float, label: str) -> None:
        high = max(2.0 * value, 2.0) if lever == "fte_per_10000" else 200.0
        with block("div", "lever-row"):
            slider = ui.slider(min=0, max=round(high, 2), step=step, value=value)
            slider.props["aria-label"] = f"{service}: {label}"
            box = ui.number(label, value=value, min=0, step=step).props("outlined debounce=400")
            box.props["aria-label"] = f"{service}: {label} ({WORDS[self.lang]['number']})"
        remark = text("p", "", "small in-fte") if lever == "fte_per_10000" else None

        def tell(fte: float) -> None:
            if remark is not None:
                adults = float(self.state["gemeente"].get("residents", _ADULTS))
                told = number(fte * adults / PER_ADULTS, 1, self.lang)
                remark.set_text(self.words["in_fte"].format(fte=told))

        def moved(told: Any, other: Any) -> None:
            if told.value is None or told.value < 0:
                return
            if other.value != told.value and (other is box or told.value <= high):
                other.set_value(told.value)
                return
            tell(float(told.value))
            plans = self.plans
            plans[k] = with_lever(plans[k], service, lever, float(told.value))
            self.state["plans"] = plans
            self.ask()

        slider.on_value_change(lambda e: moved(e, box))
        box.on_value_change(lambda e: moved(e, slider))
        tell(value)

    def _title(self, plan: Plan) -> str:
        try:
            told = getattr(scenario_of(plan, self.lang).title, self.lang)
        except BereikError:
            told = str(plan.get("title", "?"))
        only = set(plan) <= {"based_on"}
        return told if only or "title" in plan else f"{told} {self.words['changed']}"

    def _titles(self) -> dict[str, str]:
        own = [self._title(plan) for plan in self.plans]
        letters = list("ABCD"[: len(own)])
        named = titles_by_name(letters, own)
        return {
            k: named[k] if named[k] != k else f"{k}. {title}"[:40]
            for k, title in zip(letters, own, strict=True)
        }

    def _chooses_gemeente(self, e: Any) -> None:
        if e.value == "own":
            return
        residents = self.state["gemeente"].get("residents", _ADULTS)
        self.state["gemeente"] = {"archetype": e.value, "residents": residents}
        self.ask()

    def _chooses_residents(self, e: Any) -> None:
        if e.value and 1000 <= e.value <= 1_000_000:
            self.state["gemeente"] = plain(self.state["gemeente"]) | {"residents": int(e.value)}
            self.ask()

    def _rebases(self, k: int, name: str | None) -> None:
        plans = self.plans
        if name in shipped() and plans[k].get("based_on") != name:
            plans[k] = based_on(str(name))
            self.changes(plans)

    def _adds_service(self, k: int, kind: str | None) -> None:
        plans = self.plans
        if kind:
            plans[k] = with_lever(plans[k], kind, "fte_per_10000", _ADDED_FTE)
            self.changes(plans)

    def _drops(self, k: int, service: str) -> None:
        plans = self.plans
        base = plans[k].get("based_on")
        services = {**plans[k].get("services", {})}
        services.pop(service, None)
        if base in shipped() and service in load_scenario(base).services:
            services[service] = {"remove": True}
        plans[k] = {**plans[k], "services": services}
        try:
            scenario_of(plans[k], self.lang)
        except BereikError as error:
            self.says(str(error).splitlines()[0], wrong=True)
            return
        self.changes(plans)

    def _adds(self) -> None:
        plans = self.plans
        if len(plans) < MOST_PLANS:
            self.changes([*plans, plans[-1]])

    def _removes(self, k: int) -> None:
        plans = self.plans
        if k < len(plans) and len(plans) > 1:
            self.changes(plans[:k] + plans[k + 1 :])

    def _starts_anew(self) -> None:
        self.state.update(default_state())
        self.says("")
        self.controls.refresh()
        self.ask()

    def _saves(self, k: int) -> None:
        plan = self.plans[k]
        title = self._title(plan)
        tree = {"title": title, **plan, "gemeente": plain(self.state["gemeente"])}
        name = "".join(c if c.isalnum() else "-" for c in title.lower()).strip("-")
        head = f"# {NOTICE[self.lang]}.\n"
        ui.download.content(head + toml_of(tree), f"{name or 'plan'}.toml")

    def _shares(self) -> None:
        state = {"plans": self.plans, "gemeente": plain(self.state["gemeente"])}
        asked = ui.context.client.request
        address = (
            f"{asked.url.scheme}://{asked.url.netloc}{path_of('compare', self.lang)}?plan={link_of(state)}"
        )
        self._link.set_text(f"{self.words['link']} {address}")
        ui.clipboard.write(address)

    def _too_large(self) -> str:
        try:
            plan_of_file(b" " * (LARGEST_FILE + 1), "plan.toml", self.lang)
        except BereikError as error:
            return str(error)
        return ""

    async def _opens(self, e: events.UploadEventArguments) -> None:
        try:
            plan = plan_of_file(await e.file.read(), e.file.name, self.lang)
        except BereikError as error:
            self.says(str(error), wrong=True)
            cast(ui.upload, e.sender).reset()
            return
        gemeente = plan.pop("gemeente", None)
        if gemeente:
            self.state["gemeente"] = {"residents": _ADULTS} | gemeente
        plans = self.plans
        plans = [*plans, plan] if len(plans) < MOST_PLANS else [*plans[:-1], plan]
        self.says(self.words["opened"].format(title=self._title(plan)))
        self.changes(plans)

    # what comes out

    def _results(self, crew: Crew) -> None:
        words, lang = self.words, self.lang
        self.findings = ui.element("div")
        self.findings.props["aria-live"] = "polite"
        text("h2", words["by_doen"])
        text("p", words["figure"], "axis-name")
        self.reach = Picture(lang)
        self._asker = Asker(crew, lang, self.draw)
        with block("div", "halves"):
            with block("div"):
                text("h2", words["by_time"])
                text("p", words["figure_time"], "axis-name")
                self.time = Picture(lang, "picture low")
                self.letters = text("p", "", "small")
            with block("div"):
                text("h2", words["by_row"])
                self.rows = Picture(lang, "picture low")
        text("h2", words["numbers"])
        self.figures = ui.element("div").classes("scrolls")
        self.figures.props["tabindex"] = "0"
        self.figures.props["role"] = "region"
        self.figures.props["aria-label"] = words["numbers"]
        text("p", words["five"], "small")

    def draw(self, estimate: Estimate) -> None:
        """Show an answer."""
        words, lang = self.words, self.lang
        titles = {k: title for k, title in self._titles().items() if k in estimate.names}
        self.findings.clear()
        with self.findings:
            if len(titles) > 1:
                called = {k: f"{k}. {title}" for k, title in titles.items()}
                for n, sentence in enumerate(sentences(estimate, called, lang)):
                    text("p", sentence, "finding" if n == 0 else "")
        shares = [(estimate, "reach_52", f"doenvermogen={d}", str(d)) for d in charts.DECILES]
        self.reach.draw(
            charts.reach_by_doenvermogen(estimate, titles, lang), words["figure"],
            [words["decile"], *titles.values()], [self._row(*share, titles) for share in shares],
        )  # fmt: skip
        weeks = [(estimate, "incidence", f"week={w}", str(w)) for w in range(0, 105, 13)]
        self.time.draw(
            charts.incidence(estimate, titles, lang), words["figure_time"],
            [words["week"], *titles.values()], [self._row(*week, titles) for week in weeks],
        )  # fmt: skip
        self.letters.set_text("; ".join(f"{k}: {title}" for k, title in titles.items()))
        self.rows.draw(
            charts.rows_of_niet_bereik(estimate, titles, lang), words["by_row"],
            [words["measure"], *titles.values()],
            [
                [ROWS[lang][row], *(
                    charts.told(estimate.estimate(f"unmet_{row}_per_1000", k), lang) for k in titles
                )]
                for row in UNMET_ROWS
            ],
        )  # fmt: skip
        self.figures.clear()
        with self.figures:
            self._table(estimate, titles)

    def _row(
        self, estimate: Estimate, measure: str, group: str, head: str, titles: dict[str, str]
    ) -> list[str]:
        told = [
            charts.told(estimate.estimate(measure, k, group), self.lang, scale=100.0, suffix="%")
            for k in titles
        ]
        return [head, *told]

    def _table(self, estimate: Estimate, titles: dict[str, str]) -> None:
        words, lang, shown = self.words, self.lang, len(titles)
        adults = int(self.state["gemeente"].get("residents", _ADULTS))
        factor = adults / estimate.job.residents
        heads = [f"{k}. {title}" for k, title in titles.items()]
        minus = [words["minus"].format(a=estimate.names[0], b=b) for b in estimate.names[1:]]
        rows: list[list[str]] = []
        for section in (*SECTIONS, *_MORE):
            lines = lines_told(estimate, section)
            lines = [(line, told) for line, told in lines if any(e.mean for e in told)]
            if lines:
                rows.append([getattr(section, lang)])
            for line, told in lines:
                scaled = [_times(e, factor if line.measure in _OF_ALL else 1.0) for e in told]
                cells = levels(scaled[:shown], line, lang)
                rows.append(
                    [getattr(line, lang), *cells, *(self._difference(e, line) for e in scaled[shown:])]
                )
        table([words["measure"], *heads, *minus], rows, words["numbers"])
        text("p", words["scaled"].format(adults=number(adults, 0, lang)), "small")

    def _difference(self, estimate: Interval, line: Line) -> str:
        mean, within = difference(estimate, line, self.lang)
        if not within:
            return mean
        told = f"{mean} ({within})"
        return f"{told} {WORDS[self.lang]['same']}" if estimate.low <= 0.0 <= estimate.high else told


def sentences(estimate: Estimate, called: dict[str, str], lang: Language) -> tuple[str, ...]:
    """Return the findings, in the words of ``bereik compare``; they tell what departs from the book."""
    departures = departures_from_the_book(estimate.job.scenarios[: estimate.job.shown])
    return findings(called, estimate.estimates, lang, departures)


def _times(estimate: Interval, factor: float) -> Interval:
    if factor == 1.0 or math.isnan(estimate.mean):
        return estimate
    return Interval(estimate.mean * factor, estimate.low * factor, estimate.high * factor, estimate.pairs)


def build(crew: Crew, lang: Language) -> None:
    """Show the page."""
    _Page(crew, lang)

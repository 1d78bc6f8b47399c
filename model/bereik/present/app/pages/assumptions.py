"""Assumptions: what is left of the promise of a policy note, and which assumption hurts whom."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Final

from nicegui import background_tasks, ui

from bereik.errors import BereikError
from bereik.experiments.assumptions import (
    ASSUMPTIONS,
    STEPS,
    TOLD,
    Assumed,
    all_views,
    divided,
)
from bereik.experiments.compare import BURN_IN, prepare
from bereik.experiments.wording import Language, number
from bereik.experiments.worlds import (
    QUICK_REPLICATES,
    QUICK_RESIDENTS,
    QUICK_WEEKS,
    Worlds,
    figures_in,
)
from bereik.present.app import charts, worker
from bereik.present.app.estimates import SEED, Crew
from bereik.present.app.parts import Picture, block, table, text
from bereik.present.app.plans import based_on, scenario_of, titles_of_shipped
from bereik.present.app.state import page_state
from bereik.present.app.words import WORDS
from bereik.present.staircase import points_told, steps_of
from bereik.scenarios import Scenario, shipped

_RANK: Final = 2  # after every question that moves with a slider
_LOOKS: Final = 0.5  # seconds between two looks at how far it is

_TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "title": "Aannamen",
        "lead": (
            "Beleid rust op beelden van mensen. Hieronder staan er zes. Stel dat ze alle zes kloppen:"
            " hoeveel mensen zou uw plan dan bereiken? En wat blijft daarvan over in de wereld zoals wij die"
            " lezen?"
        ),
        "plan": "Plan",
        "six": "De zes aannamen",
        "go": "Reken uit",
        "long": "Dit is een lange vraag: 64 werelden, elk {n} keer. Het duurt ongeveer een minuut.",
        "working": "{done} van {all} gedaan.",
        "what": "Bereik binnen een jaar, % van wie hulp nodig heeft; wat elke aanname daarvan afhaalt",
        "pale": "Lichte balk: niet te onderscheiden van nul.",
        "step": "stap",
        "size": "procent (95%-interval)",
        "whom": (
            "Wie treft het? Procentpunt bereik dat elke aanname kost, per tiende van doenvermogen"
            " (95%-interval)"
        ),
        "assumption": "aanname",
        "first_look": (
            "Een eerste blik: {residents} volwassenen, {weeks} weken, {n} keer. Voor het hele antwoord:"
            " bereik assumptions {name}"
        ),
    },
    "en": {
        "title": "Assumptions",
        "lead": (
            "Policy rests on views of people. Here are six. Suppose all six were true: how many people"
            " would your plan reach? And what is left of that in the world as we read it?"
        ),
        "plan": "Plan",
        "six": "The six assumptions",
        "go": "Work it out",
        "long": "This is a long question: 64 worlds, {n} times each. It takes about a minute.",
        "working": "{done} of {all} done.",
        "what": "Reach within a year, % of those who need help; what each assumption takes of it",
        "pale": "Pale bar: cannot be told from zero.",
        "step": "step",
        "size": "percent (95% interval)",
        "whom": (
            "Whom does it hit? Percentage points of reach that each one costs, by tenth of doenvermogen"
            " (95% interval)"
        ),
        "assumption": "assumption",
        "first_look": (
            "A first look: {residents} residents, {weeks} weeks, {n} times. For the whole answer:"
            " bereik assumptions {name}"
        ),
    },
}

_Key = tuple[str, Language]
_answers: dict[_Key, Assumed] = {}
_under_way: dict[_Key, _Study] = {}


class _Study:
    """A long question, worked out once: for all who ask it, and for who asks it again after a reload.

    Attributes
    ----------
    done, pieces : how many pieces of work are done, and how many there are
    restarts : how often a worker died under it
    waiting : the pages that wait for it
    task : gives what was found
    """

    def __init__(self, crew: Crew, scenario: Scenario, lang: Language) -> None:
        self.done, self.pieces, self.restarts = 0, 1, 0
        self.waiting: list[_Page] = []
        self.task = asyncio.create_task(self._works(crew, scenario, lang))

    async def _works(self, crew: Crew, scenario: Scenario, lang: Language) -> Assumed:
        job = await asyncio.to_thread(_worlds, scenario)
        rounds = [replace(job, scenarios=(), rounds=(round_,)) for round_ in job.rounds]
        pieces = [(apart, seed) for apart in rounds for seed in job.seeds]
        self.pieces = len(pieces)
        rows: list[tuple[int, str, str, str, float]] = []
        async for _, found in crew.each(worker.played, pieces, [_RANK] * len(pieces), self._restarted):
            rows += found
            self.done += 1
        found = await asyncio.to_thread(divided, job, figures_in(rows, job.names), lang, True, None)
        _answers[scenario.fingerprint(), lang] = found
        return found

    def _restarted(self) -> None:
        self.restarts += 1


class _Page:
    def __init__(self, crew: Crew, lang: Language) -> None:
        self.crew = crew
        self.lang: Language = lang
        self.words = _TEXTS[lang]
        self.state = page_state("assumptions", {"plan": "loket-only", "asked": False})
        self.task: asyncio.Task[None] | None = None
        words = self.words
        text("h1", words["title"])
        text("p", words["lead"], "lead")
        with block("div", "two picture-first"):
            with block("section"):
                self._choices()
            with block("section"):
                self.place = ui.element("div")
        self.below = ui.element("div")
        if self._known() is not None or self.state["asked"]:
            self._begins()

    def _choices(self) -> None:
        words = self.words
        options = dict(titles_of_shipped(self.lang))
        select = ui.select(options, value=self.state["plan"], label=words["plan"], with_input=True)
        select.props("outlined options-dense").classes("wide")
        select.on_value_change(lambda e: self._chooses(e.value))
        ui.button(words["go"], on_click=self._begins).props("no-caps unelevated size=lg")
        text("p", words["long"].format(n=QUICK_REPLICATES), "small")
        with block("div", "status", role="status"):
            self.line = ui.label("")
            self.bar = ui.linear_progress(value=0, show_value=False).props("instant-feedback rounded")
            self.bar.props["aria-label"] = WORDS[self.lang]["progress"]
            self.halt = ui.button(WORDS[self.lang]["stop"], on_click=self._stops).props("flat no-caps")
        self._is_under_way(False)
        text("h2", words["six"])
        with block("ol", "plain-list"):
            for name in ASSUMPTIONS:
                told = TOLD[self.lang][name]
                text("li", f"{told[0].upper()}{told[1:]}.")

    def _key(self) -> _Key:
        return self._scenario().fingerprint(), self.lang

    def _known(self) -> Assumed | None:
        return _answers.get(self._key())

    def _scenario(self) -> Scenario:
        return scenario_of(based_on(self.state["plan"]), self.lang)

    def _chooses(self, name: str | None) -> None:
        if name in shipped() and name != self.state["plan"]:
            self._stops()
            self.state["plan"] = name
            self.line.set_text("")
            self.place.clear()
            self.below.clear()
            if self._known() is not None:
                self._begins()

    def _begins(self) -> None:
        known = self._known()
        if known is not None:
            self._shows(known)
        elif self.task is None or self.task.done():  # a double click asks once
            self.state["asked"] = True
            self.task = background_tasks.create(self._asks())

    def _stops(self) -> None:
        self.state["asked"] = False
        if self.task is not None and not self.task.done():
            self.task.cancel()
            self._says(WORDS[self.lang]["stopped"])
            study = _under_way.get(self._key())
            if study is not None and not any(page.is_seen for page in study.waiting if page is not self):
                study.task.cancel()
        self._is_under_way(False)

    @property
    def is_seen(self) -> bool:
        """Return whether somebody still has this page before her."""
        return self.line.client.has_socket_connection

    def _says(self, words: str, wrong: bool = False) -> None:
        self.line.set_text(words)
        self.line.classes(replace="status-line wrong" if wrong else "status-line")

    def _is_under_way(self, so: bool) -> None:
        self.bar.set_visibility(so)
        self.halt.set_visibility(so)

    async def _asks(self) -> None:
        key, words = self._key(), self.words
        study = _under_way.get(key)
        if study is None:
            study = _under_way[key] = _Study(self.crew, self._scenario(), self.lang)
            study.task.add_done_callback(lambda _: _under_way.pop(key, None))
        study.waiting.append(self)
        self._is_under_way(True)
        restarts = study.restarts
        try:
            while not study.task.done() and not self.line.is_deleted:
                await asyncio.wait([study.task], timeout=_LOOKS)
                self.bar.set_value(round(study.done / study.pieces, 3))
                told = [WORDS[self.lang]["restarted"]] if study.restarts > restarts else []
                if study.done:
                    told.append(words["working"].format(done=study.done, all=study.pieces))
                self._says(" ".join(told), wrong=study.restarts > restarts)
            if self.line.is_deleted:
                return
            found = study.task.result()
        except BereikError as error:
            self._says(str(error).splitlines()[0], wrong=True)
            self._is_under_way(False)
            return
        finally:
            study.waiting.remove(self)
        self._is_under_way(False)
        self._shows(found)

    def _shows(self, found: Assumed) -> None:
        words, lang = self.words, self.lang
        job = found.job
        self._says(
            words["first_look"].format(
                residents=number(job.residents, 0, lang), weeks=job.weeks, n=job.replicates,
                name=found.scenario.name,
            )
        )  # fmt: skip
        self.place.clear()
        with self.place:
            text("h2", found.finding, "finding")
            text("p", words["what"], "axis-name")
            picture = Picture(lang, "picture tall")
            steps = steps_of(found)
            rows = [[name, charts.told(step, lang, scale=100.0, suffix="%")] for name, step, _ in steps]
            picture.draw(charts.staircase(steps, lang), found.finding, [words["step"], words["size"]], rows)
            text("p", words["pale"], "small")
        self.below.clear()
        with self.below:
            text("h2", words["whom"])
            head = [words["assumption"], *(str(d) for d in charts.DECILES)]
            cells = [
                [TOLD[lang][name], *(_on_two_lines(points_told(e, lang)) for e in found.by_decile[name])]
                for name in ASSUMPTIONS
            ]
            with block("div", "scrolls points", tabindex="0", role="region", aria_label=words["whom"]):
                table(head, cells)


def _on_two_lines(told: str) -> str:
    """Put the interval beneath its mean: ten of them stand beside each other."""
    return told.replace(" (", "\n(", 1)


def _worlds(scenario: Scenario) -> Worlds:
    """Return all world views of a scenario, at the size of a first look."""
    size = prepare(
        [scenario], residents=QUICK_RESIDENTS, weeks=QUICK_WEEKS, burn_in=BURN_IN,
        replicates=QUICK_REPLICATES, seed=SEED, least=1,
    )
    return all_views(size, STEPS)


def build(crew: Crew, lang: Language) -> None:
    """Show the page."""
    _Page(crew, lang)

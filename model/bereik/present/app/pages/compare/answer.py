"""What comes out: the finding, the pictures, the map and the table."""

from __future__ import annotations

import math
from typing import Final

from nicegui import ui

from bereik.experiments.compare import departures_from_the_book, findings
from bereik.experiments.wording import Language, number
from bereik.measures.intervals import Interval
from bereik.present.app import charts
from bereik.present.app.estimates import Crew, Estimate
from bereik.present.app.pages.compare.choice import Choice
from bereik.present.app.pages.compare.wijken_map import WijkenMap
from bereik.present.app.pages.compare.words import MORE, TEXTS
from bereik.present.app.parts import Asker, Picture, block, table, text
from bereik.present.app.plans import lettered
from bereik.present.app.words import WORDS
from bereik.present.table import difference, levels, lines_told
from bereik.present.texts import ROWS, SECTIONS, Line
from bereik.vocabulary import UNMET_ROWS

_OF_ALL: Final = ("cost_programme", "cost_provisions", "cost_unmet", "gained", "lost", "displaced")


class Answer:
    """The place where an answer is shown, and where it is asked for."""

    def __init__(self, crew: Crew, choice: Choice) -> None:
        self._choice = choice
        self._lang: Language = choice.lang
        self._words = words = TEXTS[choice.lang]
        self._findings = ui.element("div")
        self._findings.props["aria-live"] = "polite"
        text("h2", words["by_doen"])
        text("p", words["figure"], "axis-name")
        self._reach = Picture(self._lang)
        self._asker = Asker(crew, self._lang, self.draw)
        self._map = WijkenMap(choice)
        with block("div", "halves"):
            with block("div"):
                text("h2", words["by_time"])
                text("p", words["figure_time"], "axis-name")
                self._time = Picture(self._lang, "picture low")
                self._letters = text("p", "", "small")
            with block("div"):
                text("h2", words["by_row"])
                self._rows = Picture(self._lang, "picture low")
        text("h2", words["numbers"])
        self._figures = ui.element("div").classes("scrolls")
        self._figures.props["tabindex"] = "0"
        self._figures.props["role"] = "region"
        self._figures.props["aria-label"] = words["numbers"]
        text("p", words["five"], "small")

    def ask(self) -> None:
        """Ask what the chosen plans do."""
        self._asker.ask(self._choice.job)

    def draw(self, estimate: Estimate) -> None:
        """Show an answer."""
        words, lang = self._words, self._lang
        titles = {k: title for k, title in self._choice.titles().items() if k in estimate.names}
        self._findings.clear()
        with self._findings:
            if len(titles) > 1:
                for n, sentence in enumerate(sentences(estimate, lettered(titles), lang)):
                    text("p", sentence, "finding" if n == 0 else "")
        shares = [(estimate, "reach_52", f"doenvermogen={d}", str(d)) for d in charts.DECILES]
        self._reach.draw(
            charts.reach_by_doenvermogen(estimate, titles, lang), words["figure"],
            [words["decile"], *titles.values()], [self._row(*share, titles) for share in shares],
        )  # fmt: skip
        self._map.draw(estimate, titles)
        weeks = [(estimate, "incidence", f"week={w}", str(w)) for w in range(0, 105, 13)]
        self._time.draw(
            charts.incidence(estimate, titles, lang), words["figure_time"],
            [words["week"], *titles.values()], [self._row(*week, titles) for week in weeks],
        )  # fmt: skip
        self._letters.set_text("; ".join(f"{k}: {title}" for k, title in titles.items()))
        self._rows.draw(
            charts.rows_of_niet_bereik(estimate, titles, lang), words["by_row"],
            [words["measure"], *titles.values()],
            [
                [ROWS[lang][row], *(
                    charts.told(estimate.estimate(f"unmet_{row}_per_1000", k), lang) for k in titles
                )]
                for row in UNMET_ROWS
            ],
        )  # fmt: skip
        self._figures.clear()
        with self._figures:
            self._table(estimate, titles)

    def _row(
        self, estimate: Estimate, measure: str, group: str, head: str, titles: dict[str, str]
    ) -> list[str]:
        told = [
            charts.told(estimate.estimate(measure, k, group), self._lang, scale=100.0, suffix="%")
            for k in titles
        ]
        return [head, *told]

    def _table(self, estimate: Estimate, titles: dict[str, str]) -> None:
        words, lang, shown = self._words, self._lang, len(titles)
        factor = self._choice.adults / estimate.job.residents
        minus = [words["minus"].format(a=estimate.names[0], b=b) for b in estimate.names[1:]]
        rows: list[list[str]] = []
        for section in (*SECTIONS, *MORE):
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
        table([words["measure"], *lettered(titles).values(), *minus], rows, words["numbers"])
        text("p", words["scaled"].format(adults=number(self._choice.adults, 0, lang)), "small")

    def _difference(self, estimate: Interval, line: Line) -> str:
        mean, within = difference(estimate, line, self._lang)
        if not within:
            return mean
        told = f"{mean} ({within})"
        return f"{told} {WORDS[self._lang]['same']}" if estimate.low <= 0.0 <= estimate.high else told


def sentences(estimate: Estimate, called: dict[str, str], lang: Language) -> tuple[str, ...]:
    """Return the findings, in the words of ``bereik compare``; they tell what departs from the book."""
    departures = departures_from_the_book(estimate.job.scenarios[: estimate.job.shown])
    return findings(called, estimate.estimates, lang, departures)


def _times(estimate: Interval, factor: float) -> Interval:
    if factor == 1.0 or math.isnan(estimate.mean):
        return estimate
    return Interval(estimate.mean * factor, estimate.low * factor, estimate.high * factor, estimate.pairs)

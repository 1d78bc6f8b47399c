"""The map of the wijken: reach under each plan, where she gave their borders."""

from __future__ import annotations

import json
from typing import Any

from nicegui import background_tasks, ui

from bereik.experiments.wording import number
from bereik.present.app import charts
from bereik.present.app.estimates import Estimate
from bereik.present.app.maps import map_name, reach_by_wijk, wijk_group
from bereik.present.app.own_gemeente import places_of
from bereik.present.app.pages.compare.choice import Choice
from bereik.present.app.pages.compare.words import TEXTS
from bereik.present.app.parts import Picture, text
from bereik.present.app.plans import LETTERS
from bereik.present.app.words import WORDS

_SECONDS = 20.0  # that a browser may take to learn a map


class WijkenMap:
    """A map a plan; it is not there as long as nobody gave borders, or there is no better answer yet."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._words = TEXTS[choice.lang]
        self._known = ""  # the borders that the browser has learned
        self._version = 0
        self._place = ui.element("div")
        with self._place:
            text("h2", self._words["by_wijk"])
            text("p", self._words["figure"], "axis-name")
            self._picture = Picture(choice.lang)
            self._joined = text("p", "", "small")
        self._place.set_visibility(False)

    def draw(self, estimate: Estimate, titles: dict[str, str]) -> None:
        """Show an answer, where it tells of so many residents that wijken can be told apart."""
        self._version += 1
        borders = self._choice.borders
        self._place.set_visibility(borders is not None and estimate.refined)
        if borders is not None and estimate.refined:
            background_tasks.create(self._draws(estimate, titles, borders[0], self._version))

    async def _draws(self, estimate: Estimate, titles: dict[str, str], borders: str, version: int) -> None:
        if borders != self._known:
            try:
                await self._teaches(borders)
            except TimeoutError:
                return  # she left, or her line is slow: the next answer tries again
        if version != self._version or self._choice.borders is None:
            return
        words, lang, wijken = self._words, self._choice.lang, self._choice.wijken
        places = places_of(self._choice.gemeente, estimate.job.residents)
        options = reach_by_wijk(estimate, titles, places, wijken, json.loads(borders), lang)
        minus = [words["minus"].format(a=estimate.names[0], b=b) for b in estimate.names[1:]]
        rows = [
            self._row(estimate, list(titles), wijk_group(k), [wijken[code] for code in place])
            for k, place in enumerate(places)
        ]
        self._picture.draw(options, words["by_wijk"], [words["wijk"], *titles.values(), *minus], rows)
        facts: dict[str, Any] = {"n": len(places), "all": len(wijken)}
        facts["residents"] = number(estimate.job.residents, 0, lang)
        self._joined.set_text(words["joined"].format(**facts) if len(places) < len(wijken) else "")

    async def _teaches(self, borders: str) -> None:
        """Let the browser learn the outlines, before it is asked to draw them."""
        names = [map_name(letter) for letter in LETTERS]
        with self._place:
            await ui.run_javascript(
                "const { echarts } = await import('nicegui-echart');"
                f"for (const name of {names}) echarts.registerMap(name, {borders});",
                timeout=_SECONDS,
            )
        self._known = borders

    def _row(self, estimate: Estimate, plans: list[str], group: str, wijken: list[str]) -> list[str]:
        lang = self._choice.lang
        reach = [estimate.estimate("reach_52", plan, group) for plan in plans]
        told = [charts.told(e, lang, scale=100.0, suffix="%") for e in reach]
        for plan in plans[1:]:
            change = estimate.difference("reach_52", plan, group)
            same = f" {WORDS[lang]['same']}" if change.low <= 0.0 <= change.high else ""
            told.append(charts.told(change, lang, scale=100.0) + same)
        return [" + ".join(wijken), *told]

"""The gemeente that all plans are about: one of the archetypes, or one from a file of CBS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from nicegui import ui

from bereik.experiments.wording import number
from bereik.parameters.book import the_book
from bereik.present.app.numbers import NumberBox
from bereik.present.app.pages.compare.choice import Choice
from bereik.present.app.pages.compare.words import TEXTS
from bereik.present.app.parts import Redrawn, text
from bereik.scenarios.check import archetypes

_OWN = "own"
_ADULTS: Final = (1000, 1_000_000)


class GemeenteCard:
    """The card at the top of what can be chosen.

    Parameters
    ----------
    asked : called when another gemeente was chosen
    """

    def __init__(self, choice: Choice, asked: Callable[[], None]) -> None:
        self._choice, self._asked = choice, asked
        self._words = TEXTS[choice.lang]
        self._in_file: Mapping[str, str] = {}
        self._chosen: Callable[[str], Any] = lambda _: None
        self._card = Redrawn("card", self._draws)
        self.show()

    def offers(self, gemeenten: Mapping[str, str], chosen: Callable[[str], Any]) -> None:
        """Let the visitor choose from the gemeenten of a file, name by code."""
        self._in_file, self._chosen = gemeenten, chosen
        self.show()

    def show(self) -> None:
        """Show the gemeente; where it is the one that is shown, nothing changes."""
        self._card.shows(self._what())

    def _what(self) -> tuple[Any, ...]:
        own, borders = self._choice.own, self._choice.borders
        return repr(self._choice.gemeente), repr(own), borders and borders[1], tuple(self._in_file)

    def _draws(self) -> None:
        words, own = self._words, self._choice.own
        text("h2", words["gemeente"])
        known = {name: words.get(name, name) for name in archetypes(the_book())}
        options = known | ({} if own is None else {_OWN: own["name"]})
        value = self._choice.gemeente.get("archetype", "kleinstedelijk") if own is None else _OWN
        kind = ui.select(options, value=value, label=words["kind"], on_change=self._of_a_kind)
        kind.props("outlined options-dense").classes("wide")
        if self._in_file:
            select = ui.select(
                dict(self._in_file), label=words["from_file"].format(n=len(self._in_file)),
                with_input=True, on_change=lambda e: self._chosen(e.value) if e.value else None,
            )  # fmt: skip
            select.props("outlined options-dense").classes("wide")
        if own is None:
            box = NumberBox(
                words["adults"], self._choice.adults, *_ADULTS, self._choice.lang, self._as_large_as,
                whole=True, label=words["adults"],
            )  # fmt: skip
            box.field.classes("wide")
            return
        adults = number(self._choice.adults, 0, self._choice.lang)
        text("p", words["counted"].format(name=own["name"], adults=adults))
        text("p", own["told"], "small")
        borders = self._choice.borders
        if borders is not None:
            text("p", borders[1], "small")

    def _of_a_kind(self, e: Any) -> None:
        if e.value != _OWN:
            another = self._choice.own is None
            self._choice.lives_in({"archetype": e.value, "residents": self._choice.adults})
            self._card.shows(self._what(), already=another)
            self._asked()

    def _as_large_as(self, adults: float) -> None:
        self._choice.lives_in(self._choice.gemeente | {"residents": int(adults)})
        self._card.shows(self._what(), already=True)
        self._asked()

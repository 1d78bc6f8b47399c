"""Numbers that are typed: with a comma in Dutch, with a point in English, and either is understood."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from nicegui import ui

from bereik.experiments.wording import Language, number
from bereik.present.app.words import WORDS

_NUMBER: Final = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}([.,]\d{3})+")
_LARGE: Final = 10_000
_BLANKS: Final = re.compile(r"\s")


def written(value: float | None, lang: Language, *, whole: bool = False) -> str:
    """Write a number in a box, with no more digits than it has; nothing where there is none.

    Parameters
    ----------
    whole : whole numbers are asked for, so that thousands can be set apart, from ten thousand on
    """
    if value is None:
        return ""
    if whole and value >= _LARGE:
        return number(value, 0, lang)
    text = f"{value:.10g}"
    return text.replace(".", ",") if lang == "nl" else text


def understood(text: str, *, whole: bool = False) -> float | None:
    """Return the number that was typed; None where it is none.

    Parameters
    ----------
    whole : whole numbers are asked for, so that 20.000 is twenty thousand
    """
    plain = _BLANKS.sub("", text)
    if whole and _THOUSANDS.fullmatch(plain):
        plain = re.sub("[.,]", "", plain)
    if not _NUMBER.fullmatch(plain):
        return None
    value = float(plain.replace(",", "."))
    return None if whole and not value.is_integer() else value


class NumberBox:
    """A box in which a number is typed; it says what would do where it is typed wrong.

    Parameters
    ----------
    says : what a screen reader calls it
    low, high : of what is taken; None: as much as one likes
    whole : whole numbers are asked for
    on_change : called with every number that is taken
    label : what stands in the box; "": it is named beside it
    unit : what stands after the number
    """

    def __init__(
        self,
        says: str,
        value: float | None,
        low: float,
        high: float | None,
        lang: Language,
        on_change: Callable[[float], None],
        *,
        whole: bool = False,
        label: str = "",
        unit: str = "",
    ) -> None:
        self._value, self._low, self._high, self._whole = value, low, high, whole
        self._lang: Language = lang
        self._on_change = on_change
        self.field = ui.input(label or None, value=self._written(value)).without_auto_validation()
        self.field.on_value_change(lambda e: self._typed(e.value))
        self.field.props("outlined debounce=400 inputmode=decimal autocomplete=off")
        self.field.props["aria-label"] = says
        if unit:
            self.field.props["suffix"] = unit
        self.field.on("blur", self._tidies)

    def shows(self, value: float) -> None:
        """Show another number, which is not told on."""
        if value != self._value:
            self._value = value
            self.field.error = None
            self._tidies()

    def _typed(self, text: str | None) -> None:
        value = understood(text or "", whole=self._whole)
        if value is None or value < self._low or (self._high is not None and value > self._high):
            self.field.error = self._would_do() if text else None
            return
        self.field.error = None
        if value != self._value:
            self._value = value
            self._on_change(value)

    def _would_do(self) -> str:
        words = WORDS[self._lang]
        low = self._written(self._low)
        if self._high is None:
            return words["from"].format(low=low)
        return words["between"].format(low=low, high=self._written(self._high))

    def _written(self, value: float | None) -> str:
        return written(value, self._lang, whole=self._whole)

    def _tidies(self) -> None:
        """Write the number as one writes it here; what was typed wrong stays, with what would do."""
        if self.field.error is None:
            self.field.set_value(self._written(self._value))


class SliderWithBox:
    """A slider and a box for one number: where the one moves, the other follows.

    Parameters
    ----------
    slider_says, box_says : what a screen reader calls them
    low, high : of the slider
    most : of the box; None: as much as one likes, and the slider stays at its end
    on_change : called with every number that is chosen
    """

    def __init__(
        self,
        slider_says: str,
        box_says: str,
        value: float,
        low: float,
        high: float,
        step: float,
        lang: Language,
        on_change: Callable[[float], None],
        *,
        most: float | None = None,
        whole: bool = False,
        label: str = "",
        unit: str = "",
    ) -> None:
        self._value, self._high, self._on_change = value, high, on_change
        self._slider = ui.slider(min=low, max=high, step=step, value=min(value, high))
        self._slider.props["aria-label"] = slider_says
        self._slider.on_value_change(lambda e: self._slid(e.value))
        self._box = NumberBox(
            box_says, value, low, most, lang, self._takes, whole=whole, label=label, unit=unit
        )
        self.field = self._box.field

    def _slid(self, value: Any) -> None:
        if value is not None and value != min(self._value, self._high):
            self._takes(float(value))

    def _takes(self, value: float) -> None:
        self._value = value
        self._slider.set_value(min(value, self._high))
        self._box.shows(value)
        self._on_change(value)

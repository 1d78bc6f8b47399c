"""What varies over the points of a plan: how a file says it, what is wrong with it, and a sample of it."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, overload

from pydantic import Field, ValidationError

from bereik.experiments.forms import Table
from bereik.parameters.book import the_book
from bereik.scenarios.change import TABLES, checked_change, has, split
from bereik.services.mistakes import Mistake, mistake, mistakes_of, number

if TYPE_CHECKING:
    import numpy as np

    from bereik.scenarios import Scenario

Number = Annotated[int | float, Field(allow_inf_nan=False)]


class Vary(Table):
    """What one ``[vary."NAME"]`` can say: values to go through, or a range to draw from."""

    values: tuple[Any, ...] | None = None
    low: Number | None = None
    high: Number | None = None


def wrong_variation(design: str, name: str, said: Any, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong with one ``[vary."NAME"]``, and with its values or its ends in a scenario.

    Parameters
    ----------
    design : ``factorial`` goes through values; any other draws from a range
    """
    if split(name) is None:
        return [mistake((), "cannot-vary", key=name)]
    if not any(has(scenario, name) for scenario in scenarios):
        return [mistake((), "varies-nowhere", _possible(name, scenarios), key=name)]
    try:
        vary = Vary.model_validate(listed(said))
    except ValidationError as error:
        return mistakes_of(error, Vary)
    if design == "factorial":
        if vary.values is None:
            return [mistake((), "needs-values")]
        if len({_type(value) for value in vary.values}) != 1:
            return [mistake(("values",), "one-type")]
        ends = {"values": vary.values}
    else:
        if vary.values is not None:
            return [mistake(("values",), "needs-range", value=design)]
        if name.startswith("parameters.") and name.partition(".")[2] not in the_book():
            return [mistake((), "unknown-parameter", the_book(), key=name.partition(".")[2])]
        low, high = range_of(name, vary)
        if low is None or high is None:
            return [mistake((), "values-or-range")]
        if not low < high:
            return [mistake(("low",), "empty-range", low=number(low), high=number(high))]
        ends = {"low": (low,), "high": (high,)}
    wrong: list[Mistake] = []
    for key, values in ends.items():
        for scenario in scenarios:
            for value in values:
                found = checked_change(scenario, {name: value})[1]
                wrong += [m._replace(path=(key,)) for m in found]
    return [m for k, m in enumerate(wrong) if m not in wrong[:k]]


def listed(said: Any) -> Any:
    """Return a table in which a list of TOML is a tuple, as the form has it."""
    if isinstance(said, dict) and isinstance(said.get("values"), list):
        return said | {"values": tuple(said["values"])}
    return said


def _type(value: Any) -> type:
    return float if isinstance(value, int | float) and not isinstance(value, bool) else type(value)


def _possible(name: str, scenarios: Sequence[Scenario]) -> list[str]:
    """Return names like this one that the scenarios do have."""
    table, _, lever = split(name) or TABLES[:1] * 3
    owners = {
        owner: None
        for scenario in scenarios
        for owner in (scenario.levers if table == "services" else scenario.scheme_levers)
    }
    return [f"{table}.{owner}.{lever}" for owner in owners]


def range_of(name: str, vary: Vary) -> tuple[float | None, float | None]:
    """Return the range that is drawn from: as told, or else that of the book."""
    table, _, parameter = name.partition(".")
    book = the_book()
    known = book[parameter] if table == "parameters" and parameter in book else None
    low = vary.low if vary.low is not None or known is None else known.low
    high = vary.high if vary.high is not None or known is None else known.high
    return low, high


class Rows(Sequence[tuple[Any, ...]]):
    """Rows of a design, each made when it is asked for."""

    @abstractmethod
    def row(self, index: int) -> tuple[Any, ...]:
        """Return the row at a place, 0 or more."""

    @overload
    def __getitem__(self, index: int) -> tuple[Any, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> list[tuple[Any, ...]]: ...
    def __getitem__(self, index: int | slice) -> tuple[Any, ...] | list[tuple[Any, ...]]:
        if isinstance(index, slice):
            return [self.row(k) for k in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self.row(index)


class Sample(Rows):
    """Points of a unit cube, stretched to the ranges of what varies; whole where that counts so."""

    def __init__(
        self, unit: np.ndarray, ranges: tuple[tuple[float, float], ...], whole: tuple[bool, ...]
    ) -> None:
        self._unit = unit
        self._ranges = ranges
        self._whole = whole

    def __len__(self) -> int:
        return len(self._unit)

    def row(self, index: int) -> tuple[Any, ...]:
        """Return a point."""
        drawn = zip(self._unit[index].tolist(), self._ranges, self._whole, strict=True)
        return tuple(
            min(high, math.floor(low + u * (high + 1 - low)) if whole else low + u * (high - low))
            for u, (low, high), whole in drawn
        )

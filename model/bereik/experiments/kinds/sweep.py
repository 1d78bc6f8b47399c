"""Kind ``sweep``: levers and numbers of the book, over a grid or a sample; seeds are shared over points.

    kind = "sweep"
    scenarios = ["loket-only", "loket-plus-outreach"]
    design = "latin-hypercube"
    points = 64

    [vary."services.outreach.fte_per_10000"]
    low = 0.1
    high = 1.0

    [vary."parameters.seeking.shame_weight"]     # the range of the book
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, overload

from pydantic import Field, ValidationError

from bereik.experiments.forms import Form, Table
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job, measured
from bereik.experiments.summary import summarise_points as summarise
from bereik.parameters.book import the_book
from bereik.scenarios.change import TABLES, checked_change, has, is_whole, split
from bereik.services.mistakes import Mistake, mistake, mistakes_of, number

if TYPE_CHECKING:
    import numpy as np

    from bereik.scenarios import Scenario

__all__ = ["FORM", "QUICK", "measured", "mistakes", "plan", "summarise"]

QUICK: dict[str, Any] = {"residents": 2000, "weeks": 104, "burn_in": 52, "replicates": 2}
Number = Annotated[int | float, Field(allow_inf_nan=False)]


class Vary(Table):
    """What one ``[vary."NAME"]`` can say: values to go through, or a range to draw from."""

    values: tuple[Any, ...] | None = None
    low: Number | None = None
    high: Number | None = None


class SweepForm(Form):
    """What a file of kind ``sweep`` can say."""

    design: Literal["factorial", "latin-hypercube", "sobol"] = "factorial"
    points: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    design_seed: Annotated[int, Field(ge=0, le=2**31)] = 1
    vary: dict[str, Any] = Field(default_factory=dict[str, Any])


FORM = SweepForm


def mistakes(form: SweepForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong with the design, and with each thing that varies at its ends."""
    wrong: list[Mistake] = []
    if not form.vary:
        wrong.append(mistake((), "nothing-varies"))
    for name, said in form.vary.items():
        wrong += [m.under("vary", name) for m in _wrong_variation(form, name, said, scenarios)]
    if form.design == "factorial" and form.points is not None:
        wrong.append(mistake(("points",), "points-counted"))
    if form.design != "factorial" and form.points is None:
        wrong.append(mistake(("design",), "needs-points", value=form.design))
    if form.design == "sobol" and form.points is not None and form.points & (form.points - 1):
        low = 1 << (form.points.bit_length() - 1)
        wrong.append(mistake(("points",), "not-a-power", low=low, high=2 * low))
    return wrong


def _wrong_variation(
    form: SweepForm, name: str, said: Any, scenarios: Sequence[Scenario]
) -> list[Mistake]:
    if split(name) is None:
        return [mistake((), "cannot-vary", key=name)]
    if not any(has(scenario, name) for scenario in scenarios):
        return [mistake((), "varies-nowhere", _possible(name, scenarios), key=name)]
    try:
        vary = Vary.model_validate(_listed(said))
    except ValidationError as error:
        return mistakes_of(error, Vary)
    if form.design == "factorial":
        if vary.values is None:
            return [mistake((), "needs-values")]
        if len({_type(value) for value in vary.values}) != 1:
            return [mistake(("values",), "one-type")]
        ends = {"values": vary.values}
    else:
        if vary.values is not None:
            return [mistake(("values",), "needs-range", value=form.design)]
        if name.startswith("parameters.") and name.partition(".")[2] not in the_book():
            return [mistake((), "unknown-parameter", the_book(), key=name.partition(".")[2])]
        low, high = _range(name, vary)
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


def _listed(said: Any) -> Any:
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


def _range(name: str, vary: Vary) -> tuple[float | None, float | None]:
    """Return the range that is drawn from: as told, or else that of the book."""
    table, _, parameter = name.partition(".")
    book = the_book()
    known = book[parameter] if table == "parameters" and parameter in book else None
    low = vary.low if vary.low is not None or known is None else known.low
    high = vary.high if vary.high is not None or known is None else known.high
    return low, high


def plan(form: SweepForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return the design, in every gemeente."""
    varied = tuple(form.vary)
    variations = {name: Vary.model_validate(_listed(said)) for name, said in form.vary.items()}
    design = _grid(variations) if form.design == "factorial" else _sample(form, variations)
    return Plan("sweep", jobs, places, varied, design, form.measures, form.groups)


def _grid(variations: Mapping[str, Vary]) -> Grid:
    return Grid(tuple(vary.values or () for vary in variations.values()))


def _sample(form: SweepForm, variations: Mapping[str, Vary]) -> Sample:
    from scipy.stats import qmc

    count = len(variations)
    sampler = qmc.Sobol if form.design == "sobol" else qmc.LatinHypercube
    unit = sampler(count, rng=form.design_seed).random(form.points or 1)
    ranges = [_range(name, vary) for name, vary in variations.items()]
    whole = tuple(is_whole(name) for name in variations)
    return Sample(unit, tuple((low or 0, high or 0) for low, high in ranges), whole)


class Grid(Sequence[tuple[Any, ...]]):
    """Every combination of values, made when it is asked for; the last varies quickest."""

    def __init__(self, values: tuple[tuple[Any, ...], ...]) -> None:
        self._values = values

    def __len__(self) -> int:
        return math.prod(len(values) for values in self._values)

    @overload
    def __getitem__(self, index: int) -> tuple[Any, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> list[tuple[Any, ...]]: ...
    def __getitem__(self, index: int | slice) -> tuple[Any, ...] | list[tuple[Any, ...]]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        row: list[Any] = []
        for values in reversed(self._values):
            index, k = divmod(index, len(values))
            row.append(values[k])
        return tuple(reversed(row))


class Sample(Sequence[tuple[Any, ...]]):
    """Points of a unit cube, stretched to the ranges of what varies; whole where that counts so."""

    def __init__(
        self, unit: np.ndarray, ranges: tuple[tuple[float, float], ...], whole: tuple[bool, ...]
    ) -> None:
        self._unit = unit
        self._ranges = ranges
        self._whole = whole

    def __len__(self) -> int:
        return len(self._unit)

    @overload
    def __getitem__(self, index: int) -> tuple[Any, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> list[tuple[Any, ...]]: ...
    def __getitem__(self, index: int | slice) -> tuple[Any, ...] | list[tuple[Any, ...]]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        drawn = zip(self._unit[index].tolist(), self._ranges, self._whole, strict=True)
        return tuple(
            math.floor(low + u * (high + 1 - low)) if whole else low + u * (high - low)
            for u, (low, high), whole in drawn
        )

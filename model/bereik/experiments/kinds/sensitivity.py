"""Kind ``sensitivity``: on which numbers a measure, or the difference of two scenarios, hangs.

    kind = "sensitivity"
    scenarios = ["loket-only", "outreach"]
    method = "morris"
    factors = ["seeking", "trust.gain"]      # themes and numbers of the book, over its ranges; or ["all"]
    paths = 10

    [vary."services.outreach.fte_per_10000"]    # levers too, or a range of your own
    low = 0.1
    high = 1.0
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import numpy as np
from pydantic import Field

from bereik.experiments.forms import Form
from bereik.experiments.indices import Index, Method, indices, of_luck, points, turns
from bereik.experiments.job import Job, measured
from bereik.experiments.kinds import Kind
from bereik.experiments.plan import Plan
from bereik.experiments.store import write_table
from bereik.experiments.summary import summarise_points
from bereik.experiments.varying import Rows, Sample, Vary, listed, range_of, wrong_variation
from bereik.measures.intervals import too_few_draws
from bereik.parameters.book import the_book
from bereik.scenarios.cbs import ARCHETYPE_OF
from bereik.scenarios.change import is_whole
from bereik.services.mistakes import Mistake, mistake, one_line

if TYPE_CHECKING:
    from bereik.experiments.store import Store
    from bereik.scenarios import Scenario

_QUICK: dict[str, Any] = {
    "residents": 2000, "weeks": 78, "burn_in": 26, "replicates": 2, "paths": 4, "base": 8, "points": 64,
}  # fmt: skip
DUMMY = "dummy"
ALL = "all"
_SWITCHES = ("links", "views")  # what would be if; the world as it is has them at one end
_SIZE_OF: dict[Method, str] = {"morris": "paths", "sobol": "base", "pawn": "points"}


class SensitivityForm(Form):
    """What a file of kind ``sensitivity`` can say."""

    method: Method = "morris"
    factors: tuple[str, ...] = ()
    paths: Annotated[int, Field(ge=2, le=10_000)] = 10
    base: Annotated[int, Field(ge=2, le=1_000_000)] = 64
    points: Annotated[int, Field(ge=20, le=1_000_000)] = 512
    design_seed: Annotated[int, Field(ge=1, le=2**31)] = 1
    vary: dict[str, Any] = Field(default_factory=dict[str, Any])


class Ranged(Protocol):
    """A file that names factors, and ranges of its own."""

    @property
    def factors(self) -> tuple[str, ...]:
        """Return themes and numbers of the book."""
        ...

    @property
    def vary(self) -> dict[str, Any]:
        """Return ranges of its own, by name."""
        ...


def mistakes(form: SensitivityForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong with the factors, and with the size of the design."""
    wrong = wrong_factors(form, form.method, scenarios)
    for method, size in _SIZE_OF.items():
        if size in form.model_fields_set and method != form.method:
            wrong.append(mistake((size,), "of-another-method", sort=method, value=form.method))
    if form.method == "sobol" and form.base & (form.base - 1):
        low = 1 << (form.base.bit_length() - 1)
        wrong.append(mistake(("base",), "not-a-power", low=low, high=2 * low))
    if len(form.gemeenten) > 1:
        wrong.append(mistake(("gemeenten",), "one-gemeente", value=len(form.gemeenten)))
    return wrong


def wrong_factors(form: Ranged, design: str, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong with the factors of a file."""
    wrong: list[Mistake] = []
    if not (form.factors or form.vary):
        wrong.append(mistake((), "no-factors"))
    wrong += unknown_factors(form.factors)
    for name, said in form.vary.items():
        wrong += [m.under("vary", name) for m in wrong_variation(design, name, said, scenarios)]
    return wrong


def _themes() -> dict[str, None]:
    """Return all that numbers of the book stand under, such as ``problems`` and ``problems.starts``."""
    return {
        ".".join(words[:k]): None
        for words in (name.split(".") for name in the_book())
        for k in range(1, len(words))
    }


def plan(form: SensitivityForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return the points of the method, with a factor that does nothing, and then the book's own values."""
    ranges = ranges_of(form, jobs[0].scenarios[0].gemeente.archetype)
    unit = points(form.method, len(ranges) + 1, getattr(form, _SIZE_OF[form.method]), form.design_seed)
    varied = (*ranges, DUMMY)
    sample = Sample(unit, (*ranges.values(), (0.0, 1.0)), tuple(is_whole(name) for name in varied))
    measures = form.measures or (form.outcome,)
    return Plan("sensitivity", jobs, places, varied, Design(form.method, unit, sample), measures)


def ranges_of(form: Ranged, archetype: str) -> dict[str, tuple[float, float]]:
    """Return the range of every factor, by the name it varies under.

    ``all`` is the book without what is a switch and without the numbers of other archetypes.
    """
    names = dict.fromkeys(in_the_book(form.factors, archetype), Vary())
    names |= {name: Vary.model_validate(listed(said)) for name, said in form.vary.items()}
    ranges = {name: range_of(name, vary) for name, vary in names.items()}
    return {name: (low or 0, high or 0) for name, (low, high) in ranges.items()}


def in_the_book(factors: Sequence[str], archetype: str) -> list[str]:
    """Return the numbers of the book that factors mean, by the name they vary under."""
    beside = {*_SWITCHES, *ARCHETYPE_OF.values()} - {archetype}
    found = dict[str, None]()
    for asked in factors:
        for name in the_book():
            within = name == asked or name.startswith(f"{asked}.")
            if within or (asked == ALL and name.partition(".")[0] not in beside):
                found[f"parameters.{name}"] = None
    return list(found)


def unknown_factors(factors: Sequence[str]) -> list[Mistake]:
    """Return what is wrong with factors that are no number and no theme of the book."""
    book, themes = the_book(), _themes()
    return [
        mistake(("factors",), "unknown-factor", [*themes, *book], key=one_line(name))
        for name in factors
        if name != ALL and name not in themes and name not in book
    ]


class Design(Rows):
    """The points of a method; behind them, one at which nothing is changed.

    Attributes
    ----------
    method : of sensitivity analysis
    unit : the points in the unit cube, a column a factor
    """

    def __init__(self, method: Method, unit: np.ndarray, sample: Sample) -> None:
        self.method: Method = method
        self.unit = unit
        self._sample = sample

    def __len__(self) -> int:
        return len(self._sample) + 1

    def row(self, index: int) -> tuple[Any, ...]:
        """Return a point."""
        unchanged = index == len(self._sample)
        return (None,) * self.unit.shape[1] if unchanged else self._sample[index]


# --- when all is there ---


def summarise(store: Store) -> None:
    """Write ``summary.parquet``, and ``indices.parquet`` beside it: scenario × measure × factor × index."""
    import pyarrow as pa

    summarise_points(store)
    rows = [
        (label, measure, *index)
        for (label, measure), at in _outcomes(store).items()
        for index in indices_of(store.plan, at)
    ]
    words = dict.fromkeys(("scenario", "measure", "factor", "index"), pa.string())
    kinds = pa.schema(words | dict.fromkeys(("value", "low", "high"), pa.float64()))
    columns = list(zip(*rows, strict=True)) or [()] * len(kinds.names)
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, kinds, strict=True)]
    write_table(store.out / "indices.parquet", pa.Table.from_arrays(arrays, schema=kinds))


def _outcomes(store: Store) -> Mapping[tuple[str, str], np.ndarray]:
    """Return by scenario or difference and measure: per point mean, low, high and replicates."""
    import pyarrow.parquet as pq

    names = ("scenario", "measure", "point", "mean", "low", "high", "replicates")
    table = pq.read_table(store.out / "summary.parquet", columns=list(names), filters=[("group", "==", "")])
    found: dict[tuple[str, str], np.ndarray] = {}
    for label, measure, point, *told in zip(*(table[name].to_pylist() for name in names), strict=True):
        at = found.setdefault((label, measure), np.full((store.plan.points, 4), math.nan))
        at[point] = told
    return found


def indices_of(plan: Plan, at: np.ndarray) -> list[Index]:
    """Return all indices of one outcome: of the factors, of luck, and of its sign.

    Where some point lacks a seed its mean is over other luck, so then there is nothing but the
    outcome with nothing changed.

    Parameters
    ----------
    at : per point mean, low, high and replicates; the last point has nothing changed
    """
    from scipy.stats import t

    design: Any = plan.design
    mean, low, high, replicates = at.T
    book = [Index("", "at_the_book", float(mean[-1]), float(low[-1]), float(high[-1]))]
    if not (np.isfinite(mean) & (replicates == plan.replicates)).all():
        return book
    own = mean[:-1]
    with np.errstate(invalid="ignore"):
        errors = (high - low)[:-1] / 2.0 / t.ppf(0.975, replicates[:-1] - 1)
    if plan.jobs[0].draws:
        errors = np.full_like(errors, math.nan)  # these intervals hold more than luck
    found = indices(design.method, plan.varied, design.unit, own)
    found += of_luck(design.method, own, errors)
    if own.min() < 0.0 < own.max():
        found += turns(design.method, plan.varied, design.unit, own)
    few = too_few_draws(plan.replicates, drawn=plan.jobs[0].draws is not None)
    return book + found + _other_sign(at, few=few)


def _other_sign(at: np.ndarray, *, few: bool) -> list[Index]:
    """Return the share of points at which the sign is another than with nothing changed, and clearly so.

    Parameters
    ----------
    few : whether there are too few draws for any point to be clear: then that share is NaN
    """
    mean, low, high, _ = at.T
    if mean[-1] == 0.0:
        return []
    up = mean[-1] > 0.0
    other = mean[:-1] < 0.0 if up else mean[:-1] > 0.0
    clear = high[:-1] < 0.0 if up else low[:-1] > 0.0
    clearly = math.nan if few else float(clear.mean())
    return [
        Index("", "other_sign", float(other.mean()), math.nan, math.nan),
        Index("", "clearly_other_sign", clearly, math.nan, math.nan),
    ]


KIND = Kind(
    form=SensitivityForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise,
    over="points",
)  # fmt: skip

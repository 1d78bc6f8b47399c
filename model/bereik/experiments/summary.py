"""From replicates to a summary: means, and intervals over paired seeds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from bereik.experiments import blocks
from bereik.experiments.job import Job, against
from bereik.experiments.wording import NOTHING
from bereik.measures.catalogue import registry
from bereik.measures.intervals import LEVEL, Interval, fieller, paired_interval, spread_interval
from bereik.measures.terms import years
from bereik.records import WijkWeek
from bereik.tables import columns, names_apart
from bereik.vocabulary import UNMET_ROWS

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from bereik.experiments.plan import Plan
    from bereik.experiments.store import Store

EQUAL_BUDGET = 0.001  # staff is paid in whole minutes, so equal budgets differ by rounding
EUROS = 100_000
COLUMNS = ("measure", "group", "scenario", "mean", "low", "high", "unit")  # of ``summary.csv``


def _estimates(
    at: Mapping[tuple[str, str, str], np.ndarray],
    units: Mapping[tuple[str, str], str],
    names: Sequence[str],
    job: Job,
    level: float,
) -> Iterator[tuple[str, str, str, Interval, str]]:
    """Yield measure, group, scenario, interval and unit: levels, then differences with the first.

    Parameters
    ----------
    at : by measure, group and scenario, a value per seed
    units : by measure and group
    """
    interval = spread_interval if job.draws else paired_interval
    for (measure, group), unit in units.items():
        for name in names:
            if (values := at.get((measure, group, name))) is not None:
                yield measure, group, name, within(interval(values, level), unit), unit
        for b in names[1:]:
            label = against(b, names[0])
            differences = at.get((measure, group, label))
            one, other = at.get((measure, group, names[0])), at.get((measure, group, b))
            if differences is None and one is not None and other is not None:
                differences = _minus(other, one)
            if differences is not None:
                yield measure, group, label, within(interval(differences, level), unit, least=-1.0), unit
    for b in names[1:]:
        label = against(b, names[0])
        a_year = at.get(("cost_programme", "", names[0]))
        cost, reached = at.get(("extra_cost", "", label)), at.get(("extra_reached", "", label))
        if a_year is not None and cost is not None and reached is not None:
            measure, estimate = value_for_money(
                a_year * years(job.weeks), cost, reached, level, known=job.draws is None
            )
            yield measure, "", label, estimate, registry()[measure].unit


def within(interval: Interval, unit: str, *, least: float = 0.0) -> Interval:
    """Return an interval that ends where its unit does: a share at 0 and 1, a difference of two at -1 and 1.

    Parameters
    ----------
    least : -1 for a difference
    """
    if unit != "share":
        return interval
    low, high = (float(np.clip(end, least, 1.0)) for end in (interval.low, interval.high))
    return interval._replace(low=low, high=high)


def summarise_points(store: Store, level: float = LEVEL) -> None:
    """Write ``summary.parquet``: mean and interval per point, measure and scenario or difference.

    Two hundred points are read at a time, so the whole may be larger than memory.

    Parameters
    ----------
    level : of the intervals, 0..1
    """
    import pyarrow.parquet as pq

    store.look()
    plan = store.plan
    with (
        blocks.WholeFile(store.out / "summary.parquet") as file,
        pq.ParquetWriter(file, summary_schema(plan), compression="zstd") as writer,
    ):
        for first in range(0, plan.points, _POINTS_AT_A_TIME):
            points = range(first, min(first + _POINTS_AT_A_TIME, plan.points))
            writer.write_table(_summary_of(store, points, level))


_POINTS_AT_A_TIME = 200


def summary_schema(plan: Plan) -> pa.Schema:
    """Return the columns of the summary of an experiment."""
    import pyarrow as pa

    numbers = ("mean", "low", "high")
    types = {"point": pa.int32(), "replicates": pa.int32()} | dict.fromkeys(numbers, pa.float64())
    fields = [pa.field("point", types["point"])]
    fields += [pa.field(name, pa.array([value]).type) for name, value in _examples(plan).items()]
    names = ("measure", "group", "scenario", *numbers, "replicates", "unit")
    return pa.schema([*fields, *(pa.field(name, types.get(name, pa.string())) for name in names)])


def _examples(plan: Plan) -> dict[str, Any]:
    """Return by name a value of what varies; a point at which it is left as it is (None) is none."""
    where = plan.coordinates(0)
    for point in range(1, plan.points):
        if None not in where.values():
            break
        other = plan.coordinates(point)
        where = {name: other[name] if value is None else value for name, value in where.items()}
    return where


def _summary_of(store: Store, points: range, level: float) -> pa.Table:
    """Return the summary of some points."""
    import pyarrow as pa

    plan = store.plan
    names = plan.jobs[0].labels[: plan.jobs[0].shown]
    seeds = np.arange(plan.replicates)
    numbers = (seeds[:, None] * plan.points + np.arange(points.start, points.stop)[None, :]).ravel()
    rows = store.rows(numbers)
    first_seed, replicates = plan.jobs[0].seed, plan.replicates
    columns = [_listed(rows[name]) for name in ("point", "seed", "scenario", "measure", "group", "value")]
    at: dict[int, dict[tuple[str, str, str], np.ndarray]] = {point: {} for point in points}
    for point, seed, scenario, measure, group, value in zip(*columns, strict=True):
        held = at[point]
        if (values := held.get((measure, group, scenario))) is None:
            values = held[measure, group, scenario] = np.full(replicates, math.nan)
        values[seed - first_seed] = value
    units = dict(zip(zip(columns[3], columns[4], strict=True), _listed(rows["unit"]), strict=True))
    found: list[tuple[Any, ...]] = []
    for point in points:
        where = tuple(plan.coordinates(point).values())
        job = plan.jobs[plan.place(point)]
        for measure, group, scenario, estimate, unit in _estimates(at[point], units, names, job, level):
            interval = (estimate.mean, estimate.low, estimate.high, estimate.pairs)
            found.append((point, *where, measure, group, scenario, *interval, unit))
    schema = summary_schema(plan)
    if not found:
        return schema.empty_table()
    told = zip(zip(*found, strict=True), schema, strict=True)
    return pa.Table.from_arrays([pa.array(c, kind.type) for c, kind in told], schema=schema)


def _listed(column: pa.ChunkedArray) -> list[Any]:
    """Return the values of a column; a word that comes again is not made again."""
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        return column.to_pylist()
    whole: Any = column.unify_dictionaries().combine_chunks()
    words = whole.dictionary.to_pylist()
    return [words[k] for k in whole.indices.to_pylist()]


def _minus(b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Return b - a per seed; not available where a value is, or where both lie beyond the horizon."""
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(a) & np.isfinite(b), b - a, math.nan)


def value_for_money(
    budget: np.ndarray, extra_cost: np.ndarray, extra_reached: np.ndarray, level: float = LEVEL,
    *, known: bool = True,
) -> tuple[str, Interval]:
    """Return what a budget reaches extra, when budgets are equal; else what an extra resident reached costs.

    At equal budget ``extra_reached_per_100k_euro``: mean over seeds of extra reached ÷ budget ×
    100,000. Otherwise ``cost_per_extra_reached``: mean extra cost ÷ mean extra reached with
    Fieller's interval; nothing where that is not defined, because reach may not differ at all. Over
    draws of what is not known the second is left out: it is a ratio of means, and has no spread.

    Parameters
    ----------
    budget : per seed, euros for access and help staff of the first scenario, over the whole run
    extra_cost : per seed, euros that the other spends more
    extra_reached : per seed, residents gained minus lost; NaN in any of the three where a seed was not run
    known : whether seeds differ in luck only
    """
    interval = paired_interval if known else spread_interval
    there = np.isfinite(budget) & np.isfinite(extra_cost) & np.isfinite(extra_reached)
    budget, extra_cost, extra_reached = budget[there], extra_cost[there], extra_reached[there]
    if len(budget) and np.all(np.abs(extra_cost) <= EQUAL_BUDGET * budget) and np.all(budget > 0.0):
        return "extra_reached_per_100k_euro", interval(extra_reached * EUROS / budget, level)
    ratio = fieller(extra_cost, extra_reached, level) if known else None
    return "cost_per_extra_reached", ratio or NOTHING


def unmet_over_time(store: Store, point: int, names: Sequence[str]) -> pd.DataFrame:
    """Return the residents in need and not fully covered per week, by row of niet-bereik.

    Columns scenario, week, then one per row: residents per 1000 adults, mean over seeds.

    Parameters
    ----------
    store : of an experiment that keeps its records
    names : scenarios that are shown
    """
    rows = names_apart("unmet", columns(WijkWeek)["unmet"])
    own = np.flatnonzero(store.asked())
    own = own[own % store.plan.points == point]
    weekly: Any = store.records("weekly", own, ["scenario", "week", "residents", *rows]).to_pandas()
    weekly = weekly[weekly["scenario"].isin(list(names))]
    summed = weekly.groupby(["scenario", "week"], sort=False)[["residents", *rows]].sum()
    shares = 1000.0 * summed[rows].div(summed["residents"], axis=0)
    return shares.set_axis(list(UNMET_ROWS), axis=1).reset_index()

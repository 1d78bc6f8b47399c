"""From replicates to a summary: means, and intervals over paired seeds."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bereik.experiments import blocks
from bereik.experiments.runner import Job, against
from bereik.experiments.wording import NOTHING
from bereik.measures.catalogue import registry
from bereik.measures.intervals import Interval, fieller, paired_interval
from bereik.measures.terms import years
from bereik.records import WijkWeek
from bereik.tables import columns, names_apart
from bereik.vocabulary import UNMET_ROWS

if TYPE_CHECKING:
    import pandas as pd

EQUAL_BUDGET = 0.001  # staff is paid in whole minutes, so equal budgets differ by rounding
EUROS = 100_000
COLUMNS = ("measure", "group", "scenario", "mean", "low", "high", "unit")


def summarise(measures: pd.DataFrame, job: Job) -> pd.DataFrame:
    """Return mean and 95 % interval of every measure, per scenario and per difference with the first.

    Parameters
    ----------
    measures : columns scenario, seed, measure, group, value, unit; a row per replicate

    Returns
    -------
    DataFrame with the columns of `COLUMNS`; a difference is the mean of differences within seeds
    """
    import pandas as pd

    names = job.labels[: job.shown]
    wide = measures.pivot(index=["measure", "group", "scenario"], columns="seed", values="value")
    wide = wide.reindex(columns=list(job.seeds))
    units = dict(zip(zip(measures["measure"], measures["group"], strict=True), measures["unit"], strict=True))
    at = {key: k for k, key in enumerate(wide.index)}
    values: Any = wide.to_numpy(dtype=float)
    rows: list[tuple[Any, ...]] = []

    def over_seeds(measure: str, group: str, scenario: str) -> np.ndarray | None:
        k = at.get((measure, group, scenario))
        return None if k is None else values[k]

    def tell(measure: str, group: str, scenario: str, estimate: Interval) -> None:
        unit = units[measure, group]
        rows.append((measure, group, scenario, estimate.mean, estimate.low, estimate.high, unit))

    for measure, group in units:
        for name in names:
            if (level := over_seeds(measure, group, name)) is not None:
                tell(measure, group, name, paired_interval(level))
        for b in names[1:]:
            label = against(b, names[0])
            differences = over_seeds(measure, group, label)
            one, other = over_seeds(measure, group, names[0]), over_seeds(measure, group, b)
            if differences is None and one is not None and other is not None:
                differences = _minus(other, one)
            if differences is not None:
                tell(measure, group, label, paired_interval(differences))
    for b in names[1:]:
        label = against(b, names[0])
        a_year = over_seeds("cost_programme", "", names[0])
        cost, reached = over_seeds("extra_cost", "", label), over_seeds("extra_reached", "", label)
        if a_year is not None and cost is not None and reached is not None:
            measure, estimate = value_for_money(a_year * years(job.weeks), cost, reached)
            units[measure, ""] = registry()[measure].unit
            tell(measure, "", label, estimate)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _minus(b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Return b - a per seed; not available where a value is, or where both lie beyond the horizon."""
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(a) & np.isfinite(b), b - a, math.nan)


def value_for_money(
    budget: np.ndarray, extra_cost: np.ndarray, extra_reached: np.ndarray
) -> tuple[str, Interval]:
    """Return what a budget reaches extra, when budgets are equal; else what an extra resident reached costs.

    At equal budget ``extra_reached_per_100k_euro``: mean over seeds of extra reached ÷ budget ×
    100,000. Otherwise ``cost_per_extra_reached``: mean extra cost ÷ mean extra reached with
    Fieller's interval; nothing where that is not defined, because reach may not differ at all.

    Parameters
    ----------
    budget : per seed, euros for access and help staff of the first scenario, over the whole run
    extra_cost : per seed, euros that the other spends more
    extra_reached : per seed, residents gained minus lost
    """
    if np.all(np.abs(extra_cost) <= EQUAL_BUDGET * budget) and np.all(budget > 0.0):
        return "extra_reached_per_100k_euro", paired_interval(extra_reached * EUROS / budget)
    return "cost_per_extra_reached", fieller(extra_cost, extra_reached) or NOTHING


def unmet_over_time(folder: Path, job: Job) -> pd.DataFrame:
    """Return the residents in need and not fully covered per week, by row of niet-bereik.

    Columns scenario, week, then one per row: residents per 1000 adults, mean over seeds.
    """
    rows = names_apart("unmet", columns(WijkWeek)["unmet"])
    weekly: Any = blocks.read_table(
        folder, "weekly", job.seeds, ["scenario", "seed", "week", "residents", *rows]
    )
    weekly = weekly[weekly["scenario"].isin(job.labels[: job.shown])]
    summed = weekly.groupby(["scenario", "week"], sort=False)[["residents", *rows]].sum()
    shares = 1000.0 * summed[rows].div(summed["residents"], axis=0)
    return shares.set_axis(list(UNMET_ROWS), axis=1).reset_index()

"""From replicates to a summary: means, and intervals over paired seeds."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bereik.experiments import blocks
from bereik.experiments.runner import Job, against
from bereik.experiments.wording import NOTHING, Estimate
from bereik.vocabulary import UNMET_ROWS

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("measure", "group", "scenario", "mean", "low", "high", "unit")
WEEKS_A_YEAR = 52.0
EQUAL_BUDGET = 0.001     # staff is paid in whole minutes, so equal budgets differ by rounding


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
    units = dict(zip(measures["measure"], measures["unit"], strict=True))
    order = list(dict.fromkeys(zip(measures["measure"], measures["group"], strict=True)))
    at = {key: k for k, key in enumerate(wide.index)}
    values: Any = wide.to_numpy(dtype=float)
    absent = np.full(job.replicates, math.nan)

    def over_seeds(measure: str, group: str, scenario: str) -> np.ndarray:
        k = at.get((measure, group, scenario))
        return absent if k is None else values[k]

    rows: list[tuple[Any, ...]] = []

    def tell(measure: str, group: str, scenario: str, estimate: Estimate, unit: str) -> None:
        rows.append((measure, group, scenario, *estimate, unit))

    for measure, group in order:
        paired_only = all((measure, group, name) not in at for name in names)
        if not paired_only:
            for name in names:
                tell(measure, group, name, interval(over_seeds(measure, group, name)), units[measure])
        for b in names[1:]:
            label = against(b, names[0])
            if (measure, group, label) in at:
                differences = over_seeds(measure, group, label)
            elif paired_only:
                continue
            else:
                differences = _minus(over_seeds(measure, group, b), over_seeds(measure, group, names[0]))
            tell(measure, group, label, interval(differences), units[measure])
    for b in names[1:]:
        label = against(b, names[0])
        cost = _minus(over_seeds("cost_programme", "", b), over_seeds("cost_programme", "", names[0]))
        budget = float(np.mean(over_seeds("cost_programme", "", names[0])))
        reached = over_seeds("gained", "", label) - over_seeds("lost", "", label)
        years = job.weeks / WEEKS_A_YEAR
        for measure, estimate, unit in _value_for_money(reached, cost * years, budget * years):
            tell(measure, "", label, estimate, unit)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _minus(b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Return b - a per seed; not available where a value is, or where both lie beyond the horizon."""
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(a) & np.isfinite(b), b - a, math.nan)


def interval(values: np.ndarray) -> Estimate:
    """Return the mean over seeds with its t-interval, over the seeds in which the value exists.

    One seed gives a mean and no interval. When a seed lies beyond the horizon (infinite), so does
    the mean, and there is no interval.
    """
    from bereik.measures import paired_interval

    known = values[~np.isnan(values)]
    if len(known) == 0:
        return NOTHING
    if np.isinf(known).any():
        return Estimate(math.inf, math.nan, math.nan)
    if len(known) == 1:
        return Estimate(float(known[0]), math.nan, math.nan)
    mean, low, high = paired_interval(known)[:3]
    return Estimate(mean, low, high)


def _value_for_money(
    reached: np.ndarray, cost: np.ndarray, budget: float
) -> list[tuple[str, Estimate, str]]:
    """Return what reach costs more, or brings more at equal budget.

    Parameters
    ----------
    reached : per seed, residents gained minus lost within 52 weeks
    cost : per seed, difference in cost of access and help staff over all observed weeks, euros
    budget : the same cost of the first scenario
    """
    from bereik.measures import fieller

    if budget > 0.0 and np.all(np.abs(cost) <= EQUAL_BUDGET * budget):
        return [("extra_reached_per_100k_euro", interval(reached / (budget / 100_000.0)), "residents per 100,000 euro")]
    if len(reached) < 2 or np.isnan(reached).any() or np.isnan(cost).any() or reached.mean() == 0.0:
        return [("cost_per_extra_reached", NOTHING, "euro per resident")]
    bounds = fieller(cost, reached)
    if bounds is None:
        return [("cost_per_extra_reached", NOTHING, "euro per resident")]
    low, high = bounds[-2:]
    return [("cost_per_extra_reached", Estimate(float(cost.mean() / reached.mean()), low, high), "euro per resident")]


def unmet_over_time(folder: Path, job: Job) -> pd.DataFrame:
    """Return the residents in need and not fully covered per week, by row of niet-bereik.

    Columns scenario, week, then one per row: residents per 1000 adults, mean over seeds.
    """
    rows = [f"unmet_{k}" for k in range(len(UNMET_ROWS))]
    weekly = blocks.read_table(folder, "weekly", job.seeds, ["scenario", "seed", "week", "residents", *rows])
    weekly = weekly[weekly["scenario"].isin(job.labels[: job.shown])]
    summed = weekly.groupby(["scenario", "week"], sort=False)[["residents", *rows]].sum()
    shares = 1000.0 * summed[rows].div(summed["residents"], axis=0)
    return shares.set_axis(list(UNMET_ROWS), axis=1).reset_index()

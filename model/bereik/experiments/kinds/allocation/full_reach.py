"""``curve.parquet``: every budget, its reach, and what one more reached costs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from bereik.experiments.kinds.allocation.tables import columns_of, interval_of
from bereik.experiments.selection import DRAWS, means, weighted_means
from bereik.experiments.store import Store
from bereik.experiments.values import Key, values_of
from bereik.measures.intervals import LEVEL, Interval, fieller
from bereik.measures.terms import years
from bereik.vocabulary import UNMET_ROWS


def curve_rows(store: Store) -> dict[str, Any]:
    """Return a row per budget: reach, why not, and what one more reached costs since the budget before.

    Over draws of what is not known the last is left out: it is a ratio of means, and has no spread.
    """
    plan, form = store.plan, store.plan.form
    job = plan.jobs[0]
    interval = interval_of(job)
    names = (form.outcome, "cost_programme", "reached", *(f"unmet_{row}_per_1000" for row in UNMET_ROWS))
    at = values_of(store, [Key(job.labels[0], name) for name in names])
    values = {key.measure: own for key, own in at.items()}
    found: dict[str, Any] = {"times": sorted(form.times)} | columns_of(store)
    found["euros_per_adult"] = [interval(own).mean / job.residents for own in values["cost_programme"]]
    for name in names:
        told = [interval(own) for own in values[name]]
        found[name] = [t.mean for t in told]
        found[f"{name}_low"], found[f"{name}_high"] = zip(*(t[1:3] for t in told), strict=True)
    cost = values["cost_programme"] * years(job.weeks)
    nothing = Interval(math.nan, math.nan, math.nan, 0)
    extra = [nothing] + [
        nothing if job.draws is not None else fieller(more[0], more[1]) or nothing
        for more in zip(np.diff(cost, axis=0), np.diff(values["reached"], axis=0), strict=True)
    ]
    for end, j in (("", 0), ("_low", 1), ("_high", 2)):
        found[f"euros_per_extra_reached{end}"] = [told[j] for told in extra]
    return found


class Crossing(NamedTuple):
    """What it costs to reach a share: euros per adult a year; NaN where no budget that was tried does."""

    reach: float
    euros: Interval


def crossings(reach: np.ndarray, euros: Sequence[float], shares: Sequence[float]) -> list[Crossing]:
    """Return where a curve first passes shares, by straight lines between the budgets.

    The interval has 95 % of what the replicates allow; it has no end where some of them never pass.

    Parameters
    ----------
    reach : (budgets, replicates) in order of the budget
    euros : per budget
    """
    drawn = weighted_means(reach, DRAWS)
    found: list[Crossing] = []
    for share in shares:
        told = [_crosses(own, euros, share) for own in drawn]
        low, high = np.quantile(told, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], method="nearest")
        mean = _crosses(means(reach), euros, share)
        mean = mean if math.isfinite(mean) else math.nan
        found.append(Crossing(share, Interval(mean, float(low), float(high), reach.shape[1])))
    return found


def _crosses(reach: np.ndarray, euros: Sequence[float], share: float) -> float:
    """Return the first budget that reaches a share; infinite where none does, NaN where already the least."""
    passed = np.flatnonzero(reach >= share)
    if not len(passed):
        return math.inf
    k = int(passed[0])
    if k == 0:
        return math.nan
    part = (share - reach[k - 1]) / (reach[k] - reach[k - 1])
    return float(euros[k - 1] + part * (euros[k] - euros[k - 1]))

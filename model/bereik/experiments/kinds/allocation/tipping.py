"""``map.parquet``: every place of the map, and what a step more of either service does there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from bereik.experiments.kinds.allocation.design import design_of
from bereik.experiments.kinds.allocation.form import services_of
from bereik.experiments.kinds.allocation.tables import columns_of, interval_of
from bereik.experiments.store import Store
from bereik.experiments.values import Key, values_of
from bereik.measures.intervals import LEVEL, Interval


def map_rows(store: Store) -> dict[str, Any]:
    """Return a row per place of the map: the outcome, and what a step more of either service does.

    The intervals of steps have a level for all steps of one service together (Bonferroni), so that
    a map of many places does not turn somewhere by luck.
    """
    form, design, job = store.plan.form, design_of(store), store.plan.jobs[0]
    interval, label = interval_of(job), job.labels[0]
    keys = [Key(label, name) for name in (form.outcome, "waiting_per_1000", "cost_programme")]
    at = values_of(store, keys)
    found = columns_of(store)
    for key in keys:
        told = [interval(own) for own in at[key]]
        found[key.measure] = [t.mean for t in told]
        found[f"{key.measure}_low"], found[f"{key.measure}_high"] = zip(*(t[1:3] for t in told), strict=True)
    for k, name in enumerate(services_of(form, job.scenarios[0])):
        above = _step_above(design.fte, k)
        level = 1.0 - (1.0 - LEVEL) / max(1, sum(n is not None for n in above))
        steps = [
            Interval(math.nan, math.nan, math.nan, 0)
            if n is None
            else interval(at[keys[0]][n] - at[keys[0]][point], level)
            for point, n in enumerate(above)
        ]
        for end, j in (("step", 0), ("step_low", 1), ("step_high", 2)):
            found[f"{name}_{end}"] = [step[j] for step in steps]
    return found


def _step_above(fte: Sequence[tuple[float, ...]], k: int) -> list[int | None]:
    """Return per place the one with a step more of service k, and the other service the same."""
    values = sorted({own[k] for own in fte})
    at = {own: point for point, own in enumerate(fte)}
    found: list[int | None] = []
    for own in fte:
        next_one = values.index(own[k]) + 1
        more = None if next_one == len(values) else (*own[:k], values[next_one], *own[k + 1 :])
        found.append(None if more is None else at.get(more))
    return found

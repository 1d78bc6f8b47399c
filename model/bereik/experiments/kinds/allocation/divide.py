"""``divisions.parquet``: every division, its differences with now, the front, chances, check and regret."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from bereik.experiments.kinds.allocation.design import design_of, worlds_of
from bereik.experiments.kinds.allocation.form import OBJECTIVES, objectives_of
from bereik.experiments.kinds.allocation.rounds import above_floor, asked, gains_of
from bereik.experiments.kinds.allocation.tables import columns_of, interval_of
from bereik.experiments.selection import (
    chances,
    front_ranks,
    known,
    leaders,
    mean_differences,
    means,
    regret,
    shares_of_draws,
)
from bereik.experiments.store import Store
from bereik.experiments.values import are_there

_ENDS = ("", "_low", "_high")


def division_rows(store: Store) -> dict[str, Any]:
    """Return a row per division: objectives and differences with now, floor, front, chances, check, regret.

    All but the check is by the seeds that chose.
    """
    interval, drawn = interval_of(store.plan.jobs[0]), store.plan.jobs[0].draws is not None
    form, design = store.plan.form, design_of(store)
    anchor, chose = design.anchor, np.s_[: design.candidates, : form.replicates]
    there = are_there(store)
    gains, equity = gains_of(store)
    own, above = gains[:, *chose], above_floor(form, equity[chose], anchor)
    found = columns_of(store) | {
        "cents_left": [design.total - cents for cents in design.cents],
        "as_now": [k == anchor for k in range(design.candidates)],
    }
    found["replicates"] = there[chose].sum(axis=1)
    for name, gain in zip(objectives_of(form), own, strict=True):
        sign = OBJECTIVES[name].sign
        told = [interval(sign * (g - gain[anchor])) for g in gain]
        found[name] = sign * means(gain)
        for end, k in (("difference", 0), ("low", 1), ("high", 2)):
            found[f"{name}_{end}"] = [d[k] for d in told]
    chance = (
        shares_of_draws(own, above_floor(form, equity[chose], anchor, drawn=True))
        if drawn
        else chances(own, above, anchor)
    )
    met, number = means(above) >= 0.0, found["replicates"]
    order = leaders(own, above, anchor, number == number.max())
    highest = int(order[0]) if len(order) else None
    beside = [interval(g - own[0][highest]) for g in own[0]] if highest is not None else []
    found |= {
        "floor": met,
        "floor_probability": chance.floor,
        "front": front_ranks(mean_differences(known(own), anchor)) == 0,
        "front_probability": chance.front,
        "best_probability": chance.best,
        "highest": [k == highest for k in range(design.candidates)],
        "like_highest": [not (i.low > 0.0 or i.high < 0.0) for i in beside] or [False] * design.candidates,
    }
    return found | _check(store, gains, equity, there, highest) | _robust(store, gains, equity, there)


def _check(
    store: Store, gains: np.ndarray, equity: np.ndarray, there: np.ndarray, highest: int | None
) -> dict[str, Any]:
    """Return what those that were checked do on fresh seeds; NaN for the others."""
    form, design, interval = store.plan.form, design_of(store), interval_of(store.plan.jobs[0])
    fresh = np.s_[: design.candidates, form.replicates :]
    own, checked = gains[:, *fresh], there[fresh].sum(axis=1)
    found: dict[str, Any] = {"checked": checked}
    for name, gain in zip(objectives_of(form), own, strict=True):
        told = [interval(OBJECTIVES[name].sign * (g - gain[design.anchor])) for g in gain]
        found |= {f"{name}_check{end}": [t[k] for t in told] for k, end in enumerate(_ENDS)}
    ahead = [interval(own[0][highest or 0] - g) for g in own[0]]
    found |= {f"ahead{end}": [t[k] for t in ahead] for k, end in enumerate(_ENDS)}
    return found | {"above_floor_check": means(above_floor(form, equity[fresh], design.anchor))}


def _robust(store: Store, gains: np.ndarray, equity: np.ndarray, there: np.ndarray) -> dict[str, Any]:
    """Return the regret of the finalists over possible worlds; NaN for the others, and where runs miss."""
    form, design = store.plan.form, design_of(store)
    names = ("regret_most", "regret_mean", "best_in_worlds", "floor_in_worlds")
    found = {name: np.full(design.candidates, math.nan) for name in names}
    wanted = asked(store)
    if wanted is None or not design.worlds or not wanted[design.candidates :].any():
        return found
    own = np.flatnonzero(wanted[design.candidates : 2 * design.candidates])
    points = worlds_of(design, own)
    some = min(form.world_replicates, form.replicates)
    if not there[points, :some].all():
        return found
    outcome = gains[0][points, :some]
    told = regret(means(outcome))
    anchor = int(np.flatnonzero(own == design.anchor)[0])
    above = [means(above_floor(form, world, anchor)) >= 0.0 for world in equity[points, :some]]
    for name, values in zip(names, (*told, np.mean(above, axis=0)), strict=True):
        found[name][own] = values
    return found

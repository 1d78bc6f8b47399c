"""Which runs: the rounds that choose the best division, and fresh seeds that tell what it does.

Whoever is chosen as best of many was lucky too, in the seeds that chose. So the two that lead and
the division of now are run on seeds that had no part in it: those after the replicates.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from bereik.experiments.kinds.allocation.design import Design, design_of, worlds_of
from bereik.experiments.kinds.allocation.form import OBJECTIVES, AllocationForm, objectives_of
from bereik.experiments.selection import Round, chances, go_on, leaders, means, rounds
from bereik.experiments.store import Store
from bereik.experiments.values import Key, are_there, values_of

LIKELY = 0.05  # of being the best: who is at least so likely gets all replicates


class Gains(NamedTuple):
    """What is compared, of all points.

    Attributes
    ----------
    gains : (objectives, points, replicates); the first is the outcome
    equity : (points, replicates) of the objective that the floor is about
    """

    gains: np.ndarray
    equity: np.ndarray


def gains_of(store: Store) -> Gains:
    """Return the gains of all runs that are there."""
    plan = store.plan
    names = [*objectives_of(plan.form), plan.form.equity]
    label = plan.jobs[0].labels[0]
    keys = [Key(label, *OBJECTIVES[name][:2]) for name in names]
    at = values_of(store, list(dict.fromkeys(keys)))
    nothing = np.full((plan.points, plan.replicates), math.nan)
    found = [OBJECTIVES[name].sign * at.get(key, nothing) for name, key in zip(names, keys, strict=True)]
    return Gains(np.array(found[:-1]), found[-1])


def above_floor(form: AllocationForm, equity: np.ndarray, anchor: int, *, drawn: bool = False) -> np.ndarray:
    """Return how far each candidate is above the floor in every replicate (candidates, replicates).

    The floor is what the anchor has; or a number; or there is none, and then it is 0 above.

    Parameters
    ----------
    equity : (candidates, replicates) gain
    drawn : whether each replicate is looked at by itself. Otherwise only means are, and above a number
        they are as sure as the difference with the anchor is
    """
    if form.floor is False:
        return np.where(np.isfinite(equity), 0.0, math.nan)
    differences = equity - equity[anchor]
    if form.floor is True:
        return differences
    number = OBJECTIVES[form.equity].sign * form.floor
    return equity - number if drawn else differences + means(equity[anchor]) - number


def asked(store: Store) -> np.ndarray | None:
    """Return how many replicates each point is to have, by the rounds that are done; None is all."""
    plan, form, design = store.plan, store.plan.form, design_of(store)
    if form.question != "divide":
        return None
    wanted, there = np.zeros(plan.points, int), are_there(store)
    gains, equity = gains_of(store)
    every = np.arange(design.candidates)
    own, before = every, 0
    for keep, replicates in _rounds(form, design):
        if before:
            told, above = _so_far(form, design, gains, equity, wanted)
            own = go_on(told, above, design.anchor, own, keep)
        wanted[own] = wanted[design.anchor] = before = replicates
        if not _all_there(there, wanted):
            return wanted
    while True:
        told, above = _so_far(form, design, gains, equity, wanted)
        likely = chances(told, above, design.anchor, with_front=False).best >= LIKELY
        again = every[likely & (wanted[every] < form.replicates)]
        if not len(again):
            break
        wanted[again] = np.minimum(2 * wanted[again], form.replicates)
        if not _all_there(there, wanted):
            return wanted
    full = wanted[every] == form.replicates
    finalists = np.unique([*every[full], design.anchor])
    wanted[worlds_of(design, finalists)] = min(form.world_replicates, form.replicates)
    wanted[to_check(leaders(told, above, design.anchor, full), design.anchor)] = form.seeds
    return wanted


def to_check(order: np.ndarray, anchor: int) -> list[int]:
    """Return who is run on fresh seeds: the first two beside the anchor, and the anchor; or nobody.

    Parameters
    ----------
    order : candidates, the highest first
    """
    first = [k for k in order.tolist() if k != anchor][:2]
    return [*first, anchor] if first else []


def _so_far(
    form: AllocationForm, design: Design, gains: np.ndarray, equity: np.ndarray, wanted: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gains of the candidates and how far they are above the floor, in the replicates asked."""
    own = np.s_[: design.candidates, : form.replicates]
    asked_for = np.arange(form.replicates) < wanted[: design.candidates, None]
    told = np.where(asked_for, gains[:, *own], math.nan)
    return told, above_floor(form, np.where(asked_for, equity[own], math.nan), design.anchor)


def _all_there(there: np.ndarray, wanted: np.ndarray) -> bool:
    return bool((there | (np.arange(there.shape[1]) >= wanted[:, None])).all())


def _rounds(form: AllocationForm, design: Design) -> tuple[Round, ...]:
    if form.selection == "all":
        return (Round(design.candidates, form.replicates),)
    return rounds(design.candidates, form.finalists, form.replicates)

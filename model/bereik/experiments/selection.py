"""Ranking and selection: which of many divisions is best, by runs that all cost time.

Sequential halving (Karnin, Koren & Somekh 2013, Almost optimal exploration in multi-armed bandits).
All candidates get a few replicates. Part of them goes on, with twice as many, and so on until the
finalists have all. Who was dropped and is still likely to be the best then gets more too. The
candidates are a finite list, so none is overlooked, there is nothing to tune, and the probability
that the best is best is over all of them.

A *gain* is the value of an objective, turned round where lower is better. All that is compared are
differences in gain with one candidate, the *anchor*, within the same replicate: same people, same
luck. Arrays are (objectives, candidates, replicates); NaN where a run is not there or has no value.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

FIRST_REPLICATES = 4
DRAWS = 2000  # of the weights
_FRONTS = (20, 200)  # for so many of them the front is sought: fewer where there are many candidates
_COMPARED = 20_000_000  # pairs of candidates
_SEED = 1  # of the weights


class Round(NamedTuple):
    """How many candidates take part, each with how many replicates in all."""

    candidates: int
    replicates: int


def rounds(candidates: int, finalists: int, most: int) -> tuple[Round, ...]:
    """Return the rounds: replicates double, and the same share of candidates goes on each time.

    Parameters
    ----------
    finalists : how many are to have all replicates
    most : replicates of the finalists
    """
    replicates = [most]
    while replicates[0] > FIRST_REPLICATES and candidates > finalists:
        replicates.insert(0, -(-replicates[0] // 2))
    if candidates <= finalists or len(replicates) == 1:
        return (Round(candidates, most),)
    share = (finalists / candidates) ** (1.0 / (len(replicates) - 1))
    return tuple(
        Round(max(finalists, math.ceil(candidates * share**k - 1e-9)), n) for k, n in enumerate(replicates)
    )


def go_on(gains: np.ndarray, floor: np.ndarray, anchor: int, own: np.ndarray, keep: int) -> np.ndarray:
    """Return which candidates go on: in turn the best by outcome under the floor, and of the front.

    Parameters
    ----------
    gains : (objectives, candidates, replicates so far); the first objective is the outcome
    floor : (candidates, replicates so far) how far above the floor of equity, in its unit
    own : numbers of the candidates that took part
    keep : how many go on
    """
    at = mean_differences(known(gains), anchor)[:, own]
    above = means(floor[own]) >= 0.0
    outcome = np.where(np.isnan(at[0]), -np.inf, at[0])
    by_outcome = sorted(range(len(own)), key=lambda k: (not above[k], -outcome[k], k))
    ranks = front_ranks(at)
    by_front = sorted(range(len(own)), key=lambda k: (ranks[k], -outcome[k], k))
    chosen = dict.fromkeys(k for pair in zip(by_outcome, by_front, strict=True) for k in pair)
    return np.sort(own[list(chosen)[:keep]])


def leaders(gains: np.ndarray, above: np.ndarray, anchor: int, full: np.ndarray) -> np.ndarray:
    """Return who may be told as the best, the highest first: by the mean difference with the anchor.

    Parameters
    ----------
    gains : (objectives, candidates, replicates); the first objective is the outcome
    above : (candidates, replicates) how far above the floor of equity; who is below it is left out
    full : (candidates,) who has all replicates; the others are left out
    """
    outcome = mean_differences(gains[:1], anchor)[0]
    allowed = full & (means(above) >= 0.0) & np.isfinite(outcome)
    order = np.argsort(np.where(allowed, -outcome, np.inf), kind="stable")
    return order[: allowed.sum()]


def known(gains: np.ndarray) -> np.ndarray:
    """Return the gains without objectives that have no value anywhere, such as two years in one year.

    The first stays, whether or not it has any.
    """
    return np.array([own for k, own in enumerate(gains) if k == 0 or np.isfinite(own).any()])


def mean_differences(gains: np.ndarray, anchor: int) -> np.ndarray:
    """Return the mean difference in gain with the anchor (objectives, candidates); NaN where none is."""
    return means(gains - gains[:, anchor : anchor + 1])


def means(values: np.ndarray) -> np.ndarray:
    """Return means over replicates, the last axis; NaN where there is no value."""
    there = np.isfinite(values)
    count = there.sum(axis=-1)
    total = np.where(there, values, 0.0).sum(axis=-1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def front_ranks(at: np.ndarray) -> np.ndarray:
    """Return per candidate in which front it is: 0 where none is at least as good in all and better in one.

    Front 1 is what front 0 leaves, and so on. Who lacks a value is in the last.

    Parameters
    ----------
    at : (objectives, candidates)
    """
    number = at.shape[1]
    ranks = np.full(number, number)
    left = np.flatnonzero(np.isfinite(at).all(axis=0))
    beaten = dominated_by(at[:, left])
    rank = 0
    while len(left):
        front = ~beaten.any(axis=1)
        ranks[left[front]] = rank
        left, beaten, rank = left[~front], beaten[np.ix_(~front, ~front)], rank + 1
    return ranks


def dominated_by(at: np.ndarray) -> np.ndarray:
    """Return (candidates, candidates) whether the second is at least as good in all and better in one."""
    one, other = at[:, :, None], at[:, None, :]
    return np.logical_and((other >= one).all(axis=0), (other > one).any(axis=0))


def weighted_means(differences: np.ndarray, draws: int = DRAWS) -> np.ndarray:
    """Return draws of what each mean difference could be (draws, ..., candidates).

    The Bayesian bootstrap: every replicate has a weight, the same for all candidates, so that what is
    paired stays paired. A candidate with n replicates has the spread of a mean of n, also where
    n is small: deviations are widened by the root of (n + 1)/(n - 1).

    Parameters
    ----------
    differences : (..., candidates, replicates)

    Source
    ------
    Rubin (1981), The Bayesian bootstrap, Annals of Statistics 9.
    """
    from scipy.stats import qmc

    there = np.isfinite(differences)
    count = there.sum(axis=-1)
    values = np.where(there, differences, 0.0)
    mean = values.sum(axis=-1) / np.maximum(count, 1)
    weights = -np.log1p(-qmc.LatinHypercube(differences.shape[-1], rng=_SEED).random(draws))
    total = np.einsum("...cr,dr->d...c", values, weights)
    weight = np.einsum("...cr,dr->d...c", there.astype(float), weights)
    drawn = total / np.where(weight > 0.0, weight, 1.0)
    wider = np.sqrt((count + 1.0) / np.maximum(count - 1.0, 1e-9))
    return np.where(count > 1, mean + (drawn - mean) * wider, np.where(count == 1, mean, np.nan))


class Chances(NamedTuple):
    """How likely something holds, over draws of what the means could be.

    Attributes
    ----------
    best : (candidates,) that it is the best by outcome of those that meet the floor
    nobody : that none meets the floor; with ``best`` it sums to 1
    floor : (candidates,) that it meets the floor
    front : (candidates,) that it is on the front of all objectives; NaN where that was not asked
    """

    best: np.ndarray
    nobody: float
    floor: np.ndarray
    front: np.ndarray


def chances(
    gains: np.ndarray, floor: np.ndarray, anchor: int, draws: int = DRAWS, *, with_front: bool = True
) -> Chances:
    """Return how likely each candidate is the best, meets the floor, and is on the front.

    Objectives without any value are left out of the front.

    Parameters
    ----------
    gains : (objectives, candidates, replicates); the first objective is the outcome
    floor : (candidates, replicates) how far above the floor of equity
    """
    gains = known(gains)
    differences = np.concatenate([gains - gains[:, anchor : anchor + 1], floor[None]])
    drawn = weighted_means(differences, draws)
    objectives, above = drawn[:, :-1], drawn[:, -1] >= 0.0
    outcome = np.where(above & np.isfinite(objectives[:, 0]), objectives[:, 0], -np.inf)
    winner, some = outcome.argmax(axis=1), np.isfinite(outcome).any(axis=1)
    best = np.bincount(winner[some], minlength=gains.shape[1]) / draws
    front = np.full(gains.shape[1], math.nan)
    if with_front:
        fronts = min(_FRONTS[1], max(_FRONTS[0], _COMPARED // gains.shape[1] ** 2))
        few = objectives[:: max(1, draws // fronts)]
        front = np.mean([front_ranks(at) == 0 for at in few], axis=0)
    return Chances(best, float(1.0 - some.mean()), above.mean(axis=0), front)


def shares_of_draws(gains: np.ndarray, above: np.ndarray) -> Chances:
    """Return in which share of the replicates each candidate is best, meets the floor, and is on the front.

    For replicates that each draw what is not known, where a chance of the mean would be too sure. A
    candidate is set against those that were run in the same replicate. Who are best together share it.
    ``best`` is a share of all replicates that have a value, ``floor`` and ``front`` of those of its own.

    Parameters
    ----------
    gains : (objectives, candidates, replicates); the first objective is the outcome
    above : (candidates, replicates) how far above the floor of equity
    """
    gains = known(gains)
    there, met = np.isfinite(gains[0]), above >= 0.0
    own = np.maximum(there.sum(axis=1), 1)
    outcome = np.where(there & met, gains[0], -np.inf)
    highest = (outcome == outcome.max(axis=0)) & np.isfinite(outcome)
    draws = max(1, int(there.any(axis=0).sum()))
    best = (highest / np.maximum(highest.sum(axis=0), 1)).sum(axis=1) / draws
    fronts = np.array([front_ranks(at) == 0 for at in np.moveaxis(gains, -1, 0)])
    return Chances(best, float(1.0 - best.sum()), (there & met).sum(axis=1) / own, fronts.sum(axis=0) / own)


class Regret(NamedTuple):
    """How much less of the outcome a candidate gives than the best of them, over possible worlds.

    Attributes
    ----------
    most, mean : (candidates,) over worlds, in the unit of the outcome
    best : (candidates,) share of worlds in which it is the best
    """

    most: np.ndarray
    mean: np.ndarray
    best: np.ndarray


def regret(outcome: np.ndarray) -> Regret:
    """Return the regret of every candidate.

    Parameters
    ----------
    outcome : (worlds, candidates) mean gain over the same replicates
    """
    behind = outcome.max(axis=1, keepdims=True) - outcome
    return Regret(behind.max(axis=0), behind.mean(axis=0), (behind == 0.0).mean(axis=0))

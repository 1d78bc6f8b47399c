"""Who knows whom: a small world of relatives, friends and neighbours outside the own household.

Within a wijk people stand in a ring, in the order of their rows. Each looks at the next few
beyond the own door, and at as many people anywhere in the gemeente; whether such a pair is a tie
depends on how easily both make ties, and within the wijk on whether both are insiders or both
outsiders. Some local ties lead elsewhere in the wijk (Watts & Strogatz 1998). Circles of friends
that know one another come from the ring, short ways through the gemeente from the rest.

Household members are no ties: they share a household, which the model knows by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from bereik.chance import uniform
from bereik.compiled import entry, rule
from bereik.decisions import TIE


class Places(NamedTuple):
    """Where people stand and how easily they make ties.

    Attributes
    ----------
    wijk, household : (n,) rows
    after_home : (n,) first row after the own household
    first_of_wijk : (wijken + 1,) rows
    sociability : (n,) factor, mean about 1
    insider : (n,) bool
    """

    wijk: np.ndarray
    household: np.ndarray
    after_home: np.ndarray
    first_of_wijk: np.ndarray
    sociability: np.ndarray
    insider: np.ndarray


class TieNumbers(NamedTuple):
    """The numbers ``population.ties`` of the book that the network needs."""

    candidates: int
    local: float
    wider: float
    rewired: float
    across: float


@rule
def tie_chance(
    expected: float, candidates: int, one: float, other: float, alike: bool, across: float
) -> float:
    """Chance that two people who could become a tie are one.

    Parameters
    ----------
    expected : ties of somebody of average sociability
    candidates : people looked at on either side, so that twice as many could become a tie
    one, other : sociability of both, mean about 1
    alike : both insiders or both outsiders, or wherever that makes no difference
    across : factor 0..1 when they are not alike

    Source
    ------
    Ties in proportion to the sociability of both: Chung & Lu (2002). The sizes are our assumption.
    """
    chance = min(expected / (2 * candidates) * one * other, 1.0)
    return chance if alike else chance * across


@rule
def _candidate(key: int, i: int, k: int, at: Places, p: TieNumbers) -> int:
    """Return the k-th person at whom i looks if the two are a tie, else -1."""
    if k < p.candidates:
        first = int(at.first_of_wijk[at.wijk[i]])
        size = int(at.first_of_wijk[at.wijk[i] + 1]) - first
        j = first + (int(at.after_home[i]) - first + k) % size
        if uniform(key, TIE, i, 0, 3 * k + 1) < p.rewired:
            j = first + int(uniform(key, TIE, i, 0, 3 * k + 2) * size)
        alike = at.insider[i] == at.insider[j]
        chance = tie_chance(p.local, p.candidates, at.sociability[i], at.sociability[j], alike, p.across)
    else:
        j = int(uniform(key, TIE, i, 0, 3 * k + 2) * at.wijk.shape[0])
        chance = tie_chance(p.wider, p.candidates, at.sociability[i], at.sociability[j], True, p.across)
    if at.household[i] == at.household[j]:
        return -1
    return j if uniform(key, TIE, i, 0, 3 * k + 3) < chance else -1


@entry
def _tie(key: int, at: Places, p: TieNumbers, first: Any, count: Any) -> Any:
    """Fill ``first`` and ``count`` per resident and return all ties, mutual, sorted, each once."""
    n = at.wijk.shape[0]
    looks_at = np.empty((n, 2 * p.candidates), np.int32)
    for i in range(n):
        for k in range(2 * p.candidates):
            j = _candidate(key, i, k, at, p)
            looks_at[i, k] = j
            if j >= 0:
                count[i] += 1
                count[j] += 1
    total = 0
    for i in range(n):
        first[i] = total
        total += count[i]
        count[i] = 0
    ties = np.empty(total, np.int32)
    for i in range(n):
        for k in range(2 * p.candidates):
            j = looks_at[i, k]
            if j >= 0:
                count[i] = _insert(ties, first[i], count[i], j)
                count[j] = _insert(ties, first[j], count[j], i)
    kept = 0
    for i in range(n):  # close the gaps that pairs found twice have left
        start = first[i]
        first[i] = kept
        for k in range(count[i]):
            ties[kept] = ties[start + k]
            kept += 1
    return ties[:kept].copy()


@rule
def _insert(ties: Any, first: int, count: int, j: int) -> int:
    """Put j in its place among the sorted ties of somebody, once; return how many there are."""
    k = count
    while k > 0 and ties[first + k - 1] > j:
        k -= 1
    if k > 0 and ties[first + k - 1] == j:
        return count
    for m in range(count, k, -1):
        ties[first + m] = ties[first + m - 1]
    ties[first + k] = j
    return count + 1


def tie(key: int, at: Places, p: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return first tie and number of ties per resident, (n,) int32, and all ties, (m,) int32.

    Parameters
    ----------
    p : theme ``population.ties`` of the book
    """
    numbers = TieNumbers(round(p["candidates"]), p["local"], p["wider"], p["rewired"], p["across"])
    count = np.zeros(at.wijk.shape[0], np.int32)
    first = np.zeros(at.wijk.shape[0], np.int32)
    ties = _tie(key, at, numbers, first, count)
    return first, count, ties

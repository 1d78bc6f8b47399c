"""How traits hang together: correlated normal scores, bent into shape.

The book gives correlations for some pairs of traits only. The other pairs get what maximum
entropy gives them: no direct link, so that whatever two traits have in common runs through the
named pairs (Dempster 1972, Covariance selection). Such a matrix is positive definite wherever the
numbers of the book do not contradict each other; where they do we say so and stop, rather than
quietly change them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np

from bereik.chance import uniforms
from bereik.decisions import POPULATION
from bereik.errors import ParameterError

# Age and means come first: the household brings them, the others are drawn to fit.
GIVEN = ("age", "means")
DRAWN = (
    "education", "doenvermogen", "shame", "wish_alone", "digital", "dutch", "mobility", "verbal",
    "trust", "belonging", "sociability", "foothold", "health",
)
SCORES = GIVEN + DRAWN

_SWEEPS = 500
_CLOSE = 1e-9
_GRID = 2000
_STEEPEST = 100.0  # nearly everybody at 0 or 1: no such trait
_SMALLEST = 0.5**54  # half the grain of `uniform`: a score of 0 would lie infinitely far out

Pair = tuple[str, str]


def named_pairs(numbers: Mapping[str, float]) -> dict[Pair, float]:
    """Return the correlations of the book by pair, from names such as ``digital.age``."""
    pairs: dict[Pair, float] = {}
    for name, value in numbers.items():
        one, other = name.split(".")
        pairs[one, other] = value
    return pairs


def completed(names: tuple[str, ...], pairs: Mapping[Pair, float]) -> np.ndarray:
    """Return the correlation matrix of maximum entropy that has the given correlations.

    Iterative proportional scaling: start from independence and set one pair right after another,
    changing no partial correlation but theirs, until all are right at once.

    Raises
    ------
    ParameterError : no correlation matrix has all these correlations

    Source
    ------
    Dempster (1972), Biometrics 28; Speed & Kiiveri (1986), Annals of Statistics 14.
    """
    place = {name: k for k, name in enumerate(names)}
    targets = [((place[one], place[other]), r) for (one, other), r in sorted(pairs.items())]
    matrix = np.eye(len(names))
    for _ in range(_SWEEPS):
        worst = 0.0
        for (i, j), r in targets:
            a, b, c = matrix[i, i], matrix[i, j], matrix[j, j]
            worst = max(worst, abs(a - 1), abs(b - r), abs(c - 1))
            have = np.linalg.inv(np.array([[a, b], [b, c]]))
            change = have @ np.array([[1, r], [r, 1]]) @ have - have
            both = matrix[:, [i, j]]
            matrix = matrix + both @ change @ both.T
        if worst < _CLOSE:
            return matrix
    raise ParameterError(
        "parameters/population.toml: the correlations contradict one another: no people can have them all. "
        "Bring the ones you changed nearer to 0."
    )


@lru_cache(maxsize=64)
def _factor(pairs: tuple[tuple[Pair, float], ...]) -> np.ndarray:
    """Return the lower triangular factor of the completed matrix, in the order of `SCORES`."""
    return np.linalg.cholesky(completed(SCORES, dict(pairs)))


def normal_scores(ranks: np.ndarray) -> np.ndarray:
    """Return the standard normal values that have these ranks (0..1)."""
    from scipy.special import ndtri

    return ndtri(np.maximum(ranks, _SMALLEST))


def mid_ranks(values: np.ndarray) -> np.ndarray:
    """Return the rank of each value among all, 0..1; equal values share the middle."""
    counts = np.bincount(values)
    below = np.cumsum(counts) - counts
    return ((below + counts / 2) / values.shape[0])[values]


def correlated_scores(
    age: np.ndarray, means: np.ndarray, pairs: Mapping[Pair, float], key: int
) -> dict[str, np.ndarray]:
    """Return a normal score per resident for every drawn trait.

    Parameters
    ----------
    age, means : (n,) ranks 0..1 among the residents. Households decide how these two hang
        together, and they hardly do (a test watches it); here they count as independent.
    pairs : the correlations of the book
    """
    factor = _factor(tuple(sorted({**pairs, GIVEN: 0.0}.items())))
    free = [normal_scores(age), normal_scores(means)]
    scores: dict[str, np.ndarray] = {}
    for k, name in enumerate(DRAWN, start=len(GIVEN)):
        free.append(normal_scores(uniforms(key, POPULATION, age.shape[0], k)))
        score = factor[k, 0] * free[0]
        for j in range(1, k + 1):  # one product after another: no library decides the order of the sum
            if factor[k, j] != 0:
                score += factor[k, j] * free[j]
        scores[name] = score
    return scores


def bent(score: np.ndarray, mean: float, sd: float) -> np.ndarray:
    """Return values 0..1 with this mean and spread, in the order of their normal scores.

    The normal curve is bent by the logistic function, so that nobody lies at or beyond a bound.
    """
    middle, steepness = _bend(mean, sd)
    return 1 / (1 + np.exp(-(middle + steepness * score)))


@cache
def _bend(mean: float, sd: float) -> tuple[float, float]:
    """Return middle and steepness of the logistic bend that gives mean and spread."""
    grid = normal_scores((np.arange(_GRID) + 0.5) / _GRID)
    middle, steepness = float(np.log(mean / (1 - mean))), sd / (mean * (1 - mean))
    for _ in range(_SWEEPS):
        if steepness > _STEEPEST:
            break
        values = 1 / (1 + np.exp(-(middle + steepness * grid)))
        off, ratio = mean - float(values.mean()), sd / float(values.std())
        if abs(off) < _CLOSE and abs(ratio - 1) < _CLOSE:
            return middle, steepness
        middle += off / (mean * (1 - mean))
        steepness *= ratio
    raise ParameterError(
        f"parameters/population.toml: no trait between 0 and 1 has mean {mean:g} and sd {sd:g}. Lower the sd."
    )

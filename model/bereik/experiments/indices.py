"""How much an outcome hangs on each factor, and what turns its sign: Morris, Sobol and PAWN.

Points are rows of the unit cube, a column a factor. An outcome has one value a point: a mean over
seeds that are the same at all points.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np

Method = Literal["morris", "sobol", "pawn"]
HEADLINE: dict[Method, str] = {"morris": "mu_star", "sobol": "total", "pawn": "pawn"}
LUCK = "luck"
_LEVELS = 4  # of Morris: each step is two thirds of a range
_STEP = _LEVELS / (2.0 * (_LEVELS - 1))
_SLICES = 10  # of PAWN
_RESAMPLES = 100  # of the points, for intervals
_SEED = 1  # of the resampling
_WIDE = 1.959964  # standard errors to each side of a 95 % interval
_BAND = 1.358  # of Kolmogorov-Smirnov at 95 %, with the root of the sizes


class Index(NamedTuple):
    """One index of one factor, with its 95 % interval; NaN where there is none."""

    factor: str
    index: str
    value: float
    low: float
    high: float


def points(method: Method, factors: int, size: int, seed: int) -> np.ndarray:
    """Return the points of a method in the unit cube, a row each.

    Parameters
    ----------
    size : paths of Morris, base points of Sobol (a power of two), points of PAWN
    seed : of the drawing, at least 1
    """
    problem = _problem([str(k) for k in range(factors)])
    if method == "morris":
        from SALib.sample.morris import sample

        return sample(problem, size, num_levels=_LEVELS, seed=seed)
    if method == "sobol":
        from SALib.sample.sobol import sample as saltelli

        return saltelli(problem, size, calc_second_order=False, seed=seed)
    from scipy.stats import qmc

    return qmc.LatinHypercube(factors, rng=seed).random(size)


def indices(method: Method, factors: Sequence[str], unit: np.ndarray, outcome: np.ndarray) -> list[Index]:
    """Return the indices of every factor.

    ``morris``: ``mu_star``, mean size of the change over the whole range, in the unit of the
    outcome; ``mu``, the same with its sign; ``sigma``, how much it differs from place to place.
    ``sobol``: ``first`` and ``total``, shares of the variance of the outcome by the factor alone,
    and with all it works together with. ``pawn``: median over ten slices of a factor of the
    distance (Kolmogorov-Smirnov, 0..1) between the outcome there and everywhere.

    Intervals are ± 1.96 standard errors over resampled points.
    """
    own = {"morris": _morris, "sobol": _sobol, "pawn": _pawn}[method]
    if np.ptp(outcome) == 0.0:
        return [Index(factor, HEADLINE[method], 0.0, 0.0, 0.0) for factor in factors]
    return list(own(factors, unit, outcome))


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def _morris(factors: Sequence[str], unit: np.ndarray, outcome: np.ndarray) -> Iterator[Index]:
    from SALib.analyze.morris import analyze

    found: Any = analyze(
        _problem(factors), unit, outcome, num_resamples=_RESAMPLES, num_levels=_LEVELS, seed=_SEED
    )
    for k, factor in enumerate(factors):
        size, wide = float(found["mu_star"][k]), float(found["mu_star_conf"][k])
        yield Index(factor, "mu_star", size, max(0.0, size - wide), size + wide)
        yield Index(factor, "mu", float(found["mu"][k]), math.nan, math.nan)
        yield Index(factor, "sigma", float(found["sigma"][k]), math.nan, math.nan)


def _sobol(factors: Sequence[str], unit: np.ndarray, outcome: np.ndarray) -> Iterator[Index]:
    from SALib.analyze.sobol import analyze

    found: Any = analyze(
        _problem(factors), outcome, calc_second_order=False, num_resamples=_RESAMPLES, seed=_SEED
    )
    for k, factor in enumerate(factors):
        for index, key in (("first", "S1"), ("total", "ST")):
            share, wide = float(found[key][k]), float(found[f"{key}_conf"][k])
            yield Index(factor, index, share, share - wide, share + wide)


def _pawn(factors: Sequence[str], unit: np.ndarray, outcome: np.ndarray) -> Iterator[Index]:
    from scipy.stats import bootstrap

    def of(rows: np.ndarray, axis: int) -> np.ndarray:
        drawn = rows.reshape(-1, len(outcome))
        return np.array([pawn(unit[own], outcome[own]) for own in drawn]).T.reshape(-1, *rows.shape[:-1])

    every = np.arange(len(outcome))
    drawn = bootstrap((every,), of, n_resamples=_RESAMPLES, method="percentile", rng=_SEED)
    errors = np.asarray(drawn.standard_error)
    for factor, value, error in zip(factors, pawn(unit, outcome), errors, strict=True):
        low = max(0.0, float(value - _WIDE * error))
        yield Index(factor, "pawn", float(value), low, float(value + _WIDE * error))


def pawn(unit: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Return per factor what ``SALib.analyze.pawn`` calls median, a hundred times as fast.

    Source
    ------
    Pianosi & Wagener (2018), Distribution-based sensitivity analysis from a generic input-output
    sample. Ten slices and their median are the defaults of SALib.
    """
    edges = np.quantile(unit, np.linspace(0.0, 1.0, _SLICES + 1), axis=0)
    found = np.empty(unit.shape[1])
    for k in range(unit.shape[1]):
        column = unit[:, k, None]
        inside = (column >= edges[:-1, k]) & (column < edges[1:, k])
        found[k] = np.median(_distances(outcome, inside[:, inside.any(axis=0)]))
    return found


def _distances(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return how far values within each group are distributed from all values, 0..1.

    Parameters
    ----------
    groups : (values, groups), true where a value is in a group; no group is empty
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    last_of_its_value = np.append(ordered[1:] != ordered[:-1], True)
    below = np.cumsum(groups[order], axis=0)[last_of_its_value] / groups.sum(axis=0)
    everywhere = np.arange(1, len(values) + 1)[last_of_its_value, None] / len(values)
    return np.abs(below - everywhere).max(axis=0)


def of_luck(method: Method, outcome: np.ndarray, errors: np.ndarray) -> list[Index]:
    """Return the headline index that a factor would have that only drew other seeds at each step.

    With shared seeds a factor that does nothing has exactly 0 in Morris and in the total of Sobol:
    a floor that hides nothing. This one says what other people and other luck would do. PAWN has
    its floor in the dummy.

    Parameters
    ----------
    errors : standard error over seeds of the outcome at each point
    """
    if not np.isfinite(errors).all():
        return []  # one seed
    if method == "morris":
        # the mean size of a difference of two independent normal errors
        value = 2.0 * math.sqrt(float(np.mean(errors**2)) / math.pi) / _STEP
    elif method == "sobol" and np.ptp(outcome) > 0.0:
        value = float(np.mean(errors**2) / np.var(outcome))
    else:
        return []
    return [Index(LUCK, HEADLINE[method], value, math.nan, math.nan)]


# --- what turns a finding ---


def turns(method: Method, factors: Sequence[str], unit: np.ndarray, outcome: np.ndarray) -> list[Index]:
    """Return how much each factor has to do with the sign of an outcome.

    ``morris`` and ``sobol`` change one factor a step: ``sign_turns`` is the share of its steps over
    which the sign changes. ``pawn`` has no steps: ``sign_distance`` is how far the factor is
    distributed otherwise (Kolmogorov-Smirnov, 0..1) where the outcome is below zero than where it is
    not. Intervals: Clopper-Pearson, and the band of Dvoretzky-Kiefer-Wolfowitz.
    """
    if method == "pawn":
        return list(_apart(factors, unit, outcome < 0.0))
    return list(_turned(factors, *steps(method, unit), outcome))


def steps(method: Method, unit: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the steps of one factor in a design: the row before, the row after, and the factor."""
    count = unit.shape[1]
    width = count + (1 if method == "morris" else 2)
    starts = np.arange(0, len(unit), width)[:, None]
    if method == "morris":
        before = (starts + np.arange(count)).ravel()
        return before, before + 1, np.abs(unit[before + 1] - unit[before]).argmax(axis=1)
    factor = np.tile(np.arange(count), len(starts))
    return np.repeat(starts.ravel(), count), (starts + 1 + np.arange(count)).ravel(), factor


def _turned(
    factors: Sequence[str], before: np.ndarray, after: np.ndarray, factor: np.ndarray, outcome: np.ndarray
) -> Iterator[Index]:
    from scipy.stats import binomtest

    turned = outcome[before] * outcome[after] < 0.0
    for k, name in enumerate(factors):
        own = turned[factor == k]
        sure = binomtest(int(own.sum()), len(own)).proportion_ci()
        yield Index(name, "sign_turns", float(own.mean()), float(sure.low), float(sure.high))


def _apart(factors: Sequence[str], unit: np.ndarray, below: np.ndarray) -> Iterator[Index]:
    first, other = int(below.sum()), int((~below).sum())
    if not (first and other):
        return
    band = _BAND * math.sqrt(1.0 / first + 1.0 / other)
    for k, name in enumerate(factors):
        from_all = float(_distances(unit[:, k], below[:, None])[0])
        value = from_all * len(below) / other
        yield Index(name, "sign_distance", value, max(0.0, value - band), min(1.0, value + band))

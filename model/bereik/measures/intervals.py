"""How sure: intervals over paired replicates, and what they allow one to say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

Verdict = Literal["not distinguishable", "too small to matter", "distinguishable", "too few draws to tell"]
LEVEL = 0.95  # how often an interval holds the true mean
# where there is no effect, n draws all lie on one side of zero with chance 2^(1 - n): five 6 %, six 3 %
FEWEST_TO_TELL = 6


class Interval(NamedTuple):
    """A mean with its interval and the number of pairs behind it; NaN where it is not defined."""

    mean: float
    low: float
    high: float
    pairs: int


def paired_interval(values: Sequence[float] | np.ndarray, level: float = LEVEL) -> Interval:
    """Return mean ± t(n - 1) · s / √n of values that are one per replicate.

    Give it differences B - A of the same replicate for a contrast, plain values for one scenario.
    Replicates without a value (NaN, "n/a") are left out and not counted as pairs. With one pair
    there is a mean and no interval. If a value is infinite ("beyond the horizon") the mean is, and
    there is an interval only if all values are the same.

    Parameters
    ----------
    values : one per replicate
    level : 0..1, how often such intervals hold the true mean
    """
    kept = [float(v) for v in values if not math.isnan(v)]
    n = len(kept)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    if n > 1 and min(kept) == max(kept):
        return Interval(kept[0], kept[0], kept[0], n)
    if any(math.isinf(v) for v in kept):
        return Interval(sum(kept), math.nan, math.nan, n)
    centre = math.fsum(kept) / n
    if n == 1:
        return Interval(centre, math.nan, math.nan, 1)
    spread = math.sqrt(math.fsum((v - centre) * (v - centre) for v in kept) / (n - 1) / n)
    reach = _t(n - 1, level) * spread
    return Interval(centre, centre - reach, centre + reach, n)


def spread_interval(values: Sequence[float] | np.ndarray, level: float = LEVEL) -> Interval:
    """Return the mean, and between what values the outcome lies over worlds that differ in more than luck.

    Give it values of replicates that each have their own draw of what is not known. The interval of
    a mean would shrink to nothing with more draws, though nothing more is known. This one holds
    the middle 95 % of the draws themselves; with fewer than 39 of them it is their lowest and highest.

    Parameters
    ----------
    values : one per replicate; NaN is left out. With an infinite one there is no interval
    level : 0..1, the share of draws it holds
    """
    kept = np.array([float(v) for v in values if not math.isnan(v)])
    n = len(kept)
    if n < 2 or not bool(np.isfinite(kept).all()):
        return paired_interval(kept, level)
    tail = (1.0 - level) / 2.0
    # the value that so much of a new draw lies below, whatever the distribution: rank ÷ (n + 1)
    low, high = np.quantile(kept, [tail, 1.0 - tail], method="weibull").tolist()
    return Interval(math.fsum(kept) / n, low, high, n)


def share_interval(times: int, of: int, level: float = LEVEL) -> Interval:
    """Return the share of replicates in which something held, with the score interval of Wilson.

    Unlike mean ± t·s/√n it stays within 0..1 and is not of no width where the share is 0 or 1.

    Parameters
    ----------
    times : 0..of
    of : number of replicates; 0 gives no share
    level : 0..1, how often such intervals hold the true share

    Source
    ------
    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22.
    """
    from scipy.special import ndtri  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

    if of == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    z, share = float(ndtri((1 + level) / 2)), times / of
    centre = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return Interval(share, max(centre - half, 0.0), min(centre + half, 1.0), of)


def fieller(
    delta_cost: Sequence[float] | np.ndarray, delta_reach: Sequence[float] | np.ndarray, level: float = LEVEL
) -> Interval | None:
    """Return Δ cost ÷ Δ reached with Fieller's interval, or None where it is not defined.

    The ratio R of two means whose pairs are correlated. The interval holds every R for which the
    mean of (cost - R · reached) is not distinguishable from zero:

        (R - g·s12/s22 ± t/x · √(s11 - 2R·s12 + R²·s22 - g·(s11 - s12²/s22))) / (1 - g),
        g = t²·s22 / x², with s the (co)variances of the means and x the mean of ``delta_reach``.

    Not defined, and then None, when Δ reached itself is not distinguishable from zero (g >= 1):
    the ratio could be anything. Also with fewer than two pairs.

    Source
    ------
    Fieller (1954), Some problems in interval estimation, JRSS B 16.
    """
    cost, reach = np.asarray(delta_cost, np.float64), np.asarray(delta_reach, np.float64)
    kept = np.isfinite(cost) & np.isfinite(reach)
    cost, reach = cost[kept], reach[kept]
    n = len(cost)
    if n < 2:
        return None
    x, y = float(reach.mean()), float(cost.mean())
    s11 = float(((cost - y) * (cost - y)).sum()) / (n - 1) / n
    s22 = float(((reach - x) * (reach - x)).sum()) / (n - 1) / n
    s12 = float(((cost - y) * (reach - x)).sum()) / (n - 1) / n
    t = _t(n - 1, level)
    if x * x <= t * t * s22:
        return None
    g = t * t * s22 / (x * x)
    r = y / x
    slope = s12 / s22 if s22 > 0 else 0.0
    under_root = s11 - 2 * r * s12 + r * r * s22 - g * (s11 - slope * s12)
    half = t / abs(x) * math.sqrt(max(under_root, 0.0))
    centre = r - g * slope
    return Interval(r, (centre - half) / (1 - g), (centre + half) / (1 - g), n)


def pairing_gain(
    a: Sequence[float] | np.ndarray, b: Sequence[float] | np.ndarray, level: float = 0.95
) -> Interval:
    """Return the variance of a difference without pairs, divided by that with pairs.

    Without pairs B and A have people and luck of their own, so their variances add up. A gain of 8 says
    that eight times as many replicates would be needed for an interval as narrow. The interval is that
    of a jackknife of its logarithm. There is none where pairs do not differ at all.

    Parameters
    ----------
    a, b : a value per replicate of each scenario, in the same order; pairs of which one is NaN are left out
    level : 0..1, how often such intervals hold the true gain

    Source
    ------
    Law (2015), Simulation Modeling and Analysis, 11.2 (common random numbers); Efron & Stein (1981), The
    jackknife estimate of variance, Annals of Statistics 9.
    """
    pairs = np.array([a, b], float).T
    pairs = pairs[np.isfinite(pairs).all(axis=1)]
    n = len(pairs)
    if n < 3:
        return Interval(math.nan, math.nan, math.nan, n)
    whole = _log_gain(pairs)
    without = np.array([_log_gain(np.delete(pairs, k, axis=0)) for k in range(n)])
    if not (math.isfinite(whole) and np.isfinite(without).all()):
        return Interval(math.exp(whole), math.nan, math.nan, n)
    rest = without - without.mean()
    reach = _t(n - 1, level) * math.sqrt((n - 1) / n * float((rest * rest).sum()))
    return Interval(math.exp(whole), math.exp(whole - reach), math.exp(whole + reach), n)


def _log_gain(pairs: np.ndarray) -> float:
    apart = float(pairs.var(axis=0, ddof=1).sum())
    together = float((pairs[:, 1] - pairs[:, 0]).var(ddof=1))
    if together <= 0.0:
        return math.inf if apart > 0.0 else math.nan
    return math.log(apart / together) if apart > 0.0 else -math.inf


def too_few_draws(n: int, *, drawn: bool) -> bool:
    """Return whether replicates are too few for their interval to tell anything.

    Parameters
    ----------
    n : replicates
    drawn : whether each has its own draw of what is not known, so that the interval is their spread
    """
    return drawn and n < FEWEST_TO_TELL


def verdict(difference: Interval, margin: float = 0.01, *, drawn: bool = False) -> Verdict:
    """Return what the interval of a difference allows one to say.

    "too few draws to tell" when it is the spread of fewer than six draws; "too small to matter"
    when it lies within ± margin; else "not distinguishable" when it spans zero or is not defined;
    else "distinguishable".

    Parameters
    ----------
    margin : in the unit of the measure; 0.01 is one percentage point of a share
    drawn : whether it is the interval of `spread_interval`
    """
    if too_few_draws(difference.pairs, drawn=drawn):
        return "too few draws to tell"
    if -margin <= difference.low and difference.high <= margin:
        return "too small to matter"
    if difference.low > 0 or difference.high < 0:
        return "distinguishable"
    return "not distinguishable"


def _t(freedom: int, level: float) -> float:
    """Quantile of Student's t that leaves (1 - level) / 2 above it."""
    # scipy.stats has it too, at ten times the import
    from scipy.special import stdtrit  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

    return float(stdtrit(freedom, (1 + level) / 2))

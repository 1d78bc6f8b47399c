"""For the strong or the weak: how reach is spread over doenvermogen."""

from __future__ import annotations

import numpy as np

from bereik.vocabulary import N_DOMAINS


def mid_ranks(trait: np.ndarray) -> np.ndarray:
    """Return fractional ranks (i - ½)/n; who are equal share the middle of their ranks.

    Parameters
    ----------
    trait : (n,)

    Returns
    -------
    (n,) between 0 and 1, with mean ½
    """
    _, place, count = np.unique(trait, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    middle = last - (count - 1) / 2
    return (middle[place] - 1 / 2) / len(trait)


def concentration_index(reached: np.ndarray, doenvermogen: np.ndarray) -> float:
    """Return Erreygers' E = 8 · cov(h, r): above 0 when reach favours the self-reliant.

    h is 0 or 1 per spell (or its need-standardised residual), r the fractional mid-rank of trait
    doenvermogen among the evaluated spells, cov the population covariance. -1..1. NaN without spells.

    Source
    ------
    Erreygers (2009), Correcting the concentration index, Journal of Health Economics 28.
    """
    if not len(reached):
        return float("nan")
    h = reached.astype(np.float64)
    r = mid_ranks(doenvermogen)
    return float(8 * ((h - h.mean()) * r).mean())


def need_standardised(reached: np.ndarray, severity: np.ndarray, domains: np.ndarray) -> np.ndarray:
    """Return reach beyond what the need itself leads one to expect (indirect standardisation).

    h_i - ĥ_i + h̄, where ĥ_i is the mean of h over all evaluated spells with the same highest
    severity and the same number of troubled domains at the clock, and h̄ the mean over all. A spell
    that is alone in its cell cannot differ from what is expected.

    Parameters
    ----------
    reached : (n,) 0 or 1
    severity : (n,) 0..3
    domains : (n,) 0..7
    """
    h = reached.astype(np.float64)
    if not len(h):
        return h
    cell = severity * (N_DOMAINS + 1) + domains
    expected = np.bincount(cell, h) / np.maximum(np.bincount(cell), 1)
    return h - expected[cell] + h.mean()

"""Shapley: what each of a few causes contributes, on average over every order in which they come.

A game is a number per set of causes. A set is a bit mask: bit k tells whether cause k is in it; the
value of mask m stands at place m. The shares add up to the value of all causes less that of none.

Source
------
Shapley (1953), A value for n-person games; Shorrocks (2013), Decomposition procedures for
distributional analysis, Journal of Economic Inequality 11.
"""

from __future__ import annotations

from math import factorial

import numpy as np


def shapley(values: np.ndarray) -> np.ndarray:
    """Return the exact Shapley share of every cause: its mean contribution over all orders.

    Over the sets S without cause k: Σ |S|! (n - |S| - 1)! / n! · (v(S with k) - v(S)).

    Parameters
    ----------
    values : (..., 2^n) of every set of n causes, by bit mask; leading axes are games apart

    Returns
    -------
    (..., n) shares, which sum to ``values[..., -1] - values[..., 0]``
    """
    games = np.asarray(values, np.float64)
    n = games.shape[-1].bit_length() - 1
    if games.shape[-1] != 1 << n:
        raise ValueError(f"a game of n causes has 2^n values, not {games.shape[-1]}")
    masks = np.arange(1 << n)
    size = np.bitwise_count(masks)
    weight = np.array([factorial(s) * factorial(n - s - 1) / factorial(n) for s in range(n)])
    shares = np.zeros((*games.shape[:-1], n))
    for k in range(n):
        without = masks[masks >> k & 1 == 0]
        gains = games[..., without | 1 << k] - games[..., without]
        shares[..., k] = (gains * weight[size[without]]).sum(axis=-1)
    return shares


def one_at_a_time(values: np.ndarray) -> np.ndarray:
    """Return what every cause does where it comes alone: v({k}) - v(none). These need not add up.

    Parameters
    ----------
    values : (..., 2^n) of every set of n causes, by bit mask; leading axes are games apart

    Returns
    -------
    (..., n)
    """
    games = np.asarray(values, np.float64)
    alone = 1 << np.arange(games.shape[-1].bit_length() - 1)
    return games[..., alone] - games[..., :1]


def members(mask: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the causes that are in a set."""
    return tuple(name for k, name in enumerate(names) if mask >> k & 1)

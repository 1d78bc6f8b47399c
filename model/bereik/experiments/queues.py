"""Two stations in a row, set beside theory: waiting in the engine against the exact chain.

Cases arrive at the first station as a Poisson stream; whoever is helped there goes on to the second.
With X the cases at a station at the end of a week, c places and a chance q that help ends in a week,

    X1(t+1) = X1(t) - Binomial(min(X1(t), c), q) + Poisson(arrivals)
    X2(t+2) = X2(t+1) - Binomial(min(X2(t+1), c), q) + those who left the first station in week t+1

is a Markov chain in (X1(t), X2(t+1)). Mean waiting follows from the queues by Little's law.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from math import comb, exp, factorial
from typing import Any, Final, NamedTuple

import numpy as np

from bereik.chance import key_of, uniforms
from bereik.engine.build import live
from bereik.engine.quiet import FIRST_WEEK, PLACES, arrive, go_on, quiet_world
from bereik.measures.intervals import Interval, paired_interval
from bereik.vocabulary import FREE, HELPED

LOADS: Final = (0.3, 0.5, 0.6, 0.7, 0.8, 0.85)
QUICK_LOADS: Final = (0.5, 0.8)
MEAN_LENGTH: Final = 4.0  # weeks of help
_ENOUGH, _MOST_STEPS = 1e-9, 20_000
_RESIDENTS_PER_PAIR = 120
_KEY = 7
_LARGEST_DRAW = 30


class Waiting(NamedTuple):
    """Mean weeks of waiting at one station under one load.

    Attributes
    ----------
    load : work offered per place, below 1
    station : 1 or 2
    theory : of the exact chain
    seen : in the engine, over pairs of stations that have nothing in common
    """

    load: float
    station: int
    theory: float
    seen: Interval


def tandem_waiting(*, quick: bool = False) -> Iterator[Waiting]:
    """Yield waiting in the engine beside theory, for both stations and a range of loads."""
    pairs, weeks = (60, 400) if quick else (300, 2000)
    for load in QUICK_LOADS if quick else LOADS:
        arrivals = load * PLACES / MEAN_LENGTH
        expected = tandem_queues(load)
        queues = simulated_queues(load, pairs, weeks)
        for k in (0, 1):
            yield Waiting(load, k + 1, expected[k] / arrivals, paired_interval(queues[k] / arrivals))


def tandem_queues(load: float, mean_length: float = MEAN_LENGTH) -> tuple[float, float]:
    """Return the mean queue at both stations, of the exact chain cut off where nobody ever comes."""
    q, n = 1.0 / mean_length, int(10.0 + 10.0 / (1.0 - load))
    states = np.arange(n)
    busy = np.minimum(states, PLACES)
    ends = np.array([
        [comb(int(b), d) * q**d * (1.0 - q) ** (int(b) - d) if d <= b else 0.0 for b in busy]
        for d in range(PLACES + 1)
    ])  # fmt: skip
    mean = load * PLACES * q
    stream = np.zeros((n, n))
    for k in range(min(n, _LARGEST_DRAW)):
        stream += np.diag(np.full(n - k, exp(-mean) * mean**k / factorial(k)), k)
    chance = np.zeros((n, n))
    chance[0, 0] = 1.0
    for _ in range(_MOST_STEPS):
        after = np.zeros_like(chance)
        for d1 in range(PLACES + 1):
            left = np.zeros_like(chance)
            left[: n - d1] = (chance * ends[d1][:, None])[d1:]
            for d2 in range(PLACES + 1):
                served = left * ends[d2][None, :]
                move = d1 - d2
                if move >= 0:
                    after[:, move:] += served[:, : n - move]
                else:
                    after[:, :move] += served[:, -move:]
        after = stream.T @ after
        after /= after.sum()
        moved = float(np.abs(after - chance).sum())
        chance = after
        if moved < _ENOUGH:
            break
    waiting = np.maximum(states - PLACES, 0)
    return float(chance.sum(axis=1) @ waiting), float(chance.sum(axis=0) @ waiting)


def simulated_queues(load: float, pairs: int, weeks: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean queue of every pair at its first and its second station, in the engine."""
    hazard = -math.log1p(-1.0 / MEAN_LENGTH)
    world, p = quiet_world(hazard, pairs * _RESIDENTS_PER_PAIR, 2 * pairs)
    unsettled = int(10 * MEAN_LENGTH / (1.0 - load) ** 2)
    counts = poisson(load * PLACES / MEAN_LENGTH, (unsettled + weeks, pairs), key_of(_KEY))
    queue = np.zeros(2 * pairs)
    helped = gone = np.zeros((0, 2), np.int64)
    cursor = 0
    for k in range(unsettled + weeks):
        week = FIRST_WEEK + k
        go_on(world, p, week, gone[:, 0].copy(), gone[:, 1] + pairs)
        cursor = arrive(world, p, week, counts[k], cursor)
        world = live(world, p, week, week + 1)
        people: Any = world.residents
        cases: Any = world.cases
        gone = helped[people.first_case[helped[:, 0]] < 0]
        at_first = (cases.stage == HELPED) & (cases.service < pairs)
        helped = np.stack([cases.resident[at_first], cases.service[at_first]], axis=1).astype(np.int64)
        if k >= unsettled:
            held = np.bincount(cases.service[cases.stage != FREE], minlength=2 * pairs)
            queue += np.maximum(held - PLACES, 0)
    return queue[:pairs] / weeks, queue[pairs:] / weeks


def poisson(mean: float, shape: tuple[int, int], key: int) -> np.ndarray:
    """Return Poisson numbers from the hash, by inversion."""
    below = np.cumsum([exp(-mean) * mean**k / factorial(k) for k in range(_LARGEST_DRAW)])
    return np.searchsorted(below, uniforms(key, 0, shape[0] * shape[1])).reshape(shape).astype(np.int64)

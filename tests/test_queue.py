"""Promises about queues: they agree with theory, and with a queue written apart.

A quiet world: nothing happens to anybody but what the test brings. Cases arrive at a wijkteam of three
places as a Poisson stream; help lasts a geometric number of weeks, because problems ease at a constant
hazard and under help only. So the number in the system is a Markov chain from week to week,

    X' = X - Binomial(min(X, places), q) + Poisson(arrivals),

of which linear algebra gives the stationary distribution, and the variance of averages over weeks too.
"""

from __future__ import annotations

from functools import cache
from math import comb, exp, factorial
from typing import Any, NamedTuple

import numpy as np
import pytest

from bereik.chance import bits, key_of, luck, uniform, uniforms
from bereik.compiled import JIT
from bereik.decisions import LIFE_GLANCE, PROBLEM_MOVES, QUEUE_ORDER
from bereik.engine.build import live
from bereik.engine.quiet import FIRST_WEEK, PLACES, arrive, comes, quiet_book, quiet_world
from bereik.parameters.book import the_book
from bereik.vocabulary import (
    CRISIS,
    FREE,
    HELP_ENDED,
    HELP_STARTED,
    HELPED,
    LIGHT,
    MENTAL,
    NONE,
)

Arrival = tuple[int, int, int, int]  # week, ready, resident, severity
Turn = tuple[int, int, int]  # week, resident, 1 help starts or 0 ends


def test_a_quiet_world_is_quiet() -> None:
    world, _ = quiet_world(0.1, 600, 2)
    people: Any = world.residents
    assert quiet_book(0.1).value("problems.spills") == 0.0 != the_book().value("problems.spills")
    assert not people.troubled.any() and not people.lasting.any()


def poisson(mean: float, shape: tuple[int, int], key: int) -> np.ndarray:
    """Poisson numbers from the hash, by inversion."""
    below = np.cumsum([exp(-mean) * mean**k / factorial(k) for k in range(30)])
    return np.searchsorted(below, uniforms(key, 0, shape[0] * shape[1])).reshape(shape).astype(np.int64)


# ---------------------------------------------------------------- theory


class Theory(NamedTuple):
    """The chain of one wijkteam."""

    moves: np.ndarray
    stationary: np.ndarray

    def mean(self, f: np.ndarray) -> float:
        """Return the stationary mean of a function of the state."""
        return float(self.stationary @ f)

    def deviation(self, f: np.ndarray, weeks: int) -> float:
        """Return the standard deviation of its average over so many weeks (all teams together)."""
        n = len(f)
        centred = f - self.mean(f)
        fundamental = np.linalg.inv(np.eye(n) - self.moves + np.outer(np.ones(n), self.stationary))
        variance = 2.0 * self.stationary @ (centred * (fundamental @ centred)) - self.stationary @ centred**2
        return float(np.sqrt(variance / weeks))


@cache
def theory(mean_length: float, load: float, most: int = 160) -> Theory:
    """Return the exact chain, cut off where nobody ever comes.

    Parameters
    ----------
    mean_length : weeks of help, geometric
    load : offered work per place, below 1
    """
    q = 1.0 / mean_length
    mean = load * PLACES * q
    arrivals = np.array([exp(-mean) * mean**k / factorial(min(k, 170)) for k in range(most + 1)])
    moves = np.zeros((most + 1, most + 1))
    for x in range(most + 1):
        busy = min(x, PLACES)
        for ends in range(busy + 1):
            chance = comb(busy, ends) * q**ends * (1.0 - q) ** (busy - ends)
            moves[x, x - ends :] += chance * arrivals[: most + 1 - x + ends]
        moves[x, most] += 1.0 - moves[x].sum()
    balance = np.vstack([moves.T - np.eye(most + 1), np.ones(most + 1)])
    stationary = np.linalg.lstsq(balance, np.append(np.zeros(most + 1), 1.0), rcond=None)[0]
    return Theory(moves, stationary)


def erlang_c(load: float) -> float:
    """Return the chance that all places are taken, for a stream in continuous time."""
    offered = load * PLACES
    all_busy = offered**PLACES / factorial(PLACES) / (1.0 - load)
    return all_busy / (sum(offered**k / factorial(k) for k in range(PLACES)) + all_busy)


def in_queue(states: int) -> np.ndarray:
    return np.maximum(np.arange(states) - PLACES, 0.0)


def all_taken(states: int) -> np.ndarray:
    return (np.arange(states) >= PLACES) * 1.0


def observed(mean_length: float, load: float, teams: int, weeks: int, residents: int) -> np.ndarray:
    """Return how often each number of cases in the system occurred at the end of a week in the engine."""
    hazard = -np.log1p(-1.0 / mean_length)
    world, p = quiet_world(hazard, residents, teams)
    settled = int(40 * mean_length)  # weeks before one starts to count
    counts = poisson(load * PLACES / mean_length, (settled + weeks, teams), key_of(7))
    seen = np.zeros(161)
    cursor = 0
    for week in range(settled + weeks):
        cursor = arrive(world, p, FIRST_WEEK + week, counts[week], cursor)
        world = live(world, p, FIRST_WEEK + week, FIRST_WEEK + week + 1)
        if week >= settled:
            cases: Any = world.cases
            at = np.bincount(cases.service[cases.stage != FREE], minlength=teams)
            seen += np.bincount(np.minimum(at, 160), minlength=161)
    return seen / seen.sum()


compiled_only = pytest.mark.skipif(not JIT, reason="millions of weeks")


@compiled_only
def test_the_weekly_queue_has_the_stationary_distribution_within_two_percent() -> None:
    # 6 million weeks of a team, seeds 5 and 7: two percent is at least five standard deviations for each
    # number that is compared (asserted), so this fails less than once in a million.
    teams, weeks = 2000, 3000
    exact = theory(2.0, 0.7)
    seen = observed(2.0, 0.7, teams, weeks, 24_000)
    states = len(exact.stationary)
    compared = [in_queue(states), all_taken(states), *(np.eye(states)[x] for x in range(PLACES + 4))]
    for f in compared:
        assert exact.deviation(f, teams * weeks) * 5.0 < 0.02 * exact.mean(f)
        assert seen @ f == pytest.approx(exact.mean(f), rel=0.02)
    assert np.abs(seen - exact.stationary).sum() / 2.0 < 0.02


@compiled_only
def test_the_weekly_queue_tends_to_erlang_c_for_long_cases() -> None:
    load = 0.6
    target = erlang_c(load)
    queue = target * load / (1.0 - load)
    states = len(theory(4.0, load).stationary)
    apart = [
        (abs(t.mean(all_taken(states)) - target), abs(t.mean(in_queue(states)) - queue))
        for t in (theory(4.0, load), theory(16.0, load), theory(64.0, load), theory(256.0, load))
    ]
    for nearer, further in zip(apart[1:], apart, strict=False):
        assert nearer[0] < further[0] / 3.0
        assert nearer[1] < further[1] / 3.0
    assert apart[-1][0] < 0.001 * target
    assert apart[-1][1] < 0.005 * queue
    # and the engine with cases of twenty weeks: five standard deviations (asserted) are two percent
    teams, weeks = 2000, 3600
    exact = theory(20.0, load)
    assert exact.deviation(all_taken(states), teams * weeks) * 5.0 < 0.02 * target
    seen = observed(20.0, load, teams, weeks, 24_000)
    assert seen @ all_taken(states) == pytest.approx(target, rel=0.02)


# ---------------------------------------------------------------- case by case


def plain_queue(arrivals: list[Arrival], q: float, key: int, service: int, weeks: int) -> list[Turn]:
    """A queue with places, written apart from the engine."""
    waiting: list[Arrival] = []
    helped: dict[int, int] = {}  # resident: steps until the problem is gone
    turns: list[Turn] = []

    def place(case: Arrival) -> tuple[bool, int, float]:
        joined, _, resident, severity = case
        return severity < CRISIS, joined, uniform(key, QUEUE_ORDER, resident, joined, service)

    for week in range(weeks):
        for resident in helped:
            glance: Any = bits(key, LIFE_GLANCE, resident, week)
            glance = np.uint64(glance) if JIT else glance
            if luck(glance, MENTAL, key, PROBLEM_MOVES, resident, week, MENTAL + 1) < q:
                helped[resident] -= 1
        for resident in [r for r, steps in helped.items() if steps == 0]:
            del helped[resident]
            turns.append((week, resident, 0))
        waiting += [case for case in arrivals if case[0] == week]
        for case in sorted((case for case in waiting if case[1] <= week), key=place):
            if len(helped) < PLACES:
                waiting.remove(case)
                helped[case[2]] = case[3]
                turns.append((week, case[2], 1))
    return sorted(turns)


def test_a_plain_queue_agrees_case_by_case() -> None:
    weeks, residents = 200, 600
    q = 1.0 / 6.0
    world, p = quiet_world(-np.log1p(-q), residents, 1, weeks, 0, range(residents))
    key = key_of(11)
    people: Any = world.residents
    heads = np.flatnonzero(people.is_head).tolist()
    arrivals: list[Arrival] = []
    for week, count in enumerate(poisson(0.3, (weeks, 1), key)[:, 0].tolist()):
        for _ in range(count + (2 if week % 40 == 0 else 0)):
            k = len(arrivals)  # each of them comes once
            severity = CRISIS if uniform(key, 1, k, week) < 0.3 else LIGHT
            arrivals.append((week, week + int(uniform(key, 2, k, week) * 4.0), heads[k], severity))
    assert len(arrivals) < len(heads)
    for week in range(weeks):
        for joined, ready, resident, severity in arrivals:
            if joined == week:
                comes(world, p, week, ready, resident, 0, severity)
        world = live(world, p, week, week + 1)
    trace: Any = world.trace
    seen = [
        (int(row["week"]), int(row["resident"]), int(row["what"] == HELP_STARTED))
        for row in trace[: int(world.facts.trace_used)]
        if row["what"] in (HELP_STARTED, HELP_ENDED)
    ]
    service: Any = world.services[0]
    assert sorted(seen) == plain_queue(arrivals, q, int(world.facts.key), int(service.key), weeks)
    waited = {r: w for w, r, starts in seen if starts}
    assert sum(waited.get(r, weeks) > ready for _, ready, r, _ in arrivals) > 20  # it was a queue


def test_nobody_goes_beyond_the_places_and_none_stays_empty_while_somebody_waits() -> None:
    world, p = quiet_world(-np.log1p(-0.2), 600, 5)
    counts = poisson(0.7, (120, 5), key_of(3))
    cursor = 0
    for week in range(120):
        cursor = arrive(world, p, FIRST_WEEK + week, counts[week], cursor)
        world = live(world, p, FIRST_WEEK + week, FIRST_WEEK + week + 1)
        cases: Any = world.cases
        helped = np.bincount(cases.service[cases.stage == HELPED], minlength=5)
        queued = np.bincount(cases.service[(cases.stage != HELPED) & (cases.stage != FREE)], minlength=5)
        assert (helped <= PLACES).all()
        assert ((queued == 0) | (helped == PLACES)).all()
        services: Any = world.services
        np.testing.assert_array_equal(services.carried, helped)
        people: Any = world.residents
        assert (people.severity[:, [d for d in range(7) if d != MENTAL]] == NONE).all()

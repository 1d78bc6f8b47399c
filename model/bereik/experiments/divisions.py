"""Divisions of a budget over services: all there are on a grid, each of the same price to the cent.

Staff is paid in whole minutes a week, so a division is in minutes: those near to what is wanted that
cost the total, written as the fte that give them. Where no whole minutes do, some cents are left.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from bereik.services.build import weekly_cents, weekly_minutes
from bereik.services.settings import ServiceSettings

MINUTES_PER_HOUR, CENTS_PER_EURO, WEEKS_PER_YEAR, PER_ADULTS = 60, 100, 52, 10_000
_MOST_TRIED = 4000  # ways to round a division
_FURTHEST = 8  # minutes that a service may be off what is wanted


class Bound(NamedTuple):
    """What one service gets at least, and how many steps more at most."""

    least: float
    steps: int


def count(steps: int, bounds: Sequence[Bound]) -> int:
    """Return how many divisions of so many steps there are."""
    ways = np.zeros(steps + 1, object)
    ways[0] = 1
    for bound in bounds:
        ways = np.array([sum(ways[max(0, n - bound.steps) : n + 1]) for n in range(steps + 1)], object)
    return int(ways[steps])


def divisions(steps: int, bounds: Sequence[Bound]) -> Iterator[tuple[int, ...]]:
    """Yield all divisions of so many steps: per service the steps above its least; the last is quickest."""
    first, *others = bounds
    if not others:
        if steps <= first.steps:
            yield (steps,)
        return
    for own in range(min(steps, first.steps) + 1):
        for rest in divisions(steps - own, others):
            yield (own, *rest)


class Spent(NamedTuple):
    """A division that can be paid: fte per 10,000 adults per service, and eurocents a week."""

    fte: tuple[float, ...]
    cents: int


def cents_of(fte: Sequence[float], services: Sequence[ServiceSettings], adults: int) -> int:
    """Return what a division costs a week, in whole eurocents."""
    told = zip(services, fte, strict=True)
    return sum(weekly_cents(s.model_copy(update={"fte_per_10000": x}), adults) for s, x in told)


def euros_of(fte: float, service: ServiceSettings) -> float:
    """Return what fte cost, euros a year."""
    return fte * service.hours_per_fte * service.price_per_hour * WEEKS_PER_YEAR


def cents_a_week(euros: float, adults: int) -> int:
    """Return a budget in whole eurocents a week.

    Parameters
    ----------
    euros : a year per 10,000 adults
    """
    return math.floor(euros * adults / PER_ADULTS / WEEKS_PER_YEAR * CENTS_PER_EURO + 1e-6)


def can_be_spent(cents: int, services: Sequence[ServiceSettings]) -> int:
    """Return the most that whole minutes of the dearest service make of a budget, in eurocents a week.

    What all divisions can cost alike: cheaper minutes come near to it, where dearer ones cannot come
    near to any amount.

    Parameters
    ----------
    cents : the budget a week
    """
    dearest = max(services, key=lambda s: s.price_per_hour)
    minutes = math.floor(cents / dearest.price_per_hour / CENTS_PER_EURO * MINUTES_PER_HOUR + 1e-6)
    return int(_cents(np.array([minutes]), dearest)[0])


def spend(wanted: Sequence[float], services: Sequence[ServiceSettings], adults: int, total: int) -> Spent:
    """Return the division near to one that is wanted which costs the total to the cent.

    Where the prices of services differ, whole minutes may not do that: then the one that leaves the
    fewest cents, and never one that costs more. Who is to get nothing gets nothing.

    Parameters
    ----------
    wanted : fte per 10,000 adults, per service
    total : eurocents a week
    """
    told = [s.model_copy(update={"fte_per_10000": fte}) for s, fte in zip(services, wanted, strict=True)]
    minutes = [s.fte_per_10000 * adults / PER_ADULTS * s.hours_per_fte * MINUTES_PER_HOUR for s in told]
    whole = [weekly_minutes(s, adults) for s in told]
    last = max((k for k, fte in enumerate(wanted) if fte > 0.0), key=lambda k: -told[k].price_per_hour)
    rest = [k for k in range(len(told)) if k != last]
    off = np.arange(-_furthest(len(rest)), _furthest(len(rest)) + 1)
    offs = np.stack(np.meshgrid(*[off if whole[k] else off[:1] * 0 for k in rest], indexing="ij"), -1)
    tried = offs.reshape(-1, len(rest)) + np.array([whole[k] for k in rest], np.int64)
    spent = sum((_cents(tried[:, n], told[k]) for n, k in enumerate(rest)), np.zeros(len(tried), np.int64))
    price = told[last].price_per_hour * CENTS_PER_EURO / MINUTES_PER_HOUR
    own = np.floor((total - spent) / price + 1e-9).astype(np.int64)
    left = total - spent - _cents(own, told[last])
    distance = np.abs(tried - np.array([minutes[k] for k in rest])).sum(axis=1) + np.abs(own - minutes[last])
    possible = (left >= 0) & (own >= 0) & (tried >= 0).all(axis=1)
    nearest = min(np.flatnonzero(possible).tolist(), key=lambda n: (left[n], distance[n]))
    chosen = dict(zip(rest, tried[nearest].tolist(), strict=True)) | {last: int(own[nearest])}
    fte = tuple(
        s.fte_per_10000 if chosen[k] == whole[k] else _fte_of(chosen[k], s, adults)
        for k, s in enumerate(told)
    )
    return Spent(fte, cents_of(fte, services, adults))


def _fte_of(minutes: int, service: ServiceSettings, adults: int) -> float:
    """Return the fte per 10,000 adults that give so many minutes a week."""
    return minutes * PER_ADULTS / (adults * service.hours_per_fte * MINUTES_PER_HOUR)


def _furthest(services: int) -> int:
    """Return how many minutes to try on each side, so that it takes no longer than a blink."""
    for far in range(_FURTHEST, 1, -1):
        if (2 * far + 1) ** services <= _MOST_TRIED:
            return far
    return 1


def _cents(minutes: np.ndarray, service: ServiceSettings) -> np.ndarray:
    """Return what minutes cost, in whole eurocents, rounded as `weekly_cents` does."""
    hours = minutes / MINUTES_PER_HOUR
    return np.rint(hours * service.price_per_hour * CENTS_PER_EURO).astype(np.int64)

"""The total that is divided, and every division of it, made to cost that."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bereik.errors import ParameterError
from bereik.experiments.divisions import (
    Bound,
    Spent,
    can_be_spent,
    cents_a_week,
    cents_of,
    divisions,
    euros_of,
    spend,
)
from bereik.experiments.kinds.allocation.form import AllocationForm, Bounds
from bereik.experiments.summary import EQUAL_BUDGET
from bereik.services.mistakes import mistake, tell

if TYPE_CHECKING:
    from bereik.services.settings import ServiceSettings


def total_of(form: AllocationForm, services: Sequence[ServiceSettings]) -> float:
    """Return what there is to divide per 10,000 adults: fte or euros a year as in the file, or as now."""
    if form.euros_per_10000 is not None:
        return form.euros_per_10000
    return sum(s.fte_per_10000 for s in services) if form.fte_per_10000 is None else form.fte_per_10000


def fte_of(form: AllocationForm, service: ServiceSettings, value: float) -> float:
    """Return the fte of a share of the total."""
    return value if form.euros_per_10000 is None else value / euros_of(1.0, service)


def least_of(bounds: Mapping[str, Bounds]) -> float:
    """Return what the services take together at least."""
    return sum(bound.least for bound in bounds.values())


def most_of(bound: Bounds, total: float) -> float:
    """Return what a service gets at most: all of the total where it has no most."""
    return total if bound.most is None else bound.most


def steps_of(form: AllocationForm, bounds: Mapping[str, Bounds], total: float) -> list[Bound]:
    """Return the bounds in steps."""
    return [
        Bound(bound.least, max(0, math.floor((most_of(bound, total) - bound.least) / form.step + 1e-6)))
        for bound in bounds.values()
    ]


class Divided(NamedTuple):
    """All divisions of a total.

    Attributes
    ----------
    ways : each with what it costs
    anchor : which of them is as the scenario divides it
    cents : the total, eurocents a week
    """

    ways: list[Spent]
    anchor: int
    cents: int


def divided(
    form: AllocationForm, services: list[ServiceSettings], bounds: Mapping[str, Bounds], adults: int
) -> Divided:
    """Return all divisions of the total.

    None costs more. All cost the same to the cent; where prices differ, at most what a minute of
    somebody costs less. Of a total in euros less than a minute of the dearest is left besides.

    Raises
    ------
    ParameterError : a minute is too much of the total
    """
    total = total_of(form, services)
    now = [s.fte_per_10000 for s in services]
    if form.euros_per_10000 is None and form.fte_per_10000 is None:
        budget = cents = cents_of(now, services, adults)
    elif form.euros_per_10000 is None:
        budget = cents = cents_of([total, *[0.0] * (len(services) - 1)], services, adults)
    else:
        budget = cents_a_week(total, adults)
        cents = can_be_spent(budget, services)
    steps = steps_of(form, bounds, total)
    left = round((total - least_of(bounds)) / form.step)
    wanted = [
        tuple(
            fte_of(form, service, bound.least + own * form.step)
            for service, bound, own in zip(services, steps, way, strict=True)
        )
        for way in divisions(left, steps)
    ]
    found = [spend(fte, services, adults, cents) for fte in wanted]
    as_now = _as_now(now, services, adults, cents)
    if as_now not in found:
        found.append(as_now)
    for own in found:
        if cents - own.cents > EQUAL_BUDGET * cents:
            fte = " + ".join(f"{x:g} fte" for x in own.fte)
            told = {"value": f"{cents / 100:.2f}", "high": f"{own.cents / 100:.2f}", "low": fte}
            raise ParameterError(tell(mistake((), "not-to-the-cent", **told)))
    return Divided(found, found.index(as_now), budget)


def _as_now(now: list[float], services: list[ServiceSettings], adults: int, cents: int) -> Spent:
    """Return the total divided as the scenario divides it."""
    spends = cents_of(now, services, adults)
    if spends == cents:
        return Spent(tuple(now), cents)
    if spends == 0:
        return spend([1.0 / len(now)] * len(now), services, adults, cents)
    return spend([fte * cents / spends for fte in now], services, adults, cents)

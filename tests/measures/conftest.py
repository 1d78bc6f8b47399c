"""Ledgers written by hand: small runs of ten residents, two wijken, two services."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pytest

from bereik.measures import Measure
from bereik.records import Records, ResidentRecord, ServiceWeek, Spell, WijkWeek
from bereik.tables import dtype_of
from bereik.vocabulary import N_LEDGERS, N_PAYERS, NEVER

FIRSTS = [name for name in Spell.__annotations__ if name.startswith("first_")]


def spell(resident: int, onset: int = 0, **columns: Any) -> dict[str, Any]:
    """One spell that opened, of one domain, never helped, that lasts for 30 weeks and stays open."""
    plain = {
        "last_need": onset + 30,
        "closed": NEVER,
        "opened": True,
        "relapse_of": -1,
        "severity_at_clock": 2,
        "domains_at_clock": 0b1,
        "needy_domains": 0b1,
    }
    return {**dict.fromkeys(FIRSTS, NEVER), **plain, "resident": resident, "onset": onset, **columns}


def run_of(
    spells: Iterable[dict[str, Any]] = (), *, weeks: int = 200, doenvermogen: Sequence[float] | None = None,
    scenario: str = "by-hand", seed: int = 1,
) -> Records:
    """A run with these spells; tables are zeros, for the test to fill in.

    Resident i of ten is in decile i + 1; the first five live in noord, the rest in zuid.
    """
    trait = np.array([(i + 0.5) / 10 for i in range(10)] if doenvermogen is None else doenvermogen)
    residents = np.zeros(len(trait), dtype_of(ResidentRecord))
    residents["doenvermogen"] = trait
    residents["wijk"] = [0 if i < len(trait) / 2 else 1 for i in range(len(trait))]
    given = list(spells)
    rows = np.zeros(len(given), dtype_of(Spell))
    for row, columns in zip(rows, given, strict=True):
        row["wijk"] = residents["wijk"][columns["resident"]]
        for name, value in columns.items():
            row[name] = value
    weekly = np.zeros((weeks, 2), dtype_of(WijkWeek))
    weekly["residents"] = np.bincount(residents["wijk"], minlength=2)
    services = np.zeros((weeks, 2), dtype_of(ServiceWeek))
    cents = np.zeros((weeks, 3, N_LEDGERS, N_PAYERS), np.int64)
    return Records(
        scenario,
        seed,
        weeks,
        residents,
        rows,
        weekly,
        services,
        ("loket", "outreach"),
        ("noord", "zuid"),
        cents,
    )


def value_of(measures: Iterable[Measure], measure: str, group: str = "") -> float:
    """The value of the one measure with this id and group."""
    (found,) = [m for m in measures if (m.measure, m.group) == (measure, group)]
    return found.value


@pytest.fixture(name="spell")
def _spell() -> Callable[..., dict[str, Any]]:
    return spell


@pytest.fixture(name="run_of")
def _run_of() -> Callable[..., Records]:
    return run_of


@pytest.fixture(name="value_of")
def _value_of() -> Callable[..., float]:
    return value_of

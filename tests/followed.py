"""Small runs in which everybody is followed, which several tests ask the same of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from bereik.engine.replicate import simulate
from bereik.records import Records
from bereik.scenarios import Scenario
from oracle_run import lively, with_levers

SEED, RESIDENTS, WEEKS, BURN_IN = 6, 1500, 78, 10


def ran(scenario: Scenario, weeks: int = WEEKS) -> Records:
    everybody = range(RESIDENTS)
    return simulate(
        [scenario], SEED, residents=RESIDENTS, weeks=weeks, burn_in=BURN_IN, follow=everybody
    )[0]


@cache
def as_shipped(name: str, weeks: int = WEEKS) -> Records:
    return ran(lively(name), weeks)


def changed(name: str, levers: Mapping[str, Mapping[str, Any]]) -> Records:
    return ran(with_levers(lively(name), levers))


def times(records: Records, what: int, why: int | None = None) -> int:
    """How often something happened to anybody, for any cause or for one."""
    trace: Any = records.trace
    return int(((trace["what"] == what) & ((trace["why"] == why) if why is not None else True)).sum())


def row(records: Records, name: str) -> int:
    return list(records.service_names).index(name)

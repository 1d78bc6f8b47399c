"""Ties between services: they break, grow again, and who is sent on over a weak one is easily lost."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from bereik.engine.replicate import simulate
from bereik.parameters.book import the_book
from bereik.records import Records
from bereik.scenarios import Scenario
from bereik.vocabulary import LOST_IN_HAND_OVER, WORKER_LEFT

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

import oracle_run
from oracle_run import lively, week_by_week, with_levers

SEED, RESIDENTS, WEEKS, BURN_IN = 6, 1500, 78, 10


def ran(scenario: Scenario, weeks: int = WEEKS) -> Records:
    everybody = range(RESIDENTS)
    return simulate(
        [scenario], SEED, residents=RESIDENTS, weeks=weeks, burn_in=BURN_IN, follow=everybody
    )[0]


@cache
def as_shipped(name: str) -> Records:
    return ran(lively(name))


def changed(name: str, levers: Mapping[str, Mapping[str, Any]]) -> Records:
    return ran(with_levers(lively(name), levers))


def times(records: Records, what: int) -> int:
    return int((records.trace["what"] == what).sum())


def everywhere(name: str, **levers: Any) -> dict[str, dict[str, Any]]:
    """The same levers at every service of a scenario."""
    return dict.fromkeys(lively(name).services, levers)


def differs(one: Records, other: Records) -> np.ndarray:
    """Tell per week whether anything that wijken and services wrote differs."""
    weeks = min(one.weeks, other.weeks)
    out = np.zeros(weeks, bool)
    for table in ("weekly", "services"):
        for name in getattr(one, table).dtype.names:
            unequal = getattr(one, table)[name][:weeks] != getattr(other, table)[name][:weeks]
            out |= unequal.reshape(weeks, -1).any(axis=1)
    return out


# --- ties ---


def test_a_setting_that_is_off_changes_no_bit() -> None:
    off = everywhere("specialisten", tie=1.0, reorganised_week=None, reorganised_every=0)
    assert oracle_run.records_differ(as_shipped("specialisten"), changed("specialisten", off)) == []


def test_over_weaker_ties_more_are_lost() -> None:
    cold = everywhere("specialisten", warm=0.0)
    untied = everywhere("specialisten", warm=0.0, tie=0.0, reorganised_week=0)
    lost = [times(changed("specialisten", levers), LOST_IN_HAND_OVER) for levers in (cold, untied)]
    assert 20 < lost[0] < lost[1]


def test_a_reorganisation_is_felt_from_its_week_on() -> None:
    later = changed("specialisten", everywhere("specialisten", reorganised_week=30))
    assert not differs(later, as_shipped("specialisten"))[:30].any()
    assert differs(later, as_shipped("specialisten"))[30:40].any()


def test_a_reorganisation_gives_everybody_in_help_another_worker_once() -> None:
    stays = everywhere("specialisten", turnover=0.0)
    none = changed("specialisten", stays)
    once = changed("specialisten", everywhere("specialisten", turnover=0.0, reorganised_week=30))
    assert times(none, WORKER_LEFT) == 0
    left = once.trace[once.trace["what"] == WORKER_LEFT]
    assert set(left["week"]) == {30}
    assert len(left) >= 0.8 * once.services["caseload"][29].sum()


def test_what_is_broken_grows_again_up_to_what_is_kept_up() -> None:
    levers = everywhere("loket-only", tie=0.8, reorganised_week=5, reorganised_every=15)
    ties: list[float] = []
    for turn in week_by_week(with_levers(lively("loket-only"), levers), 400, 30):
        row: Any = turn.world.services[0]
        ties.append(float(row.tie_now))
    steps = np.diff(ties)
    left = the_book().value("intake.tie_left")
    assert np.flatnonzero(steps < -0.1).tolist() == [4, 19]
    assert (steps[5:19] > 0).all() and (np.diff(steps[5:19]) < 0).all()
    assert ties[5] < left and max(ties[5:]) < 0.8

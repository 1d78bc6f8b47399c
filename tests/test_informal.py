"""Informal help that is organised: volunteers who come and go, and relief for who helps somebody close."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bereik.parameters.book import the_book
from bereik.records import Records
from bereik.scenarios import Scenario
from bereik.services.kinds import settings_of
from bereik.vocabulary import AVAILABLE, CASE_WORK, FRIEND_TIRED

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

from followed import as_shipped, ran
from oracle_run import lively, week_by_week, with_levers

WEEKS = 104


def with_respite(levers: Mapping[str, Any]) -> Scenario:
    """Desk and wijkteam as they are, and a service beside them that relieves helpers."""
    plain = lively("loket-only")
    relief = settings_of("respijtzorg", {"fte_per_10000": 1.0, **levers}, the_book())
    return replace(plain, services={**plain.services, "respijtzorg": relief})


def minutes(records: Records, service: str, activity: int) -> np.ndarray:
    """Staff minutes of a service by week."""
    return records.services["minutes"][:, list(records.service_names).index(service), activity]


def tired(records: Records) -> int:
    return int((records.trace["what"] == FRIEND_TIRED).sum())


def test_what_is_not_said_is_off() -> None:
    plain = lively("loket-only")
    off = {"volunteers": False, "respite_minutes": 0}
    assert with_levers(plain, dict.fromkeys(plain.services, off)).services == plain.services


def test_a_service_that_relieves_nobody_is_nobody_to_residents() -> None:
    idle = ran(with_respite({"respite_minutes": 0}), WEEKS)
    for name in ("weekly", "spells", "residents"):
        mine, theirs = getattr(idle, name), getattr(as_shipped("loket-only", WEEKS), name)
        assert all(np.array_equal(mine[column], theirs[column]) for column in mine.dtype.names)


def test_who_is_relieved_tires_later_and_the_network_helps_more() -> None:
    none, all_of_them = as_shipped("loket-only", WEEKS), ran(with_respite({"fte_per_10000": 200.0}), WEEKS)
    assert 0 < tired(all_of_them) < tired(none)
    helped = [int(records.weekly["network_help"].sum()) for records in (none, all_of_them)]
    assert helped[0] < helped[1]


def test_minutes_relieve_as_many_as_they_can_and_no_more() -> None:
    records = ran(with_respite({"respite_minutes": 60}), WEEKS)
    spent, there = (minutes(records, "respijtzorg", k) for k in (CASE_WORK, AVAILABLE))
    assert (spent % 60 == 0).all() and (spent <= there).all() and (spent > there - 60).all()


def test_helpers_are_counted_as_they_come_and_go() -> None:
    for turn in week_by_week(with_respite({}), 400, 40):
        people: Any = turn.world.residents
        wijken: Any = turn.world.wijken
        helped = people.wijk[people.helper >= 0]
        assert np.array_equal(wijken.helpers, np.bincount(helped, minlength=len(wijken)))
        assert ((wijken.respite >= 0.0) & (wijken.respite <= 1.0)).all()


def test_volunteers_whom_nobody_asks_too_much_grow_with_those_they_helped() -> None:
    quiet = ran(with_levers(lively("informele-hulp"), {"informeel": {"fte_per_10000": 40.0}}), WEEKS)
    given = minutes(quiet, "informeel", AVAILABLE)
    assert given[-1] > given[0] > 0


def test_volunteers_who_are_asked_too_much_become_fewer() -> None:
    heavy = {"informeel": {"fte_per_10000": 2.0, "minutes_per_case": 2000}}
    given = minutes(ran(with_levers(lively("informele-hulp"), heavy), WEEKS), "informeel", AVAILABLE)
    assert 0 < given[-1] < given[0]


def test_what_volunteers_give_does_not_change_what_they_cost() -> None:
    records = as_shipped("informele-hulp", WEEKS)
    row = list(records.service_names).index("informeel")
    paid = records.cents[:, row, 0].sum(axis=1)
    assert paid.min() == paid.max() > 0
    assert np.unique(minutes(records, "informeel", AVAILABLE)).size > 1

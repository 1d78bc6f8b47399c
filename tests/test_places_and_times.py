"""Promises about what a place asks of who comes, and about weeks in which staff is less."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from bereik.engine.replicate import simulate
from bereik.records import Records
from bereik.scenarios import load_scenario

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

from oracle_run import lively, with_levers

RESIDENTS, WEEKS, SEED = 1500, 52, 7
PLACES = ("loket", "telefoon")


@cache
def plain() -> Records:
    return simulate([lively("loket-only")], SEED, residents=RESIDENTS, weeks=WEEKS, burn_in=8)[0]


def changed(levers: Mapping[str, Mapping[str, Any]], follow: int = 0) -> Records:
    """The same gemeente with the same luck, where some levers are others."""
    scenario = with_levers(lively("loket-only"), levers)
    return simulate([scenario], SEED, residents=RESIDENTS, weeks=WEEKS, burn_in=8, follow=range(follow))[0]


def at_both(**levers: Any) -> dict[str, dict[str, Any]]:
    return dict.fromkeys(PLACES, levers)


def asked(records: Records) -> int:
    return int(records.weekly["asked"].sum())


def why(records: Records, what: str) -> int:
    """How often a turn in the life of followed residents had a cause."""
    return int((records.frames()["trace"]["why"] == what).sum())


# --- be found ---


def test_where_nobody_is_ever_there_nobody_gets_through() -> None:
    empty = changed(at_both(unstaffed=1.0), follow=RESIDENTS)
    assert asked(plain()) > 100 and asked(empty) == 0
    assert why(empty, "nobody-there") > 100


def test_the_more_often_a_place_is_empty_the_fewer_get_through() -> None:
    assert asked(changed(at_both(unstaffed=0.4))) < asked(plain())


def test_behind_screens_and_guards_fewer_dare() -> None:
    guarded = changed(at_both(guarded=1.0))
    dare = 3
    assert asked(guarded) < asked(plain())
    assert guarded.weekly["dropped"][..., dare].sum() > plain().weekly["dropped"][..., dare].sum()


def test_interpreters_bring_more_people_through() -> None:
    assert asked(changed(at_both(interpreter=1.0))) > asked(plain())


def test_an_own_contribution_keeps_people_away_whom_no_bad_experience_is_booked_for() -> None:
    dear = changed(at_both(fee=100.0), follow=RESIDENTS)
    assert asked(dear) < asked(plain())
    assert why(dear, "own-contribution") > 50


def test_one_by_means_keeps_other_people_away_than_a_flat_one() -> None:
    """A flat one the poor, one by means those who have some."""
    means = plain().residents["means"]
    flat, by_means = (
        changed(at_both(**{lever: 100.0}), follow=RESIDENTS).frames()["trace"] for lever in ("fee", "fee_by_means")
    )
    away = [
        float(np.mean(means[turns[turns["why"] == "own-contribution"]["resident"].unique()]))
        for turns in (flat, by_means)
    ]
    assert away[0] < away[1]


def test_a_contribution_at_the_wijkteam_is_asked_before_somebody_is_sent_there() -> None:
    dear = changed({"wijkteam": {"fee": 300.0}}, follow=RESIDENTS)
    assert 0 < dear.services["handed_over"].sum() < plain().services["handed_over"].sum()
    assert why(dear, "own-contribution") > 10

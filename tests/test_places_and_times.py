"""Promises about what a place asks of who comes, and about weeks in which staff is less."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bereik.engine.replicate import simulate
from bereik.records import Records
from bereik.vocabulary import BECAUSE_NOBODY_THERE, BECAUSE_NOT_DARED, BECAUSE_PRICED_OUT, HELP_STARTED

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

from oracle_run import as_arrays, lively, settled, with_levers

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


def why(records: Records, cause: int) -> int:
    """How often a turn in the life of followed residents had a cause."""
    return int((records.trace["why"] == cause).sum())


# --- be found ---


def test_where_nobody_is_ever_there_nobody_gets_through() -> None:
    empty = changed(at_both(unstaffed=1.0), follow=RESIDENTS)
    assert asked(plain()) > 100 and asked(empty) == 0
    assert why(empty, BECAUSE_NOBODY_THERE) > 100


def test_the_more_often_a_place_is_empty_the_fewer_get_through() -> None:
    assert asked(changed(at_both(unstaffed=0.4))) < asked(plain())


def test_behind_screens_and_guards_fewer_dare() -> None:
    guarded = changed(at_both(guarded=1.0))
    dare = BECAUSE_NOT_DARED - 1
    assert asked(guarded) < asked(plain())
    assert guarded.weekly["dropped"][..., dare].sum() > plain().weekly["dropped"][..., dare].sum()


def test_interpreters_bring_more_people_through() -> None:
    assert asked(changed(at_both(interpreter=1.0))) > asked(plain())


def test_an_own_contribution_keeps_people_away_whom_no_bad_experience_is_booked_for() -> None:
    dear = changed(at_both(fee=100.0), follow=RESIDENTS)
    assert asked(dear) < asked(plain())
    assert why(dear, BECAUSE_PRICED_OUT) > 50


def test_one_by_means_keeps_other_people_away_than_a_flat_one() -> None:
    """A flat one the poor, one by means those who have some."""
    means = plain().residents["means"]
    away: list[float] = []
    for lever in ("fee", "fee_by_means"):
        trace = changed(at_both(**{lever: 100.0}), follow=RESIDENTS).trace
        kept = np.unique(trace["resident"][trace["why"] == BECAUSE_PRICED_OUT])
        away.append(float(means[kept].mean()))
    assert away[0] < away[1]


def test_a_contribution_at_the_wijkteam_is_asked_before_somebody_is_sent_there() -> None:
    dear = changed({"wijkteam": {"fee": 300.0}}, follow=RESIDENTS)
    assert 0 < dear.services["handed_over"].sum() < plain().services["handed_over"].sum()
    assert why(dear, BECAUSE_PRICED_OUT) > 10


# --- times ---


def available(records: Records, service: str) -> np.ndarray:
    """Staff minutes of a service by week, all its rows together."""
    mine = [name.startswith(service) for name in records.service_names]
    return records.services["minutes"][:, mine, 0].sum(axis=1)


def paid(records: Records) -> np.ndarray:
    """Eurocents for staff by week."""
    return records.cents[:, :, 0].sum(axis=(1, 2))


@pytest.mark.parametrize("saves", [True, False])
@pytest.mark.parametrize("share", [0.25, -0.5])
def test_a_cut_takes_its_share_in_its_weeks_and_in_no_others(share: float, saves: bool) -> None:
    cut = changed({"wijkteam": {"cut": share, "cut_from": 10, "cut_until": 20, "cut_saves": saves}})
    whole, left = available(plain(), "wijkteam"), available(cut, "wijkteam")
    during = np.zeros(WEEKS, bool)
    during[10:20] = True
    assert np.array_equal(left[~during], whole[~during])
    assert left[during] == pytest.approx(whole[during] * (1.0 - share), abs=0.5)
    assert np.array_equal(paid(cut)[~during], paid(plain())[~during])
    if saves:
        assert (np.sign(paid(plain())[during] - paid(cut)[during]) == np.sign(share)).all()
    else:
        assert np.array_equal(paid(cut), paid(plain())), "people are paid, and busy elsewhere"


def test_minutes_are_conserved_in_a_cut() -> None:
    books = changed({"wijkteam": {"cut": 0.6, "cut_from": 5}}).services["minutes"]
    assert np.array_equal(books[..., 0], books[..., 1:].sum(axis=-1))


def test_a_team_that_is_cut_carries_fewer_cases_and_starts_less_help() -> None:
    cut = changed({"wijkteam": {"cut": 0.8, "cut_from": 0}})
    assert cut.services["started"].sum() < plain().services["started"].sum()


def test_a_policy_before_its_cut_is_as_without() -> None:
    later = changed({"wijkteam": {"cut": 0.9, "cut_from": 30}})
    for table in ("weekly", "services"):
        for name in getattr(later, table).dtype.names:
            assert np.array_equal(getattr(later, table)[name][:30], getattr(plain(), table)[name][:30]), name
    assert not np.array_equal(later.services["started"][30:], plain().services["started"][30:])


# --- who goes first ---


def test_where_the_loudest_go_first_those_who_speak_badly_wait_longer() -> None:
    scarce = {"wijkteam": {"fte_per_10000": 4.0, "loudest_first": False}}
    levers = {"wijkteam": scarce["wijkteam"] | {"loudest_first": True}}
    fair, loud = (changed(given, follow=RESIDENTS) for given in (scarce, levers))
    verbal = as_arrays(settled(lively("loket-only"), RESIDENTS, SEED)[0].world).residents.verbal
    quiet = verbal < np.median(verbal)
    helped = [share_of(run, quiet) for run in (fair, loud)]
    assert helped[1] < helped[0]


def share_of(records: Records, group: np.ndarray) -> float:
    """The share of a group among all whose help starts at the wijkteam."""
    teams = [s for s, name in enumerate(records.service_names) if name.startswith("wijkteam")]
    trace = records.trace
    started = (trace["what"] == HELP_STARTED) & np.isin(trace["service"], teams)
    return float(group[trace["resident"][started]].mean())

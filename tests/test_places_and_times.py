"""Promises about what a place asks of who comes, and about weeks in which staff is less."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bereik.engine.build import live
from bereik.engine.replicate import begin, simulate
from bereik.parameters.book import the_book
from bereik.records import Records
from bereik.scenarios import load_scenario
from bereik.scenarios.scenario import Shock
from bereik.vocabulary import (
    BECAUSE_NOBODY_THERE,
    BECAUSE_NOT_DARED,
    BECAUSE_PRICED_OUT,
    DOMAINS,
    HELP_STARTED,
    WORK,
)

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


# --- what comes over everybody ---


def in_times(**shock: Any) -> Records:
    """The same gemeente with the same luck, in other times."""
    told = Shock(**{"from_week": 0, "until_week": None, "starts": {}, "trust_loss": 0.0} | shock)
    told = told._replace(starts=dict.fromkeys(DOMAINS, 0.0) | dict(told.starts))
    scenario = replace(lively("loket-only"), shock=told)
    return simulate([scenario], SEED, residents=RESIDENTS, weeks=WEEKS, burn_in=8)[0]


def differs_in(one: Records, other: Records) -> np.ndarray:
    """Tell per week whether anything that wijken and services wrote differs."""
    out = np.zeros(WEEKS, bool)
    for table in ("weekly", "services"):
        for name in getattr(one, table).dtype.names:
            unequal = getattr(one, table)[name] != getattr(other, table)[name]
            out |= unequal.reshape(WEEKS, -1).any(axis=1)
    return out


def test_hard_times_start_problems_in_their_weeks_and_none_before() -> None:
    hard = in_times(from_week=20, until_week=30, starts={"money": 0.5})
    assert not differs_in(hard, plain())[:20].any()
    more = hard.weekly["troubled"].sum(axis=1) - plain().weekly["troubled"].sum(axis=1)
    assert more[20] > 0 and more[29] > 5 * more[20]
    assert more[51] < more[29], "what was started eases again"


def test_the_harder_the_times_the_more_are_in_debt() -> None:
    indebted = [
        in_times(starts={"money": pace}).weekly["indebted_households"].sum() for pace in (0.05, 0.2, 0.8)
    ]
    assert plain().weekly["indebted_households"].sum() < indebted[0] < indebted[1] < indebted[2]


def test_hard_times_strike_only_where_something_can_go_wrong() -> None:
    """Past retirement work is no domain of trouble."""
    hard = replace(
        lively("loket-only"), shock=Shock(0, None, dict.fromkeys(DOMAINS, 0.0) | {"work": 5.0}, 0.0)
    )
    town, p = settled(hard, RESIDENTS, SEED)
    begun = begin(town, hard, SEED, 20)
    before = as_arrays(begun.town.world).residents.severity[:, WORK].copy()
    people = as_arrays(live(begun.town.world, p, 0, 20)).residents
    old = people.age >= the_book().value("problems.retirement_age")
    assert np.mean(people.severity[~old, WORK] > 0) > 0.5 > np.mean(before[~old] > 0)
    assert np.mean(people.severity[old, WORK] > 0) < 0.1, "but for what spreads"


def test_a_scandal_takes_a_share_of_all_trust_once() -> None:
    scandal = in_times(from_week=10, trust_loss=0.33)
    trust, before = (records.weekly["trust"].sum(axis=1) for records in (scandal, plain()))
    assert np.array_equal(trust[:10], before[:10])
    assert trust[10] == pytest.approx(0.67 * before[10], rel=0.01)
    assert (trust[11:] < before[11:]).all() and (trust[11:] > 0.6 * before[11:]).all()


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


def fitting_weeks(cut: float, enough: float = 0.5) -> int:
    """Weeks of fitting help that residents have once the hours of the wijkteam are cut."""
    plain = load_scenario("loket-only").with_parameters({"intake.enough": enough}, "a test")
    scenario = with_levers(plain, {"wijkteam": {"cut": cut, "cut_from": 10}})
    records = simulate([scenario], SEED, residents=4 * RESIDENTS, weeks=WEEKS, burn_in=26)[0]
    return int(records.weekly["fit"][14:].sum())


def test_the_fewer_hours_a_team_keeps_the_less_of_its_help_fits() -> None:
    kept = [fitting_weeks(cut) for cut in (0.0, 0.5, 0.9, 0.99)]
    assert kept[0] > kept[1] > kept[2] > kept[3]
    assert kept[3] < 0.1 * kept[0]


def test_the_more_time_help_must_have_to_fit_the_less_of_it_fits() -> None:
    asked = [fitting_weeks(0.9, enough) for enough in (0.25, 0.5, 0.8)]
    assert asked[0] > asked[1] >= asked[2]


# --- a queue that is seen ---

def swamped(weight: float, points_on: float, residents: int = RESIDENTS, **phone: Any) -> Records:
    """A desk with hardly any staff, of which one may hear that people wait, and a telephone with enough."""
    plain = load_scenario("loket-only").with_parameters({"seeking.wait_weight": weight}, "a test")
    levers = {
        "loket": {"fte_per_10000": 0.1, "lead_weeks": 0, "points_on": points_on},
        "telefoon": {"fte_per_10000": 4.0, **phone},
        "wijkteam": {"fte_per_10000": 40.0},
    }
    scenario = with_levers(plain, levers)
    return simulate([scenario], SEED, residents=residents, weeks=WEEKS, burn_in=8)[0]


def at(records: Records, place: str, column: str) -> int:
    return int(records.services[column][:, list(records.service_names).index(place)].sum())


def test_where_one_hears_of_a_waiting_list_fewer_come() -> None:
    unseen, seen = (swamped(weight, 0.0, 4 * RESIDENTS) for weight in (0.0, 0.5))
    assert at(unseen, "loket", "waiting") > 100
    assert at(seen, "loket", "arrived") < 0.7 * at(unseen, "loket", "arrived")
    assert at(seen, "telefoon", "arrived") > at(unseen, "telefoon", "arrived")


def test_who_finds_a_place_full_is_pointed_to_one_that_is_not() -> None:
    left_at_that, pointed = swamped(0.0, 0.0), swamped(0.0, 1.0)
    assert at(pointed, "loket", "waiting") < 0.1 * at(left_at_that, "loket", "waiting")
    sent = at(pointed, "loket", "handed_over") - at(pointed, "loket", "lost")
    assert sent > 20
    assert at(pointed, "telefoon", "arrived") > at(left_at_that, "telefoon", "arrived") + sent // 2


def test_nobody_is_pointed_to_a_place_that_is_not_there() -> None:
    alone = [swamped(0.0, points_on, from_week=WEEKS) for points_on in (0.0, 1.0)]
    assert at(alone[1], "loket", "waiting") > 100
    for name in alone[0].services.dtype.names or ():
        assert np.array_equal(alone[0].services[name], alone[1].services[name])

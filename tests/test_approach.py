"""Promises about letters, calls, places and lists: how a service comes to people."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bereik.engine.replicate import simulate
from bereik.errors import ScenarioError
from bereik.parameters.book import the_book
from bereik.records import Records
from bereik.scenarios import Scenario
from bereik.services.kinds import settings_of
from bereik.vocabulary import APPROACHED, CAUSES, DOORS, HAPPENINGS, NEVER

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

from oracle_run import as_arrays, lively, records_differ, week_by_week, with_levers

RESIDENTS = 1500
LIST = 60
LISTED = {"doors": "named", "list_per_10000": LIST * 10_000 / RESIDENTS, "follows": ()}
EARLY = "vroegsignalering"


def ran(scenario: Scenario, residents: int = RESIDENTS) -> Records:
    (records,) = simulate([scenario], 5, residents=residents, weeks=40, burn_in=8, follow=range(residents))
    return records


def early(**levers: Any) -> Records:
    return ran(with_levers(lively(EARLY), {EARLY: levers}), 5000)


def doors(**levers: Any) -> Records:
    return ran(with_levers(lively("loket-plus-outreach"), {"outreach": levers}))


def of(records: Records, service: str) -> np.ndarray:
    return records.services[:, records.service_names.index(service)]


def turns(records: Records, service: str) -> Counter[tuple[str, str]]:
    """How often each thing happened at a service, and why."""
    mine = records.trace[records.trace["service"] == records.service_names.index(service)]
    return Counter((HAPPENINGS[int(row["what"])], CAUSES[int(row["why"])]) for row in mine)


def test_letters_calls_and_visits_add_up_to_the_minutes_booked() -> None:
    records, team = early(), lively(EARLY).services[EARLY]
    told, needless = turns(records, EARLY), turns(records, EARLY)["outreach-stopped", "no-need"]
    letters = sum(n for (what, _), n in told.items() if what == "written-to")
    talks = told["written-to", "answers"] + told["rung", "answers"]
    visits = told["visited", "opened"]
    minutes = letters * team.letter_minutes + talks * team.call_minutes + visits * team.visit_minutes
    minutes += told["rung", "no-answer"] * -(-team.call_minutes // 3)
    minutes += told["visited", "not-opened"] * team.knock_minutes
    booked = int(of(records, EARLY)["minutes"][:, DOORS].sum())
    assert letters > 100 and talks > 5 and visits > 0
    assert minutes - needless * team.visit_minutes <= booked <= minutes, "who needs nothing takes less"


def test_a_file_ends_once_and_has_a_talk_or_not() -> None:
    books = of(early(), EARLY)
    began, closed = int(books["files"].sum()), books["files_closed"].sum(axis=0)
    assert (books["files_contacted"].sum(axis=0) <= closed).all()
    assert 0.8 * began < closed.sum() <= began + 40, "but for those under way at the end and at the start"
    assert closed[0] > 0 and closed[1:].sum() > 0
    assert (books["agreed"].sum(axis=0) <= books["talked"].sum(axis=0)).all()
    assert books["agreed"].sum() == books["accepted"].sum()


def test_the_fewer_get_a_letter_only_the_more_doors_are_knocked_on() -> None:
    knocks = [
        sum(n for (what, _), n in turns(early(letter_only=share), EARLY).items() if what == "visited")
        for share in (1.0, 0.5, 0.0)
    ]
    assert 0 < knocks[0] < knocks[1] < knocks[2], "repeated signals get more than a letter"


def test_a_minimum_makes_fewer_files_of_as_many_signals() -> None:
    every, some = of(early(minimum=0.0), EARLY), of(early(minimum=0.5), EARLY)
    assert some["files"].sum() < 0.9 * every["files"].sum()
    assert abs(int(some["signals"].sum()) - int(every["signals"].sum())) < 0.1 * every["signals"].sum()


def test_nobody_is_approached_about_arrears_whose_household_is_in_help() -> None:
    checked = 0
    for turn in week_by_week(lively(EARLY), 3000, 30):
        before, after = as_arrays(turn.before), as_arrays(turn.world)
        busy = np.zeros(len(before.households), bool)
        busy[before.residents.household[before.residents.standing & 11 > 0]] = True
        cases = after.cases[: after.facts.cases_used]
        service = int(np.flatnonzero(after.services.letter_minutes > 0)[0])
        new = (cases.stage == APPROACHED) & (cases.service == service) & (cases.joined == turn.week)
        checked += int(new.sum())
        assert not busy[after.residents.household[cases.resident[new]]].any()
    assert checked > 5


def test_a_letter_tells_who_reads_it_that_there_is_help() -> None:
    silent = lively("loket-only")
    writing = with_levers(
        lively("belteam"), {"bericht_bel": {"channels": ("letter",), "doors": "wijk", "letter_minutes": 1}}
    )
    known = [
        int((as_arrays(list(week_by_week(s, RESIDENTS, 20))[-1].world).residents.knows_since >= 0).sum())
        for s in (silent, writing)
    ]
    assert known[1] > known[0] + 50


def test_a_team_for_the_known_never_calls_a_stranger() -> None:
    scenario = lively("belteam")
    called = 0
    for turn in week_by_week(scenario, RESIDENTS, 20):
        before, after = as_arrays(turn.before), as_arrays(turn.world)
        new = (after.residents.standing & 4 > 0) & (before.residents.standing == 0)
        called += int(new.sum())
        assert (before.residents.known_since[new] != NEVER).all()
    assert called > 5


def test_a_list_holds_who_was_heard_of_most_and_not_who_is_in_need() -> None:
    scenario = with_levers(lively("loket-plus-outreach"), {"outreach": LISTED})
    first = next(iter(week_by_week(scenario, RESIDENTS, 1, burn_in=60)))
    people = as_arrays(first.before).residents
    assert people.named.sum() == LIST
    assert people.signals[people.named].min() >= people.signals[~people.named].max()
    assert (people.needy[people.named] == 0).any(), "the gemeente cannot know"
    told = ran(scenario)
    approached = {int(row["resident"]) for row in told.trace if HAPPENINGS[int(row["what"])] == "visited"}
    assert 0 < len(approached) <= LIST


def test_who_is_on_the_list_is_called_on_also_with_a_signal_that_this_service_may_not_follow() -> None:
    scenario = with_levers(lively("loket-plus-outreach"), {"outreach": LISTED})
    waiting: set[int] = set()
    for turn in week_by_week(scenario, RESIDENTS, 20, follow=range(RESIDENTS)):
        people, world = as_arrays(turn.before).residents, as_arrays(turn.world)
        rows = world.trace[: world.facts.trace_used]
        now = rows[rows["week"] == turn.week]
        visited = {int(r["resident"]) for r in now if HAPPENINGS[int(r["what"])] == "visited"}
        waiting |= visited & set(np.flatnonzero(people.pending > 0).tolist())
    assert len(waiting) > 5


def test_a_list_longer_than_those_heard_of_stays_shorter() -> None:
    scenario = with_levers(lively("loket-plus-outreach"), {"outreach": LISTED | {"list_per_10000": 10_000.0}})
    people = as_arrays(next(iter(week_by_week(scenario, RESIDENTS, 1, burn_in=60))).before).residents
    assert (people.named == (people.signals > 0)).all()
    assert 0 < people.named.sum() < RESIDENTS


def test_in_a_school_yard_one_meets_parents() -> None:
    scenario = lively("schoolplein")
    last = None
    met: set[int] = set()
    for turn in week_by_week(scenario, RESIDENTS, 20, follow=range(RESIDENTS)):
        last = as_arrays(turn.world)
    assert last is not None
    rows = last.trace[: last.facts.trace_used]
    met = {int(row["resident"]) for row in rows if HAPPENINGS[int(row["what"])] == "met-at-place"}
    children = last.households.children[last.residents.household]
    assert len(met) > 20 and all(children[i] > 0 for i in met)


def test_a_pretext_opens_doors_and_costs_trust() -> None:
    plain, sly = doors(), doors(pretext=1.0)
    shares = [of(r, "outreach")["opened"].sum() / of(r, "outreach")["knocks"].sum() for r in (plain, sly)]
    assert shares[1] > 1.2 * shares[0]
    each = [r.weekly["unwanted_trust"].sum() / r.weekly["unwanted"].sum() for r in (plain, sly)]
    assert each[1] > 1.5 * each[0]


def test_who_chooses_the_help_accepts_sooner_and_it_suits_her_better() -> None:
    plain, free = doors(), doors(chooses=1.0)
    accepted = [
        of(r, "outreach")["accepted"].sum() / of(r, "outreach")["talked"].sum() for r in (plain, free)
    ]
    assert accepted[1] > 1.2 * accepted[0]
    started = [
        {why: turns(r, "outreach")["help-started", why] for why in ("fits", "unsuited")}
        for r in (plain, free)
    ]
    suits = [n["fits"] / (n["fits"] + n["unsuited"]) for n in started]
    assert suits[1] > suits[0]


def test_what_a_visit_is_made_of_may_be_told_and_changes_nothing() -> None:
    told = doors(channels=("visit", "visit"), doors="wijk", among="everybody", pretext=0.0, chooses=0.0)
    assert records_differ(doors(), told) == []


@pytest.mark.parametrize(
    ("kind", "levers", "said"),
    [
        ("outreach", {"channels": ["lettre"]}, 'there is no channel "lettre". Did you mean letter?'),
        ("outreach", {"channels": ["email"]}, 'no channel "email". Choose from visit, letter, call.'),
        ("outreach", {"channels": []}, "channels = [...] must be a list of one to four of visit, letter"),
        ("outreach", {"channels": "call"}, 'channels = "call" must be a list of one to four'),
        ("outreach", {"channels": ["letter"]}, "who visits needs letter_minutes of at least 1."),
        ("bericht", {"channels": ["letter", "call"]}, "channels names 2 attempts, and attempts is 1."),
        ("outreach", {"doors": "name"}, 'it cannot go to "name". Did you mean named?'),
        ("outreach", {"doors": ["wijk"]}, "doors = [...] must be a text between quotes."),
        ("outreach", {"doors": []}, "doors = [...] must be a text between quotes."),
        ("outreach", {"among": ["parent"]}, "among = [...] must be a text between quotes."),
        ("outreach", {"among": 3}, "among = 3 must be a text between quotes."),
        ("outreach", {"doors": "named"}, "list_per_10000 is how long the list is"),
        ("outreach", {"list_per_10000": 5.0}, "list_per_10000 is how long the list is"),
        ("outreach", {"among": "parents"}, 'there is no group "parents". Did you mean parent?'),
        ("outreach", {"among": "poor"}, "who is poor no service knows beforehand"),
        ("plek", {"channels": ["call"], "call_minutes": 5}, "where people come one speaks to them"),
    ],
)
def test_a_mistake_in_how_it_comes_to_people_says_what_would_do(
    kind: str, levers: dict[str, Any], said: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        settings_of(kind, levers, the_book())
    assert said in str(caught.value)


def test_an_unknown_channel_is_told_in_one_line() -> None:
    with pytest.raises(ScenarioError) as caught:
        settings_of("outreach", {"channels": ["email"]}, the_book())
    assert len(str(caught.value).splitlines()) == 1

"""What is conserved: minutes, cents, cases, weeks in need, the registered, and trust.

Every world here is small, with several times the usual staff, so that in a year everything happens.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from bereik import chance, decisions
from bereik.compiled import entry
from bereik.engine import build
from bereik.engine.common import set_severity
from bereik.engine.replicate import simulate
from bereik.engine.world import Slot, World, copy
from bereik.parameters.book import numbers
from bereik.parameters.themes import Numbers
from bereik.records import Records, TraceRow
from bereik.scenarios import Scenario, shipped
from bereik.services.build import is_cut, weekly_cents, weekly_minutes
from bereik.tables import table
from bereik.vocabulary import (
    APPROACHED,
    AVAILABLE,
    CASE_WORK,
    CONVERSATIONS,
    CRISIS,
    DOORS,
    FREE,
    GAVE_UP_WAITING,
    GEMEENTE,
    HAND_OVERS,
    HAS_NEWS,
    HAS_SIGNAL,
    HEALTH,
    HEARD,
    HELPED,
    IS_ACTIVE,
    IS_APPROACHED,
    IS_HELPED,
    IS_UNDER_WAY,
    IS_WAITING,
    NEVER,
    PAYERS,
    STAFF,
    UNDER_WAY,
    UNUSED,
    VISITED,
    WAITING,
)

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

import oracle_run
from oracle_run import Turn, as_arrays, lively, settled, week_by_week, with_levers

RESIDENTS, WEEKS = 600, 60
SPENT = [CONVERSATIONS, CASE_WORK, DOORS, HAND_OVERS]
SCENARIOS = [*shipped(), "everything-on", "crowded", "many-visits"]
STAGE_BIT = {UNDER_WAY: IS_UNDER_WAY, WAITING: IS_WAITING, APPROACHED: IS_APPROACHED, HELPED: IS_HELPED}


def scenario_of(name: str) -> Scenario:
    """A shipped scenario with more staff, or one made for crowds or for visits."""
    if name == "everything-on":
        return oracle_run.everything_on()
    if name == "crowded":  # queues everywhere, and cases that ask more than there is
        crowded = lively("loket-plus-outreach-gedeeld", 1.5)
        slow = {"lead_weeks": 0, "minutes_per_case": 95}
        return with_levers(
            crowded, {**dict.fromkeys(crowded.services, slow), "wijkteam": {"caseload_per_fte": 6.0}}
        )
    if name == "many-visits":
        return lively("outreach", 40.0)
    return lively(name)


class Life(NamedTuple):
    """A run, week by week, what it ran on, and the records of the same scenario run at once."""

    name: str
    scenario: Scenario
    turns: list[Turn]
    trace: Any
    staff: np.ndarray
    keys: np.ndarray
    planned: np.ndarray
    records: Records


@pytest.fixture(scope="module", params=SCENARIOS)
def life(request: pytest.FixtureRequest) -> Life:
    scenario = scenario_of(request.param)
    turns: list[Turn] = []
    trace: Any = table(TraceRow, 0)
    for turn in week_by_week(scenario, RESIDENTS, WEEKS, follow=range(RESIDENTS)):
        after = copy(turn.world._replace(trace=table(TraceRow, 0), scratch=table(Slot, 0)))
        turns.append(Turn(turn.week, turns[-1].world if turns else turn.before, after))
        trace = as_arrays(turn.world).trace[: turn.world.facts.trace_used]
    rows: Any = turns[-1].world.services
    records = simulate([scenario], 12, residents=RESIDENTS, weeks=WEEKS, burn_in=8)[0]
    return Life(request.param, scenario, turns, trace, rows.staff, rows.key, rows.planned, records)


def lives_at(turn: Turn, column: str) -> Any:
    people: Any = turn.world.residents
    return people[column]


def open_cases(world: World) -> Any:
    cases = as_arrays(world).cases[: world.facts.cases_used]
    return cases[cases["stage"] != FREE]


# --- minutes ---


def test_every_minute_is_spent_once_or_left_over(life: Life) -> None:
    """Of every team, with those who borrow its staff: available = spent + unused, week by week."""
    minutes = life.records.services["minutes"]
    staff = life.staff
    assert (minutes >= 0).all()
    for team in np.unique(staff):
        sharing = staff == team
        spent = minutes[:, sharing][:, :, SPENT].sum(axis=(1, 2))
        unused = minutes[:, sharing, UNUSED].sum(axis=1)
        assert np.array_equal(minutes[:, sharing, AVAILABLE].sum(axis=1), spent + unused)
    if life.name != "geen-hulp":
        assert minutes[:, :, CASE_WORK].sum() > 0


def test_the_hours_are_those_of_the_settings(life: Life) -> None:
    run, scenario = life.records, life.scenario
    for service, settings in scenario.services.items():
        if settings.volunteers or settings.sees:  # who give what they want or can
            continue
        rows = [s for s, row in enumerate(run.service_names) if row.startswith(service)]
        minutes = run.services["minutes"][:, rows, AVAILABLE].sum(axis=1)
        until = WEEKS if settings.until_week is None else settings.until_week
        open_now = (np.arange(WEEKS) >= settings.from_week) & (np.arange(WEEKS) < until)
        there = [weekly_minutes(settings, RESIDENTS, is_cut(settings, week)) for week in range(WEEKS)]
        assert np.array_equal(minutes, np.where(open_now, there, 0))


def test_who_borrows_staff_spends_no_more_than_planned(life: Life) -> None:
    """Only the hand-over after the last visit may run over."""
    run, staff = life.records, life.staff
    for s in np.flatnonzero(staff != np.arange(len(staff))):
        last = life.turns[-1].world.services[int(s)].hand_over_minutes
        assert run.services["minutes"][:, s][:, SPENT].sum(axis=1).max() <= life.planned[s] + last


def test_nobody_is_helped_by_more_hours_than_the_staff_has(life: Life) -> None:
    """Quality is the share of the asked minutes that are given: below one as soon as they run short."""
    p = numbers(life.scenario.book())
    short = 0
    for turn in life.turns:
        books: Any = turn.world.service_weeks
        given = books.minutes[turn.week, : len(life.staff), CASE_WORK]
        people: Any = turn.world.residents
        assert ((people.quality >= 0) & (people.quality <= 1)).all()
        assert not people.quality[people.helps == 0].any()
        short += int(((people.quality < 1) & (people.helps > 0)).sum())
        have = np.array([turn.world.services[int(s)].minutes_now for s in life.staff])
        assert (given <= have).all()
    assert p.intake.crisis_minutes > 1
    assert short > 0 or life.name != "crowded"


# --- cents ---


def test_staff_costs_what_the_settings_say_whether_or_not_anybody_comes(life: Life) -> None:
    run, scenario = life.records, life.scenario
    staff = run.cents[:, :, STAFF]
    assert run.cents.dtype == np.int64
    assert (run.cents >= 0).all()
    promised = [scenario.staff_cents_per_week(RESIDENTS, week) for week in range(WEEKS)]
    assert staff[:, :, GEMEENTE].sum(axis=1).tolist() == promised
    for service, settings in scenario.services.items():
        rows = [s for s, row in enumerate(run.service_names) if row.startswith(service)]
        costs = staff[:, rows].sum(axis=1)
        paid = costs[:, PAYERS.index(settings.payer)]
        whole = weekly_cents(settings, RESIDENTS)
        if not settings.sees:  # a partner costs what it spends
            assert set(paid.tolist()) <= {0, whole, weekly_cents(settings, RESIDENTS, settings.cut != 0.0)}
        assert costs.sum() == paid.sum()


def test_no_cent_is_lost_between_the_records_and_their_tables(life: Life) -> None:
    run = life.records
    costs = run.frames()["costs"]
    assert int(costs["eurocents"].to_numpy().sum()) == int(run.cents.sum()) > 0
    assert not run.cents[:, -1, STAFF].any()  # nobody's service has no staff


# --- weeks in need ---


def test_every_week_in_need_is_booked_exactly_once(life: Life) -> None:
    for turn in life.turns:
        books: Any = turn.world.weekly
        row = books[turn.week]
        needy = lives_at(turn, "wijk")[lives_at(turn, "needy") > 0]
        assert np.array_equal(row.in_need, np.bincount(needy, minlength=len(row)))
        assert np.array_equal(row.in_need, row.covered + row.unmet.sum(axis=1))


def test_spells_and_weeks_tell_of_the_same_need(life: Life) -> None:
    run = life.records
    for w in range(len(run.wijk_names)):
        spells, weekly = run.spells[run.spells["wijk"] == w], run.weekly[:, w]
        assert spells["need_weeks"].sum() == weekly["in_need"].sum() > 0
        assert spells["covered_weeks"].sum() == weekly["covered"].sum()
        assert spells["unmet"].sum(axis=0).tolist() == weekly["unmet"].sum(axis=0).tolist()
    spells = run.spells
    assert np.array_equal(spells["need_weeks"], spells["covered_weeks"] + spells["unmet"].sum(axis=1))


def test_everybody_has_at_most_one_open_spell_and_the_needy_have_one(life: Life) -> None:
    for turn in life.turns:
        spells = as_arrays(turn.world).spells[: turn.world.facts.spells_used]
        mine = lives_at(turn, "spell")
        still_open = np.flatnonzero(spells["closed"] == NEVER)
        assert sorted(still_open.tolist()) == sorted(mine[mine >= 0].tolist())
        assert np.array_equal(spells["resident"][mine[mine >= 0]], np.flatnonzero(mine >= 0))
        assert (mine[lives_at(turn, "needy") > 0] >= 0).all()


# --- cases ---


def test_a_resident_has_one_case_at_a_service_and_finds_it_back(life: Life) -> None:
    seen = 0
    for turn in life.turns:
        cases: Any = turn.world.cases
        used = int(turn.world.facts.cases_used)
        found: list[int] = []
        for i in np.flatnonzero(lives_at(turn, "first_case") >= 0):
            c = int(lives_at(turn, "first_case")[i])
            here: list[int] = []
            while c >= 0:
                assert cases.resident[c] == i
                here.append(int(cases.service[c]))
                found.append(c)
                c = int(cases.next_case[c])
            assert len(here) == len(set(here))
        assert sorted(found) == np.flatnonzero(cases.stage[:used] != FREE).tolist()
        seen += len(found)
    assert seen > 0 or life.name == "geen-hulp"


def test_every_closed_case_is_free_once(life: Life) -> None:
    for turn in life.turns:
        cases: Any = turn.world.cases
        free: list[int] = []
        c = int(turn.world.facts.free_case)
        while c >= 0:
            free.append(c)
            assert len(free) <= turn.world.facts.cases_used
            c = int(cases.next_case[c])
        assert sorted(free) == np.flatnonzero(cases.stage[: turn.world.facts.cases_used] == FREE).tolist()


def test_where_people_stand_is_where_their_cases_are(life: Life) -> None:
    for turn in life.turns:
        stands = np.zeros(RESIDENTS, int)
        for case in open_cases(turn.world):
            stands[case["resident"]] |= STAGE_BIT[int(case["stage"])]
        assert np.array_equal(stands, lives_at(turn, "standing"))


def test_a_team_carries_the_households_that_it_helps(life: Life) -> None:
    for turn in life.turns:
        homes: list[set[int]] = [set() for _ in life.staff]
        caseload = np.zeros(len(life.staff), int)
        people: Any = turn.world.residents
        for case in open_cases(turn.world):
            if case["stage"] == HELPED:
                homes[case["service"]].add(int(people.household[case["resident"]]))
                caseload[case["service"]] += 1
        rows: Any = turn.world.services
        books: Any = turn.world.service_weeks
        assert rows.carried.tolist() == [len(served) for served in homes]
        assert np.array_equal(caseload, books.caseload[turn.week, : len(life.staff)])


def test_cases_do_not_come_from_nowhere(life: Life) -> None:
    """Queue and caseload: what was there and what came, less what went, is what is left."""
    for before, turn in zip(life.turns, life.turns[1:], strict=False):
        books = as_arrays(turn.world).service_weeks[turn.week]
        earlier = as_arrays(before.world).service_weeks[before.week]
        for s in range(len(life.staff)):
            if turn.week != turn.world.services[s].until_week:
                assert books.caseload[s] == earlier.caseload[s] + books.started[s] - books.ended[s]


def test_no_door_is_knocked_on_twice_in_a_week(life: Life) -> None:
    visits = life.trace[life.trace["what"] == VISITED]
    times = Counter(zip(visits["week"].tolist(), visits["resident"].tolist(), strict=True))
    assert max(times.values(), default=0) <= 1
    assert len(visits) > 400 or life.name != "many-visits"


# --- queues ---


def test_a_queue_is_served_by_priority_then_week_joined_then_luck(life: Life) -> None:
    """Those heard in a week are heard in that order, and nobody is passed over who could have come."""
    waited = 0
    for turn in life.turns:
        key = int(turn.world.facts.key)
        joined = {(int(c["resident"]), int(c["service"])): int(c["joined"]) for c in open_cases(turn.before)}
        cases = [c for world in (turn.before, turn.world) for c in open_cases(world)]
        urgent = {(int(c["resident"]), int(c["service"])) for c in cases if c["urgent"]}
        trace = life.trace[life.trace["week"] == turn.week]

        def place(i: int, s: int) -> tuple[int, int, float]:
            service, resident = turn.world.services[s], turn.world.residents[i]  # noqa: B023
            priority = 1
            if (i, s) in urgent or (service.crisis_first and resident.worst >= CRISIS):  # noqa: B023
                priority = 0
            elif service.single_first and resident.domains > 1:
                priority = 2
            if service.loudest_first and resident.verbal < turn.world.facts.typical_verbal:  # noqa: B023
                priority += 1
            since = joined.get((i, s), turn.week)  # noqa: B023
            return priority, since, chance.uniform(key, decisions.QUEUE_ORDER, i, since, int(life.keys[s]))  # noqa: B023

        left = {
            (int(c["resident"]), int(c["service"])) for c in open_cases(turn.world)
            if c["stage"] == WAITING and c["ready"] <= turn.week
        }
        gone = trace[trace["what"] == GAVE_UP_WAITING]
        gone = set(zip(gone["resident"].tolist(), gone["service"].tolist(), strict=True))
        for s in range(len(life.staff)):
            heard = trace[(trace["what"] == HEARD) & (trace["service"] == s)]["resident"].tolist()
            places = [place(i, s) for i in heard]
            assert places == sorted(places)
            waiting = [place(i, t) for i, t in left - gone if t == s]
            waited += len(waiting)
            assert not (places and waiting) or places[-1] < min(waiting)
    assert waited > 100 or life.name != "crowded"


# --- what the gemeente knows, and trust ---


def test_the_registered_are_counted_one_by_one(life: Life) -> None:
    for turn in life.turns:
        wijken: Any = turn.world.wijken
        known = lives_at(turn, "wijk")[lives_at(turn, "known_since") != NEVER]
        assert np.array_equal(wijken.registered, np.bincount(known, minlength=len(wijken)))


def test_the_trust_of_a_wijk_is_that_of_its_residents(life: Life) -> None:
    for turn in life.turns:
        wijken: Any = turn.world.wijken
        trust = lives_at(turn, "trust")
        assert ((trust >= 0) & (trust <= 1)).all()
        summed = np.bincount(lives_at(turn, "wijk"), weights=trust, minlength=len(wijken))
        assert np.abs(wijken.trust - summed).max() < 1e-9


def test_who_has_something_to_do_is_awake(life: Life) -> None:
    """Rows at rest are skipped: nobody with a problem, a case, a spell, a helper or news may rest."""
    for turn in life.turns:
        people: Any = turn.world.residents
        busy = (people.troubled > 0) | (people.first_case >= 0) | (people.spell >= 0) | (people.helper >= 0)
        busy |= (people.news != 0) | (people.standing > 0) | (people.helps > 0)
        busy |= people.signal_week != NEVER
        assert ((people.pending > 0) == (people.signal_week != NEVER)).all()
        assert (turn.world.active[busy] & IS_ACTIVE).all()
        assert (((turn.world.active & HAS_SIGNAL) > 0) == (people.signal_week != NEVER)).all()
        assert (((turn.world.active & HAS_NEWS) > 0) == (people.news != 0)).all()


def test_a_crisis_is_paid_for_once() -> None:
    town, p = settled(lively("loket-only"), RESIDENTS)
    world = build.live(build.branch(town, lively("loket-only"), 4).world, p, 0, 1)
    free = next(i for i in range(RESIDENTS) if not world.residents[i].troubled)
    paid: list[int] = []
    for _ in range(3):
        paid.append(int(np.asarray(world.service_weeks)["cents"].sum()))
        falls_into_crisis(world, p, free, HEALTH, 1)
    before, once, again = paid
    assert before < once == again


@entry
def falls_into_crisis(world: World, p: Numbers, i: int, d: int, week: int) -> None:
    set_severity(world, p, i, d, CRISIS, week)


def test_a_service_that_stops_leaves_nobody_in_its_care() -> None:
    scenario = with_levers(lively("loket-only"), {"loket": {"until_week": 9}, "telefoon": {"until_week": 9}})
    town, p = settled(scenario, RESIDENTS)
    world = build.live(build.branch(town, scenario, 12).world, p, 0, 9)
    assert np.isin(open_cases(world)["service"], [0, 1]).any()
    world = build.live(world, p, 9, 12)
    assert not np.isin(open_cases(world)["service"], [0, 1]).any()
    rows: Any = world.services
    assert not rows.carried[:2].any()

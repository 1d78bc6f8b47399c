"""What the engine promises about chance and cause, each as a test in a small world.

A null change is no change; a policy does not change whom trouble strikes; islands stay islands;
influence travels a step a week; and how a run is cut, ordered or copied changes no bit.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bereik.engine import build
from bereik.engine.build import Town
from bereik.engine.replicate import simulate
from bereik.engine.world import ServiceBooks, World, copy
from bereik.parameters.book import the_book
from bereik.records import Records, ResidentRecord, ServiceWeek, Spell, WijkWeek
from bereik.scenarios import Scenario, load_scenario, shipped
from bereik.services.kinds import settings_of
from bereik.tables import columns
from bereik.vocabulary import (
    CRISIS,
    DOMAINS,
    DROPPED,
    EVENT_STRUCK,
    FREE,
    MENTAL,
    PROBLEM_EASED,
    PROBLEM_STARTED,
    PROBLEM_WORSENED,
)

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

import oracle_run
from oracle_run import as_arrays, lively, records_differ, settled, what_differs, who_differs, with_levers


def people_of(name: str) -> object:
    """Return what decides who lives in a scenario: its gemeente, and its own numbers of the population."""
    scenario = load_scenario(name)
    own = {n: d.value for n, d in scenario.parameters.items() if n.startswith("population.")}
    return scenario.gemeente, own


SAME_GEMEENTE = [name for name in shipped() if people_of(name) == people_of("loket-only")]
WITH_DOORS = "loket-plus-outreach"
BORROWING = "loket-plus-outreach-gedeeld"


def ran(scenario: Scenario, seed: int = 5) -> Records:
    return simulate([scenario], seed, residents=600, weeks=52, burn_in=8)[0]


# --- a null change ---


@pytest.mark.parametrize("name", [*shipped(), "everything-on"])
def test_a_scenario_against_itself_is_exactly_zero(name: str) -> None:
    scenario = oracle_run.everything_on() if name == "everything-on" else lively(name)
    one, other = simulate([scenario, replace(scenario, name="again")], 5, residents=400, weeks=40, burn_in=8)
    assert records_differ(one, other) == []


@pytest.mark.parametrize("name", ["loket-only", WITH_DOORS, BORROWING])
def test_a_service_without_staff_or_open_doors_changes_nothing(name: str) -> None:
    """One comes before all others, so that every other service moves to another row."""
    scenario = lively(name)
    book = scenario.book()
    idle = {
        "a_place_not_yet_open": settings_of("loket", {"fte_per_10000": 2.0, "from_week": 5000}, book),
        "outreach_without_staff": settings_of("outreach", {}, book),
    }
    without = ran(scenario)
    beside = ran(replace(scenario, services={**idle, **scenario.services}))
    added = np.isin(beside.service_names, [*idle])
    assert added[0] and added.sum() == len(idle)
    assert without.services["started"].sum() > 20
    kept = replace(
        beside,
        services=beside.services[:, ~added],
        cents=beside.cents[:, [*~added, True]],
        service_names=without.service_names,
    )
    assert records_differ(without, kept) == []
    does = set(columns(ServiceWeek)) - {"signals"}  # they reach it, and nobody is there to take them up
    assert not any(beside.services[column][:, added].any() for column in does)
    assert not beside.cents[:, [*added, False]].any()


def test_the_order_of_services_and_schemes_in_a_file_changes_nothing() -> None:
    scenario = lively("gemengd", 2.0)
    backwards = replace(
        scenario,
        services=dict(reversed([*scenario.services.items()])),
        schemes=dict(reversed([*scenario.schemes.items()])),
    )
    one, other = ran(scenario), ran(backwards)
    assert records_differ(one, other) == []
    assert (one.service_names, one.scheme_names) == (other.service_names, other.scheme_names)
    assert one.services["handed_over"].sum() > 20 and one.schemes["granted"].sum() > 0


def test_another_seed_is_another_gemeente_with_other_luck() -> None:
    one, other = ran(lively("loket-only"), seed=5), ran(lively("loket-only"), seed=6)
    assert {"residents.doenvermogen", "weekly.in_need", "services.started"} <= set(records_differ(one, other))


# --- the same luck under every policy ---


@cache
def lives(names: tuple[str, ...], residents: int = 500) -> tuple[Records, ...]:
    scenarios = [lively(name) for name in names]
    return tuple(simulate(scenarios, 9, residents=residents, weeks=104, burn_in=12, follow=range(residents)))


def turns(records: Records, what: int, weeks: range) -> list[tuple[int, ...]]:
    rows = records.trace[(records.trace["what"] == what) & np.isin(records.trace["week"], weeks)]
    return [tuple(int(row[name]) for name in ("week", "resident", "why")) for row in rows]


def test_policy_does_not_change_whom_life_events_strike() -> None:
    strikes = [turns(records, EVENT_STRUCK, range(104)) for records in lives(tuple(SAME_GEMEENTE))]
    assert len(strikes[0]) > 50
    assert all(struck == strikes[0] for struck in strikes)


def test_policy_does_not_change_whom_trouble_strikes_in_its_first_week() -> None:
    for what in (PROBLEM_STARTED, PROBLEM_WORSENED, PROBLEM_EASED):
        strikes = [turns(records, what, range(1)) for records in lives(tuple(SAME_GEMEENTE), 1500)]
        assert strikes[0]
        assert all(struck == strikes[0] for struck in strikes)


def test_policy_changes_how_lives_go_on() -> None:
    """The counterpart of the tests above: the policies are not the same by accident."""
    strikes = [turns(records, PROBLEM_EASED, range(104)) for records in lives(tuple(SAME_GEMEENTE))]
    assert len({str(struck) for struck in strikes}) > 1


@cache
def drawn_by_two_policies() -> dict[str, Any]:
    return oracle_run.in_plain_python("ledger")


def test_the_shocks_that_knock_are_the_same_under_every_policy() -> None:
    one, other = drawn_by_two_policies().values()
    assert one["struck"] == other["struck"] > 100
    assert one["candidates"] == other["candidates"]
    assert one["draws"] != other["draws"]


def test_one_decision_is_one_draw() -> None:
    """Nobody meets the same luck twice in one matter of one week."""
    for policy in drawn_by_two_policies().values():
        assert policy["kinds"] > 30
        assert policy["twice"] == {}


def test_people_are_the_same_under_every_policy() -> None:
    everybody = lives(tuple(SAME_GEMEENTE))
    changing = {"trust_at_end", "stress_at_end", "entitled", "uses", "knew", "believed"}
    fixed = set(columns(ResidentRecord)) - changing
    for records in everybody[1:]:
        assert all(np.array_equal(records.residents[name], everybody[0].residents[name]) for name in fixed)


# --- two islands ---

ISLANDERS = 2600  # two wijken


def islands_apart(town: Town) -> Town:
    """Return the town with every tie between wijken cut."""
    world = town.world
    people: Any = world.residents
    owner = np.repeat(np.arange(len(people)), people.ties)
    assert np.array_equal(people.first_tie, np.cumsum(people.ties) - people.ties)
    kept = people.wijk[owner] == people.wijk[world.ties]
    assert not kept.all()
    people.ties[:] = np.bincount(owner[kept], minlength=len(people))
    people.first_tie[:] = np.cumsum(people.ties) - people.ties
    return town._replace(world=world._replace(ties=world.ties[kept].copy()))


@pytest.mark.parametrize("name", ["loket-only", WITH_DOORS, BORROWING])
def test_doubling_a_team_changes_no_bit_of_another_island(name: str) -> None:
    scenario = lively(name, 2.0)
    relief = settings_of("respijtzorg", {"fte_per_10000": 20.0}, the_book())
    scenario = replace(scenario, services={**scenario.services, "respijtzorg": relief})
    busy = {"per_wijk": True, "minutes_per_case": 97}  # more than there is, so that cases share what is left
    scenario = with_levers(scenario, dict.fromkeys(scenario.services, busy))
    town, p = settled(scenario, ISLANDERS)
    town = islands_apart(town)
    as_is = build.branch(town, scenario, 104).world
    doubled = build.branch(town, scenario, 104).world
    services: Any = doubled.services
    for column in ("minutes", "planned", "room", "cents"):
        services[column][services.wijk == 0] *= 2
    people: Any = as_is.residents
    there = people.wijk == 1
    assert 500 < there.sum() < ISLANDERS - 500
    for week in range(104):
        as_is = build.live(as_is, p, week, week + 1)
        doubled = build.live(doubled, p, week, week + 1)
        differs = who_differs(as_is, doubled)
        assert not differs[there].any(), f"week {week}: resident {np.flatnonzero(differs & there)[0]}"
    assert differs[~there].sum() > 100
    one, other = as_arrays(as_is), as_arrays(doubled)
    spells = [w.spells[: w.facts.spells_used] for w in (one, other)]
    spells = [rows[rows.wijk == 1] for rows in spells]
    for column in set(columns(Spell)) - {"relapse_of"}:
        assert np.array_equal(spells[0][column], spells[1][column]), column
    for column in columns(WijkWeek):
        assert np.array_equal(one.weekly[:-1, 1][column], other.weekly[:-1, 1][column]), column
    for s in np.flatnonzero(services.wijk == 1):
        assert one.services[s].carried == other.services[s].carried
        assert one.services[s].workload == other.services[s].workload
        for column in columns(ServiceBooks):
            books = one.service_weeks[:-1, s][column], other.service_weeks[:-1, s][column]
            assert np.array_equal(*books), column


# --- the light cone ---


def touched(world: World, week: int) -> np.ndarray:
    """Return (resident, service) pairs that have to do with each other: a case, or a turn this week."""
    tables = as_arrays(world)
    cases = tables.cases[: world.facts.cases_used]
    cases = cases[cases["stage"] != FREE]
    trace = tables.trace[: world.facts.trace_used]
    trace = trace[(trace["week"] == week) & (trace["service"] >= 0) & (trace["what"] != DROPPED)]
    pairs = [np.stack([rows["resident"], rows["service"]], axis=1) for rows in (cases, trace)]
    return np.concatenate(pairs).astype(np.int64)


def spread(reached: np.ndarray, world: World) -> np.ndarray:
    """Return whom influence reaches in one step over ties and households."""
    people: Any = world.residents
    out = reached.copy()
    for i in np.flatnonzero(reached):
        first = people.first_tie[i]
        out[world.ties[first : first + people.ties[i]]] = True
    homes = np.zeros(world.households.shape[0], bool)
    homes[people.household[reached]] = True
    return out | homes[people.household]


@pytest.mark.parametrize("name", ["geen-hulp", "loket-only", WITH_DOORS, BORROWING])
def test_influence_travels_one_step_a_week(name: str) -> None:
    """Change one resident; whoever differs later is reachable from her over ties, household and services."""
    scenario, residents, weeks = lively(name, 2.0), 1500, 4
    town, p = settled(scenario, residents, start=-26, follow=range(residents))
    town = town._replace(world=build.live(town.world, p, -26, 0))
    start = build.branch(town, scenario, weeks).world
    people: Any = start.residents
    rows: Any = start.services
    differed: list[int] = []
    left_out = 0
    for changed in np.argsort(-people.ties * (people.helper < 0), kind="stable")[:16]:
        one, other = copy(start), copy(start)
        falls_ill(other, int(changed))
        reached = who_differs(one, other)
        assert np.flatnonzero(reached).tolist() == [changed]
        services = np.zeros(len(rows), bool)
        for week in range(weeks):
            pairs = [touched(one, week), touched(other, week)]
            one, other = build.live(one, p, week, week + 1), build.live(other, p, week, week + 1)
            pairs = np.concatenate([*pairs, touched(one, week), touched(other, week)])
            reached = spread(reached, one)
            before = -1
            while before != reached.sum() + services.sum():  # within a week services pass people on
                before = reached.sum() + services.sum()
                services[pairs[reached[pairs[:, 0]], 1]] = True
                staff = np.zeros(len(rows), bool)
                staff[rows.staff[services]] = True
                services |= staff[rows.staff]
                reached[pairs[services[pairs[:, 1]], 0]] = True
            differs = who_differs(one, other)
            assert not np.flatnonzero(differs & ~reached).tolist(), f"week {week}"
            left_out += week < 2 and reached.sum() < residents / 2
        differed.append(int(who_differs(one, other).sum()))
    assert max(differed) > 2  # influence does travel
    assert left_out >= 16  # and the cone is no room for everybody


def falls_ill(world: World, i: int) -> None:
    """Change the state of one resident: a crisis of the mind, trust gone, and a bad story to tell."""
    resident = world.residents[i]
    resident.severity[MENTAL] = CRISIS
    resident.since[MENTAL] = -1
    resident.troubled |= 1 << MENTAL
    resident.changed = True
    resident.trust = 0.05
    resident.news = -1
    resident.news_week = -1
    resident.stress_shown = 0.99
    world.active[i] = 1


# --- however a run is cut ---


@pytest.mark.parametrize("name", ["geen-hulp", "loket-only", "everything-on"])
def test_a_week_at_a_time_and_all_weeks_at_once_are_the_same(name: str) -> None:
    scenario = oracle_run.everything_on() if name == "everything-on" else lively(name)
    town, p = settled(scenario, 400, follow=range(0, 400, 7))
    start = build.branch(town, scenario, 260).world
    at_once = build.live(copy(start), p, 0, 260)
    one_by_one = copy(start)
    for week in range(260):
        one_by_one = build.live(one_by_one, p, week, week + 1)
    assert what_differs(at_once, one_by_one) == []
    assert at_once.facts.active_weeks > 0


@pytest.mark.parametrize("name", ["geen-hulp", "loket-only", WITH_DOORS, BORROWING])
def test_a_branch_after_the_burn_in_goes_on_as_if_nothing_had_happened(name: str) -> None:
    """104 weeks + branch + 260 weeks give the bits of 364, where the policy is the one before."""
    scenario = lively(name)
    policy = {s: x.model_dump(exclude_unset=True) for s, x in scenario.services.items()}
    scenario = replace(scenario, gemeente=replace(scenario.gemeente, burn_in_levers=policy))
    assert scenario.burn_in_services() == dict(scenario.services)
    town, p = settled(scenario, 400, start=-104, follow=range(0, 400, 7))
    straight = build.with_services(copy(town.world), town.services, 260)
    rows: Any = town.services.rows
    straight = straight._replace(services=rows.copy())
    straight = build.live(straight, p, -104, 260)
    town = town._replace(world=build.live(town.world, p, -104, 0))
    branched = build.live(build.branch(town, scenario, 260).world, p, 0, 260)
    started: Any = straight.services
    started.from_week[:] = 0  # each policy counts from its own first week
    assert what_differs(straight, branched) == []


def test_a_branch_leaves_the_burn_in_as_it_was() -> None:
    town, p = settled(lively("loket-only"), 400, start=-20, follow=range(400))
    town = town._replace(world=build.live(town.world, p, -20, 0))
    kept = copy(town.world)
    for name in ("geen-hulp", WITH_DOORS):
        build.live(build.branch(town, lively(name), 30).world, p, 0, 30)
    assert what_differs(kept, town.world) == []


def test_the_order_of_scenarios_changes_nothing() -> None:
    scenarios = [load_scenario(name) for name in ("outreach", "loket-wint", "geen-hulp", "loket-only")]
    forth = simulate(scenarios, 5, residents=400, weeks=40, burn_in=10)
    back = simulate(scenarios[::-1], 5, residents=400, weeks=40, burn_in=10)[::-1]
    alone = [simulate([scenario], 5, residents=400, weeks=40, burn_in=10)[0] for scenario in scenarios]
    for one, other, single in zip(forth, back, alone, strict=True):
        assert records_differ(one, other) == records_differ(one, single) == []


def test_a_copy_goes_on_where_the_world_was() -> None:
    scenario = oracle_run.everything_on()
    town, p = settled(scenario, 400, follow=range(0, 400, 7))
    world = build.live(build.branch(town, scenario, 60).world, p, 0, 23)
    stored = copy(world)
    world = build.live(world, p, 23, 60)
    assert what_differs(world, stored) != []
    assert what_differs(world, build.live(stored, p, 23, 60)) == []


def test_tables_that_are_full_grow_and_nothing_else_changes() -> None:
    scenario = oracle_run.everything_on()
    town, p = settled(scenario, 400, follow=range(0, 400, 7))
    start = build.branch(town, scenario, 80).world
    roomy = build.live(copy(start), p, 0, 80)
    tight = copy(start)
    grew = 0
    for week in range(80):
        tight = tight._replace(
            spells=cut(tight.spells, tight.facts.spells_used),
            cases=cut(tight.cases, tight.facts.cases_used),
            trace=cut(tight.trace, tight.facts.trace_used),
        )
        spells = tight.spells.shape[0]
        tight = build.live(tight, p, week, week + 1)
        grew += tight.spells.shape[0] > spells
    assert grew > 20
    assert what_differs(roomy, tight) == []


def cut(rows: Any, used: int) -> Any:
    """Return a table that has no room left."""
    return rows[:used].copy()


def test_a_gemeente_where_everybody_is_in_need_fits_its_tables() -> None:
    """The start population opens a spell for each; no more may be written than there are rows."""
    scenario = load_scenario("loket-only")
    book = scenario.book()
    worst = {f"past.problems.{d}": book[f"past.problems.{d}"].high for d in DOMAINS}
    worst |= {f"past.serious.{d}": book[f"past.serious.{d}"].high for d in DOMAINS}
    town, _ = settled(scenario.with_parameters(worst, "test"), 1200)
    people: Any = town.world.residents
    spells: Any = town.world.spells
    assert (people.needy > 0).sum() == town.world.facts.spells_used <= len(spells)

"""Building a world: people, a past, services; and handing it from one policy to the next."""

from __future__ import annotations

from collections.abc import Iterable
from math import log
from typing import Any, NamedTuple, cast

import numpy as np

from bereik.chance import key_of, uniforms
from bereik.compiled import plain
from bereik.decisions import QUEUE_ORDER
from bereik.engine.desks import moves_cases
from bereik.engine.past import give_a_past
from bereik.engine.hooks import Hooks
from bereik.engine.weeks import most_new_cases, weeks
from bereik.engine.world import Facts, ServiceBooks, Slot, Wijk, World, copy
from bereik.errors import ParameterError
from bereik.parameters.book import Book
from bereik.parameters.themes import Numbers
from bereik.records import SchemeWeek, Spell, TraceRow, WijkWeek
from bereik.residents.columns import Population, Remembered
from bereik.residents.synthesis import populate
from bereik.rules.problems import WEEKS_PER_YEAR, highest_hazards
from bereik.scenarios.scenario import Scenario, Shock
from bereik.services.build import NEVER_ENDS, PER_ADULTS, ServiceRows, build_services
from bereik.services.schemes import Purse, Scheme, SchemeRows, build_schemes
from bereik.services.settings import Case
from bereik.tables import copied, grown, table
from bereik.vocabulary import CORPORATION, DOMAINS, NEVER

TURNS_A_WEEK = 64  # room in the trace for one followed resident
_KEPT_BY_SERVICES = ("carried", "asked", "in_line", "weeks_in_line", "workload", "willing", "tie_now")


class Town(NamedTuple):
    """A world and what stands beside it: the names that arrays do not hold."""

    world: World
    services: ServiceRows
    schemes: tuple[str, ...] = ()


def people_of(scenario: Scenario, book: Book, seed: int, residents: int | None) -> Population:
    """Return the people of the gemeente of a scenario."""
    gemeente = scenario.gemeente
    count = gemeente.residents if residents is None else residents
    archetype, wijken = book.theme(gemeente.archetype), gemeente.wijken_of(count)
    return populate(book, archetype, count, wijken, key_of(seed), gemeente.census_of(count))


def same_people(people: Population) -> Population:
    """Return the same people once more, to live another life."""
    return Population(copied(people.residents), copied(people.households), people.ties, people.first_of_wijk)


def settle(
    scenario: Scenario, book: Book, p: Numbers, seed: int, residents: int | None, start: int,
    follow: Iterable[int] = (), people: Population | None = None,
) -> Town:
    """Return the gemeente of a scenario at the first week of the burn-in, under its burn-in policy.

    Parameters
    ----------
    people : who live there, where they are at hand; they stay as they are
    """
    people = people_of(scenario, book, seed, residents) if people is None else same_people(people)
    n = people.residents.shape[0]
    services = build_services(scenario.burn_in_services(), np.diff(people.first_of_wijk).tolist(), start)
    world = _world(people, services, p, key_of(seed))
    followed = sorted(set(follow))
    for i in followed:
        if not 0 <= i < n:
            raise ParameterError(f"resident {i} does not live here. Residents are 0..{n - 1}.")
        world.residents[i].followed = True
    world.facts.trace_week = TURNS_A_WEEK * len(followed)
    give_a_past(world, p, start)
    return Town(
        world._replace(spells=grown(world.spells, int(world.facts.spells_used) + n // 8 + 64)), services
    )


def _world(people: Population, services: ServiceRows, p: Numbers, key: int) -> World:
    n = people.residents.shape[0]
    residents: Any = people.residents
    households: Any = people.households
    residents.first_case[:] = -1
    residents.served_week[:] = NEVER
    residents.met_week[:] = NEVER
    residents.is_head[households.first] = True
    count = len(people.first_of_wijk) - 1
    wijken: Any = table(Wijk, count)
    wijken.first[:] = people.first_of_wijk[:-1]
    wijken.residents[:] = np.diff(people.first_of_wijk)
    wijken.households[:] = np.bincount(residents.wijk[households.first], minlength=count)
    wijken.minors[:] = np.bincount(
        residents.wijk[households.first], weights=households.children, minlength=count
    )
    parent = households.children[residents.household] > 0
    wijken.parents[:] = np.bincount(residents.wijk[parent], minlength=count)
    wijken.trust[:] = np.bincount(residents.wijk, weights=residents.trust, minlength=count)
    renting = households.tenure == CORPORATION
    wijken.tenants[:] = np.bincount(residents.wijk[households.first[renting]], minlength=count)
    remembered: Any = table(Remembered, n)
    remembered.supported_week[:] = NEVER
    remembered.closed_week[:] = NEVER
    facts: Any = table(Facts, 1)[0]
    facts.key = key
    facts.typical_doen = float(np.median(residents.doenvermogen))
    facts.typical_verbal = float(np.median(residents.verbal))
    facts.typical_ties = max(float(np.median(residents.ties)), 1.0)
    facts.candidates = np.cumsum(highest_hazards(p.problems, p.network, facts.typical_doen) / WEEKS_PER_YEAR)
    any_candidate = float(facts.candidates[-1])
    facts.between_knocks = 1.0 / log(1.0 - any_candidate) if 0.0 < any_candidate < 1.0 else 0.0
    facts.pull = p.problems.spill.sum(axis=1)
    facts.free_case = -1
    facts.shock_from = NEVER_ENDS
    world = World(
        facts=facts,
        residents=people.residents,
        households=people.households,
        wijken=wijken,
        ties=people.ties,
        active=np.zeros(n, np.uint8),
        knocks=np.zeros(n, np.int16),
        remembered=remembered,
        services=services.rows,
        routes=services.routes,
        cases=table(Case, 0),
        scratch=table(Slot, 0),
        spells=table(Spell, n),  # all may be in need at the start
        weekly=table(WijkWeek, 1, count),
        service_weeks=table(ServiceBooks, 1, 1),
        trace=table(TraceRow, 0),
        schemes=table(Scheme, 0),
        purses=table(Purse, 0),
        scheme_weeks=table(SchemeWeek, 1, 0),
    )
    return make_room(with_services(world, services, 0))


def with_services(world: World, services: ServiceRows, observed: int) -> World:
    """Return the world with other services and empty books for a number of observed weeks."""
    facts, rows = cast(Any, world.facts), cast(Any, services.rows)
    facts.partners = np.count_nonzero(rows.sees)
    return world._replace(
        services=services.rows,
        routes=services.routes,
        weekly=table(WijkWeek, observed + 1, world.wijken.shape[0]),
        service_weeks=table(ServiceBooks, observed + 1, services.rows.shape[0] + 1),
        scheme_weeks=table(SchemeWeek, observed + 1, world.schemes.shape[0]),
    )


def with_schemes(world: World, schemes: SchemeRows) -> World:
    """Return the world with schemes that nobody uses yet."""
    count = schemes.rows.shape[0]
    return world._replace(
        schemes=schemes.rows,
        purses=table(Purse, world.households.shape[0] if count else 0),
    )


def branch(town: Town, scenario: Scenario, observed: int, week: int = 0) -> Town:
    """Return a copy of a town in which a policy starts: cases at services that go on stay there.

    Parameters
    ----------
    observed : weeks that will be booked
    week : first week of the policy
    """
    world = copy(town.world)
    schemes = build_schemes(scenario.schemes, week)
    services = build_services(scenario.services, _sizes(world), week, schemes.names)
    row_of = {name: s for s, name in enumerate(services.names)}
    new_row = np.array([row_of.get(name, -1) for name in town.services.names], np.int64)
    for old, new in enumerate(new_row.tolist()):
        if new >= 0:
            for name in _KEPT_BY_SERVICES:
                setattr(services.rows[new], name, getattr(town.world.services[old], name))
    moves_cases(world, new_row, week)
    _sets_the_times(world, scenario.shock, week)
    length = max((x.list_per_10000 for x in scenario.services.values()), default=0.0)
    names_those_most_heard_of(world, round(length * world.active.shape[0] / PER_ADULTS))
    world = with_services(with_schemes(world, schemes), services, observed)
    return Town(make_room(world), services, schemes.names)


def _sets_the_times(world: World, shock: Shock | None, week: int) -> None:
    """Write down what comes over everybody in the weeks of a policy that starts in a week."""
    facts: Any = world.facts
    facts.shock_from = NEVER_ENDS
    if shock is not None:
        facts.shock_from = week + shock.from_week
        lasts = shock.until_week if any(shock.starts.values()) else shock.from_week + 1
        facts.shock_until = NEVER_ENDS if lasts is None else week + lasts
        facts.shock_starts = [shock.starts[domain] for domain in DOMAINS]
        facts.trust_loss = shock.trust_loss


def names_those_most_heard_of(world: World, count: int) -> None:
    """Put those on a list about whom most signals came in, of equals those known to the gemeente first.

    Of whom the gemeente heard nothing is nobody on it, so it may be shorter than its length.
    """
    residents: Any = world.residents
    residents.named[:] = False
    if count:
        n = world.active.shape[0]
        luck = uniforms(int(world.facts.key), QUEUE_ORDER, n)
        known = residents.known_since != NEVER
        first = np.lexsort((luck, ~known, -residents.signals.astype(np.int64)))[:count]
        residents.named[first[residents.signals[first] > 0]] = True


def _sizes(world: World) -> list[int]:
    wijken: Any = world.wijken
    return wijken.residents.tolist()


def make_room(world: World) -> World:
    """Return the world with room for another week in every table that can grow."""
    n = world.active.shape[0]
    facts = world.facts
    cases = facts.cases_used + plain(most_new_cases)(n)  # from Python: not worth compiling
    if world.cases.shape[0] < cases:
        world = world._replace(cases=grown(world.cases, cases + n // 32 + 64))
    slots = max(world.cases.shape[0], n)  # every resident may stand on a list of doors
    if world.scratch.shape[0] < slots:
        world = world._replace(scratch=grown(world.scratch, slots))
    if facts.books_wait:
        world = world._replace(spells=grown(world.spells, facts.spells_used + n // 8 + 64))
    if world.trace.shape[0] < facts.trace_used + facts.trace_week:
        world = world._replace(trace=grown(world.trace, 2 * (facts.trace_used + facts.trace_week)))
    return world


def live(world: World, p: Numbers, start: int, stop: int, hooks: Hooks | None = None) -> World:
    """Run weeks from start up to stop, giving tables room as they fill; return the world."""
    week = start
    while True:
        week = weeks(world, p, week, stop, hooks)
        if week >= stop:
            return world
        world = make_room(world)

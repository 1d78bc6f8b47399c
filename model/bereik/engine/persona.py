"""A persona in a world: somebody makes room for her, and her life has turns of its own.

The population is closed, so she takes the place of somebody who lives there: in a household like
hers, at rest, with about as many ties. She is who her file says; household, wijk, ties and luck stay.
It is the same resident under every policy. What her file tells of her life happens before anything
else in its week; the weeks between are lived as ever, and nothing of this is there without her.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from bereik.chance import uniforms
from bereik.compiled import entry
from bereik.decisions import START
from bereik.engine.build import TURNS_A_WEEK, Town, live, make_room
from bereik.engine.common import (
    case_at, heaviest_of, is_unforeseen, note, set_severity, set_trust, works_in,
)
from bereik.engine.life import takes_stock
from bereik.engine.past import copies_problem, has_been_in_need
from bereik.engine.replicate import after_burn_in, begin, burn_in_key, check_weeks, records_of
from bereik.engine.seeking import asks_at, is_open
from bereik.engine.word import finds_helper, is_left_by_helper, is_signalled, who_lives_next_door
from bereik.engine.world import World, copy
from bereik.errors import ParameterError
from bereik.parameters.book import numbers
from bereik.parameters.themes import Numbers
from bereik.records import Records
from bereik.residents.columns import Remembered
from bereik.scenarios.personas import EVICTED, Event, Persona, codes_of
from bereik.scenarios.scenario import Scenario
from bereik.tables import columns, grown
from bereik.vocabulary import (
    ALL_DOMAINS, ARREARS, BECAUSE_EVENT, EVENTS, EVENT_STRUCK, EVICTED_EVENT, HOUSEHOLD_DOMAINS, IS_ACTIVE,
    IS_HELPED, IS_SEEN, IS_UNDER_WAY, NEVER, N_DOMAINS, PARTNER_LOST, SEPARATION, SIGNALLED, SIGNALS, TIPPED,
)

_ROOM = 9000  # what a draw of the start is for: b of `uniform`, beside those of `engine.past`
_NOTHING = -1
_WAS_EVICTED = -2
_STEPS_IN, _NO_LONGER = 1, -1  # what her friends do
_FORGOTTEN = (  # what whoever made room remembers is not hers
    "invited", "asked_week", "tried_week", "unfitting_week", "declined_week", "unavailable_week", "late_week",
    "met_week", "served_week", "helper_tired", "news_week",
)


class Life(NamedTuple):
    """One life under one scenario.

    Attributes
    ----------
    resident : row of the persona
    records : of the whole run; she is the one who is followed
    """

    resident: int
    records: Records


def lives(
    persona: Persona, scenarios: Sequence[Scenario], seed: int, *, residents: int | None, weeks: int,
    burn_in: int,
) -> list[Life]:
    """Return the life of a persona under each scenario: the same resident with the same luck.

    Parameters
    ----------
    scenarios : about the same people
    seed : any integer; another seed is another gemeente, another resident and other luck
    residents : adults; None as the scenario has it
    weeks, burn_in : observed weeks of policy, and weeks of the current policy before

    Raises
    ------
    ParameterError : a number outside its range, or nobody who can make room for her
    """
    check_weeks(weeks, burn_in)
    towns: dict[str, Town] = {}
    for scenario in scenarios:
        key = burn_in_key(scenario)
        if key not in towns:
            towns[key] = after_burn_in(scenario, numbers(scenario.book()), seed, residents, burn_in)
    i = who_makes_room(persona, [town.world for town in towns.values()])
    return [_life(persona, towns[burn_in_key(s)], s, i, seed, weeks) for s in scenarios]


def _life(persona: Persona, town: Town, scenario: Scenario, i: int, seed: int, weeks: int) -> Life:
    p = numbers(scenario.book())
    home = town._replace(world=moves_in(copy(town.world), p, persona, i))
    course = begin(home, scenario, seed, weeks)
    world, week, asks = course.town.world, 0, persona.person.get("asks", True)
    for event in persona.events:
        if event.week < weeks:
            world = make_room(_lives_on(world, p, i, asks, week, event.week))
            week, asks = event.week, event.becomes.get("asks", asks)
            strikes(course.town, world, p, event, i, week)
    return Life(i, records_of(course.in_world(_lives_on(world, p, i, asks, week, weeks)), weeks))


def _lives_on(world: World, p: Numbers, i: int, asks: bool, start: int, stop: int) -> World:
    """Run weeks; who does not think of asking rests from it in each, as one who has just tried."""
    if asks:
        return live(world, p, start, stop)
    for week in range(start, stop):
        person: Any = world.residents[i]
        person.tried_week = week
        world = make_room(live(world, p, week, week + 1))
    return world


def who_makes_room(persona: Persona, worlds: Sequence[World]) -> int:
    """Return the row of whose place a persona takes: in every world at rest, and in a home like hers.

    Of those the one whose ties are nearest in number to hers, and of equals whom chance names.

    Raises
    ------
    ParameterError : nobody lives like that
    """
    fits = np.logical_and.reduce([_lives_alike(persona, world) for world in worlds])
    rows = np.flatnonzero(fits)
    if not rows.size:
        raise ParameterError(
            f"{persona.name}: nobody here lives as [household] says and has no trouble of her own, so nobody "
            "can make room. Take more residents: --residents 20000"
        )
    people: Any = worlds[0].residents
    luck = uniforms(int(worlds[0].facts.key), START, len(people), _ROOM)[rows]
    far = np.abs(people.ties[rows] - persona.person["ties"]) if "ties" in persona.person else 0 * rows
    return int(rows[np.lexsort((luck, far))[0]])


def _lives_alike(persona: Persona, world: World) -> np.ndarray:
    """Return who heads a household like hers in which nothing is going on."""
    people: Any = world.residents
    homes: Any = world.households
    busy = (
        (people.troubled != 0) | (people.recent != 0) | (people.spell >= 0) | (people.first_case >= 0)
        | (people.helper >= 0) | (people.helps != 0) | (people.news != 0) | (people.signal_week != NEVER)
    )
    alike = ~np.logical_or.reduceat(busy, homes.first)
    home = codes_of(persona.home)
    for name in home.keys() & {"adults", "tenure"}:
        alike &= homes[name] == home[name]
    if "children" in home:
        alike &= (homes.children > 0) == home["children"]
    return alike[people.household] & people.is_head


def moves_in(world: World, p: Numbers, persona: Persona, i: int) -> World:
    """Put a persona in the place of a resident in week 0, and follow her from there; return the world."""
    person: Any = world.residents[i]
    past: Any = world.remembered[i]
    for name in _FORGOTTEN:
        person[name] = NEVER
    for name in columns(Remembered):
        past[name] = NEVER if columns(Remembered)[name].unit == "week" else 0
    person.last_spell, person.signals, person.named = -1, 0, False
    person.followed = True
    facts: Any = world.facts
    facts.trace_week += TURNS_A_WEEK
    becomes(world, i, persona.person, -1)
    severity, since = np.zeros(N_DOMAINS, np.int64), np.full(N_DOMAINS, NEVER, np.int64)
    for problem in persona.problems:
        severity[problem.domain] = problem.severity
        since[problem.domain] = -problem.weeks
    adults = int(world.households[person.household].adults)
    if world.spells.shape[0] < facts.spells_used + adults:
        world = world._replace(spells=grown(world.spells, int(facts.spells_used) + adults))
    brings_problems(world, p, i, severity, since)
    return world


def becomes(world: World, i: int, said: Mapping[str, Any], since: int) -> None:
    """Write facts about a persona into her row, and her means into those of the whole household."""
    person: Any = world.residents[i]
    wijk: Any = world.wijken[person.wijk]
    for name, value in codes_of(said).items():
        if name == "trust":
            set_trust_of(world, i, value)
        elif name == "knows":
            person.knows_since = since if value else NEVER
        elif name == "known":
            wijk.registered += int(value) - int(person.known_since != NEVER)
            person.known_since = since if value else NEVER
        elif name == "asks":
            person.tried_week = NEVER
        elif name == "means":
            for member in _household_of(world, i):
                world.residents[member].means = value
        elif name != "ties":
            person[name] = value


def strikes(town: Town, world: World, p: Numbers, event: Event, i: int, week: int) -> None:
    """Let an event of her file happen to her, before anything else in its week.

    Parameters
    ----------
    town : whose services she may go to
    world : the town's, as it is now
    """
    becomes(world, i, event.becomes, week - 1)
    severity = np.zeros(N_DOMAINS, np.int64)
    for domain, worse in event.starts.items():
        severity[domain] = worse
    what = _NOTHING
    if event.what is not None:
        what = _WAS_EVICTED if event.what == EVICTED else EVENTS.index(event.what)
    signal = 0 if event.signal is None else 1 << SIGNALS.index(event.signal)
    friend = 0 if event.friend is None else _STEPS_IN if event.friend else _NO_LONGER
    if event.becomes or event.starts or friend or signal or what != _NOTHING:
        life_turns(world, p, i, what, severity, friend, signal, week)
    s = _where(town, int(world.residents[i].wijk), event.goes_to)
    if s >= 0:
        goes_to(world, i, s, week)
    if event.seen:
        is_seen(world, i, week)


def _where(town: Town, wijk: int, sought: str | None) -> int:
    """Return the first service of a name or kind that is there for a wijk; -1 where there is none."""
    rows: Any = town.world.services
    for s, (name, kind) in enumerate(zip(town.services.names, town.services.kinds, strict=True)):
        if sought in (name, kind) and int(rows[s].wijk) in (-1, wijk):
            return s
    return -1


def _household_of(world: World, i: int) -> Iterator[int]:
    home: Any = world.households[world.residents[i].household]
    return iter(range(int(home.first), int(home.first) + int(home.adults)))


@entry
def set_trust_of(world: World, i: int, trust: float) -> None:
    """Change somebody's trust from outside the weeks."""
    set_trust(world, i, trust)


@entry
def brings_problems(world: World, p: Numbers, i: int, severity: np.ndarray, since: np.ndarray) -> None:
    """Give somebody the problems that she has in week 0; those of a household the whole household has."""
    household = world.households[world.residents[i].household]
    for member in range(household.first, household.first + household.adults):
        for d in range(N_DOMAINS):
            if severity[d] > 0 and (member == i or (HOUSEHOLD_DOMAINS >> d) & 1):
                copies_problem(world, member, d, int(severity[d]), int(since[d]))
                world.active[member] |= IS_ACTIVE
        takes_stock(world, p, member, 0)
        resident = world.residents[member]
        resident.stress_shown = resident.stress
        if resident.needy and resident.spell < 0:
            has_been_in_need(world, p, member, 0)
    world.facts.spells_wanted = 0


@entry
def life_turns(
    world: World, p: Numbers, i: int, what: int, severity: np.ndarray, friend: int, signal: int, week: int
) -> None:
    """Something happens to somebody: problems start or worsen, a friend comes or goes, a signal lands."""
    resident = world.residents[i]
    if what == _WAS_EVICTED:
        world.households[resident.household].evicted = week
        note(world, week, i, -1, EVICTED_EVENT, 0)
    elif what != _NOTHING:
        note(world, week, i, -1, EVENT_STRUCK, BECAUSE_EVENT + what)
        if what == PARTNER_LOST or what == SEPARATION:
            resident.partner = False
    for d in range(N_DOMAINS):
        if severity[d] > resident.severity[d]:
            set_severity(world, p, i, d, int(severity[d]), week)
    if friend == _NO_LONGER and resident.helper >= 0:
        is_left_by_helper(world, i, week)
    elif friend == _STEPS_IN and resident.helper < 0:
        j = int(world.ties[resident.first_tie]) if resident.ties > 0 else who_lives_next_door(world, i)
        finds_helper(world, i, j, week)
    household = world.households[resident.household]
    if signal & ARREARS:
        household.again = week - int(household.signalled_week) < p.network.arrears_memory
        household.signalled_week = week
    if signal:
        is_signalled(world, i, week, SIGNALLED if signal & ARREARS else TIPPED, signal)
    for member in range(household.first, household.first + household.adults):
        is_unforeseen(world, member)
        world.active[member] |= IS_ACTIVE


@entry
def goes_to(world: World, i: int, s: int, week: int) -> None:
    """She asks at a service, or is referred to it, with her heaviest problem; unless somebody helps her."""
    resident = world.residents[i]
    busy = resident.standing & IS_HELPED or case_at(world, i, s) >= 0
    if resident.troubled and not busy and works_in(world.services[s], week):
        question = heaviest_of(resident.severity, ALL_DOMAINS)
        asks_at(world, i, s, question, week)
        resident.tried_week = week
        resident.standing |= IS_UNDER_WAY


@entry
def is_seen(world: World, i: int, week: int) -> None:
    """A partner who comes across people like her sees that something is wrong; it acts this week."""
    groups = int(world.residents[i].groups)
    for s in range(world.services.shape[0]):
        if int(world.services[s].sees) & groups and is_open(world, s, i, week):
            world.active[i] |= IS_SEEN

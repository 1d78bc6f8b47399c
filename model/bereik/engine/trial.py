"""A randomised field experiment in a world: who is eligible, who gets what, and what came of it.

An arm is a service of the scenario like any other, which goes to the people it is given and to nobody
else. So the arms share the wijkteams and the budgets of one gemeente, and may be in each other's way.
The same people are followed in a copy of the world in which no arm does anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from bereik.chance import uniforms
from bereik.decisions import TRIAL_ORDER
from bereik.engine.build import TURNS_A_WEEK, Town, live, make_room
from bereik.engine.replicate import after_burn_in, begin, check_weeks
from bereik.engine.world import World, copy
from bereik.errors import ParameterError
from bereik.parameters.book import numbers
from bereik.parameters.themes import Numbers
from bereik.records import ArmCosts, Participant, TrialRecords
from bereik.scenarios.scenario import Scenario
from bereik.services.build import MINUTES_PER_HOUR
from bereik.tables import dtype_of, grown
from bereik.vocabulary import (
    ACTIVITIES,
    APPLIED,
    AVAILABLE,
    BECAUSE_ANSWERS,
    BECAUSE_APPLIES,
    BECAUSE_COVERED,
    BECAUSE_NOT_MANAGED,
    BECAUSE_NOT_UNDERSTOOD,
    BECAUSE_NO_NEED,
    BECAUSE_OPENED,
    BECAUSE_ROW,
    BECAUSE_UNREAD,
    DECLINED_HELP,
    DOMAINS,
    GRANTED,
    HANDED_OVER,
    HELP_STARTED,
    INCOMPLETE,
    IS_HELPED,
    MET_AT_PLACE,
    NEVER,
    OUTREACH_STOPPED,
    PAYERS,
    RUNG,
    TOLD_OF_SCHEME,
    UNUSED,
    VISITED,
    WEEK_BOOKED,
    WRITTEN_TO,
)

_ATTEMPTS = (WRITTEN_TO, RUNG, VISITED, MET_AT_PLACE)
_TRIES = {"letters": (WRITTEN_TO,), "calls": (RUNG,), "visits": (VISITED, MET_AT_PLACE)}
_WORKED = [k for k in range(len(ACTIVITIES)) if k not in (AVAILABLE, UNUSED)]
_TALKED = (BECAUSE_ANSWERS, BECAUSE_OPENED)
_TRAITS = ("trust", "shame", "stress", "digital", "dutch")
OF_A_HOUSEHOLD = 1  # b of TRIAL_ORDER: who of a household; 0 is the order of all
_MOST_WEEKS = 32_768  # so that a person and a week make one number


class Eligible(NamedTuple):
    """Who can take part: all that is said must hold.

    Attributes
    ----------
    not_using : scheme to which the household is entitled, and which it does not use; then its head
    need : domains, in any of which she has a problem
    severity : of that problem at least: 1 light, 2 serious, 3 crisis
    in_need, helped, known : in need; with professional help; known to the gemeente; None: either
    where : columns of residents and households, each with the lowest and the highest value
    """

    not_using: str | None
    need: tuple[str, ...]
    severity: int
    in_need: bool | None
    helped: bool | None
    known: bool | None
    where: Mapping[str, tuple[float, float]]


class Design(NamedTuple):
    """A field experiment.

    Attributes
    ----------
    arms : per arm the service that goes to its people; None: usual practice
    persons : in each arm
    week : of the policy, in which it starts
    eligible : who can take part
    scheme : that it is about; None: help as such
    """

    arms: tuple[str | None, ...]
    persons: int
    week: int
    eligible: Eligible
    scheme: str | None


def try_out(
    scenario: Scenario, design: Design, seed: int, *, residents: int | None, weeks: int, burn_in: int
) -> TrialRecords:
    """Run a field experiment in one gemeente and return what came of it.

    Parameters
    ----------
    scenario : usual practice, and the services of the arms
    weeks : of policy; who takes part is followed to their end

    Raises
    ------
    ParameterError : a number outside its range, or fewer people are eligible than are to take part
    """
    check_weeks(weeks, burn_in)
    p = numbers(scenario.book())
    town = begin(after_burn_in(scenario, p, seed, residents, burn_in), scenario, seed, weeks).town
    town = town._replace(world=live(town.world, p, 0, design.week))
    pool = np.flatnonzero(who_is_eligible(town, design.eligible))
    people = _drawn(town.world, pool, design)
    arm = np.repeat(np.arange(len(design.arms)), design.persons)
    town = town._replace(world=_followed(town.world, people))
    at_start = _at_start(town.world, people, arm)
    lists = {s: people[arm == k] for k, s in _services_of(town, design)}
    alone, weeks_alone = _lived(town, copy(town.world), p, design, people, {}, weeks)
    treated, weeks_treated = _lived(town, town.world, p, design, people, lists, weeks)
    return TrialRecords(
        seed=seed,
        eligible=len(pool),
        treated=_what_came_of(town, treated, design, at_start),
        untreated=_what_came_of(town, alone, design, at_start),
        costs=_costs(town, treated, design, _per_arm(weeks_treated - weeks_alone, arm, design)),
        payers=_payers(town, design),
    )


# --- who takes part ---


def who_is_eligible(town: Town, eligible: Eligible) -> np.ndarray:
    """Return per resident whether she can take part; of a household one at most, whom chance chooses."""
    world = town.world
    people: Any = world.residents
    homes: Any = world.households
    may = np.ones(len(people), bool)
    if eligible.not_using is not None:
        bit = 1 << town.schemes.index(eligible.not_using)
        purses: Any = world.purses
        open_to = (purses.entitled & bit != 0) & (purses.uses & bit == 0)
        may &= people.is_head & open_to[people.household]
    if eligible.need:
        domains = [DOMAINS.index(name) for name in eligible.need]
        may &= (people.severity[:, domains] >= eligible.severity).any(axis=1)
    states = {
        "in_need": people.needy != 0,
        "helped": people.standing & IS_HELPED != 0,
        "known": people.known_since != NEVER,
    }
    for name, holds in states.items():
        wanted = getattr(eligible, name)
        if wanted is not None:
            may &= holds == wanted
    for name, (low, high) in eligible.where.items():
        column = people[name] if name in people.dtype.names else homes[name][people.household]
        may &= (column >= low) & (column <= high)
    luck = uniforms(int(world.facts.key), TRIAL_ORDER, world.active.shape[0], OF_A_HOUSEHOLD)
    rows = np.flatnonzero(may)
    rows = rows[np.argsort(luck[rows], kind="stable")]
    _, first = np.unique(people.household[rows], return_index=True)
    one_each = np.zeros(len(people), bool)
    one_each[rows[first]] = True
    return one_each


def _drawn(world: World, pool: np.ndarray, design: Design) -> np.ndarray:
    """Return who takes part, by arm: the eligible in the order of chance, dealt out to the arms in turn."""
    arms, wanted = len(design.arms), len(design.arms) * design.persons
    if len(pool) < wanted:
        raise ParameterError(
            f"{len(pool)} people are eligible in week {design.week}, and {arms} arms of {design.persons} ask "
            f"{wanted}. Take more residents, or fewer persons: with this seed {len(pool) // arms} would do."
        )
    luck = uniforms(int(world.facts.key), TRIAL_ORDER, world.active.shape[0])[pool]
    return pool[np.argsort(luck)][:wanted].reshape(design.persons, arms).T.ravel()


def _followed(world: World, people: np.ndarray) -> World:
    """Return the world with these people followed in its trace."""
    residents, facts = world.residents, world.facts
    rows: Any = residents
    rows.followed[people] = True
    made: Any = facts
    made.trace_week += TURNS_A_WEEK * len(people)
    return make_room(world)


def _at_start(world: World, people: np.ndarray, arm: np.ndarray) -> np.ndarray:
    rows: Any = world.residents
    found = np.zeros(len(people), dtype_of(Participant))
    found["resident"], found["arm"] = people, arm
    found["doenvermogen"] = rows.doen_left[people]
    found["need"] = rows.needy[people] != 0
    for name in _TRAITS:
        found[name] = rows[name][people]
    return found


# --- who gets what ---


def _lived(
    town: Town,
    world: World,
    p: Numbers,
    design: Design,
    people: np.ndarray,
    lists: Mapping[int, np.ndarray],
    weeks: int,
) -> tuple[World, np.ndarray]:
    """Return the world at the end, and per person in how many weeks the scheme paid her household.

    Parameters
    ----------
    lists : people per service that is an arm, to whom it goes as fast as its hours allow
    """
    waiting, paid = dict(lists), np.zeros(len(people), np.int64)
    for week in range(design.week, weeks):
        tries = any(len(rows) for rows in waiting.values())
        if not tries and design.scheme is None:
            return live(world, p, week, weeks), paid
        first = int(world.facts.trace_used)
        paid += _is_paid(town, world, design, people, week)
        world = make_room(live(_with_lists(world, waiting) if tries else world, p, week, week + 1))
        if not tries:
            continue
        services: Any = world.services
        services.plan_from[:] = services.plan_to[:] = 0
        trace: Any = np.asarray(world.trace)[first : int(world.facts.trace_used)]
        trace = trace[np.isin(trace["what"], _ATTEMPTS)]
        for s, rows in waiting.items():
            waiting[s] = rows[~np.isin(rows, trace["resident"][trace["service"] == s])]
    return world, paid


def _is_paid(town: Town, world: World, design: Design, people: np.ndarray, week: int) -> np.ndarray:
    """Return per person whether the scheme of the trial pays her household in the week that begins.

    It pays at the start of a week, so who comes to use it in a week is paid from the next.
    """
    uses = _uses(town, world, design, people)
    if design.scheme is None:
        return uses
    scheme: Any = np.asarray(world.schemes)[town.schemes.index(design.scheme)]
    return uses * int(scheme["from_week"] <= week < scheme["until_week"])


def _uses(town: Town, world: World, design: Design, people: np.ndarray) -> np.ndarray:
    """Return per person whether her household uses the scheme of the trial; 0 where there is none."""
    if design.scheme is None:
        return np.zeros(len(people), np.int64)
    rows: Any = world.residents
    purses: Any = world.purses
    return purses.uses[rows.household[people]] >> town.schemes.index(design.scheme) & 1


def _with_lists(world: World, waiting: Mapping[int, np.ndarray]) -> World:
    """Return the world in which every arm has the list of those it has not tried yet."""
    count = sum(len(rows) for rows in waiting.values())
    if world.scratch.shape[0] < count:
        world = world._replace(scratch=grown(world.scratch, count))
    scratch, services = world.scratch, world.services
    used = 0
    for s, rows in waiting.items():
        services[s].plan_from = used
        scratch.plan[used : used + len(rows)] = rows
        used += len(rows)
        services[s].plan_to = used
    return world


# --- what came of it ---


def _what_came_of(town: Town, world: World, design: Design, at_start: np.ndarray) -> np.ndarray:
    """Return the people with what came of it by the end, as their rows and the trace have it."""
    found = at_start.copy()
    people, start = found["resident"], design.week
    rows: Any = world.residents
    trace: Any = np.asarray(world.trace)[: int(world.facts.trace_used)]
    trace = trace[trace["week"] >= start]
    found["contact"] = rows.met_week[people] >= start
    found["asked"] = rows.asked_week[people] >= start
    found["any_help"] = rows.served_week[people] >= start
    found["trust_at_end"] = rows.trust[people]
    booked = trace[trace["what"] == WEEK_BOOKED]
    covered = booked["why"] == BECAUSE_COVERED
    found["need_weeks"] = _count(booked, people)
    found["unmet_weeks"] = found["need_weeks"] - _count(booked[covered], people)
    some = covered | (booked["why"] == BECAUSE_ROW + INCOMPLETE)
    found["fitting_help"] = _is_in(booked[some], people)
    granted = trace[trace["what"] == GRANTED]
    if design.scheme is not None:
        row = len(town.services.names) + 1 + town.schemes.index(design.scheme)
        found["uses"] = _uses(town, world, design, people)
        found["applied"] = _is_in(trace[(trace["what"] == APPLIED) & (trace["service"] == row)], people)
        granted = granted[granted["service"] == row]
    for arm, s in _services_of(town, design):
        mine = found["arm"] == arm
        by_it = trace[trace["service"] == s]
        for step, turns in _steps(trace, by_it, granted, bool(town.world.services[s].grants)):
            found[step][mine] = _is_in(turns, people[mine])
    return found


def _steps(trace: Any, by_it: Any, granted: Any, grants: bool) -> Iterator[tuple[str, Any]]:
    """Yield every step of what an arm does, with the turns of those who came so far."""
    tried = by_it[np.isin(by_it["what"], _ATTEMPTS)]
    written = tried["what"] == WRITTEN_TO
    opened = tried[np.where(written, tried["why"] != BECAUSE_UNREAD, np.isin(tried["why"], _TALKED))]
    yield "received", tried
    if grants:
        got = _in_weeks_of(granted, tried)
        for step in ("opened", "understood", "acted", "asked_for", "got"):
            yield step, got
        return
    yield "opened", opened
    yield "understood", opened[opened["why"] != BECAUSE_NOT_UNDERSTOOD]
    told = by_it[by_it["what"] == TOLD_OF_SCHEME]
    if len(told):
        yield "acted", told[np.isin(told["why"], (BECAUSE_APPLIES, BECAUSE_NOT_MANAGED))]
        asked_for = told[told["why"] == BECAUSE_APPLIES]
        yield "asked_for", asked_for
        yield "got", _in_weeks_of(granted, asked_for)
        return
    talked = opened[np.isin(opened["why"], _TALKED)]
    ends = (by_it["what"] == DECLINED_HELP) | (
        (by_it["what"] == OUTREACH_STOPPED) & (by_it["why"] == BECAUSE_NO_NEED)
    )
    accepted = talked[~np.isin(_moments(talked), _moments(by_it[ends]))]
    yield "acted", accepted
    taken_up = trace[np.isin(trace["what"], (HANDED_OVER, HELP_STARTED))]
    asked_for = _in_weeks_of(taken_up, accepted)
    yield "asked_for", asked_for
    helped = trace[trace["what"] == HELP_STARTED]
    yield "got", helped[np.isin(helped["resident"], asked_for["resident"])]


# --- what it cost ---


def _per_arm(weeks: np.ndarray, arm: np.ndarray, design: Design) -> np.ndarray:
    """Return weeks of the people of each arm together."""
    return np.array([weeks[arm == k].sum() for k in range(len(design.arms))])


def _costs(town: Town, world: World, design: Design, weeks_paid: np.ndarray) -> np.ndarray:
    """Return per arm what it did since the start, the staff time that took, and what the scheme paid.

    Parameters
    ----------
    weeks_paid : per arm, weeks in which the scheme paid its households and would not have without the trial
    """
    found = np.zeros(len(design.arms), dtype_of(ArmCosts))
    trace: Any = np.asarray(world.trace)[: int(world.facts.trace_used)]
    trace = trace[trace["week"] >= design.week]
    services, schemes = (np.asarray(table) for table in (world.services, world.schemes))
    books: Any = np.asarray(world.service_weeks)[design.week : world.weekly.shape[0] - 1]
    for arm, s in _services_of(town, design):
        tried = trace["what"][trace["service"] == s]
        for name, ways in _TRIES.items():
            found[name][arm] = np.isin(tried, ways).sum()
        minutes = int(books["minutes"][:, s, _WORKED].sum())
        found["minutes"][arm] = minutes
        staff = services[services["staff"][s]]
        found["staff_cents"][arm, staff["payer"]] = minutes * int(staff["cents_per_hour"]) // MINUTES_PER_HOUR
    if design.scheme is not None:
        scheme = schemes[town.schemes.index(design.scheme)]
        found["paid_cents"][:, scheme["payer"]] = weeks_paid * int(scheme["cents"])
    return found


def _payers(town: Town, design: Design) -> tuple[str, ...]:
    """Return who pays the staff of the arms, and the scheme."""
    services, schemes = (np.asarray(table) for table in (town.world.services, town.world.schemes))
    paying = {int(services["payer"][services["staff"][s]]) for _, s in _services_of(town, design)}
    if design.scheme is not None:
        paying.add(int(schemes["payer"][town.schemes.index(design.scheme)]))
    return tuple(PAYERS[payer] for payer in sorted(paying))


def _services_of(town: Town, design: Design) -> list[tuple[int, int]]:
    """Return the arms that do something, each with the row of its service."""
    arms = enumerate(design.arms)
    return [(arm, town.services.names.index(name)) for arm, name in arms if name is not None]


def _moments(turns: Any) -> np.ndarray:
    """Return a number for who and when."""
    return turns["resident"].astype(np.int64) * _MOST_WEEKS + turns["week"]


def _in_weeks_of(turns: Any, others: Any) -> Any:
    """Return the turns of somebody in a week in which the others have one of hers."""
    return turns[np.isin(_moments(turns), _moments(others))]


def _is_in(turns: Any, people: np.ndarray) -> np.ndarray:
    return np.isin(people, turns["resident"])


def _count(turns: Any, people: Sequence[int] | np.ndarray) -> np.ndarray:
    """Return how many turns each of these people has."""
    who, times = np.unique(turns["resident"], return_counts=True)
    count = dict(zip(who.tolist(), times.tolist(), strict=True))
    return np.array([count.get(int(i), 0) for i in people], np.int64)

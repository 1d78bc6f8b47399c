"""One replicate: the same people and the same luck under every scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from bereik.engine.build import Town, branch, live, settle
from bereik.engine.world import World
from bereik.errors import ParameterError
from bereik.parameters.book import numbers
from bereik.parameters.themes import Numbers
from bereik.records import Records, ResidentRecord, ServiceWeek
from bereik.residents.columns import Population
from bereik.scenarios.scenario import Scenario
from bereik.tables import columns, dtype_of
from bereik.vocabulary import LONGEST_RUN, N_LEDGERS, N_PAYERS, NEVER

_WEEKS_AT_A_TIME = 26  # between two reports of progress


class Course(NamedTuple):
    """One scenario of a replicate on its way.

    Attributes
    ----------
    town : as it is now
    trust_at_start : per resident, 0..1, in week 0, before the policy works
    doen_left_at_start : effective doenvermogen then
    vulnerable_at_start : stacked problems and few resources then
    """

    scenario: Scenario
    seed: int
    town: Town
    trust_at_start: np.ndarray
    doen_left_at_start: np.ndarray
    vulnerable_at_start: np.ndarray

    def in_world(self, world: World) -> Course:
        """Return the same course some weeks later."""
        return self._replace(town=self.town._replace(world=world))


def simulate(
    scenarios: Sequence[Scenario],
    seed: int,
    *,
    residents: int | None = None,
    weeks: int = 260,
    burn_in: int = 104,
    follow: Sequence[int] = (),
    progress: Callable[[float], None] | None = None,
) -> list[Records]:
    """Run scenarios on the same people with the same luck and return their records, in order.

    Scenarios that have gemeente, world view and book in common branch from one burn-in.

    Parameters
    ----------
    seed : any integer; another seed is another gemeente with other luck
    residents : adults; left out: as each scenario has it
    weeks : observed weeks, 1..5200
    burn_in : weeks before, under the present policy of the gemeente, 0..5200
    follow : residents whose lives are written to the trace
    progress : called with the share that is done, 0..1

    Raises
    ------
    ParameterError : a number outside its range
    """
    check_weeks(weeks, burn_in)
    shared = [burn_in_key(scenario) for scenario in scenarios]
    total = len(set(shared)) * burn_in + len(scenarios) * weeks
    done = 0

    def report(lived: int) -> None:
        nonlocal done
        done += lived
        if progress is not None:
            progress(done / total)

    towns: dict[str, Town] = {}
    records: list[Records] = []
    for k, scenario in enumerate(scenarios):
        p = numbers(scenario.book())
        if shared[k] not in towns:
            towns[shared[k]] = after_burn_in(scenario, p, seed, residents, burn_in, follow, report)
        course = begin(towns[shared[k]], scenario, seed, weeks)
        course = course.in_world(_live(course.town.world, p, 0, weeks, report))
        records.append(records_of(course, weeks))
        if shared[k] not in shared[k + 1 :]:
            del towns[shared[k]]
    return records


def check_weeks(weeks: int, burn_in: int) -> None:
    """Raise ParameterError where a run would be too short or too long."""
    if not 1 <= weeks <= LONGEST_RUN:
        raise ParameterError(f"weeks = {weeks} lies outside 1..{LONGEST_RUN}. Five years are 260.")
    if not 0 <= burn_in <= LONGEST_RUN:
        raise ParameterError(f"burn_in = {burn_in} lies outside 0..{LONGEST_RUN}. The default is 104.")


def after_burn_in(
    scenario: Scenario, p: Numbers, seed: int, residents: int | None, burn_in: int,
    follow: Iterable[int] = (), report: Callable[[int], None] | None = None,
    people: Population | None = None,
) -> Town:
    """Return the gemeente of a scenario in week 0: settled, and lived in under its burn-in policy.

    Parameters
    ----------
    p : the numbers of the scenario's book
    residents : adults; None as the scenario has it
    burn_in : weeks
    follow : residents whose lives are written to the trace
    report : called with the weeks that were lived
    people : who live there, where they are at hand; they stay as they are
    """
    town = settle(scenario, scenario.book(), p, seed, residents, -burn_in, follow, people)
    return town._replace(world=_live(town.world, p, -burn_in, 0, report))


def begin(town: Town, scenario: Scenario, seed: int, weeks: int) -> Course:
    """Return a scenario at the start of its policy, in a copy of a town in week 0."""
    town = branch(town, scenario, weeks)
    people = _columns(town.world)
    at_start = (people.trust.copy(), people.doen_left.copy(), people.vulnerable.copy())
    return Course(scenario, seed, town, *at_start)


def _live(world: World, p: Numbers, start: int, stop: int, report: Callable[[int], None] | None) -> World:
    if report is None:
        return live(world, p, start, stop)
    for week in range(start, stop, _WEEKS_AT_A_TIME):
        until = min(week + _WEEKS_AT_A_TIME, stop)
        world = live(world, p, week, until)
        report(until - week)
    return world


def burn_in_key(scenario: Scenario) -> str:
    """Return what decides the weeks before the policy: scenarios with one key share them."""
    resolved = scenario.resolved()
    return repr([resolved["gemeente"], resolved["burn_in_services"], resolved["book"]])


def _columns(world: World) -> Any:
    return world.residents


def records_of(course: Course, weeks: int) -> Records:
    """Return what a scenario has written down in its first weeks: its records, cut to what was used."""
    town, world = course.town, course.town.world
    people = _columns(world)
    residents = np.zeros(len(people), dtype_of(ResidentRecord))
    for name in ("wijk", "doenvermogen", "education", "age", "means", "ties", "insider"):
        residents[name] = people[name]
    residents["lasting"] = people.lasting > 0
    residents["doen_left_at_start"] = course.doen_left_at_start
    residents["vulnerable_at_start"] = course.vulnerable_at_start
    residents["trust_at_start"] = course.trust_at_start
    residents["trust_at_end"] = people.trust
    residents["shame"] = people.shame
    residents["stress_at_end"] = people.stress
    if town.schemes:
        purses: Any = world.purses
        head = people.is_head
        for name in ("entitled", "uses", "knew", "believed"):
            residents[name][head] = purses[name][people.household[head]]
    books = np.asarray(world.service_weeks)[:weeks]
    spells = np.asarray(world.spells)[: int(world.facts.spells_used)]
    return Records(
        scenario=course.scenario.name,
        seed=course.seed,
        weeks=weeks,
        residents=residents,
        spells=_since_the_start(spells),
        weekly=np.asarray(world.weekly)[:weeks].copy(),
        services=_without_money(books[:, :-1]),
        service_names=town.services.names,
        wijk_names=tuple(f"wijk {w + 1}" for w in range(world.wijken.shape[0])),
        cents=books["cents"].reshape(weeks, -1, N_LEDGERS, N_PAYERS).copy(),
        active_weeks=int(world.facts.active_weeks),
        schemes=np.asarray(world.scheme_weeks)[:weeks].copy(),
        scheme_names=town.schemes,
        trace=np.asarray(world.trace)[: int(world.facts.trace_used)].copy(),
    )


def _without_money(books: np.ndarray) -> np.ndarray:
    out = np.zeros(books.shape, dtype_of(ServiceWeek))
    for name in columns(ServiceWeek):
        out[name] = books[name]
    return out


def _since_the_start(spells: np.ndarray) -> np.ndarray:
    """Leave out the spells that closed before week 0, and point relapses to the rows that stay."""
    kept = (spells["closed"] == NEVER) | (spells["closed"] >= 0)
    new_row = np.where(kept, np.cumsum(kept) - 1, -2)
    out = spells[kept].copy()
    earlier = out["relapse_of"]
    out["relapse_of"] = np.where(earlier >= 0, new_row[np.maximum(earlier, 0)], -1)
    return out

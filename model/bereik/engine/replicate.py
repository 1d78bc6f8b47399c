"""One replicate: the same people and the same luck under every scenario."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bereik.engine.build import Town, branch, live, settle
from bereik.engine.world import World
from bereik.errors import ParameterError
from bereik.parameters.book import numbers
from bereik.records import Records, ResidentRecord, ServiceWeek
from bereik.scenarios.scenario import Scenario
from bereik.tables import columns, dtype_of
from bereik.vocabulary import LONGEST_RUN, N_LEDGERS, N_PAYERS, NEVER

_WEEKS_AT_A_TIME = 26  # between two reports of progress


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
    if not 1 <= weeks <= LONGEST_RUN:
        raise ParameterError(f"weeks = {weeks} lies outside 1..{LONGEST_RUN}. Five years are 260.")
    if not 0 <= burn_in <= LONGEST_RUN:
        raise ParameterError(f"burn_in = {burn_in} lies outside 0..{LONGEST_RUN}. The default is 104.")
    shared = [_burn_in_key(scenario) for scenario in scenarios]
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
        book = scenario.book()
        p = numbers(book)
        if shared[k] not in towns:
            town = settle(scenario, book, p, seed, residents, -burn_in, follow)
            towns[shared[k]] = town._replace(world=_live(town.world, p, -burn_in, 0, report))
        town = branch(towns[shared[k]], scenario, weeks)
        trust_at_start = _columns(town.world).trust.copy()
        town = town._replace(world=_live(town.world, p, 0, weeks, report))
        records.append(records_of(town, scenario.name, seed, weeks, trust_at_start))
        if shared[k] not in shared[k + 1 :]:
            del towns[shared[k]]
    return records


def _live(world: World, p: Any, start: int, stop: int, report: Callable[[int], None]) -> World:
    for week in range(start, stop, _WEEKS_AT_A_TIME):
        until = min(week + _WEEKS_AT_A_TIME, stop)
        world = live(world, p, week, until)
        report(until - week)
    return world


def _burn_in_key(scenario: Scenario) -> str:
    resolved = scenario.resolved()
    return repr([resolved["gemeente"], resolved["burn_in_services"], resolved["book"]])


def _columns(world: World) -> Any:
    return world.residents


def records_of(town: Town, scenario: str, seed: int, weeks: int, trust_at_start: np.ndarray) -> Records:
    """Return what a world has written down: its records, cut to what was used."""
    world = town.world
    people = _columns(world)
    residents = np.zeros(len(people), dtype_of(ResidentRecord))
    for name in ("wijk", "doenvermogen", "education", "age", "means", "ties", "insider"):
        residents[name] = people[name]
    residents["lasting"] = people.lasting > 0
    residents["trust_at_start"] = trust_at_start
    residents["trust_at_end"] = people.trust
    books = np.asarray(world.service_weeks)[:weeks]
    spells = np.asarray(world.spells)[: int(world.facts.spells_used)]
    return Records(
        scenario=scenario,
        seed=seed,
        weeks=weeks,
        residents=residents,
        spells=_since_the_start(spells),
        weekly=np.asarray(world.weekly)[:weeks].copy(),
        services=_without_money(books[:, :-1]),
        service_names=town.services.names,
        wijk_names=tuple(f"wijk {w + 1}" for w in range(world.wijken.shape[0])),
        cents=books["cents"].reshape(weeks, -1, N_LEDGERS, N_PAYERS).copy(),
        active_weeks=int(world.facts.active_weeks),
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

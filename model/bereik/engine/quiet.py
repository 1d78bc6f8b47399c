"""A quiet world: nothing happens to anybody but what is brought. In it a queue can be set beside theory.

Cases arrive at stations with a few places each; help lasts a geometric number of weeks, because problems
ease at one hazard, and under help only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np

from bereik.compiled import entry, phase
from bereik.engine.build import make_room, settle, with_services
from bereik.engine.common import open_case, set_severity
from bereik.engine.life import takes_stock
from bereik.engine.world import World
from bereik.parameters.book import Book, numbers, the_book
from bereik.parameters.themes import Numbers
from bereik.scenarios import load_scenario
from bereik.services.build import ServiceRows
from bereik.services.settings import Service
from bereik.tables import table
from bereik.vocabulary import BEYOND, LIGHT, MENTAL, N_WAYS, UNDER_WAY

PLACES: Final = 3
FIRST_WEEK: Final = -30_000  # weeks of the burn-in share one row of the books
_PACE: Final = 1e-9  # at which a problem eases without help: not once in a run
_MANY_MINUTES: Final = 10**6
_SEED: Final = 5


def quiet_book(hazard: float) -> Book:
    """Return a book in which problems ease under help only, at one hazard a week, and nothing happens."""
    book = the_book()
    off = ("past.problems.", "problems.worsens.", "seeking.considers")
    values = {name: 0.0 for name in book if name.startswith(off)}
    values |= {
        "population.lasting.share": 1e-12,
        "problems.eases.mental": 52.0 * _PACE, "problems.help_eases": hazard / _PACE - 1.0,
        "problems.friend_eases": 0.0, "problems.crisis_eases": 0.0, "problems.hardening": 0.0,
        "problems.doen_eases": 0.0, "problems.spills": 0.0,
        "problems.relapse": 0.0, "problems.relapse_fades": 0.0,
        "intake.gives_up": 0.0, "intake.handed_back": 0.0, "intake.misjudged": 0.0, "intake.suits": 1.0,
        "intake.suits_language": 0.0, "intake.finds_later": 0.0,
        "network.tells": 0.0, "network.tells_weeks": 0.0, "network.asks_friends": 0.0,
        "network.neighbour_tip": 0.0, "network.arrears_signal": 0.0, "network.invites": 0.0,
    }  # fmt: skip
    if unknown := values.keys() - book.keys():
        raise KeyError(f"a quiet world silences numbers that the book does not have: {sorted(unknown)}")
    return Book({name: replace(book[name], value=values.get(name, book[name].value)) for name in book})


def quiet_world(
    hazard: float, residents: int, stations: int, weeks: int = 0, start: int = FIRST_WEEK,
    follow: range = range(0),
) -> tuple[World, Numbers]:  # fmt: skip
    """Return a world without shocks and without services but some wijkteams with `PLACES` each.

    Parameters
    ----------
    hazard : at which a problem under help eases, a week
    weeks : that the books have rows for; the burn-in shares one
    start : the first week
    follow : residents whose lives are written to the trace
    """
    book = quiet_book(hazard)
    p = numbers(book)
    town = settle(load_scenario("loket-only"), book, p, _SEED, residents, start, follow)
    rows: Any = table(Service, stations)
    rows[:] = np.asarray(town.services.rows)[town.services.kinds.index("wijkteam")]
    rows.key[:] = np.arange(stations) + 1000
    rows.staff[:] = np.arange(stations)
    rows.wijk[:] = -1
    rows.from_week[:] = start
    rows.minutes[:] = _MANY_MINUTES
    rows.room[:] = PLACES
    rows.longest_weeks[:] = 0
    routes = np.full((stations, town.world.wijken.shape[0], N_WAYS), -1, np.int16)
    names = tuple(f"station {s}" for s in range(stations))
    world = with_services(town.world, ServiceRows(names, ("wijkteam",) * stations, rows, routes), weeks)
    facts: Any = world.facts
    facts.candidates[:] = 0.0
    town.world.knocks[:] = BEYOND
    return make_room(world), p


@entry
def arrive(world: World, p: Numbers, week: int, counts: np.ndarray, cursor: int) -> int:
    """Bring ``counts[s]`` residents who are free to every station s; return where to look next.

    Of a household only the head comes.
    """
    n = world.active.shape[0]
    for s in range(counts.shape[0]):
        for _ in range(counts[s]):
            while not is_free(world, cursor):
                cursor = (cursor + 1) % n
            _brings(world, p, week, week, cursor, s, LIGHT)
    return cursor


@entry
def go_on(world: World, p: Numbers, week: int, residents: np.ndarray, stations: np.ndarray) -> None:
    """Bring residents with a new problem to the station beside each."""
    for k in range(residents.shape[0]):
        _brings(world, p, week, week, residents[k], stations[k], LIGHT)


@entry
def comes(world: World, p: Numbers, week: int, ready: int, i: int, s: int, severity: int) -> None:
    """Bring one resident with one problem to a station, which looks at it from week ``ready``."""
    _brings(world, p, week, ready, i, s, severity)


@phase
def is_free(world: World, i: int) -> bool:
    """Tell whether somebody can come: head of a household, without problem and without case."""
    resident = world.residents[i]
    return resident.is_head and not resident.troubled and resident.first_case < 0


@phase
def _brings(world: World, p: Numbers, week: int, ready: int, i: int, s: int, severity: int) -> None:
    set_severity(world, p, i, MENTAL, severity, week)
    takes_stock(world, p, i, week)
    c = open_case(world, i, s, UNDER_WAY, week, ready)
    world.cases[c].asked_domain = MENTAL
    world.cases[c].found = 1 << MENTAL

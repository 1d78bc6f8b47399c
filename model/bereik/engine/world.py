"""The world: all state of a run, as tables in one place.

`World` holds no code. Phases read and write it; `copy` branches it, so that policies start from
the same burn-in.

It has few fields on purpose: compiled code hands every array of it from function to function, so
what belongs together stands together as columns of one table.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import numpy as np

from bereik.records import SchemeWeek, ServiceWeek, Spell, TraceRow, WijkWeek
from bereik.residents.columns import Household, Remembered, Resident
from bereik.services.schemes import Purse, Scheme
from bereik.services.settings import Case, Service
from bereik.tables import Row, Table, col, copied, f8, i4, i8
from bereik.vocabulary import N_CANDIDATES, N_DOMAINS, N_LEDGERS, N_MASKS_OF_GROUPS, N_PAYERS


ROOM_FOR_TURNS = 1024  # a block of residents, the rest of a household, and some rows ahead


class Facts(Row):
    """Single facts of a world."""

    key: Annotated[int, col(i8, "key", "what the seed became (chance.key_of)")]
    typical_doen: Annotated[float, col(f8, "0..1", "median trait doenvermogen of the residents")]
    typical_verbal: Annotated[float, col(f8, "0..1", "median of how self-reliant the residents look")]
    typical_ties: Annotated[float, col(f8, "ties", "median number of ties, at least 1")]
    candidates: Annotated[Any, col(f8, "per week", "highest chance of each kind of shock, cumulated", N_CANDIDATES)]
    between_knocks: Annotated[float, col(f8, "weeks", "1 / log(1 - chance a week of any candidate), below 0")]
    pull: Annotated[Any, col(f8, "0..", "how strongly a problem pulls others along, summed over them", N_DOMAINS)]
    spells_used: Annotated[int, col(i8, "rows", "of the spell table")]
    spells_wanted: Annotated[int, col(i8, "rows", "of the spell table that the books of this week need")]
    cases_used: Annotated[int, col(i8, "rows", "of the case table, ever")]
    free_case: Annotated[int, col(i8, "row", "first free row below that; -1 none")]
    trace_used: Annotated[int, col(i8, "rows", "of the trace")]
    trace_week: Annotated[int, col(i8, "rows", "most turns of followed residents in a week")]
    active_weeks: Annotated[int, col(i8, "weeks", "resident-weeks that were active so far")]
    unmet: Annotated[Any, col(i8, "problems", "serious ones without fitting help this week, by domain", N_DOMAINS)]
    turns: Annotated[Any, col(i4, "row", "residents of a block whose turn it is (engine.turns)", ROOM_FOR_TURNS)]
    shock_from: Annotated[int, col(i4, "week", "first week in which what comes over everybody is felt")]
    shock_until: Annotated[int, col(i4, "week", "week from which it is over")]
    shock_starts: Annotated[Any, col(f8, "per year", "problems that it starts for a typical person", N_DOMAINS)]
    trust_loss: Annotated[float, col(f8, "0..1", "share of everybody's trust that it takes in its first week")]
    partners: Annotated[int, col(i4, "services", "that come across people in their own work")]
    sight: Annotated[Any, col(f8, "per week", "how often any of them sees somebody of these groups", N_MASKS_OF_GROUPS)]
    books_wait: Annotated[int, col(i8, "0..1", "1 when the present week lacks only its books")]


class Wijk(Row):
    """One wijk: its residents stand together."""

    first: Annotated[int, col(i4, "row", "its first resident")]
    residents: Annotated[int, col(i4, "adults", "how many live there")]
    households: Annotated[int, col(i4, "households", "how many live there")]
    parents: Annotated[int, col(i4, "adults", "parents of minors")]
    minors: Annotated[int, col(i4, "minors", "how many live there")]
    tenants: Annotated[int, col(i4, "households", "who rent of a corporation")]
    registered: Annotated[int, col(i4, "adults", "known to the gemeente")]
    trust: Annotated[float, col(f8, "trust", "summed over residents")]
    helpers: Annotated[int, col(i4, "adults", "who have somebody of their own network who helps them")]
    respite: Annotated[float, col(f8, "0..1", "share of those helpers who are relieved this week")]


class ServiceBooks(ServiceWeek):
    """The books of a service in a week, money included."""

    cents: Annotated[Any, col(i8, "eurocents", "by ledger x payer", N_LEDGERS * N_PAYERS)]


class Slot(Row):
    """Scratch paper for lists; nothing on it outlives a phase, but for ``plan``."""

    key: Annotated[int, col(i8, "", "what a list is sorted by")]
    queue: Annotated[int, col(i4, "row", "cases by service, in the order in which they are served")]
    work: Annotated[int, col(i4, "row", "cases in help, by service")]
    sorted: Annotated[int, col(i4, "row", "a list that is being sorted; then the doors to knock on")]
    plan: Annotated[int, col(i4, "row", "doors that a service planned in Python, by service")]


class World(NamedTuple):
    """Everything that changes, and the people it happens to.

    Attributes
    ----------
    ties : (m,) int32, rows of residents; those of i stand at first_tie .. first_tie + ties
    active : (n,) uint8, bits: 1 something can happen to a resident besides a shock, 2 she has news, 4 a
        signal about her waits, 8 a partner saw her this week; 0 for who rests
    knocks : (n,) int16, week in which the next candidate of a shock knocks
    remembered : (n,), what only the books need to know of the past
    routes : (services, wijken, ways) int16, to whom a service hands over per domain, where problems are
        stacked and where she is stuck; -1 nobody
    weekly : (weeks + 1, wijken); the last row takes the burn-in
    service_weeks : (weeks + 1, services + 1); the last service is "none"
    purses : a row per household; none where there are no schemes
    scheme_weeks : (weeks + 1, schemes)
    """

    facts: Facts
    residents: Table[Resident]
    households: Table[Household]
    wijken: Table[Wijk]
    ties: np.ndarray
    active: np.ndarray
    knocks: np.ndarray
    remembered: Table[Remembered]
    services: Table[Service]
    routes: np.ndarray
    cases: Table[Case]
    scratch: Table[Slot]
    spells: Table[Spell]
    weekly: Table[WijkWeek]
    service_weeks: Table[ServiceBooks]
    trace: Table[TraceRow]
    schemes: Table[Scheme]
    purses: Table[Purse]
    scheme_weeks: Table[SchemeWeek]


def copy(world: World) -> World:
    """Return an independent copy: a branch that starts from the same state."""
    tables: Any = world
    return World(*(copied(table) for table in tables))


def nbytes(world: World) -> int:
    """Return the memory that a world takes, in bytes."""
    tables: Any = world
    return sum(int(table.nbytes) for table in tables)

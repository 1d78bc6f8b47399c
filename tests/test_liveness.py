"""Every number of the book matters: at its lowest and at its highest it changes what a run writes.

There are no exceptions. Who lives in the gemeente (``population.*`` and the archetype) is walked in
`test_population`; everything else here, in a small gemeente in which every mechanism is at work.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from bereik.engine.build import Town, live, settle
from bereik.engine.replicate import Course, begin, records_of
from bereik.parameters.book import Book, numbers, the_book
from bereik.scenarios import Scenario, load_scenario
from bereik.scenarios.check import archetypes

# Residents and weeks, tried in turn: nearly every number shows at once, but parents under 22 are few.
# The small gemeente has two wijken, so that there is one with the lowest reach.
TRIES = ((2600, 26), (2600, 104), (20_800, 104), (2600, 1040), (20_800, 1040))
BURN_IN, SEED = 26, 5
SHOCKS = (  # what the candidates of shocks hang on
    "means_protect",
    "doen_protects",
    "alone_exposed",
    "flexible_work",
    "old_health",
    "old_social",
    "thin_ties_social",
    "childless_family",
    "owner_housing",
    "partner_lost_young",
    "partner_lost_old",
    "separation",
    "job_lost",
    "illness",
    "coming_of_age",
    "birth",
)
BEFORE_THE_FIRST_WEEK = ("past.", "problems.spill.")  # a world carries from its start what follows from these


def _walked() -> list[str]:
    elsewhere = {"population", *archetypes(the_book())}
    return [n for n in the_book() if n.split(".")[0] not in elsewhere]


@cache
def scenario() -> Scenario:
    """Desk, telephone, wijkteams, outreach, specialists and schemes side by side; a place asks all it can.

    The wijkteam has too few hands, so that haste shows, and outreach enough to knock on any door.
    """
    plain = load_scenario("loket-plus-outreach")
    levers = {name: dict(given) for name, given in plain.levers.items()}
    levers["wijkteam"]["fte_per_10000"] = 3.0
    levers["outreach"]["fte_per_10000"] = 15.0
    levers["outreach"]["follows"] = ["insurer", "landlord"]  # tips are for who comes back after a report
    levers["loket"] |= {"guarded": 0.5, "fee": 20.0}
    levers["loket"] |= {"needs_address": True, "mediates": 0.5, "stuck_to": "registratie", "brings_in": 0.5}
    levers["wijkteam"] |= {"turnover": 2.0, "hands_over_to": ["schuldhulp", "ggz"]}
    levers["wijkteam"] |= {"competence": ["work", "housing", "health", "social", "family"]}
    levers["wijkteam"] |= {"stuck_to": "doorbraakteam", "brings_in": 0.5}
    levers["loket"] |= {"fixed_contact": 0.5, "pauses_debts": 0.5}
    levers["outreach"] |= {"hands_over_to": ["wmo", "jeugd"]}
    more = ("digitaal", "informatiepunt", "raadslieden", "clientondersteuning", "wmo", "jeugd")
    for name in ("schuldhulp", "ggz", "opvang", "doorbraakteam", "registratie", *more):
        levers[name] = {"kind": name, "fte_per_10000": 3.0}
    levers["loket"] |= {"tie": 0.9, "reorganised_week": 1}
    levers["huisarts"] = {"kind": "partner", "sees": ["ill", "old"], "hands_over_to": "wijkteam"}
    levers["verhuurder"] = {"kind": "partner", "sees": ["tenant"]}
    levers["informeel"] = {"kind": "informeel", "fte_per_10000": 3.0, "follows": ["partner"]}
    levers["respijtzorg"] = {"kind": "respijtzorg", "fte_per_10000": 0.5}
    for name in ("vroegsignalering", "bericht", "plek", "bemoeizorg"):
        levers[name] = {"kind": name, "fte_per_10000": 6.0}
    levers["post"] = {"kind": "bericht", "fte_per_10000": 6.0, "pages": 3.0, "tone": 0.5}
    levers["post"]["about"] = "individuele_inkomenstoeslag"
    levers["vroegsignalering"]["follows"] = ["insurer", "water"]
    levers["plek"]["chooses"] = 0.5
    levers["outreach"]["pretext"] = 0.5
    levers["ggz"] |= {"fte_per_10000": 0.5, "stuck_to": "opvang", "brings_in": 1.0}
    levers["schuldhulp"] |= {"fte_per_10000": 0.5, "pauses_debts": 1.0}
    levers["wmo"]["fte_per_10000"], levers["jeugd"]["fte_per_10000"] = 0.4, 0.5
    schemes = {name: dict(given) for name, given in load_scenario("proactief").scheme_levers.items()}
    schemes["individuele_inkomenstoeslag"].pop("keeps")
    schemes["bijstand"] |= {"prefilled": "nobody"}
    return replace(plain, levers=levers, scheme_levers=schemes).with_parameters({}, "as in the book")


def _with_every_shock_at_its_highest(book: Book) -> Book:
    """A book under which candidates of shocks bound those of every book that moves one number.

    Candidates hang on the numbers as well. Drawn anew for each number they would change the luck of
    all, and a number that no rule reads would look alive.
    """
    shocks = [f"problems.{name}" for name in SHOCKS] + [n for n in book if n.startswith("problems.starts.")]
    return book.with_values({n: book[n].high for n in (*shocks, "network.forgets", "network.file_lapses")})


@cache
def town(residents: int) -> Town:
    """The gemeente after a short burn-in under the book."""
    plain, book = scenario(), scenario().book()
    highest = numbers(_with_every_shock_at_its_highest(book))
    start = settle(plain, book, highest, SEED, residents, -BURN_IN)
    return start._replace(world=live(start.world, numbers(book), -BURN_IN, 0))


def written(ran: Course, weeks: int) -> tuple[bytes, ...]:
    """All that a run writes, column by column."""
    records = records_of(ran, weeks)
    tables = (records.residents, records.spells, records.weekly, records.services, records.schemes)
    columns = [
        table[name] for table in tables for name in table.dtype.names or ()
    ]  # not what lies between them
    return tuple(np.ascontiguousarray(column).tobytes() for column in (*columns, records.cents))


def run(changed: Scenario, residents: int, weeks: int, from_the_start: bool) -> tuple[bytes, ...]:
    """What some weeks write under the numbers of a scenario; unless from the start, all begin as one town."""
    book = changed.book()
    start = settle(changed, book, numbers(book), SEED, residents, 0) if from_the_start else town(residents)
    begun = begin(start, changed, SEED, weeks)
    return written(begun.in_world(live(begun.town.world, numbers(book), 0, weeks)), weeks)


@cache
def with_time_to_spare() -> Scenario:
    """Return the same place where the bound on households is met before that on hours."""
    levers = {name: dict(given) for name, given in scenario().levers.items()}
    for name in ("wijkteam", "schuldhulp", "ggz", "opvang", "doorbraakteam", "wmo", "jeugd"):
        levers[name]["hours_per_fte"] = 60.0
    return replace(scenario(), levers=levers).with_parameters({}, "as in the book")


@cache
def with_a_queue_at_the_desk() -> Scenario:
    """Return the same place where people wait wherever one may go by oneself."""
    levers = {name: dict(given) for name, given in scenario().levers.items()}
    for name in ("loket", "telefoon", "informatiepunt"):
        levers[name]["fte_per_10000"] = 0.1
    return replace(scenario(), levers=levers).with_parameters({}, "as in the book")


def matters_elsewhere(name: str, value: float) -> bool:
    """Whether it matters in a place made for it: with hours to spare, or with a queue at the desk."""
    if name.endswith("caseload_per_fte"):
        there = with_time_to_spare()
    elif name == "seeking.wait_weight":
        there = with_a_queue_at_the_desk()
    else:
        return False
    changed = there.with_parameters({name: value}, "how much does it matter?")
    return any(run(changed, *size, False) != run(there, *size, False) for size in TRIES)


@cache
def as_in_the_book(residents: int, weeks: int, from_the_start: bool) -> tuple[bytes, ...]:
    return run(scenario(), residents, weeks, from_the_start)


@pytest.mark.parametrize("from_the_start", [False, True])
def test_the_same_numbers_write_the_same_records(from_the_start: bool) -> None:
    """Else the walk below would prove nothing."""
    unmoved = {name: scenario().book().value(name) for name in _walked()}
    again = scenario().with_parameters(unmoved, "as in the book")
    for residents, weeks in TRIES[:2]:
        assert run(again, residents, weeks, from_the_start) == as_in_the_book(
            residents, weeks, from_the_start
        )


def test_what_this_walk_leaves_out_is_walked_with_the_population() -> None:
    left_out = {name.split(".")[0] for name in the_book()} - {name.split(".")[0] for name in _walked()}
    assert left_out == {"population", "kleinschalig", "kleinstedelijk", "grootstedelijk"}
    there = Path(__file__).with_name("test_population.py").read_text(encoding="utf-8")
    assert "def test_every_number_changes_somebody" in there
    assert '"population", *archetypes(the_book())' in there


@pytest.mark.parametrize("name", _walked())
def test_every_number_of_the_book_matters(name: str) -> None:
    parameter = the_book()[name]
    from_the_start = name.startswith(BEFORE_THE_FIRST_WEEK)
    ends = {parameter.low, parameter.high} - {scenario().book().value(name)}
    assert ends, f"{name} has no range"
    for value in sorted(ends):
        changed = scenario().with_parameters({name: value}, "how much does it matter?")
        matters = matters_elsewhere(name, value) or any(
            run(changed, residents, weeks, from_the_start) != as_in_the_book(residents, weeks, from_the_start)
            for residents, weeks in TRIES
        )
        assert matters, f"{name} = {value:g} changes nothing"

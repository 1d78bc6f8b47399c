"""Every number of the book matters: at its lowest and at its highest it changes what a run writes.

There are no exceptions. Who lives in the gemeente (``population.*`` and the archetype) is walked in
`test_population`; everything else here, in a small gemeente in which every mechanism is at work.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from bereik.engine.build import Town, branch, live, settle
from bereik.engine.replicate import records_of
from bereik.parameters.book import Book, numbers, the_book
from bereik.scenarios import Scenario, load_scenario

RESIDENTS = 2600  # two wijken, so that there is one with the lowest reach
BURN_IN, WEEKS, SEED = 26, 104, 5
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
    return [n for n in the_book() if n.split(".")[0] not in {"population", "kleinstedelijk"}]


def scenario() -> Scenario:
    """Desk, telephone, wijkteams and outreach side by side: every kind of service works."""
    return load_scenario("loket-plus-outreach")


def _with_every_shock_at_its_highest(book: Book) -> Book:
    """A book under which candidates of shocks bound those of every book that moves one number.

    Candidates hang on the numbers as well. Drawn anew for each number they would change the luck of
    all, and a number that no rule reads would look alive.
    """
    shocks = [f"problems.{name}" for name in SHOCKS] + [n for n in book if n.startswith("problems.starts.")]
    return book.with_values({n: book[n].high for n in (*shocks, "network.forgets", "network.file_lapses")})


@cache
def town() -> Town:
    """The gemeente after a short burn-in under the book."""
    plain, book = scenario(), scenario().book()
    highest = numbers(_with_every_shock_at_its_highest(book))
    start = settle(plain, book, highest, SEED, RESIDENTS, -BURN_IN)
    return start._replace(world=live(start.world, numbers(book), -BURN_IN, 0))


def written(ran: Town, weeks: int) -> tuple[bytes, ...]:
    """All that a run writes, column by column."""
    records = records_of(ran, "", SEED, weeks, np.zeros(RESIDENTS))
    tables = (records.residents, records.spells, records.weekly, records.services)
    columns = [
        table[name] for table in tables for name in table.dtype.names or ()
    ]  # not what lies between them
    return tuple(np.ascontiguousarray(column).tobytes() for column in (*columns, records.cents))


def run(changed: Scenario) -> tuple[bytes, ...]:
    """What two years write under the numbers of a scenario, from one and the same start."""
    book = changed.book()
    ran = branch(town(), changed, WEEKS)
    return written(ran._replace(world=live(ran.world, numbers(book), 0, WEEKS)), WEEKS)


def run_from_the_start(changed: Scenario) -> tuple[bytes, ...]:
    """The same for numbers that are at work before the first week."""
    book = changed.book()
    start = settle(changed, book, numbers(book), SEED, RESIDENTS, 0)
    ran = branch(start, changed, WEEKS)
    return written(ran._replace(world=live(ran.world, numbers(book), 0, WEEKS)), WEEKS)


@cache
def as_in_the_book(from_the_start: bool) -> tuple[bytes, ...]:
    return (run_from_the_start if from_the_start else run)(scenario())


def test_the_same_numbers_write_the_same_records() -> None:
    """Else the walk below would prove nothing."""
    assert run(scenario()) == as_in_the_book(False)
    assert run_from_the_start(scenario()) == as_in_the_book(True)
    unmoved = {name: the_book().value(name) for name in _walked() if not name.startswith("services.")}
    assert run(scenario().with_parameters(unmoved, "as in the book")) == as_in_the_book(False)


def test_what_this_walk_leaves_out_is_walked_with_the_population() -> None:
    left_out = {name.split(".")[0] for name in the_book()} - {name.split(".")[0] for name in _walked()}
    assert left_out == {"population", "kleinstedelijk"}
    there = Path(__file__).with_name("test_population.py").read_text(encoding="utf-8")
    assert "def test_every_number_changes_somebody" in there
    assert all(f'"{theme}."' in there for theme in left_out)


@pytest.mark.parametrize("name", _walked())
def test_every_number_of_the_book_matters(name: str) -> None:
    parameter = the_book()[name]
    from_the_start = name.startswith(BEFORE_THE_FIRST_WEEK)
    ends = {parameter.low, parameter.high} - {scenario().book().value(name)}
    assert ends, f"{name} has no range"
    for value in sorted(ends):
        changed = scenario().with_parameters({name: value}, "how much does it matter?")
        after = (run_from_the_start if from_the_start else run)(changed)
        assert after != as_in_the_book(from_the_start), f"{name} = {value:g} changes nothing"

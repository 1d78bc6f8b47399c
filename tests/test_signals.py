"""Promises about signals: who sends them, which a service may follow up, and what becomes of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bereik.engine.build import live, settle
from bereik.errors import ScenarioError
from bereik.parameters.book import numbers, the_book
from bereik.services.kinds import settings_of
from bereik.vocabulary import (
    BY_ENERGY,
    BY_INSURER,
    BY_INVITATION,
    BY_LANDLORD,
    BY_TIP,
    BY_WATER,
    NEVER,
    OWNER,
    SIGNALLED,
)

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

from oracle_run import as_arrays, lively, week_by_week, with_levers

ARREARS = BY_INSURER | BY_ENERGY | BY_LANDLORD | BY_WATER
RESIDENTS = 1500


def followed_up(follows: tuple[str, ...]) -> tuple[int, int]:
    """Which kinds of signal an outreach team takes up in half a year, and which are left."""
    plain = lively("loket-plus-outreach").with_parameters({"network.signal_lasts": 52}, "so that none lapses")
    scenario = with_levers(plain, {"outreach": {"follows": follows}})
    taken = left = 0
    for turn in week_by_week(scenario, RESIDENTS, 26):
        before, after = as_arrays(turn.before).residents, as_arrays(turn.world).residents
        taken |= int(np.bitwise_or.reduce(before.pending & ~after.pending))
        left = int(np.bitwise_or.reduce(after.pending))
    return taken, left


def test_a_service_takes_up_only_the_signals_that_it_may() -> None:
    taken, left = followed_up(("tip", "invitation"))
    assert taken == BY_TIP | BY_INVITATION and left & ARREARS == ARREARS
    taken, left = followed_up(())
    assert taken == 0 and left & ARREARS and left & BY_TIP, "a door that opens at random is no follow-up"


def signals_in(repeat: float) -> Any:
    """What became of arrears in a gemeente in two years, with so many repeats."""
    scenario = lively("loket-only").with_parameters({"network.arrears_repeat": repeat}, "to see repeats")
    book = scenario.book()
    town = settle(scenario, book, numbers(book), 5, 3000, -104, range(3000))
    return as_arrays(live(town.world, numbers(book), -104, 0))


def signals_about_each(world: Any) -> Any:
    """How often arrears of each resident were signalled, by the trace."""
    turns = world.trace[: world.facts.trace_used]
    return np.bincount(turns.resident[turns.what == SIGNALLED], minlength=len(world.residents))


def test_a_signal_brings_another_where_the_book_says_so() -> None:
    alone, again = signals_in(1.0), signals_in(10.0)
    assert signals_about_each(again).sum() > 1.5 * signals_about_each(alone).sum()
    assert again.households.again.mean() > 1.5 * alone.households.again.mean() > 0


def test_a_landlord_signals_only_of_who_rents() -> None:
    world = signals_in(1.0)
    owner = world.households.tenure[world.residents.household] == OWNER
    by = world.residents.pending
    assert not (by[owner] & BY_LANDLORD).any() and (by[~owner] & BY_LANDLORD).any()
    assert (by[owner] & BY_INSURER).any()
    assert ((by > 0) == (world.residents.signal_week != NEVER)).all()


def test_who_is_signalled_more_often_is_counted_so() -> None:
    world = signals_in(10.0)
    sent = signals_about_each(world)
    assert (world.residents.signals >= sent).all() and sent.max() > 2


@pytest.mark.parametrize(
    ("follows", "said"),
    [
        (["insuror"], 'there is no kind of signal "insuror". Did you mean insurer?'),
        ("tip", 'follows = "tip" must be a list of kinds of signal.'),
        (["tip", "tip"], "follows names tip twice."),
    ],
)
def test_a_kind_of_signal_that_is_none_is_told(follows: Any, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        settings_of("outreach", {"follows": follows}, the_book())
    assert said in str(caught.value)

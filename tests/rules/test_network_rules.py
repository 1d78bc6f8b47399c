"""Friends, neighbours and creditors: who tells, helps, tires and signals."""

from __future__ import annotations

from math import exp
from typing import Any

import pytest
from bereik.rules.network import (
    WEEKS_TO_VIEW, asks_friends, is_invited, is_tipped, sends_arrears_signal, steps_in, tells, tires,
)
from bereik.rules.problems import WEEKS_PER_YEAR
from bereik.vocabulary import CRISIS, LIGHT, NONE
from hypothesis import given
from hypothesis import strategies as st
from test_every_rule import SHARE, anywhere, believing

NETWORK = anywhere("network")
VIEWS = anywhere("views")
EVIDENCE = believing()
LOOK_AFTER = believing(look_after=1.0)
OTHERS = believing(can_ask=1.0, want_help=1.0, self_reliant=1.0, short_help=1.0, in_view=1.0)
WEEKS = st.integers(0, 500)
SEVERITY = st.integers(LIGHT, CRISIS)
TIES = st.floats(0.0, 6.0)
ALMOST = 1e-12


def ordered(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Two values, the smaller first."""
    return st.tuples(values, values).map(sorted)


@given(NETWORK)
def test_telling_and_asking_friends_are_as_the_book_says(p: Any) -> None:
    assert tells(p) == p.tells
    assert asks_friends(p) == p.asks_friends
    assert 0.0 <= tells(p) <= 1.0
    assert 0.0 <= asks_friends(p) <= 1.0


# --- friends ---


@given(ordered(SHARE), SHARE, NETWORK, VIEWS)
def test_a_friend_with_problems_of_her_own_steps_in_less(stress: Any, shortfall: float, p: Any, views: Any) -> None:
    at_ease, burdened = (steps_in(value, shortfall, p, views) for value in stress)
    assert 0.0 <= burdened <= at_ease + ALMOST <= 1.0 + 2 * ALMOST


@given(SHARE, SHARE, NETWORK)
def test_the_willingness_of_friends_shrinks_with_their_stress(stress: float, shortfall: float, p: Any) -> None:
    willing = steps_in(stress, shortfall, p, EVIDENCE)
    assert willing == pytest.approx(p.friend_willing * exp(-p.friend_overloaded * stress))
    assert steps_in(0.0, shortfall, p, EVIDENCE) == p.friend_willing


@given(SHARE, SHARE, NETWORK)
def test_the_fifth_assumption_makes_up_for_thin_ties_and_for_nothing_else(stress: float, short: float, p: Any) -> None:
    plain = steps_in(stress, short, p, EVIDENCE)
    assert steps_in(stress, 0.0, p, LOOK_AFTER) == plain
    assert steps_in(stress, 1.0, p, LOOK_AFTER) == pytest.approx(1.0)
    assert steps_in(stress, short, p, LOOK_AFTER) == pytest.approx(plain + short * (1.0 - plain))
    assert steps_in(stress, short, p, OTHERS) == plain


@given(ordered(WEEKS), ordered(SEVERITY), NETWORK, VIEWS)
def test_long_and_heavy_help_tires(weeks: Any, severity: Any, p: Any, views: Any) -> None:
    most = tires(weeks[1], severity[1], p, views)
    assert 0.0 <= tires(weeks[0], severity[1], p, views) <= most + ALMOST
    assert 0.0 <= tires(weeks[1], severity[0], p, views) <= most + ALMOST


@given(WEEKS, SEVERITY, NETWORK)
def test_the_pace_of_tiring_grows_with_time_in_proportion_to_the_problem(weeks: int, severity: int, p: Any) -> None:
    assert tires(0, LIGHT, p, EVIDENCE) == pytest.approx(p.friend_tires)
    assert tires(weeks, severity, p, EVIDENCE) == pytest.approx(severity * tires(weeks, LIGHT, p, EVIDENCE))
    grown = 1.0 + p.friend_tires_duration * weeks / WEEKS_PER_YEAR
    assert tires(weeks, LIGHT, p, EVIDENCE) == pytest.approx(p.friend_tires * grown)


@given(WEEKS, SEVERITY, NETWORK)
def test_helpers_never_tire_in_the_fifth_assumption(weeks: int, severity: int, p: Any) -> None:
    assert tires(weeks, severity, p, LOOK_AFTER) == 0.0
    assert tires(weeks, severity, p, OTHERS) == tires(weeks, severity, p, EVIDENCE)


# --- signals ---


@given(TIES, st.booleans(), NETWORK, VIEWS)
def test_nobody_tips_about_somebody_without_a_serious_problem(ties: float, insider: bool, p: Any, views: Any) -> None:
    assert is_tipped(ties, 0, insider, p, views) == 0.0


@given(ordered(TIES), ordered(st.integers(0, 7)), NETWORK, VIEWS)
def test_more_ties_and_more_serious_problems_are_seen_more_and_outsiders_less(
    ties: Any, serious: Any, p: Any, views: Any
) -> None:
    most = is_tipped(ties[1], serious[1], True, p, views)
    for less in (
        is_tipped(ties[0], serious[1], True, p, views), is_tipped(ties[1], serious[0], True, p, views),
        is_tipped(ties[1], serious[1], False, p, views),
    ):
        assert 0.0 <= less <= most + ALMOST


@given(TIES, st.integers(1, 7), st.booleans(), NETWORK)
def test_tips_come_per_serious_problem_and_tie(ties: float, serious: int, insider: bool, p: Any) -> None:
    seen = 1.0 if insider else p.outsider_seen
    assert is_tipped(ties, serious, insider, p, EVIDENCE) == pytest.approx(p.neighbour_tip * serious * ties * seen)


@given(TIES, st.integers(1, 7), st.booleans(), NETWORK)
def test_neighbours_signal_in_the_fifth_assumption_whoever_one_knows(
    ties: float, serious: int, insider: bool, p: Any
) -> None:
    more = is_tipped(ties, serious, insider, p, LOOK_AFTER) - is_tipped(ties, serious, insider, p, EVIDENCE)
    assert more == pytest.approx(p.neighbour_tip * serious)
    assert is_tipped(0.0, serious, insider, p, LOOK_AFTER) > 0.0
    assert is_tipped(ties, serious, insider, p, OTHERS) == is_tipped(ties, serious, insider, p, EVIDENCE)


@given(st.integers(NONE, CRISIS), NETWORK)
def test_arrears_are_signalled_in_proportion_and_only_at_an_address(money: int, p: Any) -> None:
    assert sends_arrears_signal(money, True, p) == pytest.approx(p.arrears_signal * money)
    assert sends_arrears_signal(money, False, p) == 0.0


@given(WEEKS, NETWORK, VIEWS)
def test_being_invited_is_a_chance_that_the_sixth_assumption_never_lowers(weeks: int, p: Any, views: Any) -> None:
    assert p.invites <= is_invited(weeks, p, views) <= 1.0 + ALMOST
    assert is_invited(weeks, p, EVIDENCE) == p.invites
    assert is_invited(weeks, p, believing(can_ask=1.0, want_help=1.0, look_after=1.0)) == p.invites


@given(WEEKS, NETWORK)
def test_every_serious_problem_is_in_view_by_its_fourth_week_in_the_sixth_assumption(weeks: int, p: Any) -> None:
    """A problem that began this week has been there for 0 weeks, so its fourth week is the one with number 3."""
    in_view = is_invited(weeks, p, believing(in_view=1.0))
    if weeks + 1 >= WEEKS_TO_VIEW:
        assert in_view == pytest.approx(1.0)
    else:
        assert in_view == p.invites


def test_in_view_means_within_four_weeks() -> None:
    """What the sixth assumption promises (design, section 2)."""
    assert WEEKS_TO_VIEW == 4

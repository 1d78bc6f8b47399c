"""Shapley shares: on games by hand, and by the four axioms that no other division meets together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bereik.experiments.shapley import members, one_at_a_time, shapley

CAUSES = 4
games = arrays(np.float64, 1 << CAUSES, elements=st.floats(-100.0, 100.0))
MASKS = np.arange(1 << CAUSES)


def with_both_swapped(mask: int, k: int, j: int) -> int:
    """The same set, in which k and j have changed places."""
    bits = [mask >> b & 1 for b in range(CAUSES)]
    bits[k], bits[j] = bits[j], bits[k]
    return sum(bit << b for b, bit in enumerate(bits))


def test_a_pair_of_gloves_is_shared_as_in_the_textbook() -> None:
    """Cause 0 has a left glove, 1 and 2 a right one; a pair is worth 1: shares 4/6, 1/6, 1/6."""
    pairs = np.array([1.0 if mask & 1 and mask & 6 else 0.0 for mask in range(8)])
    assert shapley(pairs) == pytest.approx([4 / 6, 1 / 6, 1 / 6])


def test_who_works_alone_keeps_what_is_hers() -> None:
    worth = np.array([3.0, -2.0, 0.5, 0.0])
    sums = (MASKS[:, None] >> np.arange(CAUSES) & 1) @ worth
    assert shapley(sums) == pytest.approx(worth)


def test_two_who_only_work_together_share_alike() -> None:
    assert shapley(np.array([0.0, 0.0, 0.0, 1.0])) == pytest.approx([0.5, 0.5])


@given(games)
def test_shares_sum_to_the_gap(game: np.ndarray) -> None:
    assert shapley(game).sum() == pytest.approx(game[-1] - game[0], abs=1e-9)


@given(games, st.integers(0, CAUSES - 1))
def test_who_changes_nothing_gets_nothing(game: np.ndarray, k: int) -> None:
    assert shapley(game[MASKS & ~(1 << k)])[k] == 0.0


@given(games, st.integers(0, CAUSES - 1), st.integers(0, CAUSES - 1))
def test_who_does_the_same_gets_the_same(game: np.ndarray, k: int, j: int) -> None:
    swapped = np.array([with_both_swapped(int(mask), k, j) for mask in MASKS])
    shares = shapley(game + game[swapped])
    assert shares[k] == pytest.approx(shares[j], abs=1e-9)


@given(games, games)
def test_shares_of_a_sum_are_sums_of_shares(one: np.ndarray, other: np.ndarray) -> None:
    assert shapley(one + other) == pytest.approx(shapley(one) + shapley(other), abs=1e-9)


def test_games_side_by_side_are_divided_each_for_itself() -> None:
    both = np.stack([np.arange(8.0), np.arange(8.0) ** 2])
    assert np.array_equal(shapley(both), np.stack([shapley(both[0]), shapley(both[1])]))


def test_a_game_of_seven_values_is_no_game() -> None:
    with pytest.raises(ValueError, match="7"):
        shapley(np.zeros(7))


def test_a_mask_names_its_members() -> None:
    assert members(0b101, ("a", "b", "c")) == ("a", "c")


def test_alone_is_what_a_cause_does_where_no_other_came() -> None:
    """Two causes that only work together do nothing alone; one that works alone keeps what is hers."""
    together = np.array([[0.0, 0.0, 0.0, 1.0], [2.0, 5.0, 2.0, 5.0]])
    assert one_at_a_time(together) == pytest.approx(np.array([[0.0, 0.0], [3.0, 0.0]]))

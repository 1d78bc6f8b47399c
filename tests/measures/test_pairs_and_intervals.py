"""Between two runs: who is gained, who is lost, and how sure that is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereik.measures import contrast, fieller, paired_interval, verdict
from bereik.measures.intervals import Interval
from bereik.vocabulary import GEMEENTE, STAFF


@pytest.fixture
def pair(run_of, spell):
    """Two runs of the same six residents, and the run without help."""
    a = run_of([
        spell(0, -5, first_fit=3, domains_at_clock=0b11),     # reached in both
        spell(1, -5, domains_at_clock=0b11),                  # gained
        spell(2, 10, first_fit=12),                           # lost: in B only after 53 weeks
        spell(3, 20),                                         # gained, with another clock in B
        spell(4, 20),                                         # has no spell in B: not comparable
        spell(5, 20),                                         # gained, but would have solved it herself
    ], scenario="a")
    b = run_of([
        spell(0, -5, first_fit=1, domains_at_clock=0b11),
        spell(1, -5, first_fit=52, domains_at_clock=0b111),
        spell(2, 10, first_fit=63),
        spell(3, 30, first_fit=31),
        spell(5, 20, first_fit=21),
        spell(9, 150, first_fit=151),                         # seen for less than 52 weeks
    ], scenario="b")
    alone = run_of([spell(k, -5, last_need=100) for k in range(5)] + [spell(5, 20, last_need=25)])
    a.cents[:, 0, STAFF, GEMEENTE] = 1000
    b.cents[:, 1, STAFF, GEMEENTE] = 1500
    return a, b, alone


def test_gained_and_lost_are_the_same_people_reached_in_one_run_only(pair, value_of):
    found = contrast(*pair)
    assert value_of(found, "gained") == 2            # 1 and 3
    assert value_of(found, "lost") == 1              # 2
    assert value_of(found, "gained", "base=all") == 3
    assert value_of(found, "gained_per_1000") == 200
    assert value_of(found, "lost_per_1000") == 100
    assert value_of(found, "matched") == 4
    assert value_of(found, "matched", "base=all") == 5
    assert value_of(found, "unmatched") == 1         # 4; resident 9 is not seen long enough to count
    assert value_of(found, "extra_reached") == 1
    assert value_of(found, "extra_cost") == 5 * 200


def test_gained_and_lost_are_told_by_group_as_it_is_in_the_first_run(pair, value_of):
    found = contrast(*pair)
    assert value_of(found, "gained", "doenvermogen=2") == 1
    assert value_of(found, "gained", "doenvermogen=6") == 0
    assert value_of(found, "gained", "domains=2") == 1
    assert value_of(found, "gained", "domains=3") == 0
    assert value_of(found, "lost", "domains=1") == 1
    assert value_of(found, "gained", "cohort=backlog") == 1
    assert value_of(found, "gained_per_1000", "cohort=new") == 100
    assert value_of(found, "lost", "wijk=noord") == 1


def test_the_other_way_round_gained_is_lost(pair, value_of):
    a, b, alone = pair
    there, back = contrast(a, b, alone), contrast(b, a, alone)
    assert value_of(there, "gained") == value_of(back, "lost")
    assert value_of(there, "extra_cost") == -value_of(back, "extra_cost")


def test_a_run_against_itself_changes_nothing(pair):
    a, _, alone = pair
    for m in contrast(a, a, alone):
        if m.measure not in {"matched", "scheme_take_up"}:  # the pair has no schemes
            assert m.value == 0, m


# --- intervals ---

def test_the_interval_is_a_t_interval_over_pairs():
    # mean 2.5; s² = 5/3; standard error √(5/12) = 0.6454972; t(3) = 3.1824463
    found = paired_interval([1, 2, 3, 4])
    assert found.mean == 2.5
    assert found.high - found.mean == pytest.approx(3.1824463 * 0.6454972, rel=1e-6)
    assert found.mean - found.low == pytest.approx(found.high - found.mean)
    assert found.pairs == 4
    wider = paired_interval([1, 2, 3, 4], level=0.99)
    assert wider.high - wider.mean == pytest.approx(5.8409093 * 0.6454972, rel=1e-6)


def test_no_difference_in_any_pair_is_exactly_zero():
    assert paired_interval([0.0] * 7) == (0, 0, 0, 7)
    assert paired_interval([0.1] * 3) == (0.1, 0.1, 0.1, 3)


def test_replicates_without_a_value_do_not_count():
    assert paired_interval([1, math.nan, 2, 3, 4]) == paired_interval([1, 2, 3, 4])
    nothing = paired_interval([math.nan])
    assert nothing.pairs == 0 and math.isnan(nothing.mean)


def test_one_pair_has_a_mean_and_no_interval():
    found = paired_interval([3.0])
    assert found.mean == 3 and math.isnan(found.low) and math.isnan(found.high) and found.pairs == 1


def test_beyond_the_horizon_stays_beyond_the_horizon():
    assert paired_interval([math.inf, math.inf]) == (math.inf, math.inf, math.inf, 2)
    mixed = paired_interval([5.0, math.inf])
    assert mixed.mean == math.inf and math.isnan(mixed.low)


def test_fiellers_ends_are_where_the_difference_stops_being_distinguishable():
    cost, reach = np.array([100.0, 130, 90, 120, 110]), np.array([10.0, 12, 8, 13, 9])
    found = fieller(cost, reach)
    assert found is not None and found.pairs == 5
    assert found.mean == 550 / 52
    assert found.low < found.mean < found.high
    for end in (found.low, found.high):
        edge = paired_interval(cost - end * reach)
        assert min(abs(edge.low), abs(edge.high)) == pytest.approx(0, abs=1e-9)
    inside = paired_interval(cost - (found.low + found.high) / 2 * reach)
    assert inside.low < 0 < inside.high


def test_a_pair_of_which_either_half_is_missing_does_not_count():
    cost, reach = [100.0, 130, 90, 120, 110], [10.0, 12, 8, 13, 9]
    assert fieller([*cost, math.nan, 50.0], [*reach, 3.0, math.nan]) == fieller(cost, reach)


def test_a_ratio_to_something_that_may_be_zero_is_not_defined():
    assert fieller([1.0, 2, 3], [-1.0, 0, 2]) is None
    assert fieller([1.0, 2, 3], [0.0, 0, 0]) is None
    assert fieller([1.0, 2, 3], [0.0, 1, 2]) is None      # 1 ± 4.3 · 0.58
    assert fieller([1.0], [1.0]) is None


def test_a_ratio_without_spread_is_exact():
    assert fieller([10.0, 10], [2.0, 2]) == (5, 5, 5, 2)
    falling = fieller([10.0, 12, 11], [-2.0, -2, -2])
    assert falling is not None and falling.low < falling.mean == -5.5 < falling.high


@pytest.mark.parametrize(("low", "high", "said"), [
    (0.02, 0.05, "distinguishable"),
    (-0.05, -0.02, "distinguishable"),
    (-0.02, 0.05, "not distinguishable"),
    (0.0, 0.05, "not distinguishable"),
    (-0.05, 0.0, "not distinguishable"),
    (-0.01, 0.01, "too small to matter"),
    (0.002, 0.008, "too small to matter"),
    (0.0, 0.0, "too small to matter"),
    (0.005, 0.02, "distinguishable"),
    (math.nan, math.nan, "not distinguishable"),
])
def test_what_an_interval_allows_one_to_say(low, high, said):
    assert verdict(Interval((low + high) / 2, low, high, 20)) == said


def test_the_margin_of_what_matters_can_be_set():
    assert verdict(Interval(0.03, 0.02, 0.04, 20), margin=0.05) == "too small to matter"
    assert verdict(Interval(0.0, -0.005, 0.005, 20), margin=0.001) == "not distinguishable"


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.floats(-1e3, 1e3))
def test_an_interval_holds_its_mean_and_moves_with_its_values(values, shift):
    one, other = paired_interval(values), paired_interval([v + shift for v in values])
    assert one.low <= one.mean <= one.high
    assert other.mean == pytest.approx(one.mean + shift, abs=1e-6)
    assert other.high - other.low == pytest.approx(one.high - one.low, rel=1e-6, abs=1e-6)

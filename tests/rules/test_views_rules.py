"""World views: what an assumption of policy makes of a chance."""

from __future__ import annotations

import pytest
from bereik.rules.views import at_least_if, never_if, sure_if
from hypothesis import given
from hypothesis import strategies as st
from test_every_rule import SHARE


@given(SHARE, SHARE)
def test_a_belief_that_makes_sure_never_lowers_a_chance(belief: float, chance: float) -> None:
    assert chance <= sure_if(belief, chance) <= 1.0 + 1e-12


@given(SHARE)
def test_no_belief_leaves_a_chance_and_full_belief_makes_it_certain(chance: float) -> None:
    assert sure_if(0.0, chance) == chance
    assert sure_if(1.0, chance) == pytest.approx(1.0, abs=1e-12)


@given(SHARE, SHARE)
def test_a_belief_that_makes_sure_holds_for_that_share_of_people(belief: float, chance: float) -> None:
    assert sure_if(belief, chance) == pytest.approx(belief * 1.0 + (1.0 - belief) * chance, abs=1e-12)


@given(SHARE, st.floats(0.0, 50.0))
def test_a_belief_that_forbids_holds_for_that_share_of_people(belief: float, hazard: float) -> None:
    assert never_if(0.0, hazard) == hazard
    assert never_if(1.0, hazard) == 0.0
    assert never_if(belief, hazard) == pytest.approx((1.0 - belief) * hazard, abs=1e-12)


@given(SHARE, SHARE, SHARE)
def test_a_belief_in_a_floor_lifts_only_who_is_below_it(belief: float, value: float, floor: float) -> None:
    lifted = at_least_if(belief, value, floor)
    if value >= floor:
        assert lifted == value
    else:
        assert lifted == pytest.approx((1.0 - belief) * value + belief * floor, abs=1e-12)
    assert at_least_if(1.0, value, floor) == pytest.approx(max(value, floor), abs=1e-12)

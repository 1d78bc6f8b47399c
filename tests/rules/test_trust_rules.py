"""Trust is memory."""

from __future__ import annotations

from typing import Any

import pytest
from bereik.rules.trust import trust_after, trust_after_hearsay, trust_after_intrusion
from hypothesis import given
from hypothesis import strategies as st
from test_every_rule import SHARE, anywhere

TRUST = anywhere("trust")
TIMES = st.integers(0, 12)


@given(SHARE, TIMES, TIMES, TRUST)
def test_trust_stays_between_0_and_1(trust: float, good: int, bad: int, p: Any) -> None:
    for after in (
        trust_after(trust, good, bad, p), trust_after_hearsay(trust, 1, p), trust_after_hearsay(trust, -1, p),
        trust_after_intrusion(trust, p),
    ):
        assert 0.0 <= after <= 1.0


@given(SHARE, TRUST)
def test_a_week_in_which_nothing_happens_repairs_nothing(trust: float, p: Any) -> None:
    assert trust_after(trust, 0, 0, p) == trust


@given(SHARE, TRUST)
def test_a_good_contact_goes_part_of_the_way_to_full_trust(trust: float, p: Any) -> None:
    assert trust_after(trust, 1, 0, p) == pytest.approx(trust + p.gain * (1.0 - trust))
    assert trust_after(1.0, 1, 0, p) == pytest.approx(1.0)


@given(SHARE, TRUST)
def test_a_bad_contact_costs_as_much_more_as_the_ratio_says(trust: float, p: Any) -> None:
    lost = trust - trust_after(trust, 0, 1, p)
    gained = trust_after(1.0 - trust, 1, 0, p) - (1.0 - trust)
    assert lost == pytest.approx(min(p.loss_ratio * gained, trust))
    assert trust_after(0.0, 0, 1, p) == 0.0


@given(SHARE, TIMES, TIMES, TRUST)
def test_experiences_of_one_week_are_felt_one_by_one_bad_ones_first(trust: float, good: int, bad: int, p: Any) -> None:
    felt = trust
    for _ in range(bad):
        felt = trust_after(felt, 0, 1, p)
    for _ in range(good):
        felt = trust_after(felt, 1, 0, p)
    assert trust_after(trust, good, bad, p) == pytest.approx(felt, abs=1e-12)


@given(SHARE, TRUST)
def test_what_a_tie_tells_counts_as_a_share_of_an_own_experience(trust: float, p: Any) -> None:
    own_good = trust_after(trust, 1, 0, p) - trust
    own_bad = trust_after(trust, 0, 1, p) - trust
    assert trust_after_hearsay(trust, 1, p) - trust == pytest.approx(p.hearsay * own_good, abs=1e-12)
    assert trust_after_hearsay(trust, -1, p) - trust == pytest.approx(p.hearsay * own_bad, abs=1e-12)


@given(SHARE, TRUST)
def test_an_unwanted_visit_costs_a_share_of_trust(trust: float, p: Any) -> None:
    assert trust_after_intrusion(trust, p) == pytest.approx(trust * (1.0 - p.unwanted))

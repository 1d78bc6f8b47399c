"""What unmet need costs and who pays."""

from __future__ import annotations

import pytest
from bereik.rules.costs import cents_of_unmet, payer_of_crisis, payer_of_provision, payer_of_unmet
from bereik.vocabulary import (
    CREDITORS, CRISIS, FAMILY, GEMEENTE, HEALTH, HOUSING, JUSTICE, LIGHT, MENTAL, MONEY, N_DOMAINS, N_PAYERS, NONE,
    RESIDENT, SERIOUS, SOCIAL, WORK, ZVW_WLZ,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("domain", range(N_DOMAINS))
def test_every_euro_has_a_payer(domain: int) -> None:
    for payer in (payer_of_provision(domain), payer_of_crisis(domain), payer_of_unmet(domain)):
        assert 0 <= payer < N_PAYERS


def test_care_is_paid_by_the_zvw_and_wlz_and_other_help_by_the_gemeente() -> None:
    payers = [payer_of_provision(domain) for domain in range(N_DOMAINS)]
    assert {d for d in range(N_DOMAINS) if payers[d] == ZVW_WLZ} == {HEALTH, MENTAL}
    assert set(payers) == {ZVW_WLZ, GEMEENTE}


def test_a_crisis_falls_on_whom_it_comes_to_first() -> None:
    expected = {
        MONEY: CREDITORS, WORK: GEMEENTE, HOUSING: GEMEENTE, HEALTH: ZVW_WLZ, MENTAL: ZVW_WLZ, SOCIAL: JUSTICE,
        FAMILY: JUSTICE,
    }
    assert {domain: payer_of_crisis(domain) for domain in range(N_DOMAINS)} == expected


def test_need_without_help_falls_on_creditors_gemeente_care_and_the_resident() -> None:
    expected = {
        MONEY: CREDITORS, WORK: GEMEENTE, HOUSING: RESIDENT, HEALTH: ZVW_WLZ, MENTAL: ZVW_WLZ, SOCIAL: RESIDENT,
        FAMILY: RESIDENT,
    }
    assert {domain: payer_of_unmet(domain) for domain in range(N_DOMAINS)} == expected


@given(st.floats(0.0, 100_000.0))
def test_a_year_of_weeks_costs_a_year_to_the_cent(euros: float) -> None:
    for severity in (SERIOUS, CRISIS):
        week = cents_of_unmet(severity, euros)
        assert week == int(week) and abs(52 * week - 100 * euros) <= 26.0 + 1e-6
    assert cents_of_unmet(LIGHT, euros) == cents_of_unmet(NONE, euros) == 0

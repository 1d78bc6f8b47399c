"""Outreach: find, make contact, accept."""

from __future__ import annotations

from math import exp, log
from typing import Any

import pytest
from bereik.rules.outreach import accepts_help, declines_for_own_way, opens_door
from bereik.vocabulary import CRISIS, LIGHT
from hypothesis import given
from hypothesis import strategies as st
from test_every_rule import SHARE, anywhere, believing

OUTREACH = anywhere("outreach")
VIEWS = anywhere("views")
EVIDENCE = believing()
VISITS = st.integers(0, 20)
SEVERITY = st.integers(LIGHT, CRISIS)
ALMOST = 1e-12


def ordered(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Two values, the smaller first."""
    return st.tuples(values, values).map(sorted)


def logit(chance: float) -> float:
    return log(chance / (1.0 - chance))


@given(ordered(SHARE), ordered(SHARE), ordered(SHARE), ordered(VISITS), OUTREACH)
def test_trust_and_persistence_open_doors_shame_and_the_flag_keep_them_shut(
    trust: Any, shame: Any, flag: Any, visits: Any, p: Any
) -> None:
    least = opens_door(trust[0], shame[1], flag[1], visits[0], p)
    assert 0.0 <= least <= 1.0
    for better in (
        opens_door(trust[1], shame[1], flag[1], visits[0], p),
        opens_door(trust[0], shame[0], flag[1], visits[0], p),
        opens_door(trust[0], shame[1], flag[0], visits[0], p),
        opens_door(trust[0], shame[1], flag[1], visits[1], p),
    ):
        assert least - ALMOST <= better <= 1.0


@given(SHARE, VISITS, OUTREACH)
def test_a_door_of_somebody_without_shame_or_distrust_opens_as_the_book_says(flag: float, visits: int, p: Any) -> None:
    assert opens_door(1.0, 0.0, flag, 0, p) == pytest.approx(p.opens)
    assert 1.0 - opens_door(1.0, 0.0, flag, visits, p) == pytest.approx((1.0 - p.opens) * exp(-p.opens_again * visits))


@given(SHARE, SHARE, SHARE, VISITS, OUTREACH)
def test_shame_and_distrust_each_keep_a_share_of_doors_shut(
    trust: float, shame: float, flag: float, visits: int, p: Any
) -> None:
    at_ease = opens_door(1.0, 0.0, flag, visits, p)
    assert opens_door(1.0, shame, flag, visits, p) == pytest.approx(at_ease * exp(-p.opens_shame * shame))
    distrust = exp(-p.opens_trust * (1.0 - trust) * flag)
    assert opens_door(trust, shame, flag, visits, p) == pytest.approx(
        at_ease * exp(-p.opens_shame * shame) * distrust
    )
    assert opens_door(trust, 0.0, 0.0, visits, p) == pytest.approx(at_ease)


@given(ordered(SHARE), SHARE, ordered(SHARE), ordered(SEVERITY), ordered(VISITS), OUTREACH, VIEWS)
def test_trust_heavier_need_and_earlier_talks_make_people_accept_and_pride_does_not(
    trust: Any, flag: float, wish: Any, severity: Any, contacts: Any, p: Any, views: Any
) -> None:
    least = accepts_help(trust[0], flag, wish[1], severity[0], contacts[0], p, views)
    assert 0.0 <= least <= 1.0
    for better in (
        accepts_help(trust[1], flag, wish[1], severity[0], contacts[0], p, views),
        accepts_help(trust[0], flag, wish[0], severity[0], contacts[0], p, views),
        accepts_help(trust[0], flag, wish[1], severity[1], contacts[0], p, views),
        accepts_help(trust[0], flag, wish[1], severity[0], contacts[1], p, views),
        accepts_help(trust[0], 0.0, wish[1], severity[0], contacts[0], p, views),
    ):
        assert least - ALMOST <= better <= 1.0 + ALMOST


@given(SHARE, SHARE, SHARE, SEVERITY, st.integers(0, 4), OUTREACH)
def test_the_odds_of_accepting_multiply(
    trust: float, flag: float, wish: float, severity: int, contacts: int, p: Any
) -> None:
    plain = logit(accepts_help(1.0, flag, 0.0, LIGHT, 0, p, EVIDENCE))
    assert plain == pytest.approx(p.accepts, abs=1e-6)
    moved = logit(accepts_help(trust, flag, wish, severity, contacts, p, EVIDENCE)) - plain
    against = p.accepts_trust * (1.0 - trust) * flag + p.accepts_alone * wish
    assert moved == pytest.approx(
        p.accepts_contact * contacts + p.accepts_severity * (severity - LIGHT) - against, abs=1e-6
    )


@given(SHARE, SHARE, SHARE, SEVERITY, VISITS, OUTREACH)
def test_nobody_declines_in_the_second_assumption(
    trust: float, flag: float, wish: float, severity: int, contacts: int, p: Any
) -> None:
    assert accepts_help(trust, flag, wish, severity, contacts, p, believing(want_help=1.0)) == pytest.approx(1.0)
    others = believing(can_ask=1.0, self_reliant=1.0, short_help=1.0, look_after=1.0, in_view=1.0)
    facts = (trust, flag, wish, severity, contacts, p)
    assert accepts_help(*facts, others) == accepts_help(*facts, EVIDENCE)


@given(SHARE, SHARE, SHARE)
def test_a_refusal_comes_from_pride_or_from_distrust(trust: float, flag: float, wish: float) -> None:
    pride = declines_for_own_way(trust, flag, wish)
    assert 0.0 <= pride <= 1.0
    assert declines_for_own_way(1.0, flag, wish) == 1.0
    assert declines_for_own_way(trust, 0.0, wish) == 1.0
    if (1.0 - trust) * flag > 0.0:
        assert declines_for_own_way(trust, flag, 0.0) == 0.0


@given(st.floats(0.01, 1.0), st.floats(0.01, 1.0), st.floats(0.01, 1.0))
def test_pride_and_distrust_weigh_in_proportion(distrust: float, flag: float, wish: float) -> None:
    pride = declines_for_own_way(1.0 - distrust, flag, wish)
    assert pride * distrust * flag == pytest.approx((1.0 - pride) * wish, rel=1e-6)

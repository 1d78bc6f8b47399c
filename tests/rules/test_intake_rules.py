"""Hold on, be heard, be helped: the links of the chain once somebody has asked."""

from __future__ import annotations

from math import exp, log
from typing import Any

import pytest
from bereik.rules.intake import (
    case_weight, discloses, finds_question_behind, gives_up_waiting, is_handed_back, is_lost_when_sent_on, is_misjudged,
    minutes_needed, offer_suits,
)
from hypothesis import given
from hypothesis import strategies as st
from test_every_rule import SHARE, anywhere, believing

INTAKE = anywhere("intake")
VIEWS = anywhere("views")
EVIDENCE = believing()
WEEKS = st.integers(0, 300)
WORKLOAD = st.floats(0.0, 5.0)
ALMOST = 1e-12


def ordered(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Two values, the smaller first."""
    return st.tuples(values, values).map(sorted)


# --- hold on ---


@given(WEEKS, SHARE, INTAKE, VIEWS)
def test_giving_up_is_a_chance(weeks: int, doen: float, p: Any, views: Any) -> None:
    assert 0.0 <= gives_up_waiting(weeks, doen, p, views) <= 1.0


@given(ordered(WEEKS), ordered(SHARE), INTAKE, VIEWS)
def test_longer_waits_lose_more_people_and_doenvermogen_holds_on(weeks: Any, doen: Any, p: Any, views: Any) -> None:
    worst = gives_up_waiting(weeks[1], doen[0], p, views)
    assert gives_up_waiting(weeks[0], doen[0], p, views) <= worst + ALMOST
    assert gives_up_waiting(weeks[1], doen[1], p, views) <= worst + ALMOST


@given(WEEKS, SHARE, INTAKE)
def test_the_pace_of_giving_up_doubles_over_a_long_wait(weeks: int, doen: float, p: Any) -> None:
    at_once = -log(1.0 - gives_up_waiting(0, doen, p, EVIDENCE))
    later = -log(1.0 - gives_up_waiting(weeks, doen, p, EVIDENCE))
    assert at_once == pytest.approx(p.gives_up * exp(-p.gives_up_doen * doen), rel=1e-6)
    assert later == pytest.approx(at_once * (1.0 + weeks / p.long_wait), rel=1e-6)


@given(WEEKS, SHARE, INTAKE)
def test_nobody_gives_up_in_the_second_assumption(weeks: int, doen: float, p: Any) -> None:
    assert gives_up_waiting(weeks, doen, p, believing(want_help=1.0)) == 0.0
    others = believing(can_ask=1.0, self_reliant=1.0, short_help=1.0, look_after=1.0, in_view=1.0)
    assert gives_up_waiting(weeks, doen, p, others) == gives_up_waiting(weeks, doen, p, EVIDENCE)


@given(SHARE, ordered(SHARE), ordered(SHARE), INTAKE)
def test_a_warm_hand_over_and_doenvermogen_lose_fewer(some: float, doen: Any, warm: Any, p: Any) -> None:
    assert 0.0 <= is_lost_when_sent_on(doen[1], some, p) <= is_lost_when_sent_on(doen[0], some, p) <= 1.0
    assert is_lost_when_sent_on(some, warm[1], p) <= is_lost_when_sent_on(some, warm[0], p)


@given(SHARE, INTAKE)
def test_a_warm_hand_over_loses_nobody_and_a_cold_one_most_without_doenvermogen(doen: float, p: Any) -> None:
    assert is_lost_when_sent_on(doen, 1.0, p) == 0.0
    assert is_lost_when_sent_on(0.0, 0.0, p) == p.lost_cold
    assert is_lost_when_sent_on(doen, 0.0, p) == pytest.approx(p.lost_cold * exp(-p.lost_doen * doen))
    assert is_lost_when_sent_on(doen, 0.5, p) == pytest.approx(is_lost_when_sent_on(doen, 0.0, p) / 2.0)


# --- be heard ---


@given(ordered(SHARE), INTAKE)
def test_questions_are_handed_back_in_proportion_to_the_stance(stance: Any, p: Any) -> None:
    less, more = (is_handed_back(value, p) for value in stance)
    assert 0.0 <= less <= more <= 1.0
    assert is_handed_back(0.0, p) == 0.0
    assert is_handed_back(1.0, p) == p.handed_back


@given(ordered(SHARE), ordered(SHARE), ordered(WORKLOAD), INTAKE)
def test_good_looks_and_haste_mislead_and_discretion_corrects(verbal: Any, room: Any, workload: Any, p: Any) -> None:
    best = is_misjudged(verbal[0], room[1], workload[0], p)
    assert 0.0 <= best
    for worse in (
        is_misjudged(verbal[1], room[1], workload[0], p),
        is_misjudged(verbal[0], room[0], workload[0], p),
        is_misjudged(verbal[0], room[1], workload[1], p),
    ):
        assert best <= worse + ALMOST
        assert worse <= 1.0


@given(SHARE, WORKLOAD, INTAKE)
def test_full_discretion_misjudges_nobody(verbal: float, workload: float, p: Any) -> None:
    assert is_misjudged(verbal, 1.0, workload, p) == 0.0


@given(SHARE, SHARE, INTAKE)
def test_average_looks_and_a_normal_workload_mislead_as_the_book_says(looks: float, room: float, p: Any) -> None:
    assert is_misjudged(0.5, 0.0, 1.0, p) == pytest.approx(p.misjudged)
    assert is_misjudged(0.5, room, 1.0, p) == pytest.approx(p.misjudged * (1.0 - room))
    by_looks = p.misjudged * exp(p.misjudged_verbal * (looks - 0.5))
    assert is_misjudged(looks, 0.0, 1.0, p) == pytest.approx(min(by_looks, 1.0))


@given(SHARE, SHARE, SHARE, st.floats(1.0, 5.0), INTAKE)
def test_workload_tells_only_above_what_staff_can_do(
    verbal: float, room: float, idle: float, workload: float, p: Any
) -> None:
    assert is_misjudged(verbal, room, idle, p) == is_misjudged(verbal, room, 1.0, p)
    hurried = p.misjudged * exp(p.misjudged_workload * (workload - 1.0))
    assert is_misjudged(0.5, 0.0, workload, p) == pytest.approx(min(hurried, 1.0))
    assert finds_question_behind(room, idle, p) == finds_question_behind(room, 1.0, p)


@given(ordered(SHARE), ordered(SHARE), INTAKE)
def test_shame_keeps_up_appearances_and_less_so_at_home(shame: Any, home: Any, p: Any) -> None:
    worst = discloses(shame[1], home[0], p)
    assert 0.0 < worst <= discloses(shame[0], home[0], p) <= 1.0
    assert worst <= discloses(shame[1], home[1], p) <= 1.0


@given(SHARE, INTAKE)
def test_at_home_or_without_shame_everything_is_shown(value: float, p: Any) -> None:
    assert discloses(value, 1.0, p) == 1.0
    assert discloses(0.0, value, p) == 1.0
    assert discloses(value, 0.0, p) == pytest.approx(exp(-p.appearances * value))


@given(ordered(SHARE), ordered(WORKLOAD), INTAKE)
def test_a_broad_look_finds_more_and_haste_less(breadth: Any, workload: Any, p: Any) -> None:
    least = finds_question_behind(breadth[0], workload[1], p)
    assert 0.0 <= least <= finds_question_behind(breadth[1], workload[1], p) <= 1.0
    assert least <= finds_question_behind(breadth[0], workload[0], p) <= 1.0


@given(SHARE, st.floats(1.0, 5.0), INTAKE)
def test_who_asks_nothing_further_finds_nothing_and_a_full_look_finds_what_the_book_says(
    breadth: float, workload: float, p: Any
) -> None:
    assert finds_question_behind(0.0, workload, p) == 0.0
    assert finds_question_behind(breadth, 1.0, p) == pytest.approx(p.finds * breadth)
    dulled = exp(-p.finds_workload * (workload - 1.0))
    assert finds_question_behind(1.0, workload, p) == pytest.approx(p.finds * dulled)


# --- be helped ---


@given(ordered(SHARE), ordered(SHARE), ordered(SHARE), INTAKE)
def test_breadth_discretion_and_a_common_language_never_make_help_fit_worse(
    breadth: Any, room: Any, dutch: Any, p: Any
) -> None:
    least = offer_suits(breadth[0], room[0], dutch[0], p)
    assert 0.0 <= least <= 1.0
    for better in (
        offer_suits(breadth[1], room[0], dutch[0], p),
        offer_suits(breadth[0], room[1], dutch[0], p),
        offer_suits(breadth[0], room[0], dutch[1], p),
    ):
        assert least - ALMOST <= better <= 1.0


@given(SHARE, SHARE, SHARE, INTAKE)
def test_help_suits_as_the_book_adds_up(breadth: float, room: float, dutch: float, p: Any) -> None:
    score = p.suits + p.suits_breadth * breadth + p.suits_discretion * room - p.suits_language * (1.0 - dutch)
    assert offer_suits(breadth, room, dutch, p) == pytest.approx(min(max(score, 0.0), 1.0))
    assert offer_suits(0.0, 0.0, 1.0, p) == pytest.approx(p.suits)


@given(st.integers(1, 7), INTAKE)
def test_each_further_domain_makes_a_case_heavier_by_the_same(domains: int, p: Any) -> None:
    assert case_weight(1, p) == case_weight(0, p) == 1.0
    assert case_weight(domains, p) == pytest.approx(1.0 + (domains - 1) * p.weight_per_domain)


@given(st.floats(0.0, 500.0), st.floats(1.0, 8.0), INTAKE)
def test_a_case_asks_minutes_by_its_weight_and_more_in_a_crisis(minutes: float, weight: float, p: Any) -> None:
    assert minutes_needed(minutes, weight, False, p) == pytest.approx(minutes * weight)
    assert minutes_needed(minutes, weight, True, p) == pytest.approx(minutes * weight * p.crisis_minutes)
    assert minutes_needed(minutes, weight, True, p) >= minutes_needed(minutes, weight, False, p)

"""How soon, and for whom: curves and indices worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bereik.measures import index_spells, measure
from bereik.measures.incidence import (
    CENSORED,
    HELPED,
    RECOVERED,
    cumulative_incidence,
    median_of,
    time_and_outcome,
)
from bereik.measures.inequality import concentration_index, mid_ranks, need_standardised


def test_recovery_competes_with_help():
    # at risk 5: helped in week 1; one censored in week 1; at risk 3: one recovers in week 2;
    # at risk 2: helped in week 3; the last is censored in week 4.
    weeks = np.array([1, 1, 2, 3, 4])
    outcome = np.array([HELPED, CENSORED, RECOVERED, HELPED, CENSORED])
    curve = cumulative_incidence(weeks, outcome, 6)
    # F(1) = 1/5, S = 4/5; S(2) = 4/5 · 2/3; F(3) = 1/5 + 8/15 · 1/2 = 7/15; nobody is left after week 4
    assert curve[:5].tolist() == pytest.approx([0, 1 / 5, 1 / 5, 7 / 15, 7 / 15])
    assert np.isnan(curve[5:]).all()
    # Kaplan–Meier would count the recovered as if they still waited: 1 - 4/5 · 1/2 = 3/5
    assert curve[4] < 3 / 5


def test_the_curve_stays_where_it_is_once_everybody_is_known():
    curve = cumulative_incidence(np.array([0, 1]), np.array([HELPED, RECOVERED]), 4)
    assert curve.tolist() == [1 / 2] * 5


def test_nobody_at_risk_gives_no_curve():
    assert np.isnan(cumulative_incidence(np.zeros(0, np.int64), np.zeros(0, np.int64), 3)).all()


def test_outcomes_beyond_the_horizon_still_wait_at_the_horizon():
    curve = cumulative_incidence(np.array([1, 9, 9]), np.array([HELPED, HELPED, RECOVERED]), 3)
    assert curve.tolist() == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3])


def test_help_in_the_very_week_of_the_horizon_counts():
    assert cumulative_incidence(np.array([3, 4]), np.array([HELPED, HELPED]), 3).tolist() == [0, 0, 0, 1 / 2]


def test_the_outcome_of_a_spell_is_dated_on_its_clock(run_of, spell):
    index = index_spells(run_of([
        spell(0, -20, first_fit=7, last_need=30, closed=43),    # helped after 7, although it closed later
        spell(1, 10, last_need=20, closed=33),                  # recovered when it closed: 33 - 10
        spell(2, 10),                                           # open to the last week: 199 - 10
        spell(3, -20, last_need=-13, closed=0),                 # closed in week 0
    ]), None)
    weeks, outcome = time_and_outcome(index)
    assert weeks.tolist() == [7, 23, 189, 0]
    assert outcome.tolist() == [HELPED, RECOVERED, CENSORED, RECOVERED]


def test_the_curve_is_reported_week_by_week_and_the_median_where_it_passes_one_half(run_of, value_of, spell):
    found = measure(
        run_of([spell(0, 0, first_fit=3), spell(1, 0, first_fit=8), spell(2, 0, closed=50), spell(3, 0)]),
        None,
    )
    assert value_of(found, "incidence", "week=2") == 0
    assert value_of(found, "incidence", "week=3") == 1 / 4
    assert value_of(found, "incidence", "week=104") == 2 / 4
    assert value_of(found, "weeks_to_help_median") == 8
    assert value_of(found, "weeks_to_help_median", "cohort=new") == 8
    assert math.isnan(value_of(found, "weeks_to_help_median", "cohort=backlog"))


def test_a_median_that_is_never_passed_lies_beyond_the_horizon(run_of, value_of, spell):
    found = measure(run_of([spell(0, 0, first_fit=3), spell(1, 0), spell(2, 0)]), None)
    assert value_of(found, "weeks_to_help_median") == math.inf
    assert median_of(np.array([0, 0.49, math.nan])) == math.inf


def test_reach_equals_the_curve_among_those_seen_for_the_horizon(run_of, value_of, spell):
    # the last clock starts before 200 - 104 = 96, so that nobody is censored within any horizon
    spells = [spell(k, 9 * k, first_fit=9 * k + 11 * k) for k in range(1, 8)] + [
        spell(8, 5, closed=40),
        spell(9, 90),
    ]
    found = measure(run_of(spells), None)
    for w in (13, 26, 52, 104):
        assert value_of(found, "incidence", f"week={w}") == pytest.approx(value_of(found, f"reach_{w}"))
    assert value_of(found, "reach_26") > 0


def test_who_are_equal_share_the_middle_of_their_ranks():
    assert mid_ranks(np.array([0.4, 0.2, 0.1, 0.2])).tolist() == [0.875, 0.5, 0.125, 0.5]


def test_the_index_is_one_when_only_the_self_reliant_half_is_reached():
    doen = np.array([0.1, 0.2, 0.3, 0.4])
    assert concentration_index(np.array([0, 0, 1, 1]), doen) == 1
    assert concentration_index(np.array([1, 1, 0, 0]), doen) == -1


def test_the_index_with_ties():
    # h - mean: -½, ½, -½, ½; rank - ½: -3/8, 0, 0, 3/8; 8 · (3/16 + 3/16) / 4 = 3/4
    assert concentration_index(np.array([0, 1, 0, 1]), np.array([0.1, 0.2, 0.2, 0.4])) == pytest.approx(3 / 4)


def test_standardising_takes_away_what_need_explains():
    severity, domains = np.array([2, 2, 3, 3]), np.array([1, 1, 4, 4])
    h = np.array([1, 0, 1, 1])
    # expected ½, ½, 1, 1; mean ¾
    assert need_standardised(h, severity, domains).tolist() == [1.25, 0.25, 0.75, 0.75]
    # reach that follows need only: raw it favours the self-reliant, standardised it favours nobody
    doen, by_need = np.array([0.1, 0.2, 0.3, 0.4]), np.array([0, 0, 1, 1])
    assert concentration_index(by_need, doen) == 1
    assert concentration_index(need_standardised(by_need, severity, domains), doen) == 0


def test_severity_and_number_of_domains_are_separate_cells():
    h = np.array([1.0, 0.0, 0.0, 1.0])
    same = need_standardised(h, np.array([0, 1, 2, 3]), np.array([7, 0, 7, 1]))
    assert same.tolist() == [0.5] * 4        # each alone in its cell: nothing beyond what is expected


def test_the_index_is_told_raw_and_standardised_over_those_seen_for_a_year(run_of, value_of, spell):
    found = measure(
        run_of(
            [
                spell(0, 0),
                spell(1, 0, domains_at_clock=0b11),
                spell(8, 0, first_fit=5),
                spell(9, -5, first_fit=52, domains_at_clock=0b11),
                spell(4, 160, first_fit=161),
            ]
        ),
        None,
    )
    assert value_of(found, "concentration_index") == 1
    # in each cell of domains one of two is reached, the more self-reliant one: h - ½ for all, so the same 1
    assert value_of(found, "concentration_index", "standardised=need") == 1
    # cohort new: residents 0, 1, 8 with h = 0, 0, 1: 8 · ((-1/3)(-1/3) + 0 + (2/3)(1/3)) / 3
    assert value_of(found, "concentration_index", "cohort=new") == pytest.approx(8 * (1 / 9 + 2 / 9) / 3)

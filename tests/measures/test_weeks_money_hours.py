"""Need, money, what the gemeente sees and hours: tables filled in by hand and added up by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bereik.measures import measure
from bereik.measures.over_weeks import drift_per_year
from bereik.vocabulary import (
    AVAILABLE,
    CASE_WORK,
    CONVERSATIONS,
    DECLINED,
    DOORS,
    GEMEENTE,
    INVISIBLE,
    LATE,
    PROVISIONS,
    RESIDENT,
    STAFF,
    UNMET,
    UNMET_ROWS,
    UNUSED,
    ZVW_WLZ,
)


@pytest.fixture
def two_years(run_of):
    """Ten adults for 104 weeks: 20 adult-years, 10 per wijk."""
    return run_of(weeks=104)


def test_every_unmet_week_stands_in_one_row_and_the_rows_add_up(two_years, value_of):
    weekly = two_years.weekly
    weekly["in_need"][:, 0] = 3
    weekly["in_need"][:52, 1] = 1
    weekly["covered"][:, 0] = 1
    weekly["unmet"][:, 0, INVISIBLE] = 2
    weekly["unmet"][:52, 1, LATE] = 1
    found = measure(two_years, None)
    # need: 312 + 52 = 364 weeks; covered 104; unmet 208 + 52 = 260; 20 adult-years
    assert value_of(found, "need_weeks_per_1000") == 364 / 20 * 1000
    assert value_of(found, "need_weeks_per_1000", "wijk=zuid") == 52 / 10 * 1000
    assert value_of(found, "need_weeks_per_1000", "year=1") == (156 + 52) / 10 * 1000
    assert value_of(found, "need_weeks_per_1000", "year=2") == 156 / 10 * 1000
    assert value_of(found, "need_weeks_covered") == 104 / 364
    assert value_of(found, "need_weeks_covered", "wijk=zuid") == 0
    assert value_of(found, "unmet_weeks_per_1000") == 260 / 20 * 1000
    assert value_of(found, "unmet_weeks_per_1000", "year=2") == 104 / 10 * 1000
    assert value_of(found, "unmet_invisible") == 208 / 260
    assert value_of(found, "unmet_late") == 52 / 260
    assert value_of(found, "unmet_late", "wijk=noord") == 0
    assert value_of(found, "unmet_late_per_1000") == 52 / 20 * 1000
    assert value_of(found, "unmet_late_per_1000", "wijk=zuid") == 52 / 10 * 1000
    assert math.isclose(sum(value_of(found, f"unmet_{row}") for row in UNMET_ROWS), 1)


def test_each_row_keeps_its_own_name(two_years, value_of):
    two_years.weekly["unmet"][0, 0] = [1, 2, 3, 4, 5, 6]
    found = measure(two_years, None)
    assert [value_of(found, f"unmet_{row}_per_1000") * 20 / 1000 for row in UNMET_ROWS] == [1, 2, 3, 4, 5, 6]
    assert value_of(found, "unmet_declined") == (DECLINED + 1) / 21


def test_new_spells_relapses_and_crises_are_counted_per_1000_adults_a_year(two_years, value_of):
    weekly = two_years.weekly
    weekly["spells_opened"][3, 0], weekly["spells_opened"][9, 1] = 6, 2
    weekly["relapses_opened"][3, 0] = 2
    weekly["crises"][5, 1], weekly["evictions"][6, 1], weekly["admissions"][7, 1] = 4, 2, 1
    found = measure(two_years, None)
    assert value_of(found, "need_spells_per_1000_year") == 8 / 20 * 1000
    assert value_of(found, "relapse_share") == 2 / 8
    assert value_of(found, "relapse_share", "wijk=zuid") == 0
    assert value_of(found, "crises_per_1000") == 4 / 20 * 1000
    assert value_of(found, "crises_per_1000", "wijk=zuid") == 4 / 10 * 1000
    assert value_of(found, "crises_per_1000", "event=eviction") == 2 / 20 * 1000
    assert value_of(found, "crises_per_1000", "event=admission") == 1 / 20 * 1000


def test_a_week_without_need_has_no_shares(two_years, value_of):
    found = measure(two_years, None)
    for asked in ("need_weeks_covered", "unmet_late", "known_share", "relapse_share"):
        assert math.isnan(value_of(found, asked)), asked
    assert value_of(found, "unmet_late_per_1000") == 0


def test_a_last_year_that_is_not_whole_is_scaled_to_a_year(run_of, value_of):
    run = run_of(weeks=65)
    run.weekly["in_need"][:, 0] = 1
    run.cents[:, 0, STAFF, GEMEENTE] = 100
    found = measure(run, None)
    assert value_of(found, "need_weeks_per_1000", "year=2") == pytest.approx(
        5200
    )  # 13 weeks ÷ ¼ year ÷ 10 adults
    assert value_of(found, "cost_programme", "year=2") == pytest.approx(52)
    assert value_of(found, "cost_programme") == pytest.approx(52)


def test_stocks_are_told_with_first_year_last_year_and_drift(run_of, value_of):
    run = run_of(weeks=156)
    run.weekly["stacked"][:, 0] = np.repeat([1, 2, 3], 52)
    run.weekly["parents"], run.weekly["stacked_parents"] = 4, 1
    run.weekly["households"], run.weekly["indebted_households"] = 20, 3
    run.weekly["vulnerable"], run.weekly["vulnerable_helped"] = 2, 1
    run.weekly["trust"] = 1.5
    run.services["waiting"][:, 1] = 1
    found = measure(run, None)
    assert value_of(found, "stacked_share") == pytest.approx(2 / 10)
    assert value_of(found, "stacked_share", "year=first") == 1 / 10
    assert value_of(found, "stacked_share", "year=last") == 3 / 10
    # slope of three steps of n = 52 weeks, N = 156 in all:
    # Σ(t - t̄)(x - x̄) = 0.1 · 2 · 52 · 52; Σ(t - t̄)² = N(N² - 1)/12
    per_week = 0.1 * 2 * 52 * 52 / (156 * (156 * 156 - 1) / 12)
    assert value_of(found, "stacked_share_drift") == pytest.approx(per_week * 52 / 0.2)
    assert value_of(found, "stacked_parents_share") == 1 / 4
    assert value_of(found, "problem_debt_share") == 3 / 20
    assert value_of(found, "vulnerable_share") == 4 / 10
    assert value_of(found, "vulnerable_helped_share") == 1 / 2
    assert value_of(found, "trust_level") == 3 / 10
    assert value_of(found, "trust_level_drift") == pytest.approx(0)
    assert value_of(found, "waiting_per_1000") == 100
    assert value_of(found, "need_share") == 0


def test_a_run_shorter_than_a_year_has_no_first_year_and_no_drift(run_of, value_of):
    run = run_of(weeks=51)
    run.weekly["stacked"] = 1
    found = measure(run, None)
    assert value_of(found, "stacked_share") == 2 / 10
    assert math.isnan(value_of(found, "stacked_share", "year=first"))
    assert math.isnan(value_of(found, "stacked_share_drift"))


def test_one_whole_year_is_enough_for_a_first_year_and_a_drift(run_of, value_of):
    run = run_of(weeks=52)
    run.weekly["stacked"] = 1
    found = measure(run, None)
    assert (
        value_of(found, "stacked_share", "year=first")
        == value_of(found, "stacked_share", "year=last")
        == 2 / 10
    )
    assert value_of(found, "stacked_share_drift") == pytest.approx(0)


def test_drift_is_a_slope_over_the_weeks_that_have_a_whole():
    assert drift_per_year(np.array([1, 2]), np.array([10, 10])) == pytest.approx(0.1 * 52)
    assert drift_per_year(np.array([1, 5, 3]), np.array([10, 0, 10])) == pytest.approx(0.1 * 52)
    assert math.isnan(drift_per_year(np.array([1, 5]), np.array([10, 0])))


# --- money ---

def test_three_ledgers_by_payer_service_and_year_are_never_netted(run_of, value_of, spell):
    run = run_of([spell(0, 0, first_fit=1), spell(1, 0)], weeks=104)
    run.cents[:, 0, STAFF, GEMEENTE] = 10_000           # 100 euros a week at the loket
    run.cents[:52, 1, STAFF, GEMEENTE] = 5_000          # 50 euros a week for outreach, in the first year
    run.cents[3, 0, PROVISIONS, ZVW_WLZ] = 123_45
    run.cents[4, 2, UNMET, RESIDENT] = 999_99           # no service makes these
    found = measure(run, None)
    assert value_of(found, "cost_programme") == (10_400 + 2_600) / 2
    assert value_of(found, "cost_programme", "service=loket") == 10_400 / 2
    assert value_of(found, "cost_programme", "service=outreach") == 2_600 / 2
    assert value_of(found, "cost_programme", "payer=gemeente") == 6_500
    assert value_of(found, "cost_programme", "payer=zvw-wlz") == 0
    assert value_of(found, "cost_programme", "year=1") == 5_200 + 2_600
    assert value_of(found, "cost_programme", "year=2") == 5_200
    assert value_of(found, "cost_provisions") == 123.45 / 2
    assert value_of(found, "cost_provisions", "payer=zvw-wlz") == 123.45 / 2
    assert value_of(found, "cost_unmet", "service=none") == 999.99 / 2
    assert value_of(found, "cost_unmet", "payer=resident") == 999.99 / 2
    assert value_of(found, "cost_per_reached") == 13_000       # of the two, one was reached


def test_nobody_reached_has_no_price(run_of, value_of, spell):
    run = run_of([spell(0)], weeks=104)
    run.cents[:, 0, STAFF, GEMEENTE] = 1
    assert math.isnan(value_of(measure(run, None), "cost_per_reached"))


# --- what the gemeente sees, intrusion, hours ---

def test_what_the_gemeente_sees_stands_beside_the_truth(two_years, value_of):
    weekly, services = two_years.weekly, two_years.services
    weekly["registered"][:, 0], weekly["registered_served"][:, 0] = 4, 3
    weekly["in_need"][:, 1], weekly["in_need_known"][:, 1] = 4, 1
    weekly["fit"][:, 1], weekly["any_help"][:, 1] = 1, 2
    services["waiting"][:, 0], services["weeks_waited"][:, 0] = 2, 11
    found = measure(two_years, None)

    def seen(group: str) -> float:
        return value_of(found, "as_seen_by_gemeente", group)

    assert seen("seen=use") == 300
    assert seen("seen=waiting") == 200
    assert seen("seen=weeks_waited") == 5.5
    assert seen("seen=reach_registered") == 3 / 4
    assert seen("truth=need") == 400
    assert seen("truth=without_fitting_help") == 300
    assert seen("truth=reach") == 1 / 4
    assert seen("truth=any_help") == 2 / 4
    assert value_of(found, "known_share") == 1 / 4
    units = {m.group: m.unit for m in found if m.measure == "as_seen_by_gemeente"}
    assert (units["seen=weeks_waited"], units["truth=reach"], units["seen=use"]) == (
        "weeks",
        "share",
        "per 1000 adults",
    )


def test_unwanted_contacts_and_their_trust_are_counted(two_years, value_of):
    two_years.weekly["unwanted"][7, 0], two_years.weekly["unwanted_trust"][7, 0] = 5, 0.25
    found = measure(two_years, None)
    assert value_of(found, "unwanted_contacts") == 5 / 20 * 1000
    assert value_of(found, "unwanted_trust") == 0.25 / 20 * 1000


def test_trust_change_has_a_mean_and_a_distribution(two_years, value_of):
    two_years.residents["trust_at_start"] = 0.5
    two_years.residents["trust_at_end"] = 0.5 + (np.arange(10) - 2) / 100       # -0.02 .. 0.07
    found = measure(two_years, None)
    assert value_of(found, "trust_change") == pytest.approx(0.025)
    assert value_of(found, "trust_change", "p50") == pytest.approx(0.025)
    assert value_of(found, "trust_change", "p10") == pytest.approx(
        -0.011
    )  # 0.9 of the way from -0.02 to -0.01
    assert value_of(found, "trust_change", "p90") == pytest.approx(0.061)
    assert value_of(found, "trust_change", "doenvermogen=1") == pytest.approx(-0.02)
    assert value_of(found, "trust_change", "doenvermogen=10") == pytest.approx(0.07)


def test_hours_on_single_questions_are_part_of_all_conversations_and_case_work(two_years, value_of):
    services = two_years.services
    services["minutes"][:, 0, AVAILABLE] = 100
    services["minutes"][:, 0, CONVERSATIONS] = 30
    services["minutes"][:, 0, CASE_WORK] = 20
    services["minutes"][:, 0, UNUSED] = 50
    services["minutes"][:, 1, DOORS] = 60
    services["single_minutes"][:, 0], services["single_asked_minutes"][:, 0] = 15, 45
    services["displaced"][:10, 1] = 3
    found = measure(two_years, None)
    assert value_of(found, "hours_on_single_questions") == 15 * 104 / 60 / 2
    assert value_of(found, "hours_on_single_questions", "as=asked") == 45 * 104 / 60 / 2
    assert value_of(found, "single_question_share") == 15 / 50
    assert value_of(found, "single_question_share", "as=asked") == 45 / 50
    assert value_of(found, "minutes") == 110
    assert value_of(found, "minutes", "service=loket") == 50
    assert value_of(found, "minutes", "service=outreach") == 60
    assert value_of(found, "minutes", "activity=unused") == 50
    assert value_of(found, "minutes", "activity=doors") == 60
    assert value_of(found, "displaced") == 15
    assert value_of(found, "displaced", "service=outreach") == 15
    assert value_of(found, "displaced", "service=loket") == 0

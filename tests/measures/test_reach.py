"""Who counts, who is reached, and how completely: ledgers of a few spells, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bereik.errors import ParameterError
from bereik.measures import contrast, index_spells, measure
from bereik.vocabulary import NEVER


@pytest.fixture
def five(spell):
    """Five index spells in 200 weeks, a brief need and a second spell."""
    return [
        # backlog, three domains, clock 0: contact in week 2, help in 5, fitting in 13, in every domain in 40
        spell(0, -20, domains_at_clock=0b111, first_contact=2, first_any=5, first_fit=13, first_full=40),
        # backlog, two domains, over in week 37 without help
        spell(1, -3, domains_at_clock=0b11, last_need=37, closed=50),
        # new, fitting help after 14 weeks
        spell(2, 10, first_contact=20, first_any=24, first_fit=24, first_full=24),
        # new, clock 150: seen for 26 weeks and not for 52; fitting help after 5
        spell(3, 150, first_contact=151, first_any=155, first_fit=155, first_full=155),
        # new, clock 180: seen for 13 weeks only
        spell(7, 180),
        # need that ended within four weeks is no spell
        spell(8, 5, opened=False, first_fit=6),
        # a second spell of resident 1 is no index spell
        spell(1, 100, first_fit=101, relapse_of=1),
    ]


def test_the_index_spell_is_the_one_open_at_policy_start_or_else_the_first_after_it(run_of, five):
    index = index_spells(run_of(five), None)
    assert index.rows["resident"].tolist() == [0, 1, 2, 3, 7]
    assert index.rows["onset"].tolist() == [-20, -3, 10, 150, 180]
    assert index.clock.tolist() == [0, 0, 10, 150, 180]
    assert index.backlog.tolist() == [True, True, False, False, False]
    assert index.domains.tolist() == [3, 2, 1, 1, 1]
    assert index.decile.tolist() == [1, 2, 3, 4, 8]


def test_the_order_of_the_ledger_does_not_matter(run_of, five):
    one, other = measure(run_of(five), None), measure(run_of(five[::-1]), None)
    assert [m[:2] for m in one] == [m[:2] for m in other]
    np.testing.assert_array_equal([m.value for m in one], [m.value for m in other])


def test_reach_counts_only_those_seen_for_the_whole_horizon(run_of, value_of, five):
    found = measure(run_of(five), None)
    assert value_of(found, "reach_13") == 2 / 5       # 0 (week 13 itself counts) and 3, of clocks before 187
    assert value_of(found, "reach_26") == 3 / 4       # 0, 2, 3 of 0, 1, 2, 3: clocks before 174
    assert value_of(found, "reach_52") == 2 / 3       # 0, 2 of 0, 1, 2: clocks before 148
    assert value_of(found, "reach_104") == 2 / 3
    assert value_of(found, "reached") == 2


def test_a_clock_that_starts_exactly_at_the_end_minus_the_horizon_does_not_count(run_of, value_of, spell):
    run = run_of([spell(0, 147, first_fit=148), spell(1, 148, first_fit=149)], weeks=200)
    assert value_of(measure(run, None), "reached") == 1
    assert math.isnan(value_of(measure(run_of([spell(1, 148)]), None), "reach_52"))


def test_contact_any_fitting_and_full_help_are_told_apart(run_of, value_of, five):
    found = measure(run_of(five), None)
    assert value_of(found, "reach_contact_13") == 3 / 5      # 0 after 2, 2 after 10, 3 after 1
    assert value_of(found, "reach_any_13") == 2 / 5          # 0 after 5, 3 after 5; 2 after 14
    assert value_of(found, "reach_full_26") == 2 / 4         # 2 after 14, 3 after 5; 0 after 40
    assert value_of(found, "reach_full_52") == 2 / 3


def test_reach_is_told_by_cohort_decile_domains_and_wijk(run_of, value_of, five):
    found = measure(run_of(five), None)
    assert value_of(found, "reach_26", "cohort=backlog") == 1 / 2
    assert value_of(found, "reach_26", "cohort=new") == 1
    assert value_of(found, "reach_26", "doenvermogen=1") == 1
    assert value_of(found, "reach_26", "doenvermogen=2") == 0
    assert value_of(found, "reach_26", "domains=3") == 1
    assert value_of(found, "reach_26", "domains=2") == 0
    assert value_of(found, "reach_13", "wijk=noord") == 2 / 4
    assert value_of(found, "reach_13", "wijk=zuid") == 0
    assert math.isnan(value_of(found, "reach_26", "doenvermogen=10"))
    assert math.isnan(value_of(found, "reach_26", "domains=7"))


def test_there_are_ten_deciles_and_seven_domains(run_of, five):
    groups = [m.group for m in measure(run_of(five), None) if m.measure == "reach_52"]
    assert sum(g.startswith("doenvermogen=") for g in groups) == 10
    assert sum(g.startswith("domains=") for g in groups) == 7


def test_somebody_whose_need_paused_at_policy_start_is_in_no_group_of_domains(run_of, value_of, spell):
    found = measure(run_of([spell(0, -20, domains_at_clock=0), spell(1, 0, first_fit=1)]), None)
    assert value_of(found, "reach_52") == 1 / 2
    assert value_of(found, "reach_52", "domains=1") == 1


def test_an_empty_ledger_gives_no_answer_rather_than_zero(run_of, value_of):
    found = measure(run_of([]), None)
    for asked in ("reach_52", "completeness", "flag_late", "concentration_index", "weeks_to_help_median"):
        assert math.isnan(value_of(found, asked)), asked
    assert value_of(found, "index_spells") == 0


# --- need that needs help ---

def test_need_needs_help_if_it_lasts_13_weeks_or_meets_a_crisis_without_help(run_of, value_of, spell):
    weeks = 100
    here = [spell(k, 20) for k in range(6)] + [spell(6, 86), spell(7, 87), spell(8, -30), spell(9, -30)]
    alone = run_of(
        [
            spell(0, 20, last_need=33),  # lasts to 20 + 13: needs help
            spell(1, 20, last_need=32, closed=45),  # a week less: solved itself
            spell(2, 18, last_need=25, first_crisis_ever=33),  # crisis by then: needs help
            spell(3, 18, last_need=25, first_crisis_ever=34),  # crisis too late: solved itself
            spell(4, 10, last_need=20, first_crisis_ever=12),  # crisis before the clock: needs help
            spell(5, 10, last_need=15, closed=28),  # open at the clock, need already over: solved
            spell(6, 86, last_need=88),  # 86 < 87: can be decided: solved
            spell(7, 87, last_need=88),  # 87 = weeks - 13: undecided, included
            spell(8, -30, last_need=-5, closed=8),  # open at policy start: solved itself
            spell(9, -30, last_need=-13, closed=0),  # it closes in the first week: open at policy start too
        ],
        weeks=weeks,
    )
    run = run_of(here, weeks=weeks)
    index = index_spells(run, alone)
    assert dict(zip(index.rows["resident"].tolist(), index.needs_help.tolist(), strict=True)) == {
        0: True, 1: False, 2: True, 3: False, 4: True, 5: False, 6: False, 7: True, 8: False,
        9: False,
    }
    assert index.has_counterpart.all()
    found = measure(run, alone)
    assert value_of(found, "share_solved_itself") == 6 / 9          # of the nine that could be decided
    assert value_of(found, "share_solved_itself", "cohort=backlog") == 1
    assert value_of(found, "share_solved_itself", "doenvermogen=1") == 0
    assert value_of(found, "spells_without_counterpart") == 0
    assert value_of(found, "spells_without_counterpart", "undecided") == 1
    assert value_of(found, "index_spells") == 4
    assert value_of(found, "index_spells", "base=all") == 10


def test_need_without_a_counterpart_is_included_and_counted(run_of, value_of, spell):
    here = run_of([spell(k, 20) for k in range(5)])
    alone = run_of([
        spell(0, 21, last_need=22),                         # begins after the clock
        spell(1, 0, last_need=4, closed=20),                # closed at the clock
        spell(2, 20, last_need=22, opened=False),           # brief need is no spell
        spell(5, 20, last_need=22),                         # of somebody else
        spell(3, 0, last_need=8, closed=21),                # still open at the clock: the one counterpart
    ])
    found = measure(here, alone)
    assert value_of(found, "spells_without_counterpart") == 4
    assert value_of(found, "index_spells") == 4
    assert value_of(found, "share_solved_itself") == 1 / 5


def test_a_reference_in_which_nobody_was_in_need_decides_nothing_but_is_a_reference(run_of, value_of, spell):
    here = run_of([spell(0, 20), spell(1, 186), spell(2, 187)], weeks=200)
    found = measure(here, run_of([], weeks=200))
    assert value_of(found, "spells_without_counterpart") == 3
    assert value_of(found, "share_solved_itself") == 0
    assert index_spells(here, run_of([], weeks=200)).decided.tolist() == [True, True, False]


def test_the_latest_spell_of_the_reference_that_began_by_the_clock_is_the_counterpart(run_of, spell):
    alone = run_of([spell(0, 30, last_need=60), spell(0, -10, last_need=2, closed=15)])
    assert index_spells(run_of([spell(0, 40)]), alone).needs_help.tolist() == [True]
    assert index_spells(run_of([spell(0, 10)]), alone).needs_help.tolist() == [False]


def test_the_headline_is_over_need_that_needs_help_and_all_spells_stand_beside_it(run_of, value_of, spell):
    here = run_of([spell(0, 0, first_fit=3), spell(1, 0), spell(2, 0)])
    alone = run_of(
        [spell(0, 0, last_need=60), spell(1, 0, last_need=5, closed=18), spell(2, 0, last_need=60)]
    )
    found = measure(here, alone)
    assert value_of(found, "reach_52") == 1 / 2
    assert value_of(found, "reach_52", "base=all") == 1 / 3
    assert math.isnan(value_of(found, "reach_52", "doenvermogen=2"))       # groups are over the headline


def test_without_a_reference_nobody_is_said_to_have_solved_it(run_of, value_of, spell):
    found = measure(run_of([spell(0), spell(1)]), None)
    assert value_of(found, "index_spells") == value_of(found, "index_spells", "base=all") == 2
    assert value_of(found, "spells_without_counterpart") == 2
    assert math.isnan(value_of(found, "share_solved_itself"))


def test_a_reference_of_other_people_or_other_luck_is_refused(run_of, spell):
    run = run_of([spell(0)])
    for other, word in ((run_of([], seed=2), "seed"), (run_of([], weeks=50), "weeks"),
                        (run_of([], doenvermogen=[0.5]), "residents")):
        with pytest.raises(ParameterError, match=word):
            measure(run, other)
        with pytest.raises(ParameterError, match=word):
            contrast(run, other, None)


# --- completeness, timing, flags ---

def test_completeness_is_the_mean_share_of_needy_domains_that_were_helped(run_of, value_of, spell):
    found = measure(run_of([
        spell(0, needy_domains=0b111, helped_domains=0b001),     # 1/3
        spell(1, needy_domains=0b1000, helped_domains=0),        # 0
        spell(2, needy_domains=0b11, helped_domains=0b11),       # 1
        spell(3, -20, needy_domains=0, helped_domains=0),        # no need since the clock: does not count
    ]), None)
    assert value_of(found, "completeness") == pytest.approx((1 / 3 + 0 + 1) / 3)
    assert value_of(found, "completeness", "among=helped") == pytest.approx((1 / 3 + 1) / 2)
    assert math.isnan(value_of(found, "completeness", "cohort=backlog"))


def test_help_before_a_crisis_is_fitting_and_strictly_earlier(run_of, value_of, spell):
    found = measure(run_of([
        spell(0, 0, first_fit_ever=4, first_crisis_ever=5),      # before
        spell(1, 0, first_fit_ever=5, first_crisis_ever=5),      # in the same week: not before
        spell(2, 0, first_fit_ever=4),                           # no crisis
        spell(3, 0, first_crisis_ever=9),                        # no help
        spell(4, 0),                                             # neither
    ]), None)
    assert value_of(found, "helped_before_crisis") == 2 / 5
    assert value_of(found, "helped_before_crisis", "doenvermogen=3") == 1


def test_weeks_unhelped_is_a_mean_over_clocks_with_104_weeks_to_go(run_of, value_of, spell):
    found = measure(
        run_of(
            [
                spell(0, -9, unhelped_weeks_104=104),
                spell(1, 95, unhelped_weeks_104=50),
                spell(2, 96, unhelped_weeks_104=1),
            ]
        ),
        None,
    )
    assert value_of(found, "weeks_unhelped_104") == (104 + 50) / 2
    assert value_of(found, "weeks_unhelped_104", "cohort=new") == 50


def test_flags_overlap_and_count_from_the_onset(run_of, value_of, spell):
    found = measure(
        run_of(
            [
                spell(0, 10, first_fit_ever=36, was_in_view=True, was_incomplete=True),  # 26 weeks: in time
                spell(
                    1, 10, first_fit_ever=37, was_in_view=True, was_unavailable=True, was_unfitting=True
                ),  # 27: late
                spell(
                    2, 10, first_fit_ever=20, first_crisis_ever=20, was_in_view=True
                ),  # not before the crisis
                spell(3, -40, first_fit=2, first_fit_ever=2, was_in_view=True),  # late since -40
                spell(4, 10),  # never
                spell(5, 180),  # not seen for 26 weeks
            ]
        ),
        None,
    )
    assert value_of(found, "flag_invisible") == 1 / 5
    assert value_of(found, "flag_unavailable") == 1 / 5
    assert value_of(found, "flag_late") == 4 / 5
    assert value_of(found, "flag_unfitting") == 1 / 5
    assert value_of(found, "flag_incomplete") == 1 / 5
    assert value_of(found, "flag_late", "cohort=new") == 3 / 4


def test_the_denominator_does_not_move_when_help_does(run_of, five):
    helped = run_of(five)
    unhelped = run_of([{**s, "first_fit": NEVER, "first_any": NEVER, "helped_domains": 0} for s in five])
    one, other = index_spells(helped, None), index_spells(unhelped, None)
    assert one.rows["resident"].tolist() == other.rows["resident"].tolist()
    assert one.clock.tolist() == other.clock.tolist()

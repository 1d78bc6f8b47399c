"""Schemes: take-up and the patterns of who does not use them, over ledgers written by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bereik.measures import schemes as known
from bereik.measures.schemes import (
    effects_on_use,
    hole_before_reach,
    non_take_up,
    order_holds,
    rank_of_knowing,
    shame_is_local,
    take_up,
    take_up_change,
    unsigned,
    weight_of_believing,
)  # fmt: skip
from bereik.records import Records, SchemeWeek
from bereik.tables import dtype_of

NAMES = ("toeslagen", "bijstand", "energietoeslag", "individuele_inkomenstoeslag")


def with_books(run: Records, using: Sequence[Any], entitled: int = 100) -> Records:
    """A run in which of every hundred entitled so many use each scheme, per week or in all weeks."""
    books = np.zeros((run.weeks, len(NAMES)), dtype_of(SchemeWeek))
    books["entitled"] = entitled
    for s, used in enumerate(using):
        books["using"][:, s] = used
    return replace(run, schemes=books, scheme_names=NAMES)


def test_take_up_is_a_ratio_of_sums_over_weeks(run_of: Any) -> None:
    run = with_books(run_of(weeks=2), [[90, 70], 50, 50, 0])
    found = {m.group: m.value for m in take_up(run)}
    assert found["scheme=toeslagen"] == 0.8 and found["scheme=individuele_inkomenstoeslag"] == 0.0
    assert found[""] == (160 + 100 + 100) / 800
    (headline,) = take_up(run_of(weeks=2))
    assert headline.group == "" and math.isnan(headline.value), "where there are no schemes"


def test_a_difference_in_take_up_is_over_the_schemes_that_both_have(run_of: Any) -> None:
    a = with_books(run_of(weeks=2), [80, 50, 50, 20])
    b = with_books(run_of(weeks=2), [90, 60, 50, 100])
    own = replace(b, scheme_names=(*NAMES[:3], "stadspas"))
    (found,) = take_up_change(a, own)
    assert found.measure == "scheme_take_up" and found.group == ""
    assert found.value == pytest.approx((90 + 60 + 50) / 300 - (80 + 50 + 50) / 300)
    assert take_up_change(a, b)[0].value == pytest.approx(300 / 400 - 200 / 400)
    assert take_up_change(a, a)[0].value == 0.0
    assert math.isnan(take_up_change(a, run_of(weeks=2))[0].value), "none that both have"


def test_the_order_runs_from_the_known_to_the_small_supplement(run_of: Any) -> None:
    run = with_books(run_of(weeks=1), [90, 65, 80, 50])
    run.schemes["known_entitled"], run.schemes["known_using"] = 10, 10
    assert non_take_up("energietoeslag", "known_")({known.SCHEMES: run}) == 0.0
    assert non_take_up("bijstand")({known.SCHEMES: run}) == pytest.approx(0.35)
    assert order_holds({known.SCHEMES: run}) == 1.0
    assert order_holds({known.SCHEMES: with_books(run, [70, 65, 80, 50])}) == 0.0


def test_what_weighs_most_is_found_by_a_logit(run_of: Any) -> None:
    run = with_books(run_of(weeks=1), [0, 0, 0, 0])
    n = len(run.residents)
    rows = np.zeros(64 * n, run.residents.dtype)
    k = np.arange(len(rows))
    rows["entitled"] = 0b1110
    believed, knew = k % 2 == 0, k % 4 < 2
    rows["believed"], rows["knew"] = np.where(believed, 0b1110, 0), np.where(knew, 0b1110, 0)
    rows["uses"] = np.where((believed & (k % 5 > 0)) | (knew & (k % 5 > 3)), 0b1110, 0)
    rows["shame"], rows["stress_at_end"], rows["ties"] = (k % 7) / 7, (k % 11) / 11, k % 13
    told = {known.SCHEMES: replace(run, residents=rows)}
    effects = effects_on_use(told[known.SCHEMES])
    assert effects[0] > effects[1] > np.abs(effects[2:]).max()
    assert weight_of_believing(told) == pytest.approx(effects[0] / effects[1])
    assert rank_of_knowing(told) == 2.0


def test_without_shame_the_gain_of_local_schemes_is_set_against_that_of_national_ones(run_of: Any) -> None:
    base, free = with_books(run_of(weeks=1), [90, 60, 0, 50]), with_books(run_of(weeks=1), [91, 64, 0, 54])
    assert shame_is_local({known.SCHEMES: base, known.NO_SHAME: free}) == pytest.approx(0.04 / 0.01)
    same = with_books(run_of(weeks=1), [90, 64, 0, 54])
    assert shame_is_local({known.SCHEMES: base, known.NO_SHAME: same}) == pytest.approx(40.0)


def test_forms_that_do_not_come_back_are_those_of_the_first_year(run_of: Any) -> None:
    run = with_books(run_of(weeks=60), [0, 0, 0, 0])
    run.schemes["forms_sent"][:, 3], run.schemes["forms_signed"][:52, 3] = 4, 3
    assert unsigned({known.FORMS: run}) == 0.25


def test_a_hole_is_counted_in_weeks_before_good_reach(run_of: Any) -> None:
    weeks = np.arange(104)
    run = with_books(run_of(weeks=104), [0, 0, np.where(weeks < 60, 80, 90), 0])
    assert hole_before_reach({known.EASED: run}) == 60 - 45  # 46 weeks of 80 % are over 70 % of a year
    late = with_books(run_of(weeks=104), [0, 0, np.where(weeks < 4, 80, 90), 0])
    assert hole_before_reach({known.EASED: late}) < 0
    assert math.isnan(hole_before_reach({known.EASED: with_books(run_of(weeks=104), [0, 0, 0, 0])}))

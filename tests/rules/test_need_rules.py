"""When somebody is in need, stacked, vulnerable."""

from __future__ import annotations

from typing import Any

import pytest
from bereik.rules.need import is_vulnerable, needy_domains
from bereik.vocabulary import ALL_DOMAINS
from hypothesis import given
from hypothesis import strategies as st
from test_every_rule import SHARE, anywhere, book_row

NEED = anywhere("need")
MASK = st.integers(0, ALL_DOMAINS)


@given(MASK, MASK, NEED)
def test_stacked_problems_are_all_need_and_else_the_serious_ones(troubled: int, heavy: int, p: Any) -> None:
    serious = troubled & heavy
    domains = troubled.bit_count()
    assert needy_domains(troubled, domains, serious, p) == (troubled if domains >= p.stacked_from else serious)


@given(NEED)
def test_problems_are_stacked_from_the_number_that_the_book_says(p: Any) -> None:
    p = book_row("need", stacked_from=3.0)
    assert needy_domains(0b111, 3, 0, p) == 0b111
    assert needy_domains(0b11, 2, 0, p) == 0
    assert needy_domains(0b11, 2, 0b10, p) == 0b10


ENOUGH = {"means": 1.0, "ties": 30, "doenvermogen": 1.0, "digital": 1.0, "dutch": 1.0}


def vulnerable(domains: int, p: Any, **facts: Any) -> bool:
    """Whether somebody who has enough of everything is vulnerable, but for the facts named."""
    facts = ENOUGH | facts
    return is_vulnerable(
        domains, facts["means"], facts["ties"], facts["doenvermogen"], facts["digital"], facts["dutch"], p
    )


SHORT = [{"means": 0.0}, {"ties": 0}, {"doenvermogen": 0.0}, {"digital": 0.0}, {"dutch": 0.0}]


@given(NEED)
def test_one_shortage_makes_nobody_vulnerable_and_two_do_when_problems_are_stacked(p: Any) -> None:
    for one in SHORT:
        assert not vulnerable(7, p, **one)
        for other in SHORT:
            two = one | other
            alike = set(two) <= {"digital", "dutch"}  # both are access: one shortage
            assert vulnerable(7, p, **two) == (len(two) == 2 and not alike)
            assert not vulnerable(1, p, **two)


@given(SHARE, SHARE, st.integers(0, 8), SHARE, SHARE, st.integers(0, 7), NEED)
def test_more_of_a_resource_never_makes_vulnerable(
    means: float, doen: float, ties: int, digital: float, dutch: float, domains: int, p: Any
) -> None:
    facts = {"means": means, "doenvermogen": doen, "ties": ties, "digital": digital, "dutch": dutch}
    if not vulnerable(domains, p, **facts):
        for name, enough in ENOUGH.items():
            assert not vulnerable(domains, p, **facts | {name: enough})
    elif domains < 7:
        assert vulnerable(domains + 1, p, **facts)


@pytest.mark.parametrize(
    ("fact", "line", "counts_at_the_line"),
    [
        ("means", "low_means", False), ("doenvermogen", "low_doen", False), ("ties", "low_ties", True),
        ("digital", "low_access", False), ("dutch", "low_access", False),
    ],
)
def test_a_resource_is_low_below_its_line(fact: str, line: str, counts_at_the_line: bool) -> None:
    p = book_row("need")
    other = {"ties": 0} if fact != "ties" else {"means": 0.0}
    at = float(p[line])
    assert vulnerable(7, p, **other, **{fact: at - 0.01})
    assert vulnerable(7, p, **other, **{fact: at}) == counts_at_the_line
    assert not vulnerable(7, p, **other, **{fact: at + 0.01})


def test_vulnerable_begins_where_problems_are_stacked() -> None:
    p = book_row("need", stacked_from=3.0)
    assert vulnerable(3, p, means=0.0, ties=0)
    assert not vulnerable(2, p, means=0.0, ties=0)

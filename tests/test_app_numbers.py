"""Numbers that are typed on the pages: a comma in Dutch, a point in English, and either is understood."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("nicegui", reason="the extra `app` is not installed")

from bereik.present.app.numbers import understood, written


@pytest.mark.parametrize("lang", ["nl", "en"])
@given(value=st.integers(-(10**8), 10**8).map(lambda n: n / 100))
def test_a_number_in_a_box_is_read_back(lang: Any, value: float) -> None:
    assert understood(written(value, lang)) == value


def test_a_comma_stands_on_the_dutch_page_and_a_point_on_the_english() -> None:
    assert (written(0.6, "nl"), written(0.6, "en"), written(4.0, "nl")) == ("0,6", "0.6", "4")
    assert (written(20_000, "nl", whole=True), written(20_000, "en", whole=True)) == ("20.000", "20,000")
    assert written(None, "nl") == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0,65", 0.65), ("0.65", 0.65), (" 1 000 ", 1000.0), (",5", 0.5), ("5,", 5.0), ("-1", -1.0),
        ("", None), ("-", None), ("1e5", None), ("nan", None), ("1.2.3", None), ("veel", None), ("1_0", None),
    ],
)  # fmt: skip
def test_what_is_typed_is_a_number_or_nothing(text: str, value: float | None) -> None:
    assert understood(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("20.000", 20_000.0), ("1,000,000", 1_000_000.0), ("20000", 20_000.0), ("2,5", None), ("2,50", None)],
)
def test_where_whole_numbers_are_asked_thousands_may_be_set_apart(text: str, value: float | None) -> None:
    assert understood(text, whole=True) == value

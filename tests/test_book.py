"""The book of parameters: every number has a range, a unit, a quality and a source, and a place in a rule."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bereik.parameters
from bereik.errors import ParameterError
from bereik.parameters import themes
from bereik.parameters.book import QUALITIES, Book, Parameter, numbers, the_book

FOLDER = Path(bereik.parameters.__file__).parent
NAMES = sorted(the_book())
NOT_READ_BY_RULES = {  # synthesis and settings read these
    "population", "kleinschalig", "kleinstedelijk", "grootstedelijk", "services", "schemes",
}


def one_line(error: pytest.ExceptionInfo[ParameterError]) -> str:
    told = str(error.value)
    assert "\n" not in told
    return told


@pytest.mark.parametrize("name", NAMES)
def test_every_number_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    p = the_book()[name]
    assert p.name == name
    assert p.quality in QUALITIES
    for text in (p.unit, p.source, p.what):
        assert text == text.strip() and text, name
    assert np.isfinite([p.low, p.value, p.high]).all()
    assert p.low <= p.value <= p.high
    assert p.low < p.high, "a sensitivity analysis needs a range"


@pytest.mark.parametrize("name", NAMES)
def test_a_part_of_a_whole_lies_between_nothing_and_all(name: str) -> None:
    p = the_book()[name]
    if p.unit in {"chance", "share", "0..1", "rank"} or p.unit.startswith("share of "):
        assert p.low >= 0.0
        assert p.high <= 1.0


@pytest.mark.parametrize("name", [n for n in NAMES if n.startswith("seeking.considers_")])
def test_a_chance_per_week_is_at_most_certain(name: str) -> None:
    assert the_book()[name].high <= 1.0


@pytest.mark.parametrize("name", NAMES)
def test_what_is_measured_is_not_assumed(name: str) -> None:
    """It may say what was assumed on top, such as a split by age."""
    p = the_book()[name]
    if p.quality == "measured":
        assert "our assumption" not in p.source or ":" in p.source, (
            f"{name}: measured, yet assumed: {p.source}"
        )


def test_every_file_of_the_book_is_a_theme_and_every_theme_has_a_file() -> None:
    files = {path.stem for path in FOLDER.glob("*.toml")}
    assert files == set(get_type_hints(themes.Numbers)) | NOT_READ_BY_RULES
    assert files == {name.split(".")[0] for name in NAMES}


def test_the_book_holds_every_entry_of_its_files_and_no_other() -> None:
    entries = sum(path.read_text(encoding="utf-8").count("value = ") for path in FOLDER.glob("*.toml"))
    assert entries == len(the_book())


def test_what_rules_read_is_what_the_book_says() -> None:
    p = numbers(the_book())
    for theme, kind in get_type_hints(themes.Numbers).items():
        for field, hint in get_type_hints(kind).items():
            if hint is float:
                assert getattr(p, theme)[field] == the_book().value(f"{theme}.{field}")


def test_what_stands_per_domain_and_per_pair_finds_its_place() -> None:
    book, p = the_book(), numbers(the_book())
    assert list(p.problems.starts)[:2] == [
        book.value("problems.starts.money"),
        book.value("problems.starts.work"),
    ]
    spill = {n: q for n, q in book.items() if n.startswith("problems.spill.")}
    assert np.count_nonzero(p.problems.spill) == sum(q.value != 0.0 for q in spill.values())
    assert p.problems.spill.sum() == pytest.approx(sum(q.value for q in spill.values()))
    assert not np.diagonal(p.problems.spill).any(), "a problem does not start itself"


@pytest.mark.parametrize("name", ["seeking.shame_weight", "problems.starts.money", "trust.gain"])
def test_a_number_that_a_theme_names_may_not_be_missing(name: str) -> None:
    without = Book({n: p for n, p in the_book().items() if n != name})
    with pytest.raises(ParameterError) as error:
        numbers(without)
    assert name in one_line(error)


def test_a_number_that_no_theme_names_is_found_out() -> None:
    stray = Parameter(
        "seeking.stray", 0.5, 0.0, 1.0, "share", "assumption", "our assumption", "nobody reads it"
    )
    with pytest.raises(ParameterError) as error:
        numbers(Book({**the_book(), "seeking.stray": stray}))
    assert "seeking.stray" in one_line(error)


def test_rules_cannot_change_the_book() -> None:
    p = numbers(the_book())
    row: Any = p.trust
    with pytest.raises(ValueError, match="read-only"):
        row["gain"] = 0.5


# --- other numbers ---


@given(st.sampled_from(NAMES), st.floats(0.0, 1.0))
def test_any_number_can_be_moved_within_its_range_alone(name: str, place: float) -> None:
    book = the_book()
    p = book[name]
    value = min(p.low + place * (p.high - p.low), p.high)
    moved = book.with_values({name: value})
    assert moved.value(name) == value
    assert all(moved[other] == book[other] for other in book if other != name)
    assert book.value(name) == p.value


@given(st.sampled_from(NAMES), st.floats(allow_nan=True, allow_infinity=True))
def test_a_number_outside_its_range_is_refused_in_one_line_with_the_range(name: str, value: float) -> None:
    p = the_book()[name]
    if p.low <= value <= p.high:
        assert the_book().with_values({name: value}).value(name) == value
    else:
        with pytest.raises(ParameterError) as error:
            the_book().with_values({name: value}, "plan.toml")
        told = one_line(error)
        assert told.startswith("plan.toml: ")
        assert name in told
        assert f"{p.value:g}" in told


@pytest.mark.parametrize("value", [True, "0.5", None, [0.5]])
def test_what_is_no_number_is_refused_in_one_line(value: object) -> None:
    with pytest.raises(ParameterError) as error:
        the_book().check("trust.gain", value)
    assert "trust.gain" in one_line(error)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(ParameterError) as error:
        the_book().with_values({"seeking.shame_wieght": 1.0}, "plan.toml")
    told = one_line(error)
    assert "plan.toml" in told
    assert "seeking.shame_wieght" in told
    assert "Did you mean seeking.shame_weight?" in told


@given(st.text(max_size=30).filter(lambda name: name not in the_book()))
def test_no_unknown_name_gets_through(name: str) -> None:
    with pytest.raises(ParameterError):
        the_book().with_values({name: 0.5})


def test_a_theme_is_asked_for_by_its_name() -> None:
    trust = the_book().theme("trust")
    assert set(trust) == {n.split(".")[1] for n in NAMES if n.startswith("trust.")}
    assert trust["gain"] == the_book().value("trust.gain")


def test_the_files_are_plain_toml_with_one_entry_a_line() -> None:
    """So that a change of a number is a change of one line."""
    for path in FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert tomllib.loads(text)
        for line in text.splitlines():
            if "value = " in line:
                assert line.rstrip().endswith("}"), f"{path.name}: {line[:60]}"

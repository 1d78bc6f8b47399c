"""Every number of the book has words in Dutch, and every unit."""

from __future__ import annotations

from bereik.parameters.book import the_book
from bereik.present import book_in_words
from bereik.present.book_in_words import number_told, unit_told

_LONGEST = 84  # characters, on two lines of a picture


def test_every_number_of_the_book_has_dutch_words_of_its_own() -> None:
    told = {name: number_told(name, "nl") for name in the_book()}
    assert not [name for name, words in told.items() if words == name]
    assert not [words for words in told.values() if len(words) > _LONGEST]
    twice = {words for words in told.values() if list(told.values()).count(words) > 1}
    assert not twice


def test_every_unit_of_the_book_has_dutch_words() -> None:
    assert {p.unit for p in the_book().values()} == set(book_in_words._UNITS)
    assert unit_told("share of adults", "nl") == "deel van de volwassenen"
    assert unit_told("share of adults", "en") == "share of adults"


def test_no_dutch_words_are_of_a_number_that_is_not_in_the_book() -> None:
    names = [name.split(".") for name in the_book()]
    for pattern in book_in_words._NUMBERS:
        at = pattern.split(".")
        assert at in names or any(book_in_words._words_for(at, name) for name in names), pattern


def test_a_domain_an_event_and_a_gemeente_are_named_in_dutch() -> None:
    assert number_told("problems.starts.money", "nl") == "hoe vaak een probleem met geld vanzelf begint"
    assert (
        number_told("problems.event_starts.job-lost.mental", "nl")
        == "kans dat ‘baan kwijt’ een probleem met psychische gezondheid begint"
    )
    assert number_told("grootstedelijk.bijstand", "nl") == "grote stad: inwoners met bijstand"


def test_what_varies_is_told_as_the_lever_or_the_number_it_is() -> None:
    assert number_told("parameters.trust.gain", "nl") == number_told("trust.gain", "nl")
    assert number_told("services.outreach.fte_per_10000", "nl").startswith("outreach: personeel")
    assert number_told("services.*.eigen_kracht", "nl") == "hoe sterk het mensen op eigen kracht aanspreekt"
    assert number_told("services.outreach.nothing", "nl") == "services.outreach.nothing"
    assert number_told("trust.gain", "en") == the_book()["trust.gain"].what

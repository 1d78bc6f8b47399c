"""CSV as offices make it: with ``;`` or ``,``, from Excel or from CBS, and never with personal data."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final, NamedTuple

from bereik.errors import ScenarioError
from bereik.services.mistakes import mistake, one_line, tell

_MOST_BYTES = 200_000_000
_PERSONAL: Final = frozenset(
    (
        "bsn",
        "burgerservicenummer",
        "sofinummer",
        "naam",
        "voornaam",
        "achternaam",
        "voorletters",
        "geslachtsnaam",
        "adres",
        "straat",
        "straatnaam",
        "huisnummer",
        "geboortedatum",
        "geboren",
        "postcode",
        "postcode6",
        "pc6",
        "email",
        "mail",
        "telefoon",
        "telefoonnummer",
        "mobiel",
        "iban",
        "rekeningnummer",
        "clientnummer",
        "nationaliteit",
        "geboorteland",
        "name",
        "surname",
        "firstname",
        "lastname",
        "address",
        "street",
        "dateofbirth",
        "birthdate",
        "phone",
        "telephone",
        "nationality",
    )
)


class Sheet(NamedTuple):
    """A CSV file as it was read.

    Attributes
    ----------
    shown : how the file is named to the reader
    header : names of the columns, in lower case and without blanks around them
    rows : by line number, the cells by column, without blanks around them
    """

    shown: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def refusal(place: str, what: str, lang: str, choices: Iterable[str] = (), **facts: Any) -> ScenarioError:
    """Return the error that says what is wrong at a place, and what would do."""
    return ScenarioError(f"{place}: {tell(mistake((), what, choices, **facts), lang)}")


def read_sheet(path: str | PathLike[str], lang: str = "en") -> Sheet:
    """Return a CSV file with a header.

    Parameters
    ----------
    path : a file in UTF-8, with or without byte order mark, or as Excel for Windows writes it
    lang : language of the mistakes

    Raises
    ------
    ScenarioError : it cannot be read, has no header or no rows, or holds personal data
    """
    file = Path(path)
    shown = one_line(file.name)
    try:
        if not file.exists():
            raise refusal(shown, "not-found", lang)
        if file.stat().st_size > _MOST_BYTES:
            raise refusal(shown, "csv-too-large", lang)
        raw = file.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refusal(shown, "unreadable", lang, value=one_line(reason)) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and line[0] != "#"]
    if len(lines) < 2:
        raise refusal(shown, "csv-empty", lang)
    delimiter = max(";,\t", key=lines[0][1].count)
    table = [
        (n, [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]) for n, line in lines
    ]
    header = tuple(cell.lower() for cell in table[0][1])
    refuse_personal(header, shown, lang)
    for number, cells in table[1:]:
        if any(cells[len(header) :]):
            raise refusal(f"{shown}:{number}", "csv-long-row", lang, value=len(cells), high=len(header))
    rows = tuple((number, dict(zip(header, cells, strict=False))) for number, cells in table[1:])
    return Sheet(shown, header, rows)


def refuse_personal(header: Iterable[str], shown: str, lang: str) -> None:
    """Raise ScenarioError where a column holds data about persons."""
    for name in header:
        if re.sub(r"[^a-z0-9]", "", name.lower()) in _PERSONAL:
            raise refusal(shown, "personal", lang, key=one_line(name))


def number_in(text: str) -> float | None:
    """Return the number in a cell: with decimal comma or point; None where it is missing.

    Raises
    ------
    ValueError : it is no number
    """
    if text in ("", ".", "-"):
        return None
    return float(text.replace(",", "."))

"""CSV as offices make it: with ``;`` or ``,``, from Excel or from CBS, and never with personal data."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Final, NamedTuple

from bereik.errors import ScenarioError
from bereik.services.mistakes import mistake, one_line, tell

_MOST_BYTES = 200_000_000
_LOOKED_AT = 1000  # bytes: in UTF-16 every other one is 0
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


_A_NAME: Final = frozenset(("naam", "name"))  # of a person, or of anything
_PERSON: Final = re.compile(r"(client|klant|inwoner|bewoner)(?!(s|en)$)")  # one of them, not how many
_NOT_IN_A_NUMBER: Final = re.compile(r"€|\beuro?\b|\s")


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


def read_sheet(
    path: str | PathLike[str],
    lang: str = "en",
    needed: Sequence[tuple[str, ...]] = (),
) -> Sheet:
    """Return a CSV file with a header.

    Parameters
    ----------
    path : a file in UTF-8, with or without byte order mark, or as Excel for Windows writes it
    lang : language of the mistakes
    needed : columns of Kerncijfers wijken en buurten, each with its names, where it must be that file

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
    if b"\0" in raw[:_LOOKED_AT]:
        raise refusal(shown, "csv-utf16", lang)
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
    lacking = [names[0] for names in needed if not {*names} & {*header}]
    is_another = bool(needed) and len(lacking) == len(needed)
    refuse_personal((n for n in header if not (is_another and n in _A_NAME)), shown, lang)
    if lacking:
        raise refusal(shown, "no-kwb", lang, key=lacking[0])
    for number, cells in table[1:]:
        if any(cells[len(header) :]):
            raise refusal(f"{shown}:{number}", "csv-long-row", lang, value=len(cells), high=len(header))
    rows = tuple((number, dict(zip(header, cells, strict=False))) for number, cells in table[1:])
    return Sheet(shown, header, rows)


def refuse_personal(header: Iterable[str], shown: str, lang: str) -> None:
    """Raise ScenarioError where a column holds data about persons."""
    for name in header:
        words = re.findall(r"[a-z0-9]+", _without_accents(name.lower()))
        if "".join(words) in _PERSONAL or any(_PERSON.match(word) for word in words):
            raise refusal(shown, "personal", lang, key=one_line(name))


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def form_of(text: str, lang: str) -> str:
    """Return how a cell that is no number should be written: its own number where one can be seen in it.

    Such as ``85`` for ``€ 85``, ``0.3`` for ``30%`` and ``1250.5`` for ``1.250,5``.
    """
    plain = _NOT_IN_A_NUMBER.sub("", text.lower())
    part = plain.endswith("%")
    plain = plain.removesuffix("%").removesuffix(",-")
    decimal = max(plain.rfind(","), plain.rfind("."))
    whole, rest = (plain[:decimal], plain[decimal + 1 :]) if decimal >= 0 else (plain, "")
    digits = re.sub(r"[.,]", "", whole)
    value = float(f"{digits}.{rest}0") if (digits + rest).isdecimal() else 12.5
    shown = f"{value / 100 if part else value:.4f}".rstrip("0").rstrip(".")
    return shown.replace(".", ",") if lang == "nl" else shown


def number_in(text: str) -> float | None:
    """Return the number in a cell: with decimal comma or point; None where it is missing.

    Raises
    ------
    ValueError : it is no number
    """
    if text in ("", ".", "-"):
        return None
    return float(text.replace(",", "."))

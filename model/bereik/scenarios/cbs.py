"""CBS *Kerncijfers wijken en buurten*: what one gemeente and its wijken count.

The file of a year has a row for each gemeente, wijk and buurt (``recs``), ``;`` between cells, a decimal
comma, and ``.`` or nothing where CBS tells no figure. CBS rounds counts to 5 and shares to 0.1 or 1 per cent.
Names of columns differ a little from year to year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from os import PathLike
from typing import Final, NamedTuple

import numpy as np

from bereik.parameters.book import Book
from bereik.residents.census import AGE_GROUPS, FEWEST, Census, apportioned, is_few
from bereik.residents.households import (
    ADULT,
    OLD,
    Archetype,
    adults_of,
    inhabitants_per_household,
    kind_shares,
)
from bereik.scenarios.csv_files import Sheet, form_of, number_in, read_sheet, refusal
from bereik.scenarios.merged_gemeenten import MERGERS, name_of
from bereik.services.mistakes import one_line

Row = Mapping[str, str]

# What became of a figure
GIVEN, ESTIMATED, ASSUMED = "given", "estimated", "assumed"

# Names of one column in the files of different years. Low income is p_hh_lkk; p_hh_li is the lowest 40 %.
_LOW_EDUCATED = ("a_opl_bvm", "a_opl_lg")
_MIDDLE_EDUCATED = ("a_opl_hvm", "a_opl_md")
_HIGH_EDUCATED = ("a_opl_hw", "a_opl_hg")
_CODE = ("gwb_code_10", "gwb_code")
_NEEDED: Final = (("recs",), ("gm_naam",), ("a_inw",), _CODE)
_YOUNG, _STUDENTS_UNTIL = 15, 25  # years: the age groups of CBS
_LEVELS = {"wijk": "WK", "buurt": "BU"}
ARCHETYPE_OF: Final = {
    1: "grootstedelijk",
    2: "kleinstedelijk",
    3: "kleinstedelijk",
    4: "kleinschalig",
    5: "kleinschalig",
}
UNUSED: Final[Mapping[str, tuple[str, str]]] = {  # what the file counts and no resident has: English, Dutch
    "a_soz_ao": ("people with a disability benefit", "mensen met een arbeidsongeschiktheidsuitkering"),
    "a_soz_ww": ("people with unemployment benefit", "mensen met een WW-uitkering"),
    "a_wmo_t": ("clients of the Wmo", "Wmo-cliënten"),
    "p_jz_tn": ("young people in youth care", "jongeren met jeugdzorg"),
    "g_afs_hp": ("distance to a GP", "afstand tot de huisarts"),
    "g_wozbag": ("value of homes", "WOZ-waarde van woningen"),
}


class Figures(NamedTuple):
    """What a file tells of one gemeente.

    Attributes
    ----------
    code, name : such as GM0193, Zwolle
    year : of the file, as its name tells; None where it does not
    file : name of the file
    inhabitants : of all ages
    archetype : theme of the book for what the file leaves out
    urbanisation : 1 very urban .. 5 rural; None where the file does not tell
    census : what residents are made to match
    told : the same counts of the gemeente as the file has them, before they were made to hold together
    basis : per count of the gemeente, and for ``residents``: given, estimated or assumed
    unused : per column that no resident can match, its figure
    in_wijken : per count, how many wijken have it of their own
    keys : codes of the wijken of the census
    empty : wijken without inhabitants
    few : counts of 1 to 9, and wijken with so few adults, that were left out
    level : wijk or buurt: what the wijken are
    """

    code: str
    name: str
    year: int | None
    file: str
    inhabitants: int
    archetype: str
    urbanisation: int | None
    census: Census
    told: Mapping[str, int]
    basis: Mapping[str, str]
    unused: Mapping[str, float]
    in_wijken: Mapping[str, int]
    keys: tuple[str, ...]
    empty: int
    few: int
    level: str


def read_gemeente(
    path: str | PathLike[str], code: str, book: Book, level: str = "wijk", lang: str = "en"
) -> Figures:
    """Return what a file of Kerncijfers wijken en buurten tells of a gemeente.

    Parameters
    ----------
    code : such as GM0193, 193 or Zwolle
    book : the book, for what has to be estimated
    level : wijk or buurt: which of them are the wijken of the model
    lang : language of the mistakes

    Raises
    ------
    ScenarioError : a file that cannot be read or is another, or a gemeente that is not in it
    """
    sheet = read_kwb(path, lang)
    return figures_of(sheet, find(sheet, code, lang), book, level, lang)


def read_kwb(path: str | PathLike[str], lang: str = "en") -> Sheet:
    """Return a file of Kerncijfers wijken en buurten, whatever its year."""
    return read_sheet(path, lang, _NEEDED)


def gemeenten(sheet: Sheet) -> dict[str, str]:
    """Return the names of the gemeenten in a file, by code."""
    return {_code(row): _name(row) for _, row in sheet.rows if _kind(row) == "gemeente"}


def find(sheet: Sheet, wanted: str, lang: str = "en") -> str:
    """Return the code of the gemeente that is meant.

    Raises
    ------
    ScenarioError : it is not in the file; told are what became of it, or the nearest names
    """
    there = gemeenten(sheet)
    text = wanted.strip()
    digits = re.fullmatch(r"(?:gm)?0*(\d{1,4})", text.lower())
    code = f"GM{int(digits.group(1)):04d}" if digits else ""
    by_name = {name.casefold(): c for c, name in there.items()}
    if code in there or text.casefold() in by_name:
        return code if code in there else by_name[text.casefold()]
    name = text.casefold()
    for old, m in MERGERS.items():
        if old == code or m.name.casefold() == name:
            facts = {"key": f"{m.name} ({old})", "value": m.year, "before": m.year - 1}
            raise refusal(sheet.shown, "merged-gemeente", lang, into=m.into_name, code=m.into, **facts)
    parts = [
        f"{m.name} ({c})" for c, m in MERGERS.items() if m.into == code or m.into_name.casefold() == name
    ]
    if parts:
        raise refusal(sheet.shown, "gemeente-to-come", lang, key=one_line(text), value=", ".join(parts))
    off_by_one = [c for c in there if code and sum(a != b for a, b in zip(c, code, strict=True)) == 1]
    choices = off_by_one or there.values()
    raise refusal(sheet.shown, "unknown-gemeente", lang, choices, key=one_line(text), value=len(there))


def figures_of(sheet: Sheet, code: str, book: Book, level: str = "wijk", lang: str = "en") -> Figures:
    """Return what a file tells of the gemeente with a code that is in it."""
    if level not in _LEVELS:
        raise refusal(
            "level", "unknown-word", lang, _LEVELS, key="level", value=one_line(level), sought=level
        )
    cell = _cells(sheet, lang)
    rows = [(n, row) for n, row in sheet.rows if _code(row)[2:6] == code[2:6]]
    line, row = next((n, r) for n, r in rows if _kind(r) == "gemeente")
    urban = cell(line, row, "ste_mvs")
    urbanisation = int(urban) if urban is not None and int(urban) in ARCHETYPE_OF else None
    archetype = ARCHETYPE_OF.get(urbanisation or 0, "kleinstedelijk")
    inhabitants = cell(line, row, "a_inw")
    if not inhabitants:
        raise refusal(f"{sheet.shown}:{line}", "no-inhabitants", lang, key=_name(row))
    a, p = Archetype(**book.theme(archetype)), book.theme("population")
    counts, basis = _counts_of(lambda *names: cell(line, row, *names), book)
    few = _leaves_out_few(counts)
    basis = {name: how for name, how in basis.items() if name in counts or name == "residents"}
    young = counts.get("minors")
    if young is None:
        shares = kind_shares(a, p)
        young = inhabitants * (
            1 - float(shares @ adults_of(np.arange(6))) / inhabitants_per_household(shares, p)
        )
        basis["residents"] = ASSUMED
    adults = max(round(inhabitants - young), 1)
    parts = [(n, r) for n, r in rows if _kind(r) == level]
    people = [cell(n, r, "a_inw") or 0.0 for n, r in parts]
    lived_in = [(n, r, size) for (n, r), size in zip(parts, people, strict=True) if size >= 1]
    wijken: list[dict[str, float]] = []
    for n, r, size in lived_in:
        own, _ = _counts_of(lambda *names, n=n, r=r: cell(n, r, *names), book)
        few += _leaves_out_few(own)
        minors = own.get("minors", young * size / inhabitants)
        wijken.append({"residents": max(size - minors, 0.0), **own})
    census, kept = _census(adults, counts, wijken, tuple(_title(r) for _, r, _ in lived_in))
    few += len(lived_in) - len(kept)
    return Figures(
        code=code,
        name=_name(row),
        year=_year(sheet.shown),
        file=sheet.shown,
        inhabitants=int(inhabitants),
        archetype=archetype,
        urbanisation=urbanisation,
        census=census,
        told={name: round(count) for name, count in counts.items()},
        basis=basis,
        unused={name: figure for name in UNUSED if (figure := cell(line, row, name)) is not None},
        in_wijken={name: sum(name in wijk for wijk in wijken) for name in counts},
        keys=tuple(_code(lived_in[k][1]) for k in kept),
        empty=len(parts) - len(lived_in),
        few=few,
        level=level,
    )


def _cells(sheet: Sheet, lang: str) -> Callable[..., float | None]:
    def cell(line: int, row: Row, *names: str) -> float | None:
        """Return the figure in the first of these columns that has one."""
        for name in names:
            try:
                figure = number_in(row.get(name, ""))
            except ValueError:
                place, text = f"{sheet.shown}:{line}", one_line(row[name])
                form = form_of(row[name], lang)
                raise refusal(place, "no-number", lang, key=name, value=text, form=form) from None
            if figure is not None and figure >= 0:  # below 0 some editions tell why there is none
                return figure
        return None

    return cell


def _counts_of(cell: Callable[..., float | None], book: Book) -> tuple[dict[str, float], dict[str, str]]:
    """Return the counts that follow from one row, and how each is known."""
    p = book.theme("population")
    counts: dict[str, float] = {}
    basis: dict[str, str] = {"residents": ESTIMATED}

    def note(name: str, count: float | None, how: str) -> None:
        if count is not None:
            counts[name], basis[name] = max(count, 0.0), how

    children, students = cell("a_00_14"), cell("a_15_24")
    if children is not None and students is not None:
        # CBS counts no 18: as many a year of 15 to 17 as of 0 to 14, at most an even part of 15 to 24
        still_minor = min(
            children * (ADULT - _YOUNG) / _YOUNG, students * (ADULT - _YOUNG) / (_STUDENTS_UNTIL - _YOUNG)
        )
        note("minors", children + still_minor, ESTIMATED)
        note("aged_18_24", students - still_minor, ESTIMATED)
        note("aged_25_44", cell("a_25_44"), GIVEN)
        note("aged_45_64", cell("a_45_64"), GIVEN)
        note("aged_65_plus", cell("a_65_oo"), GIVEN)
    households = cell("a_hh")
    note("households", households, GIVEN)
    note("one_person_households", cell("a_1p_hh"), GIVEN)
    note("households_with_children", cell("a_hh_m_k"), GIVEN)
    if households is not None:
        note("low_income", _part(cell("p_hh_lkk"), households), GIVEN)
        note("minimum_110", _part(cell("p_hh_110"), households), GIVEN)
        social, rent = cell("p_wcorpw"), cell("p_huurw")
        note("corporation", _part(social, households), GIVEN)
        if rent is not None and social is not None:
            note("private_rent", _part(rent - social, households), GIVEN)
    note("bijstand", cell("a_soz_wb"), GIVEN)
    adults = [counts.get(name) for name in AGE_GROUPS]
    educated = [cell(*_LOW_EDUCATED), cell(*_MIDDLE_EDUCATED), cell(*_HIGH_EDUCATED)]
    if None not in adults:
        people = sum(n for n in adults if n is not None)
        schooled = sum(n for n in educated if n is not None)
        if None not in educated and schooled > 0:
            note("low_educated", people * (educated[0] or 0.0) / schooled, ESTIMATED)
            note("high_educated", people * (educated[2] or 0.0) / schooled, ESTIMATED)
        of_age = people - counts["aged_65_plus"] * _retired(book)
        at_work = cell("p_arb_pp")
        if at_work is not None:
            workers = min(at_work / 100 * p["work.of_working_age"], 1.0) * of_age
            note("workers", workers, ESTIMATED)
            note("self_employed", _part(cell("p_arb_zs"), workers), ESTIMATED)
    return counts, basis


def _leaves_out_few(counts: dict[str, float]) -> int:
    """Take out what counts 1 to 9, and return how many counts went; ages go together, for they add up."""
    few = {name for name, count in counts.items() if is_few(count)}
    gone = {*few, *AGE_GROUPS} if few & {*AGE_GROUPS} else few
    for name in gone:
        counts.pop(name, None)
    return len(few)


def _retired(book: Book) -> float:
    """Return which part of those of 65 and older has retired: their numbers fall evenly with age."""
    oldest = book.value("population.ages.oldest")
    left = (oldest - book.value("problems.retirement_age")) / (oldest - OLD)
    return left * left


def _part(percent: float | None, whole: float) -> float | None:
    return None if percent is None else percent / 100 * whole


def _census(
    adults: int, counts: Mapping[str, float], wijken: list[dict[str, float]], names: tuple[str, ...]
) -> tuple[Census, list[int]]:
    """Return whole numbers that hold together, and which wijken have adults: ten or more.

    Ages add up to the adults, and the wijken to the gemeente.
    """
    everybody = sum(wijk["residents"] for wijk in wijken)
    kept = [k for k, wijk in enumerate(wijken) if wijk["residents"] * adults >= FEWEST * everybody > 0]
    sizes = apportioned(np.array([wijken[k]["residents"] for k in kept]), adults) if kept else []
    own = tuple(_whole(wijken[k], int(size)) for k, size in zip(kept, sizes, strict=True))
    whole = _whole(counts, adults)
    del whole["residents"]
    return Census(adults, whole, own, tuple(names[k] for k in kept)), kept


def _whole(counts: Mapping[str, float], adults: int) -> dict[str, int]:
    whole = {"residents": adults} | {name: round(n) for name, n in counts.items() if name != "residents"}
    if all(name in whole for name in AGE_GROUPS):
        ages = apportioned(np.array([counts[name] for name in AGE_GROUPS]), adults)
        whole |= dict(zip(AGE_GROUPS, ages.tolist(), strict=True))
    if "households" in whole:
        whole["households"] = min(whole["households"], adults)
    left = whole.get("households")
    if left is not None:
        for pair in (("one_person_households", "households_with_children"), ("corporation", "private_rent")):
            room = left
            for name in pair:
                if name in whole:
                    whole[name] = min(whole[name], room)
                    room -= whole[name]
        for name in ("low_income", "minimum_110"):
            if name in whole:
                whole[name] = min(whole[name], left)
    for name in ("bijstand", "workers"):
        if name in whole:
            whole[name] = min(whole[name], adults)
    if "self_employed" in whole:
        whole["self_employed"] = min(whole["self_employed"], whole.get("workers", adults))
    return {name: n for name, n in whole.items() if name == "residents" or not is_few(n)}


def _kind(row: Row) -> str:
    return row.get("recs", "").lower()


def _code(row: Row) -> str:
    return next((row[name].upper() for name in _CODE if row.get(name)), "")


def _name(row: Row) -> str:
    name = row.get("gm_naam", "")
    return name if name not in ("", ".") else name_of(_code(row)) or _code(row)


def _title(row: Row) -> str:
    name = row.get("regio", "")
    return name if name not in ("", ".") else _code(row)


def _year(file: str) -> int | None:
    found = re.search(r"(20[0-4]\d)", file)
    return int(found.group(1)) if found else None

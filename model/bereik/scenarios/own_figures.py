"""A gemeente's own services in a small CSV: staff, hours, prices, opening, waiting.

    service;fte;hours;price;opening;weeks;waiting
    loket;4,5;26;85,20;0,6;1;
    wijkteam;62;;;;3;140

An empty cell is as in the book. With ``fte`` 0 a service is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import Any, Final, NamedTuple

from bereik.errors import ScenarioError
from bereik.parameters.book import Book
from bereik.residents.census import is_few
from bereik.scenarios.csv_files import form_of, number_in, read_sheet, refusal
from bereik.services.kinds import KINDS, check_settings, kind_of
from bereik.services.mistakes import LANGUAGES, one_line, tell

_PER = 10_000  # adults: what fte is told by
_MOST_WAITING = 1_000_000
_COLUMNS: Final[Mapping[str, tuple[str, str, str]]] = {  # English, Dutch, the lever it sets
    "service": ("service", "dienst", ""),
    "fte": ("fte", "fte", "fte_per_10000"),
    "hours": ("hours", "uren", "hours_per_fte"),
    "price": ("price", "prijs", "price_per_hour"),
    "opening": ("opening", "open", "opening"),
    "weeks": ("weeks", "weken", "lead_weeks"),
    "waiting": ("waiting", "wachtlijst", ""),
}
_TOLD: Final[Mapping[str, tuple[int, tuple[str, str]]]] = {  # decimals; English, Dutch
    "fte_per_10000": (2, ("{} fte", "{} fte")),
    "hours_per_fte": (1, ("{} hours a week for residents", "{} uur per week voor inwoners")),
    "price_per_hour": (2, ("{} euros an hour", "{} euro per uur")),
    "opening": (2, ("open for {} of the week", "open voor {} van de week")),
    "lead_weeks": (0, ("{} weeks to the first conversation", "{} weken tot het eerste gesprek")),
}
_GONE: Final = ("is not there", "is er niet")
_UNTOLD: Final = ("no figures of her own", "geen eigen cijfers")
_WAIT: Final = (
    "{} people wait, only to compare with: the model makes a queue of its own",
    "{} mensen wachten, alleen om mee te vergelijken: het model maakt een eigen wachtlijst",
)
_TEMPLATE: Final = (  # English, Dutch
    (
        "# One row per service; leave a cell empty where you do not know it: then it is as in the book.",
        "# Eén regel per dienst; laat een cel leeg als u het niet weet: dan geldt het boek.",
    ),
    (
        "# fte: staff in all. 0: this service is not there. Decimal comma or point.",
        "# fte: personeel samen. 0: deze dienst is er niet. Een komma of een punt, beide mag.",
    ),
    (
        "# hours: hours for residents per fte a week. price: euros per hour.",
        "# uren: uren voor inwoners per fte per week. prijs: euro per uur.",
    ),
    (
        "# opening: share of the week (0 to 1) in which somebody with a job can come.",
        "# open: deel van de week (0 tot 1) waarin iemand met een baan kan komen.",
    ),
    (
        "# weeks: from asking to the first conversation, when there is room.",
        "# weken: van vraag tot eerste gesprek, als er plaats is.",
    ),
    (
        "# waiting: people on the list now, to compare with; at least 10, or empty.",
        "# wachtlijst: mensen die nu wachten, om mee te vergelijken; minstens 10, of leeg.",
    ),
    (
        "# Give totals only. No names, no addresses, nothing about one person.",
        "# Geef alleen totalen. Geen namen, geen adressen, niets over één persoon.",
    ),
)


class OwnService(NamedTuple):
    """What a gemeente says of one of her services.

    Attributes
    ----------
    levers : by name, in the units of a scenario
    removed : the service is not there
    waiting : people on its list now; None untold
    """

    levers: Mapping[str, Any]
    removed: bool
    waiting: int | None


def template(services: Mapping[str, Any], lang: str = "en") -> str:
    """Return a CSV to fill in, with a row for each of these services."""
    k = LANGUAGES.index(lang)
    header = ";".join(words[k] for words in _COLUMNS.values())
    rows = [name + ";" * (len(_COLUMNS) - 1) for name in services]
    return "\n".join([*(line[k] for line in _TEMPLATE), header, *rows]) + "\n"


def read_own(
    path: str | PathLike[str],
    adults: int,
    inherited: Mapping[str, Mapping[str, Any]],
    book: Book,
    lang: str = "en",
) -> dict[str, OwnService]:
    """Return what a gemeente says of her services, by name.

    Parameters
    ----------
    adults : of the gemeente, to turn fte into fte per 10,000
    inherited : levers of the services of the scenario that these are added to
    lang : language of the mistakes

    Raises
    ------
    ScenarioError : a line for each mistake: file, line, what is wrong and what would do
    """
    sheet = read_sheet(path, lang)
    names = {word: key for key, (english, dutch, _) in _COLUMNS.items() for word in (english, dutch)}
    wrong: list[str] = []
    column = {names[word]: word for word in sheet.header if word in names}
    choices = [words[LANGUAGES.index(lang)] for words in _COLUMNS.values()]
    for word in sheet.header:
        if word and word not in names:
            wrong.append(
                str(refusal(f"{sheet.shown}:1", "unknown-column", lang, choices, key=one_line(word)))
            )
    if "service" not in column:
        wrong.append(str(refusal(sheet.shown, "no-service-column", lang)))
    own: dict[str, OwnService] = {}
    for line, cells in sheet.rows if not wrong else ():
        name, at = cells[column["service"]], f"{sheet.shown}:{line}"
        figures = {key: cells.get(word, "") for key, word in column.items()}
        try:
            service = _service(name, figures, adults, inherited, at, lang)
        except ScenarioError as error:
            wrong.append(str(error))
            continue
        if name in own:
            wrong.append(str(refusal(at, "service-twice", lang, key=name)))
        wrong += [f"{at}: {text}" for text in _checked(name, service, inherited, book, lang)]
        own[name] = service
    if wrong:
        raise ScenarioError("\n".join(wrong))
    return own


def told_of(name: str, service: OwnService, adults: int, lang: str) -> str:
    """Return in one line what a gemeente says of a service, as it was read."""
    k = LANGUAGES.index(lang)

    def plain(value: float, places: int) -> str:
        text = f"{value:.{places}f}"
        return text.replace(".", ",") if lang == "nl" else text

    parts = [_GONE[k]] if service.removed else []
    for lever, (places, words) in _TOLD.items():
        if lever in service.levers and not service.removed:
            value = float(service.levers[lever])
            value = round(value * (adults / _PER if lever == "fte_per_10000" else 1), places)
            parts.append(words[k].format(plain(value, 0 if places and value.is_integer() else places)))
    if service.waiting is not None:
        parts.append(_WAIT[k].format(service.waiting))
    return f"{name}: {', '.join(parts) or _UNTOLD[k]}."


def _service(
    name: str, cells: Mapping[str, str], adults: int, inherited: Mapping[str, Any], at: str, lang: str
) -> OwnService:
    if name not in inherited and kind_of(name, {}) is None:
        raise refusal(at, "no-such-service", lang, [*inherited, *KINDS], key=one_line(name))
    figures = {key: _figure(key, cells.get(key, ""), at, lang) for key in _COLUMNS if key != "service"}
    levers: dict[str, Any] = {}
    for key, figure in figures.items():
        lever = _COLUMNS[key][2]
        if figure is None or not lever:
            continue
        if key == "fte":
            levers[lever] = round(figure / adults * _PER, 4)
        else:
            levers[lever] = int(figure) if key == "weeks" and figure.is_integer() else figure
    waiting, column = figures["waiting"], _word("waiting", lang)
    if waiting is not None and (not waiting.is_integer() or not 0 <= waiting <= _MOST_WAITING):
        raise refusal(at, "no-people", lang, key=column, value=f"{waiting:g}")
    if waiting is not None and is_few(waiting):
        raise refusal(at, "few-persons", lang, key=column, value=f"{waiting:g}")
    return OwnService(levers, figures["fte"] == 0, None if waiting is None else int(waiting))


def _figure(key: str, text: str, at: str, lang: str) -> float | None:
    try:
        return number_in(text)
    except ValueError:
        word, form = _word(key, lang), form_of(text, lang)
        raise refusal(at, "no-number", lang, key=word, value=one_line(text), form=form) from None


def _word(key: str, lang: str) -> str:
    """Return what a column is called."""
    return _COLUMNS[key][LANGUAGES.index(lang)]


def _checked(
    name: str, service: OwnService, inherited: Mapping[str, Mapping[str, Any]], book: Book, lang: str
) -> list[str]:
    """Return what is wrong with the levers of a service, in the words of scenario files."""
    if service.removed:
        return []
    levers = {**inherited.get(name, {}), **service.levers}
    kind = kind_of(name, levers)
    if kind is None:
        return []
    own = {lever: _word(key, lang) for key, (_, _, lever) in _COLUMNS.items() if lever}
    told: list[str] = []
    for m in check_settings(kind, {**levers, "kind": kind}, book)[1]:
        text = tell(m, lang)
        for lever, column in own.items():
            text = text.replace(f"{lever} =", f"{column} ({lever}) =")
        told.append(text)
    return told

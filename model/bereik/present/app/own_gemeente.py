"""Her own gemeente: a file of CBS that was dropped on the page becomes the ``[gemeente]`` of every plan.

The file itself is not kept: only the counts of the gemeente that was chosen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple, TypeVar

from bereik.errors import BereikError, ParameterError
from bereik.experiments.wording import Language, number
from bereik.present.app.plans import Plan
from bereik.residents.census import FEWEST
from bereik.scenarios.cbs import gemeenten, read_kwb
from bereik.scenarios.counts import read_census
from bereik.scenarios.quality import Card, words_of
from bereik.scenarios.real_gemeente import gemeente_from_cbs
from bereik.scenarios.scenario import SMALLEST_WIJK

Made = TypeVar("Made")

LARGEST_CBS: Final = 60_000_000  # bytes; all wijken and buurten of the country are about 15 million
_TOGETHER: Final = " + "  # between what `Census.places` joins

_TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "too-large": "Dit bestand is te groot ({size} MB). Een CBS-bestand is hoogstens {most} MB.",
        "match": "De verzonnen inwoners passen bij {good} van de {all} cijfers van CBS (op 2 % na).",
        "book": "Niet in het bestand, dus uit het boek: {absent}.",
        "few": "Aantallen onder de {fewest} zijn weggelaten: {n}.",
    },
    "en": {
        "too-large": "This file is too large ({size} MB). A file of CBS has {most} MB at most.",
        "match": "The made-up residents match {good} of {all} figures of CBS (within 2%).",
        "book": "Not in the file, so from the book: {absent}.",
        "few": "Counts below {fewest} are left out: {n}.",
    },
}  # fmt: skip


class OwnGemeente(NamedTuple):
    """A gemeente of CBS.

    Attributes
    ----------
    name : such as Zwolle
    table : what stands in ``[gemeente]``
    told : where it comes from and how well the residents match, in short sentences
    """

    name: str
    table: Plan
    told: str


def gemeenten_in(content: bytes, name: str, lang: Language) -> dict[str, str]:
    """Return the gemeenten in a file of Kerncijfers wijken en buurten: name by code, in order of name.

    Raises
    ------
    BereikError : what is wrong with the file, in one sentence
    """
    if len(content) > LARGEST_CBS:
        facts = {"size": len(content) // 1_000_000, "most": LARGEST_CBS // 1_000_000}
        raise ParameterError(_TEXTS[lang]["too-large"].format(**facts))
    found = _from_file(content, name, lambda path: gemeenten(read_kwb(path, lang)))
    return dict(sorted(found.items(), key=lambda item: item[1].casefold()))


def own_gemeente(content: bytes, name: str, code: str, lang: Language) -> OwnGemeente:
    """Return the gemeente with a code.

    Raises
    ------
    BereikError : what is wrong with the file, in one sentence
    """
    made = _from_file(content, name, lambda path: gemeente_from_cbs(path, code, lang=lang))
    table = tomllib.loads(made.toml())["gemeente"]
    words = _TEXTS[lang]
    told = [made.source, *_told(made.card, lang)]
    if made.figures.few:
        told.append(words["few"].format(n=made.figures.few, fewest=FEWEST))
    return OwnGemeente(made.figures.name, table, " ".join(told))


def _told(card: Card, lang: Language) -> list[str]:
    """Return the quality card in one or two sentences."""
    words = _TEXTS[lang]
    counted = [m for m in (*card.margins, *card.in_wijken) if m.target is not None]
    good = sum(m.within for m in counted)
    absent = [words_of(m.name, lang) for m in card.margins if m.target is None]
    told = [words["match"].format(good=number(good, 0, lang), all=number(len(counted), 0, lang))]
    return [*told, words["book"].format(absent=", ".join(absent))] if absent else told


def _from_file(content: bytes, name: str, make: Callable[[Path], Made]) -> Made:
    """Let a file that came in pieces be read as one that stands on disk; then it is gone."""
    stem = "".join(c for c in Path(name).stem if c.isalnum() or c in "-_")[:60] or "cbs"
    with TemporaryDirectory(prefix="bereik-") as folder:
        path = Path(folder) / f"{stem}.csv"
        path.write_bytes(content)
        try:
            return make(path)
        except BereikError as error:
            raise type(error)(str(error).splitlines()[0]) from None


def wijken_in(gemeente: Mapping[str, Any]) -> dict[str, str]:
    """Return the wijken of a ``[gemeente]`` table that was counted: name by code; none: it has none."""
    tables = gemeente.get("wijken")
    if not isinstance(tables, dict):
        return {}
    return {code: str(table.get("name", code)) for code, table in tables.items()}


def places_of(gemeente: Mapping[str, Any], adults: int) -> list[tuple[str, ...]]:
    """Return which wijken, by code, are each wijk of the model when it has so many adults.

    Small ones go together with a neighbour, as in the model.
    """
    census = read_census(gemeente, [])
    if census is None:
        return []
    codes = census._replace(names=tuple(wijken_in(gemeente)))
    return [tuple(name.split(_TOGETHER)) for name in codes.places(adults, SMALLEST_WIJK).names]

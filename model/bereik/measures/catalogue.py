"""The catalogue: of every measure its id, unit, name in Dutch and English, and formula in a sentence.

It is read from ``catalogue.toml`` beside this module. ``docs/measures.md`` carries the table that
`markdown_table` makes of it, and a test keeps the two, and what is measured, equal.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final

HORIZONS: Final = (13, 26, 52, 104)      # weeks on the index clock
_STOCK_GROUPS: Final = "year=first, year=last"
_FILE: Final = "catalogue.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one measure is.

    Attributes
    ----------
    id : as in the column ``measure`` of summary.csv
    unit : its unit
    nl, en : its name for a reader
    formula : what is divided by what, over whom, in a sentence
    groups : the groups in which it comes, besides the headline (the empty group)
    group_units : the unit of groups that differ from the headline
    """

    id: str
    unit: str
    nl: str
    en: str
    formula: str
    groups: str = ""
    group_units: Mapping[str, str] = field(default_factory=dict[str, str])

    def unit_for(self, group: str) -> str:
        """Return the unit of a group of this measure."""
        return self.group_units.get(group, self.unit)


@cache
def templates() -> tuple[Entry, ...]:
    """Return the catalogue in the order of the docs, with ``{w}`` where a horizon goes."""
    text = (Path(__file__).parent / _FILE).read_text(encoding="utf-8")
    found: list[Entry] = []
    for id, fields in tomllib.loads(text).items():
        found += _stock(id, fields) if fields.pop("stock", False) else [Entry(id, **fields)]
    return tuple(found)


def _stock(id: str, fields: Mapping[str, str]) -> list[Entry]:
    """Return the two entries of a stock: its level, and its drift."""
    unit, nl, en, formula = (fields[name] for name in ("unit", "nl", "en", "formula"))
    level = Entry(id, unit, nl, en, formula, _STOCK_GROUPS)
    drift = Entry(
        f"{id}_drift",
        "share of its level a year",
        f"{nl}: verloop per jaar",
        f"{en}: drift a year",
        f"least-squares slope of the weekly {id} × 52 ÷ {id}",
    )
    return [replace(level, formula=f"{formula}; ratio of sums over all weeks"), drift]


@cache
def registry() -> dict[str, Entry]:
    """Return the catalogue by id, with an entry for every horizon."""
    found: dict[str, Entry] = {}
    for entry in templates():
        for w in HORIZONS if "{w}" in entry.id else HORIZONS[:1]:
            one = _filled_in(entry, str(w))
            found[one.id] = one
    return found


def _filled_in(entry: Entry, w: str) -> Entry:
    id, nl, en, formula = (s.replace("{w}", w) for s in (entry.id, entry.nl, entry.en, entry.formula))
    return replace(entry, id=id, nl=nl, en=en, formula=formula)


def markdown_table() -> str:
    """Return the catalogue as a Markdown table, a row per measure; the horizons w share a row."""
    lines = ["| measure | Nederlands | unit | groups | definition |", "|---|---|---|---|---|"]
    for entry in (_filled_in(e, "w") for e in templates()):
        units = "; ".join([entry.unit, *(f"{group}: {unit}" for group, unit in entry.group_units.items())])
        lines.append(f"| `{entry.id}` | {entry.nl} | {units} | {entry.groups} | {entry.formula} |")
    return "\n".join(lines) + "\n"

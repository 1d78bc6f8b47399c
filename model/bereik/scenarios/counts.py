"""[gemeente.counts] and [gemeente.wijken.NAME]: what a scenario says was counted, checked.

[gemeente]
residents = 24000              # adults that the counts are of; with wijken it may be left out

[gemeente.counts]              # people and households; what is left out follows from the archetype
households = 13800
one_person_households = 4700

[gemeente.wijken.noord]        # a wijk without a count shares what the gemeente has left
residents = 9000
low_income = 700
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bereik.residents.census import AGE_GROUPS, COUNTS, Census, is_few
from bereik.services.mistakes import Mistake, mistake, one_line, shown

# An archetype tells it under another name
_AS_ARCHETYPE: Final = {"net_participation": "workers"}
_MOST = 10_000_000
_MOST_WIJKEN = 1000
_NAME = re.compile(r"[\w-]{1,40}")
_TOGETHER: Final = (
    ("households", ("one_person_households", "households_with_children")),
    ("residents", ("low_educated", "high_educated")),
    ("households", ("corporation", "private_rent")),
)
_ROUNDED = 20  # people: four groups rounded to 5
_NEARLY = 0.02  # ages are estimated where CBS has another group


def is_counted(name: str, census: Census) -> bool:
    """Return whether a number of the archetype was counted."""
    count = _AS_ARCHETYPE.get(name, name)
    return count in census.counts or any(count in wijk for wijk in census.wijken)


def read_census(gemeente: Mapping[str, Any], wrong: list[Mistake]) -> Census | None:
    """Return what was counted in a gemeente, or None where nothing was.

    Parameters
    ----------
    gemeente : the table [gemeente] of a scenario
    wrong : what is wrong is added to it
    """
    of_wijken = gemeente.get("wijken")
    if "counts" not in gemeente and not isinstance(of_wijken, dict):
        return None
    before = len(wrong)
    counts = _counts(gemeente.get("counts", {}), ("gemeente", "counts"), (), wrong)
    wijken, names = _wijken(of_wijken if isinstance(of_wijken, dict) else {}, wrong)
    if len(wrong) > before:
        return None
    residents = sum(wijk["residents"] for wijk in wijken)
    told = gemeente.get("residents", residents)
    if not isinstance(told, int) or isinstance(told, bool) or told < 1:
        if "residents" not in gemeente:
            wrong.append(mistake(("gemeente", "residents"), "missing"))
        return None  # the check of [gemeente] says what is wrong with it
    if wijken and told != residents:
        wrong.append(mistake(("gemeente", "residents"), "wijken-add-up", value=told, high=residents))
        return None
    wrong += _parts(counts | {"residents": told}, ("gemeente", "counts"))
    for name, wijk in zip(names, wijken, strict=True):
        wrong += _parts(wijk, ("gemeente", "wijken", name))
    if len(wrong) > before:
        return None
    return Census(told, counts, tuple(wijken), tuple(_title(of_wijken, name) for name in names))


def _title(wijken: Any, name: str) -> str:
    return str(wijken[name].get("name", name))


def _wijken(tables: Mapping[str, Any], wrong: list[Mistake]) -> tuple[list[dict[str, int]], list[str]]:
    wijken: list[dict[str, int]] = []
    for name, table in tables.items():
        path = ("gemeente", "wijken", name)
        if not _NAME.fullmatch(name) or not isinstance(table, dict):
            wrong.append(mistake(path, "bad-wijk", key=one_line(name)))
            continue
        if not isinstance(table.get("name", ""), str):
            wrong.append(mistake((*path, "name"), "wrong-type", value=shown(table["name"]), expected=str))
        wijk = _counts({k: v for k, v in table.items() if k != "name"}, path, ("name", "residents"), wrong)
        if "residents" not in table or wijk.get("residents") == 0:
            wrong.append(mistake((*path, "residents"), "missing"))
        wijken.append(wijk)
    if len(wijken) > _MOST_WIJKEN:
        path = ("gemeente", "wijken")
        wrong.append(mistake(path, "out-of-range", value=len(wijken), low=1, high=_MOST_WIJKEN))
    return wijken, list(tables)


def _counts(table: Any, path: tuple[str, ...], also: tuple[str, ...], wrong: list[Mistake]) -> dict[str, int]:
    if not isinstance(table, dict):
        wrong.append(mistake(path, "wrong-type", value=shown(table), expected=dict))
        return {}
    counts: dict[str, int] = {}
    for name, value in table.items():
        if name not in COUNTS and name not in also:
            wrong.append(mistake((*path, name), "unknown-key", [*also, *COUNTS]))
        elif isinstance(value, bool) or not isinstance(value, int):
            wrong.append(mistake((*path, name), "wrong-type", value=shown(value), expected=int))
        elif not 0 <= value <= _MOST:
            wrong.append(mistake((*path, name), "out-of-range", value=value, low=0, high=_MOST))
        elif is_few(value):
            wrong.append(mistake((*path, name), "few-counted", value=value))
        else:
            counts[name] = value
    return counts


def _parts(table: Mapping[str, int], path: tuple[str, ...]) -> list[Mistake]:
    """Return where a part is more than its whole."""
    wrong: list[Mistake] = []
    for name, value in table.items():
        whole = COUNTS[name][0] if name in COUNTS else ""
        if whole in table and value > table[whole]:
            wrong.append(
                mistake((*path, name), "more-than-whole", value=value, whole=whole, high=table[whole])
            )
    for whole, names in _TOGETHER:
        there = [name for name in names if name in table]
        value = sum(table[name] for name in there)
        if len(there) > 1 and whole in table and value > table[whole]:
            names_told = " + ".join(there)
            wrong.append(
                mistake(
                    (*path, there[-1]),
                    "more-together",
                    names=names_told,
                    value=value,
                    whole=whole,
                    high=table[whole],
                )
            )
    ages = [table[name] for name in AGE_GROUPS if name in table]
    off = abs(sum(ages) - table.get("residents", 0))
    if len(ages) == len(AGE_GROUPS) and off > max(_NEARLY * table["residents"], _ROUNDED):
        path = (*path, AGE_GROUPS[0])
        wrong.append(mistake(path, "ages-add-up", value=sum(ages), high=table["residents"]))
    return wrong

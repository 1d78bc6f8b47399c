"""Borders of gemeenten from a GeoJSON file, such as CBS and Kadaster publish, to draw a map with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final

import numpy as np

from bereik.errors import ScenarioError
from bereik.experiments.wording import Language
from bereik.scenarios.merged_gemeenten import MERGERS

Rings = list[np.ndarray]  # outlines: a row per corner, longitude and latitude or metres

_CODES: Final = ("statcode", "gm_code", "gemeentecode", "gwb_code", "identificatie", "code")
_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "unreadable": "{file}: kan niet worden gelezen ({why}).",
        "no-geojson": "{file}: dit is geen GeoJSON met vlakken. Neem gemeentegrenzen van CBS of PDOK.",
        "no-codes": (
            "{file}: geen vlak heeft een gemeentecode zoals GM0193 ({codes}). Neem gemeentegrenzen van CBS "
            "of PDOK."
        ),
    },
    "en": {
        "unreadable": "{file}: cannot be read ({why}).",
        "no-geojson": "{file}: this is no GeoJSON with areas. Take borders of gemeenten of CBS or PDOK.",
        "no-codes": (
            "{file}: no area has the code of a gemeente, such as GM0193 ({codes}). Take borders of gemeenten "
            "of CBS or PDOK."
        ),
    },
}


def read_borders(path: str | PathLike[str], lang: Language = "en") -> dict[str, Rings]:
    """Return the outlines of gemeenten by code.

    Raises
    ------
    ScenarioError : a file that cannot be read, or is another, in one line
    """
    file, words = Path(path), _WORDS[lang]
    try:
        told: Any = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = error.strerror or str(error)
        raise ScenarioError(words["unreadable"].format(file=file.name, why=why)) from None
    except ValueError:
        raise ScenarioError(words["no-geojson"].format(file=file.name)) from None
    areas: list[Any] = (told.get("features") if isinstance(told, dict) else None) or []
    if not areas:
        raise ScenarioError(words["no-geojson"].format(file=file.name))
    found: dict[str, Rings] = {}
    try:
        for area in areas:
            code = _code_of(area["properties"])
            if code:
                found.setdefault(code, []).extend(_rings_of(area["geometry"]))
    except (KeyError, TypeError, ValueError, IndexError):
        raise ScenarioError(words["no-geojson"].format(file=file.name)) from None
    if not found:
        raise ScenarioError(words["no-codes"].format(file=file.name, codes=", ".join(_CODES)))
    return found


def _code_of(properties: Mapping[str, Any]) -> str:
    """Return the code of the gemeente of an area; empty where it has none."""
    plain = {name.lower(): str(value) for name, value in properties.items()}
    codes = (plain.get(name, "").strip().upper() for name in _CODES)
    return next((code for code in codes if code.startswith("GM") and code[2:].isdigit()), "")


def _rings_of(geometry: Mapping[str, Any]) -> Iterator[np.ndarray]:
    """Yield the outer outline of each part of an area."""
    parts = geometry["coordinates"]
    for part in [parts] if geometry["type"] == "Polygon" else parts:
        yield np.array([corner[:2] for corner in part[0]], float)


def joined(borders: Mapping[str, Rings], codes: Mapping[str, int]) -> dict[str, int]:
    """Return for the code of every border where its gemeente stands; a merged one follows into the new.

    Parameters
    ----------
    codes : where each gemeente stands, by code
    """
    found: dict[str, int] = {}
    for code in borders:
        now = code if code in codes or code not in MERGERS else MERGERS[code].into
        if now in codes:
            found[code] = codes[now]
    return found


def aspect_of(borders: Mapping[str, Rings]) -> float:
    """Return how much taller a unit is drawn than it is wide, so that a square looks square."""
    corners = np.concatenate([ring for rings in borders.values() for ring in rings])
    if np.abs(corners).max() > 360.0:  # metres
        return 1.0
    return float(1.0 / np.cos(np.radians(corners[:, 1].mean())))

"""The borders of wijken: a GeoJSON file that was dropped on the page, joined to the wijken of her gemeente.

Nothing of the file is kept but the outlines of those wijken, rounded to about ten metres.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from bereik.errors import ParameterError, ScenarioError
from bereik.experiments.wording import Language
from bereik.scenarios.csv_files import refuse_personal

LARGEST_MAP: Final = 60_000_000  # bytes
_FINE, _COARSE = 4, 3  # decimals of a degree: 10 and 100 metres
_MOST_POINTS: Final = 20_000  # that a picture draws at once; more are drawn coarser
_TOLD: Final = 3  # wijken that are told by name
_NAMES: Final = ("naam", "name")  # of an area here, and not of a person
_AREAS: Final = ("Polygon", "MultiPolygon")

_TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "too-large": "Deze kaart is te groot ({size} MB). Een kaart is hoogstens {most} MB.",
        "no-map": "Dit is geen kaart. Open een bestand in GeoJSON, met een gebied per wijk.",
        "metres": "Deze kaart staat in meters. Bewaar haar in lengte- en breedtegraden (WGS84).",
        "none": (
            "Geen gebied op deze kaart hoort bij een wijk van {gemeente}. Een gebied heeft de code"
            " (zoals {code}) of de naam van de wijk nodig."
        ),
        "no-wijken": (
            "Een kaart hoort bij de wijken van een gemeente. Open eerst het CBS-bestand en kies uw gemeente."
        ),
        "all": "Alle {n} wijken staan op de kaart.",
        "some": "{n} van de {all} wijken staan op de kaart; niet {missing}.",
        "more": " en nog {n}",
        "other": " {n} gebieden van de kaart zijn van elders.",
    },
    "en": {
        "too-large": "This map is too large ({size} MB). A map has {most} MB at most.",
        "no-map": "This is no map. Open a file in GeoJSON, with an area for each wijk.",
        "metres": "This map is in metres. Save it in degrees of longitude and latitude (WGS84).",
        "none": (
            "No area of this map belongs to a wijk of {gemeente}. An area needs the code (such as {code})"
            " or the name of the wijk."
        ),
        "no-wijken": (
            "A map belongs to the wijken of a gemeente. Open the file of CBS first and choose your gemeente."
        ),
        "all": "All {n} wijken are on the map.",
        "some": "{n} of {all} wijken are on the map; not {missing}.",
        "more": " and {n} more",
        "other": " {n} areas of the map are from elsewhere.",
    },
}  # fmt: skip


class Borders(NamedTuple):
    """Outlines of wijken.

    Attributes
    ----------
    geojson : a feature for each wijk that was found; its ``name`` is the code of the wijk
    told : what was found and what was not, in one line
    """

    geojson: dict[str, Any]
    told: str


def borders_of(content: bytes, wijken: Mapping[str, str], gemeente: str, lang: Language) -> Borders:
    """Return the outlines of the wijken of a gemeente.

    Parameters
    ----------
    wijken : name by code
    gemeente : its name, for what is told

    Raises
    ------
    BereikError : what is wrong with the file, in one sentence
    """
    words = _TEXTS[lang]
    if not wijken:
        raise ParameterError(words["no-wijken"])
    if len(content) > LARGEST_MAP:
        facts = {"size": len(content) // 1_000_000, "most": LARGEST_MAP // 1_000_000}
        raise ParameterError(words["too-large"].format(**facts))
    features = _areas_of(content, lang)
    found: dict[str, list[Any]] = {}
    for feature in features:
        code = _wijk_of(feature["properties"], wijken)
        if code is not None:
            found.setdefault(code, []).extend(_polygons(feature["geometry"]))
    if not found:
        raise ParameterError(words["none"].format(gemeente=gemeente, code=next(iter(wijken))))
    try:
        if not all(_is_on_earth(point) for polygons in found.values() for point in _points(polygons)):
            raise ParameterError(words["metres"])
        drawn = _drawn(found, _FINE)
        if sum(len(list(_points(polygons))) for polygons in drawn.values()) > _MOST_POINTS:
            drawn = _drawn(found, _COARSE)
    except (TypeError, ValueError, IndexError):
        raise ParameterError(words["no-map"]) from None
    geojson = {"type": "FeatureCollection", "features": [_feature(*area) for area in drawn.items()]}
    return Borders(geojson, _told(drawn, wijken, len(features) - len(found), words))


def _areas_of(content: bytes, lang: Language) -> list[Any]:
    """Return the areas in a GeoJSON file; a file with data of persons is refused."""
    words = _TEXTS[lang]
    try:
        tree = json.loads(content)
        features = [f for f in tree["features"] if f["geometry"]["type"] in _AREAS]
        names = {str(name) for f in tree["features"] for name in f["properties"]}
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ParameterError(words["no-map"]) from None
    if not features:
        raise ParameterError(words["no-map"])
    try:
        refuse_personal((name for name in sorted(names) if name.lower() not in _NAMES), "GeoJSON", lang)
    except ScenarioError as error:
        raise ParameterError(str(error)) from None
    return features


def _wijk_of(properties: Mapping[str, Any], wijken: Mapping[str, str]) -> str | None:
    """Return the code of the wijk that some property of an area names, the code before the name."""
    told = {str(value).strip().casefold() for value in properties.values() if isinstance(value, str)}
    by_code = (code for code in wijken if code.casefold() in told)
    by_name = (code for code, name in wijken.items() if name.casefold() in told)
    return next(by_code, None) or next(by_name, None)


def _polygons(geometry: Mapping[str, Any]) -> list[Any]:
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else list(geometry["coordinates"])


def _points(polygons: list[Any]) -> Iterator[Any]:
    return (point for polygon in polygons for ring in polygon for point in ring)


def _is_on_earth(point: Any) -> bool:
    longitude, latitude = float(point[0]), float(point[1])
    return abs(longitude) <= 180.0 and abs(latitude) <= 90.0


def _drawn(found: Mapping[str, list[Any]], decimals: int) -> dict[str, list[Any]]:
    """Return outlines rounded, without points that fall on the one before."""
    return {
        code: [rings for polygon in polygons if (rings := _rounded(polygon, decimals))]
        for code, polygons in found.items()
    }


def _rounded(polygon: list[Any], decimals: int) -> list[Any]:
    rings: list[Any] = []
    for ring in polygon:
        points: list[list[float]] = []
        for x, y, *_ in ring:
            point = [round(float(x), decimals), round(float(y), decimals)]
            if not points or point != points[-1]:
                points.append(point)
        if len(points) >= 4:  # else it is too small to be seen
            rings.append(points)
    return rings


def _feature(code: str, polygons: list[Any]) -> dict[str, Any]:
    geometry = {"type": "MultiPolygon", "coordinates": polygons}
    return {"type": "Feature", "properties": {"name": code}, "geometry": geometry}


def _told(
    drawn: Mapping[str, Any], wijken: Mapping[str, str], elsewhere: int, words: Mapping[str, str]
) -> str:
    missing = [name for code, name in wijken.items() if code not in drawn]
    other = words["other"].format(n=elsewhere) if elsewhere > 0 else ""
    if not missing:
        return words["all"].format(n=len(wijken)) + other
    named = ", ".join(missing[:_TOLD])
    if len(missing) > _TOLD:
        named += words["more"].format(n=len(missing) - _TOLD)
    return words["some"].format(n=len(drawn), all=len(wijken), missing=named) + other


def flattening(geojson: Mapping[str, Any]) -> float:
    """Return how much narrower a degree of longitude is than one of latitude, where the map is."""
    points = [p for f in geojson["features"] for p in _points(f["geometry"]["coordinates"])]
    latitudes = [latitude for _, latitude in points]
    return math.cos(math.radians((min(latitudes) + max(latitudes)) / 2.0))

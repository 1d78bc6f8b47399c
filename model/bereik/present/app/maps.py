"""The map of the dashboard as options of ECharts: a map a plan, in colours that everybody tells apart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bereik.experiments.wording import PERCENT, Language
from bereik.present.app import charts
from bereik.present.app.borders import flattening
from bereik.present.app.estimates import Estimate
from bereik.present.app.plans import lettered

_NAME: Final = "wijken"  # under which the browser knows the outlines
_COLOURS: Final = (
    "#fee838",
    "#c8b866",
    "#948e77",
    "#666970",
    "#35456c",
    "#00224e",
)  # cividis, more is darker
_INK, _EDGE, _BLANK = "#1b1f24", "#ffffff", "#eceff2"
_NARROW: Final = 620  # pixels of a picture; below that two maps stand beside each other at most


def map_name(plan: str) -> str:
    """Return under which name the browser knows the outlines: ECharts adds up maps of one name."""
    return f"{_NAME} {plan}"


def wijk_group(place: int) -> str:
    """Return the group of measures that a wijk of the model is, by its place."""
    return f"wijk=wijk {place + 1}"


def reach_by_wijk(
    estimate: Estimate,
    titles: Mapping[str, str],
    places: Sequence[tuple[str, ...]],
    names: Mapping[str, str],
    geojson: Mapping[str, Any],
    lang: Language,
) -> dict[str, Any]:
    """Return reach within a year on the map, a map a plan on one scale of colours.

    Parameters
    ----------
    titles : what each plan is called, by letter
    places : the wijken, by code, that each wijk of the model stands for
    names : of the wijken, by code
    """
    flat = flattening(geojson)
    series: list[dict[str, Any]] = []
    for plan, title in titles.items():
        areas = _areas(estimate, plan, places, names, lang)
        series.append(
            {
                "type": "map", "map": map_name(plan), "name": title, "data": areas, "aspectScale": flat,
                "itemStyle": {"areaColor": _BLANK, "borderColor": _EDGE, "borderWidth": 1},
                "label": {"show": False}, "selectedMode": False, "roam": False,
                "emphasis": {"label": {"show": False}, "itemStyle": {"areaColor": None, "borderColor": _INK}},
            }
        )  # fmt: skip
    values = [area["value"] for one in series for area in one["data"] if area["value"] is not None]
    low, high = math.floor(min(values, default=0.0)), math.ceil(max(values, default=1.0))
    named = [{"text": title} for title in lettered(titles).values()]
    return {
        "baseOption": {
            "animation": False,
            "textStyle": {"fontFamily": "inherit", "color": _INK},
            "title": named,
            "tooltip": {
                "renderMode": "richText", "textStyle": {"fontSize": 15, "color": _INK},
                ":formatter": "p => p.data ? p.data.told : ''",
            },
            "visualMap": {
                "type": "continuous", "min": low, "max": max(high, low + 1), "orient": "horizontal",
                "left": "center", "bottom": 0, "itemWidth": 16, "itemHeight": 220,
                "text": [f"{end}{PERCENT[lang]}" for end in (max(high, low + 1), low)],
                "textStyle": {"fontSize": 15, "color": _INK},
                "inRange": {"color": list(_COLOURS)}, "hoverLink": False,
            },
            "series": series,
        },
        "media": [
            {"query": {"maxWidth": _NARROW}, "option": _placed(len(titles), 2, 13)},
            {"option": _placed(len(titles), 4, 17)},
        ],
    }  # fmt: skip


def _areas(
    estimate: Estimate,
    plan: str,
    places: Sequence[tuple[str, ...]],
    names: Mapping[str, str],
    lang: Language,
) -> list[dict[str, Any]]:
    areas: list[dict[str, Any]] = []
    for k, codes in enumerate(places):
        reach = estimate.estimate("reach_52", plan, wijk_group(k))
        value = None if math.isnan(reach.mean) else round(100.0 * reach.mean, 2)
        told = charts.told(reach, lang, scale=100.0, suffix="%")
        areas += [{"name": code, "value": value, "told": f"{names[code]}\n{told}"} for code in codes]
    return areas


def _placed(count: int, most: int, type: int) -> dict[str, Any]:
    """Return where each map and its name stand: at most so many beside each other."""
    columns = min(count, most)
    rows = -(-count // columns)
    wide, high = 100.0 / columns, 86.0 / rows  # percent of the picture; the rest is for the scale
    titles: list[dict[str, Any]] = []
    series: list[dict[str, Any]] = []
    for k in range(count):
        left, top = wide * (k % columns), high * (k // columns)
        name = {"fontSize": type, "fontWeight": "bold", "color": _INK, "overflow": "break", "width": 150}
        titles.append({"left": f"{left}%", "top": f"{top}%", "textStyle": name})
        series.append(
            {
                "left": f"{left + 1}%",
                "top": f"{top + 14 / rows}%",
                "width": f"{wide - 2}%",
                "height": f"{high - 16 / rows}%",
            }
        )
    return {"title": titles, "series": series}

"""The pictures of the dashboard as options of ECharts: colours and meaning as in `present.figures`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bereik.experiments.wording import PERCENT, Language, number, span
from bereik.measures.intervals import Interval
from bereik.present.app.estimates import Estimate
from bereik.present.figures import COLOURS, ROW_COLOURS
from bereik.present.texts import FIGURES, ROWS

DECILES: Final = range(1, 11)
_INK, _GREY, _GRID = "#1b1f24", "#4b5460", "#dfe3e8"
_LEVEL, _UNSURE = "#30435a", 0.45  # as in `present.staircase`
_SYMBOLS: Final = ("circle", "rect", "triangle", "diamond")
_DRAWN: Final = 190  # pixels, about as high as the lowest picture is drawn
_NAME_HEIGHT: Final = 22  # pixels of a name beside a line
_NARROW: Final = 620  # pixels of a picture; below that names do not fit beside the lines
_LONGEST: Final = 104  # weeks on the curve of incidence


def reach_by_doenvermogen(estimate: Estimate, titles: Mapping[str, str], lang: Language) -> dict[str, Any]:
    """Return reach within a year by tenth of doenvermogen, a line a scenario with its band.

    Parameters
    ----------
    titles : what each scenario is called, by name
    """
    words = FIGURES[lang]
    ends = {1: words["least"], 10: words["most"]}
    ticks = [f"{d}\n{ends[d]}" if d in ends else str(d) for d in DECILES]
    curves = {
        name: [estimate.estimate("reach_52", name, f"doenvermogen={d}") for d in DECILES] for name in titles
    }
    return _lines(curves, titles, ticks, words["decile_x"], lang)


def incidence(estimate: Estimate, titles: Mapping[str, str], lang: Language) -> dict[str, Any]:
    """Return the share that ever had fitting help, by weeks since the clock started."""
    weeks = range(_LONGEST + 1)
    curves = {name: [estimate.estimate("incidence", name, f"week={w}") for w in weeks] for name in titles}
    return _lines(
        curves, titles, [str(w) for w in weeks], FIGURES[lang]["incidence_x"], lang, symbols=False, every=13
    )


def _lines(
    curves: Mapping[str, Sequence[Interval]],
    titles: Mapping[str, str],
    ticks: Sequence[str],
    x: str,
    lang: Language,
    *,
    symbols: bool = True,
    every: int = 1,
) -> dict[str, Any]:
    series: list[dict[str, Any]] = []
    lifted = _lifted([_end(points) for points in curves.values()], _highest(curves))
    for k, (name, points) in enumerate(curves.items()):
        colour = COLOURS[k]
        lows = [_percent(p.low if math.isfinite(p.low) else p.mean, floor=True) for p in points]
        highs = [_percent(p.high if math.isfinite(p.high) else p.mean) for p in points]
        widths = [
            None if low is None or high is None else high - low for low, high in zip(lows, highs, strict=True)
        ]
        beneath = {
            "type": "line", "stack": f"band {name}", "symbol": "none", "silent": True,
            "lineStyle": {"opacity": 0}, "tooltip": {"show": False}, "emphasis": {"disabled": True},
        }  # fmt: skip
        series += [
            {**beneath, "name": f"{name} low", "data": lows},
            {
                **beneath, "name": f"{name} band", "data": widths,
                "areaStyle": {"color": colour, "opacity": 0.18},
            },
            {
                "type": "line", "name": titles[name], "data": [_percent(p.mean) for p in points],
                "symbol": _SYMBOLS[k % len(_SYMBOLS)] if symbols else "none", "symbolSize": 10,
                "showAllSymbol": True, "z": 5,
                "lineStyle": {"width": 3.5, "color": colour}, "itemStyle": {"color": colour},
                "endLabel": {
                    "show": True, "color": colour, "fontWeight": "bold", "overflow": "break",
                    "distance": 10, "lineHeight": _NAME_HEIGHT,
                },
                "emphasis": {"disabled": True},
            },
        ]  # fmt: skip
    lines = ["\n\N{NO-BREAK SPACE}" * count for count in lifted]
    letters = [name + below for name, below in zip(curves, lines, strict=True)]
    names = [titles[name] + below for name, below in zip(curves, lines, strict=True)]
    wide = _sized(names, x, width=170, type=16, left=56, right=200, bottom=78, name=18)
    broken = x.replace(", ", ",\n")
    narrow = _sized(letters, broken, width=24, type=13, left=44, right=34, bottom=96, name=15)
    return {
        "baseOption": {
            "animation": False,
            "textStyle": {"fontFamily": "inherit", "color": _INK},
            "grid": {"top": 28},
            "tooltip": {
                "trigger": "axis",
                ":valueFormatter": _in_percent(lang),
                "textStyle": {"color": _INK, "fontSize": 16},
            },
            "xAxis": {
                "type": "category", "data": list(ticks), "nameLocation": "middle", "nameGap": 50,
                "boundaryGap": False,
                "axisLabel": {
                    "color": _INK, "lineHeight": 19, "interval": every - 1, "showMaxLabel": every == 1,
                },
                "axisTick": {"show": False}, "axisLine": {"lineStyle": {"color": _GREY}},
            },
            "yAxis": {
                "type": "value", "min": 0,
                "axisLabel": {"color": _INK, ":formatter": _in_percent(lang)},
                "splitLine": {"lineStyle": {"color": _GRID}},
            },
            "series": series,
        },
        "media": [{"query": {"maxWidth": _NARROW}, "option": narrow}, {"option": wide}],
    }  # fmt: skip


def _highest(curves: Mapping[str, Sequence[Interval]]) -> float:
    ends = [p.high if math.isfinite(p.high) else p.mean for points in curves.values() for p in points]
    return max((end for end in ends if math.isfinite(end)), default=1.0)


def _end(points: Sequence[Interval]) -> float:
    """Return where a line ends: its last value that could be counted."""
    return next((p.mean for p in reversed(points) if math.isfinite(p.mean)), math.nan)


def _lifted(ends: Sequence[float], highest: float) -> list[int]:
    """Return how many empty lines beneath each name lift it, so that it does not lie over another.

    A name stands in the middle of its lines, so an empty one lifts it by half a line.

    Parameters
    ----------
    ends : where the lines end
    highest : about where the axis ends
    """
    wanted = {k: _DRAWN * end / highest for k, end in enumerate(ends) if math.isfinite(end) and highest > 0}
    lifted = [0] * len(ends)
    below = -math.inf
    for k in sorted(wanted, key=lambda k: wanted[k]):
        short = max(0.0, below + _NAME_HEIGHT - wanted[k])
        lifted[k] = round(2.0 * short / _NAME_HEIGHT)
        below = wanted[k] + lifted[k] * _NAME_HEIGHT / 2.0
    return lifted


def _sized(
    names: Sequence[str], x: str, *, width: int, type: int, left: int, right: int, bottom: int, name: int
) -> dict[str, Any]:
    """Return what depends on the width of the picture: names beside the lines, or only their letters.

    Parameters
    ----------
    names : beside each line
    x : name of the axis below
    width : of a name, pixels
    type, name : size of the letters at the axes and of the names, pixels
    left, right, bottom : room around the axes, pixels
    """
    letters: list[dict[str, Any]] = []
    for label in names:
        letters += [{}, {}, {"endLabel": {"formatter": label, "fontSize": name, "width": width}}]
    named = {"fontSize": type, "lineHeight": type + 3, "color": _INK}
    axis = {"axisLabel": {"fontSize": type}, "nameTextStyle": named}
    return {
        "grid": {"left": left, "right": right, "bottom": bottom},
        "xAxis": {**axis, "name": x},
        "yAxis": axis,
        "series": letters,
    }


def rows_of_niet_bereik(estimate: Estimate, titles: Mapping[str, str], lang: Language) -> dict[str, Any]:
    """Return unmet need by reason: a bar a scenario, in weeks per 1000 adults a year."""
    names = list(reversed(list(titles)))
    series: list[dict[str, Any]] = []
    for row, colour in ROW_COLOURS.items():
        values = [estimate.estimate(f"unmet_{row}_per_1000", name).mean for name in names]
        series.append(
            {
                "type": "bar", "stack": "all", "name": ROWS[lang][row], "barWidth": "62%",
                "data": [None if math.isnan(v) else round(v, 1) for v in values],
                "itemStyle": {"color": colour, "borderColor": "#ffffff", "borderWidth": 1},
                "emphasis": {"disabled": True},
            }
        )  # fmt: skip
    wide, narrow = (
        {"grid": {"top": top}, "legend": {"textStyle": {"fontSize": type, "color": _INK}}}
        for top, type in ((64, 16), (96, 14))
    )
    base = {
        "animation": False,
        "textStyle": {"fontFamily": "inherit", "color": _INK},
        "grid": {"left": 8, "right": 24, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "left": 0, "selectedMode": False},
        "tooltip": {
            "trigger": "axis", "axisPointer": {"type": "shadow"}, "textStyle": {"fontSize": 15},
            ":valueFormatter": _as_number(lang),
        },
        "xAxis": {
            "type": "value",
            "axisLabel": {
                "fontSize": 15, "color": _INK, "hideOverlap": True, ":formatter": _as_number(lang),
            },
            "splitLine": {"lineStyle": {"color": _GRID}},
        },
        "yAxis": {
            "type": "category", "data": [titles[name] for name in names],
            "axisLabel": {"fontSize": 16, "lineHeight": 19, "color": _INK, "width": 150, "overflow": "break"},
            "axisTick": {"show": False},
        },
        "series": series,
    }  # fmt: skip
    return _by_width(base, narrow, wide)


def _by_width(base: dict[str, Any], narrow: dict[str, Any], wide: dict[str, Any]) -> dict[str, Any]:
    """Return options that depend on the width of the picture."""
    return {
        "baseOption": base,
        "media": [{"query": {"maxWidth": _NARROW}, "option": narrow}, {"option": wide}],
    }


def staircase(steps: Sequence[tuple[str, Interval, bool]], lang: Language) -> dict[str, Any]:
    """Return the steps from the promise down to the world, in percent, as bars from left to right.

    Parameters
    ----------
    steps : what each is called, how high or how far up, and whether it stands on the ground
    """
    beneath: list[float] = []
    shown: list[dict[str, Any]] = []
    ground = 0.0
    for _, step, level in steps:
        start = 0.0 if level else ground
        ground = start + step.mean
        unsure = not level and step.low <= 0.0 <= step.high
        colour = _LEVEL if level else COLOURS[1] if step.mean < 0.0 else COLOURS[2]
        beneath.append(round(100.0 * max(min(start, ground), 0.0), 2))
        shown.append(
            {
                "value": round(100.0 * abs(step.mean), 2),
                "itemStyle": {"color": colour, "opacity": _UNSURE if unsure else 1.0},
                "label": {"formatter": number(100.0 * step.mean, 1, lang, signed=not level)},
            }
        )
    bar = {"type": "bar", "stack": "all", "barWidth": "66%", "emphasis": {"disabled": True}}
    wide, narrow = (
        {"yAxis": {"axisLabel": {"fontSize": type, "lineHeight": type + 3, "width": width}}}
        for type, width in ((15, 230), (13, 120))
    )
    base = {
        "animation": False,
        "textStyle": {"fontFamily": "inherit", "color": _INK},
        "grid": {"left": 8, "right": 70, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "value",
            "axisLabel": {
                "fontSize": 15, "color": _INK, "hideOverlap": True, ":formatter": _in_percent(lang),
            },
            "splitLine": {"lineStyle": {"color": _GRID}},
        },
        "yAxis": {
            "type": "category", "inverse": True, "data": [name for name, *_ in steps],
            "axisLabel": {"color": _INK, "overflow": "break"},
            "axisTick": {"show": False},
        },
        "series": [
            {**bar, "data": beneath, "itemStyle": {"opacity": 0}, "silent": True},
            {
                **bar, "data": shown,
                "label": {"show": True, "position": "right", "fontSize": 17, "fontWeight": "bold",
                          "color": _INK},
            },
        ],
    }  # fmt: skip
    return _by_width(base, narrow, wide)


def told(
    estimate: Interval, lang: Language, *, scale: float = 1.0, suffix: str = "", places: int | None = None
) -> str:
    """Write a mean with its interval: ``12.8% (12.5 to 13.2)``; a percent sign as the language has it."""
    from bereik.experiments.wording import decimals_told

    if math.isnan(estimate.mean):
        return number(math.nan, 0, lang)
    places = decimals_told(estimate.low * scale, estimate.high * scale) if places is None else places
    suffix = PERCENT[lang] if suffix == "%" else suffix
    mean = f"{number(estimate.mean * scale, places, lang)}{suffix}"
    if math.isnan(estimate.low):
        return mean
    return f"{mean} ({span(estimate, lang, scale=scale)})"


def _percent(share: float, *, floor: bool = False) -> float | None:
    if math.isnan(share):
        return None
    return round(100.0 * (max(share, 0.0) if floor else share), 2)


def _in_percent(lang: Language) -> str:
    return f"v => v == null ? '' : ({_as_number(lang)})(v) + '{PERCENT[lang]}'"


def _as_number(lang: Language) -> str:
    locale = {"nl": "nl-NL", "en": "en-GB"}[lang]
    return f"v => v.toLocaleString('{locale}', {{maximumFractionDigits: 1}})"

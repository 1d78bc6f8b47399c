"""The pictures of all gemeenten: a dot each by size, and a map where borders are given."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bereik.experiments.nederland import whole_of
from bereik.experiments.wording import Language, decimals_told, interval_of_replicates, number, span
from bereik.measures.catalogue import registry
from bereik.measures.intervals import Interval
from bereik.present.borders import Rings, aspect_of, joined
from bereik.present.figures import COLOURS, INK, canvas_of
from bereik.present.kinds.of_points import Outcomes, counted, outcomes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "difference": "{b} tegenover {a}, over {n} gemeenten samen: {mean} {unit}{interval}",
        "level": "{b}, over {n} gemeenten samen: {mean} {unit}{interval}",
        "counted": "; hoger in {above} en lager in {below} gemeenten",
        "one": "; uit één herhaling, dus zonder interval of rangorde",
        "y_difference": "{measure}: verschil met {a}, {unit}",
        "y_level": "{measure}, {unit}",
        "x": "volwassenen in de gemeente",
        "whole": "alle gemeenten samen",
        "note": "Een stip per gemeente; gewogen naar volwassenen; {replicates}.\nCijfers: CBS, CC BY 4.0.",
        "note_map": "Gewogen naar volwassenen; {replicates}.\nCijfers en grenzen: CBS, CC BY 4.0.",
        "replicates": "{n} herhalingen", "replicate": "één herhaling",
        "first": "één herhaling, bij de eerste trekking uit {source}",
        "sample": "; {share} % van de inwoners",
        "none": "geen cijfer",
    },
    "en": {
        "difference": "{b} against {a}, over {n} gemeenten together: {mean} {unit}{interval}",
        "level": "{b}, over {n} gemeenten together: {mean} {unit}{interval}",
        "counted": "; higher in {above} and lower in {below} gemeenten",
        "one": "; of one replicate, so without interval or ranking",
        "y_difference": "{measure}: difference with {a}, {unit}",
        "y_level": "{measure}, {unit}",
        "x": "adults in the gemeente",
        "whole": "all gemeenten together",
        "note": "A dot per gemeente; weighted by adults; {replicates}.\nFigures: CBS, CC BY 4.0.",
        "note_map": "Weighted by adults; {replicates}.\nFigures and borders: CBS, CC BY 4.0.",
        "replicates": "{n} replicates", "replicate": "one replicate",
        "first": "one replicate, at the first draw of {source}",
        "sample": "; {share}% of the residents",
        "none": "no figure",
    },
}
FEWEST_TO_RANK = 5  # replicates: with fewer, who stands first or last is luck
_OUTER = 0.02  # share of gemeenten at either end that the colours do not stretch to
_WIDE_ONES = 0.1  # share of the intervals that may reach out of the picture, at either end
_MAP_BOTTOM = 0.09  # share of the height
_EDGE, _BLANK = "#b9c0c8", "#9aa3ad"


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws every gemeente by size."""
    return {"by-size": partial(by_size, found)}


def finding(found: Outcome) -> str:
    """Return what comes out over all gemeenten together, for each scenario."""
    seen = outcomes(found)
    return f"{'; '.join(_told(found, seen, label) for label in seen.shown)} ({seen.name})"


def _told(found: Outcome, seen: Outcomes, label: str) -> str:
    words, lang = _WORDS[found.lang], found.lang
    whole, rows = _scaled(found)[label], _rows(seen, label)
    sure = math.isfinite(whole.low)
    places = decimals_told(whole.low, whole.high) if sure else 1
    facts = {
        "a": seen.first, "b": seen.titles[label], "n": int(rows["mean"].notna().sum()), "unit": seen.unit,
        "mean": number(whole.mean, places, lang, signed=seen.differences),
        "interval": f" ({span(whole, lang, signed=seen.differences)})" if sure else "",
    }
    text = words["difference" if seen.differences else "level"].format(**facts)
    if not sure:
        return text + words["one"]
    above, below, _ = counted(rows)
    return text + (words["counted"].format(above=above, below=below) if seen.differences else "")


def _scaled(found: Outcome) -> dict[str, Interval]:
    """Return what comes out over all gemeenten together, in the unit that is drawn."""
    scale = _scale(found)
    return {
        label: Interval(scale * e.mean, scale * e.low, scale * e.high, e.pairs)
        for label, e in whole_of(found).items()
    }


def _scale(found: Outcome) -> float:
    """Return by what a value is multiplied to be told: a share is told in percent."""
    return 100.0 if registry()[found.experiment.form.outcome].unit == "share" else 1.0


def _rows(seen: Outcomes, label: str) -> Any:
    """Return the outcome of every gemeente, in the order of the points."""
    rows: Any = seen.rows
    return rows[rows["scenario"] == label].sort_values("point")


def _note(found: Outcome, which: str) -> str:
    words, form, n = _WORDS[found.lang], found.experiment.form, found.plan.replicates
    draws = found.plan.jobs[0].draws
    if draws is None:
        told = words["replicate" if n == 1 else "replicates"].format(n=n)
    elif n == 1:
        told = words["first"].format(source=draws.source)
    else:
        told = interval_of_replicates(n, found.lang, drawn=True)
    if form.residents_share < 1.0:
        adults = sum(town.gemeente.residents for town in found.experiment.towns.values())
        share = 100.0 * sum(job.residents for job in found.plan.jobs) / adults
        told += words["sample"].format(share=number(share, 0, found.lang))
    return words[which].format(replicates=told)


def _what(found: Outcome, seen: Outcomes) -> str:
    which = "y_difference" if seen.differences else "y_level"
    return _WORDS[found.lang][which].format(measure=seen.name, a=seen.first, unit=seen.unit)


def by_size(found: Outcome) -> Figure:
    """Draw a dot per gemeente over its adults, with its interval where there is one."""
    words, lang, seen = _WORDS[found.lang], found.lang, outcomes(found)
    figure, (axes,) = canvas_of(
        lang, _told(found, seen, seen.shown[0]), _what(found, seen), _note(found, "note"), 1, 1
    )
    towns, places = found.experiment.towns, found.plan.places
    adults = np.array([towns[code].gemeente.residents for code in places], float)
    reached: list[np.ndarray] = []
    for k, label in enumerate(seen.shown):
        rows, colour = _rows(seen, label), COLOURS[k % len(COLOURS)]
        x, mean = adults[rows["point"].to_numpy()], rows["mean"].to_numpy(float)
        if found.plan.replicates > 1:
            low, high = rows["low"].to_numpy(float), rows["high"].to_numpy(float)
            axes.vlines(x, low, high, color=colour, linewidth=0.8, alpha=0.35)
            reached += [_quantile(low, _WIDE_ONES), _quantile(high, 1.0 - _WIDE_ONES)]
        axes.plot(x, mean, "o", color=colour, markersize=6, alpha=0.75, markeredgewidth=0)
        reached += [mean[np.isfinite(mean)]]
        named = f"{seen.titles[label]}, {words['whole']}" if len(seen.shown) > 1 else words["whole"]
        axes.axhline(_scaled(found)[label].mean, color=colour, linewidth=2.0, linestyle="--", label=named)
    heights = np.concatenate([*reached, [0.0]] if seen.differences else reached)
    if len(heights):
        room = 0.05 * (heights.max() - heights.min()) or 1.0
        axes.set_ylim(heights.min() - room, heights.max() + room)
    axes.set_xscale("log")
    ticks = [t for t in (1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6) if adults.min() <= t <= adults.max()]
    axes.set_xticks(ticks, [number(t, 0, lang) for t in ticks])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda y, _: number(y, 0 if y == round(y) else 1, lang))
    if seen.differences:
        axes.axhline(0.0, color=INK, linewidth=1.0)
    axes.legend(loc="lower right", fontsize=13, framealpha=0.9, edgecolor="white")
    axes.set_xlabel(words["x"])
    return figure


def _quantile(values: np.ndarray, share: float) -> np.ndarray:
    """Return a quantile of what is known; nothing where nothing is."""
    known = values[np.isfinite(values)]
    return np.quantile(known, share, keepdims=True) if len(known) else known


def map_of(found: Outcome, borders: Mapping[str, Rings]) -> Figure:
    """Draw the first difference with the first scenario, or the level of the only one, in every gemeente.

    Parameters
    ----------
    borders : outlines by code, of `bereik.present.borders.read_borders`
    """
    from matplotlib.collections import PolyCollection
    from matplotlib.colors import Normalize

    words, lang, seen = _WORDS[found.lang], found.lang, outcomes(found)
    label = seen.shown[0]
    rows = _rows(seen, label)
    values = dict(zip(rows["point"], rows["mean"].to_numpy(float), strict=True))
    at = joined(borders, {code: point for point, code in enumerate(found.plan.places)})
    known, blank, colour_of = list[np.ndarray](), list[np.ndarray](), list[float]()
    for code, rings in borders.items():
        value = values.get(at.get(code, -1), math.nan)
        for ring in rings:
            (known if math.isfinite(value) else blank).append(ring)
            colour_of += [value] if math.isfinite(value) else []
    ends = np.quantile(colour_of, (_OUTER, 1.0 - _OUTER)) if colour_of else (0.0, 1.0)
    low, high = map(float, ends)
    if seen.differences:
        high = max(abs(low), abs(high)) or 1.0
        low = -high
    title = _told(found, seen, label)
    figure, (axes,) = canvas_of(lang, title, _what(found, seen), _note(found, "note_map"), 1, 1)
    areas = PolyCollection(
        known, array=np.array(colour_of), cmap="PuOr_r" if seen.differences else "Blues",
        norm=Normalize(low, high), edgecolors=_EDGE, linewidths=0.3,
    )
    axes.add_collection(areas)
    axes.add_collection(PolyCollection(blank, facecolors=_BLANK, edgecolors="white", linewidths=0.3))
    axes.autoscale_view()
    axes.set_aspect(aspect_of(borders))
    axes.set_axis_off()
    top = axes.get_position().y1 + 0.03
    axes.set_position((0.2, _MAP_BOTTOM, 0.5, top - _MAP_BOTTOM))
    beside = figure.add_axes((0.72, _MAP_BOTTOM + 0.2, 0.018, top - _MAP_BOTTOM - 0.3))
    if blank:
        figure.text(0.72, _MAP_BOTTOM + 0.1, f"■ {words['none']}", color=_BLANK, fontsize=13)
    bar = figure.colorbar(areas, cax=beside, extend="both")
    bar.ax.yaxis.set_major_formatter(
        lambda y, _: number(y, 0 if y == round(y) else 1, lang, signed=seen.differences)
    )
    bar.outline.set_visible(False)
    return figure


class Row(NamedTuple):
    """A line of the table on the screen."""

    name: str
    adults: str
    value: str
    interval: str


def ends_of(found: Outcome, table: pd.DataFrame, most: int) -> tuple[list[Row], list[Row]]:
    """Return the gemeenten with the highest and with the lowest outcome; none with few replicates.

    Parameters
    ----------
    table : of `bereik.experiments.nederland.table_of`
    most : how many of each
    """
    if found.plan.replicates < FEWEST_TO_RANK:
        return [], []
    seen, lang = outcomes(found), found.lang
    label, scale = seen.shown[0], _scale(found)
    whole: Any = table[table[label].notna()]
    known = whole.sort_values([label, "code"], ascending=[False, True])

    def row(told: Any) -> Row:
        name, adults, mean, low, high = told
        e = Interval(scale * mean, scale * low, scale * high, found.plan.replicates)
        value = number(e.mean, decimals_told(e.low, e.high), lang, signed=seen.differences)
        return Row(name, number(adults, 0, lang), value, span(e, lang, signed=seen.differences))

    shown = known[["name", "adults", label, f"{label}, low", f"{label}, high"]]
    most = min(most, len(shown) // 2)
    ends = (shown.head(most), shown.tail(most)[::-1])
    highest, lowest = ([row(told) for told in end.itertuples(index=False)] for end in ends)
    return highest, lowest

"""The pictures of a sweep: the outcome over each thing that varies, and by tenth of doenvermogen."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from bereik.experiments.wording import Language, number, span
from bereik.measures.catalogue import registry
from bereik.measures.intervals import Interval, paired_interval, spread_interval, too_few_draws
from bereik.present.figures import COLOURS, GREY, INK, MARKERS, canvas_of, name_at_right
from bereik.present.kinds.of_points import (
    Outcomes,
    beside,
    counted,
    in_text,
    interval_told,
    outcomes,
    strongest,
    tenths,
    told,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome

_MOST_PANELS = 6
_OVER_A_PANEL = 36  # characters of a line
_BESIDE = 3  # panels
_MOST_SHOWN = 4  # scenarios
_THREE = 3  # tenths at either end
_MOST_LINES = 6  # points of a picture by tenth of doenvermogen

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "against": "{b} tegenover {a}: hoger op {above} van {all} punten, lager op {below}",
        "few": "{b} tegenover {a}: te weinig trekkingen om te zeggen waar het verschilt",
        "level": "{b}: {low} tot {high} {unit} op {all} punten",
        "follows": "; gaat het meest samen met {name} (rangcorrelatie {r})",
        "y": "{measure}, {unit}",
        "y_difference": "{measure}: verschil met {a}, {unit}",
        "note": "Elk punt: {n} herhalingen, zelfde mensen en toeval op alle punten; {interval}.",
        "alone": "Elk punt: één herhaling, dus zonder interval.",
        "left_out": "Getekend: {drawn} van {all}.",
        "none": "geen uitkomst om te tonen",
        "tenths": (
            "{name} van {a} naar {b}: de laagste drie tienden {lowest}, de hoogste drie {highest} {unit}"
        ),
        "tenths_what": "{measure}; een lijn per {name}, de uiterste met {interval}",
        "points": "procentpunt",
        "tenths_x": "tiende van doenvermogen (1 = minst)",
    },
    "en": {
        "against": "{b} against {a}: higher at {above} of {all} points, lower at {below}",
        "few": "{b} against {a}: too few draws to tell where it differs",
        "level": "{b}: {low} to {high} {unit} at {all} points",
        "follows": "; goes most with {name} (rank correlation {r})",
        "y": "{measure}, {unit}",
        "y_difference": "{measure}: difference with {a}, {unit}",
        "note": "Each point: {n} replicates, the same people and luck at all points; {interval}.",
        "alone": "Each point: one replicate, so no interval.",
        "left_out": "Drawn: {drawn} of {all}.",
        "none": "no outcome to show",
        "tenths": (
            "{name} from {a} to {b}: the lowest three tenths {lowest}, the highest three {highest} {unit}"
        ),
        "tenths_what": "{measure}; a line for each {name}, {interval} of the outer two",
        "points": "percentage points",
        "tenths_x": "tenth of doenvermogen (1 = least)",
    },
}


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws the outcome over all that varies; and by tenth of doenvermogen, of one number.

    That needs ``groups = true``, and one number that varies over a few values in one gemeente.
    """
    pictures = {"over-the-points": partial(over_the_points, found)}
    plan = found.plan
    if plan.groups and len(plan.varied) == 1 and 2 <= plan.points <= _MOST_LINES and len(plan.places) == 1:
        numbers = all(type(plan.values(point)[0]) in (int, float) for point in range(plan.points))
        if numbers and np.isfinite(tenths(found)).any(axis=1).all():
            pictures["by-doenvermogen"] = partial(by_doenvermogen, found)
    return pictures


def finding(found: Outcome) -> str:
    """Return how often a scenario lies above or below the first, and what the outcome goes most with."""
    seen = outcomes(found)
    return f"{_finding(found, seen)} ({seen.name})"


def _finding(found: Outcome, seen: Outcomes) -> str:
    words, lang = _WORDS[found.lang], found.lang
    parts: list[str] = []
    for label in seen.shown:
        rows: Any = seen.rows[seen.rows["scenario"] == label]
        if not len(rows):
            continue
        if seen.differences:
            above, below, _ = counted(rows)
            counts = {"above": above, "below": below, "all": len(rows)}
            few = too_few_draws(int(rows["replicates"].min()), drawn=found.plan.jobs[0].draws is not None)
            part = words["few" if few else "against"].format(a=seen.first, b=seen.titles[label], **counts)
        else:
            ends = rows["mean"].min(), rows["mean"].max()
            low, high = (_plain(float(f"{end:.3g}"), lang) for end in ends)
            facts = {"b": seen.titles[label], "low": low, "high": high, "unit": seen.unit, "all": len(rows)}
            part = words["level"].format(**facts)
        most = strongest(rows, found.plan.varied)
        if most is not None:
            part += words["follows"].format(name=in_text(most[0], lang), r=told(most[1], lang))
        parts.append(part)
    return "; ".join(parts) or words["none"]


def over_the_points(found: Outcome) -> Figure:
    """Draw the outcome at every point, a panel for each thing that varies."""
    words, seen = _WORDS[found.lang], outcomes(found)
    plan = found.plan
    panels, shown = plan.varied[:_MOST_PANELS], seen.shown[:_MOST_SHOWN]
    columns = min(_BESIDE, len(panels))
    what = words["y_difference" if seen.differences else "y"]
    what = what.format(measure=seen.name, a=seen.first, unit=seen.unit)
    note = _note(found)
    for drawn, known in ((panels, plan.varied), (shown, seen.shown)):
        if len(drawn) < len(known):
            note += "\n" + words["left_out"].format(drawn=len(drawn), all=len(known))
    rows_of_panels = -(-len(panels) // columns)
    figure, axes_of = canvas_of(
        found.lang, _finding(found, seen), what, note, rows_of_panels, columns, heads=16.0
    )
    for k, axes in enumerate(axes_of):
        if k >= len(panels):
            axes.set_visible(False)
            continue
        _panel(axes, panels[k], seen, shown, found.lang)
    if len(shown) > 1:
        axes_of[0].legend(loc="best", fontsize=12, frameon=False)
    return figure


def _note(found: Outcome) -> str:
    """Return what a point rests on."""
    words, n = _WORDS[found.lang], found.plan.replicates
    return words["note"].format(n=n, interval=interval_told(found)) if n > 1 else words["alone"]


def by_doenvermogen(found: Outcome) -> Figure:
    """Draw the outcome by tenth of doenvermogen, a line for each value of what varies."""
    words, lang, plan = _WORDS[found.lang], found.lang, found.plan
    values, told_of = [plan.values(point)[0] for point in range(plan.points)], tenths(found)
    entry, name = registry()[found.experiment.form.outcome], in_text(plan.varied[0], lang)
    interval = paired_interval if plan.jobs[0].draws is None else spread_interval
    share = entry.unit == "share"
    moved = told_of[-1] - told_of[0]  # the same seeds
    ends_of = {"lowest": moved[:, :_THREE], "highest": moved[:, -_THREE:]}
    title = words["tenths"].format(
        name=name, a=_plain(values[0], lang), b=_plain(values[-1], lang),
        unit=words["points"] if share else entry.unit,
        **{which: _moved(interval(ends.mean(axis=1)), lang) for which, ends in ends_of.items()},
    )  # fmt: skip
    measure = f"{getattr(entry, lang)}, {'%' if share else entry.unit}"
    note = _note(found)
    what = words["tenths_what"].format(measure=measure, name=name, interval=interval_told(found))
    figure, (axes,) = canvas_of(lang, title, what, note, 1, 1, 0.9)
    tenth, named = range(1, 11), list[tuple[float, str, str]]()
    means = [[interval(seeds) for seeds in of_point.T] for of_point in told_of]
    for line, value, colour in zip(means, values, COLOURS, strict=False):
        if line in (means[0], means[-1]):
            low, high = [e.low for e in line], [e.high for e in line]
            axes.fill_between(tenth, low, high, color=colour, alpha=0.12, linewidth=0)
        axes.plot(tenth, [e.mean for e in line], color=colour, linewidth=2.4)
        named.append((line[-1].mean, _plain(value, lang), colour))
    highest = max(e.mean for line in means for e in line)
    lowest = min(e.mean for line in means for e in line)
    axes.set_xlim(1, 10)
    axes.set_xticks(tenth)
    axes.set_ylim(min(0.0, 1.25 * lowest), 1.25 * highest)
    axes.set_xlabel(words["tenths_x"])
    name_at_right(axes, named)
    return figure


def _moved(change: Interval, lang: Language) -> str:
    """Return a change with its interval, where it has one."""
    mean = number(change.mean, 1, lang, signed=True)
    return mean if math.isnan(change.low) else f"{mean} ({span(change, lang, signed=True)})"


def _plain(value: float, lang: Language) -> str:
    return f"{value:g}".replace(".", "," if lang == "nl" else ".")


def _panel(axes: Any, name: str, seen: Outcomes, shown: tuple[str, ...], lang: Language) -> None:
    """Draw the outcome over one thing that varies."""
    for k, label in enumerate(shown):
        rows: Any = seen.rows[seen.rows["scenario"] == label]
        values: Any = rows[name]
        where = values.to_numpy() if values.dtype.kind in "if" else values.astype(str).to_numpy()
        mean = rows["mean"].to_numpy()
        spread = np.abs(rows[["low", "high"]].to_numpy().T - mean)
        has_interval = np.isfinite(spread).all(axis=0)
        faint = 0.25 if len(rows) > 40 else 0.5
        axes.errorbar(
            where[has_interval], mean[has_interval], yerr=spread[:, has_interval],
            fmt="none", ecolor=COLOURS[k], alpha=faint, linewidth=1.4,
        )  # fmt: skip
        axes.plot(where, mean, MARKERS[k], color=COLOURS[k], markersize=6, label=seen.titles[label])
    if seen.differences:
        axes.axhline(0.0, color=INK, linewidth=1.0)
    axes.set_title(beside([name], lang, width=_OVER_A_PANEL)[0], loc="left", fontsize=13, color=GREY, pad=6)

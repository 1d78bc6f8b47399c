"""The picture of an experiment that compares: the difference with the first scenario, in every gemeente."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from bereik.experiments.wording import Language, number
from bereik.present.figures import COLOURS, INK, canvas
from bereik.present.kinds.of_points import Outcomes, outcomes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "part": "{b} tegenover {a} {x} {unit} ({low} tot {high}){place}",
        "place": " in {place}",
        "x": "{measure}: verschil met {a}, {unit}",
        "note": "{n} herhalingen, paarsgewijs; 95%-interval.",
        "none": "geen uitkomst om te tonen",
    },
    "en": {
        "part": "{b} against {a} {x} {unit} ({low} to {high}){place}",
        "place": " in {place}",
        "x": "{measure}: difference with {a}, {unit}",
        "note": "{n} replicates, paired; 95% interval.",
        "none": "no outcome to show",
    },
}
_MOST_TOLD = 4


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws the differences."""
    return {"differences": partial(differences, found)}


def finding(found: Outcome) -> str:
    """Return the differences with the first scenario, in every gemeente."""
    seen = outcomes(found)
    return f"{_finding(found, seen)} ({seen.name})"


def _finding(found: Outcome, seen: Outcomes) -> str:
    words, lang, places = _WORDS[found.lang], found.lang, found.plan.places
    parts: list[str] = []
    for row in seen.rows.to_dict("records"):
        if math.isnan(row["mean"]):
            continue
        low, x, high = (number(row[name], 1, lang, signed=True) for name in ("low", "mean", "high"))
        place = words["place"].format(place=places[row["point"]]) if len(places) > 1 else ""
        told = {"b": seen.titles[row["scenario"]], "a": seen.first, "unit": seen.unit}
        parts.append(words["part"].format(low=low, x=x, high=high, place=place, **told))
    if not parts:
        return words["none"]
    more = f"; … ({len(parts) - _MOST_TOLD})" if len(parts) > _MOST_TOLD else ""
    return "; ".join(parts[:_MOST_TOLD]) + more


def differences(found: Outcome) -> Figure:
    """Draw a dot with its interval per scenario and gemeente."""
    words, seen, places = _WORDS[found.lang], outcomes(found), found.plan.places
    what = words["x"].format(measure=seen.name, a=seen.first, unit=seen.unit)
    note = words["note"].format(n=found.plan.replicates)
    figure, (axes,) = canvas(found.lang, _finding(found, seen), what, note, 1, 1)
    rows: Any = seen.rows.to_dict("records")
    names: list[str] = []
    for k, row in enumerate(rows):
        colour = COLOURS[seen.shown.index(row["scenario"]) % len(COLOURS)]
        low, high = row["mean"] - row["low"], row["high"] - row["mean"]
        axes.errorbar(row["mean"], k, xerr=[[low], [high]], fmt="o", color=colour, markersize=9, linewidth=3)
        place = f"\n{places[row['point']]}" if len(places) > 1 else ""
        names.append(f"{seen.titles[row['scenario']]}{place}")
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.axvline(0.0, color=INK, linewidth=1.0)
    axes.grid(axis="y", visible=False)
    figure.subplots_adjust(left=0.27)
    return figure

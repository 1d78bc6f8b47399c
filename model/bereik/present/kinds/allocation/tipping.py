"""The map of two services: where more of one helps, and where it drowns the other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from bereik.experiments.kinds.allocation.form import OBJECTIVES
from bereik.experiments.wording import Language, number
from bereik.measures.intervals import too_few_draws
from bereik.present.figures import COLOURS, INK, canvas_of
from bereik.present.kinds.allocation.words import plain, services_in, told_as

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome

_CLEAR_ON_DARK = 0.45  # of the way to the darkest colour

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "map_title": (
            "meer {a} verlaagt de uitkomst duidelijk op {down} van {all} plekken{where}, en verhoogt die "
            "op {up}"
        ),
        "map_where": " (bij hooguit {y} fte {b})",
        "map_none": (
            "meer {a} verlaagt de uitkomst nergens duidelijk, en verhoogt die op {up} van {all} plekken"
        ),
        "map_few": "te weinig trekkingen om te zeggen waar meer {a} de uitkomst verlaagt of verhoogt",
        "map_waiting": "; bij {y} fte {b} groeit de wachtlijst van {few} tot {many} per 1000",
        "map_what": "{measure}, {unit}; eronder wie wacht per 1000",
        "map_note": (
            "Elke stap kost extra. {n} herhalingen.\n▲ ▼ een stap {a} meer helpt of schaadt duidelijk "
            "({over}95% voor alle stappen samen); • niet te zeggen."
        ),
        "over_draws": "over de trekkingen; ",
    },
    "en": {
        "map_title": (
            "more {a} clearly lowers the outcome at {down} of {all} places{where}, and raises it at {up}"
        ),
        "map_where": " (with at most {y} fte of {b})",
        "map_none": "more {a} clearly lowers the outcome nowhere, and raises it at {up} of {all} places",
        "map_few": "too few draws to tell where more {a} lowers the outcome, or raises it",
        "map_waiting": "; with {y} fte of {b} the waiting list grows from {few} to {many} per 1000",
        "map_what": "{measure}, {unit}; below it who waits, per 1000",
        "map_note": (
            "Each step costs more. {n} replicates.\n▲ ▼ a step more {a} clearly helps or harms "
            "({over}95% for all steps together); • cannot be told."
        ),
        "over_draws": "over draws; ",
    },
}


def tips(found: Outcome) -> str:
    """Return where a step more of the first service harms, and how the waiting list grows."""
    words, lang = _WORDS[found.lang], found.lang
    table: Any = found.table("map")
    a, b = services_in(found)
    steps: Any = table[table[f"{a}_step"].notna()]
    harms, helps = _clear(found, steps, a)
    facts = {"a": a, "all": len(steps), "down": int(harms.sum()), "up": int(helps.sum())}
    low = steps[harms][b].max() if harms.any() else math.nan
    where = words["map_where"].format(y=plain(low, lang), b=b) if low < table[b].max() else ""
    which = "map_few" if _too_few(found) else "map_title" if harms.any() else "map_none"
    text = words[which].format(where=where, **facts)
    waiting = table.pivot(index=b, columns=a, values="waiting_per_1000")
    grows = waiting.iloc[:, -1] - waiting.iloc[:, 0]
    if grows.max() > 0.0:
        few, many = (number(waiting[column][grows.idxmax()], 1, lang) for column in waiting.columns[[0, -1]])
        text += words["map_waiting"].format(y=plain(grows.idxmax(), lang), b=b, few=few, many=many)
    return text


def _clear(found: Outcome, rows: Any, service: str) -> tuple[Any, Any]:
    """Return where a step more of a service clearly harms, and where it clearly helps."""
    few = _too_few(found)
    below, above = rows[f"{service}_step_high"] < 0.0, rows[f"{service}_step_low"] > 0.0
    below, above = below & (not few), above & (not few)
    return (below, above) if OBJECTIVES[found.experiment.form.outcome].sign > 0 else (above, below)


def _too_few(found: Outcome) -> bool:
    """Return whether there are too few draws for any step to be clear."""
    return too_few_draws(found.plan.replicates, drawn=found.plan.jobs[0].draws is not None)


def tipping_map(found: Outcome) -> Figure:
    """Draw the outcome by the staff of two services, and where a step more of the first helps or harms."""
    words, lang, form = _WORDS[found.lang], found.lang, found.experiment.form
    table: Any = found.table("map")
    told = told_as(form.outcome, found.lang)
    a, b = services_in(found)
    what = words["map_what"].format(measure=told.name, unit=told.unit)
    over = "" if found.plan.jobs[0].draws is None else words["over_draws"]
    note = words["map_note"].format(n=found.plan.replicates, a=a, over=over)
    figure, (axes,) = canvas_of(lang, tips(found), what, note, 1, 1, 0.97)
    xs, ys = (sorted(set(table[name])) for name in (a, b))
    values = np.full((len(ys), len(xs)), math.nan)
    rows = table.to_dict("records")
    for row in rows:
        values[ys.index(row[b]), xs.index(row[a])] = told.scale * row[form.outcome]
    lowest, highest = np.nanmin(values), np.nanmax(values)
    axes.imshow(values, origin="lower", aspect="auto", cmap="Blues", vmin=lowest - 0.3 * (highest - lowest))
    harms, helps = _clear(found, table, a)
    for k, row in enumerate(rows):
        x, y = xs.index(row[a]), ys.index(row[b])
        dark = (values[y, x] - lowest) / max(highest - lowest, 1e-9) > _CLEAR_ON_DARK
        colour = "white" if dark else INK
        axes.text(
            x, y + 0.13, number(values[y, x], 1, lang), ha="center", va="center", color=colour, fontsize=14
        )
        wait = number(row["waiting_per_1000"], 1, lang)
        axes.text(x, y - 0.24, wait, ha="center", va="center", color=colour, fontsize=10)
        if math.isnan(row[f"{a}_step"]):
            continue
        sign = "▼" if harms.iloc[k] else "▲" if helps.iloc[k] else "•"
        tint = COLOURS[1] if harms.iloc[k] else colour
        axes.text(x + 0.5, y, sign, ha="center", va="center", color=tint if sign == "▼" else INK, fontsize=15)
    axes.set_xticks(range(len(xs)), [plain(x, lang) for x in xs])
    axes.set_yticks(range(len(ys)), [plain(y, lang) for y in ys])
    axes.set_xlabel(f"{a}, fte per {number(10_000, 0, lang)}")
    axes.set_ylabel(f"{b}, fte per {number(10_000, 0, lang)}")
    axes.grid(visible=False)
    return figure

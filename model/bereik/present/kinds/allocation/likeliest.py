"""The picture of the divisions that are likeliest to be best, as staff per service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from bereik.experiments.wording import decimals_told, number, span
from bereik.present.figures import COLOURS, canvas_of
from bereik.present.kinds.allocation.divide import (
    WORDS,
    chosen_of,
    cost_told,
    difference_of,
    headline,
    how_likely,
    of_now,
    sort_of_chance,
)
from bereik.present.kinds.allocation.words import plain, services_in, told_as
from bereik.present.kinds.of_points import interval_told

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome

_MOST_BARS = 10
_LEAST_CHANCE = 0.005  # that is drawn
_DARK = tuple(COLOURS[k] for k in (0, 1, 2, 4, 7, 6))  # on which white can be read


def bars(found: Outcome) -> Figure:
    """Draw the divisions that are likeliest to be best, and that of now, as staff per service."""
    words, lang, form = WORDS[found.lang], found.lang, found.experiment.form
    table: Any = found.table("divisions")
    told = told_as(form.outcome, found.lang)
    rows: Any = table.sort_values("best_probability", ascending=False, kind="stable").head(_MOST_BARS)
    rows = rows[(rows["best_probability"] >= _LEAST_CHANCE) | rows["as_now"]]
    if not rows["as_now"].any():
        import pandas as pd

        rows = pd.concat([rows, table[table["as_now"]]])
    chosen = chosen_of(found)
    now = {word: words[of_now(word, found, chosen)] for word in ("now", "that")}
    how = words[f"how_{sort_of_chance(found)}"]
    what = words["bars_what"].format(unit=told.difference, how=how, now=now["that"])
    counts = {"drawn": len(rows), "all": len(table)}
    note = words["bars_note"].format(cost=cost_told(table, lang), interval=interval_told(found), **counts)
    checked = int(table["checked"].max())
    note += "\n" + words["winners_anew" if checked else "winners"].format(m=checked)
    figure, (axes,) = canvas_of(lang, headline(found), what, note, 1, 1, 0.62)
    names, left, robust = services_in(found), np.zeros(len(rows)), chosen.robust
    for k, name in enumerate(names):
        fte = rows[name].to_numpy()
        axes.barh(range(len(rows)), fte, left=left, color=_DARK[k % len(_DARK)], height=0.72, label=name)
        for y, (start, width) in enumerate(zip(left, fte, strict=True)):
            if width > 0.04 * rows[names].sum(axis=1).max():
                axes.text(
                    start + width / 2.0,
                    y,
                    plain(width, lang),
                    ha="center",
                    va="center",
                    color="white",
                    fontsize=12,
                )
        left = left + fte
    for y, row in enumerate(rows.to_dict("records")):
        chance = how_likely(found, row, "bar_")
        difference = difference_of(row, form.outcome, told.scale)
        places = decimals_told(difference.low, difference.high)
        x = number(difference.mean, places, lang, signed=True)
        text = words["bar"].format(chance=chance, x=x, span=span(difference, lang, signed=True))
        text += "*" if row["checked"] else ""
        text = words["bar_now"].format(chance=chance, now=now["now"]) if row["as_now"] else text
        if robust is not None and row["point"] == robust["point"]:
            text += f"; {words['least_bad']}"
        axes.annotate(
            text, (1.0, y), xycoords=("axes fraction", "data"), xytext=(10, 0), textcoords="offset points",
            va="center", fontsize=12, fontweight="bold" if y == 0 else "normal", annotation_clip=False,
        )  # fmt: skip
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.legend(
        loc="upper left", bbox_to_anchor=(0.0, 1.09), ncols=len(names), fontsize=12, frameon=False,
        borderaxespad=0.0, columnspacing=1.2, handlelength=1.0,
    )  # fmt: skip
    return figure

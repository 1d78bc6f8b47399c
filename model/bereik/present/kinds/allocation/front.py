"""The picture of all divisions: the outcome against what else one strives for."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from bereik.experiments.kinds.allocation.form import OBJECTIVES, objectives_of
from bereik.present.figures import COLOURS, INK, canvas_of
from bereik.present.kinds.allocation.divide import (
    WORDS,
    Chosen,
    chosen_of,
    cost_told,
    difference_of,
    headline,
    of_now,
    set_against,
)
from bereik.present.kinds.allocation.words import Measure, told_as

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome

_LABEL = 38  # characters of a line beneath a panel


def draw_front(found: Outcome) -> Figure:
    """Draw the outcome of every division against other objectives; who is beaten by none stands out."""
    words, lang, form = WORDS[found.lang], found.lang, found.experiment.form
    table: Any = found.table("divisions")
    told = told_as(form.outcome, found.lang)
    others = set_against(found)
    chosen = chosen_of(found)
    now = words[of_now("that", found, chosen)]
    what = words["front_what"].format(measure=told.name, unit=told.difference, now=now)
    note = words["front_note"].format(
        cost=cost_told(table, lang), n=table["replicates"].min(), most=table["replicates"].max()
    )
    more = [name for name in objectives_of(form)[1:] if name not in others]
    if more:
        note += "\n" + words["also"].format(names=", ".join(told_as(name, lang).name for name in more))
    checked = 0 if chosen.best is None else int(chosen.best["checked"])
    note += "\n" + words["star_anew" if checked else "winners"].format(m=checked)
    figure, panels = canvas_of(lang, headline(found), what, note, 1, len(others), 0.76)
    for axes, name in zip(panels, others, strict=False):
        _cloud(axes, table, form.outcome, told, name, told_as(name, lang), words)
        scales = {name: told_as(name, lang).scale, form.outcome: told.scale}
        if checked:
            line = zip(_at(chosen.best, scales), _anew(chosen.best, scales), strict=True)
            axes.plot(*line, color=COLOURS[1], linewidth=2.0, zorder=5)
        for row, marker, colour, text in _named(chosen, words, words[of_now("now", found, chosen)]):
            is_star = checked and row is chosen.best
            x, y = _anew(row, scales) if is_star else _at(row, scales)
            axes.plot(
                x, y, marker, color=colour, markersize=15, markeredgecolor="white", zorder=4, label=text
            )
    panels[-1].legend(
        loc="upper left", bbox_to_anchor=(1.02, 1.0), fontsize=12, frameon=False, handletextpad=0.3
    )
    return figure


def _at(row: Any, scales: dict[str, float]) -> list[float]:
    """Return where a division lies by the seeds that chose."""
    return [scale * row[f"{name}_difference"] for name, scale in scales.items()]


def _anew(row: Any, scales: dict[str, float]) -> list[float]:
    """Return where a division lies by fresh seeds."""
    return [difference_of(row, name, scale).mean for name, scale in scales.items()]


def _named(chosen: Chosen, words: dict[str, str], now: str) -> list[tuple[Any, str, str, str]]:
    """Return what is marked: row, marker, colour and name; who is two things is marked once for each."""
    found = [(chosen.now, "D", INK, now)]
    if chosen.robust is not None:
        found.append((chosen.robust, "s", COLOURS[2], words["least_bad"]))
    if chosen.best is not None:
        found.append((chosen.best, "*", COLOURS[1], words["the_best"]))
    return found


def _cloud(
    axes: Any, table: pd.DataFrame, outcome: str, y: Measure, name: str, x: Measure, words: dict[str, str]
) -> None:
    """Draw all divisions in two objectives."""
    at_front, met = table["front"], table["floor"]
    kinds: list[tuple[Any, str, str, str]] = [
        (~met, "x", "#b9b4ab", words["under_floor"]),
        (met & ~at_front, "o", "#8fb4d9", words["beaten"]),
        (met & at_front, "o", COLOURS[0], words["on_front"]),
    ]
    for own, marker, colour, text in kinds:
        rows: Any = table[own]
        across, up = x.scale * rows[f"{name}_difference"], y.scale * rows[f"{outcome}_difference"]
        axes.plot(across, up, marker, color=colour, markersize=8, label=text)
    better = "→" if OBJECTIVES[name].sign > 0 else "←"
    axes.set_xlabel(f"{textwrap.fill(x.name, _LABEL)}\n{x.difference} {better}", fontsize=13)
    axes.margins(0.08)

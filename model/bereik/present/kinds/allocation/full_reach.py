"""The curve of reach over the budget: what full reach would cost, and where the model ends."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from bereik.experiments.kinds.allocation.form import OBJECTIVES
from bereik.experiments.kinds.allocation.full_reach import crossings
from bereik.experiments.values import Key, values_of
from bereik.experiments.wording import PERCENT, Language, number
from bereik.measures.catalogue import registry
from bereik.present.figures import COLOURS, GREY, HATCHES, ROW_COLOURS, canvas_of, name_at_right
from bereik.present.kinds.allocation.words import HALF, chance_told, plain, told_as
from bereik.present.kinds.of_points import interval_told
from bereik.present.texts import ROWS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome

_MARGIN = 1.12  # beside the first and the last budget, as a factor
_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "crossed": "{share} bereik kost {x} euro per volwassene per jaar",
        "crossed_not": "{share} haalt geen budget dat is geprobeerd",
        "ends": (
            "bij {times} keer zoveel mensen als nu houdt het op bij {share}; van de ongedekte weken is "
            "dan {declined} afgeslagen"
        ),
        "curve_what": (
            "Boven: {measure}, %. Onder: ongedekte weken per 1000 volwassenen per jaar, naar reden"
        ),
        "curve_x": "Euro per volwassene per jaar voor toegang en hulpverleners (schaal verdubbelt)",
        "curve_note": "{n} herhalingen; band: {interval}. Wie hulp afslaat wordt getoond, niet gekocht.",
        "and": "; ",
    },
    "en": {
        "crossed": "{share} reach costs {x} euro per adult a year",
        "crossed_not": "no budget that was tried reaches {share}",
        "ends": (
            "with {times} times the staff of now it ends at {share}; of the unmet weeks {declined} is "
            "then declined"
        ),
        "curve_what": "Above: {measure}, %. Below: unmet weeks per 1000 adults a year, by reason",
        "curve_x": "Euro per adult a year for access and help staff (the scale doubles)",
        "curve_note": "{n} replicates; band: {interval}. Who declines is shown, not bought.",
        "and": "; ",
    },
}


def prices(found: Outcome) -> str:
    """Return what the first and the last share of reach cost, and where the model ends."""
    words, lang, form = _WORDS[found.lang], found.lang, found.experiment.form
    table: Any = found.table("curve")
    share = registry()[OBJECTIVES[form.outcome].measure].unit == "share" and OBJECTIVES[form.outcome].sign > 0
    last: Any = table.iloc[-1]
    parts: list[str] = []
    if share:
        passed = [c for c in _crossed(found, table) if math.isfinite(c.euros.mean)]
        for c in [*passed[:1], *passed[-1:]] if len(passed) > 1 else passed:
            x = number(c.euros.mean, 0, lang)
            parts.append(words["crossed"].format(share=chance_told(c.reach, lang), x=x))
        if table[form.outcome].max() < HALF:
            parts.append(words["crossed_not"].format(share=chance_told(HALF, lang)))
    unmet = {row: last[f"unmet_{row}_per_1000"] for row in ROW_COLOURS}
    whole = sum(unmet.values())
    declined = chance_told(unmet["declined"] / whole, lang) if whole > 0.0 else f"0{PERCENT[lang]}"
    told = told_as(form.outcome, lang)
    unit = told.unit if share else f" {told.unit}"
    ends = f"{number(told.scale * last[form.outcome], 0, lang)}{unit}"
    parts.append(words["ends"].format(times=plain(last["times"], lang), share=ends, declined=declined))
    return words["and"].join(parts)


def _crossed(found: Outcome, table: pd.DataFrame) -> list[Any]:
    """Return what it costs to pass each share of reach."""
    key = Key(found.plan.jobs[0].labels[0], found.experiment.form.outcome)
    reach = values_of(found.store, [key])[key]
    return crossings(reach, table["euros_per_adult"].tolist(), _SHARES)


def curve(found: Outcome) -> Figure:
    """Draw reach over the budget, and beneath it why who is not covered is not."""
    words, lang, form = _WORDS[found.lang], found.lang, found.experiment.form
    table: Any = found.table("curve")
    told = told_as(form.outcome, found.lang)
    what = words["curve_what"].format(measure=told.name)
    note = words["curve_note"].format(n=found.plan.replicates, interval=interval_told(found))
    figure, (top, below) = canvas_of(lang, prices(found), what, note, 2, 1, 0.8)
    x = table["euros_per_adult"].to_numpy()
    top.fill_between(
        x, told.scale * table[f"{form.outcome}_low"], told.scale * table[f"{form.outcome}_high"],
        color=COLOURS[0], alpha=0.18, linewidth=0,
    )  # fmt: skip
    top.plot(x, told.scale * table[form.outcome], "o-", color=COLOURS[0], linewidth=2.8, markersize=9)
    for at, y, times in zip(x, told.scale * table[form.outcome], table["times"], strict=True):
        top.annotate(
            f"{plain(times, lang)}×", (at, y), xytext=(0, 13), textcoords="offset points", ha="center",
            fontsize=12, color=GREY,
        )  # fmt: skip
    if told.unit == "%":
        top.set_ylim(0.0, 100.0)
    heights = [table[f"unmet_{row}_per_1000"].to_numpy() for row in ROW_COLOURS]
    hatches = [HATCHES.get(colour, "") for colour in ROW_COLOURS.values()]
    below.stackplot(
        x, heights, colors=list(ROW_COLOURS.values()), hatch=hatches, edgecolor="white", linewidth=0.4
    )
    below.set_ylim(0.0, 1.05 * float(np.sum(heights, axis=0).max()))
    ends, under = list[tuple[float, str, str]](), 0.0
    for (row, colour), height in zip(ROW_COLOURS.items(), heights, strict=True):
        ends.append((under + float(height[-1]) / 2.0, ROWS[lang][row], colour))
        under += float(height[-1])
    for axes in (top, below):
        axes.set_xscale("log", base=2)
        axes.set_xlim(x[0] / _MARGIN, x[-1] * _MARGIN)
        axes.set_xticks(x, [number(value, 0, lang) for value in x])
        axes.minorticks_off()
    figure.subplots_adjust(left=0.09)
    below.yaxis.set_major_formatter(lambda y, _: number(y, 0, lang))
    below.set_xlabel(words["curve_x"])
    name_at_right(below, ends, squares=True)
    return figure

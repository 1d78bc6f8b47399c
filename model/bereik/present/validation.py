"""The picture of the patterns: a row each, with its band, its interval, and whether it holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bereik.experiments.wording import Language, interval_over, number, over_unknowns
from bereik.present.figures import GREY, GRID, INK, WIDE, save
from bereik.present.patterns import band_told
from bereik.present.texts import NOTICE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.patterns import Found, Patterns

NAME: Final = "patterns"
_HOLDS, _FAILS = "#0072B2", "#D55E00"
_PER_ROW = 0.27  # inches
_OUTSIDE = 2.0  # widths of the band that are drawn on either side of it
_LEAST_WIDE = 0.03  # of a band of one value, so that it is seen
_LONGEST = 74  # characters of a row's name
_LARGE = 10.0  # from which a value is told to one decimal
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "passes": "{n} van de {all} patronen kloppen: het model haalt de drempel",
        "barred": "{n} van de {all} patronen kloppen: het model haalt de drempel niet",
        "what": "Gemiddelde over {seeds} keer, met {interval}; in breedtes van de band (grijs)",
        "yes": "in de band", "maybe yes": "in de band, niet zeker",
        "no": "buiten de band", "maybe no": "buiten de band, niet zeker",
        "note": (
            "{residents} volwassenen, {weeks} weken na {burn_in} weken aanloop. "
            "Een pijltje: verder weg dan getekend."
        ),
        "value": "waarde", "band": "band",
    },
    "en": {
        "passes": "{n} of {all} patterns hold: the model passes the gate",
        "barred": "{n} of {all} patterns hold: the model does not pass the gate",
        "what": "Mean over {seeds} seeds, with {interval}; in widths of the band (grey)",
        "yes": "in the band", "maybe yes": "in the band, not certain",
        "no": "outside the band", "maybe no": "outside the band, not certain",
        "note": (
            "{residents} residents, {weeks} weeks after {burn_in} of burn-in. "
            "An arrow: further off than is drawn."
        ),
        "value": "value", "band": "band",
    },
}  # fmt: skip


def write_validation(found: Patterns, folder: Path, lang: Language) -> list[Path]:
    """Draw the patterns into a folder, as PNG and SVG, and return the files.

    Raises
    ------
    OutputError : the folder cannot be written
    """
    return save({NAME: lambda: patterns_figure(found, lang)}, folder)


def patterns_figure(found: Patterns, lang: Language) -> Figure:
    """Draw a row per pattern: the band, the mean with its interval, and both in numbers."""
    from matplotlib.figure import Figure

    words, rows = _WORDS[lang], found.found
    height = 1.9 + _PER_ROW * len(rows)
    figure = Figure(figsize=(WIDE[0], height))
    holding = sum(bool(f.holds) for f in rows)
    asked = sum(f.pattern.use != "O" for f in rows)
    title = words["passes" if found.gate.passes else "barred"].format(n=holding, all=asked)
    figure.text(0.02, 1.0 - 0.25 / height, title, fontsize=20, fontweight="bold", va="top")
    interval = interval_over(None if found.draws is None else found.seeds, lang)
    what = words["what"].format(seeds=found.seeds, interval=interval)
    figure.text(0.02, 1.0 - 0.68 / height, what, fontsize=13, color=GREY, va="top")
    sizes = {"residents": number(found.residents, 0, lang), "weeks": found.weeks, "burn_in": found.burn_in}
    note = words["note"].format(**sizes)
    figure.text(0.02, 0.15 / height, note, fontsize=11, color=GREY)
    if found.draws is not None:
        figure.text(0.02, 0.4 / height, over_unknowns(found.draws, lang), fontsize=11, color=GREY)
    figure.text(0.98, 0.15 / height, NOTICE[lang], fontsize=11, color=GREY, ha="right")
    axes: Any = figure.add_axes((0.5, 0.75 / height, 0.3, 1.0 - 1.95 / height))
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(-_OUTSIDE, 1.0 + _OUTSIDE)
    axes.grid(visible=False)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_yticks([])
    axes.set_xticks([])
    for y, f in enumerate(rows):
        _row(axes, y, f, lang)
    _legend(figure, axes, words, rows)
    return figure


def _row(axes: Any, y: int, found: Found, lang: Language) -> None:
    pattern, interval = found.pattern, found.interval
    if y % 2 == 0:
        axes.axhspan(y - 0.5, y + 0.5, xmin=-1.62, xmax=1.63, color="#f5f6f8", zorder=-2, clip_on=False)
    if pattern.use != "O":
        low, high = (_place(found, edge) for edge in (pattern.low, pattern.high))
        axes.barh(y, max(high - low, _LEAST_WIDE), left=low, height=0.74, color=GRID, zorder=-1)
    name = f"{pattern.id}  {getattr(pattern, lang)}"
    name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
    by_row: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "fontsize": 10.5, "va": "center"}
    axes.text(-1.61, y, name, **by_row)
    told = number(interval.mean, 3 if abs(interval.mean) < _LARGE else 1, lang)
    band = band_told(pattern.low, pattern.high, lang)
    beside = ((1.145, told, INK, "right"), (1.51, band, GREY, "right"))
    use = f"{pattern.use} {pattern.strength}".strip()
    for x, text, colour, side in (*beside, (1.59, use, GREY, "center")):
        axes.text(x, y, text, ha=side, color=colour, **by_row)
    if found.holds is None or not math.isfinite(interval.mean):
        return
    colour, shape, fill = _look(found)
    if not math.isnan(interval.low):
        ends = [_clipped(_place(found, v)) for v in (interval.low, interval.high)]
        axes.plot(ends, [y, y], color=colour, linewidth=2.0, zorder=2)
    at = _place(found, interval.mean)
    if at != _clipped(at):
        shape = "<" if at < 0 else ">"
    axes.plot(
        [_clipped(at)], [y], marker=shape, color=colour, markersize=7.5, markerfacecolor=fill,
        markeredgewidth=1.6, linestyle="", zorder=3, clip_on=False,
    )  # fmt: skip


def _look(found: Found) -> tuple[str, str, str]:
    """Return colour, shape and filling: shape tells as much as colour does."""
    colour, shape = (_HOLDS, "o") if found.holds else (_FAILS, "D")
    return colour, shape, colour if found.certain else "white"


def _place(found: Found, value: float) -> float:
    """Return where a value lies, with the band from 0 to 1; an open end of a band is far away.

    A band with one end is as wide as its edge is far from zero; with its edge at zero, as the mean is.
    """
    low, high = found.pattern.low, found.pattern.high
    if math.isfinite(low) and math.isfinite(high):
        return (value - low) / (high - low or 1.0)
    edge = low if math.isfinite(low) else high
    mean = abs(found.mean) if math.isfinite(found.mean) else 0.0
    width = abs(edge) or mean or 1.0
    away = (value - edge) / width if math.isfinite(value) else math.copysign(1.0 + _OUTSIDE, value)
    place = away if math.isfinite(low) else 1.0 + away
    return min(max(place, -_OUTSIDE), 1.0 + _OUTSIDE) if not math.isfinite(value) else place


def _clipped(place: float) -> float:
    return min(max(place, -_OUTSIDE), 1.0 + _OUTSIDE)


def _legend(figure: Figure, axes: Any, words: dict[str, str], rows: Sequence[Found]) -> None:
    from matplotlib.lines import Line2D

    looks = {
        "yes": (_HOLDS, "o", _HOLDS), "maybe yes": (_HOLDS, "o", "white"),
        "no": (_FAILS, "D", _FAILS), "maybe no": (_FAILS, "D", "white"),
    }  # fmt: skip
    marks = [
        Line2D(
            [], [], color=colour, marker=shape, markerfacecolor=fill, markersize=8, linestyle="",
            label=words[key],
        )
        for key, (colour, shape, fill) in looks.items()
    ]
    top = 1.0 - 1.12 / figure.get_figheight()
    figure.legend(
        handles=marks, loc="center left", bbox_to_anchor=(0.012, top), ncols=4, frameon=False, fontsize=12,
        handletextpad=0.2, columnspacing=1.6,
    )  # fmt: skip
    heads = ((1.145, words["value"]), (1.51, words["band"]))
    for x, text in heads:
        axes.text(x, -0.85, text, transform=axes.get_yaxis_transform(), fontsize=10.5, color=GREY, ha="right")

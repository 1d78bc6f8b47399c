"""What pairs gain: a sentence, a table and a picture."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bereik.experiments.compare import titles_of
from bereik.experiments.pairing import Gain, Pairing
from bereik.experiments.wording import Language, in_a_sentence, number, own_draws
from bereik.measures.catalogue import registry
from bereik.present.figures import COLOURS, INK, canvas_of, save

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.table import Table

_WORDS: dict[Language, dict[str, Any]] = {
    "nl": {
        "finding": "Met {same} vraagt een verschil in {what} {times} keer minder herhalingen",
        "same": "dezelfde mensen en hetzelfde geluk",
        "same_drawn": "dezelfde mensen, hetzelfde geluk en dezelfde onbekende getallen",
        "between": "{low} tot {high}", "reach": "bereik",
        "none": "Te weinig herhalingen om te zeggen wat paren opleveren",
        "what": "Variantie van het verschil met {first}: zonder paren, gedeeld door met paren (95%-interval)",
        "note": "{residents} volwassenen, {weeks} weken na {burn_in}, {n} paren.",
        "equal": "1: even zeker",
        "columns": ("verschil met", "maat", "winst", "95%-interval"),
    },
    "en": {
        "finding": "With {same} a difference in {what} asks {times} times fewer replicates",
        "same": "the same people and the same luck",
        "same_drawn": "the same people, the same luck and the same unknown numbers",
        "between": "{low} to {high}", "reach": "reach",
        "none": "Too few replicates to say what pairs gain",
        "what": "Variance of the difference with {first}: without pairs, divided by that with (95% interval)",
        "note": "{residents} adults, {weeks} weeks after {burn_in}, {n} pairs.",
        "equal": "1: no surer",
        "columns": ("difference with", "measure", "gain", "95% interval"),
    },
}
_APART, _MOST_APART = 0.22, 0.8  # of a line: between two measures of a contrast, and all of them
_TICKS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
_BESIDE = 3  # measures in a line of the legend
NAME = "pairing-gain"


def finding(found: Pairing, lang: Language) -> str:
    """Return in a sentence what pairs gain for the outcome."""
    gains = [g.gain.mean for g in found.gains if g.measure == found.outcome and math.isfinite(g.gain.mean)]
    words = _WORDS[lang]
    if not gains:
        return words["none"]
    low, high = (number(end, 1, lang) for end in (min(gains), max(gains)))
    times = low if low == high else words["between"].format(low=low, high=high)
    same = words["same" if found.job.draws is None else "same_drawn"]
    return words["finding"].format(same=same, what=_what(found.outcome, lang), times=times)


def _what(outcome: str, lang: Language) -> str:
    """Return what a difference is a difference in."""
    if outcome == "reach_52":
        return _WORDS[lang]["reach"]
    return f"‘{getattr(registry()[outcome], lang)}’"


def table(found: Pairing, lang: Language) -> Table:
    """Return the gains as a table for the screen."""
    from rich.table import Table

    told = Table(box=None, pad_edge=False)
    for k, head in enumerate(_WORDS[lang]["columns"]):
        told.add_column(head, justify="right" if k > 1 else "left")
    titles = titles_of(found.job, lang)
    for g in found.gains:
        low, high = (number(end, 1, lang) for end in (g.gain.low, g.gain.high))
        between = _WORDS[lang]["between"].format(low=low, high=high)
        told.add_row(titles[g.scenario], g.measure, number(g.gain.mean, 1, lang), between)
    return told


def write_pairing(found: Pairing, folder: Path, lang: Language) -> list[Path]:
    """Draw the gains into a folder, as PNG and SVG, and return the files."""
    return save({NAME: partial(draw, found, lang)}, folder, own_draws(found.job.draws, lang))


def draw(found: Pairing, lang: Language) -> Figure:
    """Draw the gain of every measure and contrast, on a scale of powers."""
    words, job, titles = _WORDS[lang], found.job, titles_of(found.job, lang)
    first, *others = found.names
    size = {"residents": number(job.residents, 0, lang), "weeks": job.weeks, "burn_in": job.burn_in}
    what = words["what"].format(first=in_a_sentence(titles[first], first))
    note = words["note"].format(n=job.replicates, **size)
    figure, (axes,) = canvas_of(lang, finding(found, lang), what, note, 1, 1)
    middle = (len(found.measures) - 1) / 2.0
    apart = min(_APART, _MOST_APART / max(1, len(found.measures)))
    for k, measure in enumerate(found.measures):
        own = [g for g in found.gains if g.measure == measure]
        heights = [y + (k - middle) * apart for y in range(len(own))]
        name = getattr(registry()[measure], lang)
        _dots(axes, list(zip(heights, own, strict=True)), COLOURS[k % len(COLOURS)], name)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda x, _: number(x, 0 if x >= 1.0 else 1, lang))
    axes.set_xticks([t for t in _TICKS if _within(t, axes.get_xlim())])
    axes.minorticks_off()
    axes.axvline(1.0, color=INK, linewidth=1.2)
    axes.set_yticks(range(len(others)), [titles[name] for name in others])
    axes.set_ylim(len(others) - 0.5, -0.5)
    axes.grid(axis="y", visible=False)
    below = {"loc": "upper center", "bbox_to_anchor": (0.4, -0.08), "ncols": _BESIDE}
    axes.legend(frameon=False, fontsize=12, handletextpad=0.1, columnspacing=1.2, **below)
    figure.subplots_adjust(left=0.2)
    return figure


def _dots(axes: Any, gains: list[tuple[float, Gain]], colour: str, name: str) -> None:
    known = [(y, g.gain) for y, g in gains if math.isfinite(g.gain.mean)]
    sure = [(y, e) for y, e in known if math.isfinite(e.low)]
    for y, e in sure:
        axes.plot([e.low, e.high], [y, y], color=colour, linewidth=3)
    axes.plot([e.mean for _, e in known], [y for y, _ in known], "o", color=colour, markersize=9, label=name)


def _within(x: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= x <= ends[1]

"""What pairs gain: a sentence, a table and a picture."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bereik.experiments.compare import loaded_scenario
from bereik.experiments.pairing import FIRST, MEASURES, OTHERS, Gain, Pairing
from bereik.experiments.wording import Language, number
from bereik.measures.catalogue import registry
from bereik.present.figures import COLOURS, INK, canvas_of, save

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.table import Table

_WORDS: dict[Language, dict[str, Any]] = {
    "nl": {
        "finding": (
            "Met dezelfde mensen en hetzelfde geluk vraagt een verschil in bereik {low} tot {high} keer "
            "minder herhalingen"
        ),
        "none": "Te weinig herhalingen om te zeggen wat paren opleveren",
        "what": "Variantie van het verschil met {first}: zonder paren, gedeeld door met paren (95%-interval)",
        "note": "{residents} volwassenen, {weeks} weken na {burn_in}, {n} paren.",
        "equal": "1: even zeker",
        "columns": ("verschil met", "maat", "winst", "95%-interval"),
    },
    "en": {
        "finding": (
            "With the same people and the same luck a difference in reach asks {low} to {high} times fewer "
            "replicates"
        ),
        "none": "Too few replicates to say what pairs gain",
        "what": "Variance of the difference with {first}: without pairs, divided by that with (95% interval)",
        "note": "{residents} adults, {weeks} weeks after {burn_in}, {n} pairs.",
        "equal": "1: no surer",
        "columns": ("difference with", "measure", "gain", "95% interval"),
    },
}
_APART = 0.22  # of a line, between two measures of a contrast


def finding(found: Pairing, lang: Language) -> str:
    """Return in a sentence what pairs gain for reach."""
    gains = [g.gain.mean for g in found.gains if g.measure == MEASURES[0] and math.isfinite(g.gain.mean)]
    words = _WORDS[lang]
    if not gains:
        return words["none"]
    return words["finding"].format(low=number(min(gains), 1, lang), high=number(max(gains), 1, lang))


def table(found: Pairing, lang: Language) -> Table:
    """Return the gains as a table for the screen."""
    from rich.table import Table

    told = Table(box=None, pad_edge=False)
    for k, head in enumerate(_WORDS[lang]["columns"]):
        told.add_column(head, justify="right" if k > 1 else "left")
    for g in found.gains:
        low, high = (number(end, 1, lang) for end in (g.gain.low, g.gain.high))
        between = {"nl": "tot", "en": "to"}[lang]
        mean = number(g.gain.mean, 1, lang)
        told.add_row(_title(g.scenario, lang), g.measure, mean, f"{low} {between} {high}")
    return told


def write_pairing(found: Pairing, folder: Path, lang: Language) -> list[Path]:
    """Draw the gains into a folder, as PNG and SVG, and return the files."""
    return save({"pairing-gain": partial(draw, found, lang)}, folder)


def draw(found: Pairing, lang: Language) -> Figure:
    """Draw the gain of every measure and contrast, on a scale of powers."""
    words = _WORDS[lang]
    size = {"residents": number(found.residents, 0, lang), "weeks": found.weeks, "burn_in": found.burn_in}
    what = words["what"].format(first=_title(FIRST, lang))
    note = words["note"].format(n=found.replicates, **size)
    figure, (axes,) = canvas_of(lang, finding(found, lang), what, note, 1, 1)
    for k, measure in enumerate(MEASURES):
        own = [g for g in found.gains if g.measure == measure]
        heights = [y + (k - 1) * _APART for y in range(len(own))]
        name = getattr(registry()[measure], lang)
        _dots(axes, list(zip(heights, own, strict=True)), COLOURS[k], name)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda x, _: number(x, 0 if x >= 1.0 else 1, lang))
    axes.set_xticks([t for t in (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0) if _within(t, axes.get_xlim())])
    axes.minorticks_off()
    axes.axvline(1.0, color=INK, linewidth=1.2)
    axes.set_yticks(range(len(OTHERS)), [_title(name, lang) for name in OTHERS])
    axes.set_ylim(len(OTHERS) - 0.5, -0.5)
    axes.grid(axis="y", visible=False)
    below = {"loc": "upper center", "bbox_to_anchor": (0.4, -0.08), "ncols": len(MEASURES)}
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


def _title(name: str, lang: Language) -> str:
    return getattr(loaded_scenario(name).title, lang)

"""Why the paradox, on the screen and in a picture: what each link adds, and whom it loses."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bereik.experiments.paradox import LINKS, TOLD, Explained, Parts
from bereik.experiments.wording import Language, decimals_told, number, slope, span
from bereik.measures.intervals import Interval
from bereik.present.figures import COLOURS, INK, canvas_of, save
from bereik.present.staircase import GAIN, LEVEL, LOSS, called, interval_told, note_of, percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.table import Table

_UNSURE = 0.45  # how dark a bar is drawn whose interval holds zero
_ENDS = ((0, 1, 2), (7, 8, 9))  # the three lowest and the three highest tenths
_LOOKS = ((COLOURS[0], "o"), (COLOURS[7], "s"))  # of them; no colour that says something else beside it
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "table": "Wat elke schakel toevoegt, {scenario} (Shapley: telt op tot de laatste rij)",
        "alone": "Wat elke schakel toevoegt in de wereld zoals die is: zij alleen weggenomen (telt niet op)",
        "link": "schakel",
        "index": "index bij gelijke nood",
        "plain": "zonder die correctie",
        "lost": "bereik verloren (%-punt)",
        "low": "laagste drie tienden",
        "high": "hoogste drie tienden",
        "total": "zoals het is",
        "rest": "nood voorbij\nvoor er hulp is",
        "rises": "Hulpparadox van {e}: ‘{name}’ voegt het meest toe, {x}",
        "flat": "Geen hulpparadox: de schakels houden elkaar in evenwicht (index {e})",
        "falls": "Omgekeerd: wie minder zelfredzaam is, wordt vaker bereikt (index {e})",
        "what": "Wat elke schakel toevoegt aan de index, en hoeveel procentpunt bereik zij kost",
        "index_x": "index bij gelijke nood (> 0: zelfredzamen voor)",
        "alone_x": "wit ruitje: deze schakel alleen weggenomen",
        "lost_x": "procentpunt bereik dat de schakel kost",
    },
    "en": {
        "table": "What each link adds, {scenario} (Shapley: adds up to the last row)",
        "alone": "What each link adds in the world as it is: it alone taken away (does not add up)",
        "link": "link",
        "index": "index, like need",
        "plain": "not so corrected",
        "lost": "reach lost (% points)",
        "low": "lowest three tenths",
        "high": "highest three tenths",
        "total": "as it is",
        "rest": "need passes\nbefore help",
        "rises": "A hulpparadox of {e}: ‘{name}’ adds most, {x}",
        "flat": "No hulpparadox: the links balance one another (index {e})",
        "falls": "The other way round: the less self-reliant are reached more often (index {e})",
        "what": "What each link adds to the index, and how many percentage points of reach it costs",
        "index_x": "index, like need (> 0: self-reliant first)",
        "alone_x": "white diamond: this link alone taken away",
        "lost_x": "percentage points of reach that the link costs",
    },
}


def paradox_table(found: Explained) -> Table:
    """Return per link what it adds to the index, and the reach it costs the lowest and the highest tenths."""
    words, lang = _WORDS[found.lang], found.lang
    table = _table_of(found, words["table"].format(scenario=called(found.scenario, lang)), found.shares)
    ends = ((words["rest"], found.rest, found.plain_rest), (words["total"], found.index, found.plain))
    table.add_section()
    for name, index, plain in ends:
        cells = (_index(index, lang), span(index, lang), _index(plain, lang))
        table.add_row(name.replace("\n", " "), *cells, style="bold" if name == words["total"] else "")
    return table


def alone_table(found: Explained) -> Table:
    """Return the same for each link taken away alone, in the world as it is."""
    return _table_of(found, _WORDS[found.lang]["alone"], found.alone)


def _table_of(found: Explained, title: str, parts: Parts) -> Table:
    from rich.table import Table

    words, lang = _WORDS[found.lang], found.lang
    table = Table(title=title, title_justify="left")
    heads = words | {"interval": interval_told(found)}
    for k, key in enumerate(("link", "index", "interval", "plain", "lost", "low", "high")):
        table.add_column(heads[key], justify="right" if k else "left", no_wrap=key in ("link", "interval"))
    for link in LINKS:
        added = parts.index[link]
        ends = (100.0 * _mean_of(parts, link, tenths) for tenths in _ENDS)
        table.add_row(
            TOLD[lang][link],
            _index(added, lang),
            span(added, lang),
            _index(parts.plain[link], lang),
            percent(parts.lost[link], lang),
            *(number(points, 1, lang) for points in ends),
        )
    return table


def write_paradox(found: Explained, folder: Path) -> list[Path]:
    """Draw the paradox taken apart into a folder, as PNG and SVG, and return the files.

    Raises
    ------
    OutputError : the folder cannot be written
    """
    return save({"paradox": partial(taken_apart, found)}, folder)


def taken_apart(found: Explained) -> Figure:
    """Draw what each link adds to the index, and beside it the reach it costs those below and above."""
    words, lang = _WORDS[found.lang], found.lang
    most, share = max(found.shares.index.items(), key=lambda item: item[1].mean)
    which = slope(found.index)
    title = words[which].format(name=TOLD[lang][most], x=_index(share, lang), e=_index(found.index, lang))
    figure, (left, right) = canvas_of(lang, title, words["what"], note_of(found), 1, 2)
    figure.subplots_adjust(left=0.17, wspace=0.06)
    bars = [(words["total"], found.index, LEVEL), *_bars_of(found), (words["rest"], found.rest, LEVEL)]
    for y, (_, estimate, colour) in enumerate(bars):
        pale = estimate.low < 0.0 < estimate.high
        left.barh(y, estimate.mean, color=colour, height=0.72, alpha=_UNSURE if pale else 1.0)
        left.plot([estimate.low, estimate.high], [y, y], color=INK, linewidth=1.6)
    alone = [found.alone.index[link].mean for link in LINKS]
    left.plot(alone, range(1, len(LINKS) + 1), "D", color="white", markeredgecolor=INK, markersize=9)
    left.axvline(0.0, color=INK, linewidth=1.0)
    left.set_yticks(range(len(bars)), [name for name, *_ in bars], fontsize=14, color=INK)
    left.set_xlabel(f"{words['index_x']}\n{words['alone_x']}")
    left.xaxis.set_major_formatter(lambda x, _: number(x, 2, lang))
    for y, link in enumerate(LINKS, 1):
        _dumbbell(right, y, [100.0 * _mean_of(found.shares, link, ends) for ends in _ENDS])
    right.axvline(0.0, color=INK, linewidth=1.0)
    right.set_xlabel(words["lost_x"])
    for axes in (left, right):
        axes.set_ylim(len(bars) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="y", visible=False)
    marks = zip(_LOOKS, ("\N{BLACK CIRCLE}", "\N{BLACK SQUARE}"), ("low", "high"), (1, 0), strict=True)
    for (colour, _), mark, key, place in marks:
        right.text(
            0.98, 0.02 + 0.055 * place, f"{mark} {words[key]}", transform=right.transAxes,
            color=colour, fontsize=14, fontweight="bold", ha="right", va="bottom",
        )
    return figure


def _bars_of(found: Explained) -> list[tuple[str, Interval, str]]:
    told = TOLD[found.lang]
    return [
        (told[link], added, LOSS if added.mean > 0.0 else GAIN)
        for link, added in found.shares.index.items()
    ]


def _mean_of(parts: Parts, link: str, tenths: tuple[int, ...]) -> float:
    """Return the mean reach that a link costs over some tenths of doenvermogen."""
    return sum(parts.by_decile[link][d].mean for d in tenths) / len(tenths)


def _dumbbell(axes: Any, y: int, ends: list[float]) -> None:
    axes.plot(ends, [y, y], color="#c9ced6", linewidth=4, solid_capstyle="round", zorder=1)
    for x, (colour, shape) in zip(ends, _LOOKS, strict=True):
        axes.plot(x, y, shape, color=colour, markersize=10, zorder=2)


def _index(estimate: Interval, lang: Language) -> str:
    return number(estimate.mean, decimals_told(estimate.low, estimate.high), lang)

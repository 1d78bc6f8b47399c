"""The pictures of a comparison: PNG to project, SVG to print.

A title is a finding, computed from the numbers it stands above. Bands are over seeds, differences
are paired. Colours are those of Okabe & Ito (2008), which the colour-blind can tell apart, and a
purple; lines carry their names themselves. After six scenarios lines are dashed and have markers.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from bereik.errors import OutputError, not_written
from bereik.experiments.job import against
from bereik.experiments.wording import (
    Language,
    decimals_told,
    in_a_sentence,
    interval_of_replicates,
    number,
    over_unknowns,
    own_draws,
    slope,
    span,
)
from bereik.measures.intervals import Interval
from bereik.present.texts import FIGURES, NOTICE, ROWS
from bereik.vocabulary import N_DOMAINS, UNMET_ROWS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from bereik.experiments.compare import Comparison
    from bereik.experiments.persona import PersonaFound

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#56B4E9", "#000000", "#6A3D9A")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">", "p", "h", "*")
LINES = ("-", "--")
_DASHES = ("-", (0, (6, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2)), (0, (3, 1.2)), (0, (6, 1.5, 1, 1.5, 1, 1.5)))
_SOLID = 6  # scenarios
STYLES = tuple((COLOURS[k % len(COLOURS)], MARKERS[k], LINES[k // _SOLID]) for k in range(len(MARKERS)))
MOST_DRAWN = 8  # scenarios that can still be told apart in one picture
_MOST_LINES = 3  # of a title
_BESIDE_ONE_ANOTHER = 4  # panels
ROW_COLOURS = {
    "invisible": "#30435a",
    "late": "#8fb4d9",
    "unavailable": "#c8553d",
    "unfitting": "#e8a33d",
    "incomplete": "#f3d98b",
    "declined": "#b9b4ab",
}
COVERED_COLOUR = "#5a9a68"
# in grey print areas look alike without it
HATCHES = {
    ROW_COLOURS["late"]: "///", ROW_COLOURS["unfitting"]: "...", ROW_COLOURS["declined"]: "xxx",
    COVERED_COLOUR: r"\\\\",
}  # fmt: skip
_SQUARE = 11.0  # points
_ROWS_UPWARD = tuple(ROW_COLOURS)
COVERED = "covered"
INK, GREY, GRID = "#1b1f24", "#5b6470", "#dfe3e8"
WIDE = (12.8, 7.2)  # inches; at 150 dots an inch 1920 by 1080, a projector's
_LARGE_TYPE, _SMALL_TYPE = 66, 82  # characters of a line of a title
_BESIDE = 18  # characters of a line beside a panel
_LINE_BESIDE = 0.235  # inches from one such line to the next
_DECILES = range(1, 11)
_LONGEST = 104  # weeks on the curve of incidence
_FEWEST_WORDS = 3  # before the notice of a picture: the finding, what the height means, a note
_EDGE = 0.05  # inches around a picture on a page
_METADATA = ("Date", "Creator", "Format", "Type")
_STYLE: Any = {
    "font.size": 15,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": GRID,
    "axes.axisbelow": True,
    "text.parse_math": False,  # a dollar in a title is a dollar
    "svg.hashsalt": "bereik",
    "svg.fonttype": "none",
    "figure.dpi": 150,
}


class Compared(Protocol):
    """What the pictures are made of: a comparison, run now or read back from its folder."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the scenarios, in order."""
        ...

    @property
    def titles(self) -> dict[str, str]:
        """Return what each scenario is called, by name."""
        ...

    @property
    def lang(self) -> Language:
        """Return the language of the words."""
        ...

    @property
    def residents(self) -> int:
        """Return how many adults live there."""
        ...

    @property
    def weeks(self) -> int:
        """Return the weeks of policy."""
        ...

    @property
    def replicates(self) -> int:
        """Return how many paired seeds there are."""
        ...

    @property
    def drawn(self) -> bool:
        """Return whether each of them has its own draw of what is not known."""
        ...

    @property
    def over_time(self) -> pd.DataFrame:
        """Return the residents in need and not fully covered, per scenario and week, by row."""
        ...

    def estimate(self, measure: str, scenario: str, group: str = "") -> Interval:
        """Return mean and interval; NaN where nothing could be counted."""
        ...


def write_figures(found: Comparison, folder: Path) -> list[Path]:
    """Draw all pictures of a comparison into a folder, as PNG and SVG, and return the files.

    Raises
    ------
    OutputError : the folder cannot be written
    """
    pictures = {name: partial(draw, found) for name, draw in PICTURES.items()}
    return save(pictures, folder, over_unknowns(found.job.draws, found.lang))


def save(pictures: Mapping[str, Callable[[], Figure]], folder: Path, beneath: str = "") -> list[Path]:
    """Draw pictures into a folder by name, as PNG and SVG, and return the files.

    Parameters
    ----------
    beneath : a last line under every picture

    Raises
    ------
    OutputError : the folder cannot be written
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    files: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with mpl.rc_context(_STYLE):
            for name, draw in pictures.items():
                figure = draw()
                FigureCanvasAgg(figure)
                if beneath:
                    place = (0.03, 0.03 / figure.get_figheight())
                    figure.text(*place, beneath, fontsize=11, color=GREY, va="bottom")
                for kind in ("png", "svg"):
                    path = folder / f"{name}.{kind}"
                    # without a date the same numbers give the same file
                    figure.savefig(path, metadata={"Date": None} if kind == "svg" else None)
                    files.append(path)
    except OSError as error:
        raise not_written(
            folder, error,
            "figures cannot be written here ({why}).", "hier kunnen geen figuren worden geschreven ({why}).",
        ) from None
    return files


class Worded(NamedTuple):
    """A picture whose words stand beside it, for a page that has type of its own.

    Attributes
    ----------
    title : the finding
    what : what the height means
    note : what it rests on
    svg : the panels alone
    """

    title: str
    what: str
    note: str
    svg: str


def worded(draw: Callable[[], Figure], name: str, *, as_paths: bool = False) -> Worded:
    """Draw a picture for a page.

    Parameters
    ----------
    name : what an error calls it
    as_paths : letters as shapes, for who has not the typeface

    Raises
    ------
    OutputError : the picture does not come from `canvas_of`, so its words cannot be taken out of it
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.transforms import Bbox

    file = io.StringIO()
    with mpl.rc_context(_STYLE | ({"svg.fonttype": "path"} if as_paths else {})):
        figure = draw()
        FigureCanvasSVG(figure)
        title, what, note = _taken_out(figure, name)
        nothing = dict.fromkeys(_METADATA)
        paper = Bbox.from_bounds(0.0, 0.0, *figure.get_size_inches())
        drawn = Bbox.intersection(figure.get_tightbbox(), paper) or paper  # what lies beside it, nobody sees
        figure.savefig(file, format="svg", metadata=nothing, bbox_inches=drawn.padded(_EDGE))
    return Worded(title, what, note, svg=file.getvalue())


def _taken_out(figure: Figure, name: str) -> tuple[str, str, str]:
    """Hide the words that `canvas_of` wrote, and return the finding, what the height means, and the notes.

    The notice is the last of them; what stands after it is part of the picture.
    """
    words = [text.get_text() for text in figure.texts]
    last = next((k for k, text in enumerate(words) if text in NOTICE.values()), 0)
    if last < _FEWEST_WORDS:
        raise OutputError(
            f"{name}: a report cannot set this picture: its words are not those of canvas_of. Have its"
            " `draw` begin with bereik.present.figures.canvas_of.",
            f"{name}: dit plaatje past niet in een verslag: de tekst erin is niet die van canvas_of. Laat"
            " `draw` beginnen met bereik.present.figures.canvas_of.",
        )
    for text in figure.texts[: last + 1]:
        text.set_visible(False)
    title, what, *notes = (" ".join(text.split()) for text in words[:last])
    return title, what, " ".join(notes)


def reach_by_doenvermogen(found: Compared) -> Figure:
    """Draw reach within a year by tenth of doenvermogen: the hulpparadox."""
    words, lang = FIGURES[found.lang], found.lang
    curves = {
        name: [(d, found.estimate("reach_52", name, f"doenvermogen={d}")) for d in _DECILES]
        for name in _drawn(found)
    }
    parts: dict[str, list[str]] = {"rises": [], "falls": [], "flat": []}
    for name, points in curves.items():
        index = found.estimate("concentration_index", name)
        if not math.isnan(index.low):
            low, high = (_percent(points[k][1].mean, lang) for k in (0, -1))
            parts[slope(index)].append(words["from_to"].format(s=_told(found, name), low=low, high=high))
    title = "; ".join(words[which].format(parts=_and(told, lang)) for which, told in parts.items() if told)
    counts = [
        words[which].format(parts=_count(len(told), len(curves), lang))
        for which, told in parts.items()
        if told
    ]
    title = _brief(title, "; ".join(counts))
    note = _note(found, "band")
    right = _room_for(_titles(found), bold=True)
    figure, (axes,) = canvas_of(lang, title or words["nothing"], words["decile_y"], note, 1, 1, right)
    _curves(axes, curves, found, marker=True)
    axes.set_xlabel(words["decile_x"])
    ends = {_DECILES[0]: words["least"], _DECILES[-1]: words["most"]}
    axes.set_xticks(list(_DECILES), [f"{d}\n{ends.get(d, '')}" for d in _DECILES])
    axes.set_xlim(0.7, 10.3)
    return figure


def incidence_of_help(found: Compared) -> Figure:
    """Draw the share that has had fitting help, by weeks since the clock started."""
    words, lang = FIGURES[found.lang], found.lang
    curves = {
        name: [(w, found.estimate("incidence", name, f"week={w}")) for w in range(_LONGEST + 1)]
        for name in _drawn(found)
    }
    years = {name: points[52][1].mean for name, points in curves.items()}
    parts = [
        words["incidence_part"].format(s=_told(found, name), x=_percent(year, lang))
        for name, year in years.items()
        if not math.isnan(year)
    ]
    title = words["incidence_title"].format(parts=_and(parts, lang)) if parts else words["nothing"]
    if parts:
        known = {name: year for name, year in years.items() if not math.isnan(year)}
        ends = [min(known, key=lambda name: known[name]), max(known, key=lambda name: known[name])]
        least, most = (
            words["incidence_part"].format(s=_told(found, name), x=_percent(known[name], lang))
            for name in ends
        )
        title = _brief(title, words["incidence_short"].format(least=least, most=most))
    note = _note(found, "band")
    right = _room_for(_titles(found), bold=True)
    figure, (axes,) = canvas_of(lang, title, words["incidence_y"], note, 1, 1, right)
    _curves(axes, curves, found, marker=False)
    axes.set_xlabel(words["incidence_x"])
    axes.set_xticks(range(0, _LONGEST + 1, 13))
    axes.set_xlim(0, _LONGEST)
    return figure


def rows_of_unmet_need(found: Compared) -> Figure:
    """Draw the six rows of niet-bereik as stacked areas over the weeks, a panel a scenario."""
    from matplotlib.ticker import MaxNLocator

    words, lang = FIGURES[found.lang], found.lang
    largest: dict[str, list[str]] = {}
    for name in _drawn(found):
        shares = {row: found.estimate(f"unmet_{row}", name).mean for row in UNMET_ROWS}
        if not any(math.isnan(share) for share in shares.values()):
            row = max(shares, key=lambda row: shares[row])
            part = words["rows_part"].format(s=_told(found, name), x=_percent(shares[row], lang))
            largest.setdefault(ROWS[lang][row], []).append(part)
    title = "; ".join(
        words["rows_title"].format(row=row, parts=_and(told, lang)) for row, told in largest.items()
    )
    shown = _drawn(found)
    counts = {row: _count(len(told), len(shown), lang) for row, told in largest.items()}
    short = "; ".join(words["rows_short"].format(row=row, parts=count) for row, count in counts.items())
    title = _brief(title, short)
    note = _note(found, "rows_note")
    right = _room_for(ROWS[lang].values(), bold=False)
    columns = len(shown) if len(shown) <= _BESIDE_ONE_ANOTHER else -(-len(shown) // 2)
    lines = -(-len(shown) // columns)
    many = columns > 3
    size = 13 if many else 16
    width = int(WIDE[0] * right / columns * 110 / size)  # characters of bold type over a panel
    heads = {name: _wrapped(title, width) for name, title in zip(shown, _titles(found), strict=True)}
    heads_room = size * max(head.count("\n") for head in heads.values())
    figure, panels = canvas_of(
        lang, title or words["nothing"], words["rows_y"], note, lines, columns, right, heads_room
    )
    for empty in panels[len(shown) :]:
        empty.set_visible(False)
    highest = 0.0
    for name, axes in zip(shown, panels, strict=False):
        rows: Any = found.over_time[found.over_time["scenario"] == name]
        heights = [rows[row].to_numpy() for row in _ROWS_UPWARD]
        axes.stackplot(
            rows["week"].to_numpy(),
            heights,
            colors=[ROW_COLOURS[row] for row in _ROWS_UPWARD],
            hatch=[HATCHES.get(ROW_COLOURS[row], "") for row in _ROWS_UPWARD],
            edgecolor="white",
            linewidth=0.4,
        )
        axes.set_title(heads[name], loc="left", fontsize=size, fontweight="bold", pad=8)
        axes.set_xlabel(words["rows_x"] if columns <= 2 or axes is panels[-columns + columns // 2] else "")
        axes.xaxis.set_major_locator(
            MaxNLocator(3 if many else 6, integer=True, prune="upper" if many else None)
        )
        axes.set_xlim(0, max(1, found.weeks - 1))
        axes.grid(axis="x", visible=False)
        highest = max(highest, axes.get_ylim()[1])
        if axes is panels[columns - 1]:
            below, ends = 0.0, list[tuple[float, str, str]]()
            for row, height in zip(_ROWS_UPWARD, heights, strict=True):
                ends.append((below + float(height[-1]) / 2.0, ROWS[lang][row], ROW_COLOURS[row]))
                below += float(height[-1])
            name_at_right(axes, ends, squares=True)
    if lines > 1:
        for axes in panels:
            axes.set_ylim(0.0, highest)
    return figure


def gained_and_lost(found: Compared) -> Figure:
    """Draw who is reached in one scenario only, by doenvermogen and by number of domains."""
    words, lang, first = FIGURES[found.lang], found.lang, found.names[0]
    others = _drawn(found)[1:]
    titles: list[str] = []
    net: dict[str, Interval] = {}
    for b in others:
        gained, lost = (found.estimate(m, against(b, first)) for m in ("gained_per_1000", "lost_per_1000"))
        if not math.isnan(gained.mean):
            net[b] = _per_1000(found, found.estimate("extra_reached", against(b, first)))
            told = {"gained": _rounded(gained, lang), "lost": _rounded(lost, lang)}
            told["net"] = _net(net[b], lang)
            titles.append(words["gained_title"].format(a=_told(found, first), b=_told(found, b), **told))
    note = _note(found, "gained_note")
    title = "; ".join(titles) or words["nothing"]
    if len(net) > 1:
        title = _brief(title, _who_gains(found, net))
    figure, panels = canvas_of(lang, title, words["gained_y"], note, len(others), 2)
    groups = (
        ("doenvermogen", _DECILES, words["gained_x1"]),
        ("domains", range(1, N_DOMAINS + 1), words["gained_x2"]),
    )
    for row, b in enumerate(others):
        pair = panels[2 * row : 2 * row + 2]
        of_first, of_b = STYLES[0][0], STYLES[row + 1][0]  # as in the other pictures
        for axes, (group, keys, x) in zip(pair, groups, strict=True):
            for measure, sign, colour in (("gained_per_1000", 1.0, of_b), ("lost_per_1000", -1.0, of_first)):
                told = [found.estimate(measure, against(b, first), f"{group}={k}") for k in keys]
                _bars(axes, keys, told, sign, colour)
            axes.axhline(0.0, color=INK, linewidth=1.0)
            axes.set_xticks(list(keys))
            axes.set_xlabel(x if row == len(others) - 1 else "")
            axes.grid(axis="x", visible=False)
            axes.yaxis.set_major_formatter(lambda y, _: number(abs(y), 0 if y == round(y) else 1, lang))
        low, high = pair[0].get_ylim()
        low, high = min(low, -1.0), max(high, 1.0)  # so that next to nothing looks like it
        names = {"a": _told(found, first), "b": _told(found, b)}
        labels = {key: _wrapped(words[key].format(**names), 42) for key in ("gained", "lost")}
        room = 0.16 * (high - low) * (1 + max(label.count("\n") for label in labels.values()))
        pair[0].set_ylim(low - room, high + room)
        for y, key, colour in ((0.97, "gained", of_b), (0.03, "lost", of_first)):
            pair[0].text(
                0.98,
                y,
                labels[key],
                transform=pair[0].transAxes,
                color=colour,
                fontsize=14,
                fontweight="bold",
                ha="right",
                va="top" if y > 0.5 else "bottom",
            )
    return figure


def write_persona_figure(found: PersonaFound, title: str, lang: Language, folder: Path) -> list[Path]:
    """Draw how a persona fares over the weeks into a folder, as PNG and SVG, and return the files.

    Parameters
    ----------
    title : the finding

    Raises
    ------
    OutputError : the folder cannot be written
    """
    pictures = {f"persona-{found.persona.name}": lambda: weeks_of_a_persona(found, title, lang)}
    return save(pictures, folder, own_draws(found.draws, lang))


def weeks_of_a_persona(found: PersonaFound, title: str, lang: Language) -> Figure:
    """Draw in how many replicates a persona is where, week by week, a panel a scenario."""
    import numpy as np
    from matplotlib.ticker import MaxNLocator

    words = FIGURES[lang]
    names = [COVERED, *_ROWS_UPWARD]
    called = {COVERED: words["persona_covered"], **ROWS[lang]}
    colours = {COVERED: COVERED_COLOUR, **ROW_COLOURS}
    right = _room_for(called.values(), bold=False)
    shown = found.scenarios[:_BESIDE_ONE_ANOTHER]
    note = words["rows_note"].format(n=len(found.seeds))
    figure, panels = canvas_of(lang, title, words["persona_y"], note, 1, len(shown), right, 16.0)
    for k, axes in enumerate(panels):
        booked = np.array([fate.booked for fate in found.fates[k]])
        codes = [len(UNMET_ROWS), *(UNMET_ROWS.index(row) for row in _ROWS_UPWARD)]
        heights = [100.0 * (booked == code).mean(axis=0) for code in codes]
        axes.stackplot(
            range(found.weeks), heights, colors=[colours[name] for name in names],
            hatch=[HATCHES.get(colours[name], "") for name in names], edgecolor="white", linewidth=0.4,
        )
        width = int(WIDE[0] * right / len(shown) * 110 / 16)
        head = _wrapped(getattr(shown[k].title, lang), width)
        axes.set_title(head, loc="left", fontsize=16, fontweight="bold", pad=8)
        axes.set_xlabel(words["rows_x"] if len(shown) <= 2 else "")
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.set_xlim(0, max(1, found.weeks - 1))
        axes.set_ylim(0, 100)
        axes.grid(axis="x", visible=False)
    ends = [(100.0 * (k + 0.5) / len(names), called[name], colours[name]) for k, name in enumerate(names)]
    name_at_right(panels[-1], ends, squares=True)
    return figure


def _per_1000(found: Compared, residents: Interval) -> Interval:
    """Return a number of residents per 1000 adults."""
    scale = 1000.0 / found.residents
    return Interval(scale * residents.mean, scale * residents.low, scale * residents.high, residents.pairs)


def _net(net: Interval, lang: Language) -> str:
    """Return what is left of gained minus lost, with its interval, or that it cannot be told from none."""
    which = {"rises": "net_more", "falls": "net_fewer", "flat": "net_same"}[slope(net)]
    x = number(abs(net.mean), decimals_told(net.low, net.high), lang)
    return FIGURES[lang][which].format(x=x, span=span(net, lang, signed=True))


def _who_gains(found: Compared, net: Mapping[str, Interval]) -> str:
    """Return how many scenarios can be told to reach more residents than the first, and the highest."""
    words = FIGURES[found.lang]
    facts = {"n": len(net), "a": _told(found, found.names[0])}
    gaining = [b for b, interval in net.items() if slope(interval) == "rises"]
    if not gaining:
        return words["gained_none"].format(**facts)
    most = max(gaining, key=lambda b: net[b].mean)
    facts |= {"k": len(gaining), "b": _told(found, most), "net": _net(net[most], found.lang)}
    return words["gained_short"].format(**facts)


PICTURES: dict[str, Callable[[Compared], Figure]] = {
    "reach-by-doenvermogen": reach_by_doenvermogen,
    "incidence-of-help": incidence_of_help,
    "rows-of-niet-bereik": rows_of_unmet_need,
    "gained-and-lost": gained_and_lost,
}


def _drawn(found: Compared) -> tuple[str, ...]:
    """Return the scenarios that are drawn: the first, as many as can be read."""
    return found.names[:MOST_DRAWN]


def _note(found: Compared, which: str) -> str:
    """Return what a picture rests on, and whether scenarios were left out of it."""
    words = FIGURES[found.lang]
    over = interval_of_replicates(found.replicates, found.lang, drawn=found.drawn)
    note = words[which].format(n=found.replicates, interval=over)
    if len(found.names) > MOST_DRAWN:
        note += "\n" + words["left_out"].format(drawn=MOST_DRAWN, all=len(found.names))
    return note


def _titles(found: Compared) -> list[str]:
    return [found.titles[name] for name in _drawn(found)]


def _lines_of(title: str, width: int) -> list[str]:
    headline = title[:1].upper() + title[1:]
    return textwrap.wrap(headline, width, break_on_hyphens=False)


def _brief(title: str, short: str) -> str:
    """Return the title, or where it takes more than three lines its main finding."""
    return title if len(_lines_of(title, _SMALL_TYPE)) <= _MOST_LINES else short


def _count(n: int, of: int, lang: Language) -> str:
    return FIGURES[lang]["all" if n == of else "of_all"].format(n=n, all=of)


def _told(found: Compared, name: str) -> str:
    """Return what a scenario is called in a sentence."""
    return in_a_sentence(found.titles[name], name)


def _wrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.wrap(text, width))


def _room_for(names: Iterable[str], *, bold: bool) -> float:
    """Return how far the panels may reach to the right, to leave room for names beside them."""
    longest = max(len(line) for name in names for line in textwrap.wrap(name, _BESIDE))
    return 1.0 - (0.45 + longest * (0.125 if bold else 0.11)) / WIDE[0]


def canvas_of(
    lang: Language, title: str, what: str, note: str, rows: int, columns: int, right: float = 0.97,
    heads: float = 0.0,
) -> tuple[Figure, list[Any]]:
    """Return an empty picture: the finding, what the height means, panels, and what it rests on.

    Parameters
    ----------
    right : how far the panels reach, as a share of the width
    heads : room above the panels for more than a line, in points of type
    """
    from matplotlib.figure import Figure

    size, lines = 21, _lines_of(title, _LARGE_TYPE)
    if len(lines) > 2:
        size, lines = 17, _lines_of(title, _SMALL_TYPE)
    figure = Figure(figsize=(WIDE[0], WIDE[1] + 2.6 * (rows - 1)))
    height = figure.get_figheight()
    below_title = 0.35 + len(lines) * size * 1.25 / 72.0  # inches from the top
    figure.text(
        0.03,
        1.0 - 0.3 / height,
        "\n".join(lines),
        fontsize=size,
        fontweight="bold",
        va="top",
        linespacing=1.2,
    )
    figure.text(0.03, 1.0 - (below_title + 0.1) / height, what, fontsize=15, color=GREY, va="top")
    figure.text(0.03, 0.2 / height, note, fontsize=12, color=GREY, va="bottom")
    figure.text(0.97, 0.2 / height, NOTICE[lang], fontsize=12, color=GREY, va="bottom", ha="right")
    panels = figure.subplots(rows, columns, squeeze=False, sharey="row")
    for axes in panels.ravel():
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(written_in(lang))
            axis.isDefault_majfmt = True  # so that words along an axis stay words
    top = 1.0 - (below_title + 0.85 + heads * 1.25 / 72.0) / height
    bottom = (1.4 + 0.25 * note.count("\n")) / height
    figure.subplots_adjust(left=0.06, right=right, top=top, bottom=bottom, wspace=0.08, hspace=0.3)
    return figure, list(panels.ravel())


def written_in(lang: Language) -> Any:
    """Return what writes the numbers along an axis as the language does, all to as many decimals."""
    from matplotlib.ticker import ScalarFormatter

    class Written(ScalarFormatter):
        def __call__(self, x: float, pos: int | None = None) -> str:
            plain = super().__call__(x, pos)
            return number(x, len(plain.partition(".")[2]), lang) if plain else plain

    formatter = Written(useOffset=False)
    formatter.set_scientific(False)
    return formatter


def _curves(
    axes: Any, curves: dict[str, list[tuple[int, Interval]]], found: Compared, *, marker: bool
) -> None:
    """Draw a line with its band per scenario, in percent, with its title at its right end."""
    ends: list[tuple[float, str, str]] = []
    marker = marker or len(curves) > _SOLID
    for k, (name, points) in enumerate(curves.items()):
        _line(axes, points, k, marker=marker)
        known = [e.mean for _, e in points if not math.isnan(e.mean)]
        if known:
            ends.append((100.0 * known[-1], found.titles[name], STYLES[k][0]))
    axes.set_ylim(bottom=0.0)
    name_at_right(axes, ends)


def _line(axes: Any, points: Sequence[tuple[int, Interval]], k: int, *, marker: bool) -> None:
    """Draw a mean with its band, in percent."""
    known = [(x, e) for x, e in points if not math.isnan(e.mean)]
    xs = [x for x, _ in known]
    colour, shape, line = STYLES[k]
    axes.fill_between(
        xs,
        [100.0 * e.low for _, e in known],
        [100.0 * e.high for _, e in known],
        color=colour,
        alpha=0.18,
        linewidth=0,
    )
    style = {"marker": shape, "markersize": 9, "markevery": max(1, len(xs) // 10)} if marker else {}
    if not marker:
        line = _DASHES[k % len(_DASHES)]  # what tells lines apart in grey print
    axes.plot(xs, [100.0 * e.mean for _, e in known], color=colour, linewidth=2.8, linestyle=line, **style)


def _bars(axes: Any, keys: Sequence[int], told: Sequence[Interval], scale: float, colour: str) -> None:
    """Draw bars with their intervals; what does not exist is left out."""
    known = [(x, e) for x, e in zip(keys, told, strict=True) if not math.isnan(e.mean)]
    xs, means = [x for x, _ in known], [e.mean * scale for _, e in known]
    axes.bar(xs, means, color=colour, width=0.72)
    halves = [abs(scale) * (e.high - e.low) / 2.0 for _, e in known]
    if not any(math.isnan(half) for half in halves):
        axes.errorbar(xs, means, yerr=halves, fmt="none", ecolor=INK, elinewidth=1.2, capsize=3)


def name_at_right(axes: Any, ends: Sequence[tuple[float, str, str]], *, squares: bool = False) -> None:
    """Write names beside the right end of what they name, apart enough to be read.

    With ``squares`` the colour is that of a square before the name: pale colours cannot be read.
    """
    low, high = axes.get_ylim()
    inches = axes.get_position().height * axes.figure.get_figheight()
    size = 14 if len(ends) <= _SOLID else 12
    line = _LINE_BESIDE * size / 14 / inches * (high - low)
    ordered = sorted(ends, key=lambda end: end[0])  # stable: of equals the first lies below
    sizes = [line * len(textwrap.wrap(name, _BESIDE)) for _, name, _ in ordered]
    places = _apart([y for y, _, _ in ordered], sizes, high)
    for at, (_, name, colour) in zip(places, ordered, strict=True):
        axes.annotate(
            _wrapped(name, _BESIDE),
            (1.0, at),
            xycoords=("axes fraction", "data"),
            xytext=(22 if squares else 10, 0),
            textcoords="offset points",
            color=INK if squares else colour,
            fontsize=size,
            fontweight="normal" if squares else "bold",
            va="center",
            annotation_clip=False,
        )
        if squares:
            _square(axes, at, colour)


def _square(axes: Any, at: float, colour: str) -> None:
    """Draw a square of the colour and hatch of an area, between the panel and its name."""
    from matplotlib.offsetbox import AnnotationBbox, DrawingArea
    from matplotlib.patches import Rectangle

    area = DrawingArea(_SQUARE, _SQUARE)
    look = {"facecolor": colour, "edgecolor": "white", "hatch": HATCHES.get(colour, ""), "linewidth": 0.4}
    area.add_artist(Rectangle((0.0, 0.0), _SQUARE, _SQUARE, **look))
    place = {"xycoords": ("axes fraction", "data"), "boxcoords": "offset points", "box_alignment": (0.0, 0.5)}
    beside = AnnotationBbox(
        area, (1.0, at), xybox=(7.0, 0.0), frameon=False, pad=0.0, annotation_clip=False, **place
    )
    axes.add_artist(beside)


def _apart(wanted: Sequence[float], sizes: Sequence[float], top: float) -> list[float]:
    """Return places near the wanted ones, in their order, for things of these sizes that may not overlap.

    They stay below the top if there is room.
    """
    gaps = [(one + other) / 2.0 for one, other in pairwise(sizes)]
    upward: list[float] = []
    for y, gap in zip(wanted, [0.0, *gaps], strict=False):
        upward.append(max(y, upward[-1] + gap) if upward else y)
    downward: list[float] = []
    for y, gap in zip(reversed(upward), [0.0, *reversed(gaps)], strict=False):
        downward.append(min(y, downward[-1] - gap) if downward else min(y, top))
    return downward[::-1]


def _percent(share: float, lang: Language) -> str:
    """Write a share for a title: whole percentages, and a decimal where those say little."""
    return number(100.0 * share, 0 if share >= 0.1 else 1, lang)


def _rounded(estimate: Interval, lang: Language) -> str:
    return number(estimate.mean, decimals_told(estimate.low, estimate.high), lang)


def _and(parts: Sequence[str], lang: Language) -> str:
    """Join parts as a sentence does: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + FIGURES[lang]["and"] + parts[-1]

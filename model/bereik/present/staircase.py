"""Six assumptions on the screen and in pictures: the staircase from the promise to the world."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bereik.experiments.assumptions import ASSUMPTIONS, FOUND, TOLD, TRUE, Assumed
from bereik.experiments.wording import (
    Language,
    decimals_told,
    in_a_sentence,
    interval_of_replicates,
    interval_over,
    number,
    span,
)
from bereik.experiments.worlds import DECILES
from bereik.measures.intervals import Interval
from bereik.present.figures import COLOURS, GREY, INK, canvas_of, save
from bereik.present.texts import NOTICE

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.table import Table

LEVEL, LOSS, GAIN = "#30435a", COLOURS[1], COLOURS[2]
_CELL = 19  # characters of a number with its interval
_UNSURE = 0.45  # how dark a step is drawn whose interval holds zero
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "table": "Van belofte naar werkelijkheid, {scenario}",
        "points": "procentpunt",
        "flawless": "belofte, diensten verliezen niemand",
        "own_losses": "wat diensten zelf verliezen",
        "with_room": "belofte, zonder wachtrij",
        "promised": "belofte, met dit personeel",
        "realised": "werkelijk",
        "queue": "de wachtrij",
        "title": "Beloofd is {p} %, bereikt wordt {r} %; het meest kost de aanname ‘{name}’",
        "several": "Beloofd is {p} %, bereikt wordt {r} %; het meest kosten ‘{name}’",
        "and": "’ en ‘",
        "plain": "Beloofd is {p} %, bereikt wordt {r} %",
        "drowns": "De belofte loopt vol: {p} % in de nota, {r} % in het echt",
        "what": "Bereik binnen een jaar, % van wie hulp nodig heeft; wat elke aanname daarvan afhaalt",
        "deciles": (
            "De aanname ‘{name}’ treft de minst zelfredzamen het hardst: {x} procentpunt "
            "in het laagste tiende"
        ),
        "deciles_flat": "Geen aanname treft het laagste tiende zo dat het zich laat onderscheiden",
        "deciles_what": "Procentpunt bereik dat elke aanname kost, per tiende van doenvermogen",
        "tenth": "tiende",
        "decile_x": "tiende van doenvermogen (1 = minst)",
        "note": "{scenario}; {interval}.\nLicht van kleur: niet te onderscheiden van nul.",
        "turns": "Hoe ver een aanname ernaast mag zitten voor {b} beter is",
        "true": "de andere vijf kloppen",
        "found": "de andere vijf zoals in de werkelijkheid",
        "never": "nergens tussen 0 en 1",
        "at": "bij {x}",
        "unsure": " (niet te onderscheiden)",
        "between": " (zeker tussen {low} en {high})",
        "assumption": "aanname",
    },
    "en": {
        "table": "From promise to world, {scenario}",
        "points": "percentage points",
        "flawless": "promised, services lose nobody",
        "own_losses": "what services lose themselves",
        "with_room": "promised, without a queue",
        "promised": "promised, with this staff",
        "realised": "in the world",
        "queue": "the queue",
        "title": "{p}% is promised and {r}% reached; the assumption ‘{name}’ costs most",
        "several": "{p}% is promised and {r}% reached; ‘{name}’ cost most",
        "and": "’ and ‘",
        "plain": "{p}% is promised and {r}% reached",
        "drowns": "The promise drowns: {p}% in the policy note, {r}% in the world",
        "what": "Reach within a year, % of those who need help; what each assumption takes of it",
        "deciles": (
            "The assumption ‘{name}’ hits the least self-reliant hardest: {x} percentage points "
            "in the lowest tenth"
        ),
        "deciles_flat": "No assumption hits the lowest tenth by an amount that can be told from nothing",
        "deciles_what": "Percentage points of reach that each assumption costs, by tenth of doenvermogen",
        "tenth": "tenth",
        "decile_x": "tenth of doenvermogen (1 = least)",
        "note": "{scenario}; {interval}.\nPale: cannot be told from zero.",
        "turns": "How far an assumption may be wrong before {b} is better",
        "true": "the other five true",
        "found": "the other five as in the world",
        "never": "never inside 0..1",
        "at": "at {x}",
        "unsure": " (not distinguishable)",
        "between": " (surely between {low} and {high})",
        "assumption": "assumption",
    },
}


def called(scenario: Any, lang: Language) -> str:
    """Return what a scenario is called in a sentence."""
    return in_a_sentence(getattr(scenario.title, lang), scenario.name)


def percent(share: Interval, lang: Language) -> str:
    """Write a share in percent, rounded as its interval allows."""
    return number(100.0 * share.mean, decimals_told(100.0 * share.low, 100.0 * share.high), lang)


def staircase_table(found: Assumed) -> Table:
    """Return the staircase: the promises, what each assumption takes, and what is realised."""
    from rich.table import Table

    words, lang = _WORDS[found.lang], found.lang
    table = Table(title=words["table"].format(scenario=called(found.scenario, lang)), title_justify="left")
    table.add_column("")
    table.add_column("%", justify="right")
    table.add_column(interval_told(found), justify="right")
    for name, step, level in steps_of(found):
        table.add_row(
            name if level else f"  {name}",
            percent(step, lang),
            span(step, lang, scale=100.0),
            style="bold" if level else "",
        )
    return table


def steps_of(found: Assumed) -> list[tuple[str, Interval, bool]]:
    """Return the staircase: what a step is called, how high it is or how far it goes up, and which it is."""
    words, told = _WORDS[found.lang], TOLD[found.lang]
    ordered = sorted(ASSUMPTIONS, key=lambda name: -found.shares[name].mean)
    return [
        (words["flawless"], found.flawless, True),
        (words["own_losses"], _downward(found.own_losses), False),
        (words["with_room"], found.with_room, True),
        (words["queue"], _downward(found.queue), False),
        (words["promised"], found.promised, True),
        *((told[name], _downward(found.shares[name]), False) for name in ordered),
        (words["realised"], found.realised, True),
    ]


def _downward(loss: Interval) -> Interval:
    return Interval(-loss.mean, -loss.high, -loss.low, loss.pairs)


def decile_table(found: Assumed) -> Table:
    """Return what each assumption takes by tenth of doenvermogen, in percentage points, with intervals."""
    from rich.table import Table

    words, lang = _WORDS[found.lang], found.lang
    table = Table(title=f"{words['deciles_what']} ({interval_told(found)})", title_justify="left")
    table.add_column(words["tenth"], justify="right")
    for name in ASSUMPTIONS:
        table.add_column(TOLD[lang][name], justify="right", max_width=_CELL)
    for k, d in enumerate(DECILES):
        table.add_row(str(d), *(points_told(found.by_decile[name][k], lang) for name in ASSUMPTIONS))
    return table


def points_told(share: Interval, lang: Language) -> str:
    """Write a share in percentage points, with its interval."""
    return f"{percent(share, lang)} ({span(share, lang, scale=100.0)})"


def turns_table(found: Assumed) -> Table:
    """Return, per assumption, the share of people for whom it must hold before the policies change places."""
    from rich.table import Table

    title, head, rows = turns_told(found)
    table = Table(title=title, title_justify="left")
    for name in head:
        table.add_column(name)
    for row in rows:
        table.add_row(*row)
    return table


def turns_told(found: Assumed) -> tuple[str, list[str], list[list[str]]]:
    """Return the same in words: title, head, and a row an assumption."""
    words, lang = _WORDS[found.lang], found.lang
    assert found.other is not None
    rows: list[list[str]] = []
    told = {(turn.assumption, turn.others): turn for turn in found.turns}
    for name in ASSUMPTIONS:
        cells: list[str] = []
        for others in (TRUE, FOUND):
            turn = told[name, others]
            if math.isnan(turn.at):
                cells.append(words["never"])
                continue
            low, high = (number(s, 2, lang) for s in turn.surely)
            unsure = any(math.isnan(s) for s in turn.surely)
            tail = words["unsure"] if unsure else words["between"].format(low=low, high=high)
            cells.append(words["at"].format(x=number(turn.at, 2, lang)) + tail)
        rows.append([TOLD[lang][name], *cells])
    head = [words["assumption"], words["true"], words["found"]]
    return words["turns"].format(b=called(found.other, lang)), head, rows


def interval_told(found: Any) -> str:
    """Return what the intervals of a result of many worlds are, as the head of a column."""
    return interval_over(None if found.job.draws is None else found.pairs, found.lang)


def note_of(found: Any) -> str:
    """Return what a result rests on."""
    words, lang = _WORDS[found.lang], found.lang
    over = interval_of_replicates(found.pairs, lang, drawn=found.job.draws is not None, paired=True)
    note = words["note"].format(scenario=called(found.scenario, lang), interval=over)
    return note[:1].upper() + note[1:]


def write_staircase(found: Assumed, folder: Path) -> list[Path]:
    """Draw the staircase and the tenths into a folder, as PNG and SVG, and return the files.

    Raises
    ------
    OutputError : the folder cannot be written
    """
    return save({"staircase": partial(staircase, found), "deciles": partial(deciles, found)}, folder)


def staircase(found: Assumed) -> Figure:
    """Draw the steps from the promise of services that lose nobody down to reach in the world."""
    words, lang = _WORDS[found.lang], found.lang
    told = {"p": percent(found.promised, lang), "r": percent(found.realised, lang)}
    which = {1: "title", 2: "several"}.get(len(found.most), "plain")
    if found.promised.mean <= found.realised.mean:
        which = "drowns"
    title = words[which].format(**told, name=words["and"].join(TOLD[lang][name] for name in found.most))
    figure, (axes,) = canvas_of(lang, title, words["what"], note_of(found), 1, 1)
    figure.subplots_adjust(bottom=0.24)
    steps, ground = steps_of(found), 0.0
    for x, (_, step, level) in enumerate(steps):
        start = 0.0 if level else ground
        ground = start + step.mean
        _step(axes, x, start, step, level, lang)
        if x + 1 < len(steps):
            axes.plot([x + 0.38, x + 0.62], [100.0 * ground] * 2, color=GREY, linewidth=1.0)
    _names_below(axes, [name for name, *_ in steps])
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    axes.axhline(0.0, color=INK, linewidth=1.0)
    return figure


def _step(axes: Any, x: int, start: float, step: Interval, level: bool, lang: Language) -> None:
    """Draw a level from the ground, or a step down or up, with its interval and its number."""
    unsure = not level and step.low < 0.0 < step.high
    colour = LEVEL if level else (LOSS if step.mean < 0.0 else GAIN)
    axes.bar(
        x, 100.0 * step.mean, bottom=100.0 * start, color=colour, width=0.76, alpha=_UNSURE if unsure else 1.0
    )
    top = 100.0 * max(start, start + step.mean)
    ends = [100.0 * (start + bound) for bound in (step.low, step.high)]
    axes.plot([x, x], ends, color=INK, linewidth=1.6)
    top = max(top, *ends)
    places = decimals_told(100.0 * step.low, 100.0 * step.high)
    text = number(100.0 * step.mean, min(places, 1), lang, signed=not level)
    axes.annotate(
        text, (x, top), xytext=(0, 5), textcoords="offset points", ha="center", fontsize=14, fontweight="bold"
    )


def _names_below(axes: Any, names: Sequence[str]) -> None:
    axes.set_xticks(range(len(names)), [textwrap.fill(name, 12) for name in names], fontsize=10, color=INK)
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="x", visible=False)
    axes.set_xlim(-0.6, len(names) - 0.4)


def deciles(found: Assumed) -> Figure:
    """Draw what each assumption takes by tenth of doenvermogen, a panel an assumption."""
    words, lang = _WORDS[found.lang], found.lang
    lowest = {name: told[0] for name, told in found.by_decile.items()}
    most, share = max(lowest.items(), key=lambda item: item[1].mean)
    title = words["deciles_flat"]
    if share.low > 0.0:
        title = words["deciles"].format(name=TOLD[lang][most], x=percent(share, lang))
    figure, panels = canvas_of(lang, title, words["deciles_what"], note_of(found), 2, 3, heads=20.0)
    figure.subplots_adjust(hspace=0.42)
    for axes, name in zip(panels, ASSUMPTIONS, strict=True):
        for d, estimate in enumerate(found.by_decile[name], 1):
            _tenth(axes, d, estimate)
        axes.set_title(textwrap.fill(TOLD[lang][name], 34), loc="left", fontsize=13.5, fontweight="bold")
        axes.axhline(0.0, color=INK, linewidth=1.0)
        axes.set_xticks(DECILES)
        axes.grid(axis="x", visible=False)
    panels[4].set_xlabel(words["decile_x"])
    highest = max(axes.get_ylim()[1] for axes in panels)
    least = min(axes.get_ylim()[0] for axes in panels)
    for axes in panels:
        axes.set_ylim(least, highest)
    return figure


def _tenth(axes: Any, d: int, cost: Interval) -> None:
    unsure = cost.low < 0.0 < cost.high
    colour = LOSS if cost.mean > 0.0 else GAIN
    axes.bar(d, 100.0 * cost.mean, color=colour, width=0.76, alpha=_UNSURE if unsure else 1.0)
    axes.plot([d, d], [100.0 * cost.low, 100.0 * cost.high], color=INK, linewidth=1.4)


def ending(lang: Language) -> str:
    """Return what stands below everything that leaves the program."""
    return f"{NOTICE[lang]}."

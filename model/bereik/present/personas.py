"""All personas at once: whether each fares as in the report, and what the remedy of her file saves.

It is told from ``personas.csv``, so that a picture and the docs say what was found, and nothing else.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from bereik.experiments.persona import PersonaFound, table_of
from bereik.experiments.wording import Language, decimals_told, number, own_draws, span
from bereik.measures.intervals import Interval
from bereik.present.figures import GREY, INK, canvas_of, save
from bereik.present.persona import LENGTHS, over_lives, stages

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAME: Final = "personas"
_MOSTLY = 0.5  # of the replicates: from there on it goes as in the report more often than not
_HOLDS, _FAILS = ("#0072B2", "o"), ("#D55E00", "D")
_PLACE: Final[dict[Language, int]] = {"nl": 0, "en": 1}
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "course": "{n} van de {all} vergaat het meestal zoals in het rapport",
        "helped": "wat zou helpen, scheelt weken bij {n} van de {all}",
        "but": " (niet {missed})", "and": " en ",
        "what": "Links hoe vaak het gaat als in het rapport, rechts wat de remedie scheelt; met 95%-interval",
        "share": "% van de herhalingen; lijn: de helft",
        "weeks": "weken verschil; links van 0 is korter",
        "note": "{residents} volwassenen, {weeks} weken na {burn_in} weken aanloop, {seeds} herhalingen.",
        "looks": "Oranje ruit: niet in meer dan de helft, of niet duidelijk korter. Open: niet zeker.",
    },
    "en": {
        "course": "{n} of {all} mostly fare as in the report",
        "helped": "what is said to help saves weeks for {n} of {all}",
        "but": " (not {missed})", "and": " and ",
        "what": "Left how often it goes as in the report, right what the remedy changes; with 95% interval",
        "share": "% of replicates; line: half of them",
        "weeks": "weeks of difference; left of 0 is shorter",
        "note": "{residents} residents, {weeks} weeks after {burn_in} of burn-in, {seeds} seeds.",
        "looks": "Orange diamond: in no more than half of them, or not clearly shorter. Open: not certain.",
    },
}  # fmt: skip


class Row(NamedTuple):
    """What was found about one persona, under the two scenarios of her own file.

    Attributes
    ----------
    name : of her file
    expects : stages of her course, as in her file
    fails, remedy : names of the scenarios
    shortens : what the second is to make shorter
    course : share of the replicates, 0..1, in which it goes as in the report
    change : weeks by which the second differs from the first
    fit : per scenario, median weeks until fitting help; infinite: never
    whole : per scenario, mean completeness, 0..1
    """

    name: str
    expects: tuple[str, ...]
    fails: str
    remedy: str
    shortens: str
    course: Interval
    change: Interval
    fit: tuple[float, float]
    whole: tuple[float, float]
    residents: int
    weeks: int
    burn_in: int
    first_seed: int
    seeds: int

    @property
    def called(self) -> str:
        """Return her name."""
        return self.name.capitalize()

    @property
    def goes_as_told(self) -> bool:
        """Return whether it goes as in the report more often than not."""
        return self.course.mean > _MOSTLY

    @property
    def is_shortened(self) -> bool:
        """Return whether what is said to have helped shortens, beyond its interval, what it should."""
        return self.change.high < 0.0


def read(text: str) -> list[Row]:
    """Return the rows of a ``personas.csv``."""
    return [_row(told) for told in csv.DictReader(StringIO(text))]


def rows_of(all_found: Sequence[PersonaFound]) -> list[Row]:
    """Return the rows of personas under the two scenarios of their own files."""
    return read(table_of(all_found))


def _row(told: dict[str, str]) -> Row:
    seeds = int(told["seeds"])

    def interval(name: str) -> Interval:
        mean, low, high = (float(told[f"{name}{end}"] or "nan") for end in ("", "_low", "_high"))
        return Interval(mean, low, high, seeds)

    def pair(name: str, missing: float) -> tuple[float, float]:
        first, second = (float(told[f"{name}_{which}"] or missing) for which in ("fails", "remedy"))
        return first, second

    return Row(
        name=told["persona"],
        expects=tuple(told["expects"].split("; ")),
        fails=told["fails"],
        remedy=told["remedy"],
        shortens=told["shortens"],
        course=interval("as_told"),
        change=interval("difference"),
        fit=pair("fit", math.inf),
        whole=pair("completeness", math.nan),
        residents=int(told["residents"]),
        weeks=int(told["weeks"]),
        burn_in=int(told["burn_in"]),
        first_seed=int(told["first_seed"]),
        seeds=seeds,
    )


def headline(rows: Sequence[Row], lang: Language) -> str:
    """Return how many fare as in the report, how many are helped, and who is missed."""
    missed = {
        "course": [row.called for row in rows if not row.goes_as_told],
        "helped": [row.called for row in rows if not row.is_shortened],
    }
    return "; ".join(_counted(which, names, len(rows), lang) for which, names in missed.items())


def _counted(which: str, missed: Sequence[str], every: int, lang: Language) -> str:
    """Return of how many something holds, and of whom it does not."""
    words = _WORDS[lang]
    told = words[which].format(n=every - len(missed), all=every)
    return told + words["but"].format(missed=_and(missed, lang)) if missed else told


def _and(names: Sequence[str], lang: Language) -> str:
    return _WORDS[lang]["and"].join(filter(None, (", ".join(names[:-1]), names[-1])))


# --- the picture ---


def write_personas(all_found: Sequence[PersonaFound], folder: Path, lang: Language) -> list[Path]:
    """Draw all personas into a folder, as PNG and SVG, and return the files.

    Raises
    ------
    OutputError : the folder cannot be written
    """
    return save({NAME: partial(together, all_found, lang)}, folder, own_draws(all_found[0].draws, lang))


def together(all_found: Sequence[PersonaFound], lang: Language) -> Figure:
    """Draw all personas that were found, each under the two scenarios of her own file."""
    return personas_figure(rows_of(all_found), lang, over_lives(all_found[0].draws, lang))


def personas_figure(rows: Sequence[Row], lang: Language, over: str = "") -> Figure:
    """Draw a row per persona: how often it goes as in the report, and what the remedy shortens.

    Parameters
    ----------
    over : what intervals are, where replicates draw what is not known
    """
    words = _WORDS[lang]
    lines = (words["looks"], _note(rows[0], lang), over)
    title, note = headline(rows, lang), "\n".join(line for line in lines if line)
    figure, (left, right) = canvas_of(lang, title, words["what"], note, 1, 2)
    figure.subplots_adjust(left=0.11, right=0.72)
    for y, row in enumerate(rows):
        _dot(left, y, row.course, 100.0, _MOSTLY, row.goes_as_told)
        _dot(right, y, row.change, 1.0, 0.0, row.is_shortened)
    left.axvline(100.0 * _MOSTLY, color=INK, linewidth=1.0)
    left.set_xlim(0.0, 100.0)
    left.set_yticks(range(len(rows)), [row.called for row in rows], fontsize=14, color=INK)
    right.axvline(0.0, color=INK, linewidth=1.0)
    right.xaxis.set_major_formatter(lambda x, _: number(x, 0, lang))
    for y, row in enumerate(rows):
        what = LENGTHS[row.shortens][_PLACE[lang]]
        right.text(1.03, y, what, transform=right.get_yaxis_transform(), fontsize=13, color=GREY, va="center")
    for axes, key in ((left, "share"), (right, "weeks")):
        axes.set_xlabel(words[key])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.tick_params(axis="y", length=0)
    return figure


def _dot(axes: Any, y: int, told: Interval, scale: float, line: float, holds: bool) -> None:
    """Draw a mean with its interval; shape tells as much as colour does, and open is what may lie elsewhere.

    Parameters
    ----------
    line : from which value on it is another finding
    """
    colour, shape = _HOLDS if holds else _FAILS
    fill = "white" if told.low <= line <= told.high else colour
    axes.plot([scale * told.low, scale * told.high], [y, y], color=colour, linewidth=2.4)
    axes.plot(
        [scale * told.mean], [y], marker=shape, color=colour, markersize=9, markerfacecolor=fill,
        markeredgewidth=1.6, linestyle="", clip_on=False,
    )  # fmt: skip


def _note(row: Row, lang: Language) -> str:
    residents = number(row.residents, 0, lang)
    sizes = {"weeks": row.weeks, "burn_in": row.burn_in, "seeds": row.seeds}
    return _WORDS[lang]["note"].format(residents=residents, **sizes)


# --- the docs ---


def markdown(path: Path) -> str:
    """Return the committed ``personas.csv`` as a table for the docs."""
    if not path.is_file():
        return f"No `{path.name}` lies in `results/validation/`."
    rows = read(path.read_text(encoding="utf-8"))
    first = rows[0]
    heads = (
        "who", "expected", "under", "as in the report", "with", "shortens", "difference in weeks",
        "median weeks until fitting help", "completeness",
    )  # fmt: skip
    return "\n".join(
        [
            f"From `results/validation/{path.name}`: {first.residents:,} residents, {first.weeks} weeks "
            f"after {first.burn_in} of burn-in, {first.seeds} seeds from {first.first_seed} on. Between "
            "brackets 95 % intervals.",
            "",
            f"**{headline(rows, 'en')}.**",
            "",
            f"| {' | '.join(heads)} |",
            "|" + "---|" * len(heads),
            *(_line(row) for row in rows),
        ]
    )


def _line(row: Row) -> str:
    low, high = (f"{100.0 * end:.0f}" for end in (row.course.low, row.course.high))
    share = f"{100.0 * row.course.mean:.0f} % ({low}–{high})"
    change = row.change
    mean = number(change.mean, decimals_told(change.low, change.high), "en", signed=True)
    weeks = f"{mean} ({span(change, 'en', signed=True)})"
    until = (f"> {row.weeks}" if math.isinf(median) else f"{median:.0f}" for median in row.fit)
    cells = (
        row.called,
        stages(row.expects, "en"),
        f"`{row.fails}`",
        share if row.goes_as_told else f"**{share}**",
        f"`{row.remedy}`",
        LENGTHS[row.shortens][_PLACE["en"]],
        weeks if row.is_shortened else f"**{weeks}**",
        " → ".join(until),
        " → ".join(f"{100.0 * share:.0f} %" for share in row.whole),
    )
    return f"| {' | '.join(cells)} |"

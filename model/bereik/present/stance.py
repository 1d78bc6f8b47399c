"""The policy paradox on the screen and in a picture: who is reached as services ask more own strength."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bereik.experiments.stance import GROUPS, STANCES, Stance
from bereik.experiments.wording import Language, number
from bereik.present.figures import COLOURS, MARKERS, canvas_of, name_at_right, save
from bereik.present.staircase import called

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.table import Table

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "table": "Bereik binnen een jaar (%) per tiende van doenvermogen, naar eigen kracht; {scenario}",
        "stance": "eigen kracht",
        "what": "Bereik binnen een jaar, % van wie hulp nodig heeft, naar doenvermogen",
        "x": "hoe ver elke dienst mensen aanspreekt op eigen kracht (0 = niet, 1 = helemaal)",
        "low": "laagste drie tienden",
        "middle": "middelste vier",
        "high": "hoogste drie tienden",
        "note": "{scenario}. Banden: 95%-interval over {n} gepaarde herhalingen.",
    },
    "en": {
        "table": "Reach within a year (%) by tenth of doenvermogen, by eigen kracht; {scenario}",
        "stance": "eigen kracht",
        "what": "Reach within a year, % of those who need help, by doenvermogen",
        "x": "how far every service addresses people on their own strength (0 = not, 1 = wholly)",
        "low": "lowest three tenths",
        "middle": "middle four",
        "high": "highest three tenths",
        "note": "{scenario}. Bands: 95% interval over {n} paired replicates.",
    },
}


def stance_table(found: Stance) -> Table:
    """Return reach by stance and tenth of doenvermogen, in percent."""
    from rich.table import Table

    words, lang = _WORDS[found.lang], found.lang
    table = Table(title=words["table"].format(scenario=called(found.scenario, lang)), title_justify="left")
    table.add_column(words["stance"])
    for d in range(1, 11):
        table.add_column(str(d), justify="right")
    for s in STANCES:
        table.add_row(number(s, 2, lang), *(number(100.0 * e.mean, 1, lang) for e in found.by_decile[s]))
    return table


def write_stance(found: Stance, folder: Path) -> list[Path]:
    """Draw reach by stance into a folder, as PNG and SVG, and return the files.

    Raises
    ------
    OutputError : the folder cannot be written
    """
    return save({"stance": partial(by_stance, found)}, folder)


def by_stance(found: Stance) -> Figure:
    """Draw a line a group of tenths: reach within a year as eigen kracht goes from 0 to 1."""
    words, lang = _WORDS[found.lang], found.lang
    note = words["note"].format(scenario=called(found.scenario, lang), n=found.plan.replicates)
    note = note[:1].upper() + note[1:]
    figure, (axes,) = canvas_of(lang, found.title, words["what"], note, 1, 1, 0.8)
    ends: list[tuple[float, str, str]] = []
    for k, key in enumerate(GROUPS):
        told = found.by_group[key]
        means = [100.0 * e.mean for e in told]
        bounds = [[100.0 * e.low for e in told], [100.0 * e.high for e in told]]
        axes.fill_between(STANCES, *bounds, color=COLOURS[k], alpha=0.18, linewidth=0)
        axes.plot(STANCES, means, color=COLOURS[k], marker=MARKERS[k], markersize=9, linewidth=2.8)
        ends.append((means[-1], words[key], COLOURS[k]))
    axes.set_ylim(bottom=0.0)
    axes.set_xticks(STANCES)
    axes.xaxis.set_major_formatter(lambda x, _: number(x, 2, lang))
    axes.yaxis.set_major_formatter(lambda y, _: number(y, 0 if y == round(y) else 1, lang))
    axes.set_xlabel(words["x"])
    name_at_right(axes, ends)
    return figure

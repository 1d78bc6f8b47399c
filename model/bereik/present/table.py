"""One readable table of a comparison, or of a single run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bereik.experiments.wording import Estimate, Language, decimals, number, span
from bereik.present.texts import NOTICE, SECTIONS, TABLE, Line

if TYPE_CHECKING:
    from rich.table import Table

    from bereik.experiments.compare import Comparison
    from bereik.experiments.single import Run

_SCALE = {"share": 100.0}
_PLACES_OF_A_DRAW = {"share": 1, "weeks": 1, "rate": 1, "euros": 0, "count": 0, "index": 3}


def comparison_table(found: Comparison) -> Table:
    """Return the table of a comparison: a column per scenario, and one per difference with the first."""
    from rich.table import Table

    lang, words = found.lang, TABLE[found.lang]
    first = found.names[0]
    table = Table(box=None, pad_edge=False, header_style="bold", caption_justify="left", caption=_note(found))
    table.add_column(words["measure"], no_wrap=False, ratio=3)
    for name in found.names:
        table.add_column(name, justify="right")
    for name in found.names[1:]:
        table.add_column(words["minus"].format(a=first, b=name), justify="right")
    for section in SECTIONS:
        rows = [(line, [found.estimate(line.measure, c, line.group) for c in found.columns]) for line in section.lines]
        rows = [(line, told) for line, told in rows if any(not math.isnan(e.mean) for e in told)]
        if rows:
            table.add_row(f"[bold]{section.label(lang)}[/bold]")
        for line, told in rows:
            cells = [_cell(e, line, lang, difference=k >= len(found.names)) for k, e in enumerate(told)]
            table.add_row(f"  {line.label(lang)}", *cells)
    return table


def run_table(run: Run) -> Table:
    """Return the table of a single run: one draw, without intervals."""
    from rich.table import Table

    lang: Language = "nl"
    return _run_table(run, lang, Table(box=None, pad_edge=False, header_style="bold", caption_justify="left"))


def _note(found: Comparison) -> str:
    words, job = TABLE[found.lang], found.job
    note = words["note"].format(
        n=job.replicates, residents=number(job.residents, 0, found.lang), weeks=job.weeks
    )
    return f"{note}\n{NOTICE[found.lang]}."


def _cell(estimate: Estimate, line: Line, lang: Language, *, difference: bool) -> str:
    """Write a mean, rounded as its interval allows; of a difference the interval too."""
    if math.isnan(estimate.mean):
        return ""
    if math.isinf(estimate.mean):
        return "> 104" if line.kind == "weeks" else "∞"
    scale = _SCALE.get(line.kind, 1.0)
    places = decimals(estimate.low * scale, estimate.high * scale)
    if estimate.low == estimate.high and line.kind == "euros":
        places = 0
    unit = "%" if line.kind == "share" and not difference else ""
    text = number(estimate.mean * scale, places, lang, signed=difference) + unit
    if not difference or math.isnan(estimate.low):
        return text
    return f"{text} [dim]({span(estimate, lang, scale=scale, signed=True)})[/dim]"

"""One readable table of a comparison, or of a single run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bereik.experiments.wording import Language, decimals, decimals_told, number, span
from bereik.measures.intervals import Interval
from bereik.present.texts import NOTICE, SECTIONS, TABLE, Line

if TYPE_CHECKING:
    from rich.table import Table

    from bereik.experiments.compare import Comparison
    from bereik.experiments.single import Run

_SCALE = {"share": 100.0}
_PLACES_OF_ONE_DRAW = {"share": 1, "weeks": 1, "rate": 1, "euros": 0, "count": 1, "index": 3}


def comparison_table(found: Comparison) -> Table:
    """Return the table of a comparison: a column per scenario, and one per difference with the first."""
    lang, shown = found.lang, len(found.names)
    table = _empty(lang)
    for name in found.names:
        table.add_column(name, justify="right")
    for name in found.names[1:]:
        table.add_column(TABLE[lang]["minus"].format(a=found.names[0], b=name), justify="right")
    for section in SECTIONS:
        rows: list[tuple[str, list[str]]] = []
        for line in section.lines:
            told = [found.estimate(line.measure, column, line.group) for column in found.columns]
            if any(not math.isnan(estimate.mean) for estimate in told):
                places = _places(told[:shown], line)
                cells = [_level(estimate, line, lang, places) for estimate in told[:shown]]
                cells += [_difference(estimate, line, lang) for estimate in told[shown:]]
                rows.append((getattr(line, lang), cells))
        _add(table, getattr(section, lang), rows)
    return table


def comparison_note(found: Comparison) -> str:
    """Return what the table of a comparison rests on."""
    job, lang = found.job, found.lang
    residents = number(job.residents, 0, lang)
    note = TABLE[lang]["note"].format(n=job.replicates, residents=residents, weeks=job.weeks)
    called = "; ".join(f"{name}: {title}" for name, title in found.titles.items() if title != name)
    return "\n".join([*([f"{called}."] if called else []), note, f"{NOTICE[lang]}."])


def run_table(run: Run, lang: Language) -> Table:
    """Return the table of a single run: one draw, without intervals."""
    table = _empty(lang)
    table.add_column(run.scenario.name, justify="right")
    for section in SECTIONS:
        rows: list[tuple[str, list[str]]] = []
        for line in section.lines:
            value = run.value(line.measure, line.group)
            if not math.isnan(value):
                scaled = value * _SCALE.get(line.kind, 1.0)
                unit = "%" if line.kind == "share" else ""
                told = number(scaled, _PLACES_OF_ONE_DRAW[line.kind], lang) + unit
                rows.append((getattr(line, lang), [told]))
        _add(table, getattr(section, lang), rows)
    return table


def run_note(run: Run, lang: Language) -> str:
    """Return what the table of a single run rests on."""
    residents = number(len(run.records.residents), 0, lang)
    note = TABLE[lang]["alone"].format(residents=residents, weeks=run.records.weeks, seed=run.seed)
    return f"{note}\n{NOTICE[lang]}."


def _empty(lang: Language) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(TABLE[lang]["measure"], no_wrap=True)
    return table


def _add(table: Table, title: str, rows: list[tuple[str, list[str]]]) -> None:
    """Add a section to a table, unless it has no rows."""
    if rows:
        table.add_row(f"[bold]{title}[/bold]")
    for label, cells in rows:
        table.add_row(f"  {label}", *cells)


def _places(levels: list[Interval], line: Line) -> int:
    """Return to how many decimals the scenarios of a line are told: as the least sure of them allows."""
    scale = _SCALE.get(line.kind, 1.0)
    unsure = [decimals(e.low * scale, e.high * scale) for e in levels if e.high > e.low]
    return min(unsure, default=_PLACES_OF_ONE_DRAW[line.kind])


def _level(estimate: Interval, line: Line, lang: Language, places: int) -> str:
    """Write the mean of a scenario."""
    if math.isnan(estimate.mean):
        return ""
    unit = "%" if line.kind == "share" else ""
    return number(estimate.mean * _SCALE.get(line.kind, 1.0), places, lang) + unit


def _difference(estimate: Interval, line: Line, lang: Language) -> str:
    """Write a difference with its interval, rounded as that allows; without one if it never varies."""
    if math.isnan(estimate.mean):
        return ""
    scale = _SCALE.get(line.kind, 1.0)
    counted = line.measure in {"gained", "lost", "cost_per_extra_reached"}
    if estimate.low == estimate.high:
        places = _PLACES_OF_ONE_DRAW[line.kind] if estimate.mean else 0
        return number(estimate.mean * scale, places, lang, signed=not counted)
    places = decimals_told(estimate.low * scale, estimate.high * scale)
    text = number(estimate.mean * scale, places, lang, signed=not counted)
    if math.isnan(estimate.low):
        return text
    return f"{text} [dim]({span(estimate, lang, scale=scale, signed=not counted)})[/dim]"

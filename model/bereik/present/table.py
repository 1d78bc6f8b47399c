"""One readable table of a comparison, or of a single run."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from bereik.experiments.runner import against
from bereik.experiments.wording import (
    PERCENT,
    Language,
    decimals,
    decimals_told,
    interval_of_replicates,
    number,
    over_unknowns,
    span,
)
from bereik.measures.intervals import Interval
from bereik.present.texts import NOTICE, SECTIONS, STAFF_BY_PAYER, STAFF_OF_ALL, TABLE, Line, Section

if TYPE_CHECKING:
    from rich.table import Table

    from bereik.experiments.compare import Comparison
    from bereik.experiments.single import Run

_INDENT = "  "
_BETWEEN = 2  # characters between two columns
_SHORTEST_LABEL = 20  # characters
_SCALE = {"share": 100.0}
_PLACES_OF_ONE_DRAW = {"share": 1, "weeks": 1, "rate": 1, "euros": 0, "count": 1, "index": 3}


def comparison_tables(found: Comparison, width: int) -> list[Table]:
    """Return the table of a comparison: a column per scenario, and one per difference with the first.

    Where one table would be wider than ``width`` characters, it is cut into blocks of scenarios, each
    with the first beside it: no number may be cut.
    """
    blocks: list[list[str]] = []
    parts = _parts_of(found)
    for b in found.names[1:]:
        if blocks and _Layout(found, parts, [*blocks[-1], b]).narrowest <= width:
            blocks[-1].append(b)
        else:
            blocks.append([b])
    return [_Layout(found, parts, others).table(width) for others in blocks]


_Part = tuple[str, list[tuple[str, dict[str, str]]]]


class Told(Protocol):
    """What lines are made of: a comparison, or an estimate of the dashboard."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the scenarios, in order."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names, then the differences with the first."""
        ...

    def estimate(self, measure: str, scenario: str, group: str = "") -> Interval:
        """Return mean and interval; NaN where nothing could be counted."""
        ...


def lines_told(found: Told, section: Section) -> list[tuple[Line, list[Interval]]]:
    """Return the lines of a section of which anything is known, with an estimate per column."""
    told: list[tuple[Line, list[Interval]]] = []
    for line in (paid for whole in section.lines for paid in _by_payer(found, whole)):
        estimates = [found.estimate(line.measure, column, line.group) for column in found.columns]
        if any(not math.isnan(estimate.mean) for estimate in estimates):
            told.append((line, estimates))
    return told


def _parts_of(found: Comparison) -> list[_Part]:
    """Return the sections of the table, with a cell per column of the comparison in each line."""
    lang, shown = found.lang, len(found.names)
    parts: list[_Part] = []
    for section in SECTIONS:
        rows: list[tuple[str, dict[str, str]]] = []
        for line, told in lines_told(found, section):
            cells = levels(told[:shown], line, lang)
            for estimate in told[shown:]:
                mean, within = difference(estimate, line, lang)
                cells.append(f"{mean} [dim]({within})[/dim]" if within else mean)
            rows.append((getattr(line, lang), dict(zip(found.columns, cells, strict=True))))
        parts.append((getattr(section, lang), rows))
    return parts


def _by_payer(found: Told, line: Line) -> tuple[Line, ...]:
    """Return the line; below that of staff a line per payer where others than the gemeente pay staff too."""
    if line is not STAFF_OF_ALL:
        return (line,)
    gemeente, *others = STAFF_BY_PAYER
    paying = [
        other
        for other in others
        if any(found.estimate(other.measure, name, other.group).mean > 0.0 for name in found.names)
    ]
    return (line, gemeente, *paying) if paying else (line,)


class _Layout:
    """How wide the columns of a block are: the first scenario, some others, and their differences."""

    def __init__(self, found: Comparison, parts: list[_Part], others: list[str]) -> None:
        from rich.text import Text

        first, lang = found.names[0], found.lang
        minus = TABLE[lang]["minus"]
        self.lang: Language = lang
        self.parts = parts
        self.heads = {name: name for name in (first, *others)}
        self.heads |= {against(b, first): minus.format(a=first, b=b) for b in others}
        rows = [row for _, lines in parts for row in lines]
        self.cells = {
            column: max((Text.from_markup(cells[column]).cell_len for _, cells in rows), default=0)
            for column in self.heads
        }
        self.label = max((len(_INDENT + label) for label, _ in rows), default=0)
        words = {column: max(map(len, head.split())) for column, head in self.heads.items()}
        self.least = {column: max(words[column], cells) for column, cells in self.cells.items()}
        self.narrowest = self.label + _total(self.least)

    def table(self, width: int) -> Table:
        """Return the block; heads take more lines where they must, and then labels do."""
        whole = {column: max(len(head), self.cells[column]) for column, head in self.heads.items()}
        widths = whole if self.label + _total(whole) <= width else self.least
        label = max(min(self.label, width - _total(widths)), min(self.label, _SHORTEST_LABEL))
        table = _empty(self.lang, label)
        table.width = label + _total(widths)
        for column, head in self.heads.items():
            lines = textwrap.wrap(head, widths[column], break_on_hyphens=False)
            table.add_column("\n".join(lines), justify="right", no_wrap=True, width=widths[column])
        for title, rows in self.parts:
            _add(table, title, [(name, [cells[column] for column in self.heads]) for name, cells in rows])
        return table


def _total(widths: Mapping[str, int]) -> int:
    """Return how many characters columns take, each with its distance to the one before."""
    return sum(widths.values()) + _BETWEEN * len(widths)


def comparison_note(found: Comparison) -> str:
    """Return what the table of a comparison rests on."""
    job, lang = found.job, found.lang
    residents = number(job.residents, 0, lang)
    over = interval_of_replicates(job.replicates, lang, drawn=found.drawn, paired=True)
    note = TABLE[lang]["note"].format(interval=over, residents=residents, weeks=job.weeks)
    called = "; ".join(f"{name}: {title}" for name, title in found.titles.items() if title != name)
    lines = (f"{called}." if called else "", note, over_unknowns(job.draws, lang), f"{NOTICE[lang]}.")
    return "\n".join(line for line in lines if line)


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
                unit = PERCENT[lang] if line.kind == "share" else ""
                told = number(scaled, _PLACES_OF_ONE_DRAW[line.kind], lang) + unit
                rows.append((getattr(line, lang), [told]))
        _add(table, getattr(section, lang), rows)
    return table


def run_note(run: Run, lang: Language) -> str:
    """Return what the table of a single run rests on."""
    residents = number(len(run.records.residents), 0, lang)
    note = TABLE[lang]["alone"].format(residents=residents, weeks=run.records.weeks, seed=run.seed)
    return f"{note}\n{NOTICE[lang]}."


def _empty(lang: Language, label: int | None = None) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(TABLE[lang]["measure"], no_wrap=label is None, width=label)
    return table


def _add(table: Table, title: str, rows: list[tuple[str, list[str]]]) -> None:
    """Add a section to a table, unless it has no rows."""
    if rows:
        table.add_row(f"[bold]{title}[/bold]")
    for label, cells in rows:
        table.add_row(_INDENT + label, *cells)


def levels(estimates: list[Interval], line: Line, lang: Language) -> list[str]:
    """Write the mean of each scenario, to as many decimals as the least sure of them allows."""
    scale = _SCALE.get(line.kind, 1.0)
    unsure = [decimals(e.low * scale, e.high * scale) for e in estimates if e.high > e.low]
    places = min(unsure, default=_PLACES_OF_ONE_DRAW[line.kind])
    unit = PERCENT[lang] if line.kind == "share" else ""
    return ["" if math.isnan(e.mean) else number(e.mean * scale, places, lang) + unit for e in estimates]


def difference(estimate: Interval, line: Line, lang: Language) -> tuple[str, str]:
    """Write a difference and its interval, rounded as that allows; without one if it never varies."""
    if math.isnan(estimate.mean):
        return "", ""
    scale = _SCALE.get(line.kind, 1.0)
    counted = line.measure in {"gained", "lost", "cost_per_extra_reached"}
    if estimate.low == estimate.high:
        places = _PLACES_OF_ONE_DRAW[line.kind] if estimate.mean else 0
        return number(estimate.mean * scale, places, lang, signed=not counted), ""
    places = decimals_told(estimate.low * scale, estimate.high * scale)
    text = number(estimate.mean * scale, places, lang, signed=not counted)
    if math.isnan(estimate.low):
        return text, ""
    return text, span(estimate, lang, scale=scale, signed=not counted)

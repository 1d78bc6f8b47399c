"""The chapters of a report about what came out: the finding, who, why not, and money."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from bereik.experiments.draws import from_facts
from bereik.experiments.job import against
from bereik.experiments.kept import Kept
from bereik.experiments.wording import (
    MARGIN,
    Language,
    in_a_sentence,
    interval_of_replicates,
    number,
    over_unknowns,
)
from bereik.measures.intervals import Interval, verdict
from bereik.present.figures import PICTURES
from bereik.present.policy import ARCHETYPES, payer_told
from bereik.present.report.parts import Block, Chapter, Paragraph, Picture, Row, Table
from bereik.present.report.words import WORDS
from bereik.present.table import difference, levels, lines_told
from bereik.present.texts import ROWS, SECTIONS, Line
from bereik.vocabulary import PAYERS

MOST_SHORT: Final = 6  # scenarios that have room in the tables of two pages
FEW: Final = 3  # scenarios: of more, two pages have no room for a sentence each, or for pictures
_OVER_TIME: Final = "rows-of-niet-bereik"
_BY_DOENVERMOGEN: Final = "reach-by-doenvermogen"
_ROWS: Final = tuple(ROWS["nl"])  # in the order they are told, in either language
_LEDGERS: Final = ("cost_programme", "cost_provisions", "cost_unmet")
_UNMET: Final = "unmet_weeks_per_1000"
_KEY: Final = (
    Line("reach_52", "share", "reach", "reach"),
    Line("reach_52", "share", "lowest", "lowest", group="doenvermogen=1"),
    Line("reach_52", "share", "highest", "highest", group="doenvermogen=10"),
    Line(_UNMET, "rate", "unmet", "unmet"),
)


def told_as(kept: Kept, name: str) -> str:
    """Return what a scenario is called in a sentence."""
    return in_a_sentence(kept.titles[name], name)


def place_told(kept: Kept) -> str:
    """Return what the gemeente is called."""
    return ARCHETYPES[kept.lang].get(kept.place, kept.place)


def headed(text: str) -> str:
    """Return a text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def picture(kept: Kept, name: str) -> Picture:
    """Return a picture of a comparison."""
    return Picture(f"{name}-{kept.place}", partial(PICTURES[name], kept))


def findings(kept: Kept, several: bool, *, short: bool, notes: bool = True) -> Chapter:
    """Return the finding with its certainty.

    Parameters
    ----------
    several : whether there are more gemeenten
    notes : whether it is told how its figures are read
    """
    words = WORDS[kept.lang]
    first, *rest = [counted(kept)] if short and len(kept.names) > FEW else kept.findings
    blocks: list[Block] = [Paragraph(first, "finding"), *(Paragraph(text) for text in rest)]
    if notes and len(kept.names) > FEW:
        blocks.append(Paragraph(words["many"].format(n=len(kept.names) - 1), "small"))
    over = over_unknowns(from_facts(kept.facts.get("posterior")), kept.lang)
    if notes:
        blocks.append(Paragraph(over or words["certainty"].format(n=kept.replicates), "small"))
    if short and not several and len(kept.names) <= FEW:
        blocks.append(picture(kept, _BY_DOENVERMOGEN))
    blocks += key_figures(kept, short=short)[: None if notes else 1]
    return Chapter(words["finding"], tuple(blocks))


def _interval(kept: Kept, *, paired: bool = False) -> str:
    return interval_of_replicates(kept.replicates, kept.lang, drawn=kept.drawn, paired=paired)


def counted(kept: Kept) -> str:
    """Return in one sentence how many scenarios reach more than the first, fewer, or neither."""
    words = WORDS[kept.lang]
    first, *others = kept.names
    judged = [verdict(kept.estimate("reach_52", against(b, first)), MARGIN, drawn=kept.drawn) for b in others]
    means = [kept.estimate("reach_52", against(b, first)).mean for b in others]
    told = {
        "small": judged.count("too small to matter"),
        "same": sum(j in ("not distinguishable", "too few draws to tell") for j in judged),
        "more": sum(j == "distinguishable" and mean > 0.0 for j, mean in zip(judged, means, strict=True)),
        "fewer": sum(j == "distinguishable" and mean < 0.0 for j, mean in zip(judged, means, strict=True)),
    }
    return words["counted"].format(n=len(others), a=told_as(kept, first), pairs=kept.replicates, **told)


def key_figures(kept: Kept, *, short: bool = False) -> list[Block]:
    """Return the outcome in a few figures: a line per scenario, and one per difference with the first."""
    words, lang = WORDS[kept.lang], kept.lang
    names = kept.names[:MOST_SHORT] if short else kept.names
    known = [line for line in _KEY if any(_known(kept.estimate(line.measure, n, line.group)) for n in names)]
    columns = [levels([kept.estimate(m.measure, n, m.group) for n in names], m, lang) for m in known]
    rows = [Row((headed(kept.titles[n]), *(cells[k] for cells in columns))) for k, n in enumerate(names)]
    for b in names[1:]:
        label = against(b, names[0])
        head = words["minus"].format(b=kept.titles[b], a=kept.titles[names[0]])
        cells = [_starred(kept.estimate(m.measure, label, m.group), m, lang) for m in known]
        rows.append(Row((headed(head), *cells)))
    head = (words["scenario"], *(words[line.nl] for line in known))
    blocks: list[Block] = [
        Table(words["key"], head, tuple(rows)),
        Paragraph(words["key_note"].format(interval=_interval(kept)), "small"),
    ]
    if len(names) < len(kept.names):
        left_out = words["more_left_out"].format(n=len(names), all=len(kept.names))
        blocks.append(Paragraph(left_out, "small"))
    return blocks


def _known(estimate: Interval) -> bool:
    return not math.isnan(estimate.mean)


def spans_zero(estimate: Interval) -> bool:
    """Return whether an interval cannot be told from zero; what never varies can."""
    return estimate.low < 0.0 < estimate.high


def _starred(estimate: Interval, line: Line, lang: Language) -> str:
    """Write a difference with its interval, and a star where it cannot be told from none."""
    mean, within = difference(estimate, line, lang)
    text = f"{mean} ({within})" if within else mean
    return f"{text} *" if spans_zero(estimate) else text


def difference_told(estimate: Interval, line: Line, lang: Language) -> str:
    """Write a difference with its interval, and whether it can be told from none."""
    mean, within = difference(estimate, line, lang)
    text = f"{mean} ({within})" if within else mean
    return f"{text}, {WORDS[lang]['same']}" if spans_zero(estimate) else text


def who_is_reached(kept: Kept) -> Chapter:
    """Return the pictures of reach, and every figure of the comparison."""
    words = WORDS[kept.lang]
    pictures = [picture(kept, name) for name in PICTURES if name != _OVER_TIME]
    first, *others = pictures
    blocks: list[Block] = [first, _by_tenth(kept), *others, *_all_figures(kept)]
    return Chapter(words["who"], tuple(blocks))


def _by_tenth(kept: Kept) -> Table:
    words, lang = WORDS[kept.lang], kept.lang
    line = Line("reach_52", "share", "", "")
    tenths = [str(d) for d in range(1, 11)]
    rows: list[Row] = []
    for name, title in kept.titles.items():
        reach = [kept.estimate("reach_52", name, f"doenvermogen={d}") for d in tenths]
        rows.append(Row((headed(title), *levels(reach, line, lang))))
    return Table(words["as_table"], (words["tenth"], *tenths), tuple(rows))


def _all_figures(kept: Kept) -> list[Block]:
    """Return the table of the comparison, a block per scenario set against the first."""
    words, lang = WORDS[kept.lang], kept.lang
    first, *others = kept.names
    note = Paragraph(words["figures_note"].format(interval=_interval(kept, paired=True)), "small")
    blocks: list[Block] = [note]
    for b in others:
        pair = _Pair(kept, (first, b))
        rows: list[Row] = []
        for section in SECTIONS:
            lines = lines_told(pair, section)
            rows += [Row((getattr(section, lang),))] if lines else []
            for line, (one, other, between) in lines:
                cells = (*levels([one, other], line, lang), difference_told(between, line, lang))
                rows.append(Row((getattr(line, lang), *cells)))
        both = {"a": kept.titles[first], "b": kept.titles[b]}
        head = (words["measure"], both["a"], both["b"], words["minus"].format(**both))
        caption = words["figures"].format(a=told_as(kept, first), b=told_as(kept, b))
        blocks.append(Table(caption, head, tuple(rows)))
    return blocks


class _Pair:
    """Two scenarios of a comparison."""

    def __init__(self, kept: Kept, names: tuple[str, str]) -> None:
        self.names = names
        self.columns = (*names, against(names[1], names[0]))
        self.estimate = kept.estimate


def rows_of_unmet_need(kept: Kept, *, short: bool = False) -> Chapter:
    """Return the rows of niet-bereik, and per wijk where that was measured."""
    words, lang = WORDS[kept.lang], kept.lang
    first, *others = kept.names[:MOST_SHORT] if short else kept.names
    line = Line(_UNMET, "rate", "", "")
    names = [words["all_rows"], *(words[f"row_{row}"] for row in _ROWS)]
    rows: list[Row] = []
    for name, measure in zip(names, _measures_of_rows(), strict=True):
        cells = levels([kept.estimate(measure, n) for n in (first, *others)], line, lang)
        for b in others if len(others) == 1 or not short else ():
            tell = _starred if short else difference_told
            cells.append(tell(kept.estimate(measure, against(b, first)), line, lang))
        rows.append(Row((headed(name), *cells)))
    between = [words["minus"].format(a=kept.titles[first], b=kept.titles[b]) for b in others]
    head = [words["reason"], *(kept.titles[n] for n in (first, *others))]
    head += between if len(others) == 1 or not short else []
    blocks: list[Block] = [Table(words["rows"], tuple(head), tuple(rows))]
    if not short:
        blocks += [picture(kept, _OVER_TIME)] if kept.has_over_time else []
        blocks += _by_wijk(kept)
    return Chapter(words["why_not"], tuple(blocks))


def _measures_of_rows() -> list[str]:
    """Return the measure of all unmet weeks, then that of each row of niet-bereik."""
    return [_UNMET, *(f"unmet_{row}_per_1000" for row in _ROWS)]


def groups_of(kept: Kept, measure: str, prefix: str, name: str | None = None) -> list[str]:
    """Return the groups of a kind that a measure of a scenario was told for, in the order of the summary.

    Parameters
    ----------
    name : of the scenario; left out: the first
    """
    of = name or kept.names[0]
    return [g for m, g, s in kept.estimates if m == measure and s == of and g.startswith(prefix)]


def _by_wijk(kept: Kept) -> Iterable[Block]:
    words, lang = WORDS[kept.lang], kept.lang
    groups = groups_of(kept, _UNMET, "wijk=")
    if len(groups) < 2:
        return
    line = Line(_UNMET, "rate", "", "")
    head = (words["wijk"], words["all_rows"], *(ROWS[lang][row] for row in _ROWS))
    for name in kept.names:
        of = [[kept.estimate(m, name, g) for g in groups] for m in _measures_of_rows()]
        columns = [levels(estimates, line, lang) for estimates in of]
        yield Table(words["wijken"].format(title=told_as(kept, name)), head, _lines(groups, columns))
    first, *others = kept.names
    columns = [
        [difference_told(kept.estimate(_UNMET, against(b, first), g), line, lang) for g in groups]
        for b in others
    ]
    minus = [words["minus"].format(a=kept.titles[first], b=kept.titles[b]) for b in others]
    yield Table(words["wijken_differ"], (words["wijk"], *minus), _lines(groups, columns))
    yield Paragraph(words["wijken_warn"], "small")


def _lines(groups: Sequence[str], columns: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    """Return a line per group, from a column of cells per measure."""
    names = [headed(group.partition("=")[2]) for group in groups]
    return tuple(Row((name, *(cells[k] for cells in columns))) for k, name in enumerate(names))


def money(kept: Kept, *, short: bool = False) -> Chapter:
    """Return the three ledgers, in full by payer and by year, with the unmet need beside them."""
    words, lang = WORDS[kept.lang], kept.lang
    ledgers = (words["ledger_staff"], words["ledger_provisions"], words["ledger_unmet"])
    if short:
        lines = tuple(
            Row((headed(kept.titles[n]), *_paid(kept, n, ""))) for n in kept.names[:MOST_SHORT]
        )
        head = (words["scenario"], *ledgers, words["unmet_weeks"])
        table = Table(words["all_payers"], head, lines)
        return Chapter(words["money"], (Paragraph(words["money_lead"]), table))
    payers = {f"payer={payer}": headed(payer_told(payer, lang)) for payer in PAYERS}
    by_payer = [*payers.items(), ("", headed(words["total"]))]
    years = groups_of(kept, _UNMET, "year=")
    by_year = [(year, f"{headed(words['year'])} {year.partition('=')[2]}") for year in years]
    head = (*ledgers, words["unmet_weeks"])
    blocks: list[Block] = [
        Paragraph(words["money_lead"]),
        Table(words["by_payer"], (words["payer"], *head), _ledgers(kept, by_payer)),
    ]
    if by_year:
        blocks.append(Table(words["by_year"], (words["year"], *head), _ledgers(kept, by_year)))
    return Chapter(words["money"], tuple(blocks))


def _ledgers(kept: Kept, groups: Sequence[tuple[str, str]]) -> tuple[Row, ...]:
    """Return, per scenario, a line per group that anything is paid in: the three ledgers and the need."""
    rows: list[Row] = []
    for name in kept.names:
        rows.append(Row((headed(kept.titles[name]),)))
        for group, called in groups:
            paid = [kept.estimate(ledger, name, group) for ledger in _LEDGERS]
            if any(e.mean > 0.0 for e in paid) or not group:
                rows.append(Row((called, *_paid(kept, name, group))))
    return tuple(rows)


def _paid(kept: Kept, name: str, group: str) -> list[str]:
    """Return the three ledgers of a group, and its unmet need."""
    euros, weeks = Line("", "euros", "", ""), Line("", "rate", "", "")
    cells = [levels([kept.estimate(ledger, name, group)], euros, kept.lang)[0] for ledger in _LEDGERS]
    return [*cells, *levels([kept.estimate(_UNMET, name, group)], weeks, kept.lang)]


def staff_of_service(kept: Kept, name: str, service: str) -> str:
    """Return what the staff of a service costs a year, in euros."""
    paid = [
        kept.estimate("cost_programme", name, group).mean
        for group in groups_of(kept, "cost_programme", f"service={service}", name)
        if group.removeprefix(f"service={service}").strip("_0123456789") == ""
    ]
    known = [euros for euros in paid if not math.isnan(euros)]
    return number(sum(known), 0, kept.lang) if known else ""

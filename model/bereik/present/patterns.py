"""The patterns as a table: what is published, what comes out, whether it holds, and the verdict on all."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from bereik.experiments.gate import LEAST_OF_B, Gate, gate
from bereik.experiments.wording import Language, interval_over, number, over_unknowns
from bereik.measures.intervals import Interval
from bereik.measures.patterns import BASE, PATTERNS, Pattern
from bereik.present.texts import NOTICE

if TYPE_CHECKING:
    from rich.table import Table

    from bereik.experiments.patterns import Found, Patterns

_PLACES: Final = 3
WORDS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "head": "nr|patroon|band|gemiddeld|{interval}|klopt|gebruik|sterkte|bron",
        "yes": "ja", "no": "nee",
        "holds, not certain": "ja, niet zeker", "no, not certain": "nee, niet zeker",
        "at_most": "hoogstens {high}", "at_least": "minstens {low}", "band": "{low} tot {high}",
        "to": " tot ",
        "note": (
            "Onder ‘{base}’ en wat ernaast is gerekend: {residents} volwassenen, {weeks} weken na {burn_in} "
            "weken aanloop, {seeds} keer. C: mag voor het afstellen; V: alleen om te toetsen; I: bron "
            "van een getal van het model; X: mag niet gebeuren; O: alleen om te zien. Niet zeker: het "
            "interval loopt over de rand van de band."
        ),
        "passes": "Voldoet aan de drempel",
        "barred": "Voldoet niet aan de drempel",
        "a": "van A en C {n} van {all} kloppen{which}",
        "b": "van B {n} van {all} ({share} %; nodig {least} %){which}",
        "c": "van C {n} van {all} met het goede teken{which}",
        "given": "apart, want bijna ingebouwd: {n} van {all} kloppen{which}",
        "not": " (niet: {names})", "untold": " (niet te zien: {names})",
    },
    "en": {
        "head": "no|pattern|band|mean|{interval}|holds|use|strength|source",
        "yes": "yes", "no": "no",
        "holds, not certain": "holds, not certain", "no, not certain": "no, not certain",
        "at_most": "at most {high}", "at_least": "at least {low}", "band": "{low} to {high}",
        "to": " to ",
        "note": (
            "Under '{base}' and what was run beside it: {residents} residents, {weeks} weeks after {burn_in} "
            "of burn-in, {seeds} seeds. C: may be calibrated to; V: validation only; I: source of a number "
            "of the book; X: must not happen; O: an observation, of which nothing is asked. Not certain: the "
            "interval lies across an edge of the band."
        ),
        "passes": "Passes the gate",
        "barred": "Does not pass the gate",
        "a": "of A and C {n} of {all} hold{which}",
        "b": "of B {n} of {all} ({share}%; {least}% needed){which}",
        "c": "of C {n} of {all} have the right sign{which}",
        "given": "apart, as nearly by construction: {n} of {all} hold{which}",
        "not": " (not: {names})", "untold": " (not told: {names})",
    },
}  # fmt: skip


def patterns_table(found: Patterns, lang: Language) -> Table:
    """Return a row per pattern: band, mean over seeds with its interval, and whether it holds."""
    from rich.table import Table

    words = WORDS[lang]
    table = Table(box=None, pad_edge=False, header_style="bold")
    interval = interval_over(None if found.draws is None else found.seeds, lang)
    for k, name in enumerate(words["head"].format(interval=interval).split("|")):
        table.add_column(name, justify="right" if 2 <= k <= 4 else "left")
    for f in found.found:
        p = f.pattern
        holds = judged(f, lang)
        holds = f"[bold]{holds}[/bold]" if f.holds is False else holds
        mean, span = number(f.mean, _PLACES, lang), interval_told(f.interval, lang)
        band = band_told(p.low, p.high, lang)
        table.add_row(p.id, getattr(p, lang), band, mean, span, holds, p.use, p.strength, p.source)
    return table


def judged(found: Found, lang: Language) -> str:
    """Return whether a pattern holds, and whether that is certain; empty where it has no value."""
    words = WORDS[lang]
    if found.holds is None:
        return ""
    if found.certain:
        return words["yes"] if found.holds else words["no"]
    return words["holds, not certain"] if found.holds else words["no, not certain"]


def interval_told(interval: Interval, lang: Language) -> str:
    """Return the ends of an interval; empty where it has none."""
    if math.isnan(interval.low):
        return ""
    return WORDS[lang]["to"].join(number(v, _PLACES, lang) for v in (interval.low, interval.high))


def band_told(low: float, high: float, lang: Language) -> str:
    """Return a band in words."""
    told = {"low": f"{low:g}", "high": f"{high:g}"}
    if lang == "nl":
        told = {key: value.replace(".", ",") for key, value in told.items()}
    if math.isinf(low) and math.isinf(high):
        return ""
    form = "at_most" if math.isinf(low) else "at_least" if math.isinf(high) else "band"
    return WORDS[lang][form].format(**told)


def patterns_note(found: Patterns, lang: Language) -> str:
    """Return what the table rests on."""
    residents = number(found.residents, 0, lang)
    sizes = {"weeks": found.weeks, "burn_in": found.burn_in, "seeds": found.seeds}
    note = WORDS[lang]["note"].format(base=BASE, residents=residents, **sizes)
    lines = (note, over_unknowns(found.draws, lang), f"{NOTICE[lang]}.")
    return "\n".join(line for line in lines if line)


def gate_told(judgement: Gate, lang: Language) -> str:
    """Return the verdict on all patterns together: whether the gate is passed, and what bars it."""
    words = WORDS[lang]

    def named(how: str, names: tuple[str, ...]) -> str:
        return words[how].format(names=", ".join(names)) if names else ""

    def count(
        which: str, all_of: tuple[str, ...], failing: tuple[str, ...], untold: tuple[str, ...] = ()
    ) -> str:
        share = f"{100.0 * judgement.share_of_b:.0f}" if judgement.b else "-"
        names = named("not", failing) + named("untold", untold)
        counts = {"n": len(all_of) - len(failing) - len(untold), "all": len(all_of), "which": names}
        return words[which].format(**counts, share=share, least=f"{100.0 * LEAST_OF_B:.0f}")

    parts = (
        count("a", judgement.a, judgement.a_failing),
        count("b", judgement.b, judgement.b_failing),
        count("c", judgement.c, judgement.c_wrong, judgement.c_untold),
        count("given", judgement.given, judgement.given_failing),
    )
    return f"{words['passes' if judgement.passes else 'barred']}: {'; '.join(parts)}."


def markdown(path: Path) -> str:
    """Return the committed ``patterns.csv`` as a table for the docs."""
    rows = committed(path)
    if not rows:
        return f"No `{path.name}` lies in `results/validation/`."
    first = rows[0]
    lines = [
        f"From `results/validation/{path.name}`: {int(first['residents']):,} residents, {first['weeks']} "
        f"weeks after {first['burn_in']} of burn-in, {first['seeds']} seeds.",
        "",
        f"**{verdict_of(path)}**",
        "",
        "| no | pattern | band | mean (95% interval) | holds | use | strength | source |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in rows:
        band = f"{r['low']}..{r['high']}" if r["low"] else f"at most {r['high']}"
        band = band if r["high"] else f"at least {r['low']}" if r["low"] else ""
        span = f" ({_short(r['interval_low'])}..{_short(r['interval_high'])})" if r["interval_low"] else ""
        value = f"{_short(r['mean'])}{span}" if r["mean"] else "n/a"
        holds = {"yes": "yes", "no": "**no**", "": "" if r["use"] == "O" else "n/a"}[r["holds"]]
        holds += ", not certain" if holds and r["certain"] == "no" else ""
        cells = (r["pattern"], r["what"], band, value, holds, r["use"], r["strength"], r["source"])
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def failures(path: Path) -> str:
    """Return what the committed ``patterns.csv`` does not reproduce, as a list for the model card."""
    rows = committed(path)
    if not rows:
        return f"No `{path.name}` lies in `results/validation/`."
    asked = sum(r["use"] != "O" for r in rows)
    failing = [r for r in rows if r["holds"] == "no"]
    head = f"Of {asked} figures {len(failing)} do not hold:"
    lines = [f"- {r['pattern']}: {_whole(r, rows)}, {_short(r['mean'])}" for r in failing]
    return "\n".join([head, "", *lines]) if failing else f"All {asked} figures hold."


def verdict_of(path: Path) -> str:
    """Return the verdict on the committed ``patterns.csv``."""
    rows = committed(path)
    return gate_told(gate(_judged(rows)), "en") if rows else f"no `{path.name}` in `results/validation/`"


def committed(path: Path) -> list[dict[str, str]]:
    """Return the rows of a ``patterns.csv``; none where there is no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class _Read(NamedTuple):
    """A pattern as a file tells it."""

    pattern: Pattern
    interval: Interval
    holds: bool | None


def _judged(rows: list[dict[str, str]]) -> list[_Read]:
    known = {p.id: p for p in PATTERNS}
    holds = {"yes": True, "no": False, "": None}
    return [
        _Read(known[r["pattern"]], _interval_read(r), holds[r["holds"]])
        for r in rows
        if r["pattern"] in known
    ]


def _interval_read(row: dict[str, str]) -> Interval:
    mean, low, high = (float(row[name] or "nan") for name in ("mean", "interval_low", "interval_high"))
    return Interval(mean, low, high, int(row["seeds"]))


def _whole(row: dict[str, str], rows: list[dict[str, str]]) -> str:
    """Return what a figure is; where it goes on from the one before, with the words of that one."""
    if not row["what"].startswith("…"):
        return row["what"]
    first = next(r["what"] for r in rows if r["pattern"].rstrip("abcdef") == row["pattern"].rstrip("abcdef"))
    return f"{first} {row['what']}"


def _short(text: str) -> str:
    return f"{float(text):.3g}"

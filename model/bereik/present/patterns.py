"""The patterns as a table: what is published, what comes out, and whether it holds."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bereik.experiments.wording import Language, number
from bereik.measures.patterns import BASE
from bereik.present.texts import NOTICE

if TYPE_CHECKING:
    from rich.table import Table

    from bereik.experiments.patterns import Patterns

_PLACES: Final = 3
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "head": "nr|patroon|band|gemiddeld|laagste|hoogste|klopt|gebruik|sterkte",
        "yes": "ja", "no": "nee", "at_most": "hoogstens {high}",
        "at_least": "minstens {low}", "band": "{low} tot {high}",
        "note": (
            "Onder ‘{base}’ en wat ernaast is gerekend: {residents} inwoners, {weeks} weken na {burn_in} "
            "weken aanloop, {seeds} keer. C: mag voor het afstellen; V: alleen om te toetsen; X: mag niet "
            "gebeuren; O: alleen om te zien."
        ),
    },
    "en": {
        "head": "no|pattern|band|mean|lowest|highest|holds|use|strength",
        "yes": "yes", "no": "no", "at_most": "at most {high}",
        "at_least": "at least {low}", "band": "{low} to {high}",
        "note": (
            "Under '{base}' and what was run beside it: {residents} residents, {weeks} weeks after {burn_in} "
            "of burn-in, {seeds} seeds. C: may be calibrated to; V: validation only; X: must not happen; "
            "O: an observation, of which nothing is asked."
        ),
    },
}  # fmt: skip


def patterns_table(found: Patterns, lang: Language) -> Table:
    """Return a row per pattern: band, mean over seeds, lowest, highest, and whether it holds."""
    from rich.table import Table

    words = _WORDS[lang]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for k, name in enumerate(words["head"].split("|")):
        table.add_column(name, justify="right" if 2 <= k <= 5 else "left")
    for f in found.found:
        p = f.pattern
        numbers = [number(v, _PLACES, lang) for v in (f.mean, *f.span)]
        holds = {True: words["yes"], False: f"[bold]{words['no']}[/bold]", None: ""}[f.holds]
        table.add_row(p.id, getattr(p, lang), _band(p.low, p.high, lang), *numbers, holds, p.use, p.strength)
    return table


def _band(low: float, high: float, lang: Language) -> str:
    told = {"low": f"{low:g}", "high": f"{high:g}"}
    if lang == "nl":
        told = {key: value.replace(".", ",") for key, value in told.items()}
    if math.isinf(low) and math.isinf(high):
        return ""
    form = "at_most" if math.isinf(low) else "at_least" if math.isinf(high) else "band"
    return _WORDS[lang][form].format(**told)


def patterns_note(found: Patterns, lang: Language) -> str:
    """Return what the table rests on."""
    residents = number(found.residents, 0, lang)
    sizes = {"weeks": found.weeks, "burn_in": found.burn_in, "seeds": found.seeds}
    return f"{_WORDS[lang]['note'].format(base=BASE, residents=residents, **sizes)}\n{NOTICE[lang]}."


def markdown(path: Path) -> str:
    """Return the committed ``patterns.csv`` as tables for the docs."""
    if not path.is_file():
        return f"No `{path.name}` lies in `results/gallery/`."
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    first = rows[0]
    lines = [
        f"From `results/gallery/{path.name}`: {int(first['residents']):,} residents, {first['weeks']} weeks "
        f"after {first['burn_in']} of burn-in, {first['seeds']} seeds.",
        "",
        "| no | pattern | band | mean (lowest..highest) | holds | use | strength | source |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in rows:
        band = f"{r['low']}..{r['high']}" if r["low"] else f"at most {r['high']}"
        band = band if r["high"] else f"at least {r['low']}" if r["low"] else ""
        value = f"{_short(r['mean'])} ({_short(r['lowest'])}..{_short(r['highest'])})" if r["mean"] else "n/a"
        holds = {"yes": "yes", "no": "**no**", "": "" if r["use"] == "O" else "n/a"}[r["holds"]]
        cells = (r["pattern"], r["what"], band, value, holds, r["use"], r["strength"], r["source"])
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _short(text: str) -> str:
    return f"{float(text):.3g}"

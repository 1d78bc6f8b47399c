"""What numbers rest on, in words: what they are not for, what to doubt, and what the model misses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import bereik
from bereik.experiments.draws import Draws
from bereik.experiments.wording import Language, number
from bereik.measures.patterns import PATTERNS
from bereik.parameters.book import Parameter
from bereik.present.book_in_words import unit_told
from bereik.present.patterns import committed

_FILE: Final = "patterns.csv"
_GLOSSARY: Final = "glossary.md"
_CODE: Final = re.compile(r"\b[A-Z]{1,3}\d+\b")
_LINK: Final = re.compile(r"\[([^]]+)\]\(([^)]+)\)")

ACCOUNT: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "not_for": "Waar u dit niet voor mag gebruiken",
        "not_1": (
            "Niet om over personen te besluiten. De inwoners zijn verzonnen; er staan geen echte mensen "
            "in."
        ),
        "not_2": (
            "Niet om mensen te zoeken, te rangschikken of te controleren. Er komt geen gegeven over "
            "personen in."
        ),
        "not_3": "Niet als voorspelling. Het zegt niet hoeveel mensen uw gemeente bereikt.",
        "not_4": "Niet als enige reden voor een besluit. Praat ook met inwoners en met wie hen helpt.",
        "for": "Waarvoor wel: plannen vergelijken, aannamen zien, en samen de goede vragen stellen.",
        "misses": "Wat het model mist",
        "pattern": "feit of verwachting",
        "band": "moet zijn",
        "value": "in het model",
        "holds": "klopt",
        "source": "bron",
        "yes": "ja",
        "no": "nee",
        "at_most": "hoogstens {high}",
        "at_least": "minstens {low}",
        "between": "{low} tot {high}",
        "doubt": "Waar u het eerst aan moet twijfelen",
        "doubt_1": (
            "Hoeveel mensen er werken. Er is geen landelijk cijfer. In het plan ‘Alleen loket’ is een "
            "deel van de uren ongebruikt. Een klein loket wordt dan snel een flessenhals."
        ),
        "doubt_2": "Veel getallen over gedrag zijn een aanname. Ze staan hieronder met hun bandbreedte.",
        "doubt_3": "Het toeval zit in de band. De onzekerheid van de getallen zelf zit daar niet in.",
        "doubt_3_drawn": (
            "Elke herhaling trekt een deel van de getallen uit {source}. Hoe onzeker de andere getallen zijn,"
            " zit niet in de band."
        ),
        "measured": "gemeten",
        "estimate": "geschat",
        "expert": "deskundige",
        "assumption": "aanname",
        "name": "naam in de code",
        "what": "wat het is",
        "number": "waarde (van … tot)",
        "quality": "Kwaliteit",
    },
    "en": {
        "not_for": "What you may not use this for",
        "not_1": "Not to decide about persons. The residents are made up; no real people are in it.",
        "not_2": "Not to look for people, rank them or check on them. No data about persons go in.",
        "not_3": "Not as a forecast. It does not say how many people your gemeente reaches.",
        "not_4": "Not as the only reason for a decision. Talk to residents and to those who help them too.",
        "for": "What for: to compare plans, see assumptions, and ask the right questions together.",
        "misses": "What the model misses",
        "pattern": "fact or expectation",
        "band": "must be",
        "value": "in the model",
        "holds": "holds",
        "source": "source",
        "yes": "yes",
        "no": "no",
        "at_most": "at most {high}",
        "at_least": "at least {low}",
        "between": "{low} to {high}",
        "doubt": "What to doubt first",
        "doubt_1": (
            "How many people work there. There is no national figure. Under 'Desk only' part of the hours "
            "goes unused. A small desk then soon becomes a bottleneck."
        ),
        "doubt_2": "Many numbers on behaviour are an assumption. They stand below with their range.",
        "doubt_3": "Luck is in the band. How unsure the numbers themselves are is not.",
        "doubt_3_drawn": (
            "Each replicate draws some of the numbers from {source}. How unsure the other numbers are is not"
            " in the band."
        ),
        "measured": "measured",
        "estimate": "estimate",
        "expert": "expert",
        "assumption": "assumption",
        "name": "name in the code",
        "what": "what it is",
        "number": "value (from … to)",
        "quality": "Quality",
    },
}  # fmt: skip


def codes_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of sources that are named in texts and explained in the glossary, in its order."""
    named = {code for text in texts for code in _CODE.findall(text)}
    return tuple(code for code in explained() if code in named)


@cache
def explained() -> dict[str, tuple[str, str]]:
    """Return what each code of a source says and where that stands; nothing where the glossary is not there.

    It is in English, as the file is.
    """
    package = Path(bereik.__file__).resolve().parent
    found: dict[str, tuple[str, str]] = {}
    for path in (package / "shipped_results" / _GLOSSARY, package.parent.parent / "docs" / _GLOSSARY):
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                cells = [_LINK.sub(r"\1, \2", cell.strip()) for cell in line.strip("|").split("|")]
                if len(cells) > 1 and _CODE.fullmatch(cells[0]):
                    found.setdefault(cells[0], (cells[1], cells[3] if len(cells) > 4 else cells[-1]))
            return found
    return found


@cache
def tested_patterns() -> tuple[dict[str, str], ...]:
    """Return the patterns as they were last tested: a row each; nothing where the file is not there."""
    package = Path(bereik.__file__).resolve().parent
    for folder in (package / "shipped_results", package.parent.parent / "results" / "validation"):
        if rows := committed(folder / _FILE):
            return tuple(rows)
    return ()


def pattern_cells(row: dict[str, str], lang: Language) -> list[str]:
    """Return a tested pattern in words: what it is, the band, the value, whether it holds, its source."""
    words = ACCOUNT[lang]
    low, high, mean = (_short(row[key], lang) for key in ("low", "high", "mean"))
    form = "at_most" if not low else "at_least" if not high else "between"
    band = words[form].format(low=low, high=high)
    return [
        f"{row['pattern']}. {called(lang).get(row['pattern'], row['what'])}", band, mean,
        words.get(row["holds"], ""), row["source"],
    ]  # fmt: skip


@cache
def called(lang: Language) -> dict[str, str]:
    """Return the patterns in words, by id; one that goes on where another began says both."""
    called: dict[str, str] = {}
    whole = ""
    for pattern in PATTERNS:
        told = getattr(pattern, lang)
        if told.startswith("… "):
            told = f"{whole} {told}"
        else:
            whole = told
        called[pattern.id] = told
    return called


def _short(told: str, lang: Language) -> str:
    if not told:
        return ""
    value = float(told)
    places = 0 if value == round(value) else 3 if abs(value) < 1 else 2
    return number(value, places, lang)


def doubts(draws: Draws | None, lang: Language) -> tuple[str, ...]:
    """Return what to doubt first, by whether replicates draw what is not known."""
    words = ACCOUNT[lang]
    third = words["doubt_3_drawn"].format(source=draws.source) if draws else words["doubt_3"]
    return words["doubt_1"], words["doubt_2"], third


def ranged(p: Parameter, lang: Language) -> str:
    """Return the value of a number of the book, its range and its unit."""
    value, low, high = (f"{v:g}".replace(".", "," if lang == "nl" else ".") for v in (p.value, p.low, p.high))
    return f"{value} ({low} … {high}) {unit_told(p.unit, lang)}"

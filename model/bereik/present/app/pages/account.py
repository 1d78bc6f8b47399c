"""What it rests on: the numbers with their sources, what the model misses, what it is not for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from nicegui import ui

import bereik
from bereik.experiments.wording import Language, number
from bereik.measures.patterns import PATTERNS
from bereik.parameters.book import QUALITIES, Parameter, the_book
from bereik.present.app.parts import block, table, text
from bereik.present.app.state import page_state
from bereik.present.patterns import committed
from bereik.present.texts import NOTICE

_MOST_SHOWN: Final = 25
_FILE: Final = "patterns.csv"

_TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "title": "Verantwoording",
        "not_for": "Waar u dit niet voor mag gebruiken",
        "not_1": (
            "Niet om over personen te besluiten. De inwoners zijn verzonnen; er staan geen echte mensen in."
        ),
        "not_2": (
            "Niet om mensen te zoeken, te rangschikken of te controleren. Er komt geen gegeven over personen"
            " in."
        ),
        "not_3": "Niet als voorspelling. Het zegt niet hoeveel mensen uw gemeente bereikt.",
        "not_4": "Niet als enige reden voor een besluit. Praat ook met inwoners en met wie hen helpt.",
        "for": "Waarvoor wel: plannen vergelijken, aannamen zien, en samen de goede vragen stellen.",
        "misses": "Wat het model mist",
        "misses_lead": (
            "We zetten het model naast {n} bekende feiten en verwachtingen. {yes} kloppen, {no} niet. Hier"
            " staan eerst die niet kloppen."
        ),
        "all": "Laat ook zien wat klopt",
        "no_file": "De uitkomsten van de toets liggen niet bij dit programma.",
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
            "Hoeveel mensen er werken. Er is geen landelijk cijfer. In het plan ‘Alleen loket’ is een deel"
            " van de uren ongebruikt. Een klein loket wordt dan snel een flessenhals."
        ),
        "doubt_2": "Veel getallen over gedrag zijn een aanname. Ze staan hieronder met hun bandbreedte.",
        "doubt_3": "Het toeval zit in de band. De onzekerheid van de getallen zelf zit daar niet in.",
        "book": "De getallen",
        "book_lead": (
            "Elk getal over gedrag staat hier één keer, met bron en kwaliteit. Namen en uitleg zijn Engels,"
            " zoals in de code."
        ),
        "search": "Zoek, bijvoorbeeld: shame, trust, E012",
        "quality": "Kwaliteit",
        "any": "alle",
        "measured": "gemeten",
        "estimate": "geschat",
        "expert": "deskundige",
        "assumption": "aanname",
        "found": "{n} van {all} getallen. Getoond worden er hoogstens {most}.",
        "name": "naam",
        "what": "wat het is",
        "number": "waarde (van … tot)",
        "version": (
            "Versie {version}. Bronnen: S0–S4 zijn de documenten over niet-bereik; S001 en E001 enzovoort"
            " staan in docs/glossary.md."
        ),
    },
    "en": {
        "title": "What it rests on",
        "not_for": "What you may not use this for",
        "not_1": "Not to decide about persons. The residents are made up; no real people are in it.",
        "not_2": "Not to look for people, rank them or check on them. No data about persons go in.",
        "not_3": "Not as a forecast. It does not say how many people your gemeente reaches.",
        "not_4": "Not as the only reason for a decision. Talk to residents and to those who help them too.",
        "for": "What for: to compare plans, see assumptions, and ask the right questions together.",
        "misses": "What the model misses",
        "misses_lead": (
            "We set the model beside {n} known facts and expectations. {yes} hold, {no} do not. Those that"
            " do not come first."
        ),
        "all": "Show what holds too",
        "no_file": "The results of the test do not come with this program.",
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
            "How many people work there. There is no national figure. Under 'Desk only' part of the hours"
            " goes unused. A small desk then soon becomes a bottleneck."
        ),
        "doubt_2": "Many numbers on behaviour are an assumption. They stand below with their range.",
        "doubt_3": "Luck is in the band. How unsure the numbers themselves are is not.",
        "book": "The numbers",
        "book_lead": "Every number on behaviour stands here once, with source and quality.",
        "search": "Search, such as: shame, trust, E012",
        "quality": "Quality",
        "any": "all",
        "measured": "measured",
        "estimate": "estimate",
        "expert": "expert",
        "assumption": "assumption",
        "found": "{n} of {all} numbers. At most {most} are shown.",
        "name": "name",
        "what": "what it is",
        "number": "value (from … to)",
        "version": (
            "Version {version}. Sources: S0–S4 are the documents on niet-bereik; S001, E001 and so on stand"
            " in docs/glossary.md."
        ),
    },
}  # fmt: skip


def build(lang: Language) -> None:
    """Show the page."""
    words = _TEXTS[lang]
    state = page_state("account", {"sought": "", "quality": "any", "all": False})
    text("h1", words["title"])
    with block("div", "halves"):
        with block("section"):
            text("h2", words["not_for"])
            with block("ul", "plain-list"):
                for k in range(1, 5):
                    text("li", words[f"not_{k}"])
            text("p", words["for"])
        with block("section"):
            text("h2", words["doubt"])
            with block("ul", "plain-list"):
                for k in range(1, 4):
                    text("li", words[f"doubt_{k}"])
    _patterns(lang, state)
    _book(lang, state)
    text("p", words["version"].format(version=bereik.__version__), "small")
    text("p", f"{NOTICE[lang]}.", "small")


def _patterns(lang: Language, state: dict[str, object]) -> None:
    words = _TEXTS[lang]
    text("h2", words["misses"])
    rows = tested_patterns()
    if not rows:
        text("p", words["no_file"])
        return
    holding = sum(row["holds"] == "yes" for row in rows)
    failing = [row for row in rows if row["holds"] == "no"]
    text("p", words["misses_lead"].format(n=len(rows), yes=holding, no=len(failing)))

    @ui.refreshable
    def shown() -> None:
        seen = [*failing, *(r for r in rows if r["holds"] != "no")] if state["all"] else failing
        head = [words[key] for key in ("pattern", "band", "value", "holds", "source")]
        with block("div", "scrolls", tabindex="0", role="region", aria_label=words["misses"]):
            table(head, [_pattern_cells(row, lang) for row in seen])

    def more(e: object) -> None:
        state["all"] = bool(getattr(e, "value", False))
        shown.refresh()

    ui.checkbox(words["all"], value=bool(state["all"]), on_change=more)
    shown()


@cache
def tested_patterns() -> tuple[dict[str, str], ...]:
    """Return the patterns as they were last tested: a row each; nothing where the file is not there."""
    package = Path(bereik.__file__).resolve().parent
    for folder in (package / "shipped_results", package.parent.parent / "results" / "validation"):
        if rows := committed(folder / _FILE):
            return tuple(rows)
    return ()


def _pattern_cells(row: dict[str, str], lang: Language) -> list[str]:
    words = _TEXTS[lang]
    low, high, mean = (_short(row[key], lang) for key in ("low", "high", "mean"))
    form = "at_most" if not low else "at_least" if not high else "between"
    band = words[form].format(low=low, high=high)
    return [
        f"{row['pattern']}. {_called(lang).get(row['pattern'], row['what'])}", band, mean,
        words.get(row["holds"], ""), row["source"],
    ]  # fmt: skip


@cache
def _called(lang: Language) -> dict[str, str]:
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


def _book(lang: Language, state: dict[str, object]) -> None:
    words, book = _TEXTS[lang], the_book()
    text("h2", words["book"])
    text("p", words["book_lead"])

    @ui.refreshable
    def shown() -> None:
        found = sought(str(state["sought"]), str(state["quality"]))
        told = words["found"].format(n=len(found), all=len(book), most=_MOST_SHOWN)
        text("p", told, "small").props["role"] = "status"
        rows = [[p.name, p.what, _ranged(p, lang), words[p.quality], p.source] for p in found[:_MOST_SHOWN]]
        head = [words[key] for key in ("name", "what", "number", "quality", "source")]
        with block("div", "scrolls book", tabindex="0", role="region", aria_label=words["book"]):
            table(head, rows)

    def searches(key: str, value: object) -> None:
        state[key] = value or ""
        shown.refresh()

    with block("div", "buttons"):
        box = ui.input(words["search"], value=str(state["sought"]))
        box.props("outlined debounce=300 clearable").classes("search")
        box.on_value_change(lambda e: searches("sought", e.value))
        options = {"any": words["any"], **{quality: words[quality] for quality in QUALITIES}}
        select = ui.select(options, value=state["quality"], label=words["quality"])
        select.props("outlined options-dense").classes("quality")
        select.on_value_change(lambda e: searches("quality", e.value))
    shown()


def _ranged(p: Parameter, lang: Language) -> str:
    value, low, high = (f"{v:g}".replace(".", "," if lang == "nl" else ".") for v in (p.value, p.low, p.high))
    return f"{value} ({low} … {high}) {p.unit}"


def sought(word: str, quality: str) -> list[Parameter]:
    """Return the numbers of the book with a word in name, meaning or source, and of a quality."""
    word = word.strip().lower()
    return [
        p
        for p in the_book().values()
        if word in f"{p.name} {p.what} {p.source}".lower() and quality in ("any", "", p.quality)
    ]

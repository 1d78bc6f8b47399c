"""What it rests on: the numbers with their sources, what the model misses, what it is not for."""

from __future__ import annotations

from typing import Final

from nicegui import ui

import bereik
from bereik.experiments.wording import Language
from bereik.parameters.book import QUALITIES, Parameter, the_book
from bereik.present.account import ACCOUNT, pattern_cells, ranged, tested_patterns
from bereik.present.app.parts import block, table, text
from bereik.present.app.state import page_state
from bereik.present.book_in_words import number_told
from bereik.present.texts import NOTICE

_MOST_SHOWN: Final = 25

_TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "title": "Verantwoording",
        "misses_lead": (
            "We zetten het model naast {n} bekende feiten en verwachtingen. {yes} kloppen, {no} niet. "
            "Hier staan eerst die niet kloppen."
        ),
        "all": "Laat ook zien wat klopt",
        "no_file": "De uitkomsten van de toets liggen niet bij dit programma.",
        "book": "De getallen",
        "book_lead": (
            "Elk getal over gedrag staat hier één keer, met bron en kwaliteit. De naam in de code en de "
            "bron zijn Engels."
        ),
        "search": "Zoek, bijvoorbeeld: schaamte, vertrouwen, E012",
        "any": "alle",
        "found": "{n} van {all} getallen. Getoond worden er hoogstens {most}.",
        "version": (
            "Versie {version}. Bronnen: S0–S4 zijn de documenten over niet-bereik; S001 en E001 enzovoort "
            "staan in docs/glossary.md."
        ),
    },
    "en": {
        "title": "What it rests on",
        "misses_lead": (
            "We set the model beside {n} known facts and expectations. {yes} hold, {no} do not. Those "
            "that do not come first."
        ),
        "all": "Show what holds too",
        "no_file": "The results of the test do not come with this program.",
        "book": "The numbers",
        "book_lead": "Every number on behaviour stands here once, with source and quality.",
        "search": "Search, such as: shame, trust, E012",
        "any": "all",
        "found": "{n} of {all} numbers. At most {most} are shown.",
        "version": (
            "Version {version}. Sources: S0–S4 are the documents on niet-bereik; S001, E001 and so on "
            "stand in docs/glossary.md."
        ),
    },
}  # fmt: skip


def build(lang: Language) -> None:
    """Show the page."""
    words = ACCOUNT[lang] | _TEXTS[lang]
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
    words = ACCOUNT[lang] | _TEXTS[lang]
    text("h2", words["misses"])
    rows = tested_patterns()
    if not rows:
        text("p", words["no_file"])
        return
    holding = sum(row["holds"] == "yes" for row in rows)
    failing = [row for row in rows if row["holds"] == "no"]
    text("p", words["misses_lead"].format(n=holding + len(failing), yes=holding, no=len(failing)))

    @ui.refreshable
    def shown() -> None:
        seen = [*failing, *(r for r in rows if r["holds"] != "no")] if state["all"] else failing
        head = [words[key] for key in ("pattern", "band", "value", "holds", "source")]
        with block("div", "scrolls", tabindex="0", role="region", aria_label=words["misses"]):
            table(head, [pattern_cells(row, lang) for row in seen])

    def more(e: object) -> None:
        state["all"] = bool(getattr(e, "value", False))
        shown.refresh()

    ui.checkbox(words["all"], value=bool(state["all"]), on_change=more)
    shown()


def _book(lang: Language, state: dict[str, object]) -> None:
    words, book = ACCOUNT[lang] | _TEXTS[lang], the_book()
    text("h2", words["book"])
    text("p", words["book_lead"])

    @ui.refreshable
    def shown() -> None:
        found = sought(str(state["sought"]), str(state["quality"]))
        told = words["found"].format(n=len(found), all=len(book), most=_MOST_SHOWN)
        text("p", told, "small").props["role"] = "status"
        rows = [
            [number_told(p.name, lang), p.name, ranged(p, lang), words[p.quality], p.source]
            for p in found[:_MOST_SHOWN]
        ]
        head = [words[key] for key in ("what", "name", "number", "quality", "source")]
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


def sought(word: str, quality: str) -> list[Parameter]:
    """Return the numbers of the book with a word in name, meaning or source, and of a quality."""
    word = word.strip().lower()
    return [
        p
        for p in the_book().values()
        if word in f"{p.name} {p.what} {number_told(p.name, 'nl')} {p.source}".lower()
        and quality in ("any", "", p.quality)
    ]

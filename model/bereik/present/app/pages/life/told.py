"""Two lives beside each other, week by week, and over replicates how often somebody is helped."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui
from rich.text import Text

from bereik.experiments.persona import PersonaFound
from bereik.experiments.wording import Language
from bereik.measures.terms import WEEKS_PER_YEAR
from bereik.present import persona
from bereik.present.app.pages.life.words import TEXTS
from bereik.present.app.parts import block, table, text
from bereik.present.app.worker import Life

Weeks = dict[int, tuple[list[str], str]]


def show_lives(lives: Sequence[Life], titles: Sequence[str], short: bool, lang: Language) -> None:
    """Show a life under two plans.

    Parameters
    ----------
    short : only the weeks in which they differ
    """
    words = TEXTS[lang]
    told = [{week: (happened, state) for week, happened, state in life.weeks} for life in lives]
    weeks = sorted({*told[0], *told[1]})
    after = [week for week in weeks if week >= 0]
    apart = [week for week in after if told[0].get(week) != told[1].get(week)]
    if not weeks:
        text("p", words["nothing"])
    elif not apart:
        text("p", words["never"])
    else:
        text("p", words["same"].format(when=_when(apart[0], lang)), "finding")
    before = [week for week in weeks if week < 0]
    if before:
        with block("details"):
            text("summary", words["before"])
            with block("ul", "plain-list"):
                for week in before:
                    happened, state = told[0].get(week, ([], ""))
                    parts = [*happened, *([words["state"].format(state=state)] if state else [])]
                    text("li", f"{words['before_week'].format(weeks=-week)}: {'; '.join(parts)}")
    with block("div", "scrolls weeks", tabindex="0", role="region", aria_label=words["title"]):
        _table(apart if short else after, told, titles, lang)
    with block("div", "halves"):
        for title, life in zip(titles, lives, strict=True):
            text("p", f"{title}. {life.ending}", "small")


def _table(weeks: Sequence[int], told: Sequence[Weeks], titles: Sequence[str], lang: Language) -> None:
    words = TEXTS[lang]
    with block("table", "plain lives"):
        with block("thead"), block("tr"):
            for head in (words["week"], *(f"{k}. {t}" for k, t in zip("AB", titles, strict=True))):
                with block("th", scope="col"):
                    ui.label(head)
        with block("tbody"):
            for week in weeks:
                differs = told[0].get(week) != told[1].get(week)
                with block("tr", "apart" if differs else ""):
                    with block("th", scope="row"):
                        ui.label(_when(week, lang))
                    for life in told:
                        with block("td"):
                            happened, state = life.get(week, ([], ""))
                            for sentence in happened:
                                text("p", sentence.replace("_", " "))
                            if state:
                                text("p", words["state"].format(state=state), "state")


def _when(week: int, lang: Language) -> str:
    year, rest = divmod(week, WEEKS_PER_YEAR)
    return TEXTS[lang]["year"].format(year=year + 1, week=rest + 1)


def show_fates(found: PersonaFound, lang: Language) -> None:
    """Show over the replicates how often, when and how completely somebody is helped."""
    words, name = TEXTS[lang], getattr(found.persona.title, lang)
    text("h2", words["fates"].format(name=name))
    text("p", words["fates_lead"].format(n=len(found.seeds)), "small")
    text("p", f"{persona.headline(found, lang)}.", "finding")
    head, *rows = rows_of_fates(found, lang)
    with block("div", "scrolls", tabindex="0", role="region", aria_label=words["fates"].format(name=name)):
        table(head, rows, words["fates"].format(name=name))


def rows_of_fates(found: PersonaFound, lang: Language) -> list[list[str]]:
    """Return the table of ``bereik persona`` without its make-up: its head, and a row a line."""
    made = persona.fates_table(found, lang)
    columns = [[str(column.header), *(str(cell) for cell in column.cells)] for column in made.columns]
    rows = [[Text.from_markup(cell).plain for cell in row] for row in zip(*columns, strict=True)]
    return [row if k == 0 or any(row[1:]) else row[:1] for k, row in enumerate(rows)]

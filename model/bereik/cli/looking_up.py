"""What ships: scenarios, the book; and whether a file of one's own is in order."""

from __future__ import annotations

from typing import Annotated

import typer

from bereik.cli.app import LangOption, app, plain, remark, screen
from bereik.errors import ParameterError


@app.command()
def scenarios(
    long: Annotated[bool, typer.Option("--long", help="with summary and source")] = False,
    lang: LangOption = "en",
) -> None:
    """List the scenarios that ship."""
    from rich.table import Table

    from bereik.experiments.wording import checked_language
    from bereik.scenarios import load_scenario, shipped

    language = checked_language(lang)
    table = Table(box=None, pad_edge=False, show_header=False)
    for name in shipped():
        scenario = load_scenario(name, lang=language)
        text = getattr(scenario.title, language)
        bound = {"nl": "bovengrens", "en": "upper bound"}[language]
        if scenario.upper_bound and bound not in text:
            text += f" ({bound})"
        if long:
            text += f"\n[dim]{getattr(scenario.summary, language)}\n{scenario.source}[/dim]\n"
        table.add_row(f"[bold]{name}[/bold]", text)
    screen().print(table)


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="scenario file, or a name")],
    lang: LangOption = "en",
) -> None:
    """Check a scenario file, and say what it costs."""
    from bereik.experiments.wording import checked_language, number
    from bereik.scenarios import load_scenario
    from bereik.scenarios.check import doubts_of
    from bereik.scenarios.files import located, read_chain
    from bereik.vocabulary import GEMEENTE, PAYERS

    language = checked_language(lang)
    scenario = load_scenario(file, lang=language)
    adults = scenario.gemeente.residents
    paid = {payer: scenario.staff_cents_per_week(adults, payer=payer) for payer in PAYERS}
    euros = {payer: number(cents / 100.0, 0, language) for payer, cents in paid.items()}
    words = {
        "nl": "{file} is in orde: {title}. {n} volwassenen; personeel kost de gemeente {euros} euro per week",
        "en": "{file} is fine: {title}. {n} adults; staff costs the gemeente {euros} euros a week",
    }[language]
    other = {"nl": "; {payer} betaalt {euros}", "en": "; {payer} pays {euros}"}[language]
    others = [p for p in PAYERS if paid[p] and p != PAYERS[GEMEENTE]]
    title = getattr(scenario.title, language)
    screen().print(
        words.format(file=file, title=title, n=number(adults, 0, language), euros=euros[PAYERS[GEMEENTE]])
        + "".join(other.format(payer=p, euros=euros[p]) for p in others)
        + ".",
        markup=False,
        soft_wrap=True,
    )
    warning = {"nl": "Let op", "en": "Warning"}[language]
    for line in located(read_chain(file, language), doubts_of(scenario), language).splitlines():
        remark(f"{warning}: {line}")


@app.command()
def parameters(
    word: Annotated[str, typer.Argument(help="only those with this word in name, meaning or source")] = "",
) -> None:
    """Show the book of parameters, with ranges and sources."""
    from bereik.parameters.book import the_book

    console, sought = screen(), word.lower()
    shown = [p for p in the_book().values() if sought in f"{p.name} {p.what} {p.source}".lower()]
    if not shown:
        raise ParameterError(
            f"no parameter has '{word}' in its name, meaning or source. Leave it out to see all."
        )
    for p in shown:
        console.print(
            f"[bold]{plain(p.name)}[/bold] = {p.value:g}  "
            f"({p.low:g} … {p.high:g}) {plain(p.unit)}, {p.quality}",
            soft_wrap=True,
            highlight=False,
        )
        console.print(
            f"    {p.what}\n    {p.source}", style="dim", markup=False, highlight=False, soft_wrap=True
        )

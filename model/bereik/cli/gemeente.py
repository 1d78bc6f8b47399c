"""A real gemeente: from figures of CBS and her own to a scenario file."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bereik.cli.app import LangOption, app, remark, screen
from bereik.errors import ParameterError

if TYPE_CHECKING:
    from bereik.experiments.wording import Language
    from bereik.scenarios.quality import Summary


_EVERY = {
    "nl": ("cijfer", "gemeenten", "klopt", "verst ernaast", "CBS", "in het model"),
    "en": ("figure", "gemeenten", "within", "farthest off", "CBS", "in the model"),
}


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    numbers = {title for titles in _EVERY.values() for title in (*titles[1:3], *titles[4:])}
    for title in header:
        table.add_column(title, justify="right" if title in numbers else "left")
    for row in rows:
        table.add_row(*row)
    return table


def _print_every(file: str, language: Language) -> None:
    """Print how well the residents of all gemeenten of a file match."""
    from bereik.experiments.wording import number
    from bereik.scenarios.quality import summed_up, words_of
    from bereik.scenarios.real_gemeente import every_gemeente

    def row(s: Summary) -> tuple[str, ...]:
        counted, within = str(s.told), str(s.within)
        if not s.where:
            return (words_of(s.name, language), counted, within, "-", "", "")
        target, reached = float(s.farthest.target or 0), float(s.farthest.reached)
        at = (s.where, number(target, 0, language), number(reached, 0, language))
        return (words_of(s.name, language), counted, within, *at)

    screen().print(_table(_EVERY[language], [row(s) for s in summed_up(every_gemeente(file, language))]))


@app.command()
def gemeente(
    file: Annotated[str | None, typer.Argument(help="CSV of CBS Kerncijfers wijken en buurten")] = None,
    code: Annotated[str | None, typer.Option(help="of the gemeente, such as GM0193, or its name")] = None,
    out: Annotated[str | None, typer.Option(help="scenario file to write; left out: only the card")] = None,
    own: Annotated[str | None, typer.Option(help="CSV with her own staff, prices and waiting lists")] = None,
    based_on: Annotated[str, typer.Option(help="scenario whose services work there")] = "loket-only",
    buurten: Annotated[bool, typer.Option("--buurten", help="buurten in place of wijken")] = False,
    every: Annotated[bool, typer.Option("--all", help="how well all gemeenten of the file match")] = False,
    template: Annotated[bool, typer.Option("--template", help="print a CSV for --own, and stop")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="write over a file that is there")] = False,
    lang: LangOption = "en",
) -> None:
    """Make a scenario of a real gemeente, with a card that says how well its residents match."""
    from bereik.experiments.wording import checked_language
    from bereik.scenarios import load_scenario

    language = checked_language(lang)
    if template:
        from bereik.scenarios.own_figures import template as blank

        typer.echo(blank(load_scenario(based_on, language).levers, language), nl=False)
        return
    if file is not None and every:
        _print_every(file, language)
        return
    if file is None or code is None:
        raise ParameterError(
            {
                "nl": "Geef het bestand van CBS en de gemeente: bereik gemeente KWB.csv --code Zwolle.",
                "en": "Give the file of CBS and the gemeente: bereik gemeente KWB.csv --code Zwolle.",
            }[language]
        )
    from bereik.scenarios.quality import HEADER
    from bereik.scenarios.real_gemeente import gemeente_from_cbs
    from bereik.services.mistakes import LANGUAGES

    level = "buurt" if buurten else "wijk"
    made = gemeente_from_cbs(file, code, own=own, based_on=based_on, level=level, lang=language)
    f, card = made.figures, made.card
    console = screen()
    console.print(f"{f.name} ({f.code}), {made.source}", markup=False, soft_wrap=True)
    console.print(_table(HEADER[LANGUAGES.index(language)], card.rows(language)))
    for text in [*card.remarks(language), *made.own_remarks]:
        console.print(text, markup=False, soft_wrap=True)
    if out is None:
        more = {
            "nl": "Met --out plan.toml wordt dit een scenario.",
            "en": "With --out plan.toml this becomes a scenario.",
        }
        remark(more[language])
        return
    path = made.save(out, replace)
    words = {"nl": "Geschreven: {path}. Probeer: {command}", "en": "Written: {path}. Try: {command}"}[
        language
    ]
    told = shlex.quote(str(path))
    command = f"bereik compare {told if made.own else made.based_on} outreach --gemeente {told}"
    console.print(words.format(path=path, command=command), markup=False, soft_wrap=True)

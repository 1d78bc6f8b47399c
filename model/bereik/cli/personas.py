"""One persona in one scenario or more: a life to read, and how she fares over a number of seeds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bereik.cli.app import (
    BurnInOption,
    GemeenteOption,
    LangOption,
    PosteriorOption,
    SeedOption,
    WorkersOption,
    app,
    remark,
    screen,
    telling,
)

if TYPE_CHECKING:
    from bereik.experiments.persona import PersonaFound
    from bereik.experiments.wording import Language


@app.command()
def persona(
    who: Annotated[str | None, typer.Argument(help="name or file; left out: who there are")] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(help="name or file, once or more; left out: the two in her own file"),
    ] = None,
    all_of_them: Annotated[
        bool, typer.Option("--all", help="a row for each that ships, under the two in her own file")
    ] = False,
    gemeente: GemeenteOption = None,
    residents: Annotated[int, typer.Option(help="adults")] = 5000,
    weeks: Annotated[int, typer.Option(help="weeks of policy")] = 156,
    burn_in: BurnInOption = 104,
    seeds: Annotated[int, typer.Option(help="how many seeds")] = 20,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    out: Annotated[
        Path | None, typer.Option(help="folder: pictures, and where to go on when stopped; left out: no file")
    ] = None,
    posterior: PosteriorOption = None,
    lang: LangOption = "en",
) -> None:
    """Follow a persona of the SCP report, or your own, under one arrangement and another."""
    from bereik.experiments.asked import will_not_do
    from bereik.experiments.blocks import writable_folder
    from bereik.experiments.wording import checked_language
    from bereik.present.persona import listing
    from bereik.scenarios.personas import load_persona, shipped_personas

    language = checked_language(lang)
    if all_of_them and (who is not None or scenario):
        raise will_not_do("all-alone", language)
    if who is None and not all_of_them:
        screen().print(listing([load_persona(name, language) for name in shipped_personas()], language))
        return
    if out is not None:
        writable_folder(out)
    asked: dict[str, Any] = {
        "gemeente": gemeente, "residents": residents, "weeks": weeks, "burn_in": burn_in, "seeds": seeds,
        "seed": seed, "workers": workers, "out": out, "lang": language, "posterior": posterior,
    }  # fmt: skip
    if who is None:
        _tell_all(asked, out, language)
    else:
        _tell_one(who, scenario or [], asked, out, language)


def _tell_one(
    who: str, scenarios: list[str], asked: dict[str, Any], out: Path | None, lang: Language
) -> None:
    """Run and tell the story of one, and how she fares."""
    from bereik.experiments.persona import persona as placed
    from bereik.present import persona as told

    with telling(out, lang) as listener:
        her = placed(who, *scenarios, **asked, listener=listener)
    console = screen()
    console.print(told.heading(her, lang), markup=False, soft_wrap=True)
    console.print()
    console.print(told.side_by_side(her, lang))
    console.print()
    console.print(told.fates_table(her, lang))
    console.print()
    for sentence in told.findings(her, lang):
        console.print(sentence, style="bold", markup=False, soft_wrap=True)
    if out is not None:
        _draw([her], out, lang)
    console.print(f"\n{told.note(her, lang)}", markup=False, soft_wrap=True)


def _tell_all(asked: dict[str, Any], out: Path | None, lang: Language) -> None:
    """Run all that ship and tell a row of each."""
    from bereik.experiments.persona import personas
    from bereik.present import persona as told
    from bereik.present.personas import write_personas

    with telling(out, lang, "runs") as listener:
        found = personas(**asked, listener=listener)
    console = screen()
    console.print(told.table_of_all(found, lang))
    if out is not None:
        write_personas(found, out, lang)
        _draw(found, out, lang)
    console.print(f"\n{told.note(found[0], lang)}", markup=False, soft_wrap=True)


def _draw(found: Sequence[PersonaFound], out: Path, lang: Language) -> None:
    """Draw how each fares over the weeks."""
    from bereik.present.figures import write_persona_figure
    from bereik.present.persona import headline

    for her in found:
        write_persona_figure(her, headline(her, lang), lang, out)
    remark(str(out))

"""One persona in one scenario or more: a life to read, and how she fares over a number of seeds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bereik.cli.app import BurnInOption, GemeenteOption, LangOption, SeedOption, app, remark, screen
from bereik.errors import ParameterError


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
    out: Annotated[Path | None, typer.Option(help="folder for a picture; left out: no file")] = None,
    lang: LangOption = "en",
) -> None:
    """Follow a persona of the SCP report, or your own, under one arrangement and another."""
    from bereik.compiled import JIT, is_compiled_on_disk
    from bereik.experiments.blocks import writable_folder
    from bereik.experiments.persona import persona as placed
    from bereik.experiments.wording import checked_language
    from bereik.present import persona as told
    from bereik.present.figures import write_persona_figure
    from bereik.present.progress import OnScreen
    from bereik.scenarios.personas import load_persona, shipped_personas

    language = checked_language(lang)
    console = screen()
    if all_of_them and (who is not None or scenario):
        raise ParameterError("--all takes every persona under her own two scenarios. Leave the others out.")
    if who is None and not all_of_them:
        console.print(told.listing([load_persona(name, language) for name in shipped_personas()], language))
        return
    if out is not None:
        writable_folder(out)
    names = shipped_personas() if all_of_them else [who or ""]
    with OnScreen(language) as listener:
        if JIT and not is_compiled_on_disk():
            listener.compiling()
        found = [
            placed(
                load_persona(name, language),
                *(scenario or ()),
                gemeente=gemeente,
                residents=residents,
                weeks=weeks,
                burn_in=burn_in,
                seeds=seeds,
                seed=seed,
                lang=language,
                progress=lambda done, k=k: listener.share((k + done) / len(names)),
            )
            for k, name in enumerate(names)
        ]
    if all_of_them:
        console.print(told.table_of_all(found, language))
    else:
        her = found[0]
        console.print(told.heading(her, language), markup=False, soft_wrap=True)
        console.print()
        console.print(told.side_by_side(her, language))
        console.print()
        console.print(told.fates_table(her, language))
        console.print()
        for sentence in told.findings(her, language):
            console.print(sentence, style="bold", markup=False, soft_wrap=True)
    if out is not None:
        for her in found:
            write_persona_figure(her, told.headline(her, language), language, out)
        remark(str(out))
    console.print(f"\n{told.note(found[0], language)}", markup=False, soft_wrap=True)

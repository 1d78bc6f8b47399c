"""Whether the model deserves belief: published patterns, and the checks a sceptic asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bereik.cli.app import (
    BurnInOption,
    LangOption,
    ResidentsOption,
    SeedOption,
    WeeksOption,
    app,
    remark,
    screen,
)

if TYPE_CHECKING:
    from bereik.experiments.patterns import Patterns
    from bereik.experiments.wording import Language

SeedsOption = Annotated[int | None, typer.Option(help="how many seeds [default: 30; 4 with --quick]")]
WorkersOption = Annotated[int | None, typer.Option(help="processes; left out: as many as the work is worth")]
QuickOption = Annotated[bool, typer.Option("--quick", help="a first look: fewer people and seeds")]


@app.command()
def validate(
    residents: ResidentsOption = None,
    seeds: SeedsOption = None,
    seed: SeedOption = 1,
    weeks: WeeksOption = 260,
    burn_in: BurnInOption = 104,
    workers: WorkersOption = None,
    out: Annotated[
        Path | None, typer.Option(help="folder [default: results/validation, or …-quick]")
    ] = None,
    lang: LangOption = "en",
    quick: QuickOption = False,
) -> None:
    """Set the model beside published patterns: which hold, how sure that is, and whether it passes."""
    from bereik.experiments.patterns import FILE
    from bereik.experiments.patterns import patterns as looked_for
    from bereik.experiments.wording import checked_language
    from bereik.present.progress import STOPPED, OnScreen
    from bereik.present.validation import write_validation

    language = checked_language(lang)
    folder = out or Path("results") / ("validation-quick" if quick else "validation")
    try:
        with OnScreen(language) as listener:
            found = looked_for(
                residents=residents,
                weeks=weeks,
                burn_in=burn_in,
                seed=seed,
                seeds=seeds,
                quick=quick,
                workers=workers,
                out=folder,
                listener=listener,
            )
            write_validation(found, folder, language)
    except KeyboardInterrupt:
        remark(STOPPED[language].format(folder=folder))
        raise typer.Exit(130) from None
    _tell(found, language)
    remark(f"{folder / FILE}, {folder / 'patterns.png'}")


@app.command()
def patterns(
    residents: ResidentsOption = None,
    seeds: SeedsOption = None,
    seed: SeedOption = 1,
    weeks: WeeksOption = 260,
    burn_in: BurnInOption = 104,
    lang: LangOption = "en",
) -> None:
    """Look at the patterns quickly, and keep nothing: what validate tells, at a small size."""
    from bereik.experiments.patterns import patterns as looked_for
    from bereik.experiments.wording import checked_language
    from bereik.present.progress import OnScreen

    language = checked_language(lang)
    size = {"residents": residents, "weeks": weeks, "burn_in": burn_in, "seed": seed, "seeds": seeds}
    with OnScreen(language) as listener:
        found = looked_for(**size, quick=True, listener=listener)
    _tell(found, language)


def _tell(found: Patterns, lang: Language) -> None:
    from bereik.present.patterns import gate_told, patterns_note, patterns_table

    console = screen()
    console.print(patterns_table(found, lang))
    console.print(f"\n{gate_told(found.gate, lang)}", style="bold", markup=False, soft_wrap=True)
    console.print(f"\n{patterns_note(found, lang)}", markup=False, soft_wrap=True)

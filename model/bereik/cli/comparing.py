"""Compare scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bereik.cli.app import (
    BurnInOption,
    GemeenteOption,
    LangOption,
    PosteriorOption,
    ReplicatesOption,
    ResidentsOption,
    SeedOption,
    WorkersOption,
    app,
    remark,
    screen,
    telling,
)

if TYPE_CHECKING:
    from bereik.experiments.wording import Language
    from bereik.scenarios import Scenario

_SAME = {
    "nl": "Let op: {a} en {b} zijn hetzelfde, dus elk verschil wordt 0.",
    "en": "Warning: {a} and {b} are the same, so every difference will be 0.",
}


_PRECISION = {
    "nl": {
        True: "{n} herhalingen waren genoeg voor ±{x} procentpunt, bij {looks} keer kijken.",
        False: "{n} herhalingen zijn niet genoeg voor ±{x} procentpunt. Geef meer --replicates.",
    },
    "en": {
        True: "{n} replicates were enough for ±{x} percentage points, at {looks} looks.",
        False: "{n} replicates are not enough for ±{x} percentage points. Give more --replicates.",
    },
}


def _warn_of_the_same(loaded: Sequence[Scenario], language: Language) -> None:
    """Say which scenarios are the same as the first, before the work begins."""
    first, *others = loaded
    print_of_first = first.fingerprint()
    for other in others:
        if other.fingerprint() == print_of_first:
            remark(_SAME[language].format(a=first.name, b=other.name))


@app.command()
def compare(
    scenarios: Annotated[
        list[str], typer.Argument(help="names or files; the others are set against the first")
    ],
    gemeente: GemeenteOption = None,
    residents: ResidentsOption = None,
    weeks: Annotated[
        int | None, typer.Option(help="weeks of policy [default: 260; 104 with --quick]")
    ] = None,
    burn_in: BurnInOption = 104,
    replicates: ReplicatesOption = None,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    out: Annotated[
        Path | None, typer.Option(help="folder for results [default: results/A-versus-B, or …-quick]")
    ] = None,
    posterior: PosteriorOption = None,
    lang: LangOption = "en",
    quick: Annotated[bool, typer.Option("--quick", help="a first look, in seconds")] = False,
    precision: Annotated[
        float | None,
        typer.Option(help="stop earlier where reach differs this surely: ± so many percentage points"),
    ] = None,
) -> None:
    """Compare scenarios on the same people with the same luck."""
    from bereik.experiments.compare import compare as compared
    from bereik.experiments.compare import folder_name
    from bereik.experiments.experiment import folder_of
    from bereik.experiments.job import loaded_scenario
    from bereik.experiments.wording import FIRST_LOOK, checked_language
    from bereik.present.figures import write_figures
    from bereik.present.table import comparison_note, comparison_tables

    language = checked_language(lang)
    loaded = [loaded_scenario(s, language) for s in scenarios]
    _warn_of_the_same(loaded, language)
    name = folder_name([scenario.name for scenario in loaded])
    folder = out or folder_of(name, quick)
    with telling(folder, language) as listener:
        found = compared(
            *loaded,
            gemeente=gemeente,
            residents=residents,
            weeks=weeks,
            burn_in=burn_in,
            replicates=replicates,
            seed=seed,
            workers=workers,
            out=folder,
            quick=quick,
            precision=precision,
            lang=language,
            listener=listener,
            posterior=posterior,
        )
        write_figures(found, folder / "figures")
    console = screen()
    for k, sentence in enumerate(found.findings):
        console.print(sentence, style=None if k else "bold", markup=False, soft_wrap=True)
    if quick:
        job = found.job
        look = FIRST_LOOK[language].format(
            residents=job.residents, weeks=job.weeks, replicates=job.replicates
        )
        console.print(look, style="yellow", soft_wrap=True)
    console.print()
    for k, table in enumerate(comparison_tables(found, console.width)):
        console.print(*([""] if k else []), table, sep="\n", crop=False)
    console.print(f"\n{comparison_note(found)}", markup=False, soft_wrap=True)
    if precision is not None:
        asked = {"x": f"{precision:g}", "n": found.job.replicates, "looks": found.looks}
        remark(_PRECISION[language][found.is_precise(precision)].format(**asked))
    remark(f"{folder / 'summary.csv'}, {folder / 'figures'}")

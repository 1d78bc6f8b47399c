"""Why it turns out so: six assumptions under a policy note, and the links of the hulpparadox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    from bereik.experiments.assumptions import Assumed
    from bereik.experiments.paradox import Explained

ScenarioArgument = Annotated[str, typer.Argument(help="name or file")]
QuickOption = Annotated[bool, typer.Option("--quick", help="a first look")]


@app.command()
def assumptions(
    scenario: ScenarioArgument,
    against: Annotated[
        str | None, typer.Option(help="another policy: how far may each be wrong before it is better?")
    ] = None,
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
        Path | None, typer.Option(help="folder for results [default: results/assumptions-SCENARIO]")
    ] = None,
    posterior: PosteriorOption = None,
    lang: LangOption = "en",
    quick: QuickOption = False,
) -> None:
    """Show which assumption of a policy note takes what of the reach that it promises."""
    from bereik.experiments.assumptions import assumptions as divided
    from bereik.experiments.experiment import folder_of
    from bereik.experiments.job import loaded_scenario
    from bereik.experiments.wording import checked_language
    from bereik.present.staircase import decile_table, staircase_table, turns_table, write_staircase

    language = checked_language(lang)
    base = loaded_scenario(scenario, language)
    other = None if against is None else loaded_scenario(against, language)
    versus = "" if other is None else f"-against-{other.name}"
    folder = out or folder_of(f"assumptions-{base.name}{versus}", quick)
    with telling(folder, language) as listener:
        found = divided(
            base, against=other, gemeente=gemeente, residents=residents, weeks=weeks, burn_in=burn_in,
            replicates=replicates, seed=seed, workers=workers, out=folder, quick=quick, lang=language,
            listener=listener, posterior=posterior,
        )
        write_staircase(found, folder / "figures")
    tables = [staircase_table(found), decile_table(found)]
    _show(found, [*tables, turns_table(found)] if found.turns else tables, folder)


@app.command()
def paradox(
    scenario: ScenarioArgument,
    gemeente: GemeenteOption = None,
    residents: ResidentsOption = None,
    weeks: Annotated[
        int | None, typer.Option(help="weeks of policy [default: 156; 104 with --quick]")
    ] = None,
    burn_in: BurnInOption = 104,
    replicates: ReplicatesOption = None,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    out: Annotated[
        Path | None, typer.Option(help="folder for results [default: results/paradox-SCENARIO]")
    ] = None,
    posterior: PosteriorOption = None,
    lang: LangOption = "en",
    quick: QuickOption = False,
) -> None:
    """Show what each link of the chain adds to the hulpparadox."""
    from bereik.experiments.experiment import folder_of
    from bereik.experiments.job import loaded_scenario
    from bereik.experiments.paradox import paradox as taken_apart
    from bereik.experiments.wording import checked_language
    from bereik.present.paradox import alone_table, paradox_table, write_paradox

    language = checked_language(lang)
    base = loaded_scenario(scenario, language)
    folder = out or folder_of(f"paradox-{base.name}", quick)
    with telling(folder, language) as listener:
        found = taken_apart(
            base, gemeente=gemeente, residents=residents, weeks=weeks, burn_in=burn_in,
            replicates=replicates, seed=seed, workers=workers, out=folder, quick=quick, lang=language,
            listener=listener, posterior=posterior,
        )
        write_paradox(found, folder / "figures")
    _show(found, [paradox_table(found), alone_table(found)], folder)


def _show(found: Assumed | Explained, tables: list[Any], folder: Path) -> None:
    """Print the finding, what it rests on, and the tables."""
    from bereik.experiments.wording import FIRST_LOOK, over_unknowns
    from bereik.present.staircase import ending

    console = screen()
    console.print(found.finding, style="bold", markup=False, soft_wrap=True)
    if found.quick:
        job = found.job
        look = FIRST_LOOK[found.lang].format(
            residents=job.residents, weeks=job.weeks, replicates=job.replicates
        )
        console.print(look, style="yellow", soft_wrap=True)
    if over := over_unknowns(found.job.draws, found.lang):
        console.print(over, markup=False, soft_wrap=True)
    for table in tables:
        console.print()
        console.print(table, crop=False)
    console.print(f"\n{ending(found.lang)}", markup=False, soft_wrap=True)
    remark(f"{folder / 'summary.csv'}, {folder / 'figures'}")

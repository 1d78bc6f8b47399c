"""What it gains that scenarios share people and luck."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bereik.cli.app import (
    BurnInOption,
    LangOption,
    PosteriorOption,
    SeedOption,
    WeeksOption,
    WorkersOption,
    app,
    remark,
    screen,
    telling,
)


@app.command()
def pairing(
    residents: Annotated[int, typer.Option(help="adults")] = 5000,
    weeks: WeeksOption = 260,
    burn_in: BurnInOption = 104,
    replicates: Annotated[int, typer.Option(help="pairs")] = 64,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    out: Annotated[Path, typer.Option(help="folder for results")] = Path("results/pairing"),
    posterior: PosteriorOption = None,
    lang: LangOption = "en",
) -> None:
    """Show how much surer a difference is because scenarios share people and luck."""
    from bereik.experiments.pairing import FILE
    from bereik.experiments.pairing import pairing as paired
    from bereik.experiments.wording import checked_language, own_draws
    from bereik.present.pairing import finding, table, write_pairing

    language = checked_language(lang)
    with telling(out, language) as listener:
        found = paired(
            residents=residents, weeks=weeks, burn_in=burn_in, replicates=replicates, seed=seed,
            workers=workers, out=out, lang=language, listener=listener, posterior=posterior,
        )
        write_pairing(found, out, language)
    screen().print(f"{finding(found, language)}.", style="bold", markup=False, soft_wrap=True)
    screen().print("", table(found, language), sep="\n")
    if over := own_draws(found.job.draws, language):
        screen().print(f"\n{over}", markup=False, soft_wrap=True)
    remark(f"{out / FILE}, {out / 'pairing-gain.png'}")

"""What it gains that scenarios share people and luck."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bereik.cli.app import (
    BurnInOption,
    LangOption,
    SeedOption,
    WeeksOption,
    WorkersOption,
    app,
    remark,
    screen,
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
    lang: LangOption = "en",
) -> None:
    """Show how much surer a difference is because scenarios share people and luck."""
    from bereik.experiments.asked import check_whole
    from bereik.experiments.pairing import FILE
    from bereik.experiments.pairing import pairing as paired
    from bereik.experiments.wording import checked_language
    from bereik.present.pairing import finding, table, write_pairing
    from bereik.present.progress import OnScreen, stopped

    language = checked_language(lang)
    check_whole("--workers", workers, 1, language)
    try:
        with OnScreen(language) as listener:
            found = paired(
                residents=residents, weeks=weeks, burn_in=burn_in, replicates=replicates, seed=seed,
                workers=workers, out=out, lang=language, listener=listener,
            )
            write_pairing(found, out, language)
    except KeyboardInterrupt as stop:
        remark(stopped(stop, out, language))
        raise typer.Exit(130) from None
    screen().print(f"{finding(found, language)}.", style="bold", markup=False, soft_wrap=True)
    screen().print("", table(found, language), sep="\n")
    remark(f"{out / FILE}, {out / 'pairing-gain.png'}")

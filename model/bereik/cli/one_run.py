"""One run: what came out of it, and one life in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bereik.cli.app import (
    BurnInOption,
    GemeenteOption,
    LangOption,
    ResidentsOption,
    SeedOption,
    WeeksOption,
    app,
    screen,
)

if TYPE_CHECKING:
    from bereik.experiments.single import Run
    from bereik.experiments.wording import Language


@app.command()
def run(
    scenario: Annotated[str, typer.Argument(help="name or file")],
    gemeente: GemeenteOption = None,
    residents: ResidentsOption = None,
    weeks: WeeksOption = 260,
    burn_in: BurnInOption = 104,
    seed: SeedOption = 1,
    lang: LangOption = "en",
) -> None:
    """Run one scenario once and show what came out."""
    from bereik.experiments.wording import checked_language
    from bereik.present.table import run_note, run_table

    language = checked_language(lang)
    size = {"residents": residents, "weeks": weeks, "burn_in": burn_in, "seed": seed}
    done = _run_once(scenario, language, gemeente, **size)
    console = screen()
    console.print(run_table(done, language))
    console.print(f"\n{run_note(done, language)}", soft_wrap=True)


@app.command()
def follow(
    scenario: Annotated[str, typer.Argument(help="name or file")],
    resident: Annotated[int, typer.Option(help="whose life, counted from 0")],
    gemeente: GemeenteOption = None,
    residents: ResidentsOption = None,
    weeks: WeeksOption = 260,
    burn_in: BurnInOption = 104,
    seed: SeedOption = 1,
    lang: LangOption = "en",
) -> None:
    """Tell one life, week by week, with its causes."""
    from bereik.experiments.wording import checked_language
    from bereik.present.story import ending, story_table, who
    from bereik.present.texts import NOTICE

    language = checked_language(lang)
    size = {"residents": residents, "weeks": weeks, "burn_in": burn_in, "seed": seed}
    done = _run_once(scenario, language, gemeente, resident, **size)
    console = screen()
    console.print(who(done.records, resident, language), soft_wrap=True)
    console.print(story_table(done, resident, language))
    console.print(ending(done, resident, language, NOTICE[language]), soft_wrap=True)


def _run_once(
    scenario: str, lang: Language, gemeente: str | None, resident: int | None = None, **size: Any
) -> Run:
    """Run one scenario once; how long it goes, and that it compiles first, is told on the error stream.

    Parameters
    ----------
    resident : whose life is written to the trace
    size : residents, weeks, burn_in and seed
    """
    from bereik.compiled import JIT, is_compiled_on_disk
    from bereik.experiments.asked import check_followed
    from bereik.experiments.job import prepare
    from bereik.experiments.single import run_job
    from bereik.present.progress import OnScreen

    job = prepare([scenario], gemeente=gemeente, replicates=1, least=1, lang=lang, **size)
    follow = () if resident is None else (resident,)
    check_followed(follow, job.residents, lang)
    with OnScreen(lang) as screen:
        if JIT and not is_compiled_on_disk():
            screen.compiling()
        return run_job(job, follow, screen.share)

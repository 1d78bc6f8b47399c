"""Experiments: run what a file asks, list what is there, and repeat it."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bereik.cli.app import LangOption, app, remark, screen
from bereik.errors import ParameterError

if TYPE_CHECKING:
    from bereik.experiments.experiment import Failure, Outcome, Share
    from bereik.experiments.wording import Language

WorkersOption = Annotated[
    int | None, typer.Option(help="processes; left out: as many as the work is worth")
]


@app.command()
def experiment(
    file: Annotated[Path, typer.Argument(help="TOML file; experiments/README.md says what it can say")],
    workers: WorkersOption = None,
    out: Annotated[Path | None, typer.Option(help="folder for results [default: results/NAME]")] = None,
    dask: Annotated[
        str | None, typer.Option(help="scheduler of a Dask cluster, such as tcp://host:8786")
    ] = None,
    block: Annotated[int | None, typer.Option(help="run only this share of the blocks; with --of")] = None,
    of: Annotated[int | None, typer.Option(help="in how many shares the blocks are dealt")] = None,
    gather: Annotated[bool, typer.Option("--gather", help="run nothing; sum up what is there")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="a first look: smaller than the file says")] = False,
    lang: LangOption = "en",
) -> None:
    """Run the experiment of a file: what is missing of it, and what all of it adds up to."""
    from bereik.experiments import pool
    from bereik.experiments.experiment import folder_of, run_missing
    from bereik.experiments.experiment import gather as gathered
    from bereik.experiments.forms import read_experiment
    from bereik.experiments.wording import checked_language
    from bereik.present.progress import STOPPED, OnScreen

    language = checked_language(lang)
    share = _share(block, of)
    asked = read_experiment(file, language, quick=quick)
    folder = out or folder_of(asked.name, quick)
    failures: tuple[Failure, ...] = ()
    found: Outcome | None = None
    try:
        with OnScreen(language, "runs") as listener:
            if not gather:
                with pool.dask(dask) if dask else nullcontext() as executor:
                    failures = run_missing(
                        asked, folder, workers=workers, executor=executor, listener=listener, share=share
                    )
            if share is None:
                found = gathered(asked, folder, failures, language)
                _draw(found)
    except KeyboardInterrupt:
        remark(STOPPED[language].format(folder=folder))
        raise typer.Exit(130) from None
    if found is not None:
        _tell(found)
    if failures:
        _tell_failures(failures, folder, language)
    if failures or (found is not None and found.missing):
        raise typer.Exit(1)


def _share(block: int | None, of: int | None) -> Share | None:
    from bereik.experiments.experiment import Share

    if block is None and of is None:
        return None
    if block is None or of is None:
        raise ParameterError("--block and --of go together. Try --block 7 --of 40: the seventh of forty.")
    return Share(block, of)


def _draw(found: Outcome) -> None:
    from bereik.present.kinds import write_figures

    if found.missing < found.plan.runs:
        write_figures(found, found.out / "figures")


_WORDS = {
    "nl": {
        "size": (
            "{runs} runs: {points} punten, {n} herhalingen; {residents} inwoners, {weeks} weken na {burn_in}."
        ),
        "identity": "Identiteit: {identity}",
        "missing": "{missing} van {runs} runs ontbreken. Dezelfde opdracht probeert ze opnieuw.",
        "failed": (
            "{n} runs liepen vast; de rest is gedaan. De eerste: run {run}, punt {point}, seed {seed}: {why}"
        ),
        "log": "Alles staat in {path}.",
    },
    "en": {
        "size": (
            "{runs} runs: {points} points, {n} replicates; {residents} residents, {weeks} weeks after "
            "{burn_in}."
        ),
        "identity": "Identity: {identity}",
        "missing": "{missing} of {runs} runs are missing. The same command tries them again.",
        "failed": (
            "{n} runs raised; the rest is done. The first: run {run}, point {point}, seed {seed}: {why}"
        ),
        "log": "All of it stands in {path}.",
    },
}


def _tell(found: Outcome) -> None:
    from bereik.present.kinds import drawn

    words, plan, console = _WORDS[found.lang], found.plan, screen()
    if found.missing < plan.runs:
        console.print(drawn(plan.kind).finding(found) + ".", style="bold", markup=False, soft_wrap=True)
    size = {"residents": plan.jobs[0].residents, "weeks": plan.jobs[0].weeks, "burn_in": plan.jobs[0].burn_in}
    how = {"runs": plan.runs, "points": plan.points, "n": plan.replicates} | size
    console.print(words["size"].format(**how), markup=False, soft_wrap=True)
    if found.identity:
        console.print(words["identity"].format(identity=found.identity), markup=False, soft_wrap=True)
    else:
        remark(words["missing"].format(missing=found.missing, runs=plan.runs))
    remark(f"{found.out / 'summary.parquet'}, {found.out / 'figures'}")


def _tell_failures(failures: tuple[Failure, ...], folder: Path, lang: Language) -> None:
    words, (run, why) = _WORDS[lang], failures[0]
    last = why.strip().splitlines()[-1]
    told = {"run": run.number, "point": run.point, "seed": run.seed, "why": last}
    remark(words["failed"].format(n=len(failures), **told))
    remark(words["log"].format(path=folder / "log.parquet"))

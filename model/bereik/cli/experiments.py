"""Experiments: run what a file asks, list what is there, and repeat it."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bereik.cli.app import (
    LangOption,
    PosteriorOption,
    WorkersOption,
    app,
    remark,
    screen,
)
from bereik.errors import ParameterError

if TYPE_CHECKING:
    from bereik.experiments.experiment import Failure, Outcome, Share
    from bereik.experiments.wording import Language



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
    posterior: PosteriorOption = None,
    lang: LangOption = "en",
) -> None:
    """Run the experiment of a file: what is missing of it, and what all of it adds up to."""
    from bereik.experiments import pool
    from bereik.experiments.experiment import folder_of, run_missing
    from bereik.experiments.experiment import gather as gathered
    from bereik.experiments.forms import read_experiment
    from bereik.experiments.wording import checked_language
    from bereik.present.progress import OnScreen, stopped

    language = checked_language(lang)
    share = _share(block, of)
    asked = read_experiment(file, language, quick=quick, posterior=posterior)
    folder = out or folder_of(asked.name, quick)
    failures: tuple[Failure, ...] = ()
    found: Outcome | None = None
    try:
        with OnScreen(language, "runs") as listener:
            if not gather:
                with pool.dask(dask) if dask else nullcontext() as executor:
                    failures = run_missing(
                        asked, folder, workers=workers, executor=executor, listener=listener, share=share,
                        lang=language,
                    )
            if share is None:
                found = gathered(asked, folder, failures, language)
                _draw(found)
    except KeyboardInterrupt as stop:
        remark(stopped(stop, folder, language))
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

    if found.missing < found.asked:
        write_figures(found, found.out / "figures")


_WORDS = {
    "nl": {
        "size": (
            "{runs} runs: {points} punten, {n} herhalingen; {residents} volwassenen, {weeks} weken na "
            "{burn_in}."
        ),
        "chosen": (
            "{runs} runs, gekozen naarmate er uitkomsten waren, uit {points} punten × {n} herhalingen; "
            "{residents} volwassenen, {weeks} weken na {burn_in}."
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
        "chosen": (
            "{runs} runs, chosen as results came in, of {points} points × {n} replicates; {residents} "
            "residents, {weeks} weeks after {burn_in}."
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
    from bereik.experiments.wording import over_unknowns
    from bereik.present.kinds import drawn

    words, plan, console = _WORDS[found.lang], found.plan, screen()
    if found.missing < found.asked:
        console.print(drawn(plan.kind).finding(found) + ".", style="bold", markup=False, soft_wrap=True)
    size = {"residents": plan.jobs[0].residents, "weeks": plan.jobs[0].weeks, "burn_in": plan.jobs[0].burn_in}
    how = {"runs": found.asked, "points": plan.points, "n": plan.replicates} | size
    which = "size" if found.asked == plan.runs else "chosen"
    console.print(words[which].format(**how), markup=False, soft_wrap=True)
    if over := over_unknowns(plan.jobs[0].draws, found.lang):
        console.print(over, markup=False, soft_wrap=True)
    if found.identity:
        console.print(words["identity"].format(identity=found.identity), markup=False, soft_wrap=True)
    else:
        remark(words["missing"].format(missing=found.missing, runs=found.asked))
    remark(f"{found.out / 'summary.parquet'}, {found.out / 'figures'}")


def _tell_failures(failures: tuple[Failure, ...], folder: Path, lang: Language) -> None:
    words, (run, why) = _WORDS[lang], failures[0]
    last = why.strip().splitlines()[-1]
    told = {"run": run.number, "point": run.point, "seed": run.seed, "why": last}
    remark(words["failed"].format(n=len(failures), **told))
    remark(words["log"].format(path=folder / "log.parquet"))


_RERUN_WORDS = {
    "nl": {
        "same": "Hetzelfde: {n} van {all} runs geven bit voor bit wat er staat.",
        "different": "Anders: {n} van {all} runs geven iets anders dan er staat. De eerste: {first}.",
        "failed": "{n} runs lopen nu vast. De eerste: run {first}: {why}",
        "not_there": "{n} runs ontbraken toen al; daar is niets om mee te vergelijken.",
        "differs": "Sindsdien veranderd: {name}, toen {then}, nu {now}.",
    },
    "en": {
        "same": "Same: {n} of {all} runs give, bit for bit, what is there.",
        "different": "Different: {n} of {all} runs give something else than is there. The first: {first}.",
        "failed": "{n} runs raise now. The first: run {first}: {why}",
        "not_there": "{n} runs were missing already; there is nothing to compare them with.",
        "differs": "Changed since: {name}, then {then}, now {now}.",
    },
}


@app.command()
def rerun(
    folder: Annotated[Path, typer.Argument(help="folder of results of an experiment")],
    run: Annotated[list[int] | None, typer.Option(help="number of a run; left out: all")] = None,
    workers: WorkersOption = None,
    lang: LangOption = "en",
) -> None:
    """Repeat runs of an experiment, and say whether they are the same; exit code 1 when not."""
    from bereik.experiments.rerun import rerun as repeated
    from bereik.experiments.wording import checked_language
    from bereik.present.progress import OnScreen

    language = checked_language(lang)
    words, console = _RERUN_WORDS[language], screen()
    with OnScreen(language, "runs") as listener:
        found = repeated(folder, run or (), workers=workers, listener=listener)
    compared = len(found.same) + len(found.different)

    def say(which: str, **facts: object) -> None:
        console.print(words[which].format(all=compared, **facts), markup=False, soft_wrap=True)

    if found.different:
        say("different", n=len(found.different), first=found.different[0])
    elif found.same:
        say("same", n=len(found.same))
    if found.failures:
        failed, why = found.failures[0]
        say("failed", n=len(found.failures), first=failed.number, why=why.strip().splitlines()[-1])
    if found.not_there:
        say("not_there", n=len(found.not_there))
    for name, (then, now) in found.differs.items():
        say("differs", name=name, then=then, now=now)
    if not found.is_same:
        raise typer.Exit(1)


_RESULTS_WORDS = {
    "nl": {
        "columns": ("naam", "soort", "runs", "wanneer", "identiteit"),
        "not_yet": "nog niet compleet",
        "none": "{folder}: hier staan geen resultaten.",
    },
    "en": {
        "columns": ("name", "kind", "runs", "when", "identity"),
        "not_yet": "not complete yet",
        "none": "{folder}: there are no results here.",
    },
}


@app.command()
def results(
    name: Annotated[str | None, typer.Argument(help="only this one; needed with --csv")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="write its tables as CSV beside them")] = False,
    folder: Annotated[Path, typer.Option(help="where results are")] = Path("results"),
    lang: LangOption = "en",
) -> None:
    """List what is in results/: name, kind, runs, when, and identity once it is complete."""
    from rich.table import Table

    from bereik.experiments.listing import export
    from bereik.experiments.listing import results as listed
    from bereik.experiments.wording import checked_language

    language = checked_language(lang)
    words = _RESULTS_WORDS[language]
    if csv:
        if name is None:
            raise ParameterError("--csv needs the name of what to export. `bereik results` lists the names.")
        for path in export(folder / name):
            remark(str(path))
        return
    held = [h for h in listed(folder) if name in (None, h.name)]
    if not held:
        screen().print(words["none"].format(folder=folder), markup=False)
        return
    table = Table(*words["columns"], box=None, pad_edge=False)
    for h in held:
        runs = str(h.runs) if h.is_complete else f"{h.finished} / {h.runs}"
        table.add_row(h.name, h.kind, runs, h.when, h.identity or words["not_yet"])
    screen().print(table)

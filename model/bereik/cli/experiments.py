"""Experiments: run what a file asks, list what is there, and repeat it."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bereik.cli.app import (
    LangOption,
    PosteriorOption,
    WorkersOption,
    app,
    remark,
    screen,
    telling,
)
from bereik.errors import ParameterError, nearest

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

    language = checked_language(lang)
    share = _share(block, of, language)
    asked = read_experiment(file, language, quick=quick, posterior=posterior)
    folder = out or folder_of(asked.name, quick)
    failures: tuple[Failure, ...] = ()
    found: Outcome | None = None
    with telling(folder, language, "runs") as listener:
        if not gather:
            with pool.dask(dask, language) if dask else nullcontext() as executor:
                failures = run_missing(
                    asked, folder, workers=workers, executor=executor, listener=listener, share=share,
                    lang=language,
                )
        if share is None:
            found = gathered(asked, folder, failures, language)
            _refuse_what_never_runs(found)
            _draw(found, quick)
    if found is not None:
        _tell(found, quick)
    if failures:
        _tell_failures(failures, folder, language)
    if failures or (found is not None and found.missing):
        raise typer.Exit(1)


def _share(block: int | None, of: int | None, lang: Language) -> Share | None:
    from bereik.experiments.asked import will_not_do
    from bereik.experiments.experiment import Share

    if block is None and of is None:
        return None
    if block is None or of is None:
        raise will_not_do("block-and-of", lang)
    return Share(block, of)


def _refuse_what_never_runs(found: Outcome) -> None:
    """Raise ParameterError where nothing ran, for a number or name that will not do in the file."""
    if not found.failures or found.missing < found.asked:
        return
    first = found.failures[0]
    if first.is_of_the_user:
        line = f"seed {first.run.seed}: {first.last_line}"
        raise ParameterError(line)


def _draw(found: Outcome, quick: bool) -> None:
    from bereik.present.kinds import write_figures

    if found.missing < found.asked:
        write_figures(found, found.out / "figures", _first_look(found) if quick else "")


def _first_look(found: Outcome) -> str:
    from bereik.experiments.wording import FIRST_LOOK

    job = found.plan.jobs[0]
    return FIRST_LOOK[found.lang].format(
        residents=job.residents, weeks=job.weeks, replicates=found.experiment.form.replicates
    )


_WORDS: dict[str, dict[str, Any]] = {
    "nl": {
        "things": (("run", "runs"), ("punt", "punten"), ("herhaling", "herhalingen")),
        "size": (
            "{runs}: {points}, {n}; {residents} volwassenen, {weeks} weken na "
            "{burn_in}."
        ),
        "chosen": (
            "{runs}, gekozen naarmate er uitkomsten waren, uit {points} × {n}; "
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
        "things": (("run", "runs"), ("point", "points"), ("replicate", "replicates")),
        "size": (
            "{runs}: {points}, {n}; {residents} residents, {weeks} weeks after "
            "{burn_in}."
        ),
        "chosen": (
            "{runs}, chosen as results came in, of {points} × {n}; {residents} "
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


def _tell(found: Outcome, quick: bool) -> None:
    from bereik.present.kinds import drawn, draws_told

    words, plan, console = _WORDS[found.lang], found.plan, screen()
    if found.missing < found.asked:
        console.print(drawn(plan.kind).finding(found) + ".", style="bold", markup=False, soft_wrap=True)
    if quick:
        console.print(_first_look(found), style="yellow", markup=False, soft_wrap=True)
    size = {"residents": plan.jobs[0].residents, "weeks": plan.jobs[0].weeks, "burn_in": plan.jobs[0].burn_in}
    counts = (found.asked, plan.points, plan.replicates)
    told = (f"{n} {one if n == 1 else many}" for n, (one, many) in zip(counts, words["things"], strict=True))
    how = size | dict(zip(("runs", "points", "n"), told, strict=True))
    which = "size" if found.asked == plan.runs else "chosen"
    console.print(words[which].format(**how), markup=False, soft_wrap=True)
    if over := draws_told(found):
        console.print(over, markup=False, soft_wrap=True)
    if found.identity:
        console.print(words["identity"].format(identity=found.identity), markup=False, soft_wrap=True)
    else:
        remark(words["missing"].format(missing=found.missing, runs=found.asked))
    remark(f"{found.out / 'summary.parquet'}, {found.out / 'figures'}")


def _tell_failures(failures: tuple[Failure, ...], folder: Path, lang: Language) -> None:
    words, run = _WORDS[lang], failures[0].run
    told = {"run": run.number, "point": run.point, "seed": run.seed, "why": failures[0].last_line}
    remark(words["failed"].format(n=len(failures), **told))
    remark(words["log"].format(path=folder / "log.parquet"))


_RERUN_WORDS = {
    "nl": {
        "same": "Hetzelfde: {n} van {all} runs geven bit voor bit wat er staat.",
        "different": "Anders: {n} van {all} runs geven iets anders dan er staat. De eerste: {first}.",
        "failed": "Nu vastgelopen: {n}. De eerste: run {first}: {why}",
        "not_there": "{n} runs ontbraken toen al; daar is niets om mee te vergelijken.",
        "differs": "Sindsdien veranderd: {name}, toen {then}, nu {now}.",
    },
    "en": {
        "same": "Same: {n} of {all} runs give, bit for bit, what is there.",
        "different": "Different: {n} of {all} runs give something else than is there. The first: {first}.",
        "failed": "Raised now: {n}. The first: run {first}: {why}",
        "not_there": "Missing already, so with nothing to compare: {n} of these runs.",
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
        found = repeated(folder, run or (), workers=workers, listener=listener, lang=language)
    compared = len(found.same) + len(found.different)

    def say(which: str, **facts: object) -> None:
        console.print(words[which].format(all=compared, **facts), markup=False, soft_wrap=True)

    if found.different:
        say("different", n=len(found.different), first=found.different[0])
    elif found.same:
        say("same", n=len(found.same))
    if found.failures:
        failure = found.failures[0]
        say("failed", n=len(found.failures), first=failure.run.number, why=failure.last_line)
    if found.not_there:
        say("not_there", n=len(found.not_there))
    for name, (then, now) in found.differs.items():
        say("differs", name=name, then=then, now=now)
    if not found.is_same:
        raise typer.Exit(1)


_RESULTS_WORDS: dict[str, dict[str, Any]] = {
    "nl": {
        "columns": ("naam", "soort", "runs", "wanneer", "identiteit"),
        "not_yet": "nog niet compleet",
        "not_kept": "{n}, niet bewaard",
        "none": "{folder}: hier staan geen resultaten.",
        "unknown": "{folder}: hier staat geen resultaat '{name}'.",
        "near": " Bedoelt u {near}?",
        "list": " `bereik results` noemt ze.",
        "csv": "--csv vraagt de naam van wat te bewaren. `bereik results` noemt de namen.",
    },
    "en": {
        "columns": ("name", "kind", "runs", "when", "identity"),
        "not_yet": "not complete yet",
        "not_kept": "{n}, not kept",
        "none": "{folder}: there are no results here.",
        "unknown": "{folder}: there is no result '{name}'.",
        "near": " Did you mean {near}?",
        "list": " `bereik results` lists them.",
        "csv": "--csv needs the name of what to export. `bereik results` lists the names.",
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
    if name is not None:  # a path will do too
        folder, name = (folder / name).parent, (folder / name).name
    if csv:
        if name is None:
            raise ParameterError(words["csv"])
        _check_is_there(name, folder, language)
        for path in export(folder / name):
            remark(str(path))
        return
    if name is not None:
        _check_is_there(name, folder, language)
    held = [h for h in listed(folder) if name in (None, h.name)]
    if not held:
        screen().print(words["none"].format(folder=folder), markup=False)
        return
    table = Table(*words["columns"], box=None, pad_edge=False)
    for h in held:
        runs = str(h.runs) if h.is_complete else f"{h.finished} / {h.runs}"
        runs = runs if h.keeps_runs or not h.is_complete else words["not_kept"].format(n=runs)
        table.add_row(h.name, h.kind, runs, h.when, h.identity or words["not_yet"])
    screen().print(table)


def _check_is_there(name: str, folder: Path, lang: Language) -> None:
    """Raise ParameterError where results have another name; a folder without any is told elsewhere."""
    from bereik.experiments.listing import results as listed

    names = [held.name for held in listed(folder)]
    if not names or name in names or (folder / name).is_dir():
        return
    words, near = _RESULTS_WORDS[lang], nearest(name, names)
    told = words["near"].format(near=near[0]) if near else words["list"]
    raise ParameterError(words["unknown"].format(folder=folder, name=name) + told)

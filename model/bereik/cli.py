"""The command line: thin, and quick to answer; what is heavy is loaded when it is needed."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bereik.errors import BereikError, ParameterError

if TYPE_CHECKING:
    from bereik.experiments.single import Run
    from bereik.experiments.wording import Language

app = typer.Typer(
    name="bereik",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Whom does a gemeente reach, when and at what cost, if it organises help one way or another?",
)

_WIDTH_OF_A_FILE = 200  # characters
_Gemeente = Annotated[str | None, typer.Option(help="scenario or file whose [gemeente] is used for all")]
_Residents = Annotated[int | None, typer.Option(help="adults; left out: as the gemeente says")]
_Seed = Annotated[int, typer.Option(help="first seed")]
_Lang = Annotated[str, typer.Option(help="nl or en")]
_BurnIn = Annotated[int, typer.Option(help="weeks of the current policy before the start")]
_Weeks = Annotated[int, typer.Option(help="weeks of policy")]


def _say_version(asked: bool) -> None:
    if asked:
        import bereik

        typer.echo(bereik.__version__)
        raise typer.Exit


@app.callback()
def bereik_itself(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """Take what is said to bereik as a whole."""


@app.command()
def compare(
    scenarios: Annotated[
        list[str], typer.Argument(help="names or files; the others are set against the first")
    ],
    gemeente: _Gemeente = None,
    residents: _Residents = None,
    weeks: Annotated[
        int | None, typer.Option(help="weeks of policy [default: 260; 104 with --quick]")
    ] = None,
    burn_in: _BurnIn = 104,
    replicates: Annotated[int | None, typer.Option(help="paired seeds [default: 20; 8 with --quick]")] = None,
    seed: _Seed = 1,
    workers: Annotated[
        int | None, typer.Option(help="processes; left out: as many as the work is worth")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="folder for results [default: results/A-versus-B, or …-quick]")
    ] = None,
    lang: _Lang = "en",
    quick: Annotated[bool, typer.Option("--quick", help="a first look, in seconds")] = False,
) -> None:
    """Compare scenarios on the same people with the same luck."""
    from bereik.experiments.compare import compare as compared
    from bereik.experiments.compare import folder_name, loaded_scenario
    from bereik.experiments.wording import FIRST_LOOK, checked_language
    from bereik.present.figures import write_figures
    from bereik.present.progress import STOPPED, OnScreen
    from bereik.present.table import comparison_note, comparison_tables

    language = checked_language(lang)
    loaded = [loaded_scenario(s, language) for s in scenarios]
    name = folder_name([scenario.name for scenario in loaded])
    folder = out or Path("results") / (f"{name}-quick" if quick else name)
    try:
        with OnScreen(language) as listener:
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
                lang=language,
                listener=listener,
            )
            write_figures(found, folder / "figures")
    except KeyboardInterrupt:
        _remark(STOPPED[language].format(folder=folder))
        raise typer.Exit(130) from None
    console = _console()
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
    _remark(f"{folder / 'summary.csv'}, {folder / 'figures'}")


@app.command()
def run(
    scenario: Annotated[str, typer.Argument(help="name or file")],
    gemeente: _Gemeente = None,
    residents: _Residents = None,
    weeks: _Weeks = 260,
    burn_in: _BurnIn = 104,
    seed: _Seed = 1,
    lang: _Lang = "en",
) -> None:
    """Run one scenario once and show what came out."""
    from bereik.experiments.wording import checked_language
    from bereik.present.table import run_note, run_table

    language = checked_language(lang)
    size = {"residents": residents, "weeks": weeks, "burn_in": burn_in, "seed": seed}
    done = _run_once(scenario, language, gemeente, **size)
    console = _console()
    console.print(run_table(done, language))
    console.print(f"\n{run_note(done, language)}", soft_wrap=True)


@app.command()
def follow(
    scenario: Annotated[str, typer.Argument(help="name or file")],
    resident: Annotated[int, typer.Option(help="whose life, counted from 0")],
    gemeente: _Gemeente = None,
    residents: _Residents = None,
    weeks: _Weeks = 260,
    burn_in: _BurnIn = 104,
    seed: _Seed = 1,
    lang: _Lang = "en",
) -> None:
    """Tell one life, week by week, with its causes."""
    from bereik.experiments.wording import checked_language
    from bereik.present.story import ending, story_table, who
    from bereik.present.texts import NOTICE

    language = checked_language(lang)
    size = {"residents": residents, "weeks": weeks, "burn_in": burn_in, "seed": seed}
    done = _run_once(scenario, language, gemeente, resident, **size)
    console = _console()
    console.print(who(done, resident, language), soft_wrap=True)
    console.print(story_table(done, resident, language))
    console.print(ending(done, resident, language, NOTICE[language]), soft_wrap=True)


@app.command()
def patterns(
    residents: _Residents = None,
    seeds: Annotated[int, typer.Option(help="how many seeds")] = 10,
    seed: _Seed = 1,
    weeks: _Weeks = 260,
    burn_in: _BurnIn = 104,
    out: Annotated[Path | None, typer.Option(help="folder for patterns.csv; left out: no file")] = None,
    lang: _Lang = "en",
) -> None:
    """Set the model beside published patterns: which hold and which do not."""
    from bereik.experiments.patterns import FILE
    from bereik.experiments.patterns import patterns as looked_for
    from bereik.experiments.wording import checked_language
    from bereik.present.patterns import patterns_note, patterns_table
    from bereik.present.progress import OnScreen

    language = checked_language(lang)
    with OnScreen(language) as listener:
        found = looked_for(
            residents=residents,
            weeks=weeks,
            burn_in=burn_in,
            seed=seed,
            seeds=seeds,
            out=out,
            listener=listener,
        )
    console = _console()
    console.print(patterns_table(found, language))
    console.print(f"\n{patterns_note(found, language)}", markup=False, soft_wrap=True)
    if out is not None:
        _remark(str(out / FILE))


@app.command()
def scenarios(
    long: Annotated[bool, typer.Option("--long", help="with summary and source")] = False,
    lang: _Lang = "en",
) -> None:
    """List the scenarios that ship."""
    from rich.table import Table

    from bereik.experiments.wording import checked_language
    from bereik.scenarios import load_scenario, shipped

    language = checked_language(lang)
    table = Table(box=None, pad_edge=False, show_header=False)
    for name in shipped():
        scenario = load_scenario(name, lang=language)
        text = getattr(scenario.title, language)
        bound = {"nl": "bovengrens", "en": "upper bound"}[language]
        if scenario.upper_bound and bound not in text:
            text += f" ({bound})"
        if long:
            text += f"\n[dim]{getattr(scenario.summary, language)}\n{scenario.source}[/dim]\n"
        table.add_row(f"[bold]{name}[/bold]", text)
    _console().print(table)


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="scenario file, or a name")],
    lang: _Lang = "en",
) -> None:
    """Check a scenario file, and say what it costs."""
    from bereik.experiments.wording import checked_language, number
    from bereik.scenarios import load_scenario
    from bereik.scenarios.check import doubts_of
    from bereik.scenarios.files import located, read_chain
    from bereik.vocabulary import GEMEENTE, PAYERS

    language = checked_language(lang)
    scenario = load_scenario(file, lang=language)
    adults = scenario.gemeente.residents
    paid = {payer: scenario.staff_cents_per_week(adults, payer=payer) for payer in PAYERS}
    euros = {payer: number(cents / 100.0, 0, language) for payer, cents in paid.items()}
    words = {
        "nl": "{file} is in orde: {title}. {n} inwoners; personeel kost de gemeente {euros} euro per week",
        "en": "{file} is fine: {title}. {n} residents; staff costs the gemeente {euros} euros a week",
    }[language]
    other = {"nl": "; {payer} betaalt {euros}", "en": "; {payer} pays {euros}"}[language]
    others = [p for p in PAYERS if paid[p] and p != PAYERS[GEMEENTE]]
    title = getattr(scenario.title, language)
    _console().print(
        words.format(file=file, title=title, n=number(adults, 0, language), euros=euros[PAYERS[GEMEENTE]])
        + "".join(other.format(payer=p, euros=euros[p]) for p in others)
        + ".",
        markup=False,
        soft_wrap=True,
    )
    warning = {"nl": "Let op", "en": "Warning"}[language]
    for line in located(read_chain(file, language), doubts_of(scenario), language).splitlines():
        _remark(f"{warning}: {line}")


@app.command()
def parameters(
    word: Annotated[str, typer.Argument(help="only those with this word in name, meaning or source")] = "",
) -> None:
    """Show the book of parameters, with ranges and sources."""
    from bereik.parameters.book import the_book

    console, sought = _console(), word.lower()
    shown = [p for p in the_book().values() if sought in f"{p.name} {p.what} {p.source}".lower()]
    if not shown:
        raise ParameterError(
            f"no parameter has '{word}' in its name, meaning or source. Leave it out to see all."
        )
    for p in shown:
        console.print(
            f"[bold]{_plain(p.name)}[/bold] = {p.value:g}  "
            f"({p.low:g} … {p.high:g}) {_plain(p.unit)}, {p.quality}",
            soft_wrap=True,
            highlight=False,
        )
        console.print(
            f"    {p.what}\n    {p.source}", style="dim", markup=False, highlight=False, soft_wrap=True
        )


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
    from bereik.experiments.compare import prepare
    from bereik.experiments.single import run_job
    from bereik.present.progress import OnScreen

    job = prepare([scenario], gemeente=gemeente, replicates=1, least=1, lang=lang, **size)
    if resident is not None and not 0 <= resident < job.residents:
        raise ParameterError(
            f"--resident {resident}: this gemeente has residents 0 to {job.residents - 1}. Try --resident 0."
        )
    with OnScreen(lang) as screen:
        if JIT and not is_compiled_on_disk():
            screen.compiling()
        return run_job(job, () if resident is None else (resident,), screen.share)


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _console() -> Any:
    """Return the screen; wide enough for a table where the output goes to a file."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE, highlight=False)


def _remark(text: str) -> None:
    print(text, file=sys.stderr)


def main() -> NoReturn:
    """Run the command line; a mistake of the user is told in one line, with exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # a redirected stream may not know a minus sign
    try:
        code = app(standalone_mode=False)
    except BereikError as error:
        _remark(str(error))
        code = 2
    except (KeyboardInterrupt, typer.Abort):
        _remark("Stopped. The same command starts again.")
        code = 130
    except Exception as error:
        # a wrong option; the class that says so has another home in every version of typer
        show, code = getattr(error, "show", None), getattr(error, "exit_code", 1)
        if show is None:
            raise
        show()
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()

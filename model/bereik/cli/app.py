"""The app, and what its commands have in common: options, the screen, how a mistake is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from bereik.errors import BereikError, OutputError

if TYPE_CHECKING:
    from bereik.experiments.wording import Language
    from bereik.present.progress import OnScreen

app = typer.Typer(
    name="bereik",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Whom does a gemeente reach, when and at what cost, if it organises help one way or another?",
)

_WIDTH_OF_A_FILE = 200  # characters
GemeenteOption = Annotated[str | None, typer.Option(help="scenario or file whose [gemeente] is used for all")]
ResidentsOption = Annotated[int | None, typer.Option(help="adults; left out: as the gemeente says")]
SeedOption = Annotated[int, typer.Option(help="first seed")]
LangOption = Annotated[str, typer.Option(help="nl or en")]
BurnInOption = Annotated[int, typer.Option(help="weeks of the current policy before the start")]
WorkersOption = Annotated[int | None, typer.Option(help="processes; left out: as many as the work is worth")]
ReplicatesOption = Annotated[int | None, typer.Option(help="paired seeds [default: 20; 8 with --quick]")]
PosteriorOption = Annotated[
    Path | None,
    typer.Option(help="folder of a calibration: each replicate takes a draw of what is not known"),
]
WeeksOption = Annotated[int, typer.Option(help="weeks of policy")]


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


def plain(text: str) -> str:
    """Return a text in which brackets are brackets, not markup."""
    from rich.markup import escape

    return escape(text)


def screen() -> Any:
    """Return the screen; wide enough for a table where the output goes to a file."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE, highlight=False)


def remark(text: str) -> None:
    """Say something on the error stream: it is no result."""
    print(text, file=sys.stderr)


@contextmanager
def telling(
    folder: Path | None, lang: Language, things: Literal["seeds", "runs", "adults"] = "seeds"
) -> Iterator[OnScreen]:
    """Tell how the work goes; where it is stopped, tell what is kept, if there is a folder for it.

    Parameters
    ----------
    things : what is counted while it runs; of adults it is the runs that are kept
    """
    from bereik.present.progress import OnScreen, stopped

    try:
        with OnScreen(lang, things) as listener:
            yield listener
    except KeyboardInterrupt as stop:
        if folder is None:
            raise
        remark(stopped(stop, folder, lang, "seeds" if things == "seeds" else "runs"))
        raise typer.Exit(130) from None


def _asked_in_dutch(words: Sequence[str]) -> bool:
    """Return whether a command line asks for Dutch; what went wrong may come before its options are read."""
    return "--lang=nl" in words or ("--lang", "nl") in pairwise(words)


def main() -> NoReturn:
    """Run the command line; a mistake of the user is told in one line, with exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # a redirected stream may not know a minus sign
    try:
        code = app(standalone_mode=False)
    except BereikError as error:
        remark(error.dutch if isinstance(error, OutputError) and _asked_in_dutch(sys.argv) else str(error))
        code = 2
    except (KeyboardInterrupt, typer.Abort):
        remark(
            "Gestopt. Dezelfde opdracht begint opnieuw."
            if _asked_in_dutch(sys.argv)
            else "Stopped. The same command starts again."
        )
        code = 130
    except Exception as error:
        # a wrong option; the class that says so has another home in every version of typer
        show, code = getattr(error, "show", None), getattr(error, "exit_code", 1)
        if show is None:
            raise
        show()
    sys.exit(code if isinstance(code, int) else 0)

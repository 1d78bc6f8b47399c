"""The report of a folder of results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bereik.cli.app import app
from bereik.errors import BereikError, OutputError


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(help="results of `bereik compare` or `bereik experiment`")],
    beside: Annotated[
        list[Path] | None,
        typer.Option("--with", help="results of `bereik assumptions`, or of a sensitivity analysis"),
    ] = None,
    short: Annotated[bool, typer.Option("--short", help="two pages, for the council")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="a PDF too; needs the extra `report`")] = False,
    out: Annotated[Path | None, typer.Option(help="the HTML file [default: in the folder]")] = None,
    lang: Annotated[str, typer.Option(help="nl or en")] = "nl",
) -> None:
    """Write a report to decide with: one HTML file, with sources and what the model misses."""
    from bereik.experiments.wording import checked_language
    from bereik.present.report import report as written

    language = checked_language(lang)
    try:
        files = written(
            folder, beside=beside or (), short=short, as_pdf=pdf, out=out, lang=language
        )
    except OutputError as error:
        raise BereikError(error.dutch if language == "nl" else str(error)) from None
    for path in files:
        print(path)

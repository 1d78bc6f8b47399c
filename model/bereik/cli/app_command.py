"""The dashboard."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from bereik.cli.app import app
from bereik.errors import BereikError

_MISSING = {
    "nl": (
        "het dashboard heeft NiceGUI nodig. Start het met: uv run --extra app bereik app "
        '(of installeer het: pip install "bereik[app]").'
    ),
    "en": (
        "the dashboard needs NiceGUI. Start it with: uv run --extra app bereik app "
        '(or install it: pip install "bereik[app]").'
    ),
}
_TOLD = {
    "nl": "Bereik staat klaar op {address}/  Stoppen: Ctrl-C.",
    "en": "Bereik is ready at {address}/en  To stop: Ctrl-C.",
}


@app.command(name="app")
def dashboard(
    host: Annotated[
        str, typer.Option(help="0.0.0.0 lets others on the network in, such as groups in a training")
    ] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="left out: the first that is free from 8080")] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="do not open the browser")] = False,
    lang: Annotated[str, typer.Option(help="language of what is printed; a page has a switch")] = "nl",
) -> None:
    """Show it in the browser: to demonstrate, compare and explore."""
    from bereik.experiments.wording import checked_language

    language = checked_language(lang)
    if find_spec("nicegui") is None:
        raise BereikError(_MISSING[language])
    from bereik.present.app.serve import serve

    serve(host, port, not no_open, lambda address: print(_TOLD[language].format(address=address), flush=True))

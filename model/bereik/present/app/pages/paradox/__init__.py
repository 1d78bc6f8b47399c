"""The hulpparadox: the room predicts, sees, and tries to break it."""

from __future__ import annotations

from functools import partial

from nicegui import ui

from bereik.experiments.wording import Language
from bereik.present.app.estimates import Crew
from bereik.present.app.pages.paradox.policies import as_shipped
from bereik.present.app.pages.paradox.steps import PREDICT, STEPS
from bereik.present.app.pages.paradox.words import TEXTS
from bereik.present.app.parts import block, text
from bereik.present.app.state import page_state


def build(crew: Crew, lang: Language) -> None:
    """Show the page."""
    words = TEXTS[lang]
    state = page_state("paradox", {"step": PREDICT, "who": None, "by": 5, "poorest": None, **as_shipped()})
    buttons: dict[str, ui.button] = {}

    @ui.refreshable
    def body() -> None:
        STEPS[state["step"]](crew, lang, state, goes_to)

    def goes_to(step: str) -> None:
        state["step"] = step
        tells_where()
        # what has the focus may go; who works by keyboard goes on from here
        ui.run_javascript(f"getHtmlElement({buttons[step].id}).focus()")
        body.refresh()

    def tells_where() -> None:
        for step, button in buttons.items():
            here = step == state["step"]
            button.props["aria-current"] = "step" if here else "false"
            button.props["outline"] = not here

    text("h1", words["title"])
    with block("ul", "steps"):
        for step in STEPS:
            with block("li"):
                button = ui.button(words[step], on_click=partial(goes_to, step))
                buttons[step] = button.props("no-caps unelevated")
    tells_where()
    body()

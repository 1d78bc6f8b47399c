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
    text("h1", words["title"])

    @ui.refreshable
    def body() -> None:
        step = state["step"]
        with block("ul", "steps"):
            for k in STEPS:
                with block("li"):
                    button = ui.button(words[k], on_click=partial(goes_to, k)).props("no-caps unelevated")
                    button.props["aria-current"] = "step" if k == step else "false"
                    if k != step:
                        button.props("outline")
        STEPS[step](crew, lang, state, goes_to)

    def goes_to(step: str) -> None:
        state["step"] = step
        body.refresh()

    body()

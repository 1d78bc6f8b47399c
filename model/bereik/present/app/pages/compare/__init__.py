"""Compare: two to four plans in one gemeente, by clicking; to save, open again and send as a link."""

from __future__ import annotations

from nicegui import ui

from bereik.errors import BereikError
from bereik.experiments.wording import Language
from bereik.present.app.estimates import Crew
from bereik.present.app.frame import path_of
from bereik.present.app.pages.compare.answer import Answer
from bereik.present.app.pages.compare.choice import Choice, default_state
from bereik.present.app.pages.compare.files import Files
from bereik.present.app.pages.compare.gemeente_card import GemeenteCard
from bereik.present.app.pages.compare.plan_cards import PlanCards
from bereik.present.app.pages.compare.words import TEXTS
from bereik.present.app.parts import block, text
from bereik.present.app.state import page_state


class _Page:
    """One visitor at work: what she chose, and what is shown of it."""

    def __init__(self, crew: Crew, lang: Language) -> None:
        self._words = TEXTS[lang]
        self._choice = Choice(page_state("compare", default_state()), lang)
        text("h1", self._words["title"])
        text("p", self._words["lead"])
        self._said = text("p", "")
        self._said.props["role"] = "status"
        self._opens_link()
        with block("div", "two"):
            with block("section"):
                self._gemeente = GemeenteCard(self._choice, self._changed)
                self._plans = PlanCards(self._choice, self._ask, self._changed, self._says)
                with block("div", "buttons"):
                    share = ui.button(self._words["share"], on_click=self._shares)
                    share.props("no-caps outline")
                    anew = ui.button(self._words["start"], on_click=self._starts_anew)
                    anew.props("no-caps flat")
                self._link = text("p", "", "link")
                Files(crew, self._choice, self._gemeente, self._changed, self._says)
            with block("section"):
                self._answer = Answer(crew, self._choice)
        self._ask()

    def _says(self, words: str, wrong: bool = False) -> None:
        """Tell the visitor what happened."""
        self._said.set_text(words)
        self._said.classes(replace="wrong" if wrong else "small")

    def _changed(self) -> None:
        """Show what was chosen, where it became another, and ask anew."""
        self._gemeente.show()
        self._plans.show()
        self._ask()

    def _ask(self) -> None:
        """Ask what these plans do."""
        if len(self._choice.plans) < 2:
            self._says(self._words["one"])
        self._answer.ask()

    def _opens_link(self) -> None:
        link = ui.context.client.request.query_params.get("plan")
        if not link:
            return
        try:
            self._choice.opens_link(link)
        except BereikError as error:
            self._says(str(error).splitlines()[0], wrong=True)
            return
        self._says(self._words["linked"])
        # a reload shows what came after
        ui.navigate.history.replace(path_of("compare", self._choice.lang))

    def _shares(self) -> None:
        asked, path = ui.context.client.request, path_of("compare", self._choice.lang)
        try:
            link = self._choice.link()
        except BereikError as error:
            self._says(str(error), wrong=True)
            return
        address = f"{asked.url.scheme}://{asked.url.netloc}{path}?plan={link}"
        self._link.set_text(f"{self._words['link']} {address}")
        ui.clipboard.write(address)

    def _starts_anew(self) -> None:
        self._choice.starts_anew()
        self._says("")
        self._changed()


def build(crew: Crew, lang: Language) -> None:
    """Show the page."""
    _Page(crew, lang)

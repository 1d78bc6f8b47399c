"""The plans, a card each: what a plan starts from, and the hours and the price of its services."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from nicegui import ui

from bereik.errors import BereikError
from bereik.experiments.wording import number
from bereik.present.app.numbers import SliderWithBox
from bereik.present.app.pages.compare.choice import Choice
from bereik.present.app.pages.compare.words import TEXTS
from bereik.present.app.parts import Redrawn, block, text
from bereik.present.app.plans import (
    LETTERS,
    MOST_PLANS,
    Plan,
    based_on,
    scenario_of,
    titles_of_shipped,
    toml_of,
    with_lever,
)
from bereik.present.app.words import WORDS
from bereik.present.texts import NOTICE
from bereik.scenarios import shipped
from bereik.services.build import PER_ADULTS
from bereik.services.kinds import KINDS

_NO_STAFF: Final = ("partner",)  # kinds that have no hours for this
_DEAREST: Final = 200.0  # euros an hour, at the end of the slider
_ADDED_FTE: Final = 0.5  # per 10,000 adults, of a service that is added


class PlanCards:
    """The cards of the plans; a card stays as long as there is a plan of its letter.

    Parameters
    ----------
    asked : called when a number changed, which its own slider shows
    changed : called when another plan has to be shown
    says : called with what is wrong
    """

    def __init__(
        self,
        choice: Choice,
        asked: Callable[[], None],
        changed: Callable[[], None],
        says: Callable[[str, bool], None],
    ) -> None:
        self._choice, self._changed = choice, changed
        self._make = partial(_PlanCard, choice=choice, asked=asked, changed=changed, says=says)
        self._place = ui.element("div").classes("plans")
        self._cards: list[_PlanCard] = []
        with block("div", "buttons"):
            self._add = ui.button(TEXTS[choice.lang]["add"], on_click=self._adds).props("no-caps outline")
        self.show()

    def show(self) -> None:
        """Show the plans."""
        count = len(self._choice.plans)
        for card in self._cards[count:]:
            card.leaves()
        del self._cards[count:]
        with self._place:
            self._cards += [self._make(k) for k in range(len(self._cards), count)]
        for card in self._cards:
            card.show()
        self._add.set_visibility(count < MOST_PLANS)

    def _adds(self) -> None:
        plans = self._choice.plans
        if len(plans) < MOST_PLANS:
            self._choice.takes([*plans, plans[-1]])
            self._changed()


class _PlanCard:
    """The card of plan k: only what became another is drawn anew, so that no click on the rest is lost."""

    def __init__(
        self,
        k: int,
        choice: Choice,
        asked: Callable[[], None],
        changed: Callable[[], None],
        says: Callable[[str, bool], None],
    ) -> None:
        self._k, self._choice = k, choice
        self._asked, self._changed, self._says = asked, changed, says
        self._words = words = TEXTS[choice.lang]
        letter = LETTERS[k]
        with block("div", "card") as self._place:
            self._title = text("h2", "")
            self._base = ui.select(
                [], label=f"{letter}: {words['base']}", with_input=True,
                on_change=lambda e: self._rebases(e.value),
            )  # fmt: skip
            self._base.props("outlined options-dense").classes("wide")
            with block("details", "levers"):
                text("summary", words["hours"])
                self._levers = Redrawn("", self._draws_levers)
            with block("div", "buttons"):
                save = ui.button(words["save"], on_click=self._saves).props("no-caps outline")
                save.props["aria-label"] = f"{words['save']} {letter}"
                self._away = ui.button(words["remove"], on_click=self._removes).props("no-caps flat")
                self._away.props["aria-label"] = f"{words['remove']}: {letter}"

    def show(self) -> None:
        """Show the plan."""
        plans, lang = self._choice.plans, self._choice.lang
        base = plans[self._k].get("based_on", "")
        options = dict(titles_of_shipped(lang))
        options |= {} if base in options else {base: self._words["own"]}
        if self._base.value != base or self._base.options != options:
            self._base.set_options(options, value=base)
        self._shows_title()
        self._levers.shows(self._of_levers())
        self._away.set_visibility(len(plans) > 1)

    def leaves(self) -> None:
        """Take the card away."""
        self._place.delete()

    @property
    def _plan(self) -> Plan:
        return self._choice.plans[self._k]

    def _takes(self, plan: Plan) -> None:
        plans = self._choice.plans
        plans[self._k] = plan
        self._choice.takes(plans)

    def _shows_title(self) -> None:
        self._title.set_text(f"{LETTERS[self._k]}. {self._choice.title(self._plan)}")

    def _of_levers(self) -> tuple[str, int]:
        """Return what decides how the levers look."""
        return repr(self._plan), self._choice.adults

    def _draws_levers(self) -> None:
        words = self._words
        try:
            services = scenario_of(self._plan, self._choice.lang).services
        except BereikError as error:
            text("p", str(error).splitlines()[0], "wrong")
            return
        for name, settings in services.items():
            if settings.kind in _NO_STAFF:
                continue
            with block("fieldset", "service"):
                text("legend", name.replace("_", " "))
                if settings.staff_from:
                    text("p", words["shared"].format(other=settings.staff_from), "small")
                else:
                    self._number(name, "fte_per_10000", settings.fte_per_10000, 0.05, words["fte"])
                    self._number(name, "price_per_hour", settings.price_per_hour, 1, words["price"])
                drop = ui.button(words["drop_service"], on_click=partial(self._drops, name))
                drop.props("no-caps flat dense")
                drop.props["aria-label"] = f"{words['drop_service']}: {LETTERS[self._k]}, {name}"
        missing = [kind for kind in KINDS if kind not in services and kind not in _NO_STAFF]
        more = ui.select(missing, label=words["add_service"], on_change=lambda e: self._adds(e.value))
        more.props("outlined options-dense").classes("wide")

    def _number(self, service: str, lever: str, value: float, step: float, label: str) -> None:
        high = round(max(2.0 * value, 2.0), 2) if lever == "fte_per_10000" else _DEAREST
        says, lang = f"{LETTERS[self._k]}, {service}: {label}", self._choice.lang

        def tell(fte: float) -> None:
            if remark is not None:
                told = number(fte * self._choice.adults / PER_ADULTS, 1, lang)
                remark.set_text(self._words["in_fte"].format(fte=told))

        def moved(value: float) -> None:
            tell(value)
            self._takes(with_lever(self._plan, service, lever, value))
            self._levers.shows(self._of_levers(), already=True)
            self._shows_title()
            self._asked()

        with block("div", "lever-row"):
            SliderWithBox(
                says, f"{says} ({WORDS[lang]['number']})", value, 0, high, step, lang, moved,
                label=self._words[f"{lever}_short"],
            )  # fmt: skip
        remark = text("p", "", "small in-fte") if lever == "fte_per_10000" else None
        tell(value)

    def _rebases(self, name: str | None) -> None:
        if name in shipped() and self._plan.get("based_on") != name:
            self._takes(based_on(str(name)))
            self._changed()

    def _adds(self, kind: str | None) -> None:
        if kind:
            self._takes(with_lever(self._plan, kind, "fte_per_10000", _ADDED_FTE))
            self._changed()

    def _drops(self, service: str) -> None:
        try:
            self._choice.drops(self._k, service)
        except BereikError as error:
            self._says(str(error).splitlines()[0], True)
            return
        self._changed()

    def _removes(self) -> None:
        plans = self._choice.plans
        if len(plans) > 1:
            self._choice.takes(plans[: self._k] + plans[self._k + 1 :])
            self._changed()

    def _saves(self) -> None:
        title = self._choice.title(self._plan)
        tree = {"title": title, **self._plan, "gemeente": self._choice.gemeente}
        name = "".join(c if c.isalnum() else "-" for c in title.lower()).strip("-")
        head = f"# {NOTICE[self._choice.lang]}.\n"
        ui.download.content(head + toml_of(tree), f"{name or 'plan'}.toml")

"""The plans, a card each: what a plan starts from, and the hours and the price of its services."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from nicegui import ui

from bereik.errors import BereikError
from bereik.experiments.wording import number
from bereik.present.app.pages.compare.choice import Choice
from bereik.present.app.pages.compare.words import TEXTS
from bereik.present.app.parts import block, text
from bereik.present.app.plans import LETTERS, MOST_PLANS, Plan, based_on, scenario_of, toml_of, with_lever
from bereik.present.app.words import WORDS
from bereik.present.texts import NOTICE
from bereik.scenarios import load_scenario, shipped
from bereik.services.build import PER_ADULTS
from bereik.services.kinds import KINDS

_NO_STAFF: Final = ("partner",)  # kinds that have no hours for this
_ADDED_FTE: Final = 0.5  # per 10,000 adults, of a service that is added


class PlanCards:
    """The cards of the plans.

    Parameters
    ----------
    asked : called when a number changed, which its own slider shows
    changed : called when the cards have to be shown anew
    says : called with what is wrong
    """

    def __init__(
        self,
        choice: Choice,
        asked: Callable[[], None],
        changed: Callable[[], None],
        says: Callable[[str, bool], None],
    ) -> None:
        self._choice, self._asked, self._changed, self._says = choice, asked, changed, says
        self._words = TEXTS[choice.lang]
        self.show()

    @ui.refreshable_method
    def show(self) -> None:
        """Show the plans."""
        plans = self._choice.plans
        for k, plan in enumerate(plans):
            self._plan(k, plan)
        if len(plans) < MOST_PLANS:
            with block("div", "buttons"):
                ui.button(self._words["add"], on_click=self._adds).props("no-caps outline")

    def _plan(self, k: int, plan: Plan) -> None:
        words, letter = self._words, LETTERS[k]
        base = plan.get("based_on", "")
        with block("div", "card"):
            text("h2", f"{letter}. {self._choice.title(plan)}")
            titles = {name: getattr(load_scenario(name).title, self._choice.lang) for name in shipped()}
            options = dict(sorted(titles.items(), key=lambda item: item[1].lower()))
            if base not in options:
                options[base] = words["own"]
            select = ui.select(
                options, value=base, label=f"{letter}: {words['base']}", with_input=True,
                on_change=lambda e: self._rebases(k, e.value),
            )  # fmt: skip
            select.props("outlined options-dense").classes("wide")
            with block("details", "levers"):
                text("summary", words["hours"])
                self._levers(k, plan)
            with block("div", "buttons"):
                save = ui.button(words["save"], on_click=lambda: self._saves(k))
                save.props("no-caps outline")
                save.props["aria-label"] = f"{words['save']} {letter}"
                if len(self._choice.plans) > 1:
                    away = ui.button(words["remove"], on_click=lambda: self._removes(k))
                    away.props("no-caps flat")
                    away.props["aria-label"] = f"{words['remove']}: {letter}"

    def _levers(self, k: int, plan: Plan) -> None:
        words = self._words
        try:
            services = scenario_of(plan, self._choice.lang).services
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
                    self._number(k, name, "fte_per_10000", settings.fte_per_10000, 0.05, words["fte"])
                    self._number(k, name, "price_per_hour", settings.price_per_hour, 1, words["price"])
                drop = ui.button(words["drop_service"], on_click=partial(self._drops, k, name))
                drop.props("no-caps flat dense")
                drop.props["aria-label"] = f"{words['drop_service']}: {name}"
        missing = [kind for kind in KINDS if kind not in services and kind not in _NO_STAFF]
        ui.select(
            missing, label=words["add_service"], on_change=lambda e: self._adds_service(k, e.value)
        ).props("outlined options-dense").classes("wide")

    def _number(self, k: int, service: str, lever: str, value: float, step: float, label: str) -> None:
        high = max(2.0 * value, 2.0) if lever == "fte_per_10000" else 200.0
        with block("div", "lever-row"):
            slider = ui.slider(min=0, max=round(high, 2), step=step, value=value)
            slider.props["aria-label"] = f"{service}: {label}"
            box = ui.number(label, value=value, min=0, step=step).props("outlined debounce=400")
            box.props["aria-label"] = f"{service}: {label} ({WORDS[self._choice.lang]['number']})"
        remark = text("p", "", "small in-fte") if lever == "fte_per_10000" else None

        def tell(fte: float) -> None:
            if remark is not None:
                adults = self._choice.adults
                told = number(fte * adults / PER_ADULTS, 1, self._choice.lang)
                remark.set_text(self._words["in_fte"].format(fte=told))

        def moved(told: Any, other: Any) -> None:
            if told.value is None or told.value < 0:
                return
            if other.value != told.value and (other is box or told.value <= high):
                other.set_value(told.value)
                return
            tell(float(told.value))
            plans = self._choice.plans
            plans[k] = with_lever(plans[k], service, lever, float(told.value))
            self._choice.takes(plans)
            self._asked()

        slider.on_value_change(lambda e: moved(e, box))
        box.on_value_change(lambda e: moved(e, slider))
        tell(value)

    def _takes(self, plans: list[Plan]) -> None:
        self._choice.takes(plans)
        self._changed()

    def _rebases(self, k: int, name: str | None) -> None:
        plans = self._choice.plans
        if name in shipped() and plans[k].get("based_on") != name:
            plans[k] = based_on(str(name))
            self._takes(plans)

    def _adds_service(self, k: int, kind: str | None) -> None:
        plans = self._choice.plans
        if kind:
            plans[k] = with_lever(plans[k], kind, "fte_per_10000", _ADDED_FTE)
            self._takes(plans)

    def _drops(self, k: int, service: str) -> None:
        try:
            self._choice.drops(k, service)
        except BereikError as error:
            self._says(str(error).splitlines()[0], True)
            return
        self._changed()

    def _adds(self) -> None:
        plans = self._choice.plans
        if len(plans) < MOST_PLANS:
            self._takes([*plans, plans[-1]])

    def _removes(self, k: int) -> None:
        plans = self._choice.plans
        if k < len(plans) and len(plans) > 1:
            self._takes(plans[:k] + plans[k + 1 :])

    def _saves(self, k: int) -> None:
        plan = self._choice.plans[k]
        title = self._choice.title(plan)
        tree = {"title": title, **plan, "gemeente": self._choice.gemeente}
        name = "".join(c if c.isalnum() else "-" for c in title.lower()).strip("-")
        head = f"# {NOTICE[self._choice.lang]}.\n"
        ui.download.content(head + toml_of(tree), f"{name or 'plan'}.toml")

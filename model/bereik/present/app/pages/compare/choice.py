"""What a visitor chose on the page that compares: a gemeente, its map, and up to four plans."""

from __future__ import annotations

import json
from typing import Any, Final

from bereik.errors import BereikError
from bereik.experiments.job import Job
from bereik.experiments.wording import Language, titles_by_name
from bereik.present.app.borders import Borders
from bereik.present.app.own_gemeente import OwnGemeente, wijken_in
from bereik.present.app.pages.compare.words import TEXTS
from bereik.present.app.plans import (
    LETTERS,
    LONGEST_LINK,
    MOST_PLANS,
    Plan,
    based_on,
    job_of,
    link_of,
    scenario_of,
    state_of_link,
)
from bereik.present.app.state import plain
from bereik.scenarios import load_scenario, shipped

START: Final = ("loket-only", "outreach")
ADULTS: Final = 20_000
_OF_AN_ARCHETYPE: Final = {"archetype", "residents", "wijken"}


def default_state() -> dict[str, Any]:
    """Return what stands here before anybody chose."""
    return {
        "gemeente": {"archetype": "kleinstedelijk", "residents": ADULTS},
        "own": None,
        "borders": None,
        "plans": [based_on(name) for name in START],
    }


class Choice:
    """The state of the page, as what it means.

    Parameters
    ----------
    state : as `default_state`; what is put in it is kept
    """

    def __init__(self, state: dict[str, Any], lang: Language) -> None:
        self._state = state
        self._words = TEXTS[lang]
        self.lang: Language = lang

    @property
    def plans(self) -> list[Plan]:
        """Return the plans as they were chosen."""
        return plain(self._state["plans"])

    def takes(self, plans: list[Plan]) -> None:
        """Keep other plans."""
        self._state["plans"] = plans

    def opens(self, plan: Plan) -> None:
        """Put a plan beside the others, or in place of the last; its gemeente holds for all."""
        gemeente = plan.pop("gemeente", None)
        if gemeente:
            self.lives_in({"residents": ADULTS} | gemeente)
        plans = self.plans
        self.takes([*plans, plan] if len(plans) < MOST_PLANS else [*plans[:-1], plan])

    def drops(self, k: int, service: str) -> None:
        """Take a service out of a plan.

        Raises
        ------
        BereikError : the plan will not do without it
        """
        plans = self.plans
        base = plans[k].get("based_on")
        services = {**plans[k].get("services", {})}
        services.pop(service, None)
        if base in shipped() and service in load_scenario(base).services:
            services[service] = {"remove": True}
        plans[k] = {**plans[k], "services": services}
        scenario_of(plans[k], self.lang)
        self.takes(plans)

    @property
    def gemeente(self) -> Plan:
        """Return what stands in ``[gemeente]``, for all plans."""
        return plain(self._state["gemeente"])

    @property
    def adults(self) -> int:
        """Return how many adults live there."""
        return int(self._state["gemeente"].get("residents", ADULTS))

    @property
    def own(self) -> dict[str, str] | None:
        """Return ``name`` and ``told`` of a gemeente of her own; None: one of the archetypes."""
        if set(self._state["gemeente"]) <= _OF_AN_ARCHETYPE:
            return None
        return self._state["own"] or {"name": self._words["own"], "told": ""}

    def lives_in(self, gemeente: Plan) -> None:
        """Take another gemeente; a map goes with it."""
        self._state.update(gemeente=gemeente, own=None, borders=None)

    def lives_in_own(self, own: OwnGemeente) -> None:
        """Take a gemeente from a file of CBS."""
        self.lives_in(own.table)
        self._state["own"] = {"name": own.name, "told": own.told}

    @property
    def wijken(self) -> dict[str, str]:
        """Return the wijken that were counted: name by code."""
        return wijken_in(self.gemeente)

    @property
    def borders(self) -> tuple[str, str] | None:
        """Return the map of the wijken as GeoJSON, and what was found on it; None: there is none."""
        kept = self._state["borders"]
        return None if kept is None else (kept["geojson"], kept["told"])

    def draws(self, borders: Borders) -> None:
        """Keep the outlines of the wijken: as text, for it is looked into by the browser alone."""
        geojson = json.dumps(borders.geojson, separators=(",", ":"))
        self._state["borders"] = {"geojson": geojson, "told": borders.told}

    def title(self, plan: Plan) -> str:
        """Return what a plan is called."""
        try:
            told = getattr(scenario_of(plan, self.lang).title, self.lang)
        except BereikError:
            told = str(plan.get("title", "?"))
        only = set(plan) <= {"based_on"}
        return told if only or "title" in plan else f"{told} {self._words['changed']}"

    def titles(self) -> dict[str, str]:
        """Return what each plan is called, by letter; no two are called the same."""
        own = [self.title(plan) for plan in self.plans]
        letters = list(LETTERS[: len(own)])
        named = titles_by_name(letters, own)
        return {
            k: named[k] if named[k] != k else f"{k}. {title}"[:40]
            for k, title in zip(letters, own, strict=True)
        }

    def job(self) -> Job:
        """Return the question what these plans do.

        Raises
        ------
        BereikError : plans that will not do, or that are about other people
        """
        try:
            return job_of(self.plans, {"based_on": START[0], "gemeente": self.gemeente}, self.lang)
        except BereikError as error:
            if "only the same people" in str(error):
                raise type(error)(self._words["people"]) from None
            raise

    def link(self) -> str:
        """Return the plans and the gemeente as letters for an address; not the map, which would not fit.

        Raises
        ------
        BereikError : there are so many wijken that they do not fit either
        """
        link = link_of({"plans": self.plans, "gemeente": self.gemeente})
        if len(link) > LONGEST_LINK:
            raise BereikError(self._words["long_link"])
        return link

    def opens_link(self, link: str) -> None:
        """Take what stands in a link.

        Raises
        ------
        BereikError : it is not whole, or a plan in it will not do
        """
        asked = state_of_link(link, self.lang)
        plans, gemeente = asked.get("plans"), asked.get("gemeente")
        try:
            if not isinstance(plans, list) or not 1 <= len(plans) <= MOST_PLANS or gemeente is None:
                raise BereikError(self._words["people"])
            for plan in [*plans, {"based_on": START[0], "gemeente": gemeente}]:
                scenario_of(plan, self.lang)
        except (TypeError, AttributeError) as error:
            raise BereikError(str(error)) from None
        self.lives_in(gemeente)
        self.takes(plans)

    def starts_anew(self) -> None:
        """Forget what was chosen."""
        self._state.update(default_state())

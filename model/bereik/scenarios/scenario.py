"""A scenario: a gemeente, a policy and a world view, checked and ready to run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from bereik.parameters.book import Book, the_book
from bereik.residents.census import Census
from bereik.services.build import CENTS_PER_EURO, is_cut, weekly_cents
from bereik.services.kinds import settings_of
from bereik.services.schemes import SchemeSettings, check_schemes
from bereik.services.settings import ServiceSettings
from bereik.vocabulary import GEMEENTE, PAYERS

SMALLEST_WIJK = 1250  # adults: a wijkteam for fewer would be a part of a person


class Text(NamedTuple):
    """What people read, in Dutch and in English."""

    nl: str
    en: str


class Departure(NamedTuple):
    """A number that is another than in the book, and why."""

    value: float
    reason: str


class Shock(NamedTuple):
    """What comes over everybody at once, whatever the gemeente does.

    Attributes
    ----------
    from_week : first week of the policy in which it is felt
    until_week : week from which no more problems start; None never
    starts : per domain, problems that start in a year for a typical person, beside those of other times
    trust_loss : 0..1, share of everybody's trust that is lost in the first week
    """

    from_week: int
    until_week: int | None
    starts: Mapping[str, float]
    trust_loss: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gemeente:
    """Who lives there, and the policy they have lived under.

    Attributes
    ----------
    archetype : theme of the book that describes it
    residents : adults
    wijken : number of wijken
    numbers : numbers of the archetype that are others here
    burn_in_policy : name of the scenario whose services work before week 0; ``self``: the file that says so
    burn_in_levers : levers of those services, by service
    census : what was counted there, which its residents match; None: they are drawn from the archetype
    """

    archetype: str
    residents: int
    wijken: int
    numbers: Mapping[str, float]
    burn_in_policy: str
    burn_in_levers: Mapping[str, Mapping[str, Any]]
    census: Census | None = None

    def wijken_of(self, adults: int) -> int:
        """Return in how many wijken a number of adults live: fewer where a wijk would be too small."""
        census = self.census_of(adults)
        if census is not None and self.census is not None and self.census.wijken:
            return len(census.wijken)
        return min(self.wijken, max(adults // SMALLEST_WIJK, 1))

    def census_of(self, adults: int) -> Census | None:
        """Return what was counted, small wijken joined to their neighbours; None where nothing was."""
        return None if self.census is None else self.census.places(adults, SMALLEST_WIJK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A gemeente, a policy and a world view.

    Attributes
    ----------
    name : of the file, without ending
    title, summary : what it is, in Dutch and English
    source : where the policy comes from
    upper_bound : no such policy can exist; it shows what could be reached at most
    gemeente : who lives there, and under what they lived before week 0
    levers : per service, what the scenario says of it, its kind included
    services : per service, all settings: kind, book and levers together
    world_view : the six policy assumptions, 0..1; 0 is our reading of the evidence
    shock : what comes over everybody at once; None: times are as they were
    parameters : numbers that depart from the book, each with its reason
    scheme_levers : per scheme, what the scenario says of it
    schemes : per scheme, all settings: book and levers together
    """

    name: str
    title: Text
    summary: Text
    source: str
    upper_bound: bool
    gemeente: Gemeente
    levers: Mapping[str, Mapping[str, Any]]
    services: Mapping[str, ServiceSettings]
    world_view: Mapping[str, float]
    parameters: Mapping[str, Departure]
    scheme_levers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    schemes: Mapping[str, SchemeSettings] = field(default_factory=dict[str, SchemeSettings])
    shock: Shock | None = None

    def book(self) -> Book:
        """Return the book of parameters as this scenario has it.

        Raises
        ------
        ParameterError : a name or value that the book does not take
        """
        numbers = {f"{self.gemeente.archetype}.{n}": value for n, value in self.gemeente.numbers.items()}
        numbers |= {f"views.{name}": value for name, value in self.world_view.items() if value > 0}
        numbers |= {name: departure.value for name, departure in self.parameters.items()}
        return the_book().with_values(numbers, self.name)

    def archetype(self) -> dict[str, float]:
        """Return the numbers of its gemeente, by name."""
        return self.book().theme(self.gemeente.archetype)

    def burn_in_services(self) -> dict[str, ServiceSettings]:
        """Return the services that work before week 0, with the numbers of this scenario's book."""
        book, policy = self.book(), self.gemeente.burn_in_policy
        return {
            name: settings_of(levers["kind"], levers, book, f"{policy}: [services.{name}]")
            for name, levers in self.gemeente.burn_in_levers.items()
        }

    def with_parameters(self, values: Mapping[str, float], reason: str) -> Scenario:
        """Return the same scenario in a world where some numbers of the book are others.

        Raises
        ------
        ParameterError : unknown name, or a value outside the range of the book
        """
        departures = {name: Departure(float(value), reason) for name, value in values.items()}
        changed = replace(self, parameters={**self.parameters, **departures})
        book = changed.book()
        services = {
            name: settings_of(levers["kind"], levers, book, f"{self.name}: [services.{name}]")
            for name, levers in self.levers.items()
        }
        return replace(changed, services=services, schemes=check_schemes(self.scheme_levers, book)[0])

    def staff_cents_per_week(self, adults: int, week: int = 0, payer: str = PAYERS[GEMEENTE]) -> int:
        """Return what access and help staff cost a payer in a week of the policy, in whole eurocents."""
        working = [s for s in self._paid_by(payer) if _works(s, week)]
        return sum(weekly_cents(s, adults, is_cut(s, week)) for s in working)

    @property
    def equal_budget_key(self) -> tuple[tuple[int, int], ...]:
        """Return its staff budget, eurocents a week per 10,000 adults, and from which week it holds.

        Two scenarios have the same key if their staff costs the gemeente the same in every week; staff that
        others pay is no part of it.
        """
        turns, paid = {0}, self._paid_by(PAYERS[GEMEENTE])
        for s in paid:
            turns |= {s.from_week, s.cut_from}
            turns |= {week for week in (s.until_week, s.cut_until) if week is not None}
        steps: list[tuple[int, int]] = []
        for week in sorted(turns):
            euros = sum(
                s.fte_per_10000 * s.hours_per_fte * s.price_per_hour * _paid(s, week)
                for s in paid
                if _works(s, week)
            )
            cents = round(euros * CENTS_PER_EURO)
            if not steps or steps[-1][1] != cents:
                steps.append((week, cents))
        return tuple(steps)

    def _paid_by(self, payer: str) -> list[ServiceSettings]:
        return [s for s in self.services.values() if s.payer == payer]

    def resolved(self) -> dict[str, Any]:
        """Return everything that decides its numbers as plain values: for a manifest, and for the hash."""
        book = self.book()
        burn_in = self.burn_in_services()
        gemeente: dict[str, Any] = {
            "archetype": self.gemeente.archetype,
            "residents": self.gemeente.residents,
            "wijken": self.gemeente.wijken,
        }
        census = self.gemeente.census
        if census is not None:
            gemeente |= {"counts": dict(census.counts), "counted_wijken": [dict(w) for w in census.wijken]}
        return {
            "gemeente": gemeente,
            "services": [[name, s.model_dump(mode="json")] for name, s in self.services.items()],
            "burn_in_services": [[name, s.model_dump(mode="json")] for name, s in burn_in.items()],
            "book": {name: book.value(name) for name in sorted(book)},
            "schemes": [[name, s.model_dump(mode="json")] for name, s in self.schemes.items()],
            "shock": None if self.shock is None else self.shock._asdict(),
        }

    def fingerprint(self) -> str:
        """Return a hash of everything that decides its numbers: two scenarios with one print are one."""
        return hashlib.sha256(json.dumps(self.resolved(), sort_keys=True).encode()).hexdigest()


def _works(settings: ServiceSettings, week: int) -> bool:
    return settings.from_week <= week and (settings.until_week is None or week < settings.until_week)


def _paid(settings: ServiceSettings, week: int) -> float:
    """Return how much of its staff is paid in a week: a cut that saves takes its share."""
    return 1.0 - settings.cut if settings.cut_saves and is_cut(settings, week) else 1.0

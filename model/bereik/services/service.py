"""A service as Mesa and a researcher see it: a name over a row, and a plan when she has one.

The engine reads the row; this object holds no state of the world. Subclass it to plan in Python
which doors outreach knocks on first::

    class ByWijk(Service):
        def plan(self, week: int) -> Plan | None:
            return Plan(self.knows().signalled[::-1])
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import mesa
import numpy as np

from bereik.vocabulary import APPROACHED, HELPED, NEVER, UNDER_WAY, WAITING

if TYPE_CHECKING:
    from bereik.services.settings import Service as Row

    Ids = np.ndarray[Any, np.dtype[np.int32]]


class Plan(NamedTuple):
    """What a service sets out to do this week.

    Attributes
    ----------
    doors : residents at whose doors to knock, in this order, as long as there are minutes. Signals and
        tips come after them, then doors in the wijk. Who is on the way to help, in help or already
        approached is passed over.
    """

    doors: Sequence[int] | Ids


class Knowledge(NamedTuple):
    """What a service has learned by the start of a week: rows of residents, and figures by wijk.

    True need is not among it, and neither is anybody's trust or shame.

    Attributes
    ----------
    signalled : with a signal or tip that nobody has followed up, oldest first, in its wijk
    signal_week : of each of those
    registered : known to the gemeente, in its wijk
    approached : whom it has visited in vain so far and will visit again
    waiting : on the way to a first conversation here, those on a waiting list included
    helped : in its help
    met : residents it may call on of whom the gemeente had a conversation with in the last year
    wijk_residents : adults, by wijk
    wijk_registered : known to the gemeente, by wijk
    """

    signalled: Ids
    signal_week: Ids
    registered: Ids
    approached: Ids
    waiting: Ids
    helped: Ids
    met: Ids
    wijk_residents: Ids
    wijk_registered: Ids


class Service(mesa.Agent):
    """One service of a model; `plan` is there to be overridden."""

    def __init__(self, model: mesa.Model, row: int, name: str, kind: str) -> None:
        super().__init__(model)
        self.row = row
        self.name = name
        self.kind = kind

    # Held weakly, so that a model that nobody holds is gone at once, and its world with it
    @property
    def model(self) -> Any:
        """The model to which it belongs."""
        model = self._model()
        if model is None:
            raise ReferenceError("the model of this service is gone: keep it as long as its services")
        return model

    @model.setter
    def model(self, model: mesa.Model) -> None:
        self._model = weakref.ref(model)

    @property
    def settings(self) -> Row:
        """Its row as it is now: every lever by name."""
        return self.model.world.services[self.row]

    @property
    def minutes(self) -> int:
        """Staff time for residents per week."""
        return int(self.settings.minutes)

    @property
    def fte(self) -> float:
        """Its own staff; a service that lives from the staff of another has none."""
        return self.minutes / (60.0 * self.model.hours_per_fte(self.row))

    @property
    def minutes_left(self) -> int:
        """Minutes that it did not spend in the last week."""
        return int(self.settings.minutes_left)

    @property
    def workload(self) -> float:
        """Work asked in the last week per minute of staff."""
        return float(self.settings.workload)

    @property
    def caseload(self) -> int:
        """Cases in its help."""
        return len(self.cases(HELPED))

    @property
    def queue(self) -> int:
        """Cases on the way to a first conversation, those on a waiting list included."""
        return len(self.cases(UNDER_WAY, WAITING))

    @property
    def waiting(self) -> int:
        """Cases on its waiting list, for want of room."""
        return len(self.cases(WAITING))

    def cases(self, *stages: int) -> Any:
        """Return the rows of its open cases at some stages (codes of `vocabulary`)."""
        world = self.model.world
        cases = world.cases[: int(world.facts.cases_used)]
        return cases[(cases.service == self.row) & np.isin(cases.stage, stages)]

    def knows(self) -> Knowledge:
        """Return what it has learned so far; a planner has nothing else to go by."""
        world = self.model.world
        people, wijk = cast(Any, world.residents), int(self.settings.wijk)
        here = np.ones(len(people), bool) if wijk < 0 else people.wijk == wijk
        signalled = np.flatnonzero(here & (people.signal_week != NEVER))
        signalled = signalled[np.argsort(people.signal_week[signalled], kind="stable")]
        wijken = cast(Any, world.wijken)
        return Knowledge(
            signalled=signalled.astype(np.int32),
            signal_week=people.signal_week[signalled].astype(np.int32),
            registered=np.flatnonzero(here & (people.known_since != NEVER)).astype(np.int32),
            approached=self.cases(APPROACHED).resident.copy(),
            waiting=self.cases(UNDER_WAY, WAITING).resident.copy(),
            helped=self.cases(HELPED).resident.copy(),
            met=np.flatnonzero(here & (people.met_week > self.model.week - 52)).astype(np.int32),
            wijk_residents=wijken.residents.copy(),
            wijk_registered=wijken.registered.copy(),
        )

    def plan(self, week: int) -> Plan | None:  # noqa: ARG002
        """Return on which doors to knock first this week; None leaves it to the settings."""
        return None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name}: {self.fte:.1f} fte, {self.queue} in the queue, {self.caseload} in help>"

"""`ReachModel`: the engine as a Mesa model, to step and to look into."""
# pyright: basic
# Mesa ships no types of its own, so the strict checks of the engine have nothing to hold on to here.

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from os import PathLike
from typing import Any

import mesa
import numpy as np

from bereik.engine.build import Town, live
from bereik.engine.hooks import hooks_of
from bereik.engine.replicate import Course, after_burn_in, begin, check_weeks, records_of
from bereik.engine.world import World
from bereik.errors import ParameterError
from bereik.parameters.book import numbers
from bereik.records import Records
from bereik.residents.columns import Population
from bereik.residents.view import ResidentsView
from bereik.scenarios import load_scenario
from bereik.scenarios.scenario import Scenario
from bereik.services.service import Knowledge, Plan, what_is_learned
from bereik.services.settings import Service as ServiceRow
from bereik.tables import grown
from bereik.vocabulary import HELPED, UNDER_WAY, WAITING

__all__ = ["Knowledge", "Plan", "ReachModel", "Service"]

MOST_DOORS = 50_000  # of one plan; the list of doors counts no further


class Service(mesa.Agent):
    """One service as Mesa and a researcher see it: a name over a row of the world, which holds all state.

    Subclass it to plan in Python at whose doors outreach knocks first::

        class NewestFirst(Service):
            def plan(self, week: int) -> Plan | None:
                return Plan(self.knows().signalled[::-1])
    """

    def __init__(self, model: mesa.Model, row: int, name: str, kind: str) -> None:
        super().__init__(model)
        self.row = row
        self.name = name
        self.kind = kind

    # Held weakly, so that a model that nobody holds is gone at once, and its world with it
    @property
    def model(self) -> Any:  # pyright: ignore[reportIncompatibleVariableOverride]
        """The model to which it belongs."""
        model = self._model()
        if model is None:
            raise ReferenceError("the model of this service is gone: keep it as long as its services")
        return model

    @model.setter
    def model(self, model: mesa.Model) -> None:
        self._model = weakref.ref(model)

    @property
    def settings(self) -> ServiceRow:
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
        cases = world.cases  # free rows have a stage of their own
        return cases[(cases.service == self.row) & np.isin(cases.stage, stages)]

    def knows(self) -> Knowledge:
        """Return what it has learned so far; a planner has nothing else to go by."""
        world = self.model.world
        return what_is_learned(
            world.residents, world.cases, world.wijken, self.row, self.settings, self.model.week
        )

    def plan(self, week: int) -> Plan | None:
        """Return on which doors to knock first this week; None leaves it to the settings."""
        return None

    def __repr__(self) -> str:
        cases = f"{self.queue} in the queue, {self.caseload} in help"
        return f"<{self.kind} {self.name}: {self.fte:.2f} fte, {cases}>"


class ReachModel(mesa.Model):
    """One gemeente under one policy, week by week.

        model = ReachModel("outreach", seed=1, residents=1000)
        model.step()                     # one week
        model.residents[17].trust        # a resident as she is now
        model.services["outreach"].queue
        model.run().frames()["spells"]   # to the end, and what it wrote

    The world is built, and the burn-in lived, when something is first asked of it. Chance comes from
    the seed and the hash of `bereik.chance`; Mesa's own generators decide nothing.

    Attributes
    ----------
    scenario : what is run
    week : the week that is next, 0 at the start of the policy
    running : whether weeks are left
    agents : one `Service` per service
    """

    def __init__(
        self,
        scenario: str | PathLike[str] | Scenario,
        seed: int = 1,
        residents: int | None = None,
        burn_in: int = 104,
        weeks: int = 260,
        *,
        follow: Iterable[int] = (),
        hooks: Mapping[str, Callable[..., Any]] | None = None,
        services: Mapping[str, type[Service]] | None = None,
    ) -> None:
        """Describe a run; nothing is built yet.

        Parameters
        ----------
        scenario : a name, a file or a scenario
        seed : another seed is another gemeente with other luck
        residents : adults; left out: as the gemeente says
        burn_in : weeks before, under the present policy of the gemeente, 0..5200
        weeks : observed weeks, 1..5200
        follow : residents whose lives are written to the trace
        hooks : rules of your own, by the name of the rule they stand in for (`engine.hooks`); they
            hold from week 0, at every service; the burn-in is what all scenarios share
        services : subclasses of `Service`, by the name or the kind of the services that they stand for

        Raises
        ------
        ParameterError : a number outside its range
        ScenarioError : a scenario that will not do
        """
        check_weeks(weeks, burn_in)
        self._ids = count(1)
        super().__init__(rng=abs(int(seed)))
        # Mesa puts its own step over ours and so holds the model in a circle, world and all
        for name in ("step", "_user_step"):
            self.__dict__.pop(name, None)
        self.scenario = load_scenario(scenario)
        self.seed = seed
        self.week = 0
        self.weeks = weeks
        self.burn_in = burn_in
        self._count = residents
        self._follow = tuple(follow)
        self._p = numbers(self.scenario.book())
        self._hooks = hooks_of(self._p, **(hooks or {}))
        self._classes = dict(services or {})
        self._course: Course | None = None

    def register_agent(self, agent: Any) -> None:
        """Register an agent with this model and with nothing that outlives it.

        Mesa 3.3 counts the ids of agents in a table of the class, which keeps every model for good.
        """
        super().register_agent(agent)
        table = getattr(mesa.Agent, "_ids", None)
        if table is not None:
            table.pop(self, None)
            agent.unique_id = next(self._ids)

    @property
    def _begun(self) -> Course:
        if self._course is None:
            self._course = self._begin()
        return self._course

    def _begin(self) -> Course:
        town = after_burn_in(self.scenario, self._p, self.seed, self._count, self.burn_in, self._follow)
        course = begin(town, self.scenario, self.seed, self.weeks)
        names, kinds = course.town.services.names, course.town.services.kinds
        unknown = sorted(set(self._classes) - {*names, *kinds})
        if unknown:
            there = ", ".join(names) or "none"
            raise ParameterError(f"no service is called '{unknown[0]}'. There are {there}.")
        for row, (name, kind) in enumerate(zip(names, kinds, strict=True)):
            self._classes.get(name, self._classes.get(kind, Service))(self, row, name, kind)
        return course

    @property
    def _town(self) -> Town:
        return self._begun.town

    def _goes_on_in(self, world: World) -> None:
        self._course = self._begun.in_world(world)

    @property
    def world(self) -> World:
        """All state, as tables; they may be other tables after a step, so do not keep them."""
        return self._town.world

    @property
    def agents(self) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The services, as Mesa has them."""
        _ = self._begun  # they come with the town
        return super().agents

    @property
    def services(self) -> dict[str, Service]:
        """The services by name."""
        return {service.name: service for service in self.agents}

    @property
    def residents(self) -> ResidentsView:
        """The residents as they are now; ``model.residents[17]`` is one of them."""
        world = self.world
        wijken: Any = world.wijken
        first = np.append(wijken.first, len(world.active)).astype(np.int32)
        return ResidentsView(Population(world.residents, world.households, world.ties, first))

    def hours_per_fte(self, row: int) -> float:
        """Return how many hours for residents a week has for staff of a service."""
        name = self._town.services.names[row]
        while name not in self.scenario.services:  # a service per wijk is called NAME_1, NAME_2, ...
            name = name.rpartition("_")[0]
        return self.scenario.services[name].hours_per_fte

    def step(self) -> None:
        """Live one week; nothing happens once the run is over."""
        if not self.running:
            return
        self._plan()
        world = live(self.world, self._p, self.week, self.week + 1, self._hooks)
        rows: Any = world.services
        rows.plan_from[:] = 0
        rows.plan_to[:] = 0
        self._goes_on_in(world)
        self.week += 1
        self.steps = self.week
        self.running = self.week < self.weeks

    def _plan(self) -> None:
        """Write the doors that services planned where the engine looks for them."""
        doors: list[np.ndarray] = []
        used = 0
        rows: Any = self.world.services
        for service in self.agents:
            plan = service.plan(self.week)
            if plan is None:
                continue
            planned = self._checked(service, np.asarray(plan.doors))
            rows.plan_from[service.row] = used
            used += len(planned)
            rows.plan_to[service.row] = used
            doors.append(planned)
        if not used:
            return
        world = self.world
        if used > world.scratch.shape[0]:
            world = world._replace(scratch=grown(world.scratch, used))
            self._goes_on_in(world)
        scratch: Any = world.scratch
        scratch.plan[:used] = np.concatenate(doors)

    def _checked(self, service: Service, doors: np.ndarray) -> np.ndarray:
        where = f"week {self.week}: the plan of {service.name}"
        if doors.ndim != 1 or (doors.size and doors.dtype.kind not in "iu"):
            raise ParameterError(f"{where} is no list of rows of residents.")
        if doors.size > MOST_DOORS:
            raise ParameterError(f"{where} has {doors.size} doors; a week takes at most {MOST_DOORS}.")
        settings: Any = service.settings
        if doors.size and not settings.visits:
            raise ParameterError(f"{where} names doors, but this service does not go out (visits = false).")
        wrong = doors[(doors < 0) | (doors >= len(self.world.active))]
        if wrong.size:
            last = len(self.world.active) - 1
            raise ParameterError(f"{where} names resident {wrong[0]}. Residents are 0..{last}.")
        people: Any = self.world.residents
        if settings.wijk >= 0 and np.any(people.wijk[doors.astype(np.int64)] != settings.wijk):
            raise ParameterError(f"{where} names a resident outside its wijk.")
        return doors.astype(np.int32)

    def run(self) -> Records:
        """Live the weeks that are left and return the records."""
        while self.running:
            if self._plans():
                self.step()
            else:  # nobody plans in Python: all at once, which gives the same bits
                world = live(self.world, self._p, self.week, self.weeks, self._hooks)
                self._goes_on_in(world)
                self.week = self.steps = self.weeks
                self.running = False
        return self.records()

    def run_model(self) -> None:
        """Live the weeks that are left, as Mesa calls it."""
        self.run()

    def _plans(self) -> bool:
        own_step = type(self).step is not ReachModel.step
        return own_step or any(type(service).plan is not Service.plan for service in self.agents)

    def records(self) -> Records:
        """Return what was written so far: the records of the weeks that are over.

        Raises
        ------
        ParameterError : no week is over yet
        """
        if self.week == 0:
            raise ParameterError("no week is over yet, so there are no records. Call step() or run() first.")
        return records_of(self._begun, self.week)

    def __repr__(self) -> str:
        return f"<{self.scenario.name}, seed {self.seed}: week {self.week} of {self.weeks}>"

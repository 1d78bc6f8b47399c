"""The plan: divisions, places of the map or budgets, and the same in other possible worlds."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from bereik.experiments.divisions import cents_of
from bereik.experiments.kinds.allocation.budget import divided
from bereik.experiments.kinds.allocation.form import AllocationForm, Bounds, lever, services_of
from bereik.experiments.kinds.allocation.measuring import measures_of
from bereik.experiments.kinds.sensitivity import in_the_book
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job
from bereik.experiments.varying import Rows, Sample, Vary, range_of
from bereik.scenarios.change import is_whole

if TYPE_CHECKING:
    from bereik.experiments.store import Store
    from bereik.services.settings import ServiceSettings


class Design(Rows):
    """The points: the candidates by the book, then the same candidates in each other possible world.

    Attributes
    ----------
    fte : per candidate, fte per 10,000 adults of every service
    anchor : the candidate that is as the scenario has it; -1 where there is none
    cents : what every candidate costs, eurocents a week
    total : what there is to divide, eurocents a week; None where candidates are of unlike budgets
    """

    def __init__(
        self,
        fte: Sequence[tuple[float, ...]],
        anchor: int,
        cents: Sequence[int],
        worlds: Sample | None,
        total: int | None = None,
    ) -> None:
        self.fte = list(fte)
        self.anchor = anchor
        self.cents = list(cents)
        self.total = total
        self._worlds = [*worlds] if worlds is not None else []
        self._of_the_book = (None,) * (len(self._worlds[0]) if self._worlds else 0)

    @property
    def candidates(self) -> int:
        """Return how many candidates there are."""
        return len(self.fte)

    @property
    def worlds(self) -> int:
        """Return how many possible worlds there are beside that of the book."""
        return len(self._worlds)

    def __len__(self) -> int:
        return self.candidates * (1 + self.worlds)

    def row(self, index: int) -> tuple[Any, ...]:
        """Return the values of a candidate, in a world."""
        world, candidate = divmod(index, self.candidates)
        return (*self.fte[candidate], *(self._worlds[world - 1] if world else self._of_the_book))


def plan(form: AllocationForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return the divisions, the places of the map, or the budgets, and the possible worlds beside.

    Raises
    ------
    ParameterError : a division cannot be made to cost the total
    """
    job = jobs[0]
    scenario = job.scenarios[0]
    names = services_of(form, scenario)
    services = [scenario.services[name] for name in names]
    bounds = {name: Bounds.model_validate(form.divide.get(name, {})) for name in names}
    factors = in_the_book(form.factors, scenario.gemeente.archetype) if form.worlds else []
    worlds = _worlds(form, factors)
    if form.question == "divide":
        ways, anchor, total = divided(form, services, bounds, job.residents)
        design = Design([own.fte for own in ways], anchor, [own.cents for own in ways], worlds, total)
    else:
        grid = _grid(bounds.values()) if form.question == "tipping-point" else _scaled(form, services)
        fte = [tuple(place) for place in grid]
        design = Design(fte, -1, [cents_of(own, services, job.residents) for own in fte], worlds)
    varied = (*map(lever, names), *factors)
    kept = dict.fromkeys((*form.measures, *measures_of(form)))
    return Plan("allocation", jobs, places, varied, design, tuple(kept), groups=True)


def _grid(bounds: Iterable[Bounds]) -> Iterator[tuple[float, ...]]:
    """Yield every combination of what two services can have."""
    axes: list[list[float]] = []
    for bound in bounds:
        step = bound.step or 1.0
        steps = math.floor(((bound.most or 0.0) - bound.least) / step + 1e-6)
        axes.append([round(bound.least + k * step, 9) for k in range(steps + 1)])
    yield from itertools.product(*axes)


def _scaled(form: AllocationForm, services: list[ServiceSettings]) -> Iterator[tuple[float, ...]]:
    for times in sorted(form.times):
        yield tuple(times * s.fte_per_10000 for s in services)


def _worlds(form: AllocationForm, factors: Sequence[str]) -> Sample | None:
    """Return possible worlds: a Latin hypercube over the ranges of the book."""
    if not factors or not form.worlds:
        return None
    from scipy.stats import qmc

    unit = qmc.LatinHypercube(len(factors), rng=form.design_seed).random(form.worlds)
    ranges = [range_of(name, Vary()) for name in factors]
    whole = tuple(is_whole(name) for name in factors)
    return Sample(unit, tuple((low or 0, high or 0) for low, high in ranges), whole)


def design_of(store: Store) -> Any:
    """Return the design of a plan of this kind."""
    return store.plan.design


def worlds_of(design: Design, own: np.ndarray) -> np.ndarray:
    """Return the points of some candidates in the possible worlds (worlds, candidates)."""
    return np.arange(1, design.worlds + 1)[:, None] * design.candidates + own

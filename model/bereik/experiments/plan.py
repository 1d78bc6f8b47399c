"""A plan: the runs of an experiment, numbered, each made when it is asked for.

A *point* is a place in the design: values of what varies, in one gemeente. A *run* is a point with
one seed: all scenarios on the same people with the same luck. Runs are counted seed by seed, so
that more replicates come after those that are there, and neighbours share people and burn-in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from bereik.experiments.runner import Job
from bereik.scenarios.change import changed

MOST_RUNS = 1_000_000
_RUNS_PER_BLOCK = 100
_FEWEST_BLOCKS = 16  # so that a short list is still shared out evenly
_RESIDENT_WEEKS_PER_BLOCK = 2e9  # about half a minute of work: no more is lost when it is killed


class Run(NamedTuple):
    """One run: its number, its point and its seed."""

    number: int
    point: int
    seed: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The runs of an experiment.

    Attributes
    ----------
    kind : of the experiment
    jobs : per gemeente, the scenarios as they are before anything is varied, the size and the seeds
    places : per job, the name of the gemeente, or of what else there is a job of
    varied : names of what varies, as `bereik.scenarios.change` takes them
    design : rows of values of what varies; one empty row where nothing does
    measures : ids of the measures that are kept; none is all of them
    groups : whether measures of groups of residents, wijken or services are kept beside the whole
    records : whether the records of the runs are kept beside their measures
    form : what the file says; what is in it alone decides no number of a run
    runs_per_block : how many runs go into a block; None: about half a minute of work
    place_is : what a place is, where it is no gemeente
    """

    kind: str
    jobs: tuple[Job, ...]
    places: tuple[str, ...]
    varied: tuple[str, ...] = ()
    design: Sequence[Sequence[Any]] = ((),)
    measures: tuple[str, ...] = ()
    groups: bool = False
    records: bool = False
    form: Any = None
    runs_per_block: int | None = None
    place_is: str = "gemeente"

    @property
    def points(self) -> int:
        """Return how many points there are: the design, in every gemeente."""
        return len(self.jobs) * len(self.design)

    @property
    def replicates(self) -> int:
        """Return how many seeds each point is run with."""
        return self.jobs[0].replicates

    @property
    def runs(self) -> int:
        """Return how many runs there are."""
        return self.points * self.replicates

    def run(self, number: int) -> Run:
        """Return a run by its number."""
        replicate, point = divmod(number, self.points)
        return Run(number, point, self.jobs[0].seed + replicate)

    def place(self, point: int) -> int:
        """Return the position of the gemeente of a point."""
        return point // len(self.design)

    def values(self, point: int) -> tuple[Any, ...]:
        """Return the values of what varies at a point."""
        return tuple(self.design[point % len(self.design)])

    def coordinates(self, point: int) -> dict[str, Any]:
        """Return where a point lies: its gemeente where there are more, and its values by name."""
        where = {self.place_is: self.places[self.place(point)]} if len(self.places) > 1 else {}
        return where | dict(zip(self.varied, self.values(point), strict=True))

    def job(self, point: int) -> Job:
        """Return the scenarios of a point, with the size and the seeds of the plan.

        Raises
        ------
        ScenarioError : values that do not go together
        """
        return at(self.jobs[self.place(point)], self.varied, self.values(point))

    def block_size(self) -> int:
        """Return how many runs go into a block; it does not depend on the workers."""
        if self.runs_per_block is not None:
            return self.runs_per_block
        most = max(job.residents * (job.weeks + job.burn_in) * len(job.scenarios) for job in self.jobs)
        by_work = int(_RESIDENT_WEEKS_PER_BLOCK / most)
        return max(1, min(_RUNS_PER_BLOCK, by_work, -(-self.runs // _FEWEST_BLOCKS)))

    def key(self) -> str:
        """Return the hash of all that decides the numbers of a run; it names the folder of the runs."""
        from bereik.compiled import source_hash

        digest, source = hashlib.sha256(), source_hash()
        facts = [self.kind, [job.key(source) for job in self.jobs], self.places, self.varied, self.measures]
        more = ["records"] if self.records else []
        digest.update(json.dumps([*facts, self.groups, *more]).encode())
        for row in self.design:
            digest.update(json.dumps(list(row)).encode())
        return digest.hexdigest()[:16]


def at(job: Job, varied: Sequence[str], values: Sequence[Any]) -> Job:
    """Return a job whose scenarios have other values; those that have nothing of it stay the same object.

    A value of None leaves what it is about as the scenarios have it.
    """
    told = {name: value for name, value in zip(varied, values, strict=True) if value is not None}
    if not told:
        return job
    return replace(job, scenarios=tuple(changed(scenario, told) for scenario in job.scenarios))


class Part(NamedTuple):
    """Some runs of a plan, with what a worker needs to know of them and no more.

    Attributes
    ----------
    plan : with the gemeenten of these runs only, and without its design
    values : per point, the position of its gemeente among those, and the values of what varies
    runs : in the order of their numbers
    source : hash of the sources of who made the plan
    """

    plan: Plan
    values: dict[int, tuple[int, tuple[Any, ...]]]
    runs: tuple[Run, ...]
    source: str

    def job(self, point: int) -> Job:
        """Return the scenarios of a point."""
        place, values = self.values[point]
        return at(self.plan.jobs[place], self.plan.varied, values)


def part_of(plan: Plan, numbers: Sequence[int], source: str) -> Part:
    """Return some runs of a plan by their numbers."""
    runs = tuple(plan.run(number) for number in numbers)
    places = sorted({plan.place(run.point) for run in runs})
    jobs = tuple(plan.jobs[place] for place in places)
    values = {run.point: (places.index(plan.place(run.point)), plan.values(run.point)) for run in runs}
    return Part(replace(plan, jobs=jobs, design=()), values, runs, source)

"""A job: scenarios on the same people with the same luck, for a number of seeds; and who hears how it goes.

Seeds share nothing, so workers, the order in which they finish, kills and restarts change no bit of
the numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bereik.experiments.draws import Draws
    from bereik.measures import Measure
    from bereik.records import Records
    from bereik.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be run: all scenarios on the same people and luck, once per seed.

    Attributes
    ----------
    labels : name of each scenario in the results; no two are equal
    scenarios : all that is run; first the ``shown`` that are compared, then the references
    references : per scenario, the position of its run without professional services
    shown : how many are compared; the first of them is the one the others are set against
    residents, weeks, burn_in : size of the world and its time
    seed : first seed; replicate r has seed + r
    replicates : how many seeds
    draws : numbers of the book that differ from seed to seed; None leaves all at the book's values
    """

    labels: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    references: tuple[int, ...]
    shown: int
    residents: int
    weeks: int
    burn_in: int
    seed: int
    replicates: int
    draws: Draws | None = field(default=None, kw_only=True)

    def at(self, seed: int, scenarios: Sequence[Scenario] | None = None) -> list[Scenario]:
        """Return all scenarios of the job, or some, as they are run with a seed."""
        asked = list(self.scenarios if scenarios is None else scenarios)
        if self.draws is None:
            return asked
        return [self.draws.in_scenario(scenario, seed - self.seed) for scenario in asked]

    @property
    def seeds(self) -> range:
        """Return the seeds of the job."""
        return range(self.seed, self.seed + self.replicates)

    @property
    def resident_weeks(self) -> float:
        """Return how many weeks of how many residents the whole job takes."""
        return float(self.residents) * (self.weeks + self.burn_in) * len(self.scenarios) * self.replicates

    def key(self, source: str | None = None) -> str:
        """Return the hash of all that decides the numbers of a seed; it names the folder of the runs.

        Parameters
        ----------
        source : hash of the sources, where it is known already
        """
        from bereik.compiled import source_hash
        from bereik.records import SCHEMA_VERSION

        facts = {
            "scenarios": [scenario.fingerprint() for scenario in self.scenarios],
            "labels": self.labels,
            "references": self.references,
            "shown": self.shown,
            "seed": self.seed,
            "residents": self.residents,
            "weeks": self.weeks,
            "burn_in": self.burn_in,
            "source": source or source_hash(),
            "schema": SCHEMA_VERSION,
            "beneath": _beneath(),
        } | ({"draws": self.draws.key} if self.draws else {})
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _beneath() -> dict[str, str]:
    """Return the versions of what computes the numbers; they stay while the program runs."""
    from importlib.metadata import version

    return {name: version(name) for name in ("numpy", "numba", "scipy")}


class Listener(Protocol):
    """Who wants to hear how a job goes; the command line draws it."""

    def compiling(self) -> None:
        """The rules are compiled: once per version, it takes a while."""
        ...

    def begun(self, seeds: int, finished: int) -> None:
        """Work starts; of so many seeds, these were finished before."""
        ...

    def advanced(self, seeds: int) -> None:
        """So many more seeds are on disk."""
        ...

    def retrying(self, why: str) -> None:
        """A worker died; what is missing is run again."""
        ...


class Silent:
    """A listener who hears nothing."""

    def compiling(self) -> None:
        """Say nothing."""

    def begun(self, seeds: int, finished: int) -> None:
        """Say nothing."""

    def advanced(self, seeds: int) -> None:
        """Say nothing."""

    def retrying(self, why: str) -> None:
        """Say nothing."""


class Stopped(KeyboardInterrupt):
    """Somebody stopped the work.

    Attributes
    ----------
    finished, all : runs that are kept, and that were asked for
    """

    def __init__(self, finished: int, all: int) -> None:
        super().__init__(f"{finished} of {all} runs are finished")
        self.finished, self.all = finished, all


def compile_first(job: Job, listener: Listener) -> None:
    """Compile in this process, so that workers find machine code on disk and do not all compile."""
    from bereik.compiled import JIT, is_compiled_on_disk
    from bereik.engine import simulate

    if not JIT:
        return
    if not is_compiled_on_disk():
        listener.compiling()
    simulate(job.scenarios[:1], job.seed, residents=1, weeks=1, burn_in=0)  # all run the same code


def measured(
    job: Job, records: Sequence[Records], references: bool = True
) -> Iterator[tuple[str, list[Measure]]]:
    """Yield the measures of each scenario, then of each compared one against the first, by label.

    Parameters
    ----------
    references : also those of runs that only tell who needs help
    """
    from bereik.measures import contrast, measure

    for k, label in enumerate(job.labels if references else job.labels[: job.shown]):
        yield label, measure(records[k], records[job.references[k]])
    for k in range(1, job.shown):
        rows = contrast(records[0], records[k], records[job.references[0]])
        yield against(job.labels[k], job.labels[0]), rows


def against(b: str, a: str) -> str:
    """Return the name under which the difference of two scenarios is reported."""
    return f"{b} - {a}"

"""What a worker does with a part of a plan: run it, write its measures, and tell what raised."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bereik.errors import BereikError
from bereik.experiments import recorded
from bereik.experiments.asked import told
from bereik.experiments.job import Job
from bereik.experiments.kinds import kind_of
from bereik.experiments.plan import Part, Plan, Run
from bereik.experiments.store import Row, write
from bereik.experiments.wording import Language

if TYPE_CHECKING:
    from bereik.scenarios import Scenario

_SCENARIOS_AT_A_TIME = 12  # that share people and burn-in; their records are in memory together
_LONGEST_WHY = 4000  # characters


class Failure(NamedTuple):
    """A run that raised, and the words of Python about it."""

    run: Run
    why: str

    @property
    def is_of_the_user(self) -> bool:
        """Return whether it is a mistake that bereik tells in words of its own."""
        return self._line.startswith("bereik.errors.")

    @property
    def last_line(self) -> str:
        """Return what was wrong, in a line."""
        return self._line.partition(": ")[2] if self.is_of_the_user else self._line

    @property
    def _line(self) -> str:
        return self.why.strip().splitlines()[-1]


class PartDone(NamedTuple):
    """What a worker tells when a part is on disk; ``file`` is its name, empty where every run raised."""

    finished: int
    failures: tuple[Failure, ...]
    seconds: float
    file: str = ""


def work(part: Part, folder: Path, lang: Language = "en") -> PartDone:
    """Run a part of a plan and write its measures; a run that raises is told, and the rest goes on.

    Raises
    ------
    BereikError : this worker has other sources than who made the plan
    OutputError : the folder cannot be written
    """
    from bereik.compiled import source_hash

    if part.source != source_hash():
        raise BereikError(told("other-sources", lang))
    start = time.perf_counter()
    rows: list[Row] = []
    finished: list[int] = []
    failures: list[Failure] = []
    with recorded.recording(folder) as keep:
        for runs in _neighbours(part):
            for run, found, records in _measured(part, runs):
                if isinstance(found, Failure):
                    failures.append(found)
                    continue
                if part.plan.records:
                    keep(run, part.job(run.point).labels, records)
                finished.append(run.number)
                rows += found
    seconds = time.perf_counter() - start
    file = write(folder, rows, finished, seconds).name if finished else ""
    return PartDone(len(finished), tuple(failures), seconds, file)


def _neighbours(part: Part) -> Iterator[list[Run]]:
    """Yield runs of one gemeente and one seed, as many as fit in memory together."""
    plan = part.plan
    at_a_time = max(1, _SCENARIOS_AT_A_TIME // len(plan.jobs[0].scenarios))
    for _, runs in groupby(part.runs, lambda run: (run.seed, part.values[run.point][0])):
        together = list(runs)
        for k in range(0, len(together), at_a_time):
            yield together[k : k + at_a_time]


def _measured(part: Part, runs: list[Run]) -> list[tuple[Run, list[Row] | Failure, Sequence[Any]]]:
    """Return of runs that share people and luck what is measured, with their records; or why one raised."""
    try:
        jobs = [part.job(run.point) for run in runs]
        records = _records(part.plan.kind, jobs, runs[0].seed)
        return [
            (run, _rows(part.plan, run, job, own), own)
            for run, job, own in zip(runs, jobs, records, strict=True)
        ]
    except Exception:
        if len(runs) == 1:
            return [(runs[0], Failure(runs[0], traceback.format_exc()[-_LONGEST_WHY:]), ())]
        return [found for run in runs for found in _measured(part, [run])]


def _records(kind: str, jobs: Sequence[Job], seed: int) -> list[Sequence[Any]]:
    """Return the records of each job; a scenario that several have is run once."""
    from bereik.engine import simulate

    own_way = kind_of(kind).records
    if own_way is not None:
        return [own_way(job, seed) for job in jobs]
    own: list[Scenario] = []
    place: dict[int, int] = {}
    for scenario in (scenario for job in jobs for scenario in job.scenarios):
        same = (k for k, other in enumerate(own) if scenario is other or scenario == other)
        at = place[id(scenario)] = next(same, len(own))
        if at == len(own):
            own.append(scenario)
    first = jobs[0]
    alike = first.at(seed, own)
    found = simulate(alike, seed, residents=first.residents, weeks=first.weeks, burn_in=first.burn_in)
    return [[found[place[id(scenario)]] for scenario in job.scenarios] for job in jobs]


def _rows(plan: Plan, run: Run, job: Job, records: Sequence[Any]) -> list[Row]:
    """Return the measures of a run that are kept."""
    kept = frozenset(plan.measures)
    return [
        Row(*run, label, m.measure, m.group, float(m.value), m.unit)
        for label, measures in kind_of(plan.kind).measured(job, records)
        for m in measures
        if (plan.groups or not m.group) and (not kept or m.measure in kept)
    ]

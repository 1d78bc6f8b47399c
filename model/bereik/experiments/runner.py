"""The runner: one list of independent runs behind an Executor, resumed where it stopped.

A *job* is a list of scenarios on the same people with the same luck, for a number of seeds. It is
cut into blocks of a few seeds; a block is run by one worker and written to Parquet (see
`blocks`). Blocks share nothing, so workers, the order in which they finish, kills and restarts
change no bit of the numbers.

From a script of your own, call it under ``if __name__ == "__main__":``: workers are started
afresh and read the script again.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from bereik.experiments import blocks, pool
from bereik.experiments.blocks import Block

if TYPE_CHECKING:
    from bereik.experiments.draws import Draws
    from bereik.measures import Measure
    from bereik.records import Records
    from bereik.scenarios import Scenario

_INLINE_RESIDENT_WEEKS = 50e6  # below this, starting workers takes longer than the work
_BLOCKS_PER_WORKER = 4  # small enough to share out evenly and to lose little when killed


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


class BlockDone(NamedTuple):
    """What a worker tells when a block is on disk."""

    block: Block
    seconds: float


class Way(NamedTuple):
    """What is done with a block, and what it leaves on disk.

    Attributes
    ----------
    work : runs a block and writes its tables
    tables : the tables by which one sees that a block is finished
    most_seeds : of a block
    """

    work: Callable[[Job, Block, Path], BlockDone]
    tables: tuple[str, ...]
    most_seeds: int


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


def run(
    job: Job,
    folder: Path,
    *,
    workers: int | None = None,
    executor: Callable[[], Executor] | None = None,
    listener: Listener | None = None,
    way: Way,
) -> None:
    """Run what is not yet on disk of a job, and return when all of it is.

    Parameters
    ----------
    folder : where the blocks go. One command at a time works in a folder
    way : what is done with a block
    workers : processes; None leaves it to the size of the job and the machine, 1 works here
    executor : makes another Executor, such as one of a cluster that sees the same folder
    listener : hears how it goes

    Raises
    ------
    OutputError : the folder cannot be written
    BereikError : workers died again and again
    Stopped : by the user; files are whole, and the same call goes on
    """
    listener = listener or Silent()
    blocks.writable_folder(folder)
    blocks.sweep(folder)
    finished = blocks.finished_blocks(folder, way.tables)
    todo = [seed for seed in job.seeds if seed not in finished]
    if not todo:
        listener.begun(job.replicates, job.replicates)
        return
    workers = workers_for(job, workers)
    size = max(1, min(way.most_seeds, len(todo) // (workers * _BLOCKS_PER_WORKER)))
    pending = blocks.blocks_to_run(todo, size)
    log = _Log(folder, workers)
    try:
        compile_first(job, listener)
        listener.begun(job.replicates, job.replicates - len(todo))
        if executor is None and (workers == 1 or len(pending) == 1):
            for block in pending:
                log.done(way.work(job, block, folder))
                listener.advanced(block.count)
        else:
            make = executor or (lambda: pool.processes(min(workers, len(pending))))
            _share_out(job, pending, folder, make, listener, log, way)
    except KeyboardInterrupt:
        kept = set(job.seeds) & set(blocks.finished_blocks(folder, way.tables))
        raise Stopped(len(kept), job.replicates) from None
    finally:
        log.write()


def workers_for(job: Job, asked: int | None) -> int:
    """Return how many processes to use: as asked, else as many as the work is worth."""
    if asked is not None:
        return max(1, asked)
    if job.resident_weeks < _INLINE_RESIDENT_WEEKS:
        return 1
    return pool.cores()


def compile_first(job: Job, listener: Listener) -> None:
    """Compile in this process, so that workers find machine code on disk and do not all compile."""
    from bereik.compiled import JIT, is_compiled_on_disk
    from bereik.engine import simulate

    if not JIT:
        return
    if not is_compiled_on_disk():
        listener.compiling()
    simulate(job.scenarios[:1], job.seed, residents=1, weeks=1, burn_in=0)  # all run the same code


def _share_out(
    job: Job,
    pending: list[Block],
    folder: Path,
    make: Callable[[], Executor],
    listener: Listener,
    log: _Log,
    way: Way,
) -> None:
    """Give the blocks to workers; when one is killed, give what is missing to new ones."""

    def done(block: Block, told: BlockDone) -> None:
        log.done(told)
        listener.advanced(block.count)

    def broken(attempt: int, why: str, unheard: list[Block]) -> list[Block]:
        held = blocks.finished_blocks(folder, way.tables)
        missing = [block for block in unheard if any(held.get(seed) != block for seed in block.seeds)]
        listener.advanced(sum(block.count for block in unheard if block not in missing))
        log.failed(attempt, why)
        listener.retrying(why)
        return missing

    def submit(to: Executor, block: Block) -> Future[BlockDone]:
        return to.submit(way.work, job, block, folder)

    pool.share_out(pending, submit, make, done, broken, kept=str(folder))


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


class _Log:
    """Timings and failed attempts, kept beside the manifest, which holds only what is reproducible."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.path = folder / "timings.json"
        self.entry: dict[str, Any] = {
            "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "workers": workers,
            "blocks": [],
            "failed_attempts": [],
        }

    def done(self, done: BlockDone) -> None:
        self.entry["blocks"].append(
            {"first_seed": done.block.first, "seeds": done.block.count, "seconds": round(done.seconds, 3)}
        )

    def failed(self, attempt: int, why: str) -> None:
        self.entry["failed_attempts"].append({"attempt": attempt, "why": why})

    def write(self) -> None:
        try:
            earlier = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            earlier = []
        earlier = earlier if isinstance(earlier, list) else []
        blocks.write_text(self.path, json.dumps([*earlier, self.entry], indent=1) + "\n")

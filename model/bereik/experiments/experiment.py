"""Run an experiment: what is missing of its plan, the table of what came out, and its manifest.

From a script of your own, call it under ``if __name__ == "__main__":``: workers are started
afresh and read the script again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bereik.experiments import blocks, pool, recorded
from bereik.experiments.asked import check_whole, will_not_do
from bereik.experiments.at_work import alone_in
from bereik.experiments.forms import Experiment, read_experiment, titles_of
from bereik.experiments.job import Job
from bereik.experiments.kinds import kind_of
from bereik.experiments.listener import Listener, Silent, Stopped
from bereik.experiments.plan import Part, Plan, part_of
from bereik.experiments.store import Log, Store, write_runs
from bereik.experiments.wording import Language, checked_language
from bereik.experiments.working import Failure, PartDone, work

if TYPE_CHECKING:
    import pandas as pd


_INLINE_RESIDENT_WEEKS = 50e6  # below this, starting workers takes longer than the work


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an experiment found.

    Attributes
    ----------
    experiment : what was asked
    plan : its runs
    out : folder of the results
    failures : runs that raised this time; `log.parquet` has those of before
    missing : how many runs are not there
    asked : how many runs were asked for: all of the plan, or what was chosen as results came in
    identity : hash over all that came out; empty while runs are missing
    lang : language of titles and figures
    """

    experiment: Experiment
    plan: Plan
    out: Path
    failures: tuple[Failure, ...]
    missing: int
    asked: int
    identity: str
    lang: Language

    @property
    def name(self) -> str:
        """Return the name of the experiment."""
        return self.experiment.name

    @property
    def title(self) -> str:
        """Return its title."""
        return titles_of(self.experiment.form, self.name)[self.lang]

    @property
    def summary(self) -> pd.DataFrame:
        """Return the estimates with their intervals; which columns there are depends on the kind."""
        import pandas as pd

        return pd.read_parquet(self.out / "summary.parquet")

    @property
    def store(self) -> Store:
        """Return its runs, as many as count."""
        return store_of(self.plan, self.out)

    @property
    def indices(self) -> pd.DataFrame:
        """Return scenario or difference × measure × factor × index, of kind ``sensitivity``."""
        import pandas as pd

        return pd.read_parquet(self.out / "indices.parquet")

    @property
    def published(self) -> pd.DataFrame:
        """Return the experiments elsewhere that a ``trial`` is set beside, with the model's own effects."""
        import pandas as pd

        return pd.read_parquet(self.out / "published.parquet")

    @property
    def runs(self) -> pd.DataFrame:
        """Return all runs: number, point, seed, what varied, digest."""
        import pandas as pd

        return pd.read_parquet(self.out / "runs.parquet")

    def table(self, name: str) -> pd.DataFrame:
        """Return another table of the folder by its name, such as ``divisions`` of kind ``allocation``."""
        import pandas as pd

        return pd.read_parquet(self.out / f"{name}.parquet")


class Share(NamedTuple):
    """The blocks that one of several commands runs, such as one task of a job array: ``number`` of ``of``."""

    number: int
    of: int


def experiment(
    file: str | Path,
    *,
    workers: int | None = None,
    executor: Callable[[], Executor] | None = None,
    out: str | Path | None = None,
    quick: bool = False,
    lang: str = "en",
    listener: Listener | None = None,
    posterior: str | Path | None = None,
) -> Outcome:
    """Run what is missing of the experiment of a file, and return what all of it found.

    Parameters
    ----------
    file : a TOML file; what it can say stands in experiments/README.md
    workers : processes; None leaves it to the size of the work and the machine, 1 works here
    executor : makes another Executor, such as one of a cluster that sees the same folder
    out : folder of the results; left out: ``results/`` and the name of the file
    quick : a first look: smaller worlds, fewer replicates
    lang : nl or en
    posterior : a sample of what is not known: replicate r of every scenario takes its row r

    Raises
    ------
    BereikError : a file, number or folder that will not do
    """
    language = checked_language(lang)
    asked = read_experiment(file, language, quick=quick, posterior=posterior)
    folder = Path(out) if out is not None else folder_of(asked.name, quick)
    failures = run_missing(
        asked, folder, workers=workers, executor=executor, listener=listener, lang=language
    )
    return gather(asked, folder, failures, language)


def folder_of(name: str, quick: bool) -> Path:
    """Return where the results of an experiment go."""
    return Path("results") / (f"{name}-quick" if quick else name)


def run_missing(
    asked: Experiment,
    out: Path,
    *,
    workers: int | None = None,
    executor: Callable[[], Executor] | None = None,
    listener: Listener | None = None,
    share: Share | None = None,
    weight: Callable[[Plan, int], int] | None = None,
    lang: Language = "en",
) -> tuple[Failure, ...]:
    """Run what is not yet on disk, and return the runs that raised.

    Parameters
    ----------
    share : which of the blocks; None all. Several commands may work in a folder only with shares
    weight : what a run, by its number, counts in the progress where runs are unequal; None: all alike

    Raises
    ------
    OutputError : the folder cannot be written, or another command is at work there
    BereikError : workers died again and again; or what the kind is summed up with is not installed
    Stopped : by the user; files are whole, and the same call goes on
    """
    from bereik.compiled import source_hash

    check_whole("--workers", workers, 1, lang)
    if share is not None:
        _check_share(share, lang)
    plan = asked.plan(lang)
    check_needs = kind_of(plan.kind).check_needs
    if share is None and check_needs is not None:
        check_needs(lang)
    store = Store(plan, out)
    blocks.writable_folder(store.folder)
    with alone_in(out) if share is None else nullcontext(), Log(out, _log_of(share)) as log:
        if plan.records:
            recorded.prepare(store.folder)
        if share is None:
            blocks.sweep(out)
            _sweep(store)
        rounds = _Rounds(
            asked, store, log, listener or Silent(), workers, executor, share, weight, lang, source_hash()
        )
        try:
            rounds.run()
        except KeyboardInterrupt:
            raise Stopped(int(store.look().sum()), int(store.asked().sum())) from None
        if share is None:
            _sweep(store)
    return tuple(rounds.failures)


@dataclass(slots=True)
class _Rounds:
    """The work of `run_missing`: in each round what is asked by then and is not on disk.

    Attributes
    ----------
    source : hash of the sources, which workers must have too
    failures : the runs that raised so far
    """

    experiment: Experiment
    store: Store
    log: Log
    listener: Listener
    workers: int | None
    executor: Callable[[], Executor] | None
    share: Share | None
    weight: Callable[[Plan, int], int] | None
    lang: Language
    source: str
    failures: list[Failure] = field(default_factory=list[Failure])

    def run(self) -> None:
        """Run what is missing until nothing new is asked; what is missing then has raised."""
        from bereik.experiments.manifest import write_plan

        store, plan, share = self.store, self.store.plan, self.share
        before: np.ndarray | None = None
        while True:
            _choose(store)
            wanted, finished = store.asked(), store.look()
            if before is not None and (wanted == before).all():
                return
            before = wanted
            write_plan(self.experiment, plan, store.out, int(wanted.sum()))
            todo, all_of_them = _blocks(plan, wanted & ~finished, share), _blocks(plan, wanted, share)
            if todo:
                compile_first(plan.jobs[0], self.listener)
            asked_for = self._counted(all_of_them)
            self.listener.begun(asked_for, asked_for - self._counted(todo))
            if todo:
                self._run_all(todo)
            if share is not None or store.replicates is None:
                return  # other shares of this round are elsewhere; or there is one round

    def _run_all(self, todo: list[list[int]]) -> None:
        """Run blocks: here where that is enough, else by workers."""
        processes = _workers(self.store.plan, sum(map(len, todo)), self.workers)
        if self.executor is None and (processes == 1 or len(todo) == 1):
            for numbers in todo:
                self._done(numbers, work(*self._task(numbers)))
        else:
            make = self.executor or (lambda: pool.processes(min(processes, len(todo))))
            kept = str(self.store.out)
            pool.share_out(todo, self._submit, make, self._done, self._broken, kept=kept, lang=self.lang)

    def _task(self, numbers: list[int]) -> tuple[Part, Path, Language]:
        return part_of(self.store.plan, numbers, self.source), self.store.folder.resolve(), self.lang

    def _submit(self, to: Executor, numbers: list[int]) -> Future[PartDone]:
        return to.submit(work, *self._task(numbers))

    def _done(self, numbers: list[int], part: PartDone) -> None:
        """Note a block that is on disk, and what raised in it."""
        self.log.add("block", run=numbers[0], runs=part.finished, seconds=part.seconds)
        for run, why in part.failures:
            self.log.add("run failed", run=run.number, runs=1, point=run.point, seed=run.seed, why=why)
        self.failures.extend(part.failures)
        self.listener.advanced(self._counted([numbers]))

    def _broken(self, attempt: int, why: str, unheard: list[list[int]]) -> Iterator[list[int]]:
        """Note that a worker died, and yield what is not on disk of the blocks that nobody heard of."""
        self.log.add("worker died", why=why)
        self.listener.retrying(why)
        held = self.store.look()
        for numbers in unheard:
            missing = [n for n in numbers if not held[n]]
            self.listener.advanced(self._counted([numbers]) - self._counted([missing]))
            if missing:
                yield missing

    def _counted(self, blocks_of_runs: list[list[int]]) -> int:
        """Return what runs count in the progress."""
        numbers, plan = chain.from_iterable(blocks_of_runs), self.store.plan
        return sum(1 if self.weight is None else self.weight(plan, number) for number in numbers)


def _check_share(share: Share, lang: Language) -> None:
    """Raise ParameterError where the blocks are not dealt so."""
    if share.of < 1:
        raise will_not_do("no-blocks", lang, of=share.of)
    if not 1 <= share.number <= share.of:
        raise will_not_do("no-such-block", lang, value=share.number, of=share.of)


def compile_first(job: Job, listener: Listener) -> None:
    """Compile in this process, so that workers find machine code on disk and do not all compile."""
    from bereik.compiled import JIT, is_compiled_on_disk
    from bereik.engine import simulate

    if not JIT:
        return
    if not is_compiled_on_disk():
        listener.compiling()
    simulate(job.scenarios[:1], job.seed, residents=1, weeks=1, burn_in=0)  # all run the same code


def _log_of(share: Share | None) -> str:
    """Return the name of the log: each share of a job array has its own."""
    return "log" if share is None else f"log-{share.number}-of-{share.of}"


def _sweep(store: Store) -> None:
    """Remove what a killed worker left half-written."""
    blocks.sweep(store.folder)
    if store.plan.records:
        recorded.sweep(store.folder)


def _blocks(plan: Plan, wanted: np.ndarray, share: Share | None) -> list[list[int]]:
    """Return the runs that are wanted, in blocks whose bounds do not depend on what is."""
    size = plan.block_size()
    found: list[list[int]] = []
    for k, first in enumerate(range(0, plan.runs, size)):
        if share is None or k % share.of == share.number - 1:
            own = first + np.flatnonzero(wanted[first : first + size])
            if len(own):
                found.append(own.tolist())
    return found


def _workers(plan: Plan, runs: int, asked: int | None) -> int:
    """Return how many processes to use: as asked, else as many as the work is worth."""
    if asked is not None:
        return asked
    a_run = plan.jobs[0].resident_weeks / plan.replicates
    return pool.cores() if a_run * runs >= _INLINE_RESIDENT_WEEKS else 1


# --- when all is there ---


def store_of(plan: Plan, out: Path) -> Store:
    """Return the store of a folder, with as many replicates as count by what is there."""
    store = Store(plan, out)
    _choose(store)
    return store


def _choose(store: Store) -> None:
    """Have a kind that chooses as results come in say how many replicates each point is to have by now."""
    choose = kind_of(store.plan.kind).asked
    store.replicates = None if choose is None else choose(store)


def gather(asked: Experiment, out: Path, failures: tuple[Failure, ...], lang: Language) -> Outcome:
    """Summarise what is on disk, and write the table of runs and the manifest."""
    from bereik.experiments.manifest import write_plan
    from bereik.experiments.store import merge_logs

    if not out.is_dir():
        raise will_not_do("nothing-run", lang, value=out)
    store = store_of(asked.plan(lang), out)
    merge_logs(out)
    digest_of, identity = store.digests()
    count = int(store.asked().sum())
    missing = count - sum(map(bool, digest_of))
    kind_of(store.plan.kind).summarise(store)
    write_runs(store, digest_of)
    records = recorded.identity(store) if store.plan.records and identity else {}
    write_plan(asked, store.plan, out, count, identity, records)
    return Outcome(asked, store.plan, out, failures, missing, count, identity, lang)

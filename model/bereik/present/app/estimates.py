"""The quick model: an answer while the slider still moves, and a better one a moment later.

A question is a `bereik.experiments.job.Job`. Its first answer is that of ``bereik compare --quick
--residents 3000``; then the same is asked of a larger gemeente. Much smaller will not do: a service holds
whole conversations, so a small desk in 500 residents hears nobody, and the estimate would be wrong
however many seeds.

Half of its seeds go before those of others, and where others wait they are told before all of them: six
people who move their sliders at once each see something within a second.

Seeds are shared out over workers that stay alive: each keeps the towns of its own seeds (see
`worker`). First answers go before refined ones, whoever asks.
"""

from __future__ import annotations

import asyncio
import itertools
import math
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import numpy as np

from bereik.errors import BereikError
from bereik.experiments.compare import QUICK_REPLICATES, QUICK_WEEKS
from bereik.experiments.job import BURN_IN, Job, against
from bereik.experiments.pool import cores, processes
from bereik.experiments.summary import value_for_money, within
from bereik.experiments.wording import NOTHING
from bereik.measures.catalogue import registry
from bereik.measures.intervals import Interval, paired_interval
from bereik.measures.terms import years
from bereik.present.app import worker
from bereik.present.app.worker import Errand, Values

WEEKS: Final = QUICK_WEEKS
REPLICATES: Final = QUICK_REPLICATES
SEED: Final = 1
FIRST_RESIDENTS: Final = 3000
REFINED_RESIDENTS: Final = 12_000
SIZES: Final = (FIRST_RESIDENTS, REFINED_RESIDENTS)
HASTY_REPLICATES: Final = 4  # of the first answer while others wait for theirs
_TRIES: Final = 3
_MOST_WORKERS: Final = 4
_WARM_UP, _HASTY, _FIRST, REFINED = -2, -1, 0, 1  # ranks: who goes before whom
_ANSWERS_KEPT: Final = 60


class WorkersDied(BereikError):
    """Workers died again and again under the same piece of work."""


@dataclass(frozen=True)
class Estimate:
    """An answer, or how far it is.

    Attributes
    ----------
    job : what was asked, at the size of this answer
    refined : the better answer of the two
    estimates : interval by measure, group and scenario or difference; empty while it is under way
    share : how much of this answer is done, 0..1
    """

    job: Job
    refined: bool
    estimates: Mapping[tuple[str, str, str], Interval]
    share: float

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the scenarios compared, in order."""
        return self.job.labels[: self.job.shown]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names, then the differences with the first."""
        return (*self.names, *(against(b, self.names[0]) for b in self.names[1:]))

    def estimate(self, measure: str, scenario: str, group: str = "") -> Interval:
        """Return mean and interval; NaN where nothing could be counted."""
        return self.estimates.get((measure, group, scenario), NOTHING)

    def difference(self, measure: str, b: str, group: str = "") -> Interval:
        """Return the paired difference of a scenario with the first."""
        return self.estimate(measure, against(b, self.names[0]), group)


class _Task(NamedTuple):
    rank: int
    ticket: int
    future: asyncio.Future[Any]
    work: Callable[..., Any]
    facts: tuple[Any, ...]
    on_restart: Callable[[], None]


class Crew:
    """Workers that stay alive, and what waits for each of them."""

    def __init__(self, workers: int | None = None) -> None:
        self.count = workers or min(cores(), _MOST_WORKERS)
        self.ready = False
        self._tickets = itertools.count()
        self._pools: list[Any] = []
        self._queues: list[asyncio.PriorityQueue[_Task]] = []
        self._running: list[asyncio.Task[None]] = []
        self._answers: OrderedDict[Any, Estimate] = OrderedDict()
        self._first_under_way = 0

    def start(self, first: Sequence[Job]) -> None:
        """Start the workers and let them live through the questions that everybody asks first.

        It needs a running event loop.
        """
        self._pools = [processes(1) for _ in range(self.count)]
        self._queues = [asyncio.PriorityQueue() for _ in range(self.count)]
        self._running = [asyncio.create_task(self._works(k)) for k in range(self.count)]
        self._running.append(asyncio.create_task(self._warms_up(first)))

    async def _warms_up(self, first: Sequence[Job]) -> None:
        """Compile in one worker, so that the others find machine code; then ask what is asked first."""
        small = errands_of(replace(first[0], residents=60, weeks=4, burn_in=2, replicates=1))[0]
        await self.call(worker.measured, small, on=0, rank=_WARM_UP)
        others = range(1, self.count)
        await asyncio.gather(*(self.call(worker.measured, small, on=k, rank=_WARM_UP) for k in others))
        self.ready = True
        for job in first:
            async for _ in self.ask(job):
                pass

    def stop(self) -> None:
        """End the workers."""
        for task in self._running:
            task.cancel()
        for pool in self._pools:
            pool.shutdown(wait=True, cancel_futures=True)

    def process_ids(self) -> list[int]:
        """Return the process ids of the workers."""
        return [pid for pool in self._pools for pid in (pool._processes or {})]

    async def ask(self, job: Job, on_restart: Callable[[], None] = lambda: None) -> AsyncIterator[Estimate]:
        """Answer a question twice, first quickly and then better, and tell in between how far it is.

        To stop it, cancel the task that reads this.

        Parameters
        ----------
        on_restart : called when a worker died and another took its place

        Raises
        ------
        WorkersDied : the same piece of work ended its worker time and again
        BereikError : what the model says to a number that will not do
        """
        first, refined = (
            replace(job, residents=n, weeks=WEEKS, burn_in=BURN_IN, seed=SEED, replicates=REPLICATES)
            for n in SIZES
        )
        errands = errands_of(first)
        self._first_under_way += 1
        try:
            async for estimate in self._answer(first, errands, _FIRST, on_restart, HASTY_REPLICATES):
                yield estimate
        finally:
            self._first_under_way -= 1
        larger = [errand._replace(residents=refined.residents) for errand in errands]
        async for estimate in self._answer(refined, larger, REFINED, on_restart):
            yield estimate

    async def _answer(
        self,
        job: Job,
        errands: Sequence[Errand],
        rank: int,
        on_restart: Callable[[], None],
        hasty: int = 0,
    ) -> AsyncIterator[Estimate]:
        """Answer a question at one size.

        Parameters
        ----------
        hasty : so many seeds go before the others, and are told first where others wait; 0: none
        """
        key, better = _key(errands), rank == REFINED
        if key in self._answers:
            self._answers.move_to_end(key)
            yield replace(self._answers[key], job=job)
            return

        by_place: dict[int, Values] = {}
        ranks = [_HASTY] * hasty + [rank] * (len(errands) - hasty)
        untold = set(range(hasty))  # seeds
        async for k, values in self.each(
            worker.measured, [(errand,) for errand in errands], ranks, on_restart
        ):
            by_place[k] = values
            share = len(by_place) / len(errands)
            if share == 1.0:
                continue
            if untold and self._first_under_way > 1 and by_place.keys() >= untold:
                some, few = [by_place[j] for j in sorted(untold)], replace(job, replicates=hasty)
                untold = set()
                yield Estimate(few, better, await asyncio.to_thread(summed_up, some, few), share)
            else:
                yield Estimate(job, better, {}, share)
        ordered = [by_place[k] for k in range(len(errands))]
        found = await asyncio.to_thread(summed_up, ordered, job)
        answer = Estimate(job, better, found, 1.0)
        self._answers[key] = answer
        if len(self._answers) > _ANSWERS_KEPT:
            self._answers.popitem(last=False)
        yield answer

    async def each(
        self,
        work: Callable[..., Any],
        facts: Sequence[tuple[Any, ...]],
        ranks: Sequence[int],
        on_restart: Callable[[], None] = lambda: None,
    ) -> AsyncGenerator[tuple[int, Any], None]:
        """Share out pieces of work, and yield the place and the result of each as it is done.

        Piece k goes to worker k, counted round: the same pieces, the same workers.

        Parameters
        ----------
        ranks : of each piece; lower goes first
        """

        async def one(k: int) -> tuple[int, Any]:
            return k, await self.call(work, *facts[k], on=k, rank=ranks[k], on_restart=on_restart)

        tasks = [asyncio.create_task(one(k)) for k in range(len(facts))]
        try:
            for done in asyncio.as_completed(tasks):
                yield await done
        finally:
            for task in tasks:
                task.cancel()

    async def call(
        self,
        work: Callable[..., Any],
        *facts: Any,
        on: int = 0,
        rank: int = 0,
        on_restart: Callable[[], None] = lambda: None,
    ) -> Any:
        """Let a worker do something and return what it returns.

        Parameters
        ----------
        work : a function of `worker`
        on : which worker, counted round
        rank : lower goes first
        """
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        task = _Task(rank, next(self._tickets), future, work, facts, on_restart)
        self._queues[on % self.count].put_nowait(task)
        return await future

    async def _works(self, k: int) -> None:
        while True:
            task = await self._queues[k].get()
            if not task.future.done():  # else nobody waits for it any more
                await self._does(k, task)

    async def _does(self, k: int, task: _Task) -> None:
        """Let worker k do a task; where it dies, another takes its place and does it again."""
        loop, future = asyncio.get_running_loop(), task.future
        for _ in range(_TRIES):
            try:
                result = await loop.run_in_executor(self._pools[k], task.work, *task.facts)
            except BrokenExecutor:
                self._pools[k].shutdown(wait=False)
                self._pools[k] = processes(1)
                task.on_restart()
            except Exception as error:
                if not future.done():
                    future.set_exception(error)
                return
            else:
                if not future.done():
                    future.set_result(result)
                return
        if not future.done():
            future.set_exception(WorkersDied("workers died again and again. Too little memory?"))


def _key(errands: Sequence[Errand]) -> tuple[Any, ...]:
    """Return what decides an answer; titles do not."""
    one = errands[0]
    return one.prints, one.labels, one.references, one.residents, len(errands)


def errands_of(job: Job) -> list[Errand]:
    """Return a question seed by seed."""
    prints = tuple(scenario.fingerprint() for scenario in job.scenarios)
    what = (job.labels, job.scenarios, prints, job.references, job.shown)
    return [Errand(*what, seed, job.residents, job.weeks, job.burn_in) for seed in job.seeds]


def summed_up(by_seed: Sequence[Values], job: Job) -> dict[tuple[str, str, str], Interval]:
    """Return mean and 95 % interval of every measure, per scenario and per difference with the first.

    The same as `bereik.experiments.summary.summarise_points`, without tables of a job of any size.
    """
    names = job.labels[: job.shown]
    over_seeds = {key: [values.get(key, math.nan) for values in by_seed] for key in by_seed[0]}
    unit_of = {(measure, group): registry()[measure].unit_for(group) for measure, group, _ in over_seeds}

    def told(measure: str, group: str, name: str, values: Sequence[float]) -> Interval:
        unit = unit_of[measure, group]
        return within(paired_interval(values), unit, least=0.0 if name in names else -1.0)

    found = {key: told(*key, values) for key, values in over_seeds.items()}
    for measure, group, name in over_seeds:
        if name != names[0]:
            continue
        one = over_seeds[measure, group, name]
        for b in names[1:]:
            key, label = (measure, group, b), against(b, names[0])
            if key in over_seeds and (measure, group, label) not in over_seeds:
                pairs = zip(one, over_seeds[key], strict=True)
                values = [_minus(other, own) for own, other in pairs]
                found[measure, group, label] = told(measure, group, label, values)
    for b in names[1:]:
        label = against(b, names[0])
        budget, cost, reached = (
            np.array(over_seeds[measure, "", at])
            for measure, at in (("cost_programme", names[0]), ("extra_cost", label), ("extra_reached", label))
        )
        measure, estimate = value_for_money(budget * years(job.weeks), cost, reached)
        found[measure, "", label] = estimate
    return found


def _minus(b: float, a: float) -> float:
    """Return b - a; not available where a value is, or where both lie beyond the horizon."""
    return b - a if math.isfinite(a) and math.isfinite(b) else math.nan

"""How soon the dashboard answers: one visitor who moves a slider, and six who move theirs at once.

    uv run --extra app pytest benchmarks/bench_dashboard.py

From the question to the numbers of the picture; the browser adds some tens of milliseconds. The first
picture is what moves: where others wait it rests on half of the seeds, and those of all follow. Time on the
wall depends on what else the machine does, so the processor time of the workers stands beside it: on
two cores that are free the wall takes half of that.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import median, quantiles

from bereik.experiments.job import Job
from bereik.present.app.estimates import REPLICATES, Crew
from bereik.present.app.plans import Plan, based_on, job_of, with_lever

Tell = Callable[[str, float, str, str], None]

MOVES, ROUNDS, VISITORS = 15, 6, 6


def moved(step: int, visitor: int = 0) -> Job:
    """Return a question that nobody has asked before: a slider of the outreach team a little further."""
    plan: Plan = with_lever(based_on("outreach"), "outreach", "fte_per_10000", 0.5 + 0.01 * step)
    plan = with_lever(plan, "loket", "steps", 1.0 + 0.1 * visitor)
    return job_of([based_on("loket-only"), plan], None, "nl")


async def answered(crew: Crew, job: Job, times: dict[str, list[float]]) -> None:
    """Ask, and write down after how many seconds the first picture and each answer came."""
    began = time.perf_counter()
    is_first = True
    async for estimate in crew.ask(job):
        if not estimate.estimates:
            continue
        seconds = time.perf_counter() - began
        if is_first:
            times["first picture"].append(seconds)
        if estimate.refined:
            times["refined"].append(seconds)
        elif estimate.job.replicates == REPLICATES:
            times["first estimate"].append(seconds)
        is_first = False


def p95(times: Sequence[float]) -> float:
    """Return how long the slowest twentieth took at least."""
    return quantiles(times, n=20)[-1]


async def worked(crew: Crew) -> float:
    """Return the seconds of processor time that the workers have taken so far."""
    return sum([await crew.call(time.process_time, on=k) for k in range(crew.count)])


async def only_first(crew: Crew, job: Job) -> None:
    """Ask, and let go after the first answer."""
    async for estimate in crew.ask(job):
        if estimate.estimates:
            return


async def measured(tell: Tell) -> None:
    """Let one visitor ask, then six at once, and tell how soon they had their answers."""
    crew = Crew(2)
    crew.start([job_of([based_on("loket-only"), based_on("outreach")], None, "nl")])
    try:
        await answered(crew, moved(-1), defaultdict(list))
        for visitors, rounds, aims in ((1, MOVES, (0.3, 0.6)), (VISITORS, ROUNDS, (0.6, 1.2))):
            times = defaultdict[str, list[float]](list)
            for k in range(rounds):
                questions = [moved(100 * visitors + k, visitor) for visitor in range(visitors)]
                await asyncio.gather(*(answered(crew, job, times) for job in questions))
            who = "one visitor" if visitors == 1 else f"{visitors} at once"
            tell(f"first picture, {who}, median", median(times["first picture"]), "s", f"aim {aims[0]}")
            tell(f"first picture, {who}, p95", p95(times["first picture"]), "s", f"aim {aims[1]}")
            tell(f"all seeds of the first estimate, {who}, p95", p95(times["first estimate"]), "s", "")
            tell(f"refined, {who}, p95", p95(times["refined"]), "s", "aim 3" if visitors == 1 else "")
        before = await worked(crew)
        for k in range(MOVES):
            await only_first(crew, moved(900 + k))
        tell("processor time of a first estimate", (await worked(crew) - before) / MOVES, "s", "")
    finally:
        crew.stop()


def test_how_soon_the_dashboard_answers(tell: Tell) -> None:
    """Nothing is asserted: times are the machine's."""
    asyncio.run(measured(tell))

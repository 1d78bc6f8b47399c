"""How much memory and time a plan of many runs takes, apart from running them.

    python benchmarks/many_runs.py 100000

Runs are not simulated: in their place comes a handful of numbers. What is measured is listing the plan,
writing its blocks, resuming when all but a few are there, the identity, and the summary.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bereik.experiments import experiment as running
from bereik.experiments.experiment import PartDone, gather, run_missing
from bereik.experiments.forms import read_experiment
from bereik.experiments.plan import Part
from bereik.experiments.store import Row, Store, write
from bereik.experiments.wording import Language

FORM = """
kind = "sweep"
scenarios = ["loket-only", "loket-plus-outreach"]
design = "latin-hypercube"
points = {points}
residents = 1
weeks = 1
burn_in = 0
replicates = {replicates}

[vary."services.outreach.fte_per_10000"]
low = 0.1
high = 2.0

[vary."parameters.seeking.shame_weight"]
"""
MEASURES = ("reach_52", "need_share", "cost_programme")
REPLICATES = 4


class Cost(NamedTuple):
    """Seconds of each step, and the most memory that was held, in megabytes."""

    seconds: dict[str, float]
    before: float
    most: float


def instead_of_work(part: Part, folder: Path, lang: Language) -> PartDone:
    """Write numbers that depend on the run and on nothing else."""
    labels = part.plan.jobs[0].labels[: part.plan.jobs[0].shown]
    rows = [
        Row(*run, label, measure, "", ((run.number * 7919 + k * 104729) % 1000) / 1000.0, "share")
        for run in part.runs
        for k, label in enumerate(labels)
        for measure in MEASURES
    ]
    write(folder, rows, [run.number for run in part.runs], 0.0)
    return PartDone(len(part.runs), (), 0.0)


def held() -> float:
    """Return the most memory this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def cost_of(runs: int, folder: Path) -> Cost:
    """Return what a plan of so many runs costs."""
    seconds: dict[str, float] = {}

    def timed(what: str, do: Callable[[], object]) -> None:
        start = time.perf_counter()
        do()
        seconds[what] = time.perf_counter() - start

    path = folder / "many.toml"
    path.write_text(FORM.format(points=runs // REPLICATES, replicates=REPLICATES), encoding="utf-8")
    running.work, work = instead_of_work, running.work  # type: ignore[assignment]
    try:
        asked, out = read_experiment(path), folder / "out"
        import pyarrow.parquet  # noqa: F401

        Store(asked.plan(), out)
        before = held()
        timed("write", lambda: run_missing(asked, out, workers=1))
        lost = sorted(out.rglob("measures-*.parquet"))[-3:]
        for file in lost:
            file.unlink()
        timed("resume", lambda: run_missing(asked, out, workers=1))
        timed("sum up", lambda: gather(asked, out, (), "en"))
    finally:
        running.work = work
    return Cost(seconds, before, held())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        found = cost_of(int(sys.argv[1]), Path(name))
    for what, taken in found.seconds.items():
        print(f"{what}: {taken:.1f} s")
    print(f"memory: {found.before:.0f} MB before, {found.most:.0f} MB at most")

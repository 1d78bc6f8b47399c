"""Running many: what two cores gain over one, what a run costs beside simulating, and what runs share.

    uv run pytest benchmarks/bench_runner.py      # about three minutes, on a machine that does nothing else

Ratios within one run, so that the machine hardly matters. Other work on the machine does: two processes are
twice as fast only where two cores are free.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bereik import engine, measures
from bereik.compiled import source_hash
from bereik.engine import replicate
from bereik.experiments.experiment import compile_first, run_missing, work
from bereik.experiments.forms import Experiment
from bereik.experiments.job import prepare
from bereik.experiments.kinds import kind_of
from bereik.experiments.listener import Silent
from bereik.experiments.plan import part_of
from bereik.scenarios import load_scenario

RUNS, RESIDENTS, WEEKS, BURN_IN = 64, 20_000, 260, 104
TINY_RUNS = 100
Tell = Callable[[str, float, str, str], None]


def experiment_of(kind: str, scenarios: Sequence[str], **form: Any) -> Experiment:
    """Return an experiment as its file would be read."""
    told = kind_of(kind).form(kind=kind, scenarios=tuple(scenarios), **form)
    return Experiment("benchmark", told, {name: load_scenario(name) for name in scenarios}, {})


def taken(do: Callable[[], object]) -> tuple[float, float]:
    """Return the time on the wall, and the processor time of this process and its children."""

    def now() -> tuple[float, float]:
        return time.perf_counter(), sum(os.times()[:4])

    wall, worked = now()
    do()
    ended = now()
    return ended[0] - wall, ended[1] - worked


def test_two_cores_against_one(tell: Tell, tmp_path: Path) -> None:
    """Run 64 replicates of 20,000 residents with one process and with two: nothing is asserted.

    The processor time tells what two processes do that one does not (start, read machine code, share a
    cache), also where other work keeps the machine busy. The rest of the loss is waiting for the last block.
    """
    size = {"residents": RESIDENTS, "weeks": WEEKS, "burn_in": BURN_IN, "replicates": RUNS}
    asked = experiment_of("compare", ["loket-only", "outreach"], measures=("reach_52",), groups=False, **size)
    compile_first(asked.plan().jobs[0], Silent())
    one, alone = taken(lambda: run_missing(asked, tmp_path / "one", workers=1))
    two, both = taken(lambda: run_missing(asked, tmp_path / "two", workers=2))
    tell(f"{RUNS} runs of {RESIDENTS:,} on one core", one, "s", "")
    tell(f"{RUNS} runs of {RESIDENTS:,} on two cores", two, "s", "")
    tell("two cores: how fast", one / two / 2.0, "of twice as fast", "at least 0.9")
    tell("two cores: processor time of one core", alone / both, "of theirs", "at least 0.95")


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note the processor time that goes into simulating and measuring."""
    spent: list[float] = []

    def noted(do: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            began = time.process_time()
            result = do(*arguments, **named)
            spent.append(time.process_time() - began)
            return result

        return timed

    monkeypatch.setattr(engine, "simulate", noted(engine.simulate))
    for name in ("measure", "contrast"):
        monkeypatch.setattr(measures, name, noted(getattr(measures, name)))
    return spent


def test_what_a_run_costs_beside_simulating(tell: Tell, tmp_path: Path, inside: list[float]) -> None:
    """Make, check and write runs of a sweep in which both scenarios vary at every point."""
    form: Any = {
        "design": "latin-hypercube", "points": TINY_RUNS, "residents": 1, "weeks": 1, "burn_in": 0,
        "replicates": 1, "measures": ("reach_52", "need_share"),
        "vary": {
            "services.*.hours_per_fte": {"low": 20.0, "high": 40.0},
            "parameters.seeking.shame_weight": {},
        },
    }  # fmt: skip
    plan = experiment_of("sweep", ["loket-only", "loket-plus-outreach"], **form).plan()
    source = source_hash()
    work(part_of(plan, range(2), source), tmp_path)  # so that it starts warm
    inside.clear()
    began = time.process_time()
    done = work(part_of(plan, range(TINY_RUNS), source), tmp_path)
    whole = time.process_time() - began
    assert done.finished == TINY_RUNS
    tell("a run beside simulating and measuring", (whole - sum(inside)) / TINY_RUNS * 1000.0, "ms", "under 5")


def test_people_and_burn_in_are_made_once(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Count how often people are settled: once per seed, however many scenarios branch from it."""
    settled: list[int] = []
    settle = replicate.settle

    def counted(*arguments: Any, **named: Any) -> Any:
        settled.append(1)
        return settle(*arguments, **named)

    monkeypatch.setattr(replicate, "settle", counted)
    job = prepare(["loket-only", "outreach", "vroegsignalering"], residents=5000, weeks=52, replicates=2)
    engine.simulate(job.scenarios, 1, residents=1, weeks=1, burn_in=0)  # so that it starts warm
    settled.clear()
    size: Any = {"residents": job.residents, "weeks": job.weeks, "burn_in": job.burn_in}

    def time_of(*groups: Sequence[Any]) -> float:
        began = time.process_time()
        for scenarios in groups:
            engine.simulate(scenarios, 1, **size)
        return time.process_time() - began

    together = time_of(job.scenarios)
    assert len(settled) == 1
    apart = time_of(*([scenario] for scenario in job.scenarios))
    assert len(settled) == 1 + len(job.scenarios)
    tell("four scenarios of one seed together, against apart", together / apart, "of the time", "")

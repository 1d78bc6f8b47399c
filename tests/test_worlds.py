"""Many worlds, a file per seed: stopping, a worker that dies, and what the manifest sees of a file."""

from __future__ import annotations

import json
import multiprocessing
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bereik.experiments import pool, runner, worlds
from bereik.experiments.assumptions import rounds_of
from bereik.experiments.compare import loaded_scenario
from bereik.experiments.runner import Job, Listener, Silent
from bereik.experiments.worlds import Plan


def sleeps_after_the_first(plan: Plan, seed: int, folder: Path) -> None:
    """Stand in for the work on a seed, in a worker; the first is done at once."""
    time.sleep(0 if seed == plan.seed else 300)


def writes_a_line(plan: Plan, seed: int, folder: Path) -> None:
    """Stand in for the work on a seed."""
    (folder / f"worlds-{seed:06d}.csv").write_text(f"seed {seed}\n", encoding="utf-8")


def compiles_nothing(job: Job, listener: Listener) -> None:
    """Stand in for compiling."""


class Dying(ThreadPoolExecutor):
    """An executor whose worker dies at its second task."""

    tasks = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.tasks += 1
        if self.tasks < 2:
            return super().submit(fn, *args, **kwargs)
        dead: Future[Any] = Future()
        dead.set_exception(BrokenExecutor("a worker was killed"))
        return dead


class Stopping(Silent):
    """A listener who presses Ctrl-C at the first seed."""

    def advanced(self, seeds: int) -> None:
        raise KeyboardInterrupt


class Counting(Silent):
    """A listener who counts seeds."""

    seeds = 0

    def advanced(self, seeds: int) -> None:
        self.seeds += seeds


def a_plan(seeds: int) -> Plan:
    return Plan(rounds_of(loaded_scenario("outreach"), None, ())[:1], 200, 60, 4, 1, seeds)


@pytest.fixture(autouse=True)
def nothing_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "compile_first", compiles_nothing)


def test_ctrl_c_does_not_wait_for_the_seeds_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worlds, "play", sleeps_after_the_first)
    before = set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt):
        worlds.run(a_plan(4), tmp_path, 2, Stopping())
    until = time.monotonic() + 20
    while set(multiprocessing.active_children()) - before:  # asked again: the pool reaps its workers too
        assert time.monotonic() < until
        time.sleep(0.05)


def test_seeds_of_a_dead_worker_are_run_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pools: list[Executor] = [Dying(1), Dying(1), ThreadPoolExecutor(1)]
    monkeypatch.setattr(worlds, "play", writes_a_line)
    monkeypatch.setattr(pool, "processes", lambda workers: pools.pop(0))
    heard = Counting()
    folder = worlds.run(a_plan(6), tmp_path, 2, heard)
    assert len(list(folder.glob("worlds-*.csv"))) == heard.seeds == 6
    assert pools == []


def test_one_byte_of_one_seed_is_another_identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worlds, "play", writes_a_line)
    plan = a_plan(3)
    folder = worlds.run(plan, tmp_path, 1)

    def identity() -> str:
        worlds.write_manifest("paradox", plan, folder, tmp_path / "manifest.json")
        return json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["identity"]

    first = identity()
    assert identity() == first
    for seed in plan.seeds:
        path = folder / f"worlds-{seed:06d}.csv"
        whole = path.read_bytes()
        path.write_bytes(whole[:-2] + b"9" + whole[-1:])
        assert identity() != first, f"seed {seed} does not count"
        path.write_bytes(whole)
    assert identity() == first

"""How fast: weeks at three sizes, the population, a small run, the command line, memory.

    uv run pytest benchmarks              # a few minutes
    uv run pytest benchmarks --large      # with a million residents

Times are the best of some rounds: processor time for what runs here on one core, time on the wall for
commands. Behind them stands what we aim at; only what does not depend on the machine is asserted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bereik.chance import uniform
from bereik.compiled import entry
from bereik.engine.build import Town, branch, live, people_of, settle
from bereik.engine.replicate import simulate
from bereik.engine.world import copy, nbytes
from bereik.parameters.book import numbers
from bereik.scenarios import load_scenario

SCENARIO = load_scenario("loket-plus-outreach")
BOOK = SCENARIO.book()
P = numbers(BOOK)
BURN_IN, WEEKS, SEED = 52, 260, 1
MILLION = 1_000_000

on_one_core = pytest.mark.benchmark(timer=time.process_time)

Tell = Callable[[str, float, str, str], None]

HASH_THEN = 1.7  # ns, on the machine for which the aims in nanoseconds were set (docs/chance.md)


@entry
def _hashes(times: int) -> float:
    """Draw so many numbers, one after the other is known."""
    total = 0.0
    for i in range(times):
        total += uniform(17, 1, i, 3)
    return total


@cache
def nanoseconds_of_a_hash() -> float:
    """Return what one draw takes here: the measure by which machines are compared."""
    _hashes(10)
    best_of: list[float] = []
    for _ in range(7):
        began = time.process_time()
        _hashes(3_000_000)
        best_of.append((time.process_time() - began) / 3_000_000 * 1e9)
    return min(best_of)


@cache
def town_of(residents: int) -> Town:
    """Return a gemeente at the end of its burn-in; those of one size are made once."""
    town = settle(SCENARIO, BOOK, P, SEED, residents, -BURN_IN)
    return town._replace(world=live(town.world, P, -BURN_IN, 0))


@cache
def nanoseconds(residents: int) -> list[float]:
    """Hold what `test_weeks` found, per resident-week, for the ratio."""
    return []


def best(benchmark: BenchmarkFixture) -> float:
    """Return the seconds of the quickest round."""
    stats: Any = benchmark.stats
    return float(stats.stats.min)


@on_one_core
def test_weeks_with_every_service(benchmark: BenchmarkFixture, tell: Tell) -> None:
    """Live five years with desks, teams, specialists, partners, signals, volunteers and schemes at once."""
    all_on, residents = load_scenario("gemengd"), 20_000
    p = numbers(all_on.book())
    before = settle(all_on, all_on.book(), p, SEED, residents, -BURN_IN)
    before = before._replace(world=live(before.world, p, -BURN_IN, 0))
    lived: list[Any] = []

    def a_branch() -> tuple[tuple[Any, ...], dict[str, Any]]:
        return (branch(before, all_on, WEEKS).world, p, 0, WEEKS), {}

    def five_years(*arguments: Any) -> None:
        lived[:] = [live(*arguments)]

    benchmark.pedantic(five_years, setup=a_branch, rounds=3, warmup_rounds=1)
    active = int(lived[0].facts.active_weeks) - int(before.world.facts.active_weeks)
    tell("with every service: an active resident-week", best(benchmark) / active * 1e9, "ns", "at most 150")


@on_one_core
@pytest.mark.parametrize(
    ("residents", "rounds"), [(10_000, 5), (100_000, 3), pytest.param(MILLION, 1, marks=pytest.mark.large)]
)
def test_weeks(benchmark: BenchmarkFixture, tell: Tell, residents: int, rounds: int) -> None:
    """Live five years of policy."""
    before = town_of(residents)
    lived: list[Any] = []

    def a_branch() -> tuple[tuple[Any, ...], dict[str, Any]]:
        return (branch(before, SCENARIO, WEEKS).world, P, 0, WEEKS), {}

    def five_years(*arguments: Any) -> None:
        lived[:] = [live(*arguments)]

    benchmark.pedantic(
        five_years, setup=a_branch, rounds=rounds, warmup_rounds=1 if residents < MILLION else 0
    )
    seconds = best(benchmark)
    active = int(lived[0].facts.active_weeks) - int(before.world.facts.active_weeks)
    size = f"{residents:,} x {WEEKS} weeks"
    tell(f"{size}: resident-weeks a second", residents * WEEKS / seconds / 1e6, "million", "")
    tell(f"{size}: seconds", seconds, "s", "at most 1.2" if residents == 100_000 else "")
    tell(f"{size}: an active resident-week", seconds / active * 1e9, "ns", "at most 100")
    tell(
        f"{size}: the same, in draws of the hash",
        seconds / active * 1e9 / nanoseconds_of_a_hash(),
        "draws",
        f"at most {100 / HASH_THEN:.0f}",
    )
    tell(f"{size}: active share", active / residents / WEEKS, "of resident-weeks", "")
    nanoseconds(residents).append(seconds / residents / WEEKS * 1e9)
    if residents == MILLION and nanoseconds(100_000):
        ratio = min(nanoseconds(MILLION)) / min(nanoseconds(100_000))
        tell("a resident-week among 1,000,000 against among 100,000", ratio, "times", "at most 2.5")


@on_one_core
@pytest.mark.parametrize("residents", [100_000, pytest.param(MILLION, marks=pytest.mark.large)])
def test_population(benchmark: BenchmarkFixture, tell: Tell, residents: int) -> None:
    """Make the people of a gemeente: households, traits, network."""
    benchmark.pedantic(
        people_of, (SCENARIO, BOOK, SEED, residents), rounds=3 if residents < MILLION else 1, warmup_rounds=1
    )
    per = best(benchmark) / residents * 100_000
    tell(f"population of {residents:,}, network included, per 100,000", per, "s", "at most 0.5")


def test_bytes_per_resident(tell: Tell) -> None:
    """Hold a person, household and ties in 300 bytes; what a run writes down comes on top."""
    residents = 100_000
    world: Any = town_of(residents).world
    people = sum(t.nbytes for t in (world.residents, world.households, world.ties, world.active))
    whole = nbytes(branch(town_of(residents), SCENARIO, WEEKS).world)
    tell("memory of people, households, ties", people / residents, "bytes a resident", "at most 300")
    tell(f"memory of a world with room for {WEEKS} weeks", whole / residents, "bytes a resident", "")
    assert people <= 300 * residents


@on_one_core
def test_branch(benchmark: BenchmarkFixture, tell: Tell) -> None:
    """Copy the world of 100,000 residents."""
    world = town_of(100_000).world
    benchmark.pedantic(copy, (world,), rounds=5, warmup_rounds=1)
    tell("a copy of a world of 100,000", best(benchmark) * 1000, "ms", "")


@on_one_core
def test_small_run(benchmark: BenchmarkFixture, tell: Tell) -> None:
    """Run a small gemeente: what a comparison does hundreds of times."""
    benchmark.pedantic(
        simulate,
        ([SCENARIO], SEED),
        {"residents": 1000, "weeks": WEEKS, "burn_in": 0},
        rounds=20,
        warmup_rounds=2,
    )
    tell(
        f"a run of 1,000 x {WEEKS} weeks, people and records included",
        best(benchmark) * 1000,
        "ms",
        "at most 30",
    )


def command(*words: str, **environment: str) -> None:
    """Run the command line as a user does."""
    subprocess.run(
        [sys.executable, "-m", "bereik.cli", *words],
        check=True,
        capture_output=True,
        env={**os.environ, **environment},
    )


def test_help(benchmark: BenchmarkFixture, tell: Tell) -> None:
    """Answer a first question."""
    benchmark.pedantic(command, ("--help",), rounds=7, warmup_rounds=1)
    tell("bereik --help", best(benchmark), "s", "under 0.4")


def test_warm_run(benchmark: BenchmarkFixture, tell: Tell) -> None:
    """Run a small gemeente from the command line when the machine code is on disk."""
    benchmark.pedantic(command, ("run", "loket-only", "--residents", "1000"), rounds=3, warmup_rounds=1)
    tell("bereik run --residents 1000, warm", best(benchmark), "s", "under 2")


def test_first_start(benchmark: BenchmarkFixture, tell: Tell, tmp_path: Path) -> None:
    """Run a small gemeente for the first time ever: everything is compiled."""
    words = "run", "loket-only", "--residents", "1000"
    benchmark.pedantic(command, words, {"BEREIK_CACHE": str(tmp_path)}, rounds=1)
    tell("bereik run --residents 1000, the first ever start", best(benchmark), "s", "under 25")


def test_quick_comparison(benchmark: BenchmarkFixture, tell: Tell, tmp_path: Path) -> None:
    """Take a first look at the question the project exists for."""
    words = "compare", "loket-only", "outreach", "--quick", "--out", str(tmp_path)
    command("run", "loket-only", "--residents", "200", "--weeks", "30")  # so that it starts warm
    benchmark.pedantic(command, words, rounds=1)
    tell("bereik compare loket-only outreach --quick", best(benchmark), "s", "under 10")

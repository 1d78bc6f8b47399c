"""The runner: nothing lost, nothing double, the same numbers however the work was cut."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bereik.errors import BereikError, OutputError
from bereik.experiments import blocks, runner
from bereik.experiments.blocks import Block
from bereik.experiments.compare import prepare
from bereik.experiments.manifest import manifest
from bereik.experiments.runner import Job, Stopped, run, runs_folder
from bereik.records import Records, ResidentRecord, ServiceWeek, Spell, WijkWeek
from bereik.tables import table
from bereik.vocabulary import N_LEDGERS, N_PAYERS, NEVER

RESIDENTS, WEEKS = 40, 60


def hand_made(scenario: Any, seed: int) -> Records:
    """Records of a world in which, per scenario and seed, other residents are helped in other weeks."""
    residents: Any = table(ResidentRecord, RESIDENTS)
    residents.doenvermogen = np.arange(RESIDENTS) / RESIDENTS
    spells: Any = table(Spell, RESIDENTS // 2)
    spells.resident = np.arange(0, RESIDENTS, 2)
    for week in [name for name in spells.dtype.names if name.startswith("first_")] + ["closed"]:
        spells[week] = NEVER
    spells.last_need = WEEKS - 1
    spells.opened = True
    spells.relapse_of = -1
    helped = (np.arange(len(spells)) * (seed + 3) + len(scenario.name)) % 5 < 2
    spells.first_fit[helped] = seed % 50
    spells.need_weeks = WEEKS
    weekly: Any = table(WijkWeek, WEEKS, 2)
    weekly.residents = RESIDENTS // 2
    weekly.in_need = 3
    weekly.unmet[:, :, seed % 6] = 3
    services: Any = table(ServiceWeek, WEEKS, 1)
    cents = np.zeros((WEEKS, 2, N_LEDGERS, N_PAYERS), np.int64)
    cents[:, 0, 0, 0] = 100_00
    return Records(
        scenario.name, seed, WEEKS, residents, spells, weekly, services, ("loket",), ("a", "b"), cents
    )


@pytest.fixture
def seeds_run(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Put hand-made records in the place of the engine; tell which seeds were asked for."""
    asked: list[int] = []

    def simulate(scenarios: Any, seed: int, *, residents: int, **_: Any) -> list[Records]:
        if residents == RESIDENTS:
            asked.append(seed)
        return [hand_made(scenario, seed) for scenario in scenarios]

    monkeypatch.setattr("bereik.engine.simulate", simulate, raising=False)
    return asked


def a_job(replicates: int = 6, **how: Any) -> Job:
    return prepare(["loket-only", "outreach"], residents=RESIDENTS, weeks=WEEKS, replicates=replicates, **how)


def test_the_numbers_are_the_same_however_seeds_are_cut_into_blocks(
    seeds_run: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = a_job(9)
    run(job, tmp_path / "one", workers=1)
    monkeypatch.setattr(runner, "_SEEDS_PER_BLOCK", 1)
    run(job, tmp_path / "two", workers=3, executor=lambda: ThreadPoolExecutor(3))
    names = [{path.name for path in (tmp_path / k).glob("*.parquet")} for k in ("one", "two")]
    assert names[0] != names[1]
    assert manifest(job, tmp_path / "one")["identity"] == manifest(job, tmp_path / "two")["identity"]


def test_another_number_gives_another_identity(seeds_run: list[int], tmp_path: Path) -> None:
    run(a_job(3), tmp_path / "one", workers=1)
    run(a_job(3, seed=2), tmp_path / "two", workers=1)
    one = blocks.identity(tmp_path / "one", range(1, 4))
    two = blocks.identity(tmp_path / "two", range(2, 5))
    assert one["measures"] != two["measures"]
    assert one["integers"] != two["integers"]


def test_only_what_is_missing_is_run_again(seeds_run: list[int], tmp_path: Path) -> None:
    run(a_job(4), tmp_path, workers=1)
    assert sorted(seeds_run) == [1, 2, 3, 4]
    seeds_run.clear()
    for path in tmp_path.glob("spells-000002-*"):
        path.unlink()
    run(a_job(6), tmp_path, workers=1)
    assert sorted(seeds_run) == [2, 5, 6]
    read = blocks.read_table(tmp_path, "measures", range(1, 7))
    assert sorted(set(read["seed"])) == [1, 2, 3, 4, 5, 6]
    assert not read.duplicated(["measure", "group", "scenario", "seed"]).any()


def test_a_stopped_run_leaves_whole_files_and_goes_on(
    seeds_run: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import bereik.engine

    whole: Any = bereik.engine.simulate

    def stopped_at_4(scenarios: Any, seed: int, **how: Any) -> list[Records]:
        if seed == 4:
            raise KeyboardInterrupt
        return whole(scenarios, seed, **how)

    monkeypatch.setattr("bereik.engine.simulate", stopped_at_4)
    with pytest.raises(Stopped, match="2 of 8 replicates"):
        run(a_job(8), tmp_path / "stopped", workers=1)
    assert sorted(blocks.finished_blocks(tmp_path / "stopped")) == [1, 2]
    assert not list((tmp_path / "stopped").glob(".part-*"))
    monkeypatch.setattr("bereik.engine.simulate", whole)
    run(a_job(8), tmp_path / "stopped", workers=1)
    run(a_job(8), tmp_path / "straight", workers=1)
    seeds = a_job(8).seeds
    assert blocks.identity(tmp_path / "stopped", seeds) == blocks.identity(tmp_path / "straight", seeds)


KILLED = """
import os, pathlib, sys
from bereik.experiments.blocks import WholeFile

with WholeFile(pathlib.Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    os._exit(1)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no harmless way to ask whether a process lives")
def test_what_a_killed_process_left_half_written_is_swept_and_never_read(
    seeds_run: list[int], tmp_path: Path
) -> None:
    whole = tmp_path / "spells-000001-001.parquet"
    killed = subprocess.run([sys.executable, "-c", KILLED, str(whole)], check=False)
    (stray,) = tmp_path.iterdir()
    assert killed.returncode == 1
    assert stray.read_bytes() == b"half"
    run(a_job(2), tmp_path, workers=1)
    assert not stray.exists()
    assert len(blocks.read_table(tmp_path, "spells", [1, 2])) == 2 * 3 * (RESIDENTS // 2)


def test_what_others_are_writing_is_not_swept_before_it_is_a_day_old(tmp_path: Path) -> None:
    of_mine = tmp_path / blocks.temporary_name("measures-000001-001.parquet")
    of_elsewhere = tmp_path / ".part-another_machine-4194305-measures-000002-001.parquet"
    of_who_knows = tmp_path / ".part-4194305-measures-000003-001.parquet"
    strays = [of_mine, of_elsewhere, of_who_knows]
    for path in strays:
        path.write_bytes(b"half")
    assert blocks.sweep(tmp_path) == 0
    assert all(path.exists() for path in strays)
    yesterday = time.time() - 25 * 3600
    for path in strays:
        os.utime(path, (yesterday, yesterday))
    assert blocks.sweep(tmp_path) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_neither_a_file_nor_a_stray(tmp_path: Path) -> None:
    block = Block(1, 1)
    with pytest.raises(KeyError):
        blocks.write_block(tmp_path, block, {})
    whole = blocks.WholeFile(tmp_path / "summary.csv")
    with pytest.raises(RuntimeError), whole as file:
        file.write(b"half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


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


def test_what_a_dead_worker_left_undone_is_done_by_the_next(seeds_run: list[int], tmp_path: Path) -> None:
    pools: list[Executor] = [Dying(1), Dying(1), ThreadPoolExecutor(1)]
    run(a_job(6), tmp_path, workers=2, executor=lambda: pools.pop(0))
    assert sorted(blocks.finished_blocks(tmp_path)) == [1, 2, 3, 4, 5, 6]
    assert len(seeds_run) == len(set(seeds_run)), "a seed was run twice"
    log = json.loads((tmp_path / "timings.json").read_text(encoding="utf-8"))
    assert [len(entry["failed_attempts"]) for entry in log] == [2]


def test_workers_that_die_again_and_again_are_told_in_one_line(seeds_run: list[int], tmp_path: Path) -> None:
    with pytest.raises(BereikError, match="Workers died 3 times") as told:
        run(a_job(20), tmp_path, workers=2, executor=lambda: Dying(1))
    assert "\n" not in str(told.value)


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="--out") as told:
        run(a_job(2), tmp_path / "taken" / "runs", workers=1)
    assert "\n" not in str(told.value)


def test_a_damaged_block_is_told_in_one_line(seeds_run: list[int], tmp_path: Path) -> None:
    run(a_job(2), tmp_path, workers=1)
    for path in tmp_path.glob("measures-*"):
        path.write_bytes(b"not parquet")
    with pytest.raises(OutputError, match="Remove it") as told:
        blocks.read_table(tmp_path, "measures", [1])
    assert "\n" not in str(told.value)


def test_the_key_knows_all_that_decides_the_numbers_and_no_more() -> None:
    job = a_job()
    changed = [
        replace(job, residents=41), replace(job, weeks=61), replace(job, burn_in=103), replace(job, seed=2),
        replace(job, scenarios=job.scenarios[::-1]), prepare(
            ["loket-only", "loket-plus-outreach"], residents=RESIDENTS, weeks=WEEKS, replicates=6
        ),
        replace(job, scenarios=(
            job.scenarios[0], job.scenarios[1].with_parameters({"services.outreach.attempts": 5.0}, "a test"),
            *job.scenarios[2:],
        )),
    ]  # fmt: skip
    keys = [other.key() for other in changed]
    assert len({job.key(), *keys}) == len(changed) + 1
    assert replace(job, replicates=9).key() == job.key()
    assert re.fullmatch("[0-9a-f]{16}", job.key())


def test_blocks_of_another_schema_are_left_alone_and_their_seeds_run_again(
    seeds_run: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = a_job(2)
    with monkeypatch.context() as earlier:
        earlier.setattr("bereik.records.SCHEMA_VERSION", 1)
        before = runs_folder(tmp_path, job)
        run(job, before, workers=1)
    now = runs_folder(tmp_path, job)
    assert now != before
    run(job, now, workers=1)
    assert sorted(seeds_run) == [1, 1, 2, 2]


def test_a_manifest_is_reproducible(seeds_run: list[int], tmp_path: Path) -> None:
    job = a_job(3)
    for k in ("one", "two"):
        run(job, tmp_path / k / "runs" / job.key(), workers=1)
    one, two = (manifest(job, tmp_path / k / "runs" / job.key()) for k in ("one", "two"))
    assert one == two
    assert json.loads(json.dumps(one)) == one
    assert one["seeds"] == [1, 2, 3]
    assert set(one["scenarios"]) == {"loket-only", "outreach", "geen-hulp"}


# --- the real engine, in a small world ---


def test_two_workers_give_the_bits_of_one(tmp_path: Path) -> None:
    job = prepare(["loket-only", "outreach"], residents=120, weeks=60, burn_in=20, replicates=4)
    run(job, tmp_path / "one", workers=1)
    run(job, tmp_path / "two", workers=2)
    assert blocks.identity(tmp_path / "one", job.seeds) == blocks.identity(tmp_path / "two", job.seeds)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_a_killed_command_goes_on_to_the_same_numbers(tmp_path: Path) -> None:
    size = ["--residents", "600", "--weeks", "60", "--burn-in", "20", "--replicates", "24", "--workers", "1"]
    command = [sys.executable, "-m", "bereik.cli", "compare", "loket-only", "outreach", *size, "--out"]
    killed = subprocess.Popen(
        [*command, str(tmp_path / "killed")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 120
    while not list(tmp_path.glob("killed/runs/*/measures-*")) and time.monotonic() < until:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert not (tmp_path / "killed" / "manifest.json").exists(), "it was too quick to be killed"
    for k in ("killed", "straight"):
        subprocess.run([*command, str(tmp_path / k)], check=True, capture_output=True)
    one, two = ((tmp_path / k / "manifest.json").read_bytes() for k in ("killed", "straight"))
    assert one == two
    one, two = ((tmp_path / k / "summary.csv").read_bytes() for k in ("killed", "straight"))
    assert one == two


def test_runs_are_kept_under_the_results() -> None:
    job = a_job()
    assert runs_folder(Path("results"), job) == Path("results") / "runs" / job.key()

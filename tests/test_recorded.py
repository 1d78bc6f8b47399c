"""A comparison and its records: nothing lost, nothing double, the same bits however the work was cut."""

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
import pandas as pd
import pytest

from bereik.errors import BereikError, OutputError
from bereik.experiments import blocks, plan
from bereik.experiments.compare import Comparison, compare
from bereik.experiments.experiment import experiment
from bereik.experiments.job import Job, prepare
from bereik.experiments.kept import comparisons_in, facts_in, outcome_in
from bereik.experiments.listener import Stopped
from bereik.experiments.listing import export, results
from bereik.experiments.recorded import TABLES
from bereik.experiments.rerun import rerun
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


def compared(out: Path, replicates: int = 6, **how: Any) -> Comparison:
    size: Any = {"residents": RESIDENTS, "weeks": WEEKS, "replicates": replicates, "workers": 1} | how
    return compare("loket-only", "outreach", out=out, **size)


def a_job(replicates: int = 6, **how: Any) -> Job:
    return prepare(["loket-only", "outreach"], residents=RESIDENTS, weeks=WEEKS, replicates=replicates, **how)


def runs_in(out: Path) -> Path:
    (folder,) = (out / "runs").iterdir()
    return folder


def seeds_in(out: Path) -> list[int]:
    """The seeds of which there are measures, each as often as it is there."""
    files = [pd.read_parquet(path) for path in runs_in(out).glob("measures-*.parquet")]
    return sorted(seed for file in files for seed in set(file["seed"]))


def told_twice(out: Path) -> list[str]:
    """Files of records whose measures are not there, and the other way round."""
    numbers = {path.name.removeprefix("measures-") for path in runs_in(out).glob("measures-*")}
    held = {name: {path.name for path in (runs_in(out) / name).iterdir()} for name in TABLES}
    return sorted(name for name in TABLES if held[name] != numbers)


# --- what is kept ---


def test_records_are_tables_of_all_scenarios_and_seeds(seeds_run: list[int], tmp_path: Path) -> None:
    found = compared(tmp_path, 4)
    spells = pd.read_parquet(runs_in(tmp_path) / "spells")
    assert list(spells.columns[:4]) == ["run", "point", "seed", "scenario"]
    assert len(spells) == 4 * 3 * (RESIDENTS // 2)
    assert set(spells["scenario"]) == set(found.job.labels)
    assert not spells.duplicated(["seed", "scenario", "spell"]).any()
    like = hand_made(found.job.scenarios[1], 3).frames()["spells"]
    own: Any = spells[(spells["seed"] == 3) & (spells["scenario"] == "outreach")]
    pd.testing.assert_frame_equal(own[like.columns].reset_index(drop=True), like, check_dtype=False)
    assert len(pd.read_parquet(runs_in(tmp_path) / "schemes")) == 0  # no scenario has one


def test_the_numbers_are_the_same_however_seeds_are_cut_into_blocks(
    seeds_run: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = compared(tmp_path / "one", 6)
    monkeypatch.setattr(plan, "_FEWEST_BLOCKS", 2)
    two = compared(tmp_path / "two", 6, workers=3, executor=lambda: ThreadPoolExecutor(3))
    names = [{path.name for path in runs_in(tmp_path / k).glob("*.parquet")} for k in ("one", "two")]
    assert [len(held) for held in names] == [6, 2]
    assert facts_in(tmp_path / "one") == facts_in(tmp_path / "two")
    pd.testing.assert_frame_equal(one.over_time, two.over_time)
    assert told_twice(tmp_path / "two") == []


def test_other_numbers_have_another_identity(seeds_run: list[int], tmp_path: Path) -> None:
    compared(tmp_path / "one", 3)
    compared(tmp_path / "two", 3, seed=2)
    one, two = (facts_in(tmp_path / k) for k in ("one", "two"))
    assert one["identity"] != two["identity"]
    assert all(one["records"][name] != two["records"][name] for name in ("integers", "spells", "weekly"))


FILE = """
kind = "compare"
scenarios = ["loket-only", "outreach"]
residents = 40
weeks = 60
replicates = 3
"""


def test_a_file_keeps_records_where_it_says_so_and_the_measures_are_the_same(
    seeds_run: list[int], tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    for name, more in (("without", ""), ("with", "records = true\n")):
        path.write_text(FILE + more, encoding="utf-8")
        experiment(path, out=tmp_path / name, workers=1)
    command = compared(tmp_path / "command", 3)
    told = {name: facts_in(tmp_path / name) for name in ("without", "with", "command")}
    assert len({facts["identity"] for facts in told.values()}) == 1
    assert "records" not in told["without"] and not list(tmp_path.glob("without/runs/*/spells"))
    assert told["with"]["records"] == told["command"]["records"]
    (kept,) = comparisons_in(outcome_in(tmp_path / "with", "en"))
    assert kept.findings == command.findings and kept.over_time.equals(command.over_time)
    (kept,) = comparisons_in(outcome_in(tmp_path / "without", "en"))
    assert not kept.has_over_time


def test_a_comparison_is_listed_repeated_and_exported_as_any_experiment(
    seeds_run: list[int], tmp_path: Path
) -> None:
    compared(tmp_path / "pair", 3)
    (held,) = results(tmp_path)
    assert (held.name, held.kind, held.finished, held.is_complete) == ("pair", "compare", 3, True)
    again = rerun(tmp_path / "pair", workers=1)
    assert again.same == (0, 1, 2) and again.is_same and not again.differs
    before = pd.read_csv(tmp_path / "pair" / "summary.csv")
    assert {path.name for path in export(tmp_path / "pair")} == {"summary.csv", "runs.csv", "log.csv"}
    after = pd.read_csv(tmp_path / "pair" / "summary.csv")
    assert set(after.columns) == {*before.columns, "point", "replicates"} and len(after) == len(before)


def test_what_an_earlier_version_left_is_told_in_one_line(tmp_path: Path) -> None:
    old = {"compared": ["a", "b"], "seeds": [1, 2], "scenarios": {}, "identity": {"measures": "x" * 64}}
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "manifest.json").write_text(json.dumps(old), encoding="utf-8")
    for read in (facts_in, rerun):
        with pytest.raises(OutputError, match="another version of bereik") as told:
            read(tmp_path / "old")
        assert "\n" not in str(told.value)
    (held,) = results(tmp_path)
    assert (held.finished, held.runs, held.is_complete) == (0, 2, False)


# --- what can go wrong ---


@pytest.mark.parametrize("lost", ["spells/0000001.parquet", "measures-0000001.parquet"])
def test_a_block_counts_only_where_all_of_it_is_there(
    seeds_run: list[int], tmp_path: Path, lost: str
) -> None:
    before = compared(tmp_path, 4)
    assert sorted(seeds_run) == [1, 2, 3, 4]
    seeds_run.clear()
    (runs_in(tmp_path) / lost).unlink()
    after = compared(tmp_path, 6)
    assert sorted(seeds_run) == [2, 5, 6]
    assert seeds_in(tmp_path) == [1, 2, 3, 4, 5, 6] and told_twice(tmp_path) == []
    seeds_run.clear()
    assert compared(tmp_path, 4).summary.equals(before.summary) and not seeds_run
    assert after.job.replicates == 6


def test_a_stopped_comparison_leaves_whole_files_and_goes_on(
    seeds_run: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import bereik.engine

    whole: Any = bereik.engine.simulate

    def stopped_at_4(scenarios: Any, seed: int, **how: Any) -> list[Records]:
        if seed == 4:
            raise KeyboardInterrupt
        return whole(scenarios, seed, **how)

    monkeypatch.setattr("bereik.engine.simulate", stopped_at_4)
    with pytest.raises(Stopped, match="3 of 5 runs"):
        compared(tmp_path / "stopped", 5)
    assert seeds_in(tmp_path / "stopped") == [1, 2, 3]
    assert not list((tmp_path / "stopped").rglob(".part-*"))
    monkeypatch.setattr("bereik.engine.simulate", whole)
    compared(tmp_path / "stopped", 5)
    compared(tmp_path / "straight", 5)
    assert facts_in(tmp_path / "stopped") == facts_in(tmp_path / "straight")


def test_a_replicate_that_raises_is_told_in_one_line_and_the_rest_is_kept(
    seeds_run: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import bereik.engine

    whole: Any = bereik.engine.simulate

    def raises(scenarios: Any, seed: int, **how: Any) -> list[Records]:
        if seed == 2:
            raise ZeroDivisionError("a rule divided by nothing")
        return whole(scenarios, seed, **how)

    with monkeypatch.context() as broken:
        broken.setattr("bereik.engine.simulate", raises)
        with pytest.raises(BereikError, match=r"raised, that with seed 2: .*by nothing") as told:
            compared(tmp_path, 4)
    assert "\n" not in str(told.value)
    log = pd.read_parquet(tmp_path / "log.parquet")
    assert list(log[log["what"] == "run failed"]["seed"]) == [2]
    assert seeds_in(tmp_path) == [1, 3, 4] and told_twice(tmp_path) == []
    seeds_run.clear()
    compared(tmp_path, 4)
    assert seeds_run == [2] and facts_in(tmp_path)["identity"]


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
    compared(tmp_path, 2)
    spells = runs_in(tmp_path) / "spells"
    killed = subprocess.run([sys.executable, "-c", KILLED, str(spells / "0000001.parquet")], check=False)
    (stray,) = spells.glob(".part-*")
    assert killed.returncode == 1 and stray.read_bytes() == b"half"
    orphan = spells / "0000007.parquet"  # its measures were still to be written
    orphan.write_bytes((spells / "0000001.parquet").read_bytes())
    compared(tmp_path, 2)
    assert not stray.exists() and not orphan.exists()
    assert len(pd.read_parquet(spells)) == 2 * 3 * (RESIDENTS // 2)


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
    compared(tmp_path, 6, workers=2, executor=lambda: pools.pop(0))
    assert seeds_in(tmp_path) == [1, 2, 3, 4, 5, 6] and told_twice(tmp_path) == []
    assert len(seeds_run) == len(set(seeds_run)), "a seed was run twice"
    log = pd.read_parquet(tmp_path / "log.parquet")
    assert list(log["what"]).count("worker died") == 2


def test_workers_that_die_again_and_again_are_told_in_one_line(seeds_run: list[int], tmp_path: Path) -> None:
    with pytest.raises(BereikError, match="Workers died 3 times") as told:
        compared(tmp_path, 20, workers=2, executor=lambda: Dying(1))
    assert "\n" not in str(told.value)
    with pytest.raises(BereikError, match="Er vielen 3 keer werkers uit"):
        compared(tmp_path, 20, workers=2, executor=lambda: Dying(1), lang="nl")


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="--out") as told:
        compared(tmp_path / "taken", 2)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("spoilt", ["measures-*", "spells/*"])
def test_a_damaged_block_is_told_in_one_line(seeds_run: list[int], tmp_path: Path, spoilt: str) -> None:
    compared(tmp_path, 2)
    for path in runs_in(tmp_path).glob(spoilt):
        path.write_bytes(b"not parquet")
    with pytest.raises(OutputError, match="Remove it") as told:
        compared(tmp_path, 2)
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


def test_runs_of_another_schema_are_left_alone_and_their_seeds_run_again(
    seeds_run: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("bereik.records.SCHEMA_VERSION", 1)
        compared(tmp_path, 2)
    compared(tmp_path, 2)
    assert len(list((tmp_path / "runs").iterdir())) == 2
    assert sorted(seeds_run) == [1, 1, 2, 2]


# --- the real engine, in a small world ---


def test_two_workers_give_the_bits_of_one(tmp_path: Path) -> None:
    small: Any = {"residents": 120, "weeks": 60, "burn_in": 20}
    for workers in (1, 2):
        compared(tmp_path / str(workers), 4, workers=workers, **small)
    assert facts_in(tmp_path / "1") == facts_in(tmp_path / "2")
    one, two = ((tmp_path / k / "summary.csv").read_bytes() for k in "12")
    assert one == two


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
    told = json.loads((tmp_path / "killed" / "manifest.json").read_text(encoding="utf-8"))
    assert not told["identity"], "it was too quick to be killed"
    for k in ("killed", "straight"):
        subprocess.run([*command, str(tmp_path / k)], check=True, capture_output=True)
    one, two = ((tmp_path / k / "manifest.json").read_bytes() for k in ("killed", "straight"))
    assert one == two
    one, two = ((tmp_path / k / "summary.csv").read_bytes() for k in ("killed", "straight"))
    assert one == two

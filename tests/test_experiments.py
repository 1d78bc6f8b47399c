"""Experiments from files: nothing lost, nothing double, and the same identity whatever happens on the way."""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bereik.errors import BereikError, OutputError, ParameterError, ScenarioError
from bereik.experiments import pool
from bereik.experiments import store as stored
from bereik.experiments import working as running
from bereik.experiments.compare import compare
from bereik.experiments.experiment import Outcome, Share, experiment, gather, run_missing
from bereik.experiments.forms import read_experiment
from bereik.experiments.job import Job
from bereik.experiments.kept import outcome_in
from bereik.experiments.kinds import KINDS, WITHOUT_A_FILE, kind_of
from bereik.experiments.listener import Silent
from bereik.experiments.listing import export, results
from bereik.experiments.plan import Plan
from bereik.experiments.rerun import rerun
from bereik.experiments.summary import within
from bereik.measures.intervals import Interval, paired_interval
from bereik.present.kinds import write_figures
from bereik.present.kinds.of_points import tenths
from bereik.present.progress import duration, seconds_to_go
from bereik.records import Records
from bereik.scenarios import load_scenario, shipped
from bereik.scenarios.change import from_written, written
from bereik.services.mistakes import mistakes_of, tell
from bereik.whole_file import WholeFile

SWEEP = """
kind = "sweep"
scenarios = ["loket-only", "loket-plus-outreach"]
design = "latin-hypercube"
points = 5
residents = 120
weeks = 54
burn_in = 8
replicates = 4

[vary."services.outreach.fte_per_10000"]
low = 0.1
high = 2.0

[vary."parameters.seeking.shame_weight"]
"""
POSIX = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")


def a_file(folder: Path, text: str = SWEEP, name: str = "mine") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The experiment that nothing happened to."""
    folder = tmp_path_factory.mktemp("straight")
    return experiment(a_file(folder), out=folder / "out", workers=1)


def is_whole(found: Outcome, like: Outcome) -> None:
    """Nothing lost, nothing double, the same identity."""
    assert (found.missing, found.failures) == (0, ())
    assert found.identity == like.identity != ""
    held = pd.concat(pd.read_parquet(path) for path in store_of(found).folder.glob("measures-*.parquet"))
    assert sorted(set(held["run"])) == list(range(like.plan.runs))
    assert not held.duplicated(["run", "scenario", "measure", "group"]).any()
    pd.testing.assert_frame_equal(found.summary, like.summary)
    assert not list(found.out.rglob(".part-*"))


def store_of(found: Outcome) -> stored.Store:
    return stored.Store(found.plan, found.out)


def log_of(out: Path) -> pd.DataFrame:
    return pd.read_parquet(out / "log.parquet")


# --- what comes out ---


def test_a_sweep_tells_every_point_measure_and_scenario_with_its_interval(straight: Outcome) -> None:
    summary = straight.summary
    assert list(summary.columns) == [
        "point", "services.outreach.fte_per_10000", "parameters.seeking.shame_weight",
        "measure", "group", "scenario", "mean", "low", "high", "replicates", "unit",
    ]  # fmt: skip
    assert not summary.duplicated(["point", "measure", "group", "scenario"]).any()
    assert set(summary["point"]) == set(range(5))
    reach: Any = summary[summary["measure"] == "need_share"]
    assert set(reach["scenario"]) == {
        "loket-only", "loket-plus-outreach", "loket-plus-outreach - loket-only",
    }  # fmt: skip
    assert (reach["replicates"] == 4).all()
    assert (reach["low"] <= reach["mean"]).all() and (reach["mean"] <= reach["high"]).all()


def test_a_point_says_mean_and_interval_over_its_seeds(straight: Outcome) -> None:
    plan = straight.plan
    rows: Any = store_of(straight).rows(np.arange(2, plan.runs, plan.points)).to_pandas()
    assert set(rows["point"]) == {2}
    wide = rows.astype(dict.fromkeys(("scenario", "measure", "group"), str)).pivot(
        index=["measure", "group", "scenario"], columns="seed", values="value"
    )
    first, other = "loket-only", "loket-plus-outreach"
    own: Any = straight.summary[straight.summary["point"] == 2]
    at = own.set_index(["measure", "group", "scenario"])
    for key in wide.index:
        if key[2] in (first, other):
            told = at.loc[key]
            assert_is(within(paired_interval(wide.loc[key].to_numpy()), told["unit"]), told)
    difference = wide.loc["need_share", "", other] - wide.loc["need_share", "", first]
    assert_is(paired_interval(difference.to_numpy()), at.loc["need_share", "", f"{other} - {first}"])


def assert_is(interval: Interval, told: Any) -> None:
    np.testing.assert_array_equal(interval, told[["mean", "low", "high", "replicates"]].to_numpy(float))


def test_levers_vary_only_where_they_are_and_numbers_everywhere(straight: Outcome) -> None:
    plan = straight.plan
    where = plan.coordinates(3)
    first, second, *others = plan.job(3).scenarios
    assert "outreach" not in first.services
    assert second.services["outreach"].fte_per_10000 == where["services.outreach.fte_per_10000"]
    for scenario in (first, second, *others):
        held = scenario.parameters["seeking.shame_weight"]
        assert held.value == where["parameters.seeking.shame_weight"]


def test_all_points_have_the_same_people_and_luck(straight: Outcome) -> None:
    assert [straight.plan.run(k).seed for k in range(0, 20, 5)] == [1, 2, 3, 4]
    assert {straight.plan.run(k).seed for k in range(5)} == {1}


def test_a_run_has_the_numbers_of_the_same_job_run_alone(straight: Outcome) -> None:
    from bereik.engine import simulate
    from bereik.measures import measure

    run = straight.plan.run(7)
    job = straight.plan.job(run.point)
    records = simulate(job.scenarios, run.seed, residents=120, weeks=54, burn_in=8)
    alone = {m.measure: m.value for m in measure(records[1], records[job.references[1]]) if not m.group}
    rows: Any = store_of(straight).rows(pd.Series([7]).to_numpy()).to_pandas()
    held = rows[rows["scenario"] == job.labels[1]].set_index("measure")["value"]
    assert held["need_share"] == alone["need_share"]
    assert held["cost_programme"] == alone["cost_programme"]


def test_a_grid_goes_through_all_values_and_words(tmp_path: Path) -> None:
    text = SWEEP.replace('design = "latin-hypercube"\npoints = 5', 'design = "factorial"').split("[vary")[0]
    text += '[vary."services.outreach.attempts"]\nvalues = [2, 5]\n'
    text += '[vary."world_view.can_ask"]\nvalues = [0.0, 0.5, 1.0]\n'
    plan = read_experiment(a_file(tmp_path, text)).plan()
    assert [plan.values(k) for k in range(6)] == [(2, 0.0), (2, 0.5), (2, 1.0), (5, 0.0), (5, 0.5), (5, 1.0)]
    assert plan.job(4).scenarios[1].services["outreach"].attempts == 5
    assert plan.job(4).scenarios[0].world_view["can_ask"] == 0.5


@pytest.mark.parametrize("design", ["latin-hypercube", "sobol"])
def test_a_sample_stays_in_its_range_and_counts_where_a_lever_counts(design: str, tmp_path: Path) -> None:
    text = SWEEP.replace("latin-hypercube", design).replace("points = 5", "points = 16")
    text += '[vary."services.outreach.attempts"]\nlow = 1\nhigh = 4\n'
    plan = read_experiment(a_file(tmp_path, text)).plan()
    again = read_experiment(a_file(tmp_path, text)).plan()
    rows = [plan.values(k) for k in range(16)]
    assert rows == [again.values(k) for k in range(16)]
    assert all(0.1 <= fte <= 2.0 for fte, _, _ in rows)
    assert {attempts for _, _, attempts in rows} == {1, 2, 3, 4}
    assert all(isinstance(attempts, int) for _, _, attempts in rows)
    other = read_experiment(a_file(tmp_path, text.replace("points", "design_seed = 2\npoints"))).plan()
    assert rows != [other.values(k) for k in range(16)]


def test_a_comparison_has_a_point_per_gemeente(tmp_path: Path) -> None:
    text = 'kind = "compare"\nscenarios = ["loket-only", "outreach"]\n'
    text += 'gemeenten = ["loket-only", "grootstedelijk"]\n'
    text += "residents = 60\nweeks = 10\nburn_in = 2\nreplicates = 2\n"
    found = experiment(a_file(tmp_path, text), out=tmp_path / "out", workers=1)
    assert set(found.summary["gemeente"]) == {"loket-only", "grootstedelijk"}
    assert found.plan.job(1).scenarios[0].gemeente.archetype == "grootstedelijk"
    assert any(group.startswith("wijk=") for group in found.summary["group"])


COUNTED = """
based_on = "loket-only"
[gemeente.counts]
households = 1300
[gemeente.wijken.noord]
residents = 1500
low_income = 90
[gemeente.wijken.zuid]
residents = 1300
name = "Zuid en West"
"""


def test_what_is_written_in_full_means_the_same(tmp_path: Path) -> None:
    for scenario in [*map(load_scenario, shipped()), load_scenario(a_file(tmp_path, COUNTED))]:
        told = json.loads(json.dumps(written(scenario)))
        levers = json.loads(json.dumps(scenario.gemeente.burn_in_levers))
        again = from_written(scenario.name, told, levers)
        assert again.fingerprint() == scenario.fingerprint()
        assert again.gemeente == scenario.gemeente


# --- what can go wrong ---


def test_only_what_is_missing_is_run_again(straight: Outcome, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(straight.out, out)
    files = sorted(out.rglob("measures-*.parquet"))
    before = {path: path.stat().st_mtime_ns for path in files}
    lost = files[3]
    lost.unlink()
    stray = lost.parent / ".part-elsewhere-1-measures-0000000.parquet"
    stray.write_bytes(b"half")
    os.utime(stray, (0, 0))
    again = experiment(a_file(tmp_path), out=out, workers=1)
    is_whole(again, straight)
    assert [path for path in files if path.stat().st_mtime_ns != before[path]] == [lost]


def test_more_replicates_come_after_those_that_are_there(straight: Outcome, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(straight.out, out)
    text = SWEEP.replace("replicates = 4", "replicates = 5")
    again = experiment(a_file(tmp_path, text), out=out, workers=1)
    assert again.missing == 0
    log = log_of(out)
    assert sum(log["runs"]) == 25
    assert list(again.runs["digest"][:20]) == list(straight.runs["digest"])


def test_fewer_replicates_are_summed_up_from_those_that_are_there(straight: Outcome, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(straight.out, out)
    path = a_file(tmp_path, SWEEP.replace("replicates = 4", "replicates = 3"))
    again = experiment(path, out=out, workers=1)
    assert list(again.runs["digest"]) == list(straight.runs["digest"][:15])
    assert set(again.summary["replicates"]) <= {0, 1, 2, 3}
    assert again.identity not in ("", straight.identity)


def test_workers_and_their_order_change_nothing(straight: Outcome, tmp_path: Path) -> None:
    found = experiment(
        a_file(tmp_path), out=tmp_path / "out", executor=lambda: ThreadPoolExecutor(3)
    )
    is_whole(found, straight)
    is_whole(experiment(a_file(tmp_path), out=tmp_path / "two", workers=2), straight)


def test_a_job_array_deals_the_blocks_and_the_last_command_gathers_them(
    straight: Outcome, tmp_path: Path
) -> None:
    asked, out = read_experiment(a_file(tmp_path)), tmp_path / "out"
    for number in (3, 1, 2):
        assert run_missing(asked, out, workers=1, share=Share(number, 3)) == ()
    assert len(list(out.glob("log-*-of-3.parquet"))) == 3
    found = gather(asked, out, (), "en")
    is_whole(found, straight)
    assert not list(out.glob("log-*-of-*"))
    assert sum(log_of(out)["runs"]) == 20


def test_a_run_that_raises_is_told_and_the_rest_goes_on(
    straight: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import bereik.engine

    whole: Any = bereik.engine.simulate
    bad = straight.plan.values(2)[1]

    def raises(scenarios: Any, seed: int, **how: Any) -> list[Records]:
        departures = [s.parameters.get("seeking.shame_weight") for s in scenarios]
        if seed == 3 and any(d is not None and d.value == bad for d in departures):
            raise ZeroDivisionError("a rule divided by nothing")
        return whole(scenarios, seed, **how)

    out = tmp_path / "out"
    with monkeypatch.context() as broken:
        broken.setattr("bereik.engine.simulate", raises)
        found = experiment(a_file(tmp_path), out=out, workers=1)
    ((run, why),) = found.failures
    assert (run.point, run.seed, run.number) == (2, 3, 12)
    assert "a rule divided by nothing" in why
    assert (found.missing, found.identity) == (1, "")
    log = log_of(out)
    told: Any = log[log["what"] == "run failed"]
    assert told[["run", "point", "seed"]].to_numpy().tolist() == [[12, 2, 3]]
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["identity"] == ""
    mended = experiment(a_file(tmp_path), out=out, workers=1)
    is_whole(mended, straight)
    assert sum(log_of(out).query("what == 'block'")["runs"]) == 20


def test_what_cannot_be_run_at_all_is_told_for_every_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_records", lambda *_: 1 / 0)
    found = experiment(a_file(tmp_path), out=tmp_path / "out", workers=1)
    assert (len(found.failures), found.missing) == (20, 20)
    assert len(found.summary) == 0


def test_a_damaged_file_is_told_in_one_line(straight: Outcome, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(straight.out, out)
    next(out.rglob("measures-*.parquet")).write_bytes(b"not parquet")
    with pytest.raises(OutputError, match="Remove it") as told:
        experiment(a_file(tmp_path), out=out, workers=1)
    assert "\n" not in str(told.value)


def test_a_worker_of_another_version_is_refused(straight: Outcome, tmp_path: Path) -> None:
    from bereik.experiments.plan import part_of

    with pytest.raises(BereikError, match="another version"):
        running.work(part_of(straight.plan, [0], "of another day"), tmp_path)


def test_another_number_gives_another_identity(straight: Outcome, tmp_path: Path) -> None:
    path = next(store_of(straight).folder.glob("measures-*.parquet"))
    table = stored.read(path)
    one = dict(stored.digests_of(table))
    values = table["value"].to_pylist()
    values[5] = (values[5] or 0.0) + 1e-12 if values[5] == values[5] else 0.0
    other = table.set_column(table.column_names.index("value"), "value", [values])
    two = dict(stored.digests_of(other))
    assert [run for run in one if one[run] != two[run]] == [table["run"][5].as_py()]


# --- killed ---


def command(path: Path, out: Path, workers: int = 1) -> list[str]:
    words = ["experiment", str(path), "--out", str(out), "--workers", str(workers)]
    return [sys.executable, "-m", "bereik.cli", *words]


def started(words: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for_files(out: Path, count: int, process: subprocess.Popen[Any]) -> None:
    until = time.monotonic() + 180
    while len(list(out.rglob("measures-*.parquet"))) < count and process.poll() is None:
        assert time.monotonic() < until, "it wrote nothing"
        time.sleep(0.002)


LARGER = SWEEP.replace("residents = 120", "residents = 1000").replace("replicates = 4", "replicates = 12")
MANY = pytest.mark.skipif("BEREIK_TWELVE_KILLS" not in os.environ, reason="BEREIK_TWELVE_KILLS is not set")


@POSIX
@pytest.mark.parametrize("kills", [3, pytest.param(12, marks=MANY)])
def test_a_program_killed_again_and_again_goes_on_to_the_same_identity(kills: int, tmp_path: Path) -> None:
    path, out = a_file(tmp_path, LARGER), tmp_path / "out"
    for k in range(kills):
        process = started(command(path, out))
        wait_for_files(out, 1 + k * 12 // kills, process)  # of 15
        moment = hashlib.sha256(f"{kills} {k}".encode()).digest()[0] / 255.0
        time.sleep(0.1 * moment)
        assert process.poll() is None, "it was too quick to be killed"
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["identity"] == ""
    is_whole(experiment(path, out=out, workers=1), experiment(path, out=tmp_path / "two", workers=1))


class Killer(Silent):
    """A listener who kills a worker with SIGKILL when the first block is told."""

    killed = 0

    def advanced(self, seeds: int) -> None:
        if not self.killed:
            self.killed = 1
            multiprocessing.active_children()[0].kill()


def test_a_killed_worker_costs_nothing_but_time(straight: Outcome, tmp_path: Path) -> None:
    killer, out = Killer(), tmp_path / "out"
    found = experiment(a_file(tmp_path), out=out, workers=2, listener=killer)
    assert killer.killed
    is_whole(found, straight)
    assert "worker died" in set(log_of(out)["what"])


@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="the extra 'cluster' is absent")
@POSIX
def test_a_dask_worker_that_dies_costs_nothing_but_time(tmp_path: Path) -> None:
    path, out, where = a_file(tmp_path, LARGER), tmp_path / "out", tmp_path / "scheduler.json"
    dask = [sys.executable, "-m"]
    common = ["--scheduler-file", str(where), "--no-dashboard"]
    here = ["--host", "127.0.0.1"]
    servers = [started([*dask, "distributed.cli.dask_scheduler", *common, *here, "--port", "0"])]
    try:
        for k in range(2):
            own = ["--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path / f"worker-{k}")]
            servers.append(started([*dask, "distributed.cli.dask_worker", *common, *here, *own]))
        until = time.monotonic() + 60
        while not where.exists() and time.monotonic() < until:
            time.sleep(0.05)
        address = json.loads(where.read_text(encoding="utf-8"))["address"]
        process = started([*command(path, out), "--dask", address])
        wait_for_files(out, 2, process)
        servers[1].kill()
        assert process.wait(240) == 0
    finally:
        for server in servers:
            server.kill()
            server.wait()
    found = gather(read_experiment(path), out, (), "en")
    is_whole(found, experiment(path, out=tmp_path / "two", workers=1))


def test_a_scheduler_that_is_not_there_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BereikError, match=r"needs .*bereik\[cluster\]"), pool.dask("tcp://127.0.0.1:1"):
        pass
    with pytest.raises(BereikError, match=r"vraagt .*bereik\[cluster\]"), pool.dask("tcp://x:1", "nl"):
        pass


@POSIX
def test_a_full_disk_leaves_whole_files_and_the_same_command_goes_on(
    straight: Outcome, tmp_path: Path
) -> None:
    path, out = a_file(tmp_path), tmp_path / "out"
    largest = max(p.stat().st_size for p in store_of(straight).folder.iterdir())
    code = (
        "import resource, sys; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({largest // 2}, {largest // 2})); "
        f"sys.argv = {['bereik', *command(path, out)[3:]]!r}; "
        "from bereik.cli import main; main()"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert told.returncode == 2, told.stderr
    assert "results cannot be written here" in told.stderr.splitlines()[-1]
    assert "Traceback" not in told.stderr
    assert not list(out.rglob("measures-*.parquet")) and not list(out.rglob(".part-*"))
    is_whole(experiment(path, out=out, workers=1), straight)


IN_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
ON_A_SMALL_DISK = """
import pathlib, shutil, signal, subprocess, sys, time
disk, kept = pathlib.Path(sys.argv[1]), sys.argv[2]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", disk], check=True)
process = subprocess.Popen(sys.argv[3:], stderr=subprocess.PIPE, encoding="utf-8")
while len(list(disk.rglob("measures-*.parquet"))) < 2 and process.poll() is None:
    time.sleep(0.001)
process.send_signal(signal.SIGSTOP)
with open(disk / "ballast", "wb", buffering=0) as file:
    try:
        while file.write(bytes(4096)):
            pass
    except OSError:
        pass
process.send_signal(signal.SIGCONT)
told = process.communicate()[1]
shutil.copytree(disk / "out", kept)
print(told, file=sys.stderr)
sys.exit(process.returncode)
"""
WITHOUT_POWERS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")  # root may write in any folder


def can(*words: str) -> bool:
    """Whether a command is there and does as it is told."""
    return shutil.which(words[0]) is not None and not subprocess.run(words, capture_output=True).returncode


def stopped_halfway(told: Any, out: Path, why: str, path: Path, straight: Outcome) -> None:
    """It stopped with one line that says why, kept what was done, and goes on where there is room."""
    assert told.returncode == 2, told.stderr
    assert f"results cannot be written here ({why})" in told.stderr.strip().splitlines()[-1]
    assert "Traceback" not in told.stderr
    assert 2 <= len(list(out.rglob("measures-*.parquet"))) < 10
    is_whole(experiment(path, out=out, workers=1), straight)


@pytest.mark.skipif(
    not can(*IN_NAMESPACE, "mount", "-t", "tmpfs", "none", "/mnt"), reason="no disk can be mounted here"
)
def test_a_disk_that_runs_full_halfway_costs_only_what_was_still_to_do(
    straight: Outcome, tmp_path: Path
) -> None:
    path, disk, kept = a_file(tmp_path), tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    words = [sys.executable, "-c", ON_A_SMALL_DISK, str(disk), str(kept), *command(path, disk / "out")]
    told = subprocess.run([*IN_NAMESPACE, *words], capture_output=True, encoding="utf-8", check=False)
    stopped_halfway(told, kept, "No space left on device", path, straight)


@POSIX
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or (os.geteuid() == 0 and not can(*WITHOUT_POWERS, "true")),
    reason="root may write anywhere",
)
def test_a_folder_that_turns_read_only_halfway_costs_only_what_was_still_to_do(
    straight: Outcome, tmp_path: Path
) -> None:
    path, out = a_file(tmp_path), tmp_path / "out"
    words = [*(WITHOUT_POWERS if os.geteuid() == 0 else ()), *command(path, out)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, encoding="utf-8") as process:
        wait_for_files(out, 2, process)
        runs = store_of(straight).folder.name
        (out / "runs" / runs).chmod(0o555)
        errors = process.communicate()[1]
    told = subprocess.CompletedProcess(words, process.returncode, "", errors)
    (out / "runs" / runs).chmod(0o755)
    stopped_halfway(told, out, "Permission denied", path, straight)


def test_a_file_that_can_neither_be_finished_nor_removed_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "replace", refuses)
    monkeypatch.setattr(Path, "unlink", refuses)
    with pytest.raises(OutputError, match="Read-only file system"), WholeFile(tmp_path / "x") as file:
        file.write(b"x")


def test_a_run_that_raises_makes_the_command_say_so_and_fail(tmp_path: Path) -> None:
    path, out = a_file(tmp_path), tmp_path / "out"
    code = (
        "import sys, bereik.engine as e; whole = e.simulate\n"
        "def simulate(scenarios, seed, **how):\n"
        "    if seed == 4: raise ValueError('no')\n"
        "    return whole(scenarios, seed, **how)\n"
        "e.simulate = simulate\n"
        f"sys.argv = {['bereik', *command(path, out)[3:]]!r}\n"
        "from bereik.cli import main; main()"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert told.returncode == 1, told.stderr
    line = "5 runs raised; the rest is done. The first: run 15, point 0, seed 4: ValueError: no"
    assert line in told.stderr.splitlines()
    assert "Traceback" not in told.stderr


# --- done again, and listed ---


def test_a_run_done_again_is_the_same_and_nothing_is_changed(straight: Outcome) -> None:
    before = {path: path.stat().st_mtime_ns for path in straight.out.rglob("*")}
    some = rerun(straight.out, [17, 3], workers=1)
    assert (sorted(some.same), some.different, some.differs) == ([3, 17], (), {})
    every = rerun(straight.out, workers=1)
    assert every.is_same and every.same == tuple(range(20))
    assert {path: path.stat().st_mtime_ns for path in straight.out.rglob("*")} == before


def test_a_run_that_is_another_now_is_told_with_what_changed(straight: Outcome, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(straight.out, out)
    table = pd.read_parquet(out / "runs.parquet")
    table.loc[4, "digest"] = "0" * 64
    table.to_parquet(out / "runs.parquet")
    facts = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    facts["versions"]["numpy"] = "1.0"
    facts["source"] = "of another day"
    (out / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    found = rerun(out, [3, 4], workers=1)
    assert (found.same, found.different, found.is_same) == ((3,), (4,), False)
    assert set(found.differs) == {"source", "numpy"}
    assert found.differs["numpy"][0] == "1.0"


def test_what_was_run_is_run_again_whatever_a_library_would_draw_today(
    straight: Outcome, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(straight.out, out)
    facts = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    facts["form"]["design_seed"] = 2  # as if SciPy drew other points
    (out / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    assert rerun(out, [8], workers=1).is_same


def test_rerun_answers_what_it_cannot_do_in_one_line(straight: Outcome, tmp_path: Path) -> None:
    with pytest.raises(BereikError, match=r"--run 20: there are runs 0 to 19"):
        rerun(straight.out, [20])
    with pytest.raises(BereikError, match=r"--run 20: er zijn runs 0 tot en met 19"):
        rerun(straight.out, [20], lang="nl")
    with pytest.raises(BereikError, match=r"no manifest\.json is here"):
        rerun(tmp_path)
    with pytest.raises(ParameterError, match="nothing was run yet"):
        gather(read_experiment(a_file(tmp_path)), tmp_path / "new", (), "en")


def test_rows_that_were_altered_are_told(straight: Outcome, tmp_path: Path) -> None:
    shutil.copytree(straight.out, tmp_path / "out")
    block = min((tmp_path / "out").rglob("measures-*.parquet"))
    table: Any = pq.read_table(block)
    values = pa.array(table["value"].to_numpy() * 1.5)
    pq.write_table(table.set_column(table.schema.get_field_index("value"), "value", values), block)
    with pytest.raises(OutputError, match=r"measures-\d+\.parquet: was altered since it was written"):
        rerun(tmp_path / "out")
    with pytest.raises(OutputError, match=r"measures-\d+\.parquet: was altered since it was written"):
        experiment(a_file(tmp_path), out=tmp_path / "out")


def test_of_a_rerun_every_run_is_answered_for_where_one_raises(
    straight: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    import bereik.engine

    whole: Any = bereik.engine.simulate
    first = straight.plan.run(0)
    bad = straight.plan.values(first.point)[1]

    def raises(scenarios: Any, seed: int, **how: Any) -> list[Records]:
        departures = [s.parameters.get("seeking.shame_weight") for s in scenarios]
        if seed == first.seed and any(d is not None and d.value == bad for d in departures):
            raise ZeroDivisionError("a rule divided by nothing")
        return whole(scenarios, seed, **how)

    with monkeypatch.context() as broken:
        broken.setattr("bereik.engine.simulate", raises)
        again = rerun(straight.out, [0, 1, 2], workers=1)
    assert (again.same, again.different, [f.run.number for f in again.failures]) == ((1, 2), (), [0])


def test_results_are_listed_complete_or_not(straight: Outcome, tmp_path: Path) -> None:
    shutil.copytree(straight.out, tmp_path / "whole")
    shutil.copytree(straight.out, tmp_path / "half")
    asked = read_experiment(a_file(tmp_path))
    for path in list((tmp_path / "half").rglob("measures-*.parquet"))[:3]:
        path.unlink()
    gather(asked, tmp_path / "half", (), "en")
    small: dict[str, Any] = {"residents": 40, "weeks": 5, "burn_in": 1, "replicates": 2}
    compare("loket-only", "outreach", out=tmp_path / "compared", **small)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "manifest.json").write_text("{}", encoding="utf-8")
    held = {h.name: h for h in results(tmp_path)}
    assert set(held) == {"whole", "half", "compared"}
    assert (held["whole"].kind, held["whole"].finished, held["whole"].runs) == ("sweep", 20, 20)
    assert straight.identity.startswith(held["whole"].identity) and held["whole"].is_complete
    assert (held["half"].finished, held["half"].is_complete) == (14, False)
    assert (held["compared"].kind, held["compared"].is_complete) == ("compare", True)


def test_a_folder_that_keeps_no_runs_is_listed_and_refused_as_that(straight: Outcome, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    shutil.copy(straight.out / "manifest.json", bare)
    (held,) = results(tmp_path)
    assert held.is_complete and not held.keeps_runs
    assert re.search("sweep +20, not kept", bereik("results", "--folder", str(tmp_path)).output)
    for ask in (lambda: rerun(bare), lambda: outcome_in(bare, "en")):
        with pytest.raises(OutputError, match="keeps only its summary and pictures") as told:
            ask()
        assert "bewaart alleen samenvatting en plaatjes" in told.value.dutch
    facts = json.loads((bare / "manifest.json").read_text(encoding="utf-8")) | {"identity": ""}
    (bare / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(OutputError, match="not complete"):
        rerun(bare)
    assert results(straight.out.parent)[0].keeps_runs


@pytest.mark.parametrize(("kind", "command"), WITHOUT_A_FILE.items())
def test_a_kind_that_a_command_makes_is_refused_with_that_command(
    kind: str, command: str, tmp_path: Path
) -> None:
    path = a_file(tmp_path, SWEEP.replace('"sweep"', f'"{kind}"'))
    with pytest.raises(ScenarioError, match=rf"mine\.toml:2: .* goes without a file.*`{command}`"):
        read_experiment(path)
    with pytest.raises(ScenarioError, match=rf"gaat zonder bestand.*`{command} --lang nl`"):
        read_experiment(path, "nl")


def test_every_kind_has_a_file_or_a_command() -> None:
    import bereik.experiments.kinds as kinds

    modules = {path.stem for path in Path(kinds.__path__[0]).iterdir() if not path.stem.startswith("__")}
    assert {*KINDS, *WITHOUT_A_FILE, "of_worlds"} == modules and not {*KINDS} & {*WITHOUT_A_FILE}


@pytest.mark.parametrize(
    ("share", "told"),
    [(Share(50, 40), "1 tot en met 40"), (Share(0, 40), "--block 0"), (Share(1, 0), "--of 0")],
)
def test_a_share_that_is_not_dealt_is_refused(share: Share, told: str, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=told):
        run_missing(read_experiment(a_file(tmp_path)), tmp_path / "out", share=share, lang="nl")


def test_tables_are_exported_as_csv(straight: Outcome, tmp_path: Path) -> None:
    shutil.copytree(straight.out, tmp_path / "mine")
    files = {path.name for path in export(tmp_path / "mine")}
    assert files == {"summary.csv", "runs.csv", "log.csv"}
    told = pd.read_csv(tmp_path / "mine" / "summary.csv", keep_default_na=False, na_values={"mean": ""})
    assert len(told) == len(straight.summary)
    with pytest.raises(BereikError, match="Did you mean mine"):
        export(tmp_path / "mien")


# --- mistakes in a file ---


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('kind = "sweep"', 'kind = "sweeep"', ':2: there is no kind of experiment "sweeep". Did you'),
        ('kind = "sweep"', "", ":1: kind is missing."),
        ("weeks = 54", "week = 54", ":7: there is no 'week' here. Did you mean weeks?"),
        ("weeks = 54", "weeks = 0", ":7: weeks = 0 lies outside 1.."),
        ('"loket-only", "loket-plus', '"loket-onli", "loket-plus', ":3: there is no scenario 'loket-onli'."),
        ("low = 0.1", "low = 3.1", "low = 3.1 is not below high = 2"),
        ("low = 0.1", "lo = 0.1", "there is no 'lo' here. Did you mean low?"),
        ("low = 0.1", "low = -4.0", "fte_per_10000 = -4.0 lies outside"),
        ("outreach.fte", "outreach.ftee", "there is no lever 'fteee_per_10000'"),
        ("services.outreach.fte", "services.outraech.fte", "Did you mean services.outreach.fte_per_10000?"),
        ("services.outreach.fte", "dienst.outreach.fte", "is nothing that can vary"),
        ("seeking.shame_weight", "seeking.shame_wait", "no parameter 'seeking.shame_wait'. Did you mean"),
        ("points = 5", "", ':4: design = "latin-hypercube" needs points'),
        ('"latin-hypercube"', '"latin"', ':4: design = "latin" is none of the words it takes.'),
        ('"latin-hypercube"', '"sobol"', "balance at a power of two: points = 4 or 8"),
        ('"latin-hypercube"\npoints = 5', '"factorial"', "a factorial goes through values"),
        ("points = 5", 'points = 5\noutcome = "reech_52"', "no measure 'reech_52'. Did you mean reach_52"),
        ("points = 5", 'points = 5\nmeasures = ["need_share"]', '"reach_52" is not among the measures'),
        ("points = 5", 'points = 5\noutcome = "trial_uses"', "there is no measure 'trial_uses'"),
        ("replicates = 4", "replicates = 400000", "2000000 runs is more than 1000000"),
        ('"loket-plus-outreach"', '"loket-wint-eropaf"', ":1: "),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_would_do(
    was: str, becomes: str, told: str, tmp_path: Path
) -> None:
    assert was in SWEEP
    path = a_file(tmp_path, SWEEP.replace(was, becomes))
    with pytest.raises(ScenarioError) as error:
        read_experiment(path)
    first = str(error.value).splitlines()[0]
    assert told.replace("fteee", "ftee") in first
    assert re.match(r".*mine\.toml:\d+: ", first)


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_of_another_type_is_told_what_its_field_takes(kind: str) -> None:
    from pydantic import ValidationError

    form = kind_of(kind).form
    words = {bool: "true or false", int: "a whole number", float: "a number", str: "a text between quotes"}

    def told(name: str, value: object) -> list[str]:
        try:
            form.model_validate({"kind": kind, "scenarios": ("a",), name: value})
        except ValidationError as error:
            return [tell(m) for m in mistakes_of(error, form) if m.path == (name,)]
        return []

    for name, field in form.model_fields.items():
        written = str(field.annotation)
        for value in (True, -1e300, "x", (), {"x": 1}):
            for line in told(name, value):
                assert "life domains" not in line, (name, value)
                if "must be" in line and "list" not in line and "table" not in line:
                    named = [kind for kind, word in words.items() if word in line]
                    assert named, line
                    assert all(kind.__name__ in written or "Literal" in written for kind in named), line


@pytest.mark.parametrize(
    ("kind", "name", "value", "line"),
    [
        ("compare", "precision", "0.5", 'precision = "0.5" must be a number.'),
        ("compare", "precision", 0.0, "precision = 0.0 lies outside its range: above 0."),
        ("allocation", "fte_per_10000", -1, "fte_per_10000 = -1 lies outside its range: 0 or more."),
        ("allocation", "fte_per_10000", "2", 'fte_per_10000 = "2" must be a number.'),
        ("sweep", "residents", 1.5, "residents = 1.5 must be a whole number."),
        ("sweep", "residents", 0, "residents = 0 lies outside 1..10000000."),
        ("allocation", "floor", "low", 'floor = "low" must be true or false or a number.'),
        ("calibration", "targets", "reach", 'targets = "reach" must be a list of names.'),
        ("trial", "arms", {"letter": 3}, "letter = 3 must be a table."),
    ],
)
def test_a_mistake_in_a_form_names_what_would_do(kind: str, name: str, value: object, line: str) -> None:
    from pydantic import ValidationError

    form = kind_of(kind).form
    with pytest.raises(ValidationError) as error:
        form.model_validate({"kind": kind, "scenarios": ("a",), name: value})
    assert line in [tell(m) for m in mistakes_of(error.value, form)]


def test_mistakes_are_told_in_dutch_too(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"bestaat hier niet\. Bedoelt u weeks\?"):
        read_experiment(a_file(tmp_path, SWEEP.replace("weeks = 54", "week = 54")), "nl")


def test_a_first_look_is_smaller_in_every_way(tmp_path: Path) -> None:
    text = SWEEP.replace("residents = 120", "residents = 50000").replace("weeks = 54", "weeks = 50")
    form = read_experiment(a_file(tmp_path, text), quick=True).form
    assert (form.residents, form.weeks, form.burn_in, form.replicates) == (2000, 50, 8, 2)


# --- many runs ---


def test_blocks_do_not_depend_on_workers_and_hold_about_a_hundred_runs(straight: Outcome) -> None:
    assert straight.plan.block_size() == 2  # 20 runs in no fewer than 16 blocks, rounded up

    def plan(points: int, residents: int) -> Plan:
        from dataclasses import replace

        job: Job = replace(straight.plan.jobs[0], residents=residents, weeks=260, burn_in=104)
        return replace(straight.plan, jobs=(job,), design=[(0.5, 0.5)] * points)

    assert plan(100_000, 100).block_size() == 100
    assert 1 <= plan(100_000, 1_000_000).block_size() < 5


def test_every_kind_has_a_module_that_runs_and_one_that_draws() -> None:
    from bereik.present.kinds import drawn

    for name in KINDS:
        kind = kind_of(name)
        assert kind.form.model_fields.keys() >= {"kind", "scenarios", "replicates"}
        assert set(kind.quick) <= set(kind.form.model_fields)
        assert callable(kind.plan) and callable(kind.measured) and callable(kind.summarise)
        assert callable(drawn(name).draw) and callable(drawn(name).finding)


def test_an_interval_rests_on_the_replicates_there_are(straight: Outcome) -> None:
    rows: Any = store_of(straight).rows(pd.Series([0, 5, 10, 15]).to_numpy()).to_pandas()
    values = rows[(rows["measure"] == "need_share") & (rows["scenario"] == "loket-only")]["value"]
    told: Any = straight.summary.query("point == 0 and measure == 'need_share' and scenario == 'loket-only'")
    assert tuple(told[["mean", "low", "high"]].iloc[0]) == paired_interval(values.to_numpy())[:3]


# --- the docs ---

PAGE = Path(__file__).parent.parent / "docs" / "experiments.md"


def test_the_python_of_the_page_reads_what_is_there(
    straight: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = SWEEP.replace("points = 5", "points = 2\nrecords = true")
    kept = experiment(a_file(tmp_path, text, "kept"), out=tmp_path / "kept", workers=1)
    assert set(kept.summary.columns) == set(straight.summary.columns)
    monkeypatch.chdir(kept.out)
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    ran = 0
    for text in blocks:
        library = re.findall(r"^import (\w+)", text, re.MULTILINE)[0]
        if importlib.util.find_spec(library) is None:
            continue
        if library == "bereik":
            monkeypatch.chdir(tmp_path)
            a_file(tmp_path)
        exec(compile(text, PAGE.name, "exec"), {"__name__": "docs"})
        ran += 1
    assert ran >= 4 and len(blocks) >= 11


@pytest.mark.parametrize("path", sorted((PAGE.parent.parent / "experiments").glob("*.toml")))
def test_every_experiment_that_ships_is_in_order(path: Path) -> None:
    asked = read_experiment(path)
    assert asked.plan().runs > 0
    listed = (path.parent / "README.md").read_text(encoding="utf-8")
    assert f"({path.name})" in listed
    assert read_experiment(path, quick=True).plan().jobs[0].residents <= 4000


@POSIX
def test_many_runs_take_little_memory() -> None:
    """20,000 runs hold no more than 60 MB beyond what 2,000 runs hold."""
    script = PAGE.parent.parent / "benchmarks" / "many_runs.py"

    def most(runs: int) -> float:
        told = subprocess.run(
            [sys.executable, str(script), str(runs)], capture_output=True, encoding="utf-8", check=True
        )
        return float(re.findall(r"before, (\d+) MB at most", told.stdout)[0])

    assert most(20_000) - most(2_000) < 60.0


# --- the command line, and how long it goes ---


def bereik(*words: str) -> Any:
    from typer.testing import CliRunner

    from bereik.cli import app

    return CliRunner().invoke(app, list(words))


TRIAL = """
kind = "trial"
scenarios = ["gemengd"]
residents = 120
weeks = 6
burn_in = 2
replicates = 2
week = 2
persons = 1000
outcome = "trial_any_help"

[eligible]
not_using = "individuele_inkomenstoeslag"

[arms.gewoon]

[arms.brief]
about = "individuele_inkomenstoeslag"
channels = ["letter"]
"""


def test_a_trial_with_too_few_people_says_only_that(tmp_path: Path) -> None:
    path, out = a_file(tmp_path, TRIAL), tmp_path / "out"
    told = bereik("experiment", str(path), "--out", str(out), "--workers", "1")
    assert isinstance(told.exception, ParameterError)
    assert "people are eligible in week 2" in str(told.exception)
    assert "ParameterError" not in str(told.exception)
    assert not any(word in told.output for word in ("again", "the rest is done", "parquet", "Traceback"))


def test_a_first_look_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_with: list[str] = []
    monkeypatch.setattr(
        "bereik.present.kinds.write_figures", lambda found, folder, look="": drawn_with.append(look)
    )
    text = SWEEP.replace("points = 5", "points = 1").replace("weeks = 54", "weeks = 53")
    words = ("experiment", str(a_file(tmp_path, text)), "--out", str(tmp_path / "out"), "--workers", "1")
    quick = bereik(*words, "--quick")
    line = "A first look: 120 residents, 53 weeks, 2 replicates."
    assert line in quick.output and drawn_with[0].startswith(line)
    assert "2 runs: 1 point, 2 replicates; " in quick.output
    whole = bereik(*words)
    assert "first look" not in whole.output and drawn_with[1] == ""


def test_a_result_that_is_not_there_is_told_with_the_nearest(straight: Outcome) -> None:
    folder = ["--folder", str(straight.out.parent)]
    for words, line in (
        (["results", "outt"], "there is no result 'outt'. Did you mean out?"),
        (["results", "outt", "--csv"], "there is no result 'outt'. Did you mean out?"),
        (["results", "nope"], "there is no result 'nope'. `bereik results` lists them."),
        (["results", "outt", "--lang", "nl"], "hier staat geen resultaat 'outt'. Bedoelt u out?"),
        (["results", "--csv", "--lang", "nl"], "--csv vraagt de naam"),
    ):
        told = bereik(*words, *folder)
        assert isinstance(told.exception, ParameterError) and line in str(told.exception)


def test_a_next_round_is_told_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    from bereik.present.progress import OnScreen

    with OnScreen("en", "runs") as listener:
        listener.begun(12, 0)
        listener.advanced(12)
        listener.begun(20, 12)
    told = capsys.readouterr().err
    assert "Next round: 8 more runs to run, 20 in all." in told and "before" not in told
    with OnScreen("en", "runs") as listener:
        listener.begun(20, 12)
    assert "12 of 20 runs were finished before; 8 to run." in capsys.readouterr().err


def test_commands_list_repeat_and_sum_up(straight: Outcome, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from bereik.cli import app

    def bereik(*words: str) -> tuple[int, str]:
        told = CliRunner().invoke(app, list(words))
        return told.exit_code, told.stdout

    out = tmp_path / "mine"
    shutil.copytree(straight.out, out)
    code, told = bereik("results", "--folder", str(tmp_path), "--lang", "nl")
    assert code == 0 and re.search(rf"mine +sweep +20 .*{straight.identity[:12]}", told)
    code, told = bereik("rerun", str(out), "--run", "3", "--run", "4", "--workers", "1")
    assert code == 0 and "Same: 2 of 2 runs" in told
    table = pd.read_parquet(out / "runs.parquet")
    table.loc[4, "digest"] = "0" * 64
    table.to_parquet(out / "runs.parquet")
    code, told = bereik("rerun", str(out), "--run", "4", "--workers", "1", "--lang", "nl")
    assert code == 1 and "Anders: 1 van 1 runs" in told
    code, told = bereik("experiment", str(a_file(tmp_path)), "--out", str(out), "--gather")
    assert code == 0 and straight.identity in told
    next(out.rglob("measures-*.parquet")).unlink()
    assert bereik("experiment", str(a_file(tmp_path)), "--out", str(out), "--gather")[0] == 1
    assert bereik("results", "--folder", str(tmp_path))[1].count("18 / 20") == 1


def test_a_time_to_go_is_told_when_it_can_be_and_no_finer() -> None:
    assert seconds_to_go(0, 10, 60.0) is None
    assert seconds_to_go(5, 10, 1.0) is None
    assert seconds_to_go(5, 0, 60.0) is None
    assert seconds_to_go(5, 10, 60.0) == 120.0
    told = [duration(s, "en") for s in (1.0, 42.0, 100.0, 5000.0, 90_000.0)]
    assert told == ["about 5 s", "about 40 s", "about 2 min", "about 83 min", "about 25 h"]
    assert duration(90_000.0, "nl") == "ongeveer 25 uur"


def test_one_lever_of_all_services_varies_and_is_drawn_by_tenth(tmp_path: Path) -> None:
    text = """
kind = "sweep"
scenarios = ["loket-only"]
measures = ["reach_26"]
outcome = "reach_26"
groups = true
residents = 400
weeks = 40
burn_in = 4
replicates = 2
[vary."services.*.eigen_kracht"]
values = [0.0, 1.0]
"""
    found = experiment(a_file(tmp_path, text), out=tmp_path / "out", workers=1)
    services = found.plan.job(1).scenarios[0].services
    assert {settings.eigen_kracht for settings in services.values()} == {1.0}
    told = tenths(found)
    assert told.shape == (2, 2, 10)
    rows: Any = found.summary
    rows = rows[(rows["group"] == "doenvermogen=10") & (rows["point"] == 1)]
    assert np.nanmean(told[1, :, 9]) == pytest.approx(100.0 * rows["mean"].iloc[0])
    files = write_figures(found, tmp_path)
    assert [path.name for path in files if path.suffix == ".svg"] == [
        "over-the-points.svg", "by-doenvermogen.svg",
    ]  # fmt: skip
    assert "igen_kracht from 0 to 1" in (tmp_path / "by-doenvermogen.svg").read_text(encoding="utf-8")

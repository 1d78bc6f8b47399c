"""One command at a time in a folder: a second is told who is at work, and one that was killed bars nobody."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from bereik.errors import OutputError
from bereik.experiments.at_work import WHO, alone_in
from bereik.experiments.compare import compare
from bereik.experiments.experiment import Share, experiment, run_missing
from bereik.experiments.forms import read_experiment

SMALL = """
kind = "sweep"
scenarios = ["loket-only"]
design = "factorial"
residents = 40
weeks = 6
burn_in = 2
replicates = 2
measures = ["need_share"]
outcome = "need_share"
[vary."world_view.can_ask"]
values = [0.0, 1.0]
"""
STAYS = """
import sys, pathlib
from bereik.experiments.at_work import alone_in
with alone_in(pathlib.Path(sys.argv[1])):
    print("in", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@contextmanager
def another_in(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, at work in a folder until it is killed."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, "-c", STAYS, str(folder)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        yield process
        process.kill()


def test_a_second_command_is_told_who_is_at_work_and_goes_on_when_that_one_is_killed(
    file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with another_in(out) as other:
        with pytest.raises(OutputError) as told:
            experiment(file, out=out, workers=1)
        assert f"another command is at work here: process {other.pid} on {platform.node()}, since 2" in str(
            told.value
        )
        assert f"al een opdracht bezig: proces {other.pid} op {platform.node()}, sinds 2" in told.value.dutch
        assert "\n" not in str(told.value) + told.value.dutch
        assert not list(out.rglob("*.parquet"))
    found = experiment(file, out=out, workers=1)
    assert found.missing == 0 and not (out / WHO).exists()


def test_shares_of_a_job_array_work_side_by_side(file: Path, tmp_path: Path) -> None:
    asked, out = read_experiment(file), tmp_path / "out"
    with another_in(out):
        for number in (1, 2):
            assert run_missing(asked, out, workers=1, share=Share(number, 2)) == ()
    assert len(list(out.rglob("measures-*.parquet"))) == 4


def test_comparisons_of_one_folder_wait_for_one_another(tmp_path: Path) -> None:
    small = {"residents": 40, "weeks": 5, "burn_in": 1, "replicates": 2}
    compare("loket-only", "outreach", out=tmp_path / "out", **small)  # pyright: ignore[reportArgumentType]
    with another_in(tmp_path / "out"), pytest.raises(OutputError, match="at work here"):
        compare("loket-only", "outreach", out=tmp_path / "out", **small)  # pyright: ignore[reportArgumentType]


def test_of_many_at_once_one_is_let_in(tmp_path: Path) -> None:
    held: list[int] = []

    def tries(number: int) -> bool:
        try:
            with alone_in(tmp_path):
                held.append(number)
                assert held == [number]
                assert json.loads((tmp_path / WHO).read_text(encoding="utf-8"))["pid"] == os.getpid()
                held.remove(number)
        except OutputError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert any(pool.map(tries, range(64)))
    assert tries(64)


def test_a_disk_without_locks_keeps_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError("no locks available")

    monkeypatch.setattr("filelock.FileLock.acquire", no_locks)
    with alone_in(tmp_path):
        assert not (tmp_path / WHO).exists()

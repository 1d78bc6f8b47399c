"""The cache of machine code: it removes what it made itself, and nothing else."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bereik import compiled

DAY = 24 * 3600


def of_age(folder: Path, days: float, *, ours: bool) -> Path:
    """Make a folder with work in it that was last used so many days ago."""
    folder.mkdir()
    (folder / "work.txt").write_text("work", encoding="utf-8")
    if ours:
        (folder / compiled._MARKER).touch()
    then = time.time() - days * DAY
    os.utime(folder, (then, then))
    return folder


def test_only_caches_of_ours_are_swept_and_the_newest_three_stay(tmp_path: Path) -> None:
    current = of_age(tmp_path / "0123456789abcdef", 0, ours=True)
    ours = [of_age(tmp_path / f"{k:016x}", 2 + k, ours=True) for k in range(6)]
    of_others = [
        of_age(tmp_path / "thesis", 400, ours=False),
        of_age(tmp_path / "named-as-no-cache", 400, ours=True),
        of_age(tmp_path / "feedfacecafebeef", 400, ours=False),
        of_age(tmp_path / "0123456789abcdef0", 400, ours=True),
    ]
    compiled._sweep(current)
    assert [folder.exists() for folder in ours] == [True] * 3 + [False] * 3
    assert all((folder / "work.txt").is_file() for folder in (current, *of_others))


def test_a_cache_used_today_stays(tmp_path: Path) -> None:
    current = of_age(tmp_path / "0123456789abcdef", 0, ours=True)
    ours = [of_age(tmp_path / f"{k:016x}", k / 10, ours=True) for k in range(6)]
    compiled._sweep(current)
    assert all(folder.exists() for folder in ours)


def test_a_cache_is_made_under_the_folder_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEREIK_CACHE", str(tmp_path))
    folder = compiled._cache_folder()
    assert folder is not None and folder.parent == tmp_path
    assert compiled._is_ours(folder)

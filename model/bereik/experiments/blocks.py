"""Files of results: whole or absent.

A file is written under a temporary name, brought to disk and renamed, so that a file that exists is a
whole file. What a killed process left half-written is swept away.
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

from bereik.whole_file import HOST, WholeFile, cannot_write, temporary_name

_TEMPORARY = re.compile(r"\.part-(?P<host>\w*)-(?P<pid>\d+)-.+")
_STALE_AFTER_SECONDS = 24 * 3600


def write_text(path: Path, text: str) -> None:
    """Write a text file atomically, in UTF-8 with newlines as they are.

    Raises
    ------
    OutputError : the folder cannot be written, or the disk is full
    """
    with WholeFile(path) as file:
        file.write(text.encode("utf-8"))


def writable_folder(folder: Path) -> Path:
    """Make a folder where it is missing, try whether it can be written, and return it.

    Raises
    ------
    OutputError : it cannot be made or written
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / temporary_name("probe")
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise cannot_write(folder, error) from None
    return folder


def sweep(folder: Path) -> int:
    """Remove what a killed run left half-written; return how many files that were.

    What a process that lives may still be writing stays, here or elsewhere on the same disk, until it
    is a day old.
    """
    swept = 0
    for path in folder.glob(".part-*"):
        try:
            if _is_left(path):
                path.unlink()
                swept += 1
        except FileNotFoundError:  # whole by now
            continue
    return swept


def _is_left(path: Path) -> bool:
    if time.time() - path.stat().st_mtime > _STALE_AFTER_SECONDS:
        return True
    told = _TEMPORARY.fullmatch(path.name)
    return told is not None and told["host"] == HOST and not _may_live(int(told["pid"]))


def _may_live(pid: int) -> bool:
    """Return whether a process of this machine may be there; Windows has no harmless way to ask."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's
        return True
    return True

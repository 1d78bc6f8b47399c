"""One command at a time in a folder of results: a second one is told who is at work there.

The system holds the lock for a process and lets go when that process ends, however it ends. So
nothing is left behind by a killed command. The file beside the lock only says who has it.
"""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bereik.errors import OutputError

LOCK, WHO = ".at-work.lock", ".at-work.json"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Have a folder to oneself while working in it.

    Where the disk knows no locks, as some network folders do not, nobody is kept out: two commands
    may then do the same runs, and what they write is the same.

    Raises
    ------
    OutputError : another command is at work there
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise at_work(folder) from None
    except (NotImplementedError, OSError):
        yield
        return
    try:
        _sign(folder)
        yield
    finally:
        with suppress(OSError):
            (folder / WHO).unlink(missing_ok=True)
        lock.release()


def _sign(folder: Path) -> None:
    """Write who is at work; on a full disk that stays unsaid."""
    who = {"pid": os.getpid(), "host": platform.node(), "since": time.strftime("%Y-%m-%d %H:%M")}
    with suppress(OSError):
        (folder / WHO).write_text(json.dumps(who), encoding="utf-8")


def at_work(folder: Path) -> OutputError:
    """Return the error of a folder in which another command is at work."""
    english = dutch = ""
    with suppress(OSError, ValueError, KeyError, TypeError):
        who = json.loads((folder / WHO).read_text(encoding="utf-8"))
        english = ": process {pid} on {host}, since {since}".format(**who)
        dutch = ": proces {pid} op {host}, sinds {since}".format(**who)
    return OutputError(
        f"{folder}: another command is at work here{english}. Wait for it, or name another folder with "
        "--out.",
        f"{folder}: hier is al een opdracht bezig{dutch}. Wacht tot die klaar is, of noem een andere map met "
        "--out.",
    )

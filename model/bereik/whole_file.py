"""A file that is whole or absent: it stands under its name only when all of it is on disk."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from bereik.errors import OutputError, not_written

HOST: Final = re.sub(r"\W", "_", platform.node())


def cannot_write(folder: Path, error: OSError) -> OutputError:
    """Return the error of a folder in which no results can be written."""
    return not_written(
        folder, error,
        "results cannot be written here ({why}). Name another folder with --out.",
        "hier kunnen geen resultaten worden geschreven ({why}). Noem een andere map met --out.",
    )


def temporary_name(name: str) -> str:
    """Return under what name a file is written until it is whole: by which process, and where."""
    return f".part-{HOST}-{os.getpid()}-{name}"


class WholeFile:
    """A file that comes to stand under its name only when all of it is on disk.

    Parameters
    ----------
    path : where it comes to stand
    refuse : makes the error of a folder in which it cannot be written
    """

    def __init__(self, path: Path, refuse: Callable[[Path, OSError], OutputError] = cannot_write) -> None:
        self.path = path
        self.refuse = refuse
        self.temporary = path.with_name(temporary_name(path.name))

    def __enter__(self) -> Any:
        try:
            self.file = self.temporary.open("wb")
        except OSError as error:
            raise self.refuse(self.path.parent, error) from None
        return self.file

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        try:
            if kind is None:
                self.file.flush()
                os.fsync(self.file.fileno())
            self.file.close()
            if kind is None:
                os.replace(self.temporary, self.path)
        except OSError as failure:
            raise self.refuse(self.path.parent, failure) from None
        finally:
            with suppress(OSError):  # said above; an open file cannot be removed everywhere
                self.file.close()
            with suppress(OSError):  # a disk that is read-only by now; the next command sweeps it
                self.temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise self.refuse(self.path.parent, error) from None

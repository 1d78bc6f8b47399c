"""The one error a user meets: where, what, why, and what would do, in one line."""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_LIKE = 0.6  # 0..1: below it two names have no more in common than chance
_DUTCH: Final = {
    errno.EACCES: "geen toestemming",
    errno.EPERM: "geen toestemming",
    errno.EROFS: "hier is alleen lezen mogelijk",
    errno.ENOENT: "deze plek bestaat niet",
    errno.ENOTDIR: "een deel van dit pad is geen map",
    errno.EISDIR: "dit is een map",
    errno.EEXIST: "er staat al een bestand met deze naam",
    errno.ENOSPC: "de schijf is vol",
}


class BereikError(Exception):
    """Something the user can mend; its text is one line that says where, what, why and what would do."""


class ParameterError(BereikError):
    """A number or a name that will not do."""


class ScenarioError(BereikError):
    """A scenario file that cannot be read, found, or meant."""


def nearest(sought: str, choices: Iterable[str], most: int = 1) -> list[str]:
    """Return the names most like one that is sought; a name of parts is also sought by its first part.

    Of names that are as like, the first of the alphabet comes first, in whatever order they are given.
    """
    plain = sought.casefold()

    def unlike(name: str) -> tuple[float, float, str]:
        whole = difflib.SequenceMatcher(None, name.casefold(), plain).ratio()
        first = difflib.SequenceMatcher(None, name.casefold().partition("-")[0], plain).ratio()
        return -max(whole, first), -whole, name

    near = sorted(unlike(name) for name in choices)
    return [name for score, _, name in near if -score >= _LIKE][:most]


def check_known(sought: str, choices: Iterable[str], what: str) -> None:
    """Raise ParameterError, in one line, where a name is none of those that there are.

    Parameters
    ----------
    what : what the name is of, with its article: "a measure"
    """
    names = list(choices)
    if sought not in names:
        near = nearest(sought, names, 3)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(names[:8])} ..."
        raise ParameterError(f"'{sought}' is not {what}. {hint}")


class OutputError(BereikError):
    """A place where results cannot be written or read.

    Attributes
    ----------
    dutch : the same line in Dutch
    """

    def __init__(self, english: str, dutch: str = "") -> None:
        super().__init__(english)
        self.dutch = dutch or english

    def __reduce__(self) -> tuple[type[OutputError], tuple[str, str]]:
        """Keep both languages on the way from a worker."""
        return OutputError, (str(self), self.dutch)


def not_written(place: Path, error: OSError, english: str, dutch: str) -> OutputError:
    """Return the error of a place where something cannot be written.

    Parameters
    ----------
    english, dutch : what cannot be written, with ``{why}`` in it, and what would do
    """
    why = error.strerror or str(error)
    in_dutch = dutch.format(why=_DUTCH.get(error.errno or 0, why))
    return OutputError(f"{place}: {english.format(why=why)}", f"{place}: {in_dutch}")


def altered(path: Path) -> OutputError:
    """Return the error of a file of results whose rows are others than were written."""
    return OutputError(
        f"{path}: was altered since it was written. Remove it: the same command makes it again.",
        f"{path}: is veranderd nadat het is geschreven. Haal het weg: dezelfde opdracht maakt het opnieuw.",
    )


def damaged(path: Path, error: Exception) -> OutputError:
    """Return the error of a file of results that cannot be read."""
    return OutputError(
        f"{path}: cannot be read ({error}). Remove it and start again.",
        f"{path}: is niet te lezen ({error}). Haal het weg en begin opnieuw.",
    )

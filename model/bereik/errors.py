"""The one error a user meets: where, what, why, and what would do, in one line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class BereikError(Exception):
    """Something the user can mend; its text is one line that says where, what, why and what would do."""


class ParameterError(BereikError):
    """A number or a name that will not do."""


class ScenarioError(BereikError):
    """A scenario file that cannot be read, found, or meant."""


def check_known(sought: str, choices: Iterable[str], what: str) -> None:
    """Raise ParameterError, in one line, where a name is none of those that there are.

    Parameters
    ----------
    what : what the name is of, with its article: "a measure"
    """
    names = list(choices)
    if sought not in names:
        near = difflib.get_close_matches(sought, names, 3, 0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(names[:8])} ..."
        raise ParameterError(f"'{sought}' is not {what}. {hint}")


class OutputError(BereikError):
    """A place where results cannot be written or read."""

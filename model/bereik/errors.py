"""The one error a user meets: where, what, why, and what would do, in one line."""

from __future__ import annotations


class BereikError(Exception):
    """Something the user can mend; its text is one line that says where, what, why and what would do."""


class ParameterError(BereikError):
    """A number or a name that will not do."""


class ScenarioError(BereikError):
    """A scenario file that cannot be read, found, or meant."""


class OutputError(BereikError):
    """A place where results cannot be written or read."""

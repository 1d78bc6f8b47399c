"""Who hears how an experiment goes, and how somebody stops it."""

from __future__ import annotations

from typing import Protocol


class Listener(Protocol):
    """Who wants to hear how a job goes; the command line draws it."""

    def compiling(self) -> None:
        """The rules are compiled: once per version, it takes a while."""
        ...

    def begun(self, seeds: int, finished: int) -> None:
        """Work starts; of so many seeds, these were finished before."""
        ...

    def advanced(self, seeds: int) -> None:
        """So many more seeds are on disk."""
        ...

    def retrying(self, why: str) -> None:
        """A worker died; what is missing is run again."""
        ...


class Silent:
    """A listener who hears nothing."""

    def compiling(self) -> None:
        """Say nothing."""

    def begun(self, seeds: int, finished: int) -> None:
        """Say nothing."""

    def advanced(self, seeds: int) -> None:
        """Say nothing."""

    def retrying(self, why: str) -> None:
        """Say nothing."""


class Stopped(KeyboardInterrupt):
    """Somebody stopped the work.

    Attributes
    ----------
    finished, all : runs that are kept, and that were asked for
    """

    def __init__(self, finished: int, all: int) -> None:
        super().__init__(f"{finished} of {all} runs are finished")
        self.finished, self.all = finished, all

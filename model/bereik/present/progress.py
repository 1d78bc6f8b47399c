"""How long work goes, on the error stream: a bar on a terminal, two lines elsewhere."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bereik.experiments.runner import Stopped
from bereik.experiments.wording import Language

_STOPPED: dict[Language, str] = {
    "nl": "Gestopt. {what} staat in {folder}; dezelfde opdracht gaat daar verder.",
    "en": "Stopped. {what} is kept in {folder}; the same command goes on from there.",
}
_WHAT: dict[Language, tuple[str, str]] = {
    "nl": ("Wat klaar is ({finished} van {all} herhalingen)", "Wat klaar is"),
    "en": ("What is finished ({finished} of {all} replicates)", "What is finished"),
}
_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "compiling": "De regels worden vertaald naar machinecode. Dat gebeurt eens per versie en duurt even.",
        "begun": "{todo} van {all} herhalingen te doen.",
        "resumed": "{finished} van {all} herhalingen waren al klaar; nog {todo} te doen.",
        "running": "Rekenen",
        "done": "Klaar in {seconds} s.",
        "retrying": "Een werker viel uit; wat ontbreekt wordt opnieuw gedaan.",
    },
    "en": {
        "compiling": "Compiling the rules to machine code. This happens once per version and takes a while.",
        "begun": "{todo} of {all} replicates to run.",
        "resumed": "{finished} of {all} replicates were finished before; {todo} to run.",
        "running": "Running",
        "done": "Done in {seconds} s.",
        "retrying": "A worker died; what is missing is run again.",
    },
}


def stopped(stop: KeyboardInterrupt, folder: Path, lang: Language) -> str:
    """Return what to say when somebody stops the work: how much of it is kept, and where."""
    counted, plain = _WHAT[lang]
    what = counted.format(finished=stop.finished, all=stop.all) if isinstance(stop, Stopped) else plain
    return _STOPPED[lang].format(what=what, folder=folder)


class OnScreen:
    """A listener of the runner that draws on the error stream; use it in a ``with``."""

    def __init__(self, lang: Language) -> None:
        from rich.console import Console

        self._words = _WORDS[lang]
        self._console = Console(stderr=True)
        self._bar: Any = None
        self._task: Any = None
        self._start = time.perf_counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        if kind is None:
            self._say(self._words["done"].format(seconds=f"{time.perf_counter() - self._start:.1f}"))

    def compiling(self) -> None:
        """Say that the first start takes longer."""
        self._say(self._words["compiling"])

    def begun(self, seeds: int, finished: int) -> None:
        """Say how much there is to do, and draw the bar."""
        which = "resumed" if finished else "begun"
        self._say(self._words[which].format(all=seeds, finished=finished, todo=seeds - finished))
        if sys.stderr.isatty() and finished < seeds:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=self._console,
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task(self._words["running"], total=seeds, completed=finished)

    def share(self, done: float) -> None:
        """Draw how much of one run is done, 0..1; on a terminal only."""
        if self._bar is None and sys.stderr.isatty() and done < 1.0:
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TaskProgressColumn(),
                console=self._console,
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task(self._words["running"], total=1.0)
        if self._bar is not None:
            self._bar.update(self._task, completed=done)

    def advanced(self, seeds: int) -> None:
        """Move the bar."""
        if self._bar is not None:
            self._bar.advance(self._task, seeds)

    def retrying(self, why: str) -> None:
        """Say that a worker died."""
        self._say(f"{self._words['retrying']} ({why})")

    def _say(self, line: str) -> None:
        self._console.print(line, style="dim", markup=False, highlight=False, soft_wrap=True)

"""How long work goes, on the error stream: a bar on a terminal, two lines elsewhere."""

from __future__ import annotations

import signal
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from bereik.experiments.listener import Stopped
from bereik.experiments.wording import Language, number

_STOPPED: dict[Language, str] = {
    "nl": "Gestopt. {what} staat in {folder}; dezelfde opdracht gaat daar verder.",
    "en": "Stopped. {what} is kept in {folder}; the same command goes on from there.",
}
_WHAT: dict[Language, tuple[str, str]] = {
    "nl": ("Wat klaar is ({finished} van {all} {things})", "Wat klaar is"),
    "en": ("What is finished ({finished} of {all} {things})", "What is finished"),
}
_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "compiling": "De regels worden vertaald naar machinecode. Dat gebeurt eens per versie en duurt even.",
        "begun": "{todo} van {all} {things} te doen.",
        "resumed": "{finished} van {all} {things} waren al klaar; nog {todo} te doen.",
        "next_round": "Volgende ronde: nog {todo} {things} te doen, {all} in totaal.",
        "under_way": "{done} van {all} {things}; nog {time}.",
        "seeds": "herhalingen",
        "runs": "runs",
        "adults": "volwassenen",
        "running": "Rekenen",
        "done": "Klaar in {seconds} s.",
        "retrying": "Een werker viel uit; wat ontbreekt wordt opnieuw gedaan.",
    },
    "en": {
        "compiling": "Compiling the rules to machine code. This happens once per version and takes a while.",
        "begun": "{todo} of {all} {things} to run.",
        "resumed": "{finished} of {all} {things} were finished before; {todo} to run.",
        "next_round": "Next round: {todo} more {things} to run, {all} in all.",
        "under_way": "{done} of {all} {things}; {time} to go.",
        "seeds": "replicates",
        "runs": "runs",
        "adults": "adults",
        "running": "Running",
        "done": "Done in {seconds} s.",
        "retrying": "A worker died; what is missing is run again.",
    },
}


_SAY_EVERY_SECONDS = 60.0
_LEAST_SECONDS = 3.0  # before this, a pace says nothing


def seconds_to_go(done: int, todo: int, seconds: float) -> float | None:
    """Return how long the rest takes at the pace so far, or None while that cannot be said.

    Parameters
    ----------
    done : since this start, so that what was finished before does not make the pace look quicker
    seconds : since this start
    """
    if done <= 0 or todo <= 0 or seconds < _LEAST_SECONDS:
        return None
    return seconds / done * todo


def duration(seconds: float, lang: Language) -> str:
    """Return a time to go, no more precise than a guess can be."""
    about, hours = {"nl": ("ongeveer", "uur"), "en": ("about", "h")}[lang]
    if seconds < 90.0:
        return f"{about} {max(5, 5 * round(seconds / 5.0))} s"
    minutes = round(seconds / 60.0)
    if minutes < 90:
        return f"{about} {minutes} min"
    return f"{about} {round(minutes / 60.0)} {hours}"


def stopped(
    stop: KeyboardInterrupt, folder: Path, lang: Language, things: Literal["seeds", "runs"]
) -> str:
    """Return what to say when somebody stops the work: how much of it is kept, and where."""
    counted, what = _WHAT[lang]
    if isinstance(stop, Stopped):
        what = counted.format(finished=stop.finished, all=stop.all, things=_WORDS[lang][things])
    return _STOPPED[lang].format(what=what, folder=folder)


class OnScreen:
    """A listener that draws on the error stream; use it in a ``with``."""

    def __init__(self, lang: Language, things: Literal["seeds", "runs", "adults"] = "seeds") -> None:
        from rich.console import Console

        self._words = _WORDS[lang]
        self._lang: Language = lang
        self._things = self._words[things]
        self._all = self._before = self._done = 0
        self._told = self._began = time.perf_counter()
        self._console = Console(stderr=True)
        self._bar: Any = None
        self._task: Any = None
        self._start = time.perf_counter()
        self._is_asked_to_stop = False
        self._usual: Any = None

    def __enter__(self) -> Self:
        """Listen to Ctrl-C too: one that falls in a destructor Python forgets, and the work would go on."""
        in_main = threading.current_thread() is threading.main_thread()
        if in_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            self._usual = signal.signal(signal.SIGINT, self._stops)
        return self

    def _stops(self, number: int, frame: object) -> None:
        self._is_asked_to_stop = True
        raise KeyboardInterrupt

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._usual is not None:
            signal.signal(signal.SIGINT, self._usual)
        if self._bar is not None:
            self._bar.stop()
        if kind is None:
            seconds = number(time.perf_counter() - self._start, 1, self._lang)
            self._say(self._words["done"].format(seconds=seconds))

    def compiling(self) -> None:
        """Say that the first start takes longer."""
        self._say(self._words["compiling"])

    def begun(self, seeds: int, finished: int) -> None:
        """Say how much there is to do, and draw the bar; again for every next round."""
        is_next = 0 < self._all < seeds and finished
        which = "next_round" if is_next else "resumed" if finished else "begun"
        told = self._counted(all=seeds, finished=finished, todo=seeds - finished)
        self._say(self._words[which].format(things=self._things, **told))
        self._all, self._before, self._done = seeds, finished, finished
        self._told = self._began = time.perf_counter()
        if self._bar is not None:  # of the round before
            self._bar.stop()
            self._bar = None
        if sys.stderr.isatty() and finished < seeds:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[left]}"),
                console=self._console,
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task(self._words["running"], total=seeds, completed=finished, left="")

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
        """Move the bar, and say how long there is to go; elsewhere than on a terminal say it now and then."""
        if self._is_asked_to_stop:
            raise KeyboardInterrupt
        self._done += seeds
        now = time.perf_counter()
        left = seconds_to_go(self._done - self._before, self._all - self._done, now - self._began)
        told = "" if left is None else duration(left, self._lang)
        if self._bar is not None:
            self._bar.update(self._task, advance=seeds, left=told)
        elif told and now - self._told > _SAY_EVERY_SECONDS:
            self._told = now
            how = self._counted(done=self._done, all=self._all)
            self._say(self._words["under_way"].format(things=self._things, time=told, **how))

    def retrying(self, why: str) -> None:
        """Say that a worker died."""
        self._say(f"{self._words['retrying']} ({why})")

    def _counted(self, **counts: int) -> dict[str, str]:
        return {name: number(count, 0, self._lang) for name, count in counts.items()}

    def _say(self, line: str) -> None:
        self._console.print(line, style="dim", markup=False, highlight=False, soft_wrap=True)

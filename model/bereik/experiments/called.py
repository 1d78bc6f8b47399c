"""Experiments that a command or a script asks for in so many words, where no file says them.

They are the same as those from files, in the same store: stopped, gone on with, listed and repeated alike.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from bereik.errors import BereikError
from bereik.experiments.draws import read_draws
from bereik.experiments.experiment import Failure, gather, run_missing
from bereik.experiments.forms import Experiment
from bereik.experiments.kinds import kind_of
from bereik.experiments.runner import Job, Listener
from bereik.experiments.store import Store
from bereik.experiments.wording import Language


class Answer(NamedTuple):
    """What is asked, and how it is worked out.

    Attributes
    ----------
    kind : of experiment
    job : its scenarios, size and seeds
    out : folder of the results; None keeps nothing
    workers, listener : see `bereik.experiments.runner.run`
    lang : language of the mistakes
    more : what the form of the kind says beside
    executor : makes another Executor than processes of this machine
    """

    kind: str
    job: Job
    out: str | Path | None
    workers: int | None
    listener: Listener | None
    lang: Language
    more: Mapping[str, Any] = {}
    executor: Callable[[], Executor] | None = None


Result = TypeVar("Result")


def answer(how: Answer, conclude: Callable[[Store, Path | None], Result]) -> Result:
    """Run what is not yet on disk and return what it comes to.

    Parameters
    ----------
    conclude : from the store, and the folder of the results if they are kept

    Raises
    ------
    OutputError : the folder cannot be written
    BereikError : a replicate raised, or workers died again and again; what is finished stays
    """
    asked = _experiment(how)
    with folder_of(how.out) as folder:
        failures = run_missing(
            asked, folder, workers=how.workers, executor=how.executor, listener=how.listener, lang=how.lang
        )
        if failures:
            raise _failed(failures, how.lang)
        found = gather(asked, folder, failures, how.lang)
        return conclude(Store(found.plan, folder), None if how.out is None else folder)


def _experiment(how: Answer) -> Experiment:
    """Return the experiment that asks this."""
    job = how.job
    scenarios = dict(zip(job.labels, job.scenarios[: job.shown], strict=False))
    form = kind_of(how.kind).form(
        kind=how.kind, scenarios=tuple(scenarios), residents=job.residents, weeks=job.weeks,
        burn_in=job.burn_in, replicates=job.replicates, seed=job.seed, **how.more,
    )
    draws = read_draws(form.posterior, how.lang) if form.posterior else None
    return Experiment(f"{how.kind}-{job.labels[0]}", form, scenarios, {}, draws)


@contextmanager
def folder_of(out: str | Path | None) -> Iterator[Path]:
    """Give the folder for results, or one that is gone afterwards where nothing is to be kept."""
    if out is not None:
        yield Path(out)
        return
    with tempfile.TemporaryDirectory(prefix="bereik-") as folder:
        yield Path(folder)


_FAILED: dict[Language, str] = {
    "nl": (
        "{n} herhalingen liepen vast, de eerste met seed {seed}: {why}. "
        "Dezelfde opdracht probeert ze opnieuw."
    ),
    "en": "{n} replicates raised, the first with seed {seed}: {why}. The same command tries them again.",
}


def _failed(failures: tuple[Failure, ...], lang: Language) -> BereikError:
    run, why = failures[0]
    last = why.strip().splitlines()[-1]
    return BereikError(_FAILED[lang].format(n=len(failures), seed=run.seed, why=last))

"""Experiments that a command or a script asks for in so many words, where no file says them.

They are the same as those from files, in the same store: stopped, gone on with, listed and repeated alike.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from bereik.errors import BereikError
from bereik.experiments.draws import read_draws
from bereik.experiments.experiment import Failure, gather, run_missing, store_of
from bereik.experiments.forms import Experiment
from bereik.experiments.job import Job
from bereik.experiments.kinds import kind_of
from bereik.experiments.listener import Listener
from bereik.experiments.store import Store
from bereik.experiments.wording import Language


class Means(NamedTuple):
    """What a question is worked out with.

    Attributes
    ----------
    out : folder of the results; None keeps nothing
    workers, executor, listener : see `bereik.experiments.experiment.experiment`
    lang : language of the mistakes
    """

    out: str | Path | None
    workers: int | None
    executor: Callable[[], Executor] | None
    listener: Listener | None
    lang: Language


def asked_of(
    kind: str, job: Job, lang: Language, posterior: str | Path | None = None, **more: Any
) -> Experiment:
    """Return the experiment of a kind about the scenarios of a job, at its size.

    Parameters
    ----------
    posterior : a sample of what is not known: replicate r of every scenario takes its row r
    more : what the form of the kind says beside

    Raises
    ------
    ParameterError : no such sample, or too few draws in it
    """
    scenarios = dict(zip(job.labels, job.scenarios[: job.shown], strict=False))
    source = "" if posterior is None else str(posterior)
    its_kind = kind_of(kind)
    form = its_kind.form(kind=kind, scenarios=tuple(scenarios), posterior=source, **job.size, **more)
    draws = None
    if posterior is not None:
        draws = read_draws(posterior, lang, sets=its_kind.sets).first(job.replicates, lang)
    return Experiment(f"{kind}-{job.labels[0]}", form, scenarios, {}, draws)


Result = TypeVar("Result")


def answer(asked: Experiment, means: Means, conclude: Callable[[Store, Path | None], Result]) -> Result:
    """Run what is not yet on disk and return what it comes to.

    Parameters
    ----------
    conclude : from the store, and the folder of the results if they are kept

    Raises
    ------
    OutputError : the folder cannot be written
    BereikError : a replicate raised, or workers died again and again; what is finished stays
    """
    with _folder_of(means.out) as folder:
        failures = run_missing(
            asked, folder, workers=means.workers, executor=means.executor, listener=means.listener,
            lang=means.lang,
        )
        if failures:
            raise _failed(failures, means.lang)
        found = gather(asked, folder, failures, means.lang)
        return conclude(store_of(found.plan, folder), None if means.out is None else folder)


@contextmanager
def _folder_of(out: str | Path | None) -> Iterator[Path]:
    """Give the folder for results, or one that is gone afterwards where nothing is to be kept."""
    if out is not None:
        yield Path(out)
        return
    with tempfile.TemporaryDirectory(prefix="bereik-") as folder:
        yield Path(folder)


_FAILED: dict[Language, tuple[str, str]] = {
    "nl": (
        "Een herhaling liep vast, die met seed {seed}: {why}. Dezelfde opdracht probeert haar opnieuw.",
        "{n} herhalingen liepen vast, de eerste met seed {seed}: {why}. "
        "Dezelfde opdracht probeert ze opnieuw.",
    ),
    "en": (
        "A replicate raised, that with seed {seed}: {why}. The same command tries it again.",
        "{n} replicates raised, the first with seed {seed}: {why}. The same command tries them again.",
    ),
}


def _failed(failures: tuple[Failure, ...], lang: Language) -> BereikError:
    first, n = failures[0], len(failures)
    return BereikError(_FAILED[lang][n > 1].format(n=n, seed=first.run.seed, why=first.last_line))

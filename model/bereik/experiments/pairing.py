"""What it gains that scenarios share people and luck: variances of differences, unpaired over paired."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bereik.experiments.asked import check_whole
from bereik.experiments.called import Means, answer, asked_of
from bereik.experiments.job import BURN_IN, WEEKS, Job, against, prepare
from bereik.experiments.listener import Listener
from bereik.experiments.studies import kept_as, lines
from bereik.experiments.values import Key, values_of
from bereik.experiments.wording import checked_language
from bereik.measures.intervals import Interval, paired_interval, pairing_gain, spread_interval

if TYPE_CHECKING:
    from bereik.experiments.store import Store

FIRST: Final = "loket-only"
OTHERS: Final = ("outreach", "gemengd", "vroegsignalering", "eigen-kracht")
MEASURES: Final = ("reach_52", "concentration_index", "cost_unmet")
RESIDENTS, REPLICATES, FEWEST = 5000, 64, 3
FILE: Final = "pairing.csv"
COLUMNS: Final = (
    "contrast", "measure", "difference", "difference_low", "difference_high", "gain", "gain_low", "gain_high",
    "replicates", "residents", "weeks", "burn_in",
)  # fmt: skip


class Gain(NamedTuple):
    """What pairs gain for one measure of one contrast.

    Attributes
    ----------
    scenario : that is set against the first
    difference : of the measure, over pairs
    gain : variance of the difference without pairs ÷ that with pairs
    """

    scenario: str
    measure: str
    difference: Interval
    gain: Interval


@dataclass(frozen=True, slots=True)
class Pairing:
    """The gains of all contrasts, and what they rest on.

    Attributes
    ----------
    job : scenarios, seeds and sizes; the others are set against the first
    outcome : the measure that the finding is about
    """

    gains: tuple[Gain, ...]
    job: Job
    outcome: str

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the scenarios, in order."""
        return self.job.labels[: self.job.shown]

    @property
    def measures(self) -> tuple[str, ...]:
        """Return the ids of the measures, in order."""
        return tuple(dict.fromkeys(g.measure for g in self.gains))

    def csv(self) -> str:
        """Return a line per contrast and measure."""
        return lines(COLUMNS, self.lines())

    def lines(self) -> Iterator[tuple[str | float, ...]]:
        """Yield the values of `COLUMNS`, per contrast and measure."""
        job = self.job
        rests_on = (job.replicates, job.residents, job.weeks, job.burn_in)
        for g in self.gains:
            contrast = against(g.scenario, self.names[0])
            yield (contrast, g.measure, *map(float, (*g.difference[:3], *g.gain[:3])), *rests_on)


def pairing(
    *,
    residents: int = RESIDENTS,
    weeks: int = WEEKS,
    burn_in: int = BURN_IN,
    replicates: int = REPLICATES,
    seed: int = 1,
    workers: int | None = None,
    executor: Callable[[], Executor] | None = None,
    out: str | Path | None = None,
    lang: str = "en",
    listener: Listener | None = None,
    posterior: str | Path | None = None,
) -> Pairing:
    """Return how much more sure a difference is because scenarios share people and luck.

    Four policies against `loket-only`, in the gemeente of `loket-only`. Other policies and measures: an
    experiment file of kind ``pairing``.

    Parameters
    ----------
    residents, weeks, burn_in : size of every world and its time
    replicates, seed : pairs, at least 3; and the first seed
    workers, executor, listener : see `bereik.experiments.experiment.experiment`
    out : folder for ``pairing.csv`` and the results of each seed; None keeps nothing
    lang : language in which mistakes are told
    posterior : a sample of what is not known: replicate r of every scenario takes its row r, so pairs share
        the unknown numbers too

    Raises
    ------
    BereikError : a number or folder that will not do
    """
    language = checked_language(lang)
    check_whole("--replicates", replicates, FEWEST, language)
    job = prepare(
        (FIRST, *OTHERS), gemeente=FIRST, residents=residents, weeks=weeks, burn_in=burn_in,
        replicates=replicates, seed=seed, lang=language,
    )
    asked = asked_of("pairing", job, language, posterior)
    return answer(asked, Means(out, workers, executor, listener, language), kept_as(FILE, found_in))


def found_in(store: Store) -> Pairing:
    """Return what pairs gain, over the seeds that lie in a store.

    Raises
    ------
    OutputError : a file cannot be read
    """
    plan, job = store.plan, store.plan.jobs[0]
    first, *others = job.labels[: job.shown]
    at = values_of(store, [Key(name, m) for name in (first, *others) for m in plan.measures])
    unknown = np.full((1, plan.replicates), np.nan)
    interval = paired_interval if job.draws is None else spread_interval
    gains: list[Gain] = []
    for name in others:
        for m in plan.measures:
            a, b = (at.get(Key(label, m), unknown)[0].tolist() for label in (first, name))
            difference = interval([y - x for x, y in zip(a, b, strict=True)])
            gains.append(Gain(name, m, difference, pairing_gain(a, b)))
    return Pairing(tuple(gains), job, plan.form.outcome)

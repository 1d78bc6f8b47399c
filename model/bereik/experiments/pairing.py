"""What it gains that scenarios share people and luck: variances of differences, unpaired over paired."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from bereik.experiments import blocks
from bereik.experiments.asked import check_whole
from bereik.experiments.compare import BURN_IN, REFERENCE, WEEKS, prepare
from bereik.experiments.runner import Listener
from bereik.experiments.studies import Means, lines, read_from
from bereik.experiments.wording import checked_language
from bereik.measures.intervals import Interval, paired_interval, pairing_gain

if TYPE_CHECKING:
    from bereik.records import Records

FIRST: Final = "loket-only"
OTHERS: Final = ("outreach", "gemengd", "vroegsignalering", "eigen-kracht")
MEASURES: Final = ("reach_52", "concentration_index", "cost_unmet")
RESIDENTS, REPLICATES = 5000, 64
FILE: Final = "pairing.csv"
_COLUMNS: Final = (
    "contrast", "measure", "difference", "difference_low", "difference_high", "gain", "gain_low", "gain_high",
    "replicates", "residents", "weeks", "burn_in",
)  # fmt: skip


class Gain(NamedTuple):
    """What pairs gain for one measure of one contrast.

    Attributes
    ----------
    scenario : that is set against `FIRST`
    difference : of the measure, over pairs
    gain : variance of the difference without pairs ÷ that with pairs
    """

    scenario: str
    measure: str
    difference: Interval
    gain: Interval


@dataclass(frozen=True, slots=True)
class Pairing:
    """The gains of all contrasts, and the size of what they rest on."""

    gains: tuple[Gain, ...]
    residents: int
    weeks: int
    burn_in: int
    replicates: int

    def csv(self) -> str:
        """Return a line per contrast and measure."""
        rests_on = (self.replicates, self.residents, self.weeks, self.burn_in)
        rows = [
            (f"{g.scenario} - {FIRST}", g.measure, *map(float, (*g.difference[:3], *g.gain[:3])), *rests_on)
            for g in self.gains
        ]
        return lines(_COLUMNS, rows)


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
) -> Pairing:
    """Return how much more sure a difference is because scenarios share people and luck.

    Four policies against `loket-only`, in the gemeente of `loket-only`.

    Parameters
    ----------
    residents, weeks, burn_in : size of every world and its time
    replicates, seed : pairs, at least 3; and the first seed
    workers, executor, listener : see `bereik.experiments.runner.run`
    out : folder for ``pairing.csv`` and the figures of each seed; None keeps nothing
    lang : language in which mistakes are told

    Raises
    ------
    BereikError : a number or folder that will not do
    """
    language = checked_language(lang)
    check_whole("--replicates", replicates, 3, language)
    job = prepare(
        (FIRST, *OTHERS), gemeente=FIRST, residents=residents, weeks=weeks, burn_in=burn_in,
        replicates=replicates, seed=seed, lang=language,
    )
    means = Means(workers, executor, listener, language)
    with tempfile.TemporaryDirectory(prefix="bereik-") if out is None else nullcontext(out) as folder:
        told = read_from("pairing", job, _measured, Path(folder), means)
    gains: list[Gain] = []
    for name in OTHERS:
        for measure in MEASURES:
            a, b = told[f"{FIRST}:{measure}"], told[f"{name}:{measure}"]
            difference = paired_interval([y - x for x, y in zip(a, b, strict=True)])
            gains.append(Gain(name, measure, difference, pairing_gain(a, b)))
    found = Pairing(tuple(gains), job.residents, weeks, burn_in, replicates)
    if out is not None:
        blocks.write_text(Path(out) / FILE, found.csv())
    return found


def _measured(runs: Mapping[str, Records]) -> dict[str, float]:
    """Return the measures of each policy, of one seed."""
    from bereik.measures import measure

    return {
        f"{name}:{m.measure}": m.value
        for name in (FIRST, *OTHERS)
        for m in measure(runs[name], runs[REFERENCE])
        if not m.group and m.measure in MEASURES
    }

"""One run of one scenario, as DataFrames to look into."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bereik.errors import check_known
from bereik.experiments.asked import check_followed
from bereik.experiments.job import BURN_IN, WEEKS, prepare
from bereik.experiments.wording import checked_language
from bereik.measures.catalogue import registry

if TYPE_CHECKING:
    import pandas as pd

    from bereik.experiments.job import Job
    from bereik.measures import Measure
    from bereik.records import Records
    from bereik.scenarios import Scenario


@dataclass(frozen=True)
class Run:
    """What one run wrote, as pandas DataFrames (columns: `bereik.records`), and its measures.

    Attributes
    ----------
    scenario : what was run
    seed : the replicate
    records : the records as NumPy tables
    measured : the measures, one by one
    """

    scenario: Scenario
    seed: int
    records: Records
    measured: tuple[Measure, ...]

    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Return all records as DataFrames, by name."""
        return self.records.frames()

    @property
    def spells(self) -> pd.DataFrame:
        """Return the need spells."""
        return self.frames["spells"]

    @property
    def weekly(self) -> pd.DataFrame:
        """Return the counts by week and wijk."""
        return self.frames["weekly"]

    @property
    def services(self) -> pd.DataFrame:
        """Return the books by week and service."""
        return self.frames["services"]

    @property
    def costs(self) -> pd.DataFrame:
        """Return the costs in eurocents by week, service, ledger and payer."""
        return self.frames["costs"]

    @property
    def residents(self) -> pd.DataFrame:
        """Return who lives there."""
        return self.frames["residents"]

    @property
    def trace(self) -> pd.DataFrame:
        """Return the lives of the residents who were followed."""
        return self.frames["trace"]

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Return the measures: columns measure, group, value, unit."""
        import pandas as pd

        return pd.DataFrame(self.measured)

    def value(self, measure: str, group: str = "") -> float:
        """Return one measure; NaN where nothing could be counted.

        Raises
        ------
        ParameterError : no measure of that name
        """
        values = {m.group: m.value for m in self.measured if m.measure == measure}
        if not values:
            check_known(measure, registry(), "a measure")
        return values.get(group, math.nan)


def run(
    scenario: str | Path | Scenario,
    *,
    seed: int = 1,
    gemeente: str | Path | Scenario | None = None,
    residents: int | None = None,
    weeks: int = WEEKS,
    burn_in: int = BURN_IN,
    follow: Sequence[int] = (),
    lang: str = "en",
    progress: Callable[[float], None] | None = None,
) -> Run:
    """Run one scenario once, and the run without services beside it, and return what happened.

    Parameters
    ----------
    scenario : a name, a file or a scenario
    seed : the replicate, 0 or more
    gemeente : whose ``[gemeente]`` table is used; left out: the scenario's own
    residents : adults; left out: as the gemeente says
    weeks, burn_in : observed weeks of policy, and weeks of the current policy before
    follow : residents whose life is written to ``trace``
    lang : language in which mistakes are told
    progress : called with the share that is done, 0..1

    Raises
    ------
    BereikError : a scenario or number that will not do
    """
    language = checked_language(lang)
    job = prepare(
        [scenario],
        gemeente=gemeente,
        residents=residents,
        weeks=weeks,
        burn_in=burn_in,
        replicates=1,
        seed=seed,
        least=1,
        lang=language,
    )
    check_followed(follow, job.residents, language)
    return run_job(job, follow, progress)


def run_job(job: Job, follow: Sequence[int] = (), progress: Callable[[float], None] | None = None) -> Run:
    """Run the first scenario of a job once, beside the same people without professional services."""
    from bereik.engine import simulate
    from bereik.measures import measure

    records = simulate(
        job.scenarios,
        job.seed,
        residents=job.residents,
        weeks=job.weeks,
        burn_in=job.burn_in,
        follow=tuple(follow),
        progress=progress,
    )
    measured = tuple(measure(records[0], records[job.references[0]]))
    return Run(job.scenarios[0], job.seed, records[0], measured)

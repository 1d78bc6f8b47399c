"""One run of one scenario, as DataFrames to look into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bereik.experiments.compare import BURN_IN, WEEKS, prepare

if TYPE_CHECKING:
    import pandas as pd

    from bereik.experiments.wording import Language
    from bereik.records import Records
    from bereik.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Run:
    """What one run wrote, as pandas DataFrames (columns: `bereik.records`), and its measures.

    Attributes
    ----------
    scenario : what was run
    seed : the replicate
    spells, weekly, services, costs, residents, trace : the records
    measures : columns measure, group, value, unit
    records : the same records as NumPy tables
    """

    scenario: Scenario
    seed: int
    spells: pd.DataFrame
    weekly: pd.DataFrame
    services: pd.DataFrame
    costs: pd.DataFrame
    residents: pd.DataFrame
    trace: pd.DataFrame
    measures: pd.DataFrame
    records: Records

    def value(self, measure: str, group: str = "") -> float:
        """Return one measure; NaN where it does not exist."""
        m: Any = self.measures
        found = m[(m["measure"] == measure) & (m["group"] == group)]["value"]
        return float(found.iloc[0]) if len(found) else float("nan")


def run(
    scenario: str | Path | Scenario,
    *,
    seed: int = 1,
    gemeente: str | Path | Scenario | None = None,
    residents: int | None = None,
    weeks: int = WEEKS,
    burn_in: int = BURN_IN,
    follow: Sequence[int] = (),
    lang: Language = "en",
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

    Raises
    ------
    BereikError : a scenario or number that will not do
    """
    import pandas as pd

    from bereik.engine import simulate
    from bereik.measures import measure

    job = prepare(
        [scenario],
        gemeente=gemeente,
        residents=residents,
        weeks=weeks,
        burn_in=burn_in,
        replicates=1,
        seed=seed,
        least=1,
        lang=lang,
    )
    records = simulate(
        job.scenarios, seed, residents=job.residents, weeks=weeks, burn_in=burn_in, follow=tuple(follow)
    )
    rows = measure(records[0], records[job.references[0]])
    return Run(
        scenario=job.scenarios[0],
        seed=seed,
        measures=pd.DataFrame(rows),
        records=records[0],
        **records[0].frames(),
    )

"""What is measured of a run: what the answer needs, and reach of the lowest tenth of doenvermogen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bereik.experiments.kinds.allocation.form import OBJECTIVES, AllocationForm, objectives_of
from bereik.experiments.runner import Job
from bereik.vocabulary import UNMET_ROWS

if TYPE_CHECKING:
    from bereik.measures import Measure
    from bereik.records import Records


def measures_of(form: AllocationForm) -> list[str]:
    """Return the measures that the answer needs."""
    beside = ["cost_programme", "waiting_per_1000"]
    if form.question == "divide":
        names = [*objectives_of(form), form.equity]
        return [*(OBJECTIVES[name].measure for name in names), *beside]
    unmet = [f"unmet_{row}_per_1000" for row in UNMET_ROWS]
    return [form.outcome, "reached", *beside, *(unmet if form.question == "full-reach" else [])]


def measured(job: Job, records: Sequence[Records]) -> Iterator[tuple[str, list[Measure]]]:
    """Yield the measures of the division: the whole, and reach of the lowest tenth of doenvermogen."""
    from bereik.measures import measure

    of_tenth = OBJECTIVES["lowest_tenth"]
    rows = measure(records[0], records[job.references[0]])
    kept = [m for m in rows if not m.group or (m.measure, m.group) == of_tenth[:2]]
    yield job.labels[0], kept

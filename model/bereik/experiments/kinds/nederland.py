"""Kind ``nederland``: every gemeente of a file of CBS, one a block, the largest first.

No file of an experiment says it: `bereik.experiments.nederland` makes it from a file of CBS.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import Field

from bereik.experiments import runner
from bereik.experiments.forms import Form
from bereik.experiments.kinds import Kind
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job
from bereik.experiments.summary import summarise_points
from bereik.services.mistakes import Mistake

if TYPE_CHECKING:
    from bereik.measures import Measure
    from bereik.records import Records
    from bereik.scenarios import Scenario

_QUICK: dict[str, Any] = {}
FEWEST = 2500  # adults of a sample: in fewer a desk has no time for a whole conversation


class NederlandForm(Form):
    """What is asked of the gemeenten of a file.

    Attributes
    ----------
    file : name of the file of CBS
    residents_share : of the adults of each gemeente that are simulated; `FEWEST`, or all, where that is less
    """

    file: str = ""
    residents_share: float = Field(1.0, gt=0, le=1)


def mistakes(form: NederlandForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return nothing: what is asked was checked when it was made."""
    return []


def plan(form: NederlandForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return a point per gemeente, the largest first, so that no long one is left for the end."""
    sized = [replace(job, residents=sampled(job.residents, form.residents_share)) for job in jobs]
    order = sorted(range(len(sized)), key=lambda k: (-sized[k].residents, places[k]))
    return Plan(
        "nederland",
        tuple(sized[k] for k in order),
        tuple(places[k] for k in order),
        measures=form.measures,
        groups=form.groups,
        runs_per_block=1,
    )


def measured(job: Job, records: Sequence[Records]) -> Iterator[tuple[str, list[Measure]]]:
    """Yield the measures of the scenarios that are compared, and of each other against the first."""
    return runner.measured(job, records, references=False)


def sampled(adults: int, share: float) -> int:
    """Return how many of the adults of a gemeente are simulated."""
    return min(adults, max(round(share * adults), FEWEST))


KIND = Kind(
    form=NederlandForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured,
    summarise=summarise_points,
)  # fmt: skip

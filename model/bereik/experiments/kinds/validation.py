"""Kind ``validation``: the model beside published patterns.

    kind = "validation"
    replicates = 30                          # seeds; the runs that the patterns need belong to the kind
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import Field

from bereik.experiments.forms import Form
from bereik.experiments.kinds import Kind
from bereik.experiments.kinds.of_worlds import not_said
from bereik.experiments.patterns import QUICK_RESIDENTS, QUICK_SEEDS, SEEDS, figures_of, found_in, job_for
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job
from bereik.experiments.store import write_table
from bereik.experiments.studies import lived
from bereik.measures import Measure
from bereik.measures.patterns import BASE
from bereik.services.mistakes import Mistake, mistake

if TYPE_CHECKING:
    from bereik.experiments.store import Store
    from bereik.records import Records
    from bereik.scenarios import Scenario

_QUICK: dict[str, Any] = {"residents": QUICK_RESIDENTS, "replicates": QUICK_SEEDS}


class ValidationForm(Form):
    """What a file of kind ``validation`` can say."""

    scenarios: tuple[str, ...] = (BASE,)
    replicates: int = Field(SEEDS, ge=1, le=1_000_000)


def mistakes(form: ValidationForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong: the runs belong to the kind, and it is about one gemeente."""
    wrong = not_said(form, ("scenarios", "measures", "groups", "outcome"))
    if len(form.gemeenten) > 1:
        wrong.append(mistake(("gemeenten",), "one-gemeente", value=len(form.gemeenten)))
    return wrong


def plan(form: ValidationForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return a run a seed: all that the patterns need."""
    return Plan("validation", (job_for(jobs[0]),), places)


def measured(job: Job, told: Mapping[str, Records]) -> Iterable[tuple[str, list[Measure]]]:
    """Yield the figure of every pattern for one seed."""
    yield BASE, [Measure(name, "", value, "") for name, value in figures_of(told).items()]


def summarise(store: Store) -> None:
    """Write ``summary.parquet``: what each pattern comes to."""
    import pyarrow as pa

    summary: Any = found_in(store).summary
    write_table(store.out / "summary.parquet", pa.Table.from_pandas(summary, preserve_index=False))


KIND = Kind(
    form=ValidationForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise,
    records=lived,
)  # fmt: skip

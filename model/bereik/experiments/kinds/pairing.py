"""Kind ``pairing``: how much surer a difference is because scenarios share people and luck.

    kind = "pairing"
    scenarios = ["loket-only", "outreach", "gemengd"]     # the others are set against the first
    measures = ["reach_52", "cost_unmet"]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from bereik.experiments.forms import Form
from bereik.experiments.kinds import Kind
from bereik.experiments.kinds.of_worlds import not_said
from bereik.experiments.pairing import (
    COLUMNS,
    FEWEST,
    FIRST,
    MEASURES,
    OTHERS,
    REPLICATES,
    RESIDENTS,
    found_in,
)
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job
from bereik.experiments.store import write_rows
from bereik.services.mistakes import Mistake, mistake

if TYPE_CHECKING:
    from bereik.experiments.store import Store
    from bereik.measures import Measure
    from bereik.records import Records
    from bereik.scenarios import Scenario

_QUICK: dict[str, Any] = {"residents": 2000, "weeks": 104, "replicates": 16}


class PairingForm(Form):
    """What a file of kind ``pairing`` can say."""

    scenarios: tuple[str, ...] = (FIRST, *OTHERS)
    residents: Annotated[int, Field(ge=1, le=10_000_000)] | None = RESIDENTS
    replicates: int = Field(REPLICATES, ge=FEWEST, le=1_000_000)
    measures: tuple[str, ...] = MEASURES


def mistakes(form: PairingForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong: a contrast asks for two scenarios, in one gemeente."""
    wrong = not_said(form, ("groups",))
    if len(form.scenarios) < 2:
        wrong.append(mistake(("scenarios",), "too-few-scenarios", value=len(form.scenarios), low=2))
    if len(form.gemeenten) > 1:
        wrong.append(mistake(("gemeenten",), "one-gemeente", value=len(form.gemeenten)))
    return wrong


def plan(form: PairingForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return a run a seed: all scenarios, of which the measures asked for are kept.

    However it was named, the gemeente is called alike: a file and `bereik pairing` find one another's runs.
    """
    place = jobs[0].scenarios[0].gemeente.archetype
    return Plan("pairing", jobs, (place,), measures=form.measures or MEASURES)


def measured(job: Job, records: Sequence[Records]) -> Iterator[tuple[str, list[Measure]]]:
    """Yield the measures of each scenario; what differs within a seed is worked out from them."""
    from bereik.measures import measure

    for k, label in enumerate(job.labels[: job.shown]):
        yield label, measure(records[k], records[job.references[k]])


def summarise(store: Store) -> None:
    """Write ``summary.parquet``: the lines of ``pairing.csv``."""
    write_rows(store.out / "summary.parquet", COLUMNS, list(found_in(store).lines()))


KIND = Kind(
    form=PairingForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise,
    over="told",
)  # fmt: skip

"""Kind ``assumptions``: which assumption of a policy note takes what of the reach that it promises.

    kind = "assumptions"
    scenarios = ["loket-only", "outreach"]   # the second may be left out: from where on is it better?
    steps = 4                                # from nobody to everybody, for whom one assumption holds
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from bereik.experiments.assumptions import STEPS, all_views, divided
from bereik.experiments.forms import Form
from bereik.experiments.kinds import Kind
from bereik.experiments.kinds.of_worlds import measured, write_summary, wrong_worlds
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job
from bereik.experiments.worlds import QUICK_REPLICATES, QUICK_RESIDENTS, QUICK_WEEKS, lived
from bereik.services.mistakes import Mistake

if TYPE_CHECKING:
    from bereik.experiments.store import Store
    from bereik.scenarios import Scenario

_QUICK: dict[str, Any] = {
    "residents": QUICK_RESIDENTS, "weeks": QUICK_WEEKS, "replicates": QUICK_REPLICATES, "steps": 2,
}  # fmt: skip


class AssumptionsForm(Form):
    """What a file of kind ``assumptions`` can say."""

    steps: Annotated[int, Field(ge=1, le=20)] = STEPS


def mistakes(form: AssumptionsForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong: it is about one policy, or one and another, in one gemeente."""
    return wrong_worlds(form, most=2)


def plan(form: AssumptionsForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return a run a seed: all world views."""
    return Plan("assumptions", (all_views(jobs[0], form.steps),), places, groups=True)


def summarise(store: Store) -> None:
    """Write ``summary.parquet``: what each assumption takes."""
    write_summary(store, divided)


KIND = Kind(
    form=AssumptionsForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise,
    records=lived, sets=("views",),
)  # fmt: skip

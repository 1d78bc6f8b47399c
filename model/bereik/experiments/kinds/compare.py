"""Kind ``compare``: scenarios × gemeenten × replicates, paired.

    kind = "compare"
    scenarios = ["loket-only", "outreach"]
    gemeenten = ["kleinstedelijk", "grootstedelijk"]
    replicates = 20
    precision = 0.01          # stop earlier where the difference is this sure: half its interval
    records = true            # keep the records of all runs, beside the measures
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import Field

from bereik.experiments.forms import Form
from bereik.experiments.kinds import Kind
from bereik.experiments.plan import Plan
from bereik.experiments.precision import is_reached, level_at, looks
from bereik.experiments.runner import Job, against, measured
from bereik.experiments.store import Store
from bereik.experiments.summary import summarise_points
from bereik.experiments.values import Key, are_there, values_of
from bereik.measures.catalogue import registry
from bereik.measures.intervals import LEVEL, paired_interval
from bereik.services.mistakes import Mistake, mistake

if TYPE_CHECKING:
    from bereik.scenarios import Scenario

_WIDEST = 0.1  # half an interval of a share: what is wider was meant in percentage points
_QUICK: dict[str, Any] = {"residents": 4000, "weeks": 104, "replicates": 8}


class CompareForm(Form):
    """What a file of kind ``compare`` can say."""

    groups: bool = True
    records: bool = False
    precision: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None


def mistakes(form: CompareForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong: one scenario is no comparison."""
    wrong: list[Mistake] = []
    if len(scenarios) < 2:
        wrong.append(mistake(("scenarios",), "too-few-scenarios", value=len(scenarios), low=2))
    if form.precision is not None and form.replicates < 2:
        wrong.append(mistake(("replicates",), "precision-alone", value=form.replicates))
    if form.precision is not None and form.precision > _WIDEST and registry()[form.outcome].unit == "share":
        wrong.append(mistake(("precision",), "precision-of-a-share", value=form.precision, high=_WIDEST))
    if form.precision is not None and form.posterior:
        wrong.append(mistake(("precision",), "precision-of-draws"))
    return wrong


def plan(form: CompareForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return a point per gemeente."""
    return Plan(
        "compare", jobs, places, measures=form.measures, groups=form.groups, records=form.records
    )


def asked(store: Store) -> np.ndarray | None:
    """Return how many replicates each gemeente is to have: more while its outcome is not precise enough."""
    plan = store.plan
    precision = plan.form.precision
    if precision is None:
        return None
    there, differences = are_there(store), _differences(store)
    wanted, level = np.zeros(plan.points, int), level_at(len(looks(plan.replicates)))
    unsure = np.ones(plan.points, bool)
    for look in looks(plan.replicates):
        wanted[unsure] = look
        if not there[unsure, :look].all():
            break  # these are to be run first
        for point in np.flatnonzero(unsure):
            told = [paired_interval(at[point, :look], level) for at in differences]
            unsure[point] = not is_reached(told, precision)
        if not unsure.any():
            break
    return wanted


def _differences(store: Store) -> list[np.ndarray]:
    """Return per scenario set against the first the outcome's difference (points, replicates)."""
    job, outcome = store.plan.jobs[0], store.plan.form.outcome
    first, *others = (Key(name, outcome) for name in job.labels[: job.shown])
    stored = [Key(against(b.scenario, first.scenario), outcome) for b in others]
    at = values_of(store, [first, *others, *stored])
    nothing = np.full((store.plan.points, store.plan.replicates), math.nan)
    with np.errstate(invalid="ignore"):
        return [
            at[difference] if difference in at else at.get(b, nothing) - at.get(first, nothing)
            for b, difference in zip(others, stored, strict=True)
        ]


def summarise(store: Store) -> None:
    """Write ``summary.parquet``; where was looked more than once, the intervals are as wide as that asks."""
    plan = store.plan
    summarise_points(store, LEVEL if plan.form.precision is None else level_at(len(looks(plan.replicates))))


KIND = Kind(
    form=CompareForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise,
    asked=asked,
)  # fmt: skip

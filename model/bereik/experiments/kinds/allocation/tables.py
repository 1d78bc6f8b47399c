"""What every table of an allocation has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bereik.experiments.kinds.allocation.design import design_of
from bereik.experiments.kinds.allocation.form import services_of
from bereik.experiments.runner import Job
from bereik.experiments.store import Store
from bereik.measures.intervals import Interval, paired_interval, spread_interval


def columns_of(store: Store) -> dict[str, Any]:
    """Return what every candidate is: its fte and its price."""
    design, plan = design_of(store), store.plan
    names = services_of(plan.form, plan.jobs[0].scenarios[0])
    fte = {name: [own[k] for own in design.fte] for k, name in enumerate(names)}
    return {"point": range(design.candidates)} | fte | {"cents_a_week": design.cents}


def interval_of(job: Job) -> Callable[..., Interval]:
    """Return what makes an interval of replicates: where they draw what is not known, it holds the draws."""
    return paired_interval if job.draws is None else spread_interval

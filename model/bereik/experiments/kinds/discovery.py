"""Kind ``discovery``: where in the ranges an outcome, or the difference of two scenarios, is of interest.

    kind = "discovery"
    scenarios = ["loket-only", "outreach"]
    outcome = "reach_52"
    below = 0.0                              # of interest: where the second reaches fewer
    method = "prim"
    factors = ["seeking", "trust.gain"]      # themes and numbers of the book, over their ranges; or ["all"]
    points = 200

    [vary."services.outreach.fte_per_10000"]    # levers too, or a range of your own
    low = 0.1
    high = 1.0
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import numpy as np
from pydantic import Field

from bereik.experiments.boxes import Box, HeldBack, Method, Step, Wanted, boxes, check_it_is_there, held_back
from bereik.experiments.forms import Form
from bereik.experiments.kinds import Kind
from bereik.experiments.kinds.sensitivity import DUMMY, ranges_of, wrong_factors
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job, against, measured
from bereik.experiments.store import write_rows
from bereik.experiments.summary import summarise_points
from bereik.experiments.varying import Number, Sample
from bereik.scenarios.change import is_whole
from bereik.services.mistakes import Mistake, mistake

if TYPE_CHECKING:
    from bereik.experiments.store import Store
    from bereik.scenarios import Scenario

_QUICK: dict[str, Any] = {"residents": 2000, "weeks": 78, "burn_in": 26, "replicates": 2, "points": 40}
BOXES = ("box", "factor", "low", "high", "quasi_p", "coverage", "density", "mass")
TRADEOFF = Step._fields
INTEREST = ("points", "of_interest", "clearly", "left_out", "held_back_inside", "held_back_of_interest")
_DESIGN = "latin-hypercube"
_MOST_SCENARIOS = 2


class DiscoveryForm(Form):
    """What a file of kind ``discovery`` can say."""

    method: Method = "prim"
    below: Number | None = None
    above: Number | None = None
    factors: tuple[str, ...] = ()
    points: Annotated[int, Field(ge=20, le=100_000)] = 200
    density: Annotated[float, Field(gt=0, le=1)] = 0.8
    mass: Annotated[float, Field(gt=0, lt=1)] = 0.05
    design_seed: Annotated[int, Field(ge=1, le=2**31)] = 1
    vary: dict[str, Any] = Field(default_factory=dict[str, Any])


def mistakes(form: DiscoveryForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong with the factors, and with what is of interest."""
    wrong = wrong_factors(form, _DESIGN, scenarios)
    if form.below is None and form.above is None:
        wrong.append(mistake((), "no-interest"))
    if form.below is not None and form.above is not None:
        wrong.append(mistake(("above",), "two-interests"))
    if len(form.scenarios) > _MOST_SCENARIOS:
        many: dict[str, Any] = {"value": len(form.scenarios), "high": _MOST_SCENARIOS}
        wrong.append(mistake(("scenarios",), "too-many-scenarios", **many))
    if len(form.gemeenten) > 1:
        wrong.append(mistake(("gemeenten",), "one-gemeente", value=len(form.gemeenten)))
    return wrong


def plan(form: DiscoveryForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return a Latin hypercube over the ranges, with a factor that does nothing."""
    from scipy.stats import qmc

    ranges = ranges_of(form, jobs[0].scenarios[0].gemeente.archetype) | {DUMMY: (0.0, 1.0)}
    unit = qmc.LatinHypercube(len(ranges), rng=form.design_seed).random(form.points)
    whole = tuple(is_whole(name) for name in ranges)
    design = Sample(unit, tuple(ranges.values()), whole)
    return Plan("discovery", jobs, places, tuple(ranges), design, form.measures or (form.outcome,))


# --- when all is there ---


class Asked(NamedTuple):
    """The outcome at the points that have all their seeds.

    Attributes
    ----------
    rows : of the summary, with the factors as columns
    interest : per row, whether its mean is of interest
    clearly : per row, whether its interval says so too
    left_out : how many points lack a seed, or have no outcome
    """

    rows: Any
    interest: np.ndarray
    clearly: np.ndarray
    left_out: int


def asked_of(store: Store) -> Asked:
    """Return where the outcome is of interest; the mean of a point that lacks a seed is over other luck."""
    import pandas as pd

    plan, form = store.plan, store.plan.form
    first, *others = plan.jobs[0].labels[: plan.jobs[0].shown]
    label = against(others[0], first) if others else first
    its_own = [("measure", "==", form.outcome), ("group", "==", ""), ("scenario", "==", label)]
    rows: Any = pd.read_parquet(store.out / "summary.parquet", filters=its_own)
    rows = rows[np.isfinite(rows["mean"]) & (rows["replicates"] == plan.replicates)]
    rows = rows.sort_values("point").reset_index(drop=True)
    if form.below is not None:
        interest, clearly = rows["mean"] < form.below, rows["high"] < form.below
    else:
        interest, clearly = rows["mean"] > form.above, rows["low"] > form.above
    return Asked(rows, interest.to_numpy(), clearly.to_numpy(), plan.points - len(rows))


def summarise(store: Store) -> None:
    """Write ``summary.parquet``, and where the outcome is of interest.

    ``boxes.parquet``: box × factor that it restricts. ``tradeoff.parquet``: the boxes on the way, or
    the leaves of the tree. ``interest.parquet``: one row, what it all rests on.
    """
    summarise_points(store)
    form, asked = store.plan.form, asked_of(store)
    x, wanted = asked.rows[list(store.plan.varied)], Wanted(form.density, form.mass)
    found, way = boxes(form.method, x, asked.interest, wanted)
    beyond = held_back(form.method, x, asked.interest, wanted) if found else HeldBack(0, 0)
    write_rows(store.out / "boxes.parquet", BOXES, _told(found))
    write_rows(store.out / "tradeoff.parquet", TRADEOFF, way)
    facts = (len(x), int(asked.interest.sum()), int(asked.clearly.sum()), asked.left_out, *beyond)
    write_rows(store.out / "interest.parquet", INTEREST, [facts])


def _told(found: Sequence[Box]) -> list[tuple[Any, ...]]:
    """Return a row for every factor that a box restricts."""
    return [
        (k, *limits, box.coverage, box.density, box.mass)
        for k, box in enumerate(found, 1)
        for limits in box.limits
    ]


KIND = Kind(
    form=DiscoveryForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise,
    check_needs=check_it_is_there,
    over="points",
)  # fmt: skip

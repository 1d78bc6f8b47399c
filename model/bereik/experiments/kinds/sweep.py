"""Kind ``sweep``: levers and numbers of the book, over a grid or a sample; seeds are shared over points.

    kind = "sweep"
    scenarios = ["loket-only", "loket-plus-outreach"]
    design = "latin-hypercube"
    points = 64

    [vary."services.outreach.fte_per_10000"]
    low = 0.1
    high = 1.0

    [vary."parameters.seeking.shame_weight"]     # the range of the book
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from bereik.experiments.forms import Form
from bereik.experiments.kinds import Kind
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job, measured
from bereik.experiments.summary import summarise_points
from bereik.experiments.varying import Rows, Sample, Vary, listed, range_of, wrong_variation
from bereik.scenarios.change import is_whole
from bereik.services.mistakes import Mistake, mistake

if TYPE_CHECKING:
    from bereik.scenarios import Scenario

_QUICK: dict[str, Any] = {"residents": 2000, "weeks": 104, "burn_in": 52, "replicates": 2}


class SweepForm(Form):
    """What a file of kind ``sweep`` can say."""

    design: Literal["factorial", "latin-hypercube", "sobol"] = "factorial"
    points: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    design_seed: Annotated[int, Field(ge=0, le=2**31)] = 1
    records: bool = False
    vary: dict[str, Any] = Field(default_factory=dict[str, Any])


def mistakes(form: SweepForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong with the design, and with each thing that varies at its ends."""
    wrong: list[Mistake] = []
    if not form.vary:
        wrong.append(mistake((), "nothing-varies"))
    for name, said in form.vary.items():
        wrong += [m.under("vary", name) for m in wrong_variation(form.design, name, said, scenarios)]
    if form.design == "factorial" and form.points is not None:
        wrong.append(mistake(("points",), "points-counted"))
    if form.design != "factorial" and form.points is None:
        wrong.append(mistake(("design",), "needs-points", value=form.design))
    if form.design == "sobol" and form.points is not None and form.points & (form.points - 1):
        low = 1 << (form.points.bit_length() - 1)
        wrong.append(mistake(("points",), "not-a-power", low=low, high=2 * low))
    return wrong


def plan(form: SweepForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return the design, in every gemeente."""
    varied = tuple(form.vary)
    variations = {name: Vary.model_validate(listed(said)) for name, said in form.vary.items()}
    design = _grid(variations) if form.design == "factorial" else _sample(form, variations)
    return Plan("sweep", jobs, places, varied, design, form.measures, form.groups, form.records)


def _grid(variations: Mapping[str, Vary]) -> Grid:
    return Grid(tuple(vary.values or () for vary in variations.values()))


def _sample(form: SweepForm, variations: Mapping[str, Vary]) -> Sample:
    from scipy.stats import qmc

    count = len(variations)
    sampler = qmc.Sobol if form.design == "sobol" else qmc.LatinHypercube
    unit = sampler(count, rng=form.design_seed).random(form.points or 1)
    ranges = [range_of(name, vary) for name, vary in variations.items()]
    whole = tuple(is_whole(name) for name in variations)
    return Sample(unit, tuple((low or 0, high or 0) for low, high in ranges), whole)


class Grid(Rows):
    """Every combination of values, made when it is asked for; the last varies quickest."""

    def __init__(self, values: tuple[tuple[Any, ...], ...]) -> None:
        self._values = values

    def __len__(self) -> int:
        return math.prod(len(values) for values in self._values)

    def row(self, index: int) -> tuple[Any, ...]:
        """Return a combination."""
        row: list[Any] = []
        for values in reversed(self._values):
            index, k = divmod(index, len(values))
            row.append(values[k])
        return tuple(reversed(row))


KIND = Kind(
    form=SweepForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise_points,
)  # fmt: skip

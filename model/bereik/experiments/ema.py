"""bereik as a model of the EMA workbench (the extra ``ema``), for those who drive it from there.

from ema_workbench import SequentialEvaluator
import bereik

model = bereik.ema_model("loket-only", "outreach", factors=["trust"], residents=1000)
with SequentialEvaluator(model) as evaluator:
    experiments, outcomes = evaluator.perform_experiments(scenarios=50)
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bereik.errors import ParameterError, ScenarioError, check_known
from bereik.experiments.boxes import quietly
from bereik.experiments.job import Job, against, measured, prepare
from bereik.experiments.kinds.sensitivity import ranges_of, wrong_factors
from bereik.experiments.plan import at
from bereik.measures.catalogue import registry
from bereik.scenarios.change import is_whole
from bereik.services.mistakes import section, tell

if TYPE_CHECKING:
    from ema_workbench import Model

    from bereik.scenarios import Scenario

_LEVERS = ("services", "regelingen")  # what a gemeente decides; all else is uncertain
_MOST_SCENARIOS = 2


class _Ranged(NamedTuple):
    """Factors and ranges of one's own, as a file names them."""

    factors: tuple[str, ...]
    vary: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """What the workbench calls: the outcomes at one point, a mean over shared seeds.

    Attributes
    ----------
    job : the scenarios, the size and the seeds
    label : in the results, of the scenario or the difference that is asked for
    outcomes : ids of measures
    """

    job: Job
    label: str
    outcomes: tuple[str, ...]

    def __call__(self, **values: Any) -> dict[str, float]:
        """Return the outcomes by name.

        Raises
        ------
        ScenarioError : values that do not go together
        """
        here = at(self.job, list(values), [_plain(name, value) for name, value in values.items()])
        seeds = [self._of_a_seed(here, seed) for seed in here.seeds]
        return {name: float(np.mean([told[name] for told in seeds])) for name in self.outcomes}

    def _of_a_seed(self, job: Job, seed: int) -> dict[str, float]:
        from bereik.engine import simulate

        size: dict[str, Any] = {"residents": job.residents, "weeks": job.weeks, "burn_in": job.burn_in}
        told = {
            (label, measure.measure): float(measure.value)
            for label, measures in measured(job, simulate(job.at(seed), seed, **size))
            for measure in measures
            if not measure.group
        }
        return {name: self._outcome(told, name) for name in self.outcomes}

    def _outcome(self, told: Mapping[tuple[str, str], float], name: str) -> float:
        """Return a measure of one scenario, or the difference of two on the same people and luck."""
        if (self.label, name) in told:
            return told[self.label, name]
        first, *others = (told.get((label, name), math.nan) for label in self.job.labels[: self.job.shown])
        return others[0] - first if others else first


def _plain(name: str, value: Any) -> Any:
    """Return a number of Python, whole where the lever counts so."""
    return int(value) if is_whole(name) else float(value)


def ema_model(
    *scenarios: str | Path | Scenario,
    factors: Sequence[str] = (),
    vary: Mapping[str, tuple[float, float] | None] | None = None,
    outcomes: Sequence[str] = ("reach_52",),
    gemeente: str | Path | Scenario | None = None,
    residents: int | None = None,
    weeks: int = 260,
    burn_in: int = 104,
    replicates: int = 4,
    seed: int = 1,
) -> Model:
    """Return a model of the EMA workbench.

    Numbers of the book are its uncertainties, levers of services and schemes its levers, each under
    the name that an experiment file gives it. An outcome has the id of its measure; of two scenarios it
    is the difference of the second with the first.

    Parameters
    ----------
    scenarios : one, or two
    factors : themes and numbers of the book, over its ranges; ``["all"]`` is all of it
    vary : lowest and highest by name, of levers or of one's own choice; None is the range of the book
    outcomes : ids of docs/measures.md
    replicates : seeds, the same at all points; an outcome is the mean over them

    Raises
    ------
    BereikError : a scenario, name or number that will not do, or ema_workbench is not installed
    """
    with quietly():
        from ema_workbench import IntegerParameter, Model, RealParameter, ScalarOutcome

    if not 1 <= len(scenarios) <= _MOST_SCENARIOS:
        many = len(scenarios)
        raise ParameterError(f"an EMA model is of one scenario, or of the difference of two: not {many}.")
    for name in outcomes:
        check_known(name, list(registry()), "a measure")
    job = prepare(
        scenarios, gemeente=gemeente, residents=residents, weeks=weeks, burn_in=burn_in,
        replicates=replicates, seed=seed, least=1,
    )  # fmt: skip
    shown: Any = job.labels[: job.shown]
    label = against(shown[1], shown[0]) if len(shown) > 1 else shown[0]
    model = Model("bereik", function=Point(job, label, tuple(outcomes)))
    parameters = [
        (IntegerParameter if is_whole(name) else RealParameter)(name, *ends)
        for name, ends in _ranges(job, factors, vary or {}).items()
    ]
    model.uncertainties = [p for p in parameters if p.name.partition(".")[0] not in _LEVERS]
    model.levers = [p for p in parameters if p.name.partition(".")[0] in _LEVERS]
    model.outcomes = [ScalarOutcome(name) for name in outcomes]
    return model


def _ranges(
    job: Job, factors: Sequence[str], vary: Mapping[str, tuple[float, float] | None]
) -> dict[str, tuple[float, float]]:
    """Return the range of all that varies, checked as that of an experiment file."""
    said = {name: dict(zip(("low", "high"), ends or (), strict=False)) for name, ends in vary.items()}
    asked = _Ranged(tuple(factors), said)
    wrong = wrong_factors(asked, "latin-hypercube", job.scenarios[: job.shown])
    if wrong:
        raise ScenarioError("\n".join(f"{section(m.path)}{tell(m)}" for m in wrong))
    return ranges_of(asked, job.scenarios[0].gemeente.archetype)

"""What a file of kind ``allocation`` can say, and what one may strive for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

from pydantic import Field

from bereik.experiments.forms import Form, Table

if TYPE_CHECKING:
    from bereik.scenarios import Scenario

QUICK: dict[str, Any] = {
    "residents": 1500, "weeks": 78, "burn_in": 26, "replicates": 8, "check": 8, "finalists": 4, "worlds": 0,
}  # fmt: skip
LOWEST_TENTH = "doenvermogen=1"

Number = Annotated[int | float, Field(ge=0, allow_inf_nan=False)]
Times = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Question = Literal["divide", "tipping-point", "full-reach"]


class Objective(NamedTuple):
    """What one may strive for: a measure, a group of it, and +1 where more is better, -1 where less is."""

    measure: str
    group: str
    sign: int


OBJECTIVES: Final = {
    "reach_26": Objective("reach_26", "", 1),
    "reach_52": Objective("reach_52", "", 1),
    "reach_104": Objective("reach_104", "", 1),
    "reach_full_52": Objective("reach_full_52", "", 1),
    "completeness": Objective("completeness", "", 1),
    "need_weeks_covered": Objective("need_weeks_covered", "", 1),
    "lowest_tenth": Objective("reach_52", LOWEST_TENTH, 1),
    "concentration_index": Objective("concentration_index", "", -1),
    "weeks_unhelped_104": Objective("weeks_unhelped_104", "", -1),
    "unmet_weeks_per_1000": Objective("unmet_weeks_per_1000", "", -1),
    "crises_per_1000": Objective("crises_per_1000", "", -1),
    "cost_unmet": Objective("cost_unmet", "", -1),
}


class AllocationForm(Form):
    """What a file of kind ``allocation`` can say."""

    question: Question = "divide"
    divide: dict[str, Any] = Field(default_factory=dict[str, Any])
    fte_per_10000: Number | None = None
    euros_per_10000: Number | None = None
    step: Annotated[int | float, Field(gt=0, allow_inf_nan=False)] = 1.0
    objectives: tuple[str, ...] = ("weeks_unhelped_104", "lowest_tenth", "cost_unmet")
    equity: Literal["lowest_tenth", "concentration_index"] = "lowest_tenth"
    floor: bool | Annotated[float, Field(ge=-1, le=1)] = True
    selection: Literal["halving", "all"] = "halving"
    finalists: Annotated[int, Field(ge=2, le=1000)] = 6
    check: Annotated[int, Field(ge=0, le=10_000)] | None = None
    worlds: Annotated[int, Field(ge=0, le=10_000)] = 0
    world_replicates: Annotated[int, Field(ge=1, le=10_000)] = 4
    factors: tuple[str, ...] = ("all",)
    design_seed: Annotated[int, Field(ge=1, le=2**31)] = 1
    times: Annotated[tuple[Times, ...], Field(min_length=2)] = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)

    @property
    def fresh(self) -> int:
        """Return how many seeds tell what the best does, after others chose it: as many, or as asked."""
        if self.question != "divide":
            return 0
        return self.replicates if self.check is None else self.check

    @property
    def seeds(self) -> int:
        """Return how many seeds the best is run with: those that chose it, and fresh ones."""
        return self.replicates + self.fresh


class Bounds(Table):
    """What one ``[divide.NAME]`` can say: what a service gets at least and at most, as the total has it."""

    least: Number = 0.0
    most: Number | None = None
    step: Annotated[int | float, Field(gt=0, allow_inf_nan=False)] | None = None


def lever(service: str) -> str:
    """Return the name under which the staff of a service varies."""
    return f"services.{service}.fte_per_10000"


def services_of(form: AllocationForm, scenario: Scenario) -> list[str]:
    """Return which services take part; where none is named, all that have staff of their own."""
    return list(form.divide) or [name for name, s in scenario.services.items() if s.fte_per_10000 > 0.0]


def objectives_of(form: AllocationForm) -> list[str]:
    """Return what is striven for, first of all the outcome."""
    return list(dict.fromkeys((form.outcome, *form.objectives)))

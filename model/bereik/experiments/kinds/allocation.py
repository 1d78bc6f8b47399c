"""Kind ``allocation``: fte or euros to divide over the services of a scenario.

    kind = "allocation"
    scenarios = ["loket-plus-outreach"]
    question = "divide"           # or "tipping-point", "full-reach"
    fte_per_10000 = 10.0
    step = 1.0

    [divide.loket]
    most = 4.0

    [divide.outreach]
    most = 4.0

``divide`` lists every division of the total in steps and finds the best by ranking and selection
(`bereik.experiments.selection`); ``tipping-point`` gives two services more and more, beside one
another; ``full-reach`` gives all of them more and more at the same time.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

import numpy as np
from pydantic import Field, ValidationError

from bereik.errors import ParameterError
from bereik.experiments.divisions import (
    Bound,
    Spent,
    can_be_spent,
    cents_of,
    count,
    divisions,
    euros_of,
    spend,
)
from bereik.experiments.forms import Form, Table
from bereik.experiments.kinds import Kind
from bereik.experiments.kinds.sensitivity import in_the_book, unknown_factors
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job
from bereik.experiments.selection import (
    DRAWS,
    Round,
    chances,
    front_ranks,
    go_on,
    known,
    mean_differences,
    means,
    regret,
    rounds,
    shares_of_draws,
    weighted_means,
)
from bereik.experiments.store import write_table
from bereik.experiments.summary import EQUAL_BUDGET, summarise_points
from bereik.experiments.values import Key, are_there, values_of
from bereik.experiments.varying import Rows, Sample, Vary, range_of
from bereik.measures.intervals import LEVEL, Interval, fieller, paired_interval, spread_interval
from bereik.measures.terms import years
from bereik.scenarios.change import checked_change, is_whole
from bereik.services.mistakes import Mistake, mistake, mistakes_of, number, shown, tell
from bereik.vocabulary import UNMET_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bereik.experiments.store import Store
    from bereik.measures import Measure
    from bereik.records import Records
    from bereik.scenarios import Scenario
    from bereik.services.settings import ServiceSettings

_QUICK: dict[str, Any] = {
    "residents": 1500, "weeks": 78, "burn_in": 26, "replicates": 8, "finalists": 4, "worlds": 0,
}  # fmt: skip
MOST_DIVISIONS = 1500
LOWEST_TENTH = "doenvermogen=1"
LIKELY = 0.05  # of being the best: who is at least so likely gets all replicates
_PER_ADULTS = 10_000
_LEAST_SERVICES: Final = {"divide": 2, "tipping-point": 2, "full-reach": 0}

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
    worlds: Annotated[int, Field(ge=0, le=10_000)] = 0
    world_replicates: Annotated[int, Field(ge=1, le=10_000)] = 4
    factors: tuple[str, ...] = ("all",)
    design_seed: Annotated[int, Field(ge=1, le=2**31)] = 1
    times: Annotated[tuple[Times, ...], Field(min_length=2)] = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


class Bounds(Table):
    """What one ``[divide.NAME]`` can say: what a service gets at least and at most, as the total has it."""

    least: Number = 0.0
    most: Number | None = None
    step: Annotated[int | float, Field(gt=0, allow_inf_nan=False)] | None = None


def lever(service: str) -> str:
    """Return the name under which the staff of a service varies."""
    return f"services.{service}.fte_per_10000"


# --- what is wrong in a file ---

_ONLY_IN: Final = {
    "divide": (
        "fte_per_10000", "euros_per_10000", "step", "objectives", "equity", "floor", "selection", "finalists",
        "worlds", "world_replicates", "factors", "design_seed",
    ),
    "full-reach": ("times",),
}  # fmt: skip


def mistakes(form: AllocationForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong with the services, the total and the steps."""
    wrong: list[Mistake] = []
    if len(scenarios) != 1:
        return [mistake(("scenarios",), "one-scenario", value=len(scenarios))]
    if len(form.gemeenten) > 1:
        wrong.append(mistake(("gemeenten",), "one-gemeente", value=len(form.gemeenten)))
    for question, keys in _ONLY_IN.items():
        if question != form.question:
            wrong += [
                mistake((key,), "of-another-question", sort=question, value=form.question)
                for key in keys
                if key in form.model_fields_set
            ]
    least = _LEAST_SERVICES[form.question]
    if len(form.divide) < least or (form.question == "tipping-point" and len(form.divide) > 2):
        return [*wrong, mistake((), "nothing-to-divide", value=form.question, low=least)]
    for name in (form.outcome, *form.objectives):
        if name not in OBJECTIVES:
            key = "outcome" if name == form.outcome else "objectives"
            wrong.append(mistake((key,), "unknown-objective", OBJECTIVES, value=shown(name), sought=name))
    bounds = _bounds(form, scenarios[0], wrong)
    wrong += unknown_factors(form.factors)
    if wrong:
        return wrong
    if form.question == "divide":
        return _wrong_budget(form, scenarios[0], bounds)
    return _wrong_ends(form, scenarios[0], bounds)


def _bounds(form: AllocationForm, scenario: Scenario, wrong: list[Mistake]) -> dict[str, Bounds]:
    """Return the bounds of each service, and note what is wrong with them."""
    found: dict[str, Bounds] = {}
    for name, said in form.divide.items():
        if name not in scenario.services:
            wrong.append(mistake(("divide", name), "unknown-service-here", scenario.services, key=name))
            continue
        try:
            found[name] = Bounds.model_validate(said)
        except ValidationError as error:
            wrong += [m.under("divide", name) for m in mistakes_of(error, Bounds)]
            continue
        if found[name].step is not None and form.question != "tipping-point":
            facts = {"sort": "tipping-point", "value": form.question}
            wrong.append(mistake(("divide", name, "step"), "of-another-question", **facts))
    return found


def _wrong_budget(form: AllocationForm, scenario: Scenario, bounds: Mapping[str, Bounds]) -> list[Mistake]:
    """Return why a total cannot be divided, or else what is wrong with a service at its least or most."""
    services = [scenario.services[name] for name in bounds]
    if form.fte_per_10000 is not None and form.euros_per_10000 is not None:
        return [mistake(("euros_per_10000",), "two-budgets")]
    if form.euros_per_10000 is None:
        prices = [euros_of(1.0, s) for s in services]
        for k, price in enumerate(prices):
            if price != prices[0]:
                names = {"value": next(iter(bounds)), "service": list(bounds)[k]}
                both = {"low": f"{prices[0]:.0f}", "high": f"{price:.0f}"}
                return [mistake(("fte_per_10000",), "unequal-prices", **names, **both)]
    total = total_of(form, services)
    least, most = _least(bounds), sum(_most(b, total) for b in bounds.values())
    if total < least - 1e-9 or total > most + 1e-9:
        ends = {"low": number(least), "high": number(most)}
        alone = [name for name, bound in bounds.items() if bound.least > total + 1e-9]
        path = ("divide", alone[0], "least") if alone else ("divide",)
        return [mistake(path, "not-divisible", value=number(total), **ends)]
    left = (total - least) / form.step
    if abs(left - round(left)) > 1e-6:
        facts = {"value": number(total - least), "low": number(form.step)}
        return [mistake(("step",), "not-in-steps", **facts)]
    many = count(round(left), _steps(form, bounds, total))
    if many > MOST_DIVISIONS:
        return [mistake(("step",), "too-many-divisions", value=many, high=MOST_DIVISIONS)]
    return _wrong_ends(form, scenario, bounds)


def _wrong_ends(form: AllocationForm, scenario: Scenario, bounds: Mapping[str, Bounds]) -> list[Mistake]:
    """Return what is wrong with a service at its least and its most."""
    wrong: list[Mistake] = []
    for name in services_of(form, scenario):
        service = scenario.services[name]
        if form.question == "full-reach":
            least, most = (end(form.times) * service.fte_per_10000 for end in (min, max))
            paths = (("times",), ("times",))
        else:
            bound, paths = bounds[name], (("divide", name, "least"), ("divide", name, "most"))
            if bound.most is None and form.question == "tipping-point":
                wrong.append(mistake(paths[1], "missing"))
                continue
            whole = total_of(form, [scenario.services[n] for n in bounds])
            least, most = (_fte(form, service, x) for x in (bound.least, _most(bound, whole)))
        if least > most:
            wrong.append(mistake(paths[0], "empty-range", low=number(least), high=number(most)))
            continue
        for path, fte in zip(paths, (least, most), strict=True):
            found = checked_change(scenario, {lever(name): fte})[1]
            wrong += [m._replace(path=path) for m in found]
    return wrong


def total_of(form: AllocationForm, services: Sequence[ServiceSettings]) -> float:
    """Return what there is to divide per 10,000 adults: fte or euros a year as in the file, or as now."""
    if form.euros_per_10000 is not None:
        return form.euros_per_10000
    return sum(s.fte_per_10000 for s in services) if form.fte_per_10000 is None else form.fte_per_10000


def _fte(form: AllocationForm, service: ServiceSettings, value: float) -> float:
    """Return the fte of a share of the total."""
    return value if form.euros_per_10000 is None else value / euros_of(1.0, service)


def _least(bounds: Mapping[str, Bounds]) -> float:
    return sum(bound.least for bound in bounds.values())


def _most(bound: Bounds, total: float) -> float:
    return total if bound.most is None else bound.most


def _steps(form: AllocationForm, bounds: Mapping[str, Bounds], total: float) -> list[Bound]:
    """Return the bounds in steps."""
    return [
        Bound(bound.least, max(0, math.floor((_most(bound, total) - bound.least) / form.step + 1e-6)))
        for bound in bounds.values()
    ]


# --- the plan ---


class Design(Rows):
    """The points: the candidates by the book, then the same candidates in each other possible world.

    Attributes
    ----------
    fte : per candidate, fte per 10,000 adults of every service
    anchor : the candidate that is as the scenario has it; -1 where there is none
    cents : what every candidate costs, eurocents a week
    """

    def __init__(
        self, fte: Sequence[tuple[float, ...]], anchor: int, cents: Sequence[int], worlds: Sample | None
    ) -> None:
        self.fte = list(fte)
        self.anchor = anchor
        self.cents = list(cents)
        self._worlds = [*worlds] if worlds is not None else []
        self._of_the_book = (None,) * (len(self._worlds[0]) if self._worlds else 0)

    @property
    def candidates(self) -> int:
        """Return how many candidates there are."""
        return len(self.fte)

    @property
    def worlds(self) -> int:
        """Return how many possible worlds there are beside that of the book."""
        return len(self._worlds)

    def __len__(self) -> int:
        return self.candidates * (1 + self.worlds)

    def row(self, index: int) -> tuple[Any, ...]:
        """Return the values of a candidate, in a world."""
        world, candidate = divmod(index, self.candidates)
        return (*self.fte[candidate], *(self._worlds[world - 1] if world else self._of_the_book))


def plan(form: AllocationForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return the divisions, the places of the map, or the budgets, and the possible worlds beside.

    Raises
    ------
    ParameterError : a division cannot be made to cost the total
    """
    job = jobs[0]
    scenario = job.scenarios[0]
    names = services_of(form, scenario)
    services = [scenario.services[name] for name in names]
    bounds = {name: Bounds.model_validate(form.divide.get(name, {})) for name in names}
    if form.question == "divide":
        fte, anchor, cents = _divided(form, services, bounds, job.residents)
    else:
        ways = _grid(bounds.values()) if form.question == "tipping-point" else _scaled(form, services)
        fte, anchor = [tuple(way) for way in ways], -1
        cents = [cents_of(way, services, job.residents) for way in fte]
    factors = in_the_book(form.factors, scenario.gemeente.archetype) if form.worlds else []
    design = Design(fte, anchor, cents, _worlds(form, factors))
    varied = (*map(lever, names), *factors)
    kept = dict.fromkeys((*form.measures, *_measures(form)))
    return Plan("allocation", jobs, places, varied, design, tuple(kept), groups=True)


def services_of(form: AllocationForm, scenario: Scenario) -> list[str]:
    """Return which services take part; where none is named, all that have staff of their own."""
    return list(form.divide) or [name for name, s in scenario.services.items() if s.fte_per_10000 > 0.0]


def _divided(
    form: AllocationForm, services: list[ServiceSettings], bounds: Mapping[str, Bounds], adults: int
) -> tuple[list[tuple[float, ...]], int, list[int]]:
    """Return all divisions, which of them is as now, and what each costs.

    All cost the same to the cent; where prices differ, at most what a minute of somebody costs less.
    """
    total = total_of(form, services)
    now = [s.fte_per_10000 for s in services]
    if form.euros_per_10000 is None and form.fte_per_10000 is None:
        cents = cents_of(now, services, adults)
    elif form.euros_per_10000 is None:
        cents = cents_of([total, *[0.0] * (len(services) - 1)], services, adults)
    else:
        cents = can_be_spent(total, services, adults)
    steps = _steps(form, bounds, total)
    left = round((total - _least(bounds)) / form.step)
    wanted = [
        tuple(
            _fte(form, service, bound.least + own * form.step)
            for service, bound, own in zip(services, steps, way, strict=True)
        )
        for way in divisions(left, steps)
    ]
    found = [spend(fte, services, adults, cents) for fte in wanted]
    as_now = _as_now(now, services, adults, cents)
    if as_now not in found:
        found.append(as_now)
    for own in found:
        if cents - own.cents > EQUAL_BUDGET * cents:
            fte = " + ".join(f"{x:g} fte" for x in own.fte)
            told = {"value": f"{cents / 100:.2f}", "high": f"{own.cents / 100:.2f}", "low": fte}
            raise ParameterError(tell(mistake((), "not-to-the-cent", **told)))
    return [own.fte for own in found], found.index(as_now), [own.cents for own in found]


def _as_now(now: list[float], services: list[ServiceSettings], adults: int, cents: int) -> Spent:
    """Return the total divided as the scenario divides it."""
    spends = cents_of(now, services, adults)
    if spends == cents:
        return Spent(tuple(now), cents)
    if spends == 0:
        return spend([1.0 / len(now)] * len(now), services, adults, cents)
    return spend([fte * cents / spends for fte in now], services, adults, cents)


def _grid(bounds: Iterable[Bounds]) -> Iterator[tuple[float, ...]]:
    """Yield every combination of what two services can have."""
    axes: list[list[float]] = []
    for bound in bounds:
        step = bound.step or 1.0
        steps = math.floor(((bound.most or 0.0) - bound.least) / step + 1e-6)
        axes.append([round(bound.least + k * step, 9) for k in range(steps + 1)])
    yield from itertools.product(*axes)


def _scaled(form: AllocationForm, services: list[ServiceSettings]) -> Iterator[tuple[float, ...]]:
    for times in sorted(form.times):
        yield tuple(times * s.fte_per_10000 for s in services)


def _worlds(form: AllocationForm, factors: Sequence[str]) -> Sample | None:
    """Return possible worlds: a Latin hypercube over the ranges of the book."""
    if not factors or not form.worlds:
        return None
    from scipy.stats import qmc

    unit = qmc.LatinHypercube(len(factors), rng=form.design_seed).random(form.worlds)
    ranges = [range_of(name, Vary()) for name in factors]
    whole = tuple(is_whole(name) for name in factors)
    return Sample(unit, tuple((low or 0, high or 0) for low, high in ranges), whole)


def objectives_of(form: AllocationForm) -> list[str]:
    """Return what is striven for, first of all the outcome."""
    return list(dict.fromkeys((form.outcome, *form.objectives)))


def _measures(form: AllocationForm) -> list[str]:
    """Return the measures that the answer needs."""
    beside = ["cost_programme", "waiting_per_1000"]
    if form.question == "divide":
        names = [*objectives_of(form), form.equity]
        return [*(OBJECTIVES[name].measure for name in names), *beside]
    unmet = [f"unmet_{row}_per_1000" for row in UNMET_ROWS]
    return [form.outcome, "reached", *beside, *(unmet if form.question == "full-reach" else [])]


def measured(job: Job, records: Sequence[Records]) -> Iterator[tuple[str, list[Measure]]]:
    """Yield the measures of the division: the whole, and reach of the lowest tenth of doenvermogen."""
    from bereik.measures import measure

    of_tenth = OBJECTIVES["lowest_tenth"]
    rows = measure(records[0], records[job.references[0]])
    kept = [m for m in rows if not m.group or (m.measure, m.group) == of_tenth[:2]]
    yield job.labels[0], kept


# --- which runs ---


class Gains(NamedTuple):
    """What is compared, of all points.

    Attributes
    ----------
    gains : (objectives, points, replicates); the first is the outcome
    equity : (points, replicates) of the objective that the floor is about
    """

    gains: np.ndarray
    equity: np.ndarray


def gains_of(store: Store) -> Gains:
    """Return the gains of all runs that are there."""
    plan = store.plan
    names = [*objectives_of(plan.form), plan.form.equity]
    label = plan.jobs[0].labels[0]
    keys = [Key(label, *OBJECTIVES[name][:2]) for name in names]
    at = values_of(store, list(dict.fromkeys(keys)))
    nothing = np.full((plan.points, plan.replicates), math.nan)
    found = [OBJECTIVES[name].sign * at.get(key, nothing) for name, key in zip(names, keys, strict=True)]
    return Gains(np.array(found[:-1]), found[-1])


def above_floor(form: AllocationForm, equity: np.ndarray, anchor: int, *, drawn: bool = False) -> np.ndarray:
    """Return how far each candidate is above the floor in every replicate (candidates, replicates).

    The floor is what the anchor has; or a number; or there is none, and then it is 0 above.

    Parameters
    ----------
    equity : (candidates, replicates) gain
    drawn : whether each replicate is looked at by itself. Otherwise only means are, and above a number
        they are as sure as the difference with the anchor is
    """
    if form.floor is False:
        return np.where(np.isfinite(equity), 0.0, math.nan)
    differences = equity - equity[anchor]
    if form.floor is True:
        return differences
    number = OBJECTIVES[form.equity].sign * form.floor
    return equity - number if drawn else differences + means(equity[anchor]) - number


def asked(store: Store) -> np.ndarray | None:
    """Return how many replicates each point is to have, by the rounds that are done; None is all."""
    plan, form, design = store.plan, store.plan.form, _design(store)
    if form.question != "divide":
        return None
    wanted, there = np.zeros(plan.points, int), are_there(store)
    gains, equity = gains_of(store)
    every = np.arange(design.candidates)
    own, before = every, 0
    for keep, replicates in _rounds(form, design, plan.replicates):
        if before:
            told, above = _so_far(form, design, gains, equity, wanted)
            own = go_on(told, above, design.anchor, own, keep)
        wanted[own] = wanted[design.anchor] = before = replicates
        if not _all_there(there, wanted):
            return wanted
    while True:
        told, above = _so_far(form, design, gains, equity, wanted)
        likely = chances(told, above, design.anchor, with_front=False).best >= LIKELY
        again = every[likely & (wanted[every] < plan.replicates)]
        if not len(again):
            break
        wanted[again] = np.minimum(2 * wanted[again], plan.replicates)
        if not _all_there(there, wanted):
            return wanted
    finalists = np.unique([*every[wanted[every] == plan.replicates], design.anchor])
    wanted[worlds_of(design, finalists)] = min(form.world_replicates, plan.replicates)
    return wanted


def _so_far(
    form: AllocationForm, design: Design, gains: np.ndarray, equity: np.ndarray, wanted: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gains of the candidates and how far they are above the floor, in the replicates asked."""
    number = design.candidates
    asked_for = np.arange(equity.shape[1]) < wanted[:number, None]
    told = np.where(asked_for, gains[:, :number], math.nan)
    return told, above_floor(form, np.where(asked_for, equity[:number], math.nan), design.anchor)


def _all_there(there: np.ndarray, wanted: np.ndarray) -> bool:
    return bool((there | (np.arange(there.shape[1]) >= wanted[:, None])).all())


def _rounds(form: AllocationForm, design: Design, most: int) -> tuple[Round, ...]:
    if form.selection == "all":
        return (Round(design.candidates, most),)
    return rounds(design.candidates, form.finalists, most)


def _design(store: Store) -> Any:
    return store.plan.design


def worlds_of(design: Design, own: np.ndarray) -> np.ndarray:
    """Return the points of some candidates in the possible worlds (worlds, candidates)."""
    return np.arange(1, design.worlds + 1)[:, None] * design.candidates + own


# --- when all is there ---


def summarise(store: Store) -> None:
    """Write ``summary.parquet``, and beside it ``divisions``, ``map`` or ``curve``."""
    import pyarrow as pa

    summarise_points(store)
    question = store.plan.form.question
    name, rows = {
        "divide": ("divisions", _divisions),
        "tipping-point": ("map", _map),
        "full-reach": ("curve", _curve),
    }[question]
    write_table(store.out / f"{name}.parquet", pa.table(rows(store)))


def _columns(store: Store) -> dict[str, Any]:
    """Return what every candidate is: its fte and its price."""
    design, plan = _design(store), store.plan
    names = services_of(plan.form, plan.jobs[0].scenarios[0])
    fte = {name: [own[k] for own in design.fte] for k, name in enumerate(names)}
    return {"point": range(design.candidates)} | fte | {"cents_a_week": design.cents}


def _interval_of(job: Job) -> Callable[..., Interval]:
    """Return what makes an interval of replicates: where they draw what is not known, it holds the draws."""
    return paired_interval if job.draws is None else spread_interval


def _divisions(store: Store) -> dict[str, Any]:
    """Return a row per division: objectives and differences with now, floor, front, chances, regret."""
    interval, drawn = _interval_of(store.plan.jobs[0]), store.plan.jobs[0].draws is not None
    form, design = store.plan.form, _design(store)
    anchor, every = design.anchor, np.s_[: design.candidates]
    there = are_there(store)
    gains, equity = gains_of(store)
    own, above = gains[:, every], above_floor(form, equity[every], anchor)
    found = _columns(store) | {"as_now": [k == anchor for k in range(design.candidates)]}
    found["replicates"] = there[every].sum(axis=1)
    for name, gain in zip(objectives_of(form), own, strict=True):
        sign = OBJECTIVES[name].sign
        told = [interval(sign * (g - gain[anchor])) for g in gain]
        found[name] = sign * means(gain)
        for end, k in (("difference", 0), ("low", 1), ("high", 2)):
            found[f"{name}_{end}"] = [d[k] for d in told]
    chance = (
        shares_of_draws(own, above_floor(form, equity[every], anchor, drawn=True))
        if drawn
        else chances(own, above, anchor)
    )
    met, number = means(above) >= 0.0, found["replicates"]
    highest = _highest(mean_differences(own, anchor)[0], met & (number == number.max()))
    beside = [interval(g - own[0][highest]) for g in own[0]] if highest is not None else []
    found |= {
        "floor": met,
        "floor_probability": chance.floor,
        "front": front_ranks(mean_differences(known(own), anchor)) == 0,
        "front_probability": chance.front,
        "best_probability": chance.best,
        "highest": [k == highest for k in range(design.candidates)],
        "like_highest": [not (i.low > 0.0 or i.high < 0.0) for i in beside] or [False] * design.candidates,
    }
    return found | _robust(store, gains, equity, there)


def _highest(outcome: np.ndarray, allowed: np.ndarray) -> int | None:
    """Return which of the allowed candidates has the highest mean gain; None where none has a value."""
    at = np.where(allowed & np.isfinite(outcome), outcome, -np.inf)
    return int(at.argmax()) if np.isfinite(at).any() else None


def _robust(store: Store, gains: np.ndarray, equity: np.ndarray, there: np.ndarray) -> dict[str, Any]:
    """Return the regret of the finalists over possible worlds; NaN for the others, and where runs miss."""
    plan, form, design = store.plan, store.plan.form, _design(store)
    names = ("regret_most", "regret_mean", "best_in_worlds", "floor_in_worlds")
    found = {name: np.full(design.candidates, math.nan) for name in names}
    wanted = asked(store)
    if wanted is None or not design.worlds or not wanted[design.candidates :].any():
        return found
    own = np.flatnonzero(wanted[design.candidates : 2 * design.candidates])
    points = worlds_of(design, own)
    some = min(form.world_replicates, plan.replicates)
    if not there[points, :some].all():
        return found
    outcome = gains[0][points, :some]
    told = regret(means(outcome))
    anchor = int(np.flatnonzero(own == design.anchor)[0])
    above = [means(above_floor(form, world, anchor)) >= 0.0 for world in equity[points, :some]]
    for name, values in zip(names, (*told, np.mean(above, axis=0)), strict=True):
        found[name][own] = values
    return found


def _map(store: Store) -> dict[str, Any]:
    """Return a row per place of the map: the outcome, and what a step more of either service does.

    The intervals of steps have a level for all steps of one service together (Bonferroni), so that
    a map of many places does not turn somewhere by luck.
    """
    form, design, job = store.plan.form, _design(store), store.plan.jobs[0]
    interval, label = _interval_of(job), job.labels[0]
    keys = [Key(label, name) for name in (form.outcome, "waiting_per_1000", "cost_programme")]
    at = values_of(store, keys)
    found = _columns(store)
    for key in keys:
        told = [interval(own) for own in at[key]]
        found[key.measure] = [t.mean for t in told]
        found[f"{key.measure}_low"], found[f"{key.measure}_high"] = zip(*(t[1:3] for t in told), strict=True)
    for k, name in enumerate(services_of(form, job.scenarios[0])):
        above = _step_above(design.fte, k)
        level = 1.0 - (1.0 - LEVEL) / max(1, sum(n is not None for n in above))
        steps = [
            Interval(math.nan, math.nan, math.nan, 0)
            if n is None
            else interval(at[keys[0]][n] - at[keys[0]][point], level)
            for point, n in enumerate(above)
        ]
        for end, j in (("step", 0), ("step_low", 1), ("step_high", 2)):
            found[f"{name}_{end}"] = [step[j] for step in steps]
    return found


def _step_above(fte: Sequence[tuple[float, ...]], k: int) -> list[int | None]:
    """Return per place the one with a step more of service k, and the other service the same."""
    values = sorted({own[k] for own in fte})
    at = {own: point for point, own in enumerate(fte)}
    found: list[int | None] = []
    for own in fte:
        next_one = values.index(own[k]) + 1
        more = None if next_one == len(values) else (*own[:k], values[next_one], *own[k + 1 :])
        found.append(None if more is None else at.get(more))
    return found


def _curve(store: Store) -> dict[str, Any]:
    """Return a row per budget: reach, why not, and what one more reached costs since the budget before.

    Over draws of what is not known the last is left out: it is a ratio of means, and has no spread.
    """
    plan, form = store.plan, store.plan.form
    job = plan.jobs[0]
    interval = _interval_of(job)
    names = (form.outcome, "cost_programme", "reached", *(f"unmet_{row}_per_1000" for row in UNMET_ROWS))
    at = values_of(store, [Key(job.labels[0], name) for name in names])
    values = {key.measure: own for key, own in at.items()}
    found: dict[str, Any] = {"times": sorted(form.times)} | _columns(store)
    found["euros_per_adult"] = [interval(own).mean / job.residents for own in values["cost_programme"]]
    for name in names:
        told = [interval(own) for own in values[name]]
        found[name] = [t.mean for t in told]
        found[f"{name}_low"], found[f"{name}_high"] = zip(*(t[1:3] for t in told), strict=True)
    cost = values["cost_programme"] * years(job.weeks)
    nothing = Interval(math.nan, math.nan, math.nan, 0)
    extra = [nothing] + [
        nothing if job.draws is not None else fieller(more[0], more[1]) or nothing
        for more in zip(np.diff(cost, axis=0), np.diff(values["reached"], axis=0), strict=True)
    ]
    for end, j in (("", 0), ("_low", 1), ("_high", 2)):
        found[f"euros_per_extra_reached{end}"] = [told[j] for told in extra]
    return found


class Crossing(NamedTuple):
    """What it costs to reach a share: euros per adult a year; NaN where no budget that was tried does."""

    reach: float
    euros: Interval


def crossings(reach: np.ndarray, euros: Sequence[float], shares: Sequence[float]) -> list[Crossing]:
    """Return where a curve first passes shares, by straight lines between the budgets.

    The interval has 95 % of what the replicates allow; it has no end where some of them never pass.

    Parameters
    ----------
    reach : (budgets, replicates) in order of the budget
    euros : per budget
    """
    drawn = weighted_means(reach, DRAWS)
    found: list[Crossing] = []
    for share in shares:
        told = [_crosses(own, euros, share) for own in drawn]
        low, high = np.quantile(told, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], method="nearest")
        mean = _crosses(means(reach), euros, share)
        mean = mean if math.isfinite(mean) else math.nan
        found.append(Crossing(share, Interval(mean, float(low), float(high), reach.shape[1])))
    return found


def _crosses(reach: np.ndarray, euros: Sequence[float], share: float) -> float:
    """Return the first budget that reaches a share; infinite where none does, NaN where already the least."""
    passed = np.flatnonzero(reach >= share)
    if not len(passed):
        return math.inf
    k = int(passed[0])
    if k == 0:
        return math.nan
    part = (share - reach[k - 1]) / (reach[k] - reach[k - 1])
    return float(euros[k - 1] + part * (euros[k] - euros[k - 1]))


KIND = Kind(
    form=AllocationForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise,
    asked=asked,
)  # fmt: skip

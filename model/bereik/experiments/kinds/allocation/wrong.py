"""What is wrong in a file: with the services, the total and the steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from bereik.experiments.divisions import count, euros_of
from bereik.experiments.kinds.allocation.budget import fte_of, least_of, most_of, steps_of, total_of
from bereik.experiments.kinds.allocation.form import OBJECTIVES, AllocationForm, Bounds, lever, services_of
from bereik.experiments.kinds.sensitivity import unknown_factors
from bereik.scenarios.change import checked_change
from bereik.services.mistakes import Mistake, mistake, mistakes_of, number, shown

if TYPE_CHECKING:
    from bereik.scenarios import Scenario

MOST_DIVISIONS = 1500
_LEAST_SERVICES: Final = {"divide": 2, "tipping-point": 2, "full-reach": 0}
_ONLY_IN: Final = {
    "divide": (
        "fte_per_10000", "euros_per_10000", "step", "objectives", "equity", "floor", "selection", "finalists",
        "check", "worlds", "world_replicates", "factors", "design_seed",
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
    least, most = least_of(bounds), sum(most_of(b, total) for b in bounds.values())
    if total < least - 1e-9 or total > most + 1e-9:
        ends = {"low": number(least), "high": number(most)}
        alone = [name for name, bound in bounds.items() if bound.least > total + 1e-9]
        path = ("divide", alone[0], "least") if alone else ("divide",)
        return [mistake(path, "not-divisible", value=number(total), **ends)]
    left = (total - least) / form.step
    if abs(left - round(left)) > 1e-6:
        facts = {"value": number(total - least), "low": number(form.step)}
        return [mistake(("step",), "not-in-steps", **facts)]
    many = count(round(left), steps_of(form, bounds, total))
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
            least, most = (fte_of(form, service, x) for x in (bound.least, most_of(bound, whole)))
        if least > most:
            wrong.append(mistake(paths[0], "empty-range", low=number(least), high=number(most)))
            continue
        for path, fte in zip(paths, (least, most), strict=True):
            found = checked_change(scenario, {lever(name): fte})[1]
            wrong += [m._replace(path=path) for m in found]
    return wrong

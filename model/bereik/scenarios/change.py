"""A scenario with some of what its file says set otherwise: how experiments vary levers and numbers.

    changed(scenario, {"services.outreach.fte_per_10000": 0.5, "parameters.trust.gain": 0.02})

A name is the path in a scenario file: ``services.NAME.LEVER``, ``regelingen.NAME.LEVER``,
``parameters.NAME``, ``world_view.NAME`` or ``gemeente.NAME``. In place of the name of a service or scheme,
``*`` is all that there are. What comes out is checked as a file is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bereik.errors import ScenarioError
from bereik.scenarios.check import check_scenario
from bereik.scenarios.scenario import Scenario
from bereik.services.mistakes import Mistake, section, tell
from bereik.services.schemes import SchemeSettings
from bereik.services.settings import ServiceSettings

TABLES = ("services", "regelingen", "parameters", "world_view", "gemeente")
ALL = "*"
_BY_NAME = ("services", "regelingen")  # tables of tables


def split(name: str) -> tuple[str, ...] | None:
    """Return the keys that lead to what a name means in a scenario file, or None if it means nothing."""
    table, _, rest = name.partition(".")
    if table not in TABLES or not rest:
        return None
    if table not in _BY_NAME:
        return table, rest
    owner, _, lever = rest.partition(".")
    return (table, owner, lever) if owner and lever else None


def is_whole(name: str) -> bool:
    """Return whether a lever counts in whole numbers."""
    keys = split(name)
    if keys is None or keys[0] not in _BY_NAME:
        return keys == ("gemeente", "wijken")
    model = ServiceSettings if keys[0] == "services" else SchemeSettings
    field = model.model_fields.get(keys[-1])
    return field is not None and field.annotation in (int, int | None)


def has(scenario: Scenario, name: str) -> bool:
    """Return whether a scenario has the service or scheme that a name is about."""
    keys = split(name)
    if keys is None:
        return False
    return keys[0] not in _BY_NAME or bool(_owners(scenario, *keys[:2]))


def _owners(scenario: Scenario, table: str, name: str) -> list[str]:
    """Return the services or schemes of a scenario that a name means."""
    there = scenario.levers if table == "services" else scenario.scheme_levers
    return [owner for owner in there if name in (owner, ALL)]


def changed(scenario: Scenario, values: Mapping[str, Any], reason: str = "an experiment") -> Scenario:
    """Return a scenario with some values set otherwise.

    A service or scheme that it does not have is passed over, so that the same values can be given
    to scenarios that differ.

    Raises
    ------
    ScenarioError : a name or value that will not do; a line for each
    """
    new, wrong = checked_change(scenario, values, reason)
    if new is None:
        lines = [f"{scenario.name}: {section(m.path)}{tell(m)}" for m in wrong]
        raise ScenarioError("\n".join(dict.fromkeys(lines)))
    return new


def checked_change(
    scenario: Scenario, values: Mapping[str, Any], reason: str = "an experiment"
) -> tuple[Scenario | None, list[Mistake]]:
    """Return the changed scenario and no mistake, or None and all that is wrong."""
    meant = {name: value for name, value in values.items() if has(scenario, name)}
    if not meant:
        return scenario, []
    tree = written(scenario)
    for name, value in meant.items():
        table, *rest = split(name) or (name, "")
        if table in _BY_NAME:
            owner, lever = rest
            for one in _owners(scenario, table, owner):
                tree[table][one][lever] = value
        else:
            tree[table][rest[0]] = {"value": value, "reason": reason} if table == "parameters" else value
    return checked_tree(scenario, tree)


def checked_tree(scenario: Scenario, tree: Mapping[str, Any]) -> tuple[Scenario | None, list[Mistake]]:
    """Return the scenario of a table such as `written` gives, in the same gemeente, or all that is wrong."""
    return check_scenario(scenario.name, tree, scenario.gemeente.burn_in_levers)


def written(scenario: Scenario) -> dict[str, Any]:
    """Return what a scenario file would say that means the same and inherits nothing."""
    gemeente, shock = scenario.gemeente, scenario.shock
    tree: dict[str, Any] = {
        "title": scenario.title._asdict(),
        "summary": scenario.summary._asdict(),
        "source": scenario.source,
        "upper_bound": scenario.upper_bound,
        "gemeente": {
            "archetype": gemeente.archetype,
            "residents": gemeente.residents,
            "wijken": gemeente.wijken,
            "burn_in_policy": gemeente.burn_in_policy,
            **gemeente.numbers,
        },
        "services": {name: dict(levers) for name, levers in scenario.levers.items()},
        "regelingen": {name: dict(levers) for name, levers in scenario.scheme_levers.items()},
        "world_view": dict(scenario.world_view),
        "parameters": {name: d._asdict() for name, d in scenario.parameters.items()},
    }
    census = gemeente.census
    if census is not None:
        tree["gemeente"]["counts"] = dict(census.counts)
        named = zip(census.wijken, census.names, strict=True)
        wijken = {f"wijk-{k}": {**wijk, "name": name} for k, (wijk, name) in enumerate(named, 1)}
        tree["gemeente"] |= {"wijken": wijken} if wijken else {}
    if shock is not None:
        tree["shock"] = {key: value for key, value in shock._asdict().items() if value is not None}
    return tree


def from_written(
    name: str, tree: Mapping[str, Any], burn_in_levers: Mapping[str, Mapping[str, Any]]
) -> Scenario:
    """Return the scenario of what `written` returned, by the book of today.

    Raises
    ------
    ScenarioError : today's book or levers do not take it any more; a line for each mistake
    """
    scenario, wrong = check_scenario(name, tree, burn_in_levers)
    if scenario is None:
        raise ScenarioError("\n".join(f"{name}: {section(m.path)}{tell(m)}" for m in wrong))
    return scenario

"""Scenario files: load, inherit, check, and explain mistakes.

    title = { nl = "Mijn plan", en = "My plan" }
    based_on = "loket-only"                # a shipped scenario, or a file beside this one

    [services.outreach]                    # a lever that is left out comes from the kind
    fte_per_10000 = 0.5

    [services.telefoon]
    remove = true                          # takes away what is inherited

    [parameters."seeking.shame_weight"]    # a number that departs from the book says why
    value = 0.9
    reason = "Survey in our own wijken, 2024."
"""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import Any

from bereik.errors import ScenarioError
from bereik.scenarios.check import DEFAULT_POLICY, OWN_POLICY, WORLD_VIEWS, check_scenario
from bereik.scenarios.files import Source, found, located, merged, read_chain, scenario_folder, shipped
from bereik.scenarios.scenario import Departure, Gemeente, Scenario, Text
from bereik.services.mistakes import LANGUAGES, Mistake, mistake, one_line, tell

__all__ = [
    "WORLD_VIEWS", "Departure", "Gemeente", "Scenario", "Text", "load_scenario", "scenario_folder", "shipped",
]


def load_scenario(name_or_path: str | PathLike[str] | Scenario, lang: str = "en") -> Scenario:
    """Return the scenario of a shipped name or of a file, checked.

    Parameters
    ----------
    name_or_path : such as "loket-only" or "plans/noord.toml"; a Scenario is returned as it is
    lang : language of the mistakes, "en" or "nl"

    Raises
    ------
    ScenarioError : one line for each mistake: file, line, what is wrong and what would do
    """
    if lang not in LANGUAGES:
        raise ScenarioError(tell(mistake((), "unknown-language", LANGUAGES, key=lang)))
    if isinstance(name_or_path, Scenario):
        return name_or_path
    chain = read_chain(name_or_path, lang)
    tree, wrong = merged(chain)
    levers = _burn_in_levers(chain, tree, wrong, lang)
    scenario, more = check_scenario(chain[0].path.stem, tree, levers)
    if wrong or scenario is None:
        raise ScenarioError(located(chain, wrong + more, lang))
    return scenario


def _burn_in_levers(
    chain: list[Source], tree: dict[str, Any], wrong: list[Mistake], lang: str
) -> Mapping[str, Mapping[str, Any]]:
    """Return the levers of the services under which the residents lived before week 0."""
    gemeente = tree.get("gemeente")
    policy = gemeente.get("burn_in_policy", DEFAULT_POLICY) if isinstance(gemeente, dict) else DEFAULT_POLICY
    if not isinstance(policy, str):
        return {}  # the check of [gemeente] says so
    told = ("gemeente", "burn_in_policy")
    k = next((k for k, s in enumerate(chain) if "burn_in_policy" in _table(s.tree, "gemeente")), 0)
    if policy == OWN_POLICY:
        policy_chain = chain[k:]
    else:
        path = found(policy, chain[k].path.parent)
        if path is None:
            choices = [OWN_POLICY, *shipped()]
            wrong.append(mistake(told, "unknown-scenario", choices, key=one_line(policy)))
            return {}
        if policy in shipped() and policy == chain[k].path.stem and path.resolve() != chain[k].path:
            wrong.append(mistake(told, "named-as-shipped", value=policy))
        policy_chain = read_chain(path, lang)
    policy_tree, policy_wrong = merged(policy_chain)
    scenario, more = check_scenario(policy_chain[0].path.stem, policy_tree, {})
    if policy_chain[0].path == chain[0].path:
        return {} if scenario is None else scenario.levers
    if policy_wrong or scenario is None:
        raise ScenarioError(located(policy_chain, policy_wrong + more, lang))
    return scenario.levers


def _table(tree: dict[str, Any], key: str) -> dict[str, Any]:
    table = tree.get(key)
    return table if isinstance(table, dict) else {}

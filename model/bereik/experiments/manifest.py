"""The manifest: what was run, on what, and the identity of what came out.

It holds only what is reproducible: the same command gives the same manifest on one installation,
whatever the workers, kills and restarts. Timings and failed attempts stand in the log.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bereik.errors import OutputError
from bereik.experiments import blocks
from bereik.experiments.draws import from_facts
from bereik.experiments.forms import Experiment, as_tuples
from bereik.experiments.kinds import kind_of
from bereik.scenarios.change import from_written, written

if TYPE_CHECKING:
    from bereik.experiments.plan import Plan
    from bereik.scenarios import Scenario

NOTICE = "Synthetic; not for decisions about persons."
FILE = "manifest.json"
BENEATH = ("bereik", "numpy", "numba", "llvmlite", "scipy", "pandas", "pyarrow", "mesa")


def described(scenario: Scenario) -> dict[str, Any]:
    """Return what a scenario is called and what decides its numbers, as plain values."""
    return {
        "title": scenario.title._asdict(),
        "summary": scenario.summary._asdict(),
        "fingerprint": scenario.fingerprint(),
        "upper_bound": scenario.upper_bound,
        "source": scenario.source,
        "departures": {name: d._asdict() for name, d in scenario.parameters.items()},
        "resolved": scenario.resolved(),
    }


def beneath() -> dict[str, Any]:
    """Return the sources, versions and machine on which numbers rest."""
    from bereik.compiled import source_hash
    from bereik.records import SCHEMA_VERSION

    return {
        "source": source_hash(),
        "schema": SCHEMA_VERSION,
        "versions": {name: version(name) for name in BENEATH} | {"python": platform.python_version()},
        "platform": {"system": platform.system(), "machine": platform.machine()},
    }


def write_plan(
    asked: Experiment, plan: Plan, out: Path, runs: int, identity: str = "", records: Mapping[str, str] = {}
) -> None:
    """Write the manifest of an experiment: before its runs, and with their identity when all are there.

    Parameters
    ----------
    runs : how many are asked for so far
    records : hashes of the records, where they are kept; see `bereik.experiments.recorded.identity`
    """
    facts = {
        "notice": NOTICE,
        "kind": plan.kind,
        "name": asked.name,
        "key": plan.key(),
        "form": asked.form.model_dump(mode="json"),
        "runs": runs,
        "points": plan.points,
        "seeds": [plan.jobs[0].seed, plan.jobs[0].seed + plan.replicates - 1],
        "scenarios": {name: in_full(s) | described(s) for name, s in asked.scenarios.items()},
        "gemeenten": {name: in_full(scenario) for name, scenario in asked.towns.items()},
        **({"posterior": plan.jobs[0].draws.facts()} if plan.jobs[0].draws else {}),
        **beneath(),
        "identity": identity,
        **({"records": dict(records)} if records else {}),
    }
    text = json.dumps(facts, indent=1, ensure_ascii=False)  # in order: that of services counts
    blocks.write_text(out / FILE, text + "\n")


def in_full(scenario: Scenario) -> dict[str, Any]:
    """Return all that is needed to make a scenario again, and the hash of its numbers."""
    return {
        "name": scenario.name,
        "fingerprint": scenario.fingerprint(),
        "written": written(scenario),
        "burn_in_levers": scenario.gemeente.burn_in_levers,
    }


def asked_in(facts: dict[str, Any]) -> Experiment:
    """Return the experiment of a manifest, by the book of today.

    Raises
    ------
    ScenarioError : today's book or levers do not take a scenario of then
    """
    form = kind_of(facts["kind"]).form.model_validate(as_tuples(facts["form"]))
    scenarios, towns = (
        {name: scenario_in(told) for name, told in facts[key].items()} for key in ("scenarios", "gemeenten")
    )
    return Experiment(facts["name"], form, scenarios, towns, from_facts(facts.get("posterior")))


def scenario_in(told: dict[str, Any]) -> Scenario:
    """Return the scenario that `in_full` told, by the book of today.

    Raises
    ------
    ScenarioError : today's book or levers do not take it
    """
    return from_written(told["name"], told["written"], told["burn_in_levers"])


def incomplete(folder: Path) -> OutputError:
    """Return the error of results of which runs are missing."""
    return OutputError(
        f"{folder}: these results are not complete. Give the same command again: it goes on.",
        f"{folder}: deze resultaten zijn niet compleet. Geef dezelfde opdracht nog eens: die gaat verder.",
    )


def only_summed_up(folder: Path) -> OutputError:
    """Return the error of results of which the runs were not kept."""
    return OutputError(
        f"{folder}: this folder keeps only its summary and pictures. Give the same command again to have the "
        "runs.",
        f"{folder}: deze map bewaart alleen samenvatting en plaatjes. Geef dezelfde opdracht nog eens, dan "
        "zijn er ook runs.",
    )


def other_version(folder: Path) -> OutputError:
    """Return the error of results that an earlier version of bereik left, and this one cannot read."""
    return OutputError(
        f"{folder}: another version of bereik made these results. Give the same command again.",
        f"{folder}: een andere versie van bereik maakte deze resultaten. Geef dezelfde opdracht nog eens.",
    )

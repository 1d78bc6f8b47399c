"""Kind ``compare``: scenarios × gemeenten × replicates, paired.

    kind = "compare"
    scenarios = ["loket-only", "outreach"]
    gemeenten = ["kleinstedelijk", "grootstedelijk"]
    replicates = 20
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bereik.experiments.forms import Form
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job, measured
from bereik.experiments.summary import summarise_points as summarise
from bereik.services.mistakes import Mistake, mistake

if TYPE_CHECKING:
    from bereik.scenarios import Scenario

__all__ = ["FORM", "QUICK", "measured", "mistakes", "plan", "summarise"]

QUICK: dict[str, Any] = {"residents": 4000, "weeks": 104, "replicates": 8}


class CompareForm(Form):
    """What a file of kind ``compare`` can say."""

    groups: bool = True


FORM = CompareForm


def mistakes(form: CompareForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong: one scenario is no comparison."""
    few = len(scenarios) < 2
    return [mistake(("scenarios",), "too-few-scenarios", value=len(scenarios), low=2)] if few else []


def plan(form: CompareForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return a point per gemeente."""
    return Plan("compare", jobs, places, measures=form.measures, groups=form.groups)

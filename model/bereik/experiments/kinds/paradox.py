"""Kind ``paradox``: what each link of the chain adds to the hulpparadox.

    kind = "paradox"
    scenarios = ["loket-only"]
    replicates = 20
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import Field

from bereik.experiments.forms import Form
from bereik.experiments.kinds import Kind
from bereik.experiments.kinds.of_worlds import measured, write_summary, wrong_worlds
from bereik.experiments.paradox import WEEKS, all_links, explained
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job
from bereik.experiments.worlds import QUICK_REPLICATES, QUICK_RESIDENTS, QUICK_WEEKS, lived
from bereik.services.mistakes import Mistake
from bereik.vocabulary import LONGEST_RUN

if TYPE_CHECKING:
    from bereik.experiments.store import Store
    from bereik.scenarios import Scenario

_QUICK: dict[str, Any] = {"residents": QUICK_RESIDENTS, "weeks": QUICK_WEEKS, "replicates": QUICK_REPLICATES}


class ParadoxForm(Form):
    """What a file of kind ``paradox`` can say."""

    weeks: int = Field(WEEKS, ge=1, le=LONGEST_RUN)


def mistakes(form: ParadoxForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong: it is about one policy in one gemeente."""
    return wrong_worlds(form, most=1)


def plan(form: ParadoxForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return a run a seed: all sets of links that lose nobody."""
    return Plan("paradox", (all_links(jobs[0]),), places, groups=True)


def summarise(store: Store) -> None:
    """Write ``summary.parquet``: what each link adds and costs."""
    write_summary(store, explained)


KIND = Kind(
    form=ParadoxForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise,
    records=lived, sets=("links",),
)  # fmt: skip

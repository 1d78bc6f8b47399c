"""Kind ``checks``: what a sceptic asks, as three points: a gemeente, one twice as large, and other worlds.

No file of an experiment says it: `bereik.experiments.checks` makes it. The checks are about the values of
the book, and each world of a sceptic sets numbers of its own, so it takes no draws of what is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bereik.experiments.checks import COLUMNS, DESK, figures_of, found_in, jobs_for
from bereik.experiments.forms import Form
from bereik.experiments.kinds import Kind
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job
from bereik.experiments.store import write_rows
from bereik.experiments.studies import lived
from bereik.measures import Measure
from bereik.services.mistakes import Mistake

if TYPE_CHECKING:
    from bereik.experiments.store import Store
    from bereik.records import Records
    from bereik.scenarios import Scenario

_QUICK: dict[str, Any] = {}
POINTS = ("a gemeente", "twice as large", "other worlds")


class ChecksForm(Form):
    """What is asked of the checks: their size."""

    scenarios: tuple[str, ...] = (DESK,)


def mistakes(form: ChecksForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return nothing: what is asked was checked when it was made."""
    return []


def plan(form: ChecksForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return three points; a block is a run, for the worlds take long."""
    return Plan("checks", jobs_for(jobs[0]), POINTS, runs_per_block=1, place_is="where")


def measured(job: Job, told: Mapping[str, Records]) -> Iterable[tuple[str, list[Measure]]]:
    """Yield the figures of one seed, by run."""
    for name, value in figures_of(told).items():
        run, _, figure = name.partition(":")
        yield run, [Measure(figure, "", value, "")]


def summarise(store: Store) -> None:
    """Write ``summary.parquet``: the lines of ``checks.csv``, without those of the queue."""
    write_rows(store.out / "summary.parquet", COLUMNS, list(found_in(store).lines()))


KIND = Kind(
    form=ChecksForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise,
    records=lived,
)  # fmt: skip

"""What the kinds of many worlds have in common: what will not do, and the table of what came out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bereik.experiments import worlds
from bereik.experiments.forms import Form
from bereik.experiments.runner import Job
from bereik.experiments.store import write_table
from bereik.measures import Measure
from bereik.measures.terms import HEADLINE
from bereik.services.mistakes import Mistake, mistake

if TYPE_CHECKING:
    from bereik.experiments.store import Store

Told = tuple[str, list[Measure]]  # of a world, by its name
_FIXED = ("measures", "groups", "outcome")  # of the kind


def wrong_worlds(form: Form, most: int) -> list[Mistake]:
    """Return what is wrong in the form of a kind that is about reach within a year in one gemeente.

    Parameters
    ----------
    most : how many scenarios it takes
    """
    wrong = not_said(form, _FIXED)
    if len(form.scenarios) > most:
        wrong.append(mistake(("scenarios",), "too-many-scenarios", value=len(form.scenarios), high=most))
    if len(form.gemeenten) > 1:
        wrong.append(mistake(("gemeenten",), "one-gemeente", value=len(form.gemeenten)))
    if form.weeks <= HEADLINE:
        wrong.append(mistake(("weeks",), "no-whole-year", value=form.weeks, low=HEADLINE))
    if form.replicates < 2:
        wrong.append(mistake(("replicates",), "no-interval", value=form.replicates))
    return wrong


def not_said(form: Form, fixed: tuple[str, ...]) -> list[Mistake]:
    """Return what a file says though its kind leaves no choice in it."""
    said = [name for name in fixed if name in form.model_fields_set]
    return [mistake((name,), "of-the-kind", sort=form.kind) for name in said]


def measured(job: Job, told: Iterable[Told]) -> Iterable[Told]:
    """Return what is measured of every world: that is all that comes of it, a world at a time."""
    return told


def write_summary(store: Store, conclusion: worlds.Conclusion[Any]) -> None:
    """Write ``summary.parquet``: what all worlds add up to, once there are two replicates."""
    import pyarrow as pa

    found = worlds.read(store)
    if found.replicates > 1:
        summary: Any = conclusion(worlds.job_in(store), found, "en", False, None).summary
        write_table(store.out / "summary.parquet", pa.Table.from_pandas(summary, preserve_index=False))

"""What studies share: many runs of the same people with the same luck, of which only figures are kept.

Where seventy policies are run to read a few numbers from each seed, all records would be gigabytes. So
a worker reads the figures where the records are, and the store has those.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bereik.experiments import blocks
from bereik.experiments.job import Job

if TYPE_CHECKING:
    from bereik.experiments.store import Store
    from bereik.records import Records
    from bereik.scenarios import Scenario


def lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table as the text of a CSV file; numbers with a fraction as `cell` writes them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(v) if isinstance(v, float) else v for v in row] for row in rows)
    return text.getvalue()


def cell(value: float) -> str:
    """Return a figure as it stands in a file: six digits, and empty where there is none."""
    return f"{value:.6g}" if math.isfinite(value) else ""


class AsCsv(Protocol):
    """What was found, which can stand in a CSV file."""

    def csv(self) -> str:
        """Return it as the text of that file."""
        ...


Found = TypeVar("Found", bound=AsCsv)


def kept_as(file: str, find: Callable[[Store], Found]) -> Callable[[Store, Path | None], Found]:
    """Return what concludes a study: it finds in a store, and writes a CSV file where a folder is given."""

    def conclude(store: Store, folder: Path | None) -> Found:
        found = find(store)
        if folder is not None:
            blocks.write_text(folder / file, found.csv())
        return found

    return conclude


def job_of(runs: Mapping[str, Scenario], size: Job) -> Job:
    """Return the job that runs all of these by name, at the size of another job."""
    every = tuple(range(len(runs)))
    return replace(
        size, labels=tuple(runs), scenarios=tuple(runs.values()), references=every, shown=len(runs)
    )


def lived(job: Job, seed: int) -> dict[str, Records]:
    """Return what all runs of a seed wrote, by name."""
    from bereik.engine import simulate

    found = simulate(job.at(seed), seed, residents=job.residents, weeks=job.weeks, burn_in=job.burn_in)
    return dict(zip(job.labels, found, strict=True))

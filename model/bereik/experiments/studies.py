"""Studies: many runs of the same people with the same luck, of which only figures are kept.

A comparison keeps every record. Where seventy policies are run to read a few numbers from each seed,
that would be gigabytes; so a study reads its figures where the records are, and stores those. It is a
client of the runner: several workers, stopped and resumed as a comparison is.
"""

from __future__ import annotations

import csv
import io
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from bereik.experiments import blocks
from bereik.experiments.blocks import Block
from bereik.experiments.compare import loaded_scenario, prepare
from bereik.experiments.runner import BlockDone, Job, Listener, Way, run
from bereik.experiments.wording import Language
from bereik.records import Records

if TYPE_CHECKING:
    from bereik.scenarios import Scenario

FIGURES: Final = "figures"
Reader = Callable[[Mapping[str, Records]], Mapping[str, float]]
Values = dict[str, tuple[float, ...]]  # per figure, one value per seed; NaN is "n/a"


class Size(NamedTuple):
    """How large a study is.

    Attributes
    ----------
    residents : adults; None as the gemeente says
    weeks, burn_in : observed weeks, and weeks of the current policy before
    seed, seeds : the first seed, and how many
    """

    residents: int | None
    weeks: int
    burn_in: int
    seed: int
    seeds: int


class Means(NamedTuple):
    """What a study is run with, as `bereik.experiments.runner.run` tells; and how mistakes are told."""

    workers: int | None = None
    executor: Callable[[], Executor] | None = None
    listener: Listener | None = None
    lang: Language = "en"


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


def job_of(runs: Mapping[str, Scenario], size: Size, lang: Language) -> Job:
    """Return the job that runs all of these by name.

    Raises
    ------
    BereikError : a size that will not do
    """
    first = next(iter(runs.values()))
    sizes = {"residents": size.residents, "weeks": size.weeks, "burn_in": size.burn_in, "seed": size.seed}
    job = prepare([loaded_scenario(first)], replicates=size.seeds, lang=lang, least=1, **sizes)
    every = tuple(range(len(runs)))
    return replace(
        job, labels=tuple(runs), scenarios=tuple(runs.values()), references=every, shown=len(runs)
    )


def read_from(name: str, job: Job, reader: Reader, folder: Path, means: Means) -> Values:
    """Run what is not yet on disk of a study, and return its figures.

    Parameters
    ----------
    name : of the study; its figures are kept under it
    reader : a function of a module, from the records of a seed by name of run to its figures
    folder : of the results
    """
    kept = folder / "runs" / f"{name}-{job.key()}"
    way = Way(partial(_work, reader), (FIGURES,), 1)
    run(job, kept, workers=means.workers, executor=means.executor, listener=means.listener, way=way)
    table: Any = blocks.read_table(kept, FIGURES, job.seeds, tables=(FIGURES,))
    return {name: tuple(rows["value"]) for name, rows in table.groupby("figure", sort=False)}


def _work(reader: Reader, job: Job, block: Block, folder: Path) -> BlockDone:
    """Run the seeds of a block and write their figures."""
    import pandas as pd

    from bereik.engine import simulate

    start = time.perf_counter()
    rows: list[tuple[str, int, float]] = []
    for seed in block.seeds:
        records = simulate(job.at(seed), seed, residents=job.residents, weeks=job.weeks, burn_in=job.burn_in)
        told = reader(dict(zip(job.labels, records, strict=True)))
        rows += [(name, seed, value) for name, value in told.items()]
    columns = ["figure", "seed", "value"]
    blocks.write_block(folder, block, {FIGURES: pd.DataFrame(rows, columns=columns)}, (FIGURES,))
    return BlockDone(block, time.perf_counter() - start)

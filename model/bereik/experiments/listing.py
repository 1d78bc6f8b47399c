"""What lies in ``results/``: experiments, and whether they are complete."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bereik.errors import OutputError, check_known
from bereik.experiments import blocks
from bereik.experiments.manifest import FILE
from bereik.experiments.store import footer


class Held(NamedTuple):
    """Results in a folder.

    Attributes
    ----------
    name : of the folder
    kind : of experiment
    finished, runs : how many runs are there, of how many
    when : of the last change of the manifest, local time
    identity : its beginning; empty while runs are missing
    keeps_runs : whether they are there to be repeated; else only what they add up to
    """

    name: str
    kind: str
    finished: int
    runs: int
    when: str
    identity: str
    keeps_runs: bool

    @property
    def is_complete(self) -> bool:
        """Return whether all runs are there and summed up."""
        return bool(self.identity)


def results(folder: str | Path = "results") -> list[Held]:
    """Return what lies in a folder of results, in order of the alphabet."""
    return list(_held_in(Path(folder)))


def _held_in(folder: Path) -> Iterator[Held]:
    for path in sorted(folder.glob(f"*/{FILE}")):
        try:
            facts = json.loads(path.read_text(encoding="utf-8"))
            when = time.strftime("%Y-%m-%d %H:%M", time.localtime(path.stat().st_mtime))
            yield _held(path.parent, facts, when)
        except (OSError, ValueError, KeyError):
            continue  # no manifest of ours


def _held(folder: Path, facts: dict[str, Any], when: str) -> Held:
    if "form" not in facts:  # of an earlier version: nothing of it can be gone on with
        return Held(folder.name, "compare", 0, len(facts["seeds"]), when, "", False)
    identity = facts["identity"][:12]
    finished = facts["runs"] if identity else _finished(folder / "runs" / facts["key"])
    keeps_runs = not identity or (folder / "runs.parquet").is_file()
    return Held(folder.name, facts["kind"], finished, facts["runs"], when, identity, keeps_runs)


def _finished(folder: Path) -> int:
    files = folder.glob("measures-*.parquet")
    return sum(last - first + 1 for path in files for first, last in footer(path)["runs"])


def export(folder: Path) -> list[Path]:
    """Write the tables of an experiment as CSV beside them, and return the files.

    Raises
    ------
    OutputError : there is nothing to export, or the folder cannot be written
    """
    import pyarrow.csv as csv
    import pyarrow.parquet as pq

    if not folder.is_dir():
        check_known(folder.name, [held.name for held in results(folder.parent)], "a folder of results")
    files: list[Path] = []
    for source in sorted(folder.glob("*.parquet")):
        target = source.with_suffix(".csv")
        with (
            pq.ParquetFile(source) as table,
            blocks.WholeFile(target) as file,
            csv.CSVWriter(file, table.schema_arrow) as writer,
        ):
            for batch in table.iter_batches():
                writer.write_batch(batch)
        files.append(target)
    if not files:
        raise OutputError(
            f"{folder}: there is no table to export. Give the command that runs it again: it goes on.",
            f"{folder}: er is geen tabel om uit te voeren. Geef de opdracht nog eens: die gaat verder.",
        )
    return files

"""The store of an experiment: runs in Parquet files that are whole or absent, and what they add up to.

    results/NAME/
      manifest.json       what it takes to do it again, and the identity of what came out
      runs.parquet        every run: point, seed, what varied, and the digest of its rows
      runs/KEY/           measures of about 100 runs a file; beside them the records, where they are kept
      summary.parquet     point × measure × scenario, with intervals
      log.parquet         timings, runs that raised, workers that died: no part of the identity

A file says in its footer which runs it holds, so what is finished is known without reading rows.
The digest of a run is a hash over its decoded columns: files, workers, order and restarts are no
part of it.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bereik.errors import altered, damaged
from bereik.experiments import blocks, recorded
from bereik.experiments.plan import Plan

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("run", "point", "seed", "scenario", "measure", "group", "value", "unit")
_WORDS = ("scenario", "measure", "group", "unit")
_FOOTER = b"bereik"
_ABSENT = -1


class Row(NamedTuple):
    """One measure of one run."""

    run: int
    point: int
    seed: int
    scenario: str
    measure: str
    group: str
    value: float
    unit: str


@dataclass(slots=True)
class Store:
    """The runs of a plan on disk.

    Attributes
    ----------
    plan : what is stored
    out : folder of the results
    replicates : per point how many replicates count; None all of the plan. What more is on disk is
        passed over
    key : of the plan when it was run; left out: as it is now
    """

    plan: Plan
    out: Path
    replicates: np.ndarray | None = None
    key: str = ""
    _files: list[Path] = field(default_factory=list[Path])
    _file_of: Any = None

    @property
    def folder(self) -> Path:
        """Return where the runs are; runs of another plan, book or version lie elsewhere."""
        self.key = self.key or self.plan.key()
        return self.out / "runs" / self.key

    def look(self) -> np.ndarray:
        """Look what is on disk, and return per run whether it is.

        Raises
        ------
        OutputError : a file cannot be read
        """
        files = sorted(self.folder.glob("measures-*.parquet"))
        self._files = [path for path in files if recorded.are_beside(path)] if self.plan.records else files
        self._file_of = np.full(self.plan.runs, _ABSENT, np.int32)
        for k, path in enumerate(self._files):
            for first, last in footer(path)["runs"]:
                self._file_of[first : last + 1] = k
        self._file_of[~self.asked()] = _ABSENT
        return self._file_of != _ABSENT

    def asked(self) -> np.ndarray:
        """Return per run whether it counts."""
        if self.replicates is None:
            return np.ones(self.plan.runs, bool)
        return (np.arange(self.plan.replicates)[:, None] < self.replicates).ravel()

    def rows(self, numbers: np.ndarray) -> pa.Table:
        """Return what is stored of some runs; the rows of a run stand together."""
        import pyarrow as pa

        if self._file_of is None:
            self.look()
        file_of: Any = np.asarray(self._file_of)[numbers]
        parts = [empty()]
        for k in np.unique(file_of[file_of != _ABSENT]):
            rows = read(self._files[k])
            own = np.isin(rows["run"].to_numpy(), numbers[file_of == k])
            parts.append(rows.filter(pa.array(own)))
        return pa.concat_tables(parts)

    def records(self, table: str, numbers: np.ndarray, columns: Sequence[str] | None = None) -> pa.Table:
        """Return a table of the records of some runs that are there, of an experiment that keeps them.

        Parameters
        ----------
        table : one of `bereik.experiments.recorded.TABLES`
        columns : left out: all of them

        Raises
        ------
        OutputError : a file cannot be read
        """
        import pyarrow as pa

        if self._file_of is None:
            self.look()
        file_of: Any = np.asarray(self._file_of)[numbers]
        held = ((self._files[k], numbers[file_of == k]) for k in np.unique(file_of[file_of != _ABSENT]))
        return pa.concat_tables(
            [recorded.read(recorded.path_of(path, table), own, columns) for path, own in held]
        )

    def digests(self) -> tuple[list[str], str]:
        """Return the digest of every run (empty where it is missing) and the identity of all that count."""
        found, asked = self.look(), self.asked()
        digest_of = [""] * self.plan.runs
        for k, path in enumerate(self._files):
            for number, digest in checked(path):
                if number < self.plan.runs and self._file_of[number] == k:  # there were more replicates
                    digest_of[number] = digest
        whole = hashlib.sha256()
        for number in np.flatnonzero(asked).tolist():
            run, digest = self.plan.run(number), digest_of[number]
            line = [run.number, run.seed, self.plan.coordinates(run.point), digest]
            whole.update(json.dumps(line, sort_keys=True).encode())
        return digest_of, whole.hexdigest() if found[asked].all() else ""


def footer(path: Path) -> dict[str, Any]:
    """Return what a file says of itself: which runs it holds, as first and last, and how long they took.

    Raises
    ------
    OutputError : it cannot be read
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return json.loads(pq.read_metadata(path).metadata[_FOOTER])
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise damaged(path, error) from None


def read(path: Path) -> pa.Table:
    """Return the rows of a file.

    Raises
    ------
    OutputError : it cannot be read
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path).replace_schema_metadata(None)
    except (OSError, pa.ArrowException) as error:
        raise damaged(path, error) from None


def schema() -> pa.Schema:
    """Return the columns of the measures of runs."""
    import pyarrow as pa

    words = pa.dictionary(pa.int32(), pa.string())
    types = {"run": pa.int32(), "point": pa.int32(), "seed": pa.int64(), "value": pa.float64()}
    return pa.schema([(name, types.get(name, words)) for name in COLUMNS])


def empty() -> pa.Table:
    """Return a table of no rows."""
    return schema().empty_table()


def write(folder: Path, rows: Sequence[Row], numbers: Sequence[int], seconds: float) -> Path:
    """Write the measures of some runs to a file that is whole or absent, and return it.

    Raises
    ------
    OutputError : the folder cannot be written, or the disk is full
    """
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    told = {"runs": _ranges(numbers), "seconds": round(seconds, 3), "at": round(time.time(), 3)}
    kinds = schema()
    arrays = [
        pa.array(column, pa.string()).dictionary_encode() if name in _WORDS else pa.array(column, kind.type)
        for name, column, kind in zip(COLUMNS, columns, kinds, strict=True)
    ]
    table = pa.Table.from_arrays(arrays, schema=kinds)
    told["rows"] = _seal(digests_of(table))
    path = recorded.measures_of(folder, min(numbers))
    write_table(path, table.replace_schema_metadata({_FOOTER: json.dumps(told)}))
    return path


def write_table(path: Path, table: pa.Table) -> None:
    """Write a table to a Parquet file that is whole or absent.

    Raises
    ------
    OutputError : the folder cannot be written, or the disk is full
    """
    import pyarrow.parquet as pq

    with blocks.WholeFile(path) as file:
        pq.write_table(table, file, compression="zstd")


def write_rows(path: Path, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write rows to a Parquet file that is whole or absent; where there are none, all columns are numbers."""
    import pyarrow as pa

    columns = list(zip(*rows, strict=True))
    arrays = [pa.array(column) for column in columns] or [pa.array([], pa.float64())] * len(names)
    write_table(path, pa.Table.from_arrays(arrays, names=list(names)))


def _ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Return numbers as first and last of what follows on one another."""
    ranges: list[list[int]] = []
    for n in sorted(numbers):
        if ranges and n == ranges[-1][1] + 1:
            ranges[-1][1] = n
        else:
            ranges.append([n, n])
    return ranges


def digests_of(table: pa.Table) -> Iterator[tuple[int, str]]:
    """Yield each run of a table with a hash over its decoded rows."""
    runs = table["run"].to_numpy()
    if not len(runs):
        return
    decoded = np.empty((len(runs), 2 + len(_WORDS)), np.uint64)
    decoded[:, 0] = table["seed"].to_numpy().astype(np.uint64)
    decoded[:, 1] = table["value"].to_numpy().astype("<f8").view(np.uint64)
    for k, name in enumerate(_WORDS, 2):
        words = table[name].combine_chunks()
        known = np.array([_hash_of(word) for word in words.dictionary.to_pylist()], np.uint64)
        decoded[:, k] = known[words.indices.to_numpy()]
    starts = np.flatnonzero(np.diff(runs, prepend=-1))
    for start, stop in zip(starts, [*starts[1:], len(runs)], strict=True):
        yield int(runs[start]), hashlib.sha256(decoded[start:stop].astype("<u8").tobytes()).hexdigest()


def checked(path: Path) -> list[tuple[int, str]]:
    """Return each run of a file with a hash over its decoded rows.

    Raises
    ------
    OutputError : it cannot be read, or its rows are not those that were written
    """
    found = list(digests_of(read(path)))
    if footer(path).get("rows", seal := _seal(found)) != seal:
        raise altered(path)
    return found


def _seal(digests: Iterable[tuple[int, str]]) -> str:
    return hashlib.sha256(json.dumps(list(digests)).encode()).hexdigest()


def _hash_of(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


def write_runs(store: Store, digest_of: Sequence[str]) -> None:
    """Write the table of all runs that count: number, point, seed, what varied, and the digest."""
    import pyarrow as pa

    plan = store.plan
    runs = [plan.run(number) for number in np.flatnonzero(store.asked()).tolist()]
    table: dict[str, Any] = {
        "run": pa.array([run.number for run in runs], pa.int32()),
        "point": pa.array([run.point for run in runs], pa.int32()),
        "seed": pa.array([run.seed for run in runs], pa.int64()),
    }
    where = [plan.coordinates(point) for point in range(plan.points)]
    for name in where[0]:
        column = pa.array([coordinates[name] for coordinates in where])
        table[name] = column.take(table["point"])
    table["digest"] = pa.array([digest_of[run.number] for run in runs], pa.string())
    write_table(store.out / "runs.parquet", pa.table(table))


# --- the log ---


class Entry(NamedTuple):
    """One line of the log.

    Attributes
    ----------
    at : when, in UTC
    what : "block", "run failed" or "worker died"
    run, runs : the first run, and how many
    point, seed : of a run that failed; -1 elsewhere
    seconds : that a block took
    why : what was raised
    """

    at: str
    what: str
    run: int
    runs: int
    point: int
    seed: int
    seconds: float
    why: str


def now() -> str:
    """Return the time in UTC, to the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


_WRITE_EVERY_SECONDS = 15.0


class Log:
    """Timings and failed attempts, kept beside the manifest, which holds only what is reproducible."""

    def __init__(self, out: Path, name: str = "log") -> None:
        self.path = out / f"{name}.parquet"
        self._earlier = read_log(self.path)
        self._entries: list[Entry] = []
        self._written = time.monotonic()

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *_: object) -> None:
        self.write()

    def add(self, what: str, **facts: Any) -> None:
        """Note something; it is written now and then, and at the end."""
        blank: dict[str, Any] = {"run": -1, "runs": 0, "point": -1, "seed": -1, "seconds": 0.0, "why": ""}
        self._entries.append(Entry(at=now(), what=what, **(blank | facts)))
        if time.monotonic() - self._written > _WRITE_EVERY_SECONDS:
            self.write()

    def write(self) -> None:
        """Write what was noted, after what was there."""
        import pyarrow as pa

        if not self._entries:
            return
        columns = list(zip(*self._entries, strict=True))
        arrays = [pa.array(column, kind.type) for column, kind in zip(columns, log_schema(), strict=True)]
        new = pa.Table.from_arrays(arrays, schema=log_schema())
        write_table(self.path, pa.concat_tables([self._earlier, new]))
        self._written = time.monotonic()


def log_schema() -> pa.Schema:
    """Return the columns of the log."""
    import pyarrow as pa

    types = {int: pa.int64(), float: pa.float64(), str: pa.string()}
    names = {"seconds": float, "run": int, "runs": int, "point": int, "seed": int}
    return pa.schema([(name, types[names.get(name, str)]) for name in Entry._fields])


def read_log(path: Path) -> pa.Table:
    """Return a log; an empty one where there is none, or it cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path).cast(log_schema())
    except (OSError, pa.ArrowException, ValueError):
        return log_schema().empty_table()


def merge_logs(out: Path) -> None:
    """Put the logs of the tasks of a job array behind the log."""
    import pyarrow as pa

    others = sorted(out.glob("log-*-of-*.parquet"))
    if others:
        logs = [read_log(path) for path in (out / "log.parquet", *others)]
        write_table(out / "log.parquet", pa.concat_tables(logs))
        for path in others:
            path.unlink(missing_ok=True)

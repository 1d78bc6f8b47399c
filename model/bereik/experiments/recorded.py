"""The records of runs, where an experiment keeps them: beside their measures, a folder a table.

    runs/KEY/measures-0000004.parquet    measures of some runs
    runs/KEY/spells/0000004.parquet      need spells of the same runs; so with the other tables

They are written before the measures, each whole or absent. A block counts only where all of it is there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bereik.errors import damaged
from bereik.experiments import blocks
from bereik.experiments.plan import Run
from bereik.whole_file import WholeFile

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from bereik.experiments.store import Store
    from bereik.records import Records

TABLES = ("residents", "spells", "weekly", "services", "schemes", "costs")
WHERE = ("run", "point", "seed", "scenario")  # columns before those of `bereik.records`
_MEASURES = "measures-"


def measures_of(folder: Path, first: int) -> Path:
    """Return where the measures of a block lie, by the number of its first run."""
    return folder / f"{_MEASURES}{first:07d}.parquet"


def path_of(measures: Path, table: str) -> Path:
    """Return where a table of records lies, beside the file with the measures of the same runs."""
    return measures.parent / table / measures.name.removeprefix(_MEASURES)


def prepare(folder: Path) -> None:
    """Make the folders of the tables.

    Raises
    ------
    OutputError : they cannot be made or written
    """
    for table in TABLES:
        blocks.writable_folder(folder / table)


def are_beside(measures: Path) -> bool:
    """Return whether all records are there of the runs whose measures a file holds."""
    return all(path_of(measures, table).is_file() for table in TABLES)


def sweep(folder: Path) -> None:
    """Remove what was left unfinished: files half-written, and records or measures without the other."""
    for measures in folder.glob(f"{_MEASURES}*.parquet"):
        if not are_beside(measures):
            measures.unlink()
    for table in TABLES:
        blocks.sweep(folder / table)
        for path in (folder / table).glob("*.parquet"):
            if not (folder / f"{_MEASURES}{path.name}").is_file():
                path.unlink()


# --- in a worker ---

Keep = Callable[[Run, Sequence[str], Sequence["Records"]], None]


@contextmanager
def recording(folder: Path) -> Iterator[Keep]:
    """Give what writes the records of a run, one run after another; files are whole where all went well.

    Parameters
    ----------
    folder : in which the measures come to lie

    Raises
    ------
    OutputError : the folder cannot be written, or the disk is full
    """
    import pyarrow.parquet as pq

    writers: dict[str, pq.ParquetWriter] = {}
    with ExitStack() as files:

        def keep(run: Run, labels: Sequence[str], records: Sequence[Records]) -> None:
            for table, rows in _tables(run, labels, records):
                if table not in writers:
                    path = path_of(measures_of(folder, run.number), table)
                    file = files.enter_context(WholeFile(path))
                    writer = pq.ParquetWriter(file, _plain(rows.schema), compression="zstd")
                    writers[table] = files.enter_context(writer)
                writers[table].write_table(rows.cast(writers[table].schema))

        yield keep


def _tables(run: Run, labels: Sequence[str], records: Sequence[Records]) -> Iterator[tuple[str, pa.Table]]:
    """Yield the tables of a run, all scenarios under one another."""
    import pandas as pd
    import pyarrow as pa

    frames = [record.frames() for record in records]
    for table in TABLES:
        parts = [_placed(frame[table], run, label) for label, frame in zip(labels, frames, strict=True)]
        rows = pa.Table.from_pandas(pd.concat(parts), preserve_index=False)
        yield table, rows.replace_schema_metadata(None)


def _placed(frame: pd.DataFrame, run: Run, label: str) -> pd.DataFrame:
    for k, (name, value) in enumerate(zip(WHERE, (*run, label), strict=True)):
        frame.insert(k, name, value)
    return frame


def _plain(schema: pa.Schema) -> pa.Schema:
    """Return the columns of a table, words as words also where a run has none of them."""
    import pyarrow as pa

    words = {pa.null(), pa.large_string()}
    return pa.schema([field.with_type(pa.string()) if field.type in words else field for field in schema])


# --- when they are read ---


def read(path: Path, numbers: np.ndarray, columns: Sequence[str] | None = None) -> pa.Table:
    """Return the records of some runs of a file; no more of it is in memory.

    Raises
    ------
    OutputError : it cannot be read
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        wanted = [("run", "in", numbers.tolist())]
        return pq.read_table(path, columns=None if columns is None else list(columns), filters=wanted)
    except (OSError, pa.ArrowException) as error:
        raise damaged(path, error) from None


def identity(store: Store) -> dict[str, str]:
    """Return a hash per table over the decoded columns of all runs that count, in order of their numbers.

    ``integers`` covers the integers, truths and words of all tables: these are the same on every
    machine. The hashes of the tables cover their floats too: the same bits on one installation.
    """
    found: dict[str, str] = {}
    integers = hashlib.sha256()
    numbers = np.flatnonzero(store.asked())
    for table in TABLES:
        streams: dict[str, tuple[Any, Any]] = {}
        floats: set[str] = set()
        for number in numbers:
            rows = store.records(table, np.array([number]))
            for column in rows.column_names:
                values, shapes = streams.setdefault(column, (hashlib.sha256(), hashlib.sha256()))
                for piece, stream in zip(_bytes_of(rows.column(column)), (values, shapes), strict=True):
                    stream.update(piece)
                if str(rows.schema.field(column).type) in {"double", "float"}:
                    floats.add(column)
        digest = hashlib.sha256()
        for column in sorted(streams):
            line = f"{table}.{column}:" + ".".join(stream.hexdigest() for stream in streams[column]) + "\n"
            digest.update(line.encode())
            if column not in floats:
                integers.update(line.encode())
        found[table] = digest.hexdigest()
    return {"integers": integers.hexdigest(), **found}


def _bytes_of(column: pa.ChunkedArray) -> tuple[bytes, bytes]:
    """Return the values of a column, and which are missing (of words: how long they are), as bytes.

    Both are a value after another, so it makes no difference where the column was cut.
    """
    import pyarrow as pa

    whole = column.combine_chunks()
    whole = pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole
    if pa.types.is_string(whole.type) or pa.types.is_large_string(whole.type):
        words = whole.cast(pa.large_string())
        _, starts, letters = words.buffers()
        offsets = np.frombuffer(starts, "<i8")[words.offset : words.offset + len(words) + 1]
        held = bytes(letters)[offsets[0] : offsets[-1]] if letters is not None else b""
        return held, np.diff(offsets).astype("<i8").tobytes()
    missing = whole.is_null().to_numpy(zero_copy_only=False)
    values = whole.cast(pa.int8()) if pa.types.is_boolean(whole.type) else whole
    plain = np.asarray(values.fill_null(0).to_numpy(zero_copy_only=False))
    kind = "<f8" if plain.dtype.kind == "f" else "<i8"
    return plain.astype(kind).tobytes(), missing.tobytes()

"""Parquet blocks: whole or absent, named after the seeds they hold.

A block is the result of a few replicates of every scenario of a job: one file per table. A file
is written under a temporary name, brought to disk and renamed, so that a file that exists is a
whole file. A seed is finished when all tables of its block exist.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bereik.errors import OutputError, damaged
from bereik.whole_file import HOST, WholeFile, cannot_write, temporary_name

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_NAME = re.compile(r"(?P<table>[a-z]+)-(?P<first>\d+)-(?P<count>\d+)\.parquet")
_TEMPORARY = re.compile(r"\.part-(?P<host>\w*)-(?P<pid>\d+)-.+")
_STALE_AFTER_SECONDS = 24 * 3600


@dataclass(frozen=True, order=True, slots=True)
class Block:
    """Consecutive seeds that are run, and stored, together."""

    first: int
    count: int

    @property
    def seeds(self) -> range:
        """Return the seeds of the block."""
        return range(self.first, self.first + self.count)


def file_name(table: str, block: Block) -> str:
    """Return the name of the file that holds a table of a block."""
    return f"{table}-{block.first:06d}-{block.count:03d}.parquet"


def finished_blocks(folder: Path, tables: Sequence[str]) -> dict[int, Block]:
    """Return, for every seed of which all these tables are on disk, the block that holds it."""
    tables_of: dict[Block, set[str]] = {}
    for path in folder.glob("*.parquet"):
        if match := _NAME.fullmatch(path.name):
            block = Block(int(match["first"]), int(match["count"]))
            tables_of.setdefault(block, set()).add(match["table"])
    whole = sorted(block for block, held in tables_of.items() if held.issuperset(tables))
    return {seed: block for block in reversed(whole) for seed in block.seeds}


def blocks_to_run(seeds: Iterable[int], size: int) -> list[Block]:
    """Cut the seeds that are still to run into blocks of at most ``size`` consecutive seeds."""
    blocks: list[Block] = []
    for seed in sorted(seeds):
        last = blocks[-1] if blocks else None
        if last is not None and seed == last.first + last.count and last.count < size:
            blocks[-1] = Block(last.first, last.count + 1)
        else:
            blocks.append(Block(seed, 1))
    return blocks


def write_block(
    folder: Path, block: Block, tables: dict[str, pd.DataFrame], names: Sequence[str]
) -> None:
    """Write the tables of a block that are named, each atomically.

    Raises
    ------
    OutputError : the folder cannot be written, or the disk is full
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    for table in names:
        data = pa.Table.from_pandas(tables[table], preserve_index=False).replace_schema_metadata(None)
        with WholeFile(folder / file_name(table, block)) as file:
            pq.write_table(data, file, compression="zstd")


def write_text(path: Path, text: str) -> None:
    """Write a text file atomically, in UTF-8 with newlines as they are.

    Raises
    ------
    OutputError : the folder cannot be written, or the disk is full
    """
    with WholeFile(path) as file:
        file.write(text.encode("utf-8"))


def writable_folder(folder: Path) -> Path:
    """Make a folder where it is missing, try whether it can be written, and return it.

    Raises
    ------
    OutputError : it cannot be made or written
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / temporary_name("probe")
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise cannot_write(folder, error) from None
    return folder


def sweep(folder: Path) -> int:
    """Remove what a killed run left half-written; return how many files that were.

    What a process that lives may still be writing stays, here or elsewhere on the same disk, until it
    is a day old.
    """
    swept = 0
    for path in folder.glob(".part-*"):
        try:
            if _is_left(path):
                path.unlink()
                swept += 1
        except FileNotFoundError:  # whole by now
            continue
    return swept


def _is_left(path: Path) -> bool:
    if time.time() - path.stat().st_mtime > _STALE_AFTER_SECONDS:
        return True
    told = _TEMPORARY.fullmatch(path.name)
    return told is not None and told["host"] == HOST and not _may_live(int(told["pid"]))


def _may_live(pid: int) -> bool:
    """Return whether a process of this machine may be there; Windows has no harmless way to ask."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's
        return True
    return True


def read_table(
    folder: Path, table: str, seeds: Sequence[int], columns: Sequence[str] | None = None,
    *,
    tables: Sequence[str],
) -> pd.DataFrame:
    """Return a table of the finished seeds asked for, in the order of their seeds.

    Parameters
    ----------
    tables : those by which one sees that a seed is finished

    Raises
    ------
    OutputError : a file cannot be read, or a seed is not there
    """
    import pyarrow as pa

    return pa.concat_tables(list(_parts(folder, table, seeds, columns, tables))).to_pandas()


def _parts(
    folder: Path, table: str, seeds: Sequence[int], columns: Sequence[str] | None, tables: Sequence[str]
) -> Iterator[pa.Table]:
    """Yield the stored parts of a table that together hold the seeds once, in order."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    held = finished_blocks(folder, tables)
    missing = [seed for seed in seeds if seed not in held]
    if missing:
        raise OutputError(
            f"{folder}: seed {missing[0]} is missing. Start the same command again: it goes on.",
            f"{folder}: seed {missing[0]} ontbreekt. Geef dezelfde opdracht nog eens: die gaat verder.",
        )
    for block in sorted({held[seed] for seed in seeds}):
        path = folder / file_name(table, block)
        try:
            part = pq.read_table(path, columns=None if columns is None else list(columns))
        except (OSError, pa.ArrowException) as error:
            raise damaged(path, error) from None
        wanted = [seed for seed in block.seeds if seed in seeds and held[seed] == block]
        yield part if len(wanted) == block.count else part.filter(pc.field("seed").isin(wanted))

"""Tables of rows: a class says what a row is, NumPy holds the rows, Numba reads them.

A row class is written once, with a type for the reader and a column for the machine::

    class Case(Row):
        resident: Annotated[int, col(i4, "row", "whose case it is")]

``table(Case, 10)`` is a structured array of ten such rows. ``cases[3].resident`` and
``cases.resident[3]`` mean the same, compiled or not.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, Protocol, TypeVar, get_type_hints

import numpy as np

i1, i2, i4, i8 = np.int8, np.int16, np.int32, np.int64
u1, u2, f8, b1 = np.uint8, np.uint16, np.float64, np.bool_


LINE = 64  # bytes that a processor fetches together


class Column(NamedTuple):
    """What a column holds: its type in memory, unit and meaning, and in which line of a row it stands."""

    kind: Any
    unit: str
    meaning: str
    count: int
    names: tuple[str, ...]
    line: int


def col(
    kind: Any, unit: str, meaning: str, count: int = 1, *, names: tuple[str, ...] = (), line: int = 0
) -> Column:
    """Describe a column; ``count`` > 1, or a name for every value, makes it a small array in every row.

    What every week asks for stands in ``line`` 1 and 2, at the start of the row, so that a week fetches
    those and leaves the rest where it is.
    """
    return Column(kind, unit, meaning, len(names) or count, names, line)


def names_apart(name: str, column: Column) -> list[str]:
    """Return what the values of a small array are called where each has a column: ``unmet_late``."""
    words = column.names or map(str, range(column.count))
    return [f"{name}_{word}".replace(" ", "_").replace("-", "_") for word in words]


class Row:
    """Base of the row classes; it holds nothing, NumPy holds the values."""


RowType = TypeVar("RowType", bound=Row)
RowRead = TypeVar("RowRead", bound=Row, covariant=True)


class Table(Protocol[RowRead]):
    """What the type checker knows of a structured array of rows."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows, and what stands in a row."""
        ...

    def __getitem__(self, row: int | tuple[int, ...], /) -> RowRead: ...
    def __getattr__(self, column: str, /) -> Any: ...

    def copy(self) -> Any:
        """Return the same rows elsewhere in memory."""
        ...


@cache
def columns(row: type[Row]) -> dict[str, Column]:
    """Return the columns of a row class by name, in order."""
    hints = get_type_hints(row, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


@cache
def dtype_of(row: type[Row]) -> np.dtype[Any]:
    """Return the structured dtype of a row class.

    Within a line wide columns come first, so that no room is lost between them.
    """

    def place(item: tuple[str, Column]) -> tuple[int, int]:
        return item[1].line or 3, -np.dtype(item[1].kind).itemsize

    fields: list[Any] = [
        (name, c.kind) if c.count == 1 else (name, c.kind, (c.count,))
        for name, c in sorted(columns(row).items(), key=place)
    ]
    tight = np.dtype(fields, align=True)
    if not any(c.line for c in columns(row).values()):
        return tight
    offsets = [offset for _, offset, *_ in (tight.fields or {}).values()]
    return np.dtype(
        {
            "names": list(tight.names or ()),
            "formats": [field[1] if len(field) == 2 else field[1:] for field in fields],
            "offsets": offsets,
            "itemsize": -(-tight.itemsize // LINE) * LINE,
        },
        align=True,
    )


def table(row: type[RowType], *shape: int) -> Table[RowType]:
    """Return a table of rows filled with zeros; rows that are made of lines begin at one."""
    return _blank(shape, dtype_of(row)).view(np.recarray)  # type: ignore[return-value]


def copied(rows: Any) -> Any:
    """Return the same rows elsewhere in memory, at a line where they began at one."""
    if rows.dtype.itemsize % LINE or not rows.shape:
        return rows.copy()
    out = _blank(rows.shape, rows.dtype)
    out[...] = rows
    return out.view(type(rows))


def _blank(shape: tuple[int, ...], kind: np.dtype[Any]) -> np.ndarray:
    if kind.itemsize % LINE:
        return np.zeros(shape, kind)
    room = np.zeros(int(np.prod(shape)) * kind.itemsize + LINE, np.uint8)
    start = -room.ctypes.data % LINE
    return room[start : start + int(np.prod(shape)) * kind.itemsize].view(kind).reshape(shape)


def grown(rows: Table[RowType], count: int) -> Table[RowType]:
    """Return a copy of a table with room for ``count`` rows; what lies beyond them is left out."""
    old: Any = rows
    new = np.zeros((count, *old.shape[1:]), old.dtype).view(np.recarray)
    kept = min(count, old.shape[0])
    new[:kept] = old[:kept]
    return new  # type: ignore[return-value]

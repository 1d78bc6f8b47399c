"""A readable view of one resident: words for codes, names for bits, nothing copied.

``residents[17].trust`` reads the row of resident 17 as it is now; a view keeps no state.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from typing import Any, SupportsIndex, overload

import numpy as np

from bereik.residents.columns import Household, Population, Resident
from bereik.tables import Column, columns
from bereik.vocabulary import DOMAINS, N_DOMAINS, NEVER, SEVERITIES, TENURES, WORK_STATES

_WORDS = {"work": WORK_STATES, "tenure": TENURES, "education": ("low", "middle", "high")}
_OF_HOME = ("tenure", "children", "evicted")


class ResidentView:
    """One resident: her columns by name, those of her household that she is asked about, her ties.

    - a number is a number, a yes or no is a bool;
    - ``severity``, ``since`` and ``untreated`` are dicts by domain name;
    - ``work``, ``education`` and ``tenure`` are words; bits such as ``lasting`` and ``troubled``
      are tuples of domain names;
    - a week that has not come, and a row that points at nobody, is None;
    - ``ties`` and ``housemates`` are lists of rows.
    """

    __slots__ = ("_people", "row")

    def __init__(self, people: Population, row: int) -> None:
        self._people = people
        self.row = row

    def __getattr__(self, name: str) -> Any:
        if name in _OF_HOME:
            home: Any = self._people.households[int(self._people.residents[self.row].household)]
            return _readable(name, columns(Household)[name], home[name])
        if name in columns(Resident):
            me: Any = self._people.residents[self.row]
            return _readable(name, columns(Resident)[name], me[name])
        raise AttributeError(f"a resident has no '{name}'. She has {', '.join(dir(self))}.")

    def __dir__(self) -> list[str]:
        return sorted({"row", "housemates", *_OF_HOME, *columns(Resident)} - {"first_tie"})

    @property
    def ties(self) -> list[int]:
        """Rows of those she knows, outside her own household."""
        me = self._people.residents[self.row]
        return self._people.ties[int(me.first_tie) : int(me.first_tie) + int(me.ties)].tolist()

    @property
    def housemates(self) -> list[int]:
        """Rows of the other adults of her household."""
        home: Any = self._people.households[int(self._people.residents[self.row].household)]
        first = int(home["first"])
        return [row for row in range(first, first + int(home["adults"])) if row != self.row]

    def __repr__(self) -> str:
        problems = ", ".join(f"{name} {SEVERITIES[level]}" for name, level in self.severity.items() if level)
        return (
            f"<resident {self.row}: {self.age}, wijk {self.wijk}, doenvermogen {self.doenvermogen:.2f}, "
            f"trust {self.trust:.2f}, {len(self.ties)} ties, {problems or 'no problems'}>"
        )


class ResidentsView(Sequence[ResidentView]):
    """All residents of a population, to count, index and walk through."""

    __slots__ = ("_people",)

    def __init__(self, people: Population) -> None:
        self._people = people

    def __len__(self) -> int:
        return int(self._people.residents.shape[0])

    @overload
    def __getitem__(self, index: SupportsIndex) -> ResidentView: ...
    @overload
    def __getitem__(self, index: slice) -> list[ResidentView]: ...
    def __getitem__(self, index: SupportsIndex | slice) -> ResidentView | list[ResidentView]:
        if isinstance(index, slice):
            return [ResidentView(self._people, row) for row in range(*index.indices(len(self)))]
        asked = operator.index(index)
        row = asked + len(self) if asked < 0 else asked
        if not 0 <= row < len(self):
            raise IndexError(f"there is no resident {asked}. Rows run from 0 to {len(self) - 1}.")
        return ResidentView(self._people, row)

    def __iter__(self) -> Iterator[ResidentView]:
        return (ResidentView(self._people, row) for row in range(len(self)))

    def __repr__(self) -> str:
        return f"<{len(self)} residents>"


def _readable(name: str, column: Column, value: Any) -> Any:
    if column.count == N_DOMAINS:
        one = column._replace(count=1)
        return {domain: _readable(name, one, v) for domain, v in zip(DOMAINS, value, strict=True)}
    plain = np.asarray(value).item()
    if name in _WORDS:
        return _WORDS[name][plain]
    if column.unit == "mask":
        return tuple(domain for d, domain in enumerate(DOMAINS) if plain >> d & 1)
    if (column.unit == "week" and plain == NEVER) or (column.unit == "row" and plain < 0):
        return None
    return plain

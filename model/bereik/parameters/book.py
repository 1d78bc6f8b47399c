"""The book of parameters: every behavioural number stands here once.

The numbers are in the TOML files beside this module, a file per theme; `themes` has one
NamedTuple per theme with the same names, so that rules read ``p.shame_weight`` and a wrong name
fails when the book is opened.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np

from bereik.errors import ParameterError, nearest
from bereik.parameters import themes
from bereik.vocabulary import CREDITORS_WHO_SIGNAL, DOMAINS, EVENTS

QUALITIES = ("measured", "estimate", "expert", "assumption")
_IN_NUMBERS = ("value", "low", "high")
_FOLDER = Path(__file__).parent
_KEYS_OF = {"domain": DOMAINS, "event": EVENTS, "creditor": CREDITORS_WHO_SIGNAL}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number: its value, its range for sensitivity analysis, and where it comes from."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    quality: str
    source: str
    what: str


class Book(Mapping[str, Parameter]):
    """All parameters by name, such as ``seeking.shame_weight`` or ``problems.eases.money``."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self._parameters = dict(parameters)

    def __getitem__(self, name: str) -> Parameter:
        return self._parameters[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)

    def value(self, name: str) -> float:
        """Return the number that stands under a name."""
        return self._parameters[name].value

    def theme(self, prefix: str) -> dict[str, float]:
        """Return the numbers under a prefix, by the rest of their name."""
        start = prefix + "."
        return {n[len(start):]: p.value for n, p in self._parameters.items() if n.startswith(start)}

    def with_values(self, values: Mapping[str, float], where: str = "parameters") -> Book:
        """Return a book in which some numbers are others.

        Raises
        ------
        ParameterError : unknown name, not a finite number, or outside the range of the book
        """
        changed = dict(self._parameters)
        for name, value in values.items():
            self.check(name, value, where)
            changed[name] = replace(changed[name], value=float(value))
        return Book(changed)

    def check(self, name: str, value: Any, where: str = "parameters") -> None:
        """Raise ParameterError, in one line, where a name or a value will not do."""
        if name not in self._parameters:
            near = nearest(name, self._parameters)
            hint = f" Did you mean {near[0]}?" if near else " `bereik parameters` lists them."
            raise ParameterError(f"{where}: the book has no parameter '{name}'.{hint}")
        p = self._parameters[name]
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ParameterError(
                f"{where}: {name} = {value!r} is no number. The book has {p.value:g} {p.unit}."
            )
        if not p.low <= value <= p.high:
            raise ParameterError(
                f"{where}: {name} = {value:g} lies outside {p.low:g}..{p.high:g}. "
                f"The book has {p.value:g} ({p.quality}): {p.source}. "
                "If you mean it, widen the range in parameters/ and say why."
            )


@cache
def the_book() -> Book:
    """Open the book that ships with the package."""
    found: dict[str, Parameter] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        for name, entry in _leaves(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))):
            found[name] = _parameter(name, entry)
    return Book(found)


def _leaves(prefix: str, node: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if "value" in node:
        yield prefix, node
        return
    for key, child in node.items():
        yield from _leaves(f"{prefix}.{key}", child)


def _parameter(name: str, entry: dict[str, Any]) -> Parameter:
    try:
        read: dict[str, Any] = {k: float(v) if k in _IN_NUMBERS else v for k, v in entry.items()}
        p = Parameter(name=name, **read)
    except TypeError as error:
        raise ParameterError(
            f"parameters/: {name}: {error}. An entry has value, low, high, unit, quality, source, what."
        ) from None
    if p.quality not in QUALITIES:
        raise ParameterError(f"parameters/: {name}: quality '{p.quality}' is none of {', '.join(QUALITIES)}.")
    if not p.low <= p.value <= p.high:
        raise ParameterError(
            f"parameters/: {name} = {p.value:g} lies outside its own range {p.low:g}..{p.high:g}."
        )
    return p


def numbers(book: Book) -> themes.Numbers:
    """Return the numbers as the rules read them: one row of floats per theme.

    Raises
    ------
    ParameterError : a name stands in a theme and not in the book, or the other way round
    """
    built: dict[str, Any] = {}
    used: set[str] = set()
    for theme, kind in _hints(themes.Numbers).items():
        fields: dict[str, Any] = {}
        for field, hint in _hints(kind).items():
            names = _names(f"{theme}.{field}", hint)
            sparse = hint is not float and len(hint.__metadata__) > 1
            missing = [n for n in names if n not in book]
            if missing and not sparse:
                raise ParameterError(f"parameters/{theme}.toml: {missing[0]} is missing; themes.py names it.")
            values = [book.value(n) if n in book else 0.0 for n in names]
            fields[field] = values[0] if hint is float else _array(values, hint)
            used.update(names)
        built[theme] = _row(fields)
    themed = {n for n in book if n.split(".")[0] in built}
    if themed - used:
        raise ParameterError(
            f"parameters/: {min(themed - used)} stands in the book and in no theme of themes.py."
        )
    return themes.Numbers(**built)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _row(fields: dict[str, Any]) -> Any:
    """Return numbers as one structured row: a single pointer for compiled code, ``p.name`` for a reader."""
    dtype = np.dtype([(name, np.float64, np.shape(value)) for name, value in fields.items()])
    row = np.zeros(1, dtype).view(np.recarray)
    for name, value in fields.items():
        row[name] = value
    row.setflags(write=False)
    return row[0]


def _array(values: list[float], hint: Any) -> np.ndarray:
    return np.array(values).reshape([len(_KEYS_OF[axis]) for axis in hint.__metadata__])


def _names(name: str, hint: Any) -> list[str]:
    """Names in the book for a field: one for a float; one per domain (or pair) for a tuple."""
    if hint is float:
        return [name]
    names = [name]
    for axis in hint.__metadata__:
        names = [f"{n}.{key}" for n in names for key in _KEYS_OF[axis]]
    return names

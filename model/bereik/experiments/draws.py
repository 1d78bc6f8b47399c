"""Draws of numbers that are not known: what a calibration leaves, and what any experiment takes.

    bereik calibration:  posterior.parquet, a row a draw, every row as probable as another
    --posterior:         replicate r of every scenario takes row r

All scenarios and points of a replicate take the same row, so what is compared stays paired.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bereik.errors import ParameterError, nearest
from bereik.experiments.asked import will_not_do
from bereik.experiments.wording import Language
from bereik.measures.intervals import Interval, paired_interval, spread_interval
from bereik.parameters.book import the_book
from bereik.scenarios.change import changed

if TYPE_CHECKING:
    import numpy as np

    from bereik.scenarios import Scenario

Estimator = Callable[["Sequence[float] | np.ndarray"], Interval]
FILE = "posterior.parquet"
_KINDS = (".parquet", ".csv")


class Draws(NamedTuple):
    """A sample of numbers of the book.

    Attributes
    ----------
    source : the folder or file it came from, as it was named
    key : hash of the whole sample
    names : of the numbers
    rows : of their values; replicate r takes row r
    """

    source: str
    key: str
    names: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]

    def first(self, replicates: int, lang: Language = "en") -> Draws:
        """Return as many rows as there are replicates.

        Raises
        ------
        ParameterError : there are not so many
        """
        if replicates > len(self.rows):
            raise will_not_do("too-few-draws", lang, value=self.source, most=len(self.rows), n=replicates)
        return self._replace(rows=self.rows[:replicates])

    def in_scenario(self, scenario: Scenario, replicate: int) -> Scenario:
        """Return a scenario with the numbers of a replicate; what it sets itself it keeps."""
        told, own = zip(self.names, self.rows[replicate], strict=True), _set_in(scenario)
        drawn = {f"parameters.{name}": value for name, value in told if name not in own}
        return changed(scenario, drawn, "a draw") if drawn else scenario

    def facts(self) -> dict[str, Any]:
        """Return what a manifest holds, to draw the same again."""
        return self._asdict()


def _set_in(scenario: Scenario) -> set[str]:
    """Return the numbers of the book that a scenario sets, in its world view and its gemeente too."""
    gemeente = scenario.gemeente
    views = (f"views.{name}" for name, share in scenario.world_view.items() if share > 0)
    people = (f"{gemeente.archetype}.{name}" for name in gemeente.numbers)
    return {*scenario.parameters, *views, *people}


def interval_of(draws: Draws | None) -> Estimator:
    """Return what makes an interval of replicates: of their mean, or of what draws allow where they draw."""
    return paired_interval if draws is None else spread_interval


def from_facts(facts: Mapping[str, Any] | None) -> Draws | None:
    """Return the draws that a manifest holds; None where it holds none."""
    if not facts:
        return None
    rows = tuple(tuple(row) for row in facts["rows"])
    return Draws(facts["source"], facts["key"], tuple(facts["names"]), rows)


def draws_of(names: Sequence[str], rows: Sequence[Sequence[float]], source: str = "") -> Draws:
    """Return draws with the hash that tells them from others."""
    values = tuple(tuple(float(value) for value in row) for row in rows)
    key = hashlib.sha256(json.dumps([list(names), values]).encode()).hexdigest()[:16]
    return Draws(source, key, tuple(names), values)


def read_draws(
    source: str | Path, lang: Language = "en", beside: Path | None = None, sets: Sequence[str] = ()
) -> Draws:
    """Return the sample of a folder of results, or of a Parquet or CSV file: a column a number of the book.

    Parameters
    ----------
    beside : a folder from which the path is tried first
    sets : themes of the book whose numbers the experiment sets itself, so that none of them may be drawn

    Raises
    ------
    ParameterError : no sample is there; a column or value is none of the book; or a number is not to be drawn
    """
    import pandas as pd

    name = str(source)
    path = _file(name, beside)
    if path is None:
        raise will_not_do("no-posterior", lang, value=name, file=FILE)
    try:
        table = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
        rows = [[float(value) for value in row] for row in table.to_numpy().tolist()]
    except (OSError, ValueError, TypeError) as error:
        raise will_not_do("not-readable", lang, value=path, why=" ".join(str(error).split())) from None
    names = [str(column) for column in table.columns]
    if not rows:
        raise will_not_do("no-posterior", lang, value=name, file=FILE)
    _check(names, rows, name, lang)
    for column in names:
        if column.partition(".")[0] in sets:
            raise will_not_do("set-by-the-kind", lang, value=name, name=column)
    return draws_of(names, rows, name)


def _file(name: str, beside: Path | None) -> Path | None:
    """Return the file of a sample, as seen from a folder or from here; None where there is none."""
    for start in ([beside] if beside else []) + [Path()]:
        path = start / name
        path = path / FILE if path.is_dir() else path
        if path.is_file() and path.suffix in _KINDS:
            return path
    return None


def _check(names: Sequence[str], rows: Sequence[Sequence[float]], source: str, lang: Language) -> None:
    """Raise ParameterError unless every column is a number of the book, and every value in its range."""
    book = the_book()
    for name, values in zip(names, zip(*rows, strict=True), strict=True):
        if name not in book:
            near = nearest(name, book)
            hint = {"nl": f" Bedoelt u {near[0]}?", "en": f" Did you mean {near[0]}?"}[lang] if near else ""
            raise ParameterError(f"{will_not_do('no-such-number', lang, value=source, name=name)}{hint}")
        low, high = book[name].low, book[name].high
        for value in values:
            if math.isnan(value) or not low <= value <= high:
                facts = {"name": name, "low": f"{low:g}", "high": f"{high:g}", "wrong": f"{value:g}"}
                raise will_not_do("draw-outside", lang, value=source, **facts)

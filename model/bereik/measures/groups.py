"""For whom: the groups by which a measure over index spells is reported."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bereik.measures.index import DECILES, IndexSpells
from bereik.measures.terms import Measure, ratio, reported
from bereik.vocabulary import N_DOMAINS

ALL_SPELLS = "base=all"


class Grouping(NamedTuple):
    """One way to divide spells: names of the groups, and per spell the group it is in (-1 none)."""

    names: tuple[str, ...]
    code: np.ndarray


def groupings(index: IndexSpells, wijk_names: tuple[str, ...]) -> tuple[Grouping, ...]:
    """Return the divisions of index spells: cohort, doenvermogen, domains at the clock, wijk.

    A spell whose resident has no problem at the clock (need paused at policy start) is in no
    group of domains.
    """
    return (
        Grouping(("cohort=backlog", "cohort=new"), np.where(index.backlog, 0, 1)),
        by_decile(index),
        Grouping(tuple(f"domains={k}" for k in range(1, N_DOMAINS + 1)), index.domains - 1),
        Grouping(tuple(f"wijk={name}" for name in wijk_names), index.rows["wijk"].astype(np.int64)),
    )


def by_decile(index: IndexSpells) -> Grouping:
    """Return the division of index spells by tenth of doenvermogen."""
    return Grouping(tuple(f"doenvermogen={k}" for k in range(1, DECILES + 1)), index.decile - 1)


def sums_in(grouping: Grouping, values: np.ndarray, counted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return per group the sum of the values that count, and how many those are."""
    counted = counted & (grouping.code >= 0)
    code = grouping.code[counted]
    groups = len(grouping.names)
    return np.bincount(code, values[counted], groups), np.bincount(code, minlength=groups)


def means_over(
    measure: str, values: np.ndarray, counted: np.ndarray, index: IndexSpells, divided: tuple[Grouping, ...]
) -> list[Measure]:
    """Return a mean over index spells: of need that needs help, of all, and by group.

    Parameters
    ----------
    values : (spells,) a number or a truth per spell
    counted : (spells,) which spells count, whether or not their need needs help
    divided : the groups are over need that needs help, as the headline is
    """
    values = values.astype(np.float64)
    needing = counted & index.needs_help
    found = [
        reported(measure, "", mean(values, needing)),
        reported(measure, ALL_SPELLS, mean(values, counted)),
    ]
    for grouping in divided:
        total, n = sums_in(grouping, values, needing)
        found += [reported(measure, g, ratio(t, k)) for g, t, k in zip(grouping.names, total, n, strict=True)]
    return found


def mean(values: np.ndarray, counted: np.ndarray) -> float:
    """Return the mean of the values that count; NaN if none does."""
    return ratio(float(values[counted].sum()), int(counted.sum()))

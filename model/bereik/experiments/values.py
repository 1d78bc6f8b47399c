"""Values of runs as arrays over points and replicates, for kinds that choose as results come in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bereik.experiments.store import Store


class Key(NamedTuple):
    """Which value of a run: of a scenario or difference, a measure, and a group (empty: the whole)."""

    scenario: str
    measure: str
    group: str = ""


def are_there(store: Store) -> np.ndarray:
    """Return (points, replicates) which runs are there."""
    plan = store.plan
    return store.look().reshape(plan.replicates, plan.points).T


def values_of(store: Store, keys: Sequence[Key]) -> dict[Key, np.ndarray]:
    """Return per key the values (points, replicates); NaN where a run is not there or has none.

    A key that no run has is left out.
    """
    plan, found = store.plan, dict[Key, np.ndarray]()
    numbers = np.flatnonzero(store.look())
    for first in range(0, len(numbers), _AT_A_TIME):
        rows = store.rows(numbers[first : first + _AT_A_TIME])
        run, value = rows["run"].to_numpy(), rows["value"].to_numpy()
        words = {name: np.asarray(rows[name].to_pylist()) for name in Key._fields}
        for key in keys:
            own = np.logical_and.reduce([words[name] == word for name, word in key._asdict().items()])
            if own.any():
                at = found.setdefault(key, np.full((plan.points, plan.replicates), math.nan))
                at[run[own] % plan.points, run[own] // plan.points] = value[own]
    return found


_AT_A_TIME = 2000  # runs: what is read of them fits in memory

"""Scenario discovery: boxes in the ranges of what varies, within which an outcome is of interest.

PRIM and CART are those of the EMA workbench (the extra ``ema``). What is chosen of what they find, and
what it is worth at points that were held back, is worked out here.

Source
------
Bryant & Lempert (2010), Thinking inside the box. Kwakkel (2017), The Exploratory Modeling Workbench.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from bereik.errors import BereikError

if TYPE_CHECKING:
    import pandas as pd

    from bereik.experiments.wording import Language

Method = Literal["prim", "cart"]
MOST_BOXES = 3
CHANCE = 0.05  # a limit with a higher quasi-p may well be chance
_OF_INTEREST = 1e-9  # of a point that is of interest 1; PRIM drops boxes whose mean is below it
_FOLDS = 5  # the points are held back a fifth at a time

_MISSING: dict[Language, str] = {
    "nl": (
        "gebieden zoeken heeft ema_workbench nodig. Doe: uv sync --inexact --extra ema (of: pip install "
        '"bereik[ema]").'
    ),
    "en": (
        "to find boxes takes ema_workbench. Do: uv sync --inexact --extra ema (or: pip install "
        '"bereik[ema]").'
    ),
}


class Limits(NamedTuple):
    """What a box says of one factor: it lies between two values.

    Attributes
    ----------
    low, high : infinite where it is not restricted on that side
    quasi_p : chance that as many points in the box would be of interest if this factor did not matter
    """

    factor: str
    low: float
    high: float
    quasi_p: float


class Box(NamedTuple):
    """A part of the ranges.

    Attributes
    ----------
    limits : of the factors that it restricts
    coverage : share of all points of interest that lie in it
    density : share of its points that are of interest
    mass : share of all points that lie in it
    """

    limits: tuple[Limits, ...]
    coverage: float
    density: float
    mass: float


class Step(NamedTuple):
    """A box that was on the way, or a leaf of the tree: what one gives for another.

    Attributes
    ----------
    box : the number of the box that was chosen here, from 1; 0 for none
    restricted : how many factors it restricts
    """

    box: int
    coverage: float
    density: float
    mass: float
    restricted: int


class Wanted(NamedTuple):
    """What a box has to be.

    Attributes
    ----------
    density : 0..1, of a box that is good enough
    mass : 0..1, of the smallest box
    """

    density: float
    mass: float


class HeldBack(NamedTuple):
    """How many points lie in a box that was found without them, and how many of those are of interest."""

    inside: int
    of_interest: int


def check_it_is_there(lang: Language = "en") -> None:
    """Raise BereikError where the EMA workbench is not installed."""
    if find_spec("ema_workbench") is None:
        raise BereikError(_MISSING[lang])


@contextmanager
def quietly() -> Iterator[None]:
    """Load the EMA workbench without its remarks, and without its colours for pictures of others."""
    import matplotlib as mpl

    check_it_is_there()
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def boxes(
    method: Method, x: pd.DataFrame, interest: np.ndarray, wanted: Wanted
) -> tuple[list[Box], list[Step]]:
    """Return the boxes, the one that covers most first, and what one could have had instead.

    Nothing where no point is of interest, or all are.

    Parameters
    ----------
    x : a row per point, a column of numbers per factor
    interest : per point, whether it is of interest
    """
    if interest.all() or not interest.any():
        return [], []
    find = {"prim": _prim, "cart": _cart}[method]
    with quietly():
        return find(x.astype(float), interest, wanted)


def _prim(x: pd.DataFrame, interest: np.ndarray, wanted: Wanted) -> tuple[list[Box], list[Step]]:
    """Return boxes by peeling: of those on the way, the one that covers most and is dense enough.

    Where none is dense enough, the densest. Limits that may well be chance are taken away as long as
    the box stays as dense as that. A next one is looked for in what is left, if the last was dense enough.
    """
    from ema_workbench.analysis.prim import Prim

    search = Prim(x, interest, threshold=_OF_INTEREST, mass_min=wanted.mass)
    found, way = list[Box](), list[Step]()
    left = np.ones(len(x), dtype=bool)
    while len(found) < MOST_BOXES and interest[left].any():
        peeled: Any = search.find_box()
        peeled.select(_chosen(peeled.peeling_trajectory, wanted.density))
        box = _box(x, interest, left, peeled.box_lim)
        dense = min(box.density, wanted.density)
        while (chance := _chance(x, interest, left, peeled.box_lim, dense)) is not None:
            peeled.drop_restriction(chance)
            box = _box(x, interest, left, peeled.box_lim)
        if not found:
            way = _way(peeled.peeling_trajectory, box)
        if not box.limits or (found and not _is_another(box, wanted.density)):
            break
        found.append(box)
        left &= ~_inside(x, peeled.box_lim)
        if box.density < wanted.density:
            break
    return found, way


def _is_another(box: Box, density: float) -> bool:
    """Return whether a box in what is left is worth a word: dense enough, and not all of it chance."""
    return box.density >= density and min(held.quasi_p for held in box.limits) <= CHANCE


def _chance(
    x: pd.DataFrame, interest: np.ndarray, left: np.ndarray, limits: pd.DataFrame, density: float
) -> str | None:
    """Return the factor whose limits are most likely chance, if a box is dense enough without them."""
    for held in sorted(_box(x, interest, left, limits).limits, key=lambda held: -held.quasi_p):
        if held.quasi_p <= CHANCE:
            break
        inside = _inside(x, limits.drop(columns=held.factor)) & left
        if interest[inside].mean() >= density:
            return held.factor
    return None


def _way(seen: pd.DataFrame, box: Box) -> list[Step]:
    """Return all boxes on the way to one, the whole among them."""
    worth = (box.coverage, box.density, box.mass)
    told: Any = zip(seen["coverage"], seen["density"], seen["mass"], seen["res_dim"], strict=True)
    return [
        Step(int(bool(box.limits) and np.allclose((c, d, m), worth)), c, d, m, int(restricted))
        for c, d, m, restricted in told
    ]


def _chosen(seen: pd.DataFrame, density: float) -> int:
    """Return which box on the way is taken."""
    dense, covers = seen["density"].to_numpy(), seen["coverage"].to_numpy()
    enough = np.flatnonzero(dense >= density)
    if len(enough):
        return int(enough[covers[enough].argmax()])
    return int(dense.argmax())


def _cart(x: pd.DataFrame, interest: np.ndarray, wanted: Wanted) -> tuple[list[Box], list[Step]]:
    """Return the leaves of a tree that are dense enough; where none is, the densest."""
    from ema_workbench.analysis.cart import CART
    from sklearn.tree import DecisionTreeClassifier

    search = CART(x, interest, wanted.mass)
    fewest = max(1, int(wanted.mass * len(x)))
    search.clf = DecisionTreeClassifier(min_samples_leaf=fewest, random_state=1).fit(x.to_numpy(), interest)
    if search.clf.tree_.node_count == 1:
        return [], []
    everywhere = np.ones(len(x), dtype=bool)
    leaves = [_box(x, interest, everywhere, limits) for limits in search.boxes]
    leaves.sort(key=lambda leaf: (-leaf.coverage, -leaf.density))
    found = [leaf for leaf in leaves if leaf.density >= wanted.density and leaf.limits]
    found = found[:MOST_BOXES] or [max(leaves, key=lambda leaf: leaf.density)]
    way = [
        Step(
            found.index(leaf) + 1 if leaf in found else 0,
            leaf.coverage, leaf.density, leaf.mass, len(leaf.limits),
        )
        for leaf in leaves
    ]  # fmt: skip
    return found, way


def _box(x: Any, interest: np.ndarray, left: np.ndarray, limits: pd.DataFrame) -> Box:
    """Return a box with what it is worth among the points that are left."""
    inside, told = _inside(x, limits) & left, list[Limits]()
    for name in x.columns:
        low, high = map(float, limits[name])
        ends = (low if low > x[name].min() else -math.inf, high if high < x[name].max() else math.inf)
        if ends != (-math.inf, math.inf):
            without = _inside(x, limits.drop(columns=name)) & left
            told.append(Limits(name, *ends, quasi_p(interest, inside, without)))
    own = int(interest[inside].sum())
    return Box(tuple(told), own / int(interest.sum()), own / max(1, int(inside.sum())), float(inside.mean()))


def _inside(x: pd.DataFrame, limits: pd.DataFrame) -> np.ndarray:
    """Return per point whether it lies in a box."""
    low, high = limits.iloc[0].to_numpy(dtype=float), limits.iloc[1].to_numpy(dtype=float)
    at = x[list(limits.columns)].to_numpy(dtype=float)
    return ((at >= low) & (at <= high)).all(axis=1)


def quasi_p(interest: np.ndarray, inside: np.ndarray, without: np.ndarray) -> float:
    """Return how likely as many points of interest are in a box, if one of its limits did not matter.

    It is too low as a test: the box was chosen on the same points.

    Parameters
    ----------
    inside : per point, whether it lies in the box
    without : the same, with the limits of this factor taken away

    Source
    ------
    Bryant & Lempert (2010): a one-sided binomial test.
    """
    from scipy.stats import binom

    expected = interest[without].mean()
    return float(binom.sf(interest[inside].sum() - 1, inside.sum(), expected))


def held_back(method: Method, x: Any, interest: np.ndarray, wanted: Wanted) -> HeldBack:
    """Return what the first box is worth at points it was not found with, a fifth of them at a time."""
    inside = np.zeros(len(x), dtype=bool)
    fold = np.arange(len(x)) % _FOLDS  # the points of a Latin hypercube come in no order
    for k in range(_FOLDS):
        own, others = fold == k, fold != k
        found, _ = boxes(method, x[others].reset_index(drop=True), interest[others], wanted)
        if found:
            at = x[own]
            within: list[Any] = [(at[s.factor] >= s.low) & (at[s.factor] <= s.high) for s in found[0].limits]
            inside[own] = np.logical_and.reduce([one.to_numpy() for one in within])
    return HeldBack(int(inside.sum()), int(interest[inside].sum()))

"""The pictures of an experiment of kind ``assumptions``: those of `bereik assumptions`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from bereik.experiments import worlds
from bereik.experiments.assumptions import Assumed, divided
from bereik.present.staircase import deciles, staircase

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws the staircase and the tenths."""
    told = _told(found)
    return {"staircase": partial(staircase, told), "deciles": partial(deciles, told)}


def finding(found: Outcome) -> str:
    """Return the promise, the world, and what takes most of what lies between."""
    return _told(found).finding.removesuffix(".")


def _told(found: Outcome) -> Assumed:
    store = found.store
    return divided(worlds.job_in(store), worlds.read(store), found.lang, False, found.out)

"""The picture of an experiment of kind ``paradox``: that of `bereik paradox`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from bereik.experiments import worlds
from bereik.experiments.paradox import Explained, explained
from bereik.present.paradox import taken_apart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws the paradox taken apart."""
    return {"paradox": partial(taken_apart, _told(found))}


def finding(found: Outcome) -> str:
    """Return whether there is a paradox, and which link adds most to it."""
    return _told(found).finding.removesuffix(".")


def _told(found: Outcome) -> Explained:
    store = found.store
    return explained(worlds.job_in(store), worlds.read(store), found.lang, False, found.out)

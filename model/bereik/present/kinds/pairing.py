"""The picture of an experiment of kind ``pairing``: that of `bereik pairing`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from bereik.experiments.pairing import Pairing, found_in
from bereik.present import pairing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws the gains."""
    return {pairing.NAME: partial(pairing.draw, _told(found), found.lang)}


def finding(found: Outcome) -> str:
    """Return what pairs gain for the outcome."""
    return pairing.finding(_told(found), found.lang)


def _told(found: Outcome) -> Pairing:
    return found_in(found.store)

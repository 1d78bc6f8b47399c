"""The picture of an experiment of kind ``validation``: that of `bereik validate`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from bereik.experiments.patterns import Patterns, found_in
from bereik.present.patterns import gate_told
from bereik.present.validation import NAME, patterns_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws the patterns."""
    return {NAME: partial(patterns_figure, _told(found), found.lang)}


def finding(found: Outcome) -> str:
    """Return the verdict on all patterns together."""
    return gate_told(_told(found).gate, found.lang).removesuffix(".")


def _told(found: Outcome) -> Patterns:
    return found_in(found.store)

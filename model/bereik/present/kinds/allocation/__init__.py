"""The pictures of a division of staff: the front, who is likely the best, the map, the price of reach."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from bereik.present.kinds.allocation.divide import best_of, set_against
from bereik.present.kinds.allocation.front import draw_front
from bereik.present.kinds.allocation.full_reach import curve, prices
from bereik.present.kinds.allocation.likeliest import bars
from bereik.present.kinds.allocation.tipping import tipping_map, tips
from bereik.present.kinds.allocation.words import told_as

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws the answer to the question of the file."""
    question = found.experiment.form.question
    if question == "divide":
        both = {"front": partial(draw_front, found)} if set_against(found) else {}
        return both | {"divisions": partial(bars, found)}
    if question == "tipping-point":
        return {"map": partial(tipping_map, found)}
    return {"full-reach": partial(curve, found)}


def finding(found: Outcome) -> str:
    """Return the best division, where more tips into less, or what full reach costs."""
    question, told = found.experiment.form.question, told_as(found.experiment.form.outcome, found.lang)
    if question == "divide":
        return f"{best_of(found)} ({told.name})"
    return f"{tips(found) if question == 'tipping-point' else prices(found)} ({told.name})"

"""The pictures of experiments: a module per kind, with the same name as in ``bereik.experiments.kinds``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from bereik.experiments.kinds import kind_of
from bereik.experiments.wording import at_draws, over_unknowns, own_draws
from bereik.present.figures import save

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome


class Drawn(Protocol):
    """What the module of a kind has."""

    def draw(self, found: Outcome) -> Mapping[str, Callable[[], Figure]]:
        """Return what draws each picture, by its name.

        Each begins with `bereik.present.figures.canvas_of`, or writes the same words in that order: a report
        takes them out of the picture and sets them beside it.
        """
        ...

    def finding(self, found: Outcome) -> str:
        """Return in a sentence what was found, without its full stop: who tells it adds that."""
        ...


def drawn(kind: str) -> Drawn:
    """Return the module that draws a kind."""
    return cast(Drawn, import_module(f"{__name__}.{kind}"))


def draws_told(found: Outcome) -> str:
    """Return what replicates draw beside their luck, and whether intervals are over it; else nothing."""
    told = {"replicates": over_unknowns, "points": at_draws, "told": own_draws}
    return told[kind_of(found.plan.kind).over](found.plan.jobs[0].draws, found.lang)


def write_figures(found: Outcome, folder: Path, look: str = "") -> list[Path]:
    """Draw the pictures of an experiment into a folder, as PNG and SVG, and return the files.

    Parameters
    ----------
    look : what to say under every picture where this is a first look

    Raises
    ------
    OutputError : the folder cannot be written
    """
    beneath = (look, draws_told(found))
    return save(drawn(found.plan.kind).draw(found), folder, " ".join(line for line in beneath if line))

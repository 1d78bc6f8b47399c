"""The pictures of experiments: a module per kind, with the same name as in ``bereik.experiments.kinds``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from bereik.experiments.kinds import kind_of
from bereik.experiments.wording import over_unknowns, own_draws
from bereik.present.figures import save

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome


class Drawn(Protocol):
    """What the module of a kind has."""

    def draw(self, found: Outcome) -> Mapping[str, Callable[[], Figure]]:
        """Return what draws each picture, by its name."""
        ...

    def finding(self, found: Outcome) -> str:
        """Return in a sentence what was found."""
        ...


def drawn(kind: str) -> Drawn:
    """Return the module that draws a kind."""
    return cast(Drawn, import_module(f"{__name__}.{kind}"))


def write_figures(found: Outcome, folder: Path, look: str = "") -> list[Path]:
    """Draw the pictures of an experiment into a folder, as PNG and SVG, and return the files.

    Parameters
    ----------
    look : what to say under every picture where this is a first look

    Raises
    ------
    OutputError : the folder cannot be written
    """
    beneath = (look, over(found))
    return save(drawn(found.plan.kind).draw(found), folder, " ".join(line for line in beneath if line))


def over(found: Outcome) -> str:
    """Return what intervals are over where replicates draw what is not known; else nothing."""
    tell = over_unknowns if kind_of(found.plan.kind).spreads else own_draws
    return tell(found.plan.jobs[0].draws, found.lang)

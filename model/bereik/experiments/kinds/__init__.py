"""The kinds of experiment: a table of modules, each of which describes its own as ``KIND``.

A new kind is a module here, a line in `KINDS`, and a module of the same name in
``bereik.present.kinds`` that draws it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

if TYPE_CHECKING:
    import numpy as np

    from bereik.experiments.forms import Form
    from bereik.experiments.job import Job
    from bereik.experiments.plan import Plan
    from bereik.experiments.store import Store
    from bereik.experiments.wording import Language
    from bereik.measures import Measure
    from bereik.scenarios import Scenario
    from bereik.services.mistakes import Mistake

KINDS = (
    "compare", "sweep", "sensitivity", "calibration", "trial", "allocation",
    "assumptions", "paradox", "validation", "discovery", "pairing", "personas",
)  # fmt: skip


WITHOUT_A_FILE = {"nederland": "bereik nederland", "checks": "bereik validate --checks"}  # and who makes them


FormT = TypeVar("FormT", bound="Form")
JobT = TypeVar("JobT", bound="Job")
RecordsT = TypeVar("RecordsT")


@dataclass(frozen=True, slots=True)
class Kind(Generic[FormT, JobT, RecordsT]):
    """A kind of experiment: what the others ask of it.

    Attributes
    ----------
    form : what a file of this kind can say
    quick : what is smaller with ``--quick``
    mistakes : what is wrong in a form whose fields are each in order
    plan : the runs that a form asks for, of a job per gemeente, and their names
    measured : what is measured of one run, by label; it is called in a worker
    summarise : writes ``summary.parquet`` from the runs in a store, in bounded memory
    records : where a run is more than scenarios side by side: returns what it wrote, for ``measured``; it is
        called in a worker with a job and a seed
    asked : where it chooses as results come in: how many replicates each point is to have by what is there;
        None is all of the plan. It is called after every round until it asks nothing new. It may look at no
        more than the replicates of the rounds before, whatever else lies in the folder, so that restarts and
        workers change nothing
    sets : themes of the book that its own worlds set, so that no posterior may draw them
    check_needs : where it is summed up with what an extra installs: raises BereikError where that is not
        there, before anything runs
    over : what its intervals are over where replicates draw what is not known: the draws, the points, or what
        its pictures say (``told``)
    """

    form: type[FormT]
    quick: Mapping[str, Any]
    mistakes: Callable[[FormT, Sequence[Scenario]], list[Mistake]]
    plan: Callable[[FormT, tuple[Job, ...], tuple[str, ...]], Plan]
    measured: Callable[[JobT, RecordsT], Iterable[tuple[str, list[Measure]]]]
    summarise: Callable[[Store], None]
    records: Callable[[JobT, int], RecordsT] | None = None
    asked: Callable[[Store], np.ndarray | None] | None = None
    sets: tuple[str, ...] = ()
    check_needs: Callable[[Language], None] | None = None
    over: Literal["replicates", "points", "told"] = "replicates"


def kind_of(name: str) -> Kind[Any, Any, Any]:
    """Return a kind by its name."""
    return import_module(f"{__name__}.{name}").KIND

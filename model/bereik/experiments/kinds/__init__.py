"""The kinds of experiment: a table of modules, each with the same few functions.

A new kind is a module here, a line in `KINDS`, and a module of the same name in
``bereik.present.kinds`` that draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    import numpy as np

    from bereik.experiments.forms import Form
    from bereik.experiments.plan import Plan
    from bereik.experiments.runner import Job
    from bereik.experiments.store import Store
    from bereik.experiments.wording import Language
    from bereik.measures import Measure
    from bereik.scenarios import Scenario
    from bereik.services.mistakes import Mistake

KINDS = (
    "compare", "sweep", "sensitivity", "calibration", "trial", "allocation",
    "assumptions", "paradox", "validation", "discovery", "pairing", "personas",
)  # fmt: skip


class Kind(Protocol):
    """What the module of a kind has; `asked`, `records` and `check_needs` may be left out.

    Attributes
    ----------
    FORM : what a file of this kind can say
    QUICK : what is smaller with ``--quick``
    records : where a run is more than scenarios side by side: ``records(job, seed)`` returns what it
        wrote, for `measured`; it is called in a worker
    check_needs : where it is summed up with what an extra installs: ``check_needs(lang)`` raises
        BereikError where that is not there
    """

    FORM: type[Form]
    QUICK: dict[str, Any]

    def mistakes(self, form: Any, scenarios: Sequence[Scenario]) -> list[Mistake]:
        """Return what is wrong in a form whose fields are each in order."""
        ...

    def plan(self, form: Any, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
        """Return the runs that a form asks for."""
        ...

    def measured(self, job: Job, records: Sequence[Any]) -> Iterable[tuple[str, list[Measure]]]:
        """Return what is measured of one run, by label; it is called in a worker."""
        ...

    def summarise(self, store: Store) -> None:
        """Write ``summary.parquet`` from the runs in a store, in bounded memory."""
        ...


def asked(store: Store) -> np.ndarray | None:
    """Return per point how many replicates it is to have by what is there; None is all of the plan.

    A kind that chooses as results come in says so with a function ``asked(store)``. It is called
    after every round until it asks nothing new. It may look at no more than the replicates of the
    rounds before, whatever else lies in the folder, so that restarts and workers change nothing.
    """
    choose = getattr(kind_of(store.plan.kind), "asked", None)
    return None if choose is None else choose(store)


def check_needs(name: str, lang: Language) -> None:
    """Raise BereikError where what a kind is summed up with is not installed: said before anything runs."""
    check = getattr(kind_of(name), "check_needs", None)
    if check is not None:
        check(lang)


def kind_of(name: str) -> Kind:
    """Return the module of a kind."""
    return cast(Kind, import_module(f"{__name__}.{name}"))

"""The kinds of experiment: a table of modules, each with the same few functions.

A new kind is a module here, a line in `KINDS`, and a module of the same name in
``bereik.present.kinds`` that draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from bereik.experiments.forms import Form
    from bereik.experiments.plan import Plan
    from bereik.experiments.runner import Job
    from bereik.experiments.store import Store
    from bereik.measures import Measure
    from bereik.records import Records
    from bereik.scenarios import Scenario
    from bereik.services.mistakes import Mistake

KINDS = ("compare", "sweep", "sensitivity", "calibration")


class Kind(Protocol):
    """What the module of a kind has.

    Attributes
    ----------
    FORM : what a file of this kind can say
    QUICK : what is smaller with ``--quick``
    """

    FORM: type[Form]
    QUICK: dict[str, Any]

    def mistakes(self, form: Any, scenarios: Sequence[Scenario]) -> list[Mistake]:
        """Return what is wrong in a form whose fields are each in order."""
        ...

    def plan(self, form: Any, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
        """Return the runs that a form asks for."""
        ...

    def measured(self, job: Job, records: Sequence[Records]) -> Iterable[tuple[str, list[Measure]]]:
        """Return what is measured of one run, by label; it is called in a worker."""
        ...

    def summarise(self, store: Store) -> None:
        """Write ``summary.parquet`` from the runs in a store, in bounded memory."""
        ...


def kind_of(name: str) -> Kind:
    """Return the module of a kind."""
    return cast(Kind, import_module(f"{__name__}.{name}"))

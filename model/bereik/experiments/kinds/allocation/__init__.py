"""Kind ``allocation``: fte or euros to divide over the services of a scenario.

    kind = "allocation"
    scenarios = ["loket-plus-outreach"]
    question = "divide"           # or "tipping-point", "full-reach"
    fte_per_10000 = 10.0
    step = 1.0

    [divide.loket]
    most = 4.0

    [divide.outreach]
    most = 4.0

``divide`` lists every division of the total in steps and finds the best by ranking and selection
(`bereik.experiments.selection`); ``tipping-point`` gives two services more and more, beside one
another; ``full-reach`` gives all of them more and more at the same time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bereik.experiments.kinds import Kind
from bereik.experiments.kinds.allocation.design import plan
from bereik.experiments.kinds.allocation.divide import division_rows
from bereik.experiments.kinds.allocation.form import QUICK, AllocationForm
from bereik.experiments.kinds.allocation.full_reach import curve_rows
from bereik.experiments.kinds.allocation.measuring import measured
from bereik.experiments.kinds.allocation.rounds import asked
from bereik.experiments.kinds.allocation.tipping import map_rows
from bereik.experiments.kinds.allocation.wrong import mistakes
from bereik.experiments.store import write_table
from bereik.experiments.summary import summarise_points

if TYPE_CHECKING:
    from bereik.experiments.store import Store


def summarise(store: Store) -> None:
    """Write ``summary.parquet``, and beside it ``divisions``, ``map`` or ``curve``."""
    import pyarrow as pa

    summarise_points(store)
    question = store.plan.form.question
    name, rows = {
        "divide": ("divisions", division_rows),
        "tipping-point": ("map", map_rows),
        "full-reach": ("curve", curve_rows),
    }[question]
    write_table(store.out / f"{name}.parquet", pa.table(rows(store)))


KIND = Kind(
    form=AllocationForm, quick=QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise,
    asked=asked,
)  # fmt: skip

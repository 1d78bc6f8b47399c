"""What comes out, exactly: every measure is a function of records, and of nothing else.

``measure(records, without_help)`` gives all measures of one run, ``contrast(a, b, without_help)``
those that exist only between two runs; `catalogue` says of each what it is. The definitions stand
in ``docs/measures.md``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bereik.measures.catalogue import Entry, markdown_table, registry
    from bereik.measures.index import IndexSpells, index_spells
    from bereik.measures.intervals import Interval, Verdict, fieller, paired_interval, verdict
    from bereik.measures.of_a_pair import contrast
    from bereik.measures.of_a_run import measure
    from bereik.measures.terms import Measure

__all__ = [
    "Entry", "IndexSpells", "Interval", "Measure", "Verdict", "contrast", "fieller", "index_spells",
    "markdown_table", "measure", "paired_interval", "registry", "verdict",
]

_HOME = {
    "Entry": "catalogue", "markdown_table": "catalogue", "registry": "catalogue",
    "IndexSpells": "index", "index_spells": "index",
    "Interval": "intervals", "Verdict": "intervals", "fieller": "intervals",
    "paired_interval": "intervals", "verdict": "intervals",
    "contrast": "of_a_pair", "measure": "of_a_run", "Measure": "terms",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__

"""bereik: whom a municipality reaches, when and at what cost, if it organises help one way or another.

    import bereik

    bereik.compare("loket-only", "outreach").finding
    run = bereik.run("loket-only", seed=1, residents=1000)
    run.spells.head()
    model = bereik.ReachModel("outreach", seed=1, residents=1000)
    model.step()
    model.residents[17]

Everything is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bereik.engine import ReachModel
    from bereik.experiments.compare import Comparison, compare
    from bereik.experiments.experiment import Outcome, experiment
    from bereik.experiments.listing import results
    from bereik.experiments.rerun import rerun
    from bereik.experiments.single import Run, run
    from bereik.scenarios import Scenario, load_scenario

    __version__: str

__all__ = [
    "Comparison",
    "Outcome",
    "ReachModel",
    "Run",
    "Scenario",
    "__version__",
    "compare",
    "experiment",
    "load_scenario",
    "rerun",
    "results",
    "run",
]

_ROOM_OF = {
    "Comparison": "bereik.experiments.compare",
    "Outcome": "bereik.experiments.experiment",
    "ReachModel": "bereik.engine",
    "Run": "bereik.experiments.single",
    "Scenario": "bereik.scenarios",
    "compare": "bereik.experiments.compare",
    "experiment": "bereik.experiments.experiment",
    "load_scenario": "bereik.scenarios",
    "rerun": "bereik.experiments.rerun",
    "results": "bereik.experiments.listing",
    "run": "bereik.experiments.single",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module, metadata

    if name == "__version__":
        return metadata.version("bereik")
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'bereik' has no attribute '{name}'")
    return getattr(import_module(_ROOM_OF[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

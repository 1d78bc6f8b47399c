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
    from bereik.experiments.assumptions import Assumed, assumptions
    from bereik.experiments.checks import Checks, checks
    from bereik.experiments.compare import Comparison, compare
    from bereik.experiments.ema import ema_model
    from bereik.experiments.experiment import Outcome, experiment
    from bereik.experiments.listing import results
    from bereik.experiments.nederland import Nederland, nederland
    from bereik.experiments.pairing import Pairing, pairing
    from bereik.experiments.paradox import Explained, paradox
    from bereik.experiments.patterns import Patterns, patterns
    from bereik.experiments.persona import PersonaFound, persona, personas
    from bereik.experiments.rerun import rerun
    from bereik.experiments.single import Run, run
    from bereik.present.report import report
    from bereik.scenarios import Scenario, load_scenario
    from bereik.scenarios.real_gemeente import RealGemeente, gemeente_from_cbs

    __version__: str

__all__ = [
    "Assumed",
    "Checks",
    "Comparison",
    "Explained",
    "Nederland",
    "Outcome",
    "Pairing",
    "Patterns",
    "PersonaFound",
    "ReachModel",
    "RealGemeente",
    "Run",
    "Scenario",
    "__version__",
    "assumptions",
    "checks",
    "compare",
    "ema_model",
    "experiment",
    "gemeente_from_cbs",
    "load_scenario",
    "nederland",
    "pairing",
    "paradox",
    "patterns",
    "persona",
    "personas",
    "report",
    "rerun",
    "results",
    "run",
]

_ROOM_OF = {
    "Assumed": "bereik.experiments.assumptions",
    "Checks": "bereik.experiments.checks",
    "Comparison": "bereik.experiments.compare",
    "Explained": "bereik.experiments.paradox",
    "Nederland": "bereik.experiments.nederland",
    "Pairing": "bereik.experiments.pairing",
    "Patterns": "bereik.experiments.patterns",
    "PersonaFound": "bereik.experiments.persona",
    "Outcome": "bereik.experiments.experiment",
    "ReachModel": "bereik.engine",
    "RealGemeente": "bereik.scenarios.real_gemeente",
    "Run": "bereik.experiments.single",
    "Scenario": "bereik.scenarios",
    "assumptions": "bereik.experiments.assumptions",
    "checks": "bereik.experiments.checks",
    "compare": "bereik.experiments.compare",
    "ema_model": "bereik.experiments.ema",
    "experiment": "bereik.experiments.experiment",
    "gemeente_from_cbs": "bereik.scenarios.real_gemeente",
    "load_scenario": "bereik.scenarios",
    "nederland": "bereik.experiments.nederland",
    "pairing": "bereik.experiments.pairing",
    "paradox": "bereik.experiments.paradox",
    "patterns": "bereik.experiments.patterns",
    "persona": "bereik.experiments.persona",
    "personas": "bereik.experiments.persona",
    "report": "bereik.present.report",
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

"""The engine: the world, the eight phases of a week, and the model that Mesa sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bereik.engine.model import ReachModel
    from bereik.engine.replicate import simulate

__all__ = ["ReachModel", "simulate"]


def __getattr__(name: str) -> Any:
    if name == "simulate":
        from bereik.engine.replicate import simulate

        return simulate
    if name == "ReachModel":
        from bereik.engine.model import ReachModel

        return ReachModel
    raise AttributeError(name)

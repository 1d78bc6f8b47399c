"""The chain taken apart: for whom of the residents a link loses nothing.

An instrument, not a reading of the evidence: at 0, as in the book, no rule knows of it. It changes no
trait and no draw. Who is spared is spared every week, and stays so when the share grows.
"""

from __future__ import annotations

from bereik.chance import uniform
from bereik.compiled import part
from bereik.decisions import SPARED
from bereik.engine.world import World
from bereik.parameters.themes import Numbers

AT_RECOGNISE, AT_KNOW, AT_DARE, AT_MANAGE, AT_HOLD_ON, AT_HEARD, AT_HELPED, AT_STANCE = range(1, 9)


@part
def is_spared(world: World, i: int, link: int, share: float) -> bool:
    """Whether a link loses nothing of this resident.

    Parameters
    ----------
    share : 0..1, of the people whom it spares
    """
    return share > 0.0 and uniform(world.facts.key, SPARED, i, 0, link) < share


@part
def stance_towards(world: World, p: Numbers, i: int, s: int) -> float:
    """How far a service addresses this resident on her own strength."""
    if is_spared(world, i, AT_STANCE, p.links.stance):
        return 0.0
    return world.services[s].eigen_kracht

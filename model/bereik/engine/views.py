"""World views: for whom of the residents an assumption of policy holds."""

from __future__ import annotations

from bereik.chance import uniform
from bereik.compiled import part
from bereik.decisions import WORLD_VIEW
from bereik.engine.world import World
from bereik.parameters.themes import Numbers, Views

CAN_ASK = 1


@part
def views_of(world: World, p: Numbers, i: int) -> Views:
    """The assumptions for one resident: each holds for her (1) or not (0), in every week alike."""
    return Views(
        holds_for(world, i, CAN_ASK, p.views.can_ask),
        holds_for(world, i, 2, p.views.want_help),
        holds_for(world, i, 3, p.views.self_reliant),
        holds_for(world, i, 4, p.views.short_help),
        holds_for(world, i, 5, p.views.look_after),
        holds_for(world, i, 6, p.views.in_view),
    )


@part
def holds_for(world: World, i: int, assumption: int, belief: float) -> float:
    """1 where an assumption holds for this resident, else 0; who it holds for keeps it when belief grows."""
    if belief > 0.0 and uniform(world.facts.key, WORLD_VIEW, i, 0, assumption) < belief:
        return 1.0
    return 0.0

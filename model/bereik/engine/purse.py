"""What a household has and what it misses: schemes to which it is entitled and that it does not use."""

from __future__ import annotations

from bereik.compiled import phase
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.problems import means_without


@phase
def means_now(world: World, p: Numbers, i: int) -> float:
    """The means of somebody's household, less what it misses of the schemes that are meant for it."""
    resident = world.residents[i]
    if world.schemes.shape[0] == 0:
        return resident.means
    purse = world.purses[resident.household]
    missing = int(purse.entitled) & ~int(purse.uses)
    missed = 0.0
    for s in range(world.schemes.shape[0]):
        if (missing >> s) & 1:
            missed += world.schemes[s].amount
    return means_without(resident.means, missed, p.problems)

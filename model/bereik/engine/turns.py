"""Turns: of a block of residents, who has something to happen to her.

Most who rest, rest for long, but they live between those who do not: a branch for each would be guessed
wrong often. So a block is listed first, without a branch, and the loops of a week walk the list.
"""

from __future__ import annotations

from bereik.compiled import fetched, part, phase
from bereik.engine.world import World
from bereik.tables import LINE

AHEAD = 12  # turns, for what will be wanted soon
BLOCK = 512  # residents, whose rows the second level of a processor's cache can hold


@phase
def whose_turn(world: World, first: int, last: int, week: int) -> int:
    """List residents from first up to last who are active, or at whose door a shock knocks this week.

    Parameters
    ----------
    week : BEYOND to leave out shocks

    Returns
    -------
    How many they are; their rows stand in ``facts.turns``, in their order.
    """
    count = 0
    for i in range(first, last):
        world.facts.turns[count] = i
        count += int(world.active[i] != 0) | int(world.knocks[i] == week)
    for k in range(count, count + AHEAD):
        world.facts.turns[k] = last - 1
    for k in range(min(AHEAD, count)):
        soon(world, k - AHEAD)
    return count


@part
def soon(world: World, k: int) -> None:
    """Ask for the lines that a week wants of her whose turn comes after some others."""
    i = int(world.facts.turns[k + AHEAD])
    fetched(world.residents, i, 0)
    fetched(world.residents, i, LINE)

"""World views: what an assumption of policy makes of a chance.

An assumption is a number 0..1 in the book: the share of people for whom it holds. At 0 the model
reads the evidence; at 1 people are as the policy note has them. A rule gets 1 for a person for whom
it holds and 0 for another; they are the same people every week, so that a chance which returns
every week does not carry half a belief to everybody.

Source: the six assumptions of SCP (2024), Zien, luisteren en helpen, section 3.3.
"""

from __future__ import annotations

from bereik.compiled import rule


@rule
def sure_if(belief: float, chance: float) -> float:
    """Return a chance that is certain for whom a belief holds.

    Parameters
    ----------
    belief : 0..1, 1 where it holds for her
    chance : 0..1, without it
    """
    return chance + belief * (1.0 - chance)


@rule
def never_if(belief: float, chance: float) -> float:
    """Return a chance that is nil for whom a belief holds.

    Parameters
    ----------
    belief : 0..1, 1 where it holds for her
    chance : 0 or more, without it (a hazard will do)
    """
    return chance * (1.0 - belief)


@rule
def at_least_if(belief: float, value: float, floor: float) -> float:
    """Return a value that is lifted to a floor for whom a belief holds.

    Parameters
    ----------
    belief : 0..1, 1 where it holds for her
    value, floor : in the same unit
    """
    return value + belief * max(floor - value, 0.0)

"""To stop at an asked precision, and still know how often the interval is right.

Who looks at an interval again and again and stops where it happens to be narrow is right less often
than 95 times in a hundred. So the looks are fixed before anything runs: at 10 replicates, and then
each time at twice as many, up to the most that are asked. At each of K looks the interval has a
level of 1 - 0.05/K. All of them hold the true mean together in at least 95 of a hundred experiments
(Bonferroni), and so does the one at which it stops, whatever made it stop. The price is a wider
interval: with four looks 2.5 standard errors to each side, where a single look has 2.
"""

from __future__ import annotations

from bereik.measures.intervals import LEVEL, Interval

FIRST_LOOK = 10  # replicates


def looks(most: int) -> tuple[int, ...]:
    """Return after how many replicates is looked: 10, 20, 40, ... and the most.

    A look that would be more than three quarters of the last one is left out: it costs a look and
    saves little.
    """
    found: list[int] = []
    n = FIRST_LOOK
    while 4 * n <= 3 * most:
        found.append(n)
        n *= 2
    return (*found, most)


def level_at(looks: int) -> float:
    """Return the level of the interval at each of so many looks, 0..1."""
    return 1.0 - (1.0 - LEVEL) / looks


def is_reached(differences: list[Interval], precision: float) -> bool:
    """Return whether half of every interval is at most the precision; never where one has no bounds."""
    return all((d.high - d.low) / 2.0 <= precision for d in differences)

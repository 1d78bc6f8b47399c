"""The gate: what must hold before the model is used, and whether it does.

Every figure of strength A that may be calibrated to holds; at least 80 % of those of strength B do; no
sign is wrong of those of strength C, which give a direction only. Validation figures of strength A are
shown, and do not bar the gate.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol

from bereik.measures.patterns import Pattern

LEAST_OF_B: Final = 0.8
NO_EFFECT: Final = {
    "6": 0.0, "8": 1.0, "28b": 0.0, "31": 0.0, "32a": 1.0, "32b": 0.0, "33": 1.0, "37": 0.5, "38": 0.5,
    "39a": 0.0, "39b": 0.0, "39c": 0.0, "40": 0.0,
}  # fmt: skip
"""Per figure of strength C, the value between its sign and the wrong one; of a share, a half."""


class Judged(Protocol):
    """A pattern, its mean over seeds, and whether it holds; None where it has no value."""

    @property
    def pattern(self) -> Pattern:
        """Return what is published."""
        ...

    @property
    def mean(self) -> float:
        """Return what the model gives, as a mean over seeds."""
        ...

    @property
    def holds(self) -> bool | None:
        """Return whether that is as published."""
        ...


class Gate(NamedTuple):
    """What bars the gate.

    Attributes
    ----------
    a, a_failing : figures of strength A that may be calibrated to, and those that do not hold
    b, b_failing : the same of strength B, whatever their use
    c, c_wrong : figures of strength C, and those of which the sign is wrong
    """

    a: tuple[str, ...]
    a_failing: tuple[str, ...]
    b: tuple[str, ...]
    b_failing: tuple[str, ...]
    c: tuple[str, ...]
    c_wrong: tuple[str, ...]

    @property
    def share_of_b(self) -> float:
        """Return the share of the figures of strength B that hold; NaN where there are none."""
        return 1.0 - len(self.b_failing) / len(self.b) if self.b else math.nan

    @property
    def passes(self) -> bool:
        """Return whether all three demands are met."""
        return not self.a_failing and self.share_of_b >= LEAST_OF_B and not self.c_wrong


def gate(found: Iterable[Judged]) -> Gate:
    """Return what bars the gate; a figure without a value neither holds nor has a sign."""
    a = {f.pattern.id: f for f in found if f.pattern.strength == "A" and f.pattern.use == "C"}
    b = {f.pattern.id: f for f in found if f.pattern.strength == "B"}
    c = {f.pattern.id: f for f in found if f.pattern.strength == "C"}
    return Gate(
        a=tuple(a),
        a_failing=tuple(name for name, f in a.items() if not f.holds),
        b=tuple(b),
        b_failing=tuple(name for name, f in b.items() if not f.holds),
        c=tuple(c),
        c_wrong=tuple(name for name, f in c.items() if not sign_is_right(f)),
    )


def sign_is_right(found: Judged) -> bool:
    """Return whether a figure holds, or its mean lies on the side of no effect where the band lies."""
    pattern = found.pattern
    if found.holds or pattern.id not in NO_EFFECT:
        return bool(found.holds)
    nothing = NO_EFFECT[pattern.id]
    upward = pattern.high > nothing and pattern.low >= nothing
    return found.mean > nothing if upward else found.mean < nothing

"""The gate: what must hold before the model is used, and whether it does.

Every figure of strength A that may be calibrated to holds; at least 80 % of those of strength B do; the
sign is right of each of strength C, which give a direction only: the interval of the mean leaves out "no
effect". Validation figures of strength A are shown, and do not bar the gate. What the rules or numbers put
in nearly give stands apart, and is counted in none of these.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, Protocol

from bereik.measures.intervals import Interval
from bereik.measures.patterns import Pattern

LEAST_OF_B: Final = 0.8
NO_EFFECT: Final = {
    "6": 0.0, "8": 1.0, "31": 0.0, "32a": 1.0, "33": 1.0, "38": 0.5, "39a": 0.0, "39b": 0.0, "39c": 0.0,
    "40": 0.0,
}  # fmt: skip
"""Per figure of strength C, the value between its sign and the wrong one; of a share, a half."""
BY_CONSTRUCTION: Final = {
    "16a": "the correlation of doenvermogen and education is a number of the book",
    "20a": "who uses a scheme knows it and thinks to be entitled, by definition",
    "21": "toeslagen have no visibility, so only local schemes gain where shame goes",
    "28a": "the figure is a source of how people accept at the door (outreach.accepts_trust)",
    "28b": "a talk adds to the chance by rule (outreach.accepts_contact)",
    "32b": "the figure is the source of the loss at a hand-over (intake.lost_cold)",
    "34b": "a number of the book (problems.executed)",
    "37": "who pays for unmet need is a table of the model",
}
"""Figures that the rules or numbers put in nearly give, and how."""

Sign = Literal["right", "wrong", "not told"]


class Judged(Protocol):
    """A pattern, its mean over seeds with its interval, and whether it holds; None without a value."""

    @property
    def pattern(self) -> Pattern:
        """Return what is published."""
        ...

    @property
    def interval(self) -> Interval:
        """Return what the model gives: the mean over seeds with its 95 % interval."""
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
    c, c_wrong, c_untold : figures of strength C, those of which the sign is wrong, and those of which the
        interval does not tell it
    given, given_failing : figures that are in none of these, as what is put in nearly gives them, and those
        that do not hold
    """

    a: tuple[str, ...]
    a_failing: tuple[str, ...]
    b: tuple[str, ...]
    b_failing: tuple[str, ...]
    c: tuple[str, ...]
    c_wrong: tuple[str, ...]
    c_untold: tuple[str, ...]
    given: tuple[str, ...]
    given_failing: tuple[str, ...]

    @property
    def share_of_b(self) -> float:
        """Return the share of the figures of strength B that hold; NaN where there are none."""
        return 1.0 - len(self.b_failing) / len(self.b) if self.b else math.nan

    @property
    def passes(self) -> bool:
        """Return whether all three demands are met."""
        signs_are_right = not self.c_wrong and not self.c_untold
        return not self.a_failing and self.share_of_b >= LEAST_OF_B and signs_are_right


def gate(found: Iterable[Judged]) -> Gate:
    """Return what bars the gate; a figure without a value neither holds nor has a sign."""
    told = {f.pattern.id: f for f in found}
    free = {name: f for name, f in told.items() if name not in BY_CONSTRUCTION}
    a = [name for name, f in free.items() if f.pattern.strength == "A" and f.pattern.use == "C"]
    b = [name for name, f in free.items() if f.pattern.strength == "B"]
    c = {name: sign_of(f) for name, f in free.items() if f.pattern.strength == "C"}
    given = [name for name in told if name in BY_CONSTRUCTION]

    def failing(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if not told[name].holds)

    return Gate(
        a=tuple(a),
        a_failing=failing(a),
        b=tuple(b),
        b_failing=failing(b),
        c=tuple(c),
        c_wrong=tuple(name for name, sign in c.items() if sign == "wrong"),
        c_untold=tuple(name for name, sign in c.items() if sign == "not told"),
        given=tuple(given),
        given_failing=failing(given),
    )


def sign_of(found: Judged) -> Sign:
    """Return whether a figure lies on the side of no effect where its band lies, if its interval tells.

    Of what must not happen beyond noise, the sign is right where it holds: no effect is what is asked.
    """
    pattern, interval = found.pattern, found.interval
    if pattern.beyond_noise:
        return "right" if found.holds else "wrong"
    nothing = NO_EFFECT[pattern.id]
    if math.isnan(interval.low) or interval.low <= nothing <= interval.high:
        return "not told"
    upward = pattern.high > nothing and pattern.low >= nothing
    return "right" if (interval.low > nothing) == upward else "wrong"

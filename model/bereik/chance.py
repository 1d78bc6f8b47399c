"""Chance as a pure function: same resident, same week, same decision, same luck.

``uniform(key, decision, a, week, b, attempt)`` is a hash. It has no state, so the order in which
people are visited, the number of workers and the policy cannot change what a resident draws.

- ``a`` is a resident, household, service key or worker; ``b`` the other party, domain + 1, or 0.
- What belongs to a week is keyed by the week; what belongs to a spell or a case by its first week.
- One kind of chance is one number in `decisions`; one decision is one draw.
- Where a person takes many small chances in a week, one `glance` holds the first byte of eight
  draws. Nearly always that byte says *no*; only where it may be *yes* `luck` draws the rest.

The hash chains the finaliser of splitmix64 (Steele, Lea & Flood 2014, OOPSLA; constants of
variant 13 of Stafford).
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from bereik.compiled import JIT, entry, rule

_MASK = (1 << 64) - 1
_G = 0x9E3779B97F4A7C15
_W = 0xD1B54A32D192ED03
_B = 0x8CB92BA72F3D8DD7
_M1 = 0xBF58476D1CE4E5B9
_M2 = 0x94D049BB133111EB
_TO_UNIT = 1.0 / (1 << 53)
_EACH = 0x0101010101010101    # one in each byte
_SPREAD = 0x0002040810204081  # times a mask of seven bits: bit k at the start of byte k
_GATHER = 0x0102040810204080  # the other way: the start of byte k to bit k of the highest byte

if JIT:
    G, W, B, M1, M2 = (np.uint64(x) for x in (_G, _W, _B, _M1, _M2))
    EACH, SPREAD, GATHER = (np.uint64(x) for x in (_EACH, _SPREAD, _GATHER))

    @rule
    def mix(x: Any) -> Any:
        """Finaliser of splitmix64: every input bit moves about half of the output bits."""
        x ^= x >> np.uint64(30)
        x *= M1
        x ^= x >> np.uint64(27)
        x *= M2
        return x ^ (x >> np.uint64(31))

    @rule
    def bits(key: int, decision: int, a: int, week: int, b: int = 0, attempt: int = 0) -> Any:
        """Return 64 random bits for one decision of ``a`` (and ``b``) in a week."""
        x = mix(np.uint64(key) + np.uint64(a) * G)
        x = mix(x ^ (np.uint64(week) * W))
        if b != 0 or attempt != 0:
            x = mix(x ^ (np.uint64(b) * B + np.uint64(attempt) * G))
        return mix(x + (np.uint64(decision) + np.uint64(1)) * G)

    @rule
    def uniform(key: int, decision: int, a: int, week: int, b: int = 0, attempt: int = 0) -> float:
        """Return a number in [0, 1) that depends on the arguments and on nothing else."""
        return float(np.int64(bits(key, decision, a, week, b, attempt) >> np.uint64(11))) * _TO_UNIT

    @rule
    def first_byte(glance: Any, k: int) -> int:
        """Return the first byte, 0..255, of draw k (0..7) of a glance."""
        byte: Any = np.int64((np.uint64(glance) >> np.uint64(8 * k)) & np.uint64(255))
        return byte

    @rule
    def extremes(glance: Any, low: int, high: int, wanted: int) -> int:
        """Return which of the draws in a mask may begin with a byte up to ``low`` or from ``high`` on.

        All eight bytes are compared at once, so that no branch has to be guessed. A draw beside one
        that is named may be named in error; none is left out.

        Parameters
        ----------
        low : 0..255; high : 0..255; wanted : mask of draws 0..6
        """
        if low > 126 or high < 129:
            return wanted
        x = np.uint64(glance)
        below = (x - np.uint64(low + 1) * EACH) & ~x
        above = (~x - np.uint64(256 - high) * EACH) & x
        spread = (np.uint64(wanted) * SPREAD) & EACH
        found = ((below | above) >> np.uint64(7)) & spread
        named: Any = np.int64((found * GATHER) >> np.uint64(56)) & wanted
        return named

    @rule
    def luck(glance: Any, k: int, key: int, decision: int, a: int, week: int, b: int = 0) -> float:
        """Return draw k of a glance in full: a number in [0, 1) that begins with its first byte."""
        rest = np.int64(bits(key, decision, a, week, b) >> np.uint64(19))
        return float((first_byte(glance, k) << 45) + rest) * _TO_UNIT

else:

    def mix(x: Any) -> Any:
        """Finaliser of splitmix64: every input bit moves about half of the output bits."""
        x ^= x >> 30
        x = (x * _M1) & _MASK
        x ^= x >> 27
        x = (x * _M2) & _MASK
        return x ^ (x >> 31)

    def bits(key: int, decision: int, a: int, week: int, b: int = 0, attempt: int = 0) -> Any:
        """Return 64 random bits for one decision of ``a`` (and ``b``) in a week."""
        x = mix((int(key) + int(a) * _G) & _MASK)
        x = mix(x ^ ((int(week) * _W) & _MASK))
        if b != 0 or attempt != 0:
            x = mix(x ^ ((int(b) * _B + int(attempt) * _G) & _MASK))
        return mix((x + (int(decision) + 1) * _G) & _MASK)

    def uniform(key: int, decision: int, a: int, week: int, b: int = 0, attempt: int = 0) -> float:
        """Return a number in [0, 1) that depends on the arguments and on nothing else."""
        return float(bits(key, decision, a, week, b, attempt) >> 11) * _TO_UNIT

    def first_byte(glance: Any, k: int) -> int:
        """Return the first byte, 0..255, of draw k (0..7) of a glance."""
        return (glance >> (8 * k)) & 255

    def extremes(glance: Any, low: int, high: int, wanted: int) -> int:
        """Return which of the draws in a mask may begin with a byte up to ``low`` or from ``high`` on."""
        if low > 126 or high < 129:
            return wanted
        x = glance
        below = (x - (low + 1) * _EACH) & ~x & _MASK
        above = ((~x & _MASK) - (256 - high) * _EACH) & x & _MASK
        spread = ((wanted * _SPREAD) & _MASK) & _EACH
        found = ((below | above) >> 7) & spread
        return (((found * _GATHER) & _MASK) >> 56) & wanted

    def luck(glance: Any, k: int, key: int, decision: int, a: int, week: int, b: int = 0) -> float:
        """Return draw k of a glance in full: a number in [0, 1) that begins with its first byte."""
        return float((first_byte(glance, k) << 45) + (bits(key, decision, a, week, b) >> 19)) * _TO_UNIT


@rule
def may_fall_below(glance: Any, k: int, chance: float) -> bool:
    """Tell by its first byte whether draw k of a glance can fall below a chance (0 or more)."""
    return first_byte(glance, k) <= chance * 256.0


@rule
def bytes_of(chance: float) -> int:
    """Return the first byte, 0..255, above which a draw cannot fall below this chance (0 or more)."""
    return int(min(chance * 256.0, 255.0))


@entry
def _fill(out: Any, key: int, decision: int, b: int) -> None:
    for i in range(out.shape[0]):
        out[i] = uniform(key, decision, i, 0, b)


def uniforms(key: int, decision: int, count: int, b: int = 0) -> np.ndarray:
    """Return ``uniform(key, decision, i, 0, b)`` for rows 0 .. count-1, for the synthesis."""
    out = np.empty(count)
    _fill(out, key, decision, b)
    return out


def key_of(seed: int) -> int:
    """Return the 62-bit key that a seed (any integer) stands for."""
    return stable_hash(f"bereik seed {int(seed)}")


def stable_hash(text: str) -> int:
    """Return 62 bits of a text that are the same on every machine and in every session."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 2

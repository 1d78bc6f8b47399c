"""Schemes: who uses what they are entitled to, and the published patterns of who does not."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from bereik.measures.terms import NAN, WEEKS_PER_YEAR, Measure, ratio, reported
from bereik.records import Records

Runs = Mapping[str, Records]

SCHEMES: Final = "gemengd"
EASED: Final = "proactief"
NO_SHAME: Final = "gemengd, where shame weighs nothing"
FORMS: Final = "gemengd, a new supplement whose form comes filled in"

TOESLAGEN: Final = "toeslagen"
BROAD: Final = "energietoeslag"
BIJSTAND: Final = "bijstand"
SUPPLEMENT: Final = "individuele_inkomenstoeslag"
_LOCAL: Final = (BROAD, BIJSTAND, SUPPLEMENT)
_FACE_TO_FACE: Final = (BIJSTAND, SUPPLEMENT)
_BUDGETED, _WELL_REACHED = 0.7, 0.85
_LEAST_CHANGE: Final = 0.001  # of take-up; below it a change is none
_ROUNDS: Final = 30


def take_up(records: Records) -> list[Measure]:
    """Return scheme_take_up: households that use a scheme ÷ those entitled to it, over all weeks.

    The headline is over all schemes of the run; `take_up_change` is over those of both runs.
    """
    books = records.schemes
    found = [reported("scheme_take_up", "", ratio(*_sums(books, "using", "entitled")))]
    for s, name in enumerate(records.scheme_names):
        share = ratio(*_sums(books[:, s], "using", "entitled"))
        found.append(reported("scheme_take_up", f"scheme={name}", share))
    return found


def take_up_change(a: Records, b: Records) -> list[Measure]:
    """Return how much higher scheme_take_up is in B than in A, over the schemes that both have.

    A scheme that one of them adds has a take-up of its own, which would move the mean of all.
    """
    both = [name for name in a.scheme_names if name in b.scheme_names]

    return [reported("scheme_take_up", "", _share_of(b, both) - _share_of(a, both))]


def non_take_up(scheme: str, who: str = "") -> Callable[[Runs], float]:
    """Return the figure of the share of the entitled who do not use a scheme; ``known_``: of those known."""

    def figure(runs: Runs) -> float:
        return 1.0 - ratio(*_sums(_of(runs[SCHEMES], scheme), f"{who}using", f"{who}entitled"))

    return figure


def order_holds(runs: Runs) -> float:
    """Return 1 where non-take-up rises from the known to the small supplement as published, else 0."""
    shares = [non_take_up(BROAD, "known_")(runs)]
    shares += [non_take_up(scheme)(runs) for scheme in (TOESLAGEN, BROAD, BIJSTAND, SUPPLEMENT)]
    return float(all(a < b for a, b in pairwise(shares)))


def weight_of_believing(runs: Runs) -> float:
    """Return the effect of thinking to be eligible ÷ the largest of the others, in a logit of use."""
    effects = np.abs(effects_on_use(runs[SCHEMES]))
    return ratio(effects[0], effects[1:].max())


def rank_of_knowing(runs: Runs) -> float:
    """Return the rank of knowing the scheme among the effects in a logit of use; 1 is the largest."""
    effects = np.abs(effects_on_use(runs[SCHEMES]))
    return float(1 + int((effects > effects[1]).sum()))


def effects_on_use(records: Records) -> np.ndarray:
    """Return the standardised effects in a logit of who uses a local scheme, of who is entitled to it.

    Of thinking to be eligible, knowing the scheme, shame, stress and ties; a row per household and
    scheme at the end of the run. A weak penalty keeps the effects finite.
    """
    people = records.residents
    columns: list[np.ndarray] = []
    uses: list[np.ndarray] = []
    for s in (records.scheme_names.index(name) for name in _LOCAL):
        who = (people["entitled"] >> s) & 1 == 1
        facts = [(people[name][who] >> s) & 1 for name in ("believed", "knew")]
        facts += [people[name][who] for name in ("shame", "stress_at_end", "ties")]
        columns.append(np.column_stack(facts).astype(np.float64))
        uses.append((people["uses"][who] >> s) & 1)
    return _logit(np.concatenate(columns), np.concatenate(uses).astype(np.float64))


def _logit(facts: np.ndarray, happens: np.ndarray) -> np.ndarray:
    """Return the effects of standardised facts, by Newton's method."""
    spread = facts.std(axis=0)
    scaled = (facts - facts.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
    x = np.column_stack([np.ones(len(scaled)), scaled])
    penalty = np.diag([0.0, *np.ones(facts.shape[1])])
    effects = np.zeros(x.shape[1])
    for _ in range(_ROUNDS):
        chance = 1.0 / (1.0 + np.exp(-x @ effects))
        slope = x.T @ (happens - chance) - penalty @ effects
        curve = (x * (chance * (1.0 - chance))[:, None]).T @ x + penalty
        effects = effects + np.linalg.solve(curve, slope)
    return effects[1:]


def shame_is_local(runs: Runs) -> float:
    """Return what use of local schemes face to face gains without shame ÷ what national ones gain."""
    local, national = (_gain(runs, schemes) for schemes in (_FACE_TO_FACE, (TOESLAGEN,)))
    return local / max(national, _LEAST_CHANGE)


def _gain(runs: Runs, schemes: tuple[str, ...]) -> float:
    return _share_of(runs[NO_SHAME], schemes) - _share_of(runs[SCHEMES], schemes)


def unsigned(runs: Runs) -> float:
    """Return the share of forms to the known that do not come back, in the first year of a new scheme.

    Later years would count those again who did not sign before.
    """
    first_year = _of(runs[FORMS], SUPPLEMENT)[:WEEKS_PER_YEAR]
    return 1.0 - ratio(*_sums(first_year, "forms_signed", "forms_sent"))


def hole_before_reach(runs: Runs) -> float:
    """Return for how many weeks money for 70 % reach is gone when reach passes 85 %, where forms are eased.

    Mean over the local schemes that are not bijstand; what does not happen in the run is set at its end.
    """
    leads = [_lead(_of(runs[EASED], scheme)) for scheme in (BROAD, SUPPLEMENT)]
    known = [lead for lead in leads if not math.isnan(lead)]
    return math.fsum(known) / len(known) if known else NAN


def _lead(books: np.ndarray) -> float:
    """Return the weeks between an empty budget and good reach of one scheme; NaN where neither comes."""
    full = books["entitled"].astype(np.float64)
    use = books["using"] / np.where(full > 0, full, 1.0)
    years = np.split(use, range(WEEKS_PER_YEAR, len(use), WEEKS_PER_YEAR))
    spent = np.concatenate([np.cumsum(year) for year in years])
    empty = _first(spent > _BUDGETED * WEEKS_PER_YEAR)
    reached = _first(use > _WELL_REACHED)
    return NAN if empty == reached == len(use) else float(reached - empty)


def _first(happens: np.ndarray) -> int:
    return int(happens.argmax()) if happens.any() else len(happens)


def _share_of(records: Records, schemes: Sequence[str]) -> float:
    """Return the take-up of some schemes together."""
    parts = [_sums(_of(records, scheme), "using", "entitled") for scheme in schemes]
    return ratio(sum(using for using, _ in parts), sum(entitled for _, entitled in parts))


def _of(records: Records, scheme: str) -> np.ndarray:
    return records.schemes[:, records.scheme_names.index(scheme)]


def _sums(books: np.ndarray, part: str, whole: str) -> tuple[int, int]:
    return int(books[part].sum(dtype=np.int64)), int(books[whole].sum(dtype=np.int64))

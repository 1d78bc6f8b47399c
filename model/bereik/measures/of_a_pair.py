"""Measures between two runs: who is gained, who is lost, at what extra cost, and what both must have."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bereik.measures.groups import ALL_SPELLS, Grouping, groupings, sums_in
from bereik.measures.index import IndexSpells, index_spells
from bereik.measures.money import programme_cost
from bereik.measures.schemes import take_up_change
from bereik.measures.terms import HEADLINE, Measure, ratio, reported, same_world
from bereik.records import Records


class Match(NamedTuple):
    """Residents with an index spell in both runs, seen for 52 weeks in both."""

    at_a: np.ndarray
    at_b: np.ndarray
    unmatched: int


def contrast(a: Records, b: Records, without_help: Records | None) -> list[Measure]:
    """Return what B changes compared to A: gained, lost, and the cost of who is reached extra.

    ``gained``: residents whose index spell gets fitting help within 52 weeks in B only; ``lost``:
    in A only. Counted among residents with an index spell followed for 52 weeks in both runs and,
    for the headline, need that needs help in both. Groups follow A: cohort, doenvermogen, domains
    at the clock, wijk. What an extra resident costs is a ratio of means over replicates of
    ``extra_cost`` and ``extra_reached``, not of one pair of runs: see `intervals.fieller`. The
    difference of ``scheme_take_up`` stands here because it is over schemes that both runs have.

    Raises
    ------
    ParameterError : the runs differ in residents, weeks or seed
    """
    same_world(a, b)
    in_a, in_b = index_spells(a, without_help), index_spells(b, without_help)
    match = matched(in_a, in_b)
    needing = in_a.needs_help[match.at_a] & in_b.needs_help[match.at_b]
    reached_a = in_a.within("first_fit", HEADLINE)[match.at_a]
    reached_b = in_b.within("first_fit", HEADLINE)[match.at_b]
    divided = tuple(Grouping(g.names, g.code[match.at_a]) for g in groupings(in_a, a.wijk_names))
    adults = len(a.residents)
    found: list[Measure] = []
    for measure, who in (("gained", reached_b & ~reached_a), ("lost", reached_a & ~reached_b)):
        counts = [("", int((who & needing).sum())), (ALL_SPELLS, int(who.sum()))]
        for grouping in divided:
            counts += zip(grouping.names, (int(n) for n in sums_in(grouping, who, needing)[0]), strict=True)
        for group, n in counts:
            found.append(reported(measure, group, n))
            found.append(reported(f"{measure}_per_1000", group, ratio(n * 1000, adults)))
    extra = int((reached_b & needing).sum()) - int((reached_a & needing).sum())
    found.append(reported("matched", "", int(needing.sum())))
    found.append(reported("matched", ALL_SPELLS, len(needing)))
    found.append(reported("unmatched", "", match.unmatched))
    found.append(reported("extra_reached", "", extra))
    found.append(reported("extra_cost", "", programme_cost(b) - programme_cost(a)))
    found += take_up_change(a, b)
    return found


def matched(a: IndexSpells, b: IndexSpells) -> Match:
    """Return which index spells belong to the same resident and are followed for 52 weeks in both runs.

    A resident who has one in one run only (need prevented, or begun) is in neither ``gained`` nor
    ``lost``; how many there are is ``unmatched``.
    """
    rows_a, rows_b = np.flatnonzero(a.followed(HEADLINE)), np.flatnonzero(b.followed(HEADLINE))
    who_a, who_b = a.rows["resident"][rows_a], b.rows["resident"][rows_b]
    both, in_a, in_b = np.intersect1d(who_a, who_b, assume_unique=True, return_indices=True)
    return Match(rows_a[in_a], rows_b[in_b], len(who_a) + len(who_b) - 2 * len(both))

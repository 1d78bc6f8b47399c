"""When somebody is in need, stacked, vulnerable (definitions of docs/measures.md)."""

from __future__ import annotations

from bereik.compiled import rule
from bereik.parameters.themes import Need


@rule
def needy_domains(troubled: int, domains: int, serious: int, p: Need) -> int:
    """The domains that make somebody in need, as a mask; 0 when not in need.

    Need is a problem that is serious or worse, or problems in three or more domains (stacked); then
    every problem counts.

    Parameters
    ----------
    troubled : mask of domains with a problem
    domains : how many those are
    serious : mask of domains with a serious problem or a crisis
    """
    return troubled if domains >= p.stacked_from else serious


@rule
def is_vulnerable(
    domains: int, means: float, ties: int, doenvermogen: float, digital: float, dutch: float, p: Need
) -> bool:
    """Stacked, and low on at least two of means, ties, doenvermogen, digital or language.

    Source
    ------
    S001, E002 (De Klerk et al. 2023); cut points are ours, calibrated to pattern 2.
    """
    low = 0
    if means < p.low_means:
        low += 1
    if ties <= p.low_ties:
        low += 1
    if doenvermogen < p.low_doen:
        low += 1
    if min(digital, dutch) < p.low_access:
        low += 1
    return domains >= p.stacked_from and low >= 2

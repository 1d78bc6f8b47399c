"""The words that all measures share: horizons, years, shares, and a measure itself."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from bereik.errors import ParameterError
from bereik.measures.catalogue import registry
from bereik.records import Records

HEADLINE: Final = 52                     # horizon of gained, lost, concentration and cost per reached
LONGEST: Final = 104                     # horizon of the incidence curve
SOLVES_ITSELF: Final = 13                # weeks in which need may solve itself
LATE_AFTER: Final = 26                   # weeks after which help is late
WEEKS_PER_YEAR: Final = 52
NAN: Final = float("nan")


class Measure(NamedTuple):
    """One number that comes out of a run.

    Attributes
    ----------
    measure : its id, as in the catalogue
    group : for whom, such as ``doenvermogen=1``; empty for the headline
    value : the number; NaN means "n/a", infinite means "beyond the horizon"
    unit : its unit
    """

    measure: str
    group: str
    value: float
    unit: str


def reported(measure: str, group: str, value: float) -> Measure:
    """Return a measure with the unit that the catalogue gives it."""
    return Measure(measure, group, float(value), registry()[measure].unit_for(group))


def ratio(part: float, whole: float) -> float:
    """Return part ÷ whole, or NaN ("n/a") where there is no whole."""
    return float(part) / float(whole) if whole else NAN


def years(weeks: int) -> float:
    """Return weeks in years of 52 weeks."""
    return weeks / WEEKS_PER_YEAR


def by_year(weekly: np.ndarray) -> list[tuple[str, float]]:
    """Return, per year of the policy, the sum of a weekly series on a yearly footing.

    A last year that is not whole is scaled up to a year: sum ÷ (its weeks / 52).

    Parameters
    ----------
    weekly : (weeks,)
    """
    found: list[tuple[str, float]] = []
    for first in range(0, len(weekly), WEEKS_PER_YEAR):
        part = weekly[first : first + WEEKS_PER_YEAR]
        found.append((f"year={first // WEEKS_PER_YEAR + 1}", float(part.sum()) / years(len(part))))
    return found


def same_world(a: Records, b: Records) -> None:
    """Raise ParameterError unless two runs follow the same people, as long, with the same luck."""
    for what, one, other in (
        ("residents", len(a.residents), len(b.residents)),
        ("weeks", a.weeks, b.weeks),
        ("seed", a.seed, b.seed),
    ):
        if one != other:
            raise ParameterError(
                f"measures: {a.scenario} and {b.scenario} differ in {what} ({one} and {other}): "
                f"not the same people with the same luck. Run both with the same {what}."
            )

"""How soon: cumulative incidence of help when recovery competes."""

from __future__ import annotations

from typing import Final

import numpy as np

from bereik.measures.index import IndexSpells
from bereik.vocabulary import NEVER

CENSORED: Final = 0
HELPED: Final = 1
RECOVERED: Final = 2


def cumulative_incidence(weeks_until: np.ndarray, outcome: np.ndarray, horizon: int) -> np.ndarray:
    """Return the Aalen–Johansen share that is helped by week 0 .. horizon of the clock.

    Week by week, with n at risk, d helped and c recovered in that week:

        F(t) = F(t - 1) + S(t - 1) · d/n,   S(t) = S(t - 1) · (1 - (d + c)/n),   S before 0 = 1.

    A spell censored in week t is still at risk in week t. Kaplan–Meier would count the recovered as
    if they still waited. Where nobody is left at risk while some may still wait, the value is NaN.

    Parameters
    ----------
    weeks_until : (k,) weeks from the clock to the outcome, 0 or more
    outcome : (k,) CENSORED, HELPED or RECOVERED
    horizon : weeks

    Returns
    -------
    (horizon + 1,) shares 0..1, never falling

    Source
    ------
    Aalen & Johansen (1978), Scandinavian Journal of Statistics 5.
    """
    curve = np.full(horizon + 1, np.nan)
    week = np.minimum(weeks_until, horizon + 1)      # what comes later is not yet known at the horizon
    leaving = np.bincount(week, minlength=horizon + 1)
    helped = np.bincount(week[outcome == HELPED], minlength=horizon + 1)
    recovered = np.bincount(week[outcome == RECOVERED], minlength=horizon + 1)
    at_risk, waiting, share = len(weeks_until), 1.0, 0.0
    everybody_known = False
    for t in range(horizon + 1):
        if at_risk > 0:
            share += waiting * (int(helped[t]) / at_risk)
            events = int(helped[t]) + int(recovered[t])
            waiting *= 1.0 - events / at_risk
            everybody_known = events == at_risk
            at_risk -= int(leaving[t])
        elif not everybody_known:
            break
        curve[t] = share
    return curve


def time_and_outcome(index: IndexSpells) -> tuple[np.ndarray, np.ndarray]:
    """Return, per index spell, the weeks until its outcome and the outcome.

    Helped: first fitting help since the clock. Recovered: the spell closed without it, dated at
    its closing (that is when it is over by definition; dating it back to the last week in need
    would treat recovery near the end of the run otherwise than before). Else censored in the last
    observed week. The population is closed, so nobody dies or leaves.
    """
    fit, closed = (index.rows[c].astype(np.int32) for c in ("first_fit", "closed"))
    outcome = np.where(fit != NEVER, HELPED, np.where(closed != NEVER, RECOVERED, CENSORED))
    week = np.select([outcome == HELPED, outcome == RECOVERED], [fit, closed], index.weeks - 1)
    return np.maximum(week - index.clock, 0), outcome


def median_of(curve: np.ndarray) -> float:
    """Return the first week in which the curve is at least one half; infinite if it never is.

    NaN if the curve has no value at all.
    """
    if np.isnan(curve).all():
        return float("nan")
    passed = np.flatnonzero(curve >= 1 / 2)
    return float(passed[0]) if len(passed) else float("inf")

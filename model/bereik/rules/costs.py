"""What provisions, crises and unmet need cost, and who pays."""

from __future__ import annotations

from bereik.compiled import rule
from bereik.vocabulary import (
    CREDITORS, FAMILY, GEMEENTE, HEALTH, JUSTICE, MENTAL, MONEY, RESIDENT, SERIOUS, SOCIAL, WORK, ZVW_WLZ,
)

CENTS = 100


@rule
def payer_of_provision(domain: int) -> int:
    """Who pays for a provision: the Zvw and Wlz for health and mental health, else the gemeente.

    Source
    ------
    O4; Wmo 2015, Participatiewet, Wet gemeentelijke schuldhulpverlening, Zvw.
    """
    return ZVW_WLZ if domain == HEALTH or domain == MENTAL else GEMEENTE


@rule
def payer_of_crisis(domain: int) -> int:
    """Who pays first for a crisis.

    Source
    ------
    S2 2.4: savings fall elsewhere; shelter is the gemeente's, police comes to quarrels and nuisance.
    One payer per domain is our simplification.
    """
    if domain == HEALTH or domain == MENTAL:
        return ZVW_WLZ
    if domain == MONEY:
        return CREDITORS
    if domain == FAMILY or domain == SOCIAL:
        return JUSTICE
    return GEMEENTE


@rule
def payer_of_unmet(domain: int) -> int:
    """Who bears a serious problem that nobody helps with.

    Source
    ------
    E121 (IBO 2024: creditors bear most of the cost of debts); others: assumption.
    """
    if domain == MONEY:
        return CREDITORS
    if domain == WORK:
        return GEMEENTE
    if domain == HEALTH or domain == MENTAL:
        return ZVW_WLZ
    return RESIDENT


@rule
def cents_of_unmet(severity: int, euros_per_year: float) -> int:
    """Eurocents that a week of unmet serious need costs.

    Parameters
    ----------
    severity : 0..3; nothing below serious
    euros_per_year : of such a problem
    """
    return int(round(euros_per_year * CENTS / 52.0)) if severity >= SERIOUS else 0

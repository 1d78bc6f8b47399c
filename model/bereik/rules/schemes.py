"""Who is entitled to a scheme, who comes to use it, and what money there is for it.

The links of asking at a desk hold for a form as well; the rules of those stand in `seeking`.
"""

from __future__ import annotations

from math import exp

from bereik.compiled import rule
from bereik.parameters.themes import Problems, Seeking, Views
from bereik.rules.views import sure_if
from bereik.vocabulary import (
    FOR_PARENTS, FOR_SELF_EMPLOYED, FOR_TENANTS, FOR_WORKING_AGE, OWNER, SELF_EMPLOYED,
)


@rule
def is_entitled(
    means: float, up_to: float, for_whom: int, children: int, tenure: int, age: int, work: int, p: Problems
) -> bool:
    """Whether a household is entitled to a scheme, by its means and by who it is for.

    Parameters
    ----------
    means : 0..1, rank of the household's means
    up_to : 0..1, rank below which the scheme is meant
    for_whom, tenure, work : codes of `vocabulary`
    children : minors at home
    age, work : of the head

    Source
    ------
    S2 3.2.3, E044: who a scheme is for. That means are all that is tested is our simplification.
    """
    if means >= up_to:
        return False
    if for_whom == FOR_PARENTS:
        return children > 0
    if for_whom == FOR_TENANTS:
        return tenure != OWNER
    if for_whom == FOR_WORKING_AGE:
        return age < p.retirement_age
    return for_whom != FOR_SELF_EMPLOYED or work == SELF_EMPLOYED


@rule
def knows_scheme(known: float, met_this_year: bool, views: Views) -> float:
    """Chance to know that a scheme exists.

    Parameters
    ----------
    known : 0..1, share who have heard of it
    met_this_year : she spoke with a service in the past year: workers point it out

    Source
    ------
    E010 (pursued by workers), S014 (not knowing). That whoever met a service knows is our assumption.
    """
    return 1.0 if met_this_year else sure_if(views.can_ask, known)


@rule
def is_worth_it(amount: float, p: Seeking) -> float:
    """Chance to find the money worth the trouble of a form.

    Parameters
    ----------
    amount : euros a month

    Source
    ------
    E044: non-take-up is higher where the entitlement is small. Form and size: our assumption.
    """
    return 1.0 - exp(-amount / p.worth)


@rule
def settled_use(takes_up: float, keeps: float) -> float:
    """Share who use a scheme once as many take it up in a year as let it go.

    Parameters
    ----------
    takes_up : 0..1, chance that an entitled non-user takes it up in a year
    keeps : 0..1, share of users who still use it a year later

    Source
    ------
    Arithmetic: the balance of two flows.
    """
    lets_go = 1.0 - keeps
    return takes_up / (takes_up + lets_go) if takes_up > 0.0 else 0.0


@rule
def is_budgeted(spent: int, using: int, cents: int, weeks_left: int, budget: int) -> bool:
    """Whether the budget of the year bears one more user: what the present ones will cost is set aside.

    Parameters
    ----------
    spent : eurocents so far this year
    using : households that use it
    cents : eurocents a week per household
    weeks_left : of the year, this week included
    budget : eurocents of the year

    Source
    ------
    V9: S0, S037 (full use would be a hole in the budget). Setting aside is our assumption.
    """
    return spent + (using + 1) * cents * weeks_left <= budget

"""Outreach: the chain turned round. Find, make contact, accept."""

from __future__ import annotations

from math import exp

from bereik.compiled import rule
from bereik.parameters.themes import Outreach, Views
from bereik.rules.views import sure_if


@rule
def answers_alike(p: Outreach) -> float:
    """Chance that somebody meets a service alike every time, and does not decide anew at each visit.

    Who does still gives in when repeated visits or talks raise her chance past her luck.

    Source
    ------
    E083 and E087 count people and not visits: what one visit does not win, four do not win for nearly
    all. S022: some open after months. Two kinds of people: our assumption.
    """
    return p.lasting


@rule
def willing(trust: float, shame: float, flag: float, p: Outreach) -> float:
    """How willing somebody is to let a worker near, 0..1.

    Parameters
    ----------
    trust, shame : 0..1, of the resident
    flag : 0..1, how far the worker carries the flag of the gemeente

    Source
    ------
    V4, Ingrid (shame keeps the door shut). Form and sizes: assumption.
    """
    return exp(-p.opens_trust * (1.0 - trust) * flag - p.opens_shame * shame)


@rule
def opens_door(
    trust: float, shame: float, flag: float, visits: int, troubled: bool, p: Outreach, views: Views
) -> float:
    """Chance that a knock leads to a conversation.

    Parameters
    ----------
    trust, shame : 0..1, of the resident
    flag : 0..1, how far the worker carries the flag of the gemeente
    visits : earlier visits to this door
    troubled : has a problem; who has one wants help, in the second assumption

    Source
    ------
    E083 (0.46 with at least one visit, heavier cases), S049 (most opened); V7 (persistence pays,
    S022). How trust and shame weigh: assumption. Assumption 2.
    """
    closed = (1.0 - p.opens) * exp(-p.opens_again * visits)
    return sure_if(views.want_help if troubled else 0.0, (1.0 - closed) * willing(trust, shame, flag, p))


@rule
def accepts_help(
    trust: float, flag: float, wish_alone: float, severity: int, contacts: int, p: Outreach, views: Views
) -> float:
    """Chance that somebody in need accepts help offered at the door.

    Parameters
    ----------
    trust : 0..1
    flag : 0..1, how far the worker carries the flag of the gemeente
    wish_alone : 0..1, wish to manage alone
    severity : 1..3, of the heaviest problem
    contacts : earlier conversations with this worker

    Source
    ------
    E087 (0.35 of those reached), pattern 28 (rises with trust and repeated contact), V4 (sender),
    Johan and Kimberly (S2 3.3.2, 4.3.2). Logistic form and sizes: assumption. Assumption 2.
    """
    score = p.accepts - p.accepts_trust * (1.0 - trust) * flag - p.accepts_alone * wish_alone
    score += p.accepts_contact * contacts + p.accepts_severity * (severity - 1)
    return sure_if(views.want_help, 1.0 / (1.0 + exp(-score)))


@rule
def declines_for_own_way(trust: float, flag: float, wish_alone: float) -> float:
    """Chance that a refusal comes from the wish to manage alone, and not from distrust.

    Parameters
    ----------
    trust, flag, wish_alone : 0..1

    Source
    ------
    S2 3.3.2 names both; that they weigh in proportion is our assumption.
    """
    distrust = (1.0 - trust) * flag
    return wish_alone / (wish_alone + distrust) if wish_alone + distrust > 0.0 else 1.0

"""The last three links of the chain: hold on, be heard, be helped."""

from __future__ import annotations

from math import exp

from bereik.compiled import rule
from bereik.parameters.themes import Intake, Views
from bereik.rules.problems import WEEKS_PER_YEAR
from bereik.rules.views import never_if


@rule
def gives_up_waiting(weeks: int, doenvermogen: float, kept: bool, p: Intake, views: Views) -> float:
    """Chance that somebody on the way to help gives up this week.

    Parameters
    ----------
    weeks : since she asked
    doenvermogen : 0..1, what is left of it this week
    kept : who sent her on keeps in touch with her

    Source
    ------
    S033, R4 (no call back; S2 2.1, 3.3.1), Cindy (S2 3.2.1); dream 6 of S4. Form and size: assumption.
    """
    rate = p.gives_up * exp(-p.gives_up_doen * doenvermogen) * (1.0 + weeks / p.long_wait)
    if kept:
        rate *= 1.0 - p.kept
    return 1.0 - exp(-never_if(views.want_help, rate))


@rule
def is_lost_when_sent_on(doenvermogen: float, warm: float, tie: float, p: Intake) -> float:
    """Chance that a hand-over loses somebody.

    Parameters
    ----------
    doenvermogen : 0..1, what is left of it this week
    warm : 0..1, how far the worker goes along: a warm hand-over loses nobody
    tie : 0..1, of the service that sends her on with those it sends on to

    Source
    ------
    Pattern 32: 5-25 % per cold referral; N1, N2, Marjolijn (S2 2.1). What a tie adds: assumption.
    """
    lost = p.lost_cold * exp(-p.lost_doen * doenvermogen) * (1.0 - warm)
    return min(lost * (1.0 + p.untied * (1.0 - tie)), 1.0)


@rule
def is_handed_back(eigen_kracht: float, backed: bool, p: Intake) -> float:
    """Chance that the question is handed back: first your own network, then come again.

    Parameters
    ----------
    eigen_kracht : 0..1, stance of the service
    backed : somebody goes along and speaks for her

    Source
    ------
    S2 3.3.3 (Wmo: first one's own network), R7; Wmo 2015 (a right to support). Size: assumption.
    """
    chance = p.handed_back * eigen_kracht
    return chance * (1.0 - p.backed) if backed else chance


@rule
def speaks_up(verbal: float, typical: float) -> bool:
    """Whether somebody makes herself heard as well as most; where the loudest go first, the others wait.

    Parameters
    ----------
    verbal : 0..1, how self-reliant she looks
    typical : 0..1, the median of the residents

    Source
    ------
    S040 (Helmond: who speaks up takes the supply), S032. That half speak up is our assumption.
    """
    return verbal >= typical


@rule
def pressure(workload: float) -> float:
    """How hard-pressed staff is: 0 while work fits the week, towards 1 when far more is asked.

    Parameters
    ----------
    workload : work asked per minute of staff; 1 fits exactly

    Source
    ------
    S2 5.3.2 (high workload); that it saturates is our assumption: a long queue does not make a
    worker blind.
    """
    return 1.0 - 1.0 / workload if workload > 1.0 else 0.0


@rule
def is_misjudged(verbal: float, discretion: float, workload: float, backed: bool, p: Intake) -> float:
    """Chance that somebody in need is wrongly judged able to manage, or not eligible.

    Parameters
    ----------
    verbal : 0..1, how self-reliant she looks
    discretion : 0..1, room of the worker to deviate
    workload : work asked per minute of staff; above 1 it tells
    backed : somebody goes along and speaks for her: then there is as much room as she can make

    Source
    ------
    O8, Anoushka (S2 4.2.2: overestimated because of how she talks). Size: assumption.
    """
    rate = p.misjudged * exp(p.misjudged_verbal * (verbal - 0.5) + p.misjudged_workload * pressure(workload))
    room = max(discretion, p.backed) if backed else discretion
    return min(rate * (1.0 - room), 1.0)


@rule
def discloses(shame: float, home: float, p: Intake) -> float:
    """Chance to show how things really are: at a desk people keep up appearances.

    Parameters
    ----------
    shame : 0..1
    home : 0..1, how far the conversation is at home

    Source
    ------
    R9, Ingrid (S2 4.1.2). Size: assumption.
    """
    return exp(-p.appearances * shame * (1.0 - home))


@rule
def finds_question_behind(breadth: float, workload: float, p: Intake) -> float:
    """Chance that the worker finds a problem that was not asked about.

    Parameters
    ----------
    breadth : 0..1, how far she looks beyond the question
    workload : work asked per minute of staff; above 1 the antenna suffers

    Source
    ------
    V5, P2 (S2 4.3.2, 5.3.2). Size: assumption.
    """
    return p.finds * breadth * exp(-p.finds_workload * pressure(workload))


@rule
def offer_suits(
    breadth: float, discretion: float, dutch: float, interpreter: float, chooses: float, p: Intake
) -> float:
    """Chance that the help has a form which the resident can accept.

    Parameters
    ----------
    breadth, discretion : 0..1, of the service
    dutch : 0..1, command of official Dutch
    interpreter : 0..1, how far interpreters make up for want of it
    chooses : 0..1, how far she chooses herself what she wants help with

    Source
    ------
    Element 4 of niet-bereik (S2 2.2); P4: discretion raises fit (S2 5.3.3); S2 3.2.4; S3 (Bakker-Klein).
    Size: assumption.
    """
    chance = (
        p.suits
        + p.suits_breadth * breadth
        + p.suits_discretion * discretion
        - p.suits_language * (1.0 - dutch) * (1.0 - interpreter)
        + p.suits_chooses * chooses
    )
    return min(max(chance, 0.0), 1.0)


@rule
def case_weight(domains: int, p: Intake) -> float:
    """How much more time a case asks: 1 for one domain, more for each further one.

    Parameters
    ----------
    domains : domains that came to light

    Source
    ------
    V5 (broad looking costs time); size: assumption.
    """
    return 1.0 + p.weight_per_domain * max(domains - 1, 0)


@rule
def minutes_needed(minutes_per_case: float, weight: float, crisis: bool, p: Intake) -> float:
    """Staff minutes that a case asks this week.

    Parameters
    ----------
    minutes_per_case : for a case of one domain
    weight : see `case_weight`
    crisis : some domain of the case is in crisis
    """
    return minutes_per_case * weight * (p.crisis_minutes if crisis else 1.0)


@rule
def shares_time(helped: int, p: Intake) -> float:
    """Share of the usual time that a case asks where more adults at home are helped: a visit serves all.

    Parameters
    ----------
    helped : 1 or more, adults of the household whom the service helps

    Source
    ------
    E100 counts households. How much of the time is shared: assumption.
    """
    return (1.0 + p.shared_time * (helped - 1)) / helped


@rule
def leaves_without_question(no_question: float, recognises: float) -> float:
    """Chance that a first conversation ends the case because there is no question.

    V6, R8: who cannot phrase a question is not without need (S2 5.3.2, Marco). That both multiply is
    our assumption.

    Parameters
    ----------
    no_question : 0..1, how far the service closes on "no question"
    recognises : 0..1, chance that she can put her problem into a question (`rules.seeking.recognises`)
    """
    return no_question * (1.0 - recognises)


@rule
def worker_leaves(turnover: float, workload: float, p: Intake) -> float:
    """Chance that the worker of a case leaves this week, so that another takes over.

    Parameters
    ----------
    turnover : 0..2 times a year, in a service that is not hard-pressed
    workload : work asked per minute of staff; above 1 more of them leave

    Source
    ------
    P5 (S2 4.3.2, 5.3.2). Size: assumption.
    """
    rate = turnover / WEEKS_PER_YEAR * exp(p.turnover_workload * pressure(workload))
    return 1.0 - exp(-rate)


@rule
def familiar(weeks: int, weeks_helped: int, p: Intake) -> float:
    """How far somebody tells her worker what she would have told one who had stayed; 1 where the worker did.

    Parameters
    ----------
    weeks : with this worker
    weeks_helped : since help began, with whomever; at least as many

    Source
    ------
    P2, P3 (S2 5.3.1: a nurse who is known gets far more questions than a new one). Form: assumption.
    """
    return (1.0 - exp(-(weeks + 1) / p.knows_her)) / (1.0 - exp(-(weeks_helped + 1) / p.knows_her))


@rule
def tie_after_a_week(tie: float, kept_up: float, p: Intake) -> float:
    """How strong the tie of a service with others is a week later: what was broken grows again, slowly.

    Parameters
    ----------
    tie : 0..1
    kept_up : 0..1, how strong it comes to be with the care that is taken of it

    Source
    ------
    N3, S038 (it took twelve years). Size: assumption.
    """
    return tie + p.tie_grows * (kept_up - tie)


@rule
def tie_after_reorganisation(tie: float, p: Intake) -> float:
    """How strong the tie of a service with others is after a reorganisation.

    Parameters
    ----------
    tie : 0..1

    Source
    ------
    N3 (S2 4.3.2, 5.2.3). Size: assumption.
    """
    return tie * p.tie_left

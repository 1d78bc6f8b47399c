"""The first four links of the chain: recognise, know, dare, manage.

Herd & Moynihan (2018), Administrative Burden, name learning, psychological and compliance costs;
WRR (2017) adds that people differ in doenvermogen. The rules are ours; the assumptions 1 and 3 of
SCP (2024) 3.3 stand in them.
"""

from __future__ import annotations

from math import exp

from bereik.compiled import rule
from bereik.parameters.themes import Seeking, Views
from bereik.rules.views import sure_if
from bereik.vocabulary import CRISIS, SERIOUS

PRICE_UNIT = 100.0  # euros a month, of which price_weight tells


@rule
def considers_asking(severity: int, p: Seeking) -> float:
    """Chance that somebody with a problem thinks this week of asking for help.

    Parameters
    ----------
    severity : 1..3, of the heaviest problem

    Source
    ------
    R2: people cope alone for long; E073 (years in debt before asking). Size: assumption.
    """
    if severity >= CRISIS:
        return p.considers_crisis
    return p.considers_serious if severity == SERIOUS else p.considers_light


@rule
def recognises(doenvermogen: float, domains: int, p: Seeking, views: Views) -> float:
    """Chance to see the problem and put it into a question that fits an office.

    Parameters
    ----------
    doenvermogen : 0..1, what is left of it this week
    domains : number of troubled domains; each one more makes it harder

    Source
    ------
    R1, R8 (S2 2.1, 5.3.2: Marco cannot phrase his question); form and size: assumption.
    """
    alone = (1.0 - exp(-p.recognise_ease * doenvermogen)) * exp(-p.recognise_stacked * (domains - 1))
    return sure_if(views.can_ask, alone)


@rule
def believes_eligible(
    doenvermogen: float, trust: float, stressed: float, invited: bool, p: Seeking, views: Views
) -> float:
    """Chance to believe that this help is meant for people like oneself.

    Parameters
    ----------
    doenvermogen, trust, stressed : 0..1
    invited : holds an invitation: then it is plain

    Source
    ------
    E010, E011 (Simonse et al. 2023): perceived eligibility is the strongest predictor, and follows
    executive functions, fear and financial stress. Linear form and sizes: assumption.
    """
    if invited:
        return 1.0
    chance = (
        p.eligible_base
        + p.eligible_doen * doenvermogen
        + p.eligible_trust * trust
        - p.eligible_stress * stressed
    )
    return sure_if(views.can_ask, min(max(chance, 0.0), 1.0))


@rule
def dares(
    shame: float, visibility: float, trust: float, flag: float, wish_alone: float, fears: bool,
    eigen_kracht: float, guarded: float, p: Seeking, views: Views,
) -> float:
    """Chance to dare to ask at this place.

    Parameters
    ----------
    shame, trust, wish_alone : 0..1, of the resident
    visibility : 0..1, of the place to neighbours: shame counts where one is seen
    flag : 0..1, how far the place is the gemeente: distrust counts there
    fears : the question is about money: repayment, a fine
    eigen_kracht : 0..1, stance of the service: being addressed on one's own strength lowers asking
    guarded : 0..1, how far the place has screens, guards and locks: distrust counts there too

    Source
    ------
    R5 (S2 3.3.1, 5.1.1), E012 (shame is local), E027 (fear of repayment), E013 and S014 (wish for
    independence), R7 (S2 3.3.3), S042 and S2 3.2.2 (guards). Additive burden and sizes: assumption.
    """
    burden = p.shame_weight * shame * visibility
    burden += (p.distrust_weight + (p.fear_weight if fears else 0.0)) * (1.0 - trust) * flag
    burden += p.alone_weight * wish_alone + p.eigen_kracht_weight * eigen_kracht
    burden += p.guard_weight * (1.0 - trust) * guarded
    return sure_if(views.can_ask, exp(-burden))


@rule
def skill_at_hand(own: float, at_home: float, by_proxy: float) -> float:
    """Digital skill with which she does what a service asks on a screen: her own or that of somebody at home.

    Parameters
    ----------
    own, at_home : 0..1, digital skill of herself and of the most skilled other adult she lives with
    by_proxy : 0..1, how far the service lets that one do it for her

    Source
    ------
    S2 5.1.2 (who cannot do it online leans on others). That the best of both counts is our assumption.
    """
    return max(own, by_proxy * at_home)


@rule
def steps_asked(
    steps: float, eigen_kracht: float, language: float, dutch: float, screens: float, digital: float,
    travel: float, mobility: float, interpreter: float, p: Seeking,
) -> float:
    """How many things this resident must do unaided before this service helps.

    Parameters
    ----------
    steps : of the service, for everybody
    eigen_kracht : 0..1, stance: own network first, log in yourself, come back with a plan
    language, screens, travel : 0..1, how far the service asks them
    dutch, digital, mobility : 0..1, what the resident has of them
    interpreter : 0..1, how far interpreters make up for want of Dutch

    Source
    ------
    V1, V3; S016, S017, E136-E141; S2 3.2.4 (interpreters). Barriers as extra steps: assumption.
    """
    extra = p.eigen_kracht_steps * eigen_kracht
    extra += p.language_steps * language * (1.0 - dutch) * (1.0 - interpreter)
    extra += p.screen_steps * screens * (1.0 - digital)
    return steps + extra + p.travel_steps * travel * (1.0 - mobility)


@rule
def manages(doenvermogen: float, steps: float, opening: float, p: Seeking, views: Views) -> float:
    """Chance to get through every step a service asks for before it helps.

    The chances of the steps multiply: five easy steps are one hard procedure.

    Parameters
    ----------
    doenvermogen : 0..1, what is left of it this week
    steps : things to do unaided; 0 for help that comes to you
    opening : 0..1, share of the week in which she can come

    Source
    ------
    Herd & Moynihan (2018); R1, V3. That the chances multiply is our assumption.
    """
    return sure_if(views.self_reliant, opening * (1.0 - exp(-p.step_ease * doenvermogen)) ** steps)


@rule
def puts_up_with_waiting(weeks: float, p: Seeking) -> float:
    """How far a place stays what it was to her when she hears that one waits there; 1 without a waiting list.

    Parameters
    ----------
    weeks : since those on its waiting list asked, on average

    Source
    ------
    R4, Cindy (S2 3.2.1: waiting lists are known). Form and size: assumption.
    """
    return exp(-p.wait_weight * weeks)


@rule
def is_put_off_by_price(fee: float, fee_by_means: float, means: float, p: Seeking) -> float:
    """Chance that the own contribution keeps somebody from this help.

    Parameters
    ----------
    fee : euros a month, the same for all
    fee_by_means : euros a month for the best-off, falling to 0 with means
    means : 0..1; a euro weighs less for who has more

    Source
    ------
    S014, S027, V8 (S2 3.2.4: a flat fee drew people who had paid themselves). Form and size: assumption.
    """
    euros = fee + fee_by_means * means
    return 1.0 - exp(-p.price_weight * euros / PRICE_UNIT * (1.0 - p.price_means * means))

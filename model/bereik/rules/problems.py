"""How problems start, ease, worsen, spread and come back."""

from __future__ import annotations

from math import exp

import numpy as np

from bereik.compiled import plain, rule
from bereik.parameters.themes import Network, Problems, Views
from bereik.rules.views import at_least_if, never_if
from bereik.vocabulary import (
    CORPORATION, CRISIS, DOMAINS, FAMILY, FLEXIBLE, HEALTH, HOUSING, LIGHT, NO_WORK, OWNER, SERIOUS, SOCIAL,
    WORK,
)

WEEKS_PER_YEAR = 52.0
HUNDRED_EUROS = 100.0  # a month, of which `missed` tells


@rule
def exposure(means: float, doenvermogen: float, typical_doen: float, alone: bool, p: Problems) -> float:
    """How many times more than a typical person somebody is exposed to new problems.

    Parameters
    ----------
    means : 0..1, rank of the household's means
    doenvermogen : 0..1, what is left of it this week
    typical_doen : 0..1, median of the trait
    alone : the only adult of the household

    Source
    ------
    Direction: SCP (2023), few resources and stacked problems go together; CBS (2020), risk of
    debts by income; E003, single persons and lone parents. That these multiply is our assumption.
    """
    log_factor = p.means_protect * (0.5 - means) + p.doen_protects * (typical_doen - doenvermogen)
    return exp(log_factor + (p.alone_exposed if alone else 0.0))


@rule
def means_without(means: float, missed: float, p: Problems) -> float:
    """The means of a household that does not use what it is entitled to.

    Parameters
    ----------
    means : 0..1, rank of the household's means, what it is entitled to included
    missed : euros a month of schemes that it does not use

    Source
    ------
    S2 3.2.3 and CBS (2020), risk of debts by income; that means fall in proportion, and the size, is
    our assumption.
    """
    return max(means - p.missed * missed / HUNDRED_EUROS, 0.0)


@rule
def concerns(
    domain: int, age: int, work: int, tenure: int, children: int, thin_ties: float, p: Problems, views: Views
) -> float:
    """How far a domain of life can go wrong for somebody at all; 1 is typical.

    Parameters
    ----------
    domain, work, tenure : codes of `vocabulary`
    age : years
    children : minors at home
    thin_ties : 0..1, how far somebody's ties fall short of the median

    Source
    ------
    E003 (65+, single persons), E151 (loneliness); factors are our assumption. Assumption 5 of SCP
    (2024) 3.3.5: where people look after each other, thin ties make nobody lonelier.
    """
    if domain == WORK:
        if age >= p.retirement_age:
            return 0.0
        return p.flexible_work if work == FLEXIBLE else 1.0
    if domain == HEALTH:
        return p.old_health if age >= p.old_age else 1.0
    if domain == SOCIAL:
        lonelier = 1.0 + never_if(views.look_after, p.thin_ties_social) * thin_ties
        return lonelier * (p.old_social if age >= p.old_age else 1.0)
    if domain == FAMILY:
        return 1.0 if children > 0 else p.childless_family
    if domain == HOUSING:
        return p.owner_housing if tenure == OWNER else 1.0
    return 1.0


@rule
def partner_lost(partner: bool, age: int, p: Problems) -> float:
    """Chance a year that a partner dies. Source: E143 (CBS 37873ned), split by age by us."""
    if not partner:
        return 0.0
    return p.partner_lost_old if age >= p.old_age else p.partner_lost_young


@rule
def separates(partner: bool, p: Problems) -> float:
    """Chance a year of a separation. Source: E145, married and unmarried couples together."""
    return p.separation if partner else 0.0


@rule
def loses_job(work: int, age: int, p: Problems) -> float:
    """Chance a year to lose work or income. Source: E146; flexible work: our assumption."""
    if work == NO_WORK or age >= p.retirement_age:
        return 0.0
    return p.job_lost * (p.flexible_work if work == FLEXIBLE else 1.0)


@rule
def falls_ill(age: int, p: Problems) -> float:
    """Chance a year of an illness that touches daily life. Source: E147; age: our assumption."""
    return p.illness * (p.old_health if age >= p.old_age else 1.0)


@rule
def comes_of_age(age: int, p: Problems) -> float:
    """Chance a year that leaving school, home or youth care goes wrong. Source: S028; size: assumption."""
    return p.coming_of_age if age <= p.coming_of_age_until else 0.0


@rule
def has_child(partner: bool, age: int, p: Problems) -> float:
    """Chance a year that a child is born. Source: our estimate from CBS births per adult."""
    return p.birth if partner and p.birth_from <= age <= p.birth_until else 0.0


@rule
def starts_problem(effect: float, exposed: float) -> float:
    """Chance that a life event starts a problem in a domain.

    Parameters
    ----------
    effect : 0..1, chance for a typical person
    exposed : 0 or more, see `exposure`

    Source
    ------
    SCP (2024) 1.1: the same event is a ripple for one and a flood for another; form: assumption.
    """
    return 1.0 - (1.0 - effect) ** exposed


@rule
def stress(light: int, serious: int, crises: int, carer: bool, p: Problems) -> float:
    """How much of the head problems take: 0 none, towards 1 all of it.

    Parameters
    ----------
    light, serious, crises : number of domains at each severity
    carer : cares for somebody

    Source
    ------
    WRR (2017), Weten is nog geen doen: load eats the capacity to act. Saturating form: assumption.
    """
    load = light + p.load_serious * serious + p.load_crisis * crises + (p.load_carer if carer else 0.0)
    return load / (load + p.load_half)


@rule
def spared_stress(stressed: float, taken_over: float, p: Problems) -> float:
    """What problems ask of the head of somebody whose letters and calls another takes over.

    Parameters
    ----------
    stressed : 0..1, see `stress`
    taken_over : 0..1, how much of them

    Source
    ------
    S052 (S4, dream 8: clients of counsellors sleep better and act again). Size: assumption.
    """
    return stressed * (1.0 - p.relief * taken_over)


@rule
def doenvermogen_left(trait: float, stressed: float, typical_doen: float, p: Problems, views: Views) -> float:
    """Effective doenvermogen: what stress leaves of the trait.

    Parameters
    ----------
    trait : 0..1
    stressed : 0..1, see `stress`
    typical_doen : 0..1, median of the trait; the third assumption lifts everybody to it

    Source
    ------
    E009 (Mani et al. 2013; size contested); WRR (2017). Assumption 3 of SCP (2024) 3.3.3.
    """
    able = at_least_if(views.self_reliant, trait, typical_doen)
    return max(able - never_if(views.self_reliant, p.drop) * stressed, 0.0)


@rule
def own_pace(doenvermogen: float, typical_doen: float, p: Problems) -> float:
    """How many times faster than a typical person somebody solves problems herself.

    Parameters
    ----------
    doenvermogen : 0..1, what is left of it this week
    typical_doen : 0..1, median of the trait

    Source
    ------
    R1, WRR (2017); form and size: assumption.
    """
    return exp(p.doen_eases * (doenvermogen - typical_doen))


@rule
def happens(luck: float, hazard: float) -> bool:
    """Whether something with a hazard happens this week: luck falls below 1 - exp(-hazard).

    Parameters
    ----------
    luck : 0..1, the draw
    hazard : 0 or more, per week
    """
    return luck < hazard and luck < 1.0 - exp(-hazard)


@rule
def easing(
    domain_rate: float, severity: int, able: float, untreated: int, helped: float, friend: bool, p: Problems
) -> float:
    """Hazard per week that a problem goes one step down.

    Parameters
    ----------
    domain_rate : per year, for a typical person with a fresh problem
    severity : 1..3; a crisis passes at its own pace
    able : factor, see `own_pace`
    untreated : weeks without fitting help since it began; old problems are harder, up to a bound
    helped : 0..1, quality of fitting help in this domain
    friend : somebody of the own network helps

    Source
    ------
    S2 2.1 (problems worsen while people cope alone); sizes are our assumption.
    """
    own = able / (1.0 + p.hardening * min(untreated / WEEKS_PER_YEAR, p.neglect_years))
    support = 1.0 + p.help_eases * helped + (p.friend_eases if friend else 0.0)
    rate = domain_rate / WEEKS_PER_YEAR * own * support
    if severity == CRISIS:
        rate += p.crisis_eases
    return rate


@rule
def worsening(
    domain_rate: float,
    severity: int,
    stressed: float,
    untreated: int,
    helped: float,
    friend: bool,
    p: Problems,
) -> float:
    """Hazard per week that a problem goes one step up.

    Parameters
    ----------
    domain_rate : per year, from light to serious, for a fresh problem without stress
    severity : 1..3; a crisis cannot worsen
    stressed : 0..1
    untreated : weeks without fitting help: the hazard rises with them, up to a bound
    helped : 0..1, quality of fitting help in this domain
    friend : somebody of the own network helps

    Source
    ------
    O2: escalation rises with untreated time (S2 2.1); sizes are our assumption.
    """
    if severity >= CRISIS:
        return 0.0
    years = min(untreated / WEEKS_PER_YEAR, p.neglect_years)
    rate = domain_rate / WEEKS_PER_YEAR * (1.0 + p.neglect * years) * (1.0 + p.stress_worsens * stressed)
    rate *= (1.0 - p.help_protects * helped) * (1.0 - (p.friend_protects if friend else 0.0))
    if severity == SERIOUS:
        rate *= p.to_crisis
    return rate


@rule
def in_peace(paused: float, p: Problems) -> float:
    """How fast debts worsen where creditors leave a household in peace, as a share of how fast they would.

    Parameters
    ----------
    paused : 0..1, share of the creditors that do

    Source
    ------
    S4, dream 2 (public creditors act as one and wait while help runs). Size: assumption.
    """
    return 1.0 - p.peace * paused


@rule
def most_worsening(domain_rate: float, severity: int, stressed: float, p: Problems) -> float:
    """A bound on the hazard of `worsening`: a problem neglected for as long as it counts, and no help at all.

    Parameters
    ----------
    domain_rate : per year
    severity : 1..3
    stressed : 0..1
    """
    neglected = int(WEEKS_PER_YEAR * p.neglect_years) + 1
    return worsening(domain_rate, severity, stressed, neglected, 0.0, False, p)


@rule
def weeks_of_relapse(p: Problems) -> int:
    """For how long a problem that was over can come back: three times as long as the pace takes to fade."""
    return int(3.0 * p.relapse_fades)


@rule
def most_relapsing(exposed: float, p: Problems) -> float:
    """A bound on the hazard of `relapsing`, which it has in the first week.

    Parameters
    ----------
    exposed : 0 or more, see `exposure`
    """
    return p.relapse / WEEKS_PER_YEAR * exposed


@rule
def relapsing(weeks_since: int, exposed: float, p: Problems, views: Views) -> float:
    """Hazard per week that a problem that was over comes back.

    Parameters
    ----------
    weeks_since : weeks since it was over
    exposed : 0 or more, see `exposure`

    Source
    ------
    The revolving door: S2 3.3.4, 5.3.2; sizes: assumption. Assumption 4 of SCP (2024) 3.3.4.
    """
    if weeks_since > weeks_of_relapse(p):
        return 0.0
    rate = p.relapse / WEEKS_PER_YEAR * exposed * exp(-weeks_since / p.relapse_fades)
    return never_if(views.short_help, rate)


@rule
def spill_weight(severity: int) -> float:
    """How strongly a problem pulls others along: half for light, one for serious, one and a half for crisis.

    Source
    ------
    R3, S2 1.1: problems spread over domains. Proportional to severity: assumption.
    """
    return severity / 2.0


@rule
def spilling(pressure: float, exposed: float, p: Problems) -> float:
    """Hazard per week that problems start one in another domain.

    Parameters
    ----------
    pressure : sum over problems of spill weight x the pairs of the book
    exposed : 0 or more, see `exposure`
    """
    return p.spills * pressure * exposed / WEEKS_PER_YEAR


@rule
def can_be_evicted(tenure: int, housing: int, money: int) -> bool:
    """Whether a household rents of a corporation, with serious debts and a problem with its home.

    Parameters
    ----------
    tenure, housing, money : codes of `vocabulary`
    """
    return tenure == CORPORATION and money >= SERIOUS and housing >= LIGHT


@rule
def eviction(tenure: int, housing: int, money: int, weeks_in_arrears: int, p: Problems) -> float:
    """Hazard per week that a household with debts is evicted.

    Parameters
    ----------
    tenure, housing, money : codes of `vocabulary`
    weeks_in_arrears : weeks since the money problem began

    Source
    ------
    E130, E132 (80-88 % for arrears), E148 (0.00075 a year per household of a corporation).
    """
    if not can_be_evicted(tenure, housing, money) or weeks_in_arrears < p.eviction_arrears:
        return 0.0
    return p.eviction / WEEKS_PER_YEAR


@rule
def judged(evicted: float, p: Problems) -> float:
    """Hazard per week of a judgement that a household may be evicted; part of them are carried out.

    Parameters
    ----------
    evicted : 0 or more, hazard per week of an eviction

    Source
    ------
    E131 (a quarter; 28 % in 2012). That judgement and eviction fall in one week is our assumption.
    """
    return evicted / p.executed


@rule
def relieved(severity: int, lasting: bool) -> int:
    """The severity after a step down: a lasting need stays serious.

    Source
    ------
    S2 3.3.4: light intellectual disability, autism and chronic illness do not pass by themselves.
    """
    if lasting and severity <= SERIOUS:
        return severity
    return severity - 1


def highest_hazards(p: Problems, network: Network, typical_doen: float) -> np.ndarray:
    """Return the highest hazard per year of every kind of shock, over all states a resident can be in.

    Shocks are drawn as candidates at this hazard, the same under every policy; the state decides
    which strike. Order: `vocabulary.EVENTS`, then a start per domain, forgetting, and a file that lapses.
    """
    most_exposed = plain(exposure)(0.0, 0.0, typical_doen, True, p)  # from Python: not worth compiling
    flexible = max(p.flexible_work, 1.0)
    old = max(p.old_health, 1.0)
    concern = np.ones(len(DOMAINS))
    concern[WORK] = flexible
    concern[HEALTH] = old
    concern[SOCIAL] = (1.0 + p.thin_ties_social) * max(p.old_social, 1.0)
    concern[FAMILY] = max(p.childless_family, 1.0)
    concern[HOUSING] = max(p.owner_housing, 1.0)
    events = [
        max(p.partner_lost_young, p.partner_lost_old), p.separation, p.job_lost * flexible, p.illness * old,
        p.coming_of_age, p.birth,
    ]
    return np.concatenate([events, p.starts * concern * most_exposed, [network.forgets, network.file_lapses]])

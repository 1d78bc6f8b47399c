"""Friends, neighbours and creditors: who tells, helps, tires and signals."""

from __future__ import annotations

from math import exp

from bereik.compiled import rule
from bereik.parameters.themes import Network, Views
from bereik.rules.problems import WEEKS_PER_YEAR
from bereik.rules.views import never_if, sure_if
from bereik.vocabulary import N_CREDITORS, OF_LANDLORD

WEEKS_TO_VIEW = 4  # what the sixth assumption promises


@rule
def tells(p: Network) -> float:
    """Chance that somebody with fresh news of help tells it to one of her ties this week.

    Source
    ------
    R6: word of mouth brings people to the wijkteam (S2 3.3.5); E025 (40 % never talk about money).
    """
    return p.tells


@rule
def asks_friends(p: Network) -> float:
    """Chance that somebody in need asks her own network this week.

    Source
    ------
    E017: 64 % would go to friends or family first. Weekly size: assumption.
    """
    return p.asks_friends


@rule
def steps_in(friend_stress: float, p: Network) -> float:
    """Chance that a tie who is asked steps in.

    Parameters
    ----------
    friend_stress : 0..1, how much the friend's own problems ask

    Source
    ------
    E157 (about half for small things), R6 (neighbours may be overloaded). Size: assumption.
    """
    return p.friend_willing * exp(-p.friend_overloaded * friend_stress)


@rule
def neighbour_steps_in(missing_ties: float, p: Network, views: Views) -> float:
    """Chance that somebody next door steps in for whom no tie helps: only where people look after each other.

    Neighbours stand in for the ties that she lacks, each as willing as a tie without problems.

    Parameters
    ----------
    missing_ties : 0 or more, ties short of the median

    Source
    ------
    Assumption 5 of SCP (2024) 3.3.5: everybody has somebody. Form: assumption.
    """
    return views.look_after * (1.0 - (1.0 - p.friend_willing) ** missing_ties)


@rule
def tires(weeks: int, severity: int, p: Network, views: Views) -> float:
    """Hazard per week that somebody who helps a friend gives it up.

    Parameters
    ----------
    weeks : since she stepped in
    severity : 1..3, of the friend's heaviest problem

    Source
    ------
    E156: willingness drops for long or intensive help. Size: assumption. Assumption 5.
    """
    rate = p.friend_tires * severity * (1.0 + p.friend_tires_duration * weeks / WEEKS_PER_YEAR)
    return never_if(views.look_after, rate)


@rule
def is_tipped(ties: float, serious: int, insider: bool, p: Network, views: Views) -> float:
    """Hazard per week that somebody around a resident in trouble tips the gemeente.

    Parameters
    ----------
    ties : number of ties, relative to the median
    serious : number of serious domains
    insider : outsiders are seen less

    Source
    ------
    N4, R6; S4. Size: assumption. Assumption 5: neighbours signal.
    """
    if serious == 0:
        return 0.0
    rate = p.neighbour_tip * serious * ties * (1.0 if insider else p.outsider_seen)
    return rate + views.look_after * p.neighbour_tip * serious


@rule
def sends_arrears_signal(money: int, addressed: bool, again: bool, p: Network) -> float:
    """Hazard per week that a landlord, insurer, energy or water company signals arrears.

    Parameters
    ----------
    money : 0..3, severity of the household's money problem
    addressed : registered at an address; without it no signal arrives
    again : arrears of this household were signalled not long ago

    Source
    ------
    E077 (4 signals per 1000 inhabitants a month); E089, E149 (half are repeats). Proportional to
    severity: assumption.
    """
    hazard = p.arrears_signal * money * (p.arrears_repeat if again else 1.0)
    return hazard if addressed else 0.0


@rule
def who_signals(drawn: float, rents: bool, p: Network) -> int:
    """Which creditor signals arrears: 0 insurer, 1 energy company, 2 landlord, 3 water company.

    Parameters
    ----------
    drawn : 0..1, luck
    rents : only who rents has a landlord

    Source
    ------
    E091.
    """
    whole = 0.0
    for k in range(N_CREDITORS):
        whole += p.arrears_from[k] if rents or k != OF_LANDLORD else 0.0
    below = 0.0
    for k in range(N_CREDITORS - 1):
        below += p.arrears_from[k] if rents or k != OF_LANDLORD else 0.0
        if drawn * whole < below:
            return k
    return N_CREDITORS - 1


@rule
def is_invited(weeks_serious: int, p: Network, views: Views) -> float:
    """Chance that a serious problem is known this week and an invitation goes out.

    Parameters
    ----------
    weeks_serious : weeks since the problem began; the sixth assumption makes it certain by the fourth

    Source
    ------
    Assumption 6 of SCP (2024) 3.3.6: the gemeente has people in view. Base size: assumption.
    """
    return sure_if(views.in_view if weeks_serious >= WEEKS_TO_VIEW - 1 else 0.0, p.invites)

"""Letters, calls and talks where people come: who reads, reacts, answers and stays to talk."""

from __future__ import annotations

from math import exp

from bereik.compiled import rule
from bereik.parameters.themes import Outreach, Views
from bereik.rules.views import sure_if


@rule
def understands(dutch: float, language: float, p: Outreach) -> float:
    """Chance that somebody who gets through a letter understands what it says.

    Parameters
    ----------
    dutch : 0..1, command of official Dutch
    language : 0..1, how far the letter asks it

    Source
    ------
    S017 (2.4 million are not reached in Dutch only). Size: assumption.
    """
    return 1.0 - p.unread * language * (1.0 - dutch)


@rule
def steps_of_letter(pages: float, p: Outreach) -> float:
    """Things to get through before one has read a letter; 1 for a page.

    Parameters
    ----------
    pages : 1.., length

    Source
    ------
    Bhargava & Manoli (2015): length costs take-up; SCP (2024) 5.3.3. Form and size: assumption.
    """
    return 1.0 + p.page_steps * (pages - 1.0)


@rule
def flag_heard(flag: float, tone: float, p: Outreach) -> float:
    """How far a letter or call sounds like the gemeente: a kind one sounds less so.

    Parameters
    ----------
    flag : 0..1, how far the sender carries the flag of the gemeente
    tone : 0..1, how far it speaks to a person and not to a file

    Source
    ------
    V4 (who comes matters). That a tone works as another sender would, and its size: assumption.
    """
    return flag * (1.0 - p.speaks * tone)


@rule
def believes_when_told(believes: float, trust: float, flag: float, p: Outreach) -> float:
    """Chance to believe that a scheme is for people like her, once a letter in her own name says so.

    Parameters
    ----------
    believes : 0..1, chance without the letter
    trust : 0..1, in help from the gemeente
    flag : 0..1, how far the letter sounds like the gemeente: distrust counts there

    Source
    ------
    E011 (thinking to be eligible is the best predictor), R5. Form and size: assumption.
    """
    heeded = 1.0 - (1.0 - trust) * flag
    return believes + p.convinces * heeded * (1.0 - believes)


@rule
def amount_in_mind(amount: float, shown: bool, p: Outreach) -> float:
    """Euros a month that somebody who is told of a scheme thinks it would pay her.

    Parameters
    ----------
    amount : euros a month, that it pays
    shown : she is told how much it is

    Source
    ------
    Bhargava & Manoli (2015): showing the amount raised take-up. Size: assumption.
    """
    return amount if shown else p.guessed * amount


@rule
def reacts(willing: float, p: Outreach, views: Views) -> float:
    """Chance that somebody with a problem reacts to a letter that she has read.

    Parameters
    ----------
    willing : 0..1, to let a worker near

    Source
    ------
    E081: contact with 0.06 of those who are only written to. Assumption 2.
    """
    return sure_if(views.want_help, p.reacts * willing)


@rule
def has_number(digital: float, p: Outreach) -> float:
    """Chance that the gemeente has a number at which somebody can be rung.

    Parameters
    ----------
    digital : 0..1, digital skill

    Source
    ------
    E082: contact by telephone needs a number that works. Form and sizes: assumption.
    """
    return min(p.number + p.number_digital * digital, 1.0)


@rule
def answers(willing: float, troubled: bool, p: Outreach, views: Views) -> float:
    """Chance that somebody answers a call and stays on the line.

    Parameters
    ----------
    willing : 0..1, to let a worker near
    troubled : has a problem; who has one wants help, in the second assumption

    Source
    ------
    E082: contact with 0.59 where there was a call at least. Assumption 2.
    """
    return sure_if(views.want_help if troubled else 0.0, p.answers * willing)


@rule
def talks_at_place(
    trust: float, shame: float, flag: float, visibility: float, troubled: bool, p: Outreach, views: Views
) -> float:
    """Chance that somebody talks with a worker who stands where people come.

    Parameters
    ----------
    trust, shame : 0..1, of the resident
    flag : 0..1, how far the worker carries the flag of the gemeente
    visibility : 0..1, how much others see of it
    troubled : has a problem; who has one wants help, in the second assumption

    Source
    ------
    S034 (contacts rose at once), R5, SCP (2024) 5.1.1. Sizes: assumption. Assumption 2.
    """
    stays = p.talks * exp(-p.opens_trust * (1.0 - trust) * flag - p.shame_at_place * shame * visibility)
    return sure_if(views.want_help if troubled else 0.0, stays)


@rule
def stays_at_first_attempt(letter_only: float, again: bool, p: Outreach) -> float:
    """Chance that a file is closed after the first attempt.

    Parameters
    ----------
    letter_only : 0..1, share of single signals for which that holds
    again : not the first signal in a while

    Source
    ------
    E095: 0.65 of the files get a letter only; E089: half of the signals are single. That repeats get more
    is what gemeenten say they do; size: assumption.
    """
    return letter_only * (p.repeated_light if again else 1.0)

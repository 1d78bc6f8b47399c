"""Trust is memory: good contacts build it slowly, bad ones break it fast, waiting repairs nothing."""

from __future__ import annotations

from bereik.compiled import rule
from bereik.parameters.themes import Trust


@rule
def trust_after(trust: float, good: int, bad: int, p: Trust) -> float:
    """Trust after the good and bad experiences of a week.

    Parameters
    ----------
    trust : 0..1
    good, bad : number of experiences; bad ones first, as they are felt first

    Source
    ------
    R4, E033, E037, E038; E040: a bad contact costs about twice what a good one gives (assumption).
    """
    for _ in range(bad):
        trust -= min(p.gain * p.loss_ratio, 1.0) * trust
    for _ in range(good):
        trust += p.gain * (1.0 - trust)
    return trust


@rule
def trust_after_hearsay(trust: float, news: int, p: Trust) -> float:
    """Trust after somebody tells of her experience.

    Parameters
    ----------
    trust : 0..1
    news : -1 bad, +1 good

    Source
    ------
    R6: word of mouth (S2 3.3.5). Share of an own experience: assumption.
    """
    if news < 0:
        return trust - min(p.gain * p.loss_ratio, 1.0) * p.hearsay * trust
    return trust + p.gain * p.hearsay * (1.0 - trust)


@rule
def trust_after_intrusion(trust: float, pretext: float, p: Trust) -> float:
    """Trust after an unwanted visit.

    Parameters
    ----------
    trust : 0..1
    pretext : 0..1, how far the worker came under a pretext

    Source
    ------
    Johan (S2 3.3.2): help can be felt as interference. That who sees through a pretext feels
    cheated, and sizes: assumption.
    """
    return trust - min(p.unwanted * (1.0 + (p.pretext_costs - 1.0) * pretext), 1.0) * trust


@rule
def trust_after_scandal(trust: float, loss: float) -> float:
    """Trust after something that was done to others elsewhere, and of which everybody heard.

    Parameters
    ----------
    trust : 0..1
    loss : 0..1, share that it takes

    Source
    ------
    S2 3.2.2: the benefits scandal cost trust in every gemeente. That it costs all alike: assumption.
    """
    return trust * (1.0 - loss)

"""What a resident and a household are: the columns of their rows.

Row i is the same person in every scenario. Residents of a wijk stand together, and within a wijk
those of a household; the first member of a household is its head, in whose row the problems that
a household has together (money, housing) move.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import numpy as np

from bereik.tables import Row, Table, b1, col, f8, i1, i2, i4, u1
from bereik.vocabulary import N_DOMAINS


class Resident(Row):
    """One adult of the gemeente."""

    # who she is: fixed
    doenvermogen: Annotated[float, col(f8, "0..1", "trait: setting goals, starting, persisting, coping with setbacks")]
    shame: Annotated[float, col(f8, "0..1", "proneness to shame")]
    wish_alone: Annotated[float, col(f8, "0..1", "wish to manage alone")]
    digital: Annotated[float, col(f8, "0..1", "digital skill")]
    dutch: Annotated[float, col(f8, "0..1", "command of official Dutch")]
    mobility: Annotated[float, col(f8, "0..1", "how easily she travels")]
    verbal: Annotated[float, col(f8, "0..1", "verbal appearance: how self-reliant she looks")]
    means: Annotated[float, col(f8, "0..1", "means of the household, as a rank in the country")]
    age: Annotated[int, col(i2, "years", "age at the start")]
    education: Annotated[int, col(i1, "0..2", "low, middle, high")]
    work: Annotated[int, col(i1, "code", "none, employed, flexible, self-employed")]
    lasting: Annotated[int, col(u1, "mask", "domains in which she has a lasting need: it never closes by itself")]
    insider: Annotated[bool, col(b1, "", "insider of the local community")]
    addressed: Annotated[bool, col(b1, "", "registered at an address")]
    carer: Annotated[bool, col(b1, "", "cares for somebody")]
    wijk: Annotated[int, col(i2, "row", "where she lives")]
    household: Annotated[int, col(i4, "row", "with whom she lives")]
    first_tie: Annotated[int, col(i4, "row", "first of her ties")]
    ties: Annotated[int, col(i2, "ties", "how many ties she has")]
    followed: Annotated[bool, col(b1, "", "her life is written to the trace")]

    # how she is this week
    partner: Annotated[bool, col(b1, "", "lives with a partner")]
    trust: Annotated[float, col(f8, "0..1", "trust in help from the gemeente")]
    changed: Annotated[bool, col(b1, "", "a problem of hers moved this week, so that what follows from them must be found anew")]
    worst: Annotated[int, col(i1, "0..3", "severity of her heaviest problem")]
    domains: Annotated[int, col(i1, "domains", "how many have a problem")]
    serious: Annotated[int, col(u1, "mask", "domains with a serious problem or a crisis")]
    serious_since: Annotated[int, col(i2, "week", "when the oldest of those began; NEVER none")]
    exposed: Annotated[float, col(f8, "factor", "how exposed she is to new problems (rules.problems.exposure)")]
    able: Annotated[float, col(f8, "factor", "how fast she solves problems herself (rules.problems.own_pace)")]
    stress: Annotated[float, col(f8, "0..1", "how much problems ask of her head")]
    doen_left: Annotated[float, col(f8, "0..1", "effective doenvermogen: what stress leaves of it")]
    severity: Annotated[Any, col(i1, "0..3", "per domain: none, light, serious, crisis", N_DOMAINS)]
    since: Annotated[Any, col(i2, "week", "per domain: since when there is a problem, or none", N_DOMAINS)]
    untreated: Annotated[Any, col(i2, "weeks", "per domain: weeks without fitting help", N_DOMAINS)]
    stress_shown: Annotated[float, col(f8, "0..1", "stress as others saw it last week")]
    troubled: Annotated[int, col(u1, "mask", "domains with a problem")]
    recent: Annotated[int, col(u1, "mask", "domains in which a problem was over not long ago, so that it may come back")]
    needy: Annotated[int, col(u1, "mask", "domains that make her in need; 0 when not in need")]
    fits: Annotated[int, col(u1, "mask", "domains with fitting professional help this week")]
    helps: Annotated[int, col(u1, "mask", "domains with any professional help this week")]
    quality: Annotated[float, col(f8, "0..1", "share of the asked minutes that her help gets this week")]
    first_case: Annotated[int, col(i4, "row", "first of her open cases; -1 none")]
    standing: Annotated[int, col(u1, "bits", "1 under way, 2 on a waiting list, 4 approached, 8 help runs")]

    # what she remembers
    knows_since: Annotated[int, col(i2, "week", "since when she knows that the gemeente offers help")]
    invited: Annotated[int, col(i2, "week", "since when she holds an invitation with the short procedure")]
    good: Annotated[int, col(i1, "events", "good experiences this week")]
    bad: Annotated[int, col(i1, "events", "bad experiences this week")]
    news: Annotated[int, col(i1, "-1..1", "what she has to tell: bad, nothing, good")]
    news_week: Annotated[int, col(i2, "week", "when that happened")]
    helper: Annotated[int, col(i4, "row", "who helps her, of her ties or next door; -1 nobody")]
    helper_since: Annotated[int, col(i2, "week", "since when")]
    helper_tired: Annotated[int, col(i2, "week", "when her last helper gave up")]
    asked_week: Annotated[int, col(i2, "week", "when she last asked or accepted")]
    tried_week: Annotated[int, col(i2, "week", "when she last tried, was lost, or stood alone again: she rests from asking")]
    unfitting_week: Annotated[int, col(i2, "week", "last cause to book a week as unfitting")]
    declined_week: Annotated[int, col(i2, "week", "last refusal out of contentment or the wish to manage alone")]
    unavailable_week: Annotated[int, col(i2, "week", "last time that help was not there")]
    late_week: Annotated[int, col(i2, "week", "last week of being under way")]

    # what the gemeente knows
    known_since: Annotated[int, col(i2, "week", "since when she is registered with the gemeente")]
    signal_week: Annotated[int, col(i2, "week", "newest arrears signal or tip that nobody has followed up; NEVER none")]
    met_week: Annotated[int, col(i2, "week", "last conversation with a service")]
    served_week: Annotated[int, col(i2, "week", "last week in which she got professional help")]

    # her need, as the books keep it
    need_run: Annotated[int, col(i2, "weeks", "weeks in need on end")]
    spell: Annotated[int, col(i4, "row", "her open spell; -1 none")]
    last_spell: Annotated[int, col(i4, "row", "her last closed spell that had opened; -1 none")]


class Household(Row):
    """One household."""

    first: Annotated[int, col(i4, "row", "its head, who is its first member")]
    adults: Annotated[int, col(i1, "adults", "how many adults live in it")]
    children: Annotated[int, col(i1, "children", "minors at home")]
    tenure: Annotated[int, col(i1, "code", "owner, corporation, private rent")]
    fits: Annotated[int, col(u1, "mask", "shared domains with fitting help to any member this week")]
    quality: Annotated[float, col(f8, "0..1", "the best quality of that help")]
    evicted: Annotated[int, col(i2, "week", "when it was last evicted; NEVER")]


class Population(NamedTuple):
    """Everything that the synthesis makes and a policy cannot change.

    Attributes
    ----------
    residents : (n,) rows of Resident, by wijk, then household
    households : (h,) rows of Household, in the order of their heads
    ties : (m,) int32, rows of residents; those of i stand at first_tie .. first_tie + ties;
        ties are mutual and sorted
    first_of_wijk : (wijken + 1,) int32, where each wijk starts
    """

    residents: Table[Resident]
    households: Table[Household]
    ties: np.ndarray
    first_of_wijk: np.ndarray

"""What a resident and a household are: the columns of their rows.

Row i is the same person in every scenario. Residents of a wijk stand together, and within a wijk
those of a household; the first member of a household is its head, in whose row the problems that
a household has together (money, housing) move.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

import numpy as np

from bereik.tables import Row, Table, b1, col, f8, i1, i2, i4, u1, u2
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
    insider: Annotated[bool, col(b1, "", "insider of the local community", line=1)]
    carer: Annotated[bool, col(b1, "", "cares for somebody")]
    wijk: Annotated[int, col(i2, "row", "where she lives", line=2)]
    household: Annotated[int, col(i4, "row", "with whom she lives", line=2)]
    is_head: Annotated[bool, col(b1, "", "head of the household", line=1)]
    first_tie: Annotated[int, col(i4, "row", "first of her ties", line=2)]
    ties: Annotated[int, col(i2, "ties", "how many ties she has", line=1)]
    followed: Annotated[bool, col(b1, "", "her life is written to the trace", line=1)]

    # how she is this week
    addressed: Annotated[bool, col(b1, "", "registered at an address", line=1)]
    partner: Annotated[bool, col(b1, "", "lives with a partner")]
    trust: Annotated[float, col(f8, "0..1", "trust in help from the gemeente")]
    in_arrears: Annotated[bool, col(b1, "", "of a head: the household can be evicted, if its arrears last", line=1)]
    changed: Annotated[bool, col(b1, "", "a problem of hers moved this week, so that what follows from them must be found anew", line=1)]
    vulnerable: Annotated[bool, col(b1, "", "stacked problems and few resources (rules.need.is_vulnerable)", line=1)]
    worst: Annotated[int, col(i1, "0..3", "severity of her heaviest problem", line=1)]
    domains: Annotated[int, col(i1, "domains", "how many have a problem", line=1)]
    serious: Annotated[int, col(u1, "mask", "domains with a serious problem or a crisis", line=1)]
    serious_since: Annotated[int, col(i2, "week", "when the oldest of those began; NEVER none", line=1)]
    exposed: Annotated[float, col(f8, "factor", "how exposed she is to new problems (rules.problems.exposure)")]
    stress: Annotated[float, col(f8, "0..1", "how much problems ask of her head", line=2)]
    relief: Annotated[int, col(u1, "percent", "how much of her letters and calls somebody took over last week", line=1)]
    doen_left: Annotated[float, col(f8, "0..1", "effective doenvermogen: what stress leaves of it")]
    severity: Annotated[Any, col(i1, "0..3", "per domain: none, light, serious, crisis", N_DOMAINS, line=1)]
    since: Annotated[Any, col(i2, "week", "per domain: since when there is a problem, or none", N_DOMAINS)]
    treated: Annotated[Any, col(i2, "weeks", "per domain: weeks with fitting help since the problem began", N_DOMAINS)]
    sinks: Annotated[int, col(u1, "byte", "no draw that begins with a higher byte lets a problem of hers ease or come back unaided", line=1)]
    rises: Annotated[int, col(u1, "byte", "the same from above, for a problem that worsens", line=1)]
    spreads: Annotated[int, col(u1, "byte", "no draw that begins with a higher byte spreads her problems", line=1)]
    stress_shown: Annotated[float, col(f8, "0..1", "stress as others saw it last week", line=2)]
    troubled: Annotated[int, col(u1, "mask", "domains with a problem", line=1)]
    recent: Annotated[int, col(u1, "mask", "domains in which a problem was over not long ago, so that it may come back", line=1)]
    moves: Annotated[int, col(u1, "mask", "domains in which a problem can ease, worsen or come back in her row", line=1)]
    recent_until: Annotated[int, col(i2, "week", "last week in which one of those may come back", line=2)]
    needy: Annotated[int, col(u1, "mask", "domains that make her in need; 0 when not in need", line=1)]
    fits: Annotated[int, col(u1, "mask", "domains with fitting professional help this week", line=1)]
    helps: Annotated[int, col(u1, "mask", "domains with any professional help this week", line=1)]
    quality: Annotated[float, col(f8, "0..1", "share of the asked minutes that her help gets this week")]
    shared_fits: Annotated[int, col(u1, "mask", "of a head: shared domains with fitting help to any member of the household this week", line=1)]
    shared_quality: Annotated[float, col(f8, "0..1", "the best quality of that help")]
    first_case: Annotated[int, col(i4, "row", "first of her open cases; -1 none", line=2)]
    signals: Annotated[int, col(u1, "signals", "signals and tips about her so far, counted up to 255", line=1)]
    standing: Annotated[int, col(u1, "bits", "1 under way, 2 on a waiting list, 4 approached, 8 help runs", line=1)]

    # what she remembers
    knows_since: Annotated[int, col(i2, "week", "since when she knows that the gemeente offers help")]
    invited: Annotated[int, col(i2, "week", "since when she holds an invitation with the short procedure", line=1)]
    good: Annotated[int, col(i1, "events", "good experiences this week", line=2)]
    bad: Annotated[int, col(i1, "events", "bad experiences this week", line=2)]
    news: Annotated[int, col(i1, "-1..1", "what she has to tell: bad, nothing, good", line=2)]
    news_week: Annotated[int, col(i2, "week", "when that happened")]
    helper: Annotated[int, col(i4, "row", "who helps her, of her ties or next door; -1 nobody", line=1)]
    helper_since: Annotated[int, col(i2, "week", "since when", line=2)]
    helper_tired: Annotated[int, col(i2, "week", "when her last helper gave up", line=1)]
    asked_week: Annotated[int, col(i2, "week", "when she last asked or accepted", line=2)]
    tried_week: Annotated[int, col(i2, "week", "when she last tried, was lost, or stood alone again: she rests from asking", line=1)]
    unfitting_week: Annotated[int, col(i2, "week", "last cause to book a week as unfitting", line=2)]
    declined_week: Annotated[int, col(i2, "week", "last refusal out of contentment or the wish to manage alone", line=2)]
    unavailable_week: Annotated[int, col(i2, "week", "last time that help was not there", line=2)]
    late_week: Annotated[int, col(i2, "week", "last week of being under way", line=2)]

    # what the gemeente knows, and who comes across her
    groups: Annotated[int, col(u2, "mask", "who comes across her (vocabulary.GROUPS)")]
    named: Annotated[bool, col(b1, "", "stands on the list of those about whom the gemeente heard most")]
    known_since: Annotated[int, col(i2, "week", "since when she is registered with the gemeente", line=1)]
    signal_week: Annotated[int, col(i2, "week", "oldest arrears signal or tip that nobody has followed up; NEVER none", line=1)]
    pending: Annotated[int, col(u1, "mask", "kinds of the signals that nobody has followed up; 0 where there is none", line=2)]
    met_week: Annotated[int, col(i2, "week", "last conversation with a service", line=2)]
    served_week: Annotated[int, col(i2, "week", "last week in which she got professional help")]

    # her need, as the books keep it
    need_run: Annotated[int, col(i2, "weeks", "weeks in need on end", line=2)]
    spell: Annotated[int, col(i4, "row", "her open spell; -1 none", line=2)]
    last_spell: Annotated[int, col(i4, "row", "her last closed spell that had opened; -1 none")]


class Remembered(Row):
    """What only the books need to know of a resident's past, beside her row."""

    supported_week: Annotated[int, col(i2, "week", "last week with help of a service, or of a friend who stopped")]
    closed_week: Annotated[int, col(i2, "week", "when a service one is sent to last closed her case for want of a question or of time; NEVER she has been back")]
    closed_with: Annotated[int, col(i1, "code", "how many problems she had then (vocabulary.PROBLEMS_AT_CLOSING)")]


class Household(Row):
    """One household."""

    first: Annotated[int, col(i4, "row", "its head, who is its first member")]
    adults: Annotated[int, col(i1, "adults", "how many adults live in it")]
    children: Annotated[int, col(i1, "children", "minors at home")]
    tenure: Annotated[int, col(i1, "code", "owner, corporation, private rent")]
    evicted: Annotated[int, col(i2, "week", "when it was last evicted; NEVER")]
    signalled_week: Annotated[int, col(i2, "week", "when arrears of it were last signalled; NEVER")]
    again: Annotated[bool, col(b1, "", "that was not the first such signal in a while")]


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

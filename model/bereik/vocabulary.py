"""The words of the world and the codes that stand for them in arrays.

Codes are stored in records, so they are append only. The dictionaries at the end give names.
"""

from __future__ import annotations

from typing import Final

# Life domains
MONEY: Final = 0
WORK: Final = 1
HOUSING: Final = 2
HEALTH: Final = 3
MENTAL: Final = 4
SOCIAL: Final = 5
FAMILY: Final = 6
N_DOMAINS: Final = 7
DOMAINS: Final = ("money", "work", "housing", "health", "mental", "social", "family")
ALL_DOMAINS: Final = (1 << N_DOMAINS) - 1
HOUSEHOLD_DOMAINS: Final = (1 << MONEY) | (1 << HOUSING)  # a household has these together
OWN_DOMAINS: Final = ALL_DOMAINS & ~HOUSEHOLD_DOMAINS

# To whom a service sends somebody on: a way per domain, and two for people rather than questions
WAY_STACKED: Final = N_DOMAINS
WAY_STUCK: Final = N_DOMAINS + 1
N_WAYS: Final = N_DOMAINS + 2

# Severity of a problem
NONE: Final = 0
LIGHT: Final = 1
SERIOUS: Final = 2
CRISIS: Final = 3
SEVERITIES: Final = ("none", "light", "serious", "crisis")

# How many problems somebody has when a service closes her case: one, two, or three and more
PROBLEMS_AT_CLOSING: Final = ("single", "two", "stacked")

# Work
NO_WORK: Final = 0
EMPLOYED: Final = 1
FLEXIBLE: Final = 2
SELF_EMPLOYED: Final = 3
WORK_STATES: Final = ("none", "employed", "flexible", "self-employed")

# Tenure
OWNER: Final = 0
CORPORATION: Final = 1
PRIVATE_RENT: Final = 2
TENURES: Final = ("owner", "corporation", "private rent")

# Stage of a case
FREE: Final = 0           # an empty row
APPROACHED: Final = 1     # outreach looks for contact
UNDER_WAY: Final = 2      # asked or accepted; appointment, intake or hand-over runs, no shortage
WAITING: Final = 3        # the service had no room: a waiting list
HELPED: Final = 4         # help runs

# The row of the ledger of niet-bereik at which a needy week is booked
INCOMPLETE: Final = 0
UNFITTING: Final = 1
DECLINED: Final = 2
UNAVAILABLE: Final = 3
LATE: Final = 4
INVISIBLE: Final = 5
UNMET_ROWS: Final = ("incomplete", "unfitting", "declined", "unavailable", "late", "invisible")

# The links of asking for help at which somebody drops out, in the order of their causes below
LINKS: Final = ("recognise", "know", "believe", "dare", "manage")

# The three ledgers of money, never netted, and who pays
STAFF: Final = 0
PROVISIONS: Final = 1
UNMET: Final = 2
N_LEDGERS: Final = 3
LEDGERS: Final = ("programme", "provisions", "unmet")
GEMEENTE: Final = 0
ZVW_WLZ: Final = 1
HOUSING_CORPORATION: Final = 2
CREDITORS: Final = 3
JUSTICE: Final = 4
RESIDENT: Final = 5
RIJK: Final = 6
N_PAYERS: Final = 7
PAYERS: Final = ("gemeente", "zvw-wlz", "corporation", "creditors", "justice", "resident", "rijk")

# Schemes: how many a scenario may have, who may be entitled, and who gets a form that is filled in
MOST_SCHEMES: Final = 8       # a bit for each in a `Purse`
FOR_PARENTS: Final = 1
FOR_TENANTS: Final = 2
FOR_WORKING_AGE: Final = 3
FOR_SELF_EMPLOYED: Final = 4
FOR_WHOM: Final = ("all", "parents", "tenants", "working-age", "self-employed")
FILLED_IN_FOR_KNOWN: Final = 1
FILLED_IN_FOR_EVERYBODY: Final = 2
FILLED_IN_FOR: Final = ("nobody", "known", "everybody")

# What minutes of staff were spent on
AVAILABLE: Final = 0
CONVERSATIONS: Final = 1      # at a desk or at an intake
CASE_WORK: Final = 2
DOORS: Final = 3              # visits, answered or not
HAND_OVERS: Final = 4
UNUSED: Final = 5
ACTIVITIES: Final = ("available", "conversations", "case work", "doors", "hand-overs", "unused")

# Shocks that may knock in a week. Life events first, then a spontaneous start per domain.
PARTNER_LOST: Final = 0
SEPARATION: Final = 1
JOB_LOST: Final = 2
ILLNESS: Final = 3
COMING_OF_AGE: Final = 4
BIRTH: Final = 5
N_EVENTS: Final = 6
EVENTS: Final = ("partner-lost", "separation", "job-lost", "illness", "coming-of-age", "birth")
FORGETTING: Final = N_EVENTS + N_DOMAINS  # forgets that help exists
FILE_LAPSING: Final = FORGETTING + 1     # the gemeente loses sight of somebody
N_CANDIDATES: Final = FILE_LAPSING + 1

# What there is to a resident this week (World.active); 0 nothing but shocks
IS_ACTIVE: Final = 1
HAS_NEWS: Final = 2            # of help, to tell
HAS_SIGNAL: Final = 4          # that nobody has followed up
IS_SEEN: Final = 8             # by a partner, this week

# Where a resident stands with services, as bits
IS_UNDER_WAY: Final = 1
IS_WAITING: Final = 2
IS_APPROACHED: Final = 4
IS_HELPED: Final = 8

# Kinds of signal, as bits of `Resident.pending` and `Service.follows`
SIGNALS: Final = ("tip", "insurer", "energy", "landlord", "water", "partner", "melding", "invitation")
BY_TIP, BY_INSURER, BY_ENERGY, BY_LANDLORD, BY_WATER, BY_PARTNER, BY_MELDING, BY_INVITATION = (
    1 << k for k in range(8)
)
ARREARS: Final = BY_INSURER | BY_ENERGY | BY_LANDLORD | BY_WATER
CREDITORS_WHO_SIGNAL: Final = SIGNALS[1:5]
N_CREDITORS: Final = 4
OF_LANDLORD: Final = 2           # the place of the landlord among those
MOST_SIGNALS: Final = 255        # that are counted about somebody

# Who comes by, and who is seen by whom: bits of `Resident.groups`
GROUPS: Final = (
    "parent", "old", "young", "ill", "poor", "tenant", "worker", "member", "outsider", "nuisance",
)
PARENT, OLD, YOUNG, ILL, POOR, TENANT, WORKER, MEMBER, OUTSIDER, NUISANCE = (1 << k for k in range(10))
N_MASKS_OF_GROUPS: Final = 1 << 10
GROUPS_BY_NEED: Final = ("ill", "poor", "nuisance")  # who is in these, no service knows beforehand

# How a service tries to reach somebody, two bits an attempt in `Service.channels`; 0 is always a visit
VISIT: Final = 0
LETTER: Final = 1
CALL: Final = 2
CHANNELS: Final = ("visit", "letter", "call")
MOST_CHANNELS: Final = 4

# To whom it goes with the minutes that signals leave
IN_WIJK: Final = 0
KNOWN_ONES: Final = 1
NAMED_ONES: Final = 2
SIGNALS_ONLY: Final = 3
DOORS_TO: Final = ("wijk", "known", "named", "signals")

# How far a file came, and how many talks there were before: columns of the books of a service
FILE_GROUPS: Final = ("letter", "visit", "call", "call and visit")
TALKS_BEFORE: Final = ("first", "second", "later")

# What happened, in the trace of a followed resident
EVENT_STRUCK: Final = 1
PROBLEM_STARTED: Final = 2
PROBLEM_WORSENED: Final = 3
PROBLEM_EASED: Final = 4
EVICTED_EVENT: Final = 5
ADMITTED_EVENT: Final = 6
NEED_STARTED: Final = 7
NEED_ENDED: Final = 8
HEARD_OF_HELP: Final = 10
FORGOT_HELP: Final = 11
FRIEND_STEPPED_IN: Final = 12
FRIEND_TIRED: Final = 13
SIGNALLED: Final = 14
TIPPED: Final = 15
INVITED: Final = 16
DROPPED: Final = 20            # why = the link
ASKED: Final = 21
TURNED_AWAY: Final = 22        # why = misjudged, handed back, no offer, too light, conditions, no address
GAVE_UP_WAITING: Final = 23
JOINED_QUEUE: Final = 24
HEARD: Final = 25              # a conversation about the question
HELP_STARTED: Final = 26       # why = fits or does not suit
HANDED_OVER: Final = 27
LOST_IN_HAND_OVER: Final = 28
HELP_ENDED: Final = 29         # why = need gone, time up, service stopped, no question
VISITED: Final = 30            # why = opened or not
DECLINED_HELP: Final = 31      # why = wish to manage alone, or distrust
OUTREACH_STOPPED: Final = 32
WRITTEN_TO: Final = 33         # why = she reacts, does not read it, or does not answer
RUNG: Final = 34               # why = she answers or not
MET_AT_PLACE: Final = 35       # where people come; why = she talks or walks on
PARTNER_SAW: Final = 36        # who comes across her sees that something is wrong
APPLIED: Final = 37            # for a scheme
GRANTED: Final = 38            # a scheme
REPAID: Final = 39             # what a scheme paid
WEEK_BOOKED: Final = 40        # why = row of the ledger, or covered
WORKER_LEFT: Final = 41        # her worker has gone, another takes over
REGISTERED: Final = 42         # at an address
PARTNER_TOLD: Final = 43       # and reports it
NOT_KEPT: Final = 44           # no longer uses a scheme
NOT_APPLIED: Final = 45        # why = the link that broke, or a form that was not signed
REFUSED: Final = 46            # a scheme; why = misjudged, or its budget is spent
TOLD_OF_SCHEME: Final = 47     # by a service; why = she applies, or the link that broke
HAPPENINGS: Final = {
    EVENT_STRUCK: "life-event",
    PROBLEM_STARTED: "problem-started",
    PROBLEM_WORSENED: "problem-worsened",
    PROBLEM_EASED: "problem-eased",
    EVICTED_EVENT: "evicted",
    ADMITTED_EVENT: "admitted",
    NEED_STARTED: "need-started",
    NEED_ENDED: "need-ended",
    HEARD_OF_HELP: "heard-of-help",
    FORGOT_HELP: "forgot-help",
    FRIEND_STEPPED_IN: "friend-helps",
    FRIEND_TIRED: "friend-tired",
    SIGNALLED: "arrears-signal",
    TIPPED: "neighbour-tip",
    INVITED: "invited",
    DROPPED: "dropped",
    ASKED: "asked",
    TURNED_AWAY: "turned-away",
    GAVE_UP_WAITING: "gave-up-waiting",
    JOINED_QUEUE: "joined-queue",
    HEARD: "heard",
    HELP_STARTED: "help-started",
    HANDED_OVER: "handed-over",
    LOST_IN_HAND_OVER: "lost-in-hand-over",
    HELP_ENDED: "help-ended",
    VISITED: "visited",
    DECLINED_HELP: "declined",
    OUTREACH_STOPPED: "outreach-stopped",
    PARTNER_SAW: "partner-saw",
    PARTNER_TOLD: "partner-told",
    WRITTEN_TO: "written-to",
    RUNG: "rung",
    MET_AT_PLACE: "met-at-place",
    WEEK_BOOKED: "week-booked",
    WORKER_LEFT: "worker-left",
    REGISTERED: "registered",
    APPLIED: "scheme-applied",
    GRANTED: "scheme-granted",
    REPAID: "scheme-repaid",
    REFUSED: "scheme-refused",
    NOT_KEPT: "scheme-not-kept",
    NOT_APPLIED: "scheme-not-applied",
    TOLD_OF_SCHEME: "scheme-told",
}

# Why, in the trace
BECAUSE_NOT_RECOGNISED: Final = 1
BECAUSE_NOT_KNOWN: Final = 2
BECAUSE_NOT_ELIGIBLE: Final = 3
BECAUSE_NOT_DARED: Final = 4
BECAUSE_NOT_MANAGED: Final = 5
BECAUSE_MISJUDGED: Final = 6
BECAUSE_HANDED_BACK: Final = 7
BECAUSE_NO_OFFER: Final = 8
BECAUSE_FITS: Final = 9
BECAUSE_UNSUITED: Final = 10
BECAUSE_NEED_GONE: Final = 11
BECAUSE_TIME_UP: Final = 12
BECAUSE_SERVICE_STOPPED: Final = 13
BECAUSE_OPENED: Final = 14
BECAUSE_CLOSED_DOOR: Final = 15
BECAUSE_ALONE: Final = 16
BECAUSE_DISTRUST: Final = 17
BECAUSE_NO_NEED: Final = 18
BECAUSE_NO_QUESTION: Final = 19
BECAUSE_CONDITIONS: Final = 20
BECAUSE_NO_ADDRESS: Final = 21
BECAUSE_PRICED_OUT: Final = 22
BECAUSE_NOBODY_THERE: Final = 23
BECAUSE_UNREAD: Final = 24
BECAUSE_NO_ANSWER: Final = 25
BECAUSE_TOO_LIGHT: Final = 26
BECAUSE_ANSWERS: Final = 27
BECAUSE_UNSIGNED: Final = 28
BECAUSE_BUDGET: Final = 29
BECAUSE_COVERED: Final = 30
BECAUSE_ROW: Final = 31        # + row of the ledger of niet-bereik
BECAUSE_NOT_UNDERSTOOD: Final = 40
BECAUSE_READ: Final = 41
BECAUSE_APPLIES: Final = 42
BECAUSE_DOMAIN: Final = 50     # + domain
BECAUSE_EVENT: Final = 60      # + life event
CAUSES: Final = {
    0: "",
    BECAUSE_NOT_RECOGNISED: "recognise",
    BECAUSE_NOT_KNOWN: "know",
    BECAUSE_NOT_ELIGIBLE: "know-eligible",
    BECAUSE_NOT_DARED: "dare",
    BECAUSE_NOT_MANAGED: "manage",
    BECAUSE_MISJUDGED: "misjudged",
    BECAUSE_HANDED_BACK: "handed-back",
    BECAUSE_NO_OFFER: "no-offer",
    BECAUSE_FITS: "fits",
    BECAUSE_UNSUITED: "unsuited",
    BECAUSE_NEED_GONE: "need-gone",
    BECAUSE_TIME_UP: "time-up",
    BECAUSE_SERVICE_STOPPED: "service-stopped",
    BECAUSE_OPENED: "opened",
    BECAUSE_CLOSED_DOOR: "not-opened",
    BECAUSE_ALONE: "wishes-to-manage-alone",
    BECAUSE_DISTRUST: "distrust",
    BECAUSE_NO_NEED: "no-need",
    BECAUSE_PRICED_OUT: "own-contribution",
    BECAUSE_NOBODY_THERE: "nobody-there",
    BECAUSE_NO_QUESTION: "no-question",
    BECAUSE_CONDITIONS: "conditions",
    BECAUSE_NO_ADDRESS: "no-address",
    BECAUSE_UNREAD: "unread",
    BECAUSE_NOT_UNDERSTOOD: "not-understood",
    BECAUSE_READ: "read",
    BECAUSE_APPLIES: "applies",
    BECAUSE_NO_ANSWER: "no-answer",
    BECAUSE_ANSWERS: "answers",
    BECAUSE_TOO_LIGHT: "too-light",
    BECAUSE_UNSIGNED: "unsigned",
    BECAUSE_BUDGET: "budget-spent",
    BECAUSE_COVERED: "covered",
    **{BECAUSE_ROW + k: name for k, name in enumerate(UNMET_ROWS)},
    **{BECAUSE_DOMAIN + k: name for k, name in enumerate(DOMAINS)},
    **{BECAUSE_EVENT + k: name for k, name in enumerate(EVENTS)},
}

LONGEST_RUN: Final = 5200      # weeks: a century
NEVER: Final = -32000         # a week that has not come
BEYOND: Final = 32000          # a week that does not come

"""The numbers of the decisions: append only, a number keeps its meaning for ever.

One kind of chance, one number. A policy that adds a decision takes the next free number and so
leaves every other draw as it was.
"""

from __future__ import annotations

from typing import Final

# --- who lives here (drawn once; week 0) ---
POPULATION: Final = 1          # b tells the trait
HOUSEHOLD: Final = 2           # b tells the fact
TIE: Final = 3                 # b tells the step of the network
START: Final = 4               # the start population's past; b tells what
WORLD_VIEW: Final = 5          # for whom an assumption holds; b = number of the assumption
SPARED: Final = 6              # whom a link of the chain does not lose; b = number of the link

# --- life ---
CANDIDATE: Final = 10          # how long until the next shock knocks; keyed by the week of the last one
CANDIDATE_KIND: Final = 11     # which
CANDIDATE_STRIKES: Final = 12  # does it strike, given the state
EVENT_STARTS: Final = 13       # does the event start a problem in domain b
EVENT_SERIOUS: Final = 14      # is it serious at once
PROBLEM_MOVES: Final = 15      # low: eases; high: worsens; b = domain + 1
SPILLS: Final = 16
SPILL_TARGET: Final = 17
LIFE_GLANCE: Final = 21        # first bytes of PROBLEM_MOVES and RELAPSES per domain, and of SPILLS
RELAPSES: Final = 18           # b = domain + 1
EVICTED: Final = 19            # a = household
ADMITTED: Final = 20           # b = domain + 1

# --- word, friends, signals ---
TELLS: Final = 30              # a = teller, b = listener
ASKS_FRIENDS: Final = 31
FRIEND_HELPS: Final = 32       # a = resident, b = friend
HELPER_TIRES: Final = 33
ARREARS_SIGNAL: Final = 34
NEIGHBOUR_TIP: Final = 35
GETS_INVITED: Final = 37
ARREARS_FROM: Final = 80
NEIGHBOUR_HELPS: Final = 38    # where ties are few
OTHERS_GLANCE: Final = 39      # first bytes of ASKS_FRIENDS .. GETS_INVITED, and of CONSIDERS

# --- the chain; from waiting on, b = service ---
CONSIDERS: Final = 40
RECOGNISES: Final = 41
BELIEVES_ELIGIBLE: Final = 42
DARES: Final = 43
MANAGES: Final = 44
GIVES_UP_WAITING: Final = 45
LOST_AT_HAND_OVER: Final = 46
HANDED_BACK: Final = 47
MISJUDGED: Final = 48
DISCLOSES: Final = 49          # b = service
FINDS_DOMAIN: Final = 50       # b = service + domain
OFFER_SUITS: Final = 51        # b = service
QUEUE_ORDER: Final = 52        # a = resident, b = service
HAND_OVER_WARM: Final = 53
LIKES_PLACE: Final = 55        # a = resident, b = service; week 0
FINDS_LATER: Final = 54        # b = service + domain
FINDS_NOBODY: Final = 70       # b = service
PRICED_OUT: Final = 71         # a = resident, b = service; week 0: her purse says the same each time

# --- outreach; b = service, but for doors ---
DOOR: Final = 60               # a = service; b: 1 aimed at a wijk or not, 2 which door; by attempt
OPENS_DOOR: Final = 61         # a = resident, b = service
ACCEPTS: Final = 62
DECLINES_WHY: Final = 63
ANSWERS_ALIKE: Final = 64      # gives the same answer every time; week 0
ALWAYS_OPENS: Final = 65       # luck of who does, at the door; week 0
ALWAYS_ACCEPTS: Final = 66     # and with the offer; week 0
BELOW_MINIMUM: Final = 81      # the arrears of a signal; keyed by the week of the signal
LETTER_ONLY: Final = 82        # no more than the first attempt
HAS_NUMBER: Final = 83         # week 0
READS: Final = 84
REACTS: Final = 85
ANSWERS: Final = 86
TALKS_AT_PLACE: Final = 87

# --- case work; b: Final = service ---
NO_QUESTION: Final = 72
BRINGS_IN: Final = 73
MEDIATED: Final = 74
ADVOCATE: Final = 75
KEPT: Final = 76
WORKER_LEAVES: Final = 77
POINTED_ON: Final = 78

# --- partners ---
PARTNER_SEES: Final = 88
PARTNER_WHICH: Final = 89
PARTNER_SHARES: Final = 90     # b = service

# --- schemes; a = household, b = scheme ---
SCHEME_KNOWS: Final = 100
SCHEME_BELIEVES: Final = 101
SCHEME_DARES: Final = 102
SCHEME_MANAGES: Final = 103    # the form, and whether it is worth the trouble
SCHEME_GRANTED: Final = 104    # attempt 0 at her papers; 1 + place in the household when somebody helps
SCHEME_KEEPS: Final = 105
SCHEME_REPAID: Final = 106
SCHEME_AT_START: Final = 107
SIGNS_FORM: Final = 108
SCHEME_AUTOMATIC: Final = 109
TOLD_BELIEVES: Final = 111     # who is told of a scheme; b = the service that tells
TOLD_DARES: Final = 112
TOLD_MANAGES: Final = 113

# --- the times ---
SHOCK_STRIKES: Final = 110     # b = domain + 1

# --- field experiments ---
TRIAL_ORDER: Final = 120       # who is enrolled, and in which arm; b: 1 who of a household; week 0

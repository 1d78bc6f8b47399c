"""Field experiments: what the arms of one trial do, as intended to treat, and who responds."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Final

import numpy as np

from bereik.measures.gemeente import MINUTES_PER_HOUR
from bereik.measures.money import CENTS_PER_EURO
from bereik.measures.terms import NAN, Measure, reported
from bereik.records import TrialRecords
from bereik.vocabulary import PAYERS

OUTCOMES: Final = {
    "trial_uses": "uses",
    "trial_applied": "applied",
    "trial_contact": "contact",
    "trial_asked": "asked",
    "trial_any_help": "any_help",
    "trial_fitting_help": "fitting_help",
    "trial_need_weeks": "need_weeks",
    "trial_unmet_weeks": "unmet_weeks",
    "trial_trust": "trust_at_end",
}
STEPS: Final = ("received", "opened", "understood", "acted", "asked_for", "got")
TRAITS: Final = ("doenvermogen", "trust", "shame", "stress", "digital", "dutch", "need")
RESPONDED, SILENT = "responded", "silent"
LEAST_RESPONDED: Final = 5  # people: of fewer no mean is told
_NORMAL_95: Final = 1.96  # standard errors


def of_arm(trial: TrialRecords, arm: int, outcome: str) -> list[Measure]:
    """Return what is measured of the people of one arm, whatever they did: as intended to treat.

    Every outcome is a mean over the arm, and over the halves of all participants by effective
    doenvermogen at the start; trial_effect is the mean change of the outcome in the same people against
    the world in which no arm does anything; trial_step the share that came so far; trial_trait the mean of
    a trait of those who acted, and of those who did not, and trial_gap how far these are apart.
    """
    mine = trial.treated["arm"] == arm
    people, alone = trial.treated[mine], trial.untreated[mine]
    low = people["doenvermogen"] < np.median(trial.treated["doenvermogen"])
    halves = {"": np.ones(len(people), bool), "doenvermogen=low": low, "doenvermogen=high": ~low}
    found = [
        reported(measure, group, _mean(people[column][who]))
        for measure, column in OUTCOMES.items()
        for group, who in halves.items()
    ]
    column = OUTCOMES[outcome]
    change = people[column].astype(float) - alone[column]
    found += [reported("trial_effect", group, _mean(change[who])) for group, who in halves.items()]
    found += [reported("trial_step", f"step={step}", _mean(people[step])) for step in STEPS]
    return found + _who_responds(people)


def _who_responds(people: np.ndarray) -> list[Measure]:
    """Return the means of every trait of who acted and who did not, and the first less the second."""
    sides = (people["acted"], ~people["acted"])
    told = all(who.sum() >= LEAST_RESPONDED for who in sides)
    found: list[Measure] = []
    for trait in TRAITS:
        responded, silent = (_mean(people[trait][who]) if told else NAN for who in sides)
        found += [
            reported("trial_trait", f"trait={trait}; {RESPONDED}", responded),
            reported("trial_trait", f"trait={trait}; {SILENT}", silent),
            reported("trial_gap", f"trait={trait}", responded - silent),
        ]
    return found


def costs_of(trial: TrialRecords, arm: int) -> list[Measure]:
    """Return what an arm did and cost, per person enrolled in it, whatever she did.

    trial_letters, trial_calls and trial_visits count what was tried; trial_staff_hours is the time of its
    staff. trial_cost is that time at its price and what the scheme paid her household beyond what it pays
    where no arm does anything; beside the whole by these two, and by who pays. Not in it: what the help costs
    to which an arm leads, and time that its staff had to spare.
    """
    costs, people = trial.costs[arm], int((trial.treated["arm"] == arm).sum())

    def each(value: float) -> float:
        return value / people if people else NAN

    staff, paid = costs["staff_cents"], costs["paid_cents"]
    euros = {"": staff + paid, "what=staff": staff, "what=paid": paid}
    by_payer = {f"payer={name}": (staff + paid)[PAYERS.index(name)] for name in trial.payers}
    tried = {"trial_letters": "letters", "trial_calls": "calls", "trial_visits": "visits"}
    return [
        *(reported(measure, "", each(int(costs[column]))) for measure, column in tried.items()),
        reported("trial_staff_hours", "", each(int(costs["minutes"]) / MINUTES_PER_HOUR)),
        *(
            reported("trial_cost", group, each(int(cents.sum()) / CENTS_PER_EURO))
            for group, cents in (euros | by_payer).items()
        ),
    ]


def of_arms(trial: TrialRecords, arm: int, control: int, outcome: str) -> list[Measure]:
    """Return what a researcher with this one trial would see of an arm against the control.

    trial_half_width is 1.96 standard errors of the difference of the two means, from the spread within
    the arms; trial_seen is 1 where the difference is larger than that.
    """
    column = OUTCOMES[outcome]
    own, others = (trial.treated[column][trial.treated["arm"] == a].astype(float) for a in (arm, control))
    if min(len(own), len(others)) < 2:
        return [reported("trial_half_width", "", NAN), reported("trial_seen", "", NAN)]
    half = _NORMAL_95 * sqrt(own.var(ddof=1) / len(own) + others.var(ddof=1) / len(others))
    seen = abs(own.mean() - others.mean()) > half
    return [reported("trial_half_width", "", half), reported("trial_seen", "", float(seen))]


def enrolled(trial: TrialRecords) -> list[Measure]:
    """Return trial_eligible: how many people could have taken part."""
    return [reported("trial_eligible", "", float(trial.eligible))]


def _mean(values: np.ndarray | Sequence[float]) -> float:
    return float(np.mean(values)) if len(values) else NAN

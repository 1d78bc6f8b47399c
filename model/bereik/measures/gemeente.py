"""What the gemeente would see, what outreach costs in privacy, and where the hours go."""

from __future__ import annotations

import numpy as np

from bereik.measures.groups import mean
from bereik.measures.index import DECILES, deciles
from bereik.measures.over_weeks import per_1000, total
from bereik.measures.terms import Measure, ratio, reported, years
from bereik.records import Records
from bereik.vocabulary import ACTIVITIES, AVAILABLE, CASE_WORK, CONVERSATIONS, UNUSED

MINUTES_PER_HOUR = 60


def as_seen(records: Records) -> list[Measure]:
    """Return the figures a gemeente can know, beside the truth; means over the weeks of the run.

    Seen: ``seen=use`` registered residents with professional help and ``seen=waiting`` cases on a
    waiting list, per 1000 adults; ``seen=weeks_waited`` mean weeks that those on it have waited;
    ``seen=reach_registered`` registered with professional help ÷ registered.
    Truth: ``truth=need`` residents in need and ``truth=without_fitting_help`` those of them without
    any fitting help, per 1000 adults; ``truth=reach`` with fitting help ÷ in need;
    ``truth=any_help`` with professional help ÷ in need.
    """
    weekly, services = records.weekly, records.services
    adults, in_need, fit = total(weekly, "residents"), total(weekly, "in_need"), total(weekly, "fit")
    served, waiting = total(weekly, "registered_served"), total(services, "waiting")
    values = {
        "seen=use": ratio(served * 1000, adults),
        "seen=waiting": ratio(waiting * 1000, adults),
        "seen=weeks_waited": ratio(total(services, "weeks_waited"), waiting),
        "seen=reach_registered": ratio(served, total(weekly, "registered")),
        "truth=need": ratio(in_need * 1000, adults),
        "truth=without_fitting_help": ratio((in_need - fit) * 1000, adults),
        "truth=reach": ratio(fit, in_need),
        "truth=any_help": ratio(total(weekly, "any_help"), in_need),
    }
    return [reported("as_seen_by_gemeente", group, value) for group, value in values.items()]


def intrusion(records: Records) -> list[Measure]:
    """Return unwanted contacts per 1000 adults a year, and the trust they cost on the same footing."""
    weekly = records.weekly
    return [
        reported("unwanted_contacts", "", per_1000(total(weekly, "unwanted"), weekly)),
        reported("unwanted_trust", "", per_1000(float(weekly["unwanted_trust"].sum()), weekly)),
    ]


def trust_change(records: Records) -> list[Measure]:
    """Return the change of trust from policy start to the end: mean, percentiles 10, 50, 90, by decile."""
    residents = records.residents
    change = residents["trust_at_end"] - residents["trust_at_start"]
    found = [reported("trust_change", "", mean(change, np.ones(len(change), np.bool_)))]
    for p in (10, 50, 90):
        found.append(reported("trust_change", f"p{p}", float(np.quantile(change, p / 100))))
    decile = deciles(residents["doenvermogen"])
    for k in range(1, DECILES + 1):
        found.append(reported("trust_change", f"doenvermogen={k}", mean(change, decile == k)))
    return found


def hours(records: Records) -> list[Measure]:
    """Return where staff time goes: single questions, work by service and activity, displaced visits.

    ``hours_on_single_questions``: hours a year of conversations and case work with residents with
    exactly one needy domain in truth; ``as=asked``: with one domain put forward or found.
    ``single_question_share``: the same ÷ all hours of conversations and case work.
    ``minutes``: staff minutes a week spent (not unused), by service and by activity.
    ``displaced``: contacts a year that the queue took from outreach.
    """
    services = records.services
    span, weeks = years(records.weeks), records.weeks
    spent = services["minutes"].sum(axis=0, dtype=np.int64)  # (services, activities)
    talks = int(spent[:, [CONVERSATIONS, CASE_WORK]].sum())
    found: list[Measure] = []
    for group, column in (("", "single_minutes"), ("as=asked", "single_asked_minutes")):
        minutes = total(services, column)
        found.append(reported("hours_on_single_questions", group, ratio(minutes / MINUTES_PER_HOUR, span)))
        found.append(reported("single_question_share", group, ratio(minutes, talks)))
    worked = [k for k in range(len(ACTIVITIES)) if k not in (AVAILABLE, UNUSED)]
    found.append(reported("minutes", "", ratio(int(spent[:, worked].sum()), weeks)))
    for s, name in enumerate(records.service_names):
        found.append(reported("minutes", f"service={name}", ratio(int(spent[s, worked].sum()), weeks)))
    for k, activity in enumerate(ACTIVITIES):
        found.append(reported("minutes", f"activity={activity}", ratio(int(spent[:, k].sum()), weeks)))
    displaced = services["displaced"].sum(axis=0, dtype=np.int64)
    found.append(reported("displaced", "", ratio(int(displaced.sum()), span)))
    for s, name in enumerate(records.service_names):
        found.append(reported("displaced", f"service={name}", ratio(int(displaced[s]), span)))
    return found

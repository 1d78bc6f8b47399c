"""What a run writes: the schema of its records (columns, types, units), and nothing else.

A run returns `Records`: tables that the measures read. Weeks are counted from the start of the
policy (week 0); what happened in the burn-in has negative weeks. A week that never came is
`NEVER` in memory and missing in a DataFrame.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from bereik.tables import Row, b1, col, columns, dtype_of, f8, i1, i2, i4, i8, names_apart, u1
from bereik.vocabulary import (
    ACTIVITIES,
    CAUSES,
    FILE_GROUPS,
    HAPPENINGS,
    LEDGERS,
    LINKS,
    NEVER,
    PAYERS,
    PROBLEMS_AT_CLOSING,
    TALKS_BEFORE,
    UNMET_ROWS,
)

if TYPE_CHECKING:
    import pandas as pd

SCHEMA_VERSION = 4


class Spell(Row):
    """A need spell: one row from the first needy week; ``opened`` tells whether it became one.

    Rows that end before the fourth week in need are *brief need*: they are kept (``opened`` is
    False) so that spells and the weekly table add up to the same weeks; no measure of reach
    counts them. "Observed" means: in weeks 0 and later.
    """

    resident: Annotated[int, col(i4, "row", "whose need it is")]
    wijk: Annotated[int, col(i2, "row", "where the resident lives")]
    onset: Annotated[int, col(i2, "week", "first week in need")]
    last_need: Annotated[int, col(i2, "week", "last week in need so far")]
    closed: Annotated[int, col(i2, "week", "week in which the spell closed: the 13th week out of need; NEVER while open")]
    opened: Annotated[bool, col(b1, "", "was in need four weeks on end, so that it counts as a spell")]
    relapse_of: Annotated[int, col(i4, "row", "earlier spell of the resident that ended less than 52 weeks before; -1 none; -2 one that closed before week 0")]
    severity_at_clock: Annotated[int, col(i1, "0..3", "highest severity in the first week of the clock")]
    domains_at_clock: Annotated[int, col(u1, "mask", "troubled domains in the first week of the clock")]
    needy_domains: Annotated[int, col(u1, "mask", "domains that ever made the resident in need, since the clock started")]
    helped_domains: Annotated[int, col(u1, "mask", "domains ever fittingly helped while needy, since the clock started")]
    first_contact: Annotated[int, col(i2, "week", "first conversation with a service, since the clock started")]
    first_any: Annotated[int, col(i2, "week", "first week with any professional help, since the clock started")]
    first_fit: Annotated[int, col(i2, "week", "first week with fitting help in a needy domain, since the clock started")]
    first_full: Annotated[int, col(i2, "week", "first week with fitting help in every needy domain, since the clock started")]
    first_network: Annotated[int, col(i2, "week", "first week with help of one's own network, since the clock started")]
    first_crisis: Annotated[int, col(i2, "week", "first week with any domain in crisis, since the clock started")]
    first_asked: Annotated[int, col(i2, "week", "first week in which the resident asked or accepted, since the clock started")]
    first_friend: Annotated[int, col(i2, "week", "first week in which the resident asked her own network, since the clock started")]
    first_fit_ever: Annotated[int, col(i2, "week", "as first_fit, since the onset")]
    first_crisis_ever: Annotated[int, col(i2, "week", "as first_crisis, since the onset")]
    debt_weeks_at_asking: Annotated[int, col(i2, "weeks", "how long she had a money problem, serious by now, when she first asked for help since it began; -1 she did not, in an observed week")]
    need_weeks: Annotated[int, col(i2, "weeks", "observed weeks in need")]
    covered_weeks: Annotated[int, col(i2, "weeks", "of which with fitting help in every needy domain")]
    unhelped_weeks_104: Annotated[int, col(i2, "weeks", "weeks in need without any fitting help in the first 104 of the clock")]
    unmet: Annotated[Any, col(i2, "weeks", "observed weeks in need not fully covered, by row of the ledger", names=UNMET_ROWS)]
    was_in_view: Annotated[bool, col(b1, "", "a service had the resident in view in some week since the onset")]
    was_unavailable: Annotated[bool, col(b1, "", "wanted help was not there in some week since the onset")]
    was_unfitting: Annotated[bool, col(b1, "", "help ran and none fitted in some week since the onset")]
    was_incomplete: Annotated[bool, col(b1, "", "some but not all needy domains were fittingly helped in some week since the onset")]


class WijkWeek(Row):
    """Counts of one wijk in one week."""

    residents: Annotated[int, col(i4, "adults", "who live there")]
    troubled: Annotated[int, col(i4, "adults", "with a problem in any domain")]
    stacked: Annotated[int, col(i4, "adults", "with problems in three or more domains")]
    stacked_parents: Annotated[int, col(i4, "adults", "of whom parents of minors")]
    parents: Annotated[int, col(i4, "adults", "parents of minors")]
    minors: Annotated[int, col(i4, "minors", "who live there")]
    vulnerable: Annotated[int, col(i4, "adults", "stacked and few resources")]
    vulnerable_helped: Annotated[int, col(i4, "adults", "of whom with any help, network or professional")]
    vulnerable_helped_year: Annotated[int, col(i4, "adults", "of whom with any help, network or professional, in this week or the 51 before")]
    indebted_households: Annotated[int, col(i4, "households", "with problem debts: money serious or worse")]
    indebted_known: Annotated[int, col(i4, "households", "of whom with help for money, of a service whose help is enough for a serious problem")]
    households: Annotated[int, col(i4, "households", "who live there")]
    tenants: Annotated[int, col(i4, "households", "who rent of a corporation")]
    in_need: Annotated[int, col(i4, "adults", "in need")]
    in_need_known: Annotated[int, col(i4, "adults", "in need and known to the gemeente")]
    registered: Annotated[int, col(i4, "adults", "known to the gemeente")]
    registered_served: Annotated[int, col(i4, "adults", "known to the gemeente and with any professional help")]
    covered: Annotated[int, col(i4, "adults", "in need, with fitting help in every needy domain")]
    fit: Annotated[int, col(i4, "adults", "in need, with fitting help in some needy domain")]
    any_help: Annotated[int, col(i4, "adults", "in need, with any professional help")]
    network_help: Annotated[int, col(i4, "adults", "in need, with help of one's own network")]
    lacking_care: Annotated[int, col(i4, "adults", "in need of help with health, mind or company, without any that fits")]
    never_asked: Annotated[int, col(i4, "adults", "of whom never asked since the need began")]
    asked_in_vain: Annotated[int, col(i4, "adults", "of whom asked, and wait or were turned away")]
    unmet: Annotated[Any, col(i4, "adults", "in need and not fully covered, by row of the ledger", names=UNMET_ROWS)]
    spells_opened: Annotated[int, col(i4, "spells", "need spells that opened")]
    relapses_opened: Annotated[int, col(i4, "spells", "of which a relapse of an earlier one")]
    crises: Annotated[int, col(i4, "events", "first crisis weeks")]
    judgements: Annotated[int, col(i4, "events", "judgements that a household may be evicted")]
    evictions: Annotated[int, col(i4, "events", "households evicted")]
    admissions: Annotated[int, col(i4, "events", "admissions in a crisis")]
    asked: Annotated[int, col(i4, "events", "residents who asked at a service")]
    closed_early: Annotated[Any, col(i4, "cases", "closed for want of a question or because time was up, by a service one is sent to", names=PROBLEMS_AT_CLOSING)]
    came_back: Annotated[Any, col(i4, "cases", "of whom a service took up a question again within a year", names=PROBLEMS_AT_CLOSING)]
    minutes: Annotated[int, col(i8, "minutes", "staff time spent on who lives there")]
    dropped: Annotated[Any, col(i4, "events", "who considered asking and dropped out, by link", names=LINKS)]
    unwanted: Annotated[int, col(i4, "events", "contacts of outreach or a partner with somebody without need or who declined")]
    unwanted_trust: Annotated[float, col(f8, "trust", "trust that unwanted contacts cost, summed over residents")]
    trust: Annotated[float, col(f8, "trust", "trust summed over residents")]


class ServiceWeek(Row):
    """The books of one service in one week."""

    minutes: Annotated[Any, col(i4, "minutes", "staff time by activity", names=ACTIVITIES)]
    single_minutes: Annotated[int, col(i4, "minutes", "conversations and case work with residents with one needy domain in truth")]
    single_asked_minutes: Annotated[int, col(i4, "minutes", "the same, as asked: one domain put forward or found")]
    arrived: Annotated[int, col(i4, "cases", "asked, accepted or handed over to it")]
    admitted: Annotated[int, col(i4, "cases", "had the first conversation")]
    admitted_single: Annotated[int, col(i4, "cases", "of whom with a problem in one domain")]
    weeks_until_admitted: Annotated[int, col(i4, "weeks", "from joining the queue to that conversation, summed")]
    started: Annotated[int, col(i4, "cases", "help started")]
    ended: Annotated[int, col(i4, "cases", "help ended")]
    turned_away: Annotated[int, col(i4, "cases", "wrongly refused, handed back or no offer")]
    gave_up: Annotated[int, col(i4, "cases", "left the queue or lost in a hand-over")]
    handed_over: Annotated[int, col(i4, "cases", "sent on to another service")]
    cold: Annotated[int, col(i4, "cases", "of whom without anybody who goes along")]
    lost: Annotated[int, col(i4, "cases", "of whom lost on the way")]
    queue: Annotated[int, col(i4, "cases", "waiting or under way at the end of the week")]
    waiting: Annotated[int, col(i4, "cases", "of which on a waiting list for want of room")]
    weeks_waited: Annotated[int, col(i4, "weeks", "that those on the waiting list have waited, summed")]
    caseload: Annotated[int, col(i4, "cases", "in help at the end of the week")]
    knocks: Annotated[int, col(i4, "events", "doors knocked on; letters and calls included")]
    opened: Annotated[int, col(i4, "events", "doors opened: contacts; answers included")]
    accepted: Annotated[int, col(i4, "events", "offers accepted at the door")]
    signals: Annotated[int, col(i4, "events", "signals that came in which it may follow up")]
    files: Annotated[int, col(i4, "events", "people whom it began to approach")]
    files_closed: Annotated[Any, col(i4, "events", "approaches that ended, by the heaviest of what was tried", names=FILE_GROUPS)]
    files_contacted: Annotated[Any, col(i4, "events", "of which with a conversation", names=FILE_GROUPS)]
    talked: Annotated[Any, col(i4, "events", "conversations with an offer, by how many came before", names=TALKS_BEFORE)]
    agreed: Annotated[Any, col(i4, "events", "of which accepted", names=TALKS_BEFORE)]
    likelier: Annotated[Any, col(f8, "chance", "how much likelier yes was for these people than at their first conversation, summed", names=TALKS_BEFORE)]
    displaced: Annotated[int, col(i4, "contacts", "visits that the queue took from outreach")]


class SchemeWeek(Row):
    """The books of one scheme in one week, in households."""

    entitled: Annotated[int, col(i4, "households", "entitled")]
    using: Annotated[int, col(i4, "households", "that use it")]
    known_entitled: Annotated[int, col(i4, "households", "entitled, and known to the gemeente as users of another local scheme")]
    known_using: Annotated[int, col(i4, "households", "of whom those that use it")]
    applied: Annotated[int, col(i4, "events", "applications of their own, or with somebody's help")]
    granted: Annotated[int, col(i4, "events", "grants, those without asking included")]
    refused: Annotated[int, col(i4, "events", "applications of the entitled that were wrongly refused")]
    unbudgeted: Annotated[int, col(i4, "events", "applications and forms for which the budget of the year had no room")]
    forms_sent: Annotated[int, col(i4, "events", "forms sent that were filled in")]
    forms_signed: Annotated[int, col(i4, "events", "of which came back signed")]
    repaid: Annotated[int, col(i4, "events", "users who had to repay")]
    cents: Annotated[int, col(i8, "eurocents", "paid to those who use it")]


class TraceRow(Row):
    """One turn in the life of a followed resident."""

    week: Annotated[int, col(i2, "week", "when")]
    resident: Annotated[int, col(i4, "row", "who")]
    service: Annotated[int, col(i2, "row", "where; -1 none; after the services and one more: the schemes")]
    what: Annotated[int, col(i1, "code", "what happened (vocabulary.HAPPENINGS)")]
    why: Annotated[int, col(i1, "code", "why (vocabulary.CAUSES)")]


class ResidentRecord(Row):
    """What the measures need to know of a resident: traits and state at the start of the policy."""

    wijk: Annotated[int, col(i2, "row", "where she lives")]
    doenvermogen: Annotated[float, col(f8, "0..1", "trait doenvermogen")]
    education: Annotated[int, col(i1, "0..2", "low, middle, high")]
    age: Annotated[int, col(i2, "years", "age at the start")]
    means: Annotated[float, col(f8, "0..1", "means of the household, as a rank")]
    ties: Annotated[int, col(i2, "ties", "number of ties")]
    insider: Annotated[bool, col(b1, "", "insider of the local community")]
    lasting: Annotated[bool, col(b1, "", "has a lasting need")]
    doen_left_at_start: Annotated[float, col(f8, "0..1", "effective doenvermogen in week 0, before the policy works")]
    vulnerable_at_start: Annotated[bool, col(b1, "", "stacked problems and few resources in week 0")]
    trust_at_start: Annotated[float, col(f8, "0..1", "trust in week 0, before the policy works")]
    trust_at_end: Annotated[float, col(f8, "0..1", "trust after the last week")]
    shame: Annotated[float, col(f8, "0..1", "proneness to shame")]
    stress_at_end: Annotated[float, col(f8, "0..1", "stress after the last week")]
    entitled: Annotated[int, col(u1, "mask", "of a head: schemes to which the household is entitled at the end")]
    uses: Annotated[int, col(u1, "mask", "of a head: schemes that the household uses at the end")]
    knew: Annotated[int, col(u1, "mask", "of a head: schemes that she knew of when her papers last came by")]
    believed: Annotated[int, col(u1, "mask", "of a head: schemes to which she then thought to be entitled")]


class Participant(Row):
    """One person in a field experiment: how she was at its start, and what came of it by its end."""

    resident: Annotated[int, col(i4, "row", "who")]
    arm: Annotated[int, col(i1, "row", "of the arms, in the order of the file")]
    doenvermogen: Annotated[float, col(f8, "0..1", "effective doenvermogen at the start")]
    trust: Annotated[float, col(f8, "0..1", "trust at the start")]
    shame: Annotated[float, col(f8, "0..1", "proneness to shame")]
    stress: Annotated[float, col(f8, "0..1", "how much problems ask of her head at the start")]
    digital: Annotated[float, col(f8, "0..1", "digital skill")]
    dutch: Annotated[float, col(f8, "0..1", "command of official Dutch")]
    need: Annotated[float, col(f8, "0..1", "1 in need at the start, else 0")]
    received: Annotated[bool, col(b1, "", "her arm tried her: wrote, rang, came, or granted")]
    opened: Annotated[bool, col(b1, "", "she opened the letter, the door, or answered")]
    understood: Annotated[bool, col(b1, "", "and learned what it was about")]
    acted: Annotated[bool, col(b1, "", "and set to the form, or talked and did not decline")]
    asked_for: Annotated[bool, col(b1, "", "and filled in the form, or was sent on or helped")]
    got: Annotated[bool, col(b1, "", "and got it: the scheme, or help")]
    uses: Annotated[bool, col(b1, "", "uses the scheme at the end")]
    applied: Annotated[bool, col(b1, "", "applied for it since the start, whoever told her")]
    contact: Annotated[bool, col(b1, "", "a conversation with a service since the start")]
    asked: Annotated[bool, col(b1, "", "asked for help or accepted it since the start")]
    any_help: Annotated[bool, col(b1, "", "any professional help since the start")]
    fitting_help: Annotated[bool, col(b1, "", "a week in need with fitting help in a needy domain since the start")]
    need_weeks: Annotated[int, col(i4, "weeks", "in need since the start")]
    unmet_weeks: Annotated[int, col(i4, "weeks", "of which not fully covered")]
    trust_at_end: Annotated[float, col(f8, "0..1", "trust at the end")]


class ArmCosts(Row):
    """What one arm of a field experiment did and cost since its start."""

    letters: Annotated[int, col(i4, "letters", "written")]
    calls: Annotated[int, col(i4, "calls", "made, answered or not")]
    visits: Annotated[int, col(i4, "visits", "made, opened or not, and meetings at a place")]
    minutes: Annotated[int, col(i8, "minutes", "staff time of the arm")]
    staff_cents: Annotated[Any, col(i8, "eurocents", "of that time, by payer", names=PAYERS)]
    paid_cents: Annotated[Any, col(i8, "eurocents", "that the scheme paid the households of the arm beyond what it pays them where no arm does anything, by payer", names=PAYERS)]


@dataclass(frozen=True, slots=True)
class TrialRecords:
    """Everything that one field experiment wrote.

    Attributes
    ----------
    seed : the replicate
    eligible : how many could have taken part
    treated : structured array of Participant, by arm and then in the order of enrolment
    untreated : the same people over the same weeks in a world where no arm does anything
    costs : structured array of ArmCosts, a row an arm
    payers : who pays the staff of the arms, and the scheme: of PAYERS, in that order
    """

    seed: int
    eligible: int
    treated: np.ndarray
    untreated: np.ndarray
    costs: np.ndarray
    payers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """Everything one run wrote.

    Attributes
    ----------
    scenario : name
    seed : the replicate
    weeks : observed weeks; weekly tables have that many rows
    residents : structured array of ResidentRecord, shape (residents,)
    spells : structured array of Spell, all rows of the run in order of opening; spells that
        closed before week 0 are left out
    weekly : structured array of WijkWeek, shape (weeks, wijken)
    services : structured array of ServiceWeek, shape (weeks, services)
    service_names : names of the services, in order
    wijk_names : names of the wijken, in order
    cents : int64, shape (weeks, services + 1, ledgers, payers), eurocents; the last service is
        "none", for costs that no service makes
    active_weeks : resident-weeks that were active, burn-in included
    schemes : structured array of SchemeWeek, shape (weeks, schemes)
    scheme_names : names of the schemes, in order
    trace : structured array of TraceRow
    """

    scenario: str
    seed: int
    weeks: int
    residents: np.ndarray
    spells: np.ndarray
    weekly: np.ndarray
    services: np.ndarray
    service_names: tuple[str, ...]
    wijk_names: tuple[str, ...]
    cents: np.ndarray
    active_weeks: int = 0
    schemes: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), dtype_of(SchemeWeek)))
    scheme_names: tuple[str, ...] = ()
    trace: np.ndarray = field(default_factory=lambda: np.zeros(0))

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the records as DataFrames: residents, spells, weekly, services, schemes, costs, trace."""
        import pandas as pd

        residents = _frame(self.residents, ResidentRecord)
        residents.insert(0, "resident", np.arange(len(residents)))
        spells = _frame(self.spells, Spell)
        spells.insert(0, "spell", np.arange(len(spells)))
        weekly = _frame(self.weekly.reshape(-1), WijkWeek)
        weekly.insert(0, "week", np.repeat(np.arange(self.weeks), len(self.wijk_names)))
        weekly.insert(1, "wijk", np.tile(np.array(self.wijk_names, dtype=object), self.weeks))
        services = _frame(self.services.reshape(-1), ServiceWeek)
        services.insert(0, "week", np.repeat(np.arange(self.weeks), len(self.service_names)))
        services.insert(1, "service", np.tile(np.array(self.service_names, dtype=object), self.weeks))
        schemes = _frame(self.schemes.reshape(-1), SchemeWeek)
        schemes.insert(0, "week", np.repeat(np.arange(self.weeks), len(self.scheme_names)))
        named = np.tile(np.array(self.scheme_names, dtype=object), self.weeks)
        schemes.insert(1, "scheme", pd.array(named, dtype="str"))  # words, also where there are none
        week, service, ledger, payer = np.nonzero(self.cents)
        names = np.array([*self.service_names, "none"], dtype=object)
        costs = pd.DataFrame(
            {
                "week": week,
                "service": names[service],
                "ledger": np.array(LEDGERS, dtype=object)[ledger],
                "payer": np.array(PAYERS, dtype=object)[payer],
                "eurocents": self.cents[week, service, ledger, payer],
            }
        )
        places = np.array([*names, *self.scheme_names], dtype=object)
        trace = pd.DataFrame(
            {
                "week": self.trace["week"] if len(self.trace) else [],
                "resident": self.trace["resident"] if len(self.trace) else [],
                "service": [places[s] if s >= 0 else "" for s in self.trace["service"]] if len(self.trace) else [],
                "what": [HAPPENINGS[int(k)] for k in self.trace["what"]] if len(self.trace) else [],
                "why": [CAUSES[int(k)] for k in self.trace["why"]] if len(self.trace) else [],
            }
        )
        return {
            "residents": residents, "spells": spells, "weekly": weekly,
            "services": services, "schemes": schemes, "costs": costs, "trace": trace,
        }


def _frame(rows: np.ndarray, row: type[Row]) -> pd.DataFrame:
    """Turn a structured array into a DataFrame; small arrays become columns, NEVER becomes missing."""
    import pandas as pd

    out: dict[str, Any] = {}
    for name, column in columns(row).items():
        values = rows[name]
        if column.count > 1:
            for k, part in enumerate(names_apart(name, column)):
                out[part] = values[:, k]
        elif column.unit == "week":
            out[name] = pd.array(np.where(values == NEVER, 0, values), dtype="Int32")
            out[name][values == NEVER] = pd.NA
        else:
            out[name] = values
    return pd.DataFrame(out)



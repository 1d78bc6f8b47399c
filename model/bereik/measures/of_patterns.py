"""Figures of published patterns: what the records of some runs give beside each.

A figure reads records by the name of their run; NaN is "n/a". Which figure stands beside which
published one, and in which band, is in `patterns`; those of schemes are in `schemes`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from bereik.measures.index import IndexSpells, index_spells
from bereik.measures.over_weeks import drift_per_year, per_week, total
from bereik.measures.schemes import NO_SHAME, Runs
from bereik.measures.terms import HEADLINE, NAN, WEEKS_PER_YEAR, ratio
from bereik.records import Records
from bereik.vocabulary import (
    BEYOND,
    DOORS,
    GEMEENTE,
    MENTAL,
    MONEY,
    NEVER,
    PAYERS,
    PROBLEMS_AT_CLOSING,
    STAFF,
    UNMET,
)

BASE: Final = "gemengd"  # mixed access, about as gemeenten had it in 2021-2023
DESK: Final = "loket-only"
WITHOUT_HELP: Final = "geen-hulp"
TEAM: Final = "loket-plus-outreach"
EARLY: Final = "vroegsignalering"
HARD: Final = "ervaringsdeskundigen"
TIES: Final = "partners"
REORGANISED: Final = "reorganisatie"
NOT_REBUILT: Final = "reorganisatie, ties not kept up"
SHARED: Final = "loket-plus-outreach-gedeeld"
SHARED_BUSY: Final = "loket-plus-outreach-gedeeld, a fifth more demand"
DESK_WITHOUT_TEAMS: Final = "loket-only, wijkteams of 0.5 fte"
DOORS_WITHOUT_TEAMS: Final = "loket-only, wijkteams of 0.5 fte, and doors that hand over"
DOORS_THAT_HELP: Final = "outreach, wijkteams of 0.5 fte"
CAMPAIGN: Final = "campagne"
ELDERLY: Final = "loket-plus-outreach, at the doors of all elderly"
SPECIALISTS: Final = "specialisten"
BELIEVED: Final = "gemengd, all six assumptions true"

_HIGH_EDUCATION: Final = 2
_SINGLE, _STACKED = (PROBLEMS_AT_CLOSING.index(word) for word in ("single", "stacked"))
_DEBT_YEARS: Final = 3
_AFTER: Final = slice(39, 104)  # 3 to 18 months after the reorganisation of week 26
MONTHS_PER_YEAR: Final = 12
_TWO_YEARS: Final = 104


def share_of(part: str, whole: str) -> Callable[[Runs], float]:
    """Return the figure part ÷ whole of the weekly table under the baseline, over all weeks."""

    def figure(runs: Runs) -> float:
        weekly = runs[BASE].weekly
        return ratio(total(weekly, part), total(weekly, whole))

    return figure


def debt_drift(runs: Runs) -> float:
    """Return by how much the share of households with problem debts moves in three years, up or down."""
    weekly = runs[BASE].weekly
    slope = drift_per_year(per_week(weekly, "indebted_households"), per_week(weekly, "households"))
    return abs(slope) * _DEBT_YEARS


def education_gradient(runs: Runs) -> float:
    """Return the correlation of trait doenvermogen with education over all adults."""
    residents = runs[BASE].residents
    return correlation(residents["doenvermogen"], residents["education"])


def educated_among_unreached(runs: Runs) -> float:
    """Return the share of higher educated among those who need help and get none that fits in a year."""
    index = _index(runs, BASE)
    missed = index.followed(HEADLINE) & index.needs_help & ~index.within("first_fit", HEADLINE)
    education = runs[BASE].residents["education"][index.rows["resident"][missed]]
    return ratio(int((education == _HIGH_EDUCATION).sum()), len(education))


def declined_at_the_door(runs: Runs) -> float:
    """Return the share of opened doors behind which no help was accepted, no need included."""
    services = runs[TEAM].services
    opened = total(services, "opened")
    return ratio(opened - total(services, "accepted"), opened)


def signals_a_month(runs: Runs) -> float:
    """Return the signals that the team of early signals gets, per 1000 inhabitants a month; minors count."""
    weekly, signals = runs[EARLY].weekly, total(_of(runs[EARLY], EARLY), "signals")
    inhabitant_weeks = total(weekly, "residents") + total(weekly, "minors")
    return ratio(signals * 1000.0 * WEEKS_PER_YEAR / MONTHS_PER_YEAR, inhabitant_weeks)


def early(part: str, whole: str) -> Callable[[Runs], float]:
    """Return the figure part ÷ whole of the books of the team of early signals."""

    def figure(runs: Runs) -> float:
        books = _of(runs[EARLY], EARLY)
        return ratio(total(books, part), total(books, whole))

    return figure


def contact_of(*groups: int) -> Callable[[Runs], float]:
    """Return the share of files with a conversation, of those tried in some ways (FILE_GROUPS)."""

    def figure(runs: Runs) -> float:
        books = _of(runs[EARLY], EARLY)
        met, closed = (int(books[n][:, groups].sum()) for n in ("files_contacted", "files_closed"))
        return ratio(met, closed)

    return figure


def rise_of_acceptance(runs: Runs) -> float:
    """Return how much likelier yes is after earlier talks than it was for the same person at her first.

    The mean over conversations after the first of the chance now minus the chance then: same person,
    same worker, with her trust and her troubles as they are at each.
    """
    books = runs[HARD].services
    return ratio(float(books["likelier"][..., 1:].sum()), int(books["talked"][..., 1:].sum()))


def slope_of_acceptance(runs: Runs) -> float:
    """Return by how much the share of offers accepted rises with each earlier talk (0, 1, 2 or more).

    Over whoever is left to talk to: those who agree early are gone, so it is not of one person.
    """
    books = runs[HARD].services
    talked, agreed = (books[n].sum(axis=(0, 1)).astype(np.float64) for n in ("talked", "agreed"))
    if (talked > 0).sum() < 2:
        return NAN
    k = np.arange(len(talked), dtype=np.float64)
    from_mean = k - float((talked * k).sum()) / float(talked.sum())
    return ratio(float((from_mean * agreed).sum()), float((talked * from_mean * from_mean).sum()))


def squeeze(runs: Runs) -> float:
    """Return the elasticity of minutes at doors with respect to who arrives at the desk that lends them.

    The change of the logarithm of minutes ÷ the change of the logarithm of arrivals. NaN where the
    desk has no more arrivals than before, or nobody went out.
    """
    calm, busy = runs[SHARED], runs[SHARED_BUSY]
    arrived, more = (_of(r, "loket")["arrived"].sum(dtype=np.int64) for r in (calm, busy))
    minutes, less = (int(r.services["minutes"][..., DOORS].sum(dtype=np.int64)) for r in (calm, busy))
    if not 0 < arrived < more or minutes == 0 or less == 0:
        return NAN
    return math.log(less / minutes) / math.log(more / arrived)


def benefit_of_staying(runs: Runs) -> float:
    """Return what a team that stays avoids of unmet need and crises, per euro that the team costs.

    Beside the same hours in a team that visits and hands over; all payers, over the whole run.
    """
    plain, hard = runs[TEAM], runs[HARD]
    avoided = _cents(plain, UNMET) - _cents(hard, UNMET)
    row = hard.service_names.index("outreach")
    return ratio(avoided, int(hard.cents[:, row, STAFF].sum(dtype=np.int64)))


def benefit_of_visiting_the_old(runs: Runs) -> float:
    """Return what visits to everybody of age avoid of unmet need and crises, per euro that the team costs."""
    plain, elderly = runs[DESK], runs[ELDERLY]
    row = elderly.service_names.index("outreach")
    spent = int(elderly.cents[:, row, STAFF].sum(dtype=np.int64))
    return ratio(_cents(plain, UNMET) - _cents(elderly, UNMET), spent)


def evictions_prevented(runs: Runs) -> float:
    """Return the share of evictions that early signals prevent, after their first year."""
    without, early = (total(runs[name].weekly[WEEKS_PER_YEAR:], "evictions") for name in (DESK, EARLY))
    return ratio(without - early, without)


def vulnerable_lifted_by_information(runs: Runs) -> float:
    """Return the reach within a year of who was vulnerable in week 0, under a campaign, minus without."""
    informed, plain = (_reach_of_the_vulnerable(runs, name) for name in (CAMPAIGN, DESK))
    return informed - plain


def saved_elsewhere(runs: Runs) -> float:
    """Return the share of the costs of unmet need that help avoids and that the gemeente would not pay.

    NaN where help avoids nothing.
    """
    by_payer = _unmet_by_payer(runs[WITHOUT_HELP]) - _unmet_by_payer(runs[BASE])
    elsewhere = sum(int(by_payer[k]) for k in range(len(PAYERS)) if k != GEMEENTE)
    whole = int(by_payer.sum())
    return ratio(elsewhere, whole) if whole > 0 else NAN


def help_paradox(runs: Runs) -> float:
    """Return the correlation of what is left of doenvermogen in week 0 with never asking in the run.

    Over the spells that ran in week 0 and need help; effective doenvermogen, so stress included.
    """
    index = _index(runs, BASE)
    rows = index.rows[index.needs_help & (index.rows["onset"] < 0)]
    doen = runs[BASE].residents["doen_left_at_start"][rows["resident"]]
    return correlation(doen, rows["first_asked"] == NEVER) if len(rows) else NAN


def hours_where_means_are(runs: Runs) -> float:
    """Return staff minutes per adult in need in the better-off half of the wijken ÷ those in the other."""
    records = runs[DESK]
    means, wijk = records.residents["means"], records.residents["wijk"]
    of_wijk = np.array([means[wijk == w].mean() for w in range(len(records.wijk_names))])
    by_means = np.argsort(of_wijk, kind="stable")
    poor, rich = (
        ratio(total(records.weekly[:, half], "minutes"), total(records.weekly[:, half], "in_need"))
        for half in (by_means[: len(by_means) // 2], by_means[(len(by_means) + 1) // 2 :])
    )
    return ratio(rich, poor)


def years_from_debt_to_asking(runs: Runs) -> float:
    """Return the median of years between the start of debts, serious by then, and first asking for help."""
    weeks = runs[BASE].spells["debt_weeks_at_asking"]
    known = weeks[weeks >= 0]
    return float(np.median(known)) / WEEKS_PER_YEAR if len(known) else NAN


def friends_first(runs: Runs) -> float:
    """Return the share that turned to their own network no later than to a service.

    Of spells with a money problem in which somebody turned to either, since the clock of the spell.
    """
    rows = _with_money(runs)
    friend, body = _first_friend(rows), _or_last(rows["first_asked"])
    turned = np.minimum(friend, body) < BEYOND
    return ratio(int((turned & (friend <= body)).sum()), int(turned.sum()))


def bodies_within_two_years(runs: Runs) -> float:
    """Return the share of spells with a money problem, followed for two years, that asked a service by then.

    A stand-in: the source asks what people would do.
    """
    rows = _with_money(runs)
    clock = np.maximum(rows["onset"], 0)
    followed = clock + _TWO_YEARS <= runs[BASE].weeks
    asked = _or_last(rows["first_asked"]) <= clock + _TWO_YEARS
    return ratio(int((asked & followed).sum()), int(followed.sum()))


def chain_waiting(runs: Runs) -> float:
    """Return weeks from asking to mental health care ÷ the mean waits of desk, wijkteam and that care added.

    Of who has no other need than of mind, in a gemeente where specialists alone help with it.
    """
    index = _index(runs, SPECIALISTS)
    rows = index.rows[(index.rows["needy_domains"] == 1 << MENTAL) & (index.rows["first_fit"] != NEVER)]
    rows = rows[(rows["first_asked"] != NEVER) & (rows["first_asked"] <= rows["first_fit"])]
    links = (("loket", "telefoon"), ("wijkteam",), ("ggz",))
    along = [_mean_wait(runs[SPECIALISTS], names) for names in links]
    waited = rows["first_fit"].astype(np.int64) - rows["first_asked"]
    return ratio(float(waited.mean()), sum(along)) if len(rows) else NAN


def loss_per_cold_hand_over(runs: Runs) -> float:
    """Return the share of hand-overs without anybody who goes along in which somebody is lost."""
    services = runs[BASE].services
    return ratio(total(services, "lost"), total(services, "cold"))


def revolving_door(runs: Runs) -> float:
    """Return how much likelier who has stacked problems comes back than who has one, once closed early.

    Closed early: for want of a question, or because time was up with a problem left, by a service one is
    sent to. Back: a question of after that, taken up by any service within a year.
    """
    weekly = runs[BASE].weekly
    closed, back = (weekly[c].sum(axis=(0, 1), dtype=np.int64) for c in ("closed_early", "came_back"))
    single, stacked = (ratio(int(back[k]), int(closed[k])) for k in (_SINGLE, _STACKED))
    return ratio(stacked, single)


def evictions_a_year(runs: Runs) -> float:
    """Return evictions a year per household that rents of a corporation."""
    weekly = runs[BASE].weekly
    return ratio(total(weekly, "evictions") * WEEKS_PER_YEAR, total(weekly, "tenants"))


def single_questions(runs: Runs) -> float:
    """Return the share of first conversations at desk and telephone with who has a problem in one domain."""
    rows = _rows_of(runs[BASE], ("loket", "telefoon"))
    return ratio(total(rows, "admitted_single"), total(rows, "admitted"))


def highest_reach(runs: Runs) -> float:
    """Return the highest reach within a year, of those who need help, over all runs with services."""
    others = (SHARED_BUSY, BELIEVED, NO_SHAME)  # another world, so another run without help
    reached = [
        _reach(_index(runs, name), "first_fit")
        for name, records in runs.items()
        if records.service_names and name not in others
    ]
    return max((value for value in reached if not math.isnan(value)), default=NAN)


def full_help_without_teams(doors: str) -> Callable[[Runs], float]:
    """Return the figure reach in every domain at once with doors and hardly a team, minus that without."""

    def figure(runs: Runs) -> float:
        out, desk = (_reach(_index(runs, n), "first_full") for n in (doors, DESK_WITHOUT_TEAMS))
        return out - desk

    return figure


def completeness_without_teams(doors: str) -> Callable[[Runs], float]:
    """Return the figure completeness of help with doors and hardly a team, minus that without."""

    def figure(runs: Runs) -> float:
        out, desk = (_completeness(_index(runs, n)) for n in (doors, DESK_WITHOUT_TEAMS))
        return out - desk

    return figure


def dip(runs: Runs) -> float:
    """Return the share in need with fitting help 3 to 18 months after a reorganisation, minus without it."""
    return _helped(runs[REORGANISED], _AFTER) - _helped(runs[TIES], _AFTER)


def recovery(runs: Runs) -> float:
    """Return how far that difference has come back in the last year of the run."""
    return _helped_last_year(runs, REORGANISED) - dip(runs)


def gain_without_ties(runs: Runs) -> float:
    """Return the difference in the last year where the ties that broke are not kept up better than before."""
    return _helped_last_year(runs, NOT_REBUILT)


def _helped_last_year(runs: Runs, name: str) -> float:
    last = slice(max(runs[name].weeks - int(WEEKS_PER_YEAR), _AFTER.stop), runs[name].weeks)
    return _helped(runs[name], last) - _helped(runs[TIES], last)


def _helped(records: Records, weeks: slice) -> float:
    """Return the share of those in need who have fitting help, over some weeks."""
    return ratio(total(records.weekly[weeks], "fit"), total(records.weekly[weeks], "in_need"))


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Return Pearson's r of two columns; NaN where one of them does not vary."""
    x, y = (column.astype(np.float64) - column.mean() for column in (a, b))
    spread = math.sqrt(float((x * x).sum()) * float((y * y).sum()))
    return ratio(float((x * y).sum()), spread)


def _index(runs: Runs, name: str) -> IndexSpells:
    return index_spells(runs[name], runs[WITHOUT_HELP])


def _reach(index: IndexSpells, column: str) -> float:
    counted = index.followed(HEADLINE) & index.needs_help
    return ratio(int((index.within(column, HEADLINE) & counted).sum()), int(counted.sum()))


def _reach_of_the_vulnerable(runs: Runs, name: str) -> float:
    index = _index(runs, name)
    vulnerable = runs[name].residents["vulnerable_at_start"][index.rows["resident"]]
    counted = index.followed(HEADLINE) & index.needs_help & vulnerable
    return ratio(int((index.within("first_fit", HEADLINE) & counted).sum()), int(counted.sum()))


def _completeness(index: IndexSpells) -> float:
    needy = index.rows["needy_domains"]
    n = np.bitwise_count(needy).astype(np.float64)
    helped = np.bitwise_count(index.rows["helped_domains"] & needy).astype(np.float64)
    who = (n > 0) & index.needs_help
    return ratio(float((helped[who] / n[who]).sum()), int(who.sum()))


def _with_money(runs: Runs) -> np.ndarray:
    """Return the index spells of who is in need for money, since the clock started."""
    index = _index(runs, BASE)
    return index.rows[(index.rows["needy_domains"] >> MONEY) & 1 == 1]


def _first_friend(rows: np.ndarray) -> np.ndarray:
    """Return the first week in which they turned to their own network, or had its help already."""
    return np.minimum(_or_last(rows["first_friend"]), _or_last(rows["first_network"]))


def _or_last(weeks: np.ndarray) -> np.ndarray:
    """Return weeks with what never came put last."""
    return np.where(weeks == NEVER, BEYOND, weeks)


def _mean_wait(records: Records, names: tuple[str, ...]) -> float:
    rows = _rows_of(records, names)
    return ratio(total(rows, "weeks_until_admitted"), total(rows, "admitted"))


def _rows_of(records: Records, names: tuple[str, ...]) -> np.ndarray:
    """Return the books of services by name; of one per wijk those of all wijken."""
    here = [k for k, name in enumerate(records.service_names) if name.rsplit("_", 1)[0] in names]
    return records.services[:, here]


def _of(records: Records, service: str) -> np.ndarray:
    return records.services[:, records.service_names.index(service)]


def _unmet_by_payer(records: Records) -> np.ndarray:
    return records.cents[:, :, UNMET].sum(axis=(0, 1), dtype=np.int64)


def _cents(records: Records, ledger: int) -> int:
    return int(records.cents[:, :, ledger].sum(dtype=np.int64))

"""Patterns a valid model reproduces: published figures, and what the records of a run give beside them.

A pattern marked C may be calibrated to; one marked V is validation and is never fitted; X is what must
not happen. Figures read records by the name of their run.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final, Literal, NamedTuple

import numpy as np

from bereik.measures.index import IndexSpells, index_spells
from bereik.measures.over_weeks import drift_per_year, per_week, total
from bereik.measures.schemes import (
    BIJSTAND,
    BROAD,
    EASED,
    FORMS,
    NO_SHAME,
    SCHEMES,
    SUPPLEMENT,
    TOESLAGEN,
    hole_before_reach,
    non_take_up,
    order_holds,
    rank_of_knowing,
    shame_is_local,
    unsigned,
    weight_of_believing,
)
from bereik.measures.terms import HEADLINE, NAN, WEEKS_PER_YEAR, ratio
from bereik.records import Records
from bereik.vocabulary import BEYOND, DOORS, GEMEENTE, MENTAL, MONEY, NEVER, PAYERS, STAFF, UNMET

Use = Literal["C", "V", "X"]
Runs = Mapping[str, Records]

BASE: Final = "loket-only"
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
DOORS_WITHOUT_TEAMS: Final = "outreach, wijkteams of 0.5 fte"
CAMPAIGN: Final = "campagne"
ELDERLY: Final = "loket-plus-outreach, at the doors of all elderly"
SPECIALISTS: Final = "specialisten"
BELIEVED: Final = "loket-only, all six assumptions true"

_HIGH_EDUCATION: Final = 2
_DEBT_YEARS: Final = 3
_AFTER: Final = slice(39, 104)  # 3 to 18 months after the reorganisation of week 26
MONTHS_PER_YEAR: Final = 12
_TWO_YEARS: Final = 104


class Pattern(NamedTuple):
    """One published figure and how the model gives it.

    Attributes
    ----------
    id : number in the list of patterns; a letter tells figures of one pattern apart
    nl, en : what it is
    use : C may be calibrated to, V is validation only, X must not happen
    strength : A national measurement, B selective or dated, C direction only; empty for X
    low, high : band in which the mean over seeds should lie
    source : codes of docs/glossary.md
    needs : names of the runs the figure reads
    figure : from runs to a number; NaN is "n/a"
    beyond_noise : it fails only where its 95 % interval lies wholly outside the band
    """

    id: str
    nl: str
    en: str
    use: Use
    strength: str
    low: float
    high: float
    source: str
    needs: tuple[str, ...]
    figure: Callable[[Runs], float]
    beyond_noise: bool = False


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
    """Return by how much the share of offers accepted rises with each earlier talk (0, 1, 2 or more)."""
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
    plain, elderly = runs[BASE], runs[ELDERLY]
    row = elderly.service_names.index("outreach")
    spent = int(elderly.cents[:, row, STAFF].sum(dtype=np.int64))
    return ratio(_cents(plain, UNMET) - _cents(elderly, UNMET), spent)


def evictions_prevented(runs: Runs) -> float:
    """Return the share of evictions that early signals prevent, after their first year."""
    without, early = (total(runs[name].weekly[WEEKS_PER_YEAR:], "evictions") for name in (BASE, EARLY))
    return ratio(without - early, without)


def vulnerable_lifted_by_information(runs: Runs) -> float:
    """Return the reach within a year of who was vulnerable in week 0, under a campaign, minus without."""
    informed, plain = (_reach_of_the_vulnerable(runs, name) for name in (CAMPAIGN, BASE))
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
    records = runs[BASE]
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
    """Return how much likelier who has stacked problems comes back after help that left need."""
    weekly = runs[BASE].weekly
    closed, back = (weekly[c].sum(axis=(0, 1), dtype=np.int64) for c in ("closed_with_need", "came_back"))
    single, stacked = (ratio(int(back[k]), int(closed[k])) for k in (0, 1))
    return ratio(stacked, single)


def evictions_a_year(runs: Runs) -> float:
    """Return evictions a year per household that rents of a corporation."""
    weekly = runs[BASE].weekly
    return ratio(total(weekly, "evictions") * WEEKS_PER_YEAR, total(weekly, "tenants"))


def single_questions(runs: Runs) -> float:
    """Return the share of first conversations at desk and telephone with who has a problem in one domain."""
    rows = _rows_of(runs[BASE], ("loket", "telefoon"))
    return ratio(total(rows, "admitted_single"), total(rows, "admitted"))


def patterns_that_hold_if_believed(runs: Runs) -> float:
    """Return how many of the patterns 5, 9 and 13 hold where all six assumptions are true."""
    believed = {BASE: runs[BELIEVED]}
    judged = [p for p in PATTERNS if p.id in ("5a", "9", "13")]
    return float(sum(p.low <= p.figure(believed) <= p.high for p in judged))


def highest_reach(runs: Runs) -> float:
    """Return the highest reach within a year, of those who need help, over all runs with services."""
    others = (SHARED_BUSY, BELIEVED, NO_SHAME)  # another world, so another run without help
    reached = [
        _reach(_index(runs, name), "first_fit")
        for name, records in runs.items()
        if records.service_names and name not in others
    ]
    return max((value for value in reached if not math.isnan(value)), default=NAN)


def full_help_without_teams(runs: Runs) -> float:
    """Return reach in every domain at once of outreach without wijkteams behind it, minus the desk's."""
    out, desk = (_reach(_index(runs, n), "first_full") for n in (DOORS_WITHOUT_TEAMS, DESK_WITHOUT_TEAMS))
    return out - desk


def completeness_without_teams(runs: Runs) -> float:
    """Return the completeness of help of outreach without wijkteams behind it, minus the desk's."""
    out, desk = (_completeness(_index(runs, n)) for n in (DOORS_WITHOUT_TEAMS, DESK_WITHOUT_TEAMS))
    return out - desk


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


_ALONE: Final = (BASE, WITHOUT_HELP)
_WITHOUT_TEAMS: Final = (DESK_WITHOUT_TEAMS, DOORS_WITHOUT_TEAMS, WITHOUT_HELP)

PATTERNS: Final = (
    Pattern(
        "1a", "gestapelde problemen, aandeel van volwassenen", "stacked problems, share of adults",
        "C", "A", 0.147, 0.187, "S002, S003", (BASE,), share_of("stacked", "residents"),
    ),
    Pattern(
        "1b", "… van ouders van minderjarigen", "… of parents of minors",
        "C", "A", 0.08, 0.12, "S002, S003", (BASE,), share_of("stacked_parents", "parents"),
    ),
    Pattern(
        "2a", "gestapeld en weinig hulpbronnen, aandeel van volwassenen",
        "stacked and few resources, share of adults",
        "C", "A", 0.085, 0.115, "S001, E002", (BASE,), share_of("vulnerable", "residents"),
    ),
    Pattern(
        "2b", "… aandeel van wie stapelt", "… share of the stacked",
        "C", "A", 0.55, 0.70, "S001, E002", (BASE,), share_of("vulnerable", "stacked"),
    ),
    Pattern(
        "3", "kwetsbaren met enige hulp in het jaar", "vulnerable with any help in the year",
        "C", "A", 0.65, 0.75, "S004", (BASE,), share_of("vulnerable_helped_year", "vulnerable"),
    ),
    Pattern(
        "5a", "wie passende hulp mist vroeg nooit", "who lacks help that fits never asked",
        "C", "A", 0.42, 0.58, "S012, S013", (BASE,), share_of("never_asked", "lacking_care"),
    ),
    Pattern(
        "5b", "… vroeg en wacht, of vroeg tevergeefs", "… asked, and waits or was turned away",
        "C", "A", 0.0, 0.25, "S012, S013", (BASE,), share_of("asked_in_vain", "lacking_care"),
    ),
    Pattern(
        "6", "hulpparadox: doenvermogen en niet vragen (r)",
        "help paradox: doenvermogen and never asking (r)",
        "V", "C", -0.5, -0.15, "S2 3.3.3", _ALONE, help_paradox,
    ),
    Pattern(
        "8", "uren per behoefte in rijke en arme wijken (verhouding)",
        "hours per need in rich and poor wijken (ratio)",
        "V", "C", 1.1, math.inf, "S040", (BASE,), hours_where_means_are,
    ),
    Pattern(
        "9", "jaren van schuld tot vraag", "years from debt to asking",
        "C", "B", 3.0, 7.0, "E073", (BASE,), years_from_debt_to_asking,
    ),
    Pattern(
        "12a", "huishoudens met problematische schulden", "households with problem debts",
        "C", "A", 0.076, 0.09, "E065", (BASE,), share_of("indebted_households", "households"),
    ),
    Pattern(
        "12b", "… verschuiving in drie jaar, op of neer", "… move in three years, up or down",
        "C", "A", 0.0, 0.01, "E065", (BASE,), debt_drift,
    ),
    Pattern(
        "13", "huishoudens met schulden die er hulp bij krijgen",
        "households with debts that have help with them",
        "C", "A", 0.12, 0.18, "E068", (BASE,), share_of("indebted_known", "indebted_households"),
    ),
    Pattern(
        "14a", "vrienden vóór instanties, van wie met geldproblemen zich tot iemand wendt",
        "friends before bodies, of who turns to anybody with a money problem",
        "C", "B", 0.56, 0.72, "E017", _ALONE, friends_first,
    ),
    Pattern(
        "14b", "… vraagt een instantie binnen twee jaar", "… asks a body within two years",
        "C", "B", 0.41, 0.57, "E017", _ALONE, bodies_within_two_years,
    ),
    Pattern(
        "16a", "samenhang van doenvermogen en opleiding (r)", "correlation of doenvermogen and education (r)",
        "V", "A", 0.05, 0.30, "E004", (BASE,), education_gradient,
    ),
    Pattern(
        "16b", "hoogopgeleiden onder wie niet is bereikt", "higher educated among the unreached",
        "V", "A", 0.15, 1.0, "E004", _ALONE, educated_among_unreached,
    ),
    Pattern(
        "17a", "niet-gebruik van een regeling door bekenden van de gemeente",
        "non-take-up of a scheme by those known to the gemeente",
        "C", "B", 0.0, 0.02, "E062", (SCHEMES,), non_take_up(BROAD, "known_"),
    ),
    Pattern(
        "17b", "… van landelijke toeslagen", "… of national toeslagen",
        "C", "A", 0.08, 0.13, "CPB March 2025 (as E052), all entitled", (SCHEMES,), non_take_up(TOESLAGEN),
    ),
    Pattern(
        "17c", "… van een brede lokale regeling", "… of a broad local scheme",
        "C", "B", 0.10, 0.30, "E060, E061", (SCHEMES,), non_take_up(BROAD),
    ),
    Pattern(
        "17d", "… van bijstand", "… of bijstand",
        "C", "A", 0.30, 0.40, "E041", (SCHEMES,), non_take_up(BIJSTAND),
    ),
    Pattern(
        "17e", "… van een kleine lokale toeslag", "… of a small local supplement",
        "C", "B", 0.45, 0.68, "E055", (SCHEMES,), non_take_up(SUPPLEMENT),
    ),
    Pattern(
        "17f", "… in die volgorde, aandeel van de keren", "… in that order, share of seeds",
        "C", "A", 0.95, 1.0, "E041, E055", (SCHEMES,), order_holds,
    ),
    Pattern(
        "20a", "denken dat men recht heeft weegt het zwaarst (naast het volgende)",
        "perceived eligibility weighs most (beside the next)",
        "V", "B", 1.0, math.inf, "E011", (SCHEMES,), weight_of_believing,
    ),
    Pattern(
        "20b", "… weten dat de regeling er is staat niet bij de eerste twee (plaats)",
        "… knowing the scheme is not among the first two (rank)",
        "V", "B", 3.0, 5.0, "E011", (SCHEMES,), rank_of_knowing,
    ),
    Pattern(
        "21", "zonder schaamte wint lokaal meer dan landelijk (verhouding)",
        "without shame local schemes gain more than national ones (ratio)",
        "V", "B", 2.0, math.inf, "E012", (SCHEMES, NO_SHAME), shame_is_local,
    ),
    Pattern(
        "23", "ingevuld formulier dat niet terugkomt, van bekenden",
        "forms filled in that do not come back, of the known",
        "C", "B", 0.20, 0.30, "S018, E063", (FORMS,), unsigned,
    ),
    Pattern(
        "24a", "vroegsignalen per 1000 inwoners per maand", "early signals per 1000 inhabitants a month",
        "C", "A", 3.3, 4.7, "E077", (EARLY,), signals_a_month,
    ),
    Pattern(
        "24b", "… dossiers per signaal", "… files per signal",
        "C", "A", 0.75, 0.85, "E079", (EARLY,), early("files", "signals"),
    ),
    Pattern(
        "24c", "… contact per dossier", "… contact per file",
        "C", "A", 0.17, 0.23, "E080", (EARLY,), early("opened", "files"),
    ),
    Pattern(
        "24d", "… hulp aanvaard, van wie bereikt is", "… help accepted, of those reached",
        "C", "A", 0.30, 0.40, "E087", (EARLY,), early("accepted", "opened"),
    ),
    Pattern(
        "25a", "contact bij alleen een brief", "contact where there was only a letter",
        "C", "A", 0.04, 0.08, "E081", (EARLY,), contact_of(0),
    ),
    Pattern(
        "25b", "… bij minstens een bezoek", "… with a visit at least",
        "C", "A", 0.35, 0.50, "E083", (EARLY,), contact_of(1, 3),
    ),
    Pattern(
        "25c", "… bij minstens een telefoontje", "… with a call at least",
        "C", "A", 0.45, 0.62, "E082", (EARLY,), contact_of(2, 3),
    ),
    Pattern(
        "28a", "slaat af of heeft niets nodig, van open deuren",
        "declines or needs nothing, of doors opened; a team that visits, not early signals",
        "V", "A", 0.60, 0.70, "E087", (TEAM,), declined_at_the_door,
    ),
    Pattern(
        "28b", "instemming stijgt met eerdere gesprekken (helling)",
        "acceptance rises with earlier talks (slope)",
        "V", "C", 0.0, 1.0, "V7", (HARD,), rise_of_acceptance,
    ),
    Pattern(
        "31", "de rij verdringt het aanbellen (elasticiteit)",
        "the queue squeezes out the doors (elasticity)",
        "V", "C", -math.inf, -1.0, "E098", (SHARED, SHARED_BUSY), squeeze,
    ),
    Pattern(
        "32a", "wachten in de keten telt op (verhouding)", "waiting adds up along the chain (ratio)",
        "V", "C", 1.0, math.inf, "S2 3.2.1", (SPECIALISTS, WITHOUT_HELP), chain_waiting,
    ),
    Pattern(
        "32b", "verlies per koude overdracht", "loss per cold hand-over",
        "V", "C", 0.05, 0.25, "N2", (BASE,), loss_per_cold_hand_over,
    ),
    Pattern(
        "33", "draaideur: terug binnen een jaar, gestapeld tegen enkelvoudig",
        "revolving door: back within a year, stacked against single",
        "V", "C", 2.0, math.inf, "S2 3.3.4, 5.3.2", (BASE,), revolving_door,
    ),
    Pattern(
        "34a", "uitzettingen per jaar, van huurders van een corporatie",
        "evictions a year, of tenants of a corporation",
        "V", "A", 0.0005, 0.0035, "E130, E148", (BASE,), evictions_a_year,
    ),
    Pattern(
        "34b", "vonnissen die tot uitzetting leiden", "judgements that lead to an eviction",
        "C", "A", 0.25, 0.30, "E131", (BASE,), share_of("evictions", "judgements"),
    ),
    Pattern(
        "34c", "uitzettingen die vroeg contact voorkomt, vanaf het tweede jaar",
        "evictions that early contact prevents, from the second year",
        "V", "A", 0.50, 0.95, "E130, E135", (BASE, EARLY), evictions_prevented,
    ),
    Pattern(
        "36a", "baten per euro van een team dat blijft, naast een gewoon team",
        "benefit per euro of a team that stays, beside a plain one; all whose doors it tries",
        "V", "B", 1.1, 2.7, "E113", (TEAM, HARD), benefit_of_staying,
    ),
    Pattern(
        "36b", "baten per euro van bezoek aan alle ouderen (hoogstens 1)",
        "benefit per euro of visits to all elderly (at most 1)",
        "V", "B", -math.inf, 1.0, "E117", (BASE, ELDERLY), benefit_of_visiting_the_old,
    ),
    Pattern(
        "37", "vermeden kosten die buiten de gemeente vallen", "avoided costs that fall outside the gemeente",
        "V", "C", 0.5, 1.0, "S2 2.4", _ALONE, saved_elsewhere,
    ),
    Pattern(
        "38", "enkelvoudige vragen aan loket en telefoon", "single questions at desk and telephone",
        "V", "C", 0.75, 0.85, "S044", (BASE,), single_questions,
    ),
    Pattern(
        "39a", "passende hulp 3 tot 18 maanden na een reorganisatie, naast geen",
        "fitting help 3 to 18 months after a reorganisation, beside none",
        "V", "C", -1.0, 0.0, "S2 4.3.2", (TIES, REORGANISED), dip,
    ),
    Pattern(
        "39b", "… wat daarvan in het laatste jaar terug is", "… of which is back in the last year",
        "V", "C", 0.0, 1.0, "S2 5.2.3", (TIES, REORGANISED), recovery,
    ),
    Pattern(
        "39c", "… boven het oude peil zonder betere banden (niet)",
        "… above the old level without better ties (not)",
        "V", "C", -1.0, 0.0, "S2 5.2.3", (TIES, NOT_REBUILT), gain_without_ties, True,
    ),
    Pattern(
        "40", "begroot op 70 %: weken van een leeg potje tot 85 % bereik",
        "budgeted for 70 %: weeks from no money left to 85 % reach",
        "V", "C", 0.0, math.inf, "S037", (EASED,), hole_before_reach,
    ),
    Pattern(
        "i", "hoogste bereik onder betaalbaar beleid (niet 1)",
        "highest reach under a policy one can pay (not 1)",
        "X", "", 0.0, 0.99, "our demand", (), highest_reach,
    ),
    Pattern(
        "ii", "alleen meer informatie: extra bereik van kwetsbaren (hoogstens 0,05)",
        "more information alone: extra reach of the vulnerable (at most 0.05)",
        "X", "", -1.0, 0.05, "our demand", (*_ALONE, CAMPAIGN), vulnerable_lifted_by_information,
    ),
    Pattern(
        "iii-a", "aanbellen zonder teams: bereik op alle gebieden erbij (niet meer)",
        "doors without teams: extra reach in every domain (no more)",
        "X", "", -1.0, 0.0, "our demand", _WITHOUT_TEAMS, full_help_without_teams, True,
    ),
    Pattern(
        "iii-b", "… volledigheid erbij (niet meer)", "… extra completeness (no more)",
        "X", "", -1.0, 0.0, "our demand", _WITHOUT_TEAMS, completeness_without_teams, True,
    ),
    Pattern(
        "iv", "alle zes aannames: hoeveel van patroon 5, 9 en 13 kloppen (geen)",
        "all six assumptions: how many of patterns 5, 9 and 13 hold (none)",
        "X", "", 0.0, 0.99, "our demand", (BELIEVED,), patterns_that_hold_if_believed,
    ),
)  # fmt: skip

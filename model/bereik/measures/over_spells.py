"""Measures over index spells: reach, completeness, timing, flags, and spread over doenvermogen."""

from __future__ import annotations

import numpy as np

from bereik.measures.catalogue import HORIZONS
from bereik.measures.groups import ALL_SPELLS, Grouping, mean, means_over
from bereik.measures.incidence import cumulative_incidence, median_of, time_and_outcome
from bereik.measures.index import IndexSpells
from bereik.measures.inequality import concentration_index, need_standardised
from bereik.measures.terms import HEADLINE, LATE_AFTER, LONGEST, Measure, reported
from bereik.vocabulary import NEVER, SERIOUS

_REACH = {
    "reach_contact": "first_contact",
    "reach_any": "first_any",
    "reach": "first_fit",
    "reach_full": "first_full",
}


def reach(index: IndexSpells, divided: tuple[Grouping, ...]) -> list[Measure]:
    """Return reach_contact_w, reach_any_w, reach_w and reach_full_w for every horizon.

    Share of index spells, with clock < weeks - w, in which the first week of contact (any help,
    fitting help in a needy domain, fitting help in every needy domain) comes at most w weeks after
    the clock. NaN where no clock starts that early.
    """
    found: list[Measure] = []
    for w in HORIZONS:
        for measure, column in _REACH.items():
            found += means_over(f"{measure}_{w}", index.within(column, w), index.followed(w), index, divided)
    counted = index.followed(HEADLINE) & index.needs_help
    found.append(reported("reached", "", int((index.within("first_fit", HEADLINE) & counted).sum())))
    return found


def completeness(index: IndexSpells, divided: tuple[Grouping, ...]) -> list[Measure]:
    """Return the mean over index spells of domains fittingly helped ÷ domains needy since the clock.

    Over all (unhelped counts as 0), and among those with fitting help in at least one domain. A
    spell without a needy domain since the clock (its need ended before policy start) does not count.
    """
    needy = index.rows["needy_domains"]
    n = np.bitwise_count(needy).astype(np.float64)
    helped = np.bitwise_count(index.rows["helped_domains"] & needy).astype(np.float64)
    share = helped / np.maximum(n, 1)
    found = means_over("completeness", share, n > 0, index, divided)
    some = helped > 0
    found.append(reported("completeness", "among=helped", mean(share, some & index.needs_help)))
    found.append(reported("completeness", f"among=helped,{ALL_SPELLS}", mean(share, some)))
    return found


def timing(index: IndexSpells, divided: tuple[Grouping, ...]) -> list[Measure]:
    """Return helped_before_crisis, incidence, weeks_to_help_median and weeks_unhelped_104."""
    before = before_crisis(index.rows)
    found = means_over("helped_before_crisis", before, np.ones(len(before), np.bool_), index, divided)
    weeks_until, outcome = time_and_outcome(index)
    for group, who in _bases(index):
        curve = cumulative_incidence(weeks_until[who], outcome[who], LONGEST)
        found.append(reported("weeks_to_help_median", group, median_of(curve)))
        if group == "":
            found += [reported("incidence", f"week={t}", share) for t, share in enumerate(curve)]
    unhelped = index.rows["unhelped_weeks_104"]
    return found + means_over("weeks_unhelped_104", unhelped, index.followed(LONGEST), index, divided)


def flags(index: IndexSpells, divided: tuple[Grouping, ...]) -> list[Measure]:
    """Return the share of index spells with each of the five elements of niet-bereik; they overlap.

    Over clocks < weeks - 26, so that everybody had the time not to be late. All are counted from
    the onset, also where that lies before the policy. *Late*: first fitting help more than 26
    weeks after the onset, or not before the first crisis, or never.
    """
    seen = elements(index.rows)
    counted = index.followed(LATE_AFTER)
    return [m for flag, holds in seen.items() for m in means_over(flag, holds, counted, index, divided)]


def elements(rows: np.ndarray) -> dict[str, np.ndarray]:
    """Return for which spells each of the five elements of niet-bereik holds, by the name of its flag."""
    fit = rows["first_fit_ever"].astype(np.int32)
    return {
        "flag_invisible": ~rows["was_in_view"],
        "flag_unavailable": rows["was_unavailable"],
        "flag_late": ~before_crisis(rows) | (fit - rows["onset"] > LATE_AFTER),
        "flag_unfitting": rows["was_unfitting"],
        "flag_incomplete": rows["was_incomplete"],
    }


def paradox(index: IndexSpells, doenvermogen: np.ndarray) -> list[Measure]:
    """Return the concentration index of reach_52 over trait doenvermogen, raw and need-standardised.

    Parameters
    ----------
    doenvermogen : (spells,) trait of the residents of the index spells
    """
    reached, followed = index.within("first_fit", HEADLINE), index.followed(HEADLINE)
    found: list[Measure] = []
    for group, who in _bases(index):
        k = who & followed
        beyond = need_standardised(reached[k], index.severity[k], index.domains[k])
        standardised = f"standardised=need,{group}".rstrip(",")
        raw, net = (concentration_index(h, doenvermogen[k]) for h in (reached[k], beyond))
        found.append(reported("concentration_index", group, raw))
        found.append(reported("concentration_index", standardised, net))
    return found


def like_need(index: IndexSpells, doenvermogen: np.ndarray, stacked_from: int) -> float:
    """Return the concentration index of reach_52 among those in need at the clock, for like need.

    In need as the docs have it: a serious problem, or problems in as many domains as make them stacked.
    Who has an open spell and is not in need then has no need at the clock that could be like another's.

    Parameters
    ----------
    doenvermogen : (spells,) trait of the residents of the index spells
    stacked_from : domains
    """
    in_need = (index.severity >= SERIOUS) | (index.domains >= stacked_from)
    k = index.followed(HEADLINE) & index.needs_help & in_need
    beyond = need_standardised(index.within("first_fit", HEADLINE)[k], index.severity[k], index.domains[k])
    return concentration_index(beyond, doenvermogen[k])


def self_solving(index: IndexSpells, divided: tuple[Grouping, ...]) -> list[Measure]:
    """Return how much need solved itself, and how much could not be compared.

    ``share_solved_itself``: index spells that do not need help ÷ index spells with clock < weeks -
    13; groups are over all index spells too. NaN where there is no run without help to tell.
    """
    known = index.decided
    solved = ~index.needs_help
    found = [reported("share_solved_itself", "", mean(solved, known))]
    for grouping in divided:
        for k, name in enumerate(grouping.names):
            found.append(reported("share_solved_itself", name, mean(solved, known & (grouping.code == k))))
    found.append(reported("index_spells", "", int(index.needs_help.sum())))
    found.append(reported("index_spells", ALL_SPELLS, len(solved)))
    alone = int((~index.has_counterpart).sum())
    undecided = int((index.has_counterpart & ~index.decided).sum())
    found.append(reported("spells_without_counterpart", "", alone))
    found.append(reported("spells_without_counterpart", "undecided", undecided))
    return found


def before_crisis(rows: np.ndarray) -> np.ndarray:
    """Return for which spells fitting help came before the first week of crisis, if any came."""
    fit, crisis = rows["first_fit_ever"], rows["first_crisis_ever"]
    return (fit != NEVER) & ((crisis == NEVER) | (fit < crisis))


def _bases(index: IndexSpells) -> list[tuple[str, np.ndarray]]:
    """Return over whom a figure is given that is no mean: needing help, all, and by cohort."""
    needing = index.needs_help
    return [
        ("", needing),
        (ALL_SPELLS, np.ones(len(needing), np.bool_)),
        ("cohort=backlog", needing & index.backlog),
        ("cohort=new", needing & ~index.backlog),
    ]

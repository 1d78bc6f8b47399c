"""The people of a gemeente that was counted: exactly so many of each kind, as in `census`.

Where `households` draws, this ranks and cuts: the same scores decide who is what, and the count decides
how many. What the census leaves out follows from the archetype. People in institutions, whom CBS counts
among the inhabitants and in no household, live here as adult children with others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from bereik.chance import uniforms
from bereik.decisions import HOUSEHOLD, POPULATION
from bereik.residents.census import (
    AGE_GROUPS,
    HOUSEHOLD_COUNTS,
    Census,
    Quotas,
    apportioned,
    lowest,
    places_in,
    quotas,
)
from bereik.residents.households import (
    ADULT,
    ALONE,
    COUPLE,
    FACTS_OF_HOUSEHOLDS,
    FAMILY,
    GROWN_FAMILY,
    GROWN_LONE_PARENT,
    LONE_PARENT,
    MOST_MINORS,
    OLD,
    Archetype,
    Homes,
    adults_of,
    drawn_ages,
    has_minors,
    has_partner,
    inhabitants_per_household,
    kind_shares,
    means_scores,
    minors_drawn,
    owning_scores,
)
from bereik.residents.traits import SCORES, normal_scores
from bereik.vocabulary import (
    CORPORATION,
    DOMAINS,
    EMPLOYED,
    FLEXIBLE,
    NO_WORK,
    OWNER,
    PRIVATE_RENT,
    SELF_EMPLOYED,
)

_KIND, _MEANS, _TENURE, _CHILDREN = (FACTS_OF_HOUSEHOLDS[f] for f in ("kind", "means", "tenure", "children"))
_MORE_ADULTS = max(FACTS_OF_HOUSEHOLDS.values()) + 1  # of a household: does an adult child live there too
_BIRTHDAY = len(SCORES) + 4 + len(DOMAINS)  # of a resident: who is the older of equal age
_GROUPS_FROM = (ADULT, 25, 45, OLD)  # years, as CBS counts
_BY_KIND = np.arange(6)
_FAR = 1000.0  # sd: further than anybody's luck
_WITH_CHILDREN = (FAMILY, LONE_PARENT, GROWN_FAMILY, GROWN_LONE_PARENT)


class Counted(NamedTuple):
    """A census in the scale of a synthesis, with the archetype for what it leaves out."""

    census: Census
    archetype: Archetype
    wijken: tuple[Mapping[str, float], ...]
    ratio: float

    def total(self, name: str, otherwise: float) -> float:
        """Return a count of the whole gemeente; where it was not counted, what is said otherwise."""
        told = self.census.counts.get(name)
        if told is not None:
            return told * self.ratio
        own = [wijk[name] for wijk in self.wijken if name in wijk]
        return float(sum(own)) if len(own) == len(self.wijken) else otherwise

    def quotas(self, name: str, otherwise: float, room: np.ndarray) -> Quotas:
        """Return how many of a count the pools of wijken have, at most as there is room in each wijk."""
        return quotas(self.wijken, name, self.total(name, otherwise), room)


def counted(census: Census, archetype: Archetype, residents: int) -> Counted:
    """Return a census in the scale of as many adults."""
    ratio = residents / census.residents
    wijken = census.wijken or ({"residents": census.residents},)
    scaled = tuple({name: count * ratio for name, count in wijk.items()} for wijk in wijken)
    return Counted(census, archetype, scaled, ratio)


def counted_homes(c: Counted, p: Mapping[str, float], residents: int, key: int) -> Homes:
    """House a number of adults as the census counts their households.

    Parameters
    ----------
    p : theme ``population`` of the book
    residents : at least 1
    key : of the population
    """
    adults = apportioned(np.array([wijk["residents"] for wijk in c.wijken]), residents)
    kind, size, minors, wijk = _households(c, adults, p, key)
    count = kind.shape[0]
    homes_of = np.bincount(wijk, minlength=adults.shape[0])
    first = np.cumsum(size) - size
    household = np.repeat(np.arange(count), size)
    place = np.arange(residents) - first[household]

    poor = c.quotas("low_income", _expected_poor(c, count, p), homes_of)
    luck = normal_scores(uniforms(key, HOUSEHOLD, count, _MEANS))
    score = means_scores(kind, _riches(poor, homes_of)[wijk], luck, p)
    low = lowest(score, wijk, poor)
    near = low | _near_minimum(c, score, low, wijk, homes_of)
    rank = np.empty(count)
    rank[np.lexsort((score, ~near, ~low))] = (np.arange(count) + 0.5) / count
    age = drawn_ages(
        kind, household, np.minimum(place, 2), _chance_of_65(kind, size, c, residents, minors, p), p, key
    )
    age = _old_enough(age, kind, size, household, place, p)
    parent = (minors > 0)[household] & (place < adults_of(kind)[household])
    return Homes(
        kind=kind,
        size=size,
        children=minors,
        tenure=_tenures(c, rank, wijk, homes_of, p, key),
        wijk=wijk,
        first=first,
        rank=rank,
        means=_means(rank, float(low.mean()), float(near.mean()), p),
        household=household,
        partner=has_partner(kind)[household] & (place < 2),
        age=_counted_ages(c, age, wijk[household], parent, p, key),
        first_of_wijk=_starts(wijk, size, adults.shape[0]),
    )


def _expected_poor(c: Counted, count: int, p: Mapping[str, float]) -> float:
    """Return how many of the households have a low income where nobody counted it.

    Where those up to 110 % of the minimum are counted they are as large a part of these as in the country.
    """
    near = c.total("minimum_110", -1.0)
    if near < 0:
        return c.archetype.low_income * count
    return near * p["means.low_income_line"] / p["means.minimum_110_line"]


def _near_minimum(
    c: Counted, score: np.ndarray, low: np.ndarray, wijk: np.ndarray, homes_of: np.ndarray
) -> np.ndarray:
    """Return which households are up to 110 % of the minimum, low incomes first; none if not counted."""
    told = c.total("minimum_110", -1.0)
    if told < 0:
        return np.zeros_like(low)
    return lowest(np.where(low, score - _FAR, score), wijk, c.quotas("minimum_110", told, homes_of))


def _means(rank: np.ndarray, low: float, near: float, p: Mapping[str, float]) -> np.ndarray:
    """Return the ranks in the country of households by their ranks in the gemeente.

    Parameters
    ----------
    rank : (h,) 0..1
    low : share of low incomes in the gemeente
    near : share up to 110 % of the minimum, these included; not above ``low`` where nobody counted it
    """
    there, country = [0.0, low, 1.0], [0.0, p["means.low_income_line"], 1.0]
    if near > low:
        there.insert(2, near)
        country.insert(2, p["means.minimum_110_line"])
    return np.interp(rank, there, country)


def _starts(wijk: np.ndarray, size: np.ndarray, wijken: int) -> np.ndarray:
    """Return at which row each wijk starts, and after which the last one ends."""
    return np.append(0, np.cumsum(np.bincount(wijk, weights=size, minlength=wijken))).astype(np.int64)


def _households(
    c: Counted, adults: np.ndarray, p: Mapping[str, float], key: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return kind, size, minors and wijk of every household, by wijk.

    Wijken with figures of their own are filled by those; the others are dealt, one household after
    another, from what the gemeente has left. A household too many adults for its wijk goes where most of
    it lies, so that a wijk has its adults but for one.
    """
    shares = kind_shares(c.archetype, p)
    per_household = float(shares @ adults_of(_BY_KIND))
    total = float(adults.sum())
    otherwise = {
        "households": total / per_household,
        "one_person_households": c.total("households", total / per_household) * shares[ALONE],
        "minors": total * (inhabitants_per_household(shares, p) / per_household - 1),
    }
    full = [all(name in wijk for name in HOUSEHOLD_COUNTS) for wijk in c.wijken]
    own = [wijk if whole else {} for wijk, whole in zip(c.wijken, full, strict=True)]
    room = {"households": adults, "one_person_households": adults, "minors": adults * MOST_MINORS}
    wanted = {n: quotas(own, n, c.total(n, otherwise[n]), room[n]) for n in HOUSEHOLD_COUNTS}
    pool_of = wanted["households"].pool
    pools = range(wanted["households"].count.shape[0])
    in_pool = np.bincount(pool_of, weights=adults, minlength=len(pools)).astype(np.int64)
    old = np.bincount(pool_of, weights=adults, minlength=len(pools)) * c.total("aged_65_plus", 0.0) / total
    several = wanted["households"].count - wanted["one_person_households"].count
    with_children = _with_children(c, own, several)

    kinds: list[np.ndarray] = []
    more: list[int] = []
    children: list[int] = []
    for q in pools:
        of_kind, extra = kinds_of(
            int(in_pool[q]),
            int(several[q]),
            int(wanted["one_person_households"].count[q]),
            int(wanted["minors"].count[q]),
            with_children[q],
            float(old[q]),
            p,
        )
        kinds.append(np.repeat(_BY_KIND, of_kind))
        more.append(extra)
        children.append(int(wanted["minors"].count[q]))

    kind = np.concatenate(kinds)
    pool = np.repeat(np.arange(len(kinds)), [k.shape[0] for k in kinds])
    size = adults_of(kind) + _more_adults(kind, pool, more, key)
    luck = uniforms(key, HOUSEHOLD, kind.shape[0], _KIND)
    shuffled = np.lexsort((luck, pool))
    kind, pool, size = kind[shuffled], pool[shuffled], size[shuffled]
    wijk = _dealt(pool, size, pool_of, adults)
    by_wijk = np.argsort(wijk, kind="stable")
    kind, pool, size, wijk = kind[by_wijk], pool[by_wijk], size[by_wijk], wijk[by_wijk]
    return kind, size, _minors(kind, pool, children, p, key), wijk


def _with_children(c: Counted, own: list[Mapping[str, float]], several: np.ndarray) -> list[int | None]:
    """Return how many households with children each pool has; None where nobody counted them."""
    name = "households_with_children"
    told = c.total(name, -1.0)
    if told < 0:
        return [None] * several.shape[0]
    guess = several * told / max(float(several.sum()), 1.0)
    for q, wijk in enumerate(wijk for wijk in own if wijk):
        guess[q] = wijk.get(name, guess[q])
    return apportioned(guess, round(told)).tolist()


def kinds_of(
    adults: int,
    several: int,
    alone: int,
    minors: int,
    with_children: int | None,
    old: float,
    p: Mapping[str, float],
) -> tuple[np.ndarray, int]:
    """Return how many households there are of each kind, and how many adult children live in them beside.

    Parameters
    ----------
    adults : to be housed; all of them are
    several : households of two or more people
    alone : households of one person
    minors : to be housed
    with_children : households with children of any age; None: as minors and the book tell, but leaving
        couples enough for those of 65 and older
    old : people of 65 and older
    """
    alone = min(alone, adults)
    share_lone, share_grown = p["households.lone_parents"], p["households.grown_children"]
    with_minors = round(minors / p["households.children"])
    if with_children is None:
        couples_of_old = max(old - alone / 2, 0.0) / 2
        with_children = min(round(with_minors / (1 - share_grown)), max(round(several - couples_of_old), 0))
        with_minors = min(with_minors, round(with_children * (1 - share_grown)))
    with_children = min(with_children, several)
    with_minors = min(with_minors, with_children)
    if minors > 0 and with_children > 0:
        with_minors = max(with_minors, -(-minors // MOST_MINORS), 1)
        with_minors = min(with_minors, with_children)
    lone = round(share_lone * with_minors)
    grown_lone = round(share_lone * (with_children - with_minors))
    couples = several - with_children
    families, grown = with_minors - lone, with_children - with_minors - grown_lone
    over = adults - alone - (2 * (couples + families + grown_lone) + lone + 3 * grown)
    # Too few adults for these households: first fewer of three, then fewer of two, at last fewer households.
    if over < 0:
        fewer = min(-over, grown)
        grown, grown_lone, over = grown - fewer, grown_lone + fewer, over + fewer
    if over < 0:
        fewer = min(-over, families)
        families, lone, over = families - fewer, lone + fewer, over + fewer
    while over < 0 and couples + grown_lone + lone > 0:
        if couples > 0:
            fewer = min(couples, -(over // 2))
            couples, over = couples - fewer, over + 2 * fewer
        elif grown_lone > 0:
            grown_lone, over = grown_lone - 1, over + 2
        else:
            lone, over = lone - 1, over + 1
    if over > 0 and couples + with_children == 0:
        alone, over = alone + over, 0
    of_kind = np.zeros(6, np.int64)
    of_kind[[ALONE, COUPLE, FAMILY, LONE_PARENT, GROWN_FAMILY, GROWN_LONE_PARENT]] = (
        alone,
        couples,
        families,
        lone,
        grown,
        grown_lone,
    )
    return of_kind, max(over, 0)


def _more_adults(kind: np.ndarray, pool: np.ndarray, more: list[int], key: int) -> np.ndarray:
    """Return how many adults live in each household beside those of its kind.

    First a second adult child where there is one, then an adult child beside minors, whose parents are
    older than others.
    """
    luck = uniforms(key, HOUSEHOLD, kind.shape[0], _MORE_ADULTS)
    extra = np.zeros(kind.shape[0], np.int64)
    for q, left in enumerate(more):
        hosts = np.flatnonzero((pool == q) & np.isin(kind, _WITH_CHILDREN))
        if hosts.size == 0:
            hosts = np.flatnonzero((pool == q) & (kind != ALONE))
        if left > 0:
            extra[hosts] = left // hosts.size
            order = np.lexsort((luck[hosts], has_minors(kind[hosts])))
            extra[hosts[order[: left % hosts.size]]] += 1
    return extra


def _dealt(pool: np.ndarray, size: np.ndarray, pool_of: np.ndarray, adults: np.ndarray) -> np.ndarray:
    """Return the wijk of every household of the pools, filled one after another."""
    wijk = np.empty(pool.shape[0], np.int64)
    for q in range(int(pool_of.max()) + 1):
        mine, there = np.flatnonzero(pool == q), np.flatnonzero(pool_of == q)
        if there.size:
            middle = np.cumsum(size[mine]) - size[mine] / 2
            k = np.searchsorted(np.cumsum(adults[there]), middle, side="right")
            wijk[mine] = there[np.minimum(k, there.size - 1)]
    return wijk


def _minors(
    kind: np.ndarray, pool: np.ndarray, minors: list[int], p: Mapping[str, float], key: int
) -> np.ndarray:
    """Return how many minors live in every household: one or more where any do, together exactly so many."""
    luck = uniforms(key, HOUSEHOLD, kind.shape[0], _CHILDREN)
    children = np.zeros(kind.shape[0], np.int64)
    for q, total in enumerate(minors):
        mine = np.flatnonzero((pool == q) & has_minors(kind))
        if mine.size == 0:
            continue
        mean = min(max(total / mine.size, 1.0), float(MOST_MINORS))
        drawn = minors_drawn(luck[mine], mean - 1)
        order = np.argsort(luck[mine], kind="stable")
        short = min(max(total, mine.size), mine.size * MOST_MINORS) - int(drawn.sum())
        while short != 0:
            step = 1 if short > 0 else -1
            can = order[(drawn[order] + step >= 1) & (drawn[order] + step <= MOST_MINORS)]
            drawn[can[::-step][: abs(short)]] += step
            short = min(max(total, mine.size), mine.size * MOST_MINORS) - int(drawn.sum())
        children[mine] = drawn
    return children


def _riches(poor: Quotas, homes_of: np.ndarray) -> np.ndarray:
    """Return how much richer a wijk is than the gemeente, in sd: as its share of low incomes tells."""
    homes = np.bincount(poor.pool, weights=homes_of, minlength=poor.count.shape[0])
    whole = float(poor.count.sum()) / max(float(homes.sum()), 1.0)
    share = poor.count / np.maximum(homes, 1.0)
    ends = 0.5 / np.maximum(homes, 1.0)  # nobody or everybody: as half a household would tell
    return (
        normal_scores(np.array(max(whole, 0.5 / max(homes.sum(), 1.0))))
        - normal_scores(np.clip(share, ends, 1 - ends))
    )[poor.pool]


def _tenures(
    c: Counted, rank: np.ndarray, wijk: np.ndarray, homes_of: np.ndarray, p: Mapping[str, float], key: int
) -> np.ndarray:
    """Let corporations house those with the smallest means, private landlords those above them."""
    a, count = c.archetype, rank.shape[0]
    owning = owning_scores(rank, 0.0, p, uniforms(key, HOUSEHOLD, count, _TENURE))
    social = lowest(owning, wijk, c.quotas("corporation", a.corporation * count, homes_of))
    left = homes_of - np.bincount(wijk[social], minlength=homes_of.shape[0])
    private = lowest(
        np.where(social, np.inf, owning), wijk, c.quotas("private_rent", a.private_rent * count, left)
    )
    return np.select([social, private], [CORPORATION, PRIVATE_RENT], OWNER)


def _chance_of_65(
    kind: np.ndarray, size: np.ndarray, c: Counted, residents: int, minors: np.ndarray, p: Mapping[str, float]
) -> np.ndarray:
    """Return per kind the chance that its head is 65 or older: as alone or as a couple as there is room."""
    old = c.total("aged_65_plus", c.archetype.aged_65_plus * (residents + int(minors.sum())))
    ratio = np.array([1, p["ages.old_couples"], 0, 0, 0, 0])
    room = float(np.bincount(kind, weights=size, minlength=6) @ ratio)
    return np.minimum(ratio * old / max(room, 1.0), 1.0)


def _old_enough(
    age: np.ndarray,
    kind: np.ndarray,
    size: np.ndarray,
    household: np.ndarray,
    place: np.ndarray,
    p: Mapping[str, float],
) -> np.ndarray:
    """Return the ages, with parents of minors old enough for the adult child that lives there too."""
    youngest, end = p["ages.parent_from"], p["ages.parent_until"] + 1
    has_both = (has_minors(kind) & (size > adults_of(kind)))[household]
    parent = has_both & (place < adults_of(kind)[household])
    later = np.minimum(youngest + ADULT, end)
    return np.where(parent, later + (age - youngest) * (end - later) / (end - youngest), age)


def _counted_ages(
    c: Counted, drawn: np.ndarray, wijk: np.ndarray, parent: np.ndarray, p: Mapping[str, float], key: int
) -> np.ndarray:
    """Return ages in the order in which they were drawn, with as many in each group as were counted.

    Parents of minors keep the age they drew, unless there are more of them than the group counts. The
    others are spread evenly within a group; from 65 on there are fewer with every year.
    """
    full = [all(name in w for name in AGE_GROUPS) for w in c.wijken]
    has = np.array(full)
    pool_of = np.where(has, np.cumsum(has) - 1, int(has.sum()))
    pool, pools = pool_of[wijk], int(pool_of.max()) + 1
    group = np.maximum(np.searchsorted(_GROUPS_FROM, drawn, side="right") - 1, 0)
    as_drawn = np.bincount(group, minlength=4)
    wanted = np.array([c.total(name, as_drawn[g]) for g, name in enumerate(AGE_GROUPS)])
    own = [
        np.array([w[name] for name in AGE_GROUPS]) for w, whole in zip(c.wijken, full, strict=True) if whole
    ]
    parts = [*own, np.maximum(wanted - sum(own, np.zeros(len(AGE_GROUPS))), 0.0)]
    people = np.bincount(pool, minlength=pools)
    count = np.array([apportioned(parts[q], int(people[q])) for q in range(pools)])
    kept = np.array([np.bincount(group[parent & (pool == q)], minlength=4) for q in range(pools)])
    keeps = np.all(kept <= count, axis=1)
    moves = ~(parent & keeps[pool])
    count -= kept * keeps[:, None]

    mine = pool[moves]
    birthday = uniforms(key, POPULATION, drawn.shape[0], _BIRTHDAY)
    place = places_in((drawn + birthday)[moves], mine)
    before = np.cumsum(count, axis=1)
    group = (place[:, None] >= before[mine]).sum(axis=1)
    along = (place - (before - count)[mine, group] + 0.5) / count[mine, group]
    low, high = np.array(_GROUPS_FROM)[group], np.array([*_GROUPS_FROM[1:], p["ages.oldest"]])[group]
    age = np.array(drawn, float)
    age[moves] = low + (high - low) * np.where(group == 3, 1 - np.sqrt(1 - along), along)
    return np.floor(age).astype(np.int64)


def counted_education(c: Counted, score: np.ndarray, wijk: np.ndarray) -> np.ndarray:
    """Return the education of everybody: the lowest scores low, the highest high, as many as were counted."""
    a, n = c.archetype, score.shape[0]
    people = np.bincount(wijk, minlength=len(c.wijken))
    low = lowest(score, wijk, c.quotas("low_educated", a.low_educated * n, people))
    left = people - np.bincount(wijk[low], minlength=people.shape[0])
    highest = np.where(low, np.inf, -score)
    high = lowest(highest, wijk, c.quotas("high_educated", a.high_educated * n, left))
    return np.select([low, high], [0, 2], 1)


def counted_work(
    c: Counted,
    foothold: np.ndarray,
    home: Homes,
    p: Mapping[str, float],
    retirement_age: float,
    luck: np.ndarray,
) -> np.ndarray:
    """Return who works: none on bijstand; else by foothold, the weakest not, the next flexibly.

    Parameters
    ----------
    foothold : (n,) in the labour market
    luck : (n,) 0..1, the lowest of those who work are self-employed
    """
    a, n = c.archetype, foothold.shape[0]
    wijk = home.wijk[home.household]
    of_age = home.age < retirement_age
    free = of_age & ~_on_bijstand(c, home, of_age)[home.household]
    room = np.bincount(wijk[free], minlength=len(c.wijken))
    expected = a.net_participation * p["work.of_working_age"] * int(of_age.sum())
    working = lowest(np.where(free, -foothold, np.inf), wijk, c.quotas("workers", expected, room))
    workers = np.bincount(wijk[working], minlength=len(c.wijken))
    own = c.quotas("self_employed", a.self_employed * int(working.sum()), workers)
    own_boss = lowest(np.where(working, luck, np.inf), wijk, own)
    hired = np.where(working & ~own_boss, foothold, np.inf)
    flexible = np.zeros(n, bool)
    wanted = min(round(p["work.flexible"] * int(working.sum())), int(np.isfinite(hired).sum()))
    flexible[np.argsort(hired, kind="stable")[:wanted]] = True
    return np.select([~working, own_boss, flexible], [NO_WORK, SELF_EMPLOYED, FLEXIBLE], EMPLOYED)


def _on_bijstand(c: Counted, home: Homes, of_age: np.ndarray) -> np.ndarray:
    """Return which households live on bijstand: those with the smallest means, whole households."""
    inhabitants = home.household.shape[0] + int(home.children.sum())
    claimants = np.add.reduceat(of_age.astype(np.int64), home.first)
    room = np.bincount(home.wijk, weights=claimants, minlength=len(c.wijken))
    wanted: Any = c.quotas("bijstand", c.archetype.bijstand * inhabitants, room)
    pool = wanted.pool[home.wijk]
    order = np.lexsort((home.rank, pool))
    before = np.cumsum(claimants[order])
    start = np.bincount(pool, weights=claimants, minlength=wanted.count.shape[0])
    within = before - (np.cumsum(start) - start)[pool[order]]
    on = np.zeros(order.shape[0], bool)
    on[order] = within <= wanted.count[pool[order]]
    return on

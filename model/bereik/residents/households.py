"""Who lives with whom, where, on what: households and the facts that their members share.

Households are drawn one after another until everybody has a home, and handed out to the wijken
in that order. The first wijk is the poorest, the last the richest; sizes follow another sequence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from bereik.chance import uniforms
from bereik.decisions import HOUSEHOLD
from bereik.errors import ParameterError
from bereik.residents.traits import normal_scores
from bereik.vocabulary import CORPORATION, OWNER, PRIVATE_RENT

# Kinds of households, and how many adults each has
ALONE: Final = 0
COUPLE: Final = 1
FAMILY: Final = 2
LONE_PARENT: Final = 3
GROWN_FAMILY: Final = 4
GROWN_LONE_PARENT: Final = 5
_ADULTS: Final = np.array([1, 2, 2, 1, 3, 2])
_WITH_PARTNER: Final = np.array([False, True, True, False, True, False])
_WITH_MINORS: Final = np.array([False, False, True, True, False, False])

# Facts drawn per household: the b of HOUSEHOLD
_KIND, _OLD, _AGE, _GAP, _CHILD_AGE, _CHILDREN, _MEANS, _TENURE = range(1, 9)
FACTS_OF_HOUSEHOLDS: Final = {"kind": _KIND, "children": _CHILDREN, "means": _MEANS, "tenure": _TENURE}

ADULT: Final = 18  # years, by law
OLD: Final = 65    # years, as CBS counts
MOST_MINORS: Final = ADULT - 1  # in one household


class Archetype(NamedTuple):
    """The figures of a gemeente, under their names in the book."""

    one_person_households: float
    households_with_children: float
    aged_65_plus: float
    low_income: float
    bijstand: float
    low_educated: float
    high_educated: float
    net_participation: float
    self_employed: float
    corporation: float
    private_rent: float
    wijk_sizes: float
    wijk_means: float
    wijk_tenure: float


class Homes(NamedTuple):
    """Households and their members.

    Attributes
    ----------
    kind, size, children, tenure, wijk : (h,) integers
    first : (h,) row of the head
    rank : (h,) 0..1, means as a rank in the gemeente
    means : (h,) 0..1, means as a rank in the country
    household : (n,) row of the household
    partner : (n,) bool, lives with a partner
    age : (n,) years
    first_of_wijk : (wijken + 1,) rows of residents
    """

    kind: np.ndarray
    size: np.ndarray
    children: np.ndarray
    tenure: np.ndarray
    wijk: np.ndarray
    first: np.ndarray
    rank: np.ndarray
    means: np.ndarray
    household: np.ndarray
    partner: np.ndarray
    age: np.ndarray
    first_of_wijk: np.ndarray


def homes(a: Archetype, p: Mapping[str, float], residents: int, wijken: int, key: int) -> Homes:
    """House a number of adults in the wijken of a gemeente.

    Parameters
    ----------
    a : figures of the gemeente
    p : theme ``population`` of the book
    residents, wijken : at least 1
    key : of the population
    """
    shares = kind_shares(a, p)
    kind = _kinds(shares, residents, key)
    size = _ADULTS[kind]
    count = kind.shape[0]
    first = np.cumsum(size) - size
    household = np.repeat(np.arange(count), size)
    place = np.arange(residents) - first[household]  # 0 for the head

    ends = _ends_of_wijken(count, wijken, a.wijk_sizes)
    wijk = np.searchsorted(ends, np.arange(count), side="right")
    first_of_wijk = np.append(first, residents)[np.append(0, ends)]
    level = _levels(wijken)[wijk]

    rank = _ranks(kind, level, a, p, key)
    return Homes(
        kind=kind,
        size=size,
        children=_children(kind, p, key),
        tenure=_tenures(rank, level, a, p, key),
        wijk=wijk,
        first=first,
        rank=rank,
        means=np.interp(rank, [0, a.low_income, 1], [0, p["means.low_income_line"], 1]),
        household=household,
        partner=_WITH_PARTNER[kind][household] & (place < 2),
        age=drawn_ages(kind, household, place, _chance_of_65(shares, a, p), p, key),
        first_of_wijk=first_of_wijk,
    )


def adults_of(kind: np.ndarray) -> np.ndarray:
    """Return how many adults make up a household of a kind."""
    return _ADULTS[kind]


def has_partner(kind: np.ndarray) -> np.ndarray:
    """Return where the head lives with a partner."""
    return _WITH_PARTNER[kind]


def has_minors(kind: np.ndarray) -> np.ndarray:
    """Return where minors live."""
    return _WITH_MINORS[kind]


def kind_shares(a: Archetype, p: Mapping[str, float]) -> np.ndarray:
    """Return the shares of the six kinds of households.

    Raises
    ------
    ParameterError : people alone and households with children are more than all households
    """
    couples = 1 - a.one_person_households - a.households_with_children
    if couples < 0:
        raise ParameterError(
            f"gemeente: one_person_households = {a.one_person_households:g} and households_with_children = "
            f"{a.households_with_children:g} are together more than all households. Lower one of them."
        )
    lone, grown = p["households.lone_parents"], p["households.grown_children"]
    with_children = a.households_with_children * np.array(
        [(1 - lone) * (1 - grown), lone * (1 - grown), (1 - lone) * grown, lone * grown]
    )
    return np.array([a.one_person_households, couples, *with_children])


def inhabitants_per_household(shares: np.ndarray, p: Mapping[str, float]) -> float:
    """Return adults and minors per household, on average."""
    return float(shares @ _ADULTS) + p["households.children"] * float(shares[_WITH_MINORS].sum())


def _kinds(shares: np.ndarray, residents: int, key: int) -> np.ndarray:
    """Draw kinds until everybody has a home; the last household takes who is left."""
    drawn = np.searchsorted(np.cumsum(shares)[:-1], uniforms(key, HOUSEHOLD, residents, _KIND), side="right")
    housed = np.cumsum(_ADULTS[drawn])
    last = int(np.searchsorted(housed, residents))
    kind = drawn[: last + 1].copy()
    too_many = int(housed[last]) - residents
    if too_many > 0:
        kind[last] = ALONE if _ADULTS[kind[last]] - too_many == 1 else COUPLE
    return kind


def _ends_of_wijken(households: int, wijken: int, spread: float) -> np.ndarray:
    """Return where each wijk ends, in households.

    Sizes follow the golden section, which spreads evenly however many wijken there are and has
    nothing to do with their order, that is with how rich they are.
    """
    golden = (np.sqrt(5) - 1) / 2
    weight = np.exp(spread * normal_scores(np.arange(1, wijken + 1) * golden % 1))
    share = np.cumsum(weight) / weight.sum()
    ends = np.rint(share * households).astype(np.int64)
    ends[-1] = households
    return ends


def _levels(wijken: int) -> np.ndarray:
    """Return how rich each wijk is, as evenly spread normal scores, the poorest first."""
    return normal_scores((np.arange(wijken) + 0.5) / wijken)


def _ranks(
    kind: np.ndarray, level: np.ndarray, a: Archetype, p: Mapping[str, float], key: int
) -> np.ndarray:
    """Rank households by means: by wijk, number of earners, and luck."""
    own = normal_scores(uniforms(key, HOUSEHOLD, kind.shape[0], _MEANS))
    return ranked(means_scores(kind, np.sqrt(a.wijk_means) * level, np.sqrt(1 - a.wijk_means) * own, p))


def means_scores(
    kind: np.ndarray, of_wijk: np.ndarray, own: np.ndarray, p: Mapping[str, float]
) -> np.ndarray:
    """Return scores of the means of households: by wijk, luck, and number of earners."""
    score = of_wijk + own
    score += p["means.partner"] * _WITH_PARTNER[kind] - p["means.lone_parent"] * (kind == LONE_PARENT)
    return score


def ranked(score: np.ndarray) -> np.ndarray:
    """Return the rank of every score among all, 0..1."""
    count = score.shape[0]
    rank = np.empty(count)
    rank[np.argsort(score, kind="stable")] = (np.arange(count) + 0.5) / count
    return rank


def _tenures(
    rank: np.ndarray, level: np.ndarray, a: Archetype, p: Mapping[str, float], key: int
) -> np.ndarray:
    """Let corporations house those with the smallest means, private landlords those above them.

    Raises
    ------
    ParameterError : more than all dwellings are let
    """
    if a.corporation + a.private_rent > 1:
        raise ParameterError(
            f"gemeente: corporation = {a.corporation:g} and private_rent = {a.private_rent:g} are together "
            "more than all dwellings. Lower one of them."
        )
    luck = uniforms(key, HOUSEHOLD, rank.shape[0], _TENURE)
    owning = ranked(owning_scores(rank, a.wijk_tenure * level, p, luck))
    return np.select(
        [owning < a.corporation, owning < a.corporation + a.private_rent], [CORPORATION, PRIVATE_RENT], OWNER
    )


def owning_scores(
    rank: np.ndarray, of_wijk: np.ndarray | float, p: Mapping[str, float], luck: np.ndarray
) -> np.ndarray:
    """Return how near households are to owning their home: by means, wijk and luck (0..1)."""
    link = p["means.tenure"]
    return link * normal_scores(rank) + of_wijk + np.sqrt(1 - link * link) * normal_scores(luck)


def _children(kind: np.ndarray, p: Mapping[str, float], key: int) -> np.ndarray:
    """Draw how many minors live in a household that has any: one, and a Poisson count more."""
    drawn = minors_drawn(uniforms(key, HOUSEHOLD, kind.shape[0], _CHILDREN), p["households.children"] - 1)
    return np.where(_WITH_MINORS[kind], drawn, 0)


def minors_drawn(luck: np.ndarray, more: float) -> np.ndarray:
    """Return how many minors there are where there are any: one, and a Poisson count of mean ``more``."""
    counts = np.arange(1, ADULT)
    chances = np.exp(-more) * np.cumprod(np.append(1.0, more / counts))
    return 1 + np.searchsorted(np.cumsum(chances)[:-1], luck, side="right")


def _chance_of_65(shares: np.ndarray, a: Archetype, p: Mapping[str, float]) -> np.ndarray:
    """Return per kind the chance that its head is 65 or older.

    Older people live alone or as a couple; together they make up their share of the inhabitants.

    Raises
    ------
    ParameterError : there are not enough such households for them
    """
    ratio = np.array([1, p["ages.old_couples"], 0, 0, 0, 0])
    older = a.aged_65_plus * inhabitants_per_household(shares, p)
    chance = ratio * older / float(shares @ (ratio * _ADULTS))
    if chance.max() > 1:
        raise ParameterError(
            f"gemeente: aged_65_plus = {a.aged_65_plus:g} is more than fits in households without children. "
            "Lower it, or lower households_with_children."
        )
    return chance


def drawn_ages(
    kind: np.ndarray, household: np.ndarray, place: np.ndarray, chance_of_65: np.ndarray,
    p: Mapping[str, float], key: int,
) -> np.ndarray:
    """Draw the age of the head, from that of her partner, and of an adult child at home."""
    count = kind.shape[0]
    parent = (p["ages.parent_from"], p["ages.parent_until"] + 1)
    grown = (p["ages.grown_from"], OLD)
    span = np.array([(p["ages.alone_from"], OLD), (p["ages.couple_from"], OLD), parent, parent, grown, grown])
    youngest, end = span[kind].T
    u = uniforms(key, HOUSEHOLD, count, _AGE)
    younger = youngest + u * (end - youngest)
    older = OLD + (p["ages.oldest"] - OLD) * (1 - np.sqrt(1 - u))
    head = np.floor(np.where(uniforms(key, HOUSEHOLD, count, _OLD) < chance_of_65[kind], older, younger))
    gap = np.rint(p["ages.partner_gap"] * normal_scores(uniforms(key, HOUSEHOLD, count, _GAP)))
    partner = np.maximum(head + gap, ADULT)
    luck = uniforms(key, HOUSEHOLD, count, _CHILD_AGE)
    child = np.floor(ADULT + luck * (p["ages.child_until"] + 1 - ADULT))
    second = np.where(_WITH_PARTNER[kind], partner, child)
    return np.choose(place, [head[household], second[household], child[household]]).astype(np.int64)

"""What a gemeente counts, and how to count out exactly so many.

A synthesis that draws meets a share on average; one that ranks and cuts meets a count exactly. A figure of
a wijk is met among those of that wijk; wijken without the figure share what the gemeente has left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

# What can be counted: of whom it is a part ("" where it stands by itself), and what it is
COUNTS: Final[Mapping[str, tuple[str, str]]] = {
    "minors": ("", "inhabitants under 18"),
    "aged_18_24": ("residents", "inhabitants of 18 to 24"),
    "aged_25_44": ("residents", "inhabitants of 25 to 44"),
    "aged_45_64": ("residents", "inhabitants of 45 to 64"),
    "aged_65_plus": ("residents", "inhabitants of 65 and older"),
    "households": ("residents", "households"),
    "one_person_households": ("households", "adults who live alone"),
    "households_with_children": ("households", "households with children of any age at home"),
    "low_income": ("households", "households below the low-income threshold of CBS"),
    "minimum_110": ("households", "households up to 110 % of the social minimum"),
    "bijstand": ("residents", "people who live on bijstand"),
    "low_educated": ("residents", "adults with at most vmbo or mbo-1"),
    "high_educated": ("residents", "adults with hbo or university"),
    "workers": ("residents", "adults below the retirement age with paid work"),
    "self_employed": ("workers", "workers who are self-employed"),
    "corporation": ("households", "households in a dwelling of a housing corporation"),
    "private_rent": ("households", "households in a dwelling let by others"),
}
AGE_GROUPS: Final = ("aged_18_24", "aged_25_44", "aged_45_64", "aged_65_plus")
FEWEST: Final = 10  # people or households: of fewer one could know who they are
HOUSEHOLD_COUNTS: Final = ("households", "one_person_households", "minors")


def is_few(count: float) -> bool:
    """Return whether a count is of so few that they could be known: 1 to 9. It is not read and not shown."""
    return 0 < round(count) < FEWEST


class Census(NamedTuple):
    """What is counted in a gemeente and in its wijken.

    Attributes
    ----------
    residents : adults that the counts are of
    counts : of the gemeente, by their names in `COUNTS`; what is left out follows from the archetype
    wijken : of each wijk its ``residents`` and the counts it has of its own; none: one wijk
    names : of the wijken, as people call them
    """

    residents: int
    counts: Mapping[str, int]
    wijken: tuple[Mapping[str, int], ...] = ()
    names: tuple[str, ...] = ()

    def places(self, adults: int, smallest: int) -> Census:
        """Return the census of as many adults, in which no wijk is smaller than it may be.

        Small wijken join the smaller of their neighbours in the list, the smallest first.

        Parameters
        ----------
        adults : the gemeente as large as it is asked for, 1 or more
        smallest : adults that a wijk has at least, where there are two or more
        """
        ratio = adults / self.residents
        wijken = [*self.wijken] or [{"residents": self.residents}]
        names = [*self.names] or [str(k + 1) for k in range(len(wijken))]
        while len(wijken) > 1:
            sizes = [wijk["residents"] for wijk in wijken]
            k = sizes.index(min(sizes))
            if sizes[k] * ratio >= smallest:
                break
            other = min((j for j in (k - 1, k + 1) if 0 <= j < len(wijken)), key=lambda j: sizes[j])
            first, second = sorted((k, other))
            wijken[first : second + 1] = [_together(wijken[first], wijken[second])]
            names[first : second + 1] = [f"{names[first]} + {names[second]}"]
        return Census(self.residents, self.counts, tuple(wijken), tuple(names))


def _together(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """Return what two wijken count together; where one is silent it is taken to be as the other."""
    size = one["residents"] + other["residents"]
    both: dict[str, int] = {"residents": size}
    for name in {**one, **other}:
        if name == "residents":
            continue
        known = [wijk for wijk in (one, other) if name in wijk]
        told = sum(wijk[name] for wijk in known)
        both[name] = round(told * size / max(sum(wijk["residents"] for wijk in known), 1))
    return both


class Quotas(NamedTuple):
    """How many there are to be, per pool of wijken.

    Attributes
    ----------
    pool : (wijken,) the pool that a wijk belongs to
    count : (pools,) how many
    """

    pool: np.ndarray
    count: np.ndarray


def quotas(wijken: Sequence[Mapping[str, float]], name: str, total: float, room: np.ndarray) -> Quotas:
    """Return how many each wijk with a figure of its own has, and how many the others have together.

    The total of the gemeente is kept: where all wijken have a figure it is shared out by those, and the
    others together never get less than none or more than there is room for.

    Parameters
    ----------
    wijken : counts of the wijken, in the scale of the total
    total : of the gemeente
    room : (wijken,) how many there could be at most
    """
    has = np.array([name in wijk for wijk in wijken])
    own = np.minimum([float(wijk.get(name, 0)) for wijk in wijken], room)[has]
    pool = np.where(has, np.cumsum(has) - 1, int(has.sum()))
    whole = min(round(total), int(room.sum()))
    if has.all():
        if own.sum() > 0:
            own = own * whole / own.sum()
        return Quotas(pool, np.minimum(apportioned(own, round(own.sum())), room[has]).astype(np.int64))
    rest = float(np.clip(whole - own.sum(), 0.0, room[~has].sum()))
    return Quotas(pool, apportioned(np.append(own, rest), round(own.sum() + rest)))


def apportioned(shares: np.ndarray, total: int) -> np.ndarray:
    """Return whole numbers that add up to a total, each as near to its share as that allows.

    Largest remainders: who was rounded down most gets one more; of equals, who comes first.
    """
    given = np.maximum(np.asarray(shares, float), 0.0)
    if given.sum() <= 0:
        given = np.ones_like(given)
    wanted = given * total / given.sum()
    whole = np.floor(wanted + 1e-9).astype(np.int64)  # a share that is whole but for the last bit is whole
    left = total - int(whole.sum())
    whole[np.argsort(whole - wanted, kind="stable")[:left]] += 1
    return whole


def places_in(score: np.ndarray, pool: np.ndarray) -> np.ndarray:
    """Return which place everybody has in her pool by score, from 0, the lowest first."""
    order = np.lexsort((score, pool))
    sizes = np.bincount(pool) if pool.size else np.zeros(0, np.int64)
    start = np.cumsum(sizes) - sizes
    place = np.empty(order.shape[0], np.int64)
    place[order] = np.arange(order.shape[0]) - start[pool[order]]
    return place


def lowest(score: np.ndarray, wijk: np.ndarray, wanted: Quotas) -> np.ndarray:
    """Return who has the lowest scores of her pool: exactly as many as its quota, where it has as many.

    Parameters
    ----------
    score : (n,) infinite for who cannot be meant
    wijk : (n,) where everybody lives
    """
    pool = wanted.pool[wijk]
    return (places_in(score, pool) < wanted.count[pool]) & np.isfinite(score)

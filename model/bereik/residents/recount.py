"""Counting the people of a synthesis, as a gemeente counts hers: the check on `counted`.

It reads the rows of residents and households only, and knows nothing of how they came about.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from bereik.parameters.book import Book
from bereik.residents.columns import Population
from bereik.residents.households import OLD
from bereik.vocabulary import CORPORATION, NO_WORK, PRIVATE_RENT, SELF_EMPLOYED


def recount(people: Population, book: Book) -> dict[str, np.ndarray]:
    """Return how many there are in every wijk, by the names of `census.COUNTS` and ``residents``.

    Households with children are those with minors or with an adult who is neither head nor partner. Who
    lives on bijstand is no trait: counted are the people of working age in the poorest households of a
    wijk, up to the first of which somebody works.
    """
    residents: Any = people.residents
    households: Any = people.households
    wijken = people.first_of_wijk.shape[0] - 1
    age, work, wijk = residents["age"], residents["work"], residents["wijk"]
    heads = households["first"]
    home_wijk = wijk[heads]
    adults, minors = households["adults"].astype(np.int64), households["children"]
    parents = 1 + residents["partner"][heads]
    with_children = (minors > 0) | (adults > parents)
    means, lines = residents["means"][heads], book.theme("population.means")
    works = work != NO_WORK

    def people_who(mask: np.ndarray) -> np.ndarray:
        return np.bincount(wijk[mask], minlength=wijken)

    def homes_that(mask: np.ndarray) -> np.ndarray:
        return np.bincount(home_wijk[mask], minlength=wijken)

    return {
        "residents": np.diff(people.first_of_wijk).astype(np.int64),
        "minors": np.bincount(home_wijk, weights=minors, minlength=wijken).astype(np.int64),
        "aged_18_24": people_who(age < 25),
        "aged_25_44": people_who((age >= 25) & (age < 45)),
        "aged_45_64": people_who((age >= 45) & (age < OLD)),
        "aged_65_plus": people_who(age >= OLD),
        "households": homes_that(adults > 0),
        "one_person_households": homes_that((adults == 1) & (minors == 0)),
        "households_with_children": homes_that(with_children),
        "low_income": homes_that(means < lines["low_income_line"]),
        "minimum_110": homes_that(means < lines["minimum_110_line"]),
        "low_educated": people_who(residents["education"] == 0),
        "high_educated": people_who(residents["education"] == 2),
        "workers": people_who(works),
        "self_employed": people_who(work == SELF_EMPLOYED),
        "corporation": homes_that(households["tenure"] == CORPORATION),
        "private_rent": homes_that(households["tenure"] == PRIVATE_RENT),
    }


def poorest_without_work(people: Population, book: Book, wijk: int | None = None) -> int:
    """Return how many of working age live in the poorest households, up to the first with a worker.

    Parameters
    ----------
    wijk : only its households; None: all
    """
    residents: Any = people.residents
    households: Any = people.households
    heads = households["first"]
    of_age = residents["age"] < book.value("problems.retirement_age")
    claimants = np.add.reduceat(of_age.astype(np.int64), heads)
    workers = np.add.reduceat((of_age & (residents["work"] != NO_WORK)).astype(np.int64), heads)
    order = np.argsort(residents["means"][heads], kind="stable")
    if wijk is not None:
        order = order[residents["wijk"][heads][order] == wijk]
    idle = np.cumsum(workers[order]) == 0
    return int(claimants[order][idle].sum())

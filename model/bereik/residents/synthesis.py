"""The synthetic population: adults with correlated traits, in households, in wijken, with ties.

Nothing is drawn from a sequence: a trait depends on the key of the population and on the row, so
that the same question gives the same people, whoever asks and in whatever order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from bereik.chance import uniforms
from bereik.decisions import POPULATION
from bereik.errors import ParameterError
from bereik.parameters.book import Book
from bereik.residents.census import Census
from bereik.residents.columns import Household, Population, Resident
from bereik.residents.counted import Counted, counted, counted_education, counted_homes, counted_work
from bereik.residents.households import ALONE, LONE_PARENT, Archetype, Homes, homes
from bereik.residents.network import Places, tie
from bereik.residents.traits import SCORES, bent, correlated_scores, mid_ranks, named_pairs, normal_scores
from bereik.tables import RowType, Table, columns, dtype_of, table
from bereik.vocabulary import (
    DOMAINS,
    EMPLOYED,
    FLEXIBLE,
    HOUSEHOLD_DOMAINS,
    NEVER,
    NO_WORK,
    SELF_EMPLOYED,
)

# Facts drawn per resident, beside the scores of `traits`: the b of POPULATION
_SELF_EMPLOYED, _CARER, _ADDRESSED, _LASTING = range(len(SCORES), len(SCORES) + 4)

_TRAITS: Final = ("shame", "wish_alone", "digital", "dutch", "mobility", "verbal", "trust")
_BLOCK = 4096  # rows written at a time: they fit in the cache of a core
_LOWEST_ANSWER, _HIGHEST_ANSWER = 1, 5  # of the scale on which the book gives doenvermogen
_MOST_WIJKEN = int(np.iinfo(np.int16).max)
_MOST_RESIDENTS = 100_000_000  # more ties than an int32 can number lie beyond


def populate(
    book: Book, archetype: Mapping[str, float], residents: int, wijken: int, key: int,
    census: Census | None = None,
) -> Population:
    """Return the people of a gemeente, as they are before anything has happened to them.

    Problems, knowledge and history are not given here; see `past`.

    Parameters
    ----------
    book : the book; its theme ``population`` is used, and the retirement age
    archetype : figures of the gemeente under their names in the book, such as
        ``book.theme("kleinstedelijk")``
    residents : adults, at least 1
    wijken : at least 1; where there are more than households, some are empty
    key : what decides their luck; `chance.key_of` makes one of a seed
    census : what was counted there, which is met exactly; its wijken, if it has any, count as the wijken

    Raises
    ------
    ParameterError : no residents or wijken, unknown or missing figures, or figures that cannot
        hold together
    """
    for name, asked, most in (("residents", residents, _MOST_RESIDENTS), ("wijken", wijken, _MOST_WIJKEN)):
        if not 1 <= asked <= most:
            raise ParameterError(f"gemeente: {name} = {asked} lies outside 1..{most}. Ask for one or more.")
    a = _archetype(archetype)
    p = book.theme("population")
    c = None if census is None else counted(census, a, residents)
    home = homes(a, p, residents, wijken, key) if c is None else counted_homes(c, p, residents, key)
    ranks = mid_ranks(home.age), _person_ranks(home)
    scores = correlated_scores(*ranks, named_pairs(book.theme("population.correlation")), key)
    traits = _traits(scores, a, p)
    if c is not None:
        traits["education"] = counted_education(c, scores["education"], home.wijk[home.household])
    places = _places(scores["sociability"], traits["insider"], home, p)
    first, count, ties = tie(key, places, book.theme("population.ties"))
    people = {
        **_home_facts(home, p, key),
        **traits,
        "work": _work(scores["foothold"], home, c or a, p, book.value("problems.retirement_age"), key),
        "lasting": _lasting(scores["health"], home, p, key),
        "first_tie": first,
        "ties": count,
    }
    households = {"first": home.first, "adults": home.size, "children": home.children, "tenure": home.tenure}
    return Population(
        _rows(Resident, people, residents), _rows(Household, households, home.kind.shape[0]), ties,
        home.first_of_wijk.astype(np.int32),
    )


def _archetype(figures: Mapping[str, float]) -> Archetype:
    unknown = sorted(set(figures) - set(Archetype._fields))
    missing = sorted(set(Archetype._fields) - set(figures))
    if unknown or missing:
        wrong = f"there is no figure '{unknown[0]}'" if unknown else f"{missing[0]} is missing"
        raise ParameterError(f"gemeente: {wrong}. A gemeente has {', '.join(Archetype._fields)}.")
    a = Archetype(**figures)
    if a.low_educated + a.high_educated > 1:
        raise ParameterError(
            f"gemeente: low_educated = {a.low_educated:g} and high_educated = {a.high_educated:g} are "
            "together more than everybody. Lower one of them."
        )
    return a


def _rows(row: type[RowType], facts: Mapping[str, np.ndarray], count: int) -> Table[RowType]:
    """Return rows with these facts, in which no week has come yet and no other row is pointed at.

    Written block by block: column by column through all rows would wait for memory each time.
    """
    blank = np.zeros(1, dtype_of(row))
    rows: Any = table(row, count)
    for name, column in columns(row).items():
        if column.unit == "week":
            blank[name] = NEVER
        elif column.unit == "row":
            blank[name] = -1
    for start in range(0, count, _BLOCK):
        block = rows[start : start + _BLOCK]
        block[:] = blank
        for name, values in facts.items():
            block[name] = values[start : start + _BLOCK]
    return rows


def _person_ranks(home: Homes) -> np.ndarray:
    """Return the rank of the means of each resident among residents, 0..1."""
    order = np.argsort(home.rank, kind="stable")
    size = home.size[order]
    rank = np.empty(order.shape[0])
    rank[order] = (np.cumsum(size) - size / 2) / home.household.shape[0]
    return rank[home.household]


def _home_facts(home: Homes, p: Mapping[str, float], key: int) -> dict[str, np.ndarray]:
    """Return what the home decides, and who cares for somebody."""
    n = home.household.shape[0]
    unaddressed = 2 * p["unaddressed.share"] * (1 - home.rank[home.household])
    alone = home.kind[home.household] == ALONE
    return {
        "household": home.household,
        "wijk": home.wijk[home.household],
        "partner": home.partner,
        "age": home.age,
        "means": home.means[home.household],
        "addressed": ~(alone & (uniforms(key, POPULATION, n, _ADDRESSED) < unaddressed)),
        "carer": uniforms(key, POPULATION, n, _CARER) < p["carers.share"],
    }


def _traits(scores: Mapping[str, np.ndarray], a: Archetype, p: Mapping[str, float]) -> dict[str, np.ndarray]:
    """Return the traits that scores decide; nothing weighs on anybody's doenvermogen yet."""
    scale = _HIGHEST_ANSWER - _LOWEST_ANSWER
    mean, sd = (p["doenvermogen.mean"] - _LOWEST_ANSWER) / scale, p["doenvermogen.sd"] / scale
    doenvermogen = bent(scores["doenvermogen"], mean, sd)
    low, high = normal_scores(np.array([a.low_educated, 1 - a.high_educated]))
    return {
        "doenvermogen": doenvermogen,
        "doen_left": doenvermogen,
        **{name: bent(scores[name], p[f"{name}.mean"], p[f"{name}.sd"]) for name in _TRAITS},
        "education": np.searchsorted([low, high], scores["education"], side="right"),
        "insider": scores["belonging"] >= normal_scores(np.array(p["outsiders.share"])),
    }


def _work(
    foothold: np.ndarray, home: Homes, a: Archetype | Counted, p: Mapping[str, float], retirement_age: float,
    key: int,
) -> np.ndarray:
    """Return who works: none on bijstand; else by foothold, the weakest not, the next flexibly.

    On bijstand are the households with the smallest means, up to their share of the inhabitants.
    """
    luck = uniforms(key, POPULATION, foothold.shape[0], _SELF_EMPLOYED)
    if isinstance(a, Counted):
        return counted_work(a, foothold, home, p, retirement_age, luck)
    of_age = home.age < retirement_age
    order = np.argsort(home.rank, kind="stable")
    claimants = np.add.reduceat(of_age.astype(np.int64), home.first)
    allowed = a.bijstand * (home.household.shape[0] + int(home.children.sum()))
    on_bijstand = np.zeros(order.shape[0], bool)
    on_bijstand[order] = np.cumsum(claimants[order]) <= allowed
    free = of_age & ~on_bijstand[home.household]

    # Among those left the share with work is higher, so that all of age together have theirs.
    wanted = a.net_participation * p["work.of_working_age"] * int(of_age.sum())
    workers = min(wanted / max(int(free.sum()), 1), 1.0)
    permanent = 1 - min(p["work.flexible"] / (1 - a.self_employed), 1.0)  # of those who work for others
    none, flexible = normal_scores(np.array([1 - workers, 1 - workers * permanent]))
    own_boss = luck < a.self_employed
    return np.select(
        [~free | (foothold < none), own_boss, foothold < flexible],
        [NO_WORK, SELF_EMPLOYED, FLEXIBLE],
        EMPLOYED,
    )


def _lasting(health: np.ndarray, home: Homes, p: Mapping[str, float], key: int) -> np.ndarray:
    """Return the domains of the lasting need of those in the poorest health: at least one.

    What a household has together stands in the row of its head, whoever of them has the need.
    """
    n = health.shape[0]
    who = health < normal_scores(np.array(p["lasting.share"]))
    margins = np.stack([
        p[f"lasting.domain.{name}"] - uniforms(key, POPULATION, n, _LASTING + d)
        for d, name in enumerate(DOMAINS)
    ])
    bits = 1 << np.arange(len(DOMAINS))
    mask = np.where(who, ((margins > 0) * bits[:, None]).sum(axis=0) | bits[margins.argmax(axis=0)], 0)
    shared = np.bitwise_or.reduceat(mask & HOUSEHOLD_DOMAINS, home.first)
    mask &= ~HOUSEHOLD_DOMAINS
    mask[home.first] |= shared
    return mask


def _places(score: np.ndarray, insider: np.ndarray, home: Homes, p: Mapping[str, float]) -> Places:
    """Return where people stand in the network and how easily they make ties: lone parents less."""
    spread = p["ties.spread"]
    sociability = np.exp(spread * score - spread * spread / 2)  # mean 1
    sociability[home.kind[home.household] == LONE_PARENT] *= p["ties.lone_parent"]
    return Places(
        wijk=home.wijk[home.household],
        household=home.household,
        after_home=(home.first + home.size)[home.household],
        first_of_wijk=home.first_of_wijk,
        sociability=sociability,
        insider=insider,
    )

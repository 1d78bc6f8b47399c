"""Promises about who lives in the synthetic gemeente.

The tests of shares and correlations look at one population of 40,000 adults (seed 7) or, where an
average is needed, at the seeds they name. A share of 40,000 wanders by 0.0025 (one standard error
at most), a correlation by 0.005: tolerances are at least five of those.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import cache
from typing import Any

import numpy as np
import pytest

from bereik.chance import key_of
from bereik.errors import ParameterError
from bereik.parameters.book import Book, the_book
from bereik.residents.census import Census
from bereik.residents.columns import Population, Resident
from bereik.residents.households import OLD
from bereik.residents.synthesis import populate
from bereik.residents.traits import GIVEN, SCORES, bent, completed, named_pairs, normal_scores
from bereik.residents.view import ResidentsView
from bereik.scenarios.check import DEFAULT_ARCHETYPE, archetypes
from bereik.tables import LINE, columns, dtype_of
from bereik.vocabulary import (
    ALL_DOMAINS,
    CORPORATION,
    DOMAINS,
    FLEXIBLE,
    HOUSEHOLD_DOMAINS,
    NEVER,
    NO_WORK,
    OWNER,
    PRIVATE_RENT,
    SELF_EMPLOYED,
    TENURES,
    WORK_STATES,
)

N = 40_000
WIJKEN = 8


def archetype(name: str = DEFAULT_ARCHETYPE) -> dict[str, float]:
    return the_book().theme(name)


def people(book: Book | None = None, n: int = N, wijken: int = WIJKEN, seed: int = 7) -> Population:
    return populate(book or the_book(), archetype(), n, wijken, key_of(seed))


@cache
def town(name: str = DEFAULT_ARCHETYPE) -> Population:
    return populate(the_book(), archetype(name), N, WIJKEN, key_of(7))


def column(population: Population, name: str) -> np.ndarray:
    rows: Any = population.residents
    return rows[name]


def home(population: Population, name: str) -> np.ndarray:
    rows: Any = population.households
    return rows[name]


def hashed(population: Population) -> str:
    digest = hashlib.sha256()
    for rows in (population.residents, population.households):
        table: Any = rows
        for name in table.dtype.names:
            digest.update(np.ascontiguousarray(table[name]).tobytes())
    digest.update(population.ties.tobytes())
    digest.update(population.first_of_wijk.tobytes())
    return digest.hexdigest()


def ties_of(population: Population, row: int) -> np.ndarray:
    first = int(column(population, "first_tie")[row])
    return population.ties[first : first + int(column(population, "ties")[row])]


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(one.astype(float), other.astype(float))[0, 1])


# --- the shape of things ---


@pytest.mark.parametrize("wijken", [1, 2, 8, 50])
@pytest.mark.parametrize("n", [1, 2, 3, 5, 17, 100, 2000])
def test_a_gemeente_of_any_size_is_whole(n: int, wijken: int) -> None:
    population = people(n=n, wijken=wijken)
    first, size = home(population, "first"), home(population, "adults")
    households = len(first)
    assert len(column(population, "age")) == n
    assert size.min() >= 1 and size.sum() == n
    assert (first == np.cumsum(size) - size).all()
    assert (column(population, "household") == np.repeat(np.arange(households), size)).all()

    bounds = population.first_of_wijk
    assert bounds.dtype == np.int32 and len(bounds) == wijken + 1
    assert bounds[0] == 0 and bounds[-1] == n and (np.diff(bounds) >= 0).all()
    wijk = column(population, "wijk")
    assert (np.repeat(np.arange(wijken), np.diff(bounds)) == wijk).all()
    assert (wijk == wijk[first][column(population, "household")]).all()


@pytest.mark.parametrize("n", [1, 2, 9, 60, 3000])
def test_ties_are_mutual_sorted_single_and_outside_the_home(n: int) -> None:
    population = people(n=n, wijken=3)
    first, count = column(population, "first_tie"), column(population, "ties")
    assert population.ties.dtype == np.int32
    assert (first == np.cumsum(count) - count).all() and count.sum() == len(population.ties)
    owner = np.repeat(np.arange(n), count)
    other = population.ties
    assert ((other >= 0) & (other < n)).all()
    household = column(population, "household")
    assert (household[owner] != household[other]).all()
    pairs = owner * n + other
    assert (np.diff(pairs) > 0).all()
    assert (np.sort(other.astype(np.int64) * n + owner) == pairs).all()


def test_everybody_is_an_adult_with_traits_inside_their_bounds() -> None:
    population = town()
    assert column(population, "age").min() >= 18
    for name, c in columns(Resident).items():
        if c.unit == "0..1":
            values = column(population, name)
            assert ((values >= 0) & (values <= 1)).all(), name


def test_nothing_has_happened_to_anybody_yet() -> None:
    population = town()
    for name, c in columns(Resident).items():
        if c.unit == "week":
            assert (column(population, name) == NEVER).all(), name
        elif c.unit == "row" and name not in ("wijk", "household", "first_tie"):
            assert (column(population, name) == -1).all(), name
    for name in ("severity", "treated", "troubled", "needy", "stress", "quality", "good", "standing"):
        assert not column(population, name).any(), name
    assert (home(population, "evicted") == NEVER).all()
    assert (column(population, "doen_left") == column(population, "doenvermogen")).all()
    assert not column(population, "followed").any()


# --- the same question, the same people ---


def test_the_same_people_live_there_when_asked_again() -> None:
    assert hashed(people(n=3000)) == hashed(people(n=3000))


def test_another_seed_brings_other_people() -> None:
    assert hashed(people(n=3000)) != hashed(people(n=3000, seed=8))


def test_a_larger_gemeente_begins_with_the_same_households() -> None:
    small, large = people(n=1000), people(n=5000)
    assert (column(small, "age")[:900] == column(large, "age")[:900]).all()
    assert (column(small, "household")[:900] == column(large, "household")[:900]).all()
    assert (column(small, "carer")[:900] == column(large, "carer")[:900]).all()


def test_plain_python_and_compiled_code_make_the_same_people() -> None:
    code = (
        "from bereik.chance import key_of; from bereik.parameters.book import the_book; "
        "from bereik.residents.synthesis import populate; import numpy as np; b = the_book(); "
        "p = populate(b, b.theme('kleinstedelijk'), 300, 3, key_of(7)); "
        "print(p.residents.tobytes().hex(), p.households.tobytes().hex(), p.ties.tolist())"
    )
    run = [
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "BEREIK_JIT": jit},
            capture_output=True, text=True, check=True, timeout=300,
        ).stdout
        for jit in ("0", "1")
    ]
    assert len(run[0]) > 4000 and run[0] == run[1]


# --- the archetype is met ---


@pytest.mark.parametrize("name", archetypes(the_book()))
def test_households_are_as_the_archetype_says(name: str) -> None:
    population, a = town(name), archetype(name)
    size, children = home(population, "adults"), home(population, "children")
    age, household = column(population, "age"), column(population, "household")
    inhabitants = N + int(children.sum())
    one_person = (size == 1) & (children == 0)
    assert abs(one_person.mean() - a["one_person_households"]) < 0.015

    # With children: minors, or more adults than a couple, or two adults without a partner.
    head = home(population, "first")
    grown = (size == 3) | ((size == 2) & ~column(population, "partner")[head])
    assert abs((grown | (children > 0)).mean() - a["households_with_children"]) < 0.015
    assert abs((age >= OLD).sum() / inhabitants - a["aged_65_plus"]) < 0.01
    mean_children = the_book().value("population.households.children")
    assert abs(children[children > 0].mean() - mean_children) < 0.05

    tenure = home(population, "tenure")
    assert abs((tenure == CORPORATION).mean() - a["corporation"]) < 0.001
    assert abs((tenure == PRIVATE_RENT).mean() - a["private_rent"]) < 0.001
    line = the_book().value("population.means.low_income_line")
    assert abs((column(population, "means")[head] < line).mean() - a["low_income"]) < 0.001
    assert (column(population, "means") == column(population, "means")[head][household]).all()


@pytest.mark.parametrize("name", archetypes(the_book()))
def test_education_and_work_are_as_the_archetype_says(name: str) -> None:
    population, a, book = town(name), archetype(name), the_book()
    education, work, age = (column(population, name) for name in ("education", "work", "age"))
    assert abs((education == 0).mean() - a["low_educated"]) < 0.015
    assert abs((education == 2).mean() - a["high_educated"]) < 0.015
    of_age = age < book.value("problems.retirement_age")
    assert (work[~of_age] == NO_WORK).all()
    working = work != NO_WORK
    expected = a["net_participation"] * book.value("population.work.of_working_age")
    assert abs(working[of_age].mean() - expected) < 0.025
    assert abs((work[working] == SELF_EMPLOYED).mean() - a["self_employed"]) < 0.015
    assert abs((work[working] == FLEXIBLE).mean() - book.value("population.work.flexible")) < 0.025


def test_those_on_the_smallest_means_below_the_pension_have_no_work() -> None:
    population, a = town(), archetype()
    under = column(population, "age") < the_book().value("problems.retirement_age")
    inhabitants = N + int(home(population, "children").sum())
    poorest = np.argsort(np.where(under, column(population, "means"), 2.0), kind="stable")
    on_bijstand = poorest[: int(a["bijstand"] * inhabitants) - 3]  # a household is in or out as a whole
    assert (column(population, "work")[on_bijstand] == NO_WORK).all()


def test_shares_of_the_book_are_met() -> None:
    population, book = town(), the_book()
    assert abs(column(population, "carer").mean() - book.value("population.carers.share")) < 0.015
    assert abs((~column(population, "insider")).mean() - book.value("population.outsiders.share")) < 0.012
    size, children = home(population, "adults"), home(population, "children")
    lone = (children > 0) & (size == 1)
    with_minors = children > 0
    assert abs(lone.sum() / with_minors.sum() - book.value("population.households.lone_parents")) < 0.025
    alone = ((size == 1) & (children == 0))[column(population, "household")]
    addressed = column(population, "addressed")
    assert addressed[~alone].all()
    assert abs((~addressed[alone]).mean() - book.value("population.unaddressed.share")) < 0.007


def test_a_lasting_need_lies_somewhere_and_what_is_shared_lies_with_the_head() -> None:
    population = town()
    lasting = column(population, "lasting")
    share = the_book().value("population.lasting.share")
    # A member with a shared lasting need puts it in the row of the head: a little over the share.
    assert share - 0.005 < (lasting > 0).mean() < share + 0.012
    follower = np.ones(N, bool)
    follower[home(population, "first")] = False
    assert not (lasting[follower] & HOUSEHOLD_DOMAINS).any()
    assert (lasting & HOUSEHOLD_DOMAINS).any() and (lasting & (ALL_DOMAINS - HOUSEHOLD_DOMAINS)).any()


@pytest.mark.parametrize("name", ["shame", "wish_alone", "digital", "dutch", "mobility", "verbal", "trust"])
def test_traits_have_the_mean_and_spread_of_the_book(name: str) -> None:
    values, book = column(town(), name), the_book()
    assert abs(values.mean() - book.value(f"population.{name}.mean")) < 0.008
    assert abs(values.std() - book.value(f"population.{name}.sd")) < 0.006


def test_doenvermogen_is_the_self_control_scale_from_0_to_1() -> None:
    values, book = column(town(), "doenvermogen"), the_book()
    assert abs(1 + 4 * values.mean() - book.value("population.doenvermogen.mean")) < 0.025
    assert abs(4 * values.std() - book.value("population.doenvermogen.sd")) < 0.02


# --- how traits hang together ---


def test_realised_correlations_are_those_of_the_book() -> None:
    """Underneath they are exact; bending and cutting into classes takes at most a tenth."""
    population = town()
    pairs = named_pairs(the_book().theme("population.correlation"))
    seen = 0
    for (one, other), asked in pairs.items():
        names = set(columns(Resident))
        if {one, other} <= names:
            got = correlation(column(population, one), column(population, other))
            # three classes of education carry about 0.9 of the score beneath them
            assert abs(got - asked) < 0.025 + 0.12 * abs(asked), (one, other, got)
            seen += 1
    assert seen >= 15


def test_doenvermogen_goes_only_weakly_with_education() -> None:
    r = correlation(column(town(), "doenvermogen"), column(town(), "education"))
    assert 0.05 < r < 0.30
    lowest_fifth = column(town(), "doenvermogen") < np.quantile(column(town(), "doenvermogen"), 0.2)
    highly_educated = column(town(), "education")[lowest_fifth] == 2
    assert highly_educated.mean() > 0.15  # many of them struggle too (E004)


def test_age_and_means_hang_together_so_little_that_traits_may_ignore_it() -> None:
    for side in ("low", "high"):
        themes = ("population.ages", "population.means")
        moved = {n: getattr(p, side) for n, p in the_book().items() if n.startswith(themes)}
        population = people(the_book().with_values(moved), n=20_000)
        assert abs(correlation(column(population, "age"), column(population, "means"))) < 0.12


def test_pairs_that_the_book_does_not_name_have_no_direct_link() -> None:
    pairs = {**named_pairs(the_book().theme("population.correlation")), GIVEN: 0.0}
    matrix = completed(SCORES, pairs)
    assert np.linalg.eigvalsh(matrix).min() > 0.05
    direct = np.linalg.inv(matrix)
    for i, one in enumerate(SCORES):
        for j, other in enumerate(SCORES[:i]):
            asked = pairs.get((one, other), pairs.get((other, one)))
            if asked is None:
                assert abs(direct[i, j]) < 1e-7, (one, other)
            else:
                assert abs(matrix[i, j] - asked) < 1e-7, (one, other)
    chain = completed(("a", "b", "c"), {("a", "b"): 0.6, ("b", "c"): 0.5})
    assert abs(chain[0, 2] - 0.3) < 1e-7


def test_correlations_anywhere_in_their_ranges_can_hold_together() -> None:
    book = the_book().theme("population.correlation")
    ranges = {n: the_book()[f"population.correlation.{n}"] for n in book}
    strongest = {n: max(p.low, p.high, key=abs) for n, p in ranges.items()}
    for values in (
        {n: p.low for n, p in ranges.items()}, {n: p.high for n, p in ranges.items()}, strongest,
    ):
        matrix = completed(SCORES, {**named_pairs(values), GIVEN: 0.0})
        assert np.linalg.eigvalsh(matrix).min() > 0


def test_correlations_that_nobody_can_have_are_refused_in_one_line() -> None:
    with pytest.raises(ParameterError, match="contradict") as error:
        completed(("a", "b", "c"), {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9})
    assert "\n" not in str(error.value)


def test_a_bent_trait_keeps_mean_spread_and_order() -> None:
    score = normal_scores((np.arange(20_000) + 0.5) / 20_000)
    values = bent(score, 0.8, 0.17)
    assert abs(values.mean() - 0.8) < 1e-3 and abs(values.std() - 0.17) < 1e-3
    assert (np.diff(values) > 0).all() and values[0] > 0 and values[-1] < 1
    with pytest.raises(ParameterError, match="no trait"):
        bent(score, 0.5, 0.7)


# --- wijken ---


def test_wijken_differ_in_size_means_and_renting() -> None:
    population = town()
    wijk, bounds = column(population, "wijk"), population.first_of_wijk
    size = np.diff(bounds)
    assert size.max() > 2 * size.min() and size.min() > 0
    means = np.array([column(population, "means")[wijk == w].mean() for w in range(WIJKEN)])
    assert (np.diff(means) > 0).all() and means[-1] - means[0] > 0.15
    of_home = wijk[home(population, "first")]
    corporation = home(population, "tenure") == CORPORATION
    rented = [corporation[of_home == w].mean() for w in range(WIJKEN)]
    assert rented[0] > 2 * rented[-1]


def test_wijken_are_alike_where_the_archetype_says_so() -> None:
    level = archetype() | {"wijk_means": 0.0, "wijk_tenure": 0.0, "wijk_sizes": 0.0}
    population = populate(the_book(), level, N, WIJKEN, key_of(7))
    size = np.diff(population.first_of_wijk)
    assert size.max() < 1.05 * size.min()
    wijk = column(population, "wijk")
    means = [column(population, "means")[wijk == w].mean() for w in range(WIJKEN)]
    assert max(means) - min(means) < 0.05


def test_renters_of_corporations_have_smaller_means_than_owners() -> None:
    population = town()
    means = column(population, "means")[home(population, "first")]
    tenure = home(population, "tenure")
    corporation, private, owner = (means[tenure == t].mean() for t in (CORPORATION, PRIVATE_RENT, OWNER))
    assert corporation < private < owner


# --- ties ---


def test_people_have_about_five_ties_and_a_tenth_at_most_one() -> None:
    ties = column(town(), "ties")
    assert 4.5 < ties.mean() < 5.5
    assert 0.07 < (ties <= 1).mean() < 0.13  # E150: 0.10 strongly lonely
    assert ties.std() > 1.2 * np.sqrt(ties.mean())  # more unequal than chance alone


def test_lone_parents_are_lonelier() -> None:
    population = town()
    of_home = (home(population, "children") > 0) & (home(population, "adults") == 1)
    lone = of_home[column(population, "household")]
    ties = column(population, "ties")
    assert (ties[lone] <= 1).mean() > 1.4 * (ties[~lone] <= 1).mean()  # E151: 0.20 against 0.10


def test_friends_of_friends_are_friends_far_more_often_than_by_chance() -> None:
    n = 8000
    population = people(n=n)
    residents = ResidentsView(population)
    friends = [set(she.ties) for she in residents]
    circles = [known | set(she.housemates) for she, known in zip(residents, friends, strict=True)]
    for rows, least in ((friends, 0.04), (circles, 0.08)):  # without and with those at home
        closed = wedges = 0
        for known in rows:
            for j in known:
                wedges += sum(j < k for k in known)
                closed += sum(j < k and k in rows[j] for k in known)
        by_chance = sum(map(len, rows)) / n / n
        assert closed / wedges > least > 20 * by_chance


def test_most_people_are_a_few_steps_apart() -> None:
    population = people(n=8000)
    start = int(np.argmax(column(population, "ties")))
    steps = np.full(8000, -1)
    steps[start], edge, step = 0, [start], 0
    while edge:
        step += 1
        beyond = sorted({int(j) for i in edge for j in ties_of(population, i) if steps[j] < 0})
        steps[beyond] = step
        edge = beyond
    reached = steps[steps >= 0]
    assert len(reached) > 0.9 * 8000
    assert reached.mean() < 9  # a ring of 8,000 with five ties each would take hundreds


def test_local_and_wider_ties_both_exist() -> None:
    population = town()
    owner = np.repeat(np.arange(N), column(population, "ties"))
    wijk = column(population, "wijk")
    same = wijk[owner] == wijk[population.ties]
    assert 0.5 < same.mean() < 0.85


def test_outsiders_have_thinner_local_networks_of_their_own() -> None:
    population = town()
    insider, wijk = column(population, "insider"), column(population, "wijk")
    owner = np.repeat(np.arange(N), column(population, "ties"))
    local = wijk[owner] == wijk[population.ties]
    per_person = np.bincount(owner[local], minlength=N)
    assert per_person[~insider].mean() < 0.65 * per_person[insider].mean()
    assert column(population, "ties")[~insider].mean() < 0.85 * column(population, "ties")[insider].mean()
    mixed = (insider[owner] != insider[population.ties])[local].mean()
    outsiders = 1 - insider.mean()
    assert mixed < 0.6 * 2 * outsiders * (1 - outsiders)  # far fewer than if nobody minded


@pytest.mark.parametrize("name", ["doenvermogen", "means"])
def test_the_neediest_have_the_thinnest_networks(name: str) -> None:
    population = town()
    values, ties = column(population, name), column(population, "ties")
    lowest, highest = np.quantile(values, [0.1, 0.9])
    assert ties[values <= lowest].mean() < 0.85 * ties[values >= highest].mean()


# --- every number has a meaning ---


def _numbers() -> list[str]:
    themes = {"population", *archetypes(the_book())}
    return [n for n in the_book() if n.split(".")[0] in themes]


@cache
def _village(archetype: str) -> str:
    book = the_book()
    return _drawn_and_counted(book, archetype)


def _drawn_and_counted(book: Book, archetype: str) -> str:
    """A village that was drawn and one that was counted: some numbers say only what a count means."""
    figures, census = book.theme(archetype), Census(2000, {"minimum_110": 150})
    return hashed(populate(book, figures, 2000, WIJKEN, key_of(7))) + hashed(
        populate(book, figures, 2000, 1, key_of(7), census)
    )


@pytest.mark.parametrize("name", _numbers())
def test_every_number_changes_somebody(name: str) -> None:
    parameter, theme = the_book()[name], name.split(".")[0]
    archetype = DEFAULT_ARCHETYPE if theme == "population" else theme
    for value in {parameter.low, parameter.high} - {parameter.value}:
        book = the_book().with_values({name: value})
        now = _drawn_and_counted(book, archetype)
        assert now != _village(archetype), f"{name} = {value:g} changes nobody"


def test_more_of_a_number_means_more_of_what_it_names() -> None:
    def mean(name: str, value: float, fact: str) -> float:
        return float(column(people(the_book().with_values({name: value}), n=20_000), fact).mean())

    for number, fact in (
        ("population.ties.wider", "ties"),
        ("population.ties.local", "ties"),
        ("population.trust.mean", "trust"),
        ("population.carers.share", "carer"),
        ("population.doenvermogen.mean", "doenvermogen"),
        ("population.ages.oldest", "age"),
    ):
        p = the_book()[number]
        assert mean(number, p.low, fact) < mean(number, p.high, fact), number
    p = the_book()["population.outsiders.share"]
    assert mean(p.name, p.low, "insider") > mean(p.name, p.high, "insider")


# --- mistakes are answered in one line ---


@pytest.mark.parametrize(
    ("n", "wijken", "figures", "word"),
    [
        (0, 8, {}, "residents = 0"),
        (-5, 8, {}, "residents = -5"),
        (100, 0, {}, "wijken = 0"),
        (100, 40_000, {}, "wijken = 40000"),
        (100, 8, {"bijstandd": 0.1}, "bijstandd"),
        (100, 8, {"one_person_households": 0.9}, "together more than all households"),
        (100, 8, {"aged_65_plus": 0.9}, "aged_65_plus"),
        (100, 8, {"corporation": 0.95}, "dwellings"),
        (100, 8, {"low_educated": 0.9}, "everybody"),
    ],
)
def test_a_gemeente_that_cannot_be_is_refused_in_one_line(
    n: int, wijken: int, figures: dict[str, float], word: str
) -> None:
    with pytest.raises(ParameterError, match=word) as error:
        populate(the_book(), archetype() | figures, n, wijken, key_of(7))
    assert "\n" not in str(error.value)


def test_a_missing_figure_is_named() -> None:
    figures = {name: value for name, value in archetype().items() if name != "bijstand"}
    with pytest.raises(ParameterError, match="bijstand is missing"):
        populate(the_book(), figures, 100, 8, key_of(7))


# --- a view of one resident ---


def test_a_resident_can_be_read_in_words() -> None:
    population = people(n=500)
    residents = ResidentsView(population)
    she = residents[17]
    assert she.row == 17 and she.wijk == int(column(population, "wijk")[17])
    assert she.trust == float(column(population, "trust")[17]) and isinstance(she.trust, float)
    assert she.ties == ties_of(population, 17).tolist()
    assert all(17 in residents[other].ties for other in she.ties)
    assert she.severity == dict.fromkeys(DOMAINS, 0)
    assert set(she.since.values()) == {None} and she.knows_since is None and she.helper is None
    assert she.work in WORK_STATES and she.education in {"low", "middle", "high"}
    assert she.tenure in TENURES and isinstance(she.partner, bool)
    assert isinstance(she.lasting, tuple) and she.evicted is None
    assert all(residents[mate].household == she.household for mate in she.housemates)
    assert repr(she).startswith("<resident 17: ") and len(repr(she)) < 160 and "no problems" in repr(she)
    assert "trust" in dir(she) and all(getattr(she, name) is not NotImplemented for name in dir(she))
    with pytest.raises(AttributeError, match="no 'nationality'"):
        _ = she.nationality


def test_a_view_shows_the_row_as_it_is_now() -> None:
    population = people(n=50)
    she = ResidentsView(population)[3]
    rows: Any = population.residents
    rows["severity"][3, 0] = 2
    rows["since"][3, 0] = -40
    rows["troubled"][3] = 1
    assert she.severity["money"] == 2 and she.since["money"] == -40 and she.troubled == ("money",)
    assert "money serious" in repr(she)


def test_residents_are_counted_indexed_and_walked_through() -> None:
    residents = ResidentsView(people(n=50))
    assert len(residents) == 50 and [r.row for r in residents] == list(range(50))
    assert residents[-1].row == 49 and [r.row for r in residents[2:5]] == [2, 3, 4]
    assert [residents[k].row for k in (np.int32(7), np.int64(8))] == [7, 8]
    for outside in (50, -51):
        with pytest.raises(IndexError, match="0 to 49"):
            _ = residents[outside]


def test_a_resident_takes_four_lines_of_memory():
    assert dtype_of(Resident).itemsize == 4 * LINE

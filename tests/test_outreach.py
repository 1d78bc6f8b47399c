"""Promises about who opens the door and who accepts, visit after visit."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from bereik.compiled import entry
from bereik.decisions import ACCEPTS, ALWAYS_ACCEPTS, ALWAYS_OPENS, OPENS_DOOR
from bereik.engine.build import branch, settle
from bereik.engine.outreach import luck_at_the_door
from bereik.engine.replicate import simulate
from bereik.engine.world import World
from bereik.parameters.book import numbers, the_book
from bereik.parameters.themes import Numbers
from bereik.scenarios import Scenario, load_scenario
from bereik.vocabulary import BECAUSE_OPENED, VISITED

RESIDENTS, SEED = 3000, 7
LASTING = the_book()["outreach.lasting"]
ANEW = 0.0  # nobody answers alike
TWICE = pytest.mark.parametrize(("anew", "always"), [(OPENS_DOOR, ALWAYS_OPENS), (ACCEPTS, ALWAYS_ACCEPTS)])


@entry
def fill_luck(world: World, p: Numbers, s: int, anew: int, always: int, week: int, out: np.ndarray) -> None:
    for i in range(out.shape[0]):
        out[i] = luck_at_the_door(world, p, s, i, anew, always, week)


def with_lasting(lasting: float) -> Any:
    """The numbers of the book, but for how many people answer alike; also outside its range."""
    p = numbers(the_book())
    theme: Any = p.outreach
    outreach = theme.copy()
    outreach.lasting = lasting
    return p._replace(outreach=outreach)


@cache
def town() -> tuple[World, list[int]]:
    """A gemeente, and the rows of two services in it."""
    scenario = load_scenario("loket-plus-outreach")
    built = branch(settle(scenario, scenario.book(), with_lasting(ANEW), SEED, RESIDENTS, 0), scenario, 1)
    return built.world, [built.services.names.index(name) for name in ("outreach", "loket")]


def luck(lasting: float, anew: int, always: int, week: int, service: int = 0) -> np.ndarray:
    """The luck of every resident at the door of a service in a week."""
    world, rows = town()
    out = np.empty(RESIDENTS)
    fill_luck(world, with_lasting(lasting), rows[service], anew, always, week, out)
    return out


@TWICE
def test_who_answers_alike_has_the_same_luck_at_every_visit_of_one_service(anew: int, always: int) -> None:
    first, second = (luck(1.0, anew, always, week) for week in (3, 50))
    assert np.array_equal(first, second)
    assert not np.isclose(first, luck(1.0, anew, always, 3, service=1)).any()


@TWICE
def test_who_decides_anew_has_other_luck_at_every_visit(anew: int, always: int) -> None:
    """Seed 7; a correlation of 3000 independent pairs passes 0.1 less than once in ten million."""
    first, second = (luck(ANEW, anew, always, week) for week in (3, 50))
    assert not np.isclose(first, second).any()
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.1


@TWICE
def test_a_share_of_people_answers_alike_and_they_are_the_same_at_the_door_and_with_the_offer(
    anew: int, always: int
) -> None:
    """Seed 7; 0.05 is more than five times the standard error of a share of 3000 people."""
    alike = luck(0.4, anew, always, 3) == luck(0.4, anew, always, 50)
    assert alike.mean() == pytest.approx(0.4, abs=0.05)
    assert np.array_equal(
        alike, luck(0.4, OPENS_DOOR, ALWAYS_OPENS, 3) == luck(0.4, OPENS_DOOR, ALWAYS_OPENS, 9)
    )
    more = luck(0.9, anew, always, 3) == luck(0.9, anew, always, 50)
    assert (more >= alike).all()


@TWICE
@pytest.mark.parametrize("lasting", [ANEW, 0.4, LASTING.value, 1.0])
def test_the_chance_of_a_first_visit_is_that_of_the_rule(lasting: float, anew: int, always: int) -> None:
    """Luck is even on 0..1 whoever draws it. Seed 7; 0.05 is 5.5 standard errors where they are largest."""
    first = luck(lasting, anew, always, 3)
    for chance in np.linspace(0.1, 0.9, 9):
        assert (first < chance).mean() == pytest.approx(chance, abs=0.05)


def opens_at_second_knock(scenario: Scenario) -> float:
    """The share of doors, shut at a first knock, that open at the second."""
    (records,) = simulate(
        [scenario], SEED, residents=RESIDENTS, weeks=104, burn_in=13, follow=range(RESIDENTS)
    )
    visits = records.trace[(records.trace["what"] == VISITED) & (records.trace["week"] >= 0)]
    opened: list[list[bool]] = [[] for _ in range(RESIDENTS)]
    for visit in visits:  # in the order of the weeks
        opened[visit["resident"]].append(bool(visit["why"] == BECAUSE_OPENED))
    return float(np.mean([doors[1] for doors in opened if len(doors) > 1 and not doors[0]]))


def test_a_door_that_stayed_shut_opens_less_often_the_next_time_where_willingness_lasts() -> None:
    plain = load_scenario("outreach").with_parameters(
        {"outreach.opens_again": the_book()["outreach.opens_again"].low}, "persistence itself opens few doors"
    )
    some, all_of_it = (
        opens_at_second_knock(plain.with_parameters({"outreach.lasting": lasting}, "how much of it lasts?"))
        for lasting in (LASTING.low, LASTING.high)
    )
    assert all_of_it < 0.1 < some

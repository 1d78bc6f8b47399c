"""Promises about `ReachModel`: Mesa sees what the engine does, and holds on to nothing."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import mesa
import numpy as np
import pytest

import bereik
from bereik.engine import simulate
from bereik.engine.model import ReachModel
from bereik.errors import BereikError
from bereik.records import Records
from bereik.scenarios import load_scenario
from bereik.vocabulary import HELPED, UNDER_WAY, WAITING

SMALL: dict[str, Any] = {"seed": 3, "residents": 1000, "burn_in": 13, "weeks": 20}


def assert_same(a: Records, b: Records) -> None:
    """Compare column by column: rows have padding, which holds anything."""
    for table in ("residents", "spells", "weekly", "services"):
        x, y = getattr(a, table), getattr(b, table)
        assert x.shape == y.shape
        for column in x.dtype.names:
            np.testing.assert_array_equal(x[column], y[column], err_msg=f"{table}.{column}")
    np.testing.assert_array_equal(a.cents, b.cents)


def test_a_model_is_a_mesa_model_with_an_agent_for_every_service() -> None:
    model = bereik.ReachModel("outreach", **SMALL)
    assert isinstance(model, mesa.Model)
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    assert [agent.name for agent in model.agents] == ["loket", "telefoon", "wijkteam_1", "outreach"]
    assert [agent.kind for agent in model.agents] == ["loket", "telefoon", "wijkteam", "outreach"]
    assert [agent.unique_id for agent in model.agents] == [1, 2, 3, 4]
    assert all(agent.model is model for agent in model.agents)


def test_steps_and_a_run_give_what_simulate_gives() -> None:
    expected = simulate([load_scenario("outreach")], 3, residents=1000, burn_in=13, weeks=20)[0]
    stepped = ReachModel("outreach", **SMALL)
    while stepped.running:
        stepped.step()
    assert_same(stepped.records(), expected)
    assert_same(ReachModel("outreach", **SMALL).run(), expected)
    half = ReachModel(load_scenario("outreach"), **SMALL)
    for _ in range(7):
        half.step()
    assert half.week == 7
    assert half.records().weeks == 7
    assert_same(half.run(), expected)


def test_a_model_stops_when_its_weeks_are_over() -> None:
    model = ReachModel("loket-only", seed=3, residents=1000, burn_in=13, weeks=2)
    assert (model.week, model.running) == (0, True)
    model.step()
    assert (model.week, model.running) == (1, True)
    model.step()
    assert (model.week, model.running) == (2, False)
    model.step()
    assert (model.week, model.steps) == (2, 2)


def test_a_mesa_run_ends() -> None:
    model = ReachModel("loket-only", **SMALL)
    model.run_model()
    assert model.week == 20
    assert not model.running


def test_nothing_is_built_before_something_is_asked() -> None:
    model = ReachModel("loket-only", seed=1, residents=10**9)
    assert model.running
    assert model.week == 0


def test_residents_are_seen_as_they_are_now_even_when_tables_grow() -> None:
    model = ReachModel("loket-only", **SMALL)
    before = {id(model.world.cases), id(model.world.spells)}
    model.world.residents[17].trust = 0.123
    assert model.residents[17].trust == 0.123
    assert len(model.residents) == 1000
    grown = False
    while model.running:
        model.step()
        grown |= not {id(model.world.cases), id(model.world.spells)} <= before
        for row in (0, 17, 999):
            people: Any = model.world.residents
            assert model.residents[row].trust == people.trust[row]
    with pytest.raises(IndexError, match="no resident 1000"):
        model.residents[1000]


def test_a_service_shows_its_row_and_its_cases() -> None:
    model = ReachModel("loket-plus-outreach", **SMALL)
    for _ in range(10):
        model.step()
    cases: Any = model.world.cases
    cases = cases[: model.world.facts.cases_used]
    books = model.records().services[-1]
    for agent in model.agents:
        mine = cases[cases.service == agent.row]
        assert agent.minutes == model.world.services[agent.row].minutes
        assert agent.minutes_left == model.world.services[agent.row].minutes_left
        assert agent.queue == np.isin(mine.stage, (UNDER_WAY, WAITING)).sum() == books["queue"][agent.row]
        assert agent.caseload == (mine.stage == HELPED).sum() == books["caseload"][agent.row]
        assert agent.waiting == books["waiting"][agent.row]
    team = model.services["wijkteam_1"]
    settings = model.scenario.services["wijkteam"]
    assert team.fte == pytest.approx(settings.fte_per_10000 * 0.1, abs=1 / 60 / settings.hours_per_fte)


def test_followed_residents_have_a_trace() -> None:
    trace = ReachModel("loket-only", **SMALL, follow=range(1000)).run().trace
    assert len(trace) > 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"weeks": 0}, "weeks = 0 lies outside 1..5200"),
        ({"burn_in": -1}, "burn_in = -1 lies outside 0..5200"),
        ({"weeks": 10_000}, "weeks = 10000"),
    ],
)
def test_a_number_out_of_range_is_refused_in_one_line(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(BereikError, match=words) as told:
        ReachModel("loket-only", **{**SMALL, **wrong})
    assert "\n" not in str(told.value)
    with pytest.raises(BereikError, match="no week is over yet"):
        ReachModel("loket-only", **SMALL).records()


def test_two_hundred_runs_leave_nothing_behind() -> None:
    alive: weakref.WeakSet[ReachModel] = weakref.WeakSet()
    ids = getattr(mesa.Agent, "_ids", {})
    before = len(ids)
    gc.collect()
    gc.disable()  # the world goes with its model, without waiting for a sweep of circles
    try:
        for seed in range(200):
            model = ReachModel("outreach", seed=seed, residents=100, burn_in=1, weeks=2)
            model.run()
            assert len(model.agents) == 4
            alive.add(model)
        assert len(alive) == 1
    finally:
        gc.enable()
    assert len(ids) == before


def test_an_agent_does_not_outlive_its_model_in_silence() -> None:
    model = ReachModel("outreach", **SMALL)
    team = model.services["wijkteam_1"]
    del model
    with pytest.raises(ReferenceError, match="model of this service is gone"):
        _ = team.queue

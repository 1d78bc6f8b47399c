"""Staff to divide: every division costs the same, the best is chosen soundly, and the floor holds."""

from __future__ import annotations

import math
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from bereik.chance import key_of, uniforms
from bereik.errors import ScenarioError
from bereik.experiments import selection
from bereik.experiments import working as running
from bereik.experiments.divisions import (
    Bound,
    can_be_spent,
    cents_a_week,
    cents_of,
    count,
    divisions,
    spend,
)
from bereik.experiments.draws import draws_of
from bereik.experiments.experiment import Outcome, experiment
from bereik.experiments.forms import read_experiment
from bereik.experiments.kinds.allocation import tipping
from bereik.experiments.kinds.allocation.form import OBJECTIVES
from bereik.experiments.kinds.allocation.full_reach import crossings
from bereik.experiments.kinds.allocation.rounds import above_floor, to_check
from bereik.experiments.plan import Part, Run
from bereik.experiments.rerun import rerun
from bereik.experiments.selection import chances, go_on, leaders, regret, rounds, shares_of_draws
from bereik.experiments.store import Row, Store
from bereik.experiments.values import Key, values_of
from bereik.experiments.wording import Language
from bereik.measures.intervals import paired_interval, spread_interval
from bereik.present.kinds import drawn, write_figures
from bereik.present.kinds.allocation.divide import cost_told
from bereik.present.kinds.allocation.words import told_as
from bereik.scenarios import load_scenario
from bereik.scenarios.change import changed

KEY = 3  # of the luck of equals

DIVIDE = """
kind = "allocation"
scenarios = ["loket-plus-outreach"]
question = "divide"
outcome = "reach_26"
objectives = ["lowest_tenth", "cost_unmet"]
fte_per_10000 = 8.0
step = 2.0
residents = 333
weeks = 56
burn_in = 8
replicates = 8
finalists = 2
worlds = 2
world_replicates = 2
factors = ["seeking"]

[divide.loket]
most = 4.0

[divide.outreach]
most = 4.0

[divide.wijkteam]
least = 2.0
"""


def a_file(folder: Path, text: str = DIVIDE, name: str = "mine") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The division that nothing happened to."""
    folder = tmp_path_factory.mktemp("straight")
    return experiment(a_file(folder), out=folder / "out", workers=1)


# --- the budget ---


def test_all_divisions_are_listed_once_and_add_up() -> None:
    bounds = [Bound(0.0, 3), Bound(0.0, 2), Bound(1.0, 6)]
    found = list(divisions(6, bounds))
    assert len(found) == len(set(found)) == count(6, bounds) == 12
    assert all(sum(own) == 6 for own in found)
    assert all(0 <= own[k] <= bounds[k].steps for own in found for k in range(3))
    assert found == sorted(found)


def test_every_division_costs_the_total_to_the_cent(straight: Outcome) -> None:
    table: Any = straight.table("divisions")
    services = straight.plan.jobs[0].scenarios[0].services
    mine = [services[name] for name in ("loket", "outreach", "wijkteam")]
    assert table["cents_a_week"].nunique() == 1 and (table["cents_left"] == 0).all()
    for fte in table[["loket", "outreach", "wijkteam"]].to_numpy().tolist():
        assert cents_of(fte, mine, 333) == table["cents_a_week"][0]
    paid: Any = straight.summary[straight.summary["measure"] == "cost_programme"]
    of_the_book: Any = paid[paid["point"] < len(table)]
    assert of_the_book["mean"].max() - of_the_book["mean"].min() < 0.005


def test_a_division_that_costs_less_is_made_to_cost_the_same_or_says_so() -> None:
    services = [*load_scenario("loket-plus-outreach").services.values()][:2]
    total = cents_of((2.0, 2.0), services, 5000)
    assert spend((2.0, 1.9), services, 5000, total).cents == total
    exact = spend((1.0, 3.0), services, 5000, total)
    assert exact.fte == (1.0, 3.0) and exact.cents == total
    alone = spend((0.0, 4.0), services, 5000, total - 1)
    assert total - 142 <= alone.cents < total - 1


@pytest.mark.parametrize("adults", [333, 1234, 50_000])
@pytest.mark.parametrize("price", [21.3, 40.0, 97.31])
def test_services_of_other_prices_never_spend_more_and_leave_less_than_a_minute(
    adults: int, price: float
) -> None:
    scenario = changed(load_scenario("loket-plus-outreach"), {"services.outreach.price_per_hour": price})
    services = [scenario.services[name] for name in ("loket", "outreach", "wijkteam")]
    dearest = max(price, 85.2) / 60 * 100
    budget = cents_a_week(700_000.0, adults)
    total = can_be_spent(budget, services)
    assert 0 <= 700_000.0 * adults / 10_000 / 52 * 100 - budget < 1 and 0 <= budget - total < dearest + 1
    for parts in ((1.0, 0.0, 6.0), (2.0, 2.0, 3.0), (0.0, 7.0, 0.0)):
        euros = [100_000.0 * part for part in parts]
        wanted = [e / (s.hours_per_fte * s.price_per_hour * 52) for e, s in zip(euros, services, strict=True)]
        spent = spend(wanted, services, adults, total)
        assert spent.cents == cents_of(spent.fte, services, adults)
        assert 0 <= total - spent.cents < dearest + 1
        assert [fte == 0.0 for fte in spent.fte] == [part == 0.0 for part in parts]


# --- the choice ---


def toy(best: np.ndarray, replicates: int, noise: float = 0.02) -> np.ndarray:
    """Gains of one objective: what is true of each candidate, luck that all share, and luck of its own."""
    from scipy.stats import norm, qmc

    luck = norm.ppf(qmc.LatinHypercube(len(best) + 1, rng=3).random(replicates)).T
    return (best[:, None] + 0.2 * luck[:1] + noise * luck[1:])[None]


def chosen(gains: np.ndarray, floor: np.ndarray, anchor: int, finalists: int = 4) -> tuple[int, int]:
    """Return who leads after the rounds, and how many runs that took."""
    own, before, ran = np.arange(gains.shape[1]), 0, 0
    for keep, n in rounds(gains.shape[1], finalists, gains.shape[2]):
        if before:
            own = go_on(gains[..., :before], floor[:, :before], anchor, own, keep)
        ran, before = ran + len(own) * (n - before), n
    full = np.isin(np.arange(gains.shape[1]), own)
    return int(leaders(gains, floor, anchor, full)[0]), ran


def concave(way: tuple[int, ...]) -> float:
    """A toy with a known answer: more of the first two helps less and less, the third does nothing."""
    return math.sqrt(way[0]) + 0.6 * math.sqrt(way[1]) + 0.0 * way[2]


def threshold(way: tuple[int, ...]) -> float:
    """A toy in which the third helps only when it has six of the eight steps, and then most."""
    return concave(way) + (2.0 if way[2] >= 6 else 0.0)


@pytest.mark.parametrize(("truth", "answer"), [(concave, (6, 2, 0)), (threshold, (1, 1, 6))])
def test_a_service_without_effect_gets_nothing_only_where_that_is_best(truth: Any, answer: Any) -> None:
    ways = list(divisions(8, [Bound(0.0, 8)] * 3))
    value = np.array([truth(way) for way in ways])
    assert ways[int(value.argmax())] == answer
    gains = toy(0.1 * value, 64)
    floor = np.zeros(gains.shape[1:])
    found, ran = chosen(gains, floor, anchor=0)
    assert ways[found] == answer
    assert ran < gains.shape[1] * 64 / 4


def test_of_a_field_of_equals_the_first_is_told_as_better_no_oftener_than_an_interval_allows() -> None:
    """1,000 fields of 24 equals: on fresh seeds 2.5 % of the first are better, within 5 standard errors."""
    from scipy.stats import norm, qmc

    fields, candidates, seeds, fresh = 1000, 24, 8, 8
    luck = norm.ppf(qmc.LatinHypercube(candidates * (seeds + fresh), rng=5).random(fields))
    luck = luck.reshape(fields, 1, candidates, seeds + fresh)
    by_choice = anew = 0
    for gains in luck:
        first = chosen(gains[..., :seeds], np.zeros((candidates, seeds)), anchor=0)[0]
        if first != 0:
            difference = gains[0, first] - gains[0, 0]
            by_choice += paired_interval(difference[:seeds]).low > 0.0
            anew += paired_interval(difference[seeds:]).low > 0.0
    assert 0.025 - 5.0 * math.sqrt(0.025 / fields) < anew / fields < 0.025 + 5.0 * math.sqrt(0.025 / fields)
    assert by_choice / fields > 0.1  # what the seeds that chose would tell


def test_the_two_that_lead_and_now_are_run_on_fresh_seeds() -> None:
    order = np.array([3, 0, 5, 2])
    assert to_check(order, 0) == [3, 5, 0]
    assert to_check(order, 3) == [0, 5, 3]
    assert to_check(order[:1], 3) == to_check(order[:0], 3) == []
    gains = np.array([[[0.1, 0.1], [0.3, 0.3], [0.2, 0.2], [0.9, 0.9], [math.nan, math.nan]]])
    above = np.zeros((5, 2))
    above[3] = -1.0
    every = np.ones(5, bool)
    assert leaders(gains, above, 0, every).tolist() == [1, 2, 0]
    assert leaders(gains, above, 0, np.arange(5) != 1).tolist() == [2, 0]


def test_the_floor_excludes_the_best_that_is_below_it() -> None:
    gains = toy(np.array([0.0, 0.3, 0.5, 0.9]), 16)
    floor = np.repeat(np.array([0.0, 0.1, 0.05, -0.1])[:, None], 16, axis=1)
    chance = chances(gains, floor, anchor=0)
    assert chance.best.tolist() == [0.0, 0.0, 1.0, 0.0]
    assert chance.floor.tolist() == [1.0, 1.0, 1.0, 0.0]
    assert chosen(gains, floor, anchor=0, finalists=2)[0] == 2
    nobody = chances(gains, floor - 1.0, anchor=0)
    assert (nobody.best.sum(), nobody.nobody) == (0.0, 1.0)


def test_the_floor_is_what_now_reaches_or_a_number_or_none(tmp_path: Path) -> None:
    equity = np.array([[0.20, 0.30], [0.25, 0.31], [0.10, math.nan]])
    forms = {
        floor: read_experiment(a_file(tmp_path, DIVIDE.replace("step", f"floor = {floor}\nstep"))).form
        for floor in ("true", "false", "0.3")
    }
    assert above_floor(forms["true"], equity, 0)[1] == pytest.approx([0.05, 0.01])
    assert above_floor(forms["false"], equity, 0)[2].tolist() == pytest.approx([0.0, math.nan], nan_ok=True)
    assert selection.means(above_floor(forms["0.3"], equity, 0)) == pytest.approx([-0.05, -0.02, -0.15])


def test_a_floor_under_the_concentration_index_is_turned_round_as_the_index_is(tmp_path: Path) -> None:
    text = DIVIDE.replace("step", 'floor = 0.1\nequity = "concentration_index"\nstep', 1)
    form = read_experiment(a_file(tmp_path, text)).form
    gain = -np.array([[0.05, 0.07], [0.12, 0.14]])  # an index of 0.06 and of 0.13, where 0.1 is allowed
    assert selection.means(above_floor(form, gain, 0)) == pytest.approx([0.04, -0.03])
    assert above_floor(form, gain, 0, drawn=True)[1] == pytest.approx([-0.02, -0.04])


def test_over_draws_of_what_is_not_known_a_chance_is_a_share_of_draws() -> None:
    gains = np.array([[[1.0, 1.0, 1.0, 9.0], [2.0, 2.0, 1.0, 0.0], [3.0, 0.0, math.nan, math.nan]]])
    above = np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 1.0, 1.0], [-1.0, 1.0, math.nan, math.nan]])
    told = shares_of_draws(gains, above)
    assert told.best.tolist() == [0.375, 0.625, 0.0]  # who are best together share it
    assert told.floor.tolist() == [1.0, 1.0, 0.5]
    assert told.front.tolist() == [0.5, 0.5, 0.5]
    assert told.nobody == 0.0 and shares_of_draws(gains, above - 2.0).nobody == 1.0
    # the mean of the first is 1.4 above that of the second, and in most draws it is below
    assert gains[0, 0].mean() > gains[0, 1].mean() + 1.0 and told.best[0] < told.best[1]


def test_the_chance_of_being_best_sums_to_one_and_grows_with_replicates() -> None:
    best = np.array([0.00, 0.010, 0.012, 0.0])
    for replicates in (4, 16, 128):
        gains = toy(best, replicates)
        chance = chances(gains, np.zeros(gains.shape[1:]), anchor=0)
        assert chance.best.sum() + chance.nobody == pytest.approx(1.0)
        assert ((chance.best >= 0.0) & (chance.best <= 1.0)).all()
    wide = chances(toy(np.array([0.0, 0.3]), 64), np.zeros((2, 64)), 0)
    assert wide.best[1] > 0.99


def test_the_spread_of_what_a_mean_could_be_is_that_of_a_mean() -> None:
    """Of 5 replicates: standard deviation over the root of 5, whatever the bootstrap would make of it."""
    values = np.array([[1.0, 4.0, 2.0, 8.0, 5.0]])
    drawn = selection.weighted_means(values, 8000)[:, 0]
    assert drawn.std() == pytest.approx(values.std(ddof=1) / math.sqrt(5), rel=0.05)
    assert drawn.mean() == pytest.approx(4.0, rel=0.02)


def test_fewer_replicates_of_the_dropped_do_not_move_them_by_the_luck_of_a_seed() -> None:
    gains = toy(np.array([0.0, 0.1]), 32)
    gains[0, 1, 4:] = math.nan
    assert selection.mean_differences(gains, 0)[0, 1] == pytest.approx(0.1, abs=0.04)


def test_the_front_is_who_is_beaten_by_none() -> None:
    at = np.array([[1.0, 2.0, 3.0, 1.0, 2.0], [3.0, 2.0, 1.0, 1.0, 1.0]])
    assert selection.front_ranks(at).tolist() == [0, 0, 0, 2, 1]
    assert selection.front_ranks(np.array([[1.0, 1.0], [2.0, 2.0]])).tolist() == [0, 0]


def test_regret_is_what_one_misses_beside_the_best_of_each_world() -> None:
    told = regret(np.array([[1.0, 3.0, 2.5], [4.0, 1.0, 3.5]]))
    assert told.most.tolist() == [2.0, 3.0, 0.5]
    assert told.mean.tolist() == [1.0, 1.5, 0.5]
    assert told.best.tolist() == [0.5, 0.5, 0.0]


def test_rounds_double_and_end_at_the_finalists_with_all_replicates() -> None:
    assert rounds(5, 6, 32) == ((5, 32),)
    found = rounds(76, 6, 32)
    assert [n for _, n in found] == [4, 8, 16, 32]
    assert found[0].candidates == 76 and found[-1].candidates == 6


# --- in the model ---


def test_finalists_have_all_replicates_and_possible_worlds(straight: Outcome) -> None:
    table: Any = straight.table("divisions")
    assert straight.missing == 0 and straight.identity
    assert straight.asked == len(straight.runs) < straight.plan.runs
    assert table["replicates"].min() >= 4 and table["replicates"].max() == 8
    assert (table.loc[table["checked"] > 0, "replicates"] == 8).all()
    full: Any = table[table["replicates"] == 8]
    assert (full["regret_most"] >= full["regret_mean"]).all()
    assert table[table["replicates"] < 8]["regret_most"].isna().all()
    assert table["best_probability"].sum() == pytest.approx(1.0)
    assert (table[table["replicates"] < 8]["best_probability"] < 0.05).all()
    now: Any = table[table["as_now"]]
    assert len(now) == 1 and bool(now["floor"].iloc[0]) and now["reach_26_difference"].iloc[0] == 0.0


def test_the_check_is_on_seeds_that_had_no_part_in_the_choice(straight: Outcome) -> None:
    table: Any = straight.table("divisions")
    checked: Any = table[table["checked"] > 0]
    assert 2 <= len(checked) <= 3 and set(checked["checked"]) == {8}
    assert checked["as_now"].any() and checked["highest"].any()
    for name, measure in (("reach_26", "reach_26"), ("cost_unmet", "cost_unmet")):
        key = Key("loket-plus-outreach", measure)
        value = values_of(Store(straight.plan, straight.out), [key])[key]
        now = int(table.index[table["as_now"]][0])
        for point in checked["point"]:
            for chose, columns in (
                (np.s_[:8], ("_difference", "_low", "_high")),
                (np.s_[8:], ("_check", "_check_low", "_check_high")),
            ):
                told = table.loc[point, [f"{name}{end}" for end in columns]].tolist()
                assert told == pytest.approx(paired_interval((value[point] - value[now])[chose])[:3])
    first: Any = checked[checked["highest"]].iloc[0]
    assert checked["ahead"].tolist() == pytest.approx(
        (first["reach_26_check"] - checked["reach_26_check"]).tolist()
    )
    assert table[table["checked"] == 0]["reach_26_check"].isna().all()


def test_without_a_check_all_else_is_the_same(straight: Outcome, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(straight.out, out)
    none = experiment(a_file(tmp_path, DIVIDE.replace("step", "check = 0\nstep", 1)), out=out, workers=1)
    table: Any = straight.table("divisions")
    own: Any = none.table("divisions")
    assert (own["checked"] == 0).all() and own["reach_26_check"].isna().all()
    columns = [name for name in table if not re.search("check|ahead", name)]
    assert len(columns) > 20 and table[columns].equals(own[columns])
    assert none.asked == straight.asked - 8 * int((table["checked"] > 0).sum())
    assert "fresh" not in drawn("allocation").finding(replace(none, lang="en"))


def test_a_field_of_equals_gives_no_winner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All divisions do the same but for luck; with this key the seeds that choose would tell of a winner."""
    from scipy.stats import norm

    def luck(part: Part, runs: list[Run]) -> list[tuple[Run, list[Row], None]]:
        kept = [("reach_26", ""), ("reach_52", "doenvermogen=1")]
        label = part.plan.jobs[0].labels[0]
        return [
            (run, [Row(*run, label, *key, drawn_for(run), "share") for key in kept], None) for run in runs
        ]

    def drawn_for(run: Run) -> float:
        return 0.3 + 0.02 * float(norm.ppf(uniforms(key_of(KEY), run.seed, 100, 0)[run.point]))

    monkeypatch.setattr(running, "_measured", luck)
    text = DIVIDE.replace("worlds = 2", "worlds = 0").replace("step = 2.0", "step = 1.0\nfloor = false")
    found = experiment(a_file(tmp_path, text), out=tmp_path / "out", workers=1)
    table: Any = found.table("divisions")
    first = table[table["highest"]].iloc[0]
    assert first["reach_26_low"] > 0.0 > first["reach_26_check_low"]
    told = drawn("allocation").finding(replace(found, lang="en"))
    assert "none was found that clearly does better than the division of now, scaled: ‘" in told
    assert not re.search("does best|likeliest to be best", told)
    dutch = drawn("allocation").finding(replace(found, lang="nl"))
    assert "is er geen gevonden die het duidelijk beter doet dan" in dutch


def test_rounds_come_out_the_same_however_they_are_run(straight: Outcome, tmp_path: Path) -> None:
    path, out = a_file(tmp_path), tmp_path / "out"
    files = sorted(path.relative_to(straight.out) for path in straight.out.rglob("measures-*.parquet"))
    for name in files[::2]:  # what a killed command could have left
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes((straight.out / name).read_bytes())
    again = experiment(path, out=out, executor=lambda: ThreadPoolExecutor(2))
    assert again.identity == straight.identity
    assert again.table("divisions").equals(straight.table("divisions"))
    told = rerun(straight.out, [0, int(straight.runs["run"].iloc[-1])], workers=1)
    assert told.is_same and len(told.same) == 2 and not told.not_there


def test_another_floor_asks_no_run_twice(straight: Outcome, tmp_path: Path) -> None:
    path = a_file(tmp_path, DIVIDE.replace("step", "floor = false\nstep"))

    assert read_experiment(path).plan().key() == straight.plan.key()
    assert Store(read_experiment(path).plan(), straight.out).look().sum() >= straight.asked


MAP = """
kind = "allocation"
scenarios = ["loket-plus-outreach"]
question = "tipping-point"
outcome = "reach_26"
residents = 300
weeks = 30
burn_in = 4
replicates = 2
[divide.outreach]
most = 2.0
step = 2.0
[divide.wijkteam]
least = 5.0
most = 15.0
step = 5.0
"""
CURVE = MAP.split("[divide")[0].replace("tipping-point", "full-reach") + "times = [2.0, 1.0]\n"


def test_a_map_has_every_place_and_its_step_to_the_right(tmp_path: Path) -> None:
    found = experiment(a_file(tmp_path, MAP), out=tmp_path / "out", workers=1)
    table: Any = found.table("map")
    assert sorted(zip(table["outreach"], table["wijkteam"], strict=True)) == [
        (x, y) for x in (0.0, 2.0) for y in (5.0, 10.0, 15.0)
    ]
    at = table.set_index(["outreach", "wijkteam"])
    step = at.loc[(2.0, 10.0), "reach_26"] - at.loc[(0.0, 10.0), "reach_26"]
    assert at.loc[(0.0, 10.0), "outreach_step"] == pytest.approx(step)
    assert math.isnan(at.loc[(2.0, 10.0), "outreach_step"])
    assert (table["cents_a_week"] > 0).all() and table["cents_a_week"].nunique() == 6
    assert {path.suffix for path in write_figures(found, tmp_path)} == {".png", ".svg"}
    assert "outreach" in drawn("allocation").finding(found)


def test_steps_on_a_map_have_a_level_for_all_of_them_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = read_experiment(a_file(tmp_path, MAP)).plan()
    luck = toy(np.zeros(6), 5)[0]
    monkeypatch.setattr(tipping, "values_of", lambda _, keys: dict.fromkeys(keys, luck))
    found = tipping.map_rows(Store(plan, tmp_path / "out"))
    for service, steps, further in (("outreach", 3, 3), ("wijkteam", 4, 1)):
        assert sum(math.isfinite(step) for step in found[f"{service}_step"]) == steps
        told = paired_interval(luck[further] - luck[0], 1.0 - 0.05 / steps)
        ends = [found[f"{service}_step_{end}"][0] for end in ("low", "high")]
        assert ends == pytest.approx([told.low, told.high])


def test_a_curve_goes_from_the_least_budget_to_the_most(tmp_path: Path) -> None:
    found = experiment(a_file(tmp_path, CURVE), out=tmp_path / "out", workers=1)
    table: Any = found.table("curve")
    assert table["times"].tolist() == [1.0, 2.0]
    services = found.plan.jobs[0].scenarios[0].services
    assert table["wijkteam"].tolist() == [k * services["wijkteam"].fte_per_10000 for k in (1, 2)]
    assert table["euros_per_adult"][1] == pytest.approx(2.0 * table["euros_per_adult"][0], rel=0.02)
    assert "×" not in drawn("allocation").finding(found)
    write_figures(found, tmp_path)


def over_draws(folder: Path, text: str, replicates: int = 3) -> Outcome:
    """An experiment of which every replicate takes numbers of its own."""
    weights = [0.1, 1.9, 0.7, 1.2][:replicates]
    (folder / "sample.csv").write_text(
        "\n".join(["seeking.shame_weight", *map(str, weights)]), encoding="utf-8"
    )
    text = re.sub(r"replicates = \d", f'replicates = {replicates}\nposterior = "sample.csv"', text, count=1)
    return experiment(a_file(folder, text), out=folder / "out", workers=1)


@pytest.mark.parametrize(("name", "text"), [("map", MAP), ("curve", CURVE)])
def test_over_draws_a_table_has_the_intervals_of_the_summary(name: str, text: str, tmp_path: Path) -> None:
    found = over_draws(tmp_path, text)
    table: Any = found.table(name)
    summary: Any = found.summary
    for measure in ("reach_26", "cost_programme"):
        own: Any = summary[(summary["measure"] == measure) & (summary["group"] == "")].sort_values("point")
        for column, end in (("", "mean"), ("_low", "low"), ("_high", "high")):
            assert table[f"{measure}{column}"].tolist() == pytest.approx(own[end].tolist())
    assert (table["reach_26_low"] < table["reach_26_high"]).any()  # else it says nothing about which
    if name == "map":
        told = drawn("allocation").finding(replace(found, lang="en"))
        assert "too few draws to tell where more" in told and "clearly" not in told
    if name == "curve":
        assert table["euros_per_extra_reached"].isna().all()
    assert {path.suffix for path in write_figures(found, tmp_path)} == {".png", ".svg"}


def test_over_draws_divisions_are_told_by_what_the_draws_hold(tmp_path: Path) -> None:
    text = DIVIDE.replace("step = 2.0", 'step = 2.0\ncheck = 0\nselection = "all"')
    text = text.replace("worlds = 2", "worlds = 0")
    found = over_draws(tmp_path, text, 4)
    table: Any = found.table("divisions")
    own: Any = found.summary[(found.summary["measure"] == "reach_26") & (found.summary["group"] == "")]
    assert table["reach_26"].tolist() == pytest.approx(own.sort_values("point")["mean"].tolist())
    key = Key("loket-plus-outreach", "reach_26")
    value = values_of(Store(found.plan, found.out), [key])[key]
    now = int(table.index[table["as_now"]][0])
    for point in range(len(table)):
        told = table.loc[point, [f"reach_26_{end}" for end in ("difference", "low", "high")]].tolist()
        assert told == pytest.approx(spread_interval(value[point] - value[now])[:3])
    assert table["best_probability"].sum() == pytest.approx(1.0)
    assert (4 * table["floor_probability"]).tolist() == (4 * table["floor_probability"]).round().tolist()
    for lang, words in (("en", ("of the draws", "too few")), ("nl", ("van de trekkingen", "te weinig"))):
        told = drawn("allocation").finding(replace(found, lang=lang))
        assert all(word in told for word in words) and not re.search("cannot be told|onderscheiden", told)


def test_over_few_draws_of_fresh_seeds_none_is_said_to_do_better(straight: Outcome, tmp_path: Path) -> None:
    table: Any = straight.table("divisions")
    other = int(table.loc[~table["as_now"], "point"].iloc[0])
    draws = draws_of(["trust.gain"], [[0.03 + 0.001 * k] for k in range(8)])
    (job,) = straight.plan.jobs
    over = replace(straight, plan=replace(straight.plan, jobs=(replace(job, draws=draws),)))
    for checked, few in ((8, False), (5, True)):
        values = ANEW | {"highest": True, "checked": checked}
        told = drawn("allocation").finding(with_row(over, tmp_path / str(checked), other, **values))
        assert ("none was found that clearly does better" in told) is few
        assert ("too few draws to tell" in told) is few


def test_a_price_is_read_off_the_curve_and_where_it_ends_there_is_none() -> None:
    reach = np.repeat(np.array([[0.2], [0.4], [0.6], [0.6]]), 5, axis=1)
    told = {c.reach: c.euros for c in crossings(reach, [100.0, 200.0, 400.0, 800.0], (0.1, 0.3, 0.5, 0.7))}
    assert (told[0.3].mean, told[0.3].low) == pytest.approx((150.0, 150.0))
    assert told[0.5].mean == pytest.approx(300.0)
    assert math.isnan(told[0.7].mean) and math.isinf(told[0.7].high)
    assert math.isnan(told[0.1].mean)


def test_the_pictures_of_a_division_are_drawn_in_both_languages(straight: Outcome, tmp_path: Path) -> None:
    for lang in ("nl", "en"):
        found = replace(straight, lang=lang)
        assert {p.stem for p in write_figures(found, tmp_path / lang)} == {"front", "divisions"}
        assert re.search(r"\d ?%", drawn("allocation").finding(found))


def with_row(found: Outcome, folder: Path, point: int, **values: Any) -> Outcome:
    """The same with other values for one division."""
    table: Any = found.table("divisions")
    if "highest" in values:
        table["highest"] = False
    for name, value in values.items():
        table.loc[table["point"] == point, name] = value
    folder.mkdir()
    table.to_parquet(folder / "divisions.parquet")
    return replace(found, out=folder, lang="en")


ANEW = {"checked": 8, "reach_26_check": 0.015, "reach_26_check_low": 0.004, "reach_26_check_high": 0.026}


def test_the_highest_is_called_best_only_where_that_is_likely_and_no_other_is_like_it(
    straight: Outcome, tmp_path: Path
) -> None:
    table: Any = straight.table("divisions")
    top: Any = table[table["highest"]].iloc[0]
    full: Any = table[table["floor"] & (table["replicates"] == 8)]
    assert table["highest"].sum() == 1 and top["reach_26_difference"] == full["reach_26_difference"].max()
    assert top["like_highest"]
    other = int(table.loc[~table["as_now"], "point"].iloc[0])
    sure = ANEW | {"highest": True, "best_probability": 0.9}
    alone = replace(straight, out=tmp_path / "alone")
    alone.out.mkdir()
    table.assign(like_highest=False).to_parquet(alone.out / "divisions.parquet")
    told = {
        name: drawn("allocation").finding(with_row(alone, tmp_path / name, other, **sure | own))
        for name, own in {
            "sure": {},
            "half": {"best_probability": 0.49},
            "not": {"best_probability": 0.0},
        }.items()
    }
    assert "does best, with chance 90%" in told["sure"] and "cannot be told" not in told["sure"]
    assert "comes first on average, and is best with chance 0%" in told["not"]
    assert "does best" not in told["half"] and "chance 49%" in told["half"]
    like = with_row(alone, tmp_path / "like", other, **sure)
    like.table("divisions").assign(like_highest=True, floor=True).to_parquet(like.out / "divisions.parquet")
    text = drawn("allocation").finding(like)
    assert "is likeliest to be best, with chance 90%" in text and "does best" not in text
    assert f"and cannot be told from {len(table) - 1} others" in text


@pytest.mark.parametrize(
    ("lang", "first", "sure"),
    [
        ("en", "came first (by the seeds that chose it), best with chance 90%", "does best|likeliest to"),
        ("nl", "bovenaan (in de herhalingen die kozen), met kans 90 % de beste", "het best,|schijnlijkst"),
    ],
)
def test_without_a_check_the_highest_is_said_to_be_so_by_the_seeds_that_chose(
    straight: Outcome, tmp_path: Path, lang: Language, first: str, sure: str
) -> None:
    table: Any = straight.table("divisions")
    other = int(table.loc[~table["as_now"], "point"].iloc[0])
    values = {"highest": True, "best_probability": 0.9, "reach_26_low": 0.01, "reach_26_high": 0.02}
    found = replace(with_row(straight, tmp_path / "own", other, **values, checked=0), lang=lang)
    for alike in (True, False):
        table = found.table("divisions").assign(like_highest=alike, floor=True)
        table.to_parquet(found.out / "divisions.parquet")
        told = drawn("allocation").finding(found)
        assert first in told and not re.search(sure, told)


def test_units_are_told_in_the_language() -> None:
    assert told_as("weeks_unhelped_104", "nl").unit == "weken" != told_as("weeks_unhelped_104", "en").unit
    for name in OBJECTIVES:
        dutch, english = told_as(name, "nl"), told_as(name, "en")
        assert dutch.difference != english.difference or dutch.unit == "-1..1"


def test_the_finding_is_told_from_fresh_seeds(straight: Outcome, tmp_path: Path) -> None:
    table: Any = straight.table("divisions")
    other = int(table.loc[~table["as_now"], "point"].iloc[0])
    sure = ANEW | {"highest": True, "best_probability": 0.9}
    told = {
        name: drawn("allocation").finding(with_row(straight, tmp_path / name, other, **sure | own))
        for name, own in {
            "better": {"above_floor_check": -0.01},
            "zero": {"reach_26_check_low": -0.001},
            "worse": {"reach_26_check_high": -0.002, "reach_26_check_low": -0.1, "above_floor_check": 0.0},
        }.items()
    }
    assert ", with chance 90%: +1.5 percentage points against" in told["better"]
    assert ", over 8 fresh replicates (+0.4 to +2.6)" in told["better"]
    assert "over fresh replicates it is below the floor" in told["better"]
    for name in ("zero", "worse"):
        assert "none was found that clearly does better" in told[name] and "does best" not in told[name]
    assert "below the floor" not in told["worse"]


def test_the_division_of_now_is_called_scaled_where_the_total_is_another(
    straight: Outcome, tmp_path: Path
) -> None:
    services = straight.plan.jobs[0].scenarios[0].services
    own = {name: services[name].fte_per_10000 for name in ("loket", "outreach", "wijkteam")}
    table: Any = straight.table("divisions")
    now, other = (int(table.loc[table["as_now"] == it, "point"].iloc[0]) for it in (True, False))
    scaled = with_row(straight, tmp_path / "scaled", other, highest=True, checked=0)
    assert sum(own.values()) != 8.0
    assert " against the division of now, scaled " in drawn("allocation").finding(scaled)
    assert " de verdeling van nu, geschaald " in drawn("allocation").finding(replace(scaled, lang="nl"))
    same = with_row(scaled, tmp_path / "same", now, **own)
    assert " against dividing as now " in drawn("allocation").finding(same)


# --- mistakes in a file ---


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('outreach"]', 'outreach", "outreach"]', "about one scenario, and here are 2"),
        ("[divide.outreach]", "[divide.outraech]", "no service 'outraech'. Did you mean outreach?"),
        ("least = 2.0", "lest = 2.0", "there is no 'lest' here. Did you mean least?"),
        ("least = 2.0", "least = 9.0", "8 cannot be divided: together the services take 9 at least"),
        ("step = 2.0", "step = 5.0", "6 is left to divide, and that is no whole number of steps of 5"),
        ("step = 2.0", "step = 0.01", "divisions is more than 1500. Take a larger step"),
        ('"lowest_tenth", "cost', '"lowest_tent", "cost', "to strive for. Did you mean lowest_tenth?"),
        ('"reach_26"', '"waiting_per_1000"', "is nothing to strive for."),
        ('"divide"', '"tipping-point"', 'question = "tipping-point" needs 2 services'),
        ("step = 2.0", "times = [1.0, 2.0]\nstep = 2.0", 'times is of question = "full-reach"'),
        ("least = 2.0", "step = 2.0", 'step is of question = "tipping-point", and this file says "divide"'),
        ("step = 2.0", "euros_per_10000 = 5\nstep = 2.0", "give fte_per_10000 or euros_per_10000"),
        ('["seeking"]', '["seking"]', "no number and no theme 'seking'. Did you mean seeking?"),
        ('"divide"', '"devide"', 'question = "devide" is none of the words it takes. Did you mean divide?'),
    ],
)
def test_a_mistake_is_told_in_one_line(was: str, becomes: str, told: str, tmp_path: Path) -> None:
    assert was in DIVIDE
    with pytest.raises(ScenarioError) as error:
        read_experiment(a_file(tmp_path, DIVIDE.replace(was, becomes)))
    first = str(error.value).splitlines()[0]
    assert told in first, first
    assert re.match(r".*mine\.toml:\d+: ", first)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CURVE.replace("2.0, 1.0", "1.0"), ":10: times = [...] must be a list of numbers"),
        (CURVE.replace("2.0, 1.0", "1.0, -1.0"), ":10: times = "),
        (CURVE.replace("2.0, 1.0", "1.0, 2000.0"), ":10: fte_per_10000 = 1250.0 lies outside 0..1000"),
        (CURVE.replace("2.0, 1.0", "2.0, 4.0"), ""),
        (MAP.replace("most = 15.0\n", ""), "most is missing"),
        (MAP.replace("least = 5.0", "least = 25.0"), "low = 25 is not below high = 15"),
        (MAP.replace("question", "step = 2.0\nquestion"), 'step is of question = "divide"'),
    ],
)
def test_mistakes_of_a_map_and_a_curve_are_told(text: str, told: str, tmp_path: Path) -> None:
    if not told:
        assert read_experiment(a_file(tmp_path, text)).plan().runs == 4
        return
    with pytest.raises(ScenarioError) as error:
        read_experiment(a_file(tmp_path, text))
    assert told in str(error.value).splitlines()[0]


def test_more_than_the_total_for_one_service_points_to_its_own_line(tmp_path: Path) -> None:
    path = a_file(tmp_path, DIVIDE.replace("least = 2.0", "least = 9.0"))
    line = path.read_text().splitlines().index("least = 9.0") + 1
    with pytest.raises(ScenarioError, match=rf"mine\.toml:{line}: "):
        read_experiment(path)


def test_equal_fte_of_unequal_price_is_no_equal_budget(tmp_path: Path) -> None:
    cheap = 'based_on = "loket-plus-outreach"\n[services.outreach]\nprice_per_hour = 40.0\n'
    a_file(tmp_path, cheap, "cheap")
    text = DIVIDE.replace('"loket-plus-outreach"', '"cheap.toml"')
    with pytest.raises(ScenarioError, match=r"equal fte are no equal budget\. Divide euros_per_10000"):
        read_experiment(a_file(tmp_path, text))
    text = text.replace("fte_per_10000 = 8.0\nstep = 2.0", "euros_per_10000 = 800000\nstep = 200000")
    text = text.replace("most = 4.0", "most = 400000").replace("least = 2.0", "least = 200000")
    plan = read_experiment(a_file(tmp_path, text)).plan()
    services = plan.jobs[0].scenarios[0].services
    mine = [services[name] for name in ("loket", "outreach", "wijkteam")]
    design: Any = plan.design
    assert [cents_of(fte, mine, 333) for fte in design.fte] == design.cents
    assert 0 <= max(design.cents) - min(design.cents) <= 0.001 * max(design.cents)
    assert design.total == cents_a_week(800_000.0, 333) >= max(design.cents)


@pytest.mark.parametrize(
    ("cost", "total", "told"),
    [
        ((500, 500), 500, "All divisions cost the same."),
        ((500, 500), 612, "All divisions cost the same. At most 1.12 euro a week of the budget is left."),
        (
            (500, 437),
            512,
            "Divisions cost at most 0.63 euro a week less than the dearest. "
            "At most 0.75 euro a week of the budget is left.",
        ),
    ],
)
def test_what_is_left_of_a_budget_is_told(cost: tuple[int, int], total: int, told: str) -> None:
    table = pd.DataFrame({"cents_a_week": cost, "cents_left": [total - cents for cents in cost]})
    assert cost_told(table, "en") == told

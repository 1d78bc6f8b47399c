"""Sensitivity: the indices are those of the literature, and a finding that can turn is told to."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm, qmc

from bereik.errors import ScenarioError
from bereik.experiments.draws import draws_of
from bereik.experiments.experiment import Outcome, experiment, gather
from bereik.experiments.forms import read_experiment
from bereik.experiments.indices import Method, indices, of_luck, pawn, points, steps, turns
from bereik.experiments.kinds.sensitivity import indices_of, ranges_of
from bereik.experiments.listing import export
from bereik.experiments.rerun import rerun
from bereik.parameters.book import the_book
from bereik.present.kinds import drawn, write_figures

MORRIS = """
kind = "sensitivity"
scenarios = ["loket-only", "outreach"]
factors = ["trust", "seeking.considers_serious"]
paths = 3
residents = 400
weeks = 40
burn_in = 13
replicates = 2
outcome = "reach_26"
measures = ["reach_26", "need_share"]

[vary."services.outreach.attempts"]
low = 1
high = 6
"""
FACTORS = ["one", "two", "three", "dummy"]


def a_file(folder: Path, text: str = MORRIS) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("sensitivity")
    return experiment(a_file(folder), out=folder / "out", workers=1)


# --- the indices ---


def ishigami(unit: np.ndarray) -> np.ndarray:
    """Return the function of Ishigami & Homma (1990); a fourth factor does nothing."""
    x = (2.0 * unit - 1.0) * math.pi
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_finds_the_shares_that_are_known() -> None:
    unit = points("sobol", 4, 1024, 1)
    told = {(i.factor, i.index): i for i in indices("sobol", FACTORS, unit, ishigami(unit))}
    known = {
        ("one", "first"): 0.314, ("two", "first"): 0.442, ("three", "first"): 0.0,
        ("one", "total"): 0.558, ("two", "total"): 0.442, ("three", "total"): 0.244,
    }  # fmt: skip
    for key, share in known.items():
        assert told[key].value == pytest.approx(share, abs=0.05)
        assert told[key].low < told[key].value < told[key].high
    assert told["dummy", "total"].value == told["dummy", "first"].value == 0.0


def test_morris_of_a_sum_is_its_slopes() -> None:
    unit = points("morris", 4, 5, 1)
    outcome = 3.0 * unit[:, 0] - 2.0 * unit[:, 1] + 1.0
    told = {(i.factor, i.index): i.value for i in indices("morris", FACTORS, unit, outcome)}
    assert [told[factor, "mu"] for factor in FACTORS] == pytest.approx([3.0, -2.0, 0.0, 0.0])
    assert [told[factor, "mu_star"] for factor in FACTORS] == pytest.approx([3.0, 2.0, 0.0, 0.0])
    assert max(told[factor, "sigma"] for factor in FACTORS) < 1e-12


def test_pawn_is_that_of_salib_and_its_dummy_is_a_floor() -> None:
    from SALib.analyze.pawn import analyze

    unit = points("pawn", 4, 400, 1)
    outcome = np.round(ishigami(unit), 1)  # with ties
    problem = {"num_vars": 4, "names": FACTORS, "bounds": [[0.0, 1.0]] * 4}
    known: Any = analyze(problem, unit, outcome)
    assert pawn(unit, outcome) == pytest.approx(known["median"], abs=1e-12)
    told = {i.factor: i for i in indices("pawn", FACTORS, unit, outcome)}
    assert told["two"].low > told["dummy"].high > told["dummy"].value > 0.0


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_a_step_changes_one_factor_and_no_other(method: Method) -> None:
    unit = points(method, 4, 8, 1)
    before, after, factor = steps(method, unit)
    changed = unit[before] != unit[after]
    assert (changed.sum(axis=1) == 1).all()
    assert (changed.argmax(axis=1) == factor).all()
    assert np.bincount(factor).tolist() == [8] * 4


@pytest.mark.parametrize(("method", "size"), [("morris", 8), ("sobol", 16), ("pawn", 200)])
def test_what_turns_the_sign_is_told_and_what_does_not_is_not(method: Method, size: int) -> None:
    unit = points(method, 4, size, 1)
    told = {i.factor: i for i in turns(method, FACTORS, unit, unit[:, 1] - 0.5)}
    others = [told[factor].value for factor in ("one", "three", "dummy")]
    assert told["two"].value > 0.35 and told["two"].low > max(others)
    assert max(others) == 0.0 if method != "pawn" else max(others) < 0.25
    if method == "pawn":
        assert told["two"].value == pytest.approx(1.0)


@pytest.mark.parametrize(("method", "size"), [("morris", 2000), ("sobol", 2048)])
def test_luck_is_what_factors_would_have_that_only_drew_other_seeds(method: Method, size: int) -> None:
    error, unit = 0.3, points(method, 4, size, 1)
    noise = error * norm.ppf(qmc.LatinHypercube(1, rng=7).random(len(unit))[:, 0])
    (luck,) = of_luck(method, noise, np.full(len(unit), error))
    own = [i.value for i in indices(method, FACTORS, unit, noise) if i.index == luck.index]
    assert np.mean(own) == pytest.approx(luck.value, rel=0.05)


@pytest.mark.parametrize(("method", "size"), [("morris", 4), ("sobol", 8), ("pawn", 40)])
def test_an_outcome_that_never_changes_hangs_on_nothing(method: Method, size: int) -> None:
    unit = points(method, 4, size, 1)
    assert {i.value for i in indices(method, FACTORS, unit, np.full(len(unit), 2.0))} == {0.0}


# --- in worlds ---


def test_points_lie_in_the_ranges_of_the_book_and_the_last_changes_nothing(found: Outcome) -> None:
    plan, book = found.plan, the_book()
    *names, dummy = plan.varied
    assert dummy == "dummy" and "services.outreach.attempts" in names
    assert len(names) == 2 + len(book.theme("trust"))
    assert plan.points == 3 * (len(names) + 2) + 1
    for point in range(plan.points - 1):
        at = plan.coordinates(point)
        assert at["services.outreach.attempts"] in range(1, 7)
        for name in names[:-1]:
            held = book[name.removeprefix("parameters.")]
            assert held.low <= at[name] <= held.high
    assert plan.job(plan.points - 1) is plan.jobs[0]


def test_there_is_an_index_of_every_factor_for_every_scenario_and_difference(found: Outcome) -> None:
    rows = found.indices
    headline: Any = rows[rows["index"] == "mu_star"]
    factors = {*found.plan.varied, "luck"}
    for measure in ("reach_26", "need_share"):
        for label in ("loket-only", "outreach", "outreach - loket-only"):
            own: Any = headline[(headline["measure"] == measure) & (headline["scenario"] == label)]
            assert set(own["factor"]) == factors and len(own) == len(factors)
    values: Any = headline.set_index(["scenario", "measure", "factor"])["value"].sort_index()
    assert (values.xs("dummy", level="factor") == 0.0).all()
    assert (values.xs("luck", level="factor") > 0.0).all()
    attempts: Any = values.xs("services.outreach.attempts", level="factor")
    assert attempts["loket-only", "need_share"] == 0.0  # it has no outreach
    assert values["loket-only", "reach_26"].drop("luck").max() > 0.0


def test_the_share_of_points_with_another_sign_is_counted_by_hand(found: Outcome) -> None:
    label = "outreach - loket-only"
    summary: Any = found.summary
    means = summary[(summary["scenario"] == label) & (summary["measure"] == "reach_26")]
    means = means.sort_values("point")["mean"].to_numpy()
    rows = found.indices.set_index(["scenario", "measure", "factor", "index"])["value"]
    told: Any = rows[label, "reach_26", "", "other_sign"]
    assert told == np.mean(np.sign(means[:-1]) == -np.sign(means[-1]))
    assert rows[label, "reach_26", "", "at_the_book"] == means[-1]


def test_a_sign_that_turns_is_clear_only_where_its_interval_is(found: Outcome) -> None:
    count = found.plan.points
    at = np.tile([2.0, 1.0, 3.0, 2.0], (count, 1))
    at[0] = [-1.0, -2.0, 0.5, 2.0]
    at[1] = [-1.0, -1.5, -0.5, 2.0]
    told = {i.index: i.value for i in indices_of(found.plan, at) if i.factor == ""}
    assert told["other_sign"] == 2 / (count - 1)
    assert told["clearly_other_sign"] == 1 / (count - 1)


@pytest.mark.parametrize(("replicates", "few"), [(5, True), (6, False)])
def test_no_sign_is_clear_over_fewer_than_six_draws(found: Outcome, replicates: int, few: bool) -> None:
    from dataclasses import replace

    draws = draws_of(["trust.gain"], [[0.03]] * replicates)
    job = replace(found.plan.jobs[0], draws=draws, replicates=replicates)
    plan = replace(found.plan, jobs=(job,))
    at = np.tile([2.0, 1.0, 3.0, replicates], (plan.points, 1))
    at[0] = [-1.0, -1.5, -0.5, replicates]
    told = {i.index: i.value for i in indices_of(plan, at) if i.factor == ""}
    assert told["other_sign"] == 1 / (plan.points - 1)
    assert math.isnan(told["clearly_other_sign"]) is few


def test_the_whole_book_leaves_out_switches_and_other_archetypes(tmp_path: Path) -> None:
    text = re.sub(r"factors = .*", 'factors = ["all"]', MORRIS)
    form = read_experiment(a_file(tmp_path, text)).form
    themes = {name.split(".")[1] for name in ranges_of(form, "kleinschalig")}
    assert {"seeking", "problems", "population", "costs", "kleinschalig"} <= themes
    assert not themes & {"links", "views", "grootstedelijk", "kleinstedelijk"}
    assert len(ranges_of(form, "kleinschalig")) > 400


def test_runs_can_be_done_again_and_tables_exported(found: Outcome) -> None:
    last = found.plan.points - 1
    assert rerun(found.out, [0, last], workers=1).same == (0, last)
    assert "indices.csv" in {path.name for path in export(found.out)}


def test_pictures_and_findings_are_there_in_both_languages(found: Outcome, tmp_path: Path) -> None:
    from dataclasses import replace

    files = {path.name for path in write_figures(found, tmp_path)}
    assert "factors-outreach.svg" in files
    text = drawn("sensitivity").finding(found)
    assert "‘Outreach’ against ‘Desk only’" in text and "clearly lower at" in text
    dutch = drawn("sensitivity").finding(replace(found, lang="nl"))
    assert "tegenover" in dutch and "duidelijk lager op" in dutch


@pytest.mark.parametrize(("lang", "told"), [("en", "not distinguishable"), ("nl", "niet van nul te")])
def test_a_difference_that_cannot_be_told_from_zero_says_so_first_and_turns_nowhere(
    found: Outcome, tmp_path: Path, lang: str, told: str
) -> None:
    import shutil
    from dataclasses import replace

    import pandas as pd

    as_if: Any = replace(found, out=tmp_path / "out", lang=lang)
    shutil.copytree(found.out, as_if.out)
    rows: Any = found.indices
    book = (rows["index"] == "at_the_book") & (rows["scenario"] == "outreach - loket-only")
    for low, high, unclear in ((-0.01, 0.02, True), (0.005, 0.02, False)):
        rows.loc[book, ["value", "low", "high"]] = [0.006, low, high]
        pd.DataFrame(rows).to_parquet(as_if.out / "indices.parquet")
        text = drawn("sensitivity").finding(as_if)
        assert (told in text) is unclear
        if unclear:
            assert text.split(": ")[1].startswith(told)
            assert not any(word in text for word in ("turns", "keert", "another sign", "ander teken"))
            assert ("clearly higher at" if lang == "en" else "duidelijk hoger op") in text
            write_figures(as_if, tmp_path / "figures")


def test_the_level_of_one_scenario_has_its_indices_too(tmp_path: Path) -> None:
    text = MORRIS.replace('["loket-only", "outreach"]', '["outreach"]').replace("paths = 3", "paths = 2")
    found = experiment(a_file(tmp_path, text), out=tmp_path / "out", workers=1)
    assert set(found.indices["scenario"]) == {"outreach"}
    assert "factors-outreach.png" in {path.name for path in write_figures(found, tmp_path / "figures")}
    assert "sign" not in drawn("sensitivity").finding(found)


def test_no_index_is_told_while_points_are_missing(found: Outcome, tmp_path: Path) -> None:
    import shutil

    out = tmp_path / "out"
    shutil.copytree(found.out, out)
    for path in sorted(out.rglob("measures-*.parquet"))[::2]:
        path.unlink()
    asked = read_experiment(a_file(tmp_path))
    part = gather(asked, out, (), "en")
    assert part.missing > 0
    rows: Any = part.indices
    assert set(part.summary["point"]) == set(range(part.plan.points))  # with one seed, not with both
    assert not (rows["index"] == "mu_star").any()
    assert "points are missing" in drawn("sensitivity").finding(part)
    write_figures(part, tmp_path / "figures")


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('"trust"', '"trist"', ":4: the book has no number and no theme 'trist'. Did you mean trust?"),
        ('["trust", "seeking.considers_serious"]', '"trust"', 'factors = "trust" must be a list'),
        ("paths = 3", "points = 100", ':5: points is of method = "pawn", and this file says "morris"'),
        ("paths = 3", 'method = "sobol"\nbase = 12', "balance at a power of two: base = 8 or 16"),
        ("paths = 3", "paths = 1", ":5: paths = 1 lies outside 2..10000"),
        ("paths = 3", 'method = "moris"', ':5: method = "moris" is none of the words it takes. Did you'),
        ("paths = 3", 'gemeenten = ["kleinschalig", "outreach"]', ":5: this kind of experiment is about one"),
        ("low = 1", "low = 7", "low = 7 is not below high = 6"),
        ("outreach.attempts", "outreach.atempts", "there is no lever 'atempts'"),
        ("residents = 400", "residents = 400\ndesign_seed = 0", "design_seed = 0 lies outside 1.."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_would_do(
    was: str, becomes: str, told: str, tmp_path: Path
) -> None:
    assert was in MORRIS
    with pytest.raises(ScenarioError) as error:
        read_experiment(a_file(tmp_path, MORRIS.replace(was, becomes)))
    assert told in str(error.value).splitlines()[0]


def test_a_file_without_factors_is_told_in_dutch(tmp_path: Path) -> None:
    text = MORRIS.replace('factors = ["trust", "seeking.considers_serious"]', "").split("[vary")[0]
    with pytest.raises(ScenarioError, match=r"geen factoren\. Schrijf factors"):
        read_experiment(a_file(tmp_path, text), "nl")

"""Discovery: boxes are found where they are, and what is luck does not stand out."""

from __future__ import annotations

import math
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, qmc

pytest.importorskip("ema_workbench")

import bereik
from bereik.errors import BereikError, ScenarioError
from bereik.experiments.boxes import Method, Wanted, boxes, held_back, quasi_p, quietly
from bereik.experiments.experiment import Outcome, experiment
from bereik.experiments.forms import read_experiment
from bereik.experiments.listing import export
from bereik.present.kinds import drawn, write_figures
from bereik.present.kinds.discovery import found_of

TEXT = """
kind = "discovery"
scenarios = ["loket-only", "outreach"]
outcome = "reach_any_13"
below = 0.0
method = "cart"
factors = ["trust"]
points = 20
residents = 150
weeks = 20
burn_in = 4
replicates = 2

[vary."services.outreach.attempts"]
low = 1
high = 6
"""
WANTED = Wanted(density=0.8, mass=0.05)


def a_file(folder: Path, text: str = TEXT) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("discovery")
    return experiment(a_file(folder), out=folder / "out", workers=1)


# --- the boxes ---

POINTS = pd.DataFrame(qmc.LatinHypercube(5, rng=3).random(150), columns=list("abcde"))
CORNER = ((POINTS["a"] > 0.6) & (POINTS["d"] < 0.4)).to_numpy()
LUCK = qmc.LatinHypercube(1, rng=9).random(150)[:, 0] < 0.2


@pytest.mark.parametrize("method", ["prim", "cart"])
def test_a_corner_that_is_known_is_found(method: Method) -> None:
    (box, *_), way = boxes(method, POINTS, CORNER, WANTED)
    surest = sorted(box.limits, key=lambda limit: limit.quasi_p)[:2]
    limits = {limit.factor: limit for limit in surest}
    assert set(limits) == {"a", "d"}
    assert limits["a"].low == pytest.approx(0.6, abs=0.2) and math.isinf(limits["a"].high)
    assert limits["d"].high == pytest.approx(0.4, abs=0.2) and math.isinf(limits["d"].low)
    assert box.density >= WANTED.density and box.coverage > 0.8
    assert surest[-1].quasi_p < 1e-3
    inside = np.logical_and.reduce([POINTS[s.factor].between(s.low, s.high) for s in box.limits])
    assert (box.density, box.mass) == pytest.approx((CORNER[inside].mean(), inside.mean()))
    assert box.coverage == pytest.approx(CORNER[inside].sum() / CORNER.sum())
    assert any(step.box == 1 for step in way)


def test_points_that_were_held_back_tell_a_corner_from_luck() -> None:
    for interest, holds in ((CORNER, True), (LUCK, False)):
        inside, own = held_back("cart", POINTS, interest, WANTED)
        assert inside > 0
        assert (own / inside > 0.7) is holds
        assert own <= inside


@pytest.mark.parametrize("method", ["prim", "cart"])
@pytest.mark.parametrize("all_of_them", [True, False])
def test_nowhere_and_everywhere_have_no_box(method: Method, all_of_them: bool) -> None:
    assert boxes(method, POINTS, np.full(len(POINTS), all_of_them), WANTED) == ([], [])


def test_a_limit_of_prim_that_may_be_chance_stays_only_where_the_box_is_too_thin_without_it() -> None:
    interest = CORNER | LUCK
    (box, *_), _ = boxes("prim", POINTS, interest, WANTED)
    for doubted in (limit for limit in box.limits if limit.quasi_p > 0.05):
        kept = [limit for limit in box.limits if limit != doubted]
        inside = np.logical_and.reduce([POINTS[s.factor].between(s.low, s.high) for s in kept])
        assert interest[inside].mean() < min(box.density, WANTED.density)


def test_quasi_p_is_a_binomial_test_against_the_box_without_the_limit() -> None:
    interest = np.array([True, True, True, False, False, False, False, False])
    inside, without = np.arange(8) < 4, np.arange(8) < 6
    assert quasi_p(interest, inside, without) == pytest.approx(binom.sf(2, 4, 0.5))
    assert quasi_p(interest, inside, inside) > 0.5


def test_looking_for_boxes_leaves_the_colours_of_pictures_alone() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    boxes("prim", POINTS.head(40), CORNER[:40], WANTED)
    assert dict(mpl.rcParams) == before


# --- in worlds ---


def test_what_is_of_interest_is_counted_by_hand(found: Outcome) -> None:
    rows: Any = found.summary
    own = rows[(rows["scenario"] == "outreach - loket-only") & (rows["measure"] == "reach_any_13")]
    facts: Any
    (facts,) = found.table("interest").itertuples(index=False)
    assert (facts.points, facts.left_out) == (20, 0)
    assert facts.of_interest == int((own["mean"] < 0.0).sum())
    assert facts.clearly == int((own["high"] < 0.0).sum()) <= facts.of_interest
    assert set(found.plan.varied) >= {"services.outreach.attempts", "dummy"}


def test_a_box_says_where_it_lies_and_what_it_covers(found: Outcome) -> None:
    told = found.table("boxes")
    assert list(told.columns) == ["box", "factor", "low", "high", "quasi_p", "coverage", "density", "mass"]
    assert set(told["factor"]) <= set(found.plan.varied)
    assert "boxes.csv" in {path.name for path in export(found.out)}


def _as_if(found: Outcome, folder: Path, facts: tuple[int, ...], limits: list[tuple[Any, ...]]) -> Outcome:
    """Return the same experiment with other boxes."""
    out = folder / "as-if"
    shutil.copytree(found.out, out, dirs_exist_ok=True)
    names = ["points", "of_interest", "clearly", "left_out", "held_back_inside", "held_back_of_interest"]
    pd.DataFrame([facts], columns=names).to_parquet(out / "interest.parquet")
    columns = ["box", "factor", "low", "high", "quasi_p", "coverage", "density", "mass"]
    pd.DataFrame(limits, columns=columns).to_parquet(out / "boxes.parquet")
    way = [(0, 1.0, 0.4, 1.0, 0), (1, 0.75, 0.9, 0.3, 1)]
    names = ["box", "coverage", "density", "mass", "restricted"]
    pd.DataFrame(way, columns=names).to_parquet(out / "tradeoff.parquet")
    return replace(found, out=out)


BOX = [
    (1, "parameters.trust.gain", -math.inf, 0.02, 0.001, 0.75, 0.9, 0.3),
    (1, "services.outreach.attempts", 2.5, math.inf, 0.02, 0.75, 0.9, 0.3),
]


@pytest.mark.parametrize(
    ("facts", "limits", "told"),
    [
        ((20, 0, 0, 0, 0, 0), [], "at 0 of 20 points; so nowhere in these ranges"),
        ((20, 20, 3, 0, 0, 0), [], "(100%; 3 clearly); so everywhere in these ranges"),
        ((20, 2, 0, 0, 0, 0), [], "too few to say where"),
        ((20, 8, 0, 0, 0, 0), [], "no box stands out"),
        ((20, 8, 0, 0, 6, 3), BOX, "no box stands out: at points held back the best has 50% (3 of 6)"),
        (
            (20, 8, 5, 0, 6, 6), BOX,
            "mostly where trust.gain ≤ 0.02 and outreach.attempts ≥ 2.5: there at 90% of points "
            "(held back: 100%), which is 75% of all such points",
        ),
    ],
)  # fmt: skip
def test_the_finding_is_no_surer_than_the_points_held_back(
    found: Outcome, tmp_path: Path, facts: tuple[int, ...], limits: list[tuple[Any, ...]], told: str
) -> None:
    as_if = _as_if(found, tmp_path, facts, limits)
    assert told in drawn("discovery").finding(as_if)
    assert found_of(as_if).stands_out is ("mostly" in told)


def test_pictures_and_findings_are_there_in_both_languages(found: Outcome, tmp_path: Path) -> None:
    as_if = replace(_as_if(found, tmp_path, (20, 8, 5, 1, 6, 6), BOX), lang="nl")
    files = {path.name for path in write_figures(as_if, tmp_path / "figures")}
    assert {"boxes.png", "boxes.svg", "coverage-and-density.png"} <= files
    told = drawn("discovery").finding(as_if)
    assert "vooral waar ‘deel van de weg naar vol vertrouwen dat een goed contact aflegt’ ≤ 0,02" in told


# --- mistakes ---


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("below = 0.0\n", "", "say what is of interest: below = a number, or above = a number"),
        ("below = 0.0", "below = 0.0\nabove = 1.0", ":6: of interest is what lies below a number or above"),
        ('"outreach"]', '"outreach", "gemengd"]', ":3: 3 scenarios will not do"),
        ('"cart"', '"card"', ':6: method = "card" is none of the words it takes. Did you'),
        ("points = 20", "points = 2", "points = 2 lies outside 20.."),
        ('["trust"]', '["trist"]', "the book has no number and no theme 'trist'"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_would_do(
    was: str, becomes: str, told: str, tmp_path: Path
) -> None:
    assert was in TEXT
    with pytest.raises(ScenarioError) as error:
        read_experiment(a_file(tmp_path, TEXT.replace(was, becomes)))
    assert told in str(error.value).splitlines()[0]


@pytest.mark.parametrize(("lang", "told"), [("en", "takes ema_workbench"), ("nl", "ema_workbench nodig")])
def test_without_the_extra_one_line_says_what_to_install(
    lang: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bereik.experiments.boxes.find_spec", lambda _: None)
    with pytest.raises(BereikError, match=told) as error:
        experiment(a_file(tmp_path), out=tmp_path / "out", lang=lang)
    assert "--extra ema" in str(error.value) and "\n" not in str(error.value)
    assert not (tmp_path / "out").exists()  # said before anything runs
    with pytest.raises(BereikError, match="ema_workbench"):
        bereik.ema_model("loket-only")


# --- driven by the workbench ---

SMALL: dict[str, Any] = {"residents": 150, "weeks": 20, "burn_in": 4, "replicates": 2}


def test_the_workbench_drives_bereik(found: Outcome) -> None:
    model: Any = bereik.ema_model(
        "loket-only", "outreach", factors=["trust"], vary={"services.outreach.attempts": (1, 6)},
        outcomes=["reach_any_13", "need_share"], **SMALL,
    )  # fmt: skip
    assert {p.name for p in model.levers} == {"services.outreach.attempts"}
    assert {p.name for p in model.uncertainties} == {
        n for n in found.plan.varied if n.startswith("parameters.")
    }
    with quietly():
        from ema_workbench import SequentialEvaluator

        with SequentialEvaluator(model) as evaluator:
            told: Any = evaluator.perform_experiments(scenarios=2, policies=1)
    experiments, outcomes = told
    assert len(experiments) == 2 and set(outcomes) == {"reach_any_13", "need_share"}
    assert np.isfinite(outcomes["need_share"]).all()


def test_a_point_of_the_workbench_is_a_point_of_an_experiment(found: Outcome) -> None:
    model = bereik.ema_model("loket-only", "outreach", factors=["trust"], outcomes=["reach_any_13"], **SMALL)
    where = {name: value for name, value in found.plan.coordinates(3).items() if name != "dummy"}
    rows: Any = found.summary
    own = rows[(rows["scenario"] == "outreach - loket-only") & (rows["point"] == 3)]
    at: Any = model.function
    assert at(**where)["reach_any_13"] == pytest.approx(own["mean"].item(), abs=1e-12)


@pytest.mark.parametrize(
    ("scenarios", "asked", "told"),
    [
        ((), {}, "of one scenario, or of the difference of two"),
        (("loket-only",), {"outcomes": ["reach_53"]}, "reach_52"),
        (("loket-only",), {"factors": ["trist"]}, "Did you mean trust"),
        (("outreach",), {"vary": {"services.outreach.attempts": (6, 1)}}, "low = 6 is not below high = 1"),
    ],
)
def test_a_mistake_in_a_model_is_told(scenarios: tuple[str, ...], asked: dict[str, Any], told: str) -> None:
    with pytest.raises(BereikError, match=told):
        more: dict[str, Any] = {"factors": ["trust"]} | asked
        bereik.ema_model(*scenarios, **more)


def test_the_workbench_is_not_in_the_way_of_others() -> None:
    import subprocess

    code = "import bereik, sys; bereik.compare; bereik.experiment; print('ema_workbench' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"

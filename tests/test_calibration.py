"""Calibration: the inference is right where the answer is known, and told where it is not to be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import kstest, norm, qmc, randint, t

from bereik.errors import ScenarioError
from bereik.experiments.compare import compare
from bereik.experiments.draws import read_draws
from bereik.experiments.experiment import Outcome, experiment
from bereik.experiments.forms import read_experiment
from bereik.experiments.inference import (
    FREEDOM,
    Known,
    band,
    coverage,
    fit,
    judged,
    log_likelihood,
    posterior,
    ranks,
    reduced_variance,
    sample,
    uneven,
)
from bereik.experiments.kinds.calibration import PATTERN, RANKS, WIDE, at_points, is_target
from bereik.experiments.listing import export
from bereik.experiments.rerun import rerun
from bereik.experiments.store import Store
from bereik.measures.patterns import PATTERNS
from bereik.parameters.book import the_book
from bereik.present.kinds import drawn, write_figures

TINY = """
kind = "calibration"
scenarios = ["loket-only", "outreach"]
factors = ["seeking.considers_serious", "trust.gain"]
targets = ["1a", "5a"]
points = 16
draws = 50
residents = 200
weeks = 40
burn_in = 8
replicates = 2
outcome = "reach_26"
"""


def a_toy(unit: np.ndarray) -> np.ndarray:
    """Return figures of two numbers; the third number does nothing."""
    a, b = unit[:, 0], unit[:, 1]
    return np.stack([a + 0.5 * b, a * b, b * b], axis=1)


def points(count: int = 128, numbers: int = 3) -> np.ndarray:
    return qmc.Sobol(numbers, rng=1).random(count)


# --- the inference ---


def test_the_posterior_is_that_of_a_fine_grid() -> None:
    known = Known(np.array([0.8, 0.2, 0.3]), np.array([0.1, 0.05, 0.3]))
    line = (np.arange(200) + 0.5) / 200
    grid = np.stack(np.meshgrid(line, line, indexing="ij"), -1).reshape(-1, 2)
    weights = np.exp(log_likelihood(a_toy(grid), known))
    weights /= weights.sum()
    mean = weights @ grid
    spread = np.sqrt(weights @ (grid - mean) ** 2)
    draws = posterior(fit(points(), a_toy(points())), known, 4096, 1)
    assert np.abs(draws[:, :2].mean(axis=0) - mean).max() < 0.1 * spread.min()
    assert draws[:, :2].std(axis=0) == pytest.approx(spread, rel=0.1)
    assert kstest(draws[:, 2], "uniform").statistic < 0.05  # what no figure tells of stays as it was
    assert (draws == posterior(fit(points(), a_toy(points())), known, 4096, 1)).all()


def test_where_nothing_is_published_the_prior_comes_back() -> None:
    draws = sample(lambda unit: np.zeros(len(unit)), 2, 1000, 1)
    assert draws.shape == (1000, 2)
    assert all(kstest(column, "uniform").statistic < 0.05 for column in draws.T)


def test_one_figure_that_cannot_be_reached_does_not_decide() -> None:
    unit = points(numbers=1)
    surface = fit(unit, np.hstack([unit, unit, unit]))
    known = Known(np.array([0.4, 0.4, 9.0]), np.full(3, 0.05))
    assert posterior(surface, known, 500, 1).mean() == pytest.approx(0.4, abs=0.05)


def test_a_surface_says_how_far_it_is_off_at_points_it_has_not_seen() -> None:
    unit = points(256)
    noise: Any = norm.rvs(size=(256, 2), random_state=1)
    values = np.column_stack([a_toy(unit)[:, 1] + 0.1 * noise[:, 0], noise[:, 1], a_toy(unit)[:, 2]])
    surface = fit(unit, values)
    assert surface.degrees.tolist() == [3, 0, 2]
    assert surface.errors[:2] == pytest.approx([0.1, 1.0], rel=0.15)
    assert surface.errors[2] < 1e-12 and surface.explained[1] < 0.05 < 0.6 < surface.explained[0]
    assert surface.of([2]).at(unit)[:, 0] == pytest.approx(values[:, 2])


def test_ranks_of_points_held_out_are_even() -> None:
    found = judged(ranks(points(64, 2), a_toy(points(64, 2)), np.full(3, 0.15), range(64), 63, 1), 63)
    assert not found.uneven.any() and not found.is_too_narrow and not found.is_too_wide


def ranks_of_a_toy(wide: float, count: int = 256) -> np.ndarray:
    """Return ranks of normal values among draws of their posterior, told so many times as wide as it is."""
    truth: Any = norm.rvs(size=count, random_state=1)
    off: Any = norm.rvs(size=count, random_state=2)
    seen, spread = truth + 0.5 * off, (1.0 / (1.0 + 4.0)) ** 0.5
    draws: Any = norm.rvs(size=(count, RANKS), random_state=3)
    draws = (4.0 * seen * spread**2)[:, None] + wide * spread * draws
    return (draws < truth[:, None]).sum(axis=1)[:, None]


def test_a_posterior_that_is_known_passes_and_one_half_as_wide_does_not() -> None:
    right, narrow, vague = (judged(ranks_of_a_toy(wide), RANKS) for wide in (1.0, 0.5, 2.0))
    assert not right.uneven.any() and not right.is_too_narrow and not right.is_too_wide
    assert narrow.uneven.all() and narrow.is_too_narrow and narrow.chances.max() < 1e-6
    assert vague.uneven.all() and vague.is_too_wide


def test_errors_told_half_as_large_as_they_are_are_seen() -> None:
    """The sampler and the surface are those of a calibration; only what is told of the errors is wrong."""
    unit, errors = points(64, 2), np.full(3, 0.15)
    surface, values = fit(unit, a_toy(unit)), a_toy(unit)
    off: Any = t.rvs(FREEDOM, size=values.shape, random_state=1)
    found = np.stack(
        [
            (posterior(surface, Known(own + blur * errors, 0.5 * errors), 63, k) < truth).sum(axis=0)
            for k, (truth, own, blur) in enumerate(zip(unit, values, off, strict=True))
        ]
    )
    assert judged(found, 63).is_too_narrow


def test_even_ranks_leave_the_band_as_often_as_is_said() -> None:
    even: Any = randint.rvs(0, 64, size=(100, 2000), random_state=1)
    low, high = band(100, 63, 0.1)
    below = np.stack([np.searchsorted(np.sort(ranks), np.arange(63), side="right") for ranks in even.T])
    leaves: Any = ((below < low) | (below > high)).any(axis=1)
    assert 0.07 < leaves.mean() <= 0.115  # counts are whole, so a little less often
    assert ((uneven(even[:, :200], 63) < 0.1) <= leaves[:200]).all()


def test_a_band_holds_95_in_100_of_what_is_published() -> None:
    assert t.cdf(WIDE, FREEDOM) - t.cdf(-WIDE, FREEDOM) == pytest.approx(0.95, abs=1e-6)


def test_coverage_is_how_often_the_middle_of_the_draws_holds_what_is_known() -> None:
    even, middle = np.arange(128), np.full(128, 64)
    too_sure = np.repeat([0, 127], 64)
    found = np.stack([even, middle, too_sure], axis=1)
    assert coverage(found, 127, 0.5) == pytest.approx([0.5, 1.0, 0.0], abs=0.01)
    assert coverage(found, 127, 0.95) == pytest.approx([0.95, 1.0, 0.0], abs=0.01)


def test_knowing_a_number_takes_away_its_share_of_the_variance() -> None:
    unit = points(4096)
    assert reduced_variance(unit, 3.0 * unit[:, 0] + unit[:, 1]) == pytest.approx([0.9, 0.1, 0.0], abs=0.02)
    assert reduced_variance(unit, np.ones(4096)).tolist() == [0.0, 0.0, 0.0]


# --- the kind ---


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("calibration")
    path = folder / "mine.toml"
    path.write_text(TINY, encoding="utf-8")
    return experiment(path, out=folder / "out", workers=1)


def test_nothing_is_fitted_to_a_pattern_that_is_for_validation() -> None:
    assert {p.use for p in PATTERNS if is_target(p)} == {"C"}
    assert {p.id for p in PATTERNS if p.use == "C" and not is_target(p)} == {"5b", "12b", "17a", "17f"}


def test_draws_lie_in_the_ranges_of_the_book(found: Outcome) -> None:
    draws: Any = found.table("posterior")
    book = the_book()
    assert list(draws.columns) == ["seeking.considers_serious", "trust.gain"] and len(draws) == 50
    for name in draws.columns:
        assert draws[name].between(book[name].low, book[name].high).all() and draws[name].nunique() > 40
    assert read_draws(found.out).names == tuple(draws.columns)


def test_figures_are_means_over_seeds_at_each_point(found: Outcome) -> None:
    store = Store(found.plan, found.out)
    at = at_points(store)
    assert at is not None and at.unit.shape == (16, 2)
    rows: Any = store.rows(np.arange(found.plan.runs)).to_pandas()
    own = rows[(rows["measure"] == PATTERN + "5a") & (rows["point"] == 3)]["value"]
    assert at.values[3, at.names.index(PATTERN + "5a")] == pytest.approx(own.mean())
    gain = rows[(rows["measure"] == "reach_26") & (rows["point"] == 16)].groupby("scenario")["value"].mean()
    assert at.book[-1] == pytest.approx(gain["outreach"] - gain["loket-only"])


def test_tables_tell_numbers_figures_and_ranks(found: Outcome) -> None:
    tables: Any = [found.table(name) for name in ("unknowns", "figures", "ranks")]
    unknowns, figures, held_out = tables
    assert (unknowns["likely_low"] >= unknowns["low"]).all() and (
        unknowns["likely_high"] <= unknowns["high"]
    ).all()
    assert unknowns["worth"].between(0.0, 1.0).all()
    assert set(figures[figures["fitted"]]["figure"]) == {PATTERN + "1a", PATTERN + "5a"}
    assert len(held_out) == 16 and held_out.drop(columns="point").to_numpy().max() <= RANKS
    assert {path.name for path in export(found.out)} >= {"posterior.csv", "unknowns.csv", "figures.csv"}


def test_a_finding_and_pictures_in_both_languages(found: Outcome, tmp_path: Path) -> None:
    assert "before it" in drawn("calibration").finding(found)
    assert len(write_figures(found, tmp_path)) == 8


def test_runs_can_be_done_again_and_the_sample_used(found: Outcome) -> None:
    assert rerun(found.out, [5], workers=1).same == (5,)
    size: dict[str, Any] = {"residents": 100, "weeks": 10, "burn_in": 2, "replicates": 2}
    over = compare("loket-only", "outreach", posterior=found.out, workers=1, **size)
    assert over.job.draws is not None and over.job.draws.rows[0] == tuple(found.table("posterior").iloc[0])


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('targets = ["1a", "5a"]', 'targets = ["6"]', "no pattern that may be fitted to"),
        ('targets = ["1a", "5a"]', 'targets = ["12b"]', "no pattern that may be fitted to"),
        ("points = 16", "points = 20", "points = 16 or 32"),
        ("draws = 50", 'posterior = "x"', "takes none"),
        (
            "draws = 50",
            "vary = { 'services.outreach.attempts' = { low = 1, high = 3 } }",
            "no number of the book",
        ),
        ('"trust.gain"]', '"trust.gian"]', "trust.gian"),
        ("replicates = 2", "replicates = 1", "replicates"),
    ],
)
def test_a_file_that_will_not_do_is_told_in_one_line(tmp_path: Path, was: str, now: str, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(TINY.replace(was, now), encoding="utf-8")
    with pytest.raises(ScenarioError, match=said) as error:
        read_experiment(path)
    assert len(str(error.value).splitlines()) == 1

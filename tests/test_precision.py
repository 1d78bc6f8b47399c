"""To stop at an asked precision: enough replicates, no more, and an interval as sure as it says."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from bereik.errors import ParameterError
from bereik.experiments.compare import compare
from bereik.experiments.experiment import Outcome, experiment
from bereik.experiments.precision import is_reached, level_at, looks
from bereik.experiments.rerun import rerun
from bereik.measures.intervals import Interval, paired_interval

TEXT = """
kind = "compare"
scenarios = ["loket-only", "outreach"]
gemeenten = ["loket-only", "grootstedelijk"]
measures = ["reach_any_13"]
groups = false
outcome = "reach_any_13"
residents = 300
weeks = 20
burn_in = 8
replicates = 24
"""


def a_file(folder: Path, precision: float, name: str = "mine") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(f"{TEXT}precision = {precision}\n", encoding="utf-8")
    return path


def halves(found: Outcome) -> Any:
    rows: Any = found.summary[found.summary["scenario"] == "outreach - loket-only"]
    return ((rows["high"] - rows["low"]) / 2.0).set_axis(rows["point"])


@pytest.fixture(scope="module")
def all_of_it(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("all")
    return experiment(a_file(folder, 1e-9), out=folder / "out", workers=1)


def test_the_looks_are_fixed_beforehand_and_end_at_the_most() -> None:
    assert looks(8) == (8,)
    assert looks(20) == (10, 20)
    assert looks(24) == (10, 24)
    assert looks(200) == (10, 20, 40, 80, 200)
    assert level_at(1) == 0.95 and level_at(5) == pytest.approx(0.99)


def test_an_interval_without_bounds_is_never_precise() -> None:
    assert is_reached([Interval(0.0, -0.01, 0.01, 9)], 0.01)
    assert not is_reached([Interval(0.0, -0.01, 0.01, 9), Interval(0.0, math.nan, math.nan, 1)], 0.5)


def test_stopping_where_the_interval_is_narrow_leaves_it_right_95_times_in_100() -> None:
    """10,000 experiments of normal differences: 95 % holds, less 4.5 standard errors of counting."""
    from scipy.stats import norm, qmc

    most, times = 80, 10_000
    draws = norm.ppf(qmc.LatinHypercube(most, rng=1).random(times))
    level, right = level_at(len(looks(most))), 0
    for own in draws:
        for look in looks(most):
            told = paired_interval(own[:look], level)
            if is_reached([told], 0.45):
                break
        right += told.low <= 0.0 <= told.high
    assert right / times > 0.95 - 4.5 * math.sqrt(0.95 * 0.05 / times)


def test_what_is_precise_stops_and_what_is_not_goes_on(all_of_it: Outcome, tmp_path: Path) -> None:
    """The precision lies between what the two gemeenten have after the first look."""
    assert (all_of_it.asked, all_of_it.missing) == (48, 0)
    level, first = level_at(2), []
    from bereik.experiments.kinds.compare import _differences  # pyright: ignore[reportPrivateUsage]
    from bereik.experiments.store import Store

    at = _differences(Store(all_of_it.plan, all_of_it.out))[0]
    for point in range(2):
        told = paired_interval(at[point, :10], level)
        first.append((told.high - told.low) / 2.0)
    between = sum(first) / 2.0
    sure = int(np.argmin(first))
    path, out = a_file(tmp_path, between), tmp_path / "out"
    found = experiment(path, out=out, workers=1)
    ran: Any = found.runs.groupby("point")["seed"].count()
    assert (ran[sure], ran[1 - sure]) == (10, 24)
    assert found.asked == 34 and found.missing == 0
    assert halves(found)[sure] == pytest.approx(first[sure])
    assert halves(found)[sure] <= between
    again = experiment(path, out=out, workers=1)
    assert again.identity == found.identity != all_of_it.identity
    assert rerun(out, workers=1).same == tuple(found.runs["run"])


def test_what_more_is_on_disk_changes_nothing(all_of_it: Outcome, tmp_path: Path) -> None:
    coarse = experiment(a_file(tmp_path, 0.1), out=tmp_path / "out", workers=1)
    assert coarse.asked == 20
    after = experiment(a_file(tmp_path, 0.1), out=all_of_it.out, workers=1)
    assert after.identity == coarse.identity
    pd.testing.assert_frame_equal(after.summary, coarse.summary)
    whole = experiment(a_file(tmp_path, 1e-9), out=all_of_it.out, workers=1)
    assert whole.identity == all_of_it.identity


def test_two_workers_stop_where_one_does(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    one = experiment(a_file(tmp_path, 0.05), out=tmp_path / "one", workers=1)
    two = experiment(a_file(tmp_path, 0.05), out=tmp_path / "two", executor=lambda: ThreadPoolExecutor(2))
    assert one.identity == two.identity


def test_the_command_stops_at_the_same_look(tmp_path: Path) -> None:
    how: Any = {"residents": 200, "weeks": 54, "burn_in": 4, "replicates": 24, "workers": 1}
    few = compare("loket-only", "outreach", precision=60.0, out=tmp_path / "few", **how)
    assert (few.job.replicates, few.looks, few.is_precise(60.0)) == (10, 2, True)
    plain = compare("loket-only", "outreach", **(how | {"replicates": 10}))
    assert few.estimate("reach_52", "outreach").mean == plain.estimate("reach_52", "outreach").mean
    wide, narrow = (c.estimate("reach_52", "outreach - loket-only") for c in (few, plain))
    assert wide.high - wide.low > narrow.high - narrow.low
    more = compare("loket-only", "outreach", precision=0.001, out=tmp_path / "few", **how)
    assert (more.job.replicates, more.is_precise(0.001)) == (24, False)
    held = pd.read_parquet(next((tmp_path / "few" / "runs").iterdir()) / "weekly")
    assert set(held["seed"]) == set(range(1, 25))
    equal = few.estimate("extra_reached_per_100k_euro", "outreach - loket-only")
    assert equal.pairs == 10  # replicates that were not run do not make a budget another
    with pytest.raises(ParameterError, match=r"Probeer --precision 0\.5"):
        compare("loket-only", "outreach", precision=-1.0, lang="nl", **how)
    with pytest.raises(ParameterError, match=r"Leave one out"):
        compare("loket-only", "outreach", precision=1.0, posterior="none.csv", **how)

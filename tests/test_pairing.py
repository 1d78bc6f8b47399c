"""What pairs gain: the figure, on numbers by hand and on a tiny study."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import bereik
from bereik.cli import app
from bereik.errors import ScenarioError
from bereik.experiments.experiment import Outcome
from bereik.experiments.pairing import MEASURES, OTHERS
from bereik.experiments.runner import Silent
from bereik.measures.intervals import pairing_gain, spread_interval
from bereik.present.kinds import drawn, draws_told


def test_a_gain_is_the_variance_without_pairs_over_that_with() -> None:
    a, b = [1.0, 2.0, 3.0, 6.0], [2.0, 3.5, 5.0, 7.0]
    gain = pairing_gain(a, b)
    assert gain.mean == pytest.approx((np.var(a) + np.var(b)) / np.var(np.subtract(b, a)))
    assert gain.low < gain.mean < gain.high and gain.pairs == 4


def test_what_has_nothing_in_common_gains_nothing() -> None:
    a, b = [0.0, 0.0, 1.0, 1.0] * 8, [0.0, 1.0, 0.0, 1.0] * 8
    gain = pairing_gain(a, b)
    assert gain.mean == pytest.approx(1.0) and gain.low < 1.0 < gain.high


def test_an_interval_narrows_with_more_pairs() -> None:
    a, b = [0.0, 1.0, 3.0, 4.0], [0.5, 1.0, 3.0, 5.0]
    few, many = pairing_gain(a, b), pairing_gain(a * 20, b * 20)
    assert many.high / many.low < few.high / few.low


def test_what_does_not_differ_or_is_too_little_has_no_interval() -> None:
    assert pairing_gain([1.0, 2.0, 3.0], [2.0, 3.0, 4.0]).mean == math.inf
    assert math.isnan(pairing_gain([1.0, 2.0, 3.0], [2.0, 3.0, 4.0]).low)
    assert math.isnan(pairing_gain([1.0, 2.0], [2.0, 4.0]).mean)
    assert math.isnan(pairing_gain([1.0, 1.0, 1.0], [2.0, 2.0, 2.0]).mean)
    assert pairing_gain([1.0, 2.0, math.nan, 4.0], [2.0, 2.5, 1.0, 4.0]).pairs == 3


def test_the_command_tells_every_contrast_and_draws(tmp_path: Path) -> None:
    words = "pairing --residents 150 --weeks 56 --burn-in 0 --replicates 4 --workers 1 --lang nl --out"
    told = CliRunner().invoke(app, [*words.split(), str(tmp_path)])
    assert told.exit_code == 0, told.output
    lines = (tmp_path / "pairing.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(OTHERS) * len(MEASURES)
    assert "Eropaf" in told.output and (tmp_path / "pairing-gain.png").exists()
    heard = Heard()
    again = bereik.pairing(
        residents=150, weeks=56, burn_in=0, replicates=4, workers=1, out=tmp_path, listener=heard
    )
    assert heard.told == (4, 4) and again.csv() == (tmp_path / "pairing.csv").read_text(encoding="utf-8")
    assert bereik.rerun(tmp_path, [1], workers=1).is_same


# --- from a file ---

FILE = """kind = "pairing"
scenarios = ["loket-only", "outreach"]
measures = ["completeness", "need_share"]
outcome = "need_share"
residents = 150
weeks = 30
burn_in = 4
replicates = 4
"""
SAMPLE = "seeking.shame_weight,trust.gain\n0.1,0.03\n1.9,0.14\n0.7,0.05\n0.4,0.1\n"


class Heard(Silent):
    """A listener who remembers how much was to be done, and how much had been done before."""

    def begun(self, seeds: int, finished: int) -> None:
        """Remember it."""
        self.told = (seeds, finished)


@pytest.fixture(scope="module")
def over_draws(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("pairs")
    (folder / "sample.csv").write_text(SAMPLE, encoding="utf-8")
    (folder / "pairs.toml").write_text(FILE + 'posterior = "sample.csv"\n', encoding="utf-8")
    return bereik.experiment(folder / "pairs.toml", out=folder / "out", workers=1)


def test_a_file_names_the_scenarios_and_measures(over_draws: Outcome) -> None:
    summary: Any = over_draws.summary
    assert set(summary["contrast"]) == {"outreach - loket-only"}
    assert list(summary["measure"]) == ["completeness", "need_share"]
    import pandas as pd

    rows = pd.concat(pd.read_parquet(path) for path in over_draws.out.glob("runs/*/*.parquet"))
    wide = rows.pivot(index="seed", columns=["measure", "scenario"], values="value")
    a, b = (wide["need_share", name].to_numpy() for name in ("loket-only", "outreach"))
    gain = pairing_gain(a, b)
    told = summary.iloc[1]
    assert (told["gain"], told["gain_low"], told["gain_high"]) == pytest.approx(gain[:3], nan_ok=True)
    spread = spread_interval(b - a)
    assert (told["difference_low"], told["difference_high"]) == (spread.low, spread.high)


def test_over_draws_it_says_what_pairs_share(over_draws: Outcome) -> None:
    assert "the same unknown numbers" in drawn("pairing").finding(over_draws)
    assert draws_told(over_draws) == "Each replicate has its own draw of the unknown numbers from sample.csv."
    assert over_draws.plan.jobs[0].draws is not None
    assert bereik.rerun(over_draws.out, [2], workers=1).is_same


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (', "outreach"', "", "an experiment of this kind needs 2 or more"),
        ("replicates = 4", "replicates = 2", "lies outside 3.."),
        ("weeks = 30", "weeks = 30\ngroups = true", "groups is no choice"),
        ('"need_share"]', '"reach_52"]', "outcome"),
    ],
)
def test_a_mistake_in_such_a_file_is_told_in_one_line(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    path = tmp_path / "pairs.toml"
    path.write_text(FILE.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"pairs\.toml:\d+: ") as refused:
        bereik.experiment(path, out=tmp_path / "out")
    assert said in str(refused.value) and "\n" not in str(refused.value)

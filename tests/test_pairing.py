"""What pairs gain: the figure, on numbers by hand and on a tiny study."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from bereik.cli import app
from bereik.experiments.pairing import MEASURES, OTHERS
from bereik.measures.intervals import pairing_gain


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

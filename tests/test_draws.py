"""Draws of what is not known: each replicate its own, the same for all it compares, and told in intervals."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from bereik.engine import simulate
from bereik.errors import ParameterError
from bereik.experiments.compare import compare
from bereik.experiments.draws import Draws, draws_of, read_draws
from bereik.experiments.experiment import experiment
from bereik.experiments.job import loaded_scenario, prepare
from bereik.experiments.patterns import busier
from bereik.experiments.rerun import rerun
from bereik.experiments.wording import Language, paradox_finding, reach_finding
from bereik.measures import measure
from bereik.measures.intervals import Interval, paired_interval, spread_interval, verdict
from bereik.present.kinds import drawn, write_figures
from bereik.present.table import comparison_note
from bereik.scenarios.change import changed

TABLE = "seeking.shame_weight,trust.gain\n0.1,0.03\n1.9,0.14\n0.7,0.05\n"
SIZE: dict[str, Any] = {"residents": 300, "weeks": 54, "burn_in": 8}
COMPARE = """
kind = "compare"
scenarios = ["loket-only", "outreach"]
residents = 200
weeks = 20
burn_in = 4
replicates = 3
measures = ["need_share", "reach_any_13"]
outcome = "reach_any_13"
posterior = "sample.csv"
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def some_draws() -> Draws:
    return draws_of(["seeking.shame_weight", "trust.gain"], [[0.1, 0.03], [1.9, 0.14]], "mine")


def test_replicate_r_takes_row_r_and_a_scenario_keeps_what_it_sets_itself() -> None:
    desk = loaded_scenario("loket-only")
    bold = changed(desk, {"parameters.seeking.shame_weight": 0.0})
    draws = some_draws()
    books = [draws.in_scenario(desk, r).book() for r in (0, 1)]
    assert [b.value("seeking.shame_weight") for b in books] == [0.1, 1.9]
    assert [b.value("trust.gain") for b in books] == [0.03, 0.14]
    own = draws.in_scenario(bold, 1).book()
    assert (own.value("seeking.shame_weight"), own.value("trust.gain")) == (0.0, 0.14)


def test_a_comparison_over_draws_is_each_seed_with_the_numbers_of_its_row(sample: Path) -> None:
    found = compare("loket-only", "loket-only", replicates=3, posterior=sample, workers=1, **SIZE)
    assert found.estimate("need_share", "loket-only (2) - loket-only").high == 0.0
    by_hand: list[float] = []
    for seed, row in enumerate(read_draws(sample).rows, 1):
        names = ("parameters.seeking.shame_weight", "parameters.trust.gain")
        values: dict[str, Any] = dict(zip(names, row, strict=True))
        here = [changed(loaded_scenario(name), values) for name in ("loket-only", "geen-hulp")]
        desk, nothing = simulate(here, seed, **SIZE)
        by_hand += [m.value for m in measure(desk, nothing) if m.measure == "need_share" and not m.group]
    told = found.estimate("need_share", "loket-only")
    assert told.mean == pytest.approx(np.mean(by_hand), abs=1e-12)
    assert (told.low, told.high) == (min(by_hand), max(by_hand))
    assert "draws of what we do not know" in found.finding
    assert "over seeds and unknown numbers" in comparison_note(found)


def test_without_a_sample_the_key_of_a_job_is_as_it_was_and_with_another_it_is_another() -> None:
    job = prepare(["loket-only", "outreach"], replicates=2)
    keys = {job.key(), *(replace(job, draws=d).key() for d in (None, some_draws()))}
    other = draws_of(["trust.gain"], [[0.05], [0.06]])
    assert len(keys) == 2 and replace(job, draws=other).key() not in keys


def test_an_experiment_over_draws_can_be_done_again_without_the_file(tmp_path: Path, sample: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(COMPARE, encoding="utf-8")
    found = experiment(path, out=tmp_path / "out", workers=1)
    assert found.identity and not found.failures
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["posterior"]["names"] == ["seeking.shame_weight", "trust.gain"]
    sample.unlink()
    again = rerun(tmp_path / "out", [0, 2], workers=1)
    assert again.same == (0, 2) and again.is_same
    rows = found.summary[(found.summary["measure"] == "need_share") & (found.summary["group"] == "")]
    runs = pd.concat(pd.read_parquet(p) for p in (tmp_path / "out" / "runs").glob("*/*.parquet"))
    for name, row in rows.set_index("scenario").loc[["loket-only", "outreach"]].iterrows():
        mine = (runs["measure"] == "need_share") & (runs["scenario"] == name) & (runs["group"] == "")
        own = runs[mine]["value"]
        assert (row["low"], row["high"]) == (own.min(), own.max())


def test_an_interval_over_draws_does_not_shrink_because_there_are_more_of_them() -> None:
    few, many = np.linspace(-1.0, 1.0, 41), np.linspace(-1.0, 1.0, 4001)
    wide = [spread_interval(v).high - spread_interval(v).low for v in (few, many)]
    assert wide[1] == pytest.approx(1.9, abs=0.01) and wide[0] >= wide[1]
    assert paired_interval(many).high < 0.02
    assert spread_interval([1.0, float("nan"), 3.0])[:3] == (2.0, 1.0, 3.0)


@pytest.mark.parametrize(
    ("text", "lang", "said"),
    [
        (TABLE, "en", "3 draws, and 4 replicates take one each"),
        (TABLE, "nl", "3 trekkingen, en 4 herhalingen"),
        ("trust.gian\n0.05\n", "en", "no number 'trust.gian'. Did you mean trust.gain?"),
        ("trust.gain\n0.5\n", "nl", "trust.gain = 0.5 ligt buiten 0.02..0.15"),
        ("trust.gain\nmany\n", "en", "cannot be read as a table of numbers"),
        ("trust.gain\n", "en", "there is no sample here"),
    ],
)
def test_a_sample_that_will_not_do_is_told_in_one_line(sample: Path, text: str, lang: str, said: str) -> None:
    sample.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as error:
        compare("loket-only", "outreach", posterior=sample, replicates=4, lang=lang, workers=1, **SIZE)
    assert said in str(error.value) and "\n" not in str(error.value)


def test_more_demand_is_more_than_the_numbers_of_the_seed() -> None:
    name = "seeking.considers_serious"
    draws = draws_of([name], [[0.4]])
    desk = draws.in_scenario(loaded_scenario("loket-only"), 0)
    assert busier(desk).book().value(name) == pytest.approx(0.44)  # a fifth more, as far as the book goes
    assert busier(loaded_scenario("loket-only")).book().value(name) == pytest.approx(0.14 * 1.2)


def test_fewer_than_six_draws_give_no_verdict() -> None:
    off_zero = np.linspace(0.02, 0.05, 50)
    assert verdict(spread_interval(off_zero[:5]), drawn=True) == "too few draws to tell"
    assert verdict(spread_interval(off_zero[:6]), drawn=True) == "distinguishable"
    assert verdict(spread_interval(off_zero[:2] / 100.0), drawn=True) == "too few draws to tell"
    assert verdict(paired_interval(off_zero[:5])) == "distinguishable"


@pytest.mark.parametrize(("lang", "few"), [("en", "oo few draws"), ("nl", "e weinig trekkingen")])
def test_no_sentence_is_sure_over_fewer_than_six_draws(lang: Language, few: str) -> None:
    for pairs, drawn_so, told in ((5, True, True), (6, True, False), (5, False, False)):
        off = Interval(0.03, 0.02, 0.04, pairs)
        reach = reach_finding("a", "b", off, "distinguishable", lang, drawn=drawn_so)
        assert (few in reach) is told and reach.startswith("b ") is not told
        slopes = paradox_finding({"a": off, "b": off}, {"b": off}, lang, drawn=drawn_so)
        assert slopes.count(few) == 3 * told
        assert any(word in slopes for word in ("rises", "higher", "stijgt", "hoger")) is not told


SWEEP = '\n[vary."services.outreach.fte_per_10000"]\nvalues = [0.5, 5.0]\n'


@pytest.mark.parametrize(
    "text",
    [
        COMPARE,
        COMPARE + 'gemeenten = ["kleinschalig", "kleinstedelijk"]\n',
        COMPARE.replace('"compare"', '"sweep"') + SWEEP,
        COMPARE.replace('"compare"', '"sensitivity"') + 'factors = ["trust.gain"]\npaths = 2\n',
    ],
    ids=["compare", "compare-in-two", "sweep", "sensitivity"],
)
def test_no_kind_calls_a_difference_clear_over_three_draws(tmp_path: Path, sample: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    found = experiment(path, out=tmp_path / "out", workers=1)
    for name in {"summary", "indices"} & {p.stem for p in found.out.glob("*.parquet")}:
        table: Any = found.table(name)  # as if every draw lay above zero
        own = table["scenario"] == "outreach - loket-only"
        table.loc[own, ["value" if name == "indices" else "mean", "low", "high"]] = [0.015, 0.01, 0.02]
        table.to_parquet(found.out / f"{name}.parquet")
    sure = "higher|lower|clear|sign at|hoger|lager|duidelijk|teken op"
    for lang, few in (("en", "too few draws to tell"), ("nl", "te weinig trekkingen om")):
        told = drawn(found.experiment.form.kind).finding(replace(found, lang=lang))
        assert few in told and not re.search(sure, told)
    assert write_figures(found, tmp_path / "figures")

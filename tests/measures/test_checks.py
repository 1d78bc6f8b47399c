"""The checks a sceptic asks for: that they would see what is wrong, and that they run."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import bereik
from bereik.cli import app
from bereik.engine import simulate
from bereik.errors import ParameterError
from bereik.experiments.checks import BOOK, FILE, INDEX, STOCKS, checks, quarters, size_margin
from bereik.experiments.kinds.checks import POINTS
from bereik.experiments.mechanisms import MECHANISMS, NETWORKS, elsewhere
from bereik.experiments.queues import MEAN_LENGTH, tandem_queues, tandem_waiting
from bereik.measures.conservation import CONSERVED, residuals, totals
from bereik.measures.intervals import Interval, verdict
from bereik.parameters.book import the_book
from bereik.present.checks import PICTURES, checks_told, markdown, write_checks
from bereik.scenarios import load_scenario


def test_what_is_conserved_is_conserved_in_a_run_and_seen_where_it_is_not() -> None:
    (run,) = simulate([load_scenario("gemengd")], 4, residents=800, weeks=60, burn_in=13)
    assert residuals(run) == dict.fromkeys(CONSERVED, 0)
    assert all(count > 0 for count in totals(run).values())
    run.weekly["residents"][3, 0] += 1
    run.weekly["covered"][3, 0] += 2
    run.spells["need_weeks"][0] += 3
    run.services["minutes"][5, 0, 0] += 4
    run.services["started"][6, 0] += 5
    assert residuals(run) == dict(zip(CONSERVED, (1, 2, 3, 4, 5, 0), strict=True))


def test_every_mechanism_can_be_switched_off_and_is_on_in_the_book() -> None:
    book, scenario = the_book(), load_scenario("loket-only")
    for variant in (*MECHANISMS, *NETWORKS):
        changed = elsewhere(scenario, variant).book()
        assert {name for name in book if changed.value(name) != book.value(name)} == set(variant.values)
    assert elsewhere(scenario, BOOK).fingerprint() == scenario.fingerprint()
    assert len({variant.id for variant in (BOOK, *MECHANISMS, *NETWORKS)}) == 1 + len(MECHANISMS + NETWORKS)


@pytest.mark.parametrize("variant", MECHANISMS + NETWORKS, ids=lambda v: v.id)
def test_a_world_without_a_mechanism_is_another_world(variant: Any) -> None:
    # under the policy in which most of them act; seed 3 shows each within a year and a half
    scenario = load_scenario("loket-plus-outreach-gedeeld")
    told = simulate([scenario, elsewhere(scenario, variant)], 3, residents=1500, weeks=60, burn_in=13)
    one, other = ([r.weekly[name].tolist() for name in ("in_need", "minutes", "trust")] for r in told)
    assert one != other


def test_networks_of_another_form_have_as_many_ties() -> None:
    scenario = load_scenario("loket-only")
    worlds = [scenario, *(elsewhere(scenario, v) for v in NETWORKS if v.id in ("local", "random"))]
    ties = [r.residents["ties"].mean() for r in simulate(worlds, 2, residents=5000, weeks=1, burn_in=0)]
    assert ties[1] == pytest.approx(ties[0], rel=0.03)
    assert ties[2] == pytest.approx(ties[0], rel=0.03)


def test_a_quarter_is_thirteen_whole_weeks(run_of: Any) -> None:
    run = run_of(weeks=30)
    run.weekly["in_need"] = np.arange(30)[:, None] // 13
    assert quarters(run, "need_share") == [0.0, 2 / 10]
    assert len(quarters(run, "waiting_per_1000")) == 2


def test_of_a_small_share_a_point_is_not_little() -> None:
    def level(mean: float) -> Interval:
        return Interval(mean, math.nan, math.nan, 10)

    assert size_margin("reach_52", level(0.17)) == 0.01
    assert size_margin("unmet_late", level(0.02)) == pytest.approx(0.002)
    assert size_margin(INDEX, level(-0.001)) == 0.01, "an index is no share"
    grown = Interval(0.005, 0.004, 0.006, 10)
    assert verdict(grown, size_margin("unmet_late", level(0.02))) == "distinguishable"


def test_a_queue_alone_is_that_of_its_own_chain_and_an_empty_place_lets_nobody_wait() -> None:
    first, second = tandem_queues(0.6)
    assert 0.0 < second < first, "what leaves a station comes more evenly than what comes to it"
    assert max(tandem_queues(0.05)) < 1e-4
    assert tandem_queues(0.6, mean_length=1.0001)[0] < first, "shorter help, the same load"


def test_waiting_in_a_chain_of_two_agrees_with_theory() -> None:
    # 60 pairs of stations, seeds 5 and 7: within five standard errors of the mean, once in a million
    for waiting in tandem_waiting(quick=True):
        half = (waiting.seen.high - waiting.seen.low) / 2.0
        assert abs(waiting.seen.mean - waiting.theory) < 2.5 * half
        assert half < waiting.theory / 2.0
    assert MEAN_LENGTH > 1.0


def test_all_checks_run_are_told_and_drawn(tmp_path: Path) -> None:
    found = checks(residents=300, weeks=60, burn_in=4, seeds=2, quick=True, out=tmp_path, workers=1)
    assert {row.check for row in found.rows} == {
        "size", "drift", "stock", "network", "mechanism", "conservation", "queue",
    }  # fmt: skip
    assert all(row.verdict == "yes" for row in found.of("conservation"))
    assert [row.figure for row in found.of("drift")] == list(STOCKS)
    book = next(row for row in found.of("mechanism", "reach") if row.item == BOOK.id)
    assert (book.change.low, book.change.high) == (0.0, 0.0)
    assert not math.isnan(book.level.mean)
    assert (tmp_path / FILE).read_text(encoding="utf-8").count("\n") == len(found.rows) + 1
    assert all(len(checks_told(found, lang)) == 6 for lang in ("nl", "en"))
    files = write_checks(found, tmp_path, "nl")
    assert len(files) == 2 * len(PICTURES)
    for check, needle in {"drift": "need_share", "mechanism": "shame", "conservation": "eurocents"}.items():
        assert needle in markdown(tmp_path / FILE, check)
    assert "lies in" in markdown(tmp_path / "none.csv", "network")
    assert set(pd.read_parquet(tmp_path / "runs.parquet")["where"]) == set(POINTS)
    assert len(pd.read_parquet(tmp_path / "summary.parquet")) == len(found.rows) - len(found.of("queue"))
    assert bereik.rerun(tmp_path, [0], workers=1).is_same


@pytest.mark.parametrize(("lang", "said"), [("nl", "waarden van het boek"), ("en", "values of the book")])
def test_checks_take_no_draws_of_what_is_not_known(lang: str, said: str) -> None:
    refused = CliRunner().invoke(app, ["validate", "--checks", "--posterior", "x", "--lang", lang])
    assert isinstance(refused.exception, ParameterError) and said in str(refused.exception)


def test_checks_need_two_seeds() -> None:
    with pytest.raises(ParameterError, match="--seeds 1"):
        checks(seeds=1)

"""Comparing: the same people, the same luck, and no more certainty than there is."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from bereik.errors import BereikError, ParameterError
from bereik.experiments.compare import (
    LONGEST_FOLDER,
    Comparison,
    compare,
    departures_from_the_book,
    folder_name,
    loaded_scenario,
    prepare,
)
from bereik.experiments.single import run
from bereik.experiments.summary import COLUMNS, value_for_money
from bereik.parameters.book import the_book

SEEKING = next(name for name in the_book() if name.startswith("seeking."))
SMALL: dict[str, Any] = {"residents": 1000, "weeks": 110, "burn_in": 20, "replicates": 3, "workers": 1}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compare("loket-only", "outreach", out=tmp_path_factory.mktemp("kept"), **SMALL)


def test_a_scenario_against_itself_is_exactly_zero() -> None:
    found = compare("outreach", "outreach", **SMALL)
    assert found.names == ("outreach", "outreach (2)")
    difference: Any = found.summary[found.summary["scenario"] == "outreach (2) - outreach"]
    about_both: Any = difference["measure"].isin(["matched"])
    told: Any = difference[~about_both & difference["mean"].notna()]
    assert len(told) > 300
    for column in ("mean", "low", "high"):
        assert set(told[column].dropna()) == {0.0}
    assert found.finding.startswith("Too small to matter")


def test_the_summary_is_long_and_paired(kept: Comparison) -> None:
    assert tuple(kept.summary.columns) == COLUMNS
    assert set(kept.summary["scenario"]) == {"loket-only", "outreach", "outreach - loket-only"}
    assert not kept.summary.duplicated(["measure", "group", "scenario"]).any()
    a, b, d = (kept.estimate("reach_52", name) for name in kept.columns)
    assert d.mean == pytest.approx(b.mean - a.mean, abs=1e-12)
    assert d.low <= d.mean <= d.high
    assert math.isnan(kept.estimate("reach_52", "outreach", "doenvermogen=11").mean)


def test_all_kinds_of_groups_are_there(kept: Comparison) -> None:
    groups = {group.split("=")[0] for group in kept.summary["group"]}
    assert {"", "doenvermogen", "domains", "wijk", "cohort", "service", "payer", "week", "year"} <= groups


def test_what_is_written_is_what_is_returned(kept: Comparison) -> None:
    import pandas as pd

    assert kept.out is not None
    read = pd.read_csv(
        kept.out / "summary.csv", keep_default_na=False, na_values={"mean": "", "low": "", "high": ""}
    )
    pd.testing.assert_frame_equal(read, kept.summary, check_dtype=False)
    told = json.loads((kept.out / "manifest.json").read_text(encoding="utf-8"))
    assert told["form"]["scenarios"] == ["loket-only", "outreach"] == list(told["scenarios"])
    assert (kept.out / "runs" / told["key"] / "spells").is_dir()


def test_the_run_without_help_is_beside_and_not_shown(kept: Comparison) -> None:
    assert kept.job.labels == ("loket-only", "outreach", "geen-hulp")
    assert kept.job.references == (2, 2, 2)
    named = prepare(["loket-only", "geen-hulp"])
    assert named.labels == ("loket-only", "geen-hulp")
    assert named.references == (1, 1)


def test_each_world_has_its_own_run_without_help() -> None:
    plain = loaded_scenario("loket-only")
    changed = plain.with_parameters({SEEKING: plain.book()[SEEKING].low}, "a test")
    job = prepare([plain, changed])
    assert job.references[0] != job.references[1]
    assert departures_from_the_book(job.scenarios[: job.shown]) == 1


def test_the_order_of_scenarios_changes_no_level(kept: Comparison) -> None:
    turned = compare("outreach", "loket-only", **SMALL)
    for name in kept.names:
        one, two = ({k: v.mean for k, v in f.estimates.items() if k[2] == name} for f in (kept, turned))
        assert one.keys() == two.keys()
        np.testing.assert_array_equal([one[k] for k in one], [two[k] for k in one])
    there, back = (
        kept.estimate("reach_52", "outreach - loket-only"),
        turned.estimate("reach_52", "loket-only - outreach"),
    )
    assert there.mean == -back.mean


def test_unmet_need_over_time_agrees_with_the_ledger(kept: Comparison) -> None:
    for name in kept.names:
        rows: Any = kept.over_time[kept.over_time["scenario"] == name]
        assert len(rows) == kept.job.weeks
        for row in ("invisible", "late", "incomplete"):
            a_year = float(rows[row].mean()) * 52.0
            assert a_year == pytest.approx(
                kept.estimate(f"unmet_{row}_per_1000", name).mean, rel=1e-9, abs=1e-9
            )


def test_a_budget_is_equal_or_not_and_only_one_price_is_told(kept: Comparison) -> None:
    told = kept.summary[kept.summary["scenario"] == "outreach - loket-only"]["measure"]
    prices = {"extra_reached_per_100k_euro", "cost_per_extra_reached"} & set(told)
    budgets = [s.staff_cents_per_week(kept.job.residents) for s in kept.job.scenarios[:2]]
    equal = abs(budgets[1] - budgets[0]) <= 0.001 * budgets[0]
    assert prices == {"extra_reached_per_100k_euro" if equal else "cost_per_extra_reached"}


def test_at_equal_budget_a_euro_is_a_euro_of_the_first() -> None:
    budget, none = np.array([200_000.0, 200_000.0, 200_000.0]), np.array([0.0, 150.0, -150.0])
    measure, estimate = value_for_money(budget, none, np.array([10.0, 20.0, 30.0]))
    assert measure == "extra_reached_per_100k_euro"
    assert estimate.mean == pytest.approx((5.0 + 10.0 + 15.0) / 3.0)


def test_at_another_budget_an_extra_resident_costs_a_ratio_of_means() -> None:
    budget, cost = np.full(4, 5000.0), np.array([1000.0, 1000.0, 1100.0, 900.0])
    measure, estimate = value_for_money(budget, cost, np.array([9.0, 10.0, 11.0, 10.0]))
    assert measure == "cost_per_extra_reached"
    assert estimate.mean == pytest.approx(4000.0 / 40.0)
    assert estimate.low < 100.0 < estimate.high
    _, nothing = value_for_money(budget, cost, np.array([9.0, -10.0, 8.0, -8.0]))
    assert math.isnan(nothing.mean), "reach may not differ at all, so a price per head is not defined"


def test_a_horizon_that_does_not_fit_is_not_available_and_never_zero() -> None:
    found = compare("loket-only", "outreach", **{**SMALL, "weeks": 40, "residents": 200, "replicates": 2})
    assert math.isnan(found.estimate("reach_52", "loket-only").mean)
    assert found.finding.startswith("No answer")


def test_quick_is_smaller_and_keeps_what_is_asked() -> None:
    found = compare("loket-only", "outreach", quick=True, residents=100, burn_in=5, replicates=2, workers=1)
    assert (found.job.residents, found.job.weeks, found.job.replicates) == (100, 104, 2)
    assert found.quick


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"residents": 0}, "--residents 0"),
        ({"weeks": 0}, "--weeks 0"),
        ({"burn_in": -1}, "--burn-in -1"),
        ({"replicates": 1}, "--replicates 1: an interval over replicates needs two or more"),
        ({"replicates": 0}, "--replicates 0"),
        ({"seed": -1}, "--seed -1"),
        ({"workers": 0}, "--workers 0"),
        ({"residents": 20_000_000}, "--residents 20000000: more than records can hold"),
        ({"replicates": 2_000_000}, "--replicates 2000000: more than records can hold"),
        ({"lang": "fr"}, "--lang fr"),
        ({"gemeente": "nergenshuizen"}, "nergenshuizen"),
        ({"weeks": "260"}, "--weeks '260': a whole number is needed. Try --weeks 1 or more."),
        ({"residents": 1e4}, "--residents 10000.0: a whole number"),
        ({"replicates": True}, "--replicates True: a whole number"),
        ({"seed": [1]}, "--seed [1]: a whole number"),
        ({"workers": "two"}, "--workers 'two': a whole number"),
        ({"lang": 3}, "--lang 3"),
        ({"gemeente": 3}, "3 is no scenario"),
        ({"out": 3}, "--out 3: a folder is needed"),
        ({"weeks": "260", "lang": "nl"}, "hier hoort een geheel getal"),
    ],
)
def test_a_number_that_will_not_do_is_told_in_one_line(how: dict[str, Any], told: str) -> None:
    with pytest.raises(BereikError) as error:
        compare("loket-only", "outreach", **how)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"seed": "1"}, "--seed '1': a whole number"),
        ({"residents": {}}, "--residents {}: a whole number"),
        ({"follow": 17}, "follow = 17: a list of residents is needed"),
        ({"follow": "17"}, "follow = '17': a list of residents"),
        ({"follow": ["17"]}, "follow = ['17']: a list of residents"),
        ({"follow": [40], "residents": 40}, "--resident 40: this gemeente has residents 0 to 39"),
        ({"lang": "fr"}, "--lang fr"),
    ],
)
def test_what_one_run_cannot_take_is_told_in_one_line(how: dict[str, Any], told: str) -> None:
    with pytest.raises(ParameterError) as error:
        run("loket-only", **how)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_what_is_no_scenario_is_told() -> None:
    with pytest.raises(ParameterError, match="42 is no scenario"):
        compare("loket-only", cast(Any, 42))


def test_numbers_of_numpy_are_numbers() -> None:
    size: Any = {"seed": np.int64(2), "residents": np.int32(40), "follow": np.arange(2)}
    done = run("loket-only", weeks=3, burn_in=0, **size)
    assert len(done.residents) == 40
    assert type(prepare(["loket-only", "outreach"], seed=cast(Any, np.int64(2))).seed) is int


def test_other_people_are_not_compared() -> None:
    with pytest.raises(BereikError, match="--gemeente loket-wint"):
        prepare(["loket-only", "loket-wint"])
    town = loaded_scenario("loket-wint").gemeente
    job = prepare(["loket-only", "outreach"], gemeente="loket-wint")
    assert all(scenario.gemeente == town for scenario in job.scenarios)
    plain = loaded_scenario("loket-only")
    name = next(name for name in plain.book() if name.startswith("population."))
    others = plain.with_parameters({name: plain.book()[name].high}, "a test")
    with pytest.raises(BereikError, match=name):
        prepare([plain, others])


def test_the_folder_of_many_scenarios_has_a_short_name_that_stays_the_same() -> None:
    assert folder_name(["a", "b", "c"]) == "a-versus-b-versus-c"
    many = [f"scenario-{k}" for k in range(24)]
    assert folder_name(many) == folder_name(list(many))
    assert folder_name(many).startswith("scenario-0-versus-23-others-")
    assert folder_name(many) != folder_name([*many[:-1], "another"])
    for names in (many, ["x" * 200, "y" * 200], ["x" * 200] * 8):
        assert len(folder_name(names)) <= LONGEST_FOLDER


def test_nothing_is_left_behind_when_nothing_is_to_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = compare("loket-only", "outreach", residents=60, weeks=30, burn_in=5, replicates=2, workers=1)
    assert found.out is None
    assert list(tmp_path.iterdir()) == []


def test_a_run_gives_its_records_as_tables_and_its_measures() -> None:
    done = run("loket-only", seed=2, residents=200, weeks=60, burn_in=10, follow=[17])
    assert len(done.residents) == 200
    assert len(done.weekly) == 60 * len(done.records.wijk_names)
    assert len(done.services) == 60 * len(done.records.service_names)
    assert len(done.spells) == len(done.records.spells)
    assert done.costs["eurocents"].sum() == done.records.cents.sum()
    assert set(done.trace["resident"]) <= {17}
    assert list(done.measures.columns) == ["measure", "group", "value", "unit"]
    measured: Any = done.measures.set_index(["measure", "group"])["value"]
    assert done.value("known_share") == measured["known_share", ""]
    assert math.isnan(done.value("known_share", "wijk=no-such-wijk"))
    with pytest.raises(ParameterError, match="'no-such-measure' is not a measure"):
        done.value("no-such-measure")


def test_a_run_is_what_a_comparison_runs(kept: Comparison) -> None:
    size = {name: SMALL[name] for name in ("residents", "weeks", "burn_in")}
    draws = [run("outreach", seed=seed, **size).value("need_weeks_per_1000") for seed in kept.job.seeds]
    assert kept.estimate("need_weeks_per_1000", "outreach").mean == pytest.approx(np.mean(draws), rel=1e-12)


def test_a_measure_or_scenario_that_does_not_exist_is_answered(kept: Comparison) -> None:
    with pytest.raises(ParameterError, match=r"'reach' is not a measure\. Did you mean .*reach_13"):
        kept.estimate("reach", "loket-only")
    with pytest.raises(ParameterError, match=r"'outreech' is not a scenario of this comparison"):
        kept.estimate("reach_52", "outreech")

"""All gemeenten of a file of CBS: which are run, in what order, and what is told of them."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.kwb import write_kwb
from typer.testing import CliRunner

import bereik
from bereik.cli import app
from bereik.cli.nederland import _heads
from bereik.errors import BereikError
from bereik.experiments import experiment as running
from bereik.experiments.experiment import Outcome
from bereik.experiments.kinds.nederland import FEWEST, sampled
from bereik.experiments.nederland import Asked, asked_of, columns_of, run_all, whole_of
from bereik.experiments.plan import Plan, part_of
from bereik.experiments.runner import Silent
from bereik.present.borders import aspect_of, joined, read_borders
from bereik.present.kinds.nederland import _note, ends_of, finding
from bereik.scenarios import load_scenario
from bereik.scenarios.real_gemeente import gemeente_from_cbs, gemeente_of

SMALL: Any = {"residents_share": 0.01, "weeks": 60, "burn_in": 8, "seed": 1, "outcome": "reach_52"}
SQUARE = [[5.0, 52.0], [6.0, 52.0], [6.0, 53.0], [5.0, 53.0], [5.0, 52.0]]
EMPTY = "GM9996;Niemandsland;Niemandsland;Gemeente"


@pytest.fixture(scope="module")
def kwb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with two gemeenten and one of which nothing is told."""
    path = write_kwb(tmp_path_factory.mktemp("kwb") / "kwb-2024.csv")
    path.write_text(path.read_text(encoding="utf-8") + EMPTY + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def found(kwb: Path, tmp_path_factory: pytest.TempPathFactory) -> bereik.Nederland:
    """Run all gemeenten of the file, two replicates."""
    folder = tmp_path_factory.mktemp("nederland")
    return bereik.nederland(kwb, ["loket-only", "outreach"], replicates=2, workers=1, out=folder, **SMALL)


def asked(file: Path, replicates: int = 1, **other: Any) -> Asked:
    settings: Any = SMALL | other
    return asked_of(file, ["loket-only"], replicates=replicates, lang="en", **settings)


def borders(path: Path, code: str, name: str = "statcode") -> Path:
    area = {"properties": {name: code}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [area]}), encoding="utf-8")
    return path


def test_the_largest_gemeente_comes_first_and_each_is_a_block_of_its_own(kwb: Path) -> None:
    plan = asked(kwb, replicates=2, residents_share=1.0).experiment.plan()
    sizes = [job.residents for job in plan.jobs]
    assert sizes == sorted(sizes, reverse=True) and len(sizes) == 2
    assert plan.block_size() == 1 and plan.places[0] == "GM9998"
    assert [plan.run(n).seed for n in range(4)] == [1, 1, 2, 2]


def test_a_gemeente_is_the_one_that_its_own_file_would_give(kwb: Path, tmp_path: Path) -> None:
    base = load_scenario("loket-only")
    for name in ("Voorbeeldstad", "Leegdorp"):
        made = gemeente_from_cbs(kwb, name)
        told = load_scenario(made.save(tmp_path / f"{name}.toml"))
        direct = replace(base, gemeente=gemeente_of(made.figures, base.gemeente))
        assert direct.resolved()["gemeente"] == told.resolved()["gemeente"]
        assert direct.gemeente.wijken_of(3000) == told.gemeente.wijken_of(3000)


def test_a_gemeente_that_cannot_be_made_is_listed_and_the_rest_goes_on(found: bereik.Nederland) -> None:
    assert [left.name for left in found.left_out] == ["Niemandsland"]
    assert "kwb-2024.csv" in found.left_out[0].why
    assert found.outcome.missing == 0 and not found.outcome.failures
    assert set(found.table["name"]) == {"Voorbeeldstad", "Leegdorp"}


def test_the_numbers_are_those_of_a_comparison_in_that_gemeente(kwb: Path, found: bereik.Nederland) -> None:
    from bereik.parameters.book import the_book
    from bereik.scenarios.cbs import read_gemeente

    base = load_scenario("loket-only")
    figures = read_gemeente(kwb, "Leegdorp", the_book())
    town = replace(base, gemeente=gemeente_of(figures, base.gemeente))
    row = found.table.set_index("name").loc["Leegdorp"]
    one = bereik.compare(
        "loket-only", "outreach", gemeente=town, residents=int(row["residents"]), weeks=60, burn_in=8,
        replicates=2, workers=1,
    )  # fmt: skip
    assert row["outreach - loket-only"] == one.estimate("reach_52", "outreach - loket-only").mean
    assert row["loket-only"] == one.estimate("reach_52", "loket-only").mean


def test_a_run_can_be_repeated_from_what_is_in_the_folder(found: bereik.Nederland) -> None:
    again = bereik.rerun(found.outcome.out, [0], workers=1)
    assert again.is_same and again.same == (0,)


def test_together_gemeenten_weigh_as_many_as_they_have_adults(found: bereik.Nederland) -> None:
    table = found.table
    expected = np.average(table["loket-only"], weights=table["adults"])
    assert found.whole["loket-only"].mean == pytest.approx(expected, abs=1e-12)
    assert found.whole["loket-only"].pairs == 2


def with_replicates(found: bereik.Nederland, n: int) -> Outcome:
    form = found.outcome.experiment.form.model_copy(update={"replicates": n})
    return replace(
        found.outcome,
        experiment=found.outcome.experiment._replace(form=form),
        plan=replace(
            found.outcome.plan, jobs=tuple(replace(j, replicates=n) for j in found.outcome.plan.jobs)
        ),
    )


def test_gemeenten_are_ranked_from_five_replicates_on(found: bereik.Nederland) -> None:
    highest, lowest = ends_of(with_replicates(found, 5), found.table, 10)
    assert len(highest) == len(lowest) == 1 and highest[0].name != lowest[0].name
    assert ends_of(with_replicates(found, 4), found.table, 10) == ([], [])


def test_a_share_in_the_table_lies_between_none_and_all(found: bereik.Nederland) -> None:
    for label in columns_of(found.outcome):
        least = -1.0 if " - " in label else 0.0
        ends = found.table[[f"{label}, low", f"{label}, high"]].to_numpy()
        assert (ends >= least).all() and (ends <= 1.0).all()
    rows: Any = found.outcome.summary.query("measure == 'reach_52' and group == ''")
    assert ((rows["low"] < 0.0) | (rows["high"] > 1.0)).any()  # of two replicates: the table has to cut


def test_the_heads_of_the_table_name_the_difference_and_its_unit(found: bereik.Nederland) -> None:
    assert _heads(found.outcome, "en")[2] == "difference, percentage points"
    assert _heads(replace(found.outcome, lang="nl"), "nl")[2] == "verschil, procentpunt"


def test_no_replicate_is_refused_with_a_reason_that_holds(kwb: Path) -> None:
    with pytest.raises(BereikError) as raised:
        asked(kwb, replicates=0)
    assert str(raised.value) == "--replicates 0: without one there is no outcome. Try --replicates 1 or more."


def test_one_replicate_has_no_interval_and_ranks_nothing(found: bereik.Nederland) -> None:
    single = with_replicates(found, 1)
    assert ends_of(single, found.table, 10) == ([], [])
    assert math.isnan(whole_of(single)["loket-only"].low)
    assert "one replicate" in finding(single)


def test_a_sample_keeps_enough_adults_for_a_whole_conversation() -> None:
    assert sampled(100_000, 0.1) == 10_000
    assert sampled(10_000, 0.1) == FEWEST
    assert sampled(900, 0.1) == 900


def test_progress_counts_adults_and_a_second_start_runs_nothing(
    kwb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Heard(Silent):
        begins: tuple[int, int] = (0, 0)
        steps: list[int]

        def __init__(self) -> None:
            self.steps = []

        def begun(self, seeds: int, finished: int) -> None:
            self.begins = (seeds, finished)

        def advanced(self, seeds: int) -> None:
            self.steps.append(seeds)

    short = asked(kwb, weeks=10, burn_in=0).experiment
    first, again = Heard(), Heard()
    run_all(short, tmp_path, workers=1, listener=first)
    adults = sorted((sampled(t.gemeente.residents, 0.01) for t in short.towns.values()), reverse=True)
    assert first.begins == (sum(adults), 0) and first.steps == adults
    monkeypatch.setattr(running, "work", None)  # who calls it raises
    assert run_all(short, tmp_path, workers=1, listener=again) == ()
    assert again.begins == (sum(adults), sum(adults)) and not again.steps


def test_a_worker_gets_the_gemeenten_of_its_own_runs_only(found: bereik.Nederland) -> None:
    plan: Plan = found.outcome.plan
    part = part_of(plan, [1], "source")
    assert [job.residents for job in part.plan.jobs] == [plan.jobs[1].residents]
    assert part.job(1).scenarios[0].gemeente == plan.jobs[1].scenarios[0].gemeente


def test_a_merged_gemeente_is_drawn_in_its_old_borders(tmp_path: Path) -> None:
    there = read_borders(borders(tmp_path / "old.geojson", "GM0501"))
    assert joined(there, {"GM1992": 7}) == {"GM0501": 7}
    assert joined(there, {"GM0501": 3, "GM1992": 7}) == {"GM0501": 3}
    assert aspect_of(there) == pytest.approx(1 / math.cos(math.radians(52.4)), rel=0.01)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no json", "no GeoJSON"),
        ('{"features": []}', "no GeoJSON"),
        ('{"features": [{"properties": {"statcode": "GM0001"}, "geometry": null}]}', "no GeoJSON"),
        ('{"features": [{"properties": {"name": "x"}, "geometry": null}]}', "no area has the code"),
    ],
)
def test_a_wrong_file_of_borders_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BereikError, match=told) as raised:
        read_borders(path)
    assert "\n" not in str(raised.value) and str(raised.value).startswith("x.geojson: ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a;b\n1;2\n", "Kerncijfers"),
        ("gwb_code;gm_naam;recs;a_inw\n", "rows"),
        ("# Gemeenten\n\nWhat is here.\n\n| a; b; c | d; e |\n", "no column 'recs'"),
        ("naam;aantal\nZwolle;3;4\n", "no column 'recs'"),
        ("naam;bsn\nIngrid;3\n", "'bsn' is about persons"),
        ("gwb_code;gm_naam;recs;a_inw\nWK000100;Zwolle;Wijk;100\n", "no gemeente"),
        ("gwb_code;gm_naam;recs;a_inw;bsn\nGM0001;Zwolle;Gemeente;100;1\n", "bsn"),
        ("gwb_code;gm_naam;recs;a_inw\nGM0001;Zwolle;Gemeente;.\n", "of no gemeente"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BereikError, match=told) as raised:
        asked(path)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("share", [0.0, 1.5, math.nan])
def test_a_share_that_is_none_is_refused(kwb: Path, share: float) -> None:
    with pytest.raises(BereikError, match="--residents-share"):
        asked(kwb, residents_share=share)


def test_the_command_says_that_one_replicate_ranks_nothing_and_draws_a_map(kwb: Path, tmp_path: Path) -> None:
    words = [
        "nederland", str(kwb), "--scenario", "loket-only", "--residents-share", "0.01", "--weeks", "60",
        "--burn-in", "8", "--workers", "1", "--out", str(tmp_path / "out"), "--lang", "nl",
        "--geojson", str(borders(tmp_path / "b.geojson", "GM9998")),
    ]  # fmt: skip
    told = CliRunner().invoke(app, words)
    assert told.exit_code == 0, told.output
    assert "geen rangorde" in told.output and "Hoogste" not in told.output
    assert "Niemandsland" in told.output and "Niet op de kaart: Leegdorp" in told.output
    assert {p.name for p in (tmp_path / "out" / "figures").iterdir()} >= {"map.png", "by-size.svg"}
    header = (tmp_path / "out" / "gemeenten.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "code,name,adults,residents,loket-only"


def test_every_gemeente_takes_the_row_of_its_replicate_and_one_takes_the_first(
    kwb: Path, tmp_path: Path
) -> None:
    sample = tmp_path / "sample.csv"
    sample.write_text("seeking.shame_weight\n0.1\n1.9\n", encoding="utf-8")
    experiment = asked(kwb, 2, posterior=sample).experiment
    for job in experiment.plan().jobs:
        books = [job.at(seed)[0].book() for seed in job.seeds]
        assert [book.value("seeking.shame_weight") for book in books] == [0.1, 1.9]
    words = [
        "nederland", str(kwb), "--scenario", "loket-only", "--residents-share", "0.01", "--weeks", "60",
        "--burn-in", "8", "--workers", "1", "--out", str(tmp_path / "out"), "--posterior", str(sample),
    ]  # fmt: skip
    told = CliRunner().invoke(app, words)
    assert told.exit_code == 0, told.output
    assert f"at one draw, the first of {sample}" in told.output
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["posterior"]["rows"] == [[0.1]]
    with pytest.raises(BereikError, match="there are 2 draws, and 3 replicates take one each"):
        asked(kwb, 3, posterior=sample)


def test_together_gemeenten_lie_between_the_draws(kwb: Path, tmp_path: Path) -> None:
    sample = tmp_path / "sample.csv"
    sample.write_text("seeking.shame_weight\n0.1\n1.9\n", encoding="utf-8")
    drawn = bereik.nederland(
        kwb, ["loket-only"], replicates=2, workers=1, out=tmp_path / "out", posterior=sample, **SMALL
    )
    told, runs = drawn.whole["loket-only"], drawn.outcome.summary
    table: Any = drawn.table
    low, high = sorted(2 * told.mean - end for end in (told.low, told.high))
    assert (low, high) == pytest.approx((told.low, told.high))  # of two draws: the lower and the higher
    own = runs[(runs["measure"] == "reach_52") & (runs["group"] == "") & (runs["point"] == 0)]
    assert table["loket-only, low"].max() >= own["low"].min()
    assert "laagste en hoogste van 2" in _note(replace(drawn.outcome, lang="nl"), "note")

"""Patterns: figures over ledgers written by hand, and the list as a whole."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bereik.errors import ParameterError
from bereik.experiments.patterns import COLUMNS, FILE, Found, patterns, runs_of
from bereik.measures import patterns as known
from bereik.measures.patterns import NOT_YET, PATTERNS, Pattern
from bereik.present.patterns import markdown
from bereik.records import Records
from bereik.scenarios import load_scenario
from bereik.vocabulary import CREDITORS, DOORS, GEMEENTE, STAFF, UNMET


def pattern(id: str) -> Pattern:
    (found,) = [p for p in PATTERNS if p.id == id]
    return found


def test_a_share_is_a_ratio_of_sums_over_wijken_and_weeks(run_of: Any) -> None:
    run = run_of(weeks=2)
    run.weekly["stacked"] = [[4, 0], [0, 4]]
    run.weekly["vulnerable"] = [[3, 0], [0, 2]]
    assert pattern("2b").figure({known.BASE: run}) == 5 / 8
    assert pattern("2a").figure({known.BASE: run}) == 5 / 20
    assert math.isnan(pattern("1b").figure({known.BASE: run})), "nobody here is a parent"


def test_debts_that_rise_by_a_tenth_of_a_point_a_week_move_three_years_as_far(run_of: Any) -> None:
    run = run_of(weeks=50)
    run.weekly["households"] = 500
    run.weekly["indebted_households"] = np.arange(50)[:, None] * [1, 0] + 50
    assert pattern("12b").figure({known.BASE: run}) == pytest.approx(0.001 * 52 * 3)
    run.weekly["indebted_households"] = run.weekly["indebted_households"][::-1]
    assert pattern("12b").figure({known.BASE: run}) == pytest.approx(0.001 * 52 * 3), "down is as far as up"


def test_the_unreached_are_those_without_fitting_help_in_a_year(run_of: Any, spell: Any) -> None:
    spells = [
        spell(0, first_fit=10),  # reached
        spell(1, first_fit=53),  # too late
        spell(2),  # never
        spell(3, onset=150),  # not followed for a year
    ]
    run, without = run_of(spells), run_of([spell(i, onset=s["onset"]) for i, s in enumerate(spells)])
    run.residents["education"][[0, 1, 3]] = 2
    assert pattern("16b").figure({known.BASE: run, known.WITHOUT_HELP: without}) == 1 / 2


def test_a_fifth_more_at_the_desk_that_halves_the_doors_is_a_squeeze(run_of: Any) -> None:
    calm, busy = run_of(weeks=1), run_of(weeks=1)
    calm.services["arrived"][0, 0], busy.services["arrived"][0, 0] = 10, 12
    calm.services["arrived"][0, 1] = 99  # accepted at a door: no demand of the desk
    calm.services["minutes"][0, 1, DOORS], busy.services["minutes"][0, 1, DOORS] = 600, 300
    runs = {known.SHARED: calm, known.SHARED_BUSY: busy}
    assert pattern("31").figure(runs) == pytest.approx(math.log(0.5) / math.log(1.2))
    busy.services["arrived"][0, 0] = 10
    assert math.isnan(pattern("31").figure(runs)), "no more demand than before"


def test_the_funnel_of_early_signals_is_counted_from_the_books_of_its_team(run_of: Any) -> None:
    run = replace(run_of(weeks=52), service_names=("loket", known.EARLY))
    run.weekly["residents"], run.weekly["minors"] = 400, 100  # in each of two wijken
    books = run.services[:, 1]
    for name, count in {"signals": 60, "files": 48, "opened": 12, "accepted": 3}.items():
        books[name][0] = count
        run.services[0, 0][name] = 999  # of others
    books["files_closed"][5], books["files_contacted"][5] = (30, 4, 6, 8), (3, 2, 5, 5)
    told = {known.EARLY: run}
    assert pattern("24a").figure(told) == pytest.approx(60 / 12), "a thousand inhabitants, twelve months"
    assert [pattern(n).figure(told) for n in ("24b", "24c", "24d")] == [48 / 60, 12 / 48, 3 / 12]
    assert [pattern(n).figure(told) for n in ("25a", "25b", "25c")] == [3 / 30, 7 / 12, 10 / 14]


def test_acceptance_rises_by_the_slope_of_a_line_through_the_talks(run_of: Any) -> None:
    run = run_of(weeks=2)
    run.services["talked"][0, 1], run.services["agreed"][0, 1] = (100, 10, 10), (30, 4, 5)
    assert pattern("28b").figure({known.HARD: run}) == pytest.approx(0.1)
    run.services["talked"][0, 1] = 100, 0, 0
    assert math.isnan(pattern("28b").figure({known.HARD: run})), "nobody was spoken to again"


def test_a_reorganisation_is_judged_by_the_share_helped_after_it_and_at_the_end(run_of: Any) -> None:
    calm, broken, untied = run_of(weeks=208), run_of(weeks=208), run_of(weeks=208)
    for run, after, late in ((calm, 40, 40), (broken, 30, 45), (untied, 30, 35)):
        run.weekly["in_need"], run.weekly["fit"] = 100, 40
        run.weekly["fit"][39:104], run.weekly["fit"][156:] = after, late
    runs = {known.TIES: calm, known.REORGANISED: broken, known.NOT_REBUILT: untied}
    told = [pattern(name).figure(runs) for name in ("39a", "39b", "39c")]
    assert told == pytest.approx([-0.1, 0.15, -0.05])
    assert math.isnan(pattern("39b").figure({name: run_of(weeks=60) for name in runs}))


def test_what_a_team_that_stays_avoids_is_set_against_what_it_costs(run_of: Any) -> None:
    plain, hard = run_of(weeks=1), run_of(weeks=1)
    plain.cents[0, 2, UNMET, GEMEENTE], hard.cents[0, 2, UNMET, GEMEENTE] = 900, 600
    hard.cents[0, :, STAFF, GEMEENTE] = 1000, 200, 0  # the desk, the team, nobody
    assert pattern("36a").figure({known.TEAM: plain, known.HARD: hard}) == 300 / 200


def test_savings_are_counted_per_payer_also_where_nobody_works(run_of: Any) -> None:
    helped, without = run_of(weeks=1), run_of(weeks=1)
    without = _without_services(without)
    without.cents[0, 0, UNMET, GEMEENTE], helped.cents[0, 2, UNMET, GEMEENTE] = 100, 80
    without.cents[0, 0, UNMET, CREDITORS], helped.cents[0, 1, UNMET, CREDITORS] = 100, 40
    figure = pattern("37").figure
    assert figure({known.BASE: helped, known.WITHOUT_HELP: without}) == 60 / 80
    assert math.isnan(figure({known.BASE: helped, known.WITHOUT_HELP: helped})), "nothing is avoided"


def _without_services(run: Records) -> Records:
    return Records(
        run.scenario, run.seed, run.weeks, run.residents, run.spells, run.weekly, run.services[:, :0], (),
        run.wijk_names, run.cents[:, 2:],
    )  # fmt: skip


def test_a_pattern_holds_when_the_mean_lies_in_its_band() -> None:
    band = pattern("1a")
    assert Found(band, (0.1, 0.2, math.nan)).holds and not Found(band, (0.1, 0.11)).holds
    assert Found(band, (0.1, 0.2, math.nan)).span == (0.1, 0.2)
    assert Found(band, (math.nan,)).holds is None
    never = pattern("iii-a")
    assert Found(never, (-0.01, 0.02, 0.0)).holds, "within noise"
    assert not Found(never, (0.02, 0.021, 0.022)).holds


def test_every_pattern_has_one_number_and_the_runs_it_needs() -> None:
    ids = [p.id for p in (*PATTERNS, *NOT_YET)]
    assert len(set(ids)) == len(ids)
    runs = runs_of(load_scenario(known.BASE))
    assert all(set(p.needs) <= set(runs) for p in PATTERNS)
    assert not any(scenario.upper_bound for scenario in runs.values())
    assert all(p.low < p.high and p.nl != p.en for p in PATTERNS)


def test_patterns_are_written_with_what_cannot_be_told(tmp_path: Path) -> None:
    found = patterns(residents=150, weeks=56, burn_in=4, seeds=2, out=tmp_path)
    assert [len(f.values) for f in found.found] == [2] * len(PATTERNS)
    with (tmp_path / FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["pattern"] for row in rows] == [p.id for p in (*PATTERNS, *NOT_YET)]
    assert [bool(row["missing"]) for row in rows] == [False] * len(PATTERNS) + [True] * len(NOT_YET)
    assert rows[0]["residents"] == "150" and rows[0]["holds"] in {"yes", "no"}
    assert (tmp_path / FILE).read_text(encoding="utf-8") == patterns(
        residents=150, weeks=56, burn_in=4, seeds=2
    ).csv()
    assert "From `results/gallery/patterns.csv`: 150 residents" in markdown(tmp_path / FILE)
    assert "lies in" in markdown(tmp_path / "none.csv")


def test_a_pattern_needs_a_seed() -> None:
    with pytest.raises(ParameterError, match="--seeds 0"):
        patterns(seeds=0)

"""Patterns: figures over ledgers written by hand, and the list as a whole."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import bereik.engine
from bereik.errors import ParameterError
from bereik.experiments.experiment import gather
from bereik.experiments.gate import BY_CONSTRUCTION, NO_EFFECT, gate
from bereik.experiments.manifest import asked_in
from bereik.experiments.patterns import COLUMNS, FILE, Found, patterns, runs_of
from bereik.experiments.rerun import manifest_of
from bereik.measures import patterns as known
from bereik.measures.patterns import PATTERNS, Pattern, Use
from bereik.present.kinds import drawn
from bereik.present.patterns import failures, gate_told, markdown
from bereik.present.validation import write_validation
from bereik.records import Records
from bereik.scenarios import load_scenario
from bereik.vocabulary import CREDITORS, DOORS, GEMEENTE, NEVER, STAFF, UNMET


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
    assert pattern("28c").figure({known.HARD: run}) == pytest.approx(0.1)
    run.services["talked"][0, 1] = 100, 0, 0
    assert math.isnan(pattern("28c").figure({known.HARD: run})), "nobody was spoken to again"


def test_who_says_yes_at_once_is_not_in_how_much_likelier_others_become(run_of: Any) -> None:
    run = run_of(weeks=2)
    run.services["talked"][0, 1], run.services["likelier"][0, 1] = (100, 6, 4), (0.0, 1.5, -0.5)
    run.services["agreed"][0, 1] = 90, 1, 0  # the willing are gone, so fewer agree later
    assert pattern("28b").figure({known.HARD: run}) == pytest.approx(0.1)
    assert pattern("28c").figure({known.HARD: run}) < 0
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


def test_never_asking_is_set_against_what_was_left_of_doenvermogen(run_of: Any, spell: Any) -> None:
    spells = [spell(i, onset=-9, first_asked=NEVER if i < 2 else 3) for i in range(4)]
    spells.append(spell(4))  # began under the policy: not in view in week 0
    run, without = run_of(spells), run_of(spells)
    run.residents["doen_left_at_start"][:5] = 0.1, 0.2, 0.8, 0.9, 0.0
    runs = {known.BASE: run, known.WITHOUT_HELP: without}
    assert pattern("6").figure(runs) == pytest.approx(-0.98994949)
    run.spells["first_asked"] = NEVER
    assert math.isnan(pattern("6").figure(runs)), "nobody asked"


def test_hours_are_compared_between_the_better_off_half_of_the_wijken_and_the_other(run_of: Any) -> None:
    run = run_of(weeks=2)
    run.residents["means"] = [0.9] * 5 + [0.1] * 5
    run.weekly["in_need"] = [[1, 2], [1, 2]]
    run.weekly["minutes"] = [[30, 20], [30, 20]]
    assert pattern("8").figure({known.DESK: run}) == 3.0


def test_the_median_of_years_in_debt_leaves_out_who_did_not_ask(run_of: Any, spell: Any) -> None:
    weeks = (52, 104, 520, -1)
    run = run_of([spell(i, debt_weeks_at_asking=w) for i, w in enumerate(weeks)])
    assert pattern("9").figure({known.BASE: run}) == 2.0
    run.spells["debt_weeks_at_asking"] = -1
    assert math.isnan(pattern("9").figure({known.BASE: run}))


def test_friends_come_first_where_they_are_asked_no_later(run_of: Any, spell: Any) -> None:
    spells = [
        spell(0, first_friend=2, first_asked=2),
        spell(1, first_network=0),  # somebody helped already
        spell(2, first_friend=9, first_asked=4),
        spell(3),  # turned to nobody
        spell(4, first_friend=1, needy_domains=0b10),  # another need
        spell(5, onset=150, first_friend=151),  # followed for less than two years
    ]
    runs = {known.BASE: run_of(spells), known.WITHOUT_HELP: run_of(spells)}
    assert pattern("14a").figure(runs) == 3 / 4
    assert pattern("14b").figure(runs) == 2 / 4


def test_waiting_in_a_chain_is_set_against_its_links(run_of: Any, spell: Any) -> None:
    mind, both = 0b10000, 0b10001
    spells = [
        spell(0, first_asked=0, first_fit=20, needy_domains=mind),
        spell(1, first_asked=5, first_fit=15, needy_domains=mind),
        spell(2, first_asked=0, first_fit=99, needy_domains=both),
        spell(3, first_fit=9, needy_domains=mind),  # found at her door
    ]
    run = replace(run_of(spells), service_names=("wijkteam_1", "ggz"))
    run.services["admitted"][0], run.services["weeks_until_admitted"][0] = (2, 1), (8, 6)
    runs = {known.SPECIALISTS: run, known.WITHOUT_HELP: run_of(spells)}
    assert math.isnan(pattern("32a").figure(runs)), "nobody was heard at the desk"
    run = replace(run, service_names=("loket", "telefoon", "wijkteam_1", "ggz"))
    books: Any = np.zeros((run.weeks, 4), run.services.dtype)
    books["admitted"][0], books["weeks_until_admitted"][0] = (1, 1, 2, 1), (1, 3, 8, 6)
    runs[known.SPECIALISTS] = replace(run, services=books)
    assert pattern("32a").figure(runs) == 15 / 12


def test_losses_evictions_and_who_comes_back_are_ratios_of_sums(run_of: Any) -> None:
    run = run_of(weeks=52)
    run.services["cold"][3], run.services["lost"][3] = (5, 5), (1, 0)
    run.weekly["tenants"], run.weekly["evictions"][7], run.weekly["judgements"][7] = 50, (1, 0), (2, 2)
    run.weekly["closed_early"][9] = [(4, 7, 2), (4, 7, 2)]
    run.weekly["came_back"][30] = [(1, 5, 2), (1, 5, 1)]
    runs = {known.BASE: run}
    assert pattern("32b").figure(runs) == 1 / 10
    assert pattern("34a").figure(runs) == 1 / 100 and pattern("34b").figure(runs) == 1 / 4
    assert pattern("33").figure(runs) == 3.0
    run.services["admitted"][0], run.services["admitted_single"][0] = (4, 9), (3, 0)
    assert pattern("38").figure(runs) == 3 / 4, "visits of the outreach team are not contacts at the desk"


def test_what_visits_to_the_old_avoid_is_set_against_what_they_cost(run_of: Any) -> None:
    plain, elderly = run_of(weeks=1), run_of(weeks=1)
    plain.cents[0, 2, UNMET, GEMEENTE], elderly.cents[0, 2, UNMET, CREDITORS] = 900, 800
    elderly.cents[0, :, STAFF, GEMEENTE] = 1000, 200, 0
    assert pattern("36b").figure({known.DESK: plain, known.ELDERLY: elderly}) == 1 / 2


def test_evictions_of_the_first_year_are_too_early_to_prevent(run_of: Any) -> None:
    plain, early = run_of(weeks=54), run_of(weeks=54)
    plain.weekly["evictions"][[0, 52]], early.weekly["evictions"][[0, 53]] = (9, 1), (0, 2)
    assert pattern("34c").figure({known.DESK: plain, known.EARLY: early}) == 0.8
    plain.weekly["evictions"] = 0
    assert math.isnan(pattern("34c").figure({known.DESK: plain, known.EARLY: early}))


def test_a_campaign_is_judged_on_who_was_vulnerable(run_of: Any, spell: Any) -> None:
    plain = run_of([spell(0), spell(1, first_fit=3), spell(2)])
    told = run_of([spell(0, first_fit=9), spell(1, first_fit=3), spell(2, first_fit=2)])
    for run in (plain, told):
        run.residents["vulnerable_at_start"][:2] = True
    runs = {known.DESK: plain, known.CAMPAIGN: told, known.WITHOUT_HELP: run_of([spell(i) for i in range(3)])}
    assert pattern("ii").figure(runs) == 1 / 2


def test_if_all_is_believed_one_pattern_that_holds_is_one_too_many(run_of: Any, spell: Any) -> None:
    run = run_of([spell(0, debt_weeks_at_asking=260)])
    run.weekly["lacking_care"], run.weekly["never_asked"] = 10, 9
    run.weekly["indebted_households"], run.weekly["indebted_known"] = 100, 15
    assert pattern("iv").figure({known.BELIEVED: run}) == 1.0, "two hold, and that is one seed"
    run.weekly["indebted_known"] = 30
    run.spells["debt_weeks_at_asking"] = -1
    assert pattern("iv").figure({known.BELIEVED: run}) == 0.0


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
    assert Found(pattern("iii-d"), (0.02, 0.021)).holds is None, "nothing is asked of an observation"


def test_every_pattern_has_one_number_and_the_runs_it_needs() -> None:
    ids = [p.id for p in PATTERNS]
    assert len(set(ids)) == len(ids)
    runs = runs_of(load_scenario(known.BASE))
    assert all(set(p.needs) <= set(runs) for p in PATTERNS)
    assert not any(scenario.upper_bound for scenario in runs.values())
    assert all(p.low <= p.high and p.nl != p.en for p in PATTERNS)
    unbounded = {p.id for p in PATTERNS if math.isinf(p.low) and math.isinf(p.high)}
    assert unbounded == {p.id for p in PATTERNS if p.use == "O"}


def test_doors_without_capacity_behind_them_find_and_hand_over_and_no_more() -> None:
    runs = runs_of(load_scenario(known.BASE))
    desk, doors = runs[known.DESK_WITHOUT_TEAMS].services, dict(runs[known.DOORS_WITHOUT_TEAMS].services)
    outreach = doors.pop("outreach")
    assert doors == desk, "outreach comes on top, and nothing else differs"
    assert outreach.competence == () and outreach.hands_over_to == "wijkteam"


def test_patterns_are_written(tmp_path: Path) -> None:
    found = patterns(residents=150, weeks=56, burn_in=4, seeds=2, out=tmp_path)
    assert [len(f.values) for f in found.found] == [2] * len(PATTERNS)
    with (tmp_path / FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["pattern"] for row in rows] == [p.id for p in PATTERNS]
    assert rows[0]["residents"] == "150" and rows[0]["holds"] in {"yes", "no"}
    assert (tmp_path / FILE).read_text(encoding="utf-8") == patterns(
        residents=150, weeks=56, burn_in=4, seeds=2
    ).csv()
    told = markdown(tmp_path / FILE)
    assert "From `results/validation/patterns.csv`: 150 residents" in told
    assert gate_told(found.gate, "en") in told, "the file says enough to judge by"
    assert f"{sum(f.holds is False for f in found.found)} do not hold" in failures(tmp_path / FILE)
    assert "lies in" in markdown(tmp_path / "none.csv")
    pictures = write_validation(found, tmp_path, "nl")
    assert [path.name for path in pictures] == ["patterns.png", "patterns.svg"]
    assert "uitzettingen" in pictures[1].read_text(encoding="utf-8")


def test_validation_is_an_experiment_like_any_other(tmp_path: Path) -> None:
    told = patterns(residents=100, weeks=10, burn_in=2, seeds=2, out=tmp_path)
    found = gather(asked_in(manifest_of(tmp_path)), tmp_path, (), "nl")
    assert (found.plan.kind, found.plan.runs, found.missing) == ("validation", 2, 0)
    assert list(found.summary["pattern"]) == [p.id for p in PATTERNS]
    assert drawn("validation").finding(found) == gate_told(told.gate, "nl").removesuffix(".")


def test_patterns_go_on_where_they_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size: dict[str, Any] = {"residents": 100, "weeks": 10, "burn_in": 2, "out": tmp_path}
    patterns(**size, seeds=1)
    ran: list[int] = []
    simulate = bereik.engine.simulate

    def counted(scenarios: Any, seed: int, **more: Any) -> Any:
        ran.append(seed)
        return simulate(scenarios, seed, **more)

    monkeypatch.setattr(bereik.engine, "simulate", counted)
    whole = patterns(**size, seeds=2)
    assert set(ran[1:]) == {2}, "but for what compiles, only the second seed"
    assert whole.csv() == patterns(residents=100, weeks=10, burn_in=2, seeds=2).csv()


def a_pattern(id: str, low: float, high: float, strength: str = "C", use: Use = "V") -> Pattern:
    return Pattern(id, id, id, use, strength, low, high, "S2", (), lambda runs: math.nan)


def test_a_pattern_is_certain_where_no_edge_lies_inside_its_interval() -> None:
    inside = Found(a_pattern("x", 0.0, 1.0), (0.4, 0.5, 0.6))
    assert inside.holds and inside.certain
    across = Found(a_pattern("x", 0.0, 0.51), (0.4, 0.5, 0.6))
    assert across.holds and not across.certain
    outside = Found(a_pattern("x", 5.0, math.inf), (0.4, 0.5, 0.6))
    assert outside.holds is False and outside.certain
    once = Found(a_pattern("x", 0.0, 1.0), (0.5,))
    assert once.holds and not once.certain


def test_a_share_of_seeds_is_never_certain_of_a_few_seeds() -> None:
    always, never = Found(pattern("17f"), (1.0,) * 10), Found(pattern("iv"), (0.0,) * 10)
    assert always.mean == 1.0 and always.interval.low == pytest.approx(0.722, abs=0.001)
    assert always.holds and not always.certain, "the band begins at 0.95"
    assert never.holds and not never.certain and never.interval.high > 0.2
    assert Found(pattern("17f"), (1.0,) * 100).certain
    assert Found(pattern("17f"), (math.nan,)).holds is None


def test_the_gate_asks_all_of_a_most_of_b_and_every_sign_of_c() -> None:
    held = [Found(a_pattern("1a", 0.0, 1.0, "A", "C"), (0.5,))]
    held += [Found(a_pattern(f"b{k}", 0.0, 1.0, "B"), (0.5,)) for k in range(4)]
    held += [Found(a_pattern("33", 2.0, math.inf), (1.4, 1.5, 1.6))]  # too little, to the right side of 1
    assert gate(held).passes
    assert gate([*held, Found(a_pattern("b4", 0.0, 1.0, "B"), (9.0,))]).passes, "four of five"
    for worse in (
        Found(a_pattern("12a", 0.0, 1.0, "A", "C"), (2.0,)),
        Found(a_pattern("31", -math.inf, -1.0), (0.1, 0.11, 0.12)),
    ):
        judged = gate([*held, worse])
        assert not judged.passes
        assert worse.pattern.id in (*judged.a_failing, *judged.c_wrong)
    assert gate([*held, Found(a_pattern("34a", 0.0, 1.0, "A", "V"), (2.0,))]).passes, "V is shown only"


def test_noise_is_no_right_sign() -> None:
    right = Found(a_pattern("33", 2.0, math.inf), (1.4, 1.5, 1.6))
    for values in ((-0.002, 0.0002, 0.0022), (0.5,), (math.nan, math.nan)):
        judged = gate([right, Found(a_pattern("39b", 0.0, 1.0), values)])
        assert judged.c_untold == ("39b",) and judged.c_wrong == () and not judged.passes
        assert "1 of 2 have the right sign (not told: 39b)" in gate_told(judged, "en")
    never = pattern("39c")
    assert gate([Found(never, (-0.001, 0.001, 0.0))]).c_untold == (), "no effect is what is asked here"
    assert gate([Found(never, (0.01, 0.011, 0.012))]).c_wrong == ("39c",)


def test_what_is_put_in_is_told_apart_and_bars_nothing() -> None:
    right = Found(a_pattern("33", 2.0, math.inf), (1.4, 1.5, 1.6))
    given = Found(a_pattern("21", 2.0, math.inf, "B"), (1.0, 1.1))
    judged = gate([right, given])
    assert judged.b == () and judged.given == judged.given_failing == ("21",)
    assert "nearly by construction: 0 of 1 hold (not: 21)" in gate_told(judged, "en")
    ids = {p.id: p for p in PATTERNS}
    assert set(BY_CONSTRUCTION) <= set(ids) and all(ids[name].use in "VI" for name in BY_CONSTRUCTION)
    assert {p.id for p in PATTERNS if p.use == "I"} <= set(BY_CONSTRUCTION)


def test_every_direction_knows_what_no_effect_is() -> None:
    assert {p.id for p in PATTERNS if p.strength == "C"} - set(BY_CONSTRUCTION) == set(NO_EFFECT)
    for p in PATTERNS:
        if p.id in NO_EFFECT:
            assert p.low >= NO_EFFECT[p.id] or p.high <= NO_EFFECT[p.id], "the band lies on one side of it"


def test_a_pattern_needs_a_seed() -> None:
    with pytest.raises(ParameterError, match="--seeds 0"):
        patterns(seeds=0)

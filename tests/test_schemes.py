"""Promises about schemes: who uses them, what that costs, what the gemeente learns, and what is missed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bereik.engine.replicate import simulate
from bereik.errors import ScenarioError
from bereik.records import Records
from bereik.scenarios import Scenario, load_scenario
from bereik.services.schemes import build_schemes
from bereik.vocabulary import GEMEENTE, HELPED, MOST_SCHEMES, PAYERS, PROVISIONS, RIJK

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

from oracle_run import as_arrays, week_by_week, with_levers

RESIDENTS, WEEKS, SEED = 3000, 110, 7
BIJSTAND, ENERGIE, INKOMEN, TOESLAGEN = range(4)  # by name
TEAMS = "loket", "telefoon", "wijkteam", "schuldhulp"


def with_schemes(levers: Mapping[str, Mapping[str, Any]], name: str = "gemengd") -> Scenario:
    """A shipped scenario in which some levers of its schemes are others."""
    scenario = load_scenario(name)
    schemes = dict(scenario.schemes)
    for scheme, changes in levers.items():
        schemes[scheme] = schemes[scheme].model_copy(update=dict(changes))
    return replace(scenario, schemes=schemes)


def lived(scenario: Scenario, follow: int = 0, weeks: int = WEEKS) -> Records:
    return simulate([scenario], SEED, residents=RESIDENTS, weeks=weeks, burn_in=8, follow=range(follow))[0]


@cache
def plain() -> Records:
    return lived(load_scenario("gemengd"), RESIDENTS)


@cache
def unschemed() -> Records:
    return lived(replace(load_scenario("gemengd"), schemes={}))


def at_all(**levers: Any) -> Records:
    return lived(with_schemes(dict.fromkeys(load_scenario("gemengd").schemes, levers)))


def using(records: Records, scheme: int, week: int = -1) -> float:
    books = records.schemes[week, scheme]
    return books["using"] / books["entitled"]


def total(records: Records, column: str) -> int:
    return int(records.schemes[column].sum())


# --- no schemes, no trace of them ---


def test_without_schemes_nobody_has_a_purse() -> None:
    assert unschemed().schemes.shape == (WEEKS, 0) and unschemed().scheme_names == ()
    assert not unschemed().residents["entitled"].any()
    assert unschemed().cents[..., PROVISIONS, RIJK].sum() == 0  # the time of a school is another ledger
    assert unschemed().frames()["schemes"].empty


def test_schemes_that_are_meant_for_nobody_change_no_bit_of_the_rest() -> None:
    nobody = at_all(up_to=0.0)
    assert total(nobody, "entitled") == 0
    for table in ("residents", "spells", "weekly", "services"):
        assert np.array_equal(getattr(nobody, table), getattr(unschemed(), table))
    assert np.array_equal(nobody.cents, unschemed().cents)


# --- what is counted and paid ---


def test_what_is_paid_is_what_is_used_times_the_amount() -> None:
    schemes = load_scenario("gemengd").schemes
    names, rows = build_schemes(schemes)
    for s, settings in enumerate(schemes[name] for name in names):
        books = plain().schemes[:, s]
        assert rows[s].cents == round(settings.amount * 1200 / 52)
        assert np.array_equal(books["cents"], books["using"] * rows[s].cents)
    for payer in (GEMEENTE, RIJK):
        of_this = [s for s, name in enumerate(names) if schemes[name].payer == PAYERS[payer]]
        paid = plain().schemes["cents"][:, of_this].sum()
        booked = plain().cents[:, -1, PROVISIONS, payer].sum()
        assert booked == paid + (0 if payer == RIJK else unschemed().cents[:, -1, PROVISIONS, payer].sum())


def test_the_counts_are_those_of_the_households() -> None:
    last = plain().schemes[-1]
    for s in range(4):
        entitled = (plain().residents["entitled"] >> s) & 1
        uses = (plain().residents["uses"] >> s) & 1
        assert entitled.sum() == last[s]["entitled"] and np.all(uses <= entitled)
        assert abs(int(uses.sum()) - int(last[s]["using"])) <= 15  # grants of the last week are paid the next
    assert np.all(plain().schemes["known_using"] <= plain().schemes["known_entitled"])
    assert np.all(plain().schemes["known_entitled"] <= plain().schemes["entitled"])


def test_who_applies_is_granted_it_or_refused() -> None:
    books = plain().schemes
    asked = books["applied"].sum() + books["forms_signed"].sum()
    without_asking = books["granted"].sum() + books["refused"].sum() + books["unbudgeted"].sum() - asked
    assert asked > 30 and without_asking >= 0
    never = lived(with_schemes({"energietoeslag": {"automatic": 0.0}})).schemes
    answers = sum(int(never[c].sum()) for c in ("granted", "refused", "unbudgeted"))
    assert answers == never["applied"].sum() + never["forms_signed"].sum()


def test_a_new_scheme_starts_with_nobody_and_an_old_one_where_it_settles() -> None:
    assert at_all(new=True).schemes[0]["using"].sum() == 0
    for s in range(4):
        assert abs(using(plain(), s, 0) - using(plain(), s)) < 0.15


def test_a_scheme_that_is_over_is_used_by_nobody_and_costs_nothing() -> None:
    books = lived(with_schemes({"energietoeslag": {"from_week": 10, "until_week": 40}})).schemes[:, ENERGIE]
    assert (
        not books[:10]["using"].any() and not books[40:]["entitled"].any() and not books[40:]["cents"].any()
    )
    assert np.all(books[10:40]["using"] > 0)


# --- who uses them ---


def test_the_order_of_non_take_up_is_the_published_one() -> None:
    share = [using(plain(), s) for s in (TOESLAGEN, ENERGIE, BIJSTAND, INKOMEN)]
    assert share == sorted(share, reverse=True)


@pytest.mark.parametrize("lever", ["known", "steps", "visibility", "language", "screens", "fears", "amount"])
def test_what_a_form_asks_decides_who_uses_it(lever: str) -> None:
    low, high = {"known": (1.0, 0.1), "steps": (1.0, 15.0), "amount": (300.0, 5.0)}.get(lever, (0.0, 1.0))
    easy, hard = (at_all(new=True, **{lever: value}) for value in (low, high))
    assert total(hard, "applied") < total(easy, "applied")


def test_a_form_that_comes_filled_in_reaches_more() -> None:
    known, everybody = at_all(prefilled="known"), at_all(prefilled="everybody")
    for s in (BIJSTAND, ENERGIE, INKOMEN):
        assert using(plain(), s) < using(known, s) <= using(everybody, s)
    assert 0 < total(everybody, "forms_signed") < total(everybody, "forms_sent")
    assert total(plain(), "forms_sent") == 0


def test_who_is_known_gets_it_without_asking() -> None:
    sure = lived(with_schemes({"energietoeslag": {"automatic": 1.0}})).schemes[-1, ENERGIE]
    never = lived(with_schemes({"energietoeslag": {"automatic": 0.0}})).schemes[-1, ENERGIE]
    assert sure["known_using"] >= 0.97 * sure["known_entitled"]
    assert never["known_using"] < 0.9 * never["known_entitled"]


def test_when_the_budget_is_spent_nobody_is_added() -> None:
    short = at_all(budget=0.5, prefilled="everybody", new=True)
    assert total(short, "unbudgeted") > 0
    rows = build_schemes(load_scenario("gemengd").schemes).rows
    for s in range(4):
        first_year = short.schemes[:52, s]
        full_use = int(first_year["entitled"][0]) * int(rows[s].cents) * 52
        assert first_year["cents"].sum() <= 0.5 * full_use
    assert total(plain(), "unbudgeted") == 0


def test_who_is_helped_with_money_is_helped_to_apply() -> None:
    nobody_asks = {"known": 0.0, "new": True}
    helped = at_all(**nobody_asks)
    alone = replace(load_scenario("gemengd"), services={})
    schemes = {n: s.model_copy(update=nobody_asks) for n, s in alone.schemes.items()}
    assert total(helped, "granted") > total(lived(replace(alone, schemes=schemes)), "granted")


def test_what_is_taken_over_is_still_taken_over_from_who_is_helped_to_apply() -> None:
    nobody_asks = with_schemes({s: {"known": 0.0, "new": True} for s in load_scenario("gemengd").schemes})
    takes_over = with_levers(nobody_asks, {s: {"take_over": 1.0} for s in TEAMS})
    started = 0
    for turn in week_by_week(takes_over, RESIDENTS, 30):
        services: Any = turn.world.services
        people: Any = turn.world.residents
        cases = as_arrays(turn.world).cases[: turn.world.facts.cases_used]
        cases = cases[(cases["stage"] == HELPED) & (cases["started"] == turn.week)]
        cases = cases[services.take_over[cases["service"]] > 0.0]
        started += len(cases)
        assert (people.relief[cases["resident"]] > 0).all(), turn.week
    assert started > 20, started


# --- what it does to people ---


def test_applying_makes_known_and_repaying_costs_trust() -> None:
    assert plain().weekly["registered"].sum() > unschemed().weekly["registered"].sum()
    far = at_all(local=False, automatic=0.0)
    assert far.weekly["registered"][0].sum() < plain().weekly["registered"][0].sum()
    repaid = at_all(repays=0.9, flag=1.0)
    assert total(repaid, "repaid") > total(plain(), "repaid")
    assert repaid.residents["trust_at_end"].mean() < plain().residents["trust_at_end"].mean()


def test_what_is_missed_starts_problems() -> None:
    missing = at_all(new=True, known=0.0, steps=50.0, amount=3000.0)
    assert missing.weekly["indebted_households"].sum() > plain().weekly["indebted_households"].sum()
    worth = {"problems.missed": 0.01}, {"problems.missed": 0.15}
    little, much = (lived(load_scenario("gemengd").with_parameters(w, "how much?")) for w in worth)
    assert little.weekly["troubled"].sum() < much.weekly["troubled"].sum()


def test_a_life_tells_what_became_of_a_scheme() -> None:
    turns = plain().frames()["trace"]
    told = turns[turns["what"].str.startswith("scheme-")]
    assert set(told["service"]) <= set(plain().scheme_names)
    assert {"scheme-applied", "scheme-granted", "scheme-repaid", "scheme-not-applied"} <= set(told["what"])
    causes = set(told[told["what"] == "scheme-not-applied"]["why"])
    assert {"know", "know-eligible", "dare", "manage"} <= causes


# --- settings ---


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x = 3", "must be a table"),
        ("x = { up_to = 0.1, known = 0.5, steps = 3 }", "amount is missing"),
        ("x = { amount = 10.0, up_to = 0.1, known = 0.5, steps = 3, form = 2 }", "there is no lever 'form'"),
        ("x = { amount = 10.0, up_to = 1.1, known = 0.5, steps = 3 }", "lies outside 0..1"),
        ("x = { amount = 10.0, up_to = 0.1, known = 0.5, steps = 3, payer = 'me' }", "none of the words"),
        ("x = { amount = 10.0, up_to = 0.1, known = 0.5, steps = 3, automatic = 0.5 }", "there is none"),
        (
            "x = { amount = 10.0, up_to = 0.1, known = 0.5, steps = 3, until_week = 3, from_week = 3 }",
            "after",
        ),
        ("'a b' = { amount = 10.0, up_to = 0.1, known = 0.5, steps = 3 }", "name of a scheme"),
    ],
)
def test_a_scheme_that_will_not_do_is_answered_in_one_line(tmp_path: Path, text: str, line: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(f"services = {{}}\n[regelingen]\n{text}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=line) as caught:
        load_scenario(path)
    assert "\n" not in str(caught.value)


def test_a_scenario_has_at_most_eight_schemes(tmp_path: Path) -> None:
    scheme = "{ amount = 10.0, up_to = 0.1, known = 0.5, steps = 3 }"
    names = "\n".join(f"s{k} = {scheme}" for k in range(MOST_SCHEMES + 1))
    path = tmp_path / "x.toml"
    path.write_text(f"services = {{}}\n[regelingen]\n{names}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="more than 8"):
        load_scenario(path)


def test_a_scheme_is_inherited_lever_by_lever_and_can_be_taken_away() -> None:
    fewer, base = load_scenario("minder-regelingen").schemes, load_scenario("gemengd").schemes
    assert set(base) - set(fewer) == {"energietoeslag", "individuele_inkomenstoeslag"}
    assert fewer["toeslagen"].amount == 145.0 and fewer["toeslagen"].up_to == base["toeslagen"].up_to

"""Field experiments: who takes part, what each arm does, and that nothing but the arms makes a difference."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bereik import experiment, rerun
from bereik.engine import trial
from bereik.engine.replicate import after_burn_in, begin
from bereik.engine.trial import Design, Eligible, try_out, who_is_eligible
from bereik.errors import ParameterError, ScenarioError
from bereik.experiments.draws import Draws
from bereik.experiments.experiment import Outcome
from bereik.experiments.forms import read_experiment
from bereik.experiments.kinds.trial import over_replicates
from bereik.experiments.kinds.trial.wrong import idle
from bereik.experiments.store import Store
from bereik.experiments.summary import within
from bereik.measures.intervals import Interval
from bereik.measures.trial import costs_of, of_arm, of_arms
from bereik.parameters.book import numbers
from bereik.present.kinds import drawn, write_figures
from bereik.records import ArmCosts, Participant, TrialRecords
from bereik.scenarios import Scenario, load_scenario
from bereik.scenarios.change import checked_tree, written
from bereik.tables import dtype_of
from bereik.vocabulary import PAYERS

SCHEME = "individuele_inkomenstoeslag"
SIZE = {"residents": 12_000, "weeks": 14, "burn_in": 4}
NOT_USING = Eligible(SCHEME, (), 1, None, None, None, {})
IN_DEBT = Eligible(None, ("money",), 2, None, False, None, {})
ARM = {"kind": "bericht", "fte_per_10000": 20.0, "doors": "signals", "follows": []}
LETTER = ARM | {"about": SCHEME, "pages": 2.0}


@cache
def usual() -> Scenario:
    return load_scenario("gemengd")


def with_arms(**arms: dict[str, Any]) -> Scenario:
    tree = written(usual())
    tree["services"] |= arms
    scenario, wrong = checked_tree(usual(), tree)
    assert scenario is not None, wrong
    return scenario


def tried(
    scenario: Scenario, *arms: str | None, eligible: Eligible = NOT_USING, persons: int = 40, week: int = 2
) -> TrialRecords:
    design = Design(arms, persons, week, eligible, SCHEME if eligible is NOT_USING else None)
    return try_out(scenario, design, 3, **SIZE)


@cache
def three_arms() -> TrialRecords:
    scenario = with_arms(brief=LETTER, vanzelf=LETTER | {"grants": True})
    return tried(scenario, None, "brief", "vanzelf")


def of(found: TrialRecords, arm: int) -> np.ndarray:
    return found.treated[found.treated["arm"] == arm]


# --- nothing but the arms ---


def test_where_no_arm_does_anything_the_trial_changes_no_bit() -> None:
    found = tried(usual(), None, None)
    assert np.array_equal(found.treated, found.untreated)


def test_who_takes_part_does_not_hang_on_what_the_arms_do_or_are_called() -> None:
    scenario = with_arms(brief=LETTER, post=LETTER)
    one, other = tried(scenario, None, "brief"), tried(scenario, "post", None)
    assert np.array_equal(one.treated["resident"], other.treated["resident"])
    assert np.array_equal(one.untreated, other.untreated)
    assert of(one, 1)["received"].all() and of(other, 0)["received"].all()
    assert not of(one, 0)["received"].any() and not of(other, 1)["received"].any()


def test_a_service_that_is_there_for_nobody_changes_nothing() -> None:
    alone, beside = with_arms(brief=LETTER), with_arms(brief=LETTER, post=LETTER)
    found, same = tried(alone, None, "brief"), tried(beside, None, "brief")
    assert np.array_equal(found.treated, same.treated)
    assert np.array_equal(found.untreated, same.untreated)


def test_people_are_eligible_and_one_of_a_household_takes_part_once() -> None:
    where = {"doenvermogen": (0.0, 0.5), "tenure": (1.0, 1.0)}
    eligible = Eligible(None, ("money",), 1, None, False, None, where)
    found = tried(usual(), None, None, eligible=eligible)
    assert len(set(found.treated["resident"].tolist())) == 80
    assert found.eligible >= 80
    assert found.treated["need"].mean() < 1.0  # a light problem will do
    heavier = tried(usual(), None, None, eligible=eligible._replace(in_need=True), persons=10)
    assert heavier.treated["need"].all() and heavier.eligible < found.eligible


def test_chance_chooses_who_of_a_household_takes_part() -> None:
    scenario, both = usual(), IN_DEBT._replace(where={"adults": (2.0, 2.0)})
    town = begin(after_burn_in(scenario, numbers(scenario.book()), 3, 12_000, 4), scenario, 3, 4).town
    people: Any = town.world.residents
    rows = np.flatnonzero(who_is_eligible(town, both))
    assert len({*people.household[rows].tolist()}) == len(rows)
    assert 0.25 < people.is_head[rows].mean() < 0.75


def test_too_few_eligible_people_are_told_with_what_would_do() -> None:
    with pytest.raises(ParameterError, match=r"people are eligible in week 2, and 2 arms of 3000 ask 6000"):
        tried(usual(), None, None, persons=3000)


# --- what arms do ---


def test_what_comes_without_asking_comes_to_all_and_a_letter_to_some() -> None:
    found = three_arms()
    control, letter, granted = (of(found, arm) for arm in range(3))
    assert granted["got"].all() and granted["uses"].mean() > 0.9
    assert control["uses"].mean() <= letter["uses"].mean() < granted["uses"].mean()
    assert letter["got"].any()


def test_every_step_of_a_letter_loses_people_and_nobody_comes_back() -> None:
    letter = of(three_arms(), 1)
    steps = ("received", "opened", "understood", "acted", "asked_for", "got")
    for before, after in pairwise(steps):
        assert not (letter[after] & ~letter[before]).any(), after
    assert letter["received"].all()
    assert letter["got"].sum() < letter["understood"].sum() < len(letter)
    assert (letter["uses"] | ~letter["got"]).all()


@cache
def plain_letter() -> TrialRecords:
    return tried(with_arms(brief=LETTER), "brief", persons=300)


@pytest.mark.parametrize(
    "lever",
    [
        {"pages": 8.0},
        {"language": 0.0},
        {"tone": 1.0},
        {"flag": 0.0},
        {"shows_amount": True},
        {"form_help": 1.0},
        {"form_steps": 1.0},
        {"form_screens": 1.0},
        {"channels": ["call"]},
        {"attempts": 3, "weeks_between": 2},
        {"kind": "outreach"},
        {"grants": True},
        {"fte_per_10000": 0.1},
    ],
    ids=lambda lever: next(iter(lever)),
)
def test_every_lever_of_an_arm_changes_what_comes_of_it(lever: dict[str, Any]) -> None:
    found = tried(with_arms(brief=LETTER | lever), "brief", persons=300)
    assert np.array_equal(found.untreated, plain_letter().untreated)
    assert not np.array_equal(found.treated, plain_letter().treated)


@pytest.mark.parametrize(
    ("arm", "levers"),
    [
        ({}, {"pretext": 1.0, "visit_minutes": 300, "steps": 9.0, "screens": 1.0, "eigen_kracht": 1.0}),
        ({}, {"warm": 1.0, "hand_over_minutes": 300, "breadth": 0.0, "visibility": 1.0, "short_steps": 9.0}),
        ({"channels": ["call"]}, {"pages": 9.0, "language": 1.0, "letter_minutes": 90, "knock_minutes": 90}),
        ({"channels": ["visit"]}, {"tone": 1.0, "call_minutes": 90, "hands_over_to": "schuldhulp"}),
    ],
)
def test_levers_that_an_arm_is_refused_change_nothing(arm: dict[str, Any], levers: dict[str, Any]) -> None:
    plain, more = with_arms(brief=LETTER | arm), with_arms(brief=LETTER | arm | levers)
    assert idle(levers, more.services["brief"]) == [*levers]
    found, same = tried(plain, "brief", persons=300), tried(more, "brief", persons=300)
    assert np.array_equal(found.treated, same.treated)


def test_what_makes_it_easier_makes_more_people_apply() -> None:
    plain = plain_letter().treated["asked_for"].sum()
    for lever in (
        {"shows_amount": True},
        {"form_help": 1.0},
        {"form_steps": 1.0},
        {"pages": 1.0, "language": 0.0},
    ):
        found = tried(with_arms(brief=LETTER | lever), "brief", persons=300)
        assert found.treated["asked_for"].sum() >= plain, lever


def test_an_invitation_without_a_scheme_leads_to_talks_and_help() -> None:
    arms = {
        "brief": ARM,
        "langs": {"kind": "outreach", "fte_per_10000": 20.0, "doors": "signals", "follows": []},
    }
    found = tried(with_arms(**arms), None, "brief", "langs", eligible=IN_DEBT)
    control, letter, visit = (of(found, arm) for arm in range(3))
    assert visit["got"].sum() > letter["got"].sum()
    assert visit["any_help"].mean() > control["any_help"].mean()
    assert (visit["asked_for"] <= visit["acted"]).all()


# --- what is measured ---


def ledger(**columns: list[Any]) -> np.ndarray:
    rows = np.zeros(len(columns["arm"]), dtype_of(Participant))
    for name, values in columns.items():
        rows[name] = values
    return rows


def test_effects_are_as_intended_to_treat_and_power_is_what_one_trial_sees() -> None:
    treated = ledger(
        arm=[0] * 20 + [1] * 20,
        uses=[False] * 20 + [True] * 12 + [False] * 8,
        acted=[False] * 20 + [True] * 12 + [False] * 8,
        doenvermogen=[0.2, 0.8] * 10 + [0.9] * 12 + [0.1] * 8,
    )
    untreated = treated.copy()
    untreated["uses"] = False
    trial = TrialRecords(1, 90, treated, untreated, np.zeros(2, dtype_of(ArmCosts)), ())
    told = {(m.measure, m.group): m.value for m in of_arm(trial, 1, "trial_uses")}
    assert told["trial_uses", ""] == told["trial_effect", ""] == pytest.approx(0.6)
    assert told["trial_uses", "doenvermogen=high"] == 1.0 and told["trial_uses", "doenvermogen=low"] == 0.0
    assert told["trial_gap", "trait=doenvermogen"] == pytest.approx(0.8)
    half, seen = of_arms(trial, 1, 0, "trial_uses")
    assert half.value == pytest.approx(1.96 * (0.6 * 0.4 / 19) ** 0.5) and seen.value == 1.0
    control = {(m.measure, m.group): m.value for m in of_arm(trial, 0, "trial_uses")}
    assert control["trial_effect", ""] == 0.0
    assert np.isnan(control["trial_gap", "trait=shame"])


# --- what it costs ---


def test_an_arm_costs_the_time_that_it_takes_and_what_the_scheme_pays_its_people() -> None:
    found = three_arms()
    control, letter, granted = found.costs
    assert not any(int(np.sum(control[column])) for column in ("letters", "calls", "visits", "minutes"))
    assert letter["letters"] == len(of(found, 1)) and letter["visits"] == letter["calls"] == 0
    scenario, gemeente = with_arms(brief=LETTER, vanzelf=LETTER | {"grants": True}), 0
    brief = scenario.services["brief"]
    assert letter["minutes"] >= 40 * brief.letter_minutes > 0
    assert letter["staff_cents"][gemeente] == letter["minutes"] * round(100 * brief.price_per_hour) // 60
    a_week = round(100 * scenario.schemes[SCHEME].amount * 12 / 52)
    weeks_paid = granted["paid_cents"][gemeente] / a_week
    assert weeks_paid == int(weeks_paid) and 0.8 * 40 * 8 < weeks_paid <= 40 * 11
    assert control["paid_cents"][gemeente] <= letter["paid_cents"][gemeente] < granted["paid_cents"][gemeente]
    assert found.payers == ("gemeente",)


def test_what_the_scheme_pays_the_arms_is_what_its_ledger_says(monkeypatch: pytest.MonkeyPatch) -> None:
    ledgers: list[int] = []

    def watched(town: Any, *args: Any) -> Any:
        world, paid = lived(town, *args)
        cents = np.asarray(world.scheme_weeks)["cents"]
        ledgers.append(int(cents[:, town.schemes.index(SCHEME)].sum()))
        return world, paid

    lived = trial._lived  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(trial, "_lived", watched)
    found = three_arms.__wrapped__()
    alone, treated = ledgers
    assert int(found.costs["paid_cents"].sum()) == treated - alone > 0


def test_borrowed_staff_has_the_price_and_the_payer_of_whoever_lends_it() -> None:
    tree = written(usual())
    tree["services"]["telefoon"] |= {"price_per_hour": 90.0, "payer": "rijk"}
    borrowed = {k: v for k, v in LETTER.items() if k != "fte_per_10000"}
    tree["services"]["brief"] = borrowed | {"staff_from": "telefoon", "planned_share": 0.8}
    scenario, wrong = checked_tree(usual(), tree)
    assert scenario is not None, wrong
    found = tried(scenario, None, "brief")
    letter = found.costs[1]
    assert letter["letters"] > 0
    assert letter["staff_cents"][PAYERS.index("rijk")] == letter["minutes"] * 9000 // 60 > 0
    assert letter["staff_cents"].sum() == letter["staff_cents"][PAYERS.index("rijk")]
    assert found.payers == ("gemeente", "rijk")


def test_costs_are_told_per_person_of_the_arm_and_add_up() -> None:
    costs = np.zeros(2, dtype_of(ArmCosts))
    costs["letters"], costs["minutes"] = (0, 30), (0, 600)
    costs["staff_cents"][1, 0], costs["paid_cents"][1, 6] = 80_000, 20_000
    people = ledger(arm=[0] * 10 + [1] * 20)
    trial = TrialRecords(1, 30, people, people, costs, ("gemeente", "rijk"))
    told = {(m.measure, m.group): m.value for m in costs_of(trial, 1)}
    assert told["trial_letters", ""] == 1.5 and told["trial_staff_hours", ""] == 0.5
    assert told["trial_cost", ""] == 50.0
    assert told["trial_cost", "what=staff"] == told["trial_cost", "payer=gemeente"] == 40.0
    assert told["trial_cost", "what=paid"] == told["trial_cost", "payer=rijk"] == 10.0
    assert not any(m.value for m in costs_of(trial, 0))


# --- the file ---

FILE = f"""
kind = "trial"
scenarios = ["gemengd"]
persons = 30
week = 2
weeks = 12
residents = 6000
burn_in = 4
replicates = 2
outcome = "trial_uses"

[eligible]
not_using = "{SCHEME}"

[arms.gewoon]

[arms.brief]
about = "{SCHEME}"

[arms.vanzelf]
about = "{SCHEME}"
grants = true

[published.elsewhere]
arm = "vanzelf"
against = "gewoon"
effect = 0.9
low = 0.1
high = 1.0
source = "nowhere"

[published.estimate]
arm = "vanzelf"
against = "gewoon"
effect = 0.9
source = "nowhere, without an interval"

[published.range]
arm = "brief"
effect = 0.9
low = 0.89
high = 1.0
ends = "range"
source = "nowhere"
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("trial")
    path = folder / "proef.toml"
    path.write_text(FILE, encoding="utf-8")
    return experiment(path, out=folder / "out", workers=1)


def test_a_file_gives_every_arm_with_its_interval_and_what_others_found(found: Outcome) -> None:
    summary: Any = found.summary
    rows = summary[(summary["measure"] == "trial_uses") & (summary["group"] == "")]
    assert set(rows["scenario"]) == {"gewoon", "brief", "vanzelf", "brief - gewoon", "vanzelf - gewoon"}
    assert found.published["overlap"].tolist() == [True, None, False]
    assert found.published["ends"].tolist() == ["interval", "none", "range"]
    assert found.published["published_low"].isna().tolist() == [False, True, False]
    assert found.missing == 0


def test_over_draws_of_what_is_not_known_the_interval_is_that_of_the_draws(found: Outcome) -> None:
    store, job = Store(found.plan, found.out), found.plan.jobs[0]
    drawn_from = replace(job, draws=Draws("x", "", (), ()))
    told: Any = SimpleNamespace(plan=replace(found.plan, jobs=(drawn_from,)), rows=store.rows)
    said: Any = job.published[1]  # type: ignore[attr-defined]
    exact, spread = over_replicates(store, 0, said), over_replicates(told, 0, said)
    rows: Any = store.rows(np.arange(2)).to_pandas()
    rows = rows[(rows["measure"] == "trial_effect") & (rows["scenario"] == "vanzelf") & (rows["group"] == "")]
    assert (spread.low, spread.high) == pytest.approx((rows["value"].min(), rows["value"].max()))
    assert exact.low < spread.low and exact.mean == pytest.approx(spread.mean)


def test_no_interval_of_a_share_is_beyond_what_is_possible(found: Outcome) -> None:
    wide = Interval(0.8, -1.2, 1.5, 2)
    assert within(wide, "share") == Interval(0.8, 0.0, 1.0, 2)
    assert within(wide, "share", least=-1.0) == Interval(0.8, -1.0, 1.0, 2)
    assert within(wide, "weeks", least=-1.0) == wide
    assert np.isnan(within(Interval(0.8, np.nan, np.nan, 1), "share").low)
    summary: Any = found.summary
    shares = summary[summary["unit"] == "share"]
    is_difference = shares["scenario"].str.contains(" - ")
    assert (shares["low"].dropna() >= np.where(is_difference, -1.0, 0.0)[shares["low"].notna()]).all()
    assert (shares["high"].dropna() <= 1.0).all()
    rows: Any = Store(found.plan, found.out).rows(np.arange(2)).to_pandas()
    steps = rows[(rows["measure"] == "trial_step") & (rows["scenario"] == "brief")]
    spread = steps.groupby("group", observed=True)["value"].agg(["mean", "std"])
    reach = 12.706 * spread["std"] / 2**0.5  # of two replicates
    mean, reach = spread["mean"].to_numpy(), reach.to_numpy()
    assert (mean - reach).min() < 0.0 or (mean + reach).max() > 1.0  # so that something was cut off
    published: Any = found.published
    assert published["model_high"].max() <= 1.0 and published["model_low"].min() >= -1.0


def test_a_trial_done_again_is_the_same(found: Outcome) -> None:
    assert rerun(found.out, [1], workers=1).is_same


def test_the_finding_and_the_pictures_tell_the_arms(found: Outcome, tmp_path: Path) -> None:
    sentence = drawn("trial").finding(found)
    assert sentence.startswith("vanzelf: +")
    assert "same direction in 3; of the 2 with an interval or a range 1 overlap" in sentence
    names = {path.stem for path in write_figures(found, tmp_path)}
    assert names == {"effects", "steps", "who-responds"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('scenarios = ["gemengd"]', 'scenarios = ["gemengd", "outreach"]', "about one scenario"),
        ("week = 2", "week = 12", "week = 12, and the run ends before"),
        ('outcome = "trial_uses"', 'outcome = "reach_52"', "reach_52 is no outcome of a trial"),
        (f'not_using = "{SCHEME}"', 'not_using = "toeslag"', "there is no regeling 'toeslag'"),
        (
            "[eligible]",
            "[eligible.where]\nschame = [0, 1]\n[eligible]",
            "have no 'schame'. Did you mean shame?",
        ),
        ("[eligible]", "[eligible.where]\nshame = [0.6, 0.4]\n[eligible]", "Write [0.4, 0.6]"),
        ("[eligible]", "[eligible.where]\nshame = [0, 1, 2]\n[eligible]", "write [lowest, highest]"),
        (
            "[eligible]",
            '[eligible.where]\ntenure = "corporatie"\n[eligible]',
            "is none of the words it takes. Did you mean corporation?",
        ),
        ("low = 0.1\nhigh = 1.0", "low = 1.0\nhigh = 0.1", "Write low = 0.1, high = 1"),
        ("grants = true", 'grants = true\ndoors = "known"', "an arm goes to the people of the trial"),
        ("grants = true", "pagez = 2", "no lever 'pagez'. Did you mean pages?"),
        ("[arms.brief]", "[arms.loket]", "usual practice has a service 'loket'"),
        ('arm = "vanzelf"', 'arm = "vanself"', "there is no arm 'vanself'. Did you mean vanzelf?"),
        ("effect = 0.9", "effect = 1.9", "lies outside 0.1..1"),
        ("source = ", 'ends = "none"\nsource = ', "an interval and a range have low and high"),
        ("low = 0.1\n", "", "an interval and a range have low and high"),
        (
            "grants = true",
            'staff_from = "telefoon"',
            "[arms.vanzelf]: planned_share = 0 lies outside its range: above 0",
        ),
        ("grants = true", "warm = 1.0", "warm does nothing in this arm"),
        ("grants = true", "visit_minutes = 50", "visit_minutes does nothing in this arm"),
        (f'[arms.brief]\nabout = "{SCHEME}"', "[arms.brief]\nsteps = 9", "steps does nothing in this arm"),
        (f'[arms.brief]\nabout = "{SCHEME}"', "[arms.brief]\nform_help = 1.0", "say with about which one"),
    ],
)
def test_a_mistake_in_a_trial_is_told_with_what_would_do(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    assert old in FILE
    path = tmp_path / "proef.toml"
    path.write_text(FILE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        read_experiment(path)
    assert told in str(error.value)


def test_a_policy_may_bring_a_scheme_too_and_only_one_that_is_there() -> None:
    tree = written(usual())
    tree["services"]["bericht"] = {"kind": "bericht", "fte_per_10000": 1.0, "about": "toeslag"}
    tree["services"]["loket"] |= {"about": SCHEME}
    _, wrong = checked_tree(usual(), tree)
    told = {(m.what, m.path) for m in wrong}
    assert told == {
        ("about-at-a-desk", ("services", "loket", "about")),
        ("unknown-scheme", ("services", "bericht", "about")),
    }

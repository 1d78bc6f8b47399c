"""Case work: who is sent on to whom, refused, brought in, mediated for, or left by her worker.

Every sign test compares two scenarios on the same people with the same luck.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bereik.engine.build import live
from bereik.engine.replicate import begin, records_of
from bereik.errors import ScenarioError
from bereik.parameters.book import the_book
from bereik.records import Records
from bereik.scenarios import load_scenario
from bereik.services.build import build_services
from bereik.services.kinds import settings_of
from bereik.services.settings import ServiceSettings
from bereik.vocabulary import (
    BECAUSE_CONDITIONS,
    BECAUSE_HANDED_BACK,
    BECAUSE_MISJUDGED,
    BECAUSE_NO_ADDRESS,
    BECAUSE_NO_QUESTION,
    BECAUSE_TOO_LIGHT,
    DOMAINS,
    GAVE_UP_WAITING,
    GEMEENTE,
    HANDED_OVER,
    HEARD,
    HELP_STARTED,
    PAYERS,
    REGISTERED,
    STAFF,
    TURNED_AWAY,
    WAY_STACKED,
    WAY_STUCK,
    WORKER_LEFT,
)

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

import oracle_run
from followed import RESIDENTS, SEED, WEEKS, as_shipped, changed, row, times
from oracle_run import lively, settled, with_levers

OFF: dict[str, Any] = {
    "lightest": 0, "conditions": (), "needs_address": False, "registers": False, "no_question": 0.0,
    "turnover": 0.0, "stacked_to": None, "stuck_to": None, "brings_in": 0.0, "mediates": 0.0,
    "payer": "gemeente", "advocate": 0.0, "fixed_contact": 0.0, "take_over": 0.0, "pauses_debts": 0.0,
}  # fmt: skip


def weeks_to(records: Records, service: int) -> list[int]:
    """Return the weeks between a hand-over to a service and the first conversation there."""
    trace: Any = records.trace
    here = trace[trace["service"] == service]
    since: dict[int, int] = {}
    waits: list[int] = []
    for turn in here:
        if turn["what"] == HANDED_OVER:
            since[int(turn["resident"])] = int(turn["week"])
        elif turn["what"] == HEARD and int(turn["resident"]) in since:
            waits.append(int(turn["week"]) - since.pop(int(turn["resident"])))
    return waits


def test_what_is_not_said_is_off() -> None:
    plain = lively("loket-plus-outreach")
    assert with_levers(plain, dict.fromkeys(plain.services, OFF)).services == plain.services


def test_hours_alone_bind_what_a_team_takes_on() -> None:
    """Without a bound on cases, a case that asks more time leaves room for fewer."""
    caseload: list[int] = []
    for minutes in (30, 90):
        team = {"wijkteam": {"caseload_per_fte": 0.0, "minutes_per_case": minutes, "fte_per_10000": 3.0}}
        records = changed("loket-only", team)
        teams = [s for s, name in enumerate(records.service_names) if name.startswith("wijkteam")]
        caseload.append(int(records.services["caseload"][:, teams].sum()))
    assert caseload[1] < 0.7 * caseload[0]


def test_who_is_too_light_is_turned_away_and_one_question_goes_no_further() -> None:
    taken = as_shipped("loket-only")
    refused = changed("loket-only", {"wijkteam": {"lightest": 2}})
    assert times(taken, TURNED_AWAY, BECAUSE_TOO_LIGHT) == 0
    assert times(refused, TURNED_AWAY, BECAUSE_TOO_LIGHT) > 0
    assert times(refused, HELP_STARTED) < times(taken, HELP_STARTED)


def test_a_service_with_conditions_refuses_who_has_another_problem() -> None:
    money_first = changed("loket-only", {"wijkteam": {"conditions": ("money",)}})
    anything_first = changed("loket-only", {"wijkteam": {"conditions": DOMAINS}})
    assert times(as_shipped("loket-only"), TURNED_AWAY, BECAUSE_CONDITIONS) == 0
    few, many = (times(r, TURNED_AWAY, BECAUSE_CONDITIONS) for r in (money_first, anything_first))
    assert 0 < few < many


def without_address(levers: Mapping[str, Mapping[str, Any]]) -> tuple[Records, np.ndarray]:
    """Return a run among people of whom nobody has an address, and who has one at the end."""
    scenario = with_levers(lively("registratie-eerst"), levers)
    town, p = settled(scenario, RESIDENTS, SEED, 0, range(RESIDENTS))
    people: Any = town.world.residents
    people.addressed[:] = False
    course = begin(town, scenario, SEED, WEEKS)
    course = course.in_world(live(course.town.world, p, 0, WEEKS))
    people = course.town.world.residents
    return records_of(course, WEEKS), np.asarray(people.addressed)


def test_without_an_address_there_is_no_help_until_somebody_registers_her() -> None:
    nobody = {"stuck_to": None, "brings_in": 0.0}
    alone, addressed = without_address({"loket": nobody, "schuldhulp": nobody})
    assert times(alone, TURNED_AWAY, BECAUSE_NO_ADDRESS) > 0
    assert not addressed.any()
    desk = row(alone, "loket")
    trace: Any = alone.trace
    assert not ((trace["what"] == HELP_STARTED) & (trace["service"] == desk)).any()
    guided, addressed = without_address({})
    assert times(guided, REGISTERED) == addressed.sum() > 0
    assert times(guided, HELP_STARTED) > times(alone, HELP_STARTED)


def test_a_service_that_registers_is_brought_in_only_for_who_has_no_address() -> None:
    records = as_shipped("registratie-eerst")
    trace: Any = records.trace
    there = trace[(trace["service"] == row(records, "registratie")) & (trace["what"] == HEARD)]
    assert len(there) == times(records, REGISTERED)


def test_no_question_so_close_ends_help_before_it_begins() -> None:
    never, always = (changed("loket-only", {"wijkteam": {"no_question": share}}) for share in (0.0, 1.0))
    assert times(never, WORKER_LEFT) == 0
    assert times(always, HELP_STARTED) < times(never, HELP_STARTED)
    trace: Any = always.trace
    assert (trace["why"] == BECAUSE_NO_QUESTION).any()
    trace = never.trace
    assert not (trace["why"] == BECAUSE_NO_QUESTION).any()


def test_workers_who_leave_break_the_bond() -> None:
    stay = as_shipped("loket-only")
    leave = changed("loket-only", {"wijkteam": {"turnover": 2.0}})
    assert times(stay, WORKER_LEFT) == 0
    assert times(leave, WORKER_LEFT) > 0
    assert leave.residents["trust_at_end"].mean() < stay.residents["trust_at_end"].mean()


def test_who_has_a_mediator_is_heard_sooner() -> None:
    along = {"warm": 1.0, "hand_over_minutes": 10}
    with_one = changed("specialisten", {"wijkteam": along | {"mediates": 1.0}})
    without = changed("specialisten", {"wijkteam": along})
    sooner, later = (weeks_to(r, row(r, "ggz")) for r in (with_one, without))
    assert sooner and later
    assert np.mean(sooner) < np.mean(later)
    cold = changed("specialisten", {"wijkteam": {"warm": 0.0, "mediates": 1.0}})
    cold_too = changed("specialisten", {"wijkteam": {"warm": 0.0}})
    assert oracle_run.records_differ(cold, cold_too) == [], "who does not go along does not mediate"


def test_who_has_several_questions_goes_on_with_all_of_them() -> None:
    together = as_shipped("in-een-keer-goed")
    apart = changed("in-een-keer-goed", {"loket": {"stacked_to": None}, "telefoon": {"stacked_to": None}})
    there = row(together, "maatwerk")
    assert together.services["arrived"][:, there].sum() > 0 == apart.services["arrived"][:, there].sum()
    desks = [row(together, name) for name in ("loket", "telefoon")]
    assert together.services["started"][:, desks].sum() < apart.services["started"][:, desks].sum()


def test_who_is_stuck_is_brought_in_instead_of_turned_away() -> None:
    senders = ("loket", "telefoon", "wijkteam")
    shares = [{name: {"brings_in": share} for name in senders} for share in (0.0, 0.5, 1.0)]
    runs = [changed("doorbraakteam", levers) for levers in shares]
    away = [int(r.services["turned_away"].sum()) for r in runs]
    there = row(runs[0], "doorbraakteam")
    arrived = [int(r.services["arrived"][:, there].sum()) for r in runs]
    assert away[0] > away[1] > away[2]
    assert 0 == arrived[0] < arrived[1] < arrived[2]


def test_who_is_kept_in_touch_with_gives_up_less() -> None:
    along = {"warm": 1.0, "hand_over_minutes": 5}
    slow = {"wijkteam": {"lead_weeks": 12}}
    left, kept = (
        changed("loket-only", slow | {s: along | {"fixed_contact": share} for s in ("loket", "telefoon")})
        for share in (0.0, 1.0)
    )
    assert times(kept, GAVE_UP_WAITING) < times(left, GAVE_UP_WAITING)
    cold = {s: {"warm": 0.0, "fixed_contact": share} for s, share in (("loket", 1.0), ("telefoon", 0.5))}
    plain = {s: {"warm": 0.0} for s in cold}
    same = oracle_run.records_differ(changed("loket-only", cold), changed("loket-only", plain))
    assert same == [], "who does not go along does not keep in touch"


def test_who_has_an_advocate_is_heard_and_sent_back_to_who_refused_her() -> None:
    along = {"warm": 1.0, "hand_over_minutes": 5}
    strict = {"wijkteam": {"eigen_kracht": 1.0, "discretion": 0.0}}
    alone, backed = (
        changed("loket-only", strict | {s: along | {"advocate": share} for s in ("loket", "telefoon")})
        for share in (0.0, 1.0)
    )
    refused = (BECAUSE_HANDED_BACK, BECAUSE_MISJUDGED)
    before, after = (sum(times(r, TURNED_AWAY, why) for why in refused) for r in (alone, backed))
    assert after < before
    records = as_shipped("clientondersteuning")
    trace: Any = records.trace
    heard = trace[trace["what"] == HEARD]
    there = row(records, "clientondersteuning")
    helped = {int(turn["resident"]) for turn in heard if turn["service"] == there}
    teams = [s for s, name in enumerate(records.service_names) if name.startswith("wijkteam")]
    again = [i for i in helped if sum(int(t["resident"]) == i and t["service"] in teams for t in heard) > 1]
    assert again, "the wijkteam hears once more whom it sent away"


def test_who_is_relieved_of_letters_and_calls_is_less_pressed() -> None:
    levers = {"wijkteam": {"take_over": 1.0, "longest_weeks": 0}}
    burdened, relieved = (
        stress_and_relief(changes) for changes in ({"wijkteam": {"longest_weeks": 0}}, levers)
    )
    assert not burdened[1].any() and relieved[1].any()
    assert relieved[0][relieved[1] > 0].mean() < burdened[0][relieved[1] > 0].mean()


def stress_and_relief(levers: Mapping[str, Mapping[str, Any]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the stress of all after some weeks, and how much is taken over from them."""
    scenario = with_levers(lively("loket-only"), levers)
    town, p = settled(scenario, RESIDENTS, SEED, 0)
    course = begin(town, scenario, SEED, 12)
    people: Any = live(course.town.world, p, 0, 12).residents
    return np.array(people.stress), np.array(people.relief)


def test_relief_ends_with_the_help_that_gave_it() -> None:
    for_a_month = with_levers(
        lively("loket-only"), {name: {"until_week": 30} for name in ("loket", "telefoon", "wijkteam")}
    )
    helped = with_levers(for_a_month, {"wijkteam": {"take_over": 1.0}})
    town, p = settled(helped, RESIDENTS, SEED, 0)
    world = live(begin(town, helped, SEED, 36).town.world, p, 0, 33)
    people: Any = world.residents
    assert not np.array(people.relief).any()
    light, serious, crises = (np.array([(r == k).sum() for r in people.severity]) for k in (1, 2, 3))
    load = light + p.problems.load_serious * serious + p.problems.load_crisis * crises
    load = load + p.problems.load_carer * np.array(people.carer)
    assert np.allclose(np.array(people.stress), load / (load + p.problems.load_half))


def test_where_creditors_wait_fewer_debts_become_serious() -> None:
    press, wait = (
        changed("loket-only", {"wijkteam": {"pauses_debts": share, "longest_weeks": 0}})
        for share in (0.0, 1.0)
    )
    press_debts, wait_debts = (int(r.weekly["indebted_households"].sum()) for r in (press, wait))
    assert wait_debts < press_debts


def test_staff_is_booked_on_who_pays_it() -> None:
    records = as_shipped("specialisten")
    cents = records.cents[:, :, STAFF].sum(axis=0)
    care = row(records, "ggz")
    assert cents[care, PAYERS.index("zvw-wlz")] > 0 == cents[care, GEMEENTE]
    dearer = with_levers(load_scenario("specialisten"), {"ggz": {"fte_per_10000": 9.0}})
    assert dearer.equal_budget_key == load_scenario("loket-only").equal_budget_key


# --- settings ---


def service(kind: str, **levers: Any) -> ServiceSettings:
    return settings_of(kind, levers, the_book())


def test_of_a_list_each_domain_goes_to_the_first_who_is_competent() -> None:
    services = {
        "team": service("wijkteam", per_wijk=False, hands_over_to=["ggz", "schuldhulp"], stacked_to="zwaar"),
        "zwaar": service("doorbraakteam", stuck_to="ggz", brings_in=0.5),
        "ggz": service("ggz"),
        "schuldhulp": service("schuldhulp"),
    }
    rows = build_services(services, [100, 200])
    routes = rows.routes
    team, schuldhulp, ggz, zwaar = (rows.names.index(n) for n in ("team", "schuldhulp", "ggz", "zwaar"))
    to_money, to_mental = DOMAINS.index("money"), DOMAINS.index("mental")
    for wijk in (0, 1):
        ways = routes[team, wijk].tolist()
        assert ways[to_money] == schuldhulp and ways[to_mental] == ggz
        assert ways[DOMAINS.index("work")] == ggz, "where nobody is competent, the first"
        assert (ways[WAY_STACKED], ways[WAY_STUCK]) == (zwaar, -1)
        assert routes[zwaar, wijk, WAY_STUCK] == ggz and (routes[zwaar, wijk, :WAY_STACKED] == -1).all()


@pytest.mark.parametrize(
    ("kind", "levers", "said"),
    [
        ("loket", {"payer": "rjik"}, 'there is no payer "rjik".'),
        ("loket", {"stuck_to": "x"}, "give both, or neither."),
        ("loket", {"brings_in": 0.5}, "give both, or neither."),
        ("loket", {"lightest": 3}, "lightest = 3 is above intensity = 1: it would take nobody."),
        ("loket", {"conditions": ["housing", "housing"]}, "conditions names housing twice."),
        ("loket", {"conditions": ["mony"]}, 'there is no life domain "mony". Did you mean money?'),
        ("loket", {"hands_over_to": 3}, "hands_over_to = 3 must be a name between quotes or a list"),
        ("loket", {"hands_over_to": ["ggz", "ggz"]}, "hands_over_to names ggz twice."),
        ("wijkteam", {"by_proxy": 0.5}, "by_proxy is of a place that residents come to"),
        ("loket", {"take_over": 2.0}, "take_over = 2.0 lies outside 0..1."),
        ("loket", {"turnover": 3.0}, "turnover = 3.0 lies outside 0..2."),
    ],
)
def test_a_mistake_in_case_work_is_told_in_one_line(kind: str, levers: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        settings_of(kind, levers, the_book())
    assert said in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("levers", "said"),
    [
        ({"hands_over_to": ["ggz", "schuldhlp"]}, "hands_over_to = 'schuldhlp' names no service"),
        ({"stacked_to": "wijkteam"}, "stacked_to = 'wijkteam' names no service of this scenario."),
        ({"stacked_to": "a"}, "stacked_to = 'a' is the service itself."),
        ({"stuck_to": "a", "brings_in": 1.0}, "stuck_to = 'a' is the service itself."),
    ],
)
def test_people_are_sent_on_to_a_service_that_is_there(levers: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        build_services({"a": service("loket", **levers)}, [100])
    assert said in str(caught.value)

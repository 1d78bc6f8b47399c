"""The six policy assumptions, and single mechanisms, in the whole model: which way each of them pushes.

Only signs of single mechanisms are promised here; never which policy wins.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from bereik.chance import key_of, uniforms
from bereik.decisions import WORLD_VIEW
from bereik.engine.build import Town, branch, live, settle
from bereik.engine.replicate import simulate
from bereik.parameters.book import Book, numbers, the_book
from bereik.records import Records
from bereik.scenarios import Scenario, load_scenario
from bereik.vocabulary import (
    BECAUSE_ALONE,
    BECAUSE_CLOSED_DOOR,
    BECAUSE_DISTRUST,
    BECAUSE_NOT_DARED,
    BECAUSE_NOT_ELIGIBLE,
    BECAUSE_NOT_KNOWN,
    BECAUSE_NOT_MANAGED,
    BECAUSE_NOT_RECOGNISED,
    BECAUSE_OPENED,
    DECLINED_HELP,
    DROPPED,
    FRIEND_STEPPED_IN,
    FRIEND_TIRED,
    GAVE_UP_WAITING,
    INVITED,
    LOST_IN_HAND_OVER,
    NEVER,
    SERIOUS,
    SOCIAL,
    TIPPED,
    VISITED,
)

RESIDENTS, BURN_IN, WEEKS, SEED = 1300, 13, 52, 3
RECOGNISE, KNOW, BELIEVE, DARE, MANAGE = range(5)  # the links at which `weekly.dropped` counts


def scenario(**numbers_of_the_book: float) -> Scenario:
    """Desk, telephone, wijkteam and outreach side by side."""
    named = {name.replace("__", "."): value for name, value in numbers_of_the_book.items()}
    return load_scenario("loket-plus-outreach").with_parameters(named, "one mechanism at a time")


def with_levers(plain: Scenario, **levers: Any) -> Scenario:
    """The same scenario with these levers at every service."""
    services = {name: settings.model_copy(update=levers) for name, settings in plain.services.items()}
    return replace(plain, services=services)


def lived(changed: Scenario) -> Records:
    """A year of a small gemeente, with everybody followed."""
    (records,) = simulate(
        [changed], SEED, residents=RESIDENTS, weeks=WEEKS, burn_in=BURN_IN, follow=range(RESIDENTS)
    )
    return records


@cache
def under(view: str, belief: float) -> Records:
    return lived(scenario(**{f"views__{view}": belief}))


def dropped(records: Records, link: int) -> int:
    return int(records.weekly["dropped"][..., link].sum())


def turns(records: Records, what: int, why: int | None = None) -> int:
    """How often something happened to a followed resident in the observed weeks."""
    trace = records.trace[records.trace["week"] >= 0]
    return int(((trace["what"] == what) & ((trace["why"] == why) if why is not None else True)).sum())


def whom(records: Records, what: int, *why: int) -> np.ndarray:
    """Rows of the residents to whom something happened, in the burn-in or later."""
    trace = records.trace[records.trace["what"] == what]
    return np.unique(trace["resident"][np.isin(trace["why"], why)] if why else trace["resident"])


def total(records: Records, table: str, column: str) -> float:
    return float(getattr(records, table)[column].sum())


# --- 1: who needs help can ask for it ---


@pytest.mark.parametrize("link", [RECOGNISE, KNOW, BELIEVE, DARE])
def test_nobody_drops_out_before_asking_when_people_can_ask(link: int) -> None:
    assert dropped(under("can_ask", 0.0), link) > 0
    assert dropped(under("can_ask", 1.0), link) == 0


def test_more_people_come_to_ask_when_people_can_ask() -> None:
    assert total(under("can_ask", 1.0), "weekly", "asked") > total(under("can_ask", 0.0), "weekly", "asked")


@pytest.mark.parametrize("belief", [0.0, 1.0])
def test_how_seldom_people_think_of_asking_means_nothing_when_they_can_ask(belief: float) -> None:
    paces = {"seeking__considers_light": 0.1, "seeking__considers_serious": 0.4}
    rarely, often = under("can_ask", belief), lived(scenario(views__can_ask=belief, **paces))
    assert np.array_equal(rarely.weekly, often.weekly) == (belief == 1.0)


# --- 2: people want the help on offer ---


@pytest.mark.parametrize("why", [BECAUSE_ALONE, BECAUSE_DISTRUST])
def test_nobody_declines_when_people_want_help(why: int) -> None:
    assert turns(under("want_help", 0.0), DECLINED_HELP, why) > 0
    assert turns(under("want_help", 1.0), DECLINED_HELP) == 0


def test_who_has_a_problem_opens_the_door_when_people_want_help() -> None:
    """Under `alwetend` outreach knocks on the doors of people in need and on no other."""
    for belief, shut in ((0.0, True), (1.0, False)):
        plain = load_scenario("alwetend").with_parameters({"views.want_help": belief}, "who opens?")
        visits = lived(plain)
        assert turns(visits, VISITED, BECAUSE_OPENED) > 0
        assert (turns(visits, VISITED, BECAUSE_CLOSED_DOOR) > 0) == shut


def test_nobody_gives_up_when_people_want_help() -> None:
    assert turns(under("want_help", 0.0), GAVE_UP_WAITING) > 0
    assert turns(under("want_help", 1.0), GAVE_UP_WAITING) == 0


# --- 3: one can ask people for self-reliance ---


def test_nobody_fails_to_manage_when_people_are_self_reliant() -> None:
    assert dropped(under("self_reliant", 0.0), MANAGE) > 0
    assert dropped(under("self_reliant", 1.0), MANAGE) == 0


def state_of(changed: Scenario, weeks: int = WEEKS) -> Town:
    """The gemeente after some weeks, as the engine has it."""
    book = changed.book()
    town = branch(settle(changed, book, numbers(book), SEED, RESIDENTS, 0), changed, weeks)
    return town._replace(world=live(town.world, numbers(book), 0, weeks))


def test_load_takes_nothing_and_nobody_is_below_the_median_when_people_are_self_reliant() -> None:
    for belief, everybody in ((0.0, False), (1.0, True)):
        world = state_of(scenario(views__self_reliant=belief)).world
        residents: Any = world.residents
        burdened = residents.domains > 0
        assert burdened.any()
        expected = np.maximum(residents.doenvermogen, world.facts.typical_doen)
        assert np.allclose(residents.doen_left[burdened], expected[burdened]) == everybody


# --- 4: short help makes self-reliant again ---


def test_a_lasting_need_passes_only_when_short_help_is_enough() -> None:
    for belief, passes in ((0.0, False), (1.0, True)):
        residents: Any = state_of(scenario(views__short_help=belief), 104).world.residents
        lasting = (residents.lasting[:, None] >> np.arange(7)) & 1 > 0
        assert lasting.any()
        assert (residents.severity[lasting] < SERIOUS).any() == passes


def test_how_fast_problems_come_back_means_nothing_when_short_help_is_enough() -> None:
    relapse = the_book()["problems.relapse"]
    for belief, matters in ((0.0, True), (1.0, False)):
        rarely, often = (
            lived(scenario(views__short_help=belief, problems__relapse=value))
            for value in (relapse.low, relapse.high)
        )
        assert (total(rarely, "weekly", "troubled") != total(often, "weekly", "troubled")) == matters


# --- 5: people look out for one another ---


def test_helpers_do_not_tire_when_people_look_out_for_one_another() -> None:
    assert turns(under("look_after", 0.0), FRIEND_TIRED) > 0
    assert turns(under("look_after", 1.0), FRIEND_TIRED) == 0


def test_friends_and_neighbours_do_more_when_people_look_out_for_one_another() -> None:
    assert turns(under("look_after", 1.0), TIPPED) > turns(under("look_after", 0.0), TIPPED)
    helped = [total(under("look_after", belief), "weekly", "network_help") for belief in (0.0, 1.0)]
    assert helped[0] < helped[1]


def test_who_has_no_ties_is_helped_by_neighbours_only_where_people_look_out_for_one_another() -> None:
    for belief, helped in ((0.0, False), (1.0, True)):
        records = under("look_after", belief)
        alone = records.residents["ties"] == 0
        assert alone.any()
        assert alone[whom(records, FRIEND_STEPPED_IN)].any() == helped


def test_what_thin_ties_do_means_nothing_when_people_look_out_for_one_another() -> None:
    thin = the_book()["problems.thin_ties_social"]
    for belief, matters in ((0.0, True), (1.0, False)):
        book = scenario(views__look_after=belief).book()
        little, much = (book.with_values({thin.name: value}) for value in (thin.low, thin.high))
        assert (social_at_the_start(little) != social_at_the_start(much)) == matters


def social_at_the_start(book: Book) -> int:
    """How many begin with a social problem."""
    residents: Any = settle(scenario(), book, numbers(book), SEED, RESIDENTS, 0).world.residents
    return int(np.count_nonzero(residents.severity[:, SOCIAL]))


# --- 6: the gemeente has people in view ---


def test_every_serious_problem_is_invited_within_four_weeks_when_people_are_in_view() -> None:
    for belief, everybody in ((0.0, False), (1.0, True)):
        residents: Any = state_of(scenario(views__in_view=belief)).world.residents
        for_weeks = (residents.serious > 0) & (WEEKS - residents.serious_since > 4)
        assert for_weeks.any()
        assert (residents.invited[for_weeks] != NEVER).all() == everybody


def test_more_invitations_go_out_when_people_are_in_view() -> None:
    assert turns(under("in_view", 1.0), INVITED) > turns(under("in_view", 0.0), INVITED)


# --- a view holds for part of the people ---


@pytest.mark.parametrize(
    "view", ["can_ask", "want_help", "self_reliant", "short_help", "look_after", "in_view"]
)
def test_a_view_changes_no_trait(view: str) -> None:
    """The same people live there; only what is made of them differs."""
    for column in ("doenvermogen", "education", "age", "means", "ties", "insider", "lasting", "wijk"):
        assert np.array_equal(under(view, 0.0).residents[column], under(view, 1.0).residents[column])


def test_a_view_that_holds_for_half_lies_between() -> None:
    for view, link in (("can_ask", RECOGNISE), ("can_ask", DARE), ("self_reliant", MANAGE)):
        least, half, most = (dropped(under(view, belief), link) for belief in (1.0, 0.5, 0.0))
        assert least < half < most
    least, half, most = (turns(under("look_after", belief), FRIEND_TIRED) for belief in (1.0, 0.5, 0.0))
    assert least < half < most


def believers(assumption: int) -> np.ndarray:
    """For whom an assumption holds at half strength."""
    return uniforms(key_of(SEED), WORLD_VIEW, RESIDENTS, assumption) < 0.5


@pytest.mark.parametrize("assumption", range(1, 7))
def test_half_a_view_holds_for_half_of_the_people(assumption: int) -> None:
    """Seed 3; 0.08 is nearly six times the standard error of a share of 1300 people."""
    assert believers(assumption).mean() == pytest.approx(0.5, abs=0.08)


@pytest.mark.parametrize(
    ("view", "assumption", "what", "why"),
    [
        ("can_ask", 1, DROPPED, (BECAUSE_NOT_RECOGNISED,)),
        ("can_ask", 1, DROPPED, (BECAUSE_NOT_KNOWN,)),
        ("can_ask", 1, DROPPED, (BECAUSE_NOT_ELIGIBLE,)),
        ("can_ask", 1, DROPPED, (BECAUSE_NOT_DARED,)),
        ("want_help", 2, DECLINED_HELP, ()),
        ("want_help", 2, GAVE_UP_WAITING, ()),
        ("self_reliant", 3, DROPPED, (BECAUSE_NOT_MANAGED,)),
        ("look_after", 5, FRIEND_TIRED, ()),
    ],
)
def test_half_a_view_holds_for_the_same_people_all_year(
    view: str, assumption: int, what: int, why: tuple[int, ...]
) -> None:
    """What it rules out happens to none of them, and to others as before."""
    half, nobody = whom(under(view, 0.5), what, *why), whom(under(view, 0.0), what, *why)
    assert not believers(assumption)[half].any()
    assert half.size > 0
    assert believers(assumption)[nobody].any()


def test_half_a_view_lifts_half_of_the_people_to_the_median() -> None:
    world = state_of(scenario(views__self_reliant=0.5)).world
    residents: Any = world.residents
    burdened = residents.domains > 0
    lifted = residents.doen_left == np.maximum(residents.doenvermogen, world.facts.typical_doen)
    assert lifted[burdened & believers(3)].all()
    assert not lifted[burdened & ~believers(3)].any()


def test_half_a_view_lets_lasting_need_pass_for_half_of_the_people() -> None:
    residents: Any = state_of(scenario(views__short_help=0.5), 104).world.residents
    lasting = (residents.lasting[:, None] >> np.arange(7)) & 1 > 0
    passed = (lasting & (residents.severity < SERIOUS)).any(axis=1)
    assert passed[believers(4)].any()
    assert not passed[~believers(4)].any()


def test_half_a_view_has_half_of_the_people_in_view_after_a_year() -> None:
    """Seed 3: 0.25 is five times the standard error of the share of a hundred people."""
    residents: Any = state_of(scenario(views__in_view=0.5)).world.residents
    for_weeks = (residents.serious > 0) & (WEEKS - residents.serious_since > 4)
    invited = residents.invited != NEVER
    seen = believers(6)
    assert np.count_nonzero(for_weeks) > 100
    assert invited[for_weeks & seen].all()
    assert invited[for_weeks & ~seen].mean() < 0.25


# --- single mechanisms, on the same people with the same luck ---


def paired(first: Scenario, second: Scenario) -> tuple[Records, Records]:
    """A year under both, from one burn-in."""
    records = simulate(
        [first, replace(second, name="second")],
        SEED,
        residents=RESIDENTS,
        weeks=WEEKS,
        burn_in=BURN_IN,
        follow=range(RESIDENTS),
    )
    return records[0], records[1]


def test_fewer_people_ask_where_services_point_to_own_strength() -> None:
    without, with_it = paired(
        with_levers(scenario(), eigen_kracht=0.0), with_levers(scenario(), eigen_kracht=1.0)
    )
    assert total(with_it, "weekly", "asked") < total(without, "weekly", "asked")
    assert dropped(with_it, DARE) > dropped(without, DARE)
    here, there = (
        dropped(r, MANAGE) / (dropped(r, MANAGE) + total(r, "weekly", "asked")) for r in (with_it, without)
    )  # fewer come as far as this link; of those who do, more do not manage
    assert here > there


def test_fewer_people_dare_where_they_are_seen() -> None:
    hidden, seen = paired(with_levers(scenario(), visibility=0.0), with_levers(scenario(), visibility=1.0))
    assert dropped(seen, DARE) > dropped(hidden, DARE)
    assert total(seen, "weekly", "asked") < total(hidden, "weekly", "asked")


def test_being_seen_keeps_away_more_people_who_feel_more_shame() -> None:
    def kept_away(weight: float) -> int:
        changed = scenario(seeking__shame_weight=weight)
        hidden, seen = paired(with_levers(changed, visibility=0.0), with_levers(changed, visibility=1.0))
        return dropped(seen, DARE) - dropped(hidden, DARE)

    shame = the_book()["seeking.shame_weight"]
    assert kept_away(shame.high) > kept_away(shame.low)


def test_fewer_people_manage_more_steps() -> None:
    easy, hard = paired(
        with_levers(scenario(), steps=0.0, short_steps=0.0),
        with_levers(scenario(), steps=8.0, short_steps=8.0),
    )
    assert dropped(hard, MANAGE) > dropped(easy, MANAGE)
    assert total(hard, "weekly", "asked") < total(easy, "weekly", "asked")


def test_more_staff_means_shorter_waiting() -> None:
    few = scenario()
    levers = {
        name: settings.model_copy(update={"fte_per_10000": 2.0}) for name, settings in few.services.items()
    }
    many = {
        name: settings.model_copy(update={"fte_per_10000": 20.0}) for name, settings in few.services.items()
    }
    short, ample = paired(replace(few, services=levers), replace(few, services=many))
    assert total(ample, "services", "waiting") < total(short, "services", "waiting")
    assert total(ample, "services", "weeks_waited") < total(short, "services", "weeks_waited")


def test_workers_with_room_of_their_own_turn_away_fewer() -> None:
    bound, free = paired(
        with_levers(scenario(), discretion=0.0, eigen_kracht=0.0),
        with_levers(scenario(), discretion=1.0, eigen_kracht=0.0),
    )
    assert total(free, "services", "turned_away") < total(bound, "services", "turned_away")


def test_warm_hand_overs_lose_fewer_people_than_cold_ones() -> None:
    cold, warm = paired(
        with_levers(scenario(), warm=0.0, hand_over_minutes=0),
        with_levers(scenario(), warm=1.0, hand_over_minutes=0),
    )
    lost = [turns(records, LOST_IN_HAND_OVER) for records in (cold, warm)]
    assert lost[0] > 0
    assert lost[1] == 0


def test_what_bad_contacts_cost_lowers_trust() -> None:
    ratio = the_book()["trust.loss_ratio"]
    mild, bitter = (lived(scenario(trust__loss_ratio=value)) for value in (ratio.low, ratio.high))
    assert total(bitter, "residents", "trust_at_end") < total(mild, "residents", "trust_at_end")


def test_unwanted_visits_cost_trust() -> None:
    cost = the_book()["trust.unwanted"]
    mild, bitter = (lived(scenario(trust__unwanted=value)) for value in (cost.low, cost.high))
    assert total(bitter, "weekly", "unwanted_trust") > total(mild, "weekly", "unwanted_trust")


def test_help_that_eases_more_leaves_fewer_in_need() -> None:
    eases = the_book()["problems.help_eases"]
    little, much = (lived(scenario(problems__help_eases=value)) for value in (eases.low, eases.high))
    assert total(much, "weekly", "in_need") < total(little, "weekly", "in_need")


def test_spreading_problems_stack() -> None:
    spills = the_book()["problems.spills"]
    little, much = (lived(scenario(problems__spills=value)) for value in (spills.low, spills.high))
    assert total(much, "weekly", "stacked") > total(little, "weekly", "stacked")


@pytest.mark.parametrize(("longest_weeks", "may_fit"), [(17, False), (0, True)])
def test_a_lasting_need_is_never_fittingly_helped_by_a_service_that_is_bound_to_end(
    longest_weeks: int, may_fit: bool
) -> None:
    changed = with_levers(scenario(), longest_weeks=longest_weeks)
    book = changed.book()
    p = numbers(book)
    town = branch(settle(changed, book, p, SEED, RESIDENTS, 0), changed, WEEKS)
    world, fitted, helped = town.world, 0, 0
    for week in range(WEEKS):
        world = live(world, p, week, week + 1)
        residents: Any = world.residents
        fitted += int(np.count_nonzero(residents.lasting & residents.fits))
        helped += int(np.count_nonzero(residents.lasting & residents.helps))
    assert helped > 0
    assert (fitted > 0) == may_fit

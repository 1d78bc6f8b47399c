"""What a service is: its settings, its kind, and the rows that the engine reads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereik.chance import stable_hash
from bereik.errors import ScenarioError
from bereik.parameters.book import the_book
from bereik.services.build import (
    NEVER_ENDS,
    NO_ROOM,
    ServiceRows,
    build_services,
    shared_out,
    weekly_cents,
    weekly_minutes,
)
from bereik.services.kinds import ACTS, KINDS, numeric_levers, settings_of
from bereik.services.mistakes import _TEXTS
from bereik.services.settings import ServiceSettings, mask_of
from bereik.vocabulary import N_WAYS, WAY_STACKED

SIZES = [2000, 3100, 450, 4450]
ADULTS = sum(SIZES)
ALSO_OF_TEAMS = {"lead_weeks", "contact_minutes", "eigen_kracht"}  # who is sent on meets them too


def service(kind: str, **levers: Any) -> ServiceSettings:
    return settings_of(kind, levers, the_book())


def column(built: ServiceRows, name: str) -> list[Any]:
    return list(np.asarray(getattr(built.rows, name)))


# --- kinds and the book ---


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_without_levers_is_a_whole_service(kind: str) -> None:
    settings = service(kind)
    assert settings.kind == kind
    assert settings.fte_per_10000 == 0.0


def test_what_a_kind_is_differs_between_the_kinds() -> None:
    loket, telefoon, wijkteam, outreach = map(service, ("loket", "telefoon", "wijkteam", "outreach"))
    assert loket.walk_in and telefoon.walk_in and not wijkteam.walk_in and not outreach.walk_in
    assert outreach.visits and not (loket.visits or telefoon.visits or wijkteam.visits)
    assert wijkteam.per_wijk and wijkteam.hands_over_to is None
    assert {loket.hands_over_to, telefoon.hands_over_to, outreach.hands_over_to} == {"wijkteam"}
    assert telefoon.visibility < loket.visibility
    assert outreach.home > wijkteam.home > loket.home == 0.0


def test_every_number_of_a_kind_stands_in_the_book_for_a_lever_that_exists() -> None:
    for name in the_book():
        theme, *rest = name.split(".")
        if theme == "services":
            kind, lever = rest
            assert kind in {*KINDS, "all"} and lever in numeric_levers(), name


def test_every_number_of_a_service_reaches_its_settings_over_its_whole_range() -> None:
    book = the_book()
    for name in [n for n in book if n.startswith("services.")]:
        _, kind, lever = name.split(".")
        for k in KINDS if kind == "all" else [kind]:
            low, here, high = (
                getattr(settings_of(k, {}, book.with_values({name: value})), lever)
                for value in (book[name].low, book[name].value, book[name].high)
            )
            assert (low, high) == (book[name].low, book[name].high), name
            assert low <= here <= high and low < high, name


def test_numbers_of_acts_that_are_off_are_not_in_the_book() -> None:
    """Whoever moves a number of the book moves something: no telephone has a journey, no team a door."""
    book = the_book()
    for kind, structure in KINDS.items():
        on = {lever for act in ACTS if structure.get(act.switch) for lever in act.levers}
        for act in ACTS:
            for lever in set(act.levers) - on - ALSO_OF_TEAMS:
                assert f"services.{kind}.{lever}" not in book


def test_a_kind_that_is_opened_to_walk_in_has_a_door_like_a_loket() -> None:
    loket, closed, opened = service("loket"), service("wijkteam"), service("wijkteam", walk_in=True)
    for lever in ("opening", "visibility", "steps", "travel", "language", "screens", "flag"):
        assert getattr(opened, lever) == getattr(loket, lever) != getattr(closed, lever)
    assert opened.lead_weeks == closed.lead_weeks, "its own number stays"


def test_a_kind_that_goes_out_knocks_like_an_outreach_team() -> None:
    outreach, out = service("outreach"), service("wijkteam", visits=True)
    for lever in ("visit_minutes", "knock_minutes", "attempts", "weeks_between", "lowest_reach"):
        assert getattr(out, lever) == getattr(outreach, lever)


def test_a_lever_goes_before_the_book() -> None:
    assert service("loket", steps=7.5).steps == 7.5
    assert service("loket", competence=["money", "mental"]).competence == ("money", "mental")
    assert service("loket", hands_over_to="").hands_over_to is None


def test_another_book_gives_other_settings() -> None:
    book = the_book().with_values({"services.loket.steps": 6, "services.all.price_per_hour": 100})
    assert settings_of("loket", {}, book).steps == 6
    assert settings_of("wijkteam", {}, book).price_per_hour == 100


@pytest.mark.parametrize(
    ("kind", "levers", "said"),
    [
        ("loket", {"hour_per_week": 3}, "there is no lever 'hour_per_week'. Did you mean hours_per_fte?"),
        ("lokt", {}, "there is no kind of service 'lokt'. Did you mean loket?"),
        ("loket", {"steps": -1}, "steps = -1 lies outside 0..50."),
        ("loket", {"steps": float("nan")}, "steps = nan lies outside 0..50."),
        ("loket", {"steps": float("inf")}, "steps = inf lies outside 0..50."),
        ("loket", {"steps": True}, "steps = true must be a number."),
        ("loket", {"lead_weeks": 1.5}, "lead_weeks = 1.5 must be a whole number."),
        ("loket", {"lead_weeks": 10**400}, "lies outside 0..104."),
        ("loket", {"fte_per_10000": 10**400}, "fte_per_10000"),
        ("loket", {"walk_in": 1}, "walk_in = 1 must be true or false."),
        ("loket", {"competence": "money"}, 'competence = "money" must be a list of life domains.'),
        ("loket", {"competence": ["mony"]}, 'there is no life domain "mony". Did you mean money?'),
        ("loket", {"competence": ["money", "money"]}, "competence names money twice."),
        ("loket", {"staff_from": 3}, "staff_from = 3 must be a text between quotes."),
        ("loket", {"until_week": 4, "from_week": 4}, "until_week = 4 is not after from_week = 4."),
        ("loket", {"staff_from": "x", "fte_per_10000": 1}, "so fte_per_10000 must be 0"),
        ("loket", {"planned_share": 0.5}, "say which with staff_from"),
        ("loket", {"reorganised_every": 52}, "say with reorganised_week when that is"),
        ("wijkteam", {"notices": 0.1}, "say whom with sees"),
        ("partner", {"fte_per_10000": 1.0}, "leave fte_per_10000 out"),
        ("partner", {"walk_in": True}, "leave walk_in out"),
        ("partner", {"sees": ["elderly"]}, 'there is no group "elderly".'),
        ("partner", {"sees": "old"}, 'sees = "old" must be a list of groups.'),
        ("partner", {"sees": ["old", "old"]}, "sees names old twice."),
        ("informeel", {"staff_from": "x"}, "volunteers come to the service that they are of"),
        ("loket", {"respite_minutes": 60}, "who relieves helpers has no door of its own"),
        ("outreach", {"visit_minutes": 0}, "needs visit_minutes of at least 1"),
        ("outreach", {"attempts": 0}, "needs attempts of at least 1"),
        ("loket", {"fte_per_10000": 1.0, "cut": 2.0}, "cut = 2.0 lies outside -1..1."),
        ("loket", {"fte_per_10000": 1.0, "cut_from": 4}, "cut_from tells of a cut: say how much with cut."),
        ("loket", {"fte_per_10000": 1.0, "cut_saves": False}, "cut_saves tells of a cut"),
        ("loket", {"cut": 0.5}, "cut takes of staff of its own"),
        (
            "loket",
            {"fte_per_10000": 1.0, "cut": 0.5, "cut_from": 9, "cut_until": 9},
            "cut_until = 9 is not after cut_from = 9.",
        ),
        (
            "loket",
            {"fte_per_10000": 1.0, "cut": 1.0, "cut_from": 9},
            "cut = 1 without cut_until closes it for ever: write until_week = 9.",
        ),
        ("wijkteam", {"unstaffed": 0.1}, "unstaffed is of a place that residents come to"),
        ("wijkteam", {"guarded": 0.1}, "guarded is of a place that residents come to"),
        ("outreach", {"fee": 19.0}, "fee is asked of who comes or is sent on, not at the door"),
        ("loket", {"fee_by_means": -1.0}, "fee_by_means = -1.0 lies outside 0..1000."),
    ],
)
def test_a_mistake_in_a_lever_says_what_would_do(kind: str, levers: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        settings_of(kind, levers, the_book(), "x.toml:3: [services.loket]")
    text = str(caught.value)
    assert said in text
    assert all(line.startswith("x.toml:3: [services.loket]: ") for line in text.split("\n"))


def test_all_mistakes_of_a_service_are_told_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        settings_of("loket", {"steps": -1, "travl": 0.1, "opening": 2}, the_book())
    assert len(str(caught.value).split("\n")) == 3


def test_mistakes_are_told_in_dutch_too() -> None:
    with pytest.raises(ScenarioError, match=r"er is geen instelling 'travl'. Bedoelt u travel\?"):
        settings_of("loket", {"travl": 0.1}, the_book(), lang="nl")


def test_every_message_has_two_languages_that_name_the_same_facts() -> None:
    import string

    for english, dutch in _TEXTS.values():
        facts = [{f for _, f, _, _ in string.Formatter().parse(text) if f} for text in (english, dutch)]
        assert facts[0] == facts[1]
        assert english != dutch


# --- staff and money ---


@given(st.integers(0, 10**10), st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_shares_add_up_exactly_and_are_fair(total: int, sizes: list[int]) -> None:
    parts = shared_out(total, sizes)
    assert sum(parts) == total and min(parts) >= 0
    whole = sum(sizes)
    if whole:
        assert all(abs(part * whole - total * size) < whole for part, size in zip(parts, sizes, strict=True))


@given(
    fte=st.floats(0, 1000), hours=st.floats(0, 60), price=st.floats(0, 1000),
    sizes=st.lists(st.integers(0, 10**5), min_size=1, max_size=12),
)
def test_a_wijkteam_per_wijk_has_the_minutes_and_the_price_of_the_whole(
    fte: float, hours: float, price: float, sizes: list[int]
) -> None:
    team = service("wijkteam", fte_per_10000=fte, hours_per_fte=hours, price_per_hour=price)
    built = build_services({"wijkteam": team}, sizes)
    assert sum(column(built, "minutes")) == weekly_minutes(team, sum(sizes))
    assert sum(column(built, "cents")) == weekly_cents(team, sum(sizes))


@given(
    cut=st.floats(-1, 1), saves=st.booleans(),
    sizes=st.lists(st.integers(0, 10**5), min_size=1, max_size=12),
)
def test_a_cut_takes_its_share_of_the_minutes_and_of_the_price_where_it_saves(
    cut: float, saves: bool, sizes: list[int]
) -> None:
    levers = {"cut": cut, "cut_saves": saves, "cut_from": 3, "cut_until": 9} if cut else {}
    team = service("wijkteam", fte_per_10000=7.3, **levers)
    built = build_services({"wijkteam": team}, sizes)
    whole = weekly_minutes(team, sum(sizes))
    assert sum(column(built, "minutes")) == whole, "the row keeps them whole"
    assert sum(column(built, "cut_minutes")) == weekly_minutes(team, sum(sizes), cut=True)
    assert abs(weekly_minutes(team, sum(sizes), cut=True) - whole * (1.0 - cut)) <= 0.5
    assert min(column(built, "cut_minutes")) >= 0
    assert sum(column(built, "cut_cents")) == weekly_cents(team, sum(sizes), cut=True)
    if not (cut and saves):
        assert column(built, "cut_cents") == column(built, "cents")


def test_staff_is_shared_by_residents() -> None:
    built = build_services({"wijkteam": service("wijkteam", fte_per_10000=5, hours_per_fte=26)}, SIZES)
    assert built.names == ("wijkteam_1", "wijkteam_2", "wijkteam_3", "wijkteam_4")
    assert built.kinds == ("wijkteam",) * 4
    assert column(built, "wijk") == [0, 1, 2, 3]
    assert column(built, "minutes") == [1560, 2418, 351, 3471]
    assert column(built, "room") == pytest.approx([20.0, 31.0, 4.5, 44.5])


def test_a_service_costs_its_hours_whether_or_not_anybody_comes() -> None:
    loket = service("loket", fte_per_10000=2, hours_per_fte=30, price_per_hour=85.2)
    built = build_services({"loket": loket}, SIZES)
    assert column(built, "minutes") == [3600]
    assert column(built, "cents") == [3600 // 60 * 8520]
    assert column(built, "wijk") == [-1]


def test_a_caseload_without_staff_is_no_room_and_not_no_bound() -> None:
    built = build_services({"a": service("wijkteam"), "b": service("loket")}, [100])
    assert built.names == ("b", "a_1") and column(built, "room") == [0.0, NO_ROOM]


def test_who_lives_from_the_staff_of_another_has_no_minutes_of_its_own() -> None:
    loket = service("loket", fte_per_10000=1.25, hours_per_fte=26)
    shared = service(
        "outreach", staff_from="loket", planned_share=0.6, hours_per_fte=26, caseload_per_fte=10.0
    )
    built = build_services({"outreach": shared, "loket": loket}, SIZES)
    assert built.names == ("loket", "outreach") and column(built, "staff") == [0, 0]
    assert column(built, "minutes") == [1950, 0]
    assert column(built, "planned") == [0, 1170]
    assert column(built, "cents")[1] == 0
    assert built.rows[1].room == pytest.approx(10 * 0.75), "its caseload is that of the planned hours"


@pytest.mark.parametrize("lender_per_wijk", [False, True])
def test_outreach_per_wijk_plans_within_the_staff_it_shares(lender_per_wijk: bool) -> None:
    loket = service("loket", fte_per_10000=2, per_wijk=lender_per_wijk)
    shared = service("outreach", staff_from="loket", planned_share=0.5, per_wijk=True)
    built = build_services({"loket": loket, "outreach": shared}, SIZES)
    lenders = 4 if lender_per_wijk else 1
    planned = column(built, "planned")[lenders:]
    assert column(built, "staff")[lenders:] == ([0, 1, 2, 3] if lender_per_wijk else [0] * 4)
    assert abs(sum(planned) - weekly_minutes(loket, ADULTS) / 2) <= 2
    assert planned[2] < planned[0] < planned[1] < planned[3]


# --- rows ---


def test_levers_reach_the_row_under_their_own_name() -> None:
    levers = {"steps": 2.5, "language": 0.25, "longest_weeks": 9, "competence": ["money", "family"]}
    row = build_services({"loket": service("loket", **levers)}, SIZES).rows[0]
    assert (row.steps, row.language, row.longest_weeks) == (2.5, 0.25, 9)
    assert row.competence == mask_of(("money", "family")) == 0b1000001
    assert row.walk_in and not row.visits


def test_the_same_service_draws_the_same_luck_whatever_stands_beside_it() -> None:
    alone = build_services({"loket": service("loket")}, SIZES)
    beside = build_services({"outreach": service("outreach"), "loket": service("loket", steps=1.0)}, SIZES)
    assert beside.names == ("loket", "outreach")
    assert alone.rows[0].key == beside.rows[0].key == stable_hash("loket")
    assert len(set(column(build_services({"wijkteam": service("wijkteam")}, SIZES), "key"))) == 4


def test_weeks_count_from_the_start_of_the_policy() -> None:
    services = {"a": service("loket", from_week=10, until_week=20), "b": service("loket")}
    built = build_services(services, SIZES)
    assert column(built, "from_week") == [10, 0] and column(built, "until_week") == [20, NEVER_ENDS]
    earlier = build_services(services, SIZES, first_week=-104)
    assert column(earlier, "from_week") == [-94, -104] and column(earlier, "until_week") == [-84, NEVER_ENDS]


def test_a_case_goes_to_the_wijkteam_of_the_wijk() -> None:
    services = {"loket": service("loket"), "wijkteam": service("wijkteam")}
    routes = build_services(services, SIZES).routes
    assert routes.dtype == np.int16 and routes.shape == (5, 4, N_WAYS)
    assert routes[0, :, 0].tolist() == [1, 2, 3, 4]
    assert (routes[0, :, WAY_STACKED:] == -1).all()
    assert (routes[1:] == -1).all(), "a wijkteam hands over to nobody"


def test_teams_of_one_kind_share_the_wijken_in_turn() -> None:
    services = {
        "loket": service("loket"),
        "wijkteam_noord": service("wijkteam", per_wijk=False),
        "wijkteam_zuid": service("wijkteam", per_wijk=False),
    }
    assert build_services(services, SIZES).routes[0, :, 0].tolist() == [1, 2, 1, 2]


def test_a_named_service_goes_before_a_kind() -> None:
    services = {
        "loket": service("loket", hands_over_to="bijzonder"),
        "wijkteam": service("wijkteam"),
        "bijzonder": service("wijkteam", per_wijk=False),
    }
    built = build_services(services, SIZES)
    assert built.routes[0, :, 0].tolist() == [built.names.index("bijzonder")] * 4


def test_where_nobody_of_the_kind_is_there_a_case_goes_to_nobody() -> None:
    assert (build_services({"loket": service("loket")}, SIZES).routes == -1).all()


def test_a_gemeente_without_services_has_no_rows() -> None:
    built = build_services({}, SIZES)
    assert built.names == built.kinds == () and built.routes.shape == (0, 4, N_WAYS)


@pytest.mark.parametrize(
    ("services", "said"),
    [
        (
            {"a": ("loket", {"hands_over_to": "wijkteem"}), "wijkteam": ("wijkteam", {})},
            "hands_over_to = 'wijkteem' names no service of this scenario. Did you mean wijkteam?",
        ),
        ({"a": ("loket", {"hands_over_to": "a"})}, "hands_over_to = 'a' is the service itself."),
        ({"a": ("outreach", {"staff_from": "lokte"}), "loket": ("loket", {})}, "Did you mean loket?"),
        ({"a": ("outreach", {"staff_from": "a"})}, "staff_from = 'a' is the service itself."),
        (
            {"a": ("outreach", {"staff_from": "wijkteam"}), "wijkteam": ("wijkteam", {})},
            "set per_wijk = true here too",
        ),
        (
            {
                "a": ("outreach", {"staff_from": "b"}),
                "b": ("outreach", {"staff_from": "c"}),
                "c": ("loket", {}),
            },
            "that service lives from the staff of another",
        ),
        (
            {"wijkteam": ("wijkteam", {}), "wijkteam_2": ("loket", {})},
            "would both be called 'wijkteam_2'",
        ),
    ],
)
def test_services_that_do_not_fit_together_are_refused(services: dict[str, Any], said: str) -> None:
    built = {name: service(kind, **levers) for name, (kind, levers) in services.items()}
    with pytest.raises(ScenarioError) as caught:
        build_services(built, SIZES)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_more_services_than_rows_can_number_are_refused() -> None:
    teams = {f"wijkteam_{k}x": service("wijkteam") for k in range(40)}
    with pytest.raises(ScenarioError, match="more than 4095"):
        build_services(teams, [10] * 1000)

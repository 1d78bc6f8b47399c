"""Partners who see that something is wrong, and ties between services, which break and grow again."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bereik.parameters.book import the_book
from bereik.records import Records
from bereik.scenarios import Scenario
from bereik.vocabulary import (
    AVAILABLE,
    BY_MELDING,
    BY_PARTNER,
    CORPORATION,
    GEMEENTE,
    LOST_IN_HAND_OVER,
    PARTNER_SAW,
    PARTNER_TOLD,
    PAYERS,
    STAFF,
    UNUSED,
    WORKER_LEFT,
)

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

from followed import BURN_IN, RESIDENTS, SEED, as_shipped, changed, ran, row, times
from oracle_run import as_arrays, lively, settled, week_by_week, with_levers


def everywhere(name: str, **levers: Any) -> dict[str, dict[str, Any]]:
    """The same levers at every service of a scenario."""
    return dict.fromkeys(lively(name).services, levers)


def differs(one: Records, other: Records) -> np.ndarray:
    """Tell per week whether anything that wijken and services wrote differs."""
    weeks = min(one.weeks, other.weeks)
    out = np.zeros(weeks, bool)
    for table in ("weekly", "services"):
        for name in getattr(one, table).dtype.names:
            unequal = getattr(one, table)[name][:weeks] != getattr(other, table)[name][:weeks]
            out |= unequal.reshape(weeks, -1).any(axis=1)
    return out


# --- ties ---


def test_what_is_not_said_is_off() -> None:
    off = everywhere("specialisten", tie=1.0, reorganised_week=None, reorganised_every=0)
    assert with_levers(lively("specialisten"), off).services == lively("specialisten").services


def test_over_weaker_ties_more_are_lost() -> None:
    cold = everywhere("specialisten", warm=0.0)
    untied = everywhere("specialisten", warm=0.0, tie=0.0, reorganised_week=0)
    lost = [times(changed("specialisten", levers), LOST_IN_HAND_OVER) for levers in (cold, untied)]
    assert 20 < lost[0] < lost[1]


def test_a_reorganisation_is_felt_from_its_week_on() -> None:
    later = changed("specialisten", everywhere("specialisten", reorganised_week=30))
    assert not differs(later, as_shipped("specialisten"))[:30].any()
    assert differs(later, as_shipped("specialisten"))[30:40].any()


def test_a_reorganisation_gives_everybody_in_help_another_worker_once() -> None:
    stays = everywhere("specialisten", turnover=0.0)
    none = changed("specialisten", stays)
    once = changed("specialisten", everywhere("specialisten", turnover=0.0, reorganised_week=30))
    assert times(none, WORKER_LEFT) == 0
    left = once.trace[once.trace["what"] == WORKER_LEFT]
    assert set(left["week"]) == {30}
    assert len(left) >= 0.8 * once.services["caseload"][29].sum()


def test_what_is_broken_grows_again_up_to_what_is_kept_up() -> None:
    levers = everywhere("loket-only", tie=0.8, reorganised_week=5, reorganised_every=15)
    ties: list[float] = []
    for turn in week_by_week(with_levers(lively("loket-only"), levers), 400, 30):
        row: Any = turn.world.services[0]
        ties.append(float(row.tie_now))
    steps = np.diff(ties)
    left = the_book().value("intake.tie_left")
    assert np.flatnonzero(steps < -0.1).tolist() == [4, 19]
    assert (steps[5:19] > 0).all() and (np.diff(steps[5:19]) < 0).all()
    assert ties[5] < left and max(ties[5:]) < 0.8


# --- partners ---


def without(*services: str) -> Scenario:
    """The scenario with partners, without some of its services."""
    scenario = lively("partners")
    return replace(scenario, services={n: s for n, s in scenario.services.items() if n not in services})


ALL = ("huisarts", "school", "verhuurder", "politie", "kerk")


def at_all(**levers: Any) -> dict[str, dict[str, Any]]:
    return dict.fromkeys(ALL, levers)


def known(records: Records) -> int:
    return int(records.weekly["in_need_known"].sum())


def seen(records: Records, service: str) -> np.ndarray:
    """Who was seen by a partner, as often as that happened."""
    trace = records.trace
    return trace["resident"][(trace["what"] == PARTNER_SAW) & (trace["service"] == row(records, service))]


def test_partners_who_see_nothing_are_as_good_as_none() -> None:
    blind, none = changed("partners", at_all(notices=0.0)), ran(without(*ALL))
    assert times(blind, PARTNER_SAW) == 0
    for table in ("weekly", "spells", "residents"):
        mine, theirs = getattr(blind, table), getattr(none, table)
        assert all(np.array_equal(mine[name], theirs[name]) for name in mine.dtype.names)


def test_the_more_partners_notice_the_more_are_known_in_need() -> None:
    runs = [changed("partners", at_all(notices=share)) for share in (0.0, 0.02, 0.2)]
    assert known(runs[0]) < known(runs[1]) < known(runs[2])
    assert 0 < times(runs[1], PARTNER_SAW) < times(runs[2], PARTNER_SAW)


def test_a_partner_without_ties_does_nothing_with_what_it_sees() -> None:
    assert times(changed("partners", at_all(tie=0.0)), PARTNER_SAW) == 0


def test_a_partner_sees_those_whom_it_comes_across_and_others_never() -> None:
    records = changed("partners", at_all(notices=0.1))
    town, _ = settled(lively("partners"), RESIDENTS, SEED, start=-BURN_IN)
    people, homes = as_arrays(town.world).residents, as_arrays(town.world).households
    parents = homes.children[people.household] > 0
    tenants = homes.tenure[people.household] == CORPORATION
    assert seen(records, "school").size > 20 and parents[seen(records, "school")].all()
    assert seen(records, "verhuurder").size > 20 and tenants[seen(records, "verhuurder")].all()
    assert people.insider[seen(records, "kerk")].all()


def test_who_sends_people_on_asks_them_first_and_who_does_not_reports_as_it_may() -> None:
    eager = changed("partners", at_all(notices=0.1, shares=1.0))
    silent = changed("partners", at_all(notices=0.1, shares=0.0))
    assert times(silent, PARTNER_TOLD) == 0 < times(eager, PARTNER_TOLD)
    asked = eager.services["opened"][:, row(eager, "huisarts")].sum()
    assert asked > eager.services["accepted"][:, row(eager, "huisarts")].sum() > 0
    assert eager.services["handed_over"][:, row(eager, "huisarts")].sum() > 0
    assert eager.services["handed_over"][:, row(eager, "verhuurder")].sum() == 0


def spent(records: Records, name: str) -> int:
    """Minutes that a partner took out of its own work, as the sum of what it did with them."""
    minutes = records.services["minutes"][:, row(records, name)].sum(axis=0)
    assert minutes[AVAILABLE] == minutes.sum() - minutes[AVAILABLE]
    assert minutes[UNUSED] == 0
    return int(minutes[AVAILABLE])


def test_a_partner_spends_time_of_its_own_on_whom_it_speaks_to_and_reports() -> None:
    records = changed("partners", at_all(notices=0.1, shares=1.0))
    book = the_book()
    talk, along = (round(book.value(f"services.partner.{n}_minutes")) for n in ("contact", "hand_over"))
    books = records.services[:, row(records, "huisarts")]
    warm = int(books["handed_over"].sum() - books["cold"].sum())
    assert warm > 0
    assert spent(records, "huisarts") == talk * int(books["opened"].sum()) + along * warm
    told = times(records, PARTNER_TOLD)
    assert spent(records, "verhuurder") + spent(records, "politie") == talk * told > 0


def test_who_pays_a_partner_pays_its_time_and_nobody_else_does() -> None:
    plain = changed("partners", at_all(notices=0.1, shares=1.0))
    asked = changed("partners", at_all(notices=0.1, shares=1.0, payer="gemeente", price_per_hour=60.0))
    for name, payer in (("huisarts", "zvw-wlz"), ("verhuurder", "corporation"), ("politie", "justice")):
        cents = plain.cents[:, row(plain, name), STAFF].sum(axis=0)
        assert cents[PAYERS.index(payer)] > 0
        assert np.count_nonzero(cents) == 1
        cents = asked.cents[:, row(asked, name), STAFF].sum(axis=0)
        assert cents[GEMEENTE] == pytest.approx(spent(asked, name) * 100, rel=1e-3)


def test_who_declines_a_talk_with_a_partner_did_not_want_it() -> None:
    records = changed("partners", at_all(notices=0.1, shares=0.0) | {"outreach": {"fte_per_10000": 0.0}})
    asked = sum(int(records.services[n][:, row(records, s)].sum()) * sign
                for s in ALL for n, sign in (("opened", 1), ("accepted", -1)))
    assert asked > 20
    assert int(records.weekly["unwanted"].sum()) == asked
    assert float(records.weekly["unwanted_trust"].sum()) > 0.0


def still_waiting(follows: tuple[str, ...]) -> tuple[int, int]:
    """How many a partner reported so far, and about how many of them nobody has followed that up."""
    levers = {**at_all(notices=0.1, shares=1.0), "outreach": {"follows": follows, "fte_per_10000": 10.0}}
    plain = lively("partners").with_parameters({"network.signal_lasts": 52}, "so that none lapses meanwhile")
    told: set[int] = set()
    waiting = 0
    for turn in week_by_week(with_levers(plain, levers), 600, 30, follow=range(600)):
        world = as_arrays(turn.world)
        trace = world.trace[: world.facts.trace_used]
        told |= set(trace["resident"][trace["what"] == PARTNER_TOLD].tolist())
        waiting = int((world.residents.pending & (BY_PARTNER | BY_MELDING) > 0).sum())
    return len(told), waiting


def test_what_a_service_may_not_follow_up_waits() -> None:
    told, waiting = still_waiting(("tip",))
    assert told == waiting > 5
    told, waiting = still_waiting(("tip", "partner", "melding"))
    assert told > waiting


def test_one_partner_in_every_wijk_sees_as_often_as_one_for_all() -> None:
    per_wijk = changed("partners", {"school": {"per_wijk": True, "notices": 0.1}})
    one = changed("partners", {"school": {"notices": 0.1}})
    schools = [s for s, name in enumerate(per_wijk.service_names) if name.startswith("school")]
    trace = per_wijk.trace
    many = ((trace["what"] == PARTNER_SAW) & np.isin(trace["service"], schools)).sum()
    assert 0.8 < many / seen(one, "school").size < 1.25

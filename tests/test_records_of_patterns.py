"""What the records say for the patterns: every number is part of another that was there before."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bereik.engine.replicate import simulate
from bereik.records import Records
from bereik.vocabulary import (
    ACTIVITIES,
    AVAILABLE,
    BECAUSE_NO_QUESTION,
    BECAUSE_TIME_UP,
    FRIEND_STEPPED_IN,
    HELP_ENDED,
    NEVER,
    UNUSED,
)

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

from oracle_run import lively

RESIDENTS, WEEKS = 2000, 130
SPENT = [k for k in range(len(ACTIVITIES)) if k not in (AVAILABLE, UNUSED)]


@cache
def ran(name: str) -> Records:
    everybody = range(RESIDENTS)
    return simulate([lively(name, 1.5)], 7, residents=RESIDENTS, weeks=WEEKS, burn_in=60, follow=everybody)[0]


runs = pytest.mark.parametrize("name", ["loket-only", "specialisten", "loket-plus-outreach", "geen-hulp"])


@runs
def test_minutes_by_wijk_are_the_minutes_that_services_spent(name: str) -> None:
    run = ran(name)
    by_wijk = run.weekly["minutes"].sum(axis=1)
    assert np.array_equal(by_wijk, run.services["minutes"][..., SPENT].sum(axis=(1, 2)))


@runs
def test_a_part_is_never_more_than_the_whole(name: str) -> None:
    run = ran(name)
    for part, whole in (
        ("vulnerable_helped", "vulnerable_helped_year"), ("vulnerable_helped_year", "vulnerable"),
        ("indebted_known", "indebted_households"), ("tenants", "households"),
        ("lacking_care", "in_need"), ("evictions", "judgements"),
    ):  # fmt: skip
        assert (run.weekly[part] <= run.weekly[whole]).all(), part
    asked = run.weekly["never_asked"] + run.weekly["asked_in_vain"]
    assert (asked <= run.weekly["lacking_care"]).all()
    services = run.services
    assert (services["lost"] <= services["cold"]).all()
    assert (services["cold"] <= services["handed_over"]).all()
    assert (services["lost"] <= services["gave_up"]).all()
    assert (services["admitted_single"] <= services["admitted"]).all()
    left = run.weekly["closed_early"].sum(axis=(1, 2))
    assert (left <= (services["ended"] + services["admitted"]).sum(axis=1)).all()


def test_every_mechanism_behind_a_pattern_is_at_work() -> None:
    run = ran("specialisten")
    columns = (
        "vulnerable_helped_year", "indebted_known", "never_asked", "asked_in_vain", "judgements",
        "closed_early", "came_back",
    )  # fmt: skip
    assert all(run.weekly[name].sum() > 0 for name in columns)
    assert all(run.services[name].sum() > 0 for name in ("cold", "lost", "weeks_until_admitted"))
    assert (run.spells["debt_weeks_at_asking"] > 0).any()


def test_closed_early_is_for_want_of_a_question_or_of_time_and_nothing_else() -> None:
    """In `loket-only` no other service is brought in, so each such end of help at a team counts once."""
    run = ran("loket-only")
    trace: Any = run.trace
    early = np.isin(trace["why"], (BECAUSE_TIME_UP, BECAUSE_NO_QUESTION)) & (trace["what"] == HELP_ENDED)
    at_a_team = np.array([name.startswith("wijkteam") for name in run.service_names])
    counted = early & (trace["week"] >= 0) & at_a_team[trace["service"]]
    assert run.weekly["closed_early"].sum() == counted.sum() > 0


def test_who_is_spoken_to_again_is_set_against_her_first_conversation() -> None:
    books = ran("loket-plus-outreach").services
    assert not books["likelier"][..., 0].any()
    again = books["talked"][..., 1:].sum()
    assert again > 0 and 0 < abs(books["likelier"].sum()) <= again


def test_the_first_week_with_friends_is_not_after_their_help() -> None:
    run = ran("loket-only")
    spells: Any = run.spells
    trace: Any = run.trace
    helped = {(int(t["resident"]), int(t["week"])) for t in trace[trace["what"] == FRIEND_STEPPED_IN]}
    asked = spells[spells["first_friend"] != NEVER]
    assert len(asked) and (asked["first_friend"] >= 0).all()
    for spell in spells[(spells["first_network"] > 0) & (spells["onset"] < 0)]:
        if (int(spell["resident"]), int(spell["first_network"])) in helped:
            assert spell["first_friend"] <= spell["first_network"]


def test_without_services_nobody_is_in_debt_help_and_nobody_comes_back() -> None:
    run = ran("geen-hulp")
    for name in ("indebted_known", "closed_early", "came_back", "minutes"):
        assert run.weekly[name].sum() == 0
    assert run.weekly["tenants"].sum() > 0


def test_what_is_left_of_doenvermogen_is_known_of_week_0() -> None:
    one, other = ran("loket-only").residents, ran("geen-hulp").residents
    assert np.array_equal(one["doen_left_at_start"], other["doen_left_at_start"])
    assert (one["doen_left_at_start"] < one["doenvermogen"]).any()

"""The chain taken apart: each switch takes away the losses of one link, for the same people all year."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from bereik.chance import key_of, uniforms
from bereik.decisions import SPARED
from bereik.engine.replicate import simulate
from bereik.experiments.paradox import LINKS, without_losses
from bereik.experiments.worlds import without_help
from bereik.measures.index import index_spells
from bereik.records import Records
from bereik.scenarios import Scenario, load_scenario
from bereik.vocabulary import (
    BECAUSE_FITS,
    BECAUSE_HANDED_BACK,
    BECAUSE_MISJUDGED,
    BECAUSE_NO_QUESTION,
    BECAUSE_NOT_DARED,
    BECAUSE_NOT_ELIGIBLE,
    BECAUSE_NOT_KNOWN,
    BECAUSE_NOT_MANAGED,
    BECAUSE_NOT_RECOGNISED,
    BECAUSE_UNSUITED,
    DROPPED,
    GAVE_UP_WAITING,
    HELP_ENDED,
    HELP_STARTED,
    LOST_IN_HAND_OVER,
    NEVER,
    TURNED_AWAY,
)

RESIDENTS, BURN_IN, WEEKS, SEED = 1300, 13, 52, 3
LOSSES = (  # the link, and what it does to people: a turn of their lives, and why
    ("recognise", DROPPED, (BECAUSE_NOT_RECOGNISED,)),
    ("know", DROPPED, (BECAUSE_NOT_KNOWN, BECAUSE_NOT_ELIGIBLE)),
    ("dare", DROPPED, (BECAUSE_NOT_DARED,)),
    ("manage", DROPPED, (BECAUSE_NOT_MANAGED,)),
    ("hold_on", GAVE_UP_WAITING, ()),
    ("hold_on", LOST_IN_HAND_OVER, ()),
    ("heard", TURNED_AWAY, (BECAUSE_MISJUDGED,)),
    ("heard", HELP_ENDED, (BECAUSE_NO_QUESTION,)),
    ("helped", HELP_STARTED, (BECAUSE_UNSUITED,)),
    ("stance", TURNED_AWAY, (BECAUSE_HANDED_BACK,)),
)


def scenario() -> Scenario:
    """Desk, telephone and wijkteam, which address people on their own strength and ask for a question."""
    plain = load_scenario("loket-only")
    levers = {"eigen_kracht": 0.6, "no_question": 0.6}
    services = {name: settings.model_copy(update=levers) for name, settings in plain.services.items()}
    return replace(plain, services=services)


@cache
def under(link: str, share: float) -> Records:
    spared = replace(
        scenario().with_parameters({f"links.{link}": share}, "taken apart"), services=scenario().services
    )
    (records,) = simulate(
        [spared], SEED, residents=RESIDENTS, weeks=WEEKS, burn_in=BURN_IN, follow=range(RESIDENTS)
    )
    return records


def whom(records: Records, what: int, why: tuple[int, ...]) -> np.ndarray:
    """Rows of the residents to whom something happened."""
    trace = records.trace[records.trace["what"] == what]
    return np.unique(trace["resident"][np.isin(trace["why"], why)] if why else trace["resident"])


@pytest.mark.parametrize(("link", "what", "why"), LOSSES)
def test_a_link_that_loses_nobody_loses_nobody(link: str, what: int, why: tuple[int, ...]) -> None:
    assert whom(under(link, 0.0), what, why).size > 0
    assert whom(under(link, 1.0), what, why).size == 0


@pytest.mark.parametrize(("link", "what", "why"), LOSSES)
def test_half_a_link_spares_the_same_half_of_the_people_all_year(
    link: str, what: int, why: tuple[int, ...]
) -> None:
    spared = uniforms(key_of(SEED), SPARED, RESIDENTS, 1 + LINKS.index(link)) < 0.5
    assert not spared[whom(under(link, 0.5), what, why)].any()
    assert (~spared)[whom(under(link, 0.5), what, why)].any()
    assert spared[whom(under(link, 0.0), what, why)].any()


@pytest.mark.parametrize("link", LINKS)
def test_a_link_changes_no_trait(link: str) -> None:
    for column in ("doenvermogen", "education", "age", "means", "ties", "insider", "lasting", "shame"):
        assert np.array_equal(under(link, 0.0).residents[column], under(link, 1.0).residents[column])


@pytest.mark.parametrize("link", ["recognise", "know", "dare", "manage", "stance"])
def test_more_people_come_to_ask_where_a_link_before_asking_loses_nobody(link: str) -> None:
    asked = [int(under(link, share).weekly["asked"].sum()) for share in (0.0, 1.0)]
    assert asked[0] < asked[1]


def test_all_help_that_starts_suits_where_nobody_is_lost_at_being_helped() -> None:
    started = whom(under("helped", 1.0), HELP_STARTED, (BECAUSE_FITS,))
    assert started.size > 0


def test_whom_no_link_loses_is_reached_unless_her_need_passes_first() -> None:
    """What is left of the paradox when nobody is lost is need that passes before help can come."""
    base = load_scenario("loket-only")
    free = without_losses(base, LINKS)
    base_first = [base, without_help(base)]
    _, beside = simulate(base_first, SEED, residents=2600, weeks=104, burn_in=26)
    (records,) = simulate([free], SEED, residents=2600, weeks=104, burn_in=26)
    index = index_spells(records, beside)
    counted = index.needs_help & index.followed(52)
    missed = counted & ~index.within("first_fit", 52)
    assert counted.sum() > 200
    assert missed.sum() < 0.1 * counted.sum()
    rows: Any = index.rows[missed]
    assert (rows["closed"] != NEVER).all()
    assert int(records.services["waiting"].sum()) == 0

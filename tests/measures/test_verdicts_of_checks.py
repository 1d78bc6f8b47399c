"""What the checks conclude from values written out here: a yes and a no of each, a known sign and size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from bereik.experiments import checks as room
from bereik.experiments.checks import BOOK, DESK, HEADLINES, OUTREACH, STOCKS, WORLD_FIGURES, Row
from bereik.experiments.mechanisms import Variant
from bereik.experiments.queues import Waiting
from bereik.measures.conservation import CONSERVED
from bereik.measures.intervals import Interval
from bereik.measures.of_patterns import BASE

SEEDS = 4
OFF = Variant("off", "uit", "off", {})
SAME = Variant("same", "gelijk", "the same", {})


def values(first: float, *others: float) -> tuple[float, ...]:
    """Return a value per seed: those given, or one that they all have."""
    return (first, *others) if others else (first,) * SEEDS


def by_figure(rows: Iterable[Row], item: str) -> Mapping[str, Row]:
    return {row.figure: row for row in rows if row.item == item}


# --- size ---


def test_a_gemeente_twice_as_large_that_reaches_more_has_a_change_above_zero() -> None:
    small = {f"{name}:{which}": values(0.5) for name in (DESK, OUTREACH) for which in HEADLINES}
    large = small | {
        f"{DESK}:reach_52": values(0.54, 0.56, 0.54, 0.56),
        f"{DESK}:need_share": values(0.44, 0.46, 0.44, 0.46),
        f"{DESK}:trust_level": values(0.501),
        f"{OUTREACH}:reach_52": values(0.1, 0.9, 0.1, 1.0),
    }
    rows = [*room._of_size(small, large)]
    assert {row.check for row in rows} == {"size"}
    desk, outreach = by_figure(rows, DESK), by_figure(rows, OUTREACH)
    assert [*desk] == [*outreach] == [*HEADLINES]
    more, fewer = desk["reach_52"], desk["need_share"]
    assert more.level.mean == 0.5, "the level is that of the small one"
    assert (more.change.mean, fewer.change.mean) == (pytest.approx(0.05), pytest.approx(-0.05))
    assert more.change.low > 0 > fewer.change.high
    assert more.verdict == fewer.verdict == "distinguishable"
    assert desk["trust_level"].verdict == "too small to matter"
    assert outreach["reach_52"].change.mean == pytest.approx(0.025)
    assert outreach["reach_52"].verdict == "not distinguishable"


# --- drift ---


@pytest.mark.parametrize(
    ("drift", "verdict"),
    [
        (values(0.0), "yes"),
        (values(0.009), "yes"),
        (values(-0.009), "yes"),
        (values(0.011), "no"),
        (values(-0.011), "no"),
        (values(0.03, 0.05, 0.03, 0.05), "no"),
        (values(-0.05, -0.03, -0.05, -0.03), "no"),
        (values(-0.05, 0.05, -0.05, 0.05), "yes, not certain"),
        (values(-0.05, 0.11, -0.05, 0.11), "no, not certain"),
    ],
)
def test_a_stock_stands_still_within_one_per_cent_a_year(drift: tuple[float, ...], verdict: str) -> None:
    told = {f"{DESK}:{stock}:{quarter}": values(0.2) for stock in STOCKS for quarter in range(2)}
    told |= {f"{DESK}:{stock}_drift": values(0.0) for stock in STOCKS}
    told[f"{DESK}:need_share:1"] = values(0.15)
    told[f"{DESK}:need_share_drift"] = drift
    rows = [*room._of_drift(told)]
    judged = by_figure((row for row in rows if row.check == "drift"), DESK)
    assert [*judged] == [*STOCKS]
    assert judged["need_share"].verdict == verdict
    assert judged["need_share"].level.mean == 0.2
    assert judged["need_share"].change.mean == pytest.approx(sum(drift) / SEEDS)
    assert {row.verdict for stock, row in judged.items() if stock != "need_share"} == {"yes"}
    quarters = by_figure((row for row in rows if row.check == "stock"), "need_share")
    assert quarters["0"].change.mean == 0.0
    assert quarters["1"].change.mean == pytest.approx(-0.25), "a quarter less than at first"


# --- networks and mechanisms ---


def test_a_world_without_a_mechanism_is_set_against_the_book() -> None:
    told = {
        f"{world.id}:{figure}": values(0.2)
        for world in (BOOK, OFF, SAME)
        for figure in (*WORLD_FIGURES, "ties")
    }
    told |= {
        "off:reach": values(0.49, 0.51, 0.49, 0.51),
        "off:index": values(0.09, 0.11, 0.09, 0.11),
        "off:extra_reach": values(0.201),
        "off:extra_index": values(-0.8, 1.2, -0.8, 1.3),
        "off:ties": values(9.0),
    }
    rows = [*room._of_worlds("mechanism", (OFF, SAME), told)]
    assert {row.check for row in rows} == {"mechanism"}
    off, same, book = (by_figure(rows, world.id) for world in (OFF, SAME, BOOK))
    assert (off["reach"].level.mean, off["reach"].change.mean) == (pytest.approx(0.5), pytest.approx(0.3))
    assert off["index"].change.mean == pytest.approx(-0.1)
    assert [off[figure].verdict for figure in WORLD_FIGURES] == [
        "distinguishable", "distinguishable", "too small to matter", "not distinguishable",
    ]  # fmt: skip
    assert off["ties"].change.mean == pytest.approx(8.8)
    assert {same[figure].verdict for figure in WORLD_FIGURES} == {"too small to matter"}
    assert {row.change.mean for row in (*same.values(), *book.values())} == {0.0}
    assert {row.verdict for row in (*book.values(), off["ties"])} == {""}


# --- conservation ---


@pytest.mark.parametrize("left", [values(0, 0, 0, 1), values(1, -1, 1, -1), values(-2)])
def test_one_unit_that_is_lost_in_one_seed_is_no_conservation(left: tuple[float, ...]) -> None:
    lost = CONSERVED[1]
    told = {
        f"{name}:{kind}:{which}": values(1000.0 if kind == "total" else 0.0)
        for name in (DESK, OUTREACH, BASE)
        for kind in ("total", "residual")
        for which in CONSERVED
    }
    told[f"{OUTREACH}:residual:{lost}"] = left
    rows = [*room._of_conservation(told)]
    assert len(rows) == 3 * len(CONSERVED)
    assert [(row.item, row.figure) for row in rows if row.verdict != "yes"] == [(OUTREACH, lost)]
    row = by_figure(rows, OUTREACH)[lost]
    assert (row.verdict, row.level.mean) == ("no", 1000.0)
    assert row.change.mean == pytest.approx(sum(left) / SEEDS)


# --- the queue ---


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(1.9, 2.3, "yes"), (2.0, 2.3, "yes"), (2.05, 2.3, "no"), (1.6, 1.95, "no")],
)
def test_a_queue_agrees_with_theory_where_its_interval_holds_it(
    low: float, high: float, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Interval((low + high) / 2, low, high, 60)
    waiting = Waiting(0.8, 2, 2.0, seen)
    monkeypatch.setattr(room, "tandem_waiting", lambda *, quick: iter([waiting]))
    (row,) = room._of_queue(quick=True)
    assert row.verdict == verdict
    assert (row.check, row.item, row.figure) == ("queue", "0.8", "station 2")
    assert (row.level.mean, row.change) == (2.0, seen)

"""Measures over the weekly table: need, the ledger of niet-bereik, crises, and stocks with their drift."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bereik.measures.terms import NAN, WEEKS_PER_YEAR, Measure, by_year, ratio, reported, years
from bereik.records import Records
from bereik.vocabulary import UNMET_ROWS


def total(rows: np.ndarray, column: str) -> int:
    """Return the exact sum of a column of counts over all rows of a table."""
    return int(rows[column].sum(dtype=np.int64))


def per_week(rows: np.ndarray, column: str) -> np.ndarray:
    """Return a column of counts summed over wijken or services, shape (weeks,)."""
    return rows[column].sum(axis=1, dtype=np.int64)


def per_1000(events: float, weekly: np.ndarray) -> float:
    """Return events per 1000 adults a year: events ÷ (adult-weeks / 52) × 1000."""
    return ratio(events * 1000, years(total(weekly, "residents")))


def wijken(records: Records) -> Iterator[tuple[str, np.ndarray]]:
    """Give the weekly table for all, and then per wijk, with the name of the group."""
    yield "", records.weekly
    for k, name in enumerate(records.wijk_names):
        yield f"wijk={name}", records.weekly[:, k : k + 1]


def need(records: Records) -> list[Measure]:
    """Return need, unmet need and their ledger, per 1000 adults a year and as shares, by wijk.

    Weeks are resident-weeks in need, brief need included. An unmet week is one not fully covered;
    it stands in exactly one row, so the shares ``unmet_<row>`` sum to 1.
    """
    found: list[Measure] = []
    for group, weekly in wijken(records):
        in_need, covered = total(weekly, "in_need"), total(weekly, "covered")
        rows = [int(n) for n in weekly["unmet"].sum(axis=(0, 1), dtype=np.int64)]
        opened = total(weekly, "spells_opened")
        values = {
            "need_weeks_per_1000": per_1000(in_need, weekly),
            "need_weeks_covered": ratio(covered, in_need),
            "unmet_weeks_per_1000": per_1000(sum(rows), weekly),
            "need_spells_per_1000_year": per_1000(opened, weekly),
            "relapse_share": ratio(total(weekly, "relapses_opened"), opened),
            "known_share": ratio(total(weekly, "in_need_known"), in_need),
        }
        for name, n in zip(UNMET_ROWS, rows, strict=True):
            values[f"unmet_{name}"] = ratio(n, sum(rows))
            values[f"unmet_{name}_per_1000"] = per_1000(n, weekly)
        found += [reported(measure, group, value) for measure, value in values.items()]
    adults = ratio(total(records.weekly, "residents"), records.weeks)
    series = {
        "need_weeks_per_1000": per_week(records.weekly, "in_need"),
        "unmet_weeks_per_1000": records.weekly["unmet"].sum(axis=(1, 2), dtype=np.int64),
    }
    for measure, weeks in series.items():
        for group, value in by_year(weeks):
            found.append(reported(measure, group, ratio(value * 1000, adults)))
    return found


def crises(records: Records) -> list[Measure]:
    """Return first crisis weeks per 1000 adults a year; evictions and admissions as groups.

    Evictions are counted once per household, and per 1000 adults as the rest.
    """
    found: list[Measure] = []
    for group, weekly in wijken(records):
        found.append(reported("crises_per_1000", group, per_1000(total(weekly, "crises"), weekly)))
    for event in ("eviction", "admission"):
        n = total(records.weekly, f"{event}s")
        found.append(reported("crises_per_1000", f"event={event}", per_1000(n, records.weekly)))
    return found


def stocks(records: Records) -> list[Measure]:
    """Return shares of patterns 1, 2, 3 and 12 and other stocks, with their drift.

    Headline: ratio of sums over all weeks. ``year=first`` and ``year=last``: the same over the
    first and last 52 weeks. ``<stock>_drift``: least-squares slope of the weekly ratio × 52 ÷ the
    headline. NaN with fewer than 52 weeks.
    """
    waiting = per_week(records.services, "waiting")
    weekly = {column: per_week(records.weekly, column) for column in (
        "residents", "parents", "households", "stacked", "stacked_parents", "vulnerable",
        "vulnerable_helped", "indebted_households", "in_need",
    )}
    trust = records.weekly["trust"].sum(axis=1)
    series = (
        ("stacked_share", weekly["stacked"], weekly["residents"]),
        ("vulnerable_share", weekly["vulnerable"], weekly["residents"]),
        ("stacked_parents_share", weekly["stacked_parents"], weekly["parents"]),
        ("problem_debt_share", weekly["indebted_households"], weekly["households"]),
        ("vulnerable_helped_share", weekly["vulnerable_helped"], weekly["vulnerable"]),
        ("need_share", weekly["in_need"], weekly["residents"]),
        ("trust_level", trust, weekly["residents"]),
        ("waiting_per_1000", waiting * 1000, weekly["residents"]),
    )
    return [m for measure, part, whole in series for m in _stock(measure, part, whole)]


def _stock(measure: str, part: np.ndarray, whole: np.ndarray) -> list[Measure]:
    level = ratio(part.sum(), whole.sum())
    first = last = slope = NAN
    if len(part) >= WEEKS_PER_YEAR:
        year = WEEKS_PER_YEAR
        first = ratio(part[:year].sum(), whole[:year].sum())
        last = ratio(part[-year:].sum(), whole[-year:].sum())
        slope = drift_per_year(part, whole)
    return [
        reported(measure, "", level),
        reported(measure, "year=first", first),
        reported(measure, "year=last", last),
        reported(f"{measure}_drift", "", ratio(slope, level)),
    ]


def drift_per_year(part: np.ndarray, whole: np.ndarray) -> float:
    """Return the least-squares slope of the weekly ratio part ÷ whole, per year of 52 weeks.

    Weeks in which there is no whole are left out; NaN with fewer than two weeks.
    """
    week = np.flatnonzero(whole)
    if len(week) < 2:
        return NAN
    level = part[week] / whole[week]
    away = week - week.mean()
    return float((away * (level - level.mean())).sum() / (away * away).sum()) * WEEKS_PER_YEAR

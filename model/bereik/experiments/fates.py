"""What came of a persona in one run: judged from its records, and as rows of the store.

    contact, help, fit, full     weeks; infinite: never
    completeness                 0..1; nothing without need
    need, covered                weeks
    unmet_ROW                    weeks booked at a row of niet-bereik
    flag_..., crisis, as_told    1 where it holds, else 0
    booked                       group ``week=W``: where weeks are booked from W on, until the next such row
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from bereik.measures import Measure
from bereik.measures.over_spells import elements
from bereik.scenarios.personas import IN_CRISIS, OR, UNTIL, Persona
from bereik.vocabulary import (
    BECAUSE_COVERED,
    BECAUSE_ROW,
    CAUSES,
    HAPPENINGS,
    LATE,
    NEVER,
    UNMET_ROWS,
    WEEK_BOOKED,
)

if TYPE_CHECKING:
    from bereik.engine.persona import Life

WEEKS_THAT_COUNT = 4   # a stage of niet-bereik lasts as long as need must, before it is a spell
SHARE_OF_UNMET = 0.5   # and what is expected makes at least this share of all unmet weeks
HOLDS: Final = "0 or 1"  # unit of what holds or not
_BOOKED: Final = "booked"
_FLAG, _UNMET, _WEEK = "flag_", "unmet_", "week="
_WEEKS: Final = ("contact", "help", "fit", "full", "need", "covered")
_ALSO: Final = ("crisis", "as_told")
_WHAT = {name: code for code, name in HAPPENINGS.items()}
_WHY = {name: code for code, name in CAUSES.items() if name}

Facts = Mapping[tuple[str, str], float]  # by measure and group


class Fate(NamedTuple):
    """What came of a persona in one replicate under one scenario.

    Attributes
    ----------
    contact, help, fit, full : weeks from the start of her need (or of the policy) until a first conversation,
        any help, fitting help in a domain that she needs it in, and in all of those; infinite: never
    completeness : 0..1, domains ever fittingly helped ÷ domains ever needy; NaN without need
    need, covered : weeks in need, and of those with fitting help in every needy domain
    unmet : weeks of the rest, by row of niet-bereik
    flags : which of the five elements hold for her need, by name
    crisis : she came into a crisis, and no fitting help came before it
    as_told : it went as her file expects
    booked : per week a row of niet-bereik, 6 where she is helped in every domain, -1 where not in need
    """

    contact: float
    help: float
    fit: float
    full: float
    completeness: float
    need: int
    covered: int
    unmet: tuple[int, ...]
    flags: dict[str, bool]
    crisis: bool
    as_told: bool
    booked: tuple[int, ...]

    def weeks(self, what: str, horizon: int) -> float:
        """Return the weeks that a persona's file can name (`SHORTENS`); never is the horizon."""
        if what.startswith(UNTIL):
            return min(self.until(what), float(horizon))
        return float(self.unmet[UNMET_ROWS.index(what.removeprefix("weeks-"))])

    def until(self, what: str) -> float:
        """Return the weeks until something, such as ``weeks-to-fit``; infinite: never."""
        return float(getattr(self, what.removeprefix(UNTIL)))


# --- from records ---


def fate_of(her: Persona, life: Life) -> Fate:
    """Return what came of a persona, from the records of one run.

    When help came is told on the clock of the first need spell that opened; weeks are over all her need.
    """
    spells = life.records.spells
    mine: Any = spells[spells["resident"] == life.resident]
    first: Any = mine[mine["opened"]][:1]
    needy = int(np.bitwise_count(first["needy_domains"]).sum())
    helped = int(np.bitwise_count(first["helped_domains"] & first["needy_domains"]).sum())
    flags = {name: bool(holds.any()) for name, holds in elements(first).items()}
    return Fate(
        contact=_until(first, "first_contact"),
        help=_until(first, "first_any"),
        fit=_until(first, "first_fit"),
        full=_until(first, "first_full"),
        completeness=helped / needy if needy else math.nan,
        need=int(mine["need_weeks"].sum()),
        covered=int(mine["covered_weeks"].sum()),
        unmet=tuple(int(weeks) for weeks in mine["unmet"].sum(axis=0)),
        flags=flags,
        crisis=len(crises_before_help(first)) > 0,
        as_told=goes_as(her.expects, life, first, flags),
        booked=_booked(life),
    )


def _booked(life: Life) -> tuple[int, ...]:
    """Return at which row each week was booked."""
    trace: Any = life.records.trace
    mine = trace[(trace["resident"] == life.resident) & (trace["what"] == WEEK_BOOKED)]
    weeks = np.full(life.records.weeks, -1)
    covered = mine["why"] == BECAUSE_COVERED
    weeks[mine["week"]] = np.where(covered, len(UNMET_ROWS), mine["why"].astype(np.int64) - BECAUSE_ROW)
    return tuple(weeks.tolist())


def _until(first: Any, what: str) -> float:
    """Return the weeks until something on the clock of a need spell; infinite: never, or no need."""
    if not len(first) or first[what][0] == NEVER:
        return math.inf
    return float(first[what][0] - max(int(first["onset"][0]), 0))


def crises_before_help(spells: Any) -> np.ndarray:
    """Return the week of the first crisis of each need spell in which no fitting help came before it."""
    crisis, fit = spells["first_crisis"], spells["first_fit"]
    return crisis[(crisis != NEVER) & ((fit == NEVER) | (fit >= crisis))]


def goes_as(expects: Sequence[str], life: Life, first: Any, flags: dict[str, bool]) -> bool:
    """Return whether a life has the stages that are expected of it, in their order.

    A row of niet-bereik is a stage when at least `WEEKS_THAT_COUNT` weeks are booked there, from the stage
    before on; a turn of the trace happens once or more; ``crisis`` is one that comes before any fitting help;
    ``late`` is the flag of that name. Where nothing but rows is expected, they make together at least
    `SHARE_OF_UNMET` of all her unmet weeks.

    Parameters
    ----------
    first : the first need spell that opened, as a table of one row or none
    flags : which elements of niet-bereik hold for it
    """
    trace: Any = life.records.trace
    mine = trace[trace["resident"] == life.resident]
    at = -1
    for stage in expects:
        if stage == UNMET_ROWS[LATE]:
            if not flags["flag_late"]:
                return False
            continue
        weeks = np.sort(np.concatenate([_weeks_of(one, mine, first) for one in stage.split(OR)]))
        weeks = weeks[weeks >= at]
        if len(weeks) < (WEEKS_THAT_COUNT if stage in UNMET_ROWS else 1):
            return False
        at = int(weeks[0])
    if not set(expects) <= set(UNMET_ROWS) - {UNMET_ROWS[LATE]}:
        return True
    expected = sum(len(_weeks_of(row, mine, first)) for row in set(expects))
    return expected >= SHARE_OF_UNMET * sum(len(_weeks_of(row, mine, first)) for row in UNMET_ROWS)


def _weeks_of(stage: str, mine: Any, first: Any) -> np.ndarray:
    """Return the weeks in which a stage holds, in order."""
    if stage in UNMET_ROWS:
        row = BECAUSE_ROW + UNMET_ROWS.index(stage)
        return mine["week"][(mine["what"] == WEEK_BOOKED) & (mine["why"] == row)]
    if stage == IN_CRISIS:
        return crises_before_help(first)
    what, _, why = stage.partition(": ")
    return mine["week"][(mine["what"] == _WHAT[what]) & ((mine["why"] == _WHY[why]) if why else True)]


# --- as rows of the store ---


def rows_of(fate: Fate) -> Iterator[Measure]:
    """Yield what came of a persona in one run, a row at a time."""
    for name in _WEEKS:
        yield Measure(name, "", float(getattr(fate, name)), "weeks")
    yield Measure("completeness", "", fate.completeness, "share")
    for row, weeks in zip(UNMET_ROWS, fate.unmet, strict=True):
        yield Measure(f"{_UNMET}{row}", "", float(weeks), "weeks")
    for name, holds in (*fate.flags.items(), *((name, getattr(fate, name)) for name in _ALSO)):
        yield Measure(name, "", float(holds), HOLDS)
    start = 0
    for where, weeks in groupby(fate.booked):
        yield Measure(_BOOKED, f"{_WEEK}{start}", float(where), "code")
        start += len(list(weeks))


def fate_in(facts: Facts, weeks: int) -> Fate:
    """Return what came of a persona, from the rows of one run.

    Parameters
    ----------
    weeks : of policy
    """
    whole = {measure: value for (measure, group), value in facts.items() if not group}
    starts = [(int(group.removeprefix(_WEEK)), int(value)) for (_, group), value in facts.items() if group]
    booked: list[int] = []
    for (start, where), (stop, _) in pairwise([*starts, (weeks, 0)]):
        booked += [where] * (stop - start)
    return Fate(
        contact=whole["contact"],
        help=whole["help"],
        fit=whole["fit"],
        full=whole["full"],
        completeness=whole["completeness"],
        need=int(whole["need"]),
        covered=int(whole["covered"]),
        unmet=tuple(int(whole[f"{_UNMET}{row}"]) for row in UNMET_ROWS),
        flags={name: value > 0.0 for name, value in whole.items() if name.startswith(_FLAG)},
        crisis=whole["crisis"] > 0.0,
        as_told=whole["as_told"] > 0.0,
        booked=tuple(booked),
    )

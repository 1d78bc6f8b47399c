"""Index spells: whose need is followed, from when, and whether it needed help.

Per resident one spell, chosen so that no policy can change who is in the denominator: the spell
open at policy start (cohort *backlog*), or else the first that opens afterwards (cohort *new*).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bereik.measures.terms import SOLVES_ITSELF, same_world
from bereik.records import Records
from bereik.vocabulary import NEVER

DECILES = 10
_WEEK_SPAN = 1 << 17      # wider than the weeks an int16 can hold, so that (resident, week) make one number


@dataclass(frozen=True, slots=True)
class IndexSpells:
    """The index spells of one run, by resident; all arrays have one entry per spell.

    Attributes
    ----------
    rows : structured array of records.Spell
    clock : the week from which reach is counted: policy start (0) or the onset, whichever is later
    backlog : the spell was open at policy start (onset before week 0); else cohort *new*
    needs_help : it would not have solved itself: see `needs_help`
    has_counterpart : the run without help has a spell of the same resident open at the clock
    decided : the run without help goes on for 13 weeks after the clock
    decile : 1..10, decile of trait doenvermogen, with cut points of all adults
    domains : 0..7, troubled domains at the clock
    severity : 0..3, highest severity at the clock
    weeks : observed weeks of the run
    """

    rows: np.ndarray
    clock: np.ndarray
    backlog: np.ndarray
    needs_help: np.ndarray
    has_counterpart: np.ndarray
    decided: np.ndarray
    decile: np.ndarray
    domains: np.ndarray
    severity: np.ndarray
    weeks: int

    def followed(self, horizon: int) -> np.ndarray:
        """Return which spells are seen for the whole horizon: clock < weeks - horizon."""
        return self.clock < self.weeks - horizon

    def within(self, column: str, horizon: int) -> np.ndarray:
        """Return for which spells a first week came at most ``horizon`` weeks after the clock."""
        first = self.rows[column].astype(np.int32)
        return (first != NEVER) & (first - self.clock <= horizon)


def index_spells(records: Records, without_help: Records | None) -> IndexSpells:
    """Return the index spells of a run: per resident the first spell that counts.

    Only rows that opened count (brief need does not). Records leave out what closed before the
    policy, so the opened row with the earliest onset is the one open at policy start if there is
    one, and else the first that opened afterwards.

    Parameters
    ----------
    without_help : the run of the same people with the same luck without professional services;
        None: every spell counts as need that needs help, none has a counterpart

    Raises
    ------
    ParameterError : the two runs differ in residents, weeks or seed
    """
    rows = _first_of_each(records.spells[records.spells["opened"]])
    clock = clock_of(rows)
    needs, counterpart, decided = needs_help(rows["resident"], clock, records, without_help)
    return IndexSpells(
        rows=rows,
        clock=clock,
        backlog=rows["onset"] < 0,
        needs_help=needs,
        has_counterpart=counterpart,
        decided=decided,
        decile=deciles(records.residents["doenvermogen"])[rows["resident"]],
        domains=np.bitwise_count(rows["domains_at_clock"]).astype(np.int64),
        severity=rows["severity_at_clock"].astype(np.int64),
        weeks=records.weeks,
    )


def clock_of(rows: np.ndarray) -> np.ndarray:
    """Return the week from which reach is counted: max(onset, 0)."""
    return np.maximum(rows["onset"].astype(np.int32), 0)


def deciles(doenvermogen: np.ndarray) -> np.ndarray:
    """Return the decile 1..10 of every adult; the cut points are those of all adults."""
    cuts = np.quantile(doenvermogen, np.arange(1, DECILES) / DECILES)
    return 1 + np.searchsorted(cuts, doenvermogen, side="right")


def needs_help(
    resident: np.ndarray, clock: np.ndarray, records: Records, without_help: Records | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return which need needs help, which has a counterpart, and which could be decided.

    The counterpart is the opened spell of the same resident in the run without help that is open
    at the clock: onset <= clock, and not closed by then (at policy start: not closed before).
    Need needs help when the counterpart

    - still lasts 13 weeks later: last_need >= clock + 13, or
    - met a crisis by then: first_crisis_ever <= clock + 13 (counted from its onset).

    Need without a counterpart is included, and so is need whose clock starts too late for the run
    without help to tell (clock >= weeks - 13).

    Parameters
    ----------
    resident, clock : (k,) whose need, and from which week
    """
    nothing = np.zeros(len(clock), np.bool_)
    if without_help is None:
        return ~nothing, nothing, nothing
    same_world(records, without_help)
    reference = without_help.spells[without_help.spells["opened"]]
    if not len(reference):
        return ~nothing, nothing, clock < without_help.weeks - SOLVES_ITSELF
    key = _moment(reference["resident"], reference["onset"])
    order = np.argsort(key, kind="stable")
    at = np.searchsorted(key[order], _moment(resident, clock), side="right") - 1
    found = reference[order[np.maximum(at, 0)]]
    at_start = clock == 0  # records leave out what closed before the policy: what closes in week 0 was open
    still_open = (found["closed"] == NEVER) | (found["closed"] > clock) | at_start
    counterpart = (at >= 0) & (found["resident"] == resident) & still_open
    later = clock + SOLVES_ITSELF
    crisis = found["first_crisis_ever"]
    lasted = (found["last_need"] >= later) | ((crisis != NEVER) & (crisis <= later))
    decided = clock < without_help.weeks - SOLVES_ITSELF
    return ~counterpart | ~decided | lasted, counterpart, decided


def _first_of_each(rows: np.ndarray) -> np.ndarray:
    """Return of every resident the row with the earliest onset, by resident."""
    rows = rows[np.argsort(_moment(rows["resident"], rows["onset"]), kind="stable")]
    first = np.ones(len(rows), np.bool_)
    first[1:] = rows["resident"][1:] != rows["resident"][:-1]
    return rows[first]


def _moment(resident: np.ndarray, week: np.ndarray) -> np.ndarray:
    """Return one number per (resident, week) that sorts by resident, then week."""
    return resident.astype(np.int64) * _WEEK_SPAN + week.astype(np.int64)

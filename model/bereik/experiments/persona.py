"""A persona under one scenario or more: one life to read, and over seeds how often, when and how completely.

    found = bereik.persona("ingrid")
    found.course                                     # in how many replicates it goes as in the report
    found.shortened                                  # what the remedy in her file saves, in weeks
    found.share(lambda fate: fate.fit <= 26)         # in how many she has fitting help within half a year
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bereik.errors import ParameterError
from bereik.experiments.compare import prepare
from bereik.experiments.wording import Language, checked_language
from bereik.measures.intervals import Interval, paired_interval, share_interval
from bereik.measures.over_spells import elements
from bereik.scenarios.personas import IN_CRISIS, OR, UNTIL, Persona, load_persona
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
    from bereik.scenarios import Scenario

RESIDENTS, WEEKS, BURN_IN, SEEDS = 5000, 156, 104, 20
WEEKS_THAT_COUNT = 4   # a stage of niet-bereik lasts as long as need must, before it is a spell
SHARE_OF_UNMET = 0.5   # and what is expected makes at least this share of all unmet weeks
_WHAT = {name: code for code, name in HAPPENINGS.items()}
_WHY = {name: code for code, name in CAUSES.items() if name}


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


@dataclass(frozen=True, slots=True)
class PersonaFound:
    """What was found about a persona.

    Attributes
    ----------
    persona : who
    scenarios : under which, in order; the others are set against the first
    seeds : the replicates; the first is told as a story
    residents, weeks, burn_in : sizes of a run
    fates : per scenario, one per seed; the same resident with the same luck in every scenario
    told : per scenario, her life in the first replicate
    """

    persona: Persona
    scenarios: tuple[Scenario, ...]
    seeds: tuple[int, ...]
    residents: int
    weeks: int
    burn_in: int
    fates: tuple[tuple[Fate, ...], ...]
    told: tuple[Life, ...]

    @property
    def course(self) -> Interval:
        """Return in which share of the replicates it goes under the first scenario as her file expects."""
        return self.share(lambda fate: fate.as_told)

    @property
    def shortened(self) -> Interval:
        """Return by how many weeks the second scenario differs from the first in what it is to shorten."""
        what = self.persona.shortens
        return self.difference(lambda fate: fate.weeks(what, self.weeks))

    def share(self, holds: Callable[[Fate], bool], scenario: int = 0) -> Interval:
        """Return in which share of the replicates something holds under a scenario, by its place."""
        return share_interval(sum(holds(fate) for fate in self.fates[scenario]), len(self.seeds))

    def mean(self, value: Callable[[Fate], float], scenario: int = 0) -> Interval:
        """Return the mean of something over the replicates under a scenario, by its place."""
        return paired_interval([value(fate) for fate in self.fates[scenario]])

    def median(self, value: Callable[[Fate], float], scenario: int = 0) -> float:
        """Return the median of something over the replicates; infinite: never in half of them or more."""
        return median(value(fate) for fate in self.fates[scenario])

    def difference(self, value: Callable[[Fate], float], scenario: int = 1) -> Interval:
        """Return the paired difference of a scenario with the first, over the replicates."""
        pairs = zip(self.fates[scenario], self.fates[0], strict=True)
        return paired_interval([value(fate) - value(first) for fate, first in pairs])


def persona(
    who: str | Path | Persona,
    *scenarios: str | Path | Scenario,
    gemeente: str | Path | Scenario | None = None,
    residents: int = RESIDENTS,
    weeks: int = WEEKS,
    burn_in: int = BURN_IN,
    seeds: int = SEEDS,
    seed: int = 1,
    lang: str = "en",
    progress: Callable[[float], None] | None = None,
) -> PersonaFound:
    """Place a persona in one scenario or more, over a number of seeds.

    Parameters
    ----------
    who : a name, a file or a persona
    scenarios : names, files or scenarios; left out: the two in her own file
    gemeente : whose ``[gemeente]`` table is used for all; left out: they must agree
    residents : adults
    weeks, burn_in : observed weeks of policy, and weeks of the current policy before
    seeds : how many replicates, 1 or more
    seed : the first of them
    lang : language in which mistakes are told
    progress : called with the share that is done, 0..1

    Raises
    ------
    BereikError : a persona, scenario or number that will not do
    """
    from bereik.engine.persona import lives

    language: Language = checked_language(lang)
    her = load_persona(who, language)
    if seeds < 1:
        raise ParameterError(f"--seeds {seeds}: no seed is no life. Try --seeds 20.")
    job = prepare(
        list(scenarios) or [her.fails, her.remedy],
        gemeente=gemeente,
        residents=residents,
        weeks=weeks,
        burn_in=burn_in,
        replicates=seeds,
        seed=seed,
        lang=language,
        least=1,
    )
    among = job.scenarios[: job.shown]
    fates: list[list[Fate]] = [[] for _ in among]
    told: tuple[Life, ...] = ()
    for done, number in enumerate(job.seeds, 1):
        found = lives(her, among, number, residents=residents, weeks=weeks, burn_in=burn_in)
        told = told or tuple(found)
        for k, life in enumerate(found):
            fates[k].append(fate_of(her, life))
        if progress is not None:
            progress(done / seeds)
    return PersonaFound(
        her, among, tuple(job.seeds), residents, weeks, burn_in, tuple(tuple(f) for f in fates), told
    )


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

"""A persona under one scenario or more: one life to read, and over seeds how often, when and how completely.

    found = bereik.persona("ingrid")
    found.course                                     # in how many replicates it goes as in the report
    found.shortened                                  # what the remedy in her file saves, in weeks
    found.share(lambda fate: fate.fit <= 26)         # in how many she has fitting help within half a year

It is a client of the runner: what came of her is kept, a file per block of seeds; the records are not.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from bereik.errors import ParameterError
from bereik.experiments import blocks
from bereik.experiments.blocks import Block
from bereik.experiments.called import folder_of
from bereik.experiments.compare import prepare
from bereik.experiments.runner import BlockDone, Job, Listener, Way, run
from bereik.experiments.studies import Means, Size, lines
from bereik.experiments.wording import Language, checked_language
from bereik.measures.intervals import Interval, paired_interval, share_interval
from bereik.measures.over_spells import elements
from bereik.scenarios.personas import IN_CRISIS, OR, UNTIL, Persona, load_persona, shipped_personas
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
FILE: Final = "personas.csv"
COLUMNS: Final = (
    "persona", "expects", "fails", "remedy", "shortens", "as_told", "as_told_low", "as_told_high",
    "difference", "difference_low", "difference_high", "fit_fails", "fit_remedy", "completeness_fails",
    "completeness_remedy", "residents", "weeks", "burn_in", "first_seed", "seeds",
)  # fmt: skip
_FATES: Final = "fates"
_SEEDS_PER_BLOCK: Final = 4
_NO_SEED: Final[dict[Language, str]] = {
    "nl": "--seeds {seeds}: zonder herhaling is er geen leven. Probeer --seeds 20.",
    "en": "--seeds {seeds}: no seed is no life. Try --seeds 20.",
}
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
    told : per scenario, her life in the first replicate; empty where nobody asked for her story
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


@dataclass(frozen=True, slots=True)
class _Part:
    """A persona, and the scenarios that she is placed in."""

    persona: Persona
    scenarios: tuple[Scenario, ...]


def persona(
    who: str | Path | Persona,
    *scenarios: str | Path | Scenario,
    gemeente: str | Path | Scenario | None = None,
    residents: int = RESIDENTS,
    weeks: int = WEEKS,
    burn_in: int = BURN_IN,
    seeds: int = SEEDS,
    seed: int = 1,
    workers: int | None = None,
    executor: Callable[[], Executor] | None = None,
    out: str | Path | None = None,
    lang: str = "en",
    listener: Listener | None = None,
) -> PersonaFound:
    """Place a persona in one scenario or more, over a number of seeds, and tell the first as a story.

    Parameters
    ----------
    who : a name, a file or a persona
    scenarios : names, files or scenarios; left out: the two in her own file
    gemeente : whose ``[gemeente]`` table is used for all; left out: they must agree
    residents : adults
    weeks, burn_in : observed weeks of policy, and weeks of the current policy before
    seeds : how many replicates, 1 or more
    seed : the first of them
    workers, executor, listener : see `bereik.experiments.runner.run`
    out : folder in which the fates of each seed are kept; None keeps nothing
    lang : language in which mistakes are told

    Raises
    ------
    BereikError : a persona, scenario, number or folder that will not do
    """
    from bereik.engine.persona import lives

    language, size = checked_language(lang), Size(residents, weeks, burn_in, seed, seeds)
    part, job = _asked(load_persona(who, language), scenarios, gemeente, size, language)
    (found,) = _placed([part], job, out, Means(workers, executor, listener, language))
    told = lives(part.persona, part.scenarios, seed, residents=residents, weeks=weeks, burn_in=burn_in)
    return replace(found, told=tuple(told))


def personas(
    whom: Sequence[str | Path | Persona] = (),
    *,
    gemeente: str | Path | Scenario | None = None,
    residents: int = RESIDENTS,
    weeks: int = WEEKS,
    burn_in: int = BURN_IN,
    seeds: int = SEEDS,
    seed: int = 1,
    workers: int | None = None,
    executor: Callable[[], Executor] | None = None,
    out: str | Path | None = None,
    lang: str = "en",
    listener: Listener | None = None,
) -> tuple[PersonaFound, ...]:
    """Place several personas, each under the two scenarios of her own file; no story is told.

    Parameters
    ----------
    whom : names, files or personas; left out: all that ship
    out : folder for ``personas.csv`` and the fates of each seed; None keeps nothing
    gemeente, residents, weeks, burn_in, seeds, seed, workers, executor, lang, listener : see `persona`

    Raises
    ------
    BereikError : a persona, number or folder that will not do
    """
    language, size = checked_language(lang), Size(residents, weeks, burn_in, seed, seeds)
    every = [load_persona(who, language) for who in whom or shipped_personas()]
    asked = [_asked(her, (), gemeente, size, language) for her in every]
    parts, jobs = [part for part, _ in asked], [job for _, job in asked]
    found = _placed(parts, _joined(jobs), out, Means(workers, executor, listener, language))
    if out is not None:
        blocks.write_text(Path(out) / FILE, table_of(found))
    return found


def table_of(all_found: Sequence[PersonaFound]) -> str:
    """Return a line per persona under the two scenarios of her own file, as CSV.

    Shares are 0..1. Of weeks until fitting help the median stands there, and nothing where that is never.
    """
    rows: list[tuple[Any, ...]] = []
    for found in all_found:
        her, course, change = found.persona, found.course, found.shortened
        names = [scenario.name for scenario in found.scenarios]
        numbers = [
            *(course.mean, course.low, course.high), *(change.mean, change.low, change.high),
            *(found.median(lambda fate: fate.fit, s) for s in (0, 1)),
            *(found.mean(lambda fate: fate.completeness, s).mean for s in (0, 1)),
        ]  # fmt: skip
        size = (found.residents, found.weeks, found.burn_in, found.seeds[0], len(found.seeds))
        said = (her.name, "; ".join(her.expects), *names, her.shortens)
        rows.append((*said, *map(float, numbers), *size))
    return lines(COLUMNS, rows)


def _asked(
    her: Persona,
    scenarios: Sequence[str | Path | Scenario],
    gemeente: str | Path | Scenario | None,
    size: Size,
    lang: Language,
) -> tuple[_Part, Job]:
    """Return a persona with her scenarios, and the job that runs them; no run without help is needed."""
    if size.seeds < 1:
        raise ParameterError(_NO_SEED[lang].format(seeds=size.seeds))
    job = prepare(
        list(scenarios) or [her.fails, her.remedy], gemeente=gemeente, residents=size.residents,
        weeks=size.weeks, burn_in=size.burn_in, replicates=size.seeds, seed=size.seed, lang=lang, least=1,
    )
    among = job.scenarios[: job.shown]
    return _Part(her, among), replace(job, labels=job.labels[: job.shown], scenarios=among, references=())


def _joined(jobs: Sequence[Job]) -> Job:
    """Return one job that runs what several run: workers, time to go and what is kept are of them all."""
    scenarios = tuple(scenario for job in jobs for scenario in job.scenarios)
    labels = tuple(f"{k} {label}" for k, job in enumerate(jobs) for label in job.labels)
    return replace(jobs[0], labels=labels, scenarios=scenarios, shown=len(scenarios))


def _placed(
    parts: Sequence[_Part], job: Job, out: str | Path | None, means: Means
) -> tuple[PersonaFound, ...]:
    """Run what is not yet on disk, and return what was found about each."""
    whom = [part.persona for part in parts]
    key = hashlib.sha256(repr((job.key(), whom)).encode()).hexdigest()[:16]
    way = Way(partial(_work, tuple(parts)), (_FATES,), _SEEDS_PER_BLOCK)
    with folder_of(out) as folder:
        kept = folder / "runs" / f"personas-{key}"
        run(job, kept, workers=means.workers, executor=means.executor, listener=means.listener, way=way)
        table: Any = blocks.read_table(kept, _FATES, job.seeds, tables=(_FATES,))
    rows = table.sort_values(["persona", "scenario", "seed"]).to_dict("records")
    fates = iter([_fate(row) for row in rows])
    return tuple(
        PersonaFound(
            persona=part.persona,
            scenarios=part.scenarios,
            seeds=tuple(job.seeds),
            residents=job.residents,
            weeks=job.weeks,
            burn_in=job.burn_in,
            fates=tuple(tuple(next(fates) for _ in job.seeds) for _ in part.scenarios),
            told=(),
        )
        for part in parts
    )


def _work(parts: Sequence[_Part], job: Job, block: Block, folder: Path) -> BlockDone:
    """Let every persona live the seeds of a block and write what came of each."""
    import pandas as pd

    from bereik.engine.persona import lives

    start = time.perf_counter()
    rows: list[dict[str, Any]] = []
    size = {"residents": job.residents, "weeks": job.weeks, "burn_in": job.burn_in}
    for seed in block.seeds:
        for k, part in enumerate(parts):
            for s, life in enumerate(lives(part.persona, part.scenarios, seed, **size)):
                fate = fate_of(part.persona, life)._asdict()
                rows.append({"persona": k, "scenario": s, "seed": seed, **fate})
    blocks.write_block(folder, block, {_FATES: pd.DataFrame(rows)}, (_FATES,))
    return BlockDone(block, time.perf_counter() - start)


def _fate(row: dict[str, Any]) -> Fate:
    """Return a fate as it was written."""
    facts: dict[str, Any] = {name: row[name] for name in Fate._fields}
    facts |= {name: tuple(facts[name].tolist()) for name in ("unmet", "booked")}
    return Fate(**facts)


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

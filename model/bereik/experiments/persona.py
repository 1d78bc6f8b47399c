"""A persona under one scenario or more: one life to read, and over seeds how often, when and how completely.

    found = bereik.persona("ingrid")
    found.course                                     # in how many replicates it goes as in the report
    found.shortened                                  # what the remedy in her file saves, in weeks
    found.share(lambda fate: fate.fit <= 26)         # in how many she has fitting help within half a year

It is an experiment of kind ``personas``, a point a persona: what came of her is kept, the records are not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePath
from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import numpy as np
from pydantic import TypeAdapter

from bereik.errors import ParameterError
from bereik.experiments import blocks
from bereik.experiments.called import Means, answer, asked_of
from bereik.experiments.fates import HOLDS, Facts, Fate, fate_in, rows_of
from bereik.experiments.job import Job, against, prepare
from bereik.experiments.listener import Listener
from bereik.experiments.studies import lines
from bereik.experiments.wording import Language, checked_language
from bereik.measures.intervals import Interval, paired_interval, share_interval, spread_interval
from bereik.scenarios.personas import Persona, load_persona, shipped_personas

if TYPE_CHECKING:
    from bereik.engine.persona import Life
    from bereik.experiments.draws import Draws
    from bereik.experiments.forms import Experiment
    from bereik.experiments.store import Store
    from bereik.scenarios import Scenario

RESIDENTS, WEEKS, BURN_IN, SEEDS = 5000, 156, 104, 20
FILE: Final = "personas.csv"
COLUMNS: Final = (
    "persona", "expects", "fails", "remedy", "shortens", "as_told", "as_told_low", "as_told_high",
    "difference", "difference_low", "difference_high", "fit_fails", "fit_remedy", "completeness_fails",
    "completeness_remedy", "residents", "weeks", "burn_in", "first_seed", "seeds",
)  # fmt: skip
SUMMARY: Final = ("persona", "measure", "scenario", "mean", "low", "high", "replicates", "unit")
_NO_SEED: Final[dict[Language, str]] = {
    "nl": "--seeds {seeds}: zonder herhaling is er geen leven. Probeer --seeds 20.",
    "en": "--seeds {seeds}: no seed is no life. Try --seeds 20.",
}


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
    draws : numbers of the book that differ from seed to seed, if they do
    """

    persona: Persona
    scenarios: tuple[Scenario, ...]
    seeds: tuple[int, ...]
    residents: int
    weeks: int
    burn_in: int
    fates: tuple[tuple[Fate, ...], ...]
    told: tuple[Life, ...]
    draws: Draws | None = None

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
        return self.interval([value(fate) for fate in self.fates[scenario]])

    def median(self, value: Callable[[Fate], float], scenario: int = 0) -> float:
        """Return the median of something over the replicates; infinite: never in half of them or more."""
        return median(value(fate) for fate in self.fates[scenario])

    def difference(self, value: Callable[[Fate], float], scenario: int = 1) -> Interval:
        """Return the paired difference of a scenario with the first, over the replicates."""
        return self.interval(self._differences(value, scenario))

    def more_often(self, holds: Callable[[Fate], bool], scenario: int = 1) -> Interval:
        """Return in how much larger a share of the replicates something holds than under the first scenario.

        A share is of all replicates together, so over draws too its interval narrows with more of them.
        """
        return paired_interval(self._differences(lambda fate: float(holds(fate)), scenario))

    def _differences(self, value: Callable[[Fate], float], scenario: int) -> list[float]:
        pairs = zip(self.fates[scenario], self.fates[0], strict=True)
        return [value(fate) - value(first) for fate, first in pairs]

    def interval(self, values: Sequence[float]) -> Interval:
        """Return the mean of values that are one per replicate, with its interval; of draws their spread."""
        return paired_interval(values) if self.draws is None else spread_interval(values)


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
    posterior: str | Path | None = None,
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
    workers, executor, listener : see `bereik.experiments.experiment.experiment`
    out : folder in which the fates of each seed are kept; None keeps nothing
    lang : language in which mistakes are told
    posterior : a sample of what is not known: seed r of every scenario takes its row r, and intervals of
        weeks are over seeds and unknown numbers

    Raises
    ------
    BereikError : a persona, scenario, number or folder that will not do
    """
    from bereik.engine.persona import lives

    language = checked_language(lang)
    size = _size(gemeente, residents, weeks, burn_in, seeds, seed, language)
    her = load_persona(who, language)
    asked = _asked([her], scenarios, size, language, posterior)
    (found,) = answer(asked, Means(out, workers, executor, listener, language), _kept)
    first = [s if found.draws is None else found.draws.in_scenario(s, 0) for s in found.scenarios]
    told = lives(her, first, seed, residents=found.residents, weeks=weeks, burn_in=burn_in)
    return replace(found, persona=her, told=tuple(told))


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
    posterior: str | Path | None = None,
) -> tuple[PersonaFound, ...]:
    """Place several personas, each under the two scenarios of her own file; no story is told.

    Parameters
    ----------
    whom : names, files or personas; left out: all that ship
    out : folder for ``personas.csv`` and the fates of each seed; None keeps nothing
    gemeente, residents, weeks, burn_in, seeds, seed, workers, executor, lang, listener, posterior : see
        `persona`

    Raises
    ------
    BereikError : a persona, number or folder that will not do
    """
    language = checked_language(lang)
    size = _size(gemeente, residents, weeks, burn_in, seeds, seed, language)
    every = [load_persona(who, language) for who in whom or shipped_personas()]
    asked = _asked(every, (), size, language, posterior)
    told = answer(asked, Means(out, workers, executor, listener, language), _kept)
    found = tuple(replace(one, persona=her) for one, her in zip(told, every, strict=True))
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


def _size(
    gemeente: str | Path | Scenario | None, residents: int, weeks: int, burn_in: int, seeds: int, seed: int,
    lang: Language,
) -> dict[str, Any]:
    """Return how large the worlds of personas are, as `prepare` takes it."""
    if seeds < 1:
        raise ParameterError(_NO_SEED[lang].format(seeds=seeds))
    return {
        "gemeente": gemeente, "residents": residents, "weeks": weeks, "burn_in": burn_in, "replicates": seeds,
        "seed": seed, "lang": lang, "least": 1,
    }  # fmt: skip


def _asked(
    whom: Sequence[Persona],
    scenarios: Sequence[str | Path | Scenario],
    size: dict[str, Any],
    lang: Language,
    posterior: str | Path | None,
) -> Experiment:
    """Return the experiment that places these, each in the scenarios asked for or the two of her own file."""
    jobs = [prepare(list(scenarios) or [her.fails, her.remedy], **size) for her in whom]
    lives, among = placed(whom, [job.scenarios[: job.shown] for job in jobs])
    job = replace(
        jobs[0], labels=tuple(among), scenarios=tuple(among.values()), references=(), shown=len(among)
    )
    names = tuple(life.persona.name for life in lives)
    return asked_of("personas", job, lang, posterior, personas=names, lives=lives)


def _kept(store: Store, folder: Path | None) -> tuple[PersonaFound, ...]:
    return found_in(store)


# --- who lives where ---


class Placed(NamedTuple):
    """A persona, and the names of the scenarios that she is placed in."""

    persona: Persona
    under: tuple[str, ...]


def placed(
    whom: Sequence[Persona], among: Sequence[Sequence[Scenario]]
) -> tuple[tuple[Placed, ...], dict[str, Scenario]]:
    """Return each persona with the names of her scenarios, and the scenarios by name.

    What two of them share has one name. Of paths in her file the name is left: it is the same elsewhere.

    Parameters
    ----------
    among : per persona her scenarios
    """
    named: dict[str, Scenario] = {}
    lives = tuple(
        Placed(
            replace(her, fails=name_of(her.fails), remedy=name_of(her.remedy)),
            tuple(_named(scenario, named) for scenario in own),
        )
        for her, own in zip(whom, among, strict=True)
    )
    return lives, named


def _named(scenario: Scenario, named: dict[str, Scenario]) -> str:
    """Return the name under which a scenario is held; it is added where it is not there."""
    count, name = 1, scenario.name
    while name in named and named[name] != scenario:
        count += 1
        name = f"{scenario.name} ({count})"
    named[name] = scenario
    return name


def name_of(scenario: str) -> str:
    """Return how a scenario of a persona's file is called: a name, or the name of a file."""
    return PurePath(scenario).stem if scenario.endswith(".toml") else scenario


@cache
def _as_values() -> TypeAdapter[tuple[Placed, ...]]:
    return TypeAdapter(tuple[Placed, ...])


def lives_in(told: Any) -> tuple[Placed, ...]:
    """Return who lives where, as it is or as a manifest tells it."""
    return _as_values().validate_python(told)


@dataclass(frozen=True, slots=True)
class PersonaJob(Job):
    """The lives of one persona: under each scenario, in a world of its own.

    Attributes
    ----------
    persona : who
    """

    persona: Persona

    def key(self, source: str | None = None) -> str:
        """Return the hash of all that decides what comes of her in a seed."""
        her = _as_values().dump_python((Placed(self.persona, ()),), mode="json")
        return hashlib.sha256(json.dumps([Job.key(self, source), her]).encode()).hexdigest()[:16]


def job_of(
    life: Placed, scenarios: Mapping[str, Scenario], gemeente: Scenario | None, size: Mapping[str, Any],
    lang: Language,
) -> PersonaJob:
    """Return the job of a persona; no run without help is needed.

    Raises
    ------
    ParameterError : the scenarios are not about the same people
    """
    job = prepare([scenarios[name] for name in life.under], gemeente=gemeente, least=1, lang=lang, **size)
    return PersonaJob(
        labels=job.labels[: job.shown],
        scenarios=job.scenarios[: job.shown],
        references=(),
        shown=job.shown,
        draws=job.draws,
        **job.size,
        persona=life.persona,
    )


# --- what a store says of them ---


def found_in(store: Store) -> tuple[PersonaFound, ...]:
    """Return what was found about each persona, over her seeds that lie in a store; without any, nothing.

    Raises
    ------
    OutputError : a file cannot be read
    """
    facts: dict[tuple[int, int, str], dict[tuple[str, str], float]] = {}
    table = store.rows(np.arange(store.plan.runs))
    names = ("point", "seed", "scenario", "measure", "group", "value")
    for point, seed, label, name, group, value in zip(*(table[n].to_pylist() for n in names), strict=True):
        facts.setdefault((point, seed, label), {})[name, group] = value
    jobs = cast("tuple[PersonaJob, ...]", store.plan.jobs)
    every = (_found(job, k, facts) for k, job in enumerate(jobs))
    return tuple(found for found in every if found.seeds)


def _found(job: PersonaJob, point: int, facts: Mapping[tuple[int, int, str], Facts]) -> PersonaFound:
    seeds = tuple(seed for seed in job.seeds if (point, seed, job.labels[0]) in facts)
    return PersonaFound(
        persona=job.persona,
        scenarios=job.scenarios,
        seeds=seeds,
        residents=job.residents,
        weeks=job.weeks,
        burn_in=job.burn_in,
        fates=tuple(
            tuple(fate_in(facts[point, seed, label], job.weeks) for seed in seeds) for label in job.labels
        ),
        told=(),
        draws=job.draws,
    )


def summary_of(all_found: Sequence[PersonaFound]) -> Iterator[tuple[str | float, ...]]:
    """Yield the values of `SUMMARY`: per persona all that came of her, by scenario and against the first.

    Of weeks until something, never counts as the weeks of policy.
    """
    for found in all_found:
        names = [scenario.name for scenario in found.scenarios]
        told = [[_values(fate, found.weeks) for fate in fates] for fates in found.fates]
        for one in rows_of(found.fates[0][0]):
            if one.group:
                continue
            columns = [[values[one.measure] for values in own] for own in told]
            about, is_share = (found.persona.name, one.measure), one.unit == HOLDS
            for name, values in zip(names, columns, strict=True):
                level = share_interval(int(sum(values)), len(values)) if is_share else found.interval(values)
                yield (*about, name, *level, one.unit)
            for name, values in zip(names[1:], columns[1:], strict=True):
                differences = [b - a for b, a in zip(values, columns[0], strict=True)]
                change = paired_interval(differences) if is_share else found.interval(differences)
                yield (*about, against(name, names[0]), *change, one.unit)


def _values(fate: Fate, horizon: int) -> dict[str, float]:
    """Return what came of her by measure; never is the horizon."""
    return {row.measure: min(row.value, float(horizon)) for row in rows_of(fate) if not row.group}

"""Many worlds of one gemeente: the same people and luck under every set of causes.

Their records would not fit in memory together, and nobody reads them: of every world a worker keeps
the few figures that are to be divided. They lie in the store of experiments (`bereik.experiments.store`),
a run a seed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar, cast

import numpy as np

from bereik.experiments import blocks
from bereik.experiments.asked import check_whole, will_not_do
from bereik.experiments.job import REFERENCE, REPLICATES, Job, loaded_scenario, prepare
from bereik.experiments.wording import Language
from bereik.measures.index import DECILES as TENTHS
from bereik.measures.intervals import Interval
from bereik.measures.terms import HEADLINE

if TYPE_CHECKING:
    import pandas as pd

    from bereik.engine.build import Town
    from bereik.experiments.store import Store
    from bereik.measures import Measure
    from bereik.measures.index import IndexSpells
    from bereik.parameters.themes import Numbers
    from bereik.records import Records
    from bereik.residents.columns import Population
    from bereik.scenarios import Scenario

QUICK_RESIDENTS, QUICK_WEEKS, QUICK_REPLICATES = 2500, 104, 8
ENOUGH: Final = 200.0  # times the staff: nobody waits where all ask at once (tested)
DECILES: Final = tuple(range(1, TENTHS + 1))
REACH, CONCENTRATION = "reach_52", "concentration_index"
LIKE_NEED: Final = "need at the clock,standardised=need"
_KEPT: Final = (REACH, CONCENTRATION, LIKE_NEED)


@dataclass(frozen=True, slots=True)
class Round:
    """Worlds that branch from one burn-in and share the run without services that tells who needs help.

    Attributes
    ----------
    burn_in : in whose world the weeks before the policy are lived
    worlds : what is run, by name
    reference : the same world without professional services
    """

    burn_in: Scenario
    worlds: Mapping[str, Scenario]
    reference: Scenario


Making = Callable[[tuple["Scenario", ...]], tuple[Round, ...]]


@dataclass(frozen=True, slots=True)
class Worlds(Job):
    """A job of many worlds, in rounds.

    Attributes
    ----------
    asked : the scenario it is about, and the one it is set against, if any
    made : how what is run is made of what is asked
    rounds : what is run, in order, at the book's values
    prints : hash of all worlds, of what is lived before, and of what is kept
    grid : shares of people for whom something is tried
    """

    asked: tuple[Scenario, ...]
    made: Making
    rounds: tuple[Round, ...]
    prints: str
    grid: tuple[float, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all worlds, in order."""
        return self.labels

    def rounds_at(self, seed: int) -> tuple[Round, ...]:
        """Return what is run with a seed.

        Numbers that are drawn come into what is asked, and worlds are made of that: so no draw undoes what
        a world sets, and one that changes what services are is in all of their worlds.
        """
        return self.rounds if self.draws is None else self.made(tuple(self.at(seed, self.asked)))

    def key(self, source: str | None = None) -> str:
        """Return the hash of all that decides the figures of a seed."""
        few = Job.key(replace(self, scenarios=self.asked), source)
        return hashlib.sha256(json.dumps([few, self.prints]).encode()).hexdigest()[:16]


def worlds_of(
    asked: tuple[Scenario, ...], made: Making, size: Job, grid: tuple[float, ...] = ()
) -> Worlds:
    """Return the job of all worlds that are made of what is asked, at the size of another job.

    Parameters
    ----------
    made : a function of a module, or a partial one: it goes to the workers
    size : with the draws of what is not known, if there are any
    """
    rounds = made(asked)
    names = tuple(name for round_ in rounds for name in round_.worlds)
    every = [s for r in rounds for s in (r.burn_in, *r.worlds.values(), r.reference)]
    print_of = {id(s): s.fingerprint() for s in {id(s): s for s in every}.values()}
    told = [*(print_of[id(s)] for s in every), *_KEPT]
    prints = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    return Worlds(
        labels=names,
        scenarios=tuple(s for r in rounds for s in (*r.worlds.values(), r.reference)),
        references=(),
        shown=len(names),
        **size.size,
        draws=size.draws,
        asked=asked,
        made=made,
        rounds=rounds,
        prints=prints,
        grid=grid,
    )


class Asked(NamedTuple):
    """How large a study of many worlds is asked to be; what is None has its usual size.

    Attributes
    ----------
    gemeente : whose ``[gemeente]`` table is used
    residents, weeks, burn_in : size of every world and its time
    replicates, seed : paired seeds, and the first of them
    quick : a first look
    """

    gemeente: str | Path | Scenario | None
    residents: int | None
    weeks: int | None
    burn_in: int
    replicates: int | None
    seed: int
    quick: bool

    def job_of(self, scenarios: Sequence[str | Path | Scenario], weeks: int, lang: Language) -> Job:
        """Return the job of these scenarios.

        Parameters
        ----------
        weeks : the usual ones, of an answer that is no first look

        Raises
        ------
        BereikError : a scenario or number that will not do, or too few weeks to count reach within a year
        """
        check_whole("--replicates", self.replicates, 2, lang)
        residents = QUICK_RESIDENTS if self.quick and self.residents is None else self.residents
        usual_weeks, usual_pairs = (QUICK_WEEKS, QUICK_REPLICATES) if self.quick else (weeks, REPLICATES)
        job = prepare(
            scenarios,
            gemeente=self.gemeente,
            residents=residents,
            weeks=usual_weeks if self.weeks is None else self.weeks,
            burn_in=self.burn_in,
            replicates=usual_pairs if self.replicates is None else self.replicates,
            seed=self.seed,
            lang=lang,
            least=1,
        )
        if job.weeks <= HEADLINE:
            raise will_not_do("within-a-year", lang, weeks=job.weeks, least=HEADLINE)
        return job


def without_help(scenario: Scenario) -> Scenario:
    """Return the same people and times without professional services."""
    return replace(
        loaded_scenario(REFERENCE),
        gemeente=scenario.gemeente,
        world_view=scenario.world_view,
        parameters=scenario.parameters,
        shock=scenario.shock,
    )


def with_room_for_all(scenario: Scenario) -> Scenario:
    """Return a scenario in which nobody waits for room: far more staff wherever people ask or are sent to.

    Who goes out has the staff that the policy gives: how many doors it knocks on is the policy.
    """
    services = {
        name: settings
        if settings.visits and settings.staff_from is None
        else settings.model_copy(
            update={
                "fte_per_10000": settings.fte_per_10000 * ENOUGH,
                "planned_share": settings.planned_share / ENOUGH,
            }
        )
        for name, settings in scenario.services.items()
    }
    return replace(scenario, services=services)


def lived(job: Worlds, seed: int) -> Iterator[tuple[str, list[Measure]]]:
    """Live every world for one seed, and yield the figures of each by its name."""
    people: Population | None = None
    for round_ in job.rounds_at(seed):
        people = people or _people(round_, job, seed)
        yield from figures_of(job, round_, seed, people)


def _people(round_: Round, job: Worlds, seed: int) -> Population:
    """Return the people of a seed: no link and no view of the world changes who they are."""
    from bereik.engine.build import people_of

    return people_of(round_.burn_in, round_.burn_in.book(), seed, job.residents)


def figures_of(
    job: Worlds, round_: Round, seed: int, people: Population | None = None
) -> Iterator[tuple[str, list[Measure]]]:
    """Yield the figures of every world of a round.

    Parameters
    ----------
    people : those of the seed, where they are at hand
    """
    from bereik.engine.replicate import after_burn_in
    from bereik.measures.index import index_spells
    from bereik.parameters.book import numbers

    book = round_.burn_in.book()
    p = numbers(book)
    town = after_burn_in(round_.burn_in, p, seed, job.residents, job.burn_in, people=people)
    beside = _lived(town, round_.reference, _numbers(round_.reference, round_, p), seed, job.weeks)
    for name, scenario in round_.worlds.items():
        records = _lived(town, scenario, _numbers(scenario, round_, p), seed, job.weeks)
        index = index_spells(records, beside)
        yield name, _kept(index, records, round(book.value("need.stacked_from")))


def _numbers(scenario: Scenario, round_: Round, p: Numbers) -> Numbers:
    """Return the numbers of a world; most have those of their burn-in, ``p``."""
    from bereik.parameters.book import numbers

    like = round_.burn_in
    same = (scenario.parameters, scenario.world_view) == (like.parameters, like.world_view)
    return p if same else numbers(scenario.book())


def _lived(town: Town, scenario: Scenario, p: Numbers, seed: int, weeks: int) -> Records:
    """Return the records of a policy that starts in a town in week 0."""
    from bereik.engine.build import live
    from bereik.engine.replicate import begin, records_of

    course = begin(town, scenario, seed, weeks)
    return records_of(course.in_world(live(course.town.world, p, 0, weeks)), weeks)


def _kept(index: IndexSpells, records: Records, stacked_from: int) -> list[Measure]:
    """Return reach within a year, by tenth of doenvermogen too, and the two indices of how it is spread."""
    from bereik.measures.groups import by_decile, means_over
    from bereik.measures.inequality import concentration_index
    from bereik.measures.over_spells import like_need
    from bereik.measures.terms import reported

    reached, counted = index.within("first_fit", HEADLINE), index.followed(HEADLINE)
    doen = records.residents["doenvermogen"][index.rows["resident"]]
    k = counted & index.needs_help
    return [
        *means_over(REACH, reached, counted, index, (by_decile(index),)),
        reported(CONCENTRATION, "", concentration_index(reached[k], doen[k])),
        reported(CONCENTRATION, LIKE_NEED, like_need(index, doen, stacked_from)),
    ]


@dataclass(frozen=True, slots=True)
class Figures:
    """What came out: per measure and group an array of replicates by worlds; NaN where nothing counted."""

    names: tuple[str, ...]
    values: Mapping[tuple[str, str], np.ndarray]

    def of(self, measure: str, group: str, names: Sequence[str]) -> np.ndarray:
        """Return a figure in some worlds: (replicates, worlds)."""
        at = [self.names.index(name) for name in names]
        return self.values[measure, group][:, at]

    @property
    def replicates(self) -> int:
        """Return how many seeds there are."""
        return max((len(values) for values in self.values.values()), default=0)

    def by_decile(self, names: Sequence[str]) -> np.ndarray:
        """Return reach within a year by tenth of doenvermogen: (replicates, tenths, worlds)."""
        tenths = [self.of(REACH, f"doenvermogen={d}", names) for d in DECILES]
        return np.stack(tenths, axis=1)


def figures_in(rows: Iterable[tuple[int, str, str, str, float]], names: tuple[str, ...]) -> Figures:
    """Return figures as tables, from rows of seed, world, measure, group and value."""
    place = {name: k for k, name in enumerate(names)}
    told: dict[tuple[str, str], dict[int, np.ndarray]] = {}
    for seed, name, measure, group, value in rows:
        of_seed = told.setdefault((measure, group), {})
        of_seed.setdefault(seed, np.full(len(names), np.nan))[place[name]] = value
    return Figures(
        names, {key: np.stack([seeds[seed] for seed in sorted(seeds)]) for key, seeds in told.items()}
    )


def job_in(store: Store) -> Worlds:
    """Return the job of the worlds in a store."""
    return cast(Worlds, store.plan.jobs[0])


def read(store: Store) -> Figures:
    """Return the figures of all worlds that lie in a store; seeds that are not there are left out.

    Raises
    ------
    OutputError : a file cannot be read
    """
    table = store.rows(np.arange(store.plan.runs))
    columns = (table[name].to_pylist() for name in ("seed", "scenario", "measure", "group", "value"))
    return figures_in(zip(*columns, strict=True), job_in(store).names)


class Concluded(Protocol):
    """What many worlds come to."""

    @property
    def summary(self) -> pd.DataFrame:
        """Return its estimates."""
        ...


Result = TypeVar("Result", bound=Concluded)
Conclusion = Callable[[Worlds, Figures, Language, bool, Path | None], Result]


def conclude(
    conclusion: Conclusion[Result], store: Store, folder: Path | None, *, lang: Language, quick: bool
) -> Result:
    """Return what the worlds in a store come to; where it is kept, with ``summary.csv``.

    Parameters
    ----------
    conclusion : from the job and the figures of all worlds
    folder : of the results, if they are kept
    """
    found = conclusion(job_in(store), read(store), lang, quick, folder)
    if folder is not None:
        blocks.write_text(folder / "summary.csv", found.summary.to_csv(index=False, lineterminator="\n"))
    return found


def table_of(rows: Sequence[tuple[str, str, str, Interval, str]], columns: Sequence[str]) -> pd.DataFrame:
    """Return estimates as a table: what, of which cause, for whom, mean, low, high, unit."""
    import pandas as pd

    told = [(what, cause, group, e.mean, e.low, e.high, unit) for what, cause, group, e, unit in rows]
    return pd.DataFrame(told, columns=list(columns))

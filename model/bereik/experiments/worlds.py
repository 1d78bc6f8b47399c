"""Many worlds of one gemeente: the same people and luck under every set of causes.

Its records would fill a disk, and nobody reads them: of every world a worker keeps the few figures
that are to be divided, a small file per seed. The runner runs a few scenarios and keeps all.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import platform
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar

import numpy as np

from bereik.errors import damaged
from bereik.experiments import blocks, pool, runner
from bereik.experiments.asked import check_whole, will_not_do
from bereik.experiments.compare import REFERENCE, REPLICATES, loaded_scenario, prepare
from bereik.experiments.manifest import BENEATH, in_full
from bereik.experiments.runner import Job, Listener, Silent
from bereik.experiments.wording import Language
from bereik.measures.intervals import Interval
from bereik.measures.terms import HEADLINE

if TYPE_CHECKING:
    import pandas as pd

    from bereik.engine.build import Town
    from bereik.measures import Measure
    from bereik.records import Records
    from bereik.scenarios import Scenario

QUICK_RESIDENTS, QUICK_WEEKS, QUICK_REPLICATES = 2500, 104, 8
ENOUGH: Final = 200.0  # times the staff: nobody waits where all ask at once (tested)
DECILES: Final = tuple(range(1, 11))
_KEPT = ("reach_52", "concentration_index")
_COLUMNS = ("world", "measure", "group", "value")


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


@dataclass(frozen=True, slots=True)
class Plan:
    """All worlds, once per seed.

    Attributes
    ----------
    rounds : what is run, in order
    residents, weeks, burn_in : size of every world and its time
    seed : first seed; replicate r has seed + r
    replicates : how many seeds
    """

    rounds: tuple[Round, ...]
    residents: int
    weeks: int
    burn_in: int
    seed: int
    replicates: int

    @property
    def seeds(self) -> range:
        """Return the seeds of the plan."""
        return range(self.seed, self.seed + self.replicates)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all worlds, in order."""
        return tuple(name for round_ in self.rounds for name in round_.worlds)

    @property
    def job(self) -> Job:
        """Return the plan as the runner knows one: how much work it is, and what to compile first."""
        scenarios = tuple(s for r in self.rounds for s in (*r.worlds.values(), r.reference))
        return Job(
            labels=self.names, scenarios=scenarios, references=(), shown=len(self.names),
            residents=self.residents, weeks=self.weeks, burn_in=self.burn_in, seed=self.seed,
            replicates=self.replicates,
        )

    def key(self) -> str:
        """Return the hash of all that decides the figures of a seed; it names the folder of the runs."""
        burn_ins = [round_.burn_in.fingerprint() for round_ in self.rounds]
        return hashlib.sha256(json.dumps([self.job.key(), burn_ins, _KEPT]).encode()).hexdigest()[:16]


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


def plan_of(job: Job, rounds: tuple[Round, ...]) -> Plan:
    """Return the plan that runs these worlds at the size of a job."""
    return Plan(rounds, job.residents, job.weeks, job.burn_in, job.seed, job.replicates)


class Concluded(Protocol):
    """What a study of many worlds comes to."""

    @property
    def summary(self) -> pd.DataFrame:
        """Return its estimates."""
        ...


Result = TypeVar("Result", bound=Concluded)


def study(
    kind: str,
    asked: Sequence[Scenario],
    plan: Plan,
    conclude: Callable[[Figures, Path | None], Result],
    out: str | Path | None,
    workers: int | None,
    listener: Listener | None,
) -> Result:
    """Run what is not yet on disk of a plan and return what it comes to; write it where it is kept.

    Parameters
    ----------
    kind : of the study, as its manifest names it
    asked : scenarios that it is about
    conclude : from the figures of all worlds, and the folder of the results if they are kept
    out : folder for ``summary.csv``, ``manifest.json`` and the figures of each seed; None keeps nothing
    workers, listener : see `bereik.experiments.runner.run`
    """
    with folder_of(out) as folder:
        runs = run(plan, folder, workers, listener)
        result = conclude(read(plan, runs), None if out is None else folder)
        if out is not None:
            blocks.write_text(folder / "summary.csv", result.summary.to_csv(index=False, lineterminator="\n"))
            write_manifest(kind, plan, runs, folder / "manifest.json", asked)
    return result


@contextmanager
def folder_of(out: str | Path | None) -> Iterator[Path]:
    """Give the folder for results, or one that is gone afterwards where nothing is to be kept."""
    if out is not None:
        yield Path(out)
        return
    with tempfile.TemporaryDirectory(prefix="bereik-") as folder:
        yield Path(folder)


def table_of(rows: Sequence[tuple[str, str, str, Interval, str]], columns: Sequence[str]) -> pd.DataFrame:
    """Return estimates as a table: what, of which cause, for whom, mean, low, high, unit."""
    import pandas as pd

    told = [(what, cause, group, e.mean, e.low, e.high, unit) for what, cause, group, e, unit in rows]
    return pd.DataFrame(told, columns=list(columns))


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


def run(plan: Plan, out: Path, workers: int | None = None, listener: Listener | None = None) -> Path:
    """Run what is not yet on disk of a plan, a seed a file, and return the folder of those files.

    Raises
    ------
    OutputError : the folder cannot be written
    BereikError : workers died again and again; what is finished stays
    KeyboardInterrupt : stopped by the user; files are whole, and the same call goes on
    """
    listener, folder = listener or Silent(), out / "runs" / plan.key()
    blocks.writable_folder(folder)
    blocks.sweep(folder)
    todo = [seed for seed in plan.seeds if not _file(folder, seed).exists()]
    if todo:
        runner.compile_first(plan.job, listener)
    listener.begun(plan.replicates, plan.replicates - len(todo))
    count = min(runner.workers_for(plan.job, workers), max(1, len(todo)))
    if count == 1:
        for seed in todo:
            play(plan, seed, folder)
            listener.advanced(1)
    else:
        _share_out(plan, todo, folder, lambda: pool.processes(count), listener)
    return folder


def _share_out(
    plan: Plan, todo: list[int], folder: Path, make: Callable[[], Executor], listener: Listener
) -> None:
    """Give a seed to each worker; when one is killed, give what is missing to new ones."""

    def done(seed: int, _: None) -> None:
        listener.advanced(1)

    def broken(attempt: int, why: str, unheard: list[int]) -> list[int]:
        missing = [seed for seed in unheard if not _file(folder, seed).exists()]
        listener.advanced(len(unheard) - len(missing))
        listener.retrying(why)
        return missing

    def submit(to: Executor, seed: int) -> Future[None]:
        return to.submit(play, plan, seed, folder)

    pool.share_out(todo, submit, make, done, broken, kept=str(folder))


def play(plan: Plan, seed: int, folder: Path) -> None:
    """Run every world for one seed and write its figures."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for round_ in plan.rounds:
        for name, m in figures_of(plan, round_, seed):
            writer.writerow((name, m.measure, m.group, repr(m.value)))
    blocks.write_text(_file(folder, seed), text.getvalue())


def figures_of(plan: Plan, round_: Round, seed: int) -> Iterator[tuple[str, Measure]]:
    """Yield the figures of every world of a round."""
    from bereik.engine.replicate import after_burn_in
    from bereik.measures import over_spells
    from bereik.measures.groups import groupings
    from bereik.measures.index import index_spells
    from bereik.parameters.book import numbers

    p = numbers(round_.burn_in.book())
    town = after_burn_in(round_.burn_in, p, seed, plan.residents, plan.burn_in)
    beside = _lived(town, round_.reference, seed, plan.weeks)
    for name, scenario in round_.worlds.items():
        records = _lived(town, scenario, seed, plan.weeks)
        index = index_spells(records, beside)
        found = over_spells.reach(index, groupings(index, records.wijk_names))
        found += over_spells.paradox(index, records.residents["doenvermogen"][index.rows["resident"]])
        for m in found:
            if m.measure in _KEPT and not m.group.startswith("wijk="):
                yield name, m


def _lived(town: Town, scenario: Scenario, seed: int, weeks: int) -> Records:
    """Return the records of a policy that starts in a town in week 0."""
    from bereik.engine.build import live
    from bereik.engine.replicate import begin, records_of
    from bereik.parameters.book import numbers

    course = begin(town, scenario, seed, weeks)
    world = live(course.town.world, numbers(scenario.book()), 0, weeks)
    return records_of(course.in_world(world), weeks)


def _file(folder: Path, seed: int) -> Path:
    return folder / f"worlds-{seed:06d}.csv"


@dataclass(frozen=True, slots=True)
class Figures:
    """What came out: per measure and group an array of replicates by worlds; NaN where nothing counted."""

    names: tuple[str, ...]
    values: Mapping[tuple[str, str], np.ndarray]

    def of(self, measure: str, group: str, names: Sequence[str]) -> np.ndarray:
        """Return a figure in some worlds: (replicates, worlds)."""
        at = [self.names.index(name) for name in names]
        return self.values[measure, group][:, at]

    def by_decile(self, names: Sequence[str]) -> np.ndarray:
        """Return reach within a year by tenth of doenvermogen: (replicates, tenths, worlds)."""
        tenths = [self.of("reach_52", f"doenvermogen={d}", names) for d in DECILES]
        return np.stack(tenths, axis=1)


def read(plan: Plan, folder: Path) -> Figures:
    """Return the figures of a plan that has been run.

    Raises
    ------
    OutputError : a file cannot be read, or does not hold what the plan asks
    """
    place = {name: k for k, name in enumerate(plan.names)}
    values: dict[tuple[str, str], np.ndarray] = {}
    for r, seed in enumerate(plan.seeds):
        path = _file(folder, seed)
        try:
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    table = values.setdefault(
                        (row["measure"], row["group"]), np.full((plan.replicates, len(place)), np.nan)
                    )
                    table[r, place[row["world"]]] = float(row["value"])
        except (OSError, KeyError, ValueError) as error:
            raise damaged(path, error) from None
    return Figures(plan.names, values)


def write_manifest(
    kind: str, plan: Plan, folder: Path, path: Path, asked: Sequence[Scenario] = ()
) -> None:
    """Write what was run and the identity of what came out; the same command gives the same file.

    Parameters
    ----------
    asked : scenarios that it is about, so that what was found can be read back
    """
    from bereik.compiled import source_hash
    from bereik.records import SCHEMA_VERSION

    identity = hashlib.sha256()
    for seed in plan.seeds:
        identity.update(_file(folder, seed).read_bytes())
    first = plan.rounds[0]
    facts: dict[str, Any] = {
        "notice": "Synthetic; not for decisions about persons.",
        "kind": kind,
        "key": plan.key(),
        "runs": f"runs/{folder.name}",
        "scenario": first.burn_in.name,
        "asked": [in_full(scenario) for scenario in asked],
        "resolved": first.burn_in.resolved(),
        "worlds": {name: s.fingerprint() for r in plan.rounds for name, s in r.worlds.items()},
        "seeds": list(plan.seeds),
        "residents": plan.residents,
        "weeks": plan.weeks,
        "burn_in": plan.burn_in,
        "source": source_hash(),
        "schema": SCHEMA_VERSION,
        "versions": {name: version(name) for name in BENEATH} | {"python": platform.python_version()},
        "platform": {"system": platform.system(), "machine": platform.machine()},
        "identity": identity.hexdigest(),
    }
    blocks.write_text(path, json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False) + "\n")

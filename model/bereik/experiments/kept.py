"""What lies in a folder of results, read back as it was found: nothing is run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bereik.errors import OutputError, damaged
from bereik.experiments import wording
from bereik.experiments.compare import findings
from bereik.experiments.job import against
from bereik.experiments.manifest import FILE, asked_in, described, incomplete, other_version
from bereik.experiments.wording import Language
from bereik.measures.intervals import Interval

if TYPE_CHECKING:
    import pandas as pd

    from bereik.experiments.assumptions import Assumed
    from bereik.experiments.experiment import Outcome
    from bereik.experiments.job import Job
    from bereik.experiments.store import Store

HEADLINES: Final = ("reach_52", "concentration_index")  # without these a comparison has no finding
_COLUMNS: Final = {"point", "measure", "group", "scenario", "mean", "low", "high", "replicates"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A comparison in one gemeente, as its folder has it.

    Attributes
    ----------
    place : name of the gemeente, or of its archetype
    scenarios : per scenario compared, what `bereik.experiments.manifest.described` told of it
    estimates : by measure, group, and scenario or difference
    residents, weeks, burn_in : size of the world and its time
    seeds : first and last
    replicates : paired seeds
    facts : sources, versions and identity, as in the manifest
    store, point : where its runs are, and which of them are in this gemeente
    lang : language of the words
    """

    place: str
    scenarios: Mapping[str, Mapping[str, Any]]
    estimates: Mapping[tuple[str, str, str], Interval]
    residents: int
    weeks: int
    burn_in: int
    seeds: tuple[int, int]
    replicates: int
    facts: Mapping[str, Any]
    store: Store
    point: int
    lang: Language

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the scenarios compared, in order."""
        return tuple(self.scenarios)

    @property
    def titles(self) -> dict[str, str]:
        """Return what each scenario is called, by name."""
        own = [told["title"][self.lang] for told in self.scenarios.values()]
        return wording.titles_by_name(self.names, own)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names, then the differences with the first."""
        first, *others = self.names
        return (first, *others, *(against(b, first) for b in others))

    @property
    def departures(self) -> dict[str, dict[str, float]]:
        """Return the numbers that are others than in the book of today: by number, per scenario."""
        from bereik.parameters.book import the_book

        book = the_book()
        found: dict[str, dict[str, float]] = {}
        for name, told in self.scenarios.items():
            for number, value in told["resolved"]["book"].items():
                if number not in book or book.value(number) != value:
                    found.setdefault(number, {})[name] = value
        return found

    @property
    def findings(self) -> tuple[str, ...]:
        """Return a sentence per scenario set against the first, and one on the hulpparadox."""
        return findings(self.titles, self.estimates, self.lang, len(self.departures), drawn=self.drawn)

    @property
    def drawn(self) -> bool:
        """Return whether each replicate has its own draw of what is not known."""
        return "posterior" in self.facts

    @property
    def has_over_time(self) -> bool:
        """Return whether its records are still there, week by week."""
        return self.store.plan.records and bool((self.store.look() == self.store.asked()).all())

    @property
    def over_time(self) -> pd.DataFrame:
        """Return the residents in need and not fully covered, per scenario and week, by row of niet-bereik.

        Raises
        ------
        OutputError : the records cannot be read
        """
        from bereik.experiments.summary import unmet_over_time

        return unmet_over_time(self.store, self.point, self.names)

    def estimate(self, measure: str, scenario: str, group: str = "") -> Interval:
        """Return mean and interval; NaN where nothing could be counted."""
        return self.estimates.get((measure, group, scenario), wording.NOTHING)


def facts_in(folder: Path) -> dict[str, Any]:
    """Return the manifest in a folder of results.

    Raises
    ------
    OutputError : there is none, it cannot be read, another version wrote it, or runs are missing
    """
    path = folder / FILE
    if not path.is_file():
        if (folder / "runs").is_dir():
            raise incomplete(folder)
        raise OutputError(
            f"{folder}: there are no results here (no {FILE}). `bereik results` lists what there is.",
            f"{folder}: hier staan geen resultaten (geen {FILE}). `bereik results` noemt wat er is.",
        )
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise damaged(path, error) from None
    if not isinstance(facts, dict) or not {"identity", "versions", "scenarios"} & set(facts):
        raise OutputError(
            f"{path}: this is no manifest of bereik. `bereik results` lists what there is.",
            f"{path}: dit is geen manifest van bereik. `bereik results --lang nl` noemt wat er is.",
        )
    if "form" not in facts:
        raise other_version(folder)
    if not facts["identity"]:
        raise incomplete(folder)
    return facts


def comparisons_in(outcome: Outcome) -> tuple[Kept, ...]:
    """Return the comparisons of an experiment of kind ``compare``, one per gemeente.

    None where the measures that a finding needs were not kept.

    Raises
    ------
    OutputError : the summary is not there, or cannot be read; or another version made it
    """
    from bereik.experiments.store import Store, read

    plan, out, facts = outcome.plan, outcome.out, facts_in(outcome.out)
    if not all("resolved" in told for told in facts["scenarios"].values()):
        raise other_version(out)
    path = out / "summary.parquet"
    table: Any = read(path).to_pandas()
    if not set(table.columns) >= _COLUMNS:
        raise damaged(path, ValueError(f"no column {min(_COLUMNS - set(table.columns))}"))
    counts = np.bincount(read(out / "runs.parquet")["point"].to_numpy(), minlength=plan.points)
    store = Store(plan, out, counts, facts["key"])
    found: list[Kept] = []
    for point, count in enumerate(counts.tolist()):
        job, rows = plan.jobs[plan.place(point)], table[table["point"] == point]
        kept = Kept(
            place=plan.places[plan.place(point)],
            scenarios=_scenarios_of(job, facts),
            estimates=_estimates(rows),
            residents=job.residents,
            weeks=job.weeks,
            burn_in=job.burn_in,
            seeds=(job.seeds[0], job.seeds[count - 1]),
            replicates=count,
            facts=facts,
            store=store,
            point=point,
            lang=outcome.lang,
        )
        needed = ((measure, "", column) for measure in HEADLINES for column in kept.columns)
        if not all(key in kept.estimates for key in needed):
            return ()
        found.append(kept)
    return tuple(found)


def _estimates(table: Any) -> dict[tuple[str, str, str], Interval]:
    """Return the rows of a summary by measure, group, and scenario or difference."""
    return {
        (row.measure, row.group, row.scenario): Interval(row.mean, row.low, row.high, int(row.replicates))
        for row in table.itertuples(index=False)
    }


def _scenarios_of(job: Job, facts: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return what each scenario compared was then; in the gemeente of another, what it is by today's book."""
    names, shown = facts["form"]["scenarios"], job.labels[: job.shown]
    if facts["gemeenten"]:
        return {label: described(own) for label, own in zip(shown, job.scenarios, strict=False)}
    return {label: facts["scenarios"][name] for label, name in zip(shown, names, strict=True)}


def outcome_in(folder: Path, lang: Language) -> Outcome:
    """Return what an experiment left in a folder.

    Raises
    ------
    OutputError : it is not complete, its runs were not kept, or it cannot be read
    ScenarioError : today's book does not take a scenario of then
    """
    from bereik.experiments.experiment import Outcome
    from bereik.experiments.rerun import as_it_was, runs_in

    facts = facts_in(folder)
    try:
        asked = asked_in(facts)
    except (KeyError, ValueError, TypeError, ImportError) as error:
        raise damaged(folder / FILE, error) from None
    plan = as_it_was(asked.plan(lang), runs_in(folder, facts))
    return Outcome(asked, plan, folder, (), 0, facts["runs"], facts["identity"], lang)


def assumed_in(folder: Path, lang: Language) -> Assumed:
    """Return what `bereik assumptions` left in a folder.

    Raises
    ------
    OutputError : it is not complete, cannot be read, or another version made it
    ScenarioError : today's book does not take a scenario of then
    """
    from bereik.experiments import worlds
    from bereik.experiments.assumptions import divided

    found = outcome_in(folder, lang)
    check_runs(found)
    return worlds.conclude(divided, found.store, None, lang=lang, quick=False)


def check_runs(found: Outcome) -> None:
    """Raise OutputError where what is measured of a run is not what it was when the folder was made."""
    if not found.store.look().any():
        raise other_version(found.out)

"""What lies in a folder of results, read back as it was found: nothing is run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bereik.errors import OutputError, damaged
from bereik.experiments import wording
from bereik.experiments.compare import findings
from bereik.experiments.manifest import FILE, asked_in, described
from bereik.experiments.runner import against
from bereik.experiments.wording import Language
from bereik.measures.intervals import Interval

if TYPE_CHECKING:
    import pandas as pd

    from bereik.experiments.assumptions import Assumed
    from bereik.experiments.experiment import Outcome

COMPARISON: Final = "comparison"
HEADLINES: Final = ("reach_52", "concentration_index")  # without these a comparison has no finding
_NUMBERS: Final = ("mean", "low", "high")
_EMPTY: Final = {"mean": "", "low": "", "high": ""}
_COLUMNS: Final = {"measure", "group", "scenario", *_NUMBERS}


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
    runs : folder of the records; None where they are not there
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
    runs: Path | None
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
        drawn = "posterior" in self.facts
        return findings(self.titles, self.estimates, self.lang, len(self.departures), drawn=drawn)

    @property
    def has_over_time(self) -> bool:
        """Return whether its records are still there, week by week."""
        from bereik.experiments import blocks

        return self.runs is not None and bool(blocks.finished_blocks(self.runs))

    @property
    def over_time(self) -> pd.DataFrame:
        """Return the residents in need and not fully covered, per scenario and week, by row of niet-bereik.

        Raises
        ------
        OutputError : the records are not there, or cannot be read
        """
        from bereik.experiments.summary import unmet_over_time

        seeds = range(self.seeds[0], self.seeds[1] + 1)
        return unmet_over_time(self.runs or Path(), seeds, self.names)

    def estimate(self, measure: str, scenario: str, group: str = "") -> Interval:
        """Return mean and interval; NaN where nothing could be counted."""
        return self.estimates.get((measure, group, scenario), wording.NOTHING)


def kind_in(facts: Mapping[str, Any]) -> str:
    """Return of what a manifest is: a comparison, a study of many worlds, or a kind of experiment."""
    return facts.get("kind", COMPARISON)


def facts_in(folder: Path) -> dict[str, Any]:
    """Return the manifest in a folder of results.

    Raises
    ------
    OutputError : there is none, it cannot be read, or runs are missing
    """
    path = folder / FILE
    if not path.is_file():
        if (folder / "runs").is_dir():
            raise _incomplete(folder)
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
    if not facts.get("identity"):
        raise _incomplete(folder)
    return facts


def _incomplete(folder: Path) -> OutputError:
    return OutputError(
        f"{folder}: these results are not complete. Give the same command again: it goes on.",
        f"{folder}: deze resultaten zijn niet compleet. Geef dezelfde opdracht nog eens: die gaat verder.",
    )


def comparison_in(folder: Path, lang: Language) -> Kept:
    """Return what `bereik compare` left in a folder.

    Raises
    ------
    OutputError : it is not complete, or cannot be read
    """
    import pandas as pd

    facts, path = facts_in(folder), folder / "summary.csv"
    try:
        table: Any = pd.read_csv(path, keep_default_na=False, na_values=_EMPTY)
        kept = Kept(
            place=next(iter(facts["scenarios"].values()))["resolved"]["gemeente"]["archetype"],
            scenarios={name: facts["scenarios"][name] for name in facts["compared"]},
            estimates=_estimates(table, [len(facts["seeds"])] * len(table)),
            residents=facts["residents"],
            weeks=facts["weeks"],
            burn_in=facts["burn_in"],
            seeds=(facts["seeds"][0], facts["seeds"][-1]),
            replicates=len(facts["seeds"]),
            facts=facts,
            runs=folder / facts["runs"],
            lang=lang,
        )
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise damaged(path if isinstance(error, OSError | ValueError) else folder / FILE, error) from None
    return _whole(kept, path)


def _estimates(table: Any, pairs: Sequence[int]) -> dict[tuple[str, str, str], Interval]:
    """Return the rows of a summary by measure, group, and scenario or difference."""
    if not set(table.columns) >= _COLUMNS:
        raise ValueError(f"no column {min(_COLUMNS - set(table.columns))}")
    rows = zip(*(table[name] for name in ("measure", "group", "scenario", *_NUMBERS)), strict=True)
    return {
        (measure, group, scenario): Interval(float(mean), float(low), float(high), int(n))
        for (measure, group, scenario, mean, low, high), n in zip(rows, pairs, strict=True)
    }


def _whole(kept: Kept, path: Path) -> Kept:
    """Return a comparison of which every scenario has its finding and its last line."""
    needed = [(measure, "", column) for measure in HEADLINES for column in kept.columns]
    missing = [key for key in needed if key not in kept.estimates]
    if missing:
        measure, _, scenario = missing[0]
        raise damaged(path, ValueError(f"no {measure} of {scenario}"))
    return kept


def comparisons_in(outcome: Outcome) -> tuple[Kept, ...]:
    """Return the comparisons of an experiment of kind ``compare``, one per gemeente.

    None where the measures that a finding needs were not kept.
    """
    plan = outcome.plan
    table: Any = outcome.summary
    facts = facts_in(outcome.out)
    found: list[Kept] = []
    for point in range(plan.points):
        job, rows = plan.jobs[plan.place(point)], table[table["point"] == point]
        shown, count = job.scenarios[: job.shown], int(rows["replicates"].max())
        kept = Kept(
            place=plan.places[plan.place(point)],
            scenarios={n: described(s) for n, s in zip(job.labels, shown, strict=False)},
            estimates=_estimates(rows, rows["replicates"].tolist()),
            residents=job.residents,
            weeks=job.weeks,
            burn_in=job.burn_in,
            seeds=(job.seeds[0], job.seeds[count - 1]),
            replicates=count,
            facts=facts,
            runs=None,
            lang=outcome.lang,
        )
        if any((measure, "", kept.columns[-1]) not in kept.estimates for measure in HEADLINES):
            return ()
        found.append(kept)
    return tuple(found)


def outcome_in(folder: Path, lang: Language) -> Outcome:
    """Return what an experiment left in a folder.

    Raises
    ------
    OutputError : it is not complete, or cannot be read
    ScenarioError : today's book does not take a scenario of then
    """
    from bereik.experiments.experiment import Outcome
    from bereik.experiments.rerun import as_it_was
    from bereik.experiments.store import read

    facts = facts_in(folder)
    try:
        asked = asked_in(facts)
    except (KeyError, ValueError, TypeError, ImportError) as error:
        raise damaged(folder / FILE, error) from None
    plan = as_it_was(asked.plan(lang), read(folder / "runs.parquet"))
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
    from bereik.experiments.store import Store

    found = outcome_in(folder, lang)
    check_runs(found)
    return worlds.conclude(divided, Store(found.plan, folder), None, lang=lang, quick=False)


def check_runs(found: Outcome) -> None:
    """Raise OutputError where what is measured of a run is not what it was when the folder was made."""
    from bereik.experiments.store import Store

    if not Store(found.plan, found.out).look().any():
        raise other_version(found.out)


def other_version(folder: Path) -> OutputError:
    """Return that another version made the results in a folder."""
    return OutputError(
        f"{folder}: another version of bereik made these results. Give the same command again.",
        f"{folder}: een andere versie van bereik maakte deze resultaten. Geef dezelfde opdracht nog eens.",
    )

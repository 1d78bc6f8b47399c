"""A job: scenarios on the same people with the same luck, for a number of seeds.

Seeds share nothing, so workers, the order in which they finish, kills and restarts change no bit of
the numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bereik.experiments.asked import check_whole, shown, will_not_do
from bereik.experiments.wording import Language

if TYPE_CHECKING:
    from bereik.experiments.draws import Draws
    from bereik.measures import Measure
    from bereik.records import Records
    from bereik.scenarios import Scenario

REFERENCE = "geen-hulp"
WEEKS, BURN_IN, REPLICATES = 260, 104, 20
BESIDE_POPULATION = ("problems.retirement_age",)  # what the synthesis reads of other themes


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be run: all scenarios on the same people and luck, once per seed.

    Attributes
    ----------
    labels : name of each scenario in the results; no two are equal
    scenarios : all that is run; first the ``shown`` that are compared, then the references
    references : per scenario, the position of its run without professional services
    shown : how many are compared; the first of them is the one the others are set against
    residents, weeks, burn_in : size of the world and its time
    seed : first seed; replicate r has seed + r
    replicates : how many seeds
    draws : numbers of the book that differ from seed to seed; None leaves all at the book's values
    """

    labels: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    references: tuple[int, ...]
    shown: int
    residents: int
    weeks: int
    burn_in: int
    seed: int
    replicates: int
    draws: Draws | None = field(default=None, kw_only=True)

    def at(self, seed: int, scenarios: Sequence[Scenario] | None = None) -> list[Scenario]:
        """Return all scenarios of the job, or some, as they are run with a seed."""
        asked = list(self.scenarios if scenarios is None else scenarios)
        if self.draws is None:
            return asked
        return [self.draws.in_scenario(scenario, seed - self.seed) for scenario in asked]

    @property
    def size(self) -> dict[str, int]:
        """Return residents, weeks, burn-in, first seed and how many seeds, by name."""
        names = ("residents", "weeks", "burn_in", "seed", "replicates")
        return {name: getattr(self, name) for name in names}

    @property
    def seeds(self) -> range:
        """Return the seeds of the job."""
        return range(self.seed, self.seed + self.replicates)

    @property
    def resident_weeks(self) -> float:
        """Return how many weeks of how many residents the whole job takes."""
        return float(self.residents) * (self.weeks + self.burn_in) * len(self.scenarios) * self.replicates

    def key(self, source: str | None = None) -> str:
        """Return the hash of all that decides the numbers of a seed; it names the folder of the runs.

        Parameters
        ----------
        source : hash of the sources, where it is known already
        """
        from bereik.compiled import source_hash
        from bereik.records import SCHEMA_VERSION

        facts = {
            "scenarios": [scenario.fingerprint() for scenario in self.scenarios],
            "labels": self.labels,
            "references": self.references,
            "shown": self.shown,
            "seed": self.seed,
            "residents": self.residents,
            "weeks": self.weeks,
            "burn_in": self.burn_in,
            "source": source or source_hash(),
            "schema": SCHEMA_VERSION,
            "beneath": _beneath(),
        } | ({"draws": self.draws.key} if self.draws else {})
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _beneath() -> dict[str, str]:
    """Return the versions of what computes the numbers; they stay while the program runs."""
    from importlib.metadata import version

    return {name: version(name) for name in ("numpy", "numba", "scipy")}


def prepare(
    scenarios: Sequence[str | Path | Scenario],
    *,
    gemeente: str | Path | Scenario | None = None,
    residents: int | None = None,
    weeks: int = WEEKS,
    burn_in: int = BURN_IN,
    replicates: int = REPLICATES,
    seed: int = 1,
    lang: Language = "en",
    least: int = 2,
) -> Job:
    """Return the job for a comparison: the scenarios, and the runs without services beside them.

    Parameters
    ----------
    least : fewest scenarios, and fewest replicates, that will do

    Raises
    ------
    BereikError : a scenario or number that will not do, in one line
    """
    if len(scenarios) < least:
        raise will_not_do("two-or-more", lang)
    check_whole("--residents", residents, 1, lang)
    check_whole("--weeks", weeks, 1, lang)
    check_whole("--burn-in", burn_in, 0, lang)
    check_whole("--seed", seed, 0, lang)
    check_whole("--replicates", replicates, least, lang)
    loaded = [loaded_scenario(s, lang) for s in scenarios]
    if gemeente is not None:
        town = loaded_scenario(gemeente, lang).gemeente
        loaded = [replace(s, gemeente=town) for s in loaded]
    for other in loaded[1:]:
        _same_people(loaded[0], other, lang)
    shown = len(loaded)
    references: list[int] = []
    prints = [scenario.fingerprint() for scenario in loaded]
    none = loaded_scenario(REFERENCE, lang)
    for scenario in loaded[:shown]:
        beside = replace(
            none, gemeente=scenario.gemeente, world_view=scenario.world_view,
            parameters=scenario.parameters, shock=scenario.shock,
        )
        own = beside.fingerprint()
        if own not in prints:
            loaded.append(beside)
            prints.append(own)
        references.append(prints.index(own))
    references += range(shown, len(loaded))
    return Job(
        labels=_labels([s.name for s in loaded]),
        scenarios=tuple(loaded),
        references=tuple(references),
        shown=shown,
        residents=int(residents) if residents is not None else loaded[0].gemeente.residents,
        weeks=int(weeks),
        burn_in=int(burn_in),
        seed=int(seed),
        replicates=int(replicates),
    )


def _same_people(a: Scenario, b: Scenario, lang: Language) -> None:
    """Raise ParameterError unless two scenarios are about the same people."""
    if a.gemeente != b.gemeente:
        raise will_not_do("other-gemeente", lang, a=a.name, b=b.name)
    one, other = a.book(), b.book()
    for name in one:
        if name.startswith("population.") or name in BESIDE_POPULATION:
            value, elsewhere = one.value(name), other.value(name)
            if elsewhere != value:
                facts = {"name": name, "value": f"{value:g}", "elsewhere": f"{elsewhere:g}"}
                raise will_not_do("other-people", lang, a=a.name, b=b.name, **facts)


def loaded_scenario(scenario: str | Path | Scenario, lang: Language = "en") -> Scenario:
    """Return a scenario, loaded where a name or a file was given."""
    from bereik.scenarios import Scenario, load_scenario

    if isinstance(scenario, str | Path):
        return load_scenario(scenario, lang=lang)
    if not isinstance(scenario, Scenario):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise will_not_do("no-scenario", lang, value=shown(scenario))
    return scenario


def _labels(names: Sequence[str]) -> tuple[str, ...]:
    """Return names of which no two are equal: the second of a name is told apart by a number."""
    labels: list[str] = []
    for name in names:
        count, label = 1, name
        while label in labels:
            count += 1
            label = f"{name} ({count})"
        labels.append(label)
    return tuple(labels)


def measured(
    job: Job, records: Sequence[Records], references: bool = True
) -> Iterator[tuple[str, list[Measure]]]:
    """Yield the measures of each scenario, then of each compared one against the first, by label.

    Parameters
    ----------
    references : also those of runs that only tell who needs help
    """
    from bereik.measures import contrast, measure

    for k, label in enumerate(job.labels if references else job.labels[: job.shown]):
        yield label, measure(records[k], records[job.references[k]])
    for k in range(1, job.shown):
        rows = contrast(records[0], records[k], records[job.references[0]])
        yield against(job.labels[k], job.labels[0]), rows


def against(b: str, a: str) -> str:
    """Return the name under which the difference of two scenarios is reported."""
    return f"{b} - {a}"

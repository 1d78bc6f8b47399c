"""Patterns of the model beside published figures: the runs they need, over a number of seeds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bereik.experiments.asked import check_whole
from bereik.experiments.called import Means, answer, asked_of
from bereik.experiments.draws import Draws
from bereik.experiments.gate import Gate, gate
from bereik.experiments.job import Job, loaded_scenario, prepare
from bereik.experiments.listener import Listener
from bereik.experiments.studies import job_of, kept_as, lines
from bereik.experiments.wording import Language
from bereik.measures import patterns as known
from bereik.measures.intervals import Interval, paired_interval, share_interval, spread_interval
from bereik.measures.patterns import PATTERNS, Pattern
from bereik.records import Records
from bereik.scenarios import Scenario, shipped

if TYPE_CHECKING:
    import pandas as pd

    from bereik.experiments.store import Store

WEEKS, BURN_IN, SEEDS = 260, 104, 30
QUICK_RESIDENTS, QUICK_SEEDS = 4000, 4
FILE = "patterns.csv"
COLUMNS = (
    "pattern", "use", "strength", "what", "low", "high", "mean", "interval_low", "interval_high",
    "lowest", "highest", "holds", "certain", "source",
    "residents", "weeks", "burn_in", "first_seed", "seeds",
)  # fmt: skip

_MORE_DEMAND = 1.2
_CONSIDERS = ("seeking.considers_light", "seeking.considers_serious", "seeking.considers_crisis")
_SMALL_TEAM = 0.5  # fte per 10,000 adults: a queue stands before it for good
_OUTREACH = 1.0  # fte per 10,000 adults, as in `outreach`


class Found(NamedTuple):
    """What one pattern comes to.

    Attributes
    ----------
    values : the figure, one per seed; NaN is "n/a"
    drawn : whether each seed has its own draw of what is not known
    """

    pattern: Pattern
    values: tuple[float, ...]
    drawn: bool = False

    @property
    def known(self) -> tuple[float, ...]:
        """Return the values of the seeds in which there is one."""
        return tuple(v for v in self.values if not math.isnan(v))

    @property
    def interval(self) -> Interval:
        """Return the mean over seeds with its 95 % interval; NaN where no seed has a value."""
        if self.pattern.of_seeds:
            return share_interval(int(sum(self.known)), len(self.known))
        return spread_interval(self.values) if self.drawn else paired_interval(self.values)

    @property
    def mean(self) -> float:
        """Return the mean over seeds; NaN where no seed has a value."""
        return self.interval.mean

    @property
    def span(self) -> tuple[float, float]:
        """Return the lowest and the highest value; NaN where no seed has one."""
        return (min(self.known), max(self.known)) if self.known else (math.nan, math.nan)

    @property
    def holds(self) -> bool | None:
        """Return whether the mean lies in the band; None where there is no mean, or where nothing is asked.

        Of what must not happen beyond noise: whether the 95 % interval of the mean touches the band.
        """
        if not self.known or self.pattern.use == "O":
            return None
        low, high = self.pattern.low, self.pattern.high
        if self.pattern.beyond_noise and len(self.known) > 1:
            return self.interval.low <= high and self.interval.high >= low
        return low <= self.mean <= high

    @property
    def certain(self) -> bool:
        """Return whether the interval lies wholly inside or outside the band; never so of one value."""
        low, high = self.interval.low, self.interval.high
        if math.isnan(low):
            return False
        within = self.pattern.low <= low and high <= self.pattern.high
        return within or high < self.pattern.low or low > self.pattern.high


@dataclass(frozen=True, slots=True)
class Patterns:
    """All patterns that today's records can tell, and the size of what they rest on.

    Attributes
    ----------
    draws : numbers of the book that differ from seed to seed, if they do
    """

    found: tuple[Found, ...]
    residents: int
    weeks: int
    burn_in: int
    seed: int
    seeds: int
    draws: Draws | None = None

    @property
    def gate(self) -> Gate:
        """Return what bars the gate."""
        return gate(self.found)

    @property
    def summary(self) -> pd.DataFrame:
        """Return a row per pattern, with the columns of ``patterns.csv``."""
        import pandas as pd

        return pd.DataFrame(list(self._rows()), columns=list(COLUMNS))

    def csv(self) -> str:
        """Return a line per pattern."""
        return lines(COLUMNS, self._rows())

    def _rows(self) -> Iterator[tuple[str | float | int, ...]]:
        rests_on = (self.residents, self.weeks, self.burn_in, self.seed, self.seeds)
        yes = {True: "yes", False: "no", None: ""}
        for f in self.found:
            p, interval = f.pattern, f.interval
            numbers = (p.low, p.high, f.mean, interval.low, interval.high, *f.span)
            judged = (yes[f.holds], yes[f.certain] if f.holds is not None else "")
            yield (p.id, p.use, p.strength, p.en, *map(float, numbers), *judged, p.source, *rests_on)


def patterns(
    *,
    residents: int | None = None,
    weeks: int | None = None,
    burn_in: int = BURN_IN,
    seed: int = 1,
    seeds: int | None = None,
    quick: bool = False,
    workers: int | None = None,
    executor: Callable[[], Executor] | None = None,
    out: str | Path | None = None,
    lang: Language = "en",
    listener: Listener | None = None,
    posterior: str | Path | None = None,
) -> Patterns:
    """Run what the patterns need and return what each comes to.

    Parameters
    ----------
    residents : adults; left out: as the gemeente of the baseline says, or 4,000 with ``quick``
    weeks, burn_in : observed weeks (left out: 260), and weeks of the current policy before
    seed, seeds : the first seed, and how many; left out: 30, or 4 with ``quick``
    quick : a first look
    workers, executor, listener : see `bereik.experiments.experiment.experiment`
    out : folder for ``patterns.csv`` and the figures of each seed; None keeps nothing
    lang : language in which mistakes are told
    posterior : a sample of what is not known: each seed takes its own draw, and intervals hold both

    Raises
    ------
    BereikError : a number or folder that will not do
    """
    if residents is None and quick:
        residents = QUICK_RESIDENTS
    if seeds is None:
        seeds = QUICK_SEEDS if quick else SEEDS
    check_whole("--seeds", seeds, 1, lang)
    base = prepare(
        [known.BASE], residents=residents, weeks=WEEKS if weeks is None else weeks, burn_in=burn_in,
        replicates=seeds, seed=seed, lang=lang, least=1,
    )
    asked = asked_of("validation", base, lang, posterior)
    return answer(asked, Means(out, workers, executor, listener, lang), kept_as(FILE, found_in))


class PatternsJob(Job):
    """The runs of the patterns; the busier one asks a fifth more than the numbers of its seed."""

    def at(self, seed: int, scenarios: Sequence[Scenario] | None = None) -> list[Scenario]:
        """Return all scenarios as they are run with a seed."""
        found = Job.at(self, seed, scenarios)
        if self.draws is not None and scenarios is None:
            busy, shared = (self.labels.index(name) for name in (known.SHARED_BUSY, known.SHARED))
            found[busy] = busier(found[shared])
        return found


def job_for(base: Job) -> Job:
    """Return the job of all that the patterns need, at the size of the job of the baseline."""
    asked = job_of(runs_of(base.scenarios[0]), base)
    facts: dict[str, Any] = {field.name: getattr(asked, field.name) for field in fields(asked)}
    return PatternsJob(**facts)


def found_in(store: Store) -> Patterns:
    """Return what each pattern comes to, over the seeds that lie in a store.

    Raises
    ------
    OutputError : a file cannot be read
    """
    job = store.plan.jobs[0]
    table = store.rows(np.arange(store.plan.runs))
    values: dict[str, list[float]] = {}
    for name, value in zip(table["measure"].to_pylist(), table["value"].to_pylist(), strict=True):
        values.setdefault(name, []).append(value)
    found = tuple(Found(p, tuple(values.get(p.id, ())), job.draws is not None) for p in PATTERNS)
    return Patterns(found, job.residents, job.weeks, job.burn_in, job.seed, job.replicates, job.draws)


def figures_of(runs: Mapping[str, Records]) -> dict[str, float]:
    """Return the figure of every pattern, from the records of one seed."""
    told = dict(runs)
    return {pattern.id: pattern.figure(told) for pattern in PATTERNS}


def runs_of(base: Scenario) -> dict[str, Scenario]:
    """Return all that is run, by name: every policy that can exist for these people, and a few variants."""

    def here(name: str) -> Scenario:
        return replace(loaded_scenario(name), gemeente=base.gemeente)

    runs = {n: here(n) for n in shipped() if _same_people(loaded_scenario(n), base)}
    runs = {n: s for n, s in runs.items() if _same_world(s, base) and not s.upper_bound}
    runs[known.SHARED_BUSY] = busier(runs[known.SHARED])
    old = {"among": "old", "lowest_reach": 0.0, "tips_first": False}
    runs[known.ELDERLY] = _with_levers(here(known.TEAM), "outreach", old)
    runs[known.BELIEVED] = replace(base, world_view=dict.fromkeys(base.world_view, 1.0))
    schemes = here(known.SCHEMES)
    runs[known.NO_SHAME] = schemes.with_parameters({"seeking.shame_weight": 0.0}, "Without shame.")
    runs[known.FORMS] = _with_a_form(schemes)
    small = {"fte_per_10000": _SMALL_TEAM}
    runs[known.DESK_WITHOUT_TEAMS] = _with_levers(here(known.DESK), "wijkteam", small)
    finds = {"kind": "outreach", "fte_per_10000": _OUTREACH, "competence": ()}
    runs[known.DOORS_WITHOUT_TEAMS] = _with_levers(runs[known.DESK_WITHOUT_TEAMS], "outreach", finds)
    runs[known.DOORS_THAT_HELP] = _with_levers(here("outreach"), "wijkteam", small)
    runs[known.NOT_REBUILT] = _without_better_ties(here(known.REORGANISED))
    return runs


def busier(scenario: Scenario) -> Scenario:
    """Return a scenario in which a fifth more people think of asking, as far as the book goes."""
    book = scenario.book()
    more = {name: min(book.value(name) * _MORE_DEMAND, book[name].high) for name in _CONSIDERS}
    return scenario.with_parameters(more, "A fifth more demand.")


def _same_people(scenario: Scenario, base: Scenario) -> bool:
    """Whether the same people live there; under what they lived before is that of the baseline, for all."""
    past = {"burn_in_policy": base.gemeente.burn_in_policy, "burn_in_levers": base.gemeente.burn_in_levers}
    return replace(scenario.gemeente, **past) == base.gemeente


def _same_world(scenario: Scenario, base: Scenario) -> bool:
    return (scenario.parameters, scenario.world_view, scenario.shock) == (
        base.parameters, base.world_view, base.shock,
    )  # fmt: skip


def _with_levers(scenario: Scenario, service: str, changes: dict[str, Any]) -> Scenario:
    levers: dict[str, dict[str, Any]] = {name: dict(given) for name, given in scenario.levers.items()}
    levers[service] = levers.get(service, {}) | changes
    return replace(scenario, levers=levers).with_parameters({}, "a variant for the patterns")


def _with_a_form(scenario: Scenario) -> Scenario:
    levers: dict[str, dict[str, Any]] = {name: dict(told) for name, told in scenario.scheme_levers.items()}
    levers[known.SUPPLEMENT] |= {"new": True, "prefilled": "known"}
    return replace(scenario, scheme_levers=levers).with_parameters({}, "a form that comes filled in")


def _without_better_ties(scenario: Scenario) -> Scenario:
    """Return the reorganisation with the ties that its base has."""
    before = loaded_scenario(known.TIES).services
    levers = {name: {**given, "tie": before[name].tie} for name, given in scenario.levers.items()}
    return replace(scenario, levers=levers).with_parameters({}, "ties as they were")

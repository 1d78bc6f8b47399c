"""Patterns of the model beside published figures: the runs they need, over a number of seeds."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from bereik.experiments import blocks
from bereik.experiments.asked import check_whole
from bereik.experiments.compare import loaded_scenario, prepare
from bereik.experiments.runner import Listener, Silent
from bereik.experiments.wording import Language
from bereik.measures import patterns as known
from bereik.measures.intervals import paired_interval
from bereik.measures.patterns import PATTERNS, Pattern
from bereik.scenarios import Scenario, shipped

WEEKS, BURN_IN, SEEDS = 260, 104, 10
FILE = "patterns.csv"
COLUMNS = (
    "pattern", "use", "strength", "what", "low", "high", "mean", "lowest", "highest", "holds", "source",
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
    """

    pattern: Pattern
    values: tuple[float, ...]

    @property
    def known(self) -> tuple[float, ...]:
        """Return the values of the seeds in which there is one."""
        return tuple(v for v in self.values if not math.isnan(v))

    @property
    def mean(self) -> float:
        """Return the mean over seeds; NaN where no seed has a value."""
        return math.fsum(self.known) / len(self.known) if self.known else math.nan

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
            interval = paired_interval(self.known)
            return interval.low <= high and interval.high >= low
        return low <= self.mean <= high


@dataclass(frozen=True, slots=True)
class Patterns:
    """All patterns that today's records can tell, and the size of what they rest on."""

    found: tuple[Found, ...]
    residents: int
    weeks: int
    burn_in: int
    seed: int
    seeds: int

    def csv(self) -> str:
        """Return a line per pattern."""
        rests_on = (self.residents, self.weeks, self.burn_in, self.seed, self.seeds)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for f in self.found:
            p = f.pattern
            numbers = [_plain(v) for v in (p.low, p.high, f.mean, *f.span)]
            holds = {True: "yes", False: "no", None: ""}[f.holds]
            writer.writerow([p.id, p.use, p.strength, p.en, *numbers, holds, p.source, *rests_on])
        return text.getvalue()


def patterns(
    *,
    residents: int | None = None,
    weeks: int = WEEKS,
    burn_in: int = BURN_IN,
    seed: int = 1,
    seeds: int = SEEDS,
    out: str | Path | None = None,
    lang: Language = "en",
    listener: Listener | None = None,
) -> Patterns:
    """Run what the patterns need and return what each comes to.

    Parameters
    ----------
    residents : adults; left out: as the gemeente of the baseline says
    weeks, burn_in : observed weeks, and weeks of the current policy before
    seed, seeds : the first seed, and how many
    out : folder for ``patterns.csv``; None keeps nothing
    lang : language in which mistakes are told
    listener : hears how it goes

    Raises
    ------
    BereikError : a number or folder that will not do
    """
    from bereik.compiled import JIT, is_compiled_on_disk
    from bereik.engine import simulate

    check_whole("--seeds", seeds, 1, lang)
    base = loaded_scenario(known.BASE)
    size = {"residents": residents, "weeks": weeks, "burn_in": burn_in}
    job = prepare([base], **size, replicates=seeds, seed=seed, lang=lang, least=1)
    if out is not None:
        blocks.writable_folder(Path(out))
    listener = listener or Silent()
    if JIT and not is_compiled_on_disk():
        listener.compiling()
    runs = runs_of(base)
    values: list[list[float]] = [[] for _ in PATTERNS]
    listener.begun(seeds, 0)
    for one in job.seeds:
        records = simulate(list(runs.values()), one, residents=job.residents, weeks=weeks, burn_in=burn_in)
        told = dict(zip(runs, records, strict=True))
        for pattern, figures in zip(PATTERNS, values, strict=True):
            figures.append(pattern.figure(told))
        listener.advanced(1)
    found = tuple(Found(p, tuple(figures)) for p, figures in zip(PATTERNS, values, strict=True))
    result = Patterns(found, job.residents, weeks, burn_in, seed, seeds)
    if out is not None:
        blocks.write_text(Path(out) / FILE, result.csv())
    return result


def runs_of(base: Scenario) -> dict[str, Scenario]:
    """Return all that is run, by name: every policy that can exist for these people, and a few variants."""
    runs = {name: loaded_scenario(name) for name in shipped()}
    runs = {n: s for n, s in runs.items() if _same_world(s, base) and not s.upper_bound}
    book = base.book()
    more = {name: book.value(name) * _MORE_DEMAND for name in _CONSIDERS}
    runs[known.SHARED_BUSY] = runs[known.SHARED].with_parameters(more, "A fifth more demand.")
    old = {"among": "old", "lowest_reach": 0.0, "tips_first": False}
    runs[known.ELDERLY] = _with_levers(loaded_scenario(known.TEAM), "outreach", old)
    runs[known.BELIEVED] = replace(base, world_view=dict.fromkeys(base.world_view, 1.0))
    schemes = loaded_scenario(known.SCHEMES)
    runs[known.NO_SHAME] = schemes.with_parameters({"seeking.shame_weight": 0.0}, "Without shame.")
    runs[known.FORMS] = _with_a_form(schemes)
    small = {"fte_per_10000": _SMALL_TEAM}
    runs[known.DESK_WITHOUT_TEAMS] = _with_levers(loaded_scenario(known.DESK), "wijkteam", small)
    finds = {"kind": "outreach", "fte_per_10000": _OUTREACH, "competence": ()}
    runs[known.DOORS_WITHOUT_TEAMS] = _with_levers(runs[known.DESK_WITHOUT_TEAMS], "outreach", finds)
    runs[known.DOORS_THAT_HELP] = _with_levers(loaded_scenario("outreach"), "wijkteam", small)
    runs[known.NOT_REBUILT] = _without_better_ties(loaded_scenario(known.REORGANISED))
    return runs


def _same_world(scenario: Scenario, base: Scenario) -> bool:
    return (scenario.gemeente, scenario.parameters, scenario.world_view, scenario.shock) == (
        base.gemeente, base.parameters, base.world_view, base.shock,
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


def _plain(value: float) -> str:
    return f"{value:.6g}" if math.isfinite(value) else ""

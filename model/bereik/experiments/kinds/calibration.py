"""Kind ``calibration``: what published patterns say of the numbers that are not known.

    kind = "calibration"
    scenarios = ["loket-only", "outreach"]     # the finding that the numbers matter for
    factors = ["seeking.step_ease", "outreach.accepts"]
    points = 256                               # of a Sobol sequence over the ranges of the book

At every point the runs that the patterns read are run beside the scenarios. What comes out is a
sample of the numbers, `posterior.parquet`, that other kinds take with ``--posterior``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

import numpy as np
from pydantic import Field

from bereik.experiments import runner
from bereik.experiments.compare import loaded_scenario
from bereik.experiments.draws import FILE
from bereik.experiments.forms import Form
from bereik.experiments.indices import Method
from bereik.experiments.inference import Known, Surface, fit, posterior, ranks, reduced_variance
from bereik.experiments.kinds import Kind
from bereik.experiments.kinds.sensitivity import Design, ranges_of, wrong_factors
from bereik.experiments.patterns import runs_of
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job, against
from bereik.experiments.store import write_rows
from bereik.experiments.varying import Sample
from bereik.measures.patterns import BASE, PATTERNS, Pattern
from bereik.measures.terms import Measure
from bereik.services.mistakes import Mistake, mistake, one_line

if TYPE_CHECKING:
    from bereik.experiments.store import Store
    from bereik.records import Records
    from bereik.scenarios import Scenario

_QUICK: dict[str, Any] = {"residents": 1000, "weeks": 104, "burn_in": 52, "replicates": 2, "points": 64}
PATTERN: Final = "pattern "  # before the name of a run that patterns read, and before the number of one
OF_PATTERNS: Final = "patterns"  # the label under which their figures stand
RANKS: Final = 127  # draws among which a point held out has its rank: 128 places
WIDE: Final = 2.776445  # a band holds 95 % of Student's t with `FREEDOM` degrees: so many scales to each side
_THEME: Final = "parameters."
_HELD_OUT: Final = 256  # points, at most
_FEWEST_POINTS: Final = 8
_RUNS_AT_A_TIME: Final = 2000
_TOLD_AT: Final = 0.9  # share of points at which a figure must be told
_MANY: Final = 4096  # draws for the worth of knowing a number
_ENDS: Final = (0.025, 0.975)
_DECIMALS: Final = 9
_SEED: Final = 1  # of the sampling


class CalibrationForm(Form):
    """What a file of kind ``calibration`` can say."""

    factors: tuple[str, ...]
    targets: tuple[str, ...] = ()
    points: Annotated[int, Field(ge=16, le=2**16)] = 256
    draws: Annotated[int, Field(ge=10, le=100_000)] = 1000
    replicates: Annotated[int, Field(ge=2, le=1_000_000)] = 4
    design_seed: Annotated[int, Field(ge=1, le=2**31)] = 1
    vary: dict[str, Any] = Field(default_factory=dict[str, Any])


def mistakes(form: CalibrationForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong with the numbers, the patterns, and the size of the design."""
    wrong = wrong_factors(form, "calibration", scenarios)
    for name in form.vary:
        if not name.startswith(_THEME):
            wrong.append(mistake(("vary",), "not-of-the-book", key=name))
    known = [p.id for p in PATTERNS if is_target(p)]
    for name in form.targets:
        if name not in known:
            wrong.append(mistake(("targets",), "no-target", known, key=one_line(name)))
    if form.points & (form.points - 1):
        low = 1 << (form.points.bit_length() - 1)
        wrong.append(mistake(("points",), "not-a-power", low=low, high=2 * low))
    if form.posterior:
        wrong.append(mistake(("posterior",), "makes-a-posterior"))
    if len(form.gemeenten) > 1:
        wrong.append(mistake(("gemeenten",), "one-gemeente", value=len(form.gemeenten)))
    return wrong


def is_target(pattern: Pattern) -> bool:
    """Return whether numbers may be fitted to a pattern, and it says where it lies.

    A band that ends at 0 says only "at most": it is shown beside what comes out, and not fitted.
    """
    return pattern.use == "C" and not pattern.of_seeds and pattern.low > 0.0 and math.isfinite(pattern.high)


@dataclass(frozen=True, slots=True)
class CalibrationPlan(Plan):
    """The runs of a calibration, and what is drawn from them.

    Attributes
    ----------
    targets : patterns that are fitted to; none is all that can be
    draws : how many there are of the posterior
    """

    targets: tuple[str, ...] = ()
    draws: int = 1000


class Calibrated(Design):
    """The points of a calibration; behind them, one at which nothing is changed.

    Attributes
    ----------
    ranges : of the numbers, lowest and highest
    """

    def __init__(
        self, method: Method, unit: np.ndarray, sample: Sample, ranges: tuple[tuple[float, float], ...]
    ) -> None:
        super().__init__(method, unit, sample)
        self.ranges = ranges


def plan(form: CalibrationForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return a Sobol sequence over the ranges, and then the book's own values."""
    from scipy.stats import qmc

    ranges = ranges_of(form, jobs[0].scenarios[0].gemeente.archetype)
    unit = qmc.Sobol(len(ranges), rng=form.design_seed).random(form.points)
    sample = Sample(unit, tuple(ranges.values()), (False,) * len(ranges))
    told = patterns_of(form.targets)
    others = (name for name in form.measures if name != form.outcome)
    return CalibrationPlan(
        "calibration", (with_runs(jobs[0], told),), places, tuple(ranges),
        Calibrated("sobol", unit, sample, tuple(ranges.values())),
        (form.outcome, *others, *(PATTERN + pattern.id for pattern in told)),
        targets=form.targets, draws=form.draws,
    )  # fmt: skip


def patterns_of(targets: Sequence[str]) -> list[Pattern]:
    """Return the patterns marked C that the runs of some of them tell; of all where none is named."""
    if not targets:
        return [p for p in PATTERNS if p.use == "C"]
    runs = {name for p in PATTERNS if p.id in targets for name in p.needs}
    return [p for p in PATTERNS if p.use == "C" and runs.issuperset(p.needs)]


def with_runs(job: Job, patterns: Sequence[Pattern]) -> Job:
    """Return a job with the runs that patterns read behind its own, in the gemeente of the baseline."""
    needed = dict.fromkeys(name for pattern in patterns for name in pattern.needs)
    every = runs_of(loaded_scenario(BASE))
    count = len(job.labels)
    return replace(
        job,
        labels=(*job.labels, *(PATTERN + name for name in needed)),
        scenarios=(*job.scenarios, *(every[name] for name in needed)),
        references=(*job.references, *range(count, count + len(needed))),
    )


def measured(job: Job, records: Sequence[Records]) -> Iterator[tuple[str, list[Measure]]]:
    """Yield the measures of the scenarios, and then the figures of the patterns."""
    own = sum(not label.startswith(PATTERN) for label in job.labels)
    alone = replace(
        job, labels=job.labels[:own], scenarios=job.scenarios[:own], references=job.references[:own]
    )
    yield from runner.measured(alone, records[:own])
    told = zip(job.labels[own:], records[own:], strict=True)
    yield OF_PATTERNS, list(_figures({label.removeprefix(PATTERN): runs for label, runs in told}))


def _figures(runs: Mapping[str, Records]) -> Iterable[Measure]:
    for pattern in PATTERNS:
        if pattern.use == "C" and runs.keys() >= set(pattern.needs):
            yield Measure(PATTERN + pattern.id, "", float(pattern.figure(dict(runs))), "")


# --- when all is there ---


def summarise(store: Store) -> None:
    """Write the posterior, and beside it what it says of numbers, of figures, and whether it can be trusted.

    ``posterior.parquet``: a row a draw, a column a number of the book. ``unknowns.parquet``: number ×
    finding. ``figures.parquet``: patterns and findings, before and after. ``ranks.parquet``: of points held
    out among draws of the posterior that they give.
    """
    from bereik.experiments.summary import summarise_points

    summarise_points(store)
    plan = store.plan
    at = at_points(store)
    found = fitted(at, plan) if at is not None else None
    numbers = [name.removeprefix(_THEME) for name in plan.varied]
    write_rows(store.out / FILE, numbers, found.draws.tolist() if found else [])
    write_rows(store.out / "unknowns.parquet", UNKNOWN, list(_unknowns(found, plan)) if found else [])
    write_rows(store.out / "figures.parquet", FIGURE, list(_told(found)) if found else [])
    write_rows(store.out / "ranks.parquet", ["point", *numbers], _ranks(found) if found else [])


class AtPoints(NamedTuple):
    """Figures at the points of the design.

    Attributes
    ----------
    unit : (points, numbers), of the points at which all figures are told
    values : (points, figures), means over seeds
    book : at the book's own values
    luck : standard error of those means: how far other seeds would move them, at all points alike
    names : of the figures, patterns first
    patterns : those among them
    """

    unit: np.ndarray
    values: np.ndarray
    book: np.ndarray
    luck: np.ndarray
    names: tuple[str, ...]
    patterns: tuple[Pattern, ...]


def at_points(store: Store) -> AtPoints | None:
    """Return the figures at all points; None where too few of them are there."""
    plan: Any = store.plan
    first, *others = plan.jobs[0].labels[: plan.jobs[0].shown]
    findings = [against(b, first) for b in others] or [first]
    patterns = [p for p in PATTERNS if PATTERN + p.id in plan.measures]
    names = [*(PATTERN + p.id for p in patterns), *findings]
    by_seed = np.full((plan.replicates, plan.points, len(names)), math.nan)
    for begin in range(0, plan.runs, _RUNS_AT_A_TIME):
        rows = store.rows(np.arange(begin, min(begin + _RUNS_AT_A_TIME, plan.runs)))
        for seed, point, name, value in _figures_in(rows, plan, first, findings):
            by_seed[seed, point, names.index(name)] = value
    means, spread = by_seed.mean(axis=0), by_seed.var(axis=0, ddof=1)
    there = np.isfinite(by_seed[:, :-1]).any(axis=2).all(axis=0)  # all runs of the point
    if there.sum() < _FEWEST_POINTS:
        return None
    often = np.isfinite(means[:-1][there]).mean(axis=0) >= _TOLD_AT
    told = np.isfinite(means[:-1][:, often]).all(axis=1)
    if told.sum() < _FEWEST_POINTS or not often[-len(findings):].all():
        return None
    luck = np.sqrt(spread[:-1][told][:, often].mean(axis=0) / plan.replicates)
    kept = [name for name, is_told in zip(names, often, strict=True) if is_told]
    return AtPoints(
        plan.design.unit[told], means[:-1][told][:, often], means[-1][often], luck, tuple(kept),
        tuple(p for p in patterns if PATTERN + p.id in kept),
    )


def _figures_in(
    rows: Any, plan: Plan, first: str, findings: Sequence[str]
) -> Iterator[tuple[int, int, str, float]]:
    """Yield seed, point, name and value of the patterns, and of the outcome against the first scenario."""
    outcome, labels = plan.measures[0], dict(zip(findings, plan.jobs[0].labels[1:], strict=False))
    levels: dict[tuple[int, int], dict[str, float]] = {}
    columns = [rows[name].to_pylist() for name in ("seed", "point", "scenario", "measure", "group", "value")]
    for seed, point, label, measure, group, value in zip(*columns, strict=True):
        replicate = seed - plan.jobs[0].seed
        if label == OF_PATTERNS:
            yield replicate, point, measure, value
        elif measure == outcome and not group:
            levels.setdefault((replicate, point), {})[label] = value
    for (replicate, point), told in levels.items():
        for name in findings:
            value = told[name] if name == first else told[labels[name]] - told[first]
            yield replicate, point, name, value


class Fitted(NamedTuple):
    """A posterior, and what it rests on.

    Attributes
    ----------
    at : the figures at the points
    surface : of all figures
    targets : positions of the figures that were fitted to
    known : what is published of them, and how sure
    published : scale of Student's t of what is published alone
    unit, draws : the sample, in the unit cube and as numbers
    """

    at: AtPoints
    surface: Surface
    targets: list[int]
    known: Known
    published: np.ndarray
    unit: np.ndarray
    draws: np.ndarray


def fitted(at: AtPoints, plan: Any) -> Fitted:
    """Return the posterior of the figures at the points."""
    surface = fit(at.unit, at.values)
    wanted = set(plan.targets) or {p.id for p in PATTERNS}
    targets = [k for k, p in enumerate(at.patterns) if is_target(p) and p.id in wanted]
    bands = np.array([(at.patterns[k].low, at.patterns[k].high) for k in targets])
    published = (bands[:, 1] - bands[:, 0]) / 2.0 / WIDE
    blur = np.sqrt(published**2 + at.luck[targets] ** 2 + surface.errors[targets] ** 2)
    known = Known(bands.mean(axis=1), blur)
    found = posterior(surface.of(targets), known, plan.draws, _SEED)
    low, high = np.array(plan.design.ranges).T
    return Fitted(at, surface, targets, known, published, found, low + found * (high - low))


UNKNOWN = (
    "number", "low", "high", "book", "mean", "likely_low", "likely_high", "narrower",
    "finding", "worth", "spread", "spread_if_known",
)  # fmt: skip


def _unknowns(found: Fitted, plan: Any) -> Iterator[tuple[Any, ...]]:
    """Yield number × finding: its range and what is left of it, and what knowing it would be worth."""
    low, high = np.array(plan.design.ranges).T
    ends = np.quantile(found.draws, _ENDS, axis=0)
    narrower = 1.0 - found.unit.std(axis=0) * math.sqrt(12.0)
    book = plan.jobs[0].scenarios[0].book()
    findings = found.at.names[len(found.at.patterns):]
    many = posterior(found.surface.of(found.targets), found.known, _MANY, _SEED)
    for name, at in zip(findings, found.surface.at(many)[:, -len(findings):].T, strict=True):
        worth, spread = reduced_variance(many, at), float(at.std())
        for k, varied in enumerate(plan.varied):
            number = varied.removeprefix(_THEME)
            yield (
                number, float(low[k]), float(high[k]), book.value(number), float(found.draws[:, k].mean()),
                float(ends[0, k]), float(ends[1, k]), float(narrower[k]),
                name, float(worth[k]), spread, spread * math.sqrt(1.0 - worth[k]),
            )  # fmt: skip


FIGURE = (
    "figure", "use", "fitted", "low", "high", "published", "luck", "surface", "explained", "book",
    "before", "before_low", "before_high", "after", "after_low", "after_high", "within", "points",
)  # fmt: skip


def _told(found: Fitted) -> Iterator[tuple[Any, ...]]:
    """Yield patterns and findings: the band, what blurs it, and what the model gives before and after.

    Intervals hold the middle 95 % of draws, each with the error of the surface and the luck of the seeds.
    """
    from scipy.stats import norm, qmc

    at, count = found.at, len(found.unit)
    even = qmc.Sobol(at.unit.shape[1], rng=_SEED).random(1 << (count - 1).bit_length())
    blur = np.hypot(at.luck, found.surface.errors)
    spans = []
    for k, unit in enumerate((even, found.unit)):
        off: Any = norm.rvs(size=(len(unit), len(at.names)), random_state=_SEED + k)
        figures = np.round(found.surface.at(unit) + off * blur, _DECIMALS)  # 1 is not a hair above 1
        spans.append((figures, figures.mean(axis=0), *np.quantile(figures, _ENDS, axis=0)))
    for k, name in enumerate(at.names):
        pattern = at.patterns[k] if k < len(at.patterns) else None
        low, high = (pattern.low, pattern.high) if pattern else (math.nan, math.nan)
        published = (high - low) / 2.0 / WIDE if k in found.targets else math.nan
        after = spans[1][0][:, k]
        yield (
            name, pattern.use if pattern else "", k in found.targets, low, high, published,
            float(at.luck[k]), float(found.surface.errors[k]), float(found.surface.explained[k]),
            float(at.book[k]), *(float(own[k]) for span in spans for own in span[1:]),
            float(((low <= after) & (after <= high)).mean()) if pattern else math.nan, len(at.unit),
        )  # fmt: skip


def _ranks(found: Fitted) -> list[tuple[int, ...]]:
    """Return the ranks of points held out: the first of the sequence, which are spread as all are."""
    truths = range(min(_HELD_OUT, len(found.at.unit)))
    own = ranks(
        found.at.unit, found.at.values[:, found.targets], found.published, truths, RANKS, _SEED
    )
    return [(point, *row) for point, row in zip(truths, own.tolist(), strict=True)]


KIND = Kind(
    form=CalibrationForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise,
)  # fmt: skip

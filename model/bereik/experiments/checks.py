"""The checks a sceptic asks for: size, drift, network, mechanisms, conservation.

Each has the same people and luck in every world, one value per seed, and an interval over seeds. They are
three points of one experiment in the store: a gemeente, one twice as large, and the worlds of a sceptic.
The queue has a room of its own (`queues`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bereik.experiments.asked import check_whole
from bereik.experiments.called import Means, answer, asked_of
from bereik.experiments.job import Job, loaded_scenario, prepare
from bereik.experiments.listener import Listener
from bereik.experiments.mechanisms import MECHANISMS, NETWORKS, Variant, elsewhere
from bereik.experiments.queues import tandem_waiting
from bereik.experiments.studies import job_of, kept_as, lines
from bereik.experiments.wording import MARGIN, Language
from bereik.measures import measure
from bereik.measures.conservation import CONSERVED, residuals, totals
from bereik.measures.intervals import Interval, paired_interval, verdict
from bereik.measures.of_patterns import BASE, DESK, WITHOUT_HELP
from bereik.measures.over_weeks import per_week
from bereik.records import Records
from bereik.scenarios import Scenario

if TYPE_CHECKING:
    from bereik.experiments.store import Store

Values = Mapping[str, tuple[float, ...]]  # per run and figure, one value per seed; NaN is "n/a"
OUTREACH: Final = "outreach"
RESIDENTS, WEEKS, BURN_IN, SEEDS = 10_000, 260, 104, 20
QUICK_RESIDENTS, QUICK_WEEKS, QUICK_SEEDS = 1000, 104, 3
FILE: Final = "checks.csv"
BOOK: Final = Variant("book", "het boek", "the book", {})
SIZE_MARGIN: Final = 0.1  # of the level: of a share of 2 %, a point would be half
INDEX: Final = "concentration_index"
STILL: Final = 0.01  # a stock that moves less than one per cent of its level a year stands still
HEADLINES: Final = (
    "reach_contact_52", "reach_any_52", "reach_52", "reach_full_52", "completeness", "need_weeks_covered",
    "helped_before_crisis", "concentration_index", "share_solved_itself", "need_share", "stacked_share",
    "vulnerable_share", "problem_debt_share", "trust_level", "known_share", "unmet_invisible",
    "unmet_late", "unmet_unavailable", "unmet_unfitting", "unmet_incomplete", "unmet_declined",
)  # fmt: skip
STOCKS: Final = {
    "need_share": ("in_need", "residents"),
    "stacked_share": ("stacked", "residents"),
    "vulnerable_share": ("vulnerable", "residents"),
    "problem_debt_share": ("indebted_households", "households"),
    "trust_level": ("trust", "residents"),
    "waiting_per_1000": ("waiting", "residents"),
}
WORLD_FIGURES: Final = ("reach", "index", "extra_reach", "extra_index")
_WEEKS_IN_QUARTER: Final = 13
COLUMNS: Final = (
    "check", "item", "figure", "level", "level_low", "level_high", "change", "change_low", "change_high",
    "verdict", "residents", "weeks", "burn_in", "first_seed", "seeds",
)  # fmt: skip


class Row(NamedTuple):
    """One line of one check.

    Attributes
    ----------
    check : size, drift, stock, network, mechanism, conservation or queue
    item, figure : of what, and which number
    level : that number, as a mean over seeds with its interval
    change : by how much it differs from what it is set against; for conservation what does not add up
    verdict : what the interval of the change allows one to say
    """

    check: str
    item: str
    figure: str
    level: Interval
    change: Interval
    verdict: str


@dataclass(frozen=True, slots=True)
class Checks:
    """All checks, and the size of what they rest on; ``size`` compares with twice the residents."""

    rows: tuple[Row, ...]
    residents: int
    weeks: int
    burn_in: int
    seed: int
    seeds: int

    def of(self, check: str, figure: str | None = None) -> list[Row]:
        """Return the lines of a check, or of one of its figures."""
        return [row for row in self.rows if row.check == check and figure in (None, row.figure)]

    def csv(self) -> str:
        """Return a line per row."""
        return lines(COLUMNS, self.lines())

    def lines(self) -> Iterator[tuple[str | float, ...]]:
        """Yield the values of `COLUMNS`, per row."""
        rests_on = (self.residents, self.weeks, self.burn_in, self.seed, self.seeds)
        for r in self.rows:
            numbers = map(float, (*r.level[:3], *r.change[:3]))
            yield (r.check, r.item, r.figure, *numbers, r.verdict, *rests_on)


def checks(
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
) -> Checks:
    """Run all checks.

    Parameters
    ----------
    residents : adults; left out: 10,000, or 1,000 with ``quick``; the check of size doubles them
    weeks, burn_in : observed weeks (260, or 104 with ``quick``), and weeks of the current policy before
    seed, seeds : the first seed, and how many; left out: 20, or 3 with ``quick``; at least 2
    workers, executor, listener : see `bereik.experiments.experiment.experiment`
    out : folder for ``checks.csv`` and the figures of each seed; None keeps nothing
    lang : language in which mistakes are told

    Raises
    ------
    BereikError : a number or folder that will not do
    """
    check_whole("--seeds", seeds, 2, lang)
    job = prepare(
        [DESK], residents=_or(residents, QUICK_RESIDENTS if quick else RESIDENTS),
        weeks=_or(weeks, QUICK_WEEKS if quick else WEEKS), burn_in=burn_in,
        replicates=_or(seeds, QUICK_SEEDS if quick else SEEDS), seed=seed, lang=lang, least=1,
    )
    means = Means(out, workers, executor, listener, lang)
    return answer(asked_of("checks", job, lang), means, kept_as(FILE, partial(_with_queue, quick=quick)))


def _or(given: int | None, default: int) -> int:
    return default if given is None else given


def _with_queue(store: Store, *, quick: bool) -> Checks:
    """Return what the worlds in a store come to, with the queue beside."""
    found = found_in(store)
    return replace(found, rows=(*found.rows, *_of_queue(quick=quick)))


# --- what is run ---


def jobs_for(desk: Job) -> tuple[Job, Job, Job]:
    """Return all that is run, at the size of the job of the desk: a gemeente, one twice as large, worlds."""
    others = {name: loaded_scenario(name) for name in (OUTREACH, BASE, WITHOUT_HELP)}
    policies = {DESK: desk.scenarios[0], **others}
    small, worlds = job_of(policies, desk), job_of(worlds_of(policies), desk)
    return small, replace(small, residents=2 * small.residents), worlds


def figures_of(runs: Mapping[str, Records]) -> dict[str, float]:
    """Return what is read from the records of a seed, by ``RUN:FIGURE``."""
    return reads_sizes(runs) if DESK in runs else reads_worlds(runs)


def found_in(store: Store) -> Checks:
    """Return what the checks come to that lie in a store: all but the queue.

    Raises
    ------
    OutputError : a file cannot be read
    """
    small, large, worlds = _values_in(store)
    rows = (
        *_of_size(small, large),
        *_of_drift(large),
        *_of_worlds("network", NETWORKS, worlds),
        *_of_worlds("mechanism", MECHANISMS, worlds),
        *_of_conservation(large),
    )
    job = store.plan.jobs[0]
    return Checks(rows, job.residents, job.weeks, job.burn_in, job.seed, job.replicates)


def _values_in(store: Store) -> list[Values]:
    """Return per job its figures, a value per seed; NaN is "n/a", or not there."""
    plan, first = store.plan, store.plan.jobs[0].seed
    found: list[dict[str, list[float]]] = [{} for _ in plan.jobs]
    table = store.rows(np.arange(plan.runs))
    columns = (table[name].to_pylist() for name in ("point", "seed", "scenario", "measure", "value"))
    for point, seed, run, figure, value in zip(*columns, strict=True):
        of_seeds = found[point].setdefault(f"{run}:{figure}", [math.nan] * plan.replicates)
        of_seeds[seed - first] = value
    return [{name: tuple(values) for name, values in held.items()} for held in found]


# --- what is read from the records of a seed ---


def reads_sizes(runs: Mapping[str, Records]) -> dict[str, float]:
    """Return headlines, stocks by quarter, and what is conserved, of one seed."""
    told: dict[str, float] = {}
    for name in (DESK, OUTREACH, BASE):
        found = _measured(runs[name], runs[WITHOUT_HELP])
        told |= {f"{name}:{which}": found[which] for which in (*HEADLINES, *map(_drift, STOCKS))}
        for which, count in residuals(runs[name]).items():
            told[f"{name}:residual:{which}"] = float(count)
        for which, count in totals(runs[name]).items():
            told[f"{name}:total:{which}"] = float(count)
    for stock in STOCKS:
        for quarter, level in enumerate(quarters(runs[DESK], stock)):
            told[f"{DESK}:{stock}:{quarter}"] = level
    return told


def quarters(records: Records, stock: str) -> list[float]:
    """Return the level of a stock in each whole quarter of a year."""
    part, whole = STOCKS[stock]
    if part == "waiting":
        parts = per_week(records.services, part) * 1000.0
    elif part == "trust":
        parts = records.weekly[part].sum(axis=1)
    else:
        parts = per_week(records.weekly, part)
    wholes = per_week(records.weekly, whole)
    ends = range(_WEEKS_IN_QUARTER, records.weeks + 1, _WEEKS_IN_QUARTER)
    spans = [slice(end - _WEEKS_IN_QUARTER, end) for end in ends]
    return [float(parts[span].sum() / wholes[span].sum()) for span in spans]


def worlds_of(policies: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Return the desk, outreach and no help in the world of the book and in every variant of it."""
    return {
        f"{variant.id}|{name}": elsewhere(policies[name], variant)
        for variant in (BOOK, *NETWORKS, *MECHANISMS)
        for name in (DESK, OUTREACH, WITHOUT_HELP)
    }


def reads_worlds(runs: Mapping[str, Records]) -> dict[str, float]:
    """Return reach and hulpparadox of every world of one seed, and what outreach adds to each."""
    told: dict[str, float] = {}
    for variant in (BOOK, *NETWORKS, *MECHANISMS):
        desk, outreach, without = (runs[f"{variant.id}|{n}"] for n in (DESK, OUTREACH, WITHOUT_HELP))
        a, b = _measured(desk, without), _measured(outreach, without)
        values = (
            a["reach_52"],
            a["concentration_index"],
            b["reach_52"] - a["reach_52"],
            b["concentration_index"] - a["concentration_index"],
        )
        told |= {f"{variant.id}:{f}": value for f, value in zip(WORLD_FIGURES, values, strict=True)}
        told[f"{variant.id}:ties"] = float(desk.residents["ties"].mean())
    return told


def _measured(records: Records, without: Records) -> dict[str, float]:
    return {m.measure: m.value for m in measure(records, without) if not m.group}


def _drift(stock: str) -> str:
    return f"{stock}_drift"


# --- what the seeds say together ---


def _of_size(small: Values, large: Values) -> Iterable[Row]:
    """Set the gemeente of twice the size against the other: other people, so not paired."""
    for name in (DESK, OUTREACH):
        for which in HEADLINES:
            one, other = small[f"{name}:{which}"], large[f"{name}:{which}"]
            level, change = paired_interval(one), paired_interval(_differences(other, one))
            yield Row("size", name, which, level, change, verdict(change, size_margin(which, level)))


def size_margin(figure: str, level: Interval) -> float:
    """Return what is too small to matter: one point, or of a share a tenth of its level if that is less."""
    return MARGIN if figure == INDEX else min(MARGIN, SIZE_MARGIN * abs(level.mean))


def _of_drift(told: Values) -> Iterable[Row]:
    for stock in STOCKS:
        at_first, drifts = told[f"{DESK}:{stock}:0"], told[f"{DESK}:{_drift(stock)}"]
        level, drift = paired_interval(at_first), paired_interval(drifts)
        yield Row("drift", DESK, stock, level, drift, _still(drift))
    for stock in STOCKS:
        first = told[f"{DESK}:{stock}:0"]
        series = [name for name in told if name.startswith(f"{DESK}:{stock}:")]
        for quarter, name in enumerate(series):
            moved = [b / a - 1.0 if a else math.nan for a, b in zip(first, told[name], strict=True)]
            yield Row("stock", stock, str(quarter), paired_interval(told[name]), paired_interval(moved), "")


def _of_worlds(check: str, variants: Sequence[Variant], told: Values) -> Iterable[Row]:
    for variant in (BOOK, *variants):
        for figure in (*WORLD_FIGURES, "ties"):
            values = told[f"{variant.id}:{figure}"]
            change = paired_interval(_differences(values, told[f"{BOOK.id}:{figure}"]))
            judged = verdict(change) if figure != "ties" and variant is not BOOK else ""
            yield Row(check, variant.id, figure, paired_interval(values), change, judged)


def _of_conservation(told: Values) -> Iterable[Row]:
    for name in (DESK, OUTREACH, BASE):
        for which in CONSERVED:
            total, left = (paired_interval(told[f"{name}:{kind}:{which}"]) for kind in ("total", "residual"))
            exact = not any(told[f"{name}:residual:{which}"])
            yield Row("conservation", name, which, total, left, "yes" if exact else "no")


def _of_queue(*, quick: bool) -> Iterable[Row]:
    for waiting in tandem_waiting(quick=quick):
        within = waiting.seen.low <= waiting.theory <= waiting.seen.high
        theory = Interval(waiting.theory, math.nan, math.nan, 1)
        item = f"{waiting.load:g}"
        station, judged = f"station {waiting.station}", "yes" if within else "no"
        yield Row("queue", item, station, theory, waiting.seen, judged)


def _still(drift: Interval) -> str:
    """Return whether a stock stands still, and whether that is certain."""
    judged = "yes" if abs(drift.mean) <= STILL else "no"
    certain = not any(drift.low < edge < drift.high for edge in (-STILL, STILL))
    return judged if certain else f"{judged}, not certain"


def _differences(b: Sequence[float], a: Sequence[float]) -> list[float]:
    return [y - x for x, y in zip(a, b, strict=True)]

"""Compare scenarios on the same people with the same luck, and keep the records of all runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bereik.errors import check_known
from bereik.experiments import blocks, wording
from bereik.experiments.asked import check_whole, shown, will_not_do
from bereik.experiments.called import Means, answer, asked_of
from bereik.experiments.job import BURN_IN, REPLICATES, WEEKS, Job, against, prepare
from bereik.experiments.listener import Listener
from bereik.experiments.precision import is_reached, looks
from bereik.experiments.wording import Language
from bereik.measures.catalogue import registry
from bereik.measures.intervals import Interval, verdict

if TYPE_CHECKING:
    import pandas as pd

    from bereik.experiments.store import Store
    from bereik.scenarios import Scenario

MOST_NAMED = 3  # scenarios; the folder of more is named by the first and a number
LONGEST_FOLDER = 100  # characters; Windows allows 260 for a whole path
QUICK_RESIDENTS, QUICK_WEEKS, QUICK_REPLICATES = 4000, 104, 8


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found.

    Attributes
    ----------
    job : scenarios, seeds and sizes it rests on
    summary : DataFrame with columns measure, group, scenario, mean, low, high, unit; ``scenario``
        is a name or ``B - A`` (paired differences); low and high bound the 95 % interval
    estimates : the same by measure, group and scenario
    over_time : DataFrame with columns scenario, week, and per row of niet-bereik the residents in
        need and not fully covered per 1000 adults, mean over seeds
    findings : a sentence per scenario set against the first, then one on the hulpparadox
    lang : language of the sentences
    quick : a first look, smaller than the real thing
    looks : after how many replicates was looked at most; one look, unless a precision was asked
    out : folder with the summary and the records; None when nothing is kept
    """

    job: Job
    summary: pd.DataFrame
    estimates: Mapping[tuple[str, str, str], Interval]
    over_time: pd.DataFrame
    findings: tuple[str, ...]
    lang: Language
    quick: bool
    looks: int
    out: Path | None

    @property
    def finding(self) -> str:
        """Return the first finding: one sentence on `reach_52`."""
        return self.findings[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the scenarios compared, in order."""
        return self.job.labels[: self.job.shown]

    @property
    def residents(self) -> int:
        """Return how many adults live there."""
        return self.job.residents

    @property
    def weeks(self) -> int:
        """Return the weeks of policy."""
        return self.job.weeks

    @property
    def replicates(self) -> int:
        """Return how many paired seeds there are."""
        return self.job.replicates

    @property
    def drawn(self) -> bool:
        """Return whether each of them has its own draw of what is not known."""
        return self.job.draws is not None

    @property
    def titles(self) -> dict[str, str]:
        """Return what each scenario compared is called in the language of the sentences, by name."""
        return titles_of(self.job, self.lang)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the values of ``scenario`` in the summary: names, then differences."""
        return (*self.names, *(against(b, self.names[0]) for b in self.names[1:]))

    @property
    def table(self) -> pd.DataFrame:
        """Return the means as a table: a row per measure and group, a column per scenario and difference."""
        wide = self.summary.pivot_table(
            index=["measure", "group"], columns="scenario", values="mean", sort=False, dropna=False
        )
        return wide.reindex(columns=list(self.columns))

    def is_precise(self, precision: float) -> bool:
        """Return whether every difference in `reach_52` is known to so many percentage points."""
        first, *others = self.names
        told = [self.estimates["reach_52", "", against(b, first)] for b in others]
        return is_reached(told, precision / 100.0)

    def estimate(self, measure: str, scenario: str, group: str = "") -> Interval:
        """Return mean and interval of one measure; NaN where nothing could be counted.

        Parameters
        ----------
        measure : an id of docs/measures.md
        scenario : one of `columns`

        Raises
        ------
        ParameterError : no measure or scenario of that name
        """
        found = self.estimates.get((measure, group, scenario))
        if found is None:
            check_known(scenario, self.columns, "a scenario of this comparison, or a difference")
            check_known(measure, {*registry(), *(name for name, _, _ in self.estimates)}, "a measure")
        return found or wording.NOTHING


def compare(
    *scenarios: str | Path | Scenario,
    gemeente: str | Path | Scenario | None = None,
    residents: int | None = None,
    weeks: int | None = None,
    burn_in: int = BURN_IN,
    replicates: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    executor: Callable[[], Executor] | None = None,
    out: str | Path | None = None,
    quick: bool = False,
    precision: float | None = None,
    lang: str = "en",
    listener: Listener | None = None,
    posterior: str | Path | None = None,
) -> Comparison:
    """Compare two or more scenarios; every other is set against the first.

    Parameters
    ----------
    scenarios : names, files or scenarios
    gemeente : whose ``[gemeente]`` table is used for all; left out: they must agree
    residents : adults; left out: as the gemeente says
    weeks : observed weeks of policy; left out: 260, or 104 with ``quick``
    burn_in : weeks of the current policy before
    replicates : paired seeds; left out: 20, or 8 with ``quick``; an interval needs two
    seed : the first of the seeds
    workers, executor, listener : see `bereik.experiments.experiment.experiment`
    out : folder for ``summary.csv``, ``manifest.json`` and the records; None keeps nothing
    quick : a first look
    precision : stop before all replicates are run, where half the interval of every difference in
        `reach_52` is at most so many percentage points; see `bereik.experiments.precision`
    lang : nl or en
    posterior : a sample of what is not known, such as the folder of a calibration: replicate r of every
        scenario takes its row r, and intervals are over seeds and unknown numbers

    Raises
    ------
    BereikError : a scenario, number or folder that will not do; or a replicate raised, and the rest is kept
    """
    language = wording.checked_language(lang)
    job = prepare(
        scenarios,
        gemeente=gemeente,
        residents=residents if residents is not None or not quick else QUICK_RESIDENTS,
        weeks=weeks if weeks is not None else (QUICK_WEEKS if quick else WEEKS),
        burn_in=burn_in,
        replicates=replicates if replicates is not None else (QUICK_REPLICATES if quick else REPLICATES),
        seed=seed,
        lang=language,
    )
    if precision is not None and posterior is not None:
        raise will_not_do("precision-of-draws", language)
    check_whole("--workers", workers, 1, language)
    if precision is not None and not precision > 0.0:
        raise will_not_do("no-precision", language, value=shown(precision))
    if out is not None and not isinstance(out, str | Path):
        raise will_not_do("no-folder", language, value=shown(out))
    half = None if precision is None else precision / 100.0
    asked = asked_of("compare", job, language, posterior, records=True, precision=half)
    means = Means(out, workers, executor, listener, language)
    return answer(asked, means, partial(_read, lang=language, quick=quick))


def _read(store: Store, folder: Path | None, *, lang: Language, quick: bool) -> Comparison:
    """Return what a comparison in a store found; where it is kept, with ``summary.csv``."""
    import pandas as pd

    from bereik.experiments.summary import COLUMNS, unmet_over_time

    plan = store.plan
    table: Any = pd.read_parquet(store.out / "summary.parquet")
    summary: Any = table[list(COLUMNS)]
    if folder is not None:
        blocks.write_text(folder / "summary.csv", summary.to_csv(index=False, lineterminator="\n"))
    job = replace(plan.jobs[0], replicates=int(store.asked().sum()))
    estimates = {
        (row.measure, row.group, row.scenario): Interval(row.mean, row.low, row.high, int(row.replicates))
        for row in table.itertuples(index=False)
    }
    return Comparison(
        job=job,
        summary=summary,
        estimates=estimates,
        over_time=unmet_over_time(store, 0, job.labels[: job.shown]),
        findings=findings(
            titles_of(job, lang), estimates, lang, departures_from_the_book(job.scenarios[: job.shown]),
            drawn=job.draws is not None,
        ),
        lang=lang,
        quick=quick,
        looks=1 if plan.form.precision is None else len(looks(plan.replicates)),
        out=folder,
    )


def findings(
    called: Mapping[str, str],
    estimates: Mapping[tuple[str, str, str], Interval],
    lang: Language,
    departures: int,
    *,
    drawn: bool = False,
) -> tuple[str, ...]:
    """Return a sentence on reach per scenario set against the first, and one on the hulpparadox.

    Parameters
    ----------
    called : what each scenario is called, by name, in order
    departures : how many numbers the scenarios set otherwise than the book
    drawn : whether each replicate has its own draw of what is not known
    """
    told = {name: wording.in_a_sentence(title, name) for name, title in called.items()}
    first, *others = told
    reach: list[str] = []
    differences: dict[str, Interval] = {}
    for b in others:
        label = against(b, first)
        difference = estimates["reach_52", "", label]
        judged = verdict(difference, wording.MARGIN)
        sentence = wording.reach_finding(
            told[first], told[b], difference, judged, lang, departures, drawn=drawn
        )
        reach.append(sentence)
        differences[told[b]] = estimates["concentration_index", "", label]
    indices = {told[name]: estimates["concentration_index", "", name] for name in told}
    return (*reach, wording.paradox_finding(indices, differences, lang, drawn=drawn))


def titles_of(job: Job, lang: Language) -> dict[str, str]:
    """Return what each scenario compared is called, by name."""
    own = [getattr(scenario.title, lang) for scenario in job.scenarios[: job.shown]]
    return wording.titles_by_name(job.labels[: job.shown], own)


def departures_from_the_book(scenarios: Sequence[Scenario]) -> int:
    """Return in how many numbers the books of these scenarios differ from the book that ships."""
    from bereik.parameters.book import the_book

    shipped = the_book()
    changed = {
        name
        for scenario in scenarios
        for name, p in scenario.book().items()
        if p.value != shipped.value(name)
    }
    return len(changed)


def folder_name(names: Sequence[str]) -> str:
    """Return the name of the folder for a comparison: the same scenarios, the same folder.

    Of more than three scenarios, or of long names, it has the first, how many others, and a
    few letters that tell them apart: ``loket-only-versus-7-others-3fa2c1``.
    """
    whole = "-versus-".join(names)
    if len(names) <= MOST_NAMED and len(whole) <= LONGEST_FOLDER:
        return whole
    others = f"{len(names) - 1}-others" if len(names) > 2 else "another"
    short = hashlib.sha256(whole.encode()).hexdigest()[:6]
    return f"{names[0][: LONGEST_FOLDER // 2]}-versus-{others}-{short}"


"""All gemeenten of a file of CBS under the same policies: an experiment with a point per gemeente.

A gemeente is a task of its own, the largest first, and of its run only the measures are kept. The run is
stopped, resumed and repeated as any experiment is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bereik.errors import ParameterError, ScenarioError, check_known
from bereik.experiments import blocks
from bereik.experiments.asked import check_whole
from bereik.experiments.compare import folder_name
from bereik.experiments.draws import interval_of, read_draws
from bereik.experiments.experiment import Failure, Outcome, gather, run_missing
from bereik.experiments.forms import Experiment
from bereik.experiments.job import BURN_IN, WEEKS, against, loaded_scenario
from bereik.experiments.kinds.nederland import NederlandForm
from bereik.experiments.listener import Listener
from bereik.experiments.wording import Language, checked_language
from bereik.measures.catalogue import registry
from bereik.measures.intervals import Interval
from bereik.scenarios.scenario import Text

if TYPE_CHECKING:
    import pandas as pd

    from bereik.experiments.plan import Plan
    from bereik.scenarios import Scenario

TABLE = "gemeenten.csv"
_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "no-gemeenten": (
            "{file}: hier staat geen gemeente in (recs = Gemeente). Neem het hele bestand van CBS, met "
            "gemeenten, wijken en buurten."
        ),
        "none-made": "{file}: van geen enkele gemeente zijn inwoners te maken. De eerste: {why}",
        "no-share": "--residents-share {value}: een deel ligt boven 0 en is hoogstens 1. Probeer 0,1.",
        "no-scenarios": "Noem een of meer scenario's: --scenario loket-only --scenario outreach.",
    },
    "en": {
        "no-gemeenten": (
            "{file}: there is no gemeente in it (recs = Gemeente). Take the whole file of CBS, with "
            "gemeenten, wijken and buurten."
        ),
        "none-made": "{file}: of no gemeente can residents be made. The first: {why}",
        "no-share": "--residents-share {value}: a share lies above 0 and is at most 1. Try 0.1.",
        "no-scenarios": "Name one scenario or more: --scenario loket-only --scenario outreach.",
    },
}


class LeftOut(NamedTuple):
    """A gemeente that cannot be made, and what the reader of CBS says of it."""

    name: str
    why: str


class Asked(NamedTuple):
    """What is to be run, and which gemeenten of the file cannot be."""

    experiment: Experiment
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Nederland:
    """What came out of all gemeenten.

    Attributes
    ----------
    outcome : the experiment: a point per gemeente
    left_out : gemeenten that could not be made
    table : DataFrame, a row per gemeente: see `table_of`
    whole : of all gemeenten together, weighted by adults, per column of the outcome: see `whole_of`
    """

    outcome: Outcome
    left_out: tuple[LeftOut, ...]
    table: pd.DataFrame
    whole: dict[str, Interval]


def nederland(
    file: str | PathLike[str],
    scenarios: Sequence[str | Path | Scenario],
    *,
    residents_share: float = 1.0,
    weeks: int = WEEKS,
    burn_in: int = BURN_IN,
    replicates: int = 1,
    seed: int = 1,
    outcome: str = "reach_52",
    workers: int | None = None,
    executor: Callable[[], Executor] | None = None,
    out: str | Path | None = None,
    lang: str = "en",
    listener: Listener | None = None,
    posterior: str | Path | None = None,
) -> Nederland:
    """Run scenarios in every gemeente of a file of CBS; with one replicate nothing can be ranked.

    Parameters
    ----------
    file : CSV of *Kerncijfers wijken en buurten*
    scenarios : names, files or scenarios; the others are set against the first
    residents_share : of the adults of each gemeente, above 0 and at most 1, for a first look
    weeks, burn_in : of policy, and of the current policy before
    replicates, seed : seeds, and the first of them; all gemeenten have the same
    outcome : measure that the table and the picture are about
    workers, executor, listener : see `bereik.experiments.experiment.run_missing`
    out : folder of the results; left out: under ``results/``
    lang : nl or en
    posterior : a sample of what is not known: replicate r of every gemeente takes its row r, so one
        replicate is at its first row

    Raises
    ------
    BereikError : a file, number or folder that will not do
    """
    language = checked_language(lang)
    asked = asked_of(
        file, scenarios, residents_share=residents_share, weeks=weeks, burn_in=burn_in,
        replicates=replicates, seed=seed, outcome=outcome, lang=language, posterior=posterior,
    )
    folder = Path(out) if out is not None else folder_of(asked.experiment)
    failures = run_all(
        asked.experiment, folder, workers=workers, executor=executor, listener=listener, lang=language
    )
    return concluded(asked, folder, failures, language)


def asked_of(
    file: str | PathLike[str],
    scenarios: Sequence[str | Path | Scenario],
    *,
    residents_share: float,
    weeks: int,
    burn_in: int,
    replicates: int,
    seed: int,
    outcome: str,
    lang: Language,
    posterior: str | Path | None = None,
) -> Asked:
    """Return the experiment with all gemeenten of a file; those that cannot be made are left out.

    Raises
    ------
    BereikError : a file or number that will not do, in one line
    """
    from bereik.parameters.book import the_book
    from bereik.scenarios import load_scenario
    from bereik.scenarios.cbs import figures_of, gemeenten, read_kwb
    from bereik.scenarios.real_gemeente import DEFAULT_BASE, gemeente_of

    words = _WORDS[lang]
    check_whole("--weeks", weeks, 1, lang)
    check_whole("--burn-in", burn_in, 0, lang)
    check_whole("--seed", seed, 0, lang)
    check_whole("--replicates", replicates, 1, lang)
    check_known(outcome, registry(), "a measure")
    if not 0.0 < residents_share <= 1.0:
        raise ParameterError(words["no-share"].format(value=residents_share))
    if not scenarios:
        raise ParameterError(words["no-scenarios"])
    loaded = {scenario.name: scenario for scenario in (loaded_scenario(s, lang) for s in scenarios)}
    sheet, base, book = read_kwb(file, lang), load_scenario(DEFAULT_BASE, lang), the_book()
    there = gemeenten(sheet)
    if not there:
        raise ScenarioError(words["no-gemeenten"].format(file=sheet.shown))
    towns: dict[str, Scenario] = {}
    left_out: list[LeftOut] = []
    for code, name in there.items():
        try:
            figures = figures_of(sheet, code, book, lang=lang)
            gemeente = gemeente_of(figures, base.gemeente)
            towns[code] = replace(base, name=code, title=Text(name, name), gemeente=gemeente)
        except ScenarioError as error:
            left_out.append(LeftOut(name, str(error)))
    if not towns:
        raise ScenarioError(words["none-made"].format(file=sheet.shown, why=left_out[0].why))
    form = NederlandForm(
        kind="nederland", file=sheet.shown, scenarios=tuple(loaded), gemeenten=tuple(towns),
        residents_share=residents_share, weeks=weeks, burn_in=burn_in, replicates=replicates, seed=seed,
        outcome=outcome, posterior="" if posterior is None else str(posterior),
    )
    draws = None if posterior is None else read_draws(posterior, lang).first(replicates, lang)
    name = _name_of(tuple(loaded), residents_share)
    return Asked(Experiment(name, form, loaded, towns, draws), tuple(left_out))


def _name_of(scenarios: tuple[str, ...], share: float) -> str:
    """Return the name of the results: a sample has one of its own."""
    whole = f"nederland-{folder_name(scenarios)}"
    return whole if share == 1.0 else f"{whole}-{share:g}"


def folder_of(asked: Experiment) -> Path:
    """Return where the results go."""
    return Path("results") / asked.name


def run_all(asked: Experiment, out: Path, **means: Any) -> tuple[Failure, ...]:
    """Run what is missing, and return the runs that raised; the progress counts adults.

    Parameters
    ----------
    means : as of `bereik.experiments.experiment.run_missing`
    """
    return run_missing(asked, out, weight=_adults, **means)


def _adults(plan: Plan, number: int) -> int:
    return plan.jobs[plan.run(number).point].residents


def concluded(asked: Asked, out: Path, failures: tuple[Failure, ...], lang: Language) -> Nederland:
    """Sum up what is on disk, and write the table of gemeenten."""
    found = gather(asked.experiment, out, failures, lang)
    table = table_of(found)
    blocks.write_text(out / TABLE, table.to_csv(index=False, lineterminator="\n"))
    return Nederland(found, asked.left_out, table, whole_of(found))


def columns_of(found: Outcome) -> tuple[str, ...]:
    """Return the labels of the outcome: each scenario, and each other against the first."""
    first, *others = found.plan.jobs[0].labels[: found.plan.jobs[0].shown]
    return (first, *others, *(against(b, first) for b in others))


def table_of(found: Outcome) -> pd.DataFrame:
    """Return a row per gemeente, by name: code, name, adults, residents, and the outcome per column.

    ``adults`` live there and ``residents`` were simulated. An interval stands beside a mean where there are
    two replicates or more; that of a share ends at 0 and 1, and that of a difference at -1 and 1.
    """
    import pandas as pd

    towns, plan = found.experiment.towns, found.plan
    rows: Any = pd.read_parquet(
        found.out / "summary.parquet",
        filters=[("measure", "==", found.experiment.form.outcome), ("group", "==", "")],
    )
    table: Any = pd.DataFrame(
        {
            "code": plan.places,
            "name": [getattr(towns[code].title, found.lang) for code in plan.places],
            "adults": [towns[code].gemeente.residents for code in plan.places],
            "residents": [job.residents for job in plan.jobs],
        }
    )
    is_share = registry()[found.experiment.form.outcome].unit == "share"
    levels = plan.jobs[0].labels
    for label in columns_of(found):
        own = rows[rows["scenario"] == label].set_index("point").reindex(range(plan.points))
        table[label] = own["mean"].to_numpy()
        if plan.replicates > 1:
            for end in ("low", "high"):
                ends = own[end].to_numpy()
                least = 0.0 if label in levels else -1.0
                table[f"{label}, {end}"] = np.clip(ends, least, 1.0) if is_share else ends
    return table.sort_values("name", ignore_index=True)


def whole_of(found: Outcome) -> dict[str, Interval]:
    """Return the mean of the outcome over gemeenten, weighted by adults, with its interval over replicates.

    Gemeenten share the luck of a seed, so it is over replicates that the whole varies. A replicate in which
    a gemeente is missing, or has no value, leaves that gemeente out.
    """
    plan, outcome = found.plan, found.experiment.form.outcome
    rows: Any = found.store.rows(np.arange(plan.runs)).to_pandas()
    rows = rows[(rows["measure"] == outcome) & (rows["group"] == "") & np.isfinite(rows["value"])]
    adults = np.array([found.experiment.towns[code].gemeente.residents for code in plan.places], float)
    first, *others = plan.jobs[0].labels[: plan.jobs[0].shown]
    wide = rows.astype({"scenario": str}).pivot(index=["seed", "point"], columns="scenario", values="value")
    wide = wide.reindex(columns=[first, *others])
    for b in others:
        wide[against(b, first)] = wide[b] - wide[first]
    interval, told = interval_of(plan.jobs[0].draws), dict[str, Interval]()
    for label in columns_of(found):
        known = wide[label].dropna()
        weights = adults[known.index.get_level_values("point")]
        by_seed = (known * weights).groupby(level="seed").sum()
        told[label] = interval(by_seed / (known * 0 + weights).groupby(level="seed").sum())
    return told

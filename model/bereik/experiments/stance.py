"""The policy paradox: reach by tenth of doenvermogen as services address people more on their own strength.

SCP (2024) 3.3.3: whoever is asked for self-reliance and has little of it drops out. The same people
stand in week 0 of five worlds; from then on every service has the stance *eigen kracht* to 0, ¼, ½, ¾
or 1. Whether that costs the least self-reliant more points of reach is an outcome, and told as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from bereik.experiments import worlds
from bereik.experiments.compare import BURN_IN
from bereik.experiments.paradox import WEEKS
from bereik.experiments.wording import Language, checked_language, decimals_told, number, slope, span
from bereik.experiments.worlds import DECILES, Asked, Figures, Plan, Round
from bereik.measures.intervals import Interval, paired_interval

if TYPE_CHECKING:
    import pandas as pd

    from bereik.experiments.runner import Listener
    from bereik.scenarios import Scenario

STANCES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
GROUPS: Final = {"low": (0, 1, 2), "middle": (3, 4, 5, 6), "high": (7, 8, 9)}  # tenths of doenvermogen
COLUMNS = ("what", "eigen_kracht", "group", "mean", "low", "high", "unit")


@dataclass(frozen=True, slots=True)
class Stance:
    """What the stance of services does to reach, for whom.

    Attributes
    ----------
    plan : worlds, seeds and sizes it rests on
    scenario : whose services
    by_decile : per stance, reach within a year by tenth of doenvermogen
    by_group : per group of tenths, reach by stance
    costs : per group, what full stance costs beside none
    gap : what it costs the highest three tenths less what it costs the lowest three
    summary : DataFrame with columns what, eigen_kracht, group, mean, low, high, unit
    lang, quick, out : language of the sentences, a first look, and the folder of the results
    """

    plan: Plan
    scenario: Scenario
    by_decile: Mapping[float, tuple[Interval, ...]]
    by_group: Mapping[str, tuple[Interval, ...]]
    costs: Mapping[str, Interval]
    gap: Interval
    summary: pd.DataFrame
    lang: Language
    quick: bool
    out: Path | None

    @property
    def finding(self) -> str:
        """Return whom the stance costs more points of reach, and how much of what they had."""
        shares = {
            key: number(100.0 * self.costs[key].mean / self.by_group[key][0].mean, 0, self.lang)
            for key in ("low", "high")
        }
        return f"{self.title}. {_SENTENCES[self.lang]['shares'].format(**shares)}"

    @property
    def title(self) -> str:
        """Return whom the stance costs more points of reach."""
        words, lang = _SENTENCES[self.lang], self.lang
        told = {key: number(100.0 * cost.mean, 1, lang) for key, cost in self.costs.items()}
        places = decimals_told(100.0 * self.gap.low, 100.0 * self.gap.high)
        gap = number(100.0 * self.gap.mean, places, lang, signed=True)
        return words[slope(self.gap)].format(
            **told, gap=gap, span=span(self.gap, lang, scale=100.0, signed=True)
        )


def stance(
    scenario: str | Path | Scenario,
    *,
    gemeente: str | Path | Scenario | None = None,
    residents: int | None = None,
    weeks: int | None = None,
    burn_in: int = BURN_IN,
    replicates: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    out: str | Path | None = None,
    quick: bool = False,
    lang: str = "en",
    listener: Listener | None = None,
) -> Stance:
    """Let services address people more and more on their own strength, and tell who is still reached.

    Parameters are those of `bereik.experiments.paradox.paradox`.

    Raises
    ------
    BereikError : a scenario, number or folder that will not do
    """
    language = checked_language(lang)
    asked = Asked(gemeente, residents, weeks, burn_in, replicates, seed, quick)
    job = asked.job_of([scenario], WEEKS, language)
    base = job.scenarios[0]
    plan = worlds.plan_of(job, (round_of(base),))
    return worlds.study(
        "stance",
        plan,
        lambda found, folder: _stance(plan, base, found, language, quick, folder),
        out,
        workers,
        listener,
    )


def with_stance(scenario: Scenario, eigen_kracht: float) -> Scenario:
    """Return a scenario in which every service addresses people this far on their own strength."""
    services = {
        name: settings.model_copy(update={"eigen_kracht": eigen_kracht})
        for name, settings in scenario.services.items()
    }
    return replace(scenario, services=services)


def name_of(eigen_kracht: float) -> str:
    """Return the name of a world, as its file of figures has it."""
    return f"eigen_kracht={eigen_kracht:g}"


def round_of(base: Scenario) -> Round:
    """Return the five worlds, which branch from one burn-in of the scenario as it is."""
    return Round(base, {name_of(s): with_stance(base, s) for s in STANCES}, worlds.without_help(base))


def _stance(
    plan: Plan, base: Scenario, found: Figures, lang: Language, quick: bool, out: Path | None
) -> Stance:
    tenths = found.by_decile([name_of(s) for s in STANCES])  # replicates, tenths, stances
    groups = {key: tenths[:, at, :].mean(axis=1) for key, at in GROUPS.items()}
    lost = {key: reach[:, 0] - reach[:, -1] for key, reach in groups.items()}
    by_decile = {s: _each(tenths[:, :, k]) for k, s in enumerate(STANCES)}
    by_group = {key: _each(reach) for key, reach in groups.items()}
    costs = {key: paired_interval(points) for key, points in lost.items()}
    gap = paired_interval(lost["high"] - lost["low"])
    rows = [
        *(
            ("reach_52", f"{s:g}", f"doenvermogen={d}", estimate, "share")
            for s, told in by_decile.items()
            for d, estimate in zip(DECILES, told, strict=True)
        ),
        *(
            ("reach_52", f"{s:g}", f"tenths={key}", estimate, "share")
            for key, told in by_group.items()
            for s, estimate in zip(STANCES, told, strict=True)
        ),
        *(("reach lost, 1 beside 0", "", f"tenths={key}", cost, "share") for key, cost in costs.items()),
        ("reach lost, highest less lowest", "", "", gap, "share"),
    ]
    return Stance(
        plan=plan, scenario=base, by_decile=by_decile, by_group=by_group, costs=costs, gap=gap,
        summary=worlds.table_of(rows, COLUMNS), lang=lang, quick=quick, out=out,
    )


def _each(values: np.ndarray) -> tuple[Interval, ...]:
    """Return an interval per column, over replicates."""
    return tuple(paired_interval(column) for column in values.T)


_SENTENCES: Final = {
    "nl": {
        "falls": (
            "Eigen kracht kost de minst zelfredzamen meer bereik: {low} procentpunt in de laagste drie "
            "tienden, {high} in de hoogste drie (verschil {gap}; {span})"
        ),
        "rises": (
            "Eigen kracht kost de meest zelfredzamen meer procentpunten bereik: {high} in de hoogste drie "
            "tienden, {low} in de laagste drie (verschil {gap}; {span})"
        ),
        "flat": (
            "Niet te onderscheiden is wie eigen kracht meer kost: {low} procentpunt in de laagste drie "
            "tienden, {high} in de hoogste drie (verschil {gap}; {span})"
        ),
        "shares": (
            "Van wie er zonder bereikt wordt is dat {low} % in de laagste en {high} % in de hoogste "
            "(in dit model)."
        ),
    },
    "en": {
        "falls": (
            "Eigen kracht costs the least self-reliant more reach: {low} percentage points in the lowest "
            "three tenths, {high} in the highest three (difference {gap}; {span})"
        ),
        "rises": (
            "Eigen kracht costs the most self-reliant more percentage points of reach: {high} in the highest "
            "three tenths, {low} in the lowest three (difference {gap}; {span})"
        ),
        "flat": (
            "Whom eigen kracht costs more reach cannot be told: {low} percentage points in the lowest three "
            "tenths, {high} in the highest three (difference {gap}; {span})"
        ),
        "shares": (
            "Of those reached without it that is {low}% in the lowest and {high}% in the highest "
            "(in this model)."
        ),
    },
}

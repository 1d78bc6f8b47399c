"""What pictures of experiments have in common: the outcome at every point, and how it is told."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from bereik.experiments.runner import against
from bereik.experiments.wording import Language, in_a_sentence, number, titles_by_name
from bereik.measures.catalogue import registry

if TYPE_CHECKING:
    import pandas as pd

    from bereik.experiments.experiment import Outcome

_FEWEST = 10  # points: with fewer a rank correlation says nothing


class Outcomes(NamedTuple):
    """The outcome of an experiment, ready to draw.

    Attributes
    ----------
    shown : per scenario that is set against the first, or for the one there is, its label in the summary
    rows : of the summary, in the unit that is drawn
    name : of the measure
    unit : what is drawn, such as "percentage points"
    first : title of the first scenario, in a sentence
    titles : per label shown, the title of its scenario, in a sentence
    differences : whether what is shown are differences with the first
    """

    shown: tuple[str, ...]
    rows: pd.DataFrame
    name: str
    unit: str
    first: str
    titles: dict[str, str]
    differences: bool


_POINTS: dict[Language, tuple[str, str]] = {"nl": ("procentpunt", "%"), "en": ("percentage points", "%")}


def outcomes(found: Outcome) -> Outcomes:
    """Return the outcome at every point: differences with the first scenario, or levels of the only one."""
    import pandas as pd

    lang, job, outcome = found.lang, found.plan.jobs[0], found.experiment.form.outcome
    names = job.labels[: job.shown]
    own = [getattr(scenario.title, lang) for scenario in job.scenarios[: job.shown]]
    first, *others = names
    told = {n: in_a_sentence(t, n) for n, t in titles_by_name(names, own).items()}
    differences = bool(others)
    titles = {against(b, first): told[b] for b in others} or {first: told[first]}
    rows: Any = pd.read_parquet(
        found.out / "summary.parquet", filters=[("measure", "==", outcome), ("group", "==", "")]
    )
    rows = rows[rows["scenario"].isin(list(titles))].copy()
    entry = registry()[outcome]
    unit = entry.unit
    if unit == "share":
        rows[["mean", "low", "high"]] *= 100.0
        unit = _POINTS[lang][0 if differences else 1]
    return Outcomes(tuple(titles), rows, getattr(entry, lang), unit, told[first], titles, differences)


def counted(rows: pd.DataFrame) -> tuple[int, int, int]:
    """Return at how many points an interval lies above zero, below it, and neither."""
    low: Any = rows["low"]
    high: Any = rows["high"]
    above, below = int((low > 0.0).sum()), int((high < 0.0).sum())
    return above, below, len(rows) - above - below


def strongest(rows: pd.DataFrame, varied: tuple[str, ...]) -> tuple[str, float] | None:
    """Return what varies that the outcome follows most, with its rank correlation.

    None where it could be chance: within two standard errors of none.
    """
    if len(rows) < _FEWEST:
        return None
    found: dict[str, float] = {}
    for name in varied:
        column: Any = rows[name]
        if column.dtype.kind in "if" and column.nunique() > 1:
            found[name] = float(column.rank().corr(rows["mean"].rank()))
    clear = 2.0 / math.sqrt(len(rows) - 1)
    known = {name: r for name, r in found.items() if abs(r) > clear}
    return max(known.items(), key=lambda held: abs(held[1])) if known else None


def short(name: str) -> str:
    """Return the last two words of what varies: the service and the lever, or the theme and the number."""
    return ".".join(name.split(".")[-2:])


def told(value: float, lang: Language) -> str:
    """Return a rank correlation in words."""
    return number(value, 2, lang, signed=True)

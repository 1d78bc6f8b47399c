"""What pictures of experiments have in common: the outcome at every point, and how it is told."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from bereik.experiments.runner import against
from bereik.experiments.store import Store
from bereik.experiments.wording import Language, in_a_sentence, interval_over, number, titles_by_name
from bereik.measures.catalogue import registry
from bereik.present.book_in_words import number_told
from bereik.scenarios.change import ALL

if TYPE_CHECKING:
    import pandas as pd

    from bereik.experiments.experiment import Outcome

ROOM_BESIDE: Final[dict[Language, float]] = {"nl": 0.43, "en": 0.27}  # for names of what varies
_LINE_BESIDE = 68  # characters of such a name on one line
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


def interval_told(found: Outcome) -> str:
    """Return what the intervals over the replicates of each point are."""
    draws, n = found.plan.jobs[0].draws, found.plan.replicates
    return interval_over(None if draws is None else n, found.lang)


def tenths(found: Outcome) -> np.ndarray:
    """Return the outcome of the first scenario by point, seed and tenth of doenvermogen; shares in percent.

    NaN is "n/a", everywhere where no groups were kept.
    """
    plan, outcome = found.plan, found.experiment.form.outcome
    job = plan.jobs[0]
    rows: Any = Store(plan, found.out).rows(np.arange(plan.runs)).to_pandas()
    rows = rows[(rows["measure"] == outcome) & (rows["scenario"] == job.labels[0])]
    at = {f"doenvermogen={tenth}": tenth - 1 for tenth in range(1, 11)}
    rows = rows[rows["group"].isin(list(at))]
    told = np.full((plan.points, plan.replicates, len(at)), math.nan)
    tenth = [at[group] for group in rows["group"]]
    told[rows["point"].to_numpy(), rows["seed"].to_numpy() - job.seed, tenth] = rows["value"].to_numpy()
    return 100.0 * told if registry()[outcome].unit == "share" else told


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


def called(name: str, lang: Language) -> str:
    """Return what varies as a picture names it: in words, or in English as the last two words of its name."""
    brief = ".".join(word for word in name.split(".")[-2:] if word != ALL)
    told = number_told(name, lang) if lang == "nl" else name
    return brief if told == name else told


def in_text(name: str, lang: Language) -> str:
    """Return what varies as a sentence names it: words of several stand between quotes."""
    told = called(name, lang)
    return f"‘{told}’" if " " in told else told


def beside(names: Sequence[str], lang: Language, *, width: int = _LINE_BESIDE) -> list[str]:
    """Return what varies as it stands beside rows or over panels: on more lines where it is long.

    Parameters
    ----------
    width : characters of a line
    """
    return [textwrap.fill(called(name, lang), width) for name in names]


def told(value: float, lang: Language) -> str:
    """Return a rank correlation in words."""
    return number(value, 2, lang, signed=True)

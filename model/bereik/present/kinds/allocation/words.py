"""How what one strives for, services and chances are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bereik.experiments.kinds.allocation.form import OBJECTIVES, services_of
from bereik.experiments.wording import PERCENT, Language, number
from bereik.measures.catalogue import registry

if TYPE_CHECKING:
    from bereik.experiments.experiment import Outcome

HALF = 0.5

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "points": "procentpunt",
        "weeks": "weken",
        "per 1000 adults a year": "per 1000 volwassenen per jaar",
        "euro a year": "euro per jaar",
        "lowest_tenth": "Bereik van de laagste tiende van doenvermogen",
    },
    "en": {
        "points": "percentage points",
        "lowest_tenth": "Reach of the lowest tenth of doenvermogen",
    },
}


class Measure(NamedTuple):
    """How an objective is told: its name, what it is multiplied by, its unit, and that of a difference."""

    name: str
    scale: float
    unit: str
    difference: str


def told_as(objective: str, lang: Language) -> Measure:
    """Return how an objective is told in a language."""
    entry = registry()[OBJECTIVES[objective].measure]
    name = _WORDS[lang].get(objective) or getattr(entry, lang)
    if entry.unit == "share":
        return Measure(name, 100.0, "%", _WORDS[lang]["points"])
    unit = _WORDS[lang].get(entry.unit, entry.unit)
    return Measure(name, 1.0, unit, unit)


def services_in(found: Outcome) -> list[str]:
    """Return the services that take part."""
    return services_of(found.experiment.form, found.plan.jobs[0].scenarios[0])


def called(found: Outcome, row: Any) -> str:
    """Return a division in words, such as ``loket 1, outreach 4``."""
    return ", ".join(f"{name} {plain(row[name], found.lang)}" for name in services_in(found))


def plain(value: float, lang: Language) -> str:
    """Return a number in at most two decimals, and no more than it needs."""
    return f"{round(value, 2):g}".replace(".", "," if lang == "nl" else ".")


def chance_told(share: float, lang: Language) -> str:
    """Return a chance or a share as a whole percentage."""
    return f"{number(100.0 * share, 0, lang)}{PERCENT[lang]}"

"""The pictures of an experiment of kind ``personas``: those of `bereik persona`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from bereik.experiments.persona import PersonaFound, found_in
from bereik.present import persona, personas
from bereik.present.figures import weeks_of_a_persona

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws all together, where each is under her own two, and the weeks of each."""
    told, lang = _told(found), found.lang
    together = {personas.NAME: partial(personas.together, told, lang)}
    apart = {
        f"persona-{her.persona.name}": partial(weeks_of_a_persona, her, persona.headline(her, lang), lang)
        for her in told
    }
    return (together if _under_her_own(told) else {}) | apart


def finding(found: Outcome) -> str:
    """Return how many fare as their files say; elsewhere how often each has fitting help."""
    told, lang = _told(found), found.lang
    if _under_her_own(told):
        return personas.headline(personas.rows_of(told), lang)
    return "; ".join(persona.headline(her, lang) for her in told)


def _under_her_own(told: Sequence[PersonaFound]) -> bool:
    """Return whether each is under the two scenarios of her own file."""
    return all(
        [scenario.name for scenario in her.scenarios] == [her.persona.fails, her.persona.remedy]
        for her in told
    )


def _told(found: Outcome) -> tuple[PersonaFound, ...]:
    return found_in(found.store)

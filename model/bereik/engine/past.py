"""The start population has a past: problems of every age, need of every age, and what it left behind."""

from __future__ import annotations

from math import exp, log

import numpy as np

from bereik.chance import uniform, uniforms
from bereik.compiled import entry, phase
from bereik.decisions import START
from bereik.engine.books import opens_row
from bereik.engine.common import becomes_known, set_trust
from bereik.engine.life import next_knock, takes_stock, touched_by
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.problems import WEEKS_PER_YEAR, exposure
from bereik.vocabulary import CRISIS, HOUSEHOLD_DOMAINS, LIGHT, N_DOMAINS, NEVER, SERIOUS

# What a draw of the start is for: b of `uniform`; those per domain take the domain on top
_STARTS, _SERIOUS, _CRISIS, _AGE, _KNOWS, _KNOWN, _FRAILTY = 100, 200, 300, 400, 500, 600, 700
_OLDEST_WEEKS = 40 * 52


def give_a_past(world: World, p: Numbers, start: int) -> None:
    """Give residents the problems, the knowledge and the trust they have when the burn-in starts.

    Parameters
    ----------
    start : first week of the run, 0 or negative
    """
    from scipy.special import ndtri  # pyright: ignore[reportMissingTypeStubs]

    n = world.active.shape[0]
    frailty = ndtri(np.clip(uniforms(world.facts.key, START, n, _FRAILTY), 1e-12, 1 - 1e-12))
    _remembers(world, p, frailty, start)


@entry
def _remembers(world: World, p: Numbers, frailty: np.ndarray, start: int) -> None:
    for i in range(world.active.shape[0]):
        carries_problems(world, p, i, frailty, start)
    for i in range(world.active.shape[0]):
        takes_stock(world, p, i, start)
        world.knocks[i] = next_knock(world, i, start - 1)
        resident = world.residents[i]
        resident.stress_shown = resident.stress
        if uniform(world.facts.key, START, i, 0, _KNOWS) < p.past.knows:
            resident.knows_since = start - 1
        if resident.troubled:
            world.active[i] |= 1
        if uniform(world.facts.key, START, i, 0, _KNOWN) < (
            p.past.known if resident.troubled else p.past.known_before
        ):
            becomes_known(world, i, start - 1)
            set_trust(world, i, resident.trust * (1.0 - p.past.distrust))
        if resident.needy:
            has_been_in_need(world, p, i, start)
    world.facts.spells_wanted = 0


@phase
def carries_problems(world: World, p: Numbers, i: int, frailty: np.ndarray, start: int) -> None:
    """Draw the problems of one resident; those of a household are drawn for its head."""
    resident = world.residents[i]
    household = world.households[resident.household]
    exposed = exposure(
        resident.means, resident.doenvermogen, world.facts.typical_doen, household.adults == 1, p.problems
    ) ** p.past.exposed
    frail = exp(p.past.stacking * frailty[household.first] - p.past.stacking * p.past.stacking / 2.0)
    for d in range(N_DOMAINS):
        if (HOUSEHOLD_DOMAINS >> d) & 1 and household.first != i:
            head = world.residents[household.first]
            copies_problem(world, i, d, int(head.severity[d]), int(head.since[d]))
            continue
        touched = touched_by(world, p, i, d)
        lasting = (resident.lasting >> d) & 1
        expected = p.past.problems[d] * touched * exposed * frail
        if not lasting and uniform(world.facts.key, START, i, 0, _STARTS + d) >= 1.0 - exp(-expected):
            continue
        severity = LIGHT
        if lasting or uniform(world.facts.key, START, i, 0, _SERIOUS + d) < p.past.serious[d]:
            severity = (
                CRISIS if uniform(world.facts.key, START, i, 0, _CRISIS + d) < p.past.crisis else SERIOUS
            )
        spread = -log(1.0 - uniform(world.facts.key, START, i, 0, _AGE + d))
        weeks = spread * spread / 2.0 * p.past.years[d] * WEEKS_PER_YEAR  # many young ones and a long tail
        age = min(int(weeks), _OLDEST_WEEKS) + 1
        copies_problem(world, i, d, severity, start - age)


@phase
def copies_problem(world: World, i: int, d: int, severity: int, since: int) -> None:
    """Put a problem into the row of a resident."""
    resident = world.residents[i]
    resident.severity[d] = severity
    resident.since[d] = since
    if severity >= LIGHT:
        resident.troubled |= 1 << d


@phase
def has_been_in_need(world: World, p: Numbers, i: int, start: int) -> None:
    """Open a spell that began with the oldest of the problems that make her in need."""
    resident = world.residents[i]
    onset = start
    for d in range(N_DOMAINS):
        if (resident.needy >> d) & 1:
            onset = min(onset, int(resident.since[d]))
    opens_row(world, i, max(onset, NEVER + 1))
    spell = world.spells[resident.spell]
    spell.opened = True
    spell.last_need = start - 1
    resident.need_run = int(p.need.opens_after)

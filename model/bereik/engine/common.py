"""Small acts that several phases share: notes, experiences, cases, severity."""

from __future__ import annotations

from math import floor
from typing import Any

from bereik.chance import uniform
from bereik.compiled import part, phase, rule
from bereik.decisions import ADMITTED, PRICED_OUT
from bereik.engine.links import AT_MANAGE, is_spared
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.costs import CENTS, payer_of_crisis
from bereik.rules.problems import weeks_of_relapse
from bereik.rules.seeking import is_put_off_by_price
from bereik.vocabulary import (
    IS_ACTIVE, N_PAYERS, ADMITTED_EVENT, BECAUSE_DOMAIN, CRISIS, FREE, HEALTH, HOUSEHOLD_DOMAINS, MENTAL,
    N_DOMAINS, NEVER, NONE, PROBLEM_EASED, PROBLEM_STARTED, PROBLEM_WORSENED, UNMET, VISIT, ZVW_WLZ,
)

GRAINS = 4096.0  # in one minute, or one case: a power of two, so that floats add them exactly


@rule
def count_bits(mask: int) -> int:
    """How many domains a mask names."""
    count = 0
    rest = int(mask)
    while rest:
        rest &= rest - 1
        count += 1
    return count


@rule
def lowest_of(mask: int) -> int:
    """The first domain that a mask (not 0) names."""
    return count_bits((mask & -mask) - 1)


@rule
def in_grains(amount: float) -> float:
    """Round to a grain, so that a sum of amounts is the same in whatever order it is made.

    Cases lie in the order in which rows came free, which other wijken decide; sums of raw floats
    would carry that order over from one island to the other.
    """
    return floor(amount * GRAINS + 0.5) / GRAINS


@rule
def book_row(week: int, rows: int) -> int:
    """The row of the books for a week: the burn-in shares the last one."""
    return week if week >= 0 else rows - 1


@part
def note(world: World, week: int, i: int, service: int, what: int, why: int) -> None:
    """Write one turn in the life of a followed resident."""
    if world.residents[i].followed:
        _write(world, week, i, service, what, why)


@phase
def _write(world: World, week: int, i: int, service: int, what: int, why: int) -> None:
    t = world.facts.trace_used
    if t >= world.trace.shape[0]:
        raise RuntimeError(
            "the trace is full: a followed resident had more turns in a week than there is room for"
        )
    row = world.trace[t]
    row.week = week
    row.resident = i
    row.service = service
    row.what = what
    row.why = why
    world.facts.trace_used = t + 1


@part
def set_trust(world: World, i: int, trust: float) -> None:
    """Change somebody's trust and keep the sum of her wijk."""
    resident = world.residents[i]
    world.wijken[resident.wijk].trust += trust - resident.trust
    resident.trust = trust


@part
def becomes_known(world: World, i: int, week: int) -> None:
    """Register a resident with the gemeente, from now on."""
    resident = world.residents[i]
    if resident.known_since == NEVER:
        resident.known_since = week
        world.wijken[resident.wijk].registered += 1


@phase
def has_good_experience(world: World, i: int) -> None:
    """Somebody was helped as she hoped; trust learns from it at the end of the week."""
    resident = world.residents[i]
    if resident.good < 100:
        resident.good += 1
    world.active[i] |= IS_ACTIVE


@phase
def has_bad_experience(world: World, i: int) -> None:
    """Somebody was turned away, kept waiting in vain or lost; trust learns from it."""
    resident = world.residents[i]
    if resident.bad < 100:
        resident.bad += 1
    world.active[i] |= IS_ACTIVE


@phase
def price_keeps_away(world: World, p: Numbers, i: int, s: int) -> bool:
    """Whether the own contribution of a service keeps her away; her purse says the same each time."""
    service = world.services[s]
    if service.fee + service.fee_by_means <= 0.0 or is_spared(world, i, AT_MANAGE, p.links.manage):
        return False
    put_off = is_put_off_by_price(service.fee, service.fee_by_means, world.residents[i].means, p.seeking)
    return uniform(world.facts.key, PRICED_OUT, i, 0, service.key) < put_off


@phase
def open_case(world: World, i: int, s: int, stage: int, week: int, ready: int) -> int:
    """Start a dossier for a resident at a service and return its row."""
    c = int(world.facts.free_case)
    if c >= 0:
        world.facts.free_case = world.cases[c].next_case
    else:
        c = int(world.facts.cases_used)
        if c >= world.cases.shape[0]:
            raise RuntimeError("the case table is full: more cases opened in one week than there is room for")
        world.facts.cases_used = c + 1
    case = world.cases[c]
    case.stage = stage
    case.resident = i
    case.service = s
    case.joined = week
    case.ready = ready
    case.started = NEVER
    case.asked_domain = 0
    case.found = 0
    case.asks = 0.0
    case.suits = False
    case.came_from = -1
    case.visits = 0
    case.contacts = 0
    case.first_chance = 0.0
    case.channel = VISIT
    case.tried = 0
    case.urgent = False
    case.backed = False
    case.kept = False
    case.worker_since = NEVER
    case.next_case = world.residents[i].first_case
    world.residents[i].first_case = c
    world.active[i] |= IS_ACTIVE
    return c


@phase
def close_case(world: World, c: int) -> None:
    """End a dossier; its row is used again."""
    case = world.cases[c]
    resident = world.residents[case.resident]
    if resident.first_case == c:
        resident.first_case = case.next_case
    else:
        before = int(resident.first_case)
        while world.cases[before].next_case != c:
            before = int(world.cases[before].next_case)
        world.cases[before].next_case = case.next_case
    case.stage = FREE
    case.next_case = world.facts.free_case
    world.facts.free_case = c


@phase
def case_at(world: World, i: int, s: int) -> int:
    """The open case of a resident at a service, or -1."""
    c = int(world.residents[i].first_case)
    while c >= 0:
        if world.cases[c].service == s:
            return c
        c = int(world.cases[c].next_case)
    return -1


@rule
def heaviest(severity: object) -> int:
    """The highest severity over the domains."""
    most = 0
    for d in range(N_DOMAINS):
        most = max(most, int(severity[d]))  # type: ignore[index]
    return most


@rule
def heaviest_of(severity: Any, mask: int) -> int:
    """The heaviest domain within a mask, and of equals the first: the question that is put forward.

    People come with money or work and not with grief (S2 5.3.2), which is the order of the domains.
    """
    best = -1
    for d in range(N_DOMAINS):
        if (mask >> d) & 1 and (best < 0 or severity[d] > severity[best]):
            best = d
    return best


@rule
def works_in(service: Any, week: int) -> bool:
    """Whether a service works in this week of the policy."""
    return service.from_week <= week < service.until_week


@part
def is_unforeseen(world: World, i: int) -> None:
    """What was foreseen of her no longer holds: until stock is taken anew, every draw is looked at."""
    resident = world.residents[i]
    resident.changed = True
    resident.sinks = 255
    resident.spreads = 255


@phase
def set_severity(world: World, p: Numbers, i: int, d: int, severity: int, week: int) -> None:
    """Change a problem of somebody, or of everybody in her household where they have it together."""
    new_crisis = severity == CRISIS and world.residents[i].severity[d] < CRISIS
    who = i
    if (HOUSEHOLD_DOMAINS >> d) & 1:
        household = world.households[world.residents[i].household]
        who = int(household.first)
        for member in range(household.first, household.first + household.adults):
            _set_own_severity(world, p, member, d, severity, week)
    else:
        _set_own_severity(world, p, i, d, severity, week)
    if new_crisis:
        _book_crisis(world, p, who, d, week)


@phase
def _set_own_severity(world: World, p: Numbers, i: int, d: int, severity: int, week: int) -> None:
    resident = world.residents[i]
    before = int(resident.severity[d])
    if severity == before:
        return
    if severity == CRISIS and heaviest(resident.severity) < CRISIS:
        world.weekly[book_row(week, world.weekly.shape[0]), resident.wijk].crises += 1
    resident.severity[d] = severity
    if before == NONE or severity == NONE:
        resident.since[d] = week
        resident.treated[d] = 0
    bit = 1 << d
    if severity > NONE:
        resident.troubled = resident.troubled | bit
        resident.recent = resident.recent & (255 ^ bit)
    else:
        resident.troubled = resident.troubled & (255 ^ bit)
        if resident.is_head or not HOUSEHOLD_DOMAINS & bit:  # a shared problem comes back through the head
            resident.recent = resident.recent | bit
            resident.recent_until = week + weeks_of_relapse(p.problems)
    is_unforeseen(world, i)
    world.active[i] |= IS_ACTIVE
    if before == NONE:
        note(world, week, i, -1, PROBLEM_STARTED, BECAUSE_DOMAIN + d)
    elif severity > before:
        note(world, week, i, -1, PROBLEM_WORSENED, BECAUSE_DOMAIN + d)
    else:
        note(world, week, i, -1, PROBLEM_EASED, BECAUSE_DOMAIN + d)


@phase
def _book_crisis(world: World, p: Numbers, i: int, d: int, week: int) -> None:
    """A crisis costs somebody money; some crises of body or mind lead to an admission."""
    resident = world.residents[i]
    row = book_row(week, world.weekly.shape[0])
    nobody = world.services.shape[0]
    world.service_weeks[row, nobody].cents[UNMET * N_PAYERS + payer_of_crisis(d)] += int(
        round(p.costs.crisis[d] * CENTS)
    )
    admitted = 0.0
    if d == HEALTH:
        admitted = p.problems.admission_health
    elif d == MENTAL:
        admitted = p.problems.admission_mental
    if admitted > 0.0 and uniform(world.facts.key, ADMITTED, i, week, d + 1) < admitted:
        world.weekly[row, resident.wijk].admissions += 1
        world.service_weeks[row, nobody].cents[UNMET * N_PAYERS + ZVW_WLZ] += int(
            round(p.costs.admission * CENTS)
        )
        note(world, week, i, -1, ADMITTED_EVENT, BECAUSE_DOMAIN + d)

"""Hand-over: to whom somebody goes on, with what, warm or cold, and who is brought in for who is stuck."""

from __future__ import annotations

from bereik.chance import uniform
from bereik.compiled import phase
from bereik.decisions import (
    ADVOCATE, BRINGS_IN, HAND_OVER_WARM, KEPT, LOST_AT_HAND_OVER, MEDIATED, POINTED_ON,
)
from bereik.engine.common import (
    book_row, case_at, close_case, count_bits, has_bad_experience, heaviest_of, note, open_case,
    price_keeps_away, works_in,
)
from bereik.engine.links import AT_HOLD_ON, is_spared
from bereik.engine.seeking import NOWHERE, easiest_place
from bereik.engine.staff import takes_minutes, takes_on
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.intake import is_lost_when_sent_on
from bereik.vocabulary import (
    BECAUSE_NO_OFFER, BECAUSE_PRICED_OUT, HANDED_OVER, HAND_OVERS, HELPED, LOST_IN_HAND_OVER, N_DOMAINS,
    TURNED_AWAY, UNDER_WAY, WAY_STACKED, WAY_STUCK,
)


@phase
def goes_on_whole(world: World, c: int) -> bool:
    """Whether somebody with several problems goes on with all of them to the service for that."""
    case = world.cases[c]
    t = int(world.routes[case.service, world.residents[case.resident].wijk, WAY_STACKED])
    return t >= 0 and t != case.came_from and count_bits(case.found) > 1


@phase
def can_be_sent_on(world: World, c: int, rest: int, sent_for: int, stacked: bool) -> int:
    """Of some domains those that another service takes.

    Nobody is sent back with what she came for, unless somebody goes along to speak for her.
    """
    case = world.cases[c]
    advocate = world.services[case.service].advocate
    routes = world.routes[case.service, world.residents[case.resident].wijk]
    if stacked or not rest:
        return rest
    sent = 0
    for d in range(N_DOMAINS):
        if (rest >> d) & 1 and routes[d] >= 0:
            if routes[d] != case.came_from or not (sent_for >> d) & 1 or advocate > 0.0:
                sent |= 1 << d
    return sent


@phase
def hands_over(world: World, p: Numbers, c: int, rest: int, stacked: bool, week: int) -> None:
    """Send somebody on, to every service that takes one of some domains, with all that it takes of them."""
    case = world.cases[c]
    routes = world.routes[case.service, world.residents[case.resident].wijk]
    order = 0
    for d in range(N_DOMAINS):
        if (rest >> d) & 1:
            t = int(routes[WAY_STACKED if stacked else d])
            together = 1 << d
            for other in range(d + 1, N_DOMAINS):
                if (rest >> other) & 1 and (stacked or routes[other] == t):
                    together |= 1 << other
            sends_on(world, p, c, t, together, order, 0, week)
            rest &= 255 ^ together
            order += 1


@phase
def others_are_brought_in(world: World, p: Numbers, c: int, promised: int, week: int) -> bool:
    """Before somebody leaves without help, the service that is there for who is stuck may be brought in.

    ``promised``: minutes of the staff that others are to have this week.
    """
    case = world.cases[c]
    i = int(case.resident)
    service = world.services[case.service]
    t = int(world.routes[case.service, world.residents[i].wijk, WAY_STUCK])
    if t < 0 or t == case.came_from or case_at(world, i, t) >= 0:
        return False
    if world.services[t].registers and world.residents[i].addressed:  # that is for who has no address
        return False
    if uniform(world.facts.key, BRINGS_IN, i, week, service.key) >= service.brings_in:
        return False
    known = (int(case.found) | 1 << int(case.asked_domain)) & int(world.residents[i].troubled)
    if not known:
        return False
    sends_on(world, p, c, t, known, 0, promised, week)
    return True


@phase
def is_pointed_on(world: World, p: Numbers, c: int, week: int) -> bool:
    """Who comes by herself and finds a place full may be pointed to one that is not."""
    case = world.cases[c]
    i = int(case.resident)
    service = world.services[case.service]
    if service.points_on <= 0.0 or case.came_from >= 0:
        return False
    if uniform(world.facts.key, POINTED_ON, i, week, service.key) >= service.points_on:
        return False
    asked = int(case.asked_domain)
    t = easiest_place(world, p, i, asked, int(case.service), week)
    if t == NOWHERE:
        return False
    sends_on(world, p, c, t, 1 << asked, 0, 0, week)
    close_case(world, c)
    return True


@phase
def sends_on(
    world: World, p: Numbers, c: int, t: int, rest: int, order: int, promised: int, week: int
) -> None:
    """Send somebody on: warm when there is time to go along, else cold, and then some are lost.

    ``order``: to how many others she was sent on before, from this case and this week; ``promised``: minutes
    of the staff that others are to have this week.
    """
    case = world.cases[c]
    i = int(case.resident)
    s = int(case.service)
    resident = world.residents[i]
    service = world.services[s]
    row = book_row(week, world.weekly.shape[0])
    there = case_at(world, i, t)
    if there >= 0:
        is_told_more(world, p, there, rest)
        return
    works = works_in(world.services[t], week)
    if not works or price_keeps_away(world, p, i, t):
        resident.unavailable_week = week
        resident.tried_week = week
        note(world, week, i, t, TURNED_AWAY, BECAUSE_PRICED_OUT if works else BECAUSE_NO_OFFER)
        return
    world.service_weeks[row, s].handed_over += 1
    minutes = int(service.hand_over_minutes)
    warm = 0.0
    if uniform(world.facts.key, HAND_OVER_WARM, i, week, service.key, order) < service.warm:
        if world.services[service.staff].minutes_left - promised >= minutes:
            takes_minutes(world, s, HAND_OVERS, minutes, i, 0, week)
            warm = 1.0
    world.service_weeks[row, s].cold += int(warm == 0.0)
    lost = is_lost_when_sent_on(resident.doen_left, warm, service.tie_now, p.intake)
    if not is_spared(world, i, AT_HOLD_ON, p.links.hold_on) and (
        uniform(world.facts.key, LOST_AT_HAND_OVER, i, week, service.key, order) < lost
    ):
        resident.late_week = week
        resident.tried_week = week
        has_bad_experience(world, i)
        world.service_weeks[row, s].gave_up += 1
        world.service_weeks[row, s].lost += 1
        note(world, week, i, t, LOST_IN_HAND_OVER, 0)
        return
    new = open_case(world, i, t, UNDER_WAY, week, week + int(world.services[t].lead_weeks))
    if warm == 1.0:
        goes_along(world, p, new, s, order, week)
    world.cases[new].asked_domain = heaviest_of(resident.severity, rest)
    world.cases[new].found = rest
    world.cases[new].came_from = s
    world.service_weeks[row, t].arrived += 1
    note(world, week, i, t, HANDED_OVER, 0)


@phase
def goes_along(world: World, p: Numbers, c: int, s: int, order: int, week: int) -> None:
    """Who goes along to the next service may mediate, speak for her there, and keep in touch."""
    case = world.cases[c]
    i = int(case.resident)
    service = world.services[s]
    key = world.facts.key
    if service.mediates > 0.0 and uniform(key, MEDIATED, i, week, service.key, order) < service.mediates:
        case.urgent = True
        case.ready = min(int(case.ready), week + int(p.intake.mediated_weeks))
    if service.advocate > 0.0:
        case.backed = uniform(key, ADVOCATE, i, week, service.key, order) < service.advocate
    if service.fixed_contact > 0.0:
        case.kept = uniform(key, KEPT, i, week, service.key, order) < service.fixed_contact


@phase
def is_told_more(world: World, p: Numbers, c: int, rest: int) -> None:
    """A service that has a case already hears of more; in help it takes up what it can do."""
    case = world.cases[c]
    if case.stage != HELPED:
        case.found |= rest
        return
    service = world.services[case.service]
    for d in range(N_DOMAINS):
        bit = 1 << d
        if rest & bit and int(service.competence) & bit:
            if takes_on(world, p, c, d):
                case.found |= bit

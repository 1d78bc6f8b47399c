"""Partners: who comes across people in other work sees that something is wrong, and sends on or reports."""

from __future__ import annotations

from bereik.chance import uniform
from bereik.compiled import phase
from bereik.decisions import ACCEPTS, ALWAYS_ACCEPTS, PARTNER_SHARES, PARTNER_WHICH
from bereik.engine.books import standing_of
from bereik.engine.common import book_row, close_case, heaviest_of, note, open_case, works_in
from bereik.engine.hand_over import hands_over
from bereik.engine.hooks import Hooks, chance_to_accept
from bereik.engine.outreach import luck_at_the_door, says_no, was_unwanted
from bereik.engine.staff import takes_minutes
from bereik.engine.views import views_of
from bereik.engine.word import is_signalled
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.vocabulary import (
    ALL_DOMAINS, APPROACHED, AVAILABLE, BY_MELDING, BY_PARTNER, CONVERSATIONS, IS_APPROACHED, IS_SEEN,
    NEVER, NUISANCE, N_MASKS_OF_GROUPS, N_PAYERS, PARTNER_SAW, PARTNER_TOLD, STAFF,
)

MINUTES_PER_HOUR = 60


@phase
def partners_look(world: World, week: int) -> None:
    """How often any partner sees somebody, by the groups she belongs to: the same for everybody this week."""
    for groups in range(N_MASKS_OF_GROUPS):
        world.facts.sight[groups] = 0.0
    for s in range(world.services.shape[0]):
        service = world.services[s]
        if service.sees and service.wijk <= 0 and works_in(service, week):  # of one in every wijk, one counts
            for groups in range(N_MASKS_OF_GROUPS):
                if int(service.sees) & groups:
                    world.facts.sight[groups] += service.notices * service.tie_now


@phase
def partners_act(world: World, p: Numbers, week: int, hooks: Hooks | None) -> None:
    """Whom a partner saw this week it speaks to or reports, unless help is on its way already."""
    for i in range(world.active.shape[0]):
        if world.active[i] & IS_SEEN and not standing_of(world, i) & (255 ^ IS_APPROACHED):
            s = who_saw(world, i, week)
            note(world, week, i, s, PARTNER_SAW, 0)
            resident = world.residents[i]
            asked = heaviest_of(resident.severity, ALL_DOMAINS)
            takes_time(world, s)
            if world.routes[s, resident.wijk, asked] >= 0:
                speaks_to_her(world, p, s, i, asked, week, hooks)
            else:
                reports_her(world, s, i, week)
            time_is_booked(world, s, week)


@phase
def who_saw(world: World, i: int, week: int) -> int:
    """Which of the partners it was, in proportion to how often each sees somebody like her."""
    resident = world.residents[i]
    groups = int(resident.groups)
    drawn = uniform(world.facts.key, PARTNER_WHICH, i, week) * world.facts.sight[groups]
    last = -1
    for s in range(world.services.shape[0]):
        service = world.services[s]
        if int(service.sees) & groups and works_in(service, week):
            if service.wijk < 0 or service.wijk == resident.wijk:
                last = s
                drawn -= service.notices * service.tie_now
                if drawn < 0.0:
                    break
    return last


@phase
def takes_time(world: World, s: int) -> None:
    """A partner takes the time out of its own work: enough for a conversation and to go along."""
    service = world.services[s]
    service.minutes_left = int(service.contact_minutes) + int(service.hand_over_minutes)


@phase
def time_is_booked(world: World, s: int, week: int) -> None:
    """What a partner spent of that time is paid by who pays its own work."""
    service = world.services[s]
    spent = int(service.contact_minutes) + int(service.hand_over_minutes) - int(service.minutes_left)
    service.minutes_left = 0
    books = world.service_weeks[book_row(week, world.weekly.shape[0]), s]
    books.minutes[AVAILABLE] += spent
    books.cents[STAFF * N_PAYERS + service.payer] += spent * int(service.cents_per_hour) // MINUTES_PER_HOUR


@phase
def speaks_to_her(
    world: World, p: Numbers, s: int, i: int, asked: int, week: int, hooks: Hooks | None
) -> None:
    """She is asked whether she wants help: if so she is sent on, if not she did not want to be asked."""
    resident = world.residents[i]
    service = world.services[s]
    takes_minutes(world, s, CONVERSATIONS, int(service.contact_minutes), i, 1, week)
    books = world.service_weeks[book_row(week, world.weekly.shape[0]), s]
    books.opened += 1
    if resident.knows_since == NEVER:
        resident.knows_since = week
    chance = chance_to_accept(
        hooks, resident.trust, service.flag, resident.wish_alone, int(resident.worst), 0, p.outreach,
        views_of(world, p, i),
    )
    if luck_at_the_door(world, p, s, i, ACCEPTS, ALWAYS_ACCEPTS, week) >= chance:
        was_unwanted(world, p, s, i, week)
        says_no(world, s, i, resident.wish_alone, week)
        return
    books.accepted += 1
    resident.asked_week = week
    resident.tried_week = week
    c = open_case(world, i, s, APPROACHED, week, week)
    world.cases[c].asked_domain = asked
    world.cases[c].found = 1 << asked
    hands_over(world, p, c, 1 << asked, False, week)
    close_case(world, c)


@phase
def reports_her(world: World, s: int, i: int, week: int) -> None:
    """A partner that sends nobody on may report her, as far as it may share and does."""
    service = world.services[s]
    if uniform(world.facts.key, PARTNER_SHARES, i, week, service.key) < service.shares:
        takes_minutes(world, s, CONVERSATIONS, int(service.contact_minutes), i, 1, week)
        nuisance = int(service.sees) & int(world.residents[i].groups) & NUISANCE
        kind = BY_MELDING if nuisance else BY_PARTNER
        is_signalled(world, i, week, PARTNER_TOLD, kind)

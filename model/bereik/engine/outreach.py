"""Phase 5: outreach finds. The chain turned round: find, make contact, accept."""

from __future__ import annotations

from typing import Any

from bereik.chance import uniform
from bereik.compiled import part, phase, rule
from bereik.decisions import (
    ACCEPTS, ALWAYS_ACCEPTS, ALWAYS_OPENS, ANSWERS, ANSWERS_ALIKE, DECLINES_WHY, HAS_NUMBER, LETTER_ONLY,
    OPENS_DOOR, REACTS, READS, TALKS_AT_PLACE,
)
from bereik.engine.casework import works_cases
from bereik.engine.common import (
    becomes_known, book_row, case_at, close_case, heaviest_of, in_grains, note, open_case,
    set_trust, works_in,
)
from bereik.engine.doors import (
    follows_up, is_on_a_list, is_sought, lists_doors, next_door, wijk_with_lowest_reach,
)
from bereik.engine.hooks import Hooks, chance_to_accept
from bereik.engine.intake import comes_back, makes_an_offer, meets_service
from bereik.engine.schemes import applies_when_told, asks_for, can_be_brought, comes_to_use
from bereik.engine.staff import takes_minutes
from bereik.engine.views import views_of
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.messages import (
    answers, flag_heard, has_number, reacts, stays_at_first_attempt, steps_of_letter, talks_at_place,
    understands,
)
from bereik.rules.outreach import answers_alike, declines_for_own_way, opens_door, willing
from bereik.rules.seeking import manages
from bereik.rules.trust import trust_after_intrusion
from bereik.vocabulary import (
    ALL_DOMAINS, APPROACHED, BECAUSE_ALONE, BECAUSE_ANSWERS, BECAUSE_CLOSED_DOOR, BECAUSE_DISTRUST,
    BECAUSE_NOT_UNDERSTOOD, BECAUSE_NO_ANSWER, BECAUSE_NO_NEED, BECAUSE_OPENED, BECAUSE_READ, BECAUSE_UNREAD,
    CALL, DECLINED_HELP, DOORS, HEARD_OF_HELP, IN_WIJK, IS_ACTIVE, IS_APPROACHED, KNOWN_ONES, LETTER,
    MET_AT_PLACE, MOST_CHANNELS, NAMED_ONES, NEVER, OUTREACH_STOPPED, RUNG, SIGNALS_ONLY, TALKS_BEFORE,
    UNDER_WAY, VISIT, VISITED, WRITTEN_TO,
)


TRIES_PER_VISIT = 4  # doors drawn at random before the week is over, where most are known already
TRIES_TO_FIND = 10  # times as many where only some are sought


@phase
def outreach_finds(world: World, p: Numbers, week: int, hooks: Hooks | None) -> None:
    """Workers go out with the minutes that cases and the queue have left them, and knock."""
    for s in range(world.services.shape[0]):
        if world.services[s].visits and works_in(world.services[s], week):
            staff = world.services[world.services[s].staff]
            before = int(staff.minutes_left)
            works_cases(world, p, s, week, hooks)
            goes_out(world, p, s, before - int(staff.minutes_left), week, hooks)


@phase
def minutes_for_doors(world: World, s: int, spent: int, week: int) -> int:
    """What is left for doors; of shared staff the rest of the plan, and what the queue took is displaced."""
    service = world.services[s]
    left = int(world.services[service.staff].minutes_left)
    if service.staff == s:
        return left
    planned = int(service.planned) - spent
    lost = max(planned - left, 0)
    if service.visit_minutes > 0:
        world.service_weeks[book_row(week, world.weekly.shape[0]), s].displaced += lost // int(
            service.visit_minutes
        )
    return min(left, planned)


@phase
def goes_out(world: World, p: Numbers, s: int, spent: int, week: int, hooks: Hooks | None) -> None:
    """First the doors on the list; then, with minutes left, doors in the wijk or of those who are known."""
    service = world.services[s]
    budget = minutes_for_doors(world, s, spent, week)
    least, least_in_vain = least_minutes(service)
    doors = lists_doors(world, s, 1 + budget // least_in_vain, week)
    for k in range(doors):
        if budget < least:
            return
        i = int(world.scratch[k].sorted)
        if budget >= minutes_to_talk(service, next_channel(world, s, i)):
            budget = spends(world, p, s, i, budget, week, hooks)
    if service.doors == SIGNALS_ONLY or service.doors == NAMED_ONES:
        return
    first = minutes_to_talk(service, channel_of(service, 0))
    most_tries = TRIES_PER_VISIT * (1 + budget // first)
    if service.among or service.doors == KNOWN_ONES:
        most_tries *= TRIES_TO_FIND
    wijk = wijk_with_lowest_reach(world, s)
    tries = 0
    while budget >= first and tries < most_tries:
        i = next_door(world, s, wijk, week, tries)
        tries += 1
        if i >= 0 and not world.residents[i].standing and is_sought(world, p, s, i, week):
            budget = spends(world, p, s, i, budget, week, hooks)


@rule
def channel_of(service: Any, tries: int) -> int:
    """How a service tries to reach somebody after so many tries."""
    return (int(service.channels) >> 2 * min(tries, MOST_CHANNELS - 1)) & 3


@phase
def next_channel(world: World, s: int, i: int) -> int:
    """How a service will try to reach this resident the next time."""
    c = case_at(world, i, s)
    return channel_of(world.services[s], int(world.cases[c].visits) if c >= 0 else 0)


@rule
def minutes_to_talk(service: Any, channel: int) -> int:
    """Staff minutes of an attempt that leads to a conversation."""
    if channel == LETTER:
        return int(service.letter_minutes) + int(service.call_minutes)
    return max(int(service.call_minutes if channel == CALL else service.visit_minutes), 1)


@rule
def minutes_in_vain(service: Any, channel: int) -> int:
    """Staff minutes of an attempt that reaches nobody; a call in vain takes a third of one."""
    if channel == LETTER:
        return int(service.letter_minutes)
    return (int(service.call_minutes) + 2) // 3 if channel == CALL else int(service.knock_minutes)


@rule
def least_minutes(service: Any) -> tuple[int, int]:
    """The minutes of the shortest attempt that leads to a conversation, and of the shortest in vain."""
    talk = minutes_to_talk(service, channel_of(service, 0))
    vain = minutes_in_vain(service, channel_of(service, 0))
    for tries in range(1, MOST_CHANNELS):
        talk = min(talk, minutes_to_talk(service, channel_of(service, tries)))
        vain = min(vain, minutes_in_vain(service, channel_of(service, tries)))
    return talk, max(vain, 1)


@phase
def spends(world: World, p: Numbers, s: int, i: int, budget: int, week: int, hooks: Hooks | None) -> int:
    """Knock on a door and return the minutes for doors that are left; a hand-over takes of them too."""
    staff = world.services[world.services[s].staff]
    before = int(staff.minutes_left)
    knocks(world, p, s, i, week, hooks)
    return budget - (before - int(staff.minutes_left))


@phase
def knocks(world: World, p: Numbers, s: int, i: int, week: int, hooks: Hooks | None) -> None:
    """Try once to reach somebody: at her door, by letter, by telephone, or where people come."""
    service = world.services[s]
    resident = world.residents[i]
    books = world.service_weeks[book_row(week, world.weekly.shape[0]), s]
    books.knocks += 1
    is_on_a_list(world, i)
    had_signal = follows_up(world, s, i)
    c = case_at(world, i, s)
    tries = int(world.cases[c].visits) if c >= 0 else 0
    channel = channel_of(service, tries)
    if c < 0:
        books.files += 1
    if service.about >= 0:
        brings_scheme(world, p, s, i, c, had_signal, week)
        return
    if not is_reached(world, p, s, i, tries, channel, week):
        takes_minutes(world, s, DOORS, minutes_in_vain(service, channel), i, 0, week)
        comes_back_later(world, p, s, i, c, had_signal, channel, week)
        return
    books.opened += 1
    world.active[i] |= IS_ACTIVE
    if not resident.troubled:
        minutes = min(
            minutes_in_vain(service, channel) + int(p.outreach.conversation_minutes_no_need),
            minutes_to_talk(service, channel),
        )
        takes_minutes(world, s, DOORS, minutes, i, 0, week)
        resident.met_week = week
        becomes_known(world, i, week)
        was_unwanted(world, p, s, i, week)
        note(world, week, i, s, OUTREACH_STOPPED, BECAUSE_NO_NEED)
        file_ends(world, s, 1 << channel | (int(world.cases[c].tried) if c >= 0 else 0), True, week)
        if c >= 0:
            close_case(world, c)
        return
    takes_minutes(world, s, DOORS, minutes_to_talk(service, channel), i, 0, week)
    if c < 0:
        c = open_case(world, i, s, APPROACHED, week, week)
    is_tried(world, c, channel)
    talks_at_the_door(world, p, c, week, hooks)


@phase
def brings_scheme(world: World, p: Numbers, s: int, i: int, c: int, had_signal: bool, week: int) -> None:
    """An attempt that is about a scheme: who reads the letter, or talks, has an occasion to apply.

    Who uses it, or is not entitled, is left in peace from then on. Nobody is pressed after a talk.
    """
    service = world.services[s]
    tries = int(world.cases[c].visits) if c >= 0 else 0
    channel = channel_of(service, tries)
    spoken = channel != LETTER
    meant = can_be_brought(world, i, s)
    if service.grants:
        takes_minutes(world, s, DOORS, minutes_in_vain(service, channel), i, 0, week)
        note(world, week, i, s, WRITTEN_TO, BECAUSE_READ)
        if meant:
            comes_to_use(world, i, s, False, week)
        ends_offer(world, s, c, channel, False, week)
        return
    if spoken:
        told = is_reached(world, p, s, i, tries, channel, week)
    else:
        lost = reads_letter(world, p, s, i, week)
        note(world, week, i, s, WRITTEN_TO, lost or BECAUSE_READ)
        told = lost == 0
    minutes = minutes_to_talk(service, channel) if told and spoken else minutes_in_vain(service, channel)
    takes_minutes(world, s, DOORS, minutes, i, 0, week)
    applied = told and meant and applies_when_told(world, p, i, s, spoken, week)
    if applied:
        asks_for(world, i, int(service.about), week)
        comes_to_use(world, i, s, True, week)
    if told and spoken:
        world.service_weeks[book_row(week, world.weekly.shape[0]), s].opened += 1
        world.residents[i].met_week = week
        becomes_known(world, i, week)
        if not applied:
            was_unwanted(world, p, s, i, week)
    if applied or not meant or (told and spoken):
        ends_offer(world, s, c, channel, told and spoken, week)
    else:
        comes_back_later(world, p, s, i, c, had_signal, channel, week)


@phase
def ends_offer(world: World, s: int, c: int, channel: int, contacted: bool, week: int) -> None:
    """What there is to do about a scheme is done: the file is closed, if there is one."""
    file_ends(world, s, 1 << channel | (int(world.cases[c].tried) if c >= 0 else 0), contacted, week)
    if c >= 0:
        close_case(world, c)


@phase
def is_tried(world: World, c: int, channel: int) -> None:
    """Write in a file how somebody was tried."""
    case = world.cases[c]
    case.channel = channel
    case.tried = int(case.tried) | 1 << channel


@phase
def is_reached(world: World, p: Numbers, s: int, i: int, tries: int, channel: int, week: int) -> bool:
    """Whether an attempt leads to a conversation."""
    service = world.services[s]
    resident = world.residents[i]
    views = views_of(world, p, i)
    troubled = resident.troubled != 0
    trust = resident.trust + (1.0 - resident.trust) * service.pretext  # who comes under a pretext is let in
    shame = resident.shame * (1.0 - service.pretext)
    if channel == LETTER:
        return reacts_to_letter(world, p, s, i, week)
    if channel == CALL:
        what = RUNG
        flag = flag_heard(service.flag, service.tone, p.outreach)
        chance = answers(willing(trust, shame, flag, p.outreach), troubled, p.outreach, views)
        if uniform(world.facts.key, HAS_NUMBER, i, 0) >= has_number(resident.digital, p.outreach):
            chance = 0.0
        reached = luck_at_the_door(world, p, s, i, ANSWERS, ALWAYS_OPENS, week) < chance
    elif service.at_place:
        what = MET_AT_PLACE
        reached = luck_at_the_door(world, p, s, i, TALKS_AT_PLACE, ALWAYS_OPENS, week) < talks_at_place(
            trust, shame, service.flag, service.visibility, troubled, p.outreach, views
        )
    else:
        what = VISITED
        reached = luck_at_the_door(world, p, s, i, OPENS_DOOR, ALWAYS_OPENS, week) < opens_door(
            trust, shame, service.flag, tries, troubled, p.outreach, views
        )
    if what == VISITED:
        note(world, week, i, s, what, BECAUSE_OPENED if reached else BECAUSE_CLOSED_DOOR)
    else:
        note(world, week, i, s, what, BECAUSE_ANSWERS if reached else BECAUSE_NO_ANSWER)
    return reached


@phase
def reacts_to_letter(world: World, p: Numbers, s: int, i: int, week: int) -> bool:
    """A letter: who reads it learns that help exists, and in serious trouble holds an invitation."""
    service = world.services[s]
    resident = world.residents[i]
    views = views_of(world, p, i)
    if reads_letter(world, p, s, i, week):
        note(world, week, i, s, WRITTEN_TO, BECAUSE_UNREAD)
        return False
    if resident.knows_since == NEVER:
        resident.knows_since = week
        note(world, week, i, s, HEARD_OF_HELP, 0)
    if resident.serious and resident.invited == NEVER:
        resident.invited = week
    flag = flag_heard(service.flag, service.tone, p.outreach)
    ready = willing(resident.trust, resident.shame, flag, p.outreach)
    reacting = resident.troubled != 0 and (
        uniform(world.facts.key, REACTS, i, week, service.key) < reacts(ready, p.outreach, views)
    )
    note(world, week, i, s, WRITTEN_TO, BECAUSE_ANSWERS if reacting else BECAUSE_NO_ANSWER)
    return reacting


@phase
def reads_letter(world: World, p: Numbers, s: int, i: int, week: int) -> int:
    """Why somebody does not learn what a letter says: unread, or not understood; 0 where she does."""
    service = world.services[s]
    resident = world.residents[i]
    steps = steps_of_letter(service.pages, p.outreach)
    opens = manages(resident.doen_left, steps, 1.0, p.seeking, views_of(world, p, i))
    luck = uniform(world.facts.key, READS, i, week, service.key)
    if luck < opens * understands(resident.dutch, service.language, p.outreach):
        return 0
    return BECAUSE_NOT_UNDERSTOOD if luck < opens else BECAUSE_UNREAD


@phase
def file_ends(world: World, s: int, tried: int, contacted: bool, week: int) -> None:
    """An approach is over: the books tell how she was tried, and whether anybody spoke to her."""
    books = world.service_weeks[book_row(week, world.weekly.shape[0]), s]
    group = (tried >> VISIT & 1) + 2 * (tried >> CALL & 1)
    books.files_closed[group] += 1
    books.files_contacted[group] += int(contacted)


@part
def luck_at_the_door(world: World, p: Numbers, s: int, i: int, anew: int, always: int, week: int) -> float:
    """Her luck of this visit, or the lasting one of who meets this service alike every time."""
    key = world.services[s].key
    if uniform(world.facts.key, ANSWERS_ALIKE, i, 0, key) < answers_alike(p.outreach):
        return uniform(world.facts.key, always, i, 0, key)
    return uniform(world.facts.key, anew, i, week, key)


@phase
def talks_at_the_door(world: World, p: Numbers, c: int, week: int, hooks: Hooks | None) -> None:
    """The door is open and there is a problem behind it: she accepts help or declines."""
    case = world.cases[c]
    i = int(case.resident)
    s = int(case.service)
    resident = world.residents[i]
    service = world.services[s]
    books = world.service_weeks[book_row(week, world.weekly.shape[0]), s]
    before = int(case.contacts)
    wish_alone = resident.wish_alone * (1.0 - service.chooses)  # who chooses stays her own boss
    case.visits += 1
    books.talked[min(before, len(TALKS_BEFORE) - 1)] += 1
    meets_service(world, c, week)
    chance = chance_to_accept(
        hooks,
        resident.trust,
        service.flag,
        wish_alone,
        int(resident.worst),
        before,
        p.outreach,
        views_of(world, p, i),
    )
    if before == 0:
        case.first_chance = chance
    books.likelier[min(before, len(TALKS_BEFORE) - 1)] += in_grains(chance - case.first_chance)
    if luck_at_the_door(world, p, s, i, ACCEPTS, ALWAYS_ACCEPTS, week) < chance:
        books.accepted += 1
        books.agreed[min(before, len(TALKS_BEFORE) - 1)] += 1
        file_ends(world, s, int(case.tried), True, week)
        accepts_the_offer(world, p, c, week)
        return
    if case.channel != LETTER:  # after a letter it was she who turned to them
        was_unwanted(world, p, s, i, week)
    says_no(world, s, i, wish_alone, week)
    if case.visits >= service.attempts or case.channel != VISIT:  # nobody is pressed by telephone
        note(world, week, i, s, OUTREACH_STOPPED, 0)
        file_ends(world, s, int(case.tried), True, week)
        close_case(world, c)
    else:
        case.ready = week + int(service.weeks_between)
        resident.standing |= IS_APPROACHED


@phase
def says_no(world: World, s: int, i: int, wish_alone: float, week: int) -> None:
    """She declines what a service offers her: out of the wish to manage alone, or out of distrust."""
    resident = world.residents[i]
    service = world.services[s]
    own_way = declines_for_own_way(resident.trust, service.flag, wish_alone)
    if uniform(world.facts.key, DECLINES_WHY, i, week, service.key) < own_way:
        resident.declined_week = week
        note(world, week, i, s, DECLINED_HELP, BECAUSE_ALONE)
    else:
        resident.unfitting_week = week
        note(world, week, i, s, DECLINED_HELP, BECAUSE_DISTRUST)


@phase
def accepts_the_offer(world: World, p: Numbers, c: int, week: int) -> None:
    """What comes to light at home is helped here, handed over, or there is no offer for it."""
    case = world.cases[c]
    i = int(case.resident)
    resident = world.residents[i]
    resident.asked_week = week
    resident.tried_week = week
    comes_back(world, i, week, week)
    case.stage = UNDER_WAY
    case.asked_domain = heaviest_of(resident.severity, ALL_DOMAINS)
    makes_an_offer(world, p, c, week)


@phase
def comes_back_later(
    world: World, p: Numbers, s: int, i: int, c: int, had_signal: bool, channel: int, week: int
) -> None:
    """Who was not reached, and was sought out, is tried again, up to the number of attempts."""
    service = world.services[s]
    if c < 0:
        sought = had_signal or service.doors != IN_WIJK
        if not sought or service.attempts <= 1 or is_left_at_that(world, p, s, i, week):
            file_ends(world, s, 1 << channel, False, week)
            return
        c = open_case(world, i, s, APPROACHED, week, week)
    case = world.cases[c]
    is_tried(world, c, channel)
    case.visits += 1
    if case.visits >= service.attempts:
        note(world, week, i, s, OUTREACH_STOPPED, BECAUSE_CLOSED_DOOR)
        file_ends(world, s, int(case.tried), case.contacts > 0, week)
        close_case(world, c)
        return
    case.ready = week + int(service.weeks_between)
    world.residents[i].standing |= IS_APPROACHED


@phase
def is_left_at_that(world: World, p: Numbers, s: int, i: int, week: int) -> bool:
    """Whether a file is closed after its first attempt: most single signals get no more than a letter."""
    service = world.services[s]
    if service.letter_only <= 0.0:
        return False
    again = world.households[world.residents[i].household].again
    left = stays_at_first_attempt(service.letter_only, again, p.outreach)
    return uniform(world.facts.key, LETTER_ONLY, i, week, service.key) < left


@phase
def was_unwanted(world: World, p: Numbers, s: int, i: int, week: int) -> None:
    """A visit to somebody without need, or who declines: it is counted, and costs some trust."""
    resident = world.residents[i]
    books = world.weekly[book_row(week, world.weekly.shape[0]), resident.wijk]
    after = trust_after_intrusion(resident.trust, world.services[s].pretext, p.trust)
    books.unwanted += 1
    books.unwanted_trust += resident.trust - after
    set_trust(world, i, after)

"""Phase 5: outreach finds. The chain turned round: find, make contact, accept."""

from __future__ import annotations

from bereik.chance import uniform
from bereik.compiled import part, phase
from bereik.decisions import (
    ACCEPTS, ALWAYS_ACCEPTS, ALWAYS_OPENS, ANSWERS_ALIKE, DECLINES_WHY, DOOR, OPENS_DOOR, QUEUE_ORDER,
)
from bereik.engine.casework import works_cases
from bereik.engine.common import (
    becomes_known, book_row, case_at, close_case, heaviest_of, note, open_case, set_trust, works_in,
)
from bereik.engine.hooks import Hooks, chance_to_accept
from bereik.engine.intake import makes_an_offer, meets_service
from bereik.engine.queues import TWO_TO_32, keeps_lowest, sorts
from bereik.engine.seeking import is_open
from bereik.engine.staff import takes_minutes
from bereik.engine.views import views_of
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.outreach import answers_alike, declines_for_own_way, opens_door
from bereik.rules.trust import trust_after_intrusion
from bereik.vocabulary import (
    ALL_DOMAINS, APPROACHED, BECAUSE_ALONE, BECAUSE_CLOSED_DOOR, BECAUSE_DISTRUST, BECAUSE_NO_NEED,
    BECAUSE_OPENED, DECLINED_HELP, DOORS, HAS_SIGNAL, IS_ACTIVE, IS_APPROACHED, NEVER, OUTREACH_STOPPED,
    UNDER_WAY, VISITED,
)


TRIES_PER_VISIT = 4  # doors drawn at random before the week is over, where most are known already


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
    """First doors to try again, then signals and tips, then doors in the wijk with the lowest reach."""
    service = world.services[s]
    budget = minutes_for_doors(world, s, spent, week)
    most_tries = TRIES_PER_VISIT * (1 + budget // max(int(service.visit_minutes), 1))
    visit = max(int(service.visit_minutes), 1)
    doors = lists_doors(world, s, 1 + budget // max(int(service.knock_minutes), 1), week)
    for k in range(doors):
        if budget < visit:
            return
        budget = spends(world, p, s, int(world.scratch[k].sorted), budget, week, hooks)
    wijk = wijk_with_lowest_reach(world, s)
    tries = 0
    while budget >= visit and tries < most_tries:
        i = next_door(world, s, wijk, week, tries)
        tries += 1
        if i >= 0 and not world.residents[i].standing:
            budget = spends(world, p, s, i, budget, week, hooks)


@phase
def spends(world: World, p: Numbers, s: int, i: int, budget: int, week: int, hooks: Hooks | None) -> int:
    """Knock on a door and return the minutes for doors that are left; a hand-over takes of them too."""
    staff = world.services[world.services[s].staff]
    before = int(staff.minutes_left)
    knocks(world, p, s, i, week, hooks)
    return budget - (before - int(staff.minutes_left))


@phase
def lists_doors(world: World, s: int, wanted: int, week: int) -> int:
    """Fill the list of doors with what the service has learned; return how many, at least those wanted.

    A service never sees true need: it has its own open approaches, the list that a planner in Python
    made, signals and tips. The upper bound (``all_knowing``) alone knows better.
    """
    service = world.services[s]
    doors = 0
    for c in range(world.facts.cases_used):
        case = world.cases[c]
        if case.stage == APPROACHED and case.service == s and case.ready <= week:
            doors = adds_door(world, doors, int(case.resident), int(case.joined), 0)
    for k in range(service.plan_from, service.plan_to):
        planned = world.residents[world.scratch[k].plan]
        if not planned.standing:
            doors = adds_door(
                world, doors, int(world.scratch[k].plan), k - int(service.plan_from), 1
            )
            is_on_a_list(world, int(world.scratch[k].plan))
    looks_for = IS_ACTIVE if service.all_knowing else (HAS_SIGNAL if service.tips_first else 0)
    for i in range(world.active.shape[0]):
        if world.active[i] & looks_for:
            resident = world.residents[i]
            if resident.standing or not is_open(world, s, i, week):
                continue
            if not service.all_knowing and not int(resident.pending) & int(service.follows):
                continue
            if not service.all_knowing:
                doors = adds_door(world, doors, i, int(resident.signal_week), 2)
            elif resident.needy and not resident.fits:
                doors = adds_door(world, doors, i, week, 2)  # another order every week
    doors = keeps_lowest(world.scratch, doors, wanted)
    for k in range(doors):  # luck breaks ties
        slot = world.scratch[k]
        since = int((slot.key >> 32) & 131071) - 65536
        luck = uniform(world.facts.key, QUEUE_ORDER, int(slot.sorted), since, service.key)
        slot.key += int(luck * TWO_TO_32)
    sorts(world.scratch, doors)
    return doors


@phase
def is_on_a_list(world: World, i: int) -> None:
    """Nobody else knocks here this week; the books find anew where she stands."""
    world.residents[i].standing |= IS_APPROACHED
    world.active[i] |= 1


@phase
def adds_door(world: World, doors: int, i: int, since: int, group: int) -> int:
    """Put one door on the list, to be sorted by group and then oldest first."""
    if doors >= world.scratch.shape[0]:
        raise RuntimeError("the list of doors is full: there is room for every resident once")
    world.scratch[doors].sorted = i
    world.scratch[doors].key = ((group * 131072) + since + 65536) * TWO_TO_32
    return doors + 1


@phase
def wijk_with_lowest_reach(world: World, s: int) -> int:
    """The wijk with the lowest registered reach: those known to the gemeente, as a share of residents."""
    lowest = -1
    share = 2.0
    for w in range(world.wijken.shape[0]):
        residents = world.wijken[w].residents
        if residents > 0 and (world.services[s].wijk < 0 or world.services[s].wijk == w):
            reach = world.wijken[w].registered / residents
            if reach < share:
                share = reach
                lowest = w
    return lowest


@phase
def next_door(world: World, s: int, wijk: int, week: int, attempt: int) -> int:
    """A door at random: in the wijk with the lowest reach, or anywhere."""
    service = world.services[s]
    first = 0
    last = world.active.shape[0]
    aimed = uniform(world.facts.key, DOOR, service.key, week, 1, attempt) < service.lowest_reach
    if service.wijk >= 0 or (aimed and wijk >= 0):
        w = int(service.wijk) if service.wijk >= 0 else wijk
        first = int(world.wijken[w].first)
        last = first + int(world.wijken[w].residents)
    if last <= first:
        return -1
    return first + int(uniform(world.facts.key, DOOR, service.key, week, 2, attempt) * (last - first))


@phase
def knocks(world: World, p: Numbers, s: int, i: int, week: int, hooks: Hooks | None) -> None:
    """Knock on one door."""
    service = world.services[s]
    resident = world.residents[i]
    books = world.service_weeks[book_row(week, world.weekly.shape[0]), s]
    books.knocks += 1
    is_on_a_list(world, i)
    had_signal = follows_up(world, s, i)
    c = case_at(world, i, s)
    visits = int(world.cases[c].visits) if c >= 0 else 0
    if luck_at_the_door(world, p, s, i, OPENS_DOOR, ALWAYS_OPENS, week) >= opens_door(
        resident.trust, resident.shame, service.flag, visits, resident.troubled != 0, p.outreach,
        views_of(world, p, i),
    ):
        note(world, week, i, s, VISITED, BECAUSE_CLOSED_DOOR)
        takes_minutes(world, s, DOORS, int(service.knock_minutes), i, 0, week)
        comes_back_later(world, s, i, c, had_signal, week)
        return
    books.opened += 1
    note(world, week, i, s, VISITED, BECAUSE_OPENED)
    world.active[i] |= 1
    if not resident.troubled:
        minutes = min(
            int(service.knock_minutes) + int(p.outreach.conversation_minutes_no_need),
            int(service.visit_minutes),
        )
        takes_minutes(world, s, DOORS, minutes, i, 0, week)
        resident.met_week = week
        becomes_known(world, i, week)
        was_unwanted(world, p, i, week)
        note(world, week, i, s, OUTREACH_STOPPED, BECAUSE_NO_NEED)
        if c >= 0:
            close_case(world, c)
        return
    takes_minutes(world, s, DOORS, int(service.visit_minutes), i, 0, week)
    if c < 0:
        c = open_case(world, i, s, APPROACHED, week, week)
    talks_at_the_door(world, p, c, week, hooks)


@phase
def follows_up(world: World, s: int, i: int) -> bool:
    """A service takes up the signals about somebody that it may; the others go on waiting."""
    resident = world.residents[i]
    mine = int(resident.pending) & int(world.services[s].follows)
    resident.pending = int(resident.pending) & (255 ^ mine)
    if not resident.pending:
        resident.signal_week = NEVER
        world.active[i] &= 255 ^ HAS_SIGNAL
    return mine != 0


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
    before = int(case.contacts)
    case.visits += 1
    meets_service(world, c, week)
    chance = chance_to_accept(
        hooks,
        resident.trust,
        service.flag,
        resident.wish_alone,
        int(resident.worst),
        before,
        p.outreach,
        views_of(world, p, i),
    )
    if luck_at_the_door(world, p, s, i, ACCEPTS, ALWAYS_ACCEPTS, week) < chance:
        world.service_weeks[book_row(week, world.weekly.shape[0]), s].accepted += 1
        accepts_the_offer(world, p, c, week)
        return
    was_unwanted(world, p, i, week)
    own_way = declines_for_own_way(resident.trust, service.flag, resident.wish_alone)
    if uniform(world.facts.key, DECLINES_WHY, i, week, service.key) < own_way:
        resident.declined_week = week
        note(world, week, i, s, DECLINED_HELP, BECAUSE_ALONE)
    else:
        resident.unfitting_week = week
        note(world, week, i, s, DECLINED_HELP, BECAUSE_DISTRUST)
    if case.visits >= service.attempts:
        note(world, week, i, s, OUTREACH_STOPPED, 0)
        close_case(world, c)
    else:
        case.ready = week + int(service.weeks_between)
        resident.standing |= IS_APPROACHED


@phase
def accepts_the_offer(world: World, p: Numbers, c: int, week: int) -> None:
    """What comes to light at home is helped here, handed over, or there is no offer for it."""
    case = world.cases[c]
    i = int(case.resident)
    resident = world.residents[i]
    resident.asked_week = week
    resident.tried_week = week
    case.stage = UNDER_WAY
    case.asked_domain = heaviest_of(resident.severity, ALL_DOMAINS)
    makes_an_offer(world, p, c, week)


@phase
def comes_back_later(world: World, s: int, i: int, c: int, had_signal: bool, week: int) -> None:
    """A closed door that a signal pointed to is tried again, up to the number of attempts."""
    service = world.services[s]
    if c < 0:
        if not had_signal or service.attempts <= 1:
            return
        c = open_case(world, i, s, APPROACHED, week, week)
    case = world.cases[c]
    case.visits += 1
    if case.visits >= service.attempts:
        note(world, week, i, s, OUTREACH_STOPPED, BECAUSE_CLOSED_DOOR)
        close_case(world, c)
        return
    case.ready = week + int(service.weeks_between)
    world.residents[i].standing |= IS_APPROACHED


@phase
def was_unwanted(world: World, p: Numbers, i: int, week: int) -> None:
    """A visit to somebody without need, or who declines: it is counted, and costs some trust."""
    resident = world.residents[i]
    books = world.weekly[book_row(week, world.weekly.shape[0]), resident.wijk]
    after = trust_after_intrusion(resident.trust, p.trust)
    books.unwanted += 1
    books.unwanted_trust += resident.trust - after
    set_trust(world, i, after)

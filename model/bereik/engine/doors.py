"""Whose doors: from what a service has learned, whom it tries to reach, and in which order."""

from __future__ import annotations

from typing import Any

from bereik.chance import uniform
from bereik.compiled import phase, rule
from bereik.decisions import BELOW_MINIMUM, DOOR, QUEUE_ORDER
from bereik.engine.queues import TWO_TO_32, keeps_lowest, sorts
from bereik.engine.seeking import is_open
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.vocabulary import (
    APPROACHED, ARREARS, HAS_SIGNAL, IS_ACTIVE, IS_APPROACHED, IS_HELPED, IS_UNDER_WAY, IS_WAITING,
    KNOWN_ONES, NAMED_ONES, NEVER, SIGNALS_ONLY,
)

TO_TRY_AGAIN, PLANNED, WITH_SIGNAL, NAMED = range(4)  # who goes first on a list of doors
STRETCH = 64  # residents among whom to look for a signal at once


@phase
def lists_doors(world: World, s: int, wanted: int, week: int) -> int:
    """Fill the list of doors with what the service has learned; return how many, at least those wanted.

    A service never sees true need: it has its own open approaches, the list that a planner in Python
    made, signals and tips, and the list of the gemeente. The upper bound (``all_knowing``) alone knows
    better.
    """
    service = world.services[s]
    doors = lists_those_to_try_again(world, s, week)
    doors = lists_the_planned(world, s, doors)
    if service.all_knowing:
        doors = lists_the_needy(world, s, doors, week)
    elif service.tips_first and service.follows:
        doors = lists_the_signalled(world, s, doors, week)
    if service.doors == NAMED_ONES:
        doors = lists_the_named(world, s, doors, week)
    doors = keeps_lowest(world.scratch, doors, wanted)
    for k in range(doors):  # luck breaks ties
        slot = world.scratch[k]
        since = int((slot.key >> 32) & 131071) - 65536
        luck = uniform(world.facts.key, QUEUE_ORDER, int(slot.sorted), since, service.key)
        slot.key += int(luck * TWO_TO_32)
    sorts(world.scratch, doors)
    return doors


@phase
def lists_those_to_try_again(world: World, s: int, week: int) -> int:
    """Put the open approaches of a service on the list whose next try has come."""
    doors = 0
    for c in range(world.facts.cases_used):
        case = world.cases[c]
        if case.stage == APPROACHED and case.service == s and case.ready <= week:
            doors = adds_door(world, doors, int(case.resident), int(case.joined), TO_TRY_AGAIN)
    return doors


@phase
def lists_the_planned(world: World, s: int, doors: int) -> int:
    """Put the doors that a planner in Python chose on the list, in the order of the plan."""
    service = world.services[s]
    for k in range(service.plan_from, service.plan_to):
        i = int(world.scratch[k].plan)
        if not world.residents[i].standing or service.about >= 0:  # a scheme is for who has help too
            doors = adds_door(world, doors, i, k - int(service.plan_from), PLANNED)
            is_on_a_list(world, i)
    return doors


@phase
def lists_the_signalled(world: World, s: int, doors: int, week: int) -> int:
    """Put those on the list about whom a signal waits that the service may follow up.

    Where it goes to signals only, one that makes no file is taken up here and left at that.
    """
    for first in range(0, world.active.shape[0], STRETCH):
        last = min(first + STRETCH, world.active.shape[0])
        if is_there_a_signal(world.active, first, last):
            for i in range(first, last):
                if world.active[i] & HAS_SIGNAL and is_open(world, s, i, week):
                    doors = lists_who_is_signalled(world, s, i, doors)
    return doors


@rule
def is_there_a_signal(active: Any, first: int, last: int) -> bool:
    """Whether a signal waits about anybody from first up to last: few do, so it is quick to say no."""
    found = 0
    for i in range(first, last):
        found |= active[i]
    return found & HAS_SIGNAL != 0


@phase
def lists_who_is_signalled(world: World, s: int, i: int, doors: int) -> int:
    """Put one door on the list, if the signal that waits is of a kind for this service."""
    service = world.services[s]
    resident = world.residents[i]
    if not int(resident.pending) & int(service.follows):
        return doors
    if service.doors == SIGNALS_ONLY and makes_no_file(world, s, i):
        follows_up(world, s, i)
    elif not resident.standing:
        return adds_door(world, doors, i, int(resident.signal_week), WITH_SIGNAL)
    return doors


@phase
def lists_the_needy(world: World, s: int, doors: int, week: int) -> int:
    """Put all on the list who are in need and whom nobody helps: no service can know that."""
    for i in range(world.active.shape[0]):
        if world.active[i] & IS_ACTIVE and is_open(world, s, i, week):
            resident = world.residents[i]
            if resident.needy and not resident.fits and not resident.standing:
                doors = adds_door(world, doors, i, week, WITH_SIGNAL)  # another order every week
    return doors


@phase
def lists_the_named(world: World, s: int, doors: int, week: int) -> int:
    """Put those on the list of the gemeente with whom nobody is busy after the signals."""
    service = world.services[s]
    for i in range(world.active.shape[0]):
        resident = world.residents[i]
        if resident.named and not resident.standing and is_open(world, s, i, week):
            if service.tips_first and int(resident.pending) & int(service.follows):
                continue  # she is on it already, for the signal
            if week - int(resident.met_week) >= service.weeks_between:
                doors = adds_door(world, doors, i, int(resident.met_week), NAMED)
    return doors


@phase
def makes_no_file(world: World, s: int, i: int) -> bool:
    """Whether a signal is left at that: somebody is busy with the household, or it is about too little."""
    resident = world.residents[i]
    household = world.households[resident.household]
    for member in range(household.first, household.first + household.adults):
        if world.residents[member].standing & (IS_UNDER_WAY | IS_WAITING | IS_HELPED):
            return True
    service = world.services[s]
    if service.minimum <= 0.0 or household.again or int(resident.pending) & int(service.follows) & ~ARREARS:
        return False
    below = uniform(world.facts.key, BELOW_MINIMUM, i, int(resident.signal_week), service.key)
    return below < service.minimum


@phase
def follows_up(world: World, s: int, i: int) -> bool:
    """A service takes up the signals about somebody that it may; the others go on waiting."""
    resident = world.residents[i]
    mine = int(resident.pending) & int(world.services[s].follows)
    resident.pending = int(resident.pending) & (255 ^ mine)
    if not resident.pending:
        forgets_signals(world, i)
    return mine != 0


@phase
def forgets_signals(world: World, i: int) -> None:
    """No signal about somebody waits any more."""
    resident = world.residents[i]
    resident.pending = 0
    resident.signal_week = NEVER
    world.active[i] &= 255 ^ HAS_SIGNAL


@phase
def is_on_a_list(world: World, i: int) -> None:
    """Nobody else knocks here this week; the books find anew where she stands."""
    world.residents[i].standing |= IS_APPROACHED
    world.active[i] |= IS_ACTIVE


@phase
def adds_door(world: World, doors: int, i: int, since: int, group: int) -> int:
    """Put one door on the list, to be sorted by group and then oldest first."""
    if doors >= world.scratch.shape[0]:
        raise RuntimeError("the list of doors is full: there is room for every resident once")
    world.scratch[doors].sorted = i
    world.scratch[doors].key = ((group * 131072) + since + 65536) * TWO_TO_32
    return doors + 1


@phase
def is_sought(world: World, p: Numbers, s: int, i: int, week: int) -> bool:
    """Whether somebody belongs to whom a service goes to; who does not takes no minutes."""
    service = world.services[s]
    resident = world.residents[i]
    if service.among and not int(resident.groups) & int(service.among):
        return False
    if service.doors != KNOWN_ONES:
        return True
    out_of_touch = week - int(resident.met_week) >= p.outreach.out_of_touch
    return resident.known_since != NEVER and out_of_touch


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

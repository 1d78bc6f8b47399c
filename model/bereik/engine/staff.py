"""What staff has: minutes, room for cases, and what it takes on."""

from __future__ import annotations

from bereik.compiled import part, phase
from bereik.engine.common import book_row, case_at, count_bits
from bereik.engine.links import AT_HELPED, is_spared
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.vocabulary import CASE_WORK, CONVERSATIONS, HELPED, NONE


@phase
def has_room(world: World, s: int) -> bool:
    """Whether staff has the minutes and the caseload the room for one more first conversation."""
    service = world.services[s]
    if service.room_now > 0.0 and service.carried >= service.room_now:
        return False
    return world.services[service.staff].minutes_left >= max(int(service.contact_minutes), 1)


@phase
def takes_minutes(world: World, s: int, activity: int, minutes: int, i: int, asked: int, week: int) -> None:
    """Book staff minutes; hours are conserved: what is spent here is not spent elsewhere.

    ``asked``: number of domains put forward or found, for the measure of single questions.
    """
    service = world.services[s]
    staff = world.services[service.staff]
    if minutes > staff.minutes_left:
        raise RuntimeError("a service spent minutes that it does not have")
    staff.minutes_left -= minutes
    row = book_row(week, world.weekly.shape[0])
    books = world.service_weeks[row, s]
    books.minutes[activity] += minutes
    world.weekly[row, world.residents[i].wijk].minutes += minutes
    if activity == CONVERSATIONS or activity == CASE_WORK:
        if count_bits(world.residents[i].needy) == 1:
            books.single_minutes += minutes
        if asked == 1:
            books.single_asked_minutes += minutes


@phase
def minutes_at_hand(world: World, s: int) -> int:
    """The minutes that a service may still spend this week; of shared staff at most the plan."""
    service = world.services[s]
    left = int(world.services[service.staff].minutes_left)
    return left if service.staff == s else min(left, int(service.planned))


@phase
def helped_at_home(world: World, c: int) -> int:
    """How many adults of her household the service of a case has in help."""
    case = world.cases[c]
    household = world.households[world.residents[case.resident].household]
    helped = 0
    for member in range(household.first, household.first + household.adults):
        other = case_at(world, member, int(case.service))
        helped += int(other >= 0 and world.cases[other].stage == HELPED)
    return helped


@part
def takes_on(world: World, p: Numbers, c: int, d: int) -> bool:
    """Whether a problem is as heavy as the service of a case takes: not too light, and not too heavy."""
    i = int(world.cases[c].resident)
    severity = int(world.residents[i].severity[d])
    service = world.services[world.cases[c].service]
    bearable = NONE < severity <= service.intensity
    return bearable and (severity >= service.lightest or is_spared(world, i, AT_HELPED, p.links.helped))

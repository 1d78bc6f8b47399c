"""Informal help that is organised: volunteers come and go, and who helps somebody close is relieved."""

from __future__ import annotations

from bereik.compiled import phase
from bereik.engine.common import book_row, works_in
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.network import volunteers_after_a_week, volunteers_after_success
from bereik.vocabulary import CASE_WORK

MINUTES_PER_HOUR = 60.0


@phase
def volunteers_come_in(world: World, p: Numbers, s: int) -> None:
    """Volunteers give what they still want to give; what they cannot carry is not carried."""
    service = world.services[s]
    if service.minutes == 0:
        return
    service.willing = volunteers_after_a_week(
        service.willing, service.asked / service.minutes, p.network
    )
    service.minutes_now = int(service.minutes_now * service.willing)
    service.room_now *= service.willing


@phase
def volunteers_see_it_work(world: World, p: Numbers, s: int) -> None:
    """Somebody whom volunteers helped is out of need, and may come to help others."""
    service = world.services[s]
    hours = service.minutes / MINUTES_PER_HOUR
    if hours > 0.0:
        service.willing = volunteers_after_success(service.willing, hours, p.network)


@phase
def helpers_are_relieved(world: World, s: int, week: int) -> None:
    """Staff relieves as many informal helpers as its minutes allow, of who lives where it works.

    Who they are is not told apart: a service of the gemeente relieves the same share in every wijk.
    """
    service = world.services[s]
    staff = world.services[service.staff]
    first = max(int(service.wijk), 0)
    beyond = first + 1 if service.wijk >= 0 else world.wijken.shape[0]
    helpers = 0
    for w in range(first, beyond):
        helpers += int(world.wijken[w].helpers)
    if helpers == 0 or not works_in(service, week):
        return
    spared = min(int(staff.minutes_left) // int(service.respite_minutes), helpers)
    minutes = spared * int(service.respite_minutes)
    staff.minutes_left -= minutes
    world.service_weeks[book_row(week, world.weekly.shape[0]), s].minutes[CASE_WORK] += minutes
    for w in range(first, beyond):
        world.wijken[w].respite = min(world.wijken[w].respite + spared / helpers, 1.0)

"""Queues: who stands in line at every service this week, and in which order."""

from __future__ import annotations

import numpy as np

from bereik.chance import uniform
from bereik.compiled import phase, rule
from bereik.decisions import QUEUE_ORDER
from bereik.engine.hooks import LAST_PRIORITY, Hooks, class_in_queue
from bereik.engine.world import Slot, World
from bereik.rules.intake import speaks_up
from bereik.tables import Table
from bereik.vocabulary import HELPED, UNDER_WAY, WAITING

TWO_TO_32 = 1 << 32


@rule
def sorts(scratch: Table[Slot], count: int) -> None:
    """Put the first slots' ``sorted`` in the order of their keys; a rule, for it allocates memory."""
    order = np.argsort(scratch.key[:count], kind="mergesort")
    before = scratch.sorted[:count].copy()
    for k in range(count):
        scratch[k].sorted = before[order[k]]


@rule
def keeps_lowest(scratch: Table[Slot], count: int, wanted: int) -> int:
    """Keep of the first slots those with the lowest keys before luck, and all that equal the last of them.

    Returns
    -------
    How many are kept: those wanted, at least, or all that there are.
    """
    if 2 * wanted >= count:
        return count
    below = -1  # too few have a key up to here, and enough up to highest
    highest = 0
    for k in range(count):
        highest = max(highest, scratch[k].key // TWO_TO_32)
    while highest - below > 1:
        middle = (below + highest) // 2
        enough = 0
        for k in range(count):
            enough += int(scratch[k].key // TWO_TO_32 <= middle)
        if enough < wanted:
            below = middle
        else:
            highest = middle
    kept = 0
    for k in range(count):
        if scratch[k].key // TWO_TO_32 <= highest:
            scratch[kept].key = scratch[k].key
            scratch[kept].sorted = scratch[k].sorted
            kept += 1
    return kept


@phase
def line_up(world: World, week: int, hooks: Hooks | None) -> None:
    """Sort open cases by service: queues in the order (priority, week joined, luck), and cases in help."""
    services = world.services.shape[0]
    for s in range(services):
        service = world.services[s]
        service.queue_to = 0
        service.work_to = 0
    queued = 0
    for c in range(world.facts.cases_used):
        case = world.cases[c]
        if case.stage == UNDER_WAY or case.stage == WAITING:
            slot = world.scratch[queued]
            slot.sorted = c
            slot.key = place_in_queue(world, c, week, hooks)
            world.services[case.service].queue_to += 1
            queued += 1
        elif case.stage == HELPED:
            world.services[case.service].work_to += 1
    queue_end = 0
    work_end = 0
    for s in range(services):
        service = world.services[s]
        service.queue_from = queue_end
        queue_end += service.queue_to
        service.queue_to = queue_end
        service.work_from = work_end
        work_end += service.work_to
        service.work_to = service.work_from
    for c in range(world.facts.cases_used):
        case = world.cases[c]
        if case.stage == HELPED:
            service = world.services[case.service]
            world.scratch[service.work_to].work = c
            service.work_to += 1
    sorts(world.scratch, queued)
    for k in range(queued):
        world.scratch[k].queue = world.scratch[k].sorted


@phase
def place_in_queue(world: World, c: int, week: int, hooks: Hooks | None) -> int:
    """A number that sorts a queue: service, whether ready, priority, week joined, luck."""
    case = world.cases[c]
    service = world.services[case.service]
    resident = world.residents[case.resident]
    priority = 0
    if not case.urgent:
        priority = class_in_queue(
            hooks, int(resident.worst), int(resident.domains), week - int(case.joined), service.crisis_first,
            service.single_first,
        )
        if service.loudest_first and not speaks_up(resident.verbal, world.facts.typical_verbal):
            priority = min(priority + 1, LAST_PRIORITY)
    luck = int(
        uniform(world.facts.key, QUEUE_ORDER, int(case.resident), int(case.joined), service.key) * TWO_TO_32
    )
    ready = 0 if case.ready <= week else 1
    place = (
        ((int(case.service) * 2 + ready) * (LAST_PRIORITY + 1) + priority) * 65536 + int(case.joined) + 32768
    )
    return place * TWO_TO_32 + luck

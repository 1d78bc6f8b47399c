"""Phases 4 and 6: desks answer, teams work. Who has minutes works, admits and is waited for."""

from __future__ import annotations

import numpy as np

from bereik.chance import uniform
from bereik.compiled import entry, phase
from bereik.decisions import GIVES_UP_WAITING
from bereik.engine.casework import is_reorganised, works_cases
from bereik.engine.common import book_row, close_case, has_bad_experience, note, works_in
from bereik.engine.hand_over import is_pointed_on
from bereik.engine.hooks import Hooks
from bereik.engine.informal import helpers_are_relieved, volunteers_come_in
from bereik.engine.intake import is_heard
from bereik.engine.links import AT_HOLD_ON, is_spared
from bereik.engine.queues import line_up
from bereik.engine.staff import has_room, takes_minutes
from bereik.engine.views import views_of
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.intake import gives_up_waiting, tie_after_a_week
from bereik.vocabulary import (
    APPROACHED, AVAILABLE, BECAUSE_SERVICE_STOPPED, CONVERSATIONS, FREE, GAVE_UP_WAITING, HELPED, HELP_ENDED,
    JOINED_QUEUE, N_PAYERS, STAFF, UNDER_WAY, UNUSED, WAITING,
)


@phase
def staff_come_in(world: World, p: Numbers, week: int) -> None:
    """Every open service has its minutes again and costs its price, whether or not anybody comes."""
    row = book_row(week, world.weekly.shape[0])
    for s in range(world.services.shape[0]):
        service = world.services[s]
        service.minutes_left = 0
        service.minutes_now = service.minutes
        service.room_now = service.room
        cents = service.cents
        if service.cut_from <= week < service.cut_until:
            service.minutes_now = service.cut_minutes
            service.room_now = service.cut_room
            cents = service.cut_cents
        if service.volunteers:
            volunteers_come_in(world, p, s)
        if service.tie_now != service.tie:
            service.tie_now = tie_after_a_week(service.tie_now, service.tie, p.intake)
        if week == service.reorganised_next:
            is_reorganised(world, p, s, week)
        if week == service.until_week:
            closes_down(world, s, week)
        if works_in(service, week):
            service.minutes_left = service.minutes_now
            world.service_weeks[row, s].minutes[AVAILABLE] += service.minutes_now
            world.service_weeks[row, s].cents[STAFF * N_PAYERS + service.payer] += cents


@phase
def desks_answer(world: World, p: Numbers, week: int, hooks: Hooks | None) -> None:
    """Places where people ask themselves: first those in help, then the queue."""
    staff_come_in(world, p, week)
    line_up(world, week, hooks)
    for w in range(world.wijken.shape[0]):
        world.wijken[w].respite = 0.0
    for s in range(world.services.shape[0]):
        if world.services[s].respite_minutes > 0:
            helpers_are_relieved(world, s, week)
        if world.services[s].walk_in:
            works_cases(world, p, s, week, hooks)
            admits(world, p, s, week)


@phase
def teams_work(world: World, p: Numbers, week: int, hooks: Hooks | None) -> None:
    """Services one is sent to; then those who waited in vain give up."""
    line_up(world, week, hooks)
    for s in range(world.services.shape[0]):
        service = world.services[s]
        if not service.walk_in and not service.visits:
            works_cases(world, p, s, week, hooks)
            admits(world, p, s, week)
    people_hold_on_or_not(world, p, week)
    row = book_row(week, world.weekly.shape[0])
    for s in range(world.services.shape[0]):
        world.service_weeks[row, s].minutes[UNUSED] += world.services[s].minutes_left


@phase
def admits(world: World, p: Numbers, s: int, week: int) -> None:
    """Take people from the queue while there is room; who is ready and left over is on a waiting list."""
    service = world.services[s]
    row = book_row(week, world.weekly.shape[0])
    spent = service.minutes_now - service.minutes_left if service.staff == s else 0
    asked = 0
    for k in range(service.queue_from, service.queue_to):
        c = int(world.scratch[k].queue)
        case = world.cases[c]
        if case.ready > week:
            break
        asked += 1
        if not works_in(service, week):
            continue
        if has_room(world, s):
            takes_minutes(world, s, CONVERSATIONS, int(service.contact_minutes), int(case.resident), 1, week)
            world.service_weeks[row, s].admitted += 1
            world.service_weeks[row, s].admitted_single += int(world.residents[case.resident].domains == 1)
            world.service_weeks[row, s].weeks_until_admitted += week - int(case.joined)
            is_heard(world, p, c, week)
        elif not (case.stage == UNDER_WAY and is_pointed_on(world, p, c, week)):
            if case.stage == UNDER_WAY:
                note(world, week, int(case.resident), s, JOINED_QUEUE, 0)
            case.stage = WAITING
    if service.minutes_now > 0:
        service.workload = (spent + asked * service.contact_minutes) / service.minutes_now


@phase
def closes_down(world: World, s: int, week: int) -> None:
    """A service is gone: whoever waited for it or was in its help stands alone again."""
    for c in range(world.facts.cases_used):
        case = world.cases[c]
        if case.stage != FREE and case.service == s:
            i = int(case.resident)
            if case.stage == HELPED or case.stage == WAITING or case.stage == UNDER_WAY:
                world.residents[i].unavailable_week = week
                has_bad_experience(world, i)
            note(world, week, i, s, HELP_ENDED, BECAUSE_SERVICE_STOPPED)
            close_case(world, c)
    world.services[s].carried = 0.0
    world.services[s].asked = 0.0


@entry
def moves_cases(world: World, new_row: np.ndarray, week: int) -> None:
    """A new policy starts: cases at services that go on move to their new row, the others are closed.

    Parameters
    ----------
    new_row : (services of the old policy,) int64, row under the new one; -1 gone
    """
    for c in range(world.facts.cases_used):
        case = world.cases[c]
        if case.stage != FREE:
            case.came_from = new_row[case.came_from] if case.came_from >= 0 else -1
            if new_row[case.service] >= 0:
                case.service = new_row[case.service]
            else:
                i = int(case.resident)
                if case.stage != APPROACHED:
                    world.residents[i].unavailable_week = week
                    has_bad_experience(world, i)
                note(world, week, i, -1, HELP_ENDED, BECAUSE_SERVICE_STOPPED)
                close_case(world, c)


@phase
def people_hold_on_or_not(world: World, p: Numbers, week: int) -> None:
    """Who is on the way to help may give up: no call back, no end in sight."""
    row = book_row(week, world.weekly.shape[0])
    for c in range(world.facts.cases_used):
        case = world.cases[c]
        if (case.stage == UNDER_WAY or case.stage == WAITING) and case.joined < week:
            i = int(case.resident)
            resident = world.residents[i]
            service = world.services[case.service]
            gives_up = gives_up_waiting(
                week - int(case.joined), resident.doen_left, case.kept, p.intake, views_of(world, p, i)
            )
            if is_spared(world, i, AT_HOLD_ON, p.links.hold_on):
                continue
            if uniform(world.facts.key, GIVES_UP_WAITING, i, week, service.key) < gives_up:
                if case.stage == WAITING:
                    resident.unavailable_week = week
                else:
                    resident.late_week = week
                resident.tried_week = week
                has_bad_experience(world, i)
                world.service_weeks[row, case.service].gave_up += 1
                note(world, week, i, int(case.service), GAVE_UP_WAITING, 0)
                close_case(world, c)

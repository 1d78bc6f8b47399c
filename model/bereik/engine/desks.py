"""Phases 4 and 6: desks answer, teams work. One set of acts: line up, work, admit, hear, hand over, close."""

from __future__ import annotations

from math import ceil

import numpy as np

from bereik.chance import uniform
from bereik.compiled import entry, part, phase
from bereik.decisions import (
    BRINGS_IN, DISCLOSES, FINDS_DOMAIN, FINDS_LATER, GIVES_UP_WAITING, HAND_OVER_WARM, HANDED_BACK,
    LOST_AT_HAND_OVER, MEDIATED, MISJUDGED, NO_QUESTION, OFFER_SUITS, WORKER_LEAVES,
)
from bereik.engine.common import (
    becomes_known, book_row, case_at, close_case, count_bits, has_bad_experience, has_good_experience,
    heaviest_of, in_grains, note, open_case, price_keeps_away, works_in,
)
from bereik.engine.hooks import Hooks, minutes_of_case
from bereik.engine.life import has_lasting_need
from bereik.engine.queues import line_up
from bereik.engine.schemes import is_helped_to_apply
from bereik.engine.views import views_of
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.costs import CENTS, payer_of_provision
from bereik.rules.intake import (
    case_weight, discloses, familiar, finds_question_behind, gives_up_waiting, is_handed_back,
    is_lost_when_sent_on, is_misjudged, leaves_without_question, offer_suits, worker_leaves,
)
from bereik.rules.problems import WEEKS_PER_YEAR
from bereik.rules.seeking import recognises
from bereik.vocabulary import (
    APPROACHED, AVAILABLE, BECAUSE_CONDITIONS, BECAUSE_FITS, BECAUSE_HANDED_BACK, BECAUSE_MISJUDGED,
    BECAUSE_NEED_GONE, BECAUSE_NO_ADDRESS, BECAUSE_NO_OFFER, BECAUSE_NO_QUESTION, BECAUSE_PRICED_OUT,
    BECAUSE_SERVICE_STOPPED, BECAUSE_TIME_UP, BECAUSE_TOO_LIGHT, BECAUSE_UNSUITED, CASE_WORK,
    CONVERSATIONS, CRISIS, FREE, GAVE_UP_WAITING, HANDED_OVER, HAND_OVERS, HEARD, HELPED,
    HELP_ENDED, HELP_STARTED, HOUSEHOLD_DOMAINS, JOINED_QUEUE, LOST_IN_HAND_OVER, MONEY, NEVER, NONE,
    N_DOMAINS, N_PAYERS, PROVISIONS, REGISTERED, SERIOUS, STAFF, TURNED_AWAY, UNDER_WAY, UNUSED, WAITING,
    WAY_STACKED, WAY_STUCK, WORKER_LEFT,
)


@phase
def staff_come_in(world: World, week: int) -> None:
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
        if week == service.until_week:
            closes_down(world, s, week)
        if works_in(service, week):
            service.minutes_left = service.minutes_now
            world.service_weeks[row, s].minutes[AVAILABLE] += service.minutes_now
            world.service_weeks[row, s].cents[STAFF * N_PAYERS + service.payer] += cents


@phase
def desks_answer(world: World, p: Numbers, week: int, hooks: Hooks | None) -> None:
    """Places where people ask themselves: first those in help, then the queue."""
    staff_come_in(world, week)
    line_up(world, week, hooks)
    for s in range(world.services.shape[0]):
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
def has_room(world: World, s: int) -> bool:
    """Whether staff has the minutes and the caseload the room for one more first conversation."""
    service = world.services[s]
    if service.room_now > 0.0 and service.carried >= service.room_now:
        return False
    return world.services[service.staff].minutes_left >= max(int(service.contact_minutes), 1)


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
            is_heard(world, p, c, week)
        else:
            if case.stage == UNDER_WAY:
                note(world, week, int(case.resident), s, JOINED_QUEUE, 0)
            case.stage = WAITING
    if service.minutes_now > 0:
        service.workload = (spent + asked * service.contact_minutes) / service.minutes_now


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
    if activity == CONVERSATIONS or activity == CASE_WORK:
        if count_bits(world.residents[i].needy) == 1:
            books.single_minutes += minutes
        if asked == 1:
            books.single_asked_minutes += minutes


@phase
def is_heard(world: World, p: Numbers, c: int, week: int) -> None:
    """The first conversation: refused, handed back, misjudged, or heard: help, a hand-over or no offer."""
    case = world.cases[c]
    i = int(case.resident)
    s = int(case.service)
    resident = world.residents[i]
    service = world.services[s]
    meets_service(world, c, week)
    note(world, week, i, s, HEARD, 0)
    if not resident.troubled:
        note(world, week, i, s, HELP_ENDED, BECAUSE_NEED_GONE)
        close_case(world, c)
        return
    if service.needs_address and not resident.addressed:
        is_turned_away(world, p, c, BECAUSE_NO_ADDRESS, week)
        return
    if int(service.conditions) & int(resident.serious):
        is_turned_away(world, p, c, BECAUSE_CONDITIONS, week)
        return
    in_crisis = int(resident.worst) >= CRISIS
    if service.no_question > 0.0 and not in_crisis and has_no_question(world, p, c, week):
        return
    if not in_crisis and uniform(world.facts.key, HANDED_BACK, i, week, service.key) < is_handed_back(
        service.eigen_kracht, p.intake
    ):
        is_turned_away(world, p, c, BECAUSE_HANDED_BACK, week)
        return
    wrong = is_misjudged(resident.verbal, service.discretion, service.workload, p.intake)
    if not in_crisis and uniform(world.facts.key, MISJUDGED, i, week, service.key) < wrong:
        is_turned_away(world, p, c, BECAUSE_MISJUDGED, week)
        return
    makes_an_offer(world, p, c, week)


@phase
def has_no_question(world: World, p: Numbers, c: int, week: int) -> bool:
    """Who cannot say what she asks may find her case closed, though her need is there."""
    case = world.cases[c]
    i = int(case.resident)
    resident = world.residents[i]
    service = world.services[case.service]
    says = recognises(resident.doen_left, int(resident.domains), p.seeking, views_of(world, p, i))
    leaves = leaves_without_question(service.no_question, says)
    if uniform(world.facts.key, NO_QUESTION, i, week, service.key) >= leaves:
        return False
    resident.unfitting_week = week
    resident.tried_week = week
    has_bad_experience(world, i)
    note(world, week, i, int(case.service), HELP_ENDED, BECAUSE_NO_QUESTION)
    close_case(world, c)
    return True


@phase
def makes_an_offer(world: World, p: Numbers, c: int, week: int) -> None:
    """What comes to light is helped here, handed over, or there is no offer for it."""
    case = world.cases[c]
    resident = world.residents[case.resident]
    has_good_experience(world, int(case.resident))
    sent_for = int(case.found)
    case.found = (sent_for | what_comes_to_light(world, p, c, week)) & int(resident.troubled)
    stacked = goes_on_whole(world, c)
    own = 0 if stacked else what_it_can_do(world, c)
    rest = can_be_sent_on(world, c, int(case.found) & (255 ^ own), sent_for, stacked)
    if own:
        help_starts(world, p, c, own, week)
    elif not rest:
        too_light = is_too_light(world, c)
        is_turned_away(world, p, c, BECAUSE_TOO_LIGHT if too_light else BECAUSE_NO_OFFER, week)
        return
    if rest:
        hands_over(world, p, c, rest, stacked, week)
    if not own:
        close_case(world, c)


@phase
def goes_on_whole(world: World, c: int) -> bool:
    """Whether somebody with several problems goes on with all of them to the service for that."""
    case = world.cases[c]
    t = int(world.routes[case.service, world.residents[case.resident].wijk, WAY_STACKED])
    return t >= 0 and t != case.came_from and count_bits(case.found) > 1


@phase
def can_be_sent_on(world: World, c: int, rest: int, sent_for: int, stacked: bool) -> int:
    """Of some domains those that another service takes; nobody is sent back with what she came for."""
    case = world.cases[c]
    routes = world.routes[case.service, world.residents[case.resident].wijk]
    if stacked or not rest:
        return rest
    sent = 0
    for d in range(N_DOMAINS):
        if (rest >> d) & 1 and routes[d] >= 0:
            if routes[d] != case.came_from or not (sent_for >> d) & 1:
                sent |= 1 << d
    return sent


@phase
def is_too_light(world: World, c: int) -> bool:
    """Whether something came to light that the service would take, were it heavier."""
    case = world.cases[c]
    service = world.services[case.service]
    for d in range(N_DOMAINS):
        if (int(case.found) & int(service.competence)) >> d & 1:
            if world.residents[case.resident].severity[d] < service.lightest:
                return True
    return False


@phase
def meets_service(world: World, c: int, week: int) -> None:
    """A conversation takes place: the gemeente knows her from now on, and she knows that help exists."""
    case = world.cases[c]
    resident = world.residents[case.resident]
    case.contacts += 1
    resident.met_week = week
    becomes_known(world, int(case.resident), week)
    if world.services[case.service].registers and not resident.addressed:
        resident.addressed = True
        note(world, week, int(case.resident), int(case.service), REGISTERED, 0)
    if resident.knows_since == NEVER:
        resident.knows_since = week


@phase
def is_turned_away(world: World, p: Numbers, c: int, why: int, week: int) -> None:
    """She asked and leaves without help: it was not there for her. Or another service is brought in."""
    case = world.cases[c]
    i = int(case.resident)
    if others_are_brought_in(world, p, c, 0, week):
        close_case(world, c)
        return
    world.residents[i].unavailable_week = week
    world.residents[i].tried_week = week
    has_bad_experience(world, i)
    world.service_weeks[book_row(week, world.weekly.shape[0]), case.service].turned_away += 1
    note(world, week, i, int(case.service), TURNED_AWAY, why)
    close_case(world, c)


@phase
def what_comes_to_light(world: World, p: Numbers, c: int, week: int) -> int:
    """The question asked, and what is found behind it if she shows how things are."""
    case = world.cases[c]
    i = int(case.resident)
    resident = world.residents[i]
    service = world.services[case.service]
    light = 1 << int(case.asked_domain)
    if uniform(world.facts.key, DISCLOSES, i, week, service.key) < discloses(
        resident.shame, service.home, p.intake
    ):
        finds = finds_question_behind(service.breadth, service.workload, p.intake)
        for d in range(N_DOMAINS):
            if (
                resident.severity[d] > NONE
                and uniform(world.facts.key, FINDS_DOMAIN, i, week, service.key + d) < finds
            ):
                light |= 1 << d
    return light


@phase
def what_it_can_do(world: World, c: int) -> int:
    """The domains that came to light in which the service is competent and intensive enough."""
    case = world.cases[c]
    service = world.services[case.service]
    own = 0
    for d in range(N_DOMAINS):
        bit = 1 << d
        if int(case.found) & bit and int(service.competence) & bit:
            if takes_on(world, c, d):
                own |= bit
    return own


@part
def takes_on(world: World, c: int, d: int) -> bool:
    """Whether a problem is as heavy as the service of a case takes: not too light, and not too heavy."""
    severity = int(world.residents[world.cases[c].resident].severity[d])
    service = world.services[world.cases[c].service]
    return severity > NONE and service.lightest <= severity <= service.intensity


@phase
def help_starts(world: World, p: Numbers, c: int, own: int, week: int) -> None:
    """Help begins, in a form that suits her or does not."""
    case = world.cases[c]
    i = int(case.resident)
    resident = world.residents[i]
    service = world.services[case.service]
    case.stage = HELPED
    case.started = week
    case.worker_since = week
    case.found = own
    service.carried += weight_of(own, p)
    case.suits = uniform(world.facts.key, OFFER_SUITS, i, week, service.key) < offer_suits(
        service.breadth, service.discretion, resident.dutch, service.interpreter, p.intake
    )
    world.service_weeks[book_row(week, world.weekly.shape[0]), case.service].started += 1
    note(world, week, i, int(case.service), HELP_STARTED, BECAUSE_FITS if case.suits else BECAUSE_UNSUITED)
    helps_this_week(world, p, c, 1.0, week)
    if world.schemes.shape[0] and (own >> MONEY) & 1:
        is_helped_to_apply(world, p, i, week)


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
    if price_keeps_away(world, p, i, t):
        resident.unavailable_week = week
        resident.tried_week = week
        note(world, week, i, t, TURNED_AWAY, BECAUSE_PRICED_OUT)
        return
    world.service_weeks[row, s].handed_over += 1
    minutes = int(service.hand_over_minutes)
    warm = 0.0
    if uniform(world.facts.key, HAND_OVER_WARM, i, week, service.key, order) < service.warm:
        if world.services[service.staff].minutes_left - promised >= minutes:
            takes_minutes(world, s, HAND_OVERS, minutes, i, 0, week)
            warm = 1.0
    if uniform(world.facts.key, LOST_AT_HAND_OVER, i, week, service.key, order) < is_lost_when_sent_on(
        resident.doen_left, warm, p.intake
    ):
        resident.late_week = week
        resident.tried_week = week
        has_bad_experience(world, i)
        world.service_weeks[row, s].gave_up += 1
        note(world, week, i, t, LOST_IN_HAND_OVER, 0)
        return
    lead_weeks = int(world.services[t].lead_weeks)
    urgent = service.mediates > 0.0 and warm == 1.0 and (
        uniform(world.facts.key, MEDIATED, i, week, service.key, order) < service.mediates
    )
    if urgent:
        lead_weeks = min(lead_weeks, int(p.intake.mediated_weeks))
    new = open_case(world, i, t, UNDER_WAY, week, week + lead_weeks)
    world.cases[new].urgent = urgent
    world.cases[new].asked_domain = heaviest_of(resident.severity, rest)
    world.cases[new].found = rest
    world.cases[new].came_from = s
    world.service_weeks[row, t].arrived += 1
    note(world, week, i, t, HANDED_OVER, 0)


@phase
def is_told_more(world: World, p: Numbers, c: int, rest: int) -> None:
    """A service that has a case already hears of more; in help it takes up what it can do."""
    case = world.cases[c]
    if case.stage != HELPED:
        case.found |= rest
        return
    service = world.services[case.service]
    before = weight_of(case.found, p)
    for d in range(N_DOMAINS):
        bit = 1 << d
        if rest & bit and int(service.competence) & bit:
            if takes_on(world, c, d):
                case.found |= bit
    service.carried += weight_of(case.found, p) - before


@phase
def works_cases(world: World, p: Numbers, s: int, week: int, hooks: Hooks | None) -> None:
    """Spend the week on the cases in help; when time is short each gets the same share of what it asks."""
    service = world.services[s]
    asked = 0.0
    for k in range(service.work_from, service.work_to):
        asked += minutes_asked(world, p, int(world.scratch[k].work), hooks)
    left = minutes_at_hand(world, s)
    quality = 1.0 if asked <= left else left / asked
    promised = asked * quality
    for k in range(service.work_from, service.work_to):
        c = int(world.scratch[k].work)
        case = world.cases[c]
        minutes = int(minutes_asked(world, p, c, hooks) * quality)
        takes_minutes(world, s, CASE_WORK, minutes, int(case.resident), count_bits(case.found), week)
        promised -= minutes
        more_comes_to_light(world, p, c, week)
        if help_ends(world, p, c, ceil(promised), week):
            continue
        if service.turnover > 0.0 and her_worker_leaves(world, p, c, week):
            continue
        helps_this_week(world, p, c, quality, week)


@phase
def her_worker_leaves(world: World, p: Numbers, c: int, week: int) -> bool:
    """Her worker may leave: no help this week, and another worker has to get to know her."""
    case = world.cases[c]
    i = int(case.resident)
    service = world.services[case.service]
    leaves = worker_leaves(service.turnover, service.workload, p.intake)
    if uniform(world.facts.key, WORKER_LEAVES, i, week, service.key) >= leaves:
        return False
    case.worker_since = week
    case.contacts = 0
    has_bad_experience(world, i)
    note(world, week, i, int(case.service), WORKER_LEFT, 0)
    return True


@phase
def minutes_at_hand(world: World, s: int) -> int:
    """The minutes that a service may still spend this week; of shared staff at most the plan."""
    service = world.services[s]
    left = int(world.services[service.staff].minutes_left)
    return left if service.staff == s else min(left, int(service.planned))


@phase
def minutes_asked(world: World, p: Numbers, c: int, hooks: Hooks | None) -> float:
    """Staff minutes that a case in help asks this week."""
    case = world.cases[c]
    in_crisis = world.residents[case.resident].worst >= CRISIS
    weight = case_weight(count_bits(case.found), p.intake)
    each = float(world.services[case.service].minutes_per_case)
    return in_grains(minutes_of_case(hooks, each, weight, in_crisis, p.intake))


@part
def weight_of(found: int, p: Numbers) -> float:
    """What a case weighs in the caseload of a service, by the domains that came to light."""
    return in_grains(case_weight(count_bits(found), p.intake))


@phase
def more_comes_to_light(world: World, p: Numbers, c: int, week: int) -> None:
    """With time, problems come up that nobody asked about at the intake."""
    case = world.cases[c]
    i = int(case.resident)
    resident = world.residents[i]
    service = world.services[case.service]
    unseen = int(resident.troubled) & int(service.competence) & (255 ^ int(case.found))
    if not unseen:
        return
    finds = p.intake.finds_later * finds_question_behind(service.breadth, service.workload, p.intake)
    if case.worker_since > case.started:
        finds *= familiar(week - int(case.worker_since), week - int(case.started), p.intake)
    for d in range(N_DOMAINS):
        if (unseen >> d) & 1 and takes_on(world, c, d):
            if uniform(world.facts.key, FINDS_LATER, i, week, service.key + d) < finds:
                before = weight_of(case.found, p)
                case.found |= 1 << d
                service.carried += weight_of(case.found, p) - before


@phase
def help_ends(world: World, p: Numbers, c: int, promised: int, week: int) -> bool:
    """Help ends when the need it knows of is gone, or when its time is up, need or not.

    ``promised``: minutes of the staff that others are to have this week.
    """
    case = world.cases[c]
    i = int(case.resident)
    resident = world.residents[i]
    service = world.services[case.service]
    gone = not int(case.found) & int(resident.troubled)
    time_up = service.longest_weeks > 0 and week - int(case.started) >= service.longest_weeks
    if not (gone or time_up):
        return False
    service.carried -= weight_of(case.found, p)
    world.service_weeks[book_row(week, world.weekly.shape[0]), case.service].ended += 1
    brought_in = not gone and resident.needy and others_are_brought_in(world, p, c, promised, week)
    if resident.needy and not brought_in:
        resident.unfitting_week = week  # closed with need left, found or not
    if gone and not resident.needy:
        has_good_experience(world, i)
    elif time_up and resident.needy and not brought_in:
        has_bad_experience(world, i)
    resident.tried_week = week
    note(world, week, i, int(case.service), HELP_ENDED, BECAUSE_NEED_GONE if gone else BECAUSE_TIME_UP)
    close_case(world, c)
    return True


@phase
def helps_this_week(world: World, p: Numbers, c: int, quality: float, week: int) -> None:
    """Which domains get help this week and in which it fits; provisions are granted where it does."""
    case = world.cases[c]
    i = int(case.resident)
    s = int(case.service)
    resident = world.residents[i]
    service = world.services[s]
    head = world.residents[world.households[resident.household].first]
    row = book_row(week, world.weekly.shape[0])
    if quality <= 0.0:  # a team without minutes helps nobody
        return
    resident.served_week = week
    resident.quality = max(resident.quality, quality)
    for d in range(N_DOMAINS):
        bit = 1 << d
        if not int(case.found) & bit or resident.severity[d] == NONE:
            continue
        resident.helps |= bit
        if not fits(world, p, c, d):
            continue
        if not int(resident.fits) & bit and service.intensity >= SERIOUS:
            world.service_weeks[row, s].cents[PROVISIONS * N_PAYERS + payer_of_provision(d)] += int(
                round(p.costs.provision[d] * CENTS / WEEKS_PER_YEAR)
            )
        resident.fits |= bit
        if HOUSEHOLD_DOMAINS & bit:
            head.shared_fits |= bit
            head.shared_quality = max(head.shared_quality, quality)
            world.active[world.households[resident.household].first] |= 1


@phase
def fits(world: World, p: Numbers, c: int, d: int) -> bool:
    """Help fits a domain when its form suits, it is intensive enough, and no end is set to a lasting need."""
    case = world.cases[c]
    service = world.services[case.service]
    if not case.suits or world.residents[case.resident].severity[d] > service.intensity:
        return False
    return service.longest_weeks == 0 or not has_lasting_need(world, p, int(case.resident), d)


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
                week - int(case.joined), resident.doen_left, p.intake, views_of(world, p, i)
            )
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

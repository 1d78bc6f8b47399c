"""Help: the week spent on cases, what comes up with time, how help fits and when it ends."""

from __future__ import annotations

from math import ceil

from bereik.chance import uniform
from bereik.compiled import phase
from bereik.decisions import FINDS_LATER, OFFER_SUITS, WORKER_LEAVES
from bereik.engine.common import (
    book_row, close_case, count_bits, has_bad_experience, has_good_experience, in_grains, note,
)
from bereik.engine.hand_over import others_are_brought_in
from bereik.engine.hooks import Hooks, minutes_of_case
from bereik.engine.informal import volunteers_see_it_work
from bereik.engine.life import has_lasting_need
from bereik.engine.links import AT_HEARD, AT_HELPED, is_spared
from bereik.engine.schemes import is_helped_to_apply
from bereik.engine.staff import helped_at_home, minutes_at_hand, takes_minutes, takes_on
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.costs import CENTS, payer_of_provision
from bereik.rules.intake import (
    case_weight, familiar, finds_question_behind, offer_suits, shares_time, tie_after_reorganisation,
    worker_leaves,
)
from bereik.rules.problems import WEEKS_PER_YEAR
from bereik.vocabulary import (
    BECAUSE_FITS, BECAUSE_NEED_GONE, BECAUSE_TIME_UP, BECAUSE_UNSUITED, CASE_WORK, CRISIS, HELPED,
    HELP_ENDED, HELP_STARTED, HOUSEHOLD_DOMAINS, MONEY, NONE, N_DOMAINS, N_PAYERS, PROVISIONS,
    SERIOUS, WORKER_LEFT,
)


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
    if helped_at_home(world, c) == 1:
        service.carried += 1.0
    case.suits = is_spared(world, i, AT_HELPED, p.links.helped) or (
        uniform(world.facts.key, OFFER_SUITS, i, week, service.key)
        < offer_suits(
            service.breadth, service.discretion, resident.dutch, service.interpreter, service.chooses,
            p.intake
        )
    )
    world.service_weeks[book_row(week, world.weekly.shape[0]), case.service].started += 1
    note(world, week, i, int(case.service), HELP_STARTED, BECAUSE_FITS if case.suits else BECAUSE_UNSUITED)
    helps_this_week(world, p, c, 1.0, week)
    if world.schemes.shape[0] and (own >> MONEY) & 1:
        is_helped_to_apply(world, i, week)


@phase
def works_cases(world: World, p: Numbers, s: int, week: int, hooks: Hooks | None) -> None:
    """Spend the week on the cases in help; when time is short each gets the same share of what it asks."""
    service = world.services[s]
    asked = 0.0
    for k in range(service.work_from, service.work_to):
        c = int(world.scratch[k].work)
        world.cases[c].asks = minutes_asked(world, p, c, hooks)
        asked += world.cases[c].asks
    service.asked = asked
    left = minutes_at_hand(world, s)
    quality = 1.0 if asked <= left else left / asked
    promised = asked * quality
    for k in range(service.work_from, service.work_to):
        c = int(world.scratch[k].work)
        case = world.cases[c]
        minutes = int(case.asks * quality)
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
    gets_another_worker(world, c, week)
    return True


@phase
def gets_another_worker(world: World, c: int, week: int) -> None:
    """Whoever helped her is gone, and another takes over."""
    case = world.cases[c]
    i = int(case.resident)
    case.worker_since = week
    case.contacts = 0
    has_bad_experience(world, i)
    note(world, week, i, int(case.service), WORKER_LEFT, 0)


@phase
def is_reorganised(world: World, p: Numbers, s: int, week: int) -> None:
    """A service is set up anew: its ties break, and everybody in its help gets another worker."""
    service = world.services[s]
    service.tie_now = tie_after_reorganisation(service.tie_now, p.intake)
    service.reorganised_next += service.reorganised_every  # where that is 0 its week is over for good
    for c in range(world.facts.cases_used):
        if world.cases[c].stage == HELPED and world.cases[c].service == s:
            gets_another_worker(world, c, week)


@phase
def minutes_asked(world: World, p: Numbers, c: int, hooks: Hooks | None) -> float:
    """Staff minutes that a case in help asks this week."""
    case = world.cases[c]
    in_crisis = world.residents[case.resident].worst >= CRISIS
    weight = case_weight(count_bits(case.found), p.intake)
    each = world.services[case.service].minutes_per_case * shares_time(helped_at_home(world, c), p.intake)
    return in_grains(minutes_of_case(hooks, each, weight, in_crisis, p.intake))


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
    heard = is_spared(world, i, AT_HEARD, p.links.heard)
    for d in range(N_DOMAINS):
        if (unseen >> d) & 1 and takes_on(world, p, c, d):
            if heard or uniform(world.facts.key, FINDS_LATER, i, week, service.key + d) < finds:
                case.found |= 1 << d


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
    time_up = time_up and not is_spared(world, i, AT_HELPED, p.links.helped)
    if not (gone or time_up):
        return False
    if helped_at_home(world, c) == 1:
        service.carried -= 1.0
    world.service_weeks[book_row(week, world.weekly.shape[0]), case.service].ended += 1
    brought_in = not gone and resident.needy and others_are_brought_in(world, p, c, promised, week)
    if resident.needy and not brought_in:
        resident.unfitting_week = week  # closed with need left, found or not
    if time_up and not gone and not brought_in and not (service.walk_in or service.visits):
        is_closed_early(world, p, i, week)
    if gone and not resident.needy:
        has_good_experience(world, i)
        if service.volunteers:
            volunteers_see_it_work(world, p, int(case.service))
    elif time_up and resident.needy and not brought_in:
        has_bad_experience(world, i)
    resident.tried_week = week
    note(world, week, i, int(case.service), HELP_ENDED, BECAUSE_NEED_GONE if gone else BECAUSE_TIME_UP)
    close_case(world, c)
    return True


@phase
def is_closed_early(world: World, p: Numbers, i: int, week: int) -> None:
    """A service one is sent to closes a case with a problem left; whether she comes back is counted later."""
    resident = world.residents[i]
    past = world.remembered[i]
    past.closed_week = week
    past.closed_with = 2 if resident.domains >= p.need.stacked_from else int(resident.domains > 1)
    row = book_row(week, world.weekly.shape[0])
    world.weekly[row, resident.wijk].closed_early[int(past.closed_with)] += 1


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
    world.remembered[i].supported_week = week
    resident.quality = max(resident.quality, quality)
    if service.take_over > 0.0:
        takes_over(world, c, quality)
    for d in range(N_DOMAINS):
        bit = 1 << d
        if not int(case.found) & bit or resident.severity[d] == NONE:
            continue
        resident.helps |= bit
        if not fits(world, p, c, d, quality):
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
def takes_over(world: World, c: int, quality: float) -> None:
    """Her worker takes letters and calls over, as far as there is time; next week she feels it."""
    case = world.cases[c]
    resident = world.residents[case.resident]
    taken_over = int(round(100.0 * world.services[case.service].take_over * quality))
    resident.relief = max(int(resident.relief), taken_over)
    resident.changed = True


@phase
def fits(world: World, p: Numbers, c: int, d: int, quality: float) -> bool:
    """Help fits a domain when its form suits, it is intensive enough, and no end is set to a lasting need.

    Intensive enough asks a service that can, and time for it: ``quality`` is how much of the minutes that
    the case asks it gets this week.
    """
    case = world.cases[c]
    service = world.services[case.service]
    if is_spared(world, int(case.resident), AT_HELPED, p.links.helped):
        return True
    if not case.suits or world.residents[case.resident].severity[d] > service.intensity:
        return False
    if quality < p.intake.enough:
        return False
    return service.longest_weeks == 0 or not has_lasting_need(world, p, int(case.resident), d)

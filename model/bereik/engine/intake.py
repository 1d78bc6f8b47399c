"""The first conversation: heard or refused, what comes to light, and what is done with it."""

from __future__ import annotations

from bereik.chance import uniform
from bereik.compiled import phase
from bereik.decisions import DISCLOSES, FINDS_DOMAIN, HANDED_BACK, MISJUDGED, NO_QUESTION
from bereik.engine.casework import help_starts, is_closed_early
from bereik.engine.common import (
    becomes_known, book_row, close_case, has_bad_experience, has_good_experience, note,
)
from bereik.engine.hand_over import can_be_sent_on, goes_on_whole, hands_over, others_are_brought_in
from bereik.engine.links import AT_HEARD, AT_RECOGNISE, is_spared, stance_towards
from bereik.engine.staff import takes_on
from bereik.engine.views import views_of
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.intake import (
    discloses, finds_question_behind, is_handed_back, is_misjudged, leaves_without_question,
)
from bereik.rules.problems import WEEKS_PER_YEAR
from bereik.rules.seeking import recognises
from bereik.vocabulary import (
    BECAUSE_CONDITIONS, BECAUSE_HANDED_BACK, BECAUSE_MISJUDGED, BECAUSE_NEED_GONE, BECAUSE_NO_ADDRESS,
    BECAUSE_NO_OFFER, BECAUSE_NO_QUESTION, BECAUSE_TOO_LIGHT, CRISIS, HEARD, HELP_ENDED, NEVER, NONE,
    N_DOMAINS, REGISTERED, TURNED_AWAY, VISIT,
)


@phase
def is_heard(world: World, p: Numbers, c: int, week: int) -> None:
    """The first conversation: refused, handed back, misjudged, or heard: help, a hand-over or no offer."""
    case = world.cases[c]
    i = int(case.resident)
    s = int(case.service)
    resident = world.residents[i]
    service = world.services[s]
    meets_service(world, c, week)
    comes_back(world, i, int(case.joined), week)
    note(world, week, i, s, HEARD, 0)
    if not resident.troubled:
        note(world, week, i, s, HELP_ENDED, BECAUSE_NEED_GONE)
        close_case(world, c)
        return
    heard = is_spared(world, i, AT_HEARD, p.links.heard)
    if service.needs_address and not resident.addressed and not heard:
        is_turned_away(world, p, c, BECAUSE_NO_ADDRESS, week)
        return
    if int(service.conditions) & int(resident.serious) and not heard:
        is_turned_away(world, p, c, BECAUSE_CONDITIONS, week)
        return
    in_crisis = int(resident.worst) >= CRISIS
    if service.no_question > 0.0 and not (in_crisis or heard) and has_no_question(world, p, c, week):
        return
    if not in_crisis and uniform(world.facts.key, HANDED_BACK, i, week, service.key) < is_handed_back(
        stance_towards(world, p, i, s), case.backed, p.intake
    ):
        is_turned_away(world, p, c, BECAUSE_HANDED_BACK, week)
        return
    wrong = is_misjudged(resident.verbal, service.discretion, service.workload, case.backed, p.intake)
    if not (in_crisis or heard) and uniform(world.facts.key, MISJUDGED, i, week, service.key) < wrong:
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
    if is_spared(world, i, AT_RECOGNISE, p.links.recognise):
        return False
    says = recognises(resident.doen_left, int(resident.domains), p.seeking, views_of(world, p, i))
    leaves = leaves_without_question(service.no_question, says)
    if uniform(world.facts.key, NO_QUESTION, i, week, service.key) >= leaves:
        return False
    resident.unfitting_week = week
    resident.tried_week = week
    has_bad_experience(world, i)
    if not (service.walk_in or service.visits):
        is_closed_early(world, p, i, week)
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
    own = 0 if stacked else what_it_can_do(world, p, c)
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
def comes_back(world: World, i: int, joined: int, week: int) -> None:
    """Count whose question, of after her case was closed early, a service takes up within a year of that."""
    past = world.remembered[i]
    if past.closed_week != NEVER and joined > past.closed_week:
        if week - int(past.closed_week) < WEEKS_PER_YEAR:
            row = book_row(week, world.weekly.shape[0])
            world.weekly[row, world.residents[i].wijk].came_back[int(past.closed_with)] += 1
        past.closed_week = NEVER


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
    if is_spared(world, i, AT_HEARD, p.links.heard):
        return light | int(resident.troubled)
    if uniform(world.facts.key, DISCLOSES, i, week, service.key) < discloses(
        resident.shame, service.home if case.channel == VISIT else 0.0, p.intake
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
def what_it_can_do(world: World, p: Numbers, c: int) -> int:
    """The domains that came to light in which the service is competent and intensive enough."""
    case = world.cases[c]
    service = world.services[case.service]
    own = 0
    for d in range(N_DOMAINS):
        bit = 1 << d
        if int(case.found) & bit and int(service.competence) & bit:
            if takes_on(world, p, c, d):
                own |= bit
    return own

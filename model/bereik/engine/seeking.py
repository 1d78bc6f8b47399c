"""Phase 3: people seek. Four links of the chain before anybody at a desk has seen them."""

from __future__ import annotations

from typing import Any

from bereik.chance import luck, may_fall_below, uniform
from bereik.compiled import part, phase
from bereik.decisions import (
    BELIEVES_ELIGIBLE, CONSIDERS, DARES, FINDS_NOBODY, LIKES_PLACE, MANAGES, RECOGNISES,
)
from bereik.engine.common import (
    book_row, has_bad_experience, heaviest_of, note, open_case, price_keeps_away, works_in,
)
from bereik.engine.links import (
    AT_DARE, AT_HOLD_ON, AT_KNOW, AT_MANAGE, AT_RECOGNISE, is_spared, stance_towards,
)
from bereik.engine.views import CAN_ASK, holds_for, views_of
from bereik.engine.word import CONSIDERING
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.seeking import (
    believes_eligible, considers_asking, dares, manages, puts_up_with_waiting, recognises,
    skill_at_hand, steps_asked,
)
from bereik.rules.views import sure_if
from bereik.vocabulary import (
    ALL_DOMAINS, ASKED, BECAUSE_NO_OFFER, BECAUSE_NOT_DARED, BECAUSE_NOT_ELIGIBLE, BECAUSE_NOT_KNOWN,
    BECAUSE_NOBODY_THERE, BECAUSE_NOT_MANAGED, BECAUSE_NOT_RECOGNISED, BECAUSE_PRICED_OUT,
    DROPPED, IS_HELPED, IS_UNDER_WAY, IS_WAITING, MONEY, NEVER, NO_WORK, SERIOUS, TURNED_AWAY, UNDER_WAY,
)

NOWHERE = -1


@part
def seeks(world: World, p: Numbers, i: int, glance: Any, week: int) -> None:
    """Whoever has a problem and no help under way may ask for help, if every link holds."""
    resident = world.residents[i]
    if resident.troubled and not resident.standing & (IS_UNDER_WAY | IS_WAITING | IS_HELPED):
        can_ask = holds_for(world, i, CAN_ASK, p.views.can_ask)
        considers = sure_if(can_ask, considers_asking(int(resident.worst), p.seeking))
        if is_spared(world, i, AT_RECOGNISE, p.links.recognise):
            considers = 1.0
        if may_fall_below(glance, CONSIDERING, considers) and tries_again(world, p, i, week):
            if luck(glance, CONSIDERING, world.facts.key, CONSIDERS, i, week) < considers:
                goes_down_the_chain(world, p, i, week)


@part
def tries_again(world: World, p: Numbers, i: int, week: int) -> bool:
    """Whether it is long enough ago that she tried in vain; who holds on does not wait with that."""
    if week - int(world.residents[i].tried_week) >= p.seeking.ask_again_after:
        return True
    return is_spared(world, i, AT_HOLD_ON, p.links.hold_on)


@phase
def goes_down_the_chain(world: World, p: Numbers, i: int, week: int) -> None:
    """Recognise, know, dare, manage: at each link some drop out, and the trace says at which."""
    resident = world.residents[i]
    domains = int(resident.domains)
    views = views_of(world, p, i)
    if not is_spared(world, i, AT_RECOGNISE, p.links.recognise) and (
        uniform(world.facts.key, RECOGNISES, i, week)
        >= recognises(resident.doen_left, domains, p.seeking, views)
    ):
        drops_out(world, i, week, -1, BECAUSE_NOT_RECOGNISED)
        return
    invited = resident.invited != NEVER
    knows = resident.knows_since != NEVER and resident.knows_since < week
    told = is_spared(world, i, AT_KNOW, p.links.know)
    if not (knows or invited or told or views.can_ask > 0.0):
        drops_out(world, i, week, -1, BECAUSE_NOT_KNOWN)
        return
    believes = believes_eligible(
        resident.doen_left, resident.trust, resident.stress, invited, p.seeking, views
    )
    if not told and uniform(world.facts.key, BELIEVES_ELIGIBLE, i, week) >= believes:
        drops_out(world, i, week, -1, BECAUSE_NOT_ELIGIBLE)
        return
    question = heaviest_of(resident.severity, ALL_DOMAINS)
    s = easiest_place(world, p, i, question, NOWHERE, week)
    if s < 0:
        resident.asked_week = week
        resident.tried_week = week
        resident.unavailable_week = week
        note(world, week, i, -1, TURNED_AWAY, BECAUSE_NO_OFFER)
        return
    if uniform(world.facts.key, DARES, i, week) >= chance_to_dare(world, p, i, s, question):
        drops_out(world, i, week, s, BECAUSE_NOT_DARED)
        return
    resident.tried_week = week
    if price_keeps_away(world, p, i, s):
        resident.unavailable_week = week
        note(world, week, i, s, TURNED_AWAY, BECAUSE_PRICED_OUT)
        return
    if uniform(world.facts.key, MANAGES, i, week) >= chance_to_manage(world, p, i, s):
        resident.unfitting_week = week
        drops_out(world, i, week, s, BECAUSE_NOT_MANAGED)
        return
    service = world.services[s]
    if service.unstaffed > 0.0 and not is_spared(world, i, AT_MANAGE, p.links.manage):
        if uniform(world.facts.key, FINDS_NOBODY, i, week, service.key) < service.unstaffed:
            finds_nobody(world, i, s, week)
            return
    asks_at(world, i, s, question, week)


@phase
def finds_nobody(world: World, i: int, s: int, week: int) -> None:
    """She comes and nobody is there: she asked, and help was not available."""
    resident = world.residents[i]
    resident.asked_week = week
    resident.unavailable_week = week
    has_bad_experience(world, i)
    note(world, week, i, s, TURNED_AWAY, BECAUSE_NOBODY_THERE)


@phase
def drops_out(world: World, i: int, week: int, s: int, why: int) -> None:
    """The chain breaks at one link."""
    row = book_row(week, world.weekly.shape[0])
    world.weekly[row, world.residents[i].wijk].dropped[why - 1] += 1
    note(world, week, i, s, DROPPED, why)


@part
def is_open(world: World, s: int, i: int, week: int) -> bool:
    """Whether a service works in this week and for the wijk of this resident."""
    service = world.services[s]
    return works_in(service, week) and (service.wijk < 0 or service.wijk == world.residents[i].wijk)


@part
def easiest_place(world: World, p: Numbers, i: int, question: int, full: int, week: int) -> int:
    """Where she would ask: likelier where she dares, manages and need not wait, by a taste that stays hers.

    ``full``: a place that turned out to be so; then only those that are not, and can do something for her.
    -1 nowhere.
    """
    best = NOWHERE
    highest = -1.0
    for s in range(world.services.shape[0]):
        service = world.services[s]
        if service.walk_in and is_open(world, s, i, week):
            if full >= 0 and not can_take_over(world, full, s, i, question):
                continue
            chance = chance_to_dare(world, p, i, s, question) * chance_to_manage(world, p, i, s)
            if service.in_line > 0:
                chance *= puts_up_with_waiting(service.weeks_in_line / service.in_line, p.seeking)
            liking = chance * uniform(world.facts.key, LIKES_PLACE, i, 0, service.key)
            if liking > highest:
                best = s
                highest = liking
    return best


@phase
def can_take_over(world: World, full: int, s: int, i: int, question: int) -> bool:
    """Whether a place, unlike one that is full, had no waiting list last week, and has an answer to this."""
    service = world.services[s]
    if s == full or service.in_line > 0:
        return False
    return bool(service.competence >> question & 1) or world.routes[s, world.residents[i].wijk, question] >= 0


@part
def chance_to_dare(world: World, p: Numbers, i: int, s: int, question: int) -> float:
    """The link *dare*, for this resident at this place."""
    if is_spared(world, i, AT_DARE, p.links.dare):
        return 1.0
    resident = world.residents[i]
    service = world.services[s]
    return dares(
        resident.shame, service.visibility, resident.trust, service.flag, resident.wish_alone,
        question == MONEY, stance_towards(world, p, i, s), service.guarded, p.seeking, views_of(world, p, i),
    )


@part
def chance_to_manage(world: World, p: Numbers, i: int, s: int) -> float:
    """The link *manage*, for this resident at this place; who works can only come in part of the week."""
    if is_spared(world, i, AT_MANAGE, p.links.manage):
        return 1.0
    resident = world.residents[i]
    service = world.services[s]
    digital = resident.digital
    if service.by_proxy > 0.0:
        digital = skill_at_hand(resident.digital, skill_at_home(world, i), service.by_proxy)
    steps = steps_asked(
        service.short_steps if resident.invited != NEVER else service.steps,
        stance_towards(world, p, i, s),
        service.language,
        resident.dutch,
        service.screens,
        digital,
        service.travel,
        resident.mobility,
        service.interpreter,
        p.seeking,
    )
    return manages(
        resident.doen_left, steps, 1.0 if resident.work == NO_WORK else service.opening, p.seeking,
        views_of(world, p, i),
    )


@phase
def skill_at_home(world: World, i: int) -> float:
    """The digital skill of the most skilled other adult she lives with; 0 where she lives alone."""
    household = world.households[world.residents[i].household]
    most = 0.0
    for member in range(household.first, household.first + household.adults):
        if member != i:
            most = max(most, world.residents[member].digital)
    return most


@phase
def tells_of_debts(world: World, i: int, week: int) -> None:
    """Who asks for the first time since she has debts: her spell keeps how long that took."""
    resident = world.residents[i]
    began = int(resident.since[MONEY])
    if week < 0 or resident.spell < 0 or resident.severity[MONEY] < SERIOUS or resident.asked_week >= began:
        return
    world.spells[resident.spell].debt_weeks_at_asking = week - began


@phase
def asks_at(world: World, i: int, s: int, question: int, week: int) -> None:
    """She asks: a dossier opens and she waits for the first conversation."""
    service = world.services[s]
    c = open_case(world, i, s, UNDER_WAY, week, week + int(service.lead_weeks))
    world.cases[c].asked_domain = question
    tells_of_debts(world, i, week)
    world.residents[i].asked_week = week
    row = book_row(week, world.weekly.shape[0])
    world.weekly[row, world.residents[i].wijk].asked += 1
    world.service_weeks[row, s].arrived += 1
    note(world, week, i, s, ASKED, 0)

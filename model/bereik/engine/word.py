"""Phase 1: word spreads; and in phase 2 friends help and tire, creditors, neighbours, the gemeente notice."""

from __future__ import annotations

from typing import Any

from bereik.chance import luck, may_fall_below, uniform
from bereik.compiled import part, phase
from bereik.decisions import (
    ARREARS_FROM, ARREARS_SIGNAL, ASKS_FRIENDS, FRIEND_HELPS, GETS_INVITED, HELPER_TIRES, NEIGHBOUR_HELPS,
    NEIGHBOUR_TIP, PARTNER_SEES, TELLS,
)
from bereik.engine.common import (
    becomes_known, book_row, count_bits, is_unforeseen, note, set_trust, works_in,
)
from bereik.engine.views import views_of
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.network import (
    asks_friends, is_invited, is_tipped, neighbour_steps_in, sends_arrears_signal, steps_in, tells, tires,
    who_signals,
)
from bereik.rules.problems import happens
from bereik.rules.trust import trust_after_hearsay
from bereik.vocabulary import (
    BY_INSURER, BY_INVITATION, BY_TIP, FRIEND_STEPPED_IN, FRIEND_TIRED, HAS_NEWS, HAS_SIGNAL,
    HEARD_OF_HELP, INVITED, IS_SEEN, MONEY, MOST_SIGNALS, NEVER, OWNER, SIGNALLED, TIPPED,
)

# Draws of a glance at what others do, and at whether she considers to ask
ASKING, TIRING, SIGNALLING, TIPPING, INVITING, CONSIDERING, SEEING = range(7)


@phase
def word_spreads(world: World, p: Numbers, week: int) -> None:
    """Those with news of help tell it."""
    for i in range(world.active.shape[0]):
        if world.active[i] & HAS_NEWS:
            tells_friends(world, p, i, week)


@part
def others_respond(world: World, p: Numbers, i: int, glance: Any, week: int) -> None:
    """Friends of one resident help and tire; creditors, neighbours and the gemeente notice."""
    leans_on_friends(world, p, i, glance, week)
    if world.residents[i].troubled:
        is_noticed(world, p, i, glance, week)


@part
def tells_friends(world: World, p: Numbers, i: int, week: int) -> None:
    """Somebody with news of help tells her ties: they learn that help exists, and how it was."""
    teller = world.residents[i]
    age = week - int(teller.news_week)
    if age < 1:
        return
    if age > p.network.tells_weeks:
        teller.news = 0
        return
    for t in range(teller.first_tie, teller.first_tie + teller.ties):
        j = int(world.ties[t])
        if uniform(world.facts.key, TELLS, i, week, j + 1) < tells(p.network):
            listener = world.residents[j]
            set_trust(world, j, trust_after_hearsay(listener.trust, int(teller.news), p.trust))
            if listener.knows_since == NEVER:
                listener.knows_since = week
                note(world, week, j, -1, HEARD_OF_HELP, 0)


@part
def leans_on_friends(world: World, p: Numbers, i: int, glance: Any, week: int) -> None:
    """Somebody in need asks her own network; a friend who helps tires."""
    resident = world.residents[i]
    if resident.helper >= 0:
        if not resident.troubled:
            loses_helper(world, i)
            world.remembered[i].supported_week = week
            return
        weeks = week - int(resident.helper_since)
        hazard = tires(
            weeks, int(resident.worst), world.wijken[resident.wijk].respite, p.network, views_of(world, p, i)
        )
        if comes_about(world, glance, TIRING, HELPER_TIRES, i, week, hazard):
            is_left_by_helper(world, i, week)
        return
    if not resident.needy or week - int(resident.helper_tired) < p.network.friend_rests:
        return
    asks = asks_friends(p.network)
    if not may_fall_below(glance, ASKING, asks):
        return
    if luck(glance, ASKING, world.facts.key, ASKS_FRIENDS, i, week) >= asks:
        return
    turns_to_friends(world, i, week)
    for t in range(resident.first_tie, resident.first_tie + resident.ties):
        j = int(world.ties[t])
        if uniform(world.facts.key, FRIEND_HELPS, i, week, j + 1) < steps_in(
            world.residents[j].stress_shown, p.network
        ):
            finds_helper(world, i, j, week)
            return
    missing = max(world.facts.typical_ties - resident.ties, 0.0)
    if uniform(world.facts.key, NEIGHBOUR_HELPS, i, week) < neighbour_steps_in(
        missing, p.network, views_of(world, p, i)
    ):
        finds_helper(world, i, who_lives_next_door(world, i), week)
        return
    resident.helper_tired = week


@phase
def turns_to_friends(world: World, i: int, week: int) -> None:
    """She asks her own network; her spell, if it has begun, keeps the first week in which she does."""
    row = int(world.residents[i].spell)
    if week >= 0 and row >= 0 and world.spells[row].first_friend == NEVER:
        world.spells[row].first_friend = week


@part
def comes_about(
    world: World, glance: Any, k: int, decision: int, i: int, week: int, hazard: float
) -> bool:
    """Whether something with a hazard happens to a resident this week, drawn only if the glance lets it."""
    return may_fall_below(glance, k, hazard) and happens(
        luck(glance, k, world.facts.key, decision, i, week), hazard
    )


@part
def finds_helper(world: World, i: int, j: int, week: int) -> None:
    """Somebody steps in, from now on."""
    world.residents[i].helper = j
    world.wijken[world.residents[i].wijk].helpers += 1
    world.residents[i].helper_since = week
    is_unforeseen(world, i)
    note(world, week, i, -1, FRIEND_STEPPED_IN, 0)


@part
def is_left_by_helper(world: World, i: int, week: int) -> None:
    """It got too much: who helped does so no longer, though the trouble is still there."""
    loses_helper(world, i)
    world.residents[i].helper_tired = week
    world.remembered[i].supported_week = week
    note(world, week, i, -1, FRIEND_TIRED, 0)


@part
def loses_helper(world: World, i: int) -> None:
    """Who helped does so no longer."""
    world.residents[i].helper = -1
    world.wijken[world.residents[i].wijk].helpers -= 1


@part
def who_lives_next_door(world: World, i: int) -> int:
    """The head of the next household in the wijk, and after the last the first."""
    household = world.households[world.residents[i].household]
    wijk = world.wijken[world.residents[i].wijk]
    after = int(household.first) + int(household.adults)
    return after if after < int(wijk.first) + int(wijk.residents) else int(wijk.first)


@part
def is_noticed(world: World, p: Numbers, i: int, glance: Any, week: int) -> None:
    """Creditors signal arrears, people around tip, the gemeente invites: what a service may learn."""
    resident = world.residents[i]
    if resident.is_head and (resident.troubled >> MONEY) & 1:
        most = sends_arrears_signal(int(resident.severity[MONEY]), resident.addressed, True, p.network)
        if may_fall_below(glance, SIGNALLING, most):
            creditor_signals(world, p, i, glance, week)
    if resident.serious == 0:
        resident.invited = NEVER  # an invitation is for the trouble that it was about
        return
    views = views_of(world, p, i)
    tips = is_tipped(
        resident.ties / world.facts.typical_ties,
        count_bits(resident.serious),
        resident.insider,
        p.network,
        views,
    )
    if comes_about(world, glance, TIPPING, NEIGHBOUR_TIP, i, week, tips):
        is_signalled(world, i, week, TIPPED, BY_TIP)
    if world.facts.partners:
        sight = world.facts.sight[int(resident.groups)]
        if comes_about(world, glance, SEEING, PARTNER_SEES, i, week, sight):
            world.active[i] |= IS_SEEN
    lost_from_view = views.in_view > 0.0 and resident.known_since == NEVER
    if resident.invited != NEVER and not lost_from_view:
        return
    chance = is_invited(week - int(resident.serious_since), p.network, views)
    if may_fall_below(glance, INVITING, chance) and (
        luck(glance, INVITING, world.facts.key, GETS_INVITED, i, week) < chance
    ):
        resident.invited = week
        becomes_known(world, i, week)
        is_signalled(world, i, week, INVITED, BY_INVITATION)


@phase
def creditor_signals(world: World, p: Numbers, i: int, glance: Any, week: int) -> None:
    """A creditor of a household signals its arrears, or not; one signal often brings another."""
    resident = world.residents[i]
    household = world.households[resident.household]
    again = week - int(household.signalled_week) < p.network.arrears_memory
    hazard = sends_arrears_signal(int(resident.severity[MONEY]), resident.addressed, again, p.network)
    if not comes_about(world, glance, SIGNALLING, ARREARS_SIGNAL, i, week, hazard):
        return
    household.signalled_week = week
    household.again = again
    drawn = uniform(world.facts.key, ARREARS_FROM, i, week)
    creditor = who_signals(drawn, household.tenure != OWNER, p.network)
    is_signalled(world, i, week, SIGNALLED, BY_INSURER << creditor)


@phase
def is_signalled(world: World, i: int, week: int, what: int, kind: int) -> None:
    """A signal of some kind lands at the gemeente and waits there until somebody follows it up."""
    resident = world.residents[i]
    if resident.signal_week == NEVER:  # a repeated signal keeps its place in the line
        resident.signal_week = week
        world.active[i] |= HAS_SIGNAL
    resident.pending = int(resident.pending) | kind
    row = book_row(week, world.weekly.shape[0])
    for s in range(world.services.shape[0]):
        service = world.services[s]
        if service.visits and int(service.follows) & kind and works_in(service, week):
            here = service.wijk < 0 or service.wijk == resident.wijk
            if here and world.services[service.staff].minutes > 0:
                world.service_weeks[row, s].signals += 1
    resident.signals = min(int(resident.signals) + 1, MOST_SIGNALS)
    note(world, week, i, -1, what, 0)

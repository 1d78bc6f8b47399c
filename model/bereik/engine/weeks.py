"""A week is eight phases; a run is many weeks. This page is the whole clock."""

from __future__ import annotations

from bereik.chance import bits
from bereik.compiled import borrowed, entry, phase, rule
from bereik.decisions import OTHERS_GLANCE
from bereik.engine.books import books_are_kept
from bereik.engine.desks import desks_answer, teams_work
from bereik.engine.hooks import Hooks
from bereik.engine.life import life_happens, takes_stock, times_are_hard
from bereik.engine.turns import BLOCK, whose_turn
from bereik.engine.outreach import outreach_finds
from bereik.engine.partners import partners_act, partners_look
from bereik.engine.schemes import papers_come_by
from bereik.engine.seeking import seeks
from bereik.engine.word import others_respond, word_spreads
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.vocabulary import BEYOND

@phase
def lives_of_their_own(world: World, p: Numbers, week: int) -> None:
    """What happens to each by herself, by blocks of households so that their rows stay at hand."""
    first = 0
    while first < world.active.shape[0]:
        last = end_of_block(world, first)
        if world.facts.shock_from <= week < world.facts.shock_until:
            times_are_hard(world, p, week, first, last)
        life_happens(world, p, week, whose_turn(world, first, last, week))
        awake = whose_turn(world, first, last, BEYOND)
        world.facts.active_weeks += awake
        for k in range(awake):
            i = int(world.facts.turns[k])
            resident = world.residents[i]
            if resident.changed:
                takes_stock(world, p, i, week)
            if resident.troubled or resident.helper >= 0:
                glance = bits(world.facts.key, OTHERS_GLANCE, i, week)
                others_respond(world, p, i, glance, week)
                seeks(world, p, i, glance, week)
        first = last


@phase
def end_of_block(world: World, first: int) -> int:
    """Where a block of whole households ends."""
    residents = world.active.shape[0]
    if first + BLOCK >= residents:
        return residents
    household = world.households[world.residents[first + BLOCK].household]
    return int(household.first) + int(household.adults)


@phase
def has_room_for_a_week(world: World) -> bool:
    """Whether the tables of cases and of turns of followed residents can take another week."""
    cases = world.cases.shape[0] - world.facts.cases_used
    turns = world.trace.shape[0] - world.facts.trace_used
    return cases >= most_new_cases(world.active.shape[0]) and turns >= world.facts.trace_week


@rule
def most_new_cases(residents: int) -> int:
    """A bound on the cases that open in one week: two each, and in large places one.

    Where everybody who needs help asks for it at once, as some world views have it, most do so in one week.
    """
    return min(2 * residents, residents + 4096)


@entry
def weeks(world: World, p: Numbers, start: int, stop: int, hooks: Hooks | None) -> int:
    """Run weeks from start up to, not including, stop.

    It is compiled once without hooks and, when they are first used, once for all hooks.

    Returns
    -------
    The week that is next. When it is less than ``stop``, a table is full: give it room
    (`build.make_room`) and go on. ``facts.books_wait`` tells whether that week lacks only its books.
    """
    world = World(  # the same tables, lent for this run
        world.facts,
        borrowed(world.residents),
        borrowed(world.households),
        borrowed(world.wijken),
        borrowed(world.ties),
        borrowed(world.active),
        borrowed(world.knocks),
        borrowed(world.remembered),
        borrowed(world.services),
        borrowed(world.routes),
        borrowed(world.cases),
        borrowed(world.scratch),
        borrowed(world.spells),
        borrowed(world.weekly),
        borrowed(world.service_weeks),
        borrowed(world.trace),
        borrowed(world.schemes),
        borrowed(world.purses),
        borrowed(world.scheme_weeks),
    )
    for week in range(start, stop):
        if not world.facts.books_wait:
            if not has_room_for_a_week(world):
                return week
            word_spreads(world, p, week)
            if world.schemes.shape[0]:
                papers_come_by(world, p, week)
            if world.facts.partners:
                partners_look(world, week)
            lives_of_their_own(world, p, week)
            desks_answer(world, p, week, hooks)
            if world.facts.partners:
                partners_act(world, p, week, hooks)
            outreach_finds(world, p, week, hooks)
            teams_work(world, p, week, hooks)
        if world.facts.spells_used + world.facts.spells_wanted > world.spells.shape[0]:
            world.facts.books_wait = 1
            return week
        world.facts.books_wait = 0
        books_are_kept(world, p, week)
    return stop

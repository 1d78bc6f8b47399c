"""Phases 7 and 8: trust learns, and the books are kept."""

from __future__ import annotations

from bereik.compiled import part, phase
from bereik.engine.common import book_row, lowest_of, note, set_trust
from bereik.engine.doors import forgets_signals
from bereik.engine.turns import BLOCK, soon, whose_turn
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.costs import cents_of_unmet, payer_of_unmet
from bereik.rules.problems import WEEKS_PER_YEAR
from bereik.rules.trust import trust_after
from bereik.vocabulary import (
    ALL_DOMAINS, APPROACHED, BECAUSE_COVERED, BECAUSE_ROW, BEYOND, CRISIS, DECLINED, HAS_NEWS, HAS_SIGNAL,
    HEALTH, HELPED, INCOMPLETE, INVISIBLE, IS_ACTIVE, IS_APPROACHED, IS_HELPED, IS_UNDER_WAY, IS_WAITING,
    LATE, MENTAL, MONEY, NEED_ENDED, NEED_STARTED, NEVER, N_DOMAINS, N_PAYERS, OWN_DOMAINS, SERIOUS, SOCIAL,
    UNAVAILABLE, UNDER_WAY, UNFITTING, UNMET, WAITING, WEEK_BOOKED,
)

COVERED = -1
CARE = (1 << HEALTH) | (1 << MENTAL) | (1 << SOCIAL)  # what the survey behind pattern 5 asks about
WEEKS_FOLLOWED = 104  # horizon of `weeks_unhelped_104` (docs/measures.md)


@phase
def books_are_kept(world: World, p: Numbers, week: int) -> None:
    """Trust learns; every resident in need is booked exactly once; spells are kept; who can, rests."""
    counts_services(world, week)
    row = book_row(week, world.weekly.shape[0])
    for first in range(0, world.active.shape[0], BLOCK):
        awake = whose_turn(world, first, min(first + BLOCK, world.active.shape[0]), BEYOND)
        for k in range(awake):
            soon(world, k)
            keeps_books_of(world, p, int(world.facts.turns[k]), week)
    unmet_need_costs(world, p, week)
    world.facts.spells_wanted = 0
    for w in range(world.wijken.shape[0]):
        books = world.weekly[row, w]
        books.residents = world.wijken[w].residents
        books.households = world.wijken[w].households
        books.parents = world.wijken[w].parents
        books.minors = world.wijken[w].minors
        books.tenants = world.wijken[w].tenants
        books.trust = world.wijken[w].trust
        books.registered = world.wijken[w].registered


@part
def keeps_books_of(world: World, p: Numbers, i: int, week: int) -> None:
    """What the week was to one resident who was not at rest."""
    resident = world.residents[i]
    if resident.good or resident.bad:
        learns_to_trust(world, p, i, week)
    resident.standing = standing_of(world, i)
    if resident.needy or resident.spell >= 0:
        follows_need(world, p, i, week)
    if resident.troubled:
        counts_troubled(world, p, i, week)
    if resident.helps and resident.known_since != NEVER:
        world.weekly[book_row(week, world.weekly.shape[0]), resident.wijk].registered_served += 1
    resident.stress_shown = resident.stress
    world.active[i] = activity(world, p, i, week)


@phase
def learns_to_trust(world: World, p: Numbers, i: int, week: int) -> None:
    """Experiences of the week become trust, and news to tell."""
    resident = world.residents[i]
    good = int(resident.good)
    bad = int(resident.bad)
    set_trust(world, i, trust_after(resident.trust, good, bad, p.trust))
    resident.news = 1 if good > bad else -1
    resident.news_week = week
    resident.good = 0
    resident.bad = 0


@part
def standing_of(world: World, i: int) -> int:
    """Where a resident stands with services at the end of the week."""
    standing = 0
    c = int(world.residents[i].first_case)
    while c >= 0:
        case = world.cases[c]
        if case.stage == UNDER_WAY:
            standing |= IS_UNDER_WAY
        elif case.stage == WAITING:
            standing |= IS_WAITING
        elif case.stage == APPROACHED:
            standing |= IS_APPROACHED
        elif case.stage == HELPED:
            standing |= IS_HELPED
        c = int(case.next_case)
    return standing


@phase
def counts_services(world: World, week: int) -> None:
    """Queues, waiting lists and caseloads at the end of the week."""
    row = book_row(week, world.weekly.shape[0])
    for s in range(world.services.shape[0]):
        world.services[s].in_line = 0
        world.services[s].weeks_in_line = 0
    for c in range(world.facts.cases_used):
        case = world.cases[c]
        if case.stage == HELPED:
            world.service_weeks[row, case.service].caseload += 1
        elif case.stage == UNDER_WAY or case.stage == WAITING:
            books = world.service_weeks[row, case.service]
            books.queue += 1
            if case.stage == WAITING:
                service = world.services[case.service]
                service.in_line += 1
                service.weeks_in_line += week + 1 - int(case.joined)  # next week, when others hear of it
                books.waiting += 1
                books.weeks_waited += week - int(case.joined)


@part
def activity(world: World, p: Numbers, i: int, week: int) -> int:
    """What there is to somebody next week besides shocks (bits of `World.active`)."""
    resident = world.residents[i]
    if resident.recent and week >= resident.recent_until:
        resident.recent = 0
        resident.moves = resident.moves & resident.troubled
    if resident.signal_week != NEVER and week - int(resident.signal_week) >= p.network.signal_lasts:
        forgets_signals(world, i)
    if not (
        resident.troubled or resident.recent or resident.first_case >= 0 or resident.spell >= 0
        or resident.news or resident.helper >= 0 or resident.helps or resident.shared_fits
        or resident.good or resident.bad or resident.signal_week != NEVER or resident.changed
    ):
        return 0
    news = HAS_NEWS if resident.news else 0
    return IS_ACTIVE | news | (HAS_SIGNAL if resident.signal_week != NEVER else 0)


@part
def counts_troubled(world: World, p: Numbers, i: int, week: int) -> None:
    """The counts of the wijk to which somebody with a problem belongs."""
    resident = world.residents[i]
    books = world.weekly[book_row(week, world.weekly.shape[0]), resident.wijk]
    domains = int(resident.domains)
    books.troubled += 1
    if domains >= p.need.stacked_from:
        books.stacked += 1
        if world.households[resident.household].children > 0:
            books.stacked_parents += 1
    if resident.vulnerable:
        books.vulnerable += 1
        if resident.helps or resident.helper >= 0:
            books.vulnerable_helped += 1
        if is_helped_within_a_year(world, i, week):
            books.vulnerable_helped_year += 1
    if resident.is_head and (int(resident.serious) >> MONEY) & 1:
        books.indebted_households += 1
        books.indebted_known += int(is_in_debt_help(world, i))
    if resident.needy:
        books.in_need += 1
        books.in_need_known += int(resident.known_since != NEVER)
        books.any_help += int(resident.helps != 0)
        books.network_help += int(resident.helper >= 0)
        books.fit += int(int(resident.needy) & int(resident.fits) != 0)
        care = int(resident.needy) & CARE
        if care and not care & int(resident.fits):
            counts_want_of_care(world, i, week)
        counts_unmet(world, i)


@part
def is_helped_within_a_year(world: World, i: int, week: int) -> bool:
    """Whether she has had any help, of a service or of her own network, in a year."""
    if world.residents[i].helper >= 0:
        return True
    return week - int(world.remembered[i].supported_week) < WEEKS_PER_YEAR


@phase
def is_in_debt_help(world: World, i: int) -> bool:
    """Whether somebody of her household has help for money that is enough for serious debts."""
    household = world.households[world.residents[i].household]
    for member in range(household.first, household.first + household.adults):
        c = int(world.residents[member].first_case)
        while c >= 0:
            case = world.cases[c]
            if case.stage == HELPED and (int(case.found) >> MONEY) & 1:
                if world.services[case.service].intensity >= SERIOUS:
                    return True
            c = int(case.next_case)
    return False


@part
def counts_want_of_care(world: World, i: int, week: int) -> None:
    """Count who needs help with health, mind or company without any that fits, and whether she asked.

    In vain: she stands on a waiting list, or was turned away in the last year, as a survey would ask.
    """
    resident = world.residents[i]
    books = world.weekly[book_row(week, world.weekly.shape[0]), resident.wijk]
    onset = int(world.spells[resident.spell].onset)
    books.lacking_care += 1
    if resident.asked_week < onset:
        books.never_asked += 1
    elif resident.standing & IS_WAITING or (
        resident.unavailable_week >= onset and week - int(resident.unavailable_week) < WEEKS_PER_YEAR
    ):
        books.asked_in_vain += 1


@part
def counts_unmet(world: World, i: int) -> None:
    """The serious problems of one resident that no fitting help looks after; a shared one counts once."""
    resident = world.residents[i]
    borne = ALL_DOMAINS if resident.is_head else OWN_DOMAINS
    helped = int(resident.fits) & OWN_DOMAINS | int(resident.shared_fits)
    unmet = int(resident.serious) & borne & ~helped
    while unmet:
        world.facts.unmet[lowest_of(unmet)] += 1
        unmet &= unmet - 1


@phase
def unmet_need_costs(world: World, p: Numbers, week: int) -> None:
    """A serious problem without fitting help costs somebody money."""
    books = world.service_weeks[book_row(week, world.weekly.shape[0]), world.services.shape[0]]
    for d in range(N_DOMAINS):
        yearly = p.costs.unmet_money if d == MONEY else p.costs.unmet_other
        cents = world.facts.unmet[d] * cents_of_unmet(SERIOUS, yearly)
        books.cents[UNMET * N_PAYERS + payer_of_unmet(d)] += cents
        world.facts.unmet[d] = 0


@part
def help_is_not_there(world: World, p: Numbers, i: int, week: int) -> bool:
    """Whether somebody wanted help and it was not there, now or in the weeks that are remembered."""
    resident = world.residents[i]
    return bool(resident.standing & IS_WAITING) or week - int(resident.unavailable_week) < p.need.memory


@part
def row_of_ledger(world: World, p: Numbers, i: int, week: int) -> int:
    """The first row of the ledger of niet-bereik that holds for a resident in need, or COVERED."""
    resident = world.residents[i]
    covered = int(resident.needy) & int(resident.fits)
    if covered == resident.needy:
        return COVERED
    if covered:
        return INCOMPLETE
    if resident.helps or week - int(resident.unfitting_week) < p.need.memory:
        return UNFITTING
    if week - int(resident.declined_week) < p.need.memory:
        return DECLINED
    if help_is_not_there(world, p, i, week):
        return UNAVAILABLE
    if resident.standing & IS_UNDER_WAY or week - int(resident.late_week) < p.need.memory:
        return LATE
    return INVISIBLE


@part
def follows_need(world: World, p: Numbers, i: int, week: int) -> None:
    """Open, keep and close the spell of one resident, and book her week."""
    resident = world.residents[i]
    if resident.needy:
        resident.need_run += 1
        if resident.spell < 0:
            opens_row(world, i, week)
        spell = world.spells[resident.spell]
        spell.last_need = week
        if not spell.opened and resident.need_run >= p.need.opens_after:
            spell.opened = True
            counts_opening(world, p, i, week)
        books_week(world, p, i, week)
    else:
        resident.need_run = 0
    if resident.spell >= 0:
        spell = world.spells[resident.spell]
        keeps_clock(world, i, week)
        out = week - int(spell.last_need)
        if out > 0 and (not spell.opened or out >= p.need.closes_after):
            spell.closed = week
            if spell.opened:
                resident.last_spell = resident.spell
                note(world, week, i, -1, NEED_ENDED, 0)
            resident.spell = -1


@phase
def opens_row(world: World, i: int, week: int) -> None:
    """A new row in the spell table, from the first needy week."""
    row = int(world.facts.spells_used)
    world.facts.spells_used = row + 1
    resident = world.residents[i]
    resident.spell = row
    spell = world.spells[row]
    spell.resident = i
    spell.wijk = resident.wijk
    spell.onset = week
    spell.closed = NEVER
    spell.relapse_of = -1
    spell.first_contact = NEVER
    spell.first_any = NEVER
    spell.first_fit = NEVER
    spell.first_full = NEVER
    spell.first_network = NEVER
    spell.first_crisis = NEVER
    spell.first_asked = NEVER
    spell.first_friend = NEVER
    if week >= 0 and (resident.helper_since == week or resident.helper_tired == week):
        spell.first_friend = week
    spell.debt_weeks_at_asking = -1
    spell.first_fit_ever = NEVER
    spell.first_crisis_ever = NEVER


@phase
def counts_opening(world: World, p: Numbers, i: int, week: int) -> None:
    """A row becomes a spell, and perhaps a relapse of an earlier one."""
    resident = world.residents[i]
    spell = world.spells[resident.spell]
    books = world.weekly[book_row(week, world.weekly.shape[0]), resident.wijk]
    books.spells_opened += 1
    note(world, week, i, -1, NEED_STARTED, 0)
    if resident.last_spell >= 0:
        ended = int(world.spells[resident.last_spell].last_need)
        if int(spell.onset) - ended <= p.need.relapse_within:
            spell.relapse_of = resident.last_spell
            books.relapses_opened += 1


@part
def keeps_clock(world: World, i: int, week: int) -> None:
    """First times on the clock of the spell, which starts at its onset or at the start of the policy."""
    resident = world.residents[i]
    spell = world.spells[resident.spell]
    fit = int(resident.needy) & int(resident.fits)
    in_crisis = resident.worst >= CRISIS
    if fit and spell.first_fit_ever == NEVER:
        spell.first_fit_ever = week
    if in_crisis and spell.first_crisis_ever == NEVER:
        spell.first_crisis_ever = week
    if resident.known_since != NEVER or resident.signal_week != NEVER:
        spell.was_in_view = True
    if week < 0:
        return
    if week == max(int(spell.onset), 0):
        spell.severity_at_clock = resident.worst
        spell.domains_at_clock = resident.troubled
    spell.needy_domains |= resident.needy
    spell.helped_domains |= fit
    if resident.met_week == week and spell.first_contact == NEVER:
        spell.first_contact = week
    if resident.helps and spell.first_any == NEVER:
        spell.first_any = week
    if fit and spell.first_fit == NEVER:
        spell.first_fit = week
    if fit and fit == resident.needy and spell.first_full == NEVER:
        spell.first_full = week
    if resident.helper >= 0 and spell.first_network == NEVER:
        spell.first_network = week
    if in_crisis and spell.first_crisis == NEVER:
        spell.first_crisis = week
    if resident.asked_week == week and spell.first_asked == NEVER:
        spell.first_asked = week


@part
def books_week(world: World, p: Numbers, i: int, week: int) -> None:
    """Book a week in need once: covered, or at the first row of the ledger that holds."""
    resident = world.residents[i]
    spell = world.spells[resident.spell]
    row = row_of_ledger(world, p, i, week)
    if resident.followed:
        note(world, week, i, -1, WEEK_BOOKED, BECAUSE_COVERED if row == COVERED else BECAUSE_ROW + row)
    if help_is_not_there(world, p, i, week):
        spell.was_unavailable = True
    if row == INCOMPLETE:
        spell.was_incomplete = True
    if resident.helps and not resident.needy & resident.fits:
        spell.was_unfitting = True
    if week < 0:
        return
    spell.need_weeks += 1
    if not resident.needy & resident.fits and week - max(int(spell.onset), 0) < WEEKS_FOLLOWED:
        spell.unhelped_weeks_104 += 1
    books = world.weekly[week, resident.wijk]
    if row == COVERED:
        spell.covered_weeks += 1
        books.covered += 1
    else:
        spell.unmet[row] += 1
        books.unmet[row] += 1

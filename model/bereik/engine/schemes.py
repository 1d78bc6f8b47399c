"""Schemes: once a year a household looks at its papers, and may come to use what is meant for it."""

from __future__ import annotations

from bereik.chance import uniform
from bereik.compiled import phase
from bereik.decisions import (
    SCHEME_AT_START, SCHEME_AUTOMATIC, SCHEME_BELIEVES, SCHEME_DARES, SCHEME_GRANTED, SCHEME_KEEPS,
    SCHEME_KNOWS, SCHEME_MANAGES, SCHEME_REPAID, SIGNS_FORM, TOLD_BELIEVES, TOLD_DARES, TOLD_MANAGES,
)
from bereik.engine.common import becomes_known, book_row, has_bad_experience, note
from bereik.engine.views import views_of
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.messages import amount_in_mind, believes_when_told, flag_heard, understands
from bereik.rules.problems import WEEKS_PER_YEAR
from bereik.rules.schemes import is_budgeted, is_entitled, is_worth_it, knows_scheme, settled_use
from bereik.rules.seeking import believes_eligible, dares, manages, steps_asked
from bereik.vocabulary import (
    APPLIED, BECAUSE_APPLIES, BECAUSE_BUDGET, BECAUSE_MISJUDGED, BECAUSE_NOT_DARED, BECAUSE_NOT_ELIGIBLE,
    BECAUSE_NOT_KNOWN, BECAUSE_NOT_MANAGED, BECAUSE_UNSIGNED, FILLED_IN_FOR_EVERYBODY,
    FILLED_IN_FOR_KNOWN, GRANTED, MONEY, NEVER, NOT_APPLIED, NOT_KEPT, N_PAYERS, PROVISIONS, REFUSED,
    REPAID, TOLD_OF_SCHEME,
)

YEAR = 52  # weeks
WHEN_TOLD = 100  # attempt of a grant, beside those at her papers and with somebody's help


@phase
def papers_come_by(world: World, p: Numbers, week: int) -> None:
    """Schemes come, pay and go; a household in every 52 looks at its papers."""
    for s in range(world.schemes.shape[0]):
        if week == world.schemes[s].from_week or week == world.schemes[s].until_week:
            schemes_come_and_go(world, p, week)
            break
    for s in range(world.schemes.shape[0]):
        if world.schemes[s].from_week <= week < world.schemes[s].until_week:
            scheme_pays(world, s, week)
    for h in range(-week % YEAR, world.purses.shape[0], YEAR):
        looks_at_papers(world, p, h, week)


@phase
def scheme_pays(world: World, s: int, week: int) -> None:
    """Whoever uses a scheme gets it this week; at the turn of its year there is a new budget."""
    scheme = world.schemes[s]
    if (week - scheme.from_week) % YEAR == 0:
        scheme.spent_cents = 0
        scheme.budget_cents = int(scheme.budget * (scheme.entitled * scheme.cents * YEAR))
    cents = scheme.using * scheme.cents
    scheme.spent_cents += cents
    row = book_row(week, world.weekly.shape[0])
    books = world.scheme_weeks[row, s]
    books.entitled = scheme.entitled
    books.using = scheme.using
    books.known_entitled = scheme.known_entitled
    books.known_using = scheme.known_using
    books.cents = cents
    nobody = world.services.shape[0]
    world.service_weeks[row, nobody].cents[PROVISIONS * N_PAYERS + scheme.payer] += cents


@phase
def schemes_come_and_go(world: World, p: Numbers, week: int) -> None:
    """A scheme that starts finds who is entitled, and is in use unless it is new; one that ends is gone."""
    for h in range(world.purses.shape[0]):
        entitled = int(world.purses[h].entitled)
        uses = int(world.purses[h].uses)
        for s in range(world.schemes.shape[0]):
            bit = 1 << s
            scheme = world.schemes[s]
            if week == scheme.until_week:
                entitled &= 255 ^ bit
                uses &= 255 ^ bit
            elif week == scheme.from_week and is_meant_for(world, p, h, s):
                entitled |= bit
                if has_heard_and_uses(world, p, h, s, week) and not scheme.new:
                    uses |= bit
        for s in range(world.schemes.shape[0]):
            bit = 1 << s
            scheme = world.schemes[s]
            if week == scheme.from_week and not scheme.new and entitled & bit and not uses & bit:
                if comes_without_asking(world, h, s, uses, week):
                    uses |= bit
        changes_purse(world, h, entitled, uses, week)


@phase
def is_meant_for(world: World, p: Numbers, h: int, s: int) -> bool:
    """Whether a household is entitled to a scheme."""
    household = world.households[h]
    head = world.residents[household.first]
    scheme = world.schemes[s]
    return is_entitled(
        head.means, scheme.up_to, scheme.for_whom, household.children, household.tenure, int(head.age),
        head.work, p.problems,
    )


@phase
def has_heard_and_uses(world: World, p: Numbers, h: int, s: int, week: int) -> bool:
    """Whether a household uses a scheme that has been there for long, and what its head makes of it."""
    i = int(world.households[h].first)
    scheme = world.schemes[s]
    purse = world.purses[h]
    bit = 1 << s
    knows = chance_to_know(world, p, i, s, week)
    believes = chance_to_believe(world, p, i)
    takes_up = knows * believes * chance_to_dare(world, p, i, s) * chance_to_manage(world, p, i, s)
    used = uniform(world.facts.key, SCHEME_AT_START, h, 0, scheme.key) < settled_use(
        takes_up * (1.0 - scheme.refused), scheme.keeps
    )
    used = used and not scheme.new
    if used or uniform(world.facts.key, SCHEME_KNOWS, h, week, scheme.key) < knows:
        purse.knew = int(purse.knew) | bit
    if used or uniform(world.facts.key, SCHEME_BELIEVES, h, week, scheme.key) < believes:
        purse.believed = int(purse.believed) | bit
    return used


@phase
def changes_purse(world: World, h: int, entitled: int, uses: int, week: int) -> None:
    """A household uses other schemes than before: its means change, and local schemes know it.

    What her means do to each follows when she next takes stock, so that relief of this week is still felt.
    """
    purse = world.purses[h]
    if entitled == int(purse.entitled) and uses == int(purse.uses):
        return
    counts_household(world, h, -1)
    purse.entitled = entitled
    purse.uses = uses
    counts_household(world, h, 1)
    household = world.households[h]
    for member in range(household.first, household.first + household.adults):
        world.residents[member].changed = True
        world.active[member] |= 1
    if uses_local(world, uses, -1):
        becomes_known(world, int(household.first), week)


@phase
def counts_household(world: World, h: int, times: int) -> None:
    """Add a household to the counts of its schemes, or take it from them."""
    entitled = int(world.purses[h].entitled)
    uses = int(world.purses[h].uses)
    for s in range(world.schemes.shape[0]):
        if (entitled >> s) & 1:
            scheme = world.schemes[s]
            using = times * ((uses >> s) & 1)
            scheme.entitled += times
            scheme.using += using
            if uses_local(world, uses, s):
                scheme.known_entitled += times
                scheme.known_using += using


@phase
def uses_local(world: World, uses: int, beside: int) -> bool:
    """Whether a household uses a scheme that the gemeente grants, beside one; -1 any."""
    for s in range(world.schemes.shape[0]):
        if s != beside and (uses >> s) & 1 and world.schemes[s].local:
            return True
    return False


@phase
def looks_at_papers(world: World, p: Numbers, h: int, week: int) -> None:
    """A year has gone by: what is used is kept or not, and what is not used may come to be used."""
    purse = world.purses[h]
    if not purse.entitled:
        return
    i = int(world.households[h].first)
    uses = int(purse.uses)
    for s in range(world.schemes.shape[0]):
        bit = 1 << s
        scheme = world.schemes[s]
        if not int(purse.entitled) & bit or week == scheme.from_week:
            continue
        purse.refused = int(purse.refused) & (255 ^ bit)
        used = uses & bit != 0
        if used:
            has_to_repay(world, h, s, week)
            if uniform(world.facts.key, SCHEME_KEEPS, h, week, scheme.key) < scheme.keeps:
                continue
            uses &= 255 ^ bit
        if gets_it(world, p, h, s, uses, used, week):
            uses |= bit
        elif used:
            note(world, week, i, row_in_trace(world, s), NOT_KEPT, 0)
    changes_purse(world, h, int(purse.entitled), uses, week)
    if uses_local(world, uses, -1):
        becomes_known(world, i, week)  # a file that had lapsed is opened again


@phase
def has_to_repay(world: World, h: int, s: int, week: int) -> None:
    """A user may have to repay what she got; part of them lay it at the door of the gemeente."""
    scheme = world.schemes[s]
    luck = uniform(world.facts.key, SCHEME_REPAID, h, week, scheme.key)
    if luck >= scheme.repays:
        return
    i = int(world.households[h].first)
    if luck < scheme.repays * scheme.flag:
        has_bad_experience(world, i)
    world.scheme_weeks[book_row(week, world.weekly.shape[0]), s].repaid += 1
    note(world, week, i, row_in_trace(world, s), REPAID, 0)


@phase
def gets_it(world: World, p: Numbers, h: int, s: int, uses: int, used: bool, week: int) -> bool:
    """Whether a household comes to use a scheme: without asking, by signing a form, or by asking.

    ``used``: it used the scheme last year and let it go; then it does not ask anew this year.
    """
    i = int(world.households[h].first)
    scheme = world.schemes[s]
    if comes_without_asking(world, h, s, uses, week):
        return is_granted(world, i, s, False, 0, week)
    known = world.residents[i].known_since != NEVER
    if scheme.prefilled == FILLED_IN_FOR_EVERYBODY or (scheme.prefilled == FILLED_IN_FOR_KNOWN and known):
        return signs(world, p, h, s, week) and is_granted(world, i, s, False, 0, week)
    if used or not applies(world, p, h, s, week):
        return False
    return is_granted(world, i, s, True, 0, week)


@phase
def comes_without_asking(world: World, h: int, s: int, uses: int, week: int) -> bool:
    """Whether the gemeente grants a scheme to a household that uses another one of hers."""
    scheme = world.schemes[s]
    if scheme.automatic <= 0.0 or not uses_local(world, uses, s):
        return False
    return uniform(world.facts.key, SCHEME_AUTOMATIC, h, week, scheme.key) < scheme.automatic


@phase
def signs(world: World, p: Numbers, h: int, s: int, week: int) -> bool:
    """Whether a form that comes filled in is read, signed and sent."""
    i = int(world.households[h].first)
    resident = world.residents[i]
    scheme = world.schemes[s]
    books = world.scheme_weeks[book_row(week, world.weekly.shape[0]), s]
    books.forms_sent += 1
    steps = 1.0 + scheme.short_steps  # to open the letter is one of its own
    sends = manages(resident.doen_left, steps, 1.0, p.seeking, views_of(world, p, i))
    sends *= understands(resident.dutch, scheme.language, p.outreach)
    if uniform(world.facts.key, SIGNS_FORM, h, week, scheme.key) >= sends:
        note(world, week, i, row_in_trace(world, s), NOT_APPLIED, BECAUSE_UNSIGNED)
        return False
    books.forms_signed += 1
    return True


@phase
def applies(world: World, p: Numbers, h: int, s: int, week: int) -> bool:
    """Whether the head of a household applies: the links of the chain, at a form."""
    i = int(world.households[h].first)
    scheme = world.schemes[s]
    purse = world.purses[h]
    key = world.facts.key
    bit = 1 << s
    purse.knew = int(purse.knew) & (255 ^ bit)
    purse.believed = int(purse.believed) & (255 ^ bit)
    if uniform(key, SCHEME_KNOWS, h, week, scheme.key) < chance_to_know(world, p, i, s, week):
        purse.knew = int(purse.knew) | bit
    if uniform(key, SCHEME_BELIEVES, h, week, scheme.key) < chance_to_believe(world, p, i):
        purse.believed = int(purse.believed) | bit
    why = 0
    if not int(purse.knew) & bit:
        why = BECAUSE_NOT_KNOWN
    elif not int(purse.believed) & bit:
        why = BECAUSE_NOT_ELIGIBLE
    elif uniform(key, SCHEME_DARES, h, week, scheme.key) >= chance_to_dare(world, p, i, s):
        why = BECAUSE_NOT_DARED
    elif uniform(key, SCHEME_MANAGES, h, week, scheme.key) >= chance_to_manage(world, p, i, s):
        why = BECAUSE_NOT_MANAGED
    if why:
        note(world, week, i, row_in_trace(world, s), NOT_APPLIED, why)
        return False
    asks_for(world, i, s, week)
    return True


@phase
def chance_to_know(world: World, p: Numbers, i: int, s: int, week: int) -> float:
    """The link *know*, for a scheme."""
    met = week - int(world.residents[i].met_week) <= WEEKS_PER_YEAR
    return knows_scheme(world.schemes[s].known, met, views_of(world, p, i))


@phase
def chance_to_believe(world: World, p: Numbers, i: int) -> float:
    """The link *believe*: that a scheme is meant for people like her."""
    resident = world.residents[i]
    return believes_eligible(
        resident.doen_left, resident.trust, resident.stress, False, p.seeking, views_of(world, p, i)
    )


@phase
def chance_to_dare(world: World, p: Numbers, i: int, s: int) -> float:
    """The link *dare*, for a scheme: part of the people fear that they will have to repay."""
    resident = world.residents[i]
    scheme = world.schemes[s]
    views = views_of(world, p, i)
    daring = 0.0
    for fears in range(2):
        share = scheme.fears if fears else 1.0 - scheme.fears
        if share > 0.0:
            daring += share * dares(
                resident.shame, scheme.visibility, resident.trust, scheme.flag, resident.wish_alone,
                fears == 1, 0.0, 0.0, p.seeking, views,
            )
    return daring


@phase
def chance_to_manage(world: World, p: Numbers, i: int, s: int) -> float:
    """The link *manage*, for a form, and whether its money is worth the trouble."""
    resident = world.residents[i]
    scheme = world.schemes[s]
    steps = steps_asked(
        scheme.steps, 0.0, scheme.language, resident.dutch, scheme.screens, resident.digital, 0.0,
        resident.mobility, 0.0, p.seeking,
    )
    able = manages(resident.doen_left, steps, 1.0, p.seeking, views_of(world, p, i))
    return able * is_worth_it(scheme.amount, p.seeking)


@phase
def asks_for(world: World, i: int, s: int, week: int) -> None:
    """An application comes in; to a local scheme it makes her known to the gemeente."""
    world.scheme_weeks[book_row(week, world.weekly.shape[0]), s].applied += 1
    note(world, week, i, row_in_trace(world, s), APPLIED, 0)
    if world.schemes[s].local:
        becomes_known(world, i, week)


@phase
def is_granted(world: World, i: int, s: int, tested: bool, attempt: int, week: int) -> bool:
    """Whether a household gets what it is entitled to: while there is budget, and unless wrongly refused.

    ``tested``: somebody judges the application; what comes without asking or filled in is not judged.
    """
    resident = world.residents[i]
    h = int(resident.household)
    scheme = world.schemes[s]
    books = world.scheme_weeks[book_row(week, world.weekly.shape[0]), s]
    weeks_left = YEAR - 1 - (week - scheme.from_week) % YEAR
    luck = 1.0
    if tested:
        luck = uniform(world.facts.key, SCHEME_GRANTED, h, week, scheme.key, attempt)
    why = 0
    if not is_budgeted(
        int(scheme.spent_cents), int(scheme.using), int(scheme.cents), weeks_left, int(scheme.budget_cents)
    ):
        why = BECAUSE_BUDGET
        books.unbudgeted += 1
    elif luck < scheme.refused:
        why = BECAUSE_MISJUDGED
        books.refused += 1
    if why == 0:
        books.granted += 1
        note(world, week, i, row_in_trace(world, s), GRANTED, 0)
        return True
    world.purses[h].refused = int(world.purses[h].refused) | 1 << s
    note(world, week, i, row_in_trace(world, s), REFUSED, why)
    if why == BECAUSE_BUDGET or luck < scheme.refused * scheme.flag:
        has_bad_experience(world, i)
    if (int(resident.needy) >> MONEY) & 1:
        resident.unavailable_week = week
    return False


@phase
def is_helped_to_apply(world: World, i: int, week: int) -> None:
    """Who is helped with money is helped to apply for all that is meant for her household."""
    h = int(world.residents[i].household)
    purse = world.purses[h]
    uses = int(purse.uses)
    wanting = int(purse.entitled) & ~uses & ~int(purse.refused)
    for s in range(world.schemes.shape[0]):
        if (wanting >> s) & 1:
            asks_for(world, i, s, week)
            if is_granted(world, i, s, True, 1 + i - int(world.households[h].first), week):
                uses |= 1 << s
    changes_purse(world, h, int(purse.entitled), uses, week)


@phase
def can_be_brought(world: World, i: int, s: int) -> bool:
    """Whether a scheme that a service is about is something for somebody: entitled, and not in use yet."""
    bit = 1 << int(world.services[s].about)
    purse = world.purses[world.residents[i].household]
    return int(purse.entitled) & bit != 0 and not int(purse.uses) & bit


@phase
def comes_to_use(world: World, i: int, s: int, tested: bool, week: int) -> bool:
    """What a service is about is granted to a household, or not."""
    scheme = int(world.services[s].about)
    purse = world.purses[world.residents[i].household]
    if not is_granted(world, i, scheme, tested, WHEN_TOLD, week):
        return False
    changes_purse(
        world, int(world.residents[i].household), int(purse.entitled), int(purse.uses) | 1 << scheme, week
    )
    return True


@phase
def applies_when_told(world: World, p: Numbers, i: int, s: int, spoken: bool, week: int) -> bool:
    """Whether who is told of a scheme applies: the links of the chain, with what the service makes easier.

    ``spoken``: a worker told her; then it is plain that it is meant for her.
    """
    key = world.facts.key
    h = int(world.residents[i].household)
    by = int(world.services[s].key)
    why = BECAUSE_APPLIES
    if not spoken and uniform(key, TOLD_BELIEVES, h, week, by) >= chance_to_believe_when_told(world, p, i, s):
        why = BECAUSE_NOT_ELIGIBLE
    elif uniform(key, TOLD_DARES, h, week, by) >= chance_to_dare(world, p, i, int(world.services[s].about)):
        why = BECAUSE_NOT_DARED
    elif uniform(key, TOLD_MANAGES, h, week, by) >= chance_to_manage_when_told(world, p, i, s, spoken):
        why = BECAUSE_NOT_MANAGED
    note(world, week, i, s, TOLD_OF_SCHEME, why)
    return why == BECAUSE_APPLIES


@phase
def chance_to_believe_when_told(world: World, p: Numbers, i: int, s: int) -> float:
    """The link *believe*, after a letter in her own name."""
    service = world.services[s]
    flag = flag_heard(service.flag, service.tone, p.outreach)
    return believes_when_told(chance_to_believe(world, p, i), world.residents[i].trust, flag, p.outreach)


@phase
def chance_to_manage_when_told(world: World, p: Numbers, i: int, s: int, spoken: bool) -> float:
    """The link *manage*, at the form that a service brings, and whether the money seems worth the trouble.

    Who is written to and offered help with the form must ask for it: a step of its own.
    """
    resident = world.residents[i]
    service = world.services[s]
    scheme = world.schemes[service.about]
    steps = steps_asked(
        service.form_steps if service.form_steps >= 0.0 else scheme.steps,
        0.0,
        scheme.language,
        resident.dutch,
        service.form_screens if service.form_screens >= 0.0 else scheme.screens,
        resident.digital,
        0.0,
        resident.mobility,
        0.0,
        p.seeking,
    )
    steps *= 1.0 - service.form_help
    if service.form_help > 0.0 and not spoken:
        steps += 1.0
    able = manages(resident.doen_left, steps, 1.0, p.seeking, views_of(world, p, i))
    return able * is_worth_it(amount_in_mind(scheme.amount, service.shows_amount, p.outreach), p.seeking)


@phase
def row_in_trace(world: World, s: int) -> int:
    """The row in the trace of a scheme: after the services, and after "none"."""
    return world.services.shape[0] + 1 + s

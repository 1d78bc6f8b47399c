"""Phase 2: life happens. Shocks knock, problems ease, worsen, spread and come back."""

from __future__ import annotations

from math import floor, log
from typing import Any

from bereik.chance import bits, bytes_of, extremes, first_byte, luck, uniform
from bereik.compiled import fetched, part, phase
from bereik.decisions import (
    CANDIDATE, CANDIDATE_KIND, CANDIDATE_STRIKES, EVENT_SERIOUS, EVENT_STARTS, EVICTED, LIFE_GLANCE,
    PROBLEM_MOVES, RELAPSES, SHOCK_STRIKES, SPILL_TARGET, SPILLS,
)
from bereik.engine.common import book_row, lowest_of, note, set_severity, set_trust
from bereik.engine.purse import means_now
from bereik.engine.turns import AHEAD, soon
from bereik.engine.views import views_of
from bereik.engine.world import World
from bereik.parameters.themes import Numbers
from bereik.rules.costs import CENTS
from bereik.rules.need import is_vulnerable, needy_domains
from bereik.rules.problems import (
    WEEKS_PER_YEAR, can_be_evicted, comes_of_age, concerns, doenvermogen_left, easing, eviction, exposure,
    falls_ill, happens, has_child, in_peace, judged, loses_job, most_relapsing, most_worsening, own_pace,
    partner_lost, relapsing, relieved, separates, spared_stress, spill_weight, spilling, starts_problem,
    stress, worsening,
)
from bereik.rules.trust import trust_after_scandal
from bereik.tables import LINE
from bereik.vocabulary import (
    ALL_DOMAINS, APPROACHED, BECAUSE_EVENT, BEYOND, BIRTH, COMING_OF_AGE, CORPORATION, CRISIS, EVENT_STRUCK,
    EVICTED_EVENT, FAMILY, FILE_LAPSING, FORGETTING, FORGOT_HELP, HEALTH, HOUSEHOLD_DOMAINS, HOUSING,
    HOUSING_CORPORATION, ILL, ILLNESS, JOB_LOST, LIGHT, MEMBER, MENTAL, MONEY, NEVER, NONE, NO_WORK,
    NUISANCE, N_CANDIDATES, N_DOMAINS, N_EVENTS, N_PAYERS, OLD, OUTSIDER, OWN_DOMAINS, PARENT,
    PARTNER_LOST, POOR, SEPARATION, SERIOUS, SOCIAL, TENANT, UNMET, WORKER, YOUNG,
)

SPREADING = N_DOMAINS  # the draw of a glance at life that is not of a domain: whether problems spread


@phase
def life_happens(world: World, p: Numbers, week: int, turns: int) -> None:
    """Shocks knock at doors; problems move where there are any."""
    for k in range(turns):
        soon(world, k)
        next_one = int(world.facts.turns[k + AHEAD])
        fetched(world.residents, next_one, 2 * LINE)
        fetched(world.residents, next_one, 3 * LINE)
        i = int(world.facts.turns[k])
        if world.knocks[i] == week:
            shock_knocks(world, p, i, week)
            world.knocks[i] = next_knock(world, i, week)
            if not world.active[i]:
                continue
        problems_move(world, p, i, week)


@part
def next_knock(world: World, i: int, week: int) -> int:
    """The week of the next candidate of a shock after this one: at its rate it comes in any week alike."""
    rate = world.facts.candidates[N_CANDIDATES - 1]
    if rate <= 0.0:
        return BEYOND
    if rate >= 1.0:
        return week + 1
    weeks = log(1.0 - uniform(world.facts.key, CANDIDATE, i, week)) * world.facts.between_knocks
    return int(min(week + 1 + floor(weeks), float(BEYOND)))


@part
def shock_knocks(world: World, p: Numbers, i: int, week: int) -> None:
    """A candidate, the same under every policy, strikes or passes by, as the state of the resident has it."""
    u = uniform(world.facts.key, CANDIDATE_KIND, i, week) * world.facts.candidates[N_CANDIDATES - 1]
    kind = 0
    while kind < N_CANDIDATES - 1 and u >= world.facts.candidates[kind]:
        kind += 1
    highest = world.facts.candidates[kind] - (world.facts.candidates[kind - 1] if kind > 0 else 0.0)
    hazard = hazard_of(world, p, i, kind) / WEEKS_PER_YEAR
    if hazard > highest * (1.0 + 1e-9):
        raise RuntimeError("a hazard exceeds the highest under which its candidates are drawn")
    if uniform(world.facts.key, CANDIDATE_STRIKES, i, week) * highest >= hazard:
        return
    resident = world.residents[i]
    if kind == FORGETTING:
        if resident.knows_since != NEVER and week - int(resident.served_week) > WEEKS_PER_YEAR:
            resident.knows_since = NEVER
            note(world, week, i, -1, FORGOT_HELP, 0)
    elif kind == FILE_LAPSING:
        if (
            resident.known_since != NEVER
            and week - int(resident.met_week) > WEEKS_PER_YEAR
            and resident.first_case < 0
        ):
            resident.known_since = NEVER
            world.wijken[resident.wijk].registered -= 1
    elif kind < N_EVENTS:
        event_strikes(world, p, i, kind, week)
    elif resident.severity[kind - N_EVENTS] == NONE:
        set_severity(world, p, i, kind - N_EVENTS, LIGHT, week)


@part
def thin_ties(world: World, i: int) -> float:
    """How far somebody's ties fall short of the median, 0..1."""
    return max(1.0 - world.residents[i].ties / world.facts.typical_ties, 0.0)


@part
def hazard_of(world: World, p: Numbers, i: int, kind: int) -> float:
    """How often a year a shock of this kind strikes this resident in her present state."""
    resident = world.residents[i]
    age = int(resident.age)
    q = p.problems
    if kind == PARTNER_LOST:
        return partner_lost(resident.partner, age, q)
    if kind == SEPARATION:
        return separates(resident.partner, q)
    if kind == JOB_LOST:
        return loses_job(resident.work, age, q)
    if kind == ILLNESS:
        return falls_ill(age, q)
    if kind == COMING_OF_AGE:
        return comes_of_age(age, q)
    if kind == BIRTH:
        return has_child(resident.partner, age, q)
    if kind == FORGETTING:
        return p.network.forgets
    if kind == FILE_LAPSING:
        return p.network.file_lapses
    d = kind - N_EVENTS
    shared = 1.0 / world.households[resident.household].adults if (HOUSEHOLD_DOMAINS >> d) & 1 else 1.0
    return q.starts[d] * touched_by(world, p, i, d) * shared * resident.exposed


@phase
def touched_by(world: World, p: Numbers, i: int, d: int) -> float:
    """How far a domain of life can go wrong for somebody at all; 1 is typical."""
    resident = world.residents[i]
    household = world.households[resident.household]
    return concerns(
        d, int(resident.age), resident.work, household.tenure, household.children, thin_ties(world, i),
        p.problems, views_of(world, p, i),
    )


@phase
def times_are_hard(world: World, p: Numbers, week: int, first: int, last: int) -> None:
    """What comes over everybody at once starts problems, and in its first week costs trust."""
    scandal = world.facts.trust_loss > 0.0 and week == world.facts.shock_from
    for i in range(first, last):
        resident = world.residents[i]
        if scandal:
            set_trust(world, i, trust_after_scandal(resident.trust, world.facts.trust_loss))
        for d in range(N_DOMAINS):
            starts = world.facts.shock_starts[d] / WEEKS_PER_YEAR
            if starts <= 0.0 or resident.severity[d] > NONE:
                continue
            if not resident.is_head and (HOUSEHOLD_DOMAINS >> d) & 1:
                continue
            luck_now = uniform(world.facts.key, SHOCK_STRIKES, i, week, d + 1)
            if happens(luck_now, starts * touched_by(world, p, i, d) * resident.exposed):
                set_severity(world, p, i, d, LIGHT, week)


@phase
def event_strikes(world: World, p: Numbers, i: int, event: int, week: int) -> None:
    """A life event starts problems; for one a ripple, for another a flood."""
    note(world, week, i, -1, EVENT_STRUCK, BECAUSE_EVENT + event)
    resident = world.residents[i]
    if event == PARTNER_LOST or event == SEPARATION:
        resident.partner = False
    serious = uniform(world.facts.key, EVENT_SERIOUS, i, week) < p.problems.event_serious
    for d in range(N_DOMAINS):
        effect = p.problems.event_starts[event, d]
        if effect > 0.0 and uniform(world.facts.key, EVENT_STARTS, i, week, d + 1) < starts_problem(
            effect, resident.exposed
        ):
            worse = max(int(resident.severity[d]), SERIOUS if serious else LIGHT)
            set_severity(world, p, i, d, worse, week)


@part
def problems_move(world: World, p: Numbers, i: int, week: int) -> None:
    """Every problem of one resident eases, stays or worsens; some spread, some come back."""
    resident = world.residents[i]
    if resident.moves or resident.troubled:
        glance = bits(world.facts.key, LIFE_GLANCE, i, week)
        helped = int(resident.fits) | int(resident.shared_fits)
        moves = helped & int(resident.moves) | extremes(
            glance, int(resident.sinks), int(resident.rises), int(resident.moves)
        )
        if moves:
            moves_each(world, p, i, moves, glance, week)
        if resident.troubled and first_byte(glance, SPREADING) <= resident.spreads:
            problems_spread(world, p, i, glance, week)
    if resident.helps or resident.shared_fits:
        helped_no_longer(world, i)
    if resident.in_arrears:
        household_is_evicted(world, p, i, week)


@part
def helped_no_longer(world: World, i: int) -> None:
    """What helped last week has done its work; this week's services help anew."""
    resident = world.residents[i]
    resident.helps = 0
    resident.fits = 0
    resident.quality = 0.0
    resident.shared_fits = 0
    resident.shared_quality = 0.0


@part
def moves_each(world: World, p: Numbers, i: int, moves: int, glance: Any, week: int) -> None:
    """Those problems move, or come back, that a glance does not rule out."""
    while moves:
        d = lowest_of(moves)
        moves &= moves - 1
        if world.residents[i].severity[d] > NONE:
            problem_moves(world, p, i, d, glance, week)
        else:
            problem_comes_back(world, p, i, d, glance, week)


@phase
def problem_moves(world: World, p: Numbers, i: int, d: int, glance: Any, week: int) -> None:
    """One problem eases, stays or worsens; those of a household move in the row of its head."""
    resident = world.residents[i]
    severity = int(resident.severity[d])
    friend = resident.helper >= 0
    shared = (HOUSEHOLD_DOMAINS >> d) & 1
    fits = resident.shared_fits if shared else resident.fits
    helped = (resident.shared_quality if shared else resident.quality) if (fits >> d) & 1 else 0.0
    untreated = week - int(resident.since[d]) - int(resident.treated[d])
    if helped > 0.0:
        resident.treated[d] += 1
    drawn = luck(glance, d, world.facts.key, PROBLEM_MOVES, i, week, d + 1)
    able = own_pace(resident.doen_left, world.facts.typical_doen, p.problems)
    down = easing(p.problems.eases[d], severity, able, untreated, helped, friend, p.problems)
    if happens(drawn, down):
        eased = relieved(severity, has_lasting_need(world, p, i, d))
        if eased != severity:
            set_severity(world, p, i, d, eased, week)
        return
    up = worsening(p.problems.worsens[d], severity, resident.stress, untreated, helped, friend, p.problems)
    if d == MONEY and happens(1.0 - drawn, up):
        up *= in_peace(creditors_that_wait(world, i), p.problems)
    if happens(1.0 - drawn, up):
        set_severity(world, p, i, d, severity + 1, week)


@phase
def creditors_that_wait(world: World, i: int) -> float:
    """Share of the creditors that leave her household in peace, for a case of money of anybody in it."""
    household = world.households[world.residents[i].household]
    most = 0.0
    for member in range(household.first, household.first + household.adults):
        c = int(world.residents[member].first_case)
        while c >= 0:
            case = world.cases[c]
            named = int(case.found) | 1 << int(case.asked_domain)
            if case.stage != APPROACHED and (named >> MONEY) & 1:
                most = max(most, world.services[case.service].pauses_debts)
            c = int(case.next_case)
    return most


@phase
def problem_comes_back(world: World, p: Numbers, i: int, d: int, glance: Any, week: int) -> None:
    """A problem that was over not long ago comes back, or not."""
    resident = world.residents[i]
    drawn = luck(glance, d, world.facts.key, RELAPSES, i, week, d + 1)
    views = views_of(world, p, i)
    if happens(drawn, relapsing(week - int(resident.since[d]), resident.exposed, p.problems, views)):
        set_severity(world, p, i, d, LIGHT, week)


@phase
def problems_spread(world: World, p: Numbers, i: int, glance: Any, week: int) -> None:
    """Problems start another one, or not."""
    resident = world.residents[i]
    pressure = pressure_of(world, i)
    drawn = luck(glance, SPREADING, world.facts.key, SPILLS, i, week)
    if happens(drawn, spilling(pressure, resident.exposed, p.problems)):
        spill_over(world, p, i, pressure, week)


@phase
def pressure_of(world: World, i: int) -> float:
    """How strongly her problems pull others along, summed over them."""
    pressure = 0.0
    for d in range(N_DOMAINS):
        pressure += spill_weight(int(world.residents[i].severity[d])) * world.facts.pull[d]
    return pressure


@part
def has_lasting_need(world: World, p: Numbers, i: int, d: int) -> bool:
    """Whether a need is lasting; the fourth assumption says of part of the people that none is."""
    if not (world.residents[i].lasting >> d) & 1:
        return False
    return views_of(world, p, i).short_help == 0.0


@phase
def spill_over(world: World, p: Numbers, i: int, pressure: float, week: int) -> None:
    """One problem starts another: which one goes in proportion to the pull between the domains."""
    resident = world.residents[i]
    u = uniform(world.facts.key, SPILL_TARGET, i, week) * pressure
    for d in range(N_DOMAINS):
        weight = spill_weight(int(resident.severity[d]))
        for e in range(N_DOMAINS):
            u -= weight * p.problems.spill[d, e]
            if u < 0.0:
                if resident.severity[e] == NONE:
                    set_severity(world, p, i, e, LIGHT, week)
                return


@phase
def household_is_evicted(world: World, p: Numbers, head: int, week: int) -> None:
    """Arrears that last can cost a household its home; eviction strikes all who live there."""
    resident = world.residents[head]
    household = world.households[resident.household]
    hazard = eviction(
        household.tenure, int(resident.severity[HOUSING]), int(resident.severity[MONEY]),
        week - int(resident.since[MONEY]), p.problems,
    )
    if hazard <= 0.0:
        return
    drawn = uniform(world.facts.key, EVICTED, resident.household, week)
    row = book_row(week, world.weekly.shape[0])
    if happens(drawn, judged(hazard, p.problems)):
        world.weekly[row, resident.wijk].judgements += 1
    if happens(drawn, hazard):
        household.evicted = week
        world.weekly[row, resident.wijk].evictions += 1
        world.service_weeks[row, world.services.shape[0]].cents[UNMET * N_PAYERS + HOUSING_CORPORATION] += (
            int(round(p.costs.eviction * CENTS))
        )
        for member in range(household.first, household.first + household.adults):
            note(world, week, member, -1, EVICTED_EVENT, 0)
        set_severity(world, p, head, HOUSING, CRISIS, week)


@phase
def takes_stock(world: World, p: Numbers, i: int, week: int) -> None:
    """What follows from her problems: stress, what it leaves of doenvermogen, and whether she is in need."""
    resident = world.residents[i]
    household = world.households[resident.household]
    relief = int(resident.relief)
    resident.relief = 0
    resident.changed = relief > 0  # next week it may be taken over no longer
    serious = 0
    light = 0
    heavy = 0
    crises = 0
    since = NEVER
    for d in range(N_DOMAINS):
        severity = int(resident.severity[d])
        if severity == LIGHT:
            light += 1
        elif severity >= SERIOUS:
            serious |= 1 << d
            began = int(resident.since[d])
            since = began if since == NEVER else min(since, began)
            if severity == SERIOUS:
                heavy += 1
            else:
                crises += 1
    resident.serious = serious
    resident.serious_since = since
    resident.domains = light + heavy + crises
    resident.worst = CRISIS if crises else (SERIOUS if heavy else (LIGHT if light else NONE))
    stressed = stress(light, heavy, crises, resident.carer, p.problems)
    resident.stress = spared_stress(stressed, relief / 100.0, p.problems)
    resident.doen_left = doenvermogen_left(
        resident.doenvermogen, resident.stress, world.facts.typical_doen, p.problems, views_of(world, p, i)
    )
    means = means_now(world, p, i)
    resident.exposed = exposure(
        means, resident.doen_left, world.facts.typical_doen, household.adults == 1,
        p.problems,
    )
    resident.needy = needy_domains(int(resident.troubled), int(resident.domains), serious, p.need)
    resident.vulnerable = is_vulnerable(
        int(resident.domains), means, int(resident.ties), resident.doenvermogen, resident.digital,
        resident.dutch, p.need,
    )
    if resident.needy and resident.spell < 0:
        world.facts.spells_wanted += 1
    own = ALL_DOMAINS if resident.is_head else OWN_DOMAINS
    resident.moves = (int(resident.troubled) | int(resident.recent)) & own
    resident.in_arrears = resident.is_head and can_be_evicted(
        household.tenure, int(resident.severity[HOUSING]), int(resident.severity[MONEY])
    )
    resident.groups = who_comes_across(world, p, i)
    foresees(world, p, i, week)


@part
def who_comes_across(world: World, p: Numbers, i: int) -> int:
    """The groups of people to which somebody belongs, by which others may come across her."""
    resident = world.residents[i]
    household = world.households[resident.household]
    troubled = int(resident.troubled)
    groups = MEMBER if resident.insider else OUTSIDER
    if household.children > 0:
        groups |= PARENT
    if resident.age >= p.problems.retirement_age:
        groups |= OLD
    elif resident.work != NO_WORK:
        groups |= WORKER
    if resident.age <= p.problems.coming_of_age_until:
        groups |= YOUNG
    if household.tenure == CORPORATION:
        groups |= TENANT
    if troubled & (1 << HEALTH | 1 << MENTAL):
        groups |= ILL
    if resident.severity[MONEY] >= SERIOUS:
        groups |= POOR
    for d in (MENTAL, SOCIAL, FAMILY, HOUSING):
        if resident.severity[d] >= CRISIS:
            groups |= NUISANCE
    return groups


@part
def foresees(world: World, p: Numbers, i: int, week: int) -> None:
    """Bound what her problems can do in a week, so that a first byte tells nearly always that they stay.

    The bounds hold until stock is taken anew: problems grow older, which slows easing, and worsening is
    taken at its worst. Who is helped by a service is looked at every week.
    """
    resident = world.residents[i]
    able = own_pace(resident.doen_left, world.facts.typical_doen, p.problems)
    friend = resident.helper >= 0
    sinks = most_relapsing(resident.exposed, p.problems) if resident.recent else 0.0
    rises = 0.0
    pressure = 0.0
    for d in range(N_DOMAINS):
        severity = int(resident.severity[d])
        if severity > NONE:
            pressure += spill_weight(severity) * world.facts.pull[d]
            untreated = week - int(resident.since[d]) - int(resident.treated[d])
            eases = easing(p.problems.eases[d], severity, able, untreated, 0.0, friend, p.problems)
            sinks = max(sinks, eases)
            rises = max(rises, most_worsening(p.problems.worsens[d], severity, resident.stress, p.problems))
    resident.sinks = bytes_of(sinks)
    resident.rises = 255 - bytes_of(rises)
    resident.spreads = bytes_of(spilling(pressure, resident.exposed, p.problems))

"""How problems start, ease, worsen, spread and come back."""

from __future__ import annotations

from math import exp
from typing import Any

import pytest
from bereik.parameters.book import numbers, the_book
from bereik.rules.problems import (
    WEEKS_PER_YEAR, comes_of_age, concerns, doenvermogen_left, easing, eviction, exposure, falls_ill, happens, has_child,
    highest_hazards, loses_job, may_relapse, most_relapsing, own_pace, partner_lost, relapsing, relieved, separates,
    spill_weight, spilling, starts_problem, stress, worsening,
)
from bereik.vocabulary import (
    BIRTH, COMING_OF_AGE, CORPORATION, CRISIS, EMPLOYED, FAMILY, FILE_LAPSING, FLEXIBLE, FORGETTING, HEALTH, HOUSING,
    ILLNESS, JOB_LOST, LIGHT, MENTAL, MONEY, N_CANDIDATES, N_DOMAINS, N_EVENTS, NO_WORK, NONE, OWNER, PARTNER_LOST,
    PRIVATE_RENT, SELF_EMPLOYED, SEPARATION, SERIOUS, SOCIAL, WORK,
)
from hypothesis import given
from hypothesis import strategies as st
from test_every_rule import SHARE, anywhere, believing, book_row

PROBLEMS = anywhere("problems")
VIEWS = anywhere("views")
EVIDENCE = believing()
NOT_SELF_RELIANT = believing(can_ask=1.0, want_help=1.0, short_help=1.0, look_after=1.0, in_view=1.0)
AGE = st.integers(18, 103)
RATE = st.floats(0.0, 5.0)
FACTOR = st.floats(0.0, 20.0)
WEEKS = st.integers(0, 30_000)
SEVERITY = st.integers(LIGHT, CRISIS)
FEW = st.integers(0, 7)
ALMOST = 1e-12


def ordered(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Two values, the smaller first."""
    return st.tuples(values, values).map(sorted)


# --- whom problems find ---


@given(ordered(SHARE), ordered(SHARE), SHARE, PROBLEMS)
def test_means_and_doenvermogen_protect(means: Any, doen: Any, typical: float, p: Any) -> None:
    most = exposure(means[0], doen[0], typical, p)
    assert 0.0 < exposure(means[1], doen[0], typical, p) <= most
    assert 0.0 < exposure(means[0], doen[1], typical, p) <= most


@given(SHARE, SHARE, SHARE, PROBLEMS)
def test_exposure_is_1_for_a_typical_person_and_its_two_sides_multiply(
    means: float, doen: float, typical: float, p: Any
) -> None:
    assert exposure(0.5, typical, typical, p) == 1.0
    by_means, by_doen = exposure(means, typical, typical, p), exposure(0.5, doen, typical, p)
    assert exposure(means, doen, typical, p) == pytest.approx(by_means * by_doen)
    assert by_means == pytest.approx(exp(p.means_protect * (0.5 - means)))
    assert by_doen == pytest.approx(exp(p.doen_protects * (typical - doen)))


def concern(domain: int, p: Any, **facts: Any) -> float:
    """How far a domain can go wrong for an employed renter of 40 with children and friends, but for the facts named."""
    facts = {"age": 40, "work": EMPLOYED, "tenure": PRIVATE_RENT, "children": 1, "thin_ties": 0.0} | facts
    return concerns(domain, facts["age"], facts["work"], facts["tenure"], facts["children"], facts["thin_ties"], p)


ANYBODY = st.fixed_dictionaries(
    {
        "age": AGE, "work": st.integers(NO_WORK, SELF_EMPLOYED), "tenure": st.integers(OWNER, PRIVATE_RENT),
        "children": st.integers(0, 4), "thin_ties": SHARE,
    }
)


@given(PROBLEMS)
def test_every_domain_concerns_a_typical_person_alike(p: Any) -> None:
    assert [concern(domain, p) for domain in range(N_DOMAINS)] == [1.0] * N_DOMAINS


@given(ANYBODY, PROBLEMS)
def test_work_is_no_concern_after_retirement_and_more_of_one_for_the_flexible(facts: dict[str, Any], p: Any) -> None:
    retired = facts["age"] >= p.retirement_age
    expected = 0.0 if retired else p.flexible_work if facts["work"] == FLEXIBLE else 1.0
    assert concern(WORK, p, **facts) == expected


@given(ANYBODY, PROBLEMS)
def test_age_ties_children_and_tenure_each_concern_one_domain(facts: dict[str, Any], p: Any) -> None:
    assert concern(HEALTH, p, **facts) == (p.old_health if facts["age"] >= p.old_age else 1.0)
    assert concern(SOCIAL, p, **facts) == pytest.approx(1.0 + p.thin_ties_social * facts["thin_ties"])
    assert concern(FAMILY, p, **facts) == (1.0 if facts["children"] else p.childless_family)
    assert concern(HOUSING, p, **facts) == (p.owner_housing if facts["tenure"] == OWNER else 1.0)
    assert concern(MONEY, p, **facts) == concern(MENTAL, p, **facts) == 1.0


# --- life events ---


@given(AGE, PROBLEMS)
def test_only_who_has_a_partner_can_lose_one(age: int, p: Any) -> None:
    assert partner_lost(False, age, p) == separates(False, p) == 0.0
    assert partner_lost(True, age, p) == (p.partner_lost_old if age >= p.old_age else p.partner_lost_young)
    assert separates(True, p) == p.separation


@given(st.integers(NO_WORK, SELF_EMPLOYED), AGE, PROBLEMS)
def test_only_who_works_can_lose_work_and_the_flexible_sooner(work: int, age: int, p: Any) -> None:
    works = work != NO_WORK and age < p.retirement_age
    expected = p.job_lost * (p.flexible_work if work == FLEXIBLE else 1.0) if works else 0.0
    assert loses_job(work, age, p) == pytest.approx(expected)
    assert loses_job(NO_WORK, 40, p) == 0.0


@given(AGE, PROBLEMS)
def test_illness_comes_to_everybody_and_sooner_to_the_old(age: int, p: Any) -> None:
    assert falls_ill(age, p) == pytest.approx(p.illness * (p.old_health if age >= p.old_age else 1.0))


@given(AGE, st.booleans(), PROBLEMS)
def test_coming_of_age_and_birth_have_their_years(age: int, partner: bool, p: Any) -> None:
    assert comes_of_age(age, p) == (p.coming_of_age if age <= p.coming_of_age_until else 0.0)
    may = partner and p.birth_from <= age <= p.birth_until
    assert has_child(partner, age, p) == (p.birth if may else 0.0)


def test_the_years_of_birth_and_coming_of_age_include_their_ends() -> None:
    p = book_row("problems", birth_from=22.0, birth_until=44.0, coming_of_age_until=23.0, retirement_age=67.0, old_age=65.0)
    assert [has_child(True, age, p) > 0.0 for age in (21, 22, 44, 45)] == [False, True, True, False]
    assert [comes_of_age(age, p) > 0.0 for age in (23, 24)] == [True, False]
    assert [loses_job(EMPLOYED, age, p) > 0.0 for age in (66, 67)] == [True, False]
    assert [concern(WORK, p, age=age) for age in (66, 67)] == [1.0, 0.0]
    assert [falls_ill(age, p) > p.illness for age in (64, 65)] == [False, True]
    assert [partner_lost(True, age, p) for age in (64, 65)] == [p.partner_lost_young, p.partner_lost_old]
    assert [concern(HEALTH, p, age=age) for age in (64, 65)] == [1.0, p.old_health]


@given(SHARE, ordered(FACTOR))
def test_the_same_event_is_a_ripple_for_one_and_a_flood_for_another(effect: float, exposed: Any) -> None:
    ripple, flood = (starts_problem(effect, value) for value in exposed)
    assert -ALMOST <= ripple <= flood + ALMOST <= 1.0 + 2 * ALMOST
    assert starts_problem(effect, 1.0) == pytest.approx(effect)
    assert starts_problem(effect, 0.0) == 0.0
    assert starts_problem(0.0, exposed[1]) == 0.0


@given(st.floats(0.0, 0.99), FACTOR, FACTOR)
def test_exposure_works_as_so_many_events(effect: float, some: float, more: float) -> None:
    spared = 1.0 - starts_problem(effect, some + more)
    assert spared == pytest.approx((1.0 - starts_problem(effect, some)) * (1.0 - starts_problem(effect, more)), abs=1e-9)


# --- what problems ask of the head ---


@given(FEW, FEW, FEW, st.booleans(), PROBLEMS)
def test_stress_is_a_share_of_the_head_and_nothing_without_problems(
    light: int, serious: int, crises: int, carer: bool, p: Any
) -> None:
    assert 0.0 <= stress(light, serious, crises, carer, p) < 1.0
    assert stress(0, 0, 0, False, p) == 0.0


@given(FEW, FEW, FEW, PROBLEMS)
def test_every_problem_and_caring_for_somebody_add_stress_the_heavier_the_more(
    light: int, serious: int, crises: int, p: Any
) -> None:
    before = stress(light, serious, crises, False, p)
    by_light, by_serious, by_crisis = (
        stress(light + 1, serious, crises, False, p), stress(light, serious + 1, crises, False, p),
        stress(light, serious, crises + 1, False, p),
    )
    assert before < by_light <= by_serious
    assert by_light <= by_crisis
    assert before <= stress(light, serious, crises, True, p)


@given(FEW, FEW, FEW, st.booleans(), PROBLEMS)
def test_stress_takes_half_of_the_head_at_the_load_that_the_book_says(
    light: int, serious: int, crises: int, carer: bool, p: Any
) -> None:
    load = light + serious * p.load_serious + crises * p.load_crisis + carer * p.load_carer
    taken = stress(light, serious, crises, carer, p)
    assert taken * (load + p.load_half) == pytest.approx(load)


@given(SHARE, ordered(SHARE), SHARE, PROBLEMS, VIEWS)
def test_stress_never_adds_to_doenvermogen(trait: float, stressed: Any, typical: float, p: Any, views: Any) -> None:
    at_ease, burdened = (doenvermogen_left(trait, value, typical, p, views) for value in stressed)
    assert 0.0 <= burdened <= at_ease + ALMOST <= 1.0 + 2 * ALMOST


@given(ordered(SHARE), SHARE, SHARE, PROBLEMS, VIEWS)
def test_more_of_the_trait_never_leaves_less_of_it(traits: Any, stressed: float, typical: float, p: Any, views: Any) -> None:
    less, more = (doenvermogen_left(trait, stressed, typical, p, views) for trait in traits)
    assert less <= more + ALMOST


@given(SHARE, SHARE, SHARE, PROBLEMS)
def test_stress_takes_as_much_as_the_book_says_and_never_more_than_there_is(
    trait: float, stressed: float, typical: float, p: Any
) -> None:
    left = doenvermogen_left(trait, stressed, typical, p, EVIDENCE)
    assert left == pytest.approx(max(trait - p.drop * stressed, 0.0))
    assert doenvermogen_left(trait, 0.0, typical, p, EVIDENCE) == trait
    assert doenvermogen_left(trait, stressed, typical, p, NOT_SELF_RELIANT) == left


@given(SHARE, SHARE, SHARE, PROBLEMS)
def test_load_takes_nothing_and_nobody_is_below_the_median_in_the_third_assumption(
    trait: float, stressed: float, typical: float, p: Any
) -> None:
    left = doenvermogen_left(trait, stressed, typical, p, believing(self_reliant=1.0))
    assert left == pytest.approx(max(trait, typical))


@given(ordered(SHARE), SHARE, PROBLEMS)
def test_more_doenvermogen_solves_problems_sooner(doen: Any, typical: float, p: Any) -> None:
    slower, faster = (own_pace(value, typical, p) for value in doen)
    assert 0.0 < slower <= faster
    assert own_pace(typical, typical, p) == 1.0
    assert own_pace(doen[1], typical, p) == pytest.approx(exp(p.doen_eases * (doen[1] - typical)))


# --- how they move ---


@given(SHARE, st.floats(0.0, 30.0))
def test_something_happens_as_often_as_its_hazard_says(luck: float, hazard: float) -> None:
    chance = 1.0 - exp(-hazard)
    if abs(luck - chance) > 1e-9:
        assert happens(luck, hazard) == (luck < chance)


@given(SHARE, st.floats(0.0, 30.0))
def test_what_cannot_happen_never_does_and_bad_luck_never_saves(luck: float, hazard: float) -> None:
    assert not happens(luck, 0.0)
    if happens(luck, hazard):
        assert happens(luck / 2.0, hazard)
        assert happens(luck, hazard * 2.0)


def ease(p: Any, rate: float = 1.0, severity: int = SERIOUS, **facts: Any) -> float:
    """The hazard of easing for a typical person with a fresh problem and nobody who helps, but for the facts named."""
    facts = {"able": 1.0, "untreated": 0, "helped": 0.0, "friend": False} | facts
    return easing(rate, severity, facts["able"], facts["untreated"], facts["helped"], facts["friend"], p)


MOVED = st.fixed_dictionaries({"able": FACTOR, "untreated": WEEKS, "helped": SHARE, "friend": st.booleans()})


@given(RATE, MOVED, PROBLEMS)
def test_a_fresh_problem_of_a_typical_person_eases_at_the_pace_of_its_domain(rate: float, facts: Any, p: Any) -> None:
    for severity in (LIGHT, SERIOUS):
        assert ease(p, rate, severity) == pytest.approx(rate / WEEKS_PER_YEAR)
    assert ease(p, rate, LIGHT, **facts) == ease(p, rate, SERIOUS, **facts) >= 0.0


@given(RATE, MOVED, PROBLEMS)
def test_a_crisis_passes_at_its_own_pace_as_well(rate: float, facts: Any, p: Any) -> None:
    own = ease(p, rate, CRISIS, **facts) - ease(p, rate, SERIOUS, **facts)
    assert own == pytest.approx(p.crisis_eases)


@given(RATE, SEVERITY, MOVED, FACTOR, PROBLEMS)
def test_nobody_eases_sooner_for_less_ability_less_help_or_an_older_problem(
    rate: float, severity: int, facts: Any, other: float, p: Any
) -> None:
    now = ease(p, rate, severity, **facts)
    for better in (
        facts | {"able": facts["able"] + other}, facts | {"untreated": 0}, facts | {"helped": 1.0}, facts | {"friend": True},
    ):
        assert now <= ease(p, rate, severity, **better) + ALMOST


@given(RATE, st.floats(0.0, 3.0), PROBLEMS)
def test_ability_help_and_friends_speed_up_as_the_book_says(rate: float, able: float, p: Any) -> None:
    plain = ease(p, rate)
    assert ease(p, rate, able=able) == pytest.approx(able * plain)
    assert ease(p, rate, helped=1.0) == pytest.approx(plain * (1.0 + p.help_eases))
    assert ease(p, rate, helped=0.5) == pytest.approx(plain * (1.0 + p.help_eases / 2.0))
    assert ease(p, rate, friend=True) == pytest.approx(plain * (1.0 + p.friend_eases))
    assert ease(p, rate, helped=1.0, friend=True) == pytest.approx(plain * (1.0 + p.help_eases + p.friend_eases))


@given(WEEKS, PROBLEMS)
def test_old_problems_are_harder_up_to_a_bound(weeks: int, p: Any) -> None:
    years = min(weeks / WEEKS_PER_YEAR, p.neglect_years)
    assert ease(p, untreated=weeks) == pytest.approx(ease(p) / (1.0 + p.hardening * years))
    assert worsen(p, untreated=weeks) == pytest.approx(worsen(p) * (1.0 + p.neglect * years))


def worsen(p: Any, rate: float = 1.0, severity: int = LIGHT, **facts: Any) -> float:
    """The hazard of worsening of a fresh problem without stress and nobody who helps, but for the facts named."""
    facts = {"stressed": 0.0, "untreated": 0, "helped": 0.0, "friend": False} | facts
    return worsening(rate, severity, facts["stressed"], facts["untreated"], facts["helped"], facts["friend"], p)


BURDENED = st.fixed_dictionaries({"stressed": SHARE, "untreated": WEEKS, "helped": SHARE, "friend": st.booleans()})


@given(RATE, BURDENED, PROBLEMS)
def test_a_crisis_cannot_worsen_and_a_serious_problem_turns_into_one_as_the_book_says(
    rate: float, facts: Any, p: Any
) -> None:
    assert worsen(p, rate, CRISIS, **facts) == 0.0
    assert worsen(p, rate, SERIOUS, **facts) == pytest.approx(p.to_crisis * worsen(p, rate, LIGHT, **facts))
    assert worsen(p, rate) == pytest.approx(rate / WEEKS_PER_YEAR)


@given(RATE, SEVERITY, BURDENED, PROBLEMS)
def test_stress_and_neglect_worsen_and_help_and_friends_protect(rate: float, severity: int, facts: Any, p: Any) -> None:
    now = worsen(p, rate, severity, **facts)
    assert now >= 0.0
    for better in (
        facts | {"stressed": 0.0}, facts | {"untreated": 0}, facts | {"helped": 1.0}, facts | {"friend": True},
    ):
        assert worsen(p, rate, severity, **better) <= now + ALMOST


@given(RATE, SHARE, SHARE, PROBLEMS)
def test_stress_help_and_friends_change_the_pace_as_the_book_says(rate: float, stressed: float, helped: float, p: Any) -> None:
    plain = worsen(p, rate)
    assert worsen(p, rate, stressed=stressed) == pytest.approx(plain * (1.0 + p.stress_worsens * stressed))
    assert worsen(p, rate, helped=helped) == pytest.approx(plain * (1.0 - p.help_protects * helped))
    assert worsen(p, rate, friend=True) == pytest.approx(plain * (1.0 - p.friend_protects))
    all_three = (1.0 + p.stress_worsens * stressed) * (1.0 - p.help_protects * helped) * (1.0 - p.friend_protects)
    assert worsen(p, rate, stressed=stressed, helped=helped, friend=True) == pytest.approx(plain * all_three)


@given(SEVERITY)
def test_a_lasting_need_never_becomes_less_than_serious(severity: int) -> None:
    assert relieved(severity, False) == severity - 1
    assert relieved(severity, True) == (SERIOUS if severity == CRISIS else severity)


# --- how they come back and spread ---


@given(ordered(st.integers(0, 400)), FACTOR, PROBLEMS, VIEWS)
def test_the_risk_of_relapse_fades_and_never_exceeds_that_of_the_first_week(
    weeks: Any, exposed: float, p: Any, views: Any
) -> None:
    sooner, later = (relapsing(value, exposed, p, views) for value in weeks)
    assert 0.0 <= later <= sooner <= most_relapsing(exposed, p) + ALMOST


@given(st.integers(0, 400), FACTOR, PROBLEMS)
def test_relapse_begins_at_the_pace_of_the_book_and_fades_at_the_pace_of_the_book(
    weeks: int, exposed: float, p: Any
) -> None:
    first = relapsing(0, exposed, p, EVIDENCE)
    assert first == pytest.approx(p.relapse / WEEKS_PER_YEAR * exposed) == pytest.approx(most_relapsing(exposed, p))
    if may_relapse(weeks, p):
        assert relapsing(weeks, exposed, p, EVIDENCE) == pytest.approx(first * exp(-weeks / p.relapse_fades))
    else:
        assert relapsing(weeks, exposed, p, EVIDENCE) == 0.0


@given(st.integers(0, 400), PROBLEMS)
def test_what_is_over_for_long_does_not_come_back(weeks: int, p: Any) -> None:
    assert may_relapse(weeks, p) == (weeks <= 3 * p.relapse_fades)


def test_the_last_week_of_a_relapse_is_three_times_the_pace() -> None:
    p = book_row("problems", relapse_fades=20.0)
    assert may_relapse(60, p) and not may_relapse(61, p)


@given(st.integers(0, 400), FACTOR, PROBLEMS)
def test_nothing_comes_back_in_the_fourth_assumption(weeks: int, exposed: float, p: Any) -> None:
    assert relapsing(weeks, exposed, p, believing(short_help=1.0)) == 0.0
    others = believing(can_ask=1.0, want_help=1.0, self_reliant=1.0, look_after=1.0, in_view=1.0)
    assert relapsing(weeks, exposed, p, others) == relapsing(weeks, exposed, p, EVIDENCE)


def test_a_problem_pulls_others_along_in_proportion_to_its_severity() -> None:
    assert spill_weight(SERIOUS) == 1.0
    assert [spill_weight(s) / spill_weight(LIGHT) for s in (NONE, LIGHT, SERIOUS, CRISIS)] == [0, 1, 2, 3]


@given(FACTOR, FACTOR, PROBLEMS)
def test_problems_spread_in_proportion_to_their_pressure_and_to_exposure(pressure: float, exposed: float, p: Any) -> None:
    assert spilling(1.0, 1.0, p) * WEEKS_PER_YEAR == pytest.approx(p.spills)
    assert spilling(pressure, exposed, p) == pytest.approx(pressure * exposed * spilling(1.0, 1.0, p))


@given(
    st.integers(OWNER, PRIVATE_RENT), st.integers(NONE, CRISIS), st.integers(NONE, CRISIS), st.integers(0, 200), PROBLEMS
)
def test_only_renters_of_a_corporation_with_lasting_serious_debts_and_trouble_at_home_are_evicted(
    tenure: int, housing: int, money: int, weeks: int, p: Any
) -> None:
    at_risk = tenure == CORPORATION and money >= SERIOUS and housing >= LIGHT and weeks >= p.eviction_arrears
    hazard = eviction(tenure, housing, money, weeks, p)
    assert hazard == (pytest.approx(p.eviction / WEEKS_PER_YEAR) if at_risk else 0.0)


def test_eviction_needs_every_one_of_its_reasons() -> None:
    p = book_row("problems", eviction_arrears=26.0)
    assert eviction(CORPORATION, LIGHT, SERIOUS, 26, p) > 0.0
    for spared in (
        (OWNER, LIGHT, SERIOUS, 26), (PRIVATE_RENT, LIGHT, SERIOUS, 26), (CORPORATION, NONE, SERIOUS, 26),
        (CORPORATION, LIGHT, LIGHT, 26), (CORPORATION, LIGHT, SERIOUS, 25),
    ):
        assert eviction(*spared, p) == 0.0


# --- the highest hazard, under which candidates are drawn ---


@given(SHARE, SHARE, SHARE, ANYBODY, st.booleans(), PROBLEMS, anywhere("network"))
def test_no_state_of_a_resident_exceeds_the_highest_hazard(
    means: float, doen: float, typical: float, facts: dict[str, Any], partner: bool, p: Any, network: Any
) -> None:
    highest = highest_hazards(p, network, typical)
    age, work = facts["age"], facts["work"]
    assert highest.shape == (N_CANDIDATES,)
    events = {
        PARTNER_LOST: partner_lost(partner, age, p), SEPARATION: separates(partner, p), JOB_LOST: loses_job(work, age, p),
        ILLNESS: falls_ill(age, p), COMING_OF_AGE: comes_of_age(age, p), BIRTH: has_child(partner, age, p),
    }
    for event, hazard in events.items():
        assert hazard <= highest[event] * (1.0 + 1e-9)
    exposed = exposure(means, doen, typical, p)
    for domain in range(N_DOMAINS):
        hazard = p.starts[domain] * concern(domain, p, **facts) * exposed
        assert hazard <= highest[N_EVENTS + domain] * (1.0 + 1e-9)
    assert highest[FORGETTING] == network.forgets
    assert highest[FILE_LAPSING] == network.file_lapses


def test_the_highest_hazard_is_reached_by_somebody() -> None:
    """Candidates that could strike nobody would only cost time."""
    book = numbers(the_book())
    p, typical = book.problems, 0.6
    highest = highest_hazards(p, book.network, typical)
    exposed = exposure(0.0, 0.0, typical, p)
    assert highest[PARTNER_LOST] == max(partner_lost(True, age, p) for age in (40, 90))
    assert highest[SEPARATION] == separates(True, p)
    assert highest[JOB_LOST] == loses_job(FLEXIBLE, 40, p)
    assert highest[ILLNESS] == max(falls_ill(age, p) for age in (40, 90))
    assert highest[COMING_OF_AGE] == comes_of_age(18, p)
    assert highest[BIRTH] == has_child(True, 30, p)
    for domain in range(N_DOMAINS):
        worst = max(
            concern(domain, p, age=age, work=work, tenure=tenure, children=children, thin_ties=ties)
            for age in (40, 90)
            for work in (EMPLOYED, FLEXIBLE)
            for tenure in (OWNER, PRIVATE_RENT)
            for children in (0, 1)
            for ties in (0.0, 1.0)
        )
        assert highest[N_EVENTS + domain] == pytest.approx(p.starts[domain] * worst * exposed)

"""Every rule keeps what its sentence promises, at every number that the book allows."""

from __future__ import annotations

from functools import cache
from math import ceil, exp, log
from typing import Any

import pytest
from bereik.parameters.book import numbers, the_book
from bereik.rules.costs import cents_of_unmet, payer_of_crisis, payer_of_provision, payer_of_unmet
from bereik.rules.intake import (
    case_weight,
    discloses,
    familiar,
    finds_question_behind,
    gives_up_waiting,
    is_handed_back,
    is_lost_when_sent_on,
    tie_after_a_week,
    tie_after_reorganisation,
    is_misjudged,
    leaves_without_question,
    minutes_needed,
    offer_suits,
    pressure,
    shares_time,
    speaks_up,
    worker_leaves,
)
from bereik.rules.need import is_vulnerable, needy_domains
from bereik.rules.network import (
    WEEKS_TO_VIEW,
    asks_friends,
    is_invited,
    is_tipped,
    neighbour_steps_in,
    sends_arrears_signal,
    steps_in,
    tells,
    tires,
    volunteers_after_a_week,
    volunteers_after_success,
    who_signals,
)
from bereik.rules.messages import (
    amount_in_mind,
    answers,
    believes_when_told,
    flag_heard,
    has_number,
    reacts,
    stays_at_first_attempt,
    steps_of_letter,
    talks_at_place,
    understands,
)
from bereik.rules.outreach import accepts_help, answers_alike, declines_for_own_way, opens_door, willing
from bereik.rules.problems import (
    WEEKS_PER_YEAR,
    can_be_evicted,
    comes_of_age,
    concerns,
    doenvermogen_left,
    easing,
    eviction,
    exposure,
    falls_ill,
    happens,
    has_child,
    highest_hazards,
    in_peace,
    judged,
    loses_job,
    means_without,
    most_relapsing,
    most_worsening,
    own_pace,
    partner_lost,
    relapsing,
    relieved,
    separates,
    spared_stress,
    spill_weight,
    spilling,
    starts_problem,
    stress,
    weeks_of_relapse,
    worsening,
)
from bereik.rules.schemes import is_budgeted, is_entitled, is_worth_it, knows_scheme, settled_use
from bereik.rules.seeking import (
    believes_eligible,
    considers_asking,
    dares,
    is_put_off_by_price,
    manages,
    puts_up_with_waiting,
    recognises,
    skill_at_hand,
    steps_asked,
)
from bereik.rules.trust import trust_after, trust_after_hearsay, trust_after_intrusion, trust_after_scandal
from bereik.rules.views import at_least_if, never_if, sure_if
from bereik.vocabulary import (
    ALL_DOMAINS,
    BIRTH,
    COMING_OF_AGE,
    CORPORATION,
    CREDITORS,
    CRISIS,
    EMPLOYED,
    FAMILY,
    FILE_LAPSING,
    FLEXIBLE,
    FORGETTING,
    FOR_WHOM,
    GEMEENTE,
    HEALTH,
    HOUSING,
    ILLNESS,
    JOB_LOST,
    JUSTICE,
    LIGHT,
    MENTAL,
    MONEY,
    NONE,
    NO_WORK,
    N_CANDIDATES,
    N_CREDITORS,
    N_DOMAINS,
    N_EVENTS,
    N_PAYERS,
    OF_LANDLORD,
    OWNER,
    PARTNER_LOST,
    PRIVATE_RENT,
    RESIDENT,
    SELF_EMPLOYED,
    SEPARATION,
    SERIOUS,
    SOCIAL,
    WORK,
    ZVW_WLZ,
)
from hypothesis import given
from hypothesis import strategies as st

SHARE = st.floats(0.0, 1.0)
WEEKS = st.integers(0, 500)
SEVERITY = st.integers(LIGHT, CRISIS)
ALMOST = 1e-12


def anywhere(theme: str) -> st.SearchStrategy[Any]:
    """A theme of the book with every single number somewhere in its range, often at an end of it."""
    return st.randoms(use_true_random=True).map(lambda chance: _somewhere(theme, chance))


def _somewhere(theme: str, chance: Any) -> Any:
    row = book_row(theme).copy()
    for name, p in the_book().items():
        if name.startswith(f"{theme}.") and name.count(".") == 1:
            places = (p.low, p.value, p.high, chance.uniform(p.low, p.high), chance.uniform(p.low, p.high))
            row[name.split(".")[1]] = chance.choice(places)
    return row


@cache
def _book_row(theme: str, named: tuple[tuple[str, float], ...]) -> Any:
    values = {f"{theme}.{name}": value for name, value in named}
    return getattr(numbers(the_book().with_values(values)), theme)


def book_row(theme: str, **named: float) -> Any:
    """A theme as the book has it, but for the numbers named."""
    return _book_row(theme, tuple(sorted(named.items())))


def believing(**beliefs: float) -> Any:
    """A world view: 0 for every assumption that is not named."""
    return book_row("views", **beliefs)


def ordered(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Two values, the smaller first."""
    return st.tuples(values, values).map(sorted)


VIEWS = anywhere("views")
EVIDENCE = believing()


# ----- Recognise, know, dare, manage -----

SEEKING = anywhere("seeking")
CAN_ASK = believing(can_ask=1.0)
DOMAINS = st.integers(1, 7)
STEPS = st.floats(0.0, 20.0)


# --- considers ---


@given(SEEKING)
def test_how_often_somebody_thinks_of_asking_depends_on_the_heaviest_problem(p: Any) -> None:
    assert considers_asking(LIGHT, p) == p.considers_light
    assert considers_asking(SERIOUS, p) == p.considers_serious
    assert considers_asking(CRISIS, p) == p.considers_crisis


# --- recognise ---


@given(SHARE, DOMAINS, SEEKING, VIEWS)
def test_recognising_is_a_chance(doen: float, domains: int, p: Any, views: Any) -> None:
    assert 0.0 <= recognises(doen, domains, p, views) <= 1.0 + ALMOST


@given(ordered(SHARE), DOMAINS, SEEKING, VIEWS)
def test_more_doenvermogen_never_makes_a_problem_harder_to_recognise(
    doen: Any, domains: int, p: Any, views: Any
) -> None:
    assert recognises(doen[0], domains, p, views) <= recognises(doen[1], domains, p, views) + ALMOST


@given(st.floats(0.05, 1.0), st.integers(1, 6), SEEKING)
def test_each_further_domain_makes_a_problem_harder_to_recognise_by_the_same_factor(
    doen: float, domains: int, p: Any
) -> None:
    one_less, one_more = recognises(doen, domains, p, EVIDENCE), recognises(doen, domains + 1, p, EVIDENCE)
    assert one_more == pytest.approx(one_less * exp(-p.recognise_stacked))


@given(SHARE, SEEKING)
def test_a_single_problem_is_recognised_as_far_as_doenvermogen_goes(doen: float, p: Any) -> None:
    missed = 1.0 - recognises(doen, 1, p, EVIDENCE)
    assert missed == pytest.approx(exp(-p.recognise_ease * doen))
    assert recognises(0.0, 1, p, EVIDENCE) == 0.0


@given(SHARE, DOMAINS, SEEKING)
def test_who_needs_help_recognises_it_in_the_first_assumption(doen: float, domains: int, p: Any) -> None:
    assert recognises(doen, domains, p, CAN_ASK) == pytest.approx(1.0)


# --- know ---


@given(SHARE, SHARE, SHARE, st.booleans(), SEEKING, VIEWS)
def test_believing_is_a_chance(
    doen: float, trust: float, stressed: float, invited: bool, p: Any, views: Any
) -> None:
    assert 0.0 <= believes_eligible(doen, trust, stressed, invited, p, views) <= 1.0 + ALMOST


@given(SHARE, SHARE, SHARE, SEEKING, VIEWS)
def test_an_invitation_leaves_no_doubt(
    doen: float, trust: float, stressed: float, p: Any, views: Any
) -> None:
    assert believes_eligible(doen, trust, stressed, True, p, views) == 1.0


@given(ordered(SHARE), ordered(SHARE), ordered(SHARE), SEEKING, VIEWS)
def test_doenvermogen_and_trust_help_to_believe_and_stress_does_not(
    doen: Any, trust: Any, stressed: Any, p: Any, views: Any
) -> None:
    worst = believes_eligible(doen[0], trust[0], stressed[1], False, p, views)
    for better in (
        believes_eligible(doen[1], trust[0], stressed[1], False, p, views),
        believes_eligible(doen[0], trust[1], stressed[1], False, p, views),
        believes_eligible(doen[0], trust[0], stressed[0], False, p, views),
    ):
        assert worst <= better + ALMOST


@given(SHARE, SHARE, SHARE, SEEKING)
def test_belief_is_what_the_book_adds_up_to_within_0_and_1(
    doen: float, trust: float, stressed: float, p: Any
) -> None:
    score = p.eligible_base + p.eligible_doen * doen + p.eligible_trust * trust - p.eligible_stress * stressed
    chance = believes_eligible(doen, trust, stressed, False, p, EVIDENCE)
    assert chance == pytest.approx(min(max(score, 0.0), 1.0))


@given(SHARE, SHARE, SHARE, SEEKING)
def test_who_needs_help_believes_in_it_in_the_first_assumption(
    doen: float, trust: float, stress: float, p: Any
) -> None:
    assert believes_eligible(doen, trust, stress, False, p, CAN_ASK) == pytest.approx(1.0)


# --- dare ---


def daring(p: Any, views: Any = EVIDENCE, **facts: Any) -> float:
    """The chance to dare for somebody whom nothing holds back, but for the facts named."""
    plain: dict[str, Any] = {
        "shame": 0.0,
        "visibility": 0.0,
        "trust": 1.0,
        "flag": 0.0,
        "wish_alone": 0.0,
        "fears": False,
        "eigen_kracht": 0.0,
        "guarded": 0.0,
    }
    facts = plain | facts
    return dares(
        facts["shame"],
        facts["visibility"],
        facts["trust"],
        facts["flag"],
        facts["wish_alone"],
        facts["fears"],
        facts["eigen_kracht"],
        facts["guarded"],
        p,
        views,
    )


ANY_FACTS = st.fixed_dictionaries(
    {
        **dict.fromkeys(
            ("shame", "visibility", "trust", "flag", "wish_alone", "eigen_kracht", "guarded"), SHARE
        ),
        "fears": st.booleans(),
    }
)


@given(ANY_FACTS, SEEKING, VIEWS)
def test_daring_is_a_chance(facts: dict[str, Any], p: Any, views: Any) -> None:
    assert 0.0 < daring(p, views, **facts) <= 1.0 + ALMOST


@given(SEEKING, VIEWS)
def test_who_has_nothing_to_lose_dares(p: Any, views: Any) -> None:
    assert daring(p, views) == pytest.approx(1.0)


@pytest.mark.parametrize("burden", ["shame", "visibility", "flag", "wish_alone", "eigen_kracht", "guarded"])
@given(ANY_FACTS, ordered(SHARE), SEEKING, VIEWS)
def test_no_burden_makes_it_easier_to_dare(burden: str, facts: Any, values: Any, p: Any, views: Any) -> None:
    lighter, heavier = (daring(p, views, **facts | {burden: value}) for value in values)
    assert heavier <= lighter + ALMOST


@given(ANY_FACTS, ordered(SHARE), SEEKING, VIEWS)
def test_trust_never_makes_it_harder_to_dare(facts: Any, trust: Any, p: Any, views: Any) -> None:
    less, more = (daring(p, views, **facts | {"trust": value}) for value in trust)
    assert less <= more + ALMOST


@given(SHARE, SEEKING)
def test_shame_counts_where_one_is_seen(shame: float, p: Any) -> None:
    assert daring(p, shame=shame, visibility=0.0) == 1.0
    assert daring(p, shame=shame, visibility=1.0) == pytest.approx(exp(-p.shame_weight * shame))


@given(SHARE, SEEKING)
def test_distrust_counts_where_the_gemeente_is_and_fear_with_it(trust: float, p: Any) -> None:
    assert daring(p, trust=trust, flag=0.0, fears=True) == 1.0
    assert daring(p, trust=trust, flag=1.0) == pytest.approx(exp(-p.distrust_weight * (1.0 - trust)))
    feared = exp(-(p.distrust_weight + p.fear_weight) * (1.0 - trust))
    assert daring(p, trust=trust, flag=1.0, fears=True) == pytest.approx(feared)


@given(SHARE, SHARE, SEEKING)
def test_being_addressed_on_ones_own_strength_keeps_people_away(wish: float, stance: float, p: Any) -> None:
    assert daring(p, wish_alone=wish) == pytest.approx(exp(-p.alone_weight * wish))
    assert daring(p, eigen_kracht=stance) == pytest.approx(exp(-p.eigen_kracht_weight * stance))


@given(ANY_FACTS, SEEKING)
def test_burdens_of_daring_add_up(facts: dict[str, Any], p: Any) -> None:
    """What shame, distrust, pride and stance each leave of the chance multiplies."""
    parts = (
        daring(p, shame=facts["shame"], visibility=facts["visibility"])
        * daring(p, trust=facts["trust"], flag=facts["flag"], fears=facts["fears"])
        * daring(p, wish_alone=facts["wish_alone"])
        * daring(p, eigen_kracht=facts["eigen_kracht"])
        * daring(p, trust=facts["trust"], guarded=facts["guarded"])
    )
    assert daring(p, **facts) == pytest.approx(parts)


@given(ANY_FACTS, SEEKING)
def test_who_needs_help_dares_in_the_first_assumption(facts: dict[str, Any], p: Any) -> None:
    assert daring(p, CAN_ASK, **facts) == pytest.approx(1.0)


@given(SHARE, SHARE, SEEKING)
def test_guards_weigh_on_distrust_as_the_book_says(trust: float, guarded: float, p: Any) -> None:
    expected = exp(-p.guard_weight * (1.0 - trust) * guarded)
    assert daring(p, trust=trust, guarded=guarded) == pytest.approx(expected)


# --- schemes ---

MONTHLY = st.floats(1, 3000)


@given(ordered(SHARE), SHARE, st.integers(0, 4), st.integers(0, 3), st.integers(0, 2), st.integers(18, 100))
def test_who_has_less_is_entitled_wherever_who_has_more_is(
    means: Any, up_to: float, for_whom: int, children: int, tenure: int, age: int
) -> None:
    rest = (up_to, for_whom, children, tenure, age, SELF_EMPLOYED, book_row("problems"))
    assert is_entitled(means[0], *rest) >= is_entitled(means[1], *rest)
    assert not is_entitled(1.0, *rest)


def test_a_scheme_is_for_whom_it_says() -> None:
    p = book_row("problems")

    def entitled(kind: str, children: int, tenure: int, age: int, work: int) -> bool:
        return is_entitled(0.1, 0.2, FOR_WHOM.index(kind), children, tenure, age, work, p)

    assert entitled("all", 0, OWNER, 80, NO_WORK)
    assert entitled("parents", 1, OWNER, 80, NO_WORK) and not entitled("parents", 0, OWNER, 30, NO_WORK)
    assert entitled("tenants", 0, PRIVATE_RENT, 80, NO_WORK)
    assert not entitled("tenants", 1, OWNER, 30, NO_WORK)
    assert entitled("working-age", 0, OWNER, 30, NO_WORK)
    assert not entitled("working-age", 0, OWNER, 80, NO_WORK)
    assert entitled("self-employed", 0, OWNER, 80, SELF_EMPLOYED)
    assert not entitled("self-employed", 1, PRIVATE_RENT, 30, NO_WORK)
    retires = ceil(p.retirement_age)
    assert entitled("working-age", 0, OWNER, retires - 1, NO_WORK)
    assert not entitled("working-age", 0, OWNER, retires, NO_WORK)


@given(SHARE)
def test_whoever_met_a_service_this_year_knows_a_scheme(known: float) -> None:
    assert knows_scheme(known, False, EVIDENCE) == known
    assert knows_scheme(known, True, EVIDENCE) == knows_scheme(known, False, CAN_ASK) == 1.0


@given(ordered(MONTHLY), SEEKING)
def test_more_money_is_worth_more_trouble(amount: Any, p: Any) -> None:
    assert 0.0 < is_worth_it(amount[0], p) <= is_worth_it(amount[1], p) <= 1.0


@given(st.floats(0.0, 300.0), SEEKING)
def test_fewer_leave_money_lying_the_more_it_is_at_the_pace_of_the_book(amount: float, p: Any) -> None:
    assert 1.0 - is_worth_it(amount, p) == pytest.approx(exp(-amount / p.worth))
    assert is_worth_it(0.0, p) == 0.0


@given(SHARE, SHARE)
def test_settled_use_takes_up_what_it_lets_go(takes_up: float, keeps: float) -> None:
    use = settled_use(takes_up, keeps)
    assert 0.0 <= use <= 1.0
    assert (1.0 - use) * takes_up == pytest.approx(use * (1.0 - keeps) if takes_up > 0.0 else 0.0)


@given(SHARE)
def test_nobody_uses_what_nobody_takes_up_also_where_nobody_would_let_it_go(keeps: float) -> None:
    assert settled_use(0.0, keeps) == settled_use(0.0, 1.0) == 0.0


def test_a_budget_bears_what_is_set_aside_and_not_a_cent_more() -> None:
    assert is_budgeted(1000, 9, 10, 5, 1500)
    assert not is_budgeted(1001, 9, 10, 5, 1500)
    assert is_budgeted(0, 99, 10, 51, 100 * 10 * 52)


@given(ordered(st.floats(0, 3000)), SHARE, anywhere("problems"))
def test_what_is_missed_lowers_means_in_proportion(missed: Any, means: float, p: Any) -> None:
    assert 0.0 <= means_without(means, missed[1], p) <= means_without(means, missed[0], p) <= means
    assert means_without(1.0, 100.0, p) == pytest.approx(1.0 - p.missed)


# --- pay ---

EUROS = st.floats(0, 1000)


@given(SHARE, SEEKING)
def test_help_that_is_free_puts_nobody_off(means: float, p: Any) -> None:
    assert is_put_off_by_price(0.0, 0.0, means, p) == 0.0


@given(ordered(EUROS), EUROS, SHARE, SEEKING)
def test_a_higher_contribution_never_puts_off_fewer(fee: Any, other: float, means: float, p: Any) -> None:
    for lower, higher in (
        (is_put_off_by_price(fee[0], other, means, p), is_put_off_by_price(fee[1], other, means, p)),
        (is_put_off_by_price(other, fee[0], means, p), is_put_off_by_price(other, fee[1], means, p)),
    ):
        assert 0.0 <= lower <= higher + ALMOST <= 1.0 + 2 * ALMOST


@given(ordered(SHARE), EUROS, SEEKING)
def test_a_flat_fee_weighs_least_on_who_has_most_and_one_by_means_spares_who_has_nothing(
    means: Any, euros: float, p: Any
) -> None:
    flat = [is_put_off_by_price(euros, 0.0, m, p) for m in means]
    assert flat[1] <= flat[0] + ALMOST
    weight = p.price_weight * (1.0 - p.price_means * means[0])
    assert flat[0] == pytest.approx(1.0 - exp(-weight * euros / 100.0))
    assert is_put_off_by_price(0.0, euros, 0.0, p) == 0.0


@given(ordered(st.floats(0.0, 100.0)), SEEKING)
def test_a_longer_wait_never_makes_a_place_more_attractive(weeks: Any, p: Any) -> None:
    assert puts_up_with_waiting(0.0, p) == 1.0
    short, long = (puts_up_with_waiting(w, p) for w in weeks)
    assert 0.0 <= long <= short <= 1.0
    assert short == pytest.approx(exp(-p.wait_weight * weeks[0]))


@given(EUROS, EUROS, SHARE, SEEKING)
def test_a_contribution_by_means_weighs_as_a_flat_one_of_as_many_euros(
    fee: float, by_means: float, means: float, p: Any
) -> None:
    asked = is_put_off_by_price(fee, by_means, means, p)
    assert asked == pytest.approx(is_put_off_by_price(fee + means * by_means, 0.0, means, p))


# --- manage ---


def asking(p: Any, steps: float = 0.0, **facts: float) -> float:
    """The steps asked of somebody who has nothing by a service that asks nothing, but for the facts named."""
    facts = (
        dict.fromkeys(("eigen_kracht", "language", "dutch", "screens", "digital", "travel", "mobility"), 0.0)
        | {"interpreter": 0.0}
        | facts
    )
    return steps_asked(
        steps,
        facts["eigen_kracht"],
        facts["language"],
        facts["dutch"],
        facts["screens"],
        facts["digital"],
        facts["travel"],
        facts["mobility"],
        facts["interpreter"],
        p,
    )


@given(STEPS, SHARE, SHARE, SHARE, SEEKING)
def test_a_service_that_asks_nothing_special_asks_its_own_steps(
    steps: float, dutch: float, digital: float, mobility: float, p: Any
) -> None:
    assert asking(p, steps, dutch=dutch, digital=digital, mobility=mobility) == steps


@pytest.mark.parametrize(
    ("barrier", "has", "weight"),
    [
        ("language", "dutch", "language_steps"),
        ("screens", "digital", "screen_steps"),
        ("travel", "mobility", "travel_steps"),
    ],
)
@given(STEPS, SHARE, SHARE, SEEKING)
def test_a_barrier_is_as_many_steps_as_somebody_lacks_of_it(
    barrier: str, has: str, weight: str, steps: float, asked: float, owned: float, p: Any
) -> None:
    extra = asking(p, steps, **{barrier: asked, has: owned}) - steps
    assert extra == pytest.approx(getattr(p, weight) * asked * (1.0 - owned), abs=1e-9)
    assert asking(p, steps, **{barrier: asked, has: 1.0}) == steps


@given(STEPS, SHARE, SHARE, SHARE, SEEKING)
def test_an_interpreter_takes_away_the_steps_of_language_and_no_others(
    steps: float, language: float, dutch: float, interpreter: float, p: Any
) -> None:
    wanting = p.language_steps * language * (1.0 - dutch)
    extra = asking(p, steps, language=language, dutch=dutch, interpreter=interpreter) - steps
    assert extra == pytest.approx(wanting * (1.0 - interpreter), abs=1e-9)
    others = {"eigen_kracht": 1.0, "screens": 1.0, "travel": 1.0}
    assert asking(p, steps, **others, interpreter=interpreter) == asking(p, steps, **others)


@given(STEPS, ordered(SHARE), SEEKING)
def test_the_stance_eigen_kracht_asks_more_steps_of_everybody(steps: float, stance: Any, p: Any) -> None:
    less, more = (asking(p, steps, eigen_kracht=value) for value in stance)
    assert more - less == pytest.approx(p.eigen_kracht_steps * (stance[1] - stance[0]), abs=1e-9)


@given(STEPS, SHARE, SHARE, SHARE, SHARE, SEEKING)
def test_barriers_add_up(
    steps: float, stance: float, language: float, screens: float, travel: float, p: Any
) -> None:
    alone = [
        asking(p, eigen_kracht=stance),
        asking(p, language=language),
        asking(p, screens=screens),
        asking(p, travel=travel),
    ]
    together = asking(p, steps, eigen_kracht=stance, language=language, screens=screens, travel=travel)
    assert together == pytest.approx(steps + sum(alone))


@given(SHARE, STEPS, SHARE, SEEKING, VIEWS)
def test_managing_is_a_chance(doen: float, steps: float, opening: float, p: Any, views: Any) -> None:
    assert 0.0 <= manages(doen, steps, opening, p, views) <= 1.0 + ALMOST


@given(SHARE, SHARE, SEEKING)
def test_help_that_asks_no_steps_is_managed_whenever_it_is_open(doen: float, opening: float, p: Any) -> None:
    assert manages(doen, 0.0, opening, p, EVIDENCE) == pytest.approx(opening)


@given(ordered(SHARE), ordered(STEPS), ordered(SHARE), SEEKING, VIEWS)
def test_more_doenvermogen_fewer_steps_and_longer_hours_never_make_it_harder_to_manage(
    doen: Any, steps: Any, opening: Any, p: Any, views: Any
) -> None:
    worst = manages(doen[0], steps[1], opening[0], p, views)
    assert worst <= manages(doen[1], steps[1], opening[0], p, views) + ALMOST
    assert worst <= manages(doen[0], steps[0], opening[0], p, views) + ALMOST
    assert worst <= manages(doen[0], steps[1], opening[1], p, views) + ALMOST


@given(st.floats(0.05, 1.0), STEPS, STEPS, SEEKING)
def test_the_chances_of_steps_multiply(doen: float, some: float, others: float, p: Any) -> None:
    together = manages(doen, some + others, 1.0, p, EVIDENCE)
    apart = manages(doen, some, 1.0, p, EVIDENCE) * manages(doen, others, 1.0, p, EVIDENCE)
    assert together == pytest.approx(apart, rel=1e-6, abs=1e-12)
    assert 1.0 - manages(doen, 1.0, 1.0, p, EVIDENCE) == pytest.approx(exp(-p.step_ease * doen))


@given(SHARE, STEPS, SHARE, SEEKING)
def test_everybody_manages_in_the_third_assumption(doen: float, steps: float, opening: float, p: Any) -> None:
    assert manages(doen, steps, opening, p, believing(self_reliant=1.0)) == pytest.approx(1.0)


@given(SHARE, STEPS, SHARE, SEEKING)
def test_an_assumption_acts_on_its_own_link_only(doen: float, steps: float, opening: float, p: Any) -> None:
    others = believing(want_help=1.0, self_reliant=1.0, short_help=1.0, look_after=1.0, in_view=1.0)
    assert recognises(doen, 2, p, others) == recognises(doen, 2, p, EVIDENCE)
    assert believes_eligible(doen, doen, doen, False, p, others) == believes_eligible(
        doen, doen, doen, False, p, EVIDENCE
    )
    assert daring(p, others, shame=doen, visibility=opening) == daring(p, shame=doen, visibility=opening)
    others = believing(can_ask=1.0, want_help=1.0, short_help=1.0, look_after=1.0, in_view=1.0)
    assert manages(doen, steps, opening, p, others) == manages(doen, steps, opening, p, EVIDENCE)


# ----- Hold on, be heard, be helped -----

INTAKE = anywhere("intake")
WORKLOAD = st.floats(0.0, 5.0)


# --- hold on ---


@given(WEEKS, SHARE, SHARE, INTAKE, VIEWS)
def test_somebody_beside_her_keeps_her_in_the_queue_and_has_her_heard(
    weeks: int, doen: float, stance: float, p: Any, views: Any
) -> None:
    assert gives_up_waiting(weeks, doen, True, p, views) <= gives_up_waiting(weeks, doen, False, p, views)
    sent_back = is_handed_back(stance, False, p)
    assert is_handed_back(stance, True, p) == pytest.approx(sent_back * (1.0 - p.backed))
    alone, backed = (is_misjudged(doen, stance, 1.0, together, p) for together in (False, True))
    assert backed == pytest.approx(min(alone, is_misjudged(doen, p.backed, 1.0, False, p)))


@given(SHARE, ordered(SHARE), anywhere("problems"))
def test_what_another_takes_over_or_lets_rest_weighs_less(stressed: float, share: Any, p: Any) -> None:
    less, more = share
    assert spared_stress(stressed, 0.0, p) == stressed and in_peace(0.0, p) == 1.0
    assert 0.0 <= spared_stress(stressed, more, p) <= spared_stress(stressed, less, p)
    assert 0.0 <= in_peace(more, p) <= in_peace(less, p)


@given(SHARE, SHARE, anywhere("problems"))
def test_letters_taken_over_and_creditors_that_wait_spare_as_much_as_the_book_says(
    stressed: float, share: float, p: Any
) -> None:
    assert spared_stress(stressed, 1.0, p) == pytest.approx(stressed * (1.0 - p.relief))
    assert stressed - spared_stress(stressed, share, p) == pytest.approx(
        share * (stressed - spared_stress(stressed, 1.0, p)), abs=ALMOST
    )
    assert in_peace(1.0, p) == pytest.approx(1.0 - p.peace)
    assert 1.0 - in_peace(share, p) == pytest.approx(share * p.peace)


@given(SHARE, anywhere("problems"))
def test_a_judgement_comes_before_every_eviction_and_some_are_not_carried_out(hazard: float, p: Any) -> None:
    assert judged(0.0, p) == 0.0
    assert judged(hazard, p) * p.executed == pytest.approx(hazard)
    assert judged(hazard, p) >= hazard


@given(SHARE, SHARE, ordered(SHARE))
def test_skill_at_home_counts_as_far_as_it_may(own: float, at_home: float, proxy: Any) -> None:
    assert skill_at_hand(own, at_home, 0.0) == own
    assert own <= skill_at_hand(own, at_home, proxy[0]) <= skill_at_hand(own, at_home, proxy[1])
    assert skill_at_hand(own, at_home, 1.0) == max(own, at_home)


@given(WEEKS, SHARE, INTAKE, VIEWS)
def test_giving_up_is_a_chance(weeks: int, doen: float, p: Any, views: Any) -> None:
    assert 0.0 <= gives_up_waiting(weeks, doen, False, p, views) <= 1.0


@given(ordered(WEEKS), ordered(SHARE), INTAKE, VIEWS)
def test_longer_waits_lose_more_people_and_doenvermogen_holds_on(
    weeks: Any, doen: Any, p: Any, views: Any
) -> None:
    worst = gives_up_waiting(weeks[1], doen[0], False, p, views)
    assert gives_up_waiting(weeks[0], doen[0], False, p, views) <= worst + ALMOST
    assert gives_up_waiting(weeks[1], doen[1], False, p, views) <= worst + ALMOST


@given(WEEKS, SHARE, INTAKE)
def test_the_pace_of_giving_up_doubles_over_a_long_wait(weeks: int, doen: float, p: Any) -> None:
    at_once = -log(1.0 - gives_up_waiting(0, doen, False, p, EVIDENCE))
    assert at_once == pytest.approx(p.gives_up * exp(-p.gives_up_doen * doen), rel=1e-6)
    goes_on = exp(-at_once * (1.0 + weeks / p.long_wait))
    assert 1.0 - gives_up_waiting(weeks, doen, False, p, EVIDENCE) == pytest.approx(
        goes_on, rel=1e-6, abs=1e-12
    )


@given(WEEKS, SHARE, INTAKE)
def test_who_keeps_in_touch_slows_giving_up_by_the_share_that_the_book_says(
    weeks: int, doen: float, p: Any
) -> None:
    at_once = -log(1.0 - gives_up_waiting(0, doen, False, p, EVIDENCE))
    goes_on = exp(-at_once * (1.0 - p.kept) * (1.0 + weeks / p.long_wait))
    assert 1.0 - gives_up_waiting(weeks, doen, True, p, EVIDENCE) == pytest.approx(
        goes_on, rel=1e-6, abs=1e-12
    )


@given(WEEKS, SHARE, INTAKE)
def test_nobody_gives_up_in_the_second_assumption(weeks: int, doen: float, p: Any) -> None:
    assert gives_up_waiting(weeks, doen, False, p, believing(want_help=1.0)) == 0.0
    others = believing(can_ask=1.0, self_reliant=1.0, short_help=1.0, look_after=1.0, in_view=1.0)
    on_evidence = gives_up_waiting(weeks, doen, False, p, EVIDENCE)
    assert gives_up_waiting(weeks, doen, False, p, others) == on_evidence


@given(SHARE, ordered(SHARE), ordered(SHARE), INTAKE)
def test_a_warm_hand_over_and_doenvermogen_lose_fewer(some: float, doen: Any, warm: Any, p: Any) -> None:
    less, more = (is_lost_when_sent_on(able, some, 1.0, p) for able in reversed(doen))
    assert 0.0 <= less <= more <= 1.0
    assert is_lost_when_sent_on(some, warm[1], 1.0, p) <= is_lost_when_sent_on(some, warm[0], 1.0, p)


@given(SHARE, SHARE, ordered(SHARE), INTAKE)
def test_the_stronger_the_tie_the_fewer_are_lost_and_a_reorganisation_breaks_it(
    doen: float, warm: float, tie: Any, p: Any
) -> None:
    weak, strong = (is_lost_when_sent_on(doen, warm, value, p) for value in tie)
    assert is_lost_when_sent_on(doen, warm, 1.0, p) <= strong <= weak <= 1.0
    broken = tie_after_reorganisation(tie[1], p)
    assert broken == pytest.approx(p.tie_left * tie[1])
    assert broken <= tie_after_a_week(broken, tie[1], p) <= tie[1]
    assert tie_after_a_week(tie[1], tie[0], p) <= tie[1], "without care it decays"


@given(SHARE, SHARE, SHARE, INTAKE)
def test_what_a_tie_falls_short_loses_in_proportion_and_never_more_than_all(
    doen: float, warm: float, tie: float, p: Any
) -> None:
    tied = is_lost_when_sent_on(doen, warm, 1.0, p)
    lost = tied * (1.0 + p.untied * (1.0 - tie))
    assert is_lost_when_sent_on(doen, warm, tie, p) == pytest.approx(min(lost, 1.0))


def test_strangers_that_send_on_coldly_can_lose_everybody_and_no_more() -> None:
    highest = {name: the_book()[f"intake.{name}"].high for name in ("lost_cold", "untied")}
    p = book_row("intake", **highest)
    lost = p.lost_cold * (1.0 + p.untied)
    assert is_lost_when_sent_on(0.0, 0.0, 0.0, p) == pytest.approx(min(lost, 1.0))


@given(SHARE, SHARE, INTAKE)
def test_every_week_a_tie_goes_the_same_share_of_its_way(tie: float, kept_up: float, p: Any) -> None:
    next_week = tie_after_a_week(tie, kept_up, p)
    assert kept_up - next_week == pytest.approx((1.0 - p.tie_grows) * (kept_up - tie), abs=ALMOST)
    assert tie_after_a_week(tie, tie, p) == tie


@given(SHARE, INTAKE)
def test_a_warm_hand_over_loses_nobody_and_a_cold_one_most_without_doenvermogen(doen: float, p: Any) -> None:
    assert is_lost_when_sent_on(doen, 1.0, 1.0, p) == 0.0
    assert is_lost_when_sent_on(0.0, 0.0, 1.0, p) == p.lost_cold
    assert is_lost_when_sent_on(doen, 0.0, 1.0, p) == pytest.approx(p.lost_cold * exp(-p.lost_doen * doen))
    half = is_lost_when_sent_on(doen, 0.5, 1.0, p)
    assert half == pytest.approx(is_lost_when_sent_on(doen, 0.0, 1.0, p) / 2.0)


# --- be heard ---


@given(ordered(SHARE), INTAKE)
def test_questions_are_handed_back_in_proportion_to_the_stance(stance: Any, p: Any) -> None:
    less, more = (is_handed_back(value, False, p) for value in stance)
    assert 0.0 <= less <= more <= 1.0
    assert is_handed_back(0.0, False, p) == 0.0
    assert is_handed_back(1.0, False, p) == p.handed_back


@given(st.floats(0.0, 1.0), st.floats(1.0, 1000.0))
def test_staff_is_pressed_by_the_share_of_work_that_does_not_fit_the_week(
    idle: float, workload: float
) -> None:
    assert pressure(idle) == pressure(1.0) == 0.0
    assert 0.0 <= pressure(workload) < 1.0
    assert (1.0 - pressure(workload)) * workload == pytest.approx(1.0)


@given(ordered(SHARE), ordered(SHARE), ordered(WORKLOAD), INTAKE)
def test_good_looks_and_haste_mislead_and_discretion_corrects(
    verbal: Any, room: Any, workload: Any, p: Any
) -> None:
    best = is_misjudged(verbal[0], room[1], workload[0], False, p)
    assert best >= 0.0
    for worse in (
        is_misjudged(verbal[1], room[1], workload[0], False, p),
        is_misjudged(verbal[0], room[0], workload[0], False, p),
        is_misjudged(verbal[0], room[1], workload[1], False, p),
    ):
        assert best <= worse + ALMOST
        assert worse <= 1.0


@given(SHARE, WORKLOAD, INTAKE)
def test_full_discretion_misjudges_nobody(verbal: float, workload: float, p: Any) -> None:
    assert is_misjudged(verbal, 1.0, workload, False, p) == 0.0


@given(SHARE, SHARE, INTAKE)
def test_average_looks_and_a_normal_workload_mislead_as_the_book_says(
    looks: float, room: float, p: Any
) -> None:
    assert is_misjudged(0.5, 0.0, 1.0, False, p) == pytest.approx(p.misjudged)
    assert is_misjudged(0.5, room, 1.0, False, p) == pytest.approx(p.misjudged * (1.0 - room))
    by_looks = p.misjudged * exp(p.misjudged_verbal * (looks - 0.5))
    assert is_misjudged(looks, 0.0, 1.0, False, p) == pytest.approx(min(by_looks, 1.0))


def test_nobody_is_misjudged_more_than_surely() -> None:
    highest = {
        name: the_book()[f"intake.{name}"].high
        for name in ("misjudged", "misjudged_verbal", "misjudged_workload")
    }
    assert is_misjudged(1.0, 0.0, 1e6, False, book_row("intake", **highest)) == 1.0


@given(SHARE, SHARE, SHARE, st.floats(1.0, 5.0), INTAKE)
def test_workload_tells_only_above_what_staff_can_do(
    verbal: float, room: float, idle: float, workload: float, p: Any
) -> None:
    assert is_misjudged(verbal, room, idle, False, p) == is_misjudged(verbal, room, 1.0, False, p)
    hurried = p.misjudged * exp(p.misjudged_workload * pressure(workload))
    assert is_misjudged(0.5, 0.0, workload, False, p) == pytest.approx(min(hurried, 1.0))
    assert finds_question_behind(room, idle, p) == finds_question_behind(room, 1.0, p)


@given(ordered(SHARE), ordered(SHARE), INTAKE)
def test_shame_keeps_up_appearances_and_less_so_at_home(shame: Any, home: Any, p: Any) -> None:
    worst = discloses(shame[1], home[0], p)
    assert 0.0 < worst <= discloses(shame[0], home[0], p) <= 1.0
    assert worst <= discloses(shame[1], home[1], p) <= 1.0


@given(SHARE, INTAKE)
def test_at_home_or_without_shame_everything_is_shown(value: float, p: Any) -> None:
    assert discloses(value, 1.0, p) == 1.0
    assert discloses(0.0, value, p) == 1.0
    assert discloses(value, 0.0, p) == pytest.approx(exp(-p.appearances * value))


@given(ordered(SHARE), ordered(WORKLOAD), INTAKE)
def test_a_broad_look_finds_more_and_haste_less(breadth: Any, workload: Any, p: Any) -> None:
    least = finds_question_behind(breadth[0], workload[1], p)
    assert 0.0 <= least <= finds_question_behind(breadth[1], workload[1], p) <= 1.0
    assert least <= finds_question_behind(breadth[0], workload[0], p) <= 1.0


@given(SHARE, st.floats(1.0, 5.0), INTAKE)
def test_who_asks_nothing_further_finds_nothing_and_a_full_look_finds_what_the_book_says(
    breadth: float, workload: float, p: Any
) -> None:
    assert finds_question_behind(0.0, workload, p) == 0.0
    assert finds_question_behind(breadth, 1.0, p) == pytest.approx(p.finds * breadth)
    dulled = exp(-p.finds_workload * pressure(workload))
    assert finds_question_behind(1.0, workload, p) == pytest.approx(p.finds * dulled)


@given(SHARE, SHARE)
def test_who_looks_as_self_reliant_as_most_speaks_up(verbal: float, typical: float) -> None:
    assert speaks_up(verbal, typical) == (verbal >= typical)


# --- be helped ---


@given(ordered(SHARE), ordered(SHARE), ordered(SHARE), ordered(SHARE), INTAKE)
def test_breadth_discretion_and_a_common_language_never_make_help_fit_worse(
    breadth: Any, room: Any, dutch: Any, interpreter: Any, p: Any
) -> None:
    least = offer_suits(breadth[0], room[0], dutch[0], interpreter[0], 0.5, p)
    assert 0.0 <= least <= 1.0
    for better in (
        offer_suits(breadth[1], room[0], dutch[0], interpreter[0], 0.5, p),
        offer_suits(breadth[0], room[1], dutch[0], interpreter[0], 0.5, p),
        offer_suits(breadth[0], room[0], dutch[1], interpreter[0], 0.5, p),
        offer_suits(breadth[0], room[0], dutch[0], interpreter[1], 0.5, p),
    ):
        assert least - ALMOST <= better <= 1.0


@given(INTAKE)
def test_choosing_what_one_wants_help_with_makes_it_suit_better(p: Any) -> None:
    plain = offer_suits(0.0, 0.0, 1.0, 0.0, 0.0, p)
    assert offer_suits(0.0, 0.0, 1.0, 0.0, 1.0, p) == pytest.approx(min(plain + p.suits_chooses, 1.0))


def test_help_in_a_language_that_nobody_shares_suits_at_worst_not_at_all() -> None:
    book = the_book()
    worst = {"suits": book["intake.suits"].low, "suits_language": book["intake.suits_language"].high}
    p = book_row("intake", **worst)
    assert offer_suits(0.0, 0.0, 0.0, 0.0, 0.0, p) == pytest.approx(max(p.suits - p.suits_language, 0.0))


@given(SHARE, SHARE, SHARE, SHARE, INTAKE)
def test_help_suits_as_the_book_adds_up(
    breadth: float, room: float, dutch: float, interpreter: float, p: Any
) -> None:
    score = p.suits + p.suits_breadth * breadth + p.suits_discretion * room
    score -= p.suits_language * (1.0 - dutch) * (1.0 - interpreter)
    assert offer_suits(breadth, room, dutch, interpreter, 0.0, p) == pytest.approx(min(max(score, 0.0), 1.0))
    assert offer_suits(0.0, 0.0, 1.0, 0.0, 0.0, p) == pytest.approx(p.suits)
    assert offer_suits(0.0, 0.0, 0.0, 1.0, 0.0, p) == pytest.approx(p.suits), "an interpreter in every talk"


@given(st.integers(1, 7), INTAKE)
def test_each_further_domain_makes_a_case_heavier_by_the_same(domains: int, p: Any) -> None:
    assert case_weight(1, p) == case_weight(0, p) == 1.0
    assert case_weight(domains, p) == pytest.approx(1.0 + (domains - 1) * p.weight_per_domain)


@given(st.integers(1, 5), INTAKE)
def test_more_adults_of_a_household_ask_more_together_and_less_each(helped: int, p: Any) -> None:
    assert shares_time(1, p) == 1.0
    together = [n * shares_time(n, p) for n in (helped, helped + 1)]
    assert together[0] + p.shared_time == pytest.approx(together[1])
    assert shares_time(helped + 1, p) <= shares_time(helped, p)


@given(st.floats(0.0, 500.0), st.floats(1.0, 8.0), INTAKE)
def test_a_case_asks_minutes_by_its_weight_and_more_in_a_crisis(
    minutes: float, weight: float, p: Any
) -> None:
    assert minutes_needed(minutes, weight, False, p) == pytest.approx(minutes * weight)
    assert minutes_needed(minutes, weight, True, p) == pytest.approx(minutes * weight * p.crisis_minutes)
    assert minutes_needed(minutes, weight, True, p) >= minutes_needed(minutes, weight, False, p)


# ----- Find, make contact, accept -----

OUTREACH = anywhere("outreach")
VISITS = st.integers(0, 20)


def logit(chance: float) -> float:
    return log(chance / (1.0 - chance))


@given(ordered(SHARE), ordered(SHARE), ordered(SHARE), ordered(VISITS), OUTREACH)
def test_trust_and_persistence_open_doors_shame_and_the_flag_keep_them_shut(
    trust: Any, shame: Any, flag: Any, visits: Any, p: Any
) -> None:
    least = opens_door(trust[0], shame[1], flag[1], visits[0], True, p, EVIDENCE)
    assert 0.0 <= least <= 1.0
    for better in (
        opens_door(trust[1], shame[1], flag[1], visits[0], True, p, EVIDENCE),
        opens_door(trust[0], shame[0], flag[1], visits[0], True, p, EVIDENCE),
        opens_door(trust[0], shame[1], flag[0], visits[0], True, p, EVIDENCE),
        opens_door(trust[0], shame[1], flag[1], visits[1], True, p, EVIDENCE),
    ):
        assert least - ALMOST <= better <= 1.0


@given(SHARE, VISITS, OUTREACH)
def test_a_door_of_somebody_without_shame_or_distrust_opens_as_the_book_says(
    flag: float, visits: int, p: Any
) -> None:
    assert opens_door(1.0, 0.0, flag, 0, True, p, EVIDENCE) == pytest.approx(p.opens)
    assert 1.0 - opens_door(1.0, 0.0, flag, visits, True, p, EVIDENCE) == pytest.approx(
        (1.0 - p.opens) * exp(-p.opens_again * visits)
    )


@given(SHARE, SHARE, SHARE, VISITS, OUTREACH)
def test_shame_and_distrust_each_keep_a_share_of_doors_shut(
    trust: float, shame: float, flag: float, visits: int, p: Any
) -> None:
    at_ease = opens_door(1.0, 0.0, flag, visits, True, p, EVIDENCE)
    assert opens_door(1.0, shame, flag, visits, True, p, EVIDENCE) == pytest.approx(
        at_ease * exp(-p.opens_shame * shame)
    )
    distrust = exp(-p.opens_trust * (1.0 - trust) * flag)
    assert opens_door(trust, shame, flag, visits, True, p, EVIDENCE) == pytest.approx(
        at_ease * exp(-p.opens_shame * shame) * distrust
    )
    assert opens_door(trust, 0.0, 0.0, visits, True, p, EVIDENCE) == pytest.approx(at_ease)


@given(SHARE, SHARE, SHARE, VISITS, OUTREACH)
def test_who_has_a_problem_opens_in_the_second_assumption_and_nobody_else_does_more(
    trust: float, shame: float, flag: float, visits: int, p: Any
) -> None:
    plain = opens_door(trust, shame, flag, visits, True, p, EVIDENCE)
    assert opens_door(trust, shame, flag, visits, True, p, believing(want_help=1.0)) == pytest.approx(1.0)
    assert opens_door(trust, shame, flag, visits, False, p, believing(want_help=1.0)) == plain
    others = believing(can_ask=1.0, self_reliant=1.0, short_help=1.0, look_after=1.0, in_view=1.0)
    assert opens_door(trust, shame, flag, visits, True, p, others) == plain


@given(OUTREACH)
def test_how_many_people_answer_alike_is_as_the_book_says(p: Any) -> None:
    assert answers_alike(p) == p.lasting
    assert 0.0 <= answers_alike(p) <= 1.0


@given(ordered(SHARE), SHARE, ordered(SHARE), ordered(SEVERITY), ordered(VISITS), OUTREACH, VIEWS)
def test_trust_heavier_need_and_earlier_talks_make_people_accept_and_pride_does_not(
    trust: Any, flag: float, wish: Any, severity: Any, contacts: Any, p: Any, views: Any
) -> None:
    least = accepts_help(trust[0], flag, wish[1], severity[0], contacts[0], p, views)
    assert 0.0 <= least <= 1.0
    for better in (
        accepts_help(trust[1], flag, wish[1], severity[0], contacts[0], p, views),
        accepts_help(trust[0], flag, wish[0], severity[0], contacts[0], p, views),
        accepts_help(trust[0], flag, wish[1], severity[1], contacts[0], p, views),
        accepts_help(trust[0], flag, wish[1], severity[0], contacts[1], p, views),
        accepts_help(trust[0], 0.0, wish[1], severity[0], contacts[0], p, views),
    ):
        assert least - ALMOST <= better <= 1.0 + ALMOST


@given(SHARE, SHARE, SHARE, SEVERITY, st.integers(0, 4), OUTREACH)
def test_the_odds_of_accepting_multiply(
    trust: float, flag: float, wish: float, severity: int, contacts: int, p: Any
) -> None:
    plain = logit(accepts_help(1.0, flag, 0.0, LIGHT, 0, p, EVIDENCE))
    assert plain == pytest.approx(p.accepts, abs=1e-6)
    moved = logit(accepts_help(trust, flag, wish, severity, contacts, p, EVIDENCE)) - plain
    against = p.accepts_trust * (1.0 - trust) * flag + p.accepts_alone * wish
    assert moved == pytest.approx(
        p.accepts_contact * contacts + p.accepts_severity * (severity - LIGHT) - against, abs=1e-6
    )


@given(SHARE, SHARE, SHARE, SEVERITY, VISITS, OUTREACH)
def test_nobody_declines_in_the_second_assumption(
    trust: float, flag: float, wish: float, severity: int, contacts: int, p: Any
) -> None:
    assert accepts_help(trust, flag, wish, severity, contacts, p, believing(want_help=1.0)) == pytest.approx(
        1.0
    )
    others = believing(can_ask=1.0, self_reliant=1.0, short_help=1.0, look_after=1.0, in_view=1.0)
    facts = (trust, flag, wish, severity, contacts, p)
    assert accepts_help(*facts, others) == accepts_help(*facts, EVIDENCE)


@given(SHARE, SHARE, SHARE)
def test_a_refusal_comes_from_pride_or_from_distrust(trust: float, flag: float, wish: float) -> None:
    pride = declines_for_own_way(trust, flag, wish)
    assert 0.0 <= pride <= 1.0
    assert declines_for_own_way(1.0, flag, wish) == 1.0
    assert declines_for_own_way(trust, 0.0, wish) == 1.0
    if (1.0 - trust) * flag > 0.0:
        assert declines_for_own_way(trust, flag, 0.0) == 0.0


def test_who_neither_distrusts_nor_wants_to_manage_alone_is_not_said_to_distrust() -> None:
    assert declines_for_own_way(1.0, 1.0, 0.0) == 1.0
    assert declines_for_own_way(0.0, 0.0, 0.0) == 1.0
    assert declines_for_own_way(0.0, 1.0, 0.5) == pytest.approx(1 / 3)
    assert declines_for_own_way(0.9, 0.5, 0.05) == pytest.approx(1 / 2)


@given(st.floats(0.01, 1.0), st.floats(0.01, 1.0), st.floats(0.01, 1.0))
def test_pride_and_distrust_weigh_in_proportion(distrust: float, flag: float, wish: float) -> None:
    pride = declines_for_own_way(1.0 - distrust, flag, wish)
    assert pride * distrust * flag == pytest.approx((1.0 - pride) * wish, rel=1e-6)


# ----- Trust is memory -----

# --- letters, calls and places ---


@given(*[SHARE] * 3, OUTREACH)
def test_willing_is_a_share_that_trust_raises_and_shame_lowers(
    trust: float, shame: float, flag: float, p: Any
) -> None:
    assert 0.0 < willing(trust, shame, flag, p) <= 1.0
    assert willing(1.0, shame, flag, p) >= willing(trust, shame, flag, p) >= willing(trust, 1.0, flag, p)
    assert willing(1.0, 0.0, flag, p) == 1.0
    assert willing(trust, shame, 0.0, p) >= willing(trust, shame, flag, p)


@given(*[SHARE] * 2, OUTREACH)
def test_want_of_dutch_and_a_hard_letter_keep_it_from_being_understood(
    dutch: float, language: float, p: Any
) -> None:
    assert 0.0 <= understands(0.0, language, p) <= understands(dutch, language, p) <= 1.0
    assert understands(1.0, language, p) == understands(dutch, 0.0, p) == 1.0
    assert understands(0.0, 1.0, p) == pytest.approx(1.0 - p.unread)


@given(*[SHARE] * 4, OUTREACH)
def test_a_letter_in_her_own_name_convinces_and_a_kind_one_convinces_more(
    believes: float, trust: float, flag: float, tone: float, p: Any
) -> None:
    told = believes_when_told(believes, trust, flag, p)
    assert believes - ALMOST <= told <= 1.0 + ALMOST
    assert told <= believes_when_told(believes, 1.0, flag, p) + ALMOST
    assert believes_when_told(believes, trust, flag_heard(flag, tone, p), p) >= told - ALMOST
    assert 0.0 <= flag_heard(flag, tone, p) <= flag_heard(flag, 0.0, p) == flag


@given(st.floats(1.0, 20.0), st.floats(1.0, 3000.0), OUTREACH)
def test_every_page_asks_something_and_an_amount_that_is_told_seems_no_smaller(
    pages: float, amount: float, p: Any
) -> None:
    assert steps_of_letter(1.0, p) == 1.0 <= steps_of_letter(pages, p)
    assert amount_in_mind(amount, True, p) == amount >= amount_in_mind(amount, False, p) > 0.0


@given(SHARE, st.booleans(), OUTREACH)
def test_who_is_willing_reacts_and_answers_and_who_wants_help_always_does(
    ready: float, troubled: bool, p: Any
) -> None:
    wanting = believing(want_help=1.0)
    assert reacts(ready, p, EVIDENCE) == pytest.approx(p.reacts * ready)
    assert answers(ready, troubled, p, EVIDENCE) == pytest.approx(p.answers * ready)
    assert reacts(ready, p, wanting) == answers(ready, True, p, wanting) == 1.0
    assert answers(ready, False, p, wanting) == answers(ready, False, p, EVIDENCE)


@given(SHARE, OUTREACH)
def test_digital_skill_makes_a_number_likelier(digital: float, p: Any) -> None:
    assert p.number <= has_number(digital, p) <= has_number(1.0, p) <= 1.0
    assert has_number(digital, p) == pytest.approx(min(p.number + p.number_digital * digital, 1.0))


@given(*[SHARE] * 4, OUTREACH)
def test_fewer_talk_at_a_place_the_more_others_see_of_it(
    trust: float, shame: float, flag: float, seen: float, p: Any
) -> None:
    at_ease = talks_at_place(1.0, 0.0, flag, seen, True, p, EVIDENCE)
    chance = talks_at_place(trust, shame, flag, seen, True, p, EVIDENCE)
    assert at_ease == pytest.approx(p.talks) and 0.0 < chance <= at_ease + ALMOST
    assert talks_at_place(trust, shame, flag, 1.0, True, p, EVIDENCE) <= chance
    assert chance <= talks_at_place(trust, shame, 0.0, 0.0, True, p, EVIDENCE) + ALMOST
    assert talks_at_place(trust, shame, flag, seen, True, p, believing(want_help=1.0)) == 1.0
    fewest = exp(-p.opens_trust * (1.0 - trust) * flag - p.shame_at_place * shame * seen)
    assert chance == pytest.approx(p.talks * fewest)


@given(*[SHARE] * 4, OUTREACH)
def test_who_has_no_problem_talks_at_a_place_no_sooner_in_the_second_assumption(
    trust: float, shame: float, flag: float, seen: float, p: Any
) -> None:
    wanting = believing(want_help=1.0)
    plain = talks_at_place(trust, shame, flag, seen, True, p, EVIDENCE)
    assert talks_at_place(trust, shame, flag, seen, False, p, wanting) == plain
    assert talks_at_place(trust, shame, flag, seen, False, p, EVIDENCE) == plain


@given(SHARE, OUTREACH)
def test_repeated_signals_stay_at_the_first_attempt_less_often(letter_only: float, p: Any) -> None:
    assert stays_at_first_attempt(letter_only, False, p) == letter_only
    assert stays_at_first_attempt(letter_only, True, p) == pytest.approx(letter_only * p.repeated_light)


TRUST = anywhere("trust")
TIMES = st.integers(0, 12)


@given(SHARE, TIMES, TIMES, TRUST)
def test_trust_stays_between_0_and_1(trust: float, good: int, bad: int, p: Any) -> None:
    for after in (
        trust_after(trust, good, bad, p),
        trust_after_hearsay(trust, 1, p),
        trust_after_hearsay(trust, -1, p),
        trust_after_intrusion(trust, 0.0, p),
        trust_after_intrusion(trust, 1.0, p),
    ):
        assert 0.0 <= after <= 1.0


@given(SHARE, TRUST)
def test_a_week_in_which_nothing_happens_repairs_nothing(trust: float, p: Any) -> None:
    assert trust_after(trust, 0, 0, p) == trust


@given(SHARE, TRUST)
def test_a_good_contact_goes_part_of_the_way_to_full_trust(trust: float, p: Any) -> None:
    assert trust_after(trust, 1, 0, p) == pytest.approx(trust + p.gain * (1.0 - trust))
    assert trust_after(1.0, 1, 0, p) == pytest.approx(1.0)


@given(SHARE, TRUST)
def test_a_bad_contact_costs_as_much_more_as_the_ratio_says(trust: float, p: Any) -> None:
    lost = trust - trust_after(trust, 0, 1, p)
    gained = trust_after(1.0 - trust, 1, 0, p) - (1.0 - trust)
    assert lost == pytest.approx(min(p.loss_ratio * gained, trust))
    assert trust_after(0.0, 0, 1, p) == 0.0


@given(SHARE, TIMES, TIMES, TRUST)
def test_experiences_of_one_week_are_felt_one_by_one_bad_ones_first(
    trust: float, good: int, bad: int, p: Any
) -> None:
    felt = trust
    for _ in range(bad):
        felt = trust_after(felt, 0, 1, p)
    for _ in range(good):
        felt = trust_after(felt, 1, 0, p)
    assert trust_after(trust, good, bad, p) == pytest.approx(felt, abs=1e-12)


@given(SHARE, TRUST)
def test_what_a_tie_tells_counts_as_a_share_of_an_own_experience(trust: float, p: Any) -> None:
    own_good = trust_after(trust, 1, 0, p) - trust
    own_bad = trust_after(trust, 0, 1, p) - trust
    assert trust_after_hearsay(trust, 1, p) - trust == pytest.approx(p.hearsay * own_good, abs=1e-12)
    assert trust_after_hearsay(trust, -1, p) - trust == pytest.approx(p.hearsay * own_bad, abs=1e-12)


@given(SHARE, TRUST)
def test_an_unwanted_visit_costs_a_share_of_trust(trust: float, p: Any) -> None:
    assert trust_after_intrusion(trust, 0.0, p) == pytest.approx(trust * (1.0 - p.unwanted))
    cheated = trust_after_intrusion(trust, 1.0, p)
    assert cheated == pytest.approx(trust * (1.0 - min(p.unwanted * p.pretext_costs, 1.0)))


@given(SHARE, SHARE)
def test_a_scandal_costs_a_share_of_trust(trust: float, loss: float) -> None:
    assert trust_after_scandal(trust, loss) == pytest.approx(trust - trust * loss)


# ----- Friends, neighbours, creditors -----

NETWORK = anywhere("network")
LOOK_AFTER = believing(look_after=1.0)
ALL_BUT_LOOK_AFTER = believing(can_ask=1.0, want_help=1.0, self_reliant=1.0, short_help=1.0, in_view=1.0)
TIES = st.floats(0.0, 6.0)


@given(NETWORK)
def test_telling_and_asking_friends_are_as_the_book_says(p: Any) -> None:
    assert tells(p) == p.tells
    assert asks_friends(p) == p.asks_friends
    assert 0.0 <= tells(p) <= 1.0
    assert 0.0 <= asks_friends(p) <= 1.0


# --- friends ---


@given(ordered(SHARE), NETWORK)
def test_a_friend_with_problems_of_her_own_steps_in_less(stress: Any, p: Any) -> None:
    at_ease, burdened = (steps_in(value, p) for value in stress)
    assert 0.0 <= burdened <= at_ease + ALMOST <= 1.0 + 2 * ALMOST


@given(SHARE, NETWORK)
def test_the_willingness_of_friends_shrinks_with_their_stress(stress: float, p: Any) -> None:
    assert steps_in(stress, p) == pytest.approx(p.friend_willing * exp(-p.friend_overloaded * stress))
    assert steps_in(0.0, p) == p.friend_willing


@given(ordered(st.floats(0.0, 10.0)), NETWORK)
def test_neighbours_step_in_where_people_look_after_each_other_the_more_the_fewer_ties(
    missing: Any, p: Any
) -> None:
    fewer, more = (neighbour_steps_in(value, p, LOOK_AFTER) for value in missing)
    assert 0.0 <= fewer <= more + ALMOST <= 1.0 + 2 * ALMOST
    assert neighbour_steps_in(0.0, p, LOOK_AFTER) == 0.0
    assert neighbour_steps_in(1.0, p, LOOK_AFTER) == pytest.approx(steps_in(0.0, p))
    assert neighbour_steps_in(missing[1], p, ALL_BUT_LOOK_AFTER) == 0.0


@given(ordered(WEEKS), ordered(SEVERITY), NETWORK, VIEWS)
def test_long_and_heavy_help_tires(weeks: Any, severity: Any, p: Any, views: Any) -> None:
    most = tires(weeks[1], severity[1], 0.0, p, views)
    assert 0.0 <= tires(weeks[0], severity[1], 0.0, p, views) <= most + ALMOST
    assert 0.0 <= tires(weeks[1], severity[0], 0.0, p, views) <= most + ALMOST


@given(WEEKS, SEVERITY, NETWORK)
def test_the_pace_of_tiring_grows_with_time_in_proportion_to_the_problem(
    weeks: int, severity: int, p: Any
) -> None:
    assert tires(0, LIGHT, 0.0, p, EVIDENCE) == pytest.approx(p.friend_tires)
    in_proportion = severity * tires(weeks, LIGHT, 0.0, p, EVIDENCE)
    assert tires(weeks, severity, 0.0, p, EVIDENCE) == pytest.approx(in_proportion)
    grown = 1.0 + p.friend_tires_duration * weeks / WEEKS_PER_YEAR
    assert tires(weeks, LIGHT, 0.0, p, EVIDENCE) == pytest.approx(p.friend_tires * grown)


@given(WEEKS, SEVERITY, NETWORK)
def test_helpers_never_tire_in_the_fifth_assumption(weeks: int, severity: int, p: Any) -> None:
    assert tires(weeks, severity, 0.0, p, LOOK_AFTER) == 0.0
    assert tires(weeks, severity, 0.0, p, ALL_BUT_LOOK_AFTER) == tires(weeks, severity, 0.0, p, EVIDENCE)


@given(WEEKS, SEVERITY, ordered(SHARE), NETWORK)
def test_the_more_helpers_are_relieved_the_slower_they_tire(
    weeks: int, severity: int, spared: Any, p: Any
) -> None:
    alone, some, more = (tires(weeks, severity, share, p, EVIDENCE) for share in (0.0, *spared))
    assert 0.0 <= more <= some <= alone
    assert tires(weeks, severity, 1.0, p, EVIDENCE) == pytest.approx(alone * (1.0 - p.respite))


WILLING = st.floats(0.05, 4.0)


@given(WILLING, ordered(st.floats(0.0, 20.0)), NETWORK)
def test_haste_drives_volunteers_away_and_quiet_times_bring_them_back(
    willing: float, asked: Any, p: Any
) -> None:
    quiet, hasty = (volunteers_after_a_week(willing, load, p) for load in asked)
    assert 0.0 < hasty <= quiet
    assert abs(volunteers_after_a_week(willing, 0.0, p) - 1.0) <= abs(willing - 1.0)
    assert volunteers_after_a_week(1.0, 0.0, p) == 1.0


@given(WILLING, SHARE, NETWORK)
def test_quiet_weeks_close_the_gap_to_what_the_policy_counts_on_at_the_pace_of_the_book(
    willing: float, share: float, p: Any
) -> None:
    next_week = volunteers_after_a_week(willing, share * willing, p)
    pace = p.volunteers_tire / WEEKS_PER_YEAR
    assert next_week - 1.0 == pytest.approx((1.0 - pace) * (willing - 1.0), abs=ALMOST)


@given(WILLING, st.floats(1.0, 20.0), NETWORK)
def test_of_hasty_volunteers_as_many_more_stop_as_they_are_pressed(
    willing: float, workload: float, p: Any
) -> None:
    quiet, hasty = (volunteers_after_a_week(willing, load * willing, p) for load in (0.0, workload))
    stop_in_quiet_times = willing * p.volunteers_tire / WEEKS_PER_YEAR
    assert quiet - hasty == pytest.approx(stop_in_quiet_times * pressure(workload), abs=ALMOST)


@given(WILLING, ordered(st.floats(0.5, 500.0)), NETWORK)
def test_who_was_helped_may_help_and_counts_for_less_where_there_are_many(
    willing: float, hours: Any, p: Any
) -> None:
    few, many = (volunteers_after_success(willing, size, p) for size in hours)
    assert few >= many >= willing
    assert volunteers_after_success(p.volunteers_most, hours[0], p) == p.volunteers_most


@given(SHARE, st.floats(0.5, 500.0), NETWORK)
def test_each_success_brings_the_hours_of_the_book_less_as_more_of_those_who_might_come_have_come(
    share: float, hours: float, p: Any
) -> None:
    first = volunteers_after_success(0.0, hours, p)
    assert first * hours == pytest.approx(p.snowball)
    willing = share * p.volunteers_most
    gained = volunteers_after_success(willing, hours, p) - willing
    assert gained == pytest.approx(first * (1.0 - share), abs=ALMOST)
    beyond = p.volunteers_most + share
    assert volunteers_after_success(beyond, hours, p) == beyond


# --- signals ---


@given(TIES, st.booleans(), NETWORK, VIEWS)
def test_nobody_tips_about_somebody_without_a_serious_problem(
    ties: float, insider: bool, p: Any, views: Any
) -> None:
    assert is_tipped(ties, 0, insider, p, views) == 0.0


@given(ordered(TIES), ordered(st.integers(0, 7)), NETWORK, VIEWS)
def test_more_ties_and_more_serious_problems_are_seen_more_and_outsiders_less(
    ties: Any, serious: Any, p: Any, views: Any
) -> None:
    most = is_tipped(ties[1], serious[1], True, p, views)
    for less in (
        is_tipped(ties[0], serious[1], True, p, views),
        is_tipped(ties[1], serious[0], True, p, views),
        is_tipped(ties[1], serious[1], False, p, views),
    ):
        assert 0.0 <= less <= most + ALMOST


@given(TIES, st.integers(1, 7), st.booleans(), NETWORK)
def test_tips_come_per_serious_problem_and_tie(ties: float, serious: int, insider: bool, p: Any) -> None:
    seen = 1.0 if insider else p.outsider_seen
    assert is_tipped(ties, serious, insider, p, EVIDENCE) == pytest.approx(
        p.neighbour_tip * serious * ties * seen
    )


@given(TIES, st.integers(1, 7), st.booleans(), NETWORK)
def test_neighbours_signal_in_the_fifth_assumption_whoever_one_knows(
    ties: float, serious: int, insider: bool, p: Any
) -> None:
    more = is_tipped(ties, serious, insider, p, LOOK_AFTER) - is_tipped(ties, serious, insider, p, EVIDENCE)
    assert more == pytest.approx(p.neighbour_tip * serious)
    assert is_tipped(0.0, serious, insider, p, LOOK_AFTER) > 0.0
    assert is_tipped(ties, serious, insider, p, ALL_BUT_LOOK_AFTER) == is_tipped(
        ties, serious, insider, p, EVIDENCE
    )


@given(st.integers(NONE, CRISIS), NETWORK)
def test_arrears_are_signalled_in_proportion_and_only_at_an_address(money: int, p: Any) -> None:
    first = sends_arrears_signal(money, True, False, p)
    assert first == pytest.approx(p.arrears_signal * money)
    assert sends_arrears_signal(money, True, True, p) == pytest.approx(first * p.arrears_repeat)
    assert sends_arrears_signal(money, False, True, p) == sends_arrears_signal(money, False, False, p) == 0.0


@given(SHARE, NETWORK)
def test_one_of_four_signals_arrears_and_a_landlord_only_of_who_rents(drawn: float, p: Any) -> None:
    assert who_signals(drawn, True, p) in range(N_CREDITORS)
    assert who_signals(drawn, False, p) in {0, 1, 3}
    assert who_signals(0.0, False, p) == 0 and who_signals(1.0 - ALMOST, True, p) == 3


@given(st.floats(0.001, 0.999), st.booleans(), NETWORK)
def test_creditors_signal_as_often_as_the_book_says_among_those_whom_somebody_pays(
    within: float, rents: bool, p: Any
) -> None:
    """Luck inside the stretch of a creditor is its own; the stretches lie side by side from 0 to 1."""
    paid = [k for k in range(N_CREDITORS) if rents or k != OF_LANDLORD]
    whole = sum(p.arrears_from[k] for k in paid)
    start = 0.0
    for k in paid:
        width = p.arrears_from[k] / whole
        assert who_signals(start + within * width, rents, p) == k
        start += width
    assert start == pytest.approx(1.0)


def test_the_stretch_of_the_next_creditor_begins_where_that_of_the_last_ends() -> None:
    """Luck is below 1, so that a stretch has its start and not its end. Halves and quarters are exact."""
    p = book_row("network").copy()
    p["arrears_from"] = (0.375, 0.25, 0.25, 0.125)
    assert [who_signals(luck, True, p) for luck in (0.0, 0.375, 0.625, 0.875)] == [0, 1, 2, 3]
    assert [who_signals(luck, False, p) for luck in (0.0, 0.5)] == [0, 1]


@given(WEEKS, NETWORK, VIEWS)
def test_being_invited_is_a_chance_that_the_sixth_assumption_never_lowers(
    weeks: int, p: Any, views: Any
) -> None:
    assert p.invites <= is_invited(weeks, p, views) <= 1.0 + ALMOST
    assert is_invited(weeks, p, EVIDENCE) == p.invites
    assert is_invited(weeks, p, believing(can_ask=1.0, want_help=1.0, look_after=1.0)) == p.invites


@given(WEEKS, NETWORK)
def test_every_serious_problem_is_in_view_by_its_fourth_week_in_the_sixth_assumption(
    weeks: int, p: Any
) -> None:
    """A problem that began this week is 0 weeks old, so its fourth week is the one with number 3."""
    in_view = is_invited(weeks, p, believing(in_view=1.0))
    assert in_view == pytest.approx(1.0 if weeks + 1 >= WEEKS_TO_VIEW else p.invites)
    assert is_invited(2, p, believing(in_view=1.0)) == p.invites
    assert is_invited(3, p, believing(in_view=1.0)) == pytest.approx(1.0)


def test_in_view_means_within_four_weeks() -> None:
    """What the sixth assumption promises (design, section 2)."""
    assert WEEKS_TO_VIEW == 4


# ----- Problems -----

PROBLEMS = anywhere("problems")
NOT_SELF_RELIANT = believing(can_ask=1.0, want_help=1.0, short_help=1.0, look_after=1.0, in_view=1.0)
AGE = st.integers(18, 103)
RATE = st.floats(0.0, 5.0)
FACTOR = st.floats(0.0, 20.0)
AGES_OF_PROBLEMS = st.integers(0, 30_000)
FEW = st.integers(0, 7)


# --- whom problems find ---


@given(ordered(SHARE), ordered(SHARE), SHARE, PROBLEMS)
def test_means_doenvermogen_and_company_protect(means: Any, doen: Any, typical: float, p: Any) -> None:
    most = exposure(means[0], doen[0], typical, True, p)
    assert 0.0 < exposure(means[1], doen[0], typical, True, p) <= most
    assert 0.0 < exposure(means[0], doen[1], typical, True, p) <= most
    assert 0.0 < exposure(means[0], doen[0], typical, False, p) <= most


@given(SHARE, SHARE, SHARE, PROBLEMS)
def test_exposure_is_1_for_a_typical_person_and_its_sides_multiply(
    means: float, doen: float, typical: float, p: Any
) -> None:
    assert exposure(0.5, typical, typical, False, p) == 1.0
    by_means, by_doen = exposure(means, typical, typical, False, p), exposure(0.5, doen, typical, False, p)
    by_living_alone = exposure(0.5, typical, typical, True, p)
    assert exposure(means, doen, typical, False, p) == pytest.approx(by_means * by_doen)
    assert exposure(means, doen, typical, True, p) == pytest.approx(by_means * by_doen * by_living_alone)
    assert by_living_alone == pytest.approx(exp(p.alone_exposed))
    assert by_means == pytest.approx(exp(p.means_protect * (0.5 - means)))
    assert by_doen == pytest.approx(exp(p.doen_protects * (typical - doen)))


def concern(domain: int, p: Any, views: Any = EVIDENCE, **facts: Any) -> float:
    """How far a domain can go wrong for a renter of 40 with work, children and friends, but for the facts."""
    facts = {"age": 40, "work": EMPLOYED, "tenure": PRIVATE_RENT, "children": 1, "thin_ties": 0.0} | facts
    return concerns(
        domain, facts["age"], facts["work"], facts["tenure"], facts["children"], facts["thin_ties"], p, views
    )


ANYBODY = st.fixed_dictionaries(
    {
        "age": AGE,
        "work": st.integers(NO_WORK, SELF_EMPLOYED),
        "tenure": st.integers(OWNER, PRIVATE_RENT),
        "children": st.integers(0, 4),
        "thin_ties": SHARE,
    }
)


@given(PROBLEMS)
def test_every_domain_concerns_a_typical_person_alike(p: Any) -> None:
    assert [concern(domain, p) for domain in range(N_DOMAINS)] == [1.0] * N_DOMAINS


@given(ANYBODY, PROBLEMS)
def test_work_is_no_concern_after_retirement_and_more_of_one_for_the_flexible(
    facts: dict[str, Any], p: Any
) -> None:
    retired = facts["age"] >= p.retirement_age
    expected = 0.0 if retired else p.flexible_work if facts["work"] == FLEXIBLE else 1.0
    assert concern(WORK, p, **facts) == expected


@given(ANYBODY, PROBLEMS)
def test_age_ties_children_and_tenure_each_concern_one_domain(facts: dict[str, Any], p: Any) -> None:
    assert concern(HEALTH, p, **facts) == (p.old_health if facts["age"] >= p.old_age else 1.0)
    assert concern(SOCIAL, p, **facts) == pytest.approx(
        (1.0 + p.thin_ties_social * facts["thin_ties"]) * (p.old_social if facts["age"] >= p.old_age else 1.0)
    )
    assert concern(FAMILY, p, **facts) == (1.0 if facts["children"] else p.childless_family)
    assert concern(HOUSING, p, **facts) == (p.owner_housing if facts["tenure"] == OWNER else 1.0)
    assert concern(MONEY, p, **facts) == concern(MENTAL, p, **facts) == 1.0


@given(ANYBODY, PROBLEMS)
def test_thin_ties_make_nobody_lonelier_in_the_fifth_assumption(facts: dict[str, Any], p: Any) -> None:
    with_friends = concern(SOCIAL, p, **facts | {"thin_ties": 0.0})
    assert concern(SOCIAL, p, LOOK_AFTER, **facts) == with_friends
    assert concern(SOCIAL, p, ALL_BUT_LOOK_AFTER, **facts) == concern(SOCIAL, p, **facts)
    for domain in set(range(N_DOMAINS)) - {SOCIAL}:
        assert concern(domain, p, LOOK_AFTER, **facts) == concern(domain, p, **facts)


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
    p = book_row(
        "problems",
        birth_from=22.0,
        birth_until=44.0,
        coming_of_age_until=23.0,
        retirement_age=67.0,
        old_age=65.0,
    )
    assert [has_child(True, age, p) > 0.0 for age in (21, 22, 44, 45)] == [False, True, True, False]
    assert [comes_of_age(age, p) > 0.0 for age in (23, 24)] == [True, False]
    assert [loses_job(EMPLOYED, age, p) > 0.0 for age in (66, 67)] == [True, False]
    assert [concern(WORK, p, age=age) for age in (66, 67)] == [1.0, 0.0]
    assert [falls_ill(age, p) > p.illness for age in (64, 65)] == [False, True]
    assert [partner_lost(True, age, p) for age in (64, 65)] == [p.partner_lost_young, p.partner_lost_old]
    assert [concern(HEALTH, p, age=age) for age in (64, 65)] == [1.0, p.old_health]
    assert [concern(SOCIAL, p, age=age) for age in (64, 65)] == [1.0, p.old_social]


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
    assert spared == pytest.approx(
        (1.0 - starts_problem(effect, some)) * (1.0 - starts_problem(effect, more)), abs=1e-9
    )


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
        stress(light + 1, serious, crises, False, p),
        stress(light, serious + 1, crises, False, p),
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
def test_stress_never_adds_to_doenvermogen(
    trait: float, stressed: Any, typical: float, p: Any, views: Any
) -> None:
    at_ease, burdened = (doenvermogen_left(trait, value, typical, p, views) for value in stressed)
    assert 0.0 <= burdened <= at_ease + ALMOST <= 1.0 + 2 * ALMOST


@given(ordered(SHARE), SHARE, SHARE, PROBLEMS, VIEWS)
def test_more_of_the_trait_never_leaves_less_of_it(
    traits: Any, stressed: float, typical: float, p: Any, views: Any
) -> None:
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


@given(st.floats(0.01, 5.0))
def test_a_hazard_is_a_pace_and_not_a_chance(hazard: float) -> None:
    chance = 1.0 - exp(-hazard)
    assert happens(chance - 1e-6, hazard)
    assert not happens(chance + 1e-6, hazard)


@given(SHARE, st.floats(0.0, 30.0))
def test_what_cannot_happen_never_does_and_bad_luck_never_saves(luck: float, hazard: float) -> None:
    assert not happens(luck, 0.0)
    if happens(luck, hazard):
        assert happens(luck / 2.0, hazard)
        assert happens(luck, hazard * 2.0)


def ease(p: Any, rate: float = 1.0, severity: int = SERIOUS, **facts: Any) -> float:
    """The hazard of easing of a fresh problem that nobody helps with, but for the facts named."""
    facts = {"able": 1.0, "untreated": 0, "helped": 0.0, "friend": False} | facts
    return easing(rate, severity, facts["able"], facts["untreated"], facts["helped"], facts["friend"], p)


MOVED = st.fixed_dictionaries(
    {"able": FACTOR, "untreated": AGES_OF_PROBLEMS, "helped": SHARE, "friend": st.booleans()}
)


@given(RATE, MOVED, PROBLEMS)
def test_a_fresh_problem_of_a_typical_person_eases_at_the_pace_of_its_domain(
    rate: float, facts: Any, p: Any
) -> None:
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
        facts | {"able": facts["able"] + other},
        facts | {"untreated": 0},
        facts | {"helped": 1.0},
        facts | {"friend": True},
    ):
        assert now <= ease(p, rate, severity, **better) + ALMOST


@given(RATE, st.floats(0.0, 3.0), PROBLEMS)
def test_ability_help_and_friends_speed_up_as_the_book_says(rate: float, able: float, p: Any) -> None:
    plain = ease(p, rate)
    assert ease(p, rate, able=able) == pytest.approx(able * plain)
    assert ease(p, rate, helped=1.0) == pytest.approx(plain * (1.0 + p.help_eases))
    assert ease(p, rate, helped=0.5) == pytest.approx(plain * (1.0 + p.help_eases / 2.0))
    assert ease(p, rate, friend=True) == pytest.approx(plain * (1.0 + p.friend_eases))
    assert ease(p, rate, helped=1.0, friend=True) == pytest.approx(
        plain * (1.0 + p.help_eases + p.friend_eases)
    )


@given(AGES_OF_PROBLEMS, PROBLEMS)
def test_old_problems_are_harder_up_to_a_bound(weeks: int, p: Any) -> None:
    years = min(weeks / WEEKS_PER_YEAR, p.neglect_years)
    assert ease(p, untreated=weeks) == pytest.approx(ease(p) / (1.0 + p.hardening * years))
    assert worsen(p, untreated=weeks) == pytest.approx(worsen(p) * (1.0 + p.neglect * years))


def worsen(p: Any, rate: float = 1.0, severity: int = LIGHT, **facts: Any) -> float:
    """The hazard of worsening of a fresh problem that nobody helps with, but for the facts named."""
    facts = {"stressed": 0.0, "untreated": 0, "helped": 0.0, "friend": False} | facts
    return worsening(
        rate, severity, facts["stressed"], facts["untreated"], facts["helped"], facts["friend"], p
    )


BURDENED = st.fixed_dictionaries(
    {"stressed": SHARE, "untreated": AGES_OF_PROBLEMS, "helped": SHARE, "friend": st.booleans()}
)


@given(RATE, BURDENED, PROBLEMS)
def test_a_crisis_cannot_worsen_and_a_serious_problem_turns_into_one_as_the_book_says(
    rate: float, facts: Any, p: Any
) -> None:
    assert worsen(p, rate, CRISIS, **facts) == 0.0
    assert worsen(p, rate, SERIOUS, **facts) == pytest.approx(p.to_crisis * worsen(p, rate, LIGHT, **facts))
    assert worsen(p, rate) == pytest.approx(rate / WEEKS_PER_YEAR)


@given(RATE, SEVERITY, BURDENED, PROBLEMS)
def test_stress_and_neglect_worsen_and_help_and_friends_protect(
    rate: float, severity: int, facts: Any, p: Any
) -> None:
    now = worsen(p, rate, severity, **facts)
    assert now >= 0.0
    for better in (
        facts | {"stressed": 0.0},
        facts | {"untreated": 0},
        facts | {"helped": 1.0},
        facts | {"friend": True},
    ):
        assert worsen(p, rate, severity, **better) <= now + ALMOST


@given(RATE, SHARE, SHARE, PROBLEMS)
def test_stress_help_and_friends_change_the_pace_as_the_book_says(
    rate: float, stressed: float, helped: float, p: Any
) -> None:
    plain = worsen(p, rate)
    assert worsen(p, rate, stressed=stressed) == pytest.approx(plain * (1.0 + p.stress_worsens * stressed))
    assert worsen(p, rate, helped=helped) == pytest.approx(plain * (1.0 - p.help_protects * helped))
    assert worsen(p, rate, friend=True) == pytest.approx(plain * (1.0 - p.friend_protects))
    all_three = (
        (1.0 + p.stress_worsens * stressed) * (1.0 - p.help_protects * helped) * (1.0 - p.friend_protects)
    )
    assert worsen(p, rate, stressed=stressed, helped=helped, friend=True) == pytest.approx(plain * all_three)


@given(RATE, SEVERITY, BURDENED, PROBLEMS)
def test_nothing_worsens_faster_than_the_bound_under_which_it_is_looked_at(
    rate: float, severity: int, facts: Any, p: Any
) -> None:
    bound = most_worsening(rate, severity, facts["stressed"], p)
    assert worsen(p, rate, severity, **facts) <= bound * (1.0 + 1e-12)
    worst = worsen(p, rate, severity, stressed=facts["stressed"], untreated=100 * 52)
    assert bound == pytest.approx(worst), "somebody neglected for long, whom nobody helps, comes to it"


@given(RATE, SEVERITY, FACTOR, ordered(st.integers(0, 2000)), st.booleans(), PROBLEMS)
def test_a_problem_without_help_never_eases_faster_than_when_it_was_younger(
    rate: float, severity: int, able: float, weeks: Any, friend: bool, p: Any
) -> None:
    young, old = (easing(rate, severity, able, age, 0.0, friend, p) for age in weeks)
    assert old <= young


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
    assert (
        first
        == pytest.approx(p.relapse / WEEKS_PER_YEAR * exposed)
        == pytest.approx(most_relapsing(exposed, p))
    )
    if weeks <= weeks_of_relapse(p):
        assert relapsing(weeks, exposed, p, EVIDENCE) == pytest.approx(first * exp(-weeks / p.relapse_fades))
    else:
        assert relapsing(weeks, exposed, p, EVIDENCE) == 0.0


@given(st.integers(0, 400), PROBLEMS)
def test_what_is_over_for_long_does_not_come_back(weeks: int, p: Any) -> None:
    assert (relapsing(weeks, 1.0, p, EVIDENCE) > 0.0) == (weeks <= 3 * p.relapse_fades and p.relapse > 0.0)


def test_the_last_week_of_a_relapse_is_three_times_the_pace() -> None:
    p = book_row("problems", relapse_fades=20.0)
    assert weeks_of_relapse(p) == 60
    assert relapsing(60, 1.0, p, EVIDENCE) > 0.0 == relapsing(61, 1.0, p, EVIDENCE)


@given(st.integers(0, 400), FACTOR, PROBLEMS)
def test_nothing_comes_back_in_the_fourth_assumption(weeks: int, exposed: float, p: Any) -> None:
    assert relapsing(weeks, exposed, p, believing(short_help=1.0)) == 0.0
    others = believing(can_ask=1.0, want_help=1.0, self_reliant=1.0, look_after=1.0, in_view=1.0)
    assert relapsing(weeks, exposed, p, others) == relapsing(weeks, exposed, p, EVIDENCE)


def test_a_problem_pulls_others_along_in_proportion_to_its_severity() -> None:
    assert spill_weight(SERIOUS) == 1.0
    assert [spill_weight(s) / spill_weight(LIGHT) for s in (NONE, LIGHT, SERIOUS, CRISIS)] == [0, 1, 2, 3]


@given(FACTOR, FACTOR, PROBLEMS)
def test_problems_spread_in_proportion_to_their_pressure_and_to_exposure(
    pressure: float, exposed: float, p: Any
) -> None:
    assert spilling(1.0, 1.0, p) * WEEKS_PER_YEAR == pytest.approx(p.spills)
    assert spilling(pressure, exposed, p) == pytest.approx(pressure * exposed * spilling(1.0, 1.0, p))


@given(
    st.integers(OWNER, PRIVATE_RENT),
    st.integers(NONE, CRISIS),
    st.integers(NONE, CRISIS),
    st.integers(0, 200),
    PROBLEMS,
)
def test_only_renters_of_a_corporation_with_lasting_serious_debts_and_trouble_at_home_are_evicted(
    tenure: int, housing: int, money: int, weeks: int, p: Any
) -> None:
    at_risk = tenure == CORPORATION and money >= SERIOUS and housing >= LIGHT and weeks >= p.eviction_arrears
    hazard = eviction(tenure, housing, money, weeks, p)
    assert hazard == 0.0 or can_be_evicted(tenure, housing, money)
    assert hazard == (pytest.approx(p.eviction / WEEKS_PER_YEAR) if at_risk else 0.0)


def test_eviction_needs_every_one_of_its_reasons() -> None:
    p = book_row("problems", eviction_arrears=26.0)
    assert eviction(CORPORATION, LIGHT, SERIOUS, 26, p) > 0.0
    for spared in (
        (OWNER, LIGHT, SERIOUS, 26),
        (PRIVATE_RENT, LIGHT, SERIOUS, 26),
        (CORPORATION, NONE, SERIOUS, 26),
        (CORPORATION, LIGHT, LIGHT, 26),
        (CORPORATION, LIGHT, SERIOUS, 25),
    ):
        assert eviction(*spared, p) == 0.0


# --- the highest hazard, under which candidates are drawn ---


@given(SHARE, SHARE, SHARE, ANYBODY, st.booleans(), st.booleans(), PROBLEMS, anywhere("network"))
def test_no_state_of_a_resident_exceeds_the_highest_hazard(
    means: float,
    doen: float,
    typical: float,
    facts: dict[str, Any],
    partner: bool,
    alone: bool,
    p: Any,
    network: Any,
) -> None:
    highest = highest_hazards(p, network, typical)
    age, work = facts["age"], facts["work"]
    assert highest.shape == (N_CANDIDATES,)
    events = {
        PARTNER_LOST: partner_lost(partner, age, p),
        SEPARATION: separates(partner, p),
        JOB_LOST: loses_job(work, age, p),
        ILLNESS: falls_ill(age, p),
        COMING_OF_AGE: comes_of_age(age, p),
        BIRTH: has_child(partner, age, p),
    }
    for event, hazard in events.items():
        assert hazard <= highest[event] * (1.0 + 1e-9)
    exposed = exposure(means, doen, typical, alone, p)
    for domain in range(N_DOMAINS):
        hazard = p.starts[domain] * concern(domain, p, **facts) * exposed
        assert hazard <= highest[N_EVENTS + domain] * (1.0 + 1e-9)
    assert highest[FORGETTING] == network.forgets
    assert highest[FILE_LAPSING] == network.file_lapses


@pytest.mark.parametrize(
    ("number", "domain"),
    [
        ("childless_family", FAMILY), ("owner_housing", HOUSING), ("flexible_work", WORK),
        ("old_health", HEALTH),
    ],
)  # fmt: skip
def test_the_highest_hazard_follows_whom_trouble_concerns_most(number: str, domain: int) -> None:
    """Those without children, of 65, … or the others: whoever it strikes more often."""
    p = book_row("problems").copy()
    exposed = exposure(0.0, 0.0, 0.6, True, p)
    for factor, most in ((0.2, 1.0), (3.0, 3.0)):
        p[number] = factor
        highest = highest_hazards(p, book_row("network"), 0.6)[N_EVENTS + domain]
        assert highest == pytest.approx(p.starts[domain] * most * exposed)


def test_the_highest_hazard_is_reached_by_somebody() -> None:
    """Candidates that could strike nobody would only cost time."""
    book = numbers(the_book())
    p, typical = book.problems, 0.6
    highest = highest_hazards(p, book.network, typical)
    exposed = exposure(0.0, 0.0, typical, True, p)
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


# ----- Need -----

NEED = anywhere("need")
MASK = st.integers(0, ALL_DOMAINS)


@given(MASK, MASK, NEED)
def test_stacked_problems_are_all_need_and_else_the_serious_ones(troubled: int, heavy: int, p: Any) -> None:
    serious = troubled & heavy
    domains = troubled.bit_count()
    assert needy_domains(troubled, domains, serious, p) == (
        troubled if domains >= p.stacked_from else serious
    )


@given(NEED)
def test_problems_are_stacked_from_the_number_that_the_book_says(p: Any) -> None:
    p = book_row("need", stacked_from=3.0)
    assert needy_domains(0b111, 3, 0, p) == 0b111
    assert needy_domains(0b11, 2, 0, p) == 0
    assert needy_domains(0b11, 2, 0b10, p) == 0b10


ENOUGH = {"means": 1.0, "ties": 30, "doenvermogen": 1.0, "digital": 1.0, "dutch": 1.0}


def vulnerable(domains: int, p: Any, **facts: Any) -> bool:
    """Whether somebody who has enough of everything is vulnerable, but for the facts named."""
    facts = ENOUGH | facts
    return is_vulnerable(
        domains, facts["means"], facts["ties"], facts["doenvermogen"], facts["digital"], facts["dutch"], p
    )


SHORT = [{"means": 0.0}, {"ties": 0}, {"doenvermogen": 0.0}, {"digital": 0.0}, {"dutch": 0.0}]


@given(NEED)
def test_one_shortage_makes_nobody_vulnerable_and_two_do_when_problems_are_stacked(p: Any) -> None:
    for one in SHORT:
        assert not vulnerable(7, p, **one)
        for other in SHORT:
            two = one | other
            alike = set(two) <= {"digital", "dutch"}  # both are access: one shortage
            assert vulnerable(7, p, **two) == (len(two) == 2 and not alike)
            assert not vulnerable(1, p, **two)


@given(SHARE, SHARE, st.integers(0, 8), SHARE, SHARE, st.integers(0, 7), NEED)
def test_more_of_a_resource_never_makes_vulnerable(
    means: float, doen: float, ties: int, digital: float, dutch: float, domains: int, p: Any
) -> None:
    facts = {"means": means, "doenvermogen": doen, "ties": ties, "digital": digital, "dutch": dutch}
    if not vulnerable(domains, p, **facts):
        for name, enough in ENOUGH.items():
            assert not vulnerable(domains, p, **facts | {name: enough})
    elif domains < 7:
        assert vulnerable(domains + 1, p, **facts)


@pytest.mark.parametrize(
    ("fact", "line", "counts_at_the_line"),
    [
        ("means", "low_means", False),
        ("doenvermogen", "low_doen", False),
        ("ties", "low_ties", True),
        ("digital", "low_access", False),
        ("dutch", "low_access", False),
    ],
)
def test_a_resource_is_low_below_its_line(fact: str, line: str, counts_at_the_line: bool) -> None:
    p = book_row("need")
    other = {"ties": 0} if fact != "ties" else {"means": 0.0}
    at = float(p[line])
    assert vulnerable(7, p, **other, **{fact: at - 0.01})
    assert vulnerable(7, p, **other, **{fact: at}) == counts_at_the_line
    assert not vulnerable(7, p, **other, **{fact: at + 0.01})


def test_vulnerable_begins_where_problems_are_stacked() -> None:
    p = book_row("need", stacked_from=3.0)
    assert vulnerable(3, p, means=0.0, ties=0)
    assert not vulnerable(2, p, means=0.0, ties=0)


# ----- Costs -----


@pytest.mark.parametrize("domain", range(N_DOMAINS))
def test_every_euro_has_a_payer(domain: int) -> None:
    for payer in (payer_of_provision(domain), payer_of_crisis(domain), payer_of_unmet(domain)):
        assert 0 <= payer < N_PAYERS


def test_care_is_paid_by_the_zvw_and_wlz_and_other_help_by_the_gemeente() -> None:
    payers = [payer_of_provision(domain) for domain in range(N_DOMAINS)]
    assert {d for d in range(N_DOMAINS) if payers[d] == ZVW_WLZ} == {HEALTH, MENTAL}
    assert set(payers) == {ZVW_WLZ, GEMEENTE}


def test_a_crisis_falls_on_whom_it_comes_to_first() -> None:
    expected = {
        MONEY: CREDITORS,
        WORK: GEMEENTE,
        HOUSING: GEMEENTE,
        HEALTH: ZVW_WLZ,
        MENTAL: ZVW_WLZ,
        SOCIAL: JUSTICE,
        FAMILY: JUSTICE,
    }
    assert {domain: payer_of_crisis(domain) for domain in range(N_DOMAINS)} == expected


def test_need_without_help_falls_on_creditors_gemeente_care_and_the_resident() -> None:
    expected = {
        MONEY: CREDITORS,
        WORK: GEMEENTE,
        HOUSING: RESIDENT,
        HEALTH: ZVW_WLZ,
        MENTAL: ZVW_WLZ,
        SOCIAL: RESIDENT,
        FAMILY: RESIDENT,
    }
    assert {domain: payer_of_unmet(domain) for domain in range(N_DOMAINS)} == expected


@given(st.floats(0.0, 100_000.0))
def test_a_year_of_weeks_costs_a_year_to_the_cent(euros: float) -> None:
    for severity in (SERIOUS, CRISIS):
        week = cents_of_unmet(severity, euros)
        assert week == int(week) and abs(52 * week - 100 * euros) <= 26.0 + 1e-6
    assert cents_of_unmet(LIGHT, euros) == cents_of_unmet(NONE, euros) == 0


# ----- World views -----


@given(SHARE, SHARE)
def test_a_belief_that_makes_sure_never_lowers_a_chance(belief: float, chance: float) -> None:
    assert chance <= sure_if(belief, chance) <= 1.0 + 1e-12


@given(SHARE)
def test_no_belief_leaves_a_chance_and_full_belief_makes_it_certain(chance: float) -> None:
    assert sure_if(0.0, chance) == chance
    assert sure_if(1.0, chance) == pytest.approx(1.0, abs=1e-12)


@given(SHARE, SHARE)
def test_a_belief_that_makes_sure_holds_for_that_share_of_people(belief: float, chance: float) -> None:
    assert sure_if(belief, chance) == pytest.approx(belief * 1.0 + (1.0 - belief) * chance, abs=1e-12)


@given(SHARE, st.floats(0.0, 50.0))
def test_a_belief_that_forbids_holds_for_that_share_of_people(belief: float, hazard: float) -> None:
    assert never_if(0.0, hazard) == hazard
    assert never_if(1.0, hazard) == 0.0
    assert never_if(belief, hazard) == pytest.approx((1.0 - belief) * hazard, abs=1e-12)


@given(SHARE, SHARE, SHARE)
def test_a_belief_in_a_floor_lifts_only_who_is_below_it(belief: float, value: float, floor: float) -> None:
    lifted = at_least_if(belief, value, floor)
    if value >= floor:
        assert lifted == value
    else:
        assert lifted == pytest.approx((1.0 - belief) * value + belief * floor, abs=1e-12)
    assert at_least_if(1.0, value, floor) == pytest.approx(max(value, floor), abs=1e-12)


# --- case work ---


@given(SHARE, SHARE, SHARE)
def test_who_can_say_her_question_is_not_closed_for_want_of_one(
    closes: float, less: float, more: float
) -> None:
    less, more = sorted((less, more))
    assert leaves_without_question(closes, 1.0) == 0.0
    assert leaves_without_question(0.0, less) == 0.0
    assert leaves_without_question(1.0, 0.0) == 1.0
    assert 0.0 <= leaves_without_question(closes, more) <= leaves_without_question(closes, less) <= closes


@given(st.floats(0.0, 2.0), st.floats(0.0, 10.0), INTAKE)
def test_workers_leave_as_often_as_the_setting_says_and_sooner_under_pressure(
    turnover: float, workload: float, p: Any
) -> None:
    calm = worker_leaves(turnover, 1.0, p)
    assert 1.0 - (1.0 - calm) ** 52 == pytest.approx(1.0 - exp(-turnover))
    assert calm <= worker_leaves(turnover, workload, p) < 1.0
    assert worker_leaves(0.0, workload, p) == 0.0
    stay_a_year = (1.0 - worker_leaves(turnover, 4.0, p)) ** 52  # a quarter of what is asked gets done
    assert stay_a_year == pytest.approx(exp(-turnover * exp(p.turnover_workload * 0.75)))


@given(st.integers(0, 500), INTAKE)
def test_people_tell_more_to_whom_they_know_longer(weeks: int, p: Any) -> None:
    assert 0.0 < familiar(weeks, weeks + 9, p) <= familiar(weeks + 1, weeks + 9, p) <= 1.0
    assert familiar(0, 10_000, p) == pytest.approx(1.0 - exp(-1.0 / p.knows_her))
    assert familiar(weeks, weeks, p) == 1.0  # a worker who never left hears all that there is to hear

"""Recognise, know, dare, manage: the links of the chain before anybody at a desk has seen somebody."""

from __future__ import annotations

from math import exp
from typing import Any

import pytest
from bereik.rules.seeking import believes_eligible, considers_asking, dares, manages, recognises, steps_asked
from bereik.vocabulary import CRISIS, LIGHT, SERIOUS
from hypothesis import given
from hypothesis import strategies as st
from test_every_rule import SHARE, anywhere, believing

SEEKING = anywhere("seeking")
VIEWS = anywhere("views")
EVIDENCE = believing()
CAN_ASK = believing(can_ask=1.0)
DOMAINS = st.integers(1, 7)
STEPS = st.floats(0.0, 20.0)
ALMOST = 1e-12


def ordered(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Two values, the smaller first."""
    return st.tuples(values, values).map(sorted)


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
def test_more_doenvermogen_never_makes_a_problem_harder_to_recognise(doen: Any, domains: int, p: Any, views: Any) -> None:
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
def test_believing_is_a_chance(doen: float, trust: float, stressed: float, invited: bool, p: Any, views: Any) -> None:
    assert 0.0 <= believes_eligible(doen, trust, stressed, invited, p, views) <= 1.0 + ALMOST


@given(SHARE, SHARE, SHARE, SEEKING, VIEWS)
def test_an_invitation_leaves_no_doubt(doen: float, trust: float, stressed: float, p: Any, views: Any) -> None:
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
def test_belief_is_what_the_book_adds_up_to_within_0_and_1(doen: float, trust: float, stressed: float, p: Any) -> None:
    score = p.eligible_base + p.eligible_doen * doen + p.eligible_trust * trust - p.eligible_stress * stressed
    chance = believes_eligible(doen, trust, stressed, False, p, EVIDENCE)
    assert chance == pytest.approx(min(max(score, 0.0), 1.0))


@given(SHARE, SHARE, SHARE, SEEKING)
def test_who_needs_help_believes_in_it_in_the_first_assumption(doen: float, trust: float, stress: float, p: Any) -> None:
    assert believes_eligible(doen, trust, stress, False, p, CAN_ASK) == pytest.approx(1.0)


# --- dare ---


def daring(p: Any, views: Any = EVIDENCE, **facts: Any) -> float:
    """The chance to dare for somebody whom nothing holds back, but for the facts named."""
    plain: dict[str, Any] = {
        "shame": 0.0, "visibility": 0.0, "trust": 1.0, "flag": 0.0, "wish_alone": 0.0, "fears": False, "eigen_kracht": 0.0,
    }
    facts = plain | facts
    return dares(
        facts["shame"], facts["visibility"], facts["trust"], facts["flag"], facts["wish_alone"], facts["fears"],
        facts["eigen_kracht"], p, views,
    )


ANY_FACTS = st.fixed_dictionaries(
    {
        **{name: SHARE for name in ("shame", "visibility", "trust", "flag", "wish_alone", "eigen_kracht")},
        "fears": st.booleans(),
    }
)


@given(ANY_FACTS, SEEKING, VIEWS)
def test_daring_is_a_chance(facts: dict[str, Any], p: Any, views: Any) -> None:
    assert 0.0 < daring(p, views, **facts) <= 1.0 + ALMOST


@given(SEEKING, VIEWS)
def test_who_has_nothing_to_lose_dares(p: Any, views: Any) -> None:
    assert daring(p, views) == pytest.approx(1.0)


@pytest.mark.parametrize("burden", ["shame", "visibility", "flag", "wish_alone", "eigen_kracht"])
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
    )
    assert daring(p, **facts) == pytest.approx(parts)


@given(ANY_FACTS, SEEKING)
def test_who_needs_help_dares_in_the_first_assumption(facts: dict[str, Any], p: Any) -> None:
    assert daring(p, CAN_ASK, **facts) == pytest.approx(1.0)


# --- manage ---


def asking(p: Any, steps: float = 0.0, **facts: float) -> float:
    """The steps asked by a service that asks nothing else, of somebody who has nothing, but for the facts named."""
    facts = dict.fromkeys(("eigen_kracht", "language", "dutch", "screens", "digital", "travel", "mobility"), 0.0) | facts
    return steps_asked(
        steps, facts["eigen_kracht"], facts["language"], facts["dutch"], facts["screens"], facts["digital"],
        facts["travel"], facts["mobility"], p,
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


@given(STEPS, ordered(SHARE), SEEKING)
def test_the_stance_eigen_kracht_asks_more_steps_of_everybody(steps: float, stance: Any, p: Any) -> None:
    less, more = (asking(p, steps, eigen_kracht=value) for value in stance)
    assert more - less == pytest.approx(p.eigen_kracht_steps * (stance[1] - stance[0]), abs=1e-9)


@given(STEPS, SHARE, SHARE, SHARE, SHARE, SEEKING)
def test_barriers_add_up(steps: float, stance: float, language: float, screens: float, travel: float, p: Any) -> None:
    alone = [
        asking(p, eigen_kracht=stance), asking(p, language=language), asking(p, screens=screens), asking(p, travel=travel),
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
    assert believes_eligible(doen, doen, doen, False, p, others) == believes_eligible(doen, doen, doen, False, p, EVIDENCE)
    assert daring(p, others, shame=doen, visibility=opening) == daring(p, shame=doen, visibility=opening)
    others = believing(can_ask=1.0, want_help=1.0, short_help=1.0, look_after=1.0, in_view=1.0)
    assert manages(doen, steps, opening, p, others) == manages(doen, steps, opening, p, EVIDENCE)

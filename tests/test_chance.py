"""Chance: uniform, without memory, without kinship between streams, and the same for ever.

Every test here is deterministic (the keys are stated); its bounds would be crossed by honest
chance less than once in a million, had the key been another.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from bereik import chance, decisions
from bereik.vocabulary import N_DOMAINS

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

import oracle_run

KEY = chance.key_of(2024)
DRAWS = 20_000
ONCE_IN_A_HUNDRED_MILLION = 1e-8

Stream = Callable[[int], float]
ALONG: dict[str, Stream] = {
    "residents": lambda k: chance.uniform(KEY, decisions.CANDIDATE, k, 17),
    "weeks": lambda k: chance.uniform(KEY, decisions.CANDIDATE, 17, k - 104),
    "domains": lambda k: chance.uniform(KEY, decisions.PROBLEM_MOVES, k // N_DOMAINS, 17, k % N_DOMAINS + 1),
    "listeners": lambda k: chance.uniform(KEY, decisions.TELLS, 5, 17, k + 1),
    "services": lambda k: chance.uniform(KEY, decisions.ACCEPTS, 5, 17, chance.stable_hash(f"wijkteam_{k}")),
    "attempts": lambda k: chance.uniform(KEY, decisions.DOOR, chance.stable_hash("outreach"), 17, 1, k),
    "decisions": lambda k: chance.uniform(KEY, k, 17, 17),
    "seeds": lambda k: chance.uniform(chance.key_of(k), decisions.CANDIDATE, 17, 17),
}


def drawn(stream: Stream, count: int = DRAWS) -> np.ndarray:
    return np.array([stream(k) for k in range(count)])


@pytest.mark.parametrize("along", ALONG)
def test_luck_is_uniform_along_every_argument(along: str) -> None:
    counts = np.bincount((drawn(ALONG[along]) * 256).astype(int), minlength=256)
    statistic = float(((counts - DRAWS / 256) ** 2).sum() / (DRAWS / 256))
    assert counts.shape == (256,)
    assert stats.chi2.ppf(ONCE_IN_A_HUNDRED_MILLION, 255) < statistic  # too even is no chance either
    assert statistic < stats.chi2.ppf(1 - ONCE_IN_A_HUNDRED_MILLION, 255)


@pytest.mark.parametrize("along", ALONG)
def test_the_next_draw_does_not_follow_from_the_last(along: str) -> None:
    luck = (drawn(ALONG[along]) * 16).astype(int)
    for lag in (1, 2, 7):
        pairs = luck[:-lag] * 16 + luck[lag:]
        counts = np.bincount(pairs, minlength=256)
        expected = len(pairs) / 256
        statistic = float(((counts - expected) ** 2).sum() / expected)
        assert statistic < stats.chi2.ppf(1 - ONCE_IN_A_HUNDRED_MILLION, 255)


def test_streams_of_different_decisions_are_unrelated() -> None:
    numbers = sorted(oracle_run.all_decisions().values())
    count = 2_000
    luck = np.array([[chance.uniform(KEY, d, i, i % 52) for i in range(count)] for d in numbers])
    related = np.corrcoef(luck) * np.sqrt(count)
    np.fill_diagonal(related, 0.0)
    pairs = len(numbers) * (len(numbers) - 1) / 2
    assert np.abs(related).max() < stats.norm.isf(ONCE_IN_A_HUNDRED_MILLION / pairs)


@pytest.mark.parametrize(
    "shifted",
    [
        lambda i: chance.uniform(KEY, decisions.CANDIDATE, i + 1, i % 52),
        lambda i: chance.uniform(KEY, decisions.CANDIDATE, i, i % 52 + 1),
        lambda i: chance.uniform(KEY, decisions.CANDIDATE, i, i % 52 - 52),
        lambda i: chance.uniform(KEY, decisions.CANDIDATE, i, i % 52, 1),
        lambda i: chance.uniform(KEY, decisions.CANDIDATE, i, i % 52, 0, 1),
        lambda i: chance.uniform(KEY + 1, decisions.CANDIDATE, i, i % 52),
        lambda i: chance.uniform(KEY, decisions.CANDIDATE, i % 52, i),
    ],
    ids=["resident", "week", "a-year-ago", "other", "attempt", "key", "swapped"],
)
def test_neighbouring_streams_are_unrelated(shifted: Stream) -> None:
    mine = drawn(lambda i: chance.uniform(KEY, decisions.CANDIDATE, i, i % 52))
    related = np.corrcoef(mine, drawn(shifted))[0, 1] * np.sqrt(DRAWS)
    assert abs(related) < stats.norm.isf(ONCE_IN_A_HUNDRED_MILLION)


def test_no_two_things_share_their_luck() -> None:
    grid = itertools.product((40, 41), range(12), range(-6, 6), range(8), range(6))
    bits = [int(chance.bits(KEY, d, a, week, b, attempt)) for d, a, week, b, attempt in grid]
    assert len(set(bits)) == len(bits) == 2 * 12 * 12 * 8 * 6


def test_a_draw_has_no_memory() -> None:
    asked = [(name, k) for name in ALONG for k in range(50)]
    once = {(name, k): ALONG[name](k) for name, k in asked}
    assert {(name, k): ALONG[name](k) for name, k in reversed(asked)} == once


def test_luck_lies_within_zero_and_one_and_reaches_for_both_ends() -> None:
    luck = drawn(ALONG["residents"])
    assert 0.0 <= luck.min() < 1e-3
    assert 1.0 - 1e-3 < luck.max() < 1.0


MASK = (1 << 64) - 1


def on_paper(key: int, decision: int, a: int, week: int, b: int = 0, attempt: int = 0) -> float:
    """Chained finalisers of splitmix64 (variant 13), written from their definition."""

    def finish(x: int) -> int:
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
        return x ^ (x >> 31)

    golden = 0x9E3779B97F4A7C15
    x = finish((key + a * golden) & MASK)
    x = finish(x ^ ((week * 0xD1B54A32D192ED03) & MASK))
    if b or attempt:
        x = finish(x ^ ((b * 0x8CB92BA72F3D8DD7 + attempt * golden) & MASK))
    return (finish((x + (decision + 1) * golden) & MASK) >> 11) / 2**53


def test_the_hash_is_the_one_on_paper() -> None:
    for a, week, b, attempt in itertools.product(
        (0, 1, 19_999, 2**62 - 1), (-32_000, -1, 0, 259), (0, 3, 2**62 - 1), (0, 1, 500)
    ):
        where = (decisions.ACCEPTS, a, week, b, attempt)
        assert chance.uniform(KEY, *where) == on_paper(KEY, *where)


def test_a_seed_means_the_same_for_ever() -> None:
    """Were one of these to change, every published number would; the CHANGELOG has to say so."""
    assert chance.key_of(1) == 784390483710811905
    assert chance.stable_hash("wijkteam_1") == 1248700245131778499
    assert chance.uniform(784390483710811905, decisions.CANDIDATE, 17, -104) == 0.3439023600950062
    assert chance.uniform(784390483710811905, decisions.TELLS, 17, 3, 18, 2) == 0.9969704229212177


def glance_of(a: int, week: int) -> np.uint64:
    return np.uint64(chance.bits(KEY, decisions.LIFE_GLANCE, a, week))


def test_a_draw_of_a_glance_is_uniform_and_begins_with_its_byte() -> None:
    luck = drawn(lambda i: chance.luck(glance_of(i, 3), i % 8, KEY, decisions.PROBLEM_MOVES, i, 3, 1))
    byte = np.array([chance.first_byte(glance_of(i, 3), i % 8) for i in range(DRAWS)])
    assert (np.floor(luck * 256) == byte).all()
    assert ((luck >= 0) & (luck < 1)).all()
    for share in (luck, luck * 256 % 1):
        assert stats.kstest(share, "uniform").pvalue > ONCE_IN_A_HUNDRED_MILLION


@pytest.mark.parametrize("chosen", [0.0, 1e-9, 0.003, 1 / 256, 0.1, 0.7, 1.0])
def test_a_glance_never_hides_a_draw_that_would_have_come_true(chosen: float) -> None:
    came_true = 0
    for i in range(DRAWS):
        glance = glance_of(i, 5)
        if chance.luck(glance, 2, KEY, decisions.SPILLS, i, 5) < chosen:
            came_true += 1
            assert chance.may_fall_below(glance, 2, chosen)
            assert chance.first_byte(glance, 2) <= chance.bytes_of(chosen)
    assert came_true == pytest.approx(DRAWS * chosen, abs=6 * (DRAWS * chosen) ** 0.5)


@given(st.integers(0, 2**64 - 1), st.integers(0, 255), st.integers(0, 255), st.integers(0, 127))
def test_a_glance_names_every_draw_at_either_end(glance: int, low: int, high: int, wanted: int) -> None:
    bytes_ = [(glance >> 8 * k) & 255 for k in range(7)]
    at_an_end = sum(1 << k for k in range(7) if (wanted >> k) & 1 and (bytes_[k] <= low or bytes_[k] >= high))
    named = int(chance.extremes(np.uint64(glance), low, high, wanted))
    assert named & at_an_end == at_an_end
    assert named & ~wanted == 0


def test_a_glance_seldom_names_a_draw_in_error() -> None:
    named = [int(chance.extremes(glance_of(i, 7), 9, 250, 127)).bit_count() for i in range(DRAWS)]
    assert np.mean(named) == pytest.approx(7 * 16 / 256, rel=0.05)


def test_a_glance_changes_nothing_but_the_time_that_a_week_takes() -> None:
    for town in oracle_run.in_plain_python("glances").values():
        assert town["glanced"] == town["looked at"]


def test_every_seed_is_another_gemeente() -> None:
    keys = [chance.key_of(seed) for seed in (*range(-500, 500), 10**30)]
    assert len(set(keys)) == len(keys)
    assert all(0 <= key < 2**62 for key in keys)


def test_the_synthesis_draws_what_a_resident_would_draw() -> None:
    luck = chance.uniforms(KEY, decisions.POPULATION, 300, 4)
    assert luck.tolist() == [chance.uniform(KEY, decisions.POPULATION, i, 0, 4) for i in range(300)]


def test_compiled_and_plain_python_draw_the_same() -> None:
    assert oracle_run.in_plain_python("draws") == oracle_run.draws()


FROZEN = {
    "POPULATION": 1, "HOUSEHOLD": 2, "TIE": 3, "START": 4, "WORLD_VIEW": 5, "SPARED": 6,
    "CANDIDATE": 10, "CANDIDATE_KIND": 11, "CANDIDATE_STRIKES": 12, "EVENT_STARTS": 13, "EVENT_SERIOUS": 14,
    "PROBLEM_MOVES": 15, "SPILLS": 16, "SPILL_TARGET": 17, "RELAPSES": 18, "EVICTED": 19, "ADMITTED": 20,
    "TELLS": 30, "ASKS_FRIENDS": 31, "FRIEND_HELPS": 32, "HELPER_TIRES": 33, "ARREARS_SIGNAL": 34,
    "NEIGHBOUR_TIP": 35, "GETS_INVITED": 37, "NEIGHBOUR_HELPS": 38, "CONSIDERS": 40, "RECOGNISES": 41,
    "BELIEVES_ELIGIBLE": 42, "DARES": 43, "MANAGES": 44, "GIVES_UP_WAITING": 45, "LOST_AT_HAND_OVER": 46,
    "HANDED_BACK": 47, "MISJUDGED": 48, "DISCLOSES": 49, "FINDS_DOMAIN": 50, "OFFER_SUITS": 51,
    "QUEUE_ORDER": 52, "HAND_OVER_WARM": 53, "FINDS_LATER": 54, "LIKES_PLACE": 55, "DOOR": 60,
    "OPENS_DOOR": 61, "ACCEPTS": 62, "DECLINES_WHY": 63, "ANSWERS_ALIKE": 64, "ALWAYS_OPENS": 65,
    "ALWAYS_ACCEPTS": 66, "FINDS_NOBODY": 70, "PRICED_OUT": 71, "NO_QUESTION": 72, "BRINGS_IN": 73,
    "SCHEME_KNOWS": 100, "SCHEME_BELIEVES": 101, "SCHEME_DARES": 102, "SCHEME_MANAGES": 103,
    "SCHEME_GRANTED": 104, "SCHEME_KEEPS": 105, "SCHEME_REPAID": 106, "SCHEME_AT_START": 107,
    "SIGNS_FORM": 108, "SCHEME_AUTOMATIC": 109,
    "SHOCK_STRIKES": 110, "PARTNER_SEES": 88, "PARTNER_WHICH": 89, "PARTNER_SHARES": 90,
    "MEDIATED": 74, "ADVOCATE": 75, "KEPT": 76, "WORKER_LEAVES": 77, "LIFE_GLANCE": 21, "OTHERS_GLANCE": 39,
    "ARREARS_FROM": 80, "BELOW_MINIMUM": 81, "LETTER_ONLY": 82, "HAS_NUMBER": 83, "READS": 84, "REACTS": 85,
    "ANSWERS": 86, "TALKS_AT_PLACE": 87, "POINTED_ON": 78,
    "TOLD_BELIEVES": 111, "TOLD_DARES": 112, "TOLD_MANAGES": 113, "TRIAL_ORDER": 120,
}


def test_a_decision_keeps_its_number_for_ever() -> None:
    """Append only: a new decision takes a free number and is added here; an old one never moves."""
    now = oracle_run.all_decisions()
    assert {name: now.get(name) for name in FROZEN} == FROZEN


def test_no_two_decisions_share_a_number() -> None:
    numbers = list(oracle_run.all_decisions().values())
    assert len(set(numbers)) == len(numbers)
    assert min(numbers) >= 0

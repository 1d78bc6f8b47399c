"""What holds for every ledger, and that catalogue, docs and measures say the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bereik.measures import contrast, index_spells, markdown_table, measure, registry
from bereik.measures.incidence import cumulative_incidence
from bereik.measures.inequality import concentration_index, mid_ranks
from bereik.vocabulary import NEVER, UNMET_ROWS

DOCS = Path(__file__).parents[2] / "docs" / "measures.md"
REACH = ("reach_contact", "reach_any", "reach", "reach_full")
OF_A_TRIAL = {name for name in registry() if name.startswith("trial_")}  # tests/test_trial.py
OVER_REPLICATES = {
    "extra_reached_per_100k_euro",
    "cost_per_extra_reached",
}  # ratios of means: no run has them

a_week_after = st.one_of(st.just(NEVER), st.integers(0, 190))
some_spells = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.integers(-50, 190),
        a_week_after,
        a_week_after,
        st.integers(0, 127),
        st.booleans(),
    ),
    max_size=12,
)
fixtures_are_functions = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)


def ledger(spell, drawn):
    rows = []
    for resident, onset, wait, end, mask, opened in drawn:
        clock = max(onset, 0)
        fit = NEVER if wait == NEVER else clock + wait
        closed = NEVER if end == NEVER else max(fit, clock) + end
        rows.append(
            spell(
                resident,
                onset,
                opened=opened,
                first_contact=fit,
                first_any=fit,
                first_fit=fit,
                first_fit_ever=fit,
                first_full=fit,
                closed=closed,
                domains_at_clock=mask,
                needy_domains=mask | 1,
                helped_domains=mask,
            )
        )
    return rows


@fixtures_are_functions
@given(drawn=some_spells)
def test_reach_never_falls_with_the_horizon_for_the_same_spells(run_of, spell, drawn):
    index = index_spells(run_of(ledger(spell, drawn)), None)
    for column in ("first_contact", "first_any", "first_fit", "first_full"):
        for w, longer in ((13, 26), (26, 52), (52, 104)):
            assert not (index.within(column, w) & ~index.within(column, longer)).any()
            assert not (index.followed(longer) & ~index.followed(w)).any()


@fixtures_are_functions
@given(drawn=some_spells, alone=some_spells)
def test_shares_are_shares_and_the_groups_add_up(run_of, spell, value_of, drawn, alone):
    run, reference = run_of(ledger(spell, drawn)), run_of(ledger(spell, alone))
    found = measure(run, reference)
    assert len({m[:2] for m in found}) == len(found)
    for m in found:
        if m.unit == "share" and not np.isnan(m.value):
            assert 0 <= m.value <= 1, m
        if m.unit == "-1..1" and not np.isnan(m.value) and not m.group.startswith("standardised"):
            assert -1 <= m.value <= 1, m
    curve = [m.value for m in found if m.measure == "incidence"]
    assert (np.diff([share for share in curve if not np.isnan(share)]) >= 0).all()
    index = index_spells(run, reference)
    assert value_of(found, "index_spells") == index.needs_help.sum()


@fixtures_are_functions
@given(one=some_spells, other=some_spells)
def test_extra_reached_is_gained_less_lost(run_of, spell, value_of, one, other):
    found = contrast(run_of(ledger(spell, one)), run_of(ledger(spell, other)), None)
    assert value_of(found, "extra_reached") == value_of(found, "gained") - value_of(found, "lost")
    for m in ("gained", "lost"):
        for division in ("cohort", "doenvermogen", "wijk"):
            parts = [x.value for x in found if x.measure == m and x.group.startswith(division)]
            assert sum(parts) == value_of(found, m)


@fixtures_are_functions
@given(counts=arrays(np.int32, (3, 2, len(UNMET_ROWS)), elements=st.integers(0, 5)))
def test_unmet_shares_sum_to_one(run_of, value_of, counts):
    run = run_of(weeks=3)
    run.weekly["unmet"] = counts
    found = measure(run, None)
    for group in ("", "wijk=noord", "wijk=zuid"):
        shares = [value_of(found, f"unmet_{row}", group) for row in UNMET_ROWS]
        parts = [value_of(found, f"unmet_{row}_per_1000", group) for row in UNMET_ROWS]
        assert np.isnan(shares).all() or sum(shares) == pytest.approx(1)
        assert sum(parts) == pytest.approx(value_of(found, "unmet_weeks_per_1000", group))


traits = arrays(np.float64, st.integers(1, 40), elements=st.sampled_from([0.1, 0.25, 0.3, 0.5, 0.7, 0.9]))


@given(traits, st.data())
def test_the_concentration_index_is_symmetric_and_bounded(doen, data):
    h = np.array(data.draw(st.lists(st.booleans(), min_size=len(doen), max_size=len(doen))))
    e = concentration_index(h, doen)
    assert -1 - 1e-12 <= e <= 1 + 1e-12
    assert concentration_index(h, -doen) == pytest.approx(-e, abs=1e-12)
    assert concentration_index(~h, doen) == pytest.approx(-e, abs=1e-12)
    assert concentration_index(h, 3 * doen + 1) == e
    assert mid_ranks(doen).mean() == pytest.approx(0.5)


@given(traits, st.booleans())
def test_equal_reach_favours_nobody(doen, everybody):
    assert concentration_index(np.full(len(doen), everybody), doen) == pytest.approx(0, abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2)), min_size=1, max_size=30))
def test_incidence_is_a_share_that_never_falls_and_leaves_room_for_recovery(drawn):
    weeks, outcome = np.array([d[0] for d in drawn]), np.array([d[1] for d in drawn])
    helped = cumulative_incidence(weeks, outcome, 20)
    recovered = cumulative_incidence(weeks, np.array([0, 2, 1])[outcome], 20)
    known = ~np.isnan(helped)
    assert (np.diff(helped[known]) >= 0).all()
    assert (helped[known] + recovered[known] <= 1 + 1e-12).all()
    assert known[0]


# --- catalogue and docs ---

def test_the_catalogue_names_every_measure_and_no_other(run_of, spell):
    run = run_of([spell(0)])
    made = {m.measure: m for m in [*measure(run, None), *contrast(run, run, None)]}
    assert set(made) | OVER_REPLICATES | OF_A_TRIAL == set(registry())
    for m in [*measure(run, None), *contrast(run, run, None)]:
        assert m.unit == registry()[m.measure].unit_for(m.group)
        if m.group:
            word = m.group.split("=")[0].split(",")[0]
            assert word in registry()[m.measure].groups, m
    for entry in registry().values():
        assert (
            entry.nl
            and entry.en
            and entry.unit
            and entry.formula
            and "{" not in entry.id + entry.nl + entry.en + entry.formula
        )


def test_the_docs_carry_the_catalogue_of_the_code():
    text = DOCS.read_text(encoding="utf-8")
    between = text.split("<!-- measures:begin -->")[1].split("<!-- measures:end -->")[0]
    assert between.strip() == markdown_table().strip(), (
        "copy the output of bereik.measures.markdown_table() into docs/measures.md"
    )


def test_every_seed_gives_the_same_measures_in_the_same_order(run_of, spell):
    one = measure(run_of([spell(0), spell(3, 60, first_fit=80)]), run_of([spell(0)]))
    other = measure(run_of([], seed=2), None)
    assert [m[:2] for m in one] == [m[:2] for m in other]


def test_measuring_needs_no_pandas_and_no_scipy_stats():
    code = (
        "import sys, numpy as np\n"
        "from bereik.measures import measure, contrast, paired_interval, registry\n"
        "measure, contrast, paired_interval([1.0, 2.0]), registry()\n"
        "sys.exit(bool({'pandas', 'scipy.stats', 'matplotlib', 'mesa'} & set(sys.modules)))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

"""Assumptions and paradox: what is divided is what there is, and nothing is lost on the way."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import bereik
from bereik.errors import BereikError, ScenarioError
from bereik.experiments import worlds
from bereik.experiments.assumptions import (
    ASSUMPTIONS,
    FOUND,
    TRUE,
    Assumed,
    all_views,
    assumptions,
    name_of,
    own_belief,
    rounds_of,
    turns_at,
    view_of,
    wrong_in_one,
)
from bereik.experiments.draws import draws_of
from bereik.experiments.experiment import experiment, gather
from bereik.experiments.job import loaded_scenario, prepare
from bereik.experiments.manifest import asked_in
from bereik.experiments.paradox import (
    AS_IT_IS,
    LINKS,
    Explained,
    all_links,
    paradox,
    round_of,
    without_losses,
)
from bereik.experiments.paradox import name_of as name_of_links
from bereik.experiments.plan import Plan
from bereik.experiments.rerun import manifest_of, rerun
from bereik.experiments.shapley import shapley
from bereik.experiments.store import Store
from bereik.experiments.worlds import LIKE_NEED, Figures, Round, Worlds
from bereik.measures.intervals import paired_interval
from bereik.parameters.book import the_book
from bereik.present.kinds import drawn, write_figures
from bereik.present.paradox import alone_table, paradox_table, write_paradox
from bereik.present.staircase import (
    decile_table,
    note_of,
    staircase_table,
    steps_of,
    turns_table,
    write_staircase,
)
from bereik.scenarios import Scenario
from bereik.scenarios.change import changed

SIZE: dict[str, Any] = {"residents": 300, "weeks": 60, "burn_in": 8, "replicates": 2, "workers": 1}
CLOSE = 1e-12


@pytest.fixture(scope="module")
def assumed(tmp_path_factory: pytest.TempPathFactory) -> Assumed:
    out = tmp_path_factory.mktemp("assumed")
    return assumptions("loket-only", against="outreach", quick=True, out=out, lang="nl", **SIZE)


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory) -> Explained:
    return paradox("loket-only", out=tmp_path_factory.mktemp("explained"), lang="nl", **SIZE)


def test_the_shares_of_the_assumptions_sum_to_the_gap(assumed: Assumed) -> None:
    whole = sum(share.mean for share in assumed.shares.values())
    assert whole == pytest.approx(assumed.promised.mean - assumed.realised.mean, abs=CLOSE)
    assert assumed.own_losses.mean == pytest.approx(
        assumed.flawless.mean - assumed.with_room.mean, abs=CLOSE
    )
    assert assumed.queue.mean == pytest.approx(assumed.with_room.mean - assumed.promised.mean, abs=CLOSE)


def test_the_staircase_ends_where_the_world_is(assumed: Assumed) -> None:
    ground = 0.0
    for _, step, level in steps_of(assumed):
        if level:
            assert ground in (0.0, pytest.approx(step.mean, abs=CLOSE))
        ground = step.mean if level else ground + step.mean


def test_the_shares_of_the_links_sum_to_the_index_less_the_rest(explained: Explained) -> None:
    shares = explained.shares
    for parts, whole, rest in (
        (shares.index, explained.index, explained.rest),
        (shares.plain, explained.plain, explained.plain_rest),
    ):
        added = sum(share.mean for share in parts.values())
        assert added == pytest.approx(whole.mean - rest.mean, abs=CLOSE)
    lost = sum(cost.mean for cost in shares.lost.values())
    assert lost == pytest.approx(explained.reach_without_losses.mean - explained.reach.mean, abs=CLOSE)


def figures_of(job: Worlds, out: Path, kind: str = "paradox") -> Figures:
    return worlds.read(Store(Plan(kind, (job,), (job.asked[0].gemeente.archetype,), groups=True), out))


def lived(job: Worlds) -> Figures:
    """All worlds of a job, here and now."""
    rows = [
        (seed, name, m.measure, m.group, m.value)
        for seed in job.seeds
        for name, measures in worlds.lived(job, seed)
        for m in measures
    ]
    return worlds.figures_in(rows, job.names)


def test_a_link_alone_is_its_world_less_the_world_as_it_is(explained: Explained) -> None:
    assert explained.out is not None
    found = figures_of(explained.job, explained.out)
    for link in LINKS:
        pair = [AS_IT_IS, link]
        index, reach = found.of("concentration_index", LIKE_NEED, pair), found.of("reach_52", "", pair)
        assert explained.alone.index[link].mean == pytest.approx(float((index[:, 0] - index[:, 1]).mean()))
        assert explained.alone.lost[link].mean == pytest.approx(float((reach[:, 1] - reach[:, 0]).mean()))


@pytest.mark.parametrize("policy", ["loket-only", "gemengd", "outreach"])
def test_of_like_need_nothing_is_left_where_no_link_loses_anybody(policy: str) -> None:
    """In the plain index something is: it counts who had no need any more when the policy began."""
    base = loaded_scenario(policy)
    free = {name_of_links(255): without_losses(base, LINKS)}
    size = prepare([base], residents=2500, weeks=104, burn_in=104, replicates=6, least=1)
    job = worlds.worlds_of((base,), lambda _: (Round(base, free, worlds.without_help(base)),), size)
    found = lived(job)
    rest, plain = (found.of("concentration_index", of, job.names)[:, 0] for of in (LIKE_NEED, ""))
    told = paired_interval(rest)
    assert -0.005 < told.low <= 0.0 <= told.high < 0.005
    assert paired_interval(plain - rest).high < 0.0


@pytest.mark.parametrize("asks", [assumptions, paradox])
def test_an_executor_of_somebody_else_is_used(asks: Any) -> None:
    class Used(Exception):
        pass

    def makes() -> Any:
        raise Used

    with pytest.raises(Used):
        asks("loket-only", executor=makes, residents=50, weeks=60, burn_in=1, replicates=2)


def test_every_set_of_assumptions_is_run_once() -> None:
    base = loaded_scenario("loket-only")
    names = [name for round_ in rounds_of((base,), ()) for name in round_.worlds]
    assert len(names) == len(set(names)) == 2 ** len(ASSUMPTIONS) + 2


def test_every_set_of_links_is_run_once_from_one_burn_in() -> None:
    base = loaded_scenario("loket-only")
    round_ = round_of(base)
    assert len(round_.worlds) == 2 ** len(LINKS)
    assert round_.burn_in is base
    prints = {scenario.fingerprint() for scenario in round_.worlds.values()}
    assert len(prints) == 2 ** len(LINKS)


def test_a_world_view_is_lived_from_the_first_day() -> None:
    """A view is how people are: its burn-in has it too, and so has the run that tells who needs help."""
    for round_ in rounds_of((loaded_scenario("loket-only"),), ()):
        (first, *_) = round_.worlds.values()
        assert round_.burn_in is first
        assert round_.reference.book().theme("views") == first.book().theme("views")


def test_what_a_scenario_believes_itself_is_not_taken_from_it() -> None:
    own = (0.0, 0.3, 0.0, 0.0, 0.0, 0.0)
    assert view_of(0, own) == own
    assert view_of(63, own) == (1.0,) * 6
    assert wrong_in_one(1, 0.5, FOUND, own) == (0.0, 0.5, 0.0, 0.0, 0.0, 0.0)
    assert wrong_in_one(1, 0.5, TRUE, own) == (1.0, 0.5, 1.0, 1.0, 1.0, 1.0)


def test_room_for_all_is_given_where_people_wait_and_not_to_who_goes_out() -> None:
    base = loaded_scenario("loket-plus-outreach-gedeeld")
    free = worlds.with_room_for_all(base)
    for name, settings in base.services.items():
        own = settings.visits and settings.staff_from is None
        times = 1.0 if own else worlds.ENOUGH
        assert free.services[name].fte_per_10000 == settings.fte_per_10000 * times
    lender = base.services["outreach"].staff_from
    assert lender is not None
    planned = [s.services["outreach"].planned_share * s.services[lender].fte_per_10000 for s in (base, free)]
    assert planned[0] == pytest.approx(planned[1])


@pytest.mark.parametrize(
    ("differences", "at"),
    [
        ((1.0, 1.0, 1.0), math.nan),
        ((-1.0, -1.0, -2.0), math.nan),
        ((-1.0, 1.0, 2.0), 0.25),
        ((1.0, -1.0, 1.0), 0.75),  # seen from above, the first
        ((0.0, 1.0, 1.0), 0.0),
        ((0.0, 0.0, 0.0), math.nan),
    ],
)
def test_a_difference_turns_where_its_sign_does(differences: tuple[float, ...], at: float) -> None:
    assert turns_at((0.0, 0.5, 1.0), differences) == pytest.approx(at, nan_ok=True)


def test_the_other_policy_is_lived_in_the_same_worlds(assumed: Assumed) -> None:
    assert {(turn.assumption, turn.others) for turn in assumed.turns} == {
        (name, others) for name in ASSUMPTIONS for others in (TRUE, FOUND)
    }
    ends = {turn.differences[-1] for turn in assumed.turns if turn.others == TRUE}
    assert len(ends) == 1  # with all six true it does not matter which is called the last
    assert {turn.differences[0] for turn in assumed.turns if turn.others == FOUND} != ends


# --- draws of what is not known ---

DRAWN = ("seeking.shame_weight", "outreach.accepts")


def at_the_book(name: str) -> float:
    return the_book().value(name)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.csv"
    path.write_text(f"{','.join(DRAWN)}\n0.1,0.4\n1.9,1.1\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def assumed_over_draws(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Assumed:
    out = tmp_path_factory.mktemp("over-draws")
    return assumptions("loket-only", posterior=sample, quick=True, out=out, lang="nl", **SIZE)


def test_a_draw_undoes_nothing_that_a_world_sets() -> None:
    """In every world of a seed stand the numbers of its row, and above them what the world is about."""
    draws = draws_of(DRAWN, [[0.1, 0.4], [1.9, 1.1]])
    size = replace(prepare(["loket-plus-outreach-gedeeld"], replicates=2, least=1), draws=draws)
    for job, theme in ((all_views(size, 1), "views"), (all_links(size), "links")):
        for seed, row in zip(job.seeds, draws.rows, strict=True):
            drawn_rounds = job.rounds_at(seed)
            assert len(drawn_rounds) == len(job.rounds)
            for plain, own in zip(job.rounds, drawn_rounds, strict=True):
                pairs = [(plain.burn_in, own.burn_in), (plain.reference, own.reference)]
                pairs += [(plain.worlds[name], own.worlds[name]) for name in plain.worlds]
                assert list(plain.worlds) == list(own.worlds)
                for without, scenario in pairs:
                    book = scenario.book()
                    assert tuple(book.value(name) for name in DRAWN) == row
                    assert book.theme(theme) == without.book().theme(theme)
                    assert scenario.services == without.services  # room for all, and no wait to be heard


def test_draws_at_the_values_of_the_book_change_no_bit(sample: Path) -> None:
    base = loaded_scenario("loket-only")
    size = prepare([base], residents=300, weeks=60, burn_in=8, replicates=1, least=1)
    free = draws_of(DRAWN, [[at_the_book(name) for name in DRAWN]])
    jobs = [worlds.worlds_of((base,), few, given) for given in (size, replace(size, draws=free))]
    assert jobs[0].key() != jobs[1].key()
    found, same = (lived(job).values for job in jobs)
    assert all(np.array_equal(found[key], same[key], equal_nan=True) for key in found)


def few(asked: tuple[Scenario, ...]) -> tuple[Round, ...]:
    """Two worlds of all: as it is, and one in which nobody waits."""
    (base,) = asked
    told = {name_of_links(mask): without_losses(base, links) for mask, links in ((0, ()), (16, ("hold_on",)))}
    return (Round(base, told, worlds.without_help(base)),)


def test_the_shares_sum_to_the_gap_in_every_draw(assumed_over_draws: Assumed) -> None:
    found = assumed_over_draws
    assert found.out is not None and found.job.draws is not None
    names = [name_of(view_of(mask, own_belief(found.scenario))) for mask in range(2 ** len(ASSUMPTIONS))]
    reach = figures_of(found.job, found.out, "assumptions").of("reach_52", "", names)
    shares = shapley(reach)
    assert shares.sum(axis=1) == pytest.approx(reach[:, -1] - reach[:, 0], abs=CLOSE)
    own = shares[:, ASSUMPTIONS.index("can_ask")]
    told = found.shares["can_ask"]
    assert (told.low, told.high) == pytest.approx((own.min(), own.max()))
    compared = bereik.compare("loket-only", "geen-hulp", posterior=found.job.draws.source, **SIZE)
    realised, as_compared = found.realised, compared.estimate("reach_52", "loket-only")
    assert tuple(realised) == pytest.approx(tuple(as_compared), abs=CLOSE)


def test_what_is_over_draws_is_told_and_repeated_as_such(assumed_over_draws: Assumed) -> None:
    found = assumed_over_draws
    assert "bij 2 trekkingen van wat we niet weten" in found.finding
    heads = [str(column.header) for column in staircase_table(found).columns]
    assert "laagste en hoogste van 2 trekkingen" in heads and "95" not in note_of(found)
    assert found.out is not None
    manifest = json.loads((found.out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["posterior"]["rows"] == [[0.1, 0.4], [1.9, 1.1]]
    assert rerun(found.out, [1], workers=1).is_same


@pytest.mark.parametrize(
    ("study", "name", "lang", "said"),
    [
        (assumptions, "views.can_ask", "en", "views.can_ask is what is set here"),
        (paradox, "links.know", "nl", "links.know wordt hier zelf gezet"),
    ],
)
def test_what_the_worlds_set_is_not_to_be_drawn(
    study: Any, name: str, lang: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "sample.csv"
    path.write_text(f"{name}\n0.5\n0.5\n", encoding="utf-8")
    with pytest.raises(BereikError, match=said) as error:
        study("loket-only", posterior=path, lang=lang, **SIZE)
    assert "\n" not in str(error.value)


FILE = """
kind = "assumptions"
scenarios = ["loket-only"]
residents = 300
weeks = 60
burn_in = 8
replicates = 2
"""


def test_a_file_finds_what_the_command_finds_and_is_repeated_as_other_files_are(
    assumed: Assumed, tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(FILE, encoding="utf-8")
    found = experiment(file, out=tmp_path / "out", workers=1)
    first = found.summary.set_index(["what", "assumption", "group"])
    again = assumed.summary.set_index(["what", "assumption", "group"]).loc[first.index]
    assert np.array_equal(first["mean"], again["mean"])
    assert rerun(tmp_path / "out", [1], workers=1).is_same
    kept = {path.name: path.stat().st_mtime_ns for path in Store(found.plan, found.out).folder.iterdir()}
    more = file.read_text(encoding="utf-8").replace("replicates = 2", "replicates = 3")
    file.write_text(more, encoding="utf-8")
    whole = experiment(file, out=tmp_path / "out", workers=1)
    later = {path.name: path.stat().st_mtime_ns for path in Store(whole.plan, whole.out).folder.iterdir()}
    assert kept.items() < later.items()
    assert whole.identity not in ("", found.identity)
    assert set(write_figures(whole, tmp_path / "figures"))
    assert drawn("assumptions").finding(whole).startswith(("The policy note", "If all were"))


def test_what_a_command_kept_is_an_experiment_like_any_other(explained: Explained) -> None:
    out = explained.out
    assert out is not None
    asked = asked_in(manifest_of(out))
    found = gather(asked, out, (), "nl")
    assert (asked.form.kind, found.missing) == ("paradox", 0)
    assert drawn("paradox").finding(found) == explained.finding.removesuffix(".")
    assert set(drawn("paradox").draw(found)) == {"paradox"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('scenarios = ["loket-only", "outreach", "gemengd"]', "at most 2"),
        ("weeks = 52", "reach within a year"),
        ("replicates = 1", "two or more"),
        ('outcome = "reach_any_52"', "no choice"),
        ('gemeenten = ["kleinschalig", "grootstedelijk"]', "one gemeente"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_line(line: str, told: str, tmp_path: Path) -> None:
    key = line.partition(" ")[0]
    lines = [kept for kept in FILE.strip().splitlines() if not kept.startswith(key)]
    file = tmp_path / "mine.toml"
    file.write_text("\n".join([*lines, line]) + "\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=f"mine.toml:{len(lines) + 1}: .*{told}") as error:
        experiment(file, out=tmp_path / "out")
    assert "\n" not in str(error.value)


def test_the_realised_world_is_the_scenario_itself(assumed: Assumed) -> None:
    base = loaded_scenario("loket-only")
    rounds = rounds_of((base,), ())
    assert rounds[0].worlds[name_of(own_belief(base))] is base
    single = worlds.worlds_of((base,), lambda _: rounds[:1], assumed.job)
    reach = lived(single).of("reach_52", "", single.names[:1])
    assert float(np.mean(reach)) == pytest.approx(assumed.realised.mean)


def test_a_result_keeps_its_table_and_its_manifest(assumed: Assumed, explained: Explained) -> None:
    for found, kind in ((assumed, "assumptions"), (explained, "paradox")):
        assert found.out is not None
        assert (found.out / "summary.csv").read_text(encoding="utf-8").startswith("what,")
        manifest = json.loads((found.out / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["kind"] == kind
        assert list(manifest["scenarios"]) == [scenario.name for scenario in found.job.asked]
        assert manifest["identity"]


def test_full_stance_costs_reach_in_every_part_of_the_gemeente() -> None:
    """That it costs reach is the mechanism; whom it costs more is not promised."""
    plain = loaded_scenario("loket-only")
    none, full = (changed(plain, {"services.*.eigen_kracht": stance}) for stance in (0.0, 1.0))
    found = bereik.compare(none, full, residents=1500, weeks=80, burn_in=52, replicates=4, workers=1)
    for tenths in ((1, 2, 3), (4, 5, 6, 7), (8, 9, 10)):
        reach = [
            sum(found.estimate("reach_52", name, f"doenvermogen={d}").mean for d in tenths)
            for name in found.names
        ]
        assert reach[1] < reach[0]


def test_every_service_has_the_stance_that_is_asked() -> None:
    plain, stances = loaded_scenario("gemengd"), (0.0, 0.25, 1.0)
    scenarios = [changed(plain, {"services.*.eigen_kracht": stance}) for stance in stances]
    for stance, scenario in zip(stances, scenarios, strict=True):
        assert {settings.eigen_kracht for settings in scenario.services.values()} == {stance}
    assert len({scenario.fingerprint() for scenario in scenarios}) == 3


def test_it_is_told_and_drawn(assumed: Assumed, explained: Explained, tmp_path: Path) -> None:
    assert "belooft" in assumed.finding or "loopt" in assumed.finding
    assert "Verliest geen schakel iemand" in explained.finding
    assert staircase_table(assumed).row_count == len(ASSUMPTIONS) + 6
    assert turns_table(assumed).row_count == len(ASSUMPTIONS)
    tenths = decile_table(assumed)
    assert (tenths.row_count, len(tenths.columns)) == (10, 1 + len(ASSUMPTIONS))
    assert all(" tot " in str(cell) for column in tenths.columns[1:] for cell in column.cells)
    assert paradox_table(explained).row_count == alone_table(explained).row_count + 2 == len(LINKS) + 2
    for files in (write_staircase(assumed, tmp_path), write_paradox(explained, tmp_path)):
        assert files
        assert all(path.stat().st_size > 5000 for path in files)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"weeks": 52}, "--weeks 52"),
        ({"replicates": 1}, "--replicates 1"),
        ({"lang": "de"}, "--lang de"),
        ({"against": "loket-wint"}, "same people"),
    ],
)
def test_a_mistake_is_told_in_one_line(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(BereikError, match=told) as error:
        assumptions("loket-only", **wrong)  # pyright: ignore[reportArgumentType]
    assert "\n" not in str(error.value)


def test_who_cannot_be_told_from_the_highest_is_named_beside_it(assumed: Assumed) -> None:
    assert assumed.shares[assumed.most[0]].mean == max(share.mean for share in assumed.shares.values())
    assert set(assumed.most) <= set(ASSUMPTIONS)

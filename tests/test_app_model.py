"""The quick model of the dashboard: the numbers of `compare`, sooner; and plans that can be kept and sent."""

from __future__ import annotations

import asyncio
import math
import os
import signal
import tomllib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereik.errors import BereikError, ParameterError
from bereik.experiments.compare import compare
from bereik.experiments.job import Job, prepare
from bereik.present.app import estimates, plans, worker
from bereik.present.app.estimates import Crew, Estimate, errands_of, summed_up

SMALL: Any = {"residents": 300, "weeks": 60, "burn_in": 4, "replicates": 2}


@pytest.fixture(scope="module")
def job() -> Job:
    return prepare(["loket-only", "outreach"], **SMALL)


def test_an_estimate_is_what_compare_says(job: Job) -> None:
    found = compare("loket-only", "outreach", **SMALL)
    told = summed_up([worker.measured(errand) for errand in errands_of(job)], job)
    checked = 0
    for key, interval in told.items():
        whole = found.estimates[key]
        assert interval[:3] == pytest.approx(whole[:3], rel=1e-12, nan_ok=True), key
        checked += not math.isnan(whole.mean)
    assert checked > 300


def test_every_measure_on_the_pages_is_told_by_a_worker(job: Job) -> None:
    told = {measure for measure, _, _ in worker.measured(errands_of(job)[0])}
    assert told >= worker.SHOWN


def test_a_worker_that_has_seen_much_says_what_a_new_one_says(job: Job) -> None:
    first = worker.measured(errands_of(job)[0])
    other = prepare(["loket-only", "loket-plus-outreach"], **SMALL)
    worker.measured(errands_of(other)[0])
    again = worker.measured(errands_of(job)[0])
    for shelf in (worker._towns, worker._records, worker._values):
        shelf.clear()
    anew = worker.measured(errands_of(job)[0])
    assert repr(first) == repr(again) == repr(anew)


@pytest.fixture
def small_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimates, "SIZES", (200, 400))
    monkeypatch.setattr(estimates, "WEEKS", 60)
    monkeypatch.setattr(estimates, "BURN_IN", 4)


async def answers(crew: Crew, job: Job, told: Callable[[Estimate], None], restarted: list[str]) -> list[Any]:
    found: list[Any] = []
    async for estimate in crew.ask(job, lambda: restarted.append("again")):
        told(estimate)
        if estimate.estimates:
            found.append(estimate.estimates)
    return found


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
@pytest.mark.usefixtures("small_sizes")
def test_a_killed_worker_is_replaced_and_the_answer_stays() -> None:
    first, other = (prepare(["loket-only", name], **SMALL) for name in ("outreach", "smoes"))

    async def run(kills: bool) -> tuple[list[Any], list[str]]:
        crew, restarted = Crew(2), list[str]()

        def kill(_: Estimate) -> None:
            if kills and not restarted:
                os.kill(crew.process_ids()[0], signal.SIGKILL)

        crew.start([first])
        try:
            await answers(crew, first, lambda _: None, [])
            await asyncio.sleep(1.0)  # what is asked at the start is answered
            return await answers(crew, other, kill, restarted), restarted
        finally:
            crew.stop()

    whole, none = asyncio.run(run(kills=False))
    killed, some = asyncio.run(run(kills=True))
    assert not none
    assert some
    assert len(whole) == 2
    assert repr(whole) == repr(killed)


@pytest.mark.usefixtures("small_sizes")
def test_who_no_longer_waits_leaves_no_work_behind() -> None:
    job = prepare(["loket-only", "outreach"], **SMALL)

    async def run() -> list[int]:
        crew = Crew(1)
        crew.start([job])
        try:
            while not crew.ready:
                await asyncio.sleep(0.05)
            done: list[int] = []

            async def asks(k: int, question: Job) -> None:
                async for estimate in crew.ask(question):
                    if estimate.estimates:
                        done.append(k)

            changed = plans.job_of([plans.based_on("loket-only"), plans.based_on("smoes")], None, "en")
            dropped = asyncio.create_task(asks(1, changed))
            await asyncio.sleep(0.05)
            dropped.cancel()
            await asks(2, job)
            await asyncio.sleep(0.1)
            assert all(queue.empty() for queue in crew._queues)
            return done
        finally:
            crew.stop()

    assert set(asyncio.run(run())) == {2}


@pytest.mark.usefixtures("small_sizes")
def test_where_others_wait_half_of_the_seeds_are_told_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimates, "REPLICATES", 4)
    monkeypatch.setattr(estimates, "HASTY_REPLICATES", 2)
    lived: list[int] = []

    class Quick(Crew):
        """Workers that live nothing: one seed after another, as soon as it is asked."""

        async def call(self, work: Any, *facts: Any, **_: Any) -> Any:
            lived.append(facts[0].seed)
            await asyncio.sleep(0.0)
            return {("cost_programme", "", label): 1.0 for label in "AB"} | {
                (measure, "", "B - A"): float(facts[0].seed) for measure in ("extra_cost", "extra_reached")
            }

    async def told(crew: Crew, base: str) -> list[tuple[int, int, bool]]:
        asked = plans.job_of([plans.based_on("loket-only"), plans.based_on(base)], None, "en")
        found = [estimate async for estimate in crew.ask(asked)]
        return [(e.job.residents, e.job.replicates, e.refined) for e in found if e.estimates]

    async def run() -> list[list[tuple[int, int, bool]]]:
        crew = Quick(2)
        alone = await told(crew, "smoes")
        return [alone, *await asyncio.gather(told(crew, "outreach"), told(crew, "alwetend"))]

    alone, one, other = asyncio.run(run())
    assert alone == [(200, 4, False), (400, 4, True)]
    assert one == other == [(200, 2, False), (200, 4, False), (400, 4, True)]


def test_a_plan_survives_being_saved_and_sent() -> None:
    plan = plans.with_lever(plans.based_on("outreach"), "loket", "fte_per_10000", 0.3)
    plan = plans.with_lever(plan, "telefoon", "price_per_hour", 60.0)
    text = plans.toml_of({"title": 'Ons "plan" ü\n', **plan})
    assert plans.plan_of_file(text.encode(), "ons plan.toml", "nl") == {"title": 'Ons "plan" ü\n', **plan}
    state = {"plans": [plan], "gemeente": {"archetype": "grootstedelijk", "residents": 30000}}
    assert plans.state_of_link(plans.link_of(state), "nl") == state
    scenario = plans.scenario_of(plan)
    assert scenario.services["loket"].fte_per_10000 == 0.3
    assert scenario.services["telefoon"].price_per_hour == 60.0


LETTERS = st.characters(exclude_categories=["Cs"])  # half a letter cannot be written
NUMBERS = st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.booleans() | NUMBERS | st.text(LETTERS, max_size=20) | st.lists(NUMBERS, max_size=3)


@given(
    st.recursive(
        LEAVES,
        lambda node: st.dictionaries(st.text(LETTERS, max_size=8), node, max_size=4),
        max_leaves=12,
    ).filter(lambda tree: isinstance(tree, dict))
)
def test_toml_that_is_written_is_read_back(tree: dict[str, Any]) -> None:
    assert tomllib.loads(plans.toml_of(tree)) == tree


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"naam;bsn;bedrag\nJan;123456782;5\n", "klanten.csv"),
        (b"wijk,aantal\nA,5\n", "wijken.csv"),
        (b"\xff\xfe\x00", "plan.toml"),
        (b"a" * 200_000, "plan.toml"),
        (b"[services.loket]\nfte_per_10000 = 1.0\nhour_per_week = 2\n", "plan.toml"),
        (b"dit is geen toml", "plan.toml"),
        (b'based_on = "/etc/passwd.toml"\n', "plan.toml"),
        (b'based_on = "loket-only"\n[gemeente]\nburn_in_policy = "../x.toml"\n', "plan.toml"),
    ],
)
def test_a_bad_file_gets_one_sentence(content: bytes, name: str, lang: Any) -> None:
    with pytest.raises(BereikError) as told:
        plans.plan_of_file(content, name, lang)
    sentence = str(told.value)
    assert sentence
    assert "\n" not in sentence
    assert "/tmp" not in sentence


def test_a_column_of_persons_is_named_and_nothing_is_kept() -> None:
    with pytest.raises(ParameterError, match="bsn"):
        plans.plan_of_file(b"wijk;BSN\n1;2\n", "x.csv", "nl")


@pytest.mark.parametrize("link", ["", "x", "eJw", "a" * 30_000, "%%%"])
def test_a_broken_link_gets_one_sentence(link: str) -> None:
    with pytest.raises(ParameterError, match="link"):
        plans.state_of_link(link, "nl")


def test_the_letters_of_plans_do_not_reach_their_numbers() -> None:
    one = plans.job_of([plans.based_on("loket-only"), plans.based_on("smoes")], None, "nl")
    assert one.labels[:2] == ("A", "B")
    named = prepare(["loket-only", "smoes"], residents=4000)
    assert [s.fingerprint() for s in one.scenarios] == [s.fingerprint() for s in named.scenarios]
    assert replace(one.scenarios[0], name="x").fingerprint() == one.scenarios[0].fingerprint()


def test_the_page_says_how_many_numbers_depart_from_the_book() -> None:
    pytest.importorskip("nicegui", reason="the extra `app` is not installed")
    from bereik.measures.intervals import Interval
    from bereik.present.app.pages.compare.answer import sentences

    asked = plans.job_of([plans.based_on(name) for name in ("loket-wint", "loket-wint-eropaf")], None, "nl")
    some = Interval(-0.1, -0.2, -0.05, 8)
    found = {(m, "", c): some for m in ("reach_52", "concentration_index") for c in ("A", "B", "B - A")}
    told, *_ = sentences(Estimate(asked, True, found, 1.0), {"A": "A. Loket", "B": "B. Eropaf"}, "nl")
    assert "bij de waarden uit het boek behalve" in told

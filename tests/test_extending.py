"""Promises about the three ways to extend; the code of docs/extending.md is run as it stands there."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bereik.compiled import rule
from bereik.engine.hooks import BUILT_IN
from bereik.engine.model import Plan, ReachModel, Service
from bereik.errors import BereikError, ParameterError
from bereik.records import Records
from bereik.vocabulary import NEVER

PAGE = Path(__file__).parents[1] / "docs" / "extending.md"
SMALL: dict[str, Any] = {"seed": 1, "residents": 1500, "burn_in": 13, "weeks": 39}


def same(a: Records, b: Records) -> bool:
    """Whether two runs wrote the same, column by column (rows have padding, which holds anything)."""
    tables = ("residents", "spells", "weekly", "services", "trace")
    pairs = [(getattr(a, table), getattr(b, table)) for table in tables]
    return np.array_equal(a.cents, b.cents) and all(
        x.shape == y.shape and all(np.array_equal(x[c], y[c]) for c in x.dtype.names or ()) for x, y in pairs
    )


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run the page from top to bottom, in a folder of its own."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("page"))
    names: dict[str, Any] = {}
    try:
        text = PAGE.read_text(encoding="utf-8")
        for language, code in re.findall(r"```(toml|python)\n(.*?)```", text, re.DOTALL):
            if language == "toml":
                Path(code.splitlines()[0].removeprefix("#").strip()).write_text(code, encoding="utf-8")
            else:
                exec(code, names)
    finally:
        os.chdir(before)
    return names


def test_a_desk_in_the_library_is_a_table_of_settings(page: dict[str, Any]) -> None:
    records: Records = page["records"]
    k = records.service_names.index("bibliotheek")
    assert records.services["arrived"][:, k].sum() > 0
    assert records.services["admitted"][:, k].sum() > 0


def test_the_hooks_of_the_page_change_what_happens(page: dict[str, Any]) -> None:
    without = ReachModel("loket-only", seed=1, residents=2000, burn_in=26, weeks=26).run()
    assert not same(page["hooked"], without)


def test_the_planner_of_the_page_changes_at_whose_doors_one_knocks(page: dict[str, Any]) -> None:
    without = ReachModel("outreach", seed=1, residents=2000, burn_in=26, weeks=26).run()
    assert not same(page["planned"], without)


@pytest.mark.parametrize("scenario", ["outreach", "loket-plus-outreach-gedeeld"])
def test_a_hook_that_is_the_rule_of_the_house_changes_no_bit(scenario: str) -> None:
    hooked = ReachModel(scenario, **SMALL, hooks=BUILT_IN._asdict()).run()
    assert same(hooked, ReachModel(scenario, **SMALL).run())


def test_who_always_accepts_at_the_door_never_declines() -> None:
    @rule
    def always(
        trust: float, flag: float, wish_alone: float, severity: int, contacts: int, p: object, views: object
    ) -> float:
        return 1.0

    model = ReachModel("alwetend", **SMALL, follow=range(1500), hooks={"accepts_help": always})
    turns = model.run().frames()["trace"]
    observed = turns[turns.week >= 0]
    assert (observed.what == "visited").any()
    assert not (observed.what == "declined").any()
    without = ReachModel("alwetend", **SMALL, follow=range(1500)).run().frames()["trace"]
    assert ((without.week >= 0) & (without.what == "declined")).any()


def test_a_hook_for_minutes_decides_what_cases_take() -> None:
    def nothing(minutes_per_case: float, weight: float, crisis: bool, p: object) -> float:
        return 0.0

    free = ReachModel("loket-only", **SMALL, hooks={"minutes_needed": nothing}).run()
    case_work = 2  # vocabulary.CASE_WORK
    assert free.services["minutes"][:, :, case_work].sum() == 0
    assert ReachModel("loket-only", **SMALL).run().services["minutes"][:, :, case_work].sum() > 0


HOOK = """
def queue_priority(severity, domains, weeks, crisis_first, single_first):
    return {answer}
"""


def test_an_edited_hook_gives_its_new_result(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    results = []
    for answer in ("1", "3 if domains > 1 else 1", "1"):
        file.write_text(HOOK.format(answer=answer), encoding="utf-8")
        hook = runpy.run_path(str(file))["queue_priority"]
        model = ReachModel(
            "loket-only", seed=1, residents=3000, burn_in=52, weeks=52, hooks={"queue_priority": hook}
        )
        results.append(model.run())
    assert same(results[0], results[2])
    assert not same(results[0], results[1])


IN_PLAIN_PYTHON = """
import hashlib, sys
from bereik import ReachModel

def queue_priority(severity, domains, weeks, crisis_first, single_first):
    return 0 if domains > 2 else 3
def minutes_needed(minutes_per_case, weight, crisis, p):
    return minutes_per_case * weight + p.crisis_minutes / 3.0
def accepts_help(trust, flag, wish_alone, severity, contacts, p, views):
    return trust * (1.0 - views.want_help) + (1.0 - trust) * 0.3

hooks = dict(queue_priority=queue_priority, minutes_needed=minutes_needed, accepts_help=accepts_help)
records = ReachModel("alwetend", seed=2, residents=200, burn_in=4, weeks=12, hooks=hooks).run()
digest = hashlib.sha256(records.cents.tobytes())
for table in (records.spells, records.weekly, records.services, records.residents):
    for column in table.dtype.names:
        digest.update(table[column].tobytes())
print(digest.hexdigest())
"""


def test_hooks_give_the_same_bits_compiled_and_in_plain_python() -> None:
    def printed(jit: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", IN_PLAIN_PYTHON], capture_output=True, text=True, check=True,
            env=os.environ | {"BEREIK_JIT": jit},
        )
        return done.stdout

    assert printed("1") == printed("0")


@pytest.mark.parametrize(
    ("name", "hook", "words"),
    [
        ("queue_priority", lambda severity, domains, weeks, crisis_first, single_first: 4, "0, 1, 2 or 3"),
        ("minutes_needed", lambda minutes_per_case, weight, crisis, p: -1.0, "0 minutes or more"),
        ("minutes_needed", lambda minutes_per_case, weight, crisis, p: 1e9 + weight, "those of a week"),
        (
            "accepts_help",
            lambda trust, flag, wish_alone, severity, contacts, p, views: trust + 1.0, "a chance in 0..1",
        ),
    ],
)  # fmt: skip
def test_a_hook_that_returns_nonsense_stops_the_run(name: str, hook: Any, words: str) -> None:
    with pytest.raises(RuntimeError, match=words):
        ReachModel("alwetend", **SMALL, hooks={name: hook}).run()


def test_an_error_in_a_hook_is_not_swallowed() -> None:
    def divides(minutes_per_case: float, weight: float, crisis: bool, p: object) -> float:
        return minutes_per_case / (weight - weight)

    with pytest.raises(ZeroDivisionError):
        ReachModel("loket-only", **SMALL, hooks={"minutes_needed": divides}).run()


def test_a_hook_with_another_name_or_other_facts_is_refused() -> None:
    with pytest.raises(BereikError, match="there is no hook 'priority'"):
        ReachModel("loket-only", hooks={"priority": lambda severity: 1})
    with pytest.raises(BereikError, match=r"takes \(severity\), but it is called with \(severity, domains"):
        ReachModel("loket-only", hooks={"queue_priority": lambda severity: 1})


class InOrder(Service):
    """Plans the doors 300, 299, ... and some of them twice."""

    doors = (*range(300, 200, -1), 300, 299)

    def plan(self, week: int) -> Plan | None:
        return Plan(self.doors)


def knocked(model: ReachModel, week: int) -> list[int]:
    turns = model.records().trace
    return turns["resident"][(turns["week"] == week) & (turns["what"] == 30)].tolist()  # vocabulary.VISITED


def test_planned_doors_are_knocked_on_first_in_the_order_of_the_plan_and_once() -> None:
    model = ReachModel(
        "outreach",
        seed=1,
        residents=6000,
        burn_in=0,
        weeks=4,
        follow=range(6000),
        services={"outreach": InOrder},
    )
    people: Any = model.world.residents
    free = [i for i in dict.fromkeys(InOrder.doors) if not people.standing[i]]
    model.step()
    doors = knocked(model, 0)
    planned = [i for i in doors if i in free]
    assert planned == doors
    assert len(doors) >= 3
    assert [i for i in free if i in doors] == doors


class ByTip(Service):
    """Hands back what it has learned, and keeps it."""

    def plan(self, week: int) -> Plan | None:
        self.learned = self.knows()
        return None


def test_a_planner_knows_signals_files_and_its_own_cases_and_no_more() -> None:
    model = ReachModel("outreach", **SMALL, services={"outreach": ByTip})
    for _ in range(5):
        model.step()
    service: Any = model.services["outreach"]
    people: Any = model.world.residents
    known = service.knows()
    assert set(known.signalled) == set(np.flatnonzero(people.signal_week != NEVER))
    assert (np.diff(known.signal_week) >= 0).all()
    assert set(known.registered) == set(np.flatnonzero(people.known_since != NEVER))
    assert set(known._fields) == {
        "signalled", "signal_week", "registered", "approached", "waiting", "helped", "met",
        "wijk_residents", "wijk_registered",
    }  # fmt: skip
    known.registered[:] = 0  # a copy: a planner changes nothing in the world
    assert set(service.knows().registered) == set(np.flatnonzero(people.known_since != NEVER))


def test_a_planner_that_leaves_it_to_the_settings_changes_no_bit() -> None:
    planned = ReachModel("outreach", **SMALL, services={"outreach": ByTip}).run()
    assert same(planned, ReachModel("outreach", **SMALL).run())


def planning(*doors: Any) -> type[Service]:
    return type("Planning", (Service,), {"plan": lambda self, week: Plan(list(doors))})


@pytest.mark.parametrize(
    ("service", "doors", "words"),
    [
        ("outreach", (1500,), "Residents are 0..1499"),
        ("outreach", (-1,), "Residents are 0..1499"),
        ("outreach", (1.5,), "no list of rows"),
        ("wijkteam", (3,), "does not go out"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_says_why(service: str, doors: tuple[Any, ...], words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        ReachModel("outreach", **SMALL, services={service: planning(*doors)}).step()


def test_a_plan_for_a_service_that_is_not_there_is_refused() -> None:
    with pytest.raises(ParameterError, match="no service is called 'bus'"):
        ReachModel("outreach", **SMALL, services={"bus": Service}).step()

"""What the tests of the engine share, and the script with which they ask plain Python.

``python tests/oracle_run.py WHAT`` prints as JSON what the engine does; with ``BEREIK_JIT=0`` in
the environment it does so as plain Python, the oracle of the compiled code. WHAT is

- ``first-half``, ``other-half``: a hash over all records of every shipped scenario, and of one in
  which everything is on;
- ``draws``: a hash over uniforms of every decision, at ordinary and at outlandish arguments;
- ``ledger``: every draw of two small runs: how often each, and a hash over the candidates.
"""

from __future__ import annotations

import hashlib
import importlib
import itertools
import json
import os
import pkgutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bereik import chance, compiled, decisions, engine
from bereik.engine import build, life, replicate, seeking, word
from bereik.engine.build import Town
from bereik.engine.world import World, copy
from bereik.parameters.book import numbers, the_book
from bereik.records import Records
from bereik.scenarios import Scenario, load_scenario, shipped
from bereik.scenarios.scenario import Shock
from bereik.services.kinds import settings_of
from bereik.vocabulary import DOMAINS

ENGINE: Any = [  # every room, so that none draws unseen
    importlib.import_module(f"bereik.engine.{room.name}") for room in pkgutil.iter_modules(engine.__path__)
]
POINTERS = ("first_case", "spell", "last_spell")  # row numbers in tables that all share
LASTING_FACTS = (  # looked up anew, not drawn anew
    "START", "WORLD_VIEW", "LIKES_PLACE", "QUEUE_ORDER", "ANSWERS_ALIKE", "ALWAYS_OPENS", "ALWAYS_ACCEPTS",
    "PRICED_OUT", "HAS_NUMBER", "SCHEME_AT_START",
)  # fmt: skip


# --- scenarios for tests ---


def with_levers(scenario: Scenario, levers: Mapping[str, Mapping[str, Any]]) -> Scenario:
    """Return a scenario in which some levers of its services are others."""
    services = dict(scenario.services)
    for name, changes in levers.items():
        services[name] = services[name].model_copy(update=dict(changes))
    return replace(scenario, services=services)


@cache
def lively(name: str, times: float = 4.0) -> Scenario:
    """Return a shipped scenario with more staff, so that a small gemeente sees much of it."""
    scenario = load_scenario(name)
    return with_levers(
        scenario, {s: {"fte_per_10000": x.fte_per_10000 * times} for s, x in scenario.services.items()}
    )


def everything_on() -> Scenario:
    """Return a scenario that goes through as many branches of the engine as one scenario can."""
    scenario = with_levers(
        lively("loket-plus-outreach-gedeeld", 10.0),
        {
            "loket": {
                "crisis_first": True, "eigen_kracht": 0.5, "lead_weeks": 0, "unstaffed": 0.2, "guarded": 0.5,
                "interpreter": 0.5, "needs_address": True, "stacked_to": "wijkteam", "mediates": 0.5,
                "no_question": 0.3, "tie": 0.5, "advocate": 0.5, "fixed_contact": 0.5, "by_proxy": 0.5,
            },
            "telefoon": {
                "single_first": True, "until_week": 20, "fee": 10.0, "loudest_first": True, "registers": True,
                "conditions": ("mental",),
            },
            "wijkteam": {
                "longest_weeks": 8, "caseload_per_fte": 1.5, "fee_by_means": 50.0, "cut": 0.3, "cut_from": 10,
                "cut_until": 30, "turnover": 1.0, "stuck_to": "loket", "brings_in": 0.5, "lightest": 1,
                "volunteers": True, "reorganised_week": 4, "reorganised_every": 20,
                "take_over": 0.5, "pauses_debts": 0.5,
            },
            "outreach": {
                "from_week": 3, "attempts": 4, "competence": ("money", "social", "family"), "pretext": 0.5,
                "chooses": 0.5, "channels": ("letter", "call", "visit"), "letter_minutes": 2,
                "call_minutes": 9, "letter_only": 0.5, "minimum": 0.3, "among": "parent",
                "follows": ("tip", "energy", "landlord"),
            },
        },
    )
    partners = {
        name: settings_of("partner", {"sees": [name], "notices": 0.1, "shares": 0.5, **levers}, the_book())
        for name, levers in (("ill", {"hands_over_to": "wijkteam"}), ("tenant", {}), ("nuisance", {}))
    }
    relief = settings_of("respijtzorg", {"fte_per_10000": 2.0}, the_book())
    services = {**scenario.services, **partners, "respijtzorg": relief}
    schemes = dict(load_scenario("proactief").schemes)
    schemes["bijstand"] = schemes["bijstand"].model_copy(update={"from_week": 4, "until_week": 30})
    schemes["stadspas"] = load_scenario("stadspas").schemes["stadspas"].model_copy(
        update={"prefilled": "nobody", "repays": 0.5, "flag": 1.0, "budget": 0.5, "for_whom": "tenants"}
    )
    return replace(
        scenario, name="everything-on", services=services, world_view=dict.fromkeys(scenario.world_view, 0.5),
        shock=Shock(5, 25, dict.fromkeys(DOMAINS, 0.1), 0.2), schemes=schemes,
    )


# --- towns ---


def settled(
    scenario: Scenario, residents: int, seed: int = 11, start: int = 0, follow: Iterable[int] = ()
) -> tuple[Town, Any]:
    """Return the gemeente of a scenario as the burn-in starts, and its numbers."""
    book = scenario.book()
    p = numbers(book)
    return build.settle(scenario, book, p, seed, residents, start, follow), p


class Turn(NamedTuple):
    """A world before and after a week."""

    week: int
    before: World
    world: World


def week_by_week(
    scenario: Scenario, residents: int, weeks: int, burn_in: int = 8, follow: Iterable[int] = ()
) -> Iterator[Turn]:
    """Run a scenario after a short burn-in and show the world before and after every week."""
    town, p = settled(scenario, residents, start=-burn_in, follow=follow)
    town = town._replace(world=build.live(town.world, p, -burn_in, 0))
    world = build.branch(town, scenario, weeks).world
    for week in range(weeks):
        before = copy(world)
        world = build.live(world, p, week, week + 1)
        yield Turn(week, before, world)


def who_differs(one: World, other: World) -> np.ndarray:
    """Return per resident whether anything about her or her household differs, bit for bit."""
    mine, theirs = as_arrays(one), as_arrays(other)
    out = np.zeros(len(mine.residents), bool)
    for name in mine.residents.dtype.names:
        if name not in POINTERS:
            out |= _rows_differ(mine.residents[name], theirs.residents[name])
    home = np.zeros(len(mine.households), bool)
    for name in mine.households.dtype.names:
        home |= _rows_differ(mine.households[name], theirs.households[name])
    return out | home[mine.residents.household]


def as_arrays(world: World) -> Any:
    """Return the world as NumPy has it: the type checker knows rows, tests read whole columns."""
    return world


def _rows_differ(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    unequal = one != other
    return unequal if unequal.ndim == 1 else unequal.any(axis=1)


def what_differs(one: World, other: World) -> list[str]:
    """Return the columns in which two worlds differ, in the rows in use; the books of the burn-in aside."""
    mine, theirs = as_arrays(one), as_arrays(other)
    wrong = [f"facts.{n}" for n in mine.facts.dtype.names if np.any(mine.facts[n] != theirs.facts[n])]
    for table in ("residents", "households", "wijken", "services", "schemes", "purses"):
        wrong += _columns_differ(table, getattr(mine, table), getattr(theirs, table))
    for table in ("ties", "active", "routes"):
        wrong += [] if np.array_equal(getattr(one, table), getattr(other, table)) else [table]
    for table, used in (("cases", "cases_used"), ("spells", "spells_used"), ("trace", "trace_used")):
        rows = getattr(mine, table)[: mine.facts[used]], getattr(theirs, table)[: theirs.facts[used]]
        wrong += _columns_differ(table, *rows)
    for table in ("weekly", "service_weeks", "scheme_weeks"):
        wrong += _columns_differ(table, getattr(mine, table)[:-1], getattr(theirs, table)[:-1])
    return wrong


def _columns_differ(table: str, one: Any, other: Any) -> list[str]:
    if one.shape != other.shape:
        return [f"{table}: {one.shape} and {other.shape} rows"]
    return [f"{table}.{name}" for name in one.dtype.names if not np.array_equal(one[name], other[name])]


# --- hashes ---


def records_differ(one: Records, other: Records) -> list[str]:
    """Return the columns in which the records of two runs differ, bit for bit."""
    wrong: list[str] = []
    for table in ("residents", "spells", "weekly", "services", "schemes", "trace"):
        wrong += _columns_differ(table, getattr(one, table), getattr(other, table))
    wrong += [] if np.array_equal(one.cents, other.cents) else ["cents"]
    return wrong + ([] if one.active_weeks == other.active_weeks else ["active_weeks"])


def hash_of(records: Records) -> str:
    """Return a hash over every column of every table, floats by their bits."""
    digest = hashlib.sha256()
    for table in ("residents", "spells", "weekly", "services", "schemes", "trace"):
        rows = getattr(records, table)
        for name in rows.dtype.names:
            digest.update(f"{table}.{name} {rows[name].shape}".encode())
            digest.update(np.ascontiguousarray(rows[name]).tobytes())
    digest.update(np.ascontiguousarray(records.cents).tobytes())
    digest.update(str(records.active_weeks).encode())
    return digest.hexdigest()


RESIDENTS = 500  # nearly the fewest among whom scenarios still differ; plain Python takes its time for each
HALF = len(shipped()) // 2  # of the shipped scenarios, by name; plain Python takes them in two processes


@cache
def first_half() -> dict[str, Any]:
    """Return the hash of 60 weeks of half of the shipped scenarios."""
    return _hashes(shipped()[:HALF])


@cache
def other_half() -> dict[str, Any]:
    """Return the hash of 60 weeks of the other half, and of a scenario in which everything is on."""
    all_on = replicate.simulate([everything_on()], 4, residents=300, weeks=50, burn_in=10, follow=range(300))
    return _hashes(shipped()[HALF:]) | _hashed(all_on)


def _hashes(names: Sequence[str]) -> dict[str, Any]:  # lively: else some teams have no time for a visit
    scenarios, some = [lively(name) for name in names], range(0, RESIDENTS, 25)
    return _hashed(replicate.simulate(scenarios, 3, residents=RESIDENTS, weeks=50, burn_in=10, follow=some))


def _hashed(found: Sequence[Records]) -> dict[str, Any]:
    counts = ("started", "knocks", "accepted", "gave_up", "turned_away", "handed_over", "waiting")
    return {r.scenario: {"hash": hash_of(r), **{k: int(r.services[k].sum()) for k in counts}} for r in found}


def all_decisions() -> dict[str, int]:
    """Return the decisions by name."""
    return {name: number for name, number in vars(decisions).items() if name.isupper()}


def draws() -> dict[str, str]:
    """Return a hash over the draws of every decision."""
    key = chance.key_of(5)
    at = list(itertools.product((0, 1, 99_999), (-104, 0, 259), (0, 7), (0, 3)))
    at += [(2**31, -32_000, 2**62 - 1, 0), (chance.stable_hash("loket"), 5, 1, 400), (0, 5_199, 2**40, 2**20)]
    found = {}
    for name, number in all_decisions().items():
        text = ",".join(float(chance.uniform(key, number, *where)).hex() for where in at)
        found[name] = hashlib.sha256(text.encode()).hexdigest()
    as_the_engine_has_it: Any = np.uint64 if compiled.JIT else int
    glances = [as_the_engine_has_it(chance.bits(key, decisions.LIFE_GLANCE, *where)) for where in at]
    for k in range(8):
        text = ",".join(
            f"{float(chance.luck(glance, k, key, decisions.SPILLS, *where[:3])).hex()} "
            f"{int(chance.extremes(glance, 20 * k, 255 - 20 * k, 127))}"
            for glance, where in zip(glances, at, strict=True)
        )
        found[f"glance {k}"] = hashlib.sha256(text.encode()).hexdigest()
    text = ",".join(x.hex() for x in chance.uniforms(key, decisions.POPULATION, 500, 3).tolist())
    return found | {"uniforms": hashlib.sha256(text.encode()).hexdigest()}


def ledger() -> dict[str, Any]:
    """Return what two policies draw: decisions drawn twice over for one thing, and the shocks that knock."""
    return {name: _ledger_of(lively(name, 8.0)) for name in ("loket-only", "loket-plus-outreach")}


def _ledger_of(scenario: Scenario) -> dict[str, Any]:
    drawn: Counter[tuple[int, ...]] = Counter()
    candidates = hashlib.sha256()
    honest, honest_rest = chance.uniform, chance.luck

    def writes(key: int, decision: int, *what: int) -> float:
        luck = honest(key, decision, *what)
        drawn[decision, *(int(x) for x in what)] += 1
        if decision in (decisions.CANDIDATE, decisions.CANDIDATE_KIND, decisions.CANDIDATE_STRIKES):
            candidates.update(f"{decision} {what} {luck.hex()};".encode())
        return luck

    def writes_rest(glance: int, k: int, key: int, decision: int, *what: int) -> float:
        drawn[decision, *(int(x) for x in what)] += 1
        return honest_rest(glance, k, key, decision, *what)

    whole = [room for room in ENGINE if hasattr(room, "uniform")]
    of_a_glance = [room for room in ENGINE if hasattr(room, "luck")]
    for room in whole:
        room.uniform = writes
    for room in of_a_glance:
        room.luck = writes_rest
    replicate.simulate([scenario], 8, residents=300, weeks=40, burn_in=0)
    for room in whole:
        room.uniform = honest
    for room in of_a_glance:
        room.luck = honest_rest
    name_of = {number: name for name, number in all_decisions().items()}
    again = Counter(name_of[what[0]] for what, times in drawn.items() if times > 1)
    return {
        "kinds": len({what[0] for what in drawn}),
        "draws": sum(drawn.values()),
        "twice": {name: times for name, times in again.items() if name not in LASTING_FACTS},
        "candidates": candidates.hexdigest(),
        "struck": sum(what[0] == decisions.CANDIDATE_STRIKES for what in drawn),
    }


HARD_TIMES = {  # problems that spread so fast that a week may pass the bound of a byte
    "problems.spills": 0.4, "problems.alone_exposed": 1.65, "problems.relapse": 0.8,
}  # fmt: skip


def glances() -> dict[str, Any]:
    """Return what two gemeenten come to, with the glances of a week and with every draw looked at in full."""
    towns = {
        "shipped": lively("loket-plus-outreach", 8.0),
        "hard times": lively("loket-only", 8.0).with_parameters(HARD_TIMES, "to reach the end of a byte"),
        "half believed": everything_on(),
    }
    named: Any = chance.extremes
    allowed: Any = chance.may_fall_below
    byte: Any = chance.first_byte
    found: dict[str, Any] = {name: {"glanced": _comes_to(scenario)} for name, scenario in towns.items()}
    life.extremes = lambda glance, low, high, wanted: wanted
    life.first_byte = lambda glance, k: -1
    word.may_fall_below = seeking.may_fall_below = lambda glance, k, chance: True
    for name, scenario in towns.items():
        found[name]["looked at"] = _comes_to(scenario)
    life.extremes, life.first_byte = named, byte
    word.may_fall_below = seeking.may_fall_below = allowed
    return found


def _comes_to(scenario: Scenario) -> str:
    return hash_of(replicate.simulate([scenario], 4, residents=300, weeks=40, burn_in=8)[0])


def in_plain_python(what: str) -> dict[str, Any]:
    """Ask this script in another process, without compiled code."""
    answer = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), what],
        env={**os.environ, "BEREIK_JIT": "0"}, capture_output=True, text=True, check=False, timeout=600,
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def hurries() -> None:
    """Read and write fields of rows at once: NumPy's detour by attribute takes most of the time."""
    record: Any = np.record
    table: Any = np.recarray
    detour, row = record.__getattribute__, table.__getitem__
    field, write = np.void.__getitem__, np.void.__setitem__

    def read(self: Any, name: str) -> Any:
        try:
            return field(self, name)
        except (IndexError, KeyError, ValueError):
            return detour(self, name)

    record.__getattribute__ = read
    record.__setattr__ = lambda self, name, value: write(self, name, value)
    table.__getitem__ = lambda self, k: np.ndarray.__getitem__(self, k) if type(k) is int else row(self, k)


ANSWERS = {
    "first-half": first_half, "other-half": other_half, "draws": draws, "ledger": ledger, "glances": glances,
}  # fmt: skip

if __name__ == "__main__":
    if not compiled.JIT:
        hurries()
    sys.stdout.write(json.dumps(ANSWERS[sys.argv[1]](), indent=1))

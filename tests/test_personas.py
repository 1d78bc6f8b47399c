"""Personas: one life in a file, placed in any scenario, with the same luck under each."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import bereik
from bereik.engine.persona import Life, lives, who_makes_room
from bereik.engine.replicate import after_burn_in
from bereik.errors import BereikError, ParameterError, ScenarioError
from bereik.experiments import fates
from bereik.experiments.experiment import Outcome
from bereik.experiments.fates import Fate, fate_in, fate_of, goes_as
from bereik.experiments.listener import Silent
from bereik.experiments.persona import PersonaFound, found_in, table_of
from bereik.experiments.store import Store
from bereik.measures.intervals import Interval, share_interval
from bereik.parameters.book import numbers
from bereik.present import persona as told
from bereik.present import personas as personas_told
from bereik.present.kinds import drawn
from bereik.records import Spell, TraceRow
from bereik.scenarios import load_scenario
from bereik.scenarios.change import changed
from bereik.scenarios.personas import Event, Persona, Problem, Text, load_persona, shipped_personas
from bereik.tables import dtype_of
from bereik.vocabulary import (
    ASKED,
    BECAUSE_FITS,
    BECAUSE_MISJUDGED,
    BECAUSE_ROW,
    CORPORATION,
    DROPPED,
    FRIEND_STEPPED_IN,
    FRIEND_TIRED,
    HEALTH,
    HELP_STARTED,
    INCOMPLETE,
    INVISIBLE,
    MENTAL,
    MONEY,
    NEVER,
    PARTNER_SAW,
    SERIOUS,
    TURNED_AWAY,
    WEEK_BOOKED,
)

SIZE: dict[str, Any] = {"residents": 1500, "weeks": 60, "burn_in": 13}
NINE = ["anoushka", "cindy", "ingrid", "johan", "kimberly", "maaike", "marco", "marjolijn", "michel"]


def somebody(**facts: Any) -> Persona:
    """A persona of whom little is told."""
    plain: dict[str, Any] = {
        "name": "noor", "title": Text("Noor", "Noor"), "summary": Text("", ""), "source": "",
        "fails": "loket-only", "remedy": "outreach", "expects": ("invisible",), "shortens": "weeks-to-fit",
        "person": {}, "home": {"adults": 1}, "problems": (Problem(MENTAL, SERIOUS, 10),), "events": (),
    }  # fmt: skip
    return Persona(**(plain | facts))


def event(week: int, **facts: Any) -> Event:
    plain: dict[str, Any] = {
        "name": f"week {week}", "week": week, "says": None, "what": None, "starts": {}, "becomes": {},
        "friend": None, "goes_to": None, "signal": None, "seen": False,
    }  # fmt: skip
    return Event(**(plain | facts))


def live(her: Persona, *scenarios: str, seed: int = 3) -> list[Life]:
    return lives(her, [load_scenario(s) for s in scenarios or ("loket-only",)], seed, **SIZE)


def rows_of(life: Life) -> list[tuple[int, ...]]:
    columns = ("week", "service", "what", "why")
    return [tuple(int(row[name]) for name in columns) for row in life.records.trace]


def happenings(life: Life) -> set[tuple[int, ...]]:
    return {(week, what) for week, _, what, _ in rows_of(life)}


def same_run(a: Life, b: Life) -> bool:
    tables = ("residents", "spells", "weekly", "services", "cents", "trace")
    return all(np.array_equal(getattr(a.records, t), getattr(b.records, t)) for t in tables)


# --- in the world ---


def test_a_life_that_only_says_things_is_lived_as_one_without_pieces() -> None:
    words = Text("Zij zwijgt", "She is silent")
    broken = somebody(events=(event(0, says=words), event(17, says=words), event(41, says=words)))
    assert same_run(live(somebody())[0], live(broken)[0])


def test_what_happens_later_changes_nothing_before() -> None:
    struck = somebody(events=(event(30, starts={MONEY: SERIOUS}),))
    plain, other = rows_of(live(somebody())[0]), rows_of(live(struck)[0])
    assert [row for row in plain if row[0] < 30] == [row for row in other if row[0] < 30]
    assert plain != other


def test_the_same_scenario_twice_is_the_same_life() -> None:
    her = load_persona("kimberly")
    one, two = live(her, "loket-only", "loket-only")
    assert one.resident == two.resident
    assert same_run(one, two)


def test_under_every_policy_the_same_resident_with_the_same_blows() -> None:
    her = load_persona("ingrid")
    a, b = (life for life in live(her, "loket-only", "geen-hulp"))
    assert a.resident == b.resident
    for column in ("age", "doenvermogen", "ties", "wijk", "means"):
        assert a.records.residents[a.resident][column] == b.records.residents[b.resident][column]
    assert rows_of(a)[0] == rows_of(b)[0]


def test_who_makes_room_lives_in_such_a_home_and_is_at_rest() -> None:
    scenario = load_scenario("loket-only")
    town = after_burn_in(scenario, numbers(scenario.book()), 3, 1500, 13)
    her = somebody(home={"adults": 1, "children": False, "tenure": "corporation"}, person={"ties": 2})
    i = who_makes_room(her, [town.world])
    person: Any = town.world.residents[i]
    home: Any = town.world.households[person.household]
    assert (home.adults, home.children, home.tenure) == (1, 0, CORPORATION)
    assert person.troubled == 0 and person.first_case == -1 and person.spell == -1
    assert who_makes_room(her, [town.world]) == i


def test_where_nobody_lives_like_that_it_is_said_in_one_line() -> None:
    with pytest.raises(ParameterError, match=r"^noor: nobody here lives as .*--residents") as told_so:
        live(somebody(home={"adults": 9}))
    assert "\n" not in str(told_so.value)


def test_problems_at_the_start_are_need_from_the_start() -> None:
    (life,) = live(somebody(problems=(Problem(MONEY, SERIOUS, 20),)))
    mine = life.records.spells[life.records.spells["resident"] == life.resident]
    assert mine["opened"][0] and mine["onset"][0] == -20


def test_what_her_file_says_stands_in_her_row_and_people_are_counted_as_before() -> None:
    her = somebody(person={"shame": 0.9, "trust": 0.1, "known": True, "means": 0.2})
    life = live(her)[0]
    row = life.records.residents[life.resident]
    assert (row["shame"], row["trust_at_start"], row["means"]) == (0.9, 0.1, 0.2)
    weekly = life.records.weekly
    assert weekly["residents"].sum(axis=1).tolist() == [1500] * 60
    assert np.all(weekly["registered"] >= 0)


def test_a_referral_is_asked_and_a_partner_that_is_there_sees_her() -> None:
    asks = live(somebody(events=(event(5, goes_to="loket"),)))[0]
    assert (5, ASKED) in happenings(asks)
    nowhere = live(somebody(events=(event(5, goes_to="doorbraakteam"),)))[0]
    assert same_run(nowhere, live(somebody())[0])
    seen = somebody(events=(event(5, seen=True),))
    assert (5, PARTNER_SAW) in happenings(live(seen, "partners")[0])
    assert same_run(live(seen)[0], live(somebody())[0])  # in loket-only there is none


def test_who_does_not_think_of_asking_never_asks_until_she_does() -> None:
    content = {"asks": False, "knows": True, "trust": 0.9, "shame": 0.0, "wish_alone": 0.0}
    person = content | {"doenvermogen": 0.9}
    at_ease = somebody(person=person, problems=(Problem(MONEY, SERIOUS, 10),))
    never = [live(at_ease, seed=seed)[0] for seed in (3, 4, 5)]
    asked = [row for life in never for row in rows_of(life) if row[2] in (ASKED, DROPPED)]
    assert asked == []
    second = replace(at_ease, events=(event(20, becomes={"asks": True}),))
    thinks = [rows_of(live(second, seed=seed)[0]) for seed in (3, 4, 5)]
    weeks = [row[0] for rows in thinks for row in rows if row[2] in (ASKED, DROPPED)]
    assert weeks and min(weeks) >= 20


def test_what_a_persona_does_not_think_of_changes_nobody_else_by_itself() -> None:
    quiet = {"lasting": (), "trust": 0.5}
    plain = live(somebody(person=quiet, problems=()))[0].records
    still = live(somebody(person=quiet | {"asks": False}, problems=()))[0].records
    others = np.arange(len(plain.residents)) != live(somebody(person=quiet, problems=()))[0].resident
    assert np.array_equal(plain.residents[others], still.residents[others])


def test_a_friend_comes_and_goes_when_the_file_says_so() -> None:
    helped = event(3, starts={HEALTH: SERIOUS}, friend=True)
    told_off = live(somebody(events=(helped, event(9, starts={HEALTH: SERIOUS}, friend=False))))[0]
    assert (3, FRIEND_STEPPED_IN) in happenings(told_off)
    assert (9, FRIEND_TIRED) in happenings(told_off)
    nobody_there = live(somebody(events=(event(9, friend=False),)))[0]
    assert (9, FRIEND_TIRED) not in happenings(nobody_there)


# --- what came of it ---


def life_of(*booked: tuple[int, int, int], **spell: int) -> tuple[Life, Any]:
    """A life written by hand: (week, what, why) of the trace, and columns of her one spell."""
    trace = np.zeros(len(booked), dtype_of(TraceRow))
    for k, (week, what, why) in enumerate(booked):
        trace[k]["week"], trace[k]["what"], trace[k]["why"], trace[k]["resident"] = week, what, why, 7
    spells = np.zeros(1, dtype_of(Spell))
    for name in spells.dtype.names or ():
        if name.startswith("first_"):
            spells[name] = NEVER
    spells["resident"], spells["opened"] = 7, True
    for name, value in spell.items():
        spells[name] = value
    records: Any = SimpleNamespace(trace=trace, spells=spells, weeks=60)
    return Life(7, records), spells


def weeks(first: int, count: int, row: int) -> list[tuple[int, int, int]]:
    return [(first + k, WEEK_BOOKED, BECAUSE_ROW + row) for k in range(count)]


NONE_HOLD = dict.fromkeys(["flag_late"], False)


def test_stages_come_in_their_order_and_last() -> None:
    life, first = life_of(*weeks(0, 10, INVISIBLE), *weeks(10, 4, INCOMPLETE))
    assert goes_as(["invisible", "incomplete"], life, first, NONE_HOLD)
    assert not goes_as(["incomplete", "invisible"], life, first, NONE_HOLD)
    assert not goes_as(["unfitting"], life, first, NONE_HOLD)
    brief, first = life_of(*weeks(0, 10, INVISIBLE), *weeks(10, 3, INCOMPLETE))
    assert not goes_as(["invisible", "incomplete"], brief, first, NONE_HOLD)


def test_what_is_expected_is_half_of_unmet_weeks_at_least() -> None:
    life, first = life_of(*weeks(0, 10, INVISIBLE), *weeks(10, 9, INCOMPLETE))
    assert goes_as(["invisible"], life, first, NONE_HOLD)
    assert not goes_as(["incomplete"], life, first, NONE_HOLD)


def test_a_turn_of_the_trace_is_a_stage_and_one_of_several_will_do() -> None:
    turned = (12, TURNED_AWAY, BECAUSE_MISJUDGED)
    life, first = life_of(*weeks(0, 12, INVISIBLE), turned)
    assert goes_as(["invisible", "turned-away: misjudged"], life, first, NONE_HOLD)
    assert goes_as(["help-started or turned-away"], life, first, NONE_HOLD)
    assert not goes_as(["turned-away: handed-back"], life, first, NONE_HOLD)
    helped, first = life_of((3, HELP_STARTED, BECAUSE_FITS))
    assert goes_as(["help-started: fits"], helped, first, NONE_HOLD)


@pytest.mark.parametrize(
    ("weeks_of", "counts"),
    [
        ({"first_crisis": 20, "first_fit": 30}, True),
        ({"first_crisis": 20}, True),
        ({"first_crisis": 20, "first_fit": 20}, True),
        ({"first_crisis": 20, "first_fit": 10}, False),
        ({"first_fit": 10}, False),
        ({}, False),
    ],
)
def test_a_crisis_counts_when_no_fitting_help_came_before_it(weeks_of: dict[str, int], counts: bool) -> None:
    life, first = life_of(onset=5, needy_domains=1, **weeks_of)
    assert goes_as(["crisis"], life, first, NONE_HOLD) == counts
    assert fate_of(somebody(), life).crisis == counts


def test_weeks_until_help_are_on_the_clock_of_her_need() -> None:
    life, _ = life_of(onset=-20, first_contact=4, first_fit=9, needy_domains=3, helped_domains=1)
    fate = fate_of(somebody(), life)
    assert (fate.contact, fate.fit, fate.full) == (4, 9, math.inf)
    assert fate.completeness == 0.5
    assert fate.weeks("weeks-to-full", 52) == 52
    late, _ = life_of(onset=10, first_fit=14)
    assert fate_of(somebody(), late).fit == 4


def test_a_share_has_an_interval_also_where_all_are_alike() -> None:
    none = share_interval(0, 20)
    assert none.mean == 0 and none.low == 0 and none.high == pytest.approx(0.1611, abs=1e-4)
    half = share_interval(10, 20)
    assert (half.low, half.high) == pytest.approx((0.2993, 0.7007), abs=1e-4)
    assert math.isnan(share_interval(0, 0).mean)


# --- the files ---


def test_the_nine_of_the_report_ship() -> None:
    assert shipped_personas() == NINE


@pytest.mark.parametrize("name", NINE)
def test_her_two_scenarios_cost_the_gemeente_the_same(name: str) -> None:
    her = load_persona(name)
    fails, remedy = load_scenario(her.fails), load_scenario(her.remedy)
    assert fails.equal_budget_key == remedy.equal_budget_key
    assert fails.gemeente == remedy.gemeente
    assert her.source.startswith("SCP (2024)")
    assert her.summary.nl != her.summary.en


Write = Callable[[str], Path]
GOOD = """title = "Noor"
summary = { nl = "Zij", en = "She" }
source = "Mine."
fails = "loket-only"
remedy = "outreach"
expects = ["invisible"]
shortens = "weeks-to-fit"
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "noor.toml"
        path.write_text(GOOD + text, encoding="utf-8")
        return path

    return write


def test_a_persona_of_ones_own_is_placed(write: Write) -> None:
    path = write("[problems.money]\nseverity = 'serious'\n[events.loss]\nweek = 3\nwhat = 'job-lost'\n")
    found = bereik.persona(path, seeds=2, **SIZE)
    assert found.persona.name == "noor"
    assert len(found.fates) == 2 and len(found.fates[0]) == 2


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[person]\nshaem = 0.9\n", 9, "[person]: there is no 'shaem' here. Did you mean shame?"),
        ("[person]\nshame = 9\n", 9, "[person]: shame = 9 lies outside 0..1."),
        ("[problems.mony]\nseverity = 'light'\n", 8, "Did you mean money?"),
        ("[problems.money]\nweeks = 3\n", 8, "severity is missing."),
        ("[events.x]\nwhat = 'birth'\n", 8, "week is missing."),
        ("[events.x]\nweek = 1\nwhat = 'brith'\n", 10, "Did you mean birth?"),
        ("[events.x]\nweek = 1\nstarts = { money = 'seriuos' }\n", 10, "Did you mean serious?"),
        ("[events.x]\nweek = 1\nsignal = 'landlady'\n", 10, "Did you mean landlord?"),
        ("[events.x]\nweek = 1\nbecomes = { ties = 1 }\n", 10, "ties cannot change"),
        ("[household]\nchildern = true\n", 9, "Did you mean children?"),
        ("[persons]\n", 8, "Did you mean person?"),
    ],
)
def test_a_mistake_in_a_file_is_told_in_one_line(write: Write, text: str, line: int, said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        load_persona(write(text))
    assert f"noor.toml:{line}: " in str(refused.value)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_stage_or_a_scenario_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "noor.toml"
    for right, wrong in (
        ("invisible", "invisble"), ("loket-only", "loket-onyl"), ("weeks-to-fit", "weeks-to-fti"),
    ):  # fmt: skip
        path.write_text(GOOD.replace(right, wrong), encoding="utf-8")
        with pytest.raises(ScenarioError, match=f"Did you mean {right}"):
            load_persona(path)
        with pytest.raises(ScenarioError, match="Bedoelt u"):
            load_persona(path, "nl")
    with pytest.raises(ScenarioError, match=r"there is no persona 'ingird'.*Did you mean ingrid"):
        load_persona("ingird")


# --- what is told ---


@cache
def small(name: str) -> PersonaFound:
    return bereik.persona(name, seeds=3, **SIZE)


def printed(table: Any) -> str:
    from io import StringIO

    from rich.console import Console

    out = StringIO()
    Console(file=out, width=220).print(table)
    return out.getvalue()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_she_is_told_side_by_side_in_both_languages(lang: Any) -> None:
    found = small("ingrid")
    beside = printed(told.side_by_side(found, lang))
    assert ("Schulden, op kantoor" if lang == "nl" else "Debts, at the office") in beside
    assert ("partner overleden" if lang == "nl" else "partner died") in beside
    assert ("De rekeningen blijven liggen" if lang == "nl" else "The bills are left lying") in beside
    assert ("eindelijk" if lang == "nl" else "At last") not in beside, "that is after the last week"
    table = printed(told.fates_table(found, lang))
    assert ("passende hulp op elk gebied" if lang == "nl" else "fitting help in every domain") in table
    course, shorter = told.findings(found, lang)
    assert "3" in course and ("weken" if lang == "nl" else "weeks") in shorter


def test_only_under_her_own_scenarios_is_she_held_against_the_report() -> None:
    found = bereik.persona("ingrid", "loket-only", seeds=2, **SIZE)
    assert told.findings(found, "en") == []
    assert printed(told.fates_table(found, "en"))


def test_stages_are_told_in_plain_words() -> None:
    for name in NINE:
        for lang in ("nl", "en"):
            words = told.stages(load_persona(name).expects, lang)
            raw = {stage for stage in load_persona(name).expects if "-" in stage}
            assert words and not raw & {words}


def fate(**facts: Any) -> Fate:
    plain: dict[str, Any] = {
        "contact": 1.0, "help": 2.0, "fit": 3.0, "full": math.inf, "completeness": 0.5, "need": 10,
        "covered": 0, "unmet": (0, 0, 0, 0, 0, 10), "flags": {}, "crisis": False, "as_told": True,
        "booked": (),
    }  # fmt: skip
    return Fate(**(plain | facts))


def test_shares_medians_and_differences_are_over_the_replicates() -> None:
    found = replace(
        small("ingrid"),
        seeds=(1, 2),
        fates=((fate(fit=3.0), fate(fit=math.inf, as_told=False)), (fate(fit=1.0), fate(fit=5.0))),
    )
    assert found.course.mean == 0.5
    assert found.median(lambda f: f.fit, 0) == math.inf
    assert found.median(lambda f: f.fit, 1) == 3.0
    capped = found.difference(lambda f: f.weeks("weeks-to-fit", 60))
    assert capped.mean == pytest.approx(((1 - 3) + (5 - 60)) / 2)


def test_the_persona_of_the_docs_is_in_order(tmp_path: Path) -> None:
    import re

    page = Path(__file__).resolve().parent.parent / "docs" / "personas.md"
    (text,) = re.findall(r"^```toml\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    path = tmp_path / "noor.toml"
    path.write_text(text, encoding="utf-8")
    noor = load_persona(path)
    assert [event.week for event in noor.events] == [6, 10]
    assert noor.events[1].friend and noor.events[1].seen


# --- all at once, in the store ---

TINY: dict[str, Any] = {"residents": 600, "weeks": 30, "burn_in": 4, "seed": 3}


class Heard(Silent):
    """A listener who remembers how much was to be done, and how much had been done before."""

    def begun(self, seeds: int, finished: int) -> None:
        """Remember it."""
        self.told = (seeds, finished)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[PersonaFound, ...], Path]:
    folder = tmp_path_factory.mktemp("personas")
    return bereik.personas(["kimberly", "michel"], seeds=2, out=folder, **TINY), folder


def as_printed(found: Sequence[PersonaFound]) -> str:
    return repr([one.fates for one in found])  # so that NaN is NaN


def test_what_is_kept_is_what_was_lived_and_is_not_run_again(
    both: tuple[tuple[PersonaFound, ...], Path],
) -> None:
    found, folder = both
    size = {name: TINY[name] for name in ("residents", "weeks", "burn_in")}
    for one in found:
        lived = lives(one.persona, one.scenarios, 3, **size)
        assert repr([fates[0] for fates in one.fates]) == repr([fate_of(one.persona, k) for k in lived])
    heard = Heard()
    again = bereik.personas(["kimberly", "michel"], seeds=2, out=folder, listener=heard, **TINY)
    assert heard.told == (4, 4), "a run is one of them in one seed"
    assert as_printed(again) == as_printed(found)
    assert len(list(folder.glob("runs/*"))) == 1


def test_another_life_is_not_taken_from_what_was_kept(tmp_path: Path) -> None:
    her, heard = somebody(), Heard()
    bereik.persona(her, "loket-only", seeds=1, out=tmp_path, **TINY)
    other = replace(her, expects=("late",))
    bereik.persona(other, "loket-only", seeds=1, out=tmp_path, listener=heard, **TINY)
    assert heard.told == (1, 0)


@pytest.mark.parametrize("booked", [(), (-1,), (-1, -1, 5, 5, 0, 6, 6, 6), (3, -1, 3)])
def test_a_fate_is_read_as_it_was_written(booked: tuple[int, ...]) -> None:
    flags = dict.fromkeys(("flag_invisible", "flag_late"), True) | {"flag_unfitting": False}
    whole = fate(booked=booked, flags=flags, crisis=True, completeness=math.nan)
    facts = {(row.measure, row.group): row.value for row in fates.rows_of(whole)}
    assert repr(fate_in(facts, len(booked))) == repr(whole)


def test_a_life_that_raises_is_told_and_the_rest_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(her: Persona, scenarios: Any, seed: int, **size: Any) -> list[Life]:
        if seed == 4:
            raise ValueError("nobody home")
        return lives(her, scenarios, seed, **size)

    with monkeypatch.context() as patched, pytest.raises(BereikError, match=r"seed 4: .*nobody home"):
        patched.setattr("bereik.engine.persona.lives", fails)
        bereik.persona("kimberly", seeds=2, out=tmp_path, workers=1, **TINY)
    heard = Heard()
    bereik.persona("kimberly", seeds=2, out=tmp_path, workers=1, listener=heard, **TINY)
    assert heard.told == (2, 1)


FILE = """kind = "personas"
personas = ["noor.toml"]
scenarios = ["loket-only", "mine.toml"]
residents = 600
weeks = 30
burn_in = 4
replicates = 2
seed = 3
"""
SAMPLE = "seeking.shame_weight,trust.gain\n0.1,0.03\n1.9,0.14\n"
DRAWN = [
    {"parameters.seeking.shame_weight": shame, "parameters.trust.gain": gain}
    for shame, gain in ((0.1, 0.03), (1.9, 0.14))
]


@pytest.fixture(scope="module")
def from_file(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("mine")
    (folder / "noor.toml").write_text(GOOD + "[problems.money]\nseverity = 'serious'\n", encoding="utf-8")
    mine = "based_on = 'outreach'\n[services.outreach]\nfte_per_10000 = 3.0\n"
    (folder / "mine.toml").write_text(mine, encoding="utf-8")
    (folder / "people.toml").write_text(FILE, encoding="utf-8")
    (folder / "sample.csv").write_text(SAMPLE, encoding="utf-8")
    found = bereik.experiment(
        folder / "people.toml", out=folder / "out", posterior=folder / "sample.csv", workers=1
    )
    for path in ("noor.toml", "mine.toml", "sample.csv"):
        (folder / path).unlink()
    return found


def test_what_a_file_asked_is_repeated_without_the_files_it_named(from_file: Outcome) -> None:
    assert bereik.rerun(from_file.out, workers=1).is_same
    assert not from_file.missing and len(from_file.identity) == 64


def test_seed_r_of_every_scenario_takes_row_r_of_a_sample(from_file: Outcome) -> None:
    (found,) = found_in(Store(from_file.plan, from_file.out))
    assert [scenario.name for scenario in found.scenarios] == ["loket-only", "mine"]
    size = {name: TINY[name] for name in ("residents", "weeks", "burn_in")}
    for row, seed in enumerate(found.seeds):
        drawn_here = [changed(scenario, DRAWN[row]) for scenario in found.scenarios]
        lived = lives(found.persona, drawn_here, seed, **size)
        assert repr([fates[row] for fates in found.fates]) == repr([fate_of(found.persona, k) for k in lived])
    weeks = [fate.need for fate in found.fates[0]]
    assert found.mean(lambda fate: fate.need)[1:3] == (min(weeks), max(weeks)), "the spread of the draws"
    assert "onbekende getallen" in told.note(found, "nl")
    assert "laagste en hoogste van 2 trekkingen" in told.note(found, "nl")


def test_the_summary_tells_shares_and_weeks(from_file: Outcome) -> None:
    (found,) = found_in(Store(from_file.plan, from_file.out))
    summary: Any = from_file.summary.set_index(["measure", "scenario"])
    assert summary.loc[("as_told", "loket-only"), "mean"] == found.course.mean
    assert summary.loc[("need", "mine"), "mean"] == found.mean(lambda fate: fate.need, 1).mean
    change = found.difference(lambda fate: fate.weeks("weeks-to-fit", 30))
    assert summary.loc[("fit", "mine - loket-only"), "mean"] == change.mean
    pictures = drawn("personas").draw(from_file)
    assert set(pictures) == {"persona-noor"}, "together they are drawn under their own two only"
    assert drawn("personas").finding(from_file).startswith("Noor")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("noor.toml", "ingird", "Did you mean ingrid?"),
        ("seed = 3", "measures = ['reach_52']", "measures is no choice"),
        ("seed = 3", "lives = []", "lives is no choice"),
        ("seed = 3", "lives = 3", "lives"),
        ("seed = 3", "gemeenten = ['kleinschalig', 'grootstedelijk']", "is about one gemeente"),
    ],
)
def test_a_mistake_in_a_file_of_personas_is_told(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    path = tmp_path / "people.toml"
    text = FILE.replace("mine.toml", "outreach").replace(right, wrong).replace("noor.toml", "ingrid")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"people\.toml:\d+: ") as refused:
        bereik.experiment(path, out=tmp_path / "out")
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_the_table_of_all_is_read_as_it_was_written(
    both: tuple[tuple[PersonaFound, ...], Path],
) -> None:
    found, folder = both
    text = (folder / "personas.csv").read_text(encoding="utf-8")
    assert text == table_of(found)
    for row, one in zip(personas_told.read(text), found, strict=True):
        assert row.expects == one.persona.expects
        assert row.course == pytest.approx(one.course, abs=1e-5)
        assert row.change == pytest.approx(one.shortened, abs=1e-3)
        assert row.fit == tuple(one.median(lambda f: f.fit, s) for s in (0, 1))


def row_of(name: str, course: float, high: float) -> personas_told.Row:
    size = {"residents": 5000, "weeks": 156, "burn_in": 104, "first_seed": 1, "seeds": 40}
    return personas_told.Row(
        name, ("invisible",), "a", "b", "weeks-to-fit", Interval(course, course - 0.1, course + 0.1, 40),
        Interval(-9.0, -20.0, high, 40), (math.inf, 7.0), (0.1, 0.2), **size,
    )  # fmt: skip


def test_who_is_missed_stands_in_the_title() -> None:
    rows = [row_of("ann", 0.8, -2.0), row_of("bea", 0.5, -2.0), row_of("cor", 0.4, 3.0)]
    said = personas_told.headline(rows, "en")
    assert "1 of 3" in said and "(not bea and cor)" in said.lower()
    assert "2 of 3 (not cor)" in said.lower()
    assert "(" not in personas_told.headline(rows[:1], "nl")
    figure = personas_told.personas_figure(rows, "nl")
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["Ann", "Bea", "Cor"]


def test_spells_and_weeks_are_not_told_in_the_same_words() -> None:
    for lang in ("nl", "en"):
        lines = printed(told.fates_table(small("ingrid"), lang)).splitlines()
        called = [line[:34].strip() for line in lines if line.strip()]
        assert len(set(called)) == len(called)
        assert not any(line.startswith("niet-bereik") for line in called)


# --- as in the report ---

ROOT = Path(__file__).resolve().parent.parent
JUDGED = {
    row.name: row
    for row in personas_told.read(
        (ROOT / "results" / "validation" / "personas.csv").read_text(encoding="utf-8")
    )
}
AS_IN_THE_REPORT = [name for name in NINE if JUDGED[name].goes_as_told]
SHORTENED = [name for name in NINE if JUDGED[name].is_shortened]


@cache
def over_seeds() -> dict[str, PersonaFound]:
    found = bereik.personas(residents=2000, burn_in=52, seeds=12, seed=201)
    return {one.persona.name: one for one in found}


@pytest.mark.parametrize("name", AS_IN_THE_REPORT)
def test_it_goes_as_in_the_report_and_not_surely_in_fewer_than_half(name: str) -> None:
    assert over_seeds()[name].course.high > 0.5


@pytest.mark.parametrize("name", SHORTENED)
def test_what_is_said_to_have_helped_shortens_what_it_should(name: str) -> None:
    assert over_seeds()[name].shortened.mean < 0.0


def test_all_nine_are_judged_under_their_own_scenarios() -> None:
    assert list(JUDGED) == NINE
    for name, row in JUDGED.items():
        her = load_persona(name)
        assert row.expects == her.expects and row.shortens == her.shortens
        assert [row.fails, row.remedy] == [load_scenario(s).name for s in (her.fails, her.remedy)]


def test_what_does_not_go_as_in_the_report_is_told() -> None:
    page = (ROOT / "docs" / "personas.md").read_text(encoding="utf-8")
    missed = page.partition("### Missed")[2].partition("###")[0]
    for name in set(NINE) - (set(AS_IN_THE_REPORT) & set(SHORTENED)):
        assert f"**{name.capitalize()}**" in missed

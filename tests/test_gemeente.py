"""Promises about a gemeente that was counted: from a file of CBS to residents that match.

The file `kwb.py` writes is invented. What reads the real one skips, with a word, where it is absent; its
place is told by BEREIK_KWB, or it lies beside the project.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bereik
from bereik.chance import key_of
from bereik.engine.build import people_of
from bereik.errors import OutputError, ScenarioError
from bereik.parameters.book import the_book
from bereik.residents.census import AGE_GROUPS, COUNTS, Census, apportioned, quotas
from bereik.residents.counted import kinds_of
from bereik.residents.households import adults_of
from bereik.residents.recount import poorest_without_work, recount
from bereik.residents.synthesis import populate
from bereik.scenarios import load_scenario
from bereik.scenarios.cbs import Figures, figures_of, find, gemeenten, read_gemeente, read_kwb
from bereik.scenarios.csv_files import Sheet
from bereik.scenarios.merged_gemeenten import MERGERS
from bereik.scenarios.own_figures import read_own, template
from bereik.scenarios.quality import Card, Margin, card_of
from bereik.scenarios.scenario import SMALLEST_WIJK

sys.path.append(str(Path(__file__).parent))  # where the invented file stands

from kwb import write_kwb

_ROOT = Path(__file__).resolve().parents[1]
_REAL = Path(os.environ.get("BEREIK_KWB", _ROOT.parent / "shared" / "data" / "kwb-layout-2024.csv"))
needs_cbs = pytest.mark.skipif(not _REAL.is_file(), reason="the file of CBS is not here (BEREIK_KWB)")


@pytest.fixture
def kwb(tmp_path: Path) -> Path:
    return write_kwb(tmp_path / "kwb-2024.csv")


@cache
def real() -> Sheet:
    return read_kwb(_REAL)


def everybody(census: Census, archetype: str = "kleinstedelijk", n: int | None = None) -> Any:
    book = the_book()
    count = census.residents if n is None else n
    placed = census.places(count, SMALLEST_WIJK)
    return populate(book, book.theme(archetype), count, len(placed.wijken), key_of(3), placed)


def near(reached: int, wanted: float) -> bool:
    return abs(reached - wanted) <= max(0.02 * wanted, 5)  # what is promised


# --- counting out ---


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=30), st.integers(0, 100_000))
def test_what_is_shared_out_adds_up_and_nobody_is_off_by_one(shares: list[float], total: int) -> None:
    given_out = apportioned(np.array(shares), total)
    assert given_out.sum() == total and (given_out >= 0).all()
    if sum(shares) > 0:
        assert (np.abs(given_out - np.array(shares) * total / sum(shares)) < 1 + 1e-6).all()


def test_a_wijk_with_a_figure_has_it_and_the_others_share_what_is_left() -> None:
    wijken = [{"low_income": 30}, {}, {"low_income": 10}, {}]
    wanted = quotas(wijken, "low_income", 100, np.array([200, 200, 200, 200]))
    assert wanted.pool.tolist() == [0, 2, 1, 2]
    assert wanted.count.tolist() == [30, 10, 60]


def test_where_all_wijken_have_a_figure_the_total_of_the_gemeente_is_kept() -> None:
    wijken = [{"low_income": 30}, {"low_income": 60}]
    assert quotas(wijken, "low_income", 99, np.array([200, 200])).count.tolist() == [33, 66]


@given(
    adults=st.integers(1, 5000),
    share_alone=st.floats(0, 1),
    size=st.floats(1, 4),
    young=st.floats(0, 2),
    with_children=st.none() | st.floats(0, 1),
    old=st.floats(0, 1),
)
def test_everybody_has_a_home_whatever_was_counted(
    adults: int, share_alone: float, size: float, young: float, with_children: float | None, old: float
) -> None:
    households = max(round(adults / size), 1)
    alone = round(share_alone * min(households, adults))
    several = households - alone
    children = None if with_children is None else round(with_children * several)
    p = the_book().theme("population")
    kinds, more = kinds_of(adults, several, alone, round(young * adults), children, old * adults, p)
    assert (kinds >= 0).all() and more >= 0
    assert int(kinds @ adults_of(np.arange(6))) + more == adults
    assert more == 0 or kinds[1:].sum() > 0  # nobody is an adult child in a house that is not there


# --- residents match ---


def test_residents_match_every_figure_of_the_gemeente_and_of_its_wijken(kwb: Path) -> None:
    figures = read_gemeente(kwb, "Voorbeeldstad", the_book())
    placed = figures.census.places(figures.census.residents, SMALLEST_WIJK)
    there = recount(everybody(figures.census), the_book())
    for name, wanted in figures.census.counts.items():
        if name != "bijstand":
            assert near(int(there[name].sum()), wanted), name
    poor = placed.names.index("Noord")
    assert len(placed.wijken[poor]) > 14
    for name, wanted in placed.wijken[poor].items():
        if name != "bijstand":
            assert near(int(there[name][poor]), wanted), name
    for w, wijk in enumerate(placed.wijken):
        assert near(int(there["residents"][w]), wijk["residents"])
    people = everybody(figures.census)
    assert near(poorest_without_work(people, the_book(), poor), placed.wijken[poor]["bijstand"])


def test_the_figure_that_one_wijk_has_is_missing_in_the_others(kwb: Path) -> None:
    """The total is the one of the gemeente: what Noord has more, the others have less."""
    figures = read_gemeente(kwb, "9998", the_book())
    there = recount(everybody(figures.census), the_book())
    poor = figures.census.wijken[0]
    rest = figures.census.counts["corporation"] - poor["corporation"]
    assert near(int(there["corporation"][1:].sum()), rest)
    of_rest = there["corporation"][1:].sum() / there["households"][1:].sum()
    assert of_rest < 0.5 * there["corporation"][0] / there["households"][0]


def test_a_small_wijk_joins_a_neighbour_and_an_empty_one_is_left_out(kwb: Path) -> None:
    figures = read_gemeente(kwb, "GM9998", the_book())
    assert figures.empty == 1 and len(figures.census.wijken) == 4
    placed = figures.census.places(figures.census.residents, SMALLEST_WIJK)
    assert placed.names == ("Noord", "Zuid", "Buitengebied + West")
    assert sum(w["residents"] for w in placed.wijken) == figures.census.residents


def test_nobody_can_be_known_by_a_count(tmp_path: Path, kwb: Path) -> None:
    text = kwb.read_text(encoding="utf-8")
    text = text.replace(";290;", ";8;").replace(";40;", ";6;").replace(";1500;1200;", ";1500;5;")
    (tmp_path / "kwb2024.csv").write_text(text, encoding="utf-8")
    made = bereik.gemeente_from_cbs(tmp_path / "kwb2024.csv", "Voorbeeldstad")
    figures, whole = made.figures, read_gemeente(kwb, "Voorbeeldstad", the_book()).census
    assert figures.census.names == ("Noord", "Zuid", "West")
    assert set(whole.wijken[0]) - set(figures.census.wijken[0]) == {"bijstand", *AGE_GROUPS}
    assert sum(wijk["residents"] for wijk in figures.census.wijken) == figures.census.residents
    assert figures.few == 3
    assert "Counts below 10 are left out: 3." in made.card.remarks()
    assert not re.search(r" = [1-9]$", made.toml(), re.MULTILINE)


@pytest.mark.parametrize("n", [1, 2, 3, 5, 17, 100, 1300, 4000])
def test_a_counted_gemeente_of_any_size_is_whole(kwb: Path, n: int) -> None:
    figures = read_gemeente(kwb, "Voorbeeldstad", the_book())
    people = everybody(figures.census, n=n)
    residents, households = people.residents, people.households
    first, size = households["first"], households["adults"].astype(int)
    assert len(residents) == n and size.sum() == n and size.min() >= 1
    assert (first == np.cumsum(size) - size).all()
    assert people.first_of_wijk[0] == 0 and people.first_of_wijk[-1] == n
    assert (
        np.repeat(np.arange(len(people.first_of_wijk) - 1), np.diff(people.first_of_wijk))
        == residents["wijk"]
    ).all()
    assert residents["age"].min() >= 18
    assert ((residents["means"] > 0) & (residents["means"] < 1)).all()


def test_a_part_of_the_gemeente_has_the_shares_of_the_whole(kwb: Path) -> None:
    census = read_gemeente(kwb, "Voorbeeldstad", the_book()).census
    there = recount(everybody(census, n=4000), the_book())
    for name, wanted in census.counts.items():
        if name != "bijstand":
            assert near(int(there[name].sum()), wanted * 4000 / census.residents), name


def test_parents_of_minors_are_of_an_age_to_be_that(kwb: Path) -> None:
    people = everybody(read_gemeente(kwb, "Voorbeeldstad", the_book()).census)
    heads = people.residents["age"][people.households["first"]]
    parents = heads[people.households["children"] > 0]
    assert np.quantile(parents, 0.01) > 24 and np.quantile(parents, 0.99) < 58


def test_another_seed_brings_other_people_and_the_same_counts(kwb: Path) -> None:
    book, census = the_book(), read_gemeente(kwb, "Voorbeeldstad", the_book()).census
    placed = census.places(census.residents, SMALLEST_WIJK)
    one, other, again = (
        populate(book, book.theme("kleinstedelijk"), census.residents, 3, key_of(seed), placed)
        for seed in (1, 2, 1)
    )
    assert one.residents.tobytes() != other.residents.tobytes()
    assert one.residents.tobytes() == again.residents.tobytes()
    for name, count in recount(one, book).items():
        assert abs(int(count.sum()) - int(recount(other, book)[name].sum())) <= 3, name


def test_what_was_not_counted_follows_from_the_archetype() -> None:
    book = the_book()
    there = recount(everybody(Census(20_000, {})), book)
    a, households = book.theme("kleinstedelijk"), int(there["households"].sum())
    for name in (
        "one_person_households",
        "households_with_children",
        "low_income",
        "corporation",
        "private_rent",
    ):
        assert abs(there[name].sum() / households - a[name]) < 0.02, name
    assert abs(there["high_educated"].sum() / 20_000 - a["high_educated"]) < 0.001


def test_what_a_wijk_is_poorer_in_shows_in_all_that_goes_with_means(kwb: Path) -> None:
    people = everybody(read_gemeente(kwb, "Voorbeeldstad", the_book()).census)
    wijk, means = people.residents["wijk"], people.residents["means"]
    assert means[wijk == 0].mean() < means[wijk == 1].mean() - 0.05


# --- reading ---


@pytest.mark.parametrize(("old", "raw"), [(False, True), (True, False), (True, True)])
def test_both_vintages_and_stray_blanks_read_alike(tmp_path: Path, old: bool, raw: bool) -> None:
    plain = read_gemeente(write_kwb(tmp_path / "a.csv"), "GM9998", the_book())
    other = read_gemeente(write_kwb(tmp_path / "a.csv", old, raw), "GM9998", the_book())
    assert plain == other


@pytest.mark.parametrize(
    ("target", "reached", "within"),
    [
        (0, 5, True),
        (0, 6, False),
        (100, 105, True),
        (100, 95, True),
        (100, 106, False),
        (100, 94, False),
        (250, 255, True),  # from here on, 2 % is more than 5
        (250, 256, False),
        (1000, 1020, True),
        (1000, 980, True),
        (1000, 1021, False),
        (1000, 979, False),
        (100_000, 102_000, True),
        (100_000, 102_100, False),
        (None, 7, True),
    ],
)
def test_a_figure_is_matched_within_two_per_cent_or_five(
    kwb: Path, target: int | None, reached: int, within: bool
) -> None:
    margin = Margin("bijstand", "", target, reached, "given")
    assert margin.within == within
    figures = read_gemeente(kwb, "Voorbeeldstad", the_book())
    card = Card(figures, (margin,), (margin._replace(wijk="Noord"),), 4, ())
    assert len(card.missed()) == (0 if within else 2)
    told = "-" if target is None else "ja" if within else "NEE"
    assert [row[3] for row in card.rows("nl")] == [told]


@pytest.mark.parametrize(
    ("ste_mvs", "archetype"),
    [
        ("1", "grootstedelijk"),
        ("2", "kleinstedelijk"),
        ("3", "kleinstedelijk"),
        ("4", "kleinschalig"),
        ("5", "kleinschalig"),
        (".", "kleinstedelijk"),  # not told
        ("6", "kleinstedelijk"),
    ],
)
def test_how_urban_a_gemeente_is_says_which_archetype_it_is(
    tmp_path: Path, ste_mvs: str, archetype: str
) -> None:
    path = write_kwb(tmp_path / "kwb.csv")
    head, gemeente, *rest = path.read_text(encoding="utf-8").splitlines()
    assert head.endswith(";ste_mvs") and gemeente.endswith(";3")
    path.write_text("\n".join([head, gemeente[:-1] + ste_mvs, *rest]) + "\n", encoding="utf-8")
    figures = read_gemeente(path, "Voorbeeldstad", the_book())
    assert figures.archetype == archetype
    assert figures.urbanisation == (int(ste_mvs) if ste_mvs in "12345" else None)


def test_the_card_says_what_was_given_estimated_and_assumed(kwb: Path) -> None:
    figures = read_gemeente(kwb, "voorbeeldstad", the_book())
    assert figures.year == 2024 and figures.urbanisation == 3 and figures.archetype == "kleinstedelijk"
    assert figures.basis["households"] == "given" and figures.basis["workers"] == "estimated"
    assert figures.census.counts["low_income"] == round(0.049 * 10_900)
    assert figures.census.counts["private_rent"] == 1090
    assert {"a_soz_ao", "a_wmo_t", "g_afs_hp"} == set(figures.unused)
    card = card_of(figures, the_book())
    assert not card.missed() and {m.name for m in card.margins} == {"residents", *COUNTS}
    told = "\n".join(card.remarks("nl"))
    assert (
        "Niet gebruikt" in told and "buurwijk" in told and "Eigen cijfers (wijken): minderjarigen (1)" in told
    )


def test_a_gemeente_of_which_little_is_told_is_assumed_and_says_so(kwb: Path) -> None:
    figures = read_gemeente(kwb, "Leegdorp", the_book())
    assert not figures.census.counts and 2000 < figures.census.residents < 3600
    assert figures.basis["residents"] == "assumed"
    card = card_of(figures, the_book())
    assert all(m.target is None for m in card.margins if m.name != "residents")
    assert any("Missing in the file" in text for text in card.remarks("en"))


def test_the_residents_that_do_not_match_are_told(kwb: Path) -> None:
    """Made with half of the homes of a corporation in the file, the card must say NO."""
    figures = read_gemeente(kwb, "Voorbeeldstad", the_book())
    card = card_of(figures, the_book())
    off = [m._replace(target=2 * m.reached) if m.name == "corporation" else m for m in card.margins]
    wrong = card._replace(margins=tuple(off))
    assert [m.name for m in wrong.missed()] == ["corporation"]
    assert [row[3] for row in wrong.rows("en")].count("NO") == 1


def test_buurten_can_be_the_wijken(kwb: Path) -> None:
    figures = read_gemeente(kwb, "Voorbeeldstad", the_book(), level="buurt")
    assert figures.census.names == ("Noord-Oost", "Noord-West", "Zuid")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Voorbeeldstat", "Did you mean Voorbeeldstad?"),
        ("GM9996", "there is no gemeente 'GM9996' among the 2 here. Did you mean GM999"),
        (
            "Heerhugowaard",
            "Heerhugowaard (GM0398) went up in Dijk en Waard (GM1980) in 2022. Ask for --code GM1980",
        ),
        ("0457", "Weesp (GM0457) went up in Amsterdam (GM0363) in 2022"),
        ("Maashorst", "then it was still Landerd (GM1685), Uden (GM0856). Take a later file."),
    ],
)
def test_a_gemeente_that_is_not_there_is_answered_in_one_line(kwb: Path, asked: str, said: str) -> None:
    with pytest.raises(ScenarioError) as told:
        read_gemeente(kwb, asked, the_book())
    assert said in str(told.value) and "\n" not in str(told.value)


@pytest.mark.parametrize("asked", ["GM9998", "gm9998", "9998", "Voorbeeldstad", " voorbeeldstad "])
def test_a_gemeente_is_found_by_code_and_by_name(kwb: Path, asked: str) -> None:
    assert find(read_kwb(kwb), asked) == "GM9998"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bsn;fte\n123456789;1\n", "column 'bsn' is about persons"),
        ("Naam;recs\nx;Wijk\n", "column 'naam' is about persons"),
        ("E-mail;recs\nx;Wijk\n", "column 'e-mail' is about persons"),
        ("Geboorte datum;a\nx;1\n", "is about persons"),
        ("Postcode 6;a\nx;1\n", "is about persons"),
        ("naam gemeente;a_inw\nx;1\n", "there is no column 'recs'"),
        ("gm_naam;recs;a_inw\n", "there is no header with rows under it"),
        ("", "there is no header with rows under it"),
        ("gwb_code;gm_naam;recs;a_inw\nGM0001;x;Gemeente;5;6\n", ":2: this row has 5 cells and the header 4"),
        ("gwb_code_10;gm_naam;recs;a_inw\nGM0001;X;Gemeente;veel\n", ":2: a_inw = 'veel' is no number"),
        ("gwb_code_10;gm_naam;recs;a_inw\nGM0001;X;Gemeente;.\n", ":2: X has no inhabitants here"),
    ],
)
def test_a_file_that_will_not_do_is_refused_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as told:
        read_gemeente(path, "GM0001", the_book())
    assert said in str(told.value) and "\n" not in str(told.value)


@given(raw=st.binary(max_size=300))
def test_garbage_is_answered(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("garbage") / "x.csv"
    path.write_bytes(raw)
    with pytest.raises(ScenarioError):
        read_gemeente(path, "GM0001", the_book())


def test_every_merger_leads_to_a_code_with_one_name() -> None:
    names: dict[str, str] = {}
    for code, merger in MERGERS.items():
        assert code != merger.into and len(code) == len(merger.into) == 6
        assert names.setdefault(merger.into, merger.into_name) == merger.into_name


# --- the file, the API and the command line ---


def test_the_file_that_is_written_has_the_residents_of_the_card(kwb: Path, tmp_path: Path) -> None:
    made = bereik.gemeente_from_cbs(kwb, "Voorbeeldstad", lang="nl")
    path = made.save(tmp_path / "voorbeeld.toml")
    scenario = load_scenario(path)
    gemeente = scenario.gemeente
    assert gemeente.census == made.figures.census
    assert gemeente.residents == made.figures.census.residents
    assert gemeente.wijken_of(gemeente.residents) == made.card.wijken == 3
    there = recount(people_of(scenario, scenario.book(), 1, None), scenario.book())
    for margin in made.card.margins:
        if margin.name != "bijstand":
            assert int(there[margin.name].sum()) == margin.reached, margin.name
    text = path.read_text(encoding="utf-8")
    assert "CBS, CC BY 4.0" in text and "niet voor besluiten over personen" in text and "klopt" in text
    with pytest.raises(OutputError, match=r"there already|is er al"):
        made.save(path)
    made.save(path, replace=True)


def test_a_run_among_the_people_of_a_real_gemeente_ends(kwb: Path, tmp_path: Path) -> None:
    path = bereik.gemeente_from_cbs(kwb, "Voorbeeldstad").save(tmp_path / "v.toml")
    ran = bereik.run(path, residents=4000, weeks=4, burn_in=2)
    assert len(ran.residents) == 4000 and set(ran.residents["wijk"]) == {0, 1}


def test_counts_decide_the_fingerprint_and_names_do_not(kwb: Path, tmp_path: Path) -> None:
    made = bereik.gemeente_from_cbs(kwb, "Voorbeeldstad")
    text = made.toml()
    prints = []
    for name, changed in (
        ("a", text),
        ("b", text.replace('name = "Zuid"', 'name = "Zuidwest"')),
        ("c", text.replace("households = 10900", "households = 10950")),
    ):
        path = tmp_path / f"{name}.toml"
        path.write_text(changed, encoding="utf-8")
        prints.append(load_scenario(path).fingerprint())
    assert prints[0] == prints[1] != prints[2]


OWN = """# onze eigen cijfers
dienst;fte;uren;prijs;open;weken;wachtlijst
loket;2,4;24;91,50;0,4;2;
telefoon;0;;;;;
wijkteam;19.15;;;;;140
schuldhulp;3;;;;;
"""


def test_her_own_services_go_into_the_file(kwb: Path, tmp_path: Path) -> None:
    own = tmp_path / "eigen.csv"
    own.write_text(OWN, encoding="utf-8")
    made = bereik.gemeente_from_cbs(kwb, "Voorbeeldstad", own=own, lang="nl")
    scenario = load_scenario(made.save(tmp_path / "eigen-plan.toml"))
    adults = scenario.gemeente.residents
    assert set(scenario.services) == {"loket", "wijkteam", "schuldhulp"}
    desk = scenario.services["loket"]
    assert (desk.hours_per_fte, desk.price_per_hour, desk.opening, desk.lead_weeks) == (24, 91.5, 0.4, 2)
    assert abs(desk.fte_per_10000 * adults / 10_000 - 2.4) < 0.001
    assert abs(scenario.services["wijkteam"].fte_per_10000 * adults / 10_000 - 19.15) < 0.001
    assert scenario.gemeente.burn_in_policy == "self"
    assert set(scenario.burn_in_services()) == set(scenario.services)
    assert "hier wachten nu 140 mensen" in made.toml()


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_template_reads_back_as_nothing_said(tmp_path: Path, lang: str) -> None:
    levers = load_scenario("loket-only").levers
    path = tmp_path / "leeg.csv"
    path.write_text(template(levers, lang), encoding="utf-8")
    own = read_own(path, 20_000, levers, the_book(), lang)
    assert set(own) == set(levers) and not any(s.levers or s.removed or s.waiting for s in own.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("service;fte\nloekt;3\n", "eigen.csv:2: there is no service 'loekt'. Did you mean loket?"),
        ("service;ftes\nloket;3\n", "eigen.csv:1: there is no column 'ftes'. Did you mean fte?"),
        ("dienst;fte\nloket;veel\n", "eigen.csv:2: fte = 'veel' is no number"),
        ("service;fte;opening\nloket;3;40\n", "eigen.csv:2: opening (opening) = 40.0 lies outside 0..1"),
        ("service;fte;waiting\nloket;3;7\n", "eigen.csv:2: waiting = 7 is so few that they could be known"),
        ("service;fte;waiting\nloket;3;7,5\n", "eigen.csv:2: waiting = 7.5 is no number of people"),
        ("service;fte\nloket;3\nloket;4\n", "eigen.csv:3: loket stands here twice"),
        ("fte;hours\n3;20\n", "there is no column 'service'"),
        ("service;price\nloket;€ 85\n", "price = '€ 85' is no number. Write a number alone, such as 85."),
        ("service;opening\nloket;30%\n", "opening = '30%' is no number. Write a number alone, such as 0.3."),
        ("service;fte\nloket;1.250,5\n", "'1.250,5' is no number. Write a number alone, such as 1250.5."),
        ("service;fte\nloket;veel\n", "Write a number alone, such as 12.5."),
        ("service;fte;cliëntnummer\nloket;3;17\n", "column 'cliëntnummer' is about persons"),
        ("service;fte;naam klant\nloket;3;x\n", "column 'naam klant' is about persons"),
        ("service;fte;bewoner_id\nloket;3;x\n", "column 'bewoner_id' is about persons"),
        ("service;fte;cliënten\nloket;3;40\n", "there is no column 'cliënten'"),
        ("service,fte\nloket,4,5\n", "Save the table as CSV UTF-8 with semicolons."),
        ("service;fte;telefoonnummer\nloket;3;06\n", "column 'telefoonnummer' is about persons"),
    ],
)
def test_a_mistake_in_her_own_file_says_where_and_what_would_do(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "eigen.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as told:
        read_own(path, 20_000, load_scenario("loket-only").levers, the_book())
    assert said in str(told.value) and "\n" not in str(told.value)


def test_a_table_in_utf_16_is_told_how_to_save_it(tmp_path: Path) -> None:
    path = tmp_path / "eigen.csv"
    path.write_text("dienst;fte\nloket;3\n", encoding="utf-16")
    with pytest.raises(ScenarioError, match=r"UTF-16.*CSV UTF-8 met puntkomma's"):
        read_own(path, 20_000, load_scenario("loket-only").levers, the_book(), "nl")


def test_the_card_tells_what_was_read_of_each_of_her_services(kwb: Path, tmp_path: Path) -> None:
    own = tmp_path / "eigen.csv"
    own.write_text(OWN, encoding="utf-8")
    desk, phone, team, debts = bereik.gemeente_from_cbs(kwb, "Voorbeeldstad", own=own, lang="nl").own_remarks
    assert desk == (
        "loket: 2,40 fte, 24 uur per week voor inwoners, 91,50 euro per uur, open voor 0,40 van de week, "
        "2 weken tot het eerste gesprek."
    )
    assert phone == "telefoon: is er niet." and debts == "schuldhulp: 3 fte."
    assert team.startswith("wijkteam: 19,15 fte, 140 mensen wachten, alleen om mee te vergelijken")


def test_a_file_that_cannot_be_written_is_told_whole_and_in_dutch(kwb: Path, tmp_path: Path) -> None:
    made = bereik.gemeente_from_cbs(kwb, "Voorbeeldstad")
    beneath = tmp_path / "file"
    beneath.write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written") as told:
        made.save(beneath / "x.toml")
    assert str(beneath / "x.toml") in str(told.value) and "--out" in str(told.value)
    assert "kan niet worden geschreven" in told.value.dutch
    with pytest.raises(OutputError, match=r"ends in \.toml"):
        made.save(tmp_path / "outreach")


def test_a_disk_that_fills_leaves_the_file_that_was_there(
    kwb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bereik.gemeente_from_cbs(kwb, "Voorbeeldstad")
    before = made.save(tmp_path / "x.toml").read_text(encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="cannot be written"):
        made.save(tmp_path / "x.toml", replace=True)
    assert not list(tmp_path.glob(".part-*"))
    assert (tmp_path / "x.toml").read_text(encoding="utf-8") == before


def test_all_mistakes_of_her_own_file_are_told_at_once_and_in_dutch(tmp_path: Path) -> None:
    path = tmp_path / "eigen.csv"
    path.write_text("dienst;fte;wachtlijst\nlokket;1;\nwijkteam;x;\ntelefoon;1;3\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as told:
        read_own(path, 20_000, load_scenario("loket-only").levers, the_book(), "nl")
    lines = str(told.value).splitlines()
    assert [line.split(":")[1] for line in lines] == ["2", "3", "4"]
    assert "Bedoelt u loket?" in lines[0] and "geen getal" in lines[1] and "herkenbare mensen" in lines[2]


def bereik_says(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bereik.cli", *words],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=300,
    )


def test_the_command_shows_the_card_and_writes_a_scenario_that_is_in_order(kwb: Path, tmp_path: Path) -> None:
    told = bereik_says(
        "gemeente", kwb.name, "--code", "Voorbeeldstad", "--out", "plan.toml", "--lang", "nl", cwd=tmp_path
    )
    assert told.returncode == 0, told.stderr
    assert "eenpersoonshuishoudens" in told.stdout and "NEE" not in told.stdout and "plan.toml" in told.stdout
    load_scenario(tmp_path / "plan.toml")
    told = bereik_says("gemeente", kwb.name, "--lang", "nl", cwd=tmp_path)
    assert told.returncode == 2 and told.stderr.startswith("Geef het bestand van CBS")
    told = bereik_says("gemeente", "--template", cwd=tmp_path)
    assert told.returncode == 0 and "service;fte;hours;price;opening;weeks;waiting" in told.stdout


# --- what a scenario may say ---

BASE = 'based_on = "loket-only"\n[gemeente]\n'


def loaded(tmp_path: Path, text: str, lang: str = "en") -> Any:
    path = tmp_path / "plan.toml"
    path.write_text(BASE + text, encoding="utf-8")
    return load_scenario(path, lang)


def test_wijken_may_be_told_by_hand(tmp_path: Path) -> None:
    scenario = loaded(
        tmp_path,
        "[gemeente.wijken.noord]\nresidents = 3000\nlow_income = 300\n"
        '[gemeente.wijken.zuid]\nresidents = 5000\nname = "Zuid en omgeving"\n',
    )
    gemeente = scenario.gemeente
    assert (gemeente.residents, gemeente.wijken_of(8000), gemeente.wijken_of(2000)) == (8000, 2, 1)
    assert gemeente.census.names == ("noord", "Zuid en omgeving")
    there = recount(people_of(scenario, scenario.book(), 1, None), scenario.book())
    assert there["low_income"][0] == 300 and np.abs(there["residents"] - [3000, 5000]).max() <= 1


def test_a_scenario_based_on_a_gemeente_changes_one_count_and_keeps_the_others(
    tmp_path: Path, kwb: Path
) -> None:
    bereik.gemeente_from_cbs(kwb, "Voorbeeldstad").save(tmp_path / "v.toml")
    path = tmp_path / "crisis-in-v.toml"
    path.write_text(
        'based_on = "v.toml"\n[gemeente.counts]\nlow_income = 900\n'
        "[gemeente.wijken.WK999802]\nlow_income = 350\n",
        encoding="utf-8",
    )
    one, other = load_scenario(tmp_path / "v.toml").gemeente.census, load_scenario(path).gemeente.census
    assert one is not None and other is not None
    assert other.counts == {**one.counts, "low_income": 900}
    assert other.wijken[1] == {**one.wijken[1], "low_income": 350} and other.wijken[0] == one.wijken[0]


MISTAKES = [
    (
        "[gemeente.counts]\nhuishoudens = 3\n",
        "plan.toml:4: [gemeente.counts]: there is no 'huishoudens' here",
    ),
    ("[gemeente.counts]\none_persons_households = 3\n", "Did you mean one_person_households?"),
    ("[gemeente.counts]\nhouseholds = 3.5\n", "households = 3.5 must be a whole number"),
    ("[gemeente.counts]\nhouseholds = -3\n", "households = -3 lies outside 0..10000000"),
    (
        "residents = 100\n[gemeente.counts]\nhouseholds = 300\n",
        "households = 300 is more than residents = 100",
    ),
    (
        "residents = 100\n[gemeente.counts]\nhouseholds = 60\nlow_income = 61\n",
        "low_income = 61 is more than households = 60",
    ),
    (
        "residents = 100\n[gemeente.counts]\nlow_educated = 60\nhigh_educated = 61\n",
        "low_educated + high_educated are together 121, more than residents = 100",
    ),
    ("[gemeente.counts]\nhouseholds = 30\n", "[gemeente]: residents is missing"),
    (
        "residents = 100\n[gemeente.counts]\nlow_income = 9\n",
        "low_income = 9 is so few that they could be known",
    ),
    ("[gemeente.wijken.a]\nresidents = 4\n", "residents = 4 is so few that they could be known"),
    (
        "residents = 9000\n[gemeente.wijken.a]\nresidents = 8000\n",
        "residents = 9000, and the wijken have 8000 together",
    ),
    ("[gemeente.wijken.a]\nlow_income = 30\n", "residents is missing"),
    ("[gemeente.wijken]\na = 8000\n", "a wijk is a table of its own, [gemeente.wijken.a]"),
    ("[gemeente.wijken.a]\nresidents = 8000\nlow_incomes = 3\n", "Did you mean low_income?"),
    (
        "low_income = 0.05\n[gemeente.wijken.a]\nresidents = 8000\nlow_income = 30\n",
        "low_income is counted as well ([gemeente.counts] or a wijk), and a count goes first",
    ),
    (
        "net_participation = 0.7\nresidents = 9000\n[gemeente.counts]\nworkers = 30\n",
        "net_participation is counted as well",
    ),
    (
        "residents = 1000\n[gemeente.counts]\naged_18_24 = 100\naged_25_44 = 300\n"
        "aged_45_64 = 300\naged_65_plus = 250\n",
        "the age groups from 18 on are together 950, and residents = 1000",
    ),
    ("counts = 3\n", "counts = 3 must be a table"),
    ("[gemeente.wijken.a]\nresidents = 8000\nname = 3\n", "name = 3 must be a text"),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES)
def test_a_mistake_in_a_count_says_where_what_and_what_would_do(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ScenarioError) as told:
        loaded(tmp_path, text)
    assert said in str(told.value) and "\n" not in str(told.value)
    with pytest.raises(ScenarioError):
        loaded(tmp_path, text, "nl")


# --- all 342 ---


def every_gemeente() -> Iterator[Figures]:
    book = the_book()
    for code in gemeenten(real()):
        yield figures_of(real(), code, book)


@needs_cbs
def test_every_gemeente_is_read_and_holds_together() -> None:
    count = 0
    for figures in every_gemeente():
        census, counts = figures.census, figures.census.counts
        assert sum(w["residents"] for w in census.wijken) == census.residents > 0, figures.name
        assert figures.name not in ("", ".")
        if counts:
            assert sum(counts[name] for name in AGE_GROUPS) == census.residents
            assert near(census.residents + counts["minors"], figures.inhabitants)
            assert counts["one_person_households"] < counts["households"] < census.residents, figures.name
            assert counts["low_educated"] + counts["high_educated"] < census.residents
            assert counts["self_employed"] < counts["workers"] < census.residents
        placed = census.places(census.residents, SMALLEST_WIJK)
        assert len(placed.wijken) == 1 or min(w["residents"] for w in placed.wijken) >= SMALLEST_WIJK
        count += 1
    assert count == 342


@needs_cbs
def test_what_cbs_gives_is_asked_of_the_residents() -> None:
    """Not a figure of our own making: the counts of the census are those of the row, but for rounding."""
    given = {
        "households": "a_hh",
        "one_person_households": "a_1p_hh",
        "aged_45_64": "a_45_64",
        "aged_65_plus": "a_65_oo",
        "bijstand": "a_soz_wb",
    }
    rows = {row["gwb_code_10"]: row for _, row in real().rows}
    for figures in every_gemeente():
        for name, column in given.items():
            if name in figures.census.counts:
                assert near(figures.census.counts[name], float(rows[figures.code][column])), (
                    figures.name,
                    name,
                )


SAMPLE = (
    "Schiermonnikoog",
    "Vlieland",
    "Rozendaal",
    "Urk",
    "Tubbergen",
    "Vaals",
    "Kerkrade",
    "Staphorst",
    "Wageningen",
    "Maastricht",
    "Zwolle",
    "Dijk en Waard",
)


@needs_cbs
@pytest.mark.parametrize("name", SAMPLE)
def test_the_residents_of_real_gemeenten_match(name: str) -> None:
    book = the_book()
    figures = figures_of(real(), find(real(), name), book)
    assert card_of(figures, book).missed() == []

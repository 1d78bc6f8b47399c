"""Files dropped on the dashboard: her own gemeente from CBS, and the borders of its wijken."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bereik.errors import BereikError
from bereik.experiments.job import prepare
from bereik.measures.intervals import Interval
from bereik.present.app import plans, worker
from bereik.present.app.borders import borders_of, flattening
from bereik.present.app.estimates import Estimate, errands_of
from bereik.present.app.maps import reach_by_wijk, wijk_group
from bereik.present.app.own_gemeente import OwnGemeente, gemeenten_in, own_gemeente, places_of, wijken_in

sys.path.append(str(Path(__file__).parent))  # where the invented file stands

from kwb import write_kwb

WIJKEN = {"WK999801": "Noord", "WK999802": "Zuid", "WK999804": "West"}


@pytest.fixture(scope="module")
def kwb(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_kwb(tmp_path_factory.mktemp("kwb") / "kwb2024.csv").read_bytes()


@pytest.fixture(scope="module")
def own(kwb: bytes) -> OwnGemeente:
    return own_gemeente(kwb, "kwb2024.csv", "GM9998", "nl")


def areas(**told: str) -> bytes:
    """Write a map with a square for each name or code."""
    features = [
        {"type": "Feature", "properties": {"wijk": name, "nr": k}, "geometry": square(5.0 + k)}
        for k, name in enumerate(told.values())
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def square(west: float, south: float = 52.0) -> dict[str, Any]:
    corners = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1), (0.0, 0.0)]
    return {"type": "Polygon", "coordinates": [[[west + x, south + y] for x, y in corners]]}


def test_the_gemeenten_of_a_file_are_offered_by_name(kwb: bytes) -> None:
    assert list(gemeenten_in(kwb, "kwb2024.csv", "nl").items()) == [
        ("GM9997", "Leegdorp"),
        ("GM9998", "Voorbeeldstad"),
    ]


def test_a_gemeente_of_cbs_holds_for_all_plans(own: OwnGemeente) -> None:
    told = [plans.based_on(name) for name in ("loket-only", "outreach")]
    job = plans.job_of(told, {"based_on": "loket-only", "gemeente": own.table}, "nl")
    counts = [scenario.gemeente.census for scenario in job.scenarios[:2]]
    assert counts[0] is not None
    assert counts[0] == counts[1]
    assert counts[0].counts["bijstand"] == 410
    assert wijken_in(own.table).keys() >= WIJKEN.keys()


def test_the_card_is_told_in_a_few_sentences(own: OwnGemeente) -> None:
    assert own.name == "Voorbeeldstad"
    assert "CBS" in own.told
    assert "passen bij" in own.told
    assert "huishoudens tot 110" not in own.told  # the file has it
    assert own.told.count(". ") <= 4


def test_a_count_below_ten_is_left_out_and_told(kwb: bytes) -> None:
    text = kwb.decode().replace(";290;", ";8;")
    found = own_gemeente(text.encode(), "kwb2024.csv", "GM9998", "nl")
    assert "Aantallen onder de 10 zijn weggelaten: 1." in found.told
    assert "bijstand" not in found.table["wijken"]["WK999801"]
    assert found.table["counts"]["bijstand"] == 410


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"gm_naam;recs;gwb_code_10;a_inw;bsn\nX;Gemeente;GM1;5;1\n", "bsn"),
        (b"wijk;aantal\nA;5\n", "Kerncijfers"),
        (b"\xff\xfe\x00\x01", "UTF-16"),
        (b"", "CSV"),
    ],
)
def test_a_wrong_table_gets_one_sentence(content: bytes, word: str, lang: Any) -> None:
    with pytest.raises(BereikError, match=word) as told:
        gemeenten_in(content, "../x.csv", lang)
    assert "\n" not in str(told.value)
    assert "/tmp" not in str(told.value)


def test_a_huge_table_is_not_read(monkeypatch: pytest.MonkeyPatch, kwb: bytes) -> None:
    monkeypatch.setattr("bereik.present.app.own_gemeente.LARGEST_CBS", 100)
    with pytest.raises(BereikError, match="te groot"):
        gemeenten_in(kwb, "kwb2024.csv", "nl")


def test_wijken_of_the_model_stand_for_all_wijken_in_order(own: OwnGemeente) -> None:
    codes = list(wijken_in(own.table))
    for adults in (1500, 6000, 19_000):
        assert [code for place in places_of(own.table, adults) for code in place] == codes
    assert len(places_of(own.table, 1500)) == 1
    assert len(places_of(own.table, 6000)) > 1


def test_reach_is_told_of_every_wijk_of_the_model(own: OwnGemeente) -> None:
    scenario = plans.scenario_of({"based_on": "loket-only", "gemeente": own.table})
    job = prepare(["loket-only", "outreach"], gemeente=scenario, residents=4000, weeks=60, burn_in=2,
                  replicates=1, least=1)  # fmt: skip
    told = worker.measured(errands_of(job)[0])
    groups = {group for measure, group, _ in told if measure == "reach_52" and group.startswith("wijk=")}
    places = places_of(own.table, 4000)
    assert groups == {wijk_group(k) for k in range(len(places))}

    wijken = wijken_in(own.table)
    drawn = borders_of(areas(**wijken), wijken, own.name, "nl")
    reach = {("reach_52", group, name): Interval(told["reach_52", group, name], 0.1, 0.2, 8)
             for group in groups for name in job.labels[:2]}  # fmt: skip
    titles = dict(zip(job.labels, ("Loket", "Eropaf"), strict=False))
    options = reach_by_wijk(Estimate(job, True, reach, 1.0), titles, places, wijken, drawn.geojson, "nl")
    one, other = options["baseOption"]["series"]
    assert one["map"] != other["map"]  # ECharts adds up maps of one name
    assert [area["name"] for area in one["data"]] == list(wijken)
    assert all(area["told"].startswith(wijken[area["name"]] + "\n") for area in one["data"])


def test_borders_are_joined_by_code_or_by_name_and_what_misses_is_told() -> None:
    found = borders_of(areas(a="wk999801", b="Zuid", c="Elders"), WIJKEN, "Voorbeeldstad", "nl")
    assert [f["properties"]["name"] for f in found.geojson["features"]] == ["WK999801", "WK999802"]
    assert found.told == (
        "2 van de 3 wijken staan op de kaart; niet West. 1 gebieden van de kaart zijn van elders."
    )
    assert flattening(found.geojson) == pytest.approx(0.615, abs=0.002)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"{}", "GeoJSON"),
        (b"\x89PNG", "GeoJSON"),
        (b'{"features": [{"geometry": null, "properties": {}}]}', "GeoJSON"),
        (b'{"features": [{"geometry": {"type": "Point"}, "properties": {}}]}', "GeoJSON"),
        (areas(a="Elders"), "Voorbeeldstad"),
        (areas(a="Noord").replace(b'"nr"', b'"bsn"'), "bsn"),
        (areas(a="Noord").replace(b"52.0", b"487000.0"), "WGS84"),
        (areas(a="Noord").replace(b"52.0", b'"noord"'), "GeoJSON"),
    ],
)  # fmt: skip
def test_a_wrong_map_gets_one_sentence(content: bytes, word: str, lang: Any) -> None:
    with pytest.raises(BereikError, match=word) as told:
        borders_of(content, WIJKEN, "Voorbeeldstad", lang)
    assert "\n" not in str(told.value)


def test_a_map_without_a_gemeente_says_what_comes_first() -> None:
    with pytest.raises(BereikError, match="CBS-bestand"):
        borders_of(areas(a="Noord"), {}, "", "nl")


def test_the_choice_keeps_a_gemeente_and_lets_its_map_go_with_it(own: OwnGemeente) -> None:
    pytest.importorskip("nicegui", reason="the extra `app` is not installed")
    from bereik.present.app.pages.compare.choice import Choice, default_state

    choice = Choice(default_state(), "nl")
    assert choice.own is None
    choice.lives_in_own(own)
    choice.draws(borders_of(areas(a="Noord"), choice.wijken, own.name, "nl"))
    assert choice.own == {"name": "Voorbeeldstad", "told": own.told}
    assert choice.borders is not None
    other = Choice(default_state(), "nl")
    other.opens_link(choice.link())
    assert other.gemeente == own.table
    assert other.borders is None
    choice.lives_in({"archetype": "grootstedelijk", "residents": 20_000})
    assert choice.own is None
    assert choice.borders is None

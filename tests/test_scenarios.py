"""Scenario files: what they say, what they inherit, and how mistakes are answered."""

from __future__ import annotations

import json
import pickle
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bereik.errors import ParameterError, ScenarioError
from bereik.parameters.book import the_book
from bereik.scenarios import WORLD_VIEWS, Scenario, load_scenario, scenario_folder, shipped
from bereik.scenarios.check import doubts_of
from bereik.services.build import build_services
from bereik.services.kinds import KINDS
from bereik.services.mistakes import tell
from bereik.services.settings import ServiceSettings
from bereik.vocabulary import DOMAINS

EQUAL_BUDGET = [
    "loket-only", "outreach", "loket-plus-outreach", "loket-plus-outreach-gedeeld", "alwetend",
    "balies-weg", "sloten-en-schermen", "tolken", "tolken-weg", "rollenruil", "drempels", "wie-het-hardst",
    "vier-jaar", "eigen-bijdrage", "abonnementstarief",
    "sluit-alle-loketten", "ruimte-en-rugdekking", "ervaringsdeskundigen", "eigen-kracht", "volhouden",
    "in-een-keer-goed", "doorbraakteam", "specialisten", "wmo-en-jeugd", "bemiddeling",
    "plek-voor-iedereen", "eerst-opvang",
    "partners", "huisarts-vraagt-door", "aanbesteding", "reorganisatie",
    "crisis", "crisis-eropaf", "wantrouwen", "respijtzorg", "informele-hulp",
    "registratie-eerst", "niet-loslaten", "vast-aanspreekpunt", "gemeentehuisloos", "clientondersteuning",
    "ontzorgen", "informatiepunt", "digitaal", "een-overheid",
    "gemengd", "minder-regelingen", "stadspas", "proactief", "zeventig-procent",
    "vroegsignalering", "top-600", "smoes", "doe-een-wens", "schoolplein", "gewone-plek", "belteam",
    "campagne", "kaart-achttien", "bemoeizorg", "evenement-laagste-bereik",
]  # fmt: skip
EVERY_LINE = re.compile(r"\S.*\.toml:\d+: \S.*")
PLAIN = "services = {}\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str, name: str = "x.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def refused(name_or_path: Any, lang: str = "en") -> list[str]:
    """Return the lines with which a scenario is refused."""
    with pytest.raises(ScenarioError) as caught:
        load_scenario(name_or_path, lang)
    return str(caught.value).split("\n")


# --- the scenarios that ship ---


def test_the_scenarios_of_the_main_job_ship() -> None:
    assert {*EQUAL_BUDGET, "geen-hulp", "loket-wint"} <= set(shipped())
    assert all((scenario_folder() / f"{name}.toml").is_file() for name in shipped())


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_scenario_explains_itself_in_two_languages(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.title.nl != scenario.title.en and scenario.summary.nl != scenario.summary.en
    assert scenario.source
    build_services(scenario.services, [2500] * 8)


@pytest.mark.parametrize("name", EQUAL_BUDGET)
def test_scenarios_that_compete_cost_the_same_staff(name: str) -> None:
    scenario, reference = load_scenario(name), load_scenario("loket-only")
    assert scenario.equal_budget_key == reference.equal_budget_key
    for adults in (1_000, 4_000, 20_000, 100_000, 1_000_000):
        assert scenario.staff_cents_per_week(adults) == reference.staff_cents_per_week(adults) > 0


def test_the_counter_case_competes_at_equal_budget_among_the_same_people() -> None:
    desk, out = load_scenario("loket-wint"), load_scenario("loket-wint-eropaf")
    assert desk.equal_budget_key == out.equal_budget_key
    assert desk.gemeente == out.gemeente and desk.parameters == out.parameters
    assert "outreach" not in desk.services and "outreach" in out.services


def hours(scenario: Scenario) -> dict[str, float]:
    return {name: s.fte_per_10000 * s.hours_per_fte for name, s in scenario.services.items()}


def test_outreach_takes_at_least_four_fifths_of_the_desk_hours_and_leaves_a_desk() -> None:
    before, after = hours(load_scenario("loket-only")), hours(load_scenario("outreach"))
    desk = before["loket"] + before["telefoon"]
    assert after["outreach"] >= 0.8 * desk
    assert after["outreach"] == pytest.approx(desk - after["loket"] - after["telefoon"])
    assert after["loket"] > 0 and after["telefoon"] > 0
    assert after["wijkteam"] == before["wijkteam"]


def test_half_and_half_is_half_also_when_the_staff_is_shared() -> None:
    before, half = hours(load_scenario("loket-only")), hours(load_scenario("loket-plus-outreach"))
    assert half["outreach"] == pytest.approx((before["loket"] + before["telefoon"]) / 2)
    shared = load_scenario("loket-plus-outreach-gedeeld")
    rows = build_services(shared.services, [2500] * 8)
    planned = rows.rows[rows.names.index("outreach")].planned
    assert planned == round(half["outreach"] * 2 * 60)


def test_the_upper_bound_is_marked_and_differs_in_nothing_but_what_it_knows() -> None:
    bound, outreach = load_scenario("alwetend"), load_scenario("outreach")
    assert bound.upper_bound and not outreach.upper_bound
    team = bound.services["outreach"]
    assert team.all_knowing
    assert team.model_copy(update={"all_knowing": False}) == outreach.services["outreach"]


def test_without_help_nobody_works_and_nothing_is_paid() -> None:
    none = load_scenario("geen-hulp")
    assert none.services == {} and none.staff_cents_per_week(20_000) == 0
    assert set(none.burn_in_services()) == {"loket", "telefoon", "wijkteam"}, "before week 0 there was help"


# --- what a file says ---


def test_what_is_left_out_comes_from_the_defaults(write: Write) -> None:
    scenario = load_scenario(write(PLAIN, "mijn plan.toml"))
    assert scenario.name == scenario.title.nl == scenario.title.en == "mijn plan"
    gemeente = scenario.gemeente
    assert (gemeente.archetype, gemeente.residents, gemeente.wijken) == ("kleinstedelijk", 20_000, 8)
    assert scenario.world_view == dict.fromkeys(WORLD_VIEWS, 0.0)
    assert dict(scenario.book()) == dict(the_book())


def test_one_title_does_for_both_languages(write: Write) -> None:
    assert load_scenario(write(f'title = "Plan"\n{PLAIN}')).title == ("Plan", "Plan")


def test_a_gemeente_takes_numbers_of_its_archetype_without_a_reason(write: Write) -> None:
    scenario = load_scenario(write(f"{PLAIN}[gemeente]\nresidents = 500\ncorporation = 0.35\n"))
    assert scenario.gemeente.residents == 500
    assert scenario.archetype()["corporation"] == 0.35
    assert scenario.book().value("kleinstedelijk.corporation") == 0.35


def test_a_world_view_reaches_the_book(write: Write) -> None:
    scenario = load_scenario(write(f"{PLAIN}[world_view]\nlook_after = 0.25\n"))
    assert scenario.book().value("views.look_after") == 0.25
    assert scenario.book().value("views.can_ask") == the_book().value("views.can_ask")


def test_a_shock_is_felt_as_it_is_told_and_left_out_there_is_none(write: Write) -> None:
    told = load_scenario(write(PLAIN + "[shock]\nfrom_week = 3\nstarts = { work = 0.5 }\n"))
    assert load_scenario(write(PLAIN)).shock is None
    assert told.shock == (3, None, dict.fromkeys(DOMAINS, 0.0) | {"work": 0.5}, 0.0)
    assert told.fingerprint() != load_scenario(write(PLAIN)).fingerprint()


DEPARTURE = '[services.loket]\n[parameters."services.loket.steps"]\nvalue = 6\nreason = "Our own count."\n'


def test_a_departure_with_a_reason_reaches_book_and_services(write: Write) -> None:
    scenario = load_scenario(write(DEPARTURE))
    assert scenario.book().value("services.loket.steps") == 6
    assert scenario.services["loket"].steps == 6
    assert scenario.parameters["services.loket.steps"].reason == "Our own count."
    assert scenario.burn_in_services()["loket"].steps == 6, "the same world before week 0"


def test_a_kind_may_be_told_by_the_name(write: Write) -> None:
    scenario = load_scenario(write('[services.wijkteam_noord]\n[services.bieb]\nkind = "loket"\n'))
    assert [s.kind for s in scenario.services.values()] == ["wijkteam", "loket"]


def test_a_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbf" + b'title = "Plan"\r\nservices = {}\r\n')
    assert load_scenario(path).title.nl == "Plan"


def test_a_scenario_can_be_loaded_twice() -> None:
    scenario = load_scenario("outreach")
    assert load_scenario(scenario) is scenario
    assert load_scenario("outreach") == scenario
    assert load_scenario(scenario_folder() / "outreach.toml") == scenario


def test_a_scenario_travels_to_a_worker() -> None:
    for name in shipped():
        scenario = load_scenario(name)
        there = pickle.loads(pickle.dumps(scenario))
        assert there == scenario and there.fingerprint() == scenario.fingerprint()


def test_the_fingerprint_is_of_the_numbers_and_of_nothing_else() -> None:
    loket = load_scenario("loket-only")
    assert replace(loket, name="x", title=loket.summary).fingerprint() == loket.fingerprint()
    prints = {load_scenario(name).fingerprint() for name in shipped()}
    prints.add(replace(loket, gemeente=replace(loket.gemeente, residents=19_999)).fingerprint())
    prints.add(replace(loket, gemeente=load_scenario("geen-hulp").gemeente).fingerprint())
    prints.add(loket.with_parameters({"services.loket.steps": 6}, "test").fingerprint())
    prints.add(replace(loket, world_view={"can_ask": 1.0}).fingerprint())
    assert len(prints) == len(shipped()) + 3, "all differ; geen-hulp has the gemeente of loket-only"
    json.dumps(loket.resolved())


def test_a_number_changed_from_python_reaches_the_services() -> None:
    dearer = load_scenario("outreach").with_parameters({"services.all.price_per_hour": 100}, "Test.")
    assert {s.price_per_hour for s in dearer.services.values()} == {100.0}
    assert dearer.equal_budget_key != load_scenario("outreach").equal_budget_key
    with pytest.raises(ParameterError, match="price_per_hour"):
        load_scenario("outreach").with_parameters({"services.all.price_per_hour": 10_000}, "Too dear.")


def test_a_service_that_starts_later_costs_from_then(write: Write) -> None:
    text = "[services.loket]\nfte_per_10000 = 1.0\nfrom_week = 10\nuntil_week = 20\n"
    scenario = load_scenario(write(text + "price_per_hour = 60.0\nhours_per_fte = 10.0\n"))
    assert scenario.equal_budget_key == ((0, 0), (10, 60_000), (20, 0))
    assert [scenario.staff_cents_per_week(10_000, week) for week in (9, 10, 19, 20)] == [0, 60_000, 60_000, 0]


# --- inheritance ---


def test_a_scenario_inherits_lever_by_lever(write: Write) -> None:
    write("[services.loket]\nsteps = 2.0\ntravel = 0.9\n[gemeente]\nresidents = 300\nwijken = 2\n", "a.toml")
    write('based_on = "a.toml"\n[services.loket]\nsteps = 3.0\n[gemeente]\nwijken = 3\n', "b.toml")
    scenario = load_scenario(write('based_on = "b"\n[services.telefoon]\n', "c.toml"))
    assert list(scenario.services) == ["loket", "telefoon"]
    assert (scenario.services["loket"].steps, scenario.services["loket"].travel) == (3.0, 0.9)
    assert (scenario.gemeente.residents, scenario.gemeente.wijken) == (300, 3)


def test_what_a_scenario_is_called_is_not_inherited(write: Write) -> None:
    scenario = load_scenario(write('based_on = "loket-only"\n'))
    assert scenario.title.nl == "x" and scenario.summary.nl == "" and scenario.source == ""
    assert scenario.services == load_scenario("loket-only").services


def test_a_service_can_be_taken_away(write: Write) -> None:
    scenario = load_scenario(write('based_on = "outreach"\n[services.outreach]\nremove = true\n'))
    assert set(scenario.services) == {"loket", "telefoon", "wijkteam"}
    every = "".join(f"[services.{n}]\nremove = true\n" for n in ("loket", "telefoon", "wijkteam"))
    assert load_scenario(write(f'based_on = "loket-only"\n{every}')).services == {}


def test_a_departure_can_be_taken_away_or_replaced_with_its_reason(write: Write) -> None:
    write(DEPARTURE, "a.toml")
    told = '[parameters."services.loket.steps"]\n'
    assert load_scenario(write(f'based_on = "a"\n{told}remove = true\n')).parameters == {}
    assert "needs a reason" in refused(write(f'based_on = "a"\n{told}value = 5\n'))[0]


def test_a_mistake_that_is_inherited_is_found_where_it_stands(write: Write) -> None:
    write("[services.loket]\nfte_per_10000 = 1.0\nsteps = -1\n", "base.toml")
    (line,) = refused(write('based_on = "base"\n[services.loket]\ntravel = 0.1\n'))
    assert re.search(r"base\.toml:3: \[services\.loket\]: steps = -1 lies outside 0\.\.50\.$", line)


@pytest.mark.parametrize("length", [1, 2, 5])
def test_scenarios_in_a_circle_are_refused(write: Write, length: int) -> None:
    for k in range(length):
        write(f'based_on = "s{(k + 1) % length}.toml"\n', f"s{k}.toml")
    (line,) = refused(write('\nbased_on = "s0"\n'))
    assert "based_on goes round in a circle: s0 > " in line and line.endswith("s0.")


def test_a_long_chain_of_scenarios_is_no_trouble(write: Write) -> None:
    write("[services.loket]\n", "s0.toml")
    for k in range(1, 300):
        write(f'based_on = "s{k - 1}"\n', f"s{k}.toml")
    assert list(load_scenario(write('based_on = "s299"\n')).services) == ["loket"]


def test_the_gemeente_lived_under_the_policy_it_names(write: Write) -> None:
    write('[services.bieb]\nkind = "loket"\nfte_per_10000 = 2.0\n', "nu.toml")
    scenario = load_scenario(write(f'{PLAIN}[gemeente]\nburn_in_policy = "nu"\n'))
    assert scenario.burn_in_services()["bieb"].fte_per_10000 == 2.0
    itself = load_scenario(write('[services.bieb]\nkind = "loket"\n[gemeente]\nburn_in_policy = "x.toml"\n'))
    assert itself.burn_in_services() == itself.services


# --- doubts ---


def test_a_service_without_time_for_one_conversation_is_doubted(write: Write) -> None:
    scenario = load_scenario(write(
        'based_on = "loket-only"\n[gemeente]\nresidents = 2600\n[services.loket]\nfte_per_10000 = 0.01\n'
        '[services.wijkteam]\nfte_per_10000 = 0.5\n'
        '[services.bel]\nkind = "outreach"\nstaff_from = "telefoon"\nvisit_minutes = 900\n'
    ))  # fmt: skip
    doubts = [tell(doubt) for doubt in doubts_of(scenario)]
    assert [doubt.path[1] for doubt in doubts_of(scenario)] == ["loket", "wijkteam", "bel"]
    assert "(contact_minutes): nobody will be heard here. Raise fte_per_10000 of loket." in doubts[0]
    assert "in an average wijk at 2600 residents in 2 wijken" in doubts[1]
    assert "asks 900 (visit_minutes): nobody" in doubts[2] and doubts[2].endswith("of telefoon.")


OUT = "[services.outreach]\nfte_per_10000 = 0.5\n"
HUISARTS = "[services.huisarts]\nkind = 'partner'\nsees = ['ill']\n"
LIST = "[services.outreach]\nfte_per_10000 = 0.5\ndoors = 'named'\nlist_per_10000 = 1001\n"
SCHEME = "[regelingen.pas]\namount = 3\nup_to = 0.1\nknown = 0.5\nsteps = 1\nbudget = 0\n"


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        (HUISARTS, "services.huisarts.sees", "nothing comes of what it sees"),
        (HUISARTS + OUT + "follows = ['tip']\n", "services.huisarts.sees", "follows partner or melding."),
        (HUISARTS + "shares = 0\n" + OUT, "services.huisarts.sees", "nothing comes of what it sees"),
        (
            HUISARTS + "hands_over_to = 'wijkteam'\n[services.outreach]\nstaff_from = 'huisarts'\n",
            "services.outreach.staff_from", "a partner has no hours for this",
        ),
        (
            "[services.respijtzorg]\nfte_per_10000 = 1\nrespite_minutes = 0\n",
            "services.respijtzorg.respite_minutes", "it relieves nobody",
        ),
        (SCHEME, "regelingen.pas.budget", "nobody will ever get it"),
        (LIST, "services.outreach.list_per_10000", "more than a tenth of the residents"),
        (OUT + "eigen_kracht = 0.5\n", "services.outreach.eigen_kracht", "eigen_kracht does nothing at"),
        (OUT + "no_question = 0.4\n", "services.outreach.no_question", "nobody is refused or handed back"),
        (OUT + "needs_address = true\n", "services.outreach.needs_address", "does nothing at a service"),
        (OUT + "conditions = ['housing']\n", "services.outreach.conditions", "or set walk_in = true"),
    ],
)
def test_what_can_do_nothing_and_a_long_list_are_doubted(
    write: Write, text: str, where: str, said: str
) -> None:
    (doubt,) = doubts_of(load_scenario(write(f"based_on = 'loket-only'\n{text}")))
    assert ".".join(doubt.path) == where and said in tell(doubt)


def test_a_partner_that_is_followed_up_or_sends_on_is_not_doubted(write: Write) -> None:
    for text in (HUISARTS + OUT, HUISARTS + "hands_over_to = 'wijkteam'\n"):
        assert doubts_of(load_scenario(write(f"based_on = 'loket-only'\n{text}"))) == []


def test_who_goes_to_people_and_hears_who_comes_may_refuse(write: Write) -> None:
    text = f"based_on = 'loket-only'\n{OUT}needs_address = true\nwalk_in = true\n"
    assert doubts_of(load_scenario(write(text))) == []


def test_two_lists_of_another_length_are_refused(write: Write) -> None:
    second = LIST.replace("services.outreach", "services.bel").replace("1001", "100") + "kind = 'outreach'\n"
    (line,) = refused(write(LIST + second))
    assert line.endswith("there is one list: list_per_10000 = 100 here, and 1001 at outreach.")
    assert "[services.bel]" in line
    load_scenario(write(LIST + second.replace("100\n", "1001\n")))


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_scenario_leaves_no_doubt(name: str) -> None:
    assert doubts_of(load_scenario(name)) == []


# --- mistakes ---


SHAME = "services = {}\n[parameters.'seeking.shame_weight']\n"
GEMEENTE = "services = {}\n[gemeente]\n"
VIEW = "services = {}\n[world_view]\n"
SHOCK = "services = {}\n[shock]\n"
LOKET = "[services.loket]\n"
BIEB = "[services.bieb]\n"
OUTREACH = "[services.outreach]\n"


@pytest.mark.parametrize(
    ("text", "line", "table", "said"),
    [
        (
            LOKET + "hour_per_fte = 3", 2, "services.loket",
            "there is no lever 'hour_per_fte'. Did you mean hours_per_fte?",
        ),
        (
            LOKET + "\nfte_per_10000 = -1.0", 3, "services.loket",
            "fte_per_10000 = -1.0 lies outside 0..1000.",
        ),
        ("services.loket.steps = inf", 1, "services.loket", "steps = inf lies outside 0..50."),
        ("services = {loket = {steps = 99}}", 1, "services.loket", "steps = 99 lies outside 0..50."),
        (
            BIEB + "steps = 1.0", 1, "services.bieb",
            f'its kind is missing. Write kind = "loket", or another of {", ".join(KINDS)}.',
        ),
        (
            BIEB + "kind = 'lokt'", 2, "services.bieb",
            "there is no kind of service 'lokt'. Did you mean loket?",
        ),
        (BIEB + "kind = 3", 2, "services.bieb", "there is no kind of service '3'."),
        (LOKET + "kind = []", 2, "services.loket", "there is no kind of service"),
        ("[services.none]\nkind = 'loket'", 1, "services", "the name of a service is"),
        ("[services.'a b']\nkind = 'loket'", 1, "services", "the name of a service is"),
        ("services.loket = false", 1, "services", "loket = false must be a table."),
        ("services = 3", 1, None, "services = 3 must be a table."),
        ("title = 'x'", 1, None, "there are no services. If nobody is to help, write services = {}."),
        (
            "[services.wijkteam]\n" + LOKET + "hands_over_to = 'wijkteem'", 3, "services.loket",
            "hands_over_to = 'wijkteem' names no service of this scenario. Did you mean wijkteam?",
        ),
        (
            LOKET + "hands_over_to = 'wijkteam'", 2, "services.loket",
            "hands_over_to = 'wijkteam' names no service of this scenario.",
        ),
        (
            LOKET + "[services.telefoon]\nhands_over_to = ['loket', 'ggz']", 3, "services.telefoon",
            "hands_over_to = 'ggz' names no service of this scenario.",
        ),
        (OUTREACH + "all_knowing = true", 2, "services.outreach", "all_knowing is for an upper bound only"),
        (OUTREACH + "remove = true", 1, "services", "nothing called 'outreach' is inherited"),
        (
            "based_on = 'outreach'\n[services.outreach]\nremove = false", 3, "services.outreach",
            "remove = true stands alone",
        ),
        ("based_on = 'outreach'\n[services.outrech]\nremove = true", None, None, "Did you mean outreach?"),
        ("summary = 3\nservices = {}", 1, None, "summary = 3 must be a text between quotes."),
        (PLAIN + "[title]\nnl = 'x'", 2, "title", "en is missing."),
        ("servces = {}", 1, None, "there is no 'servces' here. Did you mean services?"),
        (PLAIN + "upper_bound = 1", 2, None, "upper_bound = 1 must be true or false."),
        (GEMEENTE + "residents = 0", 3, "gemeente", "residents = 0 lies outside 1..10000000."),
        (GEMEENTE + "residents = 1000.0", 3, "gemeente", "residents = 1000.0 must be a whole number."),
        (GEMEENTE + "resident = 5", 3, "gemeente", "there is no 'resident' here. Did you mean residents?"),
        (
            GEMEENTE + "archetype = 'kleinstedlijk'", 3, "gemeente",
            "there is no archetype 'kleinstedlijk'. Did you mean kleinstedelijk?",
        ),
        (
            GEMEENTE + "corporation = 0.99", 3, "gemeente",
            "corporation = 0.99 lies outside 0.1..0.44. The book has 0.27 (measured): CBS",
        ),
        (GEMEENTE + "corporation = 'veel'", 3, "gemeente", 'corporation = "veel" must be a number.'),
        (
            GEMEENTE + "burn_in_policy = 'loketonly'", 3, "gemeente",
            "there is no scenario 'loketonly'. Did you mean loket-only?",
        ),
        (VIEW + "can_ask = 1.5", 3, "world_view", "can_ask = 1.5 lies outside 0..1."),
        (VIEW + "can_aks = 1", 3, "world_view", "there is no 'can_aks' here. Did you mean can_ask?"),
        (
            PLAIN + "[parameters.'seeking.shame_wait']\nvalue=1", 2, "parameters",
            "the book has no parameter 'seeking.shame_wait'. Did you mean seeking.shame_weight?",
        ),
        (
            SHAME + "value=1\nreason=' '", 4, 'parameters."seeking.shame_weight"',
            "a number that departs from the book needs a reason",
        ),
        (
            PLAIN + "[parameters]\n'seeking.shame_weight' = 1", 3, 'parameters."seeking.shame_weight"',
            "a number that departs",
        ),
        (
            SHAME + "value=1e9\nreason='x'", 3, 'parameters."seeking.shame_weight"',
            "value = 1e+09 lies outside",
        ),
        (SHAME + "value=nan\nreason='x'", None, None, "value = nan lies outside"),
        (SHAME + "reason='x'", 2, 'parameters."seeking.shame_weight"', "value is missing."),
        (
            SHAME + "value=1\nwhy='x'\nreason='x'", 4, 'parameters."seeking.shame_weight"',
            "there is no 'why' here.",
        ),
        (
            PLAIN + "based_on = 'loketonly'", 2, None,
            "there is no scenario 'loketonly'. Did you mean loket-only?",
        ),
        (PLAIN + "based_on = 'nergens.toml'", 2, None, "there is no scenario 'nergens.toml'."),
        (PLAIN + "based_on = '/'", 2, None, "there is no scenario '/'."),
        (PLAIN + "based_on = 3", 2, None, "based_on = 3 must be a text between quotes."),
        ("services = {\n", None, None, "this is not TOML"),
        ("a = 1\na = 2\n", 2, None, "this is not TOML"),
        (SHOCK, 2, None, "a shock needs starts, trust_loss or both."),
        (SHOCK + "trust_loss = 2", 3, "shock", "trust_loss = 2 lies outside 0..1."),
        (SHOCK + "trust_los = 1", 3, "shock", "there is no 'trust_los' here. Did you mean trust_loss?"),
        (SHOCK + "starts = 3", 3, "shock", "starts = 3 must be a table."),
        (SHOCK + "starts = {monye = 1}", 3, "shock.starts", "there is no 'monye' here. Did you mean money?"),
        (SHOCK + "starts = {money = -1}", 3, "shock.starts", "money = -1 lies outside 0..5."),
        (SHOCK + "trust_loss = 0.5\nuntil_week = 5", 4, "shock", "until_week ends what starts names"),
        (
            SHOCK + "starts = {money = 1}\nuntil_week = 5\nfrom_week = 5", 4, "shock",
            "until_week = 5 is not after from_week = 5.",
        ),
        (VIEW + "can_ask = 2024-01-01", 3, "world_view", "can_ask = 2024-01-01 must be a number."),
    ],
)
def test_a_mistake_says_where_what_and_what_would_do(
    write: Write, text: str, line: int | None, table: str | None, said: str
) -> None:
    lines = refused(write(text))
    where = ("" if line is None else f":{line}: ") + ("" if table is None else f"[{table}]: ")
    assert any(where + said in told for told in lines), lines
    assert all(EVERY_LINE.fullmatch(told) for told in lines)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(write: Write) -> None:
    text = (
        "titel = 'x'\n[services.loket]\nsteps = -1\ntravl = 0.5\n[gemeente]\nresidents = 0\n"
        "[parameters.'seeking.nothing']\nvalue = 1\n[world_view]\ncan_ask = 7\n"
    )
    lines = refused(write(text))
    numbers = [re.search(r"\.toml:(\d+): ", line) for line in lines]
    assert [int(n.group(1)) for n in numbers if n] == [1, 3, 4, 6, 7, 10]


def test_a_line_is_found_among_texts_and_lists_of_many_lines(write: Write) -> None:
    text = (
        'title = """\nsteps = -1\n[services.loket]\n"""\n# steps = -1\n\n[services . "loket"]  # a comment\n'
        'competence = [\n  "money",  # one\n  "work",\n]\n"steps" = -1\n'
    )
    assert ":12: [services.loket]: steps = -1" in refused(write(text))[0]


def test_mistakes_are_told_in_dutch_when_asked(write: Write) -> None:
    path = write("[services.loket]\nhour_per_fte = 3\n")
    assert refused(path, "nl")[0].endswith(
        ":2: [services.loket]: er is geen instelling 'hour_per_fte'. Bedoelt u hours_per_fte?"
    )
    assert refused("xyzzy", "nl") == ["er is geen scenario 'xyzzy'."]
    assert refused("loket-onli", "nl") == ["er is geen scenario 'loket-onli'. Bedoelt u loket-only?"]


def test_an_unknown_scenario_is_answered_with_the_nearest() -> None:
    assert refused("loketonly") == ["there is no scenario 'loketonly'. Did you mean loket-only?"]


@pytest.mark.parametrize("lang", ["", "de", "NL"])
def test_an_unknown_language_is_answered(lang: str) -> None:
    assert "there is no language" in refused("loket-only", lang)[0]


@pytest.mark.parametrize(
    "name",
    [
        "", " ", ".", "..", "/", "~", "\0", "a\0.toml", "a\nb.toml", "x" * 5000, "x" * 5000 + ".toml",
        None, 3, b"x", [],
    ],
)
def test_a_name_that_is_none_is_refused_in_one_line(name: Any) -> None:
    assert len(refused(name)) == 1


def test_places_that_hold_no_scenario_are_refused(write: Write, tmp_path: Path) -> None:
    (tmp_path / "map.toml").mkdir()
    assert refused(tmp_path / "map.toml")[0].endswith("map.toml: this is not a file.")
    assert refused(tmp_path / "nergens.toml")[0].endswith("nergens.toml: this file does not exist.")
    assert "too large" in refused(write("#" * 2_000_000))[0]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"services = {}\n\xff\xfe", ":2: byte 0xff is not UTF-8."),
        (b"services = \0", "this is not TOML"),
        (b"x = " + b"[" * 5000, "this is not TOML: nested too deep."),
        (b"services.loket.steps = " + b"9" * 5000, "this is not TOML"),
        (b"services.loket.lead_weeks = 0x" + b"f" * 5000, "lead_weeks = ... lies outside 0..104."),
        (b"services.loket." + b"a." * 3000 + b"a = 1", "there is no lever 'a'."),
        (b"services = {}\n" + b"a." * 3000 + b"a = 1", "there is no 'a' here."),
        (b'services = {}\n"a\\nb\\u001b" = 1', "there is no 'a?b?' here."),
        (b"services = {}\n[gemeente]\ncorporation = 0x" + b"f" * 5000, "corporation = ... lies outside"),
    ],
)
def test_bytes_that_mean_nothing_are_refused(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(raw)
    lines = refused(path)
    assert any(said in line for line in lines), lines
    assert all(EVERY_LINE.fullmatch(line) for line in lines)


# --- garbage ---

GARBAGE = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SHIPPED = [(scenario_folder() / f"{name}.toml").read_text(encoding="utf-8") for name in shipped()]


SIGNS = [b"\n", b'"', b"]", b"-", b"=", b"9", b"{"]


def survives(path: Path, raw: bytes) -> None:
    """Whatever a file holds, it is a scenario that can be built, or refused line by line."""
    path.write_bytes(raw)
    try:
        scenario = load_scenario(path)
    except ScenarioError as error:
        assert all(EVERY_LINE.fullmatch(line) for line in str(error).split("\n")), str(error)
    else:
        build_services(scenario.services, [100] * min(scenario.gemeente.wijken, 20))
        assert scenario.fingerprint() == load_scenario(path).fingerprint()
        assert load_scenario(path, "nl") == scenario


@GARBAGE
@given(raw=st.binary(max_size=300))
def test_garbage_bytes_are_answered(tmp_path: Path, raw: bytes) -> None:
    survives(tmp_path / "x.toml", raw)


@GARBAGE
@given(data=st.data())
def test_a_mangled_scenario_is_answered(tmp_path: Path, data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from(SHIPPED)).encode()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, min(len(raw), start + 12)))
        bit = data.draw(st.one_of(st.binary(max_size=4), st.sampled_from(SIGNS)))
        raw = raw[:start] + bit + raw[end:]
    survives(tmp_path / "x.toml", raw)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml(value: Any) -> str:
    """Return a value as TOML writes it inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return quoted(value) if isinstance(value, str) else repr(value)


WORDS = st.sampled_from(
    [
        "title", "nl", "en", "based_on", "upper_bound", "gemeente", "residents", "wijken", "archetype",
        "services", "burn_in_policy", "corporation", "loket", "outreach", "wijkteam_1", "kind", "steps",
        "competence", "remove", "staff_from", "planned_share", "fte_per_10000", "world_view", "can_ask",
        "parameters", "value", "reason", "seeking.shame_weight", "visits", "attempts", "per_wijk",
        "hands_over_to", "loket-only", "money", "until_week",
    ]
)
KEYS = st.one_of(WORDS, st.text(st.characters(exclude_categories=["Cs"]), max_size=6))
VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(), KEYS, st.sampled_from([0, 1, 0.5, -1, 10**30])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
NAMES = st.sampled_from(["loket", "telefoon", "wijkteam", "outreach", "wijkteam_1", "bieb"])
LEVERS = st.sampled_from(sorted(ServiceSettings.model_fields))
SETTINGS = st.one_of(
    NAMES, st.booleans(), st.integers(0, 3), st.floats(0, 1), st.just(""), st.just(["money"])
)
SERVICES = st.one_of(
    st.dictionaries(NAMES, st.dictionaries(LEVERS, SETTINGS, max_size=3), max_size=4),
    st.dictionaries(KEYS, st.one_of(VALUES, st.dictionaries(WORDS, VALUES, max_size=5)), max_size=4),
)
TABLES = st.dictionaries(KEYS, VALUES, max_size=5)
TREES = st.one_of(
    st.dictionaries(KEYS, VALUES, max_size=5),
    st.fixed_dictionaries(
        {"services": SERVICES},
        optional={
            "title": VALUES, "gemeente": TABLES, "world_view": TABLES, "parameters": TABLES,
            "upper_bound": st.booleans(), "based_on": st.sampled_from(["loket-only", "outreach", "x"]),
        },
    ),
)


@GARBAGE
@given(tree=TREES)
def test_a_file_of_any_shape_is_answered(tmp_path: Path, tree: dict[str, Any]) -> None:
    text = "".join(f"{quoted(key)} = {toml(value)}\n" for key, value in tree.items())
    survives(tmp_path / "x.toml", text.encode())


def test_the_writer_of_the_test_above_writes_toml() -> None:
    tree = {"a": {"b c": [1, 2.5, True, 'x"\n\x7f'], "": {}}, "ü\U0001f600": -(10**30)}
    assert tomllib.loads("".join(f"{quoted(k)} = {toml(v)}\n" for k, v in tree.items())) == tree

"""From what a scenario file says to a `Scenario`: everything checked, all mistakes found at once."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bereik.parameters.book import Book, the_book
from bereik.scenarios.counts import is_counted, read_census
from bereik.scenarios.scenario import Departure, Gemeente, Scenario, Shock, Text
from bereik.services.build import PER_ADULTS, check_services, weekly_minutes
from bereik.services.kinds import KINDS, check_settings, kind_of
from bereik.services.mistakes import Mistake, mistake, mistakes_of, number, one_line, shown
from bereik.services.schemes import SchemeSettings, check_schemes
from bereik.services.settings import ServiceSettings, Share
from bereik.vocabulary import LONGEST_RUN

DEFAULT_ARCHETYPE = "kleinstedelijk"
DEFAULT_POLICY = "loket-only"
OWN_POLICY = "self"  # the services of the file that says so
_TABLES = ("gemeente", "services", "regelingen", "world_view", "parameters", "shock")
_TOP = ("title", "summary", "source", "based_on", "upper_bound", *_TABLES)
_DEPARTURE = ("value", "reason")
LISTED_AT_MOST = 10  # residents to every place on a list: a longer one is doubted
_NAME = re.compile(r"[\w-]{1,40}")
_REFUSALS = ("eigen_kracht", "no_question", "needs_address", "conditions")
_NOBODY = "none"  # the name that the books of costs give to what no service makes

PerYear = Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Gemeente(_Table):
    archetype: str = DEFAULT_ARCHETYPE
    residents: Annotated[int, Field(ge=1, le=10_000_000)] = 20_000
    wijken: Annotated[int, Field(ge=1, le=1000)] = 8
    burn_in_policy: str = DEFAULT_POLICY


class _WorldView(_Table):
    can_ask: Share = 0.0
    want_help: Share = 0.0
    self_reliant: Share = 0.0
    short_help: Share = 0.0
    look_after: Share = 0.0
    in_view: Share = 0.0


class ShockSettings(_Table):
    """What a scenario can say in [shock]: what comes over everybody at once."""

    from_week: int = Field(0, ge=0, le=LONGEST_RUN, description="first week in which it is felt")
    until_week: int | None = Field(
        None, ge=1, le=LONGEST_RUN, description="week from which no more problems start; left out: never"
    )
    starts: dict[str, Any] = Field(
        {}, description="per life domain, problems that start in a year for a typical person, beside others"
    )
    trust_loss: Share = Field(0.0, description="share of everybody's trust that is lost in the first week")


class _Starts(_Table):
    money: PerYear = 0.0
    work: PerYear = 0.0
    housing: PerYear = 0.0
    health: PerYear = 0.0
    mental: PerYear = 0.0
    social: PerYear = 0.0
    family: PerYear = 0.0


class _Text(_Table):
    nl: str
    en: str


WORLD_VIEWS = tuple(_WorldView.model_fields)


def archetypes(book: Book) -> list[str]:
    """Return the themes of the book that describe a gemeente: they have the names of the default one."""
    themes = sorted({name.split(".")[0] for name in book})
    names = set(book.theme(DEFAULT_ARCHETYPE))
    return [theme for theme in themes if names and set(book.theme(theme)) == names]


@cache
def _shipped_archetypes() -> tuple[str, ...]:
    return tuple(archetypes(the_book()))


def check_scenario(
    name: str, tree: Mapping[str, Any], burn_in_levers: Mapping[str, Mapping[str, Any]]
) -> tuple[Scenario | None, list[Mistake]]:
    """Return a scenario and no mistake, or None and all that is wrong.

    Parameters
    ----------
    name : of the file
    tree : what the file and the files it is based on say together
    burn_in_levers : levers of the services that work before week 0
    """
    wrong = [mistake((key,), "unknown-key", _TOP) for key in tree if key not in _TOP]
    for key in _TABLES:
        if key in tree and not isinstance(tree[key], dict):
            wrong.append(mistake((key,), "wrong-type", value=shown(tree[key]), expected=dict))
    tables: dict[str, dict[str, Any]] = {k: tree[k] if isinstance(tree.get(k), dict) else {} for k in _TABLES}
    title = _text(tree, "title", name, wrong)
    summary = _text(tree, "summary", "", wrong)
    source = _of_type(tree, "source", "", wrong)
    upper_bound = _of_type(tree, "upper_bound", False, wrong)
    gemeente = _gemeente(tables["gemeente"], burn_in_levers, wrong)
    world_view = _world_view(tables["world_view"], wrong)
    shock = _shock(tables["shock"], wrong) if "shock" in tree else None
    parameters = _departures(tables["parameters"], wrong)
    book = the_book().with_values({n: d.value for n, d in parameters.items()})
    if "services" not in tree:
        wrong.append(mistake((), "no-services"))
    levers = _levers(tables["services"], wrong)
    services = _services(levers, book, upper_bound, _wijken(gemeente), wrong)
    scheme_levers = _scheme_levers(tables["regelingen"], wrong)
    schemes = _schemes(scheme_levers, book, wrong)
    for owner, settings in services.items():
        if settings.about is not None and settings.about not in scheme_levers:
            facts = {"value": settings.about, "sought": settings.about}
            wrong.append(mistake(("services", owner, "about"), "unknown-scheme", scheme_levers, **facts))
    if wrong:
        return None, wrong
    scenario = Scenario(
        name=name, title=title, summary=summary, source=source, upper_bound=upper_bound, gemeente=gemeente,
        levers=levers, services=services, world_view=world_view, parameters=parameters, shock=shock,
        scheme_levers=scheme_levers, schemes=schemes,
    )
    return scenario, []


def doubts_of(scenario: Scenario) -> list[Mistake]:
    """Return what will do and is hardly meant: services without time, a long list, what can do nothing."""
    services = scenario.services
    doubts: list[Mistake] = []
    for name, settings in services.items():
        doubts += [m.under("services", name) for m in _without_time(name, scenario)]
        doubts += [m.under("services", name) for m in _for_nothing(name, services)]
        doubts += [m.under("services", name) for m in _refuses_nobody(name, scenario)]
        if settings.list_per_10000 * LISTED_AT_MOST > PER_ADULTS:
            path = ("services", name, "list_per_10000")
            doubts.append(mistake(path, "long-list", value=number(settings.list_per_10000)))
    for name, scheme in scenario.schemes.items():
        if scheme.budget == 0.0:
            doubts.append(mistake(("regelingen", name, "budget"), "no-budget"))
    return doubts


def _without_time(name: str, scenario: Scenario) -> list[Mistake]:
    """Doubt a service whose staff has no time for one conversation a week.

    A conversation is held in one week or not at all, so fewer minutes than it asks hear nobody.
    """
    gemeente, services = scenario.gemeente, scenario.services
    adults, settings = gemeente.residents, services[name]
    staff = settings.staff_from or name
    if services[staff].sees:
        return [] if staff == name else [mistake(("staff_from",), "staff-of-partner", value=staff)]
    per_wijk = services[staff].per_wijk
    wijken = gemeente.wijken_of(adults) if per_wijk else 1
    minutes = weekly_minutes(services[staff], adults) // wijken
    lever = "visit_minutes" if "visit" in settings.channels else "call_minutes"
    if settings.walk_in or not settings.visits:
        lever = "contact_minutes"
    asked = getattr(settings, lever)
    if minutes >= asked:
        return []
    what = "no-conversation-per-wijk" if per_wijk else "no-conversation"
    facts = {"value": minutes, "low": asked, "lever": lever, "lender": staff}
    path = ("fte_per_10000" if staff == name else "staff_from",)
    return [mistake(path, what, adults=adults, wijken=wijken, **facts)]


def _for_nothing(name: str, services: Mapping[str, ServiceSettings]) -> list[Mistake]:
    """Doubt a partner of whom nobody hears, and relief without time."""
    settings = services[name]
    if settings.kind == "respijtzorg" and settings.respite_minutes == 0:
        return [mistake(("respite_minutes",), "relieves-nobody")]
    there = {*services} | {other.kind for n, other in services.items() if n != name}
    to = settings.hands_over_to
    if not settings.sees or there & {*((to,) if isinstance(to, str) else to or ())}:
        return []
    followed = any(other.visits and {"partner", "melding"} & {*other.follows} for other in services.values())
    return [] if settings.shares > 0.0 and followed else [mistake(("sees",), "sees-for-nothing")]


def _refuses_nobody(name: str, scenario: Scenario) -> list[Mistake]:
    """Doubt levers of a first conversation at a service that only goes to people: nobody is refused there.

    Who accepts at a door has help or is sent on; only who comes is heard as at a desk.
    """
    settings = scenario.services[name]
    if not settings.visits or settings.walk_in:
        return []
    told = scenario.levers[name]
    return [mistake((lever,), "refuses-nobody", key=lever) for lever in _REFUSALS if told.get(lever)]


def _text(tree: Mapping[str, Any], key: str, default: str, wrong: list[Mistake]) -> Text:
    value = tree.get(key, default)
    if isinstance(value, str):
        return Text(value, value)
    if not isinstance(value, dict):
        wrong.append(mistake((key,), "wrong-type", value=shown(value), expected=str))
        return Text("", "")
    try:
        return Text(**_Text.model_validate(value).model_dump())
    except ValidationError as error:
        wrong += [m.under(key) for m in mistakes_of(error, _Text)]
        return Text("", "")


def _of_type(tree: Mapping[str, Any], key: str, default: Any, wrong: list[Mistake]) -> Any:
    value = tree.get(key, default)
    if isinstance(value, type(default)):
        return value
    wrong.append(mistake((key,), "wrong-type", value=shown(value), expected=type(default)))
    return default


def _gemeente(
    table: Mapping[str, Any], burn_in_levers: Mapping[str, Mapping[str, Any]], wrong: list[Mistake]
) -> Gemeente:
    """Read [gemeente]: a few keys of its own, and any number of its archetype."""
    book = the_book()
    census = read_census(table, wrong)
    taken = ("counts",) + (("wijken",) if isinstance(table.get("wijken"), dict) else ())
    table = {key: value for key, value in table.items() if key not in taken}
    own = {key: value for key, value in table.items() if key in _Gemeente.model_fields}
    try:
        read = _Gemeente.model_validate(own)
    except ValidationError as error:
        wrong += [m.under("gemeente") for m in mistakes_of(error, _Gemeente)]
        read = _Gemeente()
    known = _shipped_archetypes()
    if read.archetype not in known:
        path, told = ("gemeente", "archetype"), one_line(read.archetype)
        wrong.append(mistake(path, "unknown-archetype", known, key=told))
    theme = read.archetype if read.archetype in known else DEFAULT_ARCHETYPE
    numbers: dict[str, float] = {}
    for key, value in table.items():
        if key in own:
            continue
        name = f"{theme}.{key}"
        if name not in book:
            choices = [*_Gemeente.model_fields, "counts", *book.theme(theme)]
            wrong.append(mistake(("gemeente", key), "unknown-key", choices))
            continue
        bad = _misfit(("gemeente", key), name, value, book)
        if bad is None:
            numbers[key] = float(value)
        else:
            wrong.append(bad)
    residents, wijken = read.residents, read.wijken
    if census is not None:
        twice = [name for name in numbers if is_counted(name, census)]
        wrong += [mistake(("gemeente", name), "counted-too") for name in twice]
        residents, wijken = census.residents, len(census.wijken) or wijken
    return Gemeente(
        archetype=theme, residents=residents, wijken=wijken, numbers=numbers,
        burn_in_policy=read.burn_in_policy, burn_in_levers=burn_in_levers, census=census,
    )


def _wijken(gemeente: Gemeente) -> int:
    """Return in how many wijken a service per wijk works at most."""
    return gemeente.wijken if gemeente.census is None else gemeente.wijken_of(gemeente.residents)


def _world_view(table: Mapping[str, Any], wrong: list[Mistake]) -> dict[str, float]:
    try:
        return _WorldView.model_validate(table).model_dump()
    except ValidationError as error:
        wrong += [m.under("world_view") for m in mistakes_of(error, _WorldView)]
        return {}


def _shock(table: Mapping[str, Any], wrong: list[Mistake]) -> Shock | None:
    """Read [shock]: from when, for how long, which problems start, and what it costs in trust."""
    try:
        read = ShockSettings.model_validate(table)
    except ValidationError as error:
        wrong += [m.under("shock") for m in mistakes_of(error, ShockSettings)]
        return None
    try:
        starts: dict[str, float] = _Starts.model_validate(read.starts).model_dump()
    except ValidationError as error:
        wrong += [m.under("shock", "starts") for m in mistakes_of(error, _Starts)]
        return None
    some = any(starts.values())
    if not some and read.trust_loss == 0.0:
        wrong.append(mistake(("shock",), "shock-of-nothing"))
    if not some and read.until_week is not None:
        wrong.append(mistake(("shock", "until_week"), "ends-nothing"))
    if read.until_week is not None and read.until_week <= read.from_week:
        until, start = read.until_week, read.from_week
        wrong.append(mistake(("shock", "until_week"), "ends-before-start", value=until, low=start))
    return Shock(read.from_week, read.until_week, starts, read.trust_loss)


def _departures(table: Mapping[str, Any], wrong: list[Mistake]) -> dict[str, Departure]:
    """Read [parameters]: numbers that depart from the book, each with its reason."""
    book = the_book()
    departures: dict[str, Departure] = {}
    for name, entry in table.items():
        path = ("parameters", name)
        if name not in book:
            wrong.append(mistake(path, "unknown-parameter", book))
            continue
        if not isinstance(entry, dict):
            wrong.append(mistake((*path, "reason"), "no-reason"))
            continue
        wrong += [mistake((*path, key), "unknown-key", _DEPARTURE) for key in entry if key not in _DEPARTURE]
        reason = entry.get("reason")
        if not isinstance(reason, str) or not reason.strip():
            wrong.append(mistake((*path, "reason"), "no-reason"))
        told = (*path, "value")
        bad = _misfit(told, name, entry["value"], book) if "value" in entry else mistake(told, "missing")
        if bad is None:
            departures[name] = Departure(float(entry["value"]), str(reason))
        else:
            wrong.append(bad)
    return departures


def _misfit(path: tuple[str, ...], name: str, value: Any, book: Book) -> Mistake | None:
    """Return why a value will not do for a number of the book, or None."""
    p = book[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return mistake(path, "wrong-type", value=shown(value), expected=float)
    if not (isinstance(value, int) or math.isfinite(value)) or not p.low <= value <= p.high:
        return mistake(
            path, "outside-book", value=shown(value), low=number(p.low), high=number(p.high),
            book=number(p.value), quality=p.quality, source=p.source,
        )
    return None


def _levers(table: Mapping[str, Any], wrong: list[Mistake]) -> dict[str, dict[str, Any]]:
    """Read [services.NAME]: levers by service, each with its kind."""
    levers: dict[str, dict[str, Any]] = {}
    for name, entry in table.items():
        path = ("services", name)
        if not _NAME.fullmatch(name) or name == _NOBODY:
            wrong.append(mistake(path, "bad-name", key=one_line(name)))
        elif not isinstance(entry, dict):
            wrong.append(mistake(path, "wrong-type", value=shown(entry), expected=dict))
        elif kind_of(name, entry) is None:
            wrong.append(mistake((*path, "kind"), "kind-untold", KINDS))
        else:
            levers[name] = entry | {"kind": kind_of(name, entry)}
    return levers


def _services(
    levers: Mapping[str, Mapping[str, Any]], book: Book, upper_bound: bool, wijken: int, wrong: list[Mistake]
) -> dict[str, ServiceSettings]:
    services: dict[str, ServiceSettings] = {}
    for name, told in levers.items():
        settings, bad = check_settings(told["kind"], told, book)
        wrong += [m.under("services", name) for m in bad]
        if settings is not None:
            services[name] = settings
            if settings.all_knowing and not upper_bound:
                wrong.append(mistake(("services", name, "all_knowing"), "all-knowing"))
    if len(services) == len(levers):
        wrong += [m.under("services") for m in check_services(services, wijken, levers)]
    return services


def _scheme_levers(table: Mapping[str, Any], wrong: list[Mistake]) -> dict[str, dict[str, Any]]:
    """Read [regelingen.NAME]: levers by scheme."""
    levers: dict[str, dict[str, Any]] = {}
    for name, entry in table.items():
        path = ("regelingen", name)
        if not _NAME.fullmatch(name):
            wrong.append(mistake(path, "bad-scheme-name", key=one_line(name)))
        elif not isinstance(entry, dict):
            wrong.append(mistake(path, "wrong-type", value=shown(entry), expected=dict))
        else:
            levers[name] = entry
    return levers


def _schemes(
    levers: Mapping[str, Mapping[str, Any]], book: Book, wrong: list[Mistake]
) -> dict[str, SchemeSettings]:
    schemes, bad = check_schemes(levers, book)
    wrong += [m.under("regelingen") for m in bad]
    return schemes

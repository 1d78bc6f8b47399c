"""From settings to the rows that the engine reads: staff shared out, prices, hand-overs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from bereik.chance import stable_hash
from bereik.errors import ScenarioError
from bereik.services.kinds import KINDS
from bereik.services.mistakes import Mistake, mistake, number, section, tell
from bereik.services.settings import Service, ServiceSettings, as_columns
from bereik.tables import Table, table
from bereik.vocabulary import DOMAINS, N_WAYS

MINUTES_PER_HOUR = 60
CENTS_PER_EURO = 100
PER_ADULTS = 10_000
NEVER_ENDS = int(np.iinfo(np.int32).max)
MOST_ROWS = 4095  # what a place in a queue can tell apart
NO_ROOM = 1e-9   # a bound without staff: 0 would mean no bound


class ServiceRows(NamedTuple):
    """The services of a scenario, a row each; one per wijk where its settings say so.

    Attributes
    ----------
    names : of the rows; a service per wijk is called NAME_1, NAME_2, ...
    kinds : of the rows
    rows : (services,) rows of Service
    routes : (services, wijken, ways) int16, the row to which a case of somebody in that wijk is handed
        over: per domain, where problems are stacked, where she is stuck; -1 nobody
    """

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: Table[Service]
    routes: np.ndarray


def weekly_minutes(settings: ServiceSettings, adults: int, cut: bool = False) -> int:
    """Return the staff minutes for residents per week that its own fte give, in whole minutes.

    Parameters
    ----------
    cut : in a week in which its staff is cut
    """
    fte = settings.fte_per_10000 * adults / PER_ADULTS
    minutes = round(fte * settings.hours_per_fte * MINUTES_PER_HOUR)
    return round(minutes * (1.0 - settings.cut)) if cut else minutes


def weekly_cents(settings: ServiceSettings, adults: int, cut: bool = False) -> int:
    """Return the price of its own staff per week in whole eurocents, whether or not anybody comes."""
    hours = weekly_minutes(settings, adults, cut and settings.cut_saves) / MINUTES_PER_HOUR
    return round(hours * settings.price_per_hour * CENTS_PER_EURO)


def is_cut(settings: ServiceSettings, week: int) -> bool:
    """Tell whether its staff is cut in a week of the policy."""
    until = NEVER_ENDS if settings.cut_until is None else settings.cut_until
    return settings.cut != 0.0 and settings.cut_from <= week < until


def shared_out(total: int, sizes: Sequence[int]) -> list[int]:
    """Return whole parts in proportion to sizes that add up exactly (the largest remainders round up).

    Parameters
    ----------
    total : 0 or more
    sizes : 0 or more each; where all are 0, the first takes everything
    """
    whole = sum(sizes)
    if whole == 0:
        return [total, *[0] * (len(sizes) - 1)]
    parts = [total * size // whole for size in sizes]
    by_remainder = sorted(range(len(sizes)), key=lambda k: (-(total * sizes[k] % whole), k))
    for k in by_remainder[: total - sum(parts)]:
        parts[k] += 1
    return parts


def by_kind(services: Mapping[str, ServiceSettings]) -> dict[str, ServiceSettings]:
    """Return services in an order of their own, so that the order of a file reaches no result."""
    kinds = [*KINDS]
    return dict(sorted(services.items(), key=lambda item: (kinds.index(item[1].kind), item[0])))


def build_services(
    services: Mapping[str, ServiceSettings],
    wijk_sizes: Sequence[int],
    first_week: int = 0,
    schemes: Sequence[str] = (),
) -> ServiceRows:
    """Return the rows of the services of a gemeente.

    Parameters
    ----------
    services : settings by name, in whatever order: the rows stand by kind, and then by name
    wijk_sizes : adults per wijk
    first_week : week in which this policy starts; its from_week and until_week count from there
    schemes : names of the schemes that are there, in the order of their rows; a service that is about
        another one rests

    Raises
    ------
    ScenarioError : staff_from or hands_over_to names no service; two services get one name
    """
    wrong = check_services(services, len(wijk_sizes))
    if wrong:
        raise ScenarioError("\n".join(f"{section(m.path)}{tell(m)}" for m in wrong))
    services = by_kind(services)
    rows_of = _rows_of(services, len(wijk_sizes))
    names = tuple(name for rows in rows_of.values() for name in rows)
    rows = table(Service, len(names))
    row = {name: i for i, name in enumerate(names)}
    adults = [int(size) for size in wijk_sizes]
    for name, settings in services.items():
        mine = [row[n] for n in rows_of[name]]
        lender = settings.staff_from or name
        staff = [row[n] for n in rows_of[lender]]
        minutes = _split(weekly_minutes(settings, sum(adults)), mine, adults)
        cents = _split(weekly_cents(settings, sum(adults)), mine, adults)
        cut_minutes = _split(weekly_minutes(settings, sum(adults), cut=True), mine, adults)
        cut_cents = _split(weekly_cents(settings, sum(adults), cut=True), mine, adults)
        lent = _split(weekly_minutes(services[lender], sum(adults)), staff, adults)
        planned = [round(settings.planned_share * m) for m in lent]
        if len(planned) < len(mine):
            planned = _split(planned[0], mine, adults)
        for k, i in enumerate(mine):
            _write(rows[i], settings)
            rows[i].key = stable_hash(names[i])
            rows[i].wijk = k if settings.per_wijk else -1
            rows[i].from_week = first_week + settings.from_week
            until = settings.until_week
            rows[i].until_week = NEVER_ENDS if until is None else first_week + until
            rows[i].staff = staff[k] if len(staff) == len(mine) else staff[0]
            rows[i].minutes = minutes[k]
            rows[i].cents = cents[k]
            rows[i].cents_per_hour = round(settings.price_per_hour * CENTS_PER_EURO)
            rows[i].cut_from = NEVER_ENDS if settings.cut == 0.0 else first_week + settings.cut_from
            whole = settings.cut_until
            rows[i].cut_until = NEVER_ENDS if whole is None else first_week + whole
            rows[i].cut_minutes = cut_minutes[k]
            rows[i].cut_cents = cut_cents[k]
            rows[i].cut_room = _room(settings, cut_minutes[k] + planned[k])
            rows[i].planned = planned[k]
            rows[i].willing = 1.0
            rows[i].tie_now = settings.tie
            breaks = settings.reorganised_week
            rows[i].reorganised_next = NEVER_ENDS if breaks is None else first_week + breaks
            rows[i].room = _room(settings, minutes[k] + planned[k])
            if settings.about in schemes:
                rows[i].about = schemes.index(settings.about)
            elif settings.about is not None:
                rows[i].until_week = rows[i].from_week
    kinds = tuple(settings.kind for name, settings in services.items() for _ in rows_of[name])
    return ServiceRows(names, kinds, rows, _routes(services, rows_of, row, len(adults)))


def check_services(
    services: Mapping[str, ServiceSettings],
    wijken: int,
    levers: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Mistake]:
    """Return what is wrong with how services of one gemeente refer to each other.

    Parameters
    ----------
    levers : what the scenario says of each service; left out: unknown. Whom a kind sends on to by itself
        need not be there; whom a scenario names must.
    """
    wrong: list[Mistake] = []
    lists = {name: s.list_per_10000 for name, s in services.items() if s.list_per_10000 > 0}
    for name, length in lists.items():
        first, other = next(iter(lists.items()))
        if length != other:
            facts = {"value": number(length), "high": number(other), "service": first}
            wrong.append(mistake((name, "list_per_10000"), "two-lists", **facts))
    for name, settings in services.items():
        if settings.staff_from is not None:
            wrong += [m.under(name) for m in _wrong_lender(name, settings, services)]
        told = levers is not None and "hands_over_to" in levers.get(name, {})
        by_itself = None if told else KINDS[settings.kind].get("hands_over_to")
        kinds = {other.kind for n, other in services.items() if n != name} - {*services}
        for lever, target in _targets(settings):
            known = [*services] if lever != "hands_over_to" else [*services, *sorted(kinds)]
            if target == name:
                wrong.append(mistake((name, lever), "itself", value=target))
            elif target not in known and (lever != "hands_over_to" or target != by_itself):
                others = [n for n in known if n != name]
                bad = mistake((lever,), "unknown-service", others, value=target, sought=target)
                wrong.append(bad.under(name))
            elif target in services and (services[target].visits or services[target].sees):
                wrong.append(mistake((name, lever), "takes-nobody", value=target))
    if not wrong:
        taken: set[str] = set()
        for name, rows in _rows_of(services, wijken).items():
            again = next((row for row in rows if row in taken), None)
            if again is not None:
                wrong.append(mistake((name,), "two-names", key=again))
            taken.update(rows)
        if len(taken) > MOST_ROWS:
            wrong.append(mistake((), "too-many", value=len(taken), high=MOST_ROWS))
    return wrong


def _wrong_lender(
    name: str, settings: ServiceSettings, services: Mapping[str, ServiceSettings]
) -> list[Mistake]:
    """Return why a service cannot live from the staff that it names."""
    lender = settings.staff_from or ""
    if lender == name:
        return [mistake(("staff_from",), "itself", value=lender)]
    if lender not in services:
        others = [n for n in services if n != name]
        return [mistake(("staff_from",), "unknown-service", others, value=lender, sought=lender)]
    if services[lender].staff_from is not None:
        return [mistake(("staff_from",), "staff-chain", value=lender)]
    if services[lender].per_wijk and not settings.per_wijk:
        return [mistake(("staff_from",), "staff-per-wijk", value=lender)]
    return []


def _rows_of(services: Mapping[str, ServiceSettings], wijken: int) -> dict[str, list[str]]:
    """Return the names of the rows that each service becomes."""
    return {
        name: [f"{name}_{w + 1}" for w in range(wijken)] if settings.per_wijk else [name]
        for name, settings in services.items()
    }


def _split(total: int, mine: Sequence[int], adults: Sequence[int]) -> list[int]:
    return shared_out(total, adults) if len(mine) == len(adults) else [total]


def _room(settings: ServiceSettings, minutes: int) -> float:
    if settings.caseload_per_fte == 0.0:
        return 0.0
    if minutes == 0:
        return NO_ROOM
    return settings.caseload_per_fte * minutes / (settings.hours_per_fte * MINUTES_PER_HOUR)


def _write(row: Service, settings: ServiceSettings) -> None:
    for name, value in as_columns(settings).items():
        setattr(row, name, value)


def _routes(
    services: Mapping[str, ServiceSettings],
    rows_of: Mapping[str, Sequence[str]],
    row: Mapping[str, int],
    wijken: int,
) -> np.ndarray:
    """Return to which row a case goes; where several could take it, the wijken are dealt out in turn."""
    routes = np.full((len(row), wijken, N_WAYS), -1, np.int16)
    for name, settings in services.items():
        ways = [_takers(name, services, domain) for domain in DOMAINS]
        ways += [[other] if other else [] for other in (settings.stacked_to, settings.stuck_to)]
        for way, takers in enumerate(ways):
            for w in range(wijken if takers else 0):
                taker = takers[w % len(takers)]
                to = rows_of[taker][w if services[taker].per_wijk else 0]
                for mine in rows_of[name]:
                    routes[row[mine], w, way] = row[to]
    return routes


def _takers(name: str, services: Mapping[str, ServiceSettings], domain: str) -> list[str]:
    """Return who may take over a question from a service.

    That is a service which it names, or all others of a kind which it names. Of a list it is the first
    of which one is competent, and where nobody is, the first that is there.
    """
    named = (target for lever, target in _targets(services[name]) if lever == "hands_over_to")
    there = [takers for target in named if (takers := _called(target, name, services))]
    able = [takers for takers in there if any(domain in services[other].competence for other in takers)]
    return (able or there or [[]])[0]


def _called(target: str, name: str, services: Mapping[str, ServiceSettings]) -> list[str]:
    """Return the service of a name, or all of a kind but the one that asks."""
    if target in services:
        return [target]
    return [other for other, settings in services.items() if settings.kind == target and other != name]


def _targets(settings: ServiceSettings) -> list[tuple[str, str]]:
    """Return whom a service names to send people on to, each with the lever that names it."""
    to = settings.hands_over_to
    named = [("hands_over_to", target) for target in ((to,) if isinstance(to, str) else to or ())]
    others = (("stacked_to", settings.stacked_to), ("stuck_to", settings.stuck_to))
    return named + [(lever, target) for lever, target in others if target is not None]

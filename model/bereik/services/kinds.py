"""Kinds of services: what a loket, a telephone, a wijkteam and an outreach team are.

What a kind *is* stands here; how strongly stands in the book (``services.<kind>.<lever>``); what a
gemeente makes of it are the levers of a scenario. A new kind is a row in `KINDS` and a table in
``parameters/services.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from bereik.errors import ScenarioError
from bereik.parameters.book import Book
from bereik.services.mistakes import Mistake, mistake, mistakes_of, section, shown, tell
from bereik.services.settings import ServiceSettings
from bereik.vocabulary import CREDITORS_WHO_SIGNAL, DOMAINS, GROUPS_BY_NEED, PAYERS

_ARREARS = CREDITORS_WHO_SIGNAL
_DESK_DOMAINS = ("money", "work", "housing", "health")

KINDS: dict[str, dict[str, Any]] = {
    "loket": {
        "walk_in": True, "home": 0.0, "crisis_first": False, "hands_over_to": "wijkteam",
        "competence": _DESK_DOMAINS, "caseload_per_fte": 0.0,
    },
    "telefoon": {
        "walk_in": True, "home": 0.0, "crisis_first": False, "hands_over_to": "wijkteam",
        "competence": _DESK_DOMAINS, "caseload_per_fte": 0.0, "travel": 0.0,
    },
    "wijkteam": {
        "walk_in": False, "per_wijk": True, "crisis_first": True, "competence": DOMAINS,
    },
    "outreach": {
        "walk_in": False, "visits": True, "crisis_first": False, "hands_over_to": "wijkteam",
        "competence": DOMAINS, "caseload_per_fte": 0.0,
    },
    "vroegsignalering": {
        "walk_in": False, "visits": True, "crisis_first": False, "hands_over_to": "wijkteam",
        "competence": ("money",), "caseload_per_fte": 0.0, "follows": _ARREARS, "doors": "signals",
        "channels": ("letter", "call", "call", "visit"),
    },
    "bericht": {
        "walk_in": False, "visits": True, "crisis_first": False, "hands_over_to": "wijkteam",
        "competence": (), "caseload_per_fte": 0.0, "follows": (), "doors": "known", "channels": ("letter",),
    },
    "plek": {
        "walk_in": False, "visits": True, "crisis_first": False, "hands_over_to": "wijkteam",
        "competence": DOMAINS, "caseload_per_fte": 0.0, "follows": (), "at_place": True,
    },
    "bemoeizorg": {
        "walk_in": False, "visits": True, "crisis_first": False, "hands_over_to": "wijkteam",
        "competence": DOMAINS, "caseload_per_fte": 0.0, "follows": ("tip", "partner", "melding"),
        "doors": "signals",
    },
    "registratie": {
        "walk_in": False, "home": 0.0, "crisis_first": False, "hands_over_to": "wijkteam", "registers": True,
        "competence": ("housing",), "caseload_per_fte": 0.0,
    },
    "digitaal": {
        "walk_in": True, "home": 0.0, "crisis_first": False, "hands_over_to": "wijkteam",
        "competence": _DESK_DOMAINS, "caseload_per_fte": 0.0, "travel": 0.0,
    },
    "informatiepunt": {
        "walk_in": True, "home": 0.0, "crisis_first": False, "hands_over_to": "wijkteam",
        "competence": _DESK_DOMAINS, "caseload_per_fte": 0.0,
    },
    "raadslieden": {
        "walk_in": True, "home": 0.0, "crisis_first": False, "hands_over_to": "wijkteam",
        "competence": ("money", "work", "housing"), "take_over": 1.0,
    },
    "clientondersteuning": {
        "walk_in": True, "home": 0.0, "crisis_first": False, "hands_over_to": "wijkteam",
        "competence": (), "caseload_per_fte": 0.0, "advocate": 1.0,
    },
    "schuldhulp": {"walk_in": False, "crisis_first": True, "competence": ("money",)},
    "ggz": {
        "walk_in": False, "crisis_first": True, "competence": ("mental",), "lightest": 2,
        "conditions": ("housing",), "payer": "zvw-wlz",
    },
    "wmo": {"walk_in": False, "crisis_first": True, "competence": ("health",)},
    "jeugd": {"walk_in": False, "crisis_first": True, "competence": ("family",)},
    "opvang": {
        "walk_in": False, "crisis_first": True, "competence": ("housing", "health", "mental"), "lightest": 2,
        "longest_weeks": 0,
    },
    "doorbraakteam": {"walk_in": False, "crisis_first": True, "competence": DOMAINS},
    "informeel": {
        "walk_in": False, "visits": True, "crisis_first": False, "hands_over_to": "wijkteam",
        "competence": ("money", "health", "social"), "caseload_per_fte": 0.0, "volunteers": True,
        "follows": ("tip", "partner"),
    },
    "partner": {
        "walk_in": False, "crisis_first": False, "competence": (), "sees": ("everybody",), "payer": "rijk",
    },
    "respijtzorg": {"walk_in": False, "crisis_first": False, "competence": (), "caseload_per_fte": 0.0},
}
KINDS_IN_WORDS = {
    "loket": "a place to walk into, which sends on what it cannot do",
    "telefoon": "a number to ring: no journey, hardly a neighbour who sees it",
    "wijkteam": "a team in every wijk that takes over what others find, in all domains",
    "outreach": "goes to people's doors; the visit that opens one is its first conversation",
    "vroegsignalering": "follows up signals of arrears: writes, rings, and goes to the door of some",
    "bericht": "letters or calls to people whom the gemeente knows",
    "plek": "stands where people come: a school yard, a library, a square",
    "bemoeizorg": "comes after a report of concern or nuisance, and comes back",
    "registratie": "brought in by others; registers who is registered nowhere and goes along to help",
    "digitaal": "a page to fill in, day and night: no journey, and nobody who sees it",
    "informatiepunt": "a place to walk into without an appointment, with somebody who goes along",
    "raadslieden": "social counsellors, who take letters and calls over for a while",
    "clientondersteuning": "helps nobody itself, but goes along to who can, and speaks for her",
    "schuldhulp": "debt help: a specialist to whom one is sent",
    "ggz": "mental health care: a specialist to whom one is sent, who asks for peace at home first",
    "wmo": "help in the household, with ageing or with illness: one is sent there",
    "jeugd": "help with raising children: one is sent there",
    "opvang": "a place to live with care, as long as it takes",
    "doorbraakteam": "a small team with time and the power to decide, for who got stuck elsewhere",
    "informeel": "volunteers who go to people; not of the gemeente, so it hears of no arrears",
    "partner": "comes across people in its own work, and may see that something is wrong",
    "respijtzorg": "relieves those who help somebody close",
}
LIKE = {  # a kind that has no number of its own in the book has that of another
    "registratie": "loket", "schuldhulp": "wijkteam", "ggz": "wijkteam", "opvang": "wijkteam",
    "doorbraakteam": "wijkteam", "wmo": "wijkteam", "jeugd": "wijkteam", "digitaal": "loket",
    "informatiepunt": "loket", "raadslieden": "loket", "clientondersteuning": "loket",
    "informeel": "outreach", "vroegsignalering": "outreach", "bericht": "outreach", "plek": "outreach",
    "bemoeizorg": "outreach",
}


class Act(NamedTuple):
    """What a service may do, and the levers that count only when it does.

    Attributes
    ----------
    switch : lever that switches it on
    levers : those that describe it
    lender : kind whose numbers serve a kind that has none of its own
    """

    switch: str
    levers: tuple[str, ...]
    lender: str


ACTS = (
    Act(
        "walk_in",
        (
            "opening", "visibility", "steps", "short_steps", "travel", "language", "screens", "flag",
            "eigen_kracht", "lead_weeks", "contact_minutes", "points_on", "unstaffed", "guarded", "by_proxy",
        ),
        "loket",
    ),
    Act(
        "visits",
        (
            "visit_minutes", "knock_minutes", "attempts", "weeks_between", "lowest_reach", "flag",
            "letter_minutes", "call_minutes", "letter_only", "minimum", "language", "visibility",
        ),
        "outreach",
    ),
    Act(
        "sees",
        ("notices", "shares", "tie", "flag", "warm", "contact_minutes", "hand_over_minutes"),
        "partner",
    ),
    Act("hands_over_to", ("warm", "hand_over_minutes", "advocate", "fixed_contact"), "loket"),
)
POLICY = (
    "fte_per_10000", "planned_share", "from_week", "until_week", "cut", "cut_from", "cut_until",
    "reorganised_every",
)
_NAMES_NOBODY = ("hands_over_to", "staff_from", "stacked_to", "stuck_to")


def numeric_levers() -> dict[str, type]:
    """Return the levers whose default is a number of the book, with their type."""
    fields = ServiceSettings.model_fields
    return {
        name: field.annotation
        for name, field in fields.items()
        if field.annotation in (int, float) and name not in POLICY
    }


def kind_of(name: str, levers: Mapping[str, Any]) -> str | None:
    """Return the kind of a service, as told or as its name begins (``wijkteam_noord``), or None."""
    if "kind" in levers:
        return levers["kind"]
    beginning = name.split("_")[0]
    return beginning if beginning in KINDS else None


def settings_of(
    kind: str, levers: Mapping[str, Any], book: Book, where: str = "services", lang: str = "en"
) -> ServiceSettings:
    """Return the settings of a service: its kind, the numbers of the book, and on top its levers.

    Parameters
    ----------
    kind : one of KINDS
    levers : as in ``[services.NAME]``; "" for a service that hands over to nobody or has its own staff
    book : source of every number that no lever gives
    where : begins the line of an error, such as "scenarios/x.toml:12: [services.loket]"

    Raises
    ------
    ScenarioError : unknown kind or lever, wrong type, value out of range; a line for each
    """
    settings, wrong = check_settings(kind, levers, book)
    if settings is None:
        raise ScenarioError("\n".join(f"{where}: {section(m.path)}{tell(m, lang)}" for m in wrong))
    return settings


def check_settings(
    kind: Any, levers: Mapping[str, Any], book: Book
) -> tuple[ServiceSettings | None, list[Mistake]]:
    """Return the settings of a service and no mistake, or None and all that is wrong."""
    if not isinstance(kind, str) or kind not in KINDS:
        return None, [mistake(("kind",), "unknown-kind", KINDS, key=kind)]
    given = KINDS[kind] | {"kind": kind} | {k: _plain(k, v) for k, v in levers.items() if k != "kind"}
    wrong = _twice(levers)
    try:
        settings = ServiceSettings.model_validate(_numbers(kind, given, book) | given)
    except ValidationError as error:
        return None, mistakes_of(error, ServiceSettings, "unknown-lever") + wrong
    wrong += _contradictions(settings)
    return (None, wrong) if wrong else (settings, [])


def _plain(lever: str, value: Any) -> Any:
    """Return a value of TOML as the settings take it."""
    if lever in _NAMES_NOBODY and value == "":
        return None
    return tuple(value) if isinstance(value, list) else value


def _numbers(kind: str, given: Mapping[str, Any], book: Book) -> dict[str, Any]:
    """Return a number for every numeric lever; what belongs to an act that is off is left at nothing."""
    numbers: dict[str, Any] = {}
    lenders = {lever: act.lender for act in reversed(ACTS) if given.get(act.switch) for lever in act.levers}
    for lever, plain in numeric_levers().items():
        for owner in (kind, LIKE.get(kind, kind), "all", lenders.get(lever, kind)):
            name = f"services.{owner}.{lever}"
            if name in book:
                numbers[lever] = plain(round(book.value(name))) if plain is int else book.value(name)
                break
        else:
            default = ServiceSettings.model_fields[lever]
            numbers[lever] = plain(0) if default.is_required() else default.default
    return numbers


def _twice(levers: Mapping[str, Any]) -> list[Mistake]:
    wrong: list[Mistake] = []
    for lever in ("competence", "conditions", "follows", "sees", "hands_over_to"):
        named = levers.get(lever)
        words = [w for w in named if isinstance(w, str)] if isinstance(named, list | tuple) else []
        again = next((w for k, w in enumerate(words) if w in words[:k]), None)
        wrong += [] if again is None else [mistake((lever,), "twice", value=again)]
    return wrong


def _contradictions(settings: ServiceSettings) -> list[Mistake]:
    wrong: list[Mistake] = []
    if settings.until_week is not None and settings.until_week <= settings.from_week:
        until, start = settings.until_week, settings.from_week
        wrong.append(mistake(("until_week",), "ends-before-start", value=until, low=start))
    wrong += _wrong_cut(settings)
    if settings.staff_from is not None and settings.fte_per_10000 > 0:
        wrong.append(mistake(("fte_per_10000",), "two-staffs", value=settings.staff_from))
    if settings.staff_from is None and settings.planned_share > 0:
        wrong.append(mistake(("planned_share",), "plan-without-staff"))
    for lever in ("unstaffed", "guarded", "by_proxy"):
        if getattr(settings, lever) > 0 and not settings.walk_in:
            wrong.append(mistake((lever,), "nobody-comes"))
    for lever in ("fee", "fee_by_means"):
        if getattr(settings, lever) > 0 and settings.visits:
            wrong.append(mistake((lever,), "fee-at-the-door"))
    if settings.payer not in PAYERS:
        payer = shown(settings.payer)
        wrong.append(mistake(("payer",), "unknown-payer", PAYERS, value=payer, sought=settings.payer))
    if (settings.stuck_to is None) != (settings.brings_in == 0.0):
        wrong.append(mistake(("brings_in",), "brings-in-half"))
    if settings.reorganised_every > 0 and settings.reorganised_week is None:
        wrong.append(mistake(("reorganised_every",), "again-of-nothing"))
    wrong += _wrong_partner(settings)
    if settings.volunteers and settings.staff_from is not None:
        wrong.append(mistake(("volunteers",), "volunteers-of-others", value=settings.staff_from))
    if settings.respite_minutes > 0 and (settings.walk_in or settings.visits):
        wrong.append(mistake(("respite_minutes",), "respite-and-more"))
    if settings.lightest > settings.intensity:
        light, heavy = settings.lightest, settings.intensity
        wrong.append(mistake(("lightest",), "too-light-and-too-heavy", value=light, high=heavy))
    if settings.visits:
        wrong += _wrong_approach(settings)
    return wrong + _wrong_offer(settings)


def _wrong_offer(settings: ServiceSettings) -> list[Mistake]:
    """Return why a service cannot bring a scheme like that."""
    if settings.about is not None:
        return [] if settings.visits else [mistake(("about",), "about-at-a-desk")]
    levers = ("shows_amount", "form_help", "form_steps", "form_screens", "grants")
    told = [lever for lever in levers if getattr(settings, lever) not in (None, False, 0.0)]
    return [mistake((lever,), "about-nothing") for lever in told]


def _wrong_approach(settings: ServiceSettings) -> list[Mistake]:
    """Return why a service cannot go to people like that."""
    asked = {
        "visit_minutes": "visit" in settings.channels,
        "knock_minutes": "visit" in settings.channels,
        "letter_minutes": "letter" in settings.channels,
        "call_minutes": {"letter", "call"} & {*settings.channels},
        "attempts": True,
    }
    needed = [lever for lever, counts in asked.items() if counts and getattr(settings, lever) < 1]
    wrong = [mistake((lever,), "visits-for-nothing") for lever in needed]
    if 1 <= settings.attempts < len(settings.channels):
        names, most = len(settings.channels), settings.attempts
        wrong.append(mistake(("channels",), "more-channels", value=names, high=most))
    if (settings.doors == "named") != (settings.list_per_10000 > 0):
        wrong.append(mistake(("list_per_10000",), "list-half"))
    if settings.among in GROUPS_BY_NEED and not settings.at_place:
        wrong.append(mistake(("among",), "need-unseen", value=settings.among))
    if settings.at_place and settings.channels != ("visit",):
        wrong.append(mistake(("at_place",), "no-letters-at-a-place"))
    return wrong


def _wrong_partner(settings: ServiceSettings) -> list[Mistake]:
    """Return why a service cannot be a partner, or cannot do what only a partner does."""
    if not settings.sees:
        levers = [lever for lever in ("notices", "shares") if getattr(settings, lever) > 0]
        return [mistake((lever,), "sees-nobody") for lever in levers]
    others = ("walk_in", "visits", "fte_per_10000", "staff_from")
    return [mistake((lever,), "partner-and-more") for lever in others if getattr(settings, lever)]


def _wrong_cut(settings: ServiceSettings) -> list[Mistake]:
    """Return why staff cannot be cut like that."""
    start, until = settings.cut_from, settings.cut_until
    if settings.cut == 0.0:
        said = {"cut_from": start > 0, "cut_until": until is not None, "cut_saves": not settings.cut_saves}
        return [mistake((lever,), "cut-of-nothing") for lever, is_set in said.items() if is_set]
    if settings.fte_per_10000 == 0.0:
        return [mistake(("cut",), "cut-without-staff")]
    if until is not None and until <= start:
        return [mistake(("cut_until",), "cut-ends-before-start", value=until, low=start)]
    if settings.cut == 1.0 and until is None:
        return [mistake(("cut",), "cut-for-ever", low=start)]
    return []

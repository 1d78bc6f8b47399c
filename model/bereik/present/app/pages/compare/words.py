"""The words of the page that compares, in Dutch (level B1) and English, and the lines of its table."""

from __future__ import annotations

from typing import Final

from bereik.experiments.wording import Language
from bereik.present.texts import PAYERS_TOLD, Line, Section

TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "title": "Vergelijk",
        "lead": (
            "Zet twee tot vier plannen naast elkaar. Dezelfde mensen, hetzelfde toeval. Plan A is de maat."
        ),
        "gemeente": "Gemeente",
        "kind": "Soort gemeente",
        "kleinschalig": "kleinschalig (dorpen)",
        "kleinstedelijk": "kleine stad",
        "grootstedelijk": "grote stad",
        "own": "uit uw bestand",
        "from_file": "Uw gemeente, uit de {n} in het bestand",
        "choose": "In dit bestand staan {n} gemeenten. Kies die van u.",
        "lives_in": "Alle plannen gaan nu over {name}.",
        "counted": "{name}: {adults} volwassenen, zoals CBS ze telde.",
        "reading": "Ik lees het bestand …",
        "too_large": "Dit bestand is te groot: hoogstens {most} MB.",
        "by_wijk": "Bereik per wijk",
        "wijk": "wijk",
        "joined": (
            "Het model rekent met {residents} inwoners. Daarin gaan kleine wijken samen met een buurwijk:"
            " {all} wijken zijn {n} gebieden, elk met één kleur."
        ),
        "long_link": "Deze gemeente heeft te veel wijken voor een link. Bewaar de plannen en stuur die.",
        "adults": "Volwassen inwoners",
        "base": "Uitgangspunt",
        "changed": "(aangepast)",
        "hours": "Uren en prijs",
        "fte": "fte per 10.000 inwoners",
        "fte_per_10000_short": "fte per 10.000",
        "price": "euro per uur",
        "price_per_hour_short": "euro per uur",
        "in_fte": "{fte} fte in deze gemeente",
        "shared": "werkt met de uren van {other}",
        "add_service": "Dienst erbij",
        "drop_service": "Haal weg",
        "save": "Bewaar",
        "remove": "Plan weg",
        "add": "Plan erbij",
        "open": "Open een bestand",
        "open_help": (
            "Of sleep het op deze pagina. Een plan (.toml) dat u bewaarde; staat er een [gemeente] in, dan"
            " geldt die voor alle plannen. Of uw eigen gemeente: Kerncijfers wijken en buurten van CBS"
            " (.csv). Daarna een kaart van haar wijken (.geojson)."
        ),
        "share": "Deel als link",
        "link": "Wie deze link opent op dit adres, ziet dezelfde plannen:",
        "opened": "Geopend: {title}.",
        "linked": "De plannen uit de link staan klaar.",
        "start": "Begin opnieuw",
        "by_doen": "Bereik naar doenvermogen",
        "by_time": "Hoe snel?",
        "by_row": "Waarom niet? Weken zonder volledige hulp, per 1000 inwoners per jaar",
        "numbers": "De cijfers",
        "measure": "maat",
        "minus": "{b} min {a}",
        "scaled": "Euro's en aantallen zijn omgerekend naar {adults} volwassenen.",
        "five": (
            "Voor vijf jaar en meer herhalingen: bewaar de plannen en vergelijk ze met de opdracht bereik"
            " compare."
        ),
        "wait": "Wachtlijst",
        "waiting": "op een wachtlijst, per 1000 inwoners",
        "who_pays": "Onvervulde nood en crises: wie betaalt, euro per jaar",
        "seen": "Wat de gemeente ziet",
        "use": "gebruik: bekende inwoners met hulp, per 1000",
        "on_list": "op de wachtlijst, per 1000",
        "weeks_waited": "weken op de wachtlijst",
        "reach_registered": "van wie bekend is, krijgt hulp",
        "truth": "Wat waar is",
        "need": "inwoners in nood, per 1000",
        "without": "in nood en zonder passende hulp, per 1000",
        "truth_reach": "van wie in nood is, krijgt passende hulp",
        "decile": "tiende",
        "week": "week",
        "people": (
            "Deze plannen gaan over verschillende mensen, dus ze zijn niet te vergelijken. Kies een ander"
            " uitgangspunt voor een van beide."
        ),
        "one": "Zet er een plan bij om te vergelijken.",
        "figure": "Passende hulp binnen een jaar, % van wie hulp nodig heeft",
        "figure_time": "Ooit passende hulp gehad, % van wie hulp nodig heeft",
    },
    "en": {
        "title": "Compare",
        "lead": (
            "Put two to four plans side by side. The same people, the same luck. Plan A is the yardstick."
        ),
        "gemeente": "Gemeente",
        "kind": "Kind of gemeente",
        "kleinschalig": "small scale (villages)",
        "kleinstedelijk": "small city",
        "grootstedelijk": "large city",
        "own": "from your file",
        "from_file": "Your gemeente, of the {n} in the file",
        "choose": "There are {n} gemeenten in this file. Choose yours.",
        "lives_in": "All plans are now about {name}.",
        "counted": "{name}: {adults} adults, as CBS counted them.",
        "reading": "Reading the file …",
        "too_large": "This file is too large: {most} MB at most.",
        "by_wijk": "Reach by wijk",
        "wijk": "wijk",
        "joined": (
            "The model counts with {residents} residents. In it small wijken join a neighbour: {all} wijken"
            " are {n} areas, each of one colour."
        ),
        "long_link": "This gemeente has too many wijken for a link. Save the plans and send those.",
        "adults": "Adult residents",
        "base": "Starts from",
        "changed": "(changed)",
        "hours": "Hours and price",
        "fte": "fte per 10,000 residents",
        "fte_per_10000_short": "fte per 10,000",
        "price": "euros an hour",
        "price_per_hour_short": "euros an hour",
        "in_fte": "{fte} fte in this gemeente",
        "shared": "works with the hours of {other}",
        "add_service": "Add a service",
        "drop_service": "Take away",
        "save": "Save",
        "remove": "Remove plan",
        "add": "Add a plan",
        "open": "Open a file",
        "open_help": (
            "Or drop it on this page. A plan (.toml) you saved; if it has a [gemeente], that holds for all"
            " plans. Or your own gemeente: Kerncijfers wijken en buurten of CBS (.csv). After that a map of"
            " its wijken (.geojson)."
        ),
        "share": "Share as a link",
        "link": "Who opens this link at this address sees the same plans:",
        "opened": "Opened: {title}.",
        "linked": "The plans of the link are ready.",
        "start": "Start anew",
        "by_doen": "Reach by doenvermogen",
        "by_time": "How soon?",
        "by_row": "Why not? Weeks not fully covered, per 1000 adults a year",
        "numbers": "The figures",
        "measure": "measure",
        "minus": "{b} minus {a}",
        "scaled": "Euros and counts are scaled to {adults} adults.",
        "five": (
            "For five years and more replicates: save the plans and compare them with the command bereik"
            " compare."
        ),
        "wait": "Waiting list",
        "waiting": "on a waiting list, per 1000 adults",
        "who_pays": "Unmet need and crises: who pays, euros a year",
        "seen": "What the gemeente sees",
        "use": "use: registered residents with help, per 1000",
        "on_list": "on the waiting list, per 1000",
        "weeks_waited": "weeks on the waiting list",
        "reach_registered": "of those registered, get help",
        "truth": "What is true",
        "need": "residents in need, per 1000",
        "without": "in need and without fitting help, per 1000",
        "truth_reach": "of those in need, get fitting help",
        "decile": "tenth",
        "week": "week",
        "people": (
            "These plans are about other people, so they cannot be compared. Start one of them from"
            " something else."
        ),
        "one": "Add a plan to compare.",
        "figure": "Fitting help within a year, % of those who need help",
        "figure_time": "Ever had fitting help, % of those who need help",
    },
}  # fmt: skip


def _both(key: str) -> dict[str, str]:
    return {"nl": TEXTS["nl"][key], "en": TEXTS["en"][key]}


def _line(measure: str, kind: str, key: str, group: str = "") -> Line:
    return Line(measure, kind, group=group, **_both(key))


MORE: Final = (
    Section(lines=(_line("waiting_per_1000", "rate", "waiting"),), **_both("wait")),
    Section(
        lines=tuple(
            Line("cost_unmet", "euros", nl, en, group=f"payer={payer}")
            for payer, (nl, en) in PAYERS_TOLD.items()
        ),
        **_both("who_pays"),
    ),
    Section(
        lines=(
            _line("as_seen_by_gemeente", "rate", "use", "seen=use"),
            _line("as_seen_by_gemeente", "rate", "on_list", "seen=waiting"),
            _line("as_seen_by_gemeente", "weeks", "weeks_waited", "seen=weeks_waited"),
            _line("as_seen_by_gemeente", "share", "reach_registered", "seen=reach_registered"),
        ),
        **_both("seen"),
    ),
    Section(
        lines=(
            _line("as_seen_by_gemeente", "rate", "need", "truth=need"),
            _line("as_seen_by_gemeente", "rate", "without", "truth=without_fitting_help"),
            _line("as_seen_by_gemeente", "share", "truth_reach", "truth=reach"),
        ),
        **_both("truth"),
    ),
)

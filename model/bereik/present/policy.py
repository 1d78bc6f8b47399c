"""A policy in words: services, schemes and levers, in Dutch (level B1) and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bereik.experiments.wording import Language, number
from bereik.present.story import WHY
from bereik.present.texts import PAYERS_TOLD
from bereik.services.kinds import KINDS_IN_WORDS
from bereik.services.schemes import SchemeSettings
from bereik.services.settings import ServiceSettings
from bereik.vocabulary import DOMAINS, PAYERS

ARCHETYPES: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "kleinschalig": "kleinschalig (dorpen)",
        "kleinstedelijk": "kleine stad",
        "grootstedelijk": "grote stad",
    },
    "en": {
        "kleinschalig": "small scale (villages)",
        "kleinstedelijk": "small city",
        "grootstedelijk": "large city",
    },
}
_KINDS: Final = {
    "loket": "mensen lopen zelf binnen; wat het niet kan, stuurt het door",
    "telefoon": "mensen bellen zelf; geen reis, en bijna niemand ziet het",
    "wijkteam": "een team in elke wijk; neemt over wat anderen vinden, op alle gebieden",
    "outreach": "gaat langs de deuren; aan de deur begint het eerste gesprek",
    "vroegsignalering": "volgt meldingen van achterstanden: schrijft, belt, en gaat bij sommigen langs",
    "bericht": "brieven of telefoontjes aan mensen die de gemeente kent",
    "plek": "staat waar mensen komen: een schoolplein, een bibliotheek, een plein",
    "bemoeizorg": "komt na een melding van zorg of overlast, en komt terug",
    "registratie": "schrijft mensen in die nergens ingeschreven staan, en gaat mee naar hulp",
    "digitaal": "een pagina om in te vullen, dag en nacht; geen reis, en niemand ziet het",
    "informatiepunt": "binnenlopen zonder afspraak; er gaat iemand mee",
    "raadslieden": "sociaal raadslieden; nemen brieven en telefoontjes een tijd over",
    "clientondersteuning": "helpt zelf niet, maar gaat mee naar wie kan helpen, en spreekt voor haar",
    "schuldhulp": "hulp bij schulden; mensen worden ernaartoe gestuurd",
    "ggz": "hulp bij psychische problemen; vraagt eerst rust thuis",
    "wmo": "hulp in huis, bij ouder worden of ziekte; mensen worden ernaartoe gestuurd",
    "jeugd": "hulp bij opvoeden; mensen worden ernaartoe gestuurd",
    "opvang": "een plek om te wonen, met zorg, zo lang als nodig",
    "doorbraakteam": "een klein team met tijd en macht om te beslissen, voor wie elders vastliep",
    "informeel": "vrijwilligers die naar mensen toe gaan; niet van de gemeente",
    "partner": "komt mensen tegen in het eigen werk, en kan zien dat er iets mis is",
    "respijtzorg": "geeft rust aan wie voor een naaste zorgt",
}
_LEVERS: Final = {
    "kind": "soort dienst",
    "per_wijk": "in elke wijk een",
    "from_week": "werkt vanaf week",
    "until_week": "werkt tot week",
    "fte_per_10000": "personeel, fte per 10.000 volwassenen",
    "staff_from": "werkt met de uren van",
    "cut": "deel van het personeel dat een tijd weg is",
    "cut_from": "weg vanaf week",
    "cut_until": "weg tot week",
    "cut_saves": "wie weg is, wordt niet betaald",
    "planned_share": "deel van de gedeelde uren dat ervoor gepland is",
    "hours_per_fte": "uren voor inwoners, per fte per week",
    "price_per_hour": "euro per uur",
    "payer": "wie het personeel betaalt",
    "walk_in": "inwoners kunnen zelf komen vragen",
    "opening": "hoe goed iemand met werk er terechtkan (0–1)",
    "visibility": "hoe zichtbaar het is dat u er bent (0–1)",
    "steps": "stappen om zelf te doen voor de hulp begint",
    "short_steps": "stappen na een uitnodiging",
    "travel": "hoe mobiel iemand moet zijn (0–1)",
    "language": "hoeveel ambtelijk Nederlands het vraagt (0–1)",
    "screens": "hoe digitaal vaardig iemand moet zijn (0–1)",
    "by_proxy": "hoe ver een huisgenoot het op het scherm mag doen (0–1)",
    "eigen_kracht": "hoe sterk het mensen op eigen kracht aanspreekt (0–1)",
    "flag": "hoe duidelijk het van de gemeente is (0–1)",
    "points_on": "deel dat naar een andere plek wordt verwezen als het vol is",
    "unstaffed": "deel van de bezoeken waarbij er niemand is",
    "guarded": "schermen, bewaking, dichte deuren (0–1)",
    "interpreter": "hoe ver tolken helpen (0–1)",
    "fee": "eigen bijdrage, euro per maand, voor iedereen gelijk",
    "fee_by_means": "eigen bijdrage van wie het meeste heeft, euro per maand",
    "lead_weeks": "weken tot het eerste gesprek als er ruimte is",
    "contact_minutes": "minuten voor het eerste gesprek",
    "breadth": "hoe ver men verder kijkt dan de vraag (0–1)",
    "home": "hoe vaak het gesprek thuis is (0–1)",
    "discretion": "ruimte van de hulpverlener (0–1)",
    "chooses": "hoe ver de inwoner kiest waarmee hij hulp krijgt (0–1)",
    "competence": "helpt op deze gebieden",
    "intensity": "zwaarste probleem waarvoor de hulp genoeg is (1 licht, 2 ernstig, 3 crisis)",
    "caseload_per_fte": "huishoudens in hulp, per fte (0: geen grens)",
    "minutes_per_case": "minuten per week voor een zaak",
    "longest_weeks": "weken waarna de hulp stopt (0: zo lang als nodig)",
    "crisis_first": "een crisis gaat voor",
    "single_first": "eenvoudige vragen gaan voor",
    "loudest_first": "wie het best praat, gaat voor",
    "lightest": "lichtste probleem dat het aanneemt (0: alles)",
    "conditions": "weigert wie daar een ernstig probleem heeft",
    "needs_address": "weigert wie nergens staat ingeschreven",
    "registers": "schrijft mensen in",
    "no_question": "hoe vaak het sluit als iemand geen vraag kan noemen (0–1)",
    "take_over": "hoeveel het overneemt tijdens de hulp (0–1)",
    "pauses_debts": "deel van de schuldeisers dat wacht",
    "turnover": "hoe vaak een hulpverlener weggaat, per jaar",
    "volunteers": "werkt met vrijwilligers",
    "respite_minutes": "minuten per week om een mantelzorger rust te geven",
    "sees": "wie het tegenkomt in het eigen werk",
    "notices": "hoe vaak het ziet dat er iets mis is, per week (0–1)",
    "shares": "hoe ver het dat mag melden (0–1)",
    "hands_over_to": "stuurt door naar",
    "stacked_to": "stuurt wie problemen op meer gebieden heeft naar",
    "stuck_to": "haalt erbij als iemand vastloopt",
    "brings_in": "hoe vaak dat gebeurt (0–1)",
    "mediates": "hoe vaak de hulpverlener bemiddelt (0–1)",
    "tie": "hoe sterk de band met andere diensten is (0–1)",
    "reorganised_week": "reorganisatie in week",
    "reorganised_every": "opnieuw na weken (0: niet)",
    "advocate": "hoe vaak iemand bij het eerste gesprek voor haar spreekt (0–1)",
    "fixed_contact": "hoe vaak de hulpverlener contact houdt (0–1)",
    "warm": "hoe vaak de hulpverlener meegaat (0–1)",
    "hand_over_minutes": "minuten voor een warme overdracht",
    "visits": "gaat naar mensen toe",
    "visit_minutes": "minuten voor een huisbezoek met gesprek",
    "knock_minutes": "minuten voor een dichte deur",
    "attempts": "aantal pogingen per deur",
    "weeks_between": "weken tussen twee pogingen",
    "tips_first": "deuren met een tip of signaal gaan voor",
    "follows": "signalen die het mag volgen",
    "channels": "hoe het contact zoekt",
    "letter_minutes": "minuten voor een brief",
    "call_minutes": "minuten voor een telefoongesprek",
    "letter_only": "deel van de losse signalen dat één poging krijgt",
    "minimum": "deel van de losse achterstanden dat te laag is om te volgen",
    "doors": "naar welke deuren het gaat",
    "list_per_10000": "lengte van de lijst, per 10.000 volwassenen",
    "among": "naar wie het gaat",
    "at_place": "ontmoet mensen waar zij komen",
    "pretext": "hoe ver het met een smoes aanbelt (0–1)",
    "lowest_reach": "deel van de deuren in de wijk met het laagste bereik",
    "all_knowing": "kent alle nood (bestaat niet; alleen als bovengrens)",
}
_SCHEME_LEVERS: Final = {
    "amount": "euro per maand",
    "payer": "wie betaalt",
    "local": "van de gemeente",
    "from_week": "vanaf week",
    "until_week": "tot week",
    "new": "begint zonder gebruikers",
    "up_to": "recht tot deze plek in de inkomens (0–1)",
    "for_whom": "voor wie",
    "known": "deel dat ervan heeft gehoord",
    "visibility": "hoe zichtbaar de aanvraag is (0–1)",
    "flag": "hoe duidelijk het van de gemeente is (0–1)",
    "fears": "hoe bang mensen zijn voor terugbetalen of een boete (0–1)",
    "steps": "formulier en bewijs: stappen om zelf te doen",
    "language": "hoeveel ambtelijk Nederlands het vraagt (0–1)",
    "screens": "hoe digitaal vaardig iemand moet zijn (0–1)",
    "automatic": "deel dat het zonder aanvraag krijgt",
    "prefilled": "wie een ingevuld formulier krijgt",
    "short_steps": "stappen als het formulier is ingevuld",
    "refused": "deel dat ten onrechte wordt geweigerd",
    "keeps": "deel dat het een jaar later nog gebruikt",
    "repays": "deel dat per jaar moet terugbetalen",
    "budget": "deel van het volle gebruik waarvoor geld is",
}
_YES_NO: Final[dict[Language, tuple[str, str]]] = {"nl": ("nee", "ja"), "en": ("no", "yes")}
_NONE: Final[dict[Language, str]] = {"nl": "geen", "en": "none"}


def kind_told(kind: str, lang: Language) -> str:
    """Return what a kind of service does."""
    english = KINDS_IN_WORDS.get(kind, kind)
    return _KINDS.get(kind, english) if lang == "nl" else english


def lever_told(lever: str, lang: Language, *, of_a_scheme: bool = False) -> str:
    """Return what a lever of a service or scheme means; its name where there are no words for it."""
    if lang == "nl":
        return (_SCHEME_LEVERS if of_a_scheme else _LEVERS).get(lever, lever)
    model = SchemeSettings if of_a_scheme else ServiceSettings
    field = model.model_fields.get(lever)
    return (field.description if field else None) or lever


def value_told(value: Any, lang: Language) -> str:
    """Return the value of a lever in words."""
    if isinstance(value, bool):
        return _YES_NO[lang][value]
    if isinstance(value, int | float):
        return plain_number(value, lang)
    if isinstance(value, list | tuple):
        return ", ".join(value_told(v, lang) for v in value) or _NONE[lang]
    if value is None:
        return _NONE[lang]
    if value in DOMAINS:
        return WHY[value][lang == "en"]
    return payer_told(value, lang) if value in PAYERS else str(value)


def plain_number(value: float, lang: Language) -> str:
    """Write a number that somebody chose, to as many decimals as it has."""
    text = f"{value:.10f}".rstrip("0")
    return number(value, len(text.partition(".")[2]), lang)


def payer_told(payer: str, lang: Language) -> str:
    """Return who pays."""
    return PAYERS_TOLD[payer][lang == "en"]


def differing(settings: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the levers that are not the same everywhere.

    Parameters
    ----------
    settings : per scenario, the levers of one service or scheme
    """
    first = next(iter(settings.values()))
    return [lever for lever in first if any(s.get(lever) != first[lever] for s in settings.values())]

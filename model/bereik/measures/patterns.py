"""Patterns a valid model reproduces: published figures, and what the records of a run give beside them.

A pattern marked C may be calibrated to; one marked V is validation and is never fitted; one marked I is
the source of a number of the book, so that agreement proves nothing; X is what must not happen; O is an
observation that stands beside one of them, and of which nothing is asked. How each figure is found stands
in `of_patterns` and `schemes`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from bereik.measures.of_patterns import (
    BASE,
    BELIEVED,
    CAMPAIGN,
    DESK,
    DESK_WITHOUT_TEAMS,
    DOORS_THAT_HELP,
    DOORS_WITHOUT_TEAMS,
    EARLY,
    ELDERLY,
    HARD,
    NOT_REBUILT,
    REORGANISED,
    SHARED,
    SHARED_BUSY,
    SPECIALISTS,
    TEAM,
    TIES,
    WITHOUT_HELP,
    benefit_of_staying,
    benefit_of_visiting_the_old,
    bodies_within_two_years,
    chain_waiting,
    completeness_without_teams,
    contact_of,
    debt_drift,
    declined_at_the_door,
    dip,
    early,
    educated_among_unreached,
    education_gradient,
    evictions_a_year,
    evictions_prevented,
    friends_first,
    full_help_without_teams,
    gain_without_ties,
    help_paradox,
    highest_reach,
    hours_where_means_are,
    loss_per_cold_hand_over,
    recovery,
    revolving_door,
    rise_of_acceptance,
    saved_elsewhere,
    share_of,
    signals_a_month,
    single_questions,
    slope_of_acceptance,
    squeeze,
    vulnerable_lifted_by_information,
    years_from_debt_to_asking,
)
from bereik.measures.schemes import (
    BIJSTAND,
    BROAD,
    EASED,
    FORMS,
    NO_SHAME,
    SCHEMES,
    SUPPLEMENT,
    TOESLAGEN,
    Runs,
    hole_before_reach,
    non_take_up,
    order_holds,
    rank_of_knowing,
    shame_is_local,
    unsigned,
    weight_of_believing,
)

Use = Literal["C", "V", "I", "X", "O"]


class Pattern(NamedTuple):
    """One published figure and how the model gives it.

    Attributes
    ----------
    id : number in the list of patterns; a letter tells figures of one pattern apart
    nl, en : what it is
    use : C may be calibrated to, V is validation only, I is input, X must not happen, O is an observation
    strength : A national measurement, B selective or dated, C direction only; empty for X and O
    low, high : band in which the mean over seeds should lie; without bounds for O
    source : codes of docs/glossary.md
    needs : names of the runs the figure reads
    figure : from runs to a number; NaN is "n/a"
    beyond_noise : it fails only where its 95 % interval lies wholly outside the band
    of_seeds : it is 0 or 1 in a seed, and so a share of seeds; its interval is that of Wilson
    """

    id: str
    nl: str
    en: str
    use: Use
    strength: str
    low: float
    high: float
    source: str
    needs: tuple[str, ...]
    figure: Callable[[Runs], float]
    beyond_noise: bool = False
    of_seeds: bool = False


def a_pattern_holds_if_believed(runs: Runs) -> float:
    """Return 1 where pattern 5, 9 or 13 holds though all six assumptions are true, else 0."""
    believed = {BASE: runs[BELIEVED]}
    judged = [p for p in PATTERNS if p.id in ("5a", "9", "13")]
    return float(any(p.low <= p.figure(believed) <= p.high for p in judged))


_ALONE: Final = (BASE, WITHOUT_HELP)
_FINDING: Final = (DESK_WITHOUT_TEAMS, DOORS_WITHOUT_TEAMS, WITHOUT_HELP)
_HELPING: Final = (DESK_WITHOUT_TEAMS, DOORS_THAT_HELP, WITHOUT_HELP)

PATTERNS: Final = (
    Pattern(
        "1a", "gestapelde problemen, aandeel van volwassenen", "stacked problems, share of adults",
        "C", "A", 0.147, 0.187, "S002, S003", (BASE,), share_of("stacked", "residents"),
    ),
    Pattern(
        "1b", "… van ouders van minderjarigen", "… of parents of minors",
        "C", "A", 0.08, 0.12, "S002, S003", (BASE,), share_of("stacked_parents", "parents"),
    ),
    Pattern(
        "2a", "gestapeld en weinig hulpbronnen, aandeel van volwassenen",
        "stacked and few resources, share of adults",
        "C", "A", 0.085, 0.115, "S001, E002", (BASE,), share_of("vulnerable", "residents"),
    ),
    Pattern(
        "2b", "… aandeel van wie stapelt", "… share of the stacked",
        "C", "A", 0.55, 0.70, "S001, E002", (BASE,), share_of("vulnerable", "stacked"),
    ),
    Pattern(
        "3", "kwetsbaren met enige hulp in het jaar", "vulnerable with any help in the year",
        "C", "A", 0.65, 0.75, "S004", (BASE,), share_of("vulnerable_helped_year", "vulnerable"),
    ),
    Pattern(
        "5a", "wie passende hulp mist vroeg nooit", "who lacks help that fits never asked",
        "C", "A", 0.42, 0.58, "S012, S013", (BASE,), share_of("never_asked", "lacking_care"),
    ),
    Pattern(
        "5b", "… vroeg en wacht, of vroeg tevergeefs", "… asked, and waits or was turned away",
        "C", "A", 0.0, 0.25, "S012, S013", (BASE,), share_of("asked_in_vain", "lacking_care"),
    ),
    Pattern(
        "6", "hulpparadox: doenvermogen en niet vragen (r)",
        "help paradox: doenvermogen and never asking (r)",
        "V", "C", -0.5, -0.15, "S2 3.3.3", _ALONE, help_paradox,
    ),
    Pattern(
        "8", "uren per behoefte in rijke en arme wijken, onder loket-only (verhouding)",
        "hours per need in rich and poor wijken, under loket-only (ratio)",
        "V", "C", 1.1, math.inf, "S040", (DESK,), hours_where_means_are,
    ),
    Pattern(
        "9", "jaren van schuld tot vraag", "years from debt to asking",
        "C", "B", 3.0, 7.0, "E073", (BASE,), years_from_debt_to_asking,
    ),
    Pattern(
        "12a", "huishoudens met problematische schulden", "households with problem debts",
        "C", "A", 0.076, 0.09, "E065", (BASE,), share_of("indebted_households", "households"),
    ),
    Pattern(
        "12b", "… verschuiving in drie jaar, op of neer", "… move in three years, up or down",
        "C", "A", 0.0, 0.01, "E065", (BASE,), debt_drift,
    ),
    Pattern(
        "13", "huishoudens met schulden die er hulp bij krijgen",
        "households with debts that have help with them",
        "C", "A", 0.12, 0.18, "E068", (BASE,), share_of("indebted_known", "indebted_households"),
    ),
    Pattern(
        "14a", "vrienden vóór instanties, van wie met geldproblemen zich tot iemand wendt",
        "friends before bodies, of who turns to anybody with a money problem",
        "C", "B", 0.56, 0.72, "E017", _ALONE, friends_first,
    ),
    Pattern(
        "14b", "… vraagt een instantie binnen twee jaar", "… asks a body within two years",
        "C", "B", 0.41, 0.57, "E017", _ALONE, bodies_within_two_years,
    ),
    Pattern(
        "16a", "samenhang van doenvermogen en opleiding (r)", "correlation of doenvermogen and education (r)",
        "V", "A", 0.05, 0.30, "E004", (BASE,), education_gradient,
    ),
    Pattern(
        "16b", "hoogopgeleiden onder wie niet is bereikt", "higher educated among the unreached",
        "V", "A", 0.15, 1.0, "E004", _ALONE, educated_among_unreached,
    ),
    Pattern(
        "17a", "niet-gebruik van een regeling door bekenden van de gemeente",
        "non-take-up of a scheme by those known to the gemeente",
        "C", "B", 0.0, 0.02, "E062", (SCHEMES,), non_take_up(BROAD, "known_"),
    ),
    Pattern(
        "17b", "… van landelijke toeslagen", "… of national toeslagen",
        "C", "A", 0.08, 0.13, "CPB March 2025 (as E052), all entitled", (SCHEMES,), non_take_up(TOESLAGEN),
    ),
    Pattern(
        "17c", "… van een brede lokale regeling", "… of a broad local scheme",
        "C", "B", 0.10, 0.30, "E060, E061", (SCHEMES,), non_take_up(BROAD),
    ),
    Pattern(
        "17d", "… van bijstand", "… of bijstand",
        "C", "A", 0.30, 0.40, "E041", (SCHEMES,), non_take_up(BIJSTAND),
    ),
    Pattern(
        "17e", "… van een kleine lokale toeslag", "… of a small local supplement",
        "C", "B", 0.45, 0.68, "E055", (SCHEMES,), non_take_up(SUPPLEMENT),
    ),
    Pattern(
        "17f", "… in die volgorde, aandeel van de keren", "… in that order, share of seeds",
        "C", "A", 0.95, 1.0, "E041, E055", (SCHEMES,), order_holds, of_seeds=True,
    ),
    Pattern(
        "20a", "denken dat men recht heeft weegt het zwaarst (naast het volgende)",
        "perceived eligibility weighs most (beside the next)",
        "V", "B", 1.0, math.inf, "E011", (SCHEMES,), weight_of_believing,
    ),
    Pattern(
        "20b", "… weten dat de regeling er is staat niet bij de eerste twee (plaats)",
        "… knowing the scheme is not among the first two (rank)",
        "V", "B", 3.0, 5.0, "E011", (SCHEMES,), rank_of_knowing,
    ),
    Pattern(
        "21", "zonder schaamte wint lokaal meer dan landelijk (verhouding)",
        "without shame local schemes gain more than national ones (ratio)",
        "V", "B", 2.0, math.inf, "E012", (SCHEMES, NO_SHAME), shame_is_local,
    ),
    Pattern(
        "23", "ingevuld formulier dat niet terugkomt, van bekenden",
        "forms filled in that do not come back, of the known",
        "C", "B", 0.20, 0.30, "S018, E063", (FORMS,), unsigned,
    ),
    Pattern(
        "24a", "vroegsignalen per 1000 inwoners per maand", "early signals per 1000 inhabitants a month",
        "C", "A", 3.3, 4.7, "E077", (EARLY,), signals_a_month,
    ),
    Pattern(
        "24b", "… dossiers per signaal", "… files per signal",
        "C", "A", 0.75, 0.85, "E079", (EARLY,), early("files", "signals"),
    ),
    Pattern(
        "24c", "… contact per dossier", "… contact per file",
        "C", "A", 0.17, 0.23, "E080", (EARLY,), early("opened", "files"),
    ),
    Pattern(
        "24d", "… hulp aanvaard, van wie bereikt is", "… help accepted, of those reached",
        "C", "A", 0.30, 0.40, "E087", (EARLY,), early("accepted", "opened"),
    ),
    Pattern(
        "25a", "contact bij alleen een brief", "contact where there was only a letter",
        "C", "A", 0.04, 0.08, "E081", (EARLY,), contact_of(0),
    ),
    Pattern(
        "25b", "… bij minstens een bezoek", "… with a visit at least",
        "C", "A", 0.35, 0.50, "E083", (EARLY,), contact_of(1, 3),
    ),
    Pattern(
        "25c", "… bij minstens een telefoontje", "… with a call at least",
        "C", "A", 0.45, 0.62, "E082", (EARLY,), contact_of(2, 3),
    ),
    Pattern(
        "28a", "slaat af of heeft niets nodig, van open deuren",
        "declines or needs nothing, of doors opened; a team that visits, not early signals",
        "I", "A", 0.60, 0.70, "E087", (TEAM,), declined_at_the_door,
    ),
    Pattern(
        "28b", "na eerdere gesprekken stemt iemand eerder in dan bij het eerste (kans erbij)",
        "after earlier talks somebody is likelier to accept than at the first (extra chance)",
        "I", "C", 0.0, 1.0, "V7", (HARD,), rise_of_acceptance,
    ),
    Pattern(
        "28c", "… instemming per eerder gesprek, van wie er dan nog is (helling)",
        "… acceptance per earlier talk, of who is left by then (slope)",
        "O", "", -math.inf, math.inf, "V7", (HARD,), slope_of_acceptance,
    ),
    Pattern(
        "31", "de rij verdringt het aanbellen (elasticiteit)",
        "the queue squeezes out the doors (elasticity)",
        "V", "C", -math.inf, -1.0, "E098", (SHARED, SHARED_BUSY), squeeze,
    ),
    Pattern(
        "32a", "wachten in de keten telt op (verhouding)", "waiting adds up along the chain (ratio)",
        "V", "C", 1.0, math.inf, "S2 3.2.1", (SPECIALISTS, WITHOUT_HELP), chain_waiting,
    ),
    Pattern(
        "32b", "verlies per koude overdracht", "loss per cold hand-over",
        "I", "C", 0.05, 0.25, "N2", (BASE,), loss_per_cold_hand_over,
    ),
    Pattern(
        "33", "draaideur: terug binnen een jaar na een te vroeg einde, gestapeld tegen enkelvoudig",
        "revolving door: back within a year of a case closed early, stacked against single",
        "V", "C", 2.0, math.inf, "S2 3.3.4, 5.3.2", (BASE,), revolving_door,
    ),
    Pattern(
        "34a", "uitzettingen per jaar, van huurders van een corporatie",
        "evictions a year, of tenants of a corporation",
        "V", "A", 0.0005, 0.0035, "E130, E148", (BASE,), evictions_a_year,
    ),
    Pattern(
        "34b", "vonnissen die tot uitzetting leiden", "judgements that lead to an eviction",
        "V", "A", 0.25, 0.30, "E131", (BASE,), share_of("evictions", "judgements"),
    ),
    Pattern(
        "34c", "uitzettingen die vroeg contact voorkomt, vanaf het tweede jaar",
        "evictions that early contact prevents, from the second year",
        "V", "A", 0.50, 0.95, "E130, E135", (DESK, EARLY), evictions_prevented,
    ),
    Pattern(
        "36a", "baten per euro van een team dat blijft, naast een gewoon team",
        "benefit per euro of a team that stays, beside a plain one; all whose doors it tries",
        "V", "B", 1.1, 2.7, "E113", (TEAM, HARD), benefit_of_staying,
    ),
    Pattern(
        "36b", "baten per euro van bezoek aan alle ouderen (hoogstens 1)",
        "benefit per euro of visits to all elderly (at most 1)",
        "V", "B", -math.inf, 1.0, "E117", (DESK, ELDERLY), benefit_of_visiting_the_old,
    ),
    Pattern(
        "37", "vermeden kosten die buiten de gemeente vallen", "avoided costs that fall outside the gemeente",
        "V", "C", 0.5, 1.0, "S2 2.4", _ALONE, saved_elsewhere,
    ),
    Pattern(
        "38", "enkelvoudige vragen aan loket en telefoon", "single questions at desk and telephone",
        "V", "C", 0.75, 0.85, "S044", (BASE,), single_questions,
    ),
    Pattern(
        "39a", "passende hulp 3 tot 18 maanden na een reorganisatie, naast geen",
        "fitting help 3 to 18 months after a reorganisation, beside none",
        "V", "C", -1.0, 0.0, "S2 4.3.2", (TIES, REORGANISED), dip,
    ),
    Pattern(
        "39b", "… wat daarvan in het laatste jaar terug is", "… of which is back in the last year",
        "V", "C", 0.0, 1.0, "S2 5.2.3", (TIES, REORGANISED), recovery,
    ),
    Pattern(
        "39c", "… boven het oude peil zonder betere banden (niet)",
        "… above the old level without better ties (not)",
        "V", "C", -1.0, 0.0, "S2 5.2.3", (TIES, NOT_REBUILT), gain_without_ties, True,
    ),
    Pattern(
        "40", "begroot op 70 %: weken van een leeg potje tot 85 % bereik",
        "budgeted for 70 %: weeks from no money left to 85 % reach",
        "V", "C", 0.0, math.inf, "S037", (EASED,), hole_before_reach,
    ),
    Pattern(
        "i", "hoogste bereik onder betaalbaar beleid (niet 1)",
        "highest reach under a policy one can pay (not 1)",
        "X", "", 0.0, 0.99, "our demand", (), highest_reach,
    ),
    Pattern(
        "ii", "alleen meer informatie: extra bereik van kwetsbaren (hoogstens 0,05)",
        "more information alone: extra reach of the vulnerable (at most 0.05)",
        "X", "", -1.0, 0.05, "our demand", (DESK, WITHOUT_HELP, CAMPAIGN), vulnerable_lifted_by_information,
    ),
    Pattern(
        "iii-a", "aanbellen met volle teams erachter: bereik op alle gebieden erbij (niet meer)",
        "doors with full teams behind them: extra reach in every domain (no more)",
        "X", "", -1.0, 0.0, "our demand", _FINDING, full_help_without_teams(DOORS_WITHOUT_TEAMS), True,
    ),
    Pattern(
        "iii-b", "… volledigheid erbij (niet meer)", "… extra completeness (no more)",
        "X", "", -1.0, 0.0, "our demand", _FINDING, completeness_without_teams(DOORS_WITHOUT_TEAMS), True,
    ),
    Pattern(
        "iii-c", "… helpt wie aanbelt zelf, met uren van het loket: bereik op alle gebieden erbij",
        "… where who knocks helps herself, with hours of the desk: extra reach in every domain",
        "O", "", -math.inf, math.inf, "", _HELPING, full_help_without_teams(DOORS_THAT_HELP),
    ),
    Pattern(
        "iii-d", "… volledigheid erbij", "… extra completeness",
        "O", "", -math.inf, math.inf, "", _HELPING, completeness_without_teams(DOORS_THAT_HELP),
    ),
    Pattern(
        "iv", "alle zes aannames: patroon 5, 9 of 13 klopt dan nog, aandeel van de keren (nooit)",
        "all six assumptions: pattern 5, 9 or 13 holds even so, share of seeds (never)",
        "X", "", 0.0, 0.0, "our demand", (BELIEVED,), a_pattern_holds_if_believed, of_seeds=True,
    ),
)  # fmt: skip

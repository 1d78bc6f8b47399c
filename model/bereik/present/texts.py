"""The words of tables and figures, in Dutch and English."""

from __future__ import annotations

from typing import Final, NamedTuple

from bereik.experiments.wording import Language
from bereik.vocabulary import UNMET_ROWS

NOTICE: Final[dict[Language, str]] = {
    "nl": "Synthetisch, niet voor besluiten over personen",
    "en": "Synthetic; not for decisions about persons",
}

ROWS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "invisible": "onzichtbaar",
        "late": "te laat",
        "unavailable": "niet beschikbaar",
        "unfitting": "niet passend",
        "incomplete": "onvolledig",
        "declined": "afgeslagen",
    },
    "en": {row: row for row in UNMET_ROWS},
}


class Line(NamedTuple):
    """A line of the table: which measure and group, how it is told, and what it is called.

    ``kind`` is share (told in %), weeks, rate, euros, count or index.
    """

    measure: str
    kind: str
    nl: str
    en: str
    group: str = ""


class Section(NamedTuple):
    """A part of the table."""

    nl: str
    en: str
    lines: tuple[Line, ...]


STAFF_OF_ALL: Final = Line(
    "cost_programme", "euros", "personeel voor toegang en hulp", "access and help staff"
)

PAYERS_TOLD: Final = {
    "gemeente": ("de gemeente", "the gemeente"),
    "zvw-wlz": ("Zvw en Wlz", "Zvw and Wlz"),
    "corporation": ("woningcorporaties", "housing corporations"),
    "creditors": ("schuldeisers", "creditors"),
    "justice": ("justitie", "justice"),
    "resident": ("inwoners", "residents"),
    "rijk": ("het rijk", "the rijk"),
}

# staff by who pays it: in the table below the line above, where others than the gemeente pay too
STAFF_BY_PAYER: Final = tuple(
    Line(
        "cost_programme", "euros", f"personeel, betaald door {nl}", f"staff paid by {en}",
        group=f"payer={payer}",
    )
    for payer, (nl, en) in PAYERS_TOLD.items()
)

SECTIONS: Final = (
    Section(
        "Bereik, van wie hulp nodig heeft", "Reach, of those who need help",
        (
            Line("reach_52", "share", "passende hulp binnen een jaar", "fitting help within a year"),
            Line("reach_full_52", "share", "… op alle gebieden", "… in every domain"),
            Line("reach_contact_52", "share", "gesprek binnen een jaar", "a conversation within a year"),
            Line("helped_before_crisis", "share", "geholpen vóór een crisis", "helped before a crisis"),
            Line(
                "weeks_unhelped_104", "weeks",
                "weken zonder passende hulp (tot 104)", "weeks without fitting help (up to 104)",
            ),
            Line(
                "share_solved_itself", "share",
                "loste zichzelf op (van alle perioden)", "solved itself (of all spells)",
            ),
        ),
    ),
    Section(
        "Hulpparadox", "Hulpparadox",
        (
            Line(
                "concentration_index", "index", "concentratie-index (> 0: zelfredzamen voor)",
                "concentration index (> 0: self-reliant first)",
            ),
            Line(
                "reach_52", "share", "bereik, minste tiende doenvermogen",
                "reach, lowest tenth of doenvermogen", group="doenvermogen=1",
            ),
            Line(
                "reach_52", "share",
                "bereik, hoogste tiende", "reach, highest tenth", group="doenvermogen=10",
            ),
        ),
    ),
    Section(
        "Wie wint, wie verliest", "Who is gained, who is lost",
        (
            Line(
                "gained", "count",
                "alleen in de tweede bereikt (inwoners)", "reached in the second only (residents)",
            ),
            Line("lost", "count", "alleen in de eerste bereikt", "reached in the first only"),
        ),
    ),
    Section(
        "Niet-bereik, weken per 1000 volwassenen per jaar", "Unmet need, weeks per 1000 adults a year",
        (
            Line(
                "unmet_weeks_per_1000", "rate",
                "alle weken zonder volledige hulp", "all weeks not fully covered",
            ),
            *(
                Line(f"unmet_{row}_per_1000", "rate", nl, ROWS["en"][row])
                for row, nl in ROWS["nl"].items()
            ),
        ),
    ),
    Section(
        "Crises, per 1000 volwassenen per jaar", "Crises, per 1000 adults a year",
        (
            Line("crises_per_1000", "rate", "crises", "crises"),
            Line("crises_per_1000", "rate", "ontruimingen", "evictions", group="event=eviction"),
            Line("crises_per_1000", "rate", "opnames", "admissions", group="event=admission"),
        ),
    ),
    Section(
        "Geld, euro per jaar (drie grootboeken)", "Money, euros a year (three ledgers)",
        (
            STAFF_OF_ALL,
            Line("cost_provisions", "euros", "toegekende voorzieningen", "provisions granted"),
            Line("cost_unmet", "euros", "onvervulde nood en crises", "unmet need and crises"),
            Line(
                "cost_per_reached", "euros",
                "personeel per bereikte inwoner", "staff cost per resident reached",
            ),
            Line(
                "extra_reached_per_100k_euro", "count", "extra bereikt per 100.000 euro (samen even duur)",
                "extra reached per 100,000 euros (equal total cost)",
            ),
            Line(
                "cost_per_extra_reached", "euros",
                "euro per extra bereikte inwoner", "euros per extra resident reached",
            ),
        ),
    ),
    Section(
        "Regelingen", "Schemes",
        (
            Line(
                "scheme_take_up", "share",
                "gebruik, van wie er recht op heeft", "use, of those entitled",
            ),
        ),
    ),
    Section(
        "Keerzijde, en wat de gemeente ziet", "The other side, and what the gemeente sees",
        (
            Line(
                "unwanted_contacts", "rate",
                "ongewenste contacten per 1000 per jaar", "unwanted contacts per 1000 a year",
            ),
            Line("trust_change", "index", "verandering in vertrouwen (0–1)", "change in trust (0–1)"),
            Line(
                "displaced", "rate",
                "contacten die de wachtrij van outreach afnam", "contacts the queue took from outreach",
            ),
            Line(
                "known_share", "share",
                "in nood en bekend bij de gemeente", "in need and known to the gemeente",
            ),
        ),
    ),
)

TABLE: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "measure": "maat",
        "minus": "{b} min {a}",
        "note": "Tussen haakjes: {interval}; {residents} volwassenen, {weeks} weken.",
        "alone": "Eén trekking: {residents} volwassenen, {weeks} weken, seed {seed}; zonder interval.",
    },
    "en": {
        "measure": "measure",
        "minus": "{b} minus {a}",
        "note": "In brackets: {interval}; {residents} residents, {weeks} weeks.",
        "alone": "A single draw: {residents} residents, {weeks} weeks, seed {seed}; no interval.",
    },
}

FIGURES: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "all": "alle {n} scenario's",
        "of_all": "{n} van de {all} scenario's",
        "left_out": "Getekend zijn de eerste {drawn} van {all} scenario's; alle staan in summary.csv.",
        "incidence_short": (
            "Van wie hulp nodig heeft krijgt {least} tot {most} binnen een jaar passende hulp"
        ),
        "rows_short": "het grootste deel van het niet-bereik is {row} onder {parts}",
        "gained_short": (
            "Aantoonbaar meer inwoners bereikt dan onder {a}: in {k} van {n} scenario's; gemiddeld het "
            "meest onder {b}: {net}"
        ),
        "gained_none": "In geen van {n} scenario's worden aantoonbaar meer inwoners bereikt dan onder {a}",
        "net_more": "netto {x} per 1000 meer ({span})",
        "net_fewer": "netto {x} per 1000 minder ({span})",
        "net_same": "netto niet te onderscheiden ({span})",
        "rises": "het bereik stijgt met doenvermogen onder {parts}",
        "falls": "het bereik daalt met doenvermogen onder {parts}",
        "flat": "geen duidelijk verband met doenvermogen onder {parts}",
        "from_to": "{s} ({low} % → {high} %)",
        "decile_x": "doenvermogen, in tienden van alle volwassenen",
        "least": "minste",
        "most": "meeste",
        "decile_y": "Passende hulp binnen een jaar, % van wie hulp nodig heeft",
        "band": "Lijn: gemiddelde. Band: {interval}.",
        "incidence_title": "Van wie hulp nodig heeft krijgt {parts} binnen een jaar passende hulp",
        "incidence_part": "{x} % onder {s}",
        "incidence_x": "weken sinds de nood begon, of sinds de start van het beleid",
        "incidence_y": "Ooit passende hulp gehad, % van wie hulp nodig heeft",
        "rows_title": "Het grootste deel van het niet-bereik is {row}: {parts}",
        "rows_part": "{x} % onder {s}",
        "rows_x": "weken sinds de start van het beleid",
        "rows_y": "Volwassenen in nood zonder volledige hulp, per 1000, naar reden",
        "rows_note": "Gemiddelde over {n} herhalingen.",
        "persona_y": "Waar de persoon staat, in % van de herhalingen; wit: niet in nood",
        "persona_covered": "geholpen op elk gebied",
        "gained_title": (
            "{b} bereikt {gained} per 1000 volwassenen die {a} mist, en mist er {lost} die {a} wel bereikt: "
            "{net}"
        ),
        "gained_x1": "doenvermogen, in tienden (1 = minste)",
        "gained_x2": "gebieden met problemen bij het begin",
        "gained_y": "Passende hulp binnen een jaar, per 1000 volwassenen",
        "gained": "alleen bereikt onder {b}",
        "lost": "alleen bereikt onder {a}",
        "gained_note": "Dezelfde mensen, hetzelfde lot. Streep: {interval}.",
        "and": " en ",
        "nothing": "Te weinig weken of inwoners om iets te zeggen",
    },
    "en": {
        "all": "all {n} scenarios",
        "of_all": "{n} of {all} scenarios",
        "left_out": "Drawn are the first {drawn} of {all} scenarios; all are in summary.csv.",
        "incidence_short": "Of those who need help, {least} to {most} get fitting help within a year",
        "rows_short": "the largest part of unmet need is {row} under {parts}",
        "gained_short": (
            "More residents reached than under {a}, as far as can be told: in {k} of {n} scenarios; most on "
            "average under {b}: {net}"
        ),
        "gained_none": "In none of {n} scenarios can more residents be told to be reached than under {a}",
        "net_more": "net {x} per 1000 more ({span})",
        "net_fewer": "net {x} per 1000 fewer ({span})",
        "net_same": "net not distinguishable ({span})",
        "rises": "reach rises with doenvermogen under {parts}",
        "falls": "reach falls with doenvermogen under {parts}",
        "flat": "no clear slope over doenvermogen under {parts}",
        "from_to": "{s} ({low}% → {high}%)",
        "decile_x": "doenvermogen, in tenths of all adults",
        "least": "least",
        "most": "most",
        "decile_y": "Fitting help within a year, % of those who need help",
        "band": "Line: mean. Band: {interval}.",
        "incidence_title": "Of those who need help, {parts} get fitting help within a year",
        "incidence_part": "{x}% under {s}",
        "incidence_x": "weeks since the need began, or since the policy started",
        "incidence_y": "Ever had fitting help, % of those who need help",
        "rows_title": "The largest part of unmet need is {row}: {parts}",
        "rows_part": "{x}% under {s}",
        "rows_x": "weeks since the policy started",
        "rows_y": "Residents in need and not fully covered, per 1000 adults, by reason",
        "rows_note": "Mean over {n} replicates.",
        "persona_y": "Where the person is, in % of replicates; white: not in need",
        "persona_covered": "helped in every domain",
        "gained_title": (
            "{b} reaches {gained} residents per 1000 whom {a} misses, and misses {lost} whom {a} reaches: "
            "{net}"
        ),
        "gained_x1": "doenvermogen, in tenths (1 = least)",
        "gained_x2": "domains with problems at the start",
        "gained_y": "Fitting help within a year, residents per 1000 adults",
        "gained": "reached under {b} only",
        "lost": "reached under {a} only",
        "gained_note": "The same people, the same luck. Bar: {interval}.",
        "and": " and ",
        "nothing": "Too few weeks or residents to say anything",
    },
}

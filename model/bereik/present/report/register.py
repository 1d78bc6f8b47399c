"""A draft entry for the Algoritmeregister: the fields of its standard, and what can be said already.

The fields are those of the Publicatiestandaard 1.0.0 (Ministerie van BZK, 2024), in its order, but for the
links and keywords that need not be there. Some fields must be in language of level B1; all are plain text.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from bereik.experiments.wording import Language

STANDARD: Final = "1.0.0"


class Field(NamedTuple):
    """A field of the register.

    Attributes
    ----------
    names : what it is called, in Dutch as the standard has it, and in English
    texts : what stands in it, in Dutch and in English; between brackets what the gemeente fills in
    must : nothing is published without it
    longest : characters; 0 where the standard has no limit
    """

    names: tuple[str, str]
    texts: tuple[str, str]
    must: bool = False
    longest: int = 0

    def name(self, lang: Language) -> str:
        """Return what the field is called."""
        return self.names[lang == "en"]

    def text(self, lang: Language) -> str:
        """Return what stands in it."""
        return self.texts[lang == "en"]

    @property
    def is_for_the_gemeente(self) -> bool:
        """Return whether nothing can be said without the gemeente."""
        return self.texts[0].startswith("[")


REGISTER: Final = (
    Field(
        ("Naam", "Name"),
        (
            "Bereik: vergelijken wie een gemeente met hulp bereikt",
            "Bereik: comparing whom a gemeente reaches with help",
        ),
        must=True,
        longest=100,
    ),
    Field(
        ("Korte omschrijving", "Short description"),
        (
            "Een rekenmodel met verzonnen inwoners. De gemeente vergelijkt er manieren van hulp mee: wie"
            " wordt bereikt, wanneer, en wat kost het? Het model werkt niet met gegevens over echte personen"
            " en neemt geen besluit.",
            "A model with made-up residents. The gemeente compares ways of help with it: who is reached,"
            " when, and at what cost? The model does not work with data about real persons and takes no"
            " decision.",
        ),
        must=True,
        longest=350,
    ),
    Field(
        ("Organisatie", "Organisation"),
        ("[volledige naam van de gemeente]", "[full name of the gemeente]"),
        must=True,
        longest=100,
    ),
    Field(
        ("Thema", "Theme"),
        ("[uit de lijst van het register, zoals: zorg en gezondheid]", "[from the list of the register]"),
    ),
    Field(
        ("Status", "Status"),
        (
            "[kies: In ontwikkeling, In gebruik of Buiten gebruik]",
            "[choose: In ontwikkeling, In gebruik or Buiten gebruik]",
        ),
        must=True,
    ),
    Field(
        ("Begindatum", "First month"),
        ("[jaar en maand waarin het in gebruik kwam]", "[year and month of first use]"),
    ),
    Field(
        ("Einddatum", "Last month"),
        (
            "[jaar en maand; leeg zolang het in gebruik is]",
            "[year and month; empty while it is in use]",
        ),
    ),
    Field(
        ("Contactgegevens", "Contact"),
        (
            "[e-mailadres of website voor vragen van inwoners]",
            "[e-mail address or website for questions of residents]",
        ),
        must=True,
    ),
    Field(
        ("Publicatiecategorie", "Category"),
        (
            "Overige algoritmes. [De gemeente controleert: het model beslist niet over personen en raakt hen"
            " niet direct.]",
            "Overige algoritmes. [For the gemeente to check: the model does not decide about persons and does"
            " not touch them directly.]",
        ),
        must=True,
    ),
    Field(
        ("Doel en impact", "Purpose and impact"),
        (
            "Doel: plannen voor hulp vergelijken, en laten zien op welke aannamen zij rusten. Inwoners merken"
            " niets van het model zelf: het kent hen niet. Zij kunnen wel merken dat de gemeente na een"
            " gesprek over de uitkomst de hulp anders regelt. [De gemeente vult aan: bij welk gesprek of"
            " besluit het is gebruikt.]",
            "Purpose: to compare plans for help, and to show on which assumptions they rest. Residents notice"
            " nothing of the model itself: it does not know them. They may notice that the gemeente organises"
            " help in another way after a talk about the outcome. [The gemeente adds: in which talk or"
            " decision it was used.]",
        ),
        longest=2500,
    ),
    Field(
        ("Afwegingen", "Considerations"),
        (
            "Voordeel: aannamen worden zichtbaar, en het model laat ook zien wie een plan misloopt. Nadeel:"
            " veel getallen zijn een aanname, en het model mist bekende feiten (zie dit verslag). [De"
            " gemeente vult aan: welke andere manieren zij heeft bekeken, en waarom zij dit redelijk vindt.]",
            "For: assumptions become visible, and the model also shows whom a plan misses. Against: many"
            " numbers are an assumption, and the model misses known facts (see this report). [The gemeente"
            " adds: which other ways it looked at, and why it finds this reasonable.]",
        ),
        longest=2500,
    ),
    Field(
        ("Menselijke tussenkomst", "Human intervention"),
        (
            "Mensen kiezen de vraag, lezen de uitkomst en besluiten. Niets gaat vanzelf. [De gemeente vult"
            " aan: wie dat doet, en wie de uitkomst controleert.]",
            "People choose the question, read the outcome and decide. Nothing goes by itself. [The gemeente"
            " adds: who does so, and who checks the outcome.]",
        ),
        longest=2500,
    ),
    Field(
        ("Risicobeheer", "Risk management"),
        (
            "Risico: de uitkomst wordt gelezen als een voorspelling. Daarom staan er marges en bronnen bij,"
            " wat het model mist, en waar het niet voor is. Risico: gebruik voor besluiten over personen."
            " Daarom weigert het programma bestanden met persoonsgegevens. [De gemeente vult aan: hoe vaak"
            " zij nagaat of het gebruik nog past.]",
            "Risk: the outcome is read as a forecast. Hence intervals and sources, what the model misses, and"
            " what it is not for. Risk: use for decisions about persons. Hence the program refuses files with"
            " personal data. [The gemeente adds: how often it checks whether the use still fits.]",
        ),
        longest=2500,
    ),
    Field(
        ("Wettelijke basis", "Legal basis"),
        (
            "Het model verwerkt geen persoonsgegevens en er volgt geen besluit over personen uit. Daarvoor is"
            " geen eigen wet nodig. [De gemeente controleert, en noemt de wet waarop het beleid rust, zoals"
            " de Wmo 2015.]",
            "The model processes no personal data and no decision about persons follows. That asks no law of"
            " its own. [For the gemeente to check; it names the law the policy rests on, such as the Wmo"
            " 2015.]",
        ),
        longest=2500,
    ),
    Field(
        ("Link naar wettelijke basis", "Link to the legal basis"),
        ("[link naar die wet op wetten.overheid.nl]", "[link to that law at wetten.overheid.nl]"),
    ),
    Field(
        ("Impacttoets(en)", "Impact assessments"),
        (
            "[namen van gedane toetsen, zoals DPIA (privacy) of IAMA (mensenrechten); of: geen]",
            "[names of assessments that were done, such as DPIA (privacy) or IAMA (human rights); or: none]",
        ),
    ),
    Field(
        ("Toelichting op impacttoetsen", "On the impact assessments"),
        (
            "Er worden geen persoonsgegevens verwerkt; daarom ligt een DPIA niet voor de hand. [De gemeente"
            " controleert.]",
            "No personal data are processed; hence a DPIA is not the obvious thing. [For the gemeente to"
            " check.]",
        ),
        longest=2500,
    ),
    Field(
        ("Gegevens", "Data"),
        (
            "Landelijke cijfers uit onderzoek, met bron in dit verslag. Als de gemeente dat kiest:"
            " Kerncijfers wijken en buurten van het CBS. Van de gemeente zelf alleen totalen: personeel,"
            " prijzen, wachttijden. Geen gegevens over personen.",
            "National figures from research, with their source in this report. If the gemeente so chooses:"
            " CBS Kerncijfers wijken en buurten. Of the gemeente itself totals only: staff, prices, waiting"
            " times. No data about persons.",
        ),
        longest=2500,
    ),
    Field(
        ("Technische werking", "Technical operation"),
        (
            "Agent-based simulatie in stappen van een week; niet zelflerend. In: een verzonnen bevolking en"
            " een plan voor hulp. Elke verzonnen inwoner loopt de weg naar hulp, en elke stap is een kans met"
            " een bron. Uit: wie binnen een jaar passende hulp krijgt, en wat het kost. Plannen worden"
            " vergeleken met dezelfde inwoners en hetzelfde toeval.",
            "Agent-based simulation in steps of a week; not self-learning. In: a made-up population and a"
            " plan for help. Every made-up resident walks the way to help, and every step is a chance with a"
            " source. Out: who gets fitting help within a year, and what it costs. Plans are compared on the"
            " same residents with the same luck.",
        ),
        longest=5000,
    ),
    Field(
        ("Leverancier", "Supplier"),
        (
            "[wie het model voor de gemeente draait; doet zij het zelf: Intern ontwikkeld, met bereik (open"
            " source, EUPL-1.2)]",
            "[who runs the model for the gemeente; if it does so itself: Intern ontwikkeld, with bereik (open"
            " source, EUPL-1.2)]",
        ),
        longest=200,
    ),
    Field(
        ("Link naar broncode", "Link to the source code"),
        ("[link naar de broncode]", "[link to the source code]"),
    ),
    Field(("Taal", "Language"), ("nld", "nld"), must=True),
    Field(("Schema", "Schema"), (STANDARD, STANDARD), must=True),
)  # fmt: skip

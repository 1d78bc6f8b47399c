"""The words of the report, in Dutch (level B1) and English; findings have theirs elsewhere."""

from __future__ import annotations

from typing import Final

from bereik.experiments.wording import Language

WORDS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "and": " en ",
        "versus": "{titles} vergeleken",
        "versus_many": "{a} en {n} andere scenario's vergeleken",
        "counted": (
            "Van {n} scenario's bereiken er {more} meer en {fewer} minder mensen die hulp nodig hebben dan"
            " {a}; {small} verschillen te weinig om ertoe te doen, en {same} zijn niet te onderscheiden (in"
            " dit model, {pairs} paren)."
        ),
        "short": "Voor de raad, in het kort",
        "full": "Volledig verslag, voor het dossier",
        "description": (
            "Wie bereikt een gemeente met hulp, en wat kost dat? Verslag van een vergelijking in een model."
        ),
        "page": "pagina {k} van {n}",
        # what was asked
        "asked": "Wat is gevraagd",
        "question": (
            "Wie bereikt de gemeente, wanneer, en wat kost het, als zij de hulp anders regelt? Naast elkaar"
            " staan {titles}."
        ),
        "how": (
            "Dit is uitgerekend met een model: {residents} verzonnen volwassenen in een gemeente van het"
            " type {place}, {weeks} weken beleid na {burn_in} weken aanloop. Dat is {n} keer gedaan, steeds"
            " met dezelfde mensen en hetzelfde toeval. De inwoners bestaan niet echt."
        ),
        "from_to": "{low} tot {high}",
        "how_many": (
            "Dit is uitgerekend met een model, in {k} verzonnen gemeenten{places}. Het beleid duurt {weeks}"
            " weken, en dat is {n} keer gedaan. De inwoners bestaan niet echt."
        ),
        "tried_on": "Het gaat over: {titles}.",
        "needs": (
            "‘Wie hulp nodig heeft’: iemand die zonder hulp na een kwartaal nog in nood is, of in een crisis"
            " komt. ‘Passende hulp’: hulp die zwaar genoeg is, die bij iemand past en die niet te vroeg"
            " stopt."
        ),
        "doenvermogen": (
            "‘Doenvermogen’: hoe goed het iemand lukt om in actie te komen en vol te houden. De"
            " ‘concentratie-index’ zegt voor wie de hulp is: 0 is gelijk; boven 0 gaat de hulp meer naar wie"
            " zelf al veel kan."
        ),
        "from_source": "{title}: {summary}",
        "upper_bound": "{title} kan niet bestaan: het laat zien wat er hoogstens te bereiken is.",
        # the finding
        "finding": "Wat eruit komt",
        "certainty": (
            "Hoe zeker is dat? Een interval heeft twee getallen: daartussen ligt de uitkomst bijna zeker. Het"
            " gaat alleen over toeval: {n} herhalingen. Hoe onzeker de getallen onder het model zijn (‘het"
            " boek’), zit er niet in. Lees elk antwoord als: in dit model, bij deze getallen."
        ),
        "many": (
            "Van twintig vergelijkingen valt er gemiddeld één door toeval buiten zijn interval. Hier staan"
            " er {n}."
        ),
        "same": "niet te onderscheiden",
        "key": "De uitkomst in cijfers",
        "key_note": (
            "Bereik: % van wie hulp nodig heeft dat binnen een jaar passende hulp krijgt. Verschillen staan"
            " in procentpunt: zoveel meer of minder van elke 100 mensen. Tussen haakjes: {interval}."
            " *: niet te onderscheiden van geen verschil."
        ),
        "scenario": "scenario",
        "reach": "bereik",
        "lowest": "… minste tiende doenvermogen",
        "highest": "… meeste tiende",
        "unmet": "weken zonder volledige hulp, per 1000 per jaar",
        "minus": "{b} min {a}",
        "in_place": "Gemeente: {place}",
        "more_left_out": (
            "Getoond zijn de eerste {n} van {all} scenario's. De rest staat in het volledige verslag."
        ),
        # who
        "who": "Wie wordt bereikt",
        "as_table": "Bereik per tiende doenvermogen, % van wie hulp nodig heeft",
        "tenth": "tiende (1 = minste)",
        "measure": "maat",
        "figures": "De cijfers: {b} naast {a}",
        "figures_note": (
            "Tussen haakjes, van het verschil: {interval}. Waar dat om nul"
            " heen ligt, staat: niet te onderscheiden."
        ),
        # why not
        "why_not": "Waarom mensen niet worden bereikt",
        "row_invisible": "onzichtbaar: niemand weet ervan, en zij vragen niet",
        "row_late": "te laat: de hulp is onderweg",
        "row_unavailable": "niet beschikbaar: wachtlijst, geen aanbod, ten onrechte geweigerd, te duur",
        "row_unfitting": "niet passend: er is hulp, maar die past niet of stopte te vroeg",
        "row_incomplete": "onvolledig: hulp op sommige gebieden, niet op alle",
        "row_declined": "afgeslagen: zij willen het zelf doen",
        "rows": "Weken in nood zonder volledige hulp, per 1000 volwassenen per jaar, naar reden",
        "reason": "reden",
        "all_rows": "alle weken",
        "wijken": "Hetzelfde per wijk, {title}",
        "wijken_differ": "Alle weken zonder volledige hulp per wijk: het verschil",
        "wijk": "wijk",
        "wijken_warn": (
            "Wijken zijn klein, dus het toeval telt zwaar. Kijk naar het verschil met zijn interval, niet"
            " naar de volgorde van wijken."
        ),
        # money
        "money": "Wat het kost, en de nood ernaast",
        "money_lead": (
            "Drie bedragen, euro per jaar. Trek ze niet van elkaar af: ze komen uit andere kassen, en nood"
            " is meer dan geld."
        ),
        "payer": "wie betaalt",
        "ledger_staff": "personeel",
        "ledger_provisions": "voorzieningen",
        "ledger_unmet": "nood en crises",
        "unmet_weeks": "weken zonder volledige hulp, per 1000",
        "total": "samen",
        "by_payer": "Euro per jaar, naar wie betaalt, met de nood ernaast",
        "all_payers": "Euro per jaar, van alle betalers samen, met de nood ernaast",
        "by_year": "Euro per jaar van het beleid, met de nood ernaast",
        "year": "jaar",
        # assumptions
        "assumed": "Welke aannamen eronder liggen",
        "assumed_lead": (
            "Een beleidsnota belooft een bereik. Daaronder liggen zes aannamen over mensen. Wat kost het als"
            " ze niet kloppen?"
        ),
        "assumed_not": "Dit is niet uitgerekend. Het kan met:",
        "not_the_same": (
            "Let op: dit gaat over een ander scenario, een andere gemeente of andere getallen dan hierboven."
        ),
        "stairs": "De trap in cijfers",
        "step": "stap",
        "assumed_size": "Gerekend met {residents} volwassenen, {weeks} weken, {n} herhalingen.",
        # what would change it
        "change": "Wat de uitkomst zou veranderen",
        "change_not": (
            "Of andere getallen de uitkomst omkeren, is niet uitgerekend. Neem het bestand"
            " experiments/waar-hangt-het-van-af.toml, zet er deze scenario's in, en geef:"
        ),
        "change_table": "Waar het van afhangt",
        "number": "getal",
        "turns_lead": "Vanaf welk punt is het andere beleid beter?",
        # scenarios
        "policies": "De scenario's in woorden",
        "services": "Diensten in {title}",
        "service": "dienst",
        "does": "wat hij doet",
        "fte": "fte",
        "hours": "uren per fte per week",
        "price": "euro per uur",
        "pays": "betaald door",
        "a_year": "euro per jaar",
        "hours_of": "uren van {other}",
        "differ": "Wat verschilt tussen de scenario's",
        "lever": "instelling",
        "absent": "is er niet",
        "no_differ": "De diensten zijn gelijk.",
        "schemes": "Regelingen in {title}",
        "scheme": "regeling",
        "amount": "euro per maand",
        "known_by": "deel dat ervan weet",
        "steps": "stappen",
        "departures": "Getallen die anders zijn dan in het boek",
        "book": "boek",
        "why": "waarom",
        "by_place": "hoort bij de gemeente of het mensbeeld",
        "changed_since": "het boek is sindsdien veranderd",
        "policy_source": "Bron van {title}: {source}",
        "staff_short": "Personeel, fte in deze gemeente",
        "rest_of": "Alle cijfers, prijzen en verschillen staan in het volledige verslag.",
        # numbers
        "sources": "De getallen en hun bronnen",
        "counts": (
            "Onder deze uitkomst liggen {n} getallen. Daarvan zijn er {measured} gemeten, {estimate}"
            " geschat, {expert} van deskundigen en {assumption} een aanname."
        ),
        "sources_lead": (
            "De naam in de code en de bron zijn Engels. Tussen haakjes staat hoe ver een getal ernaast"
            " kan zitten. S2 is SCP (2024), Zien, luisteren en helpen; S0, S1, S3 en S4 zijn de andere"
            " documenten over niet-bereik."
        ),
        "drawn": "per herhaling getrokken uit {source}; in het boek {book}",
        "numbers_table": "Elk gebruikt getal: waarde, bandbreedte, kwaliteit en bron",
        "codes_table": "Wat de codes van bronnen betekenen",
        "code": "code",
        "says": "wat er staat",
        "where": "waar",
        # the model
        "misses": "Wat het model mist",
        "misses_lead": (
            "Het model is naast {n} bekende feiten en verwachtingen gezet. {yes} kloppen, {no} niet."
        ),
        "misses_these": "Niet: {names}.",
        "misses_table": "Feiten en verwachtingen die het model niet haalt",
        "no_patterns": "De uitkomsten van de toets liggen niet bij dit programma.",
        "not_for": "Waar dit niet voor is",
        "not_for_short": (
            "Niet voor besluiten over personen, niet om mensen te zoeken, te rangschikken of te controleren,"
            " niet als voorspelling, en niet als enige reden voor een besluit."
        ),
        # how it was made
        "made": "Hoe dit is gerekend",
        "made_table": "Wat nodig is om het over te doen",
        "fact": "gegeven",
        "value": "waarde",
        "versions": "versies",
        "seeds": "seeds",
        "identity": "identiteit van de uitkomst",
        "code_hash": "vingerafdruk van de code",
        "machine": "gerekend op",
        "other_code": "Dit is gerekend met een andere versie van de code dan die dit verslag maakt.",
        # register
        "register": "Concept voor het algoritmeregister",
        "register_lead": (
            "Een begin voor als de gemeente dit model gebruikt. Gemeenten zetten hun rekenmodellen in dit"
            " openbare register. De velden zijn die van de Publicatiestandaard {standard}; kijk in het"
            " register of ze nog kloppen. Zonder een veld met een * wordt niets geplaatst."
        ),
        "register_own": (
            "Wat tussen haken staat, is aan de gemeente. Deze velden vult zij helemaal zelf in: {fields}."
        ),
        "field": "veld",
        "text": "tekst",
        "pictures": "Plaatjes",
    },
    "en": {
        "and": " and ",
        "versus": "{titles} compared",
        "versus_many": "{a} and {n} other scenarios compared",
        "counted": (
            "Of {n} scenarios {more} reach more and {fewer} fewer of those who need help than {a}; {small}"
            " differ too little to matter, and {same} are not distinguishable (in this model, {pairs}"
            " pairs)."
        ),
        "short": "For the council, in short",
        "full": "Full report, for the file",
        "description": (
            "Whom does a gemeente reach with help, and at what cost? Report of a comparison in a model."
        ),
        "page": "page {k} of {n}",
        "asked": "What was asked",
        "question": (
            "Whom does the gemeente reach, when, and at what cost, if it organises help in another way? Side"
            " by side stand {titles}."
        ),
        "how": (
            "This was computed with a model: {residents} made-up adults in a gemeente of the type {place},"
            " {weeks} weeks of policy after {burn_in} weeks of burn-in. It was done {n} times, with the same"
            " people and the same luck. The residents do not exist."
        ),
        "from_to": "{low} to {high}",
        "how_many": (
            "This was computed with a model, in {k} made-up gemeenten{places}; {weeks} weeks of policy,"
            " done {n} times. The residents do not exist."
        ),
        "tried_on": "It is about: {titles}.",
        "needs": (
            "'Who needs help': somebody who without help would still be in need after a quarter, or meet a"
            " crisis. 'Fitting help': help that is heavy enough, suits the person, and does not end too"
            " early."
        ),
        "doenvermogen": (
            "'Doenvermogen': how well somebody manages to act and to keep going. The 'concentration index'"
            " says whom help favours: 0 is equal; above 0 it goes more to those who can do much already."
        ),
        "from_source": "{title}: {summary}",
        "upper_bound": "{title} cannot exist: it shows what could be reached at most.",
        "finding": "What comes out",
        "certainty": (
            "How sure is that? An interval has two numbers: the outcome almost surely lies between them. It"
            " is about luck only: {n} replicates. How unsure the numbers under the model are ('the book') is"
            " not in it. Read every answer as: in this model, at these numbers."
        ),
        "many": "Of twenty comparisons one falls outside its interval by luck, on average. Here stand {n}.",
        "same": "not distinguishable",
        "key": "The outcome in figures",
        "key_note": (
            "Reach: % of those who need help who get fitting help within a year. Differences are in"
            " percentage points, in brackets: {interval}. *: not distinguishable"
            " from no difference."
        ),
        "scenario": "scenario",
        "reach": "reach",
        "lowest": "… lowest tenth of doenvermogen",
        "highest": "… highest tenth",
        "unmet": "weeks not fully covered, per 1000 a year",
        "minus": "{b} minus {a}",
        "in_place": "Gemeente: {place}",
        "more_left_out": "Shown are the first {n} of {all} scenarios. The others are in the full report.",
        "who": "Who is reached",
        "as_table": "Reach by tenth of doenvermogen, % of those who need help",
        "tenth": "tenth (1 = lowest)",
        "measure": "measure",
        "figures": "The figures: {b} beside {a}",
        "figures_note": (
            "In brackets, of the difference: {interval}. Where that spans"
            " zero, it says: not distinguishable."
        ),
        "why_not": "Why people are not reached",
        "row_invisible": "invisible: nobody knows, and they do not ask",
        "row_late": "late: help is under way",
        "row_unavailable": "unavailable: waiting list, no such offer, wrongly refused, too expensive",
        "row_unfitting": "unfitting: there is help, but it does not fit or ended too early",
        "row_incomplete": "incomplete: help in some domains, not in all",
        "row_declined": "declined: they wish to manage alone",
        "rows": "Weeks in need and not fully covered, per 1000 adults a year, by reason",
        "reason": "reason",
        "all_rows": "all weeks",
        "wijken": "The same by wijk, {title}",
        "wijken_differ": "All weeks not fully covered by wijk: the difference",
        "wijk": "wijk",
        "wijken_warn": (
            "Wijken are small, so luck weighs heavily. Look at the difference with its interval, not at the"
            " order of wijken."
        ),
        "money": "What it costs, and the need beside it",
        "money_lead": (
            "Three amounts, euros a year. Do not net them: they come out of different purses, and need is"
            " more than money."
        ),
        "payer": "who pays",
        "ledger_staff": "staff",
        "ledger_provisions": "provisions",
        "ledger_unmet": "need and crises",
        "unmet_weeks": "weeks not fully covered, per 1000",
        "total": "together",
        "by_payer": "Euros a year, by who pays, with the need beside it",
        "all_payers": "Euros a year, of all payers together, with the need beside it",
        "by_year": "Euros per year of the policy, with the need beside it",
        "year": "year",
        "assumed": "Which assumptions lie beneath",
        "assumed_lead": (
            "A policy note promises a reach. Under it lie six assumptions about people. What does it cost if"
            " they are not true?"
        ),
        "assumed_not": "This was not computed. It can be, with:",
        "not_the_same": "Note: this is about another scenario, gemeente or other numbers than above.",
        "stairs": "The staircase in figures",
        "step": "step",
        "assumed_size": "Computed with {residents} adults, {weeks} weeks, {n} replicates.",
        "change": "What would change the outcome",
        "change_not": (
            "Whether other numbers turn the outcome round was not computed. Take the file"
            " experiments/waar-hangt-het-van-af.toml, put these scenarios in it, and give:"
        ),
        "change_table": "What it hangs on",
        "number": "number",
        "turns_lead": "From where on is the other policy better?",
        "policies": "The scenarios in words",
        "services": "Services in {title}",
        "service": "service",
        "does": "what it does",
        "fte": "fte",
        "hours": "hours per fte a week",
        "price": "euros an hour",
        "pays": "paid by",
        "a_year": "euros a year",
        "hours_of": "hours of {other}",
        "differ": "What differs between the scenarios",
        "lever": "lever",
        "absent": "not there",
        "no_differ": "The services are the same.",
        "schemes": "Schemes in {title}",
        "scheme": "scheme",
        "amount": "euros a month",
        "known_by": "share who know of it",
        "steps": "steps",
        "departures": "Numbers that are others than in the book",
        "book": "book",
        "why": "why",
        "by_place": "belongs to the gemeente or the world view",
        "changed_since": "the book has changed since",
        "policy_source": "Source of {title}: {source}",
        "staff_short": "Staff, fte in this gemeente",
        "rest_of": "All figures, prices and differences are in the full report.",
        "sources": "The numbers and their sources",
        "counts": (
            "Under this outcome lie {n} numbers. Of these {measured} are measured, {estimate} estimated,"
            " {expert} from experts and {assumption} an assumption."
        ),
        "sources_lead": (
            "In brackets stands how far a number may be off. S2 is SCP (2024), Zien, luisteren en helpen;"
            " S0, S1, S3 and S4 are the other documents on niet-bereik."
        ),
        "drawn": "drawn for each replicate, from {source}; in the book {book}",
        "numbers_table": "Every number that was used: value, range, quality and source",
        "codes_table": "What the codes of sources mean",
        "code": "code",
        "says": "what it says",
        "where": "where",
        "misses": "What the model misses",
        "misses_lead": "The model was set beside {n} known facts and expectations. {yes} hold, {no} do not.",
        "misses_these": "Not: {names}.",
        "misses_table": "Facts and expectations that the model does not meet",
        "no_patterns": "The results of the test do not come with this program.",
        "not_for": "What this is not for",
        "not_for_short": (
            "Not for decisions about persons, not to look for people, rank them or check on them, not as a"
            " forecast, and not as the only reason for a decision."
        ),
        "made": "How this was computed",
        "made_table": "What it takes to do it again",
        "fact": "fact",
        "value": "value",
        "versions": "versions",
        "seeds": "seeds",
        "identity": "identity of the outcome",
        "code_hash": "hash of the code",
        "machine": "computed on",
        "other_code": (
            "This was computed with another version of the code than the one that makes this report."
        ),
        "register": "Draft for the algorithm register",
        "register_lead": (
            "A start for when the gemeente uses this model. Gemeenten put their models in this public"
            " register. The fields are those of the Publicatiestandaard {standard} of the Dutch government;"
            " check there whether they still hold. Without a field with a * nothing is published."
        ),
        "register_own": (
            "What stands in brackets is for the gemeente. These fields it fills in by itself: {fields}."
        ),
        "field": "field",
        "text": "text",
        "pictures": "Pictures",
    },
}  # fmt: skip

# what an experiment asks, per kind; one of kind compare says it itself
QUESTIONS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "compare": "Wie bereikt de gemeente als zij de hulp anders regelt?",
        "sweep": (
            "Wat gebeurt er met de uitkomst als er iets verandert? Eén of meer instellingen zijn stap voor"
            " stap veranderd; al het andere bleef gelijk."
        ),
        "sensitivity": (
            "Waar hangt de uitkomst van af? Veel getallen onder het model kennen we niet precies. Zij zijn"
            " hier veranderd, elk zo ver als het kan zijn."
        ),
        "calibration": (
            "Wat zeggen bekende feiten over de getallen die we niet kennen? Het model is gedraaid met veel"
            " reeksen getallen. De reeksen die het best bij de feiten passen, tellen het zwaarst."
        ),
        "trial": (
            "Wat zou een proef laten zien? In het model is geloot wie een aanbod krijgt en wie niet, zoals in"
            " een echte proef. Daarna zijn de groepen naast elkaar gezet."
        ),
        "allocation": (
            "Hoe verdeelt de gemeente haar mensen en geld het best? Veel verdelingen zijn geprobeerd, met"
            " dezelfde inwoners en hetzelfde toeval."
        ),
        "assumptions": (
            "Welke aannamen liggen er onder het beleid? Een plan rust op zes aannamen over mensen. Eerst"
            " kloppen zij alle zes; daarna zijn zij één voor één weggenomen."
        ),
        "paradox": (
            "Waarom krijgt wie het minst kan, niet het vaakst hulp? De stappen op weg naar hulp zijn één voor"
            " één weggenomen, om te zien welke stap het verschil maakt."
        ),
        "validation": (
            "Klopt het model met wat we weten? Het is naast bekende feiten en verwachtingen gezet, elk met"
            " een band waarbinnen de uitkomst moet liggen."
        ),
        "discovery": (
            "Wanneer gaat het mis, of juist goed? Gezocht is naar de omstandigheden waarin de uitkomst ligt"
            " waarnaar is gevraagd."
        ),
        "nederland": (
            "Hoe pakt het plan uit in elke gemeente? Voor elke gemeente is een bevolking verzonnen die past"
            " bij de cijfers van het CBS. Hoe de hulp er nu is geregeld, staat daar niet in: dat is overal"
            " gelijk genomen."
        ),
        "pairing": (
            "Hoeveel zekerder is een verschil doordat plannen met dezelfde mensen en hetzelfde toeval worden"
            " vergeleken? Het is ook gedaan met steeds andere mensen."
        ),
        "personas": (
            "Hoe vergaat het de mensen uit het SCP-rapport? Elk van hen is in de verzonnen gemeente gezet en"
            " week na week gevolgd."
        ),
    },
    "en": {
        "compare": "Whom does the gemeente reach if it organises help in another way?",
        "sweep": (
            "What happens to the outcome if something changes? One or more settings were changed step by"
            " step; all else stayed the same."
        ),
        "sensitivity": (
            "What does the outcome hang on? Many numbers under the model are not known precisely. They were"
            " changed here, each as far as it may be off."
        ),
        "calibration": (
            "What do known facts say of the numbers we do not know? The model was run with many sets of"
            " numbers. The sets that fit the facts best weigh most."
        ),
        "trial": (
            "What would a trial show? In the model lots were drawn for who gets an offer and who does not, as"
            " in a real trial. Then the groups were set side by side."
        ),
        "allocation": (
            "How does the gemeente best divide its people and money? Many divisions were tried, on the same"
            " residents with the same luck."
        ),
        "assumptions": (
            "Which assumptions lie beneath the policy? A plan rests on six assumptions about people. First"
            " all six are true; then they are taken away one by one."
        ),
        "paradox": (
            "Why do those who can do least not get help most often? The steps on the way to help were taken"
            " away one by one, to see which makes the difference."
        ),
        "validation": (
            "Does the model agree with what we know? It was set beside known facts and expectations, each"
            " with a band in which the outcome must lie."
        ),
        "discovery": (
            "When does it go wrong, or right? We looked for the circumstances in which the outcome is the one"
            " that was asked for."
        ),
        "nederland": (
            "How does the plan work out in every gemeente? For each a population was made up that matches the"
            " figures of CBS. How help is organised there now is not in it: that was taken to be the same"
            " everywhere."
        ),
        "pairing": (
            "How much surer is a difference because plans are compared on the same people with the same luck?"
            " It was also done with other people each time."
        ),
        "personas": (
            "How do the people of the SCP report fare? Each of them was put in the made-up gemeente and"
            " followed week by week."
        ),
    },
}  # fmt: skip

# how the pictures of an experiment are read: the words that they cannot do without
READING: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "compare": (
            "Een stip is het verschil met het eerste scenario, de streep erdoor is het interval. Ligt de"
            " streep om nul heen, dan is het verschil niet te onderscheiden van geen verschil."
        ),
        "sweep": (
            "Een ‘punt’ is één keuze van wat verandert. De streep door een stip is het interval: zo ver kan"
            " de uitkomst ernaast zitten door wat per herhaling anders is."
        ),
        "sensitivity": (
            "Hoe langer de balk, hoe meer de uitkomst meebeweegt met dit getal (een ‘factor’). De ‘bodem’ is"
            " hoe ver de uitkomst ook door toeval beweegt; wat daar niet bovenuit komt, telt niet. Een ‘punt’"
            " is één reeks getallen. ‘Het boek’ is de lijst van alle getallen in het model."
        ),
        "calibration": (
            "Een ‘patroon’ is een bekend feit, en zijn ‘band’ is waar de uitkomst moet liggen. ‘IJken’ is de"
            " getallen zoeken die bij de feiten passen. ‘Variantie’ is hoe ver uitkomsten uit elkaar liggen."
            " ‘Het boek’ is de lijst van alle getallen in het model."
        ),
        "trial": (
            "Een ‘arm’ is een groep in de proef. Een verschil met een interval om nul heen is niet te"
            " onderscheiden van geen verschil."
        ),
        "allocation": (
            "‘Kans’ is hoe zeker deze verdeling de beste is, van wat is geprobeerd. ‘Nu, geschaald’ is de"
            " verdeling van nu, bij hetzelfde aantal fte."
        ),
        "assumptions": (
            "De trap begint bij de belofte: alle zes aannamen kloppen. Elke stap omlaag is wat een aanname"
            " van het bereik afhaalt. Een lichte stap is niet van nul te onderscheiden."
        ),
        "paradox": (
            "De index is boven nul als de hulp meer gaat naar wie zelf al veel kan. Een balk zegt hoeveel"
            " lager de index wordt als die stap op de weg naar hulp wegvalt."
        ),
        "validation": (
            "Elke rij is een bekend feit. De grijze band is waar de uitkomst moet liggen, de stip is de"
            " uitkomst van het model."
        ),
        "discovery": (
            "Een ‘punt’ is één reeks getallen. Gekleurd is het gebied waar de gevraagde uitkomst vaak"
            " voorkomt. ‘Achtergehouden’ punten zijn bij het zoeken niet gebruikt: daarop is het gebied"
            " getoetst."
        ),
        "nederland": (
            "Elke stip is een verzonnen gemeente met de bevolking van een echte. Het zegt niet hoe die"
            " gemeente het doet: haar eigen hulp staat er niet in."
        ),
        "pairing": (
            "Een ‘paar’ is één herhaling van twee plannen met dezelfde mensen en hetzelfde toeval. Een stip"
            " zegt hoeveel keer minder herhalingen dat vraagt; bij 1 maakt het niets uit. ‘Variantie’ is hoe"
            " ver uitkomsten uit elkaar liggen."
        ),
        "personas": (
            "De kleuren zeggen in welk deel van de herhalingen iemand die week op elk gebied is geholpen, of"
            " waarom niet. Wit: niet in nood. Een stip met een streep is een uitkomst met haar interval."
        ),
    },
    "en": {
        "compare": (
            "A dot is the difference with the first scenario, the bar through it is the interval. Where the"
            " bar spans zero, the difference cannot be told from none."
        ),
        "sweep": (
            "A 'point' is one choice of what varies. The bar through a dot is the interval: so far what"
            " differs from replicate to replicate may put the outcome off."
        ),
        "sensitivity": (
            "The longer the bar, the more the outcome moves with this number (a 'factor'). The 'floor' is how"
            " far luck moves the outcome too; what does not rise above it does not count. A 'point' is one"
            " set of numbers. 'The book' is the list of all numbers in the model."
        ),
        "calibration": (
            "A 'pattern' is a known fact, and its 'band' is where the outcome must lie. To calibrate is to"
            " look for the numbers that fit the facts. 'Variance' is how far outcomes lie apart. 'The book'"
            " is the list of all numbers in the model."
        ),
        "trial": (
            "An 'arm' is a group in the trial. A difference with an interval around zero cannot be told from"
            " none."
        ),
        "allocation": (
            "The 'chance' is how sure it is that this division is the best of those tried. 'Now, scaled' is"
            " the division of now at the same number of fte."
        ),
        "assumptions": (
            "The staircase begins at the promise: all six assumptions are true. Every step down is what an"
            " assumption takes of reach. A pale step cannot be told from zero."
        ),
        "paradox": (
            "The index is above zero where help goes more to those who can do much already. A bar says how"
            " much lower the index gets when that step on the way to help is taken away."
        ),
        "validation": (
            "Every row is a known fact. The grey band is where the outcome must lie, the dot is the outcome"
            " of the model."
        ),
        "discovery": (
            "A 'point' is one set of numbers. Coloured is the region where the outcome asked for is common."
            " Points 'held back' were not used in the search: the region was tested on them."
        ),
        "nederland": (
            "Every dot is a made-up gemeente with the population of a real one. It does not say how that"
            " gemeente does: its own help is not in it."
        ),
        "pairing": (
            "A 'pair' is one replicate of two plans on the same people with the same luck. A dot says how"
            " many times fewer replicates that asks; at 1 it makes no difference. 'Variance' is how far"
            " outcomes lie apart."
        ),
        "personas": (
            "The colours say in which share of the replicates somebody is helped in every domain that week,"
            " or why not. White: not in need. A dot with a bar is an outcome with its interval."
        ),
    },
}  # fmt: skip

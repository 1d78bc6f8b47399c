"""The numbers of the book in Dutch (level B1): what each is, and in what it is counted.

English stands in the book itself. A test sees to it that no number of the book is without its Dutch words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from bereik.experiments.wording import Language
from bereik.parameters.book import the_book
from bereik.present.policy import ARCHETYPES, lever_told
from bereik.present.story import WHY

_EVERY: Final = "*"  # of services and schemes, and of what stands in place of it below
_SCALE: Final = re.compile(r" \((0–1|1 licht, 2 ernstig, 3 crisis)\)$")  # the unit says it
_IN_A_SCENARIO: Final = {"parameters.": "", "world_view.": "views."}  # as a scenario names it, and the book
_SERVICES: Final = "services"
_SCHEMES: Final = ("schemes", "regelingen")

# per number what it is; * stands for a life domain, a life event or a kind of gemeente, {} for its word
_NUMBERS: Final[dict[str, str]] = {
    # what it costs
    "costs.unmet_money": "kosten van schulden als een huishouden geen passende hulp krijgt",
    "costs.unmet_other": "kosten van een ander ernstig probleem zonder passende hulp",
    "costs.eviction": "kosten van een huisuitzetting",
    "costs.admission": "kosten van een opname bij een crisis",
    "costs.provision.*": "kosten van een voorziening bij {}, zolang er passende hulp is",
    "costs.crisis.*": "kosten van een crisis bij {}, zonder opname of uitzetting",
    # the gemeente
    "*.one_person_households": "{}: volwassenen die alleen wonen",
    "*.households_with_children": "{}: huishoudens met kinderen thuis, jong of volwassen",
    "*.aged_65_plus": "{}: inwoners van 65 jaar en ouder",
    "*.low_income": "{}: huishoudens met een laag inkomen (grens van het CBS)",
    "*.bijstand": "{}: inwoners met bijstand",
    "*.low_educated": "{}: volwassenen met hoogstens vmbo of mbo-1",
    "*.high_educated": "{}: volwassenen met hbo of universiteit",
    "*.net_participation": "{}: inwoners van 15 tot 75 jaar met betaald werk",
    "*.self_employed": "{}: werkenden met een eigen bedrijf",
    "*.corporation": "{}: woningen van een woningcorporatie",
    "*.private_rent": "{}: woningen van andere verhuurders",
    "*.wijk_sizes": "{}: hoe sterk wijken verschillen in grootte",
    "*.wijk_means": "{}: deel van de verschillen in inkomen dat tussen wijken ligt",
    "*.wijk_tenure": "{}: hoe sterk huurwoningen bij elkaar staan in arme wijken",
    # the first conversation, and what follows
    "intake.gives_up": "hoe snel wachtenden opgeven, zonder doenvermogen",
    "intake.gives_up_doen": "hoe ver doenvermogen helpt om het wachten vol te houden",
    "intake.long_wait": "weken wachten waarna mensen twee keer zo snel opgeven",
    "intake.lost_cold": "deel dat zoekraakt bij een koude doorverwijzing, zonder doenvermogen",
    "intake.lost_doen": "hoe ver doenvermogen helpt om na een doorverwijzing aan te komen",
    "intake.handed_back": "deel van de vragen dat wordt teruggelegd bij volle nadruk op eigen kracht",
    "intake.misjudged": "deel dat ten onrechte hoort het zelf te kunnen of geen recht te hebben",
    "intake.misjudged_verbal": "hoe sterk wie zelfredzaam oogt, verkeerd wordt beoordeeld",
    "intake.misjudged_workload": "hoe vaak hoge werkdruk leidt tot een verkeerd oordeel",
    "intake.appearances": "hoe sterk schaamte aan een loket verbergt hoe het echt gaat",
    "intake.finds": "deel van de andere problemen dat een breed gesprek vindt",
    "intake.finds_workload": "hoeveel minder men ziet bij hoge werkdruk",
    "intake.finds_later": "later ontdekken van een ander probleem per week: deel van de kans aan het begin",
    "intake.suits": "kans dat de gewone hulp een vorm heeft die bij iemand past",
    "intake.suits_breadth": "hoeveel vaker hulp past als men breed kijkt",
    "intake.suits_discretion": "hoeveel vaker hulp past als de hulpverlener ruimte heeft",
    "intake.suits_language": "hoeveel minder vaak hulp past zonder gedeelde taal",
    "intake.weight_per_domain": "extra tijd voor een zaak, per gebied met problemen erbij",
    "intake.enough": "deel van de gevraagde tijd waaronder de hulp niets oplost",
    "intake.shared_time": "tijd voor een tweede volwassene in een huishouden, naast de eerste",
    "intake.crisis_minutes": "hoeveel meer tijd een crisis vraagt dan een andere zaak",
    "intake.mediated_weeks": "weken tot een eerste gesprek als iemand bemiddelt en er ruimte is",
    "intake.turnover_workload": "hoe sterk hoge werkdruk hulpverleners laat vertrekken",
    "intake.knows_her": "weken met dezelfde hulpverlener waarna twee derde is verteld",
    "intake.untied": "hoeveel meer mensen zoekraken tussen diensten zonder band",
    "intake.tie_grows": "hoe snel een verbroken band tussen diensten weer groeit",
    "intake.tie_left": "wat er na een reorganisatie van een band tussen diensten over is",
    "intake.backed": "hoe ver het helpt als iemand bij het eerste gesprek voor haar spreekt",
    "intake.kept": "deel van het opgeven dat contact houden voorkomt",
    "intake.suits_chooses": "hoeveel vaker hulp past als de inwoner zelf kiest",
    # links of the chain that are taken away
    "links.recognise": "voor wie de stap wegvalt: het probleem zien en er een vraag van maken",
    "links.know": "voor wie de stap wegvalt: weten dat er hulp is, ook voor hen",
    "links.dare": "voor wie de stap wegvalt: durven vragen",
    "links.manage": "voor wie de stap wegvalt: het formulier, de tijden en de prijs",
    "links.hold_on": "voor wie de stap wegvalt: wachten en volhouden",
    "links.heard": "voor wie de stap wegvalt: goed gehoord worden",
    "links.helped": "voor wie de stap wegvalt: hulp krijgen die past en lang genoeg duurt",
    "links.stance": "wie niet wordt aangesproken op eigen kracht",
    # what counts as need
    "need.stacked_from": "gebieden met een probleem vanaf waar problemen zich stapelen",
    "need.opens_after": "weken in nood waarna een periode van nood begint",
    "need.closes_after": "weken zonder nood waarna een periode van nood stopt",
    "need.relapse_within": "weken waarbinnen nieuwe nood een terugval heet",
    "need.memory": "weken dat een weigering of afhaken meetelt in de reden",
    "need.low_means": "inkomen waaronder een huishouden weinig heeft",
    "need.low_doen": "doenvermogen waaronder het laag heet",
    "need.low_ties": "aantal banden tot waar het er weinig zijn",
    "need.low_access": "digitale of taalvaardigheid waaronder zij laag heet",
    # people around one another
    "network.tells": "hoe vaak iemand nieuws over hulp vertelt aan een bekende",
    "network.tells_weeks": "weken dat nieuws over hulp vers is",
    "network.forgets": "hoe snel mensen vergeten dat er hulp is",
    "network.asks_friends": "hoe vaak iemand in nood bekenden om hulp vraagt",
    "network.friend_willing": "kans dat een bekende zonder eigen problemen helpt",
    "network.friend_overloaded": "hoe sterk eigen problemen een bekende van helpen afhouden",
    "network.friend_tires": "hoe snel een bekende stopt met helpen, bij een licht probleem",
    "network.friend_tires_duration": "hoeveel sneller een bekende opgeeft als het langer duurt",
    "network.friend_rests": "weken voordat iemand weer bekenden om hulp vraagt",
    "network.neighbour_tip": "hoe vaak iemand uit de buurt een ernstig probleem meldt",
    "network.outsider_seen": "meldingen over wie niet bij de buurt hoort, naast die over anderen",
    "network.arrears_signal": "hoe vaak een achterstand wordt gemeld bij schulden",
    "network.arrears_repeat": "hoeveel vaker een achterstand kort na een eerdere wordt gemeld",
    "network.signal_lasts": "weken dat een melding blijft liggen als niemand haar volgt",
    "network.arrears_memory": "weken waarbinnen een eerdere melding van achterstand telt",
    "network.invites": "hoe vaak de gemeente zelf iemand met een ernstig probleem uitnodigt",
    "network.file_lapses": "hoe snel de gemeente iemand uit het oog verliest zonder contact",
    "network.respite": "hoeveel langzamer iemand moe wordt van helpen die soms rust krijgt",
    "network.volunteers_tire": "hoe snel vrijwilligers stoppen",
    "network.volunteers_most": "hoogste aantal uren van vrijwilligers, naast wat het plan verwacht",
    "network.snowball": "uren die iemand die geholpen is, zelf als vrijwilliger geeft",
    "network.arrears_from.insurer": "gewicht van meldingen door de zorgverzekeraar",
    "network.arrears_from.energy": "gewicht van meldingen door het energiebedrijf",
    "network.arrears_from.landlord": "gewicht van meldingen door de verhuurder",
    "network.arrears_from.water": "gewicht van meldingen door het waterbedrijf",
    # help that comes to people
    "outreach.opens": "kans op een gesprek bij de eerste keer aanbellen, met vol vertrouwen",
    "outreach.opens_trust": "hoe sterk wantrouwen de deur dichthoudt",
    "outreach.opens_shame": "hoe sterk schaamte de deur dichthoudt",
    "outreach.opens_again": "hoeveel terugkomen helpt om de deur open te krijgen",
    "outreach.accepts": "neiging om hulp aan te nemen bij vol vertrouwen, als logit",
    "outreach.accepts_trust": "hoe sterk wantrouwen van hulp afhoudt",
    "outreach.accepts_alone": "hoe sterk het zelf willen doen van hulp afhoudt",
    "outreach.accepts_contact": "wat elk eerder gesprek met dezelfde hulpverlener toevoegt",
    "outreach.accepts_severity": "hoeveel vaker hulp wordt aangenomen bij een zwaarder probleem",
    "outreach.lasting": "deel van de mensen dat bij elk bezoek hetzelfde reageert",
    "outreach.conversation_minutes_no_need": "extra minuten aan een open deur waar niets nodig is",
    "outreach.unread": "hoe vaak wie weinig Nederlands leest, een brief niet begrijpt",
    "outreach.reacts": "kans op een reactie op een gelezen brief, met vol vertrouwen",
    "outreach.number": "kans dat de gemeente een nummer heeft van wie niet digitaal is",
    "outreach.number_digital": "hoeveel vaker de gemeente een nummer heeft van wie digitaal is",
    "outreach.answers": "kans dat iemand opneemt, met vol vertrouwen",
    "outreach.repeated_light": "hoeveel minder vaak een herhaald signaal maar één poging krijgt",
    "outreach.talks": "kans dat iemand die langskomt een gesprek aangaat, met vol vertrouwen",
    "outreach.shame_at_place": "hoe sterk schaamte van praten afhoudt waar iedereen het ziet",
    "outreach.out_of_touch": "weken zonder gesprek waarna men weer langsgaat",
    "outreach.page_steps": "stappen die elke bladzijde van een brief erbij vraagt",
    "outreach.speaks": "hoeveel een vriendelijke brief de gemeente doet vergeten",
    "outreach.convinces": "deel dat een brief op naam overtuigt van recht op een regeling",
    "outreach.guessed": "hoe groot mensen een bedrag schatten dat niet is genoemd",
    # where people stand at the start
    "past.crisis": "deel van de ernstige problemen dat bij het begin een crisis is",
    "past.stacking": "hoe ongelijk problemen bij het begin zijn verdeeld",
    "past.knows": "deel dat bij het begin weet dat de gemeente hulp biedt",
    "past.known": "deel van wie problemen heeft dat bij het begin bekend is bij de gemeente",
    "past.distrust": "vertrouwen dat bekenden van de gemeente voor het begin kwijt zijn",
    "past.exposed": "hoeveel meer problemen kwetsbare mensen bij het begin hebben",
    "past.known_before": "deel zonder problemen dat bij het begin nog bekend is bij de gemeente",
    "past.problems.*": "problemen met {} bij het begin",
    "past.serious.*": "deel van de problemen met {} dat bij het begin ernstig is",
    "past.years.*": "hoelang problemen met {} bij het begin al duren",
    # people
    "population.households.lone_parents": "huishoudens met kinderen en één ouder",
    "population.households.grown_children": "huishoudens met kinderen waar het kind volwassen is",
    "population.households.children": "gemiddeld aantal minderjarigen, waar die er zijn",
    "population.ages.alone_from": "jongste leeftijd van wie alleen woont",
    "population.ages.couple_from": "jongste leeftijd in een paar zonder kinderen",
    "population.ages.parent_from": "jongste leeftijd van een ouder met minderjarigen",
    "population.ages.parent_until": "oudste leeftijd van een ouder met minderjarigen",
    "population.ages.grown_from": "jongste leeftijd van een ouder met een volwassen kind thuis",
    "population.ages.child_until": "oudste leeftijd van een volwassen kind thuis",
    "population.ages.partner_gap": "verschil in leeftijd tussen partners",
    "population.ages.old_couples": "kans op 65-plus in een paar zonder kinderen, naast alleen wonen",
    "population.ages.oldest": "hoogste leeftijd",
    "population.means.low_income_line": "plek van de lage-inkomensgrens onder alle inkomens",
    "population.means.minimum_110_line": "plek van 110 % van het sociaal minimum onder alle inkomens",
    "population.means.partner": "hoeveel meer een huishouden met een paar heeft",
    "population.means.lone_parent": "hoeveel minder een alleenstaande ouder heeft",
    "population.means.tenure": "hoe sterk een laag inkomen samengaat met huren",
    "population.work.of_working_age": "betaald werk van 18 jaar tot pensioen, naast 15 tot 75 jaar",
    "population.work.flexible": "werkenden zonder vast contract",
    "population.doenvermogen.mean": "gemiddeld doenvermogen",
    "population.doenvermogen.sd": "hoe sterk mensen verschillen in doenvermogen",
    "population.shame.mean": "gemiddelde neiging tot schaamte",
    "population.shame.sd": "hoe sterk mensen verschillen in schaamte",
    "population.wish_alone.mean": "gemiddelde wens om het zelf te doen",
    "population.wish_alone.sd": "hoe sterk mensen verschillen in het zelf willen doen",
    "population.digital.mean": "gemiddelde digitale vaardigheid",
    "population.digital.sd": "hoe sterk mensen verschillen in digitale vaardigheid",
    "population.dutch.mean": "gemiddelde beheersing van ambtelijk Nederlands",
    "population.dutch.sd": "hoe sterk mensen verschillen in ambtelijk Nederlands",
    "population.mobility.mean": "hoe makkelijk mensen gemiddeld ergens komen",
    "population.mobility.sd": "hoe sterk mensen verschillen in mobiliteit",
    "population.verbal.mean": "hoe zelfredzaam mensen gemiddeld ogen",
    "population.verbal.sd": "hoe sterk mensen verschillen in zelfredzaam ogen",
    "population.trust.mean": "gemiddeld vertrouwen in hulp van de gemeente",
    "population.trust.sd": "hoe sterk mensen verschillen in vertrouwen",
    "population.correlation.doenvermogen.education": "samenhang van doenvermogen en opleiding",
    "population.correlation.doenvermogen.means": "samenhang van doenvermogen en inkomen",
    "population.correlation.doenvermogen.health": "samenhang van doenvermogen en geen blijvende nood",
    "population.correlation.education.age": "samenhang van opleiding en leeftijd",
    "population.correlation.education.means": "samenhang van opleiding en inkomen",
    "population.correlation.education.health": "samenhang van opleiding en geen blijvende nood",
    "population.correlation.digital.education": "samenhang van digitale vaardigheid en opleiding",
    "population.correlation.digital.age": "samenhang van digitale vaardigheid en leeftijd",
    "population.correlation.dutch.education": "samenhang van ambtelijk Nederlands en opleiding",
    "population.correlation.dutch.age": "samenhang van ambtelijk Nederlands en leeftijd",
    "population.correlation.mobility.age": "samenhang van mobiliteit en leeftijd",
    "population.correlation.mobility.means": "samenhang van mobiliteit en inkomen",
    "population.correlation.verbal.education": "samenhang van zelfredzaam ogen en opleiding",
    "population.correlation.verbal.doenvermogen": "samenhang van zelfredzaam ogen en doenvermogen",
    "population.correlation.verbal.dutch": "samenhang van zelfredzaam ogen en ambtelijk Nederlands",
    "population.correlation.shame.doenvermogen": "samenhang van schaamte en doenvermogen",
    "population.correlation.shame.wish_alone": "samenhang van schaamte en het zelf willen doen",
    "population.correlation.wish_alone.age": "samenhang van het zelf willen doen en leeftijd",
    "population.correlation.trust.education": "samenhang van vertrouwen en opleiding",
    "population.correlation.trust.belonging": "samenhang van vertrouwen en bij de buurt horen",
    "population.correlation.belonging.dutch": "samenhang van bij de buurt horen en ambtelijk Nederlands",
    "population.correlation.sociability.doenvermogen": "samenhang van banden leggen en doenvermogen",
    "population.correlation.sociability.means": "samenhang van banden leggen en inkomen",
    "population.correlation.sociability.health": "samenhang van banden leggen en geen blijvende nood",
    "population.correlation.foothold.education": "samenhang van vast werk en opleiding",
    "population.correlation.foothold.means": "samenhang van vast werk en inkomen",
    "population.correlation.foothold.health": "samenhang van vast werk en geen blijvende nood",
    "population.lasting.share": "volwassenen met nood die nooit vanzelf overgaat",
    "population.lasting.domain.*": "deel van wie blijvend nood heeft, bij wie die (ook) bij {} ligt",
    "population.carers.share": "volwassenen die voor een naaste zorgen",
    "population.unaddressed.share": "alleenwonenden die nergens staan ingeschreven",
    "population.outsiders.share": "volwassenen die niet bij de buurt horen",
    "population.ties.local": "banden in de wijk van wie bij de buurt hoort",
    "population.ties.wider": "banden elders in de gemeente",
    "population.ties.candidates": "mensen met wie een band kan ontstaan",
    "population.ties.rewired": "deel van de banden dat verder weg in de wijk ligt",
    "population.ties.spread": "hoe sterk mensen verschillen in het leggen van banden",
    "population.ties.across": "banden tussen wie wel en wie niet bij de buurt hoort, naast andere",
    "population.ties.lone_parent": "banden van een alleenstaande ouder, naast die van anderen",
    # how problems move
    "problems.means_protect": "hoe sterk een hoog inkomen tegen nieuwe problemen beschermt",
    "problems.doen_protects": "hoe sterk doenvermogen tegen nieuwe problemen beschermt",
    "problems.alone_exposed": "hoeveel vaker de enige volwassene thuis problemen krijgt",
    "problems.retirement_age": "leeftijd vanaf waar werk geen zorg meer is",
    "problems.old_age": "leeftijd vanaf waar ziekte en verlies van een partner vaker voorkomen",
    "problems.flexible_work": "hoeveel vaker wie flexibel werkt, problemen met werk krijgt",
    "problems.old_health": "hoeveel vaker ouderen ziek worden",
    "problems.old_social": "hoeveel vaker ouderen problemen met hun sociale leven krijgen",
    "problems.thin_ties_social": "hoe sterk weinig banden tot sociale problemen leiden",
    "problems.childless_family": "problemen in het gezin zonder minderjarigen thuis, naast met",
    "problems.owner_housing": "problemen met wonen van wie een koophuis heeft, naast huurders",
    "problems.partner_lost_young": "hoe vaak een partner overlijdt, voor de ouderdom",
    "problems.partner_lost_old": "hoe vaak een partner overlijdt, op hoge leeftijd",
    "problems.separation": "hoe vaak een paar uit elkaar gaat",
    "problems.job_lost": "hoe vaak iemand werk of inkomen verliest",
    "problems.illness": "hoe vaak ziekte of handicap het dagelijks leven raakt",
    "problems.coming_of_age": "hoe vaak het weggaan van school, huis of jeugdhulp misgaat",
    "problems.coming_of_age_until": "hoogste leeftijd waarop volwassen worden misgaat",
    "problems.birth": "hoe vaak er een kind wordt geboren",
    "problems.birth_from": "jongste leeftijd bij een geboorte",
    "problems.birth_until": "hoogste leeftijd bij een geboorte",
    "problems.event_serious": "deel van de problemen dat na een gebeurtenis meteen ernstig is",
    "problems.doen_eases": "hoeveel sneller wie zelfredzaam is, problemen zelf oplost",
    "problems.hardening": "hoe snel een probleem zonder hulp lastiger op te lossen wordt",
    "problems.help_eases": "passende hulp: zoveel keer het eigen tempo van herstel komt erbij",
    "problems.friend_eases": "hulp van een bekende: zoveel keer het eigen tempo van herstel komt erbij",
    "problems.crisis_eases": "hoe snel een crisis vanzelf minder wordt",
    "problems.to_crisis": "hoe snel ernstig een crisis wordt, naast hoe snel licht ernstig wordt",
    "problems.neglect": "hoeveel sneller een probleem verergert per jaar zonder hulp",
    "problems.neglect_years": "jaren waarna verergeren zonder hulp niet verder toeneemt",
    "problems.stress_worsens": "hoeveel sneller problemen verergeren onder volle stress",
    "problems.help_protects": "deel van het verergeren dat passende hulp voorkomt",
    "problems.friend_protects": "deel van het verergeren dat hulp van een bekende voorkomt",
    "problems.relapse": "hoe vaak een probleem dat net over is, terugkomt",
    "problems.relapse_fades": "weken waarna de kans op terugval tot een derde is gedaald",
    "problems.spills": "hoe vaak een ernstig probleem een ander probleem begint",
    "problems.eviction": "hoe vaak een huurder met schulden uit huis moet",
    "problems.eviction_arrears": "weken schuld die aan een huisuitzetting voorafgaan",
    "problems.executed": "deel van de vonnissen tot uitzetting dat wordt uitgevoerd",
    "problems.admission_health": "deel van de crises in gezondheid dat tot een opname leidt",
    "problems.admission_mental": "deel van de psychische crises dat tot een opname leidt",
    "problems.load_serious": "hoe zwaar een ernstig probleem drukt",
    "problems.load_crisis": "hoe zwaar een crisis drukt",
    "problems.load_half": "hoeveel problemen het hoofd half vullen",
    "problems.load_carer": "hoe zwaar zorgen voor een naaste drukt",
    "problems.relief": "deel van de stress dat weg is als iemand alle brieven overneemt",
    "problems.peace": "deel van het oplopen van schulden dat stopt als schuldeisers wachten",
    "problems.drop": "hoeveel doenvermogen volle stress wegneemt",
    "problems.missed": "hoeveel lager een inkomen is door niet-gebruikte regelingen",
    "problems.starts.*": "hoe vaak een probleem met {} vanzelf begint",
    "problems.eases.*": "hoe snel een nieuw probleem met {} vanzelf lichter wordt",
    "problems.worsens.*": "hoe snel een nieuw probleem met {} ernstig wordt",
    "problems.event_starts.*.*": "kans dat ‘{}’ een probleem met {} begint",
    "problems.spill.*.*": "hoe ver een probleem met {} er een met {} begint",
    # asking for help
    "seeking.considers_light": "hoe vaak iemand aan vragen denkt, bij een licht probleem",
    "seeking.considers_serious": "hoe vaak iemand aan vragen denkt, bij een ernstig probleem",
    "seeking.considers_crisis": "hoe vaak iemand aan vragen denkt, in een crisis",
    "seeking.recognise_ease": "hoe ver doenvermogen helpt om een vraag onder woorden te brengen",
    "seeking.recognise_stacked": "hoeveel lastiger een vraag wordt met elk gebied erbij",
    "seeking.eligible_base": "laagste kans dat iemand denkt recht op hulp te hebben",
    "seeking.eligible_doen": "hoeveel vaker wie doenvermogen heeft, denkt recht te hebben",
    "seeking.eligible_trust": "hoeveel vaker wie vertrouwen heeft, denkt recht te hebben",
    "seeking.eligible_stress": "hoeveel minder vaak wie stress heeft, denkt recht te hebben",
    "seeking.shame_weight": "hoe zwaar schaamte weegt waar anderen het zien",
    "seeking.distrust_weight": "hoe zwaar wantrouwen weegt bij hulp vragen",
    "seeking.fear_weight": "hoe zwaar angst voor terugbetalen weegt bij geldvragen",
    "seeking.alone_weight": "hoe zwaar het zelf willen doen weegt bij hulp vragen",
    "seeking.eigen_kracht_weight": "hoe zwaar een beroep op eigen kracht weegt bij hulp vragen",
    "seeking.step_ease": "hoe ver doenvermogen draagt, per stap",
    "seeking.eigen_kracht_steps": "extra stappen door een beroep op eigen kracht",
    "seeking.language_steps": "extra stappen voor wie weinig ambtelijk Nederlands kent",
    "seeking.screen_steps": "extra stappen voor wie niet digitaal vaardig is",
    "seeking.travel_steps": "extra stappen voor wie niet mobiel is",
    "seeking.ask_again_after": "weken voordat iemand na een afwijzing weer aan vragen denkt",
    "seeking.guard_weight": "hoeveel zwaarder wantrouwen weegt bij bewaking en dichte deuren",
    "seeking.price_weight": "hoe zwaar een eigen bijdrage weegt voor wie niets heeft",
    "seeking.price_means": "hoeveel minder een eigen bijdrage weegt voor wie het meeste heeft",
    "seeking.worth": "bedrag waarvoor twee op de drie een formulier de moeite vinden",
    "seeking.wait_weight": "hoe zwaar een wachtlijst weegt bij de keuze van een plek",
    # services and schemes; the others are told as levers
    "services.all.price_per_hour": "prijs van een uur voor inwoners",
    "services.partner.contact_minutes": "partner: minuten eigen werk voor een gesprek of melding",
    "services.partner.hand_over_minutes": "partner: minuten eigen werk voor een warme overdracht",
    "services.plek.visit_minutes": "plek: minuten voor een gesprek",
    "services.plek.knock_minutes": "plek: minuten voor wie doorloopt",
    "services.plek.home": "plek: hoe ver mensen laten zien hoe het gaat, zoals thuis",
    "services.plek.visibility": "plek: hoeveel anderen ervan zien",
    "services.bericht.attempts": "bericht: aantal pogingen om iemand te bereiken",
    "services.vroegsignalering.attempts": "vroegsignalering: pogingen om een huishouden te bereiken",
    "schemes.keeps": "regelingen: deel van de gebruikers dat er na een jaar nog is",
    "schemes.refused": "regelingen: deel van wie recht heeft en ten onrechte wordt geweigerd",
    "schemes.short_steps": "regelingen: stappen als het formulier al is ingevuld",
    # trust
    "trust.gain": "deel van de weg naar vol vertrouwen dat een goed contact aflegt",
    "trust.loss_ratio": "hoeveel meer een slecht contact kost dan een goed contact oplevert",
    "trust.hearsay": "hoe zwaar een verhaal van een bekende weegt, naast een eigen ervaring",
    "trust.unwanted": "vertrouwen dat een ongewenst bezoek kost",
    "trust.pretext_costs": "hoeveel meer vertrouwen een bezoek met een smoes kost",
    # the six assumptions
    "views.can_ask": "aanname: wie hulp nodig heeft, vraagt erom",
    "views.want_help": "aanname: mensen willen de hulp die er is",
    "views.self_reliant": "aanname: je kunt van mensen vragen dat zij zelfredzaam zijn",
    "views.short_help": "aanname: korte hulp maakt weer zelfredzaam",
    "views.look_after": "aanname: mensen kijken naar elkaar om",
    "views.in_view": "aanname: de gemeente is dichtbij en heeft mensen in beeld",
}

_KINDS: Final = {"clientondersteuning": "cliëntondersteuning", "informeel": "informele hulp"}

_UNITS: Final[dict[str, str]] = {
    "0..1": "0–1",
    "0..2": "0–2",
    "1..5": "1–5",
    "attempts": "pogingen",
    "chance": "kans",
    "children": "kinderen",
    "correlation": "correlatie",
    "domains": "gebieden",
    "euro": "euro",
    "euro a month": "euro per maand",
    "euro per year": "euro per jaar",
    "factor": "factor",
    "hours a week": "uren per week",
    "households per fte": "huishoudens per fte",
    "light problems": "lichte problemen",
    "log factor": "logaritme van een factor",
    "log, sd": "logaritme, standaardafwijking",
    "logit": "logit",
    "minutes": "minuten",
    "minutes a week": "minuten per week",
    "people": "mensen",
    "per 100 euro a month": "per 100 euro per maand",
    "per breadth": "per 1 breedte",
    "per discretion": "per 1 ruimte",
    "per distrust": "per 1 wantrouwen",
    "per domain": "per gebied",
    "per person": "per persoon",
    "per pressure": "per 1 werkdruk",
    "per rank": "per 1 plek (0–1)",
    "per shame": "per 1 schaamte",
    "per shame x visibility": "per 1 schaamte × zichtbaarheid",
    "per shortfall": "per 1 tekort",
    "per skill": "per 1 vaardigheid",
    "per stance": "per 1 eigen kracht",
    "per stress": "per 1 stress",
    "per unit doenvermogen": "per 1 doenvermogen",
    "per unit of looks": "per 1 zelfredzaam ogen",
    "per unit stress": "per 1 stress",
    "per unit trust": "per 1 vertrouwen",
    "per visit": "per bezoek",
    "per want of Dutch": "per 1 gebrek aan Nederlands",
    "per week": "per week",
    "per wish": "per 1 wens",
    "per year": "per jaar",
    "power": "macht",
    "rank": "plek (0–1)",
    "rank per 100 euro a month": "plek (0–1) per 100 euro per maand",
    "ratio": "verhouding",
    "sd": "standaardafwijking",
    "sd per sd": "standaardafwijking per standaardafwijking",
    "severity": "1 licht, 2 ernstig, 3 crisis",
    "share": "deel",
    "share a year": "deel per jaar",
    "share of 15 to 75": "deel van 15 tot 75 jaar",
    "share of adults": "deel van de volwassenen",
    "share of dwellings": "deel van de woningen",
    "share of households": "deel van de huishoudens",
    "share of households with children": "deel van de huishoudens met kinderen",
    "share of inhabitants": "deel van de inwoners",
    "share of those who live alone": "deel van wie alleen woont",
    "share of variance": "deel van de variantie",
    "share of workers": "deel van de werkenden",
    "steps": "stappen",
    "steps a page": "stappen per bladzijde",
    "ties": "banden",
    "times": "keer",
    "visits": "bezoeken",
    "weeks": "weken",
    "weight": "gewicht",
    "years": "jaar",
    "years, sd": "jaar, standaardafwijking",
}


def number_told(name: str, lang: Language) -> str:
    """Return what a number of the book is, or a lever that varies; its name where there are no words for it.

    Parameters
    ----------
    name : as in the book, or as in what varies: ``parameters.trust.gain``, ``services.outreach.attempts``
    """
    if lang == "en":
        book = the_book()
        return book[name].what if name in book else name
    return _in_dutch(name)


def unit_told(unit: str, lang: Language) -> str:
    """Return in what a number of the book is counted."""
    return _UNITS.get(unit, unit) if lang == "nl" else unit


@cache
def _in_dutch(name: str) -> str:
    for prefix, own in _IN_A_SCENARIO.items():
        if name.startswith(prefix):
            name = own + name.removeprefix(prefix)
    if told := _NUMBERS.get(name):
        return told
    parts = name.split(".")
    for pattern, told in _NUMBERS.items():
        if _EVERY in pattern and (words := _words_for(pattern.split("."), parts)):
            return told.format(*words)
    return _lever(parts) or name


def _words_for(pattern: list[str], parts: list[str]) -> list[str]:
    """Return the Dutch word for what stands in place of each star; nothing where the name is no such name."""
    pairs = list(zip(pattern, parts, strict=False))
    if len(pattern) != len(parts) or any(at not in (_EVERY, part) for at, part in pairs):
        return []
    return [_word(part) for at, part in pairs if at == _EVERY]


def _word(part: str) -> str:
    return WHY[part][0] if part in WHY else ARCHETYPES["nl"].get(part, part)


def _lever(parts: list[str]) -> str:
    """Return a lever of a kind of service or of a scheme; nothing where it is none."""
    owner, *names = parts
    if len(names) != 2 or owner not in (_SERVICES, *_SCHEMES):
        return ""
    whose, lever = names
    told = lever_told(lever, "nl", of_a_scheme=owner in _SCHEMES)
    if told == lever:
        return ""
    told = _SCALE.sub("", told)
    return told if whose in (_EVERY, "all") else f"{_KINDS.get(whose, whose)}: {told}"

"""Mistakes in what a user wrote, and how to say them in one line, in English or Dutch.

The checking underneath is pydantic's; the words are ours: what is wrong, why, and what would do.
Where it stands in a file is added by who knows the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from bereik.errors import nearest

LANGUAGES = ("en", "nl")
_LONGEST_SHOWN = 60
_MOST_CHOICES = 40

# what is wrong: (English, Dutch)
_TEXTS = {
    "unknown-lever": ("there is no lever '{key}'.", "er is geen instelling '{key}'."),
    "unknown-key": ("there is no '{key}' here.", "'{key}' bestaat hier niet."),
    "unknown-parameter": ("the book has no parameter '{key}'.", "het boek heeft geen parameter '{key}'."),
    "unknown-scenario": ("there is no scenario '{key}'.", "er is geen scenario '{key}'."),
    "unknown-persona": (
        "there is no persona '{key}'; a file of your own ends in .toml.",
        "er is geen persona '{key}'; een eigen bestand eindigt op .toml.",
    ),
    "ties-stay": (
        "ties cannot change: they are as many as with whoever makes room. Set them in [person].",
        "ties kan niet veranderen: het zijn er zoveel als bij wie plaats maakt. Zet ze in [person].",
    ),
    "unknown-kind": ("there is no kind of service '{key}'.", "er is geen soort dienst '{key}'."),
    "unknown-archetype": ("there is no archetype '{key}'.", "er is geen archetype '{key}'."),
    "unknown-domain": ("there is no life domain {value}.", "er is geen leefgebied {value}."),
    "unknown-signal": ("there is no kind of signal {value}.", "er is geen soort signaal {value}."),
    "unknown-channel": ("there is no channel {value}.", "er is geen kanaal {value}."),
    "unknown-doors": ("it cannot go to {value}.", "het kan niet naar {value} gaan."),
    "unknown-group": ("there is no group {value}.", "er is geen groep {value}."),
    "more-channels": (
        "channels names {value} attempts, and attempts is {high}.",
        "channels noemt {value} pogingen, en attempts is {high}.",
    ),
    "list-half": (
        "list_per_10000 is how long the list is, and doors = \"named\" goes to it: give both, or neither.",
        "list_per_10000 is hoe lang de lijst is, en doors = \"named\" gaat ernaartoe: geef ze allebei, of "
        "geen van beide.",
    ),
    "need-unseen": (
        "who is {value} no service knows beforehand: they come by where at_place = true, or a partner sees "
        "them (sees), or they have a signal.",
        "wie {value} is weet geen dienst vooraf: zij komen langs waar at_place = true, of een partner ziet "
        "hen (sees), of er is een signaal.",
    ),
    "two-lists": (
        "there is one list: list_per_10000 = {value} here, and {high} at {service}.",
        "er is één lijst: list_per_10000 = {value} hier, en {high} bij {service}.",
    ),
    "long-list": (
        "list_per_10000 = {value} is more than a tenth of the residents. Only people with a signal are on "
        "the list, so it may be shorter.",
        "list_per_10000 = {value} is meer dan een tiende van de inwoners. Alleen mensen met een signaal "
        "staan op de lijst, dus hij kan korter zijn.",
    ),
    "no-letters-at-a-place": (
        "where people come one speaks to them: leave channels out, or at_place.",
        "waar mensen komen spreekt men hen aan: laat channels weg, of at_place.",
    ),
    "unknown-service": (
        "{key} = '{value}' names no service of this scenario.",
        "{key} = '{value}' noemt geen dienst van dit scenario.",
    ),
    "takes-nobody": (
        "{key} = '{value}': nobody is sent there, for it goes to people itself. Name a service that takes "
        "people.",
        "{key} = '{value}': die dienst gaat zelf op mensen af. Noem een dienst die mensen ontvangt.",
    ),
    "unknown-word": ("{key} = {value} is none of the words it takes.", "{key} = {value} bestaat niet."),
    "bad-scheme-name": (
        "the name of a scheme is 1-40 letters, digits, - or _; '{key}' will not do.",
        "de naam van een regeling is 1-40 letters, cijfers, - of _; '{key}' kan niet.",
    ),
    "too-many-schemes": (
        "{value} schemes is more than {high}. Put some together.",
        "{value} regelingen is meer dan {high}. Voeg er een paar samen.",
    ),
    "automatic-alone": (
        "automatic grants it to users of another local scheme, and there is none.",
        "automatic geeft het aan wie een andere lokale regeling gebruikt, en die is er niet.",
    ),
    "unknown-payer": ("there is no payer {value}.", "er is geen betaler {value}."),
    "brings-in-half": (
        "stuck_to says who is brought in, and brings_in how often: give both, or neither.",
        "stuck_to zegt wie erbij komt, en brings_in hoe vaak: geef ze allebei, of geen van beide.",
    ),
    "too-light-and-too-heavy": (
        "lightest = {value} is above intensity = {high}: it would take nobody.",
        "lightest = {value} ligt boven intensity = {high}: zo helpt het niemand.",
    ),
    "counted-too": (
        "{key} is counted as well ([gemeente.counts] or a wijk), and a count goes first: leave one out.",
        "{key} is ook geteld ([gemeente.counts] of een wijk), en een telling gaat voor: laat er een weg.",
    ),
    "more-than-whole": (
        "{key} = {value} is more than {whole} = {high}.",
        "{key} = {value} is meer dan {whole} = {high}.",
    ),
    "more-together": (
        "{names} are together {value}, more than {whole} = {high}. Lower one of them.",
        "{names} zijn samen {value}, meer dan {whole} = {high}. Verlaag er een.",
    ),
    "ages-add-up": (
        "the age groups from 18 on are together {value}, and residents = {high}. Residents are adults.",
        "de leeftijdsgroepen vanaf 18 zijn samen {value}, en residents = {high}. Residents zijn volwassenen.",
    ),
    "wijken-add-up": (
        "residents = {value}, and the wijken have {high} together. Leave residents out, or change a wijk.",
        "residents = {value}, en de wijken hebben er samen {high}. Laat residents weg, of verander een wijk.",
    ),
    "bad-wijk": (
        "a wijk is a table of its own, [gemeente.wijken.{key}], of 1-40 letters, digits, - or _.",
        "een wijk is een eigen tabel, [gemeente.wijken.{key}], van 1-40 letters, cijfers, - of _.",
    ),
    "csv-too-large": ("this file is too large.", "dit bestand is te groot."),
    "csv-utf16": (
        "this file is in UTF-16, or no text. Save the table as CSV UTF-8 with semicolons.",
        "dit bestand is in UTF-16, of geen tekst. Bewaar de tabel als CSV UTF-8 met puntkomma's.",
    ),
    "csv-empty": (
        "there is no header with rows under it. Save the table as CSV.",
        "er is geen kopregel met regels eronder. Bewaar de tabel als CSV.",
    ),
    "csv-long-row": (
        "this row has {value} cells and the header {high}. Save the table as CSV UTF-8 with semicolons.",
        "deze regel heeft {value} cellen en de kopregel {high}. Bewaar de tabel als CSV UTF-8 met "
        "puntkomma's.",
    ),
    "personal": (
        "column '{key}' is about persons, and bereik reads no personal data. Take the column away and give "
        "totals.",
        "kolom '{key}' gaat over personen, en bereik leest geen persoonsgegevens. Haal de kolom weg en geef "
        "totalen.",
    ),
    "few-counted": (
        "{key} = {value} is so few that they could be known. Leave it out, or take wijken together.",
        "{key} = {value} is zo weinig dat het herkenbare mensen kunnen zijn. Laat het weg, of neem wijken "
        "samen.",
    ),
    "few-persons": (
        "{key} = {value} is so few that they could be known. Leave the cell empty, or take areas together.",
        "{key} = {value} is zo weinig dat het herkenbare mensen kunnen zijn. Laat de cel leeg, of neem "
        "gebieden samen.",
    ),
    "no-number": (
        "{key} = '{value}' is no number. Write a number alone, such as {form}.",
        "{key} = '{value}' is geen getal. Schrijf alleen een getal, zoals {form}.",
    ),
    "no-people": ("{key} = {value} is no number of people.", "{key} = {value} is geen aantal mensen."),
    "unknown-column": ("there is no column '{key}'.", "kolom '{key}' bestaat niet."),
    "no-service-column": (
        "there is no column 'service'. `bereik gemeente --template` writes an example.",
        "er is geen kolom 'dienst'. `bereik gemeente --template --lang nl` maakt een voorbeeld.",
    ),
    "no-such-service": ("there is no service '{key}'.", "er is geen dienst '{key}'."),
    "service-twice": ("{key} stands here twice.", "{key} staat hier twee keer."),
    "no-kwb": (
        "there is no column '{key}', so this is not Kerncijfers wijken en buurten. CBS has one file a year "
        "under that name; save the sheet as CSV UTF-8 with semicolons.",
        "er is geen kolom '{key}', dus dit zijn niet de Kerncijfers wijken en buurten. CBS heeft onder die "
        "naam één bestand per jaar; bewaar het blad als CSV UTF-8 met puntkomma's.",
    ),
    "unknown-gemeente": (
        "there is no gemeente '{key}' among the {value} here.",
        "er is geen gemeente '{key}' bij de {value} hier.",
    ),
    "merged-gemeente": (
        "{key} went up in {into} ({code}) in {value}. Ask for --code {code}, or take the file of {before}.",
        "{key} is in {value} opgegaan in {into} ({code}). Vraag --code {code}, of neem het bestand van "
        "{before}.",
    ),
    "gemeente-to-come": (
        "{key} is not in this file: then it was still {value}. Take a later file.",
        "{key} staat niet in dit bestand: toen was het nog {value}. Neem een later bestand.",
    ),
    "no-inhabitants": ("{key} has no inhabitants here.", "{key} heeft hier geen inwoners."),
    "ends-in-toml": (
        "a scenario file ends in .toml. Try --out {value}.",
        "een scenariobestand eindigt op .toml. Probeer --out {value}.",
    ),
    "there-already": (
        "this file is there already. Choose another name, or say --replace.",
        "dit bestand is er al. Kies een andere naam, of zeg --replace.",
    ),
    "twice": ("{key} names {value} twice.", "{key} noemt {value} twee keer."),
    "missing": ("{key} is missing.", "{key} ontbreekt."),
    "wrong-type": ("{key} = {value} must be {expected}.", "{key} = {value} moet {expected} zijn."),
    "out-of-range": (
        "{key} = {value} lies outside {low}..{high}.",
        "{key} = {value} ligt buiten {low}..{high}.",
    ),
    "too-low": (
        "{key} = {value} lies outside its range: {low} or more.",
        "{key} = {value} ligt buiten het bereik: {low} of meer.",
    ),
    "not-above": (
        "{key} = {value} lies outside its range: above {low}.",
        "{key} = {value} ligt buiten het bereik: boven {low}.",
    ),
    "outside-book": (
        "{key} = {value} lies outside {low}..{high}. The book has {book} ({quality}): {source}. "
        "If you mean it, widen the range in parameters/ and say why.",
        "{key} = {value} ligt buiten {low}..{high}. Het boek heeft {book} ({quality}): {source}. "
        "Als u het zo bedoelt, verruim dan de grenzen in parameters/ en schrijf waarom.",
    ),
    "no-reason": (
        "a number that departs from the book needs a reason = \"...\" that is not empty.",
        "een getal dat van het boek afwijkt heeft een reason = \"...\" nodig die niet leeg is.",
    ),
    "ends-before-start": (
        "until_week = {value} is not after from_week = {low}.",
        "until_week = {value} ligt niet na from_week = {low}.",
    ),
    "cut-of-nothing": (
        "{key} tells of a cut: say how much with cut.",
        "{key} hoort bij een bezuiniging: zeg met cut hoe groot die is.",
    ),
    "cut-without-staff": (
        "cut takes of staff of its own: set fte_per_10000, or cut where the staff is.",
        "cut gaat af van eigen mensen: zet fte_per_10000, of zet cut bij de dienst die de mensen heeft.",
    ),
    "cut-ends-before-start": (
        "cut_until = {value} is not after cut_from = {low}.",
        "cut_until = {value} ligt niet na cut_from = {low}.",
    ),
    "cut-for-ever": (
        "cut = 1 without cut_until closes it for ever: write until_week = {low}.",
        "cut = 1 zonder cut_until sluit de dienst voorgoed: schrijf until_week = {low}.",
    ),
    "shock-of-nothing": (
        "a shock needs starts, trust_loss or both.",
        "een schok heeft starts, trust_loss of allebei nodig.",
    ),
    "ends-nothing": (
        "until_week ends what starts names, and it names nothing: leave it out, or "
        "write starts = {{ money = 0.1 }}.",
        "until_week eindigt wat starts noemt, en dat noemt niets: laat het weg, of "
        "schrijf starts = {{ money = 0.1 }}.",
    ),
    "two-staffs": (
        "it lives from the staff of {value}, so fte_per_10000 must be 0.",
        "deze dienst gebruikt de mensen van {value}, dus fte_per_10000 moet 0 zijn.",
    ),
    "plan-without-staff": (
        "planned_share plans staff of another service: say which with staff_from.",
        "planned_share plant mensen van een andere dienst: noem die met staff_from.",
    ),
    "visits-for-nothing": (
        "who visits needs {key} of at least 1.",
        "wie op bezoek gaat heeft {key} van minstens 1 nodig.",
    ),
    "about-at-a-desk": (
        "about is of who writes, rings or goes to people: use a kind such as bericht or outreach.",
        "about hoort bij wie schrijft, belt of langsgaat: neem een soort zoals bericht of outreach.",
    ),
    "about-nothing": (
        "{key} is of who brings a regeling: say with about which one.",
        "{key} hoort bij wie een regeling brengt: zeg met about welke.",
    ),
    "unknown-scheme": (
        "there is no regeling '{value}' in this scenario.",
        "er is geen regeling '{value}' in dit scenario.",
    ),
    "nobody-comes": (
        "{key} is of a place that residents come to: set walk_in = true, or leave it out.",
        "{key} hoort bij een plek waar inwoners zelf komen: zet walk_in = true, of laat het weg.",
    ),
    "fee-at-the-door": (
        "{key} is asked of who comes or is sent on, not at the door: leave it out of a service that visits.",
        "{key} vraagt men aan wie komt of wordt gestuurd, niet aan de deur: laat het weg bij een dienst "
        "die op bezoek gaat.",
    ),
    "again-of-nothing": (
        "reorganised_every says how long after the first time: say with reorganised_week when that is.",
        "reorganised_every zegt hoe lang na de eerste keer: zeg met reorganised_week wanneer die is.",
    ),
    "sees-nobody": (
        "{key} is of who comes across people in its own work: say whom with sees.",
        "{key} hoort bij wie mensen in eigen werk tegenkomt: zeg met sees wie dat zijn.",
    ),
    "partner-and-more": (
        "a partner (sees) has work of its own, and no hours, desk or visits for this: leave {key} out.",
        "een partner (sees) heeft eigen werk, en geen uren, loket of bezoeken hiervoor: laat {key} weg.",
    ),
    "volunteers-of-others": (
        "volunteers come to the service that they are of, not with the staff of {value}: set fte_per_10000.",
        "vrijwilligers horen bij hun eigen dienst, niet bij de mensen van {value}: zet fte_per_10000.",
    ),
    "respite-and-more": (
        "who relieves helpers has no door of its own and knocks on none: make it a service beside this one.",
        "wie naasten aflost heeft geen eigen loket en belt nergens aan: maak er een dienst naast van.",
    ),
    "staff-chain": (
        "staff_from = '{value}': that service lives from the staff of another. Name the one that has staff.",
        "staff_from = '{value}': die dienst gebruikt de mensen van een ander. Noem wie de mensen heeft.",
    ),
    "no-conversation": (
        "its staff has {value} minutes a week at {adults} adults, and one of its conversations asks {low} "
        "({lever}): nobody will be heard here. Raise fte_per_10000 of {lender}.",
        "er zijn {value} minuten personeel per week bij {adults} volwassenen, en één gesprek vraagt er {low} "
        "({lever}): hier komt niemand aan bod. Verhoog fte_per_10000 van {lender}.",
    ),
    "no-conversation-per-wijk": (
        "its staff has {value} minutes a week in an average wijk at {adults} adults in {wijken} wijken, "
        "and one of its conversations asks {low} ({lever}): nobody will be heard there. "
        "Raise fte_per_10000 of {lender}.",
        "er zijn {value} minuten personeel per week in een gemiddelde wijk bij {adults} volwassenen in "
        "{wijken} wijken, en één gesprek vraagt er {low} ({lever}): daar komt niemand aan bod. "
        "Verhoog fte_per_10000 van {lender}.",
    ),
    "staff-per-wijk": (
        "staff_from = '{value}' has staff in every wijk; set per_wijk = true here too.",
        "staff_from = '{value}' heeft in elke wijk mensen; zet per_wijk = true ook hier.",
    ),
    "staff-of-partner": (
        "staff_from = '{value}': a partner has no hours for this. Set fte_per_10000 here, or name a service "
        "with staff.",
        "staff_from = '{value}': een partner heeft hier geen uren voor. Zet fte_per_10000 hier, of noem een "
        "dienst met mensen.",
    ),
    "sees-for-nothing": (
        "nothing comes of what it sees: say with hands_over_to where it sends people, or with shares that it "
        "reports them, to a service that visits and follows partner or melding.",
        "er komt niets van wat deze partner ziet: zeg met hands_over_to naar wie mensen worden gestuurd, of "
        "met shares dat ze worden gemeld, aan een dienst die op bezoek gaat en partner of melding volgt.",
    ),
    "refuses-nobody": (
        "{key} does nothing at a service that only goes to people: at a door nobody is refused or handed "
        "back. Leave it out, or set walk_in = true.",
        "{key} doet niets bij een dienst die alleen op bezoek gaat: aan de deur wordt niemand geweigerd of "
        "teruggestuurd. Laat het weg, of zet walk_in = true.",
    ),
    "relieves-nobody": (
        "respite_minutes = 0: it relieves nobody.",
        "respite_minutes = 0: zo lost het niemand af.",
    ),
    "no-budget": (
        "budget = 0: nobody will ever get it.",
        "budget = 0: niemand krijgt dit ooit.",
    ),
    "itself": ("{key} = '{value}' is the service itself.", "{key} = '{value}' is de dienst zelf."),
    "bad-name": (
        "the name of a service is 1-40 letters, digits, - or _, and not 'none'; '{key}' will not do.",
        "de naam van een dienst is 1-40 letters, cijfers, - of _, en niet 'none'; '{key}' kan niet.",
    ),
    "two-names": (
        "a service per wijk and another one would both be called '{key}'. Rename one.",
        "een dienst per wijk en een andere zouden allebei '{key}' heten. Geef er een een andere naam.",
    ),
    "too-many": (
        "{value} services in all is more than {high}. Take fewer wijken or fewer services per wijk.",
        "{value} diensten samen is meer dan {high}. Neem minder wijken of minder diensten per wijk.",
    ),
    "kind-untold": (
        "its kind is missing. Write kind = \"loket\", or another of {choices_text}.",
        "de soort ontbreekt. Schrijf kind = \"loket\", of een andere uit {choices_text}.",
    ),
    "all-knowing": (
        "all_knowing is for an upper bound only: no such list exists. "
        "Set upper_bound = true, or leave it out.",
        "all_knowing is alleen voor een bovengrens: zo'n lijst bestaat niet. "
        "Zet upper_bound = true, of laat het weg.",
    ),
    "no-services": (
        "there are no services. If nobody is to help, write services = {{}}.",
        "er zijn geen diensten. Als niemand moet helpen, schrijf dan services = {{}}.",
    ),
    "remove-alone": (
        "remove = true stands alone: it takes away what is inherited.",
        "remove = true staat alleen: het haalt weg wat geërfd is.",
    ),
    "remove-nothing": (
        "nothing called '{key}' is inherited, so there is nothing to remove.",
        "er is niets geërfd dat '{key}' heet, dus er valt niets weg te halen.",
    ),
    "named-as-shipped": (
        "burn_in_policy = \"{value}\" is the scenario that ships with bereik, and this file has its name. "
        "Write burn_in_policy = \"self\" for the services of this file, or give the file another name.",
        "burn_in_policy = \"{value}\" is het scenario dat bij bereik hoort, en dit bestand heet ook zo. "
        "Schrijf burn_in_policy = \"self\" voor de diensten van dit bestand, of geef het een andere naam.",
    ),
    "circular": ("based_on goes round in a circle: {value}.", "based_on loopt in een kring: {value}."),
    "not-found": ("this file does not exist.", "dit bestand bestaat niet."),
    "no-file": ("this is not a file.", "dit is geen bestand."),
    "unreadable": ("this file cannot be read: {value}.", "dit bestand is niet te lezen: {value}."),
    "too-large": (
        "this file is larger than {high} bytes, too large for a scenario or an experiment.",
        "dit bestand is groter dan {high} bytes, te groot voor een scenario of experiment.",
    ),
    "not-utf8": (
        "byte {value} is not UTF-8. Save the file as UTF-8.",
        "byte {value} is geen UTF-8. Bewaar het bestand als UTF-8.",
    ),
    "not-toml": ("this is not TOML: {value}.", "dit is geen TOML: {value}."),
    "unknown-experiment": ("there is no kind of experiment {value}.", "er is geen soort experiment {value}."),
    "unknown-measure": ("there is no measure '{key}'.", "er is geen maat '{key}'."),
    "outcome-not-kept": (
        "outcome = \"{key}\" is not among the measures that are kept: add it to measures.",
        "outcome = \"{key}\" staat niet bij de maten die worden bewaard: zet die erbij in measures.",
    ),
    "too-few-scenarios": (
        "{value} scenarios will not do: an experiment of this kind needs {low} or more.",
        "{value} scenario's is te weinig: dit soort experiment heeft er {low} of meer nodig.",
    ),
    "too-many-scenarios": (
        "{value} scenarios will not do: an experiment of this kind takes at most {high}.",
        "{value} scenario's is te veel: dit soort experiment neemt er hoogstens {high}.",
    ),
    "no-whole-year": (
        "{value} weeks will not do: reach within a year asks for more than {low}. Write weeks = 104.",
        "{value} weken is te weinig: bereik binnen een jaar vraagt er meer dan {low}. Schrijf weeks = 104.",
    ),
    "no-interval": (
        "{value} replicate will not do: an interval needs two or more.",
        "{value} herhaling is te weinig: een interval vraagt er twee of meer.",
    ),
    "of-the-kind": (
        "{key} is no choice where kind = \"{sort}\": leave it out.",
        "{key} is geen keuze bij kind = \"{sort}\": laat het weg.",
    ),
    "precision-alone": (
        "precision asks for replicates of at least 2: it is of a spread, and {value} has none.",
        "precision vraagt minstens 2 replicates: het gaat over een spreiding, en {value} heeft er geen.",
    ),
    "precision-of-a-share": (
        "precision is in the unit of the outcome, a share, and {value} is wider than {high}. Half a "
        "percentage point is 0.005.",
        "precision is in de eenheid van de uitkomst, een aandeel, en {value} is ruimer dan {high}. Een half "
        "procentpunt is 0.005.",
    ),
    "precision-of-draws": (
        "with a posterior intervals do not narrow with more replicates. Leave precision out, or posterior.",
        "met een posterior worden intervallen niet smaller door herhalen. Laat precision of posterior weg.",
    ),
    "unknown-service-here": (
        "the scenario has no service '{key}'.",
        "het scenario heeft geen dienst '{key}'.",
    ),
    "nothing-to-divide": (
        "question = \"{value}\" needs {low} services. Write a table for each, such as [divide.outreach].",
        "question = \"{value}\" heeft {low} diensten nodig. Schrijf voor elke een tabel, zoals "
        "[divide.outreach].",
    ),
    "of-another-question": (
        "{key} is of question = \"{sort}\", and this file says \"{value}\": leave it out.",
        "{key} hoort bij question = \"{sort}\", en dit bestand zegt \"{value}\": laat het weg.",
    ),
    "two-budgets": (
        "give fte_per_10000 or euros_per_10000, and not both.",
        "geef fte_per_10000 of euros_per_10000, en niet allebei.",
    ),
    "unequal-prices": (
        "an fte of {value} costs {low} euro a year and one of {service} {high}, so equal fte are no equal "
        "budget. Divide euros_per_10000.",
        "een fte van {value} kost {low} euro per jaar en een van {service} {high}, dus evenveel fte is niet "
        "evenveel geld. Verdeel euros_per_10000.",
    ),
    "not-divisible": (
        "{value} cannot be divided: together the services take {low} at least and {high} at most. Change "
        "least, most or the total.",
        "{value} is niet te verdelen: samen nemen de diensten er minstens {low} en hoogstens {high}. "
        "Verander least, most of het totaal.",
    ),
    "not-in-steps": (
        "{value} is left to divide, and that is no whole number of steps of {low}. Change step, least or "
        "the total.",
        "er blijft {value} te verdelen, en dat is geen heel aantal stappen van {low}. Verander step, least "
        "of het totaal.",
    ),
    "too-many-divisions": (
        "{value} divisions is more than {high}. Take a larger step, or narrower bounds.",
        "{value} verdelingen is meer dan {high}. Neem een grotere step, of nauwere grenzen.",
    ),
    "not-to-the-cent": (
        "of {value} euro a week only {high} can be spent in whole minutes as {low}: that is no equal "
        "budget. Take more residents.",
        "van {value} euro per week is in hele minuten maar {high} uit te geven als {low}: dat is niet "
        "evenveel geld. Neem meer residents.",
    ),
    "unknown-objective": ("{value} is nothing to strive for.", "{value} is niets om naar te streven."),
    "nothing-varies": (
        "nothing varies. Write a table such as [vary.\"services.outreach.fte_per_10000\"].",
        "er varieert niets. Schrijf een tabel zoals [vary.\"services.outreach.fte_per_10000\"].",
    ),
    "one-scenario": (
        "this kind of experiment is about one scenario, and here are {value}.",
        "dit soort experiment gaat over één scenario, en hier staan er {value}.",
    ),
    "too-few-arms": (
        "{value} arms: a trial sets at least two side by side. Write [arms.NAME]; an empty one gets nothing.",
        "{value} armen: een proef zet er minstens twee naast elkaar. Schrijf [arms.NAAM]; een lege krijgt "
        "niets.",
    ),
    "starts-too-late": (
        "week = {value}, and the run ends before it can be followed. At most {high}, or more weeks.",
        "week = {value}, en de run eindigt voor er iets te volgen is. Hoogstens {high}, of meer weeks.",
    ),
    "no-outcome-of-a-trial": (
        "{value} is no outcome of a trial.",
        "{value} is geen uitkomst van een proef.",
    ),
    "outcome-without-scheme": (
        "{value} asks for a regeling: say not_using in [eligible], or about in an arm.",
        "{value} vraagt om een regeling: zeg not_using in [eligible], of about in een arm.",
    ),
    "unknown-trait": (
        "residents and households have no '{key}'.",
        "inwoners en huishoudens hebben geen '{key}'.",
    ),
    "no-ends": (
        "{key} = {value} will not do: write [lowest, highest], true or false, or its word.",
        "{key} = {value} kan niet: schrijf [laagste, hoogste], true of false, of het woord ervoor.",
    ),
    "ends-swapped": (
        "{key} = {value}: the lowest comes first. Write {told}.",
        "{key} = {value}: de laagste komt eerst. Schrijf {told}.",
    ),
    "given-to-an-arm": (
        "an arm goes to the people of the trial and to nobody else: leave {key} out.",
        "een arm gaat naar de deelnemers en naar niemand anders: laat {key} weg.",
    ),
    "idle-in-an-arm": (
        "{key} does nothing in this arm, with the channels and the offer that it has: leave it out.",
        "{key} doet niets in deze arm, met de kanalen en het aanbod die hij heeft: laat het weg.",
    ),
    "ends-half": (
        "ends = \"{value}\" will not do: an interval and a range have low and high, none has neither.",
        "ends = \"{value}\" kan niet: een interval en een range hebben low en high, none heeft ze niet.",
    ),
    "arm-is-a-service": (
        "usual practice has a service '{key}': give the arm another name.",
        "de gewone gang van zaken heeft al een dienst '{key}': geef de arm een andere naam.",
    ),
    "two-schemes": (
        "a trial is about one regeling, and here are {value}.",
        "een proef gaat over één regeling, en hier staan {value}.",
    ),
    "unknown-arm": ("there is no arm '{value}'.", "er is geen arm '{value}'."),
    "no-factors": (
        "no factors. Write factors = [\"all\"], themes of the book such as [\"seeking\"], or numbers of it.",
        "geen factoren. Schrijf factors = [\"all\"], thema's van het boek zoals [\"seeking\"], of getallen "
        "eruit.",
    ),
    "unknown-factor": (
        "the book has no number and no theme '{key}'.",
        "het boek heeft geen getal en geen thema '{key}'.",
    ),
    "of-another-method": (
        "{key} is of method = \"{sort}\", and this file says \"{value}\": leave it out.",
        "{key} hoort bij method = \"{sort}\", en dit bestand zegt \"{value}\": laat het weg.",
    ),
    "no-interest": (
        "say what is of interest: below = a number, or above = a number.",
        "zeg wat van belang is: below = een getal, of above = een getal.",
    ),
    "two-interests": (
        "of interest is what lies below a number or above one: leave below or above out.",
        "van belang is wat onder een getal ligt of erboven: laat below of above weg.",
    ),
    "one-gemeente": (
        "this kind of experiment is about one gemeente, and here are {value}.",
        "dit soort experiment gaat over één gemeente, en hier staan er {value}.",
    ),
    "not-of-the-book": (
        "'{key}' is no number of the book, and only those are calibrated. Write parameters.NAME.",
        "'{key}' is geen getal uit het boek, en alleen die worden geijkt. Schrijf parameters.NAAM.",
    ),
    "no-target": (
        "'{key}' is no pattern that may be fitted to: those are marked C and say where they lie.",
        "'{key}' is geen patroon waarop geijkt mag worden: die hebben gebruik C en zeggen waar zij liggen.",
    ),
    "makes-a-posterior": (
        "a calibration makes a posterior and takes none: leave it out.",
        "een ijking maakt een posterior en neemt er geen: laat dit weg.",
    ),
    "cannot-vary": (
        "'{key}' is nothing that can vary. Write services.NAME.LEVER, regelingen.NAME.LEVER, "
        "parameters.NAME, world_view.NAME or gemeente.NAME.",
        "'{key}' kan niet variëren. Schrijf services.NAAM.INSTELLING, regelingen.NAAM.INSTELLING, "
        "parameters.NAAM, world_view.NAAM of gemeente.NAAM.",
    ),
    "varies-nowhere": (
        "no scenario of this experiment has '{key}'.",
        "geen scenario van dit experiment heeft '{key}'.",
    ),
    "values-or-range": (
        "give values = [...], or low and high; a number of the book has them in the book.",
        "geef values = [...], of low en high; bij een getal uit het boek staan ze daar.",
    ),
    "needs-values": (
        "a factorial goes through values: give values = [...].",
        "een factorial loopt waarden af: geef values = [...].",
    ),
    "needs-range": (
        "design = \"{value}\" draws from a range: give low and high, and no values.",
        "design = \"{value}\" trekt uit een bereik: geef low en high, en geen values.",
    ),
    "needs-points": (
        "design = \"{value}\" needs points = how many.",
        "design = \"{value}\" heeft points = hoeveel nodig.",
    ),
    "points-counted": (
        "a factorial has as many points as its values make: leave points out.",
        "een factorial heeft zoveel punten als zijn waarden maken: laat points weg.",
    ),
    "not-a-power": (
        "a Sobol sequence is in balance at a power of two: {key} = {low} or {high}.",
        "een Sobol-reeks is in evenwicht bij een macht van twee: {key} = {low} of {high}.",
    ),
    "empty-range": ("low = {low} is not below high = {high}.", "low = {low} ligt niet onder high = {high}."),
    "one-type": (
        "values are all numbers, all words, or all true or false; and at least one.",
        "values zijn allemaal getallen, allemaal woorden, of allemaal true of false; en minstens één.",
    ),
    "too-many-runs": (
        "{value} runs is more than {high}. Take fewer points or replicates.",
        "{value} runs is meer dan {high}. Neem minder punten of herhalingen.",
    ),
    "unknown-language": ("there is no language '{key}'.", "er is geen taal '{key}'."),
    "no-name": (
        "a scenario is asked for by a name or a path, not by {value}.",
        "een scenario vraagt u met een naam of een pad, niet met {value}.",
    ),
    "no-shipped": (
        "the folder {value} that ships with bereik is missing. Install it again.",
        "de map {value} die bij bereik hoort ontbreekt. Installeer het opnieuw.",
    ),
}
_MEANT = (" Did you mean {near}?", " Bedoelt u {near}?")
_CHOOSE = (" Choose from {choices}.", " Kies uit {choices}.")
_EXPECTED = {
    bool: ("true or false", "true of false"),
    int: ("a whole number", "een geheel getal"),
    float: ("a number", "een getal"),
    str: ("a text between quotes", "een tekst tussen aanhalingstekens"),
    dict: ("a table", "een tabel"),
    tuple: ("a list of names", "een lijst van namen"),
}
_WORDS = {  # what a word is that a setting does not know; else a domain
    "follows": "unknown-signal", "channels": "unknown-channel", "doors": "unknown-doors",
    "among": "unknown-group", "sees": "unknown-group", "design": "unknown-word",
    "method": "unknown-word", "question": "unknown-word", "equity": "unknown-word",
    "selection": "unknown-word",
}
_LISTS = {
    "hands_over_to": (
        "a name between quotes or a list of those", "een naam tussen aanhalingstekens of een lijst daarvan",
    ),
    "competence": ("a list of life domains", "een lijst van leefgebieden"),
    "conditions": ("a list of life domains", "een lijst van leefgebieden"),
    "lives": ("a list", "een lijst"),
    "times": ("a list of numbers", "een lijst van getallen"),
    "values": ("a list", "een lijst"),
    "follows": ("a list of kinds of signal", "een lijst van soorten signaal"),
    "sees": ("a list of groups", "een lijst van groepen"),
    "channels": (
        "a list of one to four of visit, letter, call", "een lijst van één tot vier uit visit, letter, call",
    ),
}


class Mistake(NamedTuple):
    """One thing that is wrong.

    Attributes
    ----------
    path : keys that lead to it, such as ("services", "loket", "steps"); empty for the whole
    what : which text says it
    facts : what the text names
    choices : what would have done, where there is a list
    """

    path: tuple[str, ...]
    what: str
    facts: Mapping[str, Any]
    choices: tuple[str, ...] = ()

    def under(self, *path: str) -> Mistake:
        """Return the same mistake seen from a table higher up."""
        return self._replace(path=(*path, *self.path))


def mistake(path: Iterable[str], what: str, choices: Iterable[str] = (), **facts: Any) -> Mistake:
    """Note a mistake at a path; ``key`` is the last of the path where no other is given."""
    path = tuple(path)
    facts.setdefault("key", path[-1] if path else "")
    return Mistake(path, what, facts, tuple(choices))


def tell(wrong: Mistake, lang: str = "en") -> str:
    """Return what is wrong and what would do, in one line without the place."""
    k = LANGUAGES.index(lang)
    facts = {name: _fact(name, value, k) for name, value in wrong.facts.items()}
    text = _TEXTS[wrong.what][k].format(**facts, choices_text=", ".join(wrong.choices))
    if not wrong.choices or wrong.what == "kind-untold":
        return text
    sought = str(wrong.facts.get("sought", wrong.facts["key"]))[:_LONGEST_SHOWN]
    choices = list(dict.fromkeys(wrong.choices))
    near = nearest(sought, choices)
    if near:
        return text + _MEANT[k].format(near=near[0])
    if len(choices) > _MOST_CHOICES:
        return text
    return text + _CHOOSE[k].format(choices=", ".join(choices))


def section(path: tuple[str, ...]) -> str:
    """Return how the table of a path is written in the file, such as ``[services.loket]``."""
    keys = [f'"{one_line(k)}"' if "." in k else one_line(k) for k in path[:-1]]
    return f"[{'.'.join(keys)}]: " if keys else ""


def shown(value: Any) -> str:
    """Return a value as the file has it, on one line and not too long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{...}"
    if isinstance(value, list | tuple):
        return "[...]"
    if isinstance(value, float):
        return f"{value:.1f}" if value.is_integer() and abs(value) < 1e6 else f"{value:g}"
    try:
        return f'"{one_line(value)}"' if isinstance(value, str) else one_line(str(value))
    except ValueError:  # an integer of thousands of digits
        return "..."


def number(value: float) -> str:
    """Return a number of the book or of a range."""
    return str(value) if isinstance(value, int) else f"{value:g}"


def one_line(text: str) -> str:
    """Return a text without anything that breaks a line, shortened where it is long."""
    short = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."
    return printable(short)


def printable(text: str) -> str:
    """Return a text without anything that breaks a line, as long as it is."""
    return "".join(c if c.isprintable() else "?" for c in text)


def mistakes_of(
    error: ValidationError, model: type[BaseModel], unknown: str = "unknown-key"
) -> list[Mistake]:
    """Return what pydantic found, in our words."""
    found = error.errors(include_url=False, include_context=False)
    items = {e["loc"][0] for e in found if len(e["loc"]) > 1}
    told = [e for e in found if e["type"] != "too_short" or e["loc"][0] not in items]  # counts right ones
    wrong = [_translated(e, model, unknown) for e in told]
    return [m for k, m in enumerate(wrong) if m not in wrong[:k]]  # what may be text or list fails as both


def _translated(error: Any, model: type[BaseModel], unknown: str) -> Mistake:
    key, kind, value = str(error["loc"][0]), error["type"], error["input"]
    if kind == "extra_forbidden":
        return mistake((key,), unknown, model.model_fields)
    if kind == "missing":
        return mistake((key,), "missing")
    expected = model.model_fields[key].annotation
    if kind == "literal_error" and get_origin(expected) is Literal and not isinstance(value, str):
        return mistake((key,), "wrong-type", value=shown(value), expected=str)
    if kind == "literal_error":
        what = _WORDS.get(key, "unknown-domain")
        return mistake((key,), what, _choices(expected), value=shown(value), sought=value)
    if get_origin(expected) is dict and len(error["loc"]) > 1:
        inside = _expected(tuple(_behind(get_args(expected)[1])))
        return mistake((key, str(error["loc"][1])), "wrong-type", value=shown(value), expected=inside)
    taken = tuple(_behind(expected))
    if _is_number(value) and (float in taken or (int in taken and isinstance(value, int))):
        outside = _outside(model, key, error["input"])
        if outside is not None:
            return outside
    return mistake((key,), "wrong-type", value=shown(value), expected=_LISTS.get(key) or _expected(taken))


def _outside(model: type[BaseModel], key: str, value: float) -> Mistake | None:
    """Return that a number lies outside the range of its field, or None where it does not."""
    told = {bound: number(limit) for bound, limit in _bounds(model, key).items()}
    if {"ge", "le"} <= told.keys():
        return mistake((key,), "out-of-range", value=shown(value), low=told["ge"], high=told["le"])
    if "ge" in told and value < float(told["ge"]):
        return mistake((key,), "too-low", value=shown(value), low=told["ge"])
    if "gt" in told and value <= float(told["gt"]):
        return mistake((key,), "not-above", value=shown(value), low=told["gt"])
    return None


def _bounds(model: type[BaseModel], key: str) -> dict[str, float]:
    """Return what a number of a field must be at least (ge), above (gt) and at most (le)."""
    field = model.model_fields[key]
    constraints = [*field.metadata, *_constraints(field.annotation)]
    return {
        bound: getattr(constraint, bound)
        for bound in ("ge", "gt", "le")
        for constraint in constraints
        if hasattr(constraint, bound)
    }


def _constraints(annotation: Any) -> Iterator[Any]:
    """Yield the constraints inside an annotation: those of the number in ``Annotated[int, ...] | None``."""
    if get_origin(annotation) is Annotated:
        for held in annotation.__metadata__:
            yield from getattr(held, "metadata", (held,))
    elif get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            yield from _constraints(part)


def _fact(name: str, value: Any, k: int) -> str:
    """Return a fact as the text names it; what was expected is a type, or words in each language."""
    if name == "expected":
        return (_EXPECTED[value] if isinstance(value, type) else value)[k]
    return printable(str(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _behind(annotation: Any) -> Iterator[type]:
    """Yield the plain types behind an annotation: ``int`` for ``Annotated[int, ...] | None``."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _behind(inner[0])
    elif origin in (Union, UnionType):
        for part in inner:
            yield from _behind(part)
    elif annotation in _EXPECTED:
        yield annotation
    elif annotation is not NoneType:
        yield tuple if origin is tuple else str if origin is Literal else dict


def _expected(taken: tuple[type, ...]) -> type | tuple[str, ...]:
    """Return what would do: a type, or the words of all that would in each language."""
    kinds = [kind for kind in dict.fromkeys(taken) if not (kind is int and float in taken)]
    if len(kinds) == 1:
        return kinds[0]
    either = zip((" or ", " of "), zip(*(_EXPECTED[kind] for kind in kinds), strict=True), strict=True)
    return tuple(word.join(told) for word, told in either)


def _choices(annotation: Any) -> tuple[str, ...]:
    """Return the words that a list of literals takes."""
    args = get_args(annotation)
    return tuple(str(word) for a in args for word in (get_args(a) or ([a] if isinstance(a, str) else [])))

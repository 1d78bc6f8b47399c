"""The words of the page of the hulpparadox, in Dutch (level B1) and English."""

from __future__ import annotations

from typing import Final

from bereik.experiments.wording import Language

TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "title": "De hulpparadox",
        "predict": "1. Voorspel",
        "see": "2. Kijk",
        "break": "3. Breek de paradox",
        "counter": "4. Een tegenvoorbeeld",
        "lead": (
            "Een gemeente heeft geld voor een vast aantal uren hulp. Ze kan die uren op twee manieren"
            " inzetten. Wie bereikt de meeste mensen?"
        ),
        "both": (
            "Het wijkteam en het budget zijn in beide gelijk. De inwoners zijn dezelfde mensen, met hetzelfde"
            " toeval."
        ),
        "who": "Welk plan bereikt binnen een jaar de meeste mensen die hulp nodig hebben?",
        "by": "Hoeveel scheelt het, op elke 100 mensen die hulp nodig hebben?",
        "people": "mensen",
        "poorest": "En van de mensen met het minste doenvermogen: welk plan bereikt er daar meer?",
        "doen": "Doenvermogen is hoe goed iemand in actie komt en volhoudt, ook als het tegenzit.",
        "equal": "Dat scheelt niets",
        "show": "Laat zien",
        "not_yet": "Vul eerst alle drie de vragen in.",
        "you_said": "Uw voorspelling",
        "no_prediction": "U voorspelde nog niets.",
        "predicted": "{who}, {by} van de 100. Bij het minste doenvermogen: {poorest}.",
        "it_came": "Wat het model zegt",
        "more": "‘{b}’ bereikt er {x} meer dan ‘{a}’ ({span}), van elke 100 mensen die hulp nodig hebben.",
        "fewer": "‘{b}’ bereikt er {x} minder dan ‘{a}’ ({span}), van elke 100 mensen die hulp nodig hebben.",
        "same": "Het verschil tussen ‘{b}’ en ‘{a}’ is niet te onderscheiden ({span}).",
        "small": "Het verschil tussen ‘{b}’ en ‘{a}’ is te klein om ertoe te doen ({span}).",
        "least_more": "Van de mensen met het minste doenvermogen bereikt ‘{b}’ er {x} meer ({span}).",
        "least_fewer": "Van de mensen met het minste doenvermogen bereikt ‘{b}’ er {x} minder ({span}).",
        "least_same": "Bij de mensen met het minste doenvermogen is geen verschil te onderscheiden ({span}).",
        "finding": "Binnen een jaar krijgen {a_x} van de 100 passende hulp onder ‘{a}’, en {b_x} onder ‘{b}’",
        "rises": (
            "Onder ‘{s}’ is er een hulpparadox: hoe meer iemand zelf kan, hoe vaker er hulp komt (index {x})."
        ),
        "falls": "Onder ‘{s}’ is het omgekeerd: wie minder kan, krijgt vaker hulp (index {x}).",
        "flat": "Onder ‘{s}’ is geen verband met doenvermogen te zien (index {x}).",
        "both_rise": (
            "In beide is er een hulpparadox: hoe meer iemand zelf kan, hoe vaker er hulp komt. Onder"
            " ‘{less}’ is die kleiner (index {x} tegen {y})."
        ),
        "why": "Waarom?",
        "why_text": (
            "Om hulp te krijgen moet u het probleem zien, weten waar u moet zijn, durven, formulieren"
            " invullen en volhouden. Problemen maken juist dat moeilijker. Wie aanbelt, neemt een deel van"
            " die stappen over. Maar aanbellen kost tijd: achter veel deuren is niets aan de hand. En het"
            " loket wordt klein, dus wie zelf komt, wacht langer. Bij een ander aantal uren kan de uitkomst"
            " anders zijn."
        ),
        "break_lead": (
            "Verander ‘Uw beleid’ met vier knoppen. Wordt de lijn vlak? En wat kost dat aan bereik?"
        ),
        "share": "Uren die naar buiten gaan",
        "share_help": "Deel van de uren van loket en telefoon. Het budget blijft gelijk.",
        "steps": "Stappen aan het loket",
        "steps_help": "Wat u zelf moet doen voordat er hulp komt.",
        "visibility": "Zichtbaar voor de buurt",
        "visibility_help": "0: niemand ziet u gaan. 1: iedereen.",
        "breadth": "Brede blik van het wijkteam",
        "breadth_help": "Hoe ver het kijkt voorbij de vraag. Dat kost tijd per gesprek.",
        "free": (
            "Minder stappen en minder zicht kosten in dit model geen geld. In het echt zijn ze niet gratis:"
            " er is een andere plek nodig, en iemand die regels schrapt."
        ),
        "reset": "Begin opnieuw",
        "yours": "Uw beleid",
        "counter_lead": (
            "Eropaf is niet altijd beter. In deze gemeente zijn mensen sterker en is er weinig schaamte."
            " Het loket is dichtbij, anoniem en makkelijk. Hier bereikt het loket ook de mensen die het"
            " minst kunnen."
        ),
        "counter_note": (
            "Dit is een bedachte gemeente. Ze laat zien dat het model ook nee kan zeggen tegen aanbellen."
        ),
        "picture": "Passende hulp binnen een jaar, % van wie hulp nodig heeft",
        "decile": "tiende",
        "talk": "Om te bespreken",
        "talk_1": "Wie van uw inwoners staat links in de grafiek? Wie kent u daarvan?",
        "talk_2": "Wat vindt u beter: meer mensen bereiken, of de mensen die het minst kunnen?",
    },
    "en": {
        "title": "The hulpparadox",
        "predict": "1. Predict",
        "see": "2. See",
        "break": "3. Break the paradox",
        "counter": "4. A counter-case",
        "lead": (
            "A gemeente has money for a fixed number of hours of help. It can spend them in two ways. Which"
            " reaches most people?"
        ),
        "both": (
            "The wijkteam and the budget are the same in both. The residents are the same people, with the"
            " same luck."
        ),
        "who": "Which plan reaches most of those who need help, within a year?",
        "by": "How much is the difference, of every 100 people who need help?",
        "people": "people",
        "poorest": "And of the people with the least doenvermogen: which plan reaches more there?",
        "doen": (
            "Doenvermogen is how well somebody gets into action and carries on, also when things go wrong."
        ),
        "equal": "No difference",
        "show": "Show",
        "not_yet": "Answer all three questions first.",
        "you_said": "Your prediction",
        "no_prediction": "You have not predicted anything yet.",
        "predicted": "{who}, {by} of 100. With the least doenvermogen: {poorest}.",
        "it_came": "What the model says",
        "more": "‘{b}’ reaches {x} more than ‘{a}’ ({span}), of every 100 people who need help.",
        "fewer": "‘{b}’ reaches {x} fewer than ‘{a}’ ({span}), of every 100 people who need help.",
        "same": "The difference between ‘{b}’ and ‘{a}’ cannot be told from none ({span}).",
        "small": "The difference between ‘{b}’ and ‘{a}’ is too small to matter ({span}).",
        "least_more": "Of the people with the least doenvermogen, ‘{b}’ reaches {x} more ({span}).",
        "least_fewer": "Of the people with the least doenvermogen, ‘{b}’ reaches {x} fewer ({span}).",
        "least_same": "Among the people with the least doenvermogen no difference can be told ({span}).",
        "finding": "Within a year {a_x} of 100 get fitting help under ‘{a}’, and {b_x} under ‘{b}’",
        "rises": (
            "Under ‘{s}’ there is a hulpparadox: the more one can do, the more often help comes (index {x})."
        ),
        "falls": "Under ‘{s}’ it is the other way round: who can do less gets help more often (index {x}).",
        "flat": "Under ‘{s}’ no slope over doenvermogen can be seen (index {x}).",
        "both_rise": (
            "In both there is a hulpparadox: the more one can do, the more often help comes. Under ‘{less}’"
            " it is smaller (index {x} against {y})."
        ),
        "why": "Why?",
        "why_text": (
            "To get help you must see the problem, know where to go, dare, fill in forms and carry on."
            " Problems make just that harder. Who knocks takes over some of those steps. But knocking takes"
            " time: behind many doors nothing is the matter. And the desk gets small, so who comes herself"
            " waits longer. With other hours the outcome can be another."
        ),
        "break_lead": (
            "Change ‘Your policy’ with four levers. Does the line get flat? And what does it cost in reach?"
        ),
        "share": "Hours that go out",
        "share_help": "Share of the hours of desk and telephone. The budget stays equal.",
        "steps": "Steps at the desk",
        "steps_help": "What one must do oneself before help comes.",
        "visibility": "Visible to neighbours",
        "visibility_help": "0: nobody sees you go. 1: everybody.",
        "breadth": "Broad look of the wijkteam",
        "breadth_help": "How far it looks beyond the question. That takes time in every conversation.",
        "free": (
            "Fewer steps and less visibility cost no money in this model. They are not free in reality: it"
            " takes another place, and somebody who strikes rules."
        ),
        "reset": "Start anew",
        "yours": "Your policy",
        "counter_lead": (
            "Outreach is not always better. In this gemeente people carry more and there is little shame."
            " The desk is near, anonymous and easy. Here the desk reaches those who can do least too."
        ),
        "counter_note": "This gemeente is made up. It shows that the model can say no to knocking on doors.",
        "picture": "Fitting help within a year, % of those who need help",
        "decile": "tenth",
        "talk": "To discuss",
        "talk_1": "Who of your residents stands at the left of the picture? Whom of them do you know?",
        "talk_2": "What do you prefer: to reach more people, or those who can do least?",
    },
}  # fmt: skip

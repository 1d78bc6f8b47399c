"""The words of the page that follows a resident, in Dutch (level B1) and English."""

from __future__ import annotations

from typing import Final

from bereik.experiments.wording import Language

TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "title": "Volg een inwoner",
        "lead": (
            "Eén mens, onder twee plannen. Dezelfde mens, met hetzelfde geluk en dezelfde pech. Iemand uit"
            " het rapport van het SCP, of een verzonnen inwoner."
        ),
        "persona": "Iemand uit het rapport",
        "nobody": "niemand: een verzonnen inwoner",
        "own": "{title} (van {name})",
        "one_of": "Dit leven in herhaling 1. Het geluk van een andere herhaling geeft een ander verloop.",
        "fates": "Hoe vaak wordt {name} geholpen?",
        "fates_lead": (
            "{n} keer gedaan, telkens in een andere gemeente met ander geluk. Tussen haakjes het 95%-"
            "interval."
        ),
        "counting": "Ik leef dit leven nog {n} keer …",
        "people": (
            "Deze twee plannen gaan over verschillende mensen, dus ze zijn niet te vergelijken. Kies een"
            " ander plan voor een van beide."
        ),
        "plan": "Plan {letter}",
        "who": "Wie?",
        "differs": "iemand voor wie het verschil maakt",
        "in_need": "iemand die in nood komt",
        "anybody": "zomaar iemand",
        "draw": "Trek een inwoner",
        "number": "Of kies een nummer (0 tot {most})",
        "week": "week",
        "year": "jaar {year}, week {week}",
        "before": "Wat eraan voorafging",
        "before_week": "{weeks} weken ervoor",
        "starts": "Het beleid begint",
        "same": "Tot hier is het leven onder beide plannen hetzelfde. Vanaf {when} lopen ze uiteen.",
        "never": "Onder beide plannen loopt dit leven gelijk.",
        "nothing": "Er gebeurde niets in deze weken.",
        "none": "Er is niemand voor wie deze twee plannen verschil maken. Kies andere plannen.",
        "working": "Ik zoek het op …",
        "state": "stand: {state}",
        "shorten": "Alleen waar de levens verschillen",
        "talk": "Om te bespreken: waar in dit verhaal had u iets kunnen doen?",
    },
    "en": {
        "title": "Follow a resident",
        "lead": (
            "One person, under two plans. The same person, with the same luck, good and bad. Somebody from"
            " the report of the SCP, or a made-up resident."
        ),
        "persona": "Somebody from the report",
        "nobody": "nobody: a made-up resident",
        "own": "{title} (of {name})",
        "one_of": "The life in replicate 1. The luck of another replicate takes another course.",
        "fates": "How often is {name} helped?",
        "fates_lead": (
            "Done {n} times, each in another gemeente with other luck. Between brackets the 95% interval."
        ),
        "counting": "Living this life {n} more times …",
        "people": (
            "These two plans are about other people, so they cannot be compared. Choose another plan for one"
            " of them."
        ),
        "plan": "Plan {letter}",
        "who": "Who?",
        "differs": "somebody to whom it makes a difference",
        "in_need": "somebody who comes to be in need",
        "anybody": "anybody",
        "draw": "Draw a resident",
        "number": "Or choose a number (0 to {most})",
        "week": "week",
        "year": "year {year}, week {week}",
        "before": "What came before",
        "before_week": "{weeks} weeks before",
        "starts": "The policy starts",
        "same": "Until here life is the same under both plans. From {when} they part.",
        "never": "Under both plans this life goes the same way.",
        "nothing": "Nothing happened in these weeks.",
        "none": "There is nobody to whom these two plans make a difference. Choose other plans.",
        "working": "Looking it up …",
        "state": "state: {state}",
        "shorten": "Only where the lives differ",
        "talk": "To discuss: where in this story could you have done something?",
    },
}  # fmt: skip

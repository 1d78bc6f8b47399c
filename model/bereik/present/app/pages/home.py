"""The page on which one begins: what there is, and for whom."""

from __future__ import annotations

from typing import Final

from bereik.experiments.wording import Language
from bereik.present.app.frame import PATHS, path_of
from bereik.present.app.parts import block, text
from bereik.present.app.words import WORDS

_TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "title": "Wie bereikt uw gemeente?",
        "lead": (
            "Een gemeente helpt. Wie krijgt die hulp, hoe snel, en wie niet? Dat hangt af van hoe de hulp is"
            " geregeld: wachten aan een loket, of zelf op mensen afgaan. Hier probeert u dat uit, met"
            " verzonnen inwoners."
        ),
        "paradox": "Voor een zaal, in vijf minuten. Voorspel eerst, kijk dan wie er wordt bereikt.",
        "compare": "Voor beleid. Zet twee tot vier plannen naast elkaar: bereik, tijd, geld en wachtlijsten.",
        "assumptions": (
            "Zes aannamen in beleid. Wat blijft er van de belofte over, en welke aanname kost het meest?"
        ),
        "life": "Eén verzonnen inwoner, week voor week, onder twee plannen. Waar ging het mis?",
        "game": "Voor groepen. Verdeel de uren, voorspel, en kijk wie er dan wordt gemist.",
        "account": (
            "Waar komen de getallen vandaan, wat mist het model, en waar mag u het niet voor gebruiken?"
        ),
        "how": "Hoe u dit leest",
        "how_1": "De mensen zijn verzonnen. De uitkomst is geen voorspelling voor uw gemeente.",
        "how_2": "Vergelijk plannen. Kijk naar het verschil, en naar de band eromheen: zo zeker is het.",
        "how_3": "Een vraag die u meeneemt, is meer waard dan een getal.",
    },
    "en": {
        "title": "Whom does your gemeente reach?",
        "lead": (
            "A gemeente helps. Who gets that help, how soon, and who does not? That depends on how help is"
            " organised: waiting at a desk, or going out to people. Try it out here, with made-up residents."
        ),
        "paradox": "For a room, in five minutes. Predict first, then see who is reached.",
        "compare": "For policy. Put two to four plans side by side: reach, time, money and waiting lists.",
        "assumptions": "Six assumptions in policy. What is left of the promise, and which one costs most?",
        "life": "One made-up resident, week by week, under two plans. Where did it go wrong?",
        "game": "For groups. Divide the hours, predict, and see who is missed then.",
        "account": (
            "Where do the numbers come from, what does the model miss, and what may you not use it for?"
        ),
        "how": "How to read this",
        "how_1": "The people are made up. What comes out is no forecast for your gemeente.",
        "how_2": "Compare plans. Look at the difference, and at the band around it: that is how sure it is.",
        "how_3": "A question to take home is worth more than a number.",
    },
}


def build(lang: Language) -> None:
    """Show what there is."""
    words = _TEXTS[lang]
    text("h1", words["title"])
    text("p", words["lead"], "lead")
    with block("div", "cards"):
        for name in list(PATHS)[1:]:
            with block("a", "card", href=path_of(name, lang)):
                text("h2", WORDS[lang][name])
                text("p", words[name])
    text("h2", words["how"])
    with block("ul", "plain-list"):
        for key in ("how_1", "how_2", "how_3"):
            text("li", words[key])

"""The words that the pages share, in Dutch (level B1) and English."""

from __future__ import annotations

from typing import Final

from bereik.experiments.wording import Language

WORDS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "app": "Bereik",
        "skip": "Naar de inhoud",
        "menu": "Pagina's",
        "other": "English",
        "home": "Begin",
        "paradox": "De hulpparadox",
        "compare": "Vergelijk",
        "assumptions": "Aannamen",
        "life": "Volg een inwoner",
        "game": "Verdeel tien fte",
        "account": "Verantwoording",
        "first": "Eerste schatting.",
        "better": "Een betere volgt.",
        "rests": (
            "In dit model: {residents} verzonnen inwoners, {weeks} weken beleid, {n} keer gedaan. De band is"
            " het 95%-interval."
        ),
        "compiling": "De rekenregels worden klaargezet. Dat gebeurt één keer en duurt ongeveer een minuut.",
        "restarted": "Een rekenproces viel uit. Er is een nieuw gestart; het rekenen gaat door.",
        "failed": "Het rekenen lukte niet: {why} Verander iets en probeer het opnieuw.",
        "stopped": "Gestopt. Wat u ziet, is het laatste dat klaar was.",
        "stop": "Stop",
        "progress": "Hoever het rekenen is",
        "no_picture": "De grafiek wordt berekend",
        "as_table": "De cijfers als tabel",
        "number": "getal",
        "between": "Kies {low} tot {high}.",
        "from": "Kies {low} of meer.",
        "same": "niet te onderscheiden",
        "small": "te klein om ertoe te doen",
        "of": "{low} tot {high}",
        "none": "n.v.t.",
        "connection_lost": "De verbinding is weg.",
        "trying_to_reconnect": "Ik probeer het opnieuw. Wat u koos, is bewaard.",
    },
    "en": {
        "app": "Bereik",
        "skip": "Skip to content",
        "menu": "Pages",
        "other": "Nederlands",
        "home": "Start",
        "paradox": "The hulpparadox",
        "compare": "Compare",
        "assumptions": "Assumptions",
        "life": "Follow a resident",
        "game": "Divide ten fte",
        "account": "What it rests on",
        "first": "First estimate.",
        "better": "A better one follows.",
        "rests": (
            "In this model: {residents} made-up residents, {weeks} weeks of policy, done {n} times. The band"
            " is the 95% interval."
        ),
        "compiling": "The rules are being compiled. That happens once and takes about a minute.",
        "restarted": "A worker process died. A new one has started; the work goes on.",
        "failed": "This could not be computed: {why} Change something and try again.",
        "stopped": "Stopped. What you see is the last that was ready.",
        "stop": "Stop",
        "progress": "How far the computation is",
        "no_picture": "The chart is being computed",
        "as_table": "The figures as a table",
        "number": "number",
        "between": "Choose {low} to {high}.",
        "from": "Choose {low} or more.",
        "same": "not distinguishable",
        "small": "too small to matter",
        "of": "{low} to {high}",
        "none": "n/a",
        "connection_lost": "The connection is lost.",
        "trying_to_reconnect": "Trying again. What you chose is kept.",
    },
}  # fmt: skip

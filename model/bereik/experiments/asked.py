"""What somebody may ask of a run: numbers in their range; else one line says what would do, in nl or en."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from bereik.errors import ParameterError
from bereik.experiments.wording import Language
from bereik.vocabulary import LONGEST_RUN

HIGHEST_SEED = 2**62  # what a column of records can hold, with room for the replicates
MOST_RESIDENTS, MOST_REPLICATES = 10_000_000, 1_000_000

_WHY: Final[dict[str, dict[Language, str]]] = {
    "--residents": {
        "nl": "een gemeente zonder inwoners bereikt niemand",
        "en": "a gemeente of nobody cannot be reached",
    },
    "--weeks": {"nl": "zonder tijd gebeurt er niets", "en": "nothing happens in no time"},
    "--burn-in": {
        "nl": "een aanloop kan niet eindigen voor hij begint",
        "en": "a burn-in cannot end before it begins",
    },
    "--seed": {"nl": "herhalingen tellen vanaf 0", "en": "seeds are counted from 0"},
    "--replicates": {
        "nl": "een interval over herhalingen vraagt er twee of meer",
        "en": "an interval over replicates needs two or more",
    },
    "--workers": {"nl": "iemand moet het werk doen", "en": "at least one must do the work"},
    "--seeds": {
        "nl": "een patroon heeft een wereld nodig om zich te tonen",
        "en": "a pattern needs a world to show in",
    },
}
_WHY_ONE: Final[dict[str, dict[Language, str]]] = {  # where one will do
    "--replicates": {"nl": "zonder herhaling is er geen uitkomst", "en": "without one there is no outcome"},
}
_MOST: Final = {
    "--residents": MOST_RESIDENTS,
    "--weeks": LONGEST_RUN,
    "--burn-in": LONGEST_RUN,
    "--seed": HIGHEST_SEED,
    "--replicates": MOST_REPLICATES,
}
_TEXTS: Final[dict[str, dict[Language, str]]] = {
    "no-number": {
        "nl": "{option} {value}: hier hoort een geheel getal. Probeer {option} {least} of meer.",
        "en": "{option} {value}: a whole number is needed. Try {option} {least} or more.",
    },
    "too-low": {
        "nl": "{option} {value}: {why}. Probeer {option} {least} of meer.",
        "en": "{option} {value}: {why}. Try {option} {least} or more.",
    },
    "too-high": {
        "nl": "{option} {value}: meer dan de tabellen kunnen bevatten. Probeer {option} {most} of minder.",
        "en": "{option} {value}: more than records can hold. Try {option} {most} or less.",
    },
    "within-a-year": {
        "nl": "--weeks {weeks}: bereik binnen een jaar vraagt er meer dan {least}. Probeer --weeks 104.",
        "en": "--weeks {weeks}: reach within a year asks for more than {least}. Try --weeks 104.",
    },
    "two-or-more": {
        "nl": "compare vergelijkt twee of meer scenario's; `bereik scenarios` noemt ze.",
        "en": "compare needs two scenarios or more; `bereik scenarios` lists them.",
    },
    "no-scenario": {
        "nl": "{value} is geen scenario. Noem een naam, een bestand of een Scenario, zoals 'loket-only'.",
        "en": "{value} is no scenario. Give a name, a file or a Scenario, such as 'loket-only'.",
    },
    "no-precision": {
        "nl": "--precision {value}: hier hoort een getal boven 0, in procentpunten. Probeer --precision 0.5.",
        "en": "--precision {value}: a number above 0 is needed, in percentage points. Try --precision 0.5.",
    },
    "nothing-run": {
        "nl": "{value} is er niet: hier is nog niets gedraaid. Laat --gather weg, of noem een andere --out.",
        "en": "{value} is not there: nothing was run yet. Leave --gather out, or name another --out.",
    },
    "precision-of-draws": {
        "nl": (
            "--precision: met --posterior worden intervallen niet smaller door meer herhalingen. "
            "Laat een van beide weg."
        ),
        "en": "--precision: with --posterior intervals do not narrow with replicates. Leave one out.",
    },
    "no-folder": {
        "nl": "--out {value}: hier hoort een map. Probeer --out results/proef.",
        "en": "--out {value}: a folder is needed. Try --out results/trial.",
    },
    "no-list": {
        "nl": "follow = {value}: hier hoort een rij inwoners. Probeer follow=[17].",
        "en": "follow = {value}: a list of residents is needed. Try follow=[17].",
    },
    "no-such-resident": {
        "nl": "--resident {value}: deze gemeente heeft inwoners 0 tot en met {most}. Probeer --resident 0.",
        "en": "--resident {value}: this gemeente has residents 0 to {most}. Try --resident 0.",
    },
    "no-posterior": {
        "nl": (
            "--posterior {value}: hier staat geen steekproef. Noem een map met {file}, zoals die van een "
            "calibration, of een bestand in Parquet of CSV."
        ),
        "en": (
            "--posterior {value}: there is no sample here. Give a folder with {file}, such as that of a "
            "calibration, or a file in Parquet or CSV."
        ),
    },
    "not-readable": {
        "nl": "--posterior {value}: niet te lezen als tabel van getallen ({why}).",
        "en": "--posterior {value}: cannot be read as a table of numbers ({why}).",
    },
    "no-such-number": {
        "nl": "--posterior {value}: het boek heeft geen getal '{name}'.",
        "en": "--posterior {value}: the book has no number '{name}'.",
    },
    "draw-outside": {
        "nl": "--posterior {value}: {name} = {wrong} ligt buiten {low}..{high}, het bereik in het boek.",
        "en": "--posterior {value}: {name} = {wrong} lies outside {low}..{high}, its range in the book.",
    },
    "set-by-the-kind": {
        "nl": (
            "--posterior {value}: {name} wordt hier zelf gezet, in elke wereld, en is dus niet te trekken. "
            "Laat die kolom weg."
        ),
        "en": (
            "--posterior {value}: {name} is what is set here, in every world, so it cannot be drawn. Leave "
            "that column out."
        ),
    },
    "too-few-draws": {
        "nl": (
            "--posterior {value}: er zijn {most} trekkingen, en {n} herhalingen nemen er elk een. Vraag er "
            "{most} of minder."
        ),
        "en": (
            "--posterior {value}: there are {most} draws, and {n} replicates take one each. Ask for {most} "
            "or fewer."
        ),
    },
    "other-gemeente": {
        "nl": (
            "{b} en {a} gaan over andere gemeenten; alleen dezelfde mensen zijn te vergelijken. Kies er één "
            "voor allemaal: --gemeente {b}"
        ),
        "en": (
            "{b} and {a} are about other gemeenten; only the same people can be compared. Choose one for "
            "all: --gemeente {b}"
        ),
    },
    "other-people": {
        "nl": (
            "{b} en {a} zetten {name} op {elsewhere} en {value}; alleen dezelfde mensen zijn te "
            "vergelijken. Zet het in allebei."
        ),
        "en": (
            "{b} and {a} set {name} to {elsewhere} and {value}; only the same people can be compared. Set "
            "it in both."
        ),
    },
    "without-a-file": {
        "nl": '{place}: kind = "{kind}" gaat zonder bestand. Geef de opdracht `{command} --lang nl`.',
        "en": '{place}: kind = "{kind}" goes without a file. Give the command `{command}`.',
    },
    "no-such-run": {
        "nl": "--run {value}: er zijn runs 0 tot en met {most}. Probeer --run 0.",
        "en": "--run {value}: there are runs 0 to {most}. Try --run 0.",
    },
    "no-such-block": {
        "nl": "--block {value}: met --of {of} lopen de blokken van 1 tot en met {of}. Probeer --block 1.",
        "en": "--block {value}: blocks are 1 to {of} with --of {of}. Try --block 1.",
    },
    "no-blocks": {
        "nl": "--of {of}: er is minstens 1 deel nodig. Probeer --block 7 --of 40.",
        "en": "--of {of}: at least 1 share is needed. Try --block 7 --of 40.",
    },
    "block-and-of": {
        "nl": "--block en --of horen bij elkaar. Probeer --block 7 --of 40: het zevende deel van veertig.",
        "en": "--block and --of go together. Try --block 7 --of 40: the seventh of forty.",
    },
    "all-alone": {
        "nl": "--all neemt elke persona met haar eigen twee scenario's. Laat de rest weg.",
        "en": "--all takes every persona under her own two scenarios. Leave the others out.",
    },
    "no-dask": {
        "nl": "--dask vraagt de extra 'cluster'. Probeer: pip install \"bereik[cluster]\"",
        "en": "--dask needs the extra 'cluster'. Try: pip install \"bereik[cluster]\"",
    },
    "no-scheduler": {
        "nl": "--dask {address}: geen scheduler geeft antwoord ({why}). Draait hij wel?",
        "en": "--dask {address}: no scheduler answers ({why}). Is it running?",
    },
    "workers-died": {
        "nl": (
            "Er vielen {tries} keer werkers uit ({kept} bewaart wat klaar is). Te weinig geheugen? Probeer "
            '--workers 1. Roep het in een eigen script aan onder: if __name__ == "__main__":'
        ),
        "en": (
            "Workers died {tries} times ({kept} keeps what is finished). Too little memory? Try --workers 1. "
            'In a script of your own, call it under: if __name__ == "__main__":'
        ),
    },
    "other-sources": {
        "nl": "deze werker heeft een andere versie van bereik dan de vrager. Installeer daar dezelfde.",
        "en": "this worker has another version of bereik than who asked. Install the same there.",
    },
}


def told(which: str, lang: Language, **facts: object) -> str:
    """Return the line that says what is wrong and what would do."""
    return _TEXTS[which][lang].format(**facts)


def will_not_do(which: str, lang: Language, **facts: object) -> ParameterError:
    """Return the error that says in one line what is wrong and what would do."""
    return ParameterError(told(which, lang, **facts))


def shown(value: object) -> str:
    """Return a value as Python writes it, on one line and not too long."""
    return " ".join(reprlib.repr(value).split())


def check_whole(option: str, value: Any, least: int, lang: Language) -> None:
    """Raise ParameterError unless an option is left out (None) or a whole number in its range.

    Parameters
    ----------
    option : as on the command line, such as "--weeks"
    least : the lowest that will do
    """
    if value is None:
        return
    if not _is_whole(value):
        raise will_not_do("no-number", lang, option=option, value=shown(value), least=least)
    most = _MOST.get(option)
    if value < least:
        why = (_WHY_ONE.get(option) if least == 1 else None) or _WHY[option]
        raise will_not_do("too-low", lang, option=option, value=value, why=why[lang], least=least)
    if most is not None and value > most:
        raise will_not_do("too-high", lang, option=option, value=value, most=most)


def _is_whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def check_followed(follow: Any, residents: int, lang: Language) -> None:
    """Raise ParameterError unless these are rows of residents."""
    if isinstance(follow, str) or not isinstance(follow, Iterable):
        raise will_not_do("no-list", lang, value=shown(follow))
    for resident in follow:
        if not _is_whole(resident):
            raise will_not_do("no-list", lang, value=shown(follow))
        if not 0 <= resident < residents:
            raise will_not_do("no-such-resident", lang, value=resident, most=residents - 1)

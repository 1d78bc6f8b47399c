"""The finding in a sentence, in Dutch or English, with the rounding that its interval allows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from bereik.errors import ParameterError
from bereik.measures.intervals import Interval, too_few_draws

if TYPE_CHECKING:
    from bereik.experiments.draws import Draws

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
MARGIN = 0.01  # a difference in reach within one percentage point is too small to matter
LONGEST_TITLE = 44  # characters; a scenario with a longer title goes by its name
PERCENT: dict[Language, str] = {"nl": " %", "en": "%"}  # as it stands after a number
_MOST_DECIMALS = 6

NOTHING = Interval(math.nan, math.nan, math.nan, 0)


def checked_language(lang: str) -> Language:
    """Return the language asked for.

    Raises
    ------
    ParameterError : neither nl nor en
    """
    for known in LANGUAGES:
        if lang == known:
            return known
    raise ParameterError(f"--lang {lang}: there is Dutch (nl) and English (en). Try --lang nl.")


def titles_by_name(names: Sequence[str], titles: Sequence[str]) -> dict[str, str]:
    """Return what scenarios are called, by name: a title, where it is short and no other's, or the name."""
    return {
        name: title
        if 0 < len(title) <= LONGEST_TITLE and title.isprintable() and titles.count(title) == 1
        else name
        for name, title in zip(names, titles, strict=True)
    }


def in_a_sentence(title: str, name: str) -> str:
    """Return what a scenario is called inside a sentence: a title between quotes, a name as it is."""
    return name if title == name else f"‘{title}’"


def decimals(low: float, high: float) -> int:
    """Return to how many decimals an estimate is told, so that it looks no surer than it is.

    Half the interval gets one figure, or two when it would start with 1 or 2: 3.123 to 5.341 is
    told as 3.1 to 5.3, and 4.211 to 4.259 as 4.211 to 4.259.
    """
    half = (high - low) / 2.0
    if not math.isfinite(half) or half <= 0.0:
        return 1
    return min(_MOST_DECIMALS, max(0, -math.floor(math.log10(half / 3.0))))


def decimals_told(low: float, high: float) -> int:
    """Return to how many decimals an interval is told: more where a bound beside zero would read as 0."""
    places = decimals(low, high)
    nearest = min(abs(low), abs(high)) if low > 0.0 or high < 0.0 else math.inf
    while places < _MOST_DECIMALS and float(f"{nearest:.{places}f}") == 0.0:
        places += 1
    return places


def number(value: float, places: int, lang: Language, *, signed: bool = False) -> str:
    """Write a number as the language does: 12.345,6 in Dutch, 12,345.6 in English; n/a for none."""
    if math.isnan(value):
        return {"nl": "n.v.t.", "en": "n/a"}[lang]
    if math.isinf(value):
        return "∞"
    text = f"{value:{'+' if signed else ''},.{places}f}"
    if float(text.replace(",", "")) == 0.0:
        text = f"{0.0:,.{places}f}"
    text = text.replace("-", "\N{MINUS SIGN}")
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


def span(estimate: Interval, lang: Language, *, scale: float = 1.0, signed: bool = False) -> str:
    """Write an interval: ``3.1 to 5.3``."""
    low, high = estimate.low * scale, estimate.high * scale
    places = decimals_told(low, high)
    word = {"nl": "tot", "en": "to"}[lang]
    return f"{number(low, places, lang, signed=signed)} {word} {number(high, places, lang, signed=signed)}"


FEWEST_DRAWS = 39  # with fewer the lowest and highest hold less than 95 % of what may be drawn
_INTERVAL: dict[Language, tuple[str, str, str]] = {
    "nl": ("95%-interval", "95 % van {n} trekkingen", "laagste en hoogste van {n} trekkingen"),
    "en": ("95% interval", "95% of {n} draws", "lowest and highest of {n} draws"),
}
_OF_REPLICATES: dict[Language, tuple[str, str, str]] = {
    "nl": (" over {n} herhalingen", " over {n} gepaarde herhalingen", ", elk met een eigen seed"),
    "en": (" over {n} replicates", " over {n} paired replicates", ", each with a seed of its own"),
}


def interval_over(draws: int | None, lang: Language) -> str:
    """Return what an interval is: that of a mean, or what 95 % of draws span, or all of a few.

    Parameters
    ----------
    draws : how many draws of what is not known it rests on; None where replicates differ in luck only
    """
    of_mean, most, few = _INTERVAL[lang]
    return of_mean if draws is None else (most if draws >= FEWEST_DRAWS else few).format(n=draws)


def interval_of_replicates(n: int, lang: Language, *, drawn: bool, paired: bool = False) -> str:
    """Return what an interval is, and over what: for the note of a picture or a table.

    Parameters
    ----------
    n : replicates
    drawn : whether each has its own draw of what is not known, beside its own seed
    paired : whether it is said that they are
    """
    luck, pairs, own = _OF_REPLICATES[lang]
    over = own if drawn else (pairs if paired else luck).format(n=n)
    return interval_over(n if drawn else None, lang) + over


_REACH = {
    "nl": {
        "more": "{b} bereikt binnen een jaar {x} procentpunt meer van wie hulp nodig heeft dan {a}",
        "fewer": "{b} bereikt binnen een jaar {x} procentpunt minder van wie hulp nodig heeft dan {a}",
        "not distinguishable": (
            "Niet te onderscheiden: van wie hulp nodig heeft bereikt {b} binnen een jaar {x} "
            "procentpunt {sign} dan {a}"
        ),
        "too small to matter": (
            "Te klein om ertoe te doen: van wie hulp nodig heeft bereikt {b} binnen een jaar {x} "
            "procentpunt {sign} dan {a}"
        ),
        "too few draws to tell": (
            "Te weinig trekkingen om iets te zeggen: van wie hulp nodig heeft bereikt {b} binnen een "
            "jaar gemiddeld {x} procentpunt {sign} dan {a}"
        ),
        "no difference": (
            "Te klein om ertoe te doen: {b} en {a} verschillen {x} procentpunt in wie zij binnen "
            "een jaar bereiken"
        ),
        "none": (
            "Niet te zeggen: er zijn te weinig weken om {b} en {a} op bereik binnen een jaar te "
            "vergelijken (meer dan 52 weken nodig)"
        ),
        "tail": " ({interval} {low_high}; in dit model, bij {values}, {pairs} paren).",
        "values": "de waarden uit het boek",
        "departed": "de waarden uit het boek behalve {n}",
        "drawn": "trekkingen van wat we niet weten",
        "signs": ("minder", "meer"),
    },
    "en": {
        "more": "{b} reaches {x} percentage points more of those who need help within a year than {a}",
        "fewer": "{b} reaches {x} percentage points fewer of those who need help within a year than {a}",
        "not distinguishable": (
            "Not distinguishable: of those who need help, {b} reaches {x} percentage points "
            "{sign} within a year than {a}"
        ),
        "too small to matter": (
            "Too small to matter: of those who need help, {b} reaches {x} percentage points "
            "{sign} within a year than {a}"
        ),
        "too few draws to tell": (
            "Too few draws to tell: of those who need help, {b} reaches {x} percentage points "
            "{sign} within a year than {a} on average"
        ),
        "no difference": (
            "Too small to matter: {b} and {a} differ by {x} percentage points in whom they reach "
            "within a year"
        ),
        "none": (
            "No answer: too few weeks to compare {b} and {a} on reach within a year (more than 52 are needed)"
        ),
        "tail": " ({interval} {low_high}; in this model, at {values}, {pairs} pairs).",
        "values": "the book's values",
        "departed": "the book's values but for {n}",
        "drawn": "draws of what we do not know",
        "signs": ("fewer", "more"),
    },
}


def reach_finding(
    a: str, b: str, difference: Interval, verdict: str, lang: Language, departures: int = 0, *,
    drawn: bool = False,
) -> str:
    """Return one sentence on the difference in `reach_52` of ``b`` and ``a`` among need that needs help.

    Parameters
    ----------
    difference : share of index spells, b minus a
    verdict : of `bereik.measures.verdict`
    departures : how many numbers the scenarios set otherwise than the book
    drawn : whether each pair has its own draw of what is not known
    """
    words = _REACH[lang]
    if math.isnan(difference.mean):
        return f"{words['none'].format(a=a, b=b)}."
    points = Interval(
        100.0 * difference.mean, 100.0 * difference.low, 100.0 * difference.high, difference.pairs
    )
    places = decimals_told(points.low, points.high)
    told = number(abs(points.mean), places, lang)
    sign = words["signs"][points.mean >= 0.0]
    if too_few_draws(difference.pairs, drawn=drawn):
        verdict = "too few draws to tell"
    which = verdict if verdict in words else ("more" if points.mean > 0.0 else "fewer")
    if which == "too small to matter" and told == number(0.0, places, lang):
        which = "no difference"
    values = words["departed"].format(n=departures) if departures else words["values"]
    values = words["drawn"] if drawn else values
    head = words[which].format(a=a, b=b, x=told, sign=sign)
    tail = words["tail"].format(
        interval=interval_over(difference.pairs if drawn else None, lang),
        low_high=span(points, lang, signed=True), values=values, pairs=difference.pairs,
    )
    return str(head + tail)


_PARADOX = {
    "nl": {
        "rises": "onder {s} stijgt het bereik met doenvermogen",
        "falls": "onder {s} daalt het bereik met doenvermogen",
        "flat": "onder {s} is geen verband tussen bereik en doenvermogen te onderscheiden",
        "numbers": " (concentratie-index {mean}; {span})",
        "lower": "{b} maakt de index {x} lager dan {a} ({span})",
        "higher": "{b} maakt de index {x} hoger dan {a} ({span})",
        "same": "het verschil tussen {b} en {a} is niet te onderscheiden ({span})",
        "none": "onder {s} is de concentratie-index niet te bepalen",
        "few": "onder {s} zijn er te weinig trekkingen om te zeggen of bereik samengaat met doenvermogen",
        "few_same": "voor het verschil tussen {b} en {a} zijn er te weinig trekkingen ({span})",
    },
    "en": {
        "rises": "under {s} reach rises with doenvermogen",
        "falls": "under {s} reach falls with doenvermogen",
        "flat": "under {s} no slope of reach over doenvermogen can be told from none",
        "numbers": " (concentration index {mean}; {span})",
        "lower": "{b} makes the index {x} lower than {a} ({span})",
        "higher": "{b} makes the index {x} higher than {a} ({span})",
        "same": "the difference between {b} and {a} cannot be told from none ({span})",
        "none": "under {s} the concentration index cannot be told",
        "few": "under {s} there are too few draws to tell whether reach goes with doenvermogen",
        "few_same": "for the difference between {b} and {a} there are too few draws ({span})",
    },
}


def slope(estimate: Interval) -> str:
    """Return whether an interval lies above zero (``rises``), below (``falls``), or neither (``flat``)."""
    if estimate.low > 0.0:
        return "rises"
    return "falls" if estimate.high < 0.0 else "flat"


def paradox_finding(
    indices: dict[str, Interval], differences: dict[str, Interval], lang: Language, *, drawn: bool = False
) -> str:
    """Return one sentence on whether reach rises with doenvermogen under each scenario.

    Parameters
    ----------
    indices : concentration index (Erreygers, -1..1) per scenario; the first is set against the rest
    differences : its paired difference, per other scenario
    drawn : whether each pair has its own draw of what is not known
    """
    words = _PARADOX[lang]
    first = next(iter(indices))
    parts: list[str] = []
    for name, index in indices.items():
        if math.isnan(index.mean):
            parts.append(words["none"].format(s=name))
            continue
        mean = number(index.mean, decimals_told(index.low, index.high), lang)
        which = "few" if too_few_draws(index.pairs, drawn=drawn) else slope(index)
        parts.append(words[which].format(s=name) + words["numbers"].format(mean=mean, span=span(index, lang)))
    for name, difference in differences.items():
        if not math.isnan(difference.mean):
            which = {"rises": "higher", "falls": "lower", "flat": "same"}[slope(difference)]
            which = "few_same" if too_few_draws(difference.pairs, drawn=drawn) else which
            x = number(abs(difference.mean), decimals_told(difference.low, difference.high), lang)
            parts.append(words[which].format(a=first, b=name, x=x, span=span(difference, lang, signed=True)))
    return f"Hulpparadox: {'; '.join(parts)}."


OVER_UNKNOWNS: dict[Language, tuple[str, str]] = {
    "nl": (
        "Eén herhaling bij één trekking, de eerste uit {source}: er is geen interval.",
        "Intervallen over herhalingen én onbekende getallen: {interval} uit {source}.",
    ),
    "en": (
        "One replicate at one draw, the first of {source}: there is no interval.",
        "Intervals are over seeds and unknown numbers: {interval} of {source}.",
    ),
}


def over_unknowns(draws: Draws | None, lang: Language) -> str:
    """Return what intervals are over where replicates draw what is not known; else nothing."""
    if not draws:
        return ""
    n = len(draws.rows)
    return OVER_UNKNOWNS[lang][n > 1].format(source=draws.source, interval=interval_over(n, lang))


_AT_DRAWS: dict[Language, str] = {
    "nl": "Elke herhaling heeft haar eigen trekking uit {source}, op alle punten dezelfde.",
    "en": "Each replicate has its own draw of {source}, the same at all points.",
}


def at_draws(draws: Draws | None, lang: Language) -> str:
    """Return what replicates draw where intervals are not over them but over points; else nothing."""
    return _AT_DRAWS[lang].format(source=draws.source) if draws else ""


OWN_DRAWS: dict[Language, str] = {
    "nl": "Elke herhaling heeft een eigen trekking van de onbekende getallen uit {source}.",
    "en": "Each replicate has its own draw of the unknown numbers from {source}.",
}


def own_draws(draws: Draws | None, lang: Language) -> str:
    """Return that replicates draw what is not known, where not all intervals are those of the draws."""
    return OWN_DRAWS[lang].format(source=draws.source) if draws else ""


FIRST_LOOK = {
    "nl": (
        "Eerste blik: {residents} volwassenen, {weeks} weken, {replicates} herhalingen. Laat --quick"
        " weg voor het hele antwoord."
    ),
    "en": (
        "A first look: {residents} residents, {weeks} weeks, {replicates} replicates. Leave "
        "--quick out for the whole answer."
    ),
}

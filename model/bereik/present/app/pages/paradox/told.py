"""What an answer says: the title of the picture, its sentences and its table."""

from __future__ import annotations

from bereik.experiments.wording import MARGIN, Language, decimals_told, number, slope, span
from bereik.measures.intervals import Interval, verdict
from bereik.present.app import charts
from bereik.present.app.estimates import Estimate
from bereik.present.app.pages.paradox.words import TEXTS
from bereik.present.texts import FIGURES


def rows(estimate: Estimate, titles: dict[str, str], lang: Language) -> list[list[str]]:
    """Return reach by tenth of doenvermogen, a row a tenth."""
    ends = {1: FIGURES[lang]["least"], 10: FIGURES[lang]["most"]}
    return [
        [
            f"{d} ({ends[d]})" if d in ends else str(d),
            *(
                charts.told(
                    estimate.estimate("reach_52", name, f"doenvermogen={d}"), lang, scale=100.0, suffix="%"
                )
                for name in titles
            ),
        ]
        for d in charts.DECILES
    ]


def finding_of(estimate: Estimate, titles: dict[str, str], lang: Language) -> str:
    """Return the title of the picture: how many of a hundred are reached under each plan."""
    shares = {name: 100.0 * estimate.estimate("reach_52", name).mean for name in titles}
    told = {name: number(share, 0 if share >= 10 else 1, lang) for name, share in shares.items()}
    if told["A"] == told["B"]:
        told = {name: number(share, 1, lang) for name, share in shares.items()}
    return TEXTS[lang]["finding"].format(a_x=told["A"], b_x=told["B"], a=titles["A"], b=titles["B"])


def sentences(estimate: Estimate, titles: dict[str, str], lang: Language) -> list[str]:
    """Return what the answer says: of all, of those who can do least, and of the slope."""
    words = TEXTS[lang]
    whole = _in_hundreds(estimate.difference("reach_52", "B"))
    least = _in_hundreds(estimate.difference("reach_52", "B", "doenvermogen=1"))
    facts = {"a": titles["A"], "b": titles["B"]}
    which = {"too small to matter": "small", "not distinguishable": "same"}.get(
        verdict(whole, 100.0 * MARGIN), "more" if whole.mean > 0 else "fewer"
    )
    told = [words[which].format(x=_size(whole, lang), span=_span(whole, lang), **facts)]
    of_least = {"rises": "least_more", "falls": "least_fewer", "flat": "least_same"}[slope(least)]
    told.append(words[of_least].format(x=_size(least, lang), span=_span(least, lang), **facts))
    return [*told, *_of_the_slope(estimate, titles, lang)]


def _of_the_slope(estimate: Estimate, titles: dict[str, str], lang: Language) -> list[str]:
    words = TEXTS[lang]
    indices = {name: estimate.estimate("concentration_index", name) for name in titles}
    numbers = {
        name: number(index.mean, decimals_told(index.low, index.high), lang)
        for name, index in indices.items()
    }
    changes = slope(estimate.difference("concentration_index", "B"))
    if changes != "flat" and all(slope(index) == "rises" for index in indices.values()):
        less, more = ("B", "A") if changes == "falls" else ("A", "B")
        return [words["both_rise"].format(less=titles[less], x=numbers[less], y=numbers[more])]
    return [words[slope(indices[name])].format(s=titles[name], x=numbers[name]) for name in titles]


def _in_hundreds(share: Interval) -> Interval:
    return Interval(100.0 * share.mean, 100.0 * share.low, 100.0 * share.high, share.pairs)


def _size(difference: Interval, lang: Language) -> str:
    return number(abs(difference.mean), decimals_told(difference.low, difference.high), lang)


def _span(difference: Interval, lang: Language) -> str:
    """Write an interval: as a size where it lies on one side of zero, which the sentence names."""
    if difference.high < 0.0:
        difference = Interval(-difference.mean, -difference.high, -difference.low, difference.pairs)
    return span(difference, lang, signed=difference.low < 0.0)

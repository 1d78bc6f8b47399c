"""The pictures of a calibration: what is left of each number, of each pattern, and whether to trust it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from bereik.experiments.inference import band, coverage, judged
from bereik.experiments.kinds.calibration import PATTERN, RANKS
from bereik.experiments.wording import Language, decimals_told, number
from bereik.measures.catalogue import registry
from bereik.measures.patterns import PATTERNS
from bereik.present.figures import COLOURS, GREY, GRID, INK, canvas_of
from bereik.present.kinds.of_points import ROOM_BESIDE, beside, in_text, outcomes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome

_BESIDE = 4  # panels
_BINS = 24
_MOST_NAMED = 3  # numbers in a sentence
_CLEARLY = 0.1  # share of a range that is gone, to be called narrower
_HELD = {"middle": 0.5, "wide": 0.95}  # shares of the draws, of which it is told how often they hold
_ROWS_OF_A_PANEL = 12
_LONGEST = 58  # characters of the name of a pattern
_OVER_A_PANEL = 32  # characters of a line
_OUTSIDE = 2.5  # widths of the band beside it that are drawn

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "none": "er zijn te weinig punten om te ijken",
        "fits": "met de ijking liggen {n} van {all} patronen in hun band",
        "missed": " (niet: {names})",
        "finding": "{b} tegenover {a}: {mean} {unit} ({low} tot {high}), vóór de ijking {low0} tot {high0}",
        "level": "{b}: {mean} {unit} ({low} tot {high}), vóór de ijking {low0} tot {high0}",
        "narrower": "de patronen vernauwen vooral {names}",
        "as_wide": "de patronen vernauwen geen van de getallen",
        "worth": "meten loont het meest bij {name}: dat neemt {share} % van de variantie van {finding} weg",
        "of_finding": "het verschil", "of_level": "de uitkomst",
        "marginals_what": "Hoe waarschijnlijk elke waarde is binnen het bereik uit het boek; grijs: vooraf",
        "marginals_note": "{draws} trekkingen, {points} punten. Streep: de waarde in het boek.",
        "patterns_what": "Waar patronen liggen, in breedtes van hun band; grijs: vooraf, kleur: na ijking",
        "patterns_note": "95 % van de trekkingen. Open: niet op geijkt. Pijltje: verder weg dan getekend.",
        "worth_what": "Aandeel van de variantie van {finding} dat weg is als dit getal bekend zou zijn, %",
        "worth_note": "Verwacht, over de trekkingen: de eerste index van Sobol onder de posterior.",
        "ranks_even": "Bekende waarden hebben even vaak elke rang, voor zover {n} punten dat laten zien",
        "ranks_uneven": "De ijking is niet te vertrouwen voor {names}: de rangen zijn niet gelijk verdeeld",
        "ranks_narrow": "De ijking is te stellig: de helft van de trekkingen houdt {held} % van het bekende",
        "ranks_wide": "De ijking is te vaag: de helft van de trekkingen houdt {held} % van het bekende",
        "ranks_what": "Rang van bekende waarden onder trekkingen: verschil met een gelijke verdeling",
        "ranks_note": (
            "{n} punten achtergehouden. De helft van de trekkingen houdt {held} % ({low} tot {high});\n"
            "per getal {middle}, en 95%-intervallen {wide}. Grijs: wat toeval laat zien; kans op vals\n"
            "alarm hooguit {fault} %, alle getallen samen."
        ),
        "rank": "rang, 0 tot 1", "and": " en ", "to": "{low} tot {high} %",
    },
    "en": {
        "none": "there are too few points to calibrate with",
        "fits": "calibrated, {n} of {all} patterns lie in their band",
        "missed": " (not: {names})",
        "finding": "{b} against {a}: {mean} {unit} ({low} to {high}), before it {low0} to {high0}",
        "level": "{b}: {mean} {unit} ({low} to {high}), before it {low0} to {high0}",
        "narrower": "the patterns narrow {names} most",
        "as_wide": "the patterns narrow none of the numbers",
        "worth": "measuring pays most for {name}: it takes away {share}% of the variance of {finding}",
        "of_finding": "the difference", "of_level": "the outcome",
        "marginals_what": "How probable each value is within the range of the book; grey: beforehand",
        "marginals_note": "{draws} draws, {points} points. Line: the value of the book.",
        "patterns_what": "Where patterns lie, in widths of their band; grey: beforehand, colour: calibrated",
        "patterns_note": "95% of the draws. Open: not fitted to. An arrow: further off than is drawn.",
        "worth_what": "Share of the variance of {finding} that is gone if this number were known, %",
        "worth_note": "Expected, over the draws: the first index of Sobol under the posterior.",
        "ranks_even": "Known values have every rank as often, as far as {n} points show",
        "ranks_uneven": "The calibration cannot be trusted for {names}: the ranks are not even",
        "ranks_narrow": "The calibration is too sure: half of the draws hold {held}% of what is known",
        "ranks_wide": "The calibration is too vague: half of the draws hold {held}% of what is known",
        "ranks_what": "Rank of known values among draws: difference from an even spread",
        "ranks_note": (
            "{n} points held out. Half of the draws hold {held}% ({low} to {high});\n"
            "by number {middle}, and 95% intervals {wide}. Grey: what chance shows; a false alarm comes\n"
            "in {fault}% at most, over all numbers together."
        ),
        "rank": "rank, 0 to 1", "and": " and ", "to": "{low} to {high}%",
    },
}  # fmt: skip


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws the numbers, the patterns, what measuring is worth, and the ranks."""
    if not len(found.table("unknowns")):
        return {}
    pictures = {"marginals": marginals, "patterns": patterns, "worth": worth, "ranks": held_out}
    return {name: partial(picture, found) for name, picture in pictures.items()}


def finding(found: Outcome) -> str:
    """Return how well the patterns are met, what is left of the finding, and what is worth measuring."""
    words, unknowns = _WORDS[found.lang], found.table("unknowns")
    if not len(unknowns):
        return words["none"]
    measure = getattr(registry()[found.experiment.form.outcome], found.lang)
    parts = [_fits(found), *(_of_finding(found, label) for label in outcomes(found).shown)]
    return f"{'; '.join([*parts, _narrowed(unknowns, found.lang), _worth(found)])} ({measure})"


def _fits(found: Outcome) -> str:
    """Return how many patterns lie in their band, by their mean over draws."""
    words = _WORDS[found.lang]
    rows: Any = _patterns_of(found)
    holds = (rows["low"] <= rows["after"]) & (rows["after"] <= rows["high"])
    missed = ", ".join(name.removeprefix(PATTERN) for name in rows["figure"][~holds])
    text = words["fits"].format(n=int(holds.sum()), all=len(rows))
    return text + (words["missed"].format(names=missed) if missed else "")


def _patterns_of(found: Outcome) -> pd.DataFrame:
    rows: Any = found.table("figures")
    return rows[rows["use"] != ""].reset_index(drop=True)


def _of_finding(found: Outcome, label: str) -> str:
    """Return the outcome of one scenario against the first, before and after."""
    words, lang, seen = _WORDS[found.lang], found.lang, outcomes(found)
    rows: Any = found.table("figures")
    (row,) = rows[rows["figure"] == label].to_dict("records")
    scale = 100.0 if registry()[found.experiment.form.outcome].unit == "share" else 1.0
    low, high = row["after_low"] * scale, row["after_high"] * scale
    places = decimals_told(low, high)
    told = {"low": low, "high": high, "low0": row["before_low"] * scale, "high0": row["before_high"] * scale}
    facts = {name: number(value, places, lang, signed=seen.differences) for name, value in told.items()}
    facts["mean"] = number(row["after"] * scale, places, lang, signed=seen.differences)
    which = "finding" if seen.differences else "level"
    return words[which].format(a=seen.first, b=seen.titles[label], unit=seen.unit, **facts)


def _narrowed(unknowns: pd.DataFrame, lang: Language) -> str:
    """Return the numbers of which most of the range has gone."""
    words = _WORDS[lang]
    rows: Any = unknowns.drop_duplicates("number").sort_values("narrower", ascending=False)
    names = [in_text(name, lang) for name in rows[rows["narrower"] > _CLEARLY]["number"].head(_MOST_NAMED)]
    if not names:
        return words["as_wide"]
    return words["narrower"].format(names=_listed(names, lang))


def _listed(names: list[str], lang: Language) -> str:
    return _WORDS[lang]["and"].join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _worth(found: Outcome) -> str:
    """Return which number it would pay most to measure, for the first finding."""
    words = _WORDS[found.lang]
    rows: Any = found.table("unknowns")
    own = rows[rows["finding"] == rows["finding"].iloc[0]].sort_values("worth", ascending=False)
    what = words["of_finding" if outcomes(found).differences else "of_level"]
    share = number(100.0 * own["worth"].iloc[0], 0, found.lang)
    return words["worth"].format(name=in_text(own["number"].iloc[0], found.lang), share=share, finding=what)


def marginals(found: Outcome) -> Figure:
    """Draw how probable each value of each number is, beside the range it was drawn from."""
    words, lang = _WORDS[found.lang], found.lang
    unknowns: Any = found.table("unknowns").drop_duplicates("number")
    figures: Any = found.table("figures")
    draws, points = found.table("posterior"), figures["points"].iloc[0]
    columns = min(_BESIDE, len(unknowns))
    rows = -(-len(unknowns) // columns)
    note = words["marginals_note"].format(draws=len(draws), points=points)
    title = _narrowed(unknowns, lang)
    figure, axes_of = canvas_of(
        lang, title[0].upper() + title[1:], words["marginals_what"], note, rows, columns, heads=24.0
    )
    figure.subplots_adjust(hspace=0.55)
    for axes, row in zip(axes_of, unknowns.to_dict("records"), strict=False):
        low, high = row["low"], row["high"]
        axes.fill_between([low, high], 0.0, 1.0, color=GRID, linewidth=0)
        heights, edges = np.histogram(draws[row["number"]], _BINS, (low, high))
        axes.stairs(heights * _BINS / len(draws), edges, fill=True, color=COLOURS[0], alpha=0.75)
        axes.axvline(row["book"], color=INK, linewidth=1.6)
        name = beside([row["number"]], lang, width=_OVER_A_PANEL)[0]
        axes.set_title(name, loc="left", fontsize=11, color=GREY, pad=6)
        axes.set_xlim(low, high)
        axes.set_yticks([])
        axes.locator_params(axis="x", nbins=4, prune="both")
        axes.grid(visible=False)
    for axes in axes_of[len(unknowns):]:
        axes.set_visible(False)
    return figure


def patterns(found: Outcome) -> Figure:
    """Draw where each pattern lies before and after, in widths of its band."""
    words, lang, rows = _WORDS[found.lang], found.lang, _patterns_of(found)
    called = {p.id: getattr(p, lang) for p in PATTERNS}
    title = _fits(found)
    high = -(-len(rows) // _ROWS_OF_A_PANEL)  # one panel as high as so many
    figure, (axes, *others) = canvas_of(
        lang, title[0].upper() + title[1:], words["patterns_what"], words["patterns_note"], high, 1
    )
    for other in others:
        other.remove()
    top, bottom = figure.subplotpars.top, figure.subplotpars.bottom
    axes.set_position((0.44, bottom, 0.53, top - bottom))
    axes.axvspan(0.0, 1.0, color=GRID, linewidth=0)
    for y, row in enumerate(rows.to_dict("records")):
        wide = row["high"] - row["low"]
        for side, colour, up in (("before", GREY, -0.16), ("after", COLOURS[0], 0.16)):
            low, mid, high = ((row[side + end] - row["low"]) / wide for end in ("_low", "", "_high"))
            clipped = np.clip([low, high], -_OUTSIDE, 1.0 + _OUTSIDE)
            axes.plot(clipped, [y + up, y + up], color=colour, linewidth=2.4, alpha=0.85)
            beyond = "<" if mid < -_OUTSIDE else ">" if mid > 1.0 + _OUTSIDE else "o"
            fill = colour if row["fitted"] else "white"
            at = float(np.clip(mid, -_OUTSIDE, 1.0 + _OUTSIDE))
            axes.plot(at, y + up, beyond, color=colour, markersize=6, markerfacecolor=fill, clip_on=False)
    names = [f"{name.removeprefix(PATTERN)}  {called[name.removeprefix(PATTERN)]}" for name in rows["figure"]]
    names = [n if len(n) <= _LONGEST else f"{n[: _LONGEST - 1].rstrip()}…" for n in names]
    axes.set_yticks(range(len(rows)), names, fontsize=11)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(-_OUTSIDE, 1.0 + _OUTSIDE)
    axes.grid(axis="y", visible=False)
    return figure


def worth(found: Outcome) -> Figure:
    """Draw how much of the variance of the finding each number would take away if it were known."""
    words, lang, seen = _WORDS[found.lang], found.lang, outcomes(found)
    rows: Any = found.table("unknowns")
    labels = list(dict.fromkeys(rows["finding"]))
    order = list(rows[rows["finding"] == labels[0]].sort_values("worth", ascending=False)["number"])
    what = words["worth_what"].format(finding=words["of_finding" if seen.differences else "of_level"])
    title = _worth(found)
    figure, (axes,) = canvas_of(lang, title[0].upper() + title[1:], what, words["worth_note"], 1, 1)
    figure.subplots_adjust(left=ROOM_BESIDE[lang])
    for k, label in enumerate(labels):
        own = rows[rows["finding"] == label].set_index("number").loc[order]
        places = np.arange(len(order)) + (k - (len(labels) - 1) / 2.0) * 0.8 / len(labels)
        axes.barh(
            places, 100.0 * own["worth"], height=0.7 / len(labels), color=COLOURS[k % len(COLOURS)],
            label=seen.titles[label].strip("‘’"),
        )  # fmt: skip
    if len(labels) > 1:
        axes.legend(loc="lower right", frameon=False, fontsize=12)
    axes.set_yticks(range(len(order)), beside(order, lang), fontsize=10.5 if lang == "nl" else 12)
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.grid(axis="y", visible=False)
    return figure


def held_out(found: Outcome) -> Figure:
    """Draw the ranks of points held out: how far their spread is from even, a line a number."""
    words, lang, table = _WORDS[found.lang], found.lang, found.table("ranks")
    numbers = [name for name in table.columns if name != "point"]
    own = table[numbers].to_numpy()
    told = judged(own, RANKS)
    wrong = [in_text(name, lang) for name, is_wrong in zip(numbers, told.uneven, strict=True) if is_wrong]
    which = "narrow" if told.is_too_narrow else "wide" if told.is_too_wide else "even"
    ends = zip(("held", "low", "high"), told.middle, strict=True)
    facts = {name: number(100.0 * share, 1, lang) for name, share in ends}
    facts |= {name: _from_to(coverage(own, RANKS, share), lang) for name, share in _HELD.items()}
    facts |= {"n": str(len(own)), "fault": number(100.0 * told.fault, 0, lang)}
    title = words["ranks_uneven" if wrong else f"ranks_{which}"].format(names=_listed(wrong, lang), **facts)
    note = words["ranks_note"].format(**facts)
    figure, (axes,) = canvas_of(lang, title, words["ranks_what"], note, 1, 1)
    figure.subplots_adjust(left=0.08)
    at = np.arange(RANKS + 2) / (RANKS + 1)
    low, high = (count / len(own) - at[1:-1] for count in band(len(own), RANKS, told.of_each))
    axes.fill_between(at[1:-1], low, high, color=GRID, linewidth=0)
    for k, column in enumerate(own.T):
        below = np.searchsorted(np.sort(column), np.arange(RANKS + 2)) / len(own)
        axes.plot(at, below - at, color=COLOURS[k % len(COLOURS)], linewidth=1.6, alpha=0.9)
    axes.axhline(0.0, color=INK, linewidth=1.0)
    axes.set_xlim(0.0, 1.0)
    axes.set_xlabel(words["rank"])
    return figure


def _from_to(shares: np.ndarray, lang: Language) -> str:
    low, high = (number(100.0 * float(end), 0, lang) for end in (shares.min(), shares.max()))
    return _WORDS[lang]["to"].format(low=low, high=high)

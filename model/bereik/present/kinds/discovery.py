"""The pictures of a discovery: which factors a box restricts and to where, and what it covers."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from bereik.experiments.boxes import CHANCE
from bereik.experiments.kinds.discovery import asked_of
from bereik.experiments.kinds.sensitivity import DUMMY, ranges_of
from bereik.experiments.wording import Language, number
from bereik.measures.catalogue import registry
from bereik.present.figures import COLOURS, GREY, INK, canvas_of
from bereik.present.kinds.of_points import ROOM_BESIDE, Outcomes, beside, in_text, outcomes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome

_MOST_NAMED = 3  # factors in a sentence
_FEWEST = 5  # points of interest; with fewer one cannot say where they lie
_LEAST = 0.001  # told of a quasi-p
_MOST_DRAWN = 6  # factors of a box in a picture

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "below": "{what} onder {edge} {unit} op {k} van {n} punten",
        "above": "{what} boven {edge} {unit} op {k} van {n} punten",
        "against": "{b} tegenover {a}:",
        "clearly": "{text} ({share} %; {clearly} duidelijk)",
        "nowhere": "; dus nergens in deze bereiken",
        "everywhere": "; dus overal in deze bereiken",
        "few": "; te weinig om te zeggen waar",
        "none": "; geen gebied springt eruit",
        "doubt": (
            "; geen gebied springt eruit: op achtergehouden punten haalt het beste {held} % ({k} van {n})"
        ),
        "where": "; vooral waar {limits}: daar op {density} % van de punten (achtergehouden: {held} %)",
        "covers": ", en dat is {coverage} % van alle zulke punten",
        "at_least": "≥ {low}",
        "at_most": "≤ {high}",
        "between": "tussen {low} en {high}",
        "more": " (zwakkere grenzen: {n})",
        "and": " en ",
        "what": "gekleurd: het gebied; stippen: de punten waar het zo is ({measure})",
        "x": "van de laagste naar de hoogste waarde van elke factor",
        "note": (
            "{method}; {n} punten, elk het gemiddelde van {r} herhalingen met dezelfde mensen en toeval.\n"
            "q: kans op zo'n gebied als deze grens er niet toe deed (te laag: op dezelfde punten gekozen)."
        ),
        "left_out": " {n} punten weggelaten: een herhaling of uitkomst ontbreekt.",
        "box": "gebied {k}: {density} % van de punten, {coverage} % van alle zulke punten",
        "drawn": "; getekend: {drawn} van {all} grenzen",
        "dummy": "dummy (doet niets)",
        "tradeoff": "dichtheid: hoe vaak het erin zo is; dekking: hoeveel van alle zulke punten erin ligt",
        "coverage": "dekking, %",
        "density": "dichtheid, %",
        "everywhere_line": "overal",
        "chosen": "gekozen ({n} begrensd)",
    },
    "en": {
        "below": "{what} below {edge} {unit} at {k} of {n} points",
        "above": "{what} above {edge} {unit} at {k} of {n} points",
        "against": "{b} against {a}:",
        "clearly": "{text} ({share}%; {clearly} clearly)",
        "nowhere": "; so nowhere in these ranges",
        "everywhere": "; so everywhere in these ranges",
        "few": "; too few to say where",
        "none": "; no box stands out",
        "doubt": "; no box stands out: at points held back the best has {held}% ({k} of {n})",
        "where": "; mostly where {limits}: there at {density}% of points (held back: {held}%)",
        "covers": ", which is {coverage}% of all such points",
        "at_least": "≥ {low}",
        "at_most": "≤ {high}",
        "between": "between {low} and {high}",
        "more": " (weaker limits: {n})",
        "and": " and ",
        "what": "coloured: the box; dots: the points where it is so ({measure})",
        "x": "from the lowest to the highest value of each factor",
        "note": (
            "{method}; {n} points, each the mean of {r} replicates with the same people and luck.\n"
            "q: chance of such a box if this limit did not matter (too low: chosen on the same points)."
        ),
        "left_out": " {n} points left out: a replicate or an outcome is missing.",
        "box": "box {k}: {density}% of its points, {coverage}% of all such points",
        "drawn": "; drawn: {drawn} of {all} limits",
        "dummy": "dummy (does nothing)",
        "tradeoff": "density: how often it is so in a box; coverage: how many of all such points lie in it",
        "coverage": "coverage, %",
        "density": "density, %",
        "everywhere_line": "everywhere",
        "chosen": "chosen ({n} restricted)",
    },
}


class Found(NamedTuple):
    """What was found.

    Attributes
    ----------
    boxes : box × factor that it restricts
    tradeoff : the boxes on the way, or the leaves of the tree
    facts : what it rests on
    stands_out : whether the first box is denser than the whole also at points that were held back
    """

    boxes: Any
    tradeoff: Any
    facts: Any
    stands_out: bool


def found_of(found: Outcome) -> Found:
    """Return what was found, and whether it holds at points that were held back."""
    from scipy.stats import binomtest

    facts: Any
    (facts,) = found.table("interest").itertuples(index=False)
    stands_out = False
    if facts.held_back_inside and facts.of_interest >= _FEWEST:
        sure = binomtest(facts.held_back_of_interest, facts.held_back_inside).proportion_ci()
        stands_out = sure.low > facts.of_interest / facts.points
    return Found(found.table("boxes"), found.table("tradeoff"), facts, stands_out)


def finding(found: Outcome) -> str:
    """Return where the outcome is of interest; and if that is nowhere, or no box stands out, so."""
    seen = outcomes(found)
    return f"{_finding(found, seen, found_of(found))} ({seen.name})"


def _finding(found: Outcome, seen: Outcomes, told: Found) -> str:
    words, form, facts = _WORDS[found.lang], found.experiment.form, told.facts
    side, edge = ("below", form.below) if form.below is not None else ("above", form.above)
    edge *= 100.0 if registry()[form.outcome].unit == "share" else 1.0
    b = seen.titles[seen.shown[0]]
    what = words["against"].format(a=seen.first, b=b) if seen.differences else f"{b}:"
    counts = {"k": facts.of_interest, "n": facts.points}
    text = words[side].format(what=what, edge=_plain(edge, found.lang), unit=seen.unit, **counts)
    if not facts.of_interest:
        return text + words["nowhere"]
    share = number(100.0 * facts.of_interest / facts.points, 0, found.lang)
    text = words["clearly"].format(text=text, share=share, clearly=facts.clearly)
    return text + _where(told, found.lang)


def _where(told: Found, lang: Language) -> str:
    """Return where the points of interest lie, if that can be said."""
    words, facts = _WORDS[lang], told.facts
    if facts.of_interest == facts.points:
        return words["everywhere"]
    if facts.of_interest < _FEWEST:
        return words["few"]
    if not (len(told.boxes) and facts.held_back_inside):
        return words["none"]
    of_held = {"k": facts.held_back_of_interest, "n": facts.held_back_inside}
    held = number(100.0 * of_held["k"] / of_held["n"], 0, lang)
    if not told.stands_out:
        return words["doubt"].format(held=held, **of_held)
    first = told.boxes[told.boxes["box"] == 1].sort_values("quasi_p", kind="stable")
    density, coverage = (number(100.0 * first[name].iloc[0], 0, lang) for name in ("density", "coverage"))
    surest = first[first["quasi_p"] <= max(CHANCE, first["quasi_p"].min())].head(_MOST_NAMED)
    limits = [f"{in_text(row.factor, lang)} {_limits(row, lang)}" for row in surest.itertuples()]
    named = words["and"].join([", ".join(limits[:-1]), limits[-1]] if len(limits) > 1 else limits)
    if len(first) > len(surest):
        named += words["more"].format(n=len(first) - len(surest))
    where = words["where"].format(limits=named, density=density, held=held)
    return where + words["covers"].format(coverage=coverage)


def _limits(row: Any, lang: Language) -> str:
    """Return what a box says of one factor; a side at the end of the range is not told."""
    which = "at_least" if math.isinf(row.high) else "at_most" if math.isinf(row.low) else "between"
    facts = {name: _plain(getattr(row, name), lang) for name in ("low", "high")}
    return _WORDS[lang][which].format(**facts)


def _chance(value: float, lang: Language) -> str:
    return f"< {number(_LEAST, 3, lang)}" if value < _LEAST else f"= {number(value, 3, lang)}"


def _plain(value: float, lang: Language) -> str:
    text = f"{value:.3g}".replace("-", "\N{MINUS SIGN}")
    return text.replace(".", ",") if lang == "nl" else text


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws the boxes, and what they cover against how dense they are; nothing without a box."""
    if not len(found.table("boxes")):
        return {}
    return {"boxes": partial(drawn_boxes, found), "coverage-and-density": partial(tradeoff, found)}


def drawn_boxes(found: Outcome) -> Figure:
    """Draw per factor that a box restricts where it lies in its range, with the points of interest."""
    words, lang, seen, told = _WORDS[found.lang], found.lang, outcomes(found), found_of(found)
    figure, axes = _canvas(found, seen, told, words["what"].format(measure=seen.name))
    asked = asked_of(found.store)
    at = asked.rows[asked.interest]
    names, row = list[tuple[float, str]](), 0.0
    for k, box in told.boxes.groupby("box", sort=True):
        colour = COLOURS[int(k) - 1]
        worth = {name: number(100.0 * box[name].iloc[0], 0, lang) for name in ("density", "coverage")}
        text = words["box"].format(k=int(k), **worth)
        if len(box) > _MOST_DRAWN:
            text += words["drawn"].format(drawn=_MOST_DRAWN, all=len(box))
        axes.text(0.0, row, text, color=colour, fontsize=13, va="center")
        row += 0.8
        for limit in box.sort_values("quasi_p", kind="stable").head(_MOST_DRAWN).itertuples():
            lowest, highest = _ends(found)[str(limit.factor)]
            wide = highest - lowest
            place = [(max(limit.low, lowest) - lowest) / wide, (min(limit.high, highest) - lowest) / wide]
            axes.barh(row, 1.0, color=GREY, alpha=0.18, height=0.7)
            axes.barh(row, place[1] - place[0], left=place[0], color=colour, alpha=0.45, height=0.7)
            dots = (at[limit.factor] - lowest) / wide
            axes.plot(dots, [row] * len(dots), "o", color=INK, markersize=3.5, alpha=0.6)
            text = f"{_limits(limit, lang)}  (q {_chance(float(limit.quasi_p), lang)})"
            axes.text(1.015, row, text, fontsize=12, color=INK, va="center")
            is_dummy = limit.factor == DUMMY
            names.append((row, words["dummy"] if is_dummy else beside([str(limit.factor)], lang)[0]))
            row += 1.0
        row += 0.3
    axes.set_yticks([y for y, _ in names], [name for _, name in names], fontsize=12)
    axes.set_ylim(row - 0.4, -0.6)
    axes.set_xlim(0.0, 1.0)
    axes.set_xlabel(words["x"])
    axes.set_xticks([0.0, 1.0], ["", ""])
    axes.grid(visible=False)
    figure.subplots_adjust(left=ROOM_BESIDE[lang] - 0.02, right=0.72)
    return figure


def tradeoff(found: Outcome) -> Figure:
    """Draw what a box covers against how dense it is, for all boxes on the way or all leaves."""
    words, seen, told = _WORDS[found.lang], outcomes(found), found_of(found)
    figure, axes = _canvas(found, seen, told, words["tradeoff"])
    own = told.tradeoff
    step: Any
    for step in own.itertuples():
        at = (100.0 * step.coverage, 100.0 * step.density)
        colour = COLOURS[int(step.box) - 1] if step.box else GREY
        axes.plot(*at, "o", color=colour, markersize=11 if step.box else 6)
        if step.box:
            text = words["chosen"].format(n=step.restricted)
            axes.annotate(
                text, at, xytext=(-10, -20), textcoords="offset points", fontsize=12, color=colour, ha="right"
            )
    everywhere = 100.0 * told.facts.of_interest / told.facts.points
    axes.axhline(everywhere, color=INK, linewidth=1.2, linestyle="--")
    axes.annotate(
        words["everywhere_line"], (0.0, everywhere), xytext=(6, 4), textcoords="offset points", fontsize=12,
        color=GREY,
    )  # fmt: skip
    axes.set_xlim(0.0, 105.0)
    axes.set_ylim(0.0, 105.0)
    axes.set_xlabel(words["coverage"])
    axes.set_ylabel(words["density"])
    figure.subplots_adjust(left=0.09)
    return figure


def _canvas(found: Outcome, seen: Outcomes, told: Found, what: str) -> tuple[Figure, Any]:
    words, plan, form = _WORDS[found.lang], found.plan, found.experiment.form
    note = words["note"].format(method=form.method.upper(), n=told.facts.points, r=plan.replicates)
    if told.facts.left_out:
        note += words["left_out"].format(n=told.facts.left_out)
    figure, (axes,) = canvas_of(found.lang, _finding(found, seen, told), what, note, 1, 1)
    return figure, axes


def _ends(found: Outcome) -> dict[str, tuple[float, float]]:
    """Return the range of every factor."""
    archetype = found.plan.jobs[0].scenarios[0].gemeente.archetype
    return ranges_of(found.experiment.form, archetype) | {DUMMY: (0.0, 1.0)}

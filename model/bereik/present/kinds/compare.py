"""The picture of an experiment that compares: the difference with the first scenario, in every gemeente."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from bereik.experiments.precision import looks
from bereik.experiments.wording import Language, interval_over, number
from bereik.measures.catalogue import registry
from bereik.measures.intervals import too_few_draws
from bereik.present.figures import COLOURS, INK, canvas_of
from bereik.present.kinds.of_points import Outcomes, counted, outcomes
from bereik.present.policy import ARCHETYPES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "one": "{b} tegenover {a}: {mean} {unit} ({low} tot {high})",
        "one_few": (
            "{b} tegenover {a}: te weinig trekkingen om iets te zeggen, {mean} {unit} ({low} tot {high})"
        ),
        "many_few": "{b} tegenover {a}: te weinig trekkingen om iets te zeggen in {all} gemeenten",
        "many": "{b} tegenover {a}: hoger in {above} en lager in {below} van {all} gemeenten",
        "x": "{measure}: verschil met {a}, {unit}",
        "note": "{n} herhalingen, paarsgewijs; {interval}.",
        "looked": "{n} herhalingen, paarsgewijs: genoeg voor ±{x}. 95%-interval, {looks} keer gekeken.",
        "not_yet": "{n} herhalingen, paarsgewijs: te weinig voor ±{x}. 95%-interval, {looks} keer gekeken.",
        "none": "geen uitkomst om te tonen",
    },
    "en": {
        "one": "{b} against {a}: {mean} {unit} ({low} to {high})",
        "one_few": "{b} against {a}: too few draws to tell, {mean} {unit} ({low} to {high})",
        "many_few": "{b} against {a}: too few draws to tell in {all} gemeenten",
        "many": "{b} against {a}: higher in {above} and lower in {below} of {all} gemeenten",
        "x": "{measure}: difference with {a}, {unit}",
        "note": "{n} replicates, paired; {interval}.",
        "looked": "{n} replicates, paired: enough for ±{x}. 95% interval, at {looks} looks.",
        "not_yet": "{n} replicates, paired: too few for ±{x}. 95% interval, at {looks} looks.",
        "none": "no outcome to show",
    },
}
_MOST_TOLD = 3  # scenarios in a sentence


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws the differences."""
    return {"differences": partial(differences, found)}


def finding(found: Outcome) -> str:
    """Return the differences with the first scenario, in every gemeente."""
    seen = outcomes(found)
    return f"{_finding(found, seen)} ({seen.name})"


def _finding(found: Outcome, seen: Outcomes) -> str:
    words, lang = _WORDS[found.lang], found.lang
    parts: list[str] = []
    for label in seen.shown[:_MOST_TOLD]:
        rows: Any = seen.rows[(seen.rows["scenario"] == label) & seen.rows["mean"].notna()]
        if not len(rows):
            continue
        drawn = found.plan.jobs[0].draws is not None
        few = "_few" if too_few_draws(int(rows["replicates"].min()), drawn=drawn) else ""
        both = {"a": seen.first, "b": seen.titles[label]}
        if len(rows) > 1:
            above, below, _ = counted(rows)
            parts.append(words[f"many{few}"].format(above=above, below=below, all=len(rows), **both))
        else:
            ends = ("low", "mean", "high")
            told = {name: number(rows[name].iloc[0], 1, lang, signed=True) for name in ends}
            parts.append(words[f"one{few}"].format(unit=seen.unit, **told, **both))
    if not parts:
        return words["none"]
    more = f"; … ({len(seen.shown) - _MOST_TOLD})" if len(seen.shown) > _MOST_TOLD else ""
    return "; ".join(parts) + more


def _note(found: Outcome, seen: Outcomes) -> str:
    """Return what the picture rests on: how many replicates, and whether they were enough."""
    words, plan = _WORDS[found.lang], found.plan
    rows: Any = seen.rows[seen.rows["scenario"].isin(seen.shown)]
    precision, ran = plan.form.precision, rows["replicates"]
    n = f"{ran.min()}–{ran.max()}" if ran.nunique() > 1 else str(ran.max())
    if precision is None:
        draws = None if plan.jobs[0].draws is None else int(ran.min())
        return words["note"].format(n=n, interval=interval_over(draws, found.lang))
    scale = 100.0 if registry()[found.experiment.form.outcome].unit == "share" else 1.0
    halves = (rows["high"] - rows["low"]) / 2.0
    which = "looked" if (halves <= scale * precision).all() else "not_yet"
    x = number(scale * precision, 2, found.lang)
    return words[which].format(n=n, x=f"{x} {seen.unit}", looks=len(looks(plan.replicates)))


def differences(found: Outcome) -> Figure:
    """Draw a dot with its interval per scenario and gemeente."""
    words, seen, places = _WORDS[found.lang], outcomes(found), found.plan.places
    what = words["x"].format(measure=seen.name, a=seen.first, unit=seen.unit)
    note = _note(found, seen)
    figure, (axes,) = canvas_of(found.lang, _finding(found, seen), what, note, 1, 1)
    rows: Any = seen.rows.to_dict("records")
    rows.sort(key=lambda row: (seen.shown.index(row["scenario"]), row["point"]))
    names: list[str] = []
    for k, row in enumerate(rows):
        colour = COLOURS[seen.shown.index(row["scenario"]) % len(COLOURS)]
        low, high = row["mean"] - row["low"], row["high"] - row["mean"]
        axes.errorbar(row["mean"], k, xerr=[[low], [high]], fmt="o", color=colour, markersize=9, linewidth=3)
        title = seen.titles[row["scenario"]].strip("‘’")
        own = places[int(row["point"])]
        place = ARCHETYPES[found.lang].get(own, own)
        names.append(f"{title}\n{place}" if len(places) > 1 else title)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.axvline(0.0, color=INK, linewidth=1.0)
    axes.grid(axis="y", visible=False)
    figure.subplots_adjust(left=0.27)
    return figure

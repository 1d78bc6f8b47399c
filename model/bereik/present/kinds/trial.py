"""The pictures of a field experiment: the effect of each arm, how far each comes, and who responds."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from bereik.experiments.job import against
from bereik.experiments.summary import within
from bereik.experiments.wording import PERCENT, Language, interval_of_replicates, number
from bereik.measures.catalogue import registry
from bereik.measures.intervals import Interval
from bereik.measures.trial import STEPS, TRAITS
from bereik.present.figures import COLOURS, GREY, INK, MARKERS, canvas_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome

_MOST_TOLD = 3  # arms in a sentence
_WHOLE_EUROS = 10  # from which no cents are told

_WORDS: dict[Language, dict[str, Any]] = {
    "nl": {
        "first": "{arm}: {mean} {unit} ({low} tot {high}) tegenover {control}",
        "next": "{arm}: {mean} ({low} tot {high})",
        "power": ". Met {n} mensen per arm wordt dat gezien in dit deel van de proeven: {shares}",
        "more": "; … ({n})",
        "interference": ". De proef zelf verandert {control} met {mean} ({low} tot {high})",
        "published": (
            ". Van {all} gepubliceerde effecten heeft het model bij {signs} dezelfde richting; van de {told} "
            "met een interval of een range is er bij {hits} overlap"
        ),
        "none": "geen uitkomst om te tonen",
        "points": "procentpunt",
        "x": "{measure}: verschil met {control}, {unit}",
        "note": (
            "Punt en dikke lijn: wat de aanpak doet; {interval}.\n"
            "Dunne lijn: wat één proef van {n} per arm ziet.{cost}"
        ),
        "cost": " Bij de naam: euro per persoon boven {control}.",
        "elsewhere": "Ruit: elders gemeten; stippels: range; geen lijn: geen interval{abstracts}.",
        "abstracts": "; open: alleen abstract",
        "steps": "Het verst komt {best}: {most} krijgt het; het minst ver {worst}: {least}",
        "steps_x": "aandeel van de arm dat zo ver kwam, %",
        "steps_note": "Gemiddelde over {r} herhalingen.",
        "gap_note": "{interval}.",
        "step": ("ontvangen", "geopend", "begrepen", "in actie", "aangevraagd", "gekregen"),
        "who": "Wie reageert bij {arm}: {most}",
        "who_x": "wie reageert, tegenover wie niet: verschil in het gemiddelde, op een schaal van 0 tot 1",
        "higher": "meer {trait}",
        "lower": "minder {trait}",
        "nobody": "geen duidelijk verschil",
        "trait": (
            "doenvermogen",
            "vertrouwen",
            "schaamte",
            "stress",
            "digitale vaardigheid",
            "Nederlands",
            "nood",
        ),
        "and": " en ",
        "silent": "Niemand reageert vaak genoeg om te tonen wie dat zijn",
    },
    "en": {
        "first": "{arm}: {mean} {unit} ({low} to {high}) against {control}",
        "next": "{arm}: {mean} ({low} to {high})",
        "power": ". With {n} people an arm it is seen in this share of the trials: {shares}",
        "more": "; … ({n})",
        "interference": ". The trial itself changes {control} by {mean} ({low} to {high})",
        "published": (
            ". Of {all} published effects the model has the same direction in {signs}; of the {told} with an "
            "interval or a range {hits} overlap"
        ),
        "none": "no outcome to show",
        "points": "percentage points",
        "x": "{measure}: difference with {control}, {unit}",
        "note": (
            "Dot and thick line: what an arm does; {interval}.\n"
            "Thin line: what one trial of {n} an arm sees.{cost}"
        ),
        "cost": " Beside the name: euros per person above {control}.",
        "elsewhere": "Diamond: measured elsewhere; dots: range; no line: no interval{abstracts}.",
        "abstracts": "; open: abstract only",
        "steps": "{best} comes furthest: {most} get it; {worst} least far: {least}",
        "steps_x": "share of the arm that came so far, %",
        "steps_note": "Mean over {r} replicates.",
        "gap_note": "{interval}.",
        "step": ("received", "opened", "understood", "acted", "asked for it", "got it"),
        "who": "Who responds to {arm}: {most}",
        "who_x": "who responds, against who does not: difference of the means, on a scale of 0 to 1",
        "higher": "more {trait}",
        "lower": "less {trait}",
        "nobody": "no clear difference",
        "trait": ("doenvermogen", "trust", "shame", "stress", "digital skill", "Dutch", "need"),
        "and": " and ",
        "silent": "Nobody responds often enough to show who they are",
    },
}


class Effects(NamedTuple):
    """What the arms do against the control, the largest first.

    Attributes
    ----------
    arms : name, mean, low and high of the difference, half the width of one trial, how often it is seen,
        and what it cost beside the control, in euros per person
    control : name of the control
    interference : mean, low and high of what the other arms do to the control
    is_share : whether the outcome is a share, so that no difference is beyond -1..1
    scale : by which values are multiplied to be told
    unit : in which they are then
    name : of the outcome
    """

    arms: pd.DataFrame
    control: str
    interference: tuple[float, float, float]
    is_share: bool
    scale: float
    unit: str
    name: str

    @property
    def is_costed(self) -> bool:
        """Return whether it is known what any arm cost."""
        known: Any = self.arms["cost"].notna()
        return bool(known.any())


def effects(found: Outcome) -> Effects:
    """Return what each arm does against the control; of several gemeenten, in the first."""
    lang, form, labels = found.lang, found.experiment.form, found.plan.jobs[0].labels
    control, *others = labels
    entry = registry()[form.outcome]
    share = entry.unit == "share"
    summary: Any = found.summary
    summary = summary[(summary["point"] == 0) & (summary["group"] == "")].set_index(["measure", "scenario"])
    names = {against(arm, control): arm for arm in others}
    rows: Any = summary.loc[form.outcome].reindex(list(names))[["mean", "low", "high"]]
    rows["arm"] = [_called(names[label]) for label in rows.index]
    for column, measure in (("half", "trial_half_width"), ("seen", "trial_seen")):
        rows[column] = summary.loc[measure]["mean"].reindex(rows.index)
    kept = "trial_cost" in summary.index.get_level_values("measure")
    rows["cost"] = summary.loc["trial_cost"]["mean"].reindex(rows.index) if kept else math.nan
    rows = rows[rows["mean"].notna()].sort_values("mean", ascending=False)
    own: Any = summary.loc[("trial_effect", control)]
    interference = Interval(own["mean"], own["low"], own["high"], own["replicates"])
    return Effects(
        arms=rows,
        control=_called(control),
        interference=within(interference, entry.unit, least=-1.0)[:3],
        is_share=share,
        scale=100.0 if share else 1.0,
        unit=_WORDS[lang]["points"] if share else entry.unit,
        name=getattr(entry, lang),
    )


def _called(arm: str) -> str:
    return arm.replace("_", " ")


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws the effects, the steps, and who responds."""
    pictures = {"effects": effects_of_arms, "steps": steps_of_arms, "who-responds": who_responds}
    return {name: partial(drawn, found) for name, drawn in pictures.items()}


def finding(found: Outcome) -> str:
    """Return what the arms do, how often one trial sees the first, and how they compare with other trials."""
    seen = effects(found)
    return f"{_finding(found, seen)} ({seen.name})"


def _title(found: Outcome, seen: Effects) -> str:
    """Return what the arms do, the largest effect first."""
    words, lang, rows = _WORDS[found.lang], found.lang, seen.arms
    if not len(rows):
        return words["none"]
    parts = [
        words["first" if k == 0 else "next"].format(
            arm=row["arm"], unit=seen.unit, control=seen.control, **_ends(row, seen.scale, lang)
        )
        for k, row in enumerate(rows.head(_MOST_TOLD).to_dict("records"))
    ]
    more = words["more"].format(n=len(rows) - _MOST_TOLD) if len(rows) > _MOST_TOLD else ""
    return "; ".join(parts) + more


def _finding(found: Outcome, seen: Effects) -> str:
    words, lang, rows = _WORDS[found.lang], found.lang, seen.arms
    sentence = _title(found, seen)
    if not len(rows):
        return sentence
    shares = ", ".join(f"{row['arm']} {_percent(row['seen'], lang)}" for row in rows.to_dict("records"))
    sentence += words["power"].format(n=found.experiment.form.persons, shares=shares)
    mean, low, high = seen.interference
    if low > 0.0 or high < 0.0:
        ends = _ends({"mean": mean, "low": low, "high": high}, seen.scale, lang)
        sentence += words["interference"].format(control=seen.control, **ends)
    elsewhere = _elsewhere(found)
    if elsewhere is not None:
        signs = int((elsewhere["published_mean"] * elsewhere["model_mean"] > 0.0).sum())
        told = elsewhere["overlap"].dropna()
        facts = {"all": len(elsewhere), "told": len(told), "hits": int(told.sum())}
        sentence += words["published"].format(signs=signs, **facts)
    return sentence


def _ends(row: Any, scale: float, lang: Language) -> dict[str, str]:
    places = 1 if scale > 1.0 else 2
    return {end: number(scale * row[end], places, lang, signed=True) for end in ("mean", "low", "high")}


def _percent(share: float, lang: Language) -> str:
    return f"{number(100.0 * share, 0, lang)}{PERCENT[lang]}"


def _elsewhere(found: Outcome) -> Any:
    """Return the experiments elsewhere that the file names."""
    return found.published if found.experiment.form.published else None


def effects_of_arms(found: Outcome) -> Figure:
    """Draw the effect of every arm with its interval, what one trial would see, and what others measured."""
    words, seen, form = _WORDS[found.lang], effects(found), found.experiment.form
    what = words["x"].format(measure=seen.name, control=seen.control, unit=seen.unit)
    cost = words["cost"].format(control=seen.control) if seen.is_costed else ""
    note = words["note"].format(interval=_interval_told(found), n=form.persons, cost=cost)
    elsewhere = _elsewhere(found)
    if elsewhere is not None:
        abstracts = words["abstracts"] if bool(elsewhere["abstract_only"].any()) else ""
        note += "\n" + words["elsewhere"].format(abstracts=abstracts)
    figure, (axes,) = canvas_of(found.lang, _title(found, seen), what, note, 1, 1)
    for k, row in enumerate(seen.arms.to_dict("records")):
        mean, low, high, half = (seen.scale * row[name] for name in ("mean", "low", "high", "half"))
        colour = COLOURS[k % len(COLOURS)]
        most = seen.scale if seen.is_share else math.inf
        axes.plot([max(mean - half, -most), min(mean + half, most)], [k, k], color=colour, linewidth=1.2)
        axes.errorbar(
            mean, k, xerr=[[mean - low], [high - mean]], fmt="o", color=colour, markersize=9, linewidth=4
        )
        _draw_elsewhere(axes, elsewhere, row["arm"], form, k, seen.scale)
    axes.set_yticks(range(len(seen.arms)), [_named(row, found.lang) for row in seen.arms.to_dict("records")])
    axes.set_ylim(len(seen.arms) - 0.4, -0.6)
    axes.axvline(0.0, color=INK, linewidth=1.0)
    axes.grid(axis="y", visible=False)
    figure.subplots_adjust(left=0.2)
    return figure


def _interval_told(found: Outcome) -> str:
    drawn = found.plan.jobs[0].draws is not None
    return interval_of_replicates(found.plan.replicates, found.lang, drawn=drawn)


def _named(row: Any, lang: Language) -> str:
    """Return the name of an arm, and beneath it what it costs."""
    if math.isnan(row["cost"]):
        return row["arm"]
    places = 0 if abs(row["cost"]) >= _WHOLE_EUROS else 2
    return f"{row['arm']}\n€ {number(row['cost'], places, lang)}"


def _draw_elsewhere(
    axes: Any, elsewhere: Any, arm: str, form: Any, k: int, scale: float
) -> None:
    """Draw below an arm what experiments elsewhere found of it against the control."""
    if elsewhere is None:
        return
    control = next(iter(form.arms))
    mine = (elsewhere["arm"].map(_called) == arm) & (elsewhere["outcome"] == form.outcome)
    for place, row in enumerate(elsewhere[mine & (elsewhere["against"] == control)].to_dict("records"), 1):
        mean, low, high = (scale * row[f"published_{end}"] for end in ("mean", "low", "high"))
        y = k + 0.16 * place
        fill = "white" if row["abstract_only"] else GREY
        axes.plot(mean, y, "D", color=GREY, markersize=6, markerfacecolor=fill, zorder=3)
        if row["ends"] != "none":
            axes.plot([low, high], [y, y], ":" if row["ends"] == "range" else "-", color=GREY, linewidth=1.5)


def steps_of_arms(found: Outcome) -> Figure:
    """Draw how far every arm comes: received, opened, understood, acted, asked for, got."""
    words, lang = _WORDS[found.lang], found.lang
    summary: Any = found.summary
    rows = summary[(summary["measure"] == "trial_step") & (summary["point"] == 0)]
    wide = rows.pivot(index="scenario", columns="group", values="mean")[[f"step={step}" for step in STEPS]]
    form = found.experiment.form
    wide = 100.0 * wide.reindex([arm for arm, said in form.arms.items() if said]).dropna()
    note = words["steps_note"].format(r=found.plan.replicates)
    got = wide.iloc[:, -1].sort_values()
    worst, *_, best = [*got.index, got.index[-1]]
    least, most = (_percent(share / 100.0, lang) for share in (got.iloc[0], got.iloc[-1]))
    title = words["steps"].format(best=_called(best), most=most, worst=_called(worst), least=least)
    figure, (axes,) = canvas_of(lang, title, words["steps_x"], note, 1, 1, right=0.8)
    for k, (arm, told) in enumerate(wide.iterrows()):
        axes.plot(
            range(len(STEPS)), told, marker=MARKERS[k % len(MARKERS)], color=COLOURS[k % len(COLOURS)],
            linewidth=2.5, markersize=9, label=_called(str(arm)),
        )  # fmt: skip
    axes.set_xticks(range(len(STEPS)), words["step"])
    axes.set_ylim(0.0, 104.0)
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), fontsize=13, frameon=False)
    return figure


def who_responds(found: Outcome) -> Figure:
    """Draw how those who act differ from those of the same arm who do not."""
    words, lang, form = _WORDS[found.lang], found.lang, found.experiment.form
    summary: Any = found.summary
    gaps = summary[(summary["measure"] == "trial_gap") & (summary["point"] == 0) & summary["mean"].notna()]
    arms = [arm for arm, said in form.arms.items() if said and arm in set(gaps["scenario"])]
    title = words["silent"]
    if arms:
        title = words["who"].format(arm=_called(arms[0]), most=_most_apart(gaps, arms[0], lang))
    interval = _interval_told(found)
    note = words["gap_note"].format(interval=interval[:1].upper() + interval[1:])
    figure, (axes,) = canvas_of(lang, title, words["who_x"], note, 1, 1, right=0.8)
    for k, arm in enumerate(arms):
        mine = gaps[gaps["scenario"] == arm]
        shift = 0.7 * ((k + 0.5) / len(arms) - 0.5)
        places = [TRAITS.index(group.removeprefix("trait=")) + shift for group in mine["group"]]
        ends = [mine["mean"] - mine["low"].clip(lower=-1.0), mine["high"].clip(upper=1.0) - mine["mean"]]
        axes.errorbar(
            mine["mean"], places, xerr=ends, fmt=MARKERS[k % len(MARKERS)], color=COLOURS[k % len(COLOURS)],
            markersize=8, linewidth=1.8, label=_called(arm),
        )  # fmt: skip
    axes.set_yticks(range(len(TRAITS)), words["trait"])
    axes.set_ylim(len(TRAITS) - 0.5, -0.5)
    axes.axvline(0.0, color=INK, linewidth=1.0)
    axes.grid(axis="y", visible=False)
    if arms:
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), fontsize=13, frameon=False)
    figure.subplots_adjust(left=0.2)
    return figure


def _most_apart(gaps: pd.DataFrame, arm: str, lang: Language) -> str:
    """Return in words the two traits in which who responds differs most, of those that clearly differ."""
    words = _WORDS[lang]
    mine: Any = gaps[gaps["scenario"] == arm]
    mine = mine[(mine["low"] > 0.0) | (mine["high"] < 0.0)].sort_values("mean", key=abs, ascending=False)
    told = [
        words["higher" if row["mean"] > 0.0 else "lower"].format(
            trait=words["trait"][TRAITS.index(row["group"].removeprefix("trait="))]
        )
        for row in mine.head(2).to_dict("records")
    ]
    return words["and"].join(told) or words["nobody"]

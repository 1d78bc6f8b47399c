"""The pictures of a division of staff: the front, who is likely the best, the map, the price of reach."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bereik.experiments.kinds.allocation import (
    OBJECTIVES,
    crossings,
    objectives_of,
    services_of,
    total_of,
)
from bereik.experiments.store import Store
from bereik.experiments.summary import EQUAL_BUDGET
from bereik.experiments.values import Key, values_of
from bereik.experiments.wording import PERCENT, Language, decimals_told, number, span
from bereik.measures.catalogue import registry
from bereik.measures.intervals import Interval
from bereik.present.figures import COLOURS, GREY, HATCHES, INK, ROW_COLOURS, canvas_of, name_at_right
from bereik.present.texts import ROWS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome

_LABEL = 38  # characters of a line beneath a panel
_MOST_BARS = 10
_LEAST_CHANCE = 0.005  # that is drawn
_DARK = tuple(COLOURS[k] for k in (0, 1, 2, 4, 7, 6))  # on which white can be read
_MARGIN = 1.12  # beside the first and the last budget, as a factor
_HALF = 0.5
_BESIDE = 2  # objectives that are set against the outcome
_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_CLEAR_ON_DARK = 0.45  # of the way to the darkest colour

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "best": "van {n} verdelingen van {total} {does}: {x} tegenover {now} ({span})",
        "surely": "scoort {which} het best, {chance}",
        "likeliest": "is {which} het waarschijnlijkst de beste, {chance}",
        "highest": "staat {which} gemiddeld bovenaan, en is {chance} de beste",
        "chance": "met kans {p}",
        "of_draws": "in {p} van de trekkingen",
        "others": ", en niet te onderscheiden van {n} andere",
        "is_now": (
            "van {n} verdelingen van {total} is er geen gevonden die het beter doet dan {now} ({which}), "
            "{chance} de beste"
        ),
        "winners": (
            "De winnaar van veel lijkt beter dan die is, in verschil en, met weinig herhalingen, in kans."
        ),
        "nobody": "geen van {n} verdelingen van {total} haalt de ondergrens",
        "under": "; {n} halen de ondergrens voor de laagste tiende niet",
        "under_index": "; {n} halen de ondergrens voor de concentratie-index niet",
        "robust": "; het minst slecht over {w} mogelijke werelden: {which} (hooguit {x} achter)",
        "same": "; ook het minst slecht over {w} mogelijke werelden (hooguit {x} achter)",
        "fte": "{x} fte per 10.000",
        "euros": "{x} euro per 10.000",
        "equal": "Alle verdelingen kosten hetzelfde.",
        "nearly": "Verdelingen kosten hooguit {x} euro per week minder dan de duurste.",
        "points": "procentpunt",
        "lowest_tenth": "Bereik van de laagste tiende van doenvermogen",
        "front_what": "{measure} (omhoog, {unit}) en meer: verschil met {now}",
        "front_note": ("{cost} {n} tot {most} herhalingen, zelfde mensen en toeval."),
        "also": "‘In alles’ is ook: {names}.",
        "on_front": "geen is in alles beter",
        "beaten": "een ander is in alles beter",
        "under_floor": "onder de ondergrens",
        "now": "zoals nu",
        "now_scaled": "nu, geschaald",
        "that": "nu",
        "that_scaled": "nu (geschaald)",
        "dividing": "verdelen zoals nu",
        "dividing_scaled": "de verdeling van nu, geschaald",
        "the_best": "bovenaan",
        "least_bad": "minst slecht",
        "bars_what": "Fte per 10.000 volwassenen; {how} de beste; verschil met {now} in {unit}",
        "how_chance": "hoe zeker",
        "how_of_draws": "in hoeveel trekkingen",
        "bars_note": ("{cost} {drawn} van {all} getekend. Tussen haakjes 95%-interval."),
        "bar": "{chance}; {x} ({span})",
        "bar_now": "{chance}; {now}",
        "bar_chance": "kans {p}",
        "bar_of_draws": "{p}",
        "map_title": (
            "meer {a} verlaagt de uitkomst duidelijk op {down} van {all} plekken{where}, en verhoogt die "
            "op {up}"
        ),
        "map_where": " (bij hooguit {y} fte {b})",
        "map_none": (
            "meer {a} verlaagt de uitkomst nergens duidelijk, en verhoogt die op {up} van {all} plekken"
        ),
        "map_waiting": "; bij {y} fte {b} groeit de wachtlijst van {few} tot {many} per 1000",
        "map_what": "{measure}, {unit}; eronder wie wacht per 1000",
        "map_note": (
            "Elke stap kost extra. {n} herhalingen.\n▲ ▼ een stap {a} meer helpt of schaadt duidelijk "
            "(95% voor alle stappen samen); • niet te zeggen."
        ),
        "crossed": "{share} bereik kost {x} euro per volwassene per jaar",
        "crossed_not": "{share} haalt geen budget dat is geprobeerd",
        "ends": (
            "bij {times} keer zoveel mensen als nu houdt het op bij {share}; van de ongedekte weken is "
            "dan {declined} afgeslagen"
        ),
        "curve_what": (
            "Boven: {measure}, %. Onder: ongedekte weken per 1000 volwassenen per jaar, naar reden"
        ),
        "curve_x": "Euro per volwassene per jaar voor toegang en hulpverleners (schaal verdubbelt)",
        "curve_note": "{n} herhalingen; band: 95%-interval. Wie hulp afslaat wordt getoond, niet gekocht.",
        "none": "geen uitkomst om te tonen",
        "and": "; ",
    },
    "en": {
        "best": "of {n} divisions of {total}, {does}: {x} against {now} ({span})",
        "surely": "{which} does best, {chance}",
        "likeliest": "{which} is likeliest to be best, {chance}",
        "highest": "{which} comes first on average, and is best {chance}",
        "chance": "with chance {p}",
        "of_draws": "in {p} of the draws",
        "others": ", and cannot be told from {n} others",
        "is_now": (
            "of {n} divisions of {total}, none was found that does better than {now} ({which}), best {chance}"
        ),
        "winners": (
            "The winner of many looks better than it is, in difference and, with few replicates, in chance."
        ),
        "nobody": "none of {n} divisions of {total} meets the floor",
        "under": "; {n} do not meet the floor for the lowest tenth",
        "under_index": "; {n} do not meet the floor for the concentration index",
        "robust": "; the least bad over {w} possible worlds: {which} (at most {x} behind)",
        "same": "; the least bad over {w} possible worlds too (at most {x} behind)",
        "fte": "{x} fte per 10,000",
        "euros": "{x} euro per 10,000",
        "equal": "All divisions cost the same.",
        "nearly": "Divisions cost at most {x} euro a week less than the dearest.",
        "points": "percentage points",
        "lowest_tenth": "Reach of the lowest tenth of doenvermogen",
        "front_what": "{measure} (upward, {unit}) and more: difference with {now}",
        "front_note": "{cost} {n} to {most} replicates, same people and luck.",
        "also": "‘In all’ has this too: {names}.",
        "on_front": "none is better in all",
        "beaten": "another is better in all",
        "under_floor": "below the floor",
        "now": "as now",
        "now_scaled": "now, scaled",
        "that": "now",
        "that_scaled": "now (scaled)",
        "dividing": "dividing as now",
        "dividing_scaled": "the division of now, scaled",
        "the_best": "first",
        "least_bad": "least bad",
        "bars_what": "Fte per 10,000 adults; best {how}; difference with {now} in {unit}",
        "how_chance": "how surely",
        "how_of_draws": "in how many draws",
        "bars_note": ("{cost} Drawn: {drawn} of {all}. Between brackets: 95% interval."),
        "bar": "{chance}; {x} ({span})",
        "bar_now": "{chance}; {now}",
        "bar_chance": "chance {p}",
        "bar_of_draws": "{p}",
        "map_title": (
            "more {a} clearly lowers the outcome at {down} of {all} places{where}, and raises it at {up}"
        ),
        "map_where": " (with at most {y} fte of {b})",
        "map_none": "more {a} clearly lowers the outcome nowhere, and raises it at {up} of {all} places",
        "map_waiting": "; with {y} fte of {b} the waiting list grows from {few} to {many} per 1000",
        "map_what": "{measure}, {unit}; below it who waits, per 1000",
        "map_note": (
            "Each step costs more. {n} replicates.\n▲ ▼ a step more {a} clearly helps or harms (95% "
            "for all steps together); • cannot be told."
        ),
        "crossed": "{share} reach costs {x} euro per adult a year",
        "crossed_not": "no budget that was tried reaches {share}",
        "ends": (
            "with {times} times the staff of now it ends at {share}; of the unmet weeks {declined} is "
            "then declined"
        ),
        "curve_what": "Above: {measure}, %. Below: unmet weeks per 1000 adults a year, by reason",
        "curve_x": "Euro per adult a year for access and help staff (the scale doubles)",
        "curve_note": "{n} replicates; band: 95% interval. Who declines is shown, not bought.",
        "none": "no outcome to show",
        "and": "; ",
    },
}


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws the answer to the question of the file."""
    question = found.experiment.form.question
    if question == "divide":
        both = {"front": partial(front, found)} if _others(found) else {}
        return both | {"divisions": partial(bars, found)}
    if question == "tipping-point":
        return {"map": partial(tipping_map, found)}
    return {"full-reach": partial(full_reach, found)}


def finding(found: Outcome) -> str:
    """Return the best division, where more tips into less, or what full reach costs."""
    question, told = found.experiment.form.question, _measure(found.experiment.form.outcome, found.lang)
    if question == "divide":
        return f"{_best_of(found)} ({told.name})"
    return f"{_tips(found) if question == 'tipping-point' else _prices(found)} ({told.name})"


class _Measure(NamedTuple):
    """How an objective is told: its name, what it is multiplied by, its unit, and that of a difference."""

    name: str
    scale: float
    unit: str
    difference: str


def _measure(objective: str, lang: Language) -> _Measure:
    entry = registry()[OBJECTIVES[objective].measure]
    name = _WORDS[lang].get(objective) or getattr(entry, lang)
    share = entry.unit == "share"
    points = _WORDS[lang]["points"]
    if share:
        return _Measure(name, 100.0, "%", points)
    return _Measure(name, 1.0, entry.unit, entry.unit)


def _services(found: Outcome) -> list[str]:
    return services_of(found.experiment.form, found.plan.jobs[0].scenarios[0])


def _called(found: Outcome, row: Any) -> str:
    """Return a division in words, such as ``loket 1, outreach 4``."""
    return ", ".join(f"{name} {_plain(row[name], found.lang)}" for name in _services(found))


def _plain(value: float, lang: Language) -> str:
    return f"{round(value, 2):g}".replace(".", "," if lang == "nl" else ".")


def _chance(share: float, lang: Language) -> str:
    return f"{number(100.0 * share, 0, lang)}{PERCENT[lang]}"


# --- divisions ---


class _Chosen(NamedTuple):
    """The rows that are named: the highest under the floor, as now, and the least bad in possible worlds."""

    best: Any
    now: Any
    robust: Any


def _chosen(table: Any) -> _Chosen:
    highest: Any = table[table["highest"]]
    best = None if highest.empty else highest.iloc[0]
    tried: Any = table[table["floor"] & table["regret_most"].notna()]
    robust = None if tried.empty else tried.loc[tried["regret_most"].idxmin()]
    now: Any = table[table["as_now"]]
    return _Chosen(best, now.iloc[0], robust)


def _difference(row: Any, outcome: str, scale: float) -> Interval:
    """Return the difference of a division with that of now, in the unit that is drawn."""
    mean, low, high = (scale * row[f"{outcome}_{end}"] for end in ("difference", "low", "high"))
    return Interval(mean, low, high, int(row["replicates"]))


def _best_of(found: Outcome) -> str:
    words, lang, form = _WORDS[found.lang], found.lang, found.experiment.form
    table: Any = found.table("divisions")
    told = _measure(form.outcome, found.lang)
    services = [found.plan.jobs[0].scenarios[0].services[name] for name in _services(found)]
    total = _plain(total_of(form, services), lang)
    size = {
        "n": len(table),
        "total": words["fte" if form.euros_per_10000 is None else "euros"].format(x=total),
    }
    chosen = _chosen(table)
    if chosen.best is None:
        return words["nobody"].format(**size)
    facts = size | {
        "which": f"‘{_called(found, chosen.best)}’",
        "chance": _how_likely(found, chosen.best),
        "now": words[_of_now("dividing", found, chosen)],
    }
    if chosen.best["as_now"]:
        text = words["is_now"].format(**facts)
    else:
        difference = _difference(chosen.best, form.outcome, told.scale)
        does = words[_how_sure(chosen.best, difference, table)].format(**facts)
        text = words["best"].format(**facts, does=does, **_told(difference, told, lang))
    others = int((table["like_highest"] & table["floor"] & ~table["highest"]).sum())
    if others:
        text += words["others"].format(n=others)
    under = int((~table["floor"]).sum())
    if under:
        text += words["under" if form.equity == "lowest_tenth" else "under_index"].format(n=under)
    if chosen.robust is not None:
        behind = told.scale * chosen.robust["regret_most"]
        x = f"{number(behind, 1, lang)} {told.difference}"
        which = "same" if chosen.robust["point"] == chosen.best["point"] else "robust"
        text += words[which].format(w=form.worlds, which=f"‘{_called(found, chosen.robust)}’", x=x)
    return text


def _how_sure(best: Any, difference: Interval, table: Any) -> str:
    """Return the word for the highest: surely the best, the likeliest to be, or the highest on average.

    Surely takes a chance of a half, and an interval of the difference with now without 0.
    """
    p = best["best_probability"]
    if p >= _HALF and (difference.low > 0.0 or difference.high < 0.0):
        return "surely"
    return "likeliest" if p == table["best_probability"].max() else "highest"


def _how_likely(found: Outcome, row: Any, word: str = "") -> str:
    """Return the chance that a division is the best; over draws of what is not known, their share."""
    text = _WORDS[found.lang][word + _sort_of_chance(found)]
    return text.format(p=_chance(row["best_probability"], found.lang))


def _sort_of_chance(found: Outcome) -> str:
    """Return how a chance is told: as one, or as a share of draws of what is not known."""
    return "chance" if found.plan.jobs[0].draws is None else "of_draws"


def _of_now(word: str, found: Outcome, chosen: _Chosen) -> str:
    """Return the word for the division of now, which is scaled where the scenario has another total."""
    scenario = found.plan.jobs[0].scenarios[0]
    own = sum(scenario.services[name].fte_per_10000 for name in _services(found))
    same = math.isclose(sum(chosen.now[name] for name in _services(found)), own, rel_tol=EQUAL_BUDGET)
    return word if same else f"{word}_scaled"


def _told(difference: Interval, told: _Measure, lang: Language) -> dict[str, str]:
    places = decimals_told(difference.low, difference.high)
    x = f"{number(difference.mean, places, lang, signed=True)} {told.difference}"
    return {"x": x, "span": span(difference, lang, signed=True)}


def _headline(found: Outcome) -> str:
    """Return the beginning of the finding: which division is best, and how sure that is."""
    return _best_of(found).partition("; ")[0]


def _cost(table: Any, lang: Language) -> str:
    """Return whether all divisions cost the same, to the cent."""
    apart = int(table["cents_a_week"].max() - table["cents_a_week"].min())
    return _WORDS[lang]["nearly" if apart else "equal"].format(x=number(apart / 100.0, 2, lang))


def _others(found: Outcome) -> list[str]:
    """Return the objectives that are set against the outcome; who has no value anywhere is none of them."""
    table: Any = found.table("divisions")
    names = objectives_of(found.experiment.form)[1:]
    return [name for name in names if table[name].notna().any()][:_BESIDE]


def front(found: Outcome) -> Figure:
    """Draw the outcome of every division against other objectives; who is beaten by none stands out."""
    words, lang, form = _WORDS[found.lang], found.lang, found.experiment.form
    table: Any = found.table("divisions")
    told = _measure(form.outcome, found.lang)
    others = _others(found)
    chosen = _chosen(table)
    now = words[_of_now("that", found, chosen)]
    what = words["front_what"].format(measure=told.name, unit=told.difference, now=now)
    note = words["front_note"].format(
        cost=_cost(table, lang), n=table["replicates"].min(), most=table["replicates"].max()
    )
    more = [name for name in objectives_of(form)[1:] if name not in others]
    if more:
        note += "\n" + words["also"].format(names=", ".join(_measure(name, lang).name for name in more))
    note += "\n" + words["winners"]
    figure, panels = canvas_of(lang, _headline(found), what, note, 1, len(others), 0.76)
    for axes, name in zip(panels, others, strict=False):
        _cloud(axes, table, form.outcome, told, name, _measure(name, lang), words)
        for row, marker, colour, text in _named(chosen, words, words[_of_now("now", found, chosen)]):
            x = _measure(name, lang).scale * row[f"{name}_difference"]
            y = told.scale * row[f"{form.outcome}_difference"]
            axes.plot(
                x, y, marker, color=colour, markersize=15, markeredgecolor="white", zorder=4, label=text
            )
    panels[-1].legend(
        loc="upper left", bbox_to_anchor=(1.02, 1.0), fontsize=12, frameon=False, handletextpad=0.3
    )
    return figure


def _named(chosen: _Chosen, words: dict[str, str], now: str) -> list[tuple[Any, str, str, str]]:
    """Return what is marked: row, marker, colour and name; who is two things is marked once for each."""
    found = [(chosen.now, "D", INK, now)]
    if chosen.robust is not None:
        found.append((chosen.robust, "s", COLOURS[2], words["least_bad"]))
    if chosen.best is not None:
        found.append((chosen.best, "*", COLOURS[1], words["the_best"]))
    return found


def _cloud(
    axes: Any, table: pd.DataFrame, outcome: str, y: _Measure, name: str, x: _Measure, words: dict[str, str]
) -> None:
    """Draw all divisions in two objectives."""
    at_front, met = table["front"], table["floor"]
    kinds: list[tuple[Any, str, str, str]] = [
        (~met, "x", "#b9b4ab", words["under_floor"]),
        (met & ~at_front, "o", "#8fb4d9", words["beaten"]),
        (met & at_front, "o", COLOURS[0], words["on_front"]),
    ]
    for own, marker, colour, text in kinds:
        rows: Any = table[own]
        across, up = x.scale * rows[f"{name}_difference"], y.scale * rows[f"{outcome}_difference"]
        axes.plot(across, up, marker, color=colour, markersize=8, label=text)
    better = "→" if OBJECTIVES[name].sign > 0 else "←"
    axes.set_xlabel(f"{textwrap.fill(x.name, _LABEL)}\n{x.difference} {better}", fontsize=13)
    axes.margins(0.08)


def bars(found: Outcome) -> Figure:
    """Draw the divisions that are likeliest to be best, and that of now, as staff per service."""
    words, lang, form = _WORDS[found.lang], found.lang, found.experiment.form
    table: Any = found.table("divisions")
    told = _measure(form.outcome, found.lang)
    rows: Any = table.sort_values("best_probability", ascending=False, kind="stable").head(_MOST_BARS)
    rows = rows[(rows["best_probability"] >= _LEAST_CHANCE) | rows["as_now"]]
    if not rows["as_now"].any():
        import pandas as pd

        rows = pd.concat([rows, table[table["as_now"]]])
    chosen = _chosen(table)
    now = {word: words[_of_now(word, found, chosen)] for word in ("now", "that")}
    how = words[f"how_{_sort_of_chance(found)}"]
    what = words["bars_what"].format(unit=told.difference, how=how, now=now["that"])
    note = words["bars_note"].format(cost=_cost(table, lang), drawn=len(rows), all=len(table))
    note += "\n" + words["winners"]
    figure, (axes,) = canvas_of(lang, _headline(found), what, note, 1, 1, 0.64)
    names, left, robust = _services(found), np.zeros(len(rows)), chosen.robust
    for k, name in enumerate(names):
        fte = rows[name].to_numpy()
        axes.barh(range(len(rows)), fte, left=left, color=_DARK[k % len(_DARK)], height=0.72, label=name)
        for y, (start, width) in enumerate(zip(left, fte, strict=True)):
            if width > 0.04 * rows[names].sum(axis=1).max():
                axes.text(
                    start + width / 2.0,
                    y,
                    _plain(width, lang),
                    ha="center",
                    va="center",
                    color="white",
                    fontsize=12,
                )
        left = left + fte
    for y, row in enumerate(rows.to_dict("records")):
        chance = _how_likely(found, row, "bar_")
        difference = _difference(row, form.outcome, told.scale)
        places = decimals_told(difference.low, difference.high)
        x = number(difference.mean, places, lang, signed=True)
        text = words["bar"].format(chance=chance, x=x, span=span(difference, lang, signed=True))
        text = words["bar_now"].format(chance=chance, now=now["now"]) if row["as_now"] else text
        if robust is not None and row["point"] == robust["point"]:
            text += f"; {words['least_bad']}"
        axes.annotate(
            text, (1.0, y), xycoords=("axes fraction", "data"), xytext=(10, 0), textcoords="offset points",
            va="center", fontsize=12, fontweight="bold" if y == 0 else "normal", annotation_clip=False,
        )  # fmt: skip
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.legend(
        loc="upper left", bbox_to_anchor=(0.0, 1.09), ncols=len(names), fontsize=12, frameon=False,
        borderaxespad=0.0, columnspacing=1.2, handlelength=1.0,
    )  # fmt: skip
    return figure


# --- the map ---


def _tips(found: Outcome) -> str:
    words, lang, form = _WORDS[found.lang], found.lang, found.experiment.form
    table: Any = found.table("map")
    a, b = _services(found)
    steps: Any = table[table[f"{a}_step"].notna()]
    harms, helps = _clear(steps, a, OBJECTIVES[form.outcome].sign)
    facts = {"a": a, "all": len(steps), "down": int(harms.sum()), "up": int(helps.sum())}
    low = steps[harms][b].max() if harms.any() else math.nan
    where = words["map_where"].format(y=_plain(low, lang), b=b) if low < table[b].max() else ""
    text = words["map_title" if harms.any() else "map_none"].format(where=where, **facts)
    waiting = table.pivot(index=b, columns=a, values="waiting_per_1000")
    grows = waiting.iloc[:, -1] - waiting.iloc[:, 0]
    if grows.max() > 0.0:
        few, many = (number(waiting[column][grows.idxmax()], 1, lang) for column in waiting.columns[[0, -1]])
        text += words["map_waiting"].format(y=_plain(grows.idxmax(), lang), b=b, few=few, many=many)
    return text


def _clear(rows: Any, service: str, sign: int) -> tuple[Any, Any]:
    """Return where a step more of a service clearly harms, and where it clearly helps."""
    below, above = rows[f"{service}_step_high"] < 0.0, rows[f"{service}_step_low"] > 0.0
    return (below, above) if sign > 0 else (above, below)


def tipping_map(found: Outcome) -> Figure:
    """Draw the outcome by the staff of two services, and where a step more of the first helps or harms."""
    words, lang, form = _WORDS[found.lang], found.lang, found.experiment.form
    table: Any = found.table("map")
    told = _measure(form.outcome, found.lang)
    a, b = _services(found)
    what = words["map_what"].format(measure=told.name, unit=told.unit)
    note = words["map_note"].format(n=found.plan.replicates, a=a)
    figure, (axes,) = canvas_of(lang, _tips(found), what, note, 1, 1, 0.97)
    xs, ys = (sorted(set(table[name])) for name in (a, b))
    values = np.full((len(ys), len(xs)), math.nan)
    rows = table.to_dict("records")
    for row in rows:
        values[ys.index(row[b]), xs.index(row[a])] = told.scale * row[form.outcome]
    lowest, highest = np.nanmin(values), np.nanmax(values)
    axes.imshow(values, origin="lower", aspect="auto", cmap="Blues", vmin=lowest - 0.3 * (highest - lowest))
    harms, helps = _clear(table, a, OBJECTIVES[form.outcome].sign)
    for k, row in enumerate(rows):
        x, y = xs.index(row[a]), ys.index(row[b])
        dark = (values[y, x] - lowest) / max(highest - lowest, 1e-9) > _CLEAR_ON_DARK
        colour = "white" if dark else INK
        axes.text(
            x, y + 0.13, number(values[y, x], 1, lang), ha="center", va="center", color=colour, fontsize=14
        )
        wait = number(row["waiting_per_1000"], 1, lang)
        axes.text(x, y - 0.24, wait, ha="center", va="center", color=colour, fontsize=10)
        if math.isnan(row[f"{a}_step"]):
            continue
        sign = "▼" if harms.iloc[k] else "▲" if helps.iloc[k] else "•"
        tint = COLOURS[1] if harms.iloc[k] else colour
        axes.text(x + 0.5, y, sign, ha="center", va="center", color=tint if sign == "▼" else INK, fontsize=15)
    axes.set_xticks(range(len(xs)), [_plain(x, lang) for x in xs])
    axes.set_yticks(range(len(ys)), [_plain(y, lang) for y in ys])
    axes.set_xlabel(f"{a}, fte per {number(10_000, 0, lang)}")
    axes.set_ylabel(f"{b}, fte per {number(10_000, 0, lang)}")
    axes.grid(visible=False)
    return figure


# --- what full reach costs ---


def _prices(found: Outcome) -> str:
    words, lang, form = _WORDS[found.lang], found.lang, found.experiment.form
    table: Any = found.table("curve")
    share = registry()[OBJECTIVES[form.outcome].measure].unit == "share" and OBJECTIVES[form.outcome].sign > 0
    last: Any = table.iloc[-1]
    parts: list[str] = []
    if share:
        told = _crossed(found, table)
        passed = [c for c in told if math.isfinite(c.euros.mean)]
        for c in [*passed[:1], *passed[-1:]] if len(passed) > 1 else passed:
            x = number(c.euros.mean, 0, lang)
            parts.append(words["crossed"].format(share=_chance(c.reach, lang), x=x))
        if table[form.outcome].max() < _HALF:
            parts.append(words["crossed_not"].format(share=_chance(_HALF, lang)))
    unmet = {row: last[f"unmet_{row}_per_1000"] for row in ROW_COLOURS}
    declined = _chance(unmet["declined"] / sum(unmet.values()), lang) if sum(unmet.values()) > 0.0 else "0%"
    told_as = _measure(form.outcome, lang)
    unit = told_as.unit if share else f" {told_as.unit}"
    ends = f"{number(told_as.scale * last[form.outcome], 0, lang)}{unit}"
    parts.append(words["ends"].format(times=_plain(last["times"], lang), share=ends, declined=declined))
    return words["and"].join(parts)


def _crossed(found: Outcome, table: pd.DataFrame) -> list[Any]:
    """Return what it costs to pass each share of reach."""
    key = Key(found.plan.jobs[0].labels[0], found.experiment.form.outcome)
    reach = values_of(Store(found.plan, found.out), [key])[key]
    return crossings(reach, table["euros_per_adult"].tolist(), _SHARES)


def full_reach(found: Outcome) -> Figure:
    """Draw reach over the budget, and beneath it why who is not covered is not."""
    words, lang, form = _WORDS[found.lang], found.lang, found.experiment.form
    table: Any = found.table("curve")
    told = _measure(form.outcome, found.lang)
    what = words["curve_what"].format(measure=told.name)
    note = words["curve_note"].format(n=found.plan.replicates)
    figure, (top, below) = canvas_of(lang, _prices(found), what, note, 2, 1, 0.8)
    x = table["euros_per_adult"].to_numpy()
    top.fill_between(
        x, told.scale * table[f"{form.outcome}_low"], told.scale * table[f"{form.outcome}_high"],
        color=COLOURS[0], alpha=0.18, linewidth=0,
    )  # fmt: skip
    top.plot(x, told.scale * table[form.outcome], "o-", color=COLOURS[0], linewidth=2.8, markersize=9)
    for at, y, times in zip(x, told.scale * table[form.outcome], table["times"], strict=True):
        top.annotate(
            f"{_plain(times, lang)}×", (at, y), xytext=(0, 13), textcoords="offset points", ha="center",
            fontsize=12, color=GREY,
        )  # fmt: skip
    if told.unit == "%":
        top.set_ylim(0.0, 100.0)
    heights = [table[f"unmet_{row}_per_1000"].to_numpy() for row in ROW_COLOURS]
    hatches = [HATCHES.get(colour, "") for colour in ROW_COLOURS.values()]
    below.stackplot(
        x, heights, colors=list(ROW_COLOURS.values()), hatch=hatches, edgecolor="white", linewidth=0.4
    )
    below.set_ylim(0.0, 1.05 * float(np.sum(heights, axis=0).max()))
    ends, under = list[tuple[float, str, str]](), 0.0
    for (row, colour), height in zip(ROW_COLOURS.items(), heights, strict=True):
        ends.append((under + float(height[-1]) / 2.0, ROWS[lang][row], colour))
        under += float(height[-1])
    for axes in (top, below):
        axes.set_xscale("log", base=2)
        axes.set_xlim(x[0] / _MARGIN, x[-1] * _MARGIN)
        axes.set_xticks(x, [number(value, 0, lang) for value in x])
        axes.minorticks_off()
    figure.subplots_adjust(left=0.09)
    below.yaxis.set_major_formatter(lambda y, _: number(y, 0, lang))
    below.set_xlabel(words["curve_x"])
    name_at_right(below, ends, squares=True)
    return figure

"""The finding of a division: which is best, how sure that is, what it does on fresh seeds, what it costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from bereik.experiments.kinds.allocation.budget import total_of
from bereik.experiments.kinds.allocation.form import OBJECTIVES, objectives_of
from bereik.experiments.summary import EQUAL_BUDGET
from bereik.experiments.wording import Language, decimals_told, number, span
from bereik.measures.intervals import Interval, too_few_draws
from bereik.present.kinds.allocation.words import (
    HALF,
    Measure,
    called,
    chance_told,
    plain,
    services_in,
    told_as,
)

if TYPE_CHECKING:
    from bereik.experiments.experiment import Outcome

_BESIDE = 2  # objectives that are set against the outcome

WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "best": "van {n} verdelingen van {total} {does}: {x} tegenover {now}{anew} ({span})",
        "anew": ", in {m} nieuwe herhalingen",
        "no_better": (
            "van {n} verdelingen van {total} is er geen gevonden die het duidelijk beter doet dan {now}: "
            "{which} kwam bovenaan, {chance} de beste, en scheelt in {m} nieuwe herhalingen {x} ({span})"
        ),
        "second": "; de tweede, {which}, ligt {x} achter ({span})",
        "below": "; in nieuwe herhalingen blijft die onder de ondergrens",
        "surely": "scoort {which} het best, {chance}",
        "likeliest": "is {which} het waarschijnlijkst de beste, {chance}",
        "highest": "staat {which} gemiddeld bovenaan, en is {chance} de beste",
        "by_choice": "kwam {which} bovenaan (in de herhalingen die kozen), {chance} de beste",
        "few": ", te weinig trekkingen om meer te zeggen",
        "chance": "met kans {p}",
        "of_draws": "in {p} van de trekkingen",
        "other": ", en niet te onderscheiden van een andere",
        "others": ", en niet te onderscheiden van {n} andere",
        "is_now": (
            "van {n} verdelingen van {total} is er geen gevonden die het beter doet dan {now} ({which}), "
            "{chance} de beste"
        ),
        "winners": (
            "De winnaar van veel lijkt beter dan die is, in verschil en, met weinig herhalingen, in kans."
        ),
        "winners_anew": "* In {m} nieuwe herhalingen, die niet meekozen.",
        "star_anew": "De ster: in {m} nieuwe herhalingen. De lijn begint waar de keuze die zag.",
        "nobody": "geen van {n} verdelingen van {total} haalt de ondergrens",
        "under": "; {n} halen de ondergrens voor de laagste tiende niet",
        "under_index": "; {n} halen de ondergrens voor de concentratie-index niet",
        "robust": "; het minst slecht over {w} mogelijke werelden: {which} (hooguit {x} achter)",
        "same": "; ook het minst slecht over {w} mogelijke werelden (hooguit {x} achter)",
        "fte": "{x} fte per 10.000",
        "euros": "{x} euro per 10.000",
        "equal": "Alle verdelingen kosten hetzelfde.",
        "nearly": "Verdelingen kosten hooguit {x} euro per week minder dan de duurste.",
        "left": " Van het budget blijft hooguit {x} euro per week over.",
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
        "bars_note": ("{cost} {drawn} van {all} getekend. Tussen haakjes: {interval}."),
        "bar": "{chance}; {x} ({span})",
        "bar_now": "{chance}; {now}",
        "bar_chance": "kans {p}",
        "bar_of_draws": "{p}",
    },
    "en": {
        "best": "of {n} divisions of {total}, {does}: {x} against {now}{anew} ({span})",
        "anew": ", over {m} fresh replicates",
        "no_better": (
            "of {n} divisions of {total}, none was found that clearly does better than {now}: {which} came "
            "first, best {chance}, and differs by {x} over {m} fresh replicates ({span})"
        ),
        "second": "; the second, {which}, is {x} behind ({span})",
        "below": "; over fresh replicates it is below the floor",
        "surely": "{which} does best, {chance}",
        "likeliest": "{which} is likeliest to be best, {chance}",
        "highest": "{which} comes first on average, and is best {chance}",
        "by_choice": "{which} came first (by the seeds that chose it), best {chance}",
        "few": ", too few draws to tell more",
        "chance": "with chance {p}",
        "of_draws": "in {p} of the draws",
        "other": ", and cannot be told from one other",
        "others": ", and cannot be told from {n} others",
        "is_now": (
            "of {n} divisions of {total}, none was found that does better than {now} ({which}), best {chance}"
        ),
        "winners": (
            "The winner of many looks better than it is, in difference and, with few replicates, in chance."
        ),
        "winners_anew": "* Over {m} fresh replicates, which had no part in the choice.",
        "star_anew": "The star: over {m} fresh replicates. The line starts where the choice saw it.",
        "nobody": "none of {n} divisions of {total} meets the floor",
        "under": "; {n} do not meet the floor for the lowest tenth",
        "under_index": "; {n} do not meet the floor for the concentration index",
        "robust": "; the least bad over {w} possible worlds: {which} (at most {x} behind)",
        "same": "; the least bad over {w} possible worlds too (at most {x} behind)",
        "fte": "{x} fte per 10,000",
        "euros": "{x} euro per 10,000",
        "equal": "All divisions cost the same.",
        "nearly": "Divisions cost at most {x} euro a week less than the dearest.",
        "left": " At most {x} euro a week of the budget is left.",
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
        "bars_note": ("{cost} Drawn: {drawn} of {all}. Between brackets: {interval}."),
        "bar": "{chance}; {x} ({span})",
        "bar_now": "{chance}; {now}",
        "bar_chance": "chance {p}",
        "bar_of_draws": "{p}",
    },
}


class Chosen(NamedTuple):
    """The rows that are named; None where there is none.

    Attributes
    ----------
    best : the highest of those that meet the floor
    second : the next of those that were checked on fresh seeds
    now : as the scenario has it
    robust : the least bad in possible worlds
    """

    best: Any
    second: Any
    now: Any
    robust: Any


def chosen_of(found: Outcome) -> Chosen:
    """Return the divisions that are named."""
    table: Any = found.table("divisions")
    highest: Any = table[table["highest"]]
    best = None if highest.empty else highest.iloc[0]
    beside: Any = table[(table["checked"] > 0) & ~table["highest"] & ~table["as_now"]]
    outcome = found.experiment.form.outcome
    gain = OBJECTIVES[outcome].sign * beside[f"{outcome}_difference"]
    second = None if beside.empty else beside.loc[gain.idxmax()]
    tried: Any = table[table["floor"] & table["regret_most"].notna()]
    robust = None if tried.empty else tried.loc[tried["regret_most"].idxmin()]
    now: Any = table[table["as_now"]]
    return Chosen(best, second, now.iloc[0], robust)


def difference_of(row: Any, outcome: str, scale: float) -> Interval:
    """Return the difference of a division with that of now, in the unit that is drawn.

    That of fresh seeds where it was checked; else that of the seeds that chose.
    """
    if row["checked"]:
        return _interval(row, f"{outcome}_check", scale)
    mean, low, high = (scale * row[f"{outcome}_{end}"] for end in ("difference", "low", "high"))
    return Interval(mean, low, high, int(row["replicates"]))


def _interval(row: Any, name: str, scale: float) -> Interval:
    """Return an interval of fresh seeds."""
    mean, low, high = (scale * row[f"{name}{end}"] for end in ("", "_low", "_high"))
    return Interval(mean, low, high, int(row["checked"]))


def best_of(found: Outcome) -> str:
    """Return which division is best, how sure that is, and what holds it back."""
    words, lang, form = WORDS[found.lang], found.lang, found.experiment.form
    table: Any = found.table("divisions")
    told, chosen = told_as(form.outcome, lang), chosen_of(found)
    if chosen.best is None:
        return words["nobody"].format(**_size(found, table))
    text = _first(found, table, chosen, told)
    if chosen.second is not None:
        behind = _told(_interval(chosen.second, "ahead", told.scale), told, lang, signed=False)
        text += words["second"].format(which=f"‘{called(found, chosen.second)}’", **behind)
    if chosen.best["above_floor_check"] < 0.0:
        text += words["below"]
    under = int((~table["floor"]).sum())
    if under:
        text += words["under" if form.equity == "lowest_tenth" else "under_index"].format(n=under)
    if chosen.robust is not None:
        behind = told.scale * chosen.robust["regret_most"]
        x = f"{number(behind, 1, lang)} {told.difference}"
        which = "same" if chosen.robust["point"] == chosen.best["point"] else "robust"
        text += words[which].format(w=form.worlds, which=f"‘{called(found, chosen.robust)}’", x=x)
    return text


def _size(found: Outcome, table: Any) -> dict[str, Any]:
    """Return how many divisions of how much there are."""
    words, form = WORDS[found.lang], found.experiment.form
    services = [found.plan.jobs[0].scenarios[0].services[name] for name in services_in(found)]
    total = plain(total_of(form, services), found.lang)
    unit = "fte" if form.euros_per_10000 is None else "euros"
    return {"n": len(table), "total": words[unit].format(x=total)}


def _first(found: Outcome, table: Any, chosen: Chosen, told: Measure) -> str:
    """Return who came first, and whether that is better than now."""
    words, outcome = WORDS[found.lang], found.experiment.form.outcome
    best, checked, others = chosen.best, int(chosen.best["checked"]), _like_it(table)
    difference = difference_of(best, outcome, told.scale)
    facts = _size(found, table) | _told(difference, told, found.lang)
    facts |= {
        "which": f"‘{called(found, best)}’",
        "chance": how_likely(found, best),
        "now": words[of_now("dividing", found, chosen)],
        "m": checked,
    }
    like = words["other" if others == 1 else "others"].format(n=others) if others else ""
    fewest = min(difference.pairs, int(best["replicates"]))
    few = too_few_draws(fewest, drawn=found.plan.jobs[0].draws is not None)
    like = words["few"] if few else like
    if best["as_now"]:
        return words["is_now"].format(**facts) + like
    if checked and (few or not _is_better(difference, outcome)):
        return words["no_better"].format(**facts) + (words["few"] if few else "")
    does = words[_how_sure(best, table, others)].format(**facts)
    anew = words["anew"].format(**facts) if checked else ""
    return words["best"].format(**facts, does=does, anew=anew) + like


def _like_it(table: Any) -> int:
    """Return from how many others the highest cannot be told."""
    return int((table["like_highest"] & table["floor"] & ~table["highest"]).sum())


def _how_sure(best: Any, table: Any, others: int) -> str:
    """Return the word for the highest: surely the best, the likeliest to be, or the highest on average.

    Surely takes a chance of a half, and no other it cannot be told from. Without fresh seeds there is
    nothing to be sure by: those that chose speak for the winner.

    Parameters
    ----------
    others : from which it cannot be told
    """
    if not best["checked"]:
        return "by_choice"
    p = best["best_probability"]
    if p >= HALF and not others:
        return "surely"
    return "likeliest" if p == table["best_probability"].max() else "highest"


def _is_better(difference: Interval, outcome: str) -> bool:
    """Return whether a difference with now is an improvement, as sure as its interval is."""
    return difference.low > 0.0 if OBJECTIVES[outcome].sign > 0 else difference.high < 0.0


def how_likely(found: Outcome, row: Any, word: str = "") -> str:
    """Return the chance that a division is the best; over draws of what is not known, their share."""
    text = WORDS[found.lang][word + sort_of_chance(found)]
    return text.format(p=chance_told(row["best_probability"], found.lang))


def sort_of_chance(found: Outcome) -> str:
    """Return how a chance is told: as one, or as a share of draws of what is not known."""
    return "chance" if found.plan.jobs[0].draws is None else "of_draws"


def of_now(word: str, found: Outcome, chosen: Chosen) -> str:
    """Return the word for the division of now, which is scaled where the scenario has another total."""
    scenario = found.plan.jobs[0].scenarios[0]
    own = sum(scenario.services[name].fte_per_10000 for name in services_in(found))
    same = math.isclose(sum(chosen.now[name] for name in services_in(found)), own, rel_tol=EQUAL_BUDGET)
    return word if same else f"{word}_scaled"


def _told(difference: Interval, told: Measure, lang: Language, *, signed: bool = True) -> dict[str, str]:
    places = decimals_told(difference.low, difference.high)
    x = f"{number(difference.mean, places, lang, signed=signed)} {told.difference}"
    return {"x": x, "span": span(difference, lang, signed=signed)}


def headline(found: Outcome) -> str:
    """Return the beginning of the finding: which division is best, and how sure that is."""
    return best_of(found).partition("; ")[0]


def cost_told(table: Any, lang: Language) -> str:
    """Return whether all divisions cost the same, to the cent, and what they leave of the budget."""
    apart = int(table["cents_a_week"].max() - table["cents_a_week"].min())
    text = WORDS[lang]["nearly" if apart else "equal"].format(x=number(apart / 100.0, 2, lang))
    left = int(table["cents_left"].max())
    return text + (WORDS[lang]["left"].format(x=number(left / 100.0, 2, lang)) if left else "")


def set_against(found: Outcome) -> list[str]:
    """Return the objectives that are set against the outcome; who has no value anywhere is none of them."""
    table: Any = found.table("divisions")
    names = objectives_of(found.experiment.form)[1:]
    return [name for name in names if table[name].notna().any()][:_BESIDE]

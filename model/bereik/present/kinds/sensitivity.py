"""The picture of a sensitivity analysis: what an outcome hangs on most, and the floor beneath it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from bereik.experiments.indices import HEADLINE, LUCK, Method
from bereik.experiments.kinds.sensitivity import DUMMY
from bereik.experiments.wording import Language, decimals_told, number
from bereik.measures.catalogue import registry
from bereik.measures.intervals import too_few_draws
from bereik.present.figures import COLOURS, GREY, INK, canvas_of
from bereik.present.kinds.of_points import ROOM_BESIDE, Outcomes, beside, counted, in_text, outcomes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from bereik.experiments.experiment import Outcome

_MOST_FACTORS = 14  # in a picture
_MOST_NAMED = 3  # in a sentence
_MOST_TOLD = 3  # scenarios in a sentence

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "at": "bij de waarden uit het boek", "at_draws": "bij de trekkingen van wat we niet weten",
        "book": "{what}{mean} {unit} ({low} tot {high}) {at}",
        "unclear": (
            "{what}niet van nul te onderscheiden {at} "
            "({mean} {unit}, {low} tot {high})"
        ),
        "unclear_title": "{what}niet van nul te onderscheiden {at}",
        "few": "{what}te weinig trekkingen om iets te zeggen ({mean} {unit}, {low} tot {high})",
        "few_title": "{what}te weinig trekkingen om iets te zeggen",
        "clear_signs": "; duidelijk hoger op {above} en duidelijk lager op {below} van {n} punten",
        "against": "{b} tegenover {a}: ",
        "keeps": "; hetzelfde teken op alle {n} punten",
        "flips": "; een ander teken op {other} van {n} punten ({clear} duidelijk)",
        "hangs": "hangt het meest af van {names}",
        "nothing": "geen factor steekt boven de bodem uit",
        "turned": "; het keert vooral met {name}",
        "unknown": "; er ontbreken punten, dus nog geen indices",
        "and": " en ",
        "mu_star": "Morris μ*: verandering over het hele bereik van een factor, {unit} ({measure})",
        "total": "Sobol: aandeel van een factor in de variantie; balk: totaal, ruit: alleen ({measure})",
        "pawn": "PAWN: hoe ver een factor de verdeling verschuift, 0 tot 1 ({measure})",
        "note": "{n} punten × {r} herhalingen, zelfde mensen en toeval overal; 95%-interval over punten.",
        "left_out": "Getekend: {drawn} van {all} factoren.",
        "dummy": "dummy (doet niets)",
        "luck": "ander toeval",
        "none": "geen uitkomst om te tonen",
    },
    "en": {
        "at": "at the book's values", "at_draws": "at the draws of what we do not know",
        "book": "{what}{mean} {unit} ({low} to {high}) {at}",
        "unclear": (
            "{what}not distinguishable from zero {at} ({mean} {unit}, {low} to {high})"
        ),
        "unclear_title": "{what}not distinguishable from zero {at}",
        "few": "{what}too few draws to tell ({mean} {unit}, {low} to {high})",
        "few_title": "{what}too few draws to tell",
        "clear_signs": "; clearly higher at {above} and clearly lower at {below} of {n} points",
        "against": "{b} against {a}: ",
        "keeps": "; the same sign at all {n} points",
        "flips": "; another sign at {other} of {n} points ({clear} clearly)",
        "hangs": "hangs most on {names}",
        "nothing": "no factor stands out from the floor",
        "turned": "; it turns most with {name}",
        "unknown": "; points are missing, so no indices yet",
        "and": " and ",
        "mu_star": "Morris μ*: change over the whole range of a factor, {unit} ({measure})",
        "total": "Sobol: share of a factor in the variance; bar: total, diamond: alone ({measure})",
        "pawn": "PAWN: how far a factor moves the distribution, 0 to 1 ({measure})",
        "note": "{n} points × {r} replicates, same people and luck everywhere; 95% interval over points.",
        "left_out": "Drawn: {drawn} of {all} factors.",
        "dummy": "dummy (does nothing)",
        "luck": "other luck",
        "none": "no outcome to show",
    },
}


class Found(NamedTuple):
    """The indices of one scenario or difference.

    Attributes
    ----------
    headline : factor, value, low, high, the largest first; the dummy among them, luck not
    floor : below which a factor does no more than nothing or other luck would
    luck : what other luck would do; None where it is not known
    of : all indices by factor and name
    """

    headline: pd.DataFrame
    floor: float
    luck: float | None
    of: dict[tuple[str, str], Any]

    def is_unclear(self, seen: Outcomes) -> bool:
        """Return whether a difference cannot be told from zero with nothing changed."""
        book = self.of[("", "at_the_book")]
        return seen.differences and not (book.low > 0.0 or book.high < 0.0)

    @property
    def clear(self) -> pd.DataFrame:
        """Return the factors whose interval lies above the floor."""
        factors: Any = self.headline[self.headline["factor"] != DUMMY]
        return factors[factors["low"] > self.floor]


def draw(found: Outcome) -> dict[str, Callable[[], Figure]]:
    """Return what draws the factors, a picture for each scenario or difference."""
    shown = outcomes(found).shown
    names = found.plan.jobs[0].labels[: found.plan.jobs[0].shown]
    return {
        f"factors-{name}": partial(factors, found, label)
        for name, label in zip(names[-len(shown) :], shown, strict=True)
    }


def finding(found: Outcome) -> str:
    """Return what the outcome hangs on, and whether its sign holds over the ranges."""
    seen = outcomes(found)
    parts = [_finding(found, seen, label) for label in seen.shown[:_MOST_TOLD]]
    return f"{'. '.join(parts) or _WORDS[found.lang]['none']} ({seen.name})"


def found_of(found: Outcome, label: str) -> Found:
    """Return the indices of one scenario or difference, in the unit that is drawn."""
    import pandas as pd

    outcome = found.experiment.form.outcome
    rows: Any = pd.read_parquet(
        found.out / "indices.parquet", filters=[("measure", "==", outcome), ("scenario", "==", label)]
    )
    method: Method = found.experiment.form.method
    if registry()[outcome].unit == "share":
        in_points = rows["index"].isin(["mu_star", "mu", "sigma", "at_the_book"])
        rows.loc[in_points, ["value", "low", "high"]] *= 100.0
    of: dict[tuple[str, str], Any] = {
        (row.factor, row.index_): row for row in rows.rename(columns={"index": "index_"}).itertuples()
    }
    headline = rows[(rows["index"] == HEADLINE[method]) & (rows["factor"] != LUCK)]
    headline = headline.sort_values("value", ascending=False, kind="stable")
    luck = of.get((LUCK, HEADLINE[method]))
    dummy = of.get((DUMMY, HEADLINE[method]))
    floor: float = max(0.0, luck.value if luck else 0.0, dummy.high if dummy else 0.0)
    return Found(headline, floor, luck.value if luck else None, of)


def _finding(found: Outcome, seen: Outcomes, label: str) -> str:
    words, lang, told = _WORDS[found.lang], found.lang, found_of(found, label)
    book = told.of[("", "at_the_book")]
    places = decimals_told(book.low, book.high)
    facts = {name: number(getattr(book, name), places, lang) for name in ("low", "high")}
    facts["mean"] = number(book.value, places, lang, signed=seen.differences)
    which = _with_nothing_changed(found, seen, told)
    text = words[which].format(what=_what(seen, label, lang), unit=seen.unit, at=_at(found), **facts)
    if not len(told.headline):
        return text + words["unknown"]
    return f"{text}{_sign(found, seen, label, told)}; {_hangs(told, lang)}"


def _with_nothing_changed(found: Outcome, seen: Outcomes, told: Found) -> str:
    """Return the word for the outcome with nothing changed: too few draws, unclear, or as it is."""
    if _too_few(found) and seen.differences:
        return "few"
    return "unclear" if told.is_unclear(seen) else "book"


def _too_few(found: Outcome) -> bool:
    """Return whether there are too few draws for any sign to be clear."""
    return too_few_draws(found.plan.replicates, drawn=found.plan.jobs[0].draws is not None)


def _hangs(told: Found, lang: Language) -> str:
    """Return the factors that stand out most from the floor."""
    words, named = _WORDS[lang], [in_text(name, lang) for name in told.clear["factor"].head(_MOST_NAMED)]
    if not named:
        return words["nothing"]
    listed = words["and"].join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    return words["hangs"].format(names=listed)


def _title(found: Outcome, seen: Outcomes, label: str, told: Found) -> str:
    """Return the finding without its size, for above a picture of factors."""
    what = _what(seen, label, found.lang)
    sign, hangs = _sign(found, seen, label, told), _hangs(told, found.lang)
    which = _with_nothing_changed(found, seen, told)
    if which == "book":
        return f"{what}{hangs}{sign}"
    return f"{_WORDS[found.lang][f'{which}_title'].format(what=what, at=_at(found))}{sign}; {hangs}"


def _at(found: Outcome) -> str:
    """Return at what values nothing is changed: those of the book, or draws."""
    return _WORDS[found.lang]["at" if found.plan.jobs[0].draws is None else "at_draws"]


def _what(seen: Outcomes, label: str, lang: Language) -> str:
    """Return whose indices they are: of a scenario, or of one against the first."""
    b = seen.titles[label]
    return _WORDS[lang]["against"].format(a=seen.first, b=b) if seen.differences else f"{b}: "


def _sign(found: Outcome, seen: Outcomes, label: str, told: Found) -> str:
    """Return whether the sign of a difference holds, and what turns it.

    Where there is no sign with nothing changed, none can turn: then how often it is clear, and which.
    Where there are too few draws to tell, nothing.
    """
    if _too_few(found):
        return ""
    words, count = _WORDS[found.lang], len(found.plan.design) - 1
    if told.is_unclear(seen):
        rows: Any = seen.rows[(seen.rows["scenario"] == label) & (seen.rows["point"] < count)]
        above, below, _ = counted(rows)
        return words["clear_signs"].format(above=above, below=below, n=count)
    other, clear = told.of.get(("", "other_sign")), told.of.get(("", "clearly_other_sign"))
    if other is None or clear is None or not (seen.differences or other.value > 0.0):
        return ""
    if other.value == 0.0:
        return words["keeps"].format(n=count)
    text = words["flips"].format(other=round(other.value * count), clear=round(clear.value * count), n=count)
    turning = [row for (_, index), row in told.of.items() if index in ("sign_turns", "sign_distance")]
    if not turning:
        return text
    most = max(turning, key=lambda row: row.low)
    stands_out = most.low > sum(row.value for row in turning) / len(turning)
    return text + (words["turned"].format(name=in_text(most.factor, found.lang)) if stands_out else "")


def factors(found: Outcome, label: str) -> Figure:
    """Draw the factors that weigh most as bars, with the dummy and with what other luck would do."""
    words, seen, plan = _WORDS[found.lang], outcomes(found), found.plan
    told, method = found_of(found, label), found.experiment.form.method
    rows: Any = told.headline.head(_MOST_FACTORS)
    if DUMMY not in set(rows["factor"]):
        rows = told.headline[told.headline["factor"].isin([*rows["factor"][:-1], DUMMY])]
    what = words[HEADLINE[method]].format(measure=seen.name, unit=seen.unit)
    note = words["note"].format(n=len(plan.design) - 1, r=plan.replicates)
    note += "\n" + words["left_out"].format(drawn=max(0, len(rows) - 1), all=len(plan.varied) - 1)
    figure, (axes,) = canvas_of(found.lang, _title(found, seen, label, told), what, note, 1, 1)
    names: list[str] = []
    for k, row in enumerate(rows.to_dict("records")):
        is_dummy, is_clear = row["factor"] == DUMMY, row["low"] > told.floor
        colour = GREY if is_dummy else COLOURS[0]
        ends = [[row["value"] - row["low"]], [row["high"] - row["value"]]]
        axes.barh(k, row["value"], color=colour, alpha=1.0 if is_clear else 0.45, height=0.7)
        axes.errorbar(row["value"], k, xerr=ends, fmt="none", ecolor=INK, linewidth=1.4, capsize=3)
        alone = told.of.get((row["factor"], "first"))
        if alone is not None:
            axes.plot(alone.value, k, "D", color=COLOURS[1], markersize=6)
        names.append(words["dummy"] if is_dummy else beside([row["factor"]], found.lang)[0])
    axes.set_yticks(range(len(names)), names, fontsize=10.5 if found.lang == "nl" else 12)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
    if told.luck is not None:
        axes.axvline(told.luck, color=INK, linewidth=1.4, linestyle="--")
        axes.annotate(
            words["luck"], (told.luck, 1.0), xycoords=("data", "axes fraction"), xytext=(4, 3),
            textcoords="offset points", fontsize=12, color=GREY,
        )  # fmt: skip
    axes.grid(axis="y", visible=False)
    figure.subplots_adjust(left=ROOM_BESIDE[found.lang])
    return figure

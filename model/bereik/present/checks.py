"""The checks a sceptic asks for: pictures, a summary in words, and tables for the docs."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bereik.experiments.checks import BOOK, OUTREACH, STILL, STOCKS, Checks, Row
from bereik.experiments.mechanisms import MECHANISMS, NETWORKS, Variant
from bereik.experiments.wording import MARGIN, Language, number
from bereik.measures.catalogue import registry
from bereik.measures.conservation import CONSERVED
from bereik.measures.intervals import Interval
from bereik.measures.of_patterns import DESK
from bereik.present.figures import COLOURS, GREY, GRID, INK, canvas_of, name_at_right, save

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_FOUND, _SMALL, _UNSURE = "#D55E00", "#0072B2", "#5b6470"
_LOOKS: Final = {
    "distinguishable": (_FOUND, "D", _FOUND),
    "too small to matter": (_SMALL, "o", _SMALL),
    "not distinguishable": (_UNSURE, "o", "white"),
}
_WEEKS_IN_QUARTER, _WEEKS_IN_YEAR = 13, 52
_LABEL = 46  # characters
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "size": (
            "Twee keer zo veel inwoners: {still} van de {all} cijfers blijven binnen 1 procentpunt "
            "(kleine aandelen binnen een tiende); duidelijk anders: {moved}"
        ),
        "size_what": "Verschil in procentpunten (van de index in honderdsten), met 95%-interval; grijs is ±1",
        "drift": "Bij gelijk beleid verschuift meer dan 1 % per jaar: {moved}",
        "nothing_drifts": "Bij gelijk beleid verschuift geen enkele voorraad meer dan 1 % per jaar",
        "drift_what": "Verandering sinds het eerste kwartaal, in %; grijs is 1 % per jaar",
        "drift_x": "jaren",
        "network": (
            "In {more} van de {all} netwerken bereikt outreach meer dan het loket, in {fewer} minder; "
            "in de andere is het niet te zeggen"
        ),
        "network_what": "Bereik van outreach min loket, en index van het loket, met 95%-interval",
        "mechanism": (
            "Zonder {most} verandert het bereik het meest; "
            "{n} van de {all} mechanismen verschuiven niets zichtbaar"
        ),
        "mechanism_what": "Verandering als een mechanisme uit staat, onder loket-only, met 95%-interval",
        "reach": "bereik binnen een jaar, procentpunten",
        "extra_reach": "bereik: outreach − loket, procentpunten",
        "index": "concentratie-index",
        "queue": "Wachten in een keten van twee: {n} van de {all} intervallen bevatten de theorie",
        "queue_what": "Wachttijd in weken; lijn: exacte theorie, stip: het model met 95%-interval",
        "queue_x": "belasting: aangeboden werk per plek", "station": "station {k}",
        "note": "{residents} volwassenen, {weeks} weken na {burn_in} weken aanloop, {seeds} keer.",
        "looks": "Oranje: verschil; blauw: te klein om van belang te zijn; open: niet te onderscheiden.",
        "queue_note": "Drie plekken per station, hulp van gemiddeld vier weken.",
        "conserved": "Behouden zijn {names}: de som klopt overal op 0 na.",
        "not_conserved": "Niet behouden: {names}.",
    },
    "en": {
        "size": (
            "Twice as many residents: {still} of {all} figures stay within 1 point (small shares within a "
            "tenth); different: {moved}"
        ),
        "size_what": "Difference in percentage points (of the index in hundredths), 95% interval; grey is ±1",
        "drift": "What drifts by more than 1% a year while policy stays as it is: {moved}",
        "nothing_drifts": "While policy stays as it is, no stock drifts by more than 1% a year",
        "drift_what": "Change since the first quarter, in %; grey is 1% a year",
        "drift_x": "years",
        "network": (
            "In {more} of {all} networks outreach reaches more than the desk, in {fewer} fewer; in the "
            "others it cannot be told"
        ),
        "network_what": "Reach of outreach less the desk, and index of the desk, with 95% interval",
        "mechanism": "Reach changes most without {most}; {n} of {all} mechanisms move nothing that shows",
        "mechanism_what": "Change when a mechanism is switched off, under loket-only, with 95% interval",
        "reach": "reach within a year, percentage points",
        "extra_reach": "reach: outreach − desk, percentage points",
        "index": "concentration index",
        "queue": "Waiting in a chain of two: {n} of {all} intervals hold the theory",
        "queue_what": "Weeks of waiting; line: exact theory, dot: the model with its 95% interval",
        "queue_x": "load: work offered per place", "station": "station {k}",
        "note": "{residents} residents, {weeks} weeks after {burn_in} of burn-in, {seeds} seeds.",
        "looks": "Orange: a difference; blue: too small to matter; open: not distinguishable.",
        "queue_note": "Three places a station, help of four weeks on average.",
        "conserved": "Conserved are {names}: everywhere the sum is right to 0.",
        "not_conserved": "Not conserved: {names}.",
    },
}  # fmt: skip
_NAMES: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "need_share": "nood", "stacked_share": "stapeling", "vulnerable_share": "kwetsbaren",
        "problem_debt_share": "schulden", "trust_level": "vertrouwen", "waiting_per_1000": "wachtlijsten",
        "people": "mensen", "need_weeks": "weken in nood", "spell_weeks": "weken in perioden",
        "minutes": "minuten", "cases": "dossiers", "eurocents": "eurocenten",
    },
    "en": {
        "need_share": "need", "stacked_share": "stacking", "vulnerable_share": "the vulnerable",
        "problem_debt_share": "debts", "trust_level": "trust", "waiting_per_1000": "waiting lists",
        "people": "people", "need_weeks": "weeks in need", "spell_weeks": "weeks of spells",
        "minutes": "minutes", "cases": "cases", "eurocents": "eurocents",
    },
}  # fmt: skip


# --- pictures ---


def write_checks(found: Checks, folder: Path, lang: Language) -> list[Path]:
    """Draw all checks into a folder, as PNG and SVG, and return the files.

    Raises
    ------
    OutputError : the folder cannot be written
    """
    return save({name: partial(draw, found, lang) for name, draw in PICTURES.items()}, folder)


def size_figure(found: Checks, lang: Language) -> Figure:
    """Draw by how much each headline differs in a gemeente of twice the size."""
    rows = found.of("size", None)
    figures = list(dict.fromkeys(row.figure for row in rows))
    words, note = _WORDS[lang], f"{_looks(lang)}\n{_note(found, lang)}"
    figure, (axes,) = canvas_of(lang, size_told(found, lang), words["size_what"], note, 1, 1)
    _room_for_names(figure, 0.36)
    axes.axvspan(-100.0 * MARGIN, 100.0 * MARGIN, color=GRID, zorder=-2)
    for k, policy in enumerate((DESK, OUTREACH)):
        told = [next(r for r in rows if (r.item, r.figure) == (policy, name)) for name in figures]
        places = [y + (k - 0.5) * 0.32 for y in range(len(figures))]
        _dots(axes, places, told, 100.0, marker="os"[k])
    _named(axes, [getattr(registry()[name], lang).removesuffix(".") for name in figures])
    for k, policy in enumerate((DESK, OUTREACH)):
        axes.plot([], [], marker="os"[k], color=GREY, linestyle="", label=policy)
    axes.legend(loc="lower right", fontsize=12, frameon=False)
    return figure


def drift_figure(found: Checks, lang: Language) -> Figure:
    """Draw how the stocks move over the years, as a share of where they were."""
    words = _WORDS[lang]
    note = _note(found, lang)
    figure, panels = canvas_of(lang, drift_told(found, lang), words["drift_what"], note, 2, 1, 0.83)
    for axes, stocks in zip(panels, (list(STOCKS)[:-1], list(STOCKS)[-1:]), strict=True):
        ends: list[tuple[float, str, str]] = []
        for stock in stocks:
            rows = [row for row in found.of("stock") if row.item == stock]
            colour = COLOURS[list(STOCKS).index(stock)]
            years = [(int(r.figure) + 0.5) * _WEEKS_IN_QUARTER / _WEEKS_IN_YEAR for r in rows]
            means = [100.0 * row.change.mean for row in rows]
            low, high = ([100.0 * getattr(r.change, end) for r in rows] for end in ("low", "high"))
            axes.fill_between(years, low, high, color=colour, alpha=0.15, linewidth=0)
            axes.plot(years, means, color=colour, linewidth=2.4)
            if math.isfinite(means[-1]):
                ends.append((means[-1], _NAMES[lang][stock], colour))
        last = found.weeks / _WEEKS_IN_YEAR
        fan = [0.0, 100.0 * STILL * last]
        axes.fill_between([0.0, last], [-y for y in fan], fan, color=GRID, zorder=-2)
        axes.axhline(0.0, color=INK, linewidth=0.8)
        axes.set_xlabel(words["drift_x"] if axes is panels[-1] else "")
        axes.set_xlim(0.0, last)
        axes.set_xticks(range(int(last) + 1))
        name_at_right(axes, ends)
    return figure


def networks_figure(found: Checks, lang: Language) -> Figure:
    """Draw what outreach adds, and the hulpparadox, in every network."""
    note = f"{_ties_told(found, lang)}\n{_note(found, lang)}"
    words = _WORDS[lang]
    figure, panels = canvas_of(lang, network_told(found, lang), words["network_what"], note, 1, 2)
    _room_for_names(figure, 0.32)
    for axes, which, scale in zip(panels, ("extra_reach", "index"), (100.0, 1.0), strict=True):
        rows = found.of("network", which)
        _dots(axes, range(len(rows)), [row._replace(change=row.level) for row in rows], scale)
        axes.axvline(scale * rows[0].level.mean, color=GREY, linewidth=1.0, linestyle=":")
        _named(axes, [_called(NETWORKS, row.item, lang) for row in rows])
        axes.set_xlabel(words[which])
    return figure


def mechanisms_figure(found: Checks, lang: Language) -> Figure:
    """Draw what changes in reach and in the hulpparadox when a mechanism is switched off."""
    words = _WORDS[lang]
    ordered = _by_effect(found)
    note = f"{_looks(lang)}\n{_note(found, lang)}"
    figure, panels = canvas_of(lang, mechanism_told(found, lang), words["mechanism_what"], note, 1, 2)
    _room_for_names(figure, 0.32)
    for axes, which, scale in zip(panels, ("reach", "index"), (100.0, 1.0), strict=True):
        rows = {row.item: row for row in found.of("mechanism", which)}
        _dots(axes, range(len(ordered)), [rows[item] for item in ordered], scale)
        _named(axes, [_called(MECHANISMS, item, lang) for item in ordered])
        axes.set_xlabel(words[which])
    return figure


def queue_figure(found: Checks, lang: Language) -> Figure:
    """Draw waiting at both stations over the load, beside theory."""
    words = _WORDS[lang]
    figure, (axes,) = canvas_of(
        lang, queue_told(found, lang), words["queue_what"], words["queue_note"], 1, 1, 0.85
    )
    ends: list[tuple[float, str, str]] = []
    loads = [float(row.item) for row in found.of("queue", "station 1")]
    for k in (1, 2):
        rows, colour = found.of("queue", f"station {k}"), COLOURS[k - 1]
        axes.plot(loads, [row.level.mean for row in rows], color=colour, linewidth=2.2)
        means = [row.change.mean for row in rows]
        away = [[abs(row.change.mean - getattr(row.change, end)) for row in rows] for end in ("low", "high")]
        axes.errorbar(loads, means, yerr=away, fmt="os"[k - 1], color=colour, markersize=8, capsize=4)
        ends.append((rows[-1].level.mean, words["station"].format(k=k), colour))
    axes.set_ylim(bottom=0.0)
    axes.set_xlabel(words["queue_x"])
    axes.set_xticks(loads, [number(load, 2, lang) for load in loads])
    name_at_right(axes, ends)
    return figure


PICTURES: Final[dict[str, Callable[[Checks, Language], Figure]]] = {
    "size": size_figure,
    "drift": drift_figure,
    "networks": networks_figure,
    "mechanisms": mechanisms_figure,
    "queue": queue_figure,
}


def _dots(
    axes: Any, places: Sequence[float], rows: Sequence[Row], scale: float, marker: str | None = None
) -> None:
    """Draw a dot with its interval per row, coloured and filled by what it allows one to say."""
    for y, row in zip(places, rows, strict=True):
        colour, shape, fill = _LOOKS.get(row.verdict, (INK, "o", INK))
        change = row.change
        if math.isnan(change.mean):
            continue
        axes.plot([scale * change.low, scale * change.high], [y, y], color=colour, linewidth=2.0)
        axes.plot(
            [scale * change.mean], [y], marker=marker or shape, color=colour, markersize=7,
            markerfacecolor=fill, markeredgewidth=1.5, linestyle="",
        )  # fmt: skip
    axes.axvline(0.0, color=INK, linewidth=0.8)


def _named(axes: Any, names: Sequence[str]) -> None:
    short = [name if len(name) <= _LABEL else f"{name[: _LABEL - 1].rstrip()}…" for name in names]
    axes.set_yticks(range(len(names)), short, fontsize=12 if len(names) > 12 else 14, color=INK)
    axes.set_ylim(len(names) - 0.5, -0.5)


def _room_for_names(figure: Figure, left: float) -> None:
    figure.subplots_adjust(left=left)


def _called(variants: Sequence[Variant], item: str, lang: Language) -> str:
    return next(getattr(v, lang) for v in (BOOK, *variants) if v.id == item)


def _note(found: Checks, lang: Language) -> str:
    residents = number(found.residents, 0, lang)
    sizes = {"weeks": found.weeks, "burn_in": found.burn_in, "seeds": found.seeds}
    return _WORDS[lang]["note"].format(residents=residents, **sizes)


def _looks(lang: Language) -> str:
    return _WORDS[lang]["looks"]


def _ties_told(found: Checks, lang: Language) -> str:
    word = {"nl": "Banden per inwoner", "en": "Ties per resident"}[lang]
    told = [number(row.level.mean, 1, lang) for row in found.of("network", "ties")]
    return f"{word}: {', '.join(told)}."


def _by_effect(found: Checks) -> list[str]:
    """Return the mechanisms by how much reach changes without them, the largest gain first."""
    rows = [row for row in found.of("mechanism", "reach") if row.item != BOOK.id]
    return [row.item for row in sorted(rows, key=lambda row: -row.change.mean)]


# --- what they say ---


def size_told(found: Checks, lang: Language) -> str:
    """Return how many headlines stay where they are in a gemeente of twice the size."""
    rows = found.of("size")
    moved = sum(row.verdict == "distinguishable" for row in rows)
    still = sum(row.verdict == "too small to matter" for row in rows)
    return _WORDS[lang]["size"].format(still=still, moved=moved, all=len(rows))


def drift_told(found: Checks, lang: Language) -> str:
    """Return which stocks drift by more than one per cent a year."""
    moved = [_NAMES[lang][row.figure] for row in found.of("drift") if row.verdict.startswith("no")]
    words = _WORDS[lang]
    return words["drift"].format(moved=", ".join(moved)) if moved else words["nothing_drifts"]


def network_told(found: Checks, lang: Language) -> str:
    """Return in how many networks, the book's among them, outreach reaches more or fewer than the desk."""
    signs = [_sign(row.level) for row in found.of("network", "extra_reach")]
    return _WORDS[lang]["network"].format(more=signs.count(1), fewer=signs.count(-1), all=len(signs))


def mechanism_told(found: Checks, lang: Language) -> str:
    """Return which mechanism moves reach most, and how many move neither reach nor index."""
    reach = {row.item: row for row in found.of("mechanism", "reach") if row.item != BOOK.id}
    index = {row.item: row for row in found.of("mechanism", "index")}
    most = max(reach, key=lambda item: abs(reach[item].change.mean))
    idle = sum("distinguishable" not in (reach[i].verdict, index[i].verdict) for i in reach)
    name = _called(MECHANISMS, most, lang)
    return _WORDS[lang]["mechanism"].format(most=name, n=idle, all=len(reach))


def queue_told(found: Checks, lang: Language) -> str:
    """Return how many intervals of waiting hold the theory."""
    rows = found.of("queue")
    return _WORDS[lang]["queue"].format(n=sum(row.verdict == "yes" for row in rows), all=len(rows))


def conservation_told(found: Checks, lang: Language) -> str:
    """Return what is conserved exactly, or what is not."""
    lost = {row.figure for row in found.of("conservation") if row.verdict == "no"}
    names = [_NAMES[lang][which] for which in CONSERVED if not lost or which in lost]
    return _WORDS[lang]["not_conserved" if lost else "conserved"].format(names=", ".join(names))


def _sign(estimate: Interval) -> int:
    """Return 1 or -1 where the interval lies on one side of zero, else 0."""
    return int(estimate.low > 0.0) - int(estimate.high < 0.0)


def checks_told(found: Checks, lang: Language) -> list[str]:
    """Return a sentence per check."""
    tell = (size_told, drift_told, network_told, mechanism_told, conservation_told, queue_told)
    return [f"{say(found, lang).rstrip('.')}." for say in tell]


# --- tables for the docs, from the committed file ---


def read_checks(path: Path) -> Checks | None:
    """Return the checks of a ``checks.csv``, to tell or draw them again; None where there is no file."""
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    first = {name: int(lines[0][name]) for name in ("residents", "weeks", "burn_in", "first_seed", "seeds")}
    first["seed"] = first.pop("first_seed")

    def interval(line: Mapping[str, str], of: str) -> Interval:
        ends = (line[name] for name in (of, f"{of}_low", f"{of}_high"))
        mean, low, high = (float(text) if text else math.nan for text in ends)
        return Interval(mean, low, high, first["seeds"])

    rows = [
        Row(n["check"], n["item"], n["figure"], interval(n, "level"), interval(n, "change"), n["verdict"])
        for n in lines
    ]
    return Checks(tuple(rows), **first)


def markdown(path: Path, check: str = "") -> str:
    """Return one check of the committed ``checks.csv`` as a table for the docs; without one, what all say."""
    found = read_checks(path)
    if found is None:
        return f"No `{path.name}` lies in `results/validation/`."
    rests_on = f"From `results/validation/{path.name}`: {_note(found, 'en')}"
    if not check:
        return "\n".join([rests_on, "", *(f"- {sentence}" for sentence in checks_told(found, "en"))])
    return "\n".join([rests_on, "", *_TABLES[check](found.of(check))])


def _drift_table(rows: Sequence[Row]) -> list[str]:
    lines = ["| stock | first quarter | drift a year, % | below 1 % |", "|---|---|---|---|"]
    for r in rows:
        held = r.verdict if r.verdict.startswith("yes") else r.verdict.replace("no", "**no**", 1)
        lines.append(f"| `{r.figure}` | {r.level.mean:.2g} | {_interval(r.change, 100.0)} | {held} |")
    return lines


def _worlds_table(variants: Sequence[Variant], rows: Sequence[Row]) -> list[str]:
    lines = [
        "| world | parameters | reach, points | index | reach: outreach − desk, points |",
        "|---|---|---|---|---|",
    ]
    for variant in (BOOK, *variants):
        mine = {r.figure: r for r in rows if r.item == variant.id}
        values = ", ".join(f"`{name}` {value:g}" for name, value in variant.values.items())
        told = [_change(mine["reach"], 100.0), _change(mine["index"], 1.0)] if variant.values else ["", ""]
        level = _interval(mine["extra_reach"].level, 100.0)
        lines.append(f"| {variant.en} | {values} | {' | '.join(told)} | {level} |")
    return lines


def _conservation_table(rows: Sequence[Row]) -> list[str]:
    lines = ["| scenario | what | in a run | does not add up |", "|---|---|---|---|"]
    for r in rows:
        name = _NAMES["en"][r.figure]
        lines.append(f"| `{r.item}` | {name} | {r.level.mean:,.0f} | {r.change.mean:g} |")
    return lines


_TABLES: Final[dict[str, Callable[[Sequence[Row]], list[str]]]] = {
    "drift": _drift_table,
    "network": partial(_worlds_table, NETWORKS),
    "mechanism": partial(_worlds_table, MECHANISMS),
    "conservation": _conservation_table,
}


def _change(row: Row, scale: float) -> str:
    told = _interval(row.change, scale)
    return f"**{told}**" if row.verdict == "distinguishable" else told


def _interval(estimate: Interval, scale: float) -> str:
    if math.isnan(estimate.mean):
        return "n/a"
    mean, low, high = (f"{scale * v:.2g}" for v in estimate[:3])
    return f"{mean} ({low}..{high})"

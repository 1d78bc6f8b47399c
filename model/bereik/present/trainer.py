"""The outcomes that the training material names: five comparisons, kept in a small file, told in Dutch.

``python -m bereik.present.trainer``, in a checkout, makes the comparisons anew (some minutes) and writes
``results/gallery/trainer.csv``. From that file `bereik.present.reference` makes the tables of
``docs/trainer/``. They are the refined answers of the dashboard: a trainer sees the same numbers on screen.
"""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import bereik
from bereik.experiments.job import against
from bereik.experiments.wording import MARGIN, decimals_told, number, span
from bereik.measures.intervals import Interval, verdict
from bereik.present.texts import NOTICE, Line
from bereik.scenarios import Scenario, load_scenario

FILE: Final = "results/gallery/trainer.csv"
PLANS: Final = "docs/trainer/plannen"
RESIDENTS: Final = 12_000  # the refined answer of the dashboard
COLUMNS: Final = ("question", "measure", "group", "scenario", "mean", "low", "high", "pairs", "fingerprint")
_SCALE: Final = {"share": 100.0}

REACH: Final = Line("reach_52", "share", "bereik binnen een jaar", "reach within a year")
LEAST: Final = Line("reach_52", "share", "minste tiende", "lowest tenth", group="doenvermogen=1")
MOST: Final = Line("reach_52", "share", "hoogste tiende", "highest tenth", group="doenvermogen=10")
INDEX: Final = Line("concentration_index", "index", "index", "index")
LIKE_NEED: Final = INDEX._replace(
    nl="index bij gelijke nood", en="index at like need", group="standardised=need"
)
STAFF: Final = Line("cost_programme", "euros", "personeel, euro per jaar", "staff, euros a year")
COST: Final = Line("cost_per_reached", "euros", "euro per bereikte", "euros per reached")
UNWANTED: Final = Line("unwanted_contacts", "rate", "ongewenste contacten", "unwanted contacts")
TRUST: Final = Line("trust_change", "index", "vertrouwen", "trust")
LINES: Final = (REACH, LEAST, MOST, INDEX, LIKE_NEED, STAFF, COST, UNWANTED, TRUST)
ANSWERED: Final = (
    (REACH, "bereik, van elke 100 mensen"),
    (LEAST, "minste tiende, van elke 100 mensen"),
    (MOST, "hoogste tiende, van elke 100 mensen"),
    (INDEX, "index"),
    (UNWANTED, "ongewenste contacten per 1000 inwoners per jaar"),
    (TRUST, "vertrouwen, op een schaal van 0 tot 1"),
)


class Question(NamedTuple):
    """One comparison of the training: its name, and the scenarios, the yardstick first.

    A scenario that ends in ``.toml`` is a plan of the training.
    """

    name: str
    scenarios: tuple[str, ...]

    def command(self) -> str:
        """Return the command that makes it anew."""
        paths = [f"{PLANS}/{s}" if s.endswith(".toml") else s for s in self.scenarios]
        return f"bereik compare {' '.join(paths)} --quick --residents {RESIDENTS} --lang nl"


QUESTIONS: Final = (
    Question(
        "ideeen",
        (
            *("loket-only", "outreach", "loket-plus-outreach", "sluit-alle-loketten", "smoes", "top-600"),
            *("rollenruil", "doe-een-wens"),
        ),
    ),
    Question("half", ("loket-plus-outreach", "smoes", "top-600", "doe-een-wens")),
    Question("breek", ("loket-only", "makkelijk-loket.toml", "makkelijk-en-eropaf.toml")),
    Question("loket-wint", ("loket-wint", "loket-wint-eropaf")),
    Question("iedereen", ("waar-iedereen-meekomt", "formulieren-terug.toml")),
)
IDEAS: Final = (
    *("outreach", "loket-plus-outreach", "sluit-alle-loketten", "smoes", "top-600", "rollenruil"),
    *("doe-een-wens", "makkelijk-loket", "makkelijk-en-eropaf", "loket-wint-eropaf", "formulieren-terug"),
)


class Kept(NamedTuple):
    """What was found: estimates by question, measure, group and column; and which scenario each was."""

    estimates: Mapping[tuple[str, str, str, str], Interval]
    fingerprints: Mapping[tuple[str, str], str]

    def of(self, question: Question, line: Line, column: str) -> Interval:
        """Return the estimate of a line for a scenario or a difference."""
        nothing = Interval(math.nan, math.nan, math.nan, 0)
        return self.estimates.get((question.name, line.measure, line.group, column), nothing)


def plans_of(question: Question, root: Path) -> dict[str, Scenario]:
    """Return the scenarios of a question by name, in order."""
    found = [load_scenario(root / PLANS / s if s.endswith(".toml") else s) for s in question.scenarios]
    return {scenario.name: scenario for scenario in found}


# --- made anew, and kept ---


def rows_of(question: Question, root: Path, residents: int = RESIDENTS) -> list[tuple[str, ...]]:
    """Make a comparison, and return what the training names of it, as rows of the file.

    Parameters
    ----------
    residents : adults
    """
    plans = plans_of(question, root)
    found = bereik.compare(*plans.values(), quick=True, residents=residents, lang="nl")
    rows: list[tuple[str, ...]] = []
    for line in LINES:
        for column in found.columns:
            e = found.estimate(line.measure, column, line.group)
            numbers = (f"{value:.6g}" for value in (e.mean, e.low, e.high))
            mark = plans[column].fingerprint()[:16] if column in plans else ""
            rows.append((question.name, line.measure, line.group, column, *numbers, str(e.pairs), mark))
    return rows


def kept(root: Path) -> Kept | None:
    """Return what the file of a checkout holds, or None where there is none."""
    path = root / FILE
    if not path.is_file():
        return None
    estimates: dict[tuple[str, str, str, str], Interval] = {}
    fingerprints: dict[tuple[str, str], str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["question"], row["measure"], row["group"], row["scenario"])
            mean, low, high = (float(row[name]) for name in ("mean", "low", "high"))
            estimates[key] = Interval(mean, low, high, int(row["pairs"]))
            if row["fingerprint"]:
                fingerprints[row["question"], row["scenario"]] = row["fingerprint"]
    return Kept(estimates, fingerprints)


# --- told ---


def makers(root: Path) -> dict[str, Callable[[], str]]:
    """Return what makes the tables of the training: one per comparison, and what it says of each idea."""
    tables = {f"trainer-{q.name}": partial(table_of, q, root) for q in QUESTIONS}
    return tables | {f"trainer-over-{name}": partial(answer_of, name, root) for name in IDEAS}


def table_of(question: Question, root: Path) -> str:
    """Return what a comparison gave: a row per plan, then a row per difference with the first."""
    held = kept(root)
    if held is None:
        return f"Er is nog geen `{FILE}`."
    plans = plans_of(question, root)
    first, *others = plans
    changed = any(
        held.fingerprints.get((question.name, name)) != plan.fingerprint()[:16]
        for name, plan in plans.items()
    )
    lines = [f"`{question.command()}`", ""]
    if changed:
        lines += ["**Let op:** het model is veranderd sinds deze cijfers zijn gemaakt.", ""]
    lines += [_line("plan", *(line.nl for line in LINES)), "|" + "---|" * (1 + len(LINES))]
    for name, plan in plans.items():
        lines.append(_line(plan.title.nl, *(told(held.of(question, line, name), line) for line in LINES)))
    lines += ["", _line(f"verschil met ‘{plans[first].title.nl}’", *(line.nl for line in LINES))]
    lines.append("|" + "---|" * (1 + len(LINES)))
    for name in others:
        estimates = [(held.of(question, line, against(name, first)), line) for line in LINES]
        lines.append(_line(plans[name].title.nl, *(told(e, line, signed=True) for e, line in estimates)))
    pairs = held.of(question, REACH, first).pairs
    note = f"{number(RESIDENTS, 0, 'nl')} volwassenen, 104 weken, {pairs} herhalingen; 95%-interval."
    return "\n".join([*lines, "", f"{note} {NOTICE['nl']}."])


def answer_of(scenario: str, root: Path) -> str:
    """Return what the comparisons say of one plan: a row per measure, a column per yardstick."""
    held = kept(root)
    if held is None:
        return f"Er is nog geen `{FILE}`."
    asked: list[tuple[Question, str, str]] = []
    for question in QUESTIONS:
        first, *others = plans_of(question, root).values()
        if scenario in [other.name for other in others]:
            asked.append((question, against(scenario, first.name), first.title.nl))
    rows = [
        _line("verschil", *(f"naast ‘{title}’" for _, _, title in asked)),
        "|" + "---|" * (1 + len(asked)),
    ]
    for line, name in ANSWERED:
        estimates = [held.of(question, line, column) for question, column, _ in asked]
        rows.append(_line(name, *(f"{told(e, line, signed=True)}{_so(e, line)}" for e in estimates)))
    return "\n".join(rows)


def _so(difference: Interval, line: Line) -> str:
    """Return what is to be said beside a difference: a verdict on reach, and elsewhere whether it is one."""
    if line is REACH:
        return f": {in_words(difference)}"
    return ": niet te onderscheiden" if difference.low < 0.0 < difference.high else ""


def in_words(reach: Interval) -> str:
    """Return how a difference in reach is called."""
    said = verdict(reach, MARGIN)
    told_as = {
        "too small to matter": "te klein om ertoe te doen",
        "not distinguishable": "niet te onderscheiden",
    }
    return f"**{told_as.get(said, 'meer' if reach.mean > 0.0 else 'minder')}**"


def told(estimate: Interval, line: Line, *, signed: bool = False) -> str:
    """Write a mean with its interval, rounded as that allows: ``12,8% (12,5 tot 13,2)``."""
    scale = _SCALE.get(line.kind, 1.0)
    if math.isnan(estimate.mean):
        return "n.v.t."
    if estimate.low == estimate.high:
        return number(estimate.mean * scale, 0, "nl", signed=signed)
    places = decimals_told(estimate.low * scale, estimate.high * scale)
    unit = "%" if line.kind == "share" and not signed else ""
    mean = number(estimate.mean * scale, places, "nl", signed=signed)
    return f"{mean}{unit} ({span(estimate, 'nl', scale=scale, signed=signed or estimate.low < 0.0)})"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def main(arguments: Sequence[str] = ()) -> int:
    """Make the comparisons anew, for the checkout that is named or the one this package stands in."""
    root = Path(arguments[0]) if arguments else Path(bereik.__file__).resolve().parents[2]
    rows = [row for question in QUESTIONS for row in rows_of(question, root)]
    with (root / FILE).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The tables of the documentation, made from what they describe.

A page of ``docs/`` or the README has a table between two markers::

    <!-- rules:begin -->
    <!-- rules:end -->

``python -m bereik.present.reference``, in a checkout, writes every such table anew; a test fails
where one of them is no longer what the code, the book or the gallery says.
"""

from __future__ import annotations

import ast
import json
import math
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import bereik
from bereik.errors import BereikError, OutputError
from bereik.parameters.book import QUALITIES, Book, the_book
from bereik.residents.census import COUNTS
from bereik.tables import Row, columns, names_apart

_PACKAGE: Final = Path(bereik.__file__).resolve().parent
_GALLERY: Final = "results/gallery"
_VALIDATION: Final = "results/validation"
_MARKED: Final = re.compile(r"(<!-- (?P<name>[\w-]+):begin -->\n).*?(<!-- (?P=name):end -->)", re.DOTALL)
_DECISION: Final = re.compile(
    r"^(?P<name>[A-Z_]+): Final = (?P<number>\d+)(?:[ \t]*# (?P<note>.*))?$", re.MULTILINE
)
_SECTION: Final = re.compile(r"\n-{3,}\n")


# --- rules and decisions, read from their source ---


class Rule(NamedTuple):
    """One rule: where it stands, what it says, on what it rests, and who calls it."""

    place: str
    name: str
    says: str
    source: str
    used_in: tuple[str, ...]


def rules() -> list[Rule]:
    """Return every rule of `bereik.rules`, and those of other rooms that rest on a source."""
    called = _callers()
    found: list[Rule] = []
    for room in ("rules", "engine", "residents"):
        for path in sorted((_PACKAGE / room).glob("*.py")):
            for function in _functions(path):
                says, source = _says_and_source(ast.get_docstring(function) or "")
                if "rule" in map(_name_of, function.decorator_list) and (room == "rules" or source):
                    used = tuple(sorted(called.get(function.name, ())))
                    found.append(Rule(f"{room}/{path.name}", function.name, says, source, used))
    return found


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield node


def _name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _callers() -> dict[str, set[str]]:
    """Return for every function that is called by name: the modules that call it."""
    called: dict[str, set[str]] = {}
    for room in ("engine", "residents", "rules"):
        for path in (_PACKAGE / room).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    called.setdefault(node.func.id, set()).add(f"{room}/{path.name}")
    return called


def _says_and_source(docstring: str) -> tuple[str, str]:
    """Return the first sentence of a docstring, and what stands under Source or after "Source:"."""
    first = " ".join(docstring.split("\n\n")[0].split())
    says, _, short = first.partition(" Source: ")
    source = short
    headed = docstring.split("\nSource\n")
    if len(headed) > 1:
        source = " ".join(_SECTION.split("\n" + headed[1])[1].split())
    return says, source


def rules_table() -> str:
    """Return every rule: what it says, where it is used, and its source."""
    lines: list[str] = []
    last = ""
    for rule in rules():
        if rule.place != last:
            last = rule.place
            lines += ["", f"**`{last}`**", "", *_head("rule", "what it says", "called in", "source")]
        used = ", ".join(f"`{place}`" for place in rule.used_in)
        lines.append(_line(f"`{rule.name}`", rule.says, used, rule.source))
    return "\n".join(lines[1:])


def decisions_table() -> str:
    """Return the kinds of chance with their permanent numbers."""
    text = (_PACKAGE / "decisions.py").read_text(encoding="utf-8")
    found = [(int(m["number"]), m["name"], m["note"] or "") for m in _DECISION.finditer(text)]
    rows = [_line(str(number), f"`{name}`", note) for number, name, note in sorted(found)]
    return "\n".join([*_head("number", "decision", "note"), *rows])


# --- the book ---


def parameters_table(book: Book | None = None) -> str:
    """Return the book of parameters, a table per theme."""
    book = book or the_book()
    themes: dict[str, list[str]] = {}
    for name, p in book.items():
        span = f"{p.low:g}..{p.high:g}"
        row = _line(f"`{name}`", f"{p.value:g}", span, p.unit, p.quality, p.what, p.source)
        themes.setdefault(name.split(".")[0], []).append(row)
    lines: list[str] = []
    for theme, rows in themes.items():
        head = _head("name", "value", "range", "unit", "quality", "what", "source")
        lines += ["", f"**`parameters/{theme}.toml`**", "", *head, *rows]
    return "\n".join(lines[1:])


def quality_table(book: Book | None = None) -> str:
    """Return how many numbers of the book rest on what, per theme."""
    counts: dict[str, dict[str, int]] = {}
    for name, p in (book or the_book()).items():
        theme = counts.setdefault(name.split(".")[0], dict.fromkeys(QUALITIES, 0))
        theme[p.quality] += 1
    rows = [
        _line(f"`{theme}`", *(str(n) for n in row.values()), str(sum(row.values())))
        for theme, row in counts.items()
    ]
    totals = [sum(row[quality] for row in counts.values()) for quality in QUALITIES]
    rows.append(_line("**all**", *(f"**{n}**" for n in totals), f"**{sum(totals)}**"))
    return "\n".join([*_head("theme", *QUALITIES, "all"), *rows])


# --- tables of state and of records ---


def columns_table(*kinds: type[Row], meanings: Mapping[str, str] | None = None) -> str:
    """Return the columns of row classes: name, unit and meaning."""
    lines: list[str] = []
    for kind in kinds:
        says = " ".join((kind.__doc__ or "").split("\n\n")[0].split())
        lines += ["", f"**{kind.__name__}.** {says}", "", *_head("column", "unit", "meaning")]
        for name, column in columns(kind).items():
            meaning = column.meaning or (meanings or {}).get(name, "")
            size = f", {column.count} of them" if column.count > 1 else ""
            parts = ", ".join(f"`{part}`" for part in names_apart(name, column)) if column.names else ""
            meaning = f"{meaning}; in a DataFrame {parts}" if parts else meaning
            lines.append(_line(f"`{name}`", column.unit + size, meaning))
    return "\n".join(lines[1:])


def state_table() -> str:
    """Return the state variables of the entities."""
    from bereik.engine.world import Wijk
    from bereik.residents.columns import Household, Resident
    from bereik.services.schemes import Purse, Scheme, SchemeSettings
    from bereik.services.settings import Case, Service, ServiceSettings

    levers = {name: field.description or "" for name, field in ServiceSettings.model_fields.items()}
    of_schemes = {name: field.description or "" for name, field in SchemeSettings.model_fields.items()}
    services = columns_table(Resident, Household, Wijk, Service, Case, meanings=levers)
    return f"{services}\n\n{columns_table(Scheme, Purse, meanings=of_schemes)}"


def records_table() -> str:
    """Return the schema of what a run writes."""
    from bereik.records import (
        SCHEMA_VERSION,
        ResidentRecord,
        SchemeWeek,
        ServiceWeek,
        Spell,
        TraceRow,
        WijkWeek,
    )

    tables = columns_table(ResidentRecord, Spell, WijkWeek, ServiceWeek, SchemeWeek, TraceRow)
    return f"Version {SCHEMA_VERSION} of the schema.\n\n{tables}"


def levers_table(book: Book | None = None) -> str:
    """Return the levers of a service, with what each kind of service has of them."""
    from bereik.services.kinds import KINDS, check_settings
    from bereik.services.settings import ServiceSettings

    kinds = {kind: check_settings(kind, {}, book or the_book())[0] for kind in KINDS}
    rows: list[str] = []
    for name, field in ServiceSettings.model_fields.items():
        if name != "kind":
            values = (_told(getattr(settings, name)) for settings in kinds.values())
            rows.append(_line(f"`{name}`", field.description or "", *values))
    return "\n".join([*_head("lever", "what it is", *(f"`{kind}`" for kind in KINDS)), *rows])


def kinds_table() -> str:
    """Return the kinds of service: what each is, how one meets it, and whose numbers it takes."""
    from bereik.services.kinds import KINDS, KINDS_IN_WORDS, LIKE

    rows: list[str] = []
    for kind, acts in KINDS.items():
        ways = {"walk_in": "people come", "visits": "it goes to people", "sees": "it comes across people"}
        meets = ", ".join(told for act, told in ways.items() if acts.get(act)) or "people are sent there"
        rows.append(_line(f"`{kind}`", KINDS_IN_WORDS[kind], meets, LIKE.get(kind, "")))
    return "\n".join([*_head("kind", "what it is", "how one meets it", "other numbers as"), *rows])


def counts_table() -> str:
    """Return what a scenario can count in [gemeente.counts] and in a wijk."""
    rows = [_line(f"`{name}`", what, f"`{of}`" if of else "") for name, (of, what) in COUNTS.items()]
    return "\n".join([*_head("count", "what it is", "part of"), *rows])


def schemes_table(book: Book | None = None) -> str:
    """Return the levers of a scheme, and what each is when a scenario does not say it."""
    from bereik.services.schemes import SchemeSettings

    book = book or the_book()
    rows: list[str] = []
    for name, field in SchemeSettings.model_fields.items():
        of_book = f"schemes.{name}"
        default = "must be said" if field.is_required() else _told(field.default)
        told = _told(book.value(of_book)) if of_book in book else default
        rows.append(_line(f"`{name}`", field.description or "", told))
    return "\n".join([*_head("lever", "what it is", "when left out"), *rows])


def shock_table() -> str:
    """Return what a scenario can say of what comes over everybody at once."""
    from bereik.scenarios.check import ShockSettings

    fields = ShockSettings.model_fields.items()
    rows = [_line(f"`{name}`", field.description or "", _told(field.default)) for name, field in fields]
    return "\n".join([*_head("lever", "what it is", "when left out"), *rows])


def _told(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        from bereik.vocabulary import DOMAINS

        return "all" if value == DOMAINS else ", ".join(value)
    if isinstance(value, dict):
        return ""
    return f"{value:g}" if isinstance(value, int | float) else str(value)


# --- scenarios ---


def scenarios_table() -> str:
    """Return the scenarios that ship: name, title and summary."""
    from bereik.scenarios import load_scenario, shipped

    rows: list[str] = []
    for name in shipped():
        scenario = load_scenario(name)
        rows.append(_line(f"[`{name}`](scenarios/{name}.toml)", scenario.title.nl, scenario.summary.en))
    return "\n".join([*_head("scenario", "titel", "what it is"), *rows])


# --- what the gallery holds: the last full comparison that was committed ---


class Pattern(NamedTuple):
    """One published figure, and the measure that should lie in its band."""

    what: str
    measure: str
    low: float
    high: float
    source: str


DRIFT: Final = 0.01  # a stock that moves less than one per cent of its level a year stands still
PATTERNS: Final = (
    Pattern("1. stacked problems, share of adults", "stacked_share", 0.147, 0.187, "S002"),
    Pattern("1. the same, among parents of minors", "stacked_parents_share", 0.08, 0.12, "S003"),
    Pattern("2. stacked and few resources, share of adults", "vulnerable_share", 0.085, 0.115, "S001, E002"),
    Pattern("12. households with problem debts", "problem_debt_share", 0.076, 0.09, "E065"),
    Pattern("no drift of stacking", "stacked_share_drift", -DRIFT, DRIFT, "our demand"),
    Pattern("no drift of problem debts", "problem_debt_share_drift", -DRIFT, DRIFT, "our demand"),
    Pattern("no drift of need", "need_share_drift", -DRIFT, DRIFT, "our demand"),
    Pattern("no drift of trust", "trust_level_drift", -DRIFT, DRIFT, "our demand"),
    Pattern("no drift of waiting lists", "waiting_per_1000_drift", -DRIFT, DRIFT, "our demand"),
)


class Gallery(NamedTuple):
    """The committed comparison: its manifest, and estimates by measure, group and scenario."""

    manifest: dict[str, Any]
    estimates: dict[tuple[str, str, str], tuple[float, float, float]]

    @property
    def names(self) -> list[str]:
        """Return the names of the scenarios compared; the baseline is the first."""
        return self.manifest["form"]["scenarios"]

    @property
    def scenarios(self) -> list[dict[str, Any]]:
        """Return what each of them was."""
        return [self.manifest["scenarios"][name] for name in self.names]

    @property
    def replicates(self) -> int:
        """Return how many paired seeds there are."""
        return self.manifest["runs"]


def gallery(root: Path) -> Gallery | None:
    """Return the comparison in ``results/gallery``, or None where there is none."""
    import csv

    folder = root / _GALLERY
    if not (folder / "summary.csv").is_file() or not (folder / "manifest.json").is_file():
        return None
    with (folder / "summary.csv").open(encoding="utf-8", newline="") as file:
        estimates = {
            (row["measure"], row["group"], row["scenario"]): (
                _float(row["mean"]), _float(row["low"]), _float(row["high"]),
            )
            for row in csv.DictReader(file)
        }
    return Gallery(json.loads((folder / "manifest.json").read_text(encoding="utf-8")), estimates)


def _float(text: str) -> float:
    return float(text) if text else math.nan


def calibration_table(root: Path) -> str:
    """Return published figures beside what the baseline, the first scenario of the gallery, gives."""
    held = gallery(root)
    if held is None:
        return _rests_on(held)
    baseline = held.names[0]
    rows: list[str] = []
    for pattern in PATTERNS:
        nothing = (math.nan, math.nan, math.nan)
        mean, low, high = held.estimates.get((pattern.measure, "", baseline), nothing)
        told = "n/a" if math.isnan(mean) else f"{mean:.3g} ({low:.3g}..{high:.3g})"
        holds = "yes" if pattern.low <= mean <= pattern.high else "**no**"
        band = f"{pattern.low:g}..{pattern.high:g}"
        rows.append(_line(pattern.what, f"`{pattern.measure}`", band, told, holds, pattern.source))
    head = _head("pattern", "measure", "band", f"under `{baseline}` (95% interval)", "holds", "source")
    return "\n".join([_rests_on(held), "", *head, *rows])


def finding_of_gallery(root: Path) -> str:
    """Return the finding of the gallery in the words of ``bereik compare``."""
    from bereik.experiments.compare import findings
    from bereik.experiments.wording import titles_by_name
    from bereik.measures.intervals import Interval

    held = gallery(root)
    if held is None:
        return _rests_on(held)
    called = titles_by_name(held.names, [scenario["title"]["en"] for scenario in held.scenarios])
    departed: set[str] = set().union(*(scenario["departures"] for scenario in held.scenarios))
    estimates = {key: Interval(*estimate, held.replicates) for key, estimate in held.estimates.items()}
    sentences = findings(called, estimates, "en", len(departed))
    return "\n".join([*(f"> {sentence}\n>" for sentence in sentences), f"> {_rests_on(held)}"])


def _rests_on(held: Gallery | None) -> str:
    if held is None:
        return f"No comparison lies in `{_GALLERY}/`."
    form, compared = held.manifest["form"], " and ".join(f"`{name}`" for name in held.names)
    told = (
        f"From `{_GALLERY}/`: {compared}, {form['residents']:,} residents, {form['weeks']} weeks after "
        f"{form['burn_in']} of burn-in, {held.replicates} paired replicates."
    )
    moved = _moved_since(held)
    return f"{told} Numbers of the book that have changed since: {moved}." if moved else told


def _moved_since(held: Gallery) -> int:
    """Return how many numbers of the book are not what they were when the gallery was made.

    An archetype that came later describes another gemeente, so its numbers do not count.
    """
    from bereik.scenarios.check import archetypes

    baseline = held.scenarios[0]
    then: dict[str, float] = baseline["resolved"]["book"]
    later = set(archetypes(the_book())) - {name.split(".")[0] for name in then}
    now = {
        name: p.value
        for name, p in the_book().items()
        if name not in baseline["departures"] and name.split(".")[0] not in later
    }
    return sum(name not in then or then[name] != value for name, value in now.items())


# --- the model card ---


def card_table(root: Path) -> str:
    """Return what the model card says of version, numbers and validation."""
    from bereik.present.patterns import verdict_of
    from bereik.records import SCHEMA_VERSION

    qualities = [p.quality for p in the_book().values()]
    counts = ", ".join(f"{qualities.count(quality)} {quality}" for quality in QUALITIES)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    rows = (
        ("version", f"{project['version']}, records of schema {SCHEMA_VERSION}"),
        ("kind", "agent-based simulation, one week a step, synthetic residents of one gemeente"),
        ("numbers", f"{len(qualities)} in the book: {counts}"),
        ("validation", verdict_of(root / _VALIDATION / "patterns.csv")),
        ("licence", project["license"]),
    )
    return "\n".join([*_head("", ""), *(_line(*row) for row in rows)])


# --- putting tables into pages ---


def makers(root: Path) -> dict[str, Callable[[], str]]:
    """Return what makes the text between each pair of markers."""
    from bereik.measures.catalogue import markdown_table
    from bereik.present import checks, patterns, personas, trainer

    return {
        "rules": rules_table,
        "decisions": decisions_table,
        "parameters": parameters_table,
        "quality": quality_table,
        "state": state_table,
        "records": records_table,
        "levers": levers_table,
        "counts": counts_table,
        "schemes": schemes_table,
        "shock": shock_table,
        "scenarios": scenarios_table,
        "kinds": kinds_table,
        "measures": markdown_table,
        "calibration": partial(calibration_table, root),
        "patterns": lambda: patterns.markdown(root / _VALIDATION / "patterns.csv"),
        "personas": lambda: personas.markdown(root / _VALIDATION / "personas.csv"),
        "card": partial(card_table, root),
        "checks": lambda: checks.markdown(root / _VALIDATION / "checks.csv"),
        "drift": lambda: checks.markdown(root / _VALIDATION / "checks.csv", "drift"),
        "networks": lambda: checks.markdown(root / _VALIDATION / "checks.csv", "network"),
        "mechanisms": lambda: checks.markdown(root / _VALIDATION / "checks.csv", "mechanism"),
        "conservation": lambda: checks.markdown(root / _VALIDATION / "checks.csv", "conservation"),
        "failures": lambda: patterns.failures(root / _VALIDATION / "patterns.csv"),
        "finding": partial(finding_of_gallery, root),
        **trainer.makers(root),
    }


def pages(root: Path) -> list[Path]:
    """Return the pages that may hold tables: the README and all of ``docs/``, folders too.

    Raises
    ------
    OutputError : this is no checkout of bereik
    """
    if not (root / "docs").is_dir():
        raise OutputError(f"{root}: there is no docs/ here. Run this in a checkout of bereik.")
    return [root / "README.md", *sorted((root / "docs").rglob("*.md"))]


def rewritten(root: Path) -> dict[Path, tuple[str, str]]:
    """Return per page its text as it is, and as its tables want it."""
    made = makers(root)
    found: dict[Path, tuple[str, str]] = {}
    for page in pages(root):
        text = page.read_text(encoding="utf-8")
        found[page] = (text, _MARKED.sub(partial(_between, made), text))
    return found


def _between(made: Mapping[str, Callable[[], str]], marked: re.Match[str]) -> str:
    name = marked["name"]
    if name not in made:
        raise OutputError(f"nothing makes the table '{name}' between markers. There is {', '.join(made)}.")
    return f"{marked[1]}{made[name]().rstrip()}\n{marked[3]}"


def write(root: Path) -> list[Path]:
    """Write the tables anew where they changed, and return those pages.

    Raises
    ------
    OutputError : no checkout, an unknown table, or a page that cannot be written
    """
    changed: list[Path] = []
    for page, (old, new) in rewritten(root).items():
        if new != old:
            try:
                page.write_text(new, encoding="utf-8", newline="\n")
            except OSError as error:
                raise OutputError(f"{page}: cannot be written ({error.strerror}).") from None
            changed.append(page)
    return changed


def _head(*names: str) -> list[str]:
    return [_line(*names), "|" + "---|" * len(names)]


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|').strip() for cell in cells)} |"


def main(arguments: Sequence[str] = ()) -> int:
    """Write the tables of the checkout that is named, or of the one this package stands in."""
    root = Path(arguments[0]) if arguments else _PACKAGE.parent.parent
    try:
        for page in write(root):
            print(page)
    except BereikError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

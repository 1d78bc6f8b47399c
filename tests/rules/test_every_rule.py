"""Every rule says what it is, takes facts, and is tested."""

from __future__ import annotations

import ast
from pathlib import Path

import bereik.rules
import pytest

RULES = Path(bereik.rules.__file__).parent
NOT_FACTS = {"p", "views", "network"}
TELLS_ITS_SOURCE_ELSEWHERE = {
    "needy_domains": "a definition of docs/measures.md, as the first line of the file says",
    "minutes_needed": "one number, with its source in the book",
    "weeks_of_relapse": "a bound on relapsing, which has the source",
    "most_worsening": "a bound on worsening, which has the source",
    "can_be_evicted": "eviction, just below it, has the source",
    "most_relapsing": "a bound on relapsing, which has the source",
    "spilling": "spill_weight, just above it, has the source",
}


def _trees() -> dict[str, ast.Module]:
    return {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(RULES.glob("*.py"))}


def _is_rule(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(mark, ast.Name) and mark.id == "rule" for mark in node.decorator_list
    )


def _rules() -> list[tuple[str, ast.FunctionDef]]:
    found = [(file, node) for file, tree in _trees().items() for node in tree.body if _is_rule(node)]
    return [(file, node) for file, node in found if isinstance(node, ast.FunctionDef)]


RULE_NODES = _rules()
each_rule = pytest.mark.parametrize(("file", "node"), RULE_NODES, ids=[node.name for _, node in RULE_NODES])


def _sections(docstring: str) -> dict[str, str]:
    """The parts of a docstring under their underlined titles; what comes before the first is under ""."""
    parts: dict[str, list[str]] = {"": []}
    title = ""
    lines = docstring.splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if below and set(below) == {"-"}:
            title = line
            parts[title] = []
        elif not (line and set(line) == {"-"}):
            parts[title].append(line)
    return {title: "\n".join(text).strip() for title, text in parts.items()}


def test_there_are_rules_for_every_theme_of_the_chain() -> None:
    assert {file for file, _ in RULE_NODES} >= {
        "costs",
        "intake",
        "need",
        "network",
        "outreach",
        "problems",
        "seeking",
        "trust",
        "views",
    }
    assert len({node.name for _, node in RULE_NODES}) == len(RULE_NODES)


@each_rule
def test_a_rule_begins_with_one_sentence(file: str, node: ast.FunctionDef) -> None:
    first = (ast.get_docstring(node) or "").splitlines()[0]
    assert first.endswith("."), f"rules/{file}.py: {node.name}"
    assert len(first) <= 110


@each_rule
def test_a_rule_gives_range_and_unit_of_its_facts(file: str, node: ast.FunctionDef) -> None:
    """Yes-or-no facts and codes of the vocabulary may speak for themselves; numbers may not."""
    told = _sections(ast.get_docstring(node) or "").get("Parameters", "")
    lists = [line.split(" : ")[0] for line in told.splitlines() if " : " in line]
    named = {name.strip() for names in lists for name in names.split(",")}
    taken = node.args.args
    given = {fact.arg: ast.unparse(fact.annotation) for fact in taken if fact.annotation}
    assert set(given) == {fact.arg for fact in taken}, "a type stands in the signature"
    assert named <= set(given) - NOT_FACTS, f"rules/{file}.py: {node.name} tells of what it does not take"
    if named:
        assert named == set(given) - NOT_FACTS, f"rules/{file}.py: {node.name} leaves facts untold"
    else:
        measured = {name for name, kind in given.items() if kind == "float"} - NOT_FACTS
        assert not measured or file == "need", f"rules/{file}.py: {node.name} leaves {measured} untold"


@each_rule
def test_a_rule_that_reads_the_book_names_its_source(file: str, node: ast.FunctionDef) -> None:
    reads = {argument.arg for argument in node.args.args} & {"p", "views"}
    docstring = ast.get_docstring(node) or ""
    named = bool(_sections(docstring).get("Source")) or "Source: " in docstring
    if node.name in TELLS_ITS_SOURCE_ELSEWHERE:
        assert not named, f"{node.name} names a source now: take it off the list"
    elif reads:
        assert named, f"rules/{file}.py: {node.name}"


@each_rule
def test_a_rule_never_draws_and_never_loops_over_people(file: str, node: ast.FunctionDef) -> None:
    called = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
    assert not called & {"uniform", "uniforms", "key_of"}, f"rules/{file}.py: {node.name}"
    assert not any(isinstance(inner, ast.While | ast.Global | ast.Nonlocal) for inner in ast.walk(node))
    world = {"world", "residents", "cases", "services"} & {argument.arg for argument in node.args.args}
    assert not world, f"rules/{file}.py: {node.name} reads {world}"


@each_rule
def test_every_rule_has_a_test_of_its_own(file: str, node: ast.FunctionDef) -> None:
    """It is used beside this file; an import alone does not count."""
    path = Path(__file__).with_name("test_rules.py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {name.id for name in ast.walk(tree) if isinstance(name, ast.Name)}
    assert node.name in called, f"tests/rules/{path.name} has no test of rules/{file}.py: {node.name}"


@each_rule
def test_every_rule_is_at_work_in_a_week(file: str, node: ast.FunctionDef) -> None:
    """The engine or another rule calls it: a rule that nobody follows is none."""
    package = RULES.parent
    called = {
        name.id
        for path in (*RULES.glob("*.py"), *(package / "engine").glob("*.py"))
        for name in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(name, ast.Name)
    }
    assert node.name in called, f"nobody calls rules/{file}.py: {node.name}"

"""The documentation is part of the model: its tables are current, its code runs, its links lead somewhere."""

from __future__ import annotations

import json
import os
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bereik.errors import OutputError
from bereik.parameters.book import the_book
from bereik.present import reference
from bereik.scenarios import load_scenario

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    *(ROOT / folder / "README.md" for folder in (".", "scenarios", "experiments")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
_FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"\b(?:[ES]\d{3}|[RVNOP]\d{1,2})\b")


def _blocks(page: Path, language: str) -> list[str]:
    found = _FENCED.findall(page.read_text(encoding="utf-8"))
    return [text for named, text in found if named == language]


def _prose(page: Path) -> str:
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


# --- tables ---


def test_the_tables_say_what_the_code_says() -> None:
    stale = [str(page) for page, (old, new) in reference.rewritten(ROOT).items() if old != new]
    assert not stale, f"{stale}: run `python -m bereik.present.reference`"


def test_every_table_stands_in_some_page() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    missing = [name for name in reference.makers(ROOT) if f"<!-- {name}:begin -->" not in text]
    assert not missing


def test_a_change_of_the_book_changes_its_tables() -> None:
    book = the_book()
    for name in ("trust.gain", "seeking.shame_weight", "problems.eases.money", "kleinstedelijk.bijstand"):
        changed = book.with_values({name: book[name].high})
        assert reference.parameters_table(changed) != reference.parameters_table(book)
    cheaper = book.with_values({"services.all.price_per_hour": book["services.all.price_per_hour"].low})
    assert reference.levers_table(cheaper) != reference.levers_table(book)


def test_every_rule_is_listed_with_what_it_says() -> None:
    from bereik import rules

    listed = {rule.name for rule in reference.rules() if rule.place.startswith("rules/")}
    folder = Path(str(rules.__file__)).parent
    written = {
        name for path in folder.glob("*.py")
        for name in re.findall(r"^@rule\ndef (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert listed == written
    for rule in reference.rules():
        assert rule.says.endswith("."), f"{rule.name}: the first line of its docstring is no sentence"


def test_writing_tables_twice_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    readme = tmp_path / "README.md"
    readme.write_text("<!-- scenarios:begin -->\nold\n<!-- scenarios:end -->\n", encoding="utf-8")
    assert reference.write(tmp_path) == [readme]
    assert "loket-only" in readme.read_text(encoding="utf-8")
    assert reference.write(tmp_path) == []


def test_a_table_that_nothing_makes_is_a_mistake_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text("<!-- wishes:begin -->\n<!-- wishes:end -->\n", encoding="utf-8")
    with pytest.raises(OutputError, match="wishes") as error:
        reference.write(tmp_path)
    assert "\n" not in str(error.value)


def test_outside_a_checkout_there_is_nothing_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reference.main([str(tmp_path)]) == 2
    assert "checkout" in capsys.readouterr().err


def _values() -> dict[str, float]:
    return {name: p.value for name, p in the_book().items()}


def _hang_in_gallery(root: Path, rows: str, book: dict[str, float]) -> None:
    """Put a comparison of one scenario into the gallery of a checkout."""
    folder = root / "results" / "gallery"
    folder.mkdir(parents=True)
    manifest = {
        "form": {"scenarios": ["a"], "residents": 10, "weeks": 60, "burn_in": 1}, "runs": 2,
        "scenarios": {"a": {"departures": {}, "resolved": {"book": book}}},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    head = "measure,group,scenario,mean,low,high,unit\n"
    (folder / "summary.csv").write_text(head + rows, encoding="utf-8")


def test_a_pattern_that_does_not_hold_is_shown_as_not_holding(tmp_path: Path) -> None:
    rows = "stacked_share,,a,0.167,0.16,0.17,share\nvulnerable_share,,a,0.5,0.4,0.6,share\n"
    _hang_in_gallery(tmp_path, rows, _values())
    lines = [line for line in reference.calibration_table(tmp_path).splitlines() if "|" in line]
    told = {line.split("|")[2].strip(): line for line in lines}
    assert "| yes |" in told["`stacked_share`"]
    assert "**no**" in told["`vulnerable_share`"]
    assert "n/a" in told["`need_share_drift`"]


def test_a_gallery_made_with_other_numbers_says_so(tmp_path: Path) -> None:
    _hang_in_gallery(tmp_path / "same", "", _values())
    _hang_in_gallery(tmp_path / "other", "", _values() | {"trust.gain": 1.0, "trust.hearsay": 1.0})
    assert "have changed" not in reference.calibration_table(tmp_path / "same")
    assert "have changed since: 2." in reference.calibration_table(tmp_path / "other")


def test_every_code_of_a_source_is_explained() -> None:
    explained = set(_CODE.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")))
    cited: set[str] = set()
    for p in the_book().values():
        cited |= set(_CODE.findall(p.source))
    for rule in reference.rules():
        cited |= set(_CODE.findall(rule.source))
    assert cited <= explained, f"docs/glossary.md does not explain {sorted(cited - explained)}"


# --- code ---


@pytest.mark.parametrize("page", ["README.md", "docs/chance.md"])
def test_the_python_of_a_page_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = _blocks(ROOT / page, "python")
    assert blocks, f"{page} has no Python left to run"
    names: dict[str, Any] = {"__name__": "docs"}
    for text in blocks:
        exec(compile(text, page, "exec"), names)


def test_the_scenario_of_the_readme_is_in_order(tmp_path: Path) -> None:
    (text,) = _blocks(ROOT / "README.md", "toml")
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    plan = load_scenario(path)
    assert plan.services["outreach"].attempts == 6
    assert plan.parameters["seeking.shame_weight"].reason


def _commands() -> list[tuple[str, list[str]]]:
    """Every ``bereik ...`` that stands in a page, as page and words."""
    found: list[tuple[str, list[str]]] = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        lines = re.findall(r"`((?:uv run )?bereik [a-z][^`\n]*)`", text)
        for block in _blocks(page, "console"):
            lines += [line[2:] for line in block.splitlines() if line.startswith("$ ")]
        for line in lines:
            words = shlex.split(line, comments=True)
            if "bereik" in words:
                found.append((page.name, words[words.index("bereik") + 1 :]))
    return found


def test_every_command_of_the_pages_is_understood() -> None:
    from typer.main import get_command

    from bereik.cli import app

    group: Any = get_command(app)
    commands = _commands()
    assert any(page == "README.md" for page, _ in commands)
    for page, words in commands:
        name, *arguments = [word.strip("[]") for word in words]
        assert name in group.commands, f"{page}: there is no `bereik {name}`"
        command = group.commands[name]
        if arguments:  # a bare `bereik compare` is a name, not a call
            command.make_context(name, list(arguments))


def test_the_first_command_of_the_readme_is_the_main_question() -> None:
    first, second = [line for line in _blocks(ROOT / "README.md", "console")[0].splitlines() if line]
    assert first.startswith("$ uv run bereik compare loket-only outreach")
    assert second.startswith("$ uv run pytest")


# --- links ---


def _anchors(page: Path) -> set[str]:
    """The names under which the headings of a page can be linked to."""
    headings = re.findall(r"^#+ (.+)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [page.relative_to(ROOT).as_posix() for page in PAGES])
def test_links_lead_somewhere(page: str) -> None:
    here = ROOT / page
    for target in _LINK.findall(_prose(here)):
        if urlsplit(target).scheme:
            continue
        path, _, anchor = target.partition("#")
        there = (here.parent / path).resolve() if path else here
        assert there.exists(), f"{page} links to {target}, which does not exist"
        if anchor:
            assert anchor in _anchors(there), f"{page} links to {target}; {there.name} has no such heading"


def test_paths_that_a_page_names_exist() -> None:
    for page in PAGES:
        for path in re.findall(r"`((?:tests|model|docs|scenarios)/[\w./-]+)`", _prose(page)):
            assert (ROOT / path).exists(), f"{page.name} names {path}, which does not exist"


# --- maps ---


def test_the_map_of_the_readme_names_every_room_and_every_page() -> None:
    _, _, rest = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Map\n")
    map_, _, _ = rest.partition("\n## ")
    for path in sorted((ROOT / "model" / "bereik").iterdir()):
        if path.name.startswith("_") or path.name == "py.typed":
            continue
        name = f"{path.name}/" if path.is_dir() else path.name
        assert f"`{name}`" in map_, f"the Map of README.md lacks {name}"
    for page in sorted((ROOT / "docs").glob("*.md")):
        assert f"(docs/{page.name})" in map_, f"the Map of README.md lacks {page.name}"


def test_every_module_of_experiments_stands_in_its_map() -> None:
    from bereik import experiments

    folder = Path(str(experiments.__file__)).parent
    there = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    named = re.findall(r"`(\w+)`", experiments.__doc__ or "")
    assert sorted(named) == sorted(there)


SHIPPED = sorted((ROOT / "experiments").glob("*.toml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_experiment_that_ships_has_a_picture_and_its_kind_a_section(path: Path) -> None:
    table = (ROOT / "experiments" / "README.md").read_text(encoding="utf-8")
    (row,) = [line for line in table.splitlines() if line.startswith(f"| [`{path.name}`]({path.name})")]
    pictures = [target for target in _LINK.findall(row) if target.endswith(".png")]
    assert pictures, f"{path.name} has no picture"
    for picture in pictures:
        assert (ROOT / "experiments" / picture).is_file(), f"{picture} does not exist"
    kind = tomllib.loads(path.read_text(encoding="utf-8"))["kind"]
    assert f"`{kind}`" in row
    page = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8")
    headings = " ".join(re.findall(r"^## (.+)$", page, re.MULTILINE)).lower()
    assert re.search(rf"\b{kind}\b", headings), f"kind {kind} has no section"


# --- nothing of the machine on which it was made ---

_KEPT = (".md", ".py", ".toml", ".txt", ".cff", ".csv", ".json", ".svg", ".cfg", ".yml", ".yaml", ".sh", "")
_RESULTS = ("results/gallery", "results/validation")
_FOLDERS = (".ci", "benchmarks", "docs", "experiments", "model", *_RESULTS, "scenarios", "tests")
_HOMES = re.compile(r"(?<![\w.~-])(?:/home|/Users|/root)/\w|[A-Z]:\\\\?Users\\\\?\w")
_REGISTRY = re.compile(
    r"https?://[^\s/)\"'>]*(?:registry|mirror|proxy|artifactory|nexus|pypi|pythonhosted|anaconda)"
    r"|https?://(?:10|127|172|192\.168)\.\d",
    re.IGNORECASE,
)
_TOLD_BY = (
    "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX",
    "HTTP_PROXY", "HTTPS_PROXY",
)
_EVERYWHERE = {None, "localhost", "127.0.0.1"}


def _tree() -> list[Path]:
    """The text files that git keeps."""
    found = [path for path in ROOT.iterdir() if path.is_file() and path.suffix in _KEPT]
    for folder in _FOLDERS:
        found += [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix in _KEPT]
    return [path for path in found if "__pycache__" not in path.parts]


def test_no_path_of_a_machine_stands_in_the_tree() -> None:
    own = [str(folder) for folder in (ROOT, Path.home()) if len(folder.parts) > 2]
    for path in _tree():
        text = path.read_text(encoding="utf-8", errors="replace")
        if path == Path(__file__).resolve():
            continue
        seen = _HOMES.search(text)
        assert seen is None, f"{path.name} holds {seen and seen[0]}"
        for folder in own:
            named = re.search(rf"(?<![\w./-]){re.escape(folder)}(?![\w-])", text)
            assert named is None, f"{path.name} holds {folder}"


def test_no_address_of_a_registry_stands_in_the_tree() -> None:
    addresses = [os.environ.get(name) or os.environ.get(name.lower()) or "" for name in _TOLD_BY]
    hosts = {urlsplit(word).hostname for address in addresses for word in address.split()} - _EVERYWHERE
    for path in _tree():
        if path == Path(__file__).resolve():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        seen = _REGISTRY.search(text)
        assert seen is None, f"{path.name} holds {seen and seen[0]}"
        for host in hosts:
            assert str(host) not in text, f"{path.name} names the host of a registry of this machine"

"""The package: a wheel holds all it needs and works wherever it lies."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "model" / "bereik"
SHIPPED = sorted(path.name for path in (ROOT / "scenarios").glob("*.toml"))


def hatch(target: str, folder: Path) -> Path:
    """Build a distribution with what is installed, so that the tests need no network."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hatch("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the wheel lies as an installer would lay it."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def installed(
    site: Path, cwd: Path, *words: str, code: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line (or some code) from the wheel; plain Python, so that nothing is compiled."""
    return subprocess.run(
        [sys.executable, *(("-m", "bereik.cli") if code is None else ("-c", code)), *words],
        cwd=cwd,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(site), "BEREIK_JIT": "0"},
        timeout=300,
    )


def test_a_wheel_holds_every_module_number_and_scenario_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    kept = {".py", ".toml", ".typed", ".css", ".html", ".typ"}
    ours = {f"bereik/{p.relative_to(SOURCES).as_posix()}" for p in SOURCES.rglob("*") if p.suffix in kept}
    scenarios = {f"bereik/shipped_scenarios/{name}" for name in SHIPPED}
    folder = ROOT / "personas"
    personas = {f"bereik/shipped_personas/{p.relative_to(folder).as_posix()}" for p in folder.rglob("*.toml")}
    assert SHIPPED and personas
    results = {f"bereik/shipped_results/{name}" for name in ("patterns.csv", "glossary.md")}
    assert names >= ours | scenarios | personas | results
    rest = {n for n in names - ours - scenarios - personas - results if ".dist-info/" not in n}
    assert rest <= {"bereik/shipped_scenarios/README.md"}
    assert {n.split(".dist-info/")[1] for n in names if ".dist-info/" in n} >= {
        "licenses/LICENSE",
        "entry_points.txt",
    }


def test_a_wheel_says_what_it_needs_and_under_which_licence(site: Path) -> None:
    (told,) = site.glob("bereik-*.dist-info/METADATA")
    facts = Parser().parsestr(told.read_text(encoding="utf-8"))
    assert facts["License-Expression"] == "EUPL-1.2"
    assert facts["Requires-Python"]
    needed = {
        re.split(r"[^\w-]", line)[0].lower()
        for line in facts.get_all("Requires-Dist", [])
        if "extra ==" not in line
    }
    assert {"numba", "numpy", "mesa", "pandas", "pyarrow", "typer"} <= needed
    assert not needed & {"pytest", "hypothesis", "ruff", "pyright"}
    (points,) = site.glob("bereik-*.dist-info/entry_points.txt")
    assert "bereik = bereik.cli:main" in points.read_text(encoding="utf-8")


def test_scenarios_travel_with_the_wheel(site: Path, tmp_path: Path) -> None:
    told = installed(site, tmp_path, code="import bereik; print(bereik.__file__)")
    assert Path(told.stdout.strip()).is_relative_to(site), told.stderr
    told = installed(site, tmp_path, "scenarios")
    assert told.returncode == 0, told.stderr
    for name in SHIPPED:
        assert name.removesuffix(".toml") in told.stdout
    assert installed(site, tmp_path, "check", "outreach").returncode == 0


def test_a_wheel_runs_far_from_its_sources_and_leaves_nothing_behind(site: Path, tmp_path: Path) -> None:
    before = sorted(site.rglob("*.toml"))
    size = ["--residents", "60", "--weeks", "30", "--burn-in", "4"]
    told = installed(site, tmp_path, "run", "outreach", *size)
    assert told.returncode == 0, told.stderr
    assert "60" in told.stdout
    assert sorted(site.rglob("*.toml")) == before
    assert list(tmp_path.iterdir()) == []


def test_a_scenario_beside_the_reader_builds_on_one_in_the_wheel(site: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('based_on = "loket-only"\ntitle = { en = "Mine", nl = "Mijn" }\n', encoding="utf-8")
    told = installed(site, tmp_path, "check", "mine.toml")
    assert told.returncode == 0, told.stderr


def test_asking_for_help_loads_nothing_heavy(site: Path, tmp_path: Path) -> None:
    heavy = ("numpy", "numba", "pandas", "matplotlib", "scipy", "mesa", "pyarrow", "SALib", "networkx")
    code = f"""
import atexit, sys
atexit.register(lambda: print("heavy:", [m for m in {heavy!r} if m in sys.modules]))
sys.argv = ["bereik", "--help"]
from bereik.cli import main
main()
"""
    told = installed(site, tmp_path, code=code)
    assert told.returncode == 0, told.stderr
    assert "compare" in told.stdout
    assert told.stdout.rstrip().endswith("heavy: []")


def test_a_source_distribution_holds_what_it_takes_to_test_it(tmp_path: Path) -> None:
    with tarfile.open(hatch("sdist", tmp_path)) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    assert {
        "LICENSE", "README.md", "CHANGELOG.md", "constraints.txt", "pyproject.toml",
        "model/bereik/cli/app.py", "tests/conftest.py", "scenarios/loket-only.toml",
    } <= names
    assert not any("__pycache__" in name or name.endswith("uv.lock") for name in names)

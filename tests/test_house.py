"""The house: versions, licence, and what may and may not lie in the repository."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
TEXT = {"", ".cff", ".cfg", ".css", ".csv", ".json", ".md", ".py", ".svg", ".toml", ".txt", ".yaml", ".yml"}
EUPL_1_2 = "57fb42fbcd0b037ce528ed8f72f1ec095d67bc6825ecf1448ff39be1fe68a4b4"
RESERVED_ON_WINDOWS = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)),
}


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins() -> list[str]:
    return (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()


@cache
def committed() -> tuple[Path, ...]:
    """What git holds or would take, as paths from the root."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return tuple(Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def texts() -> list[Path]:
    return [path for path in committed() if path.suffix in TEXT]


def test_uv_and_pip_install_the_same_versions() -> None:
    assert pins() == pyproject()["tool"]["uv"]["constraint-dependencies"]


def test_pins_are_versions_without_addresses() -> None:
    for line in pins():
        pin = Requirement(line)
        assert pin.url is None
        assert re.fullmatch(r"==[\w.]+", str(pin.specifier)), line


@pytest.mark.parametrize("python", ["3.11", "3.12"])
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_whatever_we_ask_for_is_pinned_within_its_bounds_on_every_python(python: str, system: str) -> None:
    here = {"python_version": python, "python_full_version": f"{python}.1", "sys_platform": system}
    pinned: dict[str, str] = {}
    for pin in map(Requirement, pins()):
        if pin.marker is None or pin.marker.evaluate(here):
            assert pin.name not in pinned, f"{pin.name} is pinned twice"
            pinned[pin.name] = next(iter(pin.specifier)).version
    project = pyproject()["project"]
    asked = project["dependencies"] + [
        w for extra in project["optional-dependencies"].values() for w in extra
    ]
    for wish in map(Requirement, asked):
        version = pinned[wish.name.lower()]
        assert wish.specifier.contains(version), f"{wish} does not take {version}"


def test_we_claim_only_the_pythons_that_a_test_run_has_seen() -> None:
    classifiers = pyproject()["project"]["classifiers"]
    claimed = {
        m[1] for c in classifiers if (m := re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", c))
    }
    tried = re.search(
        r"^PYTHONS=\(([^)]*)\)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert tried is not None
    assert claimed == set(tried[1].split())


def test_the_licence_is_the_eupl_word_for_word() -> None:
    text = (ROOT / "LICENSE").read_bytes().replace(b"\r\n", b"\n")
    assert hashlib.sha256(text).hexdigest() == EUPL_1_2
    assert pyproject()["project"]["license"] == "EUPL-1.2"
    assert "\nlicense: EUPL-1.2\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_the_version_is_the_same_wherever_it_is_told() -> None:
    version = pyproject()["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    told = re.findall(r"^## \[?([\w.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert told[0] in {"Unreleased", version}
    assert version in told or told == ["Unreleased"]


def test_what_a_run_writes_stays_out_of_git_and_the_gallery_goes_in() -> None:
    committed()  # skips where there is no git

    def ignored(path: str) -> bool:
        return (
            subprocess.run(
                ["git", "check-ignore", "-q", "--no-index", path], cwd=ROOT, check=False
            ).returncode
            == 0
        )

    assert ignored("results/loket-only-versus-outreach/summary.csv")
    assert ignored("results/mine.parquet")
    assert ignored("uv.lock") and ignored("pylock.toml")
    assert not ignored("results/README.md")
    assert not ignored("results/gallery/summary.csv")
    assert not ignored("scenarios/mine.toml")


def test_nobodys_folders_and_no_index_of_packages_stand_in_a_file() -> None:
    home = re.compile(r"(?<![\w.~-])/(?:home|root|Users)/\w|\b[A-Z]:\\Users\\")
    index = re.compile(r"(?:extra-)?index-url\s*=|--(?:extra-)?index-url\s+http|files\.pythonhosted")
    for path in texts():
        if path == Path("tests/test_house.py"):
            continue
        text = (ROOT / path).read_text(encoding="utf-8")
        assert not (found := home.search(text)), f"{path}: {found}"
        assert not (found := index.search(text)), f"{path}: {found}"


def test_every_file_is_text_of_one_kind_and_has_a_name_any_system_takes() -> None:
    names = [path.as_posix().lower() for path in committed()]
    assert len(set(names)) == len(names), "two names differ only in case"
    for path in committed():
        for part in path.parts:
            assert re.fullmatch(r"[\w.+-]+", part, re.ASCII), path
            assert part.split(".")[0].lower() not in RESERVED_ON_WINDOWS, path
    for path in texts():
        raw = (ROOT / path).read_bytes()
        raw.decode("utf-8")
        assert not raw.startswith(b"\xef\xbb\xbf"), path
        assert not raw or raw.endswith(b"\n"), f"{path} ends in the middle of a line"

"""The command line: quick to answer, one line for a mistake, whole files when it is stopped."""

from __future__ import annotations

import ast
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import typer

from bereik.cli.app import telling
from bereik.experiments.listener import Stopped

SMALL = ["--residents", "150", "--weeks", "60", "--burn-in", "10"]


def bereik(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bereik.cli", *words],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=300,
    )


def test_help_loads_nothing_heavy() -> None:
    heavy = "numpy", "numba", "pandas", "scipy", "matplotlib", "pyarrow", "mesa", "pydantic"
    code = f"import sys, bereik, bereik.cli; print([m for m in {heavy!r} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert told.stdout.strip() == "[]"


def test_help_names_every_command() -> None:
    told = bereik("--help")
    assert told.returncode == 0
    shipped = ("compare", "assumptions", "paradox", "run", "follow", "patterns", "scenarios", "check")
    more = ("gemeente", "validate", "persona", "experiment", "rerun", "results")
    for command in (*shipped, "parameters", *more):
        assert f"\n  {command}" in told.stdout


def test_compare_tells_the_finding_first_and_writes_its_files(tmp_path: Path) -> None:
    words = [
        "compare",
        "loket-only",
        "outreach",
        *SMALL,
        "--replicates",
        "2",
        "--workers",
        "1",
        "--lang",
        "nl",
    ]
    told = bereik(*words, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert "in dit model, bij de waarden uit het boek" in lines[0]
    assert lines[1].startswith("Hulpparadox: ")
    assert "Synthetisch, niet voor besluiten over personen" in told.stdout
    folder = tmp_path / "results" / "loket-only-versus-outreach"
    tables = {"summary.csv", "summary.parquet", "runs.parquet", "log.parquet"}
    assert {path.name for path in folder.glob("[!.]*")} == {*tables, "manifest.json", "figures", "runs"}
    assert len(list((folder / "figures").iterdir())) == 8
    before = (folder / "summary.csv").read_bytes()
    again = bereik(*words, cwd=tmp_path)
    assert "2 van 2 herhalingen waren al klaar" in again.stderr
    assert (folder / "summary.csv").read_bytes() == before


def test_run_shows_one_draw_and_the_same_one_again() -> None:
    one, two = (bereik("run", "loket-only", *SMALL, "--seed", "3") for _ in range(2))
    assert one.returncode == 0, one.stderr
    assert "A single draw: 150 residents, 60 weeks, seed 3" in one.stdout
    assert one.stdout == two.stdout
    assert bereik("run", "loket-only", *SMALL, "--seed", "4").stdout != one.stdout


def test_follow_tells_a_life_in_both_languages() -> None:
    english = bereik("follow", "loket-only", "--resident", "17", *SMALL)
    dutch = bereik("follow", "loket-only", "--resident", "17", *SMALL, "--lang", "nl")
    assert english.stdout.startswith("Resident 17 of "), english.stderr
    assert dutch.stdout.startswith("Inwoner 17 van ")
    assert len(english.stdout.splitlines()) == len(dutch.stdout.splitlines())


def test_scenarios_lists_what_ships_and_marks_the_upper_bound() -> None:
    from bereik.scenarios import shipped

    told = bereik("scenarios", "--lang", "nl")
    for name in shipped():
        assert name in told.stdout
    assert "(bovengrens)" in told.stdout
    assert len(bereik("scenarios", "--long").stdout) > len(told.stdout)


def test_patterns_are_told(tmp_path: Path) -> None:
    told = bereik("validate", *SMALL, "--seeds", "1", "--out", "here", "--lang", "nl", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "gestapelde problemen" in told.stdout
    assert "Voldoet niet aan de drempel" in told.stdout
    assert "Synthetisch, niet voor besluiten over personen" in told.stdout
    assert (tmp_path / "here" / "patterns.csv").is_file()
    assert (tmp_path / "here" / "patterns.svg").is_file()
    look = bereik("patterns", *SMALL, "--seeds", "1", "--lang", "nl", cwd=tmp_path)
    assert look.stdout == told.stdout, "the same machinery, and nothing is kept"


def test_check_says_what_a_scenario_costs_and_what_is_wrong(tmp_path: Path) -> None:
    assert "euros a week." in bereik("check", "loket-only").stdout
    mixed = bereik("check", "gemengd").stdout
    assert re.search(r"the gemeente [\d,]+ euros a week; zvw-wlz pays [\d,]+\.$", mixed)
    file = tmp_path / "mine.toml"
    file.write_text('based_on = "loket-only"\n[services.loket]\nhour_per_fte = 3\n', encoding="utf-8")
    told = bereik("check", str(file))
    assert told.returncode == 2
    assert "hours_per_fte" in told.stderr
    assert "Traceback" not in told.stderr


def test_check_warns_of_a_service_without_time_and_finds_the_file_in_order(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    text = 'title = "Plan [x]"\nbased_on = "loket-only"\n[services.loket]\nfte_per_10000 = 0.001\n'
    file.write_text(text, encoding="utf-8")
    told = bereik("check", str(file), "--lang", "nl")
    assert told.returncode == 0
    assert "is in orde: Plan [x]." in told.stdout
    assert told.stderr.startswith("Let op: ") and "mine.toml:4: [services.loket]: " in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_parameters_are_found_by_a_word_with_their_source() -> None:
    from bereik.parameters.book import the_book

    p = next(iter(the_book().values()))
    told = bereik("parameters", p.name)
    assert f"{p.name} = {p.value:g}" in told.stdout
    assert p.source in told.stdout
    assert bereik("parameters", "no-such-word-anywhere").returncode == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["compare", "loket-only", "outreech"], "Did you mean outreach?"),
        (["compare", "loket-only"], "two scenarios"),
        (["compare", "loket-only", "outreach", "--residents", "0"], "--residents 0"),
        (["compare", "loket-only", "outreach", "--weeks", "0"], "--weeks 0"),
        (["compare", "loket-only", "outreach", "--replicates", "1"], "needs two or more"),
        (["compare", "loket-only", "outreach", "--lang", "fr"], "--lang nl"),
        (["compare", "loket-only", "outreach", "--out", "taken"], "--out"),
        (["compare", "loket-only", "outreach", "--gemeente", "nergens"], "nergens"),
        (["persona", "cindy", "--out", "taken"], "--out"),
        (["run", "loket-only", "--residents", "0"], "--residents 0"),
        (["run", "loket-only", "--seed", "-1"], "--seed -1"),
        (["run", "loket-only", "--seed", "1" + "0" * 20], "--seed 1"),
        (["run", "loket-only", "--weeks", "9999"], "--weeks 9999"),
        (["run", "nergens"], "nergens"),
        (["follow", "loket-only", "--resident", "20000"], "residents 0 to 19999"),
        (["check", "nergens.toml"], "nergens.toml"),
        (["compare", "loket-only", "--lang", "nl"], "vergelijkt twee of meer scenario's"),
        (["run", "loket-only", "--weeks", "0", "--lang", "nl"], "Probeer --weeks 1 of meer"),
        (["follow", "loket-only", "--resident", "-1", "--lang", "nl"], "Probeer --resident 0"),
        (["patterns", "--seeds", "0", "--lang", "nl"], "Probeer --seeds 1 of meer"),
        (["patterns", "--seeds", "0"], "--seeds 0"),
        (["patterns", "--residents", "0"], "--residents 0"),
        (["patterns", "--lang", "fr"], "--lang nl"),
        (["validate", "--out", "taken"], "--out"),
        (["experiment", "x.toml", "--block", "7", "--lang", "nl"], "--block en --of horen bij elkaar"),
        (["persona", "cindy", "--all", "--lang", "nl"], "--all neemt elke persona"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(words: list[str], told: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should come", encoding="utf-8")
    result = bereik(*words, cwd=tmp_path)
    assert result.returncode == 2
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert result.stdout == ""


def test_a_wrong_option_is_told_without_a_traceback() -> None:
    result = bereik("compare", "a", "b", "--resident", "many")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("things", "lang", "line"),
    [
        ("seeds", "en", "What is finished (3 of 8 replicates) is kept in here;"),
        ("runs", "en", "What is finished (3 of 8 runs) is kept in here;"),
        ("adults", "en", "What is finished (3 of 8 runs) is kept in here;"),  # runs are kept, not adults
        ("seeds", "nl", "Wat klaar is (3 van 8 herhalingen) staat in here;"),
        ("runs", "nl", "Wat klaar is (3 van 8 runs) staat in here;"),
    ],
)
def test_what_is_kept_is_counted_in_what_was_told(
    things: Any, lang: Any, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as left, telling(Path("here"), lang, things):
        raise Stopped(3, 8)
    assert left.value.exit_code == 130
    assert line in capsys.readouterr().err


def _in_words(node: ast.expr) -> bool:
    """Return whether an expression is a text with a word in it: one language, for who asks in either."""
    return any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) and re.search("[a-z]{2}", part.value)
        for part in ([node] if isinstance(node, ast.Constant) else getattr(node, "values", []))
    )


def test_no_mistake_is_told_in_english_only() -> None:
    import bereik

    house = Path(bereik.__file__).parent
    one_language = {  # where no language can be asked for, or the language itself is the mistake
        "experiments/wording.py", "experiments/ema.py", "cli/looking_up.py"
    }  # fmt: skip
    found = [
        f"{path.relative_to(house).as_posix()}:{node.lineno}"
        for room in ("experiments", "cli")
        for path in sorted((house / room).rglob("*.py"))
        if path.relative_to(house).as_posix() not in one_language
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1
        if node.func.id in {"BereikError", "ParameterError", "ScenarioError", "OutputError"}
        if _in_words(node.args[0])
    ]
    assert found == []


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a console, not to a process")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_says_how_to_go_on_and_leaves_whole_files(workers: str, tmp_path: Path) -> None:
    size = ["--residents", "600", "--replicates", "400", "--workers", workers]
    running = subprocess.Popen(
        [sys.executable, "-m", "bereik.cli", "compare", "loket-only", "outreach", *size],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # whoever runs the tests in the background may have had Ctrl-C switched off
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    until = time.monotonic() + 120
    while not list(tmp_path.glob("results/*/runs/*/measures-*")) and time.monotonic() < until:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "the same command goes on from there" in told
    finished = re.search(r"\((\d+) of 400 replicates\)", told)
    assert finished and 0 < int(finished[1]) < 400
    assert "Traceback" not in told
    assert list(tmp_path.glob("results/*/runs/*/measures-*"))


def test_the_package_gives_its_rooms_when_they_are_asked_for() -> None:
    import bereik

    assert bereik.__version__
    assert {"compare", "run", "load_scenario", "ReachModel"} <= set(dir(bereik))
    assert callable(bereik.compare) and callable(bereik.run) and callable(bereik.load_scenario)
    with pytest.raises(AttributeError):
        bereik.nothing_of_the_kind  # noqa: B018


def test_it_says_its_version() -> None:
    said = bereik("--version")
    assert said.returncode == 0 and said.stdout.split(".")[0].isdigit()


def test_a_persona_is_told_side_by_side_and_drawn(tmp_path: Path) -> None:
    size = ["--residents", "1500", "--weeks", "60", "--burn-in", "10", "--seeds", "2"]
    told = bereik("persona", "ingrid", *size, "--lang", "nl", "--out", str(tmp_path))
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("Na de dood van haar man")
    assert "partner overleden" in told.stdout
    assert "van de 2 herhalingen gaat het zoals in het rapport" in told.stdout
    kept = {path.suffix for path in tmp_path.glob("[!.]*") if path.is_file()}
    assert kept == {".png", ".svg", ".json", ".parquet"}
    unknown = bereik("persona", "ingird")
    assert unknown.returncode != 0
    assert "Did you mean ingrid" in unknown.stderr

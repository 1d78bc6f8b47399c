"""The training material: what it names exists, what it tells comes from a run, and what it prints fits."""

from __future__ import annotations

import ast
import csv
import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bereik.measures.intervals import Interval
from bereik.present import reference, trainer
from bereik.present.texts import Line
from bereik.scenarios import load_scenario, shipped

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "trainer"
SHEETS = (FOLDER / "werkbladen.html").read_text(encoding="utf-8")
SCRIPTS = ("draaiboek-90-minuten.md", "tien-minuten.md", "vijf-minuten.md", "oefeningen.md")
MADE_UP = {"0,2", "0,3", "0,8"}  # the example of the quiz
LEVER = {"0,6"}  # where a lever of the page stands
_MADE = re.compile(r"<!-- ([\w-]+):begin -->.*?<!-- \1:end -->", re.DOTALL)


def written(page: str) -> str:
    """What a person wrote in a page: without what is generated."""
    return _MADE.sub("", (FOLDER / page).read_text(encoding="utf-8"))


# --- what it names exists ---


@pytest.fixture(scope="module")
def shown() -> Callable[[str], bool]:
    """Whether a page of the dashboard can show a text; a place for a value fits anything."""
    present = ROOT / "model/bereik/present"
    files = [*(present / "app").rglob("*.py"), present / "texts.py", present / "account.py"]
    texts = {
        node.value
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    texts |= {load_scenario(name).title.nl for name in shipped()}
    patterns = [re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)) for text in texts if "{" in text]
    fits = re.compile("|".join(patterns))
    return lambda name: name.rstrip(".") in texts or name in texts or fits.fullmatch(name) is not None


def test_what_a_script_calls_by_name_stands_on_the_screen(shown: Callable[[str], bool]) -> None:
    for page in SCRIPTS:
        bold = {name for name in re.findall(r"\*\*(.+?)\*\*", written(page)) if not name.endswith(":")}
        assert len(bold) > 3, f"{page} names nothing on the screen"
        missing = sorted(name for name in bold if not shown(re.sub(r"^[AB]\. ", "", name)))
        assert not missing, f"{page} names {missing}, which no page shows"
    on_sheets = re.findall(r"<b>(.+?)</b>", SHEETS)
    assert on_sheets
    assert [name for name in on_sheets if not shown(name)] == []


def test_a_button_that_is_not_there_is_found_out(shown: Callable[[str], bool]) -> None:
    assert not shown("Maak het beter")
    assert not shown("Laat zie")


def test_every_idea_of_the_symposium_has_a_sheet_an_exercise_and_an_answer() -> None:
    for name in ("sluit-alle-loketten", "smoes", "top-600", "rollenruil", "doe-een-wens"):
        title = load_scenario(name).title.nl
        assert f"<h1>{title}</h1>" in SHEETS
        assert f"## {title}\n" in written("oefeningen.md")
        assert f"trainer-over-{name}:begin" in (FOLDER / "antwoorden.md").read_text(encoding="utf-8")


def test_the_quiz_before_is_the_quiz_after_and_has_answers() -> None:
    asked, answered = written("quiz.md").split("## De antwoorden")
    questions = re.findall(r"^\d\. (?:Waar of niet waar: )?(.+)$", asked, re.MULTILINE)
    on_sheet = [html.unescape(q) for q in re.findall(r'<th colspan="3">\d\. (.+?)</th>', SHEETS)]

    def plain(text: str) -> str:
        return re.sub(r"[^a-z0-9]", "", text.lower().replace("dit is een verzonnen", "een verzonnen"))

    assert [plain(q) for q in questions] == [plain(q) for q in on_sheet]
    assert len(re.findall(r"^\d\. \*\*", answered, re.MULTILINE)) == len(questions)


# --- what it prints ---


def test_sheets_are_numbered_as_the_scripts_call_them_and_need_no_net() -> None:
    numbers = [int(n) for n in re.findall(r'<section class="blad" id="blad-(\d+)">', SHEETS)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert "twaalf werkbladen" in written("README.md")
    assert len(numbers) == 12
    assert not re.search(r"(?:src|href)=\"(?!#)", SHEETS)
    assert "break-after: page" in SHEETS
    assert SHEETS.count("niet voor besluiten over personen") == len(numbers)


def test_pictures_are_small() -> None:
    pictures = list(FOLDER.glob("*.png"))
    assert pictures
    assert all(path.stat().st_size < 200_000 for path in pictures)


# --- what it tells comes from a run ---


def test_no_outcome_was_written_by_hand() -> None:
    for page in FOLDER.glob("*.md"):
        found = set(re.findall(r"\d+,\d+", written(page.name)))
        assert found <= MADE_UP | LEVER, f"{page.name} tells {found - MADE_UP - LEVER} by hand"


def test_the_file_holds_every_comparison() -> None:
    held = trainer.kept(ROOT)
    assert held is not None
    for question in trainer.QUESTIONS:
        plans = trainer.plans_of(question, ROOT)
        for line in trainer.LINES:
            for name in plans:
                e = held.of(question, line, name)
                assert e.low <= e.mean <= e.high, (question.name, line, name)
                assert e.pairs == 8


def test_a_model_that_changed_since_is_told(tmp_path: Path) -> None:
    (tmp_path / "results/gallery").mkdir(parents=True)
    question = trainer.Question("loket-wint", ("loket-wint", "loket-wint-eropaf"))
    marks = {name: plan.fingerprint()[:16] for name, plan in trainer.plans_of(question, ROOT).items()}

    def hang(marks: dict[str, str]) -> None:
        rows = [
            f"loket-wint,reach_52,,{name},0.2,0.1,0.3,8,{mark}"
            for name, mark in (marks | {"loket-wint-eropaf - loket-wint": ""}).items()
        ]
        text = "\n".join([",".join(trainer.COLUMNS), *rows])
        (tmp_path / trainer.FILE).write_text(text, encoding="utf-8")

    hang(marks)
    assert "Let op" not in trainer.table_of(question, tmp_path)
    hang(marks | {"loket-wint": "0" * 16})
    assert "Let op" in trainer.table_of(question, tmp_path)


def test_without_the_file_a_table_says_so(tmp_path: Path) -> None:
    assert trainer.FILE in trainer.table_of(trainer.QUESTIONS[0], tmp_path)
    assert trainer.FILE in trainer.answer_of("smoes", tmp_path)


def test_a_comparison_is_made_as_it_is_kept() -> None:
    rows = trainer.rows_of(trainer.QUESTIONS[3], ROOT, residents=400)
    assert all(len(row) == len(trainer.COLUMNS) for row in rows)
    kept = csv.DictReader((ROOT / trainer.FILE).read_text(encoding="utf-8").splitlines())
    asked = [row for row in kept if row["question"] == "loket-wint"]
    assert [row[:4] for row in rows] == [tuple(row.values())[:4] for row in asked]
    assert rows[0][-1] == load_scenario("loket-wint").fingerprint()[:16]


@pytest.mark.parametrize(
    ("difference", "told"),
    [
        (Interval(0.02, 0.015, 0.025, 8), "meer"),
        (Interval(-0.02, -0.025, -0.015, 8), "minder"),
        (Interval(0.005, 0.001, 0.009, 8), "te klein om ertoe te doen"),
        (Interval(0.005, -0.02, 0.03, 8), "niet te onderscheiden"),
    ],
)
def test_a_difference_is_called_what_its_interval_allows(difference: Interval, told: str) -> None:
    assert trainer.in_words(difference) == f"**{told}**"


def test_a_number_carries_its_interval() -> None:
    share = Line("reach_52", "share", "", "")
    assert trainer.told(Interval(0.1234, 0.12, 0.1268, 8), share) == "12,3% (12,0 tot 12,7)"
    assert trainer.told(Interval(-0.01, -0.02, 0.0, 8), share, signed=True) == "−1,0 (−2,0 tot 0,0)"


def test_the_tables_of_the_training_stand_in_its_pages() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in FOLDER.glob("*.md"))
    assert {name for name in reference.makers(ROOT) if name.startswith("trainer-")} == set(
        re.findall(r"<!-- (trainer-[\w-]+):begin -->", text)
    )

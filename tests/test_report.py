"""The report: what a folder says, to decide with and to file; nothing more certain than its numbers."""

from __future__ import annotations

import json
import math
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from bereik.cli.app import app
from bereik.errors import BereikError, OutputError
from bereik.experiments import kept as kept_module
from bereik.experiments.compare import Comparison, compare
from bereik.experiments.draws import draws_of
from bereik.experiments.experiment import experiment
from bereik.experiments.job import against, loaded_scenario
from bereik.experiments.kept import Kept, comparisons_in, outcome_in
from bereik.experiments.kinds import KINDS
from bereik.experiments.manifest import described
from bereik.experiments.wording import LANGUAGES, LONGEST_TITLE, Language
from bereik.measures.intervals import Interval
from bereik.present.account import ACCOUNT
from bereik.present.figures import worded
from bereik.present.kinds import draws_told
from bereik.present.report import Beside, ground, html, of_comparisons, outcome, pdf, report, report_of
from bereik.present.report.parts import Block, Chapter, Paragraph, Picture, Points, Report, Row, Table
from bereik.present.report.register import REGISTER
from bereik.present.report.words import QUESTIONS, READING, WORDS
from bereik.present.texts import NOTICE, ROWS
from bereik.scenarios.change import changed
from bereik.vocabulary import UNMET_ROWS

PAIR = ("loket-only", "outreach")
_LONG = "manieren om met elkaar op de mensen af te gaan"
SIZE: dict[str, Any] = {"residents": 300, "weeks": 60, "burn_in": 8, "workers": 1}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    return compare(*PAIR, out=tmp_path_factory.mktemp("results") / "pair", replicates=2, lang="nl", **SIZE)


@pytest.fixture(scope="module")
def folder(found: Comparison) -> Path:
    assert found.out is not None
    return found.out


@pytest.fixture(scope="module")
def full(folder: Path) -> Report:
    return report_of(folder)


@pytest.fixture(scope="module")
def page(full: Report) -> str:
    return html.written(full)


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    """The same results without their records, to be spoilt."""
    own = tmp_path / "copied"
    own.mkdir()
    for name in ("summary.parquet", "runs.parquet", "manifest.json"):
        shutil.copy(folder / name, own)
    return own


def read_back(folder: Path, lang: Language) -> Kept:
    (read,) = comparisons_in(outcome_in(folder, lang))
    return read


def blocks(told: Report) -> list[Block]:
    return [block for chapter in told.chapters for block in chapter.blocks]


def chapter(told: Report, key: str) -> Chapter:
    title = WORDS[told.lang][key]
    return next(c for c in told.chapters if c.title == title)


def words_in(told: Chapter) -> str:
    return " ".join(block.text for block in told.blocks if isinstance(block, Paragraph))


# --- what a folder says ---


def test_a_folder_read_back_says_what_was_found(found: Comparison, folder: Path) -> None:
    again = read_back(folder, "nl")
    assert again.findings == found.findings
    assert again.titles == found.titles and again.columns == found.columns
    for measure in ("reach_52", "cost_unmet", "unmet_invisible_per_1000"):
        for column in found.columns:
            one, other = found.estimate(measure, column), again.estimate(measure, column)
            assert one == other or (math.isnan(one.mean) and math.isnan(other.mean))
    assert again.over_time.equals(found.over_time)


def test_the_finding_is_that_of_the_comparison_and_its_certainty_stands_below(
    found: Comparison, full: Report
) -> None:
    first, second, *_ = chapter(full, "finding").blocks
    assert isinstance(first, Paragraph) and first.text == found.finding and first.role == "finding"
    assert isinstance(second, Paragraph) and second.text == found.findings[-1]
    assert "alleen over toeval: 2 herhalingen" in words_in(chapter(full, "finding"))


def test_both_lengths_hold_what_a_council_must_know(folder: Path, full: Report) -> None:
    both = [
        "asked",
        "finding",
        "why_not",
        "money",
        "assumed",
        "change",
        "policies",
        "sources",
        "misses",
        "not_for",
    ]
    short = report_of(folder, short=True)
    for key in both:
        assert chapter(short, key).blocks and chapter(full, key).blocks
    for key in ("who", "made", "register"):
        assert chapter(full, key).blocks
        assert WORDS["nl"][key] not in [c.title for c in short.chapters]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_row_of_niet_bereik_has_its_own_numbers(folder: Path, lang: Language) -> None:
    read = read_back(folder, lang)
    tables = [b for b in outcome.rows_of_unmet_need(read).blocks if isinstance(b, Table)]
    weeks = {row: read.estimate(f"unmet_{row}_per_1000", PAIR[0]).mean for row in UNMET_ROWS}
    assert len({round(value) for value in weeks.values()}) > 2  # so that a swap is seen
    told = {line.cells[0]: line.cells[1] for line in tables[0].rows}
    for row, value in weeks.items():
        label = next(text for text in told if text.lower().startswith(ROWS[lang][row]))
        both = [read.estimate(f"unmet_{row}_per_1000", name) for name in PAIR]
        assert told[label] == outcome.levels(both, outcome.Line("", "rate", "", ""), lang)[0]
        assert math.isfinite(value)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_wijken_have_their_rows_under_the_right_heads(folder: Path, lang: Language) -> None:
    """The numbers of a wijk are written by hand: a row of niet-bereik each, all of them different."""
    read = read_back(folder, lang)
    values = {"weeks": 100.0, **{row: float(k) for k, row in enumerate(UNMET_ROWS, 1)}}
    estimates = {
        (f"unmet_{row}_per_1000", f"wijk={wijk}", column): Interval(v, v, v, 2)
        for row, v in values.items() for wijk in ("a", "b") for column in read.columns
    }  # fmt: skip
    table = next(t for t in outcome._by_wijk(_with(read, estimates)) if isinstance(t, Table))
    heads = dict(zip(table.head, table.rows[0].cells, strict=True))
    assert table.rows[0].cells[0] == "A"
    for row in UNMET_ROWS:
        assert heads[ROWS[lang][row]] == outcome.number(values[row], 1, lang)


def _with(read: Kept, estimates: Any) -> Kept:
    from dataclasses import replace

    return replace(read, estimates=estimates)


def test_what_cannot_be_told_from_nothing_is_said_so() -> None:
    line = outcome.Line("reach_52", "share", "", "")
    same = outcome.difference_told(Interval(0.01, -0.02, 0.04, 8), line, "nl")
    assert same == "+1 (−2 tot +4), niet te onderscheiden"
    assert outcome.difference_told(Interval(0.03, 0.02, 0.04, 8), line, "nl") == "+3,0 (+2,0 tot +4,0)"
    assert outcome.difference_told(Interval(0.01, -0.02, 0.04, 8), line, "en").endswith("not distinguishable")
    assert not outcome.spans_zero(Interval(0.0, 0.0, 0.0, 8))


def test_numbers_are_written_as_the_dutch_write_them(full: Report) -> None:
    told = [cell for b in blocks(full) if isinstance(b, Table) for row in b.rows for cell in row.cells[1:]]
    assert any(re.fullmatch(r"\d+,\d+ %", cell) for cell in told)
    assert not any(re.fullmatch(r"[+−]?\d+\.\d{1,2} ?%?", cell) for cell in told)


def test_money_of_every_payer_stands_beside_the_need(folder: Path, full: Report) -> None:
    tables = [b for b in chapter(full, "money").blocks if isinstance(b, Table)]
    assert len(tables) == 2  # by payer and by year
    read = read_back(folder, "nl")
    total = next(row for row in tables[0].rows if row.cells[0] == "Samen")
    assert total.cells[1] == outcome.number(read.estimate("cost_programme", PAIR[0]).mean, 0, "nl")
    assert total.cells[-1] != ""


# --- what it rests on ---


def test_what_was_not_run_is_told_with_its_command(full: Report) -> None:
    said = words_in(chapter(full, "assumed"))
    assert "niet uitgerekend" in said
    assert "bereik assumptions loket-only --against outreach --lang nl" in said
    assert "bereik experiment experiments/waar-hangt-het-van-af.toml" in words_in(chapter(full, "change"))


def test_what_differs_between_the_scenarios_is_shown_and_nothing_else(full: Report) -> None:
    table = next(
        b for b in chapter(full, "policies").blocks
        if isinstance(b, Table) and b.caption == WORDS["nl"]["differ"]
    )  # fmt: skip
    told = [row.cells for row in table.rows]
    assert ("Personeel, fte per 10.000 volwassenen", "0,75", "0,1") in told
    assert ("Outreach", "is er niet", "ja") in told
    assert ("Wijkteam",) not in told  # the same in both


def test_every_number_of_the_book_that_counts_has_its_source(folder: Path, full: Report) -> None:
    used = ground.used_numbers(tuple(read_back(folder, "nl").scenarios.values()))
    names = {p.name for p in used}
    assert {"seeking.shame_weight", "services.outreach.visit_minutes", "kleinstedelijk.low_income"} <= names
    assert not [n for n in names if n.startswith(("grootstedelijk.", "links.", "views.", "services.ggz."))]
    table, codes = (b for b in chapter(full, "sources").blocks if isinstance(b, Table))
    assert len(table.rows) == len(used) and all(row.cells[-1] for row in table.rows)
    assert tuple(row.cells[0] for row in codes.rows if row.cells[0] == "E012") == ("E012",)
    assert f"{len(used)} getallen" in words_in(chapter(full, "sources"))


def test_the_register_has_the_fields_of_its_standard_and_says_what_the_gemeente_must_fill_in() -> None:
    for lang in LANGUAGES:
        names = [field.name(lang) for field in REGISTER]
        assert len(set(names)) == len(names)
        told = ground.register(lang)
        table = next(b for b in told.blocks if isinstance(b, Table))
        assert [row.cells[0].removesuffix(" *") for row in table.rows] == names
        assert [row.cells[0].endswith(" *") for row in table.rows] == [field.must for field in REGISTER]
        own = words_in(told).rpartition(": ")[2].rstrip(".").split(", ")
        assert own == [field.name(lang) for field in REGISTER if field.text(lang).startswith("[")]
    assert {field.names[0] for field in REGISTER if field.must} == {
        "Naam", "Korte omschrijving", "Organisatie", "Status", "Contactgegevens", "Publicatiecategorie",
        "Taal", "Schema",
    }  # fmt: skip
    for field in REGISTER:
        for text in field.texts:
            assert "\n" not in text and (not field.longest or len(text) < field.longest), field.names


def test_results_of_which_no_report_is_meant_say_so_in_one_line(copied: Path) -> None:
    facts = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    (copied / "manifest.json").write_text(json.dumps({**facts, "kind": "persona"}), encoding="utf-8")
    with pytest.raises(OutputError, match="no report of results of kind 'persona'") as error:
        report_of(copied)
    assert "\n" not in str(error.value) and "sweep" in str(error.value)


def test_results_of_another_version_that_can_no_longer_be_told_say_so(
    copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    monkeypatch.setattr("bereik.present.report.report_of", lambda *_, **__: {}["a column of then"])
    with pytest.raises(KeyError):
        report(copied, out=tmp_path / "x.html")
    (copied / "manifest.json").write_text(json.dumps({**facts, "source": "of then"}), encoding="utf-8")
    with pytest.raises(OutputError, match="another version of bereik"):
        report(copied, out=tmp_path / "x.html")


def test_the_words_are_the_same_in_both_languages() -> None:
    assert WORDS["nl"].keys() == WORDS["en"].keys()
    assert QUESTIONS["nl"].keys() == QUESTIONS["en"].keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_says_what_it_asks_and_how_its_pictures_are_read(lang: Language) -> None:
    assert not set(KINDS) - set(QUESTIONS[lang])
    assert QUESTIONS[lang].keys() == READING[lang].keys()
    assert all((*QUESTIONS[lang].values(), *READING[lang].values()))


# --- over unknown numbers ---

SAMPLE = "seeking.shame_weight,trust.gain\n0.1,0.03\n1.9,0.14\n0.7,0.05\n"
SMALL = "residents = 150\nburn_in = 2\nreplicates = 3\nposterior = 'sample.csv'\n"
OVER_DRAWS = {
    "compare": 'scenarios = ["loket-only", "outreach"]\nweeks = 56\n',
    "sweep": (
        'scenarios = ["loket-only", "outreach"]\nweeks = 20\nmeasures = ["need_share"]\n'
        'outcome = "need_share"\ndesign = "factorial"\n'
        '[vary."services.outreach.fte_per_10000"]\nvalues = [0.2, 2.0]\n'
    ),
    "trial": (
        'scenarios = ["loket-only"]\nweeks = 14\noutcome = "trial_contact"\npersons = 10\n'
        '[arms.usual]\n[arms.letter]\nchannels = ["letter"]\n'
    ),
    "pairing": (
        'scenarios = ["loket-only", "outreach"]\nweeks = 20\nmeasures = ["need_share"]\n'
        'outcome = "need_share"\n'
    ),
}


@pytest.mark.parametrize("kind", OVER_DRAWS)
@pytest.mark.parametrize("short", [True, False])
def test_a_report_over_draws_says_so_everywhere(kind: str, short: bool, over_draws: dict[str, Path]) -> None:
    place = over_draws[kind]
    for lang in LANGUAGES:
        told = report_of(place, short=short, lang=lang)
        assert draws_told(outcome_in(place, lang)) in words_in(chapter(told, "finding"))
        if short:
            continue
        said = [text for b in blocks(told) if isinstance(b, Points) for text in b.items]
        assert ACCOUNT[lang]["doubt_3"] not in said
        assert [text for text in said if "sample.csv" in text]
        drawn = {
            row.cells[1]: row.cells[2]
            for b in chapter(told, "sources").blocks if isinstance(b, Table)
            for row in b.rows if "sample.csv" in row.cells[2]
        }  # fmt: skip
        assert set(drawn) == {"seeking.shame_weight", "trust.gain"}
        start = {"nl": "per herhaling getrokken uit ", "en": "drawn for each replicate, from "}[lang]
        assert all(cell.startswith(start) for cell in drawn.values())


@pytest.fixture(scope="module")
def over_draws(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("draws")
    (folder / "sample.csv").write_text(SAMPLE, encoding="utf-8")
    for kind, own in OVER_DRAWS.items():
        (folder / f"{kind}.toml").write_text(f'kind = "{kind}"\n{SMALL}{own}', encoding="utf-8")
        experiment(folder / f"{kind}.toml", out=folder / kind, workers=1)
    return {kind: folder / kind for kind in OVER_DRAWS}


def test_a_number_that_every_scenario_sets_itself_is_not_drawn() -> None:
    desk = loaded_scenario("loket-only")
    bold = changed(desk, {"parameters.seeking.shame_weight": 0.0})
    draws = draws_of(["seeking.shame_weight"], [[0.1], [1.9]], "mine")

    def cell(*scenarios: Any) -> str:
        told = ground.sources([described(s) for s in scenarios], draws, "en", short=False)
        table = next(b for b in told.blocks if isinstance(b, Table))
        return next(row.cells[2] for row in table.rows if row.cells[1] == "seeking.shame_weight")

    assert cell(bold).startswith("0 (") and cell(bold, desk).startswith("drawn for each replicate, from mine")


def test_without_draws_luck_is_in_the_band_and_the_numbers_are_those_of_the_book(full: Report) -> None:
    said = [text for b in blocks(full) if isinstance(b, Points) for text in b.items]
    assert ACCOUNT["nl"]["doubt_3"] in said
    cells = [row.cells[2] for b in chapter(full, "sources").blocks if isinstance(b, Table) for row in b.rows]
    assert not [cell for cell in cells if "getrokken" in cell]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_dot_over_draws_is_not_said_to_be_off_by_luck_alone(lang: Language) -> None:
    assert not re.search("luck|toeval", READING[lang]["sweep"])


def drawn_with(*texts: str) -> Any:
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots()
    for text in texts:
        figure.text(0.0, 0.0, text)
    return figure


def test_the_words_of_a_picture_are_all_those_before_the_notice() -> None:
    told = worded(
        lambda: drawn_with("found", "height", "a\nnote", "over draws", NOTICE["nl"], "legend"), "mine"
    )
    assert told[:3] == ("found", "height", "a note over draws")
    assert "legend" in told.svg and not any(text in told.svg for text in ("over draws", NOTICE["nl"]))


@pytest.mark.parametrize("texts", [(), ("a title", "and", "three", "more"), ("a title", NOTICE["en"])])
def test_a_picture_that_does_not_come_from_canvas_of_gets_one_line(texts: tuple[str, ...]) -> None:
    with pytest.raises(OutputError, match=r"^mine: .*canvas_of") as error:
        worded(lambda: drawn_with(*texts), "mine")
    assert "\n" not in str(error.value) and error.value.dutch.startswith("mine: dit plaatje")


def test_results_beside_it_about_the_same_scenarios_are_found(copied: Path, tmp_path: Path) -> None:
    from bereik.experiments.assumptions import assumptions

    size: dict[str, Any] = {"residents": 40, "weeks": 53, "burn_in": 0, "replicates": 2, "workers": 1}
    made = assumptions("loket-only", out=tmp_path / "assumed", quick=True, lang="nl", **size)
    read = kept_module.assumed_in(tmp_path / "assumed", "nl")
    assert read.promised == made.promised and read.shares == made.shares
    for told in (report_of(copied), report_of(copied, beside=[tmp_path / "assumed"])):
        assert read.finding in words_in(chapter(told, "assumed"))
        drawn = [b.name for b in chapter(told, "assumed").blocks if isinstance(b, Picture)]
        assert drawn == ["staircase", "deciles"]
        assert WORDS["nl"]["not_the_same"] not in words_in(chapter(told, "assumed"))
    alone = report_of(tmp_path / "assumed")
    assert "Alleen loket: Wie hulp wil" in words_in(chapter(alone, "asked"))
    assert QUESTIONS["nl"]["assumptions"] in words_in(chapter(alone, "asked"))
    assert [b.name for b in chapter(alone, "finding").blocks if isinstance(b, Picture)] == drawn
    with pytest.raises(OutputError, match="--with takes"):
        report_of(copied, beside=[copied])


def test_an_experiment_has_a_chapter_per_gemeente(tmp_path: Path) -> None:
    file = tmp_path / "twee.toml"
    file.write_text(
        'kind = "compare"\ntitle = { nl = "Twee plaatsen", en = "Two places" }\n'
        'scenarios = ["loket-only", "outreach"]\ngemeenten = ["kleinschalig", "grootstedelijk"]\n'
        "residents = 150\nweeks = 56\nburn_in = 2\nreplicates = 2\nrecords = true\n",
        encoding="utf-8",
    )
    experiment(file, out=tmp_path / "out", workers=1)
    told = report_of(tmp_path / "out", short=True)
    assert told.title == "Twee plaatsen"
    titles = [c.title for c in told.chapters]
    assert "Wat eruit komt: kleinschalig (dorpen)" in titles and "Wat eruit komt: grote stad" in titles
    assert "De scenario's in woorden: kleinschalig (dorpen)" in titles
    village, city = comparisons_in(outcome_in(tmp_path / "out", "nl"))
    assert village.has_over_time and not village.over_time.equals(city.over_time)
    facts = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "out" / "manifest.json").write_text(json.dumps({**facts, "identity": ""}), encoding="utf-8")
    with pytest.raises(OutputError, match="not complete"):
        report_of(tmp_path / "out")


# --- the file ---


class _Outline(HTMLParser):
    """What a screen reader meets: headings, tables and their heads, pictures, ids, and links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.named: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.ids += [v for k, v in attrs if k == "id" and v]
        self.links += [v for k, v in attrs if k in ("href", "src", "xlink:href") and v]
        if tag == "svg":
            self.named.append(told)


def test_the_file_stands_alone_and_can_be_read_aloud(page: str) -> None:
    seen = _Outline(page)
    assert page.startswith('<!doctype html>\n<html lang="nl">')
    assert seen.headings[0] == 1 and set(seen.headings[1:]) == {2}
    assert len(seen.ids) == len(set(seen.ids))
    assert all(link.startswith("#") and link[1:] in seen.ids for link in seen.links)
    assert "@import" not in page and not re.search(r"url\((?!#)", page)
    assert not {"script", "link", "img", "iframe"} & set(seen.tags)
    assert seen.tags.count("table") == seen.tags.count("caption") == seen.tags.count("thead")
    assert len(seen.named) == seen.tags.count("figure") >= 4
    for told in seen.named:
        assert told["role"] == "img"
        assert all(name in seen.ids for name in str(told["aria-labelledby"]).split())
    assert page.count(f"{NOTICE['nl']}.") == 2


def test_the_same_folder_gives_the_same_bytes(folder: Path, page: str, tmp_path: Path) -> None:
    assert html.written(report_of(folder)) == page
    files = report(folder, out=tmp_path / "x.html")
    assert files[0].read_bytes() == page.encode()


def test_what_a_file_of_others_says_is_text(copied: Path) -> None:
    facts = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    facts["scenarios"]["outreach"]["title"] = {"nl": "<script>x</script>", "en": "x"}
    (copied / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")
    page = html.written(report_of(copied, short=True))
    assert "<script" not in page and "&lt;script&gt;" in page


def test_a_folder_that_will_not_do_gets_one_clear_line(copied: Path, tmp_path: Path) -> None:
    def said(place: Path) -> str:
        with pytest.raises(BereikError) as error:
            report_of(place)
        assert "\n" not in str(error.value) and str(place) in str(error.value)
        return str(error.value)

    assert "no results here" in said(tmp_path / "nothing")
    (tmp_path / "begun" / "runs").mkdir(parents=True)
    assert "not complete" in said(tmp_path / "begun")
    summary = copied / "summary.parquet"
    summary.write_bytes(summary.read_bytes()[:1000])
    assert "cannot be read" in said(copied)
    pd.DataFrame({"a": [1]}).to_parquet(summary)
    assert "no column" in said(copied)
    summary.unlink()
    assert "cannot be read" in said(copied)
    (copied / "manifest.json").write_text("{", encoding="utf-8")
    assert "cannot be read" in said(copied)
    (copied / "manifest.json").write_text("[]", encoding="utf-8")
    assert "no manifest of bereik" in said(copied)


def test_the_command_says_where_the_file_is_and_speaks_dutch(folder: Path, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    out = tmp_path / "kort.html"
    told = CliRunner().invoke(app, ["report", str(folder), "--short", "--out", str(out)])
    assert told.exit_code == 0 and told.output.strip() == str(out)
    wrong = CliRunner().invoke(app, ["report", str(tmp_path / "nothing")])
    assert "hier staan geen resultaten" in str(wrong.exception)
    english = CliRunner().invoke(app, ["report", str(tmp_path / "nothing"), "--lang", "en"])
    assert "there are no results here" in str(english.exception)


def test_without_typst_there_is_one_line_and_no_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    with pytest.raises(BereikError, match="bereik\\[report\\]"):
        report(folder, as_pdf=True, out=tmp_path / "x.html")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_short_report_is_two_pages_of_paper(folder: Path, lang: Language) -> None:
    pytest.importorskip("typst", reason="the extra `report` is not installed")
    pypdf = pytest.importorskip("pypdf")
    import io

    made = pdf.written(report_of(folder, short=True, lang=lang))
    told = pypdf.PdfReader(io.BytesIO(made))
    assert len(told.pages) == 2
    for sheet in told.pages:
        assert [round(float(side)) for side in sheet.mediabox[2:]] == [595, 842]  # A4, in points
        assert NOTICE[lang] in sheet.extract_text()
    assert made == pdf.written(report_of(folder, short=True, lang=lang))


def _of_more(kept: Kept, count: int) -> Kept:
    """A comparison of so many scenarios with titles as long as they may be."""
    from dataclasses import replace

    first, second = kept.names
    called = {f"plan-{k}": f"{k} {_LONG}"[:LONGEST_TITLE] for k in range(count)}
    estimates = dict(kept.estimates)
    for (measure, group, scenario), told in kept.estimates.items():
        if scenario == first:
            estimates[measure, group, "plan-0"] = told
        for name in [*called][1:]:
            if scenario == second:
                estimates[measure, group, name] = told
            elif scenario == against(second, first):
                estimates[measure, group, against(name, "plan-0")] = told
    one, other = kept.scenarios.values()
    titles = {name: {"title": {"nl": title, "en": title}} for name, title in called.items()}
    scenarios = {name: {**(one if name == "plan-0" else other), **own} for name, own in titles.items()}
    return replace(kept, scenarios=scenarios, estimates=estimates)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_two_pages_have_room_for_more_scenarios_with_long_titles(folder: Path, count: int) -> None:
    pytest.importorskip("typst", reason="the extra `report` is not installed")
    pypdf = pytest.importorskip("pypdf")
    import io

    read = _of_more(read_back(folder, "nl"), count)
    assert all(len(title) == LONGEST_TITLE for title in read.titles.values())
    made = of_comparisons((read,), Beside(None, None), outcome_in(folder, "nl"), short=True)
    assert len(pypdf.PdfReader(io.BytesIO(pdf.written(made))).pages) == 2


def test_in_a_browser_it_prints_on_two_pages_and_axe_finds_nothing(folder: Path, tmp_path: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="nor is axe")
    pypdf = pytest.importorskip("pypdf")
    if (chromium := shutil.which("chromium")) is None:
        pytest.skip("there is no chromium on this machine")
    flags = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    (page_file,) = report(folder, short=True, out=tmp_path / "kort.html")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        sheet, asked = browser.new_page(), list[str]()
        sheet.on("request", lambda request: asked.append(request.url))
        sheet.goto(page_file.as_uri())
        sheet.pdf(path=tmp_path / "kort.pdf", prefer_css_page_size=True)
        read = _of_more(read_back(folder, "nl"), 3)
        three = of_comparisons((read,), Beside(None, None), outcome_in(folder, "nl"), short=True)
        (tmp_path / "drie.html").write_text(html.written(three), encoding="utf-8")
        other = browser.new_page()
        other.goto((tmp_path / "drie.html").as_uri())
        other.pdf(path=tmp_path / "drie.pdf", prefer_css_page_size=True)
        wrong = axe.Axe().run(sheet, options={"runOnly": rules}).response["violations"]
        browser.close()
    assert asked == [page_file.as_uri()]
    assert not [(v["id"], v["nodes"][0]["html"]) for v in wrong]
    for name in ("kort", "drie"):
        assert len(pypdf.PdfReader(tmp_path / f"{name}.pdf").pages) == 2


def test_columns_share_the_width_by_what_stands_in_them() -> None:
    rows = (Row(("loket", "mensen lopen zelf binnen; wat het niet kan, stuurt het door", "0,2")),)
    widths = Table("x", ("dienst", "wat hij doet", "fte"), rows, words=2).widths
    assert sum(widths) == pytest.approx(1.0, abs=0.001)
    assert widths[1] > widths[0] > widths[2] > 0.0

"""Tables, pictures and stories: true to the numbers, in Dutch and in English."""

from __future__ import annotations

import math
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bereik.errors import ParameterError
from bereik.experiments.draws import draws_of
from bereik.experiments.wording import (
    LANGUAGES,
    Language,
    at_draws,
    checked_language,
    decimals,
    decimals_told,
    interval_of_replicates,
    interval_over,
    number,
    over_unknowns,
    paradox_finding,
    reach_finding,
    slope,
)
from bereik.measures import verdict
from bereik.measures.catalogue import registry
from bereik.measures.intervals import Interval
from bereik.present import figures, story, texts
from bereik.present.table import comparison_note, comparison_tables, run_note, run_table


def told_for(low: float, high: float, lang: Language = "en", departures: int = 0) -> str:
    difference = Interval((low + high) / 2.0, low, high, 20)
    return reach_finding("loket-only", "outreach", difference, verdict(difference), lang, departures)


def test_a_clear_gain_is_told_with_its_interval_and_pairs() -> None:
    assert told_for(0.031, 0.053) == (
        "outreach reaches 4.2 percentage points more of those who need help within a year than loket-only "
        "(95% interval +3.1 to +5.3; in this model, at the book's values, 20 pairs)."
    )
    assert told_for(-0.053, -0.031, "nl") == (
        "outreach bereikt binnen een jaar 4,2 procentpunt minder van wie hulp nodig heeft dan loket-only "
        "(95%-interval −5,3 tot −3,1; in dit model, bij de waarden uit het boek, 20 paren)."
    )


def test_what_spans_zero_is_not_distinguishable() -> None:
    assert told_for(-0.02, 0.05).startswith("Not distinguishable: ")
    assert told_for(-0.02, 0.05, "nl").startswith("Niet te onderscheiden: ")


def test_a_difference_within_a_point_is_too_small_to_matter() -> None:
    assert told_for(0.002, 0.006).startswith("Too small to matter: ")
    assert told_for(0.0, 0.0).startswith("Too small to matter: ")
    assert told_for(0.002, 0.006, "nl").startswith("Te klein om ertoe te doen: ")
    assert "outreach reaches 0.40 percentage points more within a year than" in told_for(0.002, 0.006)
    assert "bereikt outreach binnen een jaar 0,40 procentpunt minder dan" in told_for(-0.006, -0.002, "nl")
    assert "differ by 0.0 percentage points" in told_for(0.0, 0.0)


def test_a_bound_beside_zero_is_not_told_as_zero() -> None:
    assert "(95% interval +0.02 to +8.00;" in told_for(0.0002, 0.08)
    assert "(95%-interval −8,0 tot −0,4;" in told_for(-0.08, -0.004, "nl")
    assert "(95% interval −1 to +8;" in told_for(-0.008, 0.08)
    assert decimals_told(0.0, 0.0) == 1 and decimals_told(math.nan, math.nan) == 1


def test_no_answer_is_told_as_no_answer() -> None:
    nothing = Interval(math.nan, math.nan, math.nan, 0)
    assert reach_finding("a", "b", nothing, verdict(nothing), "en").startswith("No answer: too few weeks")


@pytest.mark.parametrize(
    ("n", "told"),
    [(6, "(lowest and highest of 6 draws +3.1 to +5.3;"), (39, "(95% of 39 draws +3.1 to +5.3;")],
)
def test_few_draws_give_their_lowest_and_highest(n: int, told: str) -> None:
    difference = Interval(0.042, 0.031, 0.053, n)
    assert told in reach_finding("a", "b", difference, verdict(difference), "en", drawn=True)
    assert "(95% interval" in reach_finding("a", "b", difference, verdict(difference), "en")
    beneath = over_unknowns(draws_of(["x"], [[0.5]] * n, "ijking"), "nl")
    few = "laagste en hoogste van 6 trekkingen uit ijking"
    assert (few in beneath) == (n == 6) and ("95 %" in beneath) == (n == 39)


def test_what_an_interval_is_over_is_told_in_notes_and_heads() -> None:
    assert interval_of_replicates(20, "nl", drawn=False) == "95%-interval over 20 herhalingen"
    paired = interval_of_replicates(20, "en", drawn=False, paired=True)
    assert paired == "95% interval over 20 paired replicates"
    assert interval_of_replicates(40, "nl", drawn=True) == "95 % van 40 trekkingen, elk met een eigen seed"
    few = interval_of_replicates(8, "en", drawn=True, paired=True)
    assert few == "lowest and highest of 8 draws, each with a seed of its own"
    assert interval_over(40, "en") == "95% of 40 draws" and interval_over(None, "en") == "95% interval"
    one = draws_of(["x"], [[0.5]], "ijking")
    assert over_unknowns(one, "en") == "One replicate at one draw, the first of ijking: there is no interval."
    assert "haar eigen trekking uit ijking" in at_draws(one, "nl") and at_draws(None, "nl") == ""


def test_a_difference_of_shares_ends_at_a_hundred_points() -> None:
    from bereik.present.persona import _points

    told = _points(Interval(-0.5, -6.85, 5.85, 2), "en")
    assert "−100 to +100" in told and "685" not in told


def test_a_departure_from_the_book_is_told() -> None:
    assert "at the book's values but for 2" in told_for(0.03, 0.05, departures=2)


def test_the_paradox_is_told_by_the_side_of_zero_on_which_its_interval_lies() -> None:
    assert slope(Interval(0.1, 0.05, 0.15, 9)) == "rises"
    assert slope(Interval(-0.1, -0.15, -0.05, 9)) == "falls"
    assert slope(Interval(0.1, -0.05, 0.25, 9)) == "flat"
    assert slope(Interval(math.nan, math.nan, math.nan, 0)) == "flat"
    sentence = paradox_finding(
        {"a": Interval(0.1, 0.05, 0.15, 9), "b": Interval(0.0, -0.02, 0.02, 9)},
        {"b": Interval(-0.1, -0.13, -0.07, 9)},
        "en",
    )
    assert "under a reach rises with doenvermogen (concentration index 0.10; 0.05 to 0.15)" in sentence
    assert "under b no slope" in sentence
    assert "b makes the index 0.10 lower than a" in sentence


def test_no_number_looks_surer_than_its_interval() -> None:
    assert [decimals(-w, w) for w in (50.0, 5.0, 0.5, 0.25, 0.05, 0.0)] == [0, 0, 1, 2, 2, 1]
    assert decimals(math.nan, math.nan) == 1


def test_numbers_are_written_as_the_language_does() -> None:
    assert number(12345.67, 1, "nl") == "12.345,7"
    assert number(12345.67, 1, "en") == "12,345.7"
    assert number(-0.04, 1, "en", signed=True) == "0.0"
    assert number(-2.0, 0, "nl", signed=True) == "−2"
    assert number(math.nan, 1, "nl") == "n.v.t."
    assert number(math.inf, 1, "en") == "∞"


def test_an_unknown_language_is_refused_with_what_would_do() -> None:
    with pytest.raises(ParameterError, match="--lang nl"):
        checked_language("fr")


def test_every_line_of_the_table_is_a_measure_of_the_catalogue() -> None:
    known = registry()
    for section in texts.SECTIONS:
        for line in section.lines:
            assert line.measure in known, line.measure


def test_every_happening_and_cause_has_words_in_both_languages() -> None:
    assert story.untold() == []
    for nl, en in [*story.WHAT.values(), *story.WHY.values()]:
        assert bool(nl) == bool(en)
        assert ("{why}" in nl) == ("{why}" in en)
        assert ("{at}" in nl) == ("{at}" in en)
    for nl, en in zip(texts.FIGURES["nl"].items(), texts.FIGURES["en"].items(), strict=True):
        assert nl[0] == en[0]
        assert nl[1].count("{") == en[1].count("{")


# --- a comparison of the real engine, in a small world ---


@pytest.fixture(scope="module")
def found() -> Any:
    from bereik.experiments.compare import compare

    return compare(
        "loket-only", "outreach", "loket-plus-outreach",
        residents=500, weeks=110, burn_in=20, replicates=3, workers=1, lang="nl",
    )  # fmt: skip


def test_pictures_are_written_whole_with_their_finding_and_notice(found: Any, tmp_path: Path) -> None:
    files = figures.write_figures(found, tmp_path / "figures")
    assert {path.name for path in files} == {
        f"{n}.{kind}" for n in figures.PICTURES for kind in ("png", "svg")
    }
    for path in files:
        if path.suffix == ".png":
            assert path.read_bytes().startswith(b"\x89PNG")
        else:
            drawn = path.read_text(encoding="utf-8")
            assert texts.NOTICE["nl"] in drawn
            assert "Alleen loket" in drawn and "Eropaf" in drawn
            assert "loket-only" not in drawn
            assert "None" not in drawn


def test_the_same_numbers_give_the_same_picture(found: Any, tmp_path: Path) -> None:
    one, two = (figures.write_figures(found, tmp_path / k) for k in ("one", "two"))
    for a, b in zip(one, two, strict=True):
        if a.suffix == ".svg":
            assert a.read_bytes() == b.read_bytes()


def test_the_title_of_a_picture_follows_from_its_numbers(found: Any) -> None:
    figure = figures.incidence_of_help(found)
    title = " ".join(figure.texts[0].get_text().split())
    for name in found.names:
        percent = 100.0 * found.estimate("incidence", name, "week=52").mean
        told = f"{percent:.0f}" if percent >= 10.0 else f"{percent:.1f}".replace(".", ",")
        assert f"{told} % onder ‘{found.titles[name]}’" in title


@pytest.mark.parametrize(("lang", "ys", "xs"), [("nl", "0,5", "10.000"), ("en", "0.5", "10,000")])
def test_numbers_along_an_axis_are_written_as_the_language_does(lang: Language, ys: str, xs: str) -> None:
    figure, (axes,) = figures.canvas_of(lang, "title", "what", "note", 1, 1)
    axes.plot([0.0, 20_000.0], [0.0, 1.0])
    axes.set_yticks([0.0, 0.25, 0.5])
    axes.set_xticks([0.0, 10_000.0])
    figure.draw_without_rendering()
    told = [[label.get_text() for label in axis.get_ticklabels()] for axis in (axes.yaxis, axes.xaxis)]
    assert told == [["0" + ys[1] + "00", "0" + ys[1] + "25", ys + "0"], ["0", xs]]


def test_words_along_an_axis_stay_words() -> None:
    figure, (axes,) = figures.canvas_of("nl", "title", "what", "note", 1, 1)
    axes.plot(["loket", "outreach"], [1.0, 2.0], "o")
    figure.draw_without_rendering()
    assert [label.get_text() for label in axes.get_xticklabels()] == ["loket", "outreach"]


def test_in_grey_print_no_two_rows_of_niet_bereik_look_alike() -> None:
    from matplotlib.colors import to_rgb

    def grey(colour: str) -> float:
        red, green, blue = to_rgb(colour)
        return 0.299 * red + 0.587 * green + 0.114 * blue

    colours = [figures.COVERED_COLOUR, *figures.ROW_COLOURS.values()]
    for k, one in enumerate(colours):
        for other in colours[k + 1 :]:
            apart = abs(grey(one) - grey(other)) > 0.08
            assert apart or figures.HATCHES.get(one, "") != figures.HATCHES.get(other, "")


def gained_title(found: Any, extra: dict[str, Interval]) -> str:
    """The title over who is gained and lost, where that many residents more are reached."""
    from dataclasses import replace

    told = {("extra_reached", "", f"{b} - loket-only"): interval for b, interval in extra.items()}
    figure = figures.gained_and_lost(replace(found, estimates={**found.estimates, **told}))
    return " ".join(figure.texts[0].get_text().split())


def test_who_gains_is_told_with_an_interval_or_as_not_distinguishable(found: Any) -> None:
    from dataclasses import replace

    pair = replace(found, job=replace(found.job, shown=2))
    title = gained_title(pair, {"outreach": Interval(-3.0, -4.0, -2.0, 3)})
    assert "netto 6,0 per 1000 minder (−8,0 tot −4,0)" in title
    title = gained_title(pair, {"outreach": Interval(1.0, -1.0, 3.0, 3)})
    assert "netto niet te onderscheiden (−2 tot +6)" in title


def test_of_many_scenarios_none_is_said_to_gain_that_cannot_be_told_to(found: Any) -> None:
    of = many(found, 5)
    none = {name: Interval(5.0, -1.0, 11.0, 3) for name in of.names[1:]}
    assert gained_title(of, none).startswith("In geen van 7 scenario's worden aantoonbaar meer inwoners")
    some = none | {"outreach-1": Interval(2.0, 1.0, 3.0, 3), "outreach-2": Interval(1.0, 0.5, 1.5, 3)}
    title = gained_title(of, some)
    assert "in 2 van 7 scenario's; gemiddeld het meest onder outreach-1: netto 4,0 per 1000 meer" in title


def test_names_beside_a_picture_stand_apart_in_their_order() -> None:
    apart = figures._apart  # pyright: ignore[reportPrivateUsage]
    assert apart([1.0, 1.1, 5.0, 9.8, 9.9, 10.0], [1.0] * 6, 10.0) == [1.0, 2.0, 5.0, 8.0, 9.0, 10.0]
    assert apart([1.0, 1.0, 9.0], [1.0, 3.0, 1.0], 10.0) == [1.0, 3.0, 9.0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_a_picture_runs_out_of_it_or_into_another(found: Any, lang: Language) -> None:
    from dataclasses import replace

    from matplotlib.backends.backend_agg import FigureCanvasAgg

    for draw in figures.PICTURES.values():
        figure = draw(replace(found, lang=lang))
        renderer: Any = FigureCanvasAgg(figure).get_renderer()
        room: Any = figure.bbox
        beside = [text for axes in figure.axes for text in axes.texts if text.get_text() != "■"]
        heads = [getattr(axes, "_left_title") for axes in figure.axes if axes.get_title("left")]  # noqa: B009
        boxes: list[Any] = [text.get_window_extent(renderer) for text in (*figure.texts, *beside, *heads)]
        for k, box in enumerate(boxes):
            assert room.x0 <= box.x0 and box.x1 <= room.x1 and room.y0 <= box.y0 and box.y1 <= room.y1
            assert not any(box.overlaps(other) for other in boxes[:k])


def many(found: Any, copies: int) -> Any:
    """The comparison with its second scenario repeated under other names."""
    from dataclasses import replace

    import pandas as pd

    job = found.job
    names = [f"outreach-{k}" for k in range(copies)]
    labels = (*job.labels[: job.shown], *names)
    scenarios = (*job.scenarios[: job.shown], *[job.scenarios[1]] * copies)
    estimates, weekly = dict(found.estimates), [found.over_time]
    for name in names:
        weekly.append(found.over_time[found.over_time["scenario"] == "outreach"].assign(scenario=name))
        for (measure, group, scenario), told in found.estimates.items():
            if scenario.startswith("outreach"):
                estimates[measure, group, scenario.replace("outreach", name, 1)] = told
    bigger = replace(job, labels=labels, scenarios=scenarios, shown=len(labels))
    return replace(found, job=bigger, estimates=estimates, over_time=pd.concat(weekly))


def test_many_scenarios_are_drawn_as_far_as_they_can_be_told_apart(found: Any) -> None:
    assert len(set(figures.STYLES)) == len(figures.STYLES) >= 12
    of = many(found, 9)
    for draw in figures.PICTURES.values():
        figure = draw(of)
        assert figure.texts[0].get_text().count("\n") < 3
        assert any("de eerste 8 van 12 scenario's" in text.get_text() for text in figure.texts)
    assert len(figures.incidence_of_help(of).axes[0].lines) == figures.MOST_DRAWN


def test_a_scenario_goes_by_its_title_unless_it_is_long_or_anothers(found: Any) -> None:
    from dataclasses import replace

    from bereik.experiments.compare import titles_of
    from bereik.scenarios import Text

    assert titles_of(found.job, "en")["outreach"] == "Outreach"
    assert titles_of(found.job, "nl")["outreach"] == "Eropaf"
    first, second, *rest = found.job.scenarios
    long = replace(first, title=Text("lang " * 20, "long " * 20))
    assert titles_of(replace(found.job, scenarios=(long, second, *rest)), "nl")["loket-only"] == "loket-only"
    twice = titles_of(replace(found.job, scenarios=(second, second, *rest)), "nl")
    assert list(twice.values())[:2] == ["loket-only", "outreach"]


def test_a_picture_without_numbers_says_so(found: Any) -> None:
    from dataclasses import replace

    bare = replace(found, estimates={})
    for draw in figures.PICTURES.values():
        figure = draw(bare)
        assert texts.FIGURES["nl"]["nothing"] in " ".join(figure.texts[0].get_text().split())


def test_the_table_shows_each_scenario_and_each_difference_with_its_interval(found: Any) -> None:
    from rich.console import Console

    console = Console(width=220, record=True, file=StringIO())
    (table,) = comparison_tables(found, 220)
    console.print(table)
    text = console.export_text()
    assert len(table.columns) == 1 + 3 + 2
    assert "outreach min loket-only" in text
    note = comparison_note(found)
    assert "loket-only: Alleen loket; outreach: Eropaf" in note
    assert "Tussen haakjes: 95%-interval over 3 gepaarde herhalingen" in note
    difference = found.estimate("reach_52", "outreach - loket-only")
    places = decimals(100.0 * difference.low, 100.0 * difference.high)
    assert number(100.0 * difference.mean, places, "nl", signed=True) in text


@pytest.mark.parametrize("width", [60, 80, 110, 150])
def test_no_number_and_no_name_is_cut_however_narrow_the_screen(found: Any, width: int) -> None:
    from rich.console import Console

    def shown(wide: int) -> list[str]:
        console = Console(width=wide, record=True, file=StringIO())
        for table in comparison_tables(found, wide):
            console.print(table, crop=False)
        return console.export_text().split()

    assert set(shown(220)) <= set(shown(width))
    assert "…" not in "".join(word for word in shown(width) if word != "…")
    assert len(comparison_tables(found, width)) > (width < 150)


def test_staff_is_told_by_payer_below_the_total_only_where_others_pay(found: Any) -> None:
    from dataclasses import replace

    def labels(of: Any) -> list[str]:
        (table,) = comparison_tables(of, 1000)
        return [str(cell).strip() for cell in table.columns[0].cells]

    assert not any("betaald door" in label for label in labels(found))
    by_ggz = {("cost_programme", "payer=zvw-wlz", "outreach"): Interval(9.0, 9.0, 9.0, 3)}
    told = labels(replace(found, estimates={**found.estimates, **by_ggz}))
    below = told.index("personeel voor toegang en hulp") + 1
    assert told[below] == "personeel, betaald door de gemeente"
    assert [label for label in told if "betaald door" in label][1:] == ["personeel, betaald door Zvw en Wlz"]


def test_a_single_run_is_shown_without_an_interval() -> None:
    from rich.console import Console

    from bereik.experiments.single import run

    done = run("loket-only", residents=200, weeks=60, burn_in=10)
    console = Console(width=120, record=True, file=StringIO())
    console.print(run_table(done, "en"))
    text = console.export_text()
    assert run_note(done, "en").startswith("A single draw: 200 residents, 60 weeks, seed 1")
    share = f"{100.0 * done.value('known_share'):.1f}%"
    assert share in text


def trace_of(*rows: tuple[int, str, str, str]) -> Any:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=["week", "service", "what", "why"])
    frame["resident"] = 7
    return SimpleNamespace(trace=frame)


def test_a_life_is_told_in_the_weeks_in_which_something_happened() -> None:
    run: Any = trace_of(
        (3, "", "life-event", "job-lost"),
        (3, "", "problem-started", "money"),
        (4, "", "week-booked", "invisible"),
        (5, "", "week-booked", "invisible"),
        (6, "loket", "asked", ""),
        (6, "", "week-booked", "late"),
        (7, "", "week-booked", "late"),
    )
    told = [
        (3, ["life event: job lost", "a problem starts: money"], ""),
        (4, [], "out of sight"),
        (6, ["asks for help at loket"], "help under way"),
    ]
    assert story.life(run.trace, 7, 8, "en") == told
    assert story.life(run.trace, 7, 20, "en") == [*told, (8, [], "not in need")]
    assert story.life(run.trace, 8, 20, "en") == []


def test_every_week_of_a_life_and_its_end_have_a_state() -> None:
    rows = [(1, "", "life-event", "birth"), (2, "", "week-booked", "invisible"), (4, "", "forgot-help", "")]
    records = SimpleNamespace(weeks=9, residents={7: {"trust_at_end": 0.5}})
    run: Any = SimpleNamespace(trace=trace_of(*rows).trace, records=records)
    states = list(story.story_table(run, 7, "en").columns[2].cells)  # type: ignore[union-attr]
    assert states == ["not in need", "out of sight", "not in need", "not in need"]
    assert story.ending(run, 7, "en", "Synthetic") == "At the end: not in need, trust 0.50. Synthetic."
    records.weeks = 3
    assert story.ending(run, 7, "nl", "Synthetisch").startswith("Aan het eind: buiten beeld, vertrouwen")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cause_that_is_not_known_leaves_no_loose_colon(lang: Language) -> None:
    for what in story.WHAT:
        assert not story.sentence(what, "", "loket", lang).rstrip().endswith(":")


def test_ctrl_c_that_falls_in_a_destructor_still_stops_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    import os
    import signal
    import sys

    from bereik.present.progress import OnScreen

    class Dies:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)  # says that it was forgotten
    usual = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), OnScreen("en") as listener:
        listener.begun(4, 0)
        Dies()
        listener.advanced(1)
    assert signal.getsignal(signal.SIGINT) is usual

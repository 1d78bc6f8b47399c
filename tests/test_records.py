"""What the records say happened, against the lives they were taken from."""

from __future__ import annotations

import re
from typing import Any

import bereik
from bereik.vocabulary import ACTIVITIES, LINKS, UNMET_ROWS


def test_a_first_question_is_dated_at_a_week_in_which_somebody_asked_or_accepted() -> None:
    run = bereik.run("outreach", seed=4, residents=600, weeks=104, burn_in=26, follow=range(600))
    trace = run.trace
    asked = trace[
        (trace["what"] == "asked")
        | ((trace["what"] == "visited") & (trace["why"] == "opened"))
        | ((trace["what"] == "turned-away") & trace["why"].isin(["no-offer", "nobody-there"]))
    ]
    moments = set(zip(asked["resident"], asked["week"], strict=True))
    first = run.spells.dropna(subset=["first_asked"])
    assert len(first) > 30
    dated = set(zip(first["resident"], first["first_asked"].astype(int), strict=True))
    assert dated <= moments, f"nobody asked then: {sorted(dated - moments)[:5]}"


def test_every_column_of_a_table_has_a_name_and_holds_what_its_name_says() -> None:
    run = bereik.run("outreach", seed=2, residents=300, weeks=20, burn_in=10)
    weekly, services = run.records.weekly.reshape(-1), run.records.services.reshape(-1)
    named: list[tuple[Any, str, tuple[str, ...], Any]] = [
        (run.spells, "unmet", UNMET_ROWS, run.records.spells["unmet"]),
        (run.weekly, "unmet", UNMET_ROWS, weekly["unmet"]),
        (run.weekly, "dropped", LINKS, weekly["dropped"]),
        (run.services, "minutes", ACTIVITIES, services["minutes"]),
    ]
    for frame, name, words, values in named:
        assert values.shape[1] == len(words)
        for k, word in enumerate(words):
            column = f"{name}_{word}".replace(" ", "_").replace("-", "_")
            assert (frame[column].to_numpy() == values[:, k]).all(), column
    assert {"unmet_invisible", "dropped_recognise"} <= set(run.weekly)
    assert {"minutes_case_work", "minutes_hand_overs", "weeks_waited"} <= set(run.services)
    for frame in run.frames.values():
        assert [c for c in frame if re.search(r"_\d$", c)] == []

"""What the records say happened, against the lives they were taken from."""

from __future__ import annotations

import bereik


def test_a_first_question_is_dated_at_a_week_in_which_somebody_asked_or_accepted() -> None:
    run = bereik.run("outreach", seed=4, residents=600, weeks=104, burn_in=26, follow=range(600))
    trace = run.trace
    asked = trace[
        (trace["what"] == "asked")
        | ((trace["what"] == "visited") & (trace["why"] == "opened"))
        | ((trace["what"] == "turned-away") & (trace["why"] == "no-offer"))
    ]
    moments = set(zip(asked["resident"], asked["week"], strict=True))
    first = run.spells.dropna(subset=["first_asked"])
    assert len(first) > 30
    dated = set(zip(first["resident"], first["first_asked"].astype(int), strict=True))
    assert dated <= moments, f"nobody asked then: {sorted(dated - moments)[:5]}"

"""The policies of the page: desk against outreach at equal budget, and one with four levers moved."""

from __future__ import annotations

from typing import Final

from bereik.experiments.job import Job
from bereik.present.app.plans import Plan, based_on, job_of, scenario_of, with_lever

DESK: Final = "loket-only"
OUTREACH: Final = "outreach"
COUNTER_CASE: Final = ("loket-wint", "loket-wint-eropaf")
_MOVED: Final = 0.8  # share of the hours of desk and telephone that 'outreach' moves


def first_questions() -> list[Job]:
    """Return the questions of this page before anything is changed."""
    return [job_of([based_on(a), based_on(b)], None, "nl") for a, b in ((DESK, OUTREACH), COUNTER_CASE)]


def policy_with(share: float, steps: float, visibility: float, breadth: float) -> Plan:
    """Return the outreach policy with its four levers moved; the budget is that of the desk alone.

    Parameters
    ----------
    share : 0..0.8, of the hours of desk and telephone that go out; at 0.8 it is 'outreach' as it ships
    steps : at the desk, 0..8
    visibility : of the desk, 0..1
    breadth : of the wijkteam, 0..1
    """
    desk, out = (scenario_of(based_on(name)).services for name in (DESK, OUTREACH))
    moved = share / _MOVED
    plan = based_on(OUTREACH)
    for name in ("loket", "telefoon"):
        hours = (1.0 - moved) * desk[name].fte_per_10000 + moved * out[name].fte_per_10000
        plan = with_lever(plan, name, "fte_per_10000", round(hours, 4))
    plan = with_lever(plan, OUTREACH, "fte_per_10000", round(moved * out[OUTREACH].fte_per_10000, 4))
    plan = with_lever(plan, "loket", "steps", steps)
    plan = with_lever(plan, "loket", "visibility", visibility)
    return with_lever(plan, "wijkteam", "breadth", breadth)


def as_shipped() -> dict[str, float]:
    """Return where the four levers stand in the outreach policy that ships."""
    services = scenario_of(based_on(OUTREACH)).services
    return {
        "share": _MOVED,
        "steps": services["loket"].steps,
        "visibility": services["loket"].visibility,
        "breadth": services["wijkteam"].breadth,
    }

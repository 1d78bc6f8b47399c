"""What is wrong in a file of kind ``trial``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bereik.experiments.forms import as_tuples
from bereik.experiments.kinds.trial.form import (
    GIVEN,
    WORDS_OF,
    EligibleForm,
    PublishedForm,
    TrialForm,
    ends_of,
    range_of,
    scheme_of,
    with_arms,
)
from bereik.measures.trial import OUTCOMES
from bereik.residents.columns import Household, Resident
from bereik.services.mistakes import Mistake, mistake, mistakes_of, shown
from bereik.tables import columns

if TYPE_CHECKING:
    from bereik.scenarios import Scenario
    from bereik.services.settings import ServiceSettings

_OF_A_DESK = ("opening", "steps", "short_steps", "screens", "travel", "eigen_kracht")
_OF_CHANNELS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("letter_minutes", "pages", "language"): ("letter",),
    ("visit_minutes", "knock_minutes"): ("visit",),
    ("call_minutes", "tone"): ("letter", "call"),
    ("pretext",): ("call", "visit"),
}
_OF_HELP = (
    "warm", "hand_over_minutes", "hands_over_to", "mediates", "advocate", "fixed_contact",
    "breadth", "discretion", "interpreter", "chooses", "minutes_per_case", "intensity",
)  # fmt: skip


def mistakes(form: TrialForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong with who is eligible, with the arms, and with what they are set beside."""
    wrong: list[Mistake] = []
    if len(scenarios) != 1:
        return [mistake(("scenarios",), "one-scenario", value=len(scenarios))]
    usual = scenarios[0]
    if len(form.arms) < 2:
        wrong.append(mistake(("arms",), "too-few-arms", value=len(form.arms)))
    if form.week >= form.weeks:
        wrong.append(mistake(("week",), "starts-too-late", value=form.week, high=form.weeks - 1))
    if form.outcome not in OUTCOMES:
        wrong.append(
            mistake(("outcome",), "no-outcome-of-a-trial", OUTCOMES, value=form.outcome, sought=form.outcome)
        )
    wrong += [m.under("eligible") for m in _wrong_eligible(form.eligible, usual)]
    wrong += _wrong_arms(form, usual)
    for name, said in form.published.items():
        wrong += [m.under("published", name) for m in _wrong_published(said, form)]
    if not wrong and form.outcome in ("trial_uses", "trial_applied") and scheme_of(form) is None:
        wrong.append(mistake(("outcome",), "outcome-without-scheme", value=form.outcome))
    return wrong


def _wrong_eligible(said: Mapping[str, Any], usual: Scenario) -> list[Mistake]:
    try:
        read = EligibleForm.model_validate(as_tuples(said))
    except ValidationError as error:
        return mistakes_of(error, EligibleForm)
    wrong: list[Mistake] = []
    if read.not_using is not None and read.not_using not in usual.schemes:
        facts = {"value": read.not_using, "sought": read.not_using}
        wrong.append(mistake(("not_using",), "unknown-scheme", usual.schemes, **facts))
    for name, value in read.where.items():
        if name not in _facts():
            wrong.append(mistake(("where", name), "unknown-trait", _facts()))
        elif range_of(name, value) is None:
            wrong.append(_norange_of(name, value))
    return wrong


def _norange_of(name: str, value: Any) -> Mistake:
    """Return what is wrong with what is said of a trait: a word it has not, ends swapped, or neither."""
    path = ("where", name)
    if isinstance(value, str) and name in WORDS_OF:
        return mistake(path, "unknown-word", WORDS_OF[name], value=shown(value), sought=value)
    if isinstance(value, list | tuple) and range_of(name, value[::-1]) is not None:
        low, high = value[::-1]
        return mistake(path, "ends-swapped", value=f"[{high:g}, {low:g}]", told=f"[{low:g}, {high:g}]")
    return mistake(path, "no-ends", value=shown(value))


def _facts() -> list[str]:
    """Return the columns of residents and households that hold one value."""
    held = columns(Resident) | columns(Household)
    return [name for name, column in held.items() if column.count == 1 and column.unit not in ("row", "mask")]


def _wrong_arms(form: TrialForm, usual: Scenario) -> list[Mistake]:
    wrong = [
        mistake(("arms", name, lever), "given-to-an-arm", key=lever)
        for name, said in form.arms.items()
        for lever in said
        if lever in (*GIVEN, "list_per_10000", "among", "all_knowing", "walk_in", "sees", "per_wijk")
    ]
    wrong += [
        mistake(("arms", name), "arm-is-a-service", key=name) for name in form.arms if name in usual.services
    ]
    told = {said["about"] for said in form.arms.values() if "about" in said} | {
        form.eligible[key] for key in ("not_using",) if key in form.eligible
    }
    if len(told) > 1:
        wrong.append(mistake(("arms",), "two-schemes", value=", ".join(sorted(map(str, told)))))
    if wrong:
        return wrong
    scenario, wrong = with_arms(form, usual)
    if scenario is None:
        return wrong
    arms = {name: scenario.services[name] for name, said in form.arms.items() if said}
    wrong = [
        mistake(("arms", name, "planned_share"), "not-above", value=0, low=0)
        for name, arm in arms.items()
        if arm.staff_from is not None and arm.planned_share == 0.0  # of shared staff it has what is planned
    ]
    return wrong + [
        mistake(("arms", name, lever), "idle-in-an-arm", key=lever)
        for name, arm in arms.items()
        for lever in idle(form.arms[name], arm)
    ]


def idle(said: Mapping[str, Any], arm: ServiceSettings) -> list[str]:
    """Return the levers of an arm that do nothing: of a desk, of channels that it has not, or of help."""
    none: set[str] = set()
    for levers, channels in _OF_CHANNELS.items():
        if not {*channels} & {*arm.channels}:
            none.update(levers)
    if not arm.walk_in:
        none.update(_OF_A_DESK)
        if not arm.at_place:
            none.add("visibility")
    if arm.about is not None:
        none.update(_OF_HELP)
    return [lever for lever in said if lever in none]


def _wrong_published(said: Mapping[str, Any], form: TrialForm) -> list[Mistake]:
    try:
        read = PublishedForm.model_validate(said)
    except ValidationError as error:
        return mistakes_of(error, PublishedForm)
    wrong = [
        mistake((key,), "unknown-arm", form.arms, value=getattr(read, key), sought=getattr(read, key))
        for key in ("arm", "against")
        if getattr(read, key) not in (None, *form.arms)
    ]
    if read.outcome is not None and read.outcome not in OUTCOMES:
        facts = {"value": read.outcome, "sought": read.outcome}
        wrong.append(mistake(("outcome",), "no-outcome-of-a-trial", OUTCOMES, **facts))
    if (read.low is None) != (read.high is None) or (read.low is None) == (ends_of(read) != "none"):
        wrong.append(mistake(("ends",), "ends-half", value=ends_of(read)))
    elif read.low is not None and read.high is not None and read.low > read.high:
        told = f"low = {read.high:g}, high = {read.low:g}"
        wrong.append(mistake(("low",), "ends-swapped", value=f"{read.low:g}", told=told))
    elif read.low is not None and read.high is not None and not read.low <= read.effect <= read.high:
        wrong.append(mistake(("effect",), "out-of-range", value=read.effect, low=read.low, high=read.high))
    return wrong

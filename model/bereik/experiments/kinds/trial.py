"""Kind ``trial``: a randomised field experiment in one gemeente.

kind = "trial"
scenarios = ["gemengd"]              # usual practice
persons = 200                        # in each arm
week = 4                             # in which it starts; it is followed to the last of weeks
outcome = "trial_uses"

[eligible]
not_using = "individuele_inkomenstoeslag"

[arms.gewoon]                        # the first arm is the control; an empty one is usual practice

[arms.brief]
about = "individuele_inkomenstoeslag"
channels = ["letter"]
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import numpy as np
from pydantic import Field, ValidationError

from bereik.experiments.draws import interval_of
from bereik.experiments.forms import Form, Table, as_tuples
from bereik.experiments.job import Job, against
from bereik.experiments.kinds import Kind
from bereik.experiments.plan import Plan
from bereik.experiments.store import write_table
from bereik.experiments.summary import summarise_points, within
from bereik.measures.catalogue import registry
from bereik.measures.intervals import Interval
from bereik.measures.trial import OUTCOMES
from bereik.residents.columns import Household, Resident
from bereik.scenarios.change import checked_tree, written
from bereik.scenarios.personas import EDUCATION
from bereik.services.mistakes import Mistake, mistake, mistakes_of, shown
from bereik.services.settings import DomainName
from bereik.tables import columns
from bereik.vocabulary import TENURES, WORK_STATES

if TYPE_CHECKING:
    from bereik.engine.trial import Design
    from bereik.experiments.store import Store
    from bereik.measures import Measure
    from bereik.records import TrialRecords
    from bereik.scenarios import Scenario
    from bereik.services.settings import ServiceSettings

_QUICK: dict[str, Any] = {"residents": 4000, "persons": 15, "burn_in": 52, "replicates": 8}
KIND_OF_AN_ARM = "bericht"
HOURS_OF_AN_ARM = 1.0  # fte per 10,000 adults, where an arm says nothing of its staff
Ends = Literal["interval", "range", "none"]
_GIVEN = {"doors": "signals", "follows": ()}  # an arm goes to its own people, and to nobody else
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
_WORDS = {"work": WORK_STATES, "education": EDUCATION, "tenure": TENURES}


class EligibleForm(Table):
    """What ``[eligible]`` can say; all of it must hold."""

    not_using: str | None = None
    need: tuple[DomainName, ...] = ()
    severity: Annotated[int, Field(ge=1, le=3)] = 1
    in_need: bool | None = None
    helped: bool | None = None
    known: bool | None = None
    where: dict[str, Any] = Field(default_factory=dict[str, Any])


class PublishedForm(Table):
    """What ``[published.NAME]`` says of an experiment elsewhere, in the unit of the outcome.

    Without ``against`` it is the outcome of the arm itself, and not a difference. Without ``low`` and
    ``high`` it has no interval. ``ends`` says what these are: a 95 % interval, or the lowest and the
    highest of several estimates. ``abstract_only`` says that no more of the source was read.
    """

    arm: str
    against: str | None = None
    outcome: str | None = None
    effect: float
    low: float | None = None
    high: float | None = None
    ends: Ends | None = None
    abstract_only: bool = False
    source: str


class TrialForm(Form):
    """What a file of kind ``trial`` can say."""

    weeks: int = Field(56, ge=2, le=520)
    week: Annotated[int, Field(ge=1, le=519)] = 4
    persons: Annotated[int, Field(ge=2, le=10_000)] = 200
    eligible: dict[str, Any] = Field(default_factory=dict[str, Any])
    arms: dict[str, dict[str, Any]]
    published: dict[str, dict[str, Any]] = Field(default_factory=dict[str, dict[str, Any]])
    outcome: str = "trial_fitting_help"
    groups: bool = True


class Published(NamedTuple):
    """An effect that was measured elsewhere, set beside that of an arm.

    Attributes
    ----------
    name : of the experiment
    arm : in which it was found
    against : the other arm; None: no difference, but the outcome of the arm itself
    outcome : measure that it is about
    effect : with its ends; NaN where none are published
    ends : ``interval``, of 95 %; ``range``, over estimates; ``none``
    source : where it stands
    abstract_only : whether no more than the abstract of it was read
    """

    name: str
    arm: str
    against: str | None
    outcome: str
    effect: Interval
    ends: Ends
    source: str
    abstract_only: bool


@dataclass(frozen=True)
class TrialJob(Job):
    """A field experiment, once per seed: its labels are the arms.

    Attributes
    ----------
    design : who takes part and what each arm gets
    outcome : what the effect is measured in
    published : what the arms are set beside; no number of a run hangs on it
    """

    design: Design
    outcome: str
    published: tuple[Published, ...]

    def key(self, source: str | None = None) -> str:
        """Return the hash of all that decides the numbers of a seed."""
        import hashlib

        facts = [super().key(source), json.dumps(self.design), self.outcome]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


# --- what is wrong in a file ---


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
        elif _ends(name, value) is None:
            wrong.append(_no_ends(name, value))
    return wrong


def _no_ends(name: str, value: Any) -> Mistake:
    """Return what is wrong with what is said of a trait: a word it has not, ends swapped, or neither."""
    path = ("where", name)
    if isinstance(value, str) and name in _WORDS:
        return mistake(path, "unknown-word", _WORDS[name], value=shown(value), sought=value)
    if isinstance(value, list | tuple) and _ends(name, value[::-1]) is not None:
        low, high = value[::-1]
        return mistake(path, "ends-swapped", value=f"[{high:g}, {low:g}]", told=f"[{low:g}, {high:g}]")
    return mistake(path, "no-ends", value=shown(value))


def _facts() -> list[str]:
    """Return the columns of residents and households that hold one value."""
    held = columns(Resident) | columns(Household)
    return [name for name, column in held.items() if column.count == 1 and column.unit not in ("row", "mask")]


def _ends(name: str, value: Any) -> tuple[float, float] | None:
    """Return the lowest and highest value that a trait may have; None where nothing of the kind is said."""
    if isinstance(value, bool):
        return float(value), float(value)
    if isinstance(value, str) and value in _WORDS.get(name, ()):
        code = float(_WORDS[name].index(value))
        return code, code
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    low, high = value
    numbers = all(isinstance(x, int | float) and not isinstance(x, bool) for x in value)
    return (float(low), float(high)) if numbers and low <= high else None


def _wrong_arms(form: TrialForm, usual: Scenario) -> list[Mistake]:
    wrong = [
        mistake(("arms", name, lever), "given-to-an-arm", key=lever)
        for name, said in form.arms.items()
        for lever in said
        if lever in (*_GIVEN, "list_per_10000", "among", "all_knowing", "walk_in", "sees", "per_wijk")
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
    scenario, wrong = _with_arms(form, usual)
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
    if (read.low is None) != (read.high is None) or (read.low is None) == (_ends_of(read) != "none"):
        wrong.append(mistake(("ends",), "ends-half", value=_ends_of(read)))
    elif read.low is not None and read.high is not None and read.low > read.high:
        told = f"low = {read.high:g}, high = {read.low:g}"
        wrong.append(mistake(("low",), "ends-swapped", value=f"{read.low:g}", told=told))
    elif read.low is not None and read.high is not None and not read.low <= read.effect <= read.high:
        wrong.append(mistake(("effect",), "out-of-range", value=read.effect, low=read.low, high=read.high))
    return wrong


def _ends_of(read: PublishedForm) -> Ends:
    """Return what the ends are: where nothing is said, an interval if there are any."""
    return read.ends or ("none" if read.low is None and read.high is None else "interval")


def _with_arms(form: TrialForm, usual: Scenario) -> tuple[Scenario | None, list[Mistake]]:
    """Return usual practice with a service for every arm that does something, or what is wrong with those."""
    tree = written(usual)
    for name, said in form.arms.items():
        if said:
            own = {} if "staff_from" in said else {"fte_per_10000": HOURS_OF_AN_ARM}
            tree["services"][name] = {"kind": KIND_OF_AN_ARM} | own | said | _GIVEN
    scenario, wrong = checked_tree(usual, tree)
    return scenario, [
        m._replace(path=("arms", *m.path[1:])) if m.path[1:2] and m.path[1] in form.arms else m for m in wrong
    ]


# --- which runs ---


def scheme_of(form: TrialForm) -> str | None:
    """Return the scheme that a trial is about; None: help as such."""
    return next(
        (said["about"] for said in form.arms.values() if "about" in said), form.eligible.get("not_using")
    )


def plan(form: TrialForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return a point per gemeente."""
    return Plan(
        "trial", tuple(_job(form, job) for job in jobs), places, measures=form.measures, groups=form.groups
    )


def _job(form: TrialForm, job: Job) -> TrialJob:
    from bereik.engine.trial import Design, Eligible

    scenario, _ = _with_arms(form, job.scenarios[0])
    if scenario is None:
        raise AssertionError("the arms were checked before")
    read = EligibleForm.model_validate(as_tuples(form.eligible))
    where = {name: ends for name, value in read.where.items() if (ends := _ends(name, value)) is not None}
    eligible = Eligible(
        read.not_using, read.need, read.severity, read.in_need, read.helped, read.known, where
    )
    arms = tuple(name if said else None for name, said in form.arms.items())
    design = Design(arms, form.persons, form.week, eligible, scheme_of(form))
    sizes = {f.name: getattr(job, f.name) for f in fields(Job)}
    labels = tuple(form.arms)
    told = {"labels": labels, "scenarios": (scenario,), "references": (), "shown": len(labels)}
    published = tuple(_published(name, said, form) for name, said in form.published.items())
    return TrialJob(**sizes | told, design=design, outcome=form.outcome, published=published)


def _published(name: str, said: Mapping[str, Any], form: TrialForm) -> Published:
    read = PublishedForm.model_validate(said)
    low, high = (np.nan if end is None else end for end in (read.low, read.high))
    effect = Interval(read.effect, low, high, 0)
    outcome = read.outcome or form.outcome
    return Published(
        name, read.arm, read.against, outcome, effect, _ends_of(read), read.source, read.abstract_only
    )


# --- in a worker ---


def records(job: TrialJob, seed: int) -> list[TrialRecords]:
    """Return what the trial wrote with one seed."""
    from bereik.engine.trial import try_out

    size = {"residents": job.residents, "weeks": job.weeks, "burn_in": job.burn_in}
    return [try_out(job.at(seed)[0], job.design, seed, **size)]


def measured(job: TrialJob, found: Sequence[TrialRecords]) -> Iterator[tuple[str, list[Measure]]]:
    """Yield the measures of each arm, then what one trial shows of each against the control, by label."""
    from bereik.measures.trial import costs_of, enrolled, of_arm, of_arms

    trial, control = found[0], job.labels[0]
    for arm, label in enumerate(job.labels):
        yield label, [*of_arm(trial, arm, job.outcome), *costs_of(trial, arm), *enrolled(trial)]
    for arm, label in enumerate(job.labels[1:], 1):
        yield against(label, control), of_arms(trial, arm, 0, job.outcome)


# --- when all is there ---


def summarise(store: Store) -> None:
    """Write ``summary.parquet``, and ``published.parquet`` where the file names experiments elsewhere."""
    import pyarrow as pa

    summarise_points(store)
    rows = list(_beside(store))
    words = dict.fromkeys(("name", "gemeente", "arm", "against", "outcome"), pa.string())
    numbers = dict.fromkeys(
        (f"{whose}_{end}" for whose in ("published", "model") for end in _ENDS), pa.float64()
    )
    told = {"overlap": pa.bool_(), "ends": pa.string(), "source": pa.string(), "abstract_only": pa.bool_()}
    kinds = pa.schema(words | numbers | told)
    if rows:
        arrays = [
            pa.array(column, kind.type) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)
        ]
        write_table(store.out / "published.parquet", pa.Table.from_arrays(arrays, schema=kinds))


_ENDS = ("mean", "low", "high")


def _beside(store: Store) -> Iterator[tuple[Any, ...]]:
    """Yield every experiment elsewhere, the model's own interval, and whether they overlap.

    Whether they do is not told (None) where one of the two has no ends: an estimate is not exact because
    its interval was not published.
    """
    plan = store.plan
    for point in range(plan.points):
        job: Any = plan.jobs[plan.place(point)]
        for said in job.published:
            own = over_replicates(store, point, said)
            known = np.isfinite([said.effect.low, said.effect.high, own.low, own.high]).all()
            overlap = own.low <= said.effect.high and own.high >= said.effect.low if known else None
            ends = [getattr(held, end) for held in (said.effect, own) for end in _ENDS]
            yield (
                said.name,
                plan.places[plan.place(point)],
                said.arm,
                said.against or "",
                said.outcome,
                *ends,
                overlap,
                said.ends,
                said.source,
                said.abstract_only,
            )


def over_replicates(store: Store, point: int, said: Published) -> Interval:
    """Return the difference of two arms, or the outcome of one, over the seeds of a point.

    A difference in the outcome of the file is taken from ``trial_effect``, which sets aside that the arms
    hold other people. Over draws of what is not known the interval is theirs, as in the summary.
    """
    plan = store.plan
    job: Any = plan.jobs[plan.place(point)]
    same_people = said.against is not None and said.outcome == job.outcome
    measure = "trial_effect" if same_people else said.outcome
    rows: Any = store.rows(np.arange(plan.replicates) * plan.points + point).to_pandas()
    rows = rows[(rows["measure"] == measure) & (rows["group"] == "")]
    arms = rows.pivot(index="seed", columns="scenario", values="value")
    missing = {said.arm, said.against or said.arm} - {*arms.columns}
    if missing:
        return Interval(np.nan, np.nan, np.nan, 0)
    own = arms[said.arm] - (0.0 if said.against is None else arms[said.against])
    interval = interval_of(job.draws)(own.to_numpy(dtype=float))
    return within(interval, registry()[said.outcome].unit, least=0.0 if said.against is None else -1.0)


KIND = Kind(
    form=TrialForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise,
    records=records,
)  # fmt: skip

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

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from bereik.experiments.draws import interval_of
from bereik.experiments.forms import as_tuples
from bereik.experiments.job import Job, against
from bereik.experiments.kinds import Kind
from bereik.experiments.plan import Plan
from bereik.experiments.store import write_table
from bereik.experiments.summary import summarise_points, within
from bereik.measures.catalogue import registry
from bereik.measures.intervals import Interval

if TYPE_CHECKING:
    from bereik.experiments.store import Store
    from bereik.measures import Measure
    from bereik.records import TrialRecords

from bereik.experiments.kinds.trial.form import (
    EligibleForm,
    Published,
    PublishedForm,
    TrialForm,
    TrialJob,
    ends_of,
    range_of,
    scheme_of,
    with_arms,
)
from bereik.experiments.kinds.trial.wrong import mistakes

_QUICK: dict[str, Any] = {"residents": 4000, "persons": 15, "burn_in": 52, "replicates": 8}


# --- which runs ---


def plan(form: TrialForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return a point per gemeente."""
    return Plan(
        "trial", tuple(_job(form, job) for job in jobs), places, measures=form.measures, groups=form.groups
    )


def _job(form: TrialForm, job: Job) -> TrialJob:
    from bereik.engine.trial import Design, Eligible

    scenario, _ = with_arms(form, job.scenarios[0])
    if scenario is None:
        raise AssertionError("the arms were checked before")
    read = EligibleForm.model_validate(as_tuples(form.eligible))
    where = {name: ends for name, value in read.where.items() if (ends := range_of(name, value)) is not None}
    eligible = Eligible(
        read.not_using, read.need, read.severity, read.in_need, read.helped, read.known, where
    )
    arms = tuple(name if said else None for name, said in form.arms.items())
    design = Design(arms, form.persons, form.week, eligible, scheme_of(form))
    published = tuple(_published(name, said, form) for name, said in form.published.items())
    return TrialJob(
        labels=tuple(form.arms),
        scenarios=(scenario,),
        references=(),
        shown=len(form.arms),
        **job.size,
        draws=job.draws,
        design=design,
        outcome=form.outcome,
        published=published,
    )


def _published(name: str, said: Mapping[str, Any], form: TrialForm) -> Published:
    read = PublishedForm.model_validate(said)
    low, high = (np.nan if end is None else end for end in (read.low, read.high))
    effect = Interval(read.effect, low, high, 0)
    outcome = read.outcome or form.outcome
    return Published(
        name, read.arm, read.against, outcome, effect, ends_of(read), read.source, read.abstract_only
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

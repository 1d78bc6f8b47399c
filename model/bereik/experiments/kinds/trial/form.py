"""What a file of kind ``trial`` can say, and the job that it asks for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import Field

from bereik.experiments.forms import Form, Table
from bereik.experiments.job import Job
from bereik.measures.intervals import Interval
from bereik.scenarios.change import checked_tree, written
from bereik.scenarios.personas import EDUCATION
from bereik.services.mistakes import Mistake
from bereik.services.settings import DomainName
from bereik.vocabulary import TENURES, WORK_STATES

if TYPE_CHECKING:
    from bereik.engine.trial import Design
    from bereik.scenarios import Scenario

Ends = Literal["interval", "range", "none"]
KIND_OF_AN_ARM = "bericht"
HOURS_OF_AN_ARM = 1.0  # fte per 10,000 adults, where an arm says nothing of its staff
WORDS_OF = {"work": WORK_STATES, "education": EDUCATION, "tenure": TENURES}  # codes of traits
GIVEN = {"doors": "signals", "follows": ()}  # an arm goes to its own people, and to nobody else


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


def ends_of(read: PublishedForm) -> Ends:
    """Return what the ends are: where nothing is said, an interval if there are any."""
    return read.ends or ("none" if read.low is None and read.high is None else "interval")


def scheme_of(form: TrialForm) -> str | None:
    """Return the scheme that a trial is about; None: help as such."""
    return next(
        (said["about"] for said in form.arms.values() if "about" in said), form.eligible.get("not_using")
    )


def with_arms(form: TrialForm, usual: Scenario) -> tuple[Scenario | None, list[Mistake]]:
    """Return usual practice with a service for every arm that does something, or what is wrong with those."""
    tree = written(usual)
    for name, said in form.arms.items():
        if said:
            own = {} if "staff_from" in said else {"fte_per_10000": HOURS_OF_AN_ARM}
            tree["services"][name] = {"kind": KIND_OF_AN_ARM} | own | said | GIVEN
    scenario, wrong = checked_tree(usual, tree)
    return scenario, [
        m._replace(path=("arms", *m.path[1:])) if m.path[1:2] and m.path[1] in form.arms else m for m in wrong
    ]


def range_of(name: str, value: Any) -> tuple[float, float] | None:
    """Return the lowest and highest value that a trait may have; None where nothing of the kind is said."""
    if isinstance(value, bool):
        return float(value), float(value)
    if isinstance(value, str) and value in WORDS_OF.get(name, ()):
        code = float(WORDS_OF[name].index(value))
        return code, code
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    low, high = value
    numbers = all(isinstance(x, int | float) and not isinstance(x, bool) for x in value)
    return (float(low), float(high)) if numbers and low <= high else None

"""Six assumptions: from the promise of a policy note down to the world, and which assumption takes what.

All 64 world views are run over paired replicates. The promise is reach within a year where all six
assumptions of SCP (2024) 3.3 hold; realised is reach where none does beyond what the scenario says.
What lies between is divided over the six by Shapley's value, seed by seed; intervals are over seeds.

Above the promise stand two steps that no assumption is about: the queue, and what services lose
themselves (by prices, sending on, refusing, misjudging, handing back, and help that does not suit).

A world view is how people are from the first day, so every view has a burn-in of its own, and who
is in need differs between views: each reaches its own people in need.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from bereik.experiments import worlds
from bereik.experiments.called import Means, answer, asked_of
from bereik.experiments.draws import Estimator, interval_of
from bereik.experiments.job import BURN_IN, WEEKS
from bereik.experiments.paradox import without_losses
from bereik.experiments.shapley import shapley
from bereik.experiments.wording import Language, checked_language, decimals_told, number, span
from bereik.experiments.worlds import DECILES, REACH, Asked, Figures, Round, Worlds
from bereik.measures.intervals import Interval
from bereik.parameters.themes import Views

if TYPE_CHECKING:
    import pandas as pd

    from bereik.experiments.job import Job
    from bereik.experiments.listener import Listener
    from bereik.scenarios import Scenario

ASSUMPTIONS: Final = Views._fields
STEPS, QUICK_STEPS = 4, 2  # from nobody to everybody, for whom one assumption holds
TRUE, FOUND = "others true", "others as found"
COLUMNS = ("what", "assumption", "group", "mean", "low", "high", "unit")
_REASON = "World view of the policy note."
_ROOM, _OTHER = " + room for all", " + the other policy"
_FLAWLESS = " + room for all + services lose nobody"
OF_SERVICES: Final = ("manage", "hold_on", "heard", "helped", "stance")  # links at which services lose people

Belief = tuple[float, ...]  # for how many people each assumption holds, 0..1


@dataclass(frozen=True, slots=True)
class Turn:
    """How the difference of two policies depends on one assumption.

    Attributes
    ----------
    assumption : which
    others : `TRUE` where the other five hold for everybody, `FOUND` where they are as the scenario has them
    shares : of the people for whom the assumption holds, tried in turn
    differences : per share, reach within a year of the scenario less that of the other policy
    at : share at which the sign of the mean difference turns, seen from 1 down; NaN never
    surely : the nearest shares tried on either side of ``at`` with an interval that leaves out zero on the
        right side; NaN where none does
    """

    assumption: str
    others: str
    shares: tuple[float, ...]
    differences: tuple[Interval, ...]
    at: float
    surely: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the six assumptions do to the reach of a policy.

    Attributes
    ----------
    job : worlds, seeds and sizes it rests on
    scenario : whose promise it is
    other : the policy it was set against, or None
    flawless : promised reach where nobody waits for room and services lose nobody themselves
    own_losses : what services lose themselves of that
    with_room : promised reach where nobody waits for room
    queue : what waiting for room takes of that
    promised : promised reach at the capacity of the scenario
    realised : reach where the assumptions are as the scenario has them
    shares : per assumption, what it takes of promised less realised
    most : which takes most, with those that cannot be told from it
    by_decile : per assumption, the same by tenth of doenvermogen
    turns : where another policy becomes better; empty without one
    summary : DataFrame with columns what, assumption, group, mean, low, high, unit
    lang, quick, out : language of the sentences, a first look, and the folder of the results
    """

    job: Worlds
    scenario: Scenario
    other: Scenario | None
    flawless: Interval
    own_losses: Interval
    with_room: Interval
    queue: Interval
    promised: Interval
    realised: Interval
    shares: Mapping[str, Interval]
    most: tuple[str, ...]
    by_decile: Mapping[str, tuple[Interval, ...]]
    turns: tuple[Turn, ...]
    summary: pd.DataFrame
    lang: Language
    quick: bool
    out: Path | None

    @property
    def pairs(self) -> int:
        """Return over how many paired replicates the intervals are."""
        return self.realised.pairs

    @property
    def finding(self) -> str:
        """Return the promise, the world, and what takes most of what lies between."""
        return _finding(self)


def assumptions(
    scenario: str | Path | Scenario,
    *,
    against: str | Path | Scenario | None = None,
    gemeente: str | Path | Scenario | None = None,
    residents: int | None = None,
    weeks: int | None = None,
    burn_in: int = BURN_IN,
    replicates: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    executor: Callable[[], Executor] | None = None,
    out: str | Path | None = None,
    quick: bool = False,
    lang: str = "en",
    listener: Listener | None = None,
    posterior: str | Path | None = None,
) -> Assumed:
    """Run all 64 world views of a scenario and divide the broken promise over the six assumptions.

    Parameters
    ----------
    scenario : name, file or scenario
    against : another policy for the same people: from where on would it be better?
    gemeente : whose ``[gemeente]`` table is used
    residents : adults; left out: as the gemeente says, or 2500 with ``quick``
    weeks : observed weeks of policy, more than 52; left out: 260, or 104 with ``quick``
    burn_in : weeks of the current policy before
    replicates : paired seeds; left out: 20, or 8 with ``quick``
    seed : the first of the seeds
    workers, executor, listener : see `bereik.experiments.experiment.experiment`
    out : folder for the results; None keeps nothing
    quick : a first look
    lang : nl or en
    posterior : a sample of what is not known: replicate r of every world takes its row r. It may hold no
        number of the world view, which is what the worlds set

    Raises
    ------
    BereikError : a scenario, number or folder that will not do
    """
    language = checked_language(lang)
    size = Asked(gemeente, residents, weeks, burn_in, replicates, seed, quick)
    job = size.job_of([scenario] if against is None else [scenario, against], WEEKS, language)
    steps = QUICK_STEPS if quick else STEPS
    asked = asked_of("assumptions", job, language, posterior, steps=steps)
    means = Means(out, workers, executor, listener, language)
    return answer(asked, means, partial(worlds.conclude, divided, lang=language, quick=quick))


def all_views(job: Job, steps: int) -> Worlds:
    """Return all that is run for a scenario, and for another policy where the job has one.

    Parameters
    ----------
    steps : from nobody to everybody, for whom one assumption holds
    """
    asked = job.scenarios[: job.shown]
    grid = grid_of(steps) if len(asked) > 1 else ()
    return worlds.worlds_of(asked, partial(rounds_of, grid=grid), job, grid)


def grid_of(steps: int) -> tuple[float, ...]:
    """Return the shares of people for whom one assumption holds, in equal steps from 0 to 1."""
    return tuple(k / steps for k in range(steps + 1))


def own_belief(scenario: Scenario) -> Belief:
    """Return for how many people each assumption holds in a scenario."""
    book = scenario.book()
    return tuple(book.value(f"views.{name}") for name in ASSUMPTIONS)


def believed(scenario: Scenario, belief: Belief) -> Scenario:
    """Return the same policy in another world view."""
    if belief == own_belief(scenario):
        return scenario
    values = {f"views.{name}": share for name, share in zip(ASSUMPTIONS, belief, strict=True)}
    return scenario.with_parameters(values, _REASON)


def name_of(belief: Belief) -> str:
    """Return the name of a world view, as its file of figures has it."""
    return " ".join(f"{name}={share:g}" for name, share in zip(ASSUMPTIONS, belief, strict=True))


def view_of(mask: int, own: Belief) -> Belief:
    """Return the world view in which the assumptions of a set hold for everybody."""
    return tuple(1.0 if mask >> k & 1 else share for k, share in enumerate(own))


def wrong_in_one(k: int, share: float, others: str, own: Belief) -> Belief:
    """Return the world view in which one assumption holds for a share of the people."""
    rest = view_of((1 << len(own)) - 1 if others == TRUE else 0, own)
    return (*rest[:k], share, *rest[k + 1 :])


def rounds_of(asked: tuple[Scenario, ...], grid: Sequence[float]) -> tuple[Round, ...]:
    """Return all that is run: 64 views, two promises above, and the other policy where one is asked."""
    base, *others = asked
    own = own_belief(base)
    sets = 1 << len(ASSUMPTIONS)
    views: dict[Belief, dict[str, Scenario]] = {}
    for mask in range(sets):
        belief = view_of(mask, own)
        views[belief] = {name_of(belief): believed(base, belief)}
    promise = view_of(sets - 1, own)
    views[promise][name_of(promise) + _ROOM] = worlds.with_room_for_all(believed(base, promise))
    views[promise][name_of(promise) + _FLAWLESS] = without_losses(believed(base, promise), OF_SERVICES)
    for other in others:
        for rest in (TRUE, FOUND):
            for k in range(len(ASSUMPTIONS)):
                for share in grid:
                    belief = wrong_in_one(k, share, rest, own)
                    here = views.setdefault(belief, {name_of(belief): believed(base, belief)})
                    here[name_of(belief) + _OTHER] = believed(other, belief)
    return tuple(
        Round(here[name_of(belief)], here, worlds.without_help(here[name_of(belief)]))
        for belief, here in views.items()
    )


def divided(job: Worlds, found: Figures, lang: Language, quick: bool, out: Path | None) -> Assumed:
    """Divide what was found in the worlds of a job."""
    base, *others = job.asked
    own, interval = own_belief(base), interval_of(job.draws)
    names = [name_of(view_of(mask, own)) for mask in range(1 << len(ASSUMPTIONS))]
    reach = found.of(REACH, "", names)
    shares = shapley(reach)
    tenths = shapley(found.by_decile(names))  # replicates, tenths, assumptions
    with_room = found.of(REACH, "", [names[-1] + _ROOM])[:, 0]
    flawless = found.of(REACH, "", [names[-1] + _FLAWLESS])[:, 0]
    own_losses, queue = interval(flawless - with_room), interval(with_room - reach[:, -1])
    levels = {
        "promised, room for all, services lose nobody": interval(flawless),
        "promised, room for all": interval(with_room),
        "promised": interval(reach[:, -1]),
        "realised": interval(reach[:, 0]),
    }
    by_share = {name: interval(shares[:, k]) for k, name in enumerate(ASSUMPTIONS)}
    by_decile = {
        name: tuple(interval(tenths[:, d, k]) for d in range(len(DECILES)))
        for k, name in enumerate(ASSUMPTIONS)
    }
    turns = tuple(_turns(found, own, job.grid, interval)) if others else ()
    rows: list[tuple[str, str, str, Interval, str]] = [
        *((level, "", "", estimate, "share") for level, estimate in levels.items()),
        ("lost by services themselves", "", "", own_losses, "share"),
        ("lost to the queue", "", "", queue, "share"),
        ("promised - realised", "", "", interval(reach[:, -1] - reach[:, 0]), "share"),
        *(("shapley", name, "", estimate, "share") for name, estimate in by_share.items()),
        *(
            ("shapley", name, f"doenvermogen={d}", estimate, "share")
            for name, told in by_decile.items()
            for d, estimate in zip(DECILES, told, strict=True)
        ),
        *(
            (f"difference, {turn.others}", turn.assumption, f"holds for={share:g}", estimate, "share")
            for turn in turns
            for share, estimate in zip(turn.shares, turn.differences, strict=True)
        ),
        *(
            (f"turns at, {turn.others}", turn.assumption, "", Interval(turn.at, *turn.surely, 0), "0..1")
            for turn in turns
        ),
    ]
    return Assumed(
        job=job, scenario=base, other=others[0] if others else None,
        flawless=levels["promised, room for all, services lose nobody"], own_losses=own_losses,
        with_room=levels["promised, room for all"], queue=queue,
        promised=levels["promised"], realised=levels["realised"], shares=by_share,
        most=_most(shares, interval), by_decile=by_decile, turns=turns,
        summary=worlds.table_of(rows, COLUMNS), lang=lang, quick=quick, out=out,
    )


def _most(shares: np.ndarray, interval: Estimator) -> tuple[str, ...]:
    """Return which takes most, and after it those whose paired difference with it spans zero."""
    order = [int(k) for k in np.argsort(-shares.mean(axis=0), kind="stable")]
    top = shares[:, order[0]]
    near = [k for k in order[1:] if not interval(top - shares[:, k]).low > 0.0]
    return tuple(ASSUMPTIONS[k] for k in (order[0], *near))


def _turns(found: Figures, own: Belief, grid: Sequence[float], interval: Estimator) -> list[Turn]:
    turns: list[Turn] = []
    for others in (TRUE, FOUND):
        for k, assumption in enumerate(ASSUMPTIONS):
            names = [name_of(wrong_in_one(k, share, others, own)) for share in grid]
            mine, theirs = (found.of(REACH, "", [n + tail for n in names]) for tail in ("", _OTHER))
            told = tuple(interval(column) for column in (mine - theirs).T)
            at = turns_at(grid, [e.mean for e in told])
            turns.append(Turn(assumption, others, tuple(grid), told, at, _surely(grid, told, at)))
    return turns


def turns_at(shares: Sequence[float], differences: Sequence[float]) -> float:
    """Return where a difference changes sign, from the last share down, by a straight line; NaN never."""
    for k in range(len(shares) - 1, 0, -1):
        here, below = differences[k], differences[k - 1]
        if here * below < 0.0 or (below == 0.0 and here != 0.0):
            return shares[k] + (shares[k - 1] - shares[k]) * here / (here - below)
    return math.nan


def _surely(shares: Sequence[float], told: Sequence[Interval], at: float) -> tuple[float, float]:
    """Return the nearest shares on either side at which the sign is beyond doubt."""
    if math.isnan(at):
        return math.nan, math.nan
    above = [(s, e) for s, e in zip(shares, told, strict=True) if s > at]
    sign = math.copysign(1.0, above[0][1].mean)
    high = next((s for s, e in above if min(sign * e.low, sign * e.high) > 0.0), math.nan)
    below = [(s, e) for s, e in zip(shares, told, strict=True) if s < at]
    low = next((s for s, e in reversed(below) if max(sign * e.low, sign * e.high) < 0.0), math.nan)
    return low, high


TOLD: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "can_ask": "wie hulp nodig heeft, vraagt erom",
        "want_help": "mensen willen de hulp die er is",
        "self_reliant": "mensen zijn zelfredzaam",
        "short_help": "korte hulp is genoeg",
        "look_after": "mensen letten op elkaar",
        "in_view": "de gemeente heeft mensen in beeld",
    },
    "en": {
        "can_ask": "who needs help asks for it",
        "want_help": "people want the help on offer",
        "self_reliant": "people are self-reliant",
        "short_help": "short help is enough",
        "look_after": "people look out for one another",
        "in_view": "the gemeente has people in view",
    },
}
_SENTENCES = {
    "nl": {
        "falls": (
            "De beleidsnota belooft binnen een jaar {p} % te bereiken van wie hulp nodig heeft; "
            "het wordt {r} %"
        ),
        "drowns": (
            "Is iedereen zoals de beleidsnota denkt, dan loopt het vol: zij bereikt dan {p} %, "
            "in het echt {r} %"
        ),
        "most": " Het meest kost ‘{name}’: {x} procentpunt ({low_high}).",
        "several": " Het meest kosten ‘{names}’; wat daarvan meer kost is niet te onderscheiden.",
        "and": "’ en ‘",
        "none": " Geen aanname kost bereik.",
        "queue": " Zonder wachtrij zou de belofte {u} % zijn, en {f} % als diensten zelf niemand verloren.",
        "tail": " (in dit model; {n} paren).",
        "drawn": " (in dit model, bij {n} trekkingen van wat we niet weten).",
    },
    "en": {
        "falls": (
            "The policy note promises to reach {p}% of those who need help within a year; "
            "it becomes {r}%"
        ),
        "drowns": (
            "If all were as the policy note has it, it would drown: it would reach {p}%, where in fact it "
            "reaches {r}%"
        ),
        "most": " ‘{name}’ costs most: {x} percentage points ({low_high}).",
        "several": " ‘{names}’ cost most; which of them costs more cannot be told.",
        "and": "’ and ‘",
        "none": " No assumption costs reach.",
        "queue": " Without a queue the promise would be {u}%, and {f}% if services lost nobody themselves.",
        "tail": " (in this model; {n} pairs).",
        "drawn": " (in this model, at {n} draws of what we do not know).",
    },
}


def _finding(found: Assumed) -> str:
    words, lang = _SENTENCES[found.lang], found.lang
    kind = "falls" if found.promised.mean >= found.realised.mean else "drowns"
    levels = {"p": found.promised, "r": found.realised, "u": found.with_room, "f": found.flawless}
    told = {key: _points(estimate, lang) for key, estimate in levels.items()}
    tail = words["tail" if found.job.draws is None else "drawn"]
    text = words[kind].format(**told) + tail.format(n=found.pairs)
    text += words["queue"].format(**told)
    most, share = found.most[0], found.shares[found.most[0]]
    if not share.low > 0.0:
        return text + words["none"]
    if len(found.most) > 1:
        names = words["and"].join(TOLD[lang][name] for name in found.most)
        return text + words["several"].format(names=names)
    return text + words["most"].format(
        name=TOLD[lang][most], x=_points(share, lang), low_high=span(share, lang, scale=100.0)
    )


def _points(share: Interval, lang: Language) -> str:
    return number(100.0 * share.mean, decimals_told(100.0 * share.low, 100.0 * share.high), lang)

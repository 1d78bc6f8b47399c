"""Why the paradox: the concentration index taken apart over the links of the chain.

The same people stand in week 0 of 256 worlds. From then on the losses of a link are there or not: in
each of the seven links of the chain, and in the stance of services (eigen kracht). What a link adds to
the index is its Shapley value over all orders in which losses could be taken away, seed by seed.

The burn-in is that of the scenario itself, so that in every world the same people have been in need
for as long. Waiting, and trying again, is the link *hold on*: where it loses nobody there is room for
all, help begins in the week one asks, and who tried in vain asks again at once.

The index that is taken apart is that for like need: of who is in need at the clock, indirectly
standardised for severity and number of domains. What is left of it when no link loses anybody is no
loss in the chain, but need that passes before help can come: a bar of its own, which is about 0. The
plain index, which other commands tell, is taken apart beside it. Its rest is not 0: it counts open
spells whose need was over when the policy began, and the self-reliant have more of those.

A Shapley share is a mean over worlds in which other links lose nobody, most of them with room for all.
What a link adds in the world as it is, is told beside it: that link alone taken away. The two can differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_type_hints

import numpy as np

from bereik.experiments import worlds
from bereik.experiments.called import Means, answer, asked_of
from bereik.experiments.draws import Estimator, interval_of
from bereik.experiments.job import BURN_IN
from bereik.experiments.shapley import members, one_at_a_time, shapley
from bereik.experiments.wording import Language, checked_language, decimals_told, number, slope, span
from bereik.experiments.worlds import CONCENTRATION, DECILES, LIKE_NEED, REACH, Asked, Figures, Round, Worlds
from bereik.measures.intervals import Interval
from bereik.parameters.themes import Links

if TYPE_CHECKING:
    import pandas as pd

    from bereik.experiments.job import Job
    from bereik.experiments.listener import Listener
    from bereik.scenarios import Scenario

LINKS: Final = tuple(get_type_hints(Links))
WEEKS = 156
COLUMNS = ("what", "link", "group", "mean", "low", "high", "unit")
INDEX, PLAIN = "index for like need", "plain index"
AS_IT_IS: Final = "as it is"
NO_LOSSES: Final = "no losses"
_REASON = "Taken apart: these links lose nobody."


@dataclass(frozen=True, slots=True)
class Parts:
    """What each link adds and costs, by one way of dividing.

    Attributes
    ----------
    index : per link, what it adds to the index for like need
    plain : per link, what it adds to the plain index
    lost : per link, the reach that it costs
    by_decile : per link, the same by tenth of doenvermogen
    """

    index: Mapping[str, Interval]
    plain: Mapping[str, Interval]
    lost: Mapping[str, Interval]
    by_decile: Mapping[str, tuple[Interval, ...]]


@dataclass(frozen=True, slots=True)
class Explained:
    """What each link adds to the hulpparadox.

    Attributes
    ----------
    job : worlds, seeds and sizes it rests on
    scenario : whose paradox it is
    index : concentration index for like need; above 0 reach favours the self-reliant
    rest : what is left of it when no link loses anybody: need that passes before help can come
    plain, plain_rest : the same of the plain index, which other commands tell
    reach, reach_without_losses : share reached within a year, as it is and when no link loses anybody
    shares : Shapley shares; they sum to ``index`` less ``rest``, and to the difference in reach
    alone : what changes where one link alone is taken away; these need not add up
    summary : DataFrame with columns what, link, group, mean, low, high, unit
    lang, quick, out : language of the sentences, a first look, and the folder of the results
    """

    job: Worlds
    scenario: Scenario
    index: Interval
    rest: Interval
    plain: Interval
    plain_rest: Interval
    reach: Interval
    reach_without_losses: Interval
    shares: Parts
    alone: Parts
    summary: pd.DataFrame
    lang: Language
    quick: bool
    out: Path | None

    @property
    def pairs(self) -> int:
        """Return over how many paired replicates the intervals are."""
        return self.index.pairs

    @property
    def finding(self) -> str:
        """Return whether there is a paradox, and which link adds most to it."""
        return _finding(self)


def paradox(
    scenario: str | Path | Scenario,
    *,
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
) -> Explained:
    """Take the concentration index of a scenario apart over the links of the chain.

    Parameters
    ----------
    scenario : name, file or scenario
    gemeente : whose ``[gemeente]`` table is used
    residents : adults; left out: as the gemeente says, or 2500 with ``quick``
    weeks : observed weeks of policy, more than 52; left out: 156, or 104 with ``quick``
    burn_in : weeks of the current policy before
    replicates : paired seeds; left out: 20, or 8 with ``quick``
    seed : the first of the seeds
    workers, executor, listener : see `bereik.experiments.experiment.experiment`
    out : folder for the results; None keeps nothing
    quick : a first look
    lang : nl or en
    posterior : a sample of what is not known: replicate r of every world takes its row r. It may hold no
        number of the links, which is what the worlds set

    Raises
    ------
    BereikError : a scenario, number or folder that will not do
    """
    language = checked_language(lang)
    size = Asked(gemeente, residents, weeks, burn_in, replicates, seed, quick)
    asked = asked_of("paradox", size.job_of([scenario], WEEKS, language), language, posterior)
    means = Means(out, workers, executor, listener, language)
    return answer(asked, means, partial(worlds.conclude, explained, lang=language, quick=quick))


def all_links(job: Job) -> Worlds:
    """Return all that is run for a scenario: the 256 worlds."""
    return worlds.worlds_of(job.scenarios[:1], rounds_of, job)


def rounds_of(asked: tuple[Scenario, ...]) -> tuple[Round, ...]:
    """Return all that is run: one round."""
    return (round_of(asked[0]),)


def without_losses(scenario: Scenario, links: tuple[str, ...]) -> Scenario:
    """Return a scenario in which some links lose nobody; where *hold on* does not, nobody waits."""
    if not links:
        return scenario
    spared = scenario.with_parameters({f"links.{link}": 1.0 for link in links}, _REASON)
    return without_waiting(spared) if "hold_on" in links else spared


def without_waiting(scenario: Scenario) -> Scenario:
    """Return a scenario in which there is room for all, and one is heard in the week one asks."""
    roomy = worlds.with_room_for_all(scenario)
    services = {name: s.model_copy(update={"lead_weeks": 0}) for name, s in roomy.services.items()}
    return replace(roomy, services=services)


def name_of(mask: int) -> str:
    """Return the name of a world: the links that lose nobody there."""
    return " + ".join(members(mask, LINKS)) or AS_IT_IS


def round_of(base: Scenario) -> Round:
    """Return all 256 worlds, which branch from one burn-in."""
    sets = range(1 << len(LINKS))
    return Round(
        burn_in=base,
        worlds={name_of(mask): without_losses(base, members(mask, LINKS)) for mask in sets},
        reference=worlds.without_help(base),
    )


def explained(job: Worlds, found: Figures, lang: Language, quick: bool, out: Path | None) -> Explained:
    """Divide what was found: taking a link away lowers the index by what it adds, and raises reach."""
    names = [name_of(mask) for mask in range(1 << len(LINKS))]
    figures = {
        INDEX: found.of(CONCENTRATION, LIKE_NEED, names),
        PLAIN: found.of(CONCENTRATION, "", names),
        REACH: found.of(REACH, "", names),
    }
    tenths = found.by_decile(names)
    interval = interval_of(job.draws)
    shares, alone = (_parts(figures, tenths, divide, interval) for divide in (shapley, one_at_a_time))
    levels = {
        (figure, which): interval(values[:, at])
        for figure, values in figures.items()
        for which, at in ((AS_IT_IS, 0), (NO_LOSSES, -1))
    }
    rows = [
        *(
            (f"{figure}, {which}", "", "", told, "share" if figure == REACH else "index")
            for (figure, which), told in levels.items()
        ),
        *_rows("", shares),
        *_rows(", this link alone", alone),
    ]
    return Explained(
        job=job, scenario=job.asked[0], index=levels[INDEX, AS_IT_IS], rest=levels[INDEX, NO_LOSSES],
        plain=levels[PLAIN, AS_IT_IS], plain_rest=levels[PLAIN, NO_LOSSES],
        reach=levels[REACH, AS_IT_IS], reach_without_losses=levels[REACH, NO_LOSSES],
        shares=shares, alone=alone, summary=worlds.table_of(rows, COLUMNS), lang=lang, quick=quick, out=out,
    )


def _parts(
    figures: Mapping[str, np.ndarray],
    tenths: np.ndarray,
    divide: Callable[[np.ndarray], np.ndarray],
    interval: Estimator,
) -> Parts:
    """Return what each link adds and costs, seed by seed, with intervals over replicates."""
    index, plain, lost = (
        {link: interval(values[:, k]) for k, link in enumerate(LINKS)}
        for values in (-divide(figures[INDEX]), -divide(figures[PLAIN]), divide(figures[REACH]))
    )
    costs = divide(tenths)  # replicates, tenths, links
    by_decile = {
        link: tuple(interval(costs[:, d, k]) for d in range(len(DECILES)))
        for k, link in enumerate(LINKS)
    }
    return Parts(index, plain, lost, by_decile)


def _rows(tail: str, parts: Parts) -> list[tuple[str, str, str, Interval, str]]:
    """Return the rows of the summary for one way of dividing."""
    told = (
        (f"added to the {INDEX}{tail}", parts.index, "index"),
        (f"added to the {PLAIN}{tail}", parts.plain, "index"),
        (f"reach lost{tail}", parts.lost, "share"),
    )
    return [
        *((what, link, "", estimate, unit) for what, by, unit in told for link, estimate in by.items()),
        *(
            (f"reach lost{tail}", link, f"doenvermogen={d}", estimate, "share")
            for link, by in parts.by_decile.items()
            for d, estimate in zip(DECILES, by, strict=True)
        ),
    ]


TOLD: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "recognise": "herkennen",
        "know": "weten",
        "dare": "durven",
        "manage": "regelen",
        "hold_on": "volhouden",
        "heard": "gehoord worden",
        "helped": "geholpen worden",
        "stance": "eigen kracht",
    },
    "en": {
        "recognise": "recognise",
        "know": "know",
        "dare": "dare",
        "manage": "manage",
        "hold_on": "hold on",
        "heard": "be heard",
        "helped": "be helped",
        "stance": "eigen kracht",
    },
}
_SENTENCES = {
    "nl": {
        "rises": "Bij gelijke nood wordt wie zelfredzamer is vaker bereikt (index {e}; {low_high}).",
        "falls": "Bij gelijke nood wordt wie minder zelfredzaam is vaker bereikt (index {e}; {low_high}).",
        "flat": "Er is geen hulpparadox te onderscheiden (index {e}; {low_high}).",
        "most": " ‘{name}’ voegt het meest toe: {x} ({span}).",
        "none": " Geen schakel voegt iets toe dat zich laat onderscheiden.",
        "turns": " ‘{name}’ telt mee met {x}, maar alleen weggenomen met {y}: zie de tweede tabel.",
        "rest": (
            " Verliest geen schakel iemand, dan is de index {r} ({span}) en het bereik {p} %; "
            "de rest is nood die voorbijgaat voor er hulp kan zijn."
        ),
    },
    "en": {
        "rises": "Of like need, the more self-reliant are reached more often (index {e}; {low_high}).",
        "falls": "Of like need, the less self-reliant are reached more often (index {e}; {low_high}).",
        "flat": "No hulpparadox can be told from none (index {e}; {low_high}).",
        "most": " ‘{name}’ adds most: {x} ({span}).",
        "none": " No link adds anything that can be told from nothing.",
        "turns": " ‘{name}’ counts for {x}, but taken away alone for {y}: see the second table.",
        "rest": (
            " If no link lost anybody the index would be {r} ({span}), and reach {p}%; "
            "the rest is need that passes before help can come."
        ),
    },
}


def _finding(found: Explained) -> str:
    words, lang = _SENTENCES[found.lang], found.lang
    text = words[slope(found.index)].format(e=_told(found.index, lang), low_high=span(found.index, lang))
    most, share = max(found.shares.index.items(), key=lambda item: item[1].mean)
    if share.low > 0.0:
        text += words["most"].format(name=TOLD[lang][most], x=_told(share, lang), span=span(share, lang))
    else:
        text += words["none"]
    for link in LINKS:
        part, alone = found.shares.index[link], found.alone.index[link]
        if {slope(part), slope(alone)} == {"rises", "falls"}:
            text += words["turns"].format(name=TOLD[lang][link], x=_told(part, lang), y=_told(alone, lang))
    reached = number(100.0 * found.reach_without_losses.mean, 0, lang)
    return text + words["rest"].format(r=_told(found.rest, lang), span=span(found.rest, lang), p=reached)


def _told(estimate: Interval, lang: Language) -> str:
    return number(estimate.mean, decimals_told(estimate.low, estimate.high), lang)

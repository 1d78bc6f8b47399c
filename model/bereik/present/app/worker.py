"""What runs in a worker of the dashboard: one seed of a question, on towns that it keeps in memory.

A worker keeps the towns of its seeds in week 0, what each scenario wrote down, and what was
measured of it, so that a moved slider costs one run of one scenario.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from bereik.experiments.runner import against

if TYPE_CHECKING:
    from bereik.engine.build import Town
    from bereik.experiments.fates import Fate
    from bereik.experiments.wording import Language
    from bereik.experiments.worlds import Worlds
    from bereik.parameters.themes import Numbers
    from bereik.records import Records
    from bereik.scenarios import Scenario

Kept = TypeVar("Kept")

# What the pages show; a run measures more, and telling it all takes longer than measuring it.
SHOWN: Final = frozenset(
    {
        "reach_13", "reach_26", "reach_52", "reach_full_52", "reach_contact_52", "helped_before_crisis",
        "share_solved_itself", "concentration_index", "incidence", "weeks_to_help_median",
        "unmet_weeks_per_1000", "unmet_invisible_per_1000", "unmet_late_per_1000",
        "unmet_unavailable_per_1000", "unmet_unfitting_per_1000", "unmet_incomplete_per_1000",
        "unmet_declined_per_1000", "crises_per_1000", "waiting_per_1000", "known_share",
        "cost_programme", "cost_provisions", "cost_unmet", "cost_per_reached", "as_seen_by_gemeente",
        "unwanted_contacts", "trust_change", "displaced", "reached", "gained_per_1000", "lost_per_1000",
        "extra_reached", "extra_cost", "gained", "lost", "scheme_take_up",
    }
)  # fmt: skip
_GROUPS_SHOWN: Final = ("doenvermogen=", "domains=", "week=", "payer=", "seen=", "truth=", "event=")


class Errand(NamedTuple):
    """One seed of a question.

    Attributes
    ----------
    labels : name of each scenario; no two are equal
    scenarios : those that are compared, and the runs without services beside them
    prints : fingerprint of each scenario
    references : per scenario, the position of its run without services
    shown : how many are compared; the others are set against the first
    """

    labels: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    prints: tuple[str, ...]
    references: tuple[int, ...]
    shown: int
    seed: int
    residents: int
    weeks: int
    burn_in: int


Values = dict[tuple[str, str, str], float]


class _Shelf(OrderedDict[Hashable, Any]):
    """What a worker keeps: the things that were used last."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def get_or(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        if key not in self:
            self[key] = make()
            while len(self) > self._room:
                self.popitem(last=False)
        self.move_to_end(key)
        return self[key]


_towns = _Shelf(48)  # gemeenten x seeds x sizes; some megabytes each
_records = _Shelf(160)
_values = _Shelf(2000)
_books = _Shelf(64)  # per scenario what all its seeds share: its numbers, and what decides its town


def measured(errand: Errand) -> Values:
    """Return what is shown of one seed: by measure, group and scenario or difference with the first."""
    size = (errand.seed, errand.residents, errand.weeks, errand.burn_in)
    found: Values = {}
    for k, label in enumerate(errand.labels[: errand.shown]):
        found |= _told(label, _measures_of(errand, size, k))
    for k in range(1, errand.shown):
        found |= _told(against(errand.labels[k], errand.labels[0]), _contrast_of(errand, size, k))
    return found


def _told(label: str, values: dict[tuple[str, str], float]) -> Values:
    return {(measure, group, label): value for (measure, group), value in values.items()}


def _measures_of(errand: Errand, size: Hashable, k: int) -> dict[tuple[str, str], float]:
    from bereik.measures import measure

    beside = errand.references[k]

    def make() -> dict[tuple[str, str], float]:
        return _only_shown(measure(_records_of(errand, size, k), _records_of(errand, size, beside)))

    return _values.get_or((size, errand.prints[k], errand.prints[beside]), make)


def _contrast_of(errand: Errand, size: Hashable, k: int) -> dict[tuple[str, str], float]:
    from bereik.measures import contrast

    beside = errand.references[0]

    def make() -> dict[tuple[str, str], float]:
        return _only_shown(contrast(*(_records_of(errand, size, j) for j in (0, k, beside))))

    return _values.get_or((size, errand.prints[0], errand.prints[k], errand.prints[beside]), make)


def _only_shown(measures: list[Any]) -> dict[tuple[str, str], float]:
    return {
        (m.measure, m.group): m.value
        for m in measures
        if m.measure in SHOWN and (not m.group or m.group.startswith(_GROUPS_SHOWN) or _is_on_the_map(m))
    }


def _is_on_the_map(m: Any) -> bool:
    return m.measure == "reach_52" and m.group.startswith("wijk=")


def _records_of(errand: Errand, size: Hashable, k: int) -> Records:
    from bereik.engine.build import live
    from bereik.engine.replicate import begin, records_of
    from bereik.parameters.book import numbers

    scenario = errand.scenarios[k]

    def make() -> Records:
        p, world = _books.get_or(errand.prints[k], lambda: (numbers(scenario.book()), _world_of(scenario)))
        course = begin(_town_of(errand, scenario, p, world), scenario, errand.seed, errand.weeks)
        lived = live(course.town.world, p, 0, errand.weeks)
        return records_of(course.in_world(lived), errand.weeks)

    return _records.get_or((size, errand.prints[k]), make)


def _world_of(scenario: Scenario) -> str:
    """Return what decides the town of a scenario, but for its seed and its size."""
    resolved = scenario.resolved()
    return repr([resolved[part] for part in ("gemeente", "burn_in_services", "book")])


def _town_of(errand: Errand, scenario: Scenario, p: Numbers, world: str) -> Town:
    from bereik.engine.replicate import after_burn_in

    def make() -> Town:
        return after_burn_in(scenario, p, errand.seed, errand.residents, errand.burn_in)

    return _towns.get_or((world, errand.seed, errand.residents, errand.burn_in), make)


class Life(NamedTuple):
    """One life under one scenario, told.

    Attributes
    ----------
    who : one line
    weeks : week, what happened, and the state at its end where that changed
    ending : one line
    """

    who: str
    weeks: list[tuple[int, list[str], str]]
    ending: str


def lives(
    scenarios: list[Scenario],
    seed: int,
    residents: int,
    weeks: int,
    burn_in: int,
    resident: int,
    lang: Language,
) -> list[Life]:
    """Return the life of one resident under each scenario: the same person with the same luck."""
    from bereik.engine import simulate

    size: Any = {"residents": residents, "weeks": weeks, "burn_in": burn_in}
    lived = simulate(scenarios, seed, follow=[resident], **size)
    return [
        _life_told(scenario, seed, records, resident, lang)
        for scenario, records in zip(scenarios, lived, strict=True)
    ]


def persona_lives(
    name: str,
    scenarios: list[Scenario],
    seed: int,
    residents: int,
    weeks: int,
    burn_in: int,
    lang: Language,
) -> tuple[list[Life], list[Fate]]:
    """Return the life of a persona that ships under each scenario, told, and what came of her there."""
    from bereik.engine.persona import lives as lives_of
    from bereik.experiments.fates import fate_of
    from bereik.present.persona import said_of
    from bereik.scenarios.personas import load_persona

    her = load_persona(name, lang)
    lived = lives_of(her, scenarios, seed, residents=residents, weeks=weeks, burn_in=burn_in)
    said = said_of(her, weeks, lang)
    told = [
        _life_told(scenario, seed, life.records, life.resident, lang, said)
        for scenario, life in zip(scenarios, lived, strict=True)
    ]
    return told, [fate_of(her, life) for life in lived]


def _life_told(
    scenario: Scenario,
    seed: int,
    records: Records,
    resident: int,
    lang: Language,
    besides: dict[int, list[str]] | None = None,
) -> Life:
    from bereik.experiments.single import Run
    from bereik.present import story
    from bereik.present.texts import NOTICE

    run = Run(scenario, seed, records, ())
    who, ending = story.who(records, resident, lang), story.ending(run, resident, lang, NOTICE[lang])
    return Life(who, story.life(run.trace, resident, records.weeks, lang, besides), ending)


def whom_to_follow(
    scenarios: list[Scenario], seed: int, residents: int, weeks: int, burn_in: int
) -> tuple[list[int], list[int]]:
    """Return who comes to be in need under the first scenario, and who of them is reached in one only."""
    from bereik.engine import simulate
    from bereik.vocabulary import NEVER

    in_need: list[set[int]] = []
    reached: list[set[int]] = []
    for records in simulate(scenarios, seed, residents=residents, weeks=weeks, burn_in=burn_in):
        spells = records.spells[records.spells["opened"]]
        in_need.append({int(i) for i in spells["resident"]})
        reached.append({int(i) for i in spells["resident"][spells["first_fit"] != NEVER]})
    differ = set.intersection(*in_need) & (set.union(*reached) - set.intersection(*reached))
    return sorted(in_need[0]), sorted(differ)


def played(job: Worlds, seed: int) -> list[tuple[int, str, str, str, float]]:
    """Return the figures of the worlds of a job for one seed: seed, world, measure, group and value."""
    from bereik.experiments.worlds import lived

    return [
        (seed, name, m.measure, m.group, m.value) for name, measures in lived(job, seed) for m in measures
    ]

"""What a sceptic switches off: each mechanism with its parameters and off-values, and other networks.

A world without a mechanism is no estimate of anything: an off-value may lie outside the range of the
book. What changes when it goes is what the mechanism does in this model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, NamedTuple

from bereik.parameters.book import Book
from bereik.scenarios import Scenario

_NO_OBSTACLE: Final = 1e3  # ease at which any doenvermogen suffices


class Variant(NamedTuple):
    """A world that differs from the book in a few numbers.

    Attributes
    ----------
    id : its name in files
    nl, en : what it is called
    values : per parameter, what it is in this world
    """

    id: str
    nl: str
    en: str
    values: Mapping[str, float]


MECHANISMS: Final = (
    Variant("recognising", "herkennen van de eigen vraag", "recognising one's own question", {
        "seeking.recognise_ease": _NO_OBSTACLE, "seeking.recognise_stacked": 0.0,
    }),
    Variant("steps", "stappen, formulieren en reizen", "steps, forms and travel", {
        "seeking.step_ease": _NO_OBSTACLE,
    }),
    Variant("shame", "schaamte", "shame", {
        "seeking.shame_weight": 0.0, "outreach.opens_shame": 0.0, "outreach.shame_at_place": 0.0,
        "intake.appearances": 0.0,
    }),
    Variant("distrust", "wantrouwen bij vragen en aan de deur", "distrust, in asking and at the door", {
        "seeking.eligible_trust": 0.0, "seeking.distrust_weight": 0.0, "seeking.guard_weight": 0.0,
        "outreach.opens_trust": 0.0, "outreach.accepts_trust": 0.0,
    }),
    Variant("memory", "vertrouwen als geheugen", "trust as memory", {
        "trust.gain": 0.0, "trust.unwanted": 0.0,
    }),
    Variant("alone", "zelf willen redden", "the wish to manage alone", {
        "seeking.alone_weight": 0.0, "outreach.accepts_alone": 0.0,
    }),
    Variant("stance", "nadruk op eigen kracht", "the stance of eigen kracht", {
        "seeking.eigen_kracht_weight": 0.0, "seeking.eigen_kracht_steps": 0.0, "intake.handed_back": 0.0,
    }),
    Variant("word", "mond-tot-mond", "word of mouth", {"network.tells": 0.0}),
    Variant("informal", "informele hulp", "informal help", {"network.asks_friends": 0.0}),
    Variant("signals", "signalen en tips", "signals and tips", {
        "network.neighbour_tip": 0.0, "network.arrears_signal": 0.0, "network.invites": 0.0,
    }),
    Variant("waiting", "afhaken tijdens wachten", "giving up while waiting", {"intake.gives_up": 0.0}),
    Variant("handing-over", "verlies bij een overdracht", "loss at a hand-over", {"intake.lost_cold": 0.0}),
    Variant("misjudging", "verkeerd inschatten", "misjudging", {"intake.misjudged": 0.0}),
    Variant("workload", "fouten door werkdruk", "errors of workload", {
        "intake.misjudged_workload": 0.0, "intake.finds_workload": 0.0, "intake.turnover_workload": 0.0,
    }),
    Variant("load", "belasting van doenvermogen", "load on doenvermogen", {"problems.drop": 0.0}),
    Variant("stress", "verergeren door stress", "worsening by stress", {"problems.stress_worsens": 0.0}),
    Variant("spill", "overslaan van problemen", "spill of problems", {"problems.spills": 0.0}),
    Variant("neglect", "verharden en verwaarlozen", "hardening and neglect", {
        "problems.hardening": 0.0, "problems.neglect": 0.0,
    }),
    Variant("relapse", "terugval", "relapse", {"problems.relapse": 0.0}),
)  # fmt: skip

NETWORKS: Final = (
    Variant("local", "alleen banden in de wijk", "ties in the wijk only", {
        "population.ties.local": 6.3, "population.ties.wider": 0.0, "population.ties.candidates": 8.0,
    }),
    Variant("random", "banden door elkaar, in de hele gemeente", "random ties, all over the gemeente", {
        "population.ties.local": 0.0, "population.ties.wider": 5.05, "population.ties.candidates": 8.0,
    }),
    Variant("closed", "besloten kringen", "closed circles", {
        "population.ties.rewired": 0.0, "population.ties.across": 0.0,
    }),
    Variant("fewer", "half zo veel banden", "half as many ties", {
        "population.ties.local": 1.9, "population.ties.wider": 1.0,
    }),
    Variant("more", "de helft meer banden", "half more ties", {
        "population.ties.local": 5.7, "population.ties.wider": 3.0, "population.ties.candidates": 8.0,
    }),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere(Scenario):
    """A scenario in a world where some numbers are others, whatever the range of the book.

    Attributes
    ----------
    values : per parameter, what it is
    """

    values: Mapping[str, float]

    def book(self) -> Book:
        """Return the book of parameters as this world has it."""
        book = Scenario.book(self)
        return Book({name: replace(p, value=self.values.get(name, p.value)) for name, p in book.items()})


def elsewhere(scenario: Scenario, variant: Variant) -> Elsewhere:
    """Return a scenario in another world; the settings of its services are as they were."""
    held = {field.name: getattr(scenario, field.name) for field in fields(Scenario)}
    return Elsewhere(**held, values=variant.values)

"""Hooks: three rules that a researcher may replace by her own.

A hook takes the facts of the rule that it stands in for, by the same names, and returns what that
rule returns. Without hooks the engine runs on the rules of the house, which are compiled into it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple, get_type_hints

from bereik.compiled import first_class, part, plain, rule
from bereik.errors import BereikError
from bereik.parameters.themes import Intake, Numbers, Outreach, Views
from bereik.rules.intake import minutes_needed
from bereik.rules.outreach import accepts_help
from bereik.vocabulary import CRISIS


LAST_PRIORITY = 3
MINUTES_OF_A_WEEK = 7 * 24 * 60.0


@rule
def queue_priority(severity: int, domains: int, weeks: int, crisis_first: bool, single_first: bool) -> int:
    """The class in which somebody stands in a queue: 0 goes first, 3 last; within a class who came first.

    Parameters
    ----------
    severity : 0..3, of the heaviest problem
    domains : domains with a problem
    weeks : since she joined the queue
    crisis_first, single_first : levers of the service

    Source
    ------
    V8, S032: simple questions crowd out complex ones unless somebody chooses otherwise.
    """
    if crisis_first and severity >= CRISIS:
        return 0
    if single_first and domains > 1:
        return 2
    return 1


class Hooks(NamedTuple):
    """The rules that decide who is next, how much time a case asks, and whether an offer is accepted."""

    queue_priority: Callable[..., Any]
    minutes_needed: Callable[..., Any]
    accepts_help: Callable[..., Any]


@part
def class_in_queue(
    hooks: Hooks | None, severity: int, domains: int, weeks: int, crisis_first: bool, single_first: bool
) -> int:
    """The priority of somebody in a queue, by the rule of the house or by a hook."""
    if hooks is None:
        return queue_priority(severity, domains, weeks, crisis_first, single_first)
    priority = hooks.queue_priority(severity, domains, weeks, crisis_first, single_first)
    if not 0 <= priority <= LAST_PRIORITY:
        raise RuntimeError("the hook queue_priority must return 0, 1, 2 or 3")
    return priority


@part
def minutes_of_case(
    hooks: Hooks | None, minutes_per_case: float, weight: float, crisis: bool, p: Intake
) -> float:
    """The minutes that a case asks this week, by the rule of the house or by a hook."""
    if hooks is None:
        return minutes_needed(minutes_per_case, weight, crisis, p)
    minutes = hooks.minutes_needed(minutes_per_case, weight, crisis, p)
    if not 0.0 <= minutes <= MINUTES_OF_A_WEEK:
        raise RuntimeError(
            "the hook minutes_needed must return 0 minutes or more, and at most those of a week"
        )
    return minutes


@part
def chance_to_accept(
    hooks: Hooks | None, trust: float, flag: float, wish_alone: float, severity: int, contacts: int,
    p: Outreach, views: Views,
) -> float:
    """The chance to accept help at the door, by the rule of the house or by a hook."""
    if hooks is None:
        return accepts_help(trust, flag, wish_alone, severity, contacts, p, views)
    chance = hooks.accepts_help(trust, flag, wish_alone, severity, contacts, p, views)
    if not 0.0 <= chance <= 1.0:
        raise RuntimeError("the hook accepts_help must return a chance in 0..1")
    return chance


BUILT_IN = Hooks(queue_priority, minutes_needed, accepts_help)

_THEMES = {kind: name for name, kind in get_type_hints(Numbers).items()}


def hooks_of(p: Numbers, **own: Callable[..., Any]) -> Hooks | None:
    """Return the hooks of a researcher for the engine, or None where she has none.

    A hook is compiled here and now, as one function of a fixed type; it is never stored on disk, so an
    edited hook gives its new result.

    Parameters
    ----------
    own : by the name of the rule; a `rule` or a plain function with the same parameters

    Raises
    ------
    BereikError : no such hook, or other parameters
    """
    if not own:
        return None
    for name, hook in own.items():
        if name not in Hooks._fields:
            raise BereikError(f"there is no hook '{name}'. There are {', '.join(Hooks._fields)}.")
        expected = list(inspect.signature(plain(getattr(BUILT_IN, name))).parameters)
        given = list(inspect.signature(plain(hook)).parameters)
        if given != expected:
            raise BereikError(
                f"hook {name} takes ({', '.join(given)}), but it is called with ({', '.join(expected)})."
            )
    house = BUILT_IN._asdict()
    return Hooks(*(first_class((house | own)[name], *_types(house[name], p)) for name in house))


def _types(house: Callable[..., Any], p: Numbers) -> tuple[type, list[Any]]:
    """Return what a rule returns and takes: bool, int, float, or a theme of the book as it is now.

    The views it takes are those of one person, so not the row of the book.
    """
    hints = get_type_hints(plain(house))
    result = hints.pop("return")
    row: Any = p.views
    themes = {hint: getattr(p, name) for hint, name in _THEMES.items()} | {Views: Views(*row.tolist())}
    return result, [themes.get(hint, hint) for hint in hints.values()]

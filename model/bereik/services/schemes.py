"""What a scheme (regeling) is: money that a household must apply for, or that comes without asking.

A scheme has no staff. It asks steps like a place does, and the same links hold at its form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bereik.chance import stable_hash
from bereik.parameters.book import Book
from bereik.services.build import CENTS_PER_EURO, NEVER_ENDS
from bereik.services.mistakes import Mistake, mistake, mistakes_of, shown
from bereik.services.settings import Share
from bereik.tables import Row, Table, b1, col, f8, i1, i4, i8, table, u1
from bereik.vocabulary import FILLED_IN_FOR, FOR_WHOM, LONGEST_RUN, MOST_SCHEMES, PAYERS

Steps = Annotated[float, Field(ge=0, le=50, allow_inf_nan=False)]
_MONTHS_PER_YEAR, _WEEKS_PER_YEAR = 12, 52
_WORDS = {"payer": PAYERS, "for_whom": FOR_WHOM, "prefilled": FILLED_IN_FOR}
_OF_THE_BOOK = ("keeps", "refused", "short_steps")


class SchemeSettings(BaseModel):
    """The levers of one scheme, as a scenario file sets them in ``[regelingen.NAME]``."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    amount: float = Field(ge=1, le=3000, allow_inf_nan=False, description="euros a month for a household that uses it")
    payer: str = Field("gemeente", description="who pays it")
    local: bool = Field(True, description="the gemeente grants it, and so knows who uses it")
    from_week: int = Field(0, ge=0, le=LONGEST_RUN, description="first week of the policy in which it is there")
    until_week: int | None = Field(None, ge=1, le=LONGEST_RUN, description="week from which it is gone; left out: never")
    new: bool = Field(False, description="nobody uses it when it starts; no: it starts where its use settles")

    # who is entitled, and who knows it
    up_to: Share = Field(description="entitled are households with means below this rank in the country")
    for_whom: str = Field("all", description="and of this kind: all, parents, tenants, working-age, self-employed")
    known: Share = Field(description="share who have heard of it")

    # what the form asks
    visibility: Share = Field(0.0, description="how visible to others it is to apply")
    flag: Share = Field(0.0, description="how far it carries the flag of the gemeente")
    fears: Share = Field(0.0, description="how far repayment or a fine is feared")
    steps: Steps = Field(description="form and proof: things to do unaided")
    language: Share = Field(0.0, description="how far one must command official Dutch")
    screens: Share = Field(0.0, description="how far one must be digitally skilled")
    automatic: Share = Field(0.0, description="entitled users of another local scheme who get it without asking")
    prefilled: str = Field("nobody", description="who gets a form to sign that is filled in: nobody, known, everybody")
    short_steps: Steps = Field(description="things to do when the form comes filled in")

    # what becomes of it
    refused: Share = Field(description="share of entitled applicants who are wrongly refused")
    keeps: Share = Field(description="share of users who still use it a year later")
    repays: Share = Field(0.0, description="share of users who must repay, each year")
    budget: Share = Field(1.0, description="share of full use that is budgeted for a year; beyond it nobody is added that year")


class Scheme(Row):
    """One scheme as the engine reads it: settings, and how many use it."""

    key: Annotated[int, col(i8, "hash", "of its name: the same scheme draws the same luck in every scenario")]
    from_week: Annotated[int, col(i4, "week", "first week in which it is there")]
    until_week: Annotated[int, col(i4, "week", "week from which it is gone")]
    amount: Annotated[float, col(f8, "euros a month", "")]
    cents: Annotated[int, col(i8, "eurocents", "a week, for a household that uses it")]
    payer: Annotated[int, col(i1, "code", "")]
    local: Annotated[bool, col(b1, "", "")]
    new: Annotated[bool, col(b1, "", "")]
    up_to: Annotated[float, col(f8, "0..1", "")]
    for_whom: Annotated[int, col(i1, "code", "")]
    known: Annotated[float, col(f8, "0..1", "")]
    visibility: Annotated[float, col(f8, "0..1", "")]
    flag: Annotated[float, col(f8, "0..1", "")]
    fears: Annotated[float, col(f8, "0..1", "")]
    steps: Annotated[float, col(f8, "steps", "")]
    language: Annotated[float, col(f8, "0..1", "")]
    screens: Annotated[float, col(f8, "0..1", "")]
    automatic: Annotated[float, col(f8, "0..1", "")]
    prefilled: Annotated[int, col(i1, "code", "")]
    short_steps: Annotated[float, col(f8, "steps", "")]
    refused: Annotated[float, col(f8, "0..1", "")]
    keeps: Annotated[float, col(f8, "0..1", "")]
    repays: Annotated[float, col(f8, "0..1", "")]
    budget: Annotated[float, col(f8, "0..1", "")]
    # now
    entitled: Annotated[int, col(i4, "households", "that are entitled")]
    using: Annotated[int, col(i4, "households", "that use it")]
    known_entitled: Annotated[int, col(i4, "households", "that are entitled and use another local scheme")]
    known_using: Annotated[int, col(i4, "households", "of whom those that use it")]
    budget_cents: Annotated[int, col(i8, "eurocents", "of this year")]
    spent_cents: Annotated[int, col(i8, "eurocents", "so far this year")]


class Purse(Row):
    """What schemes mean to one household; there are no rows where there are no schemes."""

    entitled: Annotated[int, col(u1, "mask", "schemes to which it is entitled")]
    uses: Annotated[int, col(u1, "mask", "schemes that it uses")]
    refused: Annotated[int, col(u1, "mask", "schemes that refused it when it last asked")]
    knew: Annotated[int, col(u1, "mask", "schemes that its head knew of when her papers last came by")]
    believed: Annotated[int, col(u1, "mask", "schemes to which she then thought to be entitled")]


class SchemeRows(NamedTuple):
    """The schemes of a scenario: their names and a row each."""

    names: tuple[str, ...]
    rows: Table[Scheme]


def check_schemes(
    levers: Mapping[str, Mapping[str, Any]], book: Book
) -> tuple[dict[str, SchemeSettings], list[Mistake]]:
    """Return the settings of schemes by name, and all that is wrong with them."""
    schemes: dict[str, SchemeSettings] = {}
    wrong: list[Mistake] = []
    for name, told in levers.items():
        numbers = {lever: book.value(f"schemes.{lever}") for lever in _OF_THE_BOOK}
        try:
            settings = SchemeSettings.model_validate(numbers | dict(told))
        except ValidationError as error:
            wrong += [m.under(name) for m in mistakes_of(error, SchemeSettings, "unknown-lever")]
            continue
        wrong += [m.under(name) for m in _contradictions(settings)]
        schemes[name] = settings
    if len(levers) > MOST_SCHEMES:
        wrong.append(mistake((), "too-many-schemes", value=len(levers), high=MOST_SCHEMES))
    if len(schemes) == len(levers):
        wrong += [
            mistake((name, "automatic"), "automatic-alone")
            for name, settings in schemes.items()
            if settings.automatic > 0 and not any(s.local for n, s in schemes.items() if n != name)
        ]
    return schemes, wrong


def _contradictions(settings: SchemeSettings) -> list[Mistake]:
    wrong: list[Mistake] = []
    for lever, words in _WORDS.items():
        told = getattr(settings, lever)
        if told not in words:
            wrong.append(mistake((lever,), "unknown-word", words, value=shown(told), sought=told))
    until, start = settings.until_week, settings.from_week
    if until is not None and until <= start:
        wrong.append(mistake(("until_week",), "ends-before-start", value=until, low=start))
    return wrong


def build_schemes(schemes: Mapping[str, SchemeSettings], first_week: int = 0) -> SchemeRows:
    """Return the rows of the schemes of a gemeente.

    Parameters
    ----------
    schemes : settings by name, in whatever order: the rows stand by name
    first_week : week in which this policy starts; from_week and until_week count from there
    """
    schemes = dict(sorted(schemes.items()))
    rows = table(Scheme, len(schemes))
    for s, (name, settings) in enumerate(schemes.items()):
        plain = settings.model_dump()
        for lever in set(plain) - set(_WORDS) - {"from_week", "until_week"}:
            setattr(rows[s], lever, plain[lever])
        for lever, words in _WORDS.items():
            setattr(rows[s], lever, words.index(plain[lever]))
        rows[s].key = stable_hash(name)
        rows[s].from_week = first_week + settings.from_week
        until = settings.until_week
        rows[s].until_week = NEVER_ENDS if until is None else first_week + until
        rows[s].cents = round(settings.amount * CENTS_PER_EURO * _MONTHS_PER_YEAR / _WEEKS_PER_YEAR)
    return SchemeRows(tuple(schemes), rows)

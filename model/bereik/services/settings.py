"""What a service is: a row of settings over a few acts.

Acts are switched on by settings: *be found* (``walk_in``), *find* and *contact* (``visits``, ``about``),
*admit* (``contact_minutes``), *work* (``intensity``, ``competence``), *hand over*
(``hands_over_to``), *close* (``longest_weeks``), *come across* people in other work (``sees``) and
*relieve* who helps somebody close (``respite_minutes``). A new kind of service is a new table of
settings; see `kinds`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bereik.tables import Row, b1, col, f8, i1, i2, i4, i8, u1, u2
from bereik.vocabulary import (
    ALL_DOMAINS,
    CHANNELS,
    DOMAINS,
    DOORS_TO,
    GROUPS,
    LONGEST_RUN,
    MOST_CHANNELS,
    PAYERS,
    SIGNALS,
)

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Minutes = Annotated[int, Field(ge=0, le=10_000)]
DomainName = Literal["money", "work", "housing", "health", "mental", "social", "family"]
ChannelName = Literal["visit", "letter", "call"]
DoorsTo = Literal["wijk", "known", "named", "signals"]
GroupName = Literal[
    "everybody", "parent", "old", "young", "ill", "poor", "tenant", "worker", "member", "outsider", "nuisance"
]
SignalName = Literal["tip", "insurer", "energy", "landlord", "water", "partner", "melding", "invitation"]


class ServiceSettings(BaseModel):
    """The levers of one service, as a scenario file sets them. Defaults come from its kind."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    kind: str = Field(description="table of settings it starts from: loket, wijkteam, outreach, ...")
    per_wijk: bool = Field(False, description="one such service in every wijk, staff shared out by residents")
    from_week: int = Field(0, ge=0, le=LONGEST_RUN, description="first week of the policy in which it works")
    until_week: int | None = Field(None, ge=1, le=LONGEST_RUN, description="week from which it is gone; left out: never")

    # capacity and price
    fte_per_10000: float = Field(0.0, ge=0, le=1000, allow_inf_nan=False, description="staff, in fte per 10,000 adults of the gemeente")
    staff_from: str | None = Field(None, description="service whose minutes it uses, after that one's queue; left out: its own")
    cut: float = Field(0.0, ge=-1, le=1, allow_inf_nan=False, description="share of its staff that is gone for some weeks; below 0: extra")
    cut_from: int = Field(0, ge=0, le=LONGEST_RUN, description="first week of the policy in which that holds")
    cut_until: int | None = Field(None, ge=1, le=LONGEST_RUN, description="week from which staff is whole again; left out: never")
    cut_saves: bool = Field(True, description="the price goes with the staff; no: paid as before, and busy elsewhere")
    planned_share: Share = Field(0.0, description="share of the shared minutes planned for it: what the queue takes beyond the rest is displaced")
    hours_per_fte: float = Field(ge=0, le=60, allow_inf_nan=False, description="hours for residents per fte per week")
    price_per_hour: float = Field(ge=0, le=1000, allow_inf_nan=False, description="euros per paid hour of staff")
    payer: str = Field("gemeente", description="who pays its staff; budgets are equal when those of the gemeente are")

    # be found
    walk_in: bool = Field(description="residents can ask here themselves")
    opening: Share = Field(description="share of the week in which somebody with a job can come")
    visibility: Share = Field(description="how visible to neighbours it is to be here")
    steps: float = Field(ge=0, le=50, allow_inf_nan=False, description="things to do unaided before help starts")
    short_steps: float = Field(ge=0, le=50, allow_inf_nan=False, description="the same for somebody who was invited")
    travel: Share = Field(description="how far one must be mobile to get here")
    language: Share = Field(description="how far one must command official Dutch")
    screens: Share = Field(description="how far one must be digitally skilled")
    by_proxy: Share = Field(0.0, description="how far somebody at home who is digitally skilled may do that for her")
    eigen_kracht: Share = Field(description="stance: how far it addresses people on their own strength")
    flag: Share = Field(description="how far it carries the flag of the gemeente")
    points_on: Share = Field(0.0, description="share of those who find it full whom it points to another place that is not")
    unstaffed: Share = Field(0.0, description="share of visits that find nobody there")
    guarded: Share = Field(0.0, description="screens, guards and locked doors: distrust counts there")
    interpreter: Share = Field(0.0, description="share of the want of official Dutch that interpreters make up for")
    fee: float = Field(0.0, ge=0, le=1000, allow_inf_nan=False, description="own contribution, euros a month, the same for all")
    fee_by_means: float = Field(0.0, ge=0, le=1000, allow_inf_nan=False, description="own contribution of the best-off, euros a month, falling to 0 with means")

    # admit, hear, work
    lead_weeks: int = Field(ge=0, le=104, description="weeks from asking to the first conversation when there is room")
    contact_minutes: Minutes = Field(description="staff minutes of the first conversation or intake; of a partner, of a talk or a report")
    breadth: Share = Field(description="how far it looks beyond the question asked")
    home: Share = Field(description="how far the conversation is at home: people keep up appearances at a desk")
    discretion: Share = Field(description="room of the worker to make help fit")
    chooses: Share = Field(0.0, description="how far residents choose what they want help with")
    competence: tuple[DomainName, ...] = Field(DOMAINS, description="domains in which it can help")
    intensity: int = Field(ge=0, le=3, description="heaviest problem its help is enough for: 1 light, 2 serious, 3 crisis")
    caseload_per_fte: float = Field(ge=0, le=1000, allow_inf_nan=False, description="households in help per fte; 0: no bound")
    minutes_per_case: Minutes = Field(description="staff minutes a week for a case of one domain")
    longest_weeks: int = Field(ge=0, le=1040, description="weeks after which a case is closed, need or not; 0: as long as needed")
    crisis_first: bool = Field(description="a crisis goes before the queue")
    single_first: bool = Field(False, description="simple questions go before stacked ones")
    loudest_first: bool = Field(False, description="who speaks well goes before who does not")
    lightest: int = Field(0, ge=0, le=3, description="lightest problem it takes: 2 serious, 3 crisis; 0: any")
    conditions: tuple[DomainName, ...] = Field((), description="refuses who has a serious problem here: that first, then this")
    needs_address: bool = Field(False, description="refuses who is registered nowhere")
    registers: bool = Field(False, description="gets people registered at the first conversation")
    no_question: Share = Field(0.0, description="how far it closes the case of who cannot say her question")
    take_over: Share = Field(0.0, description="how far it takes letters and calls over while it helps: problems then ask less of her head")
    pauses_debts: Share = Field(0.0, description="share of the creditors that leave a household in peace while it has a case of money here")
    turnover: float = Field(0.0, ge=0, le=2, allow_inf_nan=False, description="how often a worker leaves, per year")

    volunteers: bool = Field(False, description="its workers are volunteers: how much they give moves with the work and with who was helped")
    respite_minutes: Minutes = Field(0, description="staff minutes a week that relieve one informal helper; 0: it relieves none")

    # come across people, and see
    sees: tuple[GroupName, ...] = Field((), description="whom it comes across in its own work: that makes it a partner, which has no hours set apart for this and takes them out of its own work")
    notices: Share = Field(0.0, description="how often a partner with full ties sees that something is wrong with somebody in serious trouble, and acts: share of them a week")
    shares: Share = Field(0.0, description="how far it may and does report them, where it sends nobody on itself")

    # hand over
    hands_over_to: str | tuple[str, ...] | None = Field(None, description="service or kind to which it sends on what it cannot do; of a list, per domain the first that is competent; left out: nobody")
    stacked_to: str | None = Field(None, description="service to which it sends who has problems in two or more domains, with all of them")
    stuck_to: str | None = Field(None, description="service that is brought in when somebody would leave without help")
    brings_in: Share = Field(0.0, description="how often that happens")
    mediates: Share = Field(0.0, description="share of warm hand-overs in which the worker mediates: they go before the queue")
    tie: Share = Field(1.0, description="how strong its ties are with those it sends on to, with the care that is taken of them")
    reorganised_week: int | None = Field(None, ge=0, le=LONGEST_RUN, description="week of the policy in which it is reorganised: ties break and everybody gets another worker")
    reorganised_every: int = Field(0, ge=0, le=LONGEST_RUN, description="weeks after which that happens again; 0: it does not")
    advocate: Share = Field(0.0, description="share of warm hand-overs in which the worker speaks for her at the first conversation")
    fixed_contact: Share = Field(0.0, description="share of warm hand-overs after which the worker keeps in touch until the next one has taken over")
    warm: Share = Field(description="share of hand-overs that are warm: the worker goes along")
    hand_over_minutes: Minutes = Field(description="staff minutes of a warm hand-over")

    # find and contact
    visits: bool = Field(False, description="workers go out and knock")
    visit_minutes: Minutes = Field(0, description="staff minutes of a visit with a conversation, travel included")
    knock_minutes: Minutes = Field(0, description="staff minutes of a visit to a closed door, travel included")
    attempts: int = Field(0, ge=0, le=100, description="visits to one door before giving up")
    weeks_between: int = Field(1, ge=1, le=52, description="weeks between two visits to one door")
    tips_first: bool = Field(True, description="doors with a tip or signal go first")
    follows: tuple[SignalName, ...] = Field(SIGNALS, description="kinds of signal that it may follow up")
    channels: tuple[ChannelName, ...] = Field(("visit",), min_length=1, max_length=MOST_CHANNELS, description="how it tries to reach somebody: first, second, ... attempt; the last repeats")
    letter_minutes: Minutes = Field(0, description="staff minutes of a letter")
    call_minutes: Minutes = Field(0, description="staff minutes of a call that is answered, or of a talk after a letter; a call in vain takes a third")
    letter_only: Share = Field(0.0, description="share of single signals that get the first attempt only")
    minimum: Share = Field(0.0, description="share of single arrears signals below the amount from which it acts")
    doors: DoorsTo = Field("wijk", description="to whom it goes with the minutes that signals leave: doors in the wijk, those known to the gemeente, those on a list, or nobody")
    list_per_10000: float = Field(0.0, ge=0, le=10_000, allow_inf_nan=False, description="length of the list per 10,000 adults of the gemeente, at most: those about whom most signals came in before the policy")
    among: GroupName = Field("everybody", description="to whom it goes besides signals, or who comes by")
    at_place: bool = Field(False, description="meets people where they come, and not at their door")
    pretext: Share = Field(0.0, description="how far it calls under a pretext")
    lowest_reach: Share = Field(0.0, description="share of the other doors in the wijk with the lowest registered reach; the rest at random")
    pages: float = Field(1.0, ge=1, le=20, allow_inf_nan=False, description="length of its letters, pages")
    tone: Share = Field(0.0, description="how far its letters and calls speak to a person, and not to a file: then it sounds less like the gemeente")

    # bring a scheme
    about: str | None = Field(None, description="regeling that it writes or talks about, and nothing else; left out: help as such")
    shows_amount: bool = Field(False, description="says what the regeling would pay her; no: she guesses")
    form_help: Share = Field(0.0, description="share of the steps of the form that its workers do for her")
    form_steps: float | None = Field(None, ge=0, le=50, allow_inf_nan=False, description="things to do at a form of its own, filled in beforehand or online; left out: that of the regeling")
    form_screens: float | None = Field(None, ge=0, le=1, allow_inf_nan=False, description="how far that form asks digital skill; left out: as that of the regeling")
    grants: bool = Field(False, description="grants the regeling without being asked, and writes that it did")
    all_knowing: bool = Field(False, description="knows every true need: upper bound only, no such list exists")


class Service(Row):
    """One service as the engine reads it: settings, and what it has left this week."""

    key: Annotated[int, col(i8, "hash", "of its name: the same service draws the same luck in every scenario")]
    wijk: Annotated[int, col(i2, "row", "wijk it serves; -1 all")]
    from_week: Annotated[int, col(i4, "week", "first week in which it works")]
    until_week: Annotated[int, col(i4, "week", "week from which it is gone")]
    staff: Annotated[int, col(i2, "row", "service whose minutes it uses")]
    minutes: Annotated[int, col(i8, "minutes", "staff time for residents per week")]
    cents: Annotated[int, col(i8, "eurocents", "price of its staff per week, whether or not anybody comes")]
    cents_per_hour: Annotated[int, col(i4, "eurocents", "price of an hour of its staff")]
    cut_from: Annotated[int, col(i4, "week", "first week in which its staff is cut")]
    cut_until: Annotated[int, col(i4, "week", "week from which it is whole again")]
    cut_minutes: Annotated[int, col(i8, "minutes", "staff time for residents per week, when cut")]
    cut_cents: Annotated[int, col(i8, "eurocents", "price of its staff per week, when cut")]
    cut_room: Annotated[float, col(f8, "households", "it can have in help, when cut; 0: no bound")]
    payer: Annotated[int, col(i1, "code", "who pays it")]
    planned: Annotated[int, col(i8, "minutes", "planned for outreach out of shared staff")]
    room: Annotated[float, col(f8, "households", "it can have in help; 0: no bound")]
    walk_in: Annotated[bool, col(b1, "", "")]
    opening: Annotated[float, col(f8, "0..1", "")]
    visibility: Annotated[float, col(f8, "0..1", "")]
    steps: Annotated[float, col(f8, "steps", "")]
    short_steps: Annotated[float, col(f8, "steps", "")]
    travel: Annotated[float, col(f8, "0..1", "")]
    language: Annotated[float, col(f8, "0..1", "")]
    screens: Annotated[float, col(f8, "0..1", "")]
    by_proxy: Annotated[float, col(f8, "0..1", "")]
    eigen_kracht: Annotated[float, col(f8, "0..1", "")]
    flag: Annotated[float, col(f8, "0..1", "")]
    points_on: Annotated[float, col(f8, "0..1", "")]
    unstaffed: Annotated[float, col(f8, "0..1", "")]
    guarded: Annotated[float, col(f8, "0..1", "")]
    interpreter: Annotated[float, col(f8, "0..1", "")]
    fee: Annotated[float, col(f8, "euros a month", "")]
    fee_by_means: Annotated[float, col(f8, "euros a month", "")]
    lead_weeks: Annotated[int, col(i2, "weeks", "")]
    contact_minutes: Annotated[int, col(i4, "minutes", "")]
    breadth: Annotated[float, col(f8, "0..1", "")]
    home: Annotated[float, col(f8, "0..1", "")]
    discretion: Annotated[float, col(f8, "0..1", "")]
    competence: Annotated[int, col(u1, "mask", "")]
    intensity: Annotated[int, col(i1, "0..3", "")]
    minutes_per_case: Annotated[int, col(i4, "minutes", "")]
    longest_weeks: Annotated[int, col(i2, "weeks", "")]
    crisis_first: Annotated[bool, col(b1, "", "")]
    single_first: Annotated[bool, col(b1, "", "")]
    loudest_first: Annotated[bool, col(b1, "", "")]
    lightest: Annotated[int, col(i1, "0..3", "")]
    conditions: Annotated[int, col(u1, "mask", "")]
    needs_address: Annotated[bool, col(b1, "", "")]
    registers: Annotated[bool, col(b1, "", "")]
    no_question: Annotated[float, col(f8, "0..1", "")]
    take_over: Annotated[float, col(f8, "0..1", "")]
    pauses_debts: Annotated[float, col(f8, "0..1", "")]
    turnover: Annotated[float, col(f8, "per year", "")]
    volunteers: Annotated[bool, col(b1, "", "")]
    respite_minutes: Annotated[int, col(i4, "minutes", "")]
    brings_in: Annotated[float, col(f8, "0..1", "")]
    mediates: Annotated[float, col(f8, "0..1", "")]
    sees: Annotated[int, col(u2, "mask", "groups")]
    notices: Annotated[float, col(f8, "per week", "")]
    shares: Annotated[float, col(f8, "0..1", "")]
    tie: Annotated[float, col(f8, "0..1", "")]
    reorganised_every: Annotated[int, col(i4, "weeks", "")]
    advocate: Annotated[float, col(f8, "0..1", "")]
    fixed_contact: Annotated[float, col(f8, "0..1", "")]
    warm: Annotated[float, col(f8, "0..1", "")]
    hand_over_minutes: Annotated[int, col(i4, "minutes", "")]
    visits: Annotated[bool, col(b1, "", "")]
    visit_minutes: Annotated[int, col(i4, "minutes", "")]
    knock_minutes: Annotated[int, col(i4, "minutes", "")]
    attempts: Annotated[int, col(i2, "visits", "")]
    weeks_between: Annotated[int, col(i2, "weeks", "")]
    tips_first: Annotated[bool, col(b1, "", "")]
    follows: Annotated[int, col(u1, "mask", "kinds of signal")]
    channels: Annotated[int, col(u1, "channels", "two bits an attempt")]
    letter_minutes: Annotated[int, col(i4, "minutes", "")]
    call_minutes: Annotated[int, col(i4, "minutes", "")]
    letter_only: Annotated[float, col(f8, "0..1", "")]
    minimum: Annotated[float, col(f8, "0..1", "")]
    doors: Annotated[int, col(i1, "code", "")]
    among: Annotated[int, col(i2, "mask", "group; 0 everybody")]
    at_place: Annotated[bool, col(b1, "", "")]
    pretext: Annotated[float, col(f8, "0..1", "")]
    chooses: Annotated[float, col(f8, "0..1", "")]
    lowest_reach: Annotated[float, col(f8, "0..1", "")]
    all_knowing: Annotated[bool, col(b1, "", "")]
    pages: Annotated[float, col(f8, "pages", "")]
    tone: Annotated[float, col(f8, "0..1", "")]
    about: Annotated[int, col(i2, "row", "scheme that it writes or talks about; -1 help as such")]
    shows_amount: Annotated[bool, col(b1, "", "")]
    form_help: Annotated[float, col(f8, "0..1", "")]
    form_steps: Annotated[float, col(f8, "steps", "at a form of its own; -1 that of the scheme")]
    form_screens: Annotated[float, col(f8, "0..1", "asked by that form; -1 as that of the scheme")]
    grants: Annotated[bool, col(b1, "", "")]
    # this week
    minutes_now: Annotated[int, col(i8, "minutes", "staff time for residents this week")]
    room_now: Annotated[float, col(f8, "households", "it can have in help this week; 0: no bound")]
    reorganised_next: Annotated[int, col(i4, "week", "when it is next reorganised")]
    tie_now: Annotated[float, col(f8, "0..1", "how strong its ties are this week")]
    willing: Annotated[float, col(f8, "factor", "how much volunteers give, relative to what the policy counts on; 1 of others")]
    minutes_left: Annotated[int, col(i8, "minutes", "not yet spent this week")]
    carried: Annotated[float, col(f8, "households", "in help")]
    asked: Annotated[float, col(f8, "minutes", "that its cases in help asked in the last week")]
    workload: Annotated[float, col(f8, "ratio", "work asked in the last week per minute of staff")]
    in_line: Annotated[int, col(i4, "cases", "on its waiting list at the end of last week")]
    weeks_in_line: Annotated[int, col(i8, "weeks", "since those asked, summed")]
    queue_from: Annotated[int, col(i4, "slot", "where its queue starts")]
    queue_to: Annotated[int, col(i4, "slot", "where it ends")]
    work_from: Annotated[int, col(i4, "slot", "where its cases in help start")]
    work_to: Annotated[int, col(i4, "slot", "where they end")]
    plan_from: Annotated[int, col(i4, "slot", "where its planned doors start")]
    plan_to: Annotated[int, col(i4, "slot", "where they end")]


class Case(Row):
    """One dossier: a resident at a service."""

    stage: Annotated[int, col(i1, "code", "free, approached, under way, waiting, helped")]
    resident: Annotated[int, col(i4, "row", "whose case it is")]
    service: Annotated[int, col(i2, "row", "where it lies")]
    joined: Annotated[int, col(i2, "week", "when she joined the queue, or the door was first chosen")]
    ready: Annotated[int, col(i2, "week", "from when a conversation, or the next visit, can take place")]
    started: Annotated[int, col(i2, "week", "when help started")]
    asked_domain: Annotated[int, col(i1, "domain", "the question she puts forward")]
    found: Annotated[int, col(u1, "mask", "domains that came to light")]
    asks: Annotated[float, col(f8, "minutes", "staff time that it asks this week, in help")]
    suits: Annotated[bool, col(b1, "", "the offer has a form she accepts")]
    came_from: Annotated[int, col(i2, "row", "service that sent her; -1 she came herself")]
    visits: Annotated[int, col(i2, "visits", "visits so far")]
    contacts: Annotated[int, col(i2, "contacts", "conversations so far, with this service")]
    first_chance: Annotated[float, col(f8, "chance", "that she would accept, when she was first offered help at the door")]
    channel: Annotated[int, col(u1, "code", "how she was last tried: visit, letter, call")]
    tried: Annotated[int, col(u1, "mask", "how she was tried so far: a bit for each of those")]
    urgent: Annotated[bool, col(b1, "", "somebody mediated: it goes before the queue")]
    backed: Annotated[bool, col(b1, "", "somebody goes along and speaks for her")]
    kept: Annotated[bool, col(b1, "", "the worker who sent her on keeps in touch")]
    worker_since: Annotated[int, col(i2, "week", "since when the same worker helps; NEVER before help")]
    next_case: Annotated[int, col(i4, "row", "next case of the same resident; of a free row the next free one; -1 none")]


def mask_of(domains: tuple[str, ...]) -> int:
    """Return the bits that stand for a list of domains."""
    return sum(1 << DOMAINS.index(name) for name in domains) & ALL_DOMAINS


def groups_of(names: tuple[str, ...]) -> int:
    """Return the bits that stand for a list of groups; everybody is of every group."""
    if "everybody" in names:
        return (1 << len(GROUPS)) - 1
    return sum(1 << GROUPS.index(name) for name in names)


def _each_attempt(channels: tuple[str, ...]) -> tuple[str, ...]:
    """Return the channel of each attempt that has a place of its own: the last repeats."""
    return channels + channels[-1:] * (MOST_CHANNELS - len(channels))


_WEEKS = {"from_week", "until_week", "cut_from", "cut_until"}  # weeks of the policy, not of the run


def as_columns(settings: ServiceSettings) -> dict[str, Any]:
    """Return the settings that go to the engine under the same name."""
    named = {
        "competence": mask_of(settings.competence),
        "conditions": mask_of(settings.conditions),
        "sees": groups_of(settings.sees),
        "channels": sum(CHANNELS.index(word) << 2 * k for k, word in enumerate(_each_attempt(settings.channels))),
        "doors": DOORS_TO.index(settings.doors),
        "among": 0 if settings.among == "everybody" else 1 << GROUPS.index(settings.among),
        "follows": sum(1 << SIGNALS.index(name) for name in settings.follows),
        "payer": PAYERS.index(settings.payer),
        "about": -1,  # a row of schemes, which who builds the town knows
        "form_steps": -1.0 if settings.form_steps is None else settings.form_steps,
        "form_screens": -1.0 if settings.form_screens is None else settings.form_screens,
    }
    plain = settings.model_dump(exclude=set(named))
    names = set(Service.__annotations__) & set(plain) - _WEEKS
    return {name: plain[name] for name in names} | named

"""The book as the rules read it: one row of numbers per theme.

A field stands in the TOML file of its theme under the same name; there are its unit, range,
quality and source. ``PerDomain`` is an array of seven numbers, ``PerPair`` of 7 x 7 (from, to),
``PerEvent`` of 6 x 7 and ``PerCreditor`` of four; of pairs and events one that the book does not name is 0.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

PerDomain = Annotated[np.ndarray, "domain"]
PerPair = Annotated[np.ndarray, "domain", "domain"]
PerEvent = Annotated[np.ndarray, "event", "domain"]
PerCreditor = Annotated[np.ndarray, "creditor"]


class Problems:
    """How problems start, ease, worsen and spread, and what they ask of the head."""

    starts: PerDomain
    means_protect: float
    doen_protects: float
    alone_exposed: float
    retirement_age: float
    old_age: float
    flexible_work: float
    old_health: float
    old_social: float
    thin_ties_social: float
    childless_family: float
    owner_housing: float
    partner_lost_young: float
    partner_lost_old: float
    separation: float
    job_lost: float
    illness: float
    coming_of_age: float
    coming_of_age_until: float
    birth: float
    birth_from: float
    birth_until: float
    event_starts: PerEvent
    event_serious: float
    eases: PerDomain
    doen_eases: float
    hardening: float
    help_eases: float
    friend_eases: float
    crisis_eases: float
    worsens: PerDomain
    to_crisis: float
    neglect: float
    neglect_years: float
    stress_worsens: float
    help_protects: float
    friend_protects: float
    relapse: float
    relapse_fades: float
    spills: float
    spill: PerPair
    eviction: float
    eviction_arrears: float
    executed: float
    admission_health: float
    admission_mental: float
    load_serious: float
    load_crisis: float
    load_half: float
    load_carer: float
    relief: float
    peace: float
    drop: float
    missed: float


class Need:
    """What counts as need, and how long it is remembered (definitions; ranges for sensitivity)."""

    stacked_from: float
    opens_after: float
    closes_after: float
    relapse_within: float
    memory: float
    low_means: float
    low_doen: float
    low_ties: float
    low_access: float


class Seeking:
    """The first four links: recognise, know, dare, manage."""

    considers_light: float
    considers_serious: float
    considers_crisis: float
    recognise_ease: float
    recognise_stacked: float
    eligible_base: float
    eligible_doen: float
    eligible_trust: float
    eligible_stress: float
    shame_weight: float
    distrust_weight: float
    fear_weight: float
    alone_weight: float
    eigen_kracht_weight: float
    step_ease: float
    wait_weight: float
    eigen_kracht_steps: float
    language_steps: float
    screen_steps: float
    travel_steps: float
    ask_again_after: float
    guard_weight: float
    price_weight: float
    price_means: float
    worth: float


class Intake:
    """The last three links: hold on, be heard, be helped."""

    gives_up: float
    gives_up_doen: float
    long_wait: float
    lost_cold: float
    lost_doen: float
    handed_back: float
    misjudged: float
    misjudged_verbal: float
    misjudged_workload: float
    appearances: float
    finds: float
    finds_workload: float
    finds_later: float
    suits: float
    suits_breadth: float
    suits_discretion: float
    suits_language: float
    suits_chooses: float
    weight_per_domain: float
    enough: float
    shared_time: float
    crisis_minutes: float
    mediated_weeks: float
    turnover_workload: float
    knows_her: float
    untied: float
    tie_grows: float
    tie_left: float
    backed: float
    kept: float


class Outreach:
    """The chain turned round: find, make contact, accept."""

    opens: float
    opens_trust: float
    opens_shame: float
    opens_again: float
    accepts: float
    accepts_trust: float
    accepts_alone: float
    accepts_contact: float
    accepts_severity: float
    lasting: float
    conversation_minutes_no_need: float
    unread: float
    reacts: float
    number: float
    number_digital: float
    answers: float
    repeated_light: float
    talks: float
    shame_at_place: float
    out_of_touch: float
    page_steps: float
    speaks: float
    convinces: float
    guessed: float


class Trust:
    """Trust as memory."""

    gain: float
    loss_ratio: float
    hearsay: float
    unwanted: float
    pretext_costs: float


class Network:
    """Word of mouth, friends who help and tire, neighbours and creditors who signal."""

    tells: float
    tells_weeks: float
    forgets: float
    file_lapses: float
    asks_friends: float
    friend_willing: float
    friend_overloaded: float
    friend_tires: float
    friend_tires_duration: float
    friend_rests: float
    neighbour_tip: float
    outsider_seen: float
    arrears_signal: float
    arrears_repeat: float
    signal_lasts: float
    arrears_memory: float
    arrears_from: PerCreditor
    invites: float
    respite: float
    volunteers_tire: float
    volunteers_most: float
    snowball: float


class Costs:
    """Euros that no service budget shows."""

    provision: PerDomain
    crisis: PerDomain
    unmet_money: float
    unmet_other: float
    eviction: float
    admission: float


class Views(NamedTuple):
    """The six policy assumptions: 0..1 in the book, for how many people each holds; 0 or 1 for one person."""

    can_ask: float
    want_help: float
    self_reliant: float
    short_help: float
    look_after: float
    in_view: float


class Links:
    """The links of the chain, and the stance of services: for how many people nothing is lost there, 0..1."""

    recognise: float
    know: float
    dare: float
    manage: float
    hold_on: float
    heard: float
    helped: float
    stance: float


class Past:
    """The start population: problems of every age, and what experience has left."""

    problems: PerDomain
    serious: PerDomain
    crisis: float
    years: PerDomain
    exposed: float
    stacking: float
    knows: float
    known: float
    known_before: float
    distrust: float


class Numbers(NamedTuple):
    """All themes together: the ``p`` of the engine."""

    problems: Problems
    need: Need
    seeking: Seeking
    intake: Intake
    outreach: Outreach
    trust: Trust
    network: Network
    costs: Costs
    views: Views
    links: Links
    past: Past

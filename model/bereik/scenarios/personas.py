"""Persona files: one life in a file, to be placed in any scenario.

    title = "Ingrid"
    summary = { nl = "...", en = "..." }
    source = "SCP (2024) 2.1"
    fails = "loket-only"                   # under which it went wrong, and what is said to have helped
    remedy = "bemoeizorg"
    expects = ["invisible", "incomplete"]  # what it comes to in the first, in this order
    shortens = "weeks-to-full"             # what the second makes shorter

    [person]                               # what is left out is as it is with whoever makes room for her
    shame = 0.9

    [household]
    adults = 1

    [problems.money]                       # at the start of the policy
    severity = "light"
    weeks = 10

    [events.death]                         # week of the policy
    week = 4
    says = { nl = "Haar man overlijdt", en = "Her husband dies" }
    starts = { mental = "serious" }
    becomes = { means = 0.2 }

    [events.asks]
    week = 9
    goes_to = "loket"                      # she asks there, or is referred
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bereik.errors import ScenarioError
from bereik.scenarios.files import folder_of, found, located, read_file, shipped
from bereik.scenarios.scenario import Text
from bereik.services.mistakes import LANGUAGES, Mistake, mistake, mistakes_of, one_line, shown, tell
from bereik.services.settings import DomainName, Share
from bereik.vocabulary import (
    CAUSES,
    CRISIS,
    DOMAINS,
    EVENTS,
    HAPPENINGS,
    LIGHT,
    LONGEST_RUN,
    SEVERITIES,
    SIGNALS,
    TENURES,
    UNMET_ROWS,
    WORK_STATES,
)

UNTIL = "weeks-to-"
SHORTENS = (
    *(f"{UNTIL}{what}" for what in ("contact", "help", "fit", "full")),
    *(f"weeks-{row}" for row in UNMET_ROWS),
)
IN_CRISIS = "crisis"
OR = " or "  # between what a stage may be
EVICTED = "evicted"
WHAT_STRIKES = (*EVENTS, EVICTED)
EDUCATION = ("low", "middle", "high")
_HAPPEN = tuple(HAPPENINGS.values())
_WHY = tuple(why for why in CAUSES.values() if why)
_SEVERITIES = SEVERITIES[LIGHT : CRISIS + 1]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Person(_Table):
    """What a file can say of a person; only what is said counts, so that the defaults here do not."""

    age: int = Field(50, ge=18, le=110, description="years")
    education: Literal["low", "middle", "high"] = "middle"
    work: Literal["none", "employed", "flexible", "self-employed"] = "none"
    doenvermogen: Share = Field(0.5, description="trait doenvermogen")
    shame: Share = Field(0.5, description="proneness to shame")
    wish_alone: Share = Field(0.5, description="wish to manage alone")
    digital: Share = Field(0.5, description="digital skill")
    dutch: Share = Field(0.5, description="command of official Dutch")
    mobility: Share = Field(0.5, description="how easily she travels")
    verbal: Share = Field(0.5, description="how self-reliant she looks")
    means: Share = Field(0.5, description="means of the household, as a rank")
    trust: Share = Field(0.5, description="trust in help from the gemeente")
    lasting: tuple[DomainName, ...] = Field((), description="domains in which need never closes by itself")
    insider: bool = Field(True, description="insider of the local community")
    carer: bool = Field(False, description="cares for somebody")
    partner: bool = Field(False, description="lives with a partner")
    addressed: bool = Field(True, description="registered at an address")
    knows: bool = Field(True, description="knows that the gemeente offers help")
    known: bool = Field(False, description="registered with the gemeente")
    asks: bool = Field(True, description="thinks of asking by herself; who is content does not")
    ties: int = Field(5, ge=0, le=200, description="how many ties: who has about as many makes room")


class Home(_Table):
    """What a file can say of her household; who lives in such a one makes room."""

    adults: int = Field(1, ge=1, le=10, description="how many adults live in it, herself included")
    children: bool = Field(False, description="minors at home")
    tenure: Literal["owner", "corporation", "private rent"] = "corporation"


class _Problem(_Table):
    severity: Literal["light", "serious", "crisis"]
    weeks: int = Field(0, ge=0, le=2000, description="since how long at the start of the policy")


class _Happening(_Table):
    week: Annotated[int, Field(ge=0, le=LONGEST_RUN)]
    says: Any = None
    what: str | None = None
    starts: Mapping[str, Any] = Field(default_factory=dict[str, Any])
    becomes: Mapping[str, Any] = Field(default_factory=dict[str, Any])
    friend: bool | None = None
    goes_to: str | None = None
    signal: str | None = None
    seen: bool = False


class Problem(NamedTuple):
    """A problem that she has when the policy starts.

    Attributes
    ----------
    domain : code
    severity : 1..3
    weeks : since how long
    """

    domain: int
    severity: int
    weeks: int


class Event(NamedTuple):
    """Something that happens to her, whatever the policy.

    Attributes
    ----------
    name : of its table in the file
    week : of the policy, before anything else of that week
    says : what her story tells; None where ``what`` says it
    what : one of `WHAT_STRIKES`, or None
    starts : severity, 1..3, by domain: of problems that start or get worse
    becomes : what of a `Person` is another from now on
    friend : somebody of her own network, or next door, steps in; False: whoever helped stops; None neither
    goes_to : name or kind of the service where she asks, or to which she is referred; nothing comes of it
        where there is none, or where a service helps her already; None nowhere
    seen : a partner who comes across people like her sees that something is wrong, where there is one
    signal : one of `SIGNALS` that lands at the gemeente about her; None none
    """

    name: str
    week: int
    says: Text | None
    what: str | None
    starts: Mapping[int, int]
    becomes: Mapping[str, Any]
    friend: bool | None
    goes_to: str | None
    signal: str | None
    seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """One life, to be placed in any scenario.

    Attributes
    ----------
    name : of the file, without ending
    title, summary : who she is and how it went, in Dutch and English
    source : where her story comes from
    fails, remedy : scenario under which it went wrong, and the one that is said to have helped; name or file
    expects : what it comes to in the first, in order: rows of niet-bereik, ``late``, ``crisis``, or turns of
        the trace, such as ``turned-away: misjudged``; one or another of them with `OR`
    shortens : which weeks the second makes fewer (`SHORTENS`)
    person, home : what is told of her, by name of `Person` and `Home`
    problems : at the start of the policy
    events : in the weeks of the policy, in order
    """

    name: str
    title: Text
    summary: Text
    source: str
    fails: str
    remedy: str
    expects: tuple[str, ...]
    shortens: str
    person: Mapping[str, Any]
    home: Mapping[str, Any]
    problems: tuple[Problem, ...]
    events: tuple[Event, ...]


_TEXTS = ("title", "summary")
_WORDS = ("source", "fails", "remedy", "shortens")
_TABLES = ("person", "household", "problems", "events")
_TOP = (*_TEXTS, *_WORDS, "expects", *_TABLES)


def persona_folder() -> Path:
    """Return the folder of the personas that ship with the package."""
    return folder_of("personas")


def shipped_personas() -> list[str]:
    """Return the names of the personas that ship with the package, in order of the alphabet."""
    return sorted(path.stem for path in persona_folder().glob("*.toml"))


def load_persona(name_or_path: str | PathLike[str] | Persona, lang: str = "en") -> Persona:
    """Return the persona of a shipped name or of a file, checked.

    Parameters
    ----------
    name_or_path : such as "ingrid" or "mine/noor.toml"; a Persona is returned as it is
    lang : language of the mistakes, "en" or "nl"

    Raises
    ------
    ScenarioError : one line for each mistake: file, line, what is wrong and what would do
    """
    if isinstance(name_or_path, Persona):
        return name_or_path
    wanted = fspath(name_or_path)
    if wanted in shipped_personas():
        path = persona_folder() / f"{wanted}.toml"
    elif wanted.endswith(".toml"):
        path = Path(wanted)
    else:
        unknown = mistake((), "unknown-persona", shipped_personas(), key=one_line(wanted))
        raise ScenarioError(tell(unknown, lang))
    source = read_file(path, lang)
    wrong: list[Mistake] = []
    persona = _checked(source.path, source.tree, wrong)
    if wrong or persona is None:
        raise ScenarioError(located([source], wrong, lang))
    return persona


def _checked(path: Path, tree: Mapping[str, Any], wrong: list[Mistake]) -> Persona | None:
    """Return a persona, or None; whatever is wrong is added to a list."""
    wrong += [mistake((key,), "unknown-key", _TOP) for key in tree if key not in _TOP]
    wrong += [mistake((key,), "missing") for key in (*_TEXTS, *_WORDS, "expects") if key not in tree]
    texts = {key: _text((key,), tree.get(key, ""), wrong) for key in _TEXTS}
    words = {key: _word((key,), tree.get(key, ""), wrong) for key in _WORDS}
    if words["shortens"] and words["shortens"] not in SHORTENS:
        wrong.append(_unknown_word(("shortens",), words["shortens"], SHORTENS))
    tables = {key: _dict((key,), tree.get(key, {}), wrong) for key in _TABLES}
    person = _given(Person, ("person",), tables["person"], wrong)
    home = _given(Home, ("household",), tables["household"], wrong)
    problems = tuple(
        problem
        for domain, said in tables["problems"].items()
        if (problem := _problem(domain, said, wrong)) is not None
    )
    happen = [
        event for name, said in tables["events"].items() if (event := _event(name, said, wrong)) is not None
    ]
    scenarios = {key: _scenario(key, words[key], path.parent, wrong) for key in ("fails", "remedy")}
    expects = _expected(tree.get("expects", []), wrong)
    if wrong:
        return None
    return Persona(
        name=path.stem,
        title=texts["title"],
        summary=texts["summary"],
        source=words["source"],
        **scenarios,
        expects=expects,
        shortens=words["shortens"],
        person=person,
        home=home,
        problems=problems,
        events=tuple(sorted(happen, key=lambda event: event.week)),
    )


def _given(
    model: type[BaseModel], path: tuple[str, ...], said: Mapping[str, Any], wrong: list[Mistake]
) -> dict[str, Any]:
    """Return what a table says and its model takes; lists become tuples."""
    plain = {key: tuple(value) if isinstance(value, list) else value for key, value in said.items()}
    try:
        return model.model_validate(plain).model_dump(exclude_unset=True)
    except ValidationError as error:
        wrong += [m.under(*path) for m in mistakes_of(error, model)]
        return {}


def _problem(domain: str, said: Any, wrong: list[Mistake]) -> Problem | None:
    path = ("problems", domain)
    if domain not in DOMAINS:
        wrong.append(mistake(path, "unknown-domain", DOMAINS, value=shown(domain), sought=domain))
        return None
    given = _given(_Problem, path, _dict(path, said, wrong), wrong)
    if "severity" not in given:
        return None
    return Problem(DOMAINS.index(domain), SEVERITIES.index(given["severity"]), given.get("weeks", 0))


def _event(name: str, said: Any, wrong: list[Mistake]) -> Event | None:
    path = ("events", name)
    given = _given(_Happening, path, _dict(path, said, wrong), wrong)
    if "week" not in given:
        return None
    what = given.get("what")
    if what is not None and what not in WHAT_STRIKES:
        wrong.append(_unknown_word((*path, "what"), what, WHAT_STRIKES))
    starts: dict[int, int] = {}
    for domain, severity in given.get("starts", {}).items():
        if domain not in DOMAINS:
            wrong.append(
                mistake((*path, "starts"), "unknown-domain", DOMAINS, value=shown(domain), sought=domain)
            )
        elif severity not in _SEVERITIES:
            wrong.append(_unknown_word((*path, "starts"), severity, _SEVERITIES, key=domain))
        else:
            starts[DOMAINS.index(domain)] = SEVERITIES.index(severity)
    says = _text((*path, "says"), given["says"], wrong) if "says" in given else None
    becomes = _given(Person, (*path, "becomes"), given.get("becomes", {}), wrong)
    if "ties" in becomes:
        wrong.append(mistake((*path, "becomes", "ties"), "ties-stay"))
    goes_to, signal = given.get("goes_to"), given.get("signal")
    if signal is not None and signal not in SIGNALS:
        at = (*path, "signal")
        wrong.append(mistake(at, "unknown-signal", SIGNALS, value=shown(signal), sought=signal))
    friend, seen = given.get("friend"), given.get("seen", False)
    return Event(name, given["week"], says, what, starts, becomes, friend, goes_to, signal, seen)


def _expected(said: Any, wrong: list[Mistake]) -> tuple[str, ...]:
    """Return the stages that a file names; a turn of the trace may name its cause: ``what: why``.

    One stage may be one thing or another: ``handed-over or turned-away``.
    """
    if not isinstance(said, list) or not said or not all(isinstance(stage, str) for stage in said):
        wrong.append(mistake(("expects",), "wrong-type", value=shown(said), expected=_EXPECTED))
        return ()
    stages = (*UNMET_ROWS, IN_CRISIS, *_HAPPEN)
    for one in (one for stage in said for one in stage.split(OR)):
        what, _, why = one.partition(": ")
        if what not in stages:
            wrong.append(_unknown_word(("expects",), what, stages))
        elif why and (what not in _HAPPEN or why not in _WHY):
            wrong.append(_unknown_word(("expects",), why, _WHY))
    return tuple(said)


_EXPECTED = ("a list of texts that is not empty", "een lijst van teksten die niet leeg is")


def _scenario(key: str, name: str, folder: Path, wrong: list[Mistake]) -> str:
    """Return a scenario as it is asked for: a shipped name, or a file as seen from the persona's."""
    path = found(name, folder) if name else None
    if name and (path is None or not path.is_file()):
        wrong.append(mistake((key,), "unknown-scenario", shipped(), key=one_line(name)))
    return name if path is None or name in shipped() else str(path)


def _text(path: tuple[str, ...], said: Any, wrong: list[Mistake]) -> Text:
    """Return a text in both languages; one text will do for both."""
    if isinstance(said, str):
        return Text(said, said)
    told = [said[lang] for lang in LANGUAGES if lang in said] if isinstance(said, dict) else []
    if len(told) == len(LANGUAGES) == len(said) and all(isinstance(text, str) for text in told):
        return Text(said["nl"], said["en"])
    wrong.append(mistake(path, "wrong-type", value=shown(said), expected=str))
    return Text("", "")


def _word(path: tuple[str, ...], said: Any, wrong: list[Mistake]) -> str:
    if isinstance(said, str):
        return said
    wrong.append(mistake(path, "wrong-type", value=shown(said), expected=str))
    return ""


def _dict(path: tuple[str, ...], said: Any, wrong: list[Mistake]) -> dict[str, Any]:
    if isinstance(said, dict):
        return said
    wrong.append(mistake(path, "wrong-type", value=shown(said), expected=dict))
    return {}


def _unknown_word(path: tuple[str, ...], said: Any, choices: tuple[str, ...], key: str = "") -> Mistake:
    return mistake(path, "unknown-word", choices, key=key or path[-1], value=shown(said), sought=said)


def codes_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts about a person with the codes that columns hold in the place of words."""
    words = {"work": WORK_STATES, "education": EDUCATION, "tenure": TENURES}
    coded = {key: words[key].index(value) if key in words else value for key, value in facts.items()}
    if "lasting" in coded:
        coded["lasting"] = sum(1 << DOMAINS.index(name) for name in coded["lasting"])
    return coded

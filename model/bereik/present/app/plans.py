"""A plan: a scenario file as the tree of tables that TOML makes of it.

What a visitor clicks together, saves, opens again and sends as a link is one and the same tree.
"""

from __future__ import annotations

import base64
import json
import tomllib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bereik.errors import BereikError, ParameterError
from bereik.experiments.job import Job, prepare
from bereik.experiments.wording import Language
from bereik.present.app import estimates
from bereik.scenarios import Scenario, load_scenario, shipped
from bereik.scenarios.check import OWN_POLICY

Plan = dict[str, Any]

LETTERS: Final = ("A", "B", "C", "D")
MOST_PLANS: Final = len(LETTERS)
LARGEST_FILE: Final = 100_000  # bytes; the longest scenario that ships has 5,000
LONGEST_LINK: Final = 20_000  # characters

_TEXTS: Final[dict[Language, dict[str, str]]] = {
    "nl": {
        "not-shipped": (
            "‘{name}’ kan hier niet worden geopend: een plan bouwt voort op een scenario dat erbij hoort."
            ' Probeer based_on = "loket-only".'
        ),
        "too-large": "Dit bestand is te groot ({size} kB). Een plan is hoogstens {most} kB.",
        "no-text": "Dit is geen tekstbestand. Open een scenario dat eindigt op .toml.",
        "no-link": "De link is niet heel. Vraag om een nieuwe.",
        "personal": (
            "Dit bestand heeft een kolom ‘{name}’. Gegevens over personen horen hier niet; er is niets"
            " bewaard."
        ),
        "table": "Dit lijkt een tabel, geen scenario. Open een scenario dat eindigt op .toml.",
    },
    "en": {
        "not-shipped": (
            "'{name}' cannot be opened here: a plan builds on a scenario that ships."
            ' Try based_on = "loket-only".'
        ),
        "too-large": "This file is too large ({size} kB). A plan has {most} kB at most.",
        "no-text": "This is no text file. Open a scenario that ends in .toml.",
        "no-link": "The link is not whole. Ask for a new one.",
        "personal": (
            "This file has a column '{name}'. Data about persons do not belong here; nothing was kept."
        ),
        "table": "This looks like a table, not a scenario. Open a scenario that ends in .toml.",
    },
}
_PERSONAL: Final = (
    "bsn", "burgerservicenummer", "naam", "name", "achternaam", "voornaam", "adres", "address",
    "geboortedatum", "date of birth", "birthdate", "telefoon", "e-mail", "email",
)  # fmt: skip


def based_on(name: str) -> Plan:
    """Return the plan that is a shipped scenario, unchanged."""
    return {"based_on": name}


def with_lever(plan: Plan, service: str, lever: str, value: Any) -> Plan:
    """Return a plan in which one lever of a service is another."""
    services = plan.get("services", {})
    return {**plan, "services": {**services, service: {**services.get(service, {}), lever: value}}}


def lettered(titles: Mapping[str, str]) -> dict[str, str]:
    """Return the titles of plans with the letter before each that has it not yet."""
    return {k: title if title.startswith(f"{k}. ") else f"{k}. {title}" for k, title in titles.items()}


@lru_cache
def titles_of_shipped(lang: Language) -> Mapping[str, str]:
    """Return what the scenarios that ship are called, by name, in order of title.

    They are read once: all of them take a fifth of a second, in which a page does nothing else.
    """
    titles = {name: getattr(load_scenario(name, lang).title, lang) for name in shipped()}
    return dict(sorted(titles.items(), key=lambda item: item[1].lower()))


def scenario_of(plan: Plan, lang: Language = "en") -> Scenario:
    """Return the scenario of a plan, checked.

    A plan without a title of its own that changes nothing has the title of what it is based on.

    Raises
    ------
    BereikError : one line for each mistake
    """
    return _loaded(json.dumps(plan, sort_keys=True), lang)


@lru_cache(maxsize=400)
def _loaded(plan: str, lang: Language) -> Scenario:
    tree = json.loads(plan)
    if set(tree) == {"based_on"} and tree["based_on"] in shipped():
        return load_scenario(tree["based_on"], lang)
    scenario = scenario_of_text(toml_of(tree), "plan", lang)
    if "title" not in tree and "based_on" in tree:
        scenario = replace(scenario, title=load_scenario(tree["based_on"], lang).title)
    return scenario


def scenario_of_text(text: str, name: str, lang: Language) -> Scenario:
    """Return the scenario of a text in TOML that was typed, clicked or dropped on the page.

    Raises
    ------
    BereikError : one line for each mistake, with the line of the text
    """
    _on_shipped_only(text, lang)
    with TemporaryDirectory(prefix="bereik-") as folder:
        path = Path(folder) / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        try:
            return load_scenario(path, lang)
        except BereikError as error:
            told = str(error)
            for form in {folder, Path(folder).resolve().as_posix()}:
                told = told.replace(f"{form}/", "")
            raise type(error)(told) from None


def _on_shipped_only(text: str, lang: Language) -> None:
    try:
        tree = tomllib.loads(text)
    except (ValueError, RecursionError):
        return  # who loads it says what is wrong
    gemeente = tree.get("gemeente")
    past = gemeente.get("burn_in_policy") if isinstance(gemeente, dict) else None
    for name in (tree.get("based_on"), None if past == OWN_POLICY else past):
        if isinstance(name, str) and name not in shipped():
            raise ParameterError(_TEXTS[lang]["not-shipped"].format(name=name[:60]))


def plan_of_file(content: bytes, name: str, lang: Language) -> Plan:
    """Return the plan that stands in a file which a visitor dropped on the page.

    Raises
    ------
    BereikError : what is wrong with it, in one sentence
    """
    words = _TEXTS[lang]
    if len(content) > LARGEST_FILE:
        told = words["too-large"].format(size=len(content) // 1000, most=LARGEST_FILE // 1000)
        raise ParameterError(told)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ParameterError(words["no-text"]) from None
    if "\0" in text:
        raise ParameterError(words["no-text"])
    if not name.lower().endswith(".toml"):
        _refuses_tables(text, words)
    stem = "".join(c for c in Path(name).stem if c.isalnum() or c in "-_")[:40] or "plan"
    try:
        scenario_of_text(text, stem, lang)
    except BereikError as error:
        raise ParameterError(str(error).splitlines()[0]) from None
    tree = tomllib.loads(text)
    tree.setdefault("title", stem)
    return tree


def _refuses_tables(text: str, words: Mapping[str, str]) -> None:
    head = text.partition("\n")[0].lower()
    cells = [cell.strip(" \"'\r") for cell in head.replace(";", ",").replace("\t", ",").split(",")]
    personal = next((cell for cell in cells if cell in _PERSONAL), None)
    if personal is not None:
        raise ParameterError(words["personal"].format(name=personal))
    raise ParameterError(words["table"])


def link_of(state: Mapping[str, Any]) -> str:
    """Return a state as letters that fit in an address."""
    text = json.dumps(state, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def state_of_link(link: str, lang: Language) -> dict[str, Any]:
    """Return the state in an address.

    Raises
    ------
    ParameterError : the address was cut or changed
    """
    try:
        if len(link) > LONGEST_LINK:
            raise ValueError
        packed = base64.urlsafe_b64decode(link + "=" * (-len(link) % 4))
        unpacker = zlib.decompressobj()
        state = json.loads(unpacker.decompress(packed, LARGEST_FILE))
        if not isinstance(state, dict):
            raise TypeError
    except (ValueError, TypeError, zlib.error):
        raise ParameterError(_TEXTS[lang]["no-link"]) from None
    return state


def toml_of(tree: Mapping[str, Any]) -> str:
    """Return a tree of tables as TOML."""
    return "\n".join(_lines(tree, ())) + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    own = [f"{_key(key)} = {_value(v)}" for key, v in table.items() if not isinstance(v, dict)]
    head = ["", f"[{'.'.join(_key(key) for key in path)}]"] if path and (own or not table) else []
    below = [line for key, v in table.items() if isinstance(v, dict) for line in _lines(v, (*path, key))]
    return head + own + below


def _key(key: str) -> str:
    return key if key and all(c.isascii() and (c.isalnum() or c in "-_") for c in key) else _quoted(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(v) for v in value)}]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    """Return a text between quotes: as in JSON, which leaves one character that TOML does not take."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def job_of(plans: Sequence[Plan], gemeente: Plan | None, lang: Language) -> Job:
    """Return the question which of some plans does what, for the workers.

    Scenarios go by letters, so that two visitors who ask the same have the same answer.

    Parameters
    ----------
    gemeente : a plan whose ``[gemeente]`` is used for all; None: each has its own

    Raises
    ------
    BereikError : a plan that will not do, or plans about other people
    """
    named = [
        replace(scenario_of(plan, lang), name=letter) for letter, plan in zip(LETTERS, plans, strict=False)
    ]
    return prepare(
        named,
        gemeente=None if gemeente is None else scenario_of(gemeente, lang),
        residents=estimates.FIRST_RESIDENTS,
        weeks=estimates.WEEKS,
        replicates=estimates.REPLICATES,
        seed=estimates.SEED,
        lang=lang,
        least=1,
    )

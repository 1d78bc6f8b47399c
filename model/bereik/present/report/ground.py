"""The chapters of a report about what it rests on: assumptions, scenarios, numbers, and the model itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from bereik.experiments.assumptions import Assumed
from bereik.experiments.draws import Draws
from bereik.experiments.experiment import Outcome
from bereik.experiments.kept import Kept
from bereik.experiments.wording import Language, number, span
from bereik.parameters.book import QUALITIES, Parameter, the_book
from bereik.present.account import (
    ACCOUNT,
    called,
    codes_in,
    doubts,
    explained,
    pattern_cells,
    ranged,
    tested_patterns,
)
from bereik.present.book_in_words import number_told
from bereik.present.policy import differing, kind_told, lever_told, payer_told, plain_number, value_told
from bereik.present.report.outcome import FEW, MOST_SHORT, headed, staff_of_service, told_as
from bereik.present.report.parts import Block, Chapter, Paragraph, Picture, Points, Row, Table
from bereik.present.report.register import REGISTER, STANDARD
from bereik.present.report.words import WORDS
from bereik.present.staircase import deciles, interval_told, percent, staircase, steps_of, turns_told
from bereik.services.build import PER_ADULTS

_SWITCHES: Final = ("links", "views")
_ALL: Final = "all"
_EXPERIMENT: Final = "bereik experiment experiments/waar-hangt-het-van-af.toml"
_LETTERS_OF_A_HASH: Final = 12
_FINEST_FTE: Final = 3  # decimals


def assumed(found: Assumed | None, kept: Kept, *, short: bool) -> Chapter:
    """Return the staircase from the promise down to the world; or with what command it is made."""
    words, lang = WORDS[kept.lang], kept.lang
    blocks: list[Block] = [Paragraph(words["assumed_lead"])]
    if found is None:
        first, *others = kept.names
        against = f" --against {as_asked(others[0])}" if others else ""
        command = f"bereik assumptions {as_asked(first)}{against} --lang {lang}"
        blocks += [Paragraph(words["assumed_not"]), Paragraph(command, "command")]
        return Chapter(words["assumed"], tuple(blocks))
    blocks.append(Paragraph(found.finding))
    if not is_about(found.scenario.fingerprint(), kept):
        blocks.append(Paragraph(words["not_the_same"]))
    job = found.job
    size = {"residents": number(job.residents, 0, lang), "weeks": job.weeks, "n": job.replicates}
    blocks.append(Paragraph(words["assumed_size"].format(**size), "small"))
    if not short:
        blocks += [Picture("staircase", partial(staircase, found)), _steps(found)]
        blocks.append(Picture("deciles", partial(deciles, found)))
    elif len(kept.names) < FEW:  # of three, two pages have room for one picture
        blocks.append(Picture("staircase", partial(staircase, found)))
    return Chapter(words["assumed"], tuple(blocks))


def _steps(found: Assumed) -> Table:
    rows = tuple(
        Row((headed(name), percent(step, found.lang), span(step, found.lang, scale=100.0)))
        for name, step, _ in steps_of(found)
    )
    words = WORDS[found.lang]
    return Table(words["stairs"], (words["step"], "%", interval_told(found)), rows)


def as_asked(name: str) -> str:
    """Return a scenario as one names it on the command line."""
    from bereik.scenarios import shipped

    return name if name in shipped() else f"{name}.toml"


def is_about(fingerprint: str, kept: Kept) -> bool:
    """Return whether a scenario is one of those compared, in the same gemeente."""
    return fingerprint in {told["fingerprint"] for told in kept.scenarios.values()}


def change(sensitivity: Outcome | None, found: Assumed | None, kept: Kept, *, short: bool) -> Chapter:
    """Return what would change the conclusion: numbers within their ranges, and assumptions."""
    from bereik.present.kinds import drawn

    words = WORDS[kept.lang]
    blocks: list[Block] = []
    if sensitivity is None:
        blocks += [Paragraph(words["change_not"]), Paragraph(_EXPERIMENT, "command")]
    else:
        kind = drawn(sensitivity.plan.kind)
        blocks.append(Paragraph(f"{headed(kind.finding(sensitivity))}."))
        prints = {s.fingerprint() for s in sensitivity.experiment.scenarios.values()}
        if not prints >= {told["fingerprint"] for told in kept.scenarios.values()}:
            blocks.append(Paragraph(words["not_the_same"]))
        if not short:
            blocks += [Picture(name, draw) for name, draw in kind.draw(sensitivity).items()]
    if found is not None and found.turns and not short:
        title, head, rows = turns_told(found)
        cells = tuple(Row((headed(row[0]), *row[1:])) for row in rows)
        blocks += [Paragraph(words["turns_lead"]), Table(title, tuple(head), cells, words=len(head))]
    return Chapter(words["change"], tuple(blocks))


# --- scenarios ---


def policies(kept: Kept, *, short: bool) -> Chapter:
    """Return the scenarios in words: services, hours, staff, prices, and what differs."""
    words = WORDS[kept.lang]
    if short:
        return Chapter(words["policies"], (_staff(kept), Paragraph(words["rest_of"], "small")))
    blocks: list[Block] = []
    for name, scenario in kept.scenarios.items():
        title = headed(told_as(kept, name))
        if scenario.get("source"):
            source = words["policy_source"].format(title=title, source=scenario["source"])
            blocks.append(Paragraph(source, "small"))
        blocks.append(_services(kept, name))
        blocks += _schemes(kept, name)
    differ = _differences(kept)
    blocks.append(differ if differ.rows else Paragraph(words["no_differ"]))
    departures = _departures(kept)
    blocks += [departures] if departures.rows else []
    return Chapter(words["policies"], tuple(blocks))


def _of_services(kept: Kept) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the settings of each service, per scenario that has it."""
    return _by_name(kept, "services")


def _by_name(kept: Kept, table: str) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for name, scenario in kept.scenarios.items():
        for owner, settings in scenario["resolved"][table]:
            found.setdefault(owner, {})[name] = settings
    return found


def _fte(settings: Mapping[str, Any], kept: Kept) -> str:
    """Return the staff of a service in this gemeente, in fte; or whose hours it works with."""
    if settings["staff_from"] is not None:
        return WORDS[kept.lang]["hours_of"].format(other=settings["staff_from"])
    fte = settings["fte_per_10000"] * kept.residents / PER_ADULTS
    places = next((p for p in (1, 2) if fte * 10**p >= 1.0), _FINEST_FTE) if fte else 0
    return number(fte, places, kept.lang)


def _staff(kept: Kept) -> Table:
    """Return the staff of every service that has any, a column per scenario."""
    words, names = WORDS[kept.lang], kept.names[:MOST_SHORT]
    rows = tuple(
        Row((headed(service), *(_fte(of[n], kept) if n in of else "–" for n in names)))
        for service, of in _of_services(kept).items()
        if any(of[n]["fte_per_10000"] > 0.0 for n in names if n in of)
    )
    return Table(words["staff_short"], (words["service"], *(headed(kept.titles[n]) for n in names)), rows)


def _services(kept: Kept, name: str) -> Table:
    words, lang = WORDS[kept.lang], kept.lang
    rows = tuple(
        Row((
            headed(service), kind_told(settings["kind"], lang), payer_told(settings["payer"], lang),
            _fte(settings, kept), plain_number(settings["hours_per_fte"], lang),
            plain_number(settings["price_per_hour"], lang), staff_of_service(kept, name, service),
        ))
        for service, settings in kept.scenarios[name]["resolved"]["services"]
    )  # fmt: skip
    head = tuple(words[key] for key in ("service", "does", "pays", "fte", "hours", "price", "a_year"))
    return Table(words["services"].format(title=told_as(kept, name)), head, rows, words=3)


def _schemes(kept: Kept, name: str) -> list[Block]:
    words, lang = WORDS[kept.lang], kept.lang
    rows = tuple(
        Row((
            headed(scheme), payer_told(settings["payer"], lang),
            *(plain_number(settings[lever], lang) for lever in ("amount", "known", "steps")),
        ))
        for scheme, settings in kept.scenarios[name]["resolved"]["schemes"]
    )  # fmt: skip
    head = tuple(words[key] for key in ("scheme", "pays", "amount", "known_by", "steps"))
    title = words["schemes"].format(title=told_as(kept, name))
    return [Table(title, head, rows, words=2)] if rows else []


def _differences(kept: Kept) -> Table:
    """Return every lever of a service or scheme that is not the same in all scenarios."""
    words, lang = WORDS[kept.lang], kept.lang
    rows: list[Row] = []
    for table in ("services", "schemes"):
        for owner, of in _by_name(kept, table).items():
            levers = differing(of)
            lines = [
                Row((
                    headed(lever_told(lever, lang, of_a_scheme=table == "schemes")),
                    *(value_told(of[n][lever], lang) if n in of else words["absent"] for n in kept.names),
                ))
                for lever in levers
            ]  # fmt: skip
            if len(of) < len(kept.names) and not lines:
                there = [value_told(True, lang) if n in of else words["absent"] for n in kept.names]
                lines = [Row((headed(owner), *there))]
            rows += [Row((headed(owner),)), *lines] if lines else []
    head = (words["lever"], *map(headed, kept.titles.values()))
    return Table(words["differ"], head, tuple(rows), words=1)


def _departures(kept: Kept) -> Table:
    """Return the numbers that are others than in the book, with the reason where there is one."""
    words, lang, book = WORDS[kept.lang], kept.lang, the_book()
    rows: list[Row] = []
    for name, values in kept.departures.items():
        reasons = [
            kept.scenarios[scenario]["departures"][name]["reason"]
            for scenario in values
            if name in kept.scenarios[scenario]["departures"]
        ]
        theme = name.partition(".")[0]
        own = theme in ("views", *_archetypes(kept.scenarios.values()))
        why = "; ".join(dict.fromkeys(reasons)) or words["by_place" if own else "changed_since"]
        usual = plain_number(book.value(name), lang) if name in book else "–"
        cells = [plain_number(values[n], lang) if n in values else usual for n in kept.names]
        rows.append(Row((headed(number_told(name, lang)), why, usual, *cells)))
    head = (words["number"], words["why"], words["book"], *map(headed, kept.titles.values()))
    return Table(words["departures"], head, tuple(rows), words=2)


# --- numbers ---


def used_numbers(scenarios: Sequence[Mapping[str, Any]]) -> list[Parameter]:
    """Return the numbers of the book that can reach the outcome.

    Left out are switches, other kinds of gemeente, services and schemes that nobody has here.

    Parameters
    ----------
    scenarios : each as `bereik.experiments.manifest.described` tells it
    """
    told = [scenario["resolved"] for scenario in scenarios]
    kinds = {
        settings["kind"]
        for resolved in told
        for table in ("services", "burn_in_services")
        for _, settings in resolved[table]
    }
    unused = {*_SWITCHES, *_other_archetypes(scenarios)}
    unused |= set() if any(resolved["schemes"] for resolved in told) else {"schemes"}
    return [
        p
        for name, p in the_book().items()
        if (parts := name.split("."))[0] not in unused
        and (parts[0] != "services" or parts[1] in {*_with_lenders(kinds), _ALL})
    ]


def _with_lenders(kinds: set[str]) -> set[str]:
    """Return kinds of service, and those whose numbers they borrow."""
    from bereik.services.kinds import LIKE

    return kinds | {LIKE[kind] for kind in kinds if kind in LIKE}


def _archetypes(scenarios: Iterable[Mapping[str, Any]]) -> set[str]:
    return {scenario["resolved"]["gemeente"]["archetype"] for scenario in scenarios}


def _other_archetypes(scenarios: Iterable[Mapping[str, Any]]) -> set[str]:
    from bereik.scenarios.check import archetypes

    return set(archetypes(the_book())) - _archetypes(scenarios)


def _drawn_in(scenarios: Sequence[Mapping[str, Any]], draws: Draws | None) -> set[str]:
    """Return the numbers that replicates draw: those that some scenario does not set itself."""
    own = set[str].intersection(*(set(scenario["departures"]) for scenario in scenarios))
    return set(draws.names if draws else ()) - own


def sources(
    scenarios: Sequence[Mapping[str, Any]], draws: Draws | None, lang: Language, *, short: bool
) -> Chapter:
    """Return how good the numbers are; in full also each of them, with its source.

    Parameters
    ----------
    draws : of what is not known; None where every replicate has the same numbers
    """
    words = WORDS[lang]
    used = used_numbers(scenarios)
    counts = {quality: sum(p.quality == quality for p in used) for quality in QUALITIES}
    blocks: list[Block] = [Paragraph(words["counts"].format(n=len(used), **counts))]
    if not short:
        account = ACCOUNT[lang]
        first, drawn = scenarios[0]["resolved"]["book"], _drawn_in(scenarios, draws)

        def told(p: Parameter) -> str:
            if draws and p.name in drawn:
                return words["drawn"].format(source=draws.source, book=ranged(p, lang))
            return ranged(replace(p, value=first.get(p.name, p.value)), lang)

        rows = tuple(
            Row((headed(number_told(p.name, lang)), p.name, told(p), account[p.quality], p.source))
            for p in used
        )
        head = tuple(account[key].lower() for key in ("what", "name", "number", "quality", "source"))
        codes = codes_in(p.source for p in used)
        cited = tuple(Row((code, *explained()[code])) for code in codes)
        blocks += [
            Paragraph(words["sources_lead"], "small"),
            Table(words["numbers_table"], head, rows, words=5, english=(1, 4)),
        ]
        if cited:
            where = (words["code"], words["says"], words["where"])
            blocks.append(Table(words["codes_table"], where, cited, words=3, english=(1, 2)))
    return Chapter(words["sources"], tuple(blocks))


# --- the model ---


def misses(draws: Draws | None, lang: Language, *, short: bool) -> Chapter:
    """Return the patterns that the model does not meet, and what to doubt first."""
    words, account = WORDS[lang], ACCOUNT[lang]
    rows = tested_patterns()
    failing = [row for row in rows if row["holds"] == "no"]
    if not rows:
        return Chapter(words["misses"], (Paragraph(words["no_patterns"]),))
    asked = [row for row in rows if row["holds"]]
    lead = words["misses_lead"].format(n=len(asked), yes=len(asked) - len(failing), no=len(failing))
    if short:
        names = "; ".join(_plainly(called(lang).get(row["pattern"], row["what"])) for row in failing)
        return Chapter(words["misses"], (Paragraph(f"{lead} {words['misses_these'].format(names=names)}"),))
    head = tuple(account[key] for key in ("pattern", "band", "value", "holds", "source"))
    lines = tuple(Row(tuple(pattern_cells(row, lang))) for row in failing)
    table = Table(words["misses_table"], head, lines, words=5)
    first = Points(doubts(draws, lang))
    return Chapter(words["misses"], (Paragraph(lead), table, Paragraph(f"{account['doubt']}:"), first))


def _plainly(pattern: str) -> str:
    """Return a pattern without what stands in brackets: in what unit it is tested."""
    return re.sub(r" \([^)]*\)", "", pattern)


def not_for(lang: Language, *, short: bool) -> Chapter:
    """Return what this may not be used for."""
    words, account = WORDS[lang], ACCOUNT[lang]
    if short:
        return Chapter(words["not_for"], (Paragraph(words["not_for_short"]),))
    points = Points(tuple(account[f"not_{k}"] for k in range(1, 5)))
    return Chapter(words["not_for"], (points, Paragraph(account["for"])))


def made(facts: Mapping[str, Any], seeds: tuple[int, int], lang: Language) -> Chapter:
    """Return what it takes to do it again, from the manifest."""
    from bereik.compiled import source_hash

    words = WORDS[lang]
    rows: Sequence[tuple[str, str]] = (
        (words["versions"], ", ".join(f"{name} {v}" for name, v in facts["versions"].items())),
        (words["machine"], " ".join(facts["platform"].values())),
        (words["seeds"], f"{seeds[0]}–{seeds[1]}"),
        (words["code_hash"], facts["source"][:_LETTERS_OF_A_HASH]),
        (words["identity"], facts["identity"][:_LETTERS_OF_A_HASH]),
    )
    head = (words["fact"], words["value"])
    table = Table(words["made_table"], head, tuple(Row((headed(a), b)) for a, b in rows), words=2)
    other = () if facts["source"] == source_hash() else (Paragraph(words["other_code"]),)
    return Chapter(words["made"], (table, *other))


def register(lang: Language) -> Chapter:
    """Return a draft entry for the algorithm register."""
    words = WORDS[lang]
    rows = tuple(Row((field.name(lang) + " *" * field.must, field.text(lang))) for field in REGISTER)
    table = Table(words["register"], (words["field"], words["text"]), rows, words=2)
    own = ", ".join(field.name(lang) for field in REGISTER if field.is_for_the_gemeente)
    lead = words["register_lead"].format(standard=STANDARD), words["register_own"].format(fields=own)
    return Chapter(words["register"], (*(Paragraph(text, "small") for text in lead), table))

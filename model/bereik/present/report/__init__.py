"""The report: what a folder of results says, to decide with and to file; HTML, and PDF where typst is there.

The same folder gives the same bytes: no date of making stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from bereik.errors import OutputError, not_written
from bereik.experiments.kept import (
    Kept,
    assumed_in,
    check_runs,
    comparisons_in,
    facts_in,
    outcome_in,
)
from bereik.experiments.kinds import KINDS
from bereik.experiments.manifest import FILE, described, other_version
from bereik.experiments.wording import (
    Language,
    checked_language,
    in_a_sentence,
    number,
    titles_by_name,
)
from bereik.present.policy import ARCHETYPES
from bereik.present.report import ground, html, outcome, pdf
from bereik.present.report.parts import Block, Chapter, Paragraph, Picture, Report
from bereik.present.report.words import QUESTIONS, READING, WORDS
from bereik.present.texts import NOTICE

if TYPE_CHECKING:
    from bereik.experiments.assumptions import Assumed
    from bereik.experiments.experiment import Outcome
    from bereik.experiments.job import Job

ASSUMPTIONS, SENSITIVITY = "assumptions", "sensitivity"
_FROM_RUNS: Final = (ASSUMPTIONS, "paradox", "validation", "allocation")  # told from the runs
_STEMS: Final[dict[Language, tuple[str, str]]] = {
    "nl": ("verslag", "verslag-kort"),
    "en": ("report", "report-short"),
}


class Beside(NamedTuple):
    """Other results that say more of the same scenarios; None where there are none."""

    assumed: Assumed | None
    sensitivity: Outcome | None


def report_of(
    folder: str | Path,
    *,
    beside: Sequence[str | Path] = (),
    short: bool = False,
    lang: str = "nl",
) -> Report:
    """Return the report of a folder of results.

    Parameters
    ----------
    folder : of `bereik compare` or `bereik experiment`
    beside : folders of `bereik assumptions`, or of a sensitivity analysis; those that lie beside the
        folder and are about the same scenarios are found
    short : two pages, for the council
    lang : nl or en

    Raises
    ------
    BereikError : results that are not there, not complete, damaged, or of another command
    """
    language, place = checked_language(lang), Path(folder)
    kind = facts_in(place)["kind"]
    if kind not in (*KINDS, *QUESTIONS[language]):
        told = ", ".join(QUESTIONS[language])
        raise OutputError(
            f"{place}: there is no report of results of kind '{kind}'. There is one of: {told}.",
            f"{place}: van resultaten van de soort '{kind}' is er geen verslag. Wel van: {told}.",
        )
    found = outcome_in(place, language)
    if kind in _FROM_RUNS:
        check_runs(found)
    kept = comparisons_in(found) if kind == "compare" else ()
    if kept:
        return of_comparisons(kept, _beside(place, kept, beside, language), found, short=short)
    return of_an_experiment(found, short=short)


def report(
    folder: str | Path,
    *,
    beside: Sequence[str | Path] = (),
    short: bool = False,
    as_pdf: bool = False,
    out: str | Path | None = None,
    lang: str = "nl",
) -> list[Path]:
    """Write the report of a folder of results, and return the files.

    Parameters
    ----------
    as_pdf : a PDF beside the HTML
    out : the HTML file; left out: in the folder itself

    Raises
    ------
    BereikError : results that will not do, a place that cannot be written, or no typst for a PDF
    """
    language = checked_language(lang)
    if as_pdf:
        pdf.check_it_is_there(language)
    from bereik.compiled import source_hash

    try:
        made = report_of(folder, beside=beside, short=short, lang=lang)
        told = html.written(made).encode()
    except KeyError:
        if facts_in(Path(folder)).get("source") == source_hash():
            raise
        raise other_version(Path(folder)) from None
    path = Path(folder) / f"{_STEMS[language][short]}.html" if out is None else Path(out)
    files = {path: told}
    if as_pdf:
        files[path.with_suffix(".pdf")] = pdf.written(made)
    for target, content in files.items():
        try:
            target.write_bytes(content)
        except OSError as error:
            raise not_written(
                target, error,
                "the report cannot be written here ({why}). Try --out.",
                "hier kan het verslag niet worden geschreven ({why}). Probeer --out.",
            ) from None  # fmt: skip
    return list(files)


def of_comparisons(kept: Sequence[Kept], beside: Beside, found: Outcome, *, short: bool) -> Report:
    """Return the report of scenarios compared in one or more gemeenten."""
    first, several, draws = kept[0], len(kept) > 1, found.plan.jobs[0].draws
    lang, words = first.lang, WORDS[first.lang]
    chapters = [_asked(kept, short=short)]
    if several:
        chapters.append(_pictures(found, short=short))
    for one in kept:
        of_one = [outcome.findings(one, several, short=short, notes=one is first or not short)]
        if not short:
            of_one += [outcome.who_is_reached(one), outcome.rows_of_unmet_need(one), outcome.money(one)]
        chapters += [_in(one, chapter) for chapter in of_one] if several else of_one
    if short and not several:
        chapters += [outcome.rows_of_unmet_need(first, short=True), outcome.money(first, short=True)]
    full = not (short and several)  # two pages about several have no room for what was not run
    of_first = [ground.assumed(beside.assumed, first, short=short)] if full or beside.assumed else []
    if full or beside.sensitivity:
        of_first.append(ground.change(beside.sensitivity, beside.assumed, first, short=short))
    of_first.append(ground.policies(first, short=short))
    chapters += [_in(first, chapter) for chapter in of_first] if several else of_first
    chapters += [
        ground.misses(draws, lang, short=short),
        ground.not_for(lang, short=short),
        ground.sources([s for one in kept for s in one.scenarios.values()], draws, lang, short=short),
    ]
    if not short:
        chapters += [ground.made(first.facts, first.seeds, lang), ground.register(lang)]
    titles = _listed([outcome.told_as(first, name) for name in first.names], lang)
    title = found.title if found.experiment.form.title else ""
    if len(first.names) > outcome.FEW:
        a = outcome.told_as(first, first.names[0])
        usual = words["versus_many"].format(a=a, n=len(first.names) - 1)
    else:
        usual = words["versus"].format(titles=titles)
    return _bound(title or usual, chapters, lang, short=short)


def _in(kept: Kept, chapter: Chapter) -> Chapter:
    """Return a chapter that says of which gemeente it is."""
    return replace(chapter, title=f"{chapter.title}: {outcome.place_told(kept)}")


def of_an_experiment(found: Outcome, *, short: bool) -> Report:
    """Return what can be told of an experiment of any kind: its finding, its pictures, what it rests on."""
    lang, seeds, draws = found.lang, found.plan.jobs[0].seeds, found.plan.jobs[0].draws
    chapters = [
        _asked_of(found, short=short),
        _pictures(found, short=short),
        ground.misses(draws, lang, short=short),
        ground.not_for(lang, short=short),
        ground.sources(_of_each_archetype(found), draws, lang, short=short),
    ]
    if not short:
        facts = facts_in(found.out)
        chapters += [ground.made(facts, (seeds[0], seeds[-1]), lang), ground.register(lang)]
    question = QUESTIONS[lang].get(found.plan.kind, "")
    title = found.title if found.experiment.form.title or not question else f"{question.partition('?')[0]}?"
    return _bound(title, chapters, lang, short=short)


def _bound(title: str, chapters: Sequence[Chapter], lang: Language, *, short: bool) -> Report:
    words = WORDS[lang]
    return Report(
        title=outcome.headed(title),
        subtitle=words["short" if short else "full"],
        description=words["description"],
        chapters=tuple(chapters),
        notice=NOTICE[lang],
        lang=lang,
        short=short,
    )


def _asked_of(found: Outcome, *, short: bool) -> Chapter:
    """Return the question of an experiment, on what it was tried, and what its scenarios are."""
    lang, words = found.lang, WORDS[found.lang]
    asked = {name: described(scenario) for name, scenario in found.experiment.scenarios.items()}
    titles = titles_by_name(tuple(asked), [told["title"][lang] for told in asked.values()])
    question = QUESTIONS[lang].get(found.plan.kind, "")
    blocks: list[Block] = [Paragraph(text) for text in (question, _size_of(found)) if text]
    if len(asked) <= outcome.MOST_SHORT:
        listed = _listed([in_a_sentence(title, name) for name, title in titles.items()], lang)
        told = [_summary(name, titles[name], scenario, lang) for name, scenario in asked.items()]
        told = [] if short else [text for text in told if text]
        blocks += [Paragraph(text) for text in told or [words["tried_on"].format(titles=listed)]]
    blocks += [] if short else [Paragraph(words["needs"], "small")]
    blocks.append(Paragraph(words["doenvermogen"], "small"))
    return Chapter(words["asked"], tuple(blocks))


def _of_each_archetype(found: Outcome) -> list[dict[str, Any]]:
    """Return the scenarios of an experiment in the first gemeente of each kind there is."""
    first: dict[str, Job] = {}
    for job in found.plan.jobs:
        first.setdefault(job.scenarios[0].gemeente.archetype, job)
    return [described(scenario) for job in first.values() for scenario in job.scenarios[: job.shown]]


def _asked(kept: Sequence[Kept], *, short: bool) -> Chapter:
    first = kept[0]
    words, lang = WORDS[first.lang], first.lang
    facts = {"weeks": first.weeks, "n": first.replicates, "burn_in": first.burn_in}
    if len(kept) > 1:
        places = _listed([outcome.place_told(one) for one in kept], lang)
        how = words["how_many"].format(k=len(kept), places=f": {places}", **facts)
    else:
        residents, place = number(first.residents, 0, lang), outcome.place_told(first)
        how = words["how"].format(residents=residents, place=place, **facts)
    titles = _listed([outcome.told_as(first, name) for name in first.names], lang)
    blocks: list[Block] = [Paragraph(words["question"].format(titles=titles)), Paragraph(how)]
    titled = {name: outcome.told_as(first, name) for name in first.names}
    told = [_summary(name, titled[name], first.scenarios[name], lang) for name in first.names]
    if not short or (len(kept) == 1 and len(first.names) < outcome.FEW):
        blocks += [Paragraph(text) for text in told if text]
    if not short:
        blocks.append(Paragraph(words["needs"], "small"))
    blocks.append(Paragraph(words["doenvermogen"], "small"))
    blocks += [
        Paragraph(words["upper_bound"].format(title=outcome.headed(outcome.told_as(first, name))))
        for name, scenario in first.scenarios.items()
        if scenario["upper_bound"]
    ]
    return Chapter(words["asked"], tuple(blocks))


def _summary(name: str, title: str, scenario: Mapping[str, Any], lang: Language) -> str:
    """Return what a scenario is; nothing where neither its folder nor what ships says so."""
    from bereik.scenarios import load_scenario, shipped

    summary = scenario.get("summary", {}).get(lang, "")
    if not summary and name in shipped():
        today = load_scenario(name)
        summary = getattr(today.summary, lang) if today.fingerprint() == scenario["fingerprint"] else ""
    if not summary:
        return ""
    return WORDS[lang]["from_source"].format(title=outcome.headed(title), summary=summary)


def _pictures(found: Outcome, *, short: bool) -> Chapter:
    """Return the finding of an experiment and its pictures; in short the first alone."""
    from bereik.present.kinds import drawn, draws_told

    kind, words = drawn(found.plan.kind), WORDS[found.lang]
    pictures = [Picture(name, draw) for name, draw in kind.draw(found).items()]
    reading = READING[found.lang].get(found.plan.kind, "")
    notes = [Paragraph(text, "small") for text in (reading, draws_told(found)) if text]
    finding = Paragraph(f"{outcome.headed(kind.finding(found))}.", "finding")
    return Chapter(words["finding"], (finding, *notes, *(pictures[:1] if short else pictures)))


def _size_of(found: Outcome) -> str:
    plan, words, lang = found.plan, WORDS[found.lang], found.lang
    job, towns = plan.jobs[0], found.experiment.towns
    titles: dict[str, str] = {code: getattr(town.title, lang) for code, town in towns.items()}
    places = [ARCHETYPES[lang].get(place, titles.get(place, place)) for place in plan.places]
    facts = {"weeks": job.weeks, "n": _times(found), "burn_in": job.burn_in}
    if len(places) == 1:
        return words["how"].format(residents=number(job.residents, 0, lang), place=places[0], **facts)
    listed = f": {_listed(places, lang)}" if len(places) <= outcome.MOST_SHORT else ""
    return words["how_many"].format(k=len(places), places=listed, **facts)


def _times(found: Outcome) -> str:
    """Return how many replicates a point has: fewest to most, where runs were chosen as results came in."""
    runs: Any = found.runs
    count = runs[runs["digest"] != ""].groupby("point").size()
    fewest, most = (number(n, 0, found.lang) for n in (count.min(), count.max()))
    return fewest if fewest == most else WORDS[found.lang]["from_to"].format(low=fewest, high=most)


def _listed(names: Sequence[str], lang: Language) -> str:
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + WORDS[lang]["and"] + names[-1]


def _beside(
    folder: Path, kept: Sequence[Kept], given: Sequence[str | Path], lang: Language
) -> Beside:
    """Return other results: those given, else those beside the folder that are about the same scenarios."""
    assumed: Assumed | None = None
    sensitivity: Outcome | None = None
    for path in map(Path, given):
        kind = facts_in(path)["kind"]
        if kind == ASSUMPTIONS:
            assumed = assumed_in(path, lang)
        elif kind == SENSITIVITY:
            sensitivity = outcome_in(path, lang)
        else:
            raise OutputError(
                f"{path}: --with takes results of `bereik assumptions` or of a sensitivity analysis.",
                f"{path}: bij --with hoort een map van `bereik assumptions`, of van een"
                " gevoeligheidsanalyse.",
            )
    prints = {told["fingerprint"] for told in kept[0].scenarios.values()}
    for path in sorted(folder.resolve().parent.glob(f"*/{FILE}")):
        try:
            facts = facts_in(path.parent)
            if assumed is None and facts["kind"] == ASSUMPTIONS and _prints(facts) & prints:
                assumed = assumed_in(path.parent, lang)
            elif sensitivity is None and facts["kind"] == SENSITIVITY and _prints(facts) >= prints:
                sensitivity = outcome_in(path.parent, lang)
        except OutputError:
            continue  # what nobody asked for need not be whole
    return Beside(assumed, sensitivity)


def _prints(facts: dict[str, Any]) -> set[str]:
    return {told["fingerprint"] for told in facts["scenarios"].values()}

"""All of the Netherlands: every gemeente of a file of CBS under the same policies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bereik.cli.app import (
    BurnInOption,
    LangOption,
    PosteriorOption,
    SeedOption,
    WeeksOption,
    WorkersOption,
    app,
    remark,
    screen,
    telling,
)

if TYPE_CHECKING:
    from bereik.experiments.experiment import Outcome
    from bereik.experiments.nederland import Nederland
    from bereik.experiments.wording import Language
    from bereik.present.borders import Rings

_MOST = 10  # gemeenten at either end
_WORDS: dict[str, dict[str, Any]] = {
    "nl": {
        "size": (
            "{n} gemeenten, {adults} volwassenen ({share} % doet mee), {weeks} weken na {burn_in}; "
            "herhalingen: {replicates}."
        ),
        "one": (
            "Eén herhaling zegt niet hoeveel toeval is: er is geen interval en geen rangorde. "
            "Probeer --replicates 5."
        ),
        "few": "{n} herhalingen zijn te weinig voor een rangorde. Probeer --replicates {least}.",
        "columns": ("gemeente", "volwassenen", "{what}, {unit}", "{interval}"),
        "what": ("uitkomst", "verschil"),
        "ends": ("Hoogste", "Laagste"),
        "luck": "Wie bovenaan of onderaan staat, heeft ook geluk of pech gehad; kijk naar het interval.",
        "left_out": "{n} gemeenten zijn niet te maken: {names}. De eerste: {why}",
        "failed": "{n} gemeenten liepen vast: {names}. De rest is gedaan; waarom staat in {log}.",
        "missing": "{missing} van {runs} runs ontbreken. Dezelfde opdracht probeert ze opnieuw.",
        "identity": "Identiteit: {identity}",
        "unmatched": "Niet op de kaart: {names}.",
    },
    "en": {
        "size": (
            "{n} gemeenten, {adults} adults ({share}% take part), {weeks} weeks after {burn_in}; "
            "replicates: {replicates}."
        ),
        "one": (
            "One replicate does not tell how much is luck: there is no interval and no ranking. "
            "Try --replicates 5."
        ),
        "few": "{n} replicates are too few for a ranking. Try --replicates {least}.",
        "columns": ("gemeente", "adults", "{what}, {unit}", "{interval}"),
        "what": ("outcome", "difference"),
        "ends": ("Highest", "Lowest"),
        "luck": "Who stands first or last has had luck too; look at the interval.",
        "left_out": "{n} gemeenten cannot be made: {names}. The first: {why}",
        "failed": "{n} gemeenten raised: {names}. The rest is done; why stands in {log}.",
        "missing": "{missing} of {runs} runs are missing. The same command tries them again.",
        "identity": "Identity: {identity}",
        "unmatched": "Not on the map: {names}.",
    },
}
_MOST_NAMED = 12


@app.command()
def nederland(
    file: Annotated[Path, typer.Argument(help="CSV of CBS Kerncijfers wijken en buurten")],
    scenario: Annotated[
        list[str] | None, typer.Option(help="name or file; give it again for another, set against the first")
    ] = None,
    geojson: Annotated[Path | None, typer.Option(help="borders of gemeenten, to draw a map")] = None,
    residents_share: Annotated[
        float, typer.Option(help="share of the adults of each gemeente that takes part, for a first look")
    ] = 1.0,
    weeks: WeeksOption = 260,
    burn_in: BurnInOption = 104,
    replicates: Annotated[int, typer.Option(help="paired seeds; ranked from 5 on")] = 1,
    seed: SeedOption = 1,
    outcome: Annotated[str, typer.Option(help="measure of the table and the pictures")] = "reach_52",
    workers: WorkersOption = None,
    out: Annotated[Path | None, typer.Option(help="folder for results [default: results/NAME]")] = None,
    posterior: PosteriorOption = None,
    lang: LangOption = "en",
) -> None:
    """Run scenarios in every gemeente of a file of CBS, and show the outcome in a table and on a map."""
    from bereik.experiments.asked import check_whole
    from bereik.experiments.nederland import asked_of, concluded, folder_of, run_all
    from bereik.experiments.wording import checked_language
    from bereik.present.borders import read_borders

    language = checked_language(lang)
    check_whole("--workers", workers, 1, language)
    borders = None if geojson is None else read_borders(geojson, language)
    asked = asked_of(
        file, scenario or (), residents_share=residents_share, weeks=weeks, burn_in=burn_in,
        replicates=replicates, seed=seed, outcome=outcome, lang=language, posterior=posterior,
    )
    folder = out or folder_of(asked.experiment)
    with telling(folder, language, "adults") as listener:
        failures = run_all(asked.experiment, folder, workers=workers, listener=listener, lang=language)
        found = concluded(asked, folder, failures, language)
        _draw(found, borders)
    _tell(found, borders, language)
    if found.outcome.missing:
        raise typer.Exit(1)


def _draw(found: Nederland, borders: dict[str, Rings] | None) -> None:
    from functools import partial

    from bereik.present.figures import save
    from bereik.present.kinds.nederland import draw, map_of

    if found.outcome.missing == found.outcome.plan.runs:
        return
    pictures = draw(found.outcome)
    if borders is not None:
        pictures["map"] = partial(map_of, found.outcome, borders)
    save(pictures, found.outcome.out / "figures")


def _tell(found: Nederland, borders: dict[str, Rings] | None, lang: Language) -> None:
    from rich.table import Table

    from bereik.experiments.nederland import TABLE
    from bereik.experiments.wording import number, over_unknowns
    from bereik.present.borders import joined
    from bereik.present.kinds.nederland import FEWEST_TO_RANK, ends_of, finding

    words, console, outcome = _WORDS[lang], screen(), found.outcome
    plan, names = outcome.plan, dict(zip(found.table["code"], found.table["name"], strict=True))

    def say(which: str, who: list[str] | None = None, **facts: object) -> None:
        told = ", ".join((who or [])[:_MOST_NAMED]) + (" ..." if who and len(who) > _MOST_NAMED else "")
        remark(words[which].format(n=len(who or []), names=told, **facts))

    if outcome.missing < plan.runs:
        console.print(finding(outcome) + ".", style="bold", markup=False, soft_wrap=True)
    adults = sum(town.gemeente.residents for town in outcome.experiment.towns.values())
    share = 100.0 * sum(job.residents for job in plan.jobs) / adults
    size = {"n": plan.points, "adults": number(adults, 0, lang), "share": number(share, 0, lang)}
    times = {"weeks": plan.jobs[0].weeks, "burn_in": plan.jobs[0].burn_in, "replicates": plan.replicates}
    console.print(words["size"].format(**size, **times), markup=False, soft_wrap=True)
    if over := over_unknowns(plan.jobs[0].draws, lang):
        console.print(over, markup=False, soft_wrap=True)
    if plan.replicates < FEWEST_TO_RANK:
        text = words["one" if plan.replicates == 1 else "few"].format(n=plan.replicates, least=FEWEST_TO_RANK)
        console.print(text, style="yellow", markup=False, soft_wrap=True)
    ends = ends_of(outcome, found.table, _MOST)
    heads = _heads(outcome, lang) if ends[0] else ()
    for title, rows in zip(words["ends"], ends, strict=True):
        if rows:
            table = Table(box=None, pad_edge=False, title=title, title_justify="left")
            for k, head in enumerate(heads):
                table.add_column(head, justify="right" if k else "left")
            for row in rows:
                table.add_row(*row)
            console.print("", table, sep="\n")
    if ends[0]:
        console.print(f"\n{words['luck']}", markup=False, soft_wrap=True)
    if outcome.identity:
        console.print(words["identity"].format(identity=outcome.identity), markup=False, soft_wrap=True)
    if found.left_out:
        say("left_out", [left.name for left in found.left_out], why=found.left_out[0].why)
    if outcome.failures:
        raised = dict.fromkeys(names[plan.places[plan.place(run.point)]] for run, _ in outcome.failures)
        say("failed", [*raised], log=outcome.out / "log.parquet")
    if outcome.missing:
        say("missing", missing=outcome.missing, runs=plan.runs)
    if borders is not None:
        there = {plan.places[k] for k in joined(borders, {c: k for k, c in enumerate(plan.places)}).values()}
        off = [names[code] for code in plan.places if code not in there]
        if off:
            say("unmatched", off)
    remark(f"{outcome.out / TABLE}, {outcome.out / 'figures'}")


def _heads(found: Outcome, lang: Language) -> tuple[str, ...]:
    """Return the heads of the table, with what is told, its unit, and what its interval is."""
    from bereik.experiments.wording import interval_over
    from bereik.present.kinds.of_points import outcomes

    seen, words, plan = outcomes(found), _WORDS[lang], found.plan
    what = words["what"][seen.differences]
    interval = interval_over(None if plan.jobs[0].draws is None else plan.replicates, lang)
    return tuple(head.format(what=what, unit=seen.unit, interval=interval) for head in words["columns"])

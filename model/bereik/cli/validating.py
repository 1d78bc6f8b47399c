"""Whether the model deserves belief: published patterns, and the checks a sceptic asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bereik.cli.app import (
    BurnInOption,
    LangOption,
    PosteriorOption,
    ResidentsOption,
    SeedOption,
    WeeksOption,
    WorkersOption,
    app,
    remark,
    screen,
    telling,
)
from bereik.errors import ParameterError

if TYPE_CHECKING:
    from bereik.experiments.patterns import Patterns
    from bereik.experiments.wording import Language

SeedsOption = Annotated[int | None, typer.Option(help="how many seeds [default: 30, or 20 for --checks]")]
QuickOption = Annotated[bool, typer.Option("--quick", help="a first look: fewer people and seeds")]

Size = dict[str, Any]  # residents, seeds, seed, weeks and burn_in, as a job takes them
_NO_DRAWS: dict[Language, str] = {
    "nl": (
        "--posterior: --checks gaat over de waarden van het boek, en zet per wereld zelf getallen anders. "
        "Laat --posterior weg."
    ),
    "en": (
        "--posterior: --checks are about the values of the book, and each world sets numbers of its own. "
        "Leave --posterior out."
    ),
}


@app.command()
def validate(
    residents: ResidentsOption = None,
    seeds: SeedsOption = None,
    seed: SeedOption = 1,
    weeks: Annotated[int | None, typer.Option(help="weeks of policy [default: 260]")] = None,
    burn_in: BurnInOption = 104,
    workers: WorkersOption = None,
    out: Annotated[
        Path | None,
        typer.Option(help="folder [default: results/validation, or …-posterior, or results/checks; …-quick]"),
    ] = None,
    posterior: PosteriorOption = None,
    lang: LangOption = "en",
    quick: QuickOption = False,
    checks: Annotated[
        bool, typer.Option("--checks", help="not the patterns but the checks a sceptic asks for")
    ] = False,
) -> None:
    """Set the model beside published patterns, or check what a sceptic asks for.

    The patterns: which hold, how sure that is, and whether it passes. With --checks: size, drift,
    network, what each mechanism does, conservation and a queue beside theory.
    """
    from bereik.experiments.wording import checked_language

    size = {"residents": residents, "seeds": seeds, "seed": seed, "weeks": weeks, "burn_in": burn_in}
    if not checks:
        _look_for_patterns(size, posterior, workers=workers, out=out, lang=lang, quick=quick)
    elif posterior is None:
        _check(size, workers=workers, out=out, lang=lang, quick=quick)
    else:
        raise ParameterError(_NO_DRAWS[checked_language(lang)])


def _look_for_patterns(
    size: Size, posterior: Path | None, *, workers: int | None, out: Path | None, lang: str, quick: bool
) -> None:
    from bereik.experiments.experiment import folder_of
    from bereik.experiments.patterns import FILE
    from bereik.experiments.patterns import patterns as looked_for
    from bereik.experiments.wording import checked_language
    from bereik.present.validation import write_validation

    language = checked_language(lang)
    default = "validation" if posterior is None else "validation-posterior"
    folder = out or folder_of(default, quick and posterior is None)
    with telling(folder, language) as listener:
        found = looked_for(
            **size, quick=quick, workers=workers, out=folder, lang=language, listener=listener,
            posterior=posterior,
        )
        write_validation(found, folder, language)
    _tell(found, language)
    remark(f"{folder / FILE}, {folder / 'patterns.png'}")


def _check(size: Size, *, workers: int | None, out: Path | None, lang: str, quick: bool) -> None:
    from bereik.experiments.checks import FILE
    from bereik.experiments.checks import checks as checked
    from bereik.experiments.experiment import folder_of
    from bereik.experiments.wording import checked_language
    from bereik.present.checks import checks_told, write_checks

    language = checked_language(lang)
    folder = out or folder_of("checks", quick)
    with telling(folder, language, "runs") as listener:
        found = checked(**size, quick=quick, workers=workers, out=folder, lang=language, listener=listener)
        write_checks(found, folder, language)
    for sentence in checks_told(found, language):
        screen().print(sentence, markup=False, soft_wrap=True)
    remark(f"{folder / FILE}, {folder}")


@app.command()
def patterns(
    residents: ResidentsOption = None,
    seeds: SeedsOption = None,
    seed: SeedOption = 1,
    weeks: WeeksOption = 260,
    burn_in: BurnInOption = 104,
    lang: LangOption = "en",
) -> None:
    """Look at the patterns quickly, and keep nothing: what validate tells, at a small size."""
    from bereik.experiments.patterns import patterns as looked_for
    from bereik.experiments.wording import checked_language
    from bereik.present.progress import OnScreen

    language = checked_language(lang)
    size = {"residents": residents, "weeks": weeks, "burn_in": burn_in, "seed": seed, "seeds": seeds}
    with OnScreen(language) as listener:
        found = looked_for(**size, quick=True, lang=language, listener=listener)
    _tell(found, language)


def _tell(found: Patterns, lang: Language) -> None:
    from bereik.present.patterns import gate_told, patterns_note, patterns_table

    console = screen()
    console.print(patterns_table(found, lang))
    console.print(f"\n{gate_told(found.gate, lang)}", style="bold", markup=False, soft_wrap=True)
    console.print(f"\n{patterns_note(found, lang)}", markup=False, soft_wrap=True)

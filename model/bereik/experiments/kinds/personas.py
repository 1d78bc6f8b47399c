"""Kind ``personas``: people from files, each placed in arrangements over a number of seeds.

    kind = "personas"
    personas = ["ingrid", "mine/noor.toml"]               # left out: all that ship
    scenarios = ["loket-only", "outreach"]                # left out: the two in the file of each
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from bereik.experiments.compare import loaded_scenario
from bereik.experiments.fates import Fate, fate_of, rows_of
from bereik.experiments.forms import Form
from bereik.experiments.kinds import Kind
from bereik.experiments.kinds.of_worlds import not_said
from bereik.experiments.persona import (
    BURN_IN,
    RESIDENTS,
    SEEDS,
    SUMMARY,
    WEEKS,
    PersonaJob,
    Placed,
    found_in,
    job_of,
    lives_in,
    placed,
    summary_of,
)
from bereik.experiments.plan import Plan
from bereik.experiments.runner import Job
from bereik.experiments.store import write_rows
from bereik.scenarios.personas import Persona, load_persona, shipped_personas
from bereik.services.mistakes import Mistake, mistake, one_line
from bereik.vocabulary import LONGEST_RUN

if TYPE_CHECKING:
    from bereik.experiments.store import Store
    from bereik.experiments.wording import Language
    from bereik.measures import Measure
    from bereik.scenarios import Scenario

_QUICK: dict[str, Any] = {"residents": 2000, "replicates": 5}
_FIXED = ("measures", "groups", "outcome")  # of the kind


class PersonasForm(Form):
    """What a file of kind ``personas`` can say.

    Attributes
    ----------
    lives : not for a file to say: the personas in full with the names of their scenarios, for the manifest
    """

    scenarios: tuple[str, ...] = ()
    residents: Annotated[int, Field(ge=1, le=10_000_000)] | None = RESIDENTS
    weeks: int = Field(WEEKS, ge=1, le=LONGEST_RUN)
    burn_in: int = Field(BURN_IN, ge=0, le=LONGEST_RUN)
    replicates: int = Field(SEEDS, ge=1, le=1_000_000)
    personas: tuple[str, ...] = ()
    lives: Annotated[tuple[Placed, ...], BeforeValidator(lives_in)] = ()

    def with_files(
        self, folder: Path, wrong: list[Mistake], lang: Language
    ) -> tuple[PersonasForm, dict[str, Scenario]]:
        """Return the form with its personas in full, and the scenarios of their files where it says none."""
        if "lives" in self.model_fields_set:
            wrong.append(mistake(("lives",), "of-the-kind", sort=self.kind))
        names = self.personas or shipped_personas()
        whom = [her for name in names if (her := _loaded(name, folder, wrong, lang)) is not None]
        both = [[loaded_scenario(name, lang) for name in (her.fails, her.remedy)] for her in whom]
        lives, own = placed(whom, both)
        if self.scenarios:
            lives, own = tuple(life._replace(under=self.scenarios) for life in lives), {}
        return self.model_copy(update={"lives": lives, "scenarios": self.scenarios or tuple(own)}), own

    def jobs(
        self, scenarios: Mapping[str, Scenario], towns: Mapping[str, Scenario], lang: Language
    ) -> tuple[Job, ...]:
        """Return a job per persona."""
        town = next((towns[name] for name in self.gemeenten), None)
        return tuple(job_of(life, scenarios, town, self.size, lang) for life in self.lives)


def _loaded(name: str, folder: Path, wrong: list[Mistake], lang: Language) -> Persona | None:
    """Return a persona that a file names: one that ships, or a file as seen from this one."""
    if name in shipped_personas():
        return load_persona(name, lang)
    if name.endswith(".toml"):
        return load_persona(folder / name, lang)
    wrong.append(mistake(("personas",), "unknown-persona", shipped_personas(), key=one_line(name)))
    return None


def mistakes(form: PersonasForm, scenarios: Sequence[Scenario]) -> list[Mistake]:
    """Return what is wrong: it is about one gemeente, and what is kept belongs to the kind."""
    wrong = not_said(form, _FIXED)
    if len(form.gemeenten) > 1:
        wrong.append(mistake(("gemeenten",), "one-gemeente", value=len(form.gemeenten)))
    return wrong


def plan(form: PersonasForm, jobs: tuple[Job, ...], places: tuple[str, ...]) -> Plan:
    """Return a point per persona."""
    names = tuple(life.persona.name for life in form.lives)
    return Plan("personas", jobs, names, groups=True, place_is="persona")


def records(job: PersonaJob, seed: int) -> list[Fate]:
    """Let a persona live a seed under each scenario, and return what came of her."""
    from bereik.engine.persona import lives

    size = {"residents": job.residents, "weeks": job.weeks, "burn_in": job.burn_in}
    return [fate_of(job.persona, life) for life in lives(job.persona, job.at(seed), seed, **size)]


def measured(job: Job, told: Sequence[Fate]) -> Iterable[tuple[str, list[Measure]]]:
    """Yield what came of her under each scenario."""
    for label, fate in zip(job.labels, told, strict=True):
        yield label, list(rows_of(fate))


def summarise(store: Store) -> None:
    """Write ``summary.parquet``: what came of each persona, by scenario and against the first."""
    write_rows(store.out / "summary.parquet", SUMMARY, list(summary_of(found_in(store))))


KIND = Kind(
    form=PersonasForm, quick=_QUICK, mistakes=mistakes, plan=plan, measured=measured, summarise=summarise,
    records=records, over="told",
)  # fmt: skip

"""Experiment files: what they can say, read and checked as scenario files are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bereik.errors import ParameterError, ScenarioError
from bereik.experiments.asked import HIGHEST_SEED, MOST_REPLICATES, MOST_RESIDENTS, told
from bereik.experiments.draws import Draws, read_draws
from bereik.experiments.plan import MOST_RUNS, Plan
from bereik.measures.catalogue import registry
from bereik.scenarios import Scenario, load_scenario, shipped
from bereik.scenarios.files import Source, found, located, read_file
from bereik.services.mistakes import Mistake, mistake, mistakes_of, one_line, shown
from bereik.vocabulary import LONGEST_RUN

if TYPE_CHECKING:
    from bereik.experiments.job import Job
    from bereik.experiments.wording import Language


class Table(BaseModel):
    """A table of a file: strict, and nothing but what it names."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Form(Table):
    """What a file of any kind can say."""

    kind: str
    title: str | dict[str, str] = ""
    scenarios: tuple[str, ...]
    gemeenten: tuple[str, ...] = ()
    residents: Annotated[int, Field(ge=1, le=MOST_RESIDENTS)] | None = None
    weeks: int = Field(260, ge=1, le=LONGEST_RUN)
    burn_in: int = Field(104, ge=0, le=LONGEST_RUN)
    replicates: int = Field(20, ge=1, le=MOST_REPLICATES)
    seed: int = Field(1, ge=0, le=HIGHEST_SEED)
    measures: tuple[str, ...] = ()
    groups: bool = False
    outcome: str = "reach_52"
    posterior: str = ""

    def with_files(
        self, folder: Path, wrong: list[Mistake], lang: Language
    ) -> tuple[Form, dict[str, Scenario]]:
        """Return the form with what it names in files of other sorts, and the scenarios that those name.

        Parameters
        ----------
        folder : of the file of the experiment
        wrong : whatever is wrong is added to it
        """
        return self, {}

    def jobs(
        self, scenarios: Mapping[str, Scenario], towns: Mapping[str, Scenario], lang: Language
    ) -> tuple[Job, ...]:
        """Return a job per gemeente: all scenarios side by side.

        Raises
        ------
        ParameterError : the scenarios are not about the same people
        """
        from bereik.experiments.job import prepare

        own = [scenarios[name] for name in self.scenarios]
        places = [towns[name] for name in self.gemeenten] or [None]
        return tuple(prepare(own, gemeente=town, least=1, lang=lang, **self.size) for town in places)

    @property
    def size(self) -> dict[str, Any]:
        """Return residents, weeks, burn-in, first seed and how many seeds, by name."""
        names = ("residents", "weeks", "burn_in", "seed")
        return {name: getattr(self, name) for name in names} | {"replicates": self.seeds}

    @property
    def seeds(self) -> int:
        """Return how many seeds a point is run with at most: the replicates, and what a kind adds."""
        return self.replicates


class Experiment(NamedTuple):
    """An experiment that is in order, ready to be planned.

    Attributes
    ----------
    name : of the file, without ending
    form : what the file says
    scenarios : by the name under which the form has them
    towns : scenarios whose ``[gemeente]`` is used, by the name under which the form has them
    draws : numbers of the book that differ from seed to seed; None where the file asks for none
    """

    name: str
    form: Any
    scenarios: Mapping[str, Scenario]
    towns: Mapping[str, Scenario]
    draws: Draws | None = None

    def plan(self, lang: Language = "en") -> Plan:
        """Return the runs it asks for.

        Raises
        ------
        ParameterError : the scenarios are not about the same people
        """
        from bereik.experiments.kinds import kind_of

        form = self.form
        jobs = form.jobs(self.scenarios, self.towns, lang)
        if self.draws is not None:
            draws = self.draws.first(form.seeds, lang)
            jobs = tuple(replace(job, draws=draws) for job in jobs)
        places = tuple(form.gemeenten) or (jobs[0].scenarios[0].gemeente.archetype,)
        return replace(kind_of(form.kind).plan(form, jobs, places), form=form)


def read_experiment(
    path: str | Path, lang: Language = "en", *, quick: bool = False, posterior: str | Path | None = None
) -> Experiment:
    """Return the experiment of a file.

    Parameters
    ----------
    lang : language of the mistakes
    quick : a first look: smaller than the file says
    posterior : a sample of what is not known, in place of what the file says; see `read_draws`

    Raises
    ------
    ScenarioError : a line for each mistake: file, line, what is wrong and what would do
    """
    source = read_file(Path(path), lang)
    _refuse_what_a_command_makes(source, lang)
    wrong: list[Mistake] = []
    form = _form(source.tree, wrong)
    loaded: dict[str, dict[str, Scenario]] = {"scenarios": {}, "gemeenten": {}}
    if form is not None:
        form, loaded["scenarios"] = form.with_files(source.path.parent, wrong, lang)
        for key, held in loaded.items():
            for name in getattr(form, key):
                scenario = held.get(name) or _load(name, key, source, wrong, lang)
                if scenario is not None:
                    held[name] = scenario
        wrong += _unknown_measures(form)
    if form is None or wrong:
        raise ScenarioError(located([source], wrong, lang))
    from bereik.experiments.kinds import kind_of

    beside = source.path.parent if posterior is None else None
    if posterior is not None:
        form = form.model_copy(update={"posterior": str(posterior)})
    kind = kind_of(form.kind)
    wrong = kind.mistakes(form, list(loaded["scenarios"].values()))
    if wrong:
        raise ScenarioError(located([source], wrong, lang))
    if quick:
        form = _smaller(form, kind.quick)
    draws = read_draws(form.posterior, lang, beside, kind.sets) if form.posterior else None
    experiment = Experiment(source.path.stem, form, loaded["scenarios"], loaded["gemeenten"], draws)
    try:
        runs = experiment.plan(lang).runs
    except ParameterError as error:
        raise ScenarioError(f"{source.shown}:1: {error}") from None
    if runs > MOST_RUNS:
        many = mistake(("replicates",), "too-many-runs", value=runs, high=MOST_RUNS)
        raise ScenarioError(located([source], [many], lang))
    return experiment


def _refuse_what_a_command_makes(source: Source, lang: Language) -> None:
    """Raise ScenarioError where a file asks for a kind that only a command makes."""
    from bereik.experiments.kinds import WITHOUT_A_FILE

    kind = source.tree.get("kind")
    for name, command in WITHOUT_A_FILE.items():
        if kind == name:
            keys = [line.partition("=")[0].strip() for line in source.text.splitlines()]
            place = f"{source.shown}:{keys.index('kind') + 1 if 'kind' in keys else 1}"
            raise ScenarioError(told("without-a-file", lang, place=place, kind=name, command=command))


def _form(tree: Mapping[str, Any], wrong: list[Mistake]) -> Form | None:
    """Return what a file says by the form of its kind, or None where it does not fit."""
    from bereik.experiments.kinds import KINDS, kind_of

    name = tree.get("kind")
    if name is None:
        wrong.append(mistake(("kind",), "missing"))
        return None
    if name not in KINDS:
        wrong.append(mistake(("kind",), "unknown-experiment", KINDS, value=shown(name), sought=str(name)))
        return None
    model = kind_of(name).form
    try:
        return model.model_validate(as_tuples(tree))
    except ValidationError as error:
        wrong += mistakes_of(error, model)
        return None


def as_tuples(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table in which lists are tuples: a form is frozen through and through."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in tree.items()}


def _load(name: str, key: str, source: Source, wrong: list[Mistake], lang: str) -> Scenario | None:
    """Return a scenario that a file names: one that ships, or a file as seen from this one."""
    path = found(name, source.path.parent)
    if path is None:
        wrong.append(mistake((key,), "unknown-scenario", shipped(), key=one_line(name)))
        return None
    return load_scenario(path, lang)


def _unknown_measures(form: Form) -> list[Mistake]:
    known = [name for name in registry() if form.kind == "trial" or not name.startswith("trial_")]
    wrong = [
        mistake(("measures",), "unknown-measure", known, key=one_line(name))
        for name in form.measures
        if name not in known
    ]
    if form.outcome not in known:
        wrong.append(mistake(("outcome",), "unknown-measure", known, key=one_line(form.outcome)))
    elif form.measures and form.outcome not in form.measures:
        wrong.append(mistake(("outcome",), "outcome-not-kept", form.measures, key=one_line(form.outcome)))
    return wrong


def _smaller(form: Form, quick: Mapping[str, Any]) -> Form:
    """Return a form in which no size is larger than a first look needs."""
    told = {
        name: least if getattr(form, name) is None else min(getattr(form, name), least)
        for name, least in quick.items()
    }
    return form.model_copy(update=told)


def titles_of(form: Form, name: str) -> dict[str, str]:
    """Return the title of an experiment by language; its name where it has none."""
    title = form.title
    texts = title if isinstance(title, dict) else {}
    plain = title if isinstance(title, str) else next(iter(texts.values()), "")
    return {lang: texts.get(lang) or plain or name for lang in ("nl", "en")}

"""Repeat runs that lie in a folder of results, and say whether they are still the same."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bereik.errors import OutputError
from bereik.experiments import pool
from bereik.experiments.asked import will_not_do
from bereik.experiments.experiment import Failure, PartDone, compile_first, work
from bereik.experiments.listener import Listener, Silent
from bereik.experiments.manifest import FILE, asked_in, beneath, incomplete, only_summed_up, other_version
from bereik.experiments.plan import Plan, part_of
from bereik.experiments.store import checked, digests_of, read
from bereik.experiments.wording import checked_language

if TYPE_CHECKING:
    import pyarrow as pa


class Repeated(NamedTuple):
    """What repeating runs gave.

    Attributes
    ----------
    same, different : numbers of runs whose rows are, bit for bit, as they were, or not
    not_there : runs that were missing then, so there is nothing to compare with
    failures : runs that raise now
    differs : what is another now than then, with both: versions, sources, scenarios
    """

    same: tuple[int, ...]
    different: tuple[int, ...]
    not_there: tuple[int, ...]
    failures: tuple[Failure, ...]
    differs: dict[str, tuple[str, str]]

    @property
    def is_same(self) -> bool:
        """Return whether every run gave what it gave then."""
        return not (self.different or self.failures)


def rerun(
    folder: str | Path,
    runs: Sequence[int] = (),
    *,
    workers: int | None = None,
    executor: Callable[[], Executor] | None = None,
    listener: Listener | None = None,
    lang: str = "en",
) -> Repeated:
    """Repeat runs of an experiment and compare them with those in its folder; nothing there is changed.

    Parameters
    ----------
    folder : of the results
    runs : their numbers; none is all
    workers, executor, listener : see `bereik.experiments.experiment.experiment`
    lang : language of the mistakes

    Raises
    ------
    OutputError : no such results, their runs were not kept, or they cannot be read
    ScenarioError : today's book does not take a scenario of then
    """
    from bereik.compiled import source_hash

    language, listener = checked_language(lang), listener or Silent()
    facts = manifest_of(Path(folder))
    asked = asked_in(facts)
    table = runs_in(Path(folder), facts)
    plan = replace(as_it_was(asked.plan(language), table), records=False)  # what is measured tells
    then = dict(zip(table["run"].to_pylist(), table["digest"].to_pylist(), strict=True))
    for path in sorted((Path(folder) / "runs" / facts["key"]).glob("measures-*.parquet")):
        checked(path)
    wanted = list(runs) or list(then)
    for number in wanted:
        if not 0 <= number < plan.runs:
            raise will_not_do("no-such-run", language, value=number, most=plan.runs - 1)
    now: dict[int, str] = {}
    failures: list[Failure] = []
    size, source = plan.block_size(), source_hash()
    tasks = [wanted[k : k + size] for k in range(0, len(wanted), size)]
    with tempfile.TemporaryDirectory(prefix="bereik-") as name:
        beside = Path(name)

        def done(numbers: list[int], told: PartDone) -> None:
            failures.extend(told.failures)
            if told.file:
                path = beside / told.file
                now.update(digests_of(read(path)))
                path.unlink()
            listener.advanced(len(numbers))

        def broken(attempt: int, why: str, unheard: list[list[int]]) -> list[list[int]]:
            listener.retrying(why)
            return unheard

        def submit(to: Executor, numbers: list[int]) -> Any:
            return to.submit(work, part_of(plan, numbers, source), beside, language)

        compile_first(plan.jobs[0], listener)
        listener.begun(len(wanted), 0)
        processes = pool.cores() if workers is None else max(1, workers)
        if executor is None and (processes == 1 or len(tasks) == 1):
            for numbers in tasks:
                done(numbers, work(part_of(plan, numbers, source), beside, language))
        else:
            make = executor or (lambda: pool.processes(min(processes, len(tasks))))
            pool.share_out(tasks, submit, make, done, broken, kept=str(folder), lang=language)
    held = [number for number in wanted if then.get(number) and number in now]
    return Repeated(
        same=tuple(number for number in held if now[number] == then[number]),
        different=tuple(number for number in held if now[number] != then[number]),
        not_there=tuple(number for number in wanted if not then.get(number)),
        failures=tuple(failures),
        differs=_differences(facts, asked.scenarios),
    )


def manifest_of(folder: Path) -> dict[str, Any]:
    """Return the manifest of an experiment.

    Raises
    ------
    OutputError : there is none, or another version wrote it
    """
    try:
        facts = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise OutputError(
            f"{folder}: no {FILE} is here. `bereik results` lists what there is.",
            f"{folder}: hier is geen {FILE}. `bereik results --lang nl` noemt wat er is.",
        ) from None
    if "form" not in facts:
        raise other_version(folder)
    return facts


def runs_in(folder: Path, facts: dict[str, Any]) -> pa.Table:
    """Return the table of the runs of an experiment: points, seeds and digests.

    Raises
    ------
    OutputError : the runs were not kept or are not all there yet, or the table cannot be read
    """
    path = folder / "runs.parquet"
    if not path.is_file():
        raise only_summed_up(folder) if facts["identity"] else incomplete(folder)
    return read(path)


def as_it_was(plan: Plan, table: pa.Table) -> Plan:
    """Return a plan with the points that were run, whatever a library would draw today."""
    if not plan.varied:
        return plan
    design = [tuple(row) for row in plan.design]
    columns = zip(*(table[name].to_pylist() for name in plan.varied), strict=True)
    for point, values in zip(table["point"].to_pylist(), columns, strict=True):
        design[point % len(design)] = values
    return replace(plan, design=design)


def _differences(facts: dict[str, Any], scenarios: Any) -> dict[str, tuple[str, str]]:
    """Return what is another now than when the results were made."""
    then, today = _flat(facts), _flat(beneath())
    found = {name: (then.get(name, "?"), now) for name, now in today.items() if then.get(name) != now}
    for name, scenario in scenarios.items():
        was, now = facts["scenarios"][name]["fingerprint"], scenario.fingerprint()
        if was != now:
            found[f"scenario {name}"] = (was[:12], now[:12])
    return found


def _flat(facts: dict[str, Any]) -> dict[str, str]:
    plain = {name: str(facts.get(name, "?"))[:12] for name in ("source", "schema")}
    return plain | {name: str(v) for key in ("versions", "platform") for name, v in facts[key].items()}

"""The oracle: compiled code writes, bit for bit, what the same sources write as plain Python."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bereik.scenarios import shipped

sys.path.append(str(Path(__file__).parent))  # where the oracle stands

import oracle_run


def test_compiled_and_plain_python_write_the_same_records() -> None:
    """500 residents, 60 weeks, every shipped scenario; and one in which everything is on."""
    with ThreadPoolExecutor() as pool:  # plain Python takes its time: two processes beside this one
        plain = list(pool.map(oracle_run.in_plain_python, ("first-half", "other-half")))
    compiled = oracle_run.first_half() | oracle_run.other_half()
    assert set(compiled) == {*shipped(), "everything-on"}
    assert plain[0] | plain[1] == compiled


def test_the_oracle_sees_the_world_at_work() -> None:
    """A hash over nothing would be equal too: people are helped, doors opened, people lost on the way."""
    seen = oracle_run.first_half() | oracle_run.other_half()
    assert all(run["started"] > 0 for name, run in seen.items() if name != "geen-hulp")
    # with the staff of these runs there is no queue in which who speaks up could go first, and among so few
    # no debt that worsens where creditors would have waited, and nobody whom an interpreter helps
    rare = ("wie-het-hardst", "een-overheid", "tolken")
    others = [run["hash"] for name, run in seen.items() if name not in rare]
    assert len(set(others)) == len(others)
    assert all(seen["everything-on"].values())

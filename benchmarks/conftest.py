"""The table at the end of the benchmarks, and the option for the large ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import pytest


class Line(NamedTuple):
    """One line of the table: what was measured, and what we want it to stay under or above."""

    what: str
    value: float
    unit: str
    aim: str


_LINES: list[Line] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--large``: the benchmarks of a million residents take minutes and gigabytes."""
    parser.addoption("--large", action="store_true", help="also measure a million residents")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Measure alone: what is timed beside other tests is timed wrongly."""
    config.option.numprocesses, config.option.dist = None, "no"


def pytest_collection_modifyitems(config: pytest.Config, items: Iterable[pytest.Item]) -> None:
    """Leave the large benchmarks out unless they are asked for."""
    if not config.getoption("--large"):
        for item in items:
            if item.get_closest_marker("large"):
                item.add_marker(pytest.mark.skip(reason="runs with --large"))


@pytest.fixture
def tell() -> Callable[[str, float, str, str], None]:
    """Write a line of the table."""
    return lambda what, value, unit, aim="": _LINES.append(Line(what, value, unit, aim))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    if not _LINES:
        return
    terminalreporter.section("how fast bereik is here")
    width = max(len(line.what) for line in _LINES)
    for line in _LINES:
        value = f"{line.value:,.0f}" if line.value >= 1000 else f"{line.value:.3g}"
        terminalreporter.write_line(f"{line.what:<{width}}  {value:>12} {line.unit:<22} {line.aim}".rstrip())

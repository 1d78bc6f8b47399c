"""Scenario files: where they are, what they inherit, and on which line something stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any, NamedTuple

import bereik
from bereik.errors import ScenarioError
from bereik.services.mistakes import Mistake, mistake, one_line, printable, section, shown, tell

_PACKAGE = Path(bereik.__file__).resolve().parent
_MOST_BYTES = 1_000_000
_OWN_KEYS = ("title", "summary", "source", "based_on")  # what a file does not inherit
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)")


class Source(NamedTuple):
    """One scenario file, or persona, as it was read."""

    shown: str
    path: Path
    text: str
    tree: dict[str, Any]


def scenario_folder() -> Path:
    """Return the folder of the scenarios that ship with the package.

    Raises
    ------
    ScenarioError : it is missing
    """
    return folder_of("scenarios")


def folder_of(name: str) -> Path:
    """Return the folder of the files of one sort that ship with the package: scenarios, personas.

    Raises
    ------
    ScenarioError : it is missing
    """
    for folder in (_PACKAGE / f"shipped_{name}", _PACKAGE.parent.parent / name):
        if folder.is_dir():
            return folder
    raise ScenarioError(tell(mistake((), "no-shipped", value=name)))


def shipped() -> list[str]:
    """Return the names of the scenarios that ship with the package, in order of the alphabet."""
    return sorted(path.stem for path in scenario_folder().glob("*.toml"))


def read_chain(name_or_path: str | PathLike[str], lang: str) -> list[Source]:
    """Return a scenario file and, after it, each file it is based on.

    Raises
    ------
    ScenarioError : a file that is missing, cannot be read or goes round in a circle
    """
    if not isinstance(name_or_path, str | PathLike) or not isinstance(fspath(name_or_path), str):
        raise ScenarioError(tell(mistake((), "no-name", value=shown(name_or_path)), lang))
    wanted = fspath(name_or_path)
    path = found(wanted, Path())
    if path is None:
        unknown = mistake((), "unknown-scenario", shipped(), key=one_line(wanted))
        raise ScenarioError(tell(unknown, lang))
    chain: list[Source] = []
    while True:
        source = read_file(path, lang)
        before = [s.path for s in chain]
        chain.append(source)
        if source.path in before:
            circle = [s.path.stem for s in chain[before.index(source.path):]]
            wrong = mistake(("based_on",), "circular", value=one_line(" > ".join(circle)))
            raise ScenarioError(located(chain[-2:], [wrong], lang))
        base = source.tree.get("based_on")
        if base is None:
            return chain
        if not isinstance(base, str):
            wrong = mistake(("based_on",), "wrong-type", value=shown(base), expected=str)
            raise ScenarioError(located(chain[-1:], [wrong], lang))
        path = found(base, source.path.parent)
        if path is None or not _is_file(path):
            wrong = mistake(("based_on",), "unknown-scenario", shipped(), key=one_line(base))
            raise ScenarioError(located(chain[-1:], [wrong], lang))


def merged(chain: Sequence[Source]) -> tuple[dict[str, Any], list[Mistake]]:
    """Return what a chain of files says together, and what it takes away that is not there.

    A table is added to the table it inherits, key by key, that of the gemeente with the tables in it;
    anything else replaces. A service, a scheme or a departure with ``remove = true`` is taken away. Title,
    summary and source are not inherited.
    """
    tree: dict[str, Any] = {}
    wrong: list[Mistake] = []
    for source in reversed(chain):
        tree = {key: value for key, value in tree.items() if key not in _OWN_KEYS}
        for key, value in source.tree.items():
            if key in ("services", "regelingen", "parameters") and isinstance(value, dict):
                tree[key] = _entries(key, tree.get(key), value, wrong)
            elif key == "gemeente":
                tree[key] = _added(tree.get(key), value)
            elif isinstance(value, dict) and isinstance(tree.get(key), dict):
                tree[key] = tree[key] | value
            else:
                tree[key] = value
    return tree, wrong


def _added(inherited: Any, own: Any) -> Any:
    """Return a table added to the one it inherits, with all tables within."""
    if not isinstance(own, dict) or not isinstance(inherited, dict):
        return own
    return inherited | {key: _added(inherited.get(key), value) for key, value in own.items()}


def _entries(key: str, inherited: Any, own: Mapping[str, Any], wrong: list[Mistake]) -> dict[str, Any]:
    entries = dict(inherited) if isinstance(inherited, dict) else {}
    for name, entry in own.items():
        if isinstance(entry, dict) and "remove" in entry:
            if entry["remove"] is not True or len(entry) > 1:
                wrong.append(mistake((key, name, "remove"), "remove-alone"))
            elif name not in entries:
                wrong.append(mistake((key, name), "remove-nothing", entries))
            entries.pop(name, None)
        elif key != "parameters" and isinstance(entry, dict) and isinstance(entries.get(name), dict):
            entries[name] = entries[name] | entry
        else:
            entries[name] = entry  # a departure is one with its reason, so it is replaced whole
    return entries


def located(chain: Sequence[Source], wrong: Sequence[Mistake], lang: str) -> str:
    """Return a line for each mistake, with file and line number, in the order of the file."""
    lines_of: dict[str, dict[tuple[str, ...], int]] = {}
    places: list[tuple[int, int, str]] = []
    for m in wrong:
        k, path = _place(chain, m.path)
        source = chain[k]
        if source.shown not in lines_of:
            lines_of[source.shown] = _lines(source.text)
        line = _line(lines_of[source.shown], path)
        places.append((k, line, f"{source.shown}:{line}: {section(m.path)}{tell(m, lang)}"))
    return "\n".join(dict.fromkeys(text for _, _, text in sorted(places)))


def _place(chain: Sequence[Source], path: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Return which file says most of a path, and how much; the inheriting file goes first."""
    for length in range(len(path), 0, -1):
        for k, source in enumerate(chain):
            if _has(source.tree, path[:length]):
                return k, path[:length]
    return 0, ()


def _has(tree: Any, path: tuple[str, ...]) -> bool:
    for key in path:
        if not isinstance(tree, dict) or key not in tree:
            return False
        tree = tree[key]
    return True


def _line(lines: Mapping[tuple[str, ...], int], path: tuple[str, ...]) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Return on which line each key of a text that is TOML first stands.

    Statement by statement is given to the parser itself: a statement is as many lines as it takes
    until they parse.
    """
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    statement, start = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        if not statement:
            start = number
        statement += line + "\n"
        try:
            tree = tomllib.loads(statement)
        except (ValueError, RecursionError):
            continue
        is_header = statement.lstrip().startswith("[")
        paths = list(_paths(tree))
        statement = ""
        if is_header and paths:
            table = max(paths, key=len)
            paths = [table[: k + 1] for k in range(len(table))]
            for path in paths:
                found.setdefault(path, start)
        else:
            for path in paths:
                found.setdefault(table + path, start)
    return found


def _paths(tree: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    waiting: list[tuple[tuple[str, ...], Any]] = [((), tree)]
    while waiting:
        path, node = waiting.pop()
        if path:
            yield path
        if isinstance(node, list) and node:
            node = node[0]
        if isinstance(node, dict) and len(path) < 4:
            waiting += [((*path, key), child) for key, child in node.items()]


def found(name_or_path: str, folder: Path) -> Path | None:
    """Return the file of a shipped scenario, or else of a name or a path as seen from a folder."""
    if name_or_path in shipped():
        return scenario_folder() / f"{name_or_path}.toml"
    looks_like_path = name_or_path.endswith(".toml") or "/" in name_or_path or "\\" in name_or_path
    if looks_like_path:
        return folder / name_or_path
    beside = folder / f"{name_or_path}.toml"
    return beside if name_or_path and _is_file(beside) else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def read_file(path: Path, lang: str) -> Source:
    """Return a TOML file as it was read.

    Raises
    ------
    ScenarioError : it is missing, cannot be read, or is no TOML; the line says which
    """
    named = _shown_path(path)

    def refuse(what: str, line: int | None = None, **facts: Any) -> ScenarioError:
        place = named if line is None else f"{named}:{line}"
        return ScenarioError(f"{place}: {tell(mistake((), what, **facts), lang)}")

    try:
        if not path.exists():
            raise refuse("not-found")
        if not path.is_file():
            raise refuse("no-file")
        path = path.resolve()
        if path.stat().st_size > _MOST_BYTES:
            raise refuse("too-large", high=_MOST_BYTES)
        raw = path.read_bytes()
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise refuse("unreadable", value=one_line(reason)) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refuse("not-utf8", line, value=f"0x{raw[error.start]:02x}") from None
    try:
        return Source(named, path, text, tomllib.loads(text))
    except RecursionError:
        raise refuse("not-toml", 1, value="nested too deep") from None
    except ValueError as error:
        at = _AT_LINE.search(str(error))
        line = int(at.group(1)) if at else max(1, text.count("\n"))
        raise refuse("not-toml", line, value=one_line(_AT_LINE.sub("", str(error)))) from None


def _shown_path(path: Path) -> str:
    """Return how a file is named to the reader: from where she stands, or from the folder of scenarios."""
    for root in (Path.cwd(), scenario_folder().parent):
        try:
            return printable(path.resolve().relative_to(root.resolve()).as_posix())
        except (OSError, ValueError, RuntimeError):
            continue
    return printable(path.as_posix())

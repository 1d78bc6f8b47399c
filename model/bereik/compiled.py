"""The only place where Numba enters.

Rules and phases are plain Python. ``@rule`` and ``@phase`` let Numba compile them; ``@entry``
also stores the machine code on disk. Numba's own cache looks at one file only: edit a rule in
another file and the old result comes back without a word. So the folder of the cache carries a
hash of every source that the engine can reach and of the versions beneath it: one edited line, one
new folder.

``BEREIK_JIT=0`` in the environment runs everything as plain Python: slow, and the oracle against
which the compiled code is tested.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar, cast

JIT = os.environ.get("BEREIK_JIT", "1") != "0"

Function = TypeVar("Function", bound=Callable[..., Any])

_PACKAGE = Path(__file__).resolve().parent
_ABOVE_THE_RUNS = ("present", "cli")  # no import climbs: what shows numbers decides none
_ABOVE_THE_ENGINE = ("measures", "experiments", *_ABOVE_THE_RUNS)  # and these are not in machine code
_CACHE_NAME = re.compile(r"[0-9a-f]{16}")
_MARKER = "made-by-bereik"  # only folders that hold it are ever removed
_CACHES_KEPT = 3
_STALE_AFTER_SECONDS = 24 * 3600


def source_hash() -> str:
    """Return a hash over the sources that decide the numbers of a run."""
    return _hash_below(_ABOVE_THE_RUNS)


def _engine_hash() -> str:
    """Return a hash over the sources that can become machine code."""
    return _hash_below(_ABOVE_THE_ENGINE)


def _hash_below(rooms: Iterable[str]) -> str:
    above = tuple(_PACKAGE / room for room in rooms)
    return _hash_of(p for p in sorted(_PACKAGE.rglob("*")) if not any(p.is_relative_to(a) for a in above))


def _hash_of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        if path.suffix in {".py", ".toml"} and path.is_file():
            digest.update(path.relative_to(_PACKAGE).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _cache_root() -> Path:
    import platformdirs

    named = os.environ.get("BEREIK_CACHE")
    return Path(named) if named else Path(platformdirs.user_cache_dir("bereik", False)) / "compiled"


def _cache_folder() -> Path | None:
    """Return a writable cache folder for exactly these sources, or None where there is none."""
    import llvmlite
    import numba
    import numpy

    versions = f"{sys.version}|{numba.__version__}|{llvmlite.__version__}|{numpy.__version__}"
    key = hashlib.sha256(f"{_engine_hash()}|{versions}".encode()).hexdigest()[:16]
    folder = _cache_root() / key
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.write_text("", encoding="utf-8")
        probe.unlink()
        (folder / _MARKER).touch()
        os.utime(folder)
    except OSError:
        return None
    _sweep(folder)
    return folder


def _sweep(current: Path) -> None:
    """Remove the caches of older sources; those used in the last day may still be at work.

    ``BEREIK_CACHE`` may name a folder that holds other things: what is not a cache of ours stays.
    """
    try:
        others = sorted(
            (path for path in current.parent.iterdir() if path != current and _is_ours(path)),
            key=lambda path: path.stat().st_mtime,
            reverse=True,
        )
        for path in others[_CACHES_KEPT:]:
            if time.time() - path.stat().st_mtime > _STALE_AFTER_SECONDS:
                shutil.rmtree(path, ignore_errors=True)
    except OSError:
        return


def _is_ours(path: Path) -> bool:
    return _CACHE_NAME.fullmatch(path.name) is not None and (path / _MARKER).is_file()


if JIT:
    import numba
    from numba.core import config as _numba_config
    from numba.core.registry import CPUDispatcher as _CPUDispatcher

    from bereik.within import Within

    _FOLDER = _cache_folder()
    _njit: Any = numba.njit

    def _widened(kind: Any) -> Any:
        """Return the type that an argument is passed as: whole numbers all as int64."""
        from numba.core import types

        kind = types.unliteral(kind)
        return types.int64 if isinstance(kind, types.Integer) and kind != types.uint64 else kind

    def _once(dispatcher: Any) -> Any:
        """Compile a function once, not anew for every constant and width of integer it is called with.

        Left to itself, Numba makes a function for ``note(..., 11)`` and another for ``note(..., 12)``;
        that tripled the time of a first start.
        """
        resolve = dispatcher.get_call_template

        def get_call_template(args: Any, kws: Any) -> Any:
            return resolve(tuple(_widened(a) for a in args), {k: _widened(v) for k, v in kws.items()})

        dispatcher.get_call_template = get_call_template
        return dispatcher

    def _compile(  # pyright: ignore[reportRedeclaration]
        function: Function, *, cached: bool = False, allocates: bool = False, inline: bool = False
    ) -> Function:
        if not cached:
            return cast(Function, _once(Within(function, allocates=allocates, inline=inline)))
        if _FOLDER is None:
            return _njit(error_model="python")(function)
        before = _numba_config.CACHE_DIR  # pyright: ignore[reportAttributeAccessIssue]
        _numba_config.CACHE_DIR = str(_FOLDER)  # pyright: ignore[reportAttributeAccessIssue]
        try:
            return _njit(error_model="python", cache=True)(function)
        finally:
            _numba_config.CACHE_DIR = before  # pyright: ignore[reportAttributeAccessIssue]

else:

    def _compile(
        function: Function, *, cached: bool = False, allocates: bool = False, inline: bool = False
    ) -> Function:
        return function


if JIT:
    from numba.extending import intrinsic as _intrinsic

    @_intrinsic  # type: ignore[misc]
    def borrowed(typing_context: Any, array: Any) -> Any:  # pyright: ignore[reportRedeclaration]
        """Return an array without its reference counter, for use while its owner holds it.

        Numba counts up and down at every call that is handed an array, with atomic instructions; for a
        world of many tables that cost more than the week itself.
        """

        def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            kind = signature.args[0]
            lent = context.make_array(kind)(context, builder, arguments[0])
            lent.meminfo = lent.meminfo.type(None)
            return lent._getvalue()

        return array(array), codegen

    @_intrinsic  # type: ignore[misc]
    def fetched(typing_context: Any, table: Any, row: Any, byte: Any) -> Any:  # pyright: ignore[reportRedeclaration]
        """Ask the processor to fetch what stands at a byte of a row, which will be wanted soon.

        It changes nothing but the time that the row takes to come; a row past the end does no harm.
        """
        from llvmlite import ir
        from numba.core import types

        def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            kind = signature.args[0]
            rows = context.make_array(kind)(context, builder, arguments[0])
            raw = ir.IntType(8).as_pointer()
            size = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(kind.dtype)))
            offset = builder.add(builder.mul(arguments[1], size), arguments[2])
            place = builder.gep(builder.bitcast(rows.data, raw), [offset])
            number = ir.IntType(32)
            call = ir.FunctionType(ir.VoidType(), [raw, number, number, number])
            fetch = builder.module.declare_intrinsic("llvm.prefetch", [raw], call)
            builder.call(fetch, [place, number(0), number(3), number(1)])
            return context.get_dummy_value()

        return types.void(table, types.intp, types.intp), codegen

else:

    def borrowed(array: Any) -> Any:
        """Return the array; see the compiled counterpart."""
        return array

    def fetched(table: Any, row: int, byte: int) -> None:
        """Do nothing; see the compiled counterpart."""


if JIT:
    from numba.core.dispatcher import Dispatcher as _Dispatcher

    class _FirstClass(_CPUDispatcher):
        """A compiled function whose type is its signature, and not itself.

        What takes it as an argument is compiled once for all functions of that signature. (A cfunc
        would do, if it did not swallow the errors of its function.)
        """

        @property
        def _numba_type_(self) -> Any:
            from numba.core import types

            return types.FunctionType(self.nopython_signatures[0])

    def plain(function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the Python function behind a rule."""
        return function.py_func if isinstance(function, _Dispatcher) else function

    def first_class(function: Callable[..., Any], result: type, facts: list[Any]) -> Callable[..., Any]:
        """Return a rule as a function of one fixed type, which an entry can be handed.

        Parameters
        ----------
        result : bool, int or float
        facts : for every parameter bool, int or float, or a value of the type that it will have
        """
        from numba.core import types

        of = {bool: types.boolean, int: types.int64, float: types.float64}
        signature = of[result](
            *(of[kind] if isinstance(kind, type) else numba.typeof(kind) for kind in facts)
        )
        typed = _FirstClass(plain(function), targetoptions={"nopython": True, "error_model": "python"})
        typed.compile(signature)
        typed.disable_compile()
        return typed

else:

    def plain(function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the Python function behind a rule."""
        return function

    def first_class(function: Callable[..., Any], result: type, facts: list[Any]) -> Callable[..., Any]:
        """Return the rule; see the compiled counterpart."""
        return function


def rule(function: Function) -> Function:
    """Mark a scalar function about people: facts and numbers in, a chance or a value out."""
    return _compile(function, allocates=True)


def phase(function: Function) -> Function:
    """Mark a part of a week: it reads and writes rows of the world and draws; other phases call it."""
    return _compile(function)


def part(function: Function) -> Function:
    """Mark a part of a phase that every active resident passes: it becomes one with its phase."""
    return _compile(function, inline=True)


def entry(function: Function) -> Function:
    """Mark a function that Python calls; its machine code is kept on disk between sessions."""
    return _compile(function, cached=True)


def is_compiled_on_disk() -> bool:
    """Tell whether the machine code of these sources is on disk (False: the first start compiles)."""
    if not JIT or _FOLDER is None:
        return False
    return any(_FOLDER.rglob("weeks.weeks-*.nbc"))

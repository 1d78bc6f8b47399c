"""How Numba compiles a function that only other compiled functions call.

Left to itself, Numba makes machine code for every function, with ways in from Python and from C, and
makes it anew for each of those that call it. Here a function stays in the compiler's own language
(LLVM) until an entry takes all that it calls together and turns them into machine code once. The code
is as fast, and a first start takes two thirds of the time.

It leans on parts of Numba that are not public, so pyproject.toml holds Numba to the versions that it
was tried with. Only `bereik.compiled` uses it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numba
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.registry import CPUDispatcher
from numba.core.typed_passes import NativeLowering


class _Library(JITCodeLibrary):
    """The LLVM code of a function and of all that it calls, which becomes machine code elsewhere."""

    def finalize(self) -> None:
        """Take in what it calls, and leave the rest to the entry."""
        self._raise_if_finalized()
        for library in dict.fromkeys(self._linking_libraries):
            self._reload_init.update(library._reload_init)
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class _Lowering(NativeLowering):
    """Turn a typed function into LLVM code, and tell those that call it where that stands."""

    _name = "lowering_within"

    def run_pass(self, state: Any) -> bool:
        """Lower one function; Numba calls this."""
        state.library = _Library(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        state.flags.no_compile = True
        super().run_pass(state)
        name = partial(state.func_id.func)  # a new object: what was compiled, for these types
        state.targetctx.insert_user_function(name, state.cr.fndesc, [state.library])
        state.cr = state.cr._replace(cfunc=name)
        return True


class _Compiler(CompilerBase):
    """Numba's own compiler but for its last steps."""

    def define_pipelines(self) -> list[Any]:
        """Return the steps from Python to LLVM code."""
        usual = DefaultPassBuilder.define_nopython_pipeline(self.state)
        within = type(usual)("within")
        for step, what in usual.passes:
            within.add_pass(_Lowering if step is NativeLowering else step, what)
        within.finalize()
        return [within]


class Within(CPUDispatcher):
    """A function that is compiled into those that call it; called from Python it is compiled by itself."""

    def __init__(self, function: Any, *, allocates: bool, inline: bool) -> None:
        options = {
            "nopython": True,
            "error_model": "python",
            "forceinline": inline,
            "no_cpython_wrapper": True,
            "no_cfunc_wrapper": True,
            "_nrt": allocates,
        }
        super().__init__(function, targetoptions=options, pipeline_class=_Compiler)
        self._alone: Any = None

    def __call__(self, *args: Any, **kws: Any) -> Any:
        """Call it from Python."""
        if self._alone is None:
            self._alone = numba.njit(error_model="python")(self.py_func)
        return self._alone(*args, **kws)

    def add_overload(self, cres: Any) -> None:
        """Remember what was compiled, for compiled callers only."""
        self.overloads[tuple(cres.signature.args)] = cres

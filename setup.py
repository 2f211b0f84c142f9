"""Builds what is compiled, where there is a C compiler; without it the package does the same with numpy.

All else about the package is said in ``pyproject.toml``. With ``QUOTEDIFF_PURE=1`` nothing is compiled, for a
wheel that can be installed anywhere. With ``QUOTEDIFF_COMPILED=1`` the modules that find quotes are compiled
too, by mypyc, from the same source: a quarter more articles a second, in a wheel for one version of Python.
Never in an editable install: there what was compiled would run, whatever the source says by then.
"""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))  # it has no stable interface for extensions
PURE = bool(os.environ.get("QUOTEDIFF_PURE"))
COMPILED = bool(os.environ.get("QUOTEDIFF_COMPILED")) and not PURE

COMPILED_FOLDERS = ("text", "lang", "extraction")
LEFT_AS_THEY_ARE = frozenset({"__init__.py", "numpy_network.py", "deep.py", "encoder.py"})
"""What is quicker or simpler as it is: these work with arrays, or only import."""

KERNEL = Extension(
    "quotediff.extraction.learned._kernel",
    sources=["kernel/kernel.c"],
    depends=["kernel/loops.h"],
    py_limited_api=not (FREE_THREADED or COMPILED),
    optional=True,
)


class BuildKernel(build_ext):
    """Compiles so that floats are those of IEEE 754: every product is rounded before it is added."""

    def build_extensions(self) -> None:
        """Builds with the flags of the compiler that was found."""
        if self.compiler.compiler_type == "msvc":
            KERNEL.extra_compile_args = ["/O2", "/fp:precise"]
        else:
            exact = ["-ffp-contract=off", "-fno-fast-math", "-fno-trapping-math", "-fno-math-errno"]
            KERNEL.extra_compile_args = ["-std=c11", "-O3", *exact]
        super().build_extensions()


def compiled() -> list[Extension]:
    """The modules that mypyc compiles, as extensions."""
    from mypyc.build import mypycify  # noqa: PLC0415 - it is there where it is asked for

    folders = (Path("quotediff", folder) for folder in COMPILED_FOLDERS)
    modules = sorted(path for folder in folders for path in folder.rglob("*.py"))
    paths = [str(path) for path in modules if path.name not in LEFT_AS_THEY_ARE]
    extensions: list[Extension] = mypycify(paths, opt_level="2", group_name="quotediff")
    return extensions


if __name__ == "__main__":
    setup(
        ext_modules=[] if PURE else [KERNEL, *(compiled() if COMPILED else [])],
        cmdclass={"build_ext": BuildKernel},
        options={} if FREE_THREADED or COMPILED else {"bdist_wheel": {"py_limited_api": "cp311"}},
    )

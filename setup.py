"""Builds what is compiled, where there is a C compiler; without it the package does the same with numpy.

All else about the package is said in ``pyproject.toml``. With ``QUOTEDIFF_PURE=1`` nothing is compiled, for a
wheel that can be installed anywhere.
"""

from __future__ import annotations

import os
import sysconfig

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))  # it has no stable interface for extensions

KERNEL = Extension(
    "quotediff.extraction.learned._kernel",
    sources=["kernel/kernel.c"],
    depends=["kernel/loops.h"],
    py_limited_api=not FREE_THREADED,
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


if __name__ == "__main__":
    setup(
        ext_modules=[] if os.environ.get("QUOTEDIFF_PURE") else [KERNEL],
        cmdclass={"build_ext": BuildKernel},
        options={} if FREE_THREADED else {"bdist_wheel": {"py_limited_api": "cp311"}},
    )

"""The command line. One file a command; only this folder imports click.

``main`` is the entry point. A command is loaded when it is asked for: to add one, write its file and add its
line to ``COMMANDS``.
"""

from __future__ import annotations

import gc
import os
from importlib import import_module

from quotediff.limits import MAX_UNCOLLECTED_OBJECTS

INTERRUPTED = 130  # the exit status of what Ctrl-C ends: 128 and the signal's number

COMMANDS = {  # name: module and object, in the order in which the help shows them
    "list": ("quotediff.cli.list", "list_quotes"),
    "compare": ("quotediff.cli.compare", "compare"),
    "changed": ("quotediff.cli.changed", "changed"),
    "history": ("quotediff.cli.history", "history"),
    "sources": ("quotediff.cli.sources", "sources"),
    "archive": ("quotediff.cli.archive", "archive"),
    "evaluate": ("quotediff.cli.evaluate", "evaluate"),
    "check": ("quotediff.cli.check", "check"),
    "review": ("quotediff.cli.review", "review"),
    "dump": ("quotediff.cli.dump", "dump"),
    "rule": ("quotediff.cli.rule", "rule"),
    "help": ("quotediff.cli.help", "help_"),
}


_BLAS_THREADS = "OPENBLAS_NUM_THREADS"


def main() -> int:
    """Runs the command that the arguments of the process name; gives the exit status."""
    # Loading makes no garbage; looking for it would be a tenth of a short run.
    gc.set_threshold(MAX_UNCOLLECTED_OBJECTS)
    # As numpy loads, its BLAS would start threads that wait busily, a tenth of a short run, and that this
    # process has no use for. Only the command asks for none; the library sets nothing in its host.
    asked = _BLAS_THREADS not in os.environ
    if asked:
        os.environ[_BLAS_THREADS] = "1"
    try:
        status: int = import_module("quotediff.cli.run").main()  # here, so that Ctrl-C is quiet meanwhile
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        gc.freeze()  # or the interpreter, as it ends, goes through all there is, several times, for garbage
        if asked:
            os.environ.pop(_BLAS_THREADS, None)
    return status

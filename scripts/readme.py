"""Writes the generated parts of README.md: what stands between ``<!-- begin: NAME -->`` and ``<!-- end -->``.

Without arguments they are written anew; with ``--check`` nothing is written and the status is 1 if any has
drifted from what the code says and does.
"""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from quotediff.cli import COMMANDS
from quotediff.render import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

_ROOT = Path(__file__).parent.parent
_README = _ROOT / "README.md"
_BLOCK = re.compile(r"(<!-- begin: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_STORY = "corpus/solvent-plant-fire"


def _run(*arguments: str) -> str:
    """A command and its answer, as a terminal of 100 columns would show them."""
    command = [sys.executable, "-m", "quotediff", *arguments]
    done = subprocess.run(
        [*command, "--width", "100", "--color", "never"],
        cwd=_ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return f"```console\n$ quotediff {' '.join(arguments)}\n{done.stdout.rstrip()}\n```\n"


def _commands() -> str:
    rows = ["| command | does |", "| --- | --- |"]
    for name, (module, attribute) in COMMANDS.items():
        command = getattr(import_module(module), attribute)
        arguments = " ".join(p.make_metavar_or_name for p in _arguments(command))
        rows.append(f"| `quotediff {name} {arguments}` | {command.get_short_help_str(200)} |")
    return "\n".join(rows) + "\n"

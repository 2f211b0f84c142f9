"""``quotediff rule``: what a change code means."""

from __future__ import annotations

import sys
from inspect import cleandoc

import click

from quotediff.changes import CODES
from quotediff.cli import codes


@click.command("rule", short_help="What a change code means; without a code, all of them in a line each.")
@click.argument("code", required=False)
def rule(code: str | None) -> None:
    """What a change code means; without CODE, a line for each.

    CODE is a code such as QD101, or its name, such as wording-changed.
    """
    if code is None:
        for name, entry in CODES.items():
            sys.stdout.write(f"{name}  {entry.severity.value:8} {entry.name}\n")
        return
    name = codes.code(code, "rule")
    entry = CODES[name]
    hidden = ", hidden unless asked for (--show)" if entry.hidden else ""
    sys.stdout.write(f"{name} {entry.name} ({entry.severity.value}{hidden})\n\n{cleandoc(entry.doc)}\n")

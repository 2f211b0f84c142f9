"""``quotediff rule``: what a change code means."""

from __future__ import annotations

import sys
from textwrap import fill, indent
from typing import TYPE_CHECKING

import click

from quotediff.changes.registry import RULES
from quotediff.config import codes
from quotediff.model import PROBLEMS

if TYPE_CHECKING:
    from quotediff.changes.registry import Rule

_WIDTH = 80


@click.command("rule", short_help="What a change code means; without one, all of them.")
@click.argument("code", required=False)
def rule(code: str | None) -> None:
    """What a change code means; without CODE, a line for each.

    CODE is a code such as QD101, or its name, such as wording-changed.
    """
    if code is not None and code.upper() in PROBLEMS:
        name, severity, meaning = PROBLEMS[code.upper()]
        sys.stdout.write(f"{code.upper()} {name} ({severity}, a problem, not a change)\n\n{meaning}\n")
        return
    if code is not None:
        sys.stdout.write(_explained(RULES[codes.code(code, "rule")]))
        return
    for entry in sorted(RULES.values(), key=lambda r: r.code):
        sys.stdout.write(f"{entry.code}  {entry.severity.value:8} {entry.name}\n")
    for problem, (name, severity, _) in PROBLEMS.items():
        sys.stdout.write(f"{problem}  {severity:8} {name}\n")


def _explained(entry: Rule) -> str:
    hidden = ", hidden unless asked for with --show" if entry.hidden else ""
    parts = [f"{entry.code} {entry.name} ({entry.severity.value}{hidden})", fill(entry.summary, _WIDTH)]
    if entry.details:
        parts.append(fill(entry.details, _WIDTH))
    parts.append(fill(f"Why it matters: {entry.why}", _WIDTH))
    example = [_side("old", entry.old), _side("new", entry.new)]
    parts.append("Example:\n" + "\n".join(side for side in example if side))
    return "\n\n".join(parts) + "\n"


def _side(name: str, copy: str) -> str:
    """The copy of one version, ``name`` before it and everything below it indented."""
    lines = "\n".join(fill(line, _WIDTH - 7) for line in copy.splitlines())
    return f"  {name}: {indent(lines, ' ' * 7).lstrip()}" if copy else ""

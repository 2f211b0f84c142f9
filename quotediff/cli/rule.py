"""``quotediff rule``: what a change code means."""

from __future__ import annotations

import shutil
from textwrap import fill, indent
from typing import TYPE_CHECKING

import click
from tabulate import tabulate

from quotediff.changes.registry import RULES, WITHDRAWN
from quotediff.cli.run import write_stdout
from quotediff.config import codes
from quotediff.errors import UsageError
from quotediff.model import PROBLEMS
from quotediff.report import CHECKS

if TYPE_CHECKING:
    from quotediff.changes.registry import Rule

_RULE_COLUMNS = 80


@click.command("rule", short_help="Explain a code; without one, list all codes.")
@click.argument("code", required=False)
def rule(code: str | None) -> None:
    """Explain a code of a change, of a problem, or of a finding of `quotediff check`.

    CODE is a code such as QD101, or its name, such as wording-changed. Without it every code is listed.
    """
    if not code:
        write_stdout([_all()])
        return
    write_stdout([_of_problem(code) or _explained(_rule(code))])


def _all() -> str:
    """Each code with what it means: changes, findings of a check, problems; but on a terminal a line each."""
    rows = [(r.code, r.severity.value, r.name, r.summary) for r in RULES.values()]
    rows += [(code, check.severity.value, check.name, check.meaning) for code, check in CHECKS.items()]
    rows += [(code, severity, name, meaning) for code, (name, severity, meaning) in PROBLEMS.items()]
    columns = shutil.get_terminal_size((0, 24)).columns
    others = sum(max(len(row[k]) for row in rows) + 2 for k in range(3))
    widest = [None, None, None, max(columns - others, 20) if columns else None]
    return tabulate(sorted(rows), tablefmt="plain", maxcolwidths=widest) + "\n"


def _rule(word: str) -> Rule:
    """The rule of a change code, by the code or its name.

    Raises:
        UsageError: there is none, nor a finding or problem of that name; with what was probably meant.
    """
    names = {code: rule.name for code, rule in RULES.items()}
    known = names | {code: check.name for code, check in CHECKS.items()}
    known |= {code: name for code, (name, _, _) in PROBLEMS.items()}
    if word.upper() in {*names, *WITHDRAWN} or word.lower() in names.values():
        return RULES[codes.code(word, "rule")]
    raise UsageError(f"rule: {word}: no such code; {codes.suggestion(word, known)}")


def _of_problem(code: str) -> str:
    """What a code stands for that is no change's; empty if it is one."""
    problems = {name: found for found, (name, _, _) in PROBLEMS.items()}
    problem = problems.get(code.lower(), code.upper())
    if problem in PROBLEMS:
        name, severity, meaning = PROBLEMS[problem]
        return f"{problem} {name} ({severity}, a problem, not a change)\n\n{fill(meaning, _RULE_COLUMNS)}\n"
    named = {check.name: found for found, check in CHECKS.items()}
    found = named.get(code.lower(), code.upper())
    return _of_check(found) if found in CHECKS else ""


def _of_check(code: str) -> str:
    check = CHECKS[code]
    parts = (f"{code} {check.name} ({check.severity.value}, of a check)", check.meaning, check.remedy)
    return "\n\n".join(fill(words, _RULE_COLUMNS) for words in parts) + "\n"


def _explained(entry: Rule) -> str:
    hidden = ", hidden unless asked for with --show" if entry.hidden else ""
    parts = [
        f"{entry.code} {entry.name} ({entry.severity.value}{hidden})",
        fill(entry.summary, _RULE_COLUMNS),
    ]
    if entry.details:
        parts.append(fill(entry.details, _RULE_COLUMNS))
    parts.append(fill(f"Why it matters: {entry.why}", _RULE_COLUMNS))
    example = [_side("old", entry.old), _side("new", entry.new)]
    parts.append("Example:\n" + "\n".join(side for side in example if side))
    return "\n\n".join(parts) + "\n"


def _side(name: str, copy: str) -> str:
    """The copy of one version, ``name`` before it and everything below it indented."""
    lines = "\n".join(fill(line, _RULE_COLUMNS - 7) for line in copy.splitlines())
    return f"  {name}: {indent(lines, ' ' * 7).lstrip()}" if copy else ""

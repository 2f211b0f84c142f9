"""The change codes: each a function, registered with its code, name and severity; its docstring explains it.

The docstring is the documentation that `quotediff rule`, the README's table and SARIF show. Its sections,
each a paragraph or an indented block after its heading::

    <one line: what is reported>

    <more of it, if needed>

    Why it matters:
        <prose>

Example:
        old: <copy>
        new: <copy>
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from quotediff.comparison import Edit
from quotediff.errors import UsageError
from quotediff.model import Severity
from quotediff.text.spans import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """What a code's function found; the registry's facts make a ``Change`` of it.

    ``key`` is what the fingerprint is made of: words, never places. ``old_quotes`` and ``new_quotes`` are the
    ids of all quotes that it holds for, where they are more than ``old`` and ``new``. ``severity`` is that of
    a finding which is worse than its code is by default.
    """

    message: str
    old: str | None = None
    new: str | None = None
    old_span: Span | None = None
    new_span: Span | None = None
    edits: tuple[Edit, ...] = ()
    key: tuple[str, ...] = ()
    old_quotes: tuple[str, ...] = ()
    new_quotes: tuple[str, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One change code. ``old`` and ``new`` are its example; a ``hidden`` one is reported when asked for."""

    code: str
    name: str
    severity: Severity
    hidden: bool
    summary: str
    details: str
    why: str
    old: str
    new: str


RULES: dict[str, Rule] = {}
"""Every code, in the order of the codes once all modules of the package are loaded."""

WITHDRAWN: dict[str, str] = {}
"""Codes that are no longer reported, with the reason: a code is never used again for something else."""

_F = TypeVar("_F", bound=Callable[..., Any])
_DOC_HEADINGS = ("Why it matters:", "Example:")


def change(code: str, name: str, severity: Severity, *, hidden: bool = False) -> Callable[[_F], _F]:
    """Register a function as the one that finds ``code``; its docstring must have the fixed sections.

    Raises ValueError for a code entered twice and for a docstring without its sections.
    """

    def register(function: _F) -> _F:
        if code in RULES or code in WITHDRAWN:
            raise ValueError(f"{code} is registered twice")
        RULES[code] = _documented(code, name, severity, inspect.getdoc(function) or "", hidden=hidden)
        function.code = code  # type: ignore[attr-defined]  # functions take attributes; mypy does not know which
        return function

    return register


def rule(code: str) -> Rule:
    """The registered code; raises UsageError for one that does not exist, saying what does."""
    found = RULES.get(code.upper())
    if found is None:
        reason = WITHDRAWN.get(code.upper())
        raise UsageError(
            f"{code}: withdrawn, {reason}" if reason else f"{code}: no such code; see `quotediff rule`"
        )
    return found


def code_of(function: Callable[..., Any]) -> str:
    """The code a registered function finds."""
    return str(function.code)  # type: ignore[attr-defined]


def _documented(code: str, name: str, severity: Severity, doc: str, *, hidden: bool) -> Rule:
    sections: dict[str, list[str]] = {"": []}
    current = ""
    for line in doc.splitlines():
        if line in _DOC_HEADINGS:
            current = line
            sections[current] = []
        else:
            sections[current].append(line)
    lead = "\n".join(sections[""]).strip().split("\n\n", 1)
    why = " ".join(" ".join(sections.get(_DOC_HEADINGS[0], [])).split())
    example = {"old": "", "new": ""}
    side = ""
    for line in sections.get(_DOC_HEADINGS[1], []):
        text = line.strip()
        if text[:4] in ("old:", "new:"):
            side, text = text[:3], text[4:].strip()
        if side and text:
            example[side] = f"{example[side]} {text}".strip()
    if not (lead[0] and why and example["old"] + example["new"]):
        raise ValueError(f"{code}: the docstring lacks a summary, {' or '.join(_DOC_HEADINGS)}")
    details = " ".join(lead[1].split()) if len(lead) > 1 else ""
    return Rule(code, name, severity, hidden, lead[0], details, why, example["old"], example["new"])

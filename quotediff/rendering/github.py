"""``github``: annotations on a GitHub workflow's run, worst first, ten of a kind.

Each is a workflow command, ``::error file=...,line=...::message``. Of each kind GitHub shows ten a step and
drops the rest without a word: where there are more, the tenth says how many. No line begins with words of a
story, and none has a line break of a story in it, so no story gives the runner a command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from quotediff.limits import MAX_ANNOTATIONS
from quotediff.model import count
from quotediff.rendering.findings import Located, located, reported, worst_first
from quotediff.rendering.terminal import escaped, visible

if TYPE_CHECKING:
    from quotediff.comparison import Comparison
    from quotediff.rendering import Options
    from quotediff.report import Report

_ANNOTATION_KINDS = {"error": "error", "warning": "warning", "note": "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """An annotation a change, at the words of the new version."""
    return comparisons((result,), options)


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:
    """The same, of any number of stories."""
    yield from _annotations(worst_first(f for result in results for f in located(result, options)))


def check(report: Report, options: Options) -> Iterator[str]:
    """An annotation for each finding that nobody has accepted."""
    yield from _annotations([f for f in reported(report, options) if f.accepted is None])


def _annotations(found: Sequence[Located]) -> Iterator[str]:
    for level, kind in _ANNOTATION_KINDS.items():
        of_kind = [f for f in found if f.severity.value == level]
        shown = of_kind if len(of_kind) <= MAX_ANNOTATIONS else of_kind[: MAX_ANNOTATIONS - 1]
        for finding in shown:
            yield _annotation(kind, finding)
        if len(of_kind) > len(shown):
            yield _rest(kind, count(len(of_kind) - len(shown), f"more {level}"))


def _annotation(kind: str, finding: Located) -> str:
    place = finding.at
    properties = {"title": f"{finding.code} {finding.name}"}
    if place.file.uri is not None:
        properties |= {"file": place.file.path, "line": str(place.line), "endLine": str(place.end_line)}
        if place.line == place.end_line:  # GitHub refuses columns otherwise; its last column is inclusive
            last = max(place.column, place.end_column - 1)
            properties |= {"col": str(place.column), "endColumn": str(last)}
    given = ",".join(f"{name}={_safe(value).translate(_PROPERTY)}" for name, value in properties.items())
    message = "\n".join(visible(line) for line in (finding.message, *finding.lines)).translate(_DATA)
    return f"::{kind} {given}::{message}\n"


def _rest(kind: str, number: str) -> str:
    return f"::{kind} title=quotediff::{number}; the summary of the job has them all\n"


def _safe(value: str) -> str:
    """A value as it is as far as it can be written, line ends too, so that a path stays the path it is."""
    return escaped(value, keep="\r\n")

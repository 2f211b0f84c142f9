r"""``junit``: JUnit's XML, a suite a story, a case a quote; errors, or what --fail-on names, are failures.

Other findings are in the case's ``system-out``. Those that are about no pair of quotes have a case of
their own. Characters that XML cannot hold, escaped or not, are written as in a terminal (``\x1b``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from quotediff.excerpts import excerpt
from quotediff.limits import MAX_CASE_NAME_CHARS
from quotediff.rendering.checks import summary_line
from quotediff.rendering.findings import Located, located, reported
from quotediff.rendering.terminal import first, visible

if TYPE_CHECKING:
    from quotediff.comparison import Comparison, Pair
    from quotediff.model import Extract
    from quotediff.rendering import Options
    from quotediff.report import Report

_XML_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;"})
_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="quotediff">\n'

_Case = tuple[str, Sequence[Located]]


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """One suite."""
    return comparisons((result,), options)


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:
    """A suite a story, as soon as it is there."""
    yield _XML_HEAD
    for result in results:
        yield from _compared(result, options)
    yield "</testsuites>\n"


def check(report: Report, options: Options) -> Iterator[str]:
    """A suite a story that has findings, a case a finding; a case that passes if there are none."""
    stories: dict[str, list[_Case]] = {} if report.findings else {report.path: [(summary_line(report), [])]}
    for finding in reported(report, options):
        cases = stories.setdefault(finding.story or report.path, [])
        cases.append((f"{finding.code} {finding.name}: {finding.message}", [finding]))
    yield _XML_HEAD
    for story, cases in stories.items():
        yield from _suite(story, story, cases)
    yield "</testsuites>\n"


def _compared(result: Comparison, options: Options) -> Iterator[str]:
    old, new = result.old.document.name, result.new.document.name
    return _suite(f"{old} → {new}", new, list(_cases(result, options)))


def _suite(name: str, story: str, cases: Sequence[_Case]) -> Iterator[str]:
    failed = sum(any(f.fails for f in found) for _, found in cases)
    skipped = sum(bool(found) and all(f.accepted is not None for f in found) for _, found in cases)
    numbers = f'tests="{len(cases)}" failures="{failed}" errors="0" skipped="{skipped}"'
    yield f'  <testsuite name="{_text(name)}" {numbers}>\n'
    for words, found in cases:
        yield from _case(f'    <testcase classname="{_text(story)}" name="{_text(words)}"', found)
    yield "  </testsuite>\n"


def _cases(result: Comparison, options: Options) -> Iterator[_Case]:
    """Each pair of quotes with what was found about it, in their order; then what is about none."""
    of_pair: dict[int, list[Located]] = {}
    alone: list[Located] = []
    pairs = {("old", i): k for k, pair in enumerate(result.pairs) for i in pair.old}
    pairs |= {("new", i): k for k, pair in enumerate(result.pairs) for i in pair.new}
    for change, finding in zip(result.changes, located(result, options), strict=True):
        k = pairs.get(("new", change.new or ""), pairs.get(("old", change.old or "")))
        (alone if k is None else of_pair.setdefault(k, [])).append(finding)
    words = _Words(result)
    for k, pair in enumerate(result.pairs):
        yield words.of(pair), of_pair.get(k, [])
    for finding in alone:
        yield f"{finding.code} {finding.name}", [finding]


class _Words:
    """What the case of a pair is called: its quotes' first words, as they now are if they are still there."""

    def __init__(self, result: Comparison) -> None:
        self._old, self._new = _by_id(result.old), _by_id(result.new)
        self._taken: dict[str, int] = {}

    def of(self, pair: Pair) -> str:
        name = visible(self._new[pair.new[0]] if pair.new else self._old[pair.old[0]])
        self._taken[name] = self._taken.get(name, 0) + 1
        return name if self._taken[name] == 1 else f"{name} ({self._taken[name]})"


def _by_id(extract: Extract) -> dict[str, str]:
    return {q.id: excerpt(extract, q.content.spans, MAX_CASE_NAME_CHARS, alone=True) for q in extract.quotes}


def _case(head: str, found: Sequence[Located]) -> Iterator[str]:
    if not found:
        yield f"{head}/>\n"
        return
    yield f"{head}>\n"
    live = [f for f in found if f.accepted is None]
    failures = [f for f in live if f.fails]
    others = [f for f in live if not f.fails]
    if failures:  # one element a case: what reads this format seldom takes more
        first = failures[0]
        words = _body("\n".join(map(_finding_words, failures)))
        yield f'      <failure type="{first.code}" message="{_text(first.message)}">{words}</failure>\n'
    if not live:
        yield f'      <skipped message="{_text(found[0].accepted or "")}"/>\n'
    if others:
        words = _body("\n".join(map(_finding_words, others)))
        yield f"      <system-out>{words}</system-out>\n"
    yield "    </testcase>\n"


def _finding_words(found: Located) -> str:
    where = f"{found.at.file.path}:{found.at.line}"
    lines = (f"{where}: {found.severity.value} {found.code} {found.message}", *found.lines)
    return "\n".join(first(visible(line)) for line in lines)


def _text(text: str) -> str:
    """On one line, for an attribute."""
    return visible(text).translate(_XML_ENTITIES)


def _body(text: str) -> str:
    """Lines that are fit to be shown already, for an element."""
    return text.translate({k: v for k, v in _XML_ENTITIES.items() if k != ord("\n")})

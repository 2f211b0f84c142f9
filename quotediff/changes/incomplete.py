"""What a version leaves open: what it lacks that is not the whole story (QD904), who speaks (QD906)."""

from __future__ import annotations

from collections.abc import Callable

from quotediff.changes.context import ComparisonContext
from quotediff.changes.registry import Finding
from quotediff.text.spans import Span

_REMOVALS = frozenset({"QD302", "QD303", "QD304"})
_LOSSES = ("QD103", "QD106", "QD202")
"""What is found of a quote whose end, or whose attribution, stands in the rest."""

_OF_QUOTES = ("QD1", "QD2")


_OF_WHO_SPEAKS = ("QD2", "QD303", "QD305", "QD306")
"""What is found of who speaks, which is not read in other languages than English."""


def leaves_open(context: ComparisonContext) -> Callable[[str, Finding], bool]:
    """A question of a code and its finding: whether what a version lacks, or its language, leaves it open."""
    is_in_the_rest = _may_be_in_the_rest(context)
    documents = (version.extract.document for version in (context.old, context.new))
    if not any(problem.code == "QD906" for document in documents for problem in document.problems):
        return is_in_the_rest
    return lambda code, finding: code.startswith(_OF_WHO_SPEAKS) or is_in_the_rest(code, finding)


def _may_be_in_the_rest(context: ComparisonContext) -> Callable[[str, Finding], bool]:
    """A question of a code and its finding: whether the rest of the new version may do away with it.

    Nothing is, if that is the whole story. Else removals are; losses, of a quote that reaches into the last
    sentence; and whatever is found of its words and attribution, if that sentence breaks off.
    """
    document = context.new.extract.document
    problem = next((p for p in document.problems if p.code == "QD904"), None)
    if problem is None:
        return lambda _code, _finding: False
    place = problem.span or Span(len(document.text), len(document.text))
    above = [s.span for s in context.new.extract.sentences if s.span.start < place.start]
    start, end = [Span(0, 0), *above][-1]
    losses = _OF_QUOTES if end > place.start else _LOSSES

    def is_open(code: str, finding: Finding) -> bool:
        if code in _REMOVALS:
            return True
        return code.startswith(losses) and _end(context, finding) > start

    return is_open


def _end(context: ComparisonContext, finding: Finding) -> int:
    """How far the new text reaches that a finding is about: its quote, or where its words stand now."""
    spans = [] if finding.new_span is None else [finding.new_span]
    for identifier in (finding.new, *finding.new_quotes):
        spans += (
            context.after.quotes[identifier].quote.content.spans if identifier in context.after.quotes else ()
        )
    return max((span.end for span in spans), default=0)

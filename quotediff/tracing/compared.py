"""Two versions compared: sentences aligned, quotes paired through them, changes judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quotediff.align.normalize import NormalizedText
from quotediff.align.quotes import drop_unmatched_beliefs, pair, without_headline_quotes
from quotediff.align.sentences import align
from quotediff.align.speakers import Identity
from quotediff.changes import judge
from quotediff.changes.context import ComparisonContext
from quotediff.comparison import Change, Pair
from quotediff.model import Problem, Severity


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions side by side: the context of the comparison, and what was found.

    ``undeclared``: as in ``Comparison``.
    """

    story: ComparisonContext
    pairs: tuple[Pair, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    undeclared: int = 0


def compared(
    before: NormalizedText,
    after: NormalizedText,
    wanted: Callable[[str], bool],
    severity: Mapping[str, Severity],
) -> Compared:
    """What happened between two versions.

    Args:
        before: the old version.
        after: the new version.
        wanted: whether to report a code.
        severity: other severities of codes.
    """
    alignment = align(before, after)
    before, after = drop_unmatched_beliefs(
        without_headline_quotes(before), without_headline_quotes(after), alignment
    )
    identity = Identity(before.extract, after.extract)
    matching = pair(before, after, alignment, identity)
    context = ComparisonContext(before, after, alignment, matching, identity)
    found = judge(context, wanted=wanted, severity=severity)
    problems = (*alignment.problems, *matching.problems, *context.problems)
    return Compared(context, matching.pairs, found.changes, problems, found.undeclared)

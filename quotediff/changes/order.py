"""The order in which findings are listed; every format shows them in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from quotediff.comparison import Change, Comparison
from quotediff.model import Severity

FIRST: tuple[tuple[str, ...], ...] = (
    ("QD404", "QD406"),  # nothing else is reported with them
    ("QD101", "QD103", "QD104", "QD405"),  # words between marks; QD102 too where its words are
    ("QD102",),  # negations and opposites
    ("QD107", "QD106"),  # marks added, or taken away
    ("QD202", "QD201", "QD213"),  # attribution lost, or given to another
    ("QD204",),  # a name taken back
    ("QD114",),  # figures
    ("QD303", "QD306"),  # a source gone, or come without a name
)
"""Codes by what an editor wants to know first; all others come after them. Severity goes before: errors come
before warnings, and these before notes, so that whoever sets severities sets the order too."""

_RANKS = {code: rank for rank, codes in enumerate(FIRST) for code in codes}
_BETWEEN_MARKS = _RANKS["QD101"]
_RANK_OF_SEVERITY = {level: rank for rank, level in enumerate(Severity)}

_Key = tuple[int, int, int, str, str, str]


def rank(code: str) -> int:
    """How much an editor wants to know of a code: 0 is most."""
    return _RANKS.get(code, len(FIRST))


def worst_first(changes: Iterable[tuple[Change, bool]]) -> tuple[Change, ...]:
    """Changes by severity, then by ``FIRST``, then by place; each with whether words between marks differ."""
    return tuple(change for change, marked in sorted(changes, key=lambda c: _key(*c)))


def _key(change: Change, marked: bool) -> _Key:  # noqa: FBT001 - the other half of what is sorted
    wanted = _BETWEEN_MARKS if change.code == "QD102" and marked else rank(change.code)
    starts = (span.start for span in (change.new_span, change.old_span) if span is not None)
    return (
        _RANK_OF_SEVERITY[change.severity],
        wanted,
        next(starts, -1),
        change.code,
        change.old or "",
        change.new or "",
    )


def as_in_the_story(result: Comparison) -> tuple[Change, ...]:
    """The changes in the order of the new version's text, what is about the whole story first.

    What is in the old version alone comes where it stood: behind the quote that stood before it there, if the
    new version still has that.
    """
    places = {q.id: q.content.spans[0].start for q in result.new.quotes}
    olds = {q.id: q.content.spans[0].start for q in result.old.quotes}
    kept = sorted((olds[pair.old[0]], places[pair.new[0]]) for pair in result.pairs if pair.old and pair.new)
    starts = [start for start, _ in kept]

    def place(change: Change) -> tuple[int, int]:
        if change.new_span is not None:
            return change.new_span.start, -1
        if change.old_span is None:
            return -1, -1
        before = bisect_right(starts, change.old_span.start) - 1
        return (kept[before][1] if before >= 0 else 0), change.old_span.start

    return tuple(sorted(result.changes, key=place))  # stable: of one place the worst stays first

"""A candidate with a cue, as the conventions about its contents look at it, with the shape it has."""

from __future__ import annotations

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import Range, is_name, starts_quoted_range
from quotediff.extraction.token_kinds import COMMA, QUOTED
from quotediff.lang.cues import reporting_forms
from quotediff.values import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """A candidate with a cue, as the conventions look at it: ``source`` is empty where there is none.

    ``shape`` is what holds of it, as bits: of those below.
    """

    contents: tuple[Range, ...]
    first_content: Range
    last_content: Range
    cue: Range
    source: Range
    quoted_ranges: tuple[int, ...]
    shape: int


(
    SOURCED,
    PLAIN,
    MARKED,
    SINGLE,
    SEVERAL,
    BEFORE,
    BEHIND,
    BESIDE,
    OPENS_PLAIN,
    LAST_BEHIND,
    LAST_QUOTED,
    LAST_WHOLE,
    COMMA_BEHIND,
    TAKES_CLAUSE,
    PROPOSED,
) = (1 << n for n in range(15))
"""Shapes of a statement.

``SOURCED``: there is a source. ``PLAIN``, ``MARKED``: without and with quoted words. ``SINGLE``, ``SEVERAL``:
it has one content, or more. Its first content: ``BEFORE`` the cue, ``BEHIND`` it, right ``BESIDE`` it behind
it, ``OPENS_PLAIN``: does not begin with a mark. Its last: ``LAST_BEHIND`` the cue, ``LAST_QUOTED``: begins
with quoted words, ``LAST_WHOLE``: begins with the only quoted words, which begin as a sentence does,
``COMMA_BEHIND`` it. ``TAKES_CLAUSE``: its verb does. ``PROPOSED`` by the network.
"""


def statement_of(doc: AnnotatedDocument, candidate: Candidate, cue: Range) -> Statement:
    """What the conventions are to know of a candidate with a cue."""
    (first, end), (begins, last) = candidate.contents[0], candidate.contents[-1]
    marked, single = len(candidate.quoted_ranges), len(candidate.contents) == 1
    shapes = (
        (SOURCED, candidate.source is not None),
        (MARKED, marked),
        (PLAIN, not marked),
        (SINGLE, single),
        (SEVERAL, not single),
        (BEFORE, end <= cue[0]),
        (BEHIND, first >= cue[1]),
        (BESIDE, first == cue[1]),
        (OPENS_PLAIN, not doc.kinds[first] & QUOTED),
        (LAST_BEHIND, begins >= cue[1]),
        (LAST_QUOTED, starts_quoted_range(doc, begins)),
        (LAST_WHOLE, marked == 1 and begins_whole(doc, begins)),
        (COMMA_BEHIND, doc.kinds[last] & COMMA),
        (TAKES_CLAUSE, takes_clause(doc, cue)),
        (PROPOSED, candidate.confidence is not None),
    )
    shape = 0
    for bit, holds in shapes:
        if holds:
            shape |= bit
    source, contents = candidate.source or (0, 0), candidate.contents
    return Statement(contents, contents[0], contents[-1], cue, source, candidate.quoted_ranges, shape)


def begins_whole(doc: AnnotatedDocument, i: int) -> bool:
    """Whether quoted words begin at token ``i``, and with them a sentence: *"We left"*; not *"left"*."""
    return starts_quoted_range(doc, i) and is_name(doc, i + 1)


def takes_clause(doc: AnnotatedDocument, cue: Range) -> bool:
    """Whether a cue has a verb that takes a clause: *said*, not *criticized*."""
    return any(doc.norms[i] in reporting_forms("clause", "told", "evidence") for i in range(*cue))

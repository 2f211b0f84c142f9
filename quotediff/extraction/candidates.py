"""What a rule proposes, and how token ranges become the spans of a quote."""

from __future__ import annotations

from bisect import bisect_left

from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import Range
from quotediff.extraction.token_kinds import OPENS_QUOTED
from quotediff.text.spans import Span, trim
from quotediff.values import dataclass

_TRAILING = frozenset({",", ".", ";", ":", "—", "--", "–"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible quote: token ranges (half-open), the rule that proposes it, and what it costs.

    ``quoted_ranges`` are the outermost quoted ranges that its contents hold, as indices into
    ``AnnotatedDocument.quoted``. ``source`` is None where the rule found no source. ``verbatim``: the words
    are given as spoken though no marks stand around them, as in a transcript. ``confidence`` is the
    proposer's own, if it has one.
    """

    rule: str
    cost: float
    contents: tuple[Range, ...]
    cue: Range | None
    source: Range | None
    quoted_ranges: tuple[int, ...]
    verbatim: bool = False
    confidence: float | None = None

    @property
    def cue_tokens(self) -> range:
        """The tokens of the cue; none where there is no cue."""
        return range(0) if self.cue is None else range(*self.cue)

    @property
    def source_tokens(self) -> range:
        """The tokens of the source; none where there is no source."""
        return range(0) if self.source is None else range(*self.source)

    @property
    def place(self) -> int:
        """The first token of the cue; -1 where there is no cue."""
        return -1 if self.cue is None else self.cue[0]

    @property
    def is_attributed(self) -> bool:
        """Whether there are both a cue and a source."""
        return self.cue is not None and self.source is not None


def quoted_ranges_in(doc: AnnotatedDocument, contents: tuple[Range, ...]) -> tuple[int, ...]:
    """The outermost ranges that begin inside the contents."""
    opens, outer = doc.opens, doc.outer
    found: list[int] = []
    for first, last in contents:
        found.extend(outer[bisect_left(opens, first) : bisect_left(opens, last)])
    return tuple(found)


def content_spans(doc: AnnotatedDocument, candidate: Candidate) -> tuple[Span, ...]:
    """The contents as spans: outer marks excluded where all of a range stands between them."""
    spans = []
    for first, last in candidate.contents:
        k = doc.inside[first]
        if candidate.verbatim:
            spans.append(doc.span(first, last))
        elif doc.kinds[first] & OPENS_QUOTED and _only_punctuation_until(doc, k, last):
            spans.append(trim(doc.document.text, *doc.quoted[k].inner))
        else:
            end = next((j for j in range(last, first, -1) if not _trails(doc, j - 1)), first)
            if end > first:
                spans.append(doc.span(first, end))
    return tuple(s for s in spans if s.width)


def _trails(doc: AnnotatedDocument, i: int) -> bool:
    """Whether token ``i`` is a mark, outside quoted words, that no content ends with."""
    return doc.inside[i] < 0 and doc.tokens[i].text in _TRAILING


def _only_punctuation_until(doc: AnnotatedDocument, k: int, last: int) -> bool:
    """Whether no word stands between the end of a range and ``last``."""
    end = doc.quoted[k].last
    return last >= end and not any(doc.tokens[i].text[0].isalnum() for i in range(end, last))

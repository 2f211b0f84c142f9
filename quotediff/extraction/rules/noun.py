"""A noun stands for something said: X's claim that C, his statement "..."."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.clauses import clause_end
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import sentence_start
from quotediff.extraction.phrases import owner_before
from quotediff.lang.cues import reporting_nouns

COST = 2.4  # the noun may name an event ("the report that") rather than a statement
_MIN_REPORT_TOKENS = 2  # tokens: "that" alone reports nothing


def noun_cue(doc: AnnotatedDocument, _: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every noun of saying with an owner before it and a clause or quoted words after it."""
    for index in doc.places_of(reporting_nouns()):
        block = doc.blocks[doc.block_of[index]]
        if not (doc.is_narration(index) and block.first < index < block.last - 1):
            continue
        if doc.norms[index + 1] != "that" and doc.inside[index + 1] < 0:
            continue
        source = owner_before(doc, index, sentence_start(doc, index))
        content = (index + 1, clause_end(doc, index + 1, block.last))
        if source is not None and content[1] - content[0] >= _MIN_REPORT_TOKENS:
            yield Candidate(
                "noun-cue", COST, (content,), (index, index + 1), source, quoted_ranges_in(doc, (content,))
            )

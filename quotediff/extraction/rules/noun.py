"""A noun stands for something said: X's claim that C, his statement "..."."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.animacy import can_speak
from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.clauses import clause_end
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import Range, sentence_end, sentence_start, short_of_comma
from quotediff.extraction.phrases import owner_before
from quotediff.extraction.token_kinds import PAST, QUOTED, SEMICOLON
from quotediff.lang.cues import AUX, nouns_of_clauses
from quotediff.limits import MAX_NOUN_ASIDE_TOKENS

NOUN_CUE = "noun-cue"
"""The rule's name."""

_BEFORE_OWNER = frozenset({"by", "of"})
COST = 2.4  # the noun may name an event ("the report that") rather than a statement
_MIN_REPORT_TOKENS = 2  # tokens: "that" alone reports nothing


def noun_cue(doc: AnnotatedDocument, _: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every noun of saying with whose it is, and a clause or quoted words behind it."""
    for index in doc.places_of(nouns_of_clauses()):
        block = doc.blocks[doc.block_of[index]]
        if not (doc.is_narration(index) and block.first < index < block.last - 1):
            continue
        stop = min(sentence_end(doc, index), block.last)
        source, begins = _speaker_and_clause(doc, index, stop)
        content = (begins, clause_end(doc, begins, block.last))
        if source is not None and content[1] - content[0] >= _MIN_REPORT_TOKENS:
            yield Candidate(
                NOUN_CUE, COST, (content,), (index, index + 1), source, quoted_ranges_in(doc, (content,))
            )


def _speaker_and_clause(doc: AnnotatedDocument, noun: int, stop: int) -> tuple[Range | None, int]:
    """Whose a noun of saying is, and where its clause begins: *her claim*, *her claim, made in May,*.

    Or *a claim by Poe*, *a claim by Poe, a clerk,*, *the claim of his aides*.
    """
    behind = noun + 1
    if doc.norms[behind] == "that" or doc.inside[behind] >= 0:
        return owner_before(doc, noun, sentence_start(doc, noun)), behind
    that = _that_behind(doc, behind, stop)
    if that < 0:
        return None, behind
    end = short_of_comma(doc, that)
    if doc.norms[behind] in _BEFORE_OWNER and behind + 1 < end and _is_of_owner(doc, behind, that):
        return (behind + 1, end), that
    if doc.norms[behind] == "," == doc.norms[end]:
        return owner_before(doc, noun, sentence_start(doc, noun)), that
    return None, behind


def _is_of_owner(doc: AnnotatedDocument, preposition: int, that: int) -> bool:
    """Whether somebody has said it: *a claim by Poe that*, *the claim of his aides that he left*.

    Not *the report of a fire that killed two*, *the call of the sea that he loved*.
    """
    if doc.norms[preposition] == "by":
        return True
    named = doc.norms[that - 1] == "," or doc.kinds[that + 1] & (AUX | PAST)
    return not named and can_speak(doc, (preposition + 1, that))


def _that_behind(doc: AnnotatedDocument, i: int, stop: int) -> int:
    """The *that* of a clause behind *by X* or what stands between commas; -1 where there is none."""
    for index in range(i + 1, min(stop, i + MAX_NOUN_ASIDE_TOKENS)):
        if doc.kinds[index] & (QUOTED | AUX | SEMICOLON):
            return -1
        if doc.norms[index] == "that":
            return index
    return -1

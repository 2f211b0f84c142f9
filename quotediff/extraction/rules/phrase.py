"""Quoted words in a sentence without a verb of saying: the nearest subject is the best source there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.clauses import RELATIVES
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import READ_ROLES, AnnotatedDocument
from quotediff.extraction.grammar import Range, has_verb, sentence_start
from quotediff.extraction.phrases import nearest_subject, subject_before

FRAGMENT = "fragment"
"""The rule's name; its quotes are treated apart, since nothing in the copy attributes them."""

COST_ALONE = 6.0  # quoted words with no attribution: taken only where no rule knows better


def fragment(doc: AnnotatedDocument, _: Sequence[Cue]) -> Iterable[Candidate]:
    """One candidate for each outermost range: its words alone, and the nearest subject before them."""
    for k in doc.outer:
        if doc.blocks[doc.block_of[doc.quoted[k].first]].role in READ_ROLES:
            yield alone(doc, k)


def _subject_with_aside(doc: AnnotatedDocument, first: int, floor: int) -> Range | None:
    """The subject of quoted words that are its predicate, past an aside: *Aides, who left, "feel sad"*."""
    if doc.norms[first - 1] != "," or not doc.tokens[first + 1].text[:1].islower():
        return None
    relative = doc.last_of(RELATIVES, first, floor)
    if relative <= floor or doc.norms[relative - 1] != ",":
        return None
    found = subject_before(doc, first, floor)
    if found is None or has_verb(doc, found[0], min(doc.first_of(",", found[0]), found[1])):
        return None
    return found


def alone(doc: AnnotatedDocument, k: int) -> Candidate:
    """The candidate of range ``k`` by itself."""
    quoted = doc.quoted[k]
    floor = sentence_start(doc, quoted.first)
    source = _subject_with_aside(doc, quoted.first, floor) or nearest_subject(doc, quoted.first, floor)
    return Candidate(FRAGMENT, COST_ALONE, ((quoted.first, quoted.last),), None, source, (k,))

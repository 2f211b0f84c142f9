"""Somebody says how much a thing is: *police put the crowd at 40,000*."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.animacy import can_speak
from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.clauses import puts_amount
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import begins_clause, sentence_end, sentence_start, verb_group
from quotediff.extraction.phrases import subject_before
from quotediff.extraction.token_kinds import PLAIN_COMMA, SEMICOLON
from quotediff.lang.cues import PREP, SUB, SUBJ
from quotediff.lang.lexicon import words

AMOUNT = "amount"
"""The rule's name."""

COST = 1.5  # one reading, whatever the network makes of the verb


def amount_put(doc: AnnotatedDocument, _: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every verb of putting with a subject that can speak, a thing and its amount."""
    for index in doc.places_of(words("putting")):
        if not doc.is_narration(index) or not puts_amount(doc, index):
            continue
        floor = sentence_start(doc, index)
        verb = verb_group(doc, index, floor)
        source = subject_before(doc, verb, floor)
        if source is None or not _begins_clause(doc, source[0]):
            continue
        if not can_speak(doc, source):
            continue
        stop = sentence_end(doc, index)
        end = next((i for i in range(index + 1, stop) if doc.kinds[i] & (PLAIN_COMMA | SEMICOLON)), stop)
        content = (index + 1, end)
        yield Candidate(
            AMOUNT, COST, (content,), (verb, index + 1), source, quoted_ranges_in(doc, (content,))
        )


def _begins_clause(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a clause begins at token ``i``, also behind *although* or *while*."""
    return begins_clause(doc, i) or doc.kinds[i - 1] & (SUB | PREP | SUBJ) == SUB

"""A question stands alone before who asked it: *Would the lights be on? The vicar wanted to know*."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.animacy import can_speak
from quotediff.extraction.candidates import Candidate
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import is_word, sentence_end, sentence_start
from quotediff.extraction.phrases import subject_before
from quotediff.extraction.token_kinds import ADVERB, QUOTED
from quotediff.lang.cues import TIME
from quotediff.lang.lexicon import word_list

QUESTION = "question"
"""The rule's name."""

_NOBODY_WORDS = word_list("nobody_words")
COST = 2.2  # no marks, and a sentence of its own


def free_question(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every verb of asking that has its sentence to itself, behind plain questions."""
    for cue in cues:
        if cue.stance != "ask" or cue.form != "finite":
            continue
        first = sentence_start(doc, cue.verb)
        source = subject_before(doc, cue.first, first)
        if source is None or source[0] != first or doc.norms[first] in _NOBODY_WORDS:
            continue
        if not can_speak(doc, source):
            continue
        if not all(_is_time_or_mark(doc, i) for i in range(cue.last, sentence_end(doc, first))):
            continue
        begins = _questions_start(doc, first)
        if begins < first:
            yield Candidate(QUESTION, COST, ((begins, first),), (cue.first, cue.last), source, ())


def _is_time_or_mark(doc: AnnotatedDocument, i: int) -> bool:
    return doc.kinds[i] & (TIME | ADVERB) != 0 or not is_word(doc, i)


def _questions_start(doc: AnnotatedDocument, end: int) -> int:
    """Where the questions without marks begin that end before token ``end``; ``end`` if none does."""
    floor = doc.blocks[doc.block_of[end]].first
    begins = end
    while begins > floor and doc.norms[begins - 1] == "?":
        first = sentence_start(doc, begins - 1)
        if first < floor or any(doc.kinds[i] & QUOTED for i in range(first, begins)):
            break
        begins = first
    return begins

"""A participle of saying opens a sentence, before who says it: *Saying the plan was late, Poe left*."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.animacy import can_speak
from quotediff.extraction.candidates import Candidate, quoted_ranges_in
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import Range, first_verb, sentence_end, sentence_start
from quotediff.extraction.phrases import phrase_after
from quotediff.extraction.token_kinds import OPENS_SUBJECT, PAST, PLAIN_COMMA
from quotediff.lang.cues import AUX, SUBJ

FRONTED = "fronted"
"""The rule's name."""

COST = 2.2  # whose it is stands behind the comma: the main clause's subject
_NO_SPEECH = frozenset({"weak", "evidence"})


def fronted_participle(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every participle of saying that opens its sentence, with the main clause's subject."""
    for cue in cues:
        if cue.form != "ing" or cue.frame in _NO_SPEECH:
            continue
        if cue.first != sentence_start(doc, cue.verb):
            continue
        stop = sentence_end(doc, cue.verb)
        commas = (i for i in range(cue.last + 1, stop) if doc.kinds[i] & PLAIN_COMMA)
        found = next(((i, source) for i in commas if (source := _subject(doc, i + 1, stop))), None)
        if found is not None and can_speak(doc, found[1]):
            content = (cue.last, found[0])
            yield Candidate(
                FRONTED, COST, (content,), (cue.first, cue.last), found[1], quoted_ranges_in(doc, (content,))
            )


def _subject(doc: AnnotatedDocument, i: int, stop: int) -> Range | None:
    """The subject that begins at token ``i``, if its verb stands right behind it."""
    if doc.kinds[i] & SUBJ:
        return i, i + 1
    if not doc.kinds[i] & OPENS_SUBJECT:
        return None
    found = phrase_after(doc, i, first_verb(doc, i, stop), leading=True)
    if found is None or not doc.kinds[found[1]] & (AUX | PAST):
        return None
    return found

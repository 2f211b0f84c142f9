"""A verb that is no verb of saying, right behind quoted words: "...," the postman will trill.

Whoever puts quoted words, a comma within them, a subject and a lone verb side by side says who uttered them,
whatever the verb is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import READ_ROLES, AnnotatedDocument
from quotediff.extraction.grammar import (
    Range,
    is_adverb,
    is_name,
    sentence_end,
)
from quotediff.extraction.phrases import subject_before
from quotediff.extraction.token_kinds import ADVERB, PAST, PLAIN_COMMA, WORD
from quotediff.lang.cues import AUX, CLOSED, PREP, TIME
from quotediff.lang.lexicon import words
from quotediff.limits import MAX_UNLISTED_TOKENS

COST = 1.2  # as good as any rule for quoted words
_HELPERS = frozenset({"be", "heard", "to"})
_ENDS_WITH = frozenset({",", "?", "!"})


def unlisted_verb(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for quoted words before a subject and a verb, where no cue stands there."""
    cued = {i for cue in cues for i in range(cue.first, cue.last) if cue.form in ("finite", "passive")}
    for index in doc.outer:
        quoted = doc.quoted[index]
        if not quoted.closed or doc.blocks[doc.block_of[quoted.first]].role not in READ_ROLES:
            continue
        first, last = quoted.last, min(sentence_end(doc, quoted.last - 1), quoted.last + MAX_UNLISTED_TOKENS)
        inside = doc.norms[quoted.last - 2]
        if inside not in _ENDS_WITH:
            continue
        if inside != "," and is_name(doc, first):
            continue
        cue = _verb(doc, first + 1, last) or _verb_behind_aside(doc, first, last)
        if cue is None or not cued.isdisjoint(range(first, cue[1])):
            continue
        source = subject_before(doc, cue[0], first)
        if source is not None and source[0] == first:
            yield Candidate("unlisted", COST, ((quoted.first, quoted.last),), cue, source, (index,))


def _verb_behind_aside(doc: AnnotatedDocument, first: int, last: int) -> Range | None:
    """The verb behind a subject with an apposition: "...?" *the skipper, Jan Moe,* [*trilled*]."""
    commas = [i for i in range(first + 1, last) if doc.kinds[i] & PLAIN_COMMA][:2]
    return _verb(doc, commas[1] + 1, min(commas[1] + 3, last)) if len(commas) == 2 else None


def _verb(doc: AnnotatedDocument, first: int, last: int) -> Range | None:
    """The first verb that stands in ``tokens[first:last]``, with what helps it: *was heard to trill*."""
    for index in range(first, last):
        if doc.inside[index] >= 0 or doc.norms[index] in (",", ":", ";", "."):
            return None
        if doc.norms[index] in words("modals_before_verbs") and not is_name(doc, index):
            end = _past_helpers(doc, index, last)
            if end >= last or doc.kinds[end] & (WORD | CLOSED | AUX) != WORD:
                return None
            return index, end + 1
        if doc.kinds[index] & PAST and _ends(doc, index + 1):
            return index, index + 1
    return None


def _past_helpers(doc: AnnotatedDocument, i: int, last: int) -> int:
    """Behind what may stand between a modal and its verb."""
    behind = range(i + 1, last)
    return next(
        (k for k in behind if not is_adverb(doc, k) and doc.norms[k] not in _HELPERS), max(i + 1, last)
    )


def _ends(doc: AnnotatedDocument, i: int) -> bool:
    """Whether nothing follows, or when, where and how."""
    return doc.kinds[i] & (WORD | PREP | TIME | ADVERB) != WORD

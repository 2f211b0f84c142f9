"""Whether an attribution is of something said, or of what somebody thinks, wants or decides."""

from __future__ import annotations

from functools import cache

from quotediff.extraction.clauses import puts_amount
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import DASHES, Range
from quotediff.lang.cues import (
    NO_VERB,
    nouns_of_clauses,
    reporting_phrases,
    reporting_verbs,
    word_class,
)
from quotediff.lang.lexicon import words
from quotediff.limits import WINDOW_NOUN_TOKENS
from quotediff.model import Attitude


def attitude(doc: AnnotatedDocument, cue: Range | None, *, quoted: bool) -> Attitude:
    """Speech if there are quoted words, no cue, or one that holds a word or a mark of saying.

    Args:
        doc: the article.
        cue: the cue's tokens.
        quoted: whether the content has quoted words, or is a transcript's.
    """
    if quoted or cue is None:
        return Attitude.SPEECH
    for i in range(*cue):
        if _is_reporting_word(doc, cue[0], i):
            return Attitude.SPEECH
    return Attitude.BELIEF


def _is_reporting_word(doc: AnnotatedDocument, first: int, i: int) -> bool:
    """Whether token ``i`` of a cue that begins with ``first`` tells that something was said."""
    norm = doc.norms[i]
    if norm in words("putting") and puts_amount(doc, i):
        return True
    reporting = reporting_verbs().get(norm, NO_VERB)
    if reporting.frame not in ("", "weak"):
        called = reporting.noun and reporting.frame == "call"
        return not called or not _after_article(doc, first, i)
    if norm in _words_of_saying():
        return True
    phrases = reporting_phrases().get(norm)
    if phrases is None:  # mostly
        return False
    return any(doc.norms[i : i + len(parts)] == parts for parts, _ in phrases)


@cache
def _words_of_saying() -> frozenset[str]:
    """Nouns for what is said, and what stands for a verb: *according*, a colon, a dash."""
    return nouns_of_clauses() | DASHES | {"according", ":"}


def _after_article(doc: AnnotatedDocument, first: int, i: int) -> bool:
    """Whether a word is a noun, by what stands before it in its cue: seeking [a third] *term*."""
    return any(doc.norms[k] in word_class("det") for k in range(max(first, i - WINDOW_NOUN_TOKENS), i))

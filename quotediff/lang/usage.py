"""The words that settle where English sentences end, loaded once."""

from __future__ import annotations

from functools import cache

from quotediff.lang.lexicon import words
from quotediff.text.sentences import Usage


@cache
def usage() -> Usage:
    """English for ``text.sentences.split_sentences``."""
    return Usage(words("sentence_openers"), words("abbreviations_final"), words("speech_tags"))


def abbreviations() -> frozenset[str]:
    """English for ``text.tokens.tokenize``: abbreviations as copy writes them, without the stop."""
    return words("abbreviations", cased=True)

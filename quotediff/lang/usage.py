"""The words that settle where English sentences end, loaded once."""

from __future__ import annotations

from functools import cache

from quotediff.lang.cues import WordClass, irregular_pasts
from quotediff.lang.lexicon import rows, word_list, words
from quotediff.text.sentences import Usage


@cache
def usage() -> Usage:
    """English for ``text.sentences.split_sentences``."""
    closed = rows("closed_classes", 2)
    auxiliaries = {word for word, kind in closed if kind == WordClass.AUX} - {"to"}
    days = {word for word, _ in rows("calendar", 2)}
    return Usage(
        openers=words("sentence_openers"),
        finals=words("abbreviations_final"),
        streets=word_list("street_abbreviations"),
        tags=words("speech_tags"),
        prepositions=frozenset(word for word, kind in closed if kind == WordClass.PREP),
        verbs=irregular_pasts() | auxiliaries,
        zones=word_list("time_zones") | days,
    )


def abbreviations() -> frozenset[str]:
    """English for ``text.tokens.tokenize``: abbreviations as copy writes them, without the stop."""
    return words("abbreviations", cased=True)

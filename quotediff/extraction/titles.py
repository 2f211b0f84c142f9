"""Which quoted ranges are names: the film "The Old Harbor", a note entitled "Patience"; nicknames."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from quotediff.extraction.quoted_ranges import QuotedRange
from quotediff.lang.cues import reporting_verbs, word_kinds
from quotediff.lang.lexicon import rows, words
from quotediff.limits import MAX_NICKNAME_WORDS, MAX_WORK_TITLE_WORDS, WINDOW_KNOWN_FOR_TOKENS
from quotediff.text.tokens import Token

_MIN_CAPITALS_SHARE = 0.6  # of a title's words that have a capital: all but "of", "the", "and"
_KNOWN_AS = frozenset({"as", "from", "for"})
_ON_AIR = frozenset({"say", "tell", "speak"})
_SENTENCE_STOPS = frozenset({".", ";", "?", "!"})
_MAX_SMALL_TITLE = 2  # titles of so few words need but one capital: "Patience rewarded"


def is_name_of_work(tokens: Sequence[Token], quoted: QuotedRange) -> bool:
    """Whether a range is introduced as a title and written like one: the film "The Old Harbor"."""
    if quoted.first == 0:
        return False
    if _is_broadcast(tokens, quoted):
        return True
    if not _is_introduced(tokens, quoted.first) and not _is_what_one_is_known_for(tokens, quoted.first):
        return False
    inner = _words_of(tokens, quoted)
    if not 0 < len(inner) <= MAX_WORK_TITLE_WORDS:
        return False
    capitals = _capitals(inner)
    if capitals and len(inner) <= _MAX_SMALL_TITLE:
        return True
    return capitals >= len(inner) * _MIN_CAPITALS_SHARE


def _is_introduced(tokens: Sequence[Token], first: int) -> bool:
    """Whether a noun for a work or a participle that names stands before: the film, entitled."""
    before = tokens[first - 1].norm
    if before == "," and tokens[max(first - 2, 0)].norm in words("works"):
        return True  # her first film, "Low Water"
    return before in _introducing()


@cache
def _introducing() -> frozenset[str]:
    return words("works") | (words("naming_participles") - {"called", "named"})


def _is_broadcast(tokens: Sequence[Token], quoted: QuotedRange) -> bool:
    """Whether a range is the program somebody spoke on: told ABC's “This Week.” “But ...”.

    Somebody spoke there, and quotes no program: *said on “Meet the Press.”*
    """
    at, host = quoted.first - 1, quoted.first - 2
    if host < 0:
        return False
    if tokens[at].norm == "'s":
        if len(tokens[host].text) == 1 or not tokens[host].text.isupper():
            return False
    elif tokens[at].norm != "on" or _takes_on(tokens[host].norm):
        return False
    inner = _words_of(tokens, quoted)
    if not 1 < len(inner) <= MAX_WORK_TITLE_WORDS:
        return False
    ends_in_capitals = inner[0].text[0].isupper() and inner[-1].text[0].isupper()
    return ends_in_capitals and _capitals(inner) >= len(inner) * _MIN_CAPITALS_SHARE


def _takes_on(norm: str) -> bool:
    """Whether *on* behind a verb of saying leads to what it is about: *insisted on*; not *said on*."""
    verb = reporting_verbs().get(norm)
    return verb is not None and verb.lemma not in _ON_AIR


def _words_of(tokens: Sequence[Token], quoted: QuotedRange) -> list[Token]:
    return [t for t in tokens[quoted.first + 1 : quoted.last] if t.text[0].isalnum()]


def _capitals(inner: Sequence[Token]) -> int:
    """How many words have a capital, or are numbers."""
    return sum(t.text[0].isupper() or t.text[0].isdigit() for t in inner)


def _is_what_one_is_known_for(tokens: Sequence[Token], first: int) -> bool:
    """Whether what begins here tells whence somebody is known: may know him as the author of "Salt"."""
    for index in range(first - 1, max(-1, first - WINDOW_KNOWN_FOR_TOKENS), -1):
        norm = tokens[index].norm
        if norm in words("knowing"):
            between = {t.norm for t in tokens[index + 1 : first]}
            return not between.isdisjoint(_KNOWN_AS)
        if tokens[index].text in _SENTENCE_STOPS:
            return False
    return False


def is_nickname(tokens: Sequence[Token], quoted: QuotedRange) -> bool:
    """Whether a range stands within a name and is written like one: William "Bill" Roe."""
    if not 0 < quoted.first < quoted.last < len(tokens):
        return False
    if quoted.last - quoted.first > MAX_NICKNAME_WORDS + 2:
        return False
    before, after = tokens[quoted.first - 1], tokens[quoted.last]
    inner = tokens[quoted.first + 1 : quoted.last - 1]
    named = all(t.text[0].isupper() for t in (before, after, *inner))
    return named and after.norm not in _no_family_names()


@cache
def _no_family_names() -> frozenset[str]:
    """Words of closed classes and of saying, days and months."""
    return frozenset(word_kinds()) | {word for word, _ in rows("calendar", 2)}

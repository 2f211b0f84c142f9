"""What the learned tagger sees of a token: small integers that pick rows of its tables.

All of it is local and cheap: the word, its first and last letters, its shape, what the lexicons know of it,
whether it stands between quotation marks, and where its paragraph stands; and what the rules have made of it
(``hints``). No part of speech is computed; the network was taught syntax beside its task (see
``model/MODEL_CARD.md``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple
from zlib import crc32

import regex

from quotediff.lang.cues import Frame, WordClass, reporting_nouns, reporting_verbs, word_class
from quotediff.lang.lexicon import rows, words
from quotediff.limits import MAX_FORMS_REMEMBERED
from quotediff.text.fold import fold
from quotediff.text.tokens import Token

SUFFIXES3, SUFFIXES2, PREFIXES3, SHAPES = 4096, 1024, 4096, 256
"""Sizes of the hashed tables."""
QUOTE_STATES, PARAGRAPH_STATES, KINDS = 64, 192, 32

_OPENING_MARKS = frozenset({"“", "«", "``", "„"})
_TOGGLING = frozenset({'"', "''"})
_FEATURE_MARKS = _OPENING_MARKS | _TOGGLING | frozenset({"”", "»"})
_DIGIT = regex.compile(r"\d")
_LENGTHS = (1, 3, 7, 15)
_UNCLOSED = 20
_FRAMES = tuple(Frame)  # in the order in which the network learned them
_WORD_CLASSES = tuple(WordClass)  # likewise


class TypeFeatures(NamedTuple):
    """What depends on the word alone: its key in the vocabulary and its rows in the other tables."""

    word: str
    suffix3: int
    suffix2: int
    prefix3: int
    shape: int
    kind: int


@lru_cache(maxsize=MAX_FORMS_REMEMBERED)
def type_features(text: str, norm: str) -> TypeFeatures:
    """The features of a token's form, as it stands and folded; digits are all alike."""
    word = norm if norm.isalpha() else _DIGIT.sub("0", norm)
    return TypeFeatures(
        word,
        _hash("s3" + word[-3:]) % SUFFIXES3,
        _hash("s2" + word[-2:]) % SUFFIXES2,
        _hash("p3" + word[:3]) % PREFIXES3,
        _row_of_shape(_shape(text)),
        _kinds_of_words().get(norm, 0),
    )


@cache
def _kinds_of_words() -> dict[str, int]:
    """What the lexicons know of each word, most telling first (verbs of saying by their frames)."""
    nouns_at = 1 + 2 * len(_FRAMES)
    listed = [reporting_nouns(), *map(word_class, _WORD_CLASSES), *_lists()]
    kinds: dict[str, int] = {}
    for kind, some in reversed(list(enumerate(listed, nouns_at))):
        kinds.update(dict.fromkeys(some, kind))
    for norm, verb in reporting_verbs().items():
        kinds[norm] = 1 + 2 * _FRAMES.index(verb.frame) + verb.participle
    return kinds


@cache
def _lists() -> tuple[frozenset[str], ...]:
    """Further words that tell something, by list."""
    return (
        frozenset(noun for noun, kind, *_ in rows("role_nouns", 4) if kind != "document"),
        frozenset(noun for noun, kind, *_ in rows("role_nouns", 4) if kind == "document"),
        frozenset(word for word, _ in rows("org_words", 2)),
        frozenset(word for word, _ in rows("honorifics", 2)),
        frozenset(word for word, _ in rows("first_names", 2)),
        frozenset(fold(word) for word in words("places", cased=True)),
        frozenset(word for word, _ in rows("calendar", 2)),
    )


def quote_states(tokens: Sequence[Token], first: int, last: int) -> tuple[list[int], bool]:
    """For each of ``tokens[first:last]`` (a paragraph), where it stands among the quotation marks.

    0 outside, 1 an opening mark, 2 a closing one, 3 a stray one; from 4 on inside: by the length of the
    range, whether the token is its first or last, and whether the range is closed. Straight marks
    toggle. Also whether the paragraph ends within a range.
    """
    states = [0] * (last - first)
    if _FEATURE_MARKS.isdisjoint([token[2] for token in tokens[first:last]]):
        return states, False  # most
    opened = -1
    for index in range(first, last):
        text = tokens[index].text
        if text not in _FEATURE_MARKS:
            continue
        if text in _OPENING_MARKS or (text in _TOGGLING and opened < 0):
            if opened >= 0:
                _fill(states, opened - first, index - first, _UNCLOSED)
            opened = index + 1
            states[index - first] = 1
        elif opened >= 0:
            _fill(states, opened - first, index - first, 0)
            opened = -1
            states[index - first] = 2
        else:
            states[index - first] = 3
    if opened >= 0:
        _fill(states, opened - first, last - first, _UNCLOSED)
    return states, opened >= 0


def paragraph_states(
    tokens: Sequence[Token], ranges: Sequence[tuple[int, int]], unclosed: Sequence[bool]
) -> list[int]:
    """One number a paragraph: its place in the article, its length, how its neighbours touch it.

    Args:
        tokens: the article's tokens.
        ranges: the paragraphs' tokens, none empty, in text order.
        unclosed: for each, whether it ends within quotation marks.
    """
    states = []
    for index, (first, last) in enumerate(ranges):
        if index == 0:
            before = 0
        elif unclosed[index - 1]:
            before = 5
        elif tokens[first - 1].text == ":":
            before = 1
        elif tokens[first - 1].text in _FEATURE_MARKS:
            before = 2
        else:
            before = 3 if tokens[ranges[index - 1][0]].text in _FEATURE_MARKS else 4
        after = int(index + 1 < len(ranges) and tokens[ranges[index + 1][0]].text in _FEATURE_MARKS)
        length = last - first
        size = 0 if length < 8 else 1 if length < 20 else 2 if length < 60 else 3
        states.append(((min(index, 3) * 4 + size) * 6 + before) * 2 + after)
    return states


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _fill(states: list[int], first: int, last: int, unclosed: int) -> None:
    length = last - first
    size = sum(length > limit for limit in _LENGTHS)
    for k in range(first, last):
        states[k] = 4 + size * 4 + (k == first) + 2 * (k == last - 1) + unclosed


@lru_cache(maxsize=MAX_FORMS_REMEMBERED)
def _row_of_shape(shape: str) -> int:
    return _hash("sh" + shape) % SHAPES


def _shape(text: str) -> str:
    """``Xxx`` for *Trump*, ``dd`` for *2016*: kinds of characters, runs cut to two."""
    if text.isalpha():  # most
        if text.islower():
            return "xx"[: len(text)]
        if text[0].isupper() and text[1:].islower():
            return "Xxx"[: len(text)]
    return _RUN.sub(r"\1\1", text[:12].translate(_KIND_OF_WORD))


class _Kinds(dict[int, str]):
    """The kind of each character, by its code point."""

    def __missing__(self, code: int) -> str:
        kind = self[code] = _kind(chr(code))
        return kind


def _kind(character: str) -> str:
    if character.isupper():
        return "X"
    if character.isalpha():
        return "x"
    if character.isdigit():
        return "d"
    if character in "-‑&":
        return "-"
    if character in "'’‘":
        return "'"
    return character if character < "\x80" else "u"


_KIND_OF_WORD = _Kinds()
_RUN = regex.compile(r"(.)\1{2,}", regex.DOTALL)

"""Words, numbers and punctuation marks of a text, with their places.

A possessive ``'s`` is a token of its own, a contraction (``don't``) is one word, an abbreviation holds its
full stop, and every quotation mark stands alone, ``` `` ``` and ``''`` included.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from quotediff.limits import MAX_LISTS_REMEMBERED, MAX_PIECE_CHARS, MAX_PIECES_REMEMBERED
from quotediff.text.fold import fold

_TOKEN = regex.compile(
    r"""
      [,;?!()"“”]                                         # marks that begin nothing longer
    | \p{L}++ (?= [ ,;?!)”"] | \.(?:[ ]|$) )             # most words, decided at once
    | https?://[^\s"“”<>]+ (?<![.,;:!?)\]'’])           # addresses, without the sentence's own stop
    | [\w.+-]{1,64}+ @ \w[\w-]*+ (?:\.\w++)+             # e-mail; RFC 5321's bound keeps the scan linear
    | [\p{L}\p{N}][\w-]*+ (?: \.[\w-]++ ){0,3}? \.(?:com|org|net|gov|edu|mil|info)\b  # bare ones
      (?: / [^\s"“”<>]+ (?<![.,;:!?)\]'’]) )?
    | [@\#] \w++                                          # handles, tags
    | (?: (?:\p{L}\.){2,8} | \p{Lu}\p{Ll}\.(?:\p{Lu}\.){1,4} ) (?!\p{L})  # U.S., a.m., Ph.D.
      (?: -\p{Ll}[\p{L}\p{M}]*+ )?                        # U.S.-led
    | \p{Lu}-\p{Lu}\. (?: \p{Lu}\p{Ll}{0,3}\. ){1,3} (?!\p{L})  # D-N.Y., R-W.Va.
    | [$€£¥]? \d++ (?: [.,:/] \d++ )*+                    # 1,500  $2.5  9:30
      (?: (?:st|nd|rd|th|s|m|bn|k|am|pm) \b | % )?        # 11th  1990s  40%
      (?: [-‑] \p{Ll}[\p{L}\p{M}]*+ )*+                   # 47-year-old
    | \p{L}{1,3} \d++ (?: [.,] \d++ )++                  # N2.1  KSh1,500
      (?: (?:m|bn|k|tn) \b )?
    | (?<!\S) ['’‘] t \b                                # 't Hoff
    | ['’‘] \d\ds? \b                                     # '90s, ’16
    | ['’] s \b (?! ['’] )                                # the possessive, split from its word
    | \p{L} (?: [\p{L}\p{M}\p{N}_\u00ad]                  # words, with soft hyphens inside,
      | (?<= [ÃÂ] | A[\u0302\u0303] ) [\u0080-\u00bf] )*+  # and letters of UTF-8 misread as Latin-1
      (?: (?: ['’‘] (?! s \b ) | [-‑] | & ) [\p{L}\p{N}] [\p{L}\p{M}\p{N}_\u00ad]*+ )*+
    | \.{2,}+ | … | \. (?: [ \u00a0] \. ){2,}+            # an ellipsis, also spaced
    | -{2,}+ | _{2,}+
    | `` | ''
    | \S
    """,
    regex.VERBOSE | regex.V1,
)

_NUMBER_AFTER = regex.compile(r"[ \u00a0]?\d")

_Part = tuple[int, int, str, str]  # a token, its offsets counted from its piece's beginning
_new = tuple.__new__  # of a NamedTuple, thrice as quick as calling it


class Token(NamedTuple):
    """One token: ``text[start:end]``, and the same folded (lower case, plain apostrophes)."""

    start: int
    end: int
    text: str
    norm: str


Places = Mapping[str, Sequence[int]]
"""Where each folded word stands: indices of tokens, in text order."""


def places(tokens: Sequence[Token]) -> Places:
    """Where each folded word stands in ``tokens``: so that a list of words is looked up, not every token."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for i, token in enumerate(tokens):
        found[token[3]].append(i)
    return dict(found)


def places_of(words: Collection[str], places: Places) -> list[int]:
    """The tokens that are one of the folded ``words`` (a set or the keys of a mapping), in text order."""
    if len(words) < len(places):
        found = [i for word in words if word in places for i in places[word]]
    else:
        found = [i for word, at in places.items() if word in words for i in at]
    found.sort()
    return found


def tokenize(
    text: str, abbreviations: Collection[str] = (), start: int = 0, end: int | None = None
) -> list[Token]:
    """The tokens of ``text[start:end]``, in order, at their offsets in ``text``; linear in its length.

    Args:
        text: any text; white space separates and belongs to no token.
        abbreviations: words without the stop that take a full stop that follows them: ``Dec`` as it is
            written, ``vs`` in any case. An entry ``No 0`` takes it only before a number.
        start: where to begin, in code points.
        end: where to stop (half-open); None for the end of the text.
    """
    stop = len(text) if end is None else end
    part = text[start:stop]
    if " ." in part:  # an ellipsis may reach over spaces
        spans = _scan(text, start, stop, stop, abbreviations)
        folded = fold(part)  # of this part alone: callers go through a text paragraph by paragraph
        return [Token(a, b, text[a:b], folded[a - start : b - start]) for a, b in spans]
    split = _splitter(frozenset(abbreviations))
    tokens: list[Token] = []
    add, new = tokens.append, _new
    at = start
    for piece in part.split(" "):
        after = at + len(piece)
        found = split(piece) if after - at <= MAX_PIECE_CHARS else None
        if found is None:
            for a, b in _scan(text, at, after, stop, abbreviations):
                tokens.append(Token(a, b, text[a:b], fold(text[a:b])))
        else:
            for a, b, word, norm in found:
                add(new(Token, (at + a, at + b, word, norm)))
        at = after + 1
    return tokens


@lru_cache(maxsize=MAX_LISTS_REMEMBERED)
def _splitter(abbreviations: frozenset[str]) -> Callable[[str], tuple[_Part, ...] | None]:
    """Splits what stands between two spaces; most of it has been met before, if not in this article."""

    @lru_cache(maxsize=MAX_PIECES_REMEMBERED)
    def split(piece: str) -> tuple[_Part, ...] | None:
        """Its tokens; None where they depend on what follows the space: "No." before a number."""
        if piece.isalpha():  # most
            norm = fold(piece)
            return ((0, len(piece), piece, piece if norm == piece else norm),)
        spans = _scan(piece, 0, len(piece), len(piece), abbreviations)
        if piece[-1:] == "." and any(f"{piece[a:b]} 0" in abbreviations for a, b in spans[-2:]):
            return None
        folded = fold(piece)
        words = [(a, b, piece[a:b], folded[a:b]) for a, b in spans]
        # Of a word without capitals both are one object, which is the quicker to compare with itself.
        return tuple([(a, b, word, word if norm == word else norm) for a, b, word, norm in words])

    return split


def _scan(
    text: str, first: int, last: int, stop: int, abbreviations: Collection[str]
) -> list[tuple[int, int]]:
    """The tokens of ``text[first:last]``, by the pattern; an abbreviation takes its stop."""
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text, first, last):
        a, b = match.span()
        if text[a:b] == "." and spans and spans[-1][1] == a:
            begin = spans[-1][0]
            word = text[begin:a]
            number = f"{word} 0" in abbreviations and _NUMBER_AFTER.match(text, b, stop)
            if _is_initial(word) or _is_abbreviation(word, abbreviations) or number:
                spans[-1] = (begin, b)
                continue
        spans.append((a, b))
    return spans


def _is_abbreviation(word: str, abbreviations: Collection[str]) -> bool:
    """Whether the word is listed as written, in capitals, or (if listed in lower case) in any case.

    Or stands so behind a letter and a hyphen: "D-Calif.", a party and a state.
    """
    if len(word) > 2 and word[1] == "-":
        word = word[2:]
    forms = {word, fold(word)}
    if word.isupper():
        forms.add(word.capitalize())
    return any(map(abbreviations.__contains__, forms))


def _is_initial(word: str) -> bool:
    """One capital letter other than the pronoun: ``J`` of "J. Smith"."""
    if len(word) != 1:
        return False
    return word.isupper() and word != "I"

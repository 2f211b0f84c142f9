"""Words, numbers and punctuation marks of a text, with their places.

A possessive ``'s`` is a token of its own, a contraction (``don't``) is one word, an abbreviation holds its
full stop, and every quotation mark stands alone, ``` `` ``` and ``''`` included.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import regex

from quotediff.text.fold import fold

_TOKEN = regex.compile(
    r"""
      \p{L}++ (?=[ ,])                                   # most words, decided at once
    | https?://[^\s"“”<>]+ (?<![.,;:!?)\]'’])           # addresses, without the sentence's own stop
    | [\w.+-]{1,64}+ @ \w[\w-]*+ (?:\.\w++)+             # e-mail; RFC 5321's bound keeps the scan linear
    | [\p{L}\p{N}][\w-]*+ (?: \.[\w-]++ ){0,3}? \.(?:com|org|net|gov|edu|mil|info)\b  # bare ones
      (?: / [^\s"“”<>]+ (?<![.,;:!?)\]'’]) )?
    | [@\#] \w++                                          # handles, tags
    | (?: (?:\p{L}\.){2,8} | \p{Lu}\p{Ll}\.(?:\p{Lu}\.){1,4} ) (?!\p{L})  # U.S., a.m., Ph.D.
      (?: -\p{Ll}[\p{L}\p{M}]*+ )?                        # U.S.-led
    | [$€£¥]? \d++ (?: [.,:/] \d++ )*+                    # 1,500  $2.5  9:30
      (?: (?:st|nd|rd|th|s|m|bn|k|am|pm) \b | % )?        # 11th  1990s  40%
      (?: [-‑] \p{Ll}[\p{L}\p{M}]*+ )*+                   # 47-year-old
    | ['’‘] \d\ds? \b                                     # '90s, ’16
    | ['’] s \b (?! ['’] )                                # the possessive, split from its word
    | \p{L} [\p{L}\p{M}\p{N}_\u00ad]*+                    # words, with soft hyphens inside
      (?: (?: ['’‘] (?! s \b ) | [-‑] | & ) [\p{L}\p{N}] [\p{L}\p{M}\p{N}_\u00ad]*+ )*+
    | \.{2,}+ | … | \. (?: [ \u00a0] \. ){2,}+            # an ellipsis, also spaced
    | -{2,}+ | _{2,}+
    | `` | ''
    | \S
    """,
    regex.VERBOSE | regex.V1,
)

_NUMBER = regex.compile(r"[ \u00a0]?\d")


class Token(NamedTuple):
    """One token: ``text[start:end]``, and the same folded (lower case, plain apostrophes)."""

    start: int
    end: int
    text: str
    norm: str


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
    folded = fold(text[start:stop])  # of this part alone: callers go through a text paragraph by paragraph
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, stop):
        a, b = match.span()
        if b - a == 1 and text[a] == "." and tokens:
            last = tokens[-1]
            if last.end == a and (
                _is_initial(last.text)
                or _is_abbreviation(last, abbreviations)
                or (f"{last.text} 0" in abbreviations and _NUMBER.match(text, b, stop))
            ):
                tokens[-1] = Token(
                    last.start, b, text[last.start : b], folded[last.start - start : b - start]
                )
                continue
        tokens.append(Token(a, b, match.group(), folded[a - start : b - start]))
    return tokens


def _is_abbreviation(token: Token, abbreviations: Collection[str]) -> bool:
    """Whether the word is listed as written, in capitals, or (if listed in lower case) in any case."""
    return (
        token.text in abbreviations
        or token.norm in abbreviations
        or (token.text.isupper() and token.text.capitalize() in abbreviations)
    )


def _is_initial(word: str) -> bool:
    """One capital letter other than the pronoun: ``J`` of "J. Smith"."""
    return len(word) == 1 and word.isupper() and word != "I"

"""What a token looks like, in any language: facts of its letters and marks, each a bit.

Asked of a token alone, so that a text's few thousand different tokens are looked at once each.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from quotediff.limits import MAX_PIECE_CHARS, MAX_SHAPES_REMEMBERED

STRAIGHT_MARKS = frozenset({'"', "''"})
"""Marks of which one glyph opens and closes."""

(
    ALPHANUMERIC,
    UPPER,
    LOWER,
    DECIMAL,
    CAPITAL,
    SIGNED,
    PREFIX,
    STOP,
    ELLIPSIS,
    ABBREVIATION,
    DOTTED,
    MARK,
    STRAIGHT,
    CURLY_CLOSING,
    BRACKET_OPENS,
    BRACKET_CLOSES,
    DASH,
    BULLET,
    COMMA,
    AMPERSAND,
) = (1 << k for k in range(20))
"""Facts of a token.

- ALPHANUMERIC, UPPER, LOWER, DECIMAL: what its first code point is.
- CAPITAL: it has a capital, or begins with no letter.
- SIGNED: a sign and what it belongs to: ``$5``, ``@poe``, ``'90s``.
- PREFIX: it begins with what stands before a word that then counts as capitalized.
- ABBREVIATION: it holds its stop; DOTTED: it is one letter and its stop, or has several ("J.", "D-N.Y.").
- MARK: a quotation mark of any sort; STRAIGHT and CURLY_CLOSING: which.
- STOP, ELLIPSIS, BRACKET_OPENS, BRACKET_CLOSES, DASH, BULLET, COMMA, AMPERSAND: it is one.
"""

_GLYPHS = (
    (STOP, frozenset({".", "!", "?", ".."})),
    (MARK, frozenset("\"“”„«»‹›‘’‚'`") | {"''", "``"}),
    (STRAIGHT, STRAIGHT_MARKS),
    (CURLY_CLOSING, frozenset("”»›’")),
    (BRACKET_CLOSES, frozenset(")]}")),
    (DASH, frozenset("—–-―") | {"--", "---"}),
    (BULLET, frozenset("•▪●‣■◦◆►▶")),
    (COMMA, frozenset(",")),
    (AMPERSAND, frozenset("&")),
)


def _has_capital(text: str) -> bool:
    return not text[0].isalpha() or any(map(str.isupper, text))


def _is_dotted(text: str) -> bool:
    stem = text[:-1].rpartition("-")[2]
    return len(stem) == 1 or "." in stem


_TESTED_FACTS: tuple[tuple[int, Callable[[str], object]], ...] = (
    (ALPHANUMERIC, lambda text: text[0].isalnum()),
    (UPPER, lambda text: text[0].isupper()),
    (LOWER, lambda text: text[0].islower()),
    (DECIMAL, lambda text: text[0].isdecimal()),
    (CAPITAL, _has_capital),
    (SIGNED, re.compile(r"[$€£¥@#'’].", re.DOTALL).match),
    (PREFIX, re.compile(r"[@#$€£¥]").match),
    (ELLIPSIS, re.compile(r"…|\..+\.", re.DOTALL).fullmatch),
    (ABBREVIATION, re.compile(r"[^.].*\.", re.DOTALL).fullmatch),
    (DOTTED, _is_dotted),
    (BRACKET_OPENS, re.compile(r"[(\[{]").match),
)


class _Shapes(dict[str, int]):
    """The facts of each token, found when they are first asked for."""

    def __missing__(self, text: str) -> int:
        glyphs = sum(fact for fact, glyphs in _GLYPHS if text in glyphs)
        facts = glyphs + sum(fact for fact, holds in _TESTED_FACTS if holds(text))
        if len(self) < MAX_SHAPES_REMEMBERED and len(text) <= MAX_PIECE_CHARS:
            self[text] = facts
        return facts


shape: Callable[[str], int] = _Shapes().__getitem__
"""The facts that hold of a token, which is not empty: bits of the names above."""

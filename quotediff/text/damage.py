"""Quotation marks, dashes and ellipses that a wrong decoding has damaged, found again.

Two damages are common in archives and exports. Windows-1252 read as Latin-1 leaves control characters
(U+0093 and U+0094 for the double marks); UTF-8 read as Windows-1252 or Latin-1 leaves three characters for a
mark, of which the last may be lost, and done twice leaves more. None of these stands in sound text. The text
is not rewritten: what is damaged is listed by place, and looked at as what it stood for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

import regex

from quotediff.text.spans import Span
from quotediff.text.tokens import Token, tokenize

_DAMAGED_GLYPHS = "‘’‚“”„–—…"
_GLYPHS_OF_MARKS = frozenset("‘’‚“”„")
_REPLACEMENT = "\ufffd"  # what some programs write for a byte that Windows-1252 leaves undefined


class Damage(NamedTuple):
    """A damaged character: its place, and what it stood for."""

    span: Span
    glyph: str

    @property
    def is_mark(self) -> bool:
        """Whether it stood for a quotation mark or an apostrophe."""
        return self.glyph in _GLYPHS_OF_MARKS


def damages(text: str) -> tuple[Damage, ...]:
    """All damaged characters of ``text``, in order; none if no quotation mark is among them; linear."""
    if not _may_be_damaged(text):
        return ()
    found = tuple(Damage(Span(*m.span()), _table()[m.group()]) for m in _pattern().finditer(text))
    return found if any(damage.is_mark for damage in found) else ()


def _may_be_damaged(text: str) -> bool:
    """Whether a character stands in a text that damage begins with."""
    return not text.isascii() and not _leads().isdisjoint(text)


def legible(text: str, damaged: Sequence[Damage]) -> str:
    """``text`` at the same length, each damaged character replaced by as many of what it stood for."""
    parts: list[str] = []
    at = 0
    for (start, end), glyph in damaged:
        parts += (text[at:start], glyph * (end - start))
        at = end
    return "".join((*parts, text[at:])) if parts else text


def repaired(text: str) -> str:
    """``text`` with one character for each that was damaged."""
    if not _may_be_damaged(text):
        return text
    return _pattern().sub(lambda m: _table()[m.group()], text)


def repaired_tokens(
    text: str, damaged: Sequence[Damage], abbreviations: Collection[str], start: int, end: int
) -> list[Token]:
    """The tokens of ``text[start:end]`` as they were before the damage, at their places in ``text``.

    Args:
        text: the text as it is.
        damaged: all its damaged characters, in order.
        abbreviations: as for ``tokenize``.
        start: where to begin; no damaged character reaches over it.
        end: where to stop, likewise.
    """
    if not damaged:
        return tokenize(text, abbreviations, start, end)
    first = bisect_left(damaged, start, key=lambda d: d.span.start)
    last = bisect_left(damaged, end, key=lambda d: d.span.start)
    if first == last:
        return tokenize(text, abbreviations, start, end)
    parts: list[str] = []
    begins: list[int] = []  # for each character of the mended text, where it begins in ``text``
    at = start
    for (low, high), glyph in damaged[first:last]:
        parts += (text[at:low], glyph)
        begins += (*range(at, low), low)
        at = high
    parts.append(text[at:end])
    begins += range(at, end + 1)
    tokens = tokenize("".join(parts), abbreviations)
    ends = {d.span.start: d.span.end for d in damaged[first:last]}
    return [_moved(token, begins, ends) for token in tokens]


def _moved(token: Token, begins: Sequence[int], ends: dict[int, int]) -> Token:
    final = begins[token.end - 1]
    return token._replace(start=begins[token.start], end=ends.get(final, final + 1))


@cache
def _table() -> dict[str, str]:
    """What each damaged form stood for."""
    table: dict[str, str] = {}
    for glyph in _DAMAGED_GLYPHS:
        table[glyph.encode("cp1252").decode("latin-1")] = glyph
        once = glyph.encode()
        for encoding in ("latin-1", "windows-1252"):
            table[misread(once, encoding)] = glyph
            table[misread(misread(once, encoding).encode(), encoding)] = glyph
    lost = misread("”".encode(), "windows-1252")[:2]
    table[lost] = table[lost + _REPLACEMENT] = (
        "”"  # the one mark whose last byte Windows-1252 leaves undefined
    )
    return table


def misread(data: bytes, encoding: str) -> str:
    """Bytes in an encoding that may not be theirs; what it leaves undefined is the control of that number."""
    return "".join(bytes([b]).decode(encoding, errors="ignore") or chr(b) for b in data)


@cache
def _leads() -> frozenset[str]:
    """The first characters of all damaged ones: most texts have none of them."""
    return frozenset(form[0] for form in _table())


@cache
def _pattern() -> regex.Pattern[str]:
    forms = sorted(_table(), key=len, reverse=True)
    return regex.compile("|".join(map(regex.escape, forms)))

"""Quotation marks: which glyphs they are, and whether each may open or close, given its neighbours.

After the flanking rule of CommonMark emphasis and of markdown-it's smart quotes: a mark that follows a space
and stands before a word can only open, one that follows a word and stands before a space can only close.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from quotediff.lang.lexicon import words
from quotediff.limits import MAX_MEASURE_CHARS
from quotediff.text.fold import fold
from quotediff.text.spans import Span
from quotediff.text.tokens import Places, Token, places_of

FAMILIES = {
    **dict.fromkeys(('"', "“", "”", "„", "‟", "``", "''", "〝", "〞"), "double"),
    **dict.fromkeys(("«", "»"), "guillemet"),
    **dict.fromkeys(("‹", "›"), "angle"),
}
"""The families of double marks; a mark closes only one of its own family."""

SINGLES = frozenset({"'", "‘", "’", "‚", "‛", "`"})

_MARK_GLYPHS = SINGLES.union(FAMILIES)
_FOLDED = frozenset(map(fold, _MARK_GLYPHS))
_ONE_WAY = {**dict.fromkeys(("„", "``", "〝", "‚"), (True, False)), "〞": (False, True)}
_UNDIRECTED = frozenset({'"', "''"})
_POINTED = frozenset({"«", "»", "‹", "›"})
_BEFORE_OPENING = frozenset("([{<—–-―/…:;=~|") | frozenset(FAMILIES) | SINGLES
_AFTER_CLOSING = frozenset(")]}>,.;:!?—–-―/…~|") | frozenset(FAMILIES) | SINGLES
_INCHES = regex.compile(r"\d\s?['’′]\s?\d{1,2}(?:\.\d+)?$")
_UNIT_BEFORE_MARK = re.compile(r"(?<![\d.,/])\d{1,3}(?:[./]\d{1,2})?$")  # a figure that may be in inches
_ELIDING = frozenset({"'", "’"})
_DECADE = re.compile(r"['’]\d")


class MarkContext(NamedTuple):
    """One paragraph to look at: ``tokens[first:last]`` of ``text``, those at ``marks`` being marks."""

    text: str
    tokens: Sequence[Token]
    first: int
    last: int
    marks: Sequence[int]

    def before(self, i: int) -> str:
        """The code point before token ``i``; a space at the paragraph's start."""
        if i <= self.first:
            return " "
        return self.text[self.tokens[i].start - 1]

    def after(self, i: int) -> str:
        """The code point after token ``i``; a space at the paragraph's end."""
        if i + 1 >= self.last:
            return " "
        return self.text[self.tokens[i].end]


class Mark(NamedTuple):
    """One quotation mark: its place, its token, and what its neighbours let it do.

    ``must_open``: it has no direction of its own, but its neighbours leave no doubt. ``unit``: it stands
    right behind a figure, as the sign for inches does.
    """

    span: Span
    token: int
    family: str
    can_open: bool
    can_close: bool
    must_open: bool = False
    unit: bool = False


def marks_among(tokens: Sequence[Token], places: Places) -> list[int]:
    """The tokens that are marks of any sort."""
    return [i for i in places_of(_FOLDED, places) if tokens[i].text in _MARK_GLYPHS]


def double_marks(context: MarkContext) -> Iterator[Mark]:
    """Every mark but the single ones, in order."""
    for index in context.marks:
        token = context.tokens[index]
        family = FAMILIES.get(token.text)
        if family is None or _holds_elision(context, index):
            continue
        before, after = context.before(index), context.after(index)
        can_open, can_close = _directions(token.text, before, after)
        closes = can_close and not is_measure_before(context.text, token.start)
        must_open = unit = False
        if token.text in _UNDIRECTED:
            must_open = before.isspace() and _touches_word(after)
            unit = _UNIT_BEFORE_MARK.search(context.text, *_just_before(token.start)) is not None
        yield Mark(Span(token.start, token.end), index, family, can_open, closes, must_open, unit)


def single_marks(context: MarkContext) -> Iterator[Mark]:
    """Every single mark that is not plainly an apostrophe, in order."""
    for index in context.marks:
        token = context.tokens[index]
        if _holds_elision(context, index):
            yield Mark(Span(token.start, token.start + 1), index, "single", can_open=True, can_close=False)
        if token.text not in SINGLES:
            continue
        can_open, can_close = _may_open(context, index), _may_close(context, index)
        if can_open or can_close:
            yield Mark(Span(token.start, token.end), index, "single", can_open, can_close)


def _may_open(context: MarkContext, i: int) -> bool:
    """Whether a single mark may open: nothing stands before it, and a word, a mark or *’Twas* behind it."""
    if context.tokens[i].text == "’" or not _is_free(context.before(i)):
        return False
    if _elides(context, i):
        return False
    after = context.after(i)
    if _touches_word(after) or after in FAMILIES:
        return True
    return _opens_elision(context, i)


def _may_close(context: MarkContext, i: int) -> bool:
    """Whether a single mark may close: it follows something, and is no apostrophe that begins a word."""
    before = context.before(i)
    if _is_free(before) and _elides(context, i):
        return False
    return not before.isspace() or _ends_nested(context, i, context.after(i))


def _ends_nested(context: MarkContext, i: int, after: str) -> bool:
    """Whether token ``i``, behind a space, closes right behind a quotation within: *...” ’ she said*."""
    if i == context.first or not after.isspace():
        return False
    return context.tokens[i - 1].text in FAMILIES


def _elides(context: MarkContext, i: int) -> bool:
    """Whether token ``i`` is the apostrophe of a word that has lost its first letters: ’em, ’twas."""
    return _follows_at_once(context, i) and context.tokens[i + 1].norm in words("elisions")


def _opens_elision(context: MarkContext, i: int) -> bool:
    """Whether such a word stands right behind token ``i``: ‘’Twas, ‘’90s."""
    if not _follows_at_once(context, i):
        return False
    following = context.tokens[i + 1].text
    if following in _ELIDING:
        return _elides(context, i + 1)
    return _DECADE.match(following) is not None


def _holds_elision(context: MarkContext, i: int) -> bool:
    """Whether a doubled apostrophe is an opening mark and an apostrophe: ''Til, and no other."""
    if context.tokens[i].text != "''" or not _elides(context, i):
        return False
    return not any(context.tokens[k].text in ("''", "``") for k in context.marks if k != i)


def _follows_at_once(context: MarkContext, i: int) -> bool:
    return i + 1 < context.last and context.tokens[i + 1].start == context.tokens[i].end


def _just_before(at: int) -> tuple[int, int]:
    return max(0, at - MAX_MEASURE_CHARS), at


def looks_possessive(context: MarkContext, mark: Mark) -> bool:
    """Whether a single mark may be the apostrophe of a plural: the Smiths' house."""
    after = context.text[mark.span.end : mark.span.end + 2]
    if context.before(mark.token).lower() not in ("s", "z", "x"):
        return False
    return after[:1].isspace() and after[1:].islower()


def is_measure_before(text: str, at: int) -> bool:
    """Whether what stands before ``at`` makes a mark there feet and inches: 6'2 and the mark."""
    return bool(_INCHES.search(text, *_just_before(at)))


def _is_free(before: str) -> bool:
    """Whether what stands before a mark leaves it free to open."""
    return before.isspace() or before in _BEFORE_OPENING


def _touches_word(after: str) -> bool:
    return not after.isspace() and after not in _AFTER_CLOSING


def _directions(glyph: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a glyph may open and may close; a directed one keeps to it unless its neighbours forbid it."""
    if glyph in _ONE_WAY:
        return _ONE_WAY[glyph]
    free_left, free_right = _is_free(before), not _touches_word(after)
    wrong_way = free_right and not free_left  # after a word and before a space: it can but close
    if glyph == "“":
        return not wrong_way, wrong_way  # or is typed wrong
    if glyph in ("”", "‟"):
        return before.isspace() and not free_right, True
    if glyph in _POINTED:
        # French and German point opposite ways, and French puts spaces inside: the neighbours decide.
        return free_left and (not after.isspace() or glyph in ("«", "‹")), free_right or not free_left
    return not wrong_way, not before.isspace() or after.isspace()

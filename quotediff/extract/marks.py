"""Pairs quotation marks and gives the quoted stretches of an article.

A left-to-right scan with a stack, paragraph by paragraph, after the flanking rule of CommonMark emphasis
and markdown-it's smart quotes: a mark that follows a space and stands before a word can only open, one
that follows a word and stands before a space can only close; an ambiguous one closes if its family is
open. Linear in the number of marks.

Where the marks of a paragraph do not pair, the damage ends with the paragraph, and a problem says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from quotediff.lang.lexicon import words
from quotediff.model import Document, Paragraph, Problem, Role
from quotediff.text.spans import Span
from quotediff.text.tokens import Token

QUOTING_ROLES = frozenset({Role.HEADLINE, Role.SUMMARY, Role.BODY, Role.NOTE})

_FAMILIES = {
    **dict.fromkeys(('"', "“", "”", "„", "‟", "``", "''", "〝", "〞"), "double"),
    **dict.fromkeys(("«", "»"), "guillemet"),
    **dict.fromkeys(("‹", "›"), "angle"),
}
_SINGLES = frozenset({"'", "‘", "’", "‚", "‛", "`"})
_ONLY_OPEN = frozenset({"„", "``", "〝", "‚"})
_ONLY_CLOSE = frozenset({"〞"})
_BEFORE_OPENING = frozenset("([{<—–-―/…:;=~|") | frozenset(_FAMILIES) | _SINGLES
_AFTER_CLOSING = frozenset(")]}>,.;:!?—–-―/…~|") | frozenset(_FAMILIES) | _SINGLES
_INCHES = regex.compile(r"\d\s?['’′]\s?\d{1,2}(?:\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Mark:
    """One quotation mark: its place, its token's index, and what its neighbours let it do."""

    span: Span
    token: int
    family: str
    can_open: bool
    can_close: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch between marks.

    ``span`` includes the marks, ``inner`` does not. ``first:last`` are the tokens of ``span`` (half-open).
    ``depth`` is 0 for an outermost stretch. ``closed`` is false where the closing mark is missing;
    ``continues`` where that is so because the next paragraph goes on with the quote, and ``continued``
    where this stretch is such a continuation.
    """

    span: Span
    inner: Span
    first: int
    last: int
    family: str
    depth: int = 0
    closed: bool = True
    continues: bool = False
    continued: bool = False


@dataclass(frozen=True, slots=True)
class _Leftover:
    """A mark of a paragraph that found no partner there, and where its stretch would end if it opened."""

    mark: Mark
    opening: bool


def quoted_stretches(
    document: Document, tokens: Sequence[Token], ranges: Sequence[tuple[int, int]]
) -> tuple[tuple[Quoted, ...], tuple[Problem, ...]]:
    """The quoted stretches of the article in text order, and a QD901 problem for every unpaired mark.

    Args:
        document: the article.
        tokens: its tokens.
        ranges: for each paragraph, its tokens as ``tokens[first:last]``.
    """
    stretches: list[Quoted] = []
    problems: list[Problem] = []
    waiting: Quoted | None = None  # a stretch left open at the end of the paragraph before
    for paragraph, (first, last) in zip(document.paragraphs, ranges, strict=True):
        if paragraph.role not in QUOTING_ROLES or first == last:
            continue
        found, leftovers = _pair(document.text, tokens, first, last)
        opener = next((x.mark for x in leftovers if x.opening), None)
        goes_on = waiting is not None and _reopens(tokens, paragraph, first, last, waiting.family)
        if waiting is not None:
            closer = next((x for x in leftovers if not x.opening), None)
            if goes_on:
                stretches.append(replace(waiting, continues=True))
            elif closer and closer.mark.family == waiting.family and _comes_first(closer.mark, found, opener):
                # The quote runs on without being re-opened: the paragraph begins inside it.
                stretches.append(replace(waiting, continues=True))
                begin = paragraph.copy.start
                found.append(
                    Quoted(
                        Span(begin, closer.mark.span.end), Span(begin, closer.mark.span.start),
                        _token_at(tokens, first, last, begin), closer.mark.token + 1, closer.mark.family,
                        continued=True,
                    )
                )  # fmt: skip
                leftovers.remove(closer)
            else:
                stretches.append(waiting)
                problems.append(_unpaired(document.text, waiting.span.start))
            waiting = None
        if goes_on and found and _starts(found, tokens, paragraph):
            at = min(range(len(found)), key=lambda k: found[k].span.start)
            found[at] = replace(found[at], continued=True)
        for leftover, following in _with_next(leftovers):
            if not leftover.opening:
                problems.append(_unpaired(document.text, leftover.mark.span.start))
                continue
            later = [q for q in found if q.span.start > leftover.mark.span.start]
            stretch = _unclosed(document.text, tokens, paragraph, last, leftover.mark, following, later)
            stretch = replace(stretch, continued=goes_on and leftover is leftovers[0] and stretch.first <= first + 1)
            if stretch.last == last and waiting is None and following is None:
                waiting = stretch
            else:
                found.append(stretch)
                problems.append(_unpaired(document.text, leftover.mark.span.start))
        stretches.extend(found)
    if waiting is not None:
        stretches.append(waiting)
        problems.append(_unpaired(document.text, waiting.span.start))
    stretches = [q for q in stretches if q.inner.width > 0]
    return tuple(_with_depth(stretches, tokens)), tuple(sorted(problems, key=lambda p: p.span or (0, 0)))


def _pair(text: str, tokens: Sequence[Token], first: int, last: int) -> tuple[list[Quoted], list[_Leftover]]:
    """Pairs the marks of one paragraph: the stretches, and the marks without a partner, in order."""
    stack: list[Mark] = []
    open_families: dict[str, int] = {}
    found: list[Quoted] = []
    leftovers: list[_Leftover] = []
    for mark in _marks(text, tokens, first, last):
        is_open = open_families.get(mark.family, 0) > 0
        if is_open and mark.can_close and not (mark.can_open and _must_open(tokens, text, mark)):
            while stack[-1].family != mark.family:
                crossed = stack.pop()
                open_families[crossed.family] -= 1
                leftovers.append(_Leftover(crossed, opening=True))
            opener = stack.pop()
            open_families[mark.family] -= 1
            found.append(_between(opener, mark))
        elif mark.can_open:
            stack.append(mark)
            open_families[mark.family] = open_families.get(mark.family, 0) + 1
        elif not _measures(text, mark.span.start):
            leftovers.append(_Leftover(mark, opening=False))
    leftovers.extend(_Leftover(m, opening=True) for m in stack)
    leftovers.sort(key=lambda x: x.mark.span)
    singles, open_single = _pair_singles(text, tokens, first, last)
    found.extend(_not_crossing(singles, found))
    if open_single is not None and not found and not leftovers:
        leftovers.append(_Leftover(open_single, opening=True))
    return found, leftovers


def _marks(text: str, tokens: Sequence[Token], first: int, last: int) -> Iterable[Mark]:
    for i in range(first, last):
        token = tokens[i]
        family = _FAMILIES.get(token.text)
        if family is None:
            continue
        before = text[token.start - 1] if token.start > 0 and i > first else " "
        after = text[token.end] if token.end < len(text) and i + 1 < last else " "
        left = before.isspace() or before in _BEFORE_OPENING  # free on its left: may open
        right = after.isspace() or after in _AFTER_CLOSING
        can_open, can_close = _directed(token.text, before, after, left=left, right=right)
        if can_close and _measures(text, token.start):
            can_close = False
        yield Mark(Span(token.start, token.end), i, family, can_open, can_close)


def _directed(glyph: str, before: str, after: str, *, left: bool, right: bool) -> tuple[bool, bool]:
    """What a glyph may do, given its neighbours; a glyph with a direction keeps it unless they forbid it."""
    if glyph in _ONLY_OPEN:
        return True, False
    if glyph in _ONLY_CLOSE:
        return False, True
    wrong_way = right and not left  # “ after a word and before a space: a closing mark typed wrong
    if glyph == "“":
        return not wrong_way, wrong_way
    if glyph in ("”", "‟"):
        return before.isspace() and not right, True
    if glyph in ("«", "»", "‹", "›"):
        # French and German point opposite ways, and French puts spaces inside: the neighbours decide.
        return left and (not after.isspace() or glyph in ("«", "‹")), right or not left
    return left or not right, not before.isspace() or after.isspace()


def _must_open(tokens: Sequence[Token], text: str, mark: Mark) -> bool:
    """A mark with no direction of its own that follows a space and touches a word: it opens, nested."""
    if tokens[mark.token].text not in ('"', "''"):
        return False
    before = text[mark.span.start - 1 : mark.span.start]
    after = text[mark.span.end : mark.span.end + 1]
    return (not before or before.isspace()) and not after.isspace() and after not in _AFTER_CLOSING


def _measures(text: str, at: int) -> bool:
    """Feet and inches: 6'2\"."""
    return bool(_INCHES.search(text, max(0, at - 8), at))


def _pair_singles(text: str, tokens: Sequence[Token], first: int, last: int) -> tuple[list[Quoted], Mark | None]:
    """Pairs single marks, told from apostrophes; and one that opens the paragraph and never closes."""
    elisions = words("elisions")
    found: list[Quoted] = []
    opener: Mark | None = None
    weak: Mark | None = None  # what could close, but looks like a possessive: the Smiths' house
    for i in range(first, last):
        token = tokens[i]
        if token.text not in _SINGLES:
            continue
        before = text[token.start - 1] if i > first else " "
        after = text[token.end] if i + 1 < last else " "
        left = before.isspace() or before in _BEFORE_OPENING
        touches = not after.isspace() and after not in _AFTER_CLOSING or after in _FAMILIES
        mark = Mark(Span(token.start, token.end), i, "single", left and touches, not before.isspace())
        elided = i + 1 < last and tokens[i + 1].start == token.end and tokens[i + 1].norm in elisions
        if mark.can_open and token.text != "’" and not elided:
            if opener is not None and weak is not None:
                found.append(_between(opener, weak))
            opener, weak = mark, None
        elif mark.can_close and opener is not None and mark.token > opener.token + 1 and not (left and elided):
            possessive = before in "sSzxZX" and after.isspace() and text[token.end + 1 : token.end + 2].islower()
            if possessive:
                weak = weak or mark
            else:
                found.append(_between(opener, mark))
                opener = weak = None
    if opener is not None and weak is not None:
        found.append(_between(opener, weak))
        opener = None
    if opener is not None and (opener.token != first or tokens[opener.token].text == "'"):
        opener = None  # in the middle of a paragraph it is an apostrophe more likely than a quotation mark
    return found, opener


def _not_crossing(singles: list[Quoted], doubles: list[Quoted]) -> list[Quoted]:
    """Those single pairs that do not cross the edge of a double pair; linear after sorting."""
    edges = sorted((q.span.start, q.span.end) for q in doubles)
    kept = []
    for single in singles:
        crossing = any(
            (a < single.span.start < b < single.span.end) or (single.span.start < a < single.span.end < b)
            for a, b in _near(edges, single.span)
        )
        if not crossing:
            kept.append(single)
    return kept


def _near(edges: list[tuple[int, int]], span: Span) -> list[tuple[int, int]]:
    lo = bisect_left(edges, (span.start, 0))
    hi = bisect_left(edges, (span.end, 0))
    return edges[max(0, lo - 4) : lo + 4] + edges[max(lo + 4, hi - 4) : hi]


def _between(opener: Mark, closer: Mark) -> Quoted:
    return Quoted(
        Span(opener.span.start, closer.span.end),
        Span(opener.span.end, closer.span.start),
        opener.token,
        closer.token + 1,
        opener.family,
    )


def _unclosed(
    text: str,
    tokens: Sequence[Token],
    paragraph: Paragraph,
    last: int,
    mark: Mark,
    following: Mark | None,
    later: list[Quoted],
) -> Quoted:
    """The stretch of an opening mark without a partner: to the next opening of its family, or the end."""
    bounds = [q.first for q in later if q.family == mark.family]
    if following is not None:
        bounds.append(following.token)
    if bounds:
        stop = min(bounds)
        end = tokens[stop - 1].end
    else:
        stop, end = last, paragraph.span.end
    inner = Span(mark.span.end, max(mark.span.end, end))
    return Quoted(Span(mark.span.start, inner.end), inner, mark.token, stop, mark.family, closed=False)


def _with_next(leftovers: list[_Leftover]) -> Iterable[tuple[_Leftover, Mark | None]]:
    """Each leftover with the next opening one."""
    for this, following in pairwise([*leftovers, None]):
        if this is not None:
            yield this, following.mark if following is not None and following.opening else None


def _reopens(tokens: Sequence[Token], paragraph: Paragraph, first: int, last: int, family: str) -> bool:
    """Whether the paragraph begins with a mark that goes on with a quote of this family."""
    for i in range(first, min(last, first + 40)):
        if tokens[i].start >= paragraph.copy.start:
            kind = _FAMILIES.get(tokens[i].text) or ("single" if tokens[i].text in _SINGLES else None)
            return kind == family and tokens[i].text != "''"
    return False


def _starts(found: list[Quoted], tokens: Sequence[Token], paragraph: Paragraph) -> bool:
    return min(q.span.start for q in found) <= paragraph.copy.start


def _comes_first(closer: Mark, found: list[Quoted], opener: Mark | None) -> bool:
    """Whether an unpaired closing mark is the paragraph's first mark of its family."""
    others = [q.span.start for q in found if q.family == closer.family]
    if opener is not None and opener.family == closer.family:
        others.append(opener.span.start)
    return all(closer.span.start < start for start in others)


def _token_at(tokens: Sequence[Token], first: int, last: int, offset: int) -> int:
    return next((i for i in range(first, last) if tokens[i].start >= offset), first)


def _unpaired(text: str, at: int) -> Problem:
    glyph = text[at]
    return Problem("QD901", f"the quotation mark {glyph} has no partner in its paragraph", Span(at, at + 1))


def _with_depth(stretches: list[Quoted], tokens: Sequence[Token]) -> Iterable[Quoted]:
    """In text order, each with the number of stretches around it.

    Where two cross, one of their closing marks was a guess: the inner is cut at the outer's end.
    """
    around: list[Quoted] = []
    for quoted in sorted(stretches, key=lambda q: (q.span.start, -q.span.end)):
        while around and around[-1].span.end <= quoted.span.start:
            around.pop()
        inner = quoted
        if around and quoted.span.end > around[-1].inner.end:
            outer = around[-1]
            last = outer.last - (1 if outer.closed else 0)
            end = tokens[last - 1].end
            inner = replace(quoted, span=Span(quoted.span.start, end), inner=Span(quoted.inner.start, end), last=last)
            inner = replace(inner, closed=False)
            if inner.inner.width <= 0:
                continue
        inner = replace(inner, depth=len(around))
        around.append(inner)
        yield inner

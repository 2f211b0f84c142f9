"""Where sentences end.

Small rules over tokens, left to right, in one pass. A stop, question or exclamation mark ends a sentence
with the marks and brackets that close right behind it, unless what follows goes on in lower case. What an
abbreviation's stop does depends on the next word. Sentences inside quotation marks are sentences of their
own: ``"A. B," he said.`` is two. Colons and semicolons end none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum
from typing import NamedTuple

from quotediff.limits import WINDOW_CLAUSE_TOKENS, WINDOW_STOP_TOKENS, WINDOW_TAG_WORDS
from quotediff.text.shapes import (
    ABBREVIATION,
    ALPHANUMERIC,
    AMPERSAND,
    BRACKET_CLOSES,
    BRACKET_OPENS,
    BULLET,
    CAPITAL,
    COMMA,
    CURLY_CLOSING,
    DASH,
    DECIMAL,
    DOTTED,
    ELLIPSIS,
    LOWER,
    MARK,
    PREFIX,
    SIGNED,
    STOP,
    STRAIGHT,
    UPPER,
    shape,
)
from quotediff.text.spans import Span
from quotediff.text.tokens import Token

_MAY_END = STOP | ELLIPSIS | ABBREVIATION
_DECIDES = ALPHANUMERIC | SIGNED
_OPENS_SENTENCE = MARK | DASH | PREFIX  # between a stop and the word that decides, with what follows them
_STANDS_BETWEEN = BRACKET_OPENS | ELLIPSIS  # likewise, by themselves
_WITHIN_NAME = UPPER | AMPERSAND | DECIMAL
_NO_CLOSING = frozenset({"``"})
_HOURS = frozenset({"a.m", "p.m"})
_LETTERS_BEFORE_ED = 3  # the fewest of a past: "ended", not "need"
_MOST_DOTS = 3  # of an ellipsis that is no stop as well


class Sentence(NamedTuple):
    """One sentence: its place in the text and its tokens as ``tokens[first:last]`` (half-open)."""

    span: Span
    first: int
    last: int


class Usage(NamedTuple):
    """Words of a language that settle doubtful stops; all folded, without the stop.

    ``openers``: capitalized after an abbreviation, they begin a sentence ("The").
    ``finals``: abbreviations that may end a sentence ("inc"); dotted forms and initials always may.
    ``streets``: abbreviations that end one only behind a name ("Mill St", not "St. Ives").
    ``tags``: verbs that carry a sentence on after a mark and a name ('"Why?" Smith asked').
    ``prepositions``; ``verbs``: words that are finite verbs and hardly anything else ("will", "was", "fell").
    ``zones``: what may follow an hour within a sentence ("10 a.m. Monday", "3 p.m. EST").
    """

    openers: Collection[str] = frozenset()
    finals: Collection[str] = frozenset()
    streets: Collection[str] = frozenset()
    tags: Collection[str] = frozenset()
    prepositions: Collection[str] = frozenset()
    verbs: Collection[str] = frozenset()
    zones: Collection[str] = frozenset()


NO_USAGE = Usage()


class _Scan(NamedTuple):
    """What every decision looks at."""

    tokens: Sequence[Token]
    first: int
    last: int
    usage: Usage

    def looks(self, at: int, facts: int) -> int:
        """Which of ``facts`` hold of the token at ``at``; none beyond either end."""
        return shape(self.tokens[at].text) & facts if self.first <= at < self.last else 0


class _Follower(NamedTuple):
    """The word after a stop that decides: its index and what it looks like."""

    at: int
    opened: bool  # a quotation mark opens before it, and not around it alone ('C.L. "Butch" Otter')
    dashed: bool  # a dash stands before it
    capital: bool
    opener: bool


class _End(Enum):
    """What stands where a sentence may end."""

    STOP = "a stop, a question or exclamation mark"
    ELLIPSIS = "nothing but an ellipsis"
    CLOSED = "one of these, and a mark or bracket that closes behind it"


def split_sentences(
    tokens: Sequence[Token], first: int, last: int, usage: Usage = NO_USAGE
) -> list[Sentence]:
    """The sentences of ``tokens[first:last]``, which must be the tokens of one paragraph; linear.

    They are in order, none is empty, and together they hold every token of the range.
    """
    scan = _Scan(tokens, first, last, usage)
    ends: list[int] = []
    begin = i = first
    word = first - 1  # the last one so far: a sentence has one
    open_straight = False
    # Most tokens are words, which decide nothing.
    for at in [k for k, token in enumerate(tokens[first:last], first) if not token[2].isalpha()]:
        if at < i:
            continue  # among the marks behind a stop
        looks = shape(tokens[at].text)
        if looks & ALPHANUMERIC:
            word = at
        elif at > i:
            word = at - 1
        i = at + 1
        if not looks & _MAY_END:
            open_straight ^= bool(looks & STRAIGHT)
            if looks & BULLET and at > begin:
                ends.append(at)
                begin = at
            continue
        stops_end = _end_of_stops(scan, at)
        i, open_straight = _end_of_closers(scan, stops_end, open_straight=open_straight)
        if word >= begin and _breaks(scan, at, stops_end, i):
            ends.append(i)
            begin = i
    if begin < last:
        ends.append(last)
    starts = [first, *ends[:-1]]
    return [
        Sentence(Span(tokens[a].start, tokens[b - 1].end), a, b) for a, b in zip(starts, ends, strict=False)
    ]


def _end_of_stops(scan: _Scan, at: int) -> int:
    """Behind the whole run of stops and ellipses that begins at ``at``."""
    end = at + 1
    while scan.looks(end, STOP | ELLIPSIS):
        end += 1
    return end


def _end_of_closers(scan: _Scan, at: int, *, open_straight: bool) -> tuple[int, bool]:
    """Behind what closes at ``at``, behind a stop; and whether a straight mark is open there."""
    for end in range(at, scan.last):
        if not _closes(scan, end, open_straight=open_straight):
            return end, open_straight
        if scan.looks(end, STRAIGHT):
            open_straight = False
    return scan.last, open_straight


def _closes(scan: _Scan, at: int, *, open_straight: bool) -> bool:
    """Whether the mark or bracket at ``at``, behind a stop, closes what came before it.

    Space decides first (a closing mark stands tight to what it closes), then whether a straight mark is
    open, then the glyph.
    """
    tokens = scan.tokens
    token = tokens[at]
    looks = shape(token.text)
    if looks & BRACKET_CLOSES:
        return True
    if not looks & MARK or token.text in _NO_CLOSING:
        return False
    tight_before = tokens[at - 1].end == token.start
    tight_after = bool(scan.looks(at + 1, ALPHANUMERIC | ELLIPSIS)) and tokens[at + 1].start == token.end
    if tight_before != tight_after:
        return tight_before
    return open_straight if looks & STRAIGHT else bool(looks & CURLY_CLOSING)


def _follower(scan: _Scan, after: int) -> _Follower | None:
    """The word that decides about a stop before ``after``; None if a comma or the like goes on."""
    before = 0  # what stands before it
    for at in range(after, min(scan.last, after + WINDOW_STOP_TOKENS + 1)):
        token = scan.tokens[at]
        looks = shape(token.text)
        if looks & _DECIDES:
            capital = bool(before & PREFIX | looks & CAPITAL)
            opener = capital and token.norm.split("'", 1)[0] in scan.usage.openers
            opened = bool(before & MARK) and not scan.looks(at + 1, MARK)
            return _Follower(at, opened, bool(before & DASH), capital, opener)
        before |= looks
        if not (before & _OPENS_SENTENCE or looks & _STANDS_BETWEEN):
            return None
    return None


def _breaks(scan: _Scan, at: int, stops_end: int, after: int) -> bool:
    """Whether a sentence ends at ``after``: its end marks are ``at`` to ``stops_end``, then its closers."""
    if _numbers_item(scan, at):
        return False
    if after == scan.last:
        return True
    follower = _follower(scan, after)
    if follower is None:
        return False
    end = _end(scan, at, stops_end, after)
    if stops_end == at + 1 and scan.looks(at, ABBREVIATION):
        return follower.capital if end is _End.CLOSED else _breaks_after_abbreviation(scan, at, follower)
    if not follower.capital:  # 'He stopped. "and then ...": a mark opens afresh
        return end is _End.STOP and follower.opened and not follower.dashed
    return follower.opener or _breaks_before_capital(scan, at, end, follower)


def _numbers_item(scan: _Scan, at: int) -> bool:
    """Whether a stop stands behind the number of a paragraph: "1. The first item"."""
    return at == scan.first + 1 and scan.tokens[scan.first].text.isdecimal()


def _end(scan: _Scan, at: int, stops_end: int, after: int) -> _End:
    """What stands from ``at`` to before ``after``."""
    if after > stops_end:
        return _End.CLOSED
    return _End.ELLIPSIS if all(scan.looks(k, ELLIPSIS) for k in range(at, stops_end)) else _End.STOP


def _breaks_before_capital(scan: _Scan, at: int, end: _End, follower: _Follower) -> bool:
    """Whether a sentence ends before a word with a capital that might as well be a name."""
    text = scan.tokens[at].text
    if end is _End.CLOSED:
        return text == "." or not _is_tag(scan, follower.at)
    if follower.opened:
        return True
    return text.count(".") > _MOST_DOTS if end is _End.ELLIPSIS else not _is_initial_i(scan, at - 1)


def _is_initial_i(scan: _Scan, at: int) -> bool:
    """Whether the word at ``at`` is the I of "Daniel I. Inouye", not the pronoun ("so do I")."""
    if scan.looks(at, UPPER) <= 0:
        return False
    return scan.tokens[at].text == "I" and not scan.looks(at - 1, LOWER)


def _breaks_after_abbreviation(scan: _Scan, at: int, follower: _Follower) -> bool:
    """Whether an abbreviation's stop also ends its sentence: only if what follows plainly begins one."""
    stem = scan.tokens[at].norm[:-1].rpartition("-")[2]  # calif, of "D-Calif."
    listed = _is_listed(scan, at, stem)
    if not follower.capital or follower.dashed:
        return False
    if not (listed or scan.looks(at, DOTTED)):
        return False
    if follower.opener or follower.opened:
        return True
    of_place = scan.looks(at - 1, COMMA) > 0  # Bismarck, N.D.
    if not (listed or of_place or stem in _HOURS):
        return False
    return _ends_clause(scan, at - of_place, stem) and _begins_clause(scan, follower.at)


def _is_listed(scan: _Scan, at: int, stem: str) -> bool:
    """Whether an abbreviation is one of those that may end a sentence, there where it stands."""
    if stem in scan.usage.streets and scan.looks(at - 1, UPPER):
        return True
    return stem in scan.usage.finals


def _ends_clause(scan: _Scan, at: int, stem: str) -> bool:
    """Whether a clause that has its verb may end at ``at``: with a name behind a preposition or its verb.

    "The work went to Poe Bros.", "it opens at 9 a.m.", '..., said John Roe Jr.'; not "Poe Bros." and "In
    Hereford, Ariz.", which a subject may follow.
    """
    usage, first = scan.usage, max(scan.first, at - WINDOW_CLAUSE_TOKENS)
    i = next((k for k in range(at - 1, first, -1) if not scan.looks(k, _WITHIN_NAME)), first)
    leads = scan.tokens[i].norm
    if i > first and leads in usage.prepositions:
        before = next(
            (j for j in range(i, first, -1) if scan.tokens[j].norm not in usage.prepositions), first
        )
        said = scan.tokens[before].norm in usage.tags  # said as of 9 p.m.
        return not said and any(_is_verb(scan, j) for j in range(first, i))
    if stem in _HOURS or leads not in usage.tags:
        return False
    return scan.looks(i - 1, MARK | COMMA) > 0


def _begins_clause(scan: _Scan, at: int) -> bool:
    """Whether a subject and its verb begin at ``at``: "Work will begin", "Residents of Mill St. said"."""
    if scan.tokens[at].norm in scan.usage.zones:
        return False
    for index in range(at + 1, min(scan.last, at + WINDOW_CLAUSE_TOKENS)):
        if not scan.looks(index, ALPHANUMERIC):
            return False
        if _is_verb(scan, index) or scan.tokens[index].norm in scan.usage.tags:
            return True
    return False


def _is_verb(scan: _Scan, i: int) -> bool:
    """Whether a word in lower case is a finite verb by its form."""
    norm = scan.tokens[i].norm
    if not scan.looks(i, LOWER):
        return False
    return norm in scan.usage.verbs or norm[_LETTERS_BEFORE_ED:].endswith("ed")


def _is_tag(scan: _Scan, at: int) -> bool:
    """Whether a name and a verb of speaking begin at ``at``: "Sen. Mary Roe, R-Ohio, asked"."""
    for token in scan.tokens[at : min(scan.last, at + WINDOW_TAG_WORDS)]:
        if token.norm in scan.usage.tags:
            return True
        if not shape(token.text) & (UPPER | COMMA):
            return False
    return False

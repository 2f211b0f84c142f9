"""Where sentences end.

Small rules over tokens, left to right, in one pass. A stop, question or exclamation mark ends a sentence
with the marks and brackets that close right behind it, unless what follows goes on in lower case. What an
abbreviation's stop does depends on the next word. Sentences inside quotation marks are sentences of their
own: ``"A. B," he said.`` is two. Colons and semicolons end none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from quotediff.limits import WINDOW_CLAUSE_TOKENS, WINDOW_STOP_TOKENS, WINDOW_TAG_WORDS
from quotediff.text.spans import Span
from quotediff.text.tokens import Token

_STOPS = frozenset({".", "!", "?", ".."})
STRAIGHT_MARKS = frozenset({'"', "''"})
"""Marks of which one glyph opens and closes."""

_BRACKETS_OPEN = frozenset("([{")
_BRACKETS_CLOSE = frozenset(")]}")
_QUOTES = frozenset("\"“”„«»‹›‘’‚'`") | {"''", "``"}
_CLOSING_CURLY_MARKS = frozenset("”»›’")
_BULLETS = frozenset("•▪●‣■◦◆►▶")
_DASHES = frozenset("—–-―") | {"--", "---"}
_BEFORE_TAG = _QUOTES | {","}
_HOURS = frozenset({"a.m", "p.m"})
_SHORTEST_PAST = 4  # letters of a word in -ed that is one: "ended", not "need"
_PREFIXES = frozenset("@#$€£¥")  # stand before a word that counts as capitalized


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


class _Follower(NamedTuple):
    """The word after a stop that decides: its index and what it looks like."""

    at: int
    opened: bool  # a quotation mark opens before it, and not around it alone ('C.L. "Butch" Otter')
    dashed: bool  # a dash stands before it
    capital: bool
    opener: bool


def split_sentences(
    tokens: Sequence[Token], first: int, last: int, usage: Usage = NO_USAGE
) -> list[Sentence]:
    """The sentences of ``tokens[first:last]``, which must be the tokens of one paragraph; linear.

    They are in order, none is empty, and together they hold every token of the range.
    """
    scan = _Scan(tokens, first, last, usage)
    ends: list[int] = []
    begin = i = first
    open_straight = worded = False
    # Most tokens are words, which decide nothing.
    for at in [k for k, token in enumerate(tokens[first:last], first) if not token[2].isalpha()]:
        if at < i:
            continue  # among the marks behind a stop
        worded = worded or at > i
        i = at
        token = tokens[i]
        text = token.text
        if text in _BULLETS and i > begin:
            ends.append(i)
            begin, worded = i, False
        if text not in _STOPS and text[-1] not in ".…":  # an ellipsis, an abbreviation
            worded = worded or text[0].isalnum()
            open_straight ^= text in STRAIGHT_MARKS
            i += 1
            continue
        stops_end = after = _end_of_stops(tokens, i, last)  # then what closes behind them
        while after < last and _closes(tokens, after, last, open_straight=open_straight):
            open_straight = open_straight and tokens[after].text not in STRAIGHT_MARKS
            after += 1
        worded = worded or _is_abbreviation(token)
        number = begin == first and i == first + 1 and tokens[first].text.isdecimal()  # "1. The first item"
        if worded and not number and _breaks(scan, i, stops_end, after):
            ends.append(after)
            begin, worded = after, False
        i = after
    if begin < last:
        ends.append(last)
    starts = [first, *ends[:-1]]
    return [
        Sentence(Span(tokens[a].start, tokens[b - 1].end), a, b) for a, b in zip(starts, ends, strict=False)
    ]


def _end_of_stops(tokens: Sequence[Token], at: int, last: int) -> int:
    """Behind the whole run of stops and ellipses that begins at ``at``."""
    end = at + 1
    while end < last and (tokens[end].text in _STOPS or _is_ellipsis(tokens[end])):
        end += 1
    return end


def _is_ellipsis(token: Token) -> bool:
    return token.text == "…" or (len(token.text) > 2 and token.text[0] == "." == token.text[-1])


def _is_abbreviation(token: Token) -> bool:
    return len(token.text) > 1 and token.text[-1] == "." and token.text[0] != "."


def _closes(tokens: Sequence[Token], at: int, last: int, *, open_straight: bool) -> bool:
    """Whether the mark or bracket at ``at``, behind a stop, closes what came before it.

    Space decides first (a closing mark stands tight to what it closes), then whether a straight mark is
    open, then the glyph.
    """
    token = tokens[at]
    if token.text in _BRACKETS_CLOSE:
        return True
    if token.text not in _QUOTES or token.text == "``":
        return False
    tight_before = tokens[at - 1].end == token.start
    behind = tokens[at + 1] if at + 1 < last and tokens[at + 1].start == token.end else None
    tight_after = behind is not None and (behind.text[0].isalnum() or _is_ellipsis(behind))
    if tight_before != tight_after:
        return tight_before
    return open_straight if token.text in STRAIGHT_MARKS else token.text in _CLOSING_CURLY_MARKS


def _follower(scan: _Scan, after: int) -> _Follower | None:
    """The word that decides about a stop before ``after``; None if a comma or the like goes on."""
    opened = dashed = prefixed = False
    for at in range(after, min(scan.last, after + WINDOW_STOP_TOKENS + 1)):
        token = scan.tokens[at]
        initial = token.text[0]
        if initial.isalnum() or (len(token.text) > 1 and initial in "$€£¥@#'’"):
            capital = prefixed or not initial.isalpha() or any(c.isupper() for c in token.text)
            opener = capital and token.norm.split("'", 1)[0] in scan.usage.openers
            nickname = opened and at + 1 < scan.last and scan.tokens[at + 1].text in _QUOTES
            return _Follower(at, opened and not nickname, dashed, capital, opener)
        opened = opened or token.text in _QUOTES
        dashed = dashed or token.text in _DASHES
        prefixed = prefixed or initial in _PREFIXES
        if not (opened or dashed or prefixed or initial in _BRACKETS_OPEN or _is_ellipsis(token)):
            return None
    return None


def _breaks(scan: _Scan, at: int, stops_end: int, after: int) -> bool:
    """Whether a sentence ends at ``after``: its end marks are ``at`` to ``stops_end``, then its closers."""
    if after == scan.last:
        return True
    follower = _follower(scan, after)
    if follower is None:
        return False
    closed = after > stops_end
    token = scan.tokens[at]
    if stops_end == at + 1 and _is_abbreviation(token):
        return _breaks_after_abbreviation(scan, at, follower, closed=closed)
    only_ellipsis = all(_is_ellipsis(t) for t in scan.tokens[at:stops_end])
    if not follower.capital:  # 'He stopped. "and then ...": a mark opens afresh
        return follower.opened and not (closed or only_ellipsis or follower.dashed)
    if follower.opener:
        return True
    if closed:
        return token.text == "." or not _is_tag(scan, follower.at)
    if only_ellipsis:
        return follower.opened or token.text.count(".") > 3  # four: a stop and three dots
    return follower.opened or not _is_initial_i(scan, at - 1)


def _is_initial_i(scan: _Scan, at: int) -> bool:
    """Whether the word at ``at`` is the I of "Daniel I. Inouye", not the pronoun ("so do I")."""
    alone = at == scan.first or not scan.tokens[at - 1].text[0].islower()
    return at >= scan.first and scan.tokens[at].text == "I" and alone


def _breaks_after_abbreviation(scan: _Scan, at: int, follower: _Follower, *, closed: bool) -> bool:
    """Whether an abbreviation's stop also ends its sentence: only if what follows plainly begins one."""
    if closed:
        return follower.capital
    usage = scan.usage
    stem = scan.tokens[at].norm[:-1].rpartition("-")[2]  # calif, of "D-Calif."
    listed = stem in usage.finals or (stem in usage.streets and _is_named(scan, at - 1))
    if not follower.capital or follower.dashed or not (len(stem) == 1 or "." in stem or listed):
        return False
    if follower.opener or follower.opened:
        return True
    of_place = at > scan.first and scan.tokens[at - 1].text == ","  # Bismarck, N.D.
    known = listed or of_place or stem in _HOURS
    return known and _ends_clause(scan, at - of_place, stem) and _begins_clause(scan, follower.at)


def _is_named(scan: _Scan, at: int) -> bool:
    return at >= scan.first and scan.tokens[at].text[0].isupper()


def _ends_clause(scan: _Scan, at: int, stem: str) -> bool:
    """Whether a clause that has its verb may end at ``at``: with a name behind a preposition or its verb.

    "The work went to Poe Bros.", "it opens at 9 a.m.", '..., said John Roe Jr.'; not "Poe Bros." and "In
    Hereford, Ariz.", which a subject may follow.
    """
    usage, first = scan.usage, max(scan.first, at - WINDOW_CLAUSE_TOKENS)
    i = at - 1
    while i > first and (
        _is_named(scan, i) or scan.tokens[i].text == "&" or scan.tokens[i].text[0].isdecimal()
    ):
        i -= 1
    leads = scan.tokens[i].norm
    if leads in usage.prepositions and i > first:
        before = next(
            (j for j in range(i, first, -1) if scan.tokens[j].norm not in usage.prepositions), first
        )
        said = scan.tokens[before].norm in usage.tags  # said as of 9 p.m.
        return not said and any(_is_verb(scan, j) for j in range(first, i))
    return leads in usage.tags and stem not in _HOURS and scan.tokens[i - 1].text in _BEFORE_TAG


def _begins_clause(scan: _Scan, at: int) -> bool:
    """Whether a subject and its verb begin at ``at``: "Work will begin", "Residents of Mill St. said"."""
    if scan.tokens[at].norm in scan.usage.zones:
        return False
    for index in range(at + 1, min(scan.last, at + WINDOW_CLAUSE_TOKENS)):
        if not scan.tokens[index].text[0].isalnum():
            return False
        if _is_verb(scan, index) or scan.tokens[index].norm in scan.usage.tags:
            return True
    return False


def _is_verb(scan: _Scan, i: int) -> bool:
    """Whether a word in lower case is a finite verb by its form."""
    token = scan.tokens[i]
    past = token.norm.endswith("ed") and len(token.norm) > _SHORTEST_PAST
    return token.text[0].islower() and (token.norm in scan.usage.verbs or past)


def _is_tag(scan: _Scan, at: int) -> bool:
    """Whether a name and a verb of speaking begin at ``at``: "Sen. Mary Roe, R-Ohio, asked"."""
    for token in scan.tokens[at : min(scan.last, at + WINDOW_TAG_WORDS)]:
        if token.norm in scan.usage.tags:
            return True
        if not (token.text[0].isupper() or token.text == ","):
            return False
    return False

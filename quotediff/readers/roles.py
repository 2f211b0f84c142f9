"""What each paragraph of a plain-text article is, and which part of it is the story's own copy.

A paragraph is judged by its shape first (a byline, a credit, a note: each has words it begins or ends with,
kept in ``lang/en``), then by its place: bylines, bullets, stand-alone datelines and slugs count only above
the story, lists of tags only behind a heading that announces them. Whoever is in doubt is body: a statement
lost to a wrong role is worse than a caption read as copy. So no paragraph with a quotation mark in it is
taken for furniture, a contributor line or (unless it says it is a picture) a caption.

Only the head and tail of a paragraph are looked at, so that the work is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

import regex

from quotediff.lang.corrections import is_correction
from quotediff.lang.lexicon import words
from quotediff.limits import (
    MAX_DECK_CHARS,
    MAX_EDGE_CHARS,
    MAX_HEADLINE_CHARS,
    MAX_LINE_CHARS,
    MAX_NOTICE_CHARS,
    MAX_SENTENCE_HEADLINE_CHARS,
    MAX_TURN_INITIALS,
    MIN_TURNS,
    WINDOW_ABSTRACT_PARAGRAPHS,
    WINDOW_BIO_PARAGRAPHS,
    WINDOW_LEAD_PARAGRAPHS,
)
from quotediff.model import Role
from quotediff.readers import patterns
from quotediff.text.fold import fold
from quotediff.text.spans import Span

_SHORT_WORD = 3  # words that headlines leave in lower case

_STOP = (".", "!", "?", "…", '."', ".”", '?"', "?”", '!"', "!”")
_MARKS_THAT_GO_ON = (",", ":", ";", "-", "–", "—", "(", "...")
_WIRE_SIGNS = "^<= "  # before and behind a wire's own lines
_SPACE_CHARACTERS = re.compile("[\t\n\r\v\f\x85\u00a0\u2009\u2028\u2029\u202f]")
_DAYS = frozenset(  # "By Monday" is no byline
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
)
_CREDITS_ALONE = frozenset({"getty", "getty images", "ap photo", "ap file photo", "file photo", "handout"})
_NOTE_HEADINGS = frozenset(
    {"correction", "corrections", "clarification", "editor's note", "corrections and clarifications"}
)
_KEY_POINTS = frozenset({"key points", "highlights", "in brief", "at a glance", "summary"})


class _Item(NamedTuple):
    """A paragraph as it is judged."""

    span: Span
    head: str  # as it stands, but for plain spaces in place of line ends and other white space
    tail: str
    low: str  # the head folded
    whole: bool  # the head is all of it
    quotes: bool  # a quotation mark stands in it

    @property
    def bare(self) -> str:
        """The folded paragraph without marks and stops at its edges, one space between words."""
        return " ".join(self.low.split()).strip(" .:…»>\"“”'*_-")


def assign(text: str, spans: Sequence[Span], known: Sequence[Role | None] = ()) -> list[tuple[Role, Span]]:
    """The role of each paragraph of ``text``, and its copy: without dateline, list mark, wire signs.

    Args:
        text: the article's text.
        spans: its paragraphs.
        known: the roles that a format's markup gives, None where it gives none; empty for plain text. If a
            headline is among them, no other paragraph is taken for it.
    """
    items = [_item(text, span) for span in spans]
    if known:
        roles = [given or _by_shape(item) for item, given in zip(items, known, strict=True)]
        headline = next((k for k, given in enumerate(known) if given is Role.HEADLINE), None)
    else:
        start, stop = _transmission(text)
        roles = [
            Role.HEADER if item.span.end <= start or item.span.start >= stop else _by_shape(item)
            for item in items
        ]
        headline = None
    if headline is None:
        headline = _find_headline(items, roles)
    if headline is not None:
        roles[headline] = Role.HEADLINE
    _judge_ending(items, roles)
    lead = _judge_opening(items, roles, 0 if headline is None else headline + 1)
    final = [role or Role.BODY for role in roles]
    datelines = _datelines(items, final, lead)
    return [
        (role, _copy(item, role, datelines.get(index, 0)))
        for index, (item, role) in enumerate(zip(items, final, strict=True))
    ]


def _item(text: str, span: Span) -> _Item:
    head = tail = _SPACE_CHARACTERS.sub(" ", text[span.start : min(span.end, span.start + MAX_EDGE_CHARS)])
    whole = span.width <= MAX_EDGE_CHARS
    if not whole:
        tail = _SPACE_CHARACTERS.sub(" ", text[span.end - MAX_EDGE_CHARS : span.end])
    quotes = patterns.QUOTE.search(text, span.start, span.end) is not None
    return _Item(span, head, tail, fold(head), whole, quotes)


def _transmission(text: str) -> tuple[int, int]:
    """Where the copy stands between STX and ETX, if the text is a wire transmission (ANPA 1312)."""
    if text[:64].lstrip()[:1] not in ("\x16", "\x01"):
        return 0, len(text)
    start = text.find("\x02")
    stop = text.find("\x03", start + 1)
    return max(start, 0), stop if stop >= 0 else len(text)


@cache
def _entries(name: str) -> tuple[str, ...]:
    return tuple(sorted(words(name)))


def _begins(low: str, name: str) -> bool:
    """Whether the folded paragraph begins with an entry of the list, as whole words."""
    openers = _entries(name)
    if not low.startswith(openers):
        return False
    for opener in openers:
        if low.startswith(opener):
            following = low[len(opener) : len(opener) + 1]
            if not (opener[-1].isalpha() and following.isalpha()):
                return True
    return False


def _by_shape(item: _Item) -> Role | None:
    """The role that the paragraph's own words give it, wherever it stands; None for copy."""
    head = item.head
    if item.whole and (patterns.BREAK.fullmatch(head) or patterns.CLOCK.fullmatch(head)):
        return Role.BREAK
    ended = item.span.width <= MAX_LINE_CHARS and not item.quotes and head.endswith(("<", "="))
    if ended or head.startswith("^"):
        return _by_wire_line(item, head.strip(_WIRE_SIGNS))
    if _is_note(item, head, item.low):
        return Role.NOTE
    if _is_caption(item):
        return Role.CAPTION
    if item.quotes:
        return None
    if item.whole and patterns.SLUG.match(head):
        return Role.HEADER
    if _is_contributor(item):
        return Role.CONTRIBUTOR
    return Role.FURNITURE if _is_furniture(item) else None


def _by_wire_line(item: _Item, bare: str) -> Role:
    """The role of a line that a wire has marked as its own, by ``^`` before or ``<`` or ``=`` behind."""
    if _is_note(item, bare, fold(bare)):
        return Role.NOTE
    return Role.BYLINE if patterns.BYLINE.fullmatch(bare) else Role.HEADER


def _is_note(item: _Item, bare: str, low: str) -> bool:
    if _begins(low, "note_openers") or patterns.NOTE.match(bare):
        return True
    if is_correction(bare):
        return True
    bracketed = (
        bare.startswith("(") and item.tail.endswith((")", ").", ")<")) and item.span.width <= MAX_NOTICE_CHARS
    )
    return bracketed and _begins(low[1:], "note_verbs")


def _is_caption(item: _Item) -> bool:
    dated = patterns.DATED_PICTURE.match(item.head)
    if patterns.PICTURE.match(item.head) or (dated and patterns.DATED.search(dated[1])):
        return not item.quotes or _ends_in_credit(item)
    if item.quotes:
        return False
    if _ends_in_credit(item):
        return not patterns.DATELINE.match(item.head)
    if not item.whole or item.span.width > MAX_LINE_CHARS:
        return False
    if item.bare in _CREDITS_ALONE:
        return True
    if not item.low.rstrip(" .").endswith(_entries("credits")):
        return False
    credit = patterns.CREDIT_LINE.fullmatch(item.head)
    return credit is not None and fold(credit[1]).strip(" .") in words("credits")


def _ends_in_credit(item: _Item) -> bool:
    return item.tail.endswith((")", ").")) and patterns.CREDIT_END.search(item.tail) is not None


def _is_contributor(item: _Item) -> bool:
    if _begins(item.low, "contributor_openers") or patterns.FOLLOW.match(item.head):
        return True
    if not item.whole:
        return False
    return bool(patterns.CONTRIBUTED.match(item.head) or patterns.AGENCY_REPORTED.match(item.head))


def _is_furniture(item: _Item) -> bool:
    if not item.whole:
        return False
    if item.span.width <= MAX_LINE_CHARS and (
        item.bare in words("furniture") or _begins(item.low, "furniture_openers")
    ):
        return True
    if item.low.startswith(("copyright", "©", "(c) ")) and "reserved" in item.low:
        return True
    return patterns.MARKUP.fullmatch(item.head) is not None or item.bare.endswith("like the page")


def _find_headline(items: Sequence[_Item], roles: Sequence[Role | None]) -> int | None:
    """The first paragraph that is not the wire's or the site's, if it looks like a headline.

    A wire's own headline stands among its header lines, between ``^`` and ``<``.
    """
    for index, (item, role) in enumerate(zip(items, roles, strict=True)):
        if role is Role.HEADER and _is_wire_headline(item):
            return index
        if role is Role.NOTE and index + 1 < len(items) and _is_corrected_headline(item):
            return index
        if role is None and not (
            patterns.REUTERS_SLUG.fullmatch(item.head) or patterns.BULLET.match(item.head)
        ):
            below = zip(items[index + 1 :], roles[index + 1 :], strict=True)
            story = [later for later, r in islice(below, WINDOW_LEAD_PARAGRAPHS) if r is None]
            return index if _looks_like_headline(item, story) else None
    return None


def _is_wire_headline(item: _Item) -> bool:
    inner = item.head.strip(_WIRE_SIGNS)
    return item.head.startswith("^") and item.whole and bool(inner) and not patterns.SLUG.match(inner)


def _is_corrected_headline(item: _Item) -> bool:
    begins = patterns.CORRECTION_HEADLINE.match(item.head) is not None
    return begins and item.span.width <= MAX_HEADLINE_CHARS and not _is_sentence(item)


def _looks_like_headline(item: _Item, story: Sequence[_Item]) -> bool:
    """Whether the article's first paragraph is its headline, before the paragraphs of ``story``.

    A headline is one line, shorter than the paragraphs of the story, or at least without a full stop above a
    sentence that has one. One with a full stop must be set in title case or stand before a dateline or before
    at least two paragraphs: else it is more likely the first sentence.
    """
    width = item.span.width
    shorter = width < max((later.span.width for later in story), default=0)
    if width > MAX_HEADLINE_CHARS or not (shorter or _is_line_above(item, story)):
        return False
    if _dateline(item) or patterns.BYLINE.fullmatch(item.head):
        return False
    if (
        item.head.startswith(('"', "“", "``", "''"))
        and patterns.SAID.search(item.head[1:])
        and _is_sentence(item)
    ):
        return False
    if not _is_sentence(item):
        return True
    sure = len(story) > 1 or _dateline(story[0]) is not None or _is_title_case(item.head)
    return sure and width <= MAX_SENTENCE_HEADLINE_CHARS


def _is_line_above(item: _Item, story: Sequence[_Item]) -> bool:
    """Whether a line that does not end as a sentence does stands above one that begins and ends as one."""
    if (
        item.span.width > MAX_LINE_CHARS
        or _is_sentence(item)
        or item.head.endswith(_MARKS_THAT_GO_ON)
        or not story
    ):
        return False
    return _is_sentence(story[0]) and not story[0].head[0].islower()


def _is_title_case(head: str) -> bool:
    """Whether nearly all longer words are capitalized, as in American headlines."""
    long = [word for word in regex.findall(r"\p{L}++", head) if len(word) > _SHORT_WORD]
    return len(long) > 2 and sum(word[0].isupper() for word in long) * 10 >= len(long) * 7


def _dateline(item: _Item) -> regex.Match[str] | None:
    """The dateline that the paragraph begins with, if more follows it."""
    found = patterns.DATELINE.match(item.head)
    if found is None or found.end() >= len(item.head):
        return None
    return None if fold(found["city"]) in words("not_datelines") else found


def _datelines(items: Sequence[_Item], roles: Sequence[Role], lead: int | None) -> dict[int, int]:
    """Where the copy begins behind its dateline, by paragraph: of the lead, and of any written elsewhere.

    What comes back before several paragraphs is the label of a speaker's turns, not a place.
    """
    body = [i for i, role in enumerate(roles) if role is Role.BODY]
    dashed = {i: found for i in body if (found := _dateline(items[i]))}
    colons = {i: found for i in body if i not in dashed and (found := _place_and_colon(items[i]))}
    labels = Counter(found["city"] for found in (*dashed.values(), *colons.values()))
    ends = {
        index: found.end()
        for index, found in dashed.items()
        if index == lead
        or found["agency"]
        or (labels[found["city"]] == 1 and _begins_copy(items[index], found))
    }
    turns = sum(patterns.LABEL.match(items[i].head) is not None for i in body) >= MIN_TURNS
    for position, found in colons.items():
        is_place = "," in found[0] or fold(found["city"]) in words("places")
        may_be = not turns and len(found["city"]) > MAX_TURN_INITIALS
        if labels[found["city"]] == 1 and (is_place or may_be):
            ends[position] = found.end()
    return ends


def _place_and_colon(item: _Item) -> regex.Match[str] | None:
    """What may be a dateline that ends in a colon, if more follows it."""
    found = patterns.PLACE_AND_COLON.match(item.head)
    return None if found is None or fold(found["city"]) in words("not_datelines") else found


def _begins_copy(item: _Item, dateline: regex.Match[str]) -> bool:
    """Whether a sentence begins behind what may be a dateline: not "RED LIGHT - she stopped there"."""
    initial = item.head[dateline.end() :].lstrip("\"“„«'‘`")[:1]
    return initial.isupper() or initial.isdecimal()


def _judge_opening(items: Sequence[_Item], roles: list[Role | None], top: int) -> int | None:
    """Gives roles to what stands above the story, from ``top`` on; the index of its first paragraph."""
    near = range(top, min(len(items), top + WINDOW_LEAD_PARAGRAPHS))
    lead = next((i for i in near if roles[i] is None and _dateline(items[i])), None)
    seen: set[str] = set()
    bullets = False
    for index in range(len(items)):
        item, role = items[index], roles[index]
        if role is Role.FURNITURE and item.bare == "abstract":
            _judge_abstract(items, roles, index)
        if role is not None or roles[index] is not None:
            continue
        if index == lead:
            return index
        duplicate = item.head in seen and not item.quotes
        seen.add(item.head)
        bullets = bullets or item.bare in _KEY_POINTS
        shape = _above_story(item, bullets=bullets)
        if shape is None and lead is not None and index < lead and item.span.width <= MAX_DECK_CHARS:
            shape = Role.SUMMARY
        if duplicate:
            shape = Role.CAPTION
            roles[next(j for j in range(index) if items[j].head == item.head)] = Role.CAPTION
        if shape is None:
            if lead is None or index < top:
                return index
            continue
        roles[index] = shape
    return None


def _above_story(item: _Item, *, bullets: bool) -> Role | None:
    head = item.head
    if not item.whole:
        return None
    if item.span.width <= MAX_LINE_CHARS and not item.quotes:
        if patterns.BYLINE.fullmatch(head) and not (_DAYS & set(item.low.split()[1:2])):
            return Role.BYLINE
        if patterns.DATELINE_ALONE.fullmatch(head):
            return Role.DATELINE
        if patterns.REUTERS_SLUG.fullmatch(head):
            return Role.HEADER
    if item.bare in _KEY_POINTS:
        return Role.SUMMARY
    listed = bullets and item.span.width <= MAX_LINE_CHARS and not item.quotes
    return Role.SUMMARY if listed or patterns.BULLET.match(head) else None


def _judge_abstract(items: Sequence[_Item], roles: list[Role | None], at: int) -> None:
    """Archives give a summary between the lines ABSTRACT and FULL TEXT."""
    for end in range(at + 1, min(len(items), at + WINDOW_ABSTRACT_PARAGRAPHS)):
        if roles[end] is Role.FURNITURE and items[end].bare == "full text":
            for i in range(at + 1, end):
                roles[i] = roles[i] or Role.SUMMARY
            return


def _judge_ending(items: Sequence[_Item], roles: list[Role | None]) -> None:
    """Gives roles to lists of tags behind their heading, and to what the end says of the writer."""
    listing = False
    noting = False  # behind a heading that announces a note
    copy_above = False  # some copy stands above
    for index, (item, role) in enumerate(zip(items, roles, strict=True)):
        noting = noting or (copy_above and role is Role.NOTE and item.bare in _NOTE_HEADINGS)
        if role is Role.FURNITURE:
            listing = listing or (copy_above and item.bare in words("furniture_lists"))
        elif (
            role is None
            and listing
            and item.span.width <= MAX_LINE_CHARS
            and not item.quotes
            and not _is_sentence(item)
        ):
            roles[index] = Role.FURNITURE
        elif role is None and noting and len(items) - index <= WINDOW_BIO_PARAGRAPHS:
            roles[index] = Role.NOTE
        elif role is None:
            listing = False
            copy_above = copy_above or _is_sentence(item) or item.span.width > MAX_LINE_CHARS
    for position in range(max(1, len(items) - WINDOW_BIO_PARAGRAPHS), len(items)):
        item = items[position]
        if roles[position] is None and not item.quotes and item.span.width <= MAX_NOTICE_CHARS:
            short = item.span.width <= MAX_LINE_CHARS and patterns.REPORTED.fullmatch(item.head)
            if short or patterns.BIO.match(item.head):
                roles[position] = Role.CONTRIBUTOR


def _is_sentence(item: _Item) -> bool:
    return item.head.endswith(_STOP)


def _copy(item: _Item, role: Role, dateline: int) -> Span:
    """The story's own part of the paragraph, whose first ``dateline`` characters say where it was written."""
    start, end = item.span
    if role is Role.HEADLINE and item.head.startswith("^"):
        inner = item.head.strip(_WIRE_SIGNS)
        start += item.head.index(inner)
        return Span(start, start + len(inner))
    if role is Role.HEADLINE:
        tag = patterns.CORRECTION_HEADLINE.match(item.head) or patterns.HEADLINE_TAG.match(item.head)
        return Span(start + tag.end(), end) if tag else item.span
    cut = dateline
    if not cut and role in (Role.BODY, Role.SUMMARY):
        found = patterns.LIST_MARK.match(item.head) or patterns.BYLINE_BEFORE.match(item.head)
        cut = found.end() if found else 0
    return Span(start + cut, end) if start + cut < end else item.span

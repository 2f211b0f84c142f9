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
    MAX_PARAGRAPH_REMEMBERED_CHARS,
    MAX_PARAGRAPHS_REMEMBERED,
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
from quotediff.text.remember import remembers
from quotediff.text.spans import Span, find_or_end

_SHORT_WORD = 3  # words that headlines leave in lower case

_STOP = (".", "!", "?", "…", '."', ".”", '?"', "?”", '!"', "!”")
_MARKS_THAT_GO_ON = (",", ":", ";", "-", "–", "—", "(", "...")
_HEADLINE_QUOTES = ('"', "“", "``", "''")
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
    line: str  # the head, if it is all of it; else nothing
    short: bool  # it may be a line of the site's or of names
    quotes: bool  # a quotation mark stands in it
    plain: bool  # it is short, and no quotation mark stands in it
    ended: bool  # it ends as a sentence does

    @property
    def is_copy(self) -> bool:
        """Whether it is more than a heading: it ends as a sentence does, or is long."""
        return self.ended or not self.short

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
    paragraphs = [text[span.start : span.end] for span in spans]
    items = [_item(each)._replace(span=span) for each, span in zip(paragraphs, spans, strict=True)]
    if known:
        roles = [given or _role_of(each) for each, given in zip(paragraphs, known, strict=True)]
    else:
        sent = _transmission(text)
        roles = [
            _role_of(each) if sent.overlap(span) else Role.HEADER
            for each, span in zip(paragraphs, spans, strict=True)
        ]
    headline = _find_headline(items, roles)
    if headline >= 0:
        roles[headline] = Role.HEADLINE
    _judge_ending(items, roles)
    _judge_bios(items, roles)
    _judge_abstracts(items, roles)
    lead = _judge_opening(items, roles, headline + 1)
    final = [role or Role.BODY for role in roles]
    cuts = _time_stamps(items, final) | _datelines(items, final, lead)
    return [
        (role, _copy(item, role, cuts.get(index, 0)))
        for index, (item, role) in enumerate(zip(items, final, strict=True))
    ]


@remembers(MAX_PARAGRAPHS_REMEMBERED, MAX_PARAGRAPH_REMEMBERED_CHARS)
def _item(paragraph: str) -> _Item:
    """A paragraph that stands alone; most of another version of the story are known from the one before."""
    head = tail = line = _SPACE_CHARACTERS.sub(" ", paragraph[:MAX_EDGE_CHARS])
    if len(paragraph) > MAX_EDGE_CHARS:
        tail = _SPACE_CHARACTERS.sub(" ", paragraph[-MAX_EDGE_CHARS:])
        line = ""
    short = len(paragraph) <= MAX_LINE_CHARS
    quotes = patterns.QUOTE.search(paragraph) is not None
    span, ended = Span(0, len(paragraph)), head.endswith(_STOP)
    return _Item(span, head, tail, fold(head), line, short, quotes, short and not quotes, ended)


@remembers(MAX_PARAGRAPHS_REMEMBERED, MAX_PARAGRAPH_REMEMBERED_CHARS)
def _role_of(paragraph: str) -> Role | None:
    """The role that a paragraph's own words give it."""
    return _by_shape(_item(paragraph))


def _transmission(text: str) -> Span:
    """Where the copy stands between STX and ETX, if the text is a wire transmission (ANPA 1312)."""
    if text[:64].lstrip()[:1] not in ("\x16", "\x01"):
        return Span(0, len(text))
    start = text.find("\x02")
    return Span(max(start, 0), find_or_end(text, "\x03", start + 1, len(text)))


@cache
def _entries(name: str) -> tuple[str, ...]:
    return tuple(sorted(words(name)))


def _begins(low: str, name: str) -> bool:
    """Whether the folded paragraph begins with an entry of the list, as whole words."""
    openers = _entries(name)
    if not low.startswith(openers):
        return False
    ends = (len(opener) for opener in openers if low.startswith(opener))
    return any(not f"{low[end - 1 : end + 1]:2}".isalpha() for end in ends)


def _by_shape(item: _Item) -> Role | None:
    """The role that the paragraph's own words give it, wherever it stands; None for copy."""
    if patterns.BREAK.fullmatch(item.line):
        return Role.BREAK
    if _is_wire_line(item):
        return _by_wire_line(item, item.head.strip(_WIRE_SIGNS))
    if _is_note(item, item.head, item.low):
        return Role.NOTE
    if _is_caption(item):
        return Role.CAPTION
    if item.quotes:
        return None
    if patterns.SLUG.match(item.line):
        return Role.HEADER
    if _is_contributor(item):
        return Role.CONTRIBUTOR
    return Role.FURNITURE if _is_furniture(item) else None


def _is_wire_line(item: _Item) -> bool:
    """Whether a wire has marked the line as its own, by ``^`` before or ``<`` or ``=`` behind."""
    if item.head.startswith("^"):
        return True
    return item.plain and item.head.endswith(("<", "="))


def _by_wire_line(item: _Item, bare: str) -> Role:
    """The role of a line that a wire has marked as its own."""
    if _is_note(item, bare, fold(bare)):
        return Role.NOTE
    return Role.BYLINE if patterns.BYLINE.fullmatch(bare) else Role.HEADER


def _is_note(item: _Item, bare: str, low: str) -> bool:
    if _begins(low, "note_openers") or patterns.NOTE.match(bare):
        return True
    if is_correction(bare):
        return True
    if item.span.width > MAX_NOTICE_CHARS or not item.tail.endswith((")", ").", ")<")):
        return False
    return bare.startswith("(") and _begins(low[1:], "note_verbs")


def _is_caption(item: _Item) -> bool:
    if _is_about_picture(item.head):
        return not item.quotes or _ends_in_credit(item)
    if item.quotes:
        return False
    if _ends_in_credit(item):
        return not patterns.DATELINE.match(item.head)
    return item.short and _is_credit(item)


def _is_about_picture(head: str) -> bool:
    """Whether a paragraph begins with what it says of a picture."""
    if patterns.PICTURE.match(head):
        return True
    dated = patterns.DATED_PICTURE.match(head)
    return dated is not None and patterns.DATED.search(dated[1]) is not None


def _is_credit(item: _Item) -> bool:
    """Whether a line names only who took a picture."""
    if item.bare in _CREDITS_ALONE:
        return True
    if not item.low.rstrip(" .").endswith(_entries("credits")):
        return False
    credit = patterns.CREDIT_LINE.fullmatch(item.head)
    return credit is not None and fold(credit[1]).strip(" .") in words("credits")


def _ends_in_credit(item: _Item) -> bool:
    return patterns.CREDIT_END.search(item.tail) is not None


def _is_contributor(item: _Item) -> bool:
    if _begins(item.low, "contributor_openers") or patterns.FOLLOW.match(item.head):
        return True
    return patterns.CONTRIBUTED.match(item.line) is not None


def _is_furniture(item: _Item) -> bool:
    if not item.line:
        return False
    if item.short and _begins(item.low, "furniture_openers"):
        return True
    if item.low.startswith(("copyright", "©", "(c) ")) and "reserved" in item.low:
        return True
    if item.bare in words("furniture") or item.bare.endswith("like the page"):
        return True
    return patterns.MARKUP.fullmatch(item.head) is not None


def _find_headline(items: Sequence[_Item], roles: Sequence[Role | None]) -> int:
    """The number of the headline: of what the markup calls so, else of the first that looks like one.

    That is the first paragraph that is not the wire's or the site's; but a wire's own headline stands among
    its header lines, between ``^`` and ``<``. -1 if there is none.
    """
    if Role.HEADLINE in roles:
        return roles.index(Role.HEADLINE)
    for index, (item, role) in enumerate(zip(items, roles, strict=True)):
        match role:
            case Role.HEADER if _is_wire_headline(item):
                return index
            case Role.NOTE if _is_corrected_headline(item, items[index + 1 :]):
                return index
            case None if not _is_slug_or_bullet(item.head):
                below = zip(items[index + 1 :], roles[index + 1 :], strict=True)
                story = [later for later, r in islice(below, WINDOW_LEAD_PARAGRAPHS) if r is None]
                return index if _looks_like_headline(item, story) else -1
    return -1


def _is_slug_or_bullet(head: str) -> bool:
    return bool(patterns.REUTERS_SLUG.fullmatch(head) or patterns.BULLET.match(head))


def _is_wire_headline(item: _Item) -> bool:
    inner = item.line.strip(_WIRE_SIGNS)
    if not item.line.startswith("^"):
        return False
    return bool(inner) and not patterns.SLUG.match(inner)


def _is_corrected_headline(item: _Item, below: Sequence[_Item]) -> bool:
    if item.ended or item.span.width > MAX_HEADLINE_CHARS:
        return False
    return bool(below) and patterns.CORRECTION_HEADLINE.match(item.head) is not None


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
    if not item.ended:
        return True
    if item.head.startswith(_HEADLINE_QUOTES) and patterns.SAID.search(item.head[1:]):
        return False
    sure = len(story) > 1 or _dateline(story[0]) is not None or _is_title_case(item.head)
    return sure and width <= MAX_SENTENCE_HEADLINE_CHARS


def _is_line_above(item: _Item, story: Sequence[_Item]) -> bool:
    """Whether a line that does not end as a sentence does stands above one that begins and ends as one."""
    if not item.short or item.head.endswith((*_STOP, *_MARKS_THAT_GO_ON)):
        return False
    return any(first.ended and not first.head[0].islower() for first in story[:1])


def _is_title_case(head: str) -> bool:
    """Whether nearly all longer words are capitalized, as in American headlines."""
    long = [word for word in regex.findall(r"\p{L}++", head) if len(word) > _SHORT_WORD]
    return len(long) > 2 and sum(word[0].isupper() for word in long) * 10 >= len(long) * 7


def _dateline(item: _Item) -> regex.Match[str] | None:
    """The dateline that the paragraph begins with, if more follows it."""
    found = patterns.DATELINE.match(item.head)
    if found is None or found.end() >= len(item.head):
        return None
    return _of_place(found)


def _datelines(items: Sequence[_Item], roles: Sequence[Role], lead: int | None) -> dict[int, int]:
    """Where the copy begins behind its dateline, by paragraph: of the lead, and of any written elsewhere.

    What comes back before several paragraphs is the label of a speaker's turns, not a place.
    """
    body = [i for i, role in enumerate(roles) if role is Role.BODY]
    dashed = {i: found for i in body if (found := _dateline(items[i]))}
    colons = {i: found for i in body if i not in dashed and (found := _place_and_colon(items[i]))}
    labels = Counter(found["city"] for found in (*dashed.values(), *colons.values()))
    turns = {i: found[0] for i in body if (found := patterns.LABEL.match(items[i].head))}
    ends = {i: found.end() for i, found in dashed.items() if i == lead or found["agency"]}
    for index, found in dashed.items():
        if labels[found["city"]] == 1 and _begins_copy(items[index], found):
            ends[index] = found.end()
    for position, found in colons.items():
        like = [turn for turn in turns.values() if position > body[0] or turn.isupper()]
        if labels[found["city"]] == 1 and _is_place(found, len(like)):
            ends[position] = found.end()
    return ends


def _time_stamps(items: Sequence[_Item], roles: Sequence[Role]) -> dict[int, int]:
    """Where the copy begins behind the time of an entry, by paragraph, in an article with several."""
    body = (i for i, role in enumerate(roles) if role is Role.BODY)
    ends = {i: length for i in body if (length := patterns.TIME_STAMP.length(items[i].head))}
    return ends if len(ends) >= MIN_TURNS else {}


def _is_place(label: regex.Match[str], turns: int) -> bool:
    """Whether capitals before a colon name a place: in doubt not where ``turns`` paragraphs have labels.

    Before the story's first paragraph these are labels in capitals, since those of one talk look alike.
    """
    if "," in label[0] or fold(label["city"]) in words("places"):
        return True
    return turns < MIN_TURNS and len(label["city"]) > MAX_TURN_INITIALS


def _place_and_colon(item: _Item) -> regex.Match[str] | None:
    """What may be a dateline that ends in a colon, if more follows it."""
    found = patterns.PLACE_AND_COLON.match(item.head)
    return None if found is None else _of_place(found)


def _of_place(dateline: regex.Match[str]) -> regex.Match[str] | None:
    """The dateline, unless its capitals are a word that names no place: *EXCLUSIVE*."""
    return None if fold(dateline["city"]) in words("not_datelines") else dateline


def _begins_copy(item: _Item, dateline: regex.Match[str]) -> bool:
    """Whether a sentence begins behind what may be a dateline: not "RED LIGHT - she stopped there"."""
    initial = item.head[dateline.end() :].lstrip("\"“„«'‘`")[:1]
    return initial.isupper() or initial.isdecimal()


def _judge_opening(items: Sequence[_Item], roles: list[Role | None], top: int) -> int | None:
    """Gives roles to what stands above the story, whose headline ends before ``top``; the story's first.

    Where a dateline says which paragraph that is, short ones above it are the story's deck; else it is the
    first of no known shape.
    """
    near = range(top, min(len(items), top + WINDOW_LEAD_PARAGRAPHS))
    lead = next((i for i in near if roles[i] is None and _dateline(items[i])), None)
    sure_story, deck = (len(items), 0) if lead is None else (top, MAX_DECK_CHARS)
    firsts: dict[str, int] = {}
    bullets = False
    for index, item in enumerate(items):
        if roles[index] is not None:
            continue
        if index == lead:
            return index
        first = firsts.setdefault(item.head, index)
        bullets |= item.bare in _KEY_POINTS
        roles[index] = _above_story(item, bullets=bullets)
        if first != index and not item.quotes:
            roles[index] = roles[first] = Role.CAPTION
        elif roles[index] is not None:
            continue
        elif item.span.width <= deck:
            roles[index] = Role.SUMMARY
        elif index < sure_story:
            return index
    return None


def _above_story(item: _Item, *, bullets: bool) -> Role | None:
    """What a paragraph above the story is by its shape; ``bullets``: a heading has announced a list."""
    if item.plain:
        if patterns.BYLINE.fullmatch(item.line) and _DAYS.isdisjoint(item.low.split()[1:2]):
            return Role.BYLINE
        if patterns.DATELINE_ALONE.fullmatch(item.line):
            return Role.DATELINE
        if patterns.REUTERS_SLUG.fullmatch(item.line):
            return Role.HEADER
        if bullets:
            return Role.SUMMARY
    return Role.SUMMARY if patterns.BULLET.match(item.line) else None


def _judge_abstracts(items: Sequence[_Item], roles: list[Role | None]) -> None:
    """Archives give a summary between the lines ABSTRACT and FULL TEXT."""
    furniture = {i: items[i].bare for i, role in enumerate(roles) if role is Role.FURNITURE}
    for start in (i for i, bare in furniture.items() if bare == "abstract"):
        near = range(start + 1, start + WINDOW_ABSTRACT_PARAGRAPHS)
        stop = next((i for i in near if furniture.get(i) == "full text"), start)
        for inside in range(start + 1, stop):
            roles[inside] = roles[inside] or Role.SUMMARY


def _judge_ending(items: Sequence[_Item], roles: list[Role | None]) -> None:
    """Gives roles to lists of tags and to notes below the story, each behind its heading."""
    listing = False
    noting = False
    bios = len(items) - WINDOW_BIO_PARAGRAPHS
    for index in range(_first_copy(items, roles), len(items)):
        item = items[index]
        match roles[index]:
            case Role.NOTE if item.bare in _NOTE_HEADINGS:
                noting = True
            case Role.FURNITURE if item.bare in words("furniture_lists"):
                listing = True
            case None if listing and _is_tag(item):
                roles[index] = Role.FURNITURE
            case None if noting and index >= bios:
                roles[index] = Role.NOTE
            case None:
                listing = False


def _first_copy(items: Sequence[_Item], roles: Sequence[Role | None]) -> int:
    """The number of the first paragraph that is surely copy; how many there are, if none is."""
    return next((i for i, item in enumerate(items) if roles[i] is None and item.is_copy), len(items))


def _is_tag(item: _Item) -> bool:
    return item.plain and not item.ended


def _judge_bios(items: Sequence[_Item], roles: list[Role | None]) -> None:
    """Gives roles to what the end says of the writer."""
    for index in range(max(1, len(items) - WINDOW_BIO_PARAGRAPHS), len(items)):
        if roles[index] is None and _is_bio(items[index]):
            roles[index] = Role.CONTRIBUTOR


def _is_bio(item: _Item) -> bool:
    if item.quotes or item.span.width > MAX_NOTICE_CHARS:
        return False
    return patterns.BIO.match(item.head) is not None


def _copy(item: _Item, role: Role, lead_in: int) -> Span:
    """The story's own part of the paragraph, before which ``lead_in`` characters say where or when."""
    start, end = item.span
    if role is Role.HEADLINE and item.head.startswith("^"):
        inner = item.head.strip(_WIRE_SIGNS)
        start += item.head.index(inner)
        return Span(start, start + len(inner))
    cut = lead_in
    if role is Role.HEADLINE:
        cut = patterns.HEADLINE_TAG.length(item.head)
    elif role in (Role.BODY, Role.SUMMARY):
        cut = lead_in or patterns.LEAD_IN.length(item.head)
    return Span(start + cut, end) if start + cut < end else item.span

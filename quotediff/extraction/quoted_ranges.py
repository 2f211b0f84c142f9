"""Pairs quotation marks and gives the quoted ranges of an article.

A left-to-right scan with a stack, paragraph by paragraph; an ambiguous mark closes if its family is open.
Where the marks of a paragraph do not pair, the damage ends with the paragraph, and a problem says so. A
quote that a paragraph leaves open goes on in the next if that one re-opens it, or closes it first thing.
Time grows as n log n in the number of marks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from quotediff.extraction.marks import (
    FAMILIES,
    SINGLES,
    Mark,
    MarkContext,
    double_marks,
    is_measure_before,
    looks_possessive,
    marks_among,
    single_marks,
)
from quotediff.lang.lexicon import words
from quotediff.model import Document, Problem, QuotedSpan, Role
from quotediff.text.damage import legible
from quotediff.text.sentences import Sentence
from quotediff.text.spans import Span
from quotediff.text.tokens import Places, Token
from quotediff.values import dataclass, replace

QUOTING_ROLES = frozenset({Role.HEADLINE, Role.SUMMARY, Role.BODY, Role.NOTE})
"""Roles in which marks are paired: captions and the site's furniture have none that matter."""

_OPENING_SINGLES = SINGLES - {"’"}
_LEADS_UP = frozenset({":", ",", ".", "?", "!"})  # tokens behind which a quotation opens


@dataclass(frozen=True, slots=True)
class QuotedRange:
    """A range between marks.

    ``span`` includes the marks, ``inner`` does not. ``first:last`` are the tokens of ``span`` (half-open).
    ``depth`` is 0 for an outermost range. ``closed`` is false where the closing mark is missing;
    ``continues`` where that is so because the next paragraph goes on with the quote, and ``continued``
    where this range is such a continuation.
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
class _Paired:
    """What one paragraph's marks come to: the ranges, and the marks without a partner, in order."""

    quoted_ranges: tuple[QuotedRange, ...]
    openers: tuple[Mark, ...]
    closers: tuple[Mark, ...]


def find_quoted_ranges(
    document: Document,
    tokens: Sequence[Token],
    ranges: Sequence[tuple[int, int]],
    places: Places,
    sentences: Sequence[Sentence],
) -> tuple[tuple[QuotedRange, ...], tuple[Problem, ...]]:
    """The quoted ranges of the article in text order, and a QD901 problem for every unpaired mark.

    Args:
        document: the article.
        tokens: its tokens.
        ranges: for each paragraph, its tokens as ``tokens[first:last]``.
        places: where each word stands among the tokens.
        sentences: those of the article, in order.
    """
    text = legible(document.text, document.damaged)
    glyphs = marks_among(tokens, places)
    scan = _Scan(sentences)
    texts = [
        (first, last)
        for paragraph, (first, last) in zip(document.paragraphs, ranges, strict=True)
        if paragraph.role in QUOTING_ROLES and first < last
    ]
    below = [*(first for first, _ in texts[1:]), len(tokens)]
    for (first, last), following in zip(texts, below, strict=False):
        marks = glyphs[bisect_left(glyphs, first) : bisect_left(glyphs, last)]
        if marks or scan.waiting is not None:
            context = MarkContext(text, tokens, first, last, marks)
            scan.add(context, goes_on=_opens_single(tokens, following))
    scan.close()
    problems = tuple(_unpaired(text, at) for at in sorted(scan.unpaired))
    return tuple(_nested([q for q in scan.found if q.inner.width > 0], tokens)), problems


class _Scan:
    """The paragraphs so far: their ranges, where marks without a partner stand, and what is open still."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self.found: list[QuotedRange] = []
        self.unpaired: list[int] = []
        self.waiting: QuotedRange | None = None  # what the paragraph before left open at its end

    def add(self, context: MarkContext, *, goes_on: bool) -> None:
        """The next paragraph; ``goes_on``: the one below it begins with a single opening mark."""
        reopens = False
        if self.waiting is None:
            paired = _pair(context, goes_on=goes_on)
        else:
            reopens = _reopens(context, self.waiting)
            closing = None if reopens else context.first
            paired = _pair(context, goes_on=goes_on, closing=closing)
            paired = self._go_on(context, paired, self.waiting, reopens=reopens)
        here = [*paired.quoted_ranges, *_unclosed(context, paired, self._sentences)]
        self.waiting = next((q for q in here if not q.closed and q.last == context.last), None)
        self.unpaired.extend(m.span.start for m in paired.closers)
        for quoted in here:
            if quoted is not self.waiting:
                self.found.append(_marked(quoted, context.first, reopens=reopens))
                if not quoted.closed:
                    self.unpaired.append(quoted.span.start)
        if self.waiting is not None:
            self.waiting = _marked(self.waiting, context.first, reopens=reopens)

    def _go_on(
        self, context: MarkContext, paired: _Paired, waiting: QuotedRange, *, reopens: bool
    ) -> _Paired:
        """Settles what the paragraph before left open; gives the pairs, with the rest of it if it goes on."""
        paired, joined = (paired, True) if reopens else _run_on(context, paired, waiting)
        self.found.append(replace(waiting, continues=joined))
        if not joined:
            self.unpaired.append(waiting.span.start)
        return paired

    def close(self) -> None:
        """Behind the last paragraph: what is open stays open."""
        if self.waiting is not None:
            self.found.append(self.waiting)
            self.unpaired.append(self.waiting.span.start)


def _marked(quoted: QuotedRange, first: int, *, reopens: bool) -> QuotedRange:
    return replace(quoted, continued=True) if reopens and quoted.first == first else quoted


def _reopens(context: MarkContext, waiting: QuotedRange) -> bool:
    """Whether a paragraph begins with the mark of the quote left open before it.

    A mark before a space closes that quote, unless its own opening mark stood before one.
    """
    if _family_at(context, context.first) != waiting.family:
        return False
    begins = waiting.inner.start
    if context.text[begins : begins + 1].isspace() or context.first + 1 == context.last:
        return True
    return not context.after(context.first).isspace()


def _pair(context: MarkContext, *, goes_on: bool, closing: int | None = None) -> _Paired:
    """Pairs the marks of one paragraph.

    ``goes_on``: the next one begins with a single opening mark; a mark at token ``closing`` closes what the
    one before left open.
    """
    stack: list[Mark] = []
    depth: dict[str, int] = {}  # family -> how many of it are open
    found: list[QuotedRange] = []
    openers: list[Mark] = []
    closers: list[Mark] = []
    for mark in _without_inches(list(double_marks(context))):
        if depth.get(mark.family) and mark.can_close and not mark.must_open:
            while stack[-1].family != mark.family:
                depth[stack[-1].family] -= 1
                openers.append(stack.pop())
            depth[mark.family] -= 1
            found.append(_between(stack.pop(), mark))
        elif mark.can_open and mark.token != closing:
            stack.append(mark)
            depth[mark.family] = depth.get(mark.family, 0) + 1
        elif not is_measure_before(context.text, mark.span.start):
            closers.append(mark)
    openers.extend(stack)
    singles, unclosed = _pair_singles(context, goes_on=goes_on)
    found.extend(_not_crossing(singles, found))
    if not (openers or closers) and (goes_on or not found):
        openers.extend(unclosed)
    return _Paired(tuple(found), tuple(sorted(openers, key=lambda m: m.span)), tuple(closers))


def _without_inches(marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks less those right behind a figure that close nothing, or that one after them closes for.

    In *"A 9" nail," he said* the mark after it closes; in *"I was 9" he said, and "I ran"* it opens.
    """
    closed_later: dict[int, bool] = {}  # token -> whether the next mark of the family closes
    latest: dict[str, Mark] = {}
    for mark in reversed(marks):
        following = latest.get(mark.family)
        closed_later[mark.token] = following is not None and (following.unit or not following.can_open)
        latest[mark.family] = mark
    open_: set[str] = set()
    for mark in marks:
        if mark.unit and (mark.family not in open_ or closed_later[mark.token]):
            continue
        if mark.can_open and (mark.must_open or mark.family not in open_):
            open_.add(mark.family)
        elif mark.can_close:
            open_.discard(mark.family)
        yield mark


def _pair_singles(context: MarkContext, *, goes_on: bool) -> tuple[list[QuotedRange], Sequence[Mark]]:
    """Pairs single marks; and the one that opens the paragraph and never closes, if there is one.

    In the middle of a paragraph a single mark without a partner is an apostrophe more likely than a
    quotation mark, and is let go without a problem; unless the next paragraph ``goes_on`` with a mark, and
    this one leads up to the quotation.
    """
    found: list[QuotedRange] = []
    opener: Mark | None = None
    weak: Mark | None = None  # what could close, but looks like a possessive
    for mark in single_marks(context):
        if mark.can_open:
            if opener is not None and weak is not None:
                found.append(_between(opener, weak))
            opener, weak = mark, None
        elif opener is not None and mark.token > opener.token + 1:
            if looks_possessive(context, mark):
                weak = weak or mark
            else:
                found.append(_between(opener, mark))
                opener = weak = None
    if opener is None:
        return found, ()
    if goes_on and (opener.token == context.first or context.tokens[opener.token - 1].text in _LEADS_UP):
        return found, (opener,)
    if weak is not None:
        found.append(_between(opener, weak))
    elif opener.token == context.first and context.tokens[opener.token].text != "'":
        return found, (opener,)
    return found, ()


def _opens_single(tokens: Sequence[Token], i: int) -> bool:
    """Whether token ``i``, the first of a paragraph, is a single mark before a word, no apostrophe."""
    if i + 1 >= len(tokens) or tokens[i].text not in _OPENING_SINGLES:
        return False
    following = tokens[i + 1]
    return following.start == tokens[i].end and following.norm not in words("elisions")


def _not_crossing(singles: Sequence[QuotedRange], doubles: Sequence[QuotedRange]) -> list[QuotedRange]:
    """Those single pairs that cross no double pair; double pairs are the surer ones."""
    edges = sorted(edge for q in doubles for edge in (q.span.start, q.span.end - 1))
    partner = {q.span.start: q.span.end - 1 for q in doubles} | {
        q.span.end - 1: q.span.start for q in doubles
    }
    kept = []
    for single in singles:
        # The pairs of one family nest, so one crosses iff the edges inside do not pair among themselves.
        inside = edges[bisect_right(edges, single.span.start) : bisect_left(edges, single.span.end)]
        if all(single.span.start < partner[edge] < single.span.end for edge in (inside[:1] + inside[-1:])):
            kept.append(single)
    return kept


def _between(opener: Mark, closer: Mark) -> QuotedRange:
    return QuotedRange(
        Span(opener.span.start, closer.span.end),
        Span(opener.span.end, closer.span.start),
        opener.token,
        closer.token + 1,
        opener.family,
    )


def _unclosed(context: MarkContext, paired: _Paired, sentences: Sequence[Sentence]) -> Iterator[QuotedRange]:
    """A range for each opening mark without a partner: its sentence, or the rest of the paragraph.

    The sentence alone if another quotation opens further on: there the narrator has gone on in between.
    """
    starts: dict[str, list[int]] = {}
    for family, token in sorted(
        [(q.family, q.first) for q in paired.quoted_ranges] + [(m.family, m.token) for m in paired.openers]
    ):
        starts.setdefault(family, []).append(token)
    for mark in paired.openers:
        later = starts[mark.family]
        at = bisect_right(later, mark.token)
        last = context.last
        if at < len(later):
            sentence = bisect_right(sentences, mark.token, key=lambda s: s.first) - 1
            last = min(later[at], max(sentences[sentence].last, mark.token + 1))
        inner = Span(mark.span.end, max(mark.span.end, context.tokens[last - 1].end))
        yield QuotedRange(
            Span(mark.span.start, inner.end), inner, mark.token, last, mark.family, closed=False
        )


def _family_at(context: MarkContext, i: int) -> str | None:
    """The family of the mark that token ``i`` is, if it can open."""
    text = context.tokens[i].text
    if text in SINGLES:
        return "single"
    return FAMILIES.get(text)


def _run_on(context: MarkContext, paired: _Paired, waiting: QuotedRange) -> tuple[_Paired, bool]:
    """A paragraph that begins inside the quote left open before it: its first mark closes that quote.

    Returns the pairing with the range from the paragraph's start to that mark, and whether it was so.
    """
    closer = paired.closers[0] if paired.closers else None
    starts = [q.span.start for q in paired.quoted_ranges] + [m.span.start for m in paired.openers]
    if closer is None or closer.family != waiting.family or (starts and min(starts) < closer.span.start):
        return paired, False
    begin = context.tokens[context.first].start
    head = QuotedRange(
        Span(begin, closer.span.end),
        Span(begin, closer.span.start),
        context.first,
        closer.token + 1,
        closer.family,
        continued=True,
    )
    return replace(paired, quoted_ranges=(head, *paired.quoted_ranges), closers=paired.closers[1:]), True


def _unpaired(text: str, at: int) -> Problem:
    message = f"the quotation mark {text[at]} has no partner in its paragraph"
    return Problem("QD901", message, Span(at, at + 1))


def _nested(quoted_ranges: Sequence[QuotedRange], tokens: Sequence[Token]) -> Iterator[QuotedRange]:
    """In text order, each with the number of ranges around it.

    Where two cross, one of their closing marks was a guess: the inner is cut at the outer's end.
    """
    around: list[QuotedRange] = []
    for quoted in sorted(quoted_ranges, key=lambda q: (q.span.start, -q.span.end)):
        while around and around[-1].span.end <= quoted.span.start:
            around.pop()
        inner = quoted
        if around and quoted.span.end > around[-1].inner.end:
            outer = around[-1]
            last = outer.last - (1 if outer.closed else 0)
            end = tokens[last - 1].end
            if end <= quoted.inner.start:
                continue
            span = Span(quoted.span.start, end)
            inner = replace(quoted, span=span, inner=Span(quoted.inner.start, end), last=last, closed=False)
        if around:
            inner = replace(inner, depth=len(around))
        around.append(inner)
        yield inner


def marked_spans(quoted: Sequence[QuotedRange]) -> Iterator[QuotedSpan]:
    """All that stands between marks, each with the place of what is around it."""
    around: list[int] = []
    for index, one in enumerate(quoted):
        del around[one.depth :]
        yield QuotedSpan(one.span, one.inner, around[-1] if around else None)
        around.append(index)

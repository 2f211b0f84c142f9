"""How words of a story are shown, in messages, tables and reports alike; nothing else puts marks about them.

Words stand between quotation marks only if they stood between marks in the story, and then between the same.
Words without marks stand in brackets within a sentence, and bare where they are alone (in a cell, after a
colon). An ellipsis parts the spans of a quote and follows words that were cut off; it stands outside the
marks, so that one between marks is always the story's own. Marks are never left open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from quotediff.limits import MAX_EXCERPT_CHARS, MAX_MARKS_DEPTH
from quotediff.model import Extract, QuotedSpan
from quotediff.text.spans import Span, trim

_ELLIPSIS = "…"
_PARTNERS = {
    "“": "”",
    "‘": "’",
    "„": "“",
    "‚": "‘",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "〝": "〞",
    "``": "''",
    "''": "''",
    "`": "'",
    '"': '"',
    "'": "'",
    "‟": "”",
    "‛": "’",
}
_OPENER_OF = {closer: opener for opener, closer in _PARTNERS.items()}
_DOUBLE_MARKS = '"“”«»'


def excerpt(
    extract: Extract, spans: Iterable[Span], longest: int = MAX_EXCERPT_CHARS, *, alone: bool = False
) -> str:
    """Words of a story on one line: ``“We will” … “go”``, ``[they would “never” go]``.

    Args:
        extract: the version that holds them.
        spans: where they stand in its text, in order.
        longest: how many code points of the text to show; more is cut off behind a word.
        alone: nothing else stands beside them; then words without marks need no brackets.

    Returns:
        The words, with their marks; empty if there are none.
    """
    text = extract.document.text
    out = ""
    for start, end in spans:
        whole = trim(text, start, end)
        if not whole.width:
            continue
        if longest <= 0:
            return f"{out} {_ELLIPSIS}"
        kept = _cut(text, whole, longest)
        piece = _piece(extract, kept, alone=alone)
        out = f"{out} {_ELLIPSIS} {piece}" if out else piece
        if kept.end < whole.end:
            return f"{out} {_ELLIPSIS}"
        longest -= kept.width
    return out


def whole(extract: Extract, spans: Iterable[Span]) -> str:
    """Words of a story, all of them, as they are shown where nothing else stands beside them."""
    return excerpt(extract, spans, len(extract.document.text), alone=True)


def decorations(extract: Extract, spans: Sequence[Span]) -> tuple[dict[int, str], dict[int, str]]:
    """What to put into the words of spans joined by a space, to show them as ``excerpt`` does where alone.

    Returns:
        What to put before a character, and what behind one, by its offset in the joined words.
    """
    before: dict[int, str] = {}
    after: dict[int, str] = {}
    at = 0
    for number, span in enumerate(spans, 1):
        if span.width:
            opening, closing = _marks_about(extract, span)
            before[at] = opening
            after[at + span.width - 1] = closing + f" {_ELLIPSIS}" * (number < len(spans))
        at += span.width + 1
    return before, after


def bracketed(words: str) -> str:
    """Words of a story whose place is not at hand, within a sentence: a cue, a description, a note."""
    return f"[{line(words)}]"


def _without_comma(words: str) -> str:
    """Words without a comma or semicolon at their end, unless they are nothing else."""
    return words.rstrip(",;") or words


def line(words: str) -> str:
    """Words on one line, not too long, and no mark of them left open: a name in a sentence."""
    whole = " ".join(words.split())
    whole = _without_comma(whole)
    if len(whole) <= MAX_EXCERPT_CHARS:
        return whole
    kept = whole[: _cut(whole, Span(0, len(whole)), MAX_EXCERPT_CHARS).end]
    opened = [k for k, c in enumerate(kept) if c in _DOUBLE_MARKS]
    if len(opened) % 2 and opened[-1]:
        kept = kept[: opened[-1]].rstrip()
    return f"{kept} {_ELLIPSIS}"


def _cut(text: str, span: Span, longest: int) -> Span:
    """The first words of a span, no more than ``longest`` code points; part of a word that is longer."""
    if span.width <= longest:
        return span
    stop = span.start + longest
    if not text[stop].isspace():
        spaces = [k for k in range(span.start + 1, stop) if text[k].isspace()]
        if spaces:
            stop = spaces[-1]
    return trim(text, span.start, stop)


def _piece(extract: Extract, span: Span, *, alone: bool) -> str:
    """One span with its marks."""
    opening, closing = _marks_about(extract, span)
    words = " ".join(extract.document.text[span.start : span.end].split())
    if not alone:
        words = _without_comma(words)
    if opening or alone or _is_marked(extract, span):
        return opening + words + closing
    return f"[{words}{closing}]"


def _is_marked(extract: Extract, span: Span) -> bool:
    """Whether a span is all that stands between two marks, these included."""
    k = bisect_right(extract.marked, span.start, key=lambda m: m.span.start) - 1
    return k >= 0 and extract.marked[k].span == span


def _marks_about(extract: Extract, span: Span) -> tuple[str, str]:
    """The marks between which a span stands, and those to put behind it so that none is left open."""
    text = extract.document.text
    opening = [_glyphs(text, m)[0] for m in _around(extract.marked, span.start)]
    closing = [_glyphs(text, m)[1] for m in _around(extract.marked, span.end - 1)]
    return "".join(opening), "".join(reversed(closing))


def _around(marked: Sequence[QuotedSpan], offset: int) -> list[QuotedSpan]:
    """What stands between marks and holds the character at an offset: the innermost, the outer ones first."""
    found: list[QuotedSpan] = []
    k: int | None = bisect_right(marked, offset, key=lambda m: m.span.start) - 1
    while k is not None and k >= 0 and len(found) < MAX_MARKS_DEPTH:
        if marked[k].inner.start <= offset < marked[k].inner.end:
            found.append(marked[k])
        k = marked[k].outer
    return found[::-1]


def _glyphs(text: str, marked: QuotedSpan) -> tuple[str, str]:
    """The marks about quoted words; the partner of the other for one that the story leaves out."""
    opener = text[marked.span.start : marked.inner.start].strip()
    closer = text[marked.inner.end : marked.span.end].strip()
    return opener or _OPENER_OF.get(closer, closer), closer or _PARTNERS.get(opener, opener)

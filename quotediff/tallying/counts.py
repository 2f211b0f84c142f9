"""An article's speakers and how much of it is theirs.

A word is what stands between spaces and has a letter or digit in it, as a text editor counts. Where a quote
stands within another speaker's quote, its words are both speakers'.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from quotediff.align.normalize import NormalizedText
from quotediff.align.quotes import quote_content
from quotediff.model import Extract, Kind, Quote, Speaker
from quotediff.text.spans import Span
from quotediff.versions import Sources, SpeakerShare

_COUNTED_WORD = regex.compile(r"[^\s—–]*[\p{L}\p{N}][^\s—–]*")  # a dash stands between words, spaces or not


def tally(extract: Extract, normalized: NormalizedText | None = None) -> Sources:
    """Who speaks in an article, and how much; each quote counts for one share.

    Quotes whose speaker is not known are one share without a speaker. Shares add up to 1 if there are quotes.

    Args:
        extract: the article.
        normalized: its words, if somebody has them already.
    """
    if normalized is None:
        normalized = NormalizedText(extract)
    quotes: dict[str | None, list[Quote]] = {}
    counted: dict[str | None, dict[int, bool]] = {}  # the words by their place, and whether between marks
    for quote in extract.quotes:
        quotes.setdefault(quote.speaker, []).append(quote)
        words = counted.setdefault(quote.speaker, {})
        for start, marked in _words(normalized, quote):
            words[start] = words.get(start, False) or marked
    total = sum(map(len, counted.values()))
    speakers: dict[str | None, Speaker] = {s.id: s for s in extract.speakers}
    shares = []
    for identifier, theirs in quotes.items():
        size = len(counted[identifier])
        share = size / total if total else len(theirs) / len(extract.quotes)
        paragraphs = [q.paragraph for q in theirs]
        shares.append(
            SpeakerShare(
                speakers.get(identifier),
                tuple(q.id for q in theirs),
                size,
                sum(counted[identifier].values()),
                share,
                min(paragraphs),
                max(paragraphs),
            )
        )
    return Sources(extract, tuple(sorted(shares, key=lambda v: (v.speaker is None, -v.words, v.first))))


def count_words(text: str, quote: Quote) -> int:
    """The words of a quote of an article whose text that is, as ``tally`` counts them."""
    return sum(len(_COUNTED_WORD.findall(text[span.start : span.end])) for span in quote.content.spans)


def _words(normalized: NormalizedText, quote: Quote) -> Iterator[tuple[int, bool]]:
    """The words of a content: where each begins, and whether it stands between marks."""
    text = normalized.extract.document.text
    places = [
        match.start() + span.start
        for span in quote.content.spans
        for match in _COUNTED_WORD.finditer(text[span.start : span.end])
    ]
    if quote.kind is not Kind.MIXED:
        yield from ((place, quote.kind is Kind.DIRECT) for place in places)
        return
    content = quote_content(normalized, quote, {})
    between = {w.start for w, marked in zip(content.words, content.marked, strict=True) if marked}
    for place in places:
        word = _COUNTED_WORD.match(text, place)
        span = Span(place, word.end() if word else place + 1)
        yield place, any(k in between for k in range(*span))

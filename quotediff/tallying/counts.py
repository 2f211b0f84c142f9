"""An article's speakers and how much of it is theirs.

A word is what stands between spaces and has a letter or digit in it, as a text editor counts. Where a quote
stands within another speaker's quote, its words are both speakers'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from quotediff.align.normalize import NormalizedText
from quotediff.align.quotes import quote_content
from quotediff.model import Extract, Kind, Quote, Speaker
from quotediff.text.spans import Span
from quotediff.versions import Sources, SpeakerShare

_COUNTED_WORD = regex.compile(r"[^\s—–]*[\p{L}\p{N}][^\s—–]*")  # a dash stands between words, spaces or not
_COUNTED_END = regex.compile(r"[\p{L}\p{N}][^\s—–]*+")  # of a counted word, from its first letter or digit on


def tally(extract: Extract, normalized: NormalizedText | None = None) -> Sources:
    """Who speaks in an article, and how much; each quote counts for one share.

    Quotes whose speaker is not known are one share without a speaker. Shares add up to 1 if there are quotes.

    Args:
        extract: the article.
        normalized: its words, if somebody has them already.
    """
    text = extract.document.text
    quotes: dict[str | None, list[Quote]] = {}
    for quote in extract.quotes:
        quotes.setdefault(quote.speaker, []).append(quote)
    if normalized is None and any(quote.kind is Kind.MIXED for quote in extract.quotes):
        normalized = NormalizedText(extract)
    sizes = {identifier: _counted(text, theirs, normalized) for identifier, theirs in quotes.items()}
    total = sum(words for words, _ in sizes.values())
    speakers: dict[str | None, Speaker] = {s.id: s for s in extract.speakers}
    shares = []
    for identifier, theirs in quotes.items():
        size, marked = sizes[identifier]
        share = size / total if total else len(theirs) / len(extract.quotes)
        paragraphs = [q.paragraph for q in theirs]
        shares.append(
            SpeakerShare(
                speakers.get(identifier),
                tuple(q.id for q in theirs),
                size,
                marked,
                share,
                min(paragraphs),
                max(paragraphs),
            )
        )
    return Sources(extract, tuple(sorted(shares, key=lambda v: (v.speaker is None, -v.words, v.first))))


def _counted(text: str, quotes: Sequence[Quote], normalized: NormalizedText | None) -> tuple[int, int]:
    """The words of a speaker's quotes, each counted once, and how many of them stand between marks."""
    mixed = [
        list(_between_marks(normalized, quote))
        for quote in quotes
        if normalized is not None and quote.kind is Kind.MIXED
    ]
    direct = [quote for quote in quotes if quote.kind is Kind.DIRECT]
    spans = sorted(span for quote in quotes for span in quote.content.spans)
    if all(after.start >= before.end for before, after in pairwise(spans)):
        size = sum(count_words(text, quote) for quote in quotes)
        marked = sum(count_words(text, quote) for quote in direct)
        return size, marked + sum(map(len, mixed))
    between = {place for quote in direct for place in _places(text, quote)}
    between.update(*mixed)
    return len({place for quote in quotes for place in _places(text, quote)}), len(between)


def count_words(text: str, quote: Quote) -> int:
    """The words of a quote of an article whose text that is, as ``tally`` counts them."""
    return sum(len(_COUNTED_END.findall(text[span.start : span.end])) for span in quote.content.spans)


def _places(text: str, quote: Quote) -> list[int]:
    """Where the words of a content begin."""
    return [
        match.start() + span.start
        for span in quote.content.spans
        for match in _COUNTED_WORD.finditer(text[span.start : span.end])
    ]


def _between_marks(normalized: NormalizedText, quote: Quote) -> Iterator[int]:
    """Those of the words of a mixed quote that stand between marks, by where they begin."""
    text = normalized.extract.document.text
    content = quote_content(normalized, quote, {})
    between = {w.start for w, marked in zip(content.words, content.marked, strict=True) if marked}
    for place in _places(text, quote):
        word = _COUNTED_WORD.match(text, place)
        span = Span(place, word.end() if word else place + 1)
        if any(k in between for k in range(*span)):
            yield place

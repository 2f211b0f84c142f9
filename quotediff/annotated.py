"""Articles with annotated quotes, whoever annotated them: people, quotediff, or another system.

They are what annotation formats hold and what an evaluation compares. What a format cannot say is None, or
no spans: it is unknown, not wrong. Offsets are code points into the article's text, half-open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf

from quotediff.errors import UsageError
from quotediff.model import Attitude, Extract, Kind, Role, SpeakerKind, spans_of
from quotediff.text.spans import Span

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedQuote:
    """A quote as somebody annotated it; spans are in text order.

    ``content`` may be empty: of some corpora only cues and sources are annotated. ``clause`` is the whole
    attributing clause, where that is annotated instead of a source and a cue. ``speaker`` is the id of one of
    the article's speakers, ``within`` that of the quote in whose content this one is. ``rule`` is what made
    it, if a system says so.
    """

    id: str
    content: Spans
    source: Spans = ()
    cue: Spans = ()
    clause: Spans = ()
    kind: Kind | None = None
    attitude: Attitude | None = None
    speaker: str | None = None
    inherited: bool | None = None
    within: str | None = None
    confidence: float | None = None
    role: Role | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedSpeaker:
    """Who a source is. ``mentions`` are the places where the article names or describes the speaker."""

    id: str
    name: str | None
    kind: SpeakerKind | None = None
    description: str | None = None
    mentions: Spans = ()


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with its quotes and speakers.

    ``text`` is None where the format leaves it out and nobody has named a file with it. ``path`` is the file
    that holds the annotations, for messages. ``annotator`` is who made them, if the file says so. ``file`` is
    the article's own file, if it is known. ``optional`` are words that may be a quote or not: careful readers
    differ.
    """

    name: str
    text: str | None
    quotes: tuple[AnnotatedQuote, ...]
    speakers: tuple[AnnotatedSpeaker, ...] = ()
    path: str = ""
    annotator: str | None = None
    file: str | None = None
    optional: tuple[Spans, ...] = ()

    @property
    def words(self) -> str:
        """The text; nothing where the format leaves it out."""
        return self.text or ""


NOBODY = AnnotatedSpeaker("", None)
"""Who says a quote where the annotation does not say."""


def of_extract(extract: Extract) -> AnnotatedArticle:
    """What quotediff found in an article, as annotations."""
    document = extract.document
    quotes = tuple(
        AnnotatedQuote(
            id=quote.id,
            content=quote.content.spans,
            source=spans_of(quote.source),
            cue=spans_of(quote.cue),
            kind=quote.kind,
            attitude=quote.attitude,
            speaker=quote.speaker,
            inherited=quote.inherited,
            within=quote.within,
            confidence=round(quote.confidence, 3),
            role=quote.role,
            rule=quote.rule,
        )
        for quote in extract.quotes
    )
    speakers = tuple(
        AnnotatedSpeaker(s.id, s.name, s.kind, s.description, s.mentions) for s in extract.speakers
    )
    return AnnotatedArticle(document.name, document.text, quotes, speakers, document.path)


def numbered(article: AnnotatedArticle) -> AnnotatedArticle:
    """The same with ids as quotediff gives them: q1, q2, ... in the order of the contents, s1, s2, ...

    A speaker comes where the first mention is; one that is mentioned nowhere comes last, and is left out if
    nothing is quoted of them.
    """
    quotes = sorted(article.quotes, key=lambda q: (_order(q), q.source, q.cue))
    of_quote: dict[str | None, str] = {q.id: f"q{number}" for number, q in enumerate(quotes, 1)}
    quoted = {q.speaker for q in quotes}
    speakers = [s for s in article.speakers if s.mentions or s.id in quoted]
    speakers.sort(
        key=lambda s: (not s.mentions, s.mentions, *(word or "" for word in (s.name, s.kind, s.description)))
    )
    of_speaker: dict[str | None, str] = {s.id: f"s{number}" for number, s in enumerate(speakers, 1)}
    return replace(
        article,
        quotes=tuple(
            replace(
                quote,
                id=of_quote[quote.id],
                within=of_quote.get(quote.within),
                speaker=of_speaker.get(quote.speaker),
            )
            for quote in quotes
        ),
        speakers=tuple(replace(s, id=of_speaker[s.id]) for s in speakers),
    )


def _order(quote: AnnotatedQuote) -> tuple[int, int, Spans]:
    """The first word said, else the first of the attribution; an outer quote before those within it."""
    spans = quote.content or quote.clause or quote.source or quote.cue
    if not spans:
        return 0, 0, ()
    return spans[0].start, -spans[-1].end, spans


def checked(article: AnnotatedArticle) -> AnnotatedArticle:
    """The article, if every span is a range of its text.

    Raises:
        UsageError: one is not.
    """
    length, within = inf, ""
    if article.text is not None:
        length, within = len(article.text), f" in the {len(article.text)} characters of the text"
    for spans in _all_spans(article):
        for start, end in spans:
            if not 0 <= start < end <= length:
                raise UsageError(
                    f"{article.path or article.name}: {article.name}: {start} to {end} is not a range"
                    f"{within}; offsets count code points from 0, the end not included"
                )
    return article


def _all_spans(article: AnnotatedArticle) -> Iterable[Spans]:
    for quote in article.quotes:
        yield from (quote.content, quote.source, quote.cue, quote.clause)
    for speaker in article.speakers:
        yield speaker.mentions


def ordered(spans: Iterable[Sequence[int]]) -> Spans:
    """Spans in text order, each once."""
    return tuple(sorted({Span(int(start), int(end)) for start, end in spans}))

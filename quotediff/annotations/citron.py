"""``citron``: the JSON of BBC's Citron, its format for training and evaluation, a file an article.

Citron has one stretch for a cue, and no quotes without one: further stretches are in ``cue_spans``, and
quotes without a cue in ``quotes_without_cue``, which Citron skips as it does all keys that it does not know.
Speakers are ``coreference_groups``. Offsets are code points. What Citron finds is read as well.
https://github.com/bbc/citron/blob/main/docs/data_format.md
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from quotediff.annotated import AnnotatedArticle, AnnotatedQuote, AnnotatedSpeaker, Spans, numbered, ordered
from quotediff.annotations import writing
from quotediff.annotations.graph import check_words, number, truth, word, words_of
from quotediff.annotations.jsonlines import Object, entries, listed, objects, offset
from quotediff.errors import UsageError
from quotediff.model import Attitude, Kind, Role, SpeakerKind
from quotediff.rendering.jsonformat import dumps
from quotediff.text.spans import Span

if TYPE_CHECKING:
    from quotediff.annotations import Source
    from quotediff.model import Extract
    from quotediff.rendering import Options

_OUTSIDE = "quotes_without_cue"


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """The file of the only article."""
    return writing.one(extracts, files, "citron")


def folder(extracts: Iterable[Extract]) -> Iterator[tuple[str, str]]:
    """A file for each article."""
    return writing.folder(extracts, files)


def files(article: AnnotatedArticle) -> Mapping[str, str]:
    """The file of an article."""
    article = numbered(article)
    text = article.words
    places: dict[str | None, int] = {s.id: place for place, s in enumerate(article.speakers)}
    mentioned: dict[str | None, Spans] = {s.id: s.mentions for s in article.speakers}
    quotes = [_quote(q, text, places, mentioned) for q in article.quotes]
    value = {
        "text": text,
        "quotes": [q for q in quotes if "cue" in q],
        "coreference_groups": [_citron_spans(s.mentions, text) for s in article.speakers if s.mentions],
        _OUTSIDE: [q for q in quotes if "cue" not in q],
        "speakers": [
            {
                "name": speaker.name,
                "kind": speaker.kind,
                "description": speaker.description,
                "mentions": [list(span) for span in speaker.mentions],
            }
            for speaker in article.speakers
        ],
        "article": article.name,
    }
    return {".json": dumps(value, 1) + "\n"}


def _citron_spans(spans: Spans, text: str) -> list[Object]:
    return [{"start": start, "end": end, "text": text[start:end]} for start, end in spans]


def _quote(
    quote: AnnotatedQuote, text: str, places: Mapping[str | None, int], mentioned: Mapping[str | None, Spans]
) -> Object:
    cue = {"cue": _citron_spans(quote.cue[:1], text)[0]} if quote.cue else {}
    further = {"cue_spans": [list(span) for span in quote.cue]} if len(quote.cue) > 1 else {}
    mentions = mentioned.get(quote.speaker, ())
    named = tuple(mention for mention in mentions[:1] if mention not in quote.source)
    found: Object = {
        **cue,
        **further,
        "sources": _citron_spans(quote.source, text),
        "contents": _citron_spans(quote.content, text),
        "coreferences": _citron_spans(named, text),
        "id": quote.id,
        "clause": [list(span) for span in quote.clause] or None,
        "kind": quote.kind,
        "attitude": quote.attitude,
        "inherited": quote.inherited,
        "within": quote.within,
        "speaker": places.get(quote.speaker),
        "confidence": quote.confidence,
        "role": quote.role,
        "rule": quote.rule,
    }
    return {key: value for key, value in found.items() if value is not None}


def read(data: str, source: Source) -> Iterator[AnnotatedArticle]:
    """The article of a file; of what Citron found its text is in a file of the same name."""
    for where, value in objects(data, source.path):
        name = str(value.get("article") or re.split(r"[/\\]", source.path)[-1].removesuffix(".json"))
        text = value.get("text")
        if not isinstance(text, str):
            text = source.text(name)
        if text is None:
            raise UsageError(f"{where}: has no text; name the folder of the articles: --articles DIR")
        yield _Reader(value, text, where).article(name, source.path)


class _Reader:
    def __init__(self, value: Object, text: str, where: str) -> None:
        self.value, self.text, self.where = value, text, where
        self.speakers = [
            AnnotatedSpeaker(
                f"s{place}",
                words_of(one.get("name")),
                word(SpeakerKind, one.get("kind")),
                words_of(one.get("description")),
                self._pairs(one.get("mentions")),
            )
            for place, one in enumerate(entries(value.get("speakers"), "speakers", where))
        ]
        known = {s.mentions for s in self.speakers}
        for group in listed(value.get("coreference_groups"), "coreference_groups", where):
            mentions = self._spans(group, "coreference_groups")
            if mentions not in known:
                self.speakers.append(AnnotatedSpeaker(f"s{len(self.speakers)}", None, mentions=mentions))

    def article(self, name: str, path: str) -> AnnotatedArticle:
        """The article of the file."""
        if "quotes" not in self.value:
            raise UsageError(f"{self.where}: has no quotes; it is not JSON of Citron")
        held = [
            *entries(self.value.get("quotes"), "quotes", self.where),
            *entries(self.value.get(_OUTSIDE), _OUTSIDE, self.where),
        ]
        quotes = tuple(self._quote(one, place) for place, one in enumerate(held, 1))
        return numbered(AnnotatedArticle(name, self.text, quotes, tuple(self.speakers), path))

    def _quote(self, one: Object, place: int) -> AnnotatedQuote:
        cue = self._spans([one["cue"]] if one.get("cue") else [], "cue")
        source = self._spans(one.get("sources"), "sources")
        coreferences = self._spans(one.get("coreferences"), "coreferences")
        return AnnotatedQuote(
            id=str(one.get("id", f"#{place}")),
            content=self._spans(one.get("contents"), "contents"),
            source=source,
            cue=self._pairs(one.get("cue_spans")) or cue,
            clause=self._pairs(one.get("clause")),
            kind=word(Kind, one.get("kind")),
            attitude=word(Attitude, one.get("attitude")),
            speaker=self._speaker(one.get("speaker"), (*source, *coreferences)),
            inherited=truth(one.get("inherited")),
            within=words_of(one.get("within")),
            confidence=number(one.get("confidence")),
            role=word(Role, one.get("role")),
            rule=words_of(one.get("rule")),
        )

    def _speaker(self, place: object, mentions: Spans) -> str | None:
        """The speaker that a quote names, or of whose group its source is."""
        if isinstance(place, int) and 0 <= place < len(self.speakers):
            return self.speakers[place].id
        if "speakers" in self.value:
            return None
        return next((s.id for s in self.speakers if set(s.mentions) & set(mentions)), None)

    def _spans(self, value: object, what: str) -> Spans:
        found = []
        for one in entries(value, what, self.where):
            span = Span(offset(one.get("start"), self.where), offset(one.get("end"), self.where))
            check_words(one.get("text"), self.text, [span], f"{self.where}: {what}")
            found.append(span)
        return ordered(found)

    def _pairs(self, value: object) -> Spans:
        return pairs(value, self.where)


def pairs(value: object, where: str) -> Spans:
    """Spans written as lists of a start and an end.

    Raises:
        UsageError: they are not.
    """
    found = []
    for one in listed(value, "a list of spans", where):
        if not isinstance(one, list) or len(one) != 2:
            raise UsageError(f"{where}: {one!r} is not a span; a span is a start and an end")
        found.append((offset(one[0], where), offset(one[1], where)))
    return ordered(found)

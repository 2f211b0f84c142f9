"""``json``: quotediff's own JSON, of `list --format json` or `jsonl`, or by other programs in its way.

An object has ``quotes`` with ``content``, ``source`` and ``cue``, each an object with ``spans`` or the spans
alone, and ``speakers``. The text is in ``text`` (``--with-text``), else in the file that ``path`` names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from quotediff.annotated import AnnotatedArticle, AnnotatedQuote, AnnotatedSpeaker, Spans, numbered
from quotediff.annotations.citron import pairs
from quotediff.annotations.graph import number, truth, word, words_of
from quotediff.annotations.jsonlines import Object, entries, objects
from quotediff.errors import UsageError
from quotediff.model import Attitude, Kind, Role, SpeakerKind
from quotediff.rendering import values
from quotediff.rendering.jsonformat import dumps

if TYPE_CHECKING:
    from quotediff.annotations import Source


def files(article: AnnotatedArticle) -> Mapping[str, str]:
    """The line of an article, with its text."""
    article = numbered(article)
    quotes = [
        {
            "id": quote.id,
            "kind": quote.kind,
            **{part: _passage(getattr(quote, part)) for part in ("content", "source", "cue", "clause")},
            "speaker": quote.speaker,
            "inherited": quote.inherited,
            "within": quote.within,
            "role": quote.role,
            "rule": quote.rule,
            "confidence": quote.confidence,
            "attitude": quote.attitude,
        }
        for quote in article.quotes
    ]
    speakers = [
        {
            "id": speaker.id,
            "name": speaker.name,
            "kind": speaker.kind,
            "description": speaker.description,
            "mentions": [list(span) for span in speaker.mentions],
        }
        for speaker in article.speakers
    ]
    value = {"schema_version": values.SCHEMA_VERSION, "id": article.name, "text": article.text}
    return {".jsonl": dumps({**value, "quotes": quotes, "speakers": speakers}) + "\n"}


def _passage(spans: Spans) -> Object | None:
    return {"spans": [list(span) for span in spans]} if spans else None


def read(data: str, source: Source) -> Iterator[AnnotatedArticle]:
    """The articles of a file."""
    for where, value in objects(data, source.path):
        documents = entries(value["documents"], "documents", where) if "documents" in value else [value]
        for place, document in enumerate(documents, 1):
            at = f"{where}: document {place}" if "documents" in value else where
            yield _document(document, at, source)


def _document(value: Object, where: str, source: Source) -> AnnotatedArticle:
    name = value.get("id") or value.get("path") or value.get("article")
    if not isinstance(name, str) or "quotes" not in value:
        raise UsageError(f"{where}: is not an article of quotediff, which has an id or a path, and quotes")
    if isinstance(value.get("item"), str):
        name = f"{name}#{value['item']}"
    text = value.get("text")
    if not isinstance(text, str):
        text = source.text(name)
    speakers = tuple(
        AnnotatedSpeaker(
            str(one.get("id", place)),
            words_of(one.get("name")),
            word(SpeakerKind, one.get("kind")),
            words_of(one.get("description")),
            pairs(one.get("mentions"), where),
        )
        for place, one in enumerate(entries(value.get("speakers"), "speakers", where))
    )
    quotes = tuple(
        _quote(one, str(one.get("id", f"#{place}")), where)
        for place, one in enumerate(entries(value.get("quotes"), "quotes", where))
    )
    return AnnotatedArticle(name, text, quotes, speakers, source.path)


def _quote(one: Object, id: str, where: str) -> AnnotatedQuote:  # noqa: A002 - as in model
    return AnnotatedQuote(
        id=id,
        content=_spans(one.get("content"), where),
        source=_spans(one.get("source"), where),
        cue=_spans(one.get("cue"), where),
        clause=_spans(one.get("clause"), where),
        kind=word(Kind, one.get("kind")),
        attitude=word(Attitude, one.get("attitude")),
        speaker=words_of(one.get("speaker")),
        inherited=truth(one.get("inherited")),
        within=words_of(one.get("within")),
        confidence=number(one.get("confidence")),
        role=word(Role, one.get("role")),
        rule=words_of(one.get("rule")),
    )


def _spans(value: object, where: str) -> Spans:
    return pairs(value.get("spans") if isinstance(value, dict) else value, where)

"""Results as plain values, key by key as the JSON has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotediff.model import Extract, Meta, Passage, Problem, Quote, Speaker, SpeakerKind
from quotediff.text.spans import Span

if TYPE_CHECKING:
    from datetime import datetime

    from quotediff.comparison import Change, Comparison, Edit, LeftOut, Pair, ParagraphPair
    from quotediff.rendering.places import Places
    from quotediff.versions import (
        History,
        QuoteState,
        Sources,
        SourcesHistory,
        SourcesTotal,
        SpeakerChange,
        SpeakerHistory,
        SpeakerShare,
        Step,
    )

SCHEMA_VERSION = 2

Value = dict[str, Any]  # a JSON object


def problems(extract: Extract) -> tuple[Problem, ...]:
    """The problems of the reading and of the analysis, each once, in that order."""
    return tuple(dict.fromkeys((*extract.document.problems, *extract.problems)))


def document(extract: Extract, *, with_text: bool) -> Value:
    """One article with its quotes and speakers; its whole text only when asked for."""
    return {
        **_file(extract, with_text=with_text),
        "quotes": [_quote(q) for q in extract.quotes],
        "speakers": [_speaker(s) for s in extract.speakers],
        "problems": _problems(extract),
    }


def _file(extract: Extract, *, with_text: bool) -> Value:
    source = extract.document
    text = {"text": source.text} if with_text else {}
    return {
        "path": source.path,
        "format": source.format,
        "item": source.item,
        "sha256": source.sha256,
        "title": source.title,
        "meta": _meta(source.meta),
        "engine": extract.engine,
        **text,
    }


def _meta(meta: Meta) -> Value:
    """What the file says of its story; times as ISO 8601 has them, without a zone if they are local."""
    return {
        "story": meta.story,
        "version": meta.version,
        "number": meta.number,
        "created": _time(meta.created),
        "modified": _time(meta.modified),
        "published": _time(meta.published),
        "status": meta.status,
        "embargo": _time(meta.embargo),
        "notes": [{"kind": note.kind, "text": note.text} for note in meta.notes],
        "slug": meta.slug,
        "headline": meta.headline,
        "byline": meta.byline,
        "dateline": meta.dateline,
        "located": meta.located,
        "source": meta.source,
        "language": meta.language,
        "url": meta.url,
        "complete": meta.complete,
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def comparison(result: Comparison, *, with_text: bool) -> Value:
    """Two versions, their pairs of quotes, and the changes."""
    return {
        "schema_version": SCHEMA_VERSION,
        "old": document(result.old, with_text=with_text),
        "new": document(result.new, with_text=with_text),
        "alignment": [_paragraphs(p) for p in result.alignment],
        "pairs": [_pair(p) for p in result.pairs],
        "changes": [change(c) for c in result.changes],
        "summary": dict(result.summary),
        "undeclared_errors": result.undeclared,
        "problems": [_problem(p) for p in result.problems],
        "left_out": [_left_out(one) for one in result.left_out],
    }


def _left_out(one: LeftOut) -> Value:
    return {"speaker": one.speaker, "quotes": list(one.quotes), "span": _span(one.span)}


def history(result: History, *, with_text: bool) -> Value:
    """All versions, every quote traced through them, and what `compare` says of each step otherwise."""
    from quotediff.rendering import summaries  # noqa: PLC0415 - most runs show no history

    traced_quotes = summaries.TracedQuotes(result)
    summaries_of = [(traced, traced_quotes.summary(traced)) for traced in result.quotes]
    return {
        "schema_version": SCHEMA_VERSION,
        "order": list(result.order),
        "documents": [document(extract, with_text=with_text) for extract in result.versions],
        "quotes": [
            {
                "id": traced.id,
                "text": words.text,
                "speaker": words.speaker or None,
                "states": [_quote_state(state) for state in traced.states],
            }
            for traced, words in summaries_of
        ],
        "steps": [_step(step) for step in result.steps],
    }


def _quote_state(state: QuoteState) -> Value:
    return {
        "outcomes": [outcome.value for outcome in state.outcomes],
        "quotes": list(state.quotes),
        "span": _span(state.span),
        "since": state.since,
        "changes": [change(c) for c in state.changes],
    }


def _step(step: Step) -> Value:
    return {
        "pairs": [_pair(p) for p in step.pairs],
        "changes": [change(c) for c in step.changes],
        "summary": dict(step.summary),
        "problems": [_problem(p) for p in step.problems],
    }


def sources(article: Sources, *, with_text: bool) -> Value:
    """One article with its speakers and how much is theirs."""
    return {
        **_file(article.extract, with_text=with_text),
        "quotes": len(article.extract.quotes),
        "words": sum(v.words for v in article.speakers),
        "marked_words": sum(v.marked for v in article.speakers),
        "speakers": [_speaker_share(v) for v in article.speakers],
        "problems": _problems(article.extract),
    }


def sources_history(result: SourcesHistory, *, with_text: bool) -> Value:
    """All versions as ``sources`` gives them, and each speaker over them."""
    return {
        "schema_version": SCHEMA_VERSION,
        "order": list(result.order),
        "documents": [sources(version, with_text=with_text) for version in result.versions],
        "speakers": [_speaker_history(traced, result) for traced in result.speakers],
        "problems": [_problem(p) for p in result.problems],
    }


def _speaker_history(traced: SpeakerHistory, result: SourcesHistory) -> Value:
    from quotediff.rendering import summaries  # noqa: PLC0415 - as above

    speaker = summaries.latest(traced).speaker
    places = [
        None if entry is None else version.speakers.index(entry)
        for version, entry in zip(result.versions, traced.shares, strict=True)
    ]
    return {
        "name": speaker.name if speaker else None,
        "shares": places,
        "changes": [_speaker_change(s) for s in traced.changes],
    }


def _speaker_change(change: SpeakerChange) -> Value:
    return {"version": change.version, "what": change.what, "old": change.old, "new": change.new}


def sources_total(result: SourcesTotal) -> Value:
    """How many articles there are, and each speaker of theirs."""
    return {
        "schema_version": SCHEMA_VERSION,
        "articles": result.articles,
        "total": [
            {
                "speaker": entry.name,
                "kind": entry.kind.value if entry.kind else None,
                "names": [
                    {"name": name, "reason": reason}
                    for name, reason in zip(entry.names, entry.reasons, strict=True)
                ],
                "articles": entry.articles,
                "quotes": entry.quotes,
                "words": entry.words,
                "share": round(entry.share, 6),
            }
            for entry in result.speakers
        ],
    }


def _who(speaker: Speaker) -> Value:
    """What is known of a speaker beside a share."""
    return {
        "speaker": speaker.id,
        "name": speaker.name,
        "kind": speaker.kind.value,
        "named": speaker.kind is not SpeakerKind.UNNAMED,
        "description": speaker.description,
        "anonymity": speaker.anonymity,
    }


_UNKNOWN_SPEAKER: Value = dict.fromkeys(("speaker", "name", "kind", "named", "description", "anonymity"))


def _speaker_share(entry: SpeakerShare) -> Value:
    return {
        **(_UNKNOWN_SPEAKER if entry.speaker is None else _who(entry.speaker)),
        "quotes": list(entry.quotes),
        "words": entry.words,
        "marked_words": entry.marked,
        "share": round(entry.share, 6),
        "first_paragraph": entry.first,
        "last_paragraph": entry.last,
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _quote(quote: Quote) -> Value:
    return {
        "id": quote.id,
        "kind": quote.kind.value,
        "content": _passage(quote.content),
        "source": _passage(quote.source),
        "cue": _passage(quote.cue),
        "speaker": quote.speaker,
        "speaker_confidence": _rounded(quote.speaker_confidence),
        "inherited": quote.inherited,
        "within": quote.within,
        "paragraph": quote.paragraph,
        "role": quote.role.value,
        "rule": quote.rule,
        "confidence": round(quote.confidence, 3),
        "attitude": quote.attitude.value,
    }


def _speaker(speaker: Speaker) -> Value:
    return {
        "id": speaker.id,
        "name": speaker.name,
        "kind": speaker.kind.value,
        "description": speaker.description,
        "anonymity": speaker.anonymity,
        "mentions": [list(span) for span in speaker.mentions],
    }


def _problems(extract: Extract) -> list[Value]:
    """The problems of an article, each with its place in the file."""
    found = problems(extract)
    if not found:
        return []
    from quotediff.rendering.places import Places  # noqa: PLC0415 - most articles have no problems

    places = Places(extract.document.text, extract.document.origin)
    return [_problem(p, places) for p in found]


def _problem(problem: Problem, places: Places | None = None) -> Value:
    """A problem; its place is line and column in the file, null of a comparison and of all of a file."""
    place = None if places is None or problem.span is None else list(places.of(problem.span)[0])
    return {
        "code": problem.code,
        "message": problem.message,
        "span": _span(problem.span),
        "place": place,
    }


def _paragraphs(pair: ParagraphPair) -> Value:
    return {"old": list(pair.old), "new": list(pair.new), "moved": pair.moved}


def _pair(pair: Pair) -> Value:
    return {
        "old": list(pair.old),
        "new": list(pair.new),
        "similarity": round(pair.similarity, 3),
        "confidence": round(pair.confidence, 3),
    }


def change(change: Change) -> Value:
    """One finding of `compare`."""
    return {
        "code": change.code,
        "name": change.name,
        "severity": change.severity.value,
        "old": change.old,
        "new": change.new,
        "old_span": _span(change.old_span),
        "new_span": _span(change.new_span),
        "old_quotes": list(change.old_quotes),
        "new_quotes": list(change.new_quotes),
        "message": change.message,
        "edits": [edit(e) for e in change.edits],
        "fingerprint": change.fingerprint,
    }


def _passage(passage: Passage | None) -> Value | None:
    if passage is None:
        return None
    return {"text": passage.text, "spans": [list(span) for span in passage.spans]}


def edit(step: Edit) -> Value:
    """A step from the old words to the new, as JSON has it."""
    return {
        "op": step.op,
        "old": step.old,
        "new": step.new,
        "old_span": _span(step.old_span),
        "new_span": _span(step.new_span),
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)

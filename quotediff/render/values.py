"""Extracts and comparisons as plain values, key by key as the contract's JSON has them."""

from __future__ import annotations

from typing import Any

from quotediff.model import Change, Comparison, Extract, Pair, Passage, Problem, Quote, Speaker
from quotediff.text.spans import Span

SCHEMA_VERSION = 1

Value = dict[str, Any]  # a JSON object


def problems(extract: Extract) -> tuple[Problem, ...]:
    """The problems of the reading and of the analysis, each once, in that order."""
    return tuple(dict.fromkeys((*extract.document.problems, *extract.problems)))


def document(extract: Extract, *, with_text: bool) -> Value:
    """One article with its quotes and speakers; its whole text only when asked for."""
    source = extract.document
    return {
        "path": source.path,
        "sha256": source.sha256,
        "title": source.title,
        **({"text": source.text} if with_text else {}),
        "quotes": [_quote(q) for q in extract.quotes],
        "speakers": [_speaker(s) for s in extract.speakers],
        "problems": [_problem(p) for p in problems(extract)],
    }


def comparison(result: Comparison, *, with_text: bool) -> Value:
    """Two versions, their pairs of quotes, and the changes."""
    return {
        "schema_version": SCHEMA_VERSION,
        "old": document(result.old, with_text=with_text),
        "new": document(result.new, with_text=with_text),
        "pairs": [_pair(p) for p in result.pairs],
        "changes": [_change(c) for c in result.changes],
        "summary": dict(result.summary),
        "problems": [_problem(p) for p in result.problems],
    }


def _quote(quote: Quote) -> Value:
    return {
        "id": quote.id,
        "kind": quote.kind.value,
        "content": _passage(quote.content),
        "source": _passage(quote.source),
        "cue": _passage(quote.cue),
        "speaker": quote.speaker,
        "inherited": quote.inherited,
        "within": quote.within,
        "paragraph": quote.paragraph,
        "role": quote.role.value,
        "rule": quote.rule,
        "confidence": round(quote.confidence, 3),
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


def _problem(problem: Problem) -> Value:
    return {"code": problem.code, "message": problem.message, "span": _span(problem.span)}


def _pair(pair: Pair) -> Value:
    return {"old": list(pair.old), "new": list(pair.new), "similarity": round(pair.similarity, 3)}


def _change(change: Change) -> Value:
    return {
        "code": change.code,
        "name": change.name,
        "severity": change.severity.value,
        "old": change.old,
        "new": change.new,
        "old_span": _span(change.old_span),
        "new_span": _span(change.new_span),
        "message": change.message,
        "edits": [{"op": e.op, "old": e.old, "new": e.new} for e in change.edits],
        "fingerprint": change.fingerprint,
    }


def _passage(passage: Passage | None) -> Value | None:
    if passage is None:
        return None
    return {"text": passage.text, "spans": [list(span) for span in passage.spans]}


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)

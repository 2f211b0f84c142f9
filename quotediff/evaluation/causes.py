"""Why quotes of an answer differ from those of the gold: each error under a cause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quotediff.annotated import AnnotatedQuote, Spans
from quotediff.evaluation import statements
from quotediff.evaluation.measures import Judged
from quotediff.evaluation.overlap import Place, shared, size
from quotediff.scores import EvaluationError
from quotediff.text.spans import Span

_EXCERPT_MARGIN = 70  # characters shown on each side
_SHORT = 3  # words: a fragment
_QUOTE_CHARACTERS_SHOWN = 200  # characters of a quote
_MARK_CUES = frozenset({":", "-", "–", "—", "--"})


class Caused(NamedTuple):
    """An error and its cause."""

    cause: str
    error: EvaluationError


def errors(judged: Judged) -> Iterator[Caused]:
    """Every error in an article: of stretches between marks, then of statements."""
    if not judged.known.content:
        return
    for region in judged.marked:
        wanted = statements.owner(region, judged.wanted)
        got = statements.owner(region, judged.predicted)
        cause = _of_region(judged, region, wanted, got)
        if cause:
            yield Caused(f"between marks: {cause}", _region_error(judged, region, wanted, got))
    yield from _of_statements(judged)


def _of_region(
    judged: Judged, region: Place, wanted: AnnotatedQuote | None, got: AnnotatedQuote | None
) -> str | None:
    if wanted is None:
        return "no statement, but taken for one" if got else None
    if got is None:
        words = len(judged.text[slice(*region)].split())
        return f"not found, {'a fragment' if words <= _SHORT else 'longer words'}"
    if judged.has_source(wanted, got):
        return None
    if not got.source:
        return "no source"
    return f"another source, {_attribution(judged.text, region, wanted)}"


def _attribution(text: str, region: Place, wanted: AnnotatedQuote) -> str:
    """Where the annotated attribution is."""
    cue = (*wanted.cue, *wanted.source)[0]
    if "\n" in text[min(cue[1], region[1]) : max(cue[0], region[0])]:
        return "in another paragraph"
    if text[cue[0] : cue[1]].strip() in _MARK_CUES:
        return "a colon or dash"
    behind = any(start > cue[1] for start, _ in wanted.content)
    if behind and any(end <= cue[0] for _, end in wanted.content):
        return "between the parts of a split quote"
    return "after" if cue[0] >= region[1] else "before"


def _of_statements(judged: Judged) -> Iterator[Caused]:
    """Statements of the gold that are not found, or have another source; then those of the answer alone."""
    text, marked = judged.text, judged.marked
    partner = {id(g): p for g, p in judged.paired}
    for wanted in judged.wanted:
        got = partner.get(id(wanted))
        good = got is not None and judged.has_source(wanted, got)
        if not good and statements.is_statement(text, wanted, marked):
            yield _of_statement(judged, wanted, got)
    taken = {id(p) for _, p in judged.paired}
    for got in judged.predicted:
        near = id(got) in taken or any(shared(got.content, g.content) for g in judged.wanted)
        if not near and statements.is_statement(text, got, marked):
            by = f", by {got.rule}" if got.rule else ""
            yield Caused(f"statement: none annotated{by}", _statement_error(judged, None, got))


def _of_statement(judged: Judged, wanted: AnnotatedQuote, got: AnnotatedQuote | None) -> Caused:
    """Why a statement is wrong: its boundaries, or else its source."""
    if got is None:
        near = [p for p in judged.predicted if shared(p.content, wanted.content)]
        got = max(near, key=lambda p: shared(p.content, wanted.content), default=None)
        cause = _boundary(wanted, got)
    else:
        cause = "another source" if got.source else "no source"
    return Caused(f"statement: {cause}", _statement_error(judged, wanted, got))


def _boundary(wanted: AnnotatedQuote, got: AnnotatedQuote | None) -> str:
    if got is None:
        return "not found"
    both = shared(got.content, wanted.content)
    if both == size(wanted.content):
        return "content too long"
    return "content too short" if both == size(got.content) else "content elsewhere"


def _region_error(
    judged: Judged, region: Place, wanted: AnnotatedQuote | None, got: AnnotatedQuote | None
) -> EvaluationError:
    text, (start, end) = judged.text, region
    before, after = text[max(0, start - _EXCERPT_MARGIN) : start], text[end : end + _EXCERPT_MARGIN]
    words = " ".join(f"{before}«{text[start:end][:_QUOTE_CHARACTERS_SHOWN]}»{after}".split())
    return EvaluationError(judged.gold.name, Span(*region), words, _source(text, wanted), _source(text, got))


def _statement_error(
    judged: Judged, wanted: AnnotatedQuote | None, got: AnnotatedQuote | None
) -> EvaluationError:
    place = (wanted or got or judged.wanted[0]).content
    words = _words(judged.text, place)[:_QUOTE_CHARACTERS_SHOWN]
    annotated, found = (_attributed(judged.text, quote) for quote in (wanted, got))
    return EvaluationError(judged.gold.name, place[0], words, annotated, found)


def _source(text: str, quote: AnnotatedQuote | None) -> str:
    if quote is None:
        return "no statement"
    return _words(text, quote.source) or "no source"


def _attributed(text: str, quote: AnnotatedQuote | None) -> str:
    if quote is None:
        return "nothing"
    return " | ".join(_words(text, spans) or "-" for spans in (quote.source, quote.cue, quote.content))


def _words(text: str, spans: Spans) -> str:
    return " ... ".join(" ".join(text[start:end].split()) for start, end in spans)

"""The stages of extraction in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import get_args

from quotediff.errors import UsageError
from quotediff.extraction.attitude import attitude
from quotediff.extraction.candidates import Candidate, content_spans
from quotediff.extraction.complements import drop_actions
from quotediff.extraction.confidence import confidence
from quotediff.extraction.continue_quotes import Attributed, continue_quotes
from quotediff.extraction.cues import find_cues
from quotediff.extraction.dialogue import separate_questions
from quotediff.extraction.document import AnnotatedDocument, annotate, annotate_within
from quotediff.extraction.extents import apply_conventions
from quotediff.extraction.grammar import Range
from quotediff.extraction.headlines import drop_event_headlines
from quotediff.extraction.quoted_ranges import marked_spans
from quotediff.extraction.rules import RULES
from quotediff.extraction.select import add_nested_cost, merge_proposals, nested_quotes, select
from quotediff.extraction.sources import whole_source, without_setting
from quotediff.extraction.speakers import Decision, Resolution, SourceMention, resolve
from quotediff.extraction.stages import Trace
from quotediff.limits import MAX_QUOTE_DEPTH
from quotediff.model import Document, Engine, Extract, Kind, Passage, Problem, Quote
from quotediff.text.spans import Span, joined, trim
from quotediff.values import dataclass, replace

WITH_NETWORK: Engine = "network"
RULES_ALONE: Engine = "rules"
WITH_ENCODER: Engine = "deep"
ENGINES: tuple[Engine, ...] = get_args(Engine)


_LEARNED = (WITH_NETWORK, WITH_ENCODER)
_PACKAGES_OF_DEEP = {
    "quotediff_deep": "quotediff-deep",
    "onnxruntime": "onnxruntime",
    "tokenizers": "tokenizers",
}

_Links = dict[Span | None, tuple[str | None, float]]  # by source: its speaker, and how sure that is
_UNKNOWN = (None, 0.0)  # the speaker of what has no source


@dataclass(frozen=True, slots=True)
class _DraftQuote:
    """A quote in the making: where it was found, its parts as spans, and the index of the one around it.

    ``plain``: no marks set it off from the one around it.
    """

    doc: AnnotatedDocument
    attributed: Attributed
    contents: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    within: int | None
    plain: bool = False


def extract(document: Document, engine: Engine = WITH_NETWORK) -> Extract:
    """Every quote of ``document`` with its attribution and speaker; the same answer for the same bytes.

    Args:
        document: the article.
        engine: one of ``ENGINES``: what proposes candidates beside what settles them.

    Raises:
        UsageError: there is no such engine, or it is not installed.
    """
    require(engine)
    doc = annotate(document)
    found = _draft_quotes(doc, engine)
    resolution, links = _resolve(doc, found)
    order = sorted(
        (k for k, one in enumerate(found) if not (one.plain and _repeats_outer_speaker(one, found, links))),
        key=lambda k: (found[k].contents[0].start, found[k].within is not None, k),
    )
    ids = {k: f"q{number}" for number, k in enumerate(order, 1)}
    quotes = tuple(_quote(found[k], ids, k, links) for k in order)
    problems = (*document.problems, *doc.problems, *_unresolved(quotes))
    marked = tuple(marked_spans(doc.quoted))
    return Extract(document, doc.tokens, doc.sentences, quotes, resolution.speakers, problems, marked, engine)


def require(engine: Engine) -> None:
    """Raises UsageError, with the remedy, unless there is an engine of that name and it is installed."""
    if engine not in ENGINES:
        raise UsageError(f"no engine {engine!r}; there are {', '.join(ENGINES)}")
    if engine != WITH_ENCODER:
        return
    from importlib.util import find_spec  # noqa: PLC0415 - start-up: only who asks for this engine pays for it

    missing = [package for module, package in _PACKAGES_OF_DEEP.items() if find_spec(module) is None]
    if missing:
        raise UsageError(
            f"the engine 'deep' is not installed (missing: {', '.join(missing)}); "
            "in quotediff's source folder: pip install ./packages/quotediff-deep"
        )


def _repeats_outer_speaker(one: _DraftQuote, found: Sequence[_DraftQuote], links: _Links) -> bool:
    """Whether a quote's speaker is that of the one around it: *X said it was late, which she said hurt*."""
    around = found[one.within].source if one.within is not None else None
    if around is None or one.source is None:
        return False
    return links[around][0] == links[one.source][0] is not None


def _unresolved(quotes: Sequence[Quote]) -> Iterator[Problem]:
    """A problem for every quote whose speaker is not known."""
    for quote in quotes:
        if quote.speaker is None:
            why = "its source was not resolved" if quote.source else "no source was found"
            yield Problem(
                "QD902", f"the speaker of quote {quote.id} is not known: {why}", quote.content.spans[0]
            )


def _draft_quotes(doc: AnnotatedDocument, engine: Engine) -> list[_DraftQuote]:
    """The quotes of the article, and level by level those within them, which are for the rules."""
    found: list[_DraftQuote] = []
    level: list[tuple[AnnotatedDocument, int | None]] = [(doc, None)]
    for _ in range(MAX_QUOTE_DEPTH):
        deeper: list[tuple[AnnotatedDocument, int | None]] = []
        for place, around in level:
            deeper += _draft_within(place, around, engine, found)
        level = deeper
    return found


def _draft_within(
    place: AnnotatedDocument, around: int | None, engine: Engine, found: list[_DraftQuote]
) -> list[tuple[AnnotatedDocument, int | None]]:
    """Adds the quotes of the article, or of the quote ``around``; gives their insides that may hold more."""
    attributed, within = _attribute(place, engine if around is None else None)
    deeper: list[tuple[AnnotatedDocument, int | None]] = []
    indices: dict[int, int] = {}
    for index, one in enumerate(attributed):
        contents = content_spans(place, one.candidate)
        if _has_words(place, contents):
            indices[index] = len(found)
            found.append(_DraftQuote(place, one, contents, *_parts(place, one), around))
            deeper.extend((inner, indices[index]) for inner in _inner(place, one.candidate))
    for index, one in within:
        contents = content_spans(place, one.candidate)
        if index in indices and _has_words(place, contents):
            found.append(_DraftQuote(place, one, contents, *_parts(place, one), indices[index], plain=True))
    return deeper


def _has_words(doc: AnnotatedDocument, contents: Sequence[Span]) -> bool:
    """Whether there is a letter or a digit in it: between marks there may be none."""
    return any(c.isalnum() for s in contents for c in doc.document.text[s.start : s.end])


def trace(document: Document, engine: Engine = WITH_NETWORK, *, links: bool = False) -> Trace:
    """What the stages before the speakers saw in ``document``; with ``links`` how speakers were chosen."""
    doc = annotate(document)
    seen = _trace(doc, engine)
    if not links:
        return seen
    decisions: list[Decision] = []
    _resolve(doc, _draft_quotes(doc, engine), decisions.append)
    return replace(seen, decisions=tuple(decisions))


def trace_rules(doc: AnnotatedDocument) -> Trace:
    """What the rules see, left alone."""
    return _trace(doc, RULES_ALONE)


def _trace(doc: AnnotatedDocument, engine: Engine | None) -> Trace:
    cues = find_cues(doc)
    proposed = add_nested_cost([candidate for _, rule in RULES for candidate in rule(doc, cues)])
    candidates = tuple(apply_conventions(doc, proposed))
    order = [name for name, _ in RULES]
    if engine in _LEARNED:
        from quotediff.extraction.learned.candidates import NETWORK, network  # noqa: PLC0415 - numpy takes long
        from quotediff.extraction.learned.models import model  # noqa: PLC0415 - likewise

        rule_choice = select(doc, candidates, order)
        read = tuple(apply_conventions(doc, network(doc, rule_choice, model(engine)), rule_choice))
        merged = drop_actions(doc, drop_event_headlines(doc, merge_proposals(doc, candidates, read)))
        return Trace(doc, cues, candidates, merged, select(doc, merged, [NETWORK, *order]))
    merged = drop_actions(doc, drop_event_headlines(doc, candidates))
    return Trace(doc, cues, candidates, merged, select(doc, merged, order))


def _attribute(
    doc: AnnotatedDocument, engine: Engine | None
) -> tuple[Sequence[Attributed], Sequence[tuple[int, Attributed]]]:
    """The quotes of one document, and the plain ones within them, each with the index of the one around it.

    What stands within a quote, with no engine, has only quotes with marks and a source of their own.
    """
    seen = _trace(doc, engine)
    attributed = continue_quotes(doc, separate_questions(doc, seen.selected, seen.candidates))
    if engine is None:
        return [
            a for a in attributed if a.candidate.quoted_ranges and a.candidate.cue and a.candidate.source
        ], ()
    within = nested_quotes(
        doc,
        [a.candidate for a in attributed],
        seen.rule_candidates,
        [name for name, _ in RULES],
    )
    return attributed, [(k, Attributed(candidate)) for k, candidate in within]


def _inner(doc: AnnotatedDocument, candidate: Candidate) -> Iterator[AnnotatedDocument]:
    """The insides of a quote that have quoted ranges of their own."""
    ranges: Sequence[Range] = candidate.contents
    if not candidate.verbatim:
        ranges = [
            (doc.quoted[index].first + 1, doc.quoted[index].last - doc.quoted[index].closed)
            for index in candidate.quoted_ranges
        ]
    for first, last in ranges:
        if first < last and (inner := annotate_within(doc, first, last)) is not None:
            yield inner


def _parts(doc: AnnotatedDocument, attributed: Attributed) -> tuple[Span | None, Span | None]:
    """The spans of source and cue; a mark alone is no source."""
    source, cue = attributed.source, attributed.candidate.cue
    whose = (
        None if source is None else _source_span(doc, source, cue or source, attributed.candidate.contents)
    )
    return whose, None if cue is None else doc.span(*cue)


def _source_span(doc: AnnotatedDocument, source: Range, cue: Range, contents: Sequence[Range]) -> Span | None:
    """The span of a source with what tells more of it, unless that is said; None for a mark alone."""
    source = without_setting(doc, source, cue)
    whole = whole_source(doc, source)
    if any(whole[0] <= first < whole[1] for first, _ in contents):
        whole = source  # according to Radio Sued, the bishop, ... sold it
    span = doc.span(*whole)
    return span if _has_words(doc, (span,)) else None


def _resolve(
    doc: AnnotatedDocument, found: Sequence[_DraftQuote], observe: Callable[[Decision], None] | None = None
) -> tuple[Resolution, _Links]:
    """Who the sources are: the speakers, and for each source its speaker and how sure that is.

    ``observe`` is handed every choice between candidates.
    """
    contents: dict[Span, list[Span]] = {}
    cues: dict[Span, Span] = {}
    for one in found:
        if one.source is not None:
            contents.setdefault(one.source, []).extend(one.contents)
            if one.cue is not None:
                cues.setdefault(one.source, one.cue)
    sources = sorted(contents)
    mentions = [
        SourceMention(
            (source,),
            doc.sentence_of[doc.token_at(source.start)],
            cues.get(source),
            tuple(sorted(contents[source])),
        )
        for source in sources
    ]
    quoted = [doc.quoted[k].span for k in doc.outer]
    resolution = resolve(
        doc.document, doc.tokens, doc.sentences, quoted, mentions, doc.places, doc.namesakes, observe
    )
    pairs = zip(resolution.links, resolution.confidences, strict=True)
    return resolution, dict(zip(sources, pairs, strict=True))


def _quote(found: _DraftQuote, ids: dict[int, str], k: int, links: _Links) -> Quote:
    doc, candidate = found.doc, found.attributed.candidate
    block = doc.blocks[doc.block_of[candidate.contents[0][0]]]
    kind = _kind(doc, candidate, found.contents)
    speaker, sure = links.get(found.source, _UNKNOWN)
    return Quote(
        id=ids[k],
        kind=kind,
        content=_passage(doc, found.contents),
        source=_passage_at(doc, found.source),
        cue=_passage_at(doc, found.cue),
        speaker=speaker,
        speaker_confidence=sure if speaker is not None else None,
        inherited=found.source is not None
        and found.attributed.carried is not None
        and candidate.source is None,
        within=ids[found.within] if found.within is not None else None,
        paragraph=block.number,
        role=block.role,
        rule=candidate.rule,
        confidence=_confidence(found, kind),
        attitude=attitude(doc, candidate.cue, quoted=kind is not Kind.INDIRECT or candidate.verbatim),
    )


def _confidence(found: _DraftQuote, kind: Kind) -> float:
    """The proposer's own confidence, or the measured one of its rule."""
    candidate = found.attributed.candidate
    if candidate.confidence is not None:
        return candidate.confidence
    return confidence(
        candidate.rule, kind, attributed=found.cue is not None, sourced=found.source is not None
    )


def _passage_at(doc: AnnotatedDocument, span: Span | None) -> Passage | None:
    """The words of a source or a cue, if there is one."""
    return None if span is None else _passage(doc, (span,))


def _passage(doc: AnnotatedDocument, spans: tuple[Span, ...]) -> Passage:
    return Passage(joined(doc.document.text, spans), spans)


def _kind(doc: AnnotatedDocument, candidate: Candidate, spans: tuple[Span, ...]) -> Kind:
    if candidate.verbatim:
        return Kind.DIRECT
    if not candidate.quoted_ranges:
        return Kind.INDIRECT
    inner = {trim(doc.document.text, *doc.quoted[k].inner) for k in candidate.quoted_ranges}
    return Kind.DIRECT if all(span in inner for span in spans) else Kind.MIXED

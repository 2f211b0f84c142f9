"""One stage of the analysis of an article, a line an item: offsets, what the stage says, the words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from quotediff.limits import MAX_FEATURES_SHOWN
from quotediff.rendering.terminal import visible

if TYPE_CHECKING:
    from quotediff.extraction.candidates import Candidate
    from quotediff.extraction.stages import Trace
    from quotediff.model import Extract


def _paragraphs(trace: Trace, extract: Extract) -> Iterator[tuple[object, ...]]:
    del trace
    text = extract.document.text
    for p in extract.document.paragraphs:
        yield (*p.span, p.number, p.role.value, text[p.span.start : p.span.end])


def _tokens(trace: Trace, extract: Extract) -> Iterator[tuple[object, ...]]:
    del extract
    for k, token in enumerate(trace.doc.tokens):
        yield token.start, token.end, k, token.text


def _sentences(trace: Trace, extract: Extract) -> Iterator[tuple[object, ...]]:
    text = extract.document.text
    for sentence in trace.doc.sentences:
        yield (*sentence.span, text[sentence.span.start : sentence.span.end])


def _marks(trace: Trace, extract: Extract) -> Iterator[tuple[object, ...]]:
    text = extract.document.text
    for index, quoted in enumerate(trace.doc.quoted):
        state = "closed" if quoted.closed else "continues" if quoted.continues else "unclosed"
        use = "title" if quoted.depth == 0 and index not in trace.doc.outer else "stretch"
        yield (
            *quoted.span,
            quoted.family,
            f"depth {quoted.depth}",
            state,
            use,
            text[quoted.inner.start : quoted.inner.end],
        )


def _cues(trace: Trace, extract: Extract) -> Iterator[tuple[object, ...]]:
    del extract
    doc = trace.doc
    for cue in trace.cues:
        yield (
            *doc.span(cue.first, cue.last),
            cue.lemma,
            cue.frame,
            cue.stance,
            cue.form,
            doc.text_of(cue.first, cue.last),
        )


def _candidates(trace: Trace, extract: Extract) -> Iterator[tuple[object, ...]]:
    del extract
    standing = set(trace.selected)
    for candidate in sorted(trace.candidates, key=lambda c: (c.contents, c.cost)):
        yield (*_candidate(trace, candidate), "selected" if candidate in standing else "refused")


def _selected(trace: Trace, extract: Extract) -> Iterator[tuple[object, ...]]:
    del extract
    for candidate in trace.selected:
        yield _candidate(trace, candidate)


def _candidate(trace: Trace, candidate: Candidate) -> tuple[object, ...]:
    doc = trace.doc
    source, cue = (doc.text_of(*part) if part else "-" for part in (candidate.source, candidate.cue))
    contents = " / ".join(doc.text_of(*c) for c in candidate.contents)
    return (
        *doc.span(*candidate.contents[0]),
        candidate.rule,
        f"{candidate.cost:.2f}",
        source,
        cue,
        contents,
    )


def _quotes(trace: Trace, extract: Extract) -> Iterator[tuple[object, ...]]:
    del trace
    for q in extract.quotes:
        source = q.source.text if q.source else "-"
        yield (*q.content.spans[0], q.id, q.kind.value, q.rule, q.speaker or "-", source, q.content.text)


def _speakers(trace: Trace, extract: Extract) -> Iterator[tuple[object, ...]]:
    del trace
    for speaker in extract.speakers:
        start, end = speaker.mentions[0] if speaker.mentions else ("-", "-")
        known = (words or "-" for words in (speaker.description, speaker.anonymity))
        yield start, end, speaker.id, speaker.kind.value, speaker.name, *known


def _links(trace: Trace, extract: Extract) -> Iterator[tuple[object, ...]]:
    """Each source that is no name, then its candidates, the chosen one first, with what speaks for each."""
    del extract
    for decision in sorted(trace.decisions, key=lambda d: (d.start, d.depth)):
        for number, (score, shown, parts) in enumerate(decision.options()):
            why = ", ".join(f"{name} {weight:+.2f}" for name, weight in parts[:MAX_FEATURES_SHOWN])
            state = "refused" if number else "chosen"
            yield (
                decision.start,
                decision.end,
                decision.words,
                decision.sort,
                state,
                f"{score:.2f}",
                shown,
                why,
            )


STAGES: dict[str, Callable[[Trace, Extract], Iterable[tuple[object, ...]]]] = {
    "paragraphs": _paragraphs,
    "tokens": _tokens,
    "sentences": _sentences,
    "marks": _marks,
    "cues": _cues,
    "candidates": _candidates,
    "selected": _selected,
    "links": _links,
    "quotes": _quotes,
    "speakers": _speakers,
}
"""The stages in the order in which they work."""


def lines(stage: str, trace: Trace, extract: Extract) -> Iterator[str]:
    """The items of a stage, a line each, fields parted by tabs, nothing of the story obeyed by a terminal."""
    for row in STAGES[stage](trace, extract):
        yield "\t".join(visible(str(field)) for field in row) + "\n"

"""The stages of extraction in order."""

from __future__ import annotations

from collections.abc import Sequence

from quotediff.extract.candidates import Candidate, content_spans
from quotediff.extract.cues import find_cues
from quotediff.extract.follow import Attributed, follow
from quotediff.extract.grammar import Range
from quotediff.extract.rules import RULES
from quotediff.extract.scene import Scene, set_scene
from quotediff.extract.select import select
from quotediff.extract.speakers import Resolution, SourceMention, resolve
from quotediff.model import Document, Extract, Kind, Passage, Quote
from quotediff.text.spans import Span, joined


def extract(document: Document) -> Extract:
    """Every quote of ``document`` with its attribution and speaker; the same answer for the same bytes."""
    scene = set_scene(document)
    cues = find_cues(scene)
    candidates = [candidate for _, rule in RULES for candidate in rule(scene, cues)]
    chosen = select(scene, candidates, [name for name, _ in RULES])
    attributed = follow(scene, chosen)
    resolution, links = _resolve(scene, attributed)
    quotes = tuple(_quote(scene, k, a, links) for k, a in enumerate(attributed, 1))
    problems = (*document.problems, *scene.problems)
    return Extract(document, scene.tokens, scene.sentences, quotes, resolution.speakers, problems)


def _resolve(scene: Scene, attributed: Sequence[Attributed]) -> tuple[Resolution, dict[Range, str | None]]:
    """Who the sources are: the speakers, and for each source's tokens its speaker."""
    contents: dict[Range, list[Span]] = {}
    cues: dict[Range, Span] = {}
    for one in attributed:
        if one.source is not None:
            contents.setdefault(one.source, []).extend(content_spans(scene, one.candidate.contents))
            if one.candidate.cue is not None:
                cues.setdefault(one.source, scene.span(*one.candidate.cue))
    ranges = sorted(contents)
    mentions = [
        SourceMention((scene.span(*r),), scene.sentence_of[r[0]], cues.get(r), tuple(sorted(contents[r])))
        for r in ranges
    ]
    quoted = [scene.quoted[k].span for k in scene.outer]
    resolution = resolve(scene.document, scene.tokens, scene.sentences, quoted, mentions)
    return resolution, dict(zip(ranges, resolution.links, strict=True))


def _quote(scene: Scene, number: int, attributed: Attributed, links: dict[Range, str | None]) -> Quote:
    candidate, source = attributed.candidate, attributed.source
    spans = content_spans(scene, candidate.contents)
    block = scene.blocks[scene.block_of[candidate.contents[0][0]]]
    return Quote(
        id=f"q{number}",
        kind=_kind(scene, candidate, spans),
        content=_passage(scene, spans),
        source=_passage(scene, (scene.span(*source),)) if source else None,
        cue=_passage(scene, (scene.span(*candidate.cue),)) if candidate.cue else None,
        speaker=links[source] if source else None,
        inherited=attributed.carried is not None and candidate.source is None,
        within=None,
        paragraph=block.number,
        role=block.role,
        rule=candidate.rule,
        confidence=0.5,
    )


def _passage(scene: Scene, spans: tuple[Span, ...]) -> Passage:
    return Passage(joined(scene.document.text, spans), spans)


def _kind(scene: Scene, candidate: Candidate, spans: tuple[Span, ...]) -> Kind:
    if not candidate.stretches:
        return Kind.INDIRECT
    inner = {scene.quoted[k].inner for k in candidate.stretches}
    return Kind.DIRECT if all(span in inner for span in spans) else Kind.MIXED

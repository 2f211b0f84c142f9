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
from quotediff.model import Document, Extract, Kind, Passage, Quote
from quotediff.text.spans import Span, joined


def extract(document: Document) -> Extract:
    """Every quote of ``document`` with its attribution and speaker; the same answer for the same bytes."""
    scene = set_scene(document)
    cues = find_cues(scene)
    candidates = [candidate for _, rule in RULES for candidate in rule(scene, cues)]
    chosen = select(scene, candidates, [name for name, _ in RULES])
    attributed = follow(scene, chosen)
    quotes = tuple(_quote(scene, k, a, _source(attributed, a)) for k, a in enumerate(attributed, 1))
    return Extract(document, scene.tokens, scene.sentences, quotes, (), (*document.problems, *scene.problems))


def _source(attributed: Sequence[Attributed], one: Attributed) -> Range | None:
    """The source of a quote: its own, or the one carried from the quote it inherits from."""
    seen = 0
    while one.inherited_from is not None and seen <= len(attributed):
        one = attributed[one.inherited_from]
        seen += 1
    return one.candidate.source


def _quote(scene: Scene, number: int, attributed: Attributed, source: Range | None) -> Quote:
    candidate = attributed.candidate
    spans = content_spans(scene, candidate.contents)
    block = scene.blocks[scene.block_of[candidate.contents[0][0]]]
    return Quote(
        id=f"q{number}",
        kind=_kind(scene, candidate, spans),
        content=_passage(scene, spans),
        source=_passage(scene, (scene.span(*source),)) if source else None,
        cue=_passage(scene, (scene.span(*candidate.cue),)) if candidate.cue else None,
        speaker=None,
        inherited=attributed.inherited_from is not None,
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

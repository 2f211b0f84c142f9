"""What a rule proposes, and how token ranges become the spans of a quote."""

from __future__ import annotations

from dataclasses import dataclass

from quotediff.extract.grammar import Range
from quotediff.extract.scene import Scene
from quotediff.text.spans import Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible quote: token ranges (half-open), the rule that proposes it, and what it costs.

    ``stretches`` are the outermost quoted stretches that its contents hold, as indices into
    ``Scene.quoted``. ``source`` is None where the rule found no source.
    """

    rule: str
    cost: float
    contents: tuple[Range, ...]
    cue: Range | None
    source: Range | None
    stretches: tuple[int, ...]


def stretches_in(scene: Scene, contents: tuple[Range, ...]) -> tuple[int, ...]:
    """The outermost stretches that begin inside the contents."""
    found = []
    for first, last in contents:
        i = first
        while i < last:
            k = scene.inside[i]
            if k >= 0:
                if scene.quoted[k].first >= first:
                    found.append(k)
                i = scene.quoted[k].last
            else:
                i += 1
    return tuple(found)


def content_spans(scene: Scene, contents: tuple[Range, ...]) -> tuple[Span, ...]:
    """The contents as spans: outer marks excluded where all of a range stands between them."""
    spans = []
    for first, last in contents:
        k = scene.inside[first]
        if k >= 0 and scene.quoted[k].first == first and last <= scene.quoted[k].last + 1:
            rest = [i for i in range(scene.quoted[k].last, last) if scene.tokens[i].text[0].isalnum()]
            if not rest and last >= scene.quoted[k].last:
                spans.append(scene.quoted[k].inner)
                continue
        end = last
        while (
            end > first
            and scene.inside[end - 1] < 0
            and scene.tokens[end - 1].text in (",", ".", ";", ":", "—", "--", "–")
        ):
            end -= 1
        if end > first:
            spans.append(Span(scene.tokens[first].start, scene.tokens[end - 1].end))
    return tuple(spans)

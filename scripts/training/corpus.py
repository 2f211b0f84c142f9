"""PolNeAR's articles as the network is taught them: tokens by the project's reader, gold as token ranges."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotediff.extraction.engine import ruled
from quotediff.extraction.learned.features import paragraph_states, quote_states, type_features
from quotediff.extraction.learned.hints import Hints, hints
from quotediff.extraction.scene import set_scene
from quotediff.readers import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from quotediff.extraction.learned.features import TypeFeatures
    from quotediff.text.tokens import Token

Range = tuple[int, int]
_EDGE = frozenset(" \t\n\r\u00a0\"'“”‘’«».,;:!?…-–—()[]")


@dataclass(frozen=True)
class Relation:
    """One annotated attribution as token ranges; punctuation at the edges is left off."""

    cue: Range
    sources: tuple[Range, ...]
    contents: tuple[Range, ...]


@dataclass(frozen=True)
class Article:
    """An article with its annotations and features, token by token."""

    name: str
    tokens: tuple[Token, ...]
    paragraphs: tuple[Range, ...]
    relations: tuple[Relation, ...]
    types: tuple[TypeFeatures, ...]
    quotes: tuple[int, ...]
    states: tuple[int, ...]  # a paragraph's
    hints: Hints


def read(folder: Path, name: str) -> Article:
    """The article ``name`` of PolNeAR's layout; of several annotators the first by name counts."""
    document = read_bytes((folder / "text" / f"{name}.txt").read_bytes(), name)
    scene = set_scene(document)
    paragraphs = tuple((b.first, b.last) for b in scene.blocks if b.last > b.first)
    marks = [quote_states(scene.tokens, a, b) for a, b in paragraphs]
    annotation = min((folder / "attributions").glob(f"{name}_*.ann"))
    return Article(
        name,
        scene.tokens,
        paragraphs,
        tuple(_relations(scene.tokens, annotation.read_text(encoding="utf-8"))),
        tuple(type_features(t) for t in scene.tokens),
        tuple(q for states, _ in marks for q in states),
        tuple(paragraph_states(scene.tokens, paragraphs, [unclosed for _, unclosed in marks])),
        hints(len(scene.tokens), ruled(scene).selected),
    )


def _relations(tokens: Sequence[Token], annotation: str) -> list[Relation]:
    parts: dict[str, list[Range]] = {}
    relations = []
    for line in annotation.splitlines():
        fields = line.split("\t")
        if line.startswith("T") and len(fields) > 2:  # a text may go on over further lines
            _, where = fields[1].split(" ", 1)
            parts[fields[0]] = [(int(a), int(b)) for a, b in (s.split() for s in where.split(";"))]
        elif line.startswith("E") and len(fields) > 1:
            roles: dict[str, list[Range]] = {"Content": [], "Source": [], "Cue": []}
            for role, reference in (r.split(":") for r in fields[1].split()):
                name = role.rstrip("0123456789")
                if name in roles:
                    roles[name] += parts.get(reference, [])
            cue = _cue(tokens, sorted(roles["Cue"]))
            if cue and roles["Content"]:
                sources, contents = (
                    tuple(r for r in (_range(tokens, s) for s in sorted(roles[role])) if r)
                    for role in ("Source", "Content")
                )
                relations.append(Relation(cue, sources, contents))
    return relations


def _cue(tokens: Sequence[Token], spans: list[Range]) -> Range | None:
    """The cue's tokens, also where it is a mark alone: a colon, a comma."""
    if not spans:
        return None
    found = _range(tokens, spans[0])
    if found is None:
        touched = [i for i, t in enumerate(tokens) if t.start < spans[0][1] and t.end > spans[0][0]]
        found = (touched[0], touched[-1] + 1) if touched else None
    return found


def _range(tokens: Sequence[Token], span: Range) -> Range | None:
    """The tokens of which the span covers half, without punctuation at the edges."""
    start, end = span
    i = max(0, bisect_right(tokens, start, key=lambda t: t.start) - 1)
    inside = []
    while i < len(tokens) and tokens[i].start < end:
        covered = min(end, tokens[i].end) - max(start, tokens[i].start)
        if 2 * covered >= tokens[i].end - tokens[i].start:
            inside.append(i)
        i += 1
    while inside and _EDGE.issuperset(tokens[inside[0]].text):
        inside.pop(0)
    while inside and _EDGE.issuperset(tokens[inside[-1]].text):
        inside.pop()
    return (inside[0], inside[-1] + 1) if inside else None

"""PolNeAR's articles as the network is taught them: tokens by the project's reader, gold as token ranges."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotediff.extraction.document import annotate
from quotediff.extraction.engine import trace_rules
from quotediff.extraction.learned.features import paragraph_states, quote_states, type_features
from quotediff.extraction.learned.hints import Hints, hints
from quotediff.readers import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from quotediff.extraction.document import AnnotatedDocument
    from quotediff.extraction.learned.features import TypeFeatures
    from quotediff.text.tokens import Token

Range = tuple[int, int]
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
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
    used: tuple[bool, ...]  # whether there is something to be learned from a paragraph

    @property
    def key(self) -> str:
        """What the tokens and paragraphs are, in a few letters."""
        text = "\n".join(t.text for t in self.tokens) + repr(self.paragraphs)
        return hashlib.sha256(text.encode()).hexdigest()[:24]


def read(folder: Path, name: str) -> Article:
    """The article ``name`` of PolNeAR's layout; of several annotators the first by name counts."""
    document = read_bytes((folder / "text" / f"{name}.txt").read_bytes(), name)
    annotation = min((folder / "attributions").glob(f"{name}_*.ann")).read_text(encoding="utf-8")
    return prepared(name, annotate(document), lambda tokens: _relations(tokens, annotation))


def prepared(
    name: str,
    doc: AnnotatedDocument,
    relations: Callable[[Sequence[Token]], list[Relation]],
    unused: Sequence[Range] = (),
) -> Article:
    """An article with its features; paragraphs in which an ``unused`` span begins teach nothing."""
    paragraphs = tuple((b.first, b.last) for b in doc.blocks if b.last > b.first)
    marks = [quote_states(doc.tokens, a, b) for a, b in paragraphs]
    ends = [(doc.tokens[a].start, doc.tokens[b - 1].end) for a, b in paragraphs]
    return Article(
        name,
        doc.tokens,
        paragraphs,
        tuple(relations(doc.tokens)),
        tuple(type_features(t.text, t.norm) for t in doc.tokens),
        tuple(q for states, _ in marks for q in states),
        tuple(paragraph_states(doc.tokens, paragraphs, [unclosed for _, unclosed in marks])),
        hints(len(doc.tokens), trace_rules(doc).selected),
        tuple(not any(start <= s[0] < end for s in unused) for start, end in ends),
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
            cue = cue_range(tokens, sorted(roles["Cue"]))
            if cue and roles["Content"]:
                sources, contents = (
                    tuple(r for r in (token_range(tokens, s) for s in sorted(roles[role])) if r)
                    for role in ("Source", "Content")
                )
                relations.append(Relation(cue, sources, contents))
    return relations


def cue_range(tokens: Sequence[Token], spans: list[Range]) -> Range | None:
    """The cue's tokens, also where it is a mark alone: a colon, a comma."""
    if not spans:
        return None
    found = token_range(tokens, spans[0])
    if found is None:
        touched = [i for i, t in enumerate(tokens) if t.start < spans[0][1] and t.end > spans[0][0]]
        found = (touched[0], touched[-1] + 1) if touched else None
    return found


def token_range(tokens: Sequence[Token], span: Range) -> Range | None:
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


def ordered_names(polnear: Path) -> list[str]:
    """The articles that are not for validation, by date."""
    validation = set((polnear / "validation.txt").read_text(encoding="utf-8").split())
    names = {p.stem for p in (polnear / "train" / "text").glob("*.txt")} - validation
    return sorted(names, key=lambda n: (m.group() if (m := _DATE.search(n)) else "", n))


def fold(text: str) -> tuple[int, int]:
    """``K/N``, every N-th article from the K-th (from 0), as two numbers."""
    k, n = map(int, text.split("/"))
    return k, n

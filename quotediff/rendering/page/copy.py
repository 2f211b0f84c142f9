"""The copy of an article in pieces, each with how it is shown: as quote, source, cue, gone or new words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from quotediff.rendering.summaries import UNKNOWN
from quotediff.rendering.terminal import inline, visible

if TYPE_CHECKING:
    from quotediff.model import Extract, Paragraph, Quote
    from quotediff.text.spans import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the copy in one look.

    ``kind`` is that of the quote it belongs to, or empty; ``finding`` the id of the card about it, with its
    ``severity``; ``edit`` is ``del`` or ``ins``; ``anchor`` the id of an element that begins here.
    """

    text: str
    kind: str = ""
    source: bool = False
    cue: bool = False
    edit: str = ""
    finding: str = ""
    severity: str = ""
    anchor: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its number, its role, and its pieces."""

    number: int
    role: str
    anchor: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the article and what is to be seen of it; one of the four is set."""

    span: Span
    quote: Quote | None = None
    attribution: str = ""  # "source" or "cue"
    edit: str = ""  # "del" or "ins"
    finding: tuple[str, str] | None = None  # the id of a card, and its severity


class Marks:
    """All marks of an article, to be looked up by paragraph.

    Args:
        extract: the article.
        side: ``old-``, ``new-`` or empty: ids of elements begin with it.
    """

    def __init__(self, extract: Extract, side: str) -> None:
        self.extract, self.side = extract, side
        self._by_paragraph: dict[int, list[Mark]] = {}
        self._starts = [p.span.start for p in extract.document.paragraphs]
        for quote in extract.quotes:
            self.add(Mark(span, quote=quote) for span in quote.content.spans)
            for name, passage in (("source", quote.source), ("cue", quote.cue)):
                if passage is not None and not quote.inherited:
                    self.add(Mark(span, attribution=name) for span in passage.spans)

    def add(self, marks: Iterable[Mark]) -> None:
        """Takes marks in; a span may run over several paragraphs."""
        paragraphs = self.extract.document.paragraphs
        for mark in marks:
            first = max(0, bisect_right(self._starts, mark.span.start) - 1)
            for index in range(first, len(paragraphs)):
                if paragraphs[index].span.start >= mark.span.end:
                    break
                self._by_paragraph.setdefault(index, []).append(mark)

    def blocks(self, numbers: Iterable[int]) -> tuple[Block, ...]:
        """Paragraphs by their numbers."""
        return tuple(self._block(self.extract.document.paragraphs[number - 1]) for number in numbers)

    def all(self) -> tuple[Block, ...]:
        """Every paragraph."""
        return tuple(map(self._block, self.extract.document.paragraphs))

    def _block(self, paragraph: Paragraph) -> Block:
        marks = self._by_paragraph.get(paragraph.number - 1, [])
        names = {s.id: visible(s.name) for s in self.extract.speakers}
        pieces = _pieces(self.extract.document.text, paragraph.span, marks, self.side, names)
        return Block(paragraph.number, paragraph.role.value, f"{self.side}p{paragraph.number}", pieces)


def _pieces(
    text: str, whole: Span, marks: Sequence[Mark], side: str, names: Mapping[str, str]
) -> tuple[Piece, ...]:
    """The text of a paragraph cut wherever a mark begins or ends."""
    cuts = {whole.start, whole.end}
    for mark in marks:
        cuts.update(c for c in mark.span if whole.start < c < whole.end)
    ordered = sorted(cuts)
    begins: dict[int, list[Mark]] = {}
    for mark in marks:
        begins.setdefault(max(mark.span.start, whole.start), []).append(mark)
    active: list[Mark] = []
    out = []
    for start, end in pairwise(ordered):
        active = [m for m in active if m.span.end > start] + begins.get(start, [])
        words = inline(text[start:end])
        if words:
            out.append(_piece(words, start, active, side, names))
    return tuple(out)


def _piece(words: str, start: int, active: Sequence[Mark], side: str, names: Mapping[str, str]) -> Piece:
    quotes = [m.quote for m in active if m.quote is not None]
    findings = [m.finding for m in active if m.finding is not None]
    quote = quotes[-1] if quotes else None
    begun = [q.id for q in quotes[-1:] if q.content.spans[0].start == start]
    finding, severity = min(findings, key=_worst, default=("", ""))
    return Piece(
        words,
        kind=quote.kind.value if quote else "",
        source=any(m.attribution == "source" for m in active),
        cue=any(m.attribution == "cue" for m in active),
        edit=next((m.edit for m in active if m.edit), ""),
        finding=finding,
        severity=severity,
        anchor="".join(f"{side}{identifier}" for identifier in begun),
        speaker=names.get(quote.speaker or "", UNKNOWN) if quote else "",
    )


def _worst(finding: tuple[str, str]) -> tuple[int, str]:
    return ("error", "warning", "note").index(finding[1]), finding[0]

"""Half-open stretches of an article's text, in code points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """``text[start:end]``: code points, half-open. Orders by start, then end."""

    start: int
    end: int

    @property
    def width(self) -> int:
        """How many code points the span holds."""
        return self.end - self.start

    def contains(self, other: tuple[int, int]) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other[0] and other[1] <= self.end

    def overlap(self, other: tuple[int, int]) -> int:
        """How many code points both spans hold."""
        return max(0, min(self.end, other[1]) - max(self.start, other[0]))


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its edges; an empty span at ``start`` if it is all white space."""
    end = start + len(text[start:end].rstrip())
    return Span(end - len(text[start:end].lstrip()), end)


def find_or_end(text: str, wanted: str, start: int, end: int) -> int:
    """Where ``wanted`` first begins between two places; the second of these, if it does not stand there."""
    at = text.find(wanted, start, end)
    return end if at < 0 else at


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of ``spans``; raises ValueError when there are none."""
    ordered = list(spans)
    if not ordered:
        raise ValueError("hull() needs at least one span")
    return Span(min(s.start for s in ordered), max(s.end for s in ordered))


def joined(text: str, spans: Iterable[Span]) -> str:
    """The words of several spans as one string, a space between them."""
    return " ".join(text[s.start : s.end] for s in spans)

"""Lines and columns of an article's file: of its text, or of where the words of an assembled text stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotediff.text.lines import Lines

if TYPE_CHECKING:
    from quotediff.text.origin import Origin
    from quotediff.text.spans import Span

Position = tuple[int, int]
"""Line and column, both from 1, the column in code points."""

_FIRST: Position = (1, 1)


class Places:
    """Where the words of an article stand in its file.

    Args:
        text: the article's text.
        origin: where it comes from, None if it is the file.
    """

    __slots__ = ("_lines", "_origin")

    def __init__(self, text: str, origin: Origin | None) -> None:
        self._origin = origin
        self._lines = Lines(text) if origin is None else None

    def of(self, span: Span) -> tuple[Position, Position]:
        """Where the words begin and end; the file's beginning if they do not stand in it."""
        if self._lines is not None:
            return self._lines.position(span.start), self._lines.position(span.end)
        found = self._origin.span(*span) if self._origin is not None else None
        return found or (_FIRST, _FIRST)

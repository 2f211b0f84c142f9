"""Offsets to lines and columns and back, as an editor counts them."""

from __future__ import annotations

import re
from bisect import bisect_right

LINE_END = re.compile(r"\r\n|\r|\n")
"""The end of a line, as any system writes it."""

BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
"""A line with nothing in it, from the end of the line before."""


def line_starts(text: str) -> tuple[int, ...]:
    """Where each line of a text begins."""
    return (0, *(match.end() for match in LINE_END.finditer(text)))


class Lines:
    """The lines of a text. Lines and columns count from 1, columns in code points.

    A line ends with LF, CR LF or CR, as in editors and in diff; other separators (form feed, U+2028) are
    characters like any other. The line end belongs to the line it ends. Built in linear time, asked in
    logarithmic time.
    """

    __slots__ = ("_length", "_starts")

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._starts = line_starts(text)

    def __len__(self) -> int:
        """How many lines there are; a line end at the very end begins a last, empty line."""
        return len(self._starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of ``offset``; raises ValueError outside 0 to the text's length."""
        if not 0 <= offset <= self._length:
            raise ValueError(f"offset {offset} is outside a text of {self._length} characters")
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset at ``line`` and ``column``; raises ValueError where there is none."""
        if not 1 <= line <= len(self._starts):
            raise ValueError(f"line {line} is outside a text of {len(self._starts)} lines")
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else self._length + 1
        if not 1 <= column <= end - start:
            raise ValueError(f"column {column} is outside line {line}")
        return start + column - 1

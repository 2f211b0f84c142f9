"""Tables of text laid out within the width of a terminal.

tabulate does it; it takes every character for one column wide. So characters that are not, and words in
colour, go through it as private-use characters (one a column), put back afterwards; the story itself cannot
hold any, see ``terminal.visible``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tabulate import tabulate

from quotediff.rendering.terminal import Run, columns, narrow, wrap

if TYPE_CHECKING:
    from quotediff.rendering import Options

Cell = list[Run]
BREAK = Run("\n")
STYLES = {
    "error": "1;31",
    "warning": "33",
    "note": "36",
    "old": "31;9",
    "new": "32;4",
    "head": "1",
    "quiet": "2",
}

GAP = 2  # columns between columns
HEAD = 2  # columns that tabulate adds to a head


def heading(text: str, options: Options, style: str = "head") -> str:
    """A line above a table, in bold where there are colours, with an empty line below."""
    lines = wrap([Run(text, STYLES[style])], options.width)
    return "\n".join("".join(sgr(run, options) for run in line) for line in lines) + "\n\n"


def sgr(run: Run, options: Options) -> str:
    """A run as a terminal takes it: between escape sequences where there are colours."""
    return f"\x1b[{run.style}m{run.text}\x1b[0m" if options.color and run.style else run.text


def layout(
    limits: Mapping[str, float],
    rows: Sequence[Sequence[Cell]],
    options: Options,
    right: Sequence[str] = (),
) -> str:
    """A table of cells no wider than ``options.width``, as far as that can be.

    ``limits`` holds the heads of the columns and the widest each may be: columns of the terminal, or a share
    of it below 1. The one column whose limit is 1.0 takes what is left. Columns in ``right`` end in line.
    """
    heads = list(limits)
    glyphs = _Glyphs(color=options.color)
    widest = [max(_longest(row[i]) for row in rows) for i in range(len(heads))]
    caps = [int(lim) if lim > 1 else max(10, int(lim * options.width)) for lim in limits.values()]
    widths = [max(len(h) + HEAD, min(w, c)) for h, w, c in zip(heads, widest, caps, strict=True)]
    rest = list(limits.values()).index(1.0)
    others = sum(w for i, w in enumerate(widths) if i != rest) + GAP * (len(heads) - 1)
    widths[rest] = max(min(widest[rest], options.width - others), len(heads[rest]) + HEAD, 10)
    cells = [[glyphs.cell(cell, w) for cell, w in zip(row, widths, strict=True)] for row in rows]
    cells = [row if any(row) else [glyphs.NOTHING] for row in cells]  # tabulate leaves out what is empty
    sides = ["right" if head in right else "left" for head in heads]
    drawn = tabulate(cells, heads, tablefmt="simple", disable_numparse=True, colalign=sides)
    return "\n".join(glyphs.back(line).rstrip() for line in drawn.split("\n"))


def _longest(cell: Cell) -> int:
    """How many columns a cell takes if no line is broken."""
    return max(map(columns, "".join(run.text for run in cell).split("\n")))


def _standing(line: list[Run]) -> list[Run]:
    """The line with runs that take no column put to their neighbours."""
    out: list[Run] = []
    ahead = ""
    for run in line:
        if columns(run.text):
            out.append(Run(ahead + run.text, run.style))
            ahead = ""
        elif out:
            out[-1] = Run(out[-1].text + run.text, out[-1].style)
        else:
            ahead += run.text
    return out if out or not ahead else [Run(ahead)]


class _Glyphs:
    """Private-use characters standing for what is not one plain character in one column."""

    NOTHING = "\U000f0000"  # stands for nothing: the second column of a wide character, an empty row
    _LAST = 0x10FFFD

    def __init__(self, *, color: bool) -> None:
        self._color = color
        self._code: dict[str, str] = {"": self.NOTHING}
        self._meaning: dict[str, str] = {self.NOTHING: ""}

    def cell(self, cell: Cell, width: int) -> str:
        """The cell's lines, wrapped, each a character a column."""
        lines: list[list[Run]] = []
        part: list[Run] = []
        for run in [*cell, BREAK]:
            if run == BREAK:
                lines += wrap(part, width)
                part = []
            else:
                part.append(run)
        return "\n".join("".join(map(self._run, _standing(line))) for line in lines)

    def back(self, line: str) -> str:
        """The line with every stand-in replaced by what it stands for."""
        if narrow(line):
            return line
        return "".join(self._meaning.get(c, c) for c in line)

    def _run(self, run: Run) -> str:
        styled = self._color and run.style
        if narrow(run.text) and not styled:
            return run.text
        clusters: list[tuple[str, int]] = []
        ahead = ""  # what takes no column goes with what stands before it, or where nothing does, behind it
        for char in run.text:
            size = columns(char)
            if size:
                clusters.append((ahead + char, size))
                ahead = ""
            elif clusters:
                clusters[-1] = (clusters[-1][0] + char, clusters[-1][1])
            else:
                ahead += char
        if ahead:
            clusters.append(("◌" + ahead, 1))
        if styled and clusters:
            clusters[0] = (f"\x1b[{run.style}m{clusters[0][0]}", clusters[0][1])
            clusters[-1] = (f"{clusters[-1][0]}\x1b[0m", clusters[-1][1])
        return "".join(self._glyph(text, size) for text, size in clusters)

    def _glyph(self, text: str, size: int) -> str:
        if len(text) == 1 and size == 1:
            return text
        code = self._code.get(text)
        if code is None:
            number = 0xF0000 + len(self._code)
            if number > self._LAST:
                return "?" * size  # more kinds of characters in one table than there are stand-ins
            code = self._code[text] = chr(number)
            self._meaning[code] = text
        return code + self.NOTHING * (size - 1)

"""Tables of text laid out within the width of a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from quotediff.rendering.terminal import Run, columns, wrap

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
HEAD = 2  # columns that a head has to spare


def heading(text: str, options: Options) -> str:
    """A line above a table, in bold where there are colours, with an empty line below."""
    lines = wrap([Run(text, STYLES["head"])], options.width)
    return "\n".join("".join(_sgr(run, options) for run in line) for line in lines) + "\n\n"


def _sgr(run: Run, options: Options) -> str:
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
    widest = [max(_longest(row[i]) for row in rows) for i in range(len(heads))]
    caps = [int(lim) if lim > 1 else max(10, int(lim * options.width)) for lim in limits.values()]
    widths = [max(len(h) + HEAD, min(w, c)) for h, w, c in zip(heads, widest, caps, strict=True)]
    rest = list(limits.values()).index(1.0)
    others = sum(w for i, w in enumerate(widths) if i != rest) + GAP * (len(heads) - 1)
    widths[rest] = max(min(widest[rest], options.width - others), len(heads[rest]) + HEAD, 10)
    lines = [[_lines(cell, w) for cell, w in zip(row, widths, strict=True)] for row in rows]
    sizes = [
        max(len(head) + HEAD, *(_size(line) for row in lines for line in row[i]))
        for i, head in enumerate(heads)
    ]
    drawn = [
        _line([[Run(head)] for head in heads], heads, sizes, right, options),
        (" " * GAP).join("-" * size for size in sizes),
    ]
    for row in lines:
        drawn += (_line(parts, heads, sizes, right, options) for parts in zip_longest(*row, fillvalue=[]))
    return "\n".join(drawn)


def _lines(cell: Cell, width: int) -> list[list[Run]]:
    """The cell's lines, wrapped; none is empty at its top or bottom, but for that of an empty cell."""
    lines: list[list[Run]] = []
    part: list[Run] = []
    for run in [*cell, BREAK]:
        if run == BREAK:
            lines += map(_standing, wrap(part, width))
            part = []
        else:
            part.append(run)
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    while len(lines) > 1 and not lines[0]:
        lines.pop(0)
    return lines


def _line(
    parts: Sequence[Sequence[Run]],
    heads: Sequence[str],
    sizes: Sequence[int],
    right: Sequence[str],
    options: Options,
) -> str:
    """One line of a row, a part for each column, each padded to its size."""
    shown = []
    for part, head, size in zip(parts, heads, sizes, strict=True):
        words, gap = "".join(_sgr(run, options) for run in part), " " * (size - _size(part))
        shown.append(gap + words if head in right else words + gap)
    return (" " * GAP).join(shown).rstrip()


def _size(line: Iterable[Run]) -> int:
    return sum(columns(run.text) for run in line)


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
    return out if out or not ahead else [Run(f"◌{ahead}")]

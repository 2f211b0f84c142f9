"""Lines for a terminal: what stands beside what, below what, and within the width.

Shared by the answers that have an entry a quote, a finding or a speaker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from quotediff.rendering import edits
from quotediff.rendering.terminal import Run, columns, escaped, visible, wrap

if TYPE_CHECKING:
    from quotediff.rendering import Options

Line = list[Run]

STYLES = {
    "error": "1;31",
    "warning": "33",
    "note": "36",
    "old": "31;9",
    "new": "32;4",
    "head": "1",
    "quiet": "2",
}

WIDE = 140  # columns from which old and new stand side by side
INDENT = 2  # columns before what belongs to the line above
GAP = 3  # columns between old and new

_MORE = Run(" …")


def heading(text: str, options: Options, style: str = "head") -> str:
    """A line above a table, in bold where there are colours, with an empty line below."""
    lines = wrap([Run(text, STYLES[style])], options.width)
    return "\n".join("".join(sgr(run, options) for run in line) for line in lines) + "\n\n"


def sgr(run: Run, options: Options) -> str:
    """A run as a terminal takes it: between escape sequences where there are colours."""
    return f"\x1b[{run.style}m{run.text}\x1b[0m" if options.color and run.style else run.text


def written(lines: Iterable[Sequence[Run]], options: Options) -> Iterator[str]:
    """Lines of text, with colours if there are any, and no space at their ends."""
    for line in lines:
        yield "".join(sgr(run, options) for run in line).rstrip() + "\n"


def wrapped(text: str, options: Options, style: str = "") -> list[Line]:
    """A text that is fit to be shown, in as many lines as it needs."""
    return wrap([Run(text, STYLES.get(style, ""))], options.width)


def width_of(line: Iterable[Run]) -> int:
    """How many columns a line takes."""
    return sum(columns(run.text) for run in line)


def beside(left: Sequence[Run], right: Sequence[Run], options: Options) -> Iterator[Line]:
    """Two texts, the second at the end of the first's last line, or below it where there is no room."""
    size = width_of(right)
    *lines, last = wrap(left, options.width) or [[]]
    yield from lines
    used = width_of(last)
    if used + 2 + size > options.width:
        yield last
        yield from wrap(right, options.width)
        return
    yield [*last, Run(" " * (options.width - used - size)), *right]


def indented(lines: Iterable[Sequence[Run]], columns_before: int = INDENT) -> list[Line]:
    """The lines, with so many empty columns before each."""
    return [[Run(" " * columns_before), *line] for line in lines]


def side_by_side(old: Sequence[Line], new: Sequence[Line], half: int) -> list[Line]:
    """Two texts in columns of which the first is ``half`` wide."""
    empty: Line = []
    return [
        [*left, Run(" " * (half + GAP - width_of(left))), *right]
        for left, right in zip_longest(old, new, fillvalue=empty)
    ]


def cut(lines: list[Line], most: int, width: int) -> list[Line]:
    """No more lines than that; the last then ends in an ellipsis, for which a word may have to go."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while width_of(last) + width_of([_MORE]) > width and len(last[-1].text) + len(last) > 2:
        shorter = last[-1].text.rstrip(" ").rpartition(" ")[0]
        last = [*last[:-1], Run(shorter, last[-1].style)] if shorter or len(last) == 1 else last[:-1]
    return [*lines[: most - 1], [*last, _MORE]]


def run_in(runs: Line, room: int, width: int) -> tuple[Line, list[Line]]:
    """A text's first line, which has less room than the others, and the others.

    Args:
        runs: the text.
        room: columns of the first line.
        width: columns of the lines below it, not counting the space before them.
    """
    first, *more = wrap(runs, room)
    rest = [run for line in more for run in (*line, Run(" "))]
    return first, wrap(rest, width) if rest else []


def shown(pieces: Iterable[edits.Piece], options: Options) -> list[Run]:
    """What differs in colour, or else in brackets."""
    return [
        Run(piece.text if options.color else edits.bracketed(piece), STYLES.get(piece.style, ""))
        for piece in pieces
    ]


def dotted(parts: Iterable[Run]) -> list[Run]:
    """The parts with a dot between each two."""
    return [run for number, part in enumerate(parts) for run in (Run(" · " * bool(number)), part)]


def files(names: Sequence[str]) -> str:
    """The names of versions, in order; a folder that one shares with the one before is named there alone."""
    out, before = [], ""
    for name in names:
        folder = name[: max(name.rfind("/"), name.rfind("\\")) + 1]
        out.append(escaped(_below(name, folder, before)))
        before = folder
    return " → ".join(out)


def _below(name: str, folder: str, before: str) -> str:
    """A name as it is shown behind one of the folder ``before``."""
    if folder == before:
        return name[len(folder) :]
    return f"./{name}" if before and not folder else name


def title(text: str, options: Options) -> list[Line]:
    """A headline, in bold where there are colours; nothing if there is none."""
    words = visible(text)
    return wrapped(words, options, "head") if words else []

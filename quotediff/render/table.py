"""``table``: for people at a terminal, within its width.

tabulate lays the table out; it takes every character for one column wide. So characters that are not, and
words in colour, go through it as private-use characters (one a column), put back afterwards; the story itself
cannot hold any, see ``terminal.visible``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from quotediff.render.layout import tabulate
from quotediff.render.terminal import Run, columns, inline, visible, wrap
from quotediff.render.words import Index, Side, Sides, changes_line, moved, near, quotes_line, shortened, told

if TYPE_CHECKING:
    from quotediff.model import Change, Comparison, Edit, Extract, Quote
    from quotediff.render import Options

_GAP = 2  # columns between columns
_HEAD = 2  # columns that tabulate adds to a head
_STYLES = {"error": "1;31", "warning": "33", "note": "36", "old": "31;9", "new": "32;4", "head": "1"}

_QUOTE_COLUMNS = {"id": 6, "¶": 6, "kind": 8, "speaker": 0.22, "cue": 0.14, "words": 1.0}
_NARROW_COLUMNS = {"id": 6, "speaker": 0.3, "words": 1.0}  # who said what, where there is no room for more
_CHANGE_COLUMNS = {"change": 24, "speaker": 0.22, "what happened": 1.0}

Cell = list[Run]
_BREAK = Run("\n")


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:
    """A heading, a table and a line of counts for each article."""
    separator = ""
    for extract in extracts:
        index = Index(extract)
        path, title = visible(extract.document.path), visible(extract.document.title)
        yield separator + _heading(f"{path}: {title}" if title else path, options)
        if extract.quotes:
            yield _quotes(index, options) + "\n\n"
        yield quotes_line(extract) + "\n"
        separator = "\n"


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """The changes, worst first as they come, and a line of counts."""
    old, new = (visible(e.document.path) for e in (result.old, result.new))
    yield _heading(f"{old} → {new}", options)
    if result.changes:
        sides = Sides(result)
        rows: list[list[Cell]] = []
        for change in result.changes:
            if rows:  # a line between findings
                rows.append([[] for _ in _CHANGE_COLUMNS])
            rows.append(_change(change, *sides.of(change), color=options.color))
        yield _layout(_CHANGE_COLUMNS, rows, options) + "\n\n"
    yield changes_line(result) + "\n"


def _heading(text: str, options: Options) -> str:
    """A line above a table, in bold where there are colours, with an empty line below."""
    lines = wrap([Run(text, _STYLES["head"])], options.width)
    return "\n".join("".join(_sgr(run, options) for run in line) for line in lines) + "\n\n"


def _sgr(run: Run, options: Options) -> str:
    return f"\x1b[{run.style}m{run.text}\x1b[0m" if options.color and run.style else run.text


def _quotes(index: Index, options: Options) -> str:
    limits = _QUOTE_COLUMNS if options.width >= 64 else _NARROW_COLUMNS
    rows = [_quote(index, quote) for quote in index.extract.quotes]
    return _layout(limits, [[row[head] for head in limits] for row in rows], options)


def _quote(index: Index, quote: Quote) -> dict[str, Cell]:
    cue = "(inherited)" if quote.inherited else "" if quote.cue is None else quote.cue.text
    texts = {
        "id": quote.id,
        "¶": str(quote.paragraph),
        "kind": quote.kind.value,
        "speaker": visible(index.name(quote)),
        "cue": visible(cue),
        "words": visible(shortened(quote.content.text)),
    }
    return {head: [Run(text)] for head, text in texts.items()}


def _change(change: Change, old: Side, new: Side, *, color: bool) -> list[Cell]:
    severity = change.severity.value
    where = moved(old.paragraph, new.paragraph)
    code = [Run(severity, _STYLES[severity]), Run(f" {change.code}"), _BREAK, Run(visible(change.name))]
    if where:
        code += [_BREAK, Run(f"¶ {where}")]
    what = [Run(visible(change.message))]
    words = _words(change, old, new, color=color)
    if words:
        what += [_BREAK, *words]
    return [code, [Run(visible(moved(old.speaker, new.speaker)))], what]


def _words(change: Change, old: Side, new: Side, *, color: bool) -> Cell:
    """The words at issue: with what differs marked, if anything does, else what was there and what is."""
    if told(change, old, new):
        return []
    if any(edit.op != "equal" for edit in change.edits):
        return [run for edit in near(change.edits) for run in _edit(edit, color=color)]
    if old.words == new.words:
        return [Run(visible(shortened(new.words)))]
    gone, there = (visible(shortened(side.words)) for side in (old, new))
    between = [_BREAK] if gone and there else []
    return [*_marked(gone, "old", color=color), *between, *_marked(there, "new", color=color)]


def _edit(edit: Edit, *, color: bool) -> Iterator[Run]:
    if edit.op == "equal":
        yield Run(inline(edit.old))
        return
    yield from _marked(inline(shortened(edit.old)), "old", color=color)
    yield from _marked(inline(shortened(edit.new)), "new", color=color)


def _marked(text: str, style: str, *, color: bool) -> Iterator[Run]:
    """Words that went or came: in colour, or as git's word diff marks them, edge spaces left out."""
    core = text.strip() or text
    if not core:
        return
    before, _, after = text.partition(core)
    left, right = ("", "") if color else ("[-", "-]") if style == "old" else ("{+", "+}")
    yield Run(before)
    yield Run(left + core + right, _STYLES[style])
    yield Run(after)


def _layout(limits: Mapping[str, float], rows: Sequence[Sequence[Cell]], options: Options) -> str:
    """A table of cells no wider than ``options.width``, as far as that can be.

    ``limits`` holds the heads of the columns and the widest each may be: columns of the terminal, or a share
    of it below 1. The one column whose limit is 1.0 takes what is left.
    """
    heads = list(limits)
    glyphs = _Glyphs(color=options.color)
    widest = [max(_longest(row[i]) for row in rows) for i in range(len(heads))]
    caps = [int(lim) if lim > 1 else max(10, int(lim * options.width)) for lim in limits.values()]
    widths = [max(len(h) + _HEAD, min(w, c)) for h, w, c in zip(heads, widest, caps, strict=True)]
    rest = list(limits.values()).index(1.0)
    others = sum(w for i, w in enumerate(widths) if i != rest) + _GAP * (len(heads) - 1)
    widths[rest] = max(min(widest[rest], options.width - others), len(heads[rest]) + _HEAD, 10)
    cells = [[glyphs.cell(cell, w) for cell, w in zip(row, widths, strict=True)] for row in rows]
    drawn = tabulate(cells, heads, tablefmt="simple", disable_numparse=True)
    return "\n".join(glyphs.back(line).rstrip() for line in drawn.split("\n"))


def _longest(cell: Cell) -> int:
    """How many columns a cell takes if no line is broken."""
    return max(map(columns, "".join(run.text for run in cell).split("\n")))


class _Glyphs:
    """Private-use characters standing for what is not one plain character in one column."""

    _FILLER = "\U000f0000"  # stands for nothing: the second column of a wide character
    _LAST = 0x10FFFD

    def __init__(self, *, color: bool) -> None:
        self._color = color
        self._code: dict[str, str] = {"": self._FILLER}
        self._meaning: dict[str, str] = {self._FILLER: ""}

    def cell(self, cell: Cell, width: int) -> str:
        """The cell's lines, wrapped, each a character a column."""
        lines: list[list[Run]] = []
        part: list[Run] = []
        for run in [*cell, _BREAK]:
            if run == _BREAK:
                lines += wrap(part, width)
                part = []
            else:
                part.append(run)
        shown = "\n".join("".join(self._run(run) for run in line) for line in lines)
        return shown or self._FILLER  # tabulate leaves out a row that is empty

    def back(self, line: str) -> str:
        """The line with every stand-in replaced by what it stands for."""
        if line.isascii():
            return line
        return "".join(self._meaning.get(c, c) for c in line)

    def _run(self, run: Run) -> str:
        styled = self._color and run.style
        if run.text.isascii() and not styled:
            return run.text
        clusters: list[tuple[str, int]] = []
        for char in run.text:
            size = columns(char)
            if size == 0 and clusters:
                clusters[-1] = (clusters[-1][0] + char, clusters[-1][1])
            else:
                clusters.append((char, size) if size else ("◌" + char, 1))
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
        return code + self._FILLER * (size - 1)

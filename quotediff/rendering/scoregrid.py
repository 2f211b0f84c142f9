"""An evaluation for a terminal: tables of numbers within its width, and errors by cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotediff.rendering import scoretables
from quotediff.rendering.lines import GAP, STYLES, Line, indented, width_of, wrapped, written
from quotediff.rendering.terminal import Run, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotediff.rendering import Options
    from quotediff.rendering.scoretables import ErrorGroup, ScoreSection, ScoreTable
    from quotediff.scores import Evaluation

_LEAST = 12  # columns of the terminal that are left to the first column of a table


def evaluation(result: Evaluation, options: Options) -> Iterator[str]:
    """What is measured, as tables below each other."""
    separator: list[Line] = []
    for section in scoretables.sections(result):
        yield from written([*separator, *_section(section, options)], options)
        separator = [[]]


def _section(section: ScoreSection, options: Options) -> Iterator[Line]:
    yield from wrapped(section.heading, options, "head")
    for line in section.lines:
        yield from wrapped(line, options)
    for table in section.tables:
        yield []
        yield from wrapped(table.heading, options, "head")
        yield from _table(table, options.width)
    for group in section.errors:
        yield []
        yield from _errors(group, options)


def _errors(group: ErrorGroup, options: Options) -> Iterator[Line]:
    yield from wrapped(group.heading, options, "head")
    for lines in group.errors:
        for number, line in enumerate(lines):
            before = 2 if number == 0 else 4
            yield from indented(wrap([Run(line)], max(10, options.width - before)), before)


def _table(table: ScoreTable, width: int) -> Iterator[Line]:
    """Rows of words on the left and numbers in line on the right; as many columns as there is room for."""
    widths = [
        max(width_of([Run(row[place])]) for row in (table.head, *table.rows))
        for place in range(len(table.head))
    ]
    while len(widths) > 2 and sum(widths[1:]) + GAP * (len(widths) - 1) + _LEAST > width:
        widths.pop()
    rest = width - sum(widths[1:]) - GAP * (len(widths) - 1)
    first = max(_LEAST, min(widths[0], rest))
    yield from _row(table.head, first, widths, STYLES["quiet"])
    for row in table.rows:
        yield from _row(row, first, widths, "")


def _row(cells: Sequence[str], first: int, widths: Sequence[int], style: str) -> Iterator[Line]:
    lead, *more = wrap([Run(cells[0], style)], first) or [[]]
    numbers = [Run(f"{cell:>{size + GAP}}", style) for cell, size in zip(cells[1:], widths[1:], strict=False)]
    yield [*lead, Run(" " * (first - width_of(lead))), *numbers]
    yield from more

"""A comparison on a terminal: a head with the verdict, then an entry for each finding over the full width.

An entry's first line has severity, paragraphs, speaker, what happened and the code; the words, once and as
printed, with what differs marked, stand on the same line where they fit, or below it. In wide terminals old
and new are side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from quotediff.model import Severity, count, framed
from quotediff.rendering import edits
from quotediff.rendering.lines import (
    GAP,
    INDENT,
    STYLES,
    WIDE,
    Line,
    beside,
    cut,
    dotted,
    files,
    indented,
    run_in,
    shown,
    side_by_side,
    title,
    width_of,
    wrapped,
    written,
)
from quotediff.rendering.terminal import Run, columns, visible, wrap
from quotediff.rendering.words import Sides, left_out_line, moved, near, terms

if TYPE_CHECKING:
    from quotediff.comparison import Change, Comparison
    from quotediff.rendering import Options
    from quotediff.rendering.words import Side

_NARROW_COLUMNS = 60  # columns below which the parts of a first line are not put below each other
_LEVEL, _WHERE = 8, 10  # columns of severity and place
_LONGEST_BY_SEVERITY = {Severity.ERROR: 4, Severity.WARNING: 2, Severity.NOTE: 1}  # lines
_NOTE_COLUMNS = 30  # columns that a note leaves for words
_CONTEXT_WORDS = {
    Severity.ERROR: 8,
    Severity.WARNING: 4,
    Severity.NOTE: 3,
}  # words on either side of a difference
_DIFFERING = {STYLES["old"], STYLES["new"]}
_MIN_NAME_COLUMNS = 20  # columns that a name keeps on a line
PRESENCE = "QD3"
"""How codes begin whose findings are about a whole quote that is new or gone."""

_SAID_BY_MESSAGE = frozenset({"QD402"})  # codes whose message says what no words of a quote do
_WITH_TERMS = "QD306"


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """The head, and an entry for each finding."""
    yield from written(_head(result, options), options)
    if options.summary:
        return
    sides = Sides(result)
    if result.changes:
        yield "\n"
    for change in result.changes:
        yield from written(entry(change, sides.of(change), options), options)
    if result.left_out:
        yield "\n"
        yield from written(wrapped(visible(left_out_line(result)), options), options)


def counts(changes: Iterable[Change], undeclared: int = 0) -> list[Run]:
    """How many findings of each severity; errors without a correction note are said to be so."""
    levels = Counter(change.severity for change in changes)
    said = {severity: count(levels[severity], severity.value) for severity in Severity if levels[severity]}
    if undeclared and undeclared == levels[Severity.ERROR]:
        said[Severity.ERROR] += " without a correction note"
    return [Run(words, STYLES[severity.value]) for severity, words in said.items()]


def _head(result: Comparison, options: Options) -> Iterator[Line]:
    """The headline, the files, how many findings, and whether a correction note is missing."""
    yield from title(result.title, options)
    found = counts(result.changes, result.undeclared)
    if not found:
        there = count(len(result.new.spoken().quotes), "quote")
        found = [Run(f"no changes to report; {there} in the new version")]
    names = files([e.document.name for e in (result.old, result.new)])
    yield from beside([Run(names)], dotted(found), options)


def entry(  # noqa: PLR0913 - how it may be shown
    change: Change,
    sides: tuple[Side, Side],
    options: Options,
    *,
    place: str | None = None,
    wide: int = _WHERE,
    named: bool = True,
    worded: bool = True,
) -> Iterator[Line]:
    """The lines of a finding.

    Args:
        change: the finding.
        sides: what it points at in either version.
        options: how to show it.
        place: what stands in place of the paragraphs, if anything.
        wide: columns of the place.
        named: whether the speaker is.
        worded: whether the words are shown.
    """
    severity = change.severity
    at = moved(sides[0].paragraph, sides[1].paragraph)
    lead = leading(severity, place or framed("¶ ", at), options, wide)
    room = max(10, options.width - width_of(lead) - len(change.code) - INDENT)
    names = [visible(side.speaker) for side in sides] if named else []
    happened = _happened(change, sides)
    words = _words(change, *sides, options) if worded else []
    columns_left = min(_NOTE_COLUMNS, 2 + width_of(words)) if severity is Severity.NOTE and words else 0
    first = _heading(names, happened, room, None if severity is Severity.ERROR else room - columns_left)
    below: list[Line] = []
    if words and _runs_in(change, sides, first[-1], words, room, options):
        first[-1], below = _run_in(
            [*first[-1], Run(": "), *words], room, _LONGEST_BY_SEVERITY[severity], options
        )
    elif words:
        below = _below(change, sides, words, options)
    first[0] = [*first[0], Run(" " * max(1, room + INDENT - width_of(first[0]))), _code(change)]
    yield [*lead, *first[0]]
    yield from indented(first[1:], width_of(lead))
    yield from indented(below)


def _runs_in(  # noqa: PLR0913, PLR0917 - what decides it
    change: Change,
    sides: tuple[Side, Side],
    line: Line,
    words: Sequence[Run],
    room: int,
    options: Options,
) -> bool:
    """Whether the words begin on the first line: those of notes and warnings do, and what fits there."""
    if change.severity is Severity.NOTE:
        return True
    if options.width >= WIDE and edits.steps(change, *sides):
        return False
    return change.severity is Severity.WARNING or width_of(line) + width_of(words) + 2 <= room


def _run_in(runs: Line, room: int, most: int, options: Options) -> tuple[Line, list[Line]]:
    """The first line of a text in the room that it has there, and what is left of it in lines below."""
    if most == 1:
        return cut(wrap(runs, room), 1, room)[0], []
    width = options.width - INDENT
    first, lines = run_in(runs, room, width)
    hidden = any(run.style in _DIFFERING for line in lines[most - 1 :] for run in line)
    return first, cut(lines, most - 1 + hidden, width)


def leading(severity: Severity | None, place: str, options: Options, wide: int = _WHERE) -> Line:
    """The two columns before an entry: severity and place."""
    level = Run(severity.value.upper(), STYLES[severity.value]) if severity else Run("")
    if options.width < _NARROW_COLUMNS:
        return [level, Run(" " * bool(level.text)), Run(framed("", place, " "))]
    return [level, Run(" " * (_LEVEL - len(level.text))), Run(f"{place:{wide - 1}} ")]


def shortened_to(name: str, room: int) -> str:
    """A name, cut behind a word so that it takes no more columns, or within one that is longer."""
    if columns(name) <= room:
        return name
    first = wrap([Run(name)], max(room - 1, 1))[0]
    return "".join(run.text for run in first) + "…"


def _code(change: Change) -> Run:
    return Run(change.code, STYLES["quiet"])


def _happened(change: Change, sides: tuple[Side, Side]) -> str:
    """What happened in words, and to how many quotes; of an unnamed source, on what terms."""
    words = change.name.replace("-", " ")
    if change.code == _WITH_TERMS:
        words += ", with terms of anonymity" if terms(sides[1]) else ", no terms given"
    quotes = max(len(change.old_quotes), len(change.new_quotes))
    return visible(words) + (f", {quotes} quotes" if quotes > 1 else "")


def _heading(names: Sequence[str], happened: str, room: int, wanted: int | None) -> list[Line]:
    """Who, and what happened; names are cut, though not to nothing, where both take more than is wanted."""
    who = moved(*names) if names else ""
    if who and wanted is not None:
        left = wanted - columns(happened) - 2
        each = left if who in names else (left - 3) // 2
        if columns(who) > left:
            who = moved(*(shortened_to(name, max(_MIN_NAME_COLUMNS, each)) for name in names))
    return wrap([Run(framed("", who, ": "), STYLES["head"]), Run(happened)], room)


def _below(change: Change, sides: tuple[Side, Side], words: Sequence[Run], options: Options) -> list[Line]:
    """The words at issue below the first line, in as many lines as the severity is worth."""
    width, most = options.width - INDENT, _LONGEST_BY_SEVERITY[change.severity]
    steps = edits.steps(change, *sides) if options.width >= WIDE else ()
    if not steps:
        return cut(wrap(words, width), most, width)
    half = (width - GAP) // 2
    shortened = tuple(near(steps, _CONTEXT_WORDS[change.severity]))
    old, new = (
        cut(wrap(shown(edits.pieces(shortened, side), options), half), most, half) for side in ("old", "new")
    )
    return side_by_side(old, new, half)


def _words(change: Change, old: Side, new: Side, options: Options) -> list[Run]:
    """The words at issue with what differs marked, or those of one side; the message if there are none."""
    if change.code in _SAID_BY_MESSAGE:
        return [Run(visible(change.message))]
    found = edits.words(change, old, new, context=_CONTEXT_WORDS[change.severity], gaps=options.color)
    if change.code.startswith(PRESENCE):
        found = tuple(edits.Piece(piece.text) for piece in found)
    return shown(found, options) or [Run(visible(change.message))]

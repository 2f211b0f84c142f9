"""A comparison on a terminal: a head with the verdict, then an entry for each finding over the full width.

An entry's first line has severity, paragraphs, speaker, what happened and the code; below it are the words,
once and as printed, with what differs marked. In wide terminals old and new are side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from quotediff.model import Severity, count
from quotediff.rendering import edits
from quotediff.rendering.grid import STYLES, sgr
from quotediff.rendering.terminal import Run, columns, escaped, visible, wrap
from quotediff.rendering.words import (
    Sides,
    drawn_edits,
    left_out_line,
    message_has_all_words,
    moved,
    near,
    shortened,
    undeclared_line,
)

if TYPE_CHECKING:
    from quotediff.comparison import Change, Comparison
    from quotediff.rendering import Options
    from quotediff.rendering.words import Side

WIDE = 140  # columns from which old and new stand side by side

_NARROW = 60  # columns below which the parts of a first line are not put below each other
_INDENT = 2  # columns before the words
_GAP = 3  # columns between old and new
_LONGEST = {Severity.ERROR: 4, Severity.WARNING: 2}  # lines of words; a note has the rest of its first line
_CONTEXT = {Severity.ERROR: 8, Severity.WARNING: 4, Severity.NOTE: 3}  # words on either side of a difference
_MORE = Run(" …")


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """The head, and an entry for each finding."""
    yield from _lines(_head(result, options), options)
    sides = Sides(result)
    if result.changes and not options.summary:
        yield "\n"
    for change in () if options.summary else result.changes:
        yield from _lines(_entry(change, *sides.of(change), options), options)
    if result.left_out and not options.summary:
        yield "\n"
        yield from _lines(wrap([Run(visible(left_out_line(result)))], options.width), options)


def _lines(lines: Iterable[Sequence[Run]], options: Options) -> Iterator[str]:
    for line in lines:
        yield "".join(sgr(run, options) for run in line).rstrip() + "\n"


def _head(result: Comparison, options: Options) -> Iterator[list[Run]]:
    """The headline, the files, how many findings, and whether a correction note is missing."""
    title = visible(result.new.document.title or result.old.document.title)
    if title:
        yield from wrap([Run(title, STYLES["head"])], options.width)
    names = " → ".join(escaped(e.document.name) for e in (result.old, result.new))
    levels = Counter(change.severity for change in result.changes)
    counts = [Run(count(levels[s], s.value), STYLES[s.value]) for s in Severity if levels[s]]
    if not counts:
        there = count(len(result.new.spoken().quotes), "quote")
        counts = [Run(f"no changes to report; {there} in the new version")]
    if line := undeclared_line(result):
        counts.append(Run(line, STYLES["warning"]))
    parted = [run for number, run in enumerate(counts) for run in (Run(" · " * bool(number)), run)]
    yield from _beside([Run(names)], parted, options)


def _beside(left: Sequence[Run], right: Sequence[Run], options: Options) -> Iterator[list[Run]]:
    """Two texts, the second at the end of the first's last line, or below it where there is no room."""
    size = sum(columns(run.text) for run in right)
    *lines, last = wrap(left, options.width)
    yield from lines
    used = sum(columns(run.text) for run in last)
    if used + 2 + size > options.width:
        yield last
        yield from wrap(right, options.width)
        return
    yield [*last, Run(" " * (options.width - used - size)), *right]


def _entry(change: Change, old: Side, new: Side, options: Options) -> Iterator[list[Run]]:
    severity = change.severity.value
    place = moved(old.paragraph, new.paragraph)
    quotes = max(len(change.old_quotes), len(change.new_quotes))
    who = moved(visible(old.speaker), visible(new.speaker))
    what = visible(change.name.replace("-", " ")) + (f", {quotes} quotes" if quotes > 1 else "")
    at = f"¶ {place}" if place else ""
    narrow = options.width < _NARROW
    level = Run(f"{severity.upper()} " if narrow else f"{severity.upper():8}", STYLES[severity])
    where = Run(f"{at} " if narrow else f"{at:10}")
    happened = [*([Run(f"{who}: ", STYLES["head"])] if who else []), Run(what)]
    before = columns(level.text + where.text)
    room = max(10, options.width - before - len(change.code) - 2)
    is_note = change.severity is Severity.NOTE
    if is_note:
        words = _at_issue(change, old, new, options)
        happened += [Run(": "), *words] if words else []
    first, *more = _cut(wrap(happened, room), 1) if is_note else wrap(happened, room)
    used = sum(columns(run.text) for run in first)
    code = Run(change.code, STYLES["quiet"])
    yield [level, where, *first, Run(" " * max(1, room + 2 - used)), code]
    yield from ([Run(" " * before), *line] for line in more)
    margin = Run(" " * _INDENT)
    if not is_note:
        yield from ([margin, *line] for line in _words(change, old, new, options))


def _words(change: Change, old: Side, new: Side, options: Options) -> list[list[Run]]:
    """The words at issue, in as many lines as the severity is worth."""
    width, most = options.width - _INDENT, _LONGEST[change.severity]
    steps = () if message_has_all_words(change, old, new) else drawn_edits(change, old, new)
    differ = any(edit.op != "equal" for edit in steps)
    if differ and options.width >= WIDE:
        half = (width - _GAP) // 2
        shown = tuple(near(steps, _CONTEXT[change.severity]))
        sides = [_cut(wrap(_runs(edits.pieces(shown, side), options), half), most) for side in ("old", "new")]
        return [_joined(one, other, half) for one, other in zip_longest(*sides, fillvalue=[])]
    runs = _at_issue(change, old, new, options) or [Run(visible(change.message))]
    return _cut(wrap(runs, width), most)


def _at_issue(change: Change, old: Side, new: Side, options: Options) -> list[Run]:
    """The words at issue with what differs marked, or those of the one side; empty if there are none."""
    if not message_has_all_words(change, old, new):
        steps = drawn_edits(change, old, new)
        if any(edit.op != "equal" for edit in steps):
            return _runs(edits.pieces(near(steps, _CONTEXT[change.severity]), gaps=options.color), options)
        if old.words and new.words and old.words != new.words:
            return _runs(edits.replaced(old.words, new.words, gaps=options.color), options)
    words = new.words or old.words
    return [Run(visible(shortened(words)))] if words and words not in change.message else []


def _joined(left: list[Run], right: list[Run], half: int) -> list[Run]:
    used = sum(columns(run.text) for run in left)
    return [*left, Run(" " * (half + _GAP - used)), *right]


def _runs(pieces: Iterable[edits.Piece], options: Options) -> list[Run]:
    """What differs in colour, or else in brackets."""
    return [
        Run(piece.text if options.color else edits.bracketed(piece), STYLES.get(piece.style, ""))
        for piece in pieces
    ]


def _cut(lines: list[list[Run]], most: int) -> list[list[Run]]:
    """No more lines than that; the last then ends in an ellipsis, for which a word may have to go."""
    if len(lines) <= most:
        return lines
    *before, last = lines[most - 1]
    shorter = Run(last.text.rsplit(" ", 1)[0], last.style)
    room = sum(columns(run.text) for run in lines[most - 1])
    return [*lines[: most - 1], wrap([*before, shorter, _MORE], room)[0]]

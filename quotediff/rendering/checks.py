"""``table`` of what a check of a corpus found: a head with the counts, then an entry for each finding.

An entry's first line has severity, version, story, what is wrong and the code; below it stand the words, what
was expected and what was found marked where they differ, and the line to mend with the remedy. In wide
terminals expected and found are side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from quotediff.model import Severity, count, framed
from quotediff.rendering import edits
from quotediff.rendering.entries import entry, leading
from quotediff.rendering.lines import (
    GAP,
    INDENT,
    STYLES,
    WIDE,
    Line,
    indented,
    shown,
    side_by_side,
    width_of,
    wrapped,
    written,
)
from quotediff.rendering.terminal import Run, escaped, visible, wrap
from quotediff.rendering.words import Sides, shortened

if TYPE_CHECKING:
    from quotediff.comparison import Change
    from quotediff.rendering import Options
    from quotediff.report import Finding, Place, Report, Update


def check(result: Report, options: Options) -> Iterator[str]:
    """The counts, the findings, and what became of quotes since the base."""
    yield from written(wrapped(escaped(result.path), options, "head"), options)
    yield from written(wrapped(summary_line(result), options), options)
    if result.findings:
        yield "\n"
    for finding in result.findings:
        yield from written(_finding(finding, options), options)
    for update in result.updates:
        yield "\n"
        yield from written(_update(update, options), options)


def summary_line(result: Report) -> str:
    """One line: how many findings, how bad, in how much, and how many are known."""
    levels = Counter(f.severity for f in result.findings)
    parts = ", ".join(count(levels[s], s.value) for s in Severity if levels[s])
    found = f"{count(len(result.findings), 'finding')} ({parts})" if result.findings else "no findings"
    since = f" changed since {visible(result.base)}" if result.base is not None else ""
    stories = f"1 story{since}" if result.stories == 1 else f"{result.stories} stories{since}"
    seen = f"{count(result.versions, 'version')} and {count(result.steps, 'step')} in {stories}"
    known = f"; {count(len(result.known), 'known finding')} in {visible(result.baseline or '')}"
    return f"{found}; checked {seen}{known if result.known else ''}"


def where(place: Place) -> str:
    """``path:line``, as editors take it."""
    return f"{escaped(place.path)}:{place.line}"


def meant(update: Update, change: Change) -> str:
    """Whether a change agrees with the expectations, in words."""
    return "as expected" if update.is_meant(change) else "nobody expects this"


def update_title(update: Update) -> str:
    """What was compared: the file then and now, or two versions."""
    return f"{escaped(update.old)} → {escaped(update.new)}"


def _finding(finding: Finding, options: Options) -> Iterator[Line]:
    """The lines of a finding."""
    lead = leading(finding.severity, visible(finding.where), options)
    room = max(10, options.width - width_of(lead) - len(finding.code) - INDENT)
    story = Run(framed("", visible(finding.story), ": "), STYLES["head"])
    what = Run(f"{finding.name.replace('-', ' ')}: {visible(finding.message)}")
    first, *more = wrap([story, what], room)
    code = Run(finding.code, STYLES["quiet"])
    yield [*lead, *first, Run(" " * max(1, room + INDENT - width_of(first))), code]
    yield from indented(more, width_of(lead))
    if finding.expected is not None or finding.found is not None:
        yield from indented(_words(finding, options))
    remedy = [Run(f"{where(finding.place)}:"), Run(f" {visible(finding.remedy)}", STYLES["quiet"])]
    yield from indented(wrap(remedy, options.width - INDENT))


def _words(finding: Finding, options: Options) -> list[Line]:
    """What was expected and what was found: as one text if one is the other, edited."""
    width = options.width - INDENT
    at = [Run(f" ({where(finding.text)})", STYLES["quiet"])] if finding.text else []
    if finding.edits and options.width < WIDE:
        return wrap([*shown(edits.pieces(finding.edits, gaps=options.color), options), *at], width)
    old = [Run("expected: "), *_side(finding, "old", options)]
    new = [Run("found: "), *_side(finding, "new", options), *at]
    if options.width < WIDE:
        return [*wrap(old, width), *wrap(new, width)]
    half = (width - GAP) // 2
    return side_by_side(wrap(old, half), wrap(new, half), half)


def _side(finding: Finding, which: str, options: Options) -> list[Run]:
    words = {"old": finding.expected, "new": finding.found}[which]
    if words is None:
        return [Run("nothing")]
    if not finding.edits:
        return [Run(visible(shortened(words)))]
    return shown(edits.pieces(finding.edits, which, gaps=options.color), options)


def _update(update: Update, options: Options) -> Iterator[Line]:
    """What was compared, and each change with whether it was meant."""
    yield from wrapped(update_title(update), options, "head")
    sides = Sides(update.comparison)
    for change in update.comparison.changes:
        yield from entry(change, sides.of(change), options)
        style = STYLES["quiet" if update.is_meant(change) else "head"]
        yield from indented([[Run(f"({meant(update, change)})", style)]])
    if not update.comparison.changes:
        yield from indented([[Run("no quote changed")]])

"""``table`` of what a check of a corpus found: a finding a paragraph, expected above found, word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from quotediff.model import Severity, count
from quotediff.rendering import edits
from quotediff.rendering.lines import STYLES, heading
from quotediff.rendering.terminal import Run, escaped, visible, wrap
from quotediff.rendering.words import shortened

if TYPE_CHECKING:
    from quotediff.comparison import Change
    from quotediff.rendering import Options
    from quotediff.report import Finding, Place, Report, Update

_INDENT = 4


def check(result: Report, options: Options) -> Iterator[str]:
    """The findings, what became of quotes since the base, and a line of counts."""
    for finding in result.findings:
        yield "".join(_finding(finding, options)) + "\n"
    for update in result.updates:
        yield "".join(_update(update, options)) + "\n"
    yield _line([Run(summary_line(result))], options)


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


def _finding(finding: Finding, options: Options) -> Iterator[str]:
    level = finding.severity.value
    yield _line(
        [
            Run(f"{where(finding.place)}: ", STYLES["head"]),
            Run(level, STYLES[level]),
            Run(f" {finding.code} {finding.name}"),
        ],
        options,
    )
    yield _line([Run(visible(finding.message))], options, indent=_INDENT)
    at = f" ({where(finding.text)})" if finding.text else ""
    if finding.expected is not None or finding.found is not None:
        yield _line([Run("expected: "), *_words(finding, "old", options)], options, indent=_INDENT)
        yield _line([Run("found:    "), *_words(finding, "new", options), Run(at)], options, indent=_INDENT)
    yield _line([Run(visible(finding.remedy), STYLES["quiet"])], options, indent=_INDENT)


def _words(finding: Finding, which: str, options: Options) -> Iterator[Run]:
    words = finding.expected if which == "old" else finding.found
    if words is None:
        yield Run("nothing")
    elif not finding.edits:
        yield Run(visible(shortened(words)))
    else:
        for piece in edits.pieces(finding.edits, which, gaps=options.color):
            yield Run(piece.text if options.color else edits.bracketed(piece), STYLES.get(piece.style, ""))


def _update(update: Update, options: Options) -> Iterator[str]:
    yield heading(update_title(update), options).rstrip("\n") + "\n"
    for change in update.comparison.changes:
        level = change.severity.value
        runs = [
            Run(level, STYLES[level]),
            Run(f" {change.code} {visible(change.message)} "),
            Run(f"({meant(update, change)})", STYLES["quiet" if update.is_meant(change) else "head"]),
        ]
        yield _line(runs, options, indent=_INDENT)
    if not update.comparison.changes:
        yield _line([Run("no quote changed")], options, indent=_INDENT)


def _line(runs: Iterable[Run], options: Options, indent: int = 0) -> str:
    """Runs wrapped to the width, under an indent."""
    lines = wrap(list(runs), max(10, options.width - indent))
    shown = ("".join(_sgr(run, options) for run in line) for line in lines)
    return "".join(f"{' ' * indent}{line}".rstrip() + "\n" for line in shown)


def _sgr(run: Run, options: Options) -> str:
    return f"\x1b[{run.style}m{run.text}\x1b[0m" if options.color and run.style else run.text

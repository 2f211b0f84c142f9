"""What formats for machines say of a finding: looked up in the result and worded, never computed anew.

Paths are given from the repository's root with forward slashes, as forges want them; what lies outside it, or
is no file, says so. Lines and columns count from 1, columns in code points; the end is the first column after
the words.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote as percent

from quotediff.model import Severity
from quotediff.rendering.places import Places
from quotediff.rendering.words import Sides, message_has_all_words, shortened
from quotediff.text.spans import Span, hull

if TYPE_CHECKING:
    from quotediff import report
    from quotediff.comparison import Change, Comparison
    from quotediff.model import Document, Extract, Quote
    from quotediff.rendering import Options
    from quotediff.rendering.words import Side
    from quotediff.report import Finding, Report

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class File:
    """An article as a report names it.

    ``path`` is from the repository's root if it lies in it, else as the user named it. ``uri`` is the same
    as a URI, relative or ``file:``; None for what is no file of the tree: standard input, another revision.
    """

    path: str
    uri: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Words in an article; ``words`` is empty where the article as a whole is meant."""

    file: File
    line: int
    column: int
    end_line: int
    end_column: int
    words: str


class Related(NamedTuple):
    """Another place that a finding is about, and what it is."""

    place: Place
    what: str


@dataclass(frozen=True, slots=True)
class Located:
    """A finding with its places: a change of `compare`, or something that `check` found.

    ``at`` is always there, if only as a version's beginning. ``lines`` are words that the message does not
    have itself, each with its sign: ``- `` was, ``+ `` is. ``number`` counts findings of one fingerprint in
    one article, from 1: two of them are two findings. ``story`` is the suite it belongs to. ``accepted`` says
    why it may stay, of what somebody has accepted. ``fails``: it is of what is to fail.
    """

    code: str
    name: str
    severity: Severity
    message: str
    lines: tuple[str, ...]
    at: Place
    related: tuple[Related, ...]
    fingerprint: str
    number: int = 1
    story: str = ""
    accepted: str | None = None
    fails: bool = False

    @property
    def key(self) -> str:
        """What the finding is known by over runs: no line, no column."""
        return f"{self.fingerprint}:{self.number}"


class Article:
    """One version, to look places up in."""

    def __init__(self, extract: Extract, options: Options) -> None:
        self.document: Document = extract.document
        self.file = file(self.document.path, options)
        self._places = Places(self.document.text, self.document.origin)
        self._quotes = {q.id: q for q in extract.quotes}

    def quote(self, identifier: str | None) -> Quote | None:
        """A quote by its id."""
        return None if identifier is None else self._quotes[identifier]

    def place(self, identifier: str | None, span: Span | None) -> Place | None:
        """The words of a quote, else those of a span, else nothing."""
        found = self.quote(identifier)
        where = hull(found.content.spans) if found is not None else span
        return None if where is None else self.at(where)

    def at(self, span: Span) -> Place:
        """The words of a span."""
        words = self.document.text[span.start : span.end]
        start, end = self._places.of(span)
        return Place(self.file, *start, *end, words=words)

    def beginning(self) -> Place:
        """The article's first paragraph, for what has no words in it."""
        first = self.document.paragraphs[0].span if self.document.paragraphs else Span(0, 0)
        start, end = self._places.of(first)
        return Place(self.file, *start, *end, words="")


def located(result: Comparison, options: Options) -> Iterator[Located]:
    """The changes with their places, in their order: worst first."""
    old, new = Article(result.old, options), Article(result.new, options)
    sides = Sides(result)
    seen: Counter[str] = Counter()
    for change in result.changes:
        seen[change.fingerprint] += 1
        was = old.place(change.old, change.old_span)
        yield Located(
            change.code,
            change.name,
            change.severity,
            change.message,
            _lines(change, *sides.of(change)),
            new.place(change.new, change.new_span) or new.beginning(),
            (Related(was, f"the old version, {was.file.path}"),) if was else (),
            change.fingerprint,
            seen[change.fingerprint],
            new.file.path,
            fails=not options.fail_on.isdisjoint({change.code, change.severity.value}),
        )


def reported(result: Report, options: Options) -> list[Located]:
    """What a check found, worst first; with what is in the baseline, and why it may stay.

    What became of quotes since the base is in notes, however bad, for the verdict is in the findings. What
    somebody has written down to happen is accepted.
    """
    revisions = options.revisions if result.base is None else (*options.revisions, f"{result.base}:")
    options = replace(options, revisions=revisions)
    seen: Counter[str] = Counter()
    found = [_checked(finding, options, seen) for finding in (*result.findings, *result.known)]
    for update in result.updates:
        meant = f"expected of {update.story} {update.where}"
        for change, at in zip(update.comparison.changes, located(update.comparison, options), strict=True):
            noted = replace(at, story=update.story, severity=Severity.NOTE, fails=False)
            if update.is_meant(change):
                found.append(replace(noted, accepted=meant))
            else:
                found.append(replace(noted, message=f"{at.message}; nobody expects this"))
    return worst_first(found)


def _checked(finding: Finding, options: Options, seen: Counter[str]) -> Located:
    """At the words of the story if they are known, else where the expectation is to be mended."""
    seen[finding.fingerprint] += 1
    advice = _stated(finding.place, options)
    text = None if finding.text is None else _stated(finding.text, options)
    sides = ("expected: ", finding.expected), ("found: ", finding.found)
    excuse = finding.excuse
    return Located(
        finding.code,
        finding.name,
        finding.severity,
        f"{finding.message}; {finding.remedy}",
        tuple(sign + shortened(words) for sign, words in sides if words is not None),
        text or advice,
        (Related(advice, "what is expected"),) if text else (),
        finding.fingerprint,
        seen[finding.fingerprint],
        finding.story,
        f"{excuse.reason} ({excuse.by})" if excuse else None,
        not (excuse or options.fail_on.isdisjoint({finding.code, finding.severity.value})),
    )


def _stated(place: report.Place, options: Options) -> Place:
    """A place of a check as one of a report; without columns it is the line."""
    end_line = place.line if place.end_line is None else place.end_line
    end_column = place.column if place.end_column is None else place.end_column
    return Place(file(place.path, options), place.line, place.column, end_line, end_column, words="")


def _lines(change: Change, old: Side, new: Side) -> tuple[str, ...]:
    if message_has_all_words(change, old, new):
        return ()
    if old.words == new.words:
        return (f"  {shortened(new.words)}",)
    signs = ("- ", old.words), ("+ ", new.words)
    return tuple(sign + shortened(words) for sign, words in signs if words)


def worst_first(found: Iterable[Located]) -> list[Located]:
    """The findings of several articles, errors before warnings before notes, else in their order."""
    levels = list(Severity)
    return sorted(found, key=lambda f: levels.index(f.severity))


def file(path: str, options: Options) -> File:
    """How a report names the file ``path``, which is as the user named it."""
    if path == STANDARD_INPUT or path.startswith(options.revisions):
        return File(path, None)
    shown = _from_root(path, options)
    if PurePath(shown).is_absolute():
        return File(path, f"file:///{uri(shown.removeprefix('/'))}")
    return File(shown, uri(shown))


def _from_root(path: str, options: Options) -> str:
    """``path`` from the root if it lies in it, else whole."""
    if not options.root:
        return os.path.normpath(path).replace(os.sep, "/")
    whole = os.path.normpath(os.path.join(options.here or options.root, path))  # noqa: PTH118 - strings, no files
    try:
        inner = os.path.relpath(whole, options.root)
    except ValueError:  # another drive
        inner = os.pardir
    outside = PurePath(inner).parts[:1] == (os.pardir,)
    return (whole if outside else inner).replace(os.sep, "/")


def uri(path: str) -> str:
    """A path with forward slashes as a URI reference (RFC 3986); bytes that are no UTF-8 keep their value."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that no file name gives
        data = path.encode("utf-8", "surrogatepass")
    return percent(data, safe="/")

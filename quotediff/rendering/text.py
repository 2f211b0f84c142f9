"""``text``: a quote or a change a line, for `git diff`, `git log -p` and `grep`.

Lines of quotes have neither ids nor places in them, so that quotes that did not change have the same line in
every version of a story; lines of changes begin as compilers' do, ``path:line:column:``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from quotediff.model import text_of
from quotediff.rendering.findings import Located, file, located, reported
from quotediff.rendering.summaries import UNKNOWN
from quotediff.rendering.terminal import escaped, first, visible
from quotediff.rendering.words import Index, kind_words, undeclared_line

if TYPE_CHECKING:
    from quotediff.comparison import Comparison
    from quotediff.model import Extract, Quote
    from quotediff.rendering import Options
    from quotediff.report import Report


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A line a quote: who, by which words, how, and what; an empty line between articles."""
    separator = ""
    for extract in extracts:
        index = Index(extract)
        yield separator + "".join(_quote(index, quote) for quote in extract.quotes)
        separator = "\n"


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """A line a change, at the words of the new version; first, one of errors without a correction note."""
    if line := undeclared_line(result):
        yield f"{first(escaped(file(result.new.document.path, options).path))}: {line}\n"
    yield from map(_finding, located(result, options))


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:
    """The same, of any number of stories."""
    for result in results:
        yield from comparison(result, options)


def check(report: Report, options: Options) -> Iterator[str]:
    """A line for each finding of a check that nobody has accepted."""
    return map(_finding, (f for f in reported(report, options) if f.accepted is None))


def _finding(found: Located) -> str:
    where = f"{first(escaped(found.at.file.path))}:{found.at.line}:{found.at.column}"
    return f"{where}: {found.severity.value} {found.code} {found.name}: {visible(found.message)}\n"


def _quote(index: Index, quote: Quote) -> str:
    cue = visible(text_of(quote.cue))
    shown = visible(index.words(quote))
    about = ", ".join(part for part in (cue, kind_words(quote)) if part)
    return f"{first(visible(index.name(quote))) or UNKNOWN} ({about}): {shown}\n"

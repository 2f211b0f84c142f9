r"""``csv``: one row a quote, change, speaker; with versions, a row a version (RFC 4180, UTF-8, a header row).

A cell that a spreadsheet would take for a formula (its first character, spaces aside, is ``=``, ``+``,
``-``, ``@`` or one of their full-width forms; or it begins with a tab or a line end) gets a ``'`` in front,
as OWASP's "CSV injection" page advises; whoever reads the file as data takes one leading ``'`` off such a
cell. Control characters other than tab and line ends, a return that ends no line, what reorders text or
cannot be seen, and what runners of forges obey are written as escapes (``\x1b``).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from quotediff.rendering import rows
from quotediff.rendering.terminal import escaped

if TYPE_CHECKING:
    from quotediff.comparison import Comparison
    from quotediff.model import Extract
    from quotediff.rendering import Options
    from quotediff.report import Report
    from quotediff.scores import Evaluation
    from quotediff.versions import History, Sources, SourcesHistory, SourcesTotal

_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_PADDED_COLON = re.compile(
    r"^(\s*):(?=:)", re.MULTILINE
)  # at the beginning of a line a runner of GitHub obeys it


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each quote of each article."""
    return _table(rows.QUOTES, (row for extract in extracts for row in rows.quotes(extract)))


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """A header row, then a row for each change."""
    return comparisons((result,), options)


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each change in each story."""
    return _table(rows.CHANGES, (row for result in results for row in rows.changes(result)))


def check(result: Report, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each finding; known ones last, with the reason for which they may stay."""
    return _table(rows.FINDINGS, rows.findings(result))


def history(result: History, options: Options) -> Iterator[str]:
    """A header row, then a row for each quote in each version; versions count from 1."""
    return histories((result,), options)


def histories(results: Iterable[History], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then the rows of each story: its quotes are those of its files."""
    return _table(rows.QUOTE_STATES, (row for result in results for row in rows.traced_quotes(result)))


def sources(articles: Iterable[Sources], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each speaker of each article."""
    return _table(rows.SPEAKER_SHARES, (row for article in articles for row in rows.speaker_shares(article)))


def sources_history(result: SourcesHistory, options: Options) -> Iterator[str]:
    """A header row, then a row for each speaker in each version, with what changed; both count from 1."""
    return sources_histories((result,), options)


def sources_histories(results: Iterable[SourcesHistory], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then the rows of each story."""
    found = (row for result in results for row in rows.shares_of_versions(result))
    return _table(rows.SHARES_OF_VERSIONS, found)


def sources_total(result: SourcesTotal, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each speaker of all articles."""
    return _table(rows.SPEAKER_TOTALS, rows.speaker_totals(result))


def evaluation(result: Evaluation, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each measure of each pair of gold and answer."""
    from quotediff.rendering import scorevalues  # noqa: PLC0415 - most runs evaluate nothing

    return _table(scorevalues.MEASURED, scorevalues.rows(result))


def _table(columns: Sequence[str], found: Iterable[rows.Row]) -> Iterator[str]:
    yield _row(columns)
    yield from map(_row, found)


def _row(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([cell(c) for c in cells])
    return out.getvalue()


def cell(value: object) -> str:
    """A cell as it is written: a value, defused as the module says."""
    text = "" if value is None else str(value)
    if isinstance(value, bool):
        text = text.lower()
    text = _PADDED_COLON.sub(r"\1\\x3a", text)
    if "##" in text or not text.isprintable():
        text = _LONE_RETURN.sub(r"\\x0d", escaped(text, keep="\t\r\n"))
    return "'" + text if _FORMULA.match(text) else text

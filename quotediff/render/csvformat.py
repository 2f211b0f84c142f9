r"""``csv``: one row a quote or a change, for spreadsheets (RFC 4180, UTF-8, with a header row).

A cell that a spreadsheet would take for a formula (its first character is ``=``, ``+``, ``-``, ``@``, their
full-width forms, a tab or a return) gets a ``'`` in front, as OWASP's "CSV injection" page advises; whoever
reads the file as data takes one leading ``'`` off such a cell. Control characters other than tab and line
ends, and those that reorder text, are written as escapes (``\\x1b``).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from quotediff.render.terminal import visible
from quotediff.render.words import Index, Side, Sides

if TYPE_CHECKING:
    from quotediff.model import Change, Comparison, Extract, Quote
    from quotediff.render import Options
    from quotediff.text.spans import Span

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_QUOTE_COLUMNS = (
    "path",
    "id",
    "kind",
    "paragraph",
    "role",
    "speaker",
    "speaker_kind",
    "source",
    "cue",
    "words",
    "spans",
    "inherited",
    "within",
    "rule",
    "confidence",
)
_CHANGE_COLUMNS = (
    "severity",
    "code",
    "name",
    "message",
    "old_path",
    "old_id",
    "old_paragraph",
    "old_speaker",
    "old_words",
    "old_spans",
    "new_path",
    "new_id",
    "new_paragraph",
    "new_speaker",
    "new_words",
    "new_spans",
    "fingerprint",
)


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each quote of each article."""
    yield _row(_QUOTE_COLUMNS)
    for extract in extracts:
        index = Index(extract)
        for quote in extract.quotes:
            yield _row(_quote(index, quote))


def comparison(result: Comparison, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each change."""
    yield _row(_CHANGE_COLUMNS)
    sides = Sides(result)
    paths = result.old.document.path, result.new.document.path
    for change in result.changes:
        yield _row(_change(change, sides.of(change), paths))


def _quote(index: Index, quote: Quote) -> Sequence[object]:
    speaker = index.speaker(quote)
    return (
        index.extract.document.path,
        quote.id,
        quote.kind.value,
        quote.paragraph,
        quote.role.value,
        speaker.name if speaker else "",
        speaker.kind.value if speaker else "",
        quote.source.text if quote.source else "",
        quote.cue.text if quote.cue else "",
        quote.content.text,
        _spans(quote.content.spans),
        "true" if quote.inherited else "false",
        quote.within,
        quote.rule,
        round(quote.confidence, 3),
    )


def _change(change: Change, sides: tuple[Side, Side], paths: tuple[str, str]) -> Sequence[object]:
    cells: list[object] = [change.severity.value, change.code, change.name, change.message]
    spans = (change.old_span, change.new_span)
    for path, side, span in zip(paths, sides, spans, strict=True):
        at = side.quote.content.spans if side.quote else () if span is None else (span,)
        identifier = side.quote.id if side.quote else None
        cells += (path, identifier, side.paragraph, side.speaker, side.words, _spans(at))
    return [*cells, change.fingerprint]


def _spans(spans: Iterable[Span]) -> str:
    """``12:34 40:52``: code points, half-open."""
    return " ".join(f"{s.start}:{s.end}" for s in spans)


def _row(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_cell(c) for c in cells])
    return out.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    if not text.isprintable():
        text = "".join(part if part in "\t\r\n" else visible(part) for part in re.split(r"([\t\r\n])", text))
    return "'" + text if text.startswith(_FORMULA) else text

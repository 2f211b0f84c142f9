"""One result of the library as plain values: what ``to_dict``, ``to_json`` and ``to_rows`` of it give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotediff.comparison import Comparison
from quotediff.errors import UsageError
from quotediff.model import Extract
from quotediff.rendering import checkvalues, rows, scorevalues, values
from quotediff.rendering.jsonformat import dumps
from quotediff.report import Report
from quotediff.scores import Evaluation
from quotediff.versions import History, Sources, SourcesHistory, SourcesTotal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def to_dict(result: object, *, with_text: bool) -> values.Value:
    """The object that ``json`` has of a result; of an article, that of ``documents``."""
    match result:
        case Extract():
            return values.document(result, with_text=with_text)
        case Comparison():
            return values.comparison(result, with_text=with_text)
        case History():
            return values.history(result, with_text=with_text)
        case Sources():
            return values.sources(result, with_text=with_text)
        case SourcesHistory():
            return values.sources_history(result, with_text=with_text)
        case SourcesTotal():
            return values.sources_total(result)
        case Report():
            return checkvalues.check(result)
        case Evaluation():
            return scorevalues.evaluation(result)
    raise _unknown(result)


def to_json(result: object, *, with_text: bool, indent: int | None) -> str:
    """The same as JSON, written as the formats write it."""
    return dumps(to_dict(result, with_text=with_text), indent)


def to_rows(result: object) -> list[dict[str, rows.Cell]]:
    """The rows that ``csv`` has of a result, each by the names of its columns."""
    columns, found = _rows(result)
    return [dict(zip(columns, row, strict=True)) for row in found]


def _rows(result: object) -> tuple[Sequence[str], Iterable[rows.Row]]:
    match result:
        case Extract():
            return rows.QUOTES, rows.quotes(result)
        case Comparison():
            return rows.CHANGES, rows.changes(result)
        case History():
            return rows.QUOTE_STATES, rows.traced_quotes(result)
        case Sources():
            return rows.SPEAKER_SHARES, rows.speaker_shares(result)
        case SourcesHistory():
            return rows.SHARES_OF_VERSIONS, rows.shares_of_versions(result)
        case SourcesTotal():
            return rows.SPEAKER_TOTALS, rows.speaker_totals(result)
        case Report():
            return rows.FINDINGS, rows.findings(result)
        case Evaluation():
            return scorevalues.MEASURED, scorevalues.rows(result)
    raise _unknown(result)


def _unknown(result: object) -> UsageError:
    return UsageError(f"{type(result).__name__}: is not a result of quotediff")


def to_html(result: object) -> str:
    """What a notebook shows of a result, in HTML."""
    from quotediff.rendering.page import fragment  # noqa: PLC0415 - loads the templates

    return fragment(result)

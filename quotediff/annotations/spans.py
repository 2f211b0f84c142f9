"""``csv``: a table of spans, a row a span, with a header row: read only.

Columns are ``article``, ``quote``, ``role``, ``start`` and ``end``; ``kind``, ``speaker`` and ``words`` may
be there. Rows of one article and one ``quote`` are one quote; without that column each row is one. Offsets
are code points.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quotediff.annotated import AnnotatedArticle, AnnotatedQuote, AnnotatedSpeaker, numbered, ordered
from quotediff.annotations.graph import PARTS, check_words, word
from quotediff.annotations.labels import CLAUSE, CONTENT, CUE, IGNORE, KINDS, SOURCE
from quotediff.errors import UsageError
from quotediff.model import Kind
from quotediff.text.spans import Span

if TYPE_CHECKING:
    from quotediff.annotations import Source

_NEEDED_COLUMNS = ("article", "role", "start", "end")


@dataclass(slots=True)
class _Quote:
    parts: dict[str, list[Span]] = field(default_factory=dict)
    kind: str | None = None
    speaker: str | None = None


def read(data: str, source: Source) -> Iterator[AnnotatedArticle]:
    """The articles of a table, in the order of their first rows."""
    sample = data[:4096]
    delimiter = max(",;\t", key=sample.partition("\n")[0].count)
    rows = csv.DictReader(io.StringIO(data.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    columns = [name.strip().lower() for name in rows.fieldnames or ()]
    for name in _NEEDED_COLUMNS:
        if name not in columns:
            raise UsageError(f"{source.path}: has no column {name!r}; it needs {', '.join(_NEEDED_COLUMNS)}")
    articles: dict[str, dict[str, _Quote]] = {}
    texts: dict[str, str] = {}
    rows.fieldnames = columns
    try:
        for cells in rows:
            row = {column: cell or "" for column, cell in cells.items()}
            where = f"{source.path}:{rows.line_num}"
            name = row["article"]
            if name not in texts:
                text = source.text(name)
                if text is None:
                    raise UsageError(
                        f"{where}: the text {name} does not exist; name its folder: --articles DIR"
                    )
                texts[name] = text
            quotes = articles.setdefault(name, {})
            key = row.get("quote") or f"#{rows.line_num}"
            _take(quotes.setdefault(key, _Quote()), row, texts[name], where, source)
    except csv.Error as error:
        raise UsageError(f"{source.path}:{rows.line_num}: is not valid CSV: {error}; correct it") from None
    for name, quotes in articles.items():
        yield _article(name, texts[name], quotes, source.path)


def _take(quote: _Quote, row: Mapping[str, str], text: str, where: str, source: Source) -> None:
    meaning = source.labels.meaning(row["role"], where)
    if meaning == IGNORE:
        return
    if meaning in KINDS:
        quote.kind, meaning = meaning, CONTENT
    if meaning not in PARTS:
        raise UsageError(f"{where}: a row is a {', '.join(PARTS)}, not a {meaning}; correct it")
    try:
        span = Span(int(row["start"]), int(row["end"]))
    except ValueError:
        raise UsageError(f"{where}: start and end are no whole numbers; correct the row") from None
    check_words(row.get("words") or row.get("text"), text, [span], where)
    quote.parts.setdefault(meaning, []).append(span)
    quote.kind = row.get("kind") or quote.kind
    quote.speaker = row.get("speaker") or quote.speaker


def _article(name: str, text: str, quotes: Mapping[str, _Quote], path: str) -> AnnotatedArticle:
    names = dict.fromkeys(quote.speaker for quote in quotes.values() if quote.speaker)
    speakers: dict[str | None, str] = {speaker: f"s{number}" for number, speaker in enumerate(names, 1)}
    found = tuple(
        AnnotatedQuote(
            key,
            content=ordered(quote.parts.get(CONTENT, ())),
            source=ordered(quote.parts.get(SOURCE, ())),
            cue=ordered(quote.parts.get(CUE, ())),
            clause=ordered(quote.parts.get(CLAUSE, ())),
            kind=word(Kind, quote.kind),
            speaker=speakers.get(quote.speaker),
        )
        for key, quote in quotes.items()
    )
    named = tuple(AnnotatedSpeaker(id_, speaker) for speaker, id_ in speakers.items())
    return numbered(AnnotatedArticle(name, text, found, named, path))

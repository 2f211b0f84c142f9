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

from quotediff.rendering import telling
from quotediff.rendering.terminal import escaped
from quotediff.rendering.words import Index, Side, Sides

if TYPE_CHECKING:
    from quotediff.model import Change, Comparison, Extract, Quote
    from quotediff.rendering import Options
    from quotediff.report import Report
    from quotediff.text.spans import Span
    from quotediff.versions import History, Sources, SourcesHistory, Voice

_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_ORDER = re.compile(r"^(\s*):(?=:)", re.MULTILINE)  # at the beginning of a line a runner of GitHub obeys it
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
    "attitude",
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
_FINDING_COLUMNS = (
    "severity",
    "code",
    "name",
    "story",
    "where",
    "field",
    "subject",
    "message",
    "expected",
    "found",
    "path",
    "line",
    "text_path",
    "text_line",
    "reason",
    "by",
    "fingerprint",
)
_LIFE_COLUMNS = (
    "life",
    "version",
    "path",
    "states",
    "ids",
    "paragraphs",
    "speaker",
    "words",
    "spans",
    "since",
    "codes",
)
_VOICE_COLUMNS = (
    "path",
    "speaker",
    "kind",
    "description",
    "anonymity",
    "quotes",
    "words",
    "marked_words",
    "share",
    "first_paragraph",
    "last_paragraph",
)


def extracts(extracts: Iterable[Extract], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each quote of each article."""
    yield _row(_QUOTE_COLUMNS)
    for extract in extracts:
        index = Index(extract)
        for quote in extract.quotes:
            yield _row(_quote(index, quote))


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """A header row, then a row for each change."""
    return comparisons((result,), options)


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each change in each story."""
    yield _row(_CHANGE_COLUMNS)
    for result in results:
        sides = Sides(result)
        paths = result.old.document.path, result.new.document.path
        for change in result.changes:
            yield _row(_change(change, sides.of(change), paths))


def check(result: Report, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each finding; known ones last, with the reason for which they may stay."""
    yield _row(_FINDING_COLUMNS)
    for found in (*result.findings, *result.known):
        text, excuse = found.text, found.excuse
        yield _row(
            (
                found.severity.value,
                found.code,
                found.name,
                found.story,
                found.where,
                found.field,
                found.subject,
                found.message,
                found.expected,
                found.found,
                found.place.path,
                found.place.line,
                text.path if text else None,
                text.line if text else None,
                excuse.reason if excuse else None,
                excuse.by if excuse else None,
                found.fingerprint,
            )
        )


def history(result: History, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each quote's life in each version; versions count from 1."""
    yield _row(_LIFE_COLUMNS)
    lives = telling.Lives(result)
    for life in result.lives:
        for number, (extract, chapter) in enumerate(zip(result.versions, life.chapters, strict=True), 1):
            quotes = lives.quotes(number - 1, chapter)
            alone = () if chapter.span is None else (chapter.span,)
            yield _row(
                (
                    life.id,
                    number,
                    extract.document.path,
                    " ".join(state.value for state in chapter.states),
                    " ".join(chapter.quotes),
                    " ".join(dict.fromkeys(str(q.paragraph) for q in quotes)),
                    lives.speaker(number - 1, chapter),
                    lives.words(number - 1, chapter),
                    _spans(s for q in quotes for s in q.content.spans) if quotes else _spans(alone),
                    None if chapter.since is None else chapter.since + 1,
                    " ".join(dict.fromkeys(c.code for c in chapter.changes)),
                )
            )


def sources(articles: Iterable[Sources], options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each speaker of each article."""
    yield _row(_VOICE_COLUMNS)
    for article in articles:
        for voice in article.voices:
            yield _row((article.extract.document.path, *_voice(voice)))


def sources_history(result: SourcesHistory, options: Options) -> Iterator[str]:  # noqa: ARG001 - one call for all
    """A header row, then a row for each speaker in each version, with what changed; both count from 1."""
    yield _row(("line", "version", *_VOICE_COLUMNS, "changed"))
    for line, life in enumerate(result.speakers, 1):
        last: Voice | None = None
        for k, (version, voice) in enumerate(zip(result.versions, life.voices, strict=True)):
            last = voice or last
            cells = _voice(voice) if voice else _absent(last)
            changed = "; ".join(
                telling.shift_words(s).split(": ", 1)[1] for s in life.shifts if s.version == k
            )
            yield _row((line, k + 1, version.extract.document.path, *cells, changed))


def _voice(voice: Voice) -> Sequence[object]:
    speaker = voice.speaker
    who = (speaker.name, speaker.kind.value, speaker.description, speaker.anonymity) if speaker else ("",) * 4
    share = round(voice.share, 6)
    return (*who, len(voice.quotes), voice.words, voice.marked, share, voice.first, voice.last)


def _absent(last: Voice | None) -> Sequence[object]:
    """A speaker in a version without a quote of theirs."""
    who = (last.speaker.name, last.speaker.kind.value) if last and last.speaker else ("", "")
    return (*who, "", "", 0, 0, 0, 0, "", "")


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
        quote.attitude.value,
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
    text = _ORDER.sub(r"\1\\x3a", text)
    if "##" in text or not text.isprintable():
        text = _LONE_RETURN.sub(r"\\x0d", escaped(text, keep="\t\r\n"))
    return "'" + text if _FORMULA.match(text) else text

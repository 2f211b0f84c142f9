"""Results as rows: a flat value a column, for tables of data; ``csvformat`` and ``to_rows`` give the same.

A cell is a string, a number, True or False, or None; several values in one (spans as ``12:34``, codes, ids)
stand in a string with spaces between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from quotediff.rendering import telling
from quotediff.rendering.words import Index, Side, Sides

if TYPE_CHECKING:
    from quotediff.comparison import Change, Comparison
    from quotediff.model import Extract, Quote
    from quotediff.report import Finding, Report
    from quotediff.text.spans import Span
    from quotediff.versions import History, Sources, SourcesHistory, Voice

Cell: TypeAlias = "str | int | float | bool | None"
Row: TypeAlias = "tuple[Cell, ...]"

QUOTES = (
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
    "speaker_confidence",
)
CHANGES = (
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
FINDINGS = (
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
LIVES = (
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
VOICES = (
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
VOICES_OF_VERSIONS = ("line", "version", *VOICES, "changed")


def quotes(extract: Extract) -> Iterator[Row]:
    """A row for each quote of an article."""
    index = Index(extract)
    return (_quote(index, quote) for quote in extract.quotes)


def changes(result: Comparison) -> Iterator[Row]:
    """A row for each change between two versions."""
    sides = Sides(result)
    paths = result.old.document.path, result.new.document.path
    return (_change(change, sides.of(change), paths) for change in result.changes)


def findings(result: Report) -> Iterator[Row]:
    """A row for each finding; known ones last, with the reason for which they may stay."""
    return map(_finding, (*result.findings, *result.known))


def lives(result: History) -> Iterator[Row]:
    """A row for each quote's life in each version; versions count from 1."""
    lives = telling.Lives(result)
    for life in result.lives:
        for number, (extract, chapter) in enumerate(zip(result.versions, life.chapters, strict=True), 1):
            quotes = lives.quotes(number - 1, chapter)
            alone = () if chapter.span is None else (chapter.span,)
            yield (
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


def voices(article: Sources) -> Iterator[Row]:
    """A row for each speaker of an article."""
    return ((article.extract.document.path, *_voice(voice)) for voice in article.voices)


def voices_of_versions(result: SourcesHistory) -> Iterator[Row]:
    """A row for each speaker in each version, with what changed; both count from 1."""
    for line, life in enumerate(result.speakers, 1):
        last: Voice | None = None
        for k, (version, voice) in enumerate(zip(result.versions, life.voices, strict=True)):
            last = voice or last
            cells = _voice(voice) if voice else _absent(last)
            changed = "; ".join(
                telling.shift_words(s).split(": ", 1)[1] for s in life.shifts if s.version == k
            )
            yield (line, k + 1, version.extract.document.path, *cells, changed)


def _finding(found: Finding) -> Row:
    text, excuse = found.text, found.excuse
    return (
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


def _voice(voice: Voice) -> Row:
    speaker = voice.speaker
    who = (
        (speaker.name, speaker.kind.value, speaker.description, speaker.anonymity) if speaker else (None,) * 4
    )
    share = round(voice.share, 6)
    return (*who, len(voice.quotes), voice.words, voice.marked, share, voice.first, voice.last)


def _absent(last: Voice | None) -> Row:
    """A speaker in a version without a quote of theirs."""
    who = (last.speaker.name, last.speaker.kind.value) if last and last.speaker else (None, None)
    return (*who, None, None, 0, 0, 0, 0, None, None)


def _quote(index: Index, quote: Quote) -> Row:
    speaker = index.speaker(quote)
    return (
        index.extract.document.path,
        quote.id,
        quote.kind.value,
        quote.paragraph,
        quote.role.value,
        speaker.name if speaker else None,
        speaker.kind.value if speaker else None,
        quote.source.text if quote.source else None,
        quote.cue.text if quote.cue else None,
        index.words(quote),
        _spans(quote.content.spans),
        quote.inherited,
        quote.within,
        quote.rule,
        round(quote.confidence, 3),
        quote.attitude.value,
        None if quote.speaker_confidence is None else round(quote.speaker_confidence, 3),
    )


def _change(change: Change, sides: tuple[Side, Side], paths: tuple[str, str]) -> Row:
    cells: list[Cell] = [change.severity.value, change.code, change.name, change.message]
    for path, side in zip(paths, sides, strict=True):
        identifier = side.quote.id if side.quote else None
        cells += (path, identifier, side.paragraph, side.speaker, side.words, _spans(side.spans))
    return (*cells, change.fingerprint)


def _spans(spans: Iterable[Span]) -> str:
    """``12:34 40:52``: code points, half-open."""
    return " ".join(f"{s.start}:{s.end}" for s in spans)

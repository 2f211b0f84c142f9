"""Results as rows: a flat value a column, for tables of data; ``csvformat`` and ``to_rows`` give the same.

A cell is a string, a number, True or False, or None; several values in one (spans as ``12:34``, codes, ids)
stand in a string with spaces between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from quotediff.rendering import summaries
from quotediff.rendering.words import Index, Side, Sides

if TYPE_CHECKING:
    from quotediff.comparison import Change, Comparison
    from quotediff.model import Extract, Quote, Speaker
    from quotediff.report import Finding, Report
    from quotediff.text.spans import Span
    from quotediff.versions import History, Sources, SourcesHistory, SourcesTotal, SpeakerShare

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
QUOTE_STATES = (
    "id",
    "version",
    "path",
    "outcomes",
    "quotes",
    "paragraphs",
    "speaker",
    "words",
    "spans",
    "since",
    "codes",
)
SPEAKER_SHARES = (
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
SPEAKER_TOTALS = ("speaker", "kind", "names", "reasons", "articles", "quotes", "words", "share")
SHARES_OF_VERSIONS = ("line", "version", *SPEAKER_SHARES, "changed")


def quotes(extract: Extract) -> Iterator[Row]:
    """A row for each quote of an article."""
    index = Index(extract)
    return (_quote(index, quote) for quote in extract.quotes)


def changes(result: Comparison) -> Iterator[Row]:
    """A row for each change between two versions."""
    sides = Sides(result)
    paths = result.old.document.name, result.new.document.name
    return (_change(change, sides.of(change), paths) for change in result.changes)


def findings(result: Report) -> Iterator[Row]:
    """A row for each finding; known ones last, with the reason for which they may stay."""
    return map(_finding, (*result.findings, *result.known))


def traced_quotes(result: History) -> Iterator[Row]:
    """A row for each quote in each version; versions count from 1."""
    traced_quotes = summaries.TracedQuotes(result)
    for traced in result.quotes:
        for number, (extract, state) in enumerate(zip(result.versions, traced.states, strict=True), 1):
            quotes = traced_quotes.quotes(number - 1, state)
            yield (
                traced.id,
                number,
                extract.document.name,
                " ".join(outcome.value for outcome in state.outcomes),
                " ".join(state.quotes),
                " ".join(dict.fromkeys(str(q.paragraph) for q in quotes)),
                traced_quotes.speaker(number - 1, state),
                traced_quotes.words(number - 1, state),
                _spans(traced_quotes.spans(number - 1, state)),
                None if state.since is None else state.since + 1,
                " ".join(dict.fromkeys(c.code for c in state.changes)),
            )


def speaker_shares(article: Sources) -> Iterator[Row]:
    """A row for each speaker of an article."""
    return ((article.extract.document.name, *_speaker_share(entry)) for entry in article.speakers)


def shares_of_versions(result: SourcesHistory) -> Iterator[Row]:
    """A row for each speaker in each version, with what changed; both count from 1."""
    for line, traced in enumerate(result.speakers, 1):
        last: SpeakerShare | None = None
        for index, (version, entry) in enumerate(zip(result.versions, traced.shares, strict=True)):
            last = entry or last
            cells = _speaker_share(entry) if entry else _absent(last)
            changed = "; ".join(
                summaries.speaker_change_words(speaker_change).split(": ", 1)[1]
                for speaker_change in traced.changes
                if speaker_change.version == index
            )
            yield (line, index + 1, version.extract.document.name, *cells, changed)


def speaker_totals(result: SourcesTotal) -> Iterator[Row]:
    """A row for each speaker of many articles; names are separated by semicolons."""
    for entry in result.speakers:
        who = (entry.name, entry.kind.value if entry.kind else None)
        joined = "; ".join(entry.names), " ".join(entry.reasons)
        yield (*who, *joined, entry.articles, entry.quotes, entry.words, round(entry.share, 6))


def _finding(found: Finding) -> Row:
    text = (found.text.path, found.text.line) if found.text else (None, None)
    excuse = (found.excuse.reason, found.excuse.by) if found.excuse else (None, None)
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
        *text,
        *excuse,
        found.fingerprint,
    )


def _speaker_share(entry: SpeakerShare) -> Row:
    speaker = entry.speaker
    who = (
        (speaker.name, speaker.kind.value, speaker.description, speaker.anonymity) if speaker else (None,) * 4
    )
    share = round(entry.share, 6)
    return (*who, len(entry.quotes), entry.words, entry.marked, share, entry.first, entry.last)


def _who(speaker: Speaker | None) -> tuple[str | None, str | None]:
    """Name and kind of a speaker; nothing of one who is not known."""
    return (None, None) if speaker is None else (speaker.name, speaker.kind.value)


def _absent(last: SpeakerShare | None) -> Row:
    """A speaker in a version without a quote of theirs."""
    return (*_who(last.speaker if last else None), None, None, 0, 0, 0, 0, None, None)


def _quote(index: Index, quote: Quote) -> Row:
    speaker = index.speaker(quote)
    return (
        index.extract.document.name,
        quote.id,
        quote.kind.value,
        quote.paragraph,
        quote.role.value,
        *_who(speaker),
        *(passage.text if passage else None for passage in (quote.source, quote.cue)),
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

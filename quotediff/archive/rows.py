"""What one story gives: its versions in, the rows of all tables out. Pure; never raises for a story.

Each version is read and extracted once, compared with the one before, and every quote traced through all. A
version that cannot be read is a reject, and its neighbours are compared across it; a story whose comparison
fails keeps what its versions gave.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from quotediff.align.normalize import NormalizedText
from quotediff.archive.schema import OF_STORIES, Row
from quotediff.archive.stories import Options, Reject, StoryVersion, arranged, digest, label, story_key
from quotediff.archive.times import iso, moment
from quotediff.archive.workers import collect_rarely
from quotediff.changes.registry import RULES
from quotediff.errors import InputError
from quotediff.extraction import extract
from quotediff.extraction.aliases import with_aliases
from quotediff.extraction.memory import remembering
from quotediff.model import (
    Attitude,
    Document,
    Engine,
    Extract,
    Passage,
    Problem,
    Quote,
    Role,
    Severity,
    Speaker,
    SpeakerKind,
)
from quotediff.readers import read_parts, read_record, single_story
from quotediff.readers.records import Record
from quotediff.tallying import tally
from quotediff.tallying.counts import count_words
from quotediff.tracing import trace
from quotediff.tracing.compared import Compared, compared
from quotediff.versions import History, Outcome, QuoteState, SpeakerShare

if TYPE_CHECKING:
    from quotediff.comparison import Change, Edit
    from quotediff.text.spans import Span

Rows = dict[str, list[Row]]
"""Rows by the names of their tables."""


def story_rows(versions: Sequence[StoryVersion], options: Options = Options()) -> Rows:  # noqa: B008 - frozen
    """The rows of one story.

    Args:
        versions: all its versions, at least one, in any order.
        options: what the rows depend on beside the versions.
    """
    return _StoryRows(versions, options).rows()


def rows_in_worker(versions: Sequence[StoryVersion], engine: Engine) -> Rows:
    """The same in a process of somebody else's that does nothing but this, such as a worker of Spark."""
    collect_rarely()
    return story_rows(versions, Options(engine))


def rejected_rows(versions: Sequence[StoryVersion], options: Options, reject: Reject) -> Rows:
    """The rows of a story of which nothing could be done, such as one that a process died of."""
    found = _StoryRows((), options)
    found.name = versions[0].story
    found.rejects.append(reject)
    return found.finished(story_key(versions, options))


def version_id(story: str, version: str) -> str:
    """The id of a version."""
    return digest(story, version)


class _StoryRows:
    """A story at work. ``ids`` are the versions' ids in their order; ``extracts`` what was found in each."""

    def __init__(self, versions: Sequence[StoryVersion], options: Options) -> None:
        self._given, self._options = versions, options
        self.name = next((version.story for version in versions), "")
        self.found: Rows = {table.name: [] for table in OF_STORIES}
        self.rejects: list[Reject] = []
        self._read: list[tuple[StoryVersion, Document]] = []
        self.ids: list[str] = []
        self.extracts: list[Extract] = []
        self._shares: list[tuple[SpeakerShare, ...]] = []
        self._problems: Counter[str] = Counter()
        self._histories: dict[tuple[int, str], str] = {}  # by index of the version and the quote's id

    def rows(self) -> Rows:
        """All rows."""
        with remembering():
            return self._rows()

    def _rows(self) -> Rows:
        key = story_key(self._given, self._options)
        self._read_all()
        if len(self._read) > 1:
            self._trace(self._normalized())
        else:
            for found in self._extracted():
                self._shares.append(tally(found.spoken()).speakers)
            self._single()
        for k, (version, found) in enumerate(zip(self._read, self.extracts, strict=True)):
            self._version(k, version[0], found)
        return self.finished(key)

    def finished(self, key: str) -> Rows:
        """All rows, with those about the story as a whole."""
        for number, reject in enumerate(self.rejects, 1):
            details = (reject.version, reject.at, reject.reason, reject.error)
            self.found["rejects"].append((self.name, number, *details))
        versions = [version for version, _ in self._read]
        times = [iso(moment(version.created)) for version in versions]
        outlet = next((version.outlet for version in versions), None)
        first, last = (times[0], times[-1]) if times else (None, None)
        whole = (self.name, key, outlet, len(versions), len(self.rejects), first, last)
        self.found["stories"].append(whole)
        return self.found

    # --- reading and extracting -----------------------------------------------------------------------------

    def _read_all(self) -> None:
        """Reads the versions and puts them in order; those that cannot be read are rejects."""
        documents: list[Document] = []
        details: list[StoryVersion] = []
        for version in self._given:
            try:
                document = _document(version)
            except InputError as error:
                self.rejects.append(_unreadable(version, error))
            except Exception as error:  # noqa: BLE001 - a defect in reading one may not cost the others
                self.rejects.append(_failed(version, "read", error))
            else:
                documents.append(document)
                details.append(_with_metadata(version, document))
        ordered, rejects = arranged(details)
        self.rejects += rejects
        self._read = [(version, documents[k]) for k, version in ordered]

    def _extracted(self) -> Iterator[Extract]:
        """What is found in each version, in their order; one that fails is rejected."""
        kept = []
        for version, document in self._read:
            try:
                found = extract(document, self._options.engine)
                if self._options.aliases:
                    found = with_aliases(found, self._options.aliases)
            except Exception as error:  # noqa: BLE001 - as above
                self.rejects.append(_failed(version, "extract", error))
                continue
            kept.append((version, document))
            self.ids.append(version_id(self.name, version.version or ""))
            self.extracts.append(replace(found, tokens=(), sentences=()))
            yield found
        self._read = kept

    def _normalized(self) -> Iterator[NormalizedText]:
        """The same with all words, to be compared."""
        for found in self._extracted():
            words = NormalizedText(found)
            self._shares.append(tally(found.spoken(), words).speakers)
            yield words

    # --- comparing and tracing ------------------------------------------------------------------------------

    def _trace(self, versions: Iterable[NormalizedText]) -> None:
        """Compares the versions and traces their quotes; if that fails, what was extracted is kept."""
        left = iter(versions)
        try:
            history = trace(left, _compare, observe=self._step, bare=True)
        except Exception as error:  # noqa: BLE001 - as above
            for _ in left:
                pass
            for table in ("steps", "pairs", "changes", "change_quotes", "problems"):
                self.found[table].clear()
            self._problems.clear()
            what = f"{self.name}: versions cannot be compared: {_words(error)}"
            self.rejects.append(Reject(None, "compare", "internal", what))
            return
        if len(self.extracts) == 1:  # all others were rejected
            self._single()
            return
        for traced in history.quotes:
            self._history(history, traced.states)

    def _single(self) -> None:
        """A story of one version: each quote has one state."""
        for found in self.extracts[:1]:
            quotes = [q for q in found.quotes if _is_compared(q)]
            one = History((replace(found, quotes=tuple(quotes)),), (), ())
            for quote in quotes:
                self._history(one, (QuoteState((Outcome.INTRODUCED,), (quote.id,)),))

    def _step(self, k: int, found: Compared) -> None:
        """The rows of the comparison of version ``k`` with the one before."""
        old, new = self.ids[k - 1], self.ids[k]
        texts = self.extracts[k - 1].document.text, self.extracts[k].document.text
        levels = Counter(change.severity for change in found.changes)
        self.found["steps"].append(
            (
                self.name,
                old,
                new,
                k + 1,
                int(texts[0] == texts[1]),
                sum(1 for pair in found.pairs if pair.old and pair.new),
                len(found.changes),
                levels[Severity.ERROR],
                levels[Severity.WARNING],
                min(found.undeclared, levels[Severity.ERROR]),
            )
        )
        for number, pair in enumerate(found.pairs, 1):
            sides = " ".join(pair.old), " ".join(pair.new)
            alike = round(pair.similarity, 6), round(pair.confidence, 6)
            self.found["pairs"].append((self.name, old, new, number, *sides, *alike))
        for number, change in enumerate(found.changes, 1):
            self.found["changes"].append((self.name, old, new, number, *_change(change, texts)))
            for side, version, quotes in (("old", old, change.old_quotes), ("new", new, change.new_quotes)):
                for quote in dict.fromkeys(quotes):
                    self.found["change_quotes"].append((self.name, new, number, side, version, quote))
        for problem in found.problems:
            self._problem(new, problem, old)

    def _history(self, history: History, states: Sequence[QuoteState]) -> None:
        """The rows of one traced quote."""
        here = [k for k, state in enumerate(states) if state.quotes or state.span is not None]
        quoted = [k for k, state in enumerate(states) if state.quotes]
        if not quoted:
            return
        first = quoted[0]
        name = digest(self.name, self.ids[first], states[first].quotes[0])
        for k in quoted:
            self._histories |= {(k, quote): name for quote in states[k].quotes}
        details = [_who(history.versions[k], states[k].quotes[0]) for k in (quoted[0], quoted[-1])]
        (kind_first, who_first), (kind_last, who_last) = details
        counts = Counter(outcome for state in states for outcome in state.outcomes)
        self.found["quote_histories"].append(
            (
                name,
                self.name,
                self.ids[here[0]],
                self.ids[here[-1]],
                here[0] + 1,
                here[-1] + 1,
                len(here),
                int(here[-1] == len(states) - 1),
                *(counts[outcome] for outcome in _COUNTED),
                kind_first,
                kind_last,
                _name_and_kind(who_first)[0],
                _name_and_kind(who_last)[0],
                _is_unnamed(who_first),
                _is_unnamed(who_last),
            )
        )
        for index, state in enumerate(states):
            if state.outcomes == (Outcome.ABSENT,):
                continue
            self.found["quote_states"].append(
                (
                    name,
                    self.ids[index],
                    self.name,
                    index + 1,
                    " ".join(outcome.value for outcome in state.outcomes),
                    " ".join(state.quotes),
                    _span(state.span),
                    " ".join(dict.fromkeys(change.code for change in state.changes)),
                    None if state.since is None else self.ids[state.since],
                )
            )

    # --- one version ----------------------------------------------------------------------------------------

    def _version(self, k: int, version: StoryVersion, found: Extract) -> None:
        """The rows of one version."""
        document, identifier = found.document, self.ids[k]
        speakers: dict[str | None, Speaker] = {speaker.id: speaker for speaker in found.speakers}
        words = {quote.id: count_words(document.text, quote) for quote in found.quotes}
        said = found.spoken().quotes
        unnamed = [q for q in said if _is_unnamed(speakers.get(q.speaker))]
        time = moment(version.created)
        self.found["articles"].append(
            (
                identifier,
                self.name,
                version.version,
                k + 1,
                int(k == len(self.ids) - 1),
                version.outlet,
                iso(time),
                version.created,
                version.url,
                document.title,
                document.format,
                document.sha256,
                len(document.text),
                len(said),
                sum(words[q.id] for q in said),
                len(unnamed),
                sum(words[q.id] for q in unnamed),
                sum(1 for q in said if q.speaker is None),
                len(found.quotes) - len(said),
            )
        )
        for quote in found.quotes:
            who = speakers.get(quote.speaker)
            history = self._histories.get((k, quote.id))
            self.found["quotes"].append(
                (identifier, quote.id, self.name, history, *_quote(quote, words[quote.id], who))
            )
        self._speakers(identifier, found, self._shares[k])
        for problem in found.problems:
            self._problem(identifier, problem)
        if version.created and time is None:
            details = f"the time {version.created!r} cannot be read; `created` is null"
            self._problem(identifier, Problem("QD903", details))

    def _speakers(self, identifier: str, found: Extract, speaking: Sequence[SpeakerShare]) -> None:
        shares = {share.speaker.id: share for share in speaking if share.speaker}
        for speaker in found.speakers:
            details = (speaker.id, self.name, speaker.name, speaker.kind.value, _is_unnamed(speaker))
            share = shares.get(speaker.id)
            counted: Row = (0, 0, 0, 0.0, None, None)
            if share is not None:
                sizes = len(share.quotes), share.words, share.marked, round(share.share, 6)
                counted = (*sizes, share.first, share.last)
            row = (identifier, *details, speaker.description, speaker.anonymity, *counted)
            self.found["speakers"].append(row)

    def _problem(self, identifier: str, problem: Problem, old: str | None = None) -> None:
        self._problems[identifier] += 1
        details = (old, problem.code, problem.message, _span(problem.span))
        self.found["problems"].append((self.name, identifier, self._problems[identifier], *details))


_COUNTED = (
    Outcome.EDITED,
    Outcome.ATTRIBUTION_CHANGED,
    Outcome.MOVED,
    Outcome.DROPPED,
    Outcome.RESTORED,
)


def _compare(old: NormalizedText, new: NormalizedText) -> Compared:
    return compared(old, new, lambda code: not RULES[code].hidden, {})


def _document(version: StoryVersion) -> Document:
    """A version, read; raises InputError if it cannot be."""
    name = version.place or label(version)
    if version.problem is not None:
        raise InputError(name, version.problem, "fetch it again")
    if isinstance(version.body, bytes):
        record = Record("", version.body, format=version.format, charset=version.charset)
        return single_story(read_record(record, name), name)
    return read_parts(version.title, version.body, name)


def _with_metadata(version: StoryVersion, document: Document) -> StoryVersion:
    """A version with what its file tells of number, time and address, where the source tells nothing."""
    meta = document.meta
    time = meta.time
    return replace(
        version,
        number=meta.number if version.number is None and version.created is None else version.number,
        created=version.created or (time.isoformat() if isinstance(time, datetime) else None),
        url=version.url or meta.url,
        outlet=version.outlet or meta.source,
    )


def _unreadable(version: StoryVersion, error: InputError) -> Reject:
    reason = "empty" if "empty" in error.problem or "white space" in error.problem else "unreadable"
    return Reject(label(version), "read", reason, str(error))


def _failed(version: StoryVersion, at: str, error: Exception) -> Reject:
    name = version.place or label(version)
    return Reject(
        label(version), at, "internal", f"{name}: internal error, please report it: {_words(error)}"
    )


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _is_compared(quote: Quote) -> bool:
    return quote.attitude is Attitude.SPEECH and quote.role is not Role.HEADLINE


def _who(found: Extract, quote: str) -> tuple[str, Speaker | None]:
    """The kind of a quote, and its speaker."""
    return found.quote(quote).kind.value, found.speaker_of(quote)


def _is_unnamed(speaker: Speaker | None) -> int:
    return int(speaker is not None and speaker.kind is SpeakerKind.UNNAMED)


def _name_and_kind(speaker: Speaker | None) -> tuple[str | None, str | None]:
    return (speaker.name, speaker.kind.value) if speaker else (None, None)


def _passage(passage: Passage | None) -> tuple[str | None, str | None]:
    """The words of a passage, and where they stand."""
    return (passage.text, _spans(passage.spans)) if passage else (None, None)


def _quote(quote: Quote, words: int, speaker: Speaker | None) -> Row:
    return (
        quote.kind.value,
        quote.attitude.value,
        quote.role.value,
        quote.paragraph,
        quote.content.text,
        words,
        _spans(quote.content.spans),
        *_passage(quote.source),
        *_passage(quote.cue),
        quote.speaker,
        *_name_and_kind(speaker),
        _is_unnamed(speaker),
        int(quote.inherited),
        quote.within,
        quote.rule,
        round(quote.confidence, 6),
        None if quote.speaker_confidence is None else round(quote.speaker_confidence, 6),
    )


def _change(change: Change, texts: tuple[str, str]) -> Row:
    spans = change.old_span, change.new_span
    words = (None if s is None else text[s.start : s.end] for text, s in zip(texts, spans, strict=True))
    return (
        change.code,
        change.name,
        change.severity.value,
        change.old,
        change.new,
        *map(_span, spans),
        *words,
        change.message,
        json.dumps([_edit(edit) for edit in change.edits], ensure_ascii=False, separators=(",", ":")),
        change.fingerprint,
    )


def _edit(edit: Edit) -> list[object]:
    """An edit as it is in ``changes.edits``: op, old words, new words, old span, new span."""
    return [edit.op, edit.old, edit.new, _span(edit.old_span), _span(edit.new_span)]


def _span(span: Span | None) -> str | None:
    return None if span is None else f"{span.start}:{span.end}"


def _spans(spans: Iterable[Span]) -> str:
    return " ".join(f"{s.start}:{s.end}" for s in spans)

"""QD3xx: quotes and sources that came into the story or went out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from quotediff.align.forms import Reading
from quotediff.align.words import edits
from quotediff.changes.case import Case, Story, name_of, shown
from quotediff.changes.registry import Finding, change
from quotediff.lang.lexicon import rows
from quotediff.model import Quote, Severity, Speaker, SpeakerKind
from quotediff.text.spans import Span

_OWN_NAME = frozenset({SpeakerKind.PERSON, SpeakerKind.ORGANIZATION, SpeakerKind.DOCUMENT, SpeakerKind.GROUP})


@change("QD301", "quote-added", Severity.NOTE)
def quote_added(case: Case) -> Finding | None:
    """A quote that the old version did not have, in any form.

    Why it matters:
        New voices are the news in most updates.

    Example:
        old: The ferry sank in minutes.
        new: The ferry sank in minutes. ¶ "I saw nobody get out," passenger Rosa Bell said.
    """
    if case.olds or not case.key or case.found is not None:
        return None
    return Finding(
        f'a quote{case.of_whom} is new: "{shown(case.new_text)}"',
        new=case.news[0].quote.id,
        new_span=case.new_span,
        edits=edits("", case.new_text),
        key=case.key,
    )


@change("QD302", "quote-removed", Severity.WARNING)
def quote_removed(case: Case) -> Finding | None:
    """A quote is gone: its words stand nowhere in the new version, neither as paraphrase nor as narration.

    Why it matters:
        A story may be cut; but what is cut may be the other side. Whoever was quoted will ask.

    Example:
        old: The ferry sank in minutes. ¶ "I saw nobody get out," passenger Rosa Bell said.
        new: The ferry sank in minutes.
    """
    if case.news or not case.key or case.found is not None:
        return None
    return Finding(
        f'a quote{case.of_whom} is gone: "{shown(case.old_text)}"',
        old=case.olds[0].quote.id,
        old_span=case.old_span,
        edits=edits(case.old_text, ""),
        key=case.key,
    )


@change("QD303", "source-dropped", Severity.ERROR)
def source_dropped(story: Story) -> Iterator[Finding]:
    """Every quote of a speaker is gone.

    Reported beside the quotes' own findings. A speaker whose words now are another's, or nobody's, is not
    reported again: QD201, QD202 and QD204 say it.

    Why it matters:
        A side of the story has lost its voice. AP asks for a real effort to let those speak whom a story
        shows in a bad light.

    Example:
        old: "The wells are safe," geologist Ed Funk said. ¶ "They are not," said neighbor Ana Ortiz.
        new: "The wells are safe," geologist Ed Funk said.
    """
    yield from (
        Finding(
            f"{name_of(speaker)} is no longer quoted at all",
            old=quotes[0].id,
            old_span=_first_span(quotes),
            key=(speaker.name.lower(),),
        )
        for speaker, quotes in _alone(story, old=True)
    )


@change("QD305", "source-introduced", Severity.NOTE)
def source_introduced(story: Story) -> Iterator[Finding]:
    """A speaker is quoted who was not quoted before.

    Why it matters:
        Who was asked since is what an update is about.

    Example:
        old: "The wells are safe," geologist Ed Funk said.
        new: "The wells are safe," geologist Ed Funk said. ¶ "They are not," said neighbor Ana Ortiz.
    """
    yield from (
        Finding(
            f"{name_of(speaker)} is quoted for the first time",
            new=quotes[0].id,
            new_span=_first_span(quotes),
            key=(speaker.name.lower(),),
        )
        for speaker, quotes in _alone(story, old=False)
    )


def _first_span(quotes: Sequence[Quote]) -> Span | None:
    """Where the first of a speaker's quotes begins."""
    return next((s for q in quotes for s in q.content.spans), None)


def _alone(story: Story, *, old: bool) -> Iterator[tuple[Speaker, list[Quote]]]:
    """Speakers of one version of whom the other has no quote, with their quotes.

    One at least of the quotes is in this version only.
    """
    here, there = (story.old, story.new) if old else (story.new, story.old)
    single = {
        (case.olds or case.news)[0].quote.id
        for case in story.cases
        if not case.paired and bool(case.olds) == old and case.found is None
    }
    quoted = {q.speaker for q in there.extract.quotes}
    by_speaker: dict[str, list[Quote]] = {}
    for quote in here.extract.quotes:
        if quote.speaker is not None:
            by_speaker.setdefault(quote.speaker, []).append(quote)
    for speaker in here.extract.speakers:
        quotes = by_speaker.get(speaker.id, [])
        if not any(q.id in single for q in quotes):
            continue
        if not any(other.id in quoted for other in story.identity.counterparts(speaker, of_old=old)):
            yield speaker, quotes


@change("QD304", "response-dropped", Severity.WARNING)
def response_dropped(story: Story) -> Iterator[Finding]:
    """A "declined to comment", a "did not respond" or the like is gone.

    Why it matters:
        It is all that a story shows of the effort to hear the other side, which AP and SPJ ask for.

    Example:
        old: Workers say they were not paid. ¶ The company did not respond to a request for comment.
        new: Workers say they were not paid.
    """
    now = _responses(story.new)
    kept = sum(len(v) for v in now.values())
    before = _responses(story.old)
    gone = [
        (k, phrase)
        for k, phrases in before.items()
        for phrase in phrases[:1]
        if not any(j in now for j in story.alignment.to_new[k])
    ]
    spare = max(0, kept - sum(1 for k in before if any(j in now for j in story.alignment.to_new[k])))
    for k, phrase in gone[: max(0, len(gone) - spare)]:
        span = story.old.extract.sentences[k].span
        text = story.old.extract.document.text[span.start : span.end]
        yield Finding(
            f'"{phrase}" is gone: {shown(text)}',
            old_span=span,
            edits=edits(text, ""),
            key=tuple(w.key for w in story.old.of_sentence(k)),
        )


@cache
def _phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for (line,) in rows("responses", 1):
        parts = tuple(line.split())
        table.setdefault(parts[0], []).append(parts)
    return {k: tuple(sorted(v, key=lambda p: -len(p))) for k, v in table.items()}


def _responses(reading: Reading) -> dict[int, list[str]]:
    """Sentences that tell of no answer, with the words that do."""
    out: dict[int, list[str]] = {}
    phrases = _phrases()
    for k in range(len(reading.extract.sentences)):
        norms = [w.norm for w in reading.of_sentence(k)]
        for i, norm in enumerate(norms):
            for parts in phrases.get(norm, ()):
                if tuple(norms[i : i + len(parts)]) == parts:
                    out.setdefault(k, []).append(" ".join(parts))
                    break
    return out

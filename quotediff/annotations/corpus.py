"""``corpus``: a corpus of quotediff's, the quotes that a reader expects in each version: read only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from quotediff.annotated import AnnotatedArticle, AnnotatedQuote, AnnotatedSpeaker
from quotediff.corpus.loader import ExpectedQuote, Story, Version, scan
from quotediff.errors import UsageError
from quotediff.model import spans_of


def read_folder(path: Path) -> Iterator[AnnotatedArticle]:
    """The versions of all stories in a folder that somebody has written quotes down for.

    Raises:
        UsageError: something is wrong with the corpus: the first problem.
    """
    corpus = scan(path)
    if corpus.problems:
        raise UsageError(str(corpus.problems[0]))
    for story in corpus.stories:
        for version in story.versions:
            if version.quotes is not None:
                yield _article(story, version, version.quotes)


def _article(story: Story, version: Version, expected: tuple[ExpectedQuote, ...]) -> AnnotatedArticle:
    speakers = tuple(AnnotatedSpeaker(s.key, s.name, s.kind, s.description) for s in version.speakers)
    quotes = tuple(
        AnnotatedQuote(
            id=f"q{number}",
            content=quote.content.spans,
            source=spans_of(quote.source),
            cue=spans_of(quote.cue),
            kind=quote.kind,
            speaker=quote.speaker,
            inherited=quote.inherited,
            within=None if quote.within is None else f"q{quote.within}",
        )
        for number, quote in enumerate(expected)
    )
    return AnnotatedArticle(
        f"{story.slug}/{version.name}",
        version.text,
        quotes,
        speakers,
        str(version.path),
        file=str(version.path),
        optional=tuple(one.content.spans for one in version.optional),
    )

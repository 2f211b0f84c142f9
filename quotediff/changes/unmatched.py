"""Quotes that one version alone has, with all their words: by whether the other quotes their speaker."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from quotediff.changes.context import ComparisonContext, QuotePair
from quotediff.model import Speaker


@dataclass(frozen=True, slots=True)
class UnmatchedSide:
    """What one version alone has.

    ``quotes`` are those of speakers whom the other version quotes too, and of nobody who is known.
    ``speakers`` are those whom it does not quote, each with the quotes; in the order of the first of these.
    """

    quotes: tuple[QuotePair, ...]
    speakers: tuple[tuple[Speaker, tuple[QuotePair, ...]], ...]


@dataclass(frozen=True, slots=True)
class UnmatchedQuotes:
    """What is ``removed``, of the old version, and what has ``added``, of the new one."""

    removed: UnmatchedSide
    added: UnmatchedSide


def unmatched_quotes(context: ComparisonContext, renamed: Iterable[QuotePair]) -> UnmatchedQuotes:
    """What is gone and what has come.

    Args:
        context: both versions.
        renamed: pairs whose speakers are one under two names, or under none in one version: both are quoted.
    """
    pairs = list(renamed)
    return UnmatchedQuotes(
        _side(context, {pair.before.speaker_id for pair in pairs}, of_old=True),
        _side(context, {pair.after.speaker_id for pair in pairs}, of_old=False),
    )


def _side(context: ComparisonContext, renamed: Collection[str | None], *, of_old: bool) -> UnmatchedSide:
    here, there = (context.before, context.after) if of_old else (context.after, context.before)
    quoted = {q.speaker for q in there.version.extract.quotes}
    alone = [pair for pair in context.quote_pairs if pair.side.compared is here and pair.is_alone]
    speakers = {speaker.id: speaker for pair in alone if (speaker := pair.side.speaker) is not None}
    gone: dict[str | None, tuple[Speaker, list[QuotePair]]] = {}  # whom the other version does not quote
    for identifier, speaker in speakers.items():
        found = context.identity.counterparts(speaker, of_old=of_old)
        if identifier not in renamed and quoted.isdisjoint(other.id for other in found):
            gone[identifier] = (speaker, [])
    of_quoted = tuple(pair for pair in alone if pair.side.speaker_id not in gone)
    for pair in alone:
        if pair.side.speaker_id in gone:
            gone[pair.side.speaker_id][1].append(pair)
    return UnmatchedSide(of_quoted, tuple((speaker, tuple(pairs)) for speaker, pairs in gone.values()))

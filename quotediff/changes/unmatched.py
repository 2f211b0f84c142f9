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
        _side(context, {c.old.speaker for c in pairs if c.old}, of_old=True),
        _side(context, {c.new.speaker for c in pairs if c.new}, of_old=False),
    )


def _side(context: ComparisonContext, renamed: Collection[str | None], *, of_old: bool) -> UnmatchedSide:
    there = context.new if of_old else context.old
    quoted = {q.speaker for q in there.extract.quotes}
    of_quoted: list[QuotePair] = []
    others: dict[str, tuple[Speaker, list[QuotePair]]] = {}
    known: set[str] = set()  # speakers whom the other version quotes, as far as they were looked for
    for pair in context.quote_pairs:
        if bool(pair.olds) is not of_old or not pair.is_alone:
            continue
        speaker = pair.old_speaker if of_old else pair.new_speaker
        if speaker is not None and speaker.id not in known and speaker.id not in others:
            found = context.identity.counterparts(speaker, of_old=of_old)
            if speaker.id in renamed or any(other.id in quoted for other in found):
                known.add(speaker.id)
        if speaker is None or speaker.id in known:
            of_quoted.append(pair)
        else:
            others.setdefault(speaker.id, (speaker, []))[1].append(pair)
    speakers = tuple((speaker, tuple(quote_pairs)) for speaker, quote_pairs in others.values())
    return UnmatchedSide(tuple(of_quoted), speakers)

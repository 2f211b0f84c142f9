"""Quotes that one version alone has, with all their words: by whether the other quotes their speaker."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from quotediff.changes.case import Case, ComparisonContext
from quotediff.model import Speaker


@dataclass(frozen=True, slots=True)
class UnmatchedSide:
    """What one version alone has.

    ``quotes`` are those of speakers whom the other version quotes too, and of nobody who is known.
    ``speakers`` are those whom it does not quote, each with the quotes; in the order of the first of these.
    """

    quotes: tuple[Case, ...]
    speakers: tuple[tuple[Speaker, tuple[Case, ...]], ...]


@dataclass(frozen=True, slots=True)
class UnmatchedQuotes:
    """What is ``gone``, of the old version, and what has ``come``, of the new one."""

    gone: UnmatchedSide
    come: UnmatchedSide


def unmatched_quotes(context: ComparisonContext, renamed: Iterable[Case]) -> UnmatchedQuotes:
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
    of_quoted: list[Case] = []
    others: dict[str, tuple[Speaker, list[Case]]] = {}
    known: set[str] = set()  # speakers whom the other version quotes, as far as they were looked for
    for case in context.cases:
        if bool(case.olds) is not of_old or not case.is_alone:
            continue
        speaker = case.old_speaker if of_old else case.new_speaker
        if speaker is not None and speaker.id not in known and speaker.id not in others:
            found = context.identity.counterparts(speaker, of_old=of_old)
            if speaker.id in renamed or any(other.id in quoted for other in found):
                known.add(speaker.id)
        if speaker is None or speaker.id in known:
            of_quoted.append(case)
        else:
            others.setdefault(speaker.id, (speaker, []))[1].append(case)
    speakers = tuple((speaker, tuple(cases)) for speaker, cases in others.values())
    return UnmatchedSide(tuple(of_quoted), speakers)

"""Words of messages that several codes share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from quotediff.excerpts import line
from quotediff.lang.lexicon import rows, word_list, words
from quotediff.model import Speaker, SpeakerKind


def became(old: str, new: str) -> str:
    """That words went, came, or went and came; empty ones were not there."""
    if old and new:
        return f"{old} became {new}"
    return f"{old} is gone" if old else f"{new} is new"


def and_more(shown: Sequence[str], most: int) -> str:
    """The first so many of what is shown, and how many more there are."""
    more = len(shown) - most
    return f"{', '.join(shown[:most])} and {more} more" if more > 0 else ", ".join(shown)


def name_of(speaker: Speaker) -> str:
    """A speaker's name as a message shows it, within a sentence: "the operator", "an official"."""
    name = line(speaker.name)
    first = name.split(" ", 1)[0]
    common = speaker.kind in _DESCRIBED and first.lower() in _plural_nouns()
    if common or (first.istitle() and name.lower().startswith(_openings())):
        return f"{first.lower()}{name[len(first) :]}"
    return name


@cache
def _openings() -> tuple[str, ...]:
    """Words before a name that have a capital only where they open a sentence, with the space behind."""
    return tuple(f"{word} " for word in word_list("name_openers"))


_DESCRIBED = frozenset({SpeakerKind.UNNAMED, SpeakerKind.GROUP})


@cache
def _plural_nouns() -> frozenset[str]:
    """Nouns for several who are of no party or nation: *prosecutors*, *residents*."""
    named = {party for party, _ in rows("parties", 2)} | words("demonyms")
    nouns = {noun for noun, kind, *_ in rows("role_nouns", 4) if kind in ("person", "group")}
    return frozenset(
        n for noun in nouns for n in (noun, f"{noun}s") if named.isdisjoint((n, n.removesuffix("s")))
    )

"""Who is quoted over many articles: names that are one person's or body's, joined with caution.

Within an article *Trump* is *Donald Trump*; over articles nothing says so. Joined are only the same words,
and a name with its form without a middle name if there is but one such: *Donald J. Trump*, *Donald Trump*.
What was joined, and why, is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotediff.identity import generation, name_words
from quotediff.model import SpeakerKind

ONLY, SAME, MIDDLE, ALIAS = "only", "same", "middle", "alias"
"""Why a name is counted where it is: it is the only one; it is the person's own name, in the same words; with
or without a middle name; as the file of aliases has it."""


class Name(NamedTuple):
    """A name under which articles list a speaker of a kind, and in how many stories."""

    name: str
    kind: SpeakerKind
    stories: int = 1


class Joined(NamedTuple):
    """The person or body that a name is counted under, and why."""

    person: str
    reason: str


def name_key(name: str, kind: SpeakerKind) -> str:
    """What two names must have in common to be one: of a person the last word, else all words."""
    words = name_words(name)
    return " ".join(words[-1:] if kind is SpeakerKind.PERSON else words)


def join_names(
    names: Iterable[Name], aliases: Sequence[Sequence[str]] = ()
) -> dict[tuple[str, SpeakerKind], Joined]:
    """For each name and kind, whom it is counted under.

    Names without one key (see ``name_key``) have nothing to do with each other but by aliases, so that they
    may be given group by group.

    Args:
        names: names with their kinds, each once.
        aliases: groups of names that are one, the first being the one to use.
    """
    called = {name_words(other): group[0] for group in aliases for other in group}
    joined: dict[tuple[str, SpeakerKind], Joined] = {}
    groups: defaultdict[tuple[str, ...], list[Name]] = defaultdict(list)
    for name in names:
        alias = called.get(name_words(name.name))
        if alias is not None:
            joined[name.name, name.kind] = Joined(alias, ALIAS)
        else:
            groups[_group(name)].append(name)
    for group in groups.values():
        for same in _without_middle_names(group):
            joined |= _joined(same)
    return joined


def _group(name: Name) -> tuple[str, ...]:
    """What all names of one have in common: kind, first and last word, and the generation."""
    words = name_words(name.name)
    if name.kind is not SpeakerKind.PERSON or len(words) < 2 or len(words[0].rstrip(".")) < 2:
        return (name.kind.value, *words)
    return name.kind.value, words[0], words[-1], generation(name.name), ""


def _without_middle_names(group: Sequence[Name]) -> list[list[Name]]:
    """The names of a group that are one: all of them if their middle names do not differ."""
    if group[0].kind is not SpeakerKind.PERSON:
        return [list(group)]
    by_middle: defaultdict[tuple[str, ...], list[Name]] = defaultdict(list)
    for name in group:
        by_middle[name_words(name.name)[1:-1]].append(name)
    middles = [middle for middle in by_middle if middle]
    if all(_agree(one, other) for k, one in enumerate(middles) for other in middles[:k]):
        return [list(group)]
    return list(by_middle.values())


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether middle names are the same, an initial for a name."""
    return len(one) == len(other) and all(
        own == others or (own[0] == others[0] and 1 in (len(own.rstrip(".")), len(others.rstrip("."))))
        for own, others in zip(one, other, strict=True)
    )


def _joined(same: Sequence[Name]) -> dict[tuple[str, SpeakerKind], Joined]:
    """The names of one person or body under the fullest of them."""
    best = min(same, key=lambda n: (-len(name_words(n.name)), -_letters(n.name), -n.stories, n.name))
    if len(same) == 1:
        return {(best.name, best.kind): Joined(best.name, ONLY)}
    words = name_words(best.name)
    reasons = ((name, SAME if name_words(name.name) == words else MIDDLE) for name in same)
    return {(name.name, name.kind): Joined(best.name, reason) for name, reason in reasons}


def _letters(name: str) -> int:
    return sum(len(word.rstrip(".")) for word in name_words(name))

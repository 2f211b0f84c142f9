"""Speakers under the names that a project gives them: who is called by one of several is one speaker."""

from __future__ import annotations

from collections.abc import Sequence

from quotediff.identity import name_words
from quotediff.model import Extract, Speaker, SpeakerKind
from quotediff.values import replace


def with_aliases(extract: Extract, aliases: Sequence[Sequence[str]]) -> Extract:
    """The same article with its speakers under the first name of the group that holds theirs.

    Speakers of one group become one: its description is the first that there is, its kind that of the first
    who has a name. Ids are given anew, in the order of the first mentions.

    Args:
        extract: what was found.
        aliases: groups of names that are one person or body.
    """
    groups = {group[0]: tuple(group) for group in aliases if group}
    called = {name_words(name): first for first, group in groups.items() for name in group}
    if not any(name_words(s.name) in called for s in extract.speakers):
        return extract
    together: dict[str, list[Speaker]] = {}
    for speaker in extract.speakers:
        name = called.get(name_words(speaker.name))
        together.setdefault(speaker.id if name is None else f"={name}", []).append(speaker)
    speakers: list[Speaker] = []
    ids: dict[str, str] = {}
    for number, (key, held) in enumerate(together.items(), 1):
        ids |= {s.id: f"s{number}" for s in held}
        one = replace(held[0], id=f"s{number}")
        speakers.append(_one(one, held, groups[key[1:]]) if key.startswith("=") else one)
    quotes = tuple(q if q.speaker is None else replace(q, speaker=ids[q.speaker]) for q in extract.quotes)
    return replace(extract, speakers=tuple(speakers), quotes=quotes)


def _one(first: Speaker, held: Sequence[Speaker], names: tuple[str, ...]) -> Speaker:
    """The speaker of these names whom all of those are."""
    named = next((s.kind for s in held if s.kind is not SpeakerKind.UNNAMED), SpeakerKind.PERSON)
    return replace(
        first,
        name=names[0],
        aliases=names,
        kind=named,
        description=next((s.description for s in held if s.description), None),
        anonymity=next((s.anonymity for s in held if s.anonymity), None),
        mentions=tuple(sorted(m for s in held for m in s.mentions)),
    )

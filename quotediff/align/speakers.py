"""Who of one version is who of the other: the speakers of two versions held against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from quotediff.align.normalize import normalize_phrase
from quotediff.identity import (
    Role,
    Same,
    definite_role,
    either_way,
    group_members,
    is_surname_of,
    name_words,
    role,
    same_body,
    same_collective,
    same_count,
    same_people,
    same_person,
    same_unnamed,
    shared_surnames,
    unnamed,
)
from quotediff.limits import MAX_ADDRESS_CHARS, MAX_SPEAKERS_ALIKE, MAX_SPEAKERS_FOUND
from quotediff.model import Extract, Problem, Speaker, SpeakerKind
from quotediff.values import lazy


@lru_cache(maxsize=1 << 14)
def _keys(name: str) -> tuple[str, ...]:
    """The words of a name in any house style, without an article before them."""
    keys = tuple(w.key for w in normalize_phrase(name) if w.key)
    return keys[1:] if len(keys) > 1 and keys[0] == "the" else keys


def _parts(name: str) -> frozenset[tuple[str, ...]]:
    """The parts of which a source of several is made, in whatever order."""
    return frozenset(_keys(part) for part in name.split(" and "))


BODY_KINDS = frozenset({SpeakerKind.ORGANIZATION, SpeakerKind.GROUP, SpeakerKind.DOCUMENT})
"""Kinds of speakers that are no single person."""


def same(a: Speaker, b: Speaker, shared_surnames: frozenset[str] = frozenset()) -> Same:
    """Whether two speakers of two versions are one, as far as their names tell."""
    if a.name != b.name and _keys(a.name) == _keys(b.name):
        return Same.YES  # "five doctors", "5 doctors"; "U.S.", "the US", whatever they were taken for
    if a.kind is b.kind is SpeakerKind.GROUP and _parts(a.name) == _parts(b.name):
        return Same.YES  # "farmers and hunters", "hunters and farmers"
    if same_count(a, b):
        return Same.MAYBE
    if a.kind is b.kind is SpeakerKind.UNNAMED:
        return same_unnamed(a.name, b.name)
    if SpeakerKind.UNNAMED in (a.kind, b.kind):
        return Same.NO
    members, others = group_members(a), group_members(b)
    if members and others:
        return _surely(same_people(members, others))
    kinds = {a.kind, b.kind}
    if kinds.isdisjoint(BODY_KINDS):
        return same_person(a.name, b.name, shared_surnames)
    if SpeakerKind.PERSON not in kinds:
        return same_body(a.name, b.name)
    body, person = (b, a) if a.kind is SpeakerKind.PERSON else (a, b)
    if name_words(body.name) == name_words(person.name):
        return Same.YES
    return _surely(is_surname_of(body.name, person.name, shared_surnames))


def _surely(one: bool) -> Same:  # noqa: FBT001 - what it is made of
    return Same.YES if one else Same.NO


def _names(several: Speaker, one: Speaker) -> bool:
    """Whether a source of several names this one: *Ann Poe and Tim Lund*, *the mayor and the governor*."""
    if one.kind is SpeakerKind.PERSON:
        return any(same_person(name, one.name) is not Same.NO for name in group_members(several))
    return several.kind is SpeakerKind.GROUP and _keys(one.name) in _parts(several.name)


class Identity:
    """Speakers of two versions: who is who. Answers are remembered; speakers are looked up by their words.

    *The judge*, of whom a version says nothing more, is the one person of both versions whose title or
    description it takes up, if that version names the person somewhere.
    """

    def __init__(self, old: Extract, new: Extract) -> None:
        self._extracts = (old, new)
        self._speakers = ({s.id: s for s in old.speakers}, {s.id: s for s in new.speakers})
        self._shared = shared_surnames(old) | shared_surnames(new)
        self._cache: dict[tuple[str, str], Same] = {}
        self._reworded: dict[tuple[str, str], bool] = {}
        self._crowded = False  # whether anybody shares words of the name with more than are looked at
        self._by_word: tuple[dict[str, list[Speaker]], ...] = (_by_word(old.speakers), _by_word(new.speakers))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the bounds may have cost so far."""
        if not self._crowded:
            return ()
        message = "too many speakers share words of their names to hold each against each"
        return (Problem("QD905", f"{message}; one may be reported as dropped or introduced who is not"),)

    def old(self, identifier: str | None) -> Speaker | None:
        """The old version's speaker of that id."""
        return self._speakers[0].get(identifier or "")

    def new(self, identifier: str | None) -> Speaker | None:
        """The new version's speaker of that id."""
        return self._speakers[1].get(identifier or "")

    def same(self, old: str | None, new: str | None) -> Same:
        """How sure it is that the two ids are one speaker; ``Same.NO`` if either is unknown."""
        a, b = self.old(old), self.new(new)
        if a is None or b is None:
            return Same.NO
        key = (a.id, b.id)
        if key not in self._cache:
            found = same(a, b, self._shared)
            if found is Same.NO and (a.kind is SpeakerKind.UNNAMED or b.kind is SpeakerKind.UNNAMED):
                found = self._same_by_role(a, b)
            self._cache[key] = found
        return self._cache[key]

    def differ(self, old: str | None, new: str | None) -> bool:
        """Whether two ids are of known speakers, who are surely two."""
        known = self.old(old) is not None and self.new(new) is not None
        return known and self.same(old, new) is Same.NO

    def reworded(self, old: str | None, new: str | None) -> bool:
        """Whether the two may be one source without a name, in other words."""
        a, b = self.old(old), self.new(new)
        if a is None or b is None:
            return False
        key = (a.id, b.id)
        if key not in self._reworded:
            self._reworded[key] = same_collective(a, b)
        return self._reworded[key]

    def is_one_of(self, old: str, new: str) -> bool:
        """Whether one id is of a person whom the other, a source that names several people, names."""
        a, b = self.old(old), self.new(new)
        if a is None or b is None:
            return False
        return either_way(_names, a, b)

    def counterparts(self, speaker: Speaker, *, of_old: bool) -> list[Speaker]:
        """Speakers of the other version who are, or may be, this one, found by the words of the name.

        Of more than ``MAX_SPEAKERS_FOUND`` that share a word those are looked at that share the rarest.
        """
        return self._are(speaker, self._alike(speaker, MAX_SPEAKERS_FOUND, of_old=of_old), of_old=of_old)

    def candidates(self, speaker: Speaker, *, of_old: bool) -> list[Speaker]:
        """The same of all speakers of the other version, if they are at most ``MAX_SPEAKERS_ALIKE``."""
        others = self._speakers[of_old]
        few = len(others) <= MAX_SPEAKERS_ALIKE
        alike = list(others.values()) if few else self._alike(speaker, MAX_SPEAKERS_ALIKE, of_old=of_old)
        return self._are(speaker, alike, of_old=of_old)

    def _alike(self, speaker: Speaker, most: int, *, of_old: bool) -> list[Speaker]:
        side, other_side = (0, 1) if of_old else (1, 0)
        there = self._by_word[other_side]
        lookups = _lookups(speaker)
        taken_up = self._people[side].get(speaker.id)
        if taken_up is not None:
            lookups += _lookups(self._speakers[taken_up[0]][taken_up[1]])
        alike: dict[str, Speaker] = {}
        for found in sorted((there.get(key, ()) for key in lookups), key=len):
            more = [other for other in found[: 2 * most] if other.id not in alike]
            self._crowded |= len(more) > most - len(alike)
            alike |= {other.id: other for other in more[: most - len(alike)]}
        by_role = islice(self._people[other_side], most)
        return list((alike | {k: self._speakers[other_side][k] for k in by_role}).values())

    def _are(self, speaker: Speaker, others: Iterable[Speaker], *, of_old: bool) -> list[Speaker]:
        pairs = ((s, (speaker.id, s.id) if of_old else (s.id, speaker.id)) for s in others)
        return [s for s, pair in pairs if self.same(*pair) is not Same.NO]

    # --- people who are taken up by what they are ---------------------------------------------------------

    def _same_by_role(self, a: Speaker, b: Speaker) -> Same:
        """Whether two speakers are one, those who are taken up by what they are being whom that is."""
        one, other = self._people[0].get(a.id, (0, a.id)), self._people[1].get(b.id, (1, b.id))
        if one == other:
            return Same.YES
        if one[0] == other[0] or (one, other) == ((0, a.id), (1, b.id)):
            return Same.NO
        (_, old), (_, new) = sorted((one, other))
        return same(self._speakers[0][old], self._speakers[1][new], self._shared)

    @lazy
    def _people(self) -> tuple[dict[str, tuple[int, str]], dict[str, tuple[int, str]]]:
        """For each version, whom a source like *the judge* takes up: the version that names him, and id."""
        found: tuple[dict[str, tuple[int, str]], dict[str, tuple[int, str]]] = ({}, {})
        for side, speakers in enumerate(self._speakers):
            for speaker in speakers.values():
                what = definite_role(speaker.name) if speaker.kind is SpeakerKind.UNNAMED else None
                if what is None:
                    continue
                holders = [
                    holder
                    for holder in self._roles.get(what.head, ())
                    if what.modifiers <= holder[1].words and holder[0] != (side, speaker.id)
                ]
                person = self._only([h for h, _ in holders])
                named = None if person is None else self._named_in(side, person)
                if named is not None:
                    found[side][speaker.id] = named
        return found

    @lazy
    def _roles(self) -> dict[str, list[tuple[tuple[int, str], Role]]]:
        """The people of both versions by the nouns that may take them up."""
        table: defaultdict[str, list[tuple[tuple[int, str], Role]]] = defaultdict(list)
        for side, speakers in enumerate(self._speakers):
            for speaker in speakers.values():
                if speaker.kind is SpeakerKind.PERSON:
                    what = role(speaker.description or self._address(side, speaker))
                    for noun in what.nouns:
                        table[noun].append(((side, speaker.id), what))
        return table

    def _address(self, side: int, speaker: Speaker) -> str:
        """The word before a speaker's first mention: *Dr.*, for one of whom nothing else is told."""
        start = speaker.mentions[0].start if speaker.mentions else 0
        before = self._extracts[side].document.text[max(0, start - MAX_ADDRESS_CHARS) : start]
        return " ".join(before.split()[-1:])

    def _only(self, people: list[tuple[int, str]]) -> tuple[int, str] | None:
        """The one person that all of these are; None if there is none, or more than one."""
        if not people or len(people) > MAX_SPEAKERS_ALIKE:
            return None
        names = [self._speakers[side][k].name for side, k in people]
        one = all(same_person(names[0], name, self._shared) is not Same.NO for name in names[1:])
        return people[0] if one else None

    def _named_in(self, side: int, person: tuple[int, str]) -> tuple[int, str] | None:
        """The person as a speaker of a version, or as of the other one if that version but names him."""
        if person[0] == side:
            return person
        speaker = self._speakers[person[0]][person[1]]
        for other in self._by_word[side].get(name_words(speaker.name)[-1][:3], ())[:MAX_SPEAKERS_FOUND]:
            named = other.kind is not SpeakerKind.UNNAMED
            if named and same(speaker, other, self._shared) is not Same.NO:
                return side, other.id
        return person if name_words(speaker.name)[-1] in self._capitalized[side] else None

    @lazy
    def _capitalized(self) -> tuple[frozenset[str], frozenset[str]]:
        """The words of either version that have a capital somewhere, folded."""
        old, new = (frozenset(t.norm for t in e.tokens if t.text[0].isupper()) for e in self._extracts)
        return old, new


def _lookups(speaker: Speaker) -> list[str]:
    """What a speaker is looked up by: beginnings of the words of the name, and its initials."""
    if speaker.kind is SpeakerKind.UNNAMED:
        parts = unnamed(speaker.name)
        return sorted({f"~{w}" for w in (parts.head, *parts.modifiers)})
    initials = "".join(w[0] for w in speaker.name.split() if w[0].isupper())
    letters = speaker.name.replace(".", "").removeprefix("the ").removeprefix("The ").strip()
    return sorted({w[:3] for w in name_words(speaker.name)} | {f"={initials}", f"={letters}"})


def _by_word(speakers: Iterable[Speaker]) -> dict[str, list[Speaker]]:
    table: dict[str, list[Speaker]] = {}
    for speaker in speakers:
        for key in _lookups(speaker):
            table.setdefault(key, []).append(speaker)
    return table

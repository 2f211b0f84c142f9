"""What the speaker of the new version is to the speaker of the old one."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cache

from quotediff.align.speakers import BODY_KINDS, Identity
from quotediff.changes.antecedent import is_first_person
from quotediff.changes.context import Credited
from quotediff.changes.sides import without_typography
from quotediff.identity import (
    Same,
    another_number_of,
    are_apart,
    either_way,
    group_members,
    is_known_body,
    is_known_person,
    is_name,
    is_pronoun,
    may_be_reworded,
    name_words,
    same_collective,
    same_nation,
    unnamed,
)
from quotediff.lang.inflection import stems
from quotediff.lang.lexicon import word_list, words
from quotediff.lang.nouns import role_noun
from quotediff.model import Speaker, SpeakerKind

_NAMED_KINDS = frozenset({SpeakerKind.PERSON, SpeakerKind.ORGANIZATION})


class Relation(StrEnum):
    """What the new speaker is to the old one."""

    SAME = "same"
    REWORDED = "reworded"  # the same source without a name, in another word: *fire officials*, *authorities*
    GENERALIZED = "generalized"  # one is the body or group, or the document, of the other
    ANONYMIZED = "anonymized"  # from a name to none
    NAMED = "named"  # from no name to one
    MIXED = "mixed"  # one is unnamed, the other a group or a document
    OTHER = "other"
    UNKNOWN = "unknown"  # a version does not say who it is


def relation(both: Credited, identity: Identity) -> Relation:
    """What the new speaker of a pair is to the old one."""
    for found, holds in _RELATION_TESTS:
        if holds(both, identity):
            return found
    if both.old_speaker.kind in _NAMED_KINDS:
        return Relation.ANONYMIZED
    return Relation.NAMED if both.new_speaker.kind in _NAMED_KINDS else Relation.MIXED


def _is_same(both: Credited, identity: Identity) -> bool:
    """Whether the speakers are one: by identity, or because the same words name them in either version.

    An "I" within somebody's words is that somebody, of whom the outer quote tells.
    """
    if both.new.within is not None and is_first_person(both.new_source):
        return True
    if identity.same(*both.speakers) is not Same.NO:
        return True
    old, new = both.old_source.text, both.new_source.text
    if any(is_pronoun(source) for source in (old, new)) or "" in (old, new):
        return False
    if both.one_is_unnamed:  # a spokeswoman for Acme is not Acme
        return without_typography(old) == without_typography(new)
    return name_words(old) == name_words(new)


# --- unnamed sources ------------------------------------------------------------------------------------


@cache
def _any_person() -> frozenset[str]:
    return frozenset(stems(noun)[0] for noun in word_list("any_person"))


def _is_one_collective(both: Credited, _: Identity) -> bool:
    return same_collective(both.old_speaker, both.new_speaker)


def _is_vaguer(both: Credited) -> bool:
    """Whether one unnamed source is told in a word that may mean the other: *a mother*, *a parent*.

    Not if the two are not as many or of two sexes.
    """
    if not both.old_speaker.kind is both.new_speaker.kind is SpeakerKind.UNNAMED:
        return False
    x, y = unnamed(both.old_speaker.name), unnamed(both.new_speaker.name)
    if x.number != y.number or _any_person().isdisjoint((x.head, y.head)):
        return False
    sexes = {noun.gender for u in (x, y) if (noun := role_noun(u.head)) is not None} - {""}
    return len(sexes) < 2


def _is_another_number(both: Credited) -> bool:
    """Whether several unnamed sources became one of the same sort, or back: *a person*, *sources*."""
    return another_number_of(both.old_speaker, both.new_speaker)


def _is_other_word(both: Credited) -> bool:
    """Whether one group is told in another word, which may mean it: *stallholders*, *the traders*."""
    return may_be_reworded(both.old_speaker, both.new_speaker)


def _unless_both(holds: Callable[[Credited], bool]) -> Callable[[Credited, Identity], bool]:
    """A test of two who may be one, but are not if either version has both."""
    return lambda both, identity: holds(both) and not _either_has_both(both, identity)


def _to_new(holds: Callable[[Speaker, Speaker], bool]) -> Callable[[Credited, Identity], bool]:
    """A test of the old speaker and the new one, in this order."""
    return lambda both, _: holds(both.old_speaker, both.new_speaker)


def _to_old(holds: Callable[[Speaker, Speaker], bool]) -> Callable[[Credited, Identity], bool]:
    """The same of the new one and the old one."""
    return lambda both, _: holds(both.new_speaker, both.old_speaker)


def _either(holds: Callable[[Speaker, Speaker], bool]) -> Callable[[Credited, Identity], bool]:
    """A test that holds in either order."""
    return lambda both, _: either_way(holds, both.old_speaker, both.new_speaker)


def _either_has_both(both: Credited, identity: Identity) -> bool:
    """Whether the old speaker is in the new version, too, or the new one in the old."""
    return bool(
        identity.counterparts(both.old_speaker, of_old=True)
        or identity.counterparts(both.new_speaker, of_old=False)
    )


# --- a person and the body, a body and its document ---------------------------------------------------------


def _is_one_of_several(both: Credited, identity: Identity) -> bool:
    """Whether one speaks alone in a version and among others in the other: *the mayor and the governor*."""
    return identity.is_one_of(*both.speakers)


def _are_people_of(group: Speaker, body: Speaker) -> bool:
    """Whether a group is of a body: *electoral commission officials*."""
    kinds = (group.kind, body.kind)
    return kinds == (SpeakerKind.GROUP, SpeakerKind.ORGANIZATION) and _names(group.name, body.name)


def _speaks_for_another(person: Speaker, body: Speaker) -> bool:
    """Whether an unnamed person speaks for somebody named, and not for this body."""
    if (person.kind, body.kind) != (SpeakerKind.UNNAMED, SpeakerKind.ORGANIZATION):
        return False
    represented = unnamed(person.name).speaks_for
    return bool(represented) and represented.isdisjoint(s for w in name_words(body.name) for s in stems(w))


def _is_generalized(both: Credited, _: Identity) -> bool:
    """Whether one is the organization or group that the other stands for, or what somebody uttered."""
    old, new = both.old_speaker, both.new_speaker
    if _is_utterance(old) or _is_utterance(new):
        return True
    stands_for = _unnamed_stands_for if both.one_is_unnamed else _stands_for
    return either_way(stands_for, old, new)


def _unnamed_stands_for(person: Speaker, body: Speaker) -> bool:
    """Whether somebody without a name is of a body: by its name, or as its spokesman."""
    if person.kind is not SpeakerKind.UNNAMED or body.kind not in BODY_KINDS:
        return False
    return _names(person.name, body.name) or _speaks_for(person.name, body.name)


def _stands_for(one: Speaker, body: Speaker) -> bool:
    """Whether a person, or a part of a body, is of it."""
    if SpeakerKind.UNNAMED in (one.kind, body.kind):
        return False
    if _names(one.description or "", body.name) or _is_nations(one.name, body.name):
        return True
    if one.kind is not SpeakerKind.PERSON or body.kind not in BODY_KINDS:
        return False
    return is_known_person(one) and is_known_body(body)


def _both_have_names(both: Credited, _: Identity) -> bool:
    return not both.one_is_unnamed


def _gave_part_of(one: Speaker, whole: Speaker) -> bool:
    """Whether somebody gave but a part of the name, which the other has whole: *gave only his first name*."""
    if not one.kind is whole.kind is SpeakerKind.PERSON:
        return False
    if not one.anonymity or whole.anonymity:
        return False
    return {*name_words(one.name)} < {*name_words(whole.name)}


def _are_named_in(one: Speaker, other: Speaker) -> bool:
    """Whether several have a noun alone, *two officials*, and their names in the other version."""
    if one.kind is not SpeakerKind.UNNAMED or unnamed(one.name).number == "one":
        return False
    return len(group_members(other)) > 1


_RELATION_TESTS: tuple[tuple[Relation, Callable[[Credited, Identity], bool]], ...] = (
    (Relation.NAMED, _to_new(_gave_part_of)),
    (Relation.ANONYMIZED, _to_old(_gave_part_of)),
    (Relation.SAME, _is_same),
    (Relation.SAME, _unless_both(_is_another_number)),
    (Relation.GENERALIZED, _is_one_of_several),
    (Relation.GENERALIZED, _either(_are_people_of)),
    (Relation.REWORDED, _is_one_collective),
    (Relation.REWORDED, _unless_both(_is_vaguer)),
    (Relation.REWORDED, _unless_both(_is_other_word)),
    (Relation.OTHER, _either(_speaks_for_another)),
    (Relation.GENERALIZED, _is_generalized),
    (Relation.NAMED, _to_new(_are_named_in)),
    (Relation.ANONYMIZED, _to_old(_are_named_in)),
    (Relation.OTHER, _both_have_names),
)
"""The first that holds says what one is to the other; else one has no name, and it came or went."""


def _is_utterance(speaker: Speaker) -> bool:
    """Whether a source is what somebody uttered, who may be anybody: *the statement*, *a letter*."""
    return speaker.kind is SpeakerKind.DOCUMENT and any(
        w in words("utterances") for w in name_words(speaker.name)
    )


def _speaks_for(person: str, body: str) -> bool:
    """Whether an unnamed person is of the body: *a fire official* of *the fire department*, or its spokesman.

    A spokesman of whom it is not told for whom he speaks may speak for any body.
    """
    parts = unnamed(person)
    of_body = {s for w in name_words(body) for s in stems(w)}
    if not (parts.modifiers | parts.speaks_for).isdisjoint(of_body):
        return True
    noun = role_noun(parts.head)
    if noun is None or "spokesman" not in noun.kin:
        return False
    return not any(is_name(w, first=False) for w in person.split())


def _is_nations(body: str, nation: str) -> bool:
    """Whether a name is that of a body of the nation: *Russia's Foreign Ministry*, *the Russian Army*."""
    of, whole = name_words(nation), name_words(body)
    if not len(whole) > len(of) > 0:
        return False
    named = all(same_nation(p, q) for p, q in zip(of, whole, strict=False))
    return named and whole[-1] in words("national_bodies")


def _names(phrase: str, body: str) -> bool:
    """Whether a phrase holds all words of a body's name: "a finance ministry adviser"."""
    wanted = {s for w in name_words(body) for s in stems(w)}
    return bool(wanted) and wanted <= {s for w in name_words(phrase) for s in stems(w)}


def are_bodies_apart(a: Speaker, b: Speaker) -> bool:
    """Whether two are of sorts of which none is the other: *the insurer*, *the regulator*, *prosecutors*."""
    if not {a.kind, b.kind} <= {SpeakerKind.ORGANIZATION, SpeakerKind.GROUP}:
        return False
    one, other = (_kins_apart(speaker.name) for speaker in (a, b))
    return are_apart(one, other)


def _kins_apart(body: str) -> frozenset[str]:
    """The sorts of bodies that the last noun of one tells."""
    noun = next((role_noun(word) for word in name_words(body)[-1:]), None)
    return frozenset() if noun is None else noun.kin & _KINS_APART


_KINS_APART = word_list("kins_apart")

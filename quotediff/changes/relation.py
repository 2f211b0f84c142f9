"""What the speaker of the new version is to the speaker of the old one."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from quotediff.align.speakers import BODY_KINDS, Identity
from quotediff.changes.antecedent import is_first_person
from quotediff.changes.context import Credited, without_typography
from quotediff.identity import (
    Same,
    another_number_of,
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


def relation(both: Credited, identity: Identity) -> Relation:
    """What the new speaker of a pair is to the old one."""
    old, new = both.old_speaker, both.new_speaker
    if _is_same(both, identity) or _is_another_number(identity, old, new):
        return Relation.SAME
    if _are_people_of(old, new) or _are_people_of(new, old):
        return Relation.GENERALIZED
    if same_collective(old, new) or _is_vaguer(identity, old, new) or _is_other_word(identity, old, new):
        return Relation.REWORDED
    if _speaks_for_another(old, new) or _speaks_for_another(new, old):
        return Relation.OTHER
    if _is_generalized(old, new):
        return Relation.GENERALIZED
    if not both.one_is_unnamed:
        return Relation.OTHER
    named, found = (old, Relation.ANONYMIZED) if new.kind is SpeakerKind.UNNAMED else (new, Relation.NAMED)
    return found if named.kind in _NAMED_KINDS else Relation.MIXED


def _is_same(both: Credited, identity: Identity) -> bool:
    """Whether the speakers are one: by identity, or because the same words name them in either version.

    An "I" within somebody's words is that somebody, of whom the outer quote tells.
    """
    old, new = both.old.source, both.new.source
    if both.new.within is not None and is_first_person(new):
        return True
    if identity.same(*both.speakers) is not Same.NO:
        return True
    if old is None or new is None or is_pronoun(old.text) or is_pronoun(new.text):
        return False
    if both.one_is_unnamed:  # a spokeswoman for Acme is not Acme
        return without_typography(old.text) == without_typography(new.text)
    return name_words(old.text) == name_words(new.text)


# --- unnamed sources ------------------------------------------------------------------------------------


@cache
def _any_person() -> frozenset[str]:
    return frozenset(stems(noun)[0] for noun in word_list("any_person"))


def _is_vaguer(identity: Identity, a: Speaker, b: Speaker) -> bool:
    """Whether one unnamed source is told in a word that may mean the other: *a mother*, *a parent*.

    Not if either version has both, or if the two are not as many or of two sexes.
    """
    if not a.kind is b.kind is SpeakerKind.UNNAMED:
        return False
    x, y = unnamed(a.name), unnamed(b.name)
    sexes = {noun.gender for u in (x, y) if (noun := role_noun(u.head)) is not None} - {""}
    vague = not _any_person().isdisjoint((x.head, y.head)) and x.number == y.number and len(sexes) < 2
    return vague and not (identity.counterparts(a, of_old=True) or identity.counterparts(b, of_old=False))


def _is_another_number(identity: Identity, a: Speaker, b: Speaker) -> bool:
    """Whether several unnamed sources became one of the same sort, or back: *a person*, *sources*.

    Not if either version has both.
    """
    alone = not (identity.counterparts(a, of_old=True) or identity.counterparts(b, of_old=False))
    return alone and another_number_of(a, b)


def _is_other_word(identity: Identity, a: Speaker, b: Speaker) -> bool:
    """Whether one group is told in another word, which may mean it: *stallholders*, *the traders*.

    Not if either version has both.
    """
    alone = not (identity.counterparts(a, of_old=True) or identity.counterparts(b, of_old=False))
    return alone and may_be_reworded(a, b)


# --- a person and the body, a body and its document ---------------------------------------------------------


def _speaks_for_another(person: Speaker, body: Speaker) -> bool:
    """Whether an unnamed person speaks for somebody named, and not for this body."""
    represented = unnamed(person.name).speaks_for
    if person.kind is not SpeakerKind.UNNAMED or body.kind is not SpeakerKind.ORGANIZATION or not represented:
        return False
    return represented.isdisjoint(s for w in name_words(body.name) for s in stems(w))


def _is_generalized(a: Speaker, b: Speaker) -> bool:
    """Whether one is a person and the other the organization or group that the person stands for."""
    kinds = {a.kind, b.kind}
    if SpeakerKind.DOCUMENT in kinds and any(_is_utterance(s) for s in (a, b)):
        return True
    if SpeakerKind.UNNAMED in kinds:
        one, other = (a, b) if a.kind is SpeakerKind.UNNAMED else (b, a)
        return other.kind in BODY_KINDS and (
            _names(one.name, other.name) or _speaks_for(one.name, other.name)
        )
    if any(_names(x.description or "", y.name) or _is_nations(x.name, y.name) for x, y in ((a, b), (b, a))):
        return True
    if SpeakerKind.PERSON not in kinds or kinds.isdisjoint(BODY_KINDS):
        return False
    person, body = (a, b) if a.kind is SpeakerKind.PERSON else (b, a)
    return is_known_person(person) and is_known_body(body)


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
    return (
        noun is not None
        and "spokesman" in noun.kin
        and not any(is_name(w, first=False) for w in person.split())
    )


def _is_nations(body: str, nation: str) -> bool:
    """Whether a name is that of a body of the nation: *Russia's Foreign Ministry*, *the Russian Army*."""
    of, whole = name_words(nation), name_words(body)
    return (
        len(whole) > len(of) > 0
        and whole[-1] in words("national_bodies")
        and all(same_nation(p, q) for p, q in zip(of, whole, strict=False))
    )


def _names(phrase: str, body: str) -> bool:
    """Whether a phrase holds all words of a body's name: "a finance ministry adviser"."""
    wanted = {s for w in name_words(body) for s in stems(w)}
    return bool(wanted) and wanted <= {s for w in name_words(phrase) for s in stems(w)}

"""What the speaker of the new version is to the speaker of the old one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from quotediff.align.forms import spelling, stems
from quotediff.align.speakers import Identity, Same, is_pronoun, name_words, unnamed
from quotediff.changes.antecedent import is_first_person
from quotediff.changes.case import Credited, plain
from quotediff.extraction.speakers.nouns import role_noun
from quotediff.lang.lexicon import rows, words
from quotediff.model import Speaker, SpeakerKind

_MIN_NATION_LETTERS = 4  # in which a nation and its adjective agree
_BODIES = frozenset({SpeakerKind.ORGANIZATION, SpeakerKind.GROUP, SpeakerKind.DOCUMENT})
_NAMED = frozenset({SpeakerKind.PERSON, SpeakerKind.ORGANIZATION})
_WITHOUT_NAME = frozenset({SpeakerKind.GROUP, SpeakerKind.UNNAMED})


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
    if _is_same(both, identity):
        return Relation.SAME
    if _is_same_collective(old, new) or _is_vaguer(identity, old, new):
        return Relation.REWORDED
    if _speaks_for_another(old, new) or _speaks_for_another(new, old):
        return Relation.OTHER
    if _is_generalized(old, new):
        return Relation.GENERALIZED
    if not both.one_is_unnamed:
        return Relation.OTHER
    named, found = (old, Relation.ANONYMIZED) if new.kind is SpeakerKind.UNNAMED else (new, Relation.NAMED)
    return found if named.kind in _NAMED else Relation.MIXED


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
        return plain(old.text) == plain(new.text)
    return name_words(old.text) == name_words(new.text)


# --- sources without a name ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Collective:
    """A source of many who are not told apart: its head, who they may be, and what stands before the head.

    ``senses`` has each sort that the noun may stand for with whether it stands for any of that sort.
    """

    head: str
    senses: frozenset[tuple[str, bool]]
    names: frozenset[str]
    nouns: frozenset[str]


@cache
def _collective_nouns() -> dict[tuple[str, ...], frozenset[tuple[str, bool]]]:
    table: dict[tuple[str, ...], set[tuple[str, bool]]] = {}
    for phrase, sort, scope in rows("collective_sources", 3):
        key = tuple(stems(spelling(word))[0] for word in phrase.split())
        table.setdefault(key, set()).add((sort, scope == "general"))
    return {key: frozenset(senses) for key, senses in table.items()}


@lru_cache(maxsize=1 << 12)
def _collective(name: str) -> _Collective | None:
    """The source of that name taken apart; None if it is no noun for many."""
    parts = unnamed(name)
    before = _before_head(name, parts.head)
    if before is None:
        return None
    last = stems(before[-1].lower())[:1] if before else ()
    senses = _collective_nouns().get((*last, parts.head))
    if senses is not None:
        before = before[:-1]
    senses = senses or _collective_nouns().get((parts.head,), frozenset())
    names = frozenset(s for k, w in enumerate(before) if _is_name(w, first=k == 0) for s in stems(w.lower()))
    common = frozenset(s for w in before if w.islower() for s in stems(w)) & parts.modifiers
    return _Collective(parts.head, senses, names, common)


def _before_head(name: str, head: str) -> list[str] | None:
    """The words before the head noun of a source; None if it is not found."""
    said = name.split(",", maxsplit=1)[0].split()
    for k, word in enumerate(said):
        if stems(spelling(word.lower().strip(".'")))[0] == head:
            return said[:k]
    return None


def _is_name(word: str, *, first: bool) -> bool:
    """Whether a word before a noun is a name: it has a capital, and more than that of a sentence's start."""
    if not word[0].isupper():
        return False
    return not first or word.lower() in words("demonyms") or word[1:2] in (".", "") or word.isupper()


def _is_same_collective(a: Speaker, b: Speaker) -> bool:
    """Whether two sources without a name may be one, told in a wider or in another word.

    One word stands for any of a sort of which the other is, or their nouns are the same; and what stands
    before the nouns are not two names, or two common nouns.
    """
    kinds = {a.kind, b.kind}
    if SpeakerKind.PERSON in kinds or not kinds & _WITHOUT_NAME:
        return False
    one_person = any(s.kind is SpeakerKind.UNNAMED and unnamed(s.name).number == "one" for s in (a, b))
    if one_person and SpeakerKind.GROUP not in kinds:
        return False  # of one person and another, or of a person and the body, other tests tell
    x, y = _collective(a.name), _collective(b.name)
    if x is None or y is None or _differ(x.names, y.names) or _differ(x.nouns, y.nouns):
        return False
    if x.head == y.head:
        return True
    return any(sort == other and (wide or also) for sort, wide in x.senses for other, also in y.senses)


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other and one.isdisjoint(other))


_ANY_PERSON = ("person", "individual", "source", "man", "woman", "parent", "relative", "insider")


@cache
def _any_person() -> frozenset[str]:
    return frozenset(stems(noun)[0] for noun in _ANY_PERSON)


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
        return other.kind in _BODIES and (_names(one.name, other.name) or _speaks_for(one.name, other.name))
    if any(_names(x.description or "", y.name) or _is_nations(x.name, y.name) for x, y in ((a, b), (b, a))):
        return True
    if SpeakerKind.PERSON not in kinds or kinds.isdisjoint(_BODIES):
        return False
    body = b if a.kind is SpeakerKind.PERSON else a
    # One capitalized word of which nothing says that it is a body may as well be a surname.
    return body.kind is SpeakerKind.GROUP or len(body.name.split()) > 1 or body.name.isupper()


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
        and not any(_is_name(w, first=False) for w in person.split())
    )


def _is_nations(body: str, nation: str) -> bool:
    """Whether a name is that of a body of the nation: *Russia's Foreign Ministry*, *the Russian Army*."""
    of, whole = name_words(nation), name_words(body)
    return (
        len(whole) > len(of) > 0
        and whole[-1] in words("national_bodies")
        and all(
            len(p) >= _MIN_NATION_LETTERS and p[:_MIN_NATION_LETTERS] == q[:_MIN_NATION_LETTERS]
            for p, q in zip(of, whole, strict=False)
        )
    )


def _names(phrase: str, body: str) -> bool:
    """Whether a phrase holds all words of a body's name: "a finance ministry adviser"."""
    wanted = {s for w in name_words(body) for s in stems(w)}
    return bool(wanted) and wanted <= {s for w in name_words(phrase) for s in stems(w)}

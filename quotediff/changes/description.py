"""How the same speaker is described: terms of anonymity (QD206), description (QD208), spelling (QD209)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from rapidfuzz.distance import Indel

from quotediff.align.normalize import function_words, honorifics, normalize_phrase
from quotediff.align.words import edits
from quotediff.changes import who
from quotediff.changes.context import Credited, name_of, without_typography
from quotediff.changes.facts import AttributionFacts
from quotediff.changes.registry import Finding, change
from quotediff.changes.relation import Relation
from quotediff.excerpts import bracketed
from quotediff.identity import (
    SPELT_ALIKE,
    WITHOUT_NAME,
    another_number_of,
    has_name,
    is_pronoun,
    same_count,
    unnamed,
)
from quotediff.lang.inflection import stems
from quotediff.lang.lexicon import rows, word_list
from quotediff.limits import MAX_BARE_WORD_CHARS, MAX_BARE_WORDS_REMEMBERED
from quotediff.model import Passage, Severity, Speaker, SpeakerKind
from quotediff.text.damage import repaired
from quotediff.text.fold import fold
from quotediff.text.remember import remembers

_WITH_NAME = frozenset({SpeakerKind.PERSON, SpeakerKind.ORGANIZATION})


@change("QD206", "anonymity-changed", Severity.WARNING)
def anonymity_changed(facts: AttributionFacts) -> Finding | None:
    """The reason or the terms of anonymity changed or are gone, or the number of unnamed sources changed.

    Why it matters:
        AP and Reuters ask to say why a source is not named, and never to write "sources" when there is one.

    Example:
        old: Two officials said the talks had failed. They asked for anonymity because the talks are secret.
        new: An official said the talks had failed. He asked for anonymity because the talks are secret.
    """
    both = facts.both
    if both is None or facts.relation is not Relation.SAME or not facts.first_for_speakers:
        return None
    a, b = both.old_speaker, both.new_speaker
    if not (a.kind is b.kind is SpeakerKind.UNNAMED or same_count(a, b)):
        return None
    x, y = unnamed(a.name), unnamed(b.name)
    if x.number != y.number and (x.head == y.head or another_number_of(a, b)):
        message = f"{bracketed(name_of(a))} became {bracketed(name_of(b))}: another number of unnamed sources"
        return facts.of_sources(message)
    before, after = _content_stems(a.anonymity), _content_stems(b.anonymity)
    if not before or before == after:
        return None
    terms = "changed" if after else "are gone"
    return facts.of_sources(f"the terms of anonymity of {bracketed(name_of(b))} {terms}")


@change("QD208", "description-changed", Severity.NOTE)
def description_changed(facts: AttributionFacts) -> Finding | None:
    """Title, age or affiliation of the same speaker differ, or another word stands for the same vague source.

    Reported once for each speaker. *Fire officials* and *authorities* are one vague source in two words.

    Why it matters:
        Readers judge a statement by it: a "lawmaker" and a "lobbyist" are believed differently.

    Example:
        old: "The wells are safe," said Ed Funk, a state geologist.
        new: "The wells are safe," said Ed Funk, a consultant to the drillers.
    """
    both = facts.both
    if both is None:
        return None
    if who.is_due(facts, "QD208"):
        return _described(facts, both, both.old_speaker.name, both.new_speaker.name)
    if facts.relation is not Relation.SAME or not facts.first_for_speakers:
        return None
    old, new, stated = _descriptions(both)
    before, after = _content_stems(old), _content_stems(new)
    if not before or not after or before == after or (not stated and before & after):
        return None
    if _is_age(old) is not _is_age(new) or _in_other_form(old, new) or _of_the_same(old, new):
        return None  # one gives the age, the other what they are; or both say the same
    if _points_back(old) or _points_back(new) or _has_more_of_a_clause(old, new):
        return None
    if _described_by_other_facts(facts, both, old, new):
        return None
    return _described(facts, both, old, new)


def _points_back(description: str) -> bool:
    """Whether a description describes nobody, but points at those just spoken of: *one of them*."""
    *_, before, last = ("", *description.split())
    return before == "of" and is_pronoun(last)


def _has_more_of_a_clause(old: str, new: str) -> bool:
    """Whether two descriptions differ in that a clause of one says more of what somebody did."""
    before = [_before_clause(description) for description in (old, new)]
    first, second = (
        _content_stems(description[len(start) :])
        for description, start in zip((old, new), before, strict=True)
    )
    same_before = _content_stems(before[0]) == _content_stems(before[1])
    return bool(first and second) and same_before and (first <= second or second <= first)


def _is_age(description: str) -> bool:
    """Whether a description is an age and no more: *74*."""
    return all(word.kind == "number" for word in normalize_phrase(description))


@cache
def _roles_of_verbs() -> dict[str, frozenset[str]]:
    """For each form of a verb the stems of the nouns for who does it."""
    return {
        form: frozenset(s for noun in nouns.split() for s in stems(noun))
        for forms, nouns in rows("role_verbs", 2)
        for form in forms.split()
    }


def _in_other_form(old: str, new: str) -> bool:
    """Whether one description is a clause and the other a noun for the same: *who leads it*, *its leader*."""
    for clause, noun in ((old, new), (new, old)):
        words = normalize_phrase(clause)
        if not words or words[0].norm not in _RELATIVE_PRONOUNS:
            continue
        if any(w.norm in _RELATIVE_PRONOUNS for w in normalize_phrase(noun)):
            continue
        roles = frozenset(s for w in words for s in _roles_of_verbs().get(w.norm, ()))
        if not roles.isdisjoint(s for w in normalize_phrase(noun) for s in w.stems):
            return True
    return False


def _of_the_same(old: str, new: str) -> bool:
    """Whether a pronoun stands in one description for a name in the other: *his aide*, *Falk's aide*."""
    for short, full in ((old, new), (new, old)):
        if short.split(" ", 1)[0].lower() not in _POSSESSIVES or "'s " not in fold(full):
            continue
        rest = full[fold(full).rindex("'s ") + len("'s ") :]
        if _content_stems(short.split(" ", 1)[1]) == _content_stems(rest):
            return True
    return False


_POSSESSIVES = word_list("possessives")
_RELATIVE_PRONOUNS = word_list("relative_pronouns")


def _described(facts: AttributionFacts, both: Credited, old: str, new: str) -> Finding:
    b = both.new_speaker
    speaker = name_of(b) if b.kind in _WITH_NAME and facts.relation is Relation.SAME else "the source"
    message = f"{speaker} is now described as {bracketed(new)}, no longer as {bracketed(old)}"
    return replace(facts.of_sources(message), edits=edits(old, new))


def _described_by_other_facts(facts: AttributionFacts, both: Credited, old: str, new: str) -> bool:
    """Whether nothing is to be said: both versions say both, or another code reports the difference."""
    story = facts.pair.context
    if story.in_new.has_sentence_with(_content_stems(old)) and story.in_old.has_sentence_with(
        _content_stems(new)
    ):
        return True  # both versions say both
    if _differ_in_spelling_only(old, new):
        return True  # QD209
    if both.old_speaker.kind not in WITHOUT_NAME:
        return False
    if unnamed(both.old_speaker.name).number != unnamed(both.new_speaker.name).number:
        return True  # QD206
    x, y = both.old.source, both.new.source  # of the same words: who is meant is gathered from elsewhere
    return x is not None and y is not None and without_typography(x.text) == without_typography(y.text)


@change("QD209", "name-respelled", Severity.WARNING)
def name_respelled(facts: AttributionFacts) -> Finding | None:
    """The name of the same speaker is spelt differently. Reported once for each speaker.

    Why it matters:
        A misspelt name is the most common error of all. Reuters sends a REFILE for one, and a correction
        for more than one.

    Example:
        old: "It was over in a minute," said Katherine Jonson, a witness.
        new: "It was over in a minute," said Katherine Johnson, a witness.
    """
    both = facts.both
    if both is None or not facts.respelled or not facts.first_for_speakers:
        return None
    return facts.of_sources(f"{name_of(both.old_speaker)} is now spelt {name_of(both.new_speaker)}")


def _differ_in_spelling_only(old: str, new: str) -> bool:
    """Whether two descriptions differ in nothing but how a name in them is spelt."""
    x, y = normalize_phrase(old), normalize_phrase(new)
    if len(x) != len(y):
        return False
    other = [(v, w) for v, w in zip(x, y, strict=True) if v.key != w.key]
    return all(
        old_word.kind in ("name", "word")
        and old[old_word.start].isupper()
        and new[new_word.start].isupper()
        and Indel.normalized_similarity(old_word.norm, new_word.norm) >= SPELT_ALIKE
        for old_word, new_word in other
    )


def _descriptions(both: Credited) -> tuple[str, str, bool]:
    """How the speaker is described in either version, and whether the sources of this very quote say it.

    What stands beside the name in the source counts; where one has the name alone, what is known of them.
    """
    a, b = both.old_speaker, both.new_speaker
    if a.kind is b.kind is SpeakerKind.UNNAMED or _are_nameless_groups(a, b):
        return a.name, b.name, True
    name = _name_parts(a) | _name_parts(b) | honorifics()  # in one version it may be the last alone
    for clauses in (True, False):
        old = _beside_name(both.old.source, name, clauses=clauses)
        new = _beside_name(both.new.source, name, clauses=clauses)
        if old and new and (not clauses or (_has_clause(old) and _has_clause(new))):
            return old, new, True
    return a.description or "", b.description or "", False


def _are_nameless_groups(a: Speaker, b: Speaker) -> bool:
    """Whether both are groups that nouns alone tell of: *fire officials*, *officials*."""
    return a.kind is b.kind is SpeakerKind.GROUP and not (has_name(a) or has_name(b))


@remembers(MAX_BARE_WORDS_REMEMBERED, MAX_BARE_WORD_CHARS)
def _bare(word: str) -> str:
    return fold(word).strip(".,;'\"").removesuffix("'s")


def _name_parts(speaker: Speaker) -> frozenset[str]:
    return frozenset(_bare(word) for name in (speaker.name, *speaker.aliases) for word in name.split())


def _has_clause(description: str) -> bool:
    return _before_clause(f" {description}") != f" {description}"


def _before_clause(description: str) -> str:
    """A description up to its first relative clause: *farmer*, of *farmer, whose barn burned*."""
    return min((description.split(f" {word} ", 1)[0] for word in ("who", "whose", "which")), key=len)


def _beside_name(source: Passage | None, name: frozenset[str], *, clauses: bool) -> str:
    """The words of a source besides the name, with its clauses or up to the first.

    None for a source without the name: *he*, *the judge* point at somebody and describe nobody.
    """
    said_of = repaired(source.text) if source is not None else ""
    if name.isdisjoint(map(_bare, said_of.split())):
        return ""
    beside: list[str] = []
    for word in (said_of if clauses else _before_clause(said_of)).split():
        if _bare(word) not in name:
            beside.append(word)
        elif beside and word.endswith(",") and not beside[-1].endswith(","):
            beside[-1] += ","  # lead author Ann Poe, a geologist
    return " ".join(beside).strip(",;. ")


def _content_stems(phrase: str | None) -> frozenset[str]:
    """The stems of the words of a description that tell something; not the day on which it was said."""
    telling = (w for w in normalize_phrase(phrase or "") if w.kind != "date")
    return frozenset(s for w in telling for s in w.stems if s not in function_words())

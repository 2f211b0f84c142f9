"""How the same speaker is described: terms of anonymity (QD206), description (QD208), spelling (QD209)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from rapidfuzz.distance import Indel

from quotediff.align.normalize import NormalizedText, Word, function_words, honorifics, normalize_phrase
from quotediff.align.words import edits
from quotediff.changes import who
from quotediff.changes.context import Credited
from quotediff.changes.facts import AttributionFacts
from quotediff.changes.messages import name_of
from quotediff.changes.registry import Finding, change
from quotediff.changes.relation import Relation
from quotediff.changes.sides import NOTHING, without_typography
from quotediff.excerpts import bracketed
from quotediff.identity import (
    SPELT_ALIKE,
    WITHOUT_NAME,
    another_number_of,
    either_way,
    has_name,
    is_pronoun,
    same_count,
    unnamed,
)
from quotediff.lang.inflection import stems
from quotediff.lang.lexicon import rows, word_list
from quotediff.limits import MAX_BARE_WORD_CHARS, MAX_BARE_WORDS_REMEMBERED
from quotediff.model import Extract, Passage, Severity, Speaker, SpeakerKind
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
    both = facts.reported
    if both is None or facts.relation is not Relation.SAME:
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
    old, new = (
        _with_terms(version.extract, before) for version in (facts.pair.context.old, facts.pair.context.new)
    )
    if new >= old:
        return None  # they are told of another of as many sources
    terms = "changed" if after else "are gone"
    return facts.of_sources(f"the terms of anonymity of {bracketed(name_of(b))} {terms}")


def _with_terms(extract: Extract, terms: frozenset[str]) -> int:
    """How many sources of a version have terms of anonymity of these stems."""
    return sum(_content_stems(speaker.anonymity) == terms for speaker in extract.speakers)


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
    if facts.relation is not Relation.SAME or facts.reported is None:
        return None
    old, new, stated = _descriptions(both)
    before, after = _content_stems(old), _content_stems(new)
    if not (before and after) or before == after:
        return None
    if not stated and before & after:
        return None
    if any(says_the_same(old, new) for says_the_same in _SAYING_THE_SAME):
        return None
    if _described_by_other_facts(facts, both, old, new):
        return None
    return _described(facts, both, old, new)


def _one_is_an_age(old: str, new: str) -> bool:
    """Whether one description gives the age and no more, *74*, and the other what they are."""
    ages = (all(word.kind == "number" for word in normalize_phrase(text)) for text in (old, new))
    return len(set(ages)) > 1


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
    x, y = normalize_phrase(old), normalize_phrase(new)
    clauses = [words for words in (x, y) if any(w.norm in _RELATIVE_PRONOUNS for w in words)]
    if len(clauses) != 1 or clauses[0][0].norm not in _RELATIVE_PRONOUNS:
        return False
    noun = y if clauses[0] is x else x
    roles = frozenset(s for w in clauses[0] for s in _roles_of_verbs().get(w.norm, ()))
    return not roles.isdisjoint(s for w in noun for s in w.stems)


def _of_the_same(old: str, new: str) -> bool:
    """Whether a pronoun stands in one description for a name in the other: *his aide*, *Falk's aide*."""
    return either_way(_is_pronouns, old, new)


def _is_pronouns(short: str, full: str) -> bool:
    """Whether a description by whose it is, *his aide*, is another with a name, *Falk's aide*."""
    owner, _, of_pronoun = short.partition(" ")
    _, possessive, of_name = fold(full).rpartition("'s ")
    if owner.lower() not in _POSSESSIVES or not possessive:
        return False
    return _content_stems(of_pronoun) == _content_stems(full[len(full) - len(of_name) :])


def _one_points_back(old: str, new: str) -> bool:
    """Whether a description describes nobody, but points at those just spoken of: *one of them*."""
    ends = (description.rpartition("of ") for description in (f" {old}", f" {new}"))
    return any(is_pronoun(last) for before, _, last in ends if before.endswith(" "))


def _one_is_one_of_several(old: str, new: str) -> bool:
    """Whether both tell of the same people, one as one of them: *firefighter*, *one of the firefighters*."""
    bare = [fold(description).removeprefix("one of ") for description in (old, new)]
    return _content_stems(bare[0]) == _content_stems(bare[1])


def _one_has_more_of_a_clause(old: str, new: str) -> bool:
    """Whether two descriptions differ in that a clause of one says more of what somebody did."""
    before = [_before_clause(description) for description in (old, new)]
    if _content_stems(before[0]) != _content_stems(before[1]):
        return False
    first, second = (
        _content_stems(description[len(start) :])
        for description, start in zip((old, new), before, strict=True)
    )
    return bool(first and second) and first & second in (first, second)


def _clause_goes_on(old: str, new: str) -> bool:
    """Whether both are a clause, and one is the other and more: *who fled*, *who fled with a goat*."""
    shorter, longer = sorted(([w.key for w in normalize_phrase(text)] for text in (old, new)), key=len)
    return shorter[0] in _RELATIVE_PRONOUNS and longer[: len(shorter)] == shorter


def _differ_in_generic_noun(old: str, new: str) -> bool:
    """Whether one description has only a noun for any body more than the other: *the state agency*."""
    differing = _content_stems(old) ^ _content_stems(new)
    return differing <= {stem for noun in word_list("nouns_of_any_body") for stem in stems(noun)}


_SAYING_THE_SAME = (
    _differ_in_generic_noun,
    _clause_goes_on,
    _one_is_an_age,
    _in_other_form,
    _of_the_same,
    _one_points_back,
    _one_is_one_of_several,
    _one_has_more_of_a_clause,
)
"""How two descriptions in other words say the same, or say two things."""

_AGE_WORDS = word_list("age_words")
_POSSESSIVES = word_list("possessives")
_RELATIVE_PRONOUNS = word_list("relative_pronouns")


def _described(facts: AttributionFacts, both: Credited, old: str, new: str) -> Finding:
    b = both.new_speaker
    speaker = "the source"
    if b.kind in _WITH_NAME and facts.relation is Relation.SAME:
        speaker = name_of(b)
    message = f"{speaker} is now described as {bracketed(new)}, no longer as {bracketed(old)}"
    return replace(facts.of_sources(message), edits=edits(old, new))


def _described_by_other_facts(facts: AttributionFacts, both: Credited, old: str, new: str) -> bool:
    """Whether nothing is to be said: both versions say both, or another code reports the difference."""
    story = facts.pair.context
    new_has_old = story.after.finder.has_sentence_with(_content_stems(old))
    if new_has_old and story.before.finder.has_sentence_with(_content_stems(new)):
        return True  # both versions say both
    lost, gained = (_content_stems(one) - _content_stems(other) for one, other in ((old, new), (new, old)))
    if _is_described_by(both.new_speaker, story.new, lost) and _is_described_by(
        both.old_speaker, story.old, gained
    ):
        return True  # by another mention
    if _differ_in_spelling_only(old, new):
        return True  # QD209
    if both.old_speaker.kind not in WITHOUT_NAME:
        return False
    if unnamed(both.old_speaker.name).number != unnamed(both.new_speaker.name).number:
        return True  # QD206
    x, y = both.old_source, both.new_source  # of the same words: who is meant is gathered from elsewhere
    return NOTHING not in (x, y) and without_typography(x.text) == without_typography(y.text)


def _is_described_by(speaker: Speaker, version: NormalizedText, wanted: frozenset[str]) -> bool:
    """Whether one sentence that mentions a speaker has all of these stems; no stems are in any."""
    sentences = {version.sentence_at(mention.start) for mention in speaker.mentions}
    return not wanted or any(wanted <= version.bags[k].keys() for k in sentences if k >= 0)


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
    if facts.reported is None or not facts.respelled:
        return None
    old, new = facts.names
    return facts.of_sources(f"{old} is now spelt {new}")


def _differ_in_spelling_only(old: str, new: str) -> bool:
    """Whether two descriptions differ in nothing but how a name in them is spelt."""
    x, y = normalize_phrase(old), normalize_phrase(new)
    if len(x) != len(y):
        return False
    other = [(v, w) for v, w in zip(x, y, strict=True) if v.key != w.key]
    return all(
        _is_capitalized(old, old_word)
        and _is_capitalized(new, new_word)
        and Indel.normalized_similarity(old_word.norm, new_word.norm) >= SPELT_ALIKE
        for old_word, new_word in other
    )


def _is_capitalized(text: str, word: Word) -> bool:
    return word.kind in ("name", "word") and text[word.start].isupper()


def _descriptions(both: Credited) -> tuple[str, str, bool]:
    """How the speaker is described in either version, and whether the sources of this very quote say it.

    What stands beside the name in the source counts; where one has the name alone, what is known of them.
    """
    a, b = both.old_speaker, both.new_speaker
    if a.kind is b.kind is SpeakerKind.UNNAMED or _are_nameless_groups(a, b):
        return a.name, b.name, True
    name = _name_parts(a) | _name_parts(b) | honorifics()  # in one version it may be the last alone
    sources = both.old_source, both.new_source
    old, new = (_beside_name(source, name, clauses=True) for source in sources)
    if _has_clause(old) and _has_clause(new):
        return old, new, True
    old, new = (_beside_name(source, name, clauses=False) for source in sources)
    if old and new:
        return old, new, True
    return _unless_named(a.description, name), _unless_named(b.description, name), False


def _unless_named(description: str | None, name: frozenset[str]) -> str:
    """A description, if it is more than words of the name: of *van Dijk* not *van*."""
    words = (description or "").split()
    return "" if name.issuperset(map(_bare, words)) else description or ""


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
    return min((description.split(f" {word} ", 1)[0] for word in _RELATIVE_PRONOUNS), key=len)


def _beside_name(source: Passage, name: frozenset[str], *, clauses: bool) -> str:
    """The words of a source besides the name, with its clauses or up to the first.

    Empty for a source without the name: *he*, *the judge* point at somebody and describe nobody.
    """
    said_of = repaired(source.text)
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
    """The stems of the words of a description that tell something; not the day, nor words of an age."""
    telling = (w for w in normalize_phrase(phrase or "") if w.kind != "date")
    empty = function_words()
    return frozenset(s for w in telling if w.norm not in _AGE_WORDS for s in w.stems if s not in empty)

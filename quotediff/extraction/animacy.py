"""Whether a source can have words of its own, by its noun.

*Poe*, *the mayor*, *two in three voters*, *they* and *the report* can; *gales*, *the thermometer* and
*shortages* cannot, and *drone footage* shows things and says nothing: what stands behind their verbs is no
statement unless it is a clause.
"""

from __future__ import annotations

from functools import cache

from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.grammar import Range, is_name
from quotediff.extraction.names import name_words
from quotediff.extraction.token_kinds import NUMBER, PAST, WORD
from quotediff.lang.cues import PREP, TIME, number_words
from quotediff.lang.lexicon import rows, word_list, words
from quotediff.lang.nouns import (
    SINGULAR_ENDINGS,
    acronyms,
    family_names,
    may_be_person,
    pronouns,
    role_noun,
    singular,
    small_words,
)

_NAMED_THINGS = word_list("named_things")
_ENDS_HEAD = word_list("source_relatives") | {",", "(", "—", "--", "–"}


def can_speak(doc: AnnotatedDocument, source: Range) -> bool:
    """Whether the head of a source is a name, a pronoun or a noun for people, a body or a document."""
    head = head_of(doc, source)
    while _is_quantity(doc, head, source[1]):
        head = head_of(doc, (head + 2, source[1]))
    norm = doc.norms[head]
    if _is_time(doc, head):
        return False  # March added 40,000 jobs
    if doc.kinds[head] & (WORD | NUMBER) != WORD or norm.partition("'")[0] in _pronouns_and_numbers():
        return True  # also: they've
    if singular(norm) in words("pictures"):
        return False
    if role_noun(norm) is not None or not _plain_nouns().isdisjoint((norm, singular(norm))):
        return True
    if is_name(doc, head) and not _is_capitalized_noun(doc, head):
        return not _is_named_thing(doc, source)
    return is_agent(norm) or _is_share(doc, head, source[0])


@cache
def _pronouns_and_numbers() -> frozenset[str]:
    return number_words().union(pronouns())


def _is_time(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word tells when, and is nobody's name: *a ruling last* [*March*]."""
    return doc.kinds[i] & TIME != 0 and doc.norms[i] not in pronouns()


def _is_named_thing(doc: AnnotatedDocument, source: Range) -> bool:
    """Whether a name is of a storm, a road or the like: *Hurricane Odile*, *Tropical Storm Ida*."""
    first, last = source
    first += doc.norms[first] == "the"
    return any(doc.norms[i] in _NAMED_THINGS for i in range(first, min(first + 2, last)))


def _is_quantity(doc: AnnotatedDocument, head: int, last: int) -> bool:
    """Whether the head of a source only counts those that stand behind it: *a number of studies*."""
    return doc.norms[head] in words("quantities") and doc.norms[head + 1] == "of" and head + 2 < last


def _is_share(doc: AnnotatedDocument, head: int, first: int) -> bool:
    """Whether a source is a share of those who were asked: *71 percent*."""
    return doc.norms[head] in words("quantities") and head > first and doc.kinds[head - 1] & NUMBER != 0


def is_agent(norm: str) -> bool:
    """Whether a noun that no list has is somebody's by its end: *miners*, *a cellist*; not *rivers*."""
    return may_be_person(singular(norm)) and singular(norm) not in words("things_like_agents")


def head_of(doc: AnnotatedDocument, source: Range) -> int:
    """The head of a noun phrase: its last word before a preposition, a mark or what describes it."""
    first, last = source
    behind = _ENDS_HEAD | small_words("stop")
    ends = (i for i in range(first + 1, last) if doc.kinds[i] & PREP or doc.norms[i] in behind)
    end = next(ends, last)
    end -= doc.norms[end] == "by" and doc.kinds[end - 1] & PAST != 0  # a fund started by
    trailing = range(end - 1, first, -1)
    return next((i for i in trailing if not _trails(doc, i)), first)


def _trails(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word behind a noun tells but when or how: *a ruling last* [*March*]."""
    return doc.norms[i] in words("trailing_adverbs") or _is_time(doc, i)


def _is_capitalized_noun(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word has its capital only because it opens a sentence, as far as can be seen: *Gales*."""
    norm = doc.norms[i]
    if not _opens_sentence(doc, i) or doc.tokens[i].text.isupper():
        return False
    if _is_known_name(norm):
        return False
    others = [k for k in doc.places.get(norm, ()) if not _opens_sentence(doc, k)]
    if others:
        return not all(is_name(doc, k) for k in others)
    return norm.endswith("s") and not norm.endswith(SINGULAR_ENDINGS)


def _opens_sentence(doc: AnnotatedDocument, i: int) -> bool:
    return i == doc.sentences[doc.sentence_of[i]].first


def _is_known_name(norm: str) -> bool:
    listed = name_words()
    return any(
        norm in names for names in (listed.given, family_names(), listed.places, listed.demonyms, acronyms())
    )


@cache
def _plain_nouns() -> frozenset[str]:
    return frozenset(noun for noun, _ in rows("source_kinds", 2))

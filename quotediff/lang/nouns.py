"""What the language's lists tell about sources: role nouns, pronouns, the small words of a noun phrase."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from quotediff.lang.lexicon import rows, word_sequence
from quotediff.limits import MAX_NOUNS_REMEMBERED
from quotediff.values import dataclass

ADJECTIVE_ENDINGS = word_sequence("adjective_endings")
"""A word that ends so may stand before a noun: good enough to find where a phrase begins."""

SINGULAR_ENDINGS = (*word_sequence("singular_endings"), "'s")
"""What a word in -s ends in that is no plural."""

_AGENTS = word_sequence("agent_endings")
_PLURALS = (
    ("men", "man"),
    ("women", "woman"),
    ("children", "child"),
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("wives", "wife"),
)


@dataclass(frozen=True, slots=True)
class Noun:
    """A role noun: what kind of source it names, the gender it tells (m, f or empty), its kin."""

    kind: str
    gender: str
    kin: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun: person 1, 2, 3, r (relative) or i (indefinite); number s, p or empty; gender or empty."""

    person: str
    number: str
    gender: str


_NO_PRONOUN = Pronoun("", "", "")


@cache
def role_nouns() -> dict[str, Noun]:
    """Role nouns as listed; the first line of a noun tells its kind, all its lines its kin.

    A plural that is listed as a group has the kin of its singular besides.
    """
    nouns: dict[str, Noun] = {}
    for word, kind, gender, kin in rows("role_nouns", 4):
        known = nouns.get(word)
        if known is None:
            nouns[word] = Noun(kind, gender.replace("-", ""), frozenset({kin}))
        else:
            nouns[word] = Noun(known.kind, known.gender, known.kin | {kin})
    for word, noun in [entry for entry in nouns.items() if entry[1].kind == "group"]:
        one = nouns.get(word.removesuffix("s"))
        if one is not None:  # "demonstrators", a group, are kin of whom a demonstrator is
            nouns[word] = Noun(noun.kind, noun.gender, noun.kin | one.kin)
    return nouns


def noun_kind(norm: str) -> str:
    """What a noun is for, as ``role_nouns.txt`` has it: ``person``, ``document``; empty if it has it not."""
    return noun_of(norm).kind


@cache
def person_nouns() -> frozenset[str]:
    """Role nouns for one person."""
    return frozenset(word for word, noun in role_nouns().items() if noun.kind == "person")


@cache
def pronouns() -> dict[str, Pronoun]:
    """The words that stand for a source."""
    return {
        word: Pronoun(person, number.replace("-", ""), gender.replace("-", ""))
        for word, person, number, gender in rows("pronouns", 4)
    }


def pronoun_sex(word: str) -> str:
    """The sex that a pronoun tells, m or f: *he*, *hers*; empty for any other word."""
    gender = pronouns().get(word, _NO_PRONOUN).gender
    return gender if gender in ("m", "f") else ""


def is_first_person(word: str) -> bool:
    """Whether a word is a pronoun for the one who speaks: *I*, *our*."""
    return pronouns().get(word, _NO_PRONOUN).person == "1"


@cache
def acronyms() -> dict[str, tuple[tuple[str, ...], str]]:
    """Short names of organizations: the words of the full name, and the noun that takes it up."""
    return {short: (tuple(full.split()), noun) for short, full, noun in rows("acronyms", 3)}


@cache
def body_nouns() -> dict[str, tuple[str, ...]]:
    """Words in the names of bodies, each with the nouns that take up a body so named."""
    nouns: dict[str, tuple[str, ...]] = {}
    for noun, names in rows("body_names", 2):
        for word in names.split():
            nouns[word] = (*nouns.get(word, ()), noun)
    return nouns


@cache
def wider_nouns() -> dict[str, str]:
    """Nouns for a person, each with a wider one that takes the person up: *surgeon*, *doctor*."""
    return {row[0]: row[1] for row in rows("wider_nouns", 2)}


@cache
def opposed_roles() -> dict[str, frozenset[str]]:
    """Role nouns, each with those of which nobody is both: *incumbent*, *challenger*."""
    found: dict[str, frozenset[str]] = {}
    for (line,) in rows("opposed_roles", 1):
        roles = frozenset(line.split())
        for role in roles:
            found[role] = found.get(role, frozenset()) | (roles - {role})
    return found


@cache
def role_signs() -> dict[str, frozenset[str]]:
    """Nouns for a person, each with words that tell of one who is called so: *author*, *book*."""
    found: dict[str, frozenset[str]] = {}
    for nouns, signs in rows("role_signs", 2):
        for noun in nouns.split():
            found[noun] = found.get(noun, frozenset()) | frozenset(signs.split())
    return found


@cache
def family_names() -> dict[str, str]:
    """Family names that articles use without a given name, and the gender of the bearer or empty."""
    return {name: gender.replace("-", "") for name, gender in rows("family_names", 2)}


@cache
def parties() -> dict[str, str]:
    """Words of party, each to a letter for the party."""
    return {row[0]: row[1] for row in rows("parties", 2)}


@cache
def small_words(kind: str) -> frozenset[str]:
    """The words of one class of ``noun_phrase_words.txt``; raises ValueError if there is no such class."""
    found = frozenset(word for word, of in rows("noun_phrase_words", 2) if of == kind)
    if not found:
        raise ValueError(f"noun_phrase_words.txt has no class {kind!r}")
    return found


@cache
def small_numbers() -> frozenset[str]:
    """The numbers from one to nineteen in words."""
    return frozenset(word for word, _, kind in rows("number_words", 3) if kind == "unit")


@lru_cache(maxsize=MAX_NOUNS_REMEMBERED)
def singular(word: str) -> str:
    """The singular of a plural noun, best of a role noun; any other word as it is."""
    nouns = role_nouns()
    if not word.endswith("ss"):
        for ending, instead in _PLURALS:
            if word.endswith(ending) and word[: -len(ending)] + instead in nouns:
                return word[: -len(ending)] + instead
    if word in nouns:
        return word
    if word.endswith("s", 3) and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=MAX_NOUNS_REMEMBERED)
def role_noun(word: str) -> Noun | None:
    """What is known of a noun, by its singular too, or by the part behind its last hyphen."""
    nouns = role_nouns()
    known = nouns.get(word) or nouns.get(singular(word))
    if known is None and "-" in word:
        known = nouns.get(singular(word.rsplit("-", 1)[1]))
    return known


_NO_NOUN = Noun("", "", frozenset())


def noun_of(word: str) -> Noun:
    """As ``role_noun``; of a word that is none a noun of no kind, no gender and no kin."""
    return role_noun(word) or _NO_NOUN


def kin_of(words: Iterable[str]) -> frozenset[str]:
    """The kin of all those of the words that are listed as role nouns."""
    return frozenset().union(*(role_nouns()[word].kin for word in words if word in role_nouns()))


@lru_cache(maxsize=MAX_NOUNS_REMEMBERED)
def is_plural(word: str) -> bool:
    """Whether a noun means several: a plural, or a noun of many such as "people"."""
    known = role_nouns().get(word)
    if known is not None:
        if known.kind == "group":
            return True
        return word.endswith("s") and word[:-1] in role_nouns()
    return singular(word) != word


@lru_cache(maxsize=MAX_NOUNS_REMEMBERED)
def is_person_noun(word: str) -> bool:
    """Whether the word, as it stands, is a noun for one person."""
    return role_nouns().get(word, _NO_NOUN).kind == "person"


@lru_cache(maxsize=MAX_NOUNS_REMEMBERED)
def may_be_person(word: str) -> bool:
    """Whether a noun that a source goes by may be one person's: a role noun, or like one by its end."""
    if word in role_nouns():
        return is_person_noun(word)
    return len(word) > 4 and word.endswith(_AGENTS)

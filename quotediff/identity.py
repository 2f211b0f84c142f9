"""Whether two names, bodies or unnamed sources are one: as a reader compares them.

What two forms are to each other is ``Same``: they must be one (YES), are one spelt differently (RESPELLED),
may be one (MAYBE), or cannot be (NO).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from enum import IntEnum
from functools import cache, lru_cache
from typing import TypeVar
from unicodedata import normalize

from quotediff.lang.inflection import spelling, stems
from quotediff.lang.lexicon import rows, word_list, word_map, words
from quotediff.model import Extract, Speaker, SpeakerKind
from quotediff.text.fold import fold
from quotediff.values import dataclass

_Side = TypeVar("_Side")

SPELT_ALIKE = 0.75
"""Likeness of letters (2 x common / all) from which two names are one name spelt differently: "Sheik" and
"Sheikh" .91, "Mohammed" and "Muhammad" .75; "Jane" and "John" .50."""


SPELT_NEARLY = 0.6
"""The same for surnames of the same first letter whose given names are the same: "Dacre" and "Daker" .60."""


_WHOLE_NAMES_ALIKE = 0.88  # the same for all the letters of two full names
_BODIES_ALIKE = 0.9  # and of the names of two bodies

NATION_LETTERS = 4
"""Letters in which most nations and what is theirs agree: Turkey, Turkish."""

_SHORTEST_SLIP = 5  # letters of a name from which one letter off is taken for a slip


class Same(IntEnum):
    """How sure it is that two names are one speaker's."""

    NO = 0
    MAYBE = 1  # unnamed, of the same sort
    RESPELLED = 2
    YES = 3


@cache
def _titles() -> frozenset[str]:
    found = {w for t, _ in rows("titles", 2) for w in t.split()} | {w for w, _ in rows("honorifics", 2)}
    return frozenset(w.rstrip(".") for w in found if w not in word_list("within_titles"))


_SMALL_WORDS = word_list("small_words")
_IN_NO_NAME = _SMALL_WORDS | {""}
_SUFFIXES = word_list("identity_suffixes")
_NAME_PUNCTUATION = ".,'\"“”‘’()"


@lru_cache(maxsize=1 << 14)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without titles and honorifics before it, articles and possessive endings.

    >>> name_words("Sen. John McCain"), name_words("the Syrian Observatory's"), name_words("J. Smith Jr.")
    (('john', 'mccain'), ('syrian', 'observatory'), ('j', 'smith'))
    """
    parts = [p.strip(_NAME_PUNCTUATION).removesuffix("'s") for p in fold(name).split()]
    parts = [p for p in parts if p not in _IN_NO_NAME]
    while len(parts) > 1 and parts[0] in _titles():
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        parts = parts[:-1]
    return tuple(parts)


@lru_cache(maxsize=1 << 14)
def _letters(parts: tuple[str, ...]) -> str:
    """The letters and digits of a name's words."""
    return "".join(c for p in parts for c in p if c.isalnum())


@lru_cache(maxsize=1 << 14)
def _without_accents(letters: str) -> str:
    """Letters without their accents."""
    return "".join(c for c in normalize("NFKD", letters.replace("ı", "i")) if c.isalpha())


def _alike(a: str, b: str) -> float:
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - as in is_slip

    return Indel.normalized_similarity(a, b)


def same_person(a: str, b: str, shared_surnames: frozenset[str] = frozenset()) -> Same:
    """Whether two names are one person's.

    A surname alone is whoever bears it, unless it is one of ``shared_surnames``, which several people of a
    version bear; given names must agree or one be the other's initial.
    """
    x, y = sorted((_with_initials_split(name_words(name)) for name in (a, b)), key=len)
    if not x:
        return Same.NO
    if {generation(a), generation(b)} == {"jr", "sr"}:
        return Same.NO
    if _letters(x) == _letters(y):
        return Same.YES
    if _without_accents(_letters(x)) == _without_accents(_letters(y)):
        return Same.RESPELLED  # "Şimşek", "Simsek"
    if len(x) == 1:
        return _by_one_name(x[0], y, shared_surnames)
    return _by_full_names(x, y)


def _by_one_name(name: str, full: Sequence[str], shared_surnames: frozenset[str]) -> Same:
    """Whether one name ("Doe") is a person's whose full name is known."""
    if name in full:
        return Same.NO if name in shared_surnames & {full[-1]} else Same.YES
    if len(full) > 1:
        return Same.NO
    return _respelled(len(name) > 3 and _are_alike(name, full[0]))


def _by_full_names(x: tuple[str, ...], y: tuple[str, ...]) -> Same:
    """Whether two names of several words are one person's; ``x`` is not the longer."""
    if x[-1] == y[-1]:
        return _by_given_names(x, y)
    if set(x) <= set(y):
        return Same.YES
    return _respelled(any(rule(x, y) for rule in (_is_married, _alike_word_by_word, _alike_throughout)))


def _respelled(holds: bool) -> Same:  # noqa: FBT001 - what is told is whether it holds
    return Same.RESPELLED if holds else Same.NO


def _are_alike(a: str, b: str) -> bool:
    """Whether two words are one name spelt differently: by their letters, or by their sounds."""
    return _alike(a, b) >= SPELT_ALIKE or _sound(a) == _sound(b)


@lru_cache(maxsize=1 << 10)
def _sound(word: str) -> str:
    """A name as it sounds, whatever letters stand for the sounds: *Christoph*, *Kristof*."""
    for letters, sound in word_map("sounds").items():
        word = word.replace(letters, sound)
    return word


def _alike_word_by_word(x: tuple[str, ...], y: tuple[str, ...]) -> bool:
    """Whether given and family names are spelt alike; of the same given names the family names almost."""
    if _are_alike(x[-1], y[-1]):
        return _are_alike(x[0], y[0])
    if x[:-1] != y[:-1]:
        return False
    return x[-1][0] == y[-1][0] and _alike(x[-1], y[-1]) >= SPELT_NEARLY


def _alike_throughout(x: tuple[str, ...], y: tuple[str, ...]) -> bool:
    return _alike(_letters(x), _letters(y)) >= _WHOLE_NAMES_ALIKE


def _by_given_names(x: tuple[str, ...], y: tuple[str, ...]) -> Same:
    """The same of two names of one surname."""
    given = list(zip(x[:-1], y[:-1], strict=False))
    other = [(p, q) for p, q in given if p != q and min(len(p), len(q)) > 1]
    if len(x) == len(y) and len(other) == 1 < len(given) and _are_alike(*other[0]):
        return Same.RESPELLED  # "Ruth Ann Poe", "Ruth Anne Poe"
    if all(_agree_in_given_name(p, q) for p, q in given) or set(x) <= set(y):
        return Same.YES
    if x[0] in y[:-1] or _nicknames(x[0], y[0]):
        return Same.YES
    return _respelled(_are_alike(x[0], y[0]) and not _sexes_differ(x[0], y[0]))


def _agree_in_given_name(p: str, q: str) -> bool:
    """Whether two given names are the same, or one is the other's initial."""
    short, long = sorted((p, q), key=len)
    return short in (long, long[:1])


def one_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two names of one article, folded words without titles, are one person's.

    They are if all they share agrees: the given names, one being short for the other, an initial or a letter
    off; the family names, one of which may be one of two. A junior is not the senior.
    """
    x, y = sorted((_plain_words(a), _plain_words(b)), key=len)
    if len(x) < 2:
        return _is_one_of(x, y)
    if len({generation(name[-1]).replace("sr", "") for name in (a, b)}) > 1:  # a senior need not be called so
        return False
    if _by_full_names(x, y) is Same.YES:
        return True
    return _are_slips(x, y) or _is_married(x, y)


def _is_one_of(x: Sequence[str], y: Sequence[str]) -> bool:
    """Whether a name of one word, or of none, is among those of the other, or slips from its only one."""
    if len(x) == len(y) == 1:
        return x == y or is_slip(x[0], y[0])
    return not set(x).isdisjoint(y)


def _plain_words(name: Sequence[str]) -> tuple[str, ...]:
    """The words of a name without stops, marks and what tells juniors from seniors."""
    return tuple(
        part
        for part in _with_initials_split([word.strip(_NAME_PUNCTUATION) for word in name])
        if part not in _SUFFIXES | {""}
    )


def _with_initials_split(name: Sequence[str]) -> tuple[str, ...]:
    """The words of a name, several initials parted: *w.h*."""
    return tuple(part for word in name for part in _initials(word))


def _initials(word: str) -> list[str]:
    letters = word.split(".")
    return letters if all(len(part) == 1 for part in letters) else [word]


def generation(name: str) -> str:
    """What tells one of two people of a name from the other: *jr*, *sr*, *iii*; empty if nothing does."""
    last = fold(name).rsplit(" ", 1)[-1].strip(_NAME_PUNCTUATION)
    return last if last in _SUFFIXES else ""


def is_slip(a: str, b: str) -> bool:
    """Whether two spellings differ by one letter put in, left out or changed, not by an ending alone."""
    short, long = sorted((a, b), key=len)
    if len(short) < _SHORTEST_SLIP or len(long) > len(short) + 1 or a[0] != b[0]:
        return False
    if short in (long, long[:-1]):
        return False
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - most articles have no two names so alike

    return bool(Indel.distance(a, b) <= 1 + (len(a) == len(b)))


def _are_slips(x: Sequence[str], y: Sequence[str]) -> bool:
    """Whether two names of as many words differ in one of them, by a slip."""
    if len(x) != len(y):
        return False
    differ = [(p, q) for p, q in zip(x, y, strict=True) if p != q]
    if len(differ) != 1:
        return False
    return is_slip(*differ[0]) and not _sexes_differ(x[0], y[0])


def _is_married(x: Sequence[str], y: Sequence[str]) -> bool:
    """Whether one is the other's name with a second family name: Ann Poe-Daly."""
    if x[0] != y[0]:
        return False
    a, b = x[-1].split("-"), y[-1].split("-")
    return len(a) != len(b) and not set(a).isdisjoint(b)


@cache
def _sexes() -> dict[str, str]:
    return {name: sex for name, sex in rows("first_names", 2) if sex != "u"}


def _sexes_differ(a: str, b: str) -> bool:
    return {_sexes().get(a), _sexes().get(b)} == {"m", "f"}


@cache
def _short_names() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line, full in rows("nicknames", 2):
        for name in line.split():
            table.setdefault(name, set()).update((full, name))
        table.setdefault(full, set()).add(full)
    return {k: frozenset(v) for k, v in table.items()}


def _nicknames(a: str, b: str) -> bool:
    table = _short_names()
    return bool(table.get(a, frozenset({a})) & table.get(b, frozenset({b})))


def group_members(speaker: Speaker) -> tuple[str, ...]:
    """The people of a source that names several: *Ann Poe and Tim Lund*; none of any other."""
    if speaker.kind is not SpeakerKind.GROUP:
        return ()
    names = tuple(name for part in speaker.name.split(" and ") for name in part.split(", ") if name)
    return names if len(names) > 1 and all(name[0].isupper() for name in names) else ()


def same_people(members: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each of some people is one of the others, and there are as many."""
    return len(members) == len(others) and all(
        any(same_person(name, other) is not Same.NO for other in others) for name in members
    )


def is_known_person(speaker: Speaker) -> bool:
    """Whether more tells of somebody being a person than a name of one word, which may be a body's."""
    return len(speaker.name.split()) > 1 or bool(speaker.description or speaker.aliases)


def is_known_body(speaker: Speaker) -> bool:
    """Whether a name is a body's for sure: one capitalized word that is no place may as well be a surname."""
    if speaker.kind is SpeakerKind.GROUP or len(speaker.name.split()) > 1:
        return True
    return speaker.name.isupper() or fold(speaker.name) in words("places")


def same_body(a: str, b: str) -> Same:
    """Whether two names are one organization's or group's.

    They are if they have the same head and one's words are among the other's, or if one is the other's
    initials.
    """
    x, y = (tuple(s for w in name_words(name) for s in stems(spelling(w))) for name in (a, b))
    if () in (x, y):
        return Same.NO
    if _letters(x) == _letters(y) or _differ_in_form_of_nation(x, y):
        return Same.YES
    if any(_is_acronym(*names) for names in ((a, b), (b, a))):
        return Same.YES
    if any(_is_short_form(*forms) for forms in ((x, y, b), (y, x, a))):
        return Same.YES
    return _respelled(min(len(x), len(y)) > 1 and _alike(_letters(x), _letters(y)) >= _BODIES_ALIKE)


def _is_acronym(name: str, full: str) -> bool:
    """Whether a name is another's initials: *the FBI*, *Federal Bureau of Investigation*."""
    letters = name.replace(".", "").removeprefix("the ").removeprefix("The ").strip()
    initials = "".join(w[0] for w in full.replace("-", " ").split() if w[0].isupper())
    return 2 <= len(letters) <= 6 and letters == initials


def _is_short_form(short: Sequence[str], long: Sequence[str], full: str) -> bool:
    """Whether all stems of one name are among another's, its head among them."""
    return set(short) <= set(long) and short[-1] in {long[-1], *_heads(full)}


def _differ_in_form_of_nation(x: Sequence[str], y: Sequence[str]) -> bool:
    """Whether two names are the same but for forms of a nation: *Syria's military*, *the Syrian military*."""
    if len(x) != len(y) or x[-1] != y[-1]:
        return False
    return all(p == q or same_nation(p, q) for p, q in zip(x, y, strict=True))


def nation_key(word: str) -> str:
    """What most words for a nation and for what is its have in common: *turk*, or *denm* of *Danish*."""
    return word_map("nations").get(word, word)[:NATION_LETTERS]


def same_nation(a: str, b: str) -> bool:
    """Whether two folded words are of one nation, by the letters that most share with what is theirs.

    >>> same_nation("turkey", "turkish"), same_nation("chad", "china"), same_nation("dane", "danish")
    (True, False, True)
    """
    return min(len(a), len(b)) >= NATION_LETTERS and nation_key(a) == nation_key(b)


def _heads(name: str) -> frozenset[str]:
    """What an organization may be called for short: the last word before "of" or "for"."""
    before = name.split(" of ", maxsplit=1)[0].split(" for ", maxsplit=1)[0]
    return frozenset(stem for last in name_words(before)[-1:] for stem in stems(last))


@dataclass(frozen=True, slots=True)
class Unnamed:
    """An unnamed source taken apart: "two senior U.S. officials"."""

    head: str
    number: str  # "one", "many" or a numeral word
    modifiers: frozenset[str]
    speaks_for: frozenset[str] = frozenset()  # the names after "for": "a spokesman for Acme"


_NUMERALS = word_list("numbers_of_sources")


_INDEFINITE_PERSONS = frozenset({"one", "another"})  # of those just spoken of, and no more is told
_NO_MODIFIERS = _SMALL_WORDS | _NUMERALS | _INDEFINITE_PERSONS | {"other"}
_AFTER_HEAD = word_list("after_source_noun")


@lru_cache(maxsize=1 << 14)
def unnamed(phrase: str) -> Unnamed:
    """The head noun, number and modifiers of an unnamed source, up to its first comma or clause."""
    words = phrase.split(",", maxsplit=1)[0].split()
    folded = [fold(word) for word in words]
    end = next((k for k, part in enumerate(folded[1:], 1) if part in _AFTER_HEAD), len(words))
    if not end:
        return Unnamed("", "one", frozenset())
    represented = words[end + 1 :] if folded[end : end + 1] == ["for"] else []
    names = [_trimmed(fold(word)) for word in represented if word[0].isupper()]
    *lead, head = [spelling(_trimmed(part)) for part in folded[:end]]
    telling = [part for part in lead if part not in _NO_MODIFIERS]
    return Unnamed(
        stems(head)[0],
        next((part for part in lead if part in _NUMERALS), _number(head)),
        frozenset(s for part in telling for s in stems(part)),
        frozenset(s for name in names for s in stems(name)),
    )


def _number(noun: str) -> str:
    """How many a noun means by its form: *one* or *many*."""
    return "many" if noun.endswith("s") and not noun.endswith("ss") else "one"


def _trimmed(word: str) -> str:
    """A word without the marks around it and the possessive ending."""
    return word.strip(".'\"").removesuffix("'s")


def same_count(a: Speaker, b: Speaker) -> bool:
    """Whether both are so many of one sort, of whom nothing else is told: *two bankers*, *several bankers*.

    At least one may be a single one, if it is unnamed: *a banker*.
    """
    if not {a.kind, b.kind} <= {SpeakerKind.UNNAMED, SpeakerKind.GROUP}:
        return False
    x, y = unnamed(a.name), unnamed(b.name)
    if (x.head, x.modifiers) != (y.head, y.modifiers) or _speak_for_others(x, y):
        return False
    return all(s.kind is SpeakerKind.UNNAMED or u.number in _NUMERALS for s, u in ((a, x), (b, y)))


def _speak_for_others(x: Unnamed, y: Unnamed) -> bool:
    """Whether each speaks for somebody named, and not for the same."""
    return are_apart(x.speaks_for, y.speaks_for)


def same_unnamed(a: str, b: str) -> Same:
    """Whether two unnamed sources may be one: of one sort, and not speaking for two that are named."""
    x, y = unnamed(a), unnamed(b)
    if _speak_for_others(x, y):
        return Same.NO
    if len({x.head, y.head} - _INDEFINITE_PERSONS) < 2:  # of one sort, or one is of any
        return Same.MAYBE
    return Same.NO if x.modifiers.isdisjoint(y.modifiers) else Same.MAYBE


def is_surname_of(word: str, person: str, shared_surnames: frozenset[str] = frozenset()) -> bool:
    """Whether one word, which may as well be a body's name, is a person's surname."""
    if word.split() != [word] or word.isupper():
        return False
    *given, surname = ("", *name_words(person))
    if not any(given):
        return False
    return name_words(word) == (surname,) and surname not in shared_surnames


WITHOUT_NAME = frozenset({SpeakerKind.GROUP, SpeakerKind.UNNAMED})
"""Kinds of speakers that may have no name."""


@dataclass(frozen=True, slots=True)
class _Collective:
    """A source of many who are not told apart: its head, who they may be, and what stands before the head.

    ``senses`` has each sort that the noun may stand for with whether it stands for any of that sort.
    """

    head: str
    senses: frozenset[tuple[str, bool]]
    names: frozenset[str]
    nouns: frozenset[str]
    scopes: frozenset[str]  # of what area they are


@cache
def _collective_nouns() -> dict[tuple[str, ...], frozenset[tuple[str, bool]]]:
    table: dict[tuple[str, ...], set[tuple[str, bool]]] = {}
    for phrase, sort, scope in rows("collective_sources", 3):
        key = tuple(stems(spelling(word))[0] for word in phrase.split())
        table.setdefault(key, set()).add((sort, scope == "general"))
    return {key: frozenset(senses) for key, senses in table.items()}


_NO_COLLECTIVE = _Collective("", frozenset(), frozenset(), frozenset(), frozenset())


@lru_cache(maxsize=1 << 12)
def _collective(name: str) -> _Collective:
    """The source of that name taken apart; one without a head if it is no noun for many."""
    parts = unnamed(name)
    before = _before_head(name, parts.head)
    if before is None:
        return _NO_COLLECTIVE
    last = [stem for word in before[-1:] for stem in stems(word.lower())[:1]]
    senses = _collective_nouns().get((parts.head,), frozenset())
    if (both := (*last, parts.head)) in _collective_nouns():
        before, senses = before[:-1], _collective_nouns()[both]
    names = frozenset(s for k, w in enumerate(before) if is_name(w, first=k == 0) for s in stems(w.lower()))
    named_stems = frozenset(s for w in before for s in stems(w.lower()) if w.islower() or s in _scopes())
    common = named_stems & parts.modifiers
    scopes = frozenset(_scopes()[s] for s in common if s in _scopes()) - {"-"}
    return _Collective(parts.head, senses, names, common.difference(_scopes()), scopes)


@cache
def _scopes() -> dict[str, str]:
    """Words that tell of what area or rank people are, by stem: the area."""
    return {s: scope for word, scope in rows("source_scopes", 2) for s in stems(word)}


def _before_head(name: str, head: str) -> list[str] | None:
    """The words before the head noun of a source; None if it is not found."""
    said = name.split(",", maxsplit=1)[0].split()
    for k, word in enumerate(said):
        if stems(spelling(word.lower().strip(".'")))[0] == head:
            return said[:k]
    return None


def is_name(word: str, *, first: bool) -> bool:
    """Whether a word before a noun is a name: it has a capital, and more than that of a sentence's start."""
    if not word[0].isupper():
        return False
    if not first:
        return True
    if word.isupper():
        return True
    return word[1:2] == "." or word.lower() in words("demonyms")


def has_name(speaker: Speaker) -> bool:
    """Whether a speaker has a name, or is described by one: *Ann Ruiz*, *Acme*, *Spanish police*."""
    if speaker.kind is SpeakerKind.PERSON:
        return True
    said = [word for word in speaker.name.split() if word.lower() not in ("a", "an", "the")]
    first = len(said) == len(speaker.name.split())
    return any(is_name(word, first=first and k == 0) for k, word in enumerate(said))


def is_collective(speaker: Speaker) -> bool:
    """Whether a speaker is a body or a group without a name: *police*, *the regional government*."""
    return speaker.kind in (SpeakerKind.GROUP, SpeakerKind.ORGANIZATION) and not has_name(speaker)


def same_collective(a: Speaker, b: Speaker) -> bool:
    """Whether two sources without a name may be one, told in a wider or in another word.

    One word stands for any of a sort of which the other is, or their nouns are the same; and what stands
    before the nouns are not two names, or two common nouns.
    """
    x, y = _collective(a.name), _collective(b.name)
    kinds = {a.kind, b.kind}
    if kinds == {SpeakerKind.ORGANIZATION}:
        return _of_one_area(x, y) or _of_one_sort(x, y)
    if SpeakerKind.PERSON in kinds or kinds.isdisjoint(WITHOUT_NAME):
        return False
    if SpeakerKind.GROUP not in kinds and any(_is_one_unnamed(speaker) for speaker in (a, b)):
        return False  # of one person and another, or of a person and the body, other tests tell
    return _may_be_one(x, y)


def another_number_of(a: Speaker, b: Speaker) -> bool:
    """Whether two unnamed sources are of one sort and not as many: *a person*, *sources*."""
    if not a.kind is b.kind is SpeakerKind.UNNAMED or unnamed(a.name).number == unnamed(b.name).number:
        return False
    return _may_be_one(_collective(a.name), _collective(b.name))


def _may_be_one(x: _Collective, y: _Collective) -> bool:
    """Whether neither the nouns nor what stands before them tell two sources apart."""
    if any(map(are_apart, (x.names, x.scopes), (y.names, y.scopes))) or _differ_in_field(x.nouns, y.nouns):
        return False
    return _share_head(x, y) or _share_sort(x, y)


def _is_one_unnamed(speaker: Speaker) -> bool:
    return speaker.kind is SpeakerKind.UNNAMED and unnamed(speaker.name).number == "one"


def _share_head(x: _Collective, y: _Collective) -> bool:
    return x.head == y.head != ""


@cache
def _fields() -> dict[str, tuple[str, bool]]:
    """Words for the field in which sources work, by stem: the field, and whether they are for all of it."""
    fields = rows("source_fields", 3)
    return {s: (field, scope == "general") for word, field, scope in fields for s in stems(word)}


def _differ_in_field(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the nouns before two sources are others, and none stands for all of the other's field."""
    if not are_apart(one, other):
        return False
    here, there = ([_fields()[noun] for noun in nouns if noun in _fields()] for nouns in (one, other))
    return not _share_sense(here, there)


def _share_sort(x: _Collective, y: _Collective) -> bool:
    """Whether one stands for any of a sort of which the other is."""
    return _share_sense(x.senses, y.senses)


def _share_sense(some: Collection[tuple[str, bool]], others: Collection[tuple[str, bool]]) -> bool:
    """Whether two senses are one, which one of the two nouns stands for as a whole."""
    return any(sort == other and (wide or also) for sort, wide in some for other, also in others)


def _of_one_sort(x: _Collective, y: _Collective) -> bool:
    """Whether of two bodies without a name one stands for any of the other's sort: *emergency services*."""
    said_before = x.names | y.names | x.nouns | y.nouns | x.scopes | y.scopes
    return not said_before and _share_sort(x, y)


def _of_one_area(x: _Collective, y: _Collective) -> bool:
    """Whether two bodies without a name are one sort of body of one area: *the local*, *the town council*."""
    if x.names | y.names | x.nouns | y.nouns:
        return False
    return _share_head(x, y) and not x.scopes.isdisjoint(y.scopes)


def may_be_reworded(a: Speaker, b: Speaker) -> bool:
    """Whether of two groups without a name nothing says that they are two: of one no sort is known."""
    if not a.kind is b.kind is SpeakerKind.GROUP:
        return False
    x, y = _collective(a.name), _collective(b.name)
    if "" in (x.head, y.head) or x.names | y.names:
        return False
    if x.senses and y.senses:
        return False
    return not any(map(are_apart, (x.nouns, x.scopes), (y.nouns, y.scopes)))


def are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether either has some, and they share none."""
    return bool(one and other) and one.isdisjoint(other)


def either_way(holds: Callable[[_Side, _Side], bool], one: _Side, other: _Side) -> bool:
    """Whether something holds of one and the other, or of the other and the one."""
    return holds(one, other) or holds(other, one)


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is: the nouns that may take a person up, and all words of the description, as stems."""

    nouns: frozenset[str]
    words: frozenset[str]


@cache
def _taken_up_by() -> dict[str, str]:
    """Titles and forms of address, each with the noun by which the copy may take the person up again."""
    found = (*rows("titles", 2), *rows("honorific_nouns", 2))
    return {title.rstrip("."): noun for title, noun in found}


@lru_cache(maxsize=1 << 12)
def role(description: str) -> Role:
    """The role that a description tells of.

    >>> sorted(role("Sen.").nouns), sorted(role("67, a retired hotel worker").nouns)
    (['senator'], ['67', 'worker'])
    """
    nouns: set[str] = set()
    for part in description.split(","):
        if not part.strip():
            continue
        nouns.add(unnamed(part).head)
        folded = [fold(w).rstrip(".") for w in part.split()]
        titles = (" ".join(folded[:n]) for n in range(1, len(folded) + 1))
        nouns.update(s for t in titles if t in _taken_up_by() for s in stems(_taken_up_by()[t]))
    words = {s for w in description.split() for s in stems(_trimmed(fold(w).strip(",")))}
    return Role(frozenset(nouns), frozenset(words))


def definite_role(name: str) -> Unnamed | None:
    """What a source says of one person who was spoken of, taken apart: *the judge*; None if it is no such."""
    words = name.split()
    if fold(name).split()[:1] != ["the"] or any(w[0].isupper() for w in words[1:]):
        return None
    found = unnamed(name)
    return found if found.number == "one" and len(words) == 2 + len(found.modifiers) else None


def shared_surnames(extract: Extract) -> frozenset[str]:
    """Surnames that two or more people of an article bear."""
    people = {
        (parts[-1], parts[0])
        for speaker in extract.speakers
        if speaker.kind is SpeakerKind.PERSON and len(parts := name_words(speaker.name)) > 1
    }
    count = Counter(surname for surname, _ in people)
    return frozenset(s for s, n in count.items() if n > 1)


def is_pronoun(source: str) -> bool:
    """Whether a source is one word that stands for another mention: he, she, it, they, who."""
    return fold(source.strip()) in _pronouns()


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(row[0] for row in rows("pronouns", 4))

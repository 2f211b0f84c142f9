"""Whether two versions speak of the same speaker: names compared as a reader compares them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from unicodedata import normalize

from rapidfuzz.distance import Indel

from quotediff.align.forms import read_phrase, spelling, stems
from quotediff.lang.lexicon import rows
from quotediff.model import Extract, Problem, Speaker, SpeakerKind
from quotediff.text.fold import fold

SPELT_ALIKE = 0.75
"""Likeness of letters (2 x common / all) from which two names are one name spelt differently: "Sheik" and
"Sheikh" .91, "Mohammed" and "Muhammad" .75; "Jane" and "John" .50."""


SPELT_NEARLY = 0.6
"""The same for surnames of the same first letter whose given names are the same: "Dacre" and "Daker" .60."""


MOST_ALIKE = 30
"""Speakers of the other version that one is compared with: more than nearly any story has."""


MOST_FOUND = 100
"""The same where one that shares a word of the name is enough: a story of a megabyte has as many."""


class Same(IntEnum):
    """How sure it is that two names are one speaker's."""

    NO = 0
    MAYBE = 1  # unnamed, of the same sort
    RESPELLED = 2
    YES = 3


@cache
def _titles() -> frozenset[str]:
    found = {w for t, _ in rows("titles", 2) for w in t.split()} | {w for w, _ in rows("honorifics", 2)}
    return frozenset(w.rstrip(".") for w in found if w not in ("of", "the", "and", "for"))


_SMALL = frozenset({"the", "a", "an", "of", "for", "and", "'s", "in", "s"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@lru_cache(maxsize=1 << 14)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without titles and honorifics before it, articles and possessive endings.

    >>> name_words("Sen. John McCain"), name_words("the Syrian Observatory's"), name_words("J. Smith Jr.")
    (('john', 'mccain'), ('syrian', 'observatory'), ('j', 'smith'))
    """
    parts = [p.strip(".,'\"").removesuffix("'s") for p in fold(name).split()]
    parts = [p for p in parts if p and p not in _SMALL]
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
def _bare(letters: str) -> str:
    """Letters without their accents."""
    return "".join(c for c in normalize("NFKD", letters.replace("ı", "i")) if c.isalpha())


def _alike(a: str, b: str) -> float:
    return Indel.normalized_similarity(a, b)


def same_person(a: str, b: str, shared_surnames: frozenset[str] = frozenset()) -> Same:
    """Whether two names are one person's.

    A surname alone is whoever bears it, unless it is one of ``shared_surnames``, which several people of a
    version bear; given names must agree or one be the other's initial.
    """
    x, y = name_words(a), name_words(b)
    if not x or not y:
        return Same.NO
    if _letters(x) == _letters(y):
        return Same.YES
    if _bare(_letters(x)) == _bare(_letters(y)):
        return Same.RESPELLED  # "Şimşek", "Simsek"
    if len(x) > len(y):
        x, y = y, x
    if len(x) == 1:
        return _by_one_name(x[0], y, shared_surnames)
    return _by_full_names(x, y)


def _by_one_name(name: str, full: Sequence[str], shared_surnames: frozenset[str]) -> Same:
    """Whether one name ("Doe") is a person's whose full name is known."""
    if name == full[-1]:
        return Same.NO if name in shared_surnames else Same.YES
    if name in full:
        return Same.YES
    respelled = len(full) == 1 and len(name) > 3 and _alike(name, full[0]) >= SPELT_ALIKE
    return Same.RESPELLED if respelled else Same.NO


def _by_full_names(x: tuple[str, ...], y: tuple[str, ...]) -> Same:
    """Whether two names of several words are one person's; ``x`` is not the longer."""
    if x[-1] == y[-1]:
        given = list(zip(x[:-1], y[:-1], strict=False))
        other = [(p, q) for p, q in given if p != q and min(len(p), len(q)) > 1]
        if len(x) == len(y) and len(other) == 1 < len(given) and _alike(*other[0]) >= SPELT_ALIKE:
            return Same.RESPELLED  # "Ruth Ann Poe", "Ruth Anne Poe"
        if all(p == q or (min(len(p), len(q)) == 1 and p[0] == q[0]) for p, q in given):
            return Same.YES
        if set(x) <= set(y) or x[0] in y[:-1] or _nicknames(x[0], y[0]):
            return Same.YES
        return Same.RESPELLED if _alike(x[0], y[0]) >= SPELT_ALIKE else Same.NO
    if set(x) <= set(y):
        return Same.YES
    surnames = _alike(x[-1], y[-1])
    close = surnames >= SPELT_ALIKE and (x[0] == y[0] or _alike(x[0], y[0]) >= SPELT_ALIKE)
    close = close or (x[:-1] == y[:-1] and surnames >= SPELT_NEARLY and x[-1][0] == y[-1][0])
    return Same.RESPELLED if close or _alike(_letters(x), _letters(y)) >= 0.88 else Same.NO


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


def same_body(a: str, b: str) -> Same:
    """Whether two names are one organization's or group's.

    They are if they have the same head and one's words are among the other's, or if one is the other's
    initials.
    """
    x = tuple(s for w in name_words(a) for s in stems(spelling(w)))
    y = tuple(s for w in name_words(b) for s in stems(spelling(w)))
    if not x or not y:
        return Same.NO
    if _letters(x) == _letters(y):
        return Same.YES
    for short, long, name, other in ((x, y, a, b), (y, x, b, a)):
        letters = name.replace(".", "").removeprefix("the ").removeprefix("The ").strip()
        initials = "".join(w[0] for w in other.replace("-", " ").split() if w[0].isupper())
        if letters.isupper() and 2 <= len(letters) <= 6 and letters == initials:
            return Same.YES
        if set(short) <= set(long) and (short[-1] == long[-1] or short[-1] in _heads(other)):
            return Same.YES
    if (
        x[-1] == y[-1]
        and len(x) == len(y)
        and all(p == q or _demonym(p, q) for p, q in zip(x, y, strict=True))
    ):
        return Same.YES  # "Syria's military", "the Syrian military"
    return Same.RESPELLED if min(len(x), len(y)) > 1 and _alike(_letters(x), _letters(y)) >= 0.9 else Same.NO


def _demonym(a: str, b: str) -> bool:
    return min(len(a), len(b)) >= 4 and (a[:4] == b[:4])


def _heads(name: str) -> frozenset[str]:
    """What an organization may be called for short: the last word before "of" or "for"."""
    before = name.split(" of ", maxsplit=1)[0].split(" for ", maxsplit=1)[0]
    parts = name_words(before)
    return frozenset(stems(parts[-1])) if parts else frozenset()


@dataclass(frozen=True, slots=True)
class Unnamed:
    """An unnamed source taken apart: "two senior U.S. officials"."""

    head: str
    number: str  # "one", "many" or a numeral word
    modifiers: frozenset[str]
    speaks_for: frozenset[str] = frozenset()  # the names after "for": "a spokesman for Acme"


_NUMERALS = frozenset(
    (
        *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        *("several", "some", "many", "both", "few", "dozens"),
    )
)


_ANYBODY = frozenset({"one", "another"})  # of those just spoken of, and no more is told
_AFTER_HEAD = frozenset(
    {"who", "with", "from", "in", "at", "of", "for", "familiar", "close", "speaking", "inside"}
)


@lru_cache(maxsize=1 << 14)
def unnamed(phrase: str) -> Unnamed:
    """The head noun, number and modifiers of an unnamed source, up to its first comma or clause."""
    words = phrase.split(",", maxsplit=1)[0].split()
    folded = [fold(word) for word in words]
    end = next((k for k, part in enumerate(folded) if k and part in _AFTER_HEAD), len(words))
    represented = words[end + 1 :] if folded[end : end + 1] == ["for"] else []
    speaks_for = frozenset(
        s for word in represented if word[0].isupper() for s in stems(_trimmed(fold(word)))
    )
    parts = [_trimmed(part) for part in folded[:end]]
    if not parts:
        return Unnamed("", "one", frozenset())
    parts = [spelling(p) for p in parts]
    head = parts[-1]
    numeral = next((p for p in parts[:-1] if p in _NUMERALS), "")
    plural = head.endswith("s") and not head.endswith("ss")
    lead = [
        p
        for p in parts[:-1]
        if p not in _SMALL and p not in _NUMERALS and p not in ("one", "another", "other")
    ]
    number = numeral or ("many" if plural else "one")
    return Unnamed(stems(head)[0], number, frozenset(s for p in lead for s in stems(p)), speaks_for)


def _trimmed(word: str) -> str:
    """A word without the marks around it and the possessive ending."""
    return word.strip(".'\"").removesuffix("'s")


@lru_cache(maxsize=1 << 14)
def _keys(name: str) -> tuple[str, ...]:
    """The words of a name in any house style, without an article before them."""
    keys = tuple(w.key for w in read_phrase(name) if w.key)
    return keys[1:] if len(keys) > 1 and keys[0] == "the" else keys


def counted(a: Speaker, b: Speaker) -> bool:
    """Whether both are so many of one sort, of whom nothing else is told: *two bankers*, *several bankers*.

    At least one may be a single one, if it is unnamed: *a banker*.
    """
    if not {a.kind, b.kind} <= {SpeakerKind.UNNAMED, SpeakerKind.GROUP}:
        return False
    x, y = unnamed(a.name), unnamed(b.name)
    told = all(s.kind is SpeakerKind.UNNAMED or u.number in _NUMERALS for s, u in ((a, x), (b, y)))
    return told and x.head == y.head and x.modifiers == y.modifiers and not _speak_for_others(x, y)


def _speak_for_others(x: Unnamed, y: Unnamed) -> bool:
    """Whether each speaks for somebody named, and not for the same."""
    return bool(x.speaks_for and y.speaks_for and x.speaks_for.isdisjoint(y.speaks_for))


_BODIES = frozenset({SpeakerKind.ORGANIZATION, SpeakerKind.GROUP, SpeakerKind.DOCUMENT})


def same(a: Speaker, b: Speaker, shared_surnames: frozenset[str] = frozenset()) -> Same:
    """Whether two speakers of two versions are one, as far as their names tell."""
    if a.name != b.name and _keys(a.name) == _keys(b.name):
        return Same.YES  # "five doctors", "5 doctors"; "U.S.", "the US", whatever they were taken for
    if counted(a, b):
        return Same.MAYBE
    if (a.kind is SpeakerKind.UNNAMED) != (b.kind is SpeakerKind.UNNAMED):
        return Same.NO
    if a.kind is SpeakerKind.UNNAMED:
        x, y = unnamed(a.name), unnamed(b.name)
        alike = x.head == y.head or x.modifiers & y.modifiers or not _ANYBODY.isdisjoint((x.head, y.head))
        return Same.MAYBE if alike and not _speak_for_others(x, y) else Same.NO
    if a.kind in _BODIES or b.kind in _BODIES:
        if SpeakerKind.PERSON in (a.kind, b.kind):
            return Same.YES if name_words(a.name) == name_words(b.name) else Same.NO
        return same_body(a.name, b.name)
    return same_person(a.name, b.name, shared_surnames)


def shared_surnames(extract: Extract) -> frozenset[str]:
    """Surnames that two or more people of an article bear."""
    people = {
        (parts[-1], parts[0])
        for s in extract.speakers
        if s.kind is SpeakerKind.PERSON and len(parts := name_words(s.name)) > 1
    }
    count = Counter(surname for surname, _ in people)
    return frozenset(s for s, n in count.items() if n > 1)


class Identity:
    """Speakers of two versions: who is who. Answers are remembered; speakers are looked up by their words."""

    def __init__(self, old: Extract, new: Extract) -> None:
        self._old = {s.id: s for s in old.speakers}
        self._new = {s.id: s for s in new.speakers}
        self._shared = shared_surnames(old) | shared_surnames(new)
        self._cache: dict[tuple[str, str], Same] = {}
        self._crowded = False  # whether anybody shares words of the name with more than are looked at
        self._by_word: tuple[dict[str, list[Speaker]], ...] = (_by_word(old.speakers), _by_word(new.speakers))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the bounds may have cost so far."""
        if not self._crowded:
            return ()
        told = "too many speakers share words of their names to hold each against each"
        return (Problem("QD905", f"{told}; one may be reported as dropped or introduced who is not"),)

    def old(self, identifier: str | None) -> Speaker | None:
        """The old version's speaker of that id."""
        return None if identifier is None else self._old.get(identifier)

    def new(self, identifier: str | None) -> Speaker | None:
        """The new version's speaker of that id."""
        return None if identifier is None else self._new.get(identifier)

    def same(self, old: str | None, new: str | None) -> Same:
        """How sure it is that the two ids are one speaker; ``Same.NO`` if either is unknown."""
        a, b = self.old(old), self.new(new)
        if a is None or b is None:
            return Same.NO
        key = (a.id, b.id)
        if key not in self._cache:
            self._cache[key] = same(a, b, self._shared)
        return self._cache[key]

    def counterparts(self, speaker: Speaker, *, of_old: bool) -> list[Speaker]:
        """Speakers of the other version who are, or may be, this one, found by the words of the name.

        Of more than ``MOST_FOUND`` that share a word those are looked at that share the rarest.
        """
        return self._are(speaker, self._alike(speaker, MOST_FOUND, of_old=of_old), of_old=of_old)

    def candidates(self, speaker: Speaker, *, of_old: bool) -> list[Speaker]:
        """The same of all speakers of the other version, as long as they are no more than ``MOST_ALIKE``."""
        others = self._new if of_old else self._old
        few = len(others) <= MOST_ALIKE
        alike = list(others.values()) if few else self._alike(speaker, MOST_ALIKE, of_old=of_old)
        return self._are(speaker, alike, of_old=of_old)

    def _alike(self, speaker: Speaker, most: int, *, of_old: bool) -> list[Speaker]:
        there = self._by_word[1 if of_old else 0]
        alike: dict[str, Speaker] = {}
        for found in sorted((there.get(key, ()) for key in _lookups(speaker)), key=len):
            more = [other for other in found[: 2 * most] if other.id not in alike]
            self._crowded |= len(more) > most - len(alike)
            alike |= {other.id: other for other in more[: most - len(alike)]}
        return list(alike.values())

    def _are(self, speaker: Speaker, others: Iterable[Speaker], *, of_old: bool) -> list[Speaker]:
        pairs = ((s, (speaker.id, s.id) if of_old else (s.id, speaker.id)) for s in others)
        return [s for s, pair in pairs if self.same(*pair) is not Same.NO]


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


def is_pronoun(source: str) -> bool:
    """Whether a source is one word that stands for another mention: he, she, it, they, who."""
    return fold(source.strip()) in _pronouns()


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(row[0] for row in rows("pronouns", 4))

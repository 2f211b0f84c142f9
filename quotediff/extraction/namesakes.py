"""Names that are words too: Lena May, Carl August, Dana Will, Lucy Grant.

Such a word is a name where a given name, a title or a form of address stands before it, *Mrs. May*, or where
it is a given name before another, *Will Hurd*, and where it says something: *March said that*, *"No," said
Will*. Then it is one wherever it has a capital and does not stand
as the word does: *in May*, *May 4*, *May was wet*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from quotediff.lang.cues import (
    ADV,
    AUX,
    CONJ,
    PREP,
    SUB,
    TIME,
    reporting_verbs,
    word_class,
    word_kinds,
)
from quotediff.lang.lexicon import rows, word_list, words
from quotediff.lang.nouns import may_be_person
from quotediff.limits import MAX_MONTH_LETTERS
from quotediff.model import Role
from quotediff.text.tokens import Places, Token

_NAME_BREAKS = frozenset({",", ";", "—", "–", "--", "(", ")", "-", ".", "?", "!", ":"})
_DESCRIBING = word_list("describing")
_OWNS = frozenset({"'s", "'", "had", "has"})
_SPEAKS = frozenset({"say", "tell"})
_OPENS_STATEMENT = frozenset({"that", ",", ":", ".", '"', "“", "''", "``"})
_MARKS_BEFORE = frozenset({",", ";", ":", "—", "–", "--", "-", '"', "“", "”", "''", "``", ")"})
_NO_TOKEN = Token(0, 0, "", "")
_MIN_NAME_LETTERS = 3  # letters: "I" and "We" are nobody's name


class _Neighbours(NamedTuple):
    """A token with its neighbours in its sentence; a missing one is empty."""

    before: str
    after: str
    next: str  # behind the one after
    previous: str  # before the one before
    capital_before: bool
    capital_after: bool


def namesakes(
    tokens: Sequence[Token], where: Places, sentence_of: Sequence[int], roles: Sequence[Role]
) -> frozenset[int]:
    """The tokens that are a person's name though they are a word as well; linear.

    Args:
        tokens: of the whole article.
        where: where each folded word stands.
        sentence_of: the number of each token's sentence.
        roles: the role of each token's paragraph.
    """
    beside = {i: _neighbours(tokens, sentence_of, i) for i in _capitals_of_words(tokens, where)}
    undated = {i: b for i, b in beside.items() if not _is_dated(b)}
    introduced = {
        position
        for position, neighbours in undated.items()
        if roles[position] is Role.BODY
        and any(introduces(tokens[position].norm, neighbours) for introduces in _INTRODUCES)
    }
    called = {tokens[i].norm for i in introduced}
    return frozenset(
        introduced | {i for i, b in undated.items() if tokens[i].norm in called and _stands_as_name(b)}
    )


def _capitals_of_words(tokens: Sequence[Token], where: Places) -> Iterator[int]:
    """The tokens with a capital whose word is one of a list, or stands small elsewhere in the article."""
    listed = _words_and_names()
    for norm, places in where.items():
        if len(norm) < _MIN_NAME_LETTERS:
            continue
        if len(places) == 1 and norm not in listed:
            continue
        capital = [i for i in places if tokens[i][2] != norm]
        if not capital:
            continue
        if len(capital) < len(places) or norm in listed:
            yield from (i for i in capital if tokens[i][2][0].isupper())


@cache
def _words_and_names() -> frozenset[str]:
    """Words of the closed classes, of saying and of the calendar, no weekdays or abbreviations; titles."""
    dates = {word: number.isdigit() for word, number in rows("calendar", 2)}
    kinds = {word for word, kind in word_kinds().items() if word not in dates or kind & ADV}
    months = {
        form
        for form, month in dates.items()
        if month and form.isalpha() and (len(form) > MAX_MONTH_LETTERS or form in _given())
    }
    titles = {title for title, _ in rows("titles", 2)} | {noun for noun, *_ in rows("role_nouns", 4)}
    return frozenset(kinds | months | set(reporting_verbs()) | titles)


@cache
def _given() -> frozenset[str]:
    return frozenset(name for name, _ in rows("first_names", 2))


@cache
def _given_names_and_forms_of_address() -> frozenset[str]:
    return _given() | {word for word, _ in rows("honorifics", 2)}


@cache
def _words_and_places() -> frozenset[str]:
    """Words of the closed classes and of saying, and places: the capital before them is no person's."""
    return words("places").union(word_kinds())


@cache
def _acts() -> frozenset[str]:
    """What stands behind a name that opens its sentence: what it does or says, and when; an owner's sign."""
    return _OWNS.union(reporting_verbs(), word_class("adv"))


@cache
def _past_saying() -> frozenset[str]:
    """Forms of verbs of saying that no modal has behind it: *said*, *adds*; not *say*."""
    return frozenset(
        form
        for form, verb in reporting_verbs().items()
        if verb.frame in ("clause", "told") and not verb.noun and form != verb.lemma
    )


def _neighbours(tokens: Sequence[Token], sentence_of: Sequence[int], i: int) -> _Neighbours:
    here, places = sentence_of[i], (i - 2, i - 1, i + 1, i + 2)
    beside = [tokens[k] if 0 <= k < len(tokens) and sentence_of[k] == here else _NO_TOKEN for k in places]
    previous, before, after, following = beside
    dated = not words("before_dates").isdisjoint((previous.text.lower(), before.norm))
    return _Neighbours(
        before.norm,
        after.norm,
        following.norm,
        previous.norm,
        before.text[:1].isupper() and not dated,
        after.text[:1].isupper(),
    )


def _is_dated(b: _Neighbours) -> bool:
    """Whether a word of time stands before, or a number beside: “in” May, “last” March, “4” May, May “4”."""
    return b.before in words("before_dates") or any(word[:1].isdigit() for word in (b.before, b.after))


def _is_behind_name_or_title(_: str, b: _Neighbours) -> bool:
    """“Lena” May, “Mrs.” May, “Judge” May."""
    if not b.capital_before:
        return False
    return b.before in _given_names_and_forms_of_address() or may_be_person(b.before)


def _acts_behind_capital(_: str, b: _Neighbours) -> bool:
    """“Zadie” Grant “said”, “Zadie” Grant, “who ...”."""
    if not b.capital_before or b.before in _words_and_places():
        return False
    if b.after == ",":
        return b.next in _DESCRIBING
    return b.after in reporting_verbs()


def _is_given_name(norm: str, b: _Neighbours) -> bool:
    """Will “Hurd”; an auxiliary is none before a given name that is a word: *Will May*."""
    if not b.capital_after or norm not in _given():
        return False
    if b.after not in word_kinds():
        return True
    return b.after in _given() and not word_kinds().get(norm, 0) & AUX


def _says(norm: str, b: _Neighbours) -> bool:
    """Whether a modal or a month is the subject of a verb of saying: *May said*; *"No," said Will*."""
    if not word_kinds().get(norm, 0) & (AUX | TIME):
        return False
    if b.previous in _MARKS_BEFORE and b.before in _past_saying():
        return not b.after.isalpha() or bool(word_kinds().get(b.after, 0) & (PREP | TIME))
    if b.after not in _past_saying() or not _begins_clause(b):
        return False
    return reporting_verbs()[b.after].lemma in _SPEAKS or b.next in _OPENS_STATEMENT


def _ends_title(norm: str, b: _Neighbours) -> bool:
    """Whether an adverb of time has a capital within a sentence, as titles have: *USA* [*Today*]."""
    kind = word_kinds().get(norm, 0)
    return b.capital_before and bool(kind & TIME) and bool(kind & ADV)


_INTRODUCES: tuple[Callable[[str, _Neighbours], bool], ...] = (
    _is_behind_name_or_title,
    _acts_behind_capital,
    _is_given_name,
    _says,
    _ends_title,
)
"""What makes a word a name: each of the word and what stands beside it."""


def _begins_clause(b: _Neighbours) -> bool:
    """Whether nothing of its clause stands before a token."""
    return b.before in _MARKS_BEFORE | {""} or bool(word_kinds().get(b.before, 0) & (CONJ | SUB))


def _stands_as_name(b: _Neighbours) -> bool:
    """Whether a capitalized word stands as a name does; one that opens its sentence must act or own."""
    if b.before[:1].isalpha():
        return b.after not in _NAME_BREAKS or not word_kinds().get(b.before, 0) & PREP
    if b.after == ",":
        return b.next in _DESCRIBING
    return b.after in _acts() or b.after.endswith("ed")

"""Shares of a whole in any words: *a third of*, *one in three*, *33 percent* are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache

import regex

from quotediff.align.normalize import Word, has_words_at, says_something
from quotediff.changes.meaning import Item, is_span_of_time
from quotediff.lang.lexicon import rows, word_map

_FRACTION = regex.compile(r"#([0-9]++)/([0-9]++)")
_PERCENTAGE = regex.compile(r"#([0-9]++(?:\.[0-9]++)?+)%")
_WHOLE = regex.compile(r"#([0-9]{1,9}+)")
_HALF_A_POINT = Fraction(1, 200)
_MAX_SMALL_WHOLE = 12
"""Wholes above this are round: *one in 15*, *one in 1,000*; *killed two in 1987* tells of no share."""
_ROUND = 5
_YEARS = range(1001, 3000)


def share_of(value: str) -> Fraction | None:
    """What share the value of a number tells; None if it tells none.

    >>> share_of("#2/3"), share_of("#20%"), share_of("#20")
    (Fraction(2, 3), Fraction(1, 5), None)
    """
    part = _FRACTION.fullmatch(value)
    if part is not None:
        of, whole = int(part[1]), int(part[2])
        return Fraction(of, whole) if of < whole else None
    percent = _PERCENTAGE.fullmatch(value)
    return Fraction(Decimal(percent[1])) / 100 if percent is not None else None


def is_same_share(value: str, other: str) -> bool:
    """Whether two values tell one share: a fraction and the percentage that it comes to, rounded."""
    one, two = share_of(value), share_of(other)
    if one is None or two is None:
        return False
    if value.endswith("%") == other.endswith("%"):
        return one == two
    return abs(one - two) < _HALF_A_POINT


def shares_in_words(content: Sequence[Word]) -> Iterator[Item]:
    """The shares that several words tell: *a third of*, *by a third*, *one in three*."""
    for index, word in enumerate(content):
        if word.norm == "a":
            yield from _part(content, index)
        elif word.kind == "number":
            yield from _so_many_in(content, index)


def amount(first: int, last: int, value: str) -> Item:
    """The item of an amount that ``words[first:last]`` tell."""
    return Item("number", frozenset({value}), first, last, strong=False)


def _part(content: Sequence[Word], index: int) -> Iterator[Item]:
    """The part that begins with an article: *a third of*, *cut by a third*."""
    parts = word_map("parts_of_whole")
    named = next((word.norm for word in content[index + 1 : index + 2]), "")
    before, behind = content[max(0, index - 1) : index], content[index + 2 : index + 3]
    if named not in parts:
        return
    is_of = [word.norm for word in behind] == ["of"]
    is_by = [word.norm for word in before] == ["by"] and not any(map(says_something, behind))
    if is_of or is_by:
        yield amount(index, index + 2, f"#1/{parts[named]}")


@cache
def _joiners() -> tuple[tuple[str, ...], ...]:
    """The words between the numbers of a share, longest first."""
    return tuple(sorted((tuple(line.split()) for (line,) in rows("share_joiners", 1)), key=len, reverse=True))


def _so_many_in(content: Sequence[Word], index: int) -> Iterator[Item]:
    """The share that begins with a number: *one in three*, *three out of four*, *one pool in three*."""
    for first in (index + 1, index + 2):
        parts = next((p for p in _joiners() if has_words_at(content, first, p)), None)
        if parts is None:
            continue
        at = first + len(parts)
        behind = content[at + 1 : at + 2]
        if any(map(is_span_of_time, behind)):
            return
        if first > index + 1 and any(map(says_something, behind)):
            return  # that is of other things
        value = _share(content[index : index + 1], content[at : at + 1])
        if value:
            yield amount(index, at + 1, value)
        return


def _share(part: Sequence[Word], whole: Sequence[Word]) -> str:
    """The value of the share that two numbers make; empty if they make none."""
    values = [int(found[1]) for word in (*part, *whole) if (found := _WHOLE.fullmatch(word.key))]
    if len(values) != 2 or not _is_share(*values):
        return ""
    return f"#{values[0]}/{values[1]}"


def _is_share(of: int, whole: int) -> bool:
    """Whether two numbers make a share: not *two in 1987*, *ten in three*."""
    if not 0 < of < whole:
        return False
    return whole <= _MAX_SMALL_WHOLE or (whole % _ROUND == 0 and whole not in _YEARS)

"""Numbers in any writing, to one key: "1.5 million", "1,500,000" and "1.5m" are ``#1500000``.

The key tells unit and sort too: ``#$40``, ``#40%``, ``#11th``, ``#2/3``, ``#2pm``, ``#1980s``. Spaces do not:
"20 / 30" and "$ 40" are ``#20/30`` and ``#$40``; nor does the clock: "7.30pm" and "19:30" are ``#7:30pm``.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

import regex

from quotediff.lang.lexicon import rows, word_list, word_map, word_sequence
from quotediff.limits import MAX_NUMBER_DIGITS, MAX_NUMBER_SLASHES, MAX_NUMBER_WORDS
from quotediff.text.tokens import Token

_ENDINGS_PATTERN = "|".join((*word_sequence("ordinal_endings"), *word_sequence("figure_endings")))
NUMERAL = regex.compile(
    rf"([$€£¥]?)([0-9]++(?:[.,:/][0-9]++)*+)((?:{_ENDINGS_PATTERN})?)(%?)", regex.VERSION1
)
"""A number in figures: currency, digits, ending, percent sign."""

_LETTERED = regex.compile(r"([a-z]{1,3})([0-9]++(?:[.,][0-9]++)++)((?:m|bn|k)?)(%?)", regex.VERSION1)
"""The same with letters for the currency: *N2.1*, *RM1,500*; not *F16*."""

_GROUPED = regex.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_HEAD_OF_GROUPS = regex.compile(r"[1-9][0-9]{0,2}+")
_GROUP = regex.compile(r"[0-9]{3}+")
_SCALES = {"m": 1_000_000, "bn": 1_000_000_000, "k": 1_000}
SIGNS = frozenset("$€£¥")
_CURRENCIES = word_map("currencies") | {sign: sign for sign in SIGNS}
_TIME = regex.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_NOON = 12  # hours
_HALVES_OF_DAY = frozenset({"am", "pm"})
_PERCENT = frozenset({"percent", "%", "pct"})


@cache
def number_words() -> dict[str, tuple[int, str]]:
    """Number words with their value and kind."""
    return {word: (int(value), kind) for word, value, kind in rows("number_words", 3)}


def is_scale(norm: str) -> bool:
    """Whether a word is a scale: "hundred", "million"."""
    return number_words().get(norm, (0, ""))[1] == "scale"


def begins_with_number(norm: str) -> bool:
    """Whether a hyphenated word is a number with other words: "one-in-four", not "twenty-five"."""
    if _parts(norm):
        return False
    first = norm.split("-", 1)[0]
    return first in number_words() or NUMERAL.fullmatch(first) is not None


def norm_at(tokens: Sequence[Token], i: int, last: int) -> str:
    """The folded word at token ``i``; empty behind the last."""
    return tokens[i].norm if i < last else ""


def number(tokens: Sequence[Token], i: int, last: int) -> tuple[int, str]:
    """The number that begins at token ``i``: where it ends, and its key; an empty key if there is none."""
    norm = tokens[i].norm
    match = NUMERAL.fullmatch(norm) or _LETTERED.fullmatch(norm)
    if match:
        return _figures(tokens, i, last, match[1], match)
    if norm in SIGNS:
        match = NUMERAL.fullmatch(norm_at(tokens, i + 1, last))
        return _figures(tokens, i + 1, last, norm, match) if match and not match[1] else (i + 1, "")
    if norm[0].isdigit() and norm[-1].isalnum():
        return i + 1, f"#{norm}"  # "34-year-old"
    stop, value, ending = _spoken(tokens, i, last)
    if value is None:
        return i + 1, ""
    if ending:
        return stop, f"#{value}{ending}"
    if value < 1000 and [t.norm for t in tokens[stop : min(last, stop + 3)]] == ["and", "a", "half"]:
        return _scaled(tokens, stop + 3, last, Decimal(value) + Decimal("0.5"), "", "")
    return _with_unit(tokens, stop, last, Decimal(value), "", "")


_BARE = regex.compile(r"#([$€£¥]?)([0-9]+(?:\.[0-9]+)?)")
_WITH_UNIT = regex.compile(r"#([$€£¥]?)([0-9]+(?:\.[0-9]+)?)(%?)")


def with_unit_of(key: str, norm: str, bare: str) -> str:
    """The key of the first number of a range, with currency, scale and percent of the second one.

    A scale is both numbers' if the first is the smaller without it: *2 to 3 million*, not *900 to 1 million*.

    Args:
        key: of the second number.
        norm: its words, folded.
        bare: the key of the first number.

    >>> with_unit_of("#3%", "3 percent", "#2"), with_unit_of("#1000000", "1 million", "#900")
    ('#2%', '#900')
    """
    first, second = _BARE.fullmatch(bare), _WITH_UNIT.fullmatch(key)
    if first is None or second is None:
        return bare
    words = norm.split()
    said, value = _value(words[0].lstrip("$€£¥")), Decimal(first[2])
    if value < said and any(is_scale(word) for word in words[1:]):
        value *= Decimal(second[2]) / said
    return f"#{first[1] or second[1]}{_shortest(value)}{second[3]}"


def _value(word: str) -> Decimal:
    """The value of one number, in figures or in a word; 0 of any other word."""
    figure = NUMERAL.fullmatch(word)
    if figure is not None and _is_plain(figure[2]):
        return Decimal(figure[2].replace(",", ""))
    return Decimal(number_words().get(word, (0, ""))[0])


def _slashed(tokens: Sequence[Token], i: int, last: int, digits: str) -> tuple[int, str]:
    """Figures and those that a slash between spaces joins to them: the last token, and "20/30"."""
    for _ in range(MAX_NUMBER_SLASHES):
        if norm_at(tokens, i + 1, last) != "/" or not norm_at(tokens, i + 2, last).isdecimal():
            break
        i, digits = i + 2, f"{digits}/{tokens[i + 2].norm}"
    return i, digits


def _spaced(tokens: Sequence[Token], i: int, last: int, digits: str) -> tuple[int, str]:
    """Figures with those that a space groups with them, *12 000*: the last token, and all of them in a row.

    The last group has to be of round figures: *room 12 314* may be two numbers.
    """
    if not _HEAD_OF_GROUPS.fullmatch(digits):
        return i, digits
    at, grouped = i, digits
    for follows in tokens[i + 1 : min(last, i + 1 + MAX_NUMBER_SLASHES)]:
        if not _GROUP.fullmatch(follows.norm) or follows.start - tokens[at].end != 1:
            break
        at, grouped = at + 1, grouped + follows.norm
    return (at, grouped) if grouped.endswith("00") else (i, digits)


def _time(digits: str, half: str) -> str:
    """The key of a time, without minutes that are none; ``half`` is am, pm or, in 24 hours, empty."""
    match = _TIME.fullmatch(digits)
    if match is None:
        return f"#{digits}{half}"
    hour, minutes = int(match[1]), match[2]
    if not half and hour > _NOON:
        hour, half = hour - _NOON, "pm"
    return f"#{hour}{half}" if half and minutes == "00" else f"#{hour}:{minutes}{half}"


def _figures(
    tokens: Sequence[Token], i: int, last: int, currency: str, match: regex.Match[str]
) -> tuple[int, str]:
    """A number in figures, with what follows it: "2 p.m.", "1.5 million", "40 per cent"."""
    ending, unit = match[3], match[4]
    i, digits = _slashed(tokens, i, last, match[2])
    affixes = ending + unit
    if not affixes:
        i, digits = _spaced(tokens, i, last, digits)
    stop = i + 1
    if ending in _HALVES_OF_DAY:
        return stop, _time(digits, ending)
    clock = _clock(tokens, stop, last)
    if clock and not ending:
        return stop + 1, _time(digits, clock)
    bare = not currency + affixes
    if bare and ":" in digits:
        return stop, _time(digits, "")
    if not _is_plain(digits):
        return stop, f"#{currency}{digits}{ending}{unit}"
    value = Decimal(digits.replace(",", ""))
    if ending in word_list("ordinal_endings"):
        return stop, f"#{_shortest(value)}th"
    if ending == "s":
        return stop, f"#{_shortest(value)}s"
    value *= _SCALES.get(ending, 1)
    divisor, kind = number_words().get(norm_at(tokens, stop, last), (0, ""))
    if bare and kind == "fraction":
        return stop + 1, f"#{_shortest(value)}/{divisor}"  # "2 thirds"
    return _scaled(tokens, stop, last, value, currency, unit)


def _is_plain(digits: str) -> bool:
    """Whether figures are a number of usual length and grouping: no ratio, version or telephone number."""
    if len(digits) > MAX_NUMBER_DIGITS or {":", "/"} & {*digits} or digits.count(".") > 1:
        return False
    return "," not in digits or _GROUPED.fullmatch(digits) is not None


def _scaled(  # noqa: PLR0913, PLR0917 - as below
    tokens: Sequence[Token], stop: int, last: int, value: Decimal, currency: str, unit: str
) -> tuple[int, str]:
    """The key of a value that up to three scales follow: "1.5 million", "two and a half million"."""
    for _ in range(3):
        if not is_scale(norm_at(tokens, stop, last)):
            break
        value *= number_words()[tokens[stop].norm][0]
        stop += 1
    return _with_unit(tokens, stop, last, value, currency, unit)


def _with_unit(  # noqa: PLR0913, PLR0917 - a place and the three parts of a number
    tokens: Sequence[Token], stop: int, last: int, value: Decimal, currency: str, unit: str
) -> tuple[int, str]:
    """The key of a value, with the percent or currency that follows it."""
    after = "" if unit else norm_at(tokens, stop, last)
    if after in _PERCENT:
        unit, stop = "%", stop + 1
    elif after == "per" and norm_at(tokens, stop + 1, last) == "cent":
        unit, stop = "%", stop + 2
    elif not currency and after in _CURRENCIES:
        currency, stop = _CURRENCIES[after], stop + 1
    return stop, f"#{currency}{_shortest(value)}{unit}"


def _shortest(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _clock(tokens: Sequence[Token], i: int, last: int) -> str:
    """``am`` or ``pm`` if token ``i`` says so."""
    letters = norm_at(tokens, i, last).replace(".", "")
    return letters if letters in _HALVES_OF_DAY else ""


def _spoken(tokens: Sequence[Token], i: int, last: int) -> tuple[int, int | None, str]:
    """A number in words: where it ends, its value (None: there is none), and "th" or "/3".

    Units, tens and hundreds add up and scales multiply, so the walk is one pass: "two hundred and fifty
    thousand" is (2 x 100 + 50) x 1000. It ends before a word that cannot go on: "nineteen sixteen" is two.
    """
    article = _after_article(tokens, i, last)
    if article is not None:
        after, half = article
        if half:
            return after + 1, number_words()[tokens[after].norm][0] // 2, ""
        tally, at = _Tally(current=1, seen=True), after
    elif tokens[i].norm in ("a", "an", "half"):
        return i + 1, None, ""
    else:
        tally, at = _Tally(), i
    while at < min(last, i + MAX_NUMBER_WORDS):
        norm = tokens[at].norm
        if norm == "and" and tally.takes_and() and _parts(norm_at(tokens, at + 1, last)):
            at += 1
            continue
        parts = _parts(norm)
        if not parts:
            break
        ending = tally.add_all(parts)
        if ending is None:
            break
        at += 1
        if ending:
            return at, tally.total + tally.current, ending
    return (at, tally.total + tally.current, "") if tally.seen else (i + 1, None, "")


_ENDINGS_OF_KINDS = {"ordinal": "th"}


class _Tally:
    """The value of a number in words as far as it was read."""

    def __init__(self, *, current: int = 0, seen: bool = False) -> None:
        self.total, self.current, self.seen = 0, current, seen

    def takes_and(self) -> bool:
        """Whether "and" may go on: "two hundred and ..."."""
        return self.total + self.current >= 100

    def add_all(self, parts: Sequence[tuple[int, str]]) -> str | None:
        """Add the parts of one word; "" to go on, an ending to stop after it, None if they cannot follow."""
        before = (self.total, self.current, self.seen)
        for value, kind in parts:
            ending = self._add(value, kind)
            if ending is None:
                self.total, self.current, self.seen = before
            if ending != "":
                return ending
        return ""

    def _add(self, value: int, kind: str) -> str | None:
        follows = not self.seen or self.current % (10 if value < 10 else 100) == 0
        if kind == "scale":
            self.current = max(self.current, 1) * value
            if value >= 1000:
                self.total, self.current = self.total + self.current, 0
        elif kind == "fraction" or (kind == "ordinal" and 0 < self.current < 10 and value > 2):
            return f"/{value}"
        elif not follows:
            return None
        else:
            self.current += value
        self.seen = True
        return _ENDINGS_OF_KINDS.get(kind, "")


def _after_article(tokens: Sequence[Token], i: int, last: int) -> tuple[int, bool] | None:
    """The scale that "a", "an", "half", "half a" stand before ("a million"), and whether it is halved."""
    norm = tokens[i].norm
    if norm not in ("a", "an", "half"):
        return None
    after = i + 1 + (norm == "half" and norm_at(tokens, i + 1, last) in ("a", "an"))
    if is_scale(norm_at(tokens, after, last)):
        return after, norm == "half"
    return None


def _parts(norm: str) -> list[tuple[int, str]]:
    """The number words that a word is made of ("twenty-five"); none if any part is something else."""
    table = number_words()
    if norm in table:
        return [table[norm]]
    parts = norm.split("-")
    return [table[p] for p in parts] if all(p in table for p in parts) else []

"""Words as a reader compares them: the same number, date or word in any writing has the same key.

A ``Word`` is one word of an article, or several that make one ("1.5 million", "Dec. 5, 2016", "per cent").
Three forms of it serve three questions:

* ``norm``: is it written the same, but for capitals and the glyph of an apostrophe?
* ``key``: is it the same under another outlet's house style? ("40" and "forty", "colour" and "color")
* ``stems``: is it the same word in another grammatical form? ("refused" and "refuses"; "don't" and "do not")

Nothing here rewrites the article: every word keeps its offsets.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple, TypeVar, cast

import regex

from quotediff.align.numbers import (
    SIGNS,
    begins_with_number,
    is_scale,
    norm_at,
    number,
    number_words,
    with_unit_of,
)
from quotediff.extraction.memory import story_memory
from quotediff.lang.cues import WordClass
from quotediff.lang.inflection import spelling, stems, variants
from quotediff.lang.lexicon import rows, word_list
from quotediff.lang.usage import abbreviations
from quotediff.limits import MAX_STEMS_REMEMBERED
from quotediff.model import Extract
from quotediff.text.fold import fold
from quotediff.text.spans import Span
from quotediff.text.tokens import Token, tokenize

Answer = TypeVar("Answer")


class Word(NamedTuple):
    """One word of an article: ``text[start:end]``.

    ``kind`` is ``word``, ``name`` (capitalized within a sentence), ``honorific``, ``number``, ``date`` or
    ``ellipsis``. ``key`` is empty for what house styles may leave out (honorifics).
    """

    start: int
    end: int
    norm: str
    key: str
    stems: tuple[str, ...]
    kind: str
    bracketed: bool
    opens: bool  # it begins its sentence, so that its capital tells nothing


_HOSTS_OF_IS = word_list("hosts_of_is")
_STEMS_OF_S = {**dict.fromkeys(_HOSTS_OF_IS, ("be",)), "let": ("we",)}
_OPENING_BRACKETS = frozenset({"[", "("})
_CLOSING_BRACKETS = frozenset({"]", ")"})


@cache
def _calendar() -> dict[str, str]:
    return {k: v for k, v in rows("calendar", 2)}  # noqa: C416 - pairs, to mypy


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(word for word, _ in rows("honorifics", 2)) - word_list("royal_titles")


@cache
def honorifics() -> frozenset[str]:
    """Forms of address that house styles may leave out, with and without their stop."""
    return frozenset(w.rstrip(".") for w in _honorifics()) | _honorifics()


@cache
def function_words() -> frozenset[str]:
    """Stems of words that carry little content: articles, pronouns, prepositions, auxiliaries."""
    light = set(WordClass) - {WordClass.TIME, WordClass.ADV}
    numbers = number_words()
    closed = {w for w, c in rows("closed_classes", 2) if c in light and w not in numbers and " " not in w}
    return frozenset(s for w in closed for s in stems(w)) | word_list("function_stems")


_WORD_BYTES = 300  # of a word that is remembered, roughly

LIGHT = 0.2  # what a function word counts where another counts 1


def weight(stem: str) -> float:
    """How much a stem counts when contents are compared: function words a fifth of what others do."""
    return LIGHT if stem in function_words() else 1.0


def is_informative(stem: str) -> bool:
    """Whether a stem is one of content: no function word's."""
    return stem not in function_words()


@lru_cache(MAX_STEMS_REMEMBERED)
def _hold_content(of_word: tuple[str, ...]) -> bool:
    return any(map(is_informative, of_word))


def says_something(word: Word) -> bool:
    """Whether a word is one of content: one of its stems is."""
    return _hold_content(word.stems)


def has_words_at(words: Sequence[Word], at: int, parts: tuple[str, ...]) -> bool:
    """Whether some folded words begin, one after the other, with word ``at``."""
    return tuple([w.norm for w in words[at : at + len(parts)]]) == parts


class NormalizedText:
    """All words of an extract in text order, and which of them stand in which sentence.

    Attributes:
        extract: what was read.
        words: every word, in text order.
        first: for each sentence, the index of its first word; one more entry closes the last.
        paragraphs: for each sentence the index of its paragraph, -1 if it stands in none.
    """

    __slots__ = ("_bags", "_begins", "_known", "_starts", "extract", "first", "paragraphs", "words")

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        starts = [p.span.start for p in extract.document.paragraphs]
        self.paragraphs = [bisect_right(starts, s.span.start) - 1 for s in extract.sentences]
        found, self.first = _all_words(extract, self.paragraphs)
        self.words = tuple(found)
        self._starts = [w.start for w in found]
        self._begins = [s.span.start for s in extract.sentences]
        self._bags: list[Counter[str]] = []
        self._known: dict[object, object] = {}

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The words that begin in ``[start, end)``, as a half-open range of indices."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    @property
    def bags(self) -> Sequence[Counter[str]]:
        """For each sentence its stems, counted; in the order in which they first occur."""
        if len(self._bags) != len(self.first) - 1:
            self._bags = [
                Counter([s for w in self.words[a:b] for s in w.stems]) for a, b in pairwise(self.first)
            ]
        return self._bags

    def once(self, question: Callable[[NormalizedText], Answer]) -> Answer:
        """What a function makes of the words and the document, never of the quotes; asked but once.

        A version of a story is compared with the one before and with the one after it. Copies with other
        quotes share the answers.
        """
        if question not in self._known:
            self._known[question] = question(self)
        return cast("Answer", self._known[question])

    def of_sentence(self, index: int) -> Sequence[Word]:
        """The words of one sentence."""
        return self.words[self.first[index] : self.first[index + 1]]

    def sentence_at(self, offset: int) -> int:
        """The sentence that holds ``offset``, or the last that begins before it; -1 if none."""
        return bisect_right(self._begins, offset) - 1


class _ParagraphWords(NamedTuple):
    """The words of a paragraph whose copy began at offset ``start``; for each sentence its first word."""

    start: int
    words: Sequence[Word]
    first: Sequence[int]


def _all_words(extract: Extract, paragraphs: Sequence[int]) -> tuple[list[Word], list[int]]:
    """The words of an extract, and for each sentence the index of its first; one more closes the last.

    Those of a paragraph that other versions of the story have are remembered, and moved to its place.
    """
    found: list[Word] = []
    firsts: list[int] = []
    memory = None if extract.document.damaged else story_memory()
    for index, group in groupby(range(len(paragraphs)), paragraphs.__getitem__):
        sentences = list(group)
        copy = extract.document.paragraphs[index].copy if index >= 0 else Span(0, 0)
        text = extract.document.text[copy.start : copy.end], len(sentences)
        known = cast("_ParagraphWords | None", memory.words.get(text)) if memory is not None else None
        if known is None or index < 0:
            known = _paragraph_words(extract, sentences, copy.start)
            if memory is not None:
                memory.words.put(text, known, _WORD_BYTES * len(known.words))
        firsts += [len(found) + first for first in known.first]
        by, make = copy.start - known.start, tuple.__new__
        found += (
            [
                make(Word, (start + by, end + by, norm, key, stems, kind, bracketed, opens))
                for start, end, norm, key, stems, kind, bracketed, opens in known.words
            ]
            if by
            else known.words
        )
    return found, [*firsts, len(found)]


def _paragraph_words(extract: Extract, sentences: Sequence[int], start: int) -> _ParagraphWords:
    found: list[Word] = []
    firsts: list[int] = []
    for k in sentences:
        firsts.append(len(found))
        _normalize(extract.tokens, extract.sentences[k].first, extract.sentences[k].last, found)
    return _ParagraphWords(start, found, firsts)


def normalize(tokens: Sequence[Token]) -> tuple[Word, ...]:
    """The words of ``tokens``, taken as one sentence."""
    found: list[Word] = []
    _normalize(tokens, 0, len(tokens), found)
    return tuple(found)


@lru_cache(maxsize=1 << 12)
def normalize_phrase(phrase: str) -> tuple[Word, ...]:
    """The words of a phrase of an article, its abbreviations known as they were there."""
    return normalize(tokenize(phrase, abbreviations()))


class _TokenClass(NamedTuple):
    """What a token is by itself: ``sort`` is plain, skip, open, close, ellipsis, possessive or special."""

    sort: str
    form: str
    stems: tuple[str, ...]
    capital: bool


@lru_cache(maxsize=1 << 16)
def _classify(text: str, norm: str) -> _TokenClass:
    """Sort a token; most words of a story recur, so this is remembered."""
    sort = _sort_of_mark(norm)
    if sort is not None:
        return _TokenClass(sort, "", (), capital=False)
    listed = (number_words(), ("a", "an", "half"), _calendar(), variants()[1], _honorifics())
    is_spelt_out = norm[0].isalpha() and "-" not in norm and not _has_figure(norm)
    if not is_spelt_out or text in _COUNTRIES or any(norm in words for words in listed):
        return _TokenClass("special", "", (), capital=text[0].isupper())
    form = spelling(norm)
    if form[-1] == "." and form.count(".") == 1:
        form = form[:-1]  # "VA." at the end of a sentence was taken for an abbreviation
    return _TokenClass("plain", form, stems(form), text[0].isupper() and norm != "i" and "'" not in norm[:2])


def _sort_of_mark(norm: str) -> str | None:
    """What a token without letters and figures is; None for any other."""
    if norm == "'s":
        return "possessive"
    if norm == "…":
        return "ellipsis"
    if norm[0] == "." and not norm.strip(". \u00a0"):
        return "ellipsis" if len(norm) > 1 else "skip"
    if norm in SIGNS:
        return "special"
    if any(c.isalnum() or c == "&" for c in norm):
        return None
    if norm in _OPENING_BRACKETS:
        return "open"
    return "close" if norm in _CLOSING_BRACKETS else "skip"


_COUNTRIES = frozenset(word.upper() for word in word_list("countries_in_capitals"))


def _normalize(tokens: Sequence[Token], first: int, last: int, out: list[Word]) -> None:
    """Append the words of ``tokens[first:last]``, one sentence, to ``out``; linear."""
    i = first
    depth = 0
    opens = True
    make = tuple.__new__  # half the time of the class's own, which takes its fields one by one
    while i < last:
        token = tokens[i]
        start, end, text, norm = token
        sort, form, word_stems, capital = _classify(text, norm)
        i += 1
        if sort == "plain":
            kind = "name" if capital and not opens else "word"
            out.append(make(Word, (start, end, norm, form, word_stems, kind, depth > 0, opens)))
            opens = False
        elif sort == "special":
            i = _special(tokens, i - 1, last, out, bracketed=depth > 0, opens=opens)
            opens = False
        elif sort == "possessive":
            adjacent = i - 1 > first and tokens[i - 2].end == start
            _possessive(out, token, adjacent=adjacent, bracketed=depth > 0)
        elif sort == "ellipsis":
            out.append(Word(start, end, "…", "…", (), "ellipsis", depth > 0, opens))
        elif sort == "open":
            depth += 1
        elif sort == "close":
            depth = max(0, depth - 1)


def _special(  # noqa: PLR0913 - a place in the tokens, and what the walk knows of it
    tokens: Sequence[Token], i: int, last: int, out: list[Word], *, bracketed: bool, opens: bool
) -> int:
    """Append the word that begins at token ``i``, which may be a number, a date or several tokens long."""
    token = tokens[i]
    norm = token.norm
    if "-" in norm and begins_with_number(norm):
        parts = _parts_of(token)
        k = 0
        while k < len(parts):
            k = _append(parts, k, len(parts), out, bracketed=bracketed, opens=opens and k == 0)
        return i + 1
    return _append(tokens, i, last, out, bracketed=bracketed, opens=opens)


def _append(  # noqa: PLR0913 - as above
    tokens: Sequence[Token], i: int, last: int, out: list[Word], *, bracketed: bool, opens: bool
) -> int:
    """Append the word that begins at token ``i``, hyphens taken as they are."""
    token = tokens[i]
    norm = token.norm
    if token.text == "US" and _is_sign_behind(tokens, i, last):
        return i + 1  # US$40
    stop, key, kind = _joined(tokens, i, last, opens=opens)
    capital = token.text[0].isupper()
    if key:
        norms = norm if stop == i + 1 else " ".join(t.norm for t in tokens[i:stop])
        parts = stems(key) if kind == "word" else (key,)
        out.append(Word(token.start, tokens[stop - 1].end, norms, key, parts, kind, bracketed, opens))
        if kind == "number":
            _share_unit(out)
    elif norm in SIGNS:
        return stop  # of no figure
    elif token.text in _COUNTRIES:
        dotted = f"{norm[0]}.{norm[1]}."
        out.append(Word(token.start, token.end, norm, dotted, (dotted,), "name", bracketed, opens))
    elif norm in _honorifics() and capital and _capitalized(tokens, i + 1, last):
        out.append(Word(token.start, token.end, norm, "", (), "honorific", bracketed, opens))
    else:
        form = spelling(norm)
        kind = "name" if capital and not opens else "word"
        out.append(Word(token.start, token.end, norm, form, stems(form), kind, bracketed, opens))
    return stop


def _is_sign_behind(tokens: Sequence[Token], i: int, last: int) -> bool:
    """Whether the sign of a currency stands right behind a token."""
    sign = norm_at(tokens, i + 1, last)[:1]
    return sign in SIGNS and tokens[i + 1].start == tokens[i].end


def _share_unit(out: list[Word]) -> None:
    """Give the number before the last one the unit of that, if the two are a range: *2 to 3 percent*."""
    if [word.kind for word in out[-2:-1]] == ["number"]:
        at, is_range = -2, out[-1].start - out[-2].end == len("-")
    elif [word.kind for word in out[-3:-2]] == ["number"]:
        at, is_range = -3, _joins_range(out)
    else:
        return
    if is_range:
        key = with_unit_of(out[-1].key, out[-1].norm, out[at].key)
        out[at] = out[at]._replace(key=key, stems=(key,))


def _joins_range(out: Sequence[Word]) -> bool:
    """Whether the word before the last one makes a range: *2 to 3*, *between 2 and 3*."""
    if out[-2].norm == "and":
        return [word.norm for word in out[-4:-3]] == ["between"]
    return out[-2].norm in _RANGE_JOINERS


_RANGE_JOINERS = word_list("range_joiners")
_HYPHEN = regex.compile(r"[-‑]++")


def _parts_of(token: Token) -> list[Token]:
    """The parts of a hyphenated word as tokens: *one-in-four*, *34-year-old*."""
    ends = [m.start() for m in _HYPHEN.finditer(token.text)] + [len(token.text)]
    begins = [0] + [m.end() for m in _HYPHEN.finditer(token.text)]
    return [
        Token(token.start + begin, token.start + end, token.text[begin:end], fold(token.text[begin:end]))
        for begin, end in zip(begins, ends, strict=True)
        if end > begin
    ]


_SCALE_ARTICLES = frozenset({"a", "an", "half"})  # before a scale: "a million"
_BEFORE_PRONOUN = word_list("before_pronoun")  # "no one" is no number


def _joined(tokens: Sequence[Token], i: int, last: int, *, opens: bool) -> tuple[int, str, str]:
    """A number, date or phrase at token ``i``: where it ends, its key (empty: none of them) and its kind."""
    token = tokens[i]
    norm = token.norm
    if _may_be_number(norm) and _counts(tokens, i, last):
        stop, key = _date_from_day(tokens, i, last)
        if key:
            return stop, key, "date"
        stop, key = number(tokens, i, last)
        if key:
            return stop, key, "number"
    calendar = _calendar()
    if norm in calendar and (token.text[0].isupper() or calendar[norm].isalpha()):
        stop, key = _date(tokens, i, last, opens=opens)
        if key:
            return stop, key, "date"
    for parts, canonical in variants()[1].get(norm, ()):
        if all(i + k < last and tokens[i + k].norm == p for k, p in enumerate(parts)):
            return i + len(parts), canonical, "word"
    return i + 1, "", "word"


def _may_be_number(norm: str) -> bool:
    """Whether a token may begin a number: no plain word does, but *a* and *half*."""
    if not norm[0].isalpha() or "-" in norm:
        return True
    return norm in number_words() or norm in _SCALE_ARTICLES or _has_figure(norm)


def _has_figure(norm: str) -> bool:
    """Whether a figure stands in a word: *n2.1*, a sum of naira, *f16*."""
    return any(c.isdigit() for c in norm)


def _counts(tokens: Sequence[Token], i: int, last: int) -> bool:
    """Whether an article stands before a scale (*a million*), and *one* is no pronoun (*this one*)."""
    norm = tokens[i].norm
    if norm in ("a", "an"):
        return i + 1 < last and is_scale(tokens[i + 1].norm)
    return norm != "one" or i == 0 or tokens[i - 1].norm not in _BEFORE_PRONOUN


def _capitalized(tokens: Sequence[Token], i: int, last: int) -> bool:
    return i < last and tokens[i].text[0].isupper()


def _possessive(out: list[Word], token: Token, *, adjacent: bool, bracketed: bool) -> None:
    """``'s``: a part of the word before it, or the verb of "it's"."""
    if not (out and adjacent and out[-1].end == token.start):
        return
    owner = out[-1]
    stem = _STEMS_OF_S.get(owner.norm)
    if stem is not None:
        out.append(Word(token.start, token.end, "'s", "'s", stem, "word", bracketed, opens=False))
    else:
        out[-1] = owner._replace(
            end=token.end, norm=owner.norm + "'s", key=owner.key + "'s" if owner.key else ""
        )


@cache
def _days() -> dict[str, int]:
    """The days of a month in every writing: "5", "05", "5th", "fifth"."""
    endings = ("", *word_list("ordinal_endings"))
    figures = {
        f"{day:{width}}{ending}": day for day in range(1, 32) for width in ("", "02") for ending in endings
    }
    words = ((word, value) for word, (value, kind) in number_words().items() if kind == "ordinal")
    return figures | {word: value for word, value in words if value <= 31}


_YEAR = regex.compile(r"[0-9]{4}")


def _year(tokens: Sequence[Token], i: int, last: int) -> tuple[int, str]:
    """A year at token ``i``, after a comma if there is one: where it ends and ``-2016``."""
    after = i + (norm_at(tokens, i, last) == ",")
    year = norm_at(tokens, after, last)
    return (after + 1, f"-{year}") if _YEAR.fullmatch(year) else (i, "")


def _month(tokens: Sequence[Token], i: int, last: int) -> int:
    value = _calendar().get(norm_at(tokens, i, last), "")
    return int(value) if value.isdigit() and tokens[i].text[0].isupper() else 0


def _date_from_day(tokens: Sequence[Token], i: int, last: int) -> tuple[int, str]:
    """A date that begins with its day: "5 December 2016", "the fifth of December"."""
    day = _days().get(tokens[i].norm, 0)
    if not day:
        return i + 1, ""
    j = i + 1 + (norm_at(tokens, i + 1, last) == "of")
    month = _month(tokens, j, last)
    if not month:
        return i + 1, ""
    stop, year = _year(tokens, j + 1, last)
    return stop, f"@{month:02}-{day:02}{year}"


def _date(tokens: Sequence[Token], i: int, last: int, *, opens: bool) -> tuple[int, str]:
    """A date that begins with its month, or a day of the week."""
    value = _calendar()[tokens[i].norm]
    if value.isalpha():
        return i + 1, f"@{value}"
    month = int(value)
    after = norm_at(tokens, i + 1, last)
    day = _days().get(after, 0)
    if day and not after.isalpha():
        stop, year = _year(tokens, i + 2, last)
        return stop, f"@{month:02}-{day:02}{year}"
    stop, year = _year(tokens, i + 1, last)
    if year:
        return stop, f"@{month:02}{year}"
    if tokens[i].norm in word_list("months_or_words") and opens:
        return i + 1, ""  # "May I ask", "March with us": no month
    return i + 1, f"@{month:02}"

"""Whether the words of a quote still stand somewhere in the other version, as narration or otherwise."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from quotediff.align.normalize import NormalizedText, Word, says_something, weight
from quotediff.align.quotes import QuoteContent
from quotediff.align.sentences import heaviest
from quotediff.align.words import blocks
from quotediff.lang.lexicon import word_list
from quotediff.limits import MAX_SEARCH_POSTINGS, MAX_SEARCH_SENTENCES, MAX_SEARCH_WORDS, MAX_STEMS_REMEMBERED
from quotediff.model import Problem
from quotediff.text.spans import Span

FOUND_HERE = 0.75  # share of the content's weight that must stand in the sentence aligned with the quote's
FOUND_ANYWHERE = 0.8  # and in any other
FOUND_FEW_WORDS = 0.95  # in the aligned one, of a quote of fewer than ``LEAST_WORDS`` words of content
SAID_BEFORE = 0.9  # share of the weight of a sentence that is a part of a quote, told as narration
LEAST_WORDS = (
    3  # words of content (not function words) that must be found; fewer only in the aligned sentence
)
_AGE_WORDS = word_list("age_words")
_ROUNDING = 1e-6  # by how much two sums of the same weights may differ


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words stand: their span, their sentences, and how much of them was found, 0 to 1."""

    span: Span
    sentences: tuple[int, ...]
    share: float
    here: bool  # in a sentence aligned with the one they stood in


@dataclass(frozen=True, slots=True)
class _Sought:
    """The words of a quote that is looked for, with what they weigh."""

    forms: tuple[str | tuple[str, ...], ...]
    weights: tuple[float, ...]
    total: float
    content: int  # how many are content words, not function words

    def least(self, *, here: bool) -> float | None:
        """The share of the weight that a place must hold; None: so few words are sought ``here`` alone."""
        if self.content < LEAST_WORDS:
            return FOUND_FEW_WORDS if here else None
        return FOUND_HERE if here else FOUND_ANYWHERE

    def may_reach(self, least: float, words: Sequence[Word]) -> bool:
        """Whether these words hold such a share, in whatever order."""
        there = {_form(w) for w in words}
        most = sum([size for form, size in zip(self.forms, self.weights, strict=True) if form in there])
        return most >= (least - _ROUNDING) * self.total


def _sought(quote: QuoteContent) -> _Sought:
    weights = _weights(quote.words)
    return _Sought(
        forms=tuple(_form(w) for w in quote.words),
        weights=weights,
        total=sum(weights),
        content=sum(map(says_something, quote.words)),
    )


def _weights(words: Sequence[Word]) -> tuple[float, ...]:
    """What each word weighs; the *year-old* of an age nothing, which may be a number alone: *Ann Poe, 26*."""
    weights: list[float] = []
    is_age = False
    for word in words:
        is_age = word.kind == "number" or (is_age and word.norm in _AGE_WORDS)
        weights.append(0.0 if is_age and word.kind != "number" else _weight_of(word.stems))
    return tuple(weights)


class Finder:
    """Searches one version for the words of quotes of the other.

    Each search looks at no more than a few sentences, which it finds through the quote's rarest words, and of
    one longer than ``MAX_SEARCH_WORDS`` at a part about as long as the quote, so that searching for every
    quote of a story is linear.
    """

    def __init__(self, version: NormalizedText) -> None:
        self.version = version
        self._unsearched = 0  # quotes not found, though not looked for in all that a bound leaves out
        self._postings = version.once(_postings)
        self._places: defaultdict[str, list[int]] = defaultdict(
            list
        )  # of words; made where sentences are long

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the bounds may have cost the searches so far."""
        if not self._unsearched:
            return ()
        what = "one quote was" if self._unsearched == 1 else f"{self._unsearched} quotes were"
        where = "words too common to search by, or sentences too long"
        message = f"{what} looked for in a part of the other version only ({where}) and may stand there"
        return (Problem("QD905", message),)

    def find(self, quote: QuoteContent, aligned: Sequence[int]) -> Found | None:
        """The place that holds most of the quote's words in their order, or None if none holds enough.

        Args:
            quote: what to look for; its offsets belong to the other version.
            aligned: this version's sentences that are aligned with the ones the quote stands in.
        """
        sought = _sought(quote)
        if not sought.content:
            return None
        length = max(1, len(quote.sentences))
        candidates, partly = self._candidates(quote)
        near = set(aligned)
        found: list[Found] = []
        for start in dict.fromkeys((*_starts(aligned, length), *candidates)):
            first, stop, cut = self._window(quote, start, length)
            partly |= cut
            least = sought.least(here=start in near)
            if least is not None and sought.may_reach(least, self.version.words[first:stop]):
                place = self._in_window(quote, sought, first, stop, here=start in near)
                found += [place] if place is not None and place.share >= least else []
        self._unsearched += partly and not found
        return max(found, key=lambda place: (place.here, place.share), default=None)

    def find_part(self, quote: QuoteContent, sentences: Sequence[int]) -> Found | None:
        """The first of some sentences that says nothing but a part of the quote; None if there is none.

        *He said the fire began in the attic and spread to the roof*, *The fire began in the attic.*
        """
        sought = _sought(quote)
        for index in sentences[:MAX_SEARCH_SENTENCES]:
            first, stop = self.version.first[index], self.version.first[index + 1]
            if stop - first > len(quote.words):
                continue
            words = self.version.words[first:stop]
            matched = [b for b in blocks(sought.forms, [_form(w) for w in words]) if b.op == "equal"]
            stood = [words[j] for b in matched for j in range(b.j1, b.j2)]
            share = sum(_weights(stood))
            enough = sum(map(says_something, stood)) >= LEAST_WORDS
            if enough and share >= SAID_BEFORE * sum(_weights(words)):
                span = Span(words[0].start, words[-1].end)
                return Found(span, (index,), share / sought.total, here=True)
        return None

    def likely(self, quote: QuoteContent) -> list[int]:
        """The sentences that share its rarest words."""
        return self._candidates(quote)[0]

    def has_sentence_with(self, stems: Collection[str]) -> bool:
        """Whether one sentence holds all of these stems."""
        lists = sorted((self._postings.get(s, []) for s in stems), key=len)
        if not lists:
            return False
        found = any(set(stems) <= self.version.bags[k].keys() for k in lists[0][:MAX_SEARCH_POSTINGS])
        self._unsearched += not found and len(lists[0]) > MAX_SEARCH_POSTINGS
        return found

    def _candidates(self, quote: QuoteContent) -> tuple[list[int], bool]:
        """Sentences that share its rarest words; and whether there are none because all are too common."""
        score: defaultdict[int, float] = defaultdict(float)
        for count, stem in sorted((len(self._postings[s]), s) for s in quote.bag if s in self._postings)[:14]:
            if count > MAX_SEARCH_POSTINGS:
                break
            for k in self._postings[stem]:
                score[k] += weight(stem)
        here = 0.0 if score else sum(n * weight(s) for s, n in quote.bag.items() if s in self._postings)
        common = here > 0 and here >= FOUND_ANYWHERE * quote.weight
        return heaviest(score, MAX_SEARCH_SENTENCES), common

    def _window_around(self, quote: QuoteContent, first: int, stop: int, most: int) -> tuple[int, int]:
        """As many words of ``words[first:stop]``, around the first that has the quote's rarest stem there."""
        if not self._places:
            for k, word in enumerate(self.version.words):
                for stem in word.stems:
                    self._places[stem].append(k)
        rarest, anchor, lead = stop, first, 0
        for lead_here, stem in enumerate(quote.stems):
            places = self._places.get(stem, ())
            at = bisect_left(places, first)
            count = bisect_left(places, stop) - at
            if 0 < count < rarest:
                rarest, anchor, lead = count, places[at], lead_here
        start = max(first, anchor - lead - most // 4)
        return start, min(stop, start + most)

    def _window(self, quote: QuoteContent, k: int, length: int) -> tuple[int, int, bool]:
        """The words of so many sentences from ``k`` on to look at, and whether they are but a stretch."""
        first, stop = self.version.first[k], self.version.first[min(k + length, len(self.version.first) - 1)]
        most = max(MAX_SEARCH_WORDS, 4 * len(quote.words))
        if stop - first <= most:
            return first, stop, False
        return *self._window_around(quote, first, stop, most), True

    def _in_window(
        self, quote: QuoteContent, sought: _Sought, first: int, stop: int, *, here: bool
    ) -> Found | None:
        window = self.version.words[first:stop]
        if not window or len(window) * len(quote.words) > 4_000_000:
            return None
        matched = [b for b in blocks(sought.forms, [_form(w) for w in window]) if b.op == "equal"]
        share = sum(sum(sought.weights[b.i1 : b.i2]) for b in matched) / sought.total
        solid = [b for b in matched if any(map(says_something, window[b.j1 : b.j2]))]
        if not solid:
            return None
        j1, j2 = solid[0].j1, solid[-1].j2
        if j2 - j1 > 2 * len(quote.words) + 6:
            return None  # scattered over a long stretch: chance
        a, b = window[j1], window[j2 - 1]
        sentences = range(self.version.sentence_at(a.start), self.version.sentence_at(b.start) + 1)
        return Found(Span(a.start, b.end), tuple(sentences), share, here)


def _postings(version: NormalizedText) -> dict[str, list[int]]:
    """Which sentences hold each stem."""
    table: defaultdict[str, list[int]] = defaultdict(list)
    for k, bag in enumerate(version.bags):
        for stem in bag:
            table[stem].append(k)
    return dict(table)


def _starts(aligned: Sequence[int], length: int) -> list[int]:
    """The sentences among the aligned ones from which to look at so many: the first few, then one a stretch.

    From all of them, a quote of many sentences would be looked for in the same ones as many times.
    """
    starts: list[int] = []
    for k in aligned:
        if len(starts) < MAX_SEARCH_SENTENCES or not starts[-1] <= k < starts[-1] + length:
            starts.append(k)
    return starts


def _form(word: Word) -> str | tuple[str, ...]:
    return word.stems or word.key


@lru_cache(MAX_STEMS_REMEMBERED)
def _weight_of(stems: tuple[str, ...]) -> float:
    """What the stems of a word weigh together."""
    return sum(map(weight, stems))

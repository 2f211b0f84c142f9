"""Expectations whose words are no longer in the text: what probably stands in their place.

An update of a story changes a word of a quote; its expectation then names words that are not there, and the
quote is one that nobody expects. A reader wants to see one thing, not two: the words expected beside those
that are there now.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from quotediff.comparison import Change
from quotediff.corpus.loader import ELISION, find
from quotediff.model import Quote
from quotediff.readers.jsontree import strings
from quotediff.text.fold import fold
from quotediff.text.spans import Span

_MIN_EDITED_LIKENESS = 60.0  # of 100, from which on the words of a quote are an expectation's words, edited
_MIN_LIKENESS_ANYWHERE = (
    70.0  # of 100, for words looked for anywhere in a text, which finds something more easily
)
_WITHIN_WORD = re.compile(r"(?<=\S)\S")


@dataclass(frozen=True, slots=True)
class Sides:
    """The words of a found change in the old and in the new version."""

    old: str
    new: str


def contents(entry: Mapping[str, Any]) -> list[str]:
    """The parts of an expected quote's content, as written."""
    return strings(entry.get("content"))


def likeness(parts: Sequence[str], quote: Quote) -> float:
    """How alike an expectation's content and a quote are, 0 to 100; of long ones first and last words do."""
    words = fold(" ".join(" ".join(parts).split()))
    there = fold(" ".join(quote.content.text.split()))
    best = fuzz.ratio(words, there)
    if ELISION in words:
        head, tail = words.split(ELISION)[0], words.split(ELISION)[-1]
        ends = f"{there[: len(head)]} {there[-len(tail) :]}"
        best = max(best, fuzz.ratio(f"{head} {tail}", ends))
    return best


def pair_quotes(entries: Sequence[Mapping[str, Any]], quotes: Sequence[Quote]) -> dict[int, Quote]:
    """The quote in each entry's place, by the entry's index: the most alike first, each quote once."""
    scored = []
    for entry_index, entry in enumerate(entries):
        parts = contents(entry)
        if not parts:
            continue
        for found_index, quote in enumerate(quotes):
            score = likeness(parts, quote)
            if score >= _MIN_EDITED_LIKENESS:
                scored.append((-score, entry_index, found_index))
    out: dict[int, Quote] = {}
    taken: set[int] = set()
    for _, entry_index, found_index in sorted(scored):
        if entry_index not in out and found_index not in taken:
            out[entry_index] = quotes[found_index]
            taken.add(found_index)
    return out


def pair_changes(
    entries: Sequence[Mapping[str, Any]], changes: Sequence[tuple[Change, Sides]]
) -> dict[int, Change]:
    """The change in each entry's place, by the entry's index: the same code, words much like its own."""
    out: dict[int, Change] = {}
    taken: set[int] = set()
    for entry_index, entry in enumerate(entries):
        for found_index, (change, sides) in enumerate(changes):
            if found_index in taken or entry.get("code") != change.code:
                continue
            if _within(entry.get("old"), sides.old) and _within(entry.get("new"), sides.new):
                out[entry_index] = change
                taken.add(found_index)
                break
    return out


def in_place_of(words: str, quote: Quote, text: str) -> str | None:
    """What a quote has where an expectation has ``words``, a part of its content; None if it has them."""
    if find(text, words):
        return None
    spans = [" ".join(text[a:b].split()) for a, b in quote.content.spans]
    near = max(spans, key=lambda s: fuzz.ratio(fold(words), fold(s)))
    head, elided, tail = words.partition(ELISION)
    if not elided:
        return near
    there = near.split(" ")
    first = head if find(text, head) else " ".join(there[: len(head.split())])
    last = tail if find(text, tail) else " ".join(there[-len(tail.split()) :])
    return f"{first}{ELISION}{last}"


def nearest(words: str, text: str) -> Span | None:
    """The stretch of whole words of the text that is most like ``words``; None if nothing is."""
    if not words.strip():
        return None
    found = fuzz.partial_ratio_alignment(fold(words), fold(text), score_cutoff=_MIN_LIKENESS_ANYWHERE)
    if found is None or len(words) > len(text):
        return None
    start, end = found.dest_start, found.dest_end
    while _WITHIN_WORD.match(text, start):
        start -= 1
    while _WITHIN_WORD.match(text, end):
        end += 1
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    return Span(start, end) if start < end else None


def _within(words: object, there: str) -> bool:
    if not isinstance(words, str):
        return not there or words is None
    if not there:
        return False
    return fuzz.partial_ratio(fold(words), fold(there)) >= _MIN_LIKENESS_ANYWHERE

"""How probable it is that two quotes are one statement: what speaks for it and against it, weighed.

``Evidence`` is a row of numbers, each from 0 to 1: what the contents share, weighed by how telling
it is; who says it; where it stands. The weights were fitted on pairs that people labelled
(``scripts/train-pairs``), so that the probability is one: ``model/CARD.md`` says on what, and how well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from typing import NamedTuple

from rapidfuzz.distance import Indel

from quotediff.align.normalize import Word, function_words
from quotediff.lang.inflection import stems
from quotediff.lang.lexicon import rows
from quotediff.limits import MAX_ORDER_CELLS
from quotediff.text.data import read_data

FLOOR = 0.4
"""The probability below which two quotes are no pair."""

SURE = 0.7
"""The probability from which two quotes are surely one statement; an error is told of such a pair only."""


LONG_RUN = 5  # words in a row that are hardly in both by chance
MANY = 6.0  # content words in common from which more tell no more

LIGHT = 0.2  # what a function word counts where another counts by how rare it is


class Evidence(NamedTuple):
    """What speaks for and against two quotes being one statement: numbers from 0 to 1."""

    words: float  # weight of the shared words in that of both
    contained: float  # and in that of the one that has less
    events: float  # the same of both, the words for one event being one, and so are all counts
    order: float  # words of the shorter that stand in the longer in the same order
    sequence: float  # share of all words that stand in both in the same order
    sequence_place: float  # the same, in aligned sentences or between the same neighbours
    whole: float  # one holds nearly all of the other in order, five words of it in a row
    much: float  # content words in common
    events_place: float  # "events", if in aligned sentences or between the same neighbours
    names: float  # share of the names of either that both have
    names_differ: float  # both name somebody or something, and nothing in common
    numbers: float  # both have a number in common
    numbers_differ: float  # both have numbers, and none in common
    counted: float  # both have as many of the same thing
    edge: float  # one begins or ends the other
    edge_place: float  # the same, in aligned sentences or between the same neighbours
    same_speaker: float
    like_speaker: float  # may be the same: unnamed, of one sort, or collective
    other_speaker: float
    same_place: float  # in aligned sentences, or between the same neighbours
    far: float  # how far apart they are in the order of quotes
    direct: float  # both stand between marks
    short: float  # one has fewer than four words
    nested: float  # one stands within another quote, the other does not


class Content(NamedTuple):
    """What is compared of one quote's content. ``code`` has a character for each stem, in order."""

    bag: Mapping[str, int]
    events: Mapping[str, int]
    names: frozenset[str]
    numbers: frozenset[str]
    counted: frozenset[tuple[str, str]]  # each number with the noun after it, or the word
    code: str
    norms: tuple[str, ...]


class Circumstances(NamedTuple):
    """What is compared besides; ``speaker`` tells how they agree: ``same``, ``like``, ``other`` or empty."""

    speaker: str
    place: float
    far: float
    direct: bool
    nested: bool


@cache
def event_roots() -> dict[str, str]:
    """Stems of words for an event, and what stands for all of one event."""
    return {s: f"~{root}" for line, root in rows("event_words", 2) for w in line.split() for s in stems(w)}


def content(words: Sequence[Word], bag: Mapping[str, int], code: str, norms: tuple[str, ...]) -> Content:
    """What is compared of a content: its words, the bag of their stems, those coded, and the words folded."""
    events: Counter[str] = Counter()
    light = function_words()
    roots = event_roots()
    names: set[str] = set()
    numbers: set[str] = set()
    counted: set[tuple[str, str]] = set()
    number = ""
    for word in words:
        if number and word.stems:
            counted.add((number, word.stems[0]))
            number = ""
        if word.kind == "number":
            number = word.key
            numbers.add(word.key)
            events[_sort_of_number(word.key)] += 1
        elif word.kind == "date":
            events[word.key] += 1
        else:
            if word.kind == "name":
                names.update(word.stems)
            for stem in word.stems:
                if stem not in light:
                    events[roots.get(stem, stem)] += 1
    return Content(bag, events, frozenset(names), frozenset(numbers), frozenset(counted), code, norms)


def _sort_of_number(key: str) -> str:
    """What sort of number a key is: counts are one whatever they are, not times of day and ages."""
    if key.endswith(("am", "pm")) or ":" in key:
        return "#time"
    if "year" in key:
        return "#age"
    if key[1:2] in ("$", "€", "£", "¥"):
        return "#money"
    return "#%" if key.endswith("%") else "#"


def evidence(a: Content, b: Content, weights: Mapping[str, float], around: Circumstances) -> Evidence:
    """The evidence for ``a`` and ``b`` being one statement.

    Args:
        a: the old content.
        b: the new content.
        weights: how telling each stem is in this story.
        around: who says it and where.
    """
    x, y = _weigh(a.bag, weights), _weigh(b.bag, weights)
    common = _shared(a.bag, b.bag, weights)
    words = 2 * common / (x + y) if x + y else 0.0
    contained = common / min(x, y) if x and y else 0.0
    events = _dice(a.events, b.events) if a.events or b.events else words
    light = function_words()
    much = sum(1 for s in a.bag if s in b.bag and s not in light)
    order, sequence, run = _in_order(a, b)
    edge = float(_edge(a.norms, b.norms))
    all_names = a.names | b.names
    shared_names = a.names & b.names
    shared_numbers = a.numbers & b.numbers
    shorter = min(len(a.norms), len(b.norms))
    return Evidence(
        words,
        contained,
        events,
        order,
        sequence,
        sequence * around.place,
        max(0.0, min(order, contained) - 0.6) / 0.4 * (run >= LONG_RUN),
        min(much, MANY) / MANY,
        events * around.place,
        len(shared_names) / len(all_names) if all_names else 0.0,
        float(bool(a.names and b.names) and not shared_names),
        float(bool(shared_numbers)),
        float(bool(a.numbers and b.numbers) and not shared_numbers),
        float(bool(a.counted & b.counted)),
        edge,
        edge * around.place,
        float(around.speaker == "same"),
        float(around.speaker == "like"),
        float(around.speaker == "other"),
        around.place,
        around.far,
        float(around.direct),
        float(shorter < 4),
        float(around.nested),
    )


def _weigh(bag: Mapping[str, int], weights: Mapping[str, float]) -> float:
    return sum([n * weights.get(s, 1.0) for s, n in bag.items()])


def _shared(x: Mapping[str, int], y: Mapping[str, int], weights: Mapping[str, float]) -> float:
    if len(x) > len(y):
        x, y = y, x
    return sum([min(n, y[s]) * weights.get(s, 1.0) for s, n in x.items() if s in y])


def _dice(x: Mapping[str, int], y: Mapping[str, int]) -> float:
    total = sum(x.values()) + sum(y.values())
    return 2 * sum([min(n, y[s]) for s, n in x.items() if s in y]) / total if total else 0.0


def _in_order(a: Content, b: Content) -> tuple[float, float, int]:
    """The share of the shorter that stands in the longer in order, that of both, and the longest run."""
    sizes = (len(a.code), len(b.code))
    if not all(sizes):
        return 0.0, 0.0, 0
    if sizes[0] * sizes[1] <= MAX_ORDER_CELLS:
        equal = [op.src_end - op.src_start for op in Indel.opcodes(a.code, b.code) if op.tag == "equal"]
    else:
        equal = [sum(min(n, b.bag[s]) for s, n in a.bag.items() if s in b.bag)]
    both = sum(equal)
    return both / min(sizes), 2 * both / sum(sizes), max(equal, default=0)


def _edge(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether the shorter of two begins or ends the longer."""
    short, long = (a, b) if len(a) < len(b) else (b, a)
    n = len(short)
    return bool(n) and (long[:n] == short or long[-n:] == short)


@cache
def _model() -> tuple[float, tuple[float, ...]]:
    """The constant and the weights, in the order of the evidence."""
    text = read_data("quotediff.align", "model", "pairs.txt").decode("utf-8")
    table = {name: float(value) for name, value in map(str.split, text.splitlines()) if name != "#"}
    return table.pop("constant"), tuple(table[name] for name in Evidence._fields)


def log_odds(found: Sequence[float]) -> float:
    """The logarithm of the odds that evidence makes; above 0 it is more likely one statement than two."""
    constant, weights = _model()
    return constant + sum([w * v for w, v in zip(weights, found, strict=True)])


def probability(log_odds: float) -> float:
    """The probability of such odds."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))

"""How spans of one reading and of another meet: characters in both, Dice, half of the shorter, pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Place = tuple[int, int]
Places = Sequence[Place]

EDGES = " \t\n\r\u00a0\"'“”‘’«».,;:!?…-–—()[]"
"""Characters at the edges of a span that do not count where spans have to be the same."""

DICE = 0.8
"""From this Dice of their contents on two attributions are the same."""

_Item = TypeVar("_Item")
_Other = TypeVar("_Other")


def shared(a: Places, b: Places) -> int:
    """How many characters are in spans of both."""
    return sum(max(0, min(end, end_) - max(start, start_)) for start, end in a for start_, end_ in b)


def size(spans: Places) -> int:
    """How many characters spans hold."""
    return sum(end - start for start, end in spans)


def share(part: float, whole: float) -> float:
    """A part of a whole; 0 of nothing."""
    return part / whole if whole else 0.0


def dice(a: Places, b: Places) -> float:
    """Twice the characters in both, as a part of those of each; 0 where both are empty."""
    return share(2 * shared(a, b), size(a) + size(b))


def meets(a: Places, b: Places, part: float = 0.5) -> bool:
    """Whether spans share a part of the shorter of them, half if not told otherwise; not if one is empty."""
    both = shared(a, b)
    return both > 0 and both >= part * min(size(a), size(b))


def trimmed(text: str, span: Place) -> Place:
    """A span without the space, marks and punctuation at its edges."""
    start, end = span
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


def pairs(
    gold: Sequence[_Item],
    predicted: Sequence[_Other],
    spans: Callable[[_Item], Places],
    spans_of_other: Callable[[_Other], Places],
    least: float,
) -> list[tuple[_Item, _Other]]:
    """Items of both sides whose spans have this Dice at least: each once, the most alike first.

    Of pairs that are equally alike the earlier one is taken.
    """
    scored = sorted(
        (-dice(spans(gold_quote), spans_of_other(answer_quote)), gold_index, answer_index)
        for gold_index, gold_quote in enumerate(gold)
        for answer_index, answer_quote in enumerate(predicted)
        if shared(spans(gold_quote), spans_of_other(answer_quote))
    )
    used: set[int] = set()
    used_other: set[int] = set()
    found = []
    for negative, gold_index, answer_index in scored:
        if -negative >= least and gold_index not in used and answer_index not in used_other:
            used.add(gold_index)
            used_other.add(answer_index)
            found.append((gold[gold_index], predicted[answer_index]))
    return found


def united(spans: Iterable[Place]) -> list[Place]:
    """Spans that overlap or touch as one, in order."""
    found: list[Place] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found

"""QD111: which quotes stand in another order among those that both versions have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from quotediff.align.words import longest_rise
from quotediff.changes.registry import Finding, change
from quotediff.model import Severity

if TYPE_CHECKING:
    from quotediff.changes.case import Case, ComparisonContext

NEAR = (
    0.6  # what it counts for a quote as kept that it is no further up or down; of less than one quote in all
)
ALIGNED = 0.3  # and that its sentence kept its place among the sentences


class _Stayed(NamedTuple):
    """A quote that both versions have, and where: paragraphs, and the first code points of its words."""

    case: Case
    old_paragraph: int
    old_start: int
    new_paragraph: int
    new_start: int

    @property
    def home(self) -> tuple[int, int]:
        """Its paragraphs: the order within one paragraph tells nothing."""
        return self.old_paragraph, self.new_paragraph


class Move(NamedTuple):
    """Quotes that moved together, in order, and the quote that now stands before or after them."""

    cases: tuple[Case, ...]
    passed: Case
    up: bool


def moves(context: ComparisonContext) -> Mapping[str, Move]:
    """What moved, by the old id of the first quote of each move; n log n.

    The longest part of the quotes that kept its order has not moved; of several the one whose quotes are
    least displaced. Quotes within quotes go with those they stand in, and what was split or merged stands in
    two places.
    """
    stayed = [_stayed(context, case) for case in context.cases if _stands_once(case)]
    olds = _ranked(stayed, [(s.old_paragraph, s.old_start) for s in stayed])
    news = _ranked(stayed, [(s.new_paragraph, s.new_start) for s in stayed])
    order = sorted(range(len(stayed)), key=lambda k: olds[k])
    values = [news[k] for k in order]
    if values == sorted(values):
        return {}
    many = len(order)
    weights = [
        1
        + (NEAR * (1 - abs(value - place) / many) + ALIGNED * (not _displaced(context, stayed[k].case)))
        / (many + 1)
        for place, (k, value) in enumerate(zip(order, values, strict=True))
    ]
    kept = longest_rise(values, weights)
    return _blocks([stayed[k].case for k in order], values, kept)


def _stands_once(case: Case) -> bool:
    """Whether both versions have a quote, as one, and not within another."""
    if len(case.olds) != 1 or len(case.news) != 1:
        return False
    old, new = case.olds[0], case.news[0]
    return bool(old.words and new.words) and old.quote.within is None and new.quote.within is None


def _stayed(context: ComparisonContext, case: Case) -> _Stayed:
    old, new = case.olds[0].words[0].start, case.news[0].words[0].start
    return _Stayed(case, context.paragraph(context.old, old), old, context.paragraph(context.new, new), new)


def _ranked(stayed: Sequence[_Stayed], places: Sequence[tuple[int, int]]) -> list[int]:
    """The rank of each quote in one version; those of one paragraph in both versions in their old order."""
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for quote, place in zip(stayed, places, strict=True):
        first[quote.home] = min(place, first.get(quote.home, place))
    order = sorted(range(len(stayed)), key=lambda k: (first[stayed[k].home], stayed[k].old_start))
    ranks = [0] * len(stayed)
    for rank, k in enumerate(order):
        ranks[k] = rank
    return ranks


def _displaced(context: ComparisonContext, case: Case) -> bool:
    """Whether the sentences of a quote are in another place among all sentences."""
    sentences = case.olds[0].sentences
    return bool(sentences) and context.alignment.displaced(sentences[0], case.news[0].sentences)


def _blocks(cases: Sequence[Case], values: Sequence[int], kept: Sequence[int]) -> dict[str, Move]:
    """The quotes that are not kept, those together that stood and stand side by side.

    Args:
        cases: the quotes in their old order.
        values: their ranks in the new version.
        kept: indices of those that kept their order.
    """
    at = [-1] * len(values)
    for k, value in enumerate(values):
        at[value] = k
    still = set(kept)
    out: dict[str, Move] = {}
    k = 0
    while k < len(cases):
        last = k + 1
        if k in still:
            k = last
            continue
        while last < len(cases) and last not in still and values[last] == values[last - 1] + 1:
            last += 1
        up = values[k] < k
        beside = at[values[last - 1] + 1] if up else at[values[k] - 1]
        out[cases[k].olds[0].quote.id] = Move(tuple(cases[k:last]), cases[beside], up)
        k = last
    return out


@change("QD111", "quote-moved", Severity.NOTE)
def quote_moved(case: Case) -> Finding | None:
    """The quote stands in another order among the quotes that both versions have.

    Insertions above it, and copy around it that came, went or moved, are no move. Quotes that moved together
    are one finding.

    Why it matters:
        Where a voice stands says how much it counts; a denial that sinks to the end is read by few.

    Example:
        old: "I did nothing wrong," Al Marsh said. ¶ "He took it all," Ida Wolf said.
        new: "He took it all," Ida Wolf said. ¶ "I did nothing wrong," Al Marsh said.
    """
    move = case.story.moves.get(case.old.id) if case.old else None
    if move is None:
        return None
    first = move.cases[0]
    count = len(move.cases)
    what = f"the quote{first.of_whom} {first.new_excerpt}" + (f" and {count - 1} more" if count > 1 else "")
    verb = "stand" if count > 1 else "stands"
    where = f"now {verb} {'before' if move.up else 'after'} {move.passed.new_excerpt}{move.passed.of_whom}"
    olds = tuple(c.olds[0].quote.id for c in move.cases)
    news = tuple(c.news[0].quote.id for c in move.cases)
    return Finding(
        f"{what} {where}",
        old=olds[0],
        new=news[0],
        old_span=first.old_span,
        new_span=first.new_span,
        key=first.key,
        old_quotes=olds,
        new_quotes=news,
    )

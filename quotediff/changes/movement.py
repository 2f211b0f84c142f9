"""QD111: which quotes stand in another order among those that both versions have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from quotediff.align.normalize import NormalizedText
from quotediff.align.words import longest_rise
from quotediff.changes.registry import Finding, change
from quotediff.model import Kind, Role, Severity

if TYPE_CHECKING:
    from quotediff.changes.context import ComparisonContext, QuotePair

NEAR = (
    0.6  # what it counts for a quote as kept that it is no further up or down; of less than one quote in all
)
ALIGNED = 0.3  # and that its sentence kept its place among the sentences


class _KeptQuote(NamedTuple):
    """A quote that both versions have, and where: its first words, their paragraphs and sentences."""

    pair: QuotePair
    old_paragraph: int
    old_start: int
    new_paragraph: int
    new_start: int
    old_sentence: int
    new_sentence: int

    @property
    def sentences(self) -> tuple[int, int]:
        """Its sentences: the order within one sentence tells nothing."""
        return self.old_sentence, self.new_sentence


class Move(NamedTuple):
    """Quotes that moved together, in order, and the quote that now stands before or after them."""

    quote_pairs: tuple[QuotePair, ...]
    passed: QuotePair
    up: bool


def moves(context: ComparisonContext) -> Mapping[str, Move]:
    """What moved, by the old id of the first quote of each move; n log n.

    The longest part of the quotes that kept its order has not moved; of several the one whose quotes are
    least displaced. Quotes within quotes go with those they stand in, and what was split or merged of
    quotes that do not stand side by side stands in two places. What became the lead, or was it, in other
    words was restated.
    """
    beside = _Neighbors(context)
    once = [_kept_quote(context, pair) for pair in context.quote_pairs if beside.stands_once(pair)]
    stayed = [quote for quote in once if not _restated(context, quote)]
    olds = _ranked(stayed, [(s.old_paragraph, s.old_start) for s in stayed])
    news = _ranked(stayed, [(s.new_paragraph, s.new_start) for s in stayed])
    order = sorted(range(len(stayed)), key=lambda k: olds[k])
    values = [news[k] for k in order]
    if values == sorted(values):
        return {}
    many = len(order)
    weights = [
        max(len(stayed[index].pair.before.quotes), len(stayed[index].pair.after.quotes))
        + (NEAR * (1 - abs(value - place) / many) + ALIGNED * (not _displaced(context, stayed[index].pair)))
        / (many + 1)
        for place, (index, value) in enumerate(zip(order, values, strict=True))
    ]
    kept = longest_rise(values, weights)
    return _blocks([stayed[k].pair for k in order], values, kept)


class _Neighbors:
    """The order of the quotes of both versions, to tell which stand side by side."""

    def __init__(self, context: ComparisonContext) -> None:
        self._places = [
            {said.quote.id: k for k, said in enumerate(quotes.values())}
            for quotes in (context.before.quotes, context.after.quotes)
        ]

    def stands_once(self, pair: QuotePair) -> bool:
        """Whether both versions have a quote in one place, and not within another.

        Several that are one in the other version stand in one place if they are neighbors.
        """
        for sides, places in zip((pair.before.quotes, pair.after.quotes), self._places, strict=True):
            if not sides or any(not said.words or said.quote.within is not None for said in sides):
                return False
            at = sorted(places[said.quote.id] for said in sides)
            if at[-1] - at[0] != len(at) - 1:
                return False
        return True


def _restated(context: ComparisonContext, quote: _KeptQuote) -> bool:
    """Whether a quote stands in the lead of one version alone, in other words of the reporter's."""
    lead = _lead(context.old) == quote.old_paragraph, _lead(context.new) == quote.new_paragraph
    indirect = all(
        s.quote.kind is not Kind.DIRECT for s in (*quote.pair.before.quotes, *quote.pair.after.quotes)
    )
    return lead[0] is not lead[1] and indirect and bool(quote.pair.changed)


def _lead(version: NormalizedText) -> int:
    """The number of the first paragraph of the story."""
    return next((p.number for p in version.extract.document.paragraphs if p.role is Role.BODY), 0)


def _kept_quote(context: ComparisonContext, pair: QuotePair) -> _KeptQuote:
    (old, old_sentence), (new, new_sentence) = (
        min((said.words[0].start, said.sentences[0]) for said in sides)
        for sides in (pair.before.quotes, pair.after.quotes)
    )
    paragraphs = context.before.paragraph_at(old), context.after.paragraph_at(new)
    return _KeptQuote(pair, paragraphs[0], old, paragraphs[1], new, old_sentence, new_sentence)


def _ranked(stayed: Sequence[_KeptQuote], places: Sequence[tuple[int, int]]) -> list[int]:
    """The rank of each quote in one version; those of one paragraph in both versions in their old order."""
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for quote, place in zip(stayed, places, strict=True):
        first[quote.sentences] = min(place, first.get(quote.sentences, place))
    order = sorted(range(len(stayed)), key=lambda k: (first[stayed[k].sentences], stayed[k].old_start))
    ranks = [0] * len(stayed)
    for rank, k in enumerate(order):
        ranks[k] = rank
    return ranks


def _displaced(context: ComparisonContext, pair: QuotePair) -> bool:
    """Whether the sentences of a quote are in another place among all sentences."""
    sentences = pair.before.quotes[0].sentences
    return bool(sentences) and context.alignment.has_moved(sentences[0], pair.after.quotes[0].sentences)


def _blocks(quote_pairs: Sequence[QuotePair], values: Sequence[int], kept: Sequence[int]) -> dict[str, Move]:
    """The quotes that are not kept, those together that stood and stand side by side.

    Args:
        quote_pairs: the quotes in their old order.
        values: their ranks in the new version.
        kept: indices of those that kept their order.
    """
    at = [-1] * len(values)
    for k, value in enumerate(values):
        at[value] = k
    still = set(kept)
    out: dict[str, Move] = {}
    k = 0
    while k < len(quote_pairs):
        last = k + 1
        if k in still:
            k = last
            continue
        while last < len(quote_pairs) and last not in still and values[last] == values[last - 1] + 1:
            last += 1
        up = values[k] < k
        beside = at[values[last - 1] + 1] if up else at[values[k] - 1]
        out[quote_pairs[k].before.quotes[0].quote.id] = Move(
            tuple(quote_pairs[k:last]), quote_pairs[beside], up
        )
        k = last
    return out


@change("QD111", "quote-moved", Severity.NOTE)
def quote_moved(pair: QuotePair) -> Finding | None:
    """The quote stands in another order among the quotes that both versions have.

    A quote has not moved where copy was inserted above it or other copy moved. Quotes that moved together
    are one finding.

    Why it matters:
        Few readers reach the end of a story: a denial that moves there is read by few.

    Example:
        old: "I did nothing wrong," Al Marsh said. ¶ "He took it all," Ida Wolf said.
        new: "He took it all," Ida Wolf said. ¶ "I did nothing wrong," Al Marsh said.
    """
    move = pair.context.moves.get(pair.old.id) if pair.old else None
    if move is None:
        return None
    first = move.quote_pairs[0]
    count = len(move.quote_pairs)
    more, verb = (f" and {count - 1} more", "stand") if count > 1 else ("", "stands")
    what = f"the quote{first.of_speaker} {first.after.excerpt}{more}"
    where = (
        f"now {verb} {'before' if move.up else 'after'} {move.passed.after.excerpt}{move.passed.of_speaker}"
    )
    olds = tuple(c.before.quotes[0].quote.id for c in move.quote_pairs)
    news = tuple(c.after.quotes[0].quote.id for c in move.quote_pairs)
    return Finding(
        f"{what} {where}",
        old=olds[0],
        new=news[0],
        old_span=first.before.span,
        new_span=first.after.span,
        key=first.key,
        old_quotes=olds,
        new_quotes=news,
    )

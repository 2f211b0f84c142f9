"""What of the findings a reader asked for: of what is sure enough, and of a copy no cuts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.changes.context import ComparisonContext
from quotediff.comparison import Change, LeftOut, Pair

CUTS = frozenset({"QD302", "QD303", "QD304"})
"""What is ordinary where another outlet takes a story over: it takes what it has room for."""


def sure_enough(
    changes: Iterable[Change], context: ComparisonContext, pairs: Sequence[Pair], least: float
) -> tuple[Change, ...]:
    """The changes that rest on quotes and pairs of at least this confidence.

    Of a change that lists several quotes one is enough; one about no quote stays.

    Args:
        changes: what was found.
        context: both versions.
        pairs: their pairs.
        least: 0 to 1.
    """
    olds = {i: q.quote.confidence for i, q in context.before.quotes.items()}
    news = {i: q.quote.confidence for i, q in context.after.quotes.items()}
    unsure = {(i, j) for p in pairs if p.confidence < least for i in p.old for j in p.new}
    return tuple(
        change
        for change in changes
        if (change.old, change.new) not in unsure
        and _any(change.old_quotes, olds, least)
        and _any(change.new_quotes, news, least)
    )


def _any(quotes: Sequence[str], confidence: dict[str, float], least: float) -> bool:
    return not quotes or any(confidence.get(i, 1.0) >= least for i in quotes)


def without_cuts(
    changes: Iterable[Change], context: ComparisonContext
) -> tuple[tuple[Change, ...], tuple[LeftOut, ...]]:
    """The changes that are no cuts; and what was left out: speaker by speaker, then responses."""
    kept: list[Change] = []
    cut: list[Change] = []
    for change in changes:
        (cut if change.code in CUTS else kept).append(change)
    gone: dict[str | None, list[str]] = {}
    speakers = {i: said.quote.speaker for i, said in context.before.quotes.items()}
    for i in (i for change in cut for i in change.old_quotes):
        gone.setdefault(speakers.get(i), []).append(i)
    order = {i: n for n, i in enumerate(context.before.quotes)}
    left = []
    for speaker, ids in gone.items():
        known = context.identity.old(speaker)
        quotes = tuple(sorted(set(ids), key=lambda i: order.get(i, -1)))
        left.append(LeftOut(None if known is None else known.name, quotes))
    left.sort(key=lambda one: order.get(one.quotes[0], -1))
    left += [LeftOut(None, (), change.old_span) for change in cut if not change.old_quotes]
    return tuple(kept), tuple(left)

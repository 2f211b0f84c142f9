"""Words that one version credits to a speaker of their own, and the other has among the words of another."""

from __future__ import annotations

from quotediff.align.normalize import says_something
from quotediff.align.words import Block
from quotediff.changes.context import SURE_SPEAKERS, QuotePair
from quotediff.model import Kind, Quote

PASSED_ON_SHARE = 0.9  # of the weight of a quote that must stand among the words of another


def runs_on_from_another(pair: QuotePair, found: Quote) -> bool:
    """Whether a direct quote has its *X said* in one version only, and else reads as more of another's words.

    Args:
        pair: a quote without a partner.
        found: the quote of the other version that holds its words.
    """
    if pair.side.within is not None:
        return False
    if pair.is_unchanged_elsewhere:
        return False  # of somebody else's words, or nobody touched it
    kinds = {found.kind, *(said.quote.kind for said in pair.side.quotes)}
    if kinds != {Kind.DIRECT}:
        return False
    if len(found.content.spans) == 1:
        return False
    return pair.context.identity.differ(*pair.by_version(pair.side.speaker_id, found.speaker))


def was_passed_on(pair: QuotePair, found: Quote) -> bool:
    """Whether one version has a quote among the words of another speaker, and the other version apart."""
    there = pair.other.compared
    into, place = pair.context.pair_of(there, found.id), pair.found
    if into is None:
        return False
    if place is None:
        return False
    if place.share < PASSED_ON_SHARE:
        return False
    if (found.kind is Kind.DIRECT) is not (pair.side.quotes[0].quote.kind is Kind.DIRECT):
        return False
    if not into.differs_throughout(there, place.span):
        return False
    if not _are_surely_two(pair, found):
        return False
    return not pair.names_source_within(found)


def _are_surely_two(pair: QuotePair, found: Quote) -> bool:
    """Whether a quote and one of the other version are of two speakers, both of whom are surely right."""
    confidence = pair.side.speaker_confidence * (found.speaker_confidence or 1.0)
    speakers = pair.by_version(pair.side.speaker_id, found.speaker)
    if not pair.context.identity.differ(*speakers):
        return False
    return confidence >= SURE_SPEAKERS


def were_anothers(pair: QuotePair, block: Block) -> bool:
    """Whether words that one side of a pair alone has changed hands: what became of their source tells it."""
    if block.op == "replace":
        return False
    lone = pair.lone(block)
    telling = [(word.start, word.end) for word in lone.words if says_something(word)]
    theirs = (other for i in lone.side.ids for other in pair.context.found_in(lone.side.compared, i))
    places = (other.found.span for other in theirs if other.found and _changed_hands(other))
    return any(all(map(place.contains, telling)) for place in places)


def _changed_hands(pair: QuotePair) -> bool:
    """Whether a quote without a partner is among the words of another in the other version."""
    found = pair.found_in_quote
    if found is None:
        return False
    return any(holds(pair, found) for holds in (runs_on_from_another, was_passed_on))

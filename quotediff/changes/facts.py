"""The facts about the attribution of a pair of quotes, gathered once, before any code is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from quotediff.align.normalize import normalize_phrase
from quotediff.align.speakers import Identity
from quotediff.align.words import edits
from quotediff.changes.antecedent import Antecedents, depends_on_antecedent
from quotediff.changes.context import ComparisonContext, Credited, QuotePair, without_typography
from quotediff.changes.hedge import Hedges, hedges, is_report_on_another
from quotediff.changes.registry import Finding
from quotediff.changes.relation import Relation, relation
from quotediff.identity import Same
from quotediff.model import Kind, Passage, Quote
from quotediff.text.spans import hull


class Presence(StrEnum):
    """Whether either version attributes the words."""

    KEPT = "kept"  # both do, or neither
    LOST = "lost"  # the old version alone
    GAINED = "gained"  # the new version alone


class Basis(StrEnum):
    """What the copy gives for who the speaker is."""

    UNCHANGED = "unchanged"  # the same copy in both versions, and nothing around it that makes it another's
    ANTECEDENT = "antecedent"  # the same pronoun, or a source carried on in both, that stands for another now
    RESTATED = "restated"  # the same, of a speaker whom another quote's source names in other words now
    INHERITED = "inherited"  # a source carried on from before in one version, stated in the other
    STATED = "stated"  # a source in other copy


@dataclass(frozen=True, slots=True)
class AttributionFacts:
    """What holds of the attribution of a pair, or of a quote that has no partner."""

    pair: QuotePair
    presence: Presence
    both: Credited | None  # None unless both versions attribute the words to a speaker
    relation: Relation | None  # None with ``both``
    basis: Basis | None
    hedges: Hedges
    respelled: bool  # whether the two names are one, spelt differently
    first_for_speakers: bool  # whether a change of the two speakers is reported with this pair

    @property
    def excerpt(self) -> str:
        """The words said as a message shows them: those of the new version, or else those of the old one."""
        return self.pair.new_excerpt or self.pair.old_excerpt

    def finding(self, message: str, old: Passage | None, new: Passage | None) -> Finding:
        """A finding on the attribution; it points at the passages given, or at the words said."""
        pair = self.pair
        return Finding(
            message,
            old=pair.old.id if pair.old else None,
            new=pair.new.id if pair.new else None,
            old_span=hull(old.spans) if old and old.spans else pair.old_span,
            new_span=hull(new.spans) if new and new.spans else pair.new_span,
            edits=edits(
                old.text if old else "",
                new.text if new else "",
                old.spans if old else (),
                new.spans if new else (),
            ),
            key=pair.key,
        )

    def of_sources(self, message: str) -> Finding:
        """A finding that points at the sources."""
        old, new = self.pair.old, self.pair.new
        return self.finding(message, old.source if old else None, new.source if new else None)


class FactFinder:
    """Gathers the facts of the pairs of a comparison."""

    def __init__(self, context: ComparisonContext) -> None:
        self._identity = context.identity
        self._antecedents = Antecedents(context)
        self._first = _first_pairs(context.quote_pairs)

    def facts(self, pair: QuotePair) -> AttributionFacts:
        """The facts of a pair."""
        both, hedged = pair.credited, hedges(pair)
        presence = Presence.KEPT if hedged.one_is_source else _presence(pair, self._identity)
        if both is None or presence is not Presence.KEPT:
            return AttributionFacts(
                pair, presence, None, None, None, hedged, respelled=False, first_for_speakers=False
            )
        first = self._first[both.speakers]
        credited = Relation.SAME if hedged.one_is_source else relation(both, self._identity)
        return AttributionFacts(
            pair,
            presence,
            both,
            credited,
            self._basis(pair, both, credited, first),
            hedged,
            respelled=self._identity.same(*both.speakers) is Same.RESPELLED,
            first_for_speakers=first is pair,
        )

    def _basis(self, pair: QuotePair, both: Credited, credited: Relation, first: QuotePair) -> Basis:
        if depends_on_antecedent(both):
            if both.one_is_unnamed and _sources_differ(first):
                return Basis.RESTATED
            if credited is Relation.SAME or not self._antecedents.changed(pair, both):
                return Basis.UNCHANGED
            return Basis.ANTECEDENT
        if _attribution_is_the_same_copy(pair):
            return Basis.UNCHANGED
        return Basis.STATED if both.old.inherited is both.new.inherited else Basis.INHERITED


def _first_pairs(quote_pairs: Iterable[QuotePair]) -> dict[tuple[str, str], QuotePair]:
    """For each two speakers the pair with which a change of theirs is reported: where it is written.

    The first whose source is in other words, or else the first in changed copy, or else the first.
    """
    best: dict[tuple[str, str], tuple[int, QuotePair]] = {}
    for pair in quote_pairs:
        both = pair.credited
        if both is None:
            continue
        rank = 0 if _sources_differ(pair) else 2 if pair.same_copy else 1
        if both.speakers not in best or rank < best[both.speakers][0]:
            best[both.speakers] = (rank, pair)
    return {speakers: pair for speakers, (_, pair) in best.items()}


def _sources_differ(pair: QuotePair) -> bool:
    """Whether both versions state the source, in other words."""
    if pair.old is None or pair.new is None or pair.old.source is None or pair.new.source is None:
        return False
    return without_typography(pair.old.source.text) != without_typography(pair.new.source.text)


# --- whether the words are attributed -----------------------------------------------------------------------


def is_attributed(quote: Quote | None) -> bool:
    """Whether the copy gives a source for the quote, there or by carrying it on from a neighbour."""
    return quote is not None and (quote.source is not None or quote.speaker is not None)


def _presence(pair: QuotePair, identity: Identity) -> Presence:
    old, new = pair.old, pair.new
    if old is None or new is None:
        return _presence_of_unpaired(pair, identity)
    if is_attributed(old) and not _attribution_is_the_same_copy(pair):
        parts = _carries_on_from_another(new, old, pair, identity) or _only_inner_cue_left(pair, new, old)
        if parts or not is_attributed(new):
            return Presence.LOST
    if is_attributed(new):
        parts = _carries_on_from_another(old, new, pair, identity) or _only_inner_cue_left(pair, old, new)
        if parts or not is_attributed(old):
            return Presence.GAINED
    return Presence.KEPT


def _presence_of_unpaired(pair: QuotePair, identity: Identity) -> Presence:
    """Of words that are no quote in the other version: whether they stand there without their source."""
    quote = pair.old or pair.new
    if quote is None or not is_attributed(quote) or pair.found is None:
        return Presence.KEPT
    if pair.found_in_quote is not None:
        return Presence.LOST if _runs_on_from_another(pair, pair.found_in_quote, identity) else Presence.KEPT
    if (
        pair.still_attributed
        or (pair.is_unchanged_elsewhere and not quote.inherited)
        or is_report_on_another(pair)
    ):
        return Presence.KEPT
    return Presence.LOST if pair.old is not None else Presence.GAINED


def _runs_on_from_another(pair: QuotePair, found: Quote, identity: Identity) -> bool:
    """Whether a direct quote lost its *X said*, so that it reads as more of what another said before it."""
    old = pair.old
    if old is None or old.speaker is None or found.speaker is None or old.within is not None:
        return False
    if pair.is_unchanged_elsewhere:
        return False  # nobody touched it
    direct = old.kind is found.kind is Kind.DIRECT and len(found.content.spans) > 1
    return direct and identity.same(old.speaker, found.speaker) is Same.NO


def _attribution_is_the_same_copy(pair: QuotePair) -> bool:
    """Whether source and cue stand in copy of the same words: only what a pronoun points at can differ."""
    carried = any(quote is not None and quote.inherited for quote in (pair.old, pair.new))
    return not carried and (pair.same_copy_of_attribution or _differs_in_style_alone(pair))


def _differs_in_style_alone(pair: QuotePair) -> bool:
    return not pair.same_copy and pair.same_in_any_style


def _carries_on_from_another(bare: Quote, stated: Quote, pair: QuotePair, identity: Identity) -> bool:
    """Whether a quote without a source of its own seems to carry on from another than who is stated."""
    if not bare.inherited or stated.inherited or pair.credited is None:
        return False
    return identity.same(*pair.credited.speakers) is Same.NO


def _only_inner_cue_left(pair: QuotePair, inner: Quote, outer: Quote) -> bool:
    """Whether a cue among the words said is all that is left of an attribution: *It said it denied that*.

    Then what stands there now is attributed to no one, and part of it to whom the words themselves name.
    """
    if inner.cue is None or outer.cue is None or inner.cue.text == outer.cue.text:
        return False
    if pair.same_copy or len(pair.olds) != 1 or len(pair.news) != 1:
        return False
    part, whole = (pair.news[0], pair.olds[0]) if inner is pair.new else (pair.olds[0], pair.news[0])
    cue = tuple(w.norm for w in normalize_phrase(inner.cue.text))
    if not cue or len(part.norms) + len(cue) > len(whole.norms):
        return False
    return _stands_among(part.norms, whole.norms) and _stands_among(cue, whole.norms)


def _stands_among(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether words stand in a row among others; linear but for words that begin alike."""
    size = len(part)
    return any(whole[k : k + size] == part for k in range(len(whole) - size + 1) if whole[k] == part[0])

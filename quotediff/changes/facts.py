"""The facts about the attribution of a pair of quotes, gathered once, before any code is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from quotediff.align.normalize import normalize_phrase
from quotediff.align.speakers import Identity
from quotediff.align.words import edits
from quotediff.changes.antecedent import Antecedents, depends_on_antecedent
from quotediff.changes.context import ComparisonContext, Credited, QuotePair
from quotediff.changes.hedge import Hedges, hedges, is_report_on_another
from quotediff.changes.passed_on import runs_on_from_another, was_passed_on
from quotediff.changes.registry import Finding
from quotediff.changes.relation import Relation, relation
from quotediff.changes.sides import PairSide, without_typography
from quotediff.identity import Same
from quotediff.model import Passage, Speaker


class Presence(StrEnum):
    """Whether either version attributes the words."""

    KEPT = "kept"  # both do, or neither
    LOST = "lost"  # the old version alone
    GAINED = "gained"  # the new version alone
    PASSED_ON = "passed on"  # both do, one of them among the words of another


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
    hedges: Hedges
    both: Credited | None = None  # None unless both versions attribute the words to a speaker
    relation: Relation = Relation.UNKNOWN
    basis: Basis = Basis.UNCHANGED
    reported: Credited | None = None  # ``both``, if a change of the two speakers is reported with this pair
    respelled: bool = False  # whether the two names are one, spelt differently

    @property
    def excerpt(self) -> str:
        """The words said as a message shows them: those of the new version, or else those of the old one."""
        return self.pair.after.excerpt or self.pair.before.excerpt

    @property
    def names(self) -> tuple[str, str]:
        """What the old and the new speaker are called in a message."""
        return self.pair.before.name, self.pair.after.name

    def finding(self, message: str, old: Passage, new: Passage) -> Finding:
        """A finding on the attribution; it points at the passages, or at the words said where one is none."""
        before, after = self.pair.before, self.pair.after
        return Finding(
            message,
            old=before.id,
            new=after.id,
            old_span=before.place_of(old),
            new_span=after.place_of(new),
            edits=edits(old.text, new.text, old.spans, new.spans),
            key=self.pair.key,
        )

    def of_sources(self, message: str) -> Finding:
        """A finding that points at the sources."""
        return self.finding(message, self.pair.before.source, self.pair.after.source)


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
            return AttributionFacts(pair, presence, hedged)
        first = self._first[both.speakers]
        credited = Relation.SAME if hedged.one_is_source else relation(both, self._identity)
        return AttributionFacts(
            pair,
            presence,
            hedged,
            both,
            credited,
            self._basis(pair, both, credited, first),
            reported=both if first is pair else None,
            respelled=self._identity.same(*both.speakers) is Same.RESPELLED,
        )

    def is_unchanged(self, pair: QuotePair) -> bool:
        """Whether the copy of an attribution and all that is known of its speaker are the same.

        Then there is nothing to find about it: most pairs are such, and their facts need not be gathered.
        """
        both = pair.credited
        if both is None or not pair.same_copy_of_attribution:
            return False
        if _stated(pair.before, both.old_speaker) != _stated(pair.after, both.new_speaker):
            return False
        return self._identity.same(*both.speakers) is Same.YES

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


def _stated(side: PairSide, speaker: Speaker) -> tuple[object, ...]:
    """What the copy says of who said it, and what is known of that speaker, wherever either stands."""
    known = (speaker.name, speaker.kind, speaker.description, speaker.anonymity, speaker.aliases)
    return side.is_inherited, side.source.text, side.cue.text, known


def _first_pairs(quote_pairs: Iterable[QuotePair]) -> dict[tuple[str, str], QuotePair]:
    """For each two speakers the pair with which a change of theirs is reported: where it is written.

    The first whose source is in other words, or else the first in changed copy, or else the first.
    """
    credited = [(both, pair) for pair in quote_pairs if (both := pair.credited) is not None]
    first: dict[tuple[str, str], QuotePair] = {}
    for both, pair in sorted(credited, key=lambda one: _rank(one[1])):
        first.setdefault(both.speakers, pair)
    return first


def _rank(pair: QuotePair) -> int:
    """How far back a pair comes when a change of its speakers is reported: 0 is first."""
    return 0 if _sources_differ(pair) else 1 + pair.same_copy


def _sources_differ(pair: QuotePair) -> bool:
    """Whether both versions state the source, in other words."""
    old, new = pair.before.source.text, pair.after.source.text
    if "" in (old, new):
        return False
    return without_typography(old) != without_typography(new)


# --- whether the words are attributed -----------------------------------------------------------------------


def _presence(pair: QuotePair, identity: Identity) -> Presence:
    if not pair.paired:
        return _presence_of_unpaired(pair)
    old, new = pair.before, pair.after
    if _lacks_source_of(old, new, pair, identity) and not _attribution_is_the_same_copy(pair):
        return Presence.LOST
    return Presence.GAINED if _lacks_source_of(new, old, pair, identity) else Presence.KEPT


def _lacks_source_of(stated: PairSide, bare: PairSide, pair: QuotePair, identity: Identity) -> bool:
    """Whether one side attributes the words, and the other does not give them that source."""
    if not stated.is_attributed:
        return False
    if not bare.is_attributed:
        return True
    return _carries_on_from_another(bare, stated, pair, identity) or _only_inner_cue_left(bare, stated, pair)


def _presence_of_unpaired(pair: QuotePair) -> Presence:
    """Of words that are no quote in the other version: whether they stand there without their source."""
    if not pair.side.is_attributed or pair.found is None:
        return Presence.KEPT
    found = pair.found_in_quote
    if found is not None and not runs_on_from_another(pair, found):
        return Presence.PASSED_ON if was_passed_on(pair, found) else Presence.KEPT
    if found is None and _is_still_attributed(pair):
        return Presence.KEPT
    return Presence.LOST if pair.before.quotes else Presence.GAINED


def _is_still_attributed(pair: QuotePair) -> bool:
    """Whether words that are a quote of one version alone have their source in the other, too."""
    if pair.still_attributed:
        return True
    if is_report_on_another(pair):
        return True
    if not pair.is_unchanged_elsewhere:
        return False
    return not pair.side.is_inherited


def _attribution_is_the_same_copy(pair: QuotePair) -> bool:
    """Whether source and cue stand in copy of the same words: only what a pronoun points at can differ."""
    if pair.before.is_inherited or pair.after.is_inherited:
        return False
    return pair.same_copy_of_attribution if pair.same_copy else pair.same_in_any_style


def _carries_on_from_another(bare: PairSide, stated: PairSide, pair: QuotePair, identity: Identity) -> bool:
    """Whether a quote without a source of its own seems to carry on from another than who is stated."""
    if stated.is_inherited or not bare.is_inherited:
        return False
    return identity.differ(*pair.speakers)


def _only_inner_cue_left(inner: PairSide, outer: PairSide, pair: QuotePair) -> bool:
    """Whether a cue among the words said is all that is left of an attribution: *It said it denied that*.

    Then what stands there now is attributed to no one, and part of it to whom the words themselves name.
    """
    if inner.cue.text == outer.cue.text or "" in (inner.cue.text, outer.cue.text):
        return False
    if pair.same_copy or not len(inner.quotes) == len(outer.quotes) == 1:
        return False
    part, whole = inner.quotes[0].norms, outer.quotes[0].norms
    cue = tuple(w.norm for w in normalize_phrase(inner.cue.text))
    if not 0 < len(cue) <= len(whole) - len(part):
        return False
    return _stands_among(part, whole) and _stands_among(cue, whole)


def _stands_among(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether words stand in a row among others; linear but for words that begin alike."""
    size = len(part)
    starts = (k for k in range(len(whole) - size + 1) if whole[k : k + 1] == part[:1])
    return any(whole[k : k + size] == part for k in starts)

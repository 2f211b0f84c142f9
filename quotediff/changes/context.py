"""What the codes' functions look at: two versions put side by side, and one pair of quotes at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile
from typing import NamedTuple, TypeVar

from quotediff.align.asides import is_to_come_and_done
from quotediff.align.evidence import SURE
from quotediff.align.normalize import NormalizedText, Word, says_something
from quotediff.align.quotes import Matching, QuoteContent, content_similarity, mentions_in_passing, restates
from quotediff.align.search import Found
from quotediff.align.sentences import Alignment
from quotediff.align.speakers import Identity
from quotediff.align.words import Block, content_blocks, edits, slide_blocks
from quotediff.changes.figures import figure_differences
from quotediff.changes.meaning import Difference, claim_difference, is_rewritten
from quotediff.changes.movement import Move, moves
from quotediff.changes.sides import NOTHING, ComparedVersion, PairSide, is_within_one_of
from quotediff.comparison import Edit
from quotediff.identity import Same
from quotediff.lang.cues import reporting_verbs
from quotediff.lang.inflection import stems
from quotediff.lang.lexicon import rows, word_list, word_map
from quotediff.limits import MAX_ATTRIBUTION_WORDS, MAX_SEARCH_WORDS, WINDOW_ATTRIBUTION_WORDS
from quotediff.model import Passage, Problem, Quote, Role, Speaker, SpeakerKind
from quotediff.text.fold import fold
from quotediff.text.spans import Span, hull
from quotediff.values import lazy

_OfSide = TypeVar("_OfSide")
_BESIDE_COPY = frozenset({Role.CAPTION, Role.SUBHEAD, Role.INFOBOX, Role.EMBED})


class ComparisonContext:
    """Two versions of a story, aligned and their quotes paired: what all codes look at.

    Nothing is added to it once it is made; what is asked of it is remembered. ``before`` and ``after`` are
    the old and the new version with their quotes.
    """

    def __init__(
        self,
        old: NormalizedText,
        new: NormalizedText,
        alignment: Alignment,
        matching: Matching,
        identity: Identity,
    ) -> None:
        self.old, self.new = old, new
        self.alignment = alignment
        self.pairs = matching.pairs
        self.identity = identity
        numbers: dict[Hashable, int] = {(): 0}
        self.before = ComparedVersion(old, matching.olds, alignment.to_new, identity.old, numbers)
        self.after = ComparedVersion(new, matching.news, alignment.to_old, identity.new, numbers)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Bounds of searches that were reached so far."""
        searches = (self.identity, self.after, self.before)
        return tuple(dict.fromkeys(problem for search in searches for problem in search.problems))

    def pair_of(self, version: ComparedVersion, identifier: str | None) -> QuotePair | None:
        """The pair of a quote of ``before`` or ``after``; None for an id that is none of theirs."""
        return self._pairs_of.get((version, identifier))

    @lazy
    def _pairs_of(self) -> dict[tuple[ComparedVersion, str | None], QuotePair]:
        sides = ((pair, side) for pair in self.quote_pairs for side in (pair.before, pair.after))
        return {(side.compared, identifier): pair for pair, side in sides for identifier in side.ids}

    def found_in(self, version: ComparedVersion, identifier: str) -> Sequence[QuotePair]:
        """The quotes without a partner whose words stand within a quote of ``before`` or ``after``."""
        return self._found_in.get((version, identifier), ())

    @lazy
    def _found_in(self) -> dict[tuple[ComparedVersion, str], list[QuotePair]]:
        table: dict[tuple[ComparedVersion, str], list[QuotePair]] = {}
        for pair in self.quote_pairs:
            if pair.found_in_quote is not None:
                table.setdefault((pair.other.compared, pair.found_in_quote.id), []).append(pair)
        return table

    @lazy
    def lone_words(self) -> dict[tuple[ComparedVersion, tuple[str, ...]], Span]:
        """Where words stand that one side of a pair alone has, but for what joins them to others.

        *And that nobody was hurt*, come to what somebody said, is *nobody was hurt*.
        """
        found: dict[tuple[ComparedVersion, tuple[str, ...]], Span] = {}
        blocks = (
            (pair, block) for pair in self.quote_pairs if pair.in_changed_copy for block in pair.changed
        )
        for lone in (pair.lone(block) for pair, block in blocks if block.op != "replace"):
            words = list(dropwhile(joins, lone.words))
            if words:
                keys = tuple(word.key for word in words)
                found.setdefault((lone.side.compared, keys), Span(words[0].start, words[-1].end))
        return found

    def release(self) -> None:
        """Lets go of the pairs as cases, which refer to this: circles of memory are freed late."""
        for name in ("quote_pairs", "moves", "_pairs_of", "_found_in", "lone_words"):
            vars(self).pop(name, None)

    @lazy
    def one_sided(self) -> frozenset[Role]:
        """Kinds of paragraphs beside the copy that only one version has, if the two are of different formats.

        Not every format has captions, subheads and boxes: what is in them is then in neither or both.
        """
        old, new = (version.extract.document for version in (self.old, self.new))
        if old.format == new.format:
            return frozenset()
        return _BESIDE_COPY & ({p.role for p in old.paragraphs} ^ {p.role for p in new.paragraphs})

    @lazy
    def moves(self) -> Mapping[str, Move]:
        """What stands in another order among the quotes, by the old id of the first quote of each move."""
        return moves(self)

    @lazy
    def quote_pairs(self) -> tuple[QuotePair, ...]:
        """Every pair as a case."""
        return tuple(
            QuotePair(
                self,
                tuple(self.before.quotes[i] for i in pair.old),
                tuple(self.after.quotes[i] for i in pair.new),
                pair.confidence,
            )
            for pair in self.pairs
        )


@dataclass(frozen=True, slots=True)
class Credited:
    """A quote of either version, paired, and to whom each version credits it."""

    old: Quote
    new: Quote
    old_speaker: Speaker
    new_speaker: Speaker
    old_source: Passage  # ``NOTHING`` if the version states none
    new_source: Passage

    @property
    def speakers(self) -> tuple[str, str]:
        """The ids of the two speakers."""
        return self.old_speaker.id, self.new_speaker.id

    @property
    def one_is_unnamed(self) -> bool:
        """Whether one of the speakers, and not both, has no name."""
        return (self.old_speaker.kind is SpeakerKind.UNNAMED) != (
            self.new_speaker.kind is SpeakerKind.UNNAMED
        )


SURE_SPEAKERS = 0.885
"""The probability that both speakers are right from which a change of them may be an error.

Of 19 such errors that the corpus would have without it 12 are right; of the 7 wrong it keeps back 3, of the
right ones 1, of .84.
"""

LIKELY_SPEAKER = 0.87
"""The probability from which each of two speakers who are of two sorts may be in an error."""


MIN_WORDS_JOINED = 3
"""The words from which on a statement that was joined to another one is known by them alone."""


class LoneWords(NamedTuple):
    """Words that one side of a pair has and the other has not: ``side.words[first:last]``.

    On the other side they would stand before word ``at``.
    """

    side: PairSide
    other: PairSide
    first: int
    last: int
    at: int

    @property
    def words(self) -> Sequence[Word]:
        """The words."""
        return self.side.words[self.first : self.last]

    @property
    def at_edge(self) -> bool:
        """Whether they begin or end a span, or would stand between two of the other side."""
        return self.side.touches_edge(self.first, self.last) or self.other.is_seam(self.at)

    def lead_to_marks(self) -> bool:
        """Whether they are the *as* of *described it as "brave"*."""
        is_as = [word.norm for word in self.words] == ["as"]
        return is_as and self.side.is_marked(self.last)

    def stand_beside_name(self) -> bool:
        """Whether the same name goes on before or after them."""
        around = [*self.side.words[self.first - 1 : self.first], *self.side.words[self.last : self.last + 1]]
        return any(word.kind == "name" for word in around)

    def are_still_beside(self) -> bool:
        """Whether words missing at an edge of the other content stand right there in its version."""
        keys = [word.key for word in self.words]
        if self.at == len(self.other.words):
            return self.other.words_behind(len(keys)) == keys
        return self.at == 0 and self.other.words_before(len(keys)) == keys


class QuotePair:
    """A pair of quotes, or a quote that has no partner, with what the codes ask about it.

    ``before`` and ``after`` are what the old and the new version have of it: one quote, or several where a
    quote was split or merged, or none; ``confidence`` is the probability that both are one statement.
    """

    def __init__(
        self,
        context: ComparisonContext,
        olds: tuple[QuoteContent, ...],
        news: tuple[QuoteContent, ...],
        confidence: float = 1.0,
    ) -> None:
        self.context, self.confidence = context, confidence
        self.before, self.after = PairSide(context.before, olds), PairSide(context.after, news)
        self.paired = bool(olds and news)  # whether both versions have it

    @lazy
    def in_changed_copy(self) -> bool:
        """Whether both versions have it, in sentences that are not the same but for typography."""
        return self.paired and not self.same_copy

    @property
    def sure(self) -> bool:
        """Whether both sides are surely one statement, or it has but one side: no error is told otherwise."""
        return not self.paired or self.confidence >= SURE

    @property
    def speakers_are_sure(self) -> bool:
        """Whether both speakers are surely right: their change is no error otherwise."""
        return self.before.speaker_confidence * self.after.speaker_confidence >= SURE_SPEAKERS

    @property
    def old(self) -> Quote | None:
        """The old quote; the first of several."""
        return self.before.quote

    @property
    def new(self) -> Quote | None:
        """The new quote; the first of several."""
        return self.after.quote

    # --- the words -------------------------------------------------------------------------------------

    @lazy
    def blocks(self) -> tuple[Block, ...]:
        """How the old words became the new, in any house style; what only went or came by whole sentences."""
        old, new = self.before.keys, self.after.keys
        return slide_blocks(
            content_blocks(old, new), old, new, self.before.cut_likelihood, self.after.cut_likelihood
        )

    @lazy
    def is_repeated(self) -> bool:
        """Whether the same words are in several quotes of a version, which are one of the other."""
        sides = (*self.before.quotes, *self.after.quotes)
        return len(sides) > 2 and len({tuple(w.key for w in side.words) for side in sides}) == 1

    @lazy
    def changed(self) -> tuple[Block, ...]:
        """The blocks in which a reader sees a difference of words."""
        if self.is_repeated:
            return ()
        return tuple(b for b in self.blocks if b.op != "equal" and not self._means_the_same(b))

    def words_of(self, block: Block) -> tuple[Word, ...]:
        """The words of a block, the old ones and then the new."""
        return (*self.before.words[block.old], *self.after.words[block.new])

    def is_marked(self, block: Block) -> bool:
        """Whether one of the words of a block stands between marks."""
        return any((*self.before.marked[block.old], *self.after.marked[block.new]))

    def lone(self, block: Block) -> LoneWords:
        """The words that one side alone has in a block; the old ones if it has words of both."""
        if block.i2 > block.i1:
            return LoneWords(self.before, self.after, block.i1, block.i2, block.j1)
        return LoneWords(self.after, self.before, block.j1, block.j2, block.i1)

    @lazy
    def moved_words(self) -> frozenset[str]:
        """The keys of words that went in one place and came in another."""
        gone = {key for block in self.changed for key in self.before.keys[block.old]}
        come = {key for block in self.changed for key in self.after.keys[block.new]}
        return frozenset(gone & come)

    @lazy
    def same_text(self) -> bool:
        """Whether not a character of the words differs, nor whether and how they are marked."""
        if not len(self.before.quotes) == len(self.after.quotes) == 1:
            return False
        old, new = ((q.kind, len(q.content.spans), q.content.text) for q in (self.old, self.new) if q)
        return old == new and self.before.glyphs == self.after.glyphs

    @lazy
    def same_words(self) -> bool:
        """Whether all words are the same, written in the same way; ellipses are punctuation here."""
        return self.before.norms == self.after.norms

    @lazy
    def same_copy(self) -> bool:
        """Whether the sentences that hold the quote are the same in both versions, typography aside.

        Then nothing about the words can have changed, whatever the analysis made of them: even if it gave the
        quote another sentence in one version, but that stands in the other likewise.
        """
        olds, news = self.before.sentences, self.after.sentences
        if not (olds and news):
            return False
        if self._sentences_unchanged(olds, news):
            return True
        to_new, to_old = self.before.compared.links, self.after.compared.links
        if {j for k in olds for j in to_new[k]}.isdisjoint(news):
            return False
        if not all(self._sentences_unchanged((k,), to_new[k]) for k in olds):
            return False
        return all(self._sentences_unchanged(to_old[j], (j,)) for j in news)

    @lazy
    def same_copy_of_attribution(self) -> bool:
        """Whether the sentences that hold the quote are the same, and those that hold its cue.

        After a question its *Jane Doe asked* is a sentence of its own.
        """
        if not self.same_copy:
            return False
        old, new = (
            [side.version.sentence_at(span.start) for span in side.cue.spans]
            for side in (self.before, self.after)
        )
        if not (old and new):
            return True
        return self._sentences_unchanged(old, new)

    @lazy
    def same_in_any_style(self) -> bool:
        """Whether the sentences that hold the quote have the same words, each written in whatever style."""
        old, new = (side.compared.words_in_any_style(side.sentences) for side in (self.before, self.after))
        return old == new != 0

    def _sentences_unchanged(self, olds: Sequence[int], news: Sequence[int]) -> bool:
        """Whether some sentences of either version are the same."""
        return self.before.compared.copy_of(olds) == self.after.compared.copy_of(news)

    @lazy
    def claim(self) -> Difference | None:
        """The difference in what is claimed, if any: a negation, an opposite, a modal, a hedge."""
        if not self.changed:
            return None
        is_denied_once = _is_denied(self.before) != _is_denied(self.after)
        return claim_difference(
            self.before.content, self.after.content, self.changed, is_denied_once=is_denied_once
        )

    @lazy
    def is_rewritten(self) -> bool:
        """Whether less than half of the shorter content was kept."""
        return is_rewritten(self.before.content, self.after.content, self.changed)

    @lazy
    def figures(self) -> tuple[Difference, ...]:
        """The numbers, dates, times, places and other names that differ."""
        if not self.changed:
            return ()
        return figure_differences(self.before.content, self.after.content, self.changed)

    def _means_the_same(self, block: Block) -> bool:
        """Whether a difference outside marks is none to a reader.

        A pronoun for a name, a short name for a full one, a contraction, a dropped *that*, and words that the
        analysis drew in or left out at an edge. Between marks only an ellipsis that stands for no words.
        """
        if self._is_punctuation(block):
            return True
        if self.is_marked(block):
            return False
        old, new = self.before.words[block.old], self.after.words[block.new]
        if not (old and new):
            lone = self.lone(block)
            return any(is_no_loss(lone) for is_no_loss in _NO_LOSSES)
        return any(says_the_same(old, new) for says_the_same in _IN_OTHER_WORDS)

    def _is_punctuation(self, block: Block) -> bool:
        """Whether a block is an ellipsis at an edge, between sentences, or where the attribution now stands.

        Put over words it would be a replacement; within a sentence it says that words were left out there.
        """
        if block.op == "replace" or any(word.kind != "ellipsis" for word in self.words_of(block)):
            return False
        lone = self.lone(block)
        if lone.first in lone.side.begins or lone.side.closes(lone.last):
            return True
        if block.op == "insert":
            return False
        there = lone.other
        return lone.at in there.begins or lone.at in there.ends or there.opens(lone.at)

    @property
    def is_attributed_in_changed_copy(self) -> bool:
        """Whether both versions have it, and the copy of its attribution is not the same."""
        return self.paired and not self.same_copy_of_attribution

    # --- where and how it is shown ----------------------------------------------------------------------

    @lazy
    def edits(self) -> tuple[Edit, ...]:
        """The steps from the old text to the new."""
        return edits(self.before.text, self.after.text, self.before.spans, self.after.spans)

    @property
    def side(self) -> PairSide:
        """The side that has words; the old one of two."""
        return self.before if self.before.quotes else self.after

    @property
    def other(self) -> PairSide:
        """The other side: without words, if it is no pair."""
        return self.after if self.before.quotes else self.before

    @property
    def key(self) -> tuple[str, ...]:
        """What identifies the finding over versions: the old words, or the new ones where there are none."""
        return self.side.keys

    # --- who said it ------------------------------------------------------------------------------------

    @lazy
    def credited(self) -> Credited | None:
        """The pair with its speakers; None unless both versions credit the words to somebody."""
        old, new, old_speaker, new_speaker = self.old, self.new, self.before.speaker, self.after.speaker
        if old is None or new is None or old_speaker is None or new_speaker is None:
            return None
        return Credited(old, new, old_speaker, new_speaker, self.before.source, self.after.source)

    @property
    def speakers(self) -> tuple[str | None, str | None]:
        """The ids of the old and the new speaker; None where a version has none."""
        return self.before.speaker_id, self.after.speaker_id

    @lazy
    def name(self) -> str:
        """Whose quote it is, in the old version if that knows; empty if nobody does."""
        return self.before.name or self.after.name

    @lazy
    def of_speaker(self) -> str:
        """Whose quote it is, for messages: " of Jane Doe"; empty if nobody knows."""
        return f" of {self.name}" if self.name else ""

    # --- a quote without a partner ------------------------------------------------------------------------

    @lazy
    def found(self) -> Found | None:
        """Where the words of a quote without a partner stand in the other version, if they do."""
        if self.paired:
            return None
        if not self.key:
            return None
        quote, links = self.side.quotes[0], self.side.compared.links
        aligned = list(dict.fromkeys(there for sentence in quote.sentences for there in links[sentence]))
        finder = self.other.compared.finder
        found = finder.find(quote, aligned) or self._found_in_same_copy(aligned) or self._found_joined()
        if found is not None:
            return None if self._is_background(found) or self._was_of_another(found) else found
        if not self.side.is_attributed:
            return None
        likely = finder.likely(quote)
        back = self.other.compared.links
        part = self._found_in_part(finder.find_part(quote, [*aligned, *(k for k in likely if not back[k])]))
        return part or self._restated_in(likely)

    def _found_in_same_copy(self, aligned: Sequence[int]) -> Found | None:
        """The aligned sentences, if they are the same copy: the words stand there, few as they are."""
        if not aligned or not self._sentences_unchanged(*self.by_version(self.side.sentences, aligned)):
            return None
        spans = [self.other.version.extract.sentences[k].span for k in aligned]
        return Found(hull(spans), tuple(aligned), 1.0, here=True)

    def _found_joined(self) -> Found | None:
        """The words, few as they are, joined to what another quote says; not *it* or *he*, who are others."""
        if len(self.key) < MIN_WORDS_JOINED:
            return None
        if _is_pronoun(self.side.words[0]):
            return None
        there = self.other.compared
        span = self.context.lone_words.get((there, self.key))
        if span is None:
            return None
        return Found(span, (there.version.sentence_at(span.start),), 1.0, here=False)

    def by_version(self, mine: _OfSide, others: _OfSide) -> tuple[_OfSide, _OfSide]:
        """What is of this side and what is of the other, that of the old version first."""
        return (mine, others) if self.before.quotes else (others, mine)

    def _is_background(self, found: Found) -> bool:
        """Whether words of narration are what the quote tells in passing: *the boy who fell is home*."""
        if self._quote_around(found) is not None:
            return False
        first, last = self.other.version.between(*found.span)
        return mentions_in_passing(self.other.version.words[first:last], self.side.quotes[0].words)

    def _was_of_another(self, found: Found) -> bool:
        """Whether the words are among those of another, who says so elsewhere in this version, too."""
        quote, compared = self._quote_around(found), self.other.compared
        pair = None if quote is None else self.context.pair_of(compared, quote.id)
        if quote is None or pair is None or not pair.paired or pair.differs_throughout(compared, found.span):
            return False
        theirs = pair.before if self.before.quotes else pair.after
        if not set(theirs.sentences).isdisjoint(self.side.sentences):
            return False
        return self.context.identity.differ(*self.by_version(self.side.speaker_id, quote.speaker))

    def _restated_in(self, sentences: Sequence[int]) -> Found | None:
        """Another statement of the same speaker in some sentences that says the same, in whatever order."""
        quote, quotes_at = self.side.quotes[0], self.other.compared.quotes_at
        for other in (other for k in sentences for other in quotes_at.get(k, ())):
            if restates(other, quote) and self._is_of_same_speaker(other.quote):
                span = hull(other.quote.content.spans)
                return Found(span, other.sentences, content_similarity(quote, other), here=False)
        return None

    def _is_of_same_speaker(self, quote: Quote) -> bool:
        """Whether a quote of the other version is surely of the same speaker."""
        speakers = self.by_version(self.side.speaker_id, quote.speaker)
        return self.context.identity.same(*speakers) >= Same.RESPELLED

    def _found_in_part(self, part: Found | None) -> Found | None:
        """A part of a quote that is narration in the other version; None if it is none."""
        if part is None:
            return None
        stood = {i for j in part.sentences for i in self.other.compared.links[j]}
        if not stood <= {*self.side.quotes[0].sentences} or self._quote_around(part) is not None:
            return None  # it was narration in this version, too, or is a quote of its own
        return None if self._is_background(part) else part

    @property
    def outer(self) -> QuotePair | None:
        """What became of the quote within which it stands."""
        side = self.after if self.after.quotes else self.before
        return self.context.pair_of(side.compared, side.within)

    @property
    def is_alone(self) -> bool:
        """Whether the other version has nothing of it: neither a partner nor the words elsewhere."""
        if self.paired or not self.key:
            return False
        return self.found is None and not self.goes_with_outer

    @lazy
    def goes_with_outer(self) -> bool:
        """Whether it is a quote within a quote, and went or came with it or with a part of it."""
        pairs = (self.context.pair_of(self.side.compared, outer) for outer in self._outer_quotes())
        return any(pair is None or pair.paired or pair.found is None for pair in pairs)

    def _outer_quotes(self) -> Iterator[str]:
        """The ids of the quotes of its version within which it stands, the nearest first."""
        quotes = self.side.compared.quotes
        seen = {self.side.id}
        outer = self.side.within
        while outer is not None and outer not in seen:
            yield outer
            seen.add(outer)
            outer = quotes[outer].quote.within

    @lazy
    def found_in_quote(self) -> Quote | None:
        """The quote of the other version within which the words were found."""
        return self._quote_around(self.found) if self.found is not None else None

    def _quote_around(self, found: Found) -> Quote | None:
        """The quote of the other version that holds more than half of such a place."""
        others = self.other.compared.quotes_at
        width = max(1, found.span.width)
        for other in (one for k in found.sentences for one in others.get(k, ())):
            if sum(found.span.overlap(s) for s in other.quote.content.spans) * 2 > width:
                return other.quote
        return None

    @lazy
    def is_unchanged_elsewhere(self) -> bool:
        """Whether the sentences of a quote without a partner stand unchanged in the other version."""
        if self.found is None:
            return False
        here = self.side.compared.copy_of(self.side.quotes[0].sentences)
        return here == self.other.compared.copy_of(self.found.sentences)

    @lazy
    def still_attributed(self) -> bool:
        """Whether words found outside every quote still have a source and a cue beside them.

        Then they are not unattributed: the analysis did not see that they are said.
        """
        version, mine, found = self.other.version, self.side, self.found
        if found is None or mine.source is NOTHING:
            return False
        outside = [w for k in found.sentences for w in _words_outside(version, k, [found.span])]
        tail = found.sentences[-1] + 1  # without marks, a question's "she said" is a sentence of its own
        if tail < len(version.extract.sentences) and len(version.of_sentence(tail)) <= MAX_ATTRIBUTION_WORDS:
            outside += [w.norm.removesuffix("'s") for w in version.of_sentence(tail)]
        sentences = mine.quotes[0].sentences
        before = [w for k in sentences for w in _words_outside(mine.version, k, mine.spans)]
        if before == outside != [] and not mine.is_inherited:
            return True  # all that was around the words still is
        outside += self._words_amid(found)
        return _holds_a_cue(outside, mine.cue) and _names_source(outside, mine.source)

    def names_source_within(self, quote: Quote) -> bool:
        """Whether a quote of the other version names the source of this one: *that Field had told them*."""
        first, last = self.other.version.between(*hull(quote.content.spans))
        words = [word.norm.removesuffix("'s") for word in self.other.version.words[first:last]]
        return _names_source(words, self.side.source)

    def differs_throughout(self, compared: ComparedVersion, span: Span) -> bool:
        """Whether all words of content in a stretch of a version are ones that the other has not."""
        is_old = compared is self.before.compared
        side = self.before if is_old else self.after
        ranges = (block.old if is_old else block.new for block in self.changed)
        alone = {k for part in ranges for k in range(part.start, part.stop)}
        held = (k for k, word in enumerate(side.words) if span.contains((word.start, word.end)))
        telling = [k for k in held if says_something(side.words[k])]
        return self.paired and bool(telling) and alone.issuperset(telling)

    def _words_amid(self, found: Found) -> list[str]:
        """The words among those found that are none of the quote: *a gift its head called generous*."""
        own = {word.norm for word in self.side.words}
        first, last = self.other.version.between(*found.span)
        words = self.other.version.words[first:last]
        return [word.norm.removesuffix("'s") for word in words if word.norm not in own]


_QUOTE_JOINERS = word_list("quote_joiners")


def joins(word: Word) -> bool:
    """Whether a word may join one statement to another: *and*, *that*."""
    return word.norm in _QUOTE_JOINERS


_DROPPED_FREELY = word_list("dropped_freely")


def _is_small_word(lone: LoneWords) -> bool:
    """Whether one version alone has a *that*, a *had* of another tense, or an article."""
    if len(lone.words) != 1:
        return False
    return lone.words[0].norm in _DROPPED_FREELY


def _is_part_of_name(lone: LoneWords) -> bool:
    return lone.stand_beside_name() and all(map(_is_of_name, lone.words))


def _is_of_name(word: Word) -> bool:
    """Whether a word may stand before a name, or in it: *the minister, Ann*."""
    return word.kind == "name" or word.norm in _titles() | {"the"}


_NO_LOSSES: tuple[Callable[[LoneWords], bool], ...] = (
    _is_small_word,
    LoneWords.lead_to_marks,
    _is_part_of_name,
    LoneWords.are_still_beside,
)
"""When words that one version alone has, outside marks, make no difference to a reader."""


def _holds_a_cue(words: Sequence[str], cue: Passage) -> bool:
    """Whether one of some folded words is of the cue, or a form of any verb of saying."""
    own = {w for w in fold(cue.text).split() if w not in _ASPECT_AUXILIARIES}
    return any(w in own or w in _cue_forms() for w in words)


def _names_source(words: Sequence[str], source: Passage) -> bool:
    """Whether one of some folded words is a word of the source that tells who it is."""
    own = [w.removesuffix("'s") for w in fold(source.text).replace(",", " ").split()]
    telling = [w for w in own if len(w) > 2 and w not in word_list("untelling")] or own
    return any(w in words for w in telling)


def _words_outside(version: NormalizedText, sentence: int, spans: Sequence[Span]) -> list[str]:
    """The words of a sentence that are in none of the spans; of a very long one only those near the spans."""
    covered = is_within_one_of(spans)
    words = version.of_sentence(sentence)
    if len(words) > MAX_SEARCH_WORDS:
        first = bisect_left(words, min(s.start for s in spans), key=_start_of)
        last = bisect_left(words, max(s.end for s in spans), key=_start_of)
        words = words[max(0, first - WINDOW_ATTRIBUTION_WORDS) : last + WINDOW_ATTRIBUTION_WORDS]
    return [w.norm.removesuffix("'s") for w in words if not covered(w.start, w.start + 1)]


def _start_of(word: Word) -> int:
    return word.start


_DETERMINERS = word_list("determiners")


@cache
def _tenses() -> dict[str, str]:
    """Forms of verbs whose tense paraphrase shifts, by form: "has" and "had" are "have"."""
    return word_map("shifted_modals") | {form: base for form, base in rows("irregular", 2)}  # noqa: C416 - pairs, to mypy


_SHIFTED = word_list("shifted")
"""What a verb gains, or loses, when it is told from another time: *it had been seen*."""


def _same_but_tense(x: Sequence[Word], y: Sequence[Word]) -> bool:
    """Whether two stretches differ in tense alone: *is*, *would be*; *had tried*, *tried*."""
    if is_to_come_and_done(x, y):
        return False  # would suspend, had suspended
    old, new = ([w for w in side if w.norm not in _SHIFTED] or side for side in (x, y))
    if len(old) != len(new):
        old, new = x, y
    return len(old) == len(new) and all(_is_same_but_tense(v, w) for v, w in zip(old, new, strict=True))


def _same_but_contraction(x: Sequence[Word], y: Sequence[Word]) -> bool:
    """Whether words differ in a contraction alone: *it's*, *it is*."""
    same = [s for w in x for s in w.stems] == [s for w in y for s in w.stems]
    return same and any(len(w.stems) > 1 for w in (*x, *y))


def _pronoun_stands_for(x: Sequence[Word], y: Sequence[Word]) -> bool:
    """Whether both are one mention each, and one of them a personal pronoun: not *her* for *his*."""
    genders = [_pronouns()[norm] for w in (x[0], y[0]) if (norm := w.norm.removesuffix("'s")) in _pronouns()]
    if not genders or {*genders} == {"m", "f"}:
        return False
    return _is_one_mention(x) and _is_one_mention(y)


def _is_same_but_tense(v: Word, w: Word) -> bool:
    """Whether two words are forms of one verb, or one word; plurals of nouns are other words."""
    if v.key == w.key:
        return True
    bases = [_tenses().get(word.norm) for word in (v, w)]
    verbal = any(bases) or any(word.norm.endswith(("ed", "ing")) for word in (v, w))
    one, other = (stems(base) if base else word.stems for base, word in zip(bases, (v, w), strict=True))
    return verbal and one == other


def _is_pronoun(word: Word) -> bool:
    return word.norm.removesuffix("'s") in _pronouns()


_ASPECT_AUXILIARIES = word_list("aspect_auxiliaries")


@cache
def _cue_forms() -> frozenset[str]:
    """Every form of a verb of saying, and "according"."""
    forms = {form for line, _, frame, _ in rows("cues", 4) if frame != "weak" for form in line.split()}
    return frozenset(forms | {"according"})


@cache
def _pronouns() -> dict[str, str]:
    """The personal pronouns, each with its gender: no *all*, *none*, *who*."""
    return {word: gender for word, person, _, gender in rows("pronouns", 4) if person.isdecimal()}


@cache
def _titles() -> frozenset[str]:
    return frozenset(w for t, _ in rows("titles", 2) for w in t.split())


def _is_one_mention(words: Sequence[Word]) -> bool:
    """Whether the words are one mention: a pronoun, a name with titles, or "the" and up to three words."""
    if len(words) == 1 and _is_pronoun(words[0]):
        return True
    if all(w.kind == "name" or w.norm in _titles() for w in words):
        return True
    if words[0].opens and all(w.kind in ("name", "word") for w in words) and len(words) <= 3:
        return True
    return len(words) <= 4 and words[0].norm in _DETERMINERS


_IN_OTHER_WORDS: tuple[Callable[[Sequence[Word], Sequence[Word]], bool], ...] = (
    _same_but_tense,
    _same_but_contraction,
    _pronoun_stands_for,
)
"""How two runs of words outside marks say the same to a reader."""


def _is_denied(side: PairSide) -> bool:
    """Whether the cue is a verb of denying: *denied going there* and *said he did not go* are one claim."""
    verbs = reporting_verbs()
    said = fold(side.cue.text).split()
    return any(verbs[word].lemma in word_list("denying") for word in said if word in verbs)

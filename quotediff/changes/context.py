"""What the codes' functions look at: two versions put side by side, and one pair of quotes at a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate

from quotediff.align.evidence import SURE
from quotediff.align.normalize import NormalizedText, Word, normalize_phrase
from quotediff.align.quotes import Matching, QuoteContent
from quotediff.align.search import Finder, Found
from quotediff.align.sentences import Alignment
from quotediff.align.speakers import Identity
from quotediff.align.words import Block, content_blocks, edits, slide_blocks
from quotediff.changes.figures import figure_differences
from quotediff.changes.meaning import (
    ContentSide,
    Difference,
    claim_difference,
    is_list_item,
    is_rewritten,
    items,
)
from quotediff.changes.movement import Move, moves
from quotediff.comparison import Edit
from quotediff.excerpts import excerpt, line
from quotediff.identity import has_name, name_words
from quotediff.lang.inflection import stems
from quotediff.lang.lexicon import rows, word_list, word_map, words
from quotediff.limits import (
    MAX_ATTRIBUTION_WORDS,
    MAX_SEARCH_WORDS,
    MAX_SENTENCE_REMEMBERED_CHARS,
    MAX_SENTENCES_REMEMBERED,
    WINDOW_ATTRIBUTION_WORDS,
)
from quotediff.model import Kind, Passage, Problem, Quote, Role, Speaker, SpeakerKind
from quotediff.text.damage import repaired
from quotediff.text.fold import fold
from quotediff.text.remember import remembers
from quotediff.text.spans import Span, hull

_TYPOGRAPHY = str.maketrans(
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("–—―", "-"), "…": ".", "\u00ad": " "}
)


@remembers(MAX_SENTENCES_REMEMBERED, MAX_SENTENCE_REMEMBERED_CHARS)
def without_typography(text: str) -> str:
    """Copy without what typography may change: the glyphs of marks and dashes, spaces, capitals."""
    folded = fold(repaired(text)).translate(_TYPOGRAPHY).replace("``", '"').replace("''", '"')
    return " ".join(folded.replace("--", " - ").replace("-", " - ").replace("...", ".").split())


def is_within_one_of(spans: Iterable[Span]) -> Callable[[int, int], bool]:
    """A question of some spans: whether one of them holds all from an offset to another; n log n once."""
    ordered = sorted(spans)
    starts = [s.start for s in ordered]
    ends = list(accumulate((s.end for s in ordered), max))

    def holds(start: int, end: int) -> bool:
        k = bisect_right(starts, start)
        return k > 0 and ends[k - 1] >= end

    return holds


_BESIDE_COPY = frozenset({Role.CAPTION, Role.SUBHEAD, Role.INFOBOX, Role.EMBED})


class ComparisonContext:
    """Two versions of a story, aligned and their quotes paired: what all codes look at.

    Nothing is added to it once it is made; what is asked of it is remembered.
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
        self.olds = {said.quote.id: said for said in matching.olds}
        self.news = {said.quote.id: said for said in matching.news}
        # What is asked of a sentence is asked for each quote in it; of one sentence there may be many.
        self._numbers: dict[Hashable, int] = {None: 0}
        self._copies: dict[tuple[int, ...], int] = {}
        self._styled: dict[tuple[int, ...], int] = {}
        self._quoted_at: dict[tuple[bool, int], list[Span]] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Bounds of searches that were reached so far."""
        made = (finder for name, finder in vars(self).items() if name in ("in_new", "in_old"))  # if searched
        return tuple(dict.fromkeys(p for search in (self.identity, *made) for p in search.problems))

    def pair_of(self, side: str, identifier: str) -> QuotePair | None:
        """The case of an old or a new quote."""
        return self._pairs_of[side].get(identifier)

    @cached_property
    def _pairs_of(self) -> dict[str, dict[str, QuotePair]]:
        return {
            "old": {s.quote.id: c for c in self.quote_pairs for s in c.olds},
            "new": {s.quote.id: c for c in self.quote_pairs for s in c.news},
        }

    def release(self) -> None:
        """Lets go of the pairs as cases, which refer to this: circles of memory are freed late."""
        for name in ("quote_pairs", "moves", "_pairs_of"):
            vars(self).pop(name, None)

    @cached_property
    def one_sided(self) -> frozenset[Role]:
        """Kinds of paragraphs beside the copy that only one version has, if the two are of different formats.

        Not every format has captions, subheads and boxes: what is in them is then in neither or both.
        """
        old, new = (version.extract.document for version in (self.old, self.new))
        if old.format == new.format:
            return frozenset()
        return _BESIDE_COPY & ({p.role for p in old.paragraphs} ^ {p.role for p in new.paragraphs})

    @cached_property
    def in_new(self) -> Finder:
        """Searches the new version."""
        return Finder(self.new)

    @cached_property
    def in_old(self) -> Finder:
        """Searches the old version."""
        return Finder(self.old)

    @cached_property
    def moves(self) -> Mapping[str, Move]:
        """What stands in another order among the quotes, by the old id of the first quote of each move."""
        return moves(self)

    @cached_property
    def quote_pairs(self) -> tuple[QuotePair, ...]:
        """Every pair as a case."""
        return tuple(
            QuotePair(
                self,
                tuple(self.olds[i] for i in pair.old),
                tuple(self.news[i] for i in pair.new),
                pair.confidence,
            )
            for pair in self.pairs
        )

    @cached_property
    def old_norms(self) -> frozenset[tuple[str, ...]]:
        """The words of each old quote."""
        return frozenset(said.norms for said in self.olds.values())

    @cached_property
    def olds_at(self) -> dict[int, list[QuoteContent]]:
        """The old quotes by the sentences they stand in."""
        return _by_sentence(self.olds.values())

    @cached_property
    def news_at(self) -> dict[int, list[QuoteContent]]:
        """The new quotes by the sentences they stand in."""
        return _by_sentence(self.news.values())

    def quoted_at(self, version: NormalizedText, sentence: int) -> Sequence[Span]:
        """The spans of the contents that stand in a sentence, in order."""
        key = (version is self.new, sentence)
        if key not in self._quoted_at:
            quotes = (self.news_at if version is self.new else self.olds_at).get(sentence, ())
            self._quoted_at[key] = sorted(s for q in quotes for s in q.quote.content.spans)
        return self._quoted_at[key]

    def paragraph(self, version: NormalizedText, offset: int) -> int:
        """The number of the paragraph that holds ``offset``, 0 if none."""
        paragraphs = version.extract.document.paragraphs
        at = bisect_right(paragraphs, offset, key=lambda p: p.span.start) - 1
        return paragraphs[at].number if at >= 0 else 0

    def copy_of(self, version: NormalizedText, sentences: Sequence[int]) -> int:
        """A number for the copy of some sentences: the same for the same but for typography."""
        key = (version is self.new, *sentences)
        if key not in self._copies:
            text = version.extract.document.text
            spans = [version.extract.sentences[k].span for k in sentences]
            copy = " ".join(without_typography(text[s.start : s.end]) for s in spans)
            self._copies[key] = self._numbers.setdefault(copy, len(self._numbers))
        return self._copies[key]

    def words_in_any_style(self, version: NormalizedText, sentences: Sequence[int]) -> int:
        """A number for the words of some sentences: the same for the same in whatever style, 0 for none."""
        key = (version is self.new, *sentences)
        if key not in self._styled:
            keys = tuple([w.key for k in sentences for w in version.of_sentence(k) if w.key])
            self._styled[key] = self._numbers.setdefault(keys, len(self._numbers)) if keys else 0
        return self._styled[key]

    @staticmethod
    def words_of(passage: str) -> tuple[Word, ...]:
        """The words of any passage."""
        return normalize_phrase(passage)


def _by_sentence(quotes: Iterable[QuoteContent]) -> dict[int, list[QuoteContent]]:
    table: dict[int, list[QuoteContent]] = {}
    for quote in quotes:
        for k in quote.sentences:
            table.setdefault(k, []).append(quote)
    return table


@dataclass(frozen=True, slots=True)
class Credited:
    """A quote of either version, paired, and to whom each version credits it."""

    old: Quote
    new: Quote
    old_speaker: Speaker
    new_speaker: Speaker

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


SURE_SPEAKERS = 0.87
"""The probability that both speakers are right from which a change of them may be an error.

Of 24 such errors on the corpus 17 are right, the least sure of them at 0.89; of the 7 wrong it keeps back 3.
"""


class QuotePair:
    """A pair of quotes, or a quote that has no partner, with what the codes ask about it.

    ``olds`` and ``news`` hold one quote each, or several where a quote was split or merged, or none;
    ``confidence`` is the probability that both sides are one statement.
    """

    def __init__(
        self,
        context: ComparisonContext,
        olds: tuple[QuoteContent, ...],
        news: tuple[QuoteContent, ...],
        confidence: float = 1.0,
    ) -> None:
        self.context, self.olds, self.news, self.confidence = context, olds, news, confidence

    @property
    def sure(self) -> bool:
        """Whether both sides are surely one statement, or it has but one side: no error is told otherwise."""
        return not self.paired or self.confidence >= SURE

    @property
    def speakers_are_sure(self) -> bool:
        """Whether both speakers are surely right: their change is no error otherwise."""
        sure = 1.0
        for quote, speaker_of in (
            (self.old, self.context.identity.old),
            (self.new, self.context.identity.new),
        ):
            if quote is None or quote.speaker_confidence is None:
                continue
            speaker = speaker_of(quote.speaker)
            if speaker is None or not _names_several_in_full(quote, speaker):
                sure *= quote.speaker_confidence
        return sure >= SURE_SPEAKERS

    # --- the words -------------------------------------------------------------------------------------

    @cached_property
    def old(self) -> Quote | None:
        """The old quote; the first of several."""
        return self.olds[0].quote if self.olds else None

    @cached_property
    def new(self) -> Quote | None:
        """The new quote; the first of several."""
        return self.news[0].quote if self.news else None

    @cached_property
    def paired(self) -> bool:
        """Whether both versions have it."""
        return bool(self.olds and self.news)

    @cached_property
    def old_words(self) -> tuple[Word, ...]:
        """The old words, without honorifics."""
        return tuple(w for s in self.olds for w in s.words if w.key)

    @cached_property
    def new_words(self) -> tuple[Word, ...]:
        """The new words, without honorifics."""
        return tuple(w for s in self.news for w in s.words if w.key)

    @cached_property
    def old_marked(self) -> tuple[bool, ...]:
        """Which of ``old_words`` stand between marks."""
        return tuple(m for s in self.olds for w, m in zip(s.words, s.marked, strict=True) if w.key)

    @cached_property
    def new_marked(self) -> tuple[bool, ...]:
        """Which of ``new_words`` stand between marks."""
        return tuple(m for s in self.news for w, m in zip(s.words, s.marked, strict=True) if w.key)

    @cached_property
    def old_edges(self) -> tuple[frozenset[int], frozenset[int]]:
        """The words of ``old_words`` at which a span begins, and those before which one has ended."""
        return _edges(self.olds)

    @cached_property
    def new_edges(self) -> tuple[frozenset[int], frozenset[int]]:
        """The words of ``new_words`` at which a span begins, and those before which one has ended."""
        return _edges(self.news)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """How the old words became the new, in any house style; what only went or came by whole sentences."""
        old, new = [w.key for w in self.old_words], [w.key for w in self.new_words]
        return slide_blocks(content_blocks(old, new), old, new, self._cut_likelihood)

    def _cut_likelihood(self, first: int, last: int, of_old: bool) -> int:  # noqa: FBT001 - handed to ``slide_blocks``
        """How likely a stretch was left out or put in just there: to an edge, else by whole sentences."""
        words, (begins, ends) = (
            (self.old_words, self.old_edges) if of_old else (self.new_words, self.new_edges)
        )
        opens = words[first].opens
        closes = last == len(words) or words[last].opens or last in ends
        at_edge = first in begins or last in ends
        return 8 * at_edge + 4 * opens + 2 * closes + is_list_item(words, first, last)

    @cached_property
    def is_repeated(self) -> bool:
        """Whether the same words are in several quotes of a version, which are one of the other."""
        sides = (*self.olds, *self.news)
        return len(sides) > 2 and len({tuple(w.key for w in side.words) for side in sides}) == 1

    @cached_property
    def changed(self) -> tuple[Block, ...]:
        """The blocks in which a reader sees a difference of words."""
        if self.is_repeated:
            return ()
        return tuple(b for b in self.blocks if b.op != "equal" and not self._means_the_same(b))

    @cached_property
    def moved_words(self) -> frozenset[str]:
        """The keys of words that went in one place and came in another."""
        gone, come = (
            {w.key for c in self.changed for w in words[slice(*where(c))]}
            for words, where in ((self.old_words, _old_range), (self.new_words, _new_range))
        )
        return frozenset(gone & come)

    @cached_property
    def same_text(self) -> bool:
        """Whether not a character of the words differs, nor whether and how they are marked."""
        if len(self.olds) != 1 or len(self.news) != 1:
            return False
        old, new = self.olds[0], self.news[0]
        return (
            old.quote.kind is new.quote.kind
            and len(old.quote.content.spans) == len(new.quote.content.spans)
            and old.quote.content.text == new.quote.content.text
            and _glyphs(self.context.old, old.quote) == _glyphs(self.context.new, new.quote)
        )

    @cached_property
    def same_words(self) -> bool:
        """Whether all words are the same, written in the same way; ellipses are punctuation here."""
        old, new = (
            [w.norm for s in sides for w in s.words if w.kind != "ellipsis"]
            for sides in (self.olds, self.news)
        )
        return old == new

    @cached_property
    def same_copy(self) -> bool:
        """Whether the sentences that hold the quote are the same in both versions, typography aside.

        Then nothing about the words can have changed, whatever the analysis made of them: even if it gave the
        quote another sentence in one version, but that stands in the other likewise.
        """
        story = self.context
        olds = sorted({k for s in self.olds for k in s.sentences})
        news = sorted({k for s in self.news for k in s.sentences})
        if not olds or not news:
            return False
        if story.copy_of(story.old, olds) == story.copy_of(story.new, news):
            return True
        to_new, to_old = story.alignment.to_new, story.alignment.to_old
        return (
            bool({j for k in olds for j in to_new[k]}.intersection(news))
            and all(self._sentences_unchanged((k,), to_new[k]) for k in olds)
            and all(self._sentences_unchanged(to_old[j], (j,)) for j in news)
        )

    @cached_property
    def same_copy_of_attribution(self) -> bool:
        """Whether the sentences that hold the quote are the same, and those that hold its cue.

        After a question its *Jane Doe asked* is a sentence of its own.
        """
        if self.old is None or self.new is None or not self.same_copy:
            return False
        story = self.context
        at = [
            [version.sentence_at(span.start) for span in (quote.cue.spans if quote.cue else ())]
            for version, quote in ((story.old, self.old), (story.new, self.new))
        ]
        if not all(at):
            return True
        return story.copy_of(story.old, at[0]) == story.copy_of(story.new, at[1])

    @cached_property
    def same_in_any_style(self) -> bool:
        """Whether the sentences that hold the quote have the same words, each written in whatever style."""
        story = self.context
        olds = sorted({k for s in self.olds for k in s.sentences})
        news = sorted({k for s in self.news for k in s.sentences})
        old = story.words_in_any_style(story.old, olds)
        return bool(old) and old == story.words_in_any_style(story.new, news)

    def _sentences_unchanged(self, olds: Sequence[int], news: Sequence[int]) -> bool:
        """Whether some sentences of either version are the same."""
        story = self.context
        return story.copy_of(story.old, olds) == story.copy_of(story.new, news)

    @cached_property
    def claim(self) -> Difference | None:
        """The difference in what is claimed, if any: a negation, an opposite, a modal, a hedge."""
        return claim_difference(*self._sides, self.changed) if self.changed else None

    @cached_property
    def is_rewritten(self) -> bool:
        """Whether less than half of the shorter content was kept."""
        return is_rewritten(*self._sides, self.changed)

    @cached_property
    def figures(self) -> tuple[Difference, ...]:
        """The numbers, dates, times, places and other names that differ."""
        return figure_differences(*self._sides, self.changed) if self.changed else ()

    @cached_property
    def _sides(self) -> tuple[ContentSide, ContentSide]:
        return (
            ContentSide(
                self.old_words, self.old_marked, self.old_edges[0] | self.old_edges[1], items(self.old_words)
            ),
            ContentSide(
                self.new_words, self.new_marked, self.new_edges[0] | self.new_edges[1], items(self.new_words)
            ),
        )

    def _means_the_same(self, block: Block) -> bool:
        """Whether a difference outside marks is none to a reader.

        A pronoun for a name, a short name for a full one, a contraction, a dropped *that*, and words that the
        analysis drew in or left out at an edge. Between marks only an ellipsis that stands for no words.
        """
        if self._is_punctuation(block):
            return True
        if any(self.old_marked[block.i1 : block.i2]) or any(self.new_marked[block.j1 : block.j2]):
            return False
        x, y = self.old_words[block.i1 : block.i2], self.new_words[block.j1 : block.j2]
        if _same_but_tense(x, y):
            return True
        if x and y:
            return _same_but_contraction(x, y) or _pronoun_stands_for(x, y)
        return self._is_no_loss(x or y, block)

    def _is_no_loss(self, run: Sequence[Word], block: Block) -> bool:
        """Whether words of one version alone are a *that*, part of a name, or still beside the content."""
        if len(run) == 1 and (run[0].norm == "that" or self._leads_to_marks(block)):
            return True
        if all(w.kind == "name" or w.norm in _titles() for w in run) and self._beside_name(block):
            return True
        return self._still_beside(block)

    def _is_punctuation(self, block: Block) -> bool:
        """Whether a block is an ellipsis at an edge, between sentences, or where the attribution now stands.

        Put over words it would be a replacement; within a sentence it says that words were left out there.
        """
        run = (*self.old_words[block.i1 : block.i2], *self.new_words[block.j1 : block.j2])
        if block.op == "replace" or any(w.kind != "ellipsis" for w in run):
            return False
        came = block.op == "insert"
        here, edges, after = (
            (self.new_words, self.new_edges, block.j2) if came else (self.old_words, self.old_edges, block.i2)
        )
        at_edge = block.j1 in edges[0] if came else block.i1 in edges[0]
        if at_edge or after in edges[1] or after == len(here) or here[after].opens:
            return True
        seam = block.j1 in self.new_edges[0] or block.j1 in self.new_edges[1]
        return not came and (seam or (block.j1 < len(self.new_words) and self.new_words[block.j1].opens))

    def _leads_to_marks(self, block: Block) -> bool:
        """Whether a word that was dropped or added is the *as* of *described it as "brave"*."""
        words, marked, at = (
            (self.old_words, self.old_marked, block.i1)
            if block.i2 > block.i1
            else (self.new_words, self.new_marked, block.j1)
        )
        return words[at].norm == "as" and any(marked[at + 1 : at + 2])

    def _beside_name(self, block: Block) -> bool:
        """Whether the same name goes on before or after what was dropped or added."""
        words, first, last = (
            (self.old_words, block.i1, block.i2)
            if block.i2 > block.i1
            else (self.new_words, block.j1, block.j2)
        )
        around = [words[k] for k in (first - 1, last) if 0 <= k < len(words)]
        return any(w.kind == "name" for w in around)

    def _still_beside(self, block: Block) -> bool:
        """Whether words missing at an edge of one content stand right there in that version, outside it."""
        gone = block.i2 > block.i1
        run = self.old_words[block.i1 : block.i2] if gone else self.new_words[block.j1 : block.j2]
        version = self.context.new if gone else self.context.old
        sides = self.news if gone else self.olds
        size = len(self.new_words) if gone else len(self.old_words)
        at = block.j1 if gone else block.i1
        keys = [w.key for w in run]
        if at == size and sides and sides[-1].words:
            first, _ = version.between(sides[-1].words[-1].end, sides[-1].words[-1].end)
            return [w.key for w in version.words[first : first + len(keys)]] == keys
        if at == 0 and sides and sides[0].words:
            last, _ = version.between(sides[0].words[0].start, sides[0].words[0].start)
            return last >= len(keys) and [w.key for w in version.words[last - len(keys) : last]] == keys
        return False

    # --- where and how it is shown ----------------------------------------------------------------------

    @cached_property
    def old_span(self) -> Span | None:
        """From the first old word to the last."""
        return _span(self.olds)

    @cached_property
    def new_span(self) -> Span | None:
        """From the first new word to the last."""
        return _span(self.news)

    @cached_property
    def old_spans(self) -> tuple[Span, ...]:
        """Where the old words stand."""
        return tuple(s for said in self.olds for s in said.quote.content.spans)

    @cached_property
    def new_spans(self) -> tuple[Span, ...]:
        """Where the new words stand."""
        return tuple(s for said in self.news for s in said.quote.content.spans)

    @cached_property
    def old_text(self) -> str:
        """The old words as they stand."""
        return " ".join(s.quote.content.text for s in self.olds)

    @cached_property
    def new_text(self) -> str:
        """The new words as they stand."""
        return " ".join(s.quote.content.text for s in self.news)

    @cached_property
    def old_excerpt(self) -> str:
        """The old words as a message shows them."""
        return excerpt(self.context.old.extract, [s for q in self.olds for s in q.quote.content.spans])

    @cached_property
    def new_excerpt(self) -> str:
        """The new words as a message shows them."""
        return excerpt(self.context.new.extract, [s for q in self.news for s in q.quote.content.spans])

    def part(self, first: int, last: int, *, old: bool) -> str:
        """Some of the old or new words, by their indices, as a message shows them; empty for none."""
        words, sides, version = (
            (self.old_words, self.olds, self.context.old)
            if old
            else (self.new_words, self.news, self.context.new)
        )
        if first >= last:
            return ""
        start, end = words[first].start, words[last - 1].end
        spans = [s for q in sides for s in q.quote.content.spans if s.start < end and s.end > start]
        return excerpt(version.extract, [Span(max(s.start, start), min(s.end, end)) for s in spans])

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """The steps from ``old_text`` to ``new_text``."""
        return edits(self.old_text, self.new_text, self.old_spans, self.new_spans)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What identifies the finding over versions: the old words, or the new ones where there are none."""
        sides = self.olds or self.news
        return tuple(w.key for s in sides for w in s.words if w.key)

    # --- who said it ------------------------------------------------------------------------------------

    @cached_property
    def old_speaker(self) -> Speaker | None:
        """The old quote's speaker."""
        return self.context.identity.old(self.old.speaker) if self.old else None

    @cached_property
    def new_speaker(self) -> Speaker | None:
        """The new quote's speaker."""
        return self.context.identity.new(self.new.speaker) if self.new else None

    @cached_property
    def credited(self) -> Credited | None:
        """The pair with its speakers; None unless both versions credit the words to somebody."""
        if self.old is None or self.new is None or self.old_speaker is None or self.new_speaker is None:
            return None
        return Credited(self.old, self.new, self.old_speaker, self.new_speaker)

    @cached_property
    def of_speaker(self) -> str:
        """Whose quote it is, for messages: " of Jane Doe"; empty if nobody knows."""
        name = self.old_name or self.new_name
        return f" of {name}" if name else ""

    @cached_property
    def old_name(self) -> str:
        """The old speaker's name, or the source's words."""
        return _name(self.old, self.old_speaker)

    @cached_property
    def new_name(self) -> str:
        """The new speaker's name, or the source's words."""
        return _name(self.new, self.new_speaker)

    # --- a quote without a partner ------------------------------------------------------------------------

    @cached_property
    def found(self) -> Found | None:
        """Where the words of a quote without a partner stand in the other version, if they do."""
        if self.paired or not self.key:
            return None
        story = self.context
        if self.olds:
            links = [j for k in self.olds[0].sentences for j in story.alignment.to_new[k]]
            return story.in_new.find(self.olds[0], links)
        links = [i for k in self.news[0].sentences for i in story.alignment.to_old[k]]
        return story.in_old.find(self.news[0], links)

    @property
    def outer(self) -> QuotePair | None:
        """What became of the quote within which it stands."""
        quote, side = (self.new, "new") if self.new else (self.old, "old")
        return self.context.pair_of(side, quote.within) if quote and quote.within else None

    @property
    def is_alone(self) -> bool:
        """Whether the other version has nothing of it: neither a partner nor the words elsewhere."""
        return not self.paired and bool(self.key) and self.found is None and not self.goes_with_outer

    @cached_property
    def goes_with_outer(self) -> bool:
        """Whether it is a quote within a quote, and went or came with it or with a part of it."""
        quote = self.old or self.new
        outer = quote.within if quote else None
        seen = {quote.id} if quote else set()
        while outer is not None and outer not in seen:
            seen.add(outer)
            pair = self.context.pair_of("old" if self.olds else "new", outer)
            if pair is None or pair.paired or pair.found is None:
                return True
            quote = pair.old if self.olds else pair.new
            outer = quote.within if quote else None
        return False

    @cached_property
    def found_in_quote(self) -> Quote | None:
        """The quote of the other version within which the words were found."""
        if self.found is None:
            return None
        others = self.context.news_at if self.olds else self.context.olds_at
        width = max(1, self.found.span.width)
        for other in (one for k in self.found.sentences for one in others.get(k, ())):
            if sum(self.found.span.overlap(s) for s in other.quote.content.spans) * 2 > width:
                return other.quote
        return None

    @cached_property
    def is_unchanged_elsewhere(self) -> bool:
        """Whether the sentences of a quote without a partner stand unchanged in the other version."""
        if self.found is None:
            return False
        story, mine = self.context, (self.olds or self.news)[0].sentences
        here, there = (story.old, story.new) if self.olds else (story.new, story.old)
        return story.copy_of(here, mine) == story.copy_of(there, self.found.sentences)

    @cached_property
    def still_attributed(self) -> bool:
        """Whether words found outside every quote still have a source and a cue beside them.

        Then they are not unattributed: the analysis did not see that they are said.
        """
        if self.found is None:
            return False
        story = self.context
        quote = self.old or self.new
        version = story.new if self.olds else story.old
        if quote is None or quote.source is None:
            return False
        sentences = self.found.sentences
        outside = [w for k in sentences for w in _words_outside(version, k, [self.found.span])]
        tail = sentences[-1] + 1  # without marks, a question's "she said" is a sentence of its own
        if tail < len(version.extract.sentences) and len(version.of_sentence(tail)) <= MAX_ATTRIBUTION_WORDS:
            outside += [w.norm.removesuffix("'s") for w in version.of_sentence(tail)]
        mine = self.olds[0] if self.olds else self.news[0]
        there = story.old if self.olds else story.new
        before = [w for k in mine.sentences for w in _words_outside(there, k, quote.content.spans)]
        if not quote.inherited and before and before == outside:
            return True  # all that was around the words still is
        return _holds_a_cue(outside, quote.cue) and _names_source(outside, quote.source)


def _holds_a_cue(words: Sequence[str], cue: Passage | None) -> bool:
    """Whether one of some folded words is of the cue, or a form of any verb of saying."""
    own = {w for w in fold(cue.text).split() if w not in _ASPECT_AUXILIARIES} if cue else set()
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


def _old_range(block: Block) -> tuple[int, int]:
    return block.i1, block.i2


def _new_range(block: Block) -> tuple[int, int]:
    return block.j1, block.j2


def _glyphs(version: NormalizedText, quote: Quote) -> list[str]:
    """The characters before the spans of a content: the marks of a direct quote."""
    text = version.extract.document.text
    return [text[max(0, s.start - 1) : s.start] for s in quote.content.spans if quote.kind is Kind.DIRECT]


def _edges(sides: Sequence[QuoteContent]) -> tuple[frozenset[int], frozenset[int]]:
    begins: set[int] = set()
    ends: set[int] = set()
    shift = 0
    for side in sides:
        place = [shift]
        for word in side.words:
            place.append(place[-1] + bool(word.key))
        begins.update(place[k] for k in side.begins)
        ends.update(place[k] for k in side.ends)
        shift = place[-1]
    return frozenset(begins), frozenset(ends)


def _span(sides: Sequence[QuoteContent]) -> Span | None:
    spans = [s for side in sides for s in side.quote.content.spans]
    return hull(spans) if spans else None


def name_of(speaker: Speaker) -> str:
    """A speaker's name as a message shows it, within a sentence: "the operator", "an official"."""
    name = line(speaker.name)
    first, _, rest = name.partition(" ")
    opens = first.istitle() and first.lower() in word_list("name_openers")
    described = speaker.kind in (SpeakerKind.UNNAMED, SpeakerKind.GROUP)
    common = described and first.lower() in _plural_nouns()
    return f"{first.lower()}{name[len(first) :]}" if (opens and rest) or common else name


@cache
def _plural_nouns() -> frozenset[str]:
    """Nouns for several who are of no party or nation: *prosecutors*, *residents*."""
    named = {party for party, _ in rows("parties", 2)} | words("demonyms")
    nouns = {noun for noun, kind, *_ in rows("role_nouns", 4) if kind in ("person", "group")}
    return frozenset(
        n for noun in nouns for n in (noun, f"{noun}s") if named.isdisjoint((n, n.removesuffix("s")))
    )


def _name(quote: Quote | None, speaker: Speaker | None) -> str:
    if speaker is not None:
        return name_of(speaker)
    return line(quote.source.text) if quote is not None and quote.source is not None else ""


_DETERMINERS = word_list("determiners")


@cache
def _tenses() -> dict[str, str]:
    """Forms of verbs whose tense paraphrase shifts, by form: "has" and "had" are "have"."""
    return word_map("shifted_modals") | {form: base for form, base in rows("irregular", 2)}  # noqa: C416 - pairs, to mypy


_SHIFTED = word_list("shifted")
"""What a verb gains, or loses, when it is told from another time: *it had been seen*."""


def _names_several_in_full(quote: Quote, speaker: Speaker) -> bool:
    """Whether the quote's own source names several people as the speaker: *Ann Poe and Tom Daly*."""
    stated = quote.source is not None and {*name_words(speaker.name)} <= {*name_words(quote.source.text)}
    return stated and speaker.kind is SpeakerKind.GROUP and has_name(speaker)


def _same_but_tense(x: Sequence[Word], y: Sequence[Word]) -> bool:
    """Whether two stretches differ in tense alone: *is*, *would be*; *had tried*, *tried*."""
    if not x or not y:
        return [w.norm for w in x or y] == ["had"]
    if any(_is_yet_to_come(one) and _is_done(other) for one, other in ((x, y), (y, x))):
        return False  # would suspend, had suspended
    old, new = ([w for w in side if w.norm not in _SHIFTED] or side for side in (x, y))
    if len(old) != len(new):
        old, new = x, y
    return len(old) == len(new) and all(_is_same_but_tense(v, w) for v, w in zip(old, new, strict=True))


def _is_yet_to_come(words_: Sequence[Word]) -> bool:
    return any(w.norm in ("would", "will") for w in words_)


def _is_done(words_: Sequence[Word]) -> bool:
    """Whether words are of what is done: *had closed*; not *would have closed*."""
    return any(w.norm in ("had", "has", "have") for w in words_) and not _is_yet_to_come(words_)


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

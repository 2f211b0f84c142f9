"""The two sides of a comparison: either version with its quotes, and what it has of one pair."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import accumulate, pairwise

from quotediff.align.normalize import NormalizedText, Word
from quotediff.align.quotes import QuoteContent
from quotediff.align.search import Finder
from quotediff.changes.meaning import ContentSide, is_list_item, items
from quotediff.changes.messages import name_of
from quotediff.excerpts import excerpt, line
from quotediff.identity import has_name, name_words
from quotediff.limits import MAX_SENTENCE_REMEMBERED_CHARS, MAX_SENTENCES_REMEMBERED
from quotediff.model import Kind, Passage, Problem, Quote, Role, Speaker, SpeakerKind
from quotediff.text.damage import repaired
from quotediff.text.fold import fold
from quotediff.text.remember import remembers
from quotediff.text.spans import Span, hull
from quotediff.values import lazy

NOTHING = Passage("", ())
"""The source or the cue of a quote that has none."""

_NO_QUOTE = Quote(
    id="",
    kind=Kind.INDIRECT,
    content=NOTHING,
    source=None,
    cue=None,
    speaker=None,
    inherited=False,
    within=None,
    paragraph=0,
    role=Role.BODY,
    rule="",
    confidence=0.0,
)
"""What a side without quotes shows: words that nobody is said to have said."""

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
    ends = [-1, *accumulate((s.end for s in ordered), max)]
    return lambda start, end: ends[bisect_right(starts, start)] >= end


class ComparedVersion:
    """One of the two versions with its quotes, and what is asked of its sentences.

    Attributes:
        version: its words.
        quotes: its quotes, by their ids.
        links: for each of its sentences the other version's that are aligned with it.
        speaker_of: its speaker of an id.
    """

    def __init__(
        self,
        version: NormalizedText,
        quotes: Iterable[QuoteContent],
        links: Sequence[Sequence[int]],
        speaker_of: Callable[[str | None], Speaker | None],
        numbers: dict[Hashable, int],
    ) -> None:
        self.version, self.links, self.speaker_of = version, links, speaker_of
        self.quotes = {said.quote.id: said for said in quotes}
        # What is asked of a sentence is asked for each quote in it; of one sentence there may be many.
        self._numbers = numbers  # of copy: the same for both versions
        self._copies: dict[tuple[int, ...], int] = {}
        self._styled: dict[tuple[int, ...], int] = {}
        self._quoted_at: dict[int, list[Span]] = {}

    @lazy
    def finder(self) -> Finder:
        """Searches the version."""
        return Finder(self.version)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Bounds of searches that were reached so far."""
        return self.finder.problems if "finder" in vars(self) else ()

    @lazy
    def quotes_at(self) -> dict[int, list[QuoteContent]]:
        """The quotes by the sentences they stand in."""
        table: dict[int, list[QuoteContent]] = {}
        for quote in self.quotes.values():
            for k in quote.sentences:
                table.setdefault(k, []).append(quote)
        return table

    @lazy
    def norms(self) -> frozenset[tuple[str, ...]]:
        """The words of each quote."""
        return frozenset(said.norms for said in self.quotes.values())

    def quoted_at(self, sentence: int) -> Sequence[Span]:
        """The spans of the contents that stand in a sentence, in order."""
        if sentence not in self._quoted_at:
            quotes = self.quotes_at.get(sentence, ())
            self._quoted_at[sentence] = sorted(s for q in quotes for s in q.quote.content.spans)
        return self._quoted_at[sentence]

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph that holds ``offset``, 0 if none."""
        paragraphs = self.version.extract.document.paragraphs
        at = bisect_right(paragraphs, offset, key=lambda p: p.span.start) - 1
        return paragraphs[at].number if at >= 0 else 0

    def copy_of(self, sentences: Sequence[int]) -> int:
        """A number for the copy of some sentences: the same for the same but for typography."""
        key = tuple(sentences)
        if key not in self._copies:
            text = self.version.extract.document.text
            spans = [self.version.extract.sentences[k].span for k in sentences]
            copy = " ".join(without_typography(text[s.start : s.end]) for s in spans)
            self._copies[key] = self._numbers.setdefault(copy, len(self._numbers))
        return self._copies[key]

    def words_in_any_style(self, sentences: Sequence[int]) -> int:
        """A number for the words of some sentences: the same for the same in whatever style, 0 for none."""
        key = tuple(sentences)
        if key not in self._styled:
            keys = tuple([w.key for k in sentences for w in self.version.of_sentence(k) if w.key])
            self._styled[key] = self._numbers.setdefault(keys, len(self._numbers))
        return self._styled[key]


class PairSide:
    """What one version has of a pair: mostly one quote, several where it was split or merged, or none.

    Of no quotes all is empty. Source, cue and speaker are those of the first.
    """

    def __init__(self, compared: ComparedVersion, quotes: tuple[QuoteContent, ...]) -> None:
        self.compared, self.version, self.quotes = compared, compared.version, quotes

    @lazy
    def quote(self) -> Quote | None:
        """The quote; the first of several."""
        return self.quotes[0].quote if self.quotes else None

    @lazy
    def _attributed(self) -> Quote:
        """The quote, or one that is attributed to nobody."""
        return self.quote or _NO_QUOTE

    @lazy
    def id(self) -> str | None:
        """The quote's id."""
        return None if self.quote is None else self.quote.id

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all quotes."""
        return tuple(said.quote.id for said in self.quotes)

    # --- the words -------------------------------------------------------------------------------------

    @lazy
    def words(self) -> tuple[Word, ...]:
        """The words, without honorifics."""
        return tuple([w for s in self.quotes for w in s.words if w.key])

    @lazy
    def keys(self) -> tuple[str, ...]:
        """The words in any style."""
        return tuple([w.key for w in self.words])

    @lazy
    def marked(self) -> tuple[bool, ...]:
        """Which of ``words`` stand between marks."""
        return tuple([m for s in self.quotes for w, m in zip(s.words, s.marked, strict=True) if w.key])

    @lazy
    def norms(self) -> list[str]:
        """The words as they are written, honorifics too; ellipses are punctuation here."""
        return [w.norm for s in self.quotes for w in s.words if w.kind != "ellipsis"]

    @lazy
    def begins(self) -> frozenset[int]:
        """The words at which a span begins."""
        return self._edges[0]

    @lazy
    def ends(self) -> frozenset[int]:
        """The words before which a span has ended."""
        return self._edges[1]

    @lazy
    def _edges(self) -> tuple[frozenset[int], frozenset[int]]:
        begins: set[int] = set()
        ends: set[int] = set()
        shift = 0
        for side in self.quotes:
            place = list(accumulate((bool(word.key) for word in side.words), initial=shift))
            begins.update(place[k] for k in side.begins)
            ends.update(place[k] for k in side.ends)
            shift = place[-1]
        return frozenset(begins), frozenset(ends)

    @lazy
    def content(self) -> ContentSide:
        """The words with what carries meaning among them."""
        return ContentSide(self.words, self.marked, self.begins | self.ends, items(self.words))

    def is_marked(self, at: int) -> bool:
        """Whether a word stands between marks; false before the first and behind the last."""
        return any(self.marked[max(0, at) : at + 1])

    def is_seam(self, at: int) -> bool:
        """Whether one span has ended before a word and another begins there."""
        return at in self.begins and at in self.ends

    def opens(self, at: int) -> bool:
        """Whether a sentence begins at a word; false behind the last."""
        return any(word.opens for word in self.words[at : at + 1])

    def touches_edge(self, first: int, last: int) -> bool:
        """Whether words from one index to another begin or end a span."""
        return first in self.begins or last in self.ends

    def closes(self, at: int) -> bool:
        """Whether a span, a sentence or all there is has ended before a word."""
        return at in self.ends or at == len(self.words) or self.words[at].opens

    def cut_likelihood(self, first: int, last: int) -> int:
        """How likely words were left out or put in just there: to an edge, else by whole sentences."""
        edge, item = self.touches_edge(first, last), is_list_item(self.words, first, last)
        return 8 * edge + 4 * self.words[first].opens + 2 * self.closes(last) + item

    def words_behind(self, count: int) -> list[str]:
        """So many words of the copy behind its last one, in any style."""
        ends = (word.end for said in self.quotes[-1:] for word in said.words[-1:])
        first, _ = self.version.between(next(ends, len(self.version.extract.document.text)), 0)
        return [w.key for w in self.version.words[first : first + count]]

    def words_before(self, count: int) -> list[str]:
        """So many words of the copy before its first one, in any style; fewer at the start of the story."""
        starts = (word.start for said in self.quotes[:1] for word in said.words[:1])
        last, _ = self.version.between(next(starts, 0), 0)
        return [w.key for w in self.version.words[max(0, last - count) : last]]

    # --- where and how it is shown ----------------------------------------------------------------------

    @lazy
    def sentences(self) -> list[int]:
        """The sentences that it stands in, in order."""
        return sorted({k for s in self.quotes for k in s.sentences})

    @lazy
    def spans(self) -> tuple[Span, ...]:
        """Where the words stand."""
        return tuple(s for said in self.quotes for s in said.quote.content.spans)

    @lazy
    def span(self) -> Span | None:
        """From the first word to the last."""
        return hull(self.spans) if self.spans else None

    @lazy
    def quotes_apart(self) -> int:
        """How many quotes there are, those counted as one that run on with but marks between them."""
        quotes = sorted((side.quote for side in self.quotes), key=lambda quote: quote.content.spans)
        return len(quotes) - sum(self._runs_on(one, other) for one, other in pairwise(quotes))

    def _runs_on(self, one: Quote, other: Quote) -> bool:
        """Whether two direct quotes of one speaker have but marks between them, on one line."""
        start, end = one.content.spans[-1].end, other.content.spans[0].start
        if start > end or one.speaker != other.speaker or {one.kind, other.kind} != {Kind.DIRECT}:
            return False
        return not any(c.isalnum() or c == "\n" for c in self.version.extract.document.text[start:end])

    @lazy
    def glyphs(self) -> list[str]:
        """The characters before the spans of direct quotes: their marks."""
        text = self.version.extract.document.text
        direct = [s.quote for s in self.quotes if s.quote.kind is Kind.DIRECT]
        return [text[max(0, s.start - 1) : s.start] for quote in direct for s in quote.content.spans]

    @lazy
    def text(self) -> str:
        """The words as they stand."""
        return " ".join(s.quote.content.text for s in self.quotes)

    @lazy
    def excerpt(self) -> str:
        """The words as a message shows them."""
        return excerpt(self.version.extract, self.spans)

    def part(self, first: int, last: int) -> str:
        """Some of the words, by their indices, as a message shows them; empty for none."""
        if first >= last:
            return ""
        start, end = self.words[first].start, self.words[last - 1].end
        spans = [s for s in self.spans if s.start < end and s.end > start]
        return excerpt(self.version.extract, [Span(max(s.start, start), min(s.end, end)) for s in spans])

    def place_of(self, passage: Passage) -> Span | None:
        """Where a passage of the version stands; where the words do, if it stands nowhere."""
        return hull(passage.spans) if passage.spans else self.span

    # --- who said it ------------------------------------------------------------------------------------

    @lazy
    def speaker(self) -> Speaker | None:
        """Who the quote is credited to."""
        return self.compared.speaker_of(self.speaker_id)

    @lazy
    def speaker_id(self) -> str | None:
        """The id of who the quote is credited to."""
        return self._attributed.speaker

    @lazy
    def source(self) -> Passage:
        """The source as it stands; ``NOTHING`` if there is none."""
        return self._attributed.source or NOTHING

    @lazy
    def cue(self) -> Passage:
        """The cue as it stands; ``NOTHING`` if there is none."""
        return self._attributed.cue or NOTHING

    @lazy
    def name(self) -> str:
        """The speaker's name, or the source's words."""
        return line(self.source.text) if self.speaker is None else name_of(self.speaker)

    @property
    def called(self) -> str:
        """The name, or *the source* if nobody knows it."""
        return self.name or "the source"

    @property
    def is_inherited(self) -> bool:
        """Whether the source is carried on from a neighbour."""
        return self._attributed.inherited

    @property
    def is_attributed(self) -> bool:
        """Whether the copy gives a source, there or by carrying it on from a neighbour."""
        return self._attributed.source is not None or self._attributed.speaker is not None

    @property
    def within(self) -> str | None:
        """The id of the quote in which it stands."""
        return self._attributed.within

    @property
    def speaker_confidence(self) -> float:
        """The probability that the speaker is right; 1 if none is told, or the source has it in full."""
        if self.speaker is not None and _names_several_in_full(self.source, self.speaker):
            return 1.0
        known = (said.quote.speaker_confidence for said in self.quotes[:1])
        return next((confidence for confidence in known if confidence is not None), 1.0)


def _names_several_in_full(source: Passage, speaker: Speaker) -> bool:
    """Whether the quote's own source names several people as the speaker: *Ann Poe and Tom Daly*."""
    if speaker.kind is not SpeakerKind.GROUP or not has_name(speaker):
        return False
    return {*name_words(speaker.name)} <= {*name_words(source.text)}

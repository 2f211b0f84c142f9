"""Which quote of the old version became which of the new: by content, speaker and place, weighed together.

Candidates come from the aligned sentences, from rare words, and from the first paragraphs of both. How
probable it is that two are one statement is told by ``align.evidence``; below its floor they are no pair. The
choice is the best one-to-one pairing of all quotes at once (``align.assign``); then leftovers go to the
quote they were split from or merged into.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from math import inf, log

from rapidfuzz.distance import Indel

from quotediff.align.asides import is_to_come_and_done, parts, predicate
from quotediff.align.assign import assign
from quotediff.align.evidence import (
    FLOOR,
    SURE,
    Circumstances,
    Content,
    Evidence,
    content,
    evidence,
    log_odds,
    probability,
)
from quotediff.align.normalize import (
    LIGHT,
    NormalizedText,
    Word,
    function_words,
    is_informative,
    says_something,
    weight,
)
from quotediff.align.sentences import Alignment, heaviest
from quotediff.align.speakers import Identity
from quotediff.align.words import similarity
from quotediff.comparison import Pair
from quotediff.identity import Same, are_apart, either_way, is_collective, is_pronoun, name_words
from quotediff.lang.inflection import stems
from quotediff.lang.lexicon import rows
from quotediff.limits import (
    MAX_BLOCK_CELLS,
    MAX_QUOTE_CANDIDATES,
    MAX_QUOTE_POSTINGS,
    MAX_SENTENCE_QUOTES,
    MAX_SUBJECT_WORDS,
)
from quotediff.model import Attitude, Kind, Problem, Quote, Role
from quotediff.text.spans import Span
from quotediff.values import lazy

SHORT = 4  # words; shorter contents are said too often to be paired by content alone

_OPEN = frozenset({"“", "``", "«", "„", "‹"})
_CLOSING_MARKS = frozenset({"”", "»", "›"})
_TWIN = frozenset({"``", "''"})
_AGREEING = frozenset({"same", "like"})
_FIGURE_OR_DAY = ("#", "@")  # what such a word of a statement begins with
_AGREEMENT_OF_SPEAKERS = {Same.YES: "same", Same.RESPELLED: "same", Same.MAYBE: "like", Same.NO: "other"}


@dataclass(frozen=True)
class QuoteContent:
    """A quote's content in words.

    ``marked[k]``: word ``k`` stands between marks. ``begins`` and ``ends``: the words at which a span of the
    content begins, and after which one ends (indices into ``words``). ``sentences`` are those it stands in;
    ``norms`` are the words folded. ``numbers`` is of ``code``, and added to.
    """

    quote: Quote
    words: tuple[Word, ...]
    marked: tuple[bool, ...]
    begins: frozenset[int]
    ends: frozenset[int]
    sentences: tuple[int, ...]
    norms: tuple[str, ...]
    numbers: dict[str, int] = field(repr=False, compare=False)

    @lazy
    def stems(self) -> tuple[str, ...]:
        """The stems of all words in order."""
        return tuple([s for w in self.words for s in w.stems])

    @lazy
    def bag(self) -> Mapping[str, int]:
        """How often each stem occurs."""
        return Counter(self.stems)

    @lazy
    def weight(self) -> float:
        """The weight of all stems."""
        return weigh(self.bag)

    @lazy
    def content(self) -> Content:
        """What is compared with another quote's content."""
        return content(self.words, self.bag, self.code, self.norms)

    @lazy
    def code(self) -> str:
        """The stems in order, a character each, to be compared with others of the same ``numbers``."""
        of = self.numbers
        return "".join([chr(FIRST_CODE + of.setdefault(s, len(of)) % CODES) for s in self.stems])


FILLING_RATIO = 2.0  # weight that a cut quote has in common with the rest of one that it was merged into
FILLED_SHARE = 0.4  # and its share of that rest
LEAST_ODDS = log(FLOOR / (1 - FLOOR))
DIRECT_ODDS = log(SURE / (1 - SURE))
SURE_ODDS = log(SURE / (1 - SURE)) + 2  # of quotes of the same words, whatever they are
TELLING_ODDS = log(SURE / (1 - SURE)) + 0.2  # of one speaker's, with the same fragment or opening in marks
RESTATED = 0.4  # share of the events of two leads from which one is the other restated
RESTATED_BY_ANOTHER = 0.55  # the same of leads of two bodies or groups without a name
MIN_OWN_WORDS = 3  # words of content beside figures, of which two that are one statement share two
LEAST_WORDS_OF_NEWS = 2  # words of content of what a statement tells, as its news or in passing
RESTATED_SHARE = 0.8  # of the weight of a paraphrase that stands in another, in whatever order
LEAST_RESTATED_WORDS = 4  # of content, of which such a paraphrase has to be
MIN_WORDS_OF_ITSELF = 2  # words after whom a statement is about, from which on it is told by another
MIN_ENDING_WORDS = (
    2  # with which a statement ends that was joined to another: *and that it was investigating*
)
MIN_RUN = 3  # words in a row that two direct quotes share, unless they share
MIN_SEQUENCE = 0.6  # of all their words in order, or
MIN_ORDER = 0.8  # of the words of the shorter
PARAPHRASED_RUN = 4  # words in a row, one of content at the least, of a direct quote that a paraphrase has
OPENING = 3  # words with which two direct quotes begin
SAME_WORDS = 0.999  # the probability that two quotes of the same four or more words are one statement

FIRST_CODE = 0x10000
CODES = 0x100000
"""Planes 1 to 16: a million stems, and no surrogates among them. Beyond that two stems share a character."""


def quote_content(version: NormalizedText, quote: Quote, numbers: dict[str, int]) -> QuoteContent:
    """The words of a quote's content; without the *that* before a reported clause, which says nothing.

    Args:
        version: the version that holds the quote.
        quote: the quote.
        numbers: of stems; one and the same for all quotes that are to be compared.
    """
    known = version.once(_known_contents)
    key = quote.kind, quote.content.spans
    if key not in known:
        known[key] = _quote_content(version, quote)
    return replace(known[key], quote=quote, numbers=numbers)


def _known_contents(_: NormalizedText) -> dict[tuple[Kind, tuple[Span, ...]], QuoteContent]:
    """The contents of a version that were asked for so far; it is compared with two others."""
    return {}


def _quote_content(version: NormalizedText, quote: Quote) -> QuoteContent:
    """The same, of no ``numbers`` yet."""
    words: list[Word] = []
    marked: list[bool] = []
    begins: set[int] = set()
    ends: set[int] = set()
    sentences: list[int] = []
    for span in quote.content.spans:
        a, b = version.between(*span)
        if not words and quote.kind is not Kind.DIRECT and a < b and version.words[a].norm == "that":
            a += 1
        if a >= b:
            continue
        begins.add(len(words))
        here = version.words[a:b]
        words += here
        marked += _marks(version, quote.kind, here)
        ends.add(len(words))
        first, last = version.sentence_at(here[0].start), version.sentence_at(here[-1].start)
        sentences += [k for k in range(first, last + 1) if not sentences or k > sentences[-1]]
    return QuoteContent(
        quote,
        tuple(words),
        tuple(marked),
        frozenset(begins),
        frozenset(ends),
        tuple(sentences),
        tuple([w.norm for w in words]),
        {},
    )


def _marks(version: NormalizedText, kind: Kind, words: Sequence[Word]) -> list[bool]:
    """Which of the words, which follow each other, stand between marks."""
    if kind is not Kind.MIXED:
        return [kind is Kind.DIRECT] * len(words)
    text = version.extract.document.text
    out = []
    inside = False
    double = any(c in text[words[0].start - 1 : words[-1].end] for c in '"“”«»„') or any(
        c in text[max(0, words[0].start - 2) : words[-1].end + 2] for c in ("``", "''")
    )
    at = max(0, words[0].start - (2 if text[max(0, words[0].start - 2) : words[0].start] in _TWIN else 1))
    for word in words:
        between = text[at : word.start]
        inside = _after(between, inside=inside, double=double)
        out.append(inside)
        at = word.end
    return out


def _after(between: str, *, inside: bool, double: bool) -> bool:
    """Whether we stand between marks after passing ``between``, which holds no word."""
    k = 0
    while k < len(between):
        c = between[k : k + 2] if between[k : k + 2] in ("``", "''") else between[k]
        if c in _OPEN:
            inside = True
        elif c in _CLOSING_MARKS:
            inside = False
        elif c in ('"', "''"):
            inside = not inside
        elif not double and c in "‘'’":
            inside = c == "‘" or (c == "'" and not inside)
        k += len(c)
    return inside


def weigh(bag: Mapping[str, int]) -> float:
    """The weight of a bag of stems."""
    light = function_words()
    return sum([n * (LIGHT if s in light else 1.0) for s, n in bag.items()])


def shared(x: Mapping[str, int], y: Mapping[str, int]) -> float:
    """The weight of what two bags have in common."""
    if len(x) > len(y):
        x, y = y, x
    light = function_words()
    both = [(s, min(n, y[s])) for s, n in x.items() if s in y]
    return sum([n * (LIGHT if s in light else 1.0) for s, n in both])


def content_similarity(a: QuoteContent, b: QuoteContent, least: float = 0.0) -> float:
    """How alike two contents are, 0 to 1; anything below ``least`` if they are less.

    The weight of the shared stems in that of both; or, if one is a part of the other and in its order, nearly
    their weight in that of the part.
    """
    if a.norms == b.norms:
        return 1.0
    x, y = a.weight, b.weight
    common = shared(a.bag, b.bag)
    if not common:
        return 0.0
    dice = 2 * common / (x + y)
    part = common / min(x, y)
    if common >= 2.5 and min(x, y) < 0.8 * max(x, y) and 0.9 * part > dice and 0.9 * part >= least:
        short, long = (a.code, b.code) if x < y else (b.code, a.code)
        if len(short) * len(long) <= MAX_BLOCK_CELLS:
            part = min(part, _in_order(short, long, max(dice, least)) / len(short))
        dice = max(dice, 0.9 * part)
    return min(dice, 0.999)


def _in_order(short: str, long: str, least: float) -> float:
    """How many stems of one stand in the other, in order; 0 if that makes no likeness above ``least``."""
    needed = max(0, int(least / 0.9 * len(short)) - 1)
    total = len(short) + len(long)
    far = total - 2 * needed
    distance = Indel.distance(short, long, score_cutoff=far)
    return (total - distance) / 2 if distance <= far else 0.0


@dataclass(frozen=True, slots=True)
class Matching:
    """The pairs, in the order of the old quotes and then of the new that have no old; and bounds reached."""

    pairs: tuple[Pair, ...]
    olds: tuple[QuoteContent, ...]  # all quotes of the old version, in words
    news: tuple[QuoteContent, ...]
    problems: tuple[Problem, ...]


class Matcher:
    """One run of ``pair``: both versions' quotes, indexed.

    ``scripts/train-pairs`` asks it for candidates and their evidence, which is why these are open.
    """

    def __init__(
        self, old: NormalizedText, new: NormalizedText, alignment: Alignment, identity: Identity
    ) -> None:
        numbers: dict[str, int] = {}
        self.olds = [quote_content(old, q, numbers) for q in old.extract.quotes]
        self.news = [quote_content(new, q, numbers) for q in new.extract.quotes]
        self.alignment = alignment
        self.identity = identity
        self.in_sentence: defaultdict[int, list[int]] = defaultdict(list)
        self.was_in_sentence: defaultdict[int, list[int]] = defaultdict(list)
        self.postings: defaultdict[str, list[int]] = defaultdict(list)
        self.chance: dict[int, float] = {}  # of the old quotes that were paired by evidence
        self.old_leads, self.new_leads = _lead_quotes(old, self.olds), _lead_quotes(new, self.news)
        self.by_stem: Mapping[str, Sequence[int]] = {}
        self.was_by_stem: Mapping[str, Sequence[int]] = {}
        for i, quote in enumerate(self.olds):
            for k in quote.sentences:
                self.was_in_sentence[k].append(i)
        for j, quote in enumerate(self.news):
            for k in quote.sentences:
                self.in_sentence[k].append(j)

    def match(self) -> Matching:
        """The pairs, split and merged quotes among them."""
        partner, taken = self.start()
        rest = [i for i, j in enumerate(partner) if j < 0]
        rows = [self._candidate_row(i, taken) for i in rest]
        chosen = assign(rows)
        for old_index, new_index, row in zip(rest, chosen.partner, rows, strict=True):
            partner[old_index] = new_index
            if new_index >= 0:
                self.chance[old_index] = probability(row[new_index] + LEAST_ODDS)
        groups = self._group_splits_and_merges(partner)
        problems = []
        if not chosen.exact:
            problems.append("too many alike quotes for the best pairing of all; some may be paired wrongly")
        held = (*self.in_sentence.values(), *self.was_in_sentence.values())
        if any(len(quotes) > MAX_SENTENCE_QUOTES for quotes in held):
            problems.append(
                f"more than {MAX_SENTENCE_QUOTES} quotes in one sentence; some may be paired wrongly"
            )
        pairs = tuple(self._pair(o, n) for o, n in groups)
        bounds_reached = tuple(Problem("QD905", problem) for problem in problems)
        return Matching(pairs, tuple(self.olds), tuple(self.news), bounds_reached)

    def start(self) -> tuple[list[int], set[int]]:
        """The partners of quotes of the same words, and those taken; the rest of the new ones is indexed."""
        partner = self._same_words()
        taken = {j for j in partner if j >= 0}
        for index, quote in enumerate(self.news):
            if index not in taken:
                for stem in quote.bag:
                    self.postings[stem].append(index)
        return partner, taken

    def _same_words(self) -> list[int]:
        """Quotes of the same words that stand once in either version are paired at once."""
        places: defaultdict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, quotes in enumerate((self.olds, self.news)):
            for k, quote in enumerate(quotes):
                if len(quote.words) >= SHORT:
                    places[quote.norms][side].append(k)
        partner = [-1] * len(self.olds)
        for here, there in places.values():
            if len(here) == len(there) == 1:
                partner[here[0]] = there[0]
        return partner

    def _candidate_row(self, i: int, taken: set[int]) -> dict[int, float]:
        """The candidates of one old quote that are one statement with it more likely than not, weighed."""
        found = {j: self._log_odds(i, j) for j in self.candidates(i, taken)}
        return {j: odds - LEAST_ODDS for j, odds in found.items() if self._is_likely(i, j, odds)}

    def _is_likely(self, i: int, j: int, odds: float) -> bool:
        """Whether such odds make two quotes a pair: two direct ones have to be one statement surely.

        What differs between them stands between marks, so a doubtful pair would be an error or nothing; but
        for one that was cut from the other.
        """
        if not LEAST_ODDS < odds <= DIRECT_ODDS:
            return odds > DIRECT_ODDS
        old, new = self.olds[i], self.news[j]
        if not old.quote.kind is new.quote.kind is Kind.DIRECT:
            return True
        return either_way(_is_cut, old, new)

    def _log_odds(self, i: int, j: int) -> float:
        """The odds that two quotes are one statement.

        What is as short as *Yes* is said too often: then the speaker or the place must agree. What one claims
        and another denies are two statements. The same words are the same statement, the more surely the more
        agrees.
        """
        old, new = self.olds[i], self.news[j]
        around = self._around(i, j)
        same_speaker = around.speaker in _AGREEING
        agrees = same_speaker + (around.place > 0)
        short = min(len(old.words), len(new.words)) < SHORT
        if short and not agrees:
            return -SURE_ODDS
        if around.speaker == "other" and _denies(old) != _denies(new):
            return -SURE_ODDS
        if _share_figures_alone(old.content, new.content):
            return -SURE_ODDS
        features = evidence(old.content, new.content, self.alignment.weights, around)
        found = log_odds(features)
        if found > LEAST_ODDS and _are_two_statements(old, new, features, around):
            return -SURE_ODDS
        if old.norms == new.norms:
            return max(found, SURE_ODDS + agrees - around.far)
        telling = around.speaker == "same" and self._is_telling(old, new, around)
        if telling or either_way(_is_of_itself, old, new):
            return max(found, TELLING_ODDS)
        leads = i in self.old_leads and j in self.new_leads
        if leads and features.events >= self._least_restated(i, j, around):
            return max(found, LEAST_ODDS + 0.1)
        return found

    def _least_restated(self, i: int, j: int, around: Circumstances) -> float:
        """The share of the events of two leads from which one is the other in other words."""
        if around.speaker in _AGREEING:
            return RESTATED
        return RESTATED_BY_ANOTHER if self._are_collective(i, j) else inf

    def _are_collective(self, i: int, j: int) -> bool:
        """Whether an old and a new quote are of bodies or groups without a name: *rescuers*, *the state*."""
        old, new = self.olds[i].quote, self.news[j].quote
        speakers = self.identity.old(old.speaker), self.identity.new(new.speaker)
        return all(speaker is not None and is_collective(speaker) for speaker in speakers)

    def _is_telling(self, old: QuoteContent, new: QuoteContent, around: Circumstances) -> bool:
        """Whether marks tell that two quotes of one speaker are one, or words of one that the other has."""
        if _is_telling(old, new, around):
            return True
        is_near = around.place > 0 or not set(new.sentences).isdisjoint(self._places(old))
        return is_near and _became_paraphrase(old, new)

    def candidates(self, i: int, taken: set[int]) -> list[int]:
        """The new quotes, but for those taken, that an old one is held against, in order."""
        old = self.olds[i]
        share = self._share(i)
        found = {j for k in self._places(old) for j in _around(self.in_sentence.get(k, ()), share)}
        score: defaultdict[int, float] = defaultdict(float)
        for count, stem in sorted((len(self.postings[s]), s) for s in old.bag if s in self.postings)[:14]:
            if count > MAX_QUOTE_POSTINGS:
                break
            for j in self.postings[stem]:
                score[j] += weight(stem) / count
        found.update(heaviest(score, MAX_QUOTE_CANDIDATES))
        if i in self.old_leads:
            found |= self.new_leads
        return sorted(found - taken)

    def _share(self, i: int) -> float:
        """How far on an old quote stands among those of its sentence, 0 to 1."""
        sentences = self.olds[i].sentences
        return _rank(self.was_in_sentence[sentences[0]], i) if sentences else 0.0

    def _places(self, old: QuoteContent) -> list[int]:
        """New sentences in which the quote's successor may stand: aligned ones, or between neighbours."""
        to_new = self.alignment.to_new
        out: list[int] = []
        for sentence in old.sentences:
            out += to_new[sentence]
            if sentence > 0 and to_new[sentence - 1]:
                out += [max(to_new[sentence - 1]), max(to_new[sentence - 1]) + 1]
            if sentence + 1 < len(to_new) and to_new[sentence + 1]:
                out += [min(to_new[sentence + 1]) - 1, min(to_new[sentence + 1])]
        return out

    def evidence(self, i: int, j: int) -> Evidence:
        """What speaks for an old and a new quote being one statement, as ``align.evidence`` has it."""
        contents = (self.olds[i].content, self.news[j].content)
        return evidence(*contents, self.alignment.weights, self._around(i, j))

    def _around(self, i: int, j: int) -> Circumstances:
        """Who says an old and a new quote, and where they stand."""
        old, new = self.olds[i], self.news[j]
        return Circumstances(
            self._speakers(old.quote, new.quote),
            self.place_agrees(old, new),
            abs(i / max(1, len(self.olds)) - j / max(1, len(self.news))),
            old.quote.kind is new.quote.kind is Kind.DIRECT,
            (old.quote.within is None) != (new.quote.within is None),
        )

    def _speakers(self, a: Quote, b: Quote) -> str:
        """How two quotes' speakers agree; empty where one is not known."""
        if a.speaker is None or b.speaker is None:
            same = a.source is not None and b.source is not None and a.source.text == b.source.text
            return "same" if same else ""
        if self.identity.reworded(a.speaker, b.speaker):
            return "like"
        return _AGREEMENT_OF_SPEAKERS[self.identity.same(a.speaker, b.speaker)]

    def place_agrees(self, old: QuoteContent, new: QuoteContent) -> float:
        """1 if they stand in aligned sentences, .8 if between the same neighbours, else 0."""
        to_new = self.alignment.to_new
        there = set(new.sentences)
        if any(there.intersection(to_new[i]) for i in old.sentences):
            return 1.0
        if not (old.sentences and new.sentences):
            return 0.0
        first = self._follow_a_pair(old.sentences[0], new.sentences[0], -1)
        between = first or self._follow_a_pair(old.sentences[-1], new.sentences[-1], 1)
        return 0.8 if between else 0.0

    def _follow_a_pair(self, i: int, j: int, way: int) -> bool:
        """Whether two sentences that have no partner stand right after, or before, two that are aligned."""
        to_new, to_old = self.alignment.to_new, self.alignment.to_old
        if to_new[i] or to_old[j] or not 0 <= i + way < len(to_new):
            return False
        return j + way in to_new[i + way]

    def _group_splits_and_merges(self, partner: Sequence[int]) -> list[tuple[list[int], list[int]]]:
        """Pairs as groups, with leftovers that were split from or merged into one of them."""
        news = [[j] if j >= 0 else [] for j in partner]
        olds = [[i] for i in range(len(partner))]
        owner = {j: i for i, j in enumerate(partner) if j >= 0}
        self.was_by_stem = _index(self.olds, [q for j, q in enumerate(self.news) if j not in owner])
        self.by_stem = _index(self.news, [q for i, q in enumerate(self.olds) if partner[i] < 0])
        self._add_splits(news, owner)
        gone = self._add_merges(olds, news, owner)
        groups = [self._in_order(olds[i], news[i]) for i in range(len(self.olds)) if i not in gone]
        groups += [([], [j]) for j in range(len(self.news)) if j not in owner]
        return groups

    def _add_splits(self, news: list[list[int]], owner: dict[int, int]) -> None:
        """Gives leftover new quotes to the old quotes that they were split from.

        An old quote that was paired with another speaker's gets that of its own speaker instead: those words
        were passed on.

        Args:
            news: for each old quote its new ones; grows.
            owner: for each new quote its old one; grows.
        """
        held = {i: Counter(self.news[j].bag) for j, i in owner.items()}  # of each old quote
        for new_index in [j for j in range(len(self.news)) if j not in owner]:
            new = self.news[new_index]
            for old_index in self._neighbouring_quotes(new_index, owner):
                old = self.olds[old_index]
                same = self._same_speaker(old.quote, new.quote)
                taken = held.get(old_index)
                if taken is not None and self._is_part(old, taken, new, same, self.alignment.to_old):
                    if same is Same.YES and self._is_of_another(old_index, news[old_index][0]):
                        first = news[old_index].pop(0)
                        del owner[first]
                        held[old_index] -= Counter(self.news[first].bag)
                    news[old_index].append(new_index)
                    held[old_index].update(new.bag)
                    owner[new_index] = old_index
                    break

    def _add_merges(self, olds: list[list[int]], news: list[list[int]], owner: Mapping[int, int]) -> set[int]:
        """Gives leftover old quotes to the pairs that they were merged into; returns which were.

        One whose speaker has the new quote takes the place of another speaker's, whose words were passed on.

        Args:
            olds: for each old quote those that are one with it; grows.
            news: for each old quote its new ones; what was passed on loses its own.
            owner: for each new quote its old one.
        """
        gone: set[int] = set()
        by_new = {j: i for j, i in owner.items() if len(news[i]) == 1}
        held: dict[int, Counter[str]] = {}  # of the new quotes, by the old quote of the pair
        for old_index in [i for i in range(len(self.olds)) if not news[i]]:
            old = self.olds[old_index]
            for root in self._pairs_near(old_index, by_new):
                taken, (new_index,) = held.get(root, self.olds[root].bag), news[root]
                new = self.news[new_index]
                same = self._same_in_pair(root, old_index, new_index)
                if self._is_part(new, taken, old, same, self.alignment.to_new):
                    own = self._speakers(old.quote, new.quote) == "same"
                    if own and self._is_of_another(root, new_index):
                        gone.difference_update(olds[root])
                        olds[root] = [root]
                        news[old_index], news[root] = news[root], []
                        by_new[new_index] = old_index
                        break
                    held[root] = Counter(taken)
                    held[root].update(old.bag)
                    olds[root].append(old_index)
                    gone.add(old_index)
                    break
        return gone

    def _pairs_near(self, i: int, by_new: Mapping[int, int]) -> list[int]:
        """The pairs that an old quote may have been merged into: beside its place, or by its rare words."""
        old, share = self.olds[i], self._share(i)
        places = (j for k in self._places(old) for j in _around(self.in_sentence.get(k, ()), share))
        words = (j for stem in old.bag for j in _if_rare(self.by_stem, stem))
        return list(dict.fromkeys(by_new[j] for j in (*places, *words) if j in by_new))

    def _same_in_pair(self, root: int, i: int, j: int) -> Same | None:
        """Whether a leftover old quote has the speaker of a pair, of an old and a new quote."""
        beside, old = self.olds[root].quote, self.olds[i].quote
        if beside.speaker is not None and beside.speaker == old.speaker:
            return Same.YES
        return self._same_speaker(old, self.news[j].quote)

    def _is_of_another(self, i: int, j: int) -> bool:
        """Whether an old and a new quote are of two speakers."""
        return self._speakers(self.olds[i].quote, self.news[j].quote) == "other"

    def _in_order(self, olds: Sequence[int], news: Sequence[int]) -> tuple[list[int], list[int]]:
        """The quotes of a pair, several that became one, or were one, as they stand in that one."""
        if len(olds) > 1 and len(news) == 1:
            into = self.news[news[0]]
            return sorted(olds, key=lambda i: (_place_in(into, self.olds[i]), i)), list(news)
        if len(news) > 1 and len(olds) == 1:
            into = self.olds[olds[0]]
            return list(olds), sorted(news, key=lambda j: (_place_in(into, self.news[j]), j))
        return sorted(olds), sorted(news)

    def _neighbouring_quotes(self, j: int, owner: Mapping[int, int]) -> list[int]:
        """Old quotes whose successors stand beside a leftover new quote, and those of its sentence's past."""
        new, to_old = self.news[j], self.alignment.to_old
        beside = [
            other
            for sentence in new.sentences
            for near in (sentence, sentence - 1, sentence + 1)
            for held in [self.in_sentence.get(near, ())]
            for other in _around(held, _rank(held, j))
            if other in owner
        ]
        share = _rank(self.in_sentence[new.sentences[0]], j) if new.sentences else 0.0
        home = [
            old_index
            for sentence in new.sentences
            for past in to_old[sentence]
            for old_index in _around(self.was_in_sentence.get(past, ()), share)
        ]
        alike = [i for s in new.bag for i in _if_rare(self.was_by_stem, s)]
        return list(dict.fromkeys([owner[other] for other in beside] + home + alike))

    def _is_part(
        self,
        whole: QuoteContent,
        held: Mapping[str, int],
        more: QuoteContent,
        same: Same | None,
        links: Sequence[Sequence[int]],
    ) -> bool:
        """Whether ``more`` is a part of ``whole`` that parts with these stems have left.

        Of what was cut or put in other words less than half may be left: then the speaker is surely the same,
        it makes up much of the rest, and no other sentence is its own.

        Args:
            whole: a quote of one version.
            held: the stems of the parts.
            more: a quote of the other version.
            same: whether the two speakers are one, None if one is not known.
            links: for each sentence of that other version those aligned with it.
        """
        aligned = {k for sentence in more.sentences for k in links[sentence]}
        elsewhere = aligned != set() and aligned.isdisjoint(whole.sentences)
        if _is_span(whole, more):
            return same is None or same >= Same.MAYBE
        if self._rest_holds(whole, held, more):
            return same is None or same >= Same.MAYBE
        if same is not Same.YES:
            return False
        return _is_end(whole, held, more) or (not elsewhere and self._completes(whole, held, more))

    def _same_speaker(self, old: Quote, new: Quote) -> Same | None:
        """Whether the speakers of an old and a new quote are one, or one of them speaks among others.

        None if one is not known.
        """
        if old.speaker is None or new.speaker is None:
            return None
        found = self.identity.same(old.speaker, new.speaker)
        among = found is Same.NO and self.identity.is_one_of(old.speaker, new.speaker)
        return Same.MAYBE if among else found

    @staticmethod
    def _rest_holds(whole: QuoteContent, held: Mapping[str, int], more: QuoteContent) -> bool:
        """Whether ``more`` stands for the most part in what parts with these stems leave of ``whole``."""
        least = max(1.5, 0.6 * more.weight)
        if shared(whole.bag, more.bag) < least:
            return False
        rest = {s: max(0, whole.bag.get(s, 0) - held.get(s, 0)) for s in more.bag}
        return shared(rest, more.bag) >= least

    @staticmethod
    def _completes(whole: QuoteContent, held: Mapping[str, int], more: QuoteContent) -> bool:
        """Whether what parts with these stems leave of ``whole`` is much the same as a part of ``more``."""
        rest = {s: n - held.get(s, 0) for s, n in whole.bag.items() if n > held.get(s, 0)}
        return shared(rest, more.bag) >= max(FILLING_RATIO, FILLED_SHARE * weigh(rest))

    def _pair(self, olds: Sequence[int], news: Sequence[int]) -> Pair:
        a = [norm for i in olds for norm in self.olds[i].norms]
        b = [norm for j in news for norm in self.news[j].norms]
        alike = 1.0 if olds and a == b else similarity(a, b)
        chance = max((self.chance.get(i, SAME_WORDS) for i in olds), default=0.0) if news else 0.0
        return Pair(
            tuple(self.olds[i].quote.id for i in olds),
            tuple(self.news[j].quote.id for j in news),
            round(alike, 4),
            round(chance, 4),
        )


def _share_figures_alone(old: Content, new: Content) -> bool:
    """Whether two statements of some length share a figure or a day, and of all else one word at most."""
    here, there = _without_figures(old.events), _without_figures(new.events)
    figures = any(s.startswith(_FIGURE_OR_DAY) and s in new.events for s in old.events)
    return figures and min(len(here), len(there)) >= MIN_OWN_WORDS and len(here & there) <= 1


def _are_two_statements(
    old: QuoteContent, new: QuoteContent, features: Evidence, around: Circumstances
) -> bool:
    """Whether likely quotes are two statements: scattered words between marks, or the news of another."""
    if around.direct:
        scattered = features.sequence < MIN_SEQUENCE and features.order < MIN_ORDER
        if not scattered:
            return False
        return _longest_run(old, new) < MIN_RUN
    if _share_one_word(old.content, new.content):
        return True
    if _tell_of_two_events(old.words, new.words):
        return True
    if around.speaker != "other":
        return False
    return _is_news_of_another(old, new)


def _share_one_word(old: Content, new: Content) -> bool:
    """Whether two statements share a word of content at most and have several others, figures apart."""
    here, there = _without_figures(old.events), _without_figures(new.events)
    others = min(len(here - there), len(there - here))
    if len(here & there) > 1:
        return False
    return others >= LEAST_WORDS_OF_NEWS


def _tell_of_two_events(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether one says of a subject what is yet to come, the other what else is done.

    *The barn would be rebuilt*, *the barn had been insured*.
    """
    verbs = [predicate(words) for words in (one, other)]
    if not is_to_come_and_done(verbs[0][:1], verbs[1][:1]):
        return False
    return are_apart(*map(_events_of, verbs))


def _longest_run(old: QuoteContent, new: QuoteContent) -> int:
    """How many words stand in a row in both quotes; enough of them if the quotes are too long to tell."""
    if len(old.code) * len(new.code) > MAX_BLOCK_CELLS:
        return MIN_RUN
    steps = Indel.opcodes(old.code, new.code)
    return max((step.src_end - step.src_start for step in steps if step.tag == "equal"), default=0)


def _is_news_of_another(old: QuoteContent, new: QuoteContent) -> bool:
    """Whether one statement tells in passing alone what the other tells, and has news besides.

    *A thief took a goose*, *a man who took a goose was caught*; *it burned*, *two held after it burned*.
    """
    if Kind.DIRECT in (old.quote.kind, new.quote.kind):
        return False
    return either_way(mentions_in_passing, old.words, new.words)


def mentions_in_passing(stated: Sequence[Word], later: Sequence[Word]) -> bool:
    """Whether a statement is what another tells in passing, whose own news are none of its words."""
    news, passing, events = (_events_of(words) for words in (*parts(later), stated))
    return min(len(news), len(passing & events)) >= LEAST_WORDS_OF_NEWS and news.isdisjoint(events)


def restates(whole: QuoteContent, part: QuoteContent) -> bool:
    """Whether one paraphrase says all that another does, its figures too, in whatever order."""
    if Kind.DIRECT in (whole.quote.kind, part.quote.kind):
        return False
    is_long_enough = sum(map(says_something, part.words)) >= LEAST_RESTATED_WORDS
    alike = part.content.numbers <= whole.content.numbers and ("not" in part.bag) is ("not" in whole.bag)
    return is_long_enough and alike and shared(whole.bag, part.bag) >= RESTATED_SHARE * part.weight


def _events_of(words: Sequence[Word]) -> frozenset[str]:
    """The words of content and the events of a statement, without figures and days."""
    return _without_figures(content(words, {}, "", ()).events)


def _without_figures(events: Iterable[str]) -> frozenset[str]:
    """Events that are no figures and no days."""
    return frozenset(event for event in events if not event.startswith(_FIGURE_OR_DAY))


def _denies(quote: QuoteContent) -> bool:
    """Whether a statement is told as what somebody denies: *rejected the charge that C*."""
    cue = quote.quote.cue
    return cue is not None and not _denying_words().isdisjoint(cue.text.lower().split())


@cache
def _denying_words() -> frozenset[str]:
    return frozenset(word for word, how in rows("negations", 2) if how == "lexical")


def _is_span(whole: QuoteContent, part: QuoteContent) -> bool:
    """Whether all words of a part are a span of a direct quote, or several in a row; small words as well."""
    size = len(part.norms)
    if whole.quote.kind is not Kind.DIRECT or not size:
        return False
    starts = (k for k in whole.begins if k + size in whole.ends)
    return any(whole.norms[k : k + size] == part.norms for k in starts)


def _is_end(whole: QuoteContent, held: Mapping[str, int], part: QuoteContent) -> bool:
    """Whether a part of few words ends a statement, one of which at least parts with these stems leave."""
    size = len(part.norms)
    if not MIN_ENDING_WORDS <= size < len(whole.norms) or whole.norms[-size:] != part.norms:
        return False
    return any(is_informative(s) and whole.bag[s] > held.get(s, 0) for s in part.bag)


def _is_cut(whole: QuoteContent, part: QuoteContent) -> bool:
    """Whether the words of a part stand in a row in the whole, and are not as few as *Yes*."""
    held, rest = (f" {' '.join(quote.norms)} " for quote in (part, whole))
    return len(part.norms) >= SHORT and held in rest


def _place_in(whole: QuoteContent, part: QuoteContent) -> float:
    """About where the words of a part stand in the whole: the mean of the places of its telling words."""
    light = function_words()
    places = {s: k for k, s in reversed(tuple(enumerate(whole.stems))) if s not in light}
    found = [places[s] for s in part.bag if s in places]
    return sum(found) / len(found) if found else 0.0


def _is_telling(old: QuoteContent, new: QuoteContent, around: Circumstances) -> bool:
    """Whether marks tell that two quotes of one speaker are one: an opening, a fragment, a span in both."""
    if around.direct and around.place > 0:
        if old.norms[:OPENING] == new.norms[:OPENING] and len(old.norms) > OPENING:
            return True  # it was put in other words then
        if either_way(_is_span, old, new):
            return True
    return _share_fragment(old, new) or (around.place == 1 and _differ_between_marks(old, new))


def _became_paraphrase(old: QuoteContent, new: QuoteContent) -> bool:
    """Whether a direct quote and a paraphrase share a run of words: *wanted it more than*."""
    if {old.quote.kind, new.quote.kind} != {Kind.DIRECT, Kind.INDIRECT}:
        return False
    if len(old.code) * len(new.code) > MAX_BLOCK_CELLS:
        return False
    runs = (step for step in Indel.opcodes(old.code, new.code) if step.tag == "equal")
    shared_runs = (old.stems[run.src_start : run.src_end] for run in runs)
    return any(len(run) >= PARAPHRASED_RUN and any(map(is_informative, run)) for run in shared_runs)


def _is_of_itself(named: QuoteContent, own: QuoteContent) -> bool:
    """Whether one says of a body what it says of itself: *the city would appeal*, *it would appeal the fine*.

    The words after *it* are those after the name, as far as the shorter content goes, two at the least.
    """
    source = own.quote.source
    if source is None or not own.norms or not is_pronoun(own.norms[0]) or named.quote.kind is Kind.DIRECT:
        return False
    rest = own.norms[1:]
    for size in range(1, min(MAX_SUBJECT_WORDS, len(named.norms)) + 1):
        after = named.norms[size:]
        shorter = min(len(rest), len(after))
        if shorter >= MIN_WORDS_OF_ITSELF and rest[:shorter] == after[:shorter]:
            telling = set(filter(is_informative, named.words[size - 1].stems))
            held = any(map(says_something, own.words[1 : shorter + 1]))
            return held and not telling.isdisjoint(s for w in name_words(source.text) for s in stems(w))
    return False


def _share_fragment(old: QuoteContent, new: QuoteContent) -> bool:
    """Whether a fragment between marks with a word of content stands in both, whatever is around it."""
    mixed = Kind.MIXED in (old.quote.kind, new.quote.kind)
    return mixed and not _fragments(old).isdisjoint(_fragments(new))


def _differ_between_marks(old: QuoteContent, new: QuoteContent) -> bool:
    """Whether all that differs stands between marks: *the account "fiction"*, *the account "nonsense"*."""
    paraphrases = [[w for w, mark in zip(q.words, q.marked, strict=True) if not mark] for q in (old, new)]
    one, other = ([word.norm for word in words] for words in paraphrases)
    if one != other:
        return False
    return any(map(says_something, paraphrases[0]))


def _fragments(quote: QuoteContent) -> frozenset[tuple[str, ...]]:
    """The words between marks, each in a row, that hold a word of content."""
    out: set[tuple[str, ...]] = set()
    for marked, together in groupby(zip(quote.words, quote.marked, strict=True), key=lambda one: one[1]):
        words = [word for word, _ in together]
        if marked and any(map(says_something, words)):
            out.add(tuple(word.norm for word in words))
    return frozenset(out)


def _lead_quotes(version: NormalizedText, quotes: Sequence[QuoteContent]) -> set[int]:
    """The quotes of the story's first paragraph."""
    body = (p.number for p in version.extract.document.paragraphs if p.role is Role.BODY)
    first = next(body, None)
    return {k for k, q in enumerate(quotes[:MAX_SENTENCE_QUOTES]) if q.quote.paragraph == first}


def _rank(held: Sequence[int], k: int) -> float:
    """How far on ``k`` stands, or would stand, among rising numbers, 0 to 1."""
    return bisect_left(held, k) / max(1, len(held))


def _around(held: Sequence[int], share: float) -> Sequence[int]:
    """The quotes of a sentence, or of too many those about so far on."""
    if len(held) <= MAX_SENTENCE_QUOTES:
        return held
    first = min(max(0, int(share * len(held)) - MAX_SENTENCE_QUOTES // 2), len(held) - MAX_SENTENCE_QUOTES)
    return held[first : first + MAX_SENTENCE_QUOTES]


def _index(quotes: Sequence[QuoteContent], sought: Iterable[QuoteContent]) -> dict[str, list[int]]:
    """The quotes that hold each of the stems of some others, function words left out."""
    light = function_words()
    wanted = {s for q in sought for s in q.bag if s not in light}
    table: dict[str, list[int]] = {}
    for k, quote in enumerate(quotes) if wanted else ():
        for stem in wanted.intersection(quote.stems):
            table.setdefault(stem, []).append(k)
    return table


def _if_rare(lists: Mapping[str, Sequence[int]], stem: str) -> Sequence[int]:
    """The quotes with this stem, if they are few."""
    found = lists.get(stem, ())
    return found if len(found) <= 8 else ()


def without_headline_quotes(version: NormalizedText) -> NormalizedText:
    """A version without the quotes of its headline, which are compared as part of the headline."""
    quotes = tuple(q for q in version.extract.quotes if q.role is not Role.HEADLINE)
    if len(quotes) == len(version.extract.quotes):
        return version
    part = copy(version)
    part.extract = replace(version.extract, quotes=quotes)
    return part


def drop_unmatched_beliefs(
    old: NormalizedText, new: NormalizedText, alignment: Alignment
) -> tuple[NormalizedText, NormalizedText]:
    """Both versions without their beliefs, but for those that the other version has as speech.

    *She said it was safe*, *she believes it is safe*: what is a quote in one version is the same quote in the
    other, whatever the cue made of it. A belief stays if a statement of the other version, in a sentence
    aligned with its own, is alike and has no statement beside the belief that is as much so. Linear: of each
    sentence at most ``MAX_QUOTE_CANDIDATES`` quotes are looked at.
    """
    if all(q.attitude is Attitude.SPEECH for r in (old, new) for q in r.extract.quotes):
        return old, new
    here, there = _by_sentence(old), _by_sentence(new)
    return (
        _without_unmatched_beliefs(old, new, here, there, alignment.to_new),
        _without_unmatched_beliefs(new, old, there, here, alignment.to_old),
    )


def _by_sentence(version: NormalizedText) -> dict[int, list[Quote]]:
    """Some of a version's quotes by the sentence in which each begins, beliefs among them."""
    table: dict[int, list[Quote]] = {}
    for quote in version.extract.quotes:
        held = table.setdefault(version.sentence_at(quote.content.spans[0].start), [])
        if len(held) < MAX_QUOTE_CANDIDATES:
            held.append(quote)
    return table


_MIN_BELIEF_SIMILARITY = (
    0.6  # likeness of what is speech in one version and a belief in the other, if it is one quote
)


def _without_unmatched_beliefs(
    version: NormalizedText,
    other: NormalizedText,
    here: Mapping[int, Sequence[Quote]],
    there: Mapping[int, Sequence[Quote]],
    links: Sequence[Sequence[int]],
) -> NormalizedText:
    """One version with its speech, and the beliefs that are speech in the other."""
    kept: set[str] = set()
    for sentence, quotes in here.items():
        if sentence >= 0 and any(q.attitude is Attitude.BELIEF for q in quotes):
            across = [q for n in links[sentence] for q in there.get(n, ())][:MAX_QUOTE_CANDIDATES]
            kept |= _spoken_across(version, other, quotes, across)
    chosen = tuple(q for q in version.extract.quotes if q.attitude is Attitude.SPEECH or q.id in kept)
    part = copy(version)
    part.extract = replace(version.extract, quotes=chosen)
    return part


def _spoken_across(
    version: NormalizedText, other: NormalizedText, quotes: Sequence[Quote], across: Sequence[Quote]
) -> set[str]:
    """The ids of a sentence's beliefs that are speech in the other version.

    A belief is the likest there of all quotes of its sentence, and no belief of the same words stands there.
    """
    still = {q.content.text for q in across if q.attitude is Attitude.BELIEF}
    beliefs = [q for q in quotes if q.attitude is Attitude.BELIEF and q.content.text not in still]
    spoken = [q for q in across if q.attitude is Attitude.SPEECH]
    if not beliefs or not spoken:
        return set()
    numbers: dict[str, int] = {}
    speech = [quote_content(other, q, numbers) for q in spoken]
    beside = [quote_content(version, q, numbers) for q in quotes if q.attitude is Attitude.SPEECH]
    kept = set()
    for belief in beliefs:
        mine = quote_content(version, belief, numbers)
        for statement in speech:
            alike = content_similarity(mine, statement)
            others = (content_similarity(q, statement) for q in beside)
            if alike >= _MIN_BELIEF_SIMILARITY and all(other < alike for other in others):
                kept.add(belief.id)
    return kept


def pair(old: NormalizedText, new: NormalizedText, alignment: Alignment, identity: Identity) -> Matching:
    """Pair the quotes of two versions whose sentences are aligned; near linear in the number of quotes."""
    return Matcher(old, new, alignment, identity).match()

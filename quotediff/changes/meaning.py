"""What turns a claim over or limits it (negations, opposites, modals, hedges), and what it is about.

A quote and its negation are all but alike, so likeness decides nothing here. Both contents are searched for
items of meaning; modals and hedges that stand in both, wherever, cancel out; numbers, dates, times and places
are compared in their places (``figures``). What differs in changed words is told. Words that were
merely left out or added (a whole clause, the start or the end) are not compared: what is not said any more
has not become something else, and QD103 and QD105 tell of it.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from quotediff.align.evidence import event_roots
from quotediff.align.normalize import Word, has_words_at, is_informative, says_something
from quotediff.align.words import Block
from quotediff.lang.inflection import stems
from quotediff.lang.lexicon import rows, word_list, word_map
from quotediff.limits import (
    MAX_LONE_WORDS,
    MIN_CLAUSE_WORDS,
    WINDOW_CONCORD_WORDS,
    WINDOW_FIGURE_WORDS,
)

_CLAUSE_JOINERS = word_list("clause_joiners")
_CLAUSE_SUBJECTS = word_list("clause_subjects")
_CONCORDANT = word_list("concordant")
_ITEM_JOINERS = word_list("item_joiners")
_NOUN_OPENERS = word_list("noun_openers")
_COUNTS_OF_NONE = word_list("counts_of_none")


@dataclass(frozen=True, slots=True)
class Item:
    """Something that carries meaning at ``words[first:last]``.

    ``sort`` is what it is; two of one sort say the same if their ``values`` share a member. ``strong``: it
    counts even if nothing stands in its place on the other side.
    """

    sort: str
    values: frozenset[str]
    first: int
    last: int
    strong: bool

    def is_among(self, indices: Collection[int]) -> bool:
        """Whether it begins or ends with one of some words."""
        return not {self.first, self.last - 1}.isdisjoint(indices)


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference in meaning: of what sort, and the words on either side, as indices, half-open.

    A side that has no such words is empty.
    """

    sort: str
    old: tuple[int, int]
    new: tuple[int, int]


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str, frozenset[str], str], ...]]:
    """Modals and hedges by their first word, longest first: words, sort, what they say, when they count."""
    table: dict[str, list[tuple[tuple[str, ...], str, frozenset[str], str]]] = {}
    for phrase, says in rows("modals", 2):
        parts = tuple(phrase.split())
        table.setdefault(parts[0], []).append((parts, "modal", frozenset(says.split()), "any"))
    for phrase, says, when in rows("hedges", 3):
        parts = tuple(phrase.split())
        table.setdefault(parts[0], []).append((parts, "hedge", frozenset({says}), when))
    return {k: tuple(sorted(v, key=lambda e: -len(e[0]))) for k, v in table.items()}


@cache
def _negations() -> dict[str, str]:
    return {k: v for k, v in rows("negations", 2)}  # noqa: C416 - pairs, to mypy


@cache
def _opposites() -> dict[str, frozenset[tuple[int, int]]]:
    """For each word the pairs it belongs to, and on which side of them it stands."""
    table: dict[str, set[tuple[int, int]]] = {}
    for number, sides in enumerate(rows("opposites", 2)):
        for side, line in enumerate(sides):
            for word in line.split():
                table.setdefault(word, set()).add((number, side))
    return {k: frozenset(v) for k, v in table.items()}


_SPAN_OPENERS = word_list("span_openers")
_SPAN_PREPOSITIONS = word_list("span_prepositions")


@cache
def _times() -> dict[str, str]:
    """Words for times: a part of the day, a span with "last" or "next" before it, "early" before either."""
    return {k: v for k, v in rows("times", 2)}  # noqa: C416 - pairs, to mypy


def is_span_of_time(word: Word) -> bool:
    """Whether a word is one for a span of time: *weeks*."""
    return _times().get(word.norm) == "span"


def _is_time(word: Word) -> bool:
    """Whether a word is a day or another time, or opens one: *Monday*, *evening*, *last week*."""
    return word.kind == "date" or word.norm in _time_words()


def _is_before_a_time(words: Sequence[Word], k: int) -> bool:
    """Whether a time stands behind word ``k``: *early Monday*, *early on Monday*."""
    behind = [word for word in words[k + 1 : k + 3] if word.norm != "on"]
    return any(map(_is_time, behind[:1]))


@cache
def _time_words() -> frozenset[str]:
    return _SPAN_OPENERS | {word for word, sort in _times().items() if sort in ("part", "span")}


@cache
def _title_words() -> frozenset[str]:
    return frozenset(w for t, _ in rows("titles", 2) for w in t.split())


def items(words: Sequence[Word]) -> list[Item]:
    """All items of a content, in order; opposites are left to ``_polarity_differences``."""
    out: list[Item] = []
    phrases = _phrases()
    stop = 0
    denied = -1 - WINDOW_CONCORD_WORDS
    for index in [n for n, word in enumerate(words) if _may_begin_item(word)]:
        word = words[index]
        if index < stop:
            continue  # within a phrase
        thing = _thing(words, index) or _phrase(words, index, phrases.get(word.norm, ()))
        if thing is not None:
            out.append(thing)
            stop = thing.last
            continue
        concordant = denied >= index - WINDOW_CONCORD_WORDS and word.norm in _CONCORDANT
        if not concordant and _is_negation(words, index):
            out.append(Item("negation", frozenset({"not"}), index, index + 1, strong=True))
            denied = index
        out += _contracted(word, index)
    return out


def _is_negation(words: Sequence[Word], k: int) -> bool:
    """Whether word ``k`` denies something; *failed* does before *to*, *ruled* before *out*."""
    sort = _negations().get(words[k].norm, "")
    if sort.startswith("before "):
        return [w.norm for w in words[k + 1 : k + 2]] == [sort.removeprefix("before ")]
    return sort != "" or "not" in words[k].stems


def _thing(words: Sequence[Word], k: int) -> Item | None:
    """The number, date, time or name at word ``k``."""
    word = words[k]
    if word.kind == "number":
        return Item("number", frozenset({word.key}), k, k + 1, strong=not _is_weak_number(word))
    if word.kind == "date":
        return Item("date", frozenset({word.key}), k, k + 1, strong=False)
    time = _times().get(word.norm)
    if time == "part" or (time == "before" and _is_before_a_time(words, k)):
        return Item("time", frozenset({word.norm}), k, k + 1, strong=False)
    opener = words[k - 1].norm if time == "span" and k else ""
    if opener in _SPAN_PREPOSITIONS:
        return Item("date", frozenset({f"in {word.norm}"}), k, k + 1, strong=False)
    if opener in _SPAN_OPENERS:
        return Item("date", frozenset({f"{opener} {word.norm}"}), k - 1, k + 1, strong=False)
    if word.kind == "name" and not word.bracketed and word.norm not in _title_words():
        stem = next(iter(word.stems), word.norm)
        return Item("name", frozenset({stem}), k, k + 1, strong=False)
    return None


def _is_weak_number(word: Word) -> bool:
    """Whether it is *one* or an ordinal in letters, which may count nothing: *the first*."""
    return word.norm.isalpha() and (word.key == "#1" or word.key.endswith("th"))


def _contracted(word: Word, k: int) -> Iterator[Item]:
    """The modals within a contraction: *can't*, *I'll*."""
    if len(word.stems) == 1:
        return
    for stem in word.stems:
        for parts, sort, says, _ in _phrases().get(stem, ()):
            if len(parts) == 1 and sort == "modal":
                yield Item(sort, says - {"weak"}, k, k + 1, "weak" not in says)


@cache
def _openings() -> frozenset[str]:
    """The words that may be an item or begin one, whatever else they are."""
    return frozenset((*_phrases(), *_negations(), *_times()))


def _may_begin_item(word: Word) -> bool:
    """Whether a word may be an item or begin one: most are neither."""
    if word.kind != "word" or len(word.stems) != 1:
        return True
    return word.norm in _openings() or word.stems[0] == "not"


def _phrase(
    words: Sequence[Word], k: int, known: Iterable[tuple[tuple[str, ...], str, frozenset[str], str]]
) -> Item | None:
    """The modal or hedge that begins at word ``k``."""
    for parts, sort, says, when in known:
        stop = k + len(parts)
        if not has_words_at(words, k, parts):
            continue
        if when == "number" and not any(map(_is_amount, words[stop : stop + 1])):
            continue
        if sort == "modal" and any(word.norm in _NOUN_OPENERS for word in words[max(0, k - 1) : k]):
            continue  # no need to
        strong = when != "paired" and "weak" not in says
        return Item(sort, says - {"weak"}, k, stop, strong)
    return None


def _is_amount(word: Word) -> bool:
    """Whether a word is a number, or tells one: *half*."""
    return word.kind == "number" or word.norm in word_map("exact_amounts")


class ContentSide(NamedTuple):
    """One version's content: its words, which of them stand between marks, the edges of its spans, its items.

    An edge is the index of a word before which a span begins or ends.
    """

    words: Sequence[Word]
    marked: Sequence[bool]
    edges: frozenset[int]
    items: Sequence[Item]


_CLAIMS = frozenset({"negation", "modal", "hedge"})


def counted_words(changed: Sequence[Block], side: ContentSide, against: ContentSide) -> set[int]:
    """Indices of the words of a side that stand in a changed block whose items count.

    Args:
        changed: the blocks; their old words are those of the side.
        side: one content.
        against: the other.
    """
    items = {k for i in side.items if i.sort in _CLAIMS for k in range(i.first, i.last)}
    out: set[int] = set()
    for block in changed:
        out |= _counted_in(side, block.i1, block.i2, against.words[block.new], items)
    return out


def _counted_in(
    side: ContentSide, first: int, last: int, opposite: Sequence[Word], items: Collection[int]
) -> set[int]:
    """Which words of a changed range count, by what stands against it: ``opposite``.

    Args:
        side: the content that the range is of.
        first: where it begins.
        last: and ends.
        opposite: the words of the other content in its place.
        items: the words of the side that negate, limit or hedge.
    """
    run = set(range(first, last))
    if not run or any(w.kind != "ellipsis" for w in opposite):
        return run
    # It was only left out, or only added.
    at_edge = not side.edges.isdisjoint((first, last))
    if at_edge and _says_something_of_its_own(side, first, last):
        return set()
    if is_list_item(side.words, first, last):
        return set()
    if len(run) <= MAX_LONE_WORDS and all(k in items or _is_light(side.words[k]) for k in run):
        return run
    if len(run) >= MIN_CLAUSE_WORDS:
        return set()
    if at_edge:
        return run & set(items)  # "persuasive but not the last word" cut to "persuasive"
    return set() if opposite else run


def _says_something_of_its_own(side: ContentSide, first: int, last: int) -> bool:
    """Whether a range is whole sentences, or a clause with a subject of its own."""
    words = side.words
    if _clause(words, first, last):
        return True
    ended = last in side.edges or any(word.opens for word in words[last : last + 1])
    return words[first].opens and ended


def is_list_item(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a stretch is one item more of a list: *cannot be melted*, of *sold, cannot be melted and*.

    It stands behind a comma or a word that joins, before a word that joins, and says something of its own.
    """
    if not 0 < first < last < len(words):
        return False
    if not any(_is_joiner(words[k]) for k in (first, last)):
        return False
    own = (w for w in words[first:last] if w.norm not in _negations())
    return all(_parts_items(words, k) for k in (first, last)) and not all(map(_is_light, own))


def _parts_items(words: Sequence[Word], k: int) -> bool:
    """Whether word ``k`` joins items of a list, or follows a comma."""
    return _is_joiner(words[k]) or _follow_a_comma(words, k)


def _is_joiner(word: Word) -> bool:
    return word.norm in _ITEM_JOINERS


def _follow_a_comma(words: Sequence[Word], k: int) -> bool:
    """Whether more than a space stands before word ``k``."""
    return words[k].start - words[k - 1].end >= len(", ")


def _is_light(word: Word) -> bool:
    return not says_something(word)


def _clause(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether some words are a conjunction with a subject and more: "and it would change"."""
    if last - first < MAX_LONE_WORDS:
        return False
    lead = [w.norm for w in words[first : first + 2]]
    return lead[0] in _CLAUSE_JOINERS and lead[1].split("'")[0] in _CLAUSE_SUBJECTS


def claim_difference(
    old: ContentSide, new: ContentSide, changed: Sequence[Block], *, is_denied_once: bool = False
) -> Difference | None:
    """The first difference in what is claimed: a negation, an opposite, a modal or a hedge; None for none.

    Args:
        old: the old words.
        new: the new words.
        changed: the blocks in which they differ.
        is_denied_once: whether the cue of one side denies them, and that of the other does not. Then a
            negation or an opposite is no difference: *denied going there*, *said he did not go*.
    """
    reversed_ = [block.reversed for block in changed]
    left_old, left_new = _in_changed(old, new, changed), _in_changed(new, old, reversed_)
    flipped = None if is_denied_once else _turned_over(old, new, changed, left_old, left_new)
    if flipped is not None:
        return flipped
    rest_old, rest_new = _on_one_side(left_old, left_new)
    verbatim = all((*old.marked, *new.marked))
    rewritten = is_rewritten(old, new, changed)
    for sort in ("modal", "hedge"):
        x, y = _of_sort(rest_old, sort), _of_sort(rest_new, sort)
        if x and y:
            return Difference(sort, place(x[:1]), place(y[:1]))
        # On one side only. Paraphrase in other words may do without it, and "will" fades in paraphrase.
        x = [i for i in x if _counts_alone(i, old, new, verbatim=verbatim)]
        y = [i for i in y if _counts_alone(i, new, old, verbatim=verbatim)]
        if (x or y) and not rewritten:
            return Difference(sort, place(x[:1]), place(y[:1]))
    return None


def _turned_over(
    old: ContentSide,
    new: ContentSide,
    changed: Sequence[Block],
    left_old: Sequence[tuple[Item, bool]],
    left_new: Sequence[tuple[Item, bool]],
) -> Difference | None:
    """The negation or the opposite that turns a claim over; ``left_`` are the items in changed words."""
    counts = counts_of_none(old, new, changed)
    nones_old, nones_new = {count.old[0] for count in counts}, {count.new[0] for count in counts}
    return _polarity_differences(
        old,
        new,
        changed,
        _negations_that_count(left_old, nones_old),
        _negations_that_count(left_new, nones_new),
    )


@cache
def counted_senses() -> dict[str, str]:
    """What is counted, by the stems of the words for it."""
    return {
        stem: f"={sense}"
        for forms, sense in rows("counted", 2)
        for form in forms.split()
        for stem in stems(form)
    }


def counts_of_none(old: ContentSide, new: ContentSide, changed: Sequence[Block]) -> list[Difference]:
    """A number put for a word for none, or one for it, outside marks: *nobody*, *one person*."""
    found = []
    for block in changed:
        here, there = (block.i1, block.i2), (block.j1, block.j2)
        if not _is_replaced_unmarked(block, old, new):
            continue
        nones = [_first_in(side, place, _counts_none) for side, place in ((old, here), (new, there))]
        if bool(nones[0]) is bool(nones[1]):
            continue
        numbers = [_first_in(side, place, _is_number) for side, place in ((old, here), (new, there))]
        for none, number in (nones[0], numbers[1]), (numbers[0], nones[1]):
            if none and number:
                found.append(Difference("number", none, number))
    return found or _counts_of_none_apart(old, new, changed)


def _is_replaced_unmarked(block: Block, side: ContentSide, against: ContentSide) -> bool:
    """Whether words were put for others, and none of either stands between marks."""
    return block.op == "replace" and not any((*side.marked[block.old], *against.marked[block.new]))


def _counts_of_none_apart(old: ContentSide, new: ContentSide, changed: Sequence[Block]) -> list[Difference]:
    """The same where number and noun stand apart: *there were no arrests*, *12 people were arrested*."""
    reversed_ = [block.reversed for block in changed]
    nones = _nones_of_nouns(old, changed), _nones_of_nouns(new, reversed_)
    numbers = _numbers_before_nouns(old, changed), _numbers_before_nouns(new, reversed_)
    gone = ((none, numbers[1][noun]) for noun, none in nones[0].items() if noun in numbers[1])
    come = ((numbers[0][noun], none) for noun, none in nones[1].items() if noun in numbers[0])
    pairs = [pair for pair in (*gone, *come) if bool(nones[0]) is not bool(nones[1])]
    return [Difference("number", (i, i + 1), (j, j + 1)) for i, j in pairs]


def _counted_as(stem: str) -> str:
    """What stands for all words of one sense: *injuries*, *hurt*."""
    return counted_senses().get(stem, stem)


def _unmarked(side: ContentSide, changed: Sequence[Block]) -> Iterator[int]:
    """The changed words of a side that stand outside marks; the old ones of the blocks are its own."""
    return (k for block in changed for k in range(block.i1, block.i2) if not side.marked[k])


def _nones_of_nouns(side: ContentSide, changed: Sequence[Block]) -> dict[str, int]:
    """The words for none in changed words, by what they count."""
    found = {}
    for index in _unmarked(side, changed):
        counted = side.words[index + 1 : index + 2]
        if _counts_none(side.words[index]) and any(map(says_something, counted)):
            found[_counted_as(counted[0].stems[0])] = index
    return found


def _numbers_before_nouns(side: ContentSide, changed: Sequence[Block]) -> dict[str, int]:
    """The numbers in changed words, by what the words of content a few words behind them may count."""
    return {
        _counted_as(stem): index
        for index in _unmarked(side, changed)
        if _is_number(side.words[index])
        for word in side.words[index + 1 : index + 1 + WINDOW_FIGURE_WORDS]
        for stem in word.stems
        if is_informative(stem)
    }


def _first_in(
    side: ContentSide, place: tuple[int, int], holds: Callable[[Word], bool]
) -> tuple[int, int] | None:
    """Where the first of some words stands of which something holds."""
    return next(((k, k + 1) for k in range(*place) if holds(side.words[k])), None)


def _counts_none(word: Word) -> bool:
    return word.norm in _COUNTS_OF_NONE


def _is_number(word: Word) -> bool:
    return word.kind == "number"


def _negations_that_count(left: Sequence[tuple[Item, bool]], nones: Collection[int]) -> list[Item]:
    """The negations in blocks whose items count, but for words for none that a number was put for."""
    return [i for i, looked in left if looked and i.sort == "negation" and i.first not in nones]


def _on_one_side(
    left_old: Sequence[tuple[Item, bool]], left_new: Sequence[tuple[Item, bool]]
) -> tuple[list[Item], list[Item]]:
    """What either side alone has, in blocks whose items count, but for hedges of figures that differ."""
    rest_old, rest_new = _cancel([i for i, _ in left_old], [i for i, _ in left_new])
    silent = {id(i) for i, looked in (*left_old, *left_new) if not looked}
    silent |= _of_other_figures(left_old) | _of_other_figures(left_new)
    return [i for i in rest_old if id(i) not in silent], [i for i in rest_new if id(i) not in silent]


def _of_sort(items_: Sequence[Item], sort: str) -> list[Item]:
    return [i for i in items_ if i.sort == sort]


def _counts_alone(item: Item, side: ContentSide, against: ContentSide, *, verbatim: bool) -> bool:
    """Whether a modal or a hedge that one side alone has changes the claim."""
    if not item.strong and not (verbatim and _is_surely_modal(item, side)):
        return False
    return side.marked[item.first] or item.sort != "modal" or _keeps_its_verb(item, side, against)


_LEAST_WORDS_OF_ANOTHER = 3  # of a sentence of which no word stayed: *I did not* may be *Not me*


def _of_other_sentences(side: ContentSide, changed: Sequence[Block]) -> set[int]:
    """The words of whole sentences of which no word of content stayed: they say something else.

    Short ones only if no word stayed.
    What they deny has no place in the other content: *A fifth is a lot*, *It is not clear to me*.
    """
    starts = [0, *(k for k, word in enumerate(side.words[1:], 1) if word.opens), len(side.words)]
    if len(starts) == len(("first", "last")):
        return set()
    differing = {k for block in changed for k in range(block.i1, block.i2)}
    out: set[int] = set()
    for first, last in pairwise(starts):
        sentence = range(first, last)
        stayed = [stem for k in sentence if k not in differing for stem in side.words[k].stems]
        least = MIN_CLAUSE_WORDS if stayed else _LEAST_WORDS_OF_ANOTHER
        if len(sentence) >= least and not any(map(is_informative, stayed)):
            out.update(sentence)
    return out


def _in_changed(side: ContentSide, against: ContentSide, changed: Sequence[Block]) -> list[tuple[Item, bool]]:
    """The items of a side in changed blocks, each with whether it counts.

    It does if those of the block do, and its sentence does not say something else altogether.
    """
    within = {k for block in changed for k in range(block.i1, block.i2)}
    counted = counted_words(changed, side, against) - _of_other_sentences(side, changed)
    return [(item, item.is_among(counted)) for item in side.items if item.is_among(within)]


def _of_other_figures(left: Sequence[tuple[Item, bool]]) -> set[int]:
    """Hedges of numbers that differ themselves: *about 900*, *nearly 1,100* is no hedge."""
    differing = {i.first for i, _ in left if i.sort == "number"}
    return {id(i) for i, _ in left if i.sort == "hedge" and i.last in differing}


def is_rewritten(old: ContentSide, new: ContentSide, changed: Sequence[Block]) -> bool:
    """Whether less than half of the shorter content was kept."""
    kept = len(old.words) - sum(c.i2 - c.i1 for c in changed)
    return 2 * kept < min(len(old.words), len(new.words))


def _is_surely_modal(item: Item, side: ContentSide) -> bool:
    """Whether it is a modal whatever follows; *he'd* may be "he had"."""
    return item.sort == "modal" and not side.words[item.first].norm.endswith("'d")


def _keeps_its_verb(item: Item, side: ContentSide, against: ContentSide) -> bool:
    """Whether the verb that a modal stands with is in the other content too.

    If not, that part was put in other words: *they had to leave*, *it forced them out*.
    """
    verb = next(filter(says_something, side.words[item.last :]), None)
    return verb is None or any(not set(verb.stems).isdisjoint(w.stems) for w in against.words)


def place(found: Sequence[Item]) -> tuple[int, int]:
    """From the first word of some items to behind the last; empty for none."""
    return (found[0].first, found[-1].last) if found else (0, 0)


def _cancel(a: Sequence[Item], b: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """What is left when items that say the same are taken out of both, pair by pair, in order; linear."""
    waiting: defaultdict[tuple[str, str], deque[int]] = defaultdict(deque)
    for k, item in enumerate(b):
        for says in item.values:
            waiting[item.sort, says].append(k)
    gone: set[int] = set()
    left = []
    for item in a:
        match = -1
        for says in sorted(item.values):
            line = waiting[item.sort, says]
            while line and line[0] in gone:
                line.popleft()
            if line:
                match = line.popleft()
                break
        if match < 0:
            left.append(item)
        gone.add(match)
    return left, [item for k, item in enumerate(b) if k not in gone]


def _polarity_differences(
    old: ContentSide, new: ContentSide, changed: Sequence[Block], x: Sequence[Item], y: Sequence[Item]
) -> Difference | None:
    """Whether negations and opposites turn the claim over: "did not win" and "lost" do not.

    *Early* and *late* before a day are times, no opposites.
    """
    times = [{item.first for item in side.items if item.sort == "time"} for side in (old, new)]
    found = [swap for block in changed for swap in _opposites_in(old.words, new.words, block)]
    swaps = [(i, j) for i, j in found if i not in times[0] or j not in times[1]]
    denied_a, denied_b = {i for i, _ in swaps}, {j for _, j in swaps}
    olds = [n for n in x if n.first not in denied_a]
    news = [n for n in y if n.first not in denied_b]
    if swaps and (len(olds) + len(news) + len(swaps)) % 2 == 0:
        return None
    kept_olds = _that_deny_what_stayed(old, new, changed, olds)
    kept_news = _that_deny_what_stayed(new, old, [block.reversed for block in changed], news)
    if len(kept_olds) > len(news):
        return Difference("negation", place(kept_olds[:1]), place([]))
    if len(kept_news) > len(olds):
        return Difference("negation", place([]), place(kept_news[:1]))
    if swaps:
        i, j = swaps[0]
        return Difference("opposite", (i, i + 1), (j, j + 1))
    return None


def _that_deny_what_stayed(
    side: ContentSide, against: ContentSide, changed: Sequence[Block], negations: Sequence[Item]
) -> list[Item]:
    """The negations that turn something over which the other content says too.

    One that went with what it denies, other words being put for both outside marks, denies nothing that is
    claimed there: *did not sound*, *stayed silent*.
    """
    replaced = {
        index: block
        for block in changed
        if _is_replaced_unmarked(block, side, against)
        for index in range(block.i1, block.i2)
    }
    stayed = {_event(stem) for word in against.words for stem in word.stems}
    return [
        n for n in negations if n.first not in replaced or _denies_any(n, side, replaced[n.first], stayed)
    ]


def _event(stem: str) -> str:
    """What stands for all words of one event: *closed*, *shut*."""
    return event_roots().get(stem, stem)


def _denies_any(item: Item, side: ContentSide, block: Block, stayed: Collection[str]) -> bool:
    """Whether what a negation in a replaced block denies is among the events of the other content."""
    denied = next(filter(says_something, side.words[item.last : block.i2]), None)
    if denied is None:
        return True
    return any(_event(stem) in stayed for stem in denied.stems)


def _opposites_in(a: Sequence[Word], b: Sequence[Word], block: Block) -> list[tuple[int, int]]:
    """Words of a changed block that were put for their opposites, each once; linear."""
    table = _opposites()
    there: defaultdict[tuple[int, int], deque[int]] = defaultdict(deque)
    for j in range(block.j1, block.j2):
        for place in table.get(b[j].norm, ()):
            there[place].append(j)
    swaps: list[tuple[int, int]] = []
    used: set[int] = set()
    if not there:
        return []
    for index in range(block.i1, block.i2):
        for number, side in sorted(table.get(a[index].norm, ())):
            line = there[number, 1 - side]
            while line and line[0] in used:
                line.popleft()
            if line:
                swaps.append((index, line.popleft()))
                used.add(swaps[-1][1])
                break
    return swaps

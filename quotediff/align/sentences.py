"""Which sentence of the old version became which of the new: m:n, found by content, not by place.

Three passes, after difftastic: sentences whose words are the same (cheap, and most of a story); what is left,
by the weight of the words two sentences share, the best one-to-one choice overall; then a tidy pass that
gives leftover neighbours to the sentence they were split from or merged into. Moves are what is left over
when the heaviest part of the story that kept its order is taken out.

Time: the first and last pass are linear (the order of moves n log n). In the second each sentence is
compared with at most ``MAX_SENTENCE_CANDIDATES`` others, found through its rarest words in lists of at most
``MAX_SENTENCE_POSTINGS`` entries; what these bounds cost is said in ``Alignment.problems``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from math import log

from quotediff.align.assign import assign
from quotediff.align.normalize import NormalizedText, function_words
from quotediff.align.words import longest_rise
from quotediff.comparison import SentencePair
from quotediff.limits import (
    MAX_SENTENCE_CANDIDATES,
    MAX_SENTENCE_POSTINGS,
    MAX_SENTENCE_STEMS,
    WINDOW_ALIGNED_SENTENCES,
)
from quotediff.model import Problem, Role

ALIKE_HERE = 0.30  # share of the words' weight, between the same neighbours
ALIKE_ELSEWHERE = 0.45  # and anywhere: two sentences of one story share some words by nature
PART_OF = 0.5  # share of a leftover sentence that must stand in the one it was split from


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of sentences, in the order of the old version and then of the new for what is only there.

    ``to_new[i]`` and ``to_old[j]`` are the partners of a sentence (empty: none). ``problems`` tells of bounds
    that were reached.
    """

    pairs: tuple[SentencePair, ...]
    to_new: tuple[tuple[int, ...], ...]
    to_old: tuple[tuple[int, ...], ...]
    moved: frozenset[int]  # sentences of the old version that stand elsewhere now
    order: Order
    problems: tuple[Problem, ...]
    weights: Mapping[str, float] = field(default_factory=dict)  # how telling each stem of the story is

    def has_moved(self, old: int, news: Sequence[int]) -> bool:
        """Whether words of one old sentence that now stand in ``news`` are in another place of the story.

        If the sentences themselves are not aligned, what kept its order around them tells.
        """
        if not news or set(self.to_new[old]).intersection(news):
            return bool(news) and old in self.moved
        return self.order.crosses(old, news[0])


@dataclass(frozen=True, slots=True)
class Order:
    """The heaviest part of the story that kept its order, as parallel rising indices, and all paragraphs."""

    olds: tuple[int, ...]
    news: tuple[int, ...]
    old_paragraphs: tuple[int, ...]
    new_paragraphs: tuple[int, ...]

    def crosses(self, old: int, new: int) -> bool:
        """Whether going from old to new passes a sentence of another paragraph that kept its order.

        A change of order within one paragraph is no move.
        """
        x, y = bisect_left(self.olds, old), bisect_left(self.news, new)
        low, high = min(x, y), max(x, y)
        if y < x and low < len(self.news) and self.news[low] == new:
            low += 1  # it stands in a sentence of the kept part, beside which it stood before
        if low >= high:
            return False
        home = (self.old_paragraphs[old], self.new_paragraphs[new])
        return any(
            (self.old_paragraphs[self.olds[index]], self.new_paragraphs[self.news[index]]) != home
            for index in (low, high - 1)
        )


class _Side:
    """One version's sentences as weighed bags of stems."""

    def __init__(self, version: NormalizedText) -> None:
        sentences = version.extract.sentences
        self.count = len(sentences)
        self.paragraph = version.paragraphs
        roles = [p.role for p in version.extract.document.paragraphs]
        self.headline = [0 <= p < len(roles) and roles[p] is Role.HEADLINE for p in self.paragraph]
        self.keys = [
            (self.headline[index], *[w.norm for w in version.of_sentence(index) if w.kind != "ellipsis"])
            for index in range(self.count)
        ]
        self.bags = version.bags
        self.size = [len(k) - 1 for k in self.keys]
        self.frequency = Counter(chain.from_iterable(self.bags))  # in how many sentences each stem stands


def align(old: NormalizedText, new: NormalizedText) -> Alignment:
    """The sentences of two versions, paired; see the module for how and at what cost."""
    a, b = old.once(_Side), new.once(_Side)
    partner = _same_words(a, b)
    weights = _weights(a, b)
    problems, similarity = _alike(a, b, partner, weights)
    groups = _group_splits_and_merges(a, b, partner, weights)
    return replace(_alignment(a, b, groups, similarity, problems), weights=weights)


def _same_words(a: _Side, b: _Side) -> list[int]:
    """Pair sentences of the same words: unique ones, then repeated ones beside them, then in order."""
    places: defaultdict[tuple[object, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, keys in enumerate((a.keys, b.keys)):
        for k, key in enumerate(keys):
            if len(key) > 1:
                places[key][side].append(k)
    partner = [-1] * a.count
    taken = [False] * b.count
    for here, there in places.values():
        if len(here) == len(there) == 1:
            partner[here[0]] = there[0]
            taken[there[0]] = True
    _extend(a, b, partner, taken)
    for here, there in places.values():
        left = [i for i in here if partner[i] < 0]
        free = [j for j in there if not taken[j]]
        for i, j in zip(left, free, strict=False):
            partner[i] = j
            taken[j] = True
    return partner


def _extend(a: _Side, b: _Side, partner: list[int], taken: list[bool]) -> None:
    """Pair repeated sentences of the same words that stand right after, or right before, a pair."""
    for step in (1, -1):
        for index in range(a.count)[::step]:
            before = index - step
            j = partner[before] + step if 0 <= before < a.count and partner[before] >= 0 else -1
            if partner[index] >= 0 or not 0 <= j < b.count or taken[j]:
                continue
            if a.keys[index] == b.keys[j] and len(a.keys[index]) > 1:
                partner[index] = j
                taken[j] = True


def _weights(a: _Side, b: _Side) -> dict[str, float]:
    """How much a stem tells: the rarer in the story the more (inverse document frequency, as in TF-IDF)."""
    frequency = a.frequency.copy()
    frequency.update(b.frequency)
    total = a.count + b.count
    light = function_words()
    return {s: log(1 + total / n) * (0.2 if s in light else 1.0) for s, n in frequency.items()}


def _weigh(bag: Mapping[str, int], weights: Mapping[str, float]) -> float:
    return sum(weights[s] * n for s, n in bag.items())


def _shared(x: Mapping[str, int], y: Mapping[str, int], weights: Mapping[str, float]) -> float:
    if len(x) > len(y):
        x, y = y, x
    return sum(weights[s] * min(n, y[s]) for s, n in x.items() if s in y)


def _alike(
    a: _Side, b: _Side, partner: list[int], weights: Mapping[str, float]
) -> tuple[list[Problem], dict[tuple[int, int], float]]:
    """Pair what the first pass left, by shared weight; fills ``partner``; returns problems and likeness."""
    taken = {j for j in partner if j >= 0}
    rest_a = [i for i in range(a.count) if partner[i] < 0 and a.bags[i]]
    rest_b = [j for j in range(b.count) if j not in taken and b.bags[j]]
    postings = _postings(b, rest_b)
    heavy_a = {i: _weigh(a.bags[i], weights) for i in rest_a}
    heavy_b = {j: _weigh(b.bags[j], weights) for j in rest_b}
    gap = _gaps(a, partner)
    rows: list[dict[int, float]] = []
    similarity: dict[tuple[int, int], float] = {}
    lost = 0
    for old_index in rest_a:
        low, high = gap[old_index]
        found, unsearched = _candidates(a.bags[old_index], postings, weights)
        row: dict[int, float] = {}
        for new_index in sorted({*found, *_between(rest_b, low, high)}):
            alike = (
                2
                * _shared(a.bags[old_index], b.bags[new_index], weights)
                / (heavy_a[old_index] + heavy_b[new_index])
            )
            if a.headline[old_index] != b.headline[new_index]:
                alike *= 0.8  # a headline says what the story says, but is not one of its sentences
            worth = _worth(alike, here=low < new_index < high)
            if worth is not None:
                similarity[old_index, new_index] = min(alike, 1.0)
                row[new_index] = worth
        # A sentence alike enough to be its partner shares a word that was searched by, unless the others
        # weigh more.
        lost += not row and unsearched >= ALIKE_ELSEWHERE * heavy_a[old_index]
        rows.append(row)
    chosen = assign(rows)
    for i, j in zip(rest_a, chosen.partner, strict=True):
        partner[i] = j
    problems = []
    if lost:
        problems.append(
            _problem(f"{lost} old sentences hold only words too common in the new version to search by")
        )
    if not chosen.exact:
        problems.append(_problem("the versions differ too much for the best pairing of all sentences"))
    return problems, similarity


def _worth(alike: float, *, here: bool) -> float | None:
    """What pairing two sentences is worth; None if they are too unlike for the place where they stand."""
    if alike < (ALIKE_HERE if here else ALIKE_ELSEWHERE):
        return None
    return (alike + 0.05 * here) ** 3  # cubed: one close match is worth more than two loose ones


def _postings(side: _Side, sentences: Sequence[int]) -> Mapping[str, list[int]]:
    """Which of some sentences hold each stem."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for k in sentences:
        for stem in side.bags[k]:
            postings[stem].append(k)
    return postings


def _between(rest: Sequence[int], low: int, high: int) -> set[int]:
    """Leftover sentences between two: the first few, and those about the middle."""
    near = bisect_left(rest, low)
    middle = min(max(near, bisect_left(rest, (low + high) // 2)), bisect_left(rest, high))
    around = {
        *rest[near : near + WINDOW_ALIGNED_SENTENCES],
        *rest[max(near, middle - WINDOW_ALIGNED_SENTENCES) : middle + WINDOW_ALIGNED_SENTENCES],
    }
    return {k for k in around if low < k < high}


def _problem(what: str) -> Problem:
    return Problem("QD905", f"{what}; a moved or rewritten sentence may be reported as removed and added")


def _gaps(a: _Side, partner: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each old sentence without a partner, between which new sentences its place is (both excluded)."""
    pairs = [(i, j) for i, j in enumerate(partner) if j >= 0]
    kept = [pairs[k] for k in longest_rise([j for _, j in pairs], [float(a.size[i]) for i, _ in pairs])]
    olds = [i for i, _ in kept]
    out = {}
    for old_index, new_index in enumerate(partner):
        if new_index < 0:
            at = bisect_left(olds, old_index)
            low = kept[at - 1][1] if at else -1
            out[old_index] = (low, kept[at][1] if at < len(kept) else 1 << 60)
    return out


def _candidates(
    bag: Mapping[str, int], postings: Mapping[str, Sequence[int]], weights: Mapping[str, float]
) -> tuple[list[int], float]:
    """The new sentences that share the most of this one's rarest words, and the weight not searched by."""
    known = sorted((len(postings[s]), s) for s in bag if s in postings)
    score: defaultdict[int, float] = defaultdict(float)
    unsearched = 0.0
    for rank, (count, stem) in enumerate(known):
        if count > MAX_SENTENCE_POSTINGS or rank >= MAX_SENTENCE_STEMS:
            unsearched += weights[stem] * bag[stem]
            continue
        for j in postings[stem]:
            score[j] += weights[stem]
    return heaviest(score, MAX_SENTENCE_CANDIDATES), unsearched


def heaviest(score: Mapping[int, float], most: int) -> list[int]:
    """The keys of the greatest values, the greatest first; of equal ones the least key."""
    return sorted(sorted(score), key=score.__getitem__, reverse=True)[:most]


def _group_splits_and_merges(
    a: _Side, b: _Side, partner: Sequence[int], weights: Mapping[str, float]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Groups of sentences: pairs, grown by leftover neighbours whose words the other side still lacks."""
    news: list[list[int]] = [[j] if j >= 0 else [] for j in partner]
    owner = {j: i for i, j in enumerate(partner) if j >= 0}
    _add_splits(a, b, news, owner, weights)
    olds = _with_merges(a, b, news, weights)
    home = {i for merged in olds.values() for i in merged}
    groups = [(tuple(sorted(olds[i])), tuple(sorted(news[i]))) for i in sorted(olds)]
    groups += [((i,), ()) for i in range(a.count) if i not in home and a.bags[i]]
    groups += [((), (j,)) for j in range(b.count) if j not in owner and b.bags[j]]
    return sorted(groups, key=lambda g: (not g[0], g))


def _add_splits(
    a: _Side, b: _Side, news: list[list[int]], owner: dict[int, int], weights: Mapping[str, float]
) -> None:
    """Gives new leftovers to the neighbours' old sentence of which they hold the rest: it was split."""
    for new_index in [j for j in range(b.count) if j not in owner and b.bags[j]]:
        for near in (new_index - 1, new_index + 1):
            i = owner.get(near, -1)
            if i >= 0 and _rest_holds(a.bags[i], [b.bags[n] for n in news[i]], b.bags[new_index], weights):
                news[i].append(new_index)
                owner[new_index] = i
                break


def _with_merges(
    a: _Side, b: _Side, news: Sequence[Sequence[int]], weights: Mapping[str, float]
) -> dict[int, list[int]]:
    """For each old sentence of a pair the old ones that were merged with it: leftovers beside it."""
    olds: dict[int, list[int]] = {i: [i] for i, group in enumerate(news) if group}
    home = {i: i for i in olds}
    for old_index in [i for i in range(a.count) if i not in home and a.bags[i]]:
        for near in (old_index - 1, old_index + 1):
            root = home.get(near, -1)
            if root < 0:
                continue
            whole: Counter[str] = sum((b.bags[n] for n in news[root]), Counter())
            if _rest_holds(whole, [a.bags[n] for n in olds[root]], a.bags[old_index], weights):
                olds[root].append(old_index)
                home[old_index] = root
                break
    return olds


def _rest_holds(
    whole: Mapping[str, int],
    parts: Sequence[Mapping[str, int]],
    more: Mapping[str, int],
    weights: Mapping[str, float],
) -> bool:
    """Whether ``more`` stands for the most part in what ``parts`` leave of ``whole``."""
    rest = Counter(whole)
    for part in parts:
        rest.subtract(part)
    rest = +rest
    need = _weigh(more, weights)
    content = [s for s in more if s in rest and s not in function_words()]
    return len(content) >= 2 and _shared(rest, more, weights) >= PART_OF * need


def _alignment(
    a: _Side,
    b: _Side,
    groups: Sequence[tuple[tuple[int, ...], tuple[int, ...]]],
    similarity: Mapping[tuple[int, int], float],
    problems: Sequence[Problem],
) -> Alignment:
    moved, order = _moved(a, b, [g for g in groups if g[0] and g[1]])
    to_new: list[tuple[int, ...]] = [()] * a.count
    to_old: list[tuple[int, ...]] = [()] * b.count
    pairs = []
    for olds, news in groups:
        for i in olds:
            to_new[i] = news
        for j in news:
            to_old[j] = olds
        if not (olds and news):
            alike = 0.0
        elif len(olds) == len(news) == 1:
            alike = (
                1.0 if a.keys[olds[0]][1:] == b.keys[news[0]][1:] else similarity.get((olds[0], news[0]), 1.0)
            )
        else:
            x = sum((a.bags[i] for i in olds), Counter[str]())
            y = sum((b.bags[j] for j in news), Counter[str]())
            alike = 2 * (x & y).total() / max(1, x.total() + y.total())
        pairs.append(SentencePair(olds, news, round(alike, 4), bool(olds and olds[0] in moved)))
    return Alignment(tuple(pairs), tuple(to_new), tuple(to_old), frozenset(moved), order, tuple(problems))


def _moved(
    a: _Side, b: _Side, groups: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]
) -> tuple[set[int], Order]:
    """Old sentences that stand elsewhere, not in the heaviest part that kept its order; and that part."""
    ordered = sorted(groups)
    weights = [float(sum(a.size[i] for i in olds)) for olds, _ in ordered]
    kept = set(longest_rise([news[0] for _, news in ordered], weights))
    stay = [ordered[k] for k in sorted(kept)]
    order = Order(
        tuple(o[0] for o, _ in stay), tuple(n[0] for _, n in stay), tuple(a.paragraph), tuple(b.paragraph)
    )
    moved: set[int] = set()
    for k, (olds, news) in enumerate(ordered):
        if k not in kept and order.crosses(olds[0], news[0]):
            moved.update(olds)
    return moved, order

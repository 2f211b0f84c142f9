"""Which paragraph of the old version became which of the new, from the alignment of their sentences.

Two paragraphs are linked if the sentences they share hold ``SHARE`` of the words of the shorter one, and
those without such a link, such as a line of dashes, if they read the same beside two that are linked. Linked
paragraphs are one entry, m:n. The heaviest set of entries that keeps its order stays, all others are moved.

Time: linear in the number of aligned sentences, and n log n for the order.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import product

from quotediff.align.normalize import NormalizedText
from quotediff.align.sentences import Alignment
from quotediff.align.words import longest_rise
from quotediff.comparison import ParagraphPair

SHARE = 0.3  # of the words of the shorter of two paragraphs that must stand in sentences they share


Group = tuple[tuple[int, ...], tuple[int, ...]]  # paragraphs of the old and of the new version, by index


def align_paragraphs(
    old: NormalizedText, new: NormalizedText, alignment: Alignment
) -> tuple[ParagraphPair, ...]:
    """The paragraphs of two versions, paired, in the order in which a reader goes through both at once.

    Args:
        old: the old version.
        new: the new version.
        alignment: that of their sentences.

    Returns:
        Every paragraph of either version in one entry, by its number, in the order of the new version. What
        is only in the old one comes before the next paragraph that both have in order.
    """
    counts = (len(old.extract.document.paragraphs), len(new.extract.document.paragraphs))
    links = _links(old, new, alignment)
    links += _neighbours(links, _texts(old), _texts(new))
    groups = list(_groups(links, *counts))
    both = sorted(group for group in groups if group[0] and group[1])
    kept = longest_rise([news[0] for _, news in both], [float(len(o) + len(n)) for o, n in both])
    kept_order = {both[k] for k in kept}
    return tuple(
        ParagraphPair(
            _numbers(olds), _numbers(news), moved=bool(olds and news) and (olds, news) not in kept_order
        )
        for olds, news in _in_order(groups, kept_order)
    )


def _numbers(indices: Iterable[int]) -> tuple[int, ...]:
    return tuple(index + 1 for index in indices)


def _links(old: NormalizedText, new: NormalizedText, alignment: Alignment) -> list[tuple[int, int]]:
    """Pairs of paragraphs, by index, that share enough of their words."""
    sides = (old, new)
    places = [side.paragraphs for side in sides]
    lengths = [
        [len(side.of_sentence(k)) for k in range(len(place))]
        for side, place in zip(sides, places, strict=True)
    ]
    totals = [Counter[int](), Counter[int]()]
    for place, length, total in zip(places, lengths, totals, strict=True):
        for paragraph, words in zip(place, length, strict=True):
            total[paragraph] += words
    shared = Counter[tuple[int, int]]()
    for pair in alignment.pairs:
        for i, j in product(pair.old, pair.new):
            shared[places[0][i], places[1][j]] += min(lengths[0][i], lengths[1][j])
    return [
        (old_paragraph, new_paragraph)
        for (old_paragraph, new_paragraph), words in shared.items()
        if old_paragraph >= 0
        and new_paragraph >= 0
        and words >= SHARE * min(totals[0][old_paragraph], totals[1][new_paragraph])
    ]


def _texts(version: NormalizedText) -> list[str]:
    document = version.extract.document
    return [document.text[p.span.start : p.span.end].strip() for p in document.paragraphs]


def _neighbours(
    links: Sequence[tuple[int, int]], olds: Sequence[str], news: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Pairs of paragraphs without a link that read the same and stand beside two that have one, in turn."""
    linked = ({p for p, _ in links}, {q for _, q in links})
    for by in (1, -1):
        for old_paragraph, new_paragraph in links:
            old_paragraph, new_paragraph = old_paragraph + by, new_paragraph + by  # noqa: PLW2901 - goes on from there
            while (
                0 <= old_paragraph < len(olds)
                and 0 <= new_paragraph < len(news)
                and olds[old_paragraph] == news[new_paragraph]
            ):
                if old_paragraph in linked[0] or new_paragraph in linked[1]:
                    break
                linked[0].add(old_paragraph)
                linked[1].add(new_paragraph)
                yield old_paragraph, new_paragraph
                old_paragraph, new_paragraph = old_paragraph + by, new_paragraph + by  # noqa: PLW2901


def _groups(links: Iterable[tuple[int, int]], olds: int, news: int) -> Iterator[Group]:
    """Paragraphs that hang together by links; those without a link by themselves."""
    root = list(range(olds + news))

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]  # halves the way: near constant on the whole
            node = root[node]
        return node

    for p, q in links:
        root[find(olds + q)] = find(p)
    members: dict[int, list[int]] = {}
    for node in range(olds + news):
        members.setdefault(find(node), []).append(node)
    for group in members.values():
        yield tuple(n for n in group if n < olds), tuple(n - olds for n in group if n >= olds)


def _in_order(groups: Iterable[Group], kept_order: Collection[Group]) -> Iterator[Group]:
    """All groups by their first new paragraph; what is only old before the next steady one."""
    ahead = deque(sorted(group for group in groups if not group[1]))
    for group in sorted((group for group in groups if group[1]), key=lambda group: group[1][0]):
        while group in kept_order and ahead and ahead[0][0] < group[0]:
            yield ahead.popleft()
        yield group
    yield from ahead

"""What turns a claim over or alters its facts: negations, modals, hedges, numbers, dates, names, opposites.

A quote and its negation are all but alike, so likeness decides nothing here. Both contents are searched for
such items; items that stand in both, wherever, cancel out; what is left over in changed stretches differs.
Stretches that were merely left out or added (a whole clause, the start or the end) are not compared: what is
not said any more has not become something else, and QD103 and QD105 tell of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import Indel

from quotediff.align.forms import Word, weight
from quotediff.align.speakers import name_words
from quotediff.align.words import Block
from quotediff.lang.lexicon import rows

CLAUSE = 6  # words; a stretch this long that is only left out or only added says something of its own
LONE = 4  # words; a stretch up to this long at an edge is looked at if it holds nothing but such items
CONCORD = 4  # words after "not" within which "nothing" denies the same once more: "couldn't see nothing"
SPELT_ALIKE = 0.75  # names whose letters are this much alike are one name spelt differently


_JOINING = frozenset({"and", "but", "so", "because", "if", "when", "as", "although", "though", "while"})
_SUBJECTS = frozenset({"i", "you", "he", "she", "it", "we", "they", "there", "that", "this"})
_CONCORDANT = frozenset({"nothing", "nobody", "none", "no", "never", "nowhere", "neither"})


@dataclass(frozen=True, slots=True)
class Item:
    """Something that carries meaning at ``words[first:last]``.

    ``sort`` is what it is; two of one sort say the same if their ``says`` share a member. ``strong``: it
    counts even if nothing stands in its place on the other side.
    """

    sort: str
    says: frozenset[str]
    first: int
    last: int
    strong: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """The first difference in meaning: of what sort, and the words on either side, as indices, half-open.

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


@cache
def _title_words() -> frozenset[str]:
    return frozenset(w for t, _ in rows("titles", 2) for w in t.split())


def items(words: Sequence[Word]) -> list[Item]:  # noqa: C901 - the sorts of items, a case each
    """All items of a content, in order; opposites are told by ``flips`` and are not among them."""
    out: list[Item] = []
    phrases, negations, titles = _phrases(), _negations(), _title_words()
    stop = 0
    denied = -1 - CONCORD
    for k in [n for n, word in enumerate(words) if _tells(word, phrases, negations)]:
        word = words[k]
        if k < stop:
            continue  # within a phrase
        if word.kind == "number":
            weak = word.norm.isalpha() and (word.key == "#1" or word.key.endswith("th"))
            out.append(Item("number", frozenset({word.key}), k, k + 1, not weak))
        elif word.kind == "date":
            out.append(Item("date", frozenset({word.key}), k, k + 1, strong=False))
        elif word.kind == "name" and word.norm not in titles and not word.bracketed:
            stem = word.stems[0] if word.stems else word.norm
            out.append(Item("name", frozenset({stem}), k, k + 1, strong=False))
        else:
            taken = _phrase(words, k, phrases.get(word.norm, ()))
            if taken is not None:
                out.append(taken)
                stop = taken.last
                continue
            denies = word.norm in negations or "not" in word.stems
            if denies and not (denied >= k - CONCORD and word.norm in _CONCORDANT):
                out.append(Item("negation", frozenset({"not"}), k, k + 1, strong=True))
                denied = k
            for stem in word.stems if len(word.stems) > 1 else ():  # can't, I'll
                for parts, sort, says, _ in phrases.get(stem, ()):
                    if len(parts) == 1 and sort == "modal":
                        out.append(Item(sort, says - {"weak"}, k, k + 1, "weak" not in says))
    return out


def _tells(word: Word, phrases: Container[str], negations: Container[str]) -> bool:
    """Whether a word may be an item or begin one: most are neither."""
    plain = word.kind == "word" and len(word.stems) == 1
    return not plain or word.norm in phrases or word.norm in negations or word.stems[0] == "not"


def _phrase(
    words: Sequence[Word], k: int, known: Iterable[tuple[tuple[str, ...], str, frozenset[str], str]]
) -> Item | None:
    """The modal or hedge that begins at word ``k``."""
    for parts, sort, says, when in known:
        stop = k + len(parts)
        if len(parts) > 1 and tuple([w.norm for w in words[k:stop]]) != parts:
            continue
        if when == "number" and not (stop < len(words) and words[stop].kind == "number"):
            continue
        strong = when != "paired" and "weak" not in says
        return Item(sort, says - {"weak"}, k, stop, strong)
    return None


class Side(NamedTuple):
    """One version's content: its words, which of them stand between marks, and the edges of its spans.

    An edge is the index of a word before which a span begins or ends.
    """

    words: Sequence[Word]
    marked: Sequence[bool]
    edges: frozenset[int]


def _looked_at(
    changed: Sequence[Block], side: Side, against: Side, found: Sequence[Item], *, old: bool
) -> set[int]:
    """Indices of the words of a side that stand in a changed stretch whose items count."""
    words, edges = side.words, side.edges
    alone = {k for i in found for k in range(i.first, i.last) if i.sort in ("negation", "modal", "hedge")}
    out: set[int] = set()
    for block in changed:
        first, last = (block.i1, block.i2) if old else (block.j1, block.j2)
        opposite = against.words[block.j1 : block.j2] if old else against.words[block.i1 : block.i2]
        bare = all(w.kind == "ellipsis" for w in opposite)
        short, at_edge = last - first < CLAUSE, first in edges or last in edges
        run = range(first, last)
        ended = last in edges or (last < len(words) and words[last].opens)
        if (
            bare
            and at_edge
            and first < last
            and ((words[first].opens and ended) or _clause(words, first, last))
        ):
            continue  # whole sentences less, or more, or a clause with a subject of its own
        light = all(k in alone or all(weight(s) < 1 for s in words[k].stems) for k in run)
        if light and last - first <= LONE:
            out.update(run)
        elif bare and short and at_edge:
            out.update(k for k in run if k in alone)  # "persuasive but not the last word" cut to "persuasive"
        elif not (bare and (opposite or at_edge or not short)):
            out.update(run)
    return out


def _clause(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a stretch is a conjunction with a subject and more: "and it would change"."""
    lead = [w.norm for w in words[first : first + 2]]
    return last - first >= LONE and lead[0] in _JOINING and lead[1].split("'")[0] in _SUBJECTS


def difference(a: Side, b: Side, changed: Sequence[Block]) -> Difference | None:
    """The gravest difference in meaning between two contents, or None.

    Args:
        a: the old words.
        b: the new words.
        changed: the blocks in which they differ.
    """
    olds, news = items(a.words), items(b.words)
    in_a = {k for c in changed for k in range(c.i1, c.i2)}
    in_b = {k for c in changed for k in range(c.j1, c.j2)}
    look_a = _looked_at(changed, a, b, olds, old=True)
    look_b = _looked_at(changed, b, a, news, old=False)
    left_a = [i for i in olds if i.first in in_a or i.last - 1 in in_a]
    left_b = [i for i in news if i.first in in_b or i.last - 1 in in_b]
    negations_a = [i for i in left_a if i.sort == "negation" and i.first in look_a]
    negations_b = [i for i in left_b if i.sort == "negation" and i.first in look_b]
    flipped = _flips(a.words, b.words, changed, negations_a, negations_b)
    if flipped is not None:
        return flipped
    left_a, left_b = _cancel(left_a, left_b)
    left_a = [i for i in left_a if i.first in look_a or i.last - 1 in look_a]
    left_b = [i for i in left_b if i.first in look_b or i.last - 1 in look_b]
    rewritten = 2 * (len(a.words) - len(in_a)) < min(len(a.words), len(b.words))
    verbatim = all(a.marked) and all(b.marked)
    for sort in ("number", "modal", "hedge", "date"):
        x = [i for i in left_a if i.sort == sort]
        y = [i for i in left_b if i.sort == sort]
        if sort == "date":
            x, y = _comparable_dates(x, y)
        if not (x and y):
            # On one side only. Paraphrase in other words may do without it, and "will" fades in paraphrase.
            x, y = (
                [
                    i
                    for i in left
                    if (i.strong or (sort == "modal" and verbatim and not _had(side.words[i.first])))
                    and not rewritten
                ]
                for left, side in ((x, a), (y, b))
            )
        if x or y:
            return Difference(sort, _place(x[:1]), _place(y[:1]))
    return _names(a.words, b.words, changed, left_a, left_b)


def _had(word: Word) -> bool:
    """Whether "would" is but one of two readings: *he'd*."""
    return word.norm.endswith("'d")


def _place(found: Sequence[Item]) -> tuple[int, int]:
    """From the first word of some items to behind the last; empty for none."""
    return (found[0].first, found[-1].last) if found else (0, 0)


def _cancel(a: Sequence[Item], b: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """What is left when items that say the same are taken out of both, pair by pair, in order; linear."""
    waiting: defaultdict[tuple[str, str], deque[int]] = defaultdict(deque)
    for k, item in enumerate(b):
        for says in item.says:
            waiting[item.sort, says].append(k)
    gone: set[int] = set()
    left = []
    for item in a:
        match = -1
        for says in sorted(item.says):
            line = waiting[item.sort, says]
            while line and line[0] in gone:
                line.popleft()
            if line:
                match = line.popleft()
                break
        if match < 0:
            left.append(item)
        gone.add(match)
    rest = [item for k, item in enumerate(b) if k not in gone]
    return [i for i in left if not _dated(i, rest)], [i for i in rest if not _dated(i, left)]


def _dated(item: Item, others: Sequence[Item]) -> bool:
    """Whether an item is a date that one of the first others gives with or without its year."""
    if item.sort != "date":
        return False
    (x,) = item.says
    keys = [next(iter(o.says)) for o in others[:50] if o.sort == "date"]
    return x[1].isdigit() and any(x.startswith(y) or y.startswith(x) for y in keys)


def _comparable_dates(a: Sequence[Item], b: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Only dates of a sort that both sides have: "Monday" and "Dec. 5" may be one day."""

    def sort(item: Item) -> str:
        (key,) = item.says
        return "month" if key[1].isdigit() else "day" if len(key) == 4 else "relative"

    sorts = {sort(i) for i in a} & {sort(i) for i in b}
    return [i for i in a if sort(i) in sorts], [i for i in b if sort(i) in sorts]


def _flips(
    a: Sequence[Word], b: Sequence[Word], changed: Sequence[Block], x: Sequence[Item], y: Sequence[Item]
) -> Difference | None:
    """Whether negations and opposites turn the claim over: "did not win" and "lost" do not."""
    swaps = [swap for block in changed for swap in _swaps(a, b, block)]
    denied_a, denied_b = {i for i, _ in swaps}, {j for _, j in swaps}
    olds = [n for n in x if n.first not in denied_a]
    news = [n for n in y if n.first not in denied_b]
    if swaps and (len(olds) + len(news) + len(swaps)) % 2 == 0:
        return None
    if len(olds) != len(news):
        return Difference(
            "negation",
            _place(olds[:1] if len(olds) > len(news) else []),
            _place(news[:1] if len(news) > len(olds) else []),
        )
    if swaps:
        i, j = swaps[0]
        return Difference("opposite", (i, i + 1), (j, j + 1))
    return None


def _swaps(a: Sequence[Word], b: Sequence[Word], block: Block) -> list[tuple[int, int]]:
    """Words of a changed block that were put for their opposites, each once; linear."""
    table = _opposites()
    there: defaultdict[tuple[int, int], deque[int]] = defaultdict(deque)
    for j in range(block.j1, block.j2):
        for place in table.get(b[j].norm, ()):
            there[place].append(j)
    swaps: list[tuple[int, int]] = []
    used: set[int] = set()
    for i in range(block.i1, block.i2) if there else ():
        for number, side in sorted(table.get(a[i].norm, ())):
            line = there[number, 1 - side]
            while line and line[0] in used:
                line.popleft()
            if line:
                swaps.append((i, line.popleft()))
                used.add(swaps[-1][1])
                break
    return swaps


def _names(
    a: Sequence[Word],
    b: Sequence[Word],
    changed: Sequence[Block],
    left_a: Sequence[Item],
    left_b: Sequence[Item],
) -> Difference | None:
    """A name put for another in one place, if it is not the same name in another form."""
    starts_a, starts_b = [c.i1 for c in changed], [c.j1 for c in changed]
    by_block: defaultdict[int, tuple[list[Item], list[Item]]] = defaultdict(lambda: ([], []))
    for side, (left, starts) in enumerate(((left_a, starts_a), (left_b, starts_b))):
        for item in left:
            if item.sort == "name":
                by_block[bisect_right(starts, item.first) - 1][side].append(item)
    for k in sorted(by_block):
        x, y = by_block[k]
        if not x or not y or changed[k].op != "replace":
            continue
        old = " ".join(a[i.first].norm for i in x)
        new = " ".join(b[i.first].norm for i in y)
        letters = "".join(w[0] for w in (old if len(old) > len(new) else new).split())
        initials = (new if len(old) > len(new) else old).replace(".", "").replace("'s", "")
        related = any(_related(p, q) for p in name_words(old) for q in name_words(new))
        if not related and letters != initials:
            return Difference("name", _place(x), _place(y))
    return None


def _related(a: str, b: str) -> bool:
    """One name spelt differently, or a country and its people."""
    return Indel.normalized_similarity(a, b) >= SPELT_ALIKE or (min(len(a), len(b)) >= 4 and a[:4] == b[:4])

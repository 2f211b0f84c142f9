"""What became of the words: the edits from one passage to another, and which words stand against which.

Two instruments. ``edits`` makes what is shown to a reader and must round-trip every character: whole tokens,
compared by diff-match-patch. ``blocks`` makes what is judged: it compares keys of words (``align.forms``), so
that neither spaces nor house style are in the way. Both keep words of content before function words: of "red,
blue and white" and "black, red and blue" *red* and *blue* stayed, and *and* went and came.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import accumulate, chain, pairwise, zip_longest
from typing import NamedTuple

import regex
from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

from quotediff.align.normalize import weight
from quotediff.comparison import Edit
from quotediff.lang.inflection import stems
from quotediff.limits import MAX_BLOCK_CELLS, MAX_DIFF_CELLS, MAX_SLIDE_WORDS
from quotediff.text.fold import fold
from quotediff.text.spans import Span

_FIRST_CODE = 0xF0000  # of the private use planes: 15, and 16 behind its two non-characters
_WORD_CODES = 0xFFFE


_DIFF_PIECE = regex.compile(
    r"""
      \s++
    | \p{L}[\p{L}\p{M}\p{N}]*+ (?:['’]\p{L}++)*+
    | [$€£¥]?+ \p{N}++ (?:[.,]\p{N}++)*+ [\p{L}%]*+
    | .
    """,
    regex.DOTALL | regex.VERBOSE,
)


_REVERSED = {"delete": "insert", "insert": "delete"}


class Block(NamedTuple):
    """``old[i1:i2]`` became ``new[j1:j2]``; ``op`` as in ``Edit``."""

    op: str
    i1: int
    i2: int
    j1: int
    j2: int

    @property
    def old(self) -> slice:
        """The old items."""
        return slice(self.i1, self.i2)

    @property
    def new(self) -> slice:
        """The new items."""
        return slice(self.j1, self.j2)

    @property
    def reversed(self) -> Block:
        """The same from new to old: what went has come."""
        return Block(_REVERSED.get(self.op, self.op), self.j1, self.j2, self.i1, self.i2)


def edits(
    old: str, new: str, old_spans: Sequence[Span] = (), new_spans: Sequence[Span] = ()
) -> tuple[Edit, ...]:
    """The steps from ``old`` to ``new``, word by word.

    Joined, the old sides are ``old`` and the new sides are ``new``, white space included. A word that stayed
    is in no other step than an equal one; the two sides of that differ in white space, or in the capitals of
    a word that has them because of what went or came before it.

    Args:
        old: the old words.
        new: the new words.
        old_spans: where the old words stand in their text, if they do: ``old`` is what stands there, joined
            by spaces. No step then goes over the end of a span, so that neighbours may have the same op.
        new_spans: the same of the new words.
    """
    a, b = _DIFF_PIECE.findall(old), _DIFF_PIECE.findall(new)
    places = _Places(a, old, old_spans), _Places(b, new, new_spans)
    return tuple(_edits(a, b, _joined_steps(a, _steps(a, b)), places))


class _Places:
    """Where the tokens of a passage stand in the text it is from."""

    def __init__(self, tokens: Sequence[str], passage: str, spans: Sequence[Span]) -> None:
        widths = [s.width for s in spans]
        self.known = bool(spans) and sum(widths) + len(widths) - 1 == len(passage)
        self._spans = spans
        self._ends = list(accumulate(widths, lambda end, width: end + 1 + width)) if self.known else []
        self._at = [0, *accumulate(map(len, tokens))]
        ends = set(self._ends[:-1])
        self._seams = [k for k in range(len(tokens)) if self._at[k] in ends]

    def span(self, first: int, last: int) -> Span | None:
        """Where the tokens from one index to another stand; None for none."""
        if not self.known or first >= last:
            return None
        start, end = self._at[first], self._at[last]
        k = bisect_left(self._ends, start)
        begin = self._ends[k] - self._spans[k].width
        offset = self._spans[k].start - begin
        return Span(start + offset, max(start, min(end, self._ends[k])) + offset)

    def span_joins(self, first: int, last: int) -> Sequence[int]:
        """Which of the tokens from one index to another join two spans."""
        return self._seams[bisect_left(self._seams, first) : bisect_left(self._seams, last)]

    def parts(self, first: int, last: int) -> list[tuple[int, int]]:
        """The tokens from one index to another, cut behind each that joins two spans."""
        cuts = [k + 1 for k in self.span_joins(first, last) if k + 1 < last]
        return list(zip([first, *cuts], [*cuts, last], strict=True)) if first < last else []


def _steps(a: Sequence[str], b: Sequence[str]) -> Iterator[Block]:
    """Equal and other stretches of tokens, contiguous from the start of both to their ends."""
    words_a, words_b = (
        [k for k, t in enumerate(side) if t[0].isalnum() or t[-1].isalnum()] for side in (a, b)
    )
    i = j = 0
    for old_at, new_at in chain(_kept(a, b, words_a, words_b), [(len(a), len(b))]):
        changed = False
        for block in _gap(a, b, Block("", i, old_at, j, new_at)):
            changed |= block.op != "equal"
            yield block
        if old_at < len(a) and new_at < len(b):
            capitals = changed and a[old_at].lower() == b[new_at].lower()
            yield Block(
                "equal" if a[old_at] == b[new_at] or capitals else "replace",
                old_at,
                old_at + 1,
                new_at,
                new_at + 1,
            )
        i, j = old_at + 1, new_at + 1


def _kept(
    a: Sequence[str], b: Sequence[str], words_a: Sequence[int], words_b: Sequence[int]
) -> list[tuple[int, int]]:
    """The words that stayed, by their indices among the tokens; none if they are but a few small ones."""
    keys = [[fold(side[k]) for k in words] for side, words in ((a, words_a), (b, words_b))]
    found = [
        (words_a[block.i1 + offset], words_b[block.j1 + offset])
        for block in content_blocks(keys[0], keys[1], _diff)
        if block.op == "equal"
        for offset in range(block.i2 - block.i1)
    ]
    few = 3 * len(found) < min(len(words_a), len(words_b))
    return [] if few and all(is_light(fold(a[p])) for p, _ in found) else found


def is_light(word: str) -> bool:
    """Whether a folded word carries little content: an article, a pronoun, a preposition."""
    return all(weight(s) < 1 for s in stems(word))


def _gap(a: Sequence[str], b: Sequence[str], gap: Block) -> Iterator[Block]:
    """What stands between two words that stayed: equal tokens at its ends, and what differs between them."""
    _, i1, i2, j1, j2 = gap
    shorter, longer = sorted((i2 - i1, j2 - j1))
    head = 0
    while head < shorter and _alike(a[i1 + head], b[j1 + head]):
        head += 1
    tail = 0
    while tail < shorter - head and _alike(a[i2 - 1 - tail], b[j2 - 1 - tail]):
        tail += 1
    if head:
        yield Block("equal", i1, i1 + head, j1, j1 + head)
    if head + tail < longer:
        yield Block("replace", i1 + head, i2 - tail, j1 + head, j2 - tail)
    if tail:
        yield Block("equal", i2 - tail, i2, j2 - tail, j2)


def _alike(x: str, y: str) -> bool:
    return x == y or (x.isspace() and y.isspace())


def _joined_steps(a: Sequence[str], steps: Iterator[Block]) -> list[Block]:
    """The steps, neighbours of one sort made one, and spaces between two changes made a part of them."""
    out: list[Block] = []
    for step in steps:
        _join(out, step)
        stayed = [last.op == "equal" for last in out[-3:]]
        if stayed == [False, True, False] and "".join(a[out[-2].old]).isspace():
            last, _, first = out.pop(), out.pop(), out.pop()
            out.append(Block("replace", first.i1, last.i2, first.j1, last.j2))
    return out


def _edits(
    a: Sequence[str], b: Sequence[str], steps: Sequence[Block], places: tuple[_Places, _Places]
) -> Iterator[Edit]:
    """Steps as edits, cut where a span of either passage ends."""
    for step in steps:
        if step.op == "equal":
            span_joins = {k - step.i1 for k in places[0].span_joins(step.i1, step.i2 - 1)}
            span_joins |= {k - step.j1 for k in places[1].span_joins(step.j1, step.j2 - 1)}
            cuts = sorted(n + 1 for n in span_joins)
            bounds = [0, *cuts, step.i2 - step.i1]
            parts = [((step.i1 + x, step.i1 + y), (step.j1 + x, step.j1 + y)) for x, y in pairwise(bounds)]
        else:
            olds, news = places[0].parts(step.i1, step.i2), places[1].parts(step.j1, step.j2)
            parts = list(zip_longest(olds, news, fillvalue=(0, 0)))
        for (i1, i2), (j1, j2) in parts:
            op = "equal" if step.op == "equal" else _op(i2 - i1, j2 - j1)
            spans = places[0].span(i1, i2), places[1].span(j1, j2)
            yield Edit(op, "".join(a[i1:i2]), "".join(b[j1:j2]), *spans)


def _op(gone: int, come: int) -> str:
    """What a change of so many items to so many others is."""
    return _CHANGES[gone > 0, come > 0]


_CHANGES = {(True, True): "replace", (True, False): "delete", (False, True): "insert"}


def longest_rise(values: Sequence[int], weights: Sequence[float] | None = None) -> list[int]:
    """The indices of a heaviest strictly rising subsequence of ``values``; n log n.

    Weights default to 1 each. The prefix maxima are held in a Fenwick tree over the ranks of the values.
    """
    ranks = {v: r for r, v in enumerate(sorted(set(values)), 1)}
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    before = [-1] * len(values)
    for index, value in enumerate(values):
        rank = ranks[value]
        r, top = rank - 1, (0.0, -1)
        while r > 0:
            if best[r][0] > top[0]:
                top = best[r]
            r -= r & -r
        before[index] = top[1]
        total = (top[0] + (1.0 if weights is None else weights[index]), index)
        r = rank
        while r <= len(ranks):
            if total[0] > best[r][0]:
                best[r] = total
            r += r & -r
    r, top = len(ranks), (0.0, -1)
    while r > 0:
        if best[r][0] > top[0]:
            top = best[r]
        r -= r & -r
    path = []
    k = top[1]
    while k >= 0:
        path.append(k)
        k = before[k]
    return path[::-1]


def blocks(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[Block, ...]:
    """Which items stand against which: contiguous from the start of both to their ends.

    A longest common subsequence (RapidFuzz, bit-parallel), what is deleted and inserted in one place joined
    to one replacement. Beyond ``MAX_BLOCK_CELLS`` only equal ends are told from one replacement between them.
    """
    head = 0
    shorter = min(len(old), len(new))
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    out: list[Block] = []
    if head:
        out.append(Block("equal", 0, head, 0, head))
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if 0 < len(a) * len(b) <= MAX_BLOCK_CELLS:
        codes: dict[Hashable, int] = {}
        coded = [[codes.setdefault(item, len(codes)) for item in side] for side in (a, b)]
        for op in Indel.opcodes(*coded):
            i1, i2, j1, j2 = (op.src_start, op.src_end, op.dest_start, op.dest_end)
            _join(out, Block(op.tag, i1 + head, i2 + head, j1 + head, j2 + head))
    elif a or b:
        _join(out, Block(_op(len(a), len(b)), head, head + len(a), head, head + len(b)))
    if tail:
        _join(out, Block("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
    return tuple(out)


_NAMES_OF_OPS = {-1: "delete", 0: "equal", 1: "insert"}  # as diff-match-patch numbers them


def _diff(old: Sequence[str], new: Sequence[str]) -> tuple[Block, ...]:
    """The same as ``blocks`` of words, by diff-match-patch: each word one code point, and no time-out."""
    codes: dict[str, int] = {}
    for word in chain(old, new):
        codes.setdefault(word, len(codes))
    largest = len(old) * len(new) > MAX_DIFF_CELLS or len(codes) > _WORD_CODES
    if largest or set(old).isdisjoint(new):  # nothing in common: Myers' worst case, and the commonest here
        return blocks(old, new)
    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # the same answer on a slow machine
    a, b = ("".join([chr(_FIRST_CODE + codes[word]) for word in side]) for side in (old, new))
    out: list[Block] = []
    i = j = 0
    for op, run in engine.diff_main(a, b, False):  # noqa: FBT003 - its signature: no line mode
        gone, come = (op <= 0) * len(run), (op >= 0) * len(run)
        _join(out, Block(_NAMES_OF_OPS[op], i, i + gone, j, j + come))
        i, j = i + gone, j + come
    return tuple(out)


def content_blocks(
    old: Sequence[str],
    new: Sequence[str],
    compare: Callable[[Sequence[str], Sequence[str]], tuple[Block, ...]] = blocks,
) -> tuple[Block, ...]:
    """The same as ``blocks`` of words, but words of content first: light ones stay if that costs none.

    Args:
        old: the old words.
        new: the new words.
        compare: what compares two sequences of words.
    """
    heavy = [[k for k, word in enumerate(side) if not is_light(word)] for side in (old, new)]
    kept = [
        (heavy[0][block.i1 + offset], heavy[1][block.j1 + offset])
        for block in compare([old[k] for k in heavy[0]], [new[k] for k in heavy[1]])
        if block.op == "equal"
        for offset in range(block.i2 - block.i1)
    ]
    plain = compare(old, new)
    telling = frozenset(heavy[0])
    if sum(k in telling for b in plain if b.op == "equal" for k in range(b.i1, b.i2)) == len(kept):
        return plain  # it keeps as many, and most of the others
    out: list[Block] = []
    i = j = 0
    for old_at, new_at in [*kept, (len(old), len(new))]:
        for block in compare(old[i:old_at], new[j:new_at]):
            _join(out, Block(block.op, block.i1 + i, block.i2 + i, block.j1 + j, block.j2 + j))
        if old_at < len(old) and new_at < len(new):
            _join(out, Block("equal", old_at, old_at + 1, new_at, new_at + 1))
        i, j = old_at + 1, new_at + 1
    return tuple(out)


def similarity(old: Sequence[Hashable], new: Sequence[Hashable]) -> float:
    """How much of two sequences is in both in order, 0 to 1: twice the common items by all, as ``blocks``."""
    equal = sum(b.i2 - b.i1 for b in blocks(old, new) if b.op == "equal")
    return 2 * equal / (len(old) + len(new)) if equal else 0.0


def slide_blocks(
    found: Sequence[Block],
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    worth_of_old: Callable[[int, int], int],
    worth_of_new: Callable[[int, int], int],
) -> tuple[Block, ...]:
    """The same blocks with what is only left out or put in where a reader would say that it was.

    Of "A x. A y." and "A y." a longest common subsequence may as well leave out "x. A" as "A x.". Such a
    run is moved over the equal words beside it to the place of the greatest worth; the nearest of several.

    Args:
        found: blocks as ``blocks`` gives them.
        old: the old items.
        new: the new items.
        worth_of_old: how good a place of what is left out is: its first item, and the one after its last.
        worth_of_new: likewise, of what is put in.
    """
    out = list(found)
    for index, block in enumerate(out):
        if block.op == "delete":
            items, first, last, worth = old, block.i1, block.i2, worth_of_old
        elif block.op == "insert":
            items, first, last, worth = new, block.j1, block.j2, worth_of_new
        else:
            continue
        # Its neighbours are equal.
        before, after = out[max(0, index - 1) : index], out[index + 1 : index + 2]
        back = sum(min(block.i2 - block.i1, MAX_SLIDE_WORDS) for block in before)
        ahead = sum(min(block.i2 - block.i1, MAX_SLIDE_WORDS) for block in after)
        shifts = range(
            -_repeated(items, first, last, range(-1, -1 - back, -1)),
            1 + _repeated(items, first, last, range(ahead)),
        )
        best = max(shifts, key=lambda n: (worth(first + n, last + n), -abs(n), -n))
        if best:
            _shift(out, index, best)
    return tuple(b for b in out if b.i2 > b.i1 or b.j2 > b.j1)


def _repeated(items: Sequence[Hashable], first: int, last: int, offsets: range) -> int:
    """At how many offsets in a row the same item stands from two places."""
    count = 0
    for offset in offsets:
        if items[first + offset] != items[last + offset]:
            break
        count += 1
    return count


def _shift(out: list[Block], k: int, by: int) -> None:
    """Move block ``k`` over its equal neighbours, which may become empty; where there is none, make one."""
    op, i1, i2, j1, j2 = out[k]
    out[k] = Block(op, i1 + by, i2 + by, j1 + by, j2 + by)
    if k:
        out[k - 1] = out[k - 1]._replace(i2=i1 + by, j2=j1 + by)
    if k + 1 < len(out):
        out[k + 1] = out[k + 1]._replace(i1=i2 + by, j1=j2 + by)
    # At the very start or end the equal words that were passed have no block yet.
    if not k and by > 0:
        out.insert(0, Block("equal", i1, i1 + by, j1, j1 + by))
    elif k + 1 == len(out) and by < 0:
        out.append(Block("equal", i2 + by, i2, j2 + by, j2))


def _join(out: list[Block], block: Block) -> None:
    """Append a block, joining it to the one before if both are equal or both are changes."""
    equal = block.op == "equal"
    if out and (out[-1].op == "equal") is equal:
        _, i1, _, j1, _ = out.pop()
        op = "equal" if equal else _op(block.i2 - i1, block.j2 - j1)
        block = Block(op, i1, block.i2, j1, block.j2)
    out.append(block)

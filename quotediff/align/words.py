"""What became of the words: the edits from one passage to another, and which words stand against which.

Two instruments. ``edits`` makes what is shown to a reader and must round-trip every character: whole
tokens, each encoded as one private-use code point, through diff-match-patch. ``blocks`` makes what is
judged: it compares keys of words (``align.forms``), so that neither spaces nor house style are in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex
from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

from quotediff.model import Edit

LARGEST_DIFF = 250_000
"""Product of the two lengths, in tokens, up to which differing stretches are compared token by token.

Myers' algorithm takes time with the square of the differences; 500 by 500 wholly different tokens take a
third of a second here. Longer stretches are first cut at tokens that occur once on either side (the anchors
of patience diff); what is longer even then is given as one replacement.
"""

LARGEST_BLOCKS = 25_000_000
"""The same for ``blocks``, whose algorithm handles 64 cells at a time."""

_PIECE = regex.compile(
    r"""
      \s++
    | \p{L}[\p{L}\p{M}\p{N}]*+ (?:['’]\p{L}++)*+
    | [$€£¥]?+ \p{N}++ (?:[.,]\p{N}++)*+ [\p{L}%]*+
    | .
    """,
    regex.DOTALL | regex.VERBOSE,
)
_FIRST_CODE = 0xF0000
_CODES = 0xFFFE - 0  # of plane 15; plane 16 follows after its two non-characters
_NEXT_PLANE = 0x100000


class Block(NamedTuple):
    """``old[i1:i2]`` became ``new[j1:j2]``; ``op`` as in ``Edit``."""

    op: str
    i1: int
    i2: int
    j1: int
    j2: int


def edits(old: str, new: str) -> tuple[Edit, ...]:
    """The steps from ``old`` to ``new``, word by word.

    Joined, the old sides are ``old`` and the new sides are ``new``, white space included. No two neighbours
    have the same op, except replacements given whole (see ``LARGEST_DIFF``). Deterministic: no time-out.
    """
    a, b = _PIECE.findall(old), _PIECE.findall(new)
    steps: list[tuple[int, str]] = []
    for i1, i2, j1, j2 in _stretches(a, b):
        if a[i1:i2] == b[j1:j2]:
            steps.append((0, "".join(a[i1:i2])))
        elif (i2 - i1) * (j2 - j1) > LARGEST_DIFF:
            steps += [(-1, "".join(a[i1:i2])), (1, "".join(b[j1:j2]))]
        else:
            steps += _diff(a[i1:i2], b[j1:j2])
    return tuple(_edits(steps))


def _stretches(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """The two sequences cut in corresponding pieces, each small enough to compare where that is possible."""
    if len(a) * len(b) <= LARGEST_DIFF:
        return [(0, len(a), 0, len(b))]
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    cuts = [(0, 0), (head, head)]
    cuts += _anchors(a, b, head, len(a) - tail, len(b) - tail)
    cuts += [(len(a) - tail, len(b) - tail), (len(a), len(b))]
    return [(i1, i2, j1, j2) for (i1, j1), (i2, j2) in pairwise(cuts) if i2 > i1 or j2 > j1]


def _anchors(
    a: Sequence[str], b: Sequence[str], first: int, a_stop: int, b_stop: int
) -> list[tuple[int, int]]:
    """Tokens that occur once in either stretch, in the longest run of them that keeps its order."""
    once_a = _once(a, first, a_stop)
    once_b = _once(b, first, b_stop)
    places = [(i, once_b[t]) for t, i in once_a.items() if t in once_b]
    keep = longest_rise([j for _, j in places])
    return [places[k] for k in keep]


def _once(tokens: Sequence[str], first: int, stop: int) -> dict[str, int]:
    seen: dict[str, int] = {}
    for i in range(first, stop):
        seen[tokens[i]] = -1 if tokens[i] in seen else i
    return {t: i for t, i in seen.items() if i >= 0}


def longest_rise(values: Sequence[int], weights: Sequence[float] | None = None) -> list[int]:
    """The indices of a heaviest strictly rising subsequence of ``values``; n log n.

    Weights default to 1 each. The prefix maxima are held in a Fenwick tree over the ranks of the values.
    """
    ranks = {v: r for r, v in enumerate(sorted(set(values)), 1)}
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    before = [-1] * len(values)
    for k, value in enumerate(values):
        rank = ranks[value]
        r, top = rank - 1, (0.0, -1)
        while r > 0:
            if best[r][0] > top[0]:
                top = best[r]
            r -= r & -r
        before[k] = top[1]
        total = (top[0] + (1.0 if weights is None else weights[k]), k)
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


def _diff(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, str]]:
    """diff-match-patch over tokens: -1 delete, 0 equal, 1 insert, with what is deleted first.

    Tokens become code points from U+F0000 up: one class of character, so that the library's tidying at word
    boundaries leaves them alone, and no surrogates. At most ``2 * LARGEST_DIFF`` of them fit by far.
    """
    head = 0
    shorter = min(len(a), len(b))
    while head < shorter and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < shorter - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    gone, come = a[head : len(a) - tail], b[head : len(b) - tail]
    if gone and come and set(gone).isdisjoint(come):  # the worst case there, and the commonest here
        found = [(0, a[:head]), (-1, gone), (1, come), (0, a[len(a) - tail :])]
        return [(op, "".join(tokens)) for op, tokens in found if tokens]
    codes: dict[str, str] = {}
    for token in (*a, *b):
        if token not in codes:
            n = len(codes)
            codes[token] = chr(_FIRST_CODE + n if n < _CODES else _NEXT_PLANE + n - _CODES)
    tokens = {c: t for t, c in codes.items()}
    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # otherwise a slower machine gives another answer
    found = engine.diff_main("".join(codes[t] for t in a), "".join(codes[t] for t in b), False)  # noqa: FBT003 - theirs
    engine.diff_cleanupSemantic(found)
    return [(op, "".join(tokens[c] for c in coded)) for op, coded in found]


def _edits(steps: Sequence[tuple[int, str]]) -> list[Edit]:
    """Steps as edits: what is deleted and inserted in one place is one replacement; equals are joined."""
    out: list[Edit] = []
    gone: list[str] = []
    come: list[str] = []
    same: list[str] = []

    def flush_change() -> None:
        if gone or come:
            old, new = "".join(gone), "".join(come)
            out.append(Edit("replace" if gone and come else "delete" if gone else "insert", old, new))
            gone.clear()
            come.clear()

    def flush_same() -> None:
        if same:
            text = "".join(same)
            out.append(Edit("equal", text, text))
            same.clear()

    for op, text in steps:
        if not text:
            continue
        if op == 0:
            flush_change()
            same.append(text)
        else:
            flush_same()
            (gone if op < 0 else come).append(text)
    flush_change()
    flush_same()
    return out


def blocks(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[Block, ...]:
    """Which items stand against which: contiguous from the start of both to their ends.

    A longest common subsequence (RapidFuzz, bit-parallel), what is deleted and inserted in one place joined
    to one replacement. Beyond ``LARGEST_BLOCKS`` only equal ends are told from one replacement between them.
    """
    head = 0
    shorter = min(len(old), len(new))
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    out: list[Block] = [Block("equal", 0, head, 0, head)] if head else []
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if a and b and len(a) * len(b) <= LARGEST_BLOCKS:
        codes: dict[Hashable, int] = {}
        coded = [[codes.setdefault(item, len(codes)) for item in side] for side in (a, b)]
        for op in Indel.opcodes(*coded):
            i1, i2, j1, j2 = (op.src_start, op.src_end, op.dest_start, op.dest_end)
            _join(out, Block(op.tag, i1 + head, i2 + head, j1 + head, j2 + head))
    elif a or b:
        op_name = "replace" if a and b else "delete" if a else "insert"
        _join(out, Block(op_name, head, head + len(a), head, head + len(b)))
    if tail:
        _join(out, Block("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
    return tuple(out)


def similarity(old: Sequence[Hashable], new: Sequence[Hashable]) -> float:
    """How much of two sequences is in both in order, 0 to 1: twice the common items by all, as ``blocks``."""
    equal = sum(b.i2 - b.i1 for b in blocks(old, new) if b.op == "equal")
    return 2 * equal / (len(old) + len(new)) if equal else 0.0


MOST_SLID = 60
"""Places to either side that are tried for a stretch that may as well have been put elsewhere."""


def slid(
    found: Sequence[Block],
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    worth: Callable[[int, int, bool], int],
) -> tuple[Block, ...]:
    """The same blocks with what is only left out or put in where a reader would say that it was.

    Of "A x. A y." and "A y." a longest common subsequence may as well leave out "x. A" as "A x.". Such a
    stretch is moved over the equal words beside it to the place of the greatest ``worth``; the nearest of
    several.

    Args:
        found: blocks as ``blocks`` gives them.
        old: the old items.
        new: the new items.
        worth: how good a place is: the first item of the stretch, the one after its last, and whether it is
            of ``old``.
    """
    out = list(found)
    for k, block in enumerate(out):
        if block.op not in ("delete", "insert"):
            continue
        gone = block.op == "delete"
        side = old if gone else new
        first, last = (block.i1, block.i2) if gone else (block.j1, block.j2)
        before = out[k - 1].i2 - out[k - 1].i1 if k else 0
        after = out[k + 1].i2 - out[k + 1].i1 if k + 1 < len(out) else 0
        shifts = [0]
        while len(shifts) <= min(before, MOST_SLID) and side[first - len(shifts)] == side[last - len(shifts)]:
            shifts.append(-len(shifts))
        ahead = 0
        while ahead < min(after, MOST_SLID) and side[first + ahead] == side[last + ahead]:
            ahead += 1
            shifts.append(ahead)
        best = max(shifts, key=lambda n: (worth(first + n, last + n, gone), -abs(n), -n))
        if best:
            _shift(out, k, best)
    return tuple(b for b in out if b.i2 > b.i1 or b.j2 > b.j1)


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
    if out and (out[-1].op == "equal") == (block.op == "equal"):
        last = out.pop()
        i1, i2, j1, j2 = last.i1, block.i2, last.j1, block.j2
        op = (
            "equal"
            if last.op == "equal"
            else "replace"
            if i2 > i1 and j2 > j1
            else "delete"
            if i2 > i1
            else "insert"
        )
        block = Block(op, i1, i2, j1, j2)
    out.append(block)

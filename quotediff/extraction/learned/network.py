"""The learned tagger's network: what it is asked, what it answers, and what it remembers of a story.

Two parts. The first reads each paragraph with a stack of quasi-recurrent layers (Bradbury et al. 2017; the
gates are piecewise linear) over embedded features and says which tokens begin a cue. The second looks at
one cue at a time and labels the tokens of its paragraph: this cue's source, cue and content; the best
labels as a whole are found by Viterbi's algorithm.

The arithmetic is written twice, with the same answers: ``numpy_network``, which runs everywhere, and
``kernel/kernel.c``, which is quicker and starts without numpy, where the package was built with a C compiler.

The same numbers on every machine: what goes into a matrix product is whole numbers small enough that every
partial sum is below 2**24, so that floats hold it exactly in whatever order it is added up; everything
else is done element by element with operations that IEEE 754 defines to the last bit (no exponentials).

Cost: linear in the tokens, plus for each cue the tokens of its window (``WINDOW_CUE_TOKENS`` each way).
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import NamedTuple, cast

from quotediff.extraction.learned.features import TypeFeatures
from quotediff.extraction.learned.weights import weights
from quotediff.extraction.memory import Memory, memory_of
from quotediff.limits import MAX_BATCH_ROWS, WINDOW_CUE_TOKENS

UNIT = 256
"""Scores are whole numbers: this many to one natural logarithm."""
OUTSIDE, SOURCE, CUE, CONTENT = range(4)
"""The labels of a window's tokens."""
EXACT_BELOW = 1 << 24
"""What sums of products stay below, so that floats hold them exactly."""
TYPE_TABLES = TypeFeatures._fields[1:]
"""The tables of what depends on a word alone, in the order of ``TypeFeatures``."""
_FAR_DISTANCES = (7, 9, 12, 17, 24, 34, 48, 68, 96, 136)
"""Where a new bucket of distances begins: after 6 by steps of 1.4."""
_KEY_BYTES = 16  # of hashes: two of a story are never alike
_FLOAT_BYTES = 4

Hidden = bytes
"""What the first part has read: a row of ``2 * width`` floats of 32 bits for each token."""

Chances = tuple[Sequence[int], ...]
"""For each label of the first part, how likely each token has it, in thousandths."""

Labels = bytes
"""The label of each token of a window."""


class NetworkInput(NamedTuple):
    """An article as the network sees it.

    ``words`` are the forms that occur, ``types`` their features; for each token, ``of`` says which of them it
    is, ``quotes`` its state among the quotation marks and ``hints`` what the rules have made of it. For each
    paragraph, ``paragraphs`` is its state and ``lengths`` the number of its tokens, at least one; together
    the paragraphs are all tokens, in order.
    """

    words: Sequence[str]
    types: Sequence[TypeFeatures]
    of: Sequence[int]
    quotes: bytes
    hints: bytes
    paragraphs: Sequence[int]
    lengths: Sequence[int]


RequiredContent = bool | tuple[int, int]
"""Whether a window must hold a content; or the tokens (half-open) that must be content."""


class Window(NamedTuple):
    """A cue and the tokens among which to look, all half-open: ``low <= first < last <= high``."""

    low: int
    high: int
    first: int
    last: int


class Labelling(NamedTuple):
    """What the second part makes of one window.

    ``labels`` always hold a content and a source if the window has room for them; ``content`` says whether
    they would have a content without being made to, and ``unsourced`` are those without a source if they
    would have none, else None. ``margin`` is by how much the unforced labels are preferred to labelling
    everything ``OUTSIDE``, ``cost`` by how much to those with the content that was asked for, in ``UNIT``.
    """

    labels: Labels
    content: bool
    unsourced: Labels | None
    margin: int
    cost: int


class Network(ABC):
    """The network; several threads may use one at once.

    A subclass does the arithmetic. Nothing is changed once made that an answer depends on.
    """

    reads_features_alone = True  # of words: what makes two paragraphs the same
    width: int

    @abstractmethod
    def chances(self, hidden: Hidden) -> Chances:
        """What the first part makes of each token: whether a cue begins there or goes on, and so forth."""

    @abstractmethod
    def _read_all(self, seen: NetworkInput) -> Hidden:
        """``read``, with nothing remembered."""

    @abstractmethod
    def _label_some(
        self,
        hidden: Hidden,
        cues: Sequence[Window],
        content: Sequence[RequiredContent],
        hints: Sequence[bytes],
    ) -> list[Labelling]:
        """``label``, of few enough windows to hold what is computed of them in memory."""

    def read(self, seen: NetworkInput) -> Hidden:
        """The first part; linear in the number of tokens."""
        memory = memory_of(self) if self.reads_features_alone else None
        return self._read_all(seen) if memory is None else self._read_anew(seen, memory)

    def _read_anew(self, seen: NetworkInput, memory: Memory) -> Hidden:
        """The same, those paragraphs being read that are not remembered."""
        keys = _paragraph_keys(seen)
        known = [cast("Hidden | None", memory.rows.get(key)) for key in keys]
        new = [k for k, rows in enumerate(known) if rows is None]
        if new:
            read = self._read_all(_only(seen, new))
            size = 2 * self.width * _FLOAT_BYTES
            places = pairwise(accumulate((seen.lengths[k] * size for k in new), initial=0))
            for k, (begin, end) in zip(new, places, strict=True):
                known[k] = rows = read[begin:end]
                memory.rows.put(keys[k], rows, len(rows))
        hidden = b"".join([rows for rows in known if rows is not None])
        memory.read = hidden, [first for first, _ in _paragraph_ranges(seen)], keys
        return hidden

    def label(
        self,
        hidden: Hidden,
        cues: Sequence[Window],
        content: Sequence[RequiredContent],
        hints: Sequence[bytes],
    ) -> list[Labelling]:
        """The second part: for each cue, the labels of its window's tokens.

        Args:
            hidden: what ``read`` returned.
            cues: the cues and their windows.
            content: for each cue, whether it must be given a content, or the tokens that must be of it.
            hints: for each cue, what the rules have made of the tokens of its window.
        """
        memory = memory_of(self)
        if memory is None or memory.read[0] is not hidden:
            return self._label(hidden, cues, content, hints)
        _, starts, paragraphs = memory.read
        keys = [_window_key(*each, starts, paragraphs) for each in zip(cues, content, hints, strict=True)]
        found = [cast("Labelling | None", memory.labels.get(key)) for key in keys]
        new = [k for k, labelling in enumerate(found) if labelling is None]
        if new:
            some = self._label(hidden, *([every[k] for k in new] for every in (cues, content, hints)))  # type: ignore[arg-type]
            for k, labelling in zip(new, some, strict=True):
                found[k] = labelling
                memory.labels.put(keys[k], labelling, 2 * len(labelling.labels))
        return [labelling for labelling in found if labelling is not None]

    def _label(
        self,
        hidden: Hidden,
        cues: Sequence[Window],
        content: Sequence[RequiredContent],
        hints: Sequence[bytes],
    ) -> list[Labelling]:
        """``label``, with nothing remembered."""
        result: list[Labelling] = []
        begin = 0
        while begin < len(cues):
            end, rows = begin, 0
            while end < len(cues) and (
                end == begin or rows + cues[end].high - cues[end].low <= MAX_BATCH_ROWS
            ):
                rows += cues[end].high - cues[end].low
                end += 1
            some = slice(begin, end)
            result.extend(self._label_some(hidden, cues[some], content[some], hints[some]))
            begin = end
        return result


def _paragraph_ranges(seen: NetworkInput) -> Iterator[tuple[int, int]]:
    """The tokens of each paragraph, half-open."""
    return pairwise(accumulate(seen.lengths, initial=0))


def _paragraph_keys(seen: NetworkInput) -> list[bytes]:
    """For each paragraph all that its rows are computed of, hashed: words, marks, hints, its own state."""
    keys = []
    for (start, end), state in zip(_paragraph_ranges(seen), seen.paragraphs, strict=True):
        words = "\0".join([seen.words[k] for k in seen.of[start:end]])
        key = blake2b(words.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES)
        key.update(seen.quotes[start:end])
        key.update(seen.hints[start:end])
        key.update(state.to_bytes(2, "big"))
        keys.append(key.digest())
    return keys


def _window_key(
    cue: Window, content: RequiredContent, hints: bytes, starts: Sequence[int], paragraphs: Sequence[bytes]
) -> bytes:
    """All that the labels of a window are computed of, hashed; a window stands within one paragraph."""
    k = bisect_right(starts, cue.low) - 1
    places = [place - starts[k] for place in cue]
    places += [content] if isinstance(content, bool) else [2, *(place - cue.low for place in content)]
    key = blake2b(paragraphs[k], digest_size=_KEY_BYTES)
    key.update(repr(places).encode("ascii"))
    key.update(hints)
    return key.digest()


def _only(seen: NetworkInput, paragraphs: Sequence[int]) -> NetworkInput:
    """Some of an article's paragraphs as an article of their own."""
    ranges = list(_paragraph_ranges(seen))
    rows = [slice(*ranges[k]) for k in paragraphs]
    of = [k for some in rows for k in seen.of[some]]
    number = {kind: k for k, kind in enumerate(dict.fromkeys(of))}
    return NetworkInput(
        [seen.words[kind] for kind in number],
        [seen.types[kind] for kind in number],
        [number[kind] for kind in of],
        b"".join([seen.quotes[some] for some in rows]),
        b"".join([seen.hints[some] for some in rows]),
        [seen.paragraphs[k] for k in paragraphs],
        [seen.lengths[k] for k in paragraphs],
    )


def buckets(near: int) -> list[int]:
    """Signed distances within ``WINDOW_CUE_TOKENS`` as rows of the table of places; the far ones together."""
    rows = []
    for distance in range(-WINDOW_CUE_TOKENS, WINDOW_CUE_TOKENS + 1):
        size = abs(distance)
        bucket = size if size <= 6 else 6 + sum(size >= limit for limit in _FAR_DISTANCES)
        rows.append(near + int(math.copysign(min(bucket, near), distance)))
    return rows


@cache
def network() -> Network:
    """The network with the weights of the package."""
    try:
        from quotediff.extraction.learned.compiled_network import CompiledNetwork  # noqa: PLC0415 - if built
    except ImportError:
        from quotediff.extraction.learned.numpy_network import NumpyNetwork  # noqa: PLC0415 - numpy takes long

        return NumpyNetwork(weights())
    return CompiledNetwork(weights())

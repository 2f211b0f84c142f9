"""The network's arithmetic in numpy: the reference for the kernel, and what runs where that is not built."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from quotediff.extraction.learned.features import TypeFeatures
from quotediff.extraction.learned.hints import CUE_HINTS
from quotediff.extraction.learned.network import (
    CONTENT,
    EXACT_BELOW,
    SOURCE,
    TYPE_TABLES,
    UNIT,
    Chances,
    Hidden,
    Labelling,
    Network,
    NetworkInput,
    RequiredContent,
    Window,
    buckets,
)
from quotediff.extraction.learned.weights import Weights
from quotediff.limits import MAX_BATCH_ROWS, MAX_VOCABULARIES, MAX_WORDS_REMEMBERED, WINDOW_CUE_TOKENS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Arrays = dict[str, npt.NDArray[np.generic]]

_TOKEN_TABLES = ("quote", "hint", "paragraph")  # of what depends on where a token stands
_ONE_THREAD = 1 << 18  # multiplications of a product up to which OpenBLAS starts no threads
_IMPOSSIBLE = 1 << 40


def arrays_of(source: Weights) -> Arrays:
    """The arrays of a file of weights, by name."""
    found: Arrays = {}
    for name, (offset, kind, shape) in source.places.items():
        count = math.prod(shape)
        found[name] = np.frombuffer(source.data, np.dtype(kind), count, offset).reshape(shape)
    return found


@dataclass(frozen=True, slots=True)
class Linear:
    """One matrix of whole numbers, ready to multiply.

    ``step`` is how many steps of the input make one, ``top`` where the input is cut off, in steps.
    """

    matrix: Floats
    scale: Floats
    bias: Floats
    step: np.float32
    top: np.float32

    def __call__(self, x: Floats) -> Floats:
        """``x @ matrix + bias``, exact but for the rounding of ``x`` and the scaling of the result."""
        return self.times(self.round(x))

    def times(self, whole: Floats) -> Floats:
        """The same for an input that is in whole steps already."""
        y = _product(whole, self.matrix)
        y *= self.scale
        y += self.bias
        return y

    def round(self, x: Floats) -> Floats:
        """``x`` in whole steps."""
        return _round(x, self.step, self.top)


@dataclass(frozen=True, slots=True)
class Gates:
    """The matrix of a quasi-recurrent layer in six parts: z, f and o, each forward and backward.

    Apart they are worked on faster. ``step`` and ``top`` as in ``Linear``.
    """

    matrices: tuple[Floats, ...]
    scales: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    step: np.float32
    top: np.float32

    def times(self, whole: Floats) -> list[Floats]:
        """The gates, for an input in whole steps."""
        parts = []
        for matrix, scale, bias in zip(self.matrices, self.scales, self.biases, strict=True):
            y = _product(whole, matrix)
            y *= scale
            y += bias
            parts.append(y)
        return parts

    def round(self, x: Floats) -> Floats:
        """``x`` in whole steps."""
        return _round(x, self.step, self.top)


@dataclass(frozen=True, slots=True)
class Packing:
    """Sequences of several lengths laid out step by step, longest first, for recurrences.

    ``rows[bounds[t]:bounds[t + 1]]`` are the original rows of step ``t`` of each sequence that is that long.
    ``order`` are the sequences from the longest to the shortest.
    """

    rows: Ints
    bounds: tuple[int, ...]
    order: Ints


def pack(starts: Ints, lengths: Ints) -> Packing:
    """The packing of sequences that begin at rows ``starts`` and are ``lengths`` (all positive) rows long."""
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    longest = int(lengths[0])
    active = np.searchsorted(-lengths, -np.arange(longest), side="left")  # sequences longer than t
    bounds = np.concatenate(([0], np.cumsum(active)))
    step = np.repeat(np.arange(longest), active)
    rows = starts[np.arange(bounds[-1]) - bounds[step]] + step
    return Packing(rows, tuple(bounds.tolist()), order)


class _Rows:
    """An article's numbers as arrays."""

    def __init__(self, seen: NetworkInput) -> None:
        self.of: Ints = np.array(seen.of, dtype=np.int64)
        self.quotes = np.frombuffer(seen.quotes, dtype=np.uint8)
        self.hints = np.frombuffer(seen.hints, dtype=np.uint8)
        self.paragraphs: Ints = np.array(seen.paragraphs, dtype=np.int64)
        self.lengths: Ints = np.array(seen.lengths, dtype=np.int64)
        self.starts: Ints = np.cumsum(self.lengths) - self.lengths


class _Vocabulary:
    """What was computed of words: a row of ``vectors`` for each; not for two threads at a time."""

    def __init__(self, width: int) -> None:
        self.row: dict[TypeFeatures, int] = {}
        self.vectors = np.empty((0, width), dtype=np.float32)

    def add(self, types: Sequence[TypeFeatures], vectors: Floats) -> None:
        """Remembers words that are not yet known, and their vectors."""
        begin, end = len(self.row), len(self.row) + len(types)
        if end > len(self.vectors):
            more = np.empty((max(end, 2 * begin) - begin, vectors.shape[1]), dtype=np.float32)
            self.vectors = np.concatenate((self.vectors[:begin], more))
        self.vectors[begin:end] = vectors
        self.row.update(zip(types, range(begin, end), strict=True))


class NumpyNetwork(Network):
    """The network with its weights unpacked.

    Nothing is changed once made but what it remembers of words, of which each call has its own.
    """

    def __init__(self, source: Weights) -> None:
        self.source = source
        self.arrays = arrays = arrays_of(source)
        self.words = source.word_rows()
        self.width = int(source.settings["hidden"])
        self.pair_width = int(source.settings["pair_hidden"])
        self.layers = [_gates(self._linear(f"layer{k}"), 0.5) for k in range(int(source.settings["layers"]))]
        self.first = self._linear("first")
        self.project = self._linear("project")
        self.token = _gates(self._linear("token"), 0.5)
        self.cue = _gates(self._linear("cue"), 0)
        self.pair = _gates(self._linear("pair"), 0.5)
        self.last = self._linear("last")
        place = arrays["place"].astype(np.float32)
        place[:, place.shape[1] // 3 :] *= np.float32(0.25)
        self.place = [np.ascontiguousarray(part) for part in np.split(place, 6, axis=1)]
        self.transition = arrays["transition"].astype(np.int64)
        self.start = arrays["start"].astype(np.int64)
        tables = ("word", *TYPE_TABLES, *_TOKEN_TABLES)
        self.scales = {name: arrays[f"{name}.scale"].astype(np.float32) for name in tables}
        self.small = {name: self._table(name, slice(None)) for name in _TOKEN_TABLES}
        self.own_words = len(arrays["word"])
        self._free: list[_Vocabulary] = []  # of words met before; one that is taken belongs to a single call
        self.near = int(source.settings["buckets"])
        self.buckets: Ints = np.array(buckets(self.near), dtype=np.int64)

    def _linear(self, name: str) -> Linear:
        arrays = self.arrays
        matrix = arrays[name].astype(np.float32)
        top = float(self.source.settings[f"{name}.top"])
        if np.abs(matrix).sum(axis=0).max() * top >= EXACT_BELOW:
            raise ValueError(f"{name}: sums would not be exact")
        return Linear(
            matrix,
            arrays[f"{name}.scale"].astype(np.float32),
            arrays[f"{name}.bias"].astype(np.float32),
            np.float32(self.source.settings[f"{name}.step"]),
            np.float32(top),
        )

    def _read_all(self, seen: NetworkInput) -> Hidden:
        types = self._types(seen.types)
        rows = _Rows(seen)
        hidden = np.empty((len(rows.of), 2 * self.width), dtype=np.float32)
        row = begin = 0
        while begin < len(rows.starts):
            reach = rows.starts[begin] + MAX_BATCH_ROWS
            end = max(begin + 1, int(np.searchsorted(rows.starts + rows.lengths, reach, side="right")))
            part = self._read(seen, rows, types, begin, end)
            hidden[row : row + len(part)] = part
            row, begin = row + len(part), end
        return hidden.tobytes()

    def beside(self, seen: NetworkInput, begin: int, end: int) -> Floats | None:  # noqa: ARG002 - see ``deep``
        """What is added to the embeddings of the tokens of these paragraphs; None: nothing."""
        return None

    def _read(self, seen: NetworkInput, article: _Rows, types: Floats, begin: int, end: int) -> Floats:
        """The rows of the paragraphs from ``begin`` to before ``end``."""
        starts, lengths = article.starts[begin:end], article.lengths[begin:end]
        rows = slice(int(starts[0]), int(starts[-1] + lengths[-1]))
        of, paragraphs = article.of[rows], article.paragraphs[begin:end]
        starts = starts - rows.start
        packing = pack(starts, lengths)
        x = types.take(of[packing.rows], axis=0)
        x += self.small["quote"].take(article.quotes[rows][packing.rows], axis=0)
        x += self.small["hint"].take(article.hints[rows][packing.rows], axis=0)
        x += self.small["paragraph"].take(np.repeat(paragraphs, lengths)[packing.rows], axis=0)
        beside = self.beside(seen, begin, end)
        if beside is not None:
            x += beside[packing.rows]
        np.clip(x, -4, 4, out=x)
        place = np.empty(len(of), dtype=np.int64)
        place[packing.rows] = np.arange(len(of))
        first = self.layers[0]
        size = x.shape[1]
        wide = np.zeros((len(x), 3 * size), dtype=np.float32)
        whole = first.round(x)
        wide[:, size : 2 * size] = whole
        later = packing.bounds[1]  # rows before this one begin their paragraphs
        wide[later:, :size] = whole[place[packing.rows[later:] - 1]]
        ends = np.zeros(len(of), dtype=bool)
        ends[starts + lengths - 1] = True
        more = np.flatnonzero(~ends[packing.rows])
        wide[more, 2 * size :] = whole[place[packing.rows[more] + 1]]
        x = _recurrent_layer(first.times(wide), packing.bounds, x if size == 2 * self.width else None)
        for layer in self.layers[1:]:
            x = _recurrent_layer(layer.times(layer.round(x)), packing.bounds, x)
        return x[place]

    def _types(self, types: Sequence[TypeFeatures]) -> Floats:
        """The part of the embedding that depends on the word alone: computed once a word, and remembered.

        What is remembered is taken out of ``_free`` for as long as this call works on it, so that no other
        thread sees it change; a list's ``pop`` and ``append`` are atomic. No lock: a process that is forked
        meanwhile would wait for it for ever. A call that is interrupted leaves nothing half done behind.
        """
        try:
            known = self._free.pop()
        except IndexError:
            known = _Vocabulary(self.small["quote"].shape[1])
        new = [t for t in dict.fromkeys(types) if t not in known.row]
        if len(known.row) + len(new) > MAX_WORDS_REMEMBERED:
            known.row.clear()
            new = list(dict.fromkeys(types))
        if new:
            known.add(new, self._embedded(new))
        found: Floats = known.vectors.take([known.row[t] for t in types], axis=0)
        if len(self._free) < MAX_VOCABULARIES:
            self._free.append(known)
        return found

    def _embedded(self, types: Sequence[TypeFeatures]) -> Floats:
        row = np.array([self.words.get(t.word, 0) for t in types], dtype=np.int64)
        hashed = np.array([t[1:] for t in types], dtype=np.int64)
        x = self.project.times(self.arrays["vectors"][row].astype(np.float32))
        x += self._table("word", np.where(row < self.own_words, row, 0))
        for k, name in enumerate(TYPE_TABLES):
            x += self._table(name, hashed[:, k])
        return x

    def _table(self, name: str, rows: Ints | slice) -> Floats:
        """Rows of an embedding table."""
        out: Floats = self.arrays[name][rows].astype(np.float32)
        scale: Floats = self.scales[name]
        out *= scale[rows][:, None]
        return out

    def chances(self, hidden: Hidden) -> Chances:
        """As ``Network.chances``."""
        rows = self._rows(hidden)
        found = [np.zeros((0, len(self.first.bias)), dtype=np.int64)]
        for begin in range(0, len(rows), MAX_BATCH_ROWS):
            scores = np.rint(self.first(rows[begin : begin + MAX_BATCH_ROWS]) * np.float32(UNIT))
            found.append(chances(scores.astype(np.int64)))
        return tuple(np.concatenate(found).T.tolist())

    def _rows(self, hidden: Hidden) -> Floats:
        return np.frombuffer(hidden, dtype=np.float32).reshape(-1, 2 * self.width)

    def _label_some(
        self,
        hidden: Hidden,
        cues: Sequence[Window],
        content: Sequence[RequiredContent],
        hints: Sequence[bytes],
    ) -> list[Labelling]:
        return self._complete(self.scores(self._rows(hidden), cues, hints), cues, content)

    def scores(self, hidden: Floats, cues: Sequence[Window], hints: Sequence[bytes]) -> list[Ints]:
        """For each cue, the scores of its window's tokens: a row a token, a column a label, in ``UNIT``."""
        columns = np.array(cues, dtype=np.int64)
        base = int(columns[:, 0].min())
        hidden = hidden[base : int(columns[:, 1].max())]
        low, high, first, last = (columns - base).T
        within = np.zeros(len(hidden), dtype=bool)  # tokens of any window
        for a, b in zip(low.tolist(), high.tolist(), strict=True):
            within[a:b] = True
        number = np.cumsum(within) - 1
        lengths = high - low
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        packing = pack(starts, lengths)
        of = np.repeat(np.arange(len(low)), lengths)[packing.rows]
        row = packing.rows - starts[of] + low[of]
        after = hidden[np.minimum(last, len(hidden) - 1)]
        after[last == high] = 0
        ends = np.concatenate((hidden[first], hidden[last - 1], after), axis=1)
        before_cue, after_cue = row - first[of], row - last[of] + 1
        inside = (before_cue >= 0) & (after_cue <= 0)
        distance = np.where(before_cue < 0, before_cue, np.maximum(after_cue, 0))
        place = np.where(
            inside,
            2 * self.near + 1,
            self.buckets[np.clip(distance, -WINDOW_CUE_TOKENS, WINDOW_CUE_TOKENS) + WINDOW_CUE_TOKENS],
        )
        place = place * CUE_HINTS + np.frombuffer(b"".join(hints), dtype=np.uint8)[packing.rows]
        gates = []
        parts = zip(
            self.token.times(self.token.round(hidden[within])),
            self.cue.times(self.cue.round(ends)),
            self.place,
            strict=True,
        )
        for per_token, per_cue, per_place in parts:
            gate = per_token.take(number[row], axis=0)
            gate += per_cue.take(of, axis=0)
            gate += per_place.take(place, axis=0)
            gates.append(gate)
        x = _recurrent_layer(gates, packing.bounds, None)
        x = _recurrent_layer(self.pair.times(self.pair.round(x)), packing.bounds, x)
        scores = np.empty((len(of), len(self.start)), dtype=np.int64)
        scores[packing.rows] = np.rint(self.last(x) * np.float32(UNIT))
        return np.split(scores, starts[1:])

    def _complete(
        self, scores: list[Ints], cues: Sequence[Window], content: Sequence[RequiredContent]
    ) -> list[Labelling]:
        """The best labels of each window, made to hold a content where told, and a source if a content."""
        free, best = self._best(scores)
        labels, worth = free.copy(), best.copy()
        natural = [CONTENT in row for row in free]
        bent = {}
        for index, held in enumerate(content):
            if isinstance(held, tuple):
                bent[index] = scores[index].copy()
                bent[index][
                    max(0, held[0] - cues[index].low) : max(0, held[1] - cues[index].low), :CONTENT
                ] -= _IMPOSSIBLE
            elif held and not natural[index]:
                bent[index] = _force_label(scores[index], free[index], cues[index], CONTENT)

        def lacking(some: Iterable[int]) -> dict[int, Ints]:
            without = (k for k in some if CONTENT in labels[k] and SOURCE not in labels[k])
            return {k: _force_label(scores[k], labels[k], cues[k], SOURCE) for k in without}

        unsourced: dict[int, Ints] = {}
        sourced = lacking(k for k in range(len(scores)) if k not in bent)
        unsourced.update((k, labels[k]) for k in sourced)
        for k, row in zip((*bent, *sourced), self._best([*bent.values(), *sourced.values()])[0], strict=True):
            labels[k] = row
        for k in bent:
            worth[k] = self._total_score(scores[k], labels[k])
        late = lacking(bent)
        unsourced.update((k, labels[k]) for k in late)
        for k, row in zip(late, self._best(list(late.values()))[0], strict=True):
            labels[k] = row
        return [
            Labelling(
                _as_bytes(labels[position]),
                natural[position],
                _as_bytes(unsourced[position]) if position in unsourced else None,
                best[position] - self._outside(score),
                best[position] - worth[position],
            )
            for position, score in enumerate(scores)
        ]

    def _outside(self, scores: Ints) -> int:
        """The score of labelling everything ``OUTSIDE``."""
        return int(scores[:, 0].sum() + self.start[0] + (len(scores) - 1) * self.transition[0, 0])

    def _total_score(self, scores: Ints, labels: Ints) -> int:
        """The score of these labels as a whole."""
        total = scores[np.arange(len(labels)), labels].sum() + self.start[labels[0]]
        return int(total + self.transition[labels[:-1], labels[1:]].sum())

    def _best(self, windows: list[Ints]) -> tuple[list[Ints], list[int]]:
        """The labels of each window that score best as a whole, and their score.

        Viterbi's algorithm, all windows at once.
        """
        if not windows:
            return [], []
        lengths = np.array([len(w) for w in windows], dtype=np.int64)
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        packing = pack(starts, lengths)
        bounds = packing.bounds
        best = np.concatenate(windows).T.take(packing.rows, axis=1)  # up to here, of paths that end so
        best[:, : bounds[1]] += self.start[:, None]
        further = self.transition[:, :, None]
        begin, middle = 0, bounds[1]
        for end in bounds[2:]:
            step = best[:, middle:end]
            step += (best[:, None, begin : begin + end - middle] + further).max(axis=0)
            begin, middle = middle, end
        inverse = np.empty(len(packing.rows), dtype=np.int64)
        inverse[packing.rows] = np.arange(len(inverse))
        best = best.take(inverse, axis=1)  # as they stand in their windows
        before = [row.astype(np.uint8).tobytes() for row in _argmax(best[:, None] + further)]
        ends = starts + lengths - 1
        labels = best[:, ends].argmax(axis=0)
        worth = best[labels, ends].tolist()
        path: list[int] = []
        for start, end, label in zip(
            starts.tolist()[::-1], ends.tolist()[::-1], labels.tolist()[::-1], strict=True
        ):
            at = label
            path.append(at)
            for k in range(end - 1, start - 1, -1):
                at = before[at][k]  # the label from which the next comes
                path.append(at)
        return np.split(np.array(path[::-1], dtype=np.int64), starts[1:]), worth


def _as_bytes(labels: Ints) -> bytes:
    return labels.astype(np.uint8).tobytes()


def _argmax(scores: Ints) -> Ints:
    """Along the first axis, which of four is greatest, the first of equals; quicker than ``argmax``."""
    numbered = scores * 4 + np.arange(3, -1, -1).reshape(-1, *[1] * (scores.ndim - 1))
    result: Ints = 3 - (numbered.max(axis=0) & 3)
    return result


def _product(rows: Floats, matrix: Floats) -> Floats:
    """``rows @ matrix``, some rows at a time, so that BLAS keeps to the thread that calls it.

    For so few columns a second thread mostly waits: it costs as much again and gains nothing. Small products
    leave the number of threads as the host has set it, at no time touching what other threads depend on.
    """
    size = max(1, _ONE_THREAD // matrix.size // 8 * 8)
    whole = len(rows) // size * size
    y = np.empty((len(rows), matrix.shape[1]), dtype=np.float32)
    if whole:
        np.matmul(
            rows[:whole].reshape(-1, size, len(matrix)), matrix, out=y[:whole].reshape(-1, size, y.shape[1])
        )
    if whole < len(rows):
        np.matmul(rows[whole:], matrix, out=y[whole:])
    return y


def _round(x: Floats, step: np.float32, top: np.float32) -> Floats:
    y: Floats = x * step
    np.rint(y, out=y)
    np.clip(y, -top, top, out=y)
    return y


def _gates(layer: Linear, shift: float) -> Gates:
    """The layer's gates apart, f and o scaled so that they need only be cut off at 0 and 1."""
    scale, bias = layer.scale.copy(), layer.bias.copy()
    gates = slice(len(scale) // 3, None)
    scale[gates] *= np.float32(0.25)
    bias[gates] *= np.float32(0.25)
    bias[gates] += np.float32(shift)
    matrices = tuple(np.ascontiguousarray(part) for part in np.split(layer.matrix, 6, axis=1))
    return Gates(matrices, tuple(np.split(scale, 6)), tuple(np.split(bias, 6)), layer.step, layer.top)


def _recurrent_layer(gates: Sequence[Floats], bounds: Sequence[int], x: Floats | None) -> Floats:
    """A bidirectional quasi-recurrent layer after its matrix, on packed rows; spoils ``gates``.

    h = f h' + (1 - f) z, where h' is the neighbour's: the one before for the first half of the columns, the
    one after for the second; and what comes out is o h + (1 - o) x.
    """
    width = gates[0].shape[1]
    out = np.empty((len(gates[0]), 2 * width), dtype=np.float32)
    one = np.float32(1)
    for side in (0, 1):
        z, f, o = gates[side], gates[2 + side], gates[4 + side]
        np.clip(z, -1, 1, out=z)
        np.clip(f, 0, 1, out=f)
        np.clip(o, 0, 1, out=o)
        h = one - f
        h *= z
        (_forward, _backward)[side](f, h, bounds, z)
        h *= o
        if x is not None:
            np.subtract(one, o, out=o)
            o *= x[:, side * width : (side + 1) * width]
            h += o
        out[:, side * width : (side + 1) * width] = h
    return out


def _forward(f: Floats, h: Floats, bounds: Sequence[int], scratch: Floats) -> None:
    """Adds to each step of ``h`` f times the step before."""
    begin, middle = 0, bounds[1]
    for end in bounds[2:]:
        moved = scratch[: end - middle]
        np.multiply(f[middle:end], h[begin : begin + end - middle], out=moved)
        step = h[middle:end]
        np.add(step, moved, out=step)
        begin, middle = middle, end


def _backward(f: Floats, h: Floats, bounds: Sequence[int], scratch: Floats) -> None:
    """Adds to each step of ``h`` f times the step after."""
    end, middle = bounds[-1], bounds[-2]
    for begin in bounds[-3::-1]:
        moved = scratch[: end - middle]
        np.multiply(f[begin : begin + end - middle], h[middle:end], out=moved)
        step = h[begin : begin + end - middle]
        np.add(step, moved, out=step)
        middle, end = begin, middle


def _force_label(scores: Ints, labels: Ints, cue: Window, wanted: int) -> Ints:
    """The scores, so that one token, the likeliest, must have the label that is wanted.

    Content that was found stays as it is, and the cue is left alone.
    """
    bent = scores.copy()
    decided = labels == CONTENT if wanted == SOURCE else np.zeros(len(labels), dtype=bool)
    bent[decided, :CONTENT] -= _IMPOSSIBLE
    gain = bent[:, wanted] - bent.max(axis=1)
    gain[decided] = -_IMPOSSIBLE
    gain[cue.first - cue.low : cue.last - cue.low] = -_IMPOSSIBLE
    chosen = int(gain.argmax())
    if gain[chosen] <= -_IMPOSSIBLE:
        return scores  # there is nothing but the cue
    bent[chosen, np.arange(bent.shape[1]) != wanted] -= _IMPOSSIBLE
    return bent


def chances(scores: Ints) -> Ints:
    """Each row's scores as parts in a thousand: a softmax in whole numbers."""
    below = np.minimum(scores.max(axis=1, keepdims=True) - scores, _TABLE.size - 1)
    parts = _TABLE[below]
    result: Ints = parts * 1000 // parts.sum(axis=1, keepdims=True)
    return result


_TABLE: Ints = np.array([round(math.exp(-k / UNIT) * 65536) for k in range(12 * UNIT)], dtype=np.int64)

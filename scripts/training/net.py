"""The network as PyTorch trains it; ``quotediff/extraction/learned/network.py`` runs the same in numpy."""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from views import partition

from quotediff.extraction.learned.features import (
    KINDS,
    PARAGRAPH_STATES,
    PREFIXES3,
    QUOTE_STATES,
    SHAPES,
    SUFFIXES2,
    SUFFIXES3,
)
from quotediff.extraction.learned.hints import CUE_HINTS, HINTS
from quotediff.extraction.learned.network import buckets
from quotediff.limits import WINDOW_CUE_TOKENS

NEAR = 16
FIRST_LABELS = 7  # outside, cue begins, cue goes on, source of a cue to the right, left, content likewise
SECOND_LABELS = 4  # outside, source, cue, content


@dataclass(frozen=True)
class Sizes:
    """How large the network is."""

    vector: int = 64
    embedding: int = 80
    hidden: int = 64
    pair_hidden: int = 48
    dropout: float = 0.2
    states: int = 0  # of an encoder, a token; 0: none


def _kernel() -> ctypes.CDLL:
    source = Path(__file__).with_name("kernel.c")
    target = Path(tempfile.mkdtemp()) / "kernel.so"
    subprocess.run(["cc", "-O3", "-march=native", "-shared", "-fPIC", "-o", target, source], check=True)  # noqa: S607 - the system's compiler, wherever it is
    return ctypes.CDLL(str(target))


_LIBRARY = _kernel()


def _at(tensor: Tensor | None) -> ctypes.c_void_p:
    return ctypes.c_void_p(tensor.data_ptr() if tensor is not None else 0)


class Recur(torch.autograd.Function):
    """A quasi-recurrent layer after its matrix; see ``kernel.c``."""

    @staticmethod
    def forward(ctx: Any, g: Tensor, x: Tensor | None, mask: Tensor) -> Tensor:  # noqa: ANN401 - PyTorch's own
        """The layer's output, T x B x 2H."""
        g, mask = g.contiguous(), mask.contiguous()
        x = None if x is None else x.contiguous()
        sizes = [*g.shape[:2], g.shape[2] // 6]
        out, states = (g.new_empty(sizes[0], sizes[1], 2 * sizes[2]) for _ in range(2))
        scratch = g.new_empty(sizes[1] * sizes[2])
        counts = [ctypes.c_long(s) for s in sizes]
        _LIBRARY.forward(*(_at(t) for t in (g, x, mask, out, states, scratch)), *counts)
        ctx.save_for_backward(g, x, mask, states)
        return out

    @staticmethod
    def backward(ctx: Any, up: Tensor) -> tuple[Tensor, Tensor | None, None]:  # noqa: ANN401 - PyTorch's own
        """The gradients of the gates and of what the layer lets through."""
        g, x, mask, states = ctx.saved_tensors
        up = up.contiguous()
        sizes = [*g.shape[:2], g.shape[2] // 6]
        dg, dx = torch.empty_like(g), None if x is None else torch.empty_like(x)
        scratch, zero = g.new_empty(sizes[1] * sizes[2]), g.new_zeros(sizes[2])
        counts = [ctypes.c_long(s) for s in sizes]
        _LIBRARY.backward(*(_at(t) for t in (g, x, mask, states, up, dg, dx, scratch, zero)), *counts)
        return dg, dx, None


def _drop(x: Tensor, p: float, *, training: bool) -> Tensor:
    """Dropout of the same units at every token of a sequence."""
    if not training or p == 0:
        return x
    return x * (x.new_empty(1, *x.shape[1:]).bernoulli_(1 - p) / (1 - p))


class Net(nn.Module):
    """Both parts, and the heads for syntax that exist while training only."""

    def __init__(self, sizes: Sizes, vectors: Tensor, words: int, syntax: tuple[int, ...]) -> None:
        super().__init__()
        self.sizes = sizes
        d, h, p = sizes.embedding, 2 * sizes.hidden, sizes.pair_hidden
        self.vectors = nn.Embedding.from_pretrained(vectors)
        self.project = nn.Linear(sizes.vector, d, bias=False)
        tables = {
            "word": words,
            "suffix3": SUFFIXES3,
            "suffix2": SUFFIXES2,
            "prefix3": PREFIXES3,
            "shape": SHAPES,
            "kind": KINDS,
            "quote": QUOTE_STATES,
            "hint": HINTS,
            "paragraph": PARAGRAPH_STATES,
        }
        self.states = nn.Linear(sizes.states, d, bias=False) if sizes.states else None
        self.tables = nn.ModuleDict({name: nn.Embedding(rows, d) for name, rows in tables.items()})
        self.layers = nn.ModuleList(nn.Linear(n, 3 * h) for n in (3 * d, h, h))
        self.first = nn.Linear(h, FIRST_LABELS)
        self.syntax = nn.ModuleList(nn.Linear(h, n) for n in syntax)
        self.token = nn.Linear(h, 6 * p)
        self.cue = nn.Linear(3 * h, 6 * p, bias=False)
        self.distance = nn.Embedding(2 * NEAR + 1, 6 * p)
        self.inside = nn.Embedding(2, 6 * p)
        self.heard = nn.Embedding(CUE_HINTS, 6 * p)
        self.pair = nn.Linear(2 * p, 6 * p)
        self.last = nn.Linear(2 * p, SECOND_LABELS)
        self.transition = nn.Parameter(torch.zeros(SECOND_LABELS, SECOND_LABELS))
        self.start = nn.Parameter(torch.zeros(SECOND_LABELS))
        self.register_buffer("buckets", torch.tensor(buckets(NEAR)), persistent=False)
        for table in (*self.tables.values(), self.distance, self.inside, self.heard):
            nn.init.normal_(table.weight, std=0.1)
        for layer in (*self.layers, self.pair):
            nn.init.xavier_uniform_(layer.weight)
            n = layer.out_features // 3
            with torch.no_grad():
                layer.bias.zero_()
                layer.bias[n : 2 * n] = 1.0  # remember, to begin with

    def encode(self, batch: dict[str, Tensor], word_dropout: float) -> tuple[Tensor, Tensor]:
        """The second layer's output, for syntax, and the last one's."""
        p, mask, word = self.sizes.dropout, batch["mask"], batch["word"]
        vector = word
        if self.training:
            dropped = torch.rand(word.shape) < word_dropout
            word = word.masked_fill(dropped, 0)
            vector = vector.masked_fill(dropped & (torch.rand(word.shape) < 0.5), 0)
        x = self.project(self.vectors(vector))
        x = x + self.tables["word"](word.masked_fill(word >= self.tables["word"].num_embeddings, 0))
        for name, table in self.tables.items():
            if name != "word":
                x = x + table(batch[name])
        if self.states is not None:
            states = functional.layer_norm(batch["states"], batch["states"].shape[-1:])
            x = x + self.states(_drop(states, p * 0.6, training=self.training))
        x = _drop(functional.hardtanh(x, -4, 4) * mask[..., None], p * 0.6, training=self.training)
        zero = torch.zeros_like(x[:1])
        wide = torch.cat([torch.cat([zero, x[:-1]]), x, torch.cat([x[1:], zero])], -1)
        through = x if x.shape[2] == 2 * self.sizes.hidden else None
        x = Recur.apply(self.layers[0](wide), through, mask)
        middle = x = _drop(x, p, training=self.training)
        for layer in self.layers[1:]:
            x = _drop(Recur.apply(layer(x), x, mask), p, training=self.training)
            if layer is self.layers[1]:
                middle = x
        return middle, x

    def label(
        self, hidden: Tensor, mask: Tensor, cues: tuple[Tensor, Tensor, Tensor], heard: Tensor
    ) -> Tensor:
        """The second part's scores, T x cues x labels, for cues ``(paragraph, first, last)``.

        ``heard``, T x cues, is what the rules make of each token for each cue.
        """
        which, first, last = cues
        length = hidden.shape[0]
        n = torch.arange(length)[:, None]
        inside = (n >= first) & (n < last)
        away = torch.where(n < first, n - first, torch.where(n >= last, n - last + 1, torch.zeros_like(n)))
        place = self.buckets[away.clamp(-WINDOW_CUE_TOKENS, WINDOW_CUE_TOKENS) + WINDOW_CUE_TOKENS]
        after = last.clamp(max=length - 1)
        ends = torch.cat([hidden[first, which], hidden[last - 1, which], hidden[after, which]], -1)
        gates = torch.index_select(self.token(hidden), 1, which) + self.cue(ends)[None]
        gates = gates + self.distance(place) + self.inside(inside.long()) + self.heard(heard)
        mask = mask[:, which]
        p = self.sizes.dropout
        x = _drop(Recur.apply(gates, None, mask), p, training=self.training)
        x = _drop(Recur.apply(self.pair(x), x, mask), p, training=self.training)
        return self.last(x)

    def surprise(self, scores: Tensor, wanted: Tensor, pairs: Tensor, mask: Tensor) -> Tensor:
        """Each cue's cross entropy with its labels: a linear-chain conditional random field.

        ``wanted`` are the chances of each token's labels, T x cues x labels, ``pairs`` those of each pair of
        neighbours, summed; of an annotation 0 and 1, of teachers what they expect.
        """
        gold = (scores * wanted * mask[..., None]).sum((0, 2)) + wanted[0] @ self.start
        gold = gold + (pairs * self.transition).sum((1, 2))
        return partition(scores, self.transition, self.start, mask) - gold
